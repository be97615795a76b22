//! `kpi/*.yaml`: metrics and units.

use std::collections::BTreeMap;

use super::slice::Slice;
use super::text::half_width;
use super::yaml::{self, Fields, Kind, Node};
use crate::assets;
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Amount, Edition, Kpi, KpiBook, Unit};
use crate::source::{Sources, Spanned};

/// Years that a figure can be of; anything else is a slip.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Most decimal places to print: as many as an exact decimal can hold with digits left before the point.
const MOST_DECIMALS: u32 = 20;

/// The built-in units.
pub(crate) fn built_in_units() -> KpiBook {
    let mut book = KpiBook::default();
    // A built-in file is none of the author's: it stays out of the report's sources. A test proves it sound.
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    if let Some(text) = assets::standard("units.yaml") {
        let id = sources.add("units.yaml", text);
        if let Some(node) = yaml::parse(&Slice::new(id, text, 0), &mut sink) {
            // Places in a file that the author does not have mean nothing; units carry names only.
            read_units(&node, Edition::ZhHantHk, &mut book, &mut sink);
        }
    }
    book.units.values_mut().for_each(|unit| unit.is_built_in = true);
    book
}

/// Adds one file's units and metrics to the book.
pub(crate) fn read(node: &Node, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    let metrics = match &node.kind {
        Kind::Map(_) => {
            let Some(mut keys) = Fields::of(node, sink) else { return };
            if let Some(units) = keys.take("units") {
                read_units(units, source, book, sink);
            }
            let metrics = keys.take("metrics");
            keys.finish(sink);
            metrics
        }
        _ => Some(node),
    };
    for entry in metrics.and_then(|metrics| yaml::list(metrics, sink)).unwrap_or_default() {
        let Some(kpi) = metric(entry, source, sink) else { continue };
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

/// Reports metrics in units that nobody defines. Called when every file has been read.
pub(crate) fn check_units(book: &KpiBook, sink: &mut Sink) {
    for unit in book.kpis.values().filter_map(|kpi| kpi.unit.as_ref()) {
        if !book.units.contains_key(&unit.node) {
            let message = format!("there is no unit `{}`", unit.node);
            let hint = suggest(&unit.node, book.units.keys().map(String::as_str));
            sink.push(
                Diagnostic::error(Code::UnknownUnit, unit.span, message)
                    .hint(hint)
                    .hint("units of your own go under `units:` in a file of content/kpi"),
            );
        }
    }
}

/// `{id: {name: …, attached: true}}` or, shorter, `{id: {zh-Hant: …, en: …, attached: true}}`; `ungrouped` likewise.
fn read_units(node: &Node, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    for (id, node) in yaml::entries(node, sink) {
        let Some(unit) = unit(node, source, sink) else { continue };
        book.units.insert(id.node.clone(), unit);
    }
}

fn unit(node: &Node, source: Edition, sink: &mut Sink) -> Option<Unit> {
    let Kind::Map(entries) = &node.kind else {
        return Some(Unit { names: yaml::names(node, source, sink), ..Unit::default() });
    };
    let mut unit = Unit::default();
    if entries.iter().any(|(key, _)| key.node == "name") {
        let mut keys = Fields::of(node, sink)?;
        unit.names = keys.take("name").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
        let mut flag = |key| keys.take(key).and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
        (unit.attached, unit.ungrouped) = (flag("attached"), flag("ungrouped"));
        keys.finish(sink);
        return Some(unit);
    }
    for (key, value) in entries {
        if key.node == "attached" {
            unit.attached = yaml::boolean(value, sink).unwrap_or_default();
        } else if key.node == "ungrouped" {
            unit.ungrouped = yaml::boolean(value, sink).unwrap_or_default();
        } else if yaml::check_tag(key, sink)
            && let Some(text) = yaml::text(value, sink)
        {
            unit.names.set(key.node.clone(), text);
        }
    }
    Some(unit)
}

fn metric(node: &Node, source: Edition, sink: &mut Sink) -> Option<Kpi> {
    let mut keys = Fields::of(node, sink)?;
    let id = keys.need("id").and_then(|node| yaml::text(node, sink)).filter(|id| check_id(id, sink));
    let mut names =
        |key, sink: &mut Sink| keys.take(key).map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    let (name, qualifier, note) = (names("name", sink), names("qualifier", sink), names("note", sink));
    let unit = keys.take("unit").and_then(|node| yaml::text(node, sink)).filter(|unit| !unit.node.is_empty());
    let decimals = keys.take("decimals").and_then(|node| yaml::integer(node, 0..=MOST_DECIMALS, sink));
    let values = keys.take("values").map(|node| values(node, sink)).unwrap_or_default();
    let restated = keys.take("restated").map(|node| restated(node, &values, sink)).unwrap_or_default();
    let formula = keys.take("formula").and_then(|node| yaml::text(node, sink));
    let disclose = keys.take("disclose").map(|node| yaml::disclosures(node, sink)).unwrap_or_default();
    keys.finish(sink);
    let id = id?;
    if name.is_empty() {
        sink.push(
            Diagnostic::error(Code::MissingKey, id.span, format!("the metric `{}` has no name", id.node))
                .hint(format!("add `name: {{{source}: …}}`")),
        );
    } else if !name.serves(source) {
        // A name in the other Chinese script is converted, so that a report whose source is flipped loads.
        let message = format!("the metric `{}` has no name in {source}, the edition the report is written in", id.node);
        let hint = format!("add `{source}: …` to `name`");
        sink.push(Diagnostic::error(Code::MissingText, id.span, message).hint(hint));
    }
    Some(Kpi { id, name, unit, decimals, values, restated, formula, qualifier, note, disclose, span: node.span })
}

/// Ids stand in formulas: letters, digits and `_`, in parts separated by dots, each beginning with a letter.
fn check_id(id: &Spanned<String>, sink: &mut Sink) -> bool {
    let fine = id.node.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    });
    if !fine {
        let message = format!("`{}` cannot be a metric's id", id.node);
        let hint = "use parts of letters, digits, - and _, separated by dots, e.g. env.ghg.scope1";
        sink.push(Diagnostic::error(Code::BadValue, id.span, message).hint(hint));
    }
    fine
}

fn values(node: &Node, sink: &mut Sink) -> BTreeMap<i32, Spanned<Amount>> {
    let mut values = BTreeMap::new();
    for (key, value) in yaml::entries(node, sink) {
        let Some(year) = key.node.trim().parse().ok().filter(|year| YEARS.contains(year)) else {
            sink.push(
                Diagnostic::error(Code::BadValue, key.span, format!("`{}` is not a year", key.node))
                    .hint("write `2023: figure`; put a figure with a comma inside { } in quotes"),
            );
            continue;
        };
        if !value.is_null()
            && let Some(figure) = figure(value, sink)
        {
            values.insert(year, figure);
        }
    }
    values
}

/// Years whose figure an earlier report gave otherwise.
fn restated(node: &Node, values: &BTreeMap<i32, Spanned<Amount>>, sink: &mut Sink) -> Vec<i32> {
    let mut years = Vec::new();
    for item in yaml::list(node, sink).unwrap_or_default() {
        let Some(year) = yaml::text(item, sink) else { continue };
        match year.node.trim().parse().ok().filter(|year| values.contains_key(year)) {
            Some(year) => years.push(year),
            None => {
                let message = format!("there is no figure of `{}` to be restated", year.node);
                let known: Vec<String> = values.keys().map(i32::to_string).collect();
                let hint = format!("the metric has figures for {}", known.join(", "));
                sink.push(Diagnostic::error(Code::UnknownYear, year.span, message).hint(hint));
            }
        }
    }
    years
}

fn figure(node: &Node, sink: &mut Sink) -> Option<Spanned<Amount>> {
    let text = yaml::text(node, sink)?;
    // Full-width digits and signs are those of an input method.
    let plain = half_width(&text.node);
    if let Some(number) = yaml::parse_decimal(&plain) {
        return Some(text.map(|_| Amount::Number(number)));
    }
    let quoted = matches!(node.kind, Kind::Scalar { quoted: true, .. });
    // Without quotes, only what cannot have been meant as one number is text.
    let like_a_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | 'e' | 'E' | '_' | '%' | ' ');
    if !quoted && plain.chars().all(like_a_number) {
        let hint = "write digits with a decimal point, e.g. 8453.30; the unit goes to `unit:`; put a text in quotes";
        let message = format!("`{}` is not a number", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
        return None;
    }
    // A range and a bound are figures, if none to count with.
    let is_bound = plain.starts_with(['<', '>', '≤', '≥']);
    let mut ends = plain.split(['–', '—', '~', '至']).map(|end| yaml::parse_decimal(end.trim()));
    let is_range = ends.clone().count() > 1 && ends.all(|end| end.is_some());
    if !(quoted || is_bound || is_range) && plain.contains(|c: char| c.is_ascii_digit()) {
        let message = format!("`{}` is words: formulas and charts cannot use it", text.node);
        let diagnostic = Diagnostic::warning(Code::BadValue, text.span, message);
        let hint =
            "write the number alone, and words such as 約 as `qualifier`; or put it in quotes if words are meant";
        sink.push(diagnostic.hint(hint));
    }
    Some(text.map(Amount::Words))
}
