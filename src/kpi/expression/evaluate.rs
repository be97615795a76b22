//! What an expression comes to.

use std::cmp::Ordering;
use std::ops::Range;

use rust_decimal::Decimal;

use super::parser::{Call, Kind, Node, Operator};
use super::{Arguments, Expression, Fault, Outcome, Piece, Problem, Quantity, Scope, Signature, Style, Value};
use crate::diag::Code;
use crate::figure;
use crate::kpi::book::{PER_CENT, PERCENTAGE_POINTS};
use crate::model::Amount;

impl Expression {
    /// What the expression comes to.
    ///
    /// # Errors
    /// The first thing that cannot be computed; `None` where it has been told already.
    pub(in crate::kpi) fn evaluate(&self, scope: &dyn Scope) -> Result<Value, Option<Fault>> {
        Evaluation { scope, code: self.dialect.code }.value(&self.tree)
    }
}

struct Evaluation<'a> {
    scope: &'a dyn Scope,
    /// Of what cannot be computed.
    code: Code,
}

impl Evaluation<'_> {
    fn value(&self, node: &Node) -> Result<Value, Option<Fault>> {
        let fault = |message: String| Some(Fault::new(node.range.clone(), self.code, message));
        Ok(match &node.kind {
            Kind::Number(number) => Value::Number(*number),
            Kind::Text(text) => Value::Text(vec![Piece::Text(text.clone())]),
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Name(name) => {
                self.scope.name(name).ok_or_else(|| fault(format!("`{name}` is nothing that huibao knows")))?
            }
            Kind::Call(call) => {
                let arguments = self.arguments(call, self.scope.functions())?;
                place(self.scope.call(&call.name, &arguments), &arguments, node.range.clone())?
            }
            Kind::Filter(of, call) => {
                let of = self.value(of)?;
                let arguments = self.arguments(call, self.scope.filters())?;
                let own = call.name_range.start..node.range.end;
                place(self.scope.filter(&call.name, of, &arguments), &arguments, own)?
            }
            Kind::Negative(inner) => match self.value(inner)? {
                Value::Number(number) => Value::Number(-number),
                value => self.arithmetic(Operator::Minus, &node.range, Value::Number(Decimal::ZERO), value)?,
            },
            Kind::Not(inner) => Value::Bool(!self.yes(inner)?),
            Kind::Choice { condition, then, otherwise } => {
                self.value(if self.yes(condition)? { then } else { otherwise })?
            }
            Kind::Chain(first, rest) => {
                let mut left = self.value(first)?;
                let mut before: &Node = first;
                for (operator, range, node) in rest {
                    left = match operator {
                        Operator::And | Operator::Or => {
                            let so_far = self.flag(&left, before)?;
                            // What decides by itself stands alone: the rest may not even be computable.
                            let decided = so_far == (*operator == Operator::Or);
                            Value::Bool(if decided { so_far } else { self.yes(node)? })
                        }
                        Operator::Join => {
                            let mut pieces = pieces(left);
                            pieces.extend(self::pieces(self.value(node)?));
                            Value::Text(pieces)
                        }
                        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over => {
                            self.arithmetic(*operator, range, left, self.value(node)?)?
                        }
                        _ => Value::Bool(self.compare(*operator, range, &left, &self.value(node)?)?),
                    };
                    before = node;
                }
                left
            }
        })
    }

    fn arguments(&self, call: &Call, known: &[Signature]) -> Result<Arguments, Option<Fault>> {
        let takes = known.iter().find(|(name, _)| *name == call.name).map_or(&[][..], |(_, takes)| takes);
        let mut arguments = Vec::new();
        for argument in &call.arguments {
            let name = match &argument.name {
                Some((given, _)) => takes.iter().find(|name| *name == given),
                None => takes.first(),
            };
            // Names that the function does not take have been told by `unknown_names`.
            if let Some(name) = name {
                arguments.push((*name, self.value(&argument.value)?, argument.value.range.clone()));
            }
        }
        Ok(Arguments(arguments))
    }

    fn yes(&self, node: &Node) -> Result<bool, Option<Fault>> {
        self.flag(&self.value(node)?, node)
    }

    fn flag(&self, value: &Value, node: &Node) -> Result<bool, Option<Fault>> {
        match value {
            Value::Bool(flag) => Ok(*flag),
            _ => {
                let message = format!("this is {}, not yes or no", kind(value));
                Err(Some(Fault::new(node.range.clone(), self.code, message).hint("compare it: year == 2023")))
            }
        }
    }

    /// Numbers with numbers, figures with numbers, figures of one unit with each other.
    fn arithmetic(
        &self,
        operator: Operator,
        range: &Range<usize>,
        left: Value,
        right: Value,
    ) -> Result<Value, Option<Fault>> {
        let fault = |message: String| Fault::new(range.clone(), self.code, message);
        let compute = |left: Decimal, right: Decimal| {
            let result = match operator {
                Operator::Plus => left.checked_add(right),
                Operator::Minus => left.checked_sub(right),
                Operator::Times => left.checked_mul(right),
                _ if right.is_zero() => return Err(fault("this divides by zero".to_owned())),
                _ => left.checked_div(right),
            };
            result.ok_or_else(|| fault("the result has too many digits".to_owned()))
        };
        let sum = matches!(operator, Operator::Plus | Operator::Minus);
        let (a, b) = (self.number(&left, range)?, self.number(&right, range)?);
        let result = compute(a, b)?;
        let (unit, places) = match (&left, &right) {
            (Value::Figure(left), Value::Figure(right)) if sum => {
                if left.unit != right.unit {
                    let message = format!("figures in {} and in {} do not add up", unit(&left.unit), unit(&right.unit));
                    return Err(Some(fault(message).hint("put one of them in the other's unit: | in_unit(\"…\")")));
                }
                // Between shares lie percentage points.
                let points = operator == Operator::Minus && left.unit == PER_CENT;
                let unit = if points { PERCENTAGE_POINTS.to_owned() } else { left.unit.clone() };
                (unit, places(left).max(places(right)))
            }
            // The negative of a figure.
            (Value::Number(zero), Value::Figure(figure)) if sum && zero.is_zero() => {
                (figure.unit.clone(), places(figure))
            }
            (Value::Figure(figure), Value::Number(_)) | (Value::Number(_), Value::Figure(figure)) if sum => {
                if !figure.unit.is_empty() {
                    let message = format!("a figure in {} and a bare number do not add up", unit(&figure.unit));
                    return Err(Some(fault(message).hint("take the number alone: | number")));
                }
                (String::new(), places(figure))
            }
            (Value::Figure(figure), Value::Number(_)) => (figure.unit.clone(), places(figure)),
            (Value::Number(_), Value::Figure(figure)) if operator == Operator::Times => {
                (figure.unit.clone(), places(figure))
            }
            _ => return Ok(Value::Number(result)),
        };
        Ok(Value::Figure(Quantity {
            of: None,
            amount: Amount::Number(result),
            unit,
            places: Some(places),
            style: Style::Full,
        }))
    }

    fn number(&self, value: &Value, range: &Range<usize>) -> Result<Decimal, Option<Fault>> {
        let message = match value {
            Value::Number(number) | Value::Figure(Quantity { amount: Amount::Number(number), .. }) => {
                return Ok(*number);
            }
            Value::Figure(Quantity { amount: Amount::Words(_) | Amount::Absent(_), .. }) => {
                "this figure is no single number and cannot be computed with".to_owned()
            }
            other => format!("{} cannot be computed with", kind(other)),
        };
        Err(Some(Fault::new(range.clone(), self.code, message)))
    }

    fn compare(
        &self,
        operator: Operator,
        range: &Range<usize>,
        left: &Value,
        right: &Value,
    ) -> Result<bool, Option<Fault>> {
        let order = match (left, right) {
            (Value::Text(left), Value::Text(right)) => words(left).cmp(&words(right)),
            (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
            (Value::Figure(left), Value::Figure(right)) if left.unit != right.unit => {
                let message =
                    format!("figures in {} and in {} cannot be compared", unit(&left.unit), unit(&right.unit));
                return Err(Some(Fault::new(range.clone(), self.code, message)));
            }
            (Value::Figure(_) | Value::Number(_), Value::Figure(_) | Value::Number(_)) => {
                self.number(left, range)?.cmp(&self.number(right, range)?)
            }
            _ => {
                let message = format!("{} and {} cannot be compared", kind(left), kind(right));
                return Err(Some(Fault::new(range.clone(), self.code, message)));
            }
        };
        Ok(match operator {
            Operator::Equal => order == Ordering::Equal,
            Operator::Unequal => order != Ordering::Equal,
            Operator::Less => order == Ordering::Less,
            Operator::AtMost => order != Ordering::Greater,
            Operator::More => order == Ordering::Greater,
            _ => order != Ordering::Less,
        })
    }
}

/// Puts a problem at the argument it is about, else at the call.
fn place(outcome: Outcome<Value>, arguments: &Arguments, call: Range<usize>) -> Result<Value, Option<Fault>> {
    outcome.map_err(|problem| {
        problem.map(|problem: Problem| {
            let range = problem.argument.and_then(|name| arguments.place(name)).unwrap_or(call);
            Fault { range, problem }
        })
    })
}

/// A value as part of a text.
pub(in crate::kpi) fn pieces(value: Value) -> Vec<Piece> {
    match value {
        Value::Text(pieces) => pieces,
        Value::Figure(figure) => vec![Piece::Figure(figure)],
        Value::Number(number) => vec![Piece::Text(number.normalize().to_string())],
        Value::Bool(flag) => vec![Piece::Text(flag.to_string())],
    }
}

/// The words of a text, for comparisons.
fn words(pieces: &[Piece]) -> String {
    let word = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Figure(Quantity { amount: Amount::Number(number), places, .. }) => figure::plain(*number, *places),
        Piece::Figure(Quantity { amount: Amount::Words(words), .. }) => words.clone(),
        Piece::Reference(target) => target.anchor().unwrap_or_default().to_owned(),
        Piece::Figure(Quantity { amount: Amount::Absent(why), .. }) => why.name().to_owned(),
    };
    pieces.iter().map(word).collect()
}

/// Decimal places of a figure as printed.
fn places(figure: &Quantity) -> u32 {
    figure.places.or(figure.amount.number().map(|number| number.scale())).unwrap_or_default()
}

fn unit(id: &str) -> String {
    if id.is_empty() { "no unit".to_owned() } else { format!("`{id}`") }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Figure(_) => "a figure",
        Value::Number(_) => "a number",
        Value::Text(_) => "a text",
        Value::Bool(_) => "yes or no",
    }
}
