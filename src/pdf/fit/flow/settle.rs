//! Closing the holes of a chapter: each by the least that closes it.

use std::collections::BTreeMap;

use super::level::{loosen, loosest};
use super::pour::{Hole, Pages, pour};
use super::unit::{Kind, PITCH, Unit};
use super::{Chapter, Expected, SMALL, floor};
use crate::pdf::fit::measure::{BELOW, Poured};
use crate::pdf::fit::{Change, ENOUGH, FULL, LONE};

/// The changes under which a chapter has the least holes: all its pictures a little lower or higher, all its blocks a
/// little closer or further apart, and what closes the holes that then are left.
pub(in crate::pdf::fit) fn settle(chapter: &Chapter<'_>) -> (Change, Expected) {
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
        change.stretch.extend(units.iter().filter_map(|unit| Some((unit.id, unit.tight?))));
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
pub(super) fn closing(chapter: &Chapter<'_>) -> BTreeMap<usize, usize> {
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
