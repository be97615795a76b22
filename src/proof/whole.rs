//! Proof that all text of an edition stands in what is made of it, whatever template or renderer made it, as often as it was
//! written; and that nothing stands there that only a template can have left.
//!
//! Letters and digits are compared, without what stands between them: each stretch of text in the document against the
//! text of the product. A stretch may be parted, by the end of a page or a column.

use std::cell::Cell;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Chapter, Data, Image, Inline, InlineKind};
use crate::model::{self, Document, Visit, plain_text};
use crate::source::Span;

/// Reports text of an edition that is not in its PDF, whose text and words for pictures are given as laid out.
pub fn in_pdf(doc: &Document, text: &str, alts: &str, sink: &mut Sink) {
    let product = format!("the PDF of the {} edition", doc.edition);
    let mut stretches = Stretches::default();
    doc.chapters.iter().for_each(|chapter| stretches.chapter(chapter));
    stretches.tell_lost(text, alts, &product, sink);
    stretches.names_of(doc);
    tell_signs(&stretches.raw, text, &product, sink);
}

/// Reports text of a chapter that is not on its web page.
pub fn in_page(doc: &Document, chapter: &Chapter, page: &str, sink: &mut Sink) {
    let product = format!("the website of the {} edition", doc.edition);
    let text = page_text(page);
    let mut stretches = Stretches::default();
    stretches.chapter(chapter);
    stretches.tell_lost(&text, &alts(page), &product, sink);
    // Titles of the others stand in the navigation.
    doc.chapters.iter().for_each(|chapter| stretches.raw.push_str(&plain_text(&chapter.title)));
    stretches.names_of(doc);
    tell_signs(&stretches.raw, &text, &product, sink);
}

/// Signs of templates and of markup that nobody prints on purpose.
const SIGNS: [&str; 9] = ["{{", "}}", "{%", "%}", "**", "##", "![", "](", ":::"];

/// Reports signs in a product that the report's texts do not have: those of texts are told where they stand.
fn tell_signs(texts: &str, product_text: &str, product: &str, sink: &mut Sink) {
    for sign in SIGNS.iter().filter(|sign| product_text.contains(**sign) && !texts.contains(**sign)) {
        let message = format!("`{sign}` stands in {product}, and in no text of the report");
        let hint = "a template of the report's own leaves it there, or templates/labels.yaml: mend it";
        sink.push(Diagnostic::warning(Code::Leftover, None, message).hint(hint));
    }
}

/// A product's letters and digits.
struct Printed {
    text: String,
    /// Behind what was found last: most of what comes next in a document comes next in what is made of it.
    near: Cell<usize>,
}

/// Bytes in which what comes next is looked for before all of the text is: about a page.
const NEAR: usize = 4_000;

/// Characters from which on a text may be parted more than once.
const LONG: usize = 40;

/// Pieces that a stretch is parted into at most: by a column's end, a page's, a note.
const MOST_PIECES: usize = 12;

impl Printed {
    fn new(text: &str) -> Self {
        Self { text: text.chars().filter(|c| counts(*c)).collect(), near: Cell::new(0) }
    }

    /// Whether a stretch stands here, in one piece or in several.
    fn holds(&self, stretch: &str) -> bool {
        let mut rest = stretch;
        for _ in 0..MOST_PIECES {
            if rest.is_empty() {
                return true;
            }
            let length = self.longest(rest);
            if length == 0 {
                return false;
            }
            rest = &rest[length..];
        }
        rest.is_empty()
    }

    /// How often a stretch stands here, up to `most`: whole, or parted into two.
    fn count(&self, stretch: &str, most: usize) -> usize {
        if most < 2 {
            return usize::from(self.holds(stretch));
        }
        let whole = self.text.match_indices(stretch).take(most).count();
        if whole == most {
            return most;
        }
        let mut parts = stretch.char_indices().map(|(at, _)| stretch.split_at(at)).skip(1);
        // How far apart the two parts may be: a page's foot and the next one's head.
        const BETWEEN: usize = 1_500;
        let parted = |(first, second): (&str, &str)| {
            let ends = self.text.match_indices(first).map(|(at, _)| at + first.len());
            let is_parted = |end: &usize| {
                let rest = self.text.as_bytes()[*end..].iter().take(BETWEEN).copied().collect::<Vec<u8>>();
                !rest.starts_with(second.as_bytes())
                    && rest.windows(second.len()).any(|window| window == second.as_bytes())
            };
            ends.filter(is_parted).take(most).count()
        };
        // What is parted more often than once is not counted.
        let long = stretch.chars().count() > LONG;
        let at_all = if long && self.holds(stretch) { most } else { whole };
        parts.find_map(|parts| Some(whole + parted(parts)).filter(|found| *found >= most)).map_or(at_all, |_| most)
    }

    /// The length of the longest beginning of a text that stands here.
    fn longest(&self, text: &str) -> usize {
        if self.find(text) {
            return text.len();
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        ends[ends.partition_point(|end| self.find(&text[..*end])).saturating_sub(1)]
    }

    fn find(&self, text: &str) -> bool {
        let near = self.near.get();
        let end = self.text.floor_char_boundary(near + NEAR);
        let found = self.text[near..end].find(text).map(|at| near + at).or_else(|| self.text.find(text));
        self.near.set(found.map_or(near, |at| at + text.len()));
        found.is_some()
    }
}

/// Whether a character is compared. Raised and lowered forms are printed as letters of another size.
fn counts(c: char) -> bool {
    c.is_alphanumeric() && !is_raised(c)
}

/// Unicode block Superscripts and Subscripts, and the three of Latin-1.
fn is_raised(c: char) -> bool {
    matches!(c, '\u{2070}'..='\u{209c}' | '²' | '³' | '¹')
}

/// The stretches of text in chapters, and where they come from.
#[derive(Default)]
struct Stretches {
    done: Vec<(String, Span)>,
    open: Option<(String, Span)>,
    /// Words for pictures.
    alts: Vec<(String, Span)>,
    /// All texts as they are, signs too.
    raw: String,
}

impl Stretches {
    fn add(&mut self, text: &str, span: Span) {
        self.raw.push_str(text);
        for part in text.split_inclusive(is_raised) {
            let letters = part.chars().filter(|c| counts(*c));
            let (open, place) = self.open.get_or_insert_with(|| (String::new(), span));
            open.extend(letters);
            *place = if place.source == span.source { place.to(span) } else { *place };
            if part.ends_with(is_raised) {
                self.end();
            }
        }
    }

    fn end(&mut self) {
        self.done.extend(self.open.take().filter(|(text, _)| !text.is_empty()));
        self.raw.push('\n');
    }

    /// Takes in words that are heard, not read.
    fn heard(&mut self, words: &[Inline], span: Span) {
        self.end();
        let words: String = plain_text(words).chars().filter(|c| counts(*c)).collect();
        self.alts.extend(Some((words, span)).filter(|(words, _)| !words.is_empty()));
    }

    /// Takes in what a document has beside its chapters.
    fn names_of(&mut self, doc: &Document) {
        let issuer = &doc.issuer;
        let names =
            [&doc.title, &doc.subtitle, &doc.tagline, &doc.notice, &issuer.name, &issuer.short_name, &issuer.address];
        let figures = doc.kpis.iter().flat_map(|row| &row.figures).filter_map(|(_, figure)| figure.as_ref());
        let words = figures.map(|figure| &figure.print.number);
        let rows = doc.kpis.iter().flat_map(|row| [&row.name, &row.unit, &row.note]);
        let entries = doc.indices.iter().flat_map(|index| &index.entries);
        let entries = entries.flat_map(|entry| [&entry.title, &entry.explanation]);
        for text in names.into_iter().chain(words).chain(rows).chain(entries) {
            self.raw.push_str(text);
            self.raw.push('\n');
        }
    }

    /// Reports each text that the product has less often than the document.
    fn tell_lost(&self, text: &str, alts: &str, product: &str, sink: &mut Sink) {
        let hint = "the template of what holds it leaves it out; write it elsewhere, or mend the template";
        for (texts, printed, what) in
            [(&self.done, text, "this text is"), (&self.alts, alts, "the words for this picture are")]
        {
            let printed = Printed::new(printed);
            let mut places: IndexMap<&str, BTreeSet<Span>> = IndexMap::new();
            for (text, place) in texts {
                places.entry(text).or_default().insert(*place);
            }
            for (text, places) in places {
                let found = printed.count(text, places.len());
                for place in places.iter().skip(found) {
                    let often = if found == 0 { "not".to_owned() } else { format!("only {found} times") };
                    let message = format!("{what} {often} in {product}");
                    sink.push(Diagnostic::error(Code::LostText, *place, message).hint(hint));
                }
            }
        }
    }
}

impl<'a> Visit<'a, model::Printed> for Stretches {
    fn line(&mut self, line: &'a [Inline]) {
        self.inside_line(line);
        self.end();
    }

    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Code { text, .. } = &block.kind {
            self.raw.push_str(text);
        }
        let BlockKind::Component(component) = &block.kind else { return self.inside_block(block) };
        for (name, data) in &component.fields {
            match data {
                // Words for a drawing, heard like those for a picture.
                Data::Text(words) if name == "alt" => {
                    if let (Some(first), Some(last)) = (words.first(), words.last()) {
                        self.heard(
                            words,
                            if first.span.source == last.span.source { first.span.to(last.span) } else { first.span },
                        );
                    }
                }
                data => self.data(data),
            }
        }
        component.body.iter().for_each(|block| self.block(block));
    }

    fn data(&mut self, data: &'a Data) {
        if let Data::Plain(text) = data {
            self.raw.push_str(&text.node);
        }
        self.inside_data(data);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => self.add(text, inline.span),
            InlineKind::Own(figure) => {
                // Its parts stand off one another.
                self.end();
                self.add(&figure.print.number, inline.span);
                self.end();
            }
            InlineKind::Footnote(_) | InlineKind::Break => self.end(),
            // Raised and lowered text may be set apart.
            InlineKind::Sub(_) | InlineKind::Super(_) => {
                self.end();
                self.inside_inline(inline);
                self.end();
            }
            _ => self.inside_inline(inline),
        }
    }

    /// Words for an image are heard, not read.
    fn image(&mut self, image: &'a Image) {
        self.heard(&image.alt, image.span);
    }
}

/// The words for the pictures of a web page.
fn alts(page: &str) -> String {
    let of = |name: &'static str| page.split(name).skip(1).filter_map(|rest| rest.split('"').next());
    let values = of(" alt=\"").chain(of(" aria-label=\""));
    values.flat_map(|value| [page_text(value), "\n".to_owned()]).collect()
}

/// The text of a web page between its tags, without scripts and styles.
fn page_text(page: &str) -> String {
    let mut out = String::with_capacity(page.len() / 2);
    let mut rest = page;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let hidden = ["script", "style"].iter().find(|name| rest[1..].starts_with(**name));
        let (from, close) = match hidden {
            Some(name) => (rest.find(&format!("</{name}")).unwrap_or(rest.len()), '>'),
            None if rest.starts_with('<') => (0, '>'),
            None => (0, ';'),
        };
        let end = rest[from..].find(close).map_or(rest.len(), |length| from + length + 1);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_found_whole_or_parted() {
        let printed = Printed::new("第一頁的文字到此1 頁眉 為止，另有 CO₂ 及 1,234 噸。");
        for text in ["第一頁的文字", "的文字到此為止", "1234", "噸", "及1234噸"] {
            assert!(printed.holds(text), "{text}");
        }
        for text in ["第二頁", "文字沒有", "5"] {
            assert!(!printed.holds(text), "{text}");
        }
    }

    #[test]
    fn stretches_are_counted() {
        let printed = Printed::new("用水 用水 排放，排 2025 放；排 放");
        assert_eq!(printed.count("用水", 3), 2);
        assert_eq!(printed.count("排放", 3), 3);
        assert_eq!(printed.count("排放", 1), 1);
        assert_eq!(printed.count("用電", 2), 0);
    }

    #[test]
    fn signs_that_only_a_template_leaves_are_told() {
        let mut sink = Sink::default();
        tell_signs("甲 **", "甲 ** 乙 {{ year }}", "the PDF", &mut sink);
        let told: Vec<String> = sink.into_sorted().into_iter().map(|told| told.message).collect();
        assert_eq!(
            told,
            [
                "`{{` stands in the PDF, and in no text of the report",
                "`}}` stands in the PDF, and in no text of the report"
            ]
        );
    }

    #[test]
    fn pages_have_text_between_their_tags() {
        let page = "<style>a{b:c}</style><p title=\"x\">甲&amp;乙<wbr>丙</p><script>if (a<b) c</script>丁";
        assert_eq!(page_text(page), "甲乙丙丁");
        assert_eq!(alts("<img src=\"a\" alt=\"甲&amp;乙\"><img alt=\"丙\">"), "甲乙\n丙\n");
    }
}
