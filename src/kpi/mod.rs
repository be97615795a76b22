//! Figures: computed once per report ([`values`]), held against each other ([`check`]), printed once per edition and
//! merged into its prose and components ([`merge`]).
//!
//! Prose says `{{ kpi("env.ghg.total") }}`. Options: `year=2022`, `decimals=1`, `unit=false` (no unit) or
//! `unit="10k-kWh"` (another unit of the same quantity), `format="number"`, `"full"`, `"unit"` or `"name"`. Filters:
//! `change` (to the year before, in per cent), `change_abs` (in the metric's unit), `number`, `in_unit("t")`.
//! Variables: `year`, `last_year`, `period`, `issuer`, `stock_code`. Formulas are written in the same language, with
//! metrics for names: [`expression`].

mod book;
mod checks;
mod expression;
mod format;
mod products;
mod prose;
mod tables;
mod typed;
mod units;
mod values;

use crate::diag::Sink;
use crate::locale::Locale;
use crate::model::{KpiRow, Report, Values};
use crate::source::Sources;

use book::Book;

pub use checks::check;
pub use products::products;
pub use typed::check_prose;
pub use values::values;

/// Puts figures in the place of expressions and KPI fields, and lists every metric as this edition prints it.
pub fn merge(report: &mut Report, values: &Values, locale: &Locale, sources: &Sources, sink: &mut Sink) -> Vec<KpiRow> {
    let Report { config, chapters, kpis, .. } = report;
    let book = Book { locale, year: config.period.year(), values, words: kpis };
    let mut prose = prose::Prose::new(book, config, sources);
    let mut tables = tables::Tables::new(book);
    for chapter in chapters {
        chapter.for_each_line(&mut |line| prose.merge(line, sink));
        tables.merge(&mut chapter.blocks, sink);
    }
    book.rows()
}

/// The anchor of a metric's row.
fn anchor(id: &str) -> String {
    format!("kpi-{}", id.replace('.', "-"))
}

#[cfg(test)]
mod tests;
