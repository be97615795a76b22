//! `kpi/*.yaml`: metrics and units.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::slice::Slice;
use super::tables::Pool;
use super::text::half_width;
use super::yaml::{self, Fields, Kind, Node};
use crate::assets;
use crate::chinese::is_han;
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Amount, Breakdown, Edition, Kpi, KpiBook, Measure, Names, Restated, Unit, Whole};
use crate::source::{Sources, Spanned};

/// The last year that a figure can be of.
pub const LAST_YEAR: i32 = 2200;

/// Years that a figure can be of; anything else is a slip.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=LAST_YEAR;

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
            read_units(&node, Edition::ZhHantHk, &mut book, &mut sink);
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
        read_units(units, source, book, sink);
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
        let whole = tables.complete(entry, sink);
        add(whole.as_ref().unwrap_or(entry), source, book, sink);
    }
}

/// Adds the metrics that only tables have.
pub(super) fn read_rest(tables: Pool, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    for metric in tables.rest(sink) {
        add(&metric, source, book, sink);
    }
}

/// Tells what is wrong with a metric that is none of the report's yet.
pub(super) fn examine(entry: &Node, source: Edition, book: &KpiBook, sink: &mut Sink) {
    let unit = metric(entry, source, sink).and_then(|kpi| kpi.unit);
    unit.iter().for_each(|unit| check_unit(unit, book, sink));
}

/// Adds a metric to the book.
fn add(entry: &Node, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    if let Some(kpi) = metric(entry, source, sink) {
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
pub(crate) fn check(book: &KpiBook, sink: &mut Sink) {
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
    book.kpis.values().filter_map(|kpi| kpi.unit.as_ref()).for_each(|unit| check_unit(unit, book, sink));
}

fn check_unit(unit: &Spanned<String>, book: &KpiBook, sink: &mut Sink) {
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

/// `{id: {name: …, attached: true}}` or, shorter, `{id: {zh-Hant: …, en: …, attached: true}}`; `ungrouped` likewise.
fn read_units(node: &Node, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    for (id, node) in yaml::entries(node, sink) {
        let Some(mut unit) = unit(node, source, sink) else { continue };
        // A report that words a built-in unit otherwise does not change what it measures.
        if let Some(known) = book.units.get(&id.node) {
            unit.measure = unit.measure.or_else(|| known.measure.clone());
            unit.symbol = unit.symbol.or_else(|| known.symbol.clone());
        }
        book.units.insert(id.node.clone(), unit);
    }
}

fn unit(node: &Node, source: Edition, sink: &mut Sink) -> Option<Unit> {
    let Kind::Map(entries) = &node.kind else {
        return Some(Unit { names: yaml::names(node, source, sink), ..Unit::default() });
    };
    let mut unit = Unit::default();
    let mut facts = Facts::default();
    let named = entries.iter().any(|(key, _)| key.node == "name");
    for (key, value) in entries {
        match key.node.as_str() {
            "name" => unit.names = yaml::names(value, source, sink),
            "attached" => unit.attached = yaml::boolean(value, sink).unwrap_or_default(),
            "ungrouped" => unit.ungrouped = yaml::boolean(value, sink).unwrap_or_default(),
            "symbol" => unit.symbol = yaml::text(value, sink).map(|symbol| symbol.node),
            "measures" => facts.measures = yaml::text(value, sink),
            "size" => facts.size = yaml::decimal(value, sink).filter(|size| positive(size, sink)),
            "of" => facts.of = yaml::text(value, sink),
            "per" => facts.per = yaml::text(value, sink),
            _ if named => sink.push(yaml::unknown_key(key, &UNIT_KEYS)),
            _ if yaml::check_tag(key, sink) => {
                if let Some(text) = yaml::text(value, sink) {
                    unit.names.set(key.node.clone(), text);
                }
            }
            _ => {}
        }
    }
    unit.measure = facts.measure(node, sink);
    Some(unit)
}

/// What a unit may have beside its names.
const UNIT_KEYS: [&str; 8] = ["name", "attached", "ungrouped", "symbol", "measures", "size", "of", "per"];

/// What a unit measures, as the author says it.
#[derive(Default)]
struct Facts {
    measures: Option<Spanned<String>>,
    size: Option<Spanned<Decimal>>,
    of: Option<Spanned<String>>,
    per: Option<Spanned<String>>,
}

impl Facts {
    fn measure(self, node: &Node, sink: &mut Sink) -> Option<Measure> {
        match self {
            Facts { measures: None, size: None, of: None, per: None } => None,
            Facts { measures: Some(quantity), size: Some(size), of: None, per: None } => {
                Some(Measure::Size { quantity: quantity.node, size: size.node })
            }
            Facts { measures: None, size: None, of: Some(of), per: Some(per) } => {
                Some(Measure::Ratio { of: of.node, per: per.node })
            }
            _ => {
                let message = "what the unit measures is told by halves";
                let hint = "write `measures: energy, size: 3600000`, or `of: t, per: RMB-10k`";
                sink.push(Diagnostic::error(Code::MissingKey, node.span, message).hint(hint));
                None
            }
        }
    }
}

fn positive(size: &Spanned<Decimal>, sink: &mut Sink) -> bool {
    let fine = size.node > Decimal::ZERO;
    if !fine {
        let message = format!("{} cannot be the size of a unit", size.node);
        sink.push(Diagnostic::error(Code::BadValue, size.span, message).hint("write how large it is, e.g. 1000"));
    }
    fine
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
    let unit = keys.take("unit").and_then(|node| yaml::text(node, sink)).filter(|unit| !unit.node.is_empty());
    let decimals = keys.take("decimals").and_then(|node| yaml::integer(node, 0..=MOST_DECIMALS, sink));
    let (values, words) = keys.take("values").map(|node| values(node, source, sink)).unwrap_or_default();
    let restated = keys.take("restated").map(|node| restated(node, &values, source, sink)).unwrap_or_default();
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
    Some(Kpi { id, name, unit, decimals, values, words, restated, formula, qualifier, note, disclose, span: node.span })
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
        let proposed = id.node.trim().split('.').map(part).collect::<Vec<_>>().join(".");
        // An id of Chinese characters would become a row of signs.
        sink.push(match id.node.is_ascii() {
            true => told.hint(format!("write `{proposed}`")),
            false => told.hint("for example env.ghg.scope1"),
        });
    }
    fine
}

/// The figures of the years; and of those that are words of a language, the words per language: `2023: 不適用`, or
/// `2023: {zh-Hant: 不適用, en: N/A}`.
fn values(node: &Node, source: Edition, sink: &mut Sink) -> (BTreeMap<i32, Spanned<Amount>>, BTreeMap<i32, Names>) {
    let mut values = BTreeMap::new();
    let mut words = BTreeMap::new();
    for (key, value) in yaml::entries(node, sink) {
        let Some(year) = key.node.trim().parse().ok().filter(|year| YEARS.contains(year)) else {
            sink.push(
                Diagnostic::error(Code::BadValue, key.span, format!("`{}` is not a year", key.node))
                    .hint("write `2023: figure`; put a figure with a comma inside { } in quotes"),
            );
            continue;
        };
        if let Kind::Map(_) = value.kind {
            let names = yaml::names(value, source, sink);
            if let Some(text) = names.get(source).or_else(|| names.iter().next().map(|(_, text)| text)) {
                values.insert(year, text.clone().map(Amount::Words));
                words.insert(year, names);
            }
        } else if !value.is_null()
            && let Some(figure) = figure(value, sink)
        {
            if let Amount::Words(text) = &figure.node
                && text.contains(is_han)
            {
                words.insert(year, Names::single(source, Spanned::new(text.clone(), figure.span)));
            }
            values.insert(year, figure);
        }
    }
    (values, words)
}

/// Years whose figure an earlier report gave otherwise: `[2022]`, or `{2022: {was: 8000, reason: …}}`.
fn restated(
    node: &Node,
    values: &BTreeMap<i32, Spanned<Amount>>,
    source: Edition,
    sink: &mut Sink,
) -> BTreeMap<i32, Restated> {
    let mut restated = BTreeMap::new();
    let mut add = |year: &Spanned<String>, details: Restated, sink: &mut Sink| match year
        .node
        .trim()
        .parse()
        .ok()
        .filter(|year| values.contains_key(year))
    {
        Some(year) => _ = restated.insert(year, details),
        None => {
            let message = format!("there is no figure of `{}` to be restated", year.node);
            let known: Vec<String> = values.keys().map(i32::to_string).collect();
            let hint = format!("the metric has figures for {}", known.join(", "));
            sink.push(Diagnostic::error(Code::UnknownYear, year.span, message).hint(hint));
        }
    };
    if let Kind::Map(entries) = &node.kind {
        for (year, details) in entries {
            let Some(mut keys) = Fields::of(details, sink) else { continue };
            let was = keys.take("was").and_then(|node| figure(node, sink));
            let reason = keys.take("reason").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
            keys.finish(sink);
            add(year, Restated { span: year.span, was, reason }, sink);
        }
    } else {
        for item in yaml::list(node, sink).unwrap_or_default() {
            let Some(year) = yaml::text(item, sink) else { continue };
            add(&year, Restated { span: year.span, was: None, reason: Names::default() }, sink);
        }
    }
    restated
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
