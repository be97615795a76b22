//! How figures are printed with unit and qualifier.

use rust_decimal::Decimal;

use crate::chinese::is_han;
use crate::figure::MINUS;
pub(super) use crate::figure::{number, round, ungrouped};
use crate::locale::Locale;

/// What stands between a figure and a unit of letters: a blank at which no line breaks.
const GAP: char = '\u{a0}';

/// A printed figure as data: no grouping, an ASCII minus. A figure that is no number stays as it is.
pub(super) fn as_data(printed: &str) -> String {
    let plain = printed.replace(',', "").replace(MINUS, "-");
    if plain.parse::<Decimal>().is_ok() { plain } else { printed.to_owned() }
}

/// A figure and its unit. Nothing stands between a figure and 噸 or %, for the renderers put the usual thin space
/// between digits and Han characters themselves; before a unit of letters there is a blank that keeps both together.
pub(super) fn with_unit(number: &str, unit: &str, attached: bool) -> String {
    match unit.chars().next() {
        None => number.to_owned(),
        Some(first) if attached || is_han(first) => format!("{number}{unit}"),
        Some(_) => format!("{number}{GAP}{unit}"),
    }
}

/// A figure with unit and qualifier, see [`around`].
pub(super) fn qualified(locale: &Locale, qualifier: &str, number: &str, unit: &str, attached: bool) -> String {
    let (before, behind) = around(locale, qualifier, unit, attached);
    format!("{before}{number}{behind}")
}

/// What qualifier and unit put before and behind a figure. 餘 and its like stand behind the number (1,000餘人), 以上
/// and its like behind the unit (1,000人以上), every other qualifier in front (超過1,000人, more than 1,000 persons).
pub(super) fn around(locale: &Locale, qualifier: &str, unit: &str, attached: bool) -> (String, String) {
    if locale.lists("behind-number", qualifier) {
        return (String::new(), with_unit(qualifier, unit, attached));
    }
    let unit = with_unit("", unit, attached);
    if locale.lists("behind-unit", qualifier) {
        return (String::new(), format!("{unit}{qualifier}"));
    }
    let blank = if qualifier.chars().next_back().is_none_or(is_han) { "" } else { " " };
    (format!("{qualifier}{blank}"), unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edition;

    fn printed(value: &str, decimals: Option<u32>) -> String {
        number(value.parse().unwrap(), decimals)
    }

    #[test]
    fn what_is_entered_is_what_is_printed() {
        assert_eq!(printed("57572.80", None), "57,572.80");
        assert_eq!(printed("3909575", None), "3,909,575");
        assert_eq!(printed("0.000087", None), "0.000087");
        assert_eq!(printed("999", None), "999");
        assert_eq!(printed("1000", None), "1,000");
        assert_eq!(printed("12345678901234567890.12", None), "12,345,678,901,234,567,890.12");
    }

    #[test]
    fn decimals_round_half_away_from_zero_and_pad() {
        assert_eq!(printed("2.345", Some(2)), "2.35");
        assert_eq!(printed("-2.345", Some(2)), "−2.35");
        assert_eq!(printed("0.5", Some(0)), "1");
        assert_eq!(printed("999.995", Some(2)), "1,000.00");
        assert_eq!(printed("8453.3", Some(2)), "8,453.30");
        assert_eq!(printed("7", Some(3)), "7.000");
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(printed("-0.00", None), "0.00");
        assert_eq!(printed("-0.004", Some(2)), "0.00");
        assert_eq!(printed("0", None), "0");
    }

    #[test]
    fn data_is_plain() {
        assert_eq!(as_data("−57,572.80"), "-57572.80");
        assert_eq!(as_data("5–9"), "5–9");
    }

    #[test]
    fn units_stand_where_readers_expect_them() {
        assert_eq!(with_unit("57,572.80", "噸", false), "57,572.80噸");
        assert_eq!(with_unit("57,572.80", "tCO₂e", false), "57,572.80\u{a0}tCO₂e");
        assert_eq!(with_unit("12.3", "%", true), "12.3%");
        assert_eq!(with_unit("12.3", "", false), "12.3");
    }

    #[test]
    fn qualifiers_stand_where_their_words_belong() {
        let chinese = Locale::built_in(Edition::ZhHantHk);
        assert_eq!(qualified(&chinese, "超過", "1,000", "人", false), "超過1,000人");
        assert_eq!(qualified(&chinese, "餘", "1,000", "人", false), "1,000餘人");
        assert_eq!(qualified(&chinese, "以上", "1,000", "人", false), "1,000人以上");
        assert_eq!(qualified(&chinese, "", "1,000", "人", false), "1,000人");
        let english = Locale::built_in(Edition::from_tag("en").unwrap());
        assert_eq!(qualified(&english, "more than", "1,000", "persons", false), "more than 1,000\u{a0}persons");
    }
}
