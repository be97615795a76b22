//! One edition → web pages.

use std::collections::BTreeMap;
use std::path::Path;

use crate::assets::Assets;
use crate::diag::Sink;
use crate::model::{EditionDoc, Product};
use crate::source::Sources;

/// The pages of one edition and what they need, below `<edition>/`. `pages` has, per standard, the PDF pages of every
/// index row as printed; images are read from the `content` folder.
pub fn site(
    _doc: &EditionDoc,
    _all: &[EditionDoc],
    _pages: &BTreeMap<String, Vec<String>>,
    _assets: &Assets,
    _content: &Path,
    _sources: &mut Sources,
    _sink: &mut Sink,
) -> Vec<Product> {
    Vec::new()
}

/// The page at the output's root where readers choose an edition.
pub fn chooser(_all: &[EditionDoc], _assets: &Assets, _sources: &mut Sources, _sink: &mut Sink) -> Option<Product> {
    None
}
