//! Which of an edition's words the templates of its PDF name. Typst takes in whatever a function is given at each call:
//! words that no template asks for, most of them the website's, would be taken in thousands of times.

use std::collections::BTreeSet;

use crate::assets::Assets;

/// The words that templates name.
#[derive(Debug, Default)]
pub(super) struct NamedLabels {
    names: BTreeSet<String>,
    /// What names begin with that are put together: `doc.labels.at("state-" + name)`.
    starts: Vec<String>,
    /// Whether a template takes them as a whole, and so perhaps any.
    all: bool,
}

impl NamedLabels {
    /// Reads the built-in templates and the report's own.
    pub(super) fn of(assets: &Assets) -> Self {
        let mut named = Self::default();
        for path in ["pdf", "components"].iter().flat_map(|below| assets.list(below)) {
            if let Some(asset) = assets.read(&path).ok().flatten().filter(|_| path.ends_with(".typ")) {
                named.read(&asset.text);
            }
        }
        named
    }

    fn read(&mut self, template: &str) {
        const LABELS: &str = ".labels";
        for (at, _) in template.match_indices(LABELS) {
            let Some(rest) = template[at + LABELS.len()..].strip_prefix('.') else {
                self.all = true;
                continue;
            };
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            match behind.strip_prefix('(') {
                None => drop(self.names.insert(name.to_owned())),
                Some(argument) => match argument.strip_prefix('"').and_then(|text| text.split_once('"')) {
                    Some((start, _)) if name == "at" => self.starts.push(start.to_owned()),
                    _ => self.all = true,
                },
            }
        }
    }

    /// Whether a template names this one.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all || self.names.contains(name) || self.starts.iter().any(|start| name.starts_with(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_templates_write_them() {
        let read = |template: &str| {
            let mut named = NamedLabels::default();
            named.read(template);
            ["page", "page-number", "state-met", "draft"].map(|name| named.has(name))
        };
        assert_eq!(read("[#doc.labels.page-number#doc.labels.draft.]"), [false, true, false, true]);
        assert_eq!(read("doc.labels.at(\"state-\" + name)"), [false, false, true, false]);
        for whole in ["doc.labels.at(name)", "let words = doc.labels\n", "doc.labels.pairs()", "f(doc.labels)"] {
            assert_eq!(read(whole), [true; 4], "{whole}");
        }
        assert!(!NamedLabels::of(&Assets::default()).all, "each template names the words it takes");
    }
}
