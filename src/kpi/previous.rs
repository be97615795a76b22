//! The figures of this report against those that the report before published.

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::model::units;
use crate::model::{PreviousMetric, Report, Series, Values};
use crate::source::Spanned;

/// Tells figures of years that both reports have and that differ, where nobody says that they are restated.
pub(super) fn check(report: &Report, values: &Values, found: &mut Vec<Diagnostic>) {
    for (id, before) in &report.previous.metrics {
        let (Some(kpi), Some(series)) = (report.kpis.kpis.get(id), values.metrics.get(id)) else { continue };
        for (year, old) in &before.values {
            let Some(amount) = series.years.get(year) else { continue };
            let (Some(new), Some(number)) = (amount.node.number(), in_unit(report, series, before, old.node)) else {
                continue;
            };
            let restated = kpi.restated.get(year);
            let was = restated.and_then(|restated| restated.was.as_ref());
            if let Some((was, stated)) = was.and_then(|was| Some((was, was.node.number()?))) {
                if !same(stated, number, series) {
                    let message = format!(
                        "`{id}` of {year} is said to have been {}, the report before has {}",
                        print(stated),
                        print(old.node)
                    );
                    found.push(told(was.span, old, message).hint(format!("write `was: {}`", old.node)));
                }
            } else if restated.is_none() && !same(new, number, series) {
                let message = format!("`{id}` of {year} is {}, the report before has {}", print(new), print(old.node));
                let hint = format!(
                    "mend the figure; or say that it is restated, and why: `restated: {{{year}: {{was: {}, reason: …}}}}`, in a \
                     spreadsheet the columns `restated.{year}.was` and `restated.{year}.reason`",
                    old.node
                );
                found.push(told(amount.span, old, message).hint(hint));
            }
        }
    }
}

/// What the report before has, in the metric's unit of today; none where the units have nothing to do with each other.
fn in_unit(report: &Report, series: &Series, before: &PreviousMetric, old: Decimal) -> Option<Decimal> {
    let all = &report.kpis.units;
    let now = all.get(&series.unit);
    let is_same = |(tag, name): &(String, String)| {
        let edition = crate::model::Edition::from_tag(tag);
        edition.is_none_or(|edition| now.map_or("", |unit| unit.names.text(edition)) == name)
    };
    if before.units.iter().any(is_same) || before.units.is_empty() {
        return Some(old);
    }
    let named = |(tag, name): &(String, String)| {
        let edition = crate::model::Edition::from_tag(tag)?;
        all.iter().find(|(_, unit)| unit.names.text(edition) == name).map(|(id, _)| id)
    };
    units::convert(all, old, before.units.iter().find_map(named)?, &series.unit)
}

/// Whether two figures are one, as the coarser of the two is rounded.
fn same(new: Decimal, old: Decimal, series: &Series) -> bool {
    let new = series.places.map_or(new, |places| figure::round(new, places));
    let places = new.normalize().scale().min(old.normalize().scale());
    new == old || figure::round(new, places) == figure::round(old, places) && new.scale() != old.scale()
}

fn told(place: crate::source::Span, old: &Spanned<Decimal>, message: String) -> Diagnostic {
    Diagnostic::warning(Code::FigurePrevious, place, message).label(old.span, "in the report before")
}

fn print(number: Decimal) -> String {
    figure::number(number, None)
}
