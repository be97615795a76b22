//! `kpi/*.map.yaml`: where in a workbook or CSV file the figures stand.

use crate::diag::{Code, Diagnostic, Sink};
use crate::load::yaml::{self, Fields, Kind, Node};
use crate::model::{YEARS, year_in};
use crate::sheet::{cell_of, column_of};
use crate::source::{Span, Spanned};

/// What a mapping file says.
#[derive(Debug)]
pub(in crate::load) struct Map {
    /// The workbook or CSV file, beside the mapping file.
    pub(super) file: Spanned<String>,
    /// The tables in it.
    pub(super) tables: Vec<TableMap>,
}

impl Map {
    /// The tables.
    pub(in crate::load) fn tables(&self) -> &[TableMap] {
        &self.tables
    }
}

/// Where the figures of one table stand.
#[derive(Debug)]
pub(in crate::load) struct TableMap {
    /// Name of the sheet; the first one that is shown if left out.
    pub(super) sheet: Option<Spanned<String>>,
    /// Row of the headings, from 0; the first row with the heading of the ids if left out.
    pub(super) header: Option<Spanned<u32>>,
    /// First and last row, from 0.
    pub(super) rows: Option<(u32, u32)>,
    /// Column of the ids.
    pub(super) id: Option<Column>,
    /// Ids by what stands in that column.
    pub(super) ids: Vec<(Spanned<String>, Spanned<String>)>,
    /// Units by what the sheet calls them.
    pub(super) units: Vec<(Spanned<String>, Spanned<String>)>,
    /// Columns by year; those with a year for a heading if left out.
    pub(super) years: Vec<(i32, Column)>,
    /// Columns of a table with one figure a row.
    pub(super) year_and_value: Option<(Column, Column)>,
    /// Columns of other keys of a metric, e.g. `name.zh-Hant`.
    pub(super) keys: Vec<(Spanned<String>, Column)>,
    /// Figures in single cells: id, year, and row and column from 0.
    pub(super) cells: Vec<Single>,
    /// What becomes of hidden rows and columns.
    pub(super) hidden: Hidden,
    /// The whole entry.
    pub(super) span: Span,
}

/// A figure in a cell of its own: id, year, and row and column from 0.
pub(super) type Single = (Spanned<String>, Spanned<i32>, Spanned<(u32, u32)>);

/// A column by its heading or its letters.
pub(super) type Column = Spanned<String>;

/// What becomes of hidden rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// Their figures are told.
    Refuse,
    /// They are read.
    Read,
    /// They are left out.
    Skip,
}

/// What a mapping says that is no key of a metric.
const OWN_KEYS: [&str; 11] =
    ["sheet", "header", "rows", "id", "ids", "units", "years", "year", "value", "cells", "hidden"];

/// Tables of one mapping file: each is read from all rows of its sheet.
const MOST_SHEETS: usize = 100;

/// Reads a mapping file: `file:` and either the keys of its one table, or a list `sheets:` of them.
pub(super) fn map(node: &Node, sink: &mut Sink) -> Option<Map> {
    let mut keys = Fields::of(node, sink)?;
    let file = keys.need("file").and_then(|node| yaml::text(node, sink));
    let sheets = keys.take("sheets");
    let tables = match sheets {
        Some(sheets) => {
            keys.finish(sink);
            let sheets = yaml::list(sheets, sink)?;
            if let Some(more) = sheets.get(MOST_SHEETS) {
                let message = format!(
                    "a mapping file has at most {MOST_SHEETS} tables under `sheets`, this one {}",
                    sheets.len()
                );
                let hint = "give each workbook a mapping file of its own, with the tables that have figures";
                sink.push(Diagnostic::error(Code::BadValue, more.span, message).hint(hint));
                return None;
            }
            sheets.iter().filter_map(|table| table_map(table, sink)).collect()
        }
        None => {
            if file.is_none() {
                keys.finish(sink);
            }
            table_map(node, sink).into_iter().collect()
        }
    };
    Some(Map { file: file?, tables })
}

fn table_map(node: &Node, sink: &mut Sink) -> Option<TableMap> {
    let mut keys = Fields::of(node, sink)?;
    let mut column = |key, sink: &mut Sink| keys.take(key).and_then(|node| yaml::text(node, sink));
    let (sheet, id) = (column("sheet", sink), column("id", sink));
    let (year, value) = (column("year", sink), column("value", sink));
    let year_and_value = match (year, value) {
        (Some(year), Some(value)) => Some((year, value)),
        (None, None) => None,
        (Some(only), None) | (None, Some(only)) => {
            let message = "a table with one figure a row has a column of years and one of figures";
            sink.push(Diagnostic::error(Code::MissingKey, only.span, message).hint("write `year: C` and `value: D`"));
            None
        }
    };
    let first = |row: u32| row - 1;
    const ROWS: std::ops::RangeInclusive<u32> = 1..=1_048_576;
    let header = keys.take("header").and_then(|node| {
        let row = yaml::integer(node, ROWS, sink)?;
        Some(Spanned::new(first(row), node.span))
    });
    let rows = keys.take("rows").and_then(|node| rows(node, sink));
    let pairs = |node: Option<&Node>, sink: &mut Sink| -> Vec<(Spanned<String>, Spanned<String>)> {
        let entries = node.map(|node| yaml::entries(node, sink)).unwrap_or_default();
        entries.iter().filter_map(|(key, value)| Some((key.clone(), yaml::text(value, sink)?))).collect()
    };
    let ids = pairs(keys.take("ids"), sink);
    let units = pairs(keys.take("units"), sink);
    let years = pairs(keys.take("years"), sink)
        .into_iter()
        .filter_map(|(year, column)| Some((self::year(&year, sink)?.node, column)))
        .collect();
    let cells = keys.take("cells").map(|node| cells(node, sink)).unwrap_or_default();
    let hidden = match keys.take("hidden").and_then(|node| yaml::text(node, sink)) {
        None => Hidden::Refuse,
        Some(word) => match word.node.as_str() {
            "read" => Hidden::Read,
            "skip" => Hidden::Skip,
            other => {
                let message = format!("`{other}` is none of read and skip");
                let hint = "write `hidden: skip` to leave hidden rows and columns out, or `hidden: read`";
                sink.push(Diagnostic::error(Code::BadValue, word.span, message).hint(hint));
                Hidden::Refuse
            }
        },
    };
    let mut others = Vec::new();
    for (key, value) in yaml::entries(node, sink) {
        if !OWN_KEYS.contains(&key.node.as_str()) && key.node != "file" {
            columns(key.clone(), value, &mut others, sink);
        }
    }
    Some(TableMap {
        sheet,
        header,
        rows,
        id,
        ids,
        units,
        years,
        year_and_value,
        keys: others,
        cells,
        hidden,
        span: keys.place(),
    })
}

/// `name: C`, or `name: {zh-Hant: C, en: D}`.
fn columns(key: Spanned<String>, value: &Node, found: &mut Vec<(Spanned<String>, Column)>, sink: &mut Sink) {
    if let Kind::Map(entries) = &value.kind {
        for (below, value) in entries {
            let path = Spanned::new(format!("{}.{}", key.node, below.node), below.span);
            columns(path, value, found, sink);
        }
    } else if let Some(column) = yaml::text(value, sink) {
        found.push((key, column));
    }
}

/// `5-20`, rows as a spreadsheet program counts them.
fn rows(node: &Node, sink: &mut Sink) -> Option<(u32, u32)> {
    let text = yaml::text(node, sink)?;
    let ends = text.node.split_once(['-', '–']).unwrap_or((&text.node, &text.node));
    let row = |end: &str| end.trim().parse::<u32>().ok()?.checked_sub(1);
    let rows = row(ends.0).zip(row(ends.1)).filter(|(first, last)| first <= last);
    if rows.is_none() {
        let message = format!("`{}` names no rows", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("write the first and the last: 5-20"));
    }
    rows
}

/// A year between those that figures can be of.
pub(super) fn year(text: &Spanned<String>, sink: &mut Sink) -> Option<Spanned<i32>> {
    let year = year_in(&text.node).filter(|year| YEARS.contains(year));
    if year.is_none() {
        let message = format!("`{}` is not a year", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("write it with four digits: 2023"));
    }
    year.map(|year| Spanned::new(year, text.span))
}

/// `{env.water: {2023: C7}}`.
fn cells(node: &Node, sink: &mut Sink) -> Vec<Single> {
    let mut cells = Vec::new();
    for (id, years) in yaml::entries(node, sink) {
        for (key, cell) in yaml::entries(years, sink) {
            let (Some(year), Some(name)) = (year(key, sink), yaml::text(cell, sink)) else { continue };
            match cell_of(&name.node) {
                Some(cell) => cells.push((id.clone(), year, name.map(|_| cell))),
                None => {
                    let message = format!("`{}` names no cell", name.node);
                    let hint = "write its column and its row: C7";
                    sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
                }
            }
        }
    }
    cells
}

/// The column that letters name, for headings that are none.
pub(super) fn by_letters(column: &str) -> Option<u32> {
    column_of(column).filter(|_| column.bytes().all(|byte| byte.is_ascii_uppercase()))
}
