//! Numbers with a unit in a text, and what is no figure although it has digits.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::calendar::figure;
use crate::model::units::convert_as_said;
use crate::model::{Edition, GAP, Many, Unit};
use indexmap::IndexMap;

/// A figure as an author typed it.
#[derive(Debug, Clone)]
pub(in crate::kpi) struct Typed<'a> {
    /// The digits.
    pub number: Range<usize>,
    /// Digits, 萬 or 億, unit.
    pub whole: Range<usize>,
    /// What it comes to.
    pub value: Decimal,
    /// Decimal places typed.
    pub places: u32,
    /// How far rounding may have moved it.
    pub slack: Decimal,
    /// Whether it says that there is more: 5,000餘人.
    pub and_more: bool,
    /// Ids of the units that are worded so.
    pub units: Vec<&'a str>,
}

/// Words of units, longest first, each with the ids of the units that have it.
pub(in crate::kpi) struct UnitWords<'a>(Vec<(String, Vec<&'a str>)>);

impl<'a> UnitWords<'a> {
    pub(in crate::kpi) fn new(units: &'a IndexMap<String, Unit>) -> Self {
        let mut words: IndexMap<String, Vec<&'a str>> = IndexMap::new();
        for (id, unit) in units {
            let chinese = Edition::all().filter(|edition| edition.script().is_ideographic());
            let names = chinese.map(|edition| unit.names.text(edition).to_owned());
            let names = names.chain(unit.symbol.clone()).chain(unit.also.iter().cloned());
            for name in names.filter(|name| !name.is_empty()) {
                let ids = words.entry(name).or_default();
                if !ids.contains(&id.as_str()) {
                    ids.push(id);
                }
            }
        }
        let mut words: Vec<_> = words.into_iter().filter(|(_, ids)| !ids.is_empty()).collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// The longest word of a unit at the start of a text.
    pub(in crate::kpi) fn at(&self, text: &str) -> Option<(usize, &[&'a str])> {
        let wide = text.starts_with('％').then(|| self.of("%")).flatten().map(|ids| ('％'.len_utf8(), ids));
        wide.or_else(|| {
            let (word, ids) = self.0.iter().find(|(word, _)| text.starts_with(word.as_str()))?;
            // A symbol of letters ends where the letters do.
            let letters = word.ends_with(|last: char| last.is_ascii_alphabetic());
            let goes_on = text[word.len()..].starts_with(|next: char| next.is_ascii_alphanumeric());
            (!(letters && goes_on)).then_some((word.len(), ids.as_slice()))
        })
    }

    /// What a unit that measures nothing is called after, and how many of it: 百萬立方米.
    fn many(&self, unit: &Unit) -> Option<(&'a str, Decimal)> {
        let name = unit.names.text(Edition::all().find(|edition| edition.script().is_ideographic())?);
        let many = Many::of(name);
        let (length, ids) = self.at(&many.unit).filter(|_| many.times > Decimal::ONE)?;
        (length == many.unit.len()).then_some((*ids.first()?, many.times))
    }

    fn of(&self, wanted: &str) -> Option<&[&'a str]> {
        self.0.iter().find(|(word, _)| word == wanted).map(|(_, ids)| ids.as_slice())
    }
}

/// A metric's number in the unit that a figure was typed in, as texts have units: 噸 of 噸二氧化碳當量, 元 of 港元.
pub(in crate::kpi) fn level_in<'a>(
    units: &IndexMap<String, Unit>,
    words: &UnitWords<'a>,
    number: Decimal,
    unit: &str,
    typed: &Typed<'a>,
) -> Option<(&'a str, Decimal)> {
    let level = |number: Decimal, unit: &str| {
        typed.units.iter().find_map(|typed| Some((*typed, convert_as_said(units, number, unit, typed)?)))
    };
    level(number, unit).or_else(|| {
        let (base, times) = words.many(units.get(unit)?)?;
        level(number.checked_mul(times)?, base)
    })
}

/// Chinese numerals that make a number larger, with the power of ten.
const LARGE: [(char, u32); 4] = [('萬', 4), ('万', 4), ('億', 8), ('亿', 8)];

/// What stands behind a number that is rounded down.
const MORE: [char; 3] = ['餘', '余', '多'];

/// The figures in a text. A number without a unit is none: dates, clauses, standards, pages, telephones, models.
pub(in crate::kpi) fn figures<'a>(text: &str, words: &UnitWords<'a>) -> Vec<Typed<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let end = number_end(text, start);
        at = end;
        if is_part_of_a_name(&text[..start]) || is_in_a_title(text, start) {
            continue;
        }
        let digits = text[start..end].replace(',', "");
        let Ok(number) = Decimal::from_str_exact(&digits) else { continue };
        let mut behind = end + blanks(&text[end..]);
        let mut and_more = false;
        if let Some(word) = MORE.iter().find(|word| text[behind..].starts_with(**word)) {
            and_more = true;
            behind += word.len_utf8();
        }
        // 萬噸 may be a unit of its own.
        let direct = words.at(&text[behind..]);
        let (power, behind) = match (direct, LARGE.iter().find(|(large, _)| text[behind..].starts_with(*large))) {
            (None, Some((large, power))) => (*power, behind + large.len_utf8()),
            _ => (0, behind),
        };
        let mut behind = behind + blanks(&text[behind..]);
        // 1.5萬餘人.
        if power > 0
            && let Some(word) = MORE.iter().find(|word| text[behind..].starts_with(**word))
        {
            and_more = true;
            behind += word.len_utf8();
        }
        let Some((length, units)) = direct.or_else(|| words.at(&text[behind..])) else { continue };
        let times = Decimal::from(10u64.pow(power));
        let (Some(value), Some(slack)) = (number.checked_mul(times), half(number.scale()).checked_mul(times)) else {
            continue;
        };
        let whole = start..behind + length;
        // 2023年 is a date.
        if number.scale() == 0 && units.contains(&"year") && digits.len() == 4 {
            continue;
        }
        at = whole.end;
        found.push(Typed {
            number: start..end,
            whole,
            value,
            places: number.scale(),
            slack,
            and_more,
            units: units.to_vec(),
        });
    }
    found
}

/// A number in Chinese numerals at the start of a text, below a hundred, and its length: 十二.
pub(in crate::kpi) fn numeral(text: &str) -> Option<(u32, usize)> {
    let digit = |c: char| figure(c).filter(|number| (1..10).contains(number));
    let mut characters = text.chars().peekable();
    let mut length = 0;
    let mut number = 0;
    if let Some(first) = characters.peek().copied().and_then(digit) {
        number = first;
        length += characters.next().map_or(0, char::len_utf8);
    }
    if characters.peek() == Some(&'十') {
        number = number.max(1) * 10;
        length += characters.next().map_or(0, char::len_utf8);
        if let Some(last) = characters.peek().copied().and_then(digit) {
            number += last;
            length += characters.next().map_or(0, char::len_utf8);
        }
    }
    let goes_on = |c: &char| "一二三四五六七八九十百千萬万億亿〇零兩两幾几數数多餘余".contains(*c);
    (length > 0 && !characters.peek().is_some_and(goes_on)).then_some((number, length))
}

/// What numbers are written with in Chinese.
const NUMERALS: &str = "一二三四五六七八九十百千萬万億亿〇零兩两";

/// What stands behind a number that is none for sure.
const UNSURE: [char; 7] = ['幾', '几', '數', '数', '多', '餘', '余'];

/// What parts the members of a row.
const ROW: [char; 6] = ['、', '，', '及', '和', '與', '与'];

/// A whole number in Chinese numerals: 九, 三百二十, 兩萬五千. One whose last power goes unsaid (三百二) may be two numbers.
fn whole_number(text: &str) -> Option<u64> {
    let (mut total, mut section, mut digit, mut last) = (0_u64, 0_u64, None, 1_u64);
    for c in text.chars() {
        let power = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '萬' | '万' => 10_000,
            '億' | '亿' => 100_000_000,
            '零' | '〇' if digit.is_none() && last > 1 => {
                last = 1;
                continue;
            }
            _ => {
                let own = figure(c).filter(|own| (1..10).contains(own) && digit.is_none())?;
                digit = Some(u64::from(own));
                continue;
            }
        };
        if power < 10_000 {
            // 十二 has no digit before its power.
            let times = digit.take().or((power == 10 && section == 0).then_some(1))?;
            section += times * power;
        } else {
            section += digit.take().unwrap_or(0);
            total = total.checked_add(section).filter(|all| *all > 0)?.checked_mul(power)?;
            section = 0;
        }
        last = power;
    }
    let is_whole = digit.is_none() || last <= 10;
    is_whole.then(|| total.checked_add(section)?.checked_add(digit.unwrap_or(0))).flatten().filter(|all| *all > 0)
}

/// Counts in Chinese numerals: 九名董事. Places in words such as 第三家 are none.
pub(in crate::kpi) fn spelled<'a>(text: &str, words: &UnitWords<'a>) -> Vec<Typed<'a>> {
    let mut found = Vec::new();
    let mut end = 0;
    for (start, c) in text.char_indices() {
        if start < end || !"二三四五六七八九十兩两一".contains(c) {
            continue;
        }
        let run = text[start..].chars().take_while(|c| NUMERALS.contains(*c));
        end = start + run.map(char::len_utf8).sum::<usize>();
        let Some(number) = whole_number(&text[start..end]).filter(|_| !text[end..].starts_with(UNSURE)) else {
            continue;
        };
        let before = text[..start].chars().next_back();
        // 一 begins many words; in a row of people it counts one.
        let is_one = number == 1 && text[end..].starts_with(['名', '位']) && text[..start].ends_with(ROW);
        if number < 2 && !is_one
            || before.is_some_and(|c| {
                c.is_ascii_digit() || "第上下前後后近逾約约每另其这這那幾几數数百千萬万零〇.".contains(c)
            })
        {
            continue;
        }
        let Some((width, units)) = words.at(&text[end..]) else { continue };
        if is_in_a_title(text, start) || units.contains(&"year") || units.contains(&"%") {
            continue;
        }
        found.push(Typed {
            number: start..end,
            whole: start..end + width,
            value: number.into(),
            places: 0,
            slack: half(0),
            and_more: false,
            units: units.to_vec(),
        });
    }
    found
}

fn half(places: u32) -> Decimal {
    crate::figure::half(places)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\u{a0}']).len()
}

/// The end of a number: groups of three behind commas, one point.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    let mut point = false;
    while end < bytes.len() {
        match bytes[end] {
            b'0'..=b'9' => end += 1,
            b',' if !point && (1..=3).all(|step| digit(end + step)) && !digit(end + 4) => end += 1,
            b'.' if !point && digit(end + 1) => {
                point = true;
                end += 1;
            }
            _ => break,
        }
    }
    end
}

/// Whether a number belongs to what stands before it: ISO 14001, A1.2, 2022-24, 第3, 〔2023〕332, CO2.
fn is_part_of_a_name(before: &str) -> bool {
    match before.trim_end_matches(' ').chars().next_back() {
        Some(last) => last.is_ascii_alphanumeric() || "-–—~～/.:+−第〔［[_#№號号".contains(last),
        None => false,
    }
}

/// Whether a place is inside 《》.
fn is_in_a_title(text: &str, at: usize) -> bool {
    let open = text[..at].rfind('《');
    open.is_some_and(|open| !text[open..at].contains('》'))
}

/// The start of the sentence that a place stands in.
pub(in crate::kpi) fn sentence(text: &str, at: usize) -> usize {
    let ends = |(_, c): &(usize, char)| "。！？!?；;\n".contains(*c);
    text[..at].char_indices().rev().find(ends).map_or(0, |(mark, c)| mark + c.len_utf8())
}

/// The start of the clause that a place stands in.
pub(in crate::kpi) fn clause(text: &str, at: usize) -> usize {
    let marks = |c: char| "。；;！？!?，,：:（(）)、\n".contains(c) || c == GAP;
    // A comma between digits ends no clause.
    let mut end = at;
    while let Some(mark) = text[..end].rfind(marks) {
        let character = text[mark..].chars().next().unwrap_or(' ');
        let digits = |side: Option<char>| side.is_some_and(|c| c.is_ascii_digit());
        let after = mark + character.len_utf8();
        if character == ',' && digits(text[..mark].chars().next_back()) && digits(text[after..].chars().next()) {
            end = mark;
            continue;
        }
        return after;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let units = crate::load::built_in_units().units;
        let words = UnitWords::new(&units);
        let show = |typed: &Typed| format!("{} = {} {}", &text[typed.whole.clone()], typed.value, typed.units[0]);
        figures(text, &words).iter().map(show).collect()
    }

    #[test]
    fn figures_have_a_unit() {
        assert_eq!(read("共排放57,572.80噸二氧化碳當量，"), ["57,572.80噸二氧化碳當量 = 57572.80 tCO2e"]);
        assert_eq!(
            read("用電7,729.46 萬千瓦時及85,106.58MWh"),
            ["7,729.46 萬千瓦時 = 7729.46 10k-kWh", "85,106.58MWh = 85106.58 MWh"]
        );
        assert_eq!(
            read("投入3.5億元，佔12.5％，1,000餘人，2萬輛"),
            ["3.5億元 = 3.5 RMB-100m", "12.5％ = 12.5 %", "1,000餘人 = 1000 person", "2萬輛 = 2 10k-vehicle"]
        );
    }

    #[test]
    fn what_only_has_digits_is_no_figure() {
        for text in [
            "2023年12月31日",
            "ISO 14001認證",
            "GB/T 24001-2016個",
            "第3項",
            "環辦氣候函〔2023〕332號",
            "見第12頁",
            "電話2345 6789",
            "《2023年100項行動》",
            "C11型100",
            "2022-23年度",
            "附錄C2項",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
