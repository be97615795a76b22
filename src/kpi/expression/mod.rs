//! The one language of `{{ … }}` in prose and of `formula` in data: read once, evaluated with figures as values.
//!
//! | | |
//! |---|---|
//! | values | figures, exact numbers, texts in `"…"` or `'…'`, `true`, `false` |
//! | names | variables in prose, metrics in a formula |
//! | calls | `kpi("id", year=2022)`: the first argument may go without its name |
//! | filters | `value \| change(decimals=2)` |
//! | operators, loosest first | `a if b else c`, `or`, `and`, `not`, `== != < <= > >=`, `~` (joins texts), `+ -`, `* /`, a sign, `\|` |
//!
//! What names, functions and filters there are is a [`Scope`]'s business. Every problem has its place in the text.

mod dimension;
mod evaluate;
mod lexer;
mod parser;
mod spreadsheet;

use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::diag::{Code, Diagnostic, Severity, Sink, suggest};
use crate::model::{Amount, LinkTarget};
use crate::source::{Sources, Span, Spanned};

pub(super) use evaluate::pieces;
use parser::{Call, Kind, Node, Operator};

/// What an expression is called in messages, and what its problems are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    /// `formula` or `expression`.
    pub what: &'static str,
    /// What names stand for: `metric` or `name`.
    pub names: &'static str,
    /// Code of what is wrong with its form.
    pub code: Code,
}

/// `{{ … }}` in prose.
pub(super) const PROSE: Dialect = Dialect { what: "expression", names: "name", code: Code::Expression };

/// `formula:` in data.
pub(super) const FORMULA: Dialect = Dialect { what: "formula", names: "metric", code: Code::Formula };

/// What an expression or a part of it comes to.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A figure.
    Figure(Quantity),
    /// An exact number.
    Number(Decimal),
    /// Words, with figures among them.
    Text(Vec<Piece>),
    /// Yes or no.
    Bool(bool),
}

/// A piece of a text.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Words.
    Text(String),
    /// A figure, not printed yet.
    Figure(Quantity),
    /// What a place in the report is called.
    Reference(LinkTarget),
}

/// A figure that no edition has printed yet.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    /// The metric and the year that it is of; none where it is computed in place.
    pub of: Option<(String, i32)>,
    /// What it comes to, in `unit`.
    pub amount: Amount,
    /// Id of its unit, empty for a pure number.
    pub unit: String,
    /// Decimal places to print; as many as the amount has where `None`.
    pub places: Option<u32>,
    /// What of it is printed.
    pub style: Style,
}

/// What of a figure is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Qualifier, number and unit.
    Full,
    /// Qualifier and number.
    Unitless,
    /// The number alone.
    Number,
    /// As a change from the year before, in words: 上升12.3%.
    Change,
    /// Qualifier, number in the edition's large units with so many places at most, and unit: 390.96萬立方米.
    Large(Option<u32>),
}

/// What one of our functions or filters finds wrong with its arguments.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// Kind of problem.
    pub code: Code,
    /// The argument at fault; the whole call where `None`, or where it is not given.
    pub argument: Option<&'static str>,
    /// What is wrong, in plain words.
    pub message: String,
    /// Other places that matter.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub hints: Vec<String>,
    /// Whether its cause stands at the first label and has been told as a warning: that becomes the error, told once for
    /// all who meet it.
    pub has_cause: bool,
}

impl Problem {
    /// A problem with one argument.
    pub(super) fn new(code: Code, argument: impl Into<Option<&'static str>>, message: impl Into<String>) -> Self {
        Self {
            code,
            argument: argument.into(),
            message: message.into(),
            labels: Vec::new(),
            hints: Vec::new(),
            has_cause: false,
        }
    }

    /// Adds what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Whether its cause has been told, which then is an error: the report needs it `here`.
    pub(super) fn is_told_by_cause(&self, here: Span, sink: &mut Sink) -> bool {
        let Some((cause, _)) = self.labels.first().filter(|_| self.has_cause) else { return false };
        let told = sink.iter_mut().find(|told| told.place == Some(*cause) && told.code == Code::BadValue);
        let Some(told) = told else { return false };
        if told.severity != Severity::Error {
            told.severity = Severity::Error;
            told.labels.push((here, "and printed here".to_owned()));
        }
        true
    }
}

/// What is wrong with an expression, and where.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// Byte range in the expression's text.
    pub range: Range<usize>,
    /// Kind, message and hints.
    pub problem: Problem,
}

impl Fault {
    fn new(range: Range<usize>, code: Code, message: impl Into<String>) -> Self {
        Self { range, problem: Problem::new(code, None, message) }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.problem = self.problem.hint(hint);
        self
    }

    /// Tells the author, at the place in the file of the expression's text.
    pub(super) fn report(&self, text: &Spanned<String>, sources: &Sources, sink: &mut Sink) {
        let problem = &self.problem;
        let place = sources.inside(text, self.range.clone());
        if problem.is_told_by_cause(place, sink) {
            return;
        }
        let mut diagnostic = Diagnostic::error(problem.code, place, problem.message.clone());
        diagnostic.labels.clone_from(&problem.labels);
        diagnostic.hints.clone_from(&problem.hints);
        sink.push(diagnostic);
    }
}

/// What could not be evaluated: a problem, or `None` where the reason has been told already.
pub(super) type Outcome<T> = Result<T, Option<Problem>>;

/// A function or filter: its name, and the names of its arguments, the one that may go without its name first.
pub(super) type Signature = (&'static str, &'static [&'static str]);

/// What an expression can name.
pub(super) trait Scope {
    /// Names of the variables.
    fn variables(&self) -> &[&'static str] {
        &[]
    }

    /// What a name stands for; `None` where there is none of it.
    fn name(&self, name: &str) -> Option<Value>;

    /// The functions there are.
    fn functions(&self) -> &[Signature] {
        &[]
    }

    /// The filters there are.
    fn filters(&self) -> &[Signature] {
        &[]
    }

    /// Calls one of the functions.
    fn call(&self, _function: &str, _arguments: &Arguments) -> Outcome<Value> {
        Err(None)
    }

    /// Calls one of the filters.
    fn filter(&self, _filter: &str, _of: Value, _arguments: &Arguments) -> Outcome<Value> {
        Err(None)
    }
}

/// Arguments of a call: name, value, place.
#[derive(Debug)]
pub(super) struct Arguments(Vec<(&'static str, Value, Range<usize>)>);

impl Arguments {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, ..)| *known == name).map(|(_, value, _)| value)
    }

    /// Where an argument stands.
    fn place(&self, name: &str) -> Option<Range<usize>> {
        self.0.iter().find(|(known, ..)| *known == name).map(|(.., place)| place.clone())
    }

    /// A text.
    ///
    /// # Errors
    /// If it is something else.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Text(pieces)) => match &pieces[..] {
                [] => Ok(Some("")),
                [Piece::Text(text)] => Ok(Some(text)),
                _ => Err(wrong_type(name, "a text in quotes")),
            },
            Some(_) => Err(wrong_type(name, "a text in quotes")),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// If it is something else.
    pub(super) fn integer(&self, name: &'static str) -> Result<Option<i64>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Number(number)) if number.is_integer() && number.to_i64().is_some() => Ok(number.to_i64()),
            Some(_) => Err(wrong_type(name, "a whole number")),
        }
    }

    /// Yes or no.
    ///
    /// # Errors
    /// If it is something else.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(wrong_type(name, "true or false")),
        }
    }
}

fn wrong_type(name: &'static str, takes: &str) -> Problem {
    Problem::new(Code::Expression, name, format!("`{name}` takes {takes}"))
}

/// An expression as read.
#[derive(Debug)]
pub(super) struct Expression {
    tree: Node,
    dialect: Dialect,
}

impl Expression {
    /// Reads an expression. `is_metric` tells ids, so that one with a hyphen is not taken for a subtraction.
    ///
    /// # Errors
    /// The first thing that is out of place.
    pub(super) fn parse(text: &str, dialect: Dialect, is_metric: &dyn Fn(&str) -> bool) -> Result<Self, Fault> {
        let tree = parser::parse(text, dialect, is_metric)?;
        Ok(Self { tree, dialect })
    }

    /// Calls `f` with every name in the expression and its place, in order.
    pub(super) fn names<'a>(&'a self, f: &mut dyn FnMut(&'a str, &Range<usize>)) {
        self.tree.walk(&mut |node| {
            if let Kind::Name(name) = &node.kind {
                f(name, &node.range);
            }
        });
    }

    /// The metrics that it adds, each as often as it stands there; none where it does anything else.
    pub(super) fn terms(&self) -> Vec<&str> {
        let Kind::Chain(first, rest) = &self.tree.kind else { return Vec::new() };
        let others = rest.iter().map(|(operator, _, node)| (*operator == Operator::Plus).then_some(node));
        let all: Option<Vec<&Node>> = std::iter::once(Some(&**first)).chain(others).collect();
        let names = all.into_iter().flatten().map(|node| match &node.kind {
            Kind::Name(name) => Some(name.as_str()),
            _ => None,
        });
        names.collect::<Option<_>>().unwrap_or_default()
    }

    /// Whether it divides: the result may have more places than anybody entered.
    pub(super) fn divides(&self) -> bool {
        let mut divides = false;
        self.tree.walk(&mut |node| {
            if let Kind::Chain(_, rest) = &node.kind {
                divides |= rest.iter().any(|(operator, ..)| *operator == Operator::Over);
            }
        });
        divides
    }

    /// Variables that the scope does not know.
    pub(super) fn unknown_variables(&self, scope: &dyn Scope) -> Vec<Fault> {
        // A text without its quotes is the commonest slip.
        let mut unquoted = Vec::new();
        self.tree.walk(&mut |node| {
            if let Kind::Call(call) | Kind::Filter(_, call) = &node.kind {
                unquoted.extend(call.arguments.first().map(|argument| argument.value.range.clone()));
            }
        });
        let mut faults = Vec::new();
        self.names(&mut |name, range| {
            if scope.name(name).is_some() {
                return;
            }
            let calls = scope.functions().iter().chain(scope.filters()).map(|(name, _)| *name);
            let known: Vec<&str> = scope.variables().iter().copied().chain(calls).collect();
            let hint = match unquoted.contains(range) {
                true => format!("put it in quotes: \"{name}\""),
                false => suggest(name, known),
            };
            let message = format!("`{name}` is nothing that huibao knows");
            faults.push(Fault::new(range.clone(), Code::UnknownName, message).hint(hint));
        });
        faults
    }

    /// Functions and filters that the scope does not know, and arguments that they do not take.
    pub(super) fn unknown_calls(&self, scope: &dyn Scope) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.tree.walk(&mut |node| match &node.kind {
            Kind::Call(call) => check_call(call, scope.functions(), scope, &mut faults),
            Kind::Filter(_, call) => check_call(call, scope.filters(), scope, &mut faults),
            _ => {}
        });
        faults
    }
}

/// What can stand in a formula, or in an expression, by what it calls its names.
fn example(names: &str) -> &'static str {
    match names {
        "metric" => "write what is computed alone, as in env.a + env.b: ids, numbers, + - * / and brackets",
        _ => {
            "write figures, numbers, texts in quotes and operators between them, as in kpi(\"env.a\") + kpi(\"env.b\")"
        }
    }
}

/// Tells a function or filter that does not exist, and arguments that it does not take.
fn check_call(call: &Call, known: &[Signature], scope: &dyn Scope, faults: &mut Vec<Fault>) {
    let Call { name, name_range, arguments } = call;
    let Some((_, takes)) = known.iter().find(|(known, _)| known == name) else {
        let mut all: Vec<&str> = scope.functions().iter().chain(scope.filters()).map(|(name, _)| *name).collect();
        all.sort_unstable();
        let message = format!("there is no function or filter `{name}`");
        let hint = match all.is_empty() {
            true => "a formula has ids, numbers, + - * / and brackets alone: env.a + env.b".to_owned(),
            false => suggest(name, all),
        };
        faults.push(Fault::new(name_range.clone(), Code::UnknownName, message).hint(hint));
        return;
    };
    for (at, argument) in arguments.iter().enumerate() {
        match &argument.name {
            None if at > 0 || takes.is_empty() => {
                let message = format!("this argument of `{name}` needs its name");
                let hint = format!("`{name}` takes: {}", takes.join(", "));
                faults.push(Fault::new(argument.value.range.clone(), Code::Expression, message).hint(hint));
            }
            Some((given, range)) if !takes.contains(&given.as_str()) => {
                let message = format!("`{name}` takes no argument `{given}`");
                let hint = suggest(given, takes.iter().copied());
                faults.push(Fault::new(range.clone(), Code::UnknownName, message).hint(hint));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
