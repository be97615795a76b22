//! From one year to another, step by step: by how much each part moved the total.

use rust_decimal::Decimal;

use super::axis::Axis;
use super::chart::{number, places};
use super::sketch::{Sketch, ticks};
use super::{item_metrics, metric};
use crate::figure;
use crate::model::KpiRow;
use crate::model::printed::Component;

/// A total in two years, as a field.
const TOTAL: &str = "total";

/// One bar, from where to where.
struct Bar {
    kind: &'static str,
    from: Decimal,
    to: Decimal,
    text: String,
}

/// The bars of a component with a `total` and `items`: the total of its first year, what each item and the rest of the
/// total changed, the total of its last year. None if the total lacks one of the two.
pub(super) fn waterfall(component: &Component) -> Option<Sketch> {
    let total = metric(component.fields.get(TOTAL)?)?;
    let (first, last) = ends(total)?;
    let items: Vec<&KpiRow> = item_metrics(component).into_iter().flatten().collect();
    let most = items.iter().chain([&total]).flat_map(|row| &row.figures).filter_map(|(_, figure)| figure.as_ref());
    let digits = most.map(places).max();
    let whole =
        |kind, value: Decimal| Bar { kind, from: Decimal::ZERO, to: value, text: figure::number(value, digits) };
    let mut bars = vec![whole("start", first)];
    let mut at = first;
    let mut step = |change: Decimal, kind: Option<&'static str>| {
        let to = at.checked_add(change)?;
        let kind = kind.unwrap_or(if change.is_sign_negative() { "down" } else { "up" });
        bars.push(Bar { kind, from: at, to, text: figure::signed(change, digits) });
        at = to;
        Some(())
    };
    for row in &items {
        let change = ends(row).and_then(|(from, to)| to.checked_sub(from));
        step(change.unwrap_or_default(), None)?;
    }
    let rest = items
        .iter()
        .filter_map(|row| ends(row))
        .try_fold(last.checked_sub(first)?, |rest, (from, to)| rest.checked_sub(to.checked_sub(from)?))?;
    if !rest.is_zero() {
        step(rest, Some("rest"))?;
    }
    bars.push(whole("end", last));
    let axis = Axis::over(bars.iter().flat_map(|bar| [bar.from, bar.to]).collect::<Vec<_>>().into_iter())?;
    let bar = |bar: &Bar| {
        Sketch::Map(vec![
            ("kind", bar.kind.into()),
            ("from", axis.at(bar.from).into()),
            ("to", axis.at(bar.to).into()),
            ("text", bar.text.clone().into()),
        ])
    };
    Some(Sketch::Map(vec![("ticks", ticks(axis.ticks(false))), ("bars", Sketch::List(bars.iter().map(bar).collect()))]))
}

/// A metric's figures of the first and of the last year shown.
pub(super) fn ends(row: &KpiRow) -> Option<(Decimal, Decimal)> {
    let (first, last) = (row.figures.first()?, row.figures.last()?);
    Some((number(first.1.as_ref())?, number(last.1.as_ref())?))
}
