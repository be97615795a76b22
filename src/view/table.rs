//! The columns of a Markdown table.

use unicode_width::UnicodeWidthStr;

use crate::model::printed::{Cell, Inline, Table};
use crate::model::{Align, plain_text};

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// How it is aligned: as the author says, else figures at the right; [`Align::Auto`] for words.
    pub align: Align,
    /// Its share of the width. Shares follow the longest cells, within limits, so that a column of figures stays narrow
    /// and one of prose wide; unlike measured widths they cost no layout.
    pub weight: usize,
}

/// The columns of a table.
pub fn columns(table: &Table) -> Vec<Column> {
    let column = |at: usize| {
        let cells: Vec<String> = table.rows.iter().map(|row| text_of(row, at)).collect();
        let align = match table.columns.get(at) {
            Some(Align::Auto) | None if are_figures(&cells) => Align::Right,
            Some(align) => *align,
            None => Align::Auto,
        };
        let head = text_of(&table.header, at);
        (Column { align, weight: weight(&head, &cells) }, least(&head))
    };
    let mut columns: Vec<(Column, usize)> = (0..table.header.len()).map(column).collect();
    // Where there is more to say than room, what is long gives way and no heading breaks inside a word.
    let whole: usize = columns.iter().map(|(column, _)| column.weight).sum();
    let held: usize = columns.iter().map(|(_, least)| least).sum();
    if whole > ROOM && whole > held {
        let over = whole - held;
        let room = ROOM.saturating_sub(held).max(over / 3);
        columns.iter_mut().for_each(|(column, least)| column.weight = *least + (column.weight - *least) * room / over);
    }
    columns.into_iter().map(|(column, _)| column).collect()
}

/// Columns of text that a page has.
const ROOM: usize = 112;

/// Columns of text that the cells of a column have at their sides.
const SIDES: usize = 3;

/// What a heading needs not to break inside a word: the longer of its words and its unit, （萬元）, within limits.
fn least(head: &str) -> usize {
    const MOST: usize = 14;
    head.split_inclusive(' ')
        .flat_map(|part| match part.find(['（', '(']) {
            Some(at) => vec![&part[..at], &part[at..]],
            None => vec![part],
        })
        .map(|part| part.trim_end().width().min(if part.starts_with(['（', '(']) { MOST } else { 8 }))
        .max()
        .unwrap_or(0)
        + SIDES
}

/// Whether the first column's cells are the heads of their rows: where a table has figures, it says what they are about.
pub fn has_row_heads(columns: &[Column]) -> bool {
    columns.iter().skip(1).any(|column| column.align == Align::Right)
}

/// Whether a cell of a table [with heads of rows](has_row_heads) is one: what holds nothing tells nothing.
pub fn is_row_head(column: usize, line: &[Inline]) -> bool {
    column == 0 && !line.is_empty()
}

fn text_of(row: &[Cell], at: usize) -> String {
    row.get(at).map(|cell| plain_text(&cell.inlines)).unwrap_or_default()
}

/// Whether cells hold figures, or signs where a figure could be, and at least one does.
fn are_figures(cells: &[String]) -> bool {
    cells.iter().all(|text| is_figure(text)) && cells.iter().any(|text| text.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a text is nothing but a figure: `8,453.30`, `12%`, `<0.1`, `1/2`, `5–9`, `—`.
fn is_figure(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || " ,.%％+-−–—<>≤≥~/".contains(c))
}

fn weight(head: &str, cells: &[String]) -> usize {
    /// Columns of text (two for a Chinese character) that a table's column is never narrower than, and those that count
    /// at most: a longer text breaks into lines.
    const NARROWEST: usize = 6;
    const WIDEST: usize = 44;
    let widths: Vec<usize> =
        std::iter::once(head).chain(cells.iter().map(String::as_str)).map(|text| text.width().min(WIDEST)).collect();
    let longest = widths.iter().copied().max().unwrap_or(0);
    let mean = widths.iter().sum::<usize>() / widths.len().max(1);
    ((longest * 2 + mean) / 3 + 2).max(NARROWEST).max(least(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_figures_is_told_by_all_its_cells() {
        let figures = |cells: &[&str]| are_figures(&cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        assert!(figures(&["<0.1", "1/2", "", "5–9", "12％", "—"]));
        assert!(!figures(&["—", "", "-"]), "no figure among them");
        assert!(!figures(&["1", "二"]));
        assert!(!figures(&[]));
    }
}
