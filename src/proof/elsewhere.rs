//! Words of Hong Kong and Taiwan in a text for the mainland: `standards/script/reviewed/elsewhere-cn.txt`, and what the ESG
//! vocabulary converts.

use std::ops::Range;

use super::slips::{ByStart, listed};
use super::{Finding, Reader, ask, is_titled, touches};
use crate::chinese::words::is_apart;
use crate::chinese::{house, simplified, vocabulary};
use crate::diag::Code;
use crate::model::{Edition, Passage};

pub(super) fn check(reader: &mut Reader<'_>) {
    let passages = reader.of(Edition::ZhHansCn);
    if passages.is_empty() || !(reader.wants(Code::TaiwanWord) || reader.wants(Code::HongKongWord)) {
        return;
    }
    let listed = ByStart::new(listed("elsewhere-cn.txt"));
    let terms = ByStart::new(terms());
    for passage in passages {
        let text = passage.text.as_str();
        let of_list = listed.places(text).filter(|(range, word)| word.stands(text, range)).map(|(range, word)| {
            let code = if word.note == "Taiwan" { Code::TaiwanWord } else { Code::HongKongWord };
            (range, word.right, code)
        });
        let of_vocabulary = terms.places(text).map(|(range, term)| (range, term.mainland, Code::HongKongWord));
        let mut found: Vec<(Range<usize>, &str, Code)> = of_list.chain(of_vocabulary).collect();
        // What begins or ends within a word is another one: 两家|私人|公司 has no 家私.
        found.retain(|(range, ..)| is_apart(text, range, &[house::keys()]));
        // The longest word of several that lie over one another.
        found.sort_by_key(|(range, ..)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        for (range, mainland, code) in found {
            if range.start < end || is_kept(passage, &range, mainland, reader) {
                continue;
            }
            end = range.end;
            let whose = if code == Code::TaiwanWord { "Taiwan" } else { "Hong Kong" };
            let word = &text[range.clone()];
            let message = format!("`{word}` is {whose} usage");
            let hint = format!("write `{mainland}`, or add `{word}` to `protect` in glossary.yaml");
            reader.tell(passage, range, code, Finding::new(message, hint));
        }
    }
}

/// A word of Hong Kong in Simplified characters.
struct Term {
    word: String,
    mainland: &'static str,
}

impl AsRef<str> for Term {
    fn as_ref(&self) -> &str {
        &self.word
    }
}

/// The terms of the vocabulary that conversion replaces wherever they stand and that no mainland text has (`on`, towards the mainland).
fn terms() -> Vec<Term> {
    let terms = vocabulary::terms().iter().filter(|term| term.to_mainland && term.is_told);
    let pairs: Vec<(&str, &str)> = terms.map(|term| (term.hong_kong, term.mainland)).collect();
    let words = ask(pairs.iter().map(|(hong_kong, _)| *hong_kong), simplified);
    let terms = std::iter::zip(words, pairs).map(|(word, (_, mainland))| Term { word, mainland });
    terms.filter(|term| term.word != term.mainland && !term.word.contains(term.mainland)).collect()
}

/// Whether the mainland's own word stands there (石油气 in 液化石油气), a title, or what the glossary protects.
fn is_kept(passage: &Passage, range: &Range<usize>, mainland: &str, reader: &Reader<'_>) -> bool {
    let text = passage.text.as_str();
    let own = text.match_indices(mainland).map(|(at, word)| at..at + word.len());
    let kept: Vec<Range<usize>> = reader.kept(passage).into_iter().chain(own).collect();
    is_titled(text, range) || touches(&kept, range)
}
