//! Names before a form of address or a title of office.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::GIVEN;
use super::lists::{Introduced, LISTS, Unless};
use crate::chinese::characters::Wanted;
use crate::chinese::{is_han, persons, words};

/// The full name, of three characters, at a surname with a form of address: a name that is certain once is one everywhere
/// in the text.
pub(super) fn full_name(text: &str, at: usize) -> Option<&str> {
    let end = text[at..].char_indices().nth(1 + GIVEN).map_or(text.len(), |(end, _)| at + end);
    let (name, rest) = (&text[at..end], &text[end..]);
    let given = name.chars().skip(1).collect::<String>();
    let is_whole = given.chars().filter(|part| is_han(*part)).count() == GIVEN;
    let is_titled = all_titles().any(|title| rest.starts_with(title));
    let no_title = !all_titles().any(|title| given.starts_with(title) || given.ends_with(&title[..'字'.len_utf8()]));
    (is_whole && no_title && (is_titled || words::are_apart(&text[at + '字'.len_utf8()..], GIVEN))).then_some(name)
}

/// Where a form of address or a title may begin: its first two characters stand there.
pub(super) fn titles(text: &str) -> impl Iterator<Item = usize> {
    /// Bytes of a Chinese character.
    const HAN: usize = 3;
    static FIRST: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(all_titles().filter_map(|title| title.chars().next())));
    static SECOND: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(all_titles().filter_map(|title| title.chars().nth(1))));
    static STARTS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all_titles().map(|title| &title[..2 * HAN]).collect());
    let is_one = |at: &usize| {
        text.get(at + HAN..).is_some_and(|second| SECOND.starts(second))
            && text.get(*at..at + 2 * HAN).is_some_and(|start| STARTS.contains(start))
    };
    FIRST.places(text).filter(is_one).collect::<Vec<_>>().into_iter()
}

/// A person's name with a form of address or a title at the start of a text.
pub fn person(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).take(GIVEN + 1);
    let title = |at: usize| all_titles().find(|title| text[at..].starts_with(title)).map(|title| at + title.len());
    ends.into_iter().find_map(title).map(|end| &text[..end])
}

pub(super) fn all_titles() -> impl Iterator<Item = &'static str> {
    LISTS.addresses.iter().map(|(title, _)| *title).chain(LISTS.offices.iter().copied())
}

/// Whether a form of address has a mark behind it, as behind a person's full name (于志强先生，五十八岁).
pub(super) fn title_ends_a_name(text: &str) -> bool {
    let titles = LISTS.addresses.iter().filter_map(|(title, _)| text.strip_prefix(title));
    titles.filter_map(|rest| rest.chars().next()).any(|next| "，、（(：:；。".contains(next))
}

/// The surname at the end of `text`, or one or two characters of a given name before it. `ends_there`: the form of
/// address has a mark behind it.
pub(super) fn before(text: &str, is_personal: bool, ends_there: bool) -> Option<(usize, char)> {
    /// Tenths of a decimal logarithm: what a title of office behind a name makes up for.
    const UNLIKELY: i32 = -25;
    for (back, (at, character)) in text.char_indices().rev().take(GIVEN + 1).enumerate() {
        let given = &text[at + character.len_utf8()..];
        if let Some((_, form, rule)) = LISTS.surnames.iter().find(|(surname, ..)| *surname == character) {
            let context = &text[..at];
            let is_surname = match rule {
                // 由 makes a word with 于.
                _ if character != '于' && context.ends_with('由') => true,
                Unless(words) if back == 0 => !context.ends_with(|last| words.contains(last)),
                Introduced if !is_personal => false,
                // 于去年女士…, 后三位女士…: a given name behind a common word needs a role before, or marks around.
                Introduced if back > 0 => {
                    is_role(context)
                        || (ends_there && is_introduced(context))
                        || (character == '于'
                            && (follows_a_person(context) || context.ends_with(['经', '與', '与', '和', '及', '向']))
                            && is_full_given_name(given))
                        // 由于晓岚博士担任: who has no surname before the title has it here.
                        || (character == '于' && context.ends_with('由') && is_own_given_name(given))
                }
                Unless(_) if back == GIVEN && context.ends_with(|last| LISTS.trades.contains(last)) => {
                    !LISTS.schools.contains(&given)
                }
                Unless(_) | Introduced => is_introduced(context),
            };
            // Before a title of office (余美仪议员) a full given name that is no word.
            let is_full = || back == GIVEN && persons::odds(text, &(at..text.len()), false) > UNLIKELY;
            let is_name = back == 0
                || (is_personal && !given.starts_with(['下', '额', '额', '量', '款', '数', '的']))
                || (!is_personal && is_full());
            if is_surname && is_name {
                return Some((at, *form));
            }
        }
        if !is_han(character) {
            return None;
        }
    }
    None
}

/// Whether a sentence begins here, or a person has just been named: 余伟明先生及于丽珍女士.
fn follows_a_person(context: &str) -> bool {
    let named = context.strip_suffix(['及', '和', '与', '與', '、']).unwrap_or_default();
    LISTS.addresses.iter().any(|(title, _)| named.ends_with(title)) || opens_a_sentence(context)
}

fn opens_a_sentence(context: &str) -> bool {
    context.chars().next_back().is_none_or(|last| matches!(last, '。' | '！' | '？' | '；' | '\n'))
}

/// Two characters that are no other person's name (于李明先生离任后) and no time (于去年女士雇员).
fn is_full_given_name(given: &str) -> bool {
    let is_own =
        !given.starts_with(|first| LISTS.others.contains(first)) && !given.contains(|part| LISTS.times.contains(part));
    is_own && given.chars().count() == 2
}

/// Two characters of a given name that are no word: 晓岚, and no 部分.
pub(super) fn is_own_given_name(given: &str) -> bool {
    is_full_given_name(given)
        && !words::is_word(given)
        && !given.contains(|part| LISTS.counts.contains(part))
        && !given.starts_with(|first| LISTS.family.contains(&first))
}

/// Whether what a person is stands at the end.
pub(super) fn is_person(context: &str) -> bool {
    LISTS.persons.iter().any(|role| context.ends_with(role))
}

/// Whether a word stands at the end that a person's name follows.
pub(super) fn is_role(context: &str) -> bool {
    is_person(context) || LISTS.acts.iter().any(|word| context.ends_with(word))
}

/// Whether a person can be named next.
fn is_introduced(context: &str) -> bool {
    let Some(last) = context.chars().next_back() else { return true };
    !last.is_alphanumeric() || LISTS.links.contains(last) || is_role(context)
}
