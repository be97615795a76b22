//! Characters with more than one reading, and what a person has decided about them.
//!
//! A word decides most of them: 头发 is 頭髮. What stands for itself in OpenCC's segmentation gets the most frequent
//! reading, which may be wrong. Those are found with a second OpenCC configuration of the very same words, which marks
//! what no word has taken ([`super::engine::Probe`]).

use std::collections::BTreeMap;
use std::ops::Range;

use super::engine::{Converter, Probe, list, sentences};
use super::report::{cut, for_each_names, local, people_of_fields, select};
use crate::chinese::{names, readings, words};
use crate::model::{Decision, Edition, Origin, ReadingKey, Report, Script, that_hold, words_alone};
use crate::source::{Sources, Span};

/// What is known about a character with more than one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has looked at it, and no word decides it.
    Open,
    /// A word of the dictionaries or of the glossary decides it.
    Word,
    /// A person has decided.
    Decided,
}

/// A character with more than one reading in a sentence of the report.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Which character of which sentence.
    pub key: ReadingKey,
    /// Every place of that sentence's character, in reading order; at least one.
    pub places: Vec<Span>,
    /// What it becomes; what it would become by itself where a word decides.
    pub chosen: char,
    /// What else it could become.
    pub others: Vec<char>,
    /// Who has decided.
    pub state: State,
    /// How often of a thousand what is chosen is right where no word decides.
    pub certainty: u16,
}

/// Of what is this certain, of a thousand, nobody is asked.
const SURE: u16 = 990;

/// Where a text has words of more than one character. In Simplified most of what Traditional tells apart is one, and an
/// ordinary word is known by it: 乾淨 is 干净.
fn in_words(text: &str, edition: Edition) -> Vec<Range<usize>> {
    if edition.script() != Script::Simplified {
        return Vec::new();
    }
    let start = text.as_ptr() as usize;
    let range = |word: &str| {
        let at = word.as_ptr() as usize - start;
        at..at + word.len()
    };
    words::cut(text).into_iter().filter(|word| word.chars().count() > 1).map(range).collect()
}

/// Every character with more than one reading in what is converted for an edition, by first place.
///
/// # Errors
/// If OpenCC cannot be opened.
pub fn choices(report: &Report, edition: Edition, sources: &Sources) -> Result<Vec<Choice>, String> {
    let Some(from) = edition.counterpart() else { return Ok(Vec::new()) };
    let readings = readings::of(edition);
    let texts = texts(report, edition, from);
    if !texts.iter().flatten().any(|(text, _)| text.contains(|c| readings.contains_key(&c))) {
        return Ok(Vec::new());
    }
    let converter = Converter::new(from, edition, &report.glossary)?;
    let probe = Probe::new(from, edition, &report.glossary, readings.keys().copied(), readings::usual_in(edition))?;
    // What stands for itself is converted by itself.
    let alone: Vec<String> = readings.keys().map(alone).collect();
    let usual = converter.words(&alone.iter().map(String::as_str).collect::<Vec<_>>()).0;
    let usual: BTreeMap<char, char> =
        std::iter::zip(readings.keys(), usual).filter_map(|(from, to)| Some((*from, to.chars().nth(1)?))).collect();
    let mut decisions: BTreeMap<String, Vec<&Decision>> = BTreeMap::new();
    for decision in report.review.entries.iter().filter(|decision| decision.key.edition == edition) {
        decisions.entry(words_alone(&decision.key.sentence)).or_default().push(decision);
    }

    let mut found: BTreeMap<ReadingKey, Choice> = BTreeMap::new();
    let whole: Vec<String> =
        texts.iter().map(|leaves| leaves.iter().map(|(text, _)| text.as_str()).collect()).collect();
    let known = people_of_fields(report);
    let known = known.iter().map(String::as_str).collect();
    let people = converter.surnames_of_people(&whole.iter().map(String::as_str).collect::<Vec<_>>(), &known);
    for ((leaves, text), people) in texts.iter().zip(&whole).zip(people) {
        if !text.contains(|c| readings.contains_key(&c)) {
            continue;
        }
        let mut kept = converter.names_in(text);
        kept.extend(people);
        if let Some((_, span)) = leaves.first() {
            kept.extend(local::places(&report.glossary, span.source, text));
        }
        let in_words = in_words(text, edition);
        let doubtful = match edition {
            Edition::ZhHantHk => names::doubtful(text),
            _ => Vec::new(),
        };
        let doubtful = printed(text, doubtful, &converter);
        let lone: BTreeMap<usize, bool> =
            std::iter::zip(text.char_indices().map(|(at, _)| at), probe.lone(text)).collect();
        for range in sentences(text) {
            let sentence = &text[range.clone()];
            let decided = decisions.get(&words_alone(sentence)).map(Vec::as_slice).unwrap_or_default();
            let decided = that_hold(decided, sentence);
            for (at, character) in sentence.char_indices() {
                let Some(all) = readings.get(&character) else { continue };
                let offset = range.start + at;
                if kept.iter().any(|name| name.contains(&offset)) {
                    continue;
                }
                let nth = sentence[..at].matches(character).count() + 1;
                let key = ReadingKey { edition, sentence: sentence.to_owned(), character, nth };
                let place = place(leaves, offset, character, sources);
                let is_its = |decision: &&&Decision| (decision.key.character, decision.key.nth) == (character, nth);
                let decision = decided.iter().find(is_its).map(|decision| decision.reading);
                let certainty = readings::certainty(character);
                let state = match decision {
                    Some(_) => State::Decided,
                    None if doubtful.contains_key(&offset) => State::Open,
                    None if in_words.iter().any(|word| word.contains(&offset)) => State::Word,
                    None if certainty < SURE && lone.get(&offset) == Some(&true) => State::Open,
                    None => State::Word,
                };
                let surname = doubtful.get(&offset).copied();
                let chosen = decision.or(surname).or_else(|| usual.get(&character).copied()).unwrap_or(character);
                let choice = found.entry(key.clone()).or_insert_with(|| {
                    let others = all.iter().copied().filter(|other| *other != chosen).collect();
                    Choice { key, places: Vec::new(), chosen, others, state, certainty }
                });
                if !choice.places.contains(&place) {
                    choice.places.push(place);
                }
                // A sentence may go on differently where a figure follows: the open one is the one to look at.
                if state == State::Open {
                    choice.state = state;
                }
            }
        }
    }
    let mut list: Vec<Choice> = found.into_values().collect();
    list.sort_by_key(|choice| (choice.places[0], choice.key.nth));
    Ok(list)
}

/// What is printed where a surname may stand, or a word (余生): the form of the surname, or whatever the words make of it.
fn printed(text: &str, doubtful: Vec<(usize, Option<char>)>, converter: &Converter) -> BTreeMap<usize, char> {
    let read = || {
        let (names, _) = converter.of_names().unwrap_or(converter).words(&[text]);
        let is_told = names[0].chars().count() == text.chars().count();
        std::iter::zip(text.char_indices(), names[0].chars())
            .filter(|_| is_told)
            .map(|((at, _), to)| (at, to))
            .collect()
    };
    let all: BTreeMap<usize, char> = if doubtful.is_empty() { BTreeMap::new() } else { read() };
    let own = |at: usize| all.get(&at).copied().or_else(|| text[at..].chars().next()).unwrap_or_default();
    doubtful.into_iter().map(|(at, form)| (at, form.unwrap_or_else(|| own(at)))).collect()
}

/// A character by itself: between others that stand in no word, because the edge of a clause may tell it.
fn alone(character: &char) -> String {
    format!("㐀{character}㐀")
}

/// Whether a decision can be made at all: the reading is one of the character's.
///
/// # Errors
/// One sentence that names the readings.
pub fn possible(choice: &Choice, reading: char) -> Result<(), String> {
    if choice.chosen == reading || choice.others.contains(&reading) {
        return Ok(());
    }
    let character = choice.key.character;
    let mut all = vec![choice.chosen];
    all.extend(&choice.others);
    Err(format!("`{reading}` is no reading of `{character}`; it becomes one of {}", list(&all)))
}

/// What is converted for an edition: each text in the runs that markup cuts it into, with their places.
fn texts(report: &Report, edition: Edition, from: Edition) -> Vec<Vec<(String, Span)>> {
    let (mut report, origins) = select::chapters(report, edition);
    let mut texts = Vec::new();
    let converted = report.chapters.iter_mut().zip(origins).filter(|(_, origin)| *origin != Origin::Written);
    for (chapter, _) in converted {
        chapter.for_each_line(&mut |line| texts.extend(cut(line, &|text, span| (text.to_owned(), span))));
    }
    for_each_names(&mut report, &mut |names| {
        if names.get(edition).is_none()
            && let Some(text) = names.get(from)
        {
            texts.push(vec![(text.node.clone(), text.span)]);
        }
    });
    texts
}

/// Where the character at a byte of a text stands in the author's file.
fn place(leaves: &[(String, Span)], offset: usize, character: char, sources: &Sources) -> Span {
    let mut start = 0;
    for (text, span) in leaves {
        if offset < start + text.len() {
            // Markup and line breaks that were taken out hold no Chinese characters: the n-th one is the n-th.
            let nth = text[..offset - start].matches(character).count();
            let found = sources.text(*span).match_indices(character).nth(nth);
            return found.map_or(*span, |(at, found)| {
                let at = span.start as usize + at;
                Span::new(span.source, at..at + found.len())
            });
        }
        start += text.len();
    }
    leaves.first().map(|(_, span)| *span).expect("a text has a run")
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::diag::Sink;
    use crate::load::testing::load;
    use crate::model::Glossary;

    const SIMPLIFIED: &str = "\
issuer: {name: {zh-Hans-CN: 某某公司}}
title: {zh-Hans-CN: 年报}
period: {from: 2023-01-01, to: 2023-12-31}
source: zh-Hans-CN
editions: [zh-Hans-CN, zh-Hant-HK]
";

    fn loaded(chapter: &str, more: &[(&str, &str)]) -> (Report, Sources) {
        let mut files = vec![("report.yaml", SIMPLIFIED), ("chapters/01-a.md", chapter)];
        files.extend(more);
        load(&files).sound()
    }

    #[test]
    fn readings_convert_back_and_the_usual_one_is_among_them() {
        let mut wrong = Vec::new();
        for to in [Edition::ZhHantHk, Edition::ZhHansCn] {
            let from = to.counterpart().unwrap();
            let there = Converter::new(from, to, &Glossary::default()).unwrap();
            let back = Converter::new(to, from, &Glossary::default()).unwrap();
            for (character, all) in readings::of(to) {
                let usual = there.convert(&alone(character)).replace('㐀', "");
                if usual != all[0].to_string() || all.len() < 2 {
                    wrong.push(format!("{character} becomes {usual} by itself, not {}", all[0]));
                }
                for reading in all.iter().filter(|_| to == Edition::ZhHantHk) {
                    // What the mainland knows as well (乾, 著) may stay as it is.
                    let again = back.convert(&reading.to_string());
                    if again != character.to_string() && again != reading.to_string() {
                        wrong.push(format!("{reading}, a reading of {character}, goes back to {again}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        for character in "发干后里面台系制复余准松云采布托升征钟表着".chars() {
            assert!(readings::of(Edition::ZhHantHk).contains_key(&character), "{character}");
        }
    }

    #[test]
    fn sentences_end_after_the_closing_marks() {
        let text = "甲。“乙！”丙；\n丁";
        let list: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(list, ["甲。", "“乙！”", "丙；", "丁"]);
        assert!(sentences(" \n").is_empty());
    }

    #[test]
    fn only_what_no_word_decides_is_open_also_across_markup() {
        let (report, sources) = loaded("# 一\n\n剪头**发**，她刊**发**一次。每年刊发一次。\n", &[]);
        let list = choices(&report, Edition::ZhHantHk, &sources).unwrap();
        let told: Vec<_> = list
            .iter()
            .filter(|choice| choice.key.character == '发')
            .map(|choice| {
                let place = sources.place(choice.places[0]);
                (place.line, place.column, choice.key.nth, choice.chosen, choice.others[0], choice.state)
            })
            .collect();
        assert_eq!(
            told,
            [
                (3, 5, 1, '發', '髮', State::Word),
                (3, 13, 2, '發', '髮', State::Open),
                (3, 22, 1, '發', '髮', State::Open)
            ]
        );
    }

    #[test]
    fn names_and_glossary_terms_need_no_decision() {
        let glossary = "protect: [余准]\nterms: [{zh-Hans: 后, zh-Hant: 后}]\n";
        let (report, sources) = loaded("# 一\n\n余准、后、余。\n", &[("glossary.yaml", glossary)]);
        let list = choices(&report, Edition::ZhHantHk, &sources).unwrap();
        let open: Vec<_> = list.iter().filter(|choice| choice.state == State::Open).map(|c| c.key.nth).collect();
        assert_eq!(open, [2], "{list:#?}");
    }

    #[test]
    fn a_decision_holds_for_its_sentence_only() {
        let ledger = "zh-Hant-HK:\n\
                      - {sentence: 他刊发一次。, character: 发, reading: 髮}\n\
                      - {sentence: 没有了。, character: 了, reading: 瞭}\n\
                      - {sentence: 他刊发二次。, character: 发, reading: 发}\n";
        let chapter = "# 一\n\n他刊**发**一次。他刊发二次。\n";
        let (report, _) = loaded(chapter, &[("review.yaml", ledger)]);
        let mut sink = Sink::default();
        let edition = crate::script::edition(&report, Edition::ZhHantHk, &mut sink);
        let crate::model::BlockKind::Paragraph(line) = &edition.chapters[0].blocks[1].kind else { panic!() };
        assert_eq!(crate::model::plain_text(line), "他刊髮一次。他刊发二次。");
        let told: Vec<_> = sink.into_sorted().into_iter().map(|told| (told.code, told.message)).collect();
        insta::assert_debug_snapshot!(told, @r#"
        [
            (
                StaleReview,
                "`了` is decided here for a sentence that zh-Hant-HK does not have (any more): 没有了。",
            ),
            (
                BadValue,
                "`发` is no reading of `发`",
            ),
        ]
        "#);
    }

    proptest::proptest! {
        #[test]
        fn accepting_what_is_chosen_changes_nothing(
            text in proptest::prop_oneof!["[发展头干部面后里制造台风系统汇报于松，。]{0,40}", proptest::strategy::Just("里头发面".to_owned())],
        ) {
            static OPEN: LazyLock<(Converter, Probe)> = LazyLock::new(|| {
                let (from, to) = (Edition::ZhHansCn, Edition::ZhHantHk);
                let (glossary, all) = (Glossary::default(), readings::of(to).keys().copied());
                let converter = Converter::new(from, to, &glossary).unwrap();
                (converter, Probe::new(from, to, &glossary, all, readings::usual_in(to)).unwrap())
            });
            let (converter, probe) = &*OPEN;
            let usual = |c: char| converter.convert(&c.to_string()).chars().next().unwrap();
            let lone = std::iter::zip(text.char_indices(), probe.lone(&text)).filter(|(_, is_lone)| *is_lone);
            let decided: Vec<_> = lone.map(|((at, c), _)| (at, usual(c))).collect();
            let (accepted, _) = converter.words_with(&[&text], &[decided], &std::collections::BTreeSet::new());
            proptest::prop_assert_eq!(&accepted[0], &converter.words(&[&text]).0[0]);
        }
    }
}
