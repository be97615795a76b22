//! Numbers that are none: 1,2345萬元, 12,34%, 3.1.4%, 1，000噸; and numbers that one report writes in two ways.

use std::ops::Range;

use super::style::Style;
use super::{Finding, Reader};
use crate::chinese::is_han;
use crate::diag::Code;
use crate::model::Passage;

/// What a number of these is counted in, in either script: behind anything else it may be a list, a version or a code.
const UNITS: &str = "萬万億亿元噸吨人名個个戶户家間间次宗公千兆度倍棵輛辆台件升克米平立餘余份場场株座張张套部位隻只%％";

/// The same in Latin letters; longer words begin with them.
const LATIN_UNITS: [&str; 26] = [
    "kWh", "MWh", "GWh", "GJ", "MJ", "TJ", "tCO", "kg", "km", "m²", "m³", "m2", "m3", "tonne", "ton", "cubic",
    "square", "litre", "liter", "metre", "employee", "people", "person", "hour", "case", "supplier",
];

/// Digits between two commas of a number.
const GROUP: usize = 3;

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wants(Code::MalformedNumber) {
        return;
    }
    for passage in reader.passages.iter().chain(reader.others) {
        for (range, hint) in malformed(&passage.text).into_iter().chain(wide(&passage.text)) {
            let finding = Finding::new(format!("`{}` is no number", &passage.text[range.clone()]), hint);
            reader.tell(passage, range, Code::MalformedNumber, finding);
        }
    }
}

/// Whether something is counted by a number that ends before this text.
fn is_counted(behind: &str) -> bool {
    let behind = behind.trim_start_matches([' ', '\u{a0}']);
    behind.starts_with(|c| UNITS.contains(c)) || LATIN_UNITS.iter().any(|unit| behind.starts_with(unit))
}

/// Whether the digits behind a text belong to a name or a longer number: ISO 14001, 第3, 2024-5.
fn is_of_name(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric() || "-/第:.,".contains(c))
}

/// The places of numbers in digits, with half-width commas and points inside.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
        let end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = end;
        Some(start..end)
    })
}

fn malformed(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for Range { start, end } in numbers(text) {
        let number = &text[start..end];
        let bare = number.trim_end_matches([',', '.']);
        let is_counted = is_counted(&text[end..]) && bare == number;
        if is_of_name(&text[..start]) || !is_counted && !is_slip(text, start, bare) {
            continue;
        }
        let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
        let groups: Vec<&str> = whole.split(',').collect();
        let is_broken =
            groups.len() > 1 && (groups[0].len() > GROUP || groups[1..].iter().any(|group| group.len() != GROUP));
        let end = start + bare.len();
        if fraction.contains('.') {
            found.push((start..end, "a number has one decimal point: mend it".to_owned()));
        } else if fraction.contains(',') || is_broken && !is_list(&groups) {
            found.push((start..end, "commas part groups of three digits: 1,234,567".to_owned()));
        }
    }
    found
}

/// Whether digits without a unit can be nothing but a number with a group too long: 共1,2345。, a cell with 1,2345.
fn is_slip(text: &str, start: usize, number: &str) -> bool {
    /// What leads to a number.
    const LEADS: &str = "共為为達达至到約约逾值是";
    let (first, rest) = number.split_once(',').unwrap_or((number, ""));
    let is_long = |group: &str| group.len() == GROUP + 1 && group.bytes().all(|byte| byte.is_ascii_digit());
    let (before, behind) = (&text[..start], &text[start + number.len()..]);
    let ends = behind.chars().next().is_none_or(|c| "。，；）".contains(c));
    let leads = before.ends_with(|c| LEADS.contains(c)) || before.is_empty() && behind.is_empty();
    first.len() <= GROUP && rest.split(',').all(is_long) && ends && leads
}

/// Whether short numbers follow each other, parted by commas: 1,2人; 11,12名.
fn is_list(groups: &[&str]) -> bool {
    let numbers: Vec<u32> = groups.iter().filter_map(|group| group.parse().ok()).collect();
    let is_short = groups.iter().all(|group| group.len() < GROUP);
    let is_row = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    is_short && (is_row || groups.iter().all(|group| group.len() == 1))
}

/// A mark of Chinese text, or a blank, inside a number: 1，000噸, 1、000人, 3．5噸, 1, 000噸.
fn wide(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut done = 0;
    for first in numbers(text) {
        let start = first.start;
        if start < done || is_of_name(&text[..start]) || text[..start].ends_with(['、', '，']) {
            continue;
        }
        let lead = &text[start..start + digits(&text[start..])];
        let mut end = start + lead.len();
        let mut groups: Vec<(&str, &str)> = Vec::new();
        loop {
            let rest = &text[end..];
            let mark = ["， ", ", ", "，", "、", "．", "。", ","].into_iter().find(|mark| rest.starts_with(mark));
            let Some(mark) = mark else { break };
            let length = digits(&rest[mark.len()..]);
            if length == 0 {
                break;
            }
            groups.push((mark, &rest[mark.len()..][..length]));
            end += mark.len() + length;
        }
        let whole = end;
        if let Some(part) = text[end..].strip_prefix('.').map(digits).filter(|part| *part > 0) {
            end += 1 + part;
        }
        done = end;
        let is_grouped = groups.iter().all(|(mark, group)| group.len() == GROUP && !matches!(*mark, "．" | "。"));
        // No number of a list begins with a nought.
        let has_nought = groups.iter().any(|(_, group)| group.starts_with('0'));
        let is_comma = groups.iter().all(|(mark, _)| matches!(*mark, "，" | ","));
        let is_wide = groups.iter().any(|(mark, _)| *mark != ",");
        let is_point = matches!(groups[..], [("．", _)])
            || matches!(groups[..], [("。", part)] if part.len() < GROUP && !lead.starts_with('0') | (lead == "0"));
        if lead.len() > GROUP
            || !is_counted(&text[end..])
            || !is_wide
            || !(is_point || is_grouped && (is_comma || has_nought))
        {
            continue;
        }
        let mark = if is_point { "." } else { "," };
        let fix = groups.iter().fold(lead.to_owned(), |number, (_, group)| number + mark + group) + &text[whole..end];
        let hint = match has_nought || is_point {
            true => format!("write `{fix}`"),
            false => format!("write `{fix}`; where several numbers are meant, 、 parts them"),
        };
        found.push((start..end, hint));
    }
    found
}

/// A large number with commas, and without.
pub(super) const WITH: &str = "1,234";
const WITHOUT: &str = "1234";

/// Counts large numbers with and without commas.
pub(super) fn grouped<'a>(passage: &'a Passage, long: &mut Style<'a>, short: &mut Style<'a>) {
    let text = passage.text.as_str();
    for range in numbers(text) {
        let number = &text[range.clone()];
        let whole = number.split('.').next().unwrap_or_default();
        if is_of_name(&text[..range.start]) || !is_counted(&text[range.end..]) || number.ends_with([',', '.']) {
            continue;
        }
        let count = whole.bytes().filter(u8::is_ascii_digit).count();
        let form = if whole.contains(',') { WITH } else { WITHOUT };
        // Many leave four digits alone; a year is none of them.
        let may_be_year = count == GROUP + 1 && form == WITHOUT && (whole.starts_with("19") || whole.starts_with("20"));
        match count {
            4 if !may_be_year => short.add(form, passage, range),
            5.. => long.add(form, passage, range),
            _ => {}
        }
    }
}

/// Counts what stands between the two ends of a range: 2020-2024, 10–20人.
pub(super) fn ranges<'a>(passage: &'a Passage, signs: &mut Style<'a>, words: &mut Style<'a>) {
    const SIGNS: [&str; 7] = ["-", "–", "—", "~", "～", "－", "―"];
    const WORDS: [&str; 3] = ["至", "到", " to "];
    let text = passage.text.as_str();
    let is_sentence = text.contains(['。', '，']) || text.contains(". ") || text.ends_with('.');
    let all: Vec<Range<usize>> = numbers(text).collect();
    for pair in all.windows(2) {
        let (first, second) = (&text[pair[0].clone()], &text[pair[1].clone()]);
        let between = &text[pair[0].end..pair[1].start];
        let (bare, behind) = (between.trim(), &text[pair[1].end..]);
        let year = |text: &str| text.parse().ok().filter(|year: &i32| text.len() == 4 && (1900..2101).contains(year));
        let is_years = matches!((year(first), year(second)), (Some(from), Some(to)) if from < to);
        let value = |text: &str| text.replace(',', "").parse::<f64>().ok();
        let rises = value(first) < value(second);
        // 2024-25, 2024-01-05 and codes are none.
        let goes_on = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric() || "-–/".contains(c));
        let is_range = is_years && !goes_on(behind) || rises && is_counted(behind) && !is_years;
        let before = text[..pair[0].start].chars().next_back();
        if !is_range || before.is_some_and(|c| c.is_ascii_alphanumeric() || "-–/.".contains(c)) {
            continue;
        }
        let place = pair[0].start..pair[1].end;
        let sign = SIGNS.iter().find(|sign| **sign == bare);
        let is_in_brackets = before.is_some_and(|c| matches!(c, '（' | '('));
        if let Some(sign) = sign {
            signs.add(sign, passage, place.clone());
        }
        if is_sentence && is_years && !is_in_brackets {
            match WORDS.iter().find(|word| **word == between || word.trim() == bare) {
                Some(word) => words.add(word.trim(), passage, place),
                None if sign.is_some() => words.add("–", passage, place),
                None => {}
            }
        }
    }
}

/// Counts dashes: those between clauses, and those that join two names.
pub(super) fn dashes<'a>(passage: &'a Passage, doubled: &mut Style<'a>, joining: &mut Style<'a>) {
    const DASHES: [char; 5] = ['—', '─', '–', '－', '―'];
    let text = passage.text.as_str();
    let mut at = 0;
    while let Some(start) = text[at..].find(DASHES).map(|gap| at + gap) {
        let sign = text[start..].chars().next().unwrap_or_default();
        let end = start + text[start..].find(|c| c != sign).unwrap_or(text.len() - start);
        at = end;
        let (before, behind) = (&text[..start], &text[end..]);
        let form = &text[start..end];
        let is_beside = |c: Option<char>| c.is_some_and(|c| is_han(c) || "「」“”《》）".contains(c));
        let is_inside = is_beside(before.chars().next_back()) && is_beside(behind.chars().next());
        match form.chars().count() {
            1 if is_inside => joining.add(form, passage, start..end),
            2 if is_inside => doubled.add(form, passage, start..end),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        malformed(text).into_iter().chain(wide(text)).map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn numbers_that_are_none() {
        for number in ["1,2345", "12,34,567", "1234,567", "3.1.4", "1.234,5", "5..3", "12,34", "1,23"] {
            assert_eq!(told(&format!("共{number}萬元。")), [number]);
        }
        for number in [
            "1，000",
            "1、000",
            "12，345",
            "1，234，567",
            "1、050",
            "3．5",
            "3。5",
            "1， 000",
            "1, 000",
            "1,234，567",
            "1，234.5",
        ] {
            assert_eq!(told(&format!("共處理{number}噸。")), [number]);
        }
        assert_eq!(told("數值為1,2345。"), ["1,2345"]);
        assert_eq!(told("1,2345"), ["1,2345"]);
        assert_eq!(told("We used 12,34 tonnes and 1,2345 kWh."), ["12,34", "1,2345"]);
    }

    #[test]
    fn numbers_lists_and_codes() {
        for text in [
            "共1,234,567元、12,345.67噸、0.5%、1,000人",
            "第3.1.2節、ISO 14064-1、2024,2025年、版本1.2.3、第3,10條",
            "1,2人、192.168.1.1、2025.12.31",
            "11,12個月、9,10名、100、200、300元，5、100人",
            "於2024年，300人參加。共3。200人離職。12，34人，2024，500人，3，2，100元",
            "見附註12,134、第12，000條，12,34",
            "In 2024, 300 people joined; pages 1, 2 and 3, 100 people.",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
