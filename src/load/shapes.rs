//! Diagrams whose fields must go together: a shape with the title and the steps, degrees with the columns.

use indexmap::IndexMap;

use crate::component::{FieldKind, Schema};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Data, plain_text};

/// The field with the shape, and the one that goes round.
const SHAPE: &str = "shape";
const LOOP: &str = "loop";

/// Words of a title that tell a loop. 循環 alone does not: most often it is 循環利用.
const ROUND: [&str; 9] =
    ["閉環", "闭环", "循環管理", "循环管理", "循環機制", "循环机制", "持續改進循環", "持续改进循环", "PDCA"];

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
