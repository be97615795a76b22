//! The names that a report can use, for people who write one.

use serde::Deserialize;

use super::Build;
use crate::assets::Assets;
use crate::load;
use crate::model::Edition;

/// What is told of a component: the head of its schema.
#[derive(Deserialize)]
struct About {
    #[serde(default)]
    about: String,
}

impl Build<'_> {
    /// Templates, labels and schemas: huibao's and the report's own.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Units by id with their wording in Hong Kong: huibao's and the report's own.
    pub fn units(&self) -> Vec<(String, String)> {
        let built_in = load::built_in_units();
        let book = self.report.as_ref().map_or(&built_in, |report| &report.kpis);
        book.units.iter().map(|(id, unit)| (id.clone(), unit.names.text(Edition::ZhHantHk).to_owned())).collect()
    }

    /// Components by name with what they are.
    pub fn components_with_words(&self) -> Vec<(String, String)> {
        let files = self.assets.list("components");
        let schemas = files.iter().filter_map(|path| {
            let name = path.strip_prefix("components/")?.strip_suffix(".yaml")?;
            let text = self.assets.read(path).ok()??.text;
            let about = crate::yaml::read::<About>(&text).map(|schema| schema.about).unwrap_or_default();
            Some((name.to_owned(), about))
        });
        schemas.collect()
    }

    /// Names of the themes.
    pub fn themes(&self) -> Vec<String> {
        let files = self.assets.list("themes");
        files.iter().filter_map(|path| Some(path.strip_prefix("themes/")?.strip_suffix(".yaml")?.to_owned())).collect()
    }
}
