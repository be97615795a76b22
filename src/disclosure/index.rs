//! The index of one standard in one edition, and what is wrong with the tags it is made from.

use indexmap::IndexMap;

use super::beside;
use super::codes::{check_codes, check_components, check_title, followed};
use super::contents;
use super::duties::{Circumstances, duty};
use super::gaps;
use super::places::{Tag, tags};
use super::remarks::{Row, elsewhere, omission, remark, status};
use crate::diag::Sink;
use crate::model::Locale;
use crate::model::{
    Claim, DisclosureRef, Document, Duty, Index, IndexEntry, IndexPlace, IndexStatus, Report, StandardClaim,
};
use crate::standards::Standard;

/// GRI's rules that word the statement of use, and the one that names the edition of GRI 1.
const IN_ACCORDANCE: &str = "statement-in-accordance";
const WITH_REFERENCE: &str = "statement-with-reference";
const GRI_1_USED: &str = "gri-1-used";

/// GRI's rule that lists the columns of an index in accordance, and the one of them that omissions begin with.
const COLUMNS_IN_ACCORDANCE: &str = "index-columns-in-accordance";
const OMISSION_COLUMN: &str = "omission-requirement";

/// One index per standard that the report follows, in one edition. Reports standards and disclosures that do not
/// exist, wherever they are named, and what is neither reported nor explained.
pub fn indices(report: &Report, document: &Document, sink: &mut Sink) -> Vec<Index> {
    let (tags, locale) = (tags(&document.chapters), &document.locale);
    let contents = contents::contents(&document.chapters);
    let followed = followed(report, sink);
    check_codes(report, &tags, &followed, sink);
    let tags = contents::drop_empty(report, tags, &contents, sink);
    contents::check_figures(report, &followed, &tags, &contents, sink);
    check_components(report, &document.chapters, sink);
    check_title(report, locale.edition(), &followed, sink);
    followed.iter().map(|(claim, standard)| index(report, locale, claim, standard, &tags, sink)).collect()
}

fn index(
    report: &Report,
    locale: &Locale,
    claim: &StandardClaim,
    standard: &Standard,
    tags: &[Tag<'_>],
    sink: &mut Sink,
) -> Index {
    let here = Circumstances::of(&report.config, claim.claim);
    let duties: Vec<Duty> = (0..standard.catalogue.entries.len()).map(|at| duty(standard, at, &here).0).collect();
    let rows = rows(report, standard, tags, &duties);
    let shown = shown(standard, claim, &rows, &duties);
    let topics = Topics::of(standard, claim, tags);
    let beside = beside::columns(report, (claim, standard), tags);
    let tag = locale.edition().tag();
    let mut entries: Vec<(usize, IndexEntry)> = Vec::new();
    let has_omissions = has_omissions(standard, claim.claim);
    let entry = |at: usize, row: &Row<'_>| {
        let status = if standard.is_heading(at) { IndexStatus::Group } else { status(row, locale) };
        // What stands where words are still to come is not printed.
        let said = row.note.filter(|_| status != IndexStatus::Missing);
        let reason = said.and_then(|note| note.omission.as_ref().or(note.relief.as_ref()));
        IndexEntry {
            key: standard.entry(at).code.clone(),
            code: standard.printed_code(at, tag),
            title: standard.printed_title(at, tag),
            depth: standard.depth(at),
            status,
            duty: duties[at],
            places: row.places.clone(),
            elsewhere: said.map(|note| elsewhere(note, locale)).unwrap_or_default(),
            explanation: said.map(|note| remark(standard, at, note, false, locale)).unwrap_or_default(),
            remark: said.map(|note| remark(standard, at, note, has_omissions, locale)).unwrap_or_default(),
            omission: said.filter(|_| has_omissions).and_then(|note| omission(standard, at, note, locale)),
            may_be_omitted: standard.entry(at).omission_allowed != Some(false),
            sector: row.note.and_then(|note| note.sector.clone()).unwrap_or_default(),
            reason: reason.map(|id| id.node.clone()),
            is_assured: said.is_some_and(|note| note.is_assured),
            beside: match status {
                IndexStatus::Group => Vec::new(),
                _ => beside.iter().map(|column| column.cell(&standard.entry(at).code, &row.places, locale)).collect(),
            },
        }
    };
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| shown[*at]) {
        if topics.moves(at) {
            continue;
        }
        let own = entry(at, row);
        if let Some(note) = row.note {
            gaps::needless(&own, note, sink);
            // An edition that has not all chapters says less of itself.
            if locale.edition() == report.config.source {
                gaps::unused(&own, note, sink);
            }
        }
        entries.push((at, own));
        for (of_topic, places) in topics.under(at) {
            let row = Row { places, note: rows[of_topic].note, is_partial: false };
            entries.push((of_topic, IndexEntry { depth: standard.depth(at) + 1, ..entry(of_topic, &row) }));
        }
    }
    gaps::tell(report, standard, claim, &entries, sink);
    let meta = &standard.catalogue.meta;
    let unused = (0..rows.len()).filter(|at| {
        let is_free = matches!(duties[*at], Duty::Encouraged | Duty::Voluntary);
        is_free && !shown[*at] && !standard.is_heading(*at)
    });
    Index {
        unused: unused.map(|at| gaps::gap(&entry(at, &rows[at]))).collect(),
        has_omissions,
        sectors: sectors(claim, standard, tag),
        short_title: standard.short_title(tag),
        standard: meta.id.clone(),
        family: meta.family.clone(),
        title: meta.title.text(tag).to_owned(),
        statement: statement(report, standard, claim.claim, locale),
        beside: beside.iter().map(|column| column.head(locale)).collect(),
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
    }
}

/// Whether omissions have columns of their own: in accordance with a standard whose rule asks for them.
fn has_omissions(standard: &Standard, claim: Option<Claim>) -> bool {
    let rule = standard.rule(COLUMNS_IN_ACCORDANCE).filter(|_| claim == Some(Claim::InAccordance));
    rule.is_some_and(|rule| rule.columns.iter().any(|column| column == OMISSION_COLUMN))
}

/// Titles of the sector standards that apply.
fn sectors(claim: &StandardClaim, standard: &Standard, tag: &str) -> Vec<String> {
    let found = claim.sectors.iter().filter_map(|code| standard.position(&code.node));
    found.map(|at| format!("{} {}", standard.printed_code(at, tag), standard.printed_title(at, tag))).collect()
}

/// Disclosures that an index in accordance with GRI repeats under each material topic, as 3-3 is: those tagged at the
/// same place as a disclosure of the topic.
struct Topics {
    repeated: Vec<usize>,
    places: IndexMap<usize, Vec<(usize, Vec<IndexPlace>)>>,
}

impl Topics {
    fn of(standard: &Standard, claim: &StandardClaim, tags: &[Tag<'_>]) -> Self {
        let mut topics = Self { repeated: Vec::new(), places: IndexMap::new() };
        if claim.claim != Some(Claim::InAccordance) {
            return topics;
        }
        let family = &standard.catalogue.meta.family;
        let own = tags.iter().filter(|tag| tag.disclosure.node.standard == *family);
        let own: Vec<(usize, &IndexPlace)> =
            own.filter_map(|tag| Some((standard.reported_by(&tag.disclosure.node.code)?, &tag.place))).collect();
        let all = 0..standard.catalogue.entries.len();
        topics.repeated = all.clone().filter(|at| standard.entry(*at).per_topic).collect();
        for topic in all.filter(|at| standard.kind(*at).listed_if_used) {
            let here: Vec<&IndexPlace> =
                own.iter().filter(|(at, _)| standard.parent(*at) == Some(topic)).map(|(_, place)| *place).collect();
            if here.is_empty() {
                continue;
            }
            let places = |repeated: usize| {
                let with_topic = |place: &&IndexPlace| here.iter().any(|known| known.anchor == place.anchor);
                let found = own.iter().filter(|(at, _)| *at == repeated).map(|(_, place)| *place);
                (repeated, found.filter(with_topic).cloned().collect())
            };
            topics.places.insert(topic, topics.repeated.iter().map(|at| places(*at)).collect());
        }
        topics
    }

    /// Whether an entry stands under topics only.
    fn moves(&self, at: usize) -> bool {
        self.repeated.contains(&at) && !self.places.is_empty()
    }

    /// What is repeated under a topic, and where it is reported.
    fn under(&self, topic: usize) -> Vec<(usize, Vec<IndexPlace>)> {
        self.places.get(&topic).cloned().unwrap_or_default()
    }
}

/// Places and notes of every entry.
fn rows<'a>(report: &'a Report, standard: &Standard, tags: &[Tag<'_>], duties: &[Duty]) -> Vec<Row<'a>> {
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
    share_with_items(standard, &mut rows, duties);
    rows
}

/// A paragraph with items, e.g. HKEX paragraph 13: who reports the paragraph reports its items, and who reports items
/// reports the paragraph, all of it or in part.
fn share_with_items(standard: &Standard, rows: &mut [Row<'_>], duties: &[Duty]) {
    for parent in (0..rows.len()).filter(|at| !standard.is_heading(*at)) {
        let items: Vec<usize> = standard.below(parent).collect();
        if items.is_empty() {
            continue;
        }
        if rows[parent].is_missing() {
            let places: Vec<IndexPlace> = items.iter().flat_map(|item| rows[*item].places.clone()).collect();
            rows[parent].add(places);
            let is_open = |item: &usize| rows[*item].places.is_empty() && duties[*item] <= Duty::ComplyOrExplain;
            rows[parent].is_partial = items.iter().any(is_open);
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

/// Which entries the index lists: those that are asked for, and of GRI's topic standards only those of which something
/// is reported or explained (GRI 1 asks for the disclosures of material topics). With reference to GRI, only what is
/// used is listed, unless the report asks for all.
fn shown(standard: &Standard, claim: &StandardClaim, rows: &[Row<'_>], duties: &[Duty]) -> Vec<bool> {
    let mut is_used = vec![false; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        if let Some(parent) = standard.parent(at) {
            is_used[parent] |= !row.is_missing();
        }
    }
    let only_used =
        standard.template(WITH_REFERENCE).is_some() && claim.claim != Some(Claim::InAccordance) && !claim.lists_all;
    let is_asked = |at: usize| match duties[at] {
        Duty::Mandatory | Duty::ComplyOrExplain => true,
        // A standard that obliges nobody is listed as a whole.
        Duty::Voluntary | Duty::Encouraged => standard.entry(at).obligation.is_none(),
        Duty::Guidance | Duty::NotYetDue | Duty::Gone => false,
    };
    let listed = |at: usize| {
        let topic = standard.parent(at).filter(|parent| standard.kind(*parent).listed_if_used);
        // A standard may be used before it must be.
        (is_asked(at) && topic.is_none_or(|topic| is_used[topic]) && !only_used) || !rows[at].is_missing()
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
