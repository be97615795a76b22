//! What units measure: which can be turned into each other, exactly, and what figures in them come to together.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{Measure, Unit};

type Units = IndexMap<String, Unit>;

/// What a unit measures: the quantity, and the unit's size above and below the line. A ratio of ratios is none.
fn quantity(units: &Units, id: &str) -> Option<(String, Decimal, Decimal)> {
    let simple = |id: &str| match units.get(id)?.measure.as_ref()? {
        Measure::Size { quantity, size } => Some((quantity.clone(), *size)),
        Measure::Ratio { .. } => None,
    };
    match units.get(id)?.measure.as_ref()? {
        Measure::Size { quantity, size } => Some((quantity.clone(), *size, Decimal::ONE)),
        Measure::Ratio { of, per } => {
            let ((above, size), (below, by)) = (simple(of)?, simple(per)?);
            Some((format!("{above}/{below}"), size, by))
        }
    }
}

/// A figure in another unit; `None` where the two do not measure the same thing, or the result has too many digits.
pub fn convert(units: &Units, value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(value);
    }
    let ((kind, size, by), (other, other_size, other_by)) = (quantity(units, from)?, quantity(units, to)?);
    if kind != other {
        return None;
    }
    // Only the ratio of the sizes matters; multiplied first, so that what divides evenly stays exact.
    let (times, over) = (size.checked_mul(other_by)?, other_size.checked_mul(by)?);
    let exact = value.checked_mul(times).and_then(|product| product.checked_div(over));
    Some(exact.or_else(|| value.checked_mul(times.checked_div(over)?))?.normalize())
}

/// Quantities whose figures texts give in the words of another: 噸 for 噸二氧化碳當量, 元 for 港元.
const CALLED: [(&str, &str); 2] = [("CO2e", "mass"), ("HKD", "RMB")];

/// A figure in a unit as texts have it: also in that of another quantity that its own is called by.
pub fn convert_as_said(units: &Units, value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    convert(units, value, from, to).or_else(|| {
        let ((kind, size, _), (other, other_size, _)) = (quantity(units, from)?, quantity(units, to)?);
        let is_called = CALLED.contains(&(kind.as_str(), other.as_str()));
        is_called.then(|| Some(value.checked_mul(size)?.checked_div(other_size)?.normalize())).flatten()
    })
}

/// The units that a unit can be turned into.
pub fn related<'a>(units: &'a Units, unit: &'a str) -> impl Iterator<Item = &'a str> {
    let own = quantity(units, unit).map(|(kind, ..)| kind);
    let same = move |id: &&str| *id != unit && own.is_some() && quantity(units, id).map(|(kind, ..)| kind) == own;
    units.keys().map(String::as_str).filter(same)
}

/// Quantities that are measured, and so rounded even where they are whole: tonnes, hours, money. What is counted is exact.
const MEASURED: [&str; 11] =
    ["mass", "CO2e", "energy", "power", "volume", "length", "area", "time", "share", "RMB", "HKD"];

/// Whether figures in a unit are measured.
pub fn is_measured(units: &Units, unit: &str) -> bool {
    quantity(units, unit).is_some_and(|(kind, ..)| kind.contains('/') || MEASURED.contains(&kind.as_str()))
}

/// The quantity of shares: ratios of one thing to another of its kind, and so of no dimension.
const SHARE: &str = "share";

/// What figures in a unit, or the result of a formula, are measured in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Quantities with their powers; none is 0.
    powers: BTreeMap<String, i32>,
    /// How large one is in the first units of the quantities.
    size: Decimal,
}

impl Dimension {
    /// Of a unit; `None` if the unit does not say what it measures.
    pub fn of(units: &Units, unit: &str) -> Option<Self> {
        match units.get(unit)?.measure.as_ref()? {
            Measure::Size { quantity, size } => {
                let power = (quantity != SHARE).then(|| (quantity.clone(), 1));
                Some(Self { powers: power.into_iter().collect(), size: *size })
            }
            Measure::Ratio { of, per } => Self::of(units, of)?.over(&Self::of(units, per)?),
        }
    }

    /// A product; `None` if its size has too many digits.
    pub fn times(&self, other: &Self) -> Option<Self> {
        self.with(other, 1, self.size.checked_mul(other.size))
    }

    /// A ratio; `None` if its size has too many digits.
    pub fn over(&self, other: &Self) -> Option<Self> {
        self.with(other, -1, self.size.checked_div(other.size))
    }

    fn with(&self, other: &Self, sign: i32, size: Option<Decimal>) -> Option<Self> {
        let mut powers = self.powers.clone();
        for (quantity, power) in &other.powers {
            *powers.entry(quantity.clone()).or_default() += sign * power;
        }
        powers.retain(|_, power| *power != 0);
        Some(Self { powers, size: size?.normalize() })
    }

    /// Whether figures of both make sense in one sum. What is counted goes together (cases and items), in whatever words.
    pub fn adds_to(&self, other: &Self) -> bool {
        self.is_like(other) && self.size.normalize() == other.size.normalize()
    }

    /// Whether both measure the same. What is counted may go unsaid: hours for each person are hours.
    pub fn is_like(&self, other: &Self) -> bool {
        let measured = |all: &Self| {
            let powers = all.powers.iter().filter(|(quantity, _)| MEASURED.contains(&quantity.as_str()));
            powers.map(|(quantity, power)| (quantity.clone(), *power)).collect::<Vec<_>>()
        };
        measured(self) == measured(other)
    }

    /// By what a figure in this is to be multiplied to be one in the other, which measures the same.
    pub fn factor(&self, other: &Self) -> Option<Decimal> {
        self.size.checked_div(other.size).map(|factor| factor.normalize())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn built_in() -> Units {
        crate::load::built_in_units().units
    }

    #[test]
    fn conversion_is_exact() {
        let units = built_in();
        let convert =
            |value: &str, from, to| convert(&units, value.parse().unwrap(), from, to).map(|value| value.to_string());
        assert_eq!(convert("77294.60", "MWh", "10k-kWh").as_deref(), Some("7729.46"));
        assert_eq!(convert("145.45", "t", "kg").as_deref(), Some("145450"));
        assert_eq!(convert("1", "tce", "GJ").as_deref(), Some("29.3076"));
        assert_eq!(convert("0.05", "MWh/10k-RMB", "kWh/10k-RMB").as_deref(), Some("50"));
        assert_eq!(convert("0.03", "tCO2e/10k-RMB", "tCO2e/RMB-million").as_deref(), Some("3"));
        assert_eq!(convert("1", "t", "MWh"), None);
        assert_eq!(convert("1", "t", "tCO2e"), None);
        assert_eq!(convert("1", "person", "person").as_deref(), Some("1"));
    }

    #[test]
    fn every_ratio_is_of_units_that_have_a_size() {
        let units = built_in();
        for (id, unit) in &units {
            assert!(unit.measure.is_none() || quantity(&units, id).is_some(), "{id}");
        }
    }

    proptest! {
        /// There and back again is where one was.
        #[test]
        fn conversion_comes_back(cents in -1_000_000_000i64..1_000_000_000, places in 0u32..5, from in 0usize..200, to in 0usize..50) {
            let units = built_in();
            let (from, _) = units.get_index(from % units.len()).unwrap();
            let others: Vec<&str> = related(&units, from).collect();
            if let Some(to) = others.get(to % others.len().max(1)) {
                let value = Decimal::new(cents, places);
                let there = convert(&units, value, from, to).unwrap();
                let back = convert(&units, there, to, from).unwrap();
                prop_assert!((back - value).abs() <= value.abs() * Decimal::new(1, 15), "{value} {from} = {there} {to}");
            }
        }
    }
}
