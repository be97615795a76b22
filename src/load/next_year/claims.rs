//! Claims of a later year: codes that the standard has renamed, and the years that components show.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive as _;

use super::edits::Edits;
use super::{Move, entry};
use crate::load::yaml::{Kind, Node};
use crate::model::{BASE, Block, BlockKind, Data, DisclosureRef, Given, Inline, Report, Visit};
use crate::source::{Sources, Spanned};
use crate::standards::catalogue::StringOrList;
use crate::standards::{Entry, Standard};

/// Writes the changes to claims and to the years of components.
pub(super) fn edit(report: &Report, sources: &Sources, plan: &Move<'_>, edits: &mut Edits<'_>) {
    let mut walk = Walk { plan, sources, edits };
    report.chapters.iter().for_each(|chapter| walk.chapter(chapter));
    report.translations.iter().flat_map(|own| &own.chapters).for_each(|chapter| walk.chapter(chapter));
    report.kpis.kpis.values().for_each(|kpi| walk.claims(&kpi.disclose));
}

struct Walk<'w, 's> {
    plan: &'w Move<'w>,
    sources: &'w Sources,
    edits: &'w mut Edits<'s>,
}

impl<'a> Visit<'a> for Walk<'_, '_> {
    fn block(&mut self, block: &'a Block) {
        self.claims(&block.disclose);
        if let BlockKind::Component(component) = &block.kind {
            let base = match component.fields.get(BASE) {
                Some(Data::Number(base)) => base.node.to_i32(),
                _ => None,
            };
            // What figures are measured against stays: the base year, and whatever a way to a goal begins with.
            let last = self.plan.last;
            let stays = |year| base == Some(year) || component.is_given(Given::Progress) && year != last;
            component.fields.values().for_each(|data| self.years(data, &stays));
            // The index that is shown is that of the new version.
            if let Some(shown) = component.standard()
                && let Some(next) = self.plan.standard(&shown.node).filter(|next| *next != shown.node)
            {
                self.edits.value(shown.span, next);
            }
        }
        self.inside_block(block);
    }

    fn line(&mut self, _: &'a [Inline]) {}
}

impl Walk<'_, '_> {
    /// Puts codes of the new year in the place of those that are not used any more, where it is plain which.
    fn claims(&mut self, claims: &[Spanned<DisclosureRef>]) {
        // A translation may have taken over claims that stand elsewhere.
        let written = |claim: &&Spanned<DisclosureRef>| self.sources.text(claim.span).contains(&claim.node.code);
        for claim in claims.iter().filter(written) {
            let others = claims.iter().map(|other| &other.node).filter(|other| **other != claim.node);
            let codes = self.plan.replaced(&claim.node, &others.cloned().collect::<Vec<_>>());
            if !codes.is_empty() {
                let names: Vec<String> = codes.iter().map(|code| format!("{}:{code}", claim.node.standard)).collect();
                self.edits.value(claim.span, &names.join(","));
            }
        }
    }

    /// The years that a component shows move on; one that shows the last year alone shows both, so that readers can
    /// compare.
    fn years(&mut self, data: &Data, stays: &dyn Fn(i32) -> bool) {
        let Data::Years(years) = data else { return };
        let (last, by) = (self.plan.last, self.plan.by);
        match &years[..] {
            [only] if only.node == last && self.is_in_brackets(only) => {
                self.edits.value(only.span, &format!("{last}, {}", last + by));
            }
            years => {
                for year in years.iter().filter(|year| !stays(year.node)) {
                    self.edits.value(year.span, &(year.node + by).to_string());
                }
            }
        }
    }

    fn is_in_brackets(&self, year: &Spanned<i32>) -> bool {
        self.sources.get(year.span.source).text[..year.span.range().start].trim_end().ends_with('[')
    }
}

/// The notes in `disclosures.yaml`.
pub(super) fn edit_notes(node: &Node, plan: &Move<'_>, edits: &mut Edits<'_>) {
    let Some(Kind::Map(notes)) = entry(node, "notes").map(|notes| &notes.kind) else { return };
    let known: Vec<DisclosureRef> =
        notes.iter().filter_map(|(key, _)| crate::load::yaml::parse_disclosure(&key.node)).collect();
    for (key, note) in notes {
        // What was assured is last year's report.
        entry(note, "assured").into_iter().for_each(|value| edits.value(value.span, "false"));
        let Some(own) = crate::load::yaml::parse_disclosure(&key.node) else { continue };
        // An explanation is of one disclosure; where several come in its place, somebody must look.
        if let [code] = &plan.replaced(&own, &[])[..]
            && known.iter().all(|other| other.standard != own.standard || other.code != *code)
        {
            edits.value(key.span, &format!("{}:{code}", own.standard));
        }
    }
}

impl Move<'_> {
    /// What is claimed instead of a disclosure that the new year's standards do not use any more: what the catalogue
    /// names in its place; of several, those that are related to what is claimed at the same place. Nothing where it
    /// stays or where that does not decide: `check` tells those.
    fn replaced(&self, claim: &DisclosureRef, others: &[DisclosureRef]) -> Vec<String> {
        let followed = self.report.config.standards.iter().filter_map(|claim| self.standard(&claim.id.node));
        let own: Vec<&Standard> = followed
            .filter_map(|id| self.report.catalogues.standard(id))
            .filter(|standard| standard.catalogue.meta.family == claim.standard)
            .collect();
        let [standard] = own[..] else { return Vec::new() };
        let Some(entry) = standard.reported_by(&claim.code).map(|at| standard.entry(at)) else { return Vec::new() };
        let found: BTreeSet<usize> = self
            .instead(entry)
            .map(StringOrList::as_slice)
            .unwrap_or_default()
            .iter()
            .filter_map(|code| standard.position(code))
            .filter(|at| !standard.is_heading(*at))
            .collect();
        let codes = |found: &mut dyn Iterator<Item = usize>| -> Vec<String> {
            found.map(|at| standard.entry(at).code.clone()).collect()
        };
        if found.len() <= 1 {
            return codes(&mut found.into_iter());
        }
        let is_related = |at: &usize| {
            let related = &standard.entry(*at).related;
            others.iter().any(|other| related.contains(&other.to_string()))
        };
        codes(&mut found.into_iter().filter(is_related))
    }

    /// What comes in the place of an entry that is not used any more.
    fn instead<'e>(&self, entry: &'e Entry) -> Option<&'e StringOrList> {
        let published = self.published.iso();
        match (&entry.repealed_from, &entry.superseded_from) {
            (Some(_), _) => entry.replaced_by.as_ref(),
            (None, Some(from)) if *from <= published => entry.superseded_by.as_ref(),
            _ => None,
        }
    }
}
