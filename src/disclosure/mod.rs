//! Standards' catalogues and the index of disclosures.

use crate::diag::Sink;
use crate::model::{Edition, EditionDoc, Index, IndexPlace, PageMap, Product, Report};

/// One index per standard that the report follows, in one edition.
pub fn indices(_report: &Report, _edition: Edition, _sink: &mut Sink) -> Vec<Index> {
    Vec::new()
}

/// Pages as printed, e.g. `P47–P52、P76`: sorted, and merged where they touch.
pub fn page_text(_places: &[IndexPlace], _pages: &PageMap, _edition: Edition) -> String {
    String::new()
}

/// `index/<standard>.<edition>.csv` and `.json`.
pub fn products(_doc: &EditionDoc, _pages: &PageMap) -> Vec<Product> {
    Vec::new()
}
