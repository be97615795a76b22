//! `standards/*.yaml` in the content folder: catalogues that a report brings, and what it adds to built-in ones.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::yaml::{self, Fields, Kind, Node};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::source::Span;
use crate::standards::catalogue::{Catalogue, Entry, Kind as EntryKind, Meta};
use crate::standards::{Shelf, Standard};

/// Takes in one file. Its errors are told at their lines; a broken catalogue does not get onto the shelf.
pub(crate) fn read(node: &Node, shelf: &mut Shelf, known: &mut BTreeMap<String, Span>, sink: &mut Sink) {
    let Some(mut keys) = Fields::of(node, sink) else { return };
    let amends = keys.take("amends").and_then(|node| yaml::text(node, sink));
    let errors = sink.iter().count();
    if let Some(id) = &amends {
        let nodes = keys.need("entries").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
        keys.finish(sink);
        let entries = all(nodes, sink);
        let Some(standard) = shelf.standard(&id.node) else {
            let message = format!("there is no standard `{}` to add to", id.node);
            let hint = suggest(&id.node, shelf.ids());
            sink.push(Diagnostic::error(Code::UnknownStandard, id.span, message).hint(hint));
            return;
        };
        let amended = amended(standard, entries);
        if sink.iter().count() == errors && check(&amended, nodes, node, sink) {
            shelf.add(amended);
        }
        return;
    }
    let meta_node = keys.need("meta");
    let id_span = meta_node.map(id_place).unwrap_or(node.span);
    for name in ["id", "family"].into_iter().filter_map(|key| text_of(meta_node?, key)) {
        shelf.set_aside(name);
    }
    let meta: Option<Meta> = meta_node.and_then(|node| yaml::typed(node, sink));
    let kinds = keys.take("kinds").and_then(|node| yaml::typed::<BTreeMap<String, EntryKind>>(node, sink));
    let mut list = |key: &'static str, sink: &mut Sink| keys.take(key).and_then(|node| yaml::list(node, sink));
    let phase_in = all(list("phase_in", sink).unwrap_or_default(), sink);
    let rules = all(list("rules", sink).unwrap_or_default(), sink);
    let nodes = keys.need("entries").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let entries = all(nodes, sink);
    keys.finish(sink);
    let Some(meta) = meta else { return };
    if let Some(first) = known.get(&meta.id) {
        let message = format!("there are two catalogues with the id `{}`", meta.id);
        let hint = "give one of them another id";
        sink.push(Diagnostic::error(Code::Duplicate, id_span, message).label(*first, "the other one").hint(hint));
        return;
    }
    if shelf.ids().any(|id| id == meta.id) {
        let message = format!("huibao has a catalogue `{}` already", meta.id);
        let hint = format!("give it another id, or add to the built-in one with `amends: {}`", meta.id);
        sink.push(Diagnostic::error(Code::Duplicate, id_span, message).hint(hint));
        return;
    }
    known.insert(meta.id.clone(), id_span);
    let kinds = kinds.unwrap_or_else(Catalogue::plain_kinds);
    let catalogue = Catalogue { meta, kinds, phase_in, rules, entries };
    if sink.iter().count() == errors && check(&catalogue, nodes, node, sink) {
        shelf.add(catalogue);
    }
}

/// Where `meta` says the catalogue's id.
fn id_place(meta: &Node) -> Span {
    match &meta.kind {
        Kind::Map(entries) => {
            entries.iter().find(|(key, _)| key.node == "id").map_or(meta.span, |(_, value)| value.span)
        }
        _ => meta.span,
    }
}

/// Every item that can be read.
fn all<T: DeserializeOwned>(nodes: &[Node], sink: &mut Sink) -> Vec<T> {
    nodes.iter().filter_map(|node| yaml::typed(node, sink)).collect()
}

/// A catalogue with entries added, each behind what stands below its heading already.
fn amended(standard: &Standard, entries: Vec<Entry>) -> Catalogue {
    let mut catalogue = standard.catalogue.clone();
    // Counts guard the catalogue as huibao has it.
    catalogue.kinds.values_mut().for_each(|kind| kind.count = None);
    for entry in entries {
        let mut family: Vec<&str> = entry.parent.as_deref().into_iter().collect();
        let mut at = catalogue.entries.len();
        for (position, known) in catalogue.entries.iter().enumerate() {
            let below = known.parent.as_deref().is_some_and(|parent| family.contains(&parent));
            if family.first() == Some(&known.code.as_str()) || below {
                family.push(&known.code);
                at = position + 1;
            }
        }
        catalogue.entries.insert(at, entry);
    }
    catalogue
}

/// Reports what is wrong with a catalogue as a whole, at the entries that `nodes` were read from.
fn check(catalogue: &Catalogue, nodes: &[Node], whole: &Node, sink: &mut Sink) -> bool {
    let faults = catalogue.faults();
    for fault in &faults {
        let code = fault.entry.map(|at| catalogue.entries[at].code.as_str());
        // Where a code is there twice, its last entry is the one too many.
        let entry = nodes.iter().rfind(|node| text_of(node, "code") == code).filter(|_| code.is_some());
        let span = match entry.map(|node| &node.kind) {
            Some(Kind::Map(keys)) => keys
                .iter()
                .find(|(key, _)| key.node == fault.key)
                .or_else(|| keys.first())
                .map_or(whole.span, |(_, value)| value.span),
            _ => Fields::of(whole, sink).map_or(whole.span, |keys| keys.place()),
        };
        let kind = if fault.duplicate { Code::Duplicate } else { Code::BadValue };
        sink.push(
            Diagnostic::error(kind, span, fault.message.clone())
                .hint("docs/format.md shows how a catalogue is written"),
        );
    }
    faults.is_empty()
}

/// The text under a key of a mapping.
fn text_of<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    let Kind::Map(entries) = &node.kind else { return None };
    match &entries.iter().find(|(known, _)| known.node == key)?.1.kind {
        Kind::Scalar { slice, .. } => Some(slice.text.trim()),
        _ => None,
    }
}
