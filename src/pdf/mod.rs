//! One edition → PDF bytes and a page map. The only user of Typst.

use std::collections::BTreeMap;
use std::path::Path;

use crate::assets::Assets;
use crate::diag::Sink;
use crate::model::{EditionDoc, PageMap, Product, Report};
use crate::source::Sources;

/// What all editions have in common: fonts, theme, Typst's library. Built once per run.
pub struct Typesetter {}

/// A laid-out edition.
pub struct Pdf {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Where anchors came to stand.
    pub pages: PageMap,
}

/// Finds syntax errors in the theme and in the report's overrides of it.
pub fn check_templates(_assets: &Assets, _sources: &mut Sources, _sink: &mut Sink) {}

impl Typesetter {
    /// Finds the fonts and loads the theme.
    ///
    /// # Errors
    /// One sentence saying what to install if there is no CJK font.
    pub fn new(_report: &Report, _assets: &Assets) -> Result<Self, String> {
        Ok(Self {})
    }

    /// Lays out and exports one edition. `attachments` are embedded in the file.
    pub fn render(
        &mut self,
        _doc: &EditionDoc,
        _attachments: &[Product],
        _sources: &mut Sources,
        _sink: &mut Sink,
    ) -> Option<Pdf> {
        None
    }

    /// Lays out one edition without exporting it.
    pub fn layout(&mut self, _doc: &EditionDoc, _sources: &mut Sources, _sink: &mut Sink) -> Option<PageMap> {
        None
    }

    /// Writes the Typst sources of one edition to a folder, its `main.typ` first.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn dump(&self, _doc: &EditionDoc, _folder: &Path) -> std::io::Result<()> {
        Ok(())
    }

    /// SHA-256 of every font file used, by file name.
    pub fn font_hashes(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
}
