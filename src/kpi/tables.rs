//! Metrics in components: rows in the place of ids.

use std::collections::BTreeSet;

use super::book::Book;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Amount, Block, BlockKind, Component, Data, Given, KpiRow};
use crate::source::Spanned;

/// Puts rows in the place of the KPI ids in components.
pub(super) struct Tables<'a> {
    book: Book<'a>,
    /// Metrics whose row has its anchor.
    anchored: BTreeSet<String>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(book: Book<'a>) -> Self {
        Self { book, anchored: BTreeSet::new() }
    }

    pub(super) fn merge(&mut self, blocks: &mut [Block], sink: &mut Sink) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Component(component) => {
                    self.component(component, sink);
                    self.merge(&mut component.body, sink);
                }
                BlockKind::Quote(inner) | BlockKind::Only { blocks: inner, .. } => self.merge(inner, sink),
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.merge(item, sink)),
                _ => {}
            }
        }
    }

    fn component(&mut self, component: &mut Component, sink: &mut Sink) {
        let asked: Vec<Spanned<i32>> = component.fields.values().flat_map(Data::years).cloned().collect();
        let in_table = component.is_given(Given::Anchors);
        let years = match asked.is_empty() {
            true => vec![self.book.year],
            false => asked.iter().map(|year| year.node).collect(),
        };
        let mut seen = BTreeSet::new();
        for data in component.fields.values_mut() {
            self.data(data, &years, in_table, &mut seen, sink);
        }
        if component.given.iter().any(|given| given.compares()) {
            drawable(component, sink);
        }
        // A year that no row has is a slip; a year that some rows lack is not.
        for year in asked.iter().filter(|year| !seen.is_empty() && !seen.contains(&year.node)) {
            let message = format!("no metric here has a figure for {}", year.node);
            let years: Vec<String> = seen.iter().map(i32::to_string).collect();
            let hint = format!("there are figures for {}", years.join(", "));
            sink.push(Diagnostic::error(Code::UnknownYear, year.span, message).hint(hint));
        }
    }

    fn data(&mut self, data: &mut Data, years: &[i32], in_table: bool, seen: &mut BTreeSet<i32>, sink: &mut Sink) {
        match data {
            Data::Kpi(id) => match self.book.row(id, years) {
                Ok(mut row) => {
                    seen.extend(row.figures.iter().filter(|(_, figure)| figure.is_some()).map(|(year, _)| *year));
                    if in_table && !row.disclose.is_empty() && self.anchored.insert(row.id.clone()) {
                        row.anchor = Some(super::anchor(&row.id));
                    }
                    *data = Data::KpiRow(row);
                }
                Err(problem) => {
                    let Some(problem) = problem else { return };
                    let mut diagnostic = Diagnostic::error(problem.code, id.span, problem.message);
                    diagnostic.labels = problem.labels;
                    diagnostic.hints = problem.hints;
                    sink.push(diagnostic);
                }
            },
            Data::List(items) => items.iter_mut().for_each(|item| self.data(item, years, in_table, seen, sink)),
            Data::Map(fields) => {
                fields.values_mut().for_each(|field| self.data(field, years, in_table, seen, sink));
            }
            _ => {}
        }
    }
}

/// Tells a figure of a chart that is in another unit than the first, or that nothing can be drawn for.
fn drawable(component: &Component, sink: &mut Sink) {
    let all = component.rows();
    let Some(first) = all.first() else { return };
    for row in all.iter().filter(|row| row.unit != first.unit) {
        let message = format!("`{}` is in {}, `{}` in {}", row.id, unit(row), first.id, unit(first));
        let hint = "a chart compares figures of one unit: leave it out, or make a chart of its own";
        sink.push(Diagnostic::error(Code::BadValue, row.span, message).hint(hint));
    }
    for row in &all {
        for figure in row.figures.iter().filter_map(|(_, figure)| figure.as_ref()) {
            let Amount::Words(words) = &figure.amount else { continue };
            let message = format!("the figure {words} of `{}` is no single number: nothing is drawn for it", row.id);
            let hint = "leave it out, or show it in a kpi-table or on kpi-cards";
            sink.push(Diagnostic::warning(Code::BadValue, row.span, message).hint(hint));
        }
    }
}

fn unit(row: &KpiRow) -> &str {
    if row.unit.is_empty() { "no unit" } else { &row.unit }
}
