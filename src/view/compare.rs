//! Two figures side by side: the company's and another's, or those of two years.

use rust_decimal::Decimal;

use super::axis::Axis;
use super::chart::{APART, apart, number};
use super::sketch::{Sketch, ticks};
use super::waterfall::ends;
use super::{item_metrics, items, metric};
use crate::figure;
use crate::model::KpiRow;
use crate::model::printed::Component;

/// Places of a difference in per cent.
const PLACES: u32 = 1;
/// The field of an item with the figure that its own is compared with.
const OTHER: &str = "other";

/// Pairs on one axis, which need not begin at zero: positions tell, not lengths. `difference` is how far the item's own
/// figure lies from the other, in per cent of it.
pub(super) fn pairs(component: &Component, year: i32) -> Option<Sketch> {
    let own = item_metrics(component);
    let others: Vec<_> = items(component).map(|item| item.get(OTHER).and_then(metric)).collect();
    let value = |row: &Option<&_>| row.and_then(|row: &KpiRow| number(row.shown(year)));
    let all: Vec<Decimal> = own.iter().chain(&others).filter_map(value).collect();
    let axis = Axis::over(all.into_iter())?;
    let pair = |(own, other)| {
        let (own, other): (Option<Decimal>, Option<Decimal>) = (value(own), value(other));
        let difference = own.zip(other).and_then(|(own, other)| {
            let share = own.checked_sub(other)?.checked_div(other.abs())?.checked_mul(Decimal::ONE_HUNDRED)?;
            Some(format!("{}%", figure::signed(share, Some(PLACES))))
        });
        Sketch::Map(vec![
            ("own", own.map(|own| axis.at(own)).into()),
            ("other", other.map(|other| axis.at(other)).into()),
            ("difference", difference.unwrap_or_default().into()),
        ])
    };
    let pairs = own.iter().zip(&others).map(pair).collect();
    Some(Sketch::Map(vec![("ticks", ticks(axis.ticks(false))), ("pairs", Sketch::List(pairs))]))
}

/// Lines from the first year shown to the last, and where the words at their ends have room.
pub(super) fn slope(component: &Component) -> Option<Sketch> {
    let lines: Vec<_> = item_metrics(component).into_iter().map(|row| row.and_then(ends)).collect();
    let all: Vec<Decimal> = lines.iter().flatten().flat_map(|(from, to)| [*from, *to]).collect();
    let (low, high) = (all.iter().min()?, all.iter().max()?);
    let length = high.checked_sub(*low)?;
    let at = |value: Decimal| match length.is_zero() {
        true => Decimal::from(50),
        false => ((value - low) / length * Decimal::ONE_HUNDRED).round_dp(2).normalize(),
    };
    let side = |of: fn(&(Decimal, Decimal)) -> Decimal| {
        let places: Vec<Decimal> = lines.iter().map(|line| line.as_ref().map_or(Decimal::ZERO, of)).map(at).collect();
        apart(&places, Decimal::from(APART))
    };
    let (starts, stops) = (side(|line| line.0), side(|line| line.1));
    let line = |(nth, line): (usize, &Option<(Decimal, Decimal)>)| {
        line.map_or(Sketch::None, |(from, to)| {
            Sketch::Map(vec![
                ("from", at(from).into()),
                ("to", at(to).into()),
                ("start", starts[nth].into()),
                ("end", stops[nth].into()),
            ])
        })
    };
    Some(Sketch::List(lines.iter().enumerate().map(line).collect()))
}
