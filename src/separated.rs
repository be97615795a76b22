//! CSV files for people with a spreadsheet (RFC 4180).

/// Byte order mark: without it, Excel takes a CSV file for the system's old encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a cell begins with that a spreadsheet would compute instead of show (OWASP, "CSV Injection").
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The records as one file. A text that a spreadsheet would take for a formula has an apostrophe in front; numbers stay.
pub fn csv<T: AsRef<str>>(records: impl IntoIterator<Item = Vec<T>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        let cells = record.iter().map(|cell| harmless(cell.as_ref()));
        writer.write_record(cells).expect("written to memory");
    }
    let mut bytes = BYTE_ORDER_MARK.as_bytes().to_vec();
    bytes.extend(writer.into_inner().expect("written to memory"));
    bytes
}

fn harmless(cell: &str) -> String {
    let is_number = || cell.parse::<f64>().is_ok_and(f64::is_finite);
    if cell.starts_with(FORMULA) && !is_number() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        let cells = ["=cmd|'/C calc'!A0", "@SUM(1+1)", "-2+3", "+1-2", "\tx", "-12.50", "+3", "a-b", "—", "-inf"];
        let file = csv(cells.map(|cell| vec![cell]));
        let text = std::str::from_utf8(&file).unwrap().trim_start_matches(BYTE_ORDER_MARK);
        assert_eq!(
            text,
            "'=cmd|'/C calc'!A0\r\n'@SUM(1+1)\r\n'-2+3\r\n'+1-2\r\n'\tx\r\n-12.50\r\n+3\r\na-b\r\n—\r\n'-inf\r\n"
        );
    }
}
