//! The words the renderers add, per edition: `templates/labels.yaml`.

use indexmap::IndexMap;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::Edition;

/// File of the labels below `templates/`.
const FILE: &str = "labels.yaml";

/// The labels of one edition by key: the built-in ones, each overridden by the report's own file if it has one.
pub fn labels(assets: &Assets, edition: Edition, sink: &mut Sink) -> IndexMap<String, String> {
    let built_in = crate::assets::built_in(FILE).unwrap_or_default();
    let mut labels = for_edition(built_in, edition).expect("the build checks the built-in labels");
    match assets.read(FILE) {
        Ok(Some(own)) if own.is_own => match for_edition(&own.text, edition) {
            Ok(own) => labels.extend(own),
            Err(error) => sink.push(Diagnostic::error(Code::Template, None, format!("templates/{FILE}: {error}"))),
        },
        Ok(_) => {}
        Err(refusal) => sink.push(refusal.told(&format!("templates/{FILE}"), None)),
    }
    labels
}

/// The labels for the longest tag that is a prefix of the edition's.
fn for_edition(text: &str, edition: Edition) -> Result<IndexMap<String, String>, crate::yaml::Error> {
    let mut all: IndexMap<String, IndexMap<String, String>> = crate::yaml::read(text)?;
    let best = all.keys().filter(|tag| edition.tag().starts_with(tag.as_str())).max_by_key(|tag| tag.len()).cloned();
    Ok(best.and_then(|tag| all.swap_remove(&tag)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edition_has_every_label() {
        let all = Edition::ALL.map(|edition| for_edition(crate::assets::built_in(FILE).unwrap(), edition).unwrap());
        assert!(!all[0].is_empty());
        for labels in &all[1..] {
            assert_eq!(labels.keys().collect::<Vec<_>>(), all[0].keys().collect::<Vec<_>>());
        }
    }
}
