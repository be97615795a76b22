//! Where the blocks of each chapter came to stand, and how full that left the pages.

use typst::foundations::{Label, Selector};
use typst::introspection::{Introspector, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::model::FootnoteEntry;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::{ENOUGH, FULL};
use crate::pdf::emit;
use crate::pdf::grid::Grid;

/// A column of a page that a chapter's text runs through, in points.
#[derive(Debug, Clone, Copy)]
pub(in crate::pdf) struct Region {
    /// The page.
    pub(super) page: usize,
    /// Height that the text has, without the footnotes.
    pub(super) height: f64,
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
}

/// An edition as laid out.
#[derive(Debug, Clone, Default)]
pub(in crate::pdf) struct Measured {
    pub(super) chapters: Vec<Poured>,
}

impl Poured {
    /// The page on which a block begins.
    pub(super) fn page_of(&self, id: usize) -> Option<usize> {
        self.starts.get(id).copied().flatten().map(|(region, _)| self.regions[region].page)
    }

    /// Whether a block begins a region though the one before it had room left for some of it.
    pub(super) fn is_held(&self, start: (usize, f64)) -> bool {
        let before = start.0.checked_sub(1).and_then(|region| self.regions.get(region));
        start.1 < 1.0 && before.is_some_and(|region| region.height - region.used > 0.1 * self.height)
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

    /// Whether this is its last page.
    pub(super) fn ends_on(&self, page: usize) -> bool {
        self.regions.last().is_some_and(|region| region.page == page)
    }

    /// Number of pages, and how full the last one is.
    pub(super) fn last_page(&self) -> (usize, f64) {
        let fills = self.fills();
        (fills.len(), fills.last().map_or(1.0, |(_, fill, _)| *fill))
    }

    /// The fill of each page, the last one marked.
    fn fills(&self) -> Vec<(usize, f64, bool)> {
        let mut pages: Vec<(usize, f64, f64)> = Vec::new();
        for region in &self.regions {
            match pages.last_mut().filter(|(page, ..)| *page == region.page) {
                Some((_, used, height)) => {
                    *used += region.used;
                    *height += region.height;
                }
                None => pages.push((region.page, region.used, region.height)),
            }
        }
        let last = pages.len();
        let part = |used: f64, height: f64| if height > 0.0 { (used / height).min(1.0) } else { 1.0 };
        pages
            .iter()
            .enumerate()
            .map(|(at, (page, used, height))| (*page, part(*used, *height), at + 1 == last))
            .collect()
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
        let missing = |(_, fill, is_last): (usize, f64, bool)| (if is_last { ENOUGH } else { FULL } - fill).max(0.0);
        self.fills().into_iter().map(missing).sum()
    }
}

/// Reads a layout. `blocks` is the number of blocks of each chapter.
pub(in crate::pdf) fn measure(document: &PagedDocument, blocks: &[usize], grid: Grid) -> Measured {
    let introspector = document.introspector();
    let position = |name: String| {
        let label = Label::new(PicoStr::intern(&name))?;
        let element = introspector.query_first(&Selector::Label(label))?;
        let position = introspector.position(element.location()?)?;
        Some((position.page.get(), position.point))
    };
    let pitch = grid.pitch;
    let column =
        |x: Abs| ((x.to_pt() - grid.left + 1.0) / pitch).floor().clamp(0.0, (grid.columns - 1) as f64) as usize;
    let chapters = blocks.iter().enumerate().map(|(chapter, count)| {
        let places: Vec<Option<(usize, usize, f64)>> = (0..=*count)
            .map(|id| {
                let (page, point) = position(emit::fit_mark(chapter, id))?;
                Some((page, column(point.x), point.y.to_pt() - grid.top))
            })
            .collect();
        let end = places.last().copied().flatten();
        let first = places.iter().flatten().next().copied();
        let (Some((first, ..)), Some((last, ..))) = (first, end) else { return Poured::default() };
        let at = |page: usize, column: usize| (page - first) * grid.columns + column;
        let mut regions = Vec::new();
        for page in first..=last {
            let frame = &document.pages()[page - 1].frame;
            for of in 0..grid.columns {
                let mut region = Region { page, height: grid.height, used: 0.0 };
                let (left, right) = (grid.left + pitch * of as f64, grid.left + pitch * (of + 1) as f64);
                ink(frame, Point::zero(), grid, (left - grid.beside - 1.0, right - 2.0), &mut region);
                regions.push(region);
            }
        }
        let starts = places[..*count]
            .iter()
            .map(|place| place.map(|(page, column, y)| (at(page, column), y.max(0.0))))
            .collect();
        Poured { starts, regions, height: grid.height, columns: grid.columns }
    });
    Measured { chapters: chapters.collect() }
}

/// Room below a block, in points: that of components.
pub(super) const BELOW: f64 = 16.0;

/// Room that footnotes have above their line.
const NOTES: f64 = 14.0;

/// Finds the lowest thing within a region, and where its footnotes begin.
fn ink(frame: &Frame, origin: Point, grid: Grid, (left, right): (f64, f64), region: &mut Region) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        let (x, y) = (at.x.to_pt(), at.y.to_pt() - grid.top);
        let mut reach = |bottom: f64| {
            if x >= left && x < right && y > -1.0 && bottom <= grid.height + 4.0 && y < region.height {
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
            FrameItem::Tag(Tag::Start(element, _)) if element.is::<FootnoteEntry>() && x >= left && x < right => {
                region.height = region.height.min(y - NOTES);
                region.used = region.used.min(region.height);
            }
            _ => {}
        }
    }
}
