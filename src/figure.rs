//! How numbers are printed: exact decimals, grouped. Shared by figures in the text and by the axes of charts.

use rust_decimal::{Decimal, RoundingStrategy};

/// The sign of negative figures: the minus sign, as long as a plus and never broken off, unlike a hyphen.
pub const MINUS: char = '\u{2212}';

/// Digits per group.
const GROUP: usize = 3;

/// A figure with `decimals` places, rounded half away from zero; as entered where `None`.
///
/// Thousands are set off by commas in every edition, as Hong Kong and mainland listed companies print them.
pub fn number(value: Decimal, decimals: Option<u32>) -> String {
    in_groups(value, decimals, GROUP, MINUS)
}

/// Like [`number`], without setting off thousands: for years.
pub fn ungrouped(value: Decimal, decimals: Option<u32>) -> String {
    in_groups(value, decimals, usize::MAX, MINUS)
}

/// Like [`number`], for programs: nothing set off, an ASCII minus.
pub fn plain(value: Decimal, decimals: Option<u32>) -> String {
    in_groups(value, decimals, usize::MAX, '-')
}

/// Like [`number`], with a plus in front of what is above zero: for changes.
pub fn signed(value: Decimal, decimals: Option<u32>) -> String {
    let rounded = decimals.map_or(value, |places| round(value, places));
    let plus = if rounded > Decimal::ZERO { "+" } else { "" };
    format!("{plus}{}", number(value, decimals))
}

fn in_groups(value: Decimal, decimals: Option<u32>, size: usize, minus: char) -> String {
    let value = decimals.map_or(value, |places| round(value, places));
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::with_capacity(plain.len() * 2);
    if value.is_sign_negative() && !value.is_zero() {
        out.push(minus);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(size) {
            out.push(',');
        }
        out.push(digit);
    }
    let places = decimals.map_or(fraction.len(), |places| places as usize);
    if places > 0 {
        out.push('.');
        out.push_str(fraction);
        out.extend(std::iter::repeat_n('0', places.saturating_sub(fraction.len())));
    }
    out
}

/// Half of the last of so many places: how far a figure may be from what it was rounded from. None of a figure with more
/// places than a number has.
pub fn half(places: u32) -> Decimal {
    Decimal::try_new(5, places + 1).unwrap_or_default()
}

/// Rounds half away from zero, the way figures are rounded in accounts.
pub fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(plain("-57572.8".parse().unwrap(), Some(2)), "-57572.80");
        assert_eq!(plain("-0.001".parse().unwrap(), Some(2)), "0.00");
    }
}
