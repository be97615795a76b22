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

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::assets::Assets;
use crate::model::printed::{Block, BlockKind, Chapter, Component};
use crate::model::{Document, Given, Role, plain_text};
use crate::pdf::breadth::{Breadth, Breadths};
use crate::pdf::schemas;
use crate::source::Span;
use measure::Poured;

pub(super) use measure::{Measured, measure};
pub(super) use pictures::{tell as tell_pictures, tell_coarse};

/// Layouts that are measured at most: the first, and three that are fitted. In some more the pages of the best that are not
/// full fill themselves, and where there are several columns the last ones end side by side.
const FITTED: usize = 4;
const ROUNDS: usize = 7;

/// A page is well filled from this part of its height on.
pub(super) const FULL: f64 = 0.85;

/// The last page of a chapter is, from this part on.
pub(super) const ENOUGH: f64 = 0.4;

/// That of an appendix, which ends where it ends, has more than a few rows.
const FEW: f64 = 0.15;

/// What a figure alone on a chapter's last page, with empty columns beside it, counts beside what is missing of pages.
const LONE: f64 = 0.25;

/// What a few rows of a table that go on by themselves, or a heading that stays behind, count beside what is missing of pages.
const PARTED: f64 = 0.2;

/// What of a chapter is set otherwise than it stands, by the places of its blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Change {
    /// Blocks that stand behind another one of their section.
    pub(super) behind: BTreeMap<usize, usize>,
    /// How much higher pictures are than usual.
    pub(super) stretch: BTreeMap<usize, f64>,
    /// Room added before blocks, in points.
    pub(super) room: BTreeMap<usize, f64>,
    /// Blocks across the columns that stand at a page's head: the page before had no room left for them.
    pub(super) tops: BTreeSet<usize>,
    /// Room left at the foot of the page that the text ends on, in points, so that its columns end side by side.
    pub(super) foot: f64,
    /// The block across the columns of a later page that this room stands before.
    pub(super) foot_before: Option<usize>,
    /// Headings that begin a page: what stands across the columns of theirs would come before them.
    pub(super) starts: BTreeSet<usize>,
    /// Headings that begin a column: what they lead in stands in the next one.
    pub(super) heads: BTreeSet<usize>,
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

/// What the schema of a component says of how it is set and fitted.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Kind {
    #[serde(default)]
    pub(super) fit: Pliant,
    /// Points of its height that stretch; all but those of a caption if left out.
    pub(super) stretches: Option<f64>,
    /// Whether it may be higher where it stands across the columns, or stays on one page of a single column: its template
    /// takes `stretch` there.
    #[serde(default)]
    pub(super) grows: bool,
    /// Whether its rows may stand further apart in one of several columns: its template takes `stretch` there.
    #[serde(default)]
    pub(super) spaced: bool,
    /// Whether it may be higher where it has a picture (`image`).
    #[serde(default)]
    pub(super) pictured: bool,
    /// Whether no line of its short texts ends within a word.
    #[serde(default)]
    pub(super) whole_words: bool,
}

impl Kind {
    /// Whether what is so wide may be lower or higher.
    pub(super) fn is_elastic(self, component: &Component, breadth: Breadth, columns: usize) -> bool {
        self.fit == Pliant::Elastic || self.only_grows(component, breadth, columns)
    }

    /// Whether it may be higher, and no lower, on pages of so many columns. In a single one stands all that is wide.
    pub(super) fn only_grows(self, component: &Component, breadth: Breadth, columns: usize) -> bool {
        let is_wide = breadth == Breadth::Across || columns == 1 && self.fit == Pliant::Whole;
        let in_column = breadth == Breadth::Column;
        self.grows && is_wide || self.has_picture(component) && in_column || self.spaced && in_column && columns > 1
    }

    /// Whether its rows may stand a little closer, so that not a few of them go on by themselves: its template takes
    /// `stretch` for these.
    pub(super) fn tightens(self) -> bool {
        self.fit == Pliant::Rows && self.grows
    }

    /// Whether it has a picture that may be higher.
    pub(super) fn has_picture(self, component: &Component) -> bool {
        self.pictured && component.fields.contains_key("image")
    }
}

/// How each component of a document may be fitted.
pub(super) type Kinds<'d> = BTreeMap<&'d str, Kind>;

/// Reads how each component of a document may be fitted.
pub(super) fn kinds<'d>(doc: &'d Document, assets: &Assets) -> Kinds<'d> {
    schemas::of_components(doc, assets)
}

/// The best fit of a chapter so far.
#[derive(Debug, Clone, Default)]
struct Best {
    /// What it leaves to do.
    penalty: f64,
    change: Change,
    /// What came of it.
    poured: Option<Poured>,
}

/// The fit of an edition, which gets better from layout to layout.
pub(super) struct Fitting<'d> {
    doc: &'d Document,
    kinds: &'d Kinds<'d>,
    /// How wide the blocks of each chapter stand.
    breadths: &'d [Breadths],
    fit: Fit,
    /// The best of each chapter so far.
    best: Vec<Best>,
    /// What is expected of each chapter's fit.
    expected: Vec<Option<flow::Expected>>,
    /// Pages of each chapter that fill themselves no more, by their place: something of them went to the next one. None where
    /// all of them have.
    full: Vec<Option<BTreeSet<usize>>>,
    /// Blocks of each chapter that began a column though the one before it had room for some of them: they stay whole.
    held: Vec<BTreeSet<usize>>,
    /// How high the blocks of each chapter are to be of which a few rows went on by themselves, beside how high they are.
    tight: Vec<BTreeMap<usize, f64>>,
    /// How high in the best of each chapter is what stands across a last page alone.
    alone: Vec<Option<(usize, f64)>>,
    /// Layouts measured.
    rounds: usize,
}

impl<'d> Fitting<'d> {
    pub(super) fn new(doc: &'d Document, kinds: &'d Kinds<'d>, breadths: &'d [Breadths]) -> Self {
        let fit: Fit = vec![Change::default(); doc.chapters.len()];
        let best = vec![Best::default(); fit.len()];
        let expected = vec![None; fit.len()];
        let held = vec![BTreeSet::new(); fit.len()];
        let full = vec![Some(BTreeSet::new()); fit.len()];
        let alone = vec![None; fit.len()];
        let tight = vec![BTreeMap::new(); fit.len()];
        Self { doc, kinds, breadths, fit, best, expected, full, held, tight, alone, rounds: 0 }
    }

    /// What is to be laid out.
    pub(super) fn fit(&self) -> &Fit {
        &self.fit
    }

    /// Learns from what came of the fit; whether there is another one to lay out.
    pub(super) fn improve(&mut self, measured: &Measured) -> bool {
        if self.rounds > ROUNDS {
            return self.is_mended(measured);
        }
        self.rounds += 1;
        // Pages that filled themselves are taken if nothing of them went to the next one.
        let is_justified = self.rounds > FITTED;
        let tails: Vec<_> = (0..self.fit.len()).map(|at| self.tails(at, measured)).collect();
        let chapters = self.best.iter_mut().zip(&mut self.full).zip(&measured.chapters).zip(&self.fit);
        let own = self.doc.chapters.iter().zip(self.breadths).zip(&tails);
        for ((((best, full), poured), change), ((chapter, breadths), tails)) in chapters.zip(own) {
            let parted = tails.len() + usize::from(stranded(chapter, breadths, poured, change).is_some());
            let penalty = poured.penalty() + PARTED * parted as f64;
            let known = best.poured.as_ref();
            let burst = known.filter(|_| is_justified).map(|known| poured.burst(known));
            // Columns end side by side again wherever something went.
            let is_level = burst.is_some_and(|burst| burst.is_none() || poured.columns > 1) && penalty <= best.penalty;
            if known.is_none() || penalty < best.penalty || is_level {
                *best = Best { penalty, change: change.clone(), poured: Some(poured.clone()) };
            }
            *full = full.take().filter(|_| !is_level);
            if let (Some(full), Some(Some(region))) = (full, burst) {
                full.insert(region);
            }
        }
        self.tight.iter_mut().zip(tails).for_each(|(tight, tails)| tight.extend(tails));
        let mut next = if self.rounds < FITTED { self.better(measured, None) } else { None };
        if next.is_none() && self.rounds < ROUNDS {
            self.rounds = self.rounds.max(FITTED);
            next = self.better(measured, Some(self.rounds - FITTED));
        }
        let next = next.unwrap_or_else(|| {
            self.rounds = ROUNDS + 1;
            let at_heads = |(best, alone): (&Best, &Option<(usize, f64)>)| {
                let tops = best.poured.iter().flat_map(Poured::tops);
                let tops = best.change.tops.iter().copied().chain(tops).collect();
                let stretch = best.change.stretch.iter().map(|(id, by)| (*id, *by)).chain(*alone).collect();
                Change { tops, stretch, ..best.change.clone() }
            };
            self.best.iter().zip(&self.alone).map(at_heads).collect()
        });
        let is_other = next != self.fit;
        self.fit = next;
        is_other || self.rounds > ROUNDS && self.is_mended(measured)
    }

    /// Blocks of a chapter of which a few rows, or the notes below, went on by themselves, and how high they are to be.
    fn tails(&self, at: usize, measured: &Measured) -> Vec<(usize, f64)> {
        let (blocks, change) = (&self.doc.chapters[at].blocks, &self.fit[at]);
        let has_rows = |id: usize| match &blocks[id].kind {
            BlockKind::Component(component) => {
                let kind = self.kinds.get(component.name.node.as_str());
                kind.is_some_and(|kind| kind.tightens()) && self.breadths[at].of(id) == Breadth::Column
            }
            _ => false,
        };
        measured.chapters[at].tails(&change.order(blocks.len()), &change.stretch, has_rows)
    }

    /// Whether something is left that no page may have, and is mended: a heading behind what stands across the columns of its
    /// section begins a page, one that stands alone at a page's or column's foot begins the next one, and room at a
    /// chapter's foot that some of its text no longer stands above gets lower. (An
    /// index may be longer once its pages are known.)
    fn is_mended(&mut self, measured: &Measured) -> bool {
        /// Points of room that are not worth it.
        const LEAST: f64 = 40.0;
        let before = self.fit.clone();
        let chapters = self.doc.chapters.iter().zip(self.breadths).zip(&measured.chapters);
        for (change, ((chapter, breadths), poured)) in self.fit.iter_mut().zip(chapters) {
            let order = change.order(chapter.blocks.len());
            let alone = poured.alone(&order, &chapter.blocks, breadths);
            change.starts.extend(poured.strays.iter().copied().chain(alone));
            change.heads.extend(stranded(chapter, breadths, poured, change));
            if poured.is_torn && change.foot > 0.0 {
                let foot = change.foot - poured.used_at_end();
                change.foot = if foot > LEAST { foot.floor() } else { 0.0 };
            }
        }
        self.fit != before
    }

    /// Better changes, if there are any. At `last`, for so many times, the pages of the best so far fill themselves.
    fn better(&mut self, measured: &Measured, last: Option<usize>) -> Option<Fit> {
        let mut next = self.fit.clone();
        let chapters = self.doc.chapters.iter().zip(self.breadths).zip(&measured.chapters);
        let own = next.iter_mut().zip(&mut self.expected).zip(&self.best).zip(&mut self.held);
        let own = own.zip(&self.full).zip(&mut self.alone).zip(&self.tight);
        for (((chapter, breadths), poured), ((((((change, expected), best), held), full), alone), tight)) in
            chapters.zip(own)
        {
            let is_tight = tight.iter().all(|(id, by)| change.stretch.get(id) == Some(by));
            if poured.columns > 1 {
                held.extend(poured.held(&change.order(chapter.blocks.len()), &chapter.blocks, change));
            }
            // At last, what came of the best so far.
            let poured = best.poured.as_ref().filter(|_| last.is_some()).unwrap_or(poured);
            if last.is_some() {
                change.clone_from(&best.change);
                change.tops.extend(poured.tops());
                change.heads.extend(stranded(chapter, breadths, poured, change));
            }
            if poured.penalty() == 0.0 && is_tight && last.is_none() {
                continue;
            }
            let order = change.order(chapter.blocks.len());
            let of = |name: &str| self.kinds.get(name).copied().unwrap_or_default();
            let unit = |(id, block)| {
                flow::Unit::of((id, block, breadths.of(id)), poured, &of, (change, &order), (held, tight))
            };
            let units = chapter.blocks.iter().enumerate().map(unit).collect();
            let starts = &change.starts | &poured.strays;
            let known = flow::Chapter { units, poured, change, order: &order, expected: *expected, starts };
            if let Some(failed) = last {
                *alone = flow::alone(&known);
                let mut closed = flow::justified(&known, full.as_ref());
                if closed.foot == 0.0 && poured.columns > 1 {
                    (closed.foot, closed.foot_before) = flow::foot(&known, change, failed);
                }
                *change = closed;
                continue;
            }
            let (better, of_it) = flow::settle(&known);
            (*change, *expected) = (better, Some(of_it));
        }
        (next != self.fit).then_some(next)
    }
}

/// The first heading of a chapter that stays behind at a column's foot: what comes behind it moves with it.
fn stranded(chapter: &Chapter, breadths: &Breadths, poured: &Poured, change: &Change) -> Option<usize> {
    let led = change.order(chapter.blocks.len()).into_iter().filter(|id| !breadths.taken.contains(id));
    poured.stranded(led, &chapter.blocks)
}

/// Pages that are left emptier than they should be: the number, how full it is, and the section that ends on it.
pub(super) fn holes<'a>(
    doc: &'a Document,
    breadths: &[Breadths],
    measured: &Measured,
) -> Vec<(usize, f64, String, Option<Span>)> {
    let mut out = Vec::new();
    for ((chapter, breadths), poured) in doc.chapters.iter().zip(breadths).zip(&measured.chapters) {
        // An index ends where it ends, but on more than a row.
        let is_appendix = chapter.role == Role::Appendix;
        // Their author ends pages here, up to that of the next block.
        let is_ended = |page: usize| {
            let mut own = chapter.blocks.iter().enumerate().filter(|(id, block)| {
                breadths.of(*id) == Breadth::Pages
                    || matches!(&block.kind, BlockKind::Component(component) if component.is_given(Given::Page))
            });
            own.any(|(id, _)| {
                poured.page_of(id).is_some_and(|from| from <= page)
                    && poured.page_of(id + 1).is_none_or(|next| page < next)
            })
        };
        let told = |page: usize, fill: f64| !(is_ended(page) || is_appendix && poured.ends_on(page) && fill >= FEW);
        for (page, fill) in poured.holes().into_iter().filter(|(page, fill)| told(*page, *fill)) {
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
