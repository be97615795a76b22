//! `kpi/*.yaml` of a later year: every metric with a figure of the last year waits for one of the new year, and for those
//! who stand for it.

use super::edits::Edits;
use super::{Move, entry};
use crate::load::yaml::{Kind, Node};
use crate::model::year_in;

/// Keys of a metric that are of one year's report: who stood for its figures, what bore them out, and what it gave otherwise
/// than the report before it.
const OF_ONE_YEAR: [&str; 4] = ["prepared", "reviewed", "evidence", "restated"];

/// Writes the changes to one file of metrics.
pub(super) fn edit(node: &Node, plan: &Move<'_>, edits: &mut Edits<'_>) {
    let metrics = if let Kind::Map(_) = &node.kind { entry(node, "metrics") } else { Some(node) };
    let Some(Kind::Seq(metrics)) = metrics.map(|node| &node.kind) else { return };
    for value in metrics.iter().flat_map(|metric| OF_ONE_YEAR.iter().filter_map(|key| entry(metric, key))) {
        edits.change(value.span, |_| String::new());
    }
    for values in metrics.iter().filter_map(|metric| entry(metric, "values")) {
        let Kind::Map(years) = &values.kind else { continue };
        let key = |year: i32| years.iter().map(|(key, _)| key.node.as_str()).find(|key| year_in(key) == Some(year));
        let new = plan.last + plan.by;
        if let Some(last) = key(plan.last).filter(|_| key(new).is_none()) {
            // As the author writes years: 2026, or 2025/26.
            let is_plain = last.trim().chars().all(|c| c.is_ascii_digit());
            let new = if is_plain { new.to_string() } else { plan.period.year_name(new) };
            edits.entry(values, &format!("{new}: "), "");
        }
    }
}
