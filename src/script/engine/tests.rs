//! Whether every entry of the reviewed lists changes something.

use super::*;
use crate::chinese::house::{self, Table};
use crate::chinese::words::ALONE;

/// What a pattern of the house style stands for.
type Entry = Vec<(String, String)>;

/// Entries in groups: none of a group is part of another of it, so that each is left out as if alone.
fn groups(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let holds = |one: &Entry, other: &Entry| {
        let is_part = |(word, part): (&str, &str)| word.contains(part) || part.contains(word);
        // A character that is told by being a word by itself is told beside every other word that has it.
        let bare = |entry: &Entry| entry.iter().map(|(word, _)| word.replace(ALONE, "")).collect::<Vec<_>>();
        let (one, other) = (bare(one), bare(other));
        one.iter().any(|word| other.iter().any(|part| is_part((word, part))))
    };
    for entry in entries {
        match groups.iter_mut().find(|group| !group.iter().any(|other| holds(other, &entry))) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    groups
}

fn without(to: Edition, left_out: &[Entry], all: &[Entry]) -> Converter {
    let (from, glossary) = (to.counterpart().unwrap(), Glossary::default());
    let is_left_out = |word: &str| left_out.iter().flatten().any(|(other, _)| other == word);
    let own: Table = all.iter().flatten().filter(|(word, _)| !is_left_out(word)).cloned().collect();
    let mut tables = Tables::new(from, to, &glossary, &[]);
    // Rare characters that stay as they are belong to no list.
    tables.house.retain(|word, wording| word == wording && word.chars().nth(1).is_none());
    tables.house.extend(house::phrases_with(to, own));
    Converter::open(from, to, &glossary, &[], Ledger::default(), tables).unwrap()
}

/// Entries without which their words come out the same, alone and in every sentence that is a test.
fn idle(to: Edition) -> Vec<String> {
    let all = house::reviewed_entries(to);
    let pairs = include_str!("../../../tests/conversion/pairs.tsv").lines().filter(|line| !line.starts_with('#'));
    // In both scripts: what is in the edition's own already must stay so.
    let sentences: Vec<&str> = pairs.flat_map(|line| line.split('\t')).collect();
    let whole = without(to, &[], &all);
    let mut idle = Vec::new();
    for group in groups(all.iter().filter(|entry| entry[0].0.chars().nth(1).is_some()).cloned().collect()) {
        let without = without(to, &group, &all);
        let same = |entry: &Entry| {
            let words: Vec<&str> = entry.iter().map(|(word, _)| word.as_str()).collect();
            let is_same = std::iter::zip(without.words(&words).0, entry).all(|(now, (_, wording))| now == *wording);
            // Its wording as well: a text in the edition's own script stays as it is.
            let holds = |text: &&str| entry.iter().any(|(word, own)| text.contains(word) || text.contains(own));
            let holding: Vec<&str> = sentences.iter().copied().filter(|text| is_same && holds(text)).collect();
            is_same && without.words(&holding).0 == whole.words(&holding).0
        };
        idle.extend(group.iter().filter(|entry| same(entry)).map(|entry| entry[0].0.clone()));
    }
    idle
}

/// What a list says must make a difference: an entry that changes nothing is one nobody can review.
#[test]
fn every_reviewed_phrase_changes_something() {
    for to in [Edition::ZhHantHk, Edition::ZhHansCn] {
        let idle = idle(to);
        assert!(idle.is_empty(), "{} phrases towards {to} change nothing: {}", idle.len(), idle.join(" "));
    }
}
