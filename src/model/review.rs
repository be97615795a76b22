//! `review.yaml`: readings that a person has decided.

use super::Edition;
use crate::source::Span;

/// The review ledger: decisions of a person about characters with more than one reading.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The decisions.
    pub entries: Vec<Decision>,
}

/// One decision. It holds wherever the same sentence stands, whatever its marks are, and nowhere else: a sentence whose words
/// are edited asks again.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The character's place.
    pub key: ReadingKey,
    /// What it becomes, as printed in the edition.
    pub reading: char,
    /// The entry; `None` before it is written.
    pub span: Option<Span>,
}

/// Which character of which sentence. Sorts as the ledger does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadingKey {
    /// The edition that is converted to.
    pub edition: Edition,
    /// The whole sentence as the author wrote it, without markup.
    pub sentence: String,
    /// The character, in the author's script.
    pub character: char,
    /// Which one of its kind in the sentence, from 1.
    pub nth: usize,
}

impl ReadingKey {
    /// Byte offset of the character in the sentence, if there are so many.
    pub fn offset(&self) -> Option<usize> {
        self.offset_in(&self.sentence)
    }

    /// Byte offset of the character in a sentence of the same words.
    pub fn offset_in(&self, sentence: &str) -> Option<usize> {
        sentence.match_indices(self.character).nth(self.nth.checked_sub(1)?).map(|(at, _)| at)
    }
}

/// The words of a sentence without marks and blanks: a decision outlives a comma that was mended.
pub fn words_alone(sentence: &str) -> String {
    sentence.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Of decisions about sentences of the same words, those that hold for this one: its own, or else those of its words.
pub fn that_hold<'d>(decisions: &[&'d Decision], sentence: &str) -> Vec<&'d Decision> {
    let own: Vec<&Decision> = decisions.iter().copied().filter(|decision| decision.key.sentence == sentence).collect();
    if own.is_empty() { decisions.to_vec() } else { own }
}
