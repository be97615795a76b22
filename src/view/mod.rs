//! What both renderers show and must agree on: worked out once per document, so that the PDF and the website cannot
//! differ in it. Renderers only write it down.
//!
//! | module | what it works out |
//! |---|---|
//! | [`table`] | alignment, heads of rows and widths of a Markdown table |
//! | [`chart`] | axis and marks of charts, signs of a matrix |
//! | [`index`] | a disclosure index under its headings |
//! | [`claims`] | the codes at the place of a claim |

pub mod chart;
pub mod claims;
pub mod index;
pub mod table;

use crate::model::printed::Component;
use crate::model::{Document, Given};

pub use chart::Plot;
pub use index::Group;
pub use table::Column;

/// Something that a component is given besides its fields.
#[derive(Debug)]
pub enum Extra<'a> {
    /// An axis and marks.
    Plot(Plot),
    /// Places of signs in reading order, from the left and from the bottom, 0 to 100.
    Spots(Vec<(f64, f64)>),
    /// A disclosure index.
    Index(index::View<'a>),
}

impl Extra<'_> {
    /// The name by which templates know it.
    pub fn key(&self) -> &'static str {
        match self {
            Extra::Plot(_) => "plot",
            Extra::Spots(_) => "spots",
            Extra::Index(_) => "index",
        }
    }
}

/// What a component's schema has huibao work out for it.
pub fn extras<'a>(component: &Component, doc: &'a Document) -> Vec<Extra<'a>> {
    let extra = |given: &Given| match given {
        Given::Plot => chart::plot(&component.metrics(), false).map(Extra::Plot),
        Given::StackedPlot => chart::plot(&component.metrics(), true).map(Extra::Plot),
        Given::Spots => Some(Extra::Spots(chart::spots(component))),
        Given::Index => index::view(component, doc).map(Extra::Index),
        // These come with the metrics themselves.
        Given::Shares | Given::Anchors => None,
    };
    component.given.iter().filter_map(extra).collect()
}
