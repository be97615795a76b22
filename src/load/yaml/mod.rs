//! YAML with places: the only home of the YAML libraries.
//!
//! `serde_yaml` is the authority on syntax, `syntax` words its errors; `saphyr-parser` then gives the events with
//! their places, from which a small tree is built. Scalars keep the author's characters, so that `8453.30` stays what
//! was entered. The typed readers report what is wrong and go on.

mod syntax;
mod tree;
mod typed;
mod values;

use std::ops::Range;

use saphyr_parser::Parser;

use super::slice::Slice;
use crate::diag::{Code, Diagnostic, Sink, nearest, suggest};
use crate::model::{YEARS, year_in};
use crate::source::{Span, Spanned};
use tree::Tree;
pub(super) use typed::typed;
pub(super) use values::*;

/// What to do where keys are wanted and something else stands.
const KEYS_HINT: &str = "give each key a line of its own, e.g. `title: …`";

/// An ideographic space, which looks like indentation and is none.
const FULL_WIDTH_SPACE: char = '\u{3000}';

/// The same of a word processor and of web pages.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Marks without width that a copy brings along.
const UNSEEN: [char; 5] = ['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];

/// Brackets of an input method, which open no list and no group.
const WIDE_BRACKETS: [char; 4] = ['｛', '［', '【', '〔'];

/// A YAML value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its bytes in the author's file, quotes and brackets included.
    pub(crate) span: Span,
}

/// The kinds of value.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// A scalar: its text as YAML reads it, each byte with its place.
    Scalar {
        /// Text.
        slice: Slice<'static>,
        /// Whether it stands in quotes or in a block, i.e. is text whatever it looks like.
        quoted: bool,
    },
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping, without the keys given twice.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// Whether the author left the value out: `key:`, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { slice, quoted: false } if matches!(&*slice.text, "" | "~" | "null"))
    }

    fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } if self.is_null() => "nothing",
            Kind::Scalar { slice, quoted: false } if slice.text.starts_with(WIDE_BRACKETS) => {
                "a text in full-width brackets"
            }
            Kind::Scalar { .. } => "a single value",
            Kind::Seq(_) => "a list",
            Kind::Map(_) => "a group of keys",
        }
    }
}

/// Parses one YAML document. A syntax error is reported and gives `None`.
pub(crate) fn parse(slice: &Slice<'_>, sink: &mut Sink) -> Option<Node> {
    let text: &str = &slice.text;
    if let Some(at) = too_deep(text) {
        let message = format!("brackets stand in one another more than {MOST_BRACKETS} deep here");
        sink.push(
            Diagnostic::error(Code::Yaml, slice.span(char_at(text, at)), message).hint("close the brackets before"),
        );
        return None;
    }
    if let Err(error) = crate::yaml::read::<serde::de::IgnoredAny>(text)
        && !text.trim().is_empty()
        && !is_empty_document(&error)
    {
        sink.push(syntax::told(slice, &error));
        return None;
    }
    let mut tree = Tree::new(slice);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => tree.event(event, span, sink),
            Err(error) => {
                sink.push(syntax::told_at(slice, tree.byte(error.marker().index()), None));
                return None;
            }
        }
    }
    tree.finish(sink);
    Some(tree.root.unwrap_or_else(|| Node { kind: null(slice, 0), span: slice.span(0..0) }))
}

/// Brackets within one another that are read. The libraries' work grows with the square of the depth.
const MOST_BRACKETS: usize = 1000;

/// Where brackets stand too deep in one another. Those in texts count too: nobody writes so many and closes none.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MOST_BRACKETS
    })
}

/// A file of comments only is an empty document, which `serde_yaml` takes for an error.
fn is_empty_document(error: &crate::yaml::Error) -> bool {
    error.location().is_none() && error.to_string().contains("EOF")
}

fn null(slice: &Slice<'_>, at: usize) -> Kind {
    Kind::Scalar { slice: slice.part(at..at), quoted: false }
}

fn char_at(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    at..at + text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8)
}

/// The keys of a mapping, read one by one; those that nobody asked for are reported at the end.
pub(crate) struct Fields<'n> {
    entries: &'n [(Spanned<String>, Node)],
    span: Span,
    known: Vec<&'n str>,
    missing: Vec<&'n str>,
}

impl<'n> Fields<'n> {
    /// The keys of `node`; reports anything that is no mapping. Nothing at all counts as a mapping without keys.
    pub(crate) fn of(node: &'n Node, sink: &mut Sink) -> Option<Self> {
        let entries = match &node.kind {
            Kind::Map(entries) => &entries[..],
            _ if node.is_null() => &[],
            _ => {
                sink.push(no_keys(node, KEYS_HINT));
                return None;
            }
        };
        Some(Self { entries, span: node.span, known: Vec::new(), missing: Vec::new() })
    }

    /// The same; what is no mapping is told with what one looks like here.
    pub(crate) fn like(node: &'n Node, example: &str, sink: &mut Sink) -> Option<Self> {
        if !matches!(node.kind, Kind::Map(_)) && !node.is_null() {
            sink.push(no_keys(node, &format!("write e.g. `{example}`")));
            return None;
        }
        Self::of(node, sink)
    }

    /// The value of a key that may be left out.
    pub(crate) fn take(&mut self, key: &'n str) -> Option<&'n Node> {
        self.known.push(key);
        self.entries.iter().find(|(known, _)| known.node == key).map(|(_, value)| value).filter(|node| !node.is_null())
    }

    /// Where something is missing: at the first key, since the whole mapping may be long.
    pub(crate) fn place(&self) -> Span {
        self.entries.first().map_or(self.span, |(first, _)| first.span)
    }

    /// The value of a key that must be there. [`Fields::finish`] reports that it is not.
    pub(crate) fn need(&mut self, key: &'n str) -> Option<&'n Node> {
        let value = self.take(key);
        if value.is_none() {
            self.missing.push(key);
        }
        value
    }

    /// Reports the keys that nobody asked for and those that are missing.
    pub(crate) fn finish(self, sink: &mut Sink) {
        self.finish_among(&[], sink);
    }

    /// The same. `others` has keys that belong elsewhere, with where that is.
    pub(crate) fn finish_among(self, others: &[(&[&str], &str)], sink: &mut Sink) {
        let unknown = || self.entries.iter().filter(|(key, _)| !self.known.contains(&key.node.as_str()));
        for (key, value) in unknown() {
            let elsewhere = others.iter().find(|(keys, _)| keys.contains(&key.node.as_str()));
            sink.push(match elsewhere {
                Some((_, place)) => {
                    let message = format!("`{}` cannot stand here", key.node);
                    Diagnostic::error(Code::UnknownKey, key.span, message).hint(*place)
                }
                // Behind a comma in { }, a text goes on as a key without a value.
                None if value.is_null() && !key.node.is_ascii() => {
                    let message = format!("unknown key `{}`", key.node);
                    Diagnostic::error(Code::UnknownKey, key.span, message).hint(COMMA_HINT)
                }
                None => unknown_key(key, &self.known),
            });
        }
        let unknown = || unknown().map(|(key, _)| key);
        for missing in &self.missing {
            // A mistyped key has been reported already, with what it should be.
            if unknown().any(|key| nearest(&key.node, self.known.iter().copied()) == Some(missing)) {
                continue;
            }
            let place = match self.entries.iter().find(|(known, _)| known.node == *missing) {
                Some((empty, _)) => empty.span,
                None => self.place(),
            };
            sink.push(
                Diagnostic::error(Code::MissingKey, place, format!("`{missing}` is missing"))
                    .hint(format!("add `{missing}: …` here")),
            );
        }
    }
}

/// The report of a key that nobody reads.
pub(crate) fn unknown_key(key: &Spanned<String>, known: &[&str]) -> Diagnostic {
    let hint = if key.node.starts_with(FULL_WIDTH_SPACE) {
        "the line begins with full-width spaces: indent with ordinary ones".to_owned()
    } else if key.node.starts_with(NO_BREAK_SPACE) {
        "the line begins with no-break spaces: indent with ordinary ones".to_owned()
    } else if let Some(mark) = key.node.chars().find(|c| UNSEEN.contains(c)) {
        format!("a character that cannot be seen (U+{:04X}) stands in it: type the key anew", u32::from(mark))
    } else if known.contains(&"values") && year_in(&key.node).is_some_and(|year| YEARS.contains(&year)) {
        format!("a figure of a year stands below `values`: `values: {{{}: …}}`", key.node)
    } else if let Some((own, value)) = key.node.split_once(':').filter(|(own, _)| known.contains(own)) {
        format!("write a blank behind the colon: `{own}: {value}`")
    } else if key.node.starts_with(|c: char| c.is_ascii_digit()) {
        "inside { } a comma ends a value: put a value that has one in quotes, e.g. \"1,234\"".to_owned()
    } else if key.node == "<<" {
        "the keys of another group are not taken over: write them here".to_owned()
    } else {
        suggest(&key.node, known.iter().copied())
    };
    Diagnostic::error(Code::UnknownKey, key.span, format!("unknown key `{}`", key.node)).hint(hint)
}

/// What to do about a text that a comma has cut.
const COMMA_HINT: &str =
    "inside { } a comma ends a text: put a text that has one in quotes, or write one key a line without braces";

/// The report of something else where keys are wanted.
fn no_keys(node: &Node, hint: &str) -> Diagnostic {
    wrong_type(node, "a group of `key: value` lines").hint(hint)
}

/// The report of a value of another shape than `wanted`.
pub(crate) fn wrong_type(node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::error(Code::WrongType, node.span, format!("this takes {wanted}, but here is {}", node.what()))
}

/// The entries of a mapping whose keys are the author's own.
pub(crate) fn entries<'n>(node: &'n Node, sink: &mut Sink) -> &'n [(Spanned<String>, Node)] {
    match &node.kind {
        Kind::Map(entries) => entries,
        _ if node.is_null() => &[],
        _ => {
            sink.push(wrong_type(node, "a group of `key: value` lines").hint(KEYS_HINT));
            &[]
        }
    }
}

/// The same; what is no mapping is told with what one looks like here.
pub(crate) fn entries_like<'n>(node: &'n Node, example: &str, sink: &mut Sink) -> &'n [(Spanned<String>, Node)] {
    if !matches!(node.kind, Kind::Map(_)) && !node.is_null() {
        sink.push(no_keys(node, &format!("write e.g. `{example}`")));
        return &[];
    }
    entries(node, sink)
}

/// The items of a list.
pub(crate) fn list<'n>(node: &'n Node, sink: &mut Sink) -> Option<&'n [Node]> {
    match &node.kind {
        Kind::Seq(items) => Some(items),
        _ if node.is_null() => Some(&[]),
        _ => {
            const FEW: usize = 60;
            let hint = match &node.kind {
                Kind::Map(_) => "begin each item with `- `, or write them in [ ], without a colon".to_owned(),
                Kind::Scalar { slice, quoted: false } if slice.text.len() <= FEW && !slice.text.contains('\n') => {
                    let text = slice.text.trim().replace(['，', '、'], ", ");
                    format!("write [{text}], or one line `- …` for each, also for a single one")
                }
                _ => "write [one, two], or one line `- …` for each, also for a single one".to_owned(),
            };
            sink.push(wrong_type(node, "a list").hint(hint));
            None
        }
    }
}

/// Reports a number that a comma of thousands has parted in a list in brackets, `[收入, 1,234]`, and tells whether there is
/// one.
pub(crate) fn check_commas(items: &[Node], sink: &mut Sink) -> bool {
    let mut found = false;
    let plain = |node: &Node| match &node.kind {
        Kind::Scalar { slice, quoted: false } => Some(slice.text.trim().to_owned()),
        _ => None,
    };
    for pair in items.windows(2) {
        let (Some(one), Some(other)) = (plain(&pair[0]), plain(&pair[1])) else { continue };
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let ending = one.bytes().rev().take_while(u8::is_ascii_digit).count();
        let goes_on = pair[0].span.end + 1 == pair[1].span.start && digits(&other) == 3;
        if goes_on && (1..=3).contains(&ending) {
            let number = format!("{},{}", &one[one.len() - ending..], &other[..3]);
            let message = format!("the comma in `{number}` ends an item: this is read as two");
            let hint =
                format!("put the text in quotes: \"{one},{other}\"; or write a blank behind a comma that parts two");
            sink.push(Diagnostic::error(Code::BadValue, pair[0].span.to(pair[1].span), message).hint(hint));
            found = true;
        }
    }
    found
}

/// Reports a text for readers that is `true` or `no`: what answers a question has come to stand in its place.
pub(crate) fn check_answer(node: &Node, sink: &mut Sink) {
    answer(node, &["true", "false", "yes", "no", "on", "off"], sink);
}

/// The same, where readers may well read a yes or no: in cells and points.
pub(crate) fn check_true(node: &Node, sink: &mut Sink) {
    answer(node, &["true", "false"], sink);
}

fn answer(node: &Node, answers: &[&str], sink: &mut Sink) {
    let Kind::Scalar { slice, quoted: false } = &node.kind else { return };
    let word = slice.text.trim();
    if answers.iter().any(|answer| word.eq_ignore_ascii_case(answer)) {
        let message = format!("this takes a text for readers, and would print `{word}`");
        let hint = format!("write the text; put it in quotes, \"{word}\", if the word is meant");
        sink.push(Diagnostic::error(Code::WrongType, node.span, message).hint(hint));
    }
}

/// A text with the places of its bytes.
pub(crate) fn slice<'n>(node: &'n Node, sink: &mut Sink) -> Option<&'n Slice<'static>> {
    match &node.kind {
        Kind::Scalar { slice, .. } => Some(slice),
        _ => {
            let mut diagnostic = wrong_type(node, "a text");
            diagnostic = diagnostic.hint(match node.kind {
                Kind::Map(_) => "put a text that begins with { or contains `: ` in quotes",
                _ => "write one text; put a text that begins with [ or `- ` in quotes",
            });
            sink.push(diagnostic);
            None
        }
    }
}

/// A text.
pub(crate) fn text(node: &Node, sink: &mut Sink) -> Option<Spanned<String>> {
    slice(node, sink).map(|slice| Spanned::new(slice.text.trim().to_owned(), node.span))
}
