//! The house style: words in front of OpenCC's, and the form of characters in the finished text.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Bound;
use std::sync::LazyLock;

use super::data;
use super::words::{ALONE, EDGE, Keys};
use crate::model::Edition;

/// Words and their wording in the other script.
pub type Table = BTreeMap<String, String>;

/// Words in front of OpenCC's towards an edition. A text that is in the edition's script already stays so.
pub fn phrases(to: Edition) -> Table {
    phrases_with(to, reviewed(to))
}

/// Those that scripts write, and some that people write.
pub(crate) fn phrases_with(to: Edition, own: Table) -> Table {
    let mut table = generated(to);
    let stay = own.values().filter(|wording| wording.chars().nth(1).is_some());
    table.extend(stay.map(|wording| (wording.clone(), wording.clone())));
    table.extend(own);
    table
}

/// Those that scripts write.
fn generated(to: Edition) -> Table {
    let mut table = Table::new();
    if to == Edition::ZhHantHk {
        table.extend(staying().map(|word| (word.to_owned(), word.to_owned())));
        for (word, form) in newspaper() {
            table.extend([(form.to_owned(), form.to_owned()), (word.to_owned(), form.to_owned())]);
        }
    }
    table
}

/// Words of a text that is in Traditional already.
fn staying() -> impl Iterator<Item = &'static str> {
    data::words("generated/traditional.txt").map(|(word, _)| word)
}

/// Those that people write, with their reasons.
fn reviewed(to: Edition) -> Table {
    entries(file(to)).flatten().collect()
}

/// Those that people write, each entry by itself: all that its pattern stands for.
#[cfg(test)]
pub(crate) fn reviewed_entries(to: Edition) -> Vec<Vec<(String, String)>> {
    entries(file(to)).collect()
}

fn file(to: Edition) -> &'static str {
    if to == Edition::ZhHantHk { "hk-phrases.txt" } else { "cn-phrases.txt" }
}

/// Words that Hong Kong prints otherwise than OpenCC does, by how often a newspaper has them.
fn newspaper() -> impl Iterator<Item = (&'static str, &'static str)> {
    data::words("generated/hong-kong.txt")
}

/// Why the house style prints a word so; `None` where no list has it.
pub fn reason(to: Edition, wording: &str) -> Option<&'static str> {
    static REASONS: LazyLock<[BTreeMap<String, &'static str>; 2]> = LazyLock::new(|| {
        [&["hk-glyphs.txt", "hk-phrases.txt"][..], &["cn-phrases.txt"]].map(|names| {
            let rows = names.iter().flat_map(|name| data::rows(name)).filter(|row| row.len() > 2);
            let entries =
                rows.flat_map(|row| alternatives(row[1], NUMBERS[1]).into_iter().map(move |wording| (wording, row[2])));
            entries.collect()
        })
    });
    let [hong_kong, mainland] = &*REASONS;
    if to != Edition::ZhHantHk {
        return mainland.get(wording).copied();
    }
    let is_printed = || newspaper().any(|(_, form)| form == wording).then_some("as a newspaper of Hong Kong prints it");
    hong_kong.get(wording).copied().or_else(is_printed)
}

/// What it is worth that a phrase is listed, in tenths of a decimal logarithm: a person has seen what its characters mean
/// together, so that it is thirty times as likely as its parts.
pub const LISTED: u32 = 15;

/// The phrases towards Hong Kong.
static TOWARDS_HONG_KONG: LazyLock<Table> = LazyLock::new(|| phrases(Edition::ZhHantHk));

/// The phrases towards Hong Kong, as keys in the cut of a sentence.
pub fn keys() -> &'static Keys {
    static KEYS: LazyLock<Keys> = LazyLock::new(|| keys_of(&TOWARDS_HONG_KONG));
    &KEYS
}

/// The longest phrase towards Hong Kong at the start of a text, and its wording. Single characters are none.
pub(super) fn word_at(mut text: &str) -> Option<(&'static str, &'static str)> {
    static PAIRS: LazyLock<HashSet<(char, char)>> =
        LazyLock::new(|| TOWARDS_HONG_KONG.keys().filter_map(|word| first_two(word)).collect());
    if !PAIRS.contains(&first_two(text)?) {
        return None;
    }
    // The last of those before it is its longest beginning, or has no more in common with it than another that is one.
    loop {
        let (word, wording) =
            TOWARDS_HONG_KONG.range::<str, _>((Bound::Unbounded, Bound::Included(text))).next_back()?;
        if text.starts_with(word.as_str()) {
            return first_two(word).map(|_| (word.as_str(), wording.as_str()));
        }
        let common = std::iter::zip(text.char_indices(), word.chars()).find(|((_, own), other)| own != other);
        text = &text[..common.map_or(word.len(), |((at, _), _)| at)];
    }
}

fn first_two(word: &str) -> Option<(char, char)> {
    let mut characters = word.chars();
    Some((characters.next()?, characters.next()?))
}

/// The words of a table of the house style as keys in the cut of a sentence. What is there only so that Traditional text
/// stays as it is nobody has looked at: it is worth no more than the words it is made of (于軍 is no word of 位于军营).
pub(crate) fn keys_of(table: &Table) -> Keys {
    static STAYING: LazyLock<BTreeSet<&str>> = LazyLock::new(|| staying().collect());
    let (staying, listed): (Vec<&str>, Vec<&str>) =
        table.keys().map(String::as_str).partition(|word| STAYING.contains(word));
    Keys::new(staying, 0).and(listed, LISTED)
}

/// The form of characters as they come out in the end; none towards the mainland.
pub fn glyphs(to: Edition) -> Table {
    if to == Edition::ZhHantHk { entries("hk-glyphs.txt").flatten().collect() } else { Table::new() }
}

/// `word ⇥ wording ⇥ reason ⇥ source` per line, with [`alternatives`].
fn entries(name: &str) -> impl Iterator<Item = Vec<(String, String)>> + use<> {
    data::rows(name).filter(|row| row.len() > 1).map(|row| {
        let word = row[0].replace('|', &EDGE.to_string()).replace('(', "").replace(')', &ALONE.to_string());
        let row = [word, row[1].to_owned()];
        let (words, wordings) = (alternatives(&row[0], NUMBERS[0]), alternatives(&row[1], NUMBERS[1]));
        assert_eq!(words.len(), wordings.len(), "{}: as many alternatives on both sides", row[0]);
        std::iter::zip(words, wordings).collect()
    })
}

/// What `{n}` stands for: what may stand before a measure, Simplified and as Hong Kong writes it.
const NUMBERS: [&str; 2] = [
    "0123456789〇零一二三四五六七八九十廿卅百千兩幾數多半萬億两几数万亿",
    "0123456789〇零一二三四五六七八九十廿卅百千兩幾數多半萬億兩幾數萬億",
];

/// Every text that a pattern stands for: one of the characters in `[…]`, one of [`NUMBERS`] for `{n}`.
fn alternatives(pattern: &str, numbers: &str) -> Vec<String> {
    let pattern = pattern.replace("{n}", &format!("[{numbers}]"));
    let mut texts = vec![String::new()];
    let mut rest = pattern.as_str();
    while let Some((before, class)) = rest.split_once('[') {
        let (class, after) = class.split_once(']').expect("a class ends with ]");
        let ways = |text: &String| class.chars().map(move |one| format!("{text}{before}{one}")).collect::<Vec<_>>();
        texts = texts.iter().flat_map(ways).collect();
        rest = after;
    }
    texts.iter_mut().for_each(|text| text.push_str(rest));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_stand_for_themselves() {
        assert_eq!(alternatives("[炖炸]制", ""), ["炖制", "炸制"]);
        assert_eq!(alternatives("{n}出[话京]剧", "二3"), ["二出话剧", "二出京剧", "3出话剧", "3出京剧"]);
    }
}
