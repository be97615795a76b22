//! Pages that fill themselves with what they have, and columns that end side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::pour::{Across, Hole, pour_with};
use super::unit::{Kind, PITCH, Unit};
use super::{Chapter, floor};
use crate::pdf::fit::measure::Poured;
use crate::pdf::fit::{Change, FULL};

/// Points that may be added before a block; the same in short columns, which have few of them.
const LOOSEST: [f64; 2] = [18.0, 24.0];
/// The same between text and text: pages whose paragraphs stand further apart than those of others look so.
const APART: [f64; 2] = [4.0, 8.0];
/// A page is filled so far where it can be: pages side by side end at one line.
const LEVEL: f64 = 0.985;

pub(super) fn loosest(poured: &Poured) -> (f64, f64) {
    let at = usize::from(poured.columns > 1);
    (LOOSEST[at], APART[at])
}

/// Fills a page with what it has, so many points of a column: pictures higher, and more room between its blocks, up to so
/// many points each; whether there was anything. `across` are the pages of what stands across the columns.
pub(super) fn loosen(
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
pub(in crate::pdf::fit) fn alone(chapter: &Chapter<'_>) -> Option<(usize, f64)> {
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
pub(in crate::pdf::fit) fn justified(chapter: &Chapter<'_>, full: Option<&BTreeSet<usize>>) -> Change {
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

/// Room at the foot of the page that the text ends on, under which its columns end side by side, and the block across the
/// columns of a later page that it stands before; none where they do. What `failed` so often before is tried with less.
pub(in crate::pdf::fit) fn foot(chapter: &Chapter<'_>, change: &Change, failed: usize) -> (f64, Option<usize>) {
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
    let less = SPARE + (failed * failed + failed) as f64 * 2.0 * STEP;
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
