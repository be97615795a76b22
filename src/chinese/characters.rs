//! Which characters are Chinese.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::{data, plain};

/// Whether a character is a Chinese one: Unified Ideographs with extensions, compatibility ideographs, 〇 (Unicode 16.0,
/// Blocks.txt).
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Byte ranges of a text's stretches of Chinese characters.
pub fn han_runs(text: &str) -> Vec<Range<usize>> {
    runs(text, is_han)
}

/// Byte ranges of a text's stretches of certain characters.
pub(super) fn runs(text: &str, is_one: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, character)| is_one(*character)) {
        let end = at + character.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

/// Traditional characters whose Simplified form nobody writes and few fonts have, outside the basic plane (餸, 嗰): they
/// stay as they are.
pub fn with_rare_simple_form() -> &'static [char] {
    static RARE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let all: String = ('\u{3400}'..='\u{9fff}').flat_map(|character| [character, '\n']).collect();
        let simple = plain::simplified(&all);
        let pairs = std::iter::zip(all.chars(), simple.chars());
        let mut rare: Vec<char> = pairs.filter(|(_, simple)| *simple > '\u{ffff}').map(|(own, _)| own).collect();
        // 煇, a given name: its first form in OpenCC is itself, but conversion takes the rare one. 𨋢 is a lift in Hong Kong.
        rare.extend("煇𨋢".chars());
        rare
    });
    &RARE
}

/// Characters that Simplified and Traditional text both have (`standards/script/reviewed/both-scripts.txt`).
pub fn of_both_scripts() -> &'static BTreeSet<char> {
    static BOTH: LazyLock<BTreeSet<char>> =
        LazyLock::new(|| data::lines("both-scripts.txt").flat_map(str::chars).collect());
    &BOTH
}
