//! One chapter: front matter and Markdown.

use super::markdown::{CHAPTER_FOLDER, Context};
use super::prose::prose;
use super::slice::Slice;
use super::yaml::{self, Fields, Node};
use crate::diag::{Code, Diagnostic, suggest};
use crate::model::{BlockKind, Chapter, DisclosureRef, Image, Role, plain_text};
use crate::source::{SourceId, Spanned};

/// The number of UN Sustainable Development Goals.
const GOALS: u8 = 17;

/// Parses a chapter.
pub(crate) fn chapter(source: SourceId, text: &str, slug: &str, cx: &mut Context<'_>) -> Chapter {
    let slice = Slice::new(source, text, 0);
    let mut chapter = Chapter::new(source, slug);
    let mut body = 0;
    let mut claims = Vec::new();
    if let Some((matter, after)) = front_matter(text) {
        body = after;
        if let Some(node) = yaml::parse(&slice.part(matter), cx.sink) {
            claims = read_front_matter(&node, &mut chapter, cx);
        }
    } else if first_line_is_rule(text) {
        let span = slice.span(0..3);
        cx.sink.push(
            Diagnostic::error(Code::Yaml, span, "the front matter that begins here is never closed")
                .hint("add a line --- after the last `key: value` line"),
        );
        return chapter;
    }
    if let Some(line) = other_front_matter(text) {
        let message = "the front matter of another program begins here, and would print as text";
        let hint = "write --- for its first and its last line, and between them `title: …` for `title = …`";
        cx.sink.push(Diagnostic::error(Code::Yaml, slice.span(line), message).hint(hint));
        return chapter;
    }
    let document = cx.document(&slice, body);
    chapter.blocks = document.blocks;
    chapter.footnotes = document.footnotes;
    claim(&mut chapter, claims, cx);
    tell_other_title(&chapter, cx);
    tell_more_titles(&chapter, cx);
    if chapter.title.is_empty() {
        let heading = chapter.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading { inlines, .. } => Some(inlines.clone()),
            _ => None,
        });
        match heading {
            // The title stands in navigation, where a note's mark would be lost.
            Some(inlines) => chapter.title = without_notes(inlines),
            None => cx.sink.push(
                Diagnostic::error(Code::MissingKey, slice.span(0..0), "the chapter has neither a title nor a heading")
                    .hint("begin the file with # and its title"),
            ),
        }
    }
    chapter
}

/// What the front matter claims is what the chapter's heading claims: its page is the place.
fn claim(chapter: &mut Chapter, claims: Vec<Spanned<DisclosureRef>>, cx: &mut Context<'_>) {
    let Some(first) = claims.first().map(|claim| claim.span) else { return };
    match chapter.blocks.first_mut() {
        Some(block) if matches!(block.kind, BlockKind::Heading { level: 1, .. }) => block.disclose.extend(claims),
        _ => cx.sink.push(
            Diagnostic::error(Code::Markup, first, "the chapter has no heading whose page could be the place")
                .hint("begin the text with # and the chapter's title"),
        ),
    }
}

/// Navigation has the title of the front matter, the page its heading: two that differ are most often a slip.
fn tell_other_title(chapter: &Chapter, cx: &mut Context<'_>) {
    let words = |inlines: &[crate::model::Inline]| plain_text(inlines).split_whitespace().collect::<String>();
    let heading = chapter.blocks.first().map(|block| &block.kind);
    let Some(BlockKind::Heading { level: 1, inlines, .. }) = heading else { return };
    let (Some(first), Some(title)) = (inlines.first(), chapter.title.first()) else { return };
    if words(inlines) != words(&chapter.title) {
        cx.sink.push(
            Diagnostic::warning(Code::BadValue, first.span, "the heading is another than the title of the chapter")
                .hint("write the same in both, or take `title` out of the front matter")
                .label(title.span, "navigation has this title"),
        );
    }
}

/// A second # heading stands for a chapter, and has no number of its own.
fn tell_more_titles(chapter: &Chapter, cx: &mut Context<'_>) {
    let titles = chapter.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
    for title in titles.skip(1) {
        let message = "this is the chapter's second title: it prints with the chapter's number again";
        let hint = "write ## for a section; a chapter is a file of its own";
        cx.sink.push(Diagnostic::warning(Code::Markup, title.span, message).hint(hint));
    }
}

fn without_notes(mut inlines: Vec<crate::model::Inline>) -> Vec<crate::model::Inline> {
    inlines.retain(|inline| !matches!(inline.kind, crate::model::InlineKind::Footnote(_)));
    inlines
}

fn first_line_is_rule(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim_end() == "---")
        // A thematic break may open a chapter; front matter begins with a key.
        && text.lines().nth(1).is_some_and(|line| line.contains(':'))
}

/// The line +++ with which front matter of TOML begins.
fn other_front_matter(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?.trim_end();
    (line == "+++").then_some(start..start + line.len())
}

/// The YAML between the `---` lines at the very start, and where the Markdown begins.
fn front_matter(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    // Blank lines may stand before it, where it has a key at once: else it is a line across the page.
    let blank = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let mut lines = text[blank..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let start = blank + first.len();
    let has_key = |line: &str| line.trim_end().ends_with(':') || line.contains(": ");
    if blank > 0 && !lines.clone().next().is_some_and(has_key) {
        return None;
    }
    let mut at = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Gives what the chapter claims to report.
fn read_front_matter(node: &Node, chapter: &mut Chapter, cx: &mut Context<'_>) -> Vec<Spanned<DisclosureRef>> {
    let Some(mut keys) = Fields::of(node, cx.sink) else { return Vec::new() };
    if let Some(title) = keys.take("title") {
        chapter.title = prose(title, cx).unwrap_or_default();
    }
    if let Some(lead) = keys.take("lead") {
        chapter.lead = prose(lead, cx).unwrap_or_default();
    }
    if let Some(path) = keys.take("image").and_then(|node| yaml::text(node, cx.sink)) {
        let found = cx.images.find(&path.node, CHAPTER_FOLDER, path.span, cx.sink);
        chapter.image = found.map(|(file, size)| Image { path: file, span: path.span, alt: Vec::new(), size });
    }
    if let Some(role) = keys.take("role").and_then(|node| yaml::text(node, cx.sink)) {
        match role.node.as_str() {
            "front" => chapter.role = Role::Front,
            "chapter" => chapter.role = Role::Chapter,
            "appendix" => chapter.role = Role::Appendix,
            other => {
                let message = format!("there is no role `{other}`");
                let hint = suggest(other, ["front", "chapter", "appendix"]);
                cx.sink.push(Diagnostic::error(Code::BadValue, role.span, message).hint(hint));
            }
        }
    }
    for goal in keys.take("sdgs").and_then(|node| yaml::list(node, cx.sink)).unwrap_or_default() {
        if let Some(number) = yaml::integer(goal, 1..=GOALS, cx.sink) {
            chapter.sdgs.push(Spanned::new(number, goal.span));
        }
    }
    if let Some(image) = chapter.image.as_ref().filter(|_| chapter.role != Role::Chapter) {
        let message = "front matter and appendices have no opening in the PDF: this picture is on the website alone";
        let hint = "put the picture into its text: ![what it shows](file)";
        cx.sink.push(Diagnostic::warning(Code::BadValue, image.span, message).hint(hint));
    }
    let claims = keys.take("disclose").map(|node| yaml::disclosures(node, cx.sink)).unwrap_or_default();
    keys.finish(cx.sink);
    claims
}

#[cfg(test)]
mod tests {
    use crate::load::testing::load_chapter;

    #[test]
    fn front_matter_of_another_program_is_told() {
        for text in ["+++\ntitle = \"題\"\n+++\n# 題\n", "\n+++\ntitle = \"題\"\n# 題\n"] {
            let found = load_chapter(text).problems();
            assert!(found.contains("error[yaml]: the front matter of another program begins here"), "{found}");
            assert_eq!(found.matches("error").count(), 1, "{found}");
        }
    }
}
