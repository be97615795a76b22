//! Tables → a workbook: the only user of `rust_xlsxwriter`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use crate::model::Date;

/// A table to be made a sheet of a workbook.
pub struct Sheet {
    /// Name of the sheet; characters that a spreadsheet program refuses are left out.
    pub name: String,
    /// Lines above the table, each in a row of its own.
    pub above: Vec<String>,
    /// Headings of the columns and their widths in characters.
    pub columns: Vec<(String, f64)>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a table.
pub struct Row {
    /// A heading of the rows below it.
    pub is_heading: bool,
    /// What stands in each column.
    pub cells: Vec<Content>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text, which is never a formula.
    Text(String),
    /// A number with the decimal places of its scale; commas between thousands if `grouped`.
    Number {
        /// The number.
        number: Decimal,
        /// Whether commas stand between thousands.
        grouped: bool,
    },
    /// A formula of ours, without `=`, and what it comes to.
    Formula {
        /// E.g. `C2+C3`.
        formula: String,
        /// What it comes to.
        result: Decimal,
        /// Whether commas stand between thousands.
        grouped: bool,
    },
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Longest name of a sheet, and what it may not contain (ECMA-376 leaves it to Excel, which refuses them).
const LONGEST_NAME: usize = 31;
const NO_NAME: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// A4 among the sizes of paper (ECMA-376 part 1, 18.3.1.63 `paperSize`).
const A4: u8 = 9;

/// Digits of a number that a spreadsheet program keeps.
const DIGITS: u32 = 15;

/// The bytes of a workbook with these sheets. Every text is written as text, so that none is ever a formula; `day` stands
/// for the time of writing, so that the same tables give the same bytes.
pub fn workbook(sheets: &[Sheet], title: &str, day: Date) -> Vec<u8> {
    written(sheets, title, day).expect("texts are shorter than a cell may hold")
}

fn written(sheets: &[Sheet], title: &str, day: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let year = u16::try_from(day.year).unwrap_or(1900);
    let written = ExcelDateTime::from_ymd(year, day.month, day.day)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&written));
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&sheet.name))?;
        table(worksheet, sheet)?;
    }
    workbook.save_to_buffer()
}

/// The name that a sheet gets.
pub fn sheet_name(name: &str) -> String {
    name.chars().filter(|c| !NO_NAME.contains(c)).take(LONGEST_NAME).collect()
}

fn table(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = plain.clone().set_bold();
    let head = bold.clone().set_background_color(Color::RGB(0xE8_EEF2)).set_border_bottom(FormatBorder::Thin);
    for (column, (_, width)) in (0..).zip(&sheet.columns) {
        worksheet.set_column_width(column, *width)?;
    }
    let mut row = 0;
    for line in &sheet.above {
        worksheet.write_string(row, 0, line)?;
        row += 1;
    }
    for (column, (name, _)) in (0..).zip(&sheet.columns) {
        text(worksheet, row, column, name, &head)?;
    }
    worksheet.set_freeze_panes(row + 1, 0)?;
    worksheet.set_repeat_rows(row, row)?;
    // In print all columns stand on one sheet of A4, and as many sheets follow as the rows need (0: as many).
    worksheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    for one in &sheet.rows {
        row += 1;
        let look = if one.is_heading { &bold } else { &plain };
        for (column, content) in (0..).zip(&one.cells) {
            match content {
                Content::Text(words) => text(worksheet, row, column, words, look)?,
                Content::Number { number, grouped } => match kept(*number) {
                    Some(binary) => {
                        _ = worksheet.write_number_with_format(
                            row,
                            column,
                            binary,
                            &numbers(*number, *grouped, look),
                        )?;
                    }
                    // A program would keep fewer digits than it has.
                    None => text(worksheet, row, column, &number.to_string(), look)?,
                },
                Content::Formula { formula, result, grouped } => {
                    let formula = Formula::new(formula).set_result(result.to_string());
                    worksheet.write_formula_with_format(row, column, formula, &numbers(*result, *grouped, look))?;
                }
            }
        }
    }
    Ok(())
}

fn text(worksheet: &mut Worksheet, row: u32, column: u16, text: &str, look: &Format) -> Result<(), XlsxError> {
    // Longer texts than a cell may hold are cut; no index has any.
    const LONGEST: usize = 32_767;
    if text.is_empty() {
        return Ok(());
    }
    let text: String = text.chars().take(LONGEST).collect();
    worksheet.write_string_with_format(row, column, text, look).map(|_| ())
}

/// The number as a spreadsheet program keeps it; `None` if it has more digits.
fn kept(number: Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    (digits <= DIGITS).then(|| number.to_f64()).flatten()
}

fn numbers(number: Decimal, grouped: bool, look: &Format) -> Format {
    let whole = if grouped { "#,##0" } else { "0" };
    let format = match number.scale() {
        0 => whole.to_owned(),
        places => format!("{whole}.{}", "0".repeat(places as usize)),
    };
    look.clone().set_num_format(format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Value, read};

    fn sheet(cell: Content) -> Vec<u8> {
        let rows = vec![Row { is_heading: false, cells: vec![cell] }];
        let columns = vec![("編號".to_owned(), 12.0)];
        let sheet = Sheet { name: "hkex/2025: [A]".to_owned(), above: Vec::new(), columns, rows };
        workbook(&[sheet], "索引", Date { year: 2026, month: 4, day: 30 })
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(sheet("甲".to_owned().into()), sheet("甲".to_owned().into()));
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.com"] {
            let pages = read(&sheet(text.to_owned().into())).unwrap();
            assert_eq!(pages[0].name, "hkex2025 A");
            let cell = &pages[0].cells[1];
            assert!(cell.value == Value::Text(text.to_owned()) && !cell.is_formula, "{cell:?}");
        }
    }

    proptest::proptest! {
        /// What is written is read again: the number, to the last place.
        #[test]
        fn numbers_come_back(mantissa in -1_000_000_000_000_000_000i64..1_000_000_000_000_000_000, scale in 0u32..12, grouped: bool) {
            let number = Decimal::new(mantissa, scale);
            let pages = read(&sheet(Content::Number { number, grouped })).unwrap();
            let read = match &pages[0].cells[1].value {
                Value::Number { number, .. } => number.to_string(),
                Value::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            };
            proptest::prop_assert_eq!(read, number.to_string());
        }
    }

    #[test]
    fn a_formula_has_its_result() {
        let formula = Content::Formula { formula: "1+2".to_owned(), result: Decimal::new(300, 2), grouped: true };
        let pages = read(&sheet(formula)).unwrap();
        let cell = &pages[0].cells[1];
        assert!(cell.is_formula);
        assert!(matches!(&cell.value, Value::Number { number, .. } if number.to_string() == "3.00"), "{cell:?}");
    }
}
