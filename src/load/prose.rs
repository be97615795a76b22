//! A text in YAML: a line of Markdown, or one per language.

use super::markdown::Context;
use super::yaml::{self, Kind, Node};
use crate::diag::{Code, Diagnostic};
use crate::model::{Inline, InlineKind, Open};

/// A text, or one text per language.
pub(crate) fn prose(node: &Node, cx: &mut Context<'_>) -> Option<Vec<Inline>> {
    if !matches!(node.kind, Kind::Map(_)) {
        yaml::check_true(node, cx.sink);
        let slice = yaml::slice(node, cx.sink)?.trimmed();
        return Some(cx.line(&slice));
    }
    let names = yaml::names(node, cx.edition, cx.sink);
    if names.is_empty() {
        let hint = "put a text that begins with { in quotes, one with {{ … }} in single quotes";
        cx.sink.push(yaml::wrong_type(node, "a text, or one text per language").hint(hint));
        return None;
    }
    if !names.serves(cx.edition) {
        let message = format!("there is no text for {}, the edition the report is written in", cx.edition);
        let hint = format!("add `{}: …`", cx.edition);
        cx.sink.push(Diagnostic::error(Code::MissingText, node.span, message).hint(hint));
    }
    let sides: Vec<_> = names.iter().map(|(tag, text)| (Some(tag.to_owned()), text.node.clone())).collect();
    // A single text needs no choice between editions, and so may hold markup.
    if let [(Some(_), _)] = &sides[..]
        && let Kind::Map(entries) = &node.kind
        && let [(_, only)] = &entries[..]
    {
        return prose(only, cx);
    }
    Some(vec![Inline { span: node.span, kind: InlineKind::Own(Open::Manual(sides)) }])
}
