//! `targets:` of a metric.

use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::load::yaml::{self, Fields, Kind, Node};
use crate::model::{Edition, Goal, Target, TargetState, YEARS, financial_year, year_in};
use crate::source::Spanned;

/// How a target is written.
const HINT: &str =
    "write what is to be reached: `{base: 2020, year: 2030, value: 5000}`, or `change: -30` in per cent of the base";

/// A list of targets, or a single one. `split` takes years that are named by two: 2024/25.
pub(super) fn targets(node: &Node, source: Edition, split: &mut Vec<Spanned<String>>, sink: &mut Sink) -> Vec<Target> {
    let items = match &node.kind {
        Kind::Map(_) => std::slice::from_ref(node),
        _ => yaml::list(node, sink).unwrap_or_default(),
    };
    items.iter().filter_map(|item| target(item, source, split, sink)).collect()
}

fn target(node: &Node, source: Edition, split: &mut Vec<Spanned<String>>, sink: &mut Sink) -> Option<Target> {
    let mut keys = Fields::like(node, "targets: [{base: 2020, year: 2030, change: -50}]", sink)?;
    let name = keys.take("name").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    let mut year_of = |node: Option<&Node>, sink: &mut Sink| {
        let node = node?;
        let financial = match &node.kind {
            Kind::Scalar { slice, .. } => {
                if financial_year(&slice.text).is_some() {
                    split.push(Spanned::new(slice.text.trim().to_owned(), node.span));
                }
                year_in(&slice.text).filter(|year| YEARS.contains(year))
            }
            _ => None,
        };
        financial.or_else(|| yaml::integer(node, YEARS, sink)).map(|year| Spanned::new(year, node.span))
    };
    let base = year_of(keys.take("base"), sink);
    let year = year_of(keys.need("year"), sink);
    let value = keys.take("value").and_then(|node| yaml::decimal(node, sink));
    let change = keys.take("change").and_then(|node| yaml::decimal(node, sink));
    let state = keys.take("status").and_then(|node| status(node, sink));
    let place = keys.place();
    keys.finish(sink);
    let goal = match (value, change) {
        (Some(value), None) => Goal::Value(value),
        (None, Some(change)) => Goal::Change(change),
        (None, None) => {
            let has = |key: &str| matches!(&node.kind, Kind::Map(keys) if keys.iter().any(|(own, _)| own.node == key));
            // What is given and no number has been told.
            if !has("value") && !has("change") {
                sink.push(Diagnostic::error(Code::MissingKey, place, "the target has no `value`").hint(HINT));
            }
            return None;
        }
        (Some(_), Some(change)) => {
            let message = "`change` stands instead of `value`, and both are given";
            sink.push(
                Diagnostic::error(Code::BadValue, change.span, message).hint("keep one: the other follows from it"),
            );
            return None;
        }
    };
    let year = year?;
    if let Some(base) = base.as_ref().filter(|base| base.node >= year.node) {
        let message =
            format!("the target is for {}, and its base year {} does not lie before it", year.node, base.node);
        sink.push(Diagnostic::error(Code::BadValue, base.span, message).hint("write the earlier year as `base`"));
        return None;
    }
    Some(Target { base, year, goal, state, name, span: node.span })
}

fn status(node: &Node, sink: &mut Sink) -> Option<Spanned<TargetState>> {
    let word = yaml::text(node, sink)?;
    let state = TargetState::ALL.into_iter().find(|state| state.name() == word.node);
    if state.is_none() {
        let message = format!("`{}` is not possible here", word.node);
        let hint = suggest(&word.node, TargetState::ALL.map(TargetState::name));
        sink.push(
            Diagnostic::error(Code::BadValue, word.span, message).hint(hint).hint("leave it out to have it worked out"),
        );
    }
    state.map(|state| Spanned::new(state, word.span))
}
