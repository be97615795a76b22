//! Pouring a chapter's measured blocks into regions, as the typesetter will, and closing the holes that are left.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{BELOW, Poured};
use super::{Change, ENOUGH, FULL, Pliant};
use crate::model::printed::{Block, BlockKind};
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
    /// Whether it may be lower or higher.
    is_pliant: bool,
}

/// Bounds within which pictures get lower or higher.
const LEAST: f64 = 0.72;
const LOWEST: f64 = 0.62;
const MOST: f64 = 1.3;
/// Points of a picture block that do not stretch: caption and room.
const FIXED: f64 = 30.0;
/// Distance of lines of text, in points; an estimate that need only be near.
const PITCH: f64 = 15.6;
/// Distance of rows of what breaks between rows.
const ROW: f64 = 22.0;
/// Points that may be added before a block.
const LOOSEST: f64 = 13.0;
/// A chapter's last page is not trusted to be fuller, as a part of its height.
const TIGHT: f64 = 0.97;
/// A hole that is left alone, as a part of the height.
const SMALL: f64 = 1.0 - FULL - 0.05;

impl Unit {
    /// A block as it was measured under the changes that it was laid out with.
    pub(super) fn of(
        (id, block, breadth): (usize, &Block, Breadth),
        poured: &Poured,
        pliant: &dyn Fn(&str) -> Pliant,
        change: &Change,
        order: &[usize],
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
            BlockKind::Component(component) => match pliant(&component.name.node) {
                Pliant::Elastic => (Kind::Solid(1.0), false),
                Pliant::Rows => (Kind::Lines(2.0 * ROW), false),
                Pliant::Whole | Pliant::Across if is_broken => (Kind::Lines(2.0 * ROW), false),
                Pliant::Whole | Pliant::Across => (Kind::Solid(0.0), false),
            },
            _ => (Kind::Solid(0.0), false),
        };
        // What could break and did not has a reason of its own.
        let kind = match kind {
            Kind::Lines(pitch) if pitch > PITCH && start.is_some_and(|start| poured.is_held(start)) => Kind::Solid(0.0),
            kind => kind,
        };
        let is_pliant = match (kind, &block.kind) {
            (Kind::Solid(stretch), _) => stretch > 0.0,
            (Kind::Across, BlockKind::Picture(_)) => true,
            (Kind::Across, BlockKind::Component(component)) => pliant(&component.name.node).is_elastic(breadth),
            _ => false,
        };
        let raw = if kind == Kind::Across { poured.across.get(&id).map_or(0.0, |(_, height)| *height) } else { raw };
        let height = if is_pliant && raw > FIXED { FIXED + (raw - FIXED) / stretched } else { raw };
        Self { id, kind, height: height.max(0.0), passes, leads, is_set: start.is_some(), is_pliant }
    }

    fn height(&self, change: &Change) -> f64 {
        let room = change.room.get(&self.id).copied().unwrap_or(0.0);
        let stretch = change.stretch.get(&self.id).copied().unwrap_or(1.0);
        let own =
            if self.is_pliant && self.height > FIXED { FIXED + (self.height - FIXED) * stretch } else { self.height };
        room + own
    }

    fn is_elastic(&self) -> bool {
        self.is_pliant && self.height > 4.0 * FIXED
    }
}

/// A hole at a region's foot.
#[derive(Debug, Clone, Copy)]
struct Hole {
    /// The region.
    region: usize,
    /// Its height.
    height: f64,
    /// Place in the order of the first block of the region and of the first that no longer fits.
    from: usize,
    to: usize,
    /// The block that does not fit: behind the headings that go with it.
    block: usize,
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
    let mut across = Across::default();
    let mut tops = BTreeSet::new();
    loop {
        match pour_around(chapter, order, change, &across) {
            Ok(pages) => return Pages { tops, ..pages },
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
    let end_page = order.last().map_or(0, |_| poured.regions.len() / columns).saturating_sub(1);
    let room = |region: usize| {
        let was = poured.regions.get(region).map_or(poured.height, |region| region.height + region.across);
        let foot = if change.foot > 0.0 && region / columns == end_page { change.foot } else { 0.0 };
        (was - across.on(region / columns) - foot).max(1.0)
    };
    let is_same_room =
        |region: usize| poured.regions.get(region).is_some_and(|was| (was.height - room(region)).abs() < 1.0);
    let (mut holes, mut from) = (Vec::new(), 0);
    let mut at = 0;
    while at < order.len() {
        // Headings go with what follows them.
        let goes_on =
            |place: usize| order.get(place).is_some_and(|id| units[*id].kind == Kind::Heading || !units[*id].is_set);
        let end = (at..).find(|place| !goes_on(*place)).unwrap_or(at);
        let head: f64 = (at..end).map(|place| units[order[place]].height(change)).sum();
        let Some(id) = order.get(end) else { break };
        let unit = &units[*id];
        if let Kind::Break(regions) = unit.kind {
            (region, y, from, at) = (region + regions, 0.0, end + 1, end + 1);
            continue;
        }
        if unit.kind == Kind::Across {
            if !across.0.contains_key(id) {
                let page = region / columns;
                let behind = (region + 1..(page + 1) * columns).map(room).sum::<f64>();
                let free = ((room(region) - y - head).max(0.0) + behind) / columns as f64;
                let waits = across.last() > page;
                let height = unit.height(change);
                let mut own = if !waits && height <= free { page } else { (page + 1).max(across.last()) };
                while own > page && across.on(own) > 0.0 && across.on(own) + height > poured.height {
                    own += 1;
                }
                return Err((*id, own, own > page));
            }
            y += head;
            at = end + 1;
            continue;
        }
        let known =
            chapter.known(order, (at, end), y, change).filter(|(on, _)| (region..=region + on).all(is_same_room));
        if let Some((on, next)) = known {
            let was = poured.starts[order[at]].map_or(0, |(region, _)| region) + on;
            if on > 0 {
                let last = poured.regions[was - 1];
                let block = (end + 1..).find(|place| !goes_on(*place)).unwrap_or(end + 1);
                if next < 1.0 && block < order.len() {
                    let height = last.height - last.used;
                    holes.push(Hole { region: region + on - 1, height, from, to: end + 1, block });
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
        if y + head + needed <= full {
            y += head + height;
        } else {
            let free = full - y - head;
            let fits = match unit.kind {
                Kind::Lines(pitch) => {
                    let lines = (height / pitch).round();
                    let fit = (free / pitch).floor().min(lines - 2.0);
                    if fit >= 2.0 { fit * pitch } else { 0.0 }
                }
                _ => 0.0,
            };
            if fits > 0.0 {
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
                    holes.push(Hole { region, height: hole, from, to: at, block: end });
                    region += 1;
                }
                from = at;
                y = head + height;
                // What stands across the columns may leave too little of them.
                while y > room(region) + BELOW && across.on(region / columns) > 0.0 && y < poured.height {
                    holes.push(Hole { region, height: room(region), from: at, to: at, block: end });
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
    let before: f64 = (page * columns..region).map(room).sum();
    let text = (before + y.min(room(region))) / (columns as f64 * poured.height.max(1.0));
    let last = if across.last() > page {
        across.on(across.last()) / poured.height
    } else {
        text + across.on(page) / poured.height.max(1.0)
    };
    let behind: f64 = (region + 1..(page + 1) * columns).map(room).sum();
    let free = ((room(region) - y).max(0.0) + behind) / columns as f64;
    Ok(Pages { holes, last, free, count: page.max(across.last()) + 1, tops: BTreeSet::new() })
}

/// Room at the foot of the last page under which its columns end side by side; none where they do.
pub(super) fn foot(chapter: &Chapter<'_>, change: &Change) -> f64 {
    /// What is tried, in points; what is not worth it; and what is left free, since heights are estimates.
    const STEP: f64 = 13.0;
    const LEAST: f64 = 40.0;
    const SPARE: f64 = 9.0;
    let poured = chapter.poured;
    let order = change.order(chapter.units.len());
    let pages = pour(chapter, &order, change);
    if poured.columns < 2 || poured.is_torn || pages.count * poured.columns != poured.regions.len() {
        return 0.0;
    }
    let mut foot = (poured.height * (1.0 - pages.last)).min(pages.free);
    while foot > LEAST {
        let tried = Change { foot, ..change.clone() };
        if pour(chapter, &order, &tried).count == pages.count {
            return floor(foot - SPARE);
        }
        foot -= STEP;
    }
    0.0
}

/// The changes under which a chapter has the least holes: all its pictures a little lower or higher, all its blocks a
/// little closer or further apart, and what closes the holes that then are left.
pub(super) fn settle(chapter: &Chapter<'_>) -> (Change, Expected) {
    let units = &chapter.units;
    let scales = [1.0, 0.95, 1.05, 0.9, 1.1, 0.85, 1.15, 0.8, 1.2, 0.75, 1.25];
    let mut best: Option<(f64, Change)> = None;
    let rooms = [0.0, -2.5, 2.0, -5.0, 4.0, -7.5, 6.0, 8.0];
    for (scale, closer) in rooms.iter().flat_map(|closer| scales.map(|scale| (scale, *closer))) {
        let mut change = Change::default();
        if scale != 1.0 {
            change.stretch = units.iter().filter(|unit| unit.is_elastic()).map(|unit| (unit.id, scale)).collect();
        }
        if closer != 0.0 {
            let blocks = units.iter().skip(1).filter(|unit| unit.is_set && unit.kind != Kind::Lines(PITCH));
            change.room = blocks.map(|unit| (unit.id, closer)).collect();
        }
        let penalty = close(chapter, &mut change) + (1.0 - scale).abs() * 0.05 + closer.abs() * 0.005;
        if best.as_ref().is_none_or(|(least, _)| penalty < *least - 1e-9) {
            best = Some((penalty, change));
        }
    }
    let mut change = best.map(|(_, change)| change).unwrap_or_default();
    let pages = pour(chapter, &change.order(units.len()), &change);
    change.tops.clone_from(&pages.tops);
    change.foot = foot(chapter, &change);
    (change, Expected { pages: pages.count, last: pages.last })
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
    loop {
        let order = change.order(units.len());
        let pages = pour(chapter, &order, change);
        let Some(hole) = pages.holes.iter().filter(|hole| !small(hole)).nth(given_up).copied() else {
            let over = |hole: &Hole| (hole.height / poured.height - (1.0 - FULL)).max(0.0);
            let left: f64 = pages.holes.iter().map(over).sum();
            let (least, most) = chapter.last_page();
            let short = if pages.count > 1 { (least - pages.last).max(0.0) } else { 0.0 };
            // A page that just holds all of it may not: a line or two would begin another one.
            let tight = if pages.last > most { 0.2 } else { 0.0 };
            let moved = change.behind.len() as f64 * 0.004;
            let stretched: f64 = change.stretch.values().map(|by| (by - 1.0).abs()).sum();
            return left + short + tight + moved + stretched * 0.004;
        };
        let tried = change.clone();
        tries += 1;
        all += 1;
        let is_found = tries <= TRIES && all <= MOST_TRIES && mend(units, &order, &hole, change, poured);
        let now = pour(chapter, &change.order(units.len()), change);
        let same = now.holes.iter().find(|now| now.region == hole.region && !small(now));
        let is_better = same.is_none_or(|now| now.height < hole.height - 6.0);
        if !is_found || !is_better {
            // What made nothing better is taken back.
            *change = tried;
            given_up += 1;
            tries = 0;
        } else if same.is_none() {
            tries = 0;
        }
    }
}

/// Closes a hole by the least that closes it; whether anything was found.
fn mend(units: &[Unit], order: &[usize], hole: &Hole, change: &mut Change, poured: &Poured) -> bool {
    // Columns of a broad page are short.
    let lowest = if poured.columns > 1 { LOWEST } else { LEAST };
    let wanted = hole.height - SMALL * poured.height;
    let unit = &units[order[hole.block]];
    let own = unit.height(change);
    let head: f64 = (hole.to..hole.block).map(|place| units[order[place]].height(change)).sum();
    let free = hole.height - head;
    let stretch = |change: &Change, id: usize| change.stretch.get(&id).copied().unwrap_or(1.0);
    // 1. The picture that does not fit, lower.
    if unit.is_elastic() {
        let least = stretch(change, unit.id) * (free + BELOW - 4.0 - FIXED) / (own - FIXED).max(1.0);
        if least >= lowest {
            change.stretch.insert(unit.id, floor(least.min(stretch(change, unit.id))));
            return true;
        }
    }
    // 2. Pictures before it lower, so that it fits.
    let elastic: Vec<&Unit> =
        (hole.from..hole.to).map(|place| &units[order[place]]).filter(|unit| unit.is_elastic()).collect();
    let lacking = own - BELOW - free;
    let gain: f64 = elastic.iter().map(|unit| unit.height(change) - FIXED - (unit.height - FIXED) * lowest).sum();
    if lacking > 0.0 && gain >= lacking && !matches!(unit.kind, Kind::Lines(_)) {
        let by = lacking / gain;
        for unit in &elastic {
            let now = stretch(change, unit.id);
            change.stretch.insert(unit.id, floor(now - (now - lowest) * by));
        }
        return true;
    }
    // 3. Text of its section in front of it.
    let is_led_in = hole.block > 0 && units[order[hole.block - 1]].leads;
    if matches!(unit.kind, Kind::Solid(_)) && !unit.passes && !is_led_in && !change.behind.contains_key(&unit.id) {
        let mut sum = 0.0;
        let mut last = None;
        for place in hole.block + 1..order.len() {
            let next = &units[order[place]];
            if !next.passes || !next.is_set {
                break;
            }
            sum += if next.kind == Kind::Across { 0.0 } else { next.height(change) };
            last = Some(next.id);
            if sum >= free {
                break;
            }
        }
        if let Some(last) = last.filter(|_| sum >= wanted.min(free * 0.3)) {
            change.behind.insert(unit.id, last);
            return true;
        }
    }
    // 4. What stands across the columns and takes the room, behind it.
    let columns = poured.columns.max(1);
    if matches!(unit.kind, Kind::Solid(_)) && columns > 1 {
        let near = order.iter().take(hole.block + 12).rev();
        let across = near.filter(|id| units[**id].kind == Kind::Across && !change.behind.contains_key(id));
        if let Some(id) = across
            .copied()
            .find(|id| *id < unit.id || units[unit.id..*id].iter().all(|unit| unit.kind != Kind::Heading))
        {
            let last = unit.id.max(id);
            let end = (last + 1..units.len()).take_while(|id| units[*id].passes).last().unwrap_or(last);
            if end != id {
                change.behind.insert(id, end);
                return true;
            }
        }
    }
    // 5. Pictures on the page higher, and more room between its blocks.
    let mut rest = wanted;
    let grow: f64 = elastic.iter().map(|unit| (unit.height - FIXED) * MOST - (unit.height(change) - FIXED)).sum();
    if grow > 1.0 {
        let by = (rest / grow).min(1.0);
        for unit in &elastic {
            let now = stretch(change, unit.id);
            change.stretch.insert(unit.id, floor(now + (MOST - now) * by));
        }
        rest -= grow * by;
    }
    if rest > 1.0 {
        let blocks: Vec<usize> =
            (hole.from + 1..hole.to).map(|place| order[place]).filter(|id| units[*id].is_set).collect();
        let behind_heading = |id: usize| id > 0 && units[id - 1].kind == Kind::Heading;
        let loose: Vec<usize> = blocks.into_iter().filter(|id| !behind_heading(*id)).collect();
        let each = (rest / loose.len().max(1) as f64).min(LOOSEST);
        if each > 1.0 && !loose.is_empty() {
            let added: BTreeMap<usize, f64> = loose.iter().map(|id| (*id, floor(each))).collect();
            change.room.extend(added);
            return true;
        }
    }
    grow > 1.0
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
            is_pliant: kind == Kind::Solid(1.0),
        }
    }

    /// Regions of 700 points, the first block at the top.
    fn poured(count: usize) -> Poured {
        let region = |page| Region { page, top: 0.0, height: 700.0, across: 0.0, foot: 0.0, used: 700.0 };
        Poured {
            starts: vec![Some((0, 0.0)); count],
            regions: (1..9).map(region).collect(),
            height: 700.0,
            columns: 1,
            across: BTreeMap::new(),
            is_torn: false,
        }
    }

    /// The holes that are left after settling, and how.
    fn settled(units: &[Unit]) -> (Vec<f64>, Change) {
        // Nothing of where they stood is known.
        let poured = poured(units.len());
        let change = &Change::default();
        let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None };
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
    fn a_picture_gets_lower_where_that_lets_it_fit() {
        let units =
            [unit(0, Kind::Lines(PITCH), 460.0), unit(1, Kind::Solid(1.0), 280.0), unit(2, Kind::Lines(PITCH), 624.0)];
        let (holes, change) = settled(&units);
        assert_eq!(holes, [] as [f64; 0]);
        assert!(change.behind.is_empty(), "{change:?}");
        assert!(change.stretch[&1] < 1.0 && change.stretch[&1] >= LEAST, "{change:?}");
    }

    #[test]
    fn what_fits_is_left_alone() {
        let units =
            [unit(0, Kind::Lines(PITCH), 660.0), unit(1, Kind::Solid(1.0), 280.0), unit(2, Kind::Lines(PITCH), 390.0)];
        assert_eq!(settled(&units).1, Change::default());
    }
}
