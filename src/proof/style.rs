//! One thing that a report writes in two ways: dashes, ranges, large numbers, British and American spelling.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Finding, Reader, english, numbers};
use crate::diag::Code;
use crate::model::{Edition, Passage};

/// The forms that one edition has of a thing, each with its places in reading order.
#[derive(Default)]
pub(super) struct Style<'a>(BTreeMap<&'a str, Vec<(&'a Passage, Range<usize>)>>);

impl<'a> Style<'a> {
    pub(super) fn add(&mut self, form: &'a str, passage: &'a Passage, range: Range<usize>) {
        self.0.entry(form).or_default().push((passage, range));
    }

    /// The places of both.
    fn and(mut self, other: Self) -> Self {
        for (form, places) in other.0 {
            self.0.entry(form).or_default().extend(places);
        }
        self
    }

    /// Tells every place that has another form than most.
    pub(super) fn tell(self, what: &str, reader: &mut Reader<'_>) {
        let most = self.0.iter().max_by_key(|(form, places)| (places.len(), std::cmp::Reverse(**form)));
        let Some((own, count)) = most.map(|(form, places)| (*form, places.len())) else { return };
        for (form, places) in self.0 {
            if form == own {
                continue;
            }
            for (passage, range) in &places {
                let message =
                    format!("{what} are written `{form}` here ({}) and `{own}` elsewhere ({count})", places.len());
                let finding = Finding::new(message, format!("keep to one: `{own}`"));
                reader.tell(passage, range.clone(), Code::MixedStyle, finding);
            }
        }
    }
}

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
