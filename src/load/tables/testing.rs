//! Workbooks written by hand, with what writers do not write.

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

/// Number formats by style: 0 General, 1 `0.00`, 2 `0.0%`, 3 a day, 4 `#,##0,`.
const STYLES: &str = r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="170" formatCode="0.0%"/><numFmt numFmtId="171" formatCode="#,##0,"/></numFmts><fonts/><fills/><borders/><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="170"/><xf numFmtId="14"/><xf numFmtId="171"/></cellXfs></styleSheet>"##;

/// A sheet: its name, the attributes of its entry, and the XML around its cells.
pub(crate) struct Handmade<'a> {
    pub(crate) name: &'a str,
    pub(crate) attributes: &'a str,
    /// Columns, in front of the cells.
    pub(crate) columns: &'a str,
    /// Rows.
    pub(crate) rows: String,
    /// Behind the cells.
    pub(crate) behind: &'a str,
}

impl<'a> Handmade<'a> {
    /// A sheet with these rows.
    pub(crate) fn of(name: &'a str, rows: &[&[&str]]) -> Self {
        let rows = rows.iter().enumerate().map(|(row, cells)| self::row(row + 1, cells, "")).collect();
        Self { name, attributes: "", columns: "", rows, behind: "" }
    }
}

/// A row of cells from column A on: `=formula|result`, `#error`, `s:number` in a style, `'text`, a number, or a text.
pub(crate) fn row(number: usize, cells: &[&str], attributes: &str) -> String {
    let mut xml = format!("<row r=\"{number}\" {attributes}>");
    for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let place = format!("{}{number}", char::from(b'A' + column as u8));
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let text = |text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(text));
        xml += &if let Some(formula) = cell.strip_prefix('=') {
            match formula.split_once('|') {
                Some((formula, result)) => format!("<c r=\"{place}\"><f>{}</f><v>{result}</v></c>", escape(formula)),
                None => format!("<c r=\"{place}\"><f>{}</f></c>", escape(formula)),
            }
        } else if cell.starts_with('#') {
            format!("<c r=\"{place}\" t=\"e\"><v>{cell}</v></c>")
        } else if let Some((style, number)) = cell.split_once(':').filter(|(style, _)| style.len() == 1) {
            format!("<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>")
        } else if let Some(words) = cell.strip_prefix('\'') {
            text(words)
        } else if cell.parse::<f64>().is_ok() {
            format!("<c r=\"{place}\"><v>{cell}</v></c>")
        } else {
            text(cell)
        };
    }
    xml + "</row>"
}

/// The bytes of a workbook with these sheets.
pub(crate) fn workbook(sheets: &[Handmade<'_>]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut list = String::new();
    let mut relations = String::new();
    let mut parts = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        list += &format!("<sheet name=\"{}\" sheetId=\"{}\" r:id=\"r{at}\" {}/>", sheet.name, at + 1, sheet.attributes);
        relations +=
            &format!("<Relationship Id=\"r{at}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/s{at}.xml\"/>");
        let Handmade { columns, rows, behind, .. } = sheet;
        let xml = format!("<worksheet xmlns=\"{MAIN}\">{columns}<sheetData>{rows}</sheetData>{behind}</worksheet>");
        parts.push((format!("xl/worksheets/s{at}.xml"), xml));
    }
    parts.push(("_rels/.rels".to_owned(), format!("<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>"),
    ));
    parts.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    archive(parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
}

/// A ZIP file.
pub(crate) fn archive<'a>(parts: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
