//! Protected names in the other script than the texts have them in: they protect nothing.

use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Glossary, Passage};

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
