//! The metrics of a report in one edition, with formulas computed.

use std::collections::BTreeMap;
use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::format;
use super::formula::{Formula, FormulaError};
use super::units;
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::locale::Locale;
use crate::model::{DisclosureRef, Figures, Kpi, KpiRow, Report};
use crate::source::{Sources, Span, Spanned};
use crate::template::Problem;

/// Places of a quotient where the author gives no `decimals`.
const QUOTIENT_PLACES: u32 = 2;

/// Places of a change in per cent or percentage points.
pub(super) const CHANGE_PLACES: u32 = 1;

/// Unit whose changes are told in percentage points.
const PER_CENT: &str = "%";

/// Everything needed to print any figure of one edition.
#[derive(Debug)]
pub(super) struct Book {
    /// The edition's words.
    pub locale: Locale,
    /// The reporting year.
    pub year: i32,
    metrics: IndexMap<String, Metric>,
    units: IndexMap<String, Unit>,
}

/// A unit in the edition's words.
#[derive(Debug, Clone, Default)]
struct Unit {
    text: String,
    attached: bool,
    ungrouped: bool,
}

impl Unit {
    /// A figure in this unit.
    fn number(&self, value: Decimal, decimals: Option<u32>) -> String {
        if self.ungrouped { format::ungrouped(value, decimals) } else { format::number(value, decimals) }
    }
}

/// A metric in the edition's words.
#[derive(Debug)]
pub(super) struct Metric {
    /// Name.
    pub name: String,
    /// Where it is defined.
    pub defined_at: Span,
    unit_id: String,
    unit: Unit,
    decimals: Option<u32>,
    values: BTreeMap<i32, Figures>,
    qualifier: String,
    restated: Vec<i32>,
    note: String,
    disclose: Vec<Spanned<DisclosureRef>>,
    /// Its formula is at fault, which is told once, at the formula.
    broken: bool,
}

/// What part of a figure is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Qualifier, number and unit.
    Full,
    /// Qualifier and number.
    Unitless,
    /// The number alone.
    Number,
    /// The unit alone.
    Unit,
    /// The metric's name.
    Name,
}

/// How a figure is printed.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// Which part.
    pub style: Style,
    /// Places; the metric's own where `None`.
    pub decimals: Option<u32>,
    /// Another unit's id.
    pub unit: Option<String>,
}

impl Look {
    /// Number and unit as the metric has them.
    pub(super) const FULL: Look = Look { style: Style::Full, decimals: None, unit: None };
}

impl Book {
    /// Reads a report's metrics and computes the formulas. A formula that cannot be computed is reported.
    pub(super) fn new(report: &Report, locale: &Locale, sources: &Sources, sink: &mut Sink) -> Self {
        let (source, edition) = (&report.kpis, locale.edition());
        let unit = |unit: &crate::model::Unit| Unit {
            text: unit.names.text(edition).to_owned(),
            attached: unit.attached,
            ungrouped: unit.ungrouped,
        };
        let units: IndexMap<String, Unit> = source.units.iter().map(|(id, known)| (id.clone(), unit(known))).collect();
        let metrics = source.kpis.iter().map(|(id, kpi)| {
            let unit_id = kpi.unit.as_ref().map_or(String::new(), |unit| unit.node.clone());
            let metric = Metric {
                name: kpi.name.text(edition).to_owned(),
                defined_at: kpi.id.span,
                unit: units.get(&unit_id).cloned().unwrap_or_default(),
                unit_id,
                decimals: kpi.decimals,
                values: kpi.values.iter().map(|(year, figure)| (*year, figure.node.clone())).collect(),
                qualifier: kpi.qualifier.text(edition).to_owned(),
                restated: kpi.restated.clone(),
                note: kpi.note.text(edition).to_owned(),
                disclose: kpi.disclose.clone(),
                broken: false,
            };
            (id.clone(), metric)
        });
        let metrics = metrics.collect();
        let mut book = Self { locale: locale.clone(), year: report.config.period.year(), metrics, units };
        Computation { book: &mut book, kpis: &source.kpis, sources, sink, formulas: IndexMap::new() }.run();
        book
    }

    /// Ids of all metrics.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.metrics.keys().map(String::as_str)
    }

    /// Whether there is a metric with this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.metrics.contains_key(id)
    }

    /// A metric.
    ///
    /// # Errors
    /// If there is none with this id.
    pub(super) fn metric(&self, id: &str) -> Result<&Metric, Problem> {
        self.metrics.get(id).ok_or_else(|| {
            Problem::new(Code::UnknownKpi, "id", format!("there is no metric `{id}`")).hint(suggest(id, self.ids()))
        })
    }

    /// A metric's figure of a year; `None` if the formula is at fault, which is reported already.
    fn figure(&self, id: &str, year: i32) -> Result<Option<&Figures>, Problem> {
        let metric = self.metric(id)?;
        match metric.values.get(&year) {
            Some(figure) => Ok(Some(figure)),
            None if metric.broken => Ok(None),
            None => {
                let mut problem =
                    Problem::new(Code::UnknownYear, "year", format!("the metric `{id}` has no figure for {year}"))
                        .hint(metric.known_years());
                problem.labels.push((metric.defined_at, "defined here".to_owned()));
                Err(problem)
            }
        }
    }

    /// A figure as this edition prints it.
    ///
    /// # Errors
    /// An unknown metric, year or unit; a look that this figure cannot have.
    pub(super) fn print(&self, id: &str, year: i32, look: &Look) -> Result<String, Problem> {
        let metric = self.metric(id)?;
        let (unit_id, unit) = match &look.unit {
            None => (&metric.unit_id, &metric.unit),
            Some(unit) => self.units.get_key_value(unit).ok_or_else(|| {
                Problem::new(Code::UnknownUnit, "unit", format!("there is no unit `{unit}`"))
                    .hint(suggest(unit, self.units.keys().map(String::as_str)))
            })?,
        };
        match look.style {
            Style::Name => return Ok(metric.name.clone()),
            Style::Unit => return Ok(unit.text.clone()),
            Style::Full | Style::Unitless | Style::Number => {}
        }
        let number = match self.figure(id, year)? {
            None => return Ok(String::new()),
            Some(Figures::Text(text)) if look.decimals.is_none() && *unit_id == metric.unit_id => text.clone(),
            Some(Figures::Text(text)) => {
                let argument = if look.decimals.is_some() { "decimals" } else { "unit" };
                let message = format!("the figure {text} of `{id}` is no single number and can only be shown as it is");
                return Err(Problem::new(Code::BadFormat, argument, message));
            }
            Some(Figures::Number(value)) if *unit_id == metric.unit_id => {
                unit.number(*value, look.decimals.or(metric.decimals))
            }
            Some(Figures::Number(value)) => {
                let converted = units::convert(*value, &metric.unit_id, unit_id).ok_or_else(|| {
                    let own = &metric.unit_id;
                    let message = format!("a figure in `{own}` cannot be shown in `{unit_id}`");
                    let related: Vec<&str> = units::related(own).collect();
                    let problem = Problem::new(Code::BadFormat, "unit", message);
                    match related.is_empty() {
                        true => problem.hint(format!("`{own}` has no other units")),
                        false => problem.hint(format!("`{own}` can be shown in: {}", related.join(", "))),
                    }
                })?;
                unit.number(converted, look.decimals)
            }
        };
        Ok(match look.style {
            Style::Full => format::qualified(&self.locale, &metric.qualifier, &number, &unit.text, unit.attached),
            Style::Unitless => format::qualified(&self.locale, &metric.qualifier, &number, "", false),
            _ => number,
        })
    }

    /// How a figure differs from the year before: in per cent (of a share: in percentage points), or in the metric's
    /// own unit if `absolute`.
    ///
    /// # Errors
    /// If one of the two years has no figure, or they cannot be compared.
    pub(super) fn change(&self, id: &str, year: i32, absolute: bool, decimals: Option<u32>) -> Result<String, Problem> {
        let metric = self.metric(id)?;
        let (Some(now), Some(before)) = (self.figure(id, year)?, self.figure(id, year - 1)?) else {
            return Ok(String::new());
        };
        let (Figures::Number(now), Figures::Number(before)) = (now, before) else {
            let message = format!("the figures of `{id}` for {year} and {} are no two numbers to compare", year - 1);
            return Err(Problem::new(Code::BadFormat, None, message));
        };
        let too_large = || Problem::new(Code::BadFormat, None, format!("the change of `{id}` is too large to compute"));
        let difference = now.checked_sub(*before).ok_or_else(too_large)?;
        let (difference, unit) = if absolute {
            let places = decimals.or(metric.decimals);
            (places.map_or(difference, |places| format::round(difference, places)), metric.unit.clone())
        } else if metric.unit_id == PER_CENT {
            let text = self.locale.label("percentage-points");
            let places = decimals.unwrap_or(CHANGE_PLACES);
            (format::round(difference, places), Unit { text: text.to_owned(), ..Unit::default() })
        } else if before.is_zero() {
            let message = format!("`{id}` was 0 in {}: there is no change in per cent", year - 1);
            return Err(Problem::new(Code::BadFormat, None, message).hint("use `| change_abs`"));
        } else {
            let share = difference.checked_div(before.abs()).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
            let places = decimals.unwrap_or(CHANGE_PLACES);
            let share = format::round(share.ok_or_else(too_large)?, places);
            (share, Unit { text: PER_CENT.to_owned(), attached: true, ungrouped: false })
        };
        let places = if absolute { decimals.or(metric.decimals) } else { Some(decimals.unwrap_or(CHANGE_PLACES)) };
        let printed = format::number(difference.abs(), places);
        let printed = format::with_unit(&printed, &unit.text, unit.attached);
        Ok(self.locale.change(difference.cmp(&Decimal::ZERO), &printed))
    }

    /// A metric's row in a table with these years.
    ///
    /// # Errors
    /// An unknown metric, or one without a figure in any of the years.
    pub(super) fn row(&self, id: &Spanned<String>, years: &[i32]) -> Result<KpiRow, Problem> {
        let metric = self.metric(&id.node)?;
        if let [first, ..] = years
            && !years.iter().any(|year| metric.values.contains_key(year))
        {
            self.figure(&id.node, *first)?;
        }
        Ok(self.row_of(&id.node, metric, id.span, years.iter().copied()))
    }

    /// Every metric with all its years.
    pub(super) fn rows(&self) -> Vec<KpiRow> {
        let row = |(id, metric): (&String, &Metric)| {
            self.row_of(id, metric, metric.defined_at, metric.values.keys().copied())
        };
        self.metrics.iter().map(row).collect()
    }

    fn row_of(&self, id: &str, metric: &Metric, span: Span, years: impl Iterator<Item = i32>) -> KpiRow {
        let print = |year: i32| match metric.values.get(&year) {
            Some(Figures::Number(value)) => metric.unit.number(*value, metric.decimals),
            Some(Figures::Text(text)) => text.clone(),
            None => String::new(),
        };
        let (before, behind) = format::around(&self.locale, &metric.qualifier, &metric.unit.text, metric.unit.attached);
        KpiRow {
            id: id.to_owned(),
            span,
            name: metric.name.clone(),
            unit: metric.unit.text.clone(),
            before,
            behind,
            values: years.map(|year| (year, print(year))).collect(),
            restated: metric.restated.clone(),
            ungrouped: metric.unit.ungrouped,
            note: metric.note.clone(),
            anchor: None,
            disclose: metric.disclose.clone(),
        }
    }
}

impl Metric {
    fn known_years(&self) -> String {
        let years: Vec<String> = self.values.keys().map(i32::to_string).collect();
        match years.len() {
            0 => "it has no figures at all".to_owned(),
            _ => format!("it has figures for {}", years.join(", ")),
        }
    }
}

/// Computes every formula once, operands first.
struct Computation<'a> {
    book: &'a mut Book,
    kpis: &'a IndexMap<String, Kpi>,
    sources: &'a Sources,
    sink: &'a mut Sink,
    formulas: IndexMap<&'a str, Formula>,
}

/// How far a formula is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Entered,
    Done,
}

impl<'a> Computation<'a> {
    fn run(mut self) {
        let kpis = self.kpis;
        for (id, kpi) in kpis {
            let Some(text) = &kpi.formula else { continue };
            match Formula::parse(&text.node, &|id| kpis.contains_key(id)) {
                Ok(formula) => _ = self.formulas.insert(id, formula),
                Err(error) => self.report(id, text, Code::Formula, error, None),
            }
        }
        let formulas = std::mem::take(&mut self.formulas);
        let mut progress: BTreeMap<&str, Progress> = BTreeMap::new();
        for start in formulas.keys() {
            self.visit(start, &formulas, &mut progress);
        }
    }

    /// Computes what the formula of `start` needs, then the formula: depth first, with a stack of its own, so that a
    /// long chain of metrics cannot exhaust the thread's.
    fn visit(
        &mut self,
        start: &'a str,
        formulas: &IndexMap<&'a str, Formula>,
        progress: &mut BTreeMap<&'a str, Progress>,
    ) {
        let mut stack = vec![start];
        while let Some(id) = stack.last().copied() {
            match progress.get(id) {
                None => {
                    progress.insert(id, Progress::Entered);
                    for (needed, range) in self.operands(id, &formulas[id]) {
                        match progress.get(needed) {
                            None if formulas.contains_key(needed) => stack.push(needed),
                            Some(Progress::Entered) => {
                                let message = if needed == id {
                                    format!("the formula of `{id}` needs its own result")
                                } else {
                                    format!("the formulas of `{id}` and `{needed}` need each other's results")
                                };
                                let text = self.kpis[id].formula.as_ref().expect("it has a formula");
                                let label = (self.kpis[needed].id.span, "which is computed from it".to_owned());
                                self.report(id, text, Code::Formula, FormulaError { range, message }, Some(label));
                            }
                            _ => {}
                        }
                    }
                }
                Some(Progress::Entered) => {
                    progress.insert(id, Progress::Done);
                    stack.pop();
                    self.compute(id, &formulas[id]);
                }
                Some(Progress::Done) => _ = stack.pop(),
            }
        }
    }

    /// The metrics a formula names; unknown ones are reported.
    fn operands(&mut self, id: &'a str, formula: &Formula) -> Vec<(&'a str, Range<usize>)> {
        let kpis = self.kpis;
        let text = kpis[id].formula.as_ref().expect("it has a formula");
        let mut found = Vec::new();
        let mut unknown = Vec::new();
        formula.metrics(&mut |needed, range| match kpis.get_key_value(needed) {
            Some((needed, _)) => found.push((needed.as_str(), range.clone())),
            None => unknown.push((needed.to_owned(), range.clone())),
        });
        for (name, range) in unknown {
            let message = format!("there is no metric `{name}`");
            let span = self.sources.inside(text, range);
            let hint = suggest(&name, kpis.keys().map(String::as_str));
            self.sink.push(Diagnostic::error(Code::UnknownKpi, span, message).hint(hint));
            self.book.metrics[id].broken = true;
        }
        found
    }

    /// Fills in the years for which every operand has a number. Figures that the author gives stay.
    fn compute(&mut self, id: &'a str, formula: &Formula) {
        let mut years: Option<Vec<i32>> = None;
        let mut broken = self.book.metrics[id].broken;
        let metrics = &self.book.metrics;
        // A sum is printed as finely as its parts, also where all of them happen to end in zeros.
        let mut finest = None;
        formula.metrics(&mut |needed, _| {
            let Some(metric) = metrics.get(needed) else { return };
            broken |= metric.broken;
            finest = finest.max(metric.decimals);
            let has = |year: &i32| matches!(metric.values.get(year), Some(Figures::Number(_)));
            match &mut years {
                Some(years) => years.retain(has),
                None => years = Some(metric.values.keys().copied().filter(has).collect()),
            }
        });
        if broken {
            self.book.metrics[id].broken = true;
            return;
        }
        // A formula of numbers only holds for the reporting year.
        for year in years.unwrap_or_else(|| vec![self.book.year]) {
            let figure = |needed: &str| match self.book.metrics[needed].values[&year] {
                Figures::Number(value) => value,
                Figures::Text(_) => unreachable!("only years with numbers are computed"),
            };
            match formula.compute(&figure) {
                Ok(value) => {
                    let metric = &mut self.book.metrics[id];
                    let places = metric.decimals.or(if formula.divides() { Some(QUOTIENT_PLACES) } else { finest });
                    let value = places.map_or(value, |places| format::round(value, places));
                    if metric.decimals.is_none() {
                        metric.decimals = places;
                    }
                    metric.values.entry(year).or_insert(Figures::Number(value));
                }
                Err(error) => {
                    let text = self.kpis[id].formula.as_ref().expect("it has a formula");
                    let message = format!("{} ({year})", error.message);
                    self.report(id, text, Code::Formula, FormulaError { message, ..error }, None);
                    return;
                }
            }
        }
    }

    fn report(
        &mut self,
        id: &str,
        text: &Spanned<String>,
        code: Code,
        error: FormulaError,
        label: Option<(Span, String)>,
    ) {
        self.book.metrics[id].broken = true;
        let mut diagnostic = Diagnostic::error(code, self.sources.inside(text, error.range), error.message);
        diagnostic.labels.extend(label);
        self.sink.push(diagnostic);
    }
}
