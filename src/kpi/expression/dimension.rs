//! What a formula's result is measured in, as far as its operands say.

use super::parser::{Kind, Node, Operator};
use super::{Expression, Fault};
use crate::model::units::Dimension;

impl Expression {
    /// What the result is measured in; `None` where that is not known: a number that multiplies or divides may be a
    /// conversion, so it leaves everything open. `of` says what a metric is in: the id of its unit, and its dimension.
    ///
    /// # Errors
    /// The first sum of things that do not add up.
    pub(in crate::kpi) fn dimension<'a>(
        &self,
        of: &dyn Fn(&str) -> Option<(&'a str, Dimension)>,
    ) -> Result<Option<Dimension>, Fault> {
        let (unit, dimension) = (|name: &str| of(name).map(|(unit, _)| unit), |name: &str| of(name).map(|of| of.1));
        Walk { code: self.dialect.code, unit: &unit, dimension: &dimension }.node(&self.tree)
    }
}

struct Walk<'w, 'a> {
    code: crate::diag::Code,
    unit: &'w dyn Fn(&str) -> Option<&'a str>,
    dimension: &'w dyn Fn(&str) -> Option<Dimension>,
}

impl Walk<'_, '_> {
    fn node(&self, node: &Node) -> Result<Option<Dimension>, Fault> {
        Ok(match &node.kind {
            Kind::Name(name) => (self.dimension)(name),
            Kind::Negative(inner) => self.node(inner)?,
            Kind::Choice { condition, then, otherwise } => {
                self.node(condition)?;
                let (then, otherwise) = (self.node(then)?, self.node(otherwise)?);
                then.filter(|then| otherwise.as_ref() == Some(then))
            }
            Kind::Chain(first, rest) => {
                let mut left = self.node(first)?;
                let mut before: &Node = first;
                for (operator, range, node) in rest {
                    let right = self.node(node)?;
                    left = match (operator, left, right) {
                        (Operator::Plus | Operator::Minus, Some(left), Some(right)) => {
                            if !left.adds_to(&right) {
                                let message = format!("{} and {} do not add up", self.told(before), self.told(node));
                                let hint =
                                    "give both the same unit; a factor says that a conversion is meant: (… / 1000)";
                                return Err(Fault::new(range.clone(), self.code, message).hint(hint));
                            }
                            Some(left)
                        }
                        (Operator::Plus | Operator::Minus, left, right) => left.or(right),
                        (Operator::Times, Some(left), Some(right)) => left.times(&right),
                        (Operator::Over, Some(left), Some(right)) => left.over(&right),
                        _ => None,
                    };
                    before = node;
                }
                left
            }
            _ => None,
        })
    }

    /// A term for a message.
    fn told(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Name(name) => match (self.unit)(name) {
                Some(unit) => format!("`{name}` in `{unit}`"),
                None => format!("`{name}`"),
            },
            _ => "what stands here".to_owned(),
        }
    }
}
