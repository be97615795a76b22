//! A passage by its characters, for checks of marks.

use std::ops::Range;

use crate::chinese::is_han;
use crate::model::Passage;

/// A passage by characters.
pub(super) struct Text<'a> {
    pub(super) passage: &'a Passage,
    pub(super) characters: Vec<(usize, char)>,
}

impl<'a> Text<'a> {
    pub(super) fn of(passage: &'a Passage) -> Self {
        Self { passage, characters: passage.text.char_indices().collect() }
    }

    pub(super) fn get(&self, at: usize) -> char {
        self.characters.get(at).map_or('\n', |(_, character)| *character)
    }

    pub(super) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.get(at))
    }

    /// Byte range of a range of characters.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let offset = |at: usize| self.characters.get(at).map_or(self.passage.text.len(), |(at, _)| *at);
        offset(range.start)..offset(range.end)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        &self.passage.text[self.range(range)]
    }

    pub(super) fn has_han(&self, range: Range<usize>) -> bool {
        self.slice(range).contains(is_han)
    }

    /// Whether several Latin words stand there.
    pub(super) fn has_words(&self, range: Range<usize>) -> bool {
        self.slice(range)
            .split_whitespace()
            .filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
            .nth(1)
            .is_some()
    }
}
