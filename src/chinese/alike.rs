//! Characters that sound or look alike, in Simplified: one of them is typed for another (题供 for 提供).
//!
//! `scripts/alike` has them from Unicode's Unihan, and beside them words that are such a slip's look-alikes
//! (`standards/script/generated/alike.txt`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::data;

const LIST: &str = "generated/alike.txt";

/// Opens a line of words, which have two characters each.
const WORDS: char = '=';

/// Whether two characters sound or look alike.
pub fn are_alike(own: char, other: char) -> bool {
    /// For each character the groups that it is one of, ascending.
    static GROUPS: LazyLock<HashMap<char, Vec<usize>>> = LazyLock::new(|| {
        let mut groups: HashMap<char, Vec<usize>> = HashMap::new();
        for (number, line) in data::lines(LIST).filter(|line| !line.starts_with(WORDS)).enumerate() {
            line.chars().for_each(|character| groups.entry(character).or_default().push(number));
        }
        groups
    });
    let of = |character| GROUPS.get(&character).map_or(&[][..], Vec::as_slice);
    own != other && of(own).iter().any(|group| of(other).binary_search(group).is_ok())
}

/// Whether two characters are a word that the dictionaries lack and a language model has.
pub fn is_word(pair: &str) -> bool {
    static WORDS_OF_TWO: LazyLock<HashSet<[char; 2]>> = LazyLock::new(|| {
        let words = data::lines(LIST).filter_map(|line| line.strip_prefix(WORDS));
        words
            .flat_map(|line| {
                line.chars().collect::<Vec<_>>().chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>()
            })
            .collect()
    });
    let mut characters = pair.chars();
    characters.next().zip(characters.next()).is_some_and(|(first, second)| WORDS_OF_TWO.contains(&[first, second]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_and_shapes() {
        for pair in ["提题", "议意", "进近", "侯候", "厅听"] {
            let characters: Vec<char> = pair.chars().collect();
            assert!(are_alike(characters[0], characters[1]), "{pair}");
        }
        // Codes of two letters are too short to say it: 己经 is among the reviewed slips.
        assert!(!are_alike('己', '已'));
        assert!(!are_alike('水', '火'));
        assert!(!are_alike('水', '水'));
        assert!(is_word("全域"));
        assert!(!is_word("题供"));
    }
}
