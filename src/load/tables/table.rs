//! A sheet of a workbook or a CSV file as a table of cells with places.

use crate::separated;
use crate::sheet::{Area, Page, Value};
use crate::source::{Grid, GridCell, SourceId, Sources, Span};

/// A table of cells. Rows and columns are counted from 0.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The file, or the sheet in it.
    pub(super) source: SourceId,
    /// What the sheet and the file are called.
    pub(super) names: Vec<String>,
    /// Whether cells are texts, whatever they were when a spreadsheet program wrote them.
    pub(super) is_csv: bool,
    /// By row and column.
    cells: Vec<Item>,
    merged: Vec<Area>,
    hidden_rows: std::collections::HashSet<u32>,
    hidden_columns: Vec<(u32, u32)>,
}

/// A cell with something in it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) row: u32,
    pub(super) column: u32,
    /// What a person reads in it; of a number, its digits.
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) is_formula: bool,
    pub(super) span: Span,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number {
        percent: bool,
        thousands: u32,
        /// Places that are shown, where the format says.
        places: Option<u32>,
    },
    Bool,
    Date,
    Error,
    /// A formula without a result.
    Unknown,
}

impl Table {
    /// A sheet of a workbook: its cells become a text of the sources, row by row.
    pub(super) fn of_page(path: &str, page: Page, sources: &mut Sources) -> Self {
        let names = vec![page.name.clone(), file_name(path)];
        let (mut text, mut grid) = (String::new(), Grid { sheet: page.name, cells: Vec::new() });
        let mut cells = Vec::new();
        let mut last = None;
        for cell in page.cells {
            if let Some(last) = last {
                text.push(if last == cell.row { '\t' } else { '\n' });
            }
            last = Some(cell.row);
            let (shown, kind) = shown(cell.value);
            let start = text.len();
            // As many bytes, so that a place in one is a place in the other.
            text.extend(shown.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
            grid.cells.push(GridCell { start: start as u32, row: cell.row, column: cell.column });
            cells.push((cell.row, cell.column, shown, kind, cell.is_formula, start..text.len()));
        }
        let source = sources.add_sheet(path, text, grid);
        let item = |(row, column, text, kind, is_formula, range)| Item {
            row,
            column,
            text,
            kind,
            is_formula,
            span: Span::new(source, range),
        };
        Self {
            source,
            names,
            is_csv: false,
            cells: cells.into_iter().map(item).collect(),
            merged: page.merged,
            hidden_rows: page.hidden_rows,
            hidden_columns: page.hidden_columns,
        }
    }

    /// A CSV file; where a quotation mark opens that never closes if it is none.
    pub(super) fn of_csv(source: SourceId, sources: &Sources) -> Result<Self, Span> {
        let file = sources.get(source);
        let records = separated::records(&file.text).map_err(|range| Span::new(source, range))?;
        let mut cells = Vec::new();
        for (row, record) in (0..).zip(records) {
            let filled = (0..).zip(record).filter(|(_, cell)| !cell.text.is_empty());
            cells.extend(filled.map(|(column, cell)| Item {
                row,
                column,
                text: cell.text,
                kind: Kind::Text,
                is_formula: false,
                span: Span::new(source, cell.range),
            }));
        }
        let (merged, hidden_rows, hidden_columns) = Default::default();
        let names = vec![file_name(&file.path)];
        Ok(Self { source, names, is_csv: true, cells, merged, hidden_rows, hidden_columns })
    }

    /// The cells of a row with something in them.
    pub(super) fn row(&self, row: u32) -> &[Item] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = start + self.cells[start..].partition_point(|cell| cell.row == row);
        &self.cells[start..end]
    }

    /// A cell with something in it.
    pub(super) fn cell(&self, row: u32, column: u32) -> Option<&Item> {
        let row = self.row(row);
        row.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &row[at])
    }

    /// All cells, row by row.
    pub(super) fn cells(&self) -> &[Item] {
        &self.cells
    }

    /// The rows that have cells, from one on.
    pub(super) fn rows_from(&self, first: u32) -> impl Iterator<Item = &[Item]> {
        let start = self.cells.partition_point(|cell| cell.row < first);
        self.cells[start..].chunk_by(|one, other| one.row == other.row)
    }

    /// The rows that have cells, before one, the nearest first.
    pub(super) fn rows_before(&self, row: u32) -> impl Iterator<Item = &[Item]> {
        let end = self.cells.partition_point(|cell| cell.row < row);
        self.cells[..end].chunk_by(|one, other| one.row == other.row).rev()
    }

    /// The cells joined to one that this cell belongs to.
    pub(super) fn joined(&self, row: u32, column: u32) -> Option<Area> {
        self.merged.iter().copied().find(|area| area.contains(row, column))
    }

    /// What a cell shows: its own, or that of the one it is joined to.
    pub(super) fn shown(&self, row: u32, column: u32) -> Option<&Item> {
        self.cell(row, column).or_else(|| {
            let (row, column) = self.joined(row, column)?.from;
            self.cell(row, column)
        })
    }

    pub(super) fn row_is_hidden(&self, row: u32) -> bool {
        self.hidden_rows.contains(&row)
    }

    pub(super) fn column_is_hidden(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// The beginning of the table, for what has no cell.
    pub(super) fn place(&self) -> Span {
        self.cells.first().map_or(Span::new(self.source, 0..0), |cell| cell.span)
    }
}

/// The name of a file without its folder and its ending.
fn file_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn shown(value: Value) -> (String, Kind) {
    match value {
        Value::Text(text) => (text, Kind::Text),
        Value::Number { number, places, percent, thousands } => {
            (number.to_string(), Kind::Number { percent, thousands, places })
        }
        Value::Bool(is) => (if is { "TRUE" } else { "FALSE" }.to_owned(), Kind::Bool),
        Value::Date(day) => (day, Kind::Date),
        Value::Error(error) => (error, Kind::Error),
        Value::Unknown => (String::new(), Kind::Unknown),
    }
}
