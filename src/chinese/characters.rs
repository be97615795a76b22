//! Which characters are Chinese.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::{data, plain};

/// Whether a character is a Chinese one: Unified Ideographs with extensions, compatibility ideographs, 〇 (Unicode 16.0,
/// Blocks.txt).
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Characters of the basic plane that all of a long text is searched for: by its bytes, which is much faster than to
/// read it character by character.
pub struct Wanted(Vec<u64>);

impl Wanted {
    /// A set of characters; those outside the basic plane are never found.
    pub fn new(characters: impl IntoIterator<Item = char>) -> Self {
        let mut bits = vec![0; 1 << 10];
        for code in characters.into_iter().filter_map(|one| u16::try_from(u32::from(one)).ok()) {
            bits[usize::from(code) / 64] |= 1 << (code % 64);
        }
        Self(bits)
    }

    /// Whether it has the first character of a text.
    pub fn starts(&self, text: &str) -> bool {
        text.chars().next().and_then(|one| u16::try_from(u32::from(one)).ok()).is_some_and(|code| self.has(code.into()))
    }

    fn has(&self, code: usize) -> bool {
        self.0[code / 64] >> (code % 64) & 1 == 1
    }

    /// Where in a text one of them stands, in bytes and in order.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let bytes = text.as_bytes();
        let low = |at: usize| usize::from(bytes[at] & 0x3f);
        let mut next = 0;
        std::iter::from_fn(move || {
            while next < bytes.len() {
                let at = next;
                let lead = usize::from(bytes[at]);
                let code = match lead {
                    0..0x80 => (lead, 1),
                    0x80..0xe0 => ((lead & 0x1f) << 6 | low(at + 1), 2),
                    0xe0..0xf0 => ((lead & 0xf) << 12 | low(at + 1) << 6 | low(at + 2), 3),
                    _ => (0xffff, 4),
                };
                next += code.1;
                if self.has(code.0) {
                    return Some(at);
                }
            }
            None
        })
    }
}

/// Words that a text is searched for in one walk, instead of once for each.
pub struct Listed<'w> {
    firsts: Wanted,
    words: HashSet<Cow<'w, str>>,
    /// How long those with this first character are, in bytes.
    lengths: HashMap<char, BTreeSet<usize>>,
}

impl<'w> Listed<'w> {
    /// A list of words.
    pub fn new(list: impl IntoIterator<Item = impl Into<Cow<'w, str>>>) -> Self {
        let mut words: HashSet<Cow<'w, str>> = HashSet::new();
        let mut lengths: HashMap<char, BTreeSet<usize>> = HashMap::new();
        for word in list.into_iter().map(Into::into) {
            if let Some(first) = word.chars().next() {
                lengths.entry(first).or_default().insert(word.len());
                words.insert(word);
            }
        }
        // To the walk all characters outside the basic plane are one, which stands in no text.
        let near = |first: &char| if u16::try_from(u32::from(*first)).is_ok() { *first } else { '\u{ffff}' };
        Self { firsts: Wanted::new(lengths.keys().map(near)), words, lengths }
    }

    /// Where each of them stands in a text, in the order of their beginnings.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.firsts.places(text).flat_map(move |at| {
            let lengths = text[at..].chars().next().and_then(|first| self.lengths.get(&first));
            let ranges = lengths.into_iter().flatten().map(move |length| at..at + length);
            ranges.filter(|range| text.get(range.clone()).is_some_and(|word| self.words.contains(word)))
        })
    }
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
        // 煇, a given name: its first form in OpenCC is itself, but conversion takes the rare one. 𨋢 (a lift), 劏 (劏房), 燶 and
        // 喎 are of Hong Kong: the mainland quotes them as they are.
        rare.extend("煇𨋢劏燶喎".chars());
        rare
    });
    &RARE
}

/// Characters that Simplified and Traditional text both have (`standards/script/reviewed/both-scripts.txt`).
static BOTH: LazyLock<BTreeSet<char>> =
    LazyLock::new(|| data::lines("both-scripts.txt").flat_map(str::chars).collect());

/// Whether Simplified and Traditional text both have a character.
pub fn is_of_both(character: char) -> bool {
    BOTH.contains(&character)
}

/// A text with ASCII characters in place of their full-width forms (Unicode block Halfwidth and Fullwidth Forms).
pub(crate) fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        c => c,
    };
    text.chars().map(half).collect()
}
