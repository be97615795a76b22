//! How far a metric has come from its base year towards its goal.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::chart::{number, places};
use super::sketch::Sketch;
use super::{items, metric};
use crate::figure;
use crate::model::KpiRow;
use crate::model::printed::{Component, Data};

/// Places of a change in per cent.
const PLACES: u32 = 1;

/// Per item with a metric: how much of the way is done (`part`), how much would be if every year did the same (`pace`),
/// both from 0 to 100, with the prints of the base, of today's figure and of the goal. An item names its goal as a figure
/// (`goal`) or as a change from the base in per cent (`change`), and the year of it (`by`).
pub(super) fn progress(component: &Component) -> Sketch {
    Sketch::List(items(component).map(|item| one(item).unwrap_or(Sketch::None)).collect())
}

fn one(item: &indexmap::IndexMap<String, Data>) -> Option<Sketch> {
    let row = item.get("kpi").and_then(metric)?;
    let told = |key: &str| match item.get(key) {
        Some(Data::Number(number)) => Some(number.node),
        _ => None,
    };
    let ((base_year, base), (year, now)) = first_and_last(row)?;
    let hundred = Decimal::ONE_HUNDRED;
    let change = told("change");
    let goal = match change {
        Some(change) => base.checked_mul(hundred.checked_add(change)?)?.checked_div(hundred)?,
        None => told("goal")?,
    };
    let of = |done: Decimal, whole: Decimal| {
        let share = done.checked_div(whole)?.checked_mul(hundred)?;
        Some(share.clamp(Decimal::ZERO, hundred).round_dp(PLACES).normalize())
    };
    let way = goal.checked_sub(base)?;
    let done = now.checked_sub(base)?;
    let part = if way.is_zero() { hundred } else { of(done, way)? };
    let by = told("by").and_then(|by| by.to_i32());
    let pace = by.filter(|by| *by > base_year).and_then(|by| of((year - base_year).into(), (by - base_year).into()));
    let so_far = done.checked_div(base.abs()).and_then(|share| share.checked_mul(hundred));
    let per_cent = |share: Decimal| format!("{}%", figure::signed(share, Some(PLACES)));
    let digits = row.figures.iter().filter_map(|(_, figure)| figure.as_ref()).map(places).max();
    let is_met = if way.is_sign_negative() { now <= goal } else { now >= goal };
    Some(Sketch::Map(vec![
        ("part", part.into()),
        ("pace", pace.into()),
        ("met", is_met.into()),
        ("base", figure::number(base, digits).into()),
        ("base-year", base_year.to_string().into()),
        ("now", figure::number(now, digits).into()),
        ("year", year.to_string().into()),
        ("goal", figure::number(goal, digits).into()),
        ("by", by.map(|by| by.to_string()).unwrap_or_default().into()),
        ("done", change.and(so_far).map(per_cent).unwrap_or_default().into()),
        (
            "wanted",
            change.map(|change| format!("{}%", figure::signed(change.normalize(), None))).unwrap_or_default().into(),
        ),
    ]))
}

/// A metric's first and last number among the years shown, with their years.
fn first_and_last(row: &KpiRow) -> Option<((i32, Decimal), (i32, Decimal))> {
    let mut numbers = row.figures.iter().filter_map(|(year, figure)| Some((*year, number(figure.as_ref())?)));
    let first = numbers.next()?;
    Some((first, numbers.next_back().unwrap_or(first)))
}
