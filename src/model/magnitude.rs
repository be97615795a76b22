//! Units, and words behind a number, that are so many of another: 萬元, 百萬港元, 人民幣億元, 千噸, RMB million, 10,000 persons, HK$'000.

use std::borrow::Cow;

use rust_decimal::Decimal;

/// A unit as so many of another.
#[derive(Debug, PartialEq, Eq)]
pub struct Many<'u> {
    /// Words that stand before the number: 人民幣.
    pub lead: &'u str,
    /// How many.
    pub times: Decimal,
    /// Of what.
    pub unit: Cow<'u, str>,
}

/// Numerals of Chinese, with their powers of ten.
const POWERS: [(char, u32); 7] = [('十', 1), ('百', 2), ('千', 3), ('萬', 4), ('万', 4), ('億', 8), ('亿', 8)];

/// What 千 stands before in the name of a unit of its own (千克, 千瓦時), and parts of a number (百萬分之一).
const NAMES: [char; 10] = ['克', '瓦', '米', '卡', '焦', '帕', '伏', '赫', '安', '分'];

/// Words of money that stand before an amount: 人民幣3億元.
const MONEY: [&str; 5] = ["人民幣", "人民币", "港幣", "港币", "美金"];

/// Numerals of English, with their powers of ten; they may have digits before them: 100 million.
const WORDS: [(&str, u32); 6] =
    [("'000", 3), ("\u{2019}000", 3), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];

impl<'u> Many<'u> {
    /// A unit as one of itself.
    pub fn one(unit: &'u str) -> Self {
        Self { lead: "", times: Decimal::ONE, unit: unit.into() }
    }

    /// A unit by its words, or what begins a text behind a number.
    pub fn of(unit: &'u str) -> Self {
        chinese(unit).or_else(|| english(unit)).unwrap_or_else(|| Self::one(unit))
    }
}

fn chinese(unit: &str) -> Option<Many<'_>> {
    let lead = MONEY.iter().find(|word| unit.starts_with(**word)).map_or("", |word| &unit[..word.len()]);
    let numeral = &unit[lead.len()..];
    let power = |c: char| POWERS.iter().find(|(numeral, _)| *numeral == c).map(|(_, power)| *power);
    let mut rest = numeral.trim_start_matches(|c| power(c).is_some());
    let before = &numeral[..numeral.len() - rest.len()];
    if rest.starts_with(NAMES) && before.ends_with('千') {
        rest = &numeral[before.len() - '千'.len_utf8()..];
    }
    let powers: u32 = numeral[..numeral.len() - rest.len()].chars().filter_map(power).sum();
    // A hundred alone is none that anybody counts in, but 百帕 is a unit.
    let is_counted = powers > 2 && !rest.starts_with('分');
    is_counted.then_some(Many { lead, times: ten(powers)?, unit: rest.into() })
}

fn english(unit: &str) -> Option<Many<'_>> {
    // RMB, HK$; not the letters of MWh.
    let money = unit.trim_start_matches(|c: char| c.is_ascii_uppercase() || "$¥€£".contains(c));
    let lead = if money.starts_with([' ', '\'', '\u{2019}']) { &unit[..unit.len() - money.len()] } else { "" };
    let numeral = unit[lead.len()..].trim_start();
    let behind = numeral.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let digits = numeral[..numeral.len() - behind.len()].replace(',', "");
    let zeros = match digits.strip_prefix('1') {
        Some(zeros) if zeros.bytes().all(|digit| digit == b'0') => u32::try_from(zeros.len()).ok()?,
        Some(_) => return None,
        None if digits.is_empty() => 0,
        None => return None,
    };
    let behind = behind.trim_start();
    let word = WORDS.iter().find_map(|(word, power)| Some((behind.strip_prefix(word)?, power)));
    let word = word.filter(|(rest, _)| rest.is_empty() || rest.starts_with(' '));
    let (rest, powers) = word.map_or((behind, zeros), |(rest, power)| (rest, zeros + power));
    let unit = match (lead, rest.trim_start()) {
        ("", rest) => rest.into(),
        (lead, "") => lead.into(),
        (lead, rest) => format!("{lead} {rest}").into(),
    };
    (powers > 2).then_some(Many { lead: "", times: ten(powers)?, unit })
}

fn ten(power: u32) -> Option<Decimal> {
    10_i64.checked_pow(power).map(Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_a_number_of_another() {
        let read = |unit: &str| {
            let many = Many::of(unit);
            format!("{} {} {}", many.lead, many.times, many.unit).trim_start().to_owned()
        };
        for (unit, many) in [
            ("萬元", "10000 元"),
            ("百萬港元", "1000000 港元"),
            ("人民幣億元", "人民幣 100000000 元"),
            ("千噸", "1000 噸"),
            ("万人次", "10000 人次"),
            ("萬千瓦時", "10000 千瓦時"),
            ("千万千瓦时", "10000000 千瓦时"),
            ("萬億元", "1000000000000 元"),
            ("RMB million", "1000000 RMB"),
            ("HK$'000", "1000 HK$"),
            ("RMB 10,000", "10000 RMB"),
            ("HKD 100 million", "100000000 HKD"),
            ("10,000 person-times", "10000 person-times"),
            ("million tonnes", "1000000 tonnes"),
            ("10,000", "10000 "),
        ] {
            assert_eq!(read(unit), many, "{unit}");
        }
        for unit in [
            "元",
            "千克",
            "千瓦時",
            "百帕",
            "百萬分之一",
            "個百分點",
            "噸／萬元營收",
            "人民幣元",
            "RMB",
            "MWh",
            "m³",
            "kWh per RMB 10,000 revenue",
            "100 km",
            "",
        ] {
            assert_eq!(read(unit), format!("1 {unit}"));
        }
    }
}
