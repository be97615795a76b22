//! Full names that stand by themselves: in lists, in columns, behind what people are.

use std::ops::Range;

use super::GIVEN;
use super::lists::{Introduced, LISTS};
use super::titled::{all_titles, is_own_given_name, is_role, titles};
use crate::chinese::{is_han, persons, words};

/// Whether a text is a person's name by itself, in either script, and no word.
pub(super) fn is_full_name(name: &str) -> bool {
    may_be_name(name) && !words::is_word(name)
}

/// Whether a text is a surname with one or two characters that make no other word.
fn may_be_name(name: &str) -> bool {
    let given = match LISTS.compound.iter().find_map(|surname| name.strip_prefix(surname)) {
        Some(given) => given,
        None => match name.chars().next() {
            Some(first) if LISTS.family.contains(&first) => &name[first.len_utf8()..],
            _ => return false,
        },
    };
    // 于內地: of a surname that is a common word, what follows is none.
    let is_common =
        |character| LISTS.surnames.iter().any(|(own, _, rule)| *own == character && matches!(rule, Introduced));
    let is_own = match given.chars().count() {
        GIVEN => is_own_given_name(given),
        _ => !given.contains(|part| LISTS.times.contains(part) || LISTS.counts.contains(part)),
    };
    let speaks = name.starts_with(is_common) && !is_own;
    // 范圍一 begins with a word.
    let two = name.char_indices().nth(2).map_or(name, |(end, _)| &name[..end]);
    (1..=GIVEN).contains(&given.chars().count()) && given.chars().all(is_han) && !words::is_word(two) && !speaks
}

/// The full names in a text, in either script, in order: before a form of address, in lists of names, behind what people
/// are and a colon; `is_of_people`: the text is one of a field or a column that names people.
pub fn people(text: &str, is_of_people: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let all = text.trim();
    let is_one =
        |name: &str| is_of_people && (2..=GIVEN + 2).contains(&name.chars().count()) && name.chars().all(is_han);
    if is_one(all) && !all_titles().any(|title| all.ends_with(title)) {
        let start = text.len() - text.trim_start().len();
        found.push(start..start + all.len());
        return found;
    }
    for at in titles(text) {
        let is_address = |(title, not): &(&str, &str)| {
            text[at..].strip_prefix(title).is_some_and(|rest| !rest.starts_with(|next| not.contains(next)))
        };
        if LISTS.addresses.iter().any(is_address) {
            found.extend(name_at_the_end(&text[..at], may_be_name).map(|start| start..at));
        }
    }
    // Items between marks and words that join, each with what stands before it.
    let mut items: Vec<(Range<usize>, &str)> = Vec::new();
    let mut start = None;
    let joins = |c: char| matches!(c, '及' | '和' | '與' | '与');
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if is_han(c) && !joins(c) {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let end = items.last().map_or(0, |(item, _)| item.end);
            items.push((from..at, &text[end..from]));
        }
    }
    let name_of = |item: &Range<usize>| -> Option<Range<usize>> {
        if is_full_name(&text[item.clone()]) {
            return Some(item.clone());
        }
        let start = item.start + name_at_the_end(&text[item.clone()], is_full_name)?;
        (is_role(&words::in_place(&text[item.start..start])) && !is_rather_a_word(&text[start..item.end]))
            .then_some(start..item.end)
    };
    let is_next =
        |(_, before): &(Range<usize>, &str)| *before == "、" || before.chars().all(joins) && !before.is_empty();
    let names: Vec<Option<Range<usize>>> = items.iter().map(|(item, _)| name_of(item)).collect();
    for (at, (item, before)) in items.iter().enumerate() {
        let Some(name) = &names[at] else { continue };
        let beside = at > 0 && is_next(&items[at]) && names[at - 1].is_some()
            || items.get(at + 1).is_some_and(is_next) && names.get(at + 1).is_some_and(Option::is_some);
        let led = matches!(before.trim(), "：" | ":")
            && at > 0
            && (is_role(&words::in_place(&text[items[at - 1].0.clone()]))
                || LISTS.heads.iter().any(|head| text[items[at - 1].0.clone()].ends_with(head)));
        // 董事會秘書于麗: nothing else stands before it or behind it.
        let is_told = name.start > item.start;
        // One of two characters may be any word by itself: 余料, 干潔.
        let is_alone = &text[name.clone()] == all && all.chars().count() > GIVEN;
        if beside || led || is_told || is_of_people || is_alone {
            found.push(name.clone());
        }
    }
    found.sort_by_key(|name| (name.start, name.end));
    found.dedup();
    found
}

/// Whether somebody's surname with what else the person is stands there, and no given name: 李干事.
fn is_rather_a_word(name: &str) -> bool {
    /// Tenths of a decimal logarithm: nobody is called so.
    const NOBODY: i32 = -20;
    let name = words::in_place(name);
    let given = name.chars().next().map_or("", |surname| &name[surname.len_utf8()..]);
    given.chars().count() == GIVEN && words::is_word(given) && persons::odds(&name, &(0..name.len()), false) < NOBODY
}

/// Where a full name begins that a text ends with.
pub(super) fn name_at_the_end(text: &str, is_name: fn(&str) -> bool) -> Option<usize> {
    let starts = text.char_indices().rev().map(|(at, _)| at).take(GIVEN + 2).collect::<Vec<_>>();
    starts.into_iter().rev().find(|start| is_name(&text[*start..]))
}
