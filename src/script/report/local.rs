//! Names that are protected in some files only: in these, a person has decided that each of their characters stays.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::Glossary;
use crate::source::SourceId;

/// Where such names stand in a text of a file, in bytes.
pub(in crate::script) fn places(glossary: &Glossary, source: SourceId, text: &str) -> Vec<Range<usize>> {
    let names = glossary.local_names(source).filter(|name| !name.is_empty());
    names.flat_map(|name| text.match_indices(name).map(|(at, name)| at..at + name.len())).collect()
}

/// Adds these names to the decisions about a text.
pub(in crate::script) fn keep(glossary: &Glossary, source: SourceId, text: &str, decided: &mut Vec<(usize, char)>) {
    let places = places(glossary, source, text);
    if places.is_empty() {
        return;
    }
    let mut all: BTreeMap<usize, char> = decided.drain(..).collect();
    for place in places {
        all.extend(text[place.clone()].char_indices().map(|(at, character)| (place.start + at, character)));
    }
    decided.extend(all);
}
