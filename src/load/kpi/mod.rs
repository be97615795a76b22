//! `kpi/*.yaml`: metrics and units.

mod assurance;
mod targets;
mod units;
mod values;

use super::slice::Slice;
use super::tables::{self, Pool};
use super::yaml::{self, Fields, Kind, Node};
use crate::assets;
use crate::diag::{Code, Diagnostic, Sink, nearest, suggest, suggest_listed};
use crate::model::{Breakdown, Edition, Kpi, KpiBook, Period, Remarks, Whole, year_in};
use crate::source::{Sources, Spanned};

pub(super) use assurance::check as check_evidence;

/// Most decimal places to print: as many as an exact decimal can hold with digits left before the point.
const MOST_DECIMALS: u32 = 20;

/// The built-in units.
pub fn built_in_units() -> KpiBook {
    let mut book = KpiBook::default();
    // A built-in file is none of the author's: it stays out of the report's sources. A test proves it sound.
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    if let Some(text) = assets::standard("units.yaml") {
        let id = sources.add("units.yaml", text);
        if let Some(node) = yaml::parse(&Slice::new(id, text, 0), &mut sink) {
            // Places in a file that the author does not have mean nothing; units carry names only.
            units::read(&node, Edition::ZhHantHk, &mut book, &mut sink);
        }
    }
    book.units.values_mut().for_each(|unit| unit.is_built_in = true);
    book
}

/// Adds one file's units to the book: before any metric is read, which may be in one of them.
pub(super) fn read_own_units(node: &Node, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    if let Kind::Map(entries) = &node.kind
        && let Some((_, units)) = entries.iter().find(|(key, _)| key.node == "units")
    {
        units::read(units, source, book, sink);
    }
}

/// Adds one file's metrics to the book, each with what tables say of it.
pub(super) fn read(node: &Node, source: Edition, tables: &mut Pool, book: &mut KpiBook, sink: &mut Sink) {
    let metrics = match &node.kind {
        Kind::Map(_) => {
            let Some(mut keys) = Fields::of(node, sink) else { return };
            let _ = keys.take("units");
            for entry in keys.take("breakdowns").and_then(|node| yaml::list(node, sink)).unwrap_or_default() {
                book.breakdowns.extend(breakdown(entry, sink));
            }
            let metrics = keys.take("metrics");
            keys.finish(sink);
            metrics
        }
        _ => Some(node),
    };
    for entry in metrics.and_then(|metrics| yaml::list(metrics, sink)).unwrap_or_default() {
        let whole = tables.complete(entry, &book.units, sink);
        add(whole.as_ref().unwrap_or(entry), tables, source, book, sink);
    }
}

/// Adds the metrics that only tables have.
pub(super) fn read_rest(tables: Pool, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    let mut tables = tables;
    for metric in tables.rest(sink) {
        add(&metric, &tables, source, book, sink);
    }
}

/// Tells what is wrong with a metric that is none of the report's yet.
pub(super) fn examine(entry: &Node, source: Edition, book: &KpiBook, sink: &mut Sink) {
    let Some(kpi) = metric(entry, source, sink) else { return };
    check_name(&kpi, source, book, sink);
    kpi.unit.iter().for_each(|unit| check_unit(unit, book, sink));
}

/// Adds a metric to the book.
fn add(entry: &Node, tables: &Pool, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    if let Some(mut kpi) = metric(entry, source, sink) {
        kpi.refused |= tables.has_refused(&kpi.id.node);
        if let Some(first) = book.kpis.get(&kpi.id.node) {
            let message = format!("the metric `{}` is defined twice", kpi.id.node);
            sink.push(
                Diagnostic::error(Code::Duplicate, kpi.id.span, message)
                    .label(first.id.span, "first defined here")
                    .hint("keep one of them, or give one another id"),
            );
        } else {
            book.kpis.insert(kpi.id.node.clone(), kpi);
        }
    }
}

/// Reports metrics in units that nobody defines, and breakdowns of metrics that do not exist. Called when every file has
/// been read.
pub(crate) fn check(book: &KpiBook, source: Edition, sink: &mut Sink) {
    for breakdown in &book.breakdowns {
        let whole = match &breakdown.whole {
            Whole::Total(id) | Whole::Average(id) => Some(id),
            Whole::Hundred => None,
        };
        for id in whole.into_iter().chain(&breakdown.parts).filter(|id| !book.kpis.contains_key(&id.node)) {
            let message = format!("there is no metric `{}`", id.node);
            let hint = suggest(&id.node, book.kpis.keys().map(String::as_str));
            sink.push(Diagnostic::error(Code::UnknownKpi, id.span, message).hint(hint));
        }
    }
    book.kpis.values().for_each(|kpi| check_name(kpi, source, book, sink));
    book.kpis.values().filter_map(|kpi| kpi.unit.as_ref()).for_each(|unit| check_unit(unit, book, sink));
}

/// Reports a metric without a name: its id may be mistyped for one that has.
fn check_name(kpi: &Kpi, source: Edition, book: &KpiBook, sink: &mut Sink) {
    if !kpi.name.is_empty() {
        return;
    }
    let id = &kpi.id;
    let told = Diagnostic::error(Code::MissingKey, id.span, format!("the metric `{}` has no name", id.node));
    let named = book.kpis.values().filter(|other| !other.name.is_empty() && other.id.node != id.node);
    let told = match nearest(&id.node, named.map(|other| other.id.node.as_str())) {
        Some(near) => told.hint(format!("did you mean `{near}`?")),
        None => told,
    };
    sink.push(told.hint(format!("a metric of its own needs `name: {{{source}: …}}`")));
}

fn check_unit(unit: &Spanned<String>, book: &KpiBook, sink: &mut Sink) {
    if !book.units.contains_key(&unit.node) {
        // Units are named by their ids; a word is that of one, or of several.
        let (message, hint) = match tables::called(&unit.node, &book.units)[..] {
            [] => {
                let hint = suggest_listed("units", &unit.node, book.units.keys().map(String::as_str));
                (format!("there is no unit `{}`", unit.node), hint)
            }
            [id] => (format!("`{}` is what the unit `{id}` prints", unit.node), format!("write `{id}`")),
            ref ids => {
                let several = ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" or ");
                (format!("several units print `{}`", unit.node), format!("write the one that is meant: {several}"))
            }
        };
        sink.push(
            Diagnostic::error(Code::UnknownUnit, unit.span, message)
                .hint(hint)
                .hint("units of your own go under `units:` in a file of content/kpi"),
        );
    }
}

/// `{by: gender, total: hr.all, parts: [hr.women, hr.men]}`; `average` instead of `total` for rates and averages; none of
/// the two for shares that make 100%.
fn breakdown(node: &Node, sink: &mut Sink) -> Option<Breakdown> {
    let mut keys = Fields::of(node, sink)?;
    let by = keys.take("by").and_then(|node| yaml::text(node, sink)).map_or(String::new(), |by| by.node);
    let total = keys.take("total").and_then(|node| yaml::text(node, sink));
    let average = keys.take("average").and_then(|node| yaml::text(node, sink));
    let parts = keys.need("parts").and_then(|node| yaml::list(node, sink));
    keys.finish(sink);
    let parts = parts?.iter().filter_map(|part| yaml::text(part, sink)).collect();
    let whole = match (total, average) {
        (None, None) => Whole::Hundred,
        (Some(total), None) => Whole::Total(total),
        (None, Some(average)) => Whole::Average(average),
        (Some(_), Some(average)) => {
            let message = "a breakdown has a total or an average, not both";
            sink.push(Diagnostic::error(Code::BadValue, average.span, message).hint("write two breakdowns"));
            return None;
        }
    };
    Some(Breakdown { by, whole, parts, span: node.span })
}

fn metric(node: &Node, source: Edition, sink: &mut Sink) -> Option<Kpi> {
    let mut keys = Fields::of(node, sink)?;
    let id = keys.need("id").and_then(|node| yaml::text(node, sink)).filter(|id| check_id(id, sink));
    let mut names =
        |key, sink: &mut Sink| keys.take(key).map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    let (name, qualifier, note) = (names("name", sink), names("qualifier", sink), names("note", sink));
    let (boundary, method, origin) = (names("boundary", sink), names("method", sink), names("source", sink));
    let unit = keys.take("unit").and_then(|node| yaml::text(node, sink)).filter(|unit| !unit.node.is_empty());
    let decimals = keys.take("decimals").and_then(|node| yaml::integer(node, 0..=MOST_DECIMALS, sink));
    let figures = keys.take("values").map(|node| values::values(node, source, sink)).unwrap_or_default();
    let values::Figures { values, words, mut split, refused } = figures;
    let restated = keys.take("restated").map(|node| values::restated(node, &values, source, sink)).unwrap_or_default();
    let formula = keys.take("formula").and_then(|node| yaml::text(node, sink));
    let disclose = keys.take("disclose").map(|node| yaml::disclosures(node, sink)).unwrap_or_default();
    let targets = keys.take("targets").map(|node| targets::targets(node, source, &mut split, sink)).unwrap_or_default();
    let assurance = assurance::assurance(&mut keys, sink);
    keys.finish(sink);
    let id = id?;
    if !name.is_empty() && !name.serves(source) {
        // A name in the other Chinese script is converted, so that a report whose source is flipped loads.
        let message = format!("the metric `{}` has no name in {source}, the edition the report is written in", id.node);
        let hint = format!("add `{source}: …` to `name`");
        sink.push(Diagnostic::error(Code::MissingText, id.span, message).hint(hint));
    }
    let remarks = Remarks { note, boundary, method, source: origin };
    Some(Kpi {
        id,
        name,
        unit,
        decimals,
        values,
        words,
        restated,
        formula,
        qualifier,
        remarks,
        targets,
        assurance,
        disclose,
        split,
        refused,
        span: node.span,
    })
}

/// Reports figures of financial years (2024/25) in a report of a calendar year, which has the year that each ends in.
pub(super) fn check_years<'k>(keys: impl Iterator<Item = &'k Spanned<String>>, period: &Period, sink: &mut Sink) {
    let mut keys = keys;
    let Some(key) = keys.next().filter(|_| !period.is_split()) else { return };
    let year = year_in(&key.node).unwrap_or_default();
    let message = match keys.count() {
        0 => format!(
            "`{}` counts as {year}: the period of the report is no financial year of two calendar years",
            key.node
        ),
        more => format!(
            "`{}` and {more} more such years count as those they end in: the period of the report is no financial year of \
             two calendar years",
            key.node
        ),
    };
    let hint = format!("write {year}, or mend `period` in report.yaml");
    sink.push(Diagnostic::warning(Code::BadValue, key.span, message).hint(hint));
}

/// Ids stand in formulas: letters, digits and `_`, in parts separated by dots, each beginning with a letter.
fn check_id(id: &Spanned<String>, sink: &mut Sink) -> bool {
    let fine = id.node.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    });
    if !fine {
        let message = format!("`{}` cannot be a metric's id", id.node);
        let hint = "an id has parts separated by dots; each begins with a letter or _ and has letters, digits, - and _";
        let told = Diagnostic::error(Code::BadValue, id.span, message).hint(hint);
        let usual = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
        let part = |part: &str| {
            let begins = part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let part: String = part.chars().map(usual).collect();
            if begins { part } else { format!("_{part}") }
        };
        let proposed = id.node.trim().trim_matches('.').split('.').map(part).collect::<Vec<_>>().join(".");
        // An id of Chinese characters would become a row of signs.
        sink.push(match id.node.is_ascii() {
            true => told.hint(format!("write `{proposed}`")),
            false => told.hint("for example env.ghg.scope1"),
        });
    }
    fine
}
