//! Characters that an edition tells apart although the other one writes them alike, and what they become: the usual
//! reading first.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::data;
use crate::model::Edition;

/// Characters and their readings, the usual one first.
pub type Readings = BTreeMap<char, Vec<char>>;

/// The readings of the characters that an edition tells apart.
pub fn of(to: Edition) -> &'static Readings {
    static HONG_KONG: LazyLock<Readings> = LazyLock::new(|| read(file(Edition::ZhHantHk)));
    static MAINLAND: LazyLock<Readings> = LazyLock::new(|| read(file(Edition::ZhHansCn)));
    if to == Edition::ZhHantHk { &HONG_KONG } else { &MAINLAND }
}

/// Whether a Simplified character becomes one of several in Hong Kong.
pub fn are_several(character: char) -> bool {
    of(Edition::ZhHantHk).contains_key(&character)
}

/// The words in which the usual readings are known to be right.
pub fn usual_in(to: Edition) -> impl Iterator<Item = &'static str> {
    data::rows(file(to)).filter(|row| row[1].is_empty()).map(|row| row[0])
}

/// How often of a thousand the usual reading of a Simplified character is right where no word decides, in a newspaper of
/// Hong Kong (`standards/script/generated/alone.txt`).
pub fn certainty(character: char) -> u16 {
    /// What is not counted there is told apart by the names alone: 于.
    const OF_NAMES: u16 = 1000;
    static ALONE: LazyLock<BTreeMap<char, u16>> = LazyLock::new(|| {
        let rows = data::rows("generated/alone.txt");
        rows.filter_map(|row| Some((row[0].chars().next()?, row[2].parse().ok()?))).collect()
    });
    ALONE.get(&character).copied().unwrap_or(OF_NAMES)
}

/// `character ⇥ readings ⇥ reason ⇥ source` per line.
fn read(path: &str) -> Readings {
    let rows = data::rows(path).filter(|row| !row[1].is_empty());
    rows.filter_map(|row| Some((row[0].chars().next()?, row[1].chars().collect()))).collect()
}

fn file(to: Edition) -> &'static str {
    if to == Edition::ZhHantHk { "hk-readings.txt" } else { "cn-readings.txt" }
}
