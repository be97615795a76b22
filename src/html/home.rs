//! What the home page shows of the report: its figures, its stories, and the files there are to take away.

use super::Site;
use super::context::{html, map};
use super::inline::{image_href, phrase};
use super::links::{encode, page_href};
use crate::model::printed::{Block, BlockKind, Chapter, Component, Data};
use crate::model::{KpiRow, Role};
use crate::template::Value;

/// Components that tell the figures of the year, the fullest first.
const FIGURES: [&str; 3] = ["data-spread", "kpi-cards", "big-number"];
/// The component of a story with a picture.
const STORY: &str = "case";
/// Most figures, and most stories.
const MOST: (usize, usize) = (6, 6);

/// The figures of the year: the metrics of the first page of data, else of the first row of large figures.
pub(super) fn figures(site: &Site<'_>) -> Value {
    let components: Vec<_> = site.doc.chapters.iter().flat_map(|chapter| components(chapter)).collect();
    let of = |name: &&str| components.iter().find(|(_, _, component)| component.name.node == **name);
    let Some((chapter, anchor, component)) = FIGURES.iter().find_map(of) else {
        return Value::none();
    };
    let href = match anchor {
        Some(anchor) => format!("{}#{}", page_href(&chapter.slug), encode(anchor)),
        None => page_href(&chapter.slug),
    };
    let Some(Data::List(items)) = component.fields.get("items") else { return Value::none() };
    let figure = |item: &Data| {
        let Data::Map(fields) = item else { return None };
        let Some(Data::Metric(row)) = fields.get("kpi").filter(|_| !fields.contains_key("value")) else { return None };
        // A zero may be good news, but it is no figure to open with.
        if row
            .shown(site.doc.period.year())
            .and_then(|figure| figure.amount.number())
            .is_some_and(|number| number.is_zero())
        {
            return None;
        }
        let label = match fields.get("label") {
            Some(Data::Text(label)) => html(&phrase(label)),
            _ => row.name.as_str().into(),
        };
        Some(metric(row, site.doc.period.year(), label))
    };
    let figures: Vec<Value> = items.iter().filter_map(figure).take(MOST.0).collect();
    map([("href", href.into()), ("items", figures.into())])
}

fn metric(row: &KpiRow, year: i32, label: Value) -> Value {
    let print = row.shown(year).map(|figure| figure.print.clone()).unwrap_or_default();
    map([
        ("label", label),
        ("before", print.before.into()),
        ("value", print.number.into()),
        ("behind", print.behind.trim_start().into()),
    ])
}

/// The first story with a picture of each chapter.
pub(super) fn stories(site: &Site<'_>) -> Value {
    let chapters = site.doc.chapters.iter().filter(|chapter| chapter.role == Role::Chapter);
    let story = |chapter: &Chapter| {
        let cases = components(chapter).into_iter().filter(|(_, _, component)| component.name.node == STORY);
        let told = cases.filter_map(|(_, anchor, component)| {
            let (Some(Data::Text(title)), Some(Data::Image(image))) =
                (component.fields.get("title"), component.fields.get("image"))
            else {
                return None;
            };
            let place = anchor.map(|anchor| format!("#{}", encode(anchor))).unwrap_or_default();
            Some(map([
                ("href", format!("{}{place}", page_href(&chapter.slug)).into()),
                ("title", html(&phrase(title))),
                ("chapter", html(&phrase(&chapter.title))),
                ("image", image_href(&image.path).into()),
            ]))
        });
        told.into_iter().next()
    };
    let stories: Vec<Value> = chapters.filter_map(story).take(MOST.1).collect();
    stories.into()
}

/// Files to take away, beside the PDF: the figures and the indices as data.
pub(super) fn downloads(site: &Site<'_>) -> Value {
    let doc = site.doc;
    let file = |name: &str, path: &str, endings: &[&str]| {
        let links = endings.iter().map(|ending| {
            map([("href", format!("../{path}.{ending}").into()), ("kind", ending.to_uppercase().into())])
        });
        map([("name", name.into()), ("links", links.collect::<Vec<_>>().into())])
    };
    let mut files = Vec::new();
    if !doc.kpis.is_empty() {
        files.push(file(site.label("data-kpi"), "data/kpi", &["csv", "json"]));
    }
    for index in &doc.indices {
        files.push(file(&index.title, &format!("index/{}.{}", index.standard, doc.edition), &["xlsx", "csv", "json"]));
    }
    files.into()
}

/// Every component of a chapter in reading order, those inside others among them, with its own anchor or that of the
/// heading above.
fn components(chapter: &Chapter) -> Vec<(&Chapter, Option<&str>, &Component)> {
    fn within<'a>(
        chapter: &'a Chapter,
        blocks: &'a [Block],
        above: &mut Option<&'a str>,
        out: &mut Vec<(&'a Chapter, Option<&'a str>, &'a Component)>,
    ) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { .. } => *above = block.anchor.as_deref().or(*above),
                BlockKind::Component(component) => {
                    out.push((chapter, block.anchor.as_deref().or(*above), component));
                    within(chapter, &component.body, above, out);
                }
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    within(chapter, &chapter.blocks, &mut None, &mut out);
    out
}
