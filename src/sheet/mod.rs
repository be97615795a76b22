//! Workbooks of spreadsheet programs (ECMA-376): the home of `calamine`, which reads them, and `rust_xlsxwriter`.
//!
//! | module | what it does |
//! |---|---|
//! | `write` | tables → a workbook |
//! | `read` | a workbook → its cells, as a person sees them |
//! | `container` | what may be read at all, and what `calamine` does not tell: hidden, merged and error cells |
//! | `format` | how a cell's format shows its number |

mod container;
mod format;
mod read;
mod write;

pub use read::{Area, Cell, Page, Value, read};
pub use write::{Content, Row, Sheet, sheet_names, workbook};

/// What is said of a file that the libraries cannot read; what they say is for those who write such files.
const DAMAGED: &str = "it is damaged or cut off; open it in a spreadsheet program and save it again";

/// The column that letters name, counted from 0; `None` for what names none of a sheet's 16384 (ECMA-376, 18.3.1.13).
pub fn column_of(letters: &str) -> Option<u32> {
    const COLUMNS: u32 = 16_384;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let digit =
        |letter: char| letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase() as u32 - 'A' as u32 + 1);
    let column = letters.chars().try_fold(0, |column, letter| Some(column * 26 + digit(letter)?))? - 1;
    (column < COLUMNS).then_some(column)
}

/// Row and column, counted from 0, of a cell's name: C7.
pub fn cell_of(name: &str) -> Option<(u32, u32)> {
    const ROWS: u32 = 1_048_576;
    let name = name.replace('$', "");
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    let row: u32 = digits.parse().ok().filter(|row| (1..=ROWS).contains(row))?;
    Some((row - 1, column_of(letters)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::cell_name;

    #[test]
    fn names_of_cells() {
        for (name, place) in [("A1", (0, 0)), ("Z10", (9, 25)), ("AA1", (0, 26)), ("XFD1048576", (1_048_575, 16_383))] {
            assert_eq!(cell_of(name), Some(place));
            assert_eq!(cell_name(place.0, place.1), name);
        }
        assert_eq!(cell_of("$C$7"), Some((6, 2)));
        for wrong in ["", "7", "A", "A0", "XFE1", "A1048577", "AAAA1", "甲1"] {
            assert_eq!(cell_of(wrong), None, "{wrong}");
        }
    }
}
