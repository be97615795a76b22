//! Inline runs → HTML.

use super::links::{encode, external, image_path};
use super::renderer::Renderer;
use crate::model::printed::{Image, Inline, InlineKind};
use crate::model::{LinkTarget, plain_text};

/// Escapes text for element content and for quoted attributes alike.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no place for control characters.
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
}

/// [`escape`] for one text.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// Inline content without links, images and footnote marks: for navigation, where it stands inside a link.
pub(super) fn phrase(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_phrase(&mut out, inlines);
    out
}

fn push_phrase(out: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Footnote(_) | InlineKind::Image(_) => {}
            InlineKind::Link { content, .. } => push_phrase(out, content),
            InlineKind::Break => out.push(' '),
            kind => match element(kind) {
                Some((tag, content)) => {
                    out.push_str(&format!("<{tag}>"));
                    push_phrase(out, content);
                    out.push_str(&format!("</{tag}>"));
                }
                None => leaf(out, kind),
            },
        }
    }
}

/// The element of a run that is one element around others.
fn element(kind: &InlineKind) -> Option<(&'static str, &[Inline])> {
    Some(match kind {
        InlineKind::Emph(content) => ("em", content),
        InlineKind::Strong(content) => ("strong", content),
        InlineKind::Strike(content) => ("s", content),
        InlineKind::Sub(content) => ("sub", content),
        InlineKind::Super(content) => ("sup", content),
        _ => return None,
    })
}

/// A run that holds only text.
fn leaf(out: &mut String, kind: &InlineKind) {
    match kind {
        InlineKind::Text(text) => escape(out, text),
        InlineKind::Code(text) => {
            out.push_str("<code>");
            escape(out, text);
            out.push_str("</code>");
        }
        InlineKind::Own(figure) => escape(out, &figure.print.to_string()),
        _ => {}
    }
}

impl Renderer<'_> {
    /// Writes inline content.
    pub(super) fn inlines(&mut self, out: &mut String, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Link { target, content } => self.link(out, target, content),
                InlineKind::Image(image) => img(out, image),
                InlineKind::Footnote(index) => self.mark(out, *index),
                InlineKind::Break => out.push_str("<br>"),
                kind => match element(kind) {
                    Some((tag, content)) => {
                        out.push_str(&format!("<{tag}>"));
                        self.inlines(out, content);
                        out.push_str(&format!("</{tag}>"));
                    }
                    None => leaf(out, kind),
                },
            }
        }
    }

    /// [`Self::inlines`] as a text of its own.
    pub(super) fn fragment(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        self.inlines(&mut out, inlines);
        out
    }

    fn link(&mut self, out: &mut String, target: &LinkTarget, content: &[Inline]) {
        let (href, class) = match target {
            LinkTarget::Anchor(anchor) | LinkTarget::Page(anchor) => {
                (Some(self.site.places.href(&self.chapter.slug, anchor)), "")
            }
            LinkTarget::Url(url) => (external(url), " class=\"external\""),
        };
        let Some(href) = href else { return self.inlines(out, content) };
        out.push_str("<a href=\"");
        escape(out, &href);
        out.push('"');
        out.push_str(class);
        out.push('>');
        self.inlines(out, content);
        out.push_str("</a>");
    }

    /// A footnote's mark. The first mark of a note has the id that the note's own link goes back to.
    fn mark(&mut self, out: &mut String, index: usize) {
        let Some(note) = self.chapter.footnotes.get(index) else { return };
        self.marks[index] += 1;
        let number = note.number;
        let id = mark_id(number, self.marks[index]);
        let label = escaped(self.site.label("note"));
        out.push_str(&format!(
            "<sup class=\"mark\"><a id=\"{id}\" href=\"#{}\" role=\"doc-noteref\" aria-label=\"{label} {number}\">{number}</a></sup>",
            note_id(number)
        ));
    }
}

/// Id of a footnote. The site's own ids begin with `_`, so that they cannot meet an author's.
pub(super) fn note_id(number: u32) -> String {
    format!("_note-{number}")
}

/// Id of the n-th mark (from 1) of a footnote.
pub(super) fn mark_id(number: u32, nth: u32) -> String {
    if nth == 1 { format!("_mark-{number}") } else { format!("_mark-{number}-{nth}") }
}

/// Writes an image.
pub(super) fn img(out: &mut String, image: &Image) {
    out.push_str("<img src=\"");
    escape(out, &image_href(&image.path));
    out.push_str("\" alt=\"");
    escape(out, &plain_text(&image.alt));
    out.push('"');
    if let Some((width, height)) = image.size {
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    out.push_str(" loading=\"lazy\" decoding=\"async\">");
}

/// Link to an image's copy.
pub(super) fn image_href(path: &str) -> String {
    image_path(path).split('/').map(encode).collect::<Vec<_>>().join("/")
}
