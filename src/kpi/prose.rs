//! Expressions in prose: what they can name, and figures in their place.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::book::{Book, PER_CENT, no_number};
use super::expression::{
    Arguments, Expression, Fault, Outcome, PROSE, Piece, Problem, Quantity, Scope, Signature, Style, Value, pieces,
};
use super::targets;
use crate::diag::{Code, Sink, suggest};
use crate::figure;
use crate::model::printed::InlineKind;
use crate::model::{Amount, Config, Goal, LinkTarget, Period, Series, Target, Way, YEARS, financial_year, year_in};
use crate::source::{Sources, Spanned};

/// Most decimal places that an expression can ask for: as many as an exact decimal holds.
const MOST_DECIMALS: i64 = 28;
/// Places of a computed number above which it does not come out even: figures are entered with fewer.
const MOST_PLACES: u32 = 12;

/// Places of a share in per cent.
const SHARE_PLACES: u32 = 1;

/// What `format` of `kpi` takes.
const FORMATS: [&str; 4] = ["number", "full", "unit", "name"];

/// What `format` of `ref` takes.
const NAMED_BY: [&str; 2] = ["number", "page"];

const FUNCTIONS: [Signature; 2] = [("kpi", &["id", "year", "unit", "decimals", "format"]), ("ref", &["id", "format"])];

const FILTERS: [Signature; 11] = [
    ("change", &["decimals"]),
    ("change_abs", &["decimals"]),
    ("direction", &["up", "down", "same"]),
    ("share", &["of", "decimals"]),
    ("number", &["decimals"]),
    ("in_unit", &["unit", "decimals"]),
    ("large", &["decimals"]),
    ("round", &["to"]),
    ("range", &["to"]),
    ("target", &["year", "decimals", "what"]),
    ("progress", &["year", "decimals"]),
];

/// What `what` of `target` takes.
const OF_TARGET: [&str; 4] = ["value", "change", "year", "base"];

const VARIABLES: [&str; 7] =
    ["year", "last_year", "financial_year", "last_financial_year", "period", "issuer", "stock_code"];

/// What the expressions of an edition's prose can name.
struct Names<'a> {
    book: Book<'a>,
    config: &'a Config,
}

impl Scope for Names<'_> {
    fn variables(&self) -> &[&'static str] {
        &VARIABLES
    }

    fn name(&self, name: &str) -> Option<Value> {
        let (edition, config) = (self.book.edition(), self.config);
        Some(match name {
            "year" => Value::Number(self.book.year.into()),
            "last_year" => Value::Number(Decimal::from(self.book.year) - Decimal::ONE),
            "financial_year" => text(config.period.year_name(self.book.year)),
            "last_financial_year" => text(config.period.year_name(self.book.year - 1)),
            "period" => text(self.book.locale.period(&config.period)),
            "issuer" => text(config.issuer.name.text(edition)),
            "stock_code" => text(config.issuer.stock_code.as_deref().unwrap_or_default()),
            _ => return None,
        })
    }

    fn functions(&self) -> &[Signature] {
        &FUNCTIONS
    }

    fn filters(&self) -> &[Signature] {
        &FILTERS
    }

    fn call(&self, function: &str, arguments: &Arguments) -> Outcome<Value> {
        if function == "ref" { reference(arguments) } else { self.kpi(arguments) }
    }

    fn filter(&self, filter: &str, of: Value, arguments: &Arguments) -> Outcome<Value> {
        let places = decimals(arguments)?;
        // Numbers that an expression computes are printed like figures.
        if let (Value::Number(number), "number") = (&of, filter) {
            return Ok(text(figure::number(*number, places)));
        }
        let not_one = || {
            let message = format!("`{filter}` takes a figure");
            Some(Problem::new(Code::Expression, None, message).hint(format!("write kpi(\"…\") | {filter}")))
        };
        let Value::Figure(figure) = of else { return Err(not_one()) };
        let changed = match filter {
            "change" | "change_abs" => {
                let (id, year) = figure.of.as_ref().ok_or_else(not_one)?;
                match self.book.change(id, *year, filter == "change_abs", places)? {
                    Some(change) => change,
                    None => return Ok(text(self.book.locale.label("not-meaningful"))),
                }
            }
            "direction" => {
                let (id, year) = figure.of.as_ref().ok_or_else(not_one)?;
                let change = self.book.change(id, *year, true, None)?;
                return Ok(text(self.direction(change.as_ref(), arguments)?));
            }
            "share" => self.share(figure, arguments, places)?,
            "large" if figure.amount.number().is_none() => return Err(Some(no_number(&figure, "decimals"))),
            "large" => Quantity { style: Style::Large(places), ..figure },
            "round" => self.rounded_to(figure, arguments)?,
            "range" => return self.range(figure, arguments),
            "target" | "progress" => {
                let (id, year) = figure.of.clone().ok_or_else(not_one)?;
                let of = (id.as_str(), year);
                return Ok(if filter == "target" {
                    self.target(of, arguments, places)?
                } else {
                    Value::Figure(self.progress(of, arguments, places)?)
                });
            }
            "in_unit" => {
                let unit = arguments.text("unit")?.ok_or_else(|| {
                    Problem::new(Code::Expression, None, "`in_unit` needs a unit").hint("write in_unit(\"…\")")
                })?;
                let figure = self.book.in_unit(figure, unit)?;
                self.book.rounded(Quantity { style: Style::Full, ..figure }, places)?
            }
            _ => self.book.rounded(Quantity { style: Style::Number, ..figure }, places)?,
        };
        Ok(Value::Figure(changed))
    }
}

impl Names<'_> {
    /// The word for the way a figure went: 上升, 下降, 持平, or the author's own.
    fn direction(&self, change: Option<&Quantity>, arguments: &Arguments) -> Result<String, Problem> {
        let way = change.and_then(|change| change.amount.number()).unwrap_or_default().cmp(&Decimal::ZERO);
        let own = match way {
            Ordering::Greater => arguments.text("up"),
            Ordering::Less => arguments.text("down"),
            Ordering::Equal => arguments.text("same"),
        };
        Ok(own?.unwrap_or_else(|| self.book.locale.change(way).0.trim_end()).to_owned())
    }

    /// A figure in per cent of another metric's of the same year.
    fn share(&self, figure: Quantity, arguments: &Arguments, places: Option<u32>) -> Outcome<Quantity> {
        let Some(whole) = arguments.text("of")? else {
            let problem = Problem::new(Code::Expression, None, "`share` needs the id of the whole");
            return Err(Some(problem.hint("write share(\"…\")")));
        };
        let year = figure.of.as_ref().map_or(self.book.year, |(_, year)| *year);
        let whole_figure = self
            .book
            .quantity(whole, year)
            .map_err(|problem| problem.map(|problem| Problem { argument: Some("of"), ..problem }))?;
        let whole_figure = self
            .book
            .in_unit(whole_figure, &figure.unit)
            .map_err(|problem| Problem { argument: Some("of"), ..problem })?;
        let share = figure
            .amount
            .number()
            .zip(whole_figure.amount.number())
            .and_then(|(part, whole)| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole));
        let Some(share) = share else {
            let message = format!("there is no share of `{whole}` in {year}: it takes two numbers, the whole not 0");
            return Err(Some(Problem::new(Code::BadFormat, "of", message)));
        };
        let places = Some(places.unwrap_or(SHARE_PLACES));
        Ok(Quantity { of: None, amount: Amount::Number(share), unit: PER_CENT.to_owned(), places, style: Style::Full })
    }

    /// A figure rounded to whole tens, hundreds …
    fn rounded_to(&self, figure: Quantity, arguments: &Arguments) -> Result<Quantity, Problem> {
        let to = arguments.integer("to")?.map(Decimal::from).filter(|to| *to > Decimal::ZERO).ok_or_else(|| {
            let problem = Problem::new(Code::Expression, "to", "`round` takes what to round to, above 0");
            problem.hint("write round(1000); `decimals=` rounds to places")
        })?;
        let number = figure.amount.number().ok_or_else(|| no_number(&figure, None))?;
        let rounded = number.checked_div(to).and_then(|steps| figure::round(steps, 0).checked_mul(to));
        let rounded = rounded.unwrap_or(number);
        Ok(Quantity { amount: Amount::Number(rounded), places: Some(0), ..figure })
    }

    /// From one figure to another metric's of the same year: 5至9人.
    fn range(&self, figure: Quantity, arguments: &Arguments) -> Outcome<Value> {
        let Some(end) = arguments.text("to")? else {
            let problem = Problem::new(Code::Expression, None, "`range` needs the id of the other end");
            return Err(Some(problem.hint("write range(\"…\")")));
        };
        let year = figure.of.as_ref().map_or(self.book.year, |(_, year)| *year);
        let at_end = |problem: Problem| Problem { argument: Some("to"), ..problem };
        let other = self.book.quantity(end, year).map_err(|problem| problem.map(at_end))?;
        let other = self.book.in_unit(other, &figure.unit).map_err(at_end)?;
        if let (Some(low), Some(high)) = (figure.amount.number(), other.amount.number())
            && low >= high
        {
            let (what, hint) = match low == high {
                true => ("the same", "write the figure alone"),
                false => ("lower", "change the two"),
            };
            let message = format!("a range goes from the lower figure to the higher, and `{end}` is {what}");
            return Err(Some(Problem::new(Code::BadFormat, "to", message).hint(hint)));
        }
        // Both ends are as fine as the first.
        let places = figure.places;
        let template = self.book.locale.label("date-range");
        let between = template.split("{from}").nth(1).and_then(|rest| rest.split("{to}").next()).unwrap_or_default();
        let style = figure.style;
        Ok(Value::Text(vec![
            Piece::Figure(Quantity { style: Style::Number, ..figure }),
            Piece::Text(between.to_owned()),
            Piece::Figure(Quantity { style, places: other.places.or(places), ..other }),
        ]))
    }

    /// The metric's target: the first one, or that of a year.
    fn one_target(&self, (id, _): (&str, i32), arguments: &Arguments) -> Outcome<(&Target, &Series)> {
        let (words, series) = self.book.metric(id)?;
        let year = year(arguments, &self.book.period)?;
        let found = words.targets.iter().find(|target| year.is_none_or(|year| i64::from(target.year.node) == year));
        let target = found.ok_or_else(|| {
            let known: Vec<String> = words.targets.iter().map(|target| target.year.node.to_string()).collect();
            let message = match year {
                Some(year) => format!("the metric `{id}` has no target for {year}"),
                None => format!("the metric `{id}` has no target"),
            };
            let problem = Problem::new(Code::UnknownYear, "year", message);
            let mut problem = problem.hint(match known.is_empty() {
                true => "give it one: `targets: [{base: 2020, year: 2030, value: 5000}]`".to_owned(),
                false => format!("it has targets for {}", known.join(", ")),
            });
            problem.labels.push((series.defined_at, "defined here".to_owned()));
            problem
        })?;
        Ok((target, series))
    }

    /// What is to be reached, or the change, year or base year of it.
    fn target(&self, of: (&str, i32), arguments: &Arguments, places: Option<u32>) -> Outcome<Value> {
        let (target, series) = self.one_target(of, arguments)?;
        let (id, year) = of;
        let way = targets::way(target, series, year);
        let unknown = || {
            let message = format!("the target of `{id}` needs the figure of its base year");
            Some(
                Problem::new(Code::UnknownYear, None, message)
                    .hint("add it to `values`, or write the target as `value`"),
            )
        };
        let figure = |number, unit: &str, places, style| {
            Value::Figure(Quantity { of: None, amount: Amount::Number(number), unit: unit.to_owned(), places, style })
        };
        Ok(match arguments.text("what")?.unwrap_or("value") {
            "value" => {
                let goal = target.goal.figure(way.map(|way| way.base.1)).ok_or_else(unknown)?;
                // What is worked out is as fine as the metric's figures.
                let finest =
                    || series.years.values().filter_map(|amount| amount.node.number()).map(|own| own.scale()).max();
                let own = match target.goal {
                    Goal::Change(_) => series.places.or_else(finest),
                    Goal::Value(_) => series.places,
                };
                figure(goal, &series.unit, places.or(own), Style::Full)
            }
            "change" => {
                let change = match &target.goal {
                    Goal::Change(change) => change.node,
                    Goal::Value(_) => {
                        let way = way.ok_or_else(unknown)?;
                        Way { now: (way.now.0, way.goal), ..way }.change().ok_or_else(unknown)?
                    }
                };
                figure(change, PER_CENT, places, Style::Change)
            }
            "year" => text(target.year.node.to_string()),
            "base" => text(self.book.period.year_name(way.map(|way| way.base.0).ok_or_else(unknown)?)),
            other => {
                let message = format!("a target has no `{other}`");
                return Err(Some(Problem::new(Code::BadFormat, "what", message).hint(suggest(other, OF_TARGET))));
            }
        })
    }

    /// How much of the way to the metric's target is done, in per cent.
    fn progress(&self, of: (&str, i32), arguments: &Arguments, places: Option<u32>) -> Outcome<Quantity> {
        let (target, series) = self.one_target(of, arguments)?;
        let part = targets::way(target, series, of.1).and_then(|way| way.part()).ok_or_else(|| {
            let message = format!("there is no way to tell how far `{}` is: it takes the figures of two years", of.0);
            Problem::new(Code::UnknownYear, None, message).hint("add the figure of the base year to `values`")
        })?;
        let places = Some(places.unwrap_or(SHARE_PLACES));
        Ok(Quantity { of: None, amount: Amount::Number(part), unit: PER_CENT.to_owned(), places, style: Style::Full })
    }

    /// `kpi("id", …)`.
    fn kpi(&self, arguments: &Arguments) -> Outcome<Value> {
        let Some(id) = arguments.text("id")? else {
            let problem = Problem::new(Code::Expression, None, "`kpi` needs the id of a metric");
            return Err(Some(problem.hint("write kpi(\"…\")")));
        };
        let year = match year(arguments, &self.book.period)? {
            None => self.book.year,
            // No metric has a figure in a year beyond the type; any such year is as unknown as another.
            Some(year) => year.try_into().unwrap_or(i32::MAX),
        };
        // `unit` takes two kinds of value.
        let (unitless, unit) = match (arguments.flag("unit"), arguments.text("unit")) {
            (Ok(flag), _) => (flag == Some(false), None),
            (_, Ok(unit)) => (false, unit),
            _ => {
                let message = "`unit` takes false or a unit in quotes";
                return Err(Some(Problem::new(Code::Expression, "unit", message)));
            }
        };
        let (words, series) = self.book.metric(id)?;
        let style = match arguments.text("format")? {
            None if unitless => Style::Unitless,
            None | Some("full") => Style::Full,
            Some("number") => Style::Number,
            Some("unit") => {
                let unit = unit.unwrap_or(&series.unit);
                if !unit.is_empty() {
                    self.book.unit(unit)?;
                }
                return Ok(text(self.book.unit_text(unit)));
            }
            Some("name") => return Ok(text(words.name.text(self.book.edition()))),
            Some(other) => {
                let message = format!("there is no format `{other}`");
                return Err(Some(Problem::new(Code::BadFormat, "format", message).hint(suggest(other, FORMATS))));
            }
        };
        let places = decimals(arguments)?;
        if let Some(unit) = unit {
            self.book.unit(unit)?;
        }
        let mut figure = self.book.quantity(id, year)?;
        if let Some(unit) = unit {
            figure = self.book.in_unit(figure, unit)?;
        }
        let figure = self.book.rounded(figure, places)?;
        Ok(Value::Figure(Quantity { style, ..figure }))
    }
}

/// `ref("id", …)`: whether there is such a place is known once the whole document is.
fn reference(arguments: &Arguments) -> Outcome<Value> {
    let Some(id) = arguments.text("id")?.map(|id| id.trim_start_matches('#')).filter(|id| !id.is_empty()) else {
        let problem = Problem::new(Code::Expression, None, "`ref` needs the id of a place in the report");
        return Err(Some(problem.hint("write ref(\"…\")")));
    };
    let target = match arguments.text("format")? {
        None | Some("number") => LinkTarget::Anchor(id.to_owned()),
        Some("page") => LinkTarget::Page(id.to_owned()),
        Some(other) => {
            let message = format!("there is no format `{other}`");
            return Err(Some(Problem::new(Code::BadFormat, "format", message).hint(suggest(other, NAMED_BY))));
        }
    };
    Ok(Value::Text(vec![Piece::Reference(target)]))
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(vec![Piece::Text(text.into())])
}

/// The `year` argument: 2026, or "2025/26", which ends in it where the period is such a year.
fn year(arguments: &Arguments, period: &Period) -> Result<Option<i64>, Problem> {
    match arguments.text("year") {
        Ok(Some(text)) => match year_in(text) {
            Some(year) if financial_year(text).is_some() && !period.is_split() => {
                let message =
                    format!("`{text}` would count as {year}: the period is no financial year of two calendar years");
                let problem = Problem::new(Code::Expression, "year", message);
                Err(problem.hint(format!("write year={year}, or mend `period` in report.yaml")))
            }
            Some(year) => Ok(Some(year.into())),
            None => {
                let problem = Problem::new(Code::Expression, "year", format!("`{text}` is not a year"));
                Err(problem.hint("write year=2026, or year=\"2025/26\""))
            }
        },
        _ => arguments.integer("year"),
    }
}

/// The `decimals` argument.
fn decimals(arguments: &Arguments) -> Result<Option<u32>, Problem> {
    match arguments.integer("decimals")? {
        None => Ok(None),
        Some(places @ 0..=MOST_DECIMALS) => Ok(u32::try_from(places).ok()),
        Some(places) => {
            let problem = Problem::new(Code::BadFormat, "decimals", format!("decimals go from 0 to {MOST_DECIMALS}"));
            // Whoever gives a year here means that of the figure.
            Err(match i32::try_from(places).is_ok_and(|year| YEARS.contains(&year)) {
                true => problem.hint(format!("the year stands with the figure: kpi(\"…\", year={places})")),
                false => problem,
            })
        }
    }
}

/// Evaluates the expressions of an edition, each wording once.
pub(super) struct Prose<'a> {
    names: Names<'a>,
    sources: &'a Sources,
    known: BTreeMap<String, Result<Vec<InlineKind>, Vec<Fault>>>,
}

impl<'a> Prose<'a> {
    pub(super) fn new(book: Book<'a>, config: &'a Config, sources: &'a Sources) -> Self {
        Self { names: Names { book, config }, sources, known: BTreeMap::new() }
    }

    /// What an expression comes to: text and figures.
    pub(super) fn evaluate(&mut self, text: &Spanned<String>, sink: &mut Sink) -> Vec<InlineKind> {
        if !self.known.contains_key(&text.node) {
            let result = self.compute(&text.node);
            self.known.insert(text.node.clone(), result);
        }
        match &self.known[&text.node] {
            Ok(kinds) => kinds.clone(),
            // It is counted once for all of the report.
            Err(faults) if faults.iter().any(|fault| fault.problem.code == Code::FigureToCome) => {
                vec![InlineKind::Text(self.names.book.locale.label("to-come").to_owned())]
            }
            Err(faults) => {
                faults.iter().for_each(|fault| fault.report(text, self.sources, sink));
                Vec::new()
            }
        }
    }

    fn compute(&self, text: &str) -> Result<Vec<InlineKind>, Vec<Fault>> {
        let book = &self.names.book;
        let fault = |range, problem| vec![Fault { range, problem }];
        if text.trim().is_empty() {
            let problem = Problem::new(Code::Expression, None, "there is no expression between {{ and }}");
            return Err(fault(0..text.len(), problem.hint("name a figure")));
        }
        // The commonest slip: an id by itself.
        let bare = text.trim().trim_matches(['"', '\'']);
        if book.has(bare) {
            let start = text.find(bare).unwrap_or_default();
            let problem = Problem::new(Code::Expression, None, format!("`{bare}` is a metric's id, not a figure"))
                .hint(format!("write {{{{ kpi(\"{bare}\") }}}}"));
            return Err(fault(start..start + bare.len(), problem));
        }
        let expression = Expression::parse(text, PROSE, &|id| book.has(id)).map_err(|fault| vec![fault])?;
        let mut unknown = expression.unknown_variables(&self.names);
        unknown.extend(expression.unknown_calls(&self.names));
        if !unknown.is_empty() {
            unknown.sort_by_key(|fault| fault.range.start);
            return Err(unknown);
        }
        let value = expression.evaluate(&self.names).map_err(|fault| fault.into_iter().collect::<Vec<_>>())?;
        if let Value::Number(number) = &value
            && number.scale() > MOST_PLACES
        {
            let message = format!("this comes to {number}, which nobody prints");
            let problem =
                Problem::new(Code::BadFormat, None, message).hint("say how many places: (…) | number(decimals=1)");
            return Err(fault(0..text.len(), problem));
        }
        let inline = |piece| match piece {
            Piece::Text(text) => InlineKind::Text(text),
            Piece::Reference(target) => InlineKind::Link { target, content: Vec::new() },
            Piece::Figure(figure) => match book.figure(figure) {
                Ok(figure) => InlineKind::Own(Box::new(figure)),
                Err(text) => InlineKind::Text(text),
            },
        };
        Ok(pieces(value).into_iter().map(inline).collect())
    }
}
