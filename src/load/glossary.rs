//! `glossary.yaml` and `disclosures.yaml`.

use super::yaml::{self, Fields, Kind, Node};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{DisclosureNote, DisclosureNotes, DisclosureRef, Edition, Glossary, LocalName, Term, Vocabulary};
use crate::source::{SourceId, Spanned};
use crate::standards::Shelf;
use crate::standards::catalogue::{OMISSION_REASONS, RuleValue};

/// Reads the glossary.
pub(crate) fn glossary(node: &Node, source: Edition, sink: &mut Sink) -> Option<Glossary> {
    let mut keys = Fields::of(node, sink)?;
    let protect = keys.take("protect").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let (local, protect): (Vec<_>, Vec<_>) = protect.iter().partition(|item| matches!(item.kind, Kind::Map(_)));
    let local = local.into_iter().filter_map(|item| local_name(item, sink)).collect();
    let protect = protect.into_iter().filter_map(|item| yaml::text(item, sink));
    let protect = protect.filter(|text| !text.node.is_empty()).collect();
    let terms = keys.take("terms").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let terms = terms.iter().map(|item| Term { names: yaml::names(item, source, sink), span: item.span }).collect();
    let rules = keys.take("house_style").map(|node| yaml::entries(node, sink)).unwrap_or_default();
    let rules = rules.iter().filter_map(|(spelling, node)| Some((spelling.clone(), yaml::text(node, sink)?)));
    let house_style = rules.collect();
    keys.finish(sink);
    Some(Glossary { protect, local, terms, house_style, vocabulary: Vocabulary::default() })
}

/// `{name: …, only: [files]}`.
fn local_name(node: &Node, sink: &mut Sink) -> Option<LocalName> {
    let mut keys = Fields::of(node, sink)?;
    let name = keys.need("name").and_then(|node| yaml::text(node, sink));
    let only = keys.need("only").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let only = only.iter().filter_map(|file| yaml::text(file, sink)).collect();
    keys.finish(sink);
    Some(LocalName { name: name?, only, sources: Vec::new() })
}

/// Finds the files of names that hold in some files only. `known` has the paths there are, below the content folder.
pub(crate) fn check_files(
    glossary: &mut Glossary,
    known: &[String],
    find: &dyn Fn(&str) -> Option<SourceId>,
    sink: &mut Sink,
) {
    for name in &mut glossary.local {
        for file in &name.only {
            if known.contains(&file.node) {
                name.sources.extend(find(&file.node));
            } else {
                let message = format!("there is no file `{}` in the report", file.node);
                let hint = suggest(&file.node, known.iter().map(String::as_str));
                sink.push(Diagnostic::error(Code::Glossary, file.span, message).hint(hint));
            }
        }
    }
}

/// Reads the explanations. Whether the disclosures exist is checked by the disclosure stage.
pub(crate) fn disclosures(
    node: &Node,
    source: Edition,
    catalogues: &Shelf,
    sink: &mut Sink,
) -> Option<DisclosureNotes> {
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
            note.omission = note.omission.filter(|reason| is_reason(&disclosure, reason, catalogues, sink));
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
    let omission = keys.take("omission").and_then(|node| yaml::text(node, sink));
    keys.finish(sink);
    Some(DisclosureNote { explanation, omission, span: node.span })
}

/// Whether the standard knows this reason for omission; reports it if not. A standard that does not exist is told by
/// the disclosure stage.
fn is_reason(disclosure: &DisclosureRef, reason: &Spanned<String>, catalogues: &Shelf, sink: &mut Sink) -> bool {
    let standards = catalogues.of_family(&disclosure.standard);
    let rules = standards.iter().filter_map(|standard| standard.rule(OMISSION_REASONS));
    let known: Vec<&str> = rules.flat_map(|rule| rule.values.iter().map(RuleValue::id)).collect();
    let fine = standards.is_empty() || known.contains(&reason.node.as_str());
    if !fine {
        let message = format!("`{}` is not a reason for omission", reason.node);
        let hint = match known.is_empty() {
            true => format!("{} has no reasons to choose from: explain it in words alone", disclosure.standard),
            false => suggest(&reason.node, known),
        };
        sink.push(Diagnostic::error(Code::BadValue, reason.span, message).hint(hint));
    }
    fine
}
