//! Words that stand where another one is meant (審批程式 for 審批程序): told where their neighbours make the other one
//! likelier.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Finding, Reader, is_titled, touches};
use crate::chinese::stand_ins::{self, StandIn};
use crate::chinese::{house, words};
use crate::diag::Code;
use crate::model::{Edition, Passage};

/// A text with as many of these words was converted, and not read again: there they need less evidence.
const WORDS_OF_A_CONVERSION: usize = 3;

/// … if one of them, or a word of Taiwan, stands in as many characters, at least.
const CHARACTERS_FOR_ONE: usize = 5000;

/// What it is worth that a text was converted, in tenths of a decimal logarithm.
const CONVERTED: i32 = 10;

/// … where the edition has the word itself for the same thing, nothing.
const SAME: i32 = -16;

/// A text that was not converted has its words on purpose: there the other one must be ten times likelier, if the edition
/// has the word too.
const OWN: i32 = 10;

/// Titles keep their own words: there the other one must be this much likelier.
const TITLED: i32 = 3;

/// A word that stands for another: where, and how much likelier the other one is.
struct Place<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    word: &'static StandIn,
    doubt: i32,
}

pub(super) fn check(reader: &mut Reader<'_>) {
    for (edition, code) in [(Edition::ZhHantHk, Code::DoubtfulForm), (Edition::ZhHansCn, Code::HongKongWord)] {
        if reader.wants(code) {
            let places = places(edition, reader);
            let told = places.iter().filter(|place| place.doubt > 0);
            let words: BTreeSet<&str> = told.clone().map(|place| place.word.word).collect();
            let length: usize = reader.of(edition).iter().map(|passage| passage.text.chars().count()).sum();
            let taiwan = reader.told.values().filter(|told| **told == Code::TaiwanWord).count();
            let is_converted =
                words.len() >= WORDS_OF_A_CONVERSION && (told.count() + taiwan) * CHARACTERS_FOR_ONE >= length;
            let is_told = |place: &Place<'_>| {
                let counts = is_converted && place.word.lean > SAME;
                let own = if !is_converted && place.word.lean < 0 { OWN } else { 0 };
                place.doubt - own + if counts { CONVERTED } else { 0 } > 0
            };
            for place in places.into_iter().filter(is_told) {
                let StandIn { word, instead, .. } = place.word;
                let message = format!("`{word}` stands where `{instead}` is meant");
                let hint = format!("write `{instead}`, or `-{{{word}}}-` if it is meant");
                reader.tell(place.passage, place.range, code, Finding::new(message, hint));
            }
        }
    }
}

fn places<'a>(edition: Edition, reader: &Reader<'a>) -> Vec<Place<'a>> {
    let passages = reader.of(edition);
    let whole: String = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for word in stand_ins::of(edition).iter().filter(|word| whole.contains(word.word)) {
        for passage in &passages {
            for (at, _) in passage.text.match_indices(word.word) {
                let range = at..at + word.word.len();
                let is_apart = || words::is_apart(&passage.text, &range, &[house::keys()]);
                if !touches(&reader.kept(passage), &range) && is_apart() {
                    let titled = if is_titled(&passage.text, &range) { TITLED } else { 0 };
                    let doubt = word.doubt(&passage.text, &range) - titled;
                    found.push(Place { passage, range, word, doubt });
                }
            }
        }
    }
    found
}
