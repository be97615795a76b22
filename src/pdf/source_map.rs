//! From generated Typst back to the author's bytes: a table beside the generated text.

use std::ops::Range;

use crate::source::Span;

/// Which author's bytes a stretch of one generated file comes from.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceMap {
    /// Stretches in the order their text ends; they may lie within each other.
    segments: Vec<(Range<usize>, Span)>,
}

impl SourceMap {
    /// Notes that `range` of the generated text comes from `span`.
    pub(super) fn add(&mut self, range: Range<usize>, span: Span) {
        self.segments.push((range, span));
    }

    /// The author's bytes behind `range`: the smallest stretch that contains it, else the first one that touches it.
    pub(super) fn find(&self, range: &Range<usize>) -> Option<Span> {
        let contains = |segment: &&(Range<usize>, Span)| segment.0.start <= range.start && range.end <= segment.0.end;
        let touches = |segment: &&(Range<usize>, Span)| segment.0.start < range.end && range.start < segment.0.end;
        let inner = self.segments.iter().filter(contains).min_by_key(|(own, _)| own.len());
        inner.or_else(|| self.segments.iter().find(touches)).map(|(_, span)| *span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn the_smallest_stretch_around_a_place_wins() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "0123456789");
        let (outer, inner) = (Span::new(id, 0..10), Span::new(id, 3..5));
        let mut map = SourceMap::default();
        map.add(8..12, inner);
        map.add(0..40, outer);
        assert_eq!(map.find(&(9..10)), Some(inner));
        assert_eq!(map.find(&(9..20)), Some(outer));
        assert_eq!(map.find(&(35..60)), Some(outer));
        assert_eq!(map.find(&(50..60)), None);
    }
}
