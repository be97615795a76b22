//! One edition → web pages.

use crate::assets::Assets;
use crate::diag::Sink;
use crate::model::{EditionDoc, PageMap, Product};

/// The pages of one edition and what they need, below `<edition>/`.
pub fn site(
    _doc: &EditionDoc,
    _all: &[EditionDoc],
    _pages: Option<&PageMap>,
    _assets: &Assets,
    _sink: &mut Sink,
) -> Vec<Product> {
    Vec::new()
}
