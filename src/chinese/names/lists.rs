//! What tells a name: `standards/script/reviewed/names.txt`, where each kind is explained.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::chinese::data;

/// When a character before a form of address is a surname.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// Unless one of these stands before it: 其余, 分钟, 规范.
    Unless(&'static str),
    /// Only at the start of a sentence or behind what introduces a person: 适用于女士 has none.
    Introduced,
}

pub(super) use Rule::{Introduced, Unless};

/// The lists by their kinds.
pub(super) struct Lists {
    pub surnames: Vec<(char, char, Rule)>,
    pub addresses: Vec<(&'static str, &'static str)>,
    pub offices: Vec<&'static str>,
    pub persons: Vec<&'static str>,
    pub acts: Vec<&'static str>,
    pub schools: Vec<&'static str>,
    pub done: Vec<&'static str>,
    pub short: Vec<&'static str>,
    pub foreign: Vec<(char, char)>,
    pub given: Vec<(char, char)>,
    /// Those that are told without a form of address alone.
    pub untitled: Vec<(char, char, Rule)>,
    pub spoilt: Vec<(char, char)>,
    pub spoilt_addresses: Vec<&'static str>,
    pub spoilt_behind: Vec<&'static str>,
    pub trades: &'static str,
    pub follows: &'static str,
    pub opens: &'static str,
    pub links: &'static str,
    pub joins: &'static str,
    pub deeds: &'static str,
    pub others: &'static str,
    pub times: &'static str,
    pub sites: &'static str,
    pub frequent: &'static str,
    pub counts: &'static str,
    pub family: HashSet<char>,
    pub compound: Vec<&'static str>,
    pub heads: Vec<&'static str>,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let rows = |kind: &'static str| data::rows("names.txt").filter(move |row| row[0] == kind);
    let first = |text: &str| text.chars().next().expect("an entry is not empty");
    let words = |kind| rows(kind).map(|row| row[1]).collect::<Vec<_>>();
    let surname = |row: Vec<&'static str>| {
        let rule = if row[3] == "introduced" { Introduced } else { Unless(row[3]) };
        (first(row[1]), first(row[2]), rule)
    };
    let characters = |kind| rows(kind).map(|row| row[1]).next().unwrap_or_default();
    Lists {
        surnames: rows("surname").map(surname).collect(),
        addresses: rows("address").map(|row| (row[1], row[2])).collect(),
        offices: words("office"),
        persons: words("person"),
        acts: words("act"),
        schools: words("school"),
        done: words("done"),
        short: words("short"),
        foreign: rows("foreign").map(|row| (first(row[1]), first(row[2]))).collect(),
        given: rows("given").map(|row| (first(row[1]), first(row[2]))).collect(),
        untitled: rows("untitled").map(surname).collect(),
        spoilt: rows("spoilt").map(|row| (first(row[1]), first(row[2]))).collect(),
        spoilt_addresses: words("spoilt-address"),
        spoilt_behind: words("spoilt-behind"),
        trades: characters("trade"),
        follows: characters("follows"),
        opens: characters("opens"),
        links: characters("links"),
        joins: characters("joins"),
        deeds: characters("deed"),
        others: characters("other"),
        times: characters("time"),
        sites: characters("site"),
        frequent: characters("frequent"),
        counts: characters("count"),
        family: characters("family").chars().collect(),
        compound: words("compound"),
        heads: words("heads"),
    }
});
