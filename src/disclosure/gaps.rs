//! What is missing: told to the authors, and counted.

use std::collections::BTreeMap;

use super::duties::Circumstances;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Claim, DisclosureNote, Duty, Gap, Gaps, Index, IndexEntry, IndexStatus, Report, StandardClaim};
use crate::standards::Standard;

/// Tells what is asked for and not given: one line per duty, not one per disclosure. What is mandatory is an error, and
/// so is anything that is missing from a report in accordance with GRI; of a draft it is what is still to write. `rows`
/// are the disclosures that the index lists, each with its position in the standard.
pub(super) fn tell(
    report: &Report,
    standard: &Standard,
    claim: &StandardClaim,
    rows: &[&(usize, IndexEntry)],
    sink: &mut Sink,
) {
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
    let missing = |duty: Duty| -> Vec<&str> {
        let found = rows.iter().filter(|(at, entry)| entry.duty == duty && is_missing(entry) && is_told(*at));
        found.map(|(_, entry)| entry.key.as_str()).collect()
    };
    let here = Circumstances::of(&report.config, claim.claim);
    let (id, family) = (&standard.catalogue.meta.id, &standard.catalogue.meta.family);
    let rule = standard.listing_rule(here.listing.board).map(|rule| format!(" ({rule})")).unwrap_or_default();
    let mut tell = |what: &str, is_error: bool, missing: Vec<&str>, hint: String| {
        let Some(first) = missing.first() else { return };
        let (code, place) = (Code::UnreportedDisclosure, claim.id.span);
        let list = missing.join(", ");
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

/// What is missing by standard. Paragraphs count by their items.
pub fn gaps(indices: &[Index]) -> Vec<Gaps> {
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
        let mut open: Vec<Gap> = open
            .map(|entry| Gap {
                key: entry.key.clone(),
                code: entry.code.clone(),
                title: entry.title.clone(),
                duty: entry.duty,
                status: entry.status,
                explanation: entry.explanation.clone(),
            })
            .collect();
        open.sort_by_key(|gap| (std::cmp::Reverse(gap.status), gap.duty));
        Gaps { standard: index.standard.clone(), title: index.title.clone(), counts, open }
    };
    indices.iter().map(of).collect()
}
