//! Ordinary words with their probabilities, and the likeliest way to cut a sentence into them: what stands together is
//! a word, and what is read across the seam of two words is none (牵头|发起 has no 头发, 抹布|置于 no 布置).
//!
//! The words are those of a language model of Simplified Chinese and of OpenCC's dictionaries, distilled by
//! `scripts/words` (`standards/script/generated/words.txt`) and made a [`Tree`] by the build.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::characters::runs;
use super::plain;
use super::tree::{Entry, Tree, bytes, code};
use super::{data, han_runs, is_han};

/// Characters of the longest word; longer keys of a report's own are looked up all the same.
const LONGEST: usize = 12;

/// Tenths of the negative decimal logarithm of the probability of a character that no word list has.
const UNKNOWN: u32 = 90;

/// Numbers are read figure by figure, Simplified: any word may follow one of them (十二只, 四十六只).
const NUMERALS: &str = "0123456789〇零一二三四五六七八九十廿卅百千万亿两几数多余";

/// Those of them that stand in numbers alone.
static FIGURES: LazyLock<Vec<u16>> =
    LazyLock::new(|| "〇零一二三四五六七八九十廿卅百千万亿".chars().map(code).collect());

/// The cost of what cannot be.
const NEVER: u32 = u32::MAX / 2;

static WORDS: LazyLock<Tree> = LazyLock::new(|| Tree::new(&include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"))[..]));

/// Words of a list, a glossary or a vocabulary, as keys in the cut of a sentence: each is as likely as the words it is
/// made of, and more so by what its being listed is worth.
#[derive(Default)]
pub struct Keys {
    tree: Tree,
    table: BTreeMap<Vec<u16>, Entry>,
    /// Characters that a list tells by the [`EDGE`] of a stretch of Chinese before them, and behind them.
    edges: [BTreeSet<u16>; 2],
    /// Those that a list tells by being [`ALONE`].
    alone: BTreeSet<u16>,
}

impl Keys {
    /// `listed`: how much likelier a key is than its parts, in tenths of a decimal logarithm.
    pub fn new<'k>(keys: impl IntoIterator<Item = &'k str>, listed: u32) -> Self {
        Self::default().and(keys, listed)
    }

    /// These keys and more, with another weight.
    pub fn and<'k>(self, keys: impl IntoIterator<Item = &'k str>, listed: u32) -> Self {
        let Self { mut table, mut edges, mut alone, .. } = self;
        // One key after the other in the same room.
        let (mut cut, mut text) = (Cut::default(), Vec::new());
        for key in keys {
            simplify(key, &mut text);
            let edge = code(EDGE);
            if let [first, .., last] = text[..]
                && [first, last].contains(&edge)
            {
                edges[0].extend(text[1..].first().filter(|_| first == edge));
                edges[1].extend(text[..text.len() - 1].last().filter(|_| last == edge));
            } else if text.last() == Some(&code(ALONE)) {
                alone.extend(text.first());
            } else if text.len() > 1 {
                cut.read(&text, &[], |_, _, _, _| ());
                let cost = cut.cost.saturating_sub(listed).min(u32::from(u8::MAX)) as u8;
                match table.get_mut(&text) {
                    Some(entry) => entry.cost = entry.cost.min(cost),
                    None => drop(table.insert(text.clone(), Entry { cost, is_phrase: true })),
                }
            }
        }
        Self { tree: Tree::new(bytes(&table)), table, edges, alone }
    }
}

/// The likeliest way to cut a stretch of Chinese into words.
#[derive(Default)]
struct Cut {
    /// Whether a word begins at each character, or the text ends there.
    starts: Vec<bool>,
    cost: u32,
    /// For each place: the cost of the likeliest way there, and the length of the last word.
    best: Vec<(u32, u32)>,
}

impl Cut {
    fn of(text: &[u16], own: &[&Keys]) -> Self {
        let mut cut = Self::default();
        cut.read(text, own, |_, _, _, _| ());
        cut
    }

    /// Cuts another stretch. Shows `see` every word on the way: where it begins, of which keys it is (none for ordinary
    /// words), its length and what is known about it.
    fn read(&mut self, text: &[u16], own: &[&Keys], mut see: impl FnMut(usize, Option<usize>, usize, Entry)) {
        let best = &mut self.best;
        best.clear();
        best.resize(text.len() + 1, (NEVER, 1));
        best[0].0 = 0;
        for at in 0..text.len() {
            let here = best[at].0;
            let mut reach = |length: usize, cost: u32| {
                let way = &mut best[at + length];
                if here + cost < way.0 {
                    *way = (here + cost, length as u32);
                }
            };
            reach(1, UNKNOWN);
            WORDS.words_at(&text[at..text.len().min(at + LONGEST)], |length, entry| {
                reach(length, u32::from(entry.cost));
                see(at, None, length, entry);
            });
            for (number, keys) in own.iter().enumerate() {
                keys.tree.words_at(&text[at..], |length, entry| {
                    reach(length, u32::from(entry.cost));
                    see(at, Some(number), length, entry);
                });
            }
        }
        static NUMBERS: LazyLock<Vec<u16>> = LazyLock::new(|| NUMERALS.chars().map(code).collect());
        let starts = &mut self.starts;
        starts.clear();
        starts.resize(text.len() + 1, false);
        let mut at = text.len();
        starts[at] = true;
        while at > 0 {
            let end = at;
            at -= best[at].1 as usize;
            starts[at] = true;
            if end - at > 1 && text[at..end].iter().all(|character| NUMBERS.contains(character)) {
                starts[at..end].fill(true);
            }
        }
        self.cost = best[text.len()].0;
    }

    /// See [`allows`].
    fn allows(&self, range: Range<usize>) -> bool {
        allows(&self.starts, &range)
    }

    /// Whether a stretch can be read as a name: as a word, and no part of one that has a single character besides. 動力 is
    /// no name in 勞動力, 滙豐 is one in 滙豐銀行.
    fn allows_name(&self, range: Range<usize>) -> bool {
        let before = self.starts[..=range.start].iter().rev().position(|starts| *starts);
        let behind = self.starts[range.end..].iter().position(|starts| *starts);
        self.allows(range) && before != Some(1) && behind != Some(1)
    }
}

/// Whether a stretch of characters can be read as a word: it ends where words end, or lies within one. `starts`: where
/// words begin, and where the text ends.
pub fn allows(starts: &[bool], range: &Range<usize>) -> bool {
    (starts[range.start] && starts[range.end]) || !starts[range.start + 1..range.end].contains(&true)
}

/// Whether a word begins at each character of a text, and at its end.
pub fn starts(text: &str, keys: &[&Keys]) -> Vec<bool> {
    let mut starts = Vec::with_capacity(text.len());
    let mut rest = 0;
    for run in han_runs(text) {
        starts.extend(text[rest..run.start].chars().map(|_| true));
        let cut = Cut::of(&simplified(&text[run.clone()]), keys).starts;
        starts.extend(&cut[..cut.len() - 1]);
        rest = run.end;
    }
    starts.extend(text[rest..].chars().map(|_| true));
    starts.push(true);
    starts
}

/// Lengths of words in characters, as bits; a key of more than 63 characters is no word that another reaches into.
#[derive(Clone, Copy, Default)]
struct Lengths(u64);

impl Lengths {
    fn add(&mut self, length: usize) {
        self.0 |= u32::try_from(length).ok().and_then(|length| 1_u64.checked_shl(length)).unwrap_or(0);
    }

    fn has(self, length: usize) -> bool {
        u32::try_from(length).ok().and_then(|length| self.0.checked_shr(length)).is_some_and(|rest| rest & 1 == 1)
    }

    fn longest_first(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let length = u64::BITS.checked_sub(1 + rest.leading_zeros())?;
            rest &= !(1 << length);
            Some(length as usize)
        })
    }
}

/// A text in Simplified, character by character, as the words are: as many characters as before.
fn simplified(text: &str) -> Vec<u16> {
    let mut codes = Vec::new();
    simplify(text, &mut codes);
    codes
}

/// [`simplified`] into what is at hand.
fn simplify(text: &str, codes: &mut Vec<u16>) {
    let forms = &*FORMS;
    codes.clear();
    codes.extend(text.chars().map(|character| forms[usize::from(code(character))]));
}

/// The Simplified form of each character.
static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let all: String = ('\u{3400}'..='\u{9fff}').flat_map(|character| [character, '\n']).collect();
    let mut forms: Vec<u16> = (0..=u16::MAX).collect();
    for (own, simple) in std::iter::zip(all.chars(), plain::simplified(&all).chars()) {
        forms[usize::from(code(own))] = code(simple);
    }
    forms
});

/// A text in Simplified, character by character, as the words are: as many characters as before.
pub(super) fn simplified_text(text: &str) -> String {
    let simple = simplified(text).into_iter().map(|code| char::from_u32(code.into()));
    std::iter::zip(text.chars(), simple)
        .map(|(own, simple)| simple.filter(|_| own <= '\u{ffff}').unwrap_or(own))
        .collect()
}

/// Stands between two words that a dictionary would read as others across their seam. Noncharacters are reserved for
/// such use within a program (Unicode 16.0 section 23.7).
const SEAM: char = '\u{FDD6}';

/// Stands at the edge of a stretch of Chinese, beside a character that a list tells by this place: 钟 at the end of one is
/// 鐘. `|` in the lists.
pub(super) const EDGE: char = '\u{FDD7}';

/// Stands behind a character that is a word by itself before other words, where a list tells it by that: 系 is 係 there.
/// `(x)` in the lists.
pub(crate) const ALONE: char = '\u{FDD9}';

/// Stands around a stretch out of a longer one: where it ends no clause does (強吻|鍾沛君 has no 吻鐘), and nobody knows what a
/// character by itself stands beside.
pub const WITHIN: char = '\u{FDD8}';

/// The marks of words as texts.
const MARKS: [&str; 3] = ["\u{FDD6}", "\u{FDD7}", "\u{FDD9}"];

/// A text with a mark at its [`seams`].
pub fn marked(text: &str, names: &Keys, own: &Keys, has_phrases: bool) -> String {
    let marks = seams(text, names, own, has_phrases);
    let mut out = String::with_capacity(text.len() + marks.len() * SEAM.len_utf8());
    let mut done = 0;
    for (at, mark) in marks {
        out.push_str(&text[done..at]);
        out.push(mark);
        done = at;
    }
    out + &text[done..]
}

/// A text with the marks of another one that has as many characters.
pub fn marked_as(marked: &str, text: &str) -> String {
    let mut rest = text.chars();
    marked
        .chars()
        .filter_map(|mark| if matches!(mark, SEAM | EDGE | ALONE) { Some(mark) } else { rest.next() })
        .collect()
}

/// The text without these marks.
pub fn unmarked(text: &str) -> Cow<'_, str> {
    let mut text = Cow::from(text);
    for mark in MARKS {
        if text.contains(mark) {
            text = text.replace(mark, "").into();
        }
    }
    text
}

/// Where a dictionary that takes the longest match from the left must not read on, in bytes and in order: the seams of
/// words over which one of its keys lies. With them the edges of stretches beside characters by themselves that `own`
/// tells by these, and what stands behind those that it tells by being words by themselves. `names` go before every other key; `has_phrases`: OpenCC's phrases towards Traditional are among the
/// keys.
fn seams(text: &str, names: &Keys, own: &Keys, has_phrases: bool) -> Vec<(usize, char)> {
    let mut found: Vec<(usize, char)> = Vec::new();
    // What stands for another text is no edge.
    let is_edge = |beside: Option<char>| beside.is_none_or(|beside| !('\u{fdd0}'..='\u{fdef}').contains(&beside));
    // One stretch after the other in the same room.
    let (mut cut, mut codes, mut lengths, mut starts) = (Cut::default(), Vec::new(), Vec::new(), Vec::new());
    // Figures stand in words of the lists (12只, 注1).
    for run in runs(text, |character| is_han(character) || character.is_ascii_digit()) {
        let stretch = &text[run.clone()];
        simplify(stretch, &mut codes);
        let last = codes.len() - 1;
        let [is_told_before, is_told_behind] = [own.edges[0].contains(&codes[0]), own.edges[1].contains(&codes[last])];
        if last == 0 && !is_told_before && !is_told_behind {
            continue;
        }
        // The lengths of the keys that begin at each character: of names, and of all.
        lengths.clear();
        lengths.resize(codes.len(), [Lengths::default(); 2]);
        cut.read(&codes, &[names, own], |at, keys, length, entry| {
            if keys.is_some() || (has_phrases && entry.is_phrase && length > 1) {
                lengths[at][1].add(length);
            }
            if keys == Some(0) {
                lengths[at][0].add(length);
            }
        });
        if is_told_before && cut.starts[1] && is_edge(text[..run.start].chars().next_back()) {
            found.push((run.start, EDGE));
        }
        starts.clear();
        starts.extend(stretch.char_indices().map(|(at, _)| run.start + at));
        // 「帝」系酒店: what is quoted is the first part of a word.
        let is_within = text[run.end..].starts_with(WITHIN) || text[..run.start].ends_with(['」', '』', '”', '’']);
        let mut at = 0;
        while at < codes.len() {
            let [names, all] = lengths[at];
            // Of a number the last figure may stand in a word of the lists (二十万只, 百万余).
            let is_number =
                |length: usize| length > 1 && codes[at..at + length].iter().all(|one| FIGURES.contains(one));
            let may_stand = |length: &usize| cut.allows(at..at + length) && !is_number(*length);
            // The longest key of all, and the longest that may stand: a name before every other.
            let longest = all.longest_first().next().unwrap_or(1);
            let name = names.longest_first().find(|length| cut.allows_name(at..at + length));
            let no_name = |length: &usize| may_stand(length) && !names.has(*length);
            let right = name.or_else(|| all.longest_first().find(no_name)).unwrap_or(1);
            let is_alone = || right == 1 && at < last && cut.starts[at] && cut.starts[at + 1];
            if !is_within && own.alone.contains(&codes[at]) && is_alone() {
                found.push((starts[at + 1], ALONE));
            }
            if longest > right {
                // Words stay whole: of OpenCC's keys towards the mainland nothing is known here. But for what would be a name
                // inside of one.
                let next = || cut.starts[at + 1..].iter().position(|starts| *starts).map_or(1, |next| next + 1);
                let is_inside = names.longest_first().any(|length| may_stand(&length));
                let end = at
                    + match right {
                        1 if is_inside => 1,
                        1 => next(),
                        right => right,
                    };
                found.extend(starts.get(end).map(|at| (*at, SEAM)).filter(|seam| found.last() != Some(seam)));
            }
            at += right;
        }
        if is_told_behind && cut.starts[last] && is_edge(text[run.end..].chars().next()) {
            found.push((run.end, EDGE));
        }
    }
    found
}

/// The likeliest words of a text, with the decimal logarithm of the probability that it is these, negative, in tenths.
pub fn likeliest<'t>(text: &'t str, keys: &[&Keys]) -> (Vec<&'t str>, u32) {
    let cut = Cut::of(&simplified(text), keys);
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let starts: Vec<usize> = ends.zip(&cut.starts).filter(|(_, starts)| **starts).map(|(at, _)| at).collect();
    (starts.windows(2).map(|word| &text[word[0]..word[1]]).collect(), cut.cost)
}

/// Whether a range of a text can be read as a word of its own, or as part of one: no likelier word reaches into it from
/// outside. `keys`: words that are known besides the ordinary ones.
pub fn may_stand(text: &str, range: &Range<usize>, keys: &[&Keys]) -> bool {
    cut_around(text, range, keys).is_none_or(|(cut, range)| cut.allows(range))
}

/// Whether a range of a text can be read as a name there, and no part of a word that has a single character besides: 動力 in
/// 勞動力.
pub fn may_be_a_name(text: &str, range: &Range<usize>, keys: &[&Keys]) -> bool {
    cut_around(text, range, keys).is_none_or(|(cut, range)| cut.allows_name(range))
}

/// Whether words begin and end where a range of a text does: it is no part of a longer one.
pub fn is_apart(text: &str, range: &Range<usize>, keys: &[&Keys]) -> bool {
    cut_around(text, range, keys).is_none_or(|(cut, range)| cut.starts[range.start] && cut.starts[range.end])
}

/// Characters before and behind a place that decide how a sentence is cut there. No clause is that long.
const AROUND: usize = 256;

/// The stretch of Chinese around a range, cut into words, and the range in its characters.
fn cut_around(text: &str, range: &Range<usize>, keys: &[&Keys]) -> Option<(Cut, Range<usize>)> {
    let (inside, before) = (&text[range.clone()], &text[..range.start]);
    if inside.is_empty() || !inside.chars().all(is_han) {
        return None;
    }
    let near = |characters: &mut dyn Iterator<Item = char>| {
        let lengths = characters.take_while(|character| is_han(*character)).take(AROUND).map(char::len_utf8);
        lengths.fold((0, 0), |(count, bytes), length| (count + 1, bytes + length))
    };
    let (start, bytes) = near(&mut before.chars().rev());
    let (_, behind) = near(&mut text[range.end..].chars());
    let run = &text[range.start - bytes..range.end + behind];
    Some((Cut::of(&simplified(run), keys), start..start + inside.chars().count()))
}

/// A text in Simplified, character by character, each as long in bytes as it was: places in the one are places in the
/// other.
pub fn in_place(text: &str) -> String {
    let forms = &*FORMS;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, own) in text.char_indices().filter(|(_, own)| is_han(*own)) {
        let form = char::from_u32(forms[usize::from(code(own))].into());
        if let Some(form) = form.filter(|form| *form != own && form.len_utf8() == own.len_utf8()) {
            out.push_str(&text[done..at]);
            out.push(form);
            done = at + own.len_utf8();
        }
    }
    out + &text[done..]
}

/// The words of a text's stretches of Chinese, likeliest cut.
pub fn cut(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in han_runs(text) {
        let stretch = &text[run];
        let starts = Cut::of(&simplified(stretch), &[]).starts;
        let mut start = 0;
        for (at, (offset, _)) in stretch.char_indices().enumerate().skip(1) {
            if starts[at] {
                words.push(&stretch[start..offset]);
                start = offset;
            }
        }
        words.push(&stretch[start..]);
    }
    words
}

/// Whether the first `count` characters of a text stand apart from what follows: a word begins behind them, and none of
/// several characters reaches from them beyond.
pub fn are_apart(text: &str, count: usize) -> bool {
    /// What follows may be a word of as many characters.
    const BEHIND: usize = 6;
    let stretch: String = text.chars().take_while(|character| is_han(*character)).take(count + BEHIND).collect();
    let codes = simplified(&stretch);
    codes.len() >= count && Cut::of(&codes, &[]).starts[count]
}

/// Tenths of the negative decimal logarithm of the probability of a text in its likeliest cut.
pub fn cost(text: &str, keys: &[&Keys]) -> u32 {
    Cut::of(&simplified(text), keys).cost
}

/// The same of a text that is one ordinary word, and none of OpenCC's phrases.
pub(super) fn rarity(text: &str) -> Option<u32> {
    let codes = simplified(text);
    let mut rarity = None;
    WORDS.words_at(&codes, |length, entry| {
        if length == codes.len() && !entry.is_phrase {
            rarity = Some(u32::from(entry.cost));
        }
    });
    rarity
}

/// Whether the dictionaries have a text as a word, however likely it is.
pub fn is_word(text: &str) -> bool {
    let codes = simplified(text);
    let mut is_listed = false;
    WORDS.words_at(&codes, |length, _| is_listed |= length == codes.len());
    is_listed
}

/// Characters of the longest of OpenCC's phrases towards Traditional at the start of a text.
pub(super) fn phrase_at(text: &[u16]) -> Option<usize> {
    let mut longest = None;
    WORDS.words_at(&text[..text.len().min(LONGEST)], |length, entry| {
        longest = Some(length).filter(|length| entry.is_phrase && *length > 1).or(longest);
    });
    longest
}

/// OpenCC's phrases towards the mainland, in Traditional.
pub fn phrases_towards_mainland() -> impl Iterator<Item = &'static str> {
    data::words("generated/phrases-cn.txt").map(|(word, _)| word)
}

/// Whether a character is one of a number in words or figures, in Simplified.
pub fn is_numeral(character: char) -> bool {
    NUMERALS.contains(character)
}

/// Whether OpenCC lists two characters that are no word (`standards/script/reviewed/no-words.txt`).
pub fn is_no_word(text: &str) -> bool {
    static LISTED: LazyLock<HashSet<&str>> =
        LazyLock::new(|| data::words("no-words.txt").map(|(word, _)| word).collect());
    LISTED.contains(text)
}
