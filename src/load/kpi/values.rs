//! Figures of the years: numbers, words, and what is not there with its reason.

use std::collections::BTreeMap;

use crate::chinese::is_han;
use crate::diag::{Code, Diagnostic, Sink, full_width_mark, nearest};
use crate::load::tables;
use crate::load::text::half_width;
use crate::load::yaml::{self, Fields, Kind, Node};
use crate::model::{Absence, Amount, Edition, Names, Restated, YEARS, financial_year, waits, year_in};
use crate::source::Spanned;

/// What the years of a metric say.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// The figures.
    pub(super) values: BTreeMap<i32, Spanned<Amount>>,
    /// Of those that are words or are not there, what each language says.
    pub(super) words: BTreeMap<i32, Names>,
    /// Keys that name a year by two: 2024/25.
    pub(super) split: Vec<Spanned<String>>,
    /// Whether something stands there that is no figure, which has been told.
    pub(super) refused: bool,
}

/// The figures of the years; and of those that are words of a language, the words per language: `2023: 不適用`, or
/// `2023: {zh-Hant: 不適用, en: N/A}`; of those that are not there, the reason.
pub(super) fn values(node: &Node, source: Edition, sink: &mut Sink) -> Figures {
    let mut values = BTreeMap::new();
    let mut words = BTreeMap::new();
    let mut split = Vec::new();
    let mut refused = false;
    for (key, value) in yaml::entries_like(node, "values: {2024: 8100.00, 2025: 8453.30}", sink) {
        let Some(year) = year_in(&key.node).filter(|year| YEARS.contains(year)) else {
            let usual = "write `2023: figure`; put a figure with a comma inside { } in quotes";
            let hint = full_width_mark(&key.node).unwrap_or_else(|| usual.to_owned());
            sink.push(Diagnostic::error(Code::BadValue, key.span, format!("`{}` is not a year", key.node)).hint(hint));
            refused = true;
            continue;
        };
        if financial_year(&key.node).is_some() {
            split.push(key.clone());
        }
        // 2024/25 and 2025 are one.
        if let Some(known) = values.get(&year) {
            let known: &Spanned<Amount> = known;
            let message = format!("the figure for {year} is given twice");
            let told = Diagnostic::error(Code::Duplicate, key.span, message);
            sink.push(told.label(known.span, "given here as well").hint("keep one of them"));
            continue;
        }
        if let Some(found) = absence(value, source, sink) {
            match found {
                Some((why_not, reason)) => {
                    values.insert(year, Spanned::new(Amount::Absent(why_not), value.span));
                    words.insert(year, reason);
                }
                None => refused = true,
            }
        } else if let Kind::Map(_) = value.kind {
            let names = yaml::names(value, source, sink);
            if let Some(text) = names.get(source).or_else(|| names.iter().next().map(|(_, text)| text)) {
                values.insert(year, text.clone().map(Amount::Words));
                words.insert(year, names);
            }
        } else if !value.is_null() {
            let Some(figure) = figure(value, sink) else {
                refused = true;
                continue;
            };
            if let Amount::Words(text) = &figure.node
                && text.contains(is_han)
            {
                words.insert(year, Names::single(source, Spanned::new(text.clone(), figure.span)));
            }
            values.insert(year, figure);
        }
    }
    Figures { values, words, split, refused }
}

/// How a figure that is not there is written.
const ABSENCE_HINT: &str = "write why there is no figure: `2023: {not-available: 今年起統計}`, `not-applicable` or \
                            `below-detection`; in a cell `not-available: 今年起統計`";

/// Why a figure is not there: `{not-available: …}`, the reason a text or one per language, or all in one text. `None` for
/// anything else; `Some(None)` where what is wrong with it has been told.
fn absence(node: &Node, source: Edition, sink: &mut Sink) -> Option<Option<(Absence, Names)>> {
    let (kind, reason) = match &node.kind {
        Kind::Scalar { slice, .. } => {
            let (kind, reason) = Absence::read(&slice.text)?;
            let reason = Spanned::new(reason.to_owned(), node.span);
            (kind, if reason.node.is_empty() { Names::default() } else { Names::single(source, reason) })
        }
        Kind::Map(entries) => {
            let names = Absence::ALL.map(Absence::name);
            let slip =
                |key: &Spanned<String>| Edition::from_tag(&key.node).is_none() && nearest(&key.node, names).is_some();
            let (key, reason) = entries.iter().find(|(key, _)| Absence::of(&key.node).is_some() || slip(key))?;
            let Some(kind) = Absence::of(&key.node) else {
                sink.push(yaml::unknown_key(key, &names));
                return Some(None);
            };
            if let Some((other, _)) = entries.iter().find(|(other, _)| other.span != key.span) {
                sink.push(yaml::unknown_key(other, &[kind.name()]));
                return Some(None);
            }
            (kind, if reason.is_null() { Names::default() } else { yaml::names(reason, source, sink) })
        }
        Kind::Seq(_) => return None,
    };
    if reason.is_empty() {
        let message = format!("`{}` stands without its reason", kind.name());
        sink.push(Diagnostic::error(Code::MissingText, node.span, message).hint(ABSENCE_HINT));
        return Some(None);
    }
    Some(Some((kind, reason)))
}

/// Years whose figure an earlier report gave otherwise: `[2022]`, or `{2022: {was: 8000, reason: …}}`.
pub(super) fn restated(
    node: &Node,
    values: &BTreeMap<i32, Spanned<Amount>>,
    source: Edition,
    sink: &mut Sink,
) -> BTreeMap<i32, Restated> {
    let mut restated = BTreeMap::new();
    let mut add = |year: &Spanned<String>, details: Restated, sink: &mut Sink| match year_in(&year.node)
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
            let example = format!("restated: {{{}: {{was: 8099.50, reason: …}}}}", year.node.trim());
            let Some(mut keys) = Fields::like(details, &example, sink) else { continue };
            let was = keys.take("was").and_then(|node| figure(node, sink));
            let reason = keys.take("reason").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
            keys.finish(sink);
            add(year, Restated { span: year.span, was, reason }, sink);
        }
    } else {
        let single = matches!(&node.kind, Kind::Scalar { slice, .. } if year_in(&slice.text).is_some());
        let items = if single { Some(std::slice::from_ref(node)) } else { yaml::list(node, sink) };
        for item in items.unwrap_or_default() {
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
    let quoted = matches!(node.kind, Kind::Scalar { quoted: true, .. });
    yaml::check_answer(node, sink);
    if let Some(number) = yaml::parse_decimal(&plain) {
        let bare = plain.trim_start_matches(['-', '+', '−']);
        if bare.len() > 1 && bare.starts_with('0') && !bare.starts_with("0.") {
            let message = format!("`{}` begins with a zero, and would print as {number}", text.node);
            let hint = format!("write {number}; a code is no figure and belongs into the text");
            sink.push(Diagnostic::warning(Code::BadValue, text.span, message).hint(hint));
        }
        if plain.starts_with('+') {
            let message = format!("`{}` would print as {number}, without its sign", text.node);
            let hint = format!("write {number}; `| change` prints which way a figure went");
            sink.push(Diagnostic::warning(Code::BadValue, text.span, message).hint(hint));
        }
        return Some(text.map(|_| Amount::Number(number)));
    }
    // Nobody means words by digits and the marks within a number.
    let has_marks_alone = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    if quoted && has_marks_alone && plain.contains(|c: char| c.is_ascii_digit()) {
        let message = format!("`{}` is no number, and would print as typed", text.node);
        let hint = "write one point before the decimals, and commas between groups of three digits or none: 8453.30";
        sink.push(Diagnostic::warning(Code::BadValue, text.span, message).hint(hint));
    }
    // Without quotes, only what cannot have been meant as one number is text.
    let like_a_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | 'e' | 'E' | '_' | '%' | ' ');
    if !quoted && plain.chars().all(like_a_number) {
        let usual = "write digits with a decimal point, e.g. 8453.30; the unit goes to `unit:`; put a text in quotes";
        let hint = tables::of_spreadsheet(&plain).or_else(|| tables::hyphened(&plain));
        let hint = hint.unwrap_or_else(|| usual.to_owned());
        let message = format!("`{}` is not a number", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
        return None;
    }
    // What people write into a cell that has no figure.
    const NOTHING: [&str; 8] = ["n/a", "na", "nil", "none", "-", "--", "–", "—"];
    if waits(&text.node) {
        let message = format!("`{}` waits for a figure", text.node);
        let hint =
            "leave nothing behind the year's colon: in a draft its place is marked; or write why there is no figure";
        sink.push(Diagnostic::warning(Code::Placeholder, text.span, message).hint(hint));
    }
    if !quoted && NOTHING.contains(&plain.trim().to_lowercase().as_str()) {
        let message = format!("`{}` does not say why there is no figure", text.node);
        sink.push(Diagnostic::warning(Code::BadValue, text.span, message).hint(ABSENCE_HINT));
    }
    // A range and a bound are figures, if none to count with.
    let is_bound = plain.starts_with(['<', '>', '≤', '≥']);
    let mut ends = plain.split(['–', '—', '~', '至']).map(|end| yaml::parse_decimal(end.trim()));
    let is_range = ends.clone().count() > 1 && ends.all(|end| end.is_some());
    if !(quoted || is_bound || is_range) && plain.contains(|c: char| c.is_ascii_digit()) {
        let message = format!("`{}` is words: formulas and charts cannot use it", text.node);
        let diagnostic = Diagnostic::warning(Code::BadValue, text.span, message);
        let words =
            "write the number alone, and words such as 約 as `qualifier`; or put it in quotes if words are meant";
        let loss = tables::loss(&plain).map(|loss| format!("in brackets it is a figure below zero: write {loss}"));
        sink.push(diagnostic.hint(loss.unwrap_or_else(|| words.to_owned())));
    }
    Some(text.map(Amount::Words))
}
