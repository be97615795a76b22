//! Entries of the glossary in the other script than they should be: names that protect nothing, wordings of another edition.

use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Edition, Glossary, Passage, Script};

/// Tells wordings of terms that are in the script of the other edition: sides that changed places, or one that was copied.
pub fn check_terms(glossary: &Glossary, sink: &mut Sink) {
    for (tag, text) in glossary.terms.iter().flat_map(|term| term.names.iter()) {
        let Some(edition) = Edition::served_by(tag).next() else { continue };
        let (simplified, traditional) = super::characters_of(&text.node);
        let (own, other, script) = match edition.script() {
            Script::Traditional => (traditional, simplified, "Simplified"),
            Script::Simplified => (simplified, traditional, "Traditional"),
            Script::Latin => continue,
        };
        if other > 0 && own == 0 {
            let message = format!("`{}` is in {script}, and would be printed in {edition}", text.node.trim());
            let hint = "write it in the edition's own script, each wording behind its own tag; a name that stays as it is in \
                        every edition stands under `protect`";
            sink.push(Diagnostic::warning(Code::Glossary, text.span, message).hint(hint));
        }
    }
}

/// Tells names of the glossary that no text has as they are written there, while some have them in the other script.
pub fn check(glossary: &Glossary, passages: &[Passage], sink: &mut Sink) {
    let names = glossary.protect.iter().filter(|name| {
        let own = name.node.trim();
        !own.is_empty() && !passages.iter().any(|passage| passage.text.contains(own))
    });
    let names: Vec<_> = names.map(|name| (name, words::in_place(name.node.trim()))).collect();
    if names.is_empty() {
        return;
    }
    let texts: Vec<String> = passages.iter().map(|passage| words::in_place(&passage.text)).collect();
    for (name, simple) in names {
        let found = std::iter::zip(passages, &texts).find_map(|(passage, text)| {
            let at = text.find(&simple)?;
            let range = at..at + simple.len();
            Some((&passage.text[range.clone()], passage.place(range)?.0))
        });
        let is_listed = |written: &str| glossary.protect.iter().any(|name| name.node.trim() == written);
        if let Some((written, place)) = found.filter(|(written, _)| !is_listed(written)) {
            let message = format!("`{}` protects nothing: the texts have `{written}`", name.node.trim());
            let hint = format!("write `{written}`, or mend the texts");
            sink.push(Diagnostic::note(Code::Glossary, name.span, message).label(place, "here").hint(hint));
        }
    }
}
