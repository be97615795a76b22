//! The author's files and places in them.
//!
//! Every node of the model carries a [`Span`]: a byte range in one of the author's files. Lines and columns are worked
//! out in one function only, [`Sources::place`], when something is printed.

use std::fmt;
use std::ops::Range;

/// Which file of a [`Sources`] store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A byte range in one author's file. It always means the author's own bytes, whatever became of the text since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `range` of `source`.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        // YAML and Markdown files of more than 4 GiB are refused by `Sources::add`.
        Self { source, start: range.start as u32, end: range.end as u32 }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether another one lies in it.
    pub fn holds(self, other: Span) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }

    /// The smallest span over both, which must lie in one file.
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.source, other.source);
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and the place where the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { node: f(self.node), span: self.span }
    }
}

/// One file as read.
#[derive(Debug)]
pub struct Source {
    /// Path as authors see it: relative to the report's folder, with `/`.
    pub path: String,
    /// The whole text, without a byte order mark. Line ends are as in the file.
    pub text: String,
    /// Byte offset of every line's start.
    lines: Vec<usize>,
    /// Characters before every [`STEP`]th byte: a column in a long line is found without counting from its start.
    characters: Vec<usize>,
    /// The sheet that the text shows, of a workbook.
    grid: Option<Grid>,
}

/// A sheet of a workbook, whose cells stand in a text row by row.
#[derive(Debug, Default)]
pub struct Grid {
    /// Name of the sheet; empty where the file is one table.
    pub sheet: String,
    /// Where each cell's text begins, in order.
    pub cells: Vec<GridCell>,
}

/// Where a cell of a sheet stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct GridCell {
    /// Its first byte.
    pub start: u32,
    /// Row of the sheet, from 0.
    pub row: u32,
    /// Column of the sheet, from 0.
    pub column: u32,
}

/// Bytes between two places whose characters are counted beforehand.
const STEP: usize = 1 << 10;

/// Every file read so far.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// A place as people and editors count it: line and column from 1, columns in characters. In a workbook they are the
/// sheet's rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// Path of the file.
    pub path: &'a str,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Line of the end, from 1.
    pub end_line: usize,
    /// Column just past the end, from 1.
    pub end_column: usize,
    /// In a workbook: the sheet and the cell.
    pub cell: Option<PlaceCell<'a>>,
}

/// A cell of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceCell<'a> {
    /// Name of the sheet.
    pub sheet: &'a str,
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

impl fmt::Display for PlaceCell<'_> {
    /// As spreadsheet programs write it: 能源!C7.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}", self.sheet, cell_name(self.row, self.column))
    }
}

/// A cell's name, of its row and column from 0: C7.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

impl Sources {
    /// Takes in a file. A byte order mark at its start is dropped.
    ///
    /// # Panics
    /// If the text is 4 GiB or larger.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let mut text = text.into();
        assert!(u32::try_from(text.len()).is_ok(), "a text file of 4 GiB or more");
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
            .collect();
        let count = |part: &[u8]| part.iter().filter(|byte| begins_character(**byte)).count();
        let characters =
            text.as_bytes().chunks(STEP).scan(0, |before, part| Some(std::mem::replace(before, *before + count(part))));
        let characters = characters.collect();
        self.files.push(Source { path: path.into(), text, lines, characters, grid: None });
        SourceId(self.files.len() as u32 - 1)
    }

    /// Takes in a sheet of a workbook, as a text that has its cells.
    ///
    /// # Panics
    /// Like [`Sources::add`].
    pub fn add_sheet(&mut self, path: impl Into<String>, text: String, grid: Grid) -> SourceId {
        let id = self.add(path, text);
        self.files[id.0 as usize].grid = Some(grid);
        id
    }

    /// The file behind an id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The file with this path, if it was read.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        self.files.iter().position(|file| file.path == path).map(|at| SourceId(at as u32))
    }

    /// The sheet of this name in a workbook, or the text where none is named.
    pub fn find_sheet(&self, path: &str, sheet: Option<&str>) -> Option<SourceId> {
        let found = self.files.iter().position(|file| file.path == path && file.sheet() == sheet);
        found.map(|at| SourceId(at as u32))
    }

    /// All files in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The author's bytes at `span`.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or_default()
    }

    /// The place of `range` within a value. A value's span may hold more than the value: quotes, or the braces of an
    /// expression. Where the value does not stand in the file as it is (escapes, folded lines), the whole span.
    pub fn inside(&self, value: &Spanned<String>, range: Range<usize>) -> Span {
        let inner = self.unquoted(value);
        let Some(offset) = self.text(inner).find(&value.node) else { return value.span };
        let start = inner.start as usize + offset;
        Span::new(value.span.source, start + range.start..start + range.end)
    }

    /// The place of a value without the quotation marks of YAML or CSV around it.
    pub fn unquoted(&self, value: &Spanned<String>) -> Span {
        let (typed, span) = (self.text(value.span), value.span);
        let is_quoted = |mark| typed.len() > 1 && typed.starts_with(mark) && typed.ends_with(mark);
        match typed != value.node && (is_quoted('"') || is_quoted('\'')) {
            true => Span { start: span.start + 1, end: span.end - 1, ..span },
            false => span,
        }
    }

    /// Line and column of a span: the one function that counts them.
    pub fn place(&self, span: Span) -> Place<'_> {
        let file = self.get(span.source);
        let (line, column) = file.position(span.start as usize);
        let (end_line, end_column) = file.position(span.end as usize);
        let place = Place { path: &file.path, line, column, end_line, end_column, cell: None };
        let Some(grid) = &file.grid else { return place };
        let cell = |at: u32| {
            let behind = grid.cells.partition_point(|cell| cell.start <= at);
            behind.checked_sub(1).map_or((0, 0), |at| (grid.cells[at].row, grid.cells[at].column))
        };
        let ((row, column), (end_row, end_column)) = (cell(span.start), cell(span.end.max(span.start + 1) - 1));
        Place {
            path: &file.path,
            line: row as usize + 1,
            column: column as usize + 1,
            end_line: end_row as usize + 1,
            end_column: end_column as usize + 2,
            cell: Some(PlaceCell { sheet: &grid.sheet, row, column }),
        }
    }
}

impl Source {
    /// Whether it shows a sheet of a workbook: its bytes are then not those of the file.
    pub fn is_sheet(&self) -> bool {
        self.grid.is_some()
    }

    /// Name of the sheet that it shows.
    pub fn sheet(&self) -> Option<&str> {
        self.grid.as_ref().map(|grid| grid.sheet.as_str())
    }

    /// Byte range of the line that a byte stands in, without its line end.
    pub fn line_around(&self, offset: usize) -> Range<usize> {
        let offset = offset.min(self.text.len());
        self.line_range(self.lines.partition_point(|start| *start <= offset))
    }

    /// Line and column, both from 1, of a byte offset.
    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= offset) - 1;
        (line + 1, self.characters_before(offset) - self.characters_before(self.lines[line]) + 1)
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let step = (offset / STEP).min(self.characters.len().saturating_sub(1));
        let rest = &self.text.as_bytes()[step * STEP..offset];
        let before = self.characters.get(step).copied().unwrap_or_default();
        before + rest.iter().filter(|byte| begins_character(**byte)).count()
    }

    /// The text of a line (from 1) without its line end.
    pub fn line(&self, line: usize) -> &str {
        let start = self.lines[line - 1];
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// Byte range of a line (from 1) without its line end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.lines[line - 1];
        start..start + self.line(line).len()
    }
}

/// Whether a byte of UTF-8 is the first of a character.
fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The character that an escape of a YAML text in double quotes stands for, and the escape's length in bytes. A text that
/// begins with none has `None`. Source: YAML 1.2.2, 5.7 (escaped characters).
pub fn escape(text: &str) -> Option<(char, usize)> {
    let sign = text.strip_prefix('\\')?.chars().next()?;
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let length = 1 + sign.len_utf8() + digits;
    let character = match sign {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '/' | '\\' => sign,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ if digits > 0 => char::from_u32(u32::from_str_radix(text.get(2..length)?, 16).ok()?)?,
        _ => return None,
    };
    Some((character, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines() {
        let mut sources = Sources::default();
        let text = format!("a\n{}", "排a".repeat(STEP));
        let id = sources.add("a.md", text.as_str());
        for (count, (at, _)) in text[2..].char_indices().enumerate() {
            let place = sources.place(Span::new(id, at + 2..text.len()));
            assert_eq!((place.line, place.column, place.end_column), (2, count + 1, 2 * STEP + 1));
        }
    }

    #[test]
    fn places_in_a_sheet_are_its_cells() {
        let mut sources = Sources::default();
        let cells = [(0, 0, 0), (4, 0, 2), (8, 6, 27)].map(|(start, row, column)| GridCell { start, row, column });
        let grid = Grid { sheet: "能源".to_owned(), cells: cells.to_vec() };
        let id = sources.add_sheet("a.xlsx", "甲\t乙\n丙\n".to_owned(), grid);
        let place = sources.place(Span::new(id, 8..11));
        assert_eq!((place.line, place.column, place.end_line, place.end_column), (7, 28, 7, 29));
        assert_eq!(place.cell.unwrap().to_string(), "能源!AB7");
        assert_eq!(sources.get(id).line_around(8), 8..11);
    }

    #[test]
    fn columns_are_counted_in_characters_from_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "\u{feff}第一行\r\n排放 kpi\n");
        let at = sources.get(id).text.find("kpi").unwrap();
        let place = sources.place(Span::new(id, at..at + 3));
        assert_eq!((place.line, place.column, place.end_line, place.end_column), (2, 4, 2, 7));
        assert_eq!(sources.get(id).line(1), "第一行");
    }
}
