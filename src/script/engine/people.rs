//! People who are named in texts.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::{Converter, DECIDED, Layer, People};
use crate::chinese::names::{self, Found};
use crate::model::Edition;

impl Converter {
    /// Whether it knows people's names.
    fn has_names(&self) -> bool {
        !self.0.without.contains(&Layer::Names)
    }

    /// Where surnames with a form of their own stand in each text. One of which something is hidden tells none.
    pub(super) fn surnames<'t>(&self, texts: &[&'t str]) -> Vec<Vec<Found<'t>>> {
        let has_names = self.has_names() && self.0.to == Edition::ZhHantHk;
        let of = |text: &&'t str| {
            if has_names && !text.contains(DECIDED) { names::find(text) } else { Vec::new() }
        };
        texts.iter().map(of).collect()
    }

    /// The people who are certain in one of the texts, and those who are known.
    pub(super) fn people<'t>(&self, texts: &[&'t str], surnames: &[Vec<Found<'t>>], known: &People<'t>) -> People<'t> {
        if !self.has_names() {
            return People::new();
        }
        // What is a name for being alone in a text may be a word as well.
        let of = |text: &&'t str| {
            let text = *text;
            let names = names::people(text, false).into_iter().map(move |name| &text[name]);
            names.filter(move |name| *name != text.trim())
        };
        let certain = surnames.iter().flatten().filter_map(|found| found.name);
        let all = certain.chain(texts.iter().flat_map(of)).chain(known.iter().copied());
        all.filter(|name| !names::forms(name, self.0.to).is_empty()).collect()
    }

    /// Where surnames of people stand in each text who are certain in one of them, or known.
    pub(in crate::script) fn surnames_of_people(
        &self,
        texts: &[&str],
        known: &People<'_>,
    ) -> Vec<Vec<std::ops::Range<usize>>> {
        let people = self.people(texts, &self.surnames(texts), known);
        let character = |text: &str, at: usize| at..at + text[at..].chars().next().map_or(0, char::len_utf8);
        let places = |text: &&str| self.forms(text, &[], &people).into_keys().map(|at| character(text, at)).collect();
        texts.iter().map(places).collect()
    }

    /// Where characters of people's names stand in a text that have a form of their own, and that form. Known people have no
    /// names in a text that hides something.
    pub(super) fn forms(&self, text: &str, surnames: &[Found<'_>], people: &People<'_>) -> BTreeMap<usize, char> {
        let known = named(text, people).filter(|_| !text.contains(DECIDED));
        let known = known.flat_map(|name| {
            let forms = names::forms(&text[name.clone()], self.0.to);
            forms.into_iter().map(move |(at, form)| (name.start + at, form))
        });
        surnames.iter().map(|found| (found.at, found.form)).chain(known).collect()
    }
}

/// Where known people are named in a text.
fn named<'p>(text: &'p str, people: &'p People<'_>) -> impl Iterator<Item = std::ops::Range<usize>> + 'p {
    let begun = move |(at, _)| begun(&text[at..], people).map(move |name| at..at + name.len());
    let places = text.char_indices().flat_map(begun);
    places.filter(move |name| text.trim() == &text[name.clone()] || names::may_be_known(text, name))
}

/// The names that a text begins with, the longest first. They are looked up: many texts may have many names.
pub(super) fn begun<'p, N: Borrow<str> + Ord>(
    mut text: &'p str,
    names: &'p BTreeSet<N>,
) -> impl Iterator<Item = &'p str> {
    std::iter::from_fn(move || {
        loop {
            let near: &str = names.range::<str, _>((Bound::Unbounded, Bound::Included(text))).next_back()?.borrow();
            // No name that the text begins with is longer than what the nearest one has in common with it.
            let same = std::iter::zip(near.chars(), text.chars()).take_while(|(one, other)| one == other);
            let common: usize = same.map(|(c, _)| c.len_utf8()).sum();
            let is_begun = common == near.len();
            let last = near.chars().next_back().filter(|_| is_begun).map_or(0, char::len_utf8);
            text = &text[..common - last];
            if is_begun {
                return (!near.is_empty()).then_some(near);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_text_begins_with() {
        let names = BTreeSet::from(["于伟", "于伟明", "于海", "余", "王一"]);
        for (text, wanted) in [
            ("于伟明先生", &["于伟明", "于伟"][..]),
            ("于伟及", &["于伟"]),
            ("余海", &["余"]),
            ("于", &[]),
            ("王二", &[]),
            ("张三", &[]),
            ("", &[]),
        ] {
            assert_eq!(begun(text, &names).collect::<Vec<_>>(), wanted, "{text}");
        }
    }
}
