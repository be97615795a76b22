//! One edition, ready for both renderers.

use std::collections::BTreeMap;

use super::{Chapter, Config, Edition, Index, KpiRow};
use crate::locale::Locale;

/// One edition of a report: everything in its own words, numbered, with figures merged.
#[derive(Debug, Clone)]
pub struct EditionDoc {
    /// Which edition.
    pub edition: Edition,
    /// The report's settings; every [`super::Names`] in it has this edition's text.
    pub config: Config,
    /// The words the renderers add (目錄, 圖, 表 …).
    pub locale: Locale,
    /// Chapters in reading order.
    pub chapters: Vec<Chapter>,
    /// Disclosure indices, in the order of `report.yaml`.
    pub indices: Vec<Index>,
    /// Every metric, for the data products.
    pub kpis: Vec<KpiRow>,
}

/// The pages that an anchor's block or section covers in one edition's PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange {
    /// First page, counted from 1 at the cover: the number printed on it.
    pub first: usize,
    /// Last page.
    pub last: usize,
}

/// Pages per anchor in one edition's PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageMap {
    /// Pages per anchor.
    pub pages: BTreeMap<String, PageRange>,
    /// Number of pages.
    pub count: usize,
}

/// A file to write, by its path below the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Path with `/`, e.g. `zh-Hant-HK/report.pdf`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}
