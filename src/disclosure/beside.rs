//! Several standards side by side: what of another standard asks for the same.
//!
//! Catalogues say which of their disclosures are related (`related`, a mapping of huibao's own). Where none of the two
//! says anything of the other, as the Sustainable Development Goals do, what the authors tag together is related.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::Followed;
use super::duties::{Circumstances, duty};
use super::places::Tag;
use crate::model::Locale;
use crate::model::{BesideColumn, Duty, IndexPlace, Report};
use crate::standards::Standard;

/// A column for another standard.
pub(super) struct Column<'a> {
    other: &'a Standard,
    /// What is related to each code.
    related: BTreeMap<&'a str, BTreeSet<usize>>,
    /// Where the other standard's disclosures are tagged, if that is what decides.
    tagged: Option<Vec<(usize, &'a str)>>,
    /// Disclosures of the other one that are in force.
    is_in_force: Vec<bool>,
}

/// The columns that a report wants beside the index of a standard.
pub(super) fn columns<'a>(report: &'a Report, (claim, standard): Followed<'a>, tags: &'a [Tag<'a>]) -> Vec<Column<'a>> {
    let others = claim.beside.iter().filter_map(|id| report.catalogues.standard(&id.node));
    others.map(|other| Column::new(report, standard, other, tags)).collect()
}

impl<'a> Column<'a> {
    fn new(report: &Report, standard: &'a Standard, other: &'a Standard, tags: &'a [Tag<'a>]) -> Self {
        let (own_family, other_family) = (&standard.catalogue.meta.family, &other.catalogue.meta.family);
        let named = |entry: &str, family: &str| {
            entry.split_once(':').filter(|(named, _)| *named == family).map(|(_, code)| code.to_owned())
        };
        let mut related: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for entry in &standard.catalogue.entries {
            for code in entry.related.iter().filter_map(|related| named(related, other_family)) {
                related.entry(entry.code.as_str()).or_default().extend(other.position(&code));
            }
        }
        for (at, entry) in other.catalogue.entries.iter().enumerate() {
            for code in entry.related.iter().filter_map(|related| named(related, own_family)) {
                let own = standard.position(&code).map(|own| standard.entry(own).code.as_str());
                own.into_iter().for_each(|own| _ = related.entry(own).or_default().insert(at));
            }
        }
        let of_other = tags.iter().filter(|tag| tag.disclosure.node.standard == *other_family);
        let tagged = related.is_empty().then(|| {
            of_other
                .filter_map(|tag| Some((other.reported_by(&tag.disclosure.node.code)?, tag.place.anchor.as_str())))
                .collect()
        });
        let claim = report.config.standards.iter().find(|claim| claim.id.node == other.catalogue.meta.id);
        let here = Circumstances::of(&report.config, claim.and_then(|claim| claim.claim));
        let is_in_force = (0..other.catalogue.entries.len())
            .map(|at| !matches!(duty(other, at, &here).0, Duty::Gone | Duty::NotYetDue))
            .collect();
        Self { other, related, tagged, is_in_force }
    }

    /// What the head of the column says.
    pub(super) fn head(&self, locale: &Locale) -> BesideColumn {
        BesideColumn {
            standard: self.other.catalogue.meta.id.clone(),
            title: self.other.short_title(locale.edition().tag()),
        }
    }

    /// The codes in the column for a disclosure that is reported at some places.
    pub(super) fn cell(&self, code: &str, places: &[IndexPlace], locale: &Locale) -> String {
        let by_catalogue = self.related.get(code).into_iter().flatten().copied();
        let is_here = |anchor: &str| places.iter().any(|place| place.anchor == anchor);
        let by_place = self.tagged.iter().flatten().filter(|(_, anchor)| is_here(anchor)).map(|(at, _)| *at);
        let found: BTreeSet<usize> = by_catalogue.chain(by_place).filter(|at| self.is_in_force[*at]).collect();
        let codes: Vec<String> =
            found.into_iter().map(|at| self.other.printed_code(at, locale.edition().tag())).collect();
        locale.list(&codes)
    }
}
