//! Names that keep their own words: titles in 《》, bodies and laws, awards in quotation marks
//! (`standards/script/reviewed/titles.txt`). The vocabulary is for prose.

use std::collections::BTreeSet;
use std::ops::{Bound, Range};
use std::sync::LazyLock;

use crate::chinese::characters::Wanted;
use crate::chinese::{data, han_runs};

/// What tells a name, by its kinds.
struct Lists {
    bodies: Vec<&'static str>,
    parts: Vec<&'static str>,
    /// First characters of both.
    starts: Wanted,
    bureaus: &'static str,
    behind: Vec<&'static str>,
    before: Vec<&'static str>,
    ends: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let words = |kind: &str| -> Vec<&'static str> {
        data::rows("titles.txt").filter(|row| row[0] == kind).map(|row| row[1]).collect()
    };
    let (bodies, parts) = (words("body"), words("part"));
    Lists {
        starts: Wanted::new(bodies.iter().chain(&parts).filter_map(|word| word.chars().next())),
        bodies,
        parts,
        bureaus: words("bureau").first().copied().unwrap_or_default(),
        behind: words("award-behind"),
        before: words("award-before"),
        ends: words("award-end"),
    }
});

/// Where a text has names that words of the vocabulary stand in, in bytes and in order.
pub(super) fn find(text: &str, vocabulary: &BTreeSet<String>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = quoted(text).collect();
    found.retain(|title| first_of(&text[title.clone()], vocabulary).is_some());
    for name in bodies(text, vocabulary) {
        if !found.iter().any(|title| title.start < name.end && name.start < title.end) {
            found.push(name);
        }
    }
    found.sort_by_key(|title| title.start);
    found
}

/// The insides of 《》, and of quotation marks around the name of an award.
fn quoted(text: &str) -> impl Iterator<Item = Range<usize>> {
    const MARKS: [(char, char); 3] = [('《', '》'), ('「', '」'), ('“', '”')];
    static ALL: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(MARKS.into_iter().flat_map(|(left, right)| [left, right])));
    let mut open: Option<(usize, char)> = None;
    ALL.places(text).filter_map(move |at| {
        let mark = text[at..].chars().next()?;
        if let Some((_, right)) = MARKS.iter().find(|(left, _)| *left == mark) {
            open = Some((at, *right));
            return None;
        }
        let (start, _) = open.take_if(|(_, right)| *right == mark)?;
        let inside = start + mark.len_utf8()..at;
        let is_award = || {
            LISTS.behind.iter().any(|word| text[..start].ends_with(word))
                || LISTS.ends.iter().any(|word| text[inside.clone()].ends_with(word))
                || LISTS.before.iter().any(|word| text[at + mark.len_utf8()..].starts_with(word))
        };
        (mark == '》' || is_award()).then_some(inside)
    })
}

/// Names of bodies and laws, from the first word of the vocabulary in them.
fn bodies(text: &str, vocabulary: &BTreeSet<String>) -> Vec<Range<usize>> {
    /// Characters of a name before its last word.
    const NAME: usize = 10;
    /// What is no part of a name.
    const OUTSIDE: &str = "的和與与及在為为是於于由過过了對对將将被把或";
    let mut found = Vec::new();
    let runs = LazyLock::new(|| han_runs(text));
    let lists = &*LISTS;
    // All of a long text is looked through: most characters begin no last word.
    for at in lists.starts.places(text) {
        let rest = &text[at..];
        let lasts = lists.bodies.iter().map(|word| (word, false)).chain(lists.parts.iter().map(|word| (word, true)));
        for (last, is_part) in lasts.filter(|(last, _)| rest.starts_with(**last)) {
            let start = runs.iter().find(|run| run.contains(&at)).map_or(at, |run| run.start);
            let before = text[start..at].char_indices().rev().take(NAME);
            let before = before.take_while(|(_, character)| !OUTSIDE.contains(*character));
            let Some(from) = before.last().map(|(offset, _)| start + offset) else { continue };
            let end = at + last.len();
            // A word that only the last one completes is one of its own: 管治|條例.
            let Some(first) = first_of(&text[from..end], vocabulary).map(|first| from + first) else { continue };
            let is_named = !is_part || text[..first].ends_with(|last| lists.bureaus.contains(last));
            if first < at && is_named {
                found.push(first..end);
            }
        }
    }
    found
}

/// Where the first word of the vocabulary begins.
fn first_of(text: &str, words: &BTreeSet<String>) -> Option<usize> {
    let holds = |(at, first): &(usize, char)| {
        let mut buffer = [0; 4];
        let first: &str = first.encode_utf8(&mut buffer);
        let words = words.range::<str, _>((Bound::Included(first), Bound::Unbounded));
        words.take_while(|word| word.starts_with(first)).any(|word| text[*at..].starts_with(word.as_str()))
    };
    text.char_indices().find(holds).map(|(at, _)| at)
}
