//! Slips of conversion that a reviewed list knows: `standards/script/slips.txt` for Hong Kong, `slips-cn.txt` for the
//! mainland.

use std::ops::Range;

use super::{Finding, Reader, is_titled};
use crate::chinese::data;
use crate::diag::Code;
use crate::model::{Edition, Passage};

/// A reviewed mistake: a line of a list.
#[derive(Clone, Copy)]
pub(super) struct Slip {
    /// What was printed.
    pub wrong: &'static str,
    /// What is right.
    pub right: &'static str,
    /// Whose word it is, or the reason: the third column.
    pub note: &'static str,
    /// Characters that make other words of it: before it, and behind it.
    not_behind: &'static str,
    not_before: &'static str,
}

/// Marks a slip that is one only where OpenCC's segmentation reads the word too.
const BY_SEGMENTATION: char = '~';

impl Slip {
    /// Whether it is a mistake between these two characters.
    pub(super) fn may_stand(&self, last: Option<char>, next: Option<char>) -> bool {
        !last.is_some_and(|last| self.not_behind.contains(last))
            && !next.is_some_and(|next| self.not_before.contains(next))
    }

    /// Where it stands in a text.
    pub(super) fn places(self, text: &str) -> impl Iterator<Item = Range<usize>> {
        text.match_indices(self.wrong).map(|(at, wrong)| at..at + wrong.len()).filter(move |range| {
            self.may_stand(text[..range.start].chars().next_back(), text[range.end..].chars().next())
        })
    }
}

/// A list: wrong ⇥ right ⇥ note, with `[characters]` before or behind the wrong word that make another word of it.
pub(super) fn listed(path: &str) -> impl Iterator<Item = Slip> {
    data::lines(path).filter(|line| !line.starts_with(BY_SEGMENTATION)).filter_map(slip)
}

/// The slips for Hong Kong that [`listed`] leaves out.
pub(super) fn told_by_segmentation() -> impl Iterator<Item = Slip> {
    data::lines("slips.txt").filter_map(|line| slip(line.strip_prefix(BY_SEGMENTATION)?))
}

fn slip(line: &'static str) -> Option<Slip> {
    let mut fields = line.split('\t');
    let (wrong, right) = (fields.next()?, fields.next()?);
    let (not_behind, wrong) = wrong.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", wrong));
    let (wrong, not_before) = wrong.strip_suffix(']').and_then(|rest| rest.split_once('[')).unwrap_or((wrong, ""));
    Some(Slip { wrong, right, note: fields.next().unwrap_or_default(), not_behind, not_before })
}

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wants(Code::DoubtfulForm) {
        return;
    }
    for (edition, path) in [(Edition::ZhHantHk, "slips.txt"), (Edition::ZhHansCn, "slips-cn.txt")] {
        let slips: Vec<Slip> = listed(path).collect();
        for passage in reader.of(edition) {
            for slip in &slips {
                tell(passage, *slip, reader);
            }
        }
    }
}

fn tell(passage: &Passage, slip: Slip, reader: &mut Reader<'_>) {
    for range in slip.places(&passage.text).filter(|range| !is_titled(&passage.text, range)) {
        let message = format!("`{}` is a slip of conversion", slip.wrong);
        reader.tell(passage, range, Code::DoubtfulForm, Finding::new(message, format!("write `{}`", slip.right)));
    }
}
