//! Addresses in running text, and links that were left as text: no correction may touch them.

use std::ops::Range;

use crate::ahead::Ahead;
use crate::chinese::is_han;

/// Where addresses and the targets of links stand in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for start in ["http://", "https://", "www.", "mailto:"] {
        found.extend(text.match_indices(start).map(|(at, _)| at..at + length(&text[at..])));
    }
    found.extend(links(text));
    found.extend(text.match_indices('@').map(|(at, _)| mailbox(text, at)).filter(|range| range.len() > 1));
    found
}

/// Links and pictures, words and target, that are text because something is wrong with them.
fn links(text: &str) -> Vec<Range<usize>> {
    let mut ahead = Ahead::new(text);
    let mut found = Vec::new();
    let mut open = None;
    for (at, bracket) in text.match_indices(['[', ']']) {
        let rest = &text[at + bracket.len()..];
        if bracket == "[" {
            let is_picture = text[..at].ends_with(['!', '！']);
            open =
                Some(if is_picture { text[..at].char_indices().next_back().map_or(at, |(mark, _)| mark) } else { at });
        } else if rest.starts_with(['(', '（']) {
            let ends = [")", "）"].map(|close| Some(ahead.find(close, at)? + close.len()));
            let end = ends.into_iter().flatten().min().unwrap_or(text.len());
            found.push(open.take().unwrap_or(at)..end);
        }
    }
    found
}

/// The length of a web address. Chinese belongs to it right behind one of `/ = ? # &` and its own kind, as in the
/// conversion, which leaves the same part as it is.
fn length(text: &str) -> usize {
    let mut last = ' ';
    let mut end = 0;
    for (at, character) in text.char_indices() {
        let belongs = match character {
            '<' | '>' | '"' | '`' | '|' | '[' | ')' | ']' | '{' | '}' => false,
            _ if character.is_ascii() => !character.is_ascii_whitespace() && !character.is_ascii_control(),
            _ => is_han(character) && (is_han(last) || matches!(last, '/' | '=' | '?' | '#' | '&')),
        };
        if !belongs {
            break;
        }
        last = character;
        end = at + character.len_utf8();
    }
    end
}

/// An e-mail address around its `@`.
fn mailbox(text: &str, at: usize) -> Range<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = text[..at]
        .rfind(|c| !is_part(c))
        .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
    let end = text[at + 1..].find(|c| !is_part(c)).map_or(text.len(), |length| at + 1 + length);
    start..end
}
