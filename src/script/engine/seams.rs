//! Where words end.

use std::borrow::Cow;

use super::DECIDED;
use super::layers::{Layer, Tables};
use crate::chinese::house::{self, Table};
use crate::chinese::words::{self, Keys};
use crate::model::Edition;

/// Where OpenCC must not read on: it takes the longest match from the left and knows no probabilities.
pub(super) struct Seams {
    pub names: Keys,
    pub own: Keys,
    to: Edition,
}

impl Seams {
    /// Nothing where the house style is left out: then OpenCC reads as it does.
    pub(super) fn new(to: Edition, tables: &Tables, without: &[Layer]) -> Option<Self> {
        /// A name or a term is a hundred times as likely in its own report as its parts are elsewhere.
        const NAME: u32 = 20;
        /// A term of the vocabulary is as good as a phrase.
        const TERM: u32 = house::LISTED;
        fn keys(table: &Table) -> impl Iterator<Item = &str> {
            table.keys().map(String::as_str)
        }
        let own = || house::keys_of(&tables.house).and(keys(&tables.vocabulary), TERM);
        (!without.contains(&Layer::House)).then(|| Self {
            names: Keys::new(keys(&tables.terms).chain(keys(&tables.names)), NAME),
            // Towards Traditional, OpenCC's phrases are among the words.
            own: if to == Edition::ZhHansCn {
                own().and(words::phrases_towards_mainland(), house::LISTED)
            } else {
                own()
            },
            to,
        })
    }

    pub(super) fn marked_once<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.contains(DECIDED) { text.into() } else { self.mark(text).into() }
    }

    pub(super) fn mark(&self, text: &str) -> String {
        words::marked(text, &self.names, &self.own, self.to == Edition::ZhHantHk)
    }
}
