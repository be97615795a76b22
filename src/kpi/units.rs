//! Which units can be turned into each other, exactly.

use rust_decimal::Decimal;

/// Quantities: units by their built-in id, each with its size in the first unit of the row. Sizes are exact by
/// definition (SI prefixes, 1 kWh = 3.6 MJ, Chinese numerals); nothing that depends on a rate or a method is here.
const QUANTITIES: &[&[(&str, &str)]] = &[
    &[("mg", "1"), ("g", "1000"), ("kg", "1000000"), ("t", "1000000000")],
    &[("kWh", "1"), ("10k-kWh", "10000"), ("MWh", "1000")],
    &[("kW", "1"), ("MW", "1000")],
    &[("L", "1"), ("m3", "1000"), ("10k-m3", "10000000")],
    &[("m", "1"), ("km", "1000"), ("10k-km", "10000000")],
    &[("second", "1"), ("minute", "60"), ("hour", "3600"), ("day", "86400")],
    &[("RMB", "1"), ("RMB-10k", "10000"), ("RMB-million", "1000000"), ("RMB-100m", "100000000")],
    &[("HKD", "1"), ("HKD-million", "1000000")],
    &[("count", "1"), ("10k", "10000")],
    &[("time", "1"), ("10k-time", "10000")],
    &[("vehicle", "1"), ("10k-vehicle", "10000")],
];

/// A figure in another unit; `None` where the two do not measure the same thing.
pub(super) fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(value);
    }
    let quantity = QUANTITIES.iter().find(|units| units.iter().any(|(id, _)| *id == from))?;
    let size = |unit: &str| {
        let (_, size) = quantity.iter().find(|(id, _)| *id == unit)?;
        size.parse::<Decimal>().ok()
    };
    Some(value.checked_mul(size(from)?)?.checked_div(size(to)?)?.normalize())
}

/// The units that a unit can be turned into.
pub(super) fn related(unit: &str) -> impl Iterator<Item = &'static str> {
    let quantity = QUANTITIES.iter().find(|units| units.iter().any(|(id, _)| *id == unit));
    quantity.into_iter().flat_map(|units| units.iter().map(|(id, _)| *id)).filter(move |id| *id != unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_is_exact() {
        let convert = |value: &str, from, to| convert(value.parse().unwrap(), from, to).map(|value| value.to_string());
        assert_eq!(convert("77294.60", "MWh", "10k-kWh").as_deref(), Some("7729.46"));
        assert_eq!(convert("145.45", "t", "kg").as_deref(), Some("145450"));
        assert_eq!(convert("1", "t", "MWh"), None);
        assert_eq!(convert("1", "person", "person").as_deref(), Some("1"));
    }

    #[test]
    fn every_unit_here_is_a_built_in_one() {
        let file = crate::assets::standard("units.yaml").unwrap();
        for (id, _) in QUANTITIES.iter().flat_map(|units| units.iter()) {
            assert!(file.lines().any(|line| line.starts_with(&format!("{id}:"))), "{id}");
        }
    }
}
