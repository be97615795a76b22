//! How much likelier a stretch of Simplified Chinese is a person's name than ordinary words: what names are made of
//! (`standards/script/generated/name-parts.txt`) against the likeliest cut of the sentence. 于海涛 against 于|海涛.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::{data, house, is_han, words};

/// What names are made of, in tenths of a negative decimal logarithm.
struct Parts {
    surnames: BTreeMap<char, u32>,
    first: BTreeMap<char, u32>,
    last: BTreeMap<char, u32>,
    /// What stands for the sounds of foreign names.
    foreign: BTreeMap<char, u32>,
    places: BTreeSet<&'static str>,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    let rows = |kind: &'static str| data::rows("generated/name-parts.txt").filter(move |row| row[0] == kind);
    let costs = |kind| -> BTreeMap<char, u32> {
        let row = |row: Vec<&'static str>| {
            let cost = row[1].parse().unwrap_or(RARE);
            row[2].chars().map(move |character| (character, cost)).collect::<Vec<_>>()
        };
        rows(kind).flat_map(row).collect()
    };
    Parts {
        surnames: costs("surname"),
        first: costs("first"),
        last: costs("last"),
        foreign: costs("foreign"),
        places: rows("place").flat_map(|row| row[1].split(' ').collect::<Vec<_>>()).collect(),
    }
});

/// One word of twenty in running text is a person's name.
const NAME: u32 = 13;

/// A surname that is above all a word (后, 松): how many have it the dictionaries do not tell.
const RARE_SURNAME: u32 = 37;

/// What a title behind it is worth to a name, at most.
const SHARED: u32 = 30;

/// Of six given names one has a single character.
const OF_ONE: u32 = 8;
const OF_TWO: u32 = 1;

/// A character that is in no name of the lists.
const RARE: u32 = 45;

/// Behind a surname, one name of ten is a short title: 于总.
const SHORT_TITLE: u32 = 10;

/// What a place or a time (于巴黎, 于夏季) is worth against a given name.
const PLACE: i32 = 25;

/// Characters before and behind a name that are cut with it: no word reaches further.
const BESIDE: usize = 8;

/// A word of the dictionaries as rare as this may be somebody's whole name (于是之), which they list as well.
const RARE_WORD: u32 = 50;
/// So much dearer by its characters a whole name of the dictionaries may be.
const UNUSUAL: u32 = 35;

/// Tenths of a decimal logarithm by which a name is likelier at a range of a text than ordinary words, by itself.
/// `is_titled`: it is a surname with a short title.
pub(super) fn odds(text: &str, range: &Range<usize>, is_titled: bool) -> i32 {
    let name = &text[range.clone()];
    let (start, end) = around(text, range);
    let of_words = |from: usize, to: usize| words::cost(&text[from..to], &[house::keys()]);
    let given = range.start + name.chars().next().map_or(0, char::len_utf8);
    let mut ordinary = of_words(start, end);
    // 由于李明先生离任: somebody else's name, behind a word.
    if !is_titled && name[given - range.start..].starts_with(is_surname) {
        let ends = text[given..end].char_indices().map(|(at, character)| given + at + character.len_utf8());
        for other in ends.skip(1).take(2) {
            // What stands behind the one stands behind the other as well, and counts for it as much.
            let shared = if other == range.end { SHARED } else { 0 };
            let named = of_words(start, given) + cost(&text[given..other]) + of_words(other, end);
            ordinary = ordinary.min(named.saturating_sub(shared));
        }
    }
    let own = if is_titled { cost_of_surname(name) + SHORT_TITLE } else { cost(name) };
    let named = of_words(start, range.start) + own + of_words(range.end, end);
    let place = if PARTS.places.contains(&text[given..range.end]) { PLACE } else { 0 };
    ordinary.cast_signed() - named.cast_signed() - place
}

/// Whether a character is a surname, in Simplified.
pub(super) fn is_surname(character: char) -> bool {
    PARTS.surnames.contains_key(&character)
}

fn cost_of_surname(name: &str) -> u32 {
    let surname = name.chars().next().and_then(|first| PARTS.surnames.get(&first));
    NAME + surname.copied().unwrap_or(RARE_SURNAME)
}

/// What a whole name costs: its characters, or the word of the dictionaries that it is.
fn cost(name: &str) -> u32 {
    let parts = &*PARTS;
    let of = |list: &BTreeMap<char, u32>, character: char| list.get(&character).copied().unwrap_or(RARE);
    let given: Vec<char> = name.chars().skip(1).collect();
    let mut characters = match given[..] {
        [first, last] => of(&parts.first, first) + of(&parts.last, last) + OF_TWO,
        [only] => of(&parts.first, only).min(of(&parts.last, only)) + OF_ONE,
        _ => return u32::from(u16::MAX),
    };
    // A rare word made of the characters of given names is one where a name stands: 建平.
    let behind = name.char_indices().nth(1).map_or("", |(at, _)| &name[at..]);
    if let Some(word) = words::rarity(behind).filter(|word| *word >= RARE_WORD && characters <= word + OF_ONE) {
        characters = characters.min(word - NAME);
    }
    let characters = cost_of_surname(name) + characters;
    let whole = words::rarity(name).filter(|word| *word >= RARE_WORD && characters <= word + UNUSUAL);
    whole.map_or(characters, |word| word.min(characters))
}

/// Whether a whole name has characters that names often have.
pub(super) fn are_usual(name: &str) -> bool {
    /// What each character of a given name may cost.
    const USUAL: u32 = 34;
    let given = name.chars().skip(1).count() as u32;
    cost(name) <= cost_of_surname(name) + USUAL * given
}

/// Whether the characters of a given name are hardly a word's anywhere: 蕙祯.
pub(super) fn is_of_names_alone(given: &str) -> bool {
    /// One word of three hundred thousand.
    const RARE_CHARACTER: u32 = 55;
    let is_of_names = |own: char| PARTS.first.contains_key(&own) || PARTS.last.contains_key(&own);
    let is_rare = |(at, own): (usize, char)| {
        words::rarity(&given[at..at + own.len_utf8()]).is_none_or(|rarity| rarity >= RARE_CHARACTER)
    };
    given.chars().all(is_of_names) && given.char_indices().all(is_rare)
}

/// Whether a character is one of a foreign name that no word list has: 里 in 蒙特里.
pub(super) fn is_foreign(text: &str, at: usize) -> bool {
    /// One word of three hundred is a foreign name.
    const FOREIGN: u32 = 25;
    /// A character that is seldom in one makes none.
    const SELDOM: u32 = 35;
    // Characters of the longest, of the shortest, and of the shortest part of one (里德·乔伊).
    const LONGEST: usize = 7;
    const SHORTEST: usize = 3;
    const PART: usize = 2;
    /// Tenths of a decimal logarithm by which it has to be likelier than words.
    const LIKELIER: u32 = 8;
    /// What stands between the parts of foreign names.
    const PARTS_MARK: char = '·';
    // What a mark between its parts says for a name, what the edge of a clause says, where no such word begins, and what
    // a foreign name that the dictionaries have says, which has no inside: 蒙特|里.
    const PARTED: u32 = 20;
    const OPENS: u32 = 15;
    const NAMED: u32 = 12;
    const SELDOM_WORD: u32 = 40;
    let sounds = |character: &char| PARTS.foreign.get(character).is_some_and(|cost| *cost <= SELDOM);
    let run = |characters: &mut dyn Iterator<Item = char>| -> usize {
        characters.take_while(sounds).take(LONGEST).map(char::len_utf8).sum()
    };
    let (start, end) = (at - run(&mut text[..at].chars().rev()), at + run(&mut text[at..].chars()));
    if text[start..end].chars().count() < PART || end == at {
        return false;
    }
    let (from, to) = around(text, &(start..end));
    let of_words = |from: usize, to: usize| words::cost(&text[from..to], &[house::keys()]);
    let ordinary = of_words(from, to);
    let places: Vec<usize> = text[start..end].char_indices().map(|(at, _)| start + at).chain([end]).collect();
    let is_name = |name: Range<usize>| {
        let count = text[name.clone()].chars().count();
        let is_parted = text[..name.start].ends_with(PARTS_MARK) || text[name.end..].starts_with(PARTS_MARK);
        let opens = name.start == at && name.start == from;
        let ends = name.end == at + text[at..].chars().next().map_or(0, char::len_utf8);
        let is_named = ends && words::is_word(&text[name.start..at]) && of_words(name.start, at) >= SELDOM_WORD;
        let says = [(is_parted, PARTED), (opens, OPENS), (is_named, NAMED)];
        let says: u32 = says.iter().filter(|(holds, _)| *holds).map(|(_, worth)| worth).sum();
        let own: u32 = text[name.clone()].chars().filter_map(|sound| PARTS.foreign.get(&sound)).sum();
        let named = of_words(from, name.start) + FOREIGN + own + of_words(name.end, to);
        // The dictionaries list some: what their word is of nothing else.
        if count >= SHORTEST && words::rarity(&text[name.clone()]).is_some() {
            return words::is_apart(text, &name, &[house::keys()]);
        }
        let least = if is_parted || opens { PART } else { SHORTEST };
        (least..=LONGEST).contains(&count) && named + LIKELIER <= ordinary + says
    };
    let firsts = places.iter().filter(|first| **first <= at);
    let mut names = firsts.flat_map(|first| places.iter().filter(|last| **last > at).map(move |last| *first..*last));
    names.any(is_name)
}

/// Where the stretch of Chinese around a range begins and ends, no further than a word reaches.
pub(super) fn around(text: &str, range: &Range<usize>) -> (usize, usize) {
    let near = |characters: &mut dyn Iterator<Item = char>| -> usize {
        characters.take_while(|character| is_han(*character)).take(BESIDE).map(char::len_utf8).sum()
    };
    let before = near(&mut text[..range.start].chars().rev());
    (range.start - before, range.end + near(&mut text[range.end..].chars()))
}
