//! Slips that reviewed lists know: of conversion, `standards/script/reviewed/slips.txt` for Hong Kong and `slips-cn.txt` for the
//! mainland, and of typing, `typing.txt` for both.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::{Finding, Reader, is_titled};
use crate::chinese::{data, simplified};
use crate::diag::Code;
use crate::model::Edition;

/// A reviewed mistake: a line of a list.
#[derive(Clone, Copy)]
pub(super) struct Slip {
    /// What was printed.
    pub wrong: &'static str,
    /// What is right.
    pub right: &'static str,
    /// Whose word it is, or the reason: the third column.
    pub note: &'static str,
    /// Characters of which one must stand before it; any may where there are none.
    behind: &'static str,
    /// What must follow in its clause.
    followed_by: &'static str,
    /// Characters that make other words of it: before it, and behind it.
    not_behind: &'static str,
    not_before: &'static str,
}

impl AsRef<str> for Slip {
    fn as_ref(&self) -> &str {
        self.wrong
    }
}

/// Marks at which a clause ends.
const CLAUSE_MARKS: [char; 7] = ['，', '。', '；', '、', '！', '？', '\n'];

/// The note of a word that the mainland has and Hong Kong does not.
const MAINLAND: &str = "mainland usage";

/// Marks a slip that is one only where OpenCC's segmentation reads the word too.
const BY_SEGMENTATION: char = '~';

impl Slip {
    /// Whether it is a mistake between these two characters.
    pub(super) fn may_stand(&self, last: Option<char>, next: Option<char>) -> bool {
        !last.is_some_and(|last| self.not_behind.contains(last))
            && !next.is_some_and(|next| self.not_before.contains(next))
    }

    /// Whether its word means it in this place of a text.
    pub(super) fn stands(&self, text: &str, range: &Range<usize>) -> bool {
        let rest = &text[range.end..];
        let clause = || &rest[..rest.find(CLAUSE_MARKS).unwrap_or(rest.len())];
        let is_followed = || self.followed_by.is_empty() || clause().contains(self.followed_by);
        let last = text[..range.start].chars().next_back();
        let is_led = self.behind.is_empty() || last.is_some_and(|last| self.behind.contains(last));
        is_led && self.may_stand(last, rest.chars().next()) && is_followed()
    }
}

/// A list: wrong ⇥ right ⇥ note, with `[characters]` before or behind the wrong word that make another word of it,
/// `characters|` of which one must stand before it, and `…` before what must follow in its clause.
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
    let (behind, wrong) = wrong.split_once('|').unwrap_or(("", wrong));
    let (wrong, followed_by) = wrong.split_once('…').unwrap_or((wrong, ""));
    Some(Slip { wrong, right, note: fields.next().unwrap_or_default(), behind, followed_by, not_behind, not_before })
}

/// Words by their first characters: a text is read once, however long the list.
pub(super) struct ByStart<W>(HashMap<char, Vec<W>>);

impl<W: AsRef<str>> ByStart<W> {
    pub(super) fn new(words: impl IntoIterator<Item = W>) -> Self {
        let mut by_start: HashMap<char, Vec<W>> = HashMap::new();
        for word in words {
            if let Some(start) = word.as_ref().chars().next() {
                by_start.entry(start).or_default().push(word);
            }
        }
        Self(by_start)
    }

    /// Where words stand in a text.
    pub(super) fn places<'w>(&'w self, text: &'w str) -> impl Iterator<Item = (Range<usize>, &'w W)> {
        text.char_indices().flat_map(move |(at, start)| {
            let words = self.0.get(&start).into_iter().flatten();
            let here = words.filter(move |word| text[at..].starts_with(word.as_ref()));
            here.map(move |word| (at..at + word.as_ref().len(), word))
        })
    }
}

/// The slips of typing as an edition has them. In Simplified some of them are right.
fn typed(edition: Edition) -> impl Iterator<Item = Slip> {
    static SIMPLIFIED: OnceLock<String> = OnceLock::new();
    let lines = || data::lines(TYPING);
    let simplified = || SIMPLIFIED.get_or_init(|| simplified(&lines().collect::<Vec<_>>().join("\n")));
    let lines: Vec<&'static str> =
        if edition == Edition::ZhHansCn { simplified().lines().collect() } else { lines().collect() };
    lines.into_iter().filter_map(slip).filter(|slip| slip.wrong != slip.right)
}

const TYPING: &str = "typing.txt";

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wants(Code::DoubtfulForm) {
        return;
    }
    for (edition, path) in [(Edition::ZhHantHk, "slips.txt"), (Edition::ZhHansCn, "slips-cn.txt")] {
        let passages = reader.of(edition);
        if passages.is_empty() {
            continue;
        }
        let of_conversion = listed(path).map(|slip| (slip, "a slip of conversion"));
        let of_typing = typed(edition).map(|slip| (slip, "a slip of typing"));
        let slips = ByStart::new(of_conversion.chain(of_typing).map(|(slip, what)| Named { slip, what }));
        for passage in passages {
            let text = passage.text.as_str();
            for (range, Named { slip, what }) in
                slips.places(text).filter(|(range, named)| named.slip.stands(text, range))
            {
                if !is_titled(text, &range) {
                    let what = if slip.note == MAINLAND { MAINLAND } else { what };
                    let message = format!("`{}` is {what}", slip.wrong);
                    let finding = Finding::new(message, format!("write `{}`", slip.right));
                    reader.tell(passage, range, Code::DoubtfulForm, finding);
                }
            }
        }
    }
}

/// A slip, and what it is one of.
struct Named {
    slip: Slip,
    what: &'static str,
}

impl AsRef<str> for Named {
    fn as_ref(&self) -> &str {
        self.slip.wrong
    }
}
