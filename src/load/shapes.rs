//! Diagrams whose fields must go together: a shape with the title and the steps, degrees with the columns.

use indexmap::IndexMap;

use crate::component::{FieldKind, Schema};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Data, Inline, plain_text};

/// The field with the shape, and the one that goes round.
const SHAPE: &str = "shape";
const LOOP: &str = "loop";

/// Words of a title that tell a loop. 循環 alone does not: most often it is 循環利用.
const ROUND: [&str; 9] =
    ["閉環", "闭环", "循環管理", "循环管理", "循環機制", "循环机制", "持續改進循環", "持续改进循环", "PDCA"];

/// Tells a date of an event that stands out of the order that the others have, from the earliest on or from the latest.
pub(super) fn check_dates(fields: &IndexMap<String, Data>, sink: &mut Sink) {
    let Some(Data::List(items)) = fields.get("items") else { return };
    let Some(dates) = items.iter().map(dated).collect::<Option<Vec<_>>>() else { return };
    // A year by itself may be any day of it.
    let order = |one: &[u32], other: &[u32]| {
        let known = one.len().min(other.len());
        one[..known].cmp(&other[..known])
    };
    let steps = || dates.windows(2).map(|pair| order(&pair[0].0, &pair[1].0));
    let Some(way) = steps().find(|step| step.is_ne()) else { return };
    let Some(at) = steps().position(|step| step == way.reverse()) else { return };
    let [before, own] = [at, at + 1].map(|at| dates[at].1);
    if let (Some(first), Some(last)) = (own.first(), own.last()) {
        let message = format!("`{}` stands behind `{}`: the dates go to and fro", plain_text(own), plain_text(before));
        let hint = "put the events in the order of their dates";
        sink.push(Diagnostic::warning(Code::BadValue, first.span.to(last.span), message).hint(hint));
    }
}

/// The date of an item, and its words.
fn dated(item: &Data) -> Option<(Vec<u32>, &[Inline])> {
    let Data::Map(item) = item else { return None };
    let Some(Data::Text(words)) = item.get("date") else { return None };
    Some((date_in(&plain_text(words))?, words))
}

/// The year, month and day that a date begins with, as far as it has them: 2025年3月, 2025-03, 2025.
fn date_in(text: &str) -> Option<Vec<u32>> {
    let mut rest = text.trim();
    let mut date = Vec::new();
    for range in [1900..=2100, 1..=12, 1..=31] {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Some(number) = rest[..digits].parse().ok().filter(|number| range.contains(number)) else { break };
        date.push(number);
        let Some(behind) = rest[digits..].trim_start().strip_prefix(['年', '月', '-', '/', '.']) else { break };
        rest = behind.trim_start();
    }
    (!date.is_empty()).then_some(date)
}

/// Tells degrees that are more or fewer than the columns they stand in.
pub(super) fn check_degrees(fields: &IndexMap<String, Data>, sink: &mut Sink) {
    let Some(Data::List(columns)) = fields.get("columns") else { return };
    let list = |data: Option<&Data>| match data {
        Some(Data::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    for group in list(fields.get("groups")) {
        let Data::Map(group) = group else { continue };
        for item in list(group.get("items")) {
            let Data::Map(item) = item else { continue };
            let degrees = list(item.get("degrees"));
            if let Some(Data::Number(last)) = degrees.last()
                && degrees.len() != columns.len()
            {
                let message = format!("there are {} degrees for {} columns", degrees.len(), columns.len());
                let hint = "give one degree per column: 0 where there is none";
                sink.push(Diagnostic::error(Code::BadValue, last.span, message).hint(hint));
            }
        }
    }
}

/// Tells a loop of one step, and a title that tells a loop over steps that are drawn as another shape.
pub(super) fn check(schema: &Schema, fields: &IndexMap<String, Data>, sink: &mut Sink) {
    let goes_round = schema
        .fields
        .get(SHAPE)
        .is_some_and(|field| matches!(&field.kind, FieldKind::Choice(words) if words.iter().any(|word| word == LOOP)));
    if !goes_round {
        return;
    }
    let shape = match fields.get(SHAPE) {
        Some(Data::Plain(shape)) => Some(shape),
        _ => None,
    };
    let is_loop = shape.is_some_and(|shape| shape.node == LOOP);
    if let Some(shape) = shape.filter(|_| is_loop)
        && let Some(Data::List(items)) = fields.get("items")
        && items.len() == 1
    {
        let message = "a loop of one step leads nowhere";
        let hint = "add the steps that lead back to it, or take `shape: loop` away";
        sink.push(Diagnostic::error(Code::BadValue, shape.span, message).hint(hint));
    }
    if let Some(Data::Text(title)) = fields.get("title")
        && let Some((first, last)) = title.first().zip(title.last())
        && let text = plain_text(title)
        && let Some(word) = ROUND.iter().find(|word| text.contains(**word))
        && !is_loop
    {
        let message = format!("the title says {word}, but the steps are drawn as a row with an end");
        let hint = "add `shape: loop`";
        sink.push(Diagnostic::warning(Code::BadValue, first.span.to(last.span), message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::load::tests::problems;

    #[test]
    fn dates_that_go_to_and_fro_are_told() {
        let told = |dates: &[&str]| {
            let items: String = dates.iter().map(|date| format!("  - {{date: {date}, points: [甲]}}\n")).collect();
            problems(&format!("```timeline\nitems:\n{items}```\n"))
        };
        for dates in [
            &["2025年6月", "2025年3月", "2025年9月"][..],
            &["2023", "2025", "2024"],
            &["2025-01-02", "2025-01-01", "2025-03-01"],
        ] {
            assert!(told(dates).contains("the dates go to and fro"), "{dates:?}");
        }
        for dates in [
            &["2025年3月", "2025年6月", "2025年9月"][..],
            &["2025年", "2024年", "2023年"],
            &["2025年3月", "2025年", "2025年1月"],
            &["2025年3月", "第二季", "2025年1月"],
            &["2025", "2025"],
        ] {
            assert_eq!(told(dates), "", "{dates:?}");
        }
    }
}
