//! CSV files for people with a spreadsheet (RFC 4180): written, and read with places.

use std::ops::Range;

/// Byte order mark: without it, Excel takes a CSV file for the system's old encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a cell begins with that a spreadsheet would compute instead of show (OWASP, "CSV Injection").
/// The full-width ones are as good as the others to Excel with a Chinese or Japanese setting.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

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

/// Whether a cell begins as a formula does, apostrophes and what nobody sees in front of it aside.
fn begins_as_formula(cell: &str) -> bool {
    let is_passed = |c: char| c == '\'' || is_invisible(c) && !FORMULA.contains(&c);
    cell.trim_start_matches(is_passed).starts_with(FORMULA)
}

/// Control characters, and those of width zero that programs drop (Unicode 16.0, general category Cf).
fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || is_format
}

fn harmless(cell: &str) -> String {
    let is_number = || cell.parse::<f64>().is_ok_and(f64::is_finite);
    if begins_as_formula(cell) && !is_number() { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as read: its text, and where it stands in the file, quotes left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The text, without the apostrophe of a text that is no formula.
    pub text: String,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The records of a text, with commas, semicolons or tabs between cells: whichever the first line has most of.
///
/// # Errors
/// Where a quotation mark opens that never closes.
pub fn records(text: &str) -> Result<Vec<Vec<Cell>>, Range<usize>> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
    // Of several the first wins: commas.
    let delimiter = *b"\t;,".iter().max_by_key(|delimiter| count(delimiter)).unwrap_or(&b',');
    let bytes = text.as_bytes();
    let (mut records, mut record, mut at) = (Vec::new(), Vec::new(), 0);
    while at < bytes.len() {
        let (content, range, end) = cell(text, at, delimiter)?;
        let content = content.strip_prefix('\'').filter(|rest| begins_as_formula(rest)).unwrap_or(&content);
        record.push(Cell { text: content.trim().to_owned(), range });
        at = end;
        if bytes.get(at) == Some(&delimiter) {
            at += 1;
            if at == bytes.len() {
                record.push(Cell { text: String::new(), range: at..at });
            }
            continue;
        }
        at += usize::from(bytes.get(at) == Some(&b'\r'));
        at += usize::from(bytes.get(at) == Some(&b'\n'));
        // A blank line is a row without cells: files may have millions of them.
        let is_blank = matches!(&record[..], [only] if only.text.is_empty());
        records.push(if is_blank { Vec::new() } else { std::mem::take(&mut record) });
        record.clear();
    }
    if !record.is_empty() {
        records.push(record);
    }
    Ok(records)
}

/// One cell that begins at a byte: its text, its bytes, and where it ends.
fn cell(text: &str, start: usize, delimiter: u8) -> Result<(String, Range<usize>, usize), Range<usize>> {
    let bytes = text.as_bytes();
    let plain_end = |from: usize| {
        let ends = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
        bytes[from..].iter().position(ends).map_or(bytes.len(), |length| from + length)
    };
    if bytes.get(start) != Some(&b'"') {
        let end = plain_end(start);
        return Ok((text[start..end].to_owned(), start..end, end));
    }
    let (mut content, mut at) = (String::new(), start + 1);
    loop {
        let Some(length) = text[at..].find('"') else { return Err(start..start + 1) };
        content.push_str(&text[at..at + length]);
        at += length + 1;
        if bytes.get(at) != Some(&b'"') {
            break;
        }
        content.push('"');
        at += 1;
    }
    let range = start + 1..at - 1;
    // What follows a closing mark is none of a cell; programs that write so mean it as text.
    let end = plain_end(at);
    content.push_str(&text[at..end]);
    Ok((content, range, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        let cells = [
            "=cmd|'/C calc'!A0",
            "@SUM(1+1)",
            "-2+3",
            "+1-2",
            "\tx",
            "-12.50",
            "+3",
            "a-b",
            "—",
            "-inf",
            "＝1",
            "\u{200b}=1",
            "\0@a",
        ];
        let file = csv(cells.map(|cell| vec![cell]));
        let text = std::str::from_utf8(&file).unwrap().trim_start_matches(BYTE_ORDER_MARK);
        assert_eq!(
            text,
            "'=cmd|'/C calc'!A0\r\n'@SUM(1+1)\r\n'-2+3\r\n'+1-2\r\n'\tx\r\n-12.50\r\n+3\r\na-b\r\n—\r\n'-inf\r\n'＝1\r\n'\u{200b}=1\r\n'\0@a\r\n"
        );
    }

    #[test]
    fn cells_have_their_places() {
        let text = "id,name\n a ,\"b \"\"c\"\",\nd\"\n;,\r\n";
        let read = records(text).unwrap();
        let texts: Vec<Vec<&str>> =
            read.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["id", "name"], vec!["a", "b \"c\",\nd"], vec![";", ""]]);
        assert_eq!(&text[read[1][1].range.clone()], "b \"\"c\"\",\nd");
        assert_eq!(records("a;b\n1,5;2").unwrap()[1][0].text, "1,5");
        assert_eq!(records("a\tb\n1,5\t2").unwrap()[1][0].text, "1,5");
        assert_eq!(records("a\n\"b").unwrap_err(), 2..3);
        assert_eq!(records("a\n\n \nb").unwrap().iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 0, 1]);
    }

    proptest! {
        /// What is written is read again, white space at the ends aside.
        #[test]
        fn records_come_back(rows in proptest::collection::vec(proptest::collection::vec("[-a甲=+'\",;\t\n 1]{0,6}", 2..4), 1..5)) {
            let head = vec!["a".to_owned(), ",".to_owned()];
            let all: Vec<Vec<String>> = std::iter::once(head).chain(rows.into_iter().map(|mut row| { row.truncate(2); row })).collect();
            let text = String::from_utf8(csv(all.clone())).unwrap();
            let read = records(text.trim_start_matches(BYTE_ORDER_MARK)).unwrap();
            let read: Vec<Vec<String>> = read.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect();
            let trimmed: Vec<Vec<String>> = all.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            prop_assert_eq!(read, trimmed);
        }
    }
}
