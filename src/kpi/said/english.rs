//! Changes in English sentences: it fell by 50% from 20 tonnes to 15 tonnes.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lines::Line;
use crate::diag::{Code, Diagnostic};
use crate::figure;

const RISES: [&str; 7] = ["increas", "rise", "rose", "grew", "grow", "up by", "went up"];
const FALLS: [&str; 8] = ["decreas", "reduc", "declin", "fell", "drop", "down by", "fall", "cut"];

/// What makes a change one of another kind.
const ELSE: [&str; 8] = ["target", "average", "annual", "compound", "per year", "cumulative", "expect", "respectively"];

/// A number in a text.
struct Number {
    range: Range<usize>,
    value: Decimal,
    /// How far rounding may have moved it.
    slack: Decimal,
}

/// Tells the change of a sentence that does not follow from its two figures.
pub(super) fn check(line: &Line, found: &mut Vec<Diagnostic>) {
    let text = line.passage.text.to_ascii_lowercase();
    let mut start = 0;
    for end in text.match_indices(". ").map(|(at, _)| at + 1).chain([text.len()]) {
        sentence(line, &text, start..end, found);
        start = end;
    }
}

fn sentence(line: &Line, text: &str, within: Range<usize>, found: &mut Vec<Diagnostic>) {
    let said = &text[within.clone()];
    let numbers = numbers(text, within.clone());
    let is_percent = |number: &Number| is_percent(&text[number.range.end..]);
    let (shares, others): (Vec<&Number>, Vec<&Number>) = numbers.iter().partition(|number| is_percent(number));
    let [stated] = shares[..] else { return };
    let mut pairs = others.windows(2).filter(|pair| is_pair(text, pair[0], pair[1]));
    let (Some(pair), None) = (pairs.next(), pairs.next()) else { return };
    let (from, to) = (pair[0], pair[1]);
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let (rises, falls) = (has(&RISES), has(&FALLS));
    if rises == falls || has(&ELSE) || from.value <= Decimal::ZERO {
        return;
    }
    let percent = |part: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(from.value);
    let (Some(change), Some(by_from), Some(by_to)) =
        (percent(to.value - from.value), percent(from.slack), percent(to.slack))
    else {
        return;
    };
    let wanted = if falls { -stated.value } else { stated.value };
    let slack = stated.slack + by_from * (Decimal::ONE + change.abs() / Decimal::ONE_HUNDRED) + by_to;
    if (change - wanted).abs() <= slack {
        return;
    }
    let place = |number: &Number| line.passage.place(number.range.clone()).map(|(span, _)| span);
    let (Some(span), Some(first), Some(second)) = (place(stated), place(from), place(to)) else { return };
    let shown = |number: &Number| line.passage.text[number.range.clone()].to_owned();
    let way = if change < Decimal::ZERO { "less" } else { "more" };
    let expected = figure::number(change.abs(), Some(1));
    let message =
        format!("the text has {}%, but {} is {expected}% {way} than {}", shown(stated), shown(to), shown(from));
    let finding = Diagnostic::warning(Code::FigureChange, span, message);
    let finding = finding.label(first, "it comes from this").label(second, "to this");
    found.push(finding.hint(format!("write {expected}%, or mend one of the figures")));
}

/// The numbers of a sentence.
fn numbers(text: &str, within: Range<usize>) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(start) = text[at..within.end].find(|c: char| c.is_ascii_digit()).map(|gap| at + gap) {
        let goes_on = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
        let end = start + text[start..within.end].find(|c| !goes_on(c)).unwrap_or(within.end - start);
        let typed = text[start..end].trim_end_matches([',', '.']);
        at = end;
        let is_name = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "-–/.".contains(c));
        if let Ok(value) = Decimal::from_str_exact(&typed.replace(',', ""))
            && !is_name
        {
            let slack = if value.scale() == 0 { Decimal::ZERO } else { figure::half(value.scale()) };
            // Of a share every digit counts, and rounding has moved it by half of the last.
            let range = start..start + typed.len();
            let slack = if is_percent(&text[range.end..]) { figure::half(value.scale()) } else { slack };
            found.push(Number { range, value, slack });
        }
    }
    found
}

fn is_percent(behind: &str) -> bool {
    let behind = behind.trim_start();
    behind.starts_with('%') || behind.starts_with("per cent") || behind.starts_with("percent")
}

/// Whether two figures are told as from one to the other, in one unit.
fn is_pair(text: &str, from: &Number, to: &Number) -> bool {
    let lead = text[..from.range.start].trim_end_matches(['$', ' ']);
    let lead =
        ["hk", "us", "rmb", "approximately", "about"].iter().fold(lead, |lead, word| lead.trim_end_matches(word));
    let between = &text[from.range.end..to.range.start];
    let unit = |behind: &str| behind.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_owned();
    let own = unit(&text[to.range.end..]);
    let first = between.trim_start();
    let first = if first.starts_with("to ") { String::new() } else { unit(first) };
    let joins = between.rfind(" to ").is_some_and(|at| between.len() - at < 12) && between.len() < 60;
    let is_year = |number: &Number| {
        number.range.len() == 4 && number.value >= Decimal::from(1900) && number.value < Decimal::from(2101)
    };
    let is_from = lead.trim_end().ends_with("from");
    is_from && joins && (first.is_empty() || first == own) && !own.is_empty() && !is_year(from) && !is_year(to)
}
