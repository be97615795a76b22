//! The ESG vocabulary between Hong Kong and the mainland: `standards/script/reviewed/vocabulary.tsv`.

use std::sync::LazyLock;

use super::data;
use crate::model::{Edition, Vocabulary};

/// One term of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Wording in Hong Kong.
    pub hong_kong: &'static str,
    /// Wording on the mainland.
    pub mainland: &'static str,
    /// Whether it holds on the way to Hong Kong.
    pub to_hong_kong: bool,
    /// Whether it holds on the way to the mainland.
    pub to_mainland: bool,
    /// Whether it holds unless the report says otherwise; else the report must ask for it.
    pub is_on: bool,
    /// Whether the other side has no such word, so that it is told where somebody types it there.
    pub is_told: bool,
    /// Whether names inside 《》 keep their own wording.
    pub keeps_titles: bool,
    /// Where the wording comes from, or what to mind.
    pub note: &'static str,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| data::rows("vocabulary.tsv").filter_map(term).collect());

/// Every term, in the order of the file.
pub fn terms() -> &'static [Term] {
    &TERMS
}

fn term(fields: Vec<&'static str>) -> Option<Term> {
    let mut fields = fields.into_iter();
    let (hong_kong, mainland) = (fields.next()?, fields.next()?);
    let direction = fields.next()?;
    let how = fields.next()?;
    let keeps_titles = fields.next()? == "prose";
    Some(Term {
        hong_kong,
        mainland,
        to_hong_kong: matches!(direction, "both" | "to-hk"),
        to_mainland: matches!(direction, "both" | "to-cn"),
        is_on: how != "suggest",
        is_told: how == "on",
        keeps_titles,
        note: fields.next()?,
    })
}

/// The terms that hold for a report on the way to an edition: wording before, wording after, whether titles keep theirs.
pub fn chosen(to: Edition, choice: &Vocabulary) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    let names = |list: &[crate::source::Spanned<String>], term: &Term| {
        list.iter().any(|name| [term.hong_kong, term.mainland].contains(&name.node.trim()))
    };
    terms()
        .iter()
        .filter(move |term| {
            !choice.is_off && if to == Edition::ZhHantHk { term.to_hong_kong } else { term.to_mainland }
        })
        .filter(move |term| (term.is_on || names(&choice.wanted, term)) && !names(&choice.unwanted, term))
        .map(move |term| {
            let (hong_kong, mainland) = (term.hong_kong, term.mainland);
            let (before, after) = if to == Edition::ZhHantHk { (mainland, hong_kong) } else { (hong_kong, mainland) };
            (before, after, term.keeps_titles)
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_file_is_whole_and_says_nothing_twice() {
        for fields in data::rows("vocabulary.tsv") {
            let line = fields.join(" ");
            assert_eq!(fields.len(), 6, "{line}");
            assert!(fields.iter().all(|field| !field.is_empty() && field.trim() == *field), "{line}");
            assert!(["both", "to-hk", "to-cn"].contains(&fields[2]), "{line}");
            assert!(["on", "silent", "suggest"].contains(&fields[3]), "{line}");
            assert!(["prose", "anywhere"].contains(&fields[4]), "{line}");
        }
        assert!(terms().len() >= 300, "{}", terms().len());
        // By default a word has one wording. Suggestions may offer several: the report chooses.
        for to in [Edition::ZhHantHk, Edition::ZhHansCn] {
            let mut seen = BTreeMap::new();
            for (before, after, _) in chosen(to, &Vocabulary::default()) {
                assert_eq!(seen.insert(before, after), None, "{before} twice towards {to}");
            }
        }
    }

    #[test]
    fn a_report_chooses() {
        let span = crate::source::Span::new(crate::source::Sources::default().add("a", "a"), 0..1);
        let list = |term: &str| vec![crate::source::Spanned::new(term.to_owned(), span)];
        let has = |choice: &Vocabulary, word| chosen(Edition::ZhHansCn, choice).any(|(before, ..)| before == word);
        let default = Vocabulary::default();
        assert!(has(&default, "資訊科技") && !has(&default, "管治"));
        let choice = Vocabulary { is_off: false, wanted: list("治理"), unwanted: list("資訊科技") };
        assert!(!has(&choice, "資訊科技") && has(&choice, "管治"));
        assert!(!has(&Vocabulary { is_off: true, ..choice }, "管治"));
    }
}
