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
    /// `(offset in the text, offset in the file)` of every piece, ascending; the first begins at 0.
    pieces: Vec<(usize, usize)>,
}

impl<'a> Slice<'a> {
    /// A plain cut that begins at byte `start` of the file.
    pub(crate) fn new(source: SourceId, text: impl Into<Cow<'a, str>>, start: usize) -> Self {
        Self { text: text.into(), source, pieces: vec![(0, start)] }
    }

    /// A text with a piece list.
    pub(crate) fn with_pieces(source: SourceId, text: impl Into<Cow<'a, str>>, pieces: Vec<(usize, usize)>) -> Self {
        debug_assert!(pieces.first().is_some_and(|(at, _)| *at == 0), "the first piece begins at 0");
        Self { text: text.into(), source, pieces }
    }

    /// Where a byte of the text stands in the file.
    pub(crate) fn offset(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, file) = self.pieces[piece];
        file + (at - start)
    }

    /// The author's bytes behind a range of the text.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        let end = if range.is_empty() { start } else { self.offset(range.end - 1) + 1 };
        Span::new(self.source, start..end.max(start))
    }

    /// The author's bytes behind the whole text.
    pub(crate) fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// A part of it, with its places.
    pub(crate) fn part(&self, range: Range<usize>) -> Slice<'static> {
        let mut pieces = vec![(0, self.offset(range.start))];
        let inside = self.pieces.iter().filter(|(at, _)| *at > range.start && *at < range.end);
        pieces.extend(inside.map(|(at, file)| (at - range.start, *file)));
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
        let slice = Slice::with_pieces(source, "ab cd", vec![(0, 10), (3, 20)]);
        assert_eq!(slice.span(0..2).range(), 10..12);
        assert_eq!(slice.span(3..5).range(), 20..22);
        assert_eq!(slice.span(0..5).range(), 10..22);
        assert_eq!(slice.part(1..4).span(2..3).range(), 20..21);
    }
}
