//! Conversion of text that is not (yet) a report: plain text, Markdown and YAML, line by line.
//!
//! Only language is converted. Front matter and YAML keep their keys and every text that is keyed by a language;
//! Markdown keeps code, link targets, ids and attributes except titles; everything keeps URLs, `{{ … }}` and `-{…}-`.
//! Markup inside a word does not part it: `头**发**` is hair.
//!
//! | module | what it does |
//! |---|---|
//! | [`stream`] | a document of any size in constant memory |
//! | [`scanner`] | lines and blocks → pieces: language and what must stay |
//! | [`mod@inline`] | markup within running text |
//! | [`yaml`] | front matter, data blocks and YAML files |
//! | [`mod@passages`] | the same pieces, for the text checks |

mod inline;
mod passages;
mod scanner;
mod stream;
#[cfg(test)]
mod tests;
mod yaml;

use std::ops::Range;
use std::path::Path;

pub use passages::passages;
pub use stream::{convert_document, convert_plainly};

pub(super) use self::inline::is_file;
use self::scanner::Scanner;
pub(super) use self::yaml::is_language;
use crate::chinese::is_han;
use crate::script::engine::Converter;
use crate::script::engine::layback::{Stretch, convert_stretches};

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text: every line is a paragraph.
    Text,
    /// Markdown as chapters are written.
    Markdown,
    /// YAML files of a report.
    Yaml,
}

impl Format {
    /// The format by a file's name: `.md` and `.markdown`, `.yaml` and `.yml`, else plain text.
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("md" | "markdown") => Format::Markdown,
            Some("yaml" | "yml") => Format::Yaml,
            _ => Format::Text,
        }
    }
}

/// A `-{` without its `}-`: what stands behind it is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclosed {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// [`convert_document`] for a text in memory.
pub fn convert_text(text: &str, format: Format, converter: &Converter, components: &[String]) -> String {
    convert_pieces(&scan(text, format, components).take(), converter)
}

/// What running text is made of: language, and what stays as it is and parts it. Markup that parts no word is left out.
pub(super) fn inline(text: &str, format: Format) -> Vec<(bool, Range<usize>)> {
    let mut scanner = Scanner::new(format, &[]);
    scanner.inline(text);
    let pieces = scanner.take();
    let of_text = |(kind, range)| matches!(kind, Kind::Prose | Kind::Other).then_some((kind == Kind::Prose, range));
    pieces.iter().filter_map(of_text).collect()
}

fn scan<'a>(text: &str, format: Format, components: &'a [String]) -> Scanner<'a> {
    let mut scanner = Scanner::new(format, components);
    text.split_inclusive('\n').for_each(|line| scanner.line(line));
    scanner
}

/// What a part of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Language.
    Prose,
    /// Stays as it is and parts no word: emphasis marks, a footnote's mark, a soft line break.
    Markup,
    /// Stays as it is and parts what stands beside it.
    Other,
    /// Ends a paragraph: quotation marks are paired up to here. Holds no text.
    End,
}

/// A text with every byte of it in one of its pieces.
#[derive(Debug, Default)]
struct Pieces {
    text: String,
    /// Where each piece ends.
    ends: Vec<(Kind, usize)>,
}

impl Pieces {
    fn push(&mut self, kind: Kind, part: &str) {
        if part.is_empty() && kind != Kind::End {
            return;
        }
        self.text.push_str(part);
        match self.ends.last_mut() {
            Some((Kind::Other, end)) if kind == Kind::Other => *end = self.text.len(),
            _ => self.ends.push((kind, self.text.len())),
        }
    }

    /// Every piece with its place.
    fn iter(&self) -> impl Iterator<Item = (Kind, Range<usize>)> {
        let mut start = 0;
        self.ends.iter().map(move |(kind, end)| (*kind, std::mem::replace(&mut start, *end)..*end))
    }
}

fn convert_pieces(pieces: &Pieces, converter: &Converter) -> String {
    let mut stretches: Vec<Stretch<&str>> = Vec::new();
    let mut is_open = false;
    for (kind, range) in pieces.iter() {
        match kind {
            Kind::Prose if is_open => {
                stretches.last_mut().expect("pushed below").leaves.push(&pieces.text[range]);
            }
            Kind::Prose => {
                stretches.push(Stretch { leaves: vec![&pieces.text[range]] });
                is_open = true;
            }
            Kind::Markup => {}
            Kind::Other | Kind::End => is_open = false,
        }
    }
    let mut leaves = convert_stretches(&stretches, converter).into_iter();
    let mut out = String::with_capacity(pieces.text.len() + pieces.text.len() / 8);
    let all: Vec<_> = pieces.iter().collect();
    for paragraph in all.split(|(kind, _)| *kind == Kind::End) {
        let is_language =
            |(kind, range): &(Kind, Range<usize>)| *kind == Kind::Prose && pieces.text[range.clone()].contains(is_han);
        let mut quotes = converter.quotes(paragraph.iter().any(is_language));
        for (kind, range) in paragraph {
            match kind {
                Kind::Prose => quotes.append(&leaves.next().unwrap_or_default(), &mut out),
                _ => out.push_str(&pieces.text[range.clone()]),
            }
        }
    }
    out
}
