//! Names that the report protects.

use std::collections::BTreeMap;

use super::people::begun;
use super::{Converter, People, Rescued};
use crate::chinese::words;

impl Converter {
    /// Where protected names stand in a text, in bytes.
    pub(in crate::script) fn names_in(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let mut at = 0;
        let mut ranges = Vec::new();
        for (piece, is_name) in self.cut_at_names(text) {
            if is_name {
                ranges.push(at..at + piece.len());
            }
            at += piece.len();
        }
        ranges
    }

    /// OpenCC's segmentation may read a protected name as part of a longer or an earlier word. Then the name is cut
    /// out and the text beside it converted by itself.
    pub(super) fn rescue(&self, texts: &[&str], converted: &mut [String], people: &People<'_>) -> Vec<Rescued> {
        let mut rescued = Vec::new();
        if self.0.protect.is_empty() {
            return rescued;
        }
        for (at, text) in texts.iter().enumerate() {
            let pieces = self.cut_at_names(text);
            let mut names: BTreeMap<&str, usize> = BTreeMap::new();
            for (name, _) in pieces.iter().filter(|(_, is_name)| *is_name) {
                *names.entry(*name).or_default() += 1;
            }
            let is_altered = |(name, here): &(&str, usize)| *here > converted[at].matches(name).count();
            let altered: Vec<&str> = names.into_iter().filter(is_altered).map(|(name, _)| name).collect();
            if altered.is_empty() {
                continue;
            }
            let prose: Vec<&str> = pieces.iter().filter(|(_, is_name)| !is_name).map(|(piece, _)| *piece).collect();
            let mut prose = self.masked(&prose, people).into_iter();
            converted[at] = pieces
                .iter()
                .map(|(piece, is_name)| if *is_name { (*piece).to_owned() } else { prose.next().unwrap_or_default() })
                .collect();
            rescued.extend(altered.into_iter().map(|name| Rescued { text: at, name: name.to_owned() }));
        }
        rescued
    }

    /// The text in pieces, those that are protected names marked; the longest name wins at each place. What only looks
    /// like a name where two words meet (共護|藍天 for 護藍) is none.
    fn cut_at_names<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let mut pieces = Vec::new();
        let (mut start, mut at) = (0, 0);
        let stands = |at: usize, name: &str| {
            let seams = self.0.seams.as_ref();
            seams.is_none_or(|seams| words::may_be_a_name(text, &(at..at + name.len()), &[&seams.names, &seams.own]))
        };
        while at < text.len() {
            if let Some(name) = begun(&text[at..], &self.0.protect).find(|name| stands(at, name)) {
                pieces.push((&text[start..at], false));
                pieces.push((&text[at..at + name.len()], true));
                at += name.len();
                start = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        pieces.push((&text[start..], false));
        pieces
    }
}
