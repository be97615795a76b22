//! One thing that a report writes in two ways: dashes, ranges, large numbers, British and American spelling.

use super::style::Style;
use super::{Reader, english, numbers};
use crate::diag::Code;
use crate::model::Edition;

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wishes.is_printed || !reader.wants(Code::MixedStyle) {
        return;
    }
    for edition in Edition::all() {
        let all = reader.passages.iter().chain(reader.others).filter(|passage| passage.edition == edition);
        let [mut long, mut short, mut signs, mut words, mut doubled, mut joining] = <[Style<'_>; 6]>::default();
        let mut spellings = english::Spellings::default();
        for passage in all {
            numbers::grouped(passage, &mut long, &mut short);
            numbers::ranges(passage, &mut signs, &mut words);
            numbers::dashes(passage, &mut doubled, &mut joining);
            spellings.count(passage);
        }
        // Whoever parts five digits and more need not part four.
        if !short.0.contains_key(numbers::WITH) {
            short.0.clear();
        }
        let long = long.and(short);
        for (what, style) in [
            ("large numbers", long),
            ("ranges", signs),
            ("spans of years", words),
            ("dashes", doubled),
            ("dashes between names", joining),
        ] {
            style.tell(what, reader);
        }
        spellings.tell(reader);
    }
}
