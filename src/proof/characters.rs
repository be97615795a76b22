//! Characters that do not belong: of the other script, look-alikes, private use.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::variants::{accepted_words, are_shapes};
use super::{Finding, Reader, touches};
use crate::chinese::{
    Listed, UNSETTLED, half_width, han_runs, is_han, is_of_both, names, readings, simplified, traditional_characters,
    words_back,
};
use crate::diag::{Code, Diagnostic};
use crate::model::{Edition, Inline, InlineKind, Open, Passage, Report, Script, Visit, VisitReport};

/// Radicals of the supplement that stand for a whole character and have no compatibility mapping (Unicode 16.0,
/// EquivalentUnifiedIdeograph.txt), as text copied out of a PDF has them.
const RADICALS: [(char, char); 30] = [
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻐', '钅'),
    ('⻑', '長'),
    ('⻒', '镸'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

/// Small and half-width forms of Chinese marks (Unicode blocks Small Form Variants, Halfwidth and Fullwidth Forms).
const SMALL_MARKS: [(char, char); 15] = [
    ('﹐', '，'),
    ('﹑', '、'),
    ('﹒', '．'),
    ('﹔', '；'),
    ('﹕', '：'),
    ('﹖', '？'),
    ('﹗', '！'),
    ('﹙', '（'),
    ('﹚', '）'),
    ('｡', '。'),
    ('､', '、'),
    ('﹪', '%'),
    ('｢', '「'),
    ('｣', '」'),
    ('･', '·'),
];

/// Letters of Cyrillic and Greek that print as Latin ones do (Unicode Technical Standard 39, confusables.txt).
const FOREIGN: &str = "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
const LATIN: &str = "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo";

/// Characters that the mainland's list of standard characters allows in names alone (通用规范汉字表, 2013, notes to
/// table 3); the words they are wrong in are in `standards/script/reviewed/slips-cn.txt`.
const NAMES: &str = "昇陞甯邨";

/// Surnames that Traditional writes like the Simplified form of another character (种師道, 丰子愷, 党懷英).
const SURNAMES: &str = "种丰党";

pub(super) fn check(reader: &mut Reader<'_>) {
    for passage in reader.passages {
        look_alikes(passage, reader);
        full_width(passage, reader);
    }
    for edition in [Edition::ZhHantHk, Edition::ZhHansCn] {
        if reader.wants(Code::WrongScript) {
            wrong_script(edition, reader);
        }
    }
}

fn look_alikes(passage: &Passage, reader: &mut Reader<'_>) {
    for (at, character) in passage.text.char_indices() {
        let range = at..at + character.len_utf8();
        if let Some(real) = real_character(character).or_else(|| latin(passage, &range)) {
            let message = format!("`{character}` (U+{:04X}) only looks like `{real}`", u32::from(character));
            let finding = Finding::new(message, format!("write `{real}`; `check --fix` does it")).fix(real);
            reader.tell(passage, range, Code::LookAlike, finding);
        } else if character == '\u{fffd}' {
            let finding = Finding::new("a character was lost here: U+FFFD stands in its place", "write it again");
            reader.tell(passage, range, Code::StrayCharacter, finding);
        } else if matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}') {
            let message =
                format!("U+{:04X} is a private-use character: it shows on few machines", u32::from(character));
            let finding = Finding::new(message, "write the character that is meant, or remove it");
            reader.tell(passage, range, Code::StrayCharacter, finding);
        }
    }
}

/// Letters and digits of an input method that was set to full width, with the marks inside a number: １，２３４．５.
fn full_width(passage: &Passage, reader: &mut Reader<'_>) {
    let text = &passage.text;
    let mut end = 0;
    while let Some(start) = text[end..].find(is_wide).map(|at| end + at) {
        end = start + wide_length(&text[start..]);
        let typed = &text[start..end];
        let fix = half_width(typed);
        let message = format!("`{typed}` is in full-width characters");
        // `１００，２００` is one number, or the first two of several.
        let is_doubtful = typed.find('，').is_some_and(|comma| typed[..comma].chars().count() == GROUP);
        let finding = match is_doubtful {
            true => {
                let several = half_width(&typed.replace('，', "、")).replace('、', "，");
                Finding::new(message, format!("write `{fix}` if it is one number, `{several}` if it is several"))
            }
            false => Finding::new(message, format!("write `{fix}`")).fix(fix),
        };
        reader.tell(passage, start..end, Code::LookAlike, finding);
    }
}

/// Digits between two commas of a number.
const GROUP: usize = 3;

fn is_wide_digit(c: char) -> bool {
    ('０'..='９').contains(&c)
}

/// A digit or letter of full width.
fn is_wide(c: char) -> bool {
    is_wide_digit(c) || ('Ａ'..='Ｚ').contains(&c) || ('ａ'..='ｚ').contains(&c)
}

/// The length of the full-width word or number that a text begins with. A comma is of a number where groups of three
/// digits stand behind it, and parts two else: ２０２３，２０２４; behind letters it parts as well: ＣＯ２，１００噸.
fn wide_length(text: &str) -> usize {
    let count = |text: &str, is_one: fn(char) -> bool| text.chars().take_while(|c| is_one(*c)).count();
    let bytes = |count: usize| count * '０'.len_utf8();
    let first = count(text, is_wide);
    let mut end = bytes(first);
    if first <= GROUP && first == count(text, is_wide_digit) {
        while let Some(group) = text[end..].strip_prefix('，')
            && count(group, is_wide) == GROUP
            && count(group, is_wide_digit) == GROUP
        {
            end += '，'.len_utf8() + bytes(GROUP);
        }
    }
    while let Some(rest) = text[end..].strip_prefix('．').filter(|rest| rest.starts_with(is_wide_digit))
        && text[..end].ends_with(is_wide_digit)
    {
        end += '．'.len_utf8() + bytes(count(rest, is_wide));
    }
    end
}

/// What a radical, a compatibility ideograph, a joined pair of letters (ﬁ) or a letter of formulas (𝐄) stands for.
fn real_character(character: char) -> Option<String> {
    let is_joined = matches!(character, '\u{fb00}'..='\u{fb06}' | '\u{1d400}'..='\u{1d7ff}');
    if is_joined {
        return Some(std::iter::once(character).nfkc().collect());
    }
    if let Some((_, real)) = SMALL_MARKS.iter().find(|(small, _)| *small == character) {
        return Some(real.to_string());
    }
    if !matches!(character, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}') {
        return None;
    }
    if let Some((_, real)) = RADICALS.iter().find(|(radical, _)| *radical == character) {
        return Some(real.to_string());
    }
    let mut normal = std::iter::once(character).nfkc();
    normal.next().filter(|real| *real != character).map(String::from)
}

/// The Latin letter that a foreign one stands for, in a word with others: СEO. A word of foreign letters is one of its own
/// language; so is one with a letter that no Latin one is like.
fn latin(passage: &Passage, range: &Range<usize>) -> Option<String> {
    /// Letters of a word that are looked at on either side.
    const NEAR: usize = 12;
    let like = |c: char| FOREIGN.chars().position(|foreign| foreign == c);
    let real = LATIN.chars().nth(like(passage.text[range.clone()].chars().next()?)?)?;
    let is_letter = |c: &char| c.is_alphabetic() && !is_han(*c);
    let before = passage.text[..range.start].chars().rev().take_while(is_letter).take(NEAR);
    let behind = passage.text[range.end..].chars().take_while(is_letter).take(NEAR);
    let word: Vec<char> = before.chain(behind).collect();
    let is_latin = word.iter().any(char::is_ascii_alphabetic);
    (is_latin && word.iter().all(|c| c.is_ascii() || like(*c).is_some())).then(|| real.to_string())
}

fn wrong_script(edition: Edition, reader: &mut Reader<'_>) {
    let passages = reader.of(edition);
    let answers = reader.ask(&passages, |text| match edition.script() {
        Script::Traditional => traditional_characters(text),
        _ => simplified(text),
    });
    let accepted = Listed::new(accepted_words(edition));
    for (passage, answer) in std::iter::zip(passages, answers) {
        if passage.text == answer || passage.text.chars().count() != answer.chars().count() {
            continue;
        }
        let kept = reader.kept_or(passage, &accepted);
        let is_other = |(at, own): (usize, char), answer: char| {
            let range = at..at + own.len_utf8();
            let is_right = match edition.script() {
                // A mix of two shapes is told where a text has both.
                Script::Traditional if are_shapes(own, answer) => true,
                Script::Traditional => {
                    SURNAMES.contains(own) && names::may_stand(&passage.text[..at], &passage.text[range.end..])
                }
                _ => NAMES.contains(own),
            };
            let is_other = own != answer && is_han(own) && !is_right && !touches(&kept, &range);
            (is_other && !is_of_both(own)).then_some(range)
        };
        let found = std::iter::zip(passage.text.char_indices(), answer.chars());
        let found: Vec<Range<usize>> = found.filter_map(|(own, answer)| is_other(own, answer)).collect();
        for run in han_runs(&passage.text) {
            let from = found.partition_point(|range| range.start < run.start);
            let inside: Vec<&Range<usize>> = found[from..].iter().take_while(|range| range.start < run.end).collect();
            let (Some(first), Some(last)) = (inside.first(), inside.last()) else { continue };
            let range = first.start..last.end;
            let mut characters: Vec<&str> = inside.iter().map(|range| &passage.text[(*range).clone()]).collect();
            characters.dedup();
            let [own, other] = match edition.script() {
                Script::Traditional => ["Traditional", "Simplified"],
                _ => ["Simplified", "Traditional"],
            };
            let verb = if characters.len() == 1 { "is" } else { "are" };
            let message = format!("`{}` {verb} {other} in a {own} text", characters.join("`, `"));
            let (right, is_certain) = suggestion(edition, &passage.text, &run, &range);
            let hint = format!("write `{right}`, or `-{{{}}}-` if it is meant", &passage.text[range.clone()]);
            let mut finding = Finding::new(message, hint);
            // A stretch without a character of the edition's own script may be a quotation.
            if is_certain && has_own_script(edition, &passage.text[run.clone()]) {
                finding = finding.fix(right);
            }
            reader.tell(passage, range, Code::WrongScript, finding);
        }
    }
}

/// Wordings by hand that are in the other script than the edition that they are for: `-{zh-Hans-CN:公交車}-`.
pub(super) fn by_hand(report: &Report, reader: &mut Reader<'_>) {
    type Sides<'a> = &'a [(Option<String>, String)];
    struct ByHand<'a>(Vec<(&'a Inline, Sides<'a>)>);
    impl<'a> Visit<'a> for ByHand<'a> {
        fn inline(&mut self, inline: &'a Inline) {
            match &inline.kind {
                InlineKind::Own(Open::Manual(sides)) => self.0.push((inline, sides)),
                _ => self.inside_inline(inline),
            }
        }
    }
    impl<'a> VisitReport<'a> for ByHand<'a> {}
    if !reader.wants(Code::WrongScript) {
        return;
    }
    let mut found = ByHand(Vec::new());
    found.report(report);
    for (inline, sides) in found.0 {
        for (tag, text) in sides {
            let mut editions = tag.iter().flat_map(|tag| Edition::served_by(tag));
            let (Some(edition), None) = (editions.next(), editions.next()) else { continue };
            let right = match edition.script() {
                Script::Traditional => traditional_characters(text),
                Script::Simplified => simplified(text),
                Script::Latin => continue,
            };
            let is_other = |(own, right): &(char, char)| {
                own != right && !is_of_both(*own) && !NAMES.contains(*own) && !SURNAMES.contains(*own)
            };
            let others: String =
                std::iter::zip(text.chars(), right.chars()).filter(is_other).map(|(own, _)| own).collect();
            if !others.is_empty() {
                let message = format!("`{others}` is of the other script in the wording for {edition}");
                let hint = format!("write `{right}`; `-{{{text}}}-`, without an edition, keeps words that are meant");
                reader.push(Diagnostic::warning(Code::WrongScript, inline.span, message).hint(hint));
            }
        }
    }
}

/// Whether a text has a character that only the edition's script has.
fn has_own_script(edition: Edition, text: &str) -> bool {
    let other = match edition.script() {
        Script::Traditional => simplified(text),
        _ => traditional_characters(text),
    };
    std::iter::zip(text.chars(), other.chars()).any(|(own, other)| own != other && !is_of_both(own))
}

/// A range of a Chinese stretch in the edition's own script, and whether it can be nothing else.
fn suggestion(edition: Edition, text: &str, run: &Range<usize>, range: &Range<usize>) -> (String, bool) {
    let run_text = &text[run.clone()];
    let (skip, take) = (text[run.start..range.start].chars().count(), text[range.clone()].chars().count());
    if edition == Edition::ZhHansCn {
        return (simplified(run_text).chars().skip(skip).take(take).collect(), true);
    }
    let simple = simplified(run_text);
    let words = words_back(&simple);
    let single = traditional_characters(&text[range.clone()]);
    let own: Vec<char> = text[range.clone()].chars().collect();
    let words: Vec<char> = words.chars().skip(skip).take(take).collect();
    let simplified: Vec<char> = simple.chars().skip(skip).take(take).collect();
    if words.len() != own.len() || simplified.len() != own.len() {
        return (single, false);
    }
    // Words tell readings apart, but where two words meet they may be read wrongly.
    let is_certain = (0..own.len()).all(|at| own[at] != simplified[at] || !readings::are_several(own[at]));
    let pick = |(at, single): (usize, char)| {
        let is_settled = words[at] != UNSETTLED && words[at] != simplified[at];
        match own[at] {
            own if own == simplified[at] && is_settled => words[at],
            own if is_of_both(own) => own,
            own if own == simplified[at] => single,
            own => own,
        }
    };
    (super::variants::in_house_style(&single.chars().enumerate().map(pick).collect::<String>()), is_certain)
}
