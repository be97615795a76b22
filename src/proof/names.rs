//! People's names that a conversion has spoilt: 餘先生 for 余先生, 於慧敏女士 for 于慧敏女士.

use super::{Finding, Reader};
use crate::chinese::names;
use crate::diag::Code;
use crate::model::{NameOf, Passage};

pub(super) fn check(passages: &[&Passage], reader: &mut Reader<'_>) {
    for passage in passages {
        if passage.named == Some(NameOf::Person)
            && let Some((at, character, name)) = names::spoilt_name(&passage.text)
        {
            let hint = format!("write `{name}`, or add the name to `protect` in glossary.yaml");
            let finding = Finding { is_of_name: true, ..Finding::new(format!("`{character}` is no surname"), hint) };
            reader.tell(passage, at..at + character.len_utf8(), Code::DoubtfulForm, finding);
            continue;
        }
        for (at, character) in passage.text.char_indices() {
            let (before, rest) = passage.text.split_at(at);
            let Some(name) = names::spoilt(before, character, &rest[character.len_utf8()..]) else { continue };
            let finding = Finding::new(format!("`{character}` is no surname"), format!("write `{name}`"));
            reader.tell(passage, at..at + character.len_utf8(), Code::DoubtfulForm, finding);
        }
    }
}
