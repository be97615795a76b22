//! `disclosures.yaml`: what the index says where no section reports a disclosure, or not all of it.

use super::yaml::{self, Fields, Kind, Node};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{DisclosureNote, DisclosureNotes, DisclosureRef, Edition, Names, OtherPlace, gives_no_reason};
use crate::source::{Span, Spanned};
use crate::standards::catalogue::{OMISSION_REASONS, RELIEFS, RuleValue};
use crate::standards::{Shelf, Standard};

/// Keys of a note that says more than an explanation.
const KEYS: [&str; 9] =
    ["explanation", "omission", "requirement", "relief", "partial", "negative", "elsewhere", "assured", "sector"];

/// Reads the notes. Whether the disclosures exist is checked by the disclosure stage.
pub(crate) fn disclosures(
    node: &Node,
    source: Edition,
    catalogues: &Shelf,
    sink: &mut Sink,
) -> Option<DisclosureNotes> {
    let mut keys = Fields::of(node, sink)?;
    let mut read = DisclosureNotes::default();
    let statements = keys.take("statements").map(|node| yaml::entries_like(node, "statements: {gri: …}", sink));
    for (standard, node) in statements.unwrap_or_default() {
        read.statements.insert(standard.node.clone(), yaml::names(node, source, sink));
    }
    let mut known: Vec<(DisclosureRef, Span)> = Vec::new();
    let notes = keys.take("notes").map(|node| yaml::entries_like(node, "\"hkex:B5.4\": …", sink));
    for (key, node) in notes.unwrap_or_default() {
        let Some(disclosure) = yaml::parse_disclosure(&key.node) else {
            let message = format!("`{}` does not name a disclosure", key.node);
            sink.push(
                Diagnostic::error(Code::UnknownDisclosure, key.span, message)
                    .hint("write the standard, a colon and the code in quotes, e.g. \"hkex:A1.2\""),
            );
            continue;
        };
        if let Some((_, first)) = known.iter().find(|(other, _)| *other == disclosure) {
            let message = format!("{disclosure} has two notes, and only one would be read");
            let told = Diagnostic::error(Code::Duplicate, key.span, message).label(*first, "the first one");
            sink.push(told.hint("keep one of them"));
            continue;
        }
        known.push((disclosure.clone(), key.span));
        if let Some(mut note) = note(node, key, source, sink) {
            let check = |reason: Option<Spanned<String>>, allows: &Allows, sink: &mut Sink| {
                reason.filter(|reason| is_allowed(&disclosure, reason, allows, catalogues, sink))
            };
            note.omission = check(note.omission, &OMISSION, sink);
            note.relief = check(note.relief, &RELIEF, sink);
            for (_, text) in note.explanation.iter().filter(|(_, text)| gives_no_reason(&text.node)) {
                let message = format!("`{}` gives no reason why {disclosure} is not reported", text.node.trim());
                let hint = "say why: what the company does not do or have, or when it will report it; what stands elsewhere \
                            in the report is reported there by `disclose`";
                sink.push(Diagnostic::warning(Code::UnreportedDisclosure, text.span, message).hint(hint));
            }
            read.notes.insert(disclosure, note);
        }
    }
    let codes: Vec<&str> = match &node.kind {
        Kind::Map(entries) => entries.iter().map(|(key, _)| key.node.as_str()).collect(),
        _ => Vec::new(),
    };
    let codes: Vec<&str> = codes.into_iter().filter(|key| yaml::parse_disclosure(key).is_some()).collect();
    keys.finish_among(&[(&codes[..], "notes stand below `notes:`, indented")], sink);
    Some(read)
}

/// A text, one text per language, or a group of keys.
fn note(node: &Node, key: &Spanned<String>, source: Edition, sink: &mut Sink) -> Option<DisclosureNote> {
    let mut note = DisclosureNote::at(key.span);
    // A map of languages is an explanation, too; a mistyped key is told as one of the group.
    let is_language = |key: &str| key.split('-').next().is_some_and(|first| matches!(first, "zh" | "en"));
    let is_group = |entries: &[(Spanned<String>, Node)]| {
        !entries.is_empty() && !entries.iter().all(|(key, _)| is_language(&key.node))
    };
    if !matches!(&node.kind, Kind::Map(entries) if is_group(entries)) {
        note.explanation = yaml::names(node, source, sink);
        return Some(note);
    }
    let mut keys = Fields::of(node, sink)?;
    let mut names = |key| keys.take(key).map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    note.explanation = names("explanation");
    (note.partial, note.negative) = (names("partial"), names("negative"));
    let mut text = |key| keys.take(key).and_then(|node| yaml::text(node, sink));
    (note.omission, note.relief) = (text("omission"), text("relief"));
    (note.requirement, note.sector) = (text("requirement").map(|text| text.node), text("sector").map(|text| text.node));
    let elsewhere = keys.take("elsewhere").map(|node| match &node.kind {
        Kind::Seq(items) => &items[..],
        _ => std::slice::from_ref(node),
    });
    let elsewhere = elsewhere.unwrap_or_default().iter();
    note.elsewhere = elsewhere.filter_map(|node| other_place(node, source, sink)).collect();
    note.is_assured = keys.take("assured").and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    let place = keys.place();
    keys.finish(sink);
    // A reason or a relief is explained.
    if (note.omission.is_some() || note.relief.is_some()) && note.explanation.is_empty() {
        let message = "`explanation` is missing";
        sink.push(Diagnostic::error(Code::MissingKey, place, message).hint("add `explanation: …` here"));
    }
    if let (Some(requirement), None) = (&note.requirement, &note.omission) {
        let message = format!("`requirement: {requirement}` says what is omitted, but there is no `omission`");
        sink.push(Diagnostic::error(Code::MissingKey, place, message).hint("add `omission: …` here"));
    }
    let Kind::Map(entries) = &node.kind else { return Some(note) };
    if !entries.iter().any(|(key, _)| KEYS.contains(&key.node.as_str())) {
        let message = "the note says nothing of the disclosure";
        let hint = format!("a note has one of these: {}", KEYS.join(", "));
        sink.push(Diagnostic::error(Code::MissingKey, place, message).hint(hint));
    }
    Some(note)
}

/// `{title: 2026年年報, page: 88}`, `{title: 公司章程, url: https://…}`.
fn other_place(node: &Node, source: Edition, sink: &mut Sink) -> Option<OtherPlace> {
    let mut keys = Fields::of(node, sink)?;
    let title = keys.need("title").map(|node| yaml::names(node, source, sink));
    let page = keys.take("page").and_then(|node| yaml::text(node, sink)).filter(|page| {
        let is_bare = !page.node.starts_with(['第', 'p', 'P']) && !page.node.ends_with(['頁', '页']);
        if !is_bare {
            let message = format!("`{}` has the word for a page, which the index writes itself", page.node);
            sink.push(
                Diagnostic::error(Code::BadValue, page.span, message).hint("write the number alone: 88, or 88–90"),
            );
        }
        is_bare
    });
    let page = page.map(|text| text.node);
    let url = keys.take("url").and_then(|node| yaml::website(node, sink)).map(|text| text.node);
    keys.finish(sink);
    Some(OtherPlace { title: title.filter(|title: &Names| !title.is_empty())?, page, url })
}

/// A rule of standards that lists what a note may name.
struct Allows {
    rule: &'static str,
    what: &'static str,
    refused_by: fn(&Standard, usize) -> bool,
}

const OMISSION: Allows = Allows {
    rule: OMISSION_REASONS,
    what: "reason for omission",
    refused_by: |standard, at| standard.entry(at).omission_allowed == Some(false),
};

const RELIEF: Allows = Allows { rule: RELIEFS, what: "relief", refused_by: |_, _| false };

/// Whether the standard knows this reason or relief, and for this disclosure; reports it if not. A standard that does
/// not exist is told by the disclosure stage.
fn is_allowed(
    disclosure: &DisclosureRef,
    reason: &Spanned<String>,
    allows: &Allows,
    catalogues: &Shelf,
    sink: &mut Sink,
) -> bool {
    let Allows { rule, what, refused_by } = allows;
    let standards = catalogues.of_family(&disclosure.standard);
    let rules = standards.iter().filter_map(|standard| standard.rule(rule));
    let known: Vec<&str> = rules.flat_map(|rule| rule.values.iter().map(RuleValue::id)).collect();
    if standards.is_empty() {
        return true;
    }
    let mut tell = |message: String, hint: String| {
        sink.push(Diagnostic::error(Code::BadValue, reason.span, message).hint(hint));
        false
    };
    if !known.contains(&reason.node.as_str()) {
        let hint = match known.is_empty() {
            true => format!("{} has none to choose from: explain it in words alone", disclosure.standard),
            false => suggest(&reason.node, known),
        };
        return tell(format!("`{}` is not a {what}", reason.node), hint);
    }
    let entries: Vec<(&Standard, usize)> =
        standards.iter().filter_map(|standard| Some((*standard, standard.reported_by(&disclosure.code)?))).collect();
    if entries.iter().any(|(standard, at)| refused_by(standard, *at)) {
        return tell(
            format!("no {what} is allowed for {disclosure}"),
            format!("report it: `disclose={disclosure}` behind the heading of the section that does"),
        );
    }
    let fits = |(standard, at): &(&Standard, usize)| {
        standard.rule(rule).is_none() || standard.allowed(rule, *at).iter().any(|(id, _)| *id == reason.node)
    };
    if !entries.iter().all(fits) {
        let of_entry = entries.iter().flat_map(|(standard, at)| standard.allowed(rule, *at));
        let of_entry: Vec<&str> = of_entry.map(|(id, _)| id).collect();
        let hint = match of_entry.is_empty() {
            true => format!("there is no {what} for it: report it or explain it"),
            false => format!("for it there are: {}", of_entry.join(", ")),
        };
        return tell(format!("`{}` is not for {disclosure}", reason.node), hint);
    }
    true
}
