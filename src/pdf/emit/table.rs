//! Tables from Markdown.

use std::fmt::Write as _;

use super::Writer;
use super::syntax::array;
use crate::model::Align;
use crate::model::printed::{Cell, Table};
use crate::view::table::{columns, has_row_heads};

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

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left | Align::Auto => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}
