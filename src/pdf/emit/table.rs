//! Tables from Markdown.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use super::Writer;
use super::syntax::array;
use crate::model::printed::{Cell, Inline, InlineKind, Table};
use crate::model::{Align, plain_text};
use crate::view::table::{Column, columns, has_row_heads};

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let columns = columns(table);
        let _ = write!(
            self.out,
            "#data-table(hue: doc.hue, columns: {}, align: {}, row-heads: {}, caption: ",
            array(columns.iter().map(|column| format!("{}fr", column.weight))),
            array(columns.iter().map(|column| alignment(column.align).to_owned())),
            has_row_heads(&columns),
        );
        self.optional(table.caption.as_deref());
        self.out.push_str(", header: (");
        table.header.iter().for_each(|cell| self.cell(cell));
        let _ = write!(self.out, "), heights: {}", array(self.heights(table, &columns).map(str::to_owned)));
        self.out.push_str(", rows: (\n");
        for row in &table.rows {
            self.out.push_str("  (");
            row.iter().for_each(|cell| self.cell(cell));
            self.out.push_str("),\n");
        }
        self.out.push_str("));");
    }

    /// How high each row is, as far as that is known without laying it out: `"line"` if each cell has a line that surely
    /// has room in its column, `"long"` if one fills half a page.
    fn heights<'t>(&self, table: &'t Table, columns: &'t [Column]) -> impl Iterator<Item = &'static str> + use<'t> {
        /// Points that a cell has free at both sides of its text, and some to spare.
        const FREE: f64 = 16.0;
        /// Distance of lines, in em.
        const PITCH: f64 = 1.58;
        let grid = self.setting.grid;
        let width = if columns.len() > 2 { grid.block() } else { grid.width };
        let all: usize = columns.iter().map(|column| column.weight).sum();
        // Within another block there is less room, nobody knows how much.
        let is_known = self.depth == 0;
        table.rows.iter().map(move |row| {
            let room = |at: usize| width * columns[at].weight as f64 / all.max(1) as f64 - FREE;
            let cells = || row.iter().take(columns.len()).enumerate();
            let lines = |(at, cell): (usize, &Cell)| em(&plain_text(&cell.inlines)) * grid.table / room(at).max(1.0);
            let is_line = |(at, cell): (usize, &Cell)| is_level(&cell.inlines) && lines((at, cell)) <= 1.0;
            if is_known && cells().all(is_line) {
                "\"line\""
            } else if cells().any(|cell| lines(cell) * grid.table * PITCH > grid.height / 2.0) {
                "\"long\""
            } else {
                "auto"
            }
        })
    }

    pub(super) fn cell(&mut self, cell: &Cell) {
        let start = self.out.len();
        self.content(&cell.inlines);
        self.map.add(start..self.out.len(), cell.span);
        self.out.push_str(", ");
    }
}

/// Whether a line of this is as high as any other of its type: nothing in it stands higher or lower, or ends it.
fn is_level(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match &inline.kind {
        InlineKind::Text(_) | InlineKind::Own(_) => true,
        InlineKind::Emph(inner) | InlineKind::Strong(inner) | InlineKind::Strike(inner) => is_level(inner),
        InlineKind::Link { content, .. } => is_level(content),
        _ => false,
    })
}

/// The width that a text has at most, in em: in a wide face, with the room between Chinese and Latin characters.
pub(super) fn em(text: &str) -> f64 {
    const GAP: f64 = 0.25;
    let (mut sum, mut before) = (0.0, None);
    for c in text.chars() {
        let is_wide = c.width() != Some(1);
        sum += match c {
            '0'..='9' | ' ' | ',' | '.' | ':' | '(' | ')' | '/' | '-' => 0.6,
            'a'..='l' | 'n'..='v' | 'x'..='z' => 0.66,
            _ => 1.0,
        };
        sum += if before.replace(is_wide).is_some_and(|before| before != is_wide) { GAP } else { 0.0 };
    }
    sum
}

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left | Align::Auto => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}
