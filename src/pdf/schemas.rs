//! What the schemas of a document's components say about how they are set.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::assets::Assets;
use crate::model::printed::BlockKind;
use crate::model::{Document, for_each_block};

/// What `T` takes of the schema of each component that stands in a document, by its name; nothing of one that cannot be
/// read.
pub(super) fn of_components<'d, T: DeserializeOwned + Default>(
    doc: &'d Document,
    assets: &Assets,
) -> BTreeMap<&'d str, T> {
    let read = |name: &str| {
        let schema = assets.read(&format!("components/{name}.yaml")).ok().flatten()?;
        crate::yaml::read::<T>(&schema.text).ok()
    };
    let mut found = BTreeMap::new();
    for chapter in &doc.chapters {
        for_each_block(&chapter.blocks, &mut |block| {
            if let BlockKind::Component(component) = &block.kind {
                let name = component.name.node.as_str();
                found.entry(name).or_insert_with(|| read(name).unwrap_or_default());
            }
        });
    }
    found
}
