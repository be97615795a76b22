//! Axes between round numbers. Positions go from 0 to 100, from an axis's low end to its high end.

use rust_decimal::Decimal;

use crate::figure;

/// Parts that an axis is divided into, about.
const PARTS: u32 = 5;
/// Places that positions are told with: more than a screen or a printer shows.
const PLACES: u32 = 2;

/// An axis from one round number to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: Decimal,
    high: Decimal,
    step: Decimal,
}

impl Axis {
    /// The axis on which all these values have a place; none without values. Bars need zero among them.
    pub(super) fn over(values: impl Iterator<Item = Decimal> + Clone) -> Option<Self> {
        let (low, high) = (values.clone().min()?, values.max()?);
        let step = step(high.checked_sub(low)?);
        let low = low.checked_div(step)?.floor().checked_mul(step)?;
        let high = high.checked_div(step)?.ceil().checked_mul(step)?.max(low.checked_add(step)?);
        // The length must be a number as well.
        high.checked_sub(low)?;
        Some(Self { low, high, step })
    }

    /// Where a value stands.
    pub(super) fn at(&self, value: Decimal) -> Decimal {
        // Divided first: a figure near the largest number there is must not overflow.
        ((value - self.low) / (self.high - self.low) * Decimal::ONE_HUNDRED).round_dp(PLACES).normalize()
    }

    /// Its marks: text and position.
    pub(super) fn ticks(&self, ungrouped: bool) -> Vec<(String, Decimal)> {
        let print = if ungrouped { figure::ungrouped } else { figure::number };
        let steps = std::iter::successors(Some(self.low), |value| value.checked_add(self.step));
        let steps = steps.take_while(|value| *value <= self.high);
        steps.map(|value| (print(value.normalize(), None), self.at(value))).collect()
    }
}

/// A round number that divides a length into about [`PARTS`] parts: 1, 2, 2.5 or 5 times a power of ten.
fn step(length: Decimal) -> Decimal {
    let part = length / Decimal::from(PARTS);
    if part <= Decimal::ZERO {
        return Decimal::ONE;
    }
    let mut power = Decimal::ONE;
    while power > part {
        power /= Decimal::TEN;
    }
    while power.checked_mul(Decimal::TEN).is_some_and(|next| next <= part) {
        power *= Decimal::TEN;
    }
    let steps = [Decimal::ONE, Decimal::TWO, Decimal::new(25, 1), Decimal::new(5, 0), Decimal::TEN];
    let mut steps = steps.into_iter().filter_map(|times| times.checked_mul(power));
    steps.find(|step| *step >= part).unwrap_or(part).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_numbers() {
        for (length, expected) in [("57572.8", "20000"), ("9", "2"), ("11", "2.5"), ("0.003", "0.001"), ("100", "20")] {
            assert_eq!(step(length.parse().unwrap()).to_string(), expected, "{length}");
        }
        assert_eq!(step(Decimal::ZERO), Decimal::ONE);
    }

    #[test]
    fn an_axis_ends_at_round_numbers() {
        let of = |values: &[&str]| {
            let axis = Axis::over(values.iter().map(|value| value.parse().unwrap())).unwrap();
            axis.ticks(false).into_iter().map(|(text, at)| format!("{text}@{at}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(&["0", "57572.8"]), "0@0 20,000@33.33 40,000@66.67 60,000@100");
        assert_eq!(of(&["201.5", "224.56"]), "200@0 205@20 210@40 215@60 220@80 225@100");
        assert_eq!(of(&["7"]), "7@0 8@100");
        assert!(Axis::over(std::iter::empty()).is_none());
    }
}
