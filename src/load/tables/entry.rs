//! A metric as YAML would have it, put together from cells.

use super::cell::CellFigure;
use crate::diag::{Code, Diagnostic, Sink};
use crate::load::slice::Slice;
use crate::load::yaml::{Kind, Node};
use crate::source::{Span, Spanned};

/// What figures shown with a per cent sign are in.
const PER_CENT: &str = "%";

/// A metric of a table, as it grows.
#[derive(Debug)]
pub(super) struct Entry {
    node: Node,
    id: Spanned<String>,
    /// The first figure shown with a per cent sign.
    percent: Option<Span>,
    /// Places shown of figures that have more.
    places: Option<Spanned<u32>>,
}

/// A text in a cell, as a scalar in quotes: whatever it looks like, it is meant.
pub(super) fn text(text: impl Into<String>, span: Span) -> Node {
    scalar(text.into(), true, span)
}

fn scalar(text: String, quoted: bool, span: Span) -> Node {
    Node { kind: Kind::Scalar { slice: Slice::of(text, span), quoted }, span }
}

fn entries(node: &mut Node) -> Option<&mut Vec<(Spanned<String>, Node)>> {
    match &mut node.kind {
        Kind::Map(entries) => Some(entries),
        _ => None,
    }
}

impl Entry {
    pub(super) fn new(id: &Spanned<String>) -> Self {
        let node = Node {
            kind: Kind::Map(vec![(Spanned::new("id".to_owned(), id.span), text(id.node.clone(), id.span))]),
            span: id.span,
        };
        Self { node, id: id.clone(), percent: None, places: None }
    }

    pub(super) fn id(&self) -> &str {
        &self.id.node
    }

    pub(super) fn id_span(&self) -> Span {
        self.id.span
    }

    /// Sets a key, `name.zh-Hant` below `name`. One that is set already must say the same.
    pub(super) fn set(&mut self, path: &str, key_span: Span, value: Node, sink: &mut Sink) {
        let mut at = value;
        let mut parts: Vec<&str> = path.split('.').map(str::trim).collect();
        let first = parts.remove(0);
        for part in parts.into_iter().rev() {
            let span = at.span;
            at = Node { kind: Kind::Map(vec![(Spanned::new(part.to_owned(), key_span), at)]), span };
        }
        let span = at.span;
        let more = Node { kind: Kind::Map(vec![(Spanned::new(first.to_owned(), key_span), at)]), span };
        super::merge(&mut self.node, more, false, sink);
    }

    /// Sets the figure of a year.
    pub(super) fn figure(&mut self, year: &Spanned<i32>, figure: CellFigure, sink: &mut Sink) {
        let CellFigure { text, is_words, percent, fewer_places, span } = figure;
        if percent {
            self.percent.get_or_insert(span);
        }
        if let Some(places) = fewer_places {
            let places = self.places.as_ref().map_or(places, |known| known.node.max(places));
            self.places = Some(Spanned::new(places, span));
        }
        self.set(&format!("values.{}", year.node), year.span, scalar(text, is_words, span), sink);
    }

    /// Takes in another row of the same metric.
    pub(super) fn add(&mut self, other: Entry, sink: &mut Sink) {
        self.percent = self.percent.or(other.percent);
        self.places = self.places.take().or(other.places);
        super::merge(&mut self.node, other.node, false, sink);
    }

    /// The metric. Where nothing is said otherwise, a per cent sign is its unit, and what is shown its decimal places.
    pub(super) fn into_node(self, sink: &mut Sink) -> Node {
        let Self { mut node, percent, places, .. } = self;
        if let Some(entries) = entries(&mut node) {
            let unit = entries.iter().find(|(key, _)| key.node == "unit").and_then(|(_, unit)| match &unit.kind {
                Kind::Scalar { slice, .. } => Some((slice.text.clone(), unit.span)),
                _ => None,
            });
            if let (Some(span), Some((unit, at))) = (percent, unit)
                && unit != PER_CENT
            {
                let message = format!("the cell shows per cent, and the metric is in `{unit}`");
                let hint = "write `%` for the unit, or give the cell a number's format";
                sink.push(Diagnostic::error(Code::BadValue, span, message).label(at, "the unit").hint(hint));
            }
            let has =
                |entries: &[(Spanned<String>, Node)], key: &str| entries.iter().any(|(known, _)| known.node == key);
            let mut add = |key: &str, value: String, span: Span| {
                if !has(entries, key) {
                    entries.push((Spanned::new(key.to_owned(), span), text(value, span)));
                }
            };
            if let Some(span) = percent {
                add("unit", PER_CENT.to_owned(), span);
            }
            if let Some(places) = places {
                add("decimals", places.node.to_string(), places.span);
            }
            entries.iter_mut().for_each(|(_, value)| as_list(value));
        }
        node
    }
}

/// Keys that count from 0 make a list: `restated.0`.
fn as_list(node: &mut Node) {
    let Kind::Map(entries) = &mut node.kind else { return };
    entries.iter_mut().for_each(|(_, value)| as_list(value));
    let counts = entries.iter().enumerate().all(|(at, (key, _))| key.node == at.to_string());
    if counts && !entries.is_empty() {
        node.kind = Kind::Seq(std::mem::take(entries).into_iter().map(|(_, value)| value).collect());
    }
}

/// Reports what is said twice.
pub(super) fn twice(key: &Spanned<String>, new: &Node, known: &Node, is_figure: bool, sink: &mut Sink) {
    let message = match is_figure {
        true => format!("the figure for {} is given twice", key.node),
        false => format!("`{}` is given twice, and not as the same", key.node),
    };
    sink.push(
        Diagnostic::error(Code::Duplicate, new.span, message)
            .label(known.span, "given here as well")
            .hint("keep one of them"),
    );
}
