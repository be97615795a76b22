//! What a layer knows about a word that it has changed.

use std::ops::Range;

use super::{Converter, Layer};
use crate::chinese::{han_runs, house, vocabulary, words};

impl Converter {
    /// Why a layer prints a wording: an entry of a list with its reason, or how the sentence is cut.
    /// `place`: where it stands in the text itself, if that is known.
    pub(in crate::script) fn evidence(
        &self,
        layer: Layer,
        text: &str,
        place: Option<Range<usize>>,
        wording: &str,
    ) -> String {
        match layer {
            Layer::House => {
                let listed = house::reason(self.to(), wording).map(str::to_owned);
                listed.or_else(|| self.cut(text, &place?)).unwrap_or_default()
            }
            Layer::Vocabulary => {
                let has = |term: &&vocabulary::Term| [term.hong_kong, term.mainland].contains(&wording);
                vocabulary::terms().iter().find(has).map(|term| term.note.to_owned()).unwrap_or_default()
            }
            Layer::Glossary => "a term of the glossary".to_owned(),
            Layer::Names if self.0.protect.contains(wording) => "a protected name".to_owned(),
            Layer::Names => "a person's name".to_owned(),
            Layer::Quotes => String::new(),
        }
    }

    /// The likeliest words around a place: those that it reaches into, with a character on either side.
    fn cut(&self, text: &str, place: &Range<usize>) -> Option<String> {
        let seams = self.0.seams.as_ref()?;
        let run = han_runs(text).into_iter().find(|run| run.start <= place.start && place.end <= run.end)?;
        let before = text[run.start..place.start].chars().next_back().map_or(0, char::len_utf8);
        let after = text[place.end..run.end].chars().next().map_or(0, char::len_utf8);
        let keys = [&seams.names, &seams.own];
        let (mut words, _) = words::likeliest(&text[run.clone()], &keys);
        let mut at = run.start;
        words.retain(|word| {
            let start = at;
            at += word.len();
            start < place.end + after && at > place.start - before
        });
        let (_, cost) = words::likeliest(&words.concat(), &keys);
        Some(format!("cut {}, 1 in 10^{}", words.join("|"), cost / 10))
    }
}
