//! Formulas of computed metrics: `env.ghg.scope1 + env.ghg.scope2`, read once and computed per year.

use std::ops::Range;

use rust_decimal::Decimal;

/// A formula as read.
#[derive(Debug)]
pub(super) enum Formula {
    /// A number.
    Number(Decimal),
    /// Another metric, and where it is named.
    Metric(String, Range<usize>),
    /// Two parts and the operator between them, with its place.
    Binary(Box<Formula>, Operator, Range<usize>, Box<Formula>),
    /// The negative of a part.
    Negative(Box<Formula>),
}

/// What is done with two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// What is wrong, and where in the formula's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormulaError {
    /// Byte range in the formula.
    pub range: Range<usize>,
    /// In plain words.
    pub message: String,
}

impl FormulaError {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into() }
    }
}

/// Brackets and signs may stand this deep inside each other; nobody writes more, and the reader is recursive.
const DEEPEST: usize = 64;

/// Longest formula in bytes; a sum this long still fits the stack of a recursive reader.
const LONGEST: usize = 20_000;

impl Formula {
    /// Reads a formula. `is_metric` tells ids, so that one with a hyphen is not taken for a subtraction.
    ///
    /// # Errors
    /// The first thing that is out of place.
    pub(super) fn parse(text: &str, is_metric: &dyn Fn(&str) -> bool) -> Result<Self, FormulaError> {
        if text.len() > LONGEST {
            return Err(FormulaError::new(0..text.len(), "the formula is too long"));
        }
        let mut reader = Reader { text, at: 0, depth: 0, is_metric };
        let formula = reader.sum()?;
        match reader.peek() {
            None => Ok(formula),
            Some((range, _)) => Err(FormulaError::new(range, "an operator is missing before this: one of + - * /")),
        }
    }

    /// Calls `f` with every metric the formula names, in order.
    pub(super) fn metrics<'a>(&'a self, f: &mut dyn FnMut(&'a str, &Range<usize>)) {
        match self {
            Formula::Number(_) => {}
            Formula::Metric(id, range) => f(id, range),
            Formula::Negative(inner) => inner.metrics(f),
            Formula::Binary(left, _, _, right) => {
                left.metrics(f);
                right.metrics(f);
            }
        }
    }

    /// Whether the result may have more places than anybody entered.
    pub(super) fn divides(&self) -> bool {
        match self {
            Formula::Number(_) | Formula::Metric(..) => false,
            Formula::Negative(inner) => inner.divides(),
            Formula::Binary(left, operator, _, right) => {
                *operator == Operator::Over || left.divides() || right.divides()
            }
        }
    }

    /// Computes the formula with the figures that `figure` gives.
    ///
    /// # Errors
    /// Division by zero, or a result beyond 28 digits.
    pub(super) fn compute(&self, figure: &dyn Fn(&str) -> Decimal) -> Result<Decimal, FormulaError> {
        Ok(match self {
            Formula::Number(number) => *number,
            Formula::Metric(id, _) => figure(id),
            Formula::Negative(inner) => -inner.compute(figure)?,
            Formula::Binary(left, operator, range, right) => {
                let (left, right) = (left.compute(figure)?, right.compute(figure)?);
                let result = match operator {
                    Operator::Plus => left.checked_add(right),
                    Operator::Minus => left.checked_sub(right),
                    Operator::Times => left.checked_mul(right),
                    Operator::Over if right.is_zero() => {
                        return Err(FormulaError::new(range.clone(), "this divides by zero"));
                    }
                    Operator::Over => left.checked_div(right),
                };
                result.ok_or_else(|| FormulaError::new(range.clone(), "the result has too many digits"))?
            }
        })
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    is_metric: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    /// The next character that is no blank, with its range.
    fn peek(&mut self) -> Option<(Range<usize>, char)> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let character = self.text[self.at..].chars().next()?;
        Some((self.at..self.at + character.len_utf8(), character))
    }

    fn sum(&mut self) -> Result<Formula, FormulaError> {
        let mut left = self.product()?;
        while let Some((range, sign @ ('+' | '-' | '−'))) = self.peek() {
            self.at = range.end;
            let operator = if sign == '+' { Operator::Plus } else { Operator::Minus };
            left = Formula::Binary(Box::new(left), operator, range, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Formula, FormulaError> {
        let mut left = self.part()?;
        while let Some((range, sign @ ('*' | '/' | '×' | '÷'))) = self.peek() {
            self.at = range.end;
            let operator = if matches!(sign, '*' | '×') { Operator::Times } else { Operator::Over };
            left = Formula::Binary(Box::new(left), operator, range, Box::new(self.part()?));
        }
        Ok(left)
    }

    fn part(&mut self) -> Result<Formula, FormulaError> {
        let Some((range, first)) = self.peek() else {
            let end = self.text.len();
            return Err(FormulaError::new(end..end, "the formula ends too early: a metric or a number is missing"));
        };
        match first {
            '(' | '-' | '−' => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(FormulaError::new(range, "the formula has too many brackets inside each other"));
                }
                self.at = range.end;
                let inner = if first == '(' { self.bracket(range)? } else { Formula::Negative(Box::new(self.part()?)) };
                self.depth -= 1;
                Ok(inner)
            }
            digit if digit.is_ascii_digit() => self.number(),
            letter if is_id_part(letter) => Ok(self.metric()),
            _ => Err(FormulaError::new(range, "this is neither a metric, a number nor an operator")),
        }
    }

    fn bracket(&mut self, open: Range<usize>) -> Result<Formula, FormulaError> {
        let inner = self.sum()?;
        match self.peek() {
            Some((range, ')')) => {
                self.at = range.end;
                Ok(inner)
            }
            Some((range, _)) => Err(FormulaError::new(range, "an operator or `)` is missing before this")),
            None => Err(FormulaError::new(open, "this bracket is never closed")),
        }
    }

    fn number(&mut self) -> Result<Formula, FormulaError> {
        let rest = &self.text[self.at..];
        let length = rest.find(|character: char| !character.is_ascii_digit() && character != '.');
        let range = self.at..self.at + length.unwrap_or(rest.len());
        self.at = range.end;
        let number = self.text[range.clone()].parse();
        number.map(Formula::Number).map_err(|_| FormulaError::new(range, "this is no number"))
    }

    /// The longest text at this place that is a metric's id; up to the first hyphen where there is none.
    fn id_length(&self) -> usize {
        let rest = &self.text[self.at..];
        let whole = rest.find(|character| !is_id_part(character) && character != '-').unwrap_or(rest.len());
        let ends = rest[..whole].match_indices('-').map(|(at, _)| at).chain([whole]);
        let known = ends.filter(|end| (self.is_metric)(&rest[..*end])).max();
        known.unwrap_or_else(|| rest[..whole].find('-').unwrap_or(whole))
    }

    fn metric(&mut self) -> Formula {
        let range = self.at..self.at + self.id_length();
        self.at = range.end;
        Formula::Metric(self.text[range.clone()].to_owned(), range)
    }
}

fn is_id_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compute(text: &str) -> Result<String, FormulaError> {
        let figures = [("env.a", "0.10"), ("env.b", "0.2"), ("env.c-1", "3")];
        let find = |id: &str| figures.iter().find(|(known, _)| *known == id);
        let formula = Formula::parse(text, &|id| find(id).is_some())?;
        formula.compute(&|id| find(id).unwrap().1.parse().unwrap()).map(|value| value.to_string())
    }

    #[test]
    fn formulas_are_exact_and_know_precedence() {
        assert_eq!(compute("env.a + env.b").unwrap(), "0.30");
        assert_eq!(compute("env.a + env.b * 10").unwrap(), "2.10");
        assert_eq!(compute("(env.a+env.b)*10 - -1").unwrap(), "4.00");
        assert_eq!(compute("env.c-1 - 1").unwrap(), "2");
        assert_eq!(compute("env.c-1-1").unwrap(), "2");
        assert_eq!(compute("1 / 4").unwrap(), "0.25");
    }

    #[test]
    fn errors_tell_the_place() {
        let place = |text: &str| {
            let error = compute(text).unwrap_err();
            (error.range.start, error.message)
        };
        assert_eq!(place("env.a env.b").0, 6);
        assert_eq!(place("env.a + ").0, 8);
        assert_eq!(place("(env.a + 1").0, 0);
        assert_eq!(place("env.a / (1 - 1)"), (6, "this divides by zero".to_owned()));
        assert_eq!(place("env.a % 2").0, 6);
        assert_eq!(place("1.2.3").0, 0);
        assert_eq!(place(&"(".repeat(10_000)).0, DEEPEST);
    }
}
