//! Tables → a workbook: the only user of `rust_xlsxwriter`.

use std::collections::HashSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use crate::model::Date;

/// A table to be made a sheet of a workbook.
pub struct Sheet {
    /// Name of the sheet, one of [`sheet_names`].
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

/// Longest name of a sheet in units of UTF-16, what it may not contain, and what it may not be (ECMA-376 leaves it to
/// Excel, which refuses them).
const LONGEST_NAME: usize = 31;
const NO_NAME: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const RESERVED: &str = "history";

/// The longest text and the longest formula of a cell in units of UTF-16 (Excel's specifications and limits).
const LONGEST_TEXT: usize = 32_767;
const LONGEST_FORMULA: usize = 8_192;

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
        worksheet.set_name(&sheet.name)?;
        table(worksheet, sheet)?;
    }
    workbook.save_to_buffer()
}

/// Names of sheets for these: none twice, whatever was left out of them, and none empty.
pub fn sheet_names<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    // In small letters: programs take two names that differ in capitals alone for one.
    let mut taken = HashSet::from([String::new(), RESERVED.to_owned()]);
    let name = |wanted: &str| {
        let allowed: String = wanted.chars().filter(|c| !NO_NAME.contains(c) && !c.is_control()).collect();
        let allowed = allowed.trim_matches('\'');
        let first = cut(allowed, LONGEST_NAME).trim_end_matches('\'').to_owned();
        let numbered = (2..).map(|number: usize| {
            let number = format!(" {number}");
            format!("{}{number}", cut(if allowed.is_empty() { "kpi" } else { allowed }, LONGEST_NAME - number.len()))
        });
        let free = std::iter::once(first).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        free.expect("numbers do not end")
    };
    wanted.into_iter().map(name).collect()
}

/// The beginning of a text that has no more units of UTF-16.
fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    text.chars().take_while(fits).collect()
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
        worksheet.write_string(row, 0, cut(line, LONGEST_TEXT))?;
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
                Content::Number { number: figure, grouped } => {
                    number(worksheet, (row, column), *figure, *grouped, look)?;
                }
                // One that no program reads is what it comes to.
                Content::Formula { formula, result, grouped } if formula.encode_utf16().count() > LONGEST_FORMULA => {
                    number(worksheet, (row, column), *result, *grouped, look)?;
                }
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
    if text.is_empty() {
        return Ok(());
    }
    // Longer texts than a cell may hold are cut; no index has any.
    worksheet.write_string_with_format(row, column, cut(text, LONGEST_TEXT), look).map(drop)
}

fn number(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: Decimal,
    grouped: bool,
    look: &Format,
) -> Result<(), XlsxError> {
    match kept(number) {
        Some(binary) => {
            let look = numbers(number, grouped, look);
            worksheet.write_number_with_format(row, column, binary, &look).map(drop)
        }
        // A program would keep fewer digits than it has.
        None => text(worksheet, row, column, &number.to_string(), look),
    }
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
        let name = sheet_names(["hkex/2025: [A]"]).remove(0);
        // What no cell can hold is no reason to end.
        let above = vec!["甲".repeat(40_000), "😀".repeat(20_000)];
        let sheet = Sheet { name, above, columns, rows };
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
            let cell = pages[0].cells.last().unwrap();
            assert!(cell.value == Value::Text(text.to_owned()) && !cell.is_formula, "{cell:?}");
        }
    }

    proptest::proptest! {
        /// What is written is read again: the number, to the last place.
        #[test]
        fn numbers_come_back(mantissa in -1_000_000_000_000_000_000i64..1_000_000_000_000_000_000, scale in 0u32..12, grouped: bool) {
            let number = Decimal::new(mantissa, scale);
            let pages = read(&sheet(Content::Number { number, grouped })).unwrap();
            let read = match &pages[0].cells.last().unwrap().value {
                Value::Number { number, .. } => number.to_string(),
                Value::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            };
            proptest::prop_assert_eq!(read, number.to_string());
        }
    }

    #[test]
    fn every_sheet_has_a_name_of_its_own() {
        let long = "長".repeat(40);
        let faces = "😀".repeat(20);
        let names = sheet_names(["a", "A", "'a'", "[]", "/", "History", &long, &long, &faces, &faces]);
        assert_eq!(names[..6], ["a", "A 2", "a 3", "kpi 2", "kpi 3", "History 2"]);
        assert_eq!(names[6..8], ["長".repeat(31), format!("{} 2", "長".repeat(29))]);
        let sheet = |name: &String| Sheet { name: name.clone(), above: vec![], columns: vec![], rows: vec![] };
        let sheets: Vec<Sheet> = names.iter().map(sheet).collect();
        let pages = read(&workbook(&sheets, "", Date { year: 2026, month: 4, day: 30 })).unwrap();
        assert_eq!(pages.iter().map(|page| &page.name).collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_formula_that_no_program_reads_is_its_result() {
        let formula = Content::Formula { formula: "1+".repeat(5_000) + "1", result: Decimal::ONE, grouped: true };
        let pages = read(&sheet(formula)).unwrap();
        assert!(pages[0].cells.iter().all(|cell| !cell.is_formula));
    }

    #[test]
    fn a_formula_has_its_result() {
        let formula = Content::Formula { formula: "1+2".to_owned(), result: Decimal::new(300, 2), grouped: true };
        let pages = read(&sheet(formula)).unwrap();
        let cell = pages[0].cells.last().unwrap();
        assert!(cell.is_formula);
        assert!(matches!(&cell.value, Value::Number { number, .. } if number.to_string() == "3.00"), "{cell:?}");
    }
}
