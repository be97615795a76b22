//! People whose surnames are words as well, weighed by what stands before the name and behind it and by what it is made of.

use std::ops::Range;
use std::sync::LazyLock;

use super::lists::{Introduced, LISTS, Rule, Unless};
use super::titled::{before, is_person, person, title_ends_a_name, titles};
use super::whole::{is_full_name, name_at_the_end};
use super::{GIVEN, NEAR};
use crate::chinese::characters::Wanted;
use crate::chinese::{is_han, persons, words};

/// A person who may be named in a text.
pub(super) struct Person {
    /// Where; of a name with a title, the surname.
    pub name: Range<usize>,
    /// Where the given name ends.
    pub end: usize,
    pub form: char,
    pub is_titled: bool,
    pub certainty: Certainty,
}

/// How certain it is that a name is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Rather a word.
    Doubtful,
    /// Rather a name.
    Likely,
    Sure,
}

/// The people whose surnames have their own form and who are, or may be, named in a text; in order.
pub(super) fn persons_in(text: &str) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for at in titles(text) {
        let here = &text[at..];
        let is_personal = LISTS.addresses.iter().any(|(title, not)| {
            here.strip_prefix(title).is_some_and(|rest| !rest.starts_with(|next| not.contains(next)))
        });
        if !is_personal && !LISTS.offices.iter().any(|title| here.starts_with(title)) {
            continue;
        }
        let ends_there = is_personal && title_ends_a_name(here);
        if let Some((place, form)) = before(&text[..at], is_personal, ends_there)
            && found.last().is_none_or(|last| last.name.start < place)
        {
            let name = place..place + text[place..].chars().next().map_or(0, char::len_utf8);
            found.push(Person { name, end: at, form, is_titled: true, certainty: Certainty::Sure });
        }
    }
    let titled = found.len();
    for person in untitled(text) {
        if !found[..titled].iter().any(|other| other.name.start == person.name.start) {
            found.push(person);
        }
    }
    found.sort_unstable_by_key(|person| person.name.start);
    found
}

/// People who are named without a form of address (工程师后建平发明, 护士郁敏用), in a list of names or with a short title (于总).
fn untitled(text: &str) -> impl Iterator<Item = Person> {
    let all = || LISTS.surnames.iter().chain(&LISTS.untitled);
    static SURNAMES: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(LISTS.surnames.iter().chain(&LISTS.untitled).map(|(surname, ..)| *surname)));
    let mut end = None;
    SURNAMES.places(text).filter_map(move |at| {
        let surname = text[at..].chars().next()?;
        let (_, form, rule) = all().find(|(own, ..)| *own == surname)?;
        // What is a name's second character begins none: 于洪 in 于于洪.
        if end.is_some_and(|end| at < end) {
            return None;
        }
        let (name, certainty) = likeliest_name(text, at, *rule, end)?;
        if certainty > Certainty::Doubtful {
            end = Some(name.end);
        }
        Some(Person { end: name.end, name, form: *form, is_titled: false, certainty })
    })
}

/// The likeliest name that begins at a place of a text, if one may: by what stands before it and behind it, and by what it is
/// made of. `previous`: where the name before it ends. Everything is in tenths of a decimal logarithm.
pub(super) fn likeliest_name(
    text: &str,
    at: usize,
    rule: Rule,
    previous: Option<usize>,
) -> Option<(Range<usize>, Certainty)> {
    /// So much has to stand beside a name for it to be certain, and for it to be looked at closely.
    const STRONG: i32 = 18;
    const SOME: i32 = 8;
    /// Few given names have the character of a time or a side.
    const TIME: i32 = 15;
    /// Names of other things stand behind a common word as well.
    const UNTOLD: i32 = 10;
    let (context, here) = (&text[..at], &text[at..]);
    let surname = here.char_indices().nth(1).map_or(here.len(), |(end, _)| end);
    let led = evidence_before(context, previous);
    if let Unless(words) = rule
        && led < STRONG
        && context.ends_with(|last| words.contains(last))
    {
        return None;
    }
    let ends = here.char_indices().map(|(end, _)| end).chain([here.len()]).skip(2).take(GIVEN);
    let behind = &here[surname..];
    let is_short = |title: &&&str| behind.starts_with(**title) && words::are_apart(behind, title.chars().count());
    let titled = LISTS.short.iter().find(is_short);
    // 她姓于，
    if context.ends_with('姓') && !behind.starts_with(is_han) {
        return Some((at..at + surname, Certainty::Sure));
    }
    let full = ends.map(|end| (at..at + end, false));
    let short = titled.map(|title| (at..at + surname + title.len(), true));
    let score = |(name, is_titled): (Range<usize>, bool)| {
        if !text[name.clone()].chars().all(is_han) || name.len() == surname {
            return None;
        }
        let behind = evidence_behind(&text[name.end..]);
        let beside = led
            + match is_titled {
                false => behind,
                // 余生 is a word as well.
                true if words::is_word(&text[name.clone()]) => SHORT_TITLE / 2,
                true => SHORT_TITLE,
            };
        let given = &text[at + surname..name.end];
        let is_usual = is_titled || persons::are_usual(&text[name.clone()]);
        // Nothing speaks for a name here: only what can hardly be anything else is one.
        if beside < SOME && !is_usual && !persons::is_of_names_alone(given) {
            return None;
        }
        // 警员于囚车外, 独居于宏泰阁: behind a common word may stand anything, but where somebody is told, or acts.
        let is_common = !is_titled && matches!(rule, Introduced);
        let is_told = behind >= DEED || beside >= ROLE + MARK;
        if is_common && !is_told && !is_usual {
            return None;
        }
        // 于宏昌阁, 于伊斯坦堡: somewhere, not somebody.
        if is_common && is_place(text, &name, at + surname) {
            return None;
        }
        // 于年内, 于本月
        let against = match is_common {
            true if given.contains(|part| LISTS.times.contains(part)) => TIME,
            true if !is_told => UNTOLD,
            _ => 0,
        };
        let score = beside + persons::odds(text, &name, is_titled) - against;
        let [asked, likely, sure] = match beside {
            STRONG.. => [-3, 5, 16],
            SOME.. => [5, 15, 22],
            _ => [22, 32, i32::MAX],
        };
        let certainty = match score {
            _ if score >= sure => Certainty::Sure,
            _ if score >= likely => Certainty::Likely,
            _ if score >= asked => Certainty::Doubtful,
            _ => return None,
        };
        Some((score, name, certainty))
    };
    let best = full.chain(short).filter_map(score).max_by_key(|(score, name, _)| (*score, name.end));
    best.map(|(_, name, certainty)| (name, certainty))
}

/// Whether what would be a given name is the beginning of a place's.
fn is_place(text: &str, name: &Range<usize>, given: usize) -> bool {
    let rest = &text[name.end..];
    let is_site = rest.starts_with(|next| LISTS.sites.contains(next)) && words::are_apart(rest, 1);
    is_site || persons::is_foreign(text, name.end) && persons::is_foreign(text, given)
}

/// What a short title (于总) says for a name.
const SHORT_TITLE: i32 = 10;

/// What a post before a name, a mark beside it and what somebody does say for it.
const ROLE: i32 = 26;
const MARK: i32 = 4;
const DEED: i32 = 8;

/// What stands before a name says for it.
pub(super) fn evidence_before(context: &str, previous: Option<usize>) -> i32 {
    const LED: i32 = 36;
    const SERIES: i32 = 22;
    const BESIDE: i32 = 14;
    const ACT: i32 = 14;
    const TRADE: i32 = 8;
    const BY: i32 = 10;
    const LINK: i32 = 6;
    let Some(last) = context.chars().next_back() else { return MARK };
    if is_person(context) || last == '姓' {
        return ROLE;
    }
    if LISTS.opens.contains(last) || LISTS.joins.contains(last) {
        let is_item = |c: char| is_han(c) || matches!(c, '、' | '，' | ',' | '（' | '）' | ' ');
        let near = &context[context.floor_char_boundary(context.len().saturating_sub(NEAR))..];
        if let Some(head) = near.trim_end_matches(is_item).strip_suffix(['：', ':'])
            && (is_person(head) || LISTS.heads.iter().any(|own| head.ends_with(own)))
        {
            return LED;
        }
        let other = context.trim_end_matches(|c| LISTS.joins.contains(c));
        if previous == Some(other.len()) {
            return SERIES;
        }
        if LISTS.joins.contains(last) && name_at_the_end(other, is_full_name).is_some() {
            return BESIDE;
        }
    }
    match last {
        _ if LISTS.acts.iter().any(|act| context.ends_with(act)) => ACT,
        _ if last == '由' => BY,
        _ if LISTS.trades.contains(last) => TRADE,
        _ if [LISTS.links, LISTS.joins].iter().any(|list| list.contains(last)) => LINK,
        _ if !last.is_alphanumeric() => MARK,
        _ => 0,
    }
}

/// What stands behind a name says for it.
pub(super) fn evidence_behind(rest: &str) -> i32 {
    const ADDRESS: i32 = 30;
    const DONE: i32 = 20;
    const OFFICE: i32 = 18;
    const BESIDE: i32 = 16;
    const LINK: i32 = 5;
    const FOLLOWS: i32 = 3;
    let Some(next) = rest.chars().next() else { return MARK };
    let is_office = |rest: &str| LISTS.offices.iter().any(|word| rest.starts_with(word));
    // 于洪的任命, 于娜的带领下, 由余嘉欣担任
    let is_done = |rest: &str| LISTS.acts.iter().chain(&LISTS.done).any(|word| rest.starts_with(word));
    let beside = || {
        let Some(rest) = rest.strip_prefix(|c| LISTS.joins.contains(c)) else { return false };
        let item = rest.split(|c| !is_han(c) || LISTS.joins.contains(c)).next().unwrap_or_default();
        person(rest).is_some() || item.chars().count() > GIVEN && is_full_name(item)
    };
    match next {
        _ if LISTS.addresses.iter().any(|(title, _)| rest.starts_with(title)) => ADDRESS,
        _ if rest.strip_prefix('的').is_some_and(is_done) => DONE,
        _ if is_office(rest.strip_prefix('副').unwrap_or(rest)) => OFFICE,
        _ if LISTS.joins.contains(next) && beside() => BESIDE,
        _ if LISTS.deeds.contains(next) || is_done(rest) => DEED,
        _ if LISTS.joins.contains(next) || next == '等' => LINK,
        _ if !is_han(next) => MARK,
        _ if LISTS.follows.contains(next) => FOLLOWS,
        _ => 0,
    }
}
