//! Leftovers of markup and of pasting: what its author meant as a sign and what would print as typed.
//!
//! Read where everything has been read that can be: whatever stands in a passage is printed. A sign behind a backslash is
//! meant as itself.

mod characters;
mod hints;
mod lines;
mod programs;
mod signs;
mod tables;

use std::ops::Range;

use hints::{BRACES, CODE, LINK, MARKED, NAME, PAGES, PICTURE, STARS, TAG, TITLED, UNDERSCORE};

use super::{Finding, Reader};
use crate::diag::{Code, Diagnostic};
use crate::model::Passage;

/// What a text with markup can do.
const TAKES_MARKUP: [&str; 8] = [STARS, LINK, PICTURE, BRACES, TAG, MARKED, CODE, UNDERSCORE];

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wishes.is_printed || !reader.wants(Code::Leftover) {
        return;
    }
    for passage in reader.passages.iter().chain(reader.others) {
        let is_table = tables::unread_table(passage, reader) || tables::bare_rows(passage, reader);
        signs::signs(passage, is_table, reader);
        signs::wide_signs(passage, reader);
        signs::pairs(passage, reader);
        programs::whole(passage, reader);
        characters::characters(passage, reader);
        signs::tags(passage, reader);
        programs::shortened(passage, reader);
        lines::lines(passage, is_table, reader);
        if let Some(range) = programs::page_foot(&passage.text) {
            tell(passage, range, "the foot of a page", PAGES, reader);
        }
    }
}

/// Whether a byte of a passage is the first of a line in the file, or of the passage.
fn begins_line(passage: &Passage, at: usize, reader: &Reader<'_>) -> bool {
    if at == 0 {
        return true;
    }
    let Some((span, is_exact)) = passage.place(at..at + 1) else { return false };
    // Of a text with escapes only the whole has a place.
    if !is_exact && !passage.is_seam(at) {
        return false;
    }
    let before = &reader.sources.get(span.source).text[..span.range().start];
    before.trim_end_matches([' ', '\t', '>', '\u{3000}']).ends_with(['\n', '\r'])
}

/// Whether the author has escaped a sign, or it came from an escape.
fn is_meant(passage: &Passage, range: &Range<usize>, reader: &Reader<'_>) -> bool {
    let Some((span, is_exact)) = passage.place(range.clone()) else { return true };
    // A backslash in a name is one more sign.
    if passage.is_name {
        return false;
    }
    if is_exact {
        let before = &reader.sources.get(span.source).text[..span.range().start];
        return before.ends_with('\\');
    }
    let typed = reader.sources.text(span);
    typed.starts_with('\\') || !typed.contains(&passage.text[range.clone()])
}

fn tell(passage: &Passage, range: Range<usize>, what: &str, hint: &str, reader: &mut Reader<'_>) {
    let sign = passage.text[range.clone()].trim();
    let hint = if passage.is_name && TAKES_MARKUP.contains(&hint) { NAME } else { hint };
    let message = match sign.is_empty() {
        true => format!("{what} stands in the text"),
        false => format!("`{sign}` prints as typed: {what}"),
    };
    // A link or a picture that is none is lost, not only misprinted.
    if [LINK, PICTURE, TITLED].contains(&hint)
        && let Some((span, _)) = passage.place(range.clone())
    {
        reader.sink.push(Diagnostic::error(Code::Markup, span, message).hint(hint));
        return;
    }
    reader.tell(passage, range, Code::Leftover, Finding::new(message, hint));
}
