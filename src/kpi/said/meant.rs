//! Which metric words name: by its whole name, however that is worded, or by the end of it where one alone can be meant.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::chinese::words;
use crate::kpi::when::{self, Named};
use crate::model::Document;

/// What goes without saying of the company's own figures: 流失率 is that of its employees.
const OWN: &str = "员工 雇员 职工 职员 集团 公司 全体 整体 年度 全年 因 因工 工伤 因工伤 温室 气体 温室气体";

/// Words for the same thing.
const SAME: [(&str, &str); 7] =
    [("雇员", "员工"), ("职工", "员工"), ("职员", "员工"), ("女性", "女"), ("男性", "男"), ("总", ""), ("的", "")];

/// What a name ends in that only says that it is a number, of people and events, and what stays of it.
const NUMBER: [(&str, &str); 9] = [
    ("人数", ""),
    ("宗数", ""),
    ("个案数", ""),
    ("数目", ""),
    ("数量", ""),
    ("日数", "日"),
    ("员工数", "员工"),
    ("供应商数", "供应商"),
    ("客户数", "客户"),
];

/// What may stand behind a name and says no more.
const TAIL: [&str; 8] = ["产生量", "排放量", "排放", "消耗量", "使用量", "用量", "的水平", "水平"];

/// What says that words before a name make a part of it.
const PARTS: [&str; 5] = ["其中", "各", "每", "部分", "人均"];

/// Characters of the shortest end of a name that tells which it is, and of the shortest name that does among other words.
const SHORTEST: usize = 3;

/// Bytes of the longest words that are looked at: forty Han characters.
const LONGEST: usize = 120;

/// A metric that words name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant<'a> {
    pub id: &'a str,
    /// Whether the words are all of its name.
    pub is_whole: bool,
    /// Whether they are long enough to be no other word.
    pub is_long: bool,
}

/// The names of a report's metrics.
pub(in crate::kpi) struct Names<'a>(BTreeMap<String, Vec<Meant<'a>>>);

impl<'a> Names<'a> {
    pub(in crate::kpi) fn new(document: &'a Document) -> Self {
        let mut all: BTreeMap<String, Vec<Meant<'a>>> = BTreeMap::new();
        let mut add = |name: String, id: &'a str, is_whole: bool| {
            all.entry(name).or_default().push(Meant { id, is_whole, is_long: true });
        };
        for row in &document.kpis {
            let name = words::in_place(row.name.split(['（', '(']).next().unwrap_or_default().trim());
            let plain = plain(&name);
            if plain.chars().count() < 2 {
                continue;
            }
            // 範圍二 alone is its emissions.
            if let Some(scope) = ["排放量", "排放"].iter().find_map(|end| plain.strip_suffix(end))
                && scope.starts_with("范围")
                && scope.chars().count() == SHORTEST
            {
                add(scope.to_owned(), &row.id, true);
            }
            // 有害廢棄物 of 有害廢棄物產生量.
            if let Some(stem) = TAIL.iter().find_map(|tail| plain.strip_suffix(tail))
                && stem.chars().count() > SHORTEST
            {
                add(stem.to_owned(), &row.id, true);
            }
            let mut left = String::new();
            for word in words::cut(&name) {
                left.push_str(word);
                let Some(rest) = name.strip_prefix(left.as_str()) else { break };
                if !OWN.split(' ').any(|own| own == word) {
                    break;
                }
                if rest.chars().count() >= SHORTEST && !Subject::of(rest).is_general(false) {
                    add(self::plain(rest), &row.id, false);
                }
            }
            add(plain, &row.id, true);
        }
        for meant in all.values_mut() {
            if meant.iter().any(|meant| meant.is_whole) {
                meant.retain(|meant| meant.is_whole);
            }
            meant.dedup();
        }
        Self(all)
    }

    /// The metric of a name; of several, nobody knows which is meant.
    fn only(&self, name: &str) -> Option<Meant<'a>> {
        match self.0.get(name)?[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// All metrics of the name that a clause has before a place.
    pub(super) fn all_before(&self, text: &str, start: usize, end: usize, years: &[Named]) -> &[Meant<'a>] {
        let name = Self::named(text, start, end, years, |name| self.0.get(name)?.first().copied());
        name.and_then(|(_, name)| self.0.get(&plain(&name))).map_or(&[], Vec::as_slice)
    }

    /// The metric whose whole name a label has, with or without that it is an amount: 氮氧化物 of 氮氧化物排放量.
    pub(in crate::kpi) fn called(&self, label: &str) -> Option<&'a str> {
        let label = plain(label);
        let names = std::iter::once("").chain(TAIL).map(|tail| format!("{label}{tail}"));
        names.filter_map(|name| self.only(&name)).find(|meant| meant.is_whole).map(|meant| meant.id)
    }

    /// The metric that a clause names up to a place, with nothing before it but who reports and when; and its words.
    pub(super) fn before(&self, text: &str, start: usize, end: usize, years: &[Named]) -> Option<(Meant<'a>, String)> {
        Self::named(text, start, end, years, |name| self.only(name))
    }

    fn named(
        text: &str,
        start: usize,
        end: usize,
        years: &[Named],
        known: impl Fn(&str) -> Option<Meant<'a>>,
    ) -> Option<(Meant<'a>, String)> {
        if end - start > LONGEST {
            return None;
        }
        let phrase = when::without(text, &(start..end), years);
        let phrase = phrase.trim();
        let stems = || TAIL.iter().filter_map(|tail| phrase.strip_suffix(tail));
        std::iter::once(phrase).chain(stems()).find_map(|phrase| Self::of(phrase, &known))
    }

    fn of(phrase: &str, known: &impl Fn(&str) -> Option<Meant<'a>>) -> Option<(Meant<'a>, String)> {
        phrase.char_indices().find_map(|(at, _)| {
            let (lead, name) = phrase.split_at(at);
            let meant = known(&plain(name))?;
            let is_own = !PARTS.iter().any(|part| lead.contains(part)) && Subject::of(lead).is_empty();
            let is_long = name.trim_start_matches('的').chars().count() >= SHORTEST;
            is_own.then(|| (Meant { is_long, ..meant }, name.to_owned()))
        })
    }
}

/// A name without what it may be told with or without.
fn plain(name: &str) -> String {
    let mut plain: String = name.split_whitespace().collect();
    for (word, same) in SAME {
        plain = plain.replace(word, same);
    }
    if plain.contains("范围") {
        plain = plain.replace("温室气体", "");
    }
    let stem = NUMBER.iter().find_map(|(end, kept)| {
        let stem = plain.strip_suffix(end)?;
        Some(format!("{stem}{kept}"))
    });
    stem.filter(|stem| stem.chars().count() > 1).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_however_they_are_worded() {
        assert_eq!(plain("雇员总数"), "员工");
        assert_eq!(plain("员工总人数"), "员工");
        assert_eq!(plain("女性员工人数"), plain("女雇员"));
        assert_eq!(plain("范围二温室气体排放量"), "范围二排放量");
        assert_eq!(plain("工伤宗数"), "工伤");
        assert_eq!(plain("义工时数"), "义工时数");
    }
}
