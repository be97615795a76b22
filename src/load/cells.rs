//! The rows of a table in YAML: cells that span rows and columns.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::fields::prose;
use super::markdown::Context;
use super::yaml::{self, Kind, Node};
use crate::component::{ABOVE, LEFT};
use crate::diag::{Code, Diagnostic};
use crate::model::Data;
use crate::source::{Span, Spanned};

/// A cell while the table is read.
struct Cell {
    span: Span,
    /// Which cell shows here: its own place, or that of the cell it is joined to.
    owner: (usize, usize),
    content: Option<(&'static str, Data)>,
}

/// Reads rows of cells. Templates are given each cell that shows, once: `text` or `points`, `column` (from 0), and how
/// many columns `across` and rows `down` it goes.
pub(super) fn read(node: &Node, cx: &mut Context<'_>) -> Option<Data> {
    let mut grid: Vec<Vec<Cell>> = Vec::new();
    let rows = yaml::list(node, cx.sink)?;
    for (y, row) in rows.iter().enumerate() {
        let mut line = Vec::new();
        for (x, cell) in yaml::list(row, cx.sink)?.iter().enumerate() {
            let owner = match joined(cell) {
                Some(ABOVE) => grid.last().and_then(|above| above.get(x)).map(|above| above.owner),
                Some(_) => line.last().map(|left: &Cell| left.owner),
                None => Some((y, x)),
            };
            let Some(owner) = owner else {
                let message = "there is no cell to join here";
                let hint =
                    format!("`{ABOVE}` joins the cell above, `{LEFT}` the one on the left; write a text instead");
                cx.sink.push(Diagnostic::error(Code::BadValue, cell.span, message).hint(hint));
                return None;
            };
            let content = if owner == (y, x) { Some(content(cell, cx)?) } else { None };
            line.push(Cell { span: cell.span, owner, content });
        }
        let count = grid.first().map_or(line.len(), Vec::len);
        if line.len() != count {
            let message = format!("this row has {} cells, the first has {count}", line.len());
            let hint =
                format!("write one cell per column; `{ABOVE}` and `{LEFT}` join cells and `\"\"` is an empty one");
            cx.sink.push(Diagnostic::error(Code::BadValue, row.span, message).hint(hint));
            return None;
        }
        grid.push(line);
    }
    let mut extents: IndexMap<(usize, usize), (usize, usize, usize)> = IndexMap::new();
    for (y, line) in grid.iter().enumerate() {
        for (x, cell) in line.iter().enumerate() {
            let (down, across, count) = extents.entry(cell.owner).or_default();
            *down = (*down).max(y + 1 - cell.owner.0);
            *across = (*across).max((x + 1).saturating_sub(cell.owner.1));
            *count += 1;
        }
    }
    for (owner, (down, across, count)) in &extents {
        if down * across != *count {
            let span = grid[owner.0][owner.1].span;
            let message = "the cells joined to this one make no rectangle";
            let hint = format!("join all {down} rows in all {across} columns, or fewer");
            cx.sink.push(Diagnostic::error(Code::BadValue, span, message).hint(hint));
            return None;
        }
    }
    let rows = grid.into_iter().enumerate().map(|(y, line)| {
        let shown = line.into_iter().enumerate().filter_map(|(x, cell)| {
            let (down, across, _) = extents.get(&(y, x))?;
            let (key, data) = cell.content?;
            let number = |number: usize| Data::Number(Spanned::new(Decimal::from(number), cell.span));
            let numbers = [("column", x), ("across", *across), ("down", *down)];
            let numbers = numbers.map(|(key, value)| (key.to_owned(), number(value)));
            Some(Data::Map(std::iter::once((key.to_owned(), data)).chain(numbers).collect()))
        });
        Data::List(shown.collect())
    });
    Some(Data::List(rows.collect()))
}

/// The sign by which a cell is joined to another.
fn joined(cell: &Node) -> Option<&'static str> {
    let Kind::Scalar { slice, .. } = &cell.kind else { return None };
    [ABOVE, LEFT].into_iter().find(|sign| slice.text.trim() == *sign)
}

fn content(cell: &Node, cx: &mut Context<'_>) -> Option<(&'static str, Data)> {
    if let Kind::Seq(items) = &cell.kind {
        let points = items.iter().filter_map(|item| prose(item, cx)).map(Data::Text);
        return Some(("points", Data::List(points.collect())));
    }
    if cell.is_null() {
        return Some(("text", Data::Text(Vec::new())));
    }
    Some(("text", Data::Text(prose(cell, cx)?)))
}
