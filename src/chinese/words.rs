//! Ordinary words, which hold together and mean nothing beyond that: the seams between them are no words.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::data;

/// Ordinary words towards Hong Kong: Simplified, and as Hong Kong writes them.
pub fn towards_hong_kong() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::words("hk-words.txt")
}

/// Ordinary words towards the mainland: as Hong Kong writes them, and Simplified.
pub fn towards_mainland() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::words("cn-words.txt")
}

/// Characters of the longest word looked for.
const LONGEST: usize = 5;

/// Numbers stand before any word: 三分 is none in 三分鐘.
const NUMERALS: &str = "〇一二三四五六七八九十百千萬万兩两幾几";

/// Whether an ordinary word of either script begins before a range and ends inside it, and none ends right where the
/// range begins (产品|质素, although 品质 is a word): 抹布|置於 is no 布置, 電影|印象 no 影印.
pub fn part(text: &str, range: &Range<usize>) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| towards_hong_kong().chain(towards_mainland()).flat_map(|(own, other)| [own, other]).collect());
    let starts: Vec<usize> = text[..range.start].char_indices().rev().map(|(at, _)| at).take(LONGEST - 1).collect();
    let begins_before = |seam: usize| starts.iter().any(|start| WORDS.contains(&text[*start..seam]));
    let is_number = text[..range.start].ends_with(|last| NUMERALS.contains(last));
    let mut seams = text[range.clone()].char_indices().skip(1).map(|(at, _)| range.start + at);
    !is_number && !begins_before(range.start) && seams.any(begins_before)
}

/// Whether OpenCC lists two characters that are no word (`standards/script/no-words.txt`).
pub fn is_no_word(text: &str) -> bool {
    static LISTED: LazyLock<HashSet<&str>> =
        LazyLock::new(|| data::words("no-words.txt").map(|(word, _)| word).collect());
    LISTED.contains(text)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_word_that_ends_inside() {
        let place = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            part(text, &(at..at + word.len()))
        };
        assert!(place("清潔用的抹布置於通風處", "布置"));
        assert!(place("电影印象深刻", "影印"));
        assert!(!place("會場布置於昨日完成", "布置"));
        assert!(!place("董事會亦委托顧問", "委托"));
        assert!(!place("班完結前十五分鍾，", "分鍾"));
        assert!(!place("努力提高产品质素。", "质素"));
    }
}
