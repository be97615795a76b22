//! Every figure of a report, formulas computed: once, for all editions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::checks;
use super::expression::{Expression, FORMULA, Fault, Problem, Scope, Value};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::figure;
use crate::model::units::{self, Dimension};
use crate::model::{Amount, Follows, Kpi, Lack, Report, Series, Unit, Values};
use crate::source::{Sources, Span, Spanned};

/// Places of a quotient where the author gives no `decimals`.
const QUOTIENT_PLACES: u32 = 2;

/// Reads a report's figures and computes its formulas. A formula that cannot be computed is told.
pub fn values(report: &Report, sources: &Sources, sink: &mut Sink) -> Values {
    let kpis = &report.kpis.kpis;
    let series = |kpi: &Kpi| Series {
        defined_at: kpi.id.span,
        unit: kpi.unit.as_ref().map_or(String::new(), |unit| unit.node.clone()),
        places: kpi.decimals,
        years: kpi.values.clone(),
        restated: kpi.restated.keys().copied().collect(),
        follows: BTreeMap::new(),
        lacks: BTreeMap::new(),
        broken: kpi.refused,
        wordy: BTreeMap::new(),
    };
    let metrics = kpis.iter().map(|(id, kpi)| (id.clone(), series(kpi))).collect();
    let year = report.config.period.year();
    let mut computation =
        Computation { values: Values { metrics }, year, kpis, units: &report.kpis.units, sources, sink };
    computation.run();
    computation.values
}

/// Computes every formula once, operands first.
struct Computation<'a> {
    values: Values,
    /// The reporting year.
    year: i32,
    kpis: &'a IndexMap<String, Kpi>,
    units: &'a IndexMap<String, Unit>,
    sources: &'a Sources,
    sink: &'a mut Sink,
}

type Formulas<'a> = IndexMap<&'a str, Expression>;

/// How far a formula is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Entered,
    Done,
}

/// The figures of one year, by the names of the metrics.
struct Year<'a> {
    values: &'a Values,
    year: i32,
    /// A metric that is taken to be larger than it is, to see what that changes.
    more: Option<(&'a str, Decimal)>,
}

impl Scope for Year<'_> {
    fn name(&self, name: &str) -> Option<Value> {
        let amount = self.values.metrics.get(name)?.years.get(&self.year)?;
        let number = amount.node.number()?;
        let more = self.more.filter(|(id, _)| *id == name).map_or(Decimal::ZERO, |(_, more)| more);
        Some(Value::Number(number.checked_add(more)?))
    }
}

impl<'a> Computation<'a> {
    fn run(&mut self) {
        let kpis = self.kpis;
        let mut formulas = Formulas::new();
        for (id, kpi) in kpis {
            let Some(text) = &kpi.formula else { continue };
            match Expression::parse(&text.node, FORMULA, &|id| kpis.contains_key(id)) {
                Ok(formula) => {
                    if let Err(fault) = self.measured_alike(kpi, &formula) {
                        self.report(id, fault, None);
                    }
                    formulas.insert(id, formula);
                }
                Err(fault) => self.report(id, fault, None),
            }
        }
        let mut progress: BTreeMap<&str, Progress> = BTreeMap::new();
        for start in formulas.keys() {
            self.visit(start, &formulas, &mut progress);
        }
    }

    /// Looks whether what a formula adds up is in one unit, and whether its result is in the metric's.
    fn measured_alike(&self, kpi: &Kpi, formula: &Expression) -> Result<(), Fault> {
        let of = |id: &str| {
            let unit = self.kpis.get(id)?.unit.as_ref()?;
            Some((unit.node.as_str(), Dimension::of(self.units, &unit.node)?))
        };
        let Some(result) = formula.dimension(&of)? else { return Ok(()) };
        let Some((unit, wanted)) = of(&kpi.id.node) else { return Ok(()) };
        let said = kpi.formula.as_ref().map_or(0, |formula| formula.node.len());
        let fault = |message: String, hint: String| {
            Err(Fault { range: 0..said, problem: Problem::new(Code::Formula, None, message).hint(hint) })
        };
        if !result.is_like(&wanted) {
            let message = format!("what the formula comes to is not measured in `{unit}`");
            return fault(
                message,
                "correct the formula or `unit`; a factor says that a conversion is meant: (…) * 1".to_owned(),
            );
        }
        match result.factor(&wanted) {
            Some(factor) if factor != Decimal::ONE => {
                let same = self.units.keys().filter(|id| Dimension::of(self.units, id).as_ref() == Some(&result));
                let same: Vec<String> = same.map(|id| format!("`{id}`")).collect();
                let instead = if same.is_empty() {
                    String::new()
                } else {
                    format!(", or give the metric the unit {}", same.join(" or "))
                };
                let message = format!("the formula comes to figures of which one is {factor} in `{unit}`");
                fault(message, format!("write (…) * {factor}{instead}"))
            }
            _ => Ok(()),
        }
    }

    /// Computes what the formula of `start` needs, then the formula: depth first, with a stack of its own, so that a
    /// long chain of metrics cannot exhaust the thread's.
    fn visit(&mut self, start: &'a str, formulas: &Formulas<'a>, progress: &mut BTreeMap<&'a str, Progress>) {
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
                                let label = (self.kpis[needed].id.span, "which is computed from it".to_owned());
                                let problem = Problem::new(Code::Formula, None, message);
                                self.report(id, Fault { range, problem }, Some(label));
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

    /// The metrics a formula names; unknown ones, and functions, are told.
    fn operands(&mut self, id: &'a str, formula: &Expression) -> Vec<(&'a str, Range<usize>)> {
        let kpis = self.kpis;
        let mut found = Vec::new();
        let mut unknown = Vec::new();
        formula.names(&mut |needed, range| match kpis.get_key_value(needed) {
            Some((needed, _)) => found.push((needed.as_str(), range.clone())),
            None => unknown.push((needed.to_owned(), range.clone())),
        });
        for (name, range) in unknown {
            let problem = Problem::new(Code::UnknownKpi, None, format!("there is no metric `{name}`"))
                .hint(suggest(&name, kpis.keys().map(String::as_str)));
            self.report(id, Fault { range, problem }, None);
        }
        for fault in formula.unknown_calls(&Year { values: &self.values, year: self.year, more: None }) {
            self.report(id, fault, None);
        }
        found
    }

    /// Fills in the years for which every operand has a number. Figures that the author gives stay.
    fn compute(&mut self, id: &'a str, formula: &Expression) {
        let mut years: Option<Vec<i32>> = None;
        let mut any = BTreeSet::new();
        let mut broken = self.values.metrics[id].broken;
        let metrics = &self.values.metrics;
        // A sum is printed as finely as its parts, also where all of them happen to end in zeros.
        let mut finest = None;
        formula.names(&mut |needed, _| {
            let Some(series) = metrics.get(needed) else { return };
            broken |= series.broken;
            finest = finest.max(series.places);
            let has = |year: &i32| series.years.get(year).is_some_and(|amount| amount.node.number().is_some());
            any.extend(series.years.keys().copied().filter(has));
            match &mut years {
                Some(years) => years.retain(has),
                None => years = Some(series.years.keys().copied().filter(has).collect()),
            }
        });
        if broken {
            self.values.metrics[id].broken = true;
            return;
        }
        self.tell_words(id, formula);
        self.values.metrics[id].lacks = self.lacks(formula, &any);
        let places = self.values.metrics[id].places;
        let places = places.or(if formula.divides() { Some(QUOTIENT_PLACES) } else { finest });
        let span = self.formula(id).span;
        // A formula of numbers only holds for the reporting year.
        for year in years.unwrap_or_else(|| vec![self.year]) {
            match formula.evaluate(&Year { values: &self.values, year, more: None }) {
                Ok(Value::Number(number)) if self.values.metrics[id].years.contains_key(&year) => {
                    let follows = self.follows(formula, year, number);
                    self.values.metrics[id].follows.insert(year, follows);
                }
                Ok(Value::Number(number)) => {
                    let number: Decimal = places.map_or(number, |places| figure::round(number, places));
                    let series = &mut self.values.metrics[id];
                    series.places = places;
                    series.years.insert(year, Spanned::new(Amount::Number(number), span));
                    // What is computed from a figure that is another now is another as well.
                    let mut moved = false;
                    formula.names(&mut |needed, _| moved |= self.is_restated(needed, year));
                    if moved {
                        self.values.metrics[id].restated.insert(year);
                    }
                }
                Ok(_) => {
                    let range = 0..self.formula(id).node.len();
                    let problem = Problem::new(Code::Formula, None, "a formula must come to a number");
                    return self.report(id, Fault { range, problem }, None);
                }
                Err(Some(mut fault)) => {
                    fault.problem.message = format!("{} ({year})", fault.problem.message);
                    return self.report(id, fault, None);
                }
                Err(None) => return,
            }
        }
    }

    fn is_restated(&self, id: &str, year: i32) -> bool {
        self.values.metrics.get(id).is_some_and(|series| series.restated.contains(&year))
    }

    /// The years for which some of a formula's parts have a number, each with the first part that has none.
    fn lacks(&self, formula: &Expression, any: &BTreeSet<i32>) -> BTreeMap<i32, Lack> {
        let mut lacks = BTreeMap::new();
        formula.names(&mut |needed, _| {
            let Some(series) = self.values.metrics.get(needed) else { return };
            for year in any {
                let amount = series.years.get(year);
                if amount.is_some_and(|amount| amount.node.number().is_some()) {
                    continue;
                }
                let why = match amount.map(|amount| &amount.node) {
                    Some(Amount::Absent(why)) => Some(*why),
                    _ => None,
                };
                let place = amount.map_or(series.defined_at, |amount| amount.span);
                let own = || Lack { metric: needed.to_owned(), why, place };
                lacks.entry(*year).or_insert_with(|| series.lacks.get(year).cloned().unwrap_or_else(own));
            }
        });
        lacks
    }

    /// Tells the figures that are words, N/A and the like, where a formula needs a number: at the figure, once, however
    /// many formulas need it.
    fn tell_words(&mut self, id: &'a str, formula: &Expression) {
        let mut wordy = BTreeMap::new();
        formula.names(&mut |needed, _| {
            let Some(series) = self.values.metrics.get(needed) else { return };
            wordy.extend(series.wordy.iter().map(|(year, span)| (*year, (*span, None))));
            for (year, amount) in &series.years {
                if let Amount::Words(words) = &amount.node {
                    wordy.insert(*year, (amount.span, Some(words.clone())));
                }
            }
        });
        let place = self.formula(id).span;
        let series = &mut self.values.metrics[id];
        for (year, (span, words)) in wordy {
            if series.years.contains_key(&year) {
                continue;
            }
            series.wordy.insert(year, span);
            if let Some(words) = words {
                let message = format!("`{words}` is no number: what is computed from it has no figure for {year}");
                let hint = "write the number, 0 where there is none; or leave the year out where nothing is known";
                let told = Diagnostic::warning(Code::BadValue, span, message);
                self.sink.push(told.label(place, "needed here").hint(hint));
            }
        }
    }

    /// What a formula gives for a year whose figure the author gives as well, and how sure that is.
    fn follows(&self, formula: &Expression, year: i32, number: Decimal) -> Follows {
        let mut follows = Follows { number, slack: Decimal::ZERO, from: Vec::new() };
        let mut seen = BTreeSet::new();
        formula.names(&mut |name, _| {
            let Some(series) = self.values.metrics.get(name).filter(|_| seen.insert(name)) else { return };
            let Some(amount) = series.years.get(&year) else { return };
            follows.from.push(amount.span);
            let Some(stated) = amount.node.number() else { return };
            let slack = checks::slack(stated, units::is_measured(self.units, &series.unit));
            let more = Year { values: &self.values, year, more: Some((name, slack)) };
            if let Ok(Value::Number(moved)) = formula.evaluate(&more) {
                follows.slack = follows.slack.saturating_add(moved.saturating_sub(number).abs());
            }
        });
        follows
    }

    fn formula(&self, id: &str) -> &'a Spanned<String> {
        self.kpis[id].formula.as_ref().expect("it has a formula")
    }

    fn report(&mut self, id: &str, mut fault: Fault, label: Option<(Span, String)>) {
        self.values.metrics[id].broken = true;
        fault.problem.labels.extend(label);
        fault.report(self.formula(id), self.sources, self.sink);
    }
}
