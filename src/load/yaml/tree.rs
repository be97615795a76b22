//! The tree of a document, from the parser's events.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle};

use super::{Kind, Node, null};
use crate::diag::{Code, Diagnostic, Sink};
use crate::load::slice::Slice;
use crate::load::text::break_is_space;
use crate::source::{Span, Spanned};

/// Builds the tree from events.
pub(super) struct Tree<'s, 'a> {
    slice: &'s Slice<'a>,
    /// Byte offset of every character: the parser counts characters.
    bytes: Option<Vec<usize>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    /// How many more nodes aliases may bring in: a few lines of nested aliases can mean billions.
    alias_budget: usize,
    /// The document's value, once it is read.
    pub(super) root: Option<Node>,
}

struct Open {
    kind: Kind,
    key: Option<Spanned<String>>,
    /// The keys so far.
    keys: HashMap<String, Span>,
    start: usize,
    anchor: usize,
}

impl<'s, 'a> Tree<'s, 'a> {
    pub(super) fn new(slice: &'s Slice<'a>) -> Self {
        const ALIASED_NODES: usize = 100_000;
        let bytes = (!slice.text.is_ascii()).then(|| slice.text.char_indices().map(|(at, _)| at).collect());
        Self { slice, bytes, open: Vec::new(), anchors: HashMap::new(), alias_budget: ALIASED_NODES, root: None }
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
            Event::Scalar(text, style, anchor, _) => {
                let node = self.scalar(&text, style, start, end, sink);
                self.keep_anchor(anchor, &node);
                self.place(node, sink);
            }
            Event::SequenceStart(anchor, _) => {
                self.open.push(Open { kind: Kind::Seq(Vec::new()), key: None, keys: HashMap::new(), start, anchor });
            }
            Event::MappingStart(anchor, _) => {
                self.open.push(Open { kind: Kind::Map(Vec::new()), key: None, keys: HashMap::new(), start, anchor });
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

    /// Reports a ` #` behind a plain text: what follows is a comment, and may not have been meant as one. Comments have
    /// a blank behind their sign.
    fn cut_off(&self, end: usize, sink: &mut Sink) {
        let rest = self.slice.text[end..].split('\n').next().unwrap_or_default();
        let comment = rest.trim_start();
        let is_text = comment.len() < rest.len()
            && comment.strip_prefix('#').is_some_and(|text| text.starts_with(|c: char| !c.is_whitespace() && c != '#'));
        if is_text {
            let start = end + (rest.len() - comment.len());
            let place = self.slice.span(start..end + rest.trim_end().len());
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
            (text.to_owned(), vec![(0, self.slice.offset(inner.start))])
        } else {
            self.align(text, inner)
        };
        let slice = Slice::with_pieces(self.slice.source, text, pieces);
        if !quoted {
            self.cut_off(end, sink);
        }
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
                    if let Some(first) = open.keys.get(&key.node) {
                        let message = format!("the key `{}` is given twice", key.node);
                        sink.push(
                            Diagnostic::error(Code::Duplicate, key.span, message)
                                .label(*first, "first given here")
                                .hint("keep one of them"),
                        );
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

fn size(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Scalar { .. } => 0,
        Kind::Seq(items) => items.iter().map(size).sum(),
        Kind::Map(entries) => entries.iter().map(|(_, value)| size(value)).sum(),
    }
}
