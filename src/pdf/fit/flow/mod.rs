//! Pouring a chapter's measured blocks into regions, as the typesetter will, and closing the holes that are left.

mod level;
mod pour;
mod settle;
mod unit;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::measure::Poured;
use super::{Change, ENOUGH, FULL};

pub(super) use level::{alone, foot, justified};
pub(super) use settle::settle;
pub(super) use unit::Unit;

/// A chapter's last page is not trusted to be fuller, as a part of its height.
const TIGHT: f64 = 0.97;
/// A hole that is left alone, as a part of the height.
const SMALL: f64 = 1.0 - FULL - 0.05;

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

/// To a hundredth: numbers that are written must not hang on the last bit.
fn floor(number: f64) -> f64 {
    (number * 100.0).floor() / 100.0
}
