//! What other programs show in the place of a text: cells of spreadsheets, calls, feet of pages.

use std::ops::Range;

use rust_decimal::Decimal;

use super::hints::*;
use super::{is_meant, tell};
use crate::diag::Code;
use crate::model::{GAP, Passage};
use crate::proof::{Finding, Reader};

/// Texts that are nothing but a sign, and texts that begin with one.
pub(super) fn whole(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    let bare = text.trim();
    let start = text.len() - text.trim_start().len();
    let (range, what, hint) = if is_narrow(bare) {
        (start..start + bare.len(), "a cell of a spreadsheet", NARROW)
    } else if matches!(bare, "^" | "<" | "^^" | "<<") {
        (start..start + bare.len(), "a joined cell of another program", JOINED)
    } else if bare.len() > 2 && bare.chars().all(|c| c == '=') {
        (start..start + bare.len(), "a line of another program", LINE)
    } else if let Some(colon) = [':', '：'].into_iter().find(|colon| bare.starts_with(*colon)) {
        if !bare[colon.len_utf8()..].trim_start().starts_with(|c: char| c.is_alphanumeric()) {
            return;
        }
        (start..start + colon.len_utf8(), "a colon at the beginning", CAPTION)
    } else if matches!(bare, "NaN" | "undefined" | "null" | "#N/A") || is_formula_of_cells(bare) {
        (start..start + bare.len(), "a cell of a spreadsheet", SPREADSHEET)
    } else if let Some(call) = call(text) {
        (call, "an expression", BRACES)
    } else {
        return;
    };
    if !is_meant(passage, &range, reader) {
        tell(passage, range, what, hint, reader);
    }
}

/// What only an expression has, with one brace or none around it: `{ kpi("…") }`, `ref("…")`. Braces of other kinds are
/// told as such.
pub(super) fn call(text: &str) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let begins = |(at, _): (usize, &str)| {
        let before = &text[..at];
        let name = before.len() - before.trim_end_matches(is_name).len();
        let is_call = name > 0 && text[at + 1..].trim_start().starts_with(['"', '“', '”', '\'', '‘']);
        let outside = before[..at - name].trim_end();
        let is_braced = outside.ends_with(['｛', GAP]) || outside.ends_with("{ {");
        ((is_call || before.ends_with("kpi")) && !is_braced).then_some(at - name..at + 1)
    };
    text.match_indices('(').find_map(begins)
}

/// `=A1+B2`.
fn is_formula_of_cells(bare: &str) -> bool {
    let Some(first) = bare.strip_prefix(['=', '+']) else { return false };
    let letters = first.len() - first.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '$').len();
    letters > 0 && first[letters..].starts_with(|c: char| c.is_ascii_digit()) && first.is_ascii()
}

/// `######`, which a spreadsheet shows where a column is too narrow.
pub(super) fn is_narrow(bare: &str) -> bool {
    bare.len() > 2 && bare.bytes().all(|byte| byte == b'#')
}

/// Numbers as a spreadsheet shows them where a column is narrow: 1.2E+05.
pub(super) fn shortened(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    for (at, _) in text.match_indices(['E', 'e']) {
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let start = text[..at].trim_end_matches(is_part).len();
        let power = &text[at + 1..];
        let bare = power.strip_prefix(['+', '-']).unwrap_or(power);
        let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let range = start..text.len() - bare.len() + digits;
        let is_signed = bare.len() < power.len() && digits > 1;
        let is_alone = !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "-/_".contains(c))
            && !bare[digits..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let number = Decimal::from_scientific(&text[range.clone()]).ok().filter(|_| digits > 0 && start < at);
        if let Some(number) = number.filter(|_| is_alone && (is_signed || text[start..at].contains('.')))
            && !is_meant(passage, &range, reader)
        {
            let number = number.normalize();
            let hint = format!("write the number out, with the digits that the cell has: {number} or one near it");
            reader.tell(passage, range, Code::Leftover, Finding::new("a number as a narrow column shows it", hint));
        }
    }
}

/// The length of what a spreadsheet shows of an error behind its `#` (#REF!, #N/A, #NAME?, #GETTING_DATA), or of a formula's
/// function behind its `=` (=SUM(…)).
pub(super) fn of_spreadsheet(sign: char, rest: &str) -> Option<usize> {
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || "/0_".contains(c)).len();
    let name = &rest[..letters];
    let behind = rest[letters..].chars().next();
    let is_known = name == "N/A" || name == "GETTING_DATA";
    match sign {
        '=' => (letters > 1 && behind == Some('(')).then_some(letters),
        _ if letters > 2 && matches!(behind, Some('!' | '?')) => Some(letters + 1),
        _ => is_known.then_some(letters),
    }
}

/// The foot of another program's page: 第 12 頁 共 88 頁, Page 12 of 88.
pub(super) fn page_foot(text: &str) -> Option<Range<usize>> {
    /// What stands around the two numbers.
    const FEET: [[&[&str]; 3]; 3] = [
        [&["第"], &["頁共", "页共", "頁，共", "页，共", "頁/共", "页/共", "頁／共", "页／共"], &["頁", "页"]],
        [&["共"], &["頁第", "页第", "頁，第", "页，第", "頁/第", "页/第", "頁／第", "页／第"], &["頁", "页"]],
        [&["Page", "page", "PAGE"], &["of", "OF"], &[""]],
    ];
    let word = |text: &mut &str, words: &[&str]| {
        let rest = words.iter().find_map(|word| {
            word.chars().try_fold(text.trim_start(), |rest, c| rest.strip_prefix(c).map(str::trim_start))
        });
        rest.map(|rest| *text = rest)
    };
    let number = |text: &mut &str| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then(|| *text = rest)
    };
    let foot = |at: usize, [first, between, last]: [&[&str]; 3]| {
        let mut rest = &text[at..];
        word(&mut rest, first)?;
        number(&mut rest)?;
        word(&mut rest, between)?;
        number(&mut rest)?;
        let end = rest;
        word(&mut rest, last)?;
        Some(at..text.len() - if last == [""] { end.len() } else { rest.len() })
    };
    let starts = text.match_indices(['第', '共', 'P', 'p']).map(|(at, _)| at);
    starts.into_iter().find_map(|at| FEET.into_iter().find_map(|feet| foot(at, feet)))
}
