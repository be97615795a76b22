//! The language in a document, for the text checks.

use std::ops::Range;

use super::scanner::{Block, Scanner};
use super::{Format, Kind};
use crate::model::{Edition, GAP, Passage};
use crate::source::{SourceId, Span};

/// The language in a document, paragraph by paragraph, in the places where [`super::convert_document`] would look for it.
pub fn passages(source: SourceId, text: &str, format: Format, edition: Edition, components: &[String]) -> Vec<Passage> {
    let mut scanner = Scanner::new(format, components);
    // Pieces of YAML lines whose marks are YAML's own, not language.
    let mut is_syntax = Vec::new();
    for line in text.split_inclusive('\n') {
        scanner.line(line);
        let is_yaml = matches!(scanner.block, Block::FrontMatter | Block::Fence { .. }) || format == Format::Yaml;
        is_syntax.resize(scanner.pieces.ends.len(), is_yaml && line.contains(['{', '[', '"', '\'', '#']));
    }
    let pieces = scanner.take();
    is_syntax.resize(pieces.ends.len(), false);
    let comments = comments(text);
    let mut passages = vec![Passage::new(edition)];
    for ((kind, range), is_syntax) in std::iter::zip(pieces.iter(), is_syntax) {
        let passage = passages.last_mut().expect("never empty");
        let span = Span::new(source, range);
        match kind {
            Kind::Prose if !is_syntax => push_without(passage, text, span, &comments),
            Kind::Prose | Kind::Other => passage.gap(span),
            Kind::Markup => {}
            Kind::End => passages.push(Passage::new(edition)),
        }
    }
    debug_assert_eq!(pieces.text, text, "every byte belongs to a piece");
    passages.retain(|passage| passage.text.contains(|character: char| character != GAP));
    passages
}

/// Places of HTML comments: the author's own notes.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, open) in text.match_indices("<!--") {
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let length = text[start + open.len()..].find("-->").map(|at| open.len() + at + "-->".len());
        found.push(start..length.map_or(text.len(), |length| start + length));
    }
    found
}

/// Adds the author's bytes at `span` but for the comments in them.
fn push_without(passage: &mut Passage, text: &str, span: Span, comments: &[Range<usize>]) {
    let Range { mut start, end } = span.range();
    let from = start;
    let first = comments.partition_point(|comment| comment.end <= from);
    for comment in comments[first..].iter().take_while(|comment| comment.start < end) {
        if start < comment.start {
            passage.push(&text[start..comment.start], Span::new(span.source, start..comment.start));
        }
        start = comment.end.min(end);
    }
    passage.push(&text[start..end], Span::new(span.source, start..end));
}
