//! One edition, ready for both renderers.

use std::collections::BTreeMap;
use std::fmt;

use super::{Date, Edition, Index, IndexPlace, KpiRow, Locale, Period, printed};
use crate::source::Spanned;

/// One edition of a report, ready to be printed: names are texts, numbers are set, figures are figures.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which edition.
    pub edition: Edition,
    /// Whether the authors write in it.
    pub is_source: bool,
    /// The words the renderers add (目錄, 圖, 表 …).
    pub locale: Locale,
    /// Who reports.
    pub issuer: Reporter,
    /// Title of the report.
    pub title: String,
    /// The title in the other language of the market, where its authors give it, with the tag of that.
    pub second_title: Option<(&'static str, String)>,
    /// What the report stands for, in a line on the cover, or nothing.
    pub tagline: String,
    /// A line below the title on the cover, or nothing.
    pub subtitle: String,
    /// A notice for the cover and the foot of every web page, or nothing.
    pub notice: String,
    /// Texts of the settings that pages show, with their places.
    pub settings: Vec<Spanned<String>>,
    /// The reporting period.
    pub period: Period,
    /// Date of publication, written into the PDF.
    pub published: Date,
    /// Whether every product is marked as a draft.
    pub draft: bool,
    /// Whether folios, running heads and tabs stand at the outer edge of a spread.
    pub mirrored: bool,
    /// Whether the codes of what a section reports stand at its heading.
    pub shows_claims: bool,
    /// Name of the theme.
    pub theme: Spanned<String>,
    /// A picture for the cover, decoration only.
    pub cover: Option<printed::Image>,
    /// The company's logo. Its words are the company's name.
    pub logo: Option<printed::Image>,
    /// Chapters in reading order.
    pub chapters: Vec<printed::Chapter>,
    /// Disclosure indices, in the order of `report.yaml`.
    pub indices: Vec<Index>,
    /// Every metric, for the data products.
    pub kpis: Vec<KpiRow>,
}

/// The listed company that reports, in one edition's words. What there is nothing of is empty.
#[derive(Debug, Clone, Default)]
pub struct Reporter {
    /// Full name.
    pub name: String,
    /// Short name for running heads.
    pub short_name: String,
    /// Stock code, e.g. `9863`.
    pub stock_code: String,
    /// Postal address.
    pub address: String,
    /// E-mail address for readers.
    pub email: String,
    /// Web site.
    pub website: String,
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

impl PageMap {
    /// The pages of places in order, those that touch or overlap made one, each with the anchor of the first place on
    /// them. Of a chapter as a whole, the page it opens on; nothing where the pages are not known.
    pub fn merged<'p>(&self, places: impl IntoIterator<Item = &'p IndexPlace>) -> Vec<(PageRange, &'p str)> {
        let range = |place: &'p IndexPlace| {
            let range = *self.pages.get(&place.anchor)?;
            let range = if place.is_chapter { PageRange { last: range.first, ..range } } else { range };
            Some((range, place.anchor.as_str()))
        };
        let mut ranges: Vec<_> = places.into_iter().filter_map(range).collect();
        ranges.sort_by_key(|(range, _)| range.first);
        let mut merged: Vec<(PageRange, &str)> = Vec::new();
        for (range, anchor) in ranges {
            match merged.last_mut() {
                Some((last, _)) if range.first <= last.last + 1 => last.last = last.last.max(range.last),
                _ => merged.push((range, anchor)),
            }
        }
        merged
    }
}

/// As an index prints it: `P76`, `P47–P52`.
impl fmt::Display for PageRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.first)?;
        if self.last > self.first { write!(f, "–P{}", self.last) } else { Ok(()) }
    }
}

/// A file to write, by its path below the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Path with `/`, e.g. `zh-Hant-HK/report.pdf`.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}
