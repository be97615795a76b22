//! `kpi/*.yaml` of a later year: every metric with a figure of the last year waits for one of the new year.

use super::edits::Edits;
use super::{Move, entry};
use crate::load::yaml::{Kind, Node};

/// Writes the changes to one file of metrics.
pub(super) fn edit(node: &Node, plan: &Move<'_>, edits: &mut Edits<'_>) {
    let metrics = if let Kind::Map(_) = &node.kind { entry(node, "metrics") } else { Some(node) };
    let Some(Kind::Seq(metrics)) = metrics.map(|node| &node.kind) else { return };
    for values in metrics.iter().filter_map(|metric| entry(metric, "values")) {
        let Kind::Map(years) = &values.kind else { continue };
        let has = |year: i32| years.iter().any(|(key, _)| key.node.trim().parse() == Ok(year));
        if has(plan.last) && !has(plan.last + plan.by) {
            edits.entry(values, &format!("{}: ", plan.last + plan.by), "");
        }
    }
}
