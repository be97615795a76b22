//! Text as the checks read it: a paragraph without its markup that still knows where every character stands.

use std::ops::Range;

use super::{Edition, NameOf};
use crate::source::{Span, escape};

/// Stands in a passage for what is no language: a figure, code, an image.
pub const GAP: char = '\u{fffc}';

/// A paragraph, a cell, a title: text that is read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The edition whose words it has.
    pub edition: Edition,
    /// Its text; markup left out, [`GAP`] for what is no language.
    pub text: String,
    /// Whether it is a text that takes no markup: a name, a title, a note of a metric.
    pub is_name: bool,
    /// Whose name it is, if it is nothing but a name with what belongs to it.
    pub named: Option<NameOf>,
    /// Where it comes from, ascending by `start`.
    parts: Vec<Part>,
}

/// A stretch of a passage that stands in one piece in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// First byte in the passage.
    start: usize,
    /// The author's bytes.
    span: Span,
    /// Whether those bytes are the text. Otherwise only the whole is known, because escapes were taken out.
    is_exact: bool,
}

impl Passage {
    /// Bytes of a passage that is checked: some ten thousand Han characters, which no reader would get through. A check
    /// may look at all of a passage for each word and figure in it.
    pub const LONGEST: usize = 1 << 15;

    /// A passage without text.
    pub fn new(edition: Edition) -> Self {
        Self { edition, text: String::new(), is_name: false, named: None, parts: Vec::new() }
    }

    /// The passage as one that is a name.
    pub fn named(self, of: NameOf) -> Self {
        Self { named: Some(of), ..self }
    }

    /// A name, a title, a note without text.
    pub fn name(edition: Edition) -> Self {
        Self { is_name: true, ..Self::new(edition) }
    }

    /// Adds text that stands at `span`.
    pub fn push(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            let is_exact = text.len() == span.range().len();
            self.parts.push(Part { start: self.text.len(), span, is_exact });
            self.text.push_str(text);
        }
    }

    /// Adds something that is no language.
    pub fn gap(&mut self, span: Span) {
        self.parts.push(Part { start: self.text.len(), span, is_exact: false });
        self.text.push(GAP);
    }

    /// Adds text with its place in a file's `source` text. What the file has in between (a line break that is no space,
    /// a comment) is stepped over; an escape (of Markdown, of YAML, of HTML) is the place of its character.
    pub fn align(&mut self, text: &str, span: Span, source: &str) {
        let Some(bytes) = source.get(span.range()) else { return self.push(text, span) };
        if bytes == text {
            return self.push(text, span);
        }
        // Stretches of the text, and of the file: and whether the text is what stands there.
        let mut pieces: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
        let mut at = 0;
        for (offset, character) in text.char_indices() {
            let Some(found) = step_to(&bytes[at..], character) else { return self.inexact(text, span) };
            let (start, end) = (at + found.start, offset + character.len_utf8());
            at += found.end;
            let is_exact = found.len() == character.len_utf8() && !bytes[start..].starts_with('\\')
                || character == '\\' && found.len() == 1;
            match pieces.last_mut() {
                Some((piece, file, true)) if is_exact && file.end == start => {
                    piece.end = end;
                    file.end = at;
                }
                _ => pieces.push((offset..end, start..at, is_exact)),
            }
        }
        for (piece, file, is_exact) in pieces {
            let start = span.range().start;
            let span = Span::new(span.source, start + file.start..start + file.end);
            self.parts.push(Part { start: self.text.len(), span, is_exact });
            self.text.push_str(&text[piece]);
        }
    }

    fn inexact(&mut self, text: &str, span: Span) {
        self.parts.push(Part { start: self.text.len(), span, is_exact: false });
        self.text.push_str(text);
    }

    /// The author's bytes behind a range of the text, and whether they are exactly that text.
    pub fn place(&self, range: Range<usize>) -> Option<(Span, bool)> {
        let part_at = |at: usize| self.parts.partition_point(|part| part.start <= at).checked_sub(1);
        let (from, to) = (part_at(range.start)?, part_at(range.end.saturating_sub(1).max(range.start))?);
        let (first, last) = (&self.parts[from], &self.parts[to]);
        let offset = |part: &Part, at: usize| part.span.range().start + (at - part.start);
        let start = if first.is_exact { offset(first, range.start) } else { first.span.range().start };
        let end = if last.is_exact { offset(last, range.end) } else { last.span.range().end };
        let is_exact =
            self.parts[from..=to].iter().all(|part| part.is_exact) && end.checked_sub(start) == Some(range.len());
        Some((Span::new(first.span.source, start..end.max(start)), is_exact))
    }

    /// Whether markup, a line break or something left out stands right before this byte of the text.
    pub fn is_seam(&self, at: usize) -> bool {
        self.parts.binary_search_by_key(&at, |part| part.start).is_ok()
    }

    /// The place of its start.
    pub fn start(&self) -> Option<Span> {
        self.parts.first().map(|part| part.span)
    }
}

/// Where a character stands next in the author's bytes, past what the loader takes out. The whole of an escape stands for
/// its character. What is no certain place has none.
fn step_to(bytes: &str, character: char) -> Option<Range<usize>> {
    let mut rest = bytes;
    loop {
        let at = bytes.len() - rest.len();
        if let Some(length) = reference(rest, character) {
            return Some(at..at + length);
        }
        let next = rest.chars().next()?;
        // Quotation marks of CSV and of YAML are doubled within them; a backslash within double quotes, or in Markdown.
        if next == character && matches!(next, '"' | '\'' | '\\') && rest[1..].starts_with(next) {
            return Some(at..at + 2);
        }
        if next == character || (character == ' ' && next == '\n') {
            return Some(at..at + next.len_utf8());
        }
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            "<!--".len() + comment.find("-->")? + "-->".len()
        } else if next == '\\' {
            match escaped(rest, character)? {
                (true, length) => return Some(at..at + length),
                (false, length) => length,
            }
        } else if next.is_whitespace() || next == '>' {
            next.len_utf8()
        } else {
            return None;
        };
        rest = &rest[skipped..];
    }
}

/// What a text that begins with a backslash has of a character that is none: whether it is an escape that stands for
/// it, and how much of it can be stepped over.
fn escaped(text: &str, character: char) -> Option<(bool, usize)> {
    let typed = text.trim_start_matches('\\');
    let length = text.len() - typed.len();
    if character.is_ascii_punctuation() && typed.starts_with(character) {
        return Some((true, length + 1));
    }
    if typed.starts_with(['\n', '\r']) {
        return Some((false, length));
    }
    // In Markdown a backslash before a letter stands for itself.
    let (meant, length) = escape(text)?;
    (meant == character || meant.is_whitespace()).then_some((meant == character, length))
}

/// The length of the reference of HTML (`&amp;`, `&#160;`) that a text begins with and that stands for a character.
fn reference(text: &str, character: char) -> Option<usize> {
    /// Of CommonMark's references, the longest that stands for a single character: `&CounterClockwiseContourIntegral;`.
    const LONGEST: usize = 33;
    let name = text.strip_prefix('&')?.split(';').next()?;
    let is_one = (2..LONGEST).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        && text[1 + name.len()..].starts_with(';');
    // A bare & stands for itself.
    let is_its = character != '&' || matches!(name.to_ascii_lowercase().as_str(), "amp" | "#38" | "#x26");
    (is_one && is_its).then_some(name.len() + "&;".len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn line_breaks_escapes_and_comments_keep_the_places_behind_them() {
        let mut sources = Sources::default();
        let source = "甲乙\r\n丙\\*丁<!-- x -->戊";
        let id = sources.add("a.md", source);
        let mut passage = Passage::new(Edition::ZhHantHk);
        passage.align("甲乙丙*丁戊", Span::new(id, 0..source.len()), source);
        assert_eq!(passage.text, "甲乙丙*丁戊");
        let text_at = |word: &str| {
            let at = passage.text.find(word).unwrap();
            let (span, is_exact) = passage.place(at..at + word.len()).unwrap();
            (source[span.range()].to_owned(), is_exact)
        };
        assert_eq!(text_at("丙"), ("丙".to_owned(), true));
        assert_eq!(text_at("戊"), ("戊".to_owned(), true));
        assert_eq!(text_at("乙丙"), ("乙\r\n丙".to_owned(), false));
    }

    #[test]
    fn references_of_html_stand_for_one_character() {
        let mut sources = Sources::default();
        let source = "甲&nbsp;乙&amp;丙&#44;丁A&B;戊";
        let id = sources.add("a.md", source);
        let mut passage = Passage::new(Edition::ZhHantHk);
        passage.align("甲\u{a0}乙&丙,丁A&B;戊", Span::new(id, 0..source.len()), source);
        for (word, typed, is_exact) in [
            ("乙", "乙", true),
            ("\u{a0}", "&nbsp;", false),
            ("乙&", "乙&amp;", false),
            (",", "&#44;", false),
            ("A&B;戊", "A&B;戊", true),
        ] {
            let at = passage.text.find(word).unwrap();
            let (span, exact) = passage.place(at..at + word.len()).unwrap();
            assert_eq!((&source[span.range()], exact), (typed, is_exact));
        }
    }

    #[test]
    fn a_text_that_is_not_in_the_file_has_the_place_of_the_whole() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "\"\\u7533乙\"");
        let mut passage = Passage::new(Edition::ZhHantHk);
        let span = Span::new(id, 0..11);
        passage.align("甲乙", span, &sources.get(id).text);
        assert_eq!(passage.place(3..6), Some((span, false)));
    }
}
