//! Workbooks for spreadsheet programs: the home of `rust_xlsxwriter`.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::model::Date;

/// A table to be made a workbook.
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
    /// One text per column.
    pub cells: Vec<String>,
}

/// Longest name of a sheet, and what it may not contain (ECMA-376 leaves it to Excel, which refuses them).
const LONGEST_NAME: usize = 31;
const NO_NAME: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The bytes of a workbook with one sheet. Every value is written as text, so that none is ever a formula; `day` stands
/// for the time of writing, so that the same tables give the same bytes.
pub fn workbook(sheet: &Sheet, title: &str, day: Date) -> Vec<u8> {
    written(sheet, title, day).expect("texts are shorter than a cell may hold")
}

fn written(sheet: &Sheet, title: &str, day: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let year = u16::try_from(day.year).unwrap_or(1900);
    let written = ExcelDateTime::from_ymd(year, day.month, day.day)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&written));
    let worksheet = workbook.add_worksheet();
    let name: String = sheet.name.chars().filter(|c| !NO_NAME.contains(c)).take(LONGEST_NAME).collect();
    worksheet.set_name(&name)?;
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
    let names: Vec<&str> = sheet.columns.iter().map(|(name, _)| name.as_str()).collect();
    line(worksheet, row, &names, &head)?;
    worksheet.set_freeze_panes(row + 1, 0)?;
    worksheet.set_repeat_rows(row, row)?;
    for one in &sheet.rows {
        row += 1;
        let cells: Vec<&str> = one.cells.iter().map(String::as_str).collect();
        line(worksheet, row, &cells, if one.is_heading { &bold } else { &plain })?;
    }
    workbook.save_to_buffer()
}

fn line(worksheet: &mut Worksheet, row: u32, cells: &[&str], look: &Format) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(cells) {
        // Longer texts than a cell may hold are cut; no index has any.
        const LONGEST: usize = 32_767;
        let text: String = text.chars().take(LONGEST).collect();
        worksheet.write_string_with_format(row, column, text, look)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cell: &str) -> Vec<u8> {
        let rows = vec![Row { is_heading: false, cells: vec![cell.to_owned()] }];
        let columns = vec![("編號".to_owned(), 12.0)];
        let sheet = Sheet { name: "hkex/2025: [A]".to_owned(), above: Vec::new(), columns, rows };
        workbook(&sheet, "索引", Date { year: 2026, month: 4, day: 30 })
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(sheet("甲"), sheet("甲"));
    }

    #[test]
    fn no_text_is_a_formula() {
        use std::io::Read;
        for text in ["=1+1", "+1", "-1", "@SUM(A1)"] {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sheet(text))).unwrap();
            let mut cells = String::new();
            archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut cells).unwrap();
            assert!(!cells.contains("<f>") && cells.contains("t=\"s\""), "{cells}");
        }
    }
}
