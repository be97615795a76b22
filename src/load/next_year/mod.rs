//! The files of a report as those of a later year begin: structure, claims, metrics and decisions stay, what names the
//! year moves on, and what is new waits to be written. Every other byte is the author's.

mod claims;
mod data;
mod edits;
mod settings;

use std::collections::BTreeMap;

use super::slice::Slice;
use super::yaml::{self, Kind, Node};
use crate::diag::Sink;
use crate::model::{Date, Edition, Gap, Period, Report};
use crate::source::{Sources, Spanned};
use crate::store::Store;
use edits::Edits;

/// What moves, and where to.
struct Move<'r> {
    /// The last report.
    report: &'r Report,
    /// The year that it is about.
    last: i32,
    /// How many years on.
    by: i32,
    /// The new period.
    period: Period,
    /// The new day of publication, as long after the period as the last one.
    published: Date,
}

impl Move<'_> {
    /// The catalogue of the new year that comes in the place of one, by id; itself where its family has no other.
    fn standard<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        let shelf = &self.report.catalogues;
        let own = shelf.standard(id)?;
        let begins = self.period.from.iso();
        if own.is_for_year(&begins) {
            return Some(id);
        }
        Some(shelf.for_year(&own.catalogue.meta.family, &begins).map_or(id, |next| &next.catalogue.meta.id))
    }
}

/// The value of a key, `null` included.
fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    pair(node, key).map(|(_, value)| value)
}

/// A key with its value.
fn pair<'n>(node: &'n Node, key: &str) -> Option<&'n (Spanned<String>, Node)> {
    let Kind::Map(entries) = &node.kind else { return None };
    entries.iter().find(|(known, _)| known.node == key)
}

/// The texts of a report that change for a later year, by path below the report's folder.
pub fn next_year(store: &Store, report: &Report, sources: &Sources, year: i32) -> BTreeMap<String, String> {
    let config = &report.config;
    let by = year - config.period.year();
    let period = Period { from: settings::later(config.period.from, by), to: settings::later(config.period.to, by) };
    let published = settings::later(config.published, by);
    let plan = Move { report, last: config.period.year(), by, period, published };
    let mut edits = Edits::new(sources);
    if let Some(node) = parse(&store.in_content("report.yaml"), sources) {
        settings::edit(&node, &plan, &mut edits);
    }
    if let Some(node) = parse(&store.in_content("disclosures.yaml"), sources) {
        claims::edit_notes(&node, &plan, &mut edits);
    }
    let metrics = format!("{}/", store.in_content("kpi"));
    for file in sources.iter().filter(|file| file.path.starts_with(&metrics)) {
        parse(&file.path, sources).iter().for_each(|node| data::edit(node, &plan, &mut edits));
    }
    claims::edit(report, sources, &plan, &mut edits);
    edits.texts()
}

/// `disclosures.yaml` with a place for everything that is missing, and its path below the report's folder.
pub fn with_stubs(store: &Store, source: Edition, sources: &Sources, missing: &[(String, Gap)]) -> (String, String) {
    let path = store.in_content("disclosures.yaml");
    let todo = match source.tag() {
        "zh-Hant-HK" => "待補充",
        "zh-Hans-CN" => "待补充",
        _ => "TODO",
    };
    let lines: Vec<(String, String)> = missing
        .iter()
        .map(|(family, gap)| (format!("\"{family}:{}\": {todo}", gap.key), format!("   # {}", gap.title)))
        .collect();
    let known = sources.find(&path).map(|id| &sources.get(id).text);
    let node = parse(&path, sources);
    if let Some((key, notes)) = node.as_ref().and_then(|node| pair(node, "notes")) {
        let mut edits = Edits::new(sources);
        match is_group(notes) {
            true => lines.iter().for_each(|(line, comment)| edits.entry(notes, line, comment)),
            false => {
                edits.change(notes.span, |_| String::new());
                lines.iter().for_each(|(line, comment)| edits.below(key.span, &format!("  {line}{comment}")));
            }
        }
        if let Some(text) = edits.texts().remove(&path) {
            return (path, text);
        }
    }
    let mut text = known.cloned().unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("notes:\n");
    lines.iter().for_each(|(line, comment)| text.push_str(&format!("  {line}{comment}\n")));
    (path, text)
}

/// Whether a value is a group of keys with something in it.
fn is_group(node: &Node) -> bool {
    matches!(&node.kind, Kind::Map(entries) if !entries.is_empty())
}

/// A file's YAML; it has been read once, so that what is wrong with it is known.
fn parse(path: &str, sources: &Sources) -> Option<Node> {
    let id = sources.find(path)?;
    yaml::parse(&Slice::new(id, sources.get(id).text.as_str(), 0), &mut Sink::default())
}
