//! What lines begin with: items of lists, boxes, rows.

use std::ops::Range;

use super::hints::*;
use super::{begins_line, is_meant, tell};
use crate::chinese::is_han;
use crate::model::Passage;
use crate::proof::Reader;

/// Bullets of word processors; one alone is told where a line begins with it. Symbol fonts have theirs in private use.
const BULLETS: [char; 9] = ['•', '◦', '▪', '➢', '❖', '‣', '⁃', '➤', '✧'];

/// Signs that are bullets where a paragraph begins with one and a blank, if the report means nothing else by them.
const SIGNS_OF_ITEMS: &str = "●◆◇■▶►－";

/// Bullets of Word whose fonts were lost: signs and letters that are bullets before a blank.
const LOST_BULLETS: [char; 7] = ['o', 'Ø', '§', 'ü', '·', '‧', '○'];

/// Signs that begin an item for readers, and nothing for huibao, where several lines begin with them: dashes, arrows,
/// geometric shapes, stars, ticks, emoji.
fn begins_item(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '－' | '＊' | '＋' | '※' | '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

/// What lines begin with. Lines of one paragraph print as one.
pub(super) fn lines(passage: &Passage, is_table: bool, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    let mut items: Vec<(Item, Range<usize>)> = Vec::new();
    let within_item = stands_in_item(passage, reader);
    for (at, first) in text.char_indices() {
        let rest = &text[at..];
        let range = at..at + first.len_utf8();
        let is_bullet = is_bullet(first, &rest[first.len_utf8()..]);
        let is_definition = first == ':' && at > 0 && rest[1..].starts_with([' ', '\t']);
        let is_sign = is_bullet || is_definition || matches!(first, '|' | '｜' | '#' | '＃' | '[' | '＞');
        let item = item(rest).filter(|_| !is_bullet);
        if !(is_sign || item.is_some()) || !begins_line(passage, at, reader) || is_meant(passage, &range, reader) {
            continue;
        }
        if let Some((item, length)) = item {
            items.push((item, at..at + length));
            if within_item && at > 0 {
                return tell(passage, at..at + length, "the beginning of an item", NEXT_ITEM, reader);
            }
        }
        match first {
            _ if is_bullet || is_lone_item(passage, &range, reader) => {
                items.pop();
                tell(passage, range, "a bullet", BULLET, reader);
            }
            '|' | '｜' if !is_table && rest.matches(['|', '｜']).count() > 1 => {
                tell(passage, range, "a table's row", TABLE, reader)
            }
            '#' if rest[1..].starts_with(is_han) => tell(passage, range, "a number sign", HEADING, reader),
            '#' if passage.is_name && rest[1..].starts_with(' ') => tell(passage, range, "a number sign", NAME, reader),
            '＃' if rest[first.len_utf8()..].starts_with(|c| is_han(c) || matches!(c, ' ' | '　')) => {
                tell(passage, range, "a full-width number sign", HEADING, reader);
            }
            '[' if let Some(mark) = ["[ ]", "[x]", "[X]", "[]"].iter().find(|mark| rest.starts_with(**mark)) => {
                tell(passage, at..at + mark.len(), "a box of another program", BOX, reader);
            }
            '[' if rest[1..].starts_with('!') && rest[2..].starts_with(|c: char| c.is_ascii_uppercase()) => {
                tell(passage, range, "a box of another program", "begin a line of its own with ::: {.note}", reader);
            }
            '＞' => tell(passage, range, "a full-width sign", "begin a quotation with >", reader),
            ':' => tell(passage, range, "a colon at the beginning of a line", DEFINITION, reader),
            _ => {}
        }
    }
    for at in 1..items.len() {
        if items[at].0 == items[at - 1].0 {
            let range = items[at - 1].1.clone();
            return tell(passage, range, "the beginning of an item", NUMBERS, reader);
        }
    }
}

/// Whether a passage is what an item of a list begins with: `- ` or `1. ` stands before it.
fn stands_in_item(passage: &Passage, reader: &Reader<'_>) -> bool {
    let Some((span, _)) = passage.place(0..passage.text.len()) else { return false };
    let before = &reader.sources.get(span.source).text[..span.range().start];
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    matches!(line, "-" | "*" | "+") || line.trim_end_matches(['.', ')']).parse::<u32>().is_ok()
}

/// Whether a character is a bullet before this text.
fn is_bullet(first: char, rest: &str) -> bool {
    let is_apart = rest.starts_with([' ', '\t', '\u{3000}', '\u{a0}']);
    let has_text = !rest.trim_start().is_empty();
    let is_private = matches!(first, '\u{f000}'..='\u{f0ff}');
    has_text && (BULLETS.contains(&first) || is_private || (is_apart && LOST_BULLETS.contains(&first)))
}

/// Whether a paragraph begins with a sign and a blank and has no other one: `● 再用`. A sign that stands alone in cells of
/// the report has a meaning there, which this may tell: `● 已完成`.
fn is_lone_item(passage: &Passage, range: &Range<usize>, reader: &Reader<'_>) -> bool {
    let text = passage.text.as_str();
    let (Some(sign), rest) = (text[range.clone()].chars().next(), &text[range.end..]) else { return false };
    let begins = passage.place(range.clone()).is_some_and(|(span, _)| {
        let before = &reader.sources.get(span.source).text[..span.range().start];
        before.is_empty() || before.ends_with(['\n', '\r'])
    });
    let means = |other: &Passage| {
        let other = other.text.trim();
        other.contains(sign) && !other.contains(char::is_alphanumeric)
    };
    SIGNS_OF_ITEMS.contains(sign)
        && !passage.is_name
        && range.start == 0
        && begins
        && rest.starts_with([' ', '\t', '\u{3000}', '\u{a0}'])
        && rest.trim_start().starts_with(char::is_alphanumeric)
        && !rest.contains(|c| begins_item(c) && c != '-' && c != '–' && c != '—' && c != '－')
        && !reader.passages.iter().any(means)
}

/// The length of the bullet that a text ends with, but for one blank.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let mut characters = text.chars().rev();
    let blank = characters.next()?;
    let first = characters.next()?;
    is_bullet(first, &format!("{blank}x")).then_some(first.len_utf8())
}

/// How an item begins.
#[derive(PartialEq, Eq)]
enum Item {
    /// `(a)`, `（一）`.
    Bracketed,
    /// `1）`, `1、`, `一、`, `a.`
    Marked(char),
    /// `①`.
    Circled,
    /// `-甲`, `●甲`: lines may begin with several kinds of signs.
    Sign,
    /// `【甲】乙`.
    Titled,
}

/// The sign of an item that a text begins with, and its length.
fn item(text: &str) -> Option<(Item, usize)> {
    const LONGEST: usize = 4;
    let first = text.chars().next()?;
    if begins_item(first) {
        return Some((Item::Sign, first.len_utf8()));
    }
    if first == '【'
        && let Some(end) = text.find('】').filter(|end| !text[..*end].contains('\n'))
        && text[end + '】'.len_utf8()..].starts_with(char::is_alphanumeric)
    {
        return Some((Item::Titled, first.len_utf8()));
    }
    if matches!(first, '①'..='⓿' | '㈠'..='㉃' | '㊀'..='㊿') {
        return Some((Item::Circled, first.len_utf8()));
    }
    let is_open = matches!(first, '(' | '（');
    let inner = if is_open { &text[first.len_utf8()..] } else { text };
    let is_number = |c: &char| {
        c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ⅰ'..='ⅿ') || "一二三四五六七八九十".contains(*c)
    };
    let number: String = inner.chars().take_while(is_number).take(LONGEST).collect();
    let is_short = number.chars().all(|c| !c.is_ascii_digit()) || number.chars().count() <= 2;
    let is_word = number.chars().count() > 1 && number.chars().all(|c| c.is_ascii_alphabetic() && !"ivx".contains(c));
    let mark = inner[number.len()..].chars().next()?;
    let length = text.len() - inner.len() + number.len() + mark.len_utf8();
    let fits = !number.is_empty() && is_short && !is_word;
    match mark {
        ')' | '）' if fits && is_open => Some((Item::Bracketed, length)),
        ')' | '）' | '、' | '．' if fits && !is_open => Some((Item::Marked(mark), length)),
        '.' if fits && !is_open && !text[length..].starts_with(|c: char| c.is_ascii_digit()) => {
            Some((Item::Marked(mark), length))
        }
        _ => None,
    }
}
