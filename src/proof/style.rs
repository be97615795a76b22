//! The forms that a report has of one thing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Finding, Reader};
use crate::diag::Code;
use crate::model::Passage;

/// The forms that one edition has of a thing, each with its places in reading order.
#[derive(Default)]
pub(super) struct Style<'a>(pub(super) BTreeMap<&'a str, Vec<(&'a Passage, Range<usize>)>>);

impl<'a> Style<'a> {
    pub(super) fn add(&mut self, form: &'a str, passage: &'a Passage, range: Range<usize>) {
        self.0.entry(form).or_default().push((passage, range));
    }

    /// The places of both.
    pub(super) fn and(mut self, other: Self) -> Self {
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
