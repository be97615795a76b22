//! Addresses in running text, and links that were left as text: no correction may touch them.

use std::ops::Range;

use crate::address;
use crate::ahead::Ahead;

/// Where addresses and the targets of links stand in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for start in ["http://", "https://", "www.", "mailto:"] {
        found.extend(text.match_indices(start).map(|(at, _)| at..at + address::length(&text[at..])));
    }
    found.extend(links(text));
    found.extend(text.match_indices('@').map(|(at, _)| address::mailbox(text, at)).filter(|range| range.len() > 1));
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
