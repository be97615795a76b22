//! Proof that all text of an edition stands in what is made of it, whatever template or renderer made it.
//!
//! Letters and digits are compared, without what stands between them: each stretch of text in the document against the
//! text of the product. A stretch may be parted, by the end of a page or a column.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Chapter, Image, Inline, InlineKind};
use crate::model::{self, Document, Visit};
use crate::source::Span;

/// Reports text of an edition that is not in its PDF. `printed` is the text of the PDF as laid out.
pub fn in_pdf(doc: &Document, printed: &str, sink: &mut Sink) {
    let printed = Printed::new(printed);
    for chapter in &doc.chapters {
        tell(chapter, &printed, &format!("the PDF of the {} edition", doc.edition), sink);
    }
}

/// Reports text of a chapter that is not on its web page.
pub fn in_page(doc: &Document, chapter: &Chapter, page: &str, sink: &mut Sink) {
    tell(chapter, &Printed::new(&page_text(page)), &format!("the website of the {} edition", doc.edition), sink);
}

fn tell(chapter: &Chapter, printed: &Printed, product: &str, sink: &mut Sink) {
    let mut stretches = Stretches::default();
    stretches.chapter(chapter);
    for (text, place) in stretches.done {
        if !printed.holds(&text) {
            let message = format!("this text is not in {product}");
            let hint = "the template of what holds it leaves it out; write it elsewhere, or mend the template";
            sink.push(Diagnostic::error(Code::LostText, place, message).hint(hint));
        }
    }
}

/// A product's letters and digits.
struct Printed {
    text: String,
    /// Where each group of [`GROUP`] bytes stands first: most stretches are found, or not, by their beginning.
    groups: HashMap<[u8; GROUP], usize>,
}

/// Bytes of two Han characters.
const GROUP: usize = 6;

/// Pieces that a stretch is parted into at most: by a column's end, a page's, a note.
const MOST_PIECES: usize = 12;

impl Printed {
    fn new(text: &str) -> Self {
        let text: String = text.chars().filter(|c| counts(*c)).collect();
        let mut groups = HashMap::new();
        for (at, group) in text.as_bytes().windows(GROUP).enumerate() {
            groups.entry(group.try_into().expect("of this length")).or_insert(at);
        }
        Self { text, groups }
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

    /// The length of the longest beginning of a text that stands here.
    fn longest(&self, text: &str) -> usize {
        if self.find(text) {
            return text.len();
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        ends[ends.partition_point(|end| self.find(&text[..*end])).saturating_sub(1)]
    }

    fn find(&self, text: &str) -> bool {
        let from = match text.as_bytes().get(..GROUP) {
            Some(group) => self.groups.get(group).copied(),
            None => Some(0),
        };
        from.is_some_and(|from| self.text.get(from..).is_some_and(|rest| rest.contains(text)))
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

/// The stretches of text in a chapter, and where they come from.
#[derive(Default)]
struct Stretches {
    done: Vec<(String, Span)>,
    open: Option<(String, Span)>,
}

impl Stretches {
    fn add(&mut self, text: &str, span: Span) {
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
    }
}

impl<'a> Visit<'a, model::Printed> for Stretches {
    fn line(&mut self, line: &'a [Inline]) {
        self.inside_line(line);
        self.end();
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
    fn image(&mut self, _: &'a Image) {
        self.end();
    }
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
    fn pages_have_text_between_their_tags() {
        let page = "<style>a{b:c}</style><p title=\"x\">甲&amp;乙<wbr>丙</p><script>if (a<b) c</script>丁";
        assert_eq!(page_text(page), "甲乙丙丁");
    }
}
