//! A text taken out of an author's file that still knows where each of its bytes stands there.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::{SourceId, Span};

/// A text and, piece by piece, where it stands in a file. One piece for a plain cut; more where indentation, folding
/// or escapes were taken out in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slice<'a> {
    /// The text.
    pub(crate) text: Cow<'a, str>,
    /// The file.
    pub(crate) source: SourceId,
    /// Ascending; the first begins at 0.
    pieces: Vec<Piece>,
}

/// A stretch of a text that stands in one piece in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Its first byte in the text.
    at: usize,
    /// Its first byte in the file.
    file: usize,
    /// How many bytes of the file stand for all of it, where they are not the text itself.
    escape: Option<usize>,
}

impl Piece {
    /// A piece that stands in the file as it is.
    pub(crate) fn plain(at: usize, file: usize) -> Self {
        Self { at, file, escape: None }
    }

    /// A piece that other bytes of the file stand for.
    pub(crate) fn escape(at: usize, file: Range<usize>) -> Self {
        Self { at, file: file.start, escape: Some(file.len()) }
    }

    /// Whether a byte of the text, written at a place of the file, goes on with it.
    pub(crate) fn goes_on(&self, at: usize, file: usize) -> bool {
        self.escape.is_none() && self.file + (at - self.at) == file
    }
}

impl<'a> Slice<'a> {
    /// A plain cut that begins at byte `start` of the file.
    pub(crate) fn new(source: SourceId, text: impl Into<Cow<'a, str>>, start: usize) -> Self {
        Self { text: text.into(), source, pieces: vec![Piece::plain(0, start)] }
    }

    /// A text that stands at `span`, as it is or in other bytes.
    pub(crate) fn of(text: impl Into<Cow<'a, str>>, span: Span) -> Self {
        let text = text.into();
        let is_plain = text.len() == span.range().len();
        let piece = if is_plain { Piece::plain(0, span.range().start) } else { Piece::escape(0, span.range()) };
        Self { text, source: span.source, pieces: vec![piece] }
    }

    /// A text with a piece list.
    pub(crate) fn with_pieces(source: SourceId, text: impl Into<Cow<'a, str>>, pieces: Vec<Piece>) -> Self {
        debug_assert!(pieces.first().is_some_and(|piece| piece.at == 0), "the first piece begins at 0");
        Self { text: text.into(), source, pieces }
    }

    /// Where a byte of the text stands in the file.
    pub(crate) fn offset(&self, at: usize) -> usize {
        let piece = self.piece(at);
        piece.file + if piece.escape.is_some() { 0 } else { at - piece.at }
    }

    fn piece(&self, at: usize) -> Piece {
        self.pieces[self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)]
    }

    /// The author's bytes behind a range of the text.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        let last = self.piece(range.end.saturating_sub(1));
        let end = match last.escape {
            _ if range.is_empty() => start,
            Some(length) => last.file + length,
            None => self.offset(range.end - 1) + 1,
        };
        Span::new(self.source, start..end.max(start))
    }

    /// The author's bytes behind the whole text.
    pub(crate) fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// A part of it, with its places.
    pub(crate) fn part(&self, range: Range<usize>) -> Slice<'static> {
        let mut pieces = vec![Piece { at: 0, file: self.offset(range.start), ..self.piece(range.start) }];
        let behind = self.pieces.partition_point(|piece| piece.at <= range.start);
        let inside = self.pieces[behind..].iter().take_while(|piece| piece.at < range.end);
        pieces.extend(inside.map(|piece| Piece { at: piece.at - range.start, ..*piece }));
        Slice { text: Cow::Owned(self.text[range].to_owned()), source: self.source, pieces }
    }

    /// The same without white space at both ends.
    pub(crate) fn trimmed(&self) -> Slice<'static> {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        self.part(start..end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn pieces_keep_their_places() {
        let source = Sources::default().add("a", "");
        let slice = Slice::with_pieces(source, "ab cd", vec![Piece::plain(0, 10), Piece::plain(3, 20)]);
        assert_eq!(slice.span(0..2).range(), 10..12);
        assert_eq!(slice.span(3..5).range(), 20..22);
        assert_eq!(slice.span(0..5).range(), 10..22);
        assert_eq!(slice.part(1..4).span(2..3).range(), 20..21);
        let pieces = vec![Piece::plain(0, 10), Piece::escape(1, 11..17), Piece::plain(4, 17)];
        let slice = Slice::with_pieces(source, "a乙b", pieces);
        assert_eq!(slice.span(0..4).range(), 10..17);
        assert_eq!(slice.span(4..5).range(), 17..18);
        assert_eq!(slice.part(1..5).span(0..3).range(), 11..17);
    }
}
