//! Words: Taiwan's, and forms that no dictionary knows.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::names;
use super::variants::{accepted_words, are_forms_of_one, in_house_style};
use super::{Finding, Reader, UNSETTLED, ask, entries, han_runs, is_han, touches};
use crate::diag::Code;
use crate::model::{Edition, Passage};

/// Characters of the longest word looked for.
const LONGEST: usize = 8;

pub(super) fn check(reader: &mut Reader<'_>) {
    let passages = reader.of(Edition::ZhHantHk);
    if reader.wants(Code::TaiwanWord) {
        taiwan(&passages, reader);
    }
    if reader.wants(Code::DoubtfulForm) {
        slips(&passages, reader);
        doubtful(&passages, reader);
        names::check(&passages, reader);
    }
}

/// Words that tw2sp changes and tw2s does not, less those that Hong Kong has too.
fn taiwan(passages: &[&Passage], reader: &mut Reader<'_>) {
    let shared: Vec<&str> = entries("script/taiwan-also-hk.txt").flat_map(str::split_whitespace).collect();
    let answers = reader.ask(passages, |dictionaries, text| dictionaries.read_as_taiwan(text));
    for (passage, answer) in std::iter::zip(passages, answers) {
        if passage.text == answer {
            continue;
        }
        let mut kept = reader.kept(passage);
        let meets = |word: &&str| passage.text.match_indices(*word).map(|(at, word)| at..at + word.len()).collect();
        kept.extend(shared.iter().flat_map(|word| -> Vec<Range<usize>> { meets(word) }));
        for run in han_runs(&passage.text) {
            for (range, instead) in replaced(&passage.text[run.clone()], reader) {
                let range = run.start + range.start..run.start + range.end;
                if touches(&kept, &range) || range.len() <= '字'.len_utf8() {
                    continue;
                }
                let word = &passage.text[range.clone()];
                let instead = in_house_style(&instead);
                let message = format!("`{word}` is Taiwan usage");
                let hint = format!("write `{instead}`, or add `{word}` to `protect` in glossary.yaml");
                reader.tell(passage, range, Code::TaiwanWord, Finding::new(message, hint));
            }
        }
    }
}

/// The words in a stretch of Chinese that the dictionary of Taiwan's words replaces, by longest match from the left.
fn replaced(run: &str, reader: &Reader<'_>) -> Vec<(Range<usize>, String)> {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let count = starts.len() - 1;
    let windows: Vec<Range<usize>> = (0..count)
        .flat_map(|from| (from + 1..=count.min(from + LONGEST)).map(move |to| (from, to)))
        .map(|(from, to)| starts[from]..starts[to])
        .collect();
    let texts = windows.iter().map(|window| &run[window.clone()]);
    let answers = ask(reader.dictionaries, texts, |dictionaries, text| dictionaries.read_as_taiwan(text));
    let answers: HashMap<&str, &String> =
        std::iter::zip(windows.iter().map(|window| &run[window.clone()]), &answers).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < count {
        // A word by itself: what it becomes is more than what its parts become.
        let is_word = |to: &usize| {
            let word = &run[starts[from]..starts[*to]];
            let answer = answers[word].as_str();
            let parts = |cut: usize| {
                let [left, right] = [&run[starts[from]..starts[cut]], &run[starts[cut]..starts[*to]]];
                format!("{}{}", answers[left], answers[right])
            };
            answer != word && (from + 1..*to).all(|cut| parts(cut) != answer)
        };
        match (from + 1..=count.min(from + LONGEST)).rev().find(is_word) {
            Some(to) => {
                let range = starts[from]..starts[to];
                let answer = answers[&run[range.clone()]].to_owned();
                found.push((range, answer));
                from = to;
            }
            None => from += 1,
        }
    }
    found
}

/// Words that conversion by a word processor leaves behind.
fn slips(passages: &[&Passage], reader: &mut Reader<'_>) {
    for passage in passages {
        for (wrong, right) in known_slips().filter(|(wrong, _)| !wrong.starts_with(BY_SEGMENTATION)) {
            for (at, _) in passage.text.match_indices(wrong) {
                let finding = Finding::new(format!("`{wrong}` is a slip of conversion"), format!("write `{right}`"));
                reader.tell(passage, at..at + wrong.len(), Code::DoubtfulForm, finding);
            }
        }
    }
}

/// Marks a slip that is one only where OpenCC's segmentation reads the word too.
const BY_SEGMENTATION: char = '~';

/// Reviewed mistakes and what is right.
fn known_slips() -> impl Iterator<Item = (&'static str, &'static str)> {
    entries("script/slips.txt").filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?, fields.next()?))
    })
}

/// A reviewed slip over a doubtful place that has there what the dictionaries have: where it stands, and what is right.
fn known_slip(doubt: &Doubt, own: &[(usize, char)]) -> Option<(Range<usize>, &'static str)> {
    known_slips().find_map(|(wrong, listed)| {
        let wrong: Vec<char> = wrong.strip_prefix(BY_SEGMENTATION)?.chars().collect();
        let right: Vec<char> = listed.chars().collect();
        (0..wrong.len()).find_map(|offset| {
            let start = doubt.at.checked_sub(offset)?;
            let window = own.get(start..start + wrong.len())?;
            let is_here = std::iter::zip(window, &wrong).all(|((_, own), wrong)| own == wrong);
            let is_right = right.get(offset).is_some_and(|right| are_forms_of_one(*right, doubt.instead));
            (is_here && is_right && wrong[offset] != right[offset]).then_some((start..start + wrong.len(), listed))
        })
    })
}

/// A place where the dictionaries' words have another character.
struct Doubt {
    passage: usize,
    /// Which character of the passage.
    at: usize,
    /// Which character the dictionaries have.
    instead: char,
}

/// Characters that every word of the dictionaries fitting there writes in another way.
fn doubtful(passages: &[&Passage], reader: &mut Reader<'_>) {
    let simplified = reader.ask(passages, |dictionaries, text| dictionaries.simplified(text));
    let back = ask(reader.dictionaries, simplified.iter().map(String::as_str), |dictionaries, text| {
        dictionaries.words_back(text)
    });
    let mut doubts = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        let own: Vec<char> = passage.text.chars().collect();
        let simple: Vec<char> = simplified[number].chars().collect();
        let back: Vec<char> = back[number].chars().collect();
        if own.len() != simple.len() || own.len() != back.len() {
            continue;
        }
        lone(passage, &back, reader);
        let is_doubt = |at: &usize| disagrees(own[*at], simple[*at], back[*at], reader);
        let found = (0..own.len()).filter(is_doubt);
        doubts.extend(found.map(|at| Doubt { passage: number, at, instead: back[at] }));
    }
    if doubts.is_empty() {
        return;
    }
    let accepted: Vec<&str> = accepted_words().collect();
    for doubt in doubts {
        let passage = passages[doubt.passage];
        let simple: Vec<char> = simplified[doubt.passage].chars().collect();
        let own: Vec<(usize, char)> = passage.text.char_indices().collect();
        let (window, listed) = known_slip(&doubt, &own).unzip();
        let agreed = unanimous(&doubt, &own, &simple, reader);
        let is_certain = agreed.is_some();
        let window = window.or(agreed);
        let Some(window) = window else { continue };
        let start = own[window.start].0;
        let end = own.get(window.end).map_or(passage.text.len(), |(at, _)| *at);
        let place = own[doubt.at].0..own[doubt.at].0 + own[doubt.at].1.len_utf8();
        let mut kept = reader.kept(passage);
        let meets = |word: &&str| passage.text.match_indices(*word).map(|(at, word)| at..at + word.len()).collect();
        kept.extend(accepted.iter().flat_map(|word| -> Vec<Range<usize>> { meets(word) }));
        if touches(&kept, &place) {
            continue;
        }
        let word = &passage.text[start..end];
        let right: String = passage.text[start..place.start]
            .chars()
            .chain([doubt.instead])
            .chain(passage.text[place.end..end].chars())
            .collect();
        let right = in_house_style(&right);
        let finding = Finding::new(
            format!("`{word}` is `{right}` in the dictionaries"),
            format!("write `{right}`, or `-{{{word}}}-` if it is meant"),
        );
        // The reviewed list and every word of the dictionaries agree: 遙控製造 has 製造 against 控制.
        let finding = if is_certain && listed == Some(right.as_str()) { finding.fix(right) } else { finding };
        reader.tell(passage, start..end, Code::DoubtfulForm, finding);
    }
}

/// Characters left behind by a conversion that no word settles (`standards/script/lone-hk.txt`), unless they are names.
fn lone(passage: &Passage, back: &[char], reader: &mut Reader<'_>) {
    for (number, (at, own)) in passage.text.char_indices().enumerate() {
        let Some((right, not_behind, not_before)) = left_behind(own) else { continue };
        let (before, rest) = passage.text.split_at(at);
        let after = &rest[own.len_utf8()..];
        let is_word = before.ends_with(|last| not_behind.contains(last))
            || after.starts_with(|next| not_before.contains(next))
            || (back[number] != UNSETTLED && (back[number] == own || !are_forms_of_one(own, back[number])));
        let range = at..at + own.len_utf8();
        if is_word || names::may_stand(before, after) || touches(&reader.kept(passage), &range) {
            continue;
        }
        let finding = Finding::new(
            format!("`{own}` is left from Simplified text"),
            format!("write `{right}`, or add the name it belongs to to `protect` in glossary.yaml"),
        );
        reader.tell(passage, range, Code::DoubtfulForm, finding);
    }
}

/// What a character means that stands for another one, and its neighbours where it does not.
fn left_behind(own: char) -> Option<(&'static str, &'static str, &'static str)> {
    if !super::is_han(own) {
        return None;
    }
    static LONE: LazyLock<HashMap<char, (&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
        let fields = entries("script/lone-hk.txt").map(|line| line.split('\t').collect::<Vec<_>>());
        let lone = fields.filter_map(|fields| match fields[..] {
            [own, right, not_behind, not_before, ..] => Some((own.chars().next()?, (right, not_behind, not_before))),
            _ => None,
        });
        lone.collect()
    });
    LONE.get(&own).copied()
}

/// Whether a word settles the form of a character, and otherwise than the author.
fn disagrees(own: char, simple: char, back: char, reader: &Reader<'_>) -> bool {
    let is_settled = back != UNSETTLED && (back != simple || reader.dictionaries.is_of_both(simple));
    is_han(own) && is_settled && !are_forms_of_one(own, back) && own != simple_only(simple, reader)
}

/// A character that only Simplified has: told by another check.
fn simple_only(simple: char, reader: &Reader<'_>) -> char {
    if reader.dictionaries.is_of_both(simple) { '\0' } else { simple }
}

/// The shortest word over a doubtful place, if every word that lies over it disagrees with the author there.
fn unanimous(doubt: &Doubt, own: &[(usize, char)], simple: &[char], reader: &Reader<'_>) -> Option<Range<usize>> {
    let at = doubt.at;
    let is_chinese = |at: &usize| is_han(own[*at].1);
    let first = (at.saturating_sub(LONGEST - 1)..=at).rev().take_while(is_chinese).last()?;
    let last = (at..own.len().min(at + LONGEST)).take_while(is_chinese).last()?;
    let mut windows: Vec<Range<usize>> = (first..=at)
        .flat_map(|from| (at + 1..=last + 1).map(move |to| from..to))
        .filter(|window| (2..=LONGEST).contains(&window.len()))
        .collect();
    windows.sort_by_key(|window| (window.len(), window.start));
    let texts: Vec<String> = windows.iter().map(|window| simple[window.clone()].iter().collect()).collect();
    let answers =
        ask(reader.dictionaries, texts.iter().map(String::as_str), |dictionaries, text| dictionaries.words_back(text));
    let mut shortest = None;
    for (window, answer) in std::iter::zip(windows, answers) {
        let Some(answer) = answer.chars().nth(at - window.start) else { continue };
        let is_settled = answer != UNSETTLED && (answer != simple[at] || reader.dictionaries.is_of_both(simple[at]));
        if is_settled && are_forms_of_one(own[at].1, answer) {
            return None;
        }
        if is_settled && answer == doubt.instead {
            shortest.get_or_insert(window);
        }
    }
    shortest
}
