//! Text within other programs' files: HTML, Word documents, YAML of any kind.
//!
//! A reader finds the language in a file as ranges of its bytes. They are converted paragraph by paragraph and put in
//! the same places; every other byte stays as it is.
//!
//! | module | reads |
//! |---|---|
//! | [`html`] | pages |
//! | [`docx`] | Word documents: the container; the files in it by `word` |
//! | [`yaml`] | YAML files |
//! | [`tag`] | the attributes of a tag, in HTML and XML alike |
//! | [`language`] | language tags |

mod docx;
mod html;
mod language;
mod tag;
mod word;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use super::plain;
use crate::chinese::is_han;
use crate::model::{Edition, GAP, Passage};
use crate::script::engine::Converter;
use crate::script::engine::layback::{Stretch, convert_stretches};
use crate::source::{SourceId, Span};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text: every line is a paragraph.
    Text,
    /// Markdown as chapters are written.
    Markdown,
    /// YAML: its values, never its keys.
    Yaml,
    /// HTML: what a reader sees.
    Html,
    /// A Word document.
    Docx,
}

impl Format {
    /// The format by a file's name; plain text if the name tells nothing.
    pub fn of(path: &Path) -> Self {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" => Format::Markdown,
            "yaml" | "yml" => Format::Yaml,
            "html" | "htm" | "xhtml" => Format::Html,
            "docx" | "docm" | "dotx" | "dotm" => Format::Docx,
            // No Word documents, but their reader says what to do.
            "doc" | "dot" | "rtf" | "odt" | "wps" | "pdf" | "pptx" | "xlsx" => Format::Docx,
            _ => Format::Text,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "plain text",
            Format::Markdown => "Markdown",
            Format::Yaml => "YAML",
            Format::Html => "a web page",
            Format::Docx => "a Word document",
        }
    }

    /// How to read it line by line; `None` for what must be read as a whole.
    pub fn streams(self) -> Option<plain::Format> {
        match self {
            Format::Text => Some(plain::Format::Text),
            Format::Markdown => Some(plain::Format::Markdown),
            Format::Yaml | Format::Html | Format::Docx => None,
        }
    }
}

/// Converts a whole file.
///
/// # Errors
/// One sentence that says what is wrong with the file, where, and what to do.
pub fn convert(bytes: &[u8], format: Format, converter: &Converter) -> Result<Vec<u8>, String> {
    match format {
        Format::Docx => docx::convert(bytes, converter),
        Format::Html => {
            let text = utf8(bytes)?;
            Ok(html::read(text, Some((converter.from(), converter.to())))?.rewritten(text, converter).into_bytes())
        }
        Format::Yaml => {
            let text = utf8(bytes)?;
            Ok(yaml::read(text)?.rewritten(text, converter).into_bytes())
        }
        Format::Text => Ok(plain::convert_text(utf8(bytes)?, plain::Format::Text, converter, &[]).into_bytes()),
        Format::Markdown => Ok(plain::convert_text(utf8(bytes)?, plain::Format::Markdown, converter, &[]).into_bytes()),
    }
}

/// The language in a file as plain text, a line for each paragraph: [`line_passages`] reads it.
///
/// # Errors
/// Like [`convert`].
pub fn text(bytes: &[u8], format: Format) -> Result<String, String> {
    match format {
        Format::Docx => docx::text(bytes),
        Format::Html => utf8(bytes).and_then(|text| Ok(html::read(text, None)?.lines(text))),
        Format::Yaml => utf8(bytes).and_then(|text| Ok(yaml::read(text)?.lines(text))),
        Format::Text | Format::Markdown => utf8(bytes).map(str::to_owned),
    }
}

/// The language in a page, paragraph by paragraph, for the text checks.
///
/// # Errors
/// Like [`convert`].
pub fn html_passages(source: SourceId, text: &str, edition: Edition) -> Result<Vec<Passage>, String> {
    Ok(html::read(text, None)?.passages(source, text, edition))
}

/// The lines that [`text`] gave, for the text checks.
pub fn line_passages(source: SourceId, lines: &str, edition: Edition) -> Vec<Passage> {
    let mut at = 0;
    let passage = |line: &str| {
        let mut passage = Passage::new(edition);
        for part in line.split_inclusive(BREAK) {
            let words = part.trim_end_matches(BREAK);
            passage.push(words, Span::new(source, at..at + words.len()));
            at += words.len();
            if words.len() < part.len() {
                passage.gap(Span::new(source, at..at + BREAK.len_utf8()));
                at += BREAK.len_utf8();
            }
        }
        at += '\n'.len_utf8();
        passage
    };
    lines.lines().map(passage).collect()
}

/// Stands in [`text`] for what is no language.
const BREAK: char = '\t';

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line} is not UTF-8; save the file as UTF-8")
    })
}

/// Bytes of a file: short, since a file may have a hundred million ([`Limit`](crate::store::Limit)), and a place for each
/// few of them.
type Place = Range<u32>;

fn place(range: Range<usize>) -> Place {
    range.start as u32..range.end as u32
}

fn bytes(place: &Place) -> Range<usize> {
    place.start as usize..place.end as usize
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Language: its bytes in the file, and the character they mean if it is another one.
    Text(Place, Option<char>),
    /// No language: it parts what stands beside it.
    Gap(Place),
}

/// What a reader found in a file.
#[derive(Debug, Default)]
struct Found {
    /// The paragraphs one behind the other, and where each ends.
    pieces: Vec<Piece>,
    ends: Vec<usize>,
    /// Paragraphs that are not at their end yet, the innermost last: a text box stands within a paragraph.
    open: Vec<Vec<Piece>>,
    /// Ranges that are put otherwise whatever they say: language tags.
    replaced: Vec<(Range<usize>, String)>,
}

impl Found {
    /// Begins a paragraph within the one that is open.
    fn open(&mut self) {
        self.open.push(Vec::new());
    }

    /// Ends the innermost paragraph.
    fn close(&mut self) {
        if let Some(mut pieces) = self.open.pop().filter(|pieces| !pieces.is_empty()) {
            self.pieces.append(&mut pieces);
            self.ends.push(self.pieces.len());
        }
    }

    /// Ends the innermost paragraph; another one begins.
    fn part(&mut self) {
        self.close();
        self.open();
    }

    fn push(&mut self, piece: Piece) {
        match self.open.last_mut() {
            Some(pieces) => pieces.push(piece),
            None => {
                self.pieces.push(piece);
                self.ends.push(self.pieces.len());
            }
        }
    }

    fn paragraphs(&self) -> impl Iterator<Item = &[Piece]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        std::iter::zip(starts, &self.ends).map(|(start, end)| &self.pieces[start..*end])
    }

    fn gap(&mut self, range: Range<usize>) {
        self.push(Piece::Gap(place(range)));
    }

    /// Adds text that means what its bytes are.
    fn text(&mut self, source: &str, range: Range<usize>, format: plain::Format) {
        for (is_language, part) in plain::inline(&source[range.clone()], format) {
            let part = range.start + part.start..range.start + part.end;
            if is_language {
                self.push(Piece::Text(place(part), None));
            } else {
                self.gap(part);
            }
        }
    }

    /// Adds text with character references in it: `&amp;`, `&#x6587;`.
    fn marked_up(&mut self, source: &str, range: Range<usize>) {
        let text = &source[range.clone()];
        let mut at = 0;
        for (start, _) in text.match_indices('&') {
            let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
            let length = text.as_bytes()[start + 1..].iter().take_while(|byte| is_of_name(byte)).count();
            let name = &text[start + 1..start + 1 + length];
            let end = start + 1 + length + 1;
            if name.is_empty() || text.as_bytes().get(end - 1) != Some(&b';') {
                continue;
            }
            self.plain(source, range.start + at..range.start + start);
            self.reference(name, range.start + start..range.start + end);
            at = end;
        }
        self.plain(source, range.start + at..range.end);
    }

    fn plain(&mut self, source: &str, range: Range<usize>) {
        self.text(source, range, plain::Format::Text);
    }

    /// Adds a character reference: a character like any other if it is known.
    fn reference(&mut self, name: &str, range: Range<usize>) {
        match tag::character(name) {
            Some(character) => self.push(Piece::Text(place(range), Some(character))),
            None => self.gap(range),
        }
    }

    /// The file with its language converted, some paragraphs at a time: what is made on the way takes many times the
    /// memory of the words.
    fn rewritten(&self, source: &str, converter: &Converter) -> String {
        // Who is named in one is known in all that are converted with it: those of a report stay together.
        const AT_A_TIME: usize = 1 << 23;
        let mut edits = Edits::default();
        for (range, tag) in &self.replaced {
            edits.push(range.clone(), tag);
        }
        let (mut some, mut pieces) = (Vec::new(), 0);
        for paragraph in self.paragraphs() {
            some.push(paragraph);
            pieces += paragraph.len() + paragraph.last().map_or(0, |last| last.place().end as usize)
                - paragraph.first().map_or(0, |first| first.place().start as usize);
            if pieces >= AT_A_TIME {
                rewrite(&some, source, converter, &mut edits);
                (some, pieces) = (Vec::new(), 0);
            }
        }
        rewrite(&some, source, converter, &mut edits);
        edits.applied(source)
    }

    /// Every paragraph on a line.
    fn lines(&self, source: &str) -> String {
        let mut out = String::new();
        for paragraph in self.paragraphs().filter(|paragraph| paragraph.iter().any(|piece| piece.is_readable(source))) {
            for piece in paragraph {
                match piece.language(source) {
                    Some(text) => out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c })),
                    None => out.push(BREAK),
                }
            }
            out.push('\n');
        }
        out
    }

    fn passages(&self, id: SourceId, source: &str, edition: Edition) -> Vec<Passage> {
        let passage = |paragraph: &[Piece]| {
            let mut passage = Passage::new(edition);
            for piece in paragraph {
                let span = Span::new(id, bytes(piece.place()));
                match piece.language(source) {
                    // A line break in a page is a space that its author need not have meant.
                    Some(text) if text.trim().is_empty() && text.contains('\n') => passage.gap(span),
                    Some(text) => passage.push(&text, span),
                    None => passage.gap(span),
                }
            }
            passage
        };
        let passages = self.paragraphs().map(passage);
        passages.filter(|passage| passage.text.contains(|character: char| character != GAP)).collect()
    }
}

/// Converts paragraphs, and notes what is put otherwise.
fn rewrite(paragraphs: &[&[Piece]], source: &str, converter: &Converter, edits: &mut Edits) {
    let mut stretches: Vec<Stretch<Cow<'_, str>>> = Vec::new();
    for paragraph in paragraphs {
        for pieces in paragraph.split(|piece| matches!(piece, Piece::Gap(_))) {
            stretches.push(Stretch { leaves: pieces.iter().filter_map(|piece| piece.language(source)).collect() });
        }
    }
    stretches.retain(|stretch| !stretch.leaves.is_empty());
    let mut leaves = convert_stretches(&stretches, converter).into_iter();
    for paragraph in paragraphs {
        let texts = || paragraph.iter().filter_map(|piece| Some((piece.place(), piece.language(source)?)));
        let mut quotes = converter.quotes(texts().any(|(_, text)| text.contains(is_han)));
        for (place, text) in texts() {
            let converted = quotes.convert(&leaves.next().unwrap_or_default());
            if *converted != *text {
                let range = bytes(place);
                edits.push(range.clone(), &tag::escaped(&converted, &source[range]));
            }
        }
    }
}

impl Piece {
    fn place(&self) -> &Place {
        match self {
            Piece::Text(place, _) | Piece::Gap(place) => place,
        }
    }

    fn language<'a>(&self, source: &'a str) -> Option<Cow<'a, str>> {
        match self {
            Piece::Text(place, None) => Some(Cow::Borrowed(&source[bytes(place)])),
            Piece::Text(_, Some(character)) => Some(Cow::Owned(character.to_string())),
            Piece::Gap(_) => None,
        }
    }

    fn is_readable(&self, source: &str) -> bool {
        self.language(source).is_some_and(|text| !text.trim().is_empty())
    }
}

/// What is put otherwise in a text: where, and where in `text` that stands which comes there. They do not overlap.
#[derive(Default)]
struct Edits {
    text: String,
    places: Vec<(Place, Range<usize>)>,
}

impl Edits {
    fn push(&mut self, range: Range<usize>, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.places.push((place(range), start..self.text.len()));
    }

    fn applied(mut self, source: &str) -> String {
        self.places.sort_by_key(|(place, _)| place.start);
        let mut out = String::with_capacity(source.len() + source.len() / 8);
        let mut at = 0;
        for (place, text) in self.places {
            out.push_str(&source[at..place.start as usize]);
            out.push_str(&self.text[text]);
            at = place.end as usize;
        }
        out.push_str(&source[at..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::model::Glossary;

    static TO_HONG_KONG: LazyLock<Converter> =
        LazyLock::new(|| Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &Glossary::default()).unwrap());

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_whatever_a_file_holds(
            parts in proptest::collection::vec(
                "(<[/!?]?[abp天]?|[a-z]{0,3}=|[\"' >/;&#]|天地人|-->|<!--|\\]\\]>|&#[0-9x]{0,3};?|</?(script|title|p|b)|\\{|:|- |\n|\r)",
                0..40,
            ),
        ) {
            // These characters are the same in both scripts.
            let text = parts.concat();
            let html = convert(text.as_bytes(), Format::Html, &TO_HONG_KONG).unwrap();
            proptest::prop_assert_eq!(String::from_utf8(html).unwrap(), text.clone());
            if let Ok(found) = word::read(&text, None) {
                proptest::prop_assert_eq!(found.rewritten(&text, &TO_HONG_KONG), text.clone());
            }
            if let Ok(found) = yaml::read(&text) {
                proptest::prop_assert_eq!(found.rewritten(&text, &TO_HONG_KONG), text.clone());
            }
            let id = crate::source::Sources::default().add("a.html", text.clone());
            html_passages(id, &text, Edition::ZhHantHk).unwrap();
        }

        #[test]
        fn language_between_tags_is_always_found(
            parts in proptest::collection::vec("(头|发|<b>|</b>|<i title=\"发\">|</i>|&amp;|<br>|<!-- 发 -->|\r\n|é|𠮷)", 0..30),
        ) {
            let text = parts.concat();
            let html = convert(text.as_bytes(), Format::Html, &TO_HONG_KONG).unwrap();
            let html = String::from_utf8(html).unwrap().replace("<!-- 发 -->", "");
            proptest::prop_assert!(!html.contains(['头', '发']), "{html}");
            let back = html.replace('頭', "头").replace(['發', '髮'], "发");
            proptest::prop_assert_eq!(back, text.replace("<!-- 发 -->", ""));
        }
    }
}
