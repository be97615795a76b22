//! One edition → PDF bytes and a page map. The only user of Typst.

use crate::assets::Assets;
use crate::diag::Sink;
use crate::model::{EditionDoc, PageMap, Product, Report};

/// What all editions have in common: fonts, theme, Typst's library. Built once per run.
pub struct Typesetter {}

/// A laid-out edition.
pub struct Pdf {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Where anchors came to stand.
    pub pages: PageMap,
}

impl Typesetter {
    /// Finds the fonts and loads the theme.
    ///
    /// # Errors
    /// One sentence saying what to install if there is no CJK font.
    pub fn new(_report: &Report, _assets: &Assets) -> Result<Self, String> {
        Ok(Self {})
    }

    /// Lays out and exports one edition. `attachments` are embedded in the file.
    pub fn render(&mut self, _doc: &EditionDoc, _attachments: &[Product], _sink: &mut Sink) -> Option<Pdf> {
        None
    }
}
