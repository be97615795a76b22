//! Rows that were read as text.

use super::hints::TABLE;
use crate::diag::{Code, Diagnostic};
use crate::model::Passage;
use crate::proof::Reader;
use crate::source::Span;

/// Rows of a table that were read as a paragraph, because the line below the head has another number of cells.
pub(super) fn unread_table(passage: &Passage, reader: &mut Reader<'_>) -> bool {
    let text = passage.text.as_str();
    let Some((span, _)) = passage.place(0..text.len()).filter(|_| text.contains("--")) else { return false };
    let typed = reader.sources.text(span);
    let cells = |line: &str| line.trim().trim_start_matches('|').trim_end_matches('|').split('|').count();
    let is_rule =
        |line: &&str| line.contains('|') && line.contains("--") && line.chars().all(|c| " \t|:-\r".contains(c));
    let Some(rule) = typed.lines().find(is_rule) else { return false };
    let start = span.range().start + (rule.as_ptr() as usize - typed.as_ptr() as usize);
    let Some(head) = typed[..start - span.range().start].lines().last() else { return false };
    if cells(head) == cells(rule) {
        return false;
    }
    let message =
        format!("this is no table: the line below its head has {} cells, the head has {}", cells(rule), cells(head));
    let place = Span::new(span.source, start..start + rule.trim_end().len());
    reader.push(Diagnostic::warning(Code::Leftover, place, message).hint("write |---| once for each cell of the head"));
    true
}

/// Rows without bars at their ends, and without a line below the head: lines with as many bars as one another.
pub(super) fn bare_rows(passage: &Passage, reader: &mut Reader<'_>) -> bool {
    let bars = |line: &str| line.matches(['|', '｜']).count();
    let Some((span, _)) = passage.place(0..passage.text.len()).filter(|_| bars(&passage.text) > 1) else {
        return false;
    };
    let typed = reader.sources.text(span);
    let mut lines = typed.lines();
    let Some(first) = lines.next().filter(|line| !line.trim_start().starts_with(['|', '｜'])) else { return false };
    let (count, mut others) = (bars(first), 0);
    if count == 0
        || !lines.all(|line| {
            bars(line) == count && {
                others += 1;
                true
            }
        })
        || others == 0
    {
        return false;
    }
    let place = Span::new(span.source, span.range().start..span.range().start + first.trim_end().len());
    reader.push(
        Diagnostic::warning(Code::Leftover, place, "these rows print as one line of text, bars and all").hint(TABLE),
    );
    true
}
