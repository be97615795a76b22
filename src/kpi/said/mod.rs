//! What a report says of figures in its texts and tables, held against itself and against the data.
//!
//! Every figure with a unit becomes a [`statement::Said`]: so many of what, in which year, of which part of the company.
//! What the words leave open stays silent.

mod adds;
mod arrows;
mod claims;
mod english;
mod follows;
mod goals;
mod kind;
mod lines;
mod lists;
mod meant;
mod moves;
mod multiples;
mod own;
mod parts;
mod phrase;
mod place;
mod ratios;
mod rows;
mod same;
mod sentence;
mod shown;
mod statement;
mod subject;
mod tables;
mod tenths;
mod twice;
mod worded;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::bound::Claim;
use super::typed::read::UnitWords;
use crate::chinese::words;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::figure;
use crate::model::units::is_measured;
use crate::model::{Document, Report, Values};
use crate::source::Sources;
use kind::Kind;
pub(super) use kind::{goal_behind, is_ahead};
pub(super) use meant::Names;
use statement::{Origin, Reading, Said};
use subject::Subject;
pub(super) use tenths::shares;

/// Tells what a document says of figures that cannot all be true.
pub fn check_document(document: &Document, report: &Report, values: &Values, sources: &Sources, sink: &mut Sink) {
    if !document.edition.script().is_ideographic() {
        return;
    }
    let units = &report.kpis.units;
    let period = &report.config.period;
    let reading = Reading {
        units,
        words: UnitWords::new(units),
        edition: document.edition,
        year: period.year(),
        period: *period,
    };
    let mut text = lines::read(document, sources);
    reading.pair(&mut text.lines);
    // A note says how the figures of a metric are counted.
    let noted = |id: &str| report.kpis.kpis.get(id).is_some_and(|kpi| !kpi.remarks.note.is_empty());
    let mut found = Vec::new();
    let mut all = Vec::new();
    let (mut nones, mut ones) = (Vec::new(), Vec::new());
    for (at, line) in text.lines.iter().enumerate() {
        let said = reading.line(line, at);
        sentence::check(line, &said, &mut found);
        worded::check(line, &said, &mut found);
        lists::in_line(line, &mut found);
        arrows::check(line, &mut found);
        nones.extend(claims::nones(line, period));
        ones.extend(claims::ones(line, period));
        all.extend(said);
    }
    for (at, grid) in text.grids.iter().enumerate() {
        all.extend(tables::read(&reading, grid, at, &mut found));
    }
    for announced in &text.announced {
        lists::announced(announced, &mut found);
    }
    // Of the data only the years that somebody speaks of.
    let mut years: BTreeSet<i32> = all.iter().map(|said| said.year).chain([reading.year, reading.year - 1]).collect();
    years.extend(ones.iter().map(|one: &claims::One| one.year));
    let known = values.metrics.values().flat_map(|series| series.years.keys());
    years.extend(known.filter(|year| nones.iter().any(|none| none.years.contains(year))));
    all.extend(data(&reading, document, report, values, &years));
    shown::check(&reading, &text.lines, document, values, &mut found);
    twice::check(&all, period, &mut found);
    same::check(&all, &mut found);
    claims::none_and_some(&nones, &all, period, &mut found);
    claims::none_and_one(&nones, &claims::nones_of_data(&all), &all, &ones, &mut found);
    claims::coverage(&text.lines, &all, reading.year, &noted, &mut found);
    follows::averages(&all, &mut found);
    follows::rates(&all, reading.year, &mut found);
    follows::genders(&all, reading.year, &mut found);
    follows::of_staff(&all, reading.year, &mut found);
    follows::changes(&text.lines, &all, &mut found);
    moves::check(&reading, &text.lines, document, values, &mut found);
    own::check(&reading, &text.lines, document, values, &mut found);
    goals::check(&reading, &text.lines, document, (report, values), &mut found);
    ratios::intensities(&all, &mut found);
    ratios::factors(&all, &mut found);
    ratios::savings(&text.lines, &all, &mut found);
    ratios::own_use(&all, reading.year, &mut found);
    tell(found, report, sink);
}

/// Tells changes that an English document states and that do not follow from its figures.
pub fn check_english(document: &Document, report: &Report, sources: &Sources, sink: &mut Sink) {
    let mut found = Vec::new();
    for line in &lines::read(document, sources).lines {
        english::check(line, &mut found);
        own::check_english(line, &mut found);
    }
    tell(found, report, sink);
}

/// Tells what was found; a figure that several checks find wrong once.
fn tell(found: Vec<Diagnostic>, report: &Report, sink: &mut Sink) {
    // A note that a figure could be taken from the data says nothing of what is wrong with it.
    let is_told = |known: &&Diagnostic| known.code.is_of_figures() && known.severity > Severity::Note;
    let told: BTreeSet<_> = sink.iter().filter(is_told).filter_map(|known| known.place).collect();
    let mut seen = BTreeSet::new();
    for mut finding in found {
        if finding.place.is_some_and(|place| told.contains(&place) || !seen.insert((finding.code, place))) {
            continue;
        }
        if let Some(severity) = report.config.checks.severity(finding.code) {
            finding.severity = severity;
            sink.push(finding);
        }
    }
}

/// Whether words name something that figures could be of, beside who reports and when.
pub(super) fn names_something(text: &str) -> bool {
    !Subject::of(text).is_empty()
}

/// What the data says, in the words of a document.
fn data(reading: &Reading, document: &Document, report: &Report, values: &Values, years: &BTreeSet<i32>) -> Vec<Said> {
    let mut all = Vec::new();
    for row in &document.kpis {
        let Some(series) = values.metrics.get(&row.id) else { continue };
        let Some((class, size)) = reading.class_of(&series.unit) else { continue };
        let name = words::in_place(&row.name);
        let qualifier = report.kpis.kpis.get(&row.id).map(|kpi| words::in_place(kpi.qualifier.text(document.edition)));
        let claim = match qualifier.as_deref().unwrap_or_default() {
            "" => Claim::Exactly,
            word if ["约", "近", "左右", "接近"].contains(&word) => Claim::Roughly,
            word if ["少于", "不足", "低于"].contains(&word) => Claim::Below,
            _ => Claim::Above,
        };
        let subject = Subject::of(&name);
        for (year, amount) in series.years.iter().filter(|(year, _)| years.contains(year)) {
            let Some(number) = amount.node.number() else { continue };
            let is_exact = number.scale() == 0 && !is_measured(reading.units, &series.unit);
            let slack = if is_exact { Decimal::ZERO } else { figure::half(number.scale()) };
            let (Some(value), Some(slack)) = (number.checked_mul(size), slack.checked_mul(size)) else { continue };
            let figure = row.figures.iter().find(|(of, _)| of == year).and_then(|(_, figure)| figure.as_ref());
            all.push(Said {
                subject: subject.clone(),
                class: class.clone(),
                value,
                slack,
                fine: slack,
                claim,
                kind: Kind::Level,
                year: *year,
                scope: if name.contains("累计") { "累计".to_owned() } else { String::new() },
                is_all: name.contains('总'),
                origin: Origin::Data,
                span: amount.span,
                shown: figure.map_or_else(
                    || reading.with_unit(&number.to_string(), &series.unit),
                    |figure| figure.print.to_string(),
                ),
                name: row.name.clone(),
                metric: Some(row.id.clone()),
                at: 0..0,
                sentence: 0..0,
            });
        }
    }
    all
}
