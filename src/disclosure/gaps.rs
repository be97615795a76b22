//! What is missing: told to the authors, and counted.

use std::collections::BTreeMap;

use super::duties::Circumstances;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{
    Claim, DisclosureNote, Duty, Edition, Gap, Gaps, Index, IndexEntry, IndexStatus, Report, StandardClaim,
};
use crate::standards::Standard;

/// Tells what is asked for and not given: one line per duty, not one per disclosure. What is mandatory is an error, and
/// so is anything that is missing from a report in accordance with GRI; of a draft it is what is still to write. `entries`
/// are what the index lists, each with its position in the standard.
pub(super) fn tell(
    report: &Report,
    standard: &Standard,
    claim: &StandardClaim,
    entries: &[(usize, IndexEntry)],
    sink: &mut Sink,
) {
    let rows: Vec<&(usize, IndexEntry)> = entries.iter().filter(|(at, _)| !standard.is_heading(*at)).collect();
    let in_accordance = claim.claim == Some(Claim::InAccordance);
    let is_missing = |entry: &IndexEntry| match entry.duty {
        Duty::Mandatory => !entry.status.is_given(),
        // GRI 1 Requirement 6: one of its reasons, not any explanation.
        _ if in_accordance => matches!(entry.status, IndexStatus::Missing | IndexStatus::Explained),
        _ => entry.status == IndexStatus::Missing,
    };
    // Where all items of a paragraph are missing and bind alike, the paragraph says so for them.
    let row =
        |at: usize| rows.iter().find(|(row, _)| *row == at).map(|(_, entry)| entry).filter(|entry| is_missing(entry));
    let items = |at: usize| standard.below(at).filter(|item| rows.iter().any(|(row, _)| row == item));
    let stands_for_items = |at: usize| {
        row(at).is_some_and(|own| items(at).all(|item| row(item).is_some_and(|item| item.duty == own.duty)))
    };
    let has_items = |at: usize| items(at).next().is_some();
    let is_told = |at: usize| match standard.parent(at).filter(|parent| !standard.is_heading(*parent)) {
        Some(parent) => !stands_for_items(parent),
        None => !has_items(at) || stands_for_items(at),
    };
    // What is asked for under each topic is told with its topic.
    let named = |(place, (at, entry)): (usize, &(usize, IndexEntry))| {
        let heads = entries[..place].iter().rev().filter(|(at, _)| standard.is_heading(*at));
        match heads.map(|(_, head)| &head.code).next().filter(|_| standard.entry(*at).per_topic) {
            Some(topic) => format!("{} ({topic})", entry.key),
            None => entry.key.clone(),
        }
    };
    let missing = |duty: Duty| -> Vec<(&str, String)> {
        let found = entries.iter().enumerate().filter(|(_, (at, entry))| {
            !standard.is_heading(*at) && entry.duty == duty && is_missing(entry) && is_told(*at)
        });
        found.map(|row| (row.1.1.key.as_str(), named(row))).collect()
    };
    let here = Circumstances::of(&report.config, claim.claim);
    let (id, family) = (&standard.catalogue.meta.id, &standard.catalogue.meta.family);
    let rule = standard.listing_rule(here.listing.board).map(|rule| format!(" ({rule})")).unwrap_or_default();
    let mut tell = |what: &str, is_error: bool, missing: Vec<(&str, String)>, hint: String| {
        let Some((first, _)) = missing.first() else { return };
        let (code, place) = (Code::UnreportedDisclosure, claim.id.span);
        let list = missing.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        let diagnostic = if report.config.draft {
            Diagnostic::note(code, place, format!("{id}: {} still to write, {what}: {list}", missing.len()))
        } else if is_error {
            Diagnostic::error(code, place, format!("{id}: {what}: {list}"))
        } else {
            Diagnostic::warning(code, place, format!("{id}: {what}: {list}"))
        };
        sink.push(diagnostic.hint(format!("give the section that reports it `disclose={family}:{first}`")).hint(hint));
    };
    let hint = match in_accordance {
        true => "or give one of GRI's reasons in disclosures.yaml: `omission: …` with its explanation".to_owned(),
        false => format!("or give considered reasons in disclosures.yaml: comply or explain{rule}"),
    };
    tell("neither reported nor explained", in_accordance, missing(Duty::ComplyOrExplain), hint);
    let hint = format!("an explanation does not replace a mandatory disclosure{rule}");
    tell("mandatory but not reported", true, missing(Duty::Mandatory), hint);
}

/// Tells an explanation for what is reported: one of the two is not so.
pub(super) fn needless(entry: &IndexEntry, note: &DisclosureNote, sink: &mut Sink) {
    let explains = !note.explanation.is_empty() && note.omission.is_none() && note.relief.is_none();
    if !entry.places.is_empty() && (explains || !note.negative.is_empty()) {
        let message = format!("`{}` is explained here, but {} reports it", entry.key, entry.places[0].text);
        sink.push(
            Diagnostic::warning(Code::NeedlessExplanation, note.span, message)
                .hint("take the note away, or say with `partial: …` what is left out"),
        );
    }
}

/// Tells a note about what is reported, where nothing reports it: what it says is printed nowhere.
pub(super) fn unused(entry: &IndexEntry, note: &DisclosureNote, sink: &mut Sink) {
    let is_placed = !entry.places.is_empty() || !note.elsewhere.is_empty();
    let key = if !note.partial.is_empty() { "partial" } else { "assured" };
    if !is_placed && (!note.partial.is_empty() || note.is_assured) {
        let message = format!("`{key}` is about what is reported of `{}`, and nothing reports it", entry.key);
        let hint = "give the section that reports it `disclose=…`; or say with `explanation: …` why it is not reported";
        sink.push(Diagnostic::warning(Code::UnreportedDisclosure, note.span, message).hint(hint));
    }
}

/// A disclosure as the gap check lists it.
pub(super) fn gap(entry: &IndexEntry) -> Gap {
    Gap {
        key: entry.key.clone(),
        code: entry.code.clone(),
        title: entry.title.clone(),
        duty: entry.duty,
        status: entry.status,
        explanation: entry.explanation.clone(),
    }
}

/// What is missing from an edition by standard. Paragraphs count by their items.
pub fn gaps(edition: Edition, indices: &[Index]) -> Vec<Gaps> {
    let of = |index: &Index| {
        let has_items = |at: usize| {
            let next = index.entries.get(at + 1);
            next.is_some_and(|next| next.depth > index.entries[at].depth)
        };
        let rows = index.entries.iter().enumerate();
        let rows = rows.filter(|(at, entry)| entry.status != IndexStatus::Group && !has_items(*at));
        let rows: Vec<&IndexEntry> = rows.map(|(_, entry)| entry).collect();
        let mut counts: BTreeMap<IndexStatus, usize> = BTreeMap::new();
        rows.iter().for_each(|entry| *counts.entry(entry.status).or_default() += 1);
        let open = rows.iter().filter(|entry| entry.status != IndexStatus::Reported);
        let mut open: Vec<Gap> = open.map(|entry| gap(entry)).collect();
        open.sort_by_key(|gap| (std::cmp::Reverse(gap.status), gap.duty));
        let unused = index.unused.clone();
        Gaps { edition, standard: index.standard.clone(), title: index.title.clone(), counts, open, unused }
    };
    indices.iter().map(of).collect()
}
