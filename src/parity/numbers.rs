//! Numbers that authors typed into their text, as far as they can be held against another language.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::chinese::Listed;
use crate::model::Many;

/// What says that a number is a share.
const PER_CENT: [&str; 5] = ["%", "％", "per cent", "percent", "百分"];

/// Words by which one language may tell what the other tells in digits. Whoever writes them is not asked for digits.
const SPELLED: [&str; 19] = [
    "成", "分之", "半", "倍", "百", "千", "萬", "万", "億", "亿", "half", "halv", "third", "quarter", "fifth", "tenth",
    "hundred", "thousand", "double",
];

/// A number as typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Typed {
    /// What it comes to.
    pub(super) value: Decimal,
    /// Its digits and what says that it is a share.
    pub(super) shown: String,
}

/// Whether a text tells numbers in words.
pub(super) fn spells(text: &str) -> bool {
    let text = text.to_lowercase();
    let digit_before = |at: usize| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
    static WORDS: LazyLock<Listed<'static>> = LazyLock::new(|| Listed::new(SPELLED));
    WORDS.places(&text).any(|place| !digit_before(place.start))
}

/// The numbers of a text that every language writes in digits: shares, decimals and those of three digits and more.
///
/// Years, parts of dates, times, names and codes are none; neither are powers of ten, which units of one language have and
/// those of another do not (每萬元, per RMB 10,000).
pub(super) fn typed(text: &str) -> Vec<Typed> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let end = start + length(&text[start..]);
        at = end;
        found.extend(number(&text[..start], &text[start..end], &text[end..]));
    }
    found
}

/// Length of the digits at the start, with the points and commas inside.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let goes_on = |at: usize| is_digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && is_digit(at + 1));
    (0..).take_while(|at| goes_on(*at)).count()
}

fn number(before: &str, digits: &str, after: &str) -> Option<Typed> {
    /// Digits that a number without more to tell it by must have: smaller ones are often words.
    const MANY: usize = 3;
    /// Characters of what stands behind a number and tells it: 萬噸二氧化碳當量.
    const WORDS: usize = 40;
    const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;
    let joins = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '/' | ':' | '.' | '_' | '#');
    let is_part = before.ends_with(joins) || {
        let mut next = after.chars();
        match next.next() {
            Some('-' | '/' | ':') => next.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => c.is_ascii_alphabetic(),
            None => false,
        }
    };
    if is_part {
        return None;
    }
    // More than one point: a date or the number of a section.
    let plain: Decimal = digits.replace(',', "").parse().ok()?;
    let rest = after.trim_start();
    let is_share =
        PER_CENT.iter().any(|sign| rest.starts_with(sign)) || rest.starts_with("個百分") || rest.starts_with("个百分");
    // Not what another number or a currency stands before, and no further than its words.
    let goes_on = rest.starts_with(|c: char| c.is_ascii_lowercase() || !c.is_ascii());
    let words = rest.chars().take(WORDS).take_while(|c| c.is_alphanumeric());
    let rest = &rest[..words.map(char::len_utf8).sum()];
    let many = Some(Many::of(rest)).filter(|many| goes_on && many.lead.is_empty() && many.times > Decimal::ONE);
    let factor = many.as_ref().map(|many| many.times);
    let value = plain.checked_mul(factor.unwrap_or(Decimal::ONE))?;
    let is_plain = !is_share && factor.is_none() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = is_plain && YEARS.contains(&i64::try_from(plain).unwrap_or_default());
    let is_many = digits.bytes().filter(u8::is_ascii_digit).count() >= MANY;
    let is_clear = is_share || factor.is_some() || digits.contains('.') || is_many;
    let power = std::iter::successors(Some(Decimal::TEN), |power| power.checked_mul(Decimal::TEN));
    let is_power = power.take_while(|power| *power <= value).any(|power| power == value);
    let word = many.map_or("", |many| rest[..rest.len() - many.unit.len()].trim_end());
    let unit = if is_share { "%" } else { word };
    let blank = if unit.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
    (is_clear && !is_year && (is_share || !is_power)).then(|| Typed { value, shown: format!("{digits}{blank}{unit}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        typed(text)
            .into_iter()
            .map(|number| format!("{}={}", number.shown, number.value.normalize()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn numbers_are_read_in_both_languages() {
        assert_eq!(
            shown("排放8,453.30噸，下降5%，投資3.5億元，共120人"),
            "8,453.30=8453.3 5%=5 3.5億=350000000 120=120"
        );
        assert_eq!(
            shown("8,453.30 tonnes, down 5 per cent, RMB350 million, 120 people; RMB 350 million"),
            "8,453.30=8453.3 5%=5 120=120 350 million=350000000"
        );
    }

    #[test]
    fn a_unit_is_no_multiplier() {
        assert_eq!(shown("用電512.30千瓦時，另廢料85.20千克"), shown("used 512.30 kWh, and 85.20 kg of waste"));
        assert_eq!(shown("用電7.5萬千瓦時，3百萬元"), "7.5萬=75000 3百萬=3000000");
        assert_eq!(shown("投資1.28億港元。"), "1.28億=128000000");
        assert_eq!(shown("HK$128 million, HK$4.1 million."), "128 million=128000000 4.1 million=4100000");
    }

    #[test]
    fn dates_codes_and_small_numbers_are_left_alone() {
        for text in [
            "2023年12月31日",
            "2024.04.29",
            "on 29 April 2024",
            "第3條",
            "3.1.1",
            "ISO14001",
            "A1.25",
            "8:30",
            "2852-1111",
            "每10,000元",
            "24小時",
            "3 plants",
        ] {
            assert_eq!(shown(text), "", "{text}");
        }
    }

    #[test]
    fn numbers_in_words_are_noticed() {
        for text in ["約三成", "百分之五", "一百二十人", "about a third", "one hundred"] {
            assert!(spells(text), "{text}");
        }
        for text in ["3萬元", "120人", "350 million"] {
            assert!(!spells(text), "{text}");
        }
    }
}
