//! Surnames that a conversion has spoilt in a Hong Kong text.

use super::lists::LISTS;
use super::titled::is_own_given_name;
use super::{GIVEN, is_surname};
use crate::chinese::is_han;

/// The surname that a conversion has spoilt at a place of a Hong Kong text, with the given name behind it: 餘先生 for
/// 余先生, 於慧敏女士 for 于慧敏女士.
pub fn spoilt(before: &str, character: char, after: &str) -> Option<String> {
    let lists = &*LISTS;
    let (_, surname) = lists.spoilt.iter().find(|(form, _)| *form == character)?;
    let given = given_name(after)?;
    let is_phrase = matches!(character, '於' | '餘') && given.starts_with(|first| lists.frequent.contains(first));
    let is_name = !is_phrase && !given.contains(|part| lists.counts.contains(part)) && is_introduced_there(before);
    is_name.then(|| format!("{surname}{given}"))
}

/// The surname that a conversion has spoilt in a text that names a person by itself, where it stands, and the name as it was:
/// 薑子乾 in a column of people.
pub fn spoilt_name(text: &str) -> Option<(usize, char, String)> {
    let at = text.len() - text.trim_start().len();
    let name: &str = text.trim().split(|c| !is_han(c)).next()?;
    let character = name.chars().next()?;
    let (_, surname) = LISTS.spoilt.iter().find(|(form, _)| *form == character)?;
    let given = &name[character.len_utf8()..];
    (1..=GIVEN).contains(&given.chars().count()).then(|| (at, character, format!("{surname}{given}")))
}

/// Whether a surname with a full given name and a form of address stands there, and no word: 于曉嵐博士, not 于李明先生.
pub fn begins_titled(surname: char, after: &str) -> bool {
    is_surname(surname) && given_name(after).is_some_and(is_own_given_name)
}

/// Whether a surname may stand between these texts of a Hong Kong text.
pub fn may_stand(before: &str, after: &str) -> bool {
    if given_name(after).is_some() || before.ends_with('姓') || after.starts_with('氏') {
        return true;
    }
    // 于慧敏、余國偉 in a list, 于慧敏（主席）.
    let alone = after.chars().take_while(|character| is_han(*character)).take(GIVEN + 1).count();
    (1..=GIVEN).contains(&alone) && is_introduced_there(before) && after.chars().nth(alone).is_some_and(is_list_mark)
}

fn is_list_mark(mark: char) -> bool {
    matches!(mark, '、' | '（' | '(' | ' ' | '|' | '\n')
}

/// The given name before a form of address.
fn given_name(after: &str) -> Option<&str> {
    let ends = after.char_indices().map(|(at, _)| at).take(GIVEN + 1);
    let mut given = ends.map(|end| after.split_at(end)).filter(|(name, _)| name.chars().all(is_han));
    let is_address = |rest: &str| LISTS.spoilt_addresses.iter().any(|title| rest.starts_with(title));
    given.find(|(_, rest)| is_address(rest)).map(|(name, _)| name)
}

/// Whether a person can be named next in a Hong Kong text.
fn is_introduced_there(before: &str) -> bool {
    before.chars().next_back().is_none_or(|last| !last.is_alphanumeric())
        || LISTS.spoilt_behind.iter().any(|word| before.ends_with(word))
}
