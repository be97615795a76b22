//! Slips of typing that no list knows: two characters that are no word, in the place of a word that the report has
//! elsewhere, with one character that sounds or looks alike (題供 where the report has 提供).

use std::collections::HashMap;
use std::ops::Range;

use super::{Finding, Reader, is_titled};
use crate::chinese::alike::{are_alike, is_word};
use crate::chinese::{han_runs, house, names, words};
use crate::diag::Code;
use crate::model::{Edition, Passage};

/// Times that the report has the word that is meant, at least.
const OFTEN: usize = 3;

/// How much likelier the clause with it and its being the report's must be together, in tenths of a decimal logarithm: in
/// 390,000 characters of reports of governments, a textbook and pages of companies, one place was as likely by chance.
const LIKELIER: u32 = 45;

/// How rare each of the two characters is by itself, at least: particles stand beside each other as they like.
const RARE: u32 = 33;

/// Characters beside them that are no rarer than this belong to no word with them.
const PARTICLE: u32 = 30;

/// Characters before and behind a place that decide how likely it is.
const AROUND: usize = 10;

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wants(Code::DoubtfulForm) {
        return;
    }
    for edition in [Edition::ZhHantHk, Edition::ZhHansCn] {
        let passages = reader.of(edition);
        for (passage, slip) in slips(&passages) {
            if is_titled(&passage.text, &slip.range) || names::may_be_named(&passage.text, &slip.range) {
                continue;
            }
            let (typed, Meant { word, times, first }) = (&passage.text[slip.range.clone()], &slip.meant);
            let message = format!("`{typed}` is no word that is known, and the text has `{word}` {times} times");
            let hint = format!("write `{word}`, or `-{{{typed}}}-` if it is meant");
            let place = passages[first.0].place(first.1.clone()).map(|(span, _)| span);
            let finding = Finding::new(message, hint).label(place, &format!("`{word}` here"));
            reader.tell(passage, slip.range, Code::DoubtfulForm, finding);
        }
    }
}

struct Slip {
    range: Range<usize>,
    meant: Meant,
}

/// A word of the report: as it is printed, how many times, and where first.
#[derive(Clone)]
struct Meant {
    word: String,
    times: usize,
    first: (usize, Range<usize>),
}

/// A stretch of Chinese in a passage, in Simplified, cut into words.
struct Stretch<'t> {
    passage: usize,
    start: usize,
    text: &'t str,
    words: Vec<&'t str>,
}

fn slips<'a>(passages: &[&'a Passage]) -> Vec<(&'a Passage, Slip)> {
    let texts: Vec<String> = passages.iter().map(|passage| words::in_place(&passage.text)).collect();
    let stretches: Vec<Stretch<'_>> = texts
        .iter()
        .enumerate()
        .flat_map(|(passage, text)| {
            han_runs(text).into_iter().map(move |run| {
                let (start, text) = (run.start, &text[run]);
                Stretch { passage, start, text, words: words::likeliest(text, &[house::keys()]).0 }
            })
        })
        .collect();
    let own = Own::of(&stretches, passages);
    let mut found = Vec::new();
    for stretch in &stretches {
        for (range, meant) in stretch.doubtful(&own) {
            found.push((
                passages[stretch.passage],
                Slip { range: stretch.start + range.start..stretch.start + range.end, meant },
            ));
        }
    }
    // What stands twice is a name or a word of the trade.
    let typed = |(passage, slip): &(&Passage, Slip)| passage.text[slip.range.clone()].to_owned();
    let stands_once = |slip: &(&Passage, Slip)| {
        let typed = words::in_place(&typed(slip));
        texts.iter().flat_map(|text| text.match_indices(&*typed)).nth(1).is_none()
    };
    found.into_iter().filter(stands_once).collect()
}

/// The words of two characters that the report has often enough.
struct Own<'t> {
    words: HashMap<&'t str, Meant>,
    /// By their first characters, and by their last.
    by: [HashMap<char, Vec<&'t str>>; 2],
}

impl<'t> Own<'t> {
    fn of(stretches: &[Stretch<'t>], passages: &[&Passage]) -> Self {
        let mut words: HashMap<&str, Meant> = HashMap::new();
        for stretch in stretches {
            for (at, word) in stretch.places().filter(|(_, word)| is_pair(word) && words::is_word(word)) {
                let range = stretch.start + at..stretch.start + at + word.len();
                let first = || Meant {
                    word: passages[stretch.passage].text[range.clone()].to_owned(),
                    times: 0,
                    first: (stretch.passage, range.clone()),
                };
                words.entry(word).or_insert_with(first).times += 1;
            }
        }
        words.retain(|_, meant| meant.times >= OFTEN);
        let mut by: [HashMap<char, Vec<&str>>; 2] = Default::default();
        let mut listed: Vec<&str> = words.keys().copied().collect();
        listed.sort_unstable();
        for word in listed {
            for (by, character) in by.iter_mut().zip(word.chars()) {
                by.entry(character).or_default().push(word);
            }
        }
        Self { words, by }
    }

    /// Those that are another pair but for one character that is alike.
    fn beside(&self, pair: &[char; 2]) -> Vec<&'t str> {
        let [first, last] = *pair;
        let is_alike = |word: &&str| word.chars().zip(*pair).all(|(own, typed)| own == typed || are_alike(own, typed));
        let with = |side: usize, character| self.by[side].get(&character).into_iter().flatten().copied();
        with(0, first).chain(with(1, last)).filter(is_alike).collect()
    }
}

fn is_pair(word: &str) -> bool {
    word.chars().count() == 2
}

impl<'t> Stretch<'t> {
    /// Its words and where they begin.
    fn places(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let mut at = 0;
        self.words.iter().map(move |word| {
            at += word.len();
            (at - word.len(), *word)
        })
    }

    /// Two characters by themselves that are no word, and the likeliest word that is meant.
    fn doubtful(&self, own: &Own<'t>) -> Vec<(Range<usize>, Meant)> {
        let places: Vec<(usize, &str)> = self.places().collect();
        let single = |word: &str| {
            let mut characters = word.chars();
            characters.next().filter(|character| characters.next().is_none() && !words::is_numeral(*character))
        };
        // A character of some weight beside the two may be part of a word with one of them.
        let is_word_of_one = |number: Option<usize>| {
            let word = number.and_then(|number| places.get(number)).map(|(_, word)| *word);
            word.is_some_and(|word| single(word).is_some() && words::cost(word, &[]) > PARTICLE)
        };
        let mut found = Vec::new();
        for (number, pair) in places.windows(2).enumerate() {
            let [(start, first), (middle, last)] = [pair[0], pair[1]];
            let range = start..middle + last.len();
            let (Some(one), Some(other)) = (single(first), single(last)) else { continue };
            let is_weighty = || [first, last].into_iter().all(|word| words::cost(word, &[]) >= RARE);
            let is_own = |pair: &str| words::is_word(pair) || is_word(pair);
            if one == other
                || is_word_of_one(number.checked_sub(1))
                || is_word_of_one(Some(number + 2))
                || is_own(&self.text[range.clone()])
                || !is_weighty()
            {
                continue;
            }
            let evidence =
                |word: &str| self.gain(&range, word) + (10.0 * (own.words[word].times as f64).log10()) as u32;
            let gains = own.beside(&[one, other]).into_iter().map(|word| (evidence(word), word));
            if let Some((_, word)) =
                gains.filter(|(gain, _)| *gain >= LIKELIER).max_by_key(|(gain, word)| (*gain, own.words[word].times))
            {
                found.push((range, own.words[word].clone()));
            }
        }
        found
    }

    /// How much likelier the clause is with a word in a range of it.
    fn gain(&self, range: &Range<usize>, word: &str) -> u32 {
        let before =
            self.text[..range.start].char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
        let behind = &self.text[range.end..];
        let behind = behind.char_indices().nth(AROUND).map_or(self.text.len(), |(at, _)| range.end + at);
        let cost = |text: &str| words::cost(text, &[house::keys()]);
        let meant = format!("{}{word}{}", &self.text[before..range.start], &self.text[range.end..behind]);
        cost(&self.text[before..behind]).saturating_sub(cost(&meant))
    }
}
