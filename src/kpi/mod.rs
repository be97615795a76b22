//! Figures: formatted once per edition, merged into prose and components.

use crate::diag::Sink;
use crate::model::{Edition, EditionDoc, KpiRow, Product, Report};
use crate::source::Sources;

/// Puts figures in the place of expressions and KPI fields, and lists every metric as this edition prints it.
pub fn merge(_report: &mut Report, _edition: Edition, _sources: &Sources, _sink: &mut Sink) -> Vec<KpiRow> {
    Vec::new()
}

/// `data/kpi.csv` and `data/kpi.json`.
pub fn products(_documents: &[EditionDoc]) -> Vec<Product> {
    Vec::new()
}
