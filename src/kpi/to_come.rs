//! Figures of the reporting year that a draft still waits for.

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Absence, Report, Series, Values};

/// How many metrics are named; the file shows the rest.
const NAMED: usize = 12;

/// Whether a metric has no figure for the reporting year yet, and has one for a year before or none at all.
pub(super) fn is_to_come(series: &Series, year: i32, reporting: i32) -> bool {
    let years = &series.years;
    let begins = years.is_empty() || years.range(..year).next().is_some();
    // What is computed from a figure that is said not to be there will not come either.
    let is_absent = series.lacks.get(&year).is_some_and(|lack| lack.why.is_some_and(|why| why != Absence::ToCome));
    year == reporting && !years.contains_key(&year) && begins && !series.broken && !is_absent
}

/// Counts the metrics of a draft that wait for a figure. Those with a formula follow from others.
pub(super) fn check(report: &Report, values: &Values, sink: &mut Sink) {
    let year = report.config.period.year();
    let is_entered = |id: &str| report.kpis.kpis.get(id).is_some_and(|kpi| kpi.formula.is_none());
    let waiting = values.metrics.iter().filter(|(id, series)| is_to_come(series, year, year) && is_entered(id));
    let waiting: Vec<(&String, &Series)> = waiting.collect();
    let Some((_, first)) = waiting.first().filter(|_| report.config.draft) else { return };
    let names = names(waiting.iter().map(|(id, _)| id.as_str()));
    let message = format!("figures of {year} still to come: {}: {names}", waiting.len());
    let hint = format!("write them behind `{year}:`; until then their places are marked");
    sink.push(Diagnostic::note(Code::FigureToCome, first.defined_at, message).hint(hint));
}

/// Metrics by their ids, the first of them.
pub(super) fn names<'i>(ids: impl ExactSizeIterator<Item = &'i str>) -> String {
    let more = if ids.len() > NAMED { ", …" } else { "" };
    ids.take(NAMED).collect::<Vec<_>>().join(", ") + more
}
