//! The index of one standard in one edition, and what is wrong with the tags it is made from.

use super::codes::{check_codes, check_components, followed};
use super::duties::{Circumstances, duty};
use super::places::{Tag, tags};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::locale::Locale;
use crate::model::{
    Claim, DisclosureNote, DisclosureRef, Duty, Index, IndexEntry, IndexPlace, IndexStatus, Report, StandardClaim,
};
use crate::standards::catalogue::OMISSION_REASONS;
use crate::standards::{Entry, Standard};

/// GRI's rules that word the statement of use, and the one that names the edition of GRI 1.
const IN_ACCORDANCE: &str = "statement-in-accordance";
const WITH_REFERENCE: &str = "statement-with-reference";
const GRI_1_USED: &str = "gri-1-used";

/// One index per standard that the report follows, in one edition. Reports standards and disclosures that do not
/// exist, wherever they are named, and what is neither reported nor explained.
pub fn indices(report: &Report, locale: &Locale, sink: &mut Sink) -> Vec<Index> {
    let tags = tags(report);
    let followed = followed(report, sink);
    check_codes(report, &tags, &followed, sink);
    check_components(report, sink);
    followed.iter().map(|(claim, standard)| index(report, locale, claim, standard, &tags, sink)).collect()
}

/// What a row of the index says.
#[derive(Default)]
struct Row<'a> {
    places: Vec<IndexPlace>,
    note: Option<&'a DisclosureNote>,
}

impl Row<'_> {
    fn add(&mut self, places: impl IntoIterator<Item = IndexPlace>) {
        for place in places {
            if !self.places.iter().any(|known| known.anchor == place.anchor) {
                self.places.push(place);
            }
        }
    }

    fn is_missing(&self) -> bool {
        self.places.is_empty() && self.note.is_none()
    }
}

fn index(
    report: &Report,
    locale: &Locale,
    claim: &StandardClaim,
    standard: &Standard,
    tags: &[Tag<'_>],
    sink: &mut Sink,
) -> Index {
    let rows = rows(report, standard, tags);
    let shown = shown(report, standard, &rows);
    let tag = locale.edition().tag();
    let entries = rows.iter().enumerate().filter(|(at, _)| shown[*at]);
    let entries = entries.map(|(at, row)| IndexEntry {
        code: standard.printed_code(at, tag),
        title: standard.printed_title(at, tag),
        depth: standard.depth(at),
        status: match row {
            _ if standard.is_heading(at) => IndexStatus::Group,
            row if !row.places.is_empty() => IndexStatus::Reported,
            row if row.note.is_some() => IndexStatus::Explained,
            _ => IndexStatus::Missing,
        },
        places: row.places.clone(),
        explanation: row.note.map(|note| explanation(standard, at, note, locale, sink)).unwrap_or_default(),
    });
    let entries = entries.collect();
    report_missing(report, standard, claim, &rows, &shown, sink);
    let meta = &standard.catalogue.meta;
    Index {
        standard: meta.id.clone(),
        family: meta.family.clone(),
        title: meta.title.text(tag).to_owned(),
        claim: claim.claim,
        statement: statement(report, standard, claim.claim, locale),
        entries,
    }
}

/// Places and notes of every entry.
fn rows<'a>(report: &'a Report, standard: &Standard, tags: &[Tag<'_>]) -> Vec<Row<'a>> {
    let catalogue = &standard.catalogue;
    let mut rows: Vec<Row<'a>> = catalogue.entries.iter().map(|_| Row::default()).collect();
    let own = |disclosure: &DisclosureRef| match disclosure.standard == catalogue.meta.family {
        true => standard.reported_by(&disclosure.code),
        false => None,
    };
    for tag in tags {
        if let Some(at) = own(&tag.disclosure.node) {
            rows[at].add([tag.place.clone()]);
        }
    }
    for (disclosure, note) in &report.disclosures.notes {
        if let Some(at) = own(disclosure) {
            rows[at].note = Some(note);
        }
    }
    share_with_items(standard, &mut rows);
    rows
}

/// A paragraph with items, e.g. HKEX paragraph 13: who reports the paragraph reports its items, and who reports all its
/// items reports the paragraph.
fn share_with_items(standard: &Standard, rows: &mut [Row<'_>]) {
    for parent in (0..rows.len()).filter(|at| !standard.is_heading(*at)) {
        let items: Vec<usize> = standard.below(parent).collect();
        if items.is_empty() {
            continue;
        }
        if rows[parent].is_missing() {
            if items.iter().all(|item| !rows[*item].places.is_empty()) {
                let places: Vec<IndexPlace> = items.iter().flat_map(|item| rows[*item].places.clone()).collect();
                rows[parent].add(places);
            }
        } else {
            for item in items {
                if rows[item].is_missing() {
                    rows[item].places = rows[parent].places.clone();
                    rows[item].note = rows[parent].note;
                }
            }
        }
    }
}

/// Which entries the index lists: those in force on the day of publication, and of GRI's topic standards only those of
/// which something is reported or explained (GRI 1 asks for the disclosures of material topics).
fn shown(report: &Report, standard: &Standard, rows: &[Row<'_>]) -> Vec<bool> {
    let published = report.config.published.iso();
    let in_force = |entry: &Entry| {
        entry.effective_from.as_ref().is_none_or(|from| *from <= published)
            && entry.superseded_from.as_ref().is_none_or(|from| *from > published)
            && entry.repealed_from.is_none()
    };
    let mut is_used = vec![false; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        if let Some(parent) = standard.parent(at) {
            is_used[parent] |= !row.is_missing();
        }
    }
    let listed = |at: usize| {
        let topic = standard.parent(at).filter(|parent| standard.kind(*parent).listed_if_used);
        // A standard may be used before it must be.
        (in_force(standard.entry(at)) && topic.is_none_or(|topic| is_used[topic])) || !rows[at].is_missing()
    };
    let mut shown: Vec<bool> = (0..rows.len()).map(|at| !standard.is_heading(at) && listed(at)).collect();
    // Headings are shown if anything below them is; children come after their parents.
    for at in (0..rows.len()).rev() {
        if let Some(parent) = standard.parent(at) {
            shown[parent] |= shown[at];
        }
    }
    shown
}

/// The explanation with the reason for omission before it.
fn explanation(standard: &Standard, at: usize, note: &DisclosureNote, locale: &Locale, sink: &mut Sink) -> String {
    let edition = locale.edition();
    let text = note.explanation.text(edition);
    let Some(reason) = &note.omission else { return text.to_owned() };
    let reasons = standard.allowed(OMISSION_REASONS, at);
    let Some((_, title)) = reasons.iter().find(|(id, _)| *id == reason.node) else {
        let message = format!("{} knows no reason for omission `{}`", standard.catalogue.meta.id, reason.node);
        let hint = suggest(&reason.node, reasons.iter().map(|(id, _)| *id));
        sink.push(Diagnostic::error(Code::BadValue, reason.span, message).hint(hint));
        return text.to_owned();
    };
    let title = title.text(edition.tag());
    if text.is_empty() { title.to_owned() } else { locale.titled(title, text) }
}

/// Tells what a listing rule asks for and the report does not give: one line per duty, not one per disclosure. Of a
/// draft it is what is still to write.
fn report_missing(
    report: &Report,
    standard: &Standard,
    claim: &StandardClaim,
    rows: &[Row<'_>],
    shown: &[bool],
    sink: &mut Sink,
) {
    let here = Circumstances::of(&report.config, claim);
    let missing = |wanted: Duty| -> Vec<&str> {
        let found = rows.iter().enumerate().filter(|(at, row)| {
            shown[*at]
                && !standard.is_heading(*at)
                && (row.is_missing() || (wanted == Duty::Mandatory && row.places.is_empty()))
                && duty(standard, *at, &here).0 == wanted
        });
        found.map(|(at, _)| standard.entry(at).code.as_str()).collect()
    };
    let id = &standard.catalogue.meta.id;
    let family = &standard.catalogue.meta.family;
    let rule = standard.listing_rule(here.listing.board).map(|rule| format!(" ({rule})")).unwrap_or_default();
    let mut tell = |what: &str, missing: Vec<&str>, hint: String| {
        let Some(first) = missing.first() else { return };
        let codes = missing.join(", ");
        let place = claim.id.span;
        let told = if report.config.draft {
            let message = format!("{id}: {} still to write, {what}: {codes}", missing.len());
            Diagnostic::note(Code::UnreportedDisclosure, place, message)
        } else {
            Diagnostic::warning(Code::UnreportedDisclosure, place, format!("{id}: {what}: {codes}"))
        };
        sink.push(told.hint(format!("give the section that reports it `disclose={family}:{first}`")).hint(hint));
    };
    let hint = format!("or give considered reasons in disclosures.yaml: comply or explain{rule}");
    tell("neither reported nor explained", missing(Duty::ComplyOrExplain), hint);
    let hint = format!("an explanation does not replace a mandatory disclosure{rule}");
    tell("mandatory but not reported", missing(Duty::Mandatory), hint);
}

/// The statement of use: the report's own, or the standard's wording filled in (GRI 1 Requirement 8), and the edition
/// of GRI 1 (Requirement 7).
fn statement(report: &Report, standard: &Standard, claim: Option<Claim>, locale: &Locale) -> Option<String> {
    let edition = locale.edition();
    let own = report.disclosures.statements.get(&standard.catalogue.meta.family);
    if let Some(own) = own.filter(|names| !names.is_empty()) {
        return Some(own.text(edition).to_owned());
    }
    let rule = match claim {
        Some(Claim::InAccordance) => IN_ACCORDANCE,
        Some(Claim::WithReference) | None => WITH_REFERENCE,
    };
    let config = &report.config;
    let filled = standard
        .template(rule)?
        .text(edition.tag())
        .replace("{issuer}", config.issuer.name.text(edition))
        .replace("{period}", &locale.period(&config.period));
    Some(match standard.template(GRI_1_USED) {
        Some(used) => locale.sentences(&filled, used.text(edition.tag())),
        None => filled,
    })
}
