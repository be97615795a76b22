//! Figures: formatted once per edition, merged into prose and components.
//!
//! Prose says `{{ kpi("env.ghg.total") }}`. Options: `year=2022`, `decimals=1`, `unit=false` (no unit) or
//! `unit="10k-kWh"` (another unit of the same quantity), `format="number"`, `"full"`, `"unit"` or `"name"`. Filters:
//! `change` (to the year before, in per cent), `change_abs` (in the metric's unit), `number`, `in_unit("t")`.
//! Variables: `year`, `last_year`, `period`, `issuer`, `stock_code`.

mod book;
mod format;
mod formula;
mod products;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;
use rust_decimal::prelude::ToPrimitive;

use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::locale::Locale;
use crate::model::{Block, BlockKind, Component, Data, Inline, InlineKind, KpiRow, KpiUse, Report};
use crate::source::{Sources, Spanned};
use crate::template::{Arguments, ExpressionError, Expressions, Problem, Value};

use book::{Book, Look, Style};

pub use products::products;

/// The component whose rows are places of the disclosure index.
const TABLE: &str = "kpi-table";

/// The table's field that names its years.
const YEARS: &str = "years";

/// What the names of components end in that compare figures, which must be of one unit.
const CHARTS: [&str; 2] = ["-chart", "donut"];

/// Most decimal places that an expression can ask for: as many as an exact decimal holds.
const MOST_DECIMALS: i64 = 28;

/// Puts figures in the place of expressions and KPI fields, and lists every metric as this edition prints it.
pub fn merge(report: &mut Report, locale: &Locale, sources: &Sources, sink: &mut Sink) -> Vec<KpiRow> {
    let book = Arc::new(Book::new(report, locale, sources, sink));
    let mut prose = Prose::new(report, Arc::clone(&book), sources);
    let mut tables = Tables { book: &book, anchored: BTreeSet::new() };
    for chapter in &mut report.chapters {
        chapter.for_each_line(&mut |line| prose.merge(line, sink));
        tables.merge(&mut chapter.blocks, sink);
    }
    book.rows()
}

/// The anchor of a metric's row.
fn anchor(id: &str) -> String {
    format!("kpi-{}", id.replace('.', "-"))
}

/// Evaluates the expressions of an edition, each wording once.
struct Prose<'a> {
    book: Arc<Book>,
    sources: &'a Sources,
    expressions: Expressions,
    uses: Uses,
    known: BTreeMap<String, Result<KpiUse, Vec<ExpressionError>>>,
}

/// A figure that an expression printed. Filters get its number in the text they are handed, between two code points
/// that Unicode reserves for a program's own use, and so know which figure the text is about.
#[derive(Debug, Clone)]
struct Use {
    id: String,
    year: i32,
}

/// The figures that the expression being evaluated printed so far.
type Uses = Arc<Mutex<Vec<Use>>>;

const MARK_START: char = '\u{fdd0}';
const MARK_END: char = '\u{fdd1}';

impl<'a> Prose<'a> {
    fn new(report: &Report, book: Arc<Book>, sources: &'a Sources) -> Self {
        let (edition, config) = (book.locale.edition(), &report.config);
        let mut expressions = Expressions::new([
            ("year", Value::from(book.year)),
            ("last_year", Value::from(book.year - 1)),
            ("period", Value::from(book.locale.period(&config.period))),
            ("issuer", Value::from(config.issuer.name.text(edition))),
            ("stock_code", Value::from(config.issuer.stock_code.as_deref().unwrap_or_default())),
        ]);
        let uses = Uses::default();
        let (b, u) = (Arc::clone(&book), Arc::clone(&uses));
        expressions
            .function("kpi", &["id", "year", "unit", "decimals", "format"], move |arguments| kpi(&b, &u, &arguments));
        for (name, absolute) in [("change", false), ("change_abs", true)] {
            let (b, u) = (Arc::clone(&book), Arc::clone(&uses));
            expressions.filter(name, &["decimals"], move |text, arguments| {
                let figure = used(text, &u, name)?;
                // The year is none of the filter's arguments: what is wrong with it stands at the filter.
                b.change(&figure.id, figure.year, absolute, decimals(&arguments)?).map_err(|problem| {
                    match problem.argument {
                        Some("year") => Problem { argument: None, ..problem },
                        _ => problem,
                    }
                })
            });
        }
        let (b, u) = (Arc::clone(&book), Arc::clone(&uses));
        expressions.filter("number", &["decimals"], move |text, arguments| {
            let figure = used(text, &u, "number")?;
            b.print(
                &figure.id,
                figure.year,
                &Look { style: Style::Number, decimals: decimals(&arguments)?, unit: None },
            )
        });
        let (b, u) = (Arc::clone(&book), Arc::clone(&uses));
        expressions.filter("in_unit", &["unit", "decimals"], move |text, arguments| {
            let figure = used(text, &u, "in_unit")?;
            let unit = arguments.text("unit")?.map(str::to_owned);
            b.print(&figure.id, figure.year, &Look { decimals: decimals(&arguments)?, unit, ..Look::FULL })
        });
        Self { book, sources, expressions, uses, known: BTreeMap::new() }
    }

    /// Puts a figure in the place of every expression in a line.
    fn merge(&mut self, line: &mut [Inline], sink: &mut Sink) {
        for inline in line {
            if let InlineKind::Expr(text) = &inline.kind {
                inline.kind = InlineKind::Kpi(self.evaluate(text, sink));
            } else if let Some(inner) = inline.children_mut() {
                self.merge(inner, sink);
            }
        }
    }

    fn evaluate(&mut self, text: &Spanned<String>, sink: &mut Sink) -> KpiUse {
        if !self.known.contains_key(&text.node) {
            let result = self.compute(&text.node);
            self.known.insert(text.node.clone(), result);
        }
        match &self.known[&text.node] {
            Ok(value) => value.clone(),
            Err(errors) => {
                for ExpressionError { range, problem } in errors {
                    let span = self.sources.inside(text, range.clone());
                    let mut diagnostic = Diagnostic::error(problem.code, span, problem.message.clone());
                    diagnostic.labels.clone_from(&problem.labels);
                    diagnostic.hints.clone_from(&problem.hints);
                    sink.push(diagnostic);
                }
                KpiUse { text: String::new(), id: None, defined_at: None }
            }
        }
    }

    fn compute(&self, text: &str) -> Result<KpiUse, Vec<ExpressionError>> {
        // The commonest slip: an id by itself.
        let bare = text.trim().trim_matches(['"', '\'']);
        if self.book.has(bare) {
            let start = text.find(bare).unwrap_or_default();
            let problem = Problem::new(Code::Expression, None, format!("`{bare}` is a metric's id, not a figure"))
                .hint(format!("write {{{{ kpi(\"{bare}\") }}}}"));
            return Err(vec![ExpressionError { range: start..start + bare.len(), problem }]);
        }
        let printed = self.expressions.evaluate(text);
        let uses = std::mem::take(&mut *self.uses.lock().unwrap_or_else(PoisonError::into_inner));
        let first = uses.into_iter().next();
        let defined_at =
            first.as_ref().and_then(|used| self.book.metric(&used.id).ok()).map(|metric| metric.defined_at);
        Ok(KpiUse { text: without_marks(&printed?), id: first.map(|used| used.id), defined_at })
    }
}

/// `kpi("id", …)`.
fn kpi(book: &Book, uses: &Uses, arguments: &Arguments<'_>) -> Result<String, Problem> {
    let Some(id) = arguments.text("id")? else {
        return Err(Problem::new(Code::Expression, None, "`kpi` needs the id of a metric").hint("write kpi(\"…\")"));
    };
    let year = match arguments.integer("year")? {
        None => book.year,
        // No metric has a figure in a year beyond the type; any such year is as unknown as another.
        Some(year) => year.try_into().unwrap_or(i32::MAX),
    };
    // `unit` takes two kinds of value.
    let (unitless, unit) = match arguments.flag("unit") {
        Ok(flag) => (flag == Some(false), None),
        Err(_) => match arguments.text("unit") {
            Ok(unit) => (false, unit.map(str::to_owned)),
            Err(_) => return Err(Problem::new(Code::Expression, "unit", "`unit` takes false or a unit in quotes")),
        },
    };
    let style = match arguments.text("format")? {
        None if unitless => Style::Unitless,
        None | Some("full") => Style::Full,
        Some("number") => Style::Number,
        Some("unit") => Style::Unit,
        Some("name") => Style::Name,
        Some(other) => {
            return Err(Problem::new(Code::BadFormat, "format", format!("there is no format `{other}`"))
                .hint(suggest(other, ["number", "full", "unit", "name"])));
        }
    };
    let text = book.print(id, year, &Look { style, decimals: decimals(arguments)?, unit })?;
    let mut uses = uses.lock().unwrap_or_else(PoisonError::into_inner);
    uses.push(Use { id: id.to_owned(), year });
    Ok(format!("{MARK_START}{}{MARK_END}{text}", uses.len() - 1))
}

/// The `decimals` argument.
fn decimals(arguments: &Arguments<'_>) -> Result<Option<u32>, Problem> {
    match arguments.integer("decimals")? {
        None => Ok(None),
        Some(places @ 0..=MOST_DECIMALS) => Ok(u32::try_from(places).ok()),
        Some(_) => Err(Problem::new(Code::BadFormat, "decimals", format!("decimals go from 0 to {MOST_DECIMALS}"))),
    }
}

/// The figure that a filter's text is about.
fn used(text: &str, uses: &Uses, filter: &'static str) -> Result<Use, Problem> {
    let number = text.strip_prefix(MARK_START).and_then(|rest| rest.split_once(MARK_END)).map(|(number, _)| number);
    let uses = uses.lock().unwrap_or_else(PoisonError::into_inner);
    let found = number.and_then(|number| number.parse::<usize>().ok()).and_then(|number| uses.get(number));
    found.cloned().ok_or_else(|| {
        Problem::new(Code::Expression, None, format!("`{filter}` takes a figure"))
            .hint(format!("write kpi(\"…\") | {filter}"))
    })
}

/// The text that readers get.
fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(MARK_START) {
        out.push_str(before);
        rest = marked.split_once(MARK_END).map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Puts rows in the place of the KPI ids in components.
struct Tables<'a> {
    book: &'a Book,
    /// Metrics whose row has its anchor.
    anchored: BTreeSet<String>,
}

impl Tables<'_> {
    fn merge(&mut self, blocks: &mut [Block], sink: &mut Sink) {
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
        let asked = years(&component.fields, sink);
        let in_table = component.name.node == TABLE;
        let years = match asked.is_empty() {
            true => vec![self.book.year],
            false => asked.iter().map(|year| year.node).collect(),
        };
        let mut seen = BTreeSet::new();
        for data in component.fields.values_mut() {
            self.data(data, &years, in_table, &mut seen, sink);
        }
        if CHARTS.iter().any(|ending| component.name.node.ends_with(ending)) {
            one_unit(component, sink);
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
                    seen.extend(row.values.iter().filter(|(_, value)| !value.is_empty()).map(|(year, _)| *year));
                    if in_table && !row.disclose.is_empty() && self.anchored.insert(row.id.clone()) {
                        row.anchor = Some(anchor(&row.id));
                    }
                    *data = Data::KpiRow(row);
                }
                Err(problem) => {
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

/// Reports a figure of a chart that is in another unit than the first.
fn one_unit(component: &Component, sink: &mut Sink) {
    fn rows<'a>(data: &'a Data, all: &mut Vec<&'a KpiRow>) {
        match data {
            Data::KpiRow(row) => all.push(row),
            Data::List(items) => items.iter().for_each(|item| rows(item, all)),
            Data::Map(fields) => fields.values().for_each(|field| rows(field, all)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    component.fields.values().for_each(|data| rows(data, &mut all));
    let Some(first) = all.first() else { return };
    for row in all.iter().filter(|row| row.unit != first.unit) {
        let message = format!("`{}` is in {}, `{}` in {}", row.id, unit(row), first.id, unit(first));
        let hint = "a chart compares figures of one unit: leave it out, or make a chart of its own";
        sink.push(Diagnostic::error(Code::BadValue, row.span, message).hint(hint));
    }
}

fn unit(row: &KpiRow) -> &str {
    if row.unit.is_empty() { "no unit" } else { &row.unit }
}

/// The years a component asks for.
fn years(fields: &IndexMap<String, Data>, sink: &mut Sink) -> Vec<Spanned<i32>> {
    let Some(Data::List(items)) = fields.get(YEARS) else { return Vec::new() };
    let mut years = Vec::new();
    for item in items {
        let Data::Number(number) = item else { continue };
        match number.node.to_i32().filter(|_| number.node.is_integer()) {
            Some(year) => years.push(Spanned::new(year, number.span)),
            None => {
                let message = format!("{} is not a year", number.node);
                sink.push(Diagnostic::error(Code::BadValue, number.span, message).hint("write e.g. 2023"));
            }
        }
    }
    years
}

#[cfg(test)]
mod tests;
