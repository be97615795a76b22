//! What a block is to the pages: how high it stands, and how high it may.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::printed::{Block, BlockKind, Data};
use crate::model::{Given, plain_text};
use crate::pdf::breadth::Breadth;
use crate::pdf::fit::measure::Poured;
use crate::pdf::fit::{Change, Kind as Fits, Pliant};

/// What a block is to the pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// It stays with what follows.
    Heading,
    /// It parts between lines that are so far apart.
    Lines(f64),
    /// It stays on one page; what of it stretches.
    Solid(f64),
    /// It has so many regions of its own, or ends one.
    Break(usize),
    /// It stands across the columns, at the head or the foot of a page.
    Across,
}

/// A block with its height.
#[derive(Debug, Clone)]
pub(in crate::pdf::fit) struct Unit {
    pub(super) id: usize,
    pub(super) kind: Kind,
    /// Height as it is without changes, with the room before the next block.
    pub(super) height: f64,
    /// Whether other blocks of the section may pass it: it is nothing but text, and leads nothing in.
    pub(super) passes: bool,
    /// Whether it leads in what follows it.
    pub(super) leads: bool,
    /// Whether it is set at all: the heading that opens a chapter is not.
    pub(super) is_set: bool,
    /// What of its height stretches, in points; 0 if it stays as it is.
    pub(super) pliant: f64,
    /// How high it is set instead, if its rows are to stand closer.
    pub(super) tight: Option<f64>,
    /// How low and how high it may get, as a part of its height.
    pub(super) least: f64,
    pub(super) most: f64,
}

/// Bounds within which pictures get lower or higher.
pub(super) const LEAST: f64 = 0.72;
const LOWEST: f64 = 0.62;
/// How low several pictures of a row get: lower ones would be cut through what they show.
const LOWEST_IN_ROW: f64 = 0.8;
pub(super) const MOST: f64 = 1.3;
/// The same of what only grows, and of what stands in short columns.
const HIGHEST: f64 = 1.45;
/// The same of what is as wide as a page of one column: much more room would be seen.
const TALLEST: f64 = 1.22;
/// Points of a picture block that do not stretch: caption and room.
pub(super) const FIXED: f64 = 30.0;
/// Distance of lines of text, in points; an estimate that need only be near.
pub(super) const PITCH: f64 = 15.6;
/// Distance of rows of what breaks between rows.
const ROW: f64 = 22.0;

impl Unit {
    /// A block as it was measured under the changes that it was laid out with.
    pub(in crate::pdf::fit) fn of(
        (id, block, breadth): (usize, &Block, Breadth),
        poured: &Poured,
        fits: &dyn Fn(&str) -> Fits,
        (change, order): (&Change, &[usize]),
        (held, tight): (&BTreeSet<usize>, &BTreeMap<usize, f64>),
    ) -> Self {
        let start = poured.starts.get(id).copied().flatten();
        let place = order.iter().position(|of| *of == id).unwrap_or(id);
        let next = order[place + 1..].iter().find_map(|of| poured.starts.get(*of).copied().flatten());
        let room = change.room.get(&id).copied().unwrap_or(0.0);
        let raw = start.map_or(0.0, |start| poured.extent(start, next)) - room;
        let stretched = change.stretch.get(&id).copied().unwrap_or(1.0);
        let is_broken = start.zip(next).is_some_and(|(a, b)| b.0 > a.0 && b.1 > 1.0);
        let leads = match &block.kind {
            BlockKind::Paragraph(inlines) => plain_text(inlines).trim_end().ends_with(['：', ':']),
            _ => false,
        };
        let (kind, passes) = match &block.kind {
            _ if breadth == Breadth::Across => (Kind::Across, true),
            _ if breadth == Breadth::Pages => (Kind::Break(poured.breaks(start, next)), false),
            BlockKind::Heading { .. } => (Kind::Heading, false),
            BlockKind::Paragraph(_) => (Kind::Lines(PITCH), !leads),
            BlockKind::List { .. } => (if raw > 9.0 * PITCH { Kind::Lines(PITCH) } else { Kind::Solid(0.0) }, true),
            BlockKind::Quote(_) | BlockKind::Code { .. } => (Kind::Lines(PITCH), true),
            BlockKind::Picture(_) => (Kind::Solid(1.0), false),
            BlockKind::Table(table) if table.rows.len() > 7 => (Kind::Lines(ROW), false),
            BlockKind::Component(component) if component.is_given(Given::Page) => {
                (Kind::Break(poured.breaks(start, next)), false)
            }
            BlockKind::Component(component) => match fits(&component.name.node).fit {
                // Charts are where columns are short.
                Pliant::Elastic if poured.columns > 1 || fits(&component.name.node).stretches.is_none() => {
                    (Kind::Solid(1.0), false)
                }
                Pliant::Elastic => (Kind::Solid(0.0), false),
                _ if !is_broken && fits(&component.name.node).only_grows(component, breadth, poured.columns) => {
                    (Kind::Solid(1.0), false)
                }
                Pliant::Rows => (Kind::Lines(2.0 * ROW), false),
                Pliant::Whole if is_broken => (Kind::Lines(2.0 * ROW), false),
                Pliant::Whole => (Kind::Solid(0.0), false),
            },
            _ => (Kind::Solid(0.0), false),
        };
        // What could break and did not has a reason of its own.
        let is_held = held.contains(&id) || start.is_some_and(|start| poured.is_held(start));
        let kind = match kind {
            Kind::Lines(pitch) if pitch > PITCH && is_held => Kind::Solid(0.0),
            kind => kind,
        };
        let is_pliant = match (kind, &block.kind) {
            (Kind::Solid(stretch), _) => stretch > 0.0,
            (Kind::Across, BlockKind::Picture(_)) => true,
            (Kind::Across, BlockKind::Component(component)) => {
                fits(&component.name.node).is_elastic(component, breadth, poured.columns)
            }
            _ => false,
        };
        let raw = if kind == Kind::Across { poured.across.get(&id).map_or(0.0, |(_, height)| *height) } else { raw };
        let own = match &block.kind {
            BlockKind::Component(component) if kind != Kind::Across => fits(&component.name.node).stretches,
            _ => None,
        };
        let tight = tight.get(&id).copied().filter(|_| raw > 0.0);
        let pliant = match own.filter(|_| raw > 0.0) {
            _ if tight.is_some() => raw / stretched,
            _ if !is_pliant => 0.0,
            Some(points) => points,
            None => (raw - FIXED).max(0.0) / stretched,
        };
        let height = (raw - pliant * (stretched - 1.0)).max(0.0);
        let only_grows = match &block.kind {
            BlockKind::Component(component) => {
                let kind = fits(&component.name.node);
                let most = if poured.columns == 1 && !kind.has_picture(component) { TALLEST } else { HIGHEST };
                kind.only_grows(component, breadth, poured.columns).then_some(most)
            }
            _ => None,
        };
        // Columns of a broad page are short.
        let (least, most) = match (only_grows, poured.columns) {
            (Some(most), _) => (1.0, most),
            (None, 2..) => (if own.is_none() && is_row(block) { LOWEST_IN_ROW } else { LOWEST }, HIGHEST),
            (None, _) => (LEAST, MOST),
        };
        Self { id, kind, height, passes, leads, is_set: start.is_some(), pliant, tight, least, most }
    }

    pub(super) fn height(&self, change: &Change) -> f64 {
        let room = change.room.get(&self.id).copied().unwrap_or(0.0);
        let stretch = change.stretch.get(&self.id).copied().unwrap_or(1.0);
        room + self.height + self.pliant * (stretch - 1.0)
    }

    pub(super) fn is_elastic(&self) -> bool {
        self.tight.is_none() && self.pliant > 0.0 && self.height > if self.least < 1.0 { 4.0 } else { 2.0 } * FIXED
    }
}

/// Whether a block has several items.
fn is_row(block: &Block) -> bool {
    let BlockKind::Component(component) = &block.kind else { return false };
    matches!(component.fields.get("items"), Some(Data::List(items)) if items.len() > 1)
}
