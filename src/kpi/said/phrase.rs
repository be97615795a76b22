//! What the words before a figure say of it: of whom it is, of what, and in which way it was counted.

use std::borrow::Cow;
use std::ops::Range;

use super::place::clause;
use super::subject::Subject;
use crate::kpi::when::{self, Named};

/// Of whom a share is that the words before it name: 管理層中，女性佔38%. Of the staff goes without saying.
pub(super) fn among(told: &str) -> String {
    let lead = told.split_once("中，").map_or("", |(lead, _)| lead).trim_end_matches('其');
    let words = Subject::of(lead).words;
    if words.iter().all(|word| word == "员工") { String::new() } else { Subject { words }.key() }
}

/// What the clauses before, speak of.
pub(super) fn earlier(text: &str, years: &[Named], sentence: &Range<usize>, start: usize) -> Subject {
    let mut end = start;
    while end > sentence.start {
        let mark = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        let from = clause(text, mark).max(sentence.start);
        let subject = Subject::of(&when::without(text, &(from..mark), years));
        if !subject.is_empty() {
            return subject;
        }
        end = from;
    }
    Subject::default()
}

/// Words without those that say in which way something was done: 以線上及線下方式.
pub(super) fn without_manner(phrase: &str) -> Cow<'_, str> {
    let Some((end, word)) = ["方式", "形式"].iter().filter_map(|word| Some((phrase.rfind(word)?, word))).max()
    else {
        return Cow::Borrowed(phrase);
    };
    let starts = ["以", "通过", "采用", "采取", "借助"].iter().filter_map(|word| phrase[..end].rfind(word));
    match starts.max() {
        Some(start) => Cow::Owned(format!("{}{}", &phrase[..start], &phrase[end + word.len()..])),
        None => Cow::Borrowed(phrase),
    }
}
