//! What stands around a figure's number: unit and qualifier.

use crate::chinese::is_han;
use crate::model::Locale;

/// What stands between a figure and a unit of letters: a blank at which no line breaks.
const GAP: char = '\u{a0}';

/// A figure and its unit. Nothing stands between a figure and 噸 or %, for the renderers put the usual thin space
/// between digits and Han characters themselves; before a unit of letters there is a blank that keeps both together.
pub(super) fn with_unit(number: &str, unit: &str, attached: bool) -> String {
    match unit.chars().next() {
        None => number.to_owned(),
        Some(first) if attached || is_han(first) => format!("{number}{unit}"),
        Some(_) => format!("{number}{GAP}{unit}"),
    }
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

/// What stands before and behind an amount of money in an edition in letters: HK$4.60 million, RMB25. A unit that is itself a
/// number of them (RMB 10,000, HK$'000) stands behind as any other.
pub(super) fn money(unit: &str) -> Option<(&'static str, &str)> {
    const SIGNS: [(&str, &str); 3] = [("RMB", "RMB"), ("HKD", "HK$"), ("USD", "US$")];
    let as_written = |(code, sign): (&str, &'static str)| {
        let rest = unit.strip_prefix(code).or_else(|| unit.strip_prefix(sign))?;
        (rest.is_empty() || rest.starts_with(' ')).then_some((sign, rest.trim_start()))
    };
    let (sign, rest) = SIGNS.into_iter().find_map(as_written)?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((sign, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale;
    use crate::model::Edition;

    #[test]
    fn units_stand_where_readers_expect_them() {
        assert_eq!(with_unit("57,572.80", "噸", false), "57,572.80噸");
        assert_eq!(with_unit("57,572.80", "tCO₂e", false), "57,572.80\u{a0}tCO₂e");
        assert_eq!(with_unit("12.3", "%", true), "12.3%");
        assert_eq!(with_unit("12.3", "", false), "12.3");
        assert_eq!([money("HKD million"), money("HK$ million")], [Some(("HK$", "million")); 2]);
        assert_eq!(
            [money("RMB"), money("RMB 10,000"), money("HK$'000"), money("tonnes")],
            [Some(("RMB", "")), None, None, None]
        );
    }

    #[test]
    fn qualifiers_stand_where_their_words_belong() {
        let qualified = |locale: &Locale, qualifier: &str, number: &str, unit: &str| {
            let (before, behind) = around(locale, qualifier, unit, false);
            format!("{before}{number}{behind}")
        };
        let chinese = locale::built_in(Edition::ZhHantHk);
        assert_eq!(qualified(&chinese, "超過", "1,000", "人"), "超過1,000人");
        assert_eq!(qualified(&chinese, "餘", "1,000", "人"), "1,000餘人");
        assert_eq!(qualified(&chinese, "以上", "1,000", "人"), "1,000人以上");
        assert_eq!(qualified(&chinese, "", "1,000", "人"), "1,000人");
        let english = locale::built_in(Edition::from_tag("en").unwrap());
        assert_eq!(qualified(&english, "more than", "1,000", "persons"), "more than 1,000\u{a0}persons");
    }
}
