//! Where the blocks of each chapter came to stand, and how full that left the pages.

use typst::foundations::{Label, Selector};
use typst::introspection::{Introspector, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::model::FootnoteEntry;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, ENOUGH, FULL, LONE};
use crate::model::Given;
use crate::model::printed::{Block, BlockKind};
use crate::pdf::breadth::{Breadth, Breadths};
use crate::pdf::grid::Grid;
use crate::pdf::marks;

/// A column of a page that a chapter's text runs through, in points.
#[derive(Debug, Clone, Copy)]
pub(in crate::pdf) struct Region {
    /// The page.
    pub(super) page: usize,
    /// Distance of its top from that of the page's text.
    pub(super) top: f64,
    /// Height that the text has, without the footnotes.
    pub(super) height: f64,
    /// Height that what stands across the columns takes from it.
    pub(super) across: f64,
    /// What of that is the room at the foot of a chapter's last page, and whether its pattern stands in it.
    pub(super) foot: f64,
    pub(super) has_pattern: bool,
    /// Height down to the lowest thing on it.
    pub(super) used: f64,
}

/// A chapter as laid out.
#[derive(Debug, Clone, Default)]
pub(in crate::pdf) struct Poured {
    /// Where each block begins: the region and the distance from its top.
    pub(super) starts: Vec<Option<(usize, f64)>>,
    /// The regions in order.
    pub(super) regions: Vec<Region>,
    /// Height of a region without footnotes.
    pub(super) height: f64,
    /// Regions side by side on a page.
    pub(super) columns: usize,
    /// Blocks across the columns: the page, and their height with the room beside them.
    pub(super) across: BTreeMap<usize, (usize, f64)>,
    /// Where the text ends: the page, counted from the chapter's first.
    pub(super) end: usize,
    /// Whether the room at the chapter's foot stands on another page than its end.
    pub(super) is_torn: bool,
    /// Headings that stand on a later page than a block of their section across the columns.
    pub(super) strays: BTreeSet<usize>,
}

/// An edition as laid out.
#[derive(Debug, Clone, Default)]
pub(in crate::pdf) struct Measured {
    pub(super) chapters: Vec<Poured>,
}

impl Poured {
    /// Regions that what has pages of its own takes, if it begins and ends here.
    pub(super) fn breaks(&self, start: Option<(usize, f64)>, next: Option<(usize, f64)>) -> usize {
        start.zip(next).map_or(1, |(from, to)| to.0.saturating_sub(from.0).max(1))
    }

    /// The page on which a block begins.
    pub(super) fn page_of(&self, id: usize) -> Option<usize> {
        self.starts.get(id).copied().flatten().map(|(region, _)| self.regions[region].page)
    }

    /// Blocks across the columns of a later page than the text that they stand behind, or of one without text: they are at
    /// its head.
    pub(super) fn tops(&self) -> impl Iterator<Item = usize> {
        let has_text = move |page: usize| self.regions.iter().any(|region| region.page == page && region.used > 0.0);
        let is_later = move |id: usize, page: usize| self.page_of(id).is_some_and(|own| own < page) || !has_text(page);
        self.across.iter().filter(move |(id, (page, _))| is_later(**id, *page)).map(|(id, _)| *id)
    }

    /// Whether a block begins a region though the one before it had room left for some of it.
    pub(super) fn is_held(&self, start: (usize, f64)) -> bool {
        let before = start.0.checked_sub(1).and_then(|region| self.regions.get(region));
        start.1 < 1.0 && before.is_some_and(|region| region.height - region.used > 0.1 * self.height)
    }

    /// Blocks that begin a region, behind headings or alone, though the one before it had room left for some of them, and
    /// nothing but that they stay whole made them do so.
    pub(super) fn held(&self, order: &[usize], blocks: &[Block], change: &Change) -> BTreeSet<usize> {
        let is_heading = |id: usize| matches!(blocks[id].kind, BlockKind::Heading { .. });
        let mut out = BTreeSet::new();
        let mut is_led = false;
        for id in order.iter().copied() {
            let begins = self.starts[id].is_some_and(|start| self.is_held(start)) && !change.starts.contains(&id);
            let is_held = begins || is_led;
            is_led = is_held && is_heading(id);
            if is_held && !is_led {
                out.insert(id);
            }
        }
        out
    }

    /// Headings at the foot of a page of one column, where what they head begins on the next one and need not.
    pub(super) fn alone(&self, order: &[usize], blocks: &[Block], breadths: &Breadths) -> BTreeSet<usize> {
        let is_heading = |id: usize| matches!(blocks[id].kind, BlockKind::Heading { .. });
        let is_given = |id: usize| {
            let own = &blocks[id].kind;
            breadths.of(id) != Breadth::Column
                || matches!(own, BlockKind::Component(component) if component.is_given(Given::Page))
        };
        let set: Vec<(usize, (usize, f64))> =
            order.iter().filter_map(|id| Some((*id, self.starts[*id]?))).filter(|_| self.columns == 1).collect();
        let runs = set.chunk_by(|(id, _), _| is_heading(*id));
        runs.filter_map(|run| match run {
            [(first, (on, y)), .., (last, (next, _))] if is_heading(*first) && !is_heading(*last) => {
                (next > on && *y > 1.0 && !is_given(*last)).then_some(*first)
            }
            _ => None,
        })
        .collect()
    }

    /// Height that a block takes, with the room before the next one: from its beginning to that of the next in order.
    pub(super) fn extent(&self, from: (usize, f64), to: Option<(usize, f64)>) -> f64 {
        let used = |region: usize| self.regions[region].used;
        match to {
            Some((region, y)) if region == from.0 => (y - from.1).max(0.0),
            Some((region, y)) => {
                let between: f64 = (from.0 + 1..region).map(used).sum();
                // The room below a region's last block is nowhere to be seen.
                let below = if y < 1.0 { BELOW } else { 0.0 };
                (used(from.0) - from.1).max(0.0) + between + y + below
            }
            None => (used(from.0) - from.1).max(0.0) + (from.0 + 1..self.regions.len()).map(used).sum::<f64>(),
        }
    }

    /// Blocks of rows of which only a few, or the notes below them, went to another region, and how high they are to be, beside
    /// how high they are by themselves, so that none does. `stretch` is what they were laid out with.
    pub(super) fn tails(
        &self,
        order: &[usize],
        stretch: &BTreeMap<usize, f64>,
        has_rows: impl Fn(usize) -> bool,
    ) -> Vec<(usize, f64)> {
        /// Points of a few rows with the heads above them, which are there again, and of one of them; what of a column's height
        /// they may be at a chapter's end; and how low a block may get: rows much closer than those of others look so.
        const FEW: f64 = 76.0;
        const HEADS: f64 = 36.0;
        const ROW: f64 = 24.0;
        const LAST: f64 = 0.25;
        const LEAST: f64 = 0.9;
        /// Points that stay free, since heights are estimates.
        const SPARE: f64 = 6.0;
        let is_used = |region: &Region| region.used > 0.0;
        let last = self.regions.iter().rposition(is_used).unwrap_or(0);
        let of = |(place, id): (usize, &usize)| {
            let start = self.starts[*id].filter(|_| has_rows(*id))?;
            let next = order[place + 1..].iter().find_map(|of| self.starts[*of]);
            let (on, tail, most) = match next {
                Some((region, y)) if y > 1.0 => (region, y - BELOW, FEW),
                Some((region, _)) => (region.saturating_sub(1), self.regions.get(region.checked_sub(1)?)?.used, FEW),
                None => (last, self.regions.get(last)?.used, LAST * self.height),
            };
            let by = stretch.get(id).copied().unwrap_or(1.0);
            // An index may be a row longer once its pages are known.
            let spare = if next.is_none() { ROW } else { SPARE };
            let needed = (tail - HEADS).max(tail.min(ROW)) + spare;
            let wanted = by - needed * by / self.extent(start, next).max(1.0);
            let is_tail = on > start.0 && tail <= most && wanted >= LEAST;
            is_tail.then(|| (*id, (wanted * 1000.0).floor() / 1000.0))
        };
        order.iter().enumerate().filter_map(of).collect()
    }

    /// The first region of another layout of which something has gone to the next one since.
    pub(super) fn burst(&self, other: &Self) -> Option<usize> {
        /// Points that layouts may differ by.
        const SAME: f64 = 0.5;
        // What begins first in a region begins where it did, or nothing before it changed its length.
        let mut seen = BTreeSet::new();
        let mut starts: Vec<_> =
            self.starts.iter().zip(&other.starts).filter_map(|(now, was)| Some(((*was)?, (*now)?))).collect();
        starts.sort_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let moved = starts
            .into_iter()
            .find(|(was, now)| now.0 != was.0 || seen.insert(was.0) && was.0 > 0 && (now.1 - was.1).abs() > SAME);
        moved.map(|(was, now)| if now.0 == was.0 { was.0 - 1 } else { was.0 })
    }

    /// Whether this is its last page.
    pub(super) fn ends_on(&self, page: usize) -> bool {
        self.regions.last().is_some_and(|region| region.page == page)
    }

    /// The first heading at the foot of one of several columns whose text begins the next one. (Typst lets one stand there
    /// where a footnote of its text has no room.)
    pub(super) fn stranded(&self, order: impl Iterator<Item = usize>, blocks: &[Block]) -> Option<usize> {
        let mut led: Option<(usize, usize)> = None;
        for id in order.filter(|_| self.columns > 1).filter(|id| !self.across.contains_key(id)) {
            let Some((region, y)) = self.starts[id] else { continue };
            if matches!(blocks[id].kind, BlockKind::Heading { .. }) {
                led = led.filter(|(_, own)| *own == region).or(Some((id, region)));
                continue;
            }
            if let Some((heading, own)) = led.take()
                && own < region
                && y < 1.0
            {
                return Some(heading);
            }
        }
        None
    }

    /// Height of all that stands in the columns of the page that the text ends on, in points.
    pub(super) fn used_at_end(&self) -> f64 {
        self.regions.iter().skip(self.end * self.columns).take(self.columns).map(|region| region.used).sum()
    }

    /// Number of pages, and how full the last one is.
    pub(super) fn last_page(&self) -> (usize, f64) {
        let fills = self.fills();
        (fills.len(), fills.last().map_or(1.0, |(_, fill, _)| *fill))
    }

    /// The fill of each page, the last one marked.
    fn fills(&self) -> Vec<(usize, f64, bool)> {
        /// What of a page its pattern fills the rest of, so that it is not all there is.
        const WORDS: f64 = 0.15;
        let last = self.regions.last().map(|region| region.page);
        let fill = |regions: &[Region]| {
            let height: f64 = regions.iter().map(|region| region.height + region.across).sum();
            let used: f64 = regions.iter().map(|region| region.used + region.across - region.foot).sum();
            let pattern: f64 = regions.iter().filter(|region| region.has_pattern).map(|region| region.foot).sum();
            let part = if height > 0.0 { used / height } else { 1.0 };
            if part < WORDS { part } else { (part + pattern / height.max(1.0)).min(1.0) }
        };
        let of_page = |regions: &[Region]| (regions[0].page, fill(regions), Some(regions[0].page) == last);
        self.regions.chunk_by(|a, b| a.page == b.page).map(of_page).collect()
    }

    /// Pages below what is asked of them, and their fill.
    pub(super) fn holes(&self) -> Vec<(usize, f64)> {
        let wanted = |is_last| if is_last { ENOUGH } else { FULL };
        self.fills()
            .into_iter()
            .filter(|(_, fill, is_last)| *fill < wanted(*is_last))
            .map(|(page, fill, _)| (page, fill))
            .collect()
    }

    /// The sum of what is missing.
    pub(super) fn penalty(&self) -> f64 {
        self.missing() + self.slant()
    }

    /// What is missing but that columns end side by side.
    pub(super) fn missing(&self) -> f64 {
        let missing = |(_, fill, is_last): (usize, f64, bool)| (if is_last { ENOUGH } else { FULL } - fill).max(0.0);
        let faults = self.strays.len() + self.late() + usize::from(self.is_torn);
        self.fills().into_iter().map(missing).sum::<f64>() + faults as f64
    }

    /// Blocks across the columns that stand further behind their text than on the next page.
    fn late(&self) -> usize {
        let is_late = |id: usize, page: usize| self.page_of(id).is_some_and(|own| own + 1 < page);
        self.across.iter().filter(|(id, (page, _))| is_late(**id, *page)).count()
    }

    /// How much higher one column of the page that the text ends on is than another, where that is for an eye to see.
    fn slant(&self) -> f64 {
        /// A part of the height; and what it counts beside what is missing.
        const SEEN: f64 = 0.18;
        const WEIGHT: f64 = 0.1;
        let regions = || self.regions.iter().skip(self.end * self.columns).take(self.columns);
        let used = regions().map(|region| region.used);
        let is_lone = self.end > 0 && used.clone().filter(|used| *used <= 0.0).count() + 1 == self.columns;
        if self.columns > 1 && is_lone && regions().all(|region| region.across - region.foot <= 0.0) {
            return LONE;
        }
        let high = used.clone().fold(0.0, f64::max);
        let slant = (high - used.fold(high, f64::min)) / self.height.max(1.0);
        if slant > SEEN { slant * WEIGHT } else { 0.0 }
    }
}

/// Reads a layout. `blocks` is the number of blocks of each chapter.
pub(in crate::pdf) fn measure(
    document: &PagedDocument,
    blocks: &[usize],
    breadths: &[Breadths],
    grid: Grid,
) -> Measured {
    let introspector = document.introspector();
    let position = |name: &str| {
        let label = Label::new(PicoStr::intern(name))?;
        let element = introspector.query_first(&Selector::Label(label))?;
        let position = introspector.position(element.location()?)?;
        Some((position.page.get(), position.point))
    };
    let chapters = blocks.iter().zip(breadths).enumerate().map(|(chapter, (count, breadths))| {
        let grid = if breadths.is_open { grid.open() } else { grid };
        let column = |x: Abs| {
            ((x.to_pt() - grid.left + 1.0) / grid.pitch).floor().clamp(0.0, (grid.columns - 1) as f64) as usize
        };
        let places: Vec<Option<(usize, usize, f64)>> = (0..=*count)
            .map(|id| {
                let (page, point) = position(&marks::block(chapter, id))?;
                Some((page, column(point.x), point.y.to_pt() - grid.top))
            })
            .collect();
        let end = places.last().copied().flatten();
        let first = places.iter().flatten().next().copied();
        let (Some((first, ..)), Some((last, ..))) = (first, end) else { return Poured::default() };
        let mut bands = Vec::new();
        for id in (0..*count).filter(|id| breadths.of(*id) == Breadth::Across) {
            let [top, end] = marks::across(chapter, id).map(|mark| position(&mark));
            let Some(((page, top), (_, end))) = top.zip(end) else { continue };
            let (top, end) = (top.y.to_pt() - grid.top, end.y.to_pt() - grid.top);
            bands.push(Band { block: Some(id), page, top, bottom: end });
        }
        if let Some((page, top)) = position(&marks::foot(chapter)) {
            bands.push(Band { block: None, page, top: top.y.to_pt() - grid.top, bottom: grid.height });
        }
        let is_torn = bands.iter().any(|band| band.block.is_none() && band.page != last);
        let head = |band: &Band| {
            let own = breadths.headings.range(..band.block?).next_back()?;
            let is_later = places[*own].is_some_and(|(page, ..)| page > band.page);
            (is_later && !breadths.taken.contains(own)).then_some(*own)
        };
        let strays = bands.iter().filter_map(head).collect();
        // What stands across may come before the first text, or behind the last.
        let first = bands.iter().map(|band| band.page).chain([first]).min().unwrap_or(first);
        let end = last - first;
        let last = bands.iter().map(|band| band.page).chain([last]).max().unwrap_or(last);
        let mut regions = Vec::new();
        for page in first..=last {
            let frame = &document.pages()[page - 1].frame;
            for of in 0..grid.columns {
                let mut region = Region::between(&bands, page, grid);
                let (left, right) = (grid.left + grid.pitch * of as f64, grid.left + grid.pitch * (of + 1) as f64);
                let sides = (left - grid.beside - 1.0, right - 2.0);
                let notes = notes(frame, Point::zero(), sides);
                if let Some(notes) = notes {
                    region.height = region.height.min(notes.to_pt() - grid.top - region.top - NOTES);
                }
                ink(frame, Point::zero(), grid, sides, &mut region);
                regions.push(region);
            }
        }
        let at = |page: usize, column: usize| (page - first) * grid.columns + column;
        let start = |(page, column, y): (usize, usize, f64)| {
            let region = at(page, column);
            (region, (y - regions[region].top).max(0.0))
        };
        let starts = places[..*count].iter().map(|place| place.map(start)).collect();
        let across = bands.iter().filter_map(|band| Some((band.block?, (band.page, band.height())))).collect();
        Poured { starts, regions, height: grid.height, columns: grid.columns, across, end, is_torn, strays }
    });
    Measured { chapters: chapters.collect() }
}

/// What stands across the columns of a page, in points from the top of its text.
#[derive(Debug, Clone, Copy)]
struct Band {
    /// The block, or the empty room at a chapter's end.
    block: Option<usize>,
    page: usize,
    top: f64,
    bottom: f64,
}

/// Room between what stands across the columns and the text, in points: `over-columns` in the theme.
const CLEARANCE: f64 = 17.3;

/// The part of a page's height from which the room at the end of a chapter in columns has a pattern: `page-foot` in the theme.
const PATTERN: f64 = 0.36;

impl Band {
    /// With the room beside it.
    fn height(&self) -> f64 {
        self.bottom - self.top + if self.block.is_some() { CLEARANCE } else { 0.0 }
    }
}

impl Region {
    /// What is left of a page between what stands across its columns.
    fn between(bands: &[Band], page: usize, grid: Grid) -> Self {
        let (mut top, mut bottom, mut foot) = (0.0_f64, grid.height, 0.0);
        let mut own: Vec<&Band> = bands.iter().filter(|band| band.page == page).collect();
        own.sort_by(|a, b| a.top.total_cmp(&b.top));
        for band in own {
            if band.top - top < CLEARANCE && band.block.is_some() {
                top = top.max(band.bottom + CLEARANCE);
            } else {
                bottom = bottom.min(band.top - if band.block.is_some() { CLEARANCE } else { 0.0 });
            }
            if band.block.is_none() {
                foot = band.height();
            }
        }
        let height = (bottom - top).max(0.0);
        let has_pattern = grid.columns > 1 && foot >= PATTERN * grid.height;
        Self { page, top, height, across: grid.height - height, foot, has_pattern, used: 0.0 }
    }
}

/// Room below a block, in points: that of components.
pub(super) const BELOW: f64 = 16.0;

/// Room that footnotes have above their line.
const NOTES: f64 = 17.0;

/// Where the footnotes of a column begin. Found before anything else: the line above them is no text.
fn notes(frame: &Frame, origin: Point, sides: (f64, f64)) -> Option<Abs> {
    frame.items().find_map(|(position, item)| {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => {
                notes(&group.frame, at + Point::new(group.transform.tx, group.transform.ty), sides)
            }
            FrameItem::Tag(Tag::Start(element, _)) if element.is::<FootnoteEntry>() => {
                (sides.0..sides.1).contains(&at.x.to_pt()).then_some(at.y)
            }
            _ => None,
        }
    })
}

/// Finds the lowest thing within a region.
fn ink(frame: &Frame, origin: Point, grid: Grid, (left, right): (f64, f64), region: &mut Region) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        let (x, y) = (at.x.to_pt(), at.y.to_pt() - grid.top - region.top);
        let whole = grid.height - region.across;
        let mut reach = |bottom: f64| {
            if x >= left && x < right && y > -1.0 && bottom <= whole + 4.0 && y < region.height {
                region.used = region.used.max(bottom);
            }
        };
        match item {
            FrameItem::Group(group) if group.clip.is_some() => reach(y + group.frame.height().to_pt()),
            FrameItem::Group(group) => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                ink(&group.frame, at + shift, grid, (left, right), region);
            }
            FrameItem::Text(_) => reach(y),
            FrameItem::Shape(shape, _) => reach(y + shape.bbox(false).max.y.to_pt()),
            FrameItem::Image(_, size, _) => reach(y + size.y.to_pt()),
            _ => {}
        }
    }
}
