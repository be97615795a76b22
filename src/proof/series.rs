//! Series of which a number is missing: 首先…其次…第四, （一）…（三）, 一、 and 三、 before headings.

use std::ops::Range;

use super::{Finding, Reader};
use crate::chinese::{is_han, words};
use crate::diag::Code;
use crate::model::calendar::below_hundred;

/// How a series is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 首先, 其次, 第三.
    Ordinal,
    /// 一是, 二是.
    Is,
    /// 其一, 其二.
    Of,
    /// （一）.
    Chinese,
    /// （1）.
    Digit,
    /// （a）.
    Letter,
    /// （i）.
    Roman,
    /// ①.
    Ring,
    /// 一、 before a heading.
    ChineseHead,
    /// 1. before a heading.
    DigitHead,
}

/// What may stand for a number of a series of words.
const FILLERS: [&str; 14] =
    ["其次", "再次", "再者", "此外", "另外", "然后", "接着", "随后", "继而", "同时", "最后", "次之", "再有", "还有"];

pub(super) fn check(reader: &mut Reader<'_>) {
    reader.each(Code::SkippedNumber, |text| {
        skipped(text).into_iter().map(|(range, missing)| {
            let message = format!("`{}`: the {missing}. of the series is missing before it", &text[range.clone()]);
            (range, Finding::new(message, "mend the number, or write what is missing"))
        })
    });
}

/// Numbers of series that skip one, each with the number that is missing.
fn skipped(original: &str) -> Vec<(Range<usize>, u32)> {
    let text = words::in_place(original);
    let mut found = Vec::new();
    // Of each kind the last number, and where it stands.
    let mut last: Vec<(Kind, u32, usize)> = Vec::new();
    let marks = "。；：，、！？\n;,:";
    let begins = text.char_indices().filter(|(_, c)| marks.contains(*c)).map(|(at, c)| at + c.len_utf8());
    // ① 甲 ② 乙: behind a blank a number in a ring begins an item as well.
    let rings = text.match_indices(' ').map(|(at, _)| at + 1).filter(|at| text[*at..].starts_with(is_ring));
    let mut starts: Vec<usize> = std::iter::once(0).chain(begins).chain(rings).collect();
    starts.sort_unstable();
    for start in starts {
        let start = text.len() - text[start..].trim_start_matches(' ').len();
        let Some((kind, number, length)) = label(&text[start..]) else { continue };
        let known = last.iter().position(|(known, ..)| *known == kind);
        let before = known.map(|at| last[at]);
        match before {
            Some((_, one, end)) if number > one => {
                let between = &text[end..start];
                let is_item = between.chars().filter(|c| is_han(*c)).nth(1).is_some();
                // The missing one may stand where no clause begins.
                let has_next = between.char_indices().any(|(at, c)| {
                    label(&between[at..]).is_some_and(|(own, next, _)| own == kind && next == one + 1)
                        || c == '第' && figure(&between[at + c.len_utf8()..]).is_some_and(|(next, _)| next == one + 1)
                });
                let is_open =
                    has_next || kind == Kind::Ordinal && FILLERS.iter().any(|filler| between.contains(filler));
                if number > one + 1 && is_item && !is_open {
                    found.push((start..start + length, one + 1));
                }
                last[known.unwrap_or_default()] = (kind, number, start + length);
            }
            Some(_) if number == 1 => last[known.unwrap_or_default()] = (kind, number, start + length),
            None if number == 1 => last.push((kind, number, start + length)),
            _ => {}
        }
    }
    found
}

fn is_ring(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

/// The number that a clause begins with, and the length of its label.
fn label(text: &str) -> Option<(Kind, u32, usize)> {
    let ends = |length: usize| text[length..].starts_with(['，', '、', ',', '：', ':', '是']);
    for (word, number) in [("首先", 1), ("其次", 2)] {
        if text.starts_with(word) {
            return Some((Kind::Ordinal, number, word.len()));
        }
    }
    if let Some(rest) = text.strip_prefix('第') {
        let (number, length) = figure(rest)?;
        let length = length + '第'.len_utf8();
        return ends(length).then_some((Kind::Ordinal, number, length));
    }
    if let Some(rest) = text.strip_prefix('其') {
        let (number, length) = figure(rest)?;
        let length = length + '其'.len_utf8();
        return (ends(length) && number < 10).then_some((Kind::Of, number, length));
    }
    if let Some((number, length)) = figure(text).filter(|(_, length)| text[*length..].starts_with('是')) {
        return Some((Kind::Is, number, length + '是'.len_utf8()));
    }
    bracketed(text)
}

/// （一）, (2), (a), (iii), ④ at the beginning of a text.
fn bracketed(text: &str) -> Option<(Kind, u32, usize)> {
    /// Small Roman numbers.
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let first = text.chars().next()?;
    if is_ring(first) {
        return Some((Kind::Ring, first as u32 - '①' as u32 + 1, first.len_utf8()));
    }
    let rest = text.strip_prefix(['（', '('])?;
    let end = rest.find(['）', ')']).filter(|end| *end < 12)?;
    let inside = &rest[..end];
    let whole = first.len_utf8() + end + rest[end..].chars().next().map_or(1, char::len_utf8);
    let roman = ROMAN.iter().position(|roman| *roman == inside).map(|at| at as u32 + 1);
    let (kind, number) = match inside.as_bytes() {
        _ if roman.is_some() => (Kind::Roman, roman?),
        [letter @ b'a'..=b'z'] => (Kind::Letter, u32::from(letter - b'a') + 1),
        _ => {
            let (number, _) = figure(inside).filter(|(_, length)| *length == inside.len())?;
            (if inside.starts_with(|c: char| c.is_ascii_digit()) { Kind::Digit } else { Kind::Chinese }, number)
        }
    };
    Some((kind, number, whole))
}

/// The number that an author typed before a heading.
pub(super) fn head(text: &str) -> Option<(Kind, u32)> {
    let text = words::in_place(text.trim());
    if let Some((kind, number, _)) = bracketed(&text) {
        return Some((kind, number));
    }
    let (number, length) = figure(&text)?;
    let rest = &text[length..];
    let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    let is_label =
        if is_digit { rest.starts_with(['、', '．']) || rest.starts_with(". ") } else { rest.starts_with('、') };
    // 一、二期工程.
    let is_row = figure(rest.trim_start_matches(['、', '．', '.', ' '])).is_some();
    (is_label && !is_row).then_some((if is_digit { Kind::DigitHead } else { Kind::ChineseHead }, number))
}

/// A small number at the beginning of a text.
fn figure(text: &str) -> Option<(u32, usize)> {
    below_hundred(text).filter(|(number, _)| (1..=30).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        skipped(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn series_that_skip_a_number() {
        for (text, place) in [
            ("首先，我們節能。第三，我們減廢。", "第三"),
            ("首先，我們節能。其次，我們節水。第四，我們減廢。", "第四"),
            ("措施包括：（一）節能；（二）節水；（四）減廢。", "（四）"),
            ("(a)節能措施；(c)節水措施", "(c)"),
            ("①節約用電，③節約用水", "③"),
            ("① 節約用電 ② 節約用水 ④ 減少廢物", "④"),
            ("一是節能，二是節水，四是減廢。", "四是"),
        ] {
            assert_eq!(told(text), [place], "{text}");
        }
        assert_eq!(head("三、節水"), Some((Kind::ChineseHead, 3)));
        assert_eq!(head("（二）節水"), Some((Kind::Chinese, 2)));
        assert_eq!(head("2. 節水"), Some((Kind::DigitHead, 2)));
        assert_eq!(head("一、二期工程"), None);
        assert_eq!(head("2030年目標"), None);
        assert_eq!(head("1.5 度"), None);
    }

    #[test]
    fn series_that_are_whole() {
        for text in [
            "首先，我們節能。其次，我們節水。第三，我們減廢。最後，我們綠化。",
            "首先，我們節能。此外，我們節水。第三，我們減廢。",
            "第一，我們節能。第二，我們節水。",
            "第三方機構，第一期工程，第三期工程。",
            "（一）節能措施 （二）節水措施；（三）減廢。",
            "見附註，(1)、(3)及(5)，第3.10(1)條",
            "① 節約用電 ② 節約用水 ③ 減少廢物",
            "用水量① 較高，用電量③ 較低",
            "（一）節能；（二）節水。（一）培訓；（二）考核。",
            "第一是節能，唯一是節水",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
