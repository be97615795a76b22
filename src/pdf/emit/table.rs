//! Tables from Markdown.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Writer;
use super::syntax::array;
use crate::model::{Align, Cell, Table, plain_text};

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let shapes = columns(table);
        let _ = write!(
            self.out,
            "#data-table(columns: {}, align: {}, caption: ",
            array(shapes.iter().map(|(weight, _)| format!("{weight}fr"))),
            array(shapes.iter().map(|(_, align)| (*align).to_owned())),
        );
        self.optional(table.caption.as_deref());
        self.out.push_str(", header: (");
        table.header.iter().for_each(|cell| self.cell(cell));
        self.out.push_str("), rows: (\n");
        for row in &table.rows {
            self.out.push_str("  (");
            row.iter().for_each(|cell| self.cell(cell));
            self.out.push_str("),\n");
        }
        self.out.push_str("));");
    }

    pub(super) fn cell(&mut self, cell: &Cell) {
        let start = self.out.len();
        self.content(&cell.inlines);
        self.map.add(start..self.out.len(), cell.span);
        self.out.push_str(", ");
    }
}

/// Share of the width and alignment per column. Shares follow the longest cells, within limits, so that a column of
/// figures stays narrow and one of prose wide; unlike Typst's `auto` they cost no measuring.
fn columns(table: &Table) -> Vec<(usize, &'static str)> {
    const NARROWEST: usize = 6;
    const WIDEST: usize = 44;
    let cell_text = |row: &[Cell], at: usize| row.get(at).map(|cell| plain_text(&cell.inlines)).unwrap_or_default();
    (0..table.header.len())
        .map(|at| {
            let mut cells = table.rows.iter().map(|row| cell_text(row, at));
            let widths: Vec<usize> = std::iter::once(cell_text(&table.header, at))
                .chain(cells.by_ref())
                .map(|text| text.width().min(WIDEST))
                .collect();
            let longest = widths.iter().copied().max().unwrap_or(0);
            let mean = widths.iter().sum::<usize>() / widths.len().max(1);
            let weight = ((longest * 2 + mean) / 3 + 2).max(NARROWEST);
            let figures = table.rows.iter().map(|row| cell_text(row, at)).filter(|text| !text.is_empty());
            let numeric = figures.clone().next().is_some() && figures.into_iter().all(|text| is_figure(&text));
            let align = match table.columns.get(at) {
                Some(Align::Left) => "left",
                Some(Align::Center) => "center",
                Some(Align::Right) => "right",
                Some(Align::Auto) | None if numeric => "right",
                Some(Align::Auto) | None => "left",
            };
            (weight, align)
        })
        .collect()
}

/// Whether a cell holds nothing but a figure: `8,453.30`, `12%`, `—`.
fn is_figure(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || " ,.%+-−–—<>≤≥~".contains(c))
}
