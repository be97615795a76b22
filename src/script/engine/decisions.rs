//! What a person has decided about single characters of a sentence (`review.yaml`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::chinese::readings;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Decision, Edition, Ledger, that_hold, words_alone};

/// The sentences of a text, without white space around them: up to a full stop and the marks that close after it.
pub(in crate::script) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut is_over = false;
    for (at, character) in text.char_indices() {
        let ends = matches!(character, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n');
        if is_over && !ends && !matches!(character, '」' | '』' | '”' | '’' | '）' | '》' | ')') {
            cuts.push(at);
            is_over = false;
        }
        is_over |= ends;
    }
    cuts.push(text.len());
    let trimmed = |cut: &[usize]| {
        let part = &text[cut[0]..cut[1]];
        let start = cut[0] + part.len() - part.trim_start().len();
        start..start + part.trim().len()
    };
    cuts.windows(2).map(trimmed).filter(|range| !range.is_empty()).collect()
}

/// Byte offset and reading, in order, of what the ledger decides in each text. Entries that decide nothing, and those
/// that cannot be right, are told.
pub(in crate::script) fn decided(
    ledger: &Ledger,
    to: Edition,
    texts: &[impl AsRef<str>],
    sink: &mut Sink,
) -> Vec<Vec<(usize, char)>> {
    let mut entries: BTreeMap<String, Vec<&Decision>> = BTreeMap::new();
    for decision in ledger.entries.iter().filter(|decision| decision.key.edition == to) {
        let key = &decision.key;
        let known = readings::of(to).get(&key.character);
        if let Some(known) = known.filter(|known| !known.contains(&decision.reading)) {
            let message = format!("`{}` is no reading of `{}`", decision.reading, key.character);
            let hint = format!("it becomes one of {}", list(known));
            sink.push(Diagnostic::error(Code::BadValue, decision.span, message).hint(hint));
        }
        entries.entry(words_alone(&key.sentence)).or_default().push(decision);
    }
    if entries.is_empty() {
        return vec![Vec::new(); texts.len()];
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let decided = texts
        .iter()
        .map(|text| {
            let text = text.as_ref();
            let mut own = Vec::new();
            for range in sentences(text) {
                let sentence = &text[range.clone()];
                let list = entries.get(&words_alone(sentence)).map(Vec::as_slice).unwrap_or_default();
                for entry in that_hold(list, sentence) {
                    used.insert(&entry.key.sentence);
                    own.extend(entry.key.offset_in(sentence).map(|at| (range.start + at, entry.reading)));
                }
            }
            own.sort_unstable();
            own.dedup_by_key(|(at, _)| *at);
            own
        })
        .collect();
    for entry in entries.values().flatten().filter(|entry| !used.contains(entry.key.sentence.as_str())) {
        let sentence = &entry.key.sentence;
        sink.push(
            Diagnostic::warning(
                Code::StaleReview,
                entry.span,
                format!(
                    "`{}` is decided here for a sentence that {to} does not have (any more): {}",
                    entry.key.character,
                    short(sentence)
                ),
            )
            .hint("see `huibao review` for the sentence as it stands now; `huibao review --prune` drops this entry"),
        );
    }
    decided
}

/// The beginning of a sentence.
fn short(sentence: &str) -> String {
    /// Characters that are enough to know a sentence by.
    const FEW: usize = 20;
    let mut out: String = sentence.chars().take(FEW).collect();
    if sentence.chars().count() > FEW {
        out.push('…');
    }
    out
}

/// `a, b, c`.
pub(in crate::script) fn list(characters: &[char]) -> String {
    characters.iter().map(char::to_string).collect::<Vec<_>>().join(", ")
}
