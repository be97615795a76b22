//! The codes that stand at the place of a claim, and where the index has them: links lead both ways.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::printed::BlockKind;
use crate::model::{Document, Index, IndexStatus, for_each_block};

/// Codes of one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What the standard is called in short, e.g. GRI.
    pub title: String,
    /// Slug of the chapter that shows its index, if one does.
    pub chapter: Option<String>,
    /// Codes as printed, in the standard's order, each with the anchor of its row.
    pub codes: Vec<(String, String)>,
}

/// The claims at each anchor, in the order of the indices; none unless the report wants them shown.
pub fn claims(doc: &Document) -> BTreeMap<&str, Vec<Claim>> {
    let mut claims: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
    for index in doc.indices.iter().filter(|_| doc.shows_claims) {
        let chapter = shown_in(doc, &index.standard);
        for (at, entry) in index.entries.iter().enumerate().filter(|(_, entry)| entry.status != IndexStatus::Group) {
            let anchor = row_anchor(index, at);
            let places: BTreeSet<&str> =
                entry.places.iter().filter(|place| !place.is_metric).map(|place| place.anchor.as_str()).collect();
            for place in places {
                let here = claims.entry(place).or_default();
                if here.last().is_none_or(|last| last.title != index.short_title) {
                    let title = index.short_title.clone();
                    here.push(Claim { title, chapter: chapter.clone(), codes: Vec::new() });
                }
                let codes = &mut here.last_mut().expect("pushed above").codes;
                // A disclosure that stands under every topic is one.
                if codes.iter().all(|(code, _)| *code != entry.code) {
                    codes.push((entry.code.clone(), anchor.clone()));
                }
            }
        }
    }
    claims
}

/// The anchor of an index's row. A disclosure that is listed again, under topics, is found at its first row.
pub fn row_anchor(index: &Index, at: usize) -> String {
    format!("index-{}-{}", index.standard, index.entries[at].key)
}

/// Whether a row is the first of its disclosure, and so carries the anchor.
pub fn is_first(index: &Index, at: usize) -> bool {
    index.entries[..at].iter().all(|entry| entry.key != index.entries[at].key)
}

/// The chapter that shows the index of a standard.
fn shown_in(doc: &Document, standard: &str) -> Option<String> {
    doc.chapters.iter().find_map(|chapter| {
        let mut found = false;
        for_each_block(&chapter.blocks, &mut |block| {
            if let BlockKind::Component(component) = &block.kind {
                found |= component.standard().is_some_and(|shown| shown.node == standard);
            }
        });
        found.then(|| chapter.slug.clone())
    })
}
