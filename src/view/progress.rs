//! How far a metric has come from its base year towards its goal.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::chart::places;
use super::sketch::Sketch;
use super::{items, metric};
use crate::figure;
use crate::model::Period;
use crate::model::printed::{Component, Data};

/// Places of a change in per cent.
const PLACES: u32 = 1;

/// Per item with a metric: how much of the way is done (`part`), how much would be if every year did the same (`pace`),
/// both from 0 to 100, with the prints of the base, of today's figure and of the goal. An item names its goal as a figure
/// (`goal`) or as a change from the base in per cent (`change`), and the year of it (`by`); where it names none, the
/// metric's own target counts, that of the year `by` or the first.
pub(super) fn progress(component: &Component, period: &Period) -> Sketch {
    Sketch::List(items(component).map(|item| one(item, period).unwrap_or(Sketch::None)).collect())
}

fn one(item: &indexmap::IndexMap<String, Data>, period: &Period) -> Option<Sketch> {
    let row = item.get("kpi").and_then(metric)?;
    let told = |key: &str| match item.get(key) {
        Some(Data::Number(number)) => Some(number.node),
        _ => None,
    };
    let by = told("by").and_then(|by| by.to_i32());
    let (goal, change) = (told("goal"), told("change"));
    let (way, own) = row.way_to(goal, change, by)?;
    let change = change.or_else(|| own.and_then(|own| own.change));
    let hundred = Decimal::ONE_HUNDRED;
    let on_the_way = |share: Decimal| share.clamp(Decimal::ZERO, hundred);
    let per_cent = |share: Decimal| format!("{}%", figure::signed(share, Some(PLACES)));
    let digits = row.figures.iter().filter_map(|(_, figure)| figure.as_ref()).map(places).max();
    Some(Sketch::Map(vec![
        ("part", way.part().map(on_the_way)?.into()),
        ("pace", way.pace().map(on_the_way).into()),
        ("met", way.is_met().into()),
        ("base", figure::number(way.base.1, digits).into()),
        ("base-year", period.year_name(way.base.0).into()),
        ("now", figure::number(way.now.1, digits).into()),
        ("year", period.year_name(way.now.0).into()),
        ("goal", figure::number(way.goal, digits).into()),
        ("by", way.by.map(|by| by.to_string()).unwrap_or_default().into()),
        ("done", change.and(way.change()).map(per_cent).unwrap_or_default().into()),
        (
            "wanted",
            change.map(|change| format!("{}%", figure::signed(change.normalize(), None))).unwrap_or_default().into(),
        ),
        ("name", own.map(|own| own.name.clone()).unwrap_or_default().into()),
        ("state", own.and_then(|own| own.state).unwrap_or_else(|| way.state()).name().into()),
    ]))
}
