//! Changes and parts in English sentences: it fell by 50% from 20 tonnes to 15 tonnes; nine directors, comprising three
//! executive directors and five independent non-executive directors.

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
    parts(line, text, &within, found);
    if let [_, _, _] = shares[..]
        && others.is_empty()
    {
        return points(line, text, &shares, found);
    }
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

/// It rose by 5% from 80% to 85%: percentage points are meant.
fn points(line: &Line, text: &str, shares: &[&Number], found: &mut Vec<Diagnostic>) {
    let is_pair = |pair: &[&Number]| {
        let between = text[pair[0].range.end..pair[1].range.start].trim_start_matches(['%', ' ']);
        text[..pair[0].range.start].trim_end().ends_with("from") && between.trim() == "to"
    };
    let Some(at) = shares.windows(2).position(is_pair) else { return };
    let (from, to, stated) = (shares[at], shares[at + 1], shares[if at == 0 { 2 } else { 0 }]);
    let points = (to.value - from.value).abs();
    let relative = points.checked_mul(Decimal::ONE_HUNDRED).and_then(|points| points.checked_div(from.value));
    if points.is_zero() || points != stated.value || relative.is_none_or(|own| (own - points).abs() <= stated.slack) {
        return;
    }
    let place = |number: &Number| line.passage.place(number.range.clone()).map(|(span, _)| span);
    let (Some(span), Some(first)) = (place(stated), place(from)) else { return };
    let shown = |number: &Number| &line.passage.text[number.range.clone()];
    let message = format!("from {}% to {}% are {points} percentage points, not {points}%", shown(from), shown(to));
    let finding = Diagnostic::warning(Code::FigureChange, span, message).label(first, "it comes from this");
    found.push(finding.hint(format!("write {points} percentage points")));
}

/// Small numbers in words.
const WORDS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// What leads from a whole to its parts.
const PARTED: [&str; 6] = ["comprising", "consisting of", "made up of", "composed of", "namely", "including"];

/// Nine directors, comprising three executive directors and five independent non-executive directors.
fn parts(line: &Line, text: &str, within: &Range<usize>, found: &mut Vec<Diagnostic>) {
    let said = &text[within.clone()];
    let Some((at, word)) = PARTED.iter().find_map(|word| Some((said.find(word)?, *word))) else { return };
    let count = |phrase: &str| -> Option<u32> {
        let first = phrase.split(' ').next()?;
        first
            .parse()
            .ok()
            .or_else(|| WORDS.iter().position(|word| *word == first).and_then(|at| u32::try_from(at + 1).ok()))
    };
    // The last count before the word, and what it counts: nine [directors].
    let before = said[..at].trim_end_matches([' ', ',']);
    let Some((start, whole)) = before
        .rmatch_indices(' ')
        .map(|(gap, _)| gap + 1)
        .chain([0])
        .find_map(|start| Some((start, count(&before[start..])?)))
    else {
        return;
    };
    let noun = before.rsplit(' ').next().unwrap_or_default();
    let counted = &before[start..];
    let listed = said[at + word.len()..].trim_start().trim_end_matches('.');
    let listed = listed.split([';', '(']).next().unwrap_or_default();
    let items: Vec<&str> =
        listed.split(',').flat_map(|item| item.split(" and ")).map(str::trim).filter(|item| !item.is_empty()).collect();
    let items: Vec<&str> = items.into_iter().map(|item| item.strip_prefix("and ").unwrap_or(item)).collect();
    let counts: Option<u32> = items.iter().map(|item| count(item)).sum();
    let Some(sum) = counts.filter(|_| items.len() > 1 && noun.len() > 3 && whole > 1) else { return };
    let is_named = |item: &&str| item.ends_with(noun) || item.ends_with(noun.trim_end_matches('s'));
    // Others may be left out behind `including`, but not of directors, of whom there are these kinds.
    let are_all = word != "including" || items.iter().any(|item| item.contains("executive")) && items.len() > 1;
    let is_short = counted.split(' ').count() <= 4;
    let of_one_noun =
        items.last().is_some_and(is_named) && items.iter().all(|item| is_named(item) || item.ends_with("executive"));
    if !are_all || !is_short || !of_one_noun || sum == whole || sum >= whole * 2 {
        return;
    }
    let place = |range: Range<usize>| line.passage.place(within.start + range.start..within.start + range.end);
    let begins = said.len() - said[at + word.len()..].trim_start().len();
    let (Some((span, _)), Some((parts, _))) = (place(start..before.len()), place(begins..begins + listed.len())) else {
        return;
    };
    let message = format!(
        "{} are announced, the parts come to {sum}",
        &line.passage.text[within.start + start..within.start + before.len()]
    );
    let finding = Diagnostic::warning(Code::FigureSum, span, message).label(parts, "the parts");
    found.push(finding.hint("mend a part, or the whole"));
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
    let is_points = behind.starts_with("percentage");
    behind.starts_with('%') || behind.starts_with("per cent") || behind.starts_with("percent") && !is_points
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
