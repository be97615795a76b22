//! What each layer does to a text: it is converted by plain OpenCC, then with one layer more each time.

use std::collections::BTreeMap;

use super::plain::{self, Format};
use crate::chinese::house::Table;
use crate::chinese::{is_han, names};
use crate::model::{Edition, Glossary};
use crate::script::engine::Converter;
use crate::script::engine::layers::Layer;

/// What one layer did.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The layer.
    pub layer: Layer,
    /// Wording without it, wording with it, how often; the most frequent first.
    pub words: Vec<(String, String, usize)>,
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
) -> Result<Vec<Change>, String> {
    let mut missing = Layer::ALL.to_vec();
    let mut before = plain::convert_text(text, format, &Converter::without(from, to, glossary, &missing)?, components);
    let mut changes = Vec::new();
    for layer in Layer::ALL.into_iter().filter(|layer| !without.contains(layer)) {
        missing.retain(|other| *other != layer);
        let converter = Converter::without(from, to, glossary, &missing)?;
        let after = plain::convert_text(text, format, &converter, components);
        changes.push(Change { layer, words: words(&before, &after, layer, converter.tables().of(layer)) });
        before = after;
    }
    Ok(changes)
}

/// The words that differ, counted. No conversion touches punctuation but quotation marks, so texts are compared clause by
/// clause.
fn words(before: &str, after: &str, layer: Layer, tables: [&Table; 2]) -> Vec<(String, String, usize)> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let clauses = |text: &str| -> Vec<Vec<char>> {
        text.split(|c: char| !is_han(c))
            .filter(|clause| !clause.is_empty())
            .map(|clause| clause.chars().collect())
            .collect()
    };
    let (old, new) = (clauses(before), clauses(after));
    if layer == Layer::Quotes {
        // Each mark gives exactly one mark.
        for (old, new) in before.chars().zip(after.chars()).filter(|(old, new)| old != new) {
            *counts.entry((old.into(), new.into())).or_default() += 1;
        }
    } else if old.len() != new.len() {
        // A term with a space or a Latin letter in it: whole lines are compared.
        let lines = |text: &str| -> Vec<Vec<char>> { text.lines().map(|line| line.chars().collect()).collect() };
        count(&lines(before), &lines(after), tables, &mut counts);
    } else {
        count(&old, &new, tables, &mut counts);
    }
    let mut words: Vec<_> = counts.into_iter().map(|((old, new), count)| (old, new, count)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.2));
    words
}

fn count(
    before: &[Vec<char>],
    after: &[Vec<char>],
    tables: [&Table; 2],
    counts: &mut BTreeMap<(String, String), usize>,
) {
    for (old, new) in before.iter().zip(after).filter(|(old, new)| old != new) {
        for pair in pairs(old, new, tables) {
            *counts.entry(pair).or_default() += 1;
        }
    }
}

/// The differences between two wordings of a clause, widened to the words of the layer that made them.
fn pairs(old: &[char], new: &[char], tables: [&Table; 2]) -> Vec<(String, String)> {
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
        out.push((old[first.0..last.0].iter().collect(), new[first.1..last.1].iter().collect()));
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

    #[test]
    fn each_layer_tells_its_words() {
        let text = "汇报利益相关方的汇报，余先生在信息技术上制作温室气体。\n";
        let editions = (Edition::ZhHansCn, Edition::ZhHantHk);
        let changes = layers(text, Format::Text, &[], editions, &Glossary::default(), &[]).unwrap();
        let told: Vec<String> = changes
            .iter()
            .flat_map(|change| change.words.iter().map(|(a, b, n)| format!("{}: {a} → {b} ×{n}", change.layer.name())))
            .collect();
        insta::assert_debug_snapshot!(told, @r#"
        [
            "house style: 彙報 → 匯報 ×2",
            "house style: 温 → 溫 ×1",
            "vocabulary: 信息技術 → 資訊科技 ×1",
            "vocabulary: 利益相關方 → 持份者 ×1",
            "names: 餘先生 → 余先生 ×1",
        ]
        "#);
        let fewer = layers(text, Format::Text, &[], editions, &Glossary::default(), &[Layer::House]).unwrap();
        assert_eq!(fewer.len(), Layer::ALL.len() - 1);
    }
}
