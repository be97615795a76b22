//! YAML with places: the only home of the YAML libraries.
//!
//! `serde_yaml` is the authority on syntax and words the syntax errors; `saphyr-parser` then gives the events with
//! their places, from which a small tree is built. Scalars keep the author's characters, so that `8453.30` stays what
//! was entered. The typed readers report what is wrong and go on.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

use rust_decimal::Decimal;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::slice::Slice;
use super::text::break_is_space;
use crate::diag::{Code, Diagnostic, Sink, nearest, suggest};
use crate::model::{Date, DisclosureRef, Edition, Names};
use crate::source::{Span, Spanned};

/// What to do where keys are wanted and something else stands.
const KEYS_HINT: &str = "give each key a line of its own, e.g. `title: …`";

/// An ideographic space, which looks like indentation and is none.
const FULL_WIDTH_SPACE: char = '\u{3000}';

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
            Kind::Scalar { .. } => "a single value",
            Kind::Seq(_) => "a list",
            Kind::Map(_) => "a group of keys",
        }
    }
}

/// Parses one YAML document. A syntax error is reported and gives `None`.
pub(crate) fn parse(slice: &Slice<'_>, sink: &mut Sink) -> Option<Node> {
    let text: &str = &slice.text;
    if let Err(error) = crate::yaml::read::<serde::de::IgnoredAny>(text)
        && !text.trim().is_empty()
        && !is_empty_document(&error)
    {
        sink.push(syntax_error(slice, &error));
        return None;
    }
    let mut tree = Tree::new(slice);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => tree.event(event, span, sink),
            Err(error) => {
                let at = tree.byte(error.marker().index());
                let message = format!("the YAML cannot be read: {}", error.info());
                sink.push(Diagnostic::error(Code::Yaml, slice.span(char_at(text, at)), message));
                return None;
            }
        }
    }
    Some(tree.root.unwrap_or_else(|| Node { kind: null(slice, 0), span: slice.span(0..0) }))
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

fn syntax_error(slice: &Slice<'_>, error: &crate::yaml::Error) -> Diagnostic {
    let text: &str = &slice.text;
    let byte = |line: usize, column: usize| {
        let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
        let line = &text[start..];
        start + line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    };
    let whole = error.to_string();
    let mut parts = whole.split(", while");
    // The library adds "at line 3 column 5", which the diagnostic's own place says better.
    let message = parts.next().unwrap_or_default().split(" at line ").next().unwrap_or_default();
    let at = error.location().map_or(0, |location| byte(location.line(), location.column()));
    let mut diagnostic =
        Diagnostic::error(Code::Yaml, slice.span(char_at(text, at)), format!("the YAML cannot be read: {message}"));
    if let Some((context, place)) = parts.next().and_then(|context| context.split_once(" at line "))
        && let Some((line, column)) = place.split_once(" column ")
        && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
    {
        let began = byte(line, column);
        if began != at {
            diagnostic = diagnostic.label(slice.span(char_at(text, began)), format!("while{context} that begins here"));
        }
    }
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let above = text[..start].lines().next_back().unwrap_or_default();
    // A key whose colon is a Chinese one is no key, which only the next line shows.
    let wide_colon = |line: &str| line.contains('：') && !line.contains(':');
    diagnostic.hint(if wide_colon(line) || wide_colon(above) {
        "write the colon behind a key as `: `, not as `：`"
    } else if line.contains("{{") {
        "put a value that contains {{ … }} in single quotes"
    } else if line.contains('\t') {
        "indent with spaces: YAML takes no tabs"
    } else {
        "look at the indentation, the quotes and the space after each colon; put text with a colon in it in quotes"
    })
}

/// Builds the tree from events.
struct Tree<'s, 'a> {
    slice: &'s Slice<'a>,
    /// Byte offset of every character: the parser counts characters.
    bytes: Option<Vec<usize>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    /// How many more nodes aliases may bring in: a few lines of nested aliases can mean billions.
    alias_budget: usize,
    root: Option<Node>,
}

struct Open {
    kind: Kind,
    key: Option<Spanned<String>>,
    start: usize,
    anchor: usize,
}

impl<'s, 'a> Tree<'s, 'a> {
    fn new(slice: &'s Slice<'a>) -> Self {
        const ALIASED_NODES: usize = 100_000;
        let bytes = (!slice.text.is_ascii()).then(|| slice.text.char_indices().map(|(at, _)| at).collect());
        Self { slice, bytes, open: Vec::new(), anchors: HashMap::new(), alias_budget: ALIASED_NODES, root: None }
    }

    fn byte(&self, index: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(index).copied().unwrap_or(self.slice.text.len()),
            None => index.min(self.slice.text.len()),
        }
    }

    fn event(&mut self, event: Event<'_>, span: saphyr_parser::Span, sink: &mut Sink) {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index()).max(start);
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let node = self.scalar(&text, style, start, end);
                self.keep_anchor(anchor, &node);
                self.place(node, sink);
            }
            Event::SequenceStart(anchor, _) => {
                self.open.push(Open { kind: Kind::Seq(Vec::new()), key: None, start, anchor });
            }
            Event::MappingStart(anchor, _) => {
                self.open.push(Open { kind: Kind::Map(Vec::new()), key: None, start, anchor });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return };
                let start = self.slice.offset(open.start);
                let last = match &open.kind {
                    Kind::Seq(items) => items.last().map(|item| item.span.range().end),
                    Kind::Map(entries) => entries.last().map(|(key, value)| value.span.to(key.span).range().end),
                    Kind::Scalar { .. } => None,
                };
                // A block has no closing mark of its own: it ends with its last value.
                let close = (end > span_start(&span, self)).then(|| self.slice.span(open.start..end).range().end);
                let end = close.or(last).unwrap_or(start).max(start);
                let node = Node { kind: open.kind, span: Span::new(self.slice.source, start..end) };
                self.keep_anchor(open.anchor, &node);
                self.place(node, sink);
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.filter(|node| {
                    let size = size(node);
                    let fits = size <= self.alias_budget;
                    self.alias_budget = self.alias_budget.saturating_sub(size);
                    fits
                });
                let node = node.unwrap_or_else(|| {
                    let span = self.slice.span(start..end);
                    sink.push(Diagnostic::error(Code::Yaml, span, "this alias stands for too much, or for itself"));
                    Node { kind: null(self.slice, start), span }
                });
                self.place(node, sink);
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    fn keep_anchor(&mut self, anchor: usize, node: &Node) {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, start: usize, end: usize) -> Node {
        let raw = &self.slice.text[start..end];
        let end = start + raw.trim_end().len();
        let quoted = style != ScalarStyle::Plain;
        let inner = if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) && end - start >= 2 {
            start + 1..end - 1
        } else {
            start..end
        };
        let (text, pieces) = if &self.slice.text[inner.clone()] == text {
            (text.to_owned(), vec![(0, self.slice.offset(inner.start))])
        } else {
            self.align(text, inner)
        };
        let slice = Slice::with_pieces(self.slice.source, text, pieces);
        Node { kind: Kind::Scalar { slice, quoted }, span: self.slice.span(start..end) }
    }

    /// Where the words of a folded or escaped scalar stand in the raw text. The space that YAML puts in place of a line
    /// end goes where Chinese needs none.
    fn align(&self, text: &str, raw: Range<usize>) -> (String, Vec<(usize, usize)>) {
        let mut out = String::with_capacity(text.len());
        let mut pieces = Vec::new();
        let (mut done, mut cursor) = (0, raw.start);
        for word in text.split_ascii_whitespace() {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            let found = self.slice.text[cursor..raw.end].find(word);
            let from = cursor + found.unwrap_or(0);
            let gap = &text[done..at];
            let folded = gap == " " && self.slice.text[cursor..from].contains('\n');
            let ends = out.chars().next_back().zip(word.chars().next());
            if !(folded && ends.is_some_and(|(before, after)| !break_is_space(before, after))) {
                out.push_str(gap);
            }
            // White space before the first word goes with it.
            pieces.push((if pieces.is_empty() { 0 } else { out.len() }, self.slice.offset(from)));
            out.push_str(word);
            done = at + word.len();
            if found.is_some() {
                cursor = from + word.len();
            }
        }
        out.push_str(&text[done..]);
        if pieces.is_empty() {
            pieces.push((0, self.slice.offset(raw.start)));
        }
        (out, pieces)
    }

    fn place(&mut self, node: Node, sink: &mut Sink) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut open.kind {
            Kind::Seq(items) => items.push(node),
            Kind::Map(entries) => match open.key.take() {
                None => {
                    let text = match &node.kind {
                        Kind::Scalar { slice, .. } => slice.text.clone().into_owned(),
                        _ => {
                            let message = format!("a key is a single word or text, not {}", node.what());
                            let hint = "put a value that contains {{ … }} in single quotes";
                            sink.push(Diagnostic::error(Code::WrongType, node.span, message).hint(hint));
                            String::new()
                        }
                    };
                    open.key = Some(Spanned::new(text, node.span));
                }
                Some(key) => {
                    if let Some((first, _)) = entries.iter().find(|(known, _)| known.node == key.node) {
                        let message = format!("the key `{}` is given twice", key.node);
                        sink.push(
                            Diagnostic::error(Code::Duplicate, key.span, message)
                                .label(first.span, "first given here")
                                .hint("keep one of them"),
                        );
                    } else {
                        entries.push((key, node));
                    }
                }
            },
            Kind::Scalar { .. } => unreachable!("only collections are open"),
        }
    }
}

fn span_start(span: &saphyr_parser::Span, tree: &Tree<'_, '_>) -> usize {
    tree.byte(span.start.index())
}

fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Scalar { .. } => 0,
        Kind::Seq(items) => items.iter().map(size).sum(),
        Kind::Map(entries) => entries.iter().map(|(_, value)| size(value)).sum(),
    }
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
                sink.push(wrong_type(node, "a group of `key: value` lines").hint(KEYS_HINT));
                return None;
            }
        };
        Some(Self { entries, span: node.span, known: Vec::new(), missing: Vec::new() })
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
        let unknown = || self.entries.iter().map(|(key, _)| key).filter(|key| !self.known.contains(&key.node.as_str()));
        for key in unknown() {
            sink.push(unknown_key(key, &self.known));
        }
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
    let hint = match key.node.starts_with(FULL_WIDTH_SPACE) {
        true => "the line begins with full-width spaces: indent with ordinary ones".to_owned(),
        false => suggest(&key.node, known.iter().copied()),
    };
    Diagnostic::error(Code::UnknownKey, key.span, format!("unknown key `{}`", key.node)).hint(hint)
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

/// The items of a list.
pub(crate) fn list<'n>(node: &'n Node, sink: &mut Sink) -> Option<&'n [Node]> {
    match &node.kind {
        Kind::Seq(items) => Some(items),
        _ if node.is_null() => Some(&[]),
        _ => {
            let hint = match &node.kind {
                Kind::Map(_) => "begin each item with `- `",
                _ => "write [one, two], or one line `- …` for each, also for a single one",
            };
            sink.push(wrong_type(node, "a list").hint(hint));
            None
        }
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

/// Yes or no.
pub(crate) fn boolean(node: &Node, sink: &mut Sink) -> Option<bool> {
    match &*slice(node, sink)?.text {
        "true" => Some(true),
        "false" => Some(false),
        other => {
            let message = format!("`{other}` is neither true nor false");
            sink.push(Diagnostic::error(Code::WrongType, node.span, message).hint("write true or false"));
            None
        }
    }
}

/// A whole number within `range`.
pub(crate) fn integer<T>(node: &Node, range: RangeInclusive<T>, sink: &mut Sink) -> Option<T>
where
    T: FromStr + PartialOrd + std::fmt::Display,
{
    let text = text(node, sink)?;
    match text.node.parse::<T>() {
        Ok(number) if range.contains(&number) => Some(number),
        Ok(_) | Err(_) => {
            let (first, last) = (range.start(), range.end());
            let message = format!("`{}` is no whole number from {first} to {last}", text.node);
            let hint = format!("give a whole number from {first} to {last}");
            sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
            None
        }
    }
}

/// An exact decimal number.
pub(crate) fn decimal(node: &Node, sink: &mut Sink) -> Option<Spanned<Decimal>> {
    let text = text(node, sink)?;
    let number = parse_decimal(&text.node);
    if number.is_none() {
        let message = format!("`{}` is not a number", text.node);
        sink.push(
            Diagnostic::error(Code::WrongType, text.span, message).hint("write digits with a decimal point: 8453.30"),
        );
    }
    number.map(|number| Spanned::new(number, text.span))
}

/// An exact number as entered: its scale is the number of decimal places written. Thousands may be set off by commas.
pub(crate) fn parse_decimal(text: &str) -> Option<Decimal> {
    const GROUP: usize = 3;
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != GROUP || !is_digits(group) {
            return None;
        }
    }
    let whole_is_fine = is_digits(first) && (!grouped || first.len() <= GROUP);
    if !whole_is_fine || fraction.is_some_and(|fraction| !is_digits(fraction)) {
        return None;
    }
    let plain: Cow<'_, str> = if grouped { digits.replace(',', "").into() } else { digits.into() };
    // `from_str_exact` refuses what does not fit instead of rounding it.
    Decimal::from_str_exact(&format!("{sign}{plain}")).ok()
}

/// A calendar day, `2023-12-31`.
pub(crate) fn date(node: &Node, sink: &mut Sink) -> Option<Date> {
    let text = text(node, sink)?;
    let day = parse_date(&text.node);
    if day.is_none() {
        let message = format!("`{}` is not a day", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("write year-month-day: 2023-12-31"));
    }
    day
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day) = (year.parse::<i32>().ok()?, month.parse::<u8>().ok()?, day.parse::<u8>().ok()?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(Date { year, month, day })
}

/// The edition a tag names.
pub(crate) fn edition(node: &Node, sink: &mut Sink) -> Option<Edition> {
    let text = text(node, sink)?;
    parse_edition(&text, sink)
}

/// The edition a tag names.
pub(crate) fn parse_edition(tag: &Spanned<String>, sink: &mut Sink) -> Option<Edition> {
    let edition = Edition::from_tag(&tag.node);
    if edition.is_none() {
        let message = format!("there is no edition `{}`", tag.node);
        let hint = suggest_edition(&tag.node, &Edition::ALL.map(Edition::tag));
        sink.push(Diagnostic::error(Code::UnknownEdition, tag.span, message).hint(hint));
    }
    edition
}

/// A text per language tag; a plain text is in the source edition.
pub(crate) fn names(node: &Node, source: Edition, sink: &mut Sink) -> Names {
    let mut names = Names::default();
    match &node.kind {
        Kind::Map(entries) => {
            for (tag, value) in entries {
                if check_tag(tag, sink)
                    && !value.is_null()
                    && let Some(text) = text(value, sink)
                {
                    names.set(tag.node.clone(), text);
                }
            }
        }
        Kind::Scalar { .. } if node.is_null() => {}
        Kind::Scalar { .. } => names = text(node, sink).map_or(names, |text| Names::single(source, text)),
        Kind::Seq(_) => {
            let hint = "write one text, or {zh-Hant-HK: …, en: …}";
            sink.push(wrong_type(node, "a text, or one text per language").hint(hint));
        }
    }
    names
}

/// A hint for a tag that is none of huibao's: by region or script, since `zh-HK` looks more like `zh-Hans` than it is.
fn suggest_edition(tag: &str, known: &[&str]) -> String {
    let tag = tag.replace('_', "-").to_ascii_lowercase();
    let has = |part: &str| tag.split('-').any(|own| own == part);
    let likely = if ["hant", "hk", "tw", "mo", "tc"].into_iter().any(has) {
        Edition::ZhHantHk
    } else if ["hans", "cn", "sg", "sc"].into_iter().any(has) {
        Edition::ZhHansCn
    } else if has("en") {
        Edition::En
    } else {
        return suggest(&tag, known.iter().copied());
    };
    format!("did you mean `{likely}`?")
}

/// Language tags that a lookup can find: every edition's tag and what is left of it when it is shortened.
const TAGS: [&str; 6] = ["zh-Hant-HK", "zh-Hant", "zh-Hans-CN", "zh-Hans", "zh", "en"];

/// Whether a text under this language tag can ever be used; reports it if not.
pub(crate) fn check_tag(tag: &Spanned<String>, sink: &mut Sink) -> bool {
    let fine = TAGS.iter().any(|known| known.eq_ignore_ascii_case(&tag.node));
    if !fine {
        let message = format!("no edition is written in `{}`", tag.node);
        sink.push(Diagnostic::error(Code::UnknownEdition, tag.span, message).hint(suggest_edition(&tag.node, &TAGS)));
    }
    fine
}

/// Disclosures: a list, or one text with commas.
pub(crate) fn disclosures(node: &Node, sink: &mut Sink) -> Vec<Spanned<DisclosureRef>> {
    match &node.kind {
        Kind::Seq(items) => items.iter().flat_map(|item| disclosures(item, sink)).collect(),
        _ => slice(node, sink).map(|slice| parse_disclosures(slice, sink)).unwrap_or_default(),
    }
}

/// Disclosures separated by commas, each with its own place.
pub(crate) fn parse_disclosures(slice: &Slice<'_>, sink: &mut Sink) -> Vec<Spanned<DisclosureRef>> {
    let mut list = Vec::new();
    for part in split(&slice.text, [',', '，', '、', ';', '；', '\n']) {
        let span = slice.span(part.clone());
        match parse_disclosure(&slice.text[part.clone()]) {
            Some(disclosure) => list.push(Spanned::new(disclosure, span)),
            None => {
                let message = format!("`{}` does not name a disclosure", &slice.text[part]);
                sink.push(
                    Diagnostic::error(Code::UnknownDisclosure, span, message)
                        .hint("write the standard, a colon and the code, e.g. hkex:A1.2 or gri:305-1"),
                );
            }
        }
    }
    list
}

/// `standard:code`.
pub(crate) fn parse_disclosure(text: &str) -> Option<DisclosureRef> {
    let (standard, code) = text.split_once(':')?;
    let named = !standard.is_empty() && standard.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let coded = !code.is_empty() && !code.contains(char::is_whitespace) && !code.contains(':');
    (named && coded).then(|| DisclosureRef { standard: standard.to_ascii_lowercase(), code: code.to_owned() })
}

/// The non-empty parts between separators, without white space around them.
pub(crate) fn split<const N: usize>(text: &str, separators: [char; N]) -> Vec<Range<usize>> {
    let start_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text.split(separators)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| start_of(part)..start_of(part) + part.len())
        .collect()
}
