//! What OpenCC must not see of a text: characters of people's names, titles with words of their own.

use super::{Converter, Layer, MASK, People, titles};
use crate::chinese::names::Found;

impl Converter {
    /// Converts texts with surnames and titles kept from OpenCC.
    pub(super) fn masked(&self, texts: &[&str], people: &People<'_>) -> Vec<String> {
        let surnames = self.surnames(texts);
        let people = self.people(texts, &surnames, people);
        let kept: Vec<(usize, Vec<Kept>)> = std::iter::zip(texts, &surnames)
            .map(|(text, surnames)| self.kept(text, surnames, &people))
            .enumerate()
            .filter(|(at, kept)| !kept.is_empty() && !texts[*at].contains(MASK))
            .collect();
        if kept.is_empty() {
            return self.call(texts);
        }
        let masked: Vec<String> = kept.iter().map(|(at, kept)| mask(texts[*at], kept)).collect();
        let mut all = texts.to_vec();
        for ((at, _), masked) in kept.iter().zip(&masked) {
            all[*at] = masked;
        }
        let mut converted = self.call(&all);
        let titles: Vec<&str> = kept.iter().flat_map(|(_, kept)| kept).filter_map(Kept::title).collect();
        let mut titles = self.convert_titles(&titles).into_iter();
        for (at, kept) in kept {
            let mut kept = kept.into_iter();
            let mut whole = String::with_capacity(converted[at].len());
            for character in converted[at].chars() {
                match (character, if character == MASK { kept.next() } else { None }) {
                    (_, Some(Kept { form: Some(form), .. })) => whole.push(form),
                    (_, Some(Kept { form: None, .. })) => whole.push_str(&titles.next().unwrap_or_default()),
                    _ => whole.push(character),
                }
            }
            converted[at] = whole;
        }
        converted
    }

    /// What OpenCC must not see of a text, in order: titles and surnames.
    fn kept<'t>(&self, text: &'t str, surnames: &[Found<'_>], people: &People<'_>) -> Vec<Kept<'t>> {
        let words = &self.0.tables.prose_words;
        let titles = if words.is_empty() { Vec::new() } else { titles::find(text, words) };
        let mut kept: Vec<Kept<'_>> =
            titles.into_iter().map(|title| Kept { at: title.start, text: &text[title], form: None }).collect();
        let count = kept.len();
        for (at, form) in self.forms(text, surnames, people) {
            let before = kept[..count].partition_point(|title| title.at <= at);
            if before > 0 && at < kept[before - 1].at + kept[before - 1].text.len() {
                continue;
            }
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            kept.push(Kept { at, text: &text[at..at + length], form: Some(form) });
        }
        kept.sort_by_key(|kept| kept.at);
        kept
    }

    /// Converts the insides of 《》, which keep the wording of the names they are: the vocabulary's words, also where the
    /// report has them in its own terms.
    fn convert_titles(&self, titles: &[&str]) -> Vec<String> {
        if titles.is_empty() {
            return Vec::new();
        }
        // Opening it can only fail where opening this one failed.
        self.of_names().map_or_else(|| self.call(titles), |converter| converter.words(titles).0)
    }

    /// The converter of names, which keep their own wording.
    pub(in crate::script) fn of_names(&self) -> Option<&Converter> {
        let converter = self.0.titles.get_or_init(|| {
            let mut without = self.0.without.clone();
            without.push(Layer::Vocabulary);
            let mut glossary = self.0.glossary.clone();
            let is_of_prose = |text: &str| self.0.tables.prose_words.contains(text.trim());
            glossary.terms.retain(|term| !term.names.get(self.0.from).is_some_and(|text| is_of_prose(&text.node)));
            Self::without(self.0.from, self.0.to, &glossary, &without).ok()
        });
        converter.as_ref()
    }
}

/// A part of a text that is kept from OpenCC.
struct Kept<'t> {
    at: usize,
    text: &'t str,
    /// What a surname becomes; `None` for a title, which is converted by itself.
    form: Option<char>,
}

impl<'t> Kept<'t> {
    fn title(&self) -> Option<&'t str> {
        self.form.is_none().then_some(self.text)
    }
}

fn mask(text: &str, kept: &[Kept<'_>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for kept in kept {
        out.push_str(&text[done..kept.at]);
        out.push(MASK);
        done = kept.at + kept.text.len();
    }
    out + &text[done..]
}
