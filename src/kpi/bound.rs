//! Words that make a figure a bound, in both scripts: 超過, 不足, 約.

/// How a figure says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Exactly,
    Above,
    Below,
    Roughly,
}

/// The words, by what they claim. The longest that fits counts: 不少於 is no 少於.
const WORDS: [(&str, Claim); 3] = [
    ("超過 超过 逾 多於 多于 高於 高于 不少於 不少于 不低於 不低于 突破 超 不止 > ＞ ≥", Claim::Above),
    ("不足 少於 少于 低於 低于 不超過 不超过 不高於 不高于 不到 不多於 不多于 不超 < ＜ ≤", Claim::Below),
    ("大約 大约 約 约 將近 将近 接近 近 約為 约为 約有 约有 逼近", Claim::Roughly),
];

/// The words before a figure without those that make it a bound, and the bound.
pub(super) fn bound(words: &str) -> (&str, Claim) {
    let words = words.trim_end();
    let all = WORDS.iter().flat_map(|(list, claim)| list.split(' ').map(move |word| (word, *claim)));
    let fitting = all.filter_map(|(word, claim)| Some((words.strip_suffix(word)?, claim)));
    fitting.min_by_key(|(rest, _)| rest.len()).unwrap_or((words, Claim::Exactly))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_counts() {
        assert_eq!(bound("用水不低於"), ("用水", Claim::Above));
        assert_eq!(bound("用水低于"), ("用水", Claim::Below));
        assert_eq!(bound("不超過"), ("", Claim::Below));
        assert_eq!(bound("超过"), ("", Claim::Above));
        assert_eq!(bound("用水"), ("用水", Claim::Exactly));
    }
}
