//! What both renderers show and must agree on: worked out once per document, so that the PDF and the website cannot
//! differ in it. Renderers only write it down.
//!
//! | module | what it works out |
//! |---|---|
//! | [`table`] | alignment, heads of rows and widths of a Markdown table |
//! | [`columns`] | years, changes and codes of a table of metrics |
//! | [`chart`] | marks of charts, signs of a matrix |
//! | [`axis`] | axes between round numbers |
//! | [`beside`] | names beside the signs of a matrix |
//! | [`waterfall`] | from one year to another, step by step |
//! | [`compare`] | the company and another, two years |
//! | [`progress`] | from a base year towards a goal |
//! | [`index`] | a disclosure index under its headings |
//! | [`claims`] | the codes at the place of a claim |
//! | [`sketch`] | what is worked out, as plain values |

mod axis;
mod beside;
pub mod chart;
pub mod claims;
pub mod columns;
mod compare;
pub mod index;
mod progress;
pub mod sketch;
pub mod table;
mod waterfall;

use indexmap::IndexMap;

use crate::model::printed::{Component, Data};
use crate::model::{Document, Given, KpiRow};

pub use chart::Plot;
pub use index::Group;
pub use sketch::Sketch;
pub use table::Column;

/// Something that a component is given besides its fields.
#[derive(Debug)]
pub enum Extra<'a> {
    /// An axis and marks.
    Plot(Plot),
    /// Places of signs in reading order.
    Spots(Vec<chart::Spot>),
    /// A disclosure index.
    Index(index::View<'a>),
    /// A drawing's values, by the name of what was asked for.
    Sketch(&'static str, Sketch),
}

impl Extra<'_> {
    /// The name by which templates know it.
    pub fn key(&self) -> &'static str {
        match self {
            Extra::Plot(_) => "plot",
            Extra::Spots(_) => "spots",
            Extra::Index(_) => "index",
            Extra::Sketch(name, _) => name,
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
        Given::Columns => columns::columns(component, doc).map(|sketch| Extra::Sketch(given.name(), sketch)),
        Given::Waterfall => waterfall::waterfall(component).map(|sketch| Extra::Sketch(given.name(), sketch)),
        Given::Pairs => compare::pairs(component, doc.period.year()).map(|sketch| Extra::Sketch(given.name(), sketch)),
        Given::Slope => compare::slope(component).map(|sketch| Extra::Sketch(given.name(), sketch)),
        Given::Progress => Some(Extra::Sketch(given.name(), progress::progress(component, &doc.period))),
        // With the parts, which come with the metrics themselves, what they are parts of.
        Given::Shares => chart::whole(&component.metrics()).map(|whole| Extra::Sketch("whole", whole.into())),
        Given::Anchors | Given::Abbreviations | Given::Page => None,
    };
    component.given.iter().filter_map(extra).collect()
}

/// The items of a component with a list of them.
fn items(component: &Component) -> impl Iterator<Item = &IndexMap<String, Data>> {
    let items = match component.fields.get("items") {
        Some(Data::List(items)) => items.as_slice(),
        _ => &[],
    };
    items.iter().filter_map(|item| match item {
        Data::Map(fields) => Some(fields),
        _ => None,
    })
}

/// The metric of each item; none where it has none.
fn item_metrics(component: &Component) -> Vec<Option<&KpiRow>> {
    items(component).map(|item| item.get("kpi").and_then(metric)).collect()
}

fn metric(data: &Data) -> Option<&KpiRow> {
    match data {
        Data::Metric(row) => Some(row),
        _ => None,
    }
}
