//! The index of one standard in one edition, and what is wrong with the tags it is made from.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::catalogue::{Catalogue, Entry, Kind, Obligation, RuleValue, StringOrList};
use super::places::{Tag, tags};
use super::shelf::{self, Standard};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::locale::Locale;
use crate::model::{
    Block, BlockKind, Claim, Data, Date, DisclosureNote, DisclosureRef, Index, IndexEntry, IndexPlace, IndexStatus,
    Report, StandardClaim, walk,
};
use crate::source::Span;

/// GRI's rules that word the statement of use, and the one that names the edition of GRI 1.
const IN_ACCORDANCE: &str = "statement-in-accordance";
const WITH_REFERENCE: &str = "statement-with-reference";
const GRI_1_USED: &str = "gri-1-used";

/// The rule that lists the reasons for omission.
const OMISSION_REASONS: &str = "omission-reasons";

/// One index per standard that the report follows, in one edition. Reports standards and disclosures that do not
/// exist, wherever they are named, and what is neither reported nor explained.
pub fn indices(report: &Report, locale: &Locale, sink: &mut Sink) -> Vec<Index> {
    let tags = tags(report);
    let claims = claims(report, sink);
    check_codes(report, &tags, &claims, sink);
    check_components(report, sink);
    claims.iter().map(|(claim, standard)| index(report, locale, claim, standard, &tags, sink)).collect()
}

/// The standards that the report follows.
fn claims<'a>(report: &'a Report, sink: &mut Sink) -> Vec<(&'a StandardClaim, &'static Standard)> {
    let mut found: Vec<(&StandardClaim, &Standard)> = Vec::new();
    for claim in &report.config.standards {
        let id = &claim.id;
        let Some(standard) = shelf::standard(&id.node) else {
            sink.push(
                Diagnostic::error(Code::UnknownStandard, id.span, format!("there is no standard `{}`", id.node))
                    .hint(suggest(&id.node, shelf::ids())),
            );
            continue;
        };
        check_dates(report, &standard.catalogue, id.span, sink);
        found.push((claim, standard));
    }
    found
}

/// Warns where the financial year is not one that the standard is for.
fn check_dates(report: &Report, catalogue: &Catalogue, span: Span, sink: &mut Sink) {
    let (meta, year) = (&catalogue.meta, iso(report.config.period.from));
    let early = meta.applies_from.as_ref().filter(|from| year < **from).map(|from| format!("from {from} on"));
    let late = meta.applies_until.as_ref().filter(|until| year > **until).map(|until| format!("until {until}"));
    if let Some(when) = early.or(late) {
        let message = format!("`{}` is for financial years that begin {when}; this one begins on {year}", meta.id);
        let diagnostic = Diagnostic::warning(Code::BadValue, span, message);
        sink.push(match &meta.successor {
            Some(successor) => diagnostic.hint(format!("later years use `{successor}`")),
            None => diagnostic,
        });
    }
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Reports every component `index` of a standard that the report does not follow: there is no such index.
fn check_components(report: &Report, sink: &mut Sink) {
    let known = || report.config.standards.iter().map(|claim| claim.id.node.as_str());
    let mut check = |block: &Block| {
        let BlockKind::Component(component) = &block.kind else { return };
        let Some(Data::Plain(wanted)) = component.fields.get("standard").filter(|_| component.name.node == "index")
        else {
            return;
        };
        if known().all(|id| id != wanted.node) {
            let message = format!("the report does not follow a standard `{}`", wanted.node);
            sink.push(
                Diagnostic::error(Code::UnknownStandard, wanted.span, message)
                    .hint(suggest(&wanted.node, known().collect::<Vec<_>>()))
                    .hint("report.yaml lists the standards that it follows"),
            );
        }
    };
    report.chapters.iter().for_each(|chapter| walk(&chapter.blocks, &mut check));
}

/// Reports every `disclose` and every note whose standard or code does not exist.
fn check_codes(report: &Report, tags: &[Tag<'_>], claims: &[(&StandardClaim, &'static Standard)], sink: &mut Sink) {
    let in_text = tags.iter().map(|tag| (&tag.disclosure.node, tag.disclosure.span));
    let in_data = report.kpis.kpis.values().flat_map(|kpi| &kpi.disclose).map(|tag| (&tag.node, tag.span));
    let in_notes = report.disclosures.notes.iter().map(|(disclosure, note)| (disclosure, note.span));
    for (disclosure, span) in in_text.chain(in_data).chain(in_notes) {
        check_code(disclosure, span, claims, sink);
    }
    for (family, names) in &report.disclosures.statements {
        if !shelf::families().any(|known| known == family) {
            let span = names.iter().next().map(|(_, text)| text.span);
            sink.push(
                Diagnostic::error(Code::UnknownStandard, span, format!("there is no standard `{family}`"))
                    .hint(suggest(family, shelf::families())),
            );
        }
    }
}

fn check_code(disclosure: &DisclosureRef, span: Span, claims: &[(&StandardClaim, &'static Standard)], sink: &mut Sink) {
    let DisclosureRef { standard: family, code } = disclosure;
    let mut standards: Vec<&'static Standard> = claims.iter().map(|(_, standard)| *standard).collect();
    standards.retain(|standard| standard.catalogue.meta.family == *family);
    if standards.is_empty() {
        standards.extend(shelf::newest(family));
    }
    let Some(first) = standards.first() else {
        let families: BTreeSet<&str> = shelf::families().collect();
        sink.push(
            Diagnostic::error(Code::UnknownStandard, span, format!("there is no standard `{family}`"))
                .hint(suggest(family, families)),
        );
        return;
    };
    let entries = &first.catalogue.entries;
    let find = |standard: &&'static Standard| standard.reported_by(code).map(|at| &standard.catalogue.entries[at]);
    let found: Vec<&Entry> = standards.iter().filter_map(find).collect();
    if let Some(entry) = found.first() {
        if found.iter().all(|entry| entry.status.as_deref() == Some("repealed")) {
            let message = format!("`{disclosure}` is not reported any more under {}", first.catalogue.meta.id);
            let instead = match &entry.replaced_by {
                Some(StringOrList::One(code)) => format!("use {code}"),
                Some(StringOrList::Many(codes)) => format!("use {}", codes.join(", ")),
                None => "take it away".to_owned(),
            };
            sink.push(Diagnostic::warning(Code::UnknownDisclosure, span, message).hint(instead));
        }
        return;
    }
    let diagnostic = if first.position(code).is_some() {
        let below: Vec<&str> = entries
            .iter()
            .filter(|entry| entry.parent.as_deref() == Some(code))
            .map(|entry| entry.code.as_str())
            .collect();
        Diagnostic::error(Code::UnknownDisclosure, span, format!("`{disclosure}` is a heading, not a disclosure"))
            .hint(format!("name what is reported: {}", below.join(", ")))
    } else {
        let id = &first.catalogue.meta.id;
        Diagnostic::error(Code::UnknownDisclosure, span, format!("{id} has no disclosure `{code}`"))
            .hint(suggest(code, entries.iter().map(|entry| entry.code.as_str())))
    };
    sink.push(diagnostic);
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
    let (catalogue, edition) = (&standard.catalogue, locale.edition());
    let rows = rows(report, standard, tags);
    let shown = shown(report, standard, &rows);
    let entries = catalogue.entries.iter().zip(&rows).enumerate().filter(|(at, _)| shown[*at]);
    let entries = entries.map(|(at, (entry, row))| IndexEntry {
        code: entry.printed(locale),
        title: entry.printed_title(edition),
        depth: standard.depth(at),
        status: match row {
            _ if entry.kind.is_heading() => IndexStatus::Group,
            row if !row.places.is_empty() => IndexStatus::Reported,
            row if row.note.is_some() => IndexStatus::Explained,
            _ => IndexStatus::Missing,
        },
        places: row.places.clone(),
        explanation: row.note.map(|note| explanation(catalogue, note, locale, sink)).unwrap_or_default(),
    });
    let entries = entries.collect();
    report_missing(catalogue, claim, &rows, &shown, sink);
    Index {
        standard: catalogue.meta.id.clone(),
        family: catalogue.meta.family.clone(),
        title: catalogue.meta.title.text(edition).to_owned(),
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
    let entries = &standard.catalogue.entries;
    let mut items: IndexMap<usize, Vec<usize>> = IndexMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let parent = entry.parent.as_deref().and_then(|code| standard.position(code));
        if let Some(parent) = parent.filter(|parent| !entries[*parent].kind.is_heading()) {
            items.entry(parent).or_default().push(at);
        }
    }
    for (parent, items) in items {
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
    let entries = &standard.catalogue.entries;
    let published = iso(report.config.published);
    let in_force = |entry: &Entry| {
        entry.effective_from.as_ref().is_none_or(|from| *from <= published)
            && entry.superseded_from.as_ref().is_none_or(|from| *from > published)
            && entry.status.as_deref() != Some("repealed")
    };
    let parent = |at: usize| entries[at].parent.as_deref().and_then(|code| standard.position(code));
    let mut topic_used = vec![false; entries.len()];
    for (at, row) in rows.iter().enumerate() {
        if let Some(parent) = parent(at) {
            topic_used[parent] |= !row.is_missing();
        }
    }
    let listed = |at: usize| {
        let topic = parent(at).filter(|parent| entries[*parent].kind == Kind::TopicStandard);
        let entry = &entries[at];
        // A standard may be used before it must be.
        (in_force(entry) && topic.is_none_or(|topic| topic_used[topic])) || !rows[at].is_missing()
    };
    let mut shown: Vec<bool> = (0..entries.len()).map(|at| !entries[at].kind.is_heading() && listed(at)).collect();
    // Headings are shown if anything below them is; children come after their parents.
    for at in (0..entries.len()).rev() {
        if let Some(parent) = parent(at) {
            shown[parent] |= shown[at];
        }
    }
    shown
}

/// The explanation with the reason for omission before it.
fn explanation(catalogue: &Catalogue, note: &DisclosureNote, locale: &Locale, sink: &mut Sink) -> String {
    let edition = locale.edition();
    let text = note.explanation.text(edition);
    let Some(reason) = &note.omission else { return text.to_owned() };
    let values = catalogue.rules.iter().filter(|rule| rule.id == OMISSION_REASONS).flat_map(|rule| &rule.values);
    let reasons: Vec<(&str, &str)> = values
        .filter_map(|value| match value {
            RuleValue::Titled { id, title } => Some((id.as_str(), title.text(edition))),
            RuleValue::Plain(_) => None,
        })
        .collect();
    let Some((_, title)) = reasons.iter().find(|(id, _)| *id == reason.node) else {
        let message = format!("{} knows no reason for omission `{}`", catalogue.meta.id, reason.node);
        let hint = suggest(&reason.node, reasons.iter().map(|(id, _)| *id));
        sink.push(Diagnostic::error(Code::BadValue, reason.span, message).hint(hint));
        return text.to_owned();
    };
    if text.is_empty() { (*title).to_owned() } else { locale.titled(title, text) }
}

/// Warns about what a listing rule asks for and the report does not give: one line per kind, not one per disclosure.
fn report_missing(catalogue: &Catalogue, claim: &StandardClaim, rows: &[Row<'_>], shown: &[bool], sink: &mut Sink) {
    let missing = |obligation: Obligation| -> Vec<&str> {
        let entries = catalogue.entries.iter().zip(rows).zip(shown);
        let wanted = entries.filter(|((entry, row), shown)| {
            **shown
                && !entry.kind.is_heading()
                && entry.obligation == Some(obligation)
                && (row.is_missing() || (obligation == Obligation::Mandatory && row.places.is_empty()))
        });
        wanted.map(|((entry, _), _)| entry.code.as_str()).collect()
    };
    let id = &catalogue.meta.id;
    let family = &catalogue.meta.family;
    let explainable = missing(Obligation::ComplyOrExplain);
    if let Some(first) = explainable.first() {
        let message = format!("{id}: neither reported nor explained: {}", explainable.join(", "));
        sink.push(
            Diagnostic::warning(Code::UnreportedDisclosure, claim.id.span, message)
                .hint(format!("give the section that reports it `disclose={family}:{first}`"))
                .hint("or give considered reasons in disclosures.yaml (comply or explain, Main Board Rule 13.91)"),
        );
    }
    let mandatory = missing(Obligation::Mandatory);
    if let Some(first) = mandatory.first() {
        let message = format!("{id}: mandatory but not reported: {}", mandatory.join(", "));
        sink.push(
            Diagnostic::warning(Code::UnreportedDisclosure, claim.id.span, message)
                .hint(format!("give the section that reports it `disclose={family}:{first}`"))
                .hint("an explanation does not replace a mandatory disclosure (Main Board Rule 13.91)"),
        );
    }
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
        .text(edition)
        .replace("{issuer}", config.issuer.name.text(edition))
        .replace("{period}", &locale.period(&config.period));
    Some(match standard.template(GRI_1_USED) {
        Some(used) => locale.sentences(&filled, used.text(edition)),
        None => filled,
    })
}
