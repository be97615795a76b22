//! Where two words meet and look like a third one: 抹布|置於 is no 布置, 電影|印象 no 影印.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::entries;

/// Characters of the longest word looked for.
const LONGEST: usize = 5;

/// Numbers stand before any word: 三分 is none in 三分鐘.
const NUMERALS: &str = "〇一二三四五六七八九十百千萬万兩两幾几";

/// Whether an ordinary word of either script (`standards/script/hk-words.txt`, `cn-words.txt`) begins before a range and
/// ends inside it, and none ends right where the range begins (产品|质素, although 品质 is a word).
pub(super) fn parts(text: &str, range: &Range<usize>) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lists = ["script/hk-words.txt", "script/cn-words.txt"].into_iter().flat_map(entries);
        let words = lists.flat_map(str::split_whitespace);
        words.flat_map(|word| word.split('=')).collect()
    });
    let starts: Vec<usize> = text[..range.start].char_indices().rev().map(|(at, _)| at).take(LONGEST - 1).collect();
    let begins_before = |seam: usize| starts.iter().any(|start| WORDS.contains(&text[*start..seam]));
    let is_number = text[..range.start].ends_with(|last| NUMERALS.contains(last));
    let mut seams = text[range.clone()].char_indices().skip(1).map(|(at, _)| range.start + at);
    !is_number && !begins_before(range.start) && seams.any(begins_before)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_word_that_ends_inside() {
        let place = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            parts(text, &(at..at + word.len()))
        };
        assert!(place("清潔用的抹布置於通風處", "布置"));
        assert!(place("电影印象深刻", "影印"));
        assert!(!place("會場布置於昨日完成", "布置"));
        assert!(!place("董事會亦委托顧問", "委托"));
        assert!(!place("班完結前十五分鍾，", "分鍾"));
        assert!(!place("努力提高产品质素。", "质素"));
    }
}
