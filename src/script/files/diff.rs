//! What each layer does to a text: it is converted by plain OpenCC, then with one layer more each time.

use std::collections::BTreeMap;
use std::ops::Range;

use super::plain::{self, Format};
use crate::chinese::house::Table;
use crate::chinese::{han_runs, names};
use crate::model::{Edition, Glossary, Ledger};
use crate::script::engine::Converter;
use crate::script::engine::layers::Layer;

/// What one layer did, or a person's decisions.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The layer in words.
    pub name: &'static str,
    /// The most frequent first.
    pub words: Vec<Word>,
}

/// A word that a layer changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// Wording without the layer.
    pub before: String,
    /// Wording with it.
    pub after: String,
    /// How often.
    pub count: usize,
    /// What the layer knows, where it was met first.
    pub evidence: String,
}

/// What each layer does to a text, from OpenCC upwards.
///
/// # Errors
/// Like [`Converter::new`].
pub fn layers(
    text: &str,
    format: Format,
    components: &[String],
    (from, to): (Edition, Edition),
    glossary: &Glossary,
    without: &[Layer],
    decisions: &Ledger,
) -> Result<Vec<Change>, String> {
    let mut missing = Layer::ALL.to_vec();
    let mut before = plain::convert_text(text, format, &Converter::without(from, to, glossary, &missing)?, components);
    let mut changes = Vec::new();
    for layer in Layer::ALL.into_iter().filter(|layer| !without.contains(layer)) {
        missing.retain(|other| *other != layer);
        let converter = Converter::without(from, to, glossary, &missing)?;
        let after = plain::convert_text(text, format, &converter, components);
        changes.push(Change { name: layer.name(), words: words([text, &before, &after], layer, &converter) });
        before = after;
    }
    if !decisions.entries.is_empty() {
        let converter = Converter::deciding(from, to, glossary, without, decisions.clone())?;
        let after = plain::convert_text(text, format, &converter, components);
        changes.push(Change { name: "decisions", words: decided(&before, &after) });
    }
    Ok(changes)
}

/// The readings that a person has decided otherwise: each character gives exactly one.
fn decided(before: &str, after: &str) -> Vec<Word> {
    let mut counts: BTreeMap<(char, char), usize> = BTreeMap::new();
    for pair in before.chars().zip(after.chars()).filter(|(old, new)| old != new) {
        *counts.entry(pair).or_default() += 1;
    }
    let word = |((before, after), count): ((char, char), usize)| Word {
        before: before.into(),
        after: after.into(),
        count,
        evidence: "a decision in review.yaml".to_owned(),
    };
    counts.into_iter().map(word).collect()
}

/// Stretches of a text, with where they begin.
type Clauses = Vec<(usize, Vec<char>)>;

/// The words that differ between a text without a layer and with it, counted. No conversion touches punctuation but
/// quotation marks, so texts are compared clause by clause.
fn words([source, before, after]: [&str; 3], layer: Layer, converter: &Converter) -> Vec<Word> {
    let tables = converter.tables().of(layer);
    let clauses = |text: &str| -> Clauses {
        han_runs(text).into_iter().map(|run| (run.start, text[run].chars().collect())).collect()
    };
    let mut counts: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    let mut tell = |old: String, new: String, evidence: &dyn Fn() -> String| {
        counts.entry((old, new)).or_insert_with(|| (0, evidence())).0 += 1;
    };
    if layer == Layer::Quotes {
        // Each mark gives exactly one mark.
        for (old, new) in before.chars().zip(after.chars()).filter(|(old, new)| old != new) {
            tell(old.into(), new.into(), &String::new);
        }
    } else {
        let (mut own, mut old, mut new) = (clauses(source), clauses(before), clauses(after));
        if old.len() != new.len() {
            // A term with a space or a Latin letter in it: whole lines are compared.
            let lines = |text: &str| -> Clauses { text.lines().map(|line| (0, line.chars().collect())).collect() };
            (own, old, new) = (Clauses::new(), lines(before), lines(after));
        }
        for (at, (old, new)) in old.iter().zip(&new).enumerate().filter(|(_, (old, new))| old != new) {
            // The same place of the text itself.
            let own = own.get(at).filter(|clause| clause.1.len() == old.1.len());
            for (from, to) in pairs(&old.1, &new.1, tables) {
                let after: String = new.1[to].iter().collect();
                // Only of the first of its kind is this asked.
                let evidence = || {
                    let place = own.map(|(start, characters)| {
                        let bytes = |to: usize| characters[..to].iter().map(|one| one.len_utf8()).sum::<usize>();
                        start + bytes(from.start)..start + bytes(from.end)
                    });
                    converter.evidence(layer, source, place, &after)
                };
                tell(old.1[from.clone()].iter().collect(), after.clone(), &evidence);
            }
        }
    }
    let mut words: Vec<Word> = counts
        .into_iter()
        .map(|((before, after), (count, evidence))| Word { before, after, count, evidence })
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.count));
    words
}

/// Characters of one wording by those of the other that are compared each with each: clauses of two thousand.
const MOST_COMPARED: usize = 4_000_000;

/// The differences between two wordings that are too long for [`pairs`]: place by place where they are of one length,
/// or else all between what they begin and end with alike.
fn stretches(old: &[char], new: &[char]) -> Vec<(Range<usize>, Range<usize>)> {
    if old.len() != new.len() {
        let alike = |pair: &(&char, &char)| pair.0 == pair.1;
        let start = std::iter::zip(old, new).take_while(alike).count();
        let end = std::iter::zip(old[start..].iter().rev(), new[start..].iter().rev()).take_while(alike).count();
        return vec![(start..old.len() - end, start..new.len() - end)];
    }
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for at in (0..old.len()).filter(|at| old[*at] != new[*at]) {
        match found.last_mut() {
            Some((from, to)) if from.end == at => (from.end, to.end) = (at + 1, at + 1),
            _ => found.push((at..at + 1, at..at + 1)),
        }
    }
    found
}

/// The differences between two wordings of a clause, widened to the words of the layer that made them.
fn pairs(old: &[char], new: &[char], tables: [&Table; 2]) -> Vec<(Range<usize>, Range<usize>)> {
    if old.len().saturating_mul(new.len()) > MOST_COMPARED {
        return stretches(old, new);
    }
    // The longest common subsequence; common[i][j] is its length from i and j on.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    // Places in both where they agree, with both ends.
    let mut steps = vec![(0, 0)];
    let (mut i, mut j) = (0, 0);
    let mut hunks: Vec<(usize, usize, usize, usize)> = Vec::new();
    while i < old.len() || j < new.len() {
        let (start_i, start_j) = (i, j);
        while (i < old.len() || j < new.len()) && !(i < old.len() && j < new.len() && old[i] == new[j]) {
            if j >= new.len() || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
                i += 1;
            } else {
                j += 1;
            }
        }
        if (start_i, start_j) != (i, j) {
            hunks.push((start_i, i, start_j, j));
            steps.push((i, j));
        } else {
            i += 1;
            j += 1;
            steps.push((i, j));
        }
    }
    let mut out = Vec::new();
    let mut done = (0, 0);
    for (start_i, end_i, start_j, end_j) in hunks {
        if end_i <= done.0 && end_j <= done.1 {
            continue;
        }
        let word = word_around(new, start_j, end_j, tables).or_else(|| person_around(new, start_j, end_j));
        let (from, to) = word.unwrap_or((start_j, end_j));
        // The same stretch of the other text, from and to places where both agree.
        let first = steps.iter().rev().find(|(_, j)| *j <= from).copied().unwrap_or((0, 0));
        let reached = steps.iter().find(|(i, j)| *j >= to && *i >= end_i).map_or(new.len(), |(_, j)| *j);
        // What is left out right behind a word belongs to it.
        let last = steps.iter().rev().find(|(_, j)| *j == reached).copied().unwrap_or((old.len(), new.len()));
        let (first, last) = (first.min((start_i, start_j)), last.max((end_i, end_j)));
        out.push((first.0..last.0, first.1..last.1));
        done = last;
    }
    out
}

/// The longest word of the layer around a place.
fn word_around(text: &[char], start: usize, end: usize, tables: [&Table; 2]) -> Option<(usize, usize)> {
    let mut longest: Option<(usize, usize)> = None;
    for value in tables.iter().flat_map(|table| table.values()) {
        let word: Vec<char> = value.chars().collect();
        if word.len() < end - start || word.len() > text.len() {
            continue;
        }
        for from in (end.saturating_sub(word.len())..=start).take_while(|from| from + word.len() <= text.len()) {
            if text[from..].starts_with(&word) && longest.is_none_or(|(a, b)| b - a < word.len()) {
                longest = Some((from, from + word.len()));
            }
        }
    }
    longest
}

/// A surname with the form of address that tells it.
fn person_around(text: &[char], start: usize, end: usize) -> Option<(usize, usize)> {
    let rest: String = text[start..].iter().collect();
    let person = names::person(&rest).filter(|_| end == start + 1)?;
    Some((start, start + person.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Decision, ReadingKey};

    #[test]
    fn each_layer_tells_its_words() {
        let text = "汇报利益相关方的汇报，于女士在信息技术上制作温室气体。\n";
        let editions = (Edition::ZhHansCn, Edition::ZhHantHk);
        let changes = layers(text, Format::Text, &[], editions, &Glossary::default(), &[], &Ledger::default()).unwrap();
        let told: Vec<String> = changes
            .iter()
            .flat_map(|change| {
                change.words.iter().map(|word| {
                    let Word { before, after, count, evidence } = word;
                    format!("{}: {before} → {after} ×{count}: {evidence}", change.name)
                })
            })
            .collect();
        insta::assert_debug_snapshot!(told, @r#"
        [
            "house style: 彙報 → 匯報 ×2: filings write 匯",
            "house style: 温 → 溫 ×1: older form, which OpenCC and pasted text have",
            "vocabulary: 信息技術 → 資訊科技 ×1: HKEX Listing Rules Appendix C2 aspects B5 and B6 (Chinese); GB/T 19001; usage",
            "vocabulary: 利益相關方 → 持份者 ×1: HKEX Listing Rules Appendices C1 and C2 (Chinese); Code of Corporate Governance for Listed Companies (mainland)",
            "names: 於女士 → 于女士 ×1: a person's name",
        ]
        "#);
        let fewer =
            layers(text, Format::Text, &[], editions, &Glossary::default(), &[Layer::House], &Ledger::default())
                .unwrap();
        assert_eq!(fewer.len(), Layer::ALL.len() - 1);
    }

    #[test]
    fn a_decision_is_told_as_one() {
        let edition = Edition::ZhHantHk;
        let key = ReadingKey { edition, sentence: "他刊发一次。".to_owned(), character: '发', nth: 1 };
        let decisions = Ledger { entries: vec![Decision { key, reading: '髮', span: None }] };
        let editions = (Edition::ZhHansCn, edition);
        let changes =
            layers("他刊发一次。\n", Format::Text, &[], editions, &Glossary::default(), &[], &decisions).unwrap();
        let Change { name, words } = changes.last().unwrap();
        assert_eq!((*name, words[0].before.as_str(), words[0].after.as_str()), ("decisions", "發", "髮"));
        assert_eq!(words[0].evidence, "a decision in review.yaml");
    }
}
