//! Numbers that are none: 1,2345萬元, 12,34小時, 3.1.4%, 1，000噸, 28.億; and numbers that one report writes in two ways.

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
pub(super) const GROUP: usize = 3;

pub(super) fn check(reader: &mut Reader<'_>) {
    tell(reader, |text| malformed(text).into_iter().chain(wide(text)).collect());
}

/// Tells numbers that are none: where they stand in a text, and what to do.
pub(super) fn tell(reader: &mut Reader<'_>, found: impl Fn(&str) -> Vec<(Range<usize>, String)>) {
    if !reader.wants(Code::MalformedNumber) {
        return;
    }
    for passage in reader.passages.iter().chain(reader.others) {
        for (range, hint) in found(&passage.text) {
            let finding = Finding::new(format!("`{}` is no number", &passage.text[range.clone()]), hint);
            reader.tell(passage, range, Code::MalformedNumber, finding);
        }
    }
}

/// Whether something is counted by a number that ends before this text.
pub(super) fn is_counted(behind: &str) -> bool {
    let behind = behind.trim_start_matches(BLANKS);
    behind.starts_with(|c| UNITS.contains(c)) || LATIN_UNITS.iter().any(|unit| behind.starts_with(unit))
}

/// The same by words that begin as others do as well.
fn is_measured(behind: &str) -> bool {
    const WORDS: [&str; 9] = ["小時", "小时", "課時", "课时", "學時", "学时", "學分", "学分", "堂"];
    is_counted(behind) || WORDS.iter().any(|word| behind.trim_start_matches(BLANKS).starts_with(word))
}

/// Whether a word follows that a number may count: any but what goes on with a sentence, a list or the name of a place in
/// a paper.
pub(super) fn may_count(behind: &str) -> bool {
    const NONE: &str = "及和與与或至到等的者是為为於于在以而並并但則则由從从被將将已均也亦年月日期號号條条款項项段章節节頁页版題题樓楼室房卷冊册班組组點点分起止後后前內内中上下型級级類类層层財财";
    is_measured(behind) || behind.trim_start_matches(BLANKS).starts_with(|c| is_han(c) && !NONE.contains(c))
}

/// Whether what follows makes a number of any digits: 28.5億, 28.5%.
fn is_scaled(behind: &str) -> bool {
    behind.starts_with(['%', '％', '萬', '万', '億', '亿'])
}

const BLANKS: [char; 2] = [' ', '\u{a0}'];

/// Whether the digits behind a text belong to a name or a longer number: ISO 14001, 第3, 表3, 附註3, 2024-5.
pub(super) fn is_of_name(before: &str) -> bool {
    before.ends_with(|c: char| {
        c.is_ascii_alphanumeric() || "-/第:.,表圖图註注錄录圍围號号別别標标期月題题則则".contains(c)
    })
}

/// Whether numbers with points in between are a section or a day, and none that counts: 2.1.3人才發展, 2025.12.31.
fn is_section(before: &str, number: &str, behind: &str) -> bool {
    /// What leads to a section.
    const LEADS: &str = "見见閱阅載载於于在照據据按及和至到、，（(《「";
    let parts: Vec<&str> = number.split('.').collect();
    let is_short = parts.iter().all(|part| (1..GROUP).contains(&part.len()));
    let is_day = parts.len() == GROUP && parts.iter().any(|part| part.len() == GROUP + 1);
    let is_titled = before.trim_end().is_empty() && behind.chars().nth(1).is_some_and(is_han);
    is_day || is_short && (is_titled || before.trim_end().ends_with(|c| LEADS.contains(c)))
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
        let (before, behind) = (&text[..start], &text[end..]);
        if number.strip_suffix('.') == Some(bare) && is_scaled(behind) && !before.is_empty() && !is_of_name(before) {
            found.push((start..end, "write the decimals behind the point, or take the point away".to_owned()));
            continue;
        }
        let may_count = bare == number && may_count(behind);
        if is_of_name(before) || !may_count && !is_slip(text, start, bare) {
            continue;
        }
        let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
        let groups: Vec<&str> = whole.split(',').collect();
        let is_broken =
            groups.len() > 1 && (groups[0].len() > GROUP || groups[1..].iter().any(|group| group.len() != GROUP));
        // 附註3,12 may be two; 3,00 and 6,0639 are none.
        let is_one = is_measured(behind)
            || !may_count
            || groups[0].len() <= GROUP
                && groups[1..].iter().any(|group| group.len() > GROUP || group.starts_with('0'));
        let is_broken = is_broken && is_one;
        let end = start + bare.len();
        if fraction.contains('.') {
            let counts = is_counted(behind) || before.ends_with(|c| LEADS.contains(c));
            if fraction.starts_with('.') || counts && !is_section(before, bare, behind) {
                found.push((start..end, "a number has one decimal point: mend it".to_owned()));
            }
        } else if fraction.contains(',') && is_one || is_broken && !is_list(&groups) {
            let hint = "commas part groups of three digits: 1,234,567; 、 parts the numbers of a list";
            found.push((start..end, hint.to_owned()));
        }
    }
    found
}

/// What leads to a number.
const LEADS: &str = "共為为達达至到約约逾值是";

/// Whether digits without a unit can be nothing but a number with a group too long: 共1,2345。, a cell with 1,2345.
fn is_slip(text: &str, start: usize, number: &str) -> bool {
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
    // 0,5 is a number of another country.
    is_short && groups[0] != "0" && (is_row || groups.len() >= GROUP || groups.iter().all(|group| group.len() == 1))
}

/// A mark of Chinese text, or a blank, inside a number: 1，000噸, 1、000人, 3．5噸, 1, 000噸.
fn wide(text: &str) -> Vec<(Range<usize>, String)> {
    const MARKS: [&str; 11] = ["， ", ", ", "，", "、", "．", "。", ",", ". ", " .", "·", "‧"];
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
            let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) else { break };
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
        let (before, behind) = (&text[..start], &text[end..]);
        // 3. 5名 may begin an item, 5·12地震 is a day.
        let is_sure = || !before.trim_end().is_empty() && is_scaled(behind);
        let is_point = match groups[..] {
            [("．" | " .", _)] => true,
            [("·" | "‧", _)] => is_counted(behind),
            [("。", part)] => part.len() < GROUP && !lead.starts_with('0') | (lead == "0"),
            [(". ", _)] => is_sure(),
            _ => false,
        };
        // A comma between a number and the words behind it parts clauses as well.
        let is_led = is_point || groups.len() > 1 || before.ends_with(|c| LEADS.contains(c));
        let is_cell = is_point && groups[0].0 == "．" && before.trim().is_empty() && behind.trim().is_empty();
        if lead.len() > GROUP
            || !(is_measured(behind) || is_cell || is_led && may_count(behind))
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
        // Beside whatever counts.
        for text in [
            "培訓共«6,0639»小時。",
            "培訓共«20．5»小時。",
            "培訓共«9，360»小时。",
            "設«1,23»堂課。",
            "設«1,05»場景。",
            "收入為«1.28.»億元。",
            "平均達«20.»%。",
            "達«12. 5»%。",
            "達«12 .5»%。",
            "共«3·5»噸。",
            "共«3‧5»萬噸。",
            "共«1.2.3»課時。",
            "«20．5»",
        ] {
            let (before, rest) = text.split_once('«').unwrap();
            let (number, behind) = rest.split_once('»').unwrap();
            assert_eq!(told(&format!("{before}{number}{behind}")), [number], "{text}");
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
            "2.1.3人才發展；見3.1.2公司治理、4.2.1個人資料",
            "2.1.3人才發展",
            "至2025.12.31期間、31.12.2025、第3.1.2條，載於3.1.4個案",
            "如表3，100家供應商；見附註3，150小時另計；6月30，123名員工；目標3，100%達成",
            "分別為10,20,30小時，1.5，2.5，3.5小時，3，6，12個月",
            "SDG 7,13行動，房間12,34室，於2023,2024財年，附註3,12列示，1.5,3級",
            "持有601318,000001兩隻股票，目標為2.5，100家完成",
            "5·12地震、3·15消費者權益日、1.人才，共2. 3人",
            "得3，250分；9，360",
            "In 2024, 300 people joined; pages 1, 2 and 3, 100 people.",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
