//! One script for both, character by character: what search needs.

use std::collections::BTreeMap;

use super::Converter;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Edition, Glossary};

/// The Simplified character of every Traditional one and variant that has one. Applied to the text and to what a reader
/// types alike, it makes the two scripts equal wherever they use the same words. Several characters may become one, and
/// the result of folding is never folded further.
pub fn folding(sink: &mut Sink) -> BTreeMap<char, char> {
    let converter = match Converter::new(Edition::ZhHantHk, Edition::ZhHansCn, &Glossary::default()) {
        Ok(converter) => converter,
        Err(error) => {
            sink.push(Diagnostic::error(Code::Conversion, None, error));
            return BTreeMap::new();
        }
    };
    // The ideographs of the basic plane and its first extension: every character of everyday use.
    let all: Vec<String> = ('\u{3400}'..='\u{9fff}').map(String::from).collect();
    let (converted, _) = converter.words(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let first = |text: &String| text.chars().next();
    let pairs: BTreeMap<char, char> = std::iter::zip(&all, &converted)
        .filter_map(|(from, to)| Some((first(from)?, first(to)?)))
        .filter(|(from, to)| from != to)
        .collect();
    let end = |mut to: char| {
        // Never longer than two steps in fact; the bound only keeps a circle from being endless.
        for _ in 0..pairs.len() {
            let Some(next) = pairs.get(&to) else { break };
            to = *next;
        }
        to
    };
    pairs.iter().map(|(from, to)| (*from, end(*to))).filter(|(from, to)| from != to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_and_their_variants_become_one() {
        let folding = folding(&mut Sink::default());
        let fold = |text: &str| text.chars().map(|c| *folding.get(&c).unwrap_or(&c)).collect::<String>();
        assert_eq!(fold("溫室氣體、供應鏈、裏裡、僱員、發布頭髮"), "温室气体、供应链、里里、雇员、发布头发");
        assert_eq!(fold("温室气体"), "温室气体");
        assert!(folding.values().all(|to| !folding.contains_key(to)));
    }
}
