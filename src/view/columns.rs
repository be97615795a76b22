//! The columns of a table of metrics over years.

use rust_decimal::prelude::ToPrimitive;

use super::chart;
use super::sketch::Sketch;
use crate::figure;
use crate::model::printed::{Component, Data};
use crate::model::{BASE, Document, Figure, Index, KpiRow};

/// The field that turns the codes of disclosures off.
const CODES: &str = "codes";

/// Columns of figures beside which one of units has room.
const MOST: usize = 5;

/// What stands in the columns: `latest`, the position of the latest year; `against`, per column of changes the position of
/// the year compared with and its heading; `target`, whether there is a column of targets; `folded`, whether units stand below the names, as many columns leave
/// none for them; `codes`, whether there is a column of disclosures.
pub(super) fn columns(component: &Component, doc: &Document) -> Option<Sketch> {
    let rows = component.metrics();
    let years: Vec<i32> = rows.first()?.figures.iter().map(|(year, _)| *year).collect();
    let latest = (0..years.len()).max_by_key(|at| years[*at])?;
    let before = (0..years.len()).filter(|at| *at != latest).max_by_key(|at| years[*at]);
    let base = match component.fields.get(BASE) {
        Some(Data::Number(base)) => years.iter().position(|year| Some(*year) == base.node.to_i32()),
        _ => None,
    };
    let against: Vec<usize> = before.into_iter().chain(base.filter(|base| Some(*base) != before)).collect();
    let shown = |at: &usize| rows.iter().any(|row| row.changes.get(*at).is_some_and(Option::is_some));
    let against: Vec<usize> = against.into_iter().filter(shown).collect();
    let has_target = rows.iter().any(|row| !target(row, doc.period.year()).is_empty());
    let head = |at: &usize| {
        let head = doc.locale.label("against").replace("{year}", &doc.locale.year(&doc.period, years[*at]));
        Sketch::Map(vec![("at", Sketch::Count(*at)), ("head", head.into()), ("base", (Some(*at) == base).into())])
    };
    let wanted = !matches!(component.fields.get(CODES), Some(Data::Bool(false)));
    Some(Sketch::Map(vec![
        ("latest", Sketch::Count(latest)),
        ("several", (years.len() > 1).into()),
        ("against", Sketch::List(against.iter().map(head).collect())),
        ("target", has_target.into()),
        ("folded", (years.len() + against.len() + usize::from(has_target) > MOST).into()),
        ("codes", (wanted && rows.iter().any(|row| !row.disclose.is_empty())).into()),
    ]))
}

/// A change as a column shows it: with its sign.
pub fn change(figure: &Figure) -> String {
    let Some(number) = figure.amount.number() else { return String::new() };
    let print = figure::signed(number, figure.places);
    let digits = print.chars().any(|c| c.is_ascii_digit() && c != '0');
    // The unit as in prose, but for the words around it.
    let unit = if digits { figure.print.behind.trim_start() } else { "" };
    if digits { format!("{print}{unit}") } else { figure.print.before.clone() }
}

/// What a metric shall come to next, as a column shows it: 2030: −50%. The last target where all are past.
pub fn target(row: &KpiRow, year: i32) -> String {
    let next = row.targets.iter().filter(|target| target.year >= year).min_by_key(|target| target.year);
    let Some(target) = next.or_else(|| row.targets.iter().max_by_key(|target| target.year)) else {
        return String::new();
    };
    let digits = row.figures.iter().filter_map(|(_, figure)| figure.as_ref()).map(chart::places).max();
    let goal = match (target.change, target.goal) {
        (Some(change), _) => format!("{}%", figure::signed(change.normalize(), None)),
        (None, Some(goal)) => figure::number(goal, digits),
        (None, None) => return String::new(),
    };
    format!("{}: {goal}", target.year)
}

/// Whether somebody outside has assured a disclosure that the metric reports.
pub fn is_assured(row: &KpiRow, doc: &Document) -> bool {
    let reports = |index: &Index, code: &str| {
        row.disclose.iter().any(|reference| reference.node.standard == index.family && reference.node.code == code)
    };
    doc.indices.iter().any(|index| index.entries.iter().any(|entry| entry.is_assured && reports(index, &entry.key)))
}

/// The disclosures that a metric reports, by standard in the metric's order: `HKEX A1.2 · GRI 305-1`.
pub fn codes(row: &KpiRow) -> String {
    let mut standards: Vec<(&str, Vec<&str>)> = Vec::new();
    for reference in &row.disclose {
        let (standard, code) = (reference.node.standard.as_str(), reference.node.code.as_str());
        match standards.iter_mut().find(|(known, _)| *known == standard) {
            Some((_, codes)) => codes.push(code),
            None => standards.push((standard, vec![code])),
        }
    }
    let standard = |(name, codes): &(&str, Vec<&str>)| {
        // An id may have its version behind it: hkex-2025.
        let family = name.split('-').next().unwrap_or(name).to_uppercase();
        format!("{family} {}", codes.join(", "))
    };
    standards.iter().map(standard).collect::<Vec<_>>().join(" · ")
}
