//! A workbook → its cells, as a person sees them in a spreadsheet program.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx, XlsxError};
use rust_decimal::Decimal;

use super::DAMAGED;
use super::container::{self, Traits};
use super::format::Shown;
use crate::guard;

/// A sheet as read. Rows and columns are counted from 0.
#[derive(Debug, Default)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Not shown among the sheets.
    pub hidden: bool,
    /// Its cells with something in them, by row and column.
    pub cells: Vec<Cell>,
    /// Cells joined to one.
    pub merged: Vec<Area>,
    /// Rows that are not shown, by themselves or by a filter.
    pub hidden_rows: HashSet<u32>,
    /// First and last of columns that are not shown.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Row and column of the first.
    pub from: (u32, u32),
    /// Row and column of the last.
    pub to: (u32, u32),
}

impl Area {
    /// Whether it has this cell.
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.from.0..=self.to.0).contains(&row) && (self.from.1..=self.to.1).contains(&column)
    }
}

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// What is in it.
    pub value: Value,
    /// Whether the program worked it out by a formula.
    pub is_formula: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number {
        /// What a person reads: of 0.125 in per cent, 12.5. It has the places that the format shows, and more where the
        /// number has more.
        number: Decimal,
        /// Decimal places that are shown, where the format says.
        places: Option<u32>,
        /// A per cent sign is shown behind it.
        percent: bool,
        /// The format shows it divided by 1000, so many times.
        thousands: u32,
    },
    /// Yes or no.
    Bool(bool),
    /// A day, as year-month-day, or a time.
    Date(String),
    /// `#REF!` and its like.
    Error(String),
    /// A formula whose result the file does not have.
    Unknown,
}

/// The sheets of a workbook.
///
/// # Errors
/// Why it cannot be read and what to do, in an author's words: it has a password, is cut off, too large, no workbook.
pub fn read(bytes: &[u8]) -> Result<Vec<Page>, String> {
    // Made-up files run the libraries into corners; what they say then is for those who wrote them.
    let told = |_| DAMAGED.to_owned();
    let traits = guard::guarded(|| container::examine(bytes)).map_err(told)??;
    guard::guarded(|| pages(bytes, traits)).map_err(told)?
}

/// Characters of a cell (the most that Excel has), and bytes of all texts of a workbook: one text can be that of many
/// cells.
const LONGEST_TEXT: usize = 32_767;
const MOST_TEXT: usize = 32 << 20;

/// Takes the length of a cell's text off what a workbook may have.
fn within_limits(value: &Option<Value>, left: &mut usize) -> Result<(), String> {
    let Some(Value::Text(text)) = value else { return Ok(()) };
    *left = left.checked_sub(text.len()).ok_or_else(|| {
        format!(
            "its cells have more than {} MB of text; keep the sheets that are needed and save it again",
            MOST_TEXT >> 20
        )
    })?;
    if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
        return Err(format!(
            "a cell has more than {LONGEST_TEXT} characters, which no spreadsheet program writes; shorten it"
        ));
    }
    Ok(())
}

fn pages(bytes: &[u8], traits: Vec<Traits>) -> Result<Vec<Page>, String> {
    let told = |_: XlsxError| DAMAGED.to_owned();
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(told)?;
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut pages = Vec::new();
    let mut left = MOST_TEXT;
    for ((name, hidden), traits) in sheets.into_iter().zip(traits) {
        let cells = match workbook.worksheet_cells_reader(&name) {
            // A sheet that is a chart has no cells.
            Err(XlsxError::NotAWorksheet(_)) => Vec::new(),
            Err(error) => return Err(told(error)),
            Ok(mut reader) => {
                let mut cells = Vec::new();
                let mut marks = traits.cells.iter();
                loop {
                    let read = reader.next_cell();
                    if matches!(read, Ok(None)) {
                        break;
                    }
                    let Some(mark) = marks.next() else { return Err(told(XlsxError::Unexpected("cells in two ways"))) };
                    let value = match read {
                        Ok(cell) => cell.and_then(|cell| value(cell.get_value(), mark.format)),
                        // One that is younger than the reader (#SPILL!); it goes on with the next cell.
                        Err(XlsxError::CellError(error)) => Some(Value::Error(error)),
                        Err(error) => return Err(told(error)),
                    };
                    within_limits(&value, &mut left)?;
                    let value = value.or(mark.is_formula.then_some(Value::Unknown));
                    let ((row, column), is_formula) = (mark.place, mark.is_formula);
                    cells.extend(value.map(|value| Cell { row, column, value, is_formula }));
                }
                cells.sort_by_key(|cell| (cell.row, cell.column));
                cells
            }
        };
        let Traits { hidden_rows, hidden_columns, merged, .. } = traits;
        pages.push(Page { name, hidden, cells, merged, hidden_rows, hidden_columns });
    }
    Ok(pages)
}

fn value(data: &DataRef<'_>, format: Shown) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => text_value(text)?,
        DataRef::SharedString(text) => text_value(text)?,
        DataRef::Int(number) => number_value(Decimal::from(*number), format),
        DataRef::Float(number) => match decimal(*number) {
            Some(number) => number_value(number, format),
            None => Value::Text(number.to_string()),
        },
        DataRef::Bool(is) => Value::Bool(*is),
        DataRef::DateTime(time) => Value::Date(day(time)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Date(text.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}

fn text_value(text: &str) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

fn number_value(number: Decimal, Shown { places, percent, thousands }: Shown) -> Value {
    let mut number = if percent { (number * Decimal::ONE_HUNDRED).normalize() } else { number };
    if thousands == 0 && places.is_some_and(|places| places > number.scale()) {
        number.rescale(places.unwrap_or_default());
    }
    Value::Number { number, places, percent, thousands }
}

/// The decimal that a person typed: a file has the nearest binary number, of which spreadsheet programs show 15 digits.
/// `None` for what no exact decimal can hold.
fn decimal(number: f64) -> Option<Decimal> {
    const DIGITS: usize = 15;
    let text = format!("{number:.*e}", DIGITS - 1);
    let (digits, power) = text.split_once('e')?;
    // Zeros at the end are none of the number: with them, 1e-15 would have more places than a decimal can have.
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    let number = Decimal::from_scientific(&format!("{digits}e{power}")).ok()?.normalize();
    // What is too small for a decimal would become nothing.
    (number.is_zero() == (digits.trim_start_matches('-') == "0")).then_some(number)
}

fn day(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return format!("{} days", time.as_f64());
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_typed() {
        for (binary, typed) in [
            (8453.3, "8453.3"),
            (0.1 + 0.2, "0.3"),
            (-1e-7, "-0.0000001"),
            (1e20, "100000000000000000000"),
            (0.0, "0"),
            (1.0 / 3.0, "0.333333333333333"),
            (1e-15, "0.000000000000001"),
        ] {
            assert_eq!(decimal(binary).unwrap().to_string(), typed);
        }
        assert_eq!(decimal(1e300), None);
        assert_eq!(decimal(1e-300), None);
        assert_eq!(decimal(f64::NAN), None);
    }

    #[test]
    fn as_shown() {
        let shown = |number, places, percent| match number_value(number, Shown { places, percent, thousands: 0 }) {
            Value::Number { number, .. } => number.to_string(),
            _ => unreachable!(),
        };
        assert_eq!(shown(Decimal::new(84533, 1), Some(2), false), "8453.30");
        assert_eq!(shown(Decimal::new(125, 3), Some(2), true), "12.50");
        assert_eq!(shown(Decimal::new(12345, 3), Some(1), false), "12.345");
    }
}
