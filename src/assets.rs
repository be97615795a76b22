//! Templates, labels and component schemas: the report's own file if there is one, else the built-in one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::store::{Kind, Limit, Read, Refusal, Store};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A template file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its text.
    pub text: Cow<'static, str>,
    /// Whether it is the report's own file.
    pub is_own: bool,
}

/// Where templates come from. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// The report's files, if there is a report.
    store: Option<Arc<Store>>,
}

/// The report's folder of templates.
pub const FOLDER: &str = "templates";

impl Assets {
    /// The built-in files, overridden by those in the report's `templates/`.
    pub fn of_report(store: &Arc<Store>) -> Self {
        Self { store: Some(store.clone()) }
    }

    /// Reads a template by its path below `templates/`, e.g. `components/case.typ`.
    ///
    /// # Errors
    /// If the report's own file exists but is not readable UTF-8.
    pub fn read(&self, path: &str) -> Result<Option<Asset>, Refusal> {
        let own = self.store.as_ref().map(|store| store.read(&format!("{FOLDER}/{path}"), Limit::Text));
        if let Some(bytes) = own.transpose()?.flatten() {
            let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::NotText)?;
            // A byte order mark says nothing of the text.
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            return Ok(Some(Asset { text: text.to_owned().into(), is_own: true }));
        }
        Ok(built_in(path).map(|text| Asset { text: text.into(), is_own: false }))
    }

    /// Whether the report brings any template, at any depth, that is not, to the byte, a built-in one: huibao's own
    /// repository is a report with all of them beside it.
    pub fn has_own(&self) -> bool {
        let Some(store) = &self.store else { return false };
        store.below(FOLDER).into_iter().any(|(path, found)| {
            let read = || store.read(&path, Limit::Picture).ok().flatten();
            let own = path.strip_prefix(FOLDER).and_then(|path| path.strip_prefix('/')).and_then(built_in);
            found.is_err() || read().as_deref() != own.map(str::as_bytes)
        })
    }

    /// The bytes of a template file, which need not be text: a picture of the report's own theme.
    ///
    /// # Errors
    /// If the report's own file exists but cannot be read.
    pub fn bytes(&self, path: &str) -> Read {
        let own = self.store.as_ref().map(|store| store.read(&format!("{FOLDER}/{path}"), Limit::Picture));
        let own = own.transpose()?.flatten();
        Ok(own.or_else(|| built_in(path).map(|text| text.as_bytes().into())))
    }

    /// The paths below `templates/` that lie in the folder `below` (e.g. `components`), sorted.
    pub fn list(&self, below: &str) -> Vec<String> {
        let prefix = format!("{below}/");
        let mut paths: BTreeSet<String> = TEMPLATES
            .iter()
            .filter(|(path, _)| path.starts_with(&prefix))
            .map(|(path, _)| (*path).to_owned())
            .collect();
        let own = self.store.as_ref().and_then(|store| store.list(&format!("{FOLDER}/{below}")).ok());
        let files = own.into_iter().flatten().filter(|entry| entry.kind == Ok(Kind::File));
        paths.extend(files.map(|entry| format!("{prefix}{}", entry.name)));
        paths.into_iter().collect()
    }
}

/// Paths of all built-in templates below `templates/`.
pub fn all_built_in() -> impl Iterator<Item = &'static str> + Clone {
    TEMPLATES.iter().map(|(path, _)| *path)
}

/// A built-in template by its path below `templates/`.
pub fn built_in(path: &str) -> Option<&'static str> {
    TEMPLATES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// A built-in catalogue by its path below `standards/`, e.g. `hkex-2023.yaml`.
pub fn standard(path: &str) -> Option<&'static str> {
    STANDARDS.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// Paths of all built-in catalogues below `standards/`.
pub fn standards() -> impl Iterator<Item = &'static str> {
    STANDARDS.iter().map(|(path, _)| *path)
}
