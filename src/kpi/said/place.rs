//! Where a place in a text stands: in which clause and sentence, of which year, month and product.

use std::ops::Range;

use crate::model::{GAP, financial_year};

/// What says that a year is what something is compared with.
const COMPARED: [&str; 12] = ["较", "比", "与", "同", "从", "由", "自", "相较", "相比", "对比", "相对", "起"];

/// What ends a clause.
const MARKS: &str = "。；;！？!?，,：:（(）)、\n│|「」“”《》";

/// Names of letters and digits in a sentence, such as those of products: C11. Standards are none.
pub(super) fn models(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = sentence;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let length =
            rest[start..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits > 0
            && !word.starts_with("CO2")
            && !word.starts_with("tCO2")
            && !word.starts_with("PM")
            && !word.starts_with("ISO")
            && !word.starts_with("IATF")
            && !word.starts_with("GB")
        {
            found.push(word);
        }
        rest = &rest[start + length..];
    }
    found
}

/// Whether a month is named, other than in the days a year begins and ends with.
pub(super) fn has_month(sentence: &str) -> bool {
    sentence.match_indices('月').any(|(at, _)| {
        let before = &sentence[..at];
        let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let month = &before[digits.len()..];
        let rest = &sentence[at + '月'.len_utf8()..];
        let bounds = (month == "12" && rest.starts_with("31")) || (month == "1" && rest.starts_with("1日"));
        !(month.is_empty() || bounds)
            || before.ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
                && !rest.starts_with("三十一")
                && !rest.starts_with("一日")
    })
}

/// The years that a text names, those left out that something is compared with.
pub(super) fn years(text: &str, this: i32) -> Vec<i32> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let before = &text[..at];
        let digits = before.trim_end().trim_end_matches(|c: char| c.is_ascii_digit());
        let year = before[digits.len()..].trim().parse().ok().filter(|year| (1990..2101).contains(year));
        let financial = financial_year(before).map(|(year, start)| (year, &before[..start]));
        let (year, lead) = match financial.or_else(|| Some((year?, digits))) {
            Some(found) => found,
            None => match ["去", "上一", "前一", "上"].iter().find_map(|word| before.strip_suffix(word)) {
                Some(lead) if !lead.ends_with('以') => (this - 1, lead),
                _ => match ["本", "今", "当"].iter().find_map(|word| before.strip_suffix(word)) {
                    Some(lead) => (this, lead),
                    None => continue,
                },
            },
        };
        let lead = lead.trim_end();
        if COMPARED.iter().any(|word| lead.ends_with(word)) || lead.ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        found.push(year);
    }
    found
}

/// Whether a text names a year by one number. Where financial years are none of the calendar, it is open which is meant.
pub(super) fn names_one_year(text: &str) -> bool {
    text.match_indices('年').any(|(at, _)| {
        let before = text[..at].trim_end();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        digits == 4 && financial_year(before).is_none()
    })
}

/// The start of the clause that a place stands in.
pub(super) fn clause(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some((mark, c)) = text[..end].char_indices().rev().find(|(_, c)| MARKS.contains(*c) || *c == GAP) {
        let after = mark + c.len_utf8();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if c == ',' && digit(text[..mark].chars().next_back()) && digit(text[after..].chars().next()) {
            end = mark;
            continue;
        }
        return after;
    }
    0
}

/// Where the clause that a text begins with ends.
pub(super) fn clause_end(text: &str) -> usize {
    text.find(|c: char| MARKS.contains(c) || c == GAP).unwrap_or(text.len())
}

/// The sentence that a place stands in.
pub(super) fn sentence(text: &str, at: usize) -> Range<usize> {
    let ends = |c: char| "。！？!?；;\n".contains(c);
    let start = text[..at].char_indices().rev().find(|(_, c)| ends(*c)).map_or(0, |(mark, c)| mark + c.len_utf8());
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    start..end
}
