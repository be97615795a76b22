//! Formulas in which something counts twice: a + a, total + a.

use std::collections::BTreeMap;

use super::expression::{Expression, FORMULA};
use crate::diag::{Code, Diagnostic};
use crate::model::Report;

/// Tells sums in which a metric stands twice, by itself or as a part of another.
pub(super) fn check(report: &Report, found: &mut Vec<Diagnostic>) {
    let kpis = &report.kpis.kpis;
    let mut sums: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (id, kpi) in kpis {
        let Some(formula) = &kpi.formula else { continue };
        if let Ok(parsed) = Expression::parse(&formula.node, FORMULA, &|id| kpis.contains_key(id)) {
            sums.insert(id, parsed.terms().into_iter().map(str::to_owned).collect());
        }
    }
    for (id, terms) in &sums {
        let Some(formula) = &kpis[*id].formula else { continue };
        // What each term adds up, and which term that was.
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut open: Vec<(&str, usize)> = terms.iter().enumerate().map(|(nth, term)| (term.as_str(), nth)).collect();
        while let Some((term, nth)) = open.pop() {
            match seen.insert(term, nth) {
                None => open.extend(sums.get(term).into_iter().flatten().map(|part| (part.as_str(), nth))),
                Some(other) if other == nth => {}
                Some(_) => {
                    let message = format!("the formula of `{id}` counts `{term}` twice");
                    let hint = "name each part once; a total that stands there has its parts in it";
                    found.push(Diagnostic::warning(Code::FigureSum, formula.span, message).hint(hint));
                    break;
                }
            }
        }
    }
}
