//! `glossary.yaml` and `disclosures.yaml`.

use super::yaml::{self, Fields, Kind, Node};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{DisclosureNote, DisclosureNotes, Edition, Glossary, Term, Vocabulary};

/// GRI 1 Requirement 6: the permitted reasons for omission, as huibao spells them.
const OMISSIONS: [&str; 4] =
    ["confidentiality-constraints", "information-unavailable", "legal-prohibitions", "not-applicable"];

/// Reads the glossary.
pub(crate) fn glossary(node: &Node, source: Edition, sink: &mut Sink) -> Option<Glossary> {
    let mut keys = Fields::of(node, sink)?;
    let protect = keys.take("protect").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let protect = protect.iter().filter_map(|item| yaml::text(item, sink)).filter(|text| !text.node.is_empty());
    let protect = protect.collect();
    let terms = keys.take("terms").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let terms = terms.iter().map(|item| Term { names: yaml::names(item, source, sink), span: item.span }).collect();
    let rules = keys.take("house_style").map(|node| yaml::entries(node, sink)).unwrap_or_default();
    let rules = rules.iter().filter_map(|(spelling, node)| Some((spelling.clone(), yaml::text(node, sink)?)));
    let house_style = rules.collect();
    keys.finish(sink);
    Some(Glossary { protect, terms, house_style, vocabulary: Vocabulary::default() })
}

/// Reads the explanations. Whether the disclosures exist is checked by the disclosure stage.
pub(crate) fn disclosures(node: &Node, source: Edition, sink: &mut Sink) -> Option<DisclosureNotes> {
    let mut keys = Fields::of(node, sink)?;
    let mut read = DisclosureNotes::default();
    for (standard, node) in keys.take("statements").map(|node| yaml::entries(node, sink)).unwrap_or_default() {
        read.statements.insert(standard.node.clone(), yaml::names(node, source, sink));
    }
    for (key, node) in keys.take("notes").map(|node| yaml::entries(node, sink)).unwrap_or_default() {
        let Some(disclosure) = yaml::parse_disclosure(&key.node) else {
            let message = format!("`{}` does not name a disclosure", key.node);
            sink.push(
                Diagnostic::error(Code::UnknownDisclosure, key.span, message)
                    .hint("write the standard, a colon and the code in quotes, e.g. \"hkex:A1.2\""),
            );
            continue;
        };
        if let Some(mut note) = note(node, source, sink) {
            note.span = key.span;
            read.notes.insert(disclosure, note);
        }
    }
    keys.finish(sink);
    Some(read)
}

/// A text, one text per language, or an explanation with a reason for omission.
fn note(node: &Node, source: Edition, sink: &mut Sink) -> Option<DisclosureNote> {
    let structured = |entries: &[(crate::source::Spanned<String>, Node)]| {
        entries.iter().any(|(key, _)| matches!(key.node.as_str(), "explanation" | "omission"))
    };
    if !matches!(&node.kind, Kind::Map(entries) if structured(entries)) {
        let explanation = yaml::names(node, source, sink);
        return Some(DisclosureNote { explanation, omission: None, span: node.span });
    }
    let mut keys = Fields::of(node, sink)?;
    let explanation = keys.need("explanation").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    let omission = keys.take("omission").and_then(|node| yaml::text(node, sink)).filter(|reason| {
        let fine = OMISSIONS.contains(&reason.node.as_str());
        if !fine {
            let message = format!("`{}` is not a reason for omission", reason.node);
            let hint = suggest(&reason.node, OMISSIONS);
            sink.push(Diagnostic::error(Code::BadValue, reason.span, message).hint(hint));
        }
        fine
    });
    keys.finish(sink);
    Some(DisclosureNote { explanation, omission, span: node.span })
}
