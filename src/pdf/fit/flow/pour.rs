//! Pouring blocks into regions, as the typesetter will.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Chapter;
use super::unit::{Kind, Unit};
use crate::pdf::fit::Change;
use crate::pdf::fit::measure::BELOW;

/// A hole at a region's foot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hole {
    /// The region.
    pub(super) region: usize,
    /// Its height.
    pub(super) height: f64,
    /// Place in the order of the first block of the region, or of the columns of its page up to it, since what makes one of
    /// them longer makes the next one so; and of the first that no longer fits.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The block that does not fit: behind the headings that go with it.
    pub(super) block: usize,
    /// Whether nothing more is to stand there.
    pub(super) is_ended: bool,
}

/// A chapter poured into regions.
pub(super) struct Pages {
    pub(super) holes: Vec<Hole>,
    /// How full the last page is.
    pub(super) last: f64,
    /// Number of pages.
    pub(super) count: usize,
    /// Height that may still stand across the columns of the last page, as the typesetter takes it: what is left of the column
    /// that the text ends in and of those behind it, by the number of columns.
    pub(super) free: f64,
    /// Blocks across the columns that went to the next page.
    pub(super) tops: BTreeSet<usize>,
    /// The page of each block across the columns.
    pub(super) across: BTreeMap<usize, usize>,
    /// The page that the text ends on.
    pub(super) end: usize,
    /// The first heading that is on a later page than a block of its section across the columns, and the block.
    pub(super) stray: Option<(usize, usize)>,
    /// Whether one figure alone is in the columns of the last page: none beside it has anything.
    pub(super) is_lone: bool,
}

/// Where blocks across the columns stand: the page and their height.
#[derive(Default)]
pub(super) struct Across(pub(super) BTreeMap<usize, (usize, f64)>);

impl Across {
    fn on(&self, page: usize) -> f64 {
        self.0.values().filter(|(own, _)| *own == page).map(|(_, height)| height).sum()
    }

    fn last(&self) -> usize {
        self.0.values().map(|(page, _)| *page).max().unwrap_or(0)
    }
}

/// Pours units in this order. What stands across the columns takes room from the columns that were poured before it: each
/// time one has found its page, all is poured again.
pub(super) fn pour(chapter: &Chapter<'_>, order: &[usize], change: &Change) -> Pages {
    pour_with(chapter, order, change, Across::default())
}

/// The same, where it is known of some of what stands across the columns on which page that is.
pub(super) fn pour_with(chapter: &Chapter<'_>, order: &[usize], change: &Change, mut across: Across) -> Pages {
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
