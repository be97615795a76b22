//! Signs of markup that mean nothing wherever they are left.

use std::ops::Range;

use super::hints::*;
use super::lines::bullet;
use super::programs::is_narrow;
use super::{begins_line, is_meant, tell};
use crate::chinese::is_han;
use crate::model::Passage;
use crate::proof::Reader;

/// A sign, what it is, and what to do.
type Sign = (&'static str, &'static str, &'static str);

/// Signs that mean nothing wherever they are left.
const SIGNS: [Sign; 35] = [
    ("{>>", "a remark of an editor", EDIT),
    ("{--", "an editor's mark for what goes", EDIT),
    ("{++", "an editor's mark for what comes", EDIT),
    ("{==", "an editor's mark", EDIT),
    ("**", "stars", STARS),
    ("~~", "tildes", "write ~~…~~ without blanks inside for struck text, \\~ for the sign itself"),
    ("##", "number signs", HEADING),
    ("![", "the beginning of a picture", PICTURE),
    ("](", "half a link", LINK),
    ("]（", "a link with full-width brackets", LINK),
    ("][", "half a link", LINK),
    ("[[", "a link of another program", LINK),
    ("]]", "a link of another program", LINK),
    ("|--", "the line below a table's head", TABLE),
    ("|:-", "the line below a table's head", TABLE),
    ("--|", "the line below a table's head", TABLE),
    ("｜-", "the line below a table's head", TABLE),
    (":::", "a block's line", DIV),
    ("{.", "attributes", ATTRIBUTES),
    ("{#", "attributes", ATTRIBUTES),
    ("] (#", "a link with a blank in it", LINK),
    ("] (http", "a link with a blank in it", LINK),
    (")[#", "a link turned round", LINK),
    ("）[#", "a link turned round", LINK),
    ("^[", "a footnote of another program", NOTE),
    ("[^", "the mark of a footnote", NOTE),
    ("+++", "the line around front matter of another program", FRONT),
    ("[TOC]", "contents of another program", TOC),
    ("[toc]", "contents of another program", TOC),
    ("{ {", "the beginning of an expression", BRACES),
    ("}}", "the end of an expression", BRACES),
    ("}-", "the end of protected words", BRACES),
    ("`", "a back-tick", CODE),
    ("\t", "a tab, as rows of a spreadsheet have", TABLE),
    ("\u{b}", "a line break of another program", "end the line, or write a backslash at its end"),
];

/// Signs that mean nothing in Chinese, however wide an input method has made a part of them.
const WIDE_SIGNS: [Sign; 9] = [
    ("**", "full-width stars", STARS),
    ("~~", "full-width tildes", "write ~~…~~ with half-width signs for struck text"),
    ("##", "full-width number signs", HEADING),
    ("![", "the beginning of a picture with full-width signs", PICTURE),
    ("[^", "the mark of a footnote with full-width signs", NOTE),
    ("{{", "an expression with full-width braces", BRACES),
    ("-{", "protected words with full-width signs", BRACES),
    ("{#", "attributes with full-width braces", "write half-width braces: {#name disclose=…}"),
    (":::", "a block's line", DIV),
];

/// Marks that another program knows in pairs: `==亮==`.
const PAIRS: [(&str, &str); 3] =
    [("==", "marks of highlighting"), ("++", "marks of underlining"), ("$$", "marks of a formula")];

pub(super) fn signs(passage: &Passage, is_table: bool, reader: &mut Reader<'_>) {
    // Each has one of these; most texts have none.
    if !passage.text.contains(['*', '~', '#', '!', '[', ']', '|', '-', ':', '{', '}', '`', '+', '\t', '\u{b}']) {
        return;
    }
    for (sign, what, hint) in SIGNS {
        if is_table && hint == TABLE || hint == HEADING && is_narrow(passage.text.trim()) {
            continue;
        }
        let mut places = passage.text.match_indices(sign).map(|(at, _)| at..at + sign.len());
        // A tab behind a bullet is told with it.
        let is_bullets = |range: &Range<usize>| {
            sign == "\t"
                && bullet(&passage.text[..range.end])
                    .is_some_and(|bullet| begins_line(passage, range.start - bullet, reader))
        };
        // Marks of notes side by side, [1][2], are told as such.
        let are_notes = |range: &Range<usize>| {
            let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let (before, behind) = (&passage.text[..range.start], &passage.text[range.end..]);
            sign == "][" && is_number(before.chars().next_back()) && is_number(behind.chars().next())
        };
        let is_left = |range: &Range<usize>| !is_bullets(range) && !are_notes(range);
        if let Some(range) = places.find(|range| !is_meant(passage, range, reader) && is_left(range)) {
            let rest = &passage.text[range.end..];
            let behind = if hint == PICTURE { rest.split_once("](").map_or("", |(_, behind)| behind) } else { rest };
            let address = behind.split([')', '）', '\n']).next().unwrap_or_default();
            // Within a line no heading begins.
            let is_cell = hint == HEADING && rest.starts_with('#') && !begins_line(passage, range.start, reader);
            if is_cell {
                tell(passage, range, "a cell of a spreadsheet", NARROW, reader);
                continue;
            }
            let is_titled = [LINK, PICTURE].contains(&hint) && address.contains(['“', '”', '「']);
            tell(passage, range, what, if is_titled { TITLED } else { hint }, reader);
        }
    }
}

/// Signs of markup with full-width parts.
pub(super) fn wide_signs(passage: &Passage, reader: &mut Reader<'_>) {
    let narrow = |c: char| match c {
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        // What a word processor makes of a hyphen.
        '–' | '—' | '−' | '‑' => '-',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let characters: Vec<(usize, char)> = passage.text.char_indices().collect();
    for (sign, what, hint) in WIDE_SIGNS {
        let length = sign.chars().count();
        let is_sign = |typed: &&[(usize, char)]| {
            typed.iter().map(|(_, c)| narrow(*c)).eq(sign.chars()) && typed.iter().any(|(_, c)| !c.is_ascii())
        };
        let place = |typed: &[(usize, char)]| {
            let [(start, _), .., (last, end)] = typed else { return None };
            Some(*start..last + end.len_utf8())
        };
        // An exclamation and a title in brackets are no picture without an address.
        let has_address = |range: &Range<usize>| {
            let rest: String = passage.text[range.end..].chars().map(narrow).skip_while(|c| *c != ']').collect();
            let address = rest.strip_prefix("](").and_then(|rest| rest.split(')').next());
            hint != PICTURE || address.is_some_and(|address| address.contains(['.', ':', '/']))
        };
        let mut places = characters.windows(length).filter(is_sign).filter_map(place);
        if let Some(range) = places.find(|range| has_address(range) && !is_meant(passage, range, reader)) {
            tell(passage, range, what, hint, reader);
        }
    }
}

/// Pairs of marks with text right inside them: 甲==乙==丙, but not C++及C++.
pub(super) fn pairs(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    for (mark, what) in PAIRS {
        // Behind a brace it is an editor's mark.
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '{' || mark.starts_with(c);
        let opens = |at: &usize| {
            let inside = &text[at + mark.len()..];
            !text[..*at].ends_with(is_word)
                && inside.find(mark).is_some_and(|end| {
                    let inside = &inside[..end];
                    !inside.is_empty() && inside.trim() == inside && !inside.starts_with(|c| mark.starts_with(c))
                })
        };
        let found = text.match_indices(mark).map(|(at, _)| at).find(opens).map(|at| at..at + mark.len());
        if let Some(range) = found.filter(|range| !is_meant(passage, range, reader)) {
            tell(passage, range, what, MARKED, reader);
        }
    }
    // `註^甲^` is raised in other programs, and an exponent in none: 2^3及4^5.
    const LONGEST: usize = 12;
    for (at, _) in text.match_indices('^') {
        let inside = &text[at + 1..];
        let is_raised = |length: usize| {
            let (inside, behind) = (&inside[..length], &inside[length + 1..]);
            (1..=LONGEST).contains(&inside.chars().count())
                && inside.trim() == inside
                && !inside.starts_with('[')
                && !behind.starts_with(|c: char| c.is_ascii_digit())
        };
        let range = at..at + 1;
        if inside.find('^').is_some_and(is_raised) && !is_meant(passage, &range, reader) {
            return tell(passage, range, "a mark of raising", RAISED, reader);
        }
    }
}

/// The tag of an edition before a wording, outside of `-{…}-`: {zh-Hant-HK:管治;zh-Hans-CN:治理}.
pub(super) fn tags(passage: &Passage, reader: &mut Reader<'_>) {
    if let Some(range) = tag(&passage.text).filter(|range| !is_meant(passage, range, reader)) {
        tell(passage, range, "the tag of an edition", TAG, reader);
    }
}

/// The first such tag of a text.
pub(super) fn tag(text: &str) -> Option<Range<usize>> {
    let text = text.to_ascii_lowercase();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut all = text.match_indices("zh-han").map(|(at, start)| {
        let rest = &text[at + start.len()..];
        at..text.len() - rest.trim_start_matches(is_part).len()
    });
    all.find(|range| {
        let behind = &text[range.end..];
        behind.trim_start().starts_with([':', '：', '=', '＝'])
            && behind.contains(is_han)
            && !text[..range.start].ends_with(is_part)
    })
}
