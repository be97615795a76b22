//! The tree of a document, from the parser's events.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle};

use super::{Kind, Node, null};
use crate::diag::{Code, Diagnostic, Sink};
use crate::load::slice::{Piece, Slice};
use crate::load::text::break_is_space;
use crate::source::{Span, Spanned, escape};

/// Builds the tree from events.
pub(super) struct Tree<'s, 'a> {
    slice: &'s Slice<'a>,
    /// Byte offset of every character: the parser counts characters.
    bytes: Option<Vec<usize>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    /// Where the anchors stand that nothing refers to yet.
    unused: BTreeMap<usize, Span>,
    /// What aliases may still bring in, and what may still be kept for them, by [`weight`]: a few lines of nested aliases
    /// can mean billions.
    alias_budget: usize,
    anchor_budget: usize,
    /// The document's value, once it is read.
    pub(super) root: Option<Node>,
}

struct Open {
    kind: Kind,
    key: Option<Spanned<String>>,
    /// The keys so far.
    keys: HashMap<String, Span>,
    /// Whether a key has come again, which has been told.
    is_again: bool,
    start: usize,
    anchor: usize,
}

impl<'s, 'a> Tree<'s, 'a> {
    pub(super) fn new(slice: &'s Slice<'a>) -> Self {
        let bytes = (!slice.text.is_ascii()).then(|| slice.text.char_indices().map(|(at, _)| at).collect());
        Self {
            slice,
            bytes,
            open: Vec::new(),
            anchors: HashMap::new(),
            unused: BTreeMap::new(),
            alias_budget: MOST_ALIASED,
            anchor_budget: MOST_ALIASED,
            root: None,
        }
    }

    pub(super) fn byte(&self, index: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(index).copied().unwrap_or(self.slice.text.len()),
            None => index.min(self.slice.text.len()),
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>, span: saphyr_parser::Span, sink: &mut Sink) {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index()).max(start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(start, anchor, tag.is_some(), sink);
                let node = self.scalar(&text, style, start, end, sink);
                self.keep_anchor(anchor, &node);
                self.place(node, sink);
            }
            Event::SequenceStart(anchor, tag) => {
                self.properties(start, anchor, tag.is_some(), sink);
                self.open.push(Open {
                    kind: Kind::Seq(Vec::new()),
                    key: None,
                    keys: HashMap::new(),
                    is_again: false,
                    start,
                    anchor,
                });
            }
            Event::MappingStart(anchor, tag) => {
                self.properties(start, anchor, tag.is_some(), sink);
                self.open.push(Open {
                    kind: Kind::Map(Vec::new()),
                    key: None,
                    keys: HashMap::new(),
                    is_again: false,
                    start,
                    anchor,
                });
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
                self.unused.remove(&anchor);
                let node = self.anchors.get(&anchor).filter(|node| {
                    let left = weight(node, self.alias_budget);
                    self.alias_budget = left.unwrap_or_default();
                    left.is_some()
                });
                let node = node.cloned().unwrap_or_else(|| {
                    let span = self.slice.span(start..end);
                    let message = "this alias stands for too much, or for itself";
                    sink.push(Diagnostic::error(Code::Yaml, span, message).hint("write the value itself here"));
                    Node { kind: null(self.slice, start), span }
                });
                self.place(node, sink);
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    fn keep_anchor(&mut self, anchor: usize, node: &Node) {
        if anchor > 0
            && let Some(left) = weight(node, self.anchor_budget)
        {
            self.anchor_budget = left;
            self.anchors.insert(anchor, node.clone());
        }
    }

    /// Notes what stands before a value and is no part of it: an anchor (`&name`), which counts if something refers to it,
    /// and a tag (`!name`), which says nothing here.
    fn properties(&mut self, start: usize, anchor: usize, has_tag: bool, sink: &mut Sink) {
        if anchor == 0 && !has_tag {
            return;
        }
        let text: &str = &self.slice.text;
        let is_property = |word: &&str| word.starts_with(['&', '!']);
        // The parser has a value begin behind them or with them.
        let mut places = Vec::new();
        let mut before = text[..start].trim_end();
        while let Some(word) = before.split_whitespace().next_back().filter(is_property) {
            places.push(before.len() - word.len()..before.len());
            before = before[..before.len() - word.len()].trim_end();
        }
        let mut rest = &text[start..];
        while let Some(word) = rest.split_whitespace().next().filter(|word| rest.starts_with(*word)).filter(is_property)
        {
            let at = text.len() - rest.len();
            places.push(at..at + word.len());
            rest = rest[word.len()..].trim_start();
        }
        for place in places {
            let word = &text[place.clone()];
            let place = self.slice.span(place);
            // `!!str` is YAML's own, and means what it says.
            if word.starts_with('&') {
                self.unused.insert(anchor, place);
            } else if !word.starts_with("!!") {
                sink.push(swallowed(place, "a tag"));
            }
        }
    }

    /// Reports the anchors that nothing refers to.
    pub(super) fn finish(&mut self, sink: &mut Sink) {
        std::mem::take(&mut self.unused).into_values().for_each(|place| sink.push(swallowed(place, "an anchor")));
    }

    /// Reports letters of a path that an escape has eaten: `"C:\new\table"`.
    fn escapes(&self, raw: Range<usize>, sink: &mut Sink) {
        let text = &self.slice.text[raw.clone()];
        // Behind a drive, a letter by itself: a tab or a line's end between words may well be meant.
        let ends_drive = |before: &str| {
            let letter =
                before.strip_suffix(':').and_then(|before| before.strip_suffix(|c: char| c.is_ascii_alphabetic()));
            letter.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '\\'))
        };
        for (at, _) in text.match_indices('\\') {
            let mut behind = text[at + 1..].chars();
            let is_eaten = ends_drive(&text[..at])
                && behind.next().is_some_and(|c| "abefnrtv".contains(c))
                && behind.next().is_some_and(|c| c.is_ascii_alphanumeric());
            if is_eaten {
                let place = self.slice.span(raw.start + at..raw.start + at + 2);
                let message = format!(
                    "`{}` prints no letter: within double quotes a backslash has a meaning of its own",
                    &text[at..at + 2]
                );
                let hint = "put the text in single quotes, or write \\\\ for a backslash";
                return sink.push(Diagnostic::warning(Code::Yaml, place, message).hint(hint));
            }
        }
    }

    /// Reports items that are none: to YAML a text goes on over the lines that stand further in.
    fn items(&self, raw: Range<usize>, sink: &mut Sink) {
        let text = &self.slice.text[raw.clone()];
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start + (line.len() - line.trim_start().len());
            if start > 0 && text[at..].starts_with("- ") {
                let place = self.slice.span(raw.start + at..raw.start + at + 1);
                let message = "this is no item of a list: the text above goes on in this line";
                let hint = "begin the items at the key's own line, each as `- …`, or write the text in one line";
                return sink.push(Diagnostic::warning(Code::Yaml, place, message).hint(hint));
            }
            start += line.len();
        }
    }

    /// Reports a ` #` behind a plain text: what follows is a comment, and may not have been meant as one. Comments have
    /// a blank behind their sign.
    fn cut_off(&self, end: usize, sink: &mut Sink) {
        let rest = &self.slice.text[end..];
        let comment = rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        let is_text = comment.len() < rest.len()
            && comment.strip_prefix('#').is_some_and(|text| text.starts_with(|c: char| !c.is_whitespace() && c != '#'));
        if is_text {
            let start = end + (rest.len() - comment.len());
            let length = comment.lines().next().unwrap_or_default().trim_end().len();
            let place = self.slice.span(start..start + length);
            let message = "the text ends before this `#`: to YAML, a comment begins here";
            let hint = "put the text in quotes; write a blank behind # if a comment is meant";
            sink.push(Diagnostic::warning(Code::Yaml, place, message).hint(hint));
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, start: usize, end: usize, sink: &mut Sink) -> Node {
        let raw = &self.slice.text[start..end];
        let in_quotes = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        // The parser's place may have the comment behind a text in quotes as well.
        let end = start + in_quotes.then(|| closing(raw)).flatten().unwrap_or(raw.trim_end().len());
        let quoted = style != ScalarStyle::Plain;
        let inner = if in_quotes && end - start >= 2 { start + 1..end - 1 } else { start..end };
        let (text, pieces) = if &self.slice.text[inner.clone()] == text {
            (text.to_owned(), vec![Piece::plain(0, self.slice.offset(inner.start))])
        } else {
            self.align(text, style, inner)
        };
        let slice = Slice::with_pieces(self.slice.source, text, pieces);
        match style {
            ScalarStyle::Plain => {
                self.cut_off(end, sink);
                self.items(start..end, sink);
            }
            ScalarStyle::DoubleQuoted => self.escapes(start..end, sink),
            _ => {}
        }
        Node { kind: Kind::Scalar { slice, quoted }, span: self.slice.span(start..end) }
    }

    /// Where the characters of a folded or escaped scalar stand in the raw text. The space that YAML puts in place of a
    /// line end goes where Chinese needs none.
    fn align(&self, text: &str, style: ScalarStyle, raw: Range<usize>) -> (String, Vec<Piece>) {
        // The first line of a block has the sign that opens it.
        let typed = &self.slice.text[raw.clone()];
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) && typed.starts_with(['|', '>']);
        let behind_sign = typed.find('\n').filter(|_| is_block).map(|at| raw.start + at + 1..raw.end);
        let found = behind_sign.and_then(|inner| self.align_within(text, style, inner));
        found.or_else(|| self.align_within(text, style, raw.clone())).unwrap_or_else(|| {
            let whole = self.slice.span(raw).range();
            (text.to_owned(), vec![Piece::escape(0, whole)])
        })
    }

    /// Where all characters of a scalar stand in a stretch of raw text, if they do.
    fn align_within(&self, text: &str, style: ScalarStyle, raw: Range<usize>) -> Option<(String, Vec<Piece>)> {
        let mut aligned = Aligned { slice: self.slice, text: String::with_capacity(text.len()), pieces: Vec::new() };
        let mut cursor = raw.start;
        let mut gap: Vec<(char, Range<usize>)> = Vec::new();
        for c in text.chars() {
            let rest = &self.slice.text[cursor..raw.end];
            // The parser ends a block with a line end even where the file has none.
            let is_added = || c == '\n' && rest.trim().is_empty();
            let found = written(rest, c, style).or_else(|| is_added().then_some(rest.len()..rest.len()))?;
            let place = cursor + found.start..cursor + found.end;
            cursor = place.end;
            if c.is_ascii_whitespace() {
                gap.push((c, place));
                continue;
            }
            let is_folded = matches!(&gap[..], [(' ', place)] if self.slice.text[place.clone()].contains(['\n', '\r']));
            let before = aligned.text.chars().next_back().filter(|_| is_folded);
            if before.is_some_and(|before| !break_is_space(before, c)) {
                gap.clear();
            }
            gap.drain(..).for_each(|(c, place)| aligned.push(c, place));
            aligned.push(c, place);
        }
        gap.into_iter().for_each(|(c, place)| aligned.push(c, place));
        if aligned.pieces.is_empty() {
            aligned.pieces.push(Piece::plain(0, self.slice.offset(raw.start)));
        }
        Some((aligned.text, aligned.pieces))
    }

    fn place(&mut self, node: Node, sink: &mut Sink) {
        // Behind a key without a value, a comment may be the value that is meant.
        let key = self.open.last().and_then(|open| open.key.as_ref()).filter(|_| node.is_null());
        let behind = key.and_then(|key| key.span.range().end.checked_sub(self.slice.offset(0)));
        if let Some(end) = behind.filter(|end| self.slice.text.get(*end..).is_some_and(|rest| rest.starts_with(':'))) {
            self.cut_off(end + 1, sink);
        }
        let is_item = self.open.iter().rev().nth(1).is_some_and(|around| matches!(around.kind, Kind::Seq(_)));
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
                    if let Some(first) = open.keys.get(&key.node) {
                        // Where the first key comes again, an item begins; its other keys need no word.
                        let begins = entries.first().is_some_and(|(known, _)| known.node == key.node);
                        let goes_on = open.is_again && !begins;
                        open.is_again |= begins;
                        let message = format!("the key `{}` is given twice", key.node);
                        let hint = match begins && is_item {
                            true => "keep one of them; the first key of another item has a `- ` before it",
                            false => "keep one of them",
                        };
                        if !goes_on {
                            sink.push(
                                Diagnostic::error(Code::Duplicate, key.span, message)
                                    .label(*first, "first given here")
                                    .hint(hint),
                            );
                        }
                    } else {
                        open.keys.insert(key.node.clone(), key.span);
                        entries.push((key, node));
                    }
                }
            },
            Kind::Scalar { .. } => unreachable!("only collections are open"),
        }
    }
}

/// What YAML reads as something else than text.
fn swallowed(place: Span, what: &str) -> Diagnostic {
    let message = format!("to YAML this is {what}, and prints nothing");
    Diagnostic::warning(Code::Yaml, place, message).hint("put the whole text in quotes, or take this away")
}

/// A scalar's text as it grows, with its places.
struct Aligned<'s, 'a> {
    slice: &'s Slice<'a>,
    text: String,
    pieces: Vec<Piece>,
}

impl Aligned<'_, '_> {
    /// Adds a character that is written at `raw`.
    fn push(&mut self, c: char, raw: Range<usize>) {
        let at = self.text.len();
        self.text.push(c);
        let is_plain = self.slice.text[raw.clone()].starts_with(c) && raw.len() == c.len_utf8();
        let file = self.slice.span(raw).range();
        if !is_plain {
            self.pieces.push(Piece::escape(at, file));
        } else if !self.pieces.last().is_some_and(|last| last.goes_on(at, file.start)) {
            self.pieces.push(Piece::plain(at, file.start));
        }
    }
}

/// Where the next character of a scalar's text is written in what is left of its raw text.
fn written(raw: &str, c: char, style: ScalarStyle) -> Option<Range<usize>> {
    const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];
    const BREAKS: [char; 2] = ['\n', '\r'];
    let mut at = 0;
    loop {
        let rest = &raw[at..];
        let next = rest.chars().next()?;
        if next == '\\' && style == ScalarStyle::DoubleQuoted {
            if rest[1..].starts_with(BREAKS) {
                // An escaped line end is nothing, with the blanks around it.
                at = raw.len() - rest[1..].trim_start_matches(BLANKS).len();
                continue;
            }
            let (escaped, length) = escape(rest)?;
            return (escaped == c).then_some(at..at + length);
        }
        if c == '\'' && style == ScalarStyle::SingleQuoted {
            return rest.starts_with("''").then_some(at..at + 2);
        }
        if !BLANKS.contains(&next) {
            return (next == c).then_some(at..at + c.len_utf8());
        }
        let run = rest.len() - rest.trim_start_matches(BLANKS).len();
        let line_end = rest[..run].find(BREAKS);
        return Some(match line_end {
            Some(_) if c == ' ' && style != ScalarStyle::Literal => at..at + run,
            Some(end) if c == '\n' => at..at + end + if rest[end..].starts_with("\r\n") { 2 } else { 1 },
            _ if next == c => at..at + 1,
            _ => {
                at += run;
                continue;
            }
        });
    }
}

/// Where a text in quotes ends, its closing mark included.
fn closing(raw: &str) -> Option<usize> {
    let mut characters = raw.char_indices();
    let (_, quote) = characters.next().filter(|(_, quote)| matches!(quote, '"' | '\''))?;
    while let Some((at, c)) = characters.next() {
        if quote == '"' && c == '\\' {
            characters.next();
        } else if c == quote {
            let is_doubled = quote == '\'' && raw[at + 1..].starts_with('\'');
            if !is_doubled {
                return Some(at + 1);
            }
            characters.next();
        }
    }
    None
}

fn span_start(span: &saphyr_parser::Span, tree: &Tree<'_, '_>) -> usize {
    tree.byte(span.start.index())
}

/// What aliases may bring in, by [`weight`]: values, or texts of 3 MB.
const MOST_ALIASED: usize = 100_000;

/// Bytes of a text that weigh as much as a value.
const BYTES: usize = 32;

/// What is left of a budget when a value is taken out of it, its texts counted; `None` if it is more than that.
fn weight(node: &Node, budget: usize) -> Option<usize> {
    let left = budget.checked_sub(1)?;
    match &node.kind {
        Kind::Scalar { slice, .. } => left.checked_sub(slice.text.len() / BYTES),
        Kind::Seq(items) => items.iter().try_fold(left, |left, item| weight(item, left)),
        Kind::Map(entries) => {
            entries.iter().try_fold(left, |left, (key, value)| weight(value, left.checked_sub(key.node.len() / BYTES)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::load::yaml;
    use crate::model::{Edition, Passage};
    use crate::source::Sources;

    /// What stands in a text in double quotes, and what it means.
    const DOUBLE: &[(&str, &str)] = &[
        ("甲", "甲"),
        ("乙", "乙"),
        ("a", "a"),
        ("n", "n"),
        ("t", "t"),
        (",", ","),
        ("'", "'"),
        ("　", "　"),
        ("𠮷", "𠮷"),
        ("\\\"", "\""),
        ("\\\\", "\\"),
        ("\\/", "/"),
        ("\\t", "\t"),
        ("\\n", "\n"),
        ("\\_", "\u{a0}"),
        ("\\L", "\u{2028}"),
        ("\\x41", "A"),
        ("\\u4e59", "乙"),
        ("\\u0022", "\""),
        ("\\U00020BB7", "𠮷"),
    ];
    /// The same of single quotes.
    const SINGLE: &[(&str, &str)] = &[
        ("甲", "甲"),
        ("乙", "乙"),
        ("a", "a"),
        ("\"", "\""),
        ("''", "'"),
        ("\\", "\\"),
        ("\\\"", "\\\""),
        ("\\n", "\\n"),
        ("&amp;", "&amp;"),
        ("𠮷", "𠮷"),
    ];

    fn every_place_is_its_characters(quote: char, parts: &[(&str, &str)]) {
        let typed: String = parts.iter().map(|(typed, _)| *typed).collect();
        let meant: String = parts.iter().map(|(_, meant)| *meant).collect();
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let file = format!("甲: {quote}{typed}{quote} # 乙\n");
        let id = sources.add("a.yaml", file.as_str());
        let node = yaml::parse(&Slice::new(id, file.as_str(), 0), &mut sink).unwrap();
        let Kind::Map(entries) = &node.kind else { panic!("{file}") };
        let Kind::Scalar { slice, .. } = &entries[0].1.kind else { panic!("{file}") };
        assert_eq!(slice.text, meant);
        let mut passages = [Passage::new(Edition::ZhHantHk), Passage::new(Edition::ZhHantHk)];
        let value = Spanned::new(meant.clone(), entries[0].1.span);
        passages[0].align(&meant, slice.whole(), &file);
        passages[1].align(&meant, sources.unquoted(&value), &file);
        let (mut at, mut from) = (0, file.find(quote).unwrap() + 1);
        for (typed, meant) in parts {
            let place = from..from + typed.len();
            assert_eq!(slice.span(at..at + meant.len()).range(), place, "{meant:?} in {file}");
            for passage in &passages {
                let (span, is_exact) = passage.place(at..at + meant.len()).unwrap();
                let found = file.get(span.range()).expect("between characters");
                assert!(!is_exact || span.range() == place && found == *meant, "{meant:?} at {found:?} in {file}");
                assert!(
                    is_exact || found.contains(typed) || typed.ends_with(found),
                    "{meant:?} at {found:?} in {file}"
                );
            }
            (at, from) = (at + meant.len(), place.end);
        }
    }

    proptest! {
        #[test]
        fn a_character_of_a_quoted_text_has_its_place(parts in prop::collection::vec(0..DOUBLE.len(), 1..12)) {
            let parts: Vec<_> = parts.iter().map(|at| DOUBLE[*at]).collect();
            every_place_is_its_characters('"', &parts);
        }

        #[test]
        fn doubled_quotation_marks_too(parts in prop::collection::vec(0..SINGLE.len(), 1..12)) {
            let parts: Vec<_> = parts.iter().map(|at| SINGLE[*at]).collect();
            every_place_is_its_characters('\'', &parts);
        }

        #[test]
        fn no_place_of_any_text_lies_within_a_character(
            text in "[甲乙a \n\"'\\\\nu4e&;#-]{0,24}", style in 0..4usize,
        ) {
            let text = [format!("\"{text}\""), format!("'{text}'"), format!("|\n  {text}"), format!(">-\n  {text}")][style].replace('\n', "\n  ");
            let (mut sources, mut sink) = (Sources::default(), Sink::default());
            let file = format!("甲: {text}\n");
            let id = sources.add("a.yaml", file.as_str());
            let node = yaml::parse(&Slice::new(id, file.as_str(), 0), &mut sink);
            if let Some(Node { kind: Kind::Map(entries), .. }) = &node
                && let [(_, Node { kind: Kind::Scalar { slice, .. }, .. })] = &entries[..]
            {
                let mut passage = Passage::new(Edition::ZhHantHk);
                passage.align(&slice.text, slice.whole(), &file);
                for (at, c) in slice.text.char_indices() {
                    let place = slice.span(at..at + c.len_utf8()).range();
                    assert!(file.get(place.clone()).is_some(), "{c:?} at {place:?} in {file:?}");
                    let (span, is_exact) = passage.place(at..at + c.len_utf8()).unwrap();
                    let found = file.get(span.range()).expect("between characters");
                    assert!(!is_exact || found.starts_with(c) || c == ' ', "{c:?} at {found:?} in {file:?}");
                }
            }
        }
    }
}
