//! The rows of a table in YAML, those of its head as well: cells that span rows and columns.

use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::markdown::Context;
use super::prose::prose;
use super::slice::Slice;
use super::yaml::{self, Kind, Node};
use crate::component::{ABOVE, LEFT};
use crate::diag::{Code, Diagnostic};
use crate::model::{Data, Inline, InlineKind, plain_text};
use crate::source::{Span, Spanned};

/// Over how many columns a cell goes.
const ACROSS: &str = "across";

/// A cell while the table is read.
struct Cell {
    span: Span,
    /// Which cell shows here: its own place, or that of the cell it is joined to.
    owner: (usize, usize),
    content: Option<Content>,
}

/// What a cell holds, by the name that templates have for it.
type Content = (&'static str, Data);

/// Reads rows of cells below these headings, where there are some. Templates are given each cell that shows, once: `text` or `points`, `column` (from 0), and how
/// many columns `across` and rows `down` it goes.
pub(super) fn read(node: &Node, heads: Option<&Data>, cx: &mut Context<'_>) -> Option<Data> {
    if let Some(pasted) = pasted(node) {
        let rows: Vec<(Span, &[Node])> = pasted.iter().map(|(span, cells)| (*span, &cells[..])).collect();
        return grid(&rows, heads, content, cx);
    }
    let mut rows = Vec::new();
    let all = yaml::list(node, cx.sink)?;
    for row in all {
        rows.extend(yaml::list(row, cx.sink).map(|cells| (row.span, cells)));
    }
    let is_whole = rows.len() == all.len();
    grid(&rows, heads, content, cx).filter(|_| is_whole)
}

/// Reads the headings of columns: a list of texts, or a list of such rows. Templates are given rows of cells.
pub(super) fn read_heads(node: &Node, cx: &mut Context<'_>) -> Option<Data> {
    if let Some(pasted) = pasted(node) {
        let rows: Vec<(Span, &[Node])> = pasted.iter().map(|(span, cells)| (*span, &cells[..])).collect();
        return grid(&rows, None, text, cx);
    }
    let items = yaml::list(node, cx.sink)?;
    let is_row = |item: &Node| matches!(item.kind, Kind::Seq(_));
    if !items.iter().any(is_row) {
        return if items.is_empty() { None } else { grid(&[(node.span, items)], None, text, cx) };
    }
    let mut rows = Vec::new();
    for item in items {
        let Kind::Seq(cells) = &item.kind else {
            let message = "this heading stands among rows of headings";
            let hint = "write every row of headings as a list of its own, one heading per column";
            cx.sink.push(Diagnostic::error(Code::BadValue, item.span, message).hint(hint));
            return None;
        };
        rows.push((item.span, &cells[..]));
    }
    grid(&rows, None, text, cx)
}

/// The rows of a text with tabs between cells, as a spreadsheet program puts it on the clipboard: `rows: |`.
fn pasted(node: &Node) -> Option<Vec<(Span, Vec<Node>)>> {
    let Kind::Scalar { slice, .. } = &node.kind else { return None };
    if !slice.text.contains('\t') {
        return None;
    }
    let text = &*slice.text;
    let cell = |range: Range<usize>| {
        let part = text[range.clone()].trim();
        let start = range.start + (text[range.clone()].len() - text[range].trim_start().len());
        let slice = slice.part(start..start + part.len());
        Node { span: slice.whole(), kind: Kind::Scalar { quoted: !part.is_empty(), slice } }
    };
    let (mut rows, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let (start, mut cells) = (at, Vec::new());
        loop {
            let quoted = quoted(&text[at..]);
            let length = quoted.unwrap_or_else(|| text[at..].find(['\t', '\n']).unwrap_or(text.len() - at));
            let sign = if quoted.is_some() { QUOTE.len_utf8() } else { 0 };
            cells.push(cell(at + sign..at + length - sign));
            at += length;
            if !text[at..].starts_with('\t') {
                break;
            }
            at += 1;
        }
        if !text[start..at].trim().is_empty() {
            rows.push((slice.span(start..at), cells));
        }
        at += text[at..].find('\n').map_or(text.len() - at, |end| end + 1);
    }
    Some(rows)
}

/// Around what a spreadsheet program puts into quotes.
const QUOTE: char = '"';

/// The length of a cell in quotes, as a spreadsheet program copies one that has several lines.
fn quoted(text: &str) -> Option<usize> {
    let inside = text.strip_prefix(QUOTE)?;
    // Two are one of the cell's own.
    let mut end = inside.find(QUOTE)?;
    while inside[end + 1..].starts_with(QUOTE) {
        end += 2 + inside[end + 2..].find(QUOTE)?;
    }
    let behind = inside[end + 1..].trim_start_matches([' ', '\r']);
    let is_one = inside[..end].contains('\n') && (behind.is_empty() || behind.starts_with(['\t', '\n']));
    is_one.then_some(end + 2)
}

/// How many columns rows of cells have: nothing is joined to the first row from above.
pub(super) fn columns(rows: &Data) -> usize {
    let Data::List(rows) = rows else { return 0 };
    let Some(Data::List(first)) = rows.first() else { return 0 };
    let across = |cell: &Data| match cell {
        Data::Map(fields) => match fields.get(ACROSS) {
            Some(Data::Number(count)) => count.node.to_usize().unwrap_or_default(),
            _ => 0,
        },
        _ => 0,
    };
    first.iter().map(across).sum()
}

/// Rows with as many cells as there are columns; reports those with others, once for all that have as many.
fn same_width<'r, 'n>(
    rows: &'r [(Span, &'n [Node])],
    heads: Option<&Data>,
    cx: &mut Context<'_>,
) -> Option<&'r [(Span, &'n [Node])]> {
    let parted: Vec<bool> = rows.iter().map(|(_, row)| yaml::check_commas(row, cx.sink)).collect();
    let mut counts: IndexMap<usize, usize> = IndexMap::new();
    rows.iter().for_each(|(_, row)| *counts.entry(row.len()).or_default() += 1);
    // Headings that no row agrees with are themselves at fault, which is told at them.
    let own = heads.map(columns).filter(|count| counts.contains_key(count));
    let usual = counts.iter().rev().max_by_key(|(_, rows)| **rows).map(|(count, _)| *count);
    let count = own.or(usual)?;
    let mut is_even = true;
    for (other, _) in counts.iter().filter(|(other, _)| **other != count) {
        is_even = false;
        // A comma that parts a figure has been told.
        let wrong: Vec<_> =
            rows.iter().zip(&parted).filter(|((_, row), parted)| row.len() == *other && !**parted).collect();
        let Some((((place, first), _), rest)) = wrong.split_first() else { continue };
        let cells = |count: usize| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
        let message = match rest.len() {
            0 => format!("this row has {}, the table has {count} columns", cells(*other)),
            more => format!("{} rows have {}, the table has {count} columns", more + 1, cells(*other)),
        };
        let mut told = Diagnostic::error(Code::BadValue, *place, message);
        for ((place, _), _) in rest {
            told = told.label(*place, "here as well");
        }
        cx.sink.push(told.hint(width_hint(first, count, heads)));
    }
    is_even.then_some(rows)
}

/// What to do about a row with another number of cells than there are columns.
fn width_hint(row: &[Node], count: usize, heads: Option<&Data>) -> String {
    // Most marks of one cell that could have parted it.
    let commas = |cell: &Node| match &cell.kind {
        Kind::Scalar { slice, quoted: false } => slice.text.matches('，').count(),
        _ => 0,
    };
    if row.len() < count && row.len() + row.iter().map(commas).sum::<usize>() == count {
        return "half-width commas part cells: write `, ` for `，`".to_owned();
    }
    let titles: Vec<String> = match heads {
        Some(Data::List(rows)) => rows.last().map(titles).unwrap_or_default(),
        _ => Vec::new(),
    };
    let of = if titles.len() == count { format!(" ({})", titles.join("｜")) } else { String::new() };
    format!("write one cell per column{of}; `{ABOVE}` and `{LEFT}` join cells and `\"\"` is an empty one")
}

/// The words of a row of headings.
fn titles(row: &Data) -> Vec<String> {
    let Data::List(cells) = row else { return Vec::new() };
    let title = |cell: &Data| match cell {
        Data::Map(fields) => match fields.get("text") {
            Some(Data::Text(line)) => Some(plain_text(line)),
            _ => None,
        },
        _ => None,
    };
    cells.iter().filter_map(title).collect()
}

fn grid(
    rows: &[(Span, &[Node])],
    heads: Option<&Data>,
    content: fn(&Node, &mut Context<'_>) -> Option<Content>,
    cx: &mut Context<'_>,
) -> Option<Data> {
    let mut is_empty = false;
    for (place, _) in rows.iter().filter(|(_, row)| row.is_empty()) {
        is_empty = true;
        let hint = "write one cell per column, or take the row away";
        cx.sink.push(Diagnostic::error(Code::BadValue, *place, "this row has no cells").hint(hint));
    }
    let rows: Vec<(Span, &[Node])> = rows.iter().filter(|(_, row)| !row.is_empty()).copied().collect();
    let rows = same_width(&rows, heads, cx).filter(|_| !is_empty)?;
    let mut grid: Vec<Vec<Cell>> = Vec::new();
    for (y, (_, row)) in rows.iter().enumerate() {
        let mut line = Vec::new();
        for (x, cell) in row.iter().enumerate() {
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
            let numbers = [("column", x), (ACROSS, *across), ("down", *down)];
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

/// A text or a list of texts.
fn content(cell: &Node, cx: &mut Context<'_>) -> Option<Content> {
    if let Kind::Seq(items) = &cell.kind {
        let points = items.iter().filter_map(|item| prose(item, cx)).map(Data::Text);
        return Some(("points", Data::List(points.collect())));
    }
    text(cell, cx)
}

/// A text; nothing at all is an empty one. Its lines are lines in print.
fn text(cell: &Node, cx: &mut Context<'_>) -> Option<Content> {
    let lines = match &cell.kind {
        Kind::Scalar { slice, .. } if slice.text.trim().contains('\n') => lines(&slice.trimmed()),
        _ => Vec::new(),
    };
    let mut text = if cell.is_null() || !lines.is_empty() { Vec::new() } else { prose(cell, cx)? };
    for line in lines {
        if !text.is_empty() {
            text.push(Inline { span: line.whole(), kind: InlineKind::Break });
        }
        text.extend(cx.line(&line));
    }
    Some(("text", Data::Text(text)))
}

/// The lines of a text that have something in them.
fn lines(slice: &Slice<'_>) -> Vec<Slice<'static>> {
    let text = &*slice.text;
    let start_of = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let parts = text.lines().filter(|line| !line.trim().is_empty());
    // A backslash breaks a line as well.
    let part = |line: &str| {
        let line = line.trim_end().trim_end_matches('\\');
        slice.part(start_of(line)..start_of(line) + line.len()).trimmed()
    };
    parts.map(part).collect()
}

#[cfg(test)]
mod tests {
    use crate::load::testing::load_chapter;

    #[test]
    fn every_row_of_another_width_is_told_once_for_its_cause() {
        let told = |table: &str| load_chapter(&format!("# 章\n\n```table\n{table}```\n")).problems();
        let rows = "rows:\n  - [甲, 1, 2]\n  - [乙, 1]\n  - [丙, 1]\n  - [丁, 1, 2, 3]\n  - [戊， 1， 2]\n  - [己, 1,234, 2]\n  - 庚\n";
        insta::assert_snapshot!(told(&format!("columns: [指標, 2024, 2025]\n{rows}")), @r#"
        content/chapters/01-a.md:7:5: error[bad-value]: 2 rows have 2 cells, the table has 3 columns
            write one cell per column (指標｜2024｜2025); `^` and `<` join cells and `""` is an empty one
        content/chapters/01-a.md:9:5: error[bad-value]: this row has 4 cells, the table has 3 columns
            write one cell per column (指標｜2024｜2025); `^` and `<` join cells and `""` is an empty one
        content/chapters/01-a.md:10:5: error[bad-value]: this row has 1 cell, the table has 3 columns
            half-width commas part cells: write `, ` for `，`
        content/chapters/01-a.md:11:9: error[bad-value]: the comma in `1,234` ends an item: this is read as two
            put the text in quotes: "1,234"; or write a blank behind a comma that parts two
        content/chapters/01-a.md:12:5: error[wrong-type]: this takes a list, but here is a single value
            write [庚], or one line `- …` for each, also for a single one
        "#);
        // Headings that no row agrees with are told themselves.
        insta::assert_snapshot!(told("columns: [指標, 2024]\nrows:\n  - [甲, 1, 2]\n  - [乙, 1, 2]\n"), @r#"
        content/chapters/01-a.md:4:10: error[bad-value]: `columns` is for 2 columns, but the rows have 3
            write one heading per column: `<` joins the one on its left, `""` is empty
        "#);
    }

    #[test]
    fn a_table_pasted_from_a_spreadsheet_is_read() {
        let rows = |text: &str| {
            let (report, sources) = load_chapter(&format!("# 章\n\n```table\n{text}```\n")).sound();
            let _ = sources;
            let text = format!("{:?}", report.chapters[0].blocks);
            let words = text.split("Text(\"").skip(1).filter_map(|part| part.split('"').next());
            words.filter(|word| word.chars().count() < 8).map(str::to_owned).collect::<Vec<_>>()
        };
        let typed = rows("columns: [指標, 二〇二三]\nrows:\n  - [甲, 1.5]\n  - [乙, '']\n");
        let pasted = rows("columns: \"指標\\t二〇二三\"\nrows: |\n  甲\t1.5\n  乙\t\n");
        assert_eq!(typed, pasted);
        // A cell of several lines, which a spreadsheet program puts into quotes.
        let lines = rows("columns: \"地區\\t二〇二三\"\nrows: |\n  \"內地\n  （惠州）\"\t416\n  \"香港\"\t9\n");
        assert_eq!(lines, ["章", "地區", "二〇二三", "內地", "（惠州）", "416", "\\", "9"]);
    }
}
