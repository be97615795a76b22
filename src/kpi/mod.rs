//! Figures: computed once per report ([`values()`]), held against each other ([`check`]), printed once per edition
//! ([`Printer`]).
//!
//! Prose says `{{ kpi("env.ghg.total") }}`. Options: `year=2022`, `decimals=1`, `unit=false` (no unit) or
//! `unit="10k-kWh"` (another unit of the same quantity), `format="number"`, `"full"`, `"unit"` or `"name"`. Filters:
//! `change` (to the year before, in per cent), `change_abs` (in the metric's unit), `direction`, `share`, `number`,
//! `in_unit("t")`, `large`, `target` (what it shall come to), `progress` (how far it is).
//! Variables: `year`, `last_year`, `period`, `issuer`, `stock_code`. Formulas are written in the same language, with
//! metrics for names: [`expression`].

mod book;
mod bound;
mod checks;
pub mod exchange;
mod expression;
mod format;
mod labels;
mod mixes;
mod previous;
mod products;
mod prose;
mod said;
mod scope;
mod sums;
mod targets;
mod titles;
mod to_come;
mod typed;
mod uses;
mod values;
mod ways;
mod when;

use crate::diag::{Diagnostic, Sink};
use crate::model::Locale;
use crate::model::printed::InlineKind;
use crate::model::{KpiRow, Report, Values};
use crate::source::{Sources, Spanned};

use book::Book;
use expression::Problem;

pub use checks::check;
pub use labels::check_labels;
pub use mixes::check_mixes;
pub use products::products;
pub use said::{check_document, check_english};
pub use targets::check_items;
pub use titles::check_titles;
pub use typed::check_prose;
pub use uses::check_uses;
pub use values::values;

/// Prints a report's figures in the words of one edition.
pub struct Printer<'a> {
    book: Book<'a>,
    prose: prose::Prose<'a>,
}

impl<'a> Printer<'a> {
    /// The figures of a report whose names have texts for the edition.
    pub fn new(report: &'a Report, values: &'a Values, locale: &'a Locale, sources: &'a Sources) -> Self {
        let config = &report.config;
        let (period, draft) = (config.period, config.draft);
        let book = Book { locale, year: period.year(), period, draft, values, words: &report.kpis };
        Self { book, prose: prose::Prose::new(book, &report.config, sources) }
    }

    /// What an expression in prose comes to. Each wording is evaluated once; what is wrong with it is told.
    pub fn expression(&mut self, expression: &Spanned<String>, sink: &mut Sink) -> Vec<InlineKind> {
        self.prose.evaluate(expression, sink)
    }

    /// A metric's figures of these years. What is wrong with the id is told.
    pub fn row(&self, id: &Spanned<String>, years: &[i32], sink: &mut Sink) -> Option<KpiRow> {
        let told = |problem: Option<Problem>| {
            // A formula at fault has been told.
            let Some(problem) = problem.filter(|problem| !problem.is_told_by_cause(id.span, sink)) else { return };
            let mut diagnostic = Diagnostic::error(problem.code, id.span, problem.message);
            diagnostic.labels = problem.labels;
            diagnostic.hints = problem.hints;
            sink.push(diagnostic);
        };
        self.book.row(id, years).map_err(told).ok()
    }

    /// Every metric with all its years.
    pub fn rows(&self) -> Vec<KpiRow> {
        self.book.rows()
    }
}

#[cfg(test)]
mod tests;
