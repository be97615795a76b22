//! Charts of parts in which something counts twice: a metric that stands there again, or beside the one that is computed
//! from it, parts of one total by two breakdowns.

use std::collections::BTreeSet;

use super::uses::parts;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Component, Data};
use crate::model::{Breakdown, Document, Given, KpiRow, Printed, Report, Visit, Whole};

/// What the parts of a waterfall change.
const TOTAL: &str = "total";

/// Tells charts whose parts do not stand beside each other.
pub fn check_mixes(document: &Document, report: &Report, sink: &mut Sink) {
    let Some(severity) = report.config.checks.severity(Code::FigureSum) else { return };
    let mut mixes = Mixes { report, found: Vec::new() };
    document.chapters.iter().for_each(|chapter| mixes.chapter(chapter));
    for mut finding in mixes.found {
        finding.severity = severity;
        sink.push(finding);
    }
}

struct Mixes<'a> {
    report: &'a Report,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a, Printed> for Mixes<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Component(component) = &block.kind
            && adds_up(component)
        {
            let total = match component.fields.get(TOTAL) {
                Some(Data::Metric(total)) => Some(total),
                _ => None,
            };
            let mut rows = component.metrics();
            rows.retain(|row| !total.is_some_and(|total| std::ptr::eq(*row, total)));
            if let Some(same) = total.and_then(|total| rows.iter().find(|row| row.id == total.id)) {
                let message = format!("`{}` is the total, and stands among its parts", same.id);
                let finding = Diagnostic::warning(Code::FigureSum, same.span, message);
                self.found.push(finding.hint("show the parts of it, one each"));
            } else {
                self.mix(&rows);
            }
        }
        self.inside_block(block);
    }
}

/// Whether a chart shows its metrics as parts of a whole. Bars stand beside each other, unless their author says so.
fn adds_up(component: &Component) -> bool {
    let are_parts = match component.fields.get("parts") {
        Some(Data::Bool(are_parts)) => *are_parts,
        _ => component.name.node != "bar-chart",
    };
    let is_of_parts = component.is_given(Given::StackedPlot) || component.is_given(Given::Waterfall);
    is_of_parts || component.is_given(Given::Shares) && are_parts
}

impl Mixes<'_> {
    fn mix(&mut self, rows: &[&KpiRow]) {
        for (at, row) in rows.iter().enumerate() {
            if let Some(first) = rows[..at].iter().find(|other| other.id == row.id) {
                let message = format!("`{}` stands twice in this chart, and counts twice", row.id);
                let finding = Diagnostic::warning(Code::FigureSum, row.span, message).label(first.span, "here as well");
                self.found.push(finding.hint("take one of the two out, or name the metric that is meant"));
                return;
            }
        }
        for row in rows {
            let twice = rows.iter().find(|other| other.id != row.id && (self.is_in(&other.id, &row.id)));
            if let Some(part) = twice {
                let message = format!("`{}` is a part of `{}`, and counts twice in this chart", part.id, row.id);
                let finding = Diagnostic::warning(Code::FigureSum, part.span, message).label(row.span, "the whole");
                self.found.push(finding.hint("show the parts, or their total: take one of the two out"));
                return;
            }
        }
        for row in rows {
            let crossed = rows.iter().find(|other| self.is_across(&row.id, &other.id));
            if let Some(other) = crossed {
                let message = format!("`{}` and `{}` are parts of one total by two breakdowns", row.id, other.id);
                let finding =
                    Diagnostic::warning(Code::FigureSum, other.span, message).label(row.span, "the other one");
                self.found.push(finding.hint("show the parts of one breakdown, so that each is counted once"));
                return;
            }
        }
    }

    /// Whether a metric is in another: by its formula, however far down, or by a breakdown.
    fn is_in(&self, part: &str, whole: &str) -> bool {
        let kpis = &self.report.kpis.kpis;
        let (mut open, mut seen) = (vec![whole], BTreeSet::new());
        while let Some(id) = open.pop() {
            let by_formula = kpis.get(id).into_iter().flat_map(|kpi| parts(kpi, kpis)).map(|(id, _)| id.as_str());
            let totals = self.report.kpis.breakdowns.iter().filter(|breakdown| total(breakdown) == Some(id));
            let by_breakdown = totals.flat_map(|breakdown| breakdown.parts.iter().map(|part| part.node.as_str()));
            for below in by_formula.chain(by_breakdown).filter(|below| seen.insert(*below)) {
                if below == part {
                    return true;
                }
                open.push(below);
            }
        }
        false
    }

    /// Whether two metrics are parts of one total, and of no breakdown of it together.
    fn is_across(&self, one: &str, other: &str) -> bool {
        let of = |id: &str| -> Vec<&Breakdown> {
            let breakdowns = self.report.kpis.breakdowns.iter();
            breakdowns.filter(|breakdown| breakdown.parts.iter().any(|part| part.node == id)).collect()
        };
        let (one, other) = (of(one), of(other));
        let is_same = |a: &&Breakdown| other.iter().any(|b| a.span == b.span);
        let has_total = |a: &&Breakdown| total(a).is_some() && other.iter().any(|b| total(a) == total(b));
        !one.iter().any(is_same) && one.iter().any(has_total)
    }
}

/// The metric that the parts of a breakdown add up to.
fn total(breakdown: &Breakdown) -> Option<&str> {
    match &breakdown.whole {
        Whole::Total(id) => Some(&id.node),
        Whole::Average(_) | Whole::Hundred => None,
    }
}
