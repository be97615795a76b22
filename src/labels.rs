//! The words the renderers add, per edition: `templates/labels.yaml`.

use indexmap::IndexMap;

use crate::assets::Assets;
use crate::model::Edition;

/// The labels of one edition by key.
pub fn labels(_assets: &Assets, _edition: Edition) -> IndexMap<String, String> {
    IndexMap::new()
}
