//! Words: Taiwan's, and forms that no dictionary knows.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::variants::{accepted_words, in_house_style, may_stand_for};
use super::{Finding, Reader, ask, elsewhere, slips, touches};
use crate::chinese::words::{WITHIN, allows, cut, is_no_word, starts};
use crate::chinese::{
    Listed, UNSETTLED, data, han_runs, house, is_han, is_of_both, names, read_as_taiwan, readings, simplified,
    words_back,
};
use crate::diag::Code;
use crate::model::{Edition, Passage};

/// Characters of the longest word looked for.
const LONGEST: usize = 8;

pub(super) fn check(reader: &mut Reader<'_>) {
    slips::check(reader);
    elsewhere::check(reader);
    let passages = reader.of(Edition::ZhHantHk);
    if reader.wants(Code::TaiwanWord) {
        taiwan(&passages, reader);
    }
    if reader.wants(Code::DoubtfulForm) {
        doubtful(&passages, reader);
        super::names::check(&passages, reader);
    }
}

/// Words that tw2sp changes and tw2s does not, less those that Hong Kong has too.
fn taiwan(passages: &[&Passage], reader: &mut Reader<'_>) {
    let shared = Listed::new(data::words("taiwan-also-hk.txt").map(|(word, _)| word));
    let answers = reader.ask(passages, read_as_taiwan);
    for (passage, answer) in std::iter::zip(passages, answers) {
        if passage.text == answer {
            continue;
        }
        let kept = reader.kept_or(passage, &shared);
        let runs = han_runs(&passage.text);
        let texts = runs.iter().map(|run| &passage.text[run.clone()]);
        let answers = ask(texts, read_as_taiwan);
        let is_changed = |(run, answer): &(&Range<usize>, String)| passage.text[(*run).clone()] != **answer;
        for (run, _) in std::iter::zip(&runs, answers).filter(is_changed) {
            for (range, instead) in replaced(&passage.text[run.clone()]) {
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
fn replaced(run: &str) -> Vec<(Range<usize>, String)> {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let count = starts.len() - 1;
    let windows: Vec<Range<usize>> = (0..count)
        .flat_map(|from| (from + 1..=count.min(from + LONGEST)).map(move |to| (from, to)))
        .map(|(from, to)| starts[from]..starts[to])
        .collect();
    let texts = windows.iter().map(|window| &run[window.clone()]);
    let answers = ask(texts, read_as_taiwan);
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

/// A reviewed slip over a doubtful place that has there what the dictionaries have: where it stands, and what is right.
fn known_slip(doubt: &Doubt, own: &[(usize, char)]) -> Option<(Range<usize>, &'static str)> {
    slips::told_by_segmentation().find_map(|slip| {
        let wrong: Vec<char> = slip.wrong.chars().collect();
        let right: Vec<char> = slip.right.chars().collect();
        (0..wrong.len()).find_map(|offset| {
            let start = doubt.at.checked_sub(offset)?;
            let window = own.get(start..start + wrong.len())?;
            let is_here = std::iter::zip(window, &wrong).all(|((_, own), wrong)| own == wrong);
            let is_right = right.get(offset).is_some_and(|right| may_stand_for(*right, doubt.instead));
            let is_meant = is_here && is_right && wrong[offset] != right[offset];
            let last = start.checked_sub(1).map(|before| own[before].1);
            let next = own.get(start + wrong.len()).map(|(_, next)| *next);
            (is_meant && slip.may_stand(last, next)).then_some((start..start + wrong.len(), slip.right))
        })
    })
}

/// A place where the dictionaries' words have another character.
struct Doubt {
    /// Which character of the passage.
    at: usize,
    /// Which character the dictionaries have.
    instead: char,
}

/// Characters that every word of the dictionaries fitting there writes in another way, and the reviewed slips where
/// words disagree.
fn doubtful(passages: &[&Passage], reader: &mut Reader<'_>) {
    let simplified = reader.ask(passages, simplified);
    let back = ask(simplified.iter().map(String::as_str), words_back);
    let texts: Vec<Forms> = std::iter::zip(passages, std::iter::zip(&simplified, &back))
        .map(|(passage, (simple, back))| Forms::of(passage, simple, back))
        .collect();
    let words = Words::over(&texts);
    let accepted = Listed::new(accepted_words(Edition::ZhHantHk));
    for (passage, forms) in std::iter::zip(passages, &texts) {
        let (mut kept, mut begins, mut persons) = (None, None, None);
        for at in 0..forms.own.len() {
            let doubt = Doubt { at, instead: forms.back[at] };
            let slip = disagrees(forms, at).then(|| known_slip(&doubt, &forms.own)).flatten();
            // 由于曉嵐博士擔任: the surname of a full name.
            let (start, own) = forms.own[at];
            let slip = slip.filter(|_| !names::begins_titled(own, &passage.text[start + own.len_utf8()..]));
            let stands = |window: &Range<usize>| {
                allows(begins.get_or_insert_with(|| starts(&passage.text, &[house::keys()])), window)
            };
            let agreed = words.disagreeing(forms, at, stands);
            let is_agreed = agreed.is_some();
            let (window, instead) = match (&slip, agreed) {
                (Some((window, _)), _) => (window.clone(), forms.back[at]),
                (None, Some((window, instead))) if !is_surname(passage, forms.own[at], reader, &mut persons) => {
                    (window, instead)
                }
                _ => continue,
            };
            let start = forms.own[window.start].0;
            let end = forms.own.get(window.end).map_or(passage.text.len(), |(at, _)| *at);
            let place = forms.own[at].0..forms.own[at].0 + forms.own[at].1.len_utf8();
            let kept = kept.get_or_insert_with(|| reader.kept_or(passage, &accepted));
            if touches(kept, &place) {
                continue;
            }
            let word = &passage.text[start..end];
            let right = forms.right(window, at, instead, &words);
            let right = in_house_style(&right);
            let finding = Finding::new(
                format!("`{word}` is `{right}` in the dictionaries"),
                format!("write `{right}`, or `-{{{word}}}-` if it is meant"),
            );
            // The reviewed list and every word of the dictionaries agree: 遙控製造 has 製造 against 控制.
            let is_certain = is_agreed && slip.is_some_and(|(_, listed)| listed == right.as_str());
            let finding = if is_certain { finding.fix(right) } else { finding };
            reader.tell(passage, start..end, Code::DoubtfulForm, finding);
        }
        // What a word has told is not told again.
        lone(passage, &forms.back, reader);
    }
}

/// Whether a person's name may begin here: 部分鍾先生 has no 分鐘, 季軍胡子貝 no 鬍子; and 余震宇 is one where the report has
/// 余震宇先生 elsewhere. `persons`: the surnames of the passage, once they have been looked for.
fn is_surname<'p>(
    passage: &'p Passage,
    (at, own): (usize, char),
    reader: &Reader<'_>,
    persons: &mut Option<Vec<names::Found<'p>>>,
) -> bool {
    let rest = &passage.text[at + own.len_utf8()..];
    let mut is_named = || persons.get_or_insert_with(|| names::find(&passage.text)).iter().any(|found| found.at == at);
    names::is_surname(own)
        && (names::may_stand(&passage.text[..at], rest)
            || is_named()
            || is_titled_elsewhere(&passage.text[at..], reader))
}

/// Whether the name that a text begins with, a surname and two characters, stands in the report before a form of address.
fn is_titled_elsewhere(text: &str, reader: &Reader<'_>) -> bool {
    let end = text.char_indices().nth(3).map_or(text.len(), |(end, _)| end);
    let (name, Some(own)) = (&text[..end], text.chars().next()) else { return false };
    let is_titled =
        |text: &str| text.match_indices(name).any(|(at, _)| names::begins_titled(own, &text[at + own.len_utf8()..]));
    name.chars().count() == 3
        && name.chars().all(is_han)
        && reader.passages.iter().any(|passage| is_titled(&passage.text))
}

/// A passage, character by character.
struct Forms {
    /// Where each stands and what it is.
    own: Vec<(usize, char)>,
    simple: Vec<char>,
    /// As the words of the dictionaries have it, read from left to right.
    back: Vec<char>,
}

impl Forms {
    /// Nothing where a conversion changes the number of characters.
    fn of(passage: &Passage, simple: &str, back: &str) -> Self {
        let (own, simple, back): (Vec<_>, Vec<_>, Vec<_>) =
            (passage.text.char_indices().collect(), simple.chars().collect(), back.chars().collect());
        if own.len() == simple.len() && own.len() == back.len() {
            Self { own, simple, back }
        } else {
            Self { own: Vec::new(), simple: Vec::new(), back: Vec::new() }
        }
    }

    /// Whether Traditional has several characters for this one, the text none of Simplified's alone, and no word that
    /// stands there says that it is right.
    fn is_open(&self, at: usize) -> bool {
        let ((_, own), simple) = (self.own[at], self.simple[at]);
        let has_forms = readings::are_several(simple) || IN_FIXED_WORDS.contains(simple);
        let is_told_right = || {
            let beside_no_word = [at.checked_sub(1), Some(at)]
                .into_iter()
                .flatten()
                .any(|start| start + 2 <= self.simple.len() && is_no_word(&self.text(start..start + 2)));
            self.settled(at).is_some_and(|back| may_stand_for(own, back)) && !beside_no_word
        };
        is_han(own) && has_forms && own != simple_only(simple) && !is_told_right()
    }

    /// What a reading by words from left to right has there, if a word settles it.
    fn settled(&self, at: usize) -> Option<char> {
        settled(self.back[at], self.simple[at])
    }

    /// The stretches of Chinese over a place that may be words; figures stand in words of the lists (339隻).
    fn windows(&self, at: usize) -> impl Iterator<Item = Range<usize>> {
        let is_chinese = |at: &usize| is_han(self.own[*at].1) || self.own[*at].1.is_ascii_digit();
        let first = (at.saturating_sub(WORD - 1)..=at).rev().take_while(is_chinese).last().unwrap_or(at);
        let last = (at..self.own.len().min(at + WORD)).take_while(is_chinese).last().unwrap_or(at);
        (2..=WORD).flat_map(move |length| {
            let starts = first.max((at + 1).saturating_sub(length))..=at;
            starts.map(move |start| start..start + length).filter(move |window| window.end <= last + 1)
        })
    }

    /// A window with another character at a place, and whatever else of it a word over it writes otherwise.
    fn right(&self, window: Range<usize>, at: usize, instead: char, words: &Words) -> String {
        let character = |other: usize| {
            let own = self.own[other].1;
            let answer = || words.settled(self, &window, other).filter(|answer| !may_stand_for(own, *answer));
            if other == at { instead } else { answer().filter(|_| self.is_open(other)).unwrap_or(own) }
        };
        window.clone().map(character).collect()
    }

    fn text(&self, window: Range<usize>) -> String {
        self.simple[window].iter().collect()
    }
}

/// Characters with another reading in fixed words alone: nothing for a review, but 收獲 is wrong for 收穫 all the same.
const IN_FIXED_WORDS: &str = "获吁须证合并向愈帘筑荐挽据术药彩恶摆荡虫象针栗岳杰症";

/// Characters of the words that are evidence for a form.
const WORD: usize = 4;

/// What the dictionaries have for the stretches over every place with several forms.
struct Words(HashMap<String, Vec<char>>);

impl Words {
    fn over(texts: &[Forms]) -> Self {
        let open = |forms: &&Forms, at: &usize| forms.is_open(*at);
        let windows: BTreeSet<String> = texts
            .iter()
            .flat_map(|forms| (0..forms.own.len()).filter(move |at| open(&forms, at)).map(move |at| (forms, at)))
            .flat_map(|(forms, at)| forms.windows(at).map(|window| forms.text(window)))
            .collect();
        let asked: Vec<String> = windows.iter().map(|window| format!("{WITHIN}{window}{WITHIN}")).collect();
        let answers = ask(asked.iter().map(String::as_str), words_back);
        let bare = |answer: String| answer.chars().filter(|character| *character != WITHIN).collect();
        Self(std::iter::zip(windows, answers).map(|(window, answer)| (window, bare(answer))).collect())
    }

    /// The shortest word over a place and its character there, if every word that lies over it disagrees with the author.
    /// `stands`: whether a stretch can be read as a word where it is.
    fn disagreeing(
        &self,
        forms: &Forms,
        at: usize,
        mut stands: impl FnMut(&Range<usize>) -> bool,
    ) -> Option<(Range<usize>, char)> {
        if !forms.is_open(at) {
            return None;
        }
        let mut shortest = None;
        for window in forms.windows(at) {
            let Some(answer) = self.settled(forms, &window, at).filter(|_| stands(&window)) else { continue };
            if may_stand_for(forms.own[at].1, answer) {
                return None;
            }
            shortest.get_or_insert((window, answer));
        }
        shortest
    }

    /// What a stretch says about a place, if it is a word: more than its parts say, which speak for themselves.
    fn settled(&self, forms: &Forms, window: &Range<usize>, at: usize) -> Option<char> {
        let answer = |window: Range<usize>| -> Option<char> {
            let answer = *self.0.get(&forms.text(window.clone()))?.get(at - window.start)?;
            settled(answer, forms.simple[at])
        };
        let found = answer(window.clone())?;
        if window.len() == 2 {
            return (!is_no_word(&forms.text(window.clone()))).then_some(found);
        }
        let parts = [window.start + 1..window.end, window.start..window.end - 1];
        let is_word = |part: &Range<usize>| part.len() > 2 || !is_no_word(&forms.text(part.clone()));
        let parts = parts.into_iter().filter(|part| part.contains(&at) && is_word(part));
        let is_of_part = parts.into_iter().any(|part| answer(part) == Some(found));
        (!is_of_part).then_some(found)
    }
}

/// Characters left behind by a conversion that no word settles (`standards/script/reviewed/lone-hk.txt`), unless they are names.
fn lone(passage: &Passage, back: &[char], reader: &mut Reader<'_>) {
    let mut kept = None;
    for (number, (at, own)) in passage.text.char_indices().enumerate() {
        let Some((right, not_behind, not_before)) = left_behind(own) else { continue };
        let (before, rest) = passage.text.split_at(at);
        let after = &rest[own.len_utf8()..];
        let is_word = before.ends_with(|last| not_behind.contains(last))
            || (not_behind.starts_with(BEHIND_WORDS) && !follows_a_word(before))
            || after.starts_with(|next| not_before.contains(next))
            || back[number] == own;
        let range = at..at + own.len_utf8();
        let kept = kept.get_or_insert_with(|| reader.kept(passage));
        if is_word || (names::is_surname(own) && names::may_stand(before, after)) || touches(kept, &range) {
            continue;
        }
        let finding = Finding::new(
            format!("`{own}` is left from Simplified text"),
            format!("write `{right}`, or add the name it belongs to to `protect` in glossary.yaml"),
        );
        reader.tell(passage, range, Code::DoubtfulForm, finding);
    }
}

/// Opens the list of what a character does not stand behind, where it means the other one only behind a word: what the
/// dictionaries do not know is a name there (安興里).
const BEHIND_WORDS: char = '~';

/// Whether a word of several characters stands at the end of a text.
fn follows_a_word(before: &str) -> bool {
    cut(before).last().is_some_and(|word| before.ends_with(word) && word.chars().nth(1).is_some())
}

/// What a character means that stands for another one, and its neighbours where it does not.
fn left_behind(own: char) -> Option<(&'static str, &'static str, &'static str)> {
    if !is_han(own) {
        return None;
    }
    static LONE: LazyLock<HashMap<char, (&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
        let fields = data::rows("lone-hk.txt");
        let lone = fields.filter_map(|fields| match fields[..] {
            [own, right, not_behind, not_before, ..] => Some((own.chars().next()?, (right, not_behind, not_before))),
            _ => None,
        });
        lone.collect()
    });
    LONE.get(&own).copied()
}

/// An answer of [`words_back`] about one character, if a word settles it.
fn settled(answer: char, simple: char) -> Option<char> {
    (answer != UNSETTLED && (answer != simple || is_of_both(simple))).then_some(answer)
}

/// Whether a word settles the form of a character, and otherwise than the author.
fn disagrees(forms: &Forms, at: usize) -> bool {
    let ((_, own), simple) = (forms.own[at], forms.simple[at]);
    let is_other = forms.settled(at).is_some_and(|back| !may_stand_for(own, back));
    is_han(own) && is_other && own != simple_only(simple)
}

/// A character that only Simplified has: told by another check.
fn simple_only(simple: char) -> char {
    if is_of_both(simple) { '\0' } else { simple }
}
