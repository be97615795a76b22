//! Pouring a chapter's measured blocks into regions, as the typesetter will, and closing the holes that are left.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::measure::{BELOW, Poured};
use super::{Change, ENOUGH, FULL, Kind as Fits, LONE, Pliant};
use crate::model::printed::{Block, BlockKind, Data};
use crate::model::{Given, plain_text};
use crate::pdf::breadth::Breadth;

/// What a block is to the pages.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
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
pub(super) struct Unit {
    id: usize,
    kind: Kind,
    /// Height as it is without changes, with the room before the next block.
    height: f64,
    /// Whether other blocks of the section may pass it: it is nothing but text, and leads nothing in.
    passes: bool,
    /// Whether it leads in what follows it.
    leads: bool,
    /// Whether it is set at all: the heading that opens a chapter is not.
    is_set: bool,
    /// What of its height stretches, in points; 0 if it stays as it is.
    pliant: f64,
    /// How low and how high it may get, as a part of its height.
    least: f64,
    most: f64,
}

/// Bounds within which pictures get lower or higher.
const LEAST: f64 = 0.72;
const LOWEST: f64 = 0.62;
/// How low several pictures of a row get: lower ones would be cut through what they show.
const LOWEST_IN_ROW: f64 = 0.8;
const MOST: f64 = 1.3;
/// The same of what only grows, and of what stands in short columns.
const HIGHEST: f64 = 1.45;
/// The same of what is as wide as a page of one column: much more room would be seen.
const TALLEST: f64 = 1.22;
/// Points of a picture block that do not stretch: caption and room.
const FIXED: f64 = 30.0;
/// Distance of lines of text, in points; an estimate that need only be near.
const PITCH: f64 = 15.6;
/// Distance of rows of what breaks between rows.
const ROW: f64 = 22.0;
/// Points that may be added before a block; the same in short columns, which have few of them.
const LOOSEST: [f64; 2] = [18.0, 27.0];
/// The same between text and text: pages whose paragraphs stand further apart than those of others look so.
const APART: [f64; 2] = [4.0, 27.0];
/// A page is filled so far where it can be: pages side by side end at one line.
const LEVEL: f64 = 0.985;
/// A chapter's last page is not trusted to be fuller, as a part of its height.
const TIGHT: f64 = 0.97;
/// A hole that is left alone, as a part of the height.
const SMALL: f64 = 1.0 - FULL - 0.05;

impl Unit {
    /// A block as it was measured under the changes that it was laid out with.
    pub(super) fn of(
        (id, block, breadth): (usize, &Block, Breadth),
        poured: &Poured,
        fits: &dyn Fn(&str) -> Fits,
        (change, order): (&Change, &[usize]),
        held: &BTreeSet<usize>,
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
        let pliant = match own.filter(|_| raw > 0.0) {
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
        Self { id, kind, height, passes, leads, is_set: start.is_some(), pliant, least, most }
    }

    fn height(&self, change: &Change) -> f64 {
        let room = change.room.get(&self.id).copied().unwrap_or(0.0);
        let stretch = change.stretch.get(&self.id).copied().unwrap_or(1.0);
        room + self.height + self.pliant * (stretch - 1.0)
    }

    fn is_elastic(&self) -> bool {
        self.pliant > 0.0 && self.height > if self.least < 1.0 { 4.0 } else { 2.0 } * FIXED
    }
}

/// Whether a block has several items.
fn is_row(block: &Block) -> bool {
    let BlockKind::Component(component) = &block.kind else { return false };
    matches!(component.fields.get("items"), Some(Data::List(items)) if items.len() > 1)
}

/// A hole at a region's foot.
#[derive(Debug, Clone, Copy)]
struct Hole {
    /// The region.
    region: usize,
    /// Its height.
    height: f64,
    /// Place in the order of the first block of the region, or of the columns of its page up to it, since what makes one of
    /// them longer makes the next one so; and of the first that no longer fits.
    from: usize,
    to: usize,
    /// The block that does not fit: behind the headings that go with it.
    block: usize,
    /// Whether nothing more is to stand there.
    is_ended: bool,
}

/// A chapter poured into regions.
struct Pages {
    holes: Vec<Hole>,
    /// How full the last page is.
    last: f64,
    /// Number of pages.
    count: usize,
    /// Height that may still stand across the columns of the last page, as the typesetter takes it: what is left of the column
    /// that the text ends in and of those behind it, by the number of columns.
    free: f64,
    /// Blocks across the columns that went to the next page.
    tops: BTreeSet<usize>,
    /// The page of each block across the columns.
    across: BTreeMap<usize, usize>,
    /// The page that the text ends on.
    end: usize,
    /// The first heading that is on a later page than a block of its section across the columns, and the block.
    stray: Option<(usize, usize)>,
    /// Whether one figure alone is in the columns of the last page: none beside it has anything.
    is_lone: bool,
}

/// Where blocks across the columns stand: the page and their height.
#[derive(Default)]
struct Across(BTreeMap<usize, (usize, f64)>);

impl Across {
    fn on(&self, page: usize) -> f64 {
        self.0.values().filter(|(own, _)| *own == page).map(|(_, height)| height).sum()
    }

    fn last(&self) -> usize {
        self.0.values().map(|(page, _)| *page).max().unwrap_or(0)
    }
}

/// A chapter's blocks with the layout they were measured in.
pub(super) struct Chapter<'a> {
    pub(super) units: Vec<Unit>,
    pub(super) poured: &'a Poured,
    /// What was changed in that layout, and the order it gave.
    pub(super) change: &'a Change,
    pub(super) order: &'a [usize],
    /// What was expected of that layout, if anything was.
    pub(super) expected: Option<Expected>,
    /// Headings that must begin a page.
    pub(super) starts: BTreeSet<usize>,
}

/// What is expected to come of a fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    /// Pages of the chapter.
    pages: usize,
    /// How full the last one is.
    last: f64,
}

impl Chapter<'_> {
    /// How full the last page must be expected to be, and may: what was expected too much of last time is now trusted less.
    fn last_page(&self) -> (f64, f64) {
        /// More than is asked for, since what comes may be less.
        const SPARE: f64 = 0.08;
        let (pages, last) = self.poured.last_page();
        match self.expected {
            Some(expected) if expected.pages < pages => (ENOUGH + SPARE, TIGHT - SPARE),
            Some(expected) if expected.pages == pages => (ENOUGH + SPARE + (expected.last - last).max(0.0), TIGHT),
            _ => (ENOUGH + SPARE, TIGHT),
        }
    }

    /// Where what follows the blocks from one place to another begins, if all of them begin where they did in the layout
    /// and nothing about them has changed since: as many regions on, and the distance from the top. What is known need not
    /// be worked out.
    fn known(&self, order: &[usize], (from, to): (usize, usize), y: f64, change: &Change) -> Option<(usize, f64)> {
        /// Points that layouts may differ by.
        const SAME: f64 = 0.5;
        let was = self.order.get(from..=to + 1)?;
        let now = order.get(from..=to + 1)?;
        let is_same = |id: &usize| {
            change.room.get(id) == self.change.room.get(id) && change.stretch.get(id) == self.change.stretch.get(id)
        };
        let start = self.poured.starts[*was.first()?]?;
        let next = self.poured.starts[*was.last()?]?;
        let is_known = was == now && now[..now.len() - 1].iter().all(is_same) && (start.1 - y).abs() < SAME;
        (is_known && next.0 >= start.0).then(|| (next.0 - start.0, next.1))
    }
}

/// Pours units in this order. What stands across the columns takes room from the columns that were poured before it: each
/// time one has found its page, all is poured again.
fn pour(chapter: &Chapter<'_>, order: &[usize], change: &Change) -> Pages {
    pour_with(chapter, order, change, Across::default())
}

/// The same, where it is known of some of what stands across the columns on which page that is.
fn pour_with(chapter: &Chapter<'_>, order: &[usize], change: &Change, mut across: Across) -> Pages {
    let mut tops = BTreeSet::new();
    loop {
        match pour_around(chapter, order, change, &across) {
            Ok(pages) => {
                let across = across.0.iter().map(|(id, (page, _))| (*id, *page)).collect();
                return Pages { tops, across, ..pages };
            }
            Err((id, page, is_next)) => {
                if is_next {
                    tops.insert(id);
                }
                across.0.insert(id, (page, chapter.units[id].height(change)));
            }
        }
    }
}

/// Pours units around what is known to stand across the columns.
///
/// # Errors
/// The first block across the columns whose page is not known, that page, and whether it is not the one that it was met on.
fn pour_around(
    chapter: &Chapter<'_>,
    order: &[usize],
    change: &Change,
    across: &Across,
) -> Result<Pages, (usize, usize, bool)> {
    let (units, poured) = (&chapter.units, chapter.poured);
    let columns = poured.columns.max(1);
    let start = units.iter().find(|unit| unit.is_set).and_then(|unit| poured.starts[unit.id]);
    let (mut region, mut y) = (0, start.map_or(0.0, |(_, y)| y));
    let room = |region: usize| {
        let was = poured.regions.get(region).map_or(poured.height, |region| region.height + region.across);
        let foot = if change.foot > 0.0 && region / columns == poured.end { change.foot } else { 0.0 };
        (was - across.on(region / columns) - foot).max(1.0)
    };
    let is_same_room =
        |region: usize| poured.regions.get(region).is_some_and(|was| (was.height - room(region)).abs() < 1.0);
    // Where nothing more is to stand on a page: below what is used of a region, and in those behind it.
    let rest_of_page = |first: usize, used: f64, placed: Range<usize>, block: usize| -> Vec<Hole> {
        let hole = |region: usize| {
            let height = room(region) - if region == first { used } else { 0.0 };
            Hole { region, height, from: placed.start, to: placed.end, block, is_ended: true }
        };
        (first..(first / columns + 1) * columns).map(hole).collect()
    };
    let (mut holes, mut from) = (Vec::new(), 0);
    let mut at = 0;
    // The page that is poured, and the place of the first block on it.
    let mut head = (0, 0);
    let first_of = |head: (usize, usize), region: usize, from: usize| {
        if columns > 1 && region / columns == head.0 { head.1.min(from) } else { from }
    };
    // The last heading, and the page that it is on.
    let (mut heading, mut stray) = (None, None);
    while at < order.len() {
        if region / columns != head.0 {
            head = (region / columns, at);
        }
        // Headings go with what follows them in the columns.
        let goes_on = |place: usize| {
            order.get(place).is_some_and(|id| {
                let unit = &units[*id];
                unit.kind == Kind::Heading || !unit.is_set || unit.kind == Kind::Across && across.0.contains_key(id)
            })
        };
        let end = (at..).find(|place| !goes_on(*place)).unwrap_or(at);
        let in_flow = |place: &usize| units[order[*place]].kind != Kind::Across;
        let led: f64 = (at..end).filter(in_flow).map(|place| units[order[place]].height(change)).sum();
        let mut began = |region: usize| {
            for id in &order[at..end.min(order.len())] {
                let unit = &units[*id];
                if unit.kind == Kind::Heading && unit.is_set {
                    heading = Some((*id, region / columns));
                } else if let (Some((heading, on)), Some((page, _))) = (heading, across.0.get(id)) {
                    stray = stray.or((on > *page).then_some((heading, *id)));
                }
            }
        };
        let Some(id) = order.get(end) else {
            if y + led > room(region) {
                (region, y) = (region + 1, 0.0);
            }
            y += led;
            began(region);
            at = end;
            break;
        };
        let unit = &units[*id];
        let is_start = (at..=end).any(|place| change.starts.contains(&order[place]));
        if is_start && (y > 0.0 || region % columns > 0) {
            holes.extend(rest_of_page(region, y, first_of(head, region, from)..at, end));
            (region, y, from) = ((region / columns + 1) * columns, 0.0, at);
        }
        if let Kind::Break(regions) = unit.kind {
            began(region);
            (region, y, from, at) = (region + regions, 0.0, end + 1, end + 1);
            continue;
        }
        if unit.kind == Kind::Across {
            let page = region / columns;
            let behind = (region + 1..(page + 1) * columns).map(room).sum::<f64>();
            let free = ((room(region) - y - led).max(0.0) + behind) / columns as f64;
            let waits = across.last() > page;
            let height = unit.height(change);
            let mut own = if !waits && height <= free { page } else { (page + 1).max(across.last()) };
            while own > page && across.on(own) > 0.0 && across.on(own) + height > poured.height {
                own += 1;
            }
            return Err((*id, own, own > page));
        }
        let known =
            chapter.known(order, (at, end), y, change).filter(|(on, _)| (region..=region + on).all(is_same_room));
        if let Some((on, next)) = known {
            let was = poured.starts[order[at]].map_or(0, |(region, _)| region) + on;
            began(region);
            if on > 0 {
                let last = poured.regions[was - 1];
                let block = (end + 1..).find(|place| !goes_on(*place)).unwrap_or(end + 1);
                if next < 1.0 && block < order.len() {
                    let height = last.height - last.used;
                    let of = region + on - 1;
                    let from = first_of(head, of, from);
                    holes.push(Hole { region: of, height, from, to: end + 1, block, is_ended: false });
                }
                from = end + 1;
            }
            (region, y, at) = (region + on, next, end + 1);
            continue;
        }
        let height = unit.height(change);
        let full = room(region);
        // The room below the last block of a region is not needed; the chapter's last block was measured without.
        let is_last = end + 1 == order.len();
        let needed = if is_last { height } else { height - BELOW.min(height * 0.5) };
        if y + led + needed <= full {
            began(region);
            y += led + height;
        } else {
            let free = full - y - led;
            let fits = match unit.kind {
                Kind::Lines(pitch) => {
                    let lines = (height / pitch).round();
                    let fit = (free / pitch).floor().min(lines - 2.0);
                    if fit >= 2.0 { fit * pitch } else { 0.0 }
                }
                _ => 0.0,
            };
            if fits > 0.0 {
                began(region);
                region += 1;
                from = end;
                y = height - fits;
                while y > room(region) {
                    y -= room(region);
                    region += 1;
                }
            } else {
                let hole = full - y;
                if y > 0.0 {
                    let from = first_of(head, region, from);
                    holes.push(Hole { region, height: hole, from, to: at, block: end, is_ended: false });
                    region += 1;
                }
                began(region);
                from = at;
                y = led + height;
                // What stands across the columns, or the room at a chapter's foot, may leave too little of them.
                let is_low = |region: usize| across.on(region / columns) > 0.0 || change.foot > 0.0 && room(region) < y;
                while y > room(region) + BELOW && is_low(region) && y < poured.height {
                    holes.push(Hole { region, height: room(region), from: at, to: at, block: end, is_ended: false });
                    region += 1;
                }
                while y > room(region) + BELOW {
                    y -= room(region);
                    region += 1;
                }
            }
        }
        at = end + 1;
    }
    let page = region / columns;
    // Behind the text, blocks across the columns may still have pages of their own.
    if across.last() > page {
        holes.extend(rest_of_page(region, y.min(room(region)), first_of(head, region, from)..at, at));
    }
    let before: f64 = (page * columns..region).map(room).sum();
    let text = (before + y.min(room(region))) / (columns as f64 * poured.height.max(1.0));
    let last = if across.last() > page {
        across.on(across.last()) / poured.height
    } else {
        text + across.on(page) / poured.height.max(1.0)
    };
    let behind: f64 = (region + 1..(page + 1) * columns).map(room).sum();
    let free = ((room(region) - y).max(0.0) + behind) / columns as f64;
    let count = page.max(across.last()) + 1;
    let first = if head.0 == page { head.1 } else { from };
    let mut on_end = order[first.min(order.len())..]
        .iter()
        .map(|id| &units[*id])
        .filter(|unit| unit.is_set && !matches!(unit.kind, Kind::Heading | Kind::Across));
    let is_figure = matches!((on_end.next(), on_end.next()), (Some(Unit { kind: Kind::Solid(_), .. }), None));
    let is_lone = columns > 1 && page > 0 && is_figure && across.on(page) == 0.0;
    Ok(Pages { holes, last, free, count, tops: BTreeSet::new(), across: BTreeMap::new(), end: page, stray, is_lone })
}

/// Room at the foot of the page that the text ends on, under which its columns end side by side, and the block across the
/// columns of a later page that it stands before; none where they do. What `failed` so often before is tried with less.
pub(super) fn foot(chapter: &Chapter<'_>, change: &Change, failed: usize) -> (f64, Option<usize>) {
    /// What is tried, in points; what is not worth it; and what is left free, since heights are estimates.
    const STEP: f64 = 13.0;
    const LEAST: f64 = 40.0;
    const SPARE: f64 = 9.0;
    let poured = chapter.poured;
    let order = change.order(chapter.units.len());
    // Only the last page of text is to be another than it was.
    let first = poured.regions.first().map_or(0, |region| region.page);
    let across = || {
        Across(
            poured
                .across
                .iter()
                .map(|(id, (page, _))| (*id, (page - first, chapter.units[*id].height(change))))
                .collect(),
        )
    };
    let pages = pour_with(chapter, &order, change, across());
    if poured.columns < 2 || poured.is_torn {
        return (0.0, None);
    }
    let less = SPARE + (failed * failed + failed) as f64 * STEP;
    let of = |foot: f64, before| if foot - less > LEAST { (floor(foot - less), before) } else { (0.0, None) };
    if pages.end != poured.end {
        // It was poured otherwise than it is: what is free on its page, but for what a line may take.
        let regions = poured.regions.iter().skip(poured.end * poured.columns).take(poured.columns);
        let free = regions.map(|region| region.height - region.used).sum::<f64>() / poured.columns as f64;
        let is_last = poured.across.values().all(|(page, _)| page - first <= poured.end);
        return if is_last { of(free - STEP, None) } else { (0.0, None) };
    }
    let before = order.iter().copied().find(|id| pages.across.get(id).is_some_and(|page| *page > pages.end));
    let mut foot = pages.free.min(poured.height);
    while foot > LEAST {
        let tried = Change { foot, ..change.clone() };
        let poured = pour_with(chapter, &order, &tried, across());
        if (poured.end, poured.count) == (pages.end, pages.count) {
            return of(foot, before);
        }
        foot -= STEP;
    }
    (0.0, None)
}

/// The changes under which a chapter has the least holes: all its pictures a little lower or higher, all its blocks a
/// little closer or further apart, and what closes the holes that then are left.
pub(super) fn settle(chapter: &Chapter<'_>) -> (Change, Expected) {
    let units = &chapter.units;
    let scales: [f64; 11] = [1.0, 0.95, 1.05, 0.9, 1.1, 0.85, 1.15, 0.8, 1.2, 0.75, 1.25];
    let mut best: Option<(f64, Change)> = None;
    let rooms: [f64; 8] = [0.0, -2.5, 2.0, -5.0, 4.0, -7.5, 6.0, 8.0];
    let closing = closing(chapter);
    let ends = [BTreeMap::new(), closing];
    let ends = &ends[..if ends[1].is_empty() { 1 } else { 2 }];
    let tries = rooms.iter().flat_map(|closer| scales.map(|scale| (scale, *closer)));
    for ((scale, closer), behind) in tries.flat_map(|of| ends.iter().map(move |behind| (of, behind))) {
        // What it costs by itself, whatever it closes.
        let moved = if behind.is_empty() { 0.0 } else { 0.02 };
        let cost = (1.0 - scale).abs() * 0.05 + closer.abs() * 0.005 + moved;
        let is_better = |penalty: f64| best.as_ref().is_none_or(|(least, _)| penalty < *least - 1e-9);
        if !is_better(cost) {
            continue;
        }
        let mut change = Change { starts: chapter.starts.clone(), behind: behind.clone(), ..Change::default() };
        if scale != 1.0 {
            change.stretch = units
                .iter()
                .filter(|unit| unit.is_elastic())
                .map(|unit| (unit.id, scale.clamp(unit.least, unit.most)))
                .collect();
        }
        if closer != 0.0 {
            let blocks = units.iter().skip(1).filter(|unit| unit.is_set && unit.kind != Kind::Lines(PITCH));
            change.room = blocks.map(|unit| (unit.id, closer)).collect();
        }
        let penalty = close(chapter, &mut change) + cost;
        if is_better(penalty) {
            best = Some((penalty, change));
        }
    }
    let mut change = best.map(|(_, change)| change).unwrap_or_default();
    let pages = pour(chapter, &change.order(units.len()), &change);
    change.tops.clone_from(&pages.tops);
    (change, Expected { pages: pages.count, last: pages.last })
}

/// The text that a chapter's last figure may come before, so that what ends the chapter fills its columns side by side: none
/// if it does not end on a figure, or well.
fn closing(chapter: &Chapter<'_>) -> BTreeMap<usize, usize> {
    let units = &chapter.units;
    let Some((last, before)) = units.split_last() else { return BTreeMap::new() };
    let is_figure = matches!(last.kind, Kind::Solid(_)) && !last.passes && last.is_set;
    if chapter.poured.columns < 2 || !is_figure || chapter.poured.last_page().1 >= ENOUGH {
        return BTreeMap::new();
    }
    let text = before.iter().rev().take_while(|unit| unit.passes && unit.kind != Kind::Across && unit.is_set);
    text.map(|unit| (unit.id, last.id)).collect()
}

/// Closes one hole after the other, and tells what is left.
fn close(chapter: &Chapter<'_>, change: &mut Change) -> f64 {
    let (units, poured) = (&chapter.units, chapter.poured);
    /// What is tried on one hole.
    const TRIES: usize = 4;
    /// What is tried on a chapter.
    const MOST_TRIES: usize = 200;
    let small = |hole: &Hole| hole.height <= SMALL * poured.height;
    let (mut given_up, mut tries, mut all) = (0, 0, 0);
    let mut order = change.order(units.len());
    let mut pages = pour(chapter, &order, change);
    loop {
        if let Some((heading, block)) = pages.stray.filter(|(heading, _)| !change.starts.contains(heading)) {
            lead(chapter, change, heading, block);
            order = change.order(units.len());
            pages = pour(chapter, &order, change);
            continue;
        }
        let Some(hole) = pages.holes.iter().filter(|hole| !small(hole)).nth(given_up).copied() else {
            // What comes of several columns may be less.
            let spare = if poured.columns > 1 { 0.025 } else { 0.0 };
            let over = |hole: &Hole| (hole.height / poured.height - (1.0 - FULL - spare)).max(0.0);
            let left: f64 = pages.holes.iter().map(over).sum();
            let (least, most) = chapter.last_page();
            let short = if pages.count > 1 { (least - pages.last).max(0.0) } else { 0.0 };
            // A page that just holds all of it may not: a line or two would begin another one.
            let tight = if pages.last > most { 0.2 } else { 0.0 };
            let moved = change.behind.len() as f64 * 0.004;
            let stretched: f64 = change.stretch.values().map(|by| (by - 1.0).abs()).sum();
            let stray = if pages.stray.is_some() { 1.0 } else { 0.0 };
            let lone = if pages.is_lone { LONE } else { 0.0 };
            return left + short + tight + moved + stretched * 0.004 + stray + lone;
        };
        let mut tried = change.clone();
        tries += 1;
        all += 1;
        let is_found = tries <= TRIES && all <= MOST_TRIES && mend(units, &order, &hole, &mut tried, &pages, poured);
        let next = is_found.then(|| tried.order(units.len()));
        let now = next.map(|order| (pour(chapter, &order, &tried), order));
        let same = |now: &Pages| now.holes.iter().find(|now| now.region == hole.region && !small(now)).copied();
        match now.map(|(now, order)| (same(&now), now, order)) {
            Some((same, now, next)) if same.is_none_or(|now| now.height < hole.height - 6.0) => {
                tries = if same.is_none() { 0 } else { tries };
                (*change, pages, order) = (tried, now, next);
            }
            // What makes nothing better is not done.
            _ => (given_up, tries) = (given_up + 1, 0),
        }
    }
}

/// Sees to it that a heading comes before what stands across the columns of its section: text of the section comes before that
/// too, or the heading begins a page.
fn lead(chapter: &Chapter<'_>, change: &mut Change, heading: usize, block: usize) {
    let units = &chapter.units;
    let mut tried = change.clone();
    for behind in (block + 1..units.len()).take_while(|id| units[*id].passes) {
        tried.behind.insert(block, behind);
        let pages = pour(chapter, &tried.order(units.len()), &tried);
        if pages.stray.is_none_or(|(other, _)| other > heading) {
            *change = tried;
            return;
        }
    }
    change.starts.insert(heading);
}

/// Closes a hole by the least that closes it; whether anything was found.
fn mend(units: &[Unit], order: &[usize], hole: &Hole, change: &mut Change, pages: &Pages, poured: &Poured) -> bool {
    if hole.is_ended {
        return lower_across(units, hole, change, pages, poured.columns.max(1))
            || loosen(units, order, hole, change, &pages.across, wanted_of(hole, poured));
    }
    let wanted = hole.height - SMALL * poured.height;
    let unit = &units[order[hole.block]];
    let own = unit.height(change);
    let head: f64 = (hole.to..hole.block).map(|place| units[order[place]].height(change)).sum();
    let free = hole.height - head;
    let stretch = |change: &Change, id: usize| change.stretch.get(&id).copied().unwrap_or(1.0);
    // 1. The picture that does not fit, lower.
    if unit.is_elastic() {
        let least = stretch(change, unit.id) - (own - free - BELOW + 4.0) / unit.pliant;
        if least >= unit.least {
            change.stretch.insert(unit.id, floor(least.min(stretch(change, unit.id))));
            return true;
        }
    }
    // 2. Pictures before it lower, so that it fits.
    let elastic: Vec<&Unit> =
        (hole.from..hole.to).map(|place| &units[order[place]]).filter(|unit| unit.is_elastic()).collect();
    let lacking = own - BELOW - free;
    let gain: f64 = elastic.iter().map(|unit| unit.pliant * (stretch(change, unit.id) - unit.least).max(0.0)).sum();
    if lacking > 0.0 && gain >= lacking && !matches!(unit.kind, Kind::Lines(_)) {
        let by = lacking / gain;
        for unit in &elastic {
            let now = stretch(change, unit.id);
            change.stretch.insert(unit.id, floor(now - (now - unit.least).max(0.0) * by));
        }
        return true;
    }
    // 3. Text of its section in front of it, and of figures that follow it.
    let is_led_in = |place: usize| place > 0 && units[order[place - 1]].leads;
    let may_wait = |place: usize| {
        let unit = &units[order[place]];
        let is_figure = matches!(unit.kind, Kind::Solid(_)) && !unit.passes && unit.is_set;
        is_figure && !is_led_in(place) && !change.behind.contains_key(&unit.id)
    };
    if may_wait(hole.block) {
        let (mut sum, mut last) = (0.0, None);
        let (mut waiting, mut figures) = (vec![unit.id], Vec::new());
        for place in hole.block + 1..order.len() {
            let next = &units[order[place]];
            if poured.columns > 1 && may_wait(place) {
                figures.push(next.id);
                continue;
            }
            if !next.passes || !next.is_set {
                break;
            }
            sum += if next.kind == Kind::Across { 0.0 } else { next.height(change) };
            last = Some(next.id);
            waiting.append(&mut figures);
            if sum >= free {
                break;
            }
        }
        if let Some(last) = last.filter(|_| sum >= wanted.min(free * 0.3)) {
            change.behind.extend(waiting.into_iter().map(|id| (id, last)));
            return true;
        }
    }
    // 4. What stands across the columns and takes the room, behind it.
    let columns = poured.columns.max(1);
    if matches!(unit.kind, Kind::Solid(_)) && columns > 1 {
        let near = order.iter().take(hole.block + 12).rev();
        let across = near.filter(|id| units[**id].kind == Kind::Across && !change.behind.contains_key(id));
        // Of the same section: it leaves its own for none.
        let is_near = |id: &usize| {
            let between = &units[unit.id.min(*id)..unit.id.max(*id)];
            between.iter().all(|unit| unit.kind != Kind::Heading)
        };
        if let Some(id) = across.copied().find(is_near) {
            let last = unit.id.max(id);
            let end = (last + 1..units.len()).take_while(|id| units[*id].passes).last().unwrap_or(last);
            if end != id {
                change.behind.insert(id, end);
                return true;
            }
        }
    }
    // 5. Nothing comes to it.
    loosen(units, order, hole, change, &pages.across, wanted_of(hole, poured))
}

/// Makes what stands across the columns of the next page so much lower that it stands at this one's foot; whether it can be.
fn lower_across(units: &[Unit], hole: &Hole, change: &mut Change, pages: &Pages, columns: usize) -> bool {
    /// Points that stay free, since heights are estimates.
    const SPARE: f64 = 6.0;
    let page = hole.region / columns;
    let on_page = pages.holes.iter().filter(|hole| hole.region / columns == page);
    let free = on_page.map(|hole| hole.height).sum::<f64>() / columns as f64 - SPARE;
    let next = pages.tops.iter().map(|id| &units[*id]).find(|unit| pages.across.get(&unit.id) == Some(&(page + 1)));
    let Some(unit) = next.filter(|unit| unit.is_elastic()) else { return false };
    let now = change.stretch.get(&unit.id).copied().unwrap_or(1.0);
    let by = now - (unit.height(change) - free) / unit.pliant;
    let is_found = by >= unit.least && by < now;
    if is_found {
        change.stretch.insert(unit.id, floor(by));
    }
    is_found
}

/// What of a hole is to be filled.
fn wanted_of(hole: &Hole, poured: &Poured) -> (f64, usize, (f64, f64)) {
    (hole.height - SMALL * poured.height, hole.region / poured.columns.max(1), loosest(poured))
}

fn loosest(poured: &Poured) -> (f64, f64) {
    let at = usize::from(poured.columns > 1);
    (LOOSEST[at], APART[at])
}

/// Fills a page with what it has, so many points of a column: pictures higher, and more room between its blocks, up to so
/// many points each; whether there was anything. `across` are the pages of what stands across the columns.
fn loosen(
    units: &[Unit],
    order: &[usize],
    hole: &Hole,
    change: &mut Change,
    across: &BTreeMap<usize, usize>,
    (wanted, page, (loosest, apart)): (f64, usize, (f64, f64)),
) -> bool {
    let stretch = |change: &Change, id: usize| change.stretch.get(&id).copied().unwrap_or(1.0);
    let in_column = (hole.from..hole.to).map(|place| &units[order[place]]).filter(|unit| unit.kind != Kind::Across);
    let across = across.iter().filter(|(_, on)| **on == page).map(|(id, _)| &units[*id]);
    let elastic: Vec<&Unit> = in_column.chain(across).filter(|unit| unit.is_elastic()).collect();
    let mut rest = wanted;
    let grow: f64 = elastic.iter().map(|unit| unit.pliant * (unit.most - stretch(change, unit.id)).max(0.0)).sum();
    if grow > 1.0 {
        let by = (rest / grow).min(1.0);
        for unit in &elastic {
            let now = stretch(change, unit.id);
            change.stretch.insert(unit.id, floor(now + (unit.most - now).max(0.0) * by));
        }
        rest -= grow * by;
    }
    if rest > 1.0 {
        let behind_heading = |id: usize| id > 0 && units[id - 1].kind == Kind::Heading;
        let is_loose = |id: usize| units[id].is_set && !behind_heading(id) && units[id].kind != Kind::Across;
        let is_text = |place: usize| units[order[place]].kind == Kind::Lines(PITCH);
        // The most that may stand before each.
        let most = |place: usize| if is_text(place) && is_text(place - 1) { apart } else { loosest };
        let places = (hole.from + 1..hole.to).filter(|place| is_loose(order[*place]));
        let loose: Vec<(usize, f64)> = places.map(|place| (order[place], most(place))).collect();
        let part = (rest / loose.iter().map(|(_, most)| most).sum::<f64>().max(1.0)).min(1.0);
        if part * loosest > 1.0 && !loose.is_empty() {
            for (id, most) in loose {
                let room = change.room.entry(id).or_default();
                *room = floor((*room + most * part).min(most).max(*room));
            }
            return true;
        }
    }
    grow > 1.0
}

/// What stands across a last page alone, and how much higher it is where it takes all of it.
pub(super) fn alone(chapter: &Chapter<'_>) -> Option<(usize, f64)> {
    /// Points that stay free, since heights are estimates.
    const FREE: f64 = 6.0;
    let poured = chapter.poured;
    let columns = poured.columns.max(1);
    let on_end = poured.regions.len().checked_sub(columns).filter(|_| columns > 1)?;
    let end = &poured.regions[on_end..];
    let mut across = poured.across.iter().filter(|(_, (page, _))| *page == end[0].page);
    let (Some((id, _)), None) = (across.next(), across.next()) else { return None };
    let unit = &chapter.units[*id];
    let free = end.iter().map(|region| region.height).fold(0.0, f64::max) - FREE;
    if !unit.is_elastic() || free <= 0.0 || end.iter().any(|region| region.used > 0.0) {
        return None;
    }
    let now = chapter.change.stretch.get(id).copied().unwrap_or(1.0);
    Some((*id, floor((now + free / unit.pliant).min(unit.most).max(now))))
}

/// The changes with which each page of a layout that is not full enough fills itself, as far as it can, and nothing else moves;
/// but those that are known to be `full`, or all where that is none.
pub(super) fn justified(chapter: &Chapter<'_>, full: Option<&BTreeSet<usize>>) -> Change {
    /// More than is asked for, as a part of the height.
    const SPARE: f64 = 0.015;
    /// Points that stay free: a line more, and the column would not hold it; and what a block may have below all that is seen.
    const FREE: f64 = 6.0;
    const UNDER: f64 = 17.0;
    /// Points that no eye sees at a page's foot: a line and a half.
    const UNSEEN: f64 = 1.5 * PITCH;
    let (poured, order) = (chapter.poured, chapter.order);
    let mut change = chapter.change.clone();
    let columns = poured.columns.max(1);
    let first = poured.regions.first().map_or(0, |region| region.page);
    let across: BTreeMap<usize, usize> = poured.across.iter().map(|(id, (page, _))| (*id, page - first)).collect();
    if let Some((id, stretch)) = alone(chapter) {
        change.stretch.insert(id, stretch);
    }
    let pages = poured.regions.chunks(columns).enumerate();
    for (page, regions) in pages.take((poured.regions.len() / columns).saturating_sub(1)) {
        let whole: f64 = regions.iter().map(|region| region.height + region.across).sum();
        let used: f64 = regions.iter().map(|region| region.used + region.across).sum();
        let free: f64 = regions.iter().map(|region| region.height - region.used).sum();
        let wanted = if columns > 1 { FULL + SPARE } else { LEVEL };
        // What stands across takes what all columns leave.
        let on_page: Vec<&Unit> =
            across.iter().filter(|(_, on)| **on == page).map(|(id, _)| &chapter.units[*id]).collect();
        let left =
            regions.iter().map(|region| region.height - region.used).fold(f64::INFINITY, f64::min) - FREE - UNDER;
        if let ([unit], true) = (&on_page[..], columns > 1 && left > UNSEEN)
            && unit.is_elastic()
        {
            let now = change.stretch.get(&unit.id).copied().unwrap_or(1.0);
            let by = floor((now + left / unit.pliant).min(unit.most));
            if by > now {
                change.stretch.insert(unit.id, by);
                continue;
            }
        }
        let is_known = |full: &BTreeSet<usize>| full.iter().any(|region| region / columns == page);
        let is_full = if columns > 1 {
            used >= FULL * whole || full.is_some_and(is_known)
        } else {
            free < UNSEEN || full.is_none_or(is_known)
        };
        if is_full || free <= 0.0 {
            continue;
        }
        let part = ((wanted * whole - used) / free).min(1.0);
        for (at, region) in regions.iter().enumerate() {
            let own = page * columns + at;
            // What makes a column longer makes the next one so.
            let first = if at + 1 == columns { page * columns } else { own };
            let is_own = |id: &usize| poured.starts[*id].is_some_and(|(region, _)| (first..=own).contains(&region));
            let Some(from) = order.iter().position(&is_own) else { continue };
            let to = order.iter().rposition(is_own).map_or(from, |last| last + 1);
            let height = region.height - region.used;
            let hole = Hole { region: own, height, from, to, block: to, is_ended: true };
            let ends_in_text = to > 0 && chapter.units[order[to - 1]].kind == Kind::Lines(PITCH);
            let wanted = (height * part).min(height - FREE - if ends_in_text { 0.0 } else { UNDER });
            if wanted > 1.0 {
                // What stands across is made higher once.
                let across = if at == 0 { &across } else { &BTreeMap::new() };
                loosen(&chapter.units, order, &hole, &mut change, across, (wanted, page, loosest(poured)));
            }
        }
    }
    change
}

/// To a hundredth: numbers that are written must not hang on the last bit.
fn floor(number: f64) -> f64 {
    (number * 100.0).floor() / 100.0
}

#[cfg(test)]
mod tests {
    use super::super::measure::Region;
    use super::*;

    fn unit(id: usize, kind: Kind, height: f64) -> Unit {
        Unit {
            id,
            kind,
            height,
            passes: matches!(kind, Kind::Lines(_)),
            leads: false,
            is_set: true,
            pliant: if kind == Kind::Solid(1.0) { height - FIXED } else { 0.0 },
            least: LEAST,
            most: MOST,
        }
    }

    /// Regions of 700 points, the first block at the top.
    fn poured(count: usize) -> Poured {
        let region =
            |page| Region { page, top: 0.0, height: 700.0, across: 0.0, foot: 0.0, has_pattern: false, used: 700.0 };
        Poured {
            starts: vec![Some((0, 0.0)); count],
            regions: (1..9).map(region).collect(),
            height: 700.0,
            columns: 1,
            across: BTreeMap::new(),
            end: 0,
            is_torn: false,
            strays: BTreeSet::new(),
        }
    }

    /// The holes that are left after settling, and how.
    fn settled(units: &[Unit]) -> (Vec<f64>, Change) {
        // Nothing of where they stood is known.
        let poured = poured(units.len());
        let change = &Change::default();
        let chapter = Chapter {
            units: units.to_vec(),
            poured: &poured,
            change,
            order: &[],
            expected: None,
            starts: BTreeSet::new(),
        };
        let (change, _) = settle(&chapter);
        let pages = pour(&chapter, &change.order(units.len()), &change);
        (pages.holes.iter().map(|hole| hole.height).filter(|height| *height > SMALL * 700.0).collect(), change)
    }

    #[test]
    fn text_of_its_section_passes_a_figure() {
        let units = [
            unit(0, Kind::Lines(PITCH), 500.0),
            unit(1, Kind::Solid(0.0), 300.0),
            unit(2, Kind::Lines(PITCH), 312.0),
            unit(3, Kind::Lines(PITCH), 468.0),
        ];
        let (holes, change) = settled(&units);
        assert_eq!(holes, [] as [f64; 0]);
        assert_eq!(change.behind, BTreeMap::from([(1, 2)]));
        assert_eq!(change.order(4), [0, 2, 1, 3]);
    }

    #[test]
    fn text_stays_behind_the_heading_of_its_section() {
        let units = [
            unit(0, Kind::Lines(PITCH), 500.0),
            unit(1, Kind::Solid(0.0), 300.0),
            unit(2, Kind::Heading, 40.0),
            unit(3, Kind::Lines(PITCH), 780.0),
        ];
        assert_eq!(settled(&units).1.order(4), [0, 1, 2, 3]);
    }

    #[test]
    fn what_stands_across_columns_never_comes_before_its_heading() {
        let units = [
            unit(0, Kind::Lines(PITCH), 580.0),
            unit(1, Kind::Heading, 40.0),
            Unit { passes: true, ..unit(2, Kind::Across, 380.0) },
            unit(3, Kind::Lines(PITCH), 312.0),
        ];
        let poured = Poured { columns: 2, ..poured(units.len()) };
        let change = &Change::default();
        let starts = BTreeSet::new();
        let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts };
        let stray = |change: &Change| pour(&chapter, &change.order(units.len()), change).stray;
        assert_eq!(stray(change), Some((1, 2)));
        assert_eq!(stray(&settle(&chapter).0), None);
    }

    #[test]
    fn what_stands_across_columns_never_leaves_its_section() {
        let poured = Poured { columns: 2, ..poured(6) };
        let change = &Change::default();
        for text in [156.0, 312.0, 468.0, 624.0] {
            let units = vec![
                unit(0, Kind::Lines(PITCH), text),
                Unit { passes: true, ..unit(1, Kind::Across, 300.0) },
                unit(2, Kind::Heading, 40.0),
                unit(3, Kind::Lines(PITCH), 156.0),
                unit(4, Kind::Solid(0.0), 420.0),
                unit(5, Kind::Lines(PITCH), 624.0),
            ];
            let starts = BTreeSet::new();
            let chapter = Chapter { units, poured: &poured, change, order: &[], expected: None, starts };
            let order = settle(&chapter).0.order(6);
            let place = |id: usize| order.iter().position(|of| *of == id);
            assert!(place(1) < place(2), "{order:?}");
        }
    }

    #[test]
    fn what_stands_across_columns_gets_lower_where_that_lets_it_fit() {
        let across = Unit { passes: true, pliant: 270.0, ..unit(1, Kind::Across, 300.0) };
        let units = [unit(0, Kind::Lines(PITCH), 899.6), across];
        let poured = Poured { columns: 2, ..poured(units.len()) };
        let change = &Change::default();
        let starts = BTreeSet::new();
        let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts };
        let page = |change: &Change| pour(&chapter, &change.order(units.len()), change).across[&1];
        assert_eq!(page(change), 1);
        assert_eq!(page(&settle(&chapter).0), 0);
    }

    #[test]
    fn a_picture_gets_lower_where_that_lets_it_fit() {
        let units =
            [unit(0, Kind::Lines(PITCH), 460.0), unit(1, Kind::Solid(1.0), 280.0), unit(2, Kind::Lines(PITCH), 624.0)];
        let (holes, change) = settled(&units);
        assert_eq!(holes, [] as [f64; 0]);
        assert!(change.behind.is_empty(), "{change:?}");
        assert!(change.stretch[&1] < 1.0 && change.stretch[&1] >= LEAST, "{change:?}");
    }

    #[test]
    fn text_ends_a_chapter_in_columns_rather_than_a_figure_alone() {
        let units =
            [unit(0, Kind::Lines(PITCH), 1092.0), unit(1, Kind::Lines(PITCH), 280.8), unit(2, Kind::Solid(0.0), 250.0)];
        let mut poured = Poured { columns: 2, ..poured(units.len()) };
        poured.regions.truncate(4);
        poured.regions.iter_mut().for_each(|region| region.page = region.page.div_ceil(2));
        poured.regions[2].used = 250.0;
        poured.regions[3].used = 0.0;
        let change = &Change::default();
        let starts = BTreeSet::new();
        let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts };
        assert_eq!(closing(&chapter), BTreeMap::from([(0, 2), (1, 2)]));
        let headed =
            [Unit { kind: Kind::Heading, passes: false, ..units[0].clone() }, units[1].clone(), units[2].clone()];
        let chapter = Chapter { units: headed.to_vec(), ..chapter };
        assert_eq!(closing(&chapter), BTreeMap::from([(1, 2)]));
    }

    #[test]
    fn a_page_ends_at_the_last_line_and_its_paragraphs_stay_together() {
        let units = [
            unit(0, Kind::Lines(PITCH), 312.0),
            unit(1, Kind::Lines(PITCH), 156.0),
            unit(2, Kind::Solid(0.0), 140.0),
            unit(3, Kind::Lines(PITCH), 312.0),
        ];
        let mut poured = poured(units.len());
        poured.starts = vec![Some((0, 0.0)), Some((0, 312.0)), Some((0, 468.0)), Some((1, 0.0))];
        poured.regions.truncate(2);
        poured.regions[0].used = 660.0;
        let change = &Change::default();
        let starts = BTreeSet::new();
        let order = [0, 1, 2, 3];
        let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &order, expected: None, starts };
        let justified = |full: Option<&BTreeSet<usize>>| justified(&chapter, full).room;
        let room = justified(Some(&BTreeSet::new()));
        assert!(room[&1] < 4.0 && room[&2] > 12.0 && !room.contains_key(&3), "{room:?}");
        assert_eq!(justified(Some(&BTreeSet::from([0]))), BTreeMap::new());
        assert_eq!(justified(None), BTreeMap::new());
    }

    #[test]
    fn a_page_that_loses_a_line_to_the_next_one_is_known() {
        let known = Poured { starts: vec![Some((0, 0.0)), Some((0, 312.0)), Some((1, 20.0))], ..poured(3) };
        let looser = Poured { starts: vec![Some((0, 0.0)), Some((0, 330.0)), Some((1, 20.0))], ..known.clone() };
        let burst = Poured { starts: vec![Some((0, 0.0)), Some((0, 340.0)), Some((1, 36.0))], ..known.clone() };
        assert_eq!((looser.burst(&known), burst.burst(&known)), (None, Some(0)));
    }

    #[test]
    fn what_fits_is_left_alone() {
        let units =
            [unit(0, Kind::Lines(PITCH), 660.0), unit(1, Kind::Solid(1.0), 280.0), unit(2, Kind::Lines(PITCH), 390.0)];
        assert_eq!(settled(&units).1, Change::default());
    }
}
