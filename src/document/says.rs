//! The sentence over a chart (`says`), held against the chart's figures: what is said to rise must rise.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::plain_text;
use crate::model::printed::{Component, Data};
use crate::model::{Given, KpiRow};

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

/// Tells a sentence whose direction none of the figures has. A sentence with words of both directions is not judged.
pub(super) fn check(component: &Component, sink: &mut Sink) {
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
