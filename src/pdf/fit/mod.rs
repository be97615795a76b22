//! The fit pass: no page is left with a hole that a person at the same work would close.
//!
//! An edition is laid out as its authors ordered it; [`mod@measure`] reads where each block came to stand; [`flow`] pours the
//! measured blocks into pages again and again, each time closing the first hole by the least that closes it (text moves in
//! front of a figure of its section, a picture gets lower or higher, the room between blocks grows a little), and what it
//! settles on is laid out. What comes of it is measured again, at most three times: of what is expected, less is trusted
//! then. All of it follows from the layout alone: the same report gives the same pages.

mod flow;
mod measure;
mod pictures;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::assets::Assets;
use crate::model::printed::{Block, BlockKind};
use crate::model::{Document, Given, Role, for_each_block, plain_text};
use crate::source::Span;

pub(super) use measure::{Measured, measure};
pub(super) use pictures::tell as tell_pictures;

/// Layouts that are measured at most: the first, and three that are fitted.
const ROUNDS: usize = 4;

/// A page is well filled from this part of its height on.
pub(super) const FULL: f64 = 0.85;

/// The last page of a chapter is, from this part on.
pub(super) const ENOUGH: f64 = 0.4;

/// What of a chapter is set otherwise than it stands, by the places of its blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Change {
    /// Blocks that stand behind another one of their section.
    pub(super) behind: BTreeMap<usize, usize>,
    /// How much higher pictures are than usual.
    pub(super) stretch: BTreeMap<usize, f64>,
    /// Room added before blocks, in points.
    pub(super) room: BTreeMap<usize, f64>,
}

impl Change {
    /// The order in which a chapter's blocks are set.
    pub(super) fn order(&self, count: usize) -> Vec<usize> {
        let mut out = Vec::with_capacity(count);
        for at in 0..count {
            if !self.behind.contains_key(&at) {
                out.push(at);
            }
            out.extend(self.behind.iter().filter(|(_, after)| **after == at).map(|(moved, _)| *moved));
        }
        out
    }
}

/// The changes of each chapter.
pub(super) type Fit = Vec<Change>;

/// How a component may be fitted: `fit` in its schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Pliant {
    /// It stays as it is, on one page.
    #[default]
    Whole,
    /// It may break between its rows.
    Rows,
    /// It may be lower or higher: its template takes `stretch`.
    Elastic,
}

/// What the schema of a component says of it.
fn pliant(assets: &Assets, name: &str) -> Pliant {
    #[derive(Deserialize)]
    struct Schema {
        #[serde(default)]
        fit: Pliant,
    }
    let text = assets.read(&format!("components/{name}.yaml")).ok().flatten();
    text.and_then(|asset| crate::yaml::read::<Schema>(&asset.text).ok()).map(|schema| schema.fit).unwrap_or_default()
}

/// How each component of a document may be fitted.
pub(super) type Kinds<'d> = BTreeMap<&'d str, Pliant>;

/// Reads how each component of a document may be fitted.
pub(super) fn kinds<'d>(doc: &'d Document, assets: &Assets) -> Kinds<'d> {
    let mut kinds = BTreeMap::new();
    for chapter in &doc.chapters {
        for_each_block(&chapter.blocks, &mut |block| {
            if let BlockKind::Component(component) = &block.kind {
                let name = component.name.node.as_str();
                kinds.entry(name).or_insert_with(|| pliant(assets, name));
            }
        });
    }
    kinds
}

/// The fit of an edition, which gets better from layout to layout.
pub(super) struct Fitting<'d> {
    doc: &'d Document,
    kinds: &'d Kinds<'d>,
    fit: Fit,
    /// The best of each chapter so far, and what it leaves to do.
    best: Vec<(f64, Change)>,
    /// What is expected of each chapter's fit.
    expected: Vec<Option<flow::Expected>>,
    /// Layouts measured.
    rounds: usize,
}

impl<'d> Fitting<'d> {
    pub(super) fn new(doc: &'d Document, kinds: &'d Kinds<'d>) -> Self {
        let fit: Fit = vec![Change::default(); doc.chapters.len()];
        let best = fit.iter().map(|change| (f64::INFINITY, change.clone())).collect();
        let expected = vec![None; fit.len()];
        Self { doc, kinds, fit, best, expected, rounds: 0 }
    }

    /// What is to be laid out.
    pub(super) fn fit(&self) -> &Fit {
        &self.fit
    }

    /// Learns from what came of the fit; whether there is another one to lay out.
    pub(super) fn improve(&mut self, measured: &Measured) -> bool {
        if self.rounds > ROUNDS {
            return false;
        }
        self.rounds += 1;
        for ((best, poured), change) in self.best.iter_mut().zip(&measured.chapters).zip(&self.fit) {
            let penalty = poured.penalty();
            if penalty < best.0 {
                *best = (penalty, change.clone());
            }
        }
        let next = if self.rounds < ROUNDS { self.better(measured) } else { None };
        let next = next.unwrap_or_else(|| {
            self.rounds = ROUNDS + 1;
            self.best.iter().map(|(_, change)| change.clone()).collect()
        });
        let is_other = next != self.fit;
        self.fit = next;
        is_other
    }

    /// Better changes, if there are any.
    fn better(&mut self, measured: &Measured) -> Option<Fit> {
        let mut next = self.fit.clone();
        let chapters = self.doc.chapters.iter().zip(&measured.chapters).zip(&mut next).zip(&mut self.expected);
        for (((chapter, poured), change), expected) in chapters {
            if poured.penalty() == 0.0 {
                continue;
            }
            let order = change.order(chapter.blocks.len());
            let of = |name: &str| self.kinds.get(name).copied().unwrap_or_default();
            let unit = |(id, block)| flow::Unit::of(id, block, poured, &of, change, &order);
            let units = chapter.blocks.iter().enumerate().map(unit).collect();
            let known = flow::Chapter { units, poured, change, order: &order, expected: *expected };
            let (better, of_it) = flow::settle(&known);
            (*change, *expected) = (better, Some(of_it));
        }
        (next != self.fit).then_some(next)
    }
}

/// Pages that are left emptier than they should be: the number, how full it is, and the section that ends on it.
pub(super) fn holes<'a>(doc: &'a Document, measured: &Measured) -> Vec<(usize, f64, String, Option<Span>)> {
    let mut out = Vec::new();
    for (chapter, poured) in doc.chapters.iter().zip(&measured.chapters) {
        // An index ends where it ends.
        let is_appendix = chapter.role == Role::Appendix;
        // Their author ends pages here, up to that of the next block.
        let is_ended = |page: usize| {
            let mut own = chapter.blocks.iter().enumerate().filter(
                |(_, block)| matches!(&block.kind, BlockKind::Component(component) if component.is_given(Given::Page)),
            );
            own.any(|(id, _)| {
                poured.page_of(id).is_some_and(|from| from <= page)
                    && poured.page_of(id + 1).is_none_or(|next| page < next)
            })
        };
        let told = |page: usize| !(is_ended(page) || is_appendix && poured.ends_on(page));
        for (page, fill) in poured.holes().into_iter().filter(|(page, _)| told(*page)) {
            let before = |block: &&'a Block, id: usize| {
                matches!(block.kind, BlockKind::Heading { .. }) && poured.page_of(id).is_some_and(|own| own <= page)
            };
            let heading = chapter.blocks.iter().enumerate().rfind(|(id, block)| before(block, *id));
            let title = heading.map(|(_, block)| match &block.kind {
                BlockKind::Heading { inlines, .. } => plain_text(inlines),
                _ => String::new(),
            });
            out.push((
                page,
                fill,
                title.unwrap_or_else(|| plain_text(&chapter.title)),
                heading.map(|(_, block)| block.span),
            ));
        }
    }
    out
}
