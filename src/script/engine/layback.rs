//! A line is converted as a whole and laid back over its runs, so that a phrase across markup (头**发**) is converted as
//! a phrase. What is laid back is always exactly the converted text, even where its length changes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Converter, People, decided};
use crate::chinese::is_han;
use crate::diag::Sink;

/// Text that is converted as one, in the pieces that markup cuts it into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::script) struct Stretch<Leaf = String> {
    /// The pieces, in order. Their concatenation is what is converted.
    pub leaves: Vec<Leaf>,
}

impl<Leaf: AsRef<str>> Stretch<Leaf> {
    /// The whole text.
    pub(in crate::script) fn text(&self) -> Cow<'_, str> {
        match &self.leaves[..] {
            [leaf] => Cow::Borrowed(leaf.as_ref()),
            leaves => Cow::Owned(leaves.iter().map(AsRef::as_ref).collect()),
        }
    }

    /// Whether laying `to` back needs [`Characters`]: the lengths differ somewhere.
    pub(in crate::script) fn needs_characters(&self, to: &str) -> bool {
        self.leaves.len() > 1 && !same_lengths(&self.text(), to)
    }

    /// Distributes the converted text over the leaves of the original.
    pub(in crate::script) fn lay_back(&self, to: String, characters: &Characters, out: &mut Vec<String>) {
        if self.leaves.len() == 1 {
            return out.push(to);
        }
        let text = self.text();
        let from: Vec<char> = text.chars().collect();
        let to_chars: Vec<char> = to.chars().collect();
        let boundaries = boundaries(&from, &to_chars, same_lengths(&text, &to), characters);
        let (mut read, mut written) = (0, 0);
        for (index, leaf) in self.leaves.iter().enumerate() {
            read += leaf.as_ref().chars().count();
            let is_last = index + 1 == self.leaves.len();
            let end = if is_last { to_chars.len() } else { boundaries[read].max(written) };
            out.push(to_chars[written..end].iter().collect());
            written = end;
        }
    }
}

/// How single characters are converted, for telling which belong together.
pub(in crate::script) type Characters = BTreeMap<char, char>;

/// Whether both have the same punctuation with equally long text between: then characters correspond one by one.
fn same_lengths(from: &str, to: &str) -> bool {
    let lengths = |text: &str| -> Vec<usize> { text.split(is_mark).map(|part| part.chars().count()).collect() };
    lengths(from) == lengths(to)
}

/// Punctuation that no conversion touches.
fn is_mark(character: char) -> bool {
    matches!(character, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '（' | '）' | '《' | '》')
}

/// For each position between two characters of `from`, the position in `to` that corresponds to it.
fn boundaries(from: &[char], to: &[char], same: bool, characters: &Characters) -> Vec<usize> {
    /// Cells of the table below; a text too long for it is not worth its memory.
    const LARGEST: usize = 1 << 24;
    if same || from.len().saturating_mul(to.len()) > LARGEST {
        return (0..=from.len()).map(|at| at.min(to.len())).collect();
    }
    // The cheapest way from one text to the other. Characters of one phrase rarely look alike (发 → 髮), so another Han
    // character in a place costs less than leaving one out and putting one in.
    const OTHER: u32 = 2;
    const GAP: u32 = 3;
    const STRANGER: u32 = 2 * GAP + 1;
    let cost = |a: char, b: char| match () {
        () if a == b || characters.get(&a) == Some(&b) => 0,
        () if is_han(a) && is_han(b) => OTHER,
        () => STRANGER,
    };
    let width = to.len() + 1;
    let mut table = vec![0_u32; (from.len() + 1) * width];
    // table[i][j]: the cost of what is still to come after i and j characters.
    for i in (0..=from.len()).rev() {
        for j in (0..=to.len()).rev() {
            table[i * width + j] = match (from.get(i), to.get(j)) {
                (None, _) => GAP * (to.len() - j) as u32,
                (_, None) => GAP * (from.len() - i) as u32,
                (Some(a), Some(b)) => (table[(i + 1) * width + j + 1] + cost(*a, *b))
                    .min(table[(i + 1) * width + j] + GAP)
                    .min(table[i * width + j + 1] + GAP),
            };
        }
    }
    let mut boundaries = Vec::with_capacity(from.len() + 1);
    let mut j = 0;
    for i in 0..from.len() {
        let here = |j: usize| table[i * width + j];
        let below = |j: usize| table[(i + 1) * width + j];
        let corresponds = |j: usize| j < to.len() && here(j) == below(j + 1) + cost(from[i], to[j]);
        // What is put in between belongs to the text before it, and comes as late as it can: longer wording for a word
        // (持份者 → 利益相关方) then ends where the word does.
        while j < to.len() && !corresponds(j) && here(j) == here(j + 1) + GAP {
            j += 1;
        }
        boundaries.push(j);
        j += usize::from(corresponds(j));
    }
    boundaries.push(to.len());
    boundaries
}

/// The converted leaves of every stretch, by one call of OpenCC where no length changes inside markup, else by two.
pub(in crate::script) fn convert_stretches<Leaf: AsRef<str>>(
    stretches: &[Stretch<Leaf>],
    converter: &Converter,
) -> Vec<String> {
    let texts: Vec<_> = stretches.iter().map(Stretch::text).collect();
    // Which decisions a report no longer needs is told where all of it is read.
    let decided = decided(converter.decisions(), converter.to(), &texts, &mut Sink::default());
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let (converted, _) = converter.words_with(&texts, &decided, &People::new());
    lay_back(stretches, converted, converter)
}

pub(in crate::script) fn lay_back<Leaf: AsRef<str>>(
    stretches: &[Stretch<Leaf>],
    converted: Vec<String>,
    converter: &Converter,
) -> Vec<String> {
    let characters = characters(stretches, &converted, converter);
    let mut leaves = Vec::with_capacity(converted.len());
    for (stretch, text) in std::iter::zip(stretches, converted) {
        stretch.lay_back(text, &characters, &mut leaves);
    }
    leaves
}

/// How the characters of those stretches are converted whose lengths change.
fn characters<Leaf: AsRef<str>>(
    stretches: &[Stretch<Leaf>],
    converted: &[String],
    converter: &Converter,
) -> Characters {
    let all: BTreeSet<char> = std::iter::zip(stretches, converted)
        .filter(|(stretch, text)| stretch.needs_characters(text))
        .flat_map(|(stretch, _)| stretch.leaves.iter().flat_map(|leaf| leaf.as_ref().chars()))
        .filter(|character| is_han(*character))
        .collect();
    if all.is_empty() {
        return Characters::new();
    }
    let texts: Vec<String> = all.iter().map(char::to_string).collect();
    let (converted, _) = converter.words(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    std::iter::zip(all, converted).filter_map(|(from, to)| Some((from, to.chars().next()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay(leaves: &[&str], to: &str) -> Vec<String> {
        let characters =
            [('发', '發'), ('现', '現'), ('说', '說'), ('话', '話'), ('與', '与'), ('溝', '沟')].into_iter().collect();
        let mut laid = Vec::new();
        Stretch { leaves: leaves.to_vec() }.lay_back(to.to_owned(), &characters, &mut laid);
        laid
    }

    #[test]
    fn a_phrase_across_markup_keeps_its_place() {
        assert_eq!(lay(&["头", "发", "长"], "頭髮長"), ["頭", "髮", "長"]);
        assert_eq!(lay(&["", "发", ""], "發"), ["", "發", ""]);
    }

    #[test]
    fn longer_and_shorter_wording_stays_within_its_runs() {
        assert_eq!(lay(&["我們與", "持份者", "溝通"], "我们与利益相关方沟通"), ["我们与", "利益相关方", "沟通"]);
        assert_eq!(lay(&["与", "利益相关方", "说话"], "與持份者說話"), ["與", "持份者", "說話"]);
        assert_eq!(lay(&["持份者", "发现，", "说话"], "利益相關方發現，說話"), ["利益相關方", "發現，", "說話"]);
    }

    proptest::proptest! {
        #[test]
        fn the_runs_always_add_up_to_the_converted_text(
            leaves in proptest::collection::vec("[发展头，a持份者]{0,6}", 1..6),
            to in "[發展頭髮，a利益相關方]{0,24}",
        ) {
            let count = leaves.len();
            let mut laid = Vec::new();
            Stretch { leaves }.lay_back(to.clone(), &[('发', '發')].into_iter().collect(), &mut laid);
            proptest::prop_assert_eq!(laid.len(), count);
            proptest::prop_assert_eq!(laid.concat(), to);
        }
    }
}
