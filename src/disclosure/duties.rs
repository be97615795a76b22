//! Which rules apply: what each standard asks of this report, and by which rule.

use crate::model::{Asked, AskedItem, Claim, Config, Date, Duty, Edition, Report, StandardClaim};
use crate::standards::{Listing, Obligation, Shelf, Standard};

/// By what a standard's rules are chosen.
#[derive(Clone)]
pub(super) struct Circumstances {
    /// Where the issuer is listed.
    pub(super) listing: Listing,
    /// First day of the financial year.
    pub(super) begins: String,
    /// Day of publication.
    pub(super) published: String,
    /// How the standard is followed.
    pub(super) claim: Option<Claim>,
}

impl Circumstances {
    /// Those of a report and one of its standards.
    pub(super) fn of(config: &Config, claim: Option<Claim>) -> Self {
        Self {
            listing: config.listing.unwrap_or_default(),
            begins: config.period.from.iso(),
            published: config.published.iso(),
            claim,
        }
    }
}

/// How binding an entry is, and by which rule.
pub(super) fn duty(standard: &Standard, at: usize, here: &Circumstances) -> (Duty, String) {
    let entry = standard.entry(at);
    let reference = || entry.reference.clone().unwrap_or_default();
    if let Some(from) = &entry.repealed_from {
        return (Duty::Gone, format!("repealed from {from}"));
    }
    if let Some(from) = entry.superseded_from.as_ref().filter(|from| **from <= here.published) {
        return (Duty::Gone, format!("superseded for reports published from {from} on"));
    }
    if let Some(from) = entry.effective_from.as_ref().filter(|from| **from > here.published) {
        return (Duty::NotYetDue, format!("for reports published from {from} on"));
    }
    let (obligation, row) = standard.obligation(at, here.listing, &here.begins);
    let rule = match row {
        Some(row) => format!("{}, phase-in `{row}`", reference()),
        None => reference(),
    };
    let duty = match obligation {
        Some(Obligation::Mandatory) => Duty::Mandatory,
        Some(Obligation::ComplyOrExplain) => Duty::ComplyOrExplain,
        Some(Obligation::Encouraged) => Duty::Encouraged,
        Some(Obligation::Voluntary) => Duty::Voluntary,
        Some(Obligation::Guidance) => Duty::Guidance,
        // The phase-in table has no row for this issuer and year.
        Some(Obligation::Phased) => Duty::NotYetDue,
        None if entry.obligation.is_some() => Duty::NotYetDue,
        None => return by_claim(standard, at, here.claim),
    };
    (duty, rule)
}

/// A standard that obliges by what is claimed: in accordance with GRI, every disclosure of the universal standards is
/// given or omitted for one of its reasons (GRI 1 Requirements 2 and 6), and topics are reported as far as they matter.
fn by_claim(standard: &Standard, at: usize, claim: Option<Claim>) -> (Duty, String) {
    let of_topic = standard.parent(at).is_some_and(|parent| standard.kind(parent).listed_if_used);
    match claim {
        Some(Claim::InAccordance) if of_topic => {
            (Duty::Voluntary, "in accordance: as far as it is material".to_owned())
        }
        Some(Claim::InAccordance) if standard.entry(at).omission_allowed == Some(false) => {
            (Duty::Mandatory, "in accordance: no omission is allowed".to_owned())
        }
        Some(Claim::InAccordance) => (Duty::ComplyOrExplain, "in accordance: or a reason for omission".to_owned()),
        Some(Claim::WithReference) => (Duty::Voluntary, "with reference: what is used".to_owned()),
        None => (Duty::Voluntary, String::new()),
    }
}

/// What every standard that the report follows asks of it, in the words of one edition.
pub fn asked(report: &Report, edition: Edition) -> Vec<Asked> {
    let config = &report.config;
    let of = |claim: &StandardClaim| {
        let standard = report.catalogues.standard(&claim.id.node)?;
        Some(items(standard, &Circumstances::of(config, claim.claim), edition))
    };
    config.standards.iter().filter_map(of).collect()
}

fn items(standard: &Standard, here: &Circumstances, edition: Edition) -> Asked {
    let (meta, tag) = (&standard.catalogue.meta, edition.tag());
    let item = |at: usize| {
        let (duty, rule) = duty(standard, at, here);
        AskedItem {
            code: standard.entry(at).code.clone(),
            printed: standard.printed_code(at, tag),
            title: standard.printed_title(at, tag),
            duty,
            rule,
        }
    };
    let all = 0..standard.catalogue.entries.len();
    Asked {
        standard: meta.id.clone(),
        title: meta.title.text(tag).to_owned(),
        basis: basis(standard, here),
        items: all.filter(|at| !standard.is_heading(*at)).map(item).collect(),
    }
}

/// Why it is this version, and for whom.
fn basis(standard: &Standard, here: &Circumstances) -> String {
    let meta = &standard.catalogue.meta;
    let mut parts = Vec::new();
    if meta.applies_from.is_some() {
        parts.push(format!("financial year from {}", here.begins));
    }
    if standard.catalogue.entries.iter().any(|entry| entry.effective_from.is_some()) {
        parts.push(format!("published on {}", here.published));
    }
    if !standard.catalogue.phase_in.is_empty() {
        parts.push(here.listing.words().to_owned());
    }
    parts.extend(standard.listing_rule(here.listing.board).map(str::to_owned));
    match here.claim {
        Some(Claim::InAccordance) => parts.push("in accordance".to_owned()),
        Some(Claim::WithReference) => parts.push("with reference".to_owned()),
        None => {}
    }
    parts.join("; ")
}

/// What changes between two catalogues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The disclosure, as the later one has it, or the earlier one where it is gone.
    pub item: AskedItem,
    /// What it is in the earlier one; none where it is new.
    pub before: Option<(Duty, String)>,
}

/// What changes from one catalogue to another for an issuer: disclosures that are new, gone, bind otherwise or have
/// another title. The earlier one is asked for a year that begins on `begins`, the later one for the year after.
///
/// # Errors
/// The id that no catalogue has.
pub fn changes(
    shelf: &Shelf,
    (earlier, later): (&str, &str),
    listing: Listing,
    begins: Option<Date>,
    edition: Edition,
) -> Result<Vec<Change>, String> {
    let find = |id: &str| shelf.standard(id).ok_or_else(|| id.to_owned());
    let (earlier, later) = (find(earlier)?, find(later)?);
    let begins_of = |standard: &Standard, years: i32| {
        let day = begins.map(|day| Date { year: day.year + years, ..day }.iso());
        let meta = &standard.catalogue.meta;
        // A catalogue that this year is not for is asked for the first or the last one that it is for.
        let day = day.filter(|day| standard.is_for_year(day));
        day.or_else(|| meta.applies_until.clone()).or_else(|| meta.applies_from.clone()).unwrap_or_default()
    };
    let at = |standard: &Standard, years: i32| {
        let begins = begins_of(standard, years);
        // A report comes out in the year after the one it is about.
        let year: i32 = begins.get(..4).and_then(|year| year.parse().ok()).unwrap_or(9998);
        let published = format!("{}{}", year + 1, begins.get(4..).unwrap_or_default());
        items(standard, &Circumstances { listing, begins, published, claim: None }, edition).items
    };
    let (before, after) = (at(earlier, 0), at(later, 1));
    let is_asked = |item: &&AskedItem| item.duty != Duty::Gone;
    let mut changes = Vec::new();
    for item in &after {
        let old = before.iter().filter(is_asked).find(|old| old.code == item.code);
        let is_same = old.is_some_and(|old| old.duty == item.duty && old.title == item.title);
        if !is_same && (old.is_some() || item.duty != Duty::Gone) {
            changes.push(Change { item: item.clone(), before: old.map(|old| (old.duty, old.title.clone())) });
        }
    }
    for old in before.iter().filter(is_asked).filter(|old| after.iter().all(|item| item.code != old.code)) {
        let gone = AskedItem { duty: Duty::Gone, ..old.clone() };
        changes.push(Change { item: gone, before: Some((old.duty, old.title.clone())) });
    }
    Ok(changes)
}
