//! The sentence over a chart (`says`), held against the chart's figures: what is said to rise must rise.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, Sink};
use crate::figure;
use crate::model::plain_text;
use crate::model::printed::{Component, Data};
use crate::model::{Counted, Given, KpiRow, financial_year};

/// The field with the sentence.
const SAYS: &str = "says";

/// Words for more, in the scripts of all editions.
const UP: [&str; 15] = [
    "上升",
    "增加",
    "增長",
    "增长",
    "增至",
    "升至",
    "提高",
    "提升",
    "攀升",
    "高於",
    "高于",
    "rose",
    "increased",
    "grew",
    "higher",
];

/// Words for less.
const DOWN: [&str; 20] = [
    "下降",
    "減少",
    "减少",
    "降低",
    "減至",
    "减至",
    "降至",
    "下跌",
    "回落",
    "縮減",
    "缩减",
    "低於",
    "低于",
    "少於",
    "少于",
    "fell",
    "decreased",
    "declined",
    "dropped",
    "lower",
];

/// Words for the largest of all.
const MOST: [&str; 5] = ["最多", "最大", "最高", "居首", "the most"];

/// Words for the smallest of all.
const LEAST: [&str; 3] = ["最少", "最小", "最低"];

/// Words for more than a half.
const OVER_HALF: [&str; 11] = [
    "一半以上",
    "過半",
    "过半",
    "超過一半",
    "超过一半",
    "逾一半",
    "半數以上",
    "半数以上",
    "超過半數",
    "超过半数",
    "over half",
];

/// Words after which the largest is one of something else: changes, what is compared.
const OTHERWISE: [&str; 9] = ["幅", "增", "減", "减", "升", "降", "除", "之外", "其次"];

/// What stands behind the beginning of a label that is told alone: 範圍一的排放量, 範圍一佔.
const BEHIND: [&str; 8] = ["的", "佔", "占", "最", "為", "为", "是", "排放"];

/// Tells a sentence of a chart that its figures do not bear out. `is_split`: years are none of the calendar.
pub(super) fn check(component: &Component, is_split: bool, sink: &mut Sink) {
    moves_as_said(component, sink);
    if component.counted == Some(Counted::Figure) {
        largest_as_said(component, sink);
        extreme_as_said(component, is_split, sink);
    }
}

/// Tells the sentence that calls one item the largest, smallest or more than a half of all, and it is not.
fn largest_as_said(component: &Component, sink: &mut Sink) {
    let Some(Data::Text(says)) = component.fields.get(SAYS) else { return };
    let Some((first, last)) = says.first().zip(says.last()) else { return };
    let text = plain_text(says).to_lowercase();
    let items = items(component);
    let is_of_parts = ["donut", "strip"].contains(&component.name.node.as_str());
    let labels: Vec<&str> = items.iter().map(|(label, ..)| label.as_str()).collect();
    let short = distinct(&labels);
    for clause in text.split(['，', '。', '；', ',', ';']) {
        let mut named: Vec<&(String, Decimal, Decimal)> =
            items.iter().filter(|(label, ..)| label.chars().count() > 1 && clause.contains(label.as_str())).collect();
        if named.is_empty() {
            let is_named = |short: &str| {
                let behind = clause.split_once(short).map_or("", |(_, behind)| behind);
                short.chars().count() > 1 && BEHIND.iter().any(|word| behind.starts_with(word))
            };
            named = items.iter().zip(&short).filter(|(_, short)| is_named(short)).map(|(item, _)| item).collect();
        }
        let all = named.clone();
        named.retain(|(own, ..)| !all.iter().any(|(other, ..)| other != own && other.contains(own.as_str())));
        let [(_, level, part)] = named[..] else { continue };
        let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
        let levels = || items.iter().map(|(_, level, _)| *level);
        let is_plain = !component.is_given(Given::Waterfall) && !has(&OTHERWISE);
        let half = Decimal::new(5, 1);
        let wrong = if is_plain && has(&MOST) && levels().any(|other| other > *level) {
            "the largest"
        } else if is_plain && has(&LEAST) && levels().any(|other| other < *level) {
            "the smallest"
        } else if has(&OVER_HALF) && (is_of_parts || component.is_given(Given::Waterfall)) && *part < half {
            "more than a half"
        } else if is_plain
            && is_of_parts
            && let Some((share, slack)) = share_in(clause)
            && (*part * Decimal::ONE_HUNDRED - share).abs() > slack
        {
            "another share of all"
        } else {
            continue;
        };
        let message =
            format!("the sentence says of an item that it is {wrong}, and the chart's figures say that it is not");
        let hint = "mend the sentence, or the metrics and years of the chart";
        sink.push(Diagnostic::warning(Code::FigureClaim, first.span.to(last.span), message).hint(hint));
    }
}

/// Labels without what all of them end with: 範圍一 and 範圍二 of emissions.
fn distinct(labels: &[&str]) -> Vec<String> {
    let from_end = |label: &str, at: usize| label.chars().rev().nth(at);
    let first = labels.first().copied().unwrap_or_default();
    let is_common = |at: &usize| {
        let own = from_end(first, *at);
        own.is_some() && labels.iter().all(|label| from_end(label, *at) == own)
    };
    let length = if labels.len() > 1 { (0..).take_while(is_common).count() } else { 0 };
    let without = |label: &&str| label.chars().take(label.chars().count().saturating_sub(length)).collect();
    labels.iter().map(without).collect()
}

/// The share of all that a clause ends in, 佔60%, and how far rounding may have moved it.
fn share_in(clause: &str) -> Option<(Decimal, Decimal)> {
    let at = clause.find(['佔', '占'])?;
    let rest = clause[at..].trim_start_matches(['佔', '占', '比', '為', '为', '達', '达', '約', '约', ' ']);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|end| *end > 0)?;
    let is_last = rest[end..].strip_prefix(['%', '％']).is_some_and(|rest| rest.trim().is_empty());
    let share = rest[..end].parse::<Decimal>().ok().filter(|_| is_last)?;
    let slack = if clause.contains(['約', '约']) { Decimal::TWO } else { figure::half(share.scale()) };
    Some((share, slack))
}

/// Tells the sentence that calls a year of a metric the highest or lowest, and it is not.
fn extreme_as_said(component: &Component, is_split: bool, sink: &mut Sink) {
    let Some(Data::Text(says)) = component.fields.get(SAYS) else { return };
    let Some((first, last)) = says.first().zip(says.last()) else { return };
    let rows = component.metrics();
    let [row] = rows[..] else { return };
    let figures = row.figures.iter().map(|(year, figure)| Some((*year, figure.as_ref()?.amount.number()?)));
    let Some(all) = figures.collect::<Option<Vec<(i32, Decimal)>>>() else { return };
    let text = plain_text(says);
    for clause in text.split(['，', '。', '；', ',', ';']) {
        let Some((before, behind)) = clause.split_once('年') else { continue };
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let single = || before[start..].parse().ok().filter(|_| !is_split);
        let Some(year) = financial_year(before).map(|(year, _)| year).or_else(single) else { continue };
        let Some((_, own)) = all.iter().find(|(shown, _)| *shown == year) else { continue };
        let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
        let is_wrong = has(&MOST) && all.iter().any(|(_, other)| other > own)
            || has(&LEAST) && all.iter().any(|(_, other)| other < own);
        if is_wrong && !has(&OTHERWISE) && !behind.contains('年') {
            let message = "the sentence calls a year the highest or lowest, and the chart's figures say that it is not";
            let hint = "mend the sentence, or the metrics and years of the chart";
            sink.push(Diagnostic::warning(Code::FigureClaim, first.span.to(last.span), message).hint(hint));
        }
    }
}

/// The items of a chart of one year, or of a waterfall: what each is called, how much it is, and what part of all (of the
/// change, in a waterfall).
fn items(component: &Component) -> Vec<(String, Decimal, Decimal)> {
    let Some(Data::List(items)) = component.fields.get("items") else { return Vec::new() };
    let is_waterfall = component.is_given(Given::Waterfall);
    let amount = |row: &KpiRow| {
        let number = |at: usize| row.figures.get(at)?.1.as_ref()?.amount.number();
        match row.figures.len() {
            1 if !is_waterfall => number(0),
            2 if is_waterfall => number(1)?.checked_sub(number(0)?),
            _ => None,
        }
    };
    let item = |item: &Data| {
        let Data::Map(fields) = item else { return None };
        let row = fields.values().find_map(|data| match data {
            Data::Metric(row) => Some(row),
            _ => None,
        })?;
        let label = match fields.get("label") {
            Some(Data::Text(label)) => plain_text(label),
            _ => row.name.clone(),
        };
        Some((label.trim().to_lowercase(), amount(row)?, row.unit.clone()))
    };
    let all: Option<Vec<_>> = items.iter().map(item).collect();
    let Some(all) = all else { return Vec::new() };
    if all.iter().any(|(_, _, unit)| *unit != all[0].2) {
        return Vec::new();
    }
    let total = match component.fields.get("total") {
        Some(Data::Metric(row)) if is_waterfall => amount(row),
        _ => all.iter().try_fold(Decimal::ZERO, |sum, (_, amount, _)| sum.checked_add(*amount)),
    };
    let Some(total) = total.filter(|total| !total.is_zero()) else { return Vec::new() };
    let part = |amount: Decimal| amount.checked_div(total).unwrap_or_default();
    all.into_iter().map(|(label, amount, _)| (label, amount, part(amount))).collect()
}

/// Tells a sentence whose direction none of the figures has. A sentence with words of both directions is not judged.
fn moves_as_said(component: &Component, sink: &mut Sink) {
    let Some(Data::Text(says)) = component.fields.get(SAYS) else { return };
    let text = plain_text(says).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let said = match (has(&UP), has(&DOWN)) {
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => return,
    };
    let moves = moves(component);
    if moves.is_empty() || moves.contains(&said) {
        return;
    }
    let Some((first, last)) = says.first().zip(says.last()) else { return };
    let said = if said == Ordering::Greater { "rise or are higher" } else { "fall or are lower" };
    let message = format!("the sentence says that figures {said}, but none of the chart's figures does");
    let hint = "mend the sentence, or the metrics and years of the chart";
    sink.push(Diagnostic::warning(Code::FigureChange, first.span.to(last.span), message).hint(hint));
}

/// How the figures move: from the first year to the last, for each metric and for their sum, and from the other figure of
/// a pair to the item's own.
fn moves(component: &Component) -> Vec<Ordering> {
    let number = |row: &KpiRow, at: usize| row.figures.get(at)?.1.as_ref()?.amount.number();
    let rows = component.metrics();
    if component.is_given(Given::Pairs) {
        let pairs = rows.chunks(2).filter_map(|pair| match pair {
            [own, other] => Some(number(own, 0)?.cmp(&number(other, 0)?)),
            _ => None,
        });
        return pairs.collect();
    }
    let Some(last) = rows.first().and_then(|row| row.figures.len().checked_sub(1)).filter(|last| *last > 0) else {
        return Vec::new();
    };
    let mut moves: Vec<Ordering> =
        rows.iter().filter_map(|row| Some(number(row, last)?.cmp(&number(row, 0)?))).collect();
    let sum = |at: usize| {
        let numbers: Option<Vec<Decimal>> = rows.iter().map(|row| number(row, at)).collect();
        numbers?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    moves.extend(sum(last).zip(sum(0)).map(|(last, first)| last.cmp(&first)));
    moves
}
