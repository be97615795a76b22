//! How a theme divides its page, as far as the sources depend on it.

use serde::Deserialize;

use crate::assets::Assets;
use crate::theme;

/// What the text of a page has room for, counted in columns of text, two for a Chinese character.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Grid {
    /// On a line.
    pub(super) line: usize,
    /// On a line of a heading of level 3 in the column beside the text; 0 where there is none.
    pub(super) side: usize,
    /// Height of what stands between the margins, in points.
    pub(super) height: f64,
    /// Distance of the page's upper edge from it, in points.
    pub(super) top: f64,
    /// Columns of text side by side.
    pub(super) columns: usize,
    /// Width of a column of text, in points.
    pub(super) width: f64,
    /// Distance of a column's left edge from the next one's, in points.
    pub(super) pitch: f64,
    /// Distance of the text's left edge from the page's, in points.
    pub(super) left: f64,
    /// Width of the column beside the text, in points.
    pub(super) beside: f64,
    /// Size of the type in tables, in points.
    pub(super) table: f64,
}

/// What of a theme the grid takes, in the theme's units: millimetres, and points of type.
#[derive(Deserialize)]
struct Tokens {
    page: Page,
    sizes: Sizes,
}

#[derive(Deserialize)]
struct Page {
    width: f64,
    height: f64,
    top: f64,
    bottom: f64,
    inner: f64,
    outer: f64,
    #[serde(default)]
    side: f64,
    #[serde(default)]
    gutter: f64,
    #[serde(default = "one")]
    columns: usize,
}

fn one() -> usize {
    1
}

#[derive(Deserialize)]
struct Sizes {
    table: f64,
    body: f64,
    h3: f64,
}

impl Grid {
    /// Width of a block that takes the column beside the text too, in points.
    pub(super) fn block(&self) -> f64 {
        self.width + self.beside
    }

    /// The same page without columns.
    pub(super) fn open(self) -> Self {
        Self { columns: 1, width: self.full(), ..self }
    }

    /// Width of what stands across all columns, in points.
    pub(super) fn full(&self) -> f64 {
        self.pitch * self.columns.saturating_sub(1) as f64 + self.width
    }

    /// The grid of a theme.
    pub(super) fn of(assets: &Assets, theme: &str) -> Self {
        /// Points per millimetre.
        const POINTS: f64 = 72.0 / 25.4;
        let Some(Tokens { page, sizes }) = theme::tokens(assets, theme) else { return Self::default() };
        let columns = page.columns.max(1);
        let gutters = page.gutter * (columns - 1) as f64;
        let text = (page.width - page.inner - page.outer - page.side - gutters) / columns as f64;
        let held = |width: f64, size: f64| (width * POINTS / size).max(0.0);
        Self {
            // One that does not quite fit has room where a line's punctuation is squeezed. A size of nothing, which is told
            // elsewhere, gives more than can be doubled.
            line: (held(text, sizes.body).ceil() as usize).saturating_mul(2),
            side: (held(page.side - page.gutter, sizes.h3).floor() as usize).saturating_mul(2),
            height: (page.height - page.top - page.bottom) * POINTS,
            top: page.top * POINTS,
            columns,
            width: text * POINTS,
            pitch: (text + page.gutter) * POINTS,
            left: (page.inner + page.side) * POINTS,
            beside: page.side * POINTS,
            table: sizes.table,
        }
    }
}
