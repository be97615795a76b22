//! An expression as spreadsheet programs write it.

use super::Expression;
use super::parser::{Kind, Node, Operator};

impl Expression {
    /// The formula of a cell, without `=`; `cell` names the one that holds a metric. `None` for what has no such form.
    pub(in crate::kpi) fn spreadsheet(&self, cell: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        formula(&self.tree, cell)
    }
}

fn formula(node: &Node, cell: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let part = |node: &Node| formula(node, cell);
    // Brackets say what binds, whatever a program thinks.
    let bracketed = |node: &Node| {
        let text = part(node)?;
        let is_single = matches!(node.kind, Kind::Number(_) | Kind::Name(_));
        Some(if is_single { text } else { format!("({text})") })
    };
    Some(match &node.kind {
        Kind::Number(number) => number.to_string(),
        Kind::Bool(is) => if *is { "TRUE" } else { "FALSE" }.to_owned(),
        Kind::Name(name) => cell(name)?,
        Kind::Negative(of) => format!("-{}", bracketed(of)?),
        Kind::Not(of) => format!("NOT({})", part(of)?),
        Kind::Choice { condition, then, otherwise } => {
            format!("IF({},{},{})", part(condition)?, part(then)?, part(otherwise)?)
        }
        Kind::Chain(first, rest) => {
            let (operator, ..) = rest.first()?;
            if matches!(operator, Operator::Or | Operator::And) {
                let parts = std::iter::once(&**first).chain(rest.iter().map(|(.., node)| node)).map(part);
                let name = if *operator == Operator::Or { "OR" } else { "AND" };
                return Some(format!("{name}({})", parts.collect::<Option<Vec<_>>>()?.join(",")));
            }
            let mut text = bracketed(first)?;
            for (operator, _, node) in rest {
                text += sign(*operator)?;
                text += &bracketed(node)?;
            }
            text
        }
        _ => return None,
    })
}

fn sign(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Equal => "=",
        Operator::Unequal => "<>",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::More => ">",
        Operator::AtLeast => ">=",
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Over => "/",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::kpi::expression::{Expression, FORMULA};

    #[test]
    fn formulas_of_cells() {
        let formula = |text: &str| {
            let parsed = Expression::parse(text, FORMULA, &|_| true).unwrap();
            parsed.spreadsheet(&|name| (name != "x").then(|| format!("{}!C2", name.replace('.', "_"))))
        };
        assert_eq!(formula("a.b + a.c - 2 * a.d").as_deref(), Some("a_b!C2+a_c!C2-(2*a_d!C2)"));
        assert_eq!(formula("(a - 40.5) / 40 * 100").as_deref(), Some("(a!C2-40.5)/40*100"));
        assert_eq!(formula("-a").as_deref(), Some("-a!C2"));
        assert_eq!(formula("a if a > 0 else 1").as_deref(), Some("IF(a!C2>0,a!C2,1)"));
        assert_eq!(formula("x + 1"), None);
    }
}
