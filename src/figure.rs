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
    in_groups(value, decimals, GROUP)
}

/// Like [`number`], without setting off thousands: for years.
pub fn ungrouped(value: Decimal, decimals: Option<u32>) -> String {
    in_groups(value, decimals, usize::MAX)
}

fn in_groups(value: Decimal, decimals: Option<u32>, size: usize) -> String {
    let value = decimals.map_or(value, |places| round(value, places));
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::with_capacity(plain.len() * 2);
    if value.is_sign_negative() && !value.is_zero() {
        out.push(MINUS);
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

/// Rounds half away from zero, the way figures are rounded in accounts.
pub fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}
