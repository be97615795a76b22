//! Templates, labels and component schemas: the report's own file if there is one, else the built-in one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A template file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its text.
    pub text: Cow<'static, str>,
    /// The report's own file, if that is where it comes from.
    pub own: Option<PathBuf>,
}

/// Where templates come from.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// The report's `templates/` folder, if it has one.
    folder: Option<PathBuf>,
}

impl Assets {
    /// The built-in files, overridden by those in `<root>/templates`.
    pub fn for_report(root: &Path) -> Self {
        let folder = root.join("templates");
        Self { folder: folder.is_dir().then_some(folder) }
    }

    /// Reads a template by its path below `templates/`, e.g. `components/case.typ`.
    ///
    /// # Errors
    /// If the report's own file exists but is not readable UTF-8.
    pub fn read(&self, path: &str) -> std::io::Result<Option<Asset>> {
        if let Some(file) = self.folder.as_ref().map(|folder| folder.join(path)).filter(|file| file.is_file()) {
            let text = std::fs::read_to_string(&file)?;
            return Ok(Some(Asset { text: text.into(), own: Some(file) }));
        }
        Ok(built_in(path).map(|text| Asset { text: text.into(), own: None }))
    }

    /// The paths below `templates/` that lie in the folder `below` (e.g. `components`), sorted.
    pub fn list(&self, below: &str) -> Vec<String> {
        let prefix = format!("{below}/");
        let mut paths: BTreeSet<String> = TEMPLATES
            .iter()
            .filter(|(path, _)| path.starts_with(&prefix))
            .map(|(path, _)| (*path).to_owned())
            .collect();
        if let Some(entries) = self.folder.as_ref().and_then(|folder| std::fs::read_dir(folder.join(below)).ok()) {
            paths.extend(entries.flatten().map(|entry| format!("{prefix}{}", entry.file_name().to_string_lossy())));
        }
        paths.into_iter().collect()
    }
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
