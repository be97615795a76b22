//! `carried-over.yaml`: texts that stand as they did in the report before.

use std::collections::{BTreeMap, BTreeSet};

/// Texts taken over from the report before that nobody has touched: by file, path below the content folder, the marks of
/// its texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CarriedOver(pub BTreeMap<String, BTreeSet<String>>);

/// One text taken over, as the ledger lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedText {
    /// File, path below the content folder.
    pub file: String,
    /// Tells the text from others: it changes with every change of the text but those of white space.
    pub mark: String,
    /// How it begins, for people.
    pub begins: String,
}
