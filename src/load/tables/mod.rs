//! Figures out of spreadsheets: workbooks and CSV files in `kpi/`, by their headings or by a mapping file.
//!
//! A row becomes the YAML entry that says the same, so that everything that holds for `kpi/*.yaml` holds for it: ids,
//! numbers, units, all keys. One metric may have its words in YAML and its figures in a workbook.
//!
//! | module | what it does |
//! |---|---|
//! | `table` | a sheet or a CSV file as cells with places |
//! | `map` | `*.map.yaml`: what stands where |
//! | `rows` | a table → metrics |
//! | `planned` | whether a table's figures are a budget, a target, a forecast |
//! | `cell` | one cell → a figure or a text |
//! | `entry` | a metric, put together |

mod cell;
mod entry;
mod map;
mod planned;
mod rows;
mod table;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::files::Files;
use super::slice::Slice;
use super::text::half_width;
use super::yaml::{Kind, Node, parse_decimal};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Many, Unit, is_one_key, units};
use crate::sheet;
use crate::source::Span;
pub(super) use cell::{hyphened, is_range, loss, of_spreadsheet};
pub(super) use map::Map as MapFile;
use map::TableMap;
use table::Table;

/// Endings of files with figures beside YAML.
pub(super) const ENDINGS: [&str; 3] = ["xlsx", "csv", "tsv"];

/// How a mapping file's name ends.
const MAP: &str = ".map.yaml";

/// Whether a file of `kpi/` says where figures stand in another.
pub(super) fn is_map(name: &str) -> bool {
    name.ends_with(MAP)
}

/// What the tables of a report say, by the ids of their metrics.
#[derive(Debug, Default)]
pub(super) struct Pool {
    metrics: IndexMap<String, Vec<Node>>,
    /// Metrics of which a cell has no figure, which has been told.
    refused: BTreeSet<String>,
}

/// Reads all workbooks and CSV files of `kpi/`, those first that a mapping names.
pub(super) fn read(names: &[String], files: &mut Files<'_>, units: &IndexMap<String, Unit>, sink: &mut Sink) -> Pool {
    let mut pool = Pool::default();
    let mut mapped = Vec::new();
    for name in names.iter().filter(|name| is_map(name)) {
        let node = files.read(&format!("kpi/{name}"), sink).and_then(|id| files.yaml(id, sink));
        let Some(map) = node.and_then(|node| map::map(&node, sink)) else { continue };
        let data: Vec<&str> = names.iter().filter(|name| is_data(name)).map(String::as_str).collect();
        if !data.contains(&map.file.node.as_str()) {
            let message = format!("there is no workbook or CSV file `{}` beside this file", map.file.node);
            let hint = match data.is_empty() {
                true => "put it into content/kpi".to_owned(),
                false => suggest(&map.file.node, data),
            };
            sink.push(Diagnostic::error(Code::Unreadable, map.file.span, message).hint(hint));
            continue;
        }
        let path = format!("kpi/{}", map.file.node);
        let metrics = read_file(&path, Some(&map.tables), files, units, &mut pool.refused, sink);
        pool.take(metrics);
        mapped.push(map.file.node);
    }
    for name in names.iter().filter(|name| is_data(name) && !mapped.contains(name)) {
        let metrics = read_file(&format!("kpi/{name}"), None, files, units, &mut pool.refused, sink);
        pool.take(metrics);
    }
    pool
}

fn is_data(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.rsplit_once('.').is_some_and(|(_, own)| own == *ending))
}

/// A mapping file for a file that lies elsewhere.
pub(super) fn map_file(node: &Node, sink: &mut Sink) -> Option<MapFile> {
    map::map(node, sink)
}

/// The metrics of one file, by its path below the content folder. `refused` takes the ids of those of which a cell has no
/// figure, which is told.
pub(super) fn read_file(
    path: &str,
    map: Option<&[TableMap]>,
    files: &mut Files<'_>,
    units: &IndexMap<String, Unit>,
    refused: &mut BTreeSet<String>,
    sink: &mut Sink,
) -> Vec<Node> {
    let words = words(units);
    let unit = |word: &str| unit_of(word, units, &words);
    let tables = match path.ends_with(".xlsx") {
        true => workbook(path, map, files, sink),
        false => csv(path, map, files, sink),
    };
    tables.iter().flat_map(|(table, map)| rows::read(table, *map, &unit, refused, sink)).collect()
}

/// The sheets of a workbook that are read, each with its mapping.
fn workbook<'m>(
    path: &str,
    map: Option<&'m [TableMap]>,
    files: &mut Files<'_>,
    sink: &mut Sink,
) -> Vec<(Table, Option<&'m TableMap>)> {
    let Some(bytes) = files.bytes(path, sink) else { return Vec::new() };
    let shown = files.store.in_content(path);
    let mut pages: Vec<Option<sheet::Page>> = match sheet::read(&bytes) {
        Ok(pages) => pages.into_iter().map(Some).collect(),
        Err(why) => {
            let id = files.sources.find(&shown).unwrap_or_else(|| files.sources.add(shown.as_str(), ""));
            let (message, hint) = why.split_once("; ").unwrap_or((&why, "save it as .xlsx"));
            let message = format!("{shown} cannot be read: {message}");
            sink.push(Diagnostic::error(Code::Unreadable, Span::new(id, 0..0), message).hint(hint));
            return Vec::new();
        }
    };
    let Some(maps) = map else { return all_sheets(&shown, pages, files, sink) };
    let names: Vec<String> = pages.iter().flatten().map(|page| page.name.clone()).collect();
    let mut tables: Vec<(Table, Option<&TableMap>)> = Vec::new();
    let mut opened: Vec<(usize, Table)> = Vec::new();
    for map in maps {
        let at = match &map.sheet {
            Some(name) => names.iter().position(|known| *known == name.node),
            None => pages.iter().position(|page| page.as_ref().is_none_or(|page| !page.hidden)),
        };
        let Some(at) = at else {
            let wanted = map.sheet.as_ref();
            let message = wanted
                .map_or_else(|| "no sheet is shown".to_owned(), |name| format!("there is no sheet `{}`", name.node));
            let place = wanted.map_or(map.span, |name| name.span);
            let hint = suggest(wanted.map_or("", |name| &name.node), names.iter().map(String::as_str));
            sink.push(Diagnostic::error(Code::BadValue, place, message).hint(hint));
            continue;
        };
        if let Some(page) = pages[at].take() {
            opened.push((at, Table::of_page(&shown, page, files.sources)));
        }
        // A sheet may have several tables.
        if let Some((_, table)) = opened.iter().find(|(known, _)| *known == at) {
            tables.push((table.clone(), Some(map)));
        }
    }
    tables
}

/// Every sheet with a heading `id`, of a workbook without a mapping.
fn all_sheets<'m>(
    shown: &str,
    pages: Vec<Option<sheet::Page>>,
    files: &mut Files<'_>,
    sink: &mut Sink,
) -> Vec<(Table, Option<&'m TableMap>)> {
    let is_table = |page: &&sheet::Page| {
        page.cells.iter().any(|cell| matches!(&cell.value, sheet::Value::Text(text) if rows::small(text) == rows::ID))
    };
    let any = pages.iter().flatten().any(|page| is_table(&page));
    if pages.iter().flatten().all(|page| page.cells.is_empty()) {
        let id = files.sources.add(shown, "");
        let message = format!("{shown} has no cell with anything in it");
        let hint = "save it again with its figures, or take it out of this folder";
        sink.push(Diagnostic::error(Code::Unreadable, Span::new(id, 0..0), message).hint(hint));
    }
    let mut tables = Vec::new();
    for page in pages.into_iter().flatten() {
        let (is_table, is_hidden, is_empty) = (is_table(&&page), page.hidden, page.cells.is_empty());
        if is_empty {
            continue;
        }
        let table = Table::of_page(shown, page, files.sources);
        if any && !is_table {
            let message = "the sheet is not read: none of its cells is a heading `id`";
            let hint = "say in a mapping file which sheets have figures, and where; docs/figures.md has an example";
            sink.push(Diagnostic::warning(Code::Unreadable, table.place(), message).hint(hint));
            continue;
        }
        if is_hidden {
            let message = "the sheet is hidden in the workbook";
            let hint = "show it, or name it in a mapping file";
            sink.push(Diagnostic::error(Code::BadValue, table.place(), message).hint(hint));
            continue;
        }
        tables.push((table, None));
    }
    tables
}

fn csv<'m>(
    path: &str,
    map: Option<&'m [TableMap]>,
    files: &mut Files<'_>,
    sink: &mut Sink,
) -> Vec<(Table, Option<&'m TableMap>)> {
    let Some(id) = files.read(path, sink) else { return Vec::new() };
    let table = match Table::of_csv(id, files.sources) {
        Ok(table) => table,
        Err(place) => {
            let message = "a quotation mark opens a text here, and none closes it";
            sink.push(Diagnostic::error(Code::BadValue, place, message).hint("close it, or save the file again"));
            return Vec::new();
        }
    };
    let Some(maps) = map else { return vec![(table, None)] };
    for name in maps.iter().filter_map(|map| map.sheet.as_ref()) {
        let message = "a CSV file has no sheets";
        sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint("take `sheet` out"));
    }
    maps.iter().map(|map| (table.clone(), Some(map))).collect()
}

/// Units by the words that stand for them in any language, as far as a word stands for one only.
fn words(units: &IndexMap<String, Unit>) -> IndexMap<String, Option<&str>> {
    let mut words: IndexMap<String, Option<&str>> = IndexMap::new();
    for (id, unit) in units {
        for word in unit.words() {
            let word = plain(word);
            let known = words.entry(word).or_insert(Some(id));
            if *known != Some(id) {
                *known = None;
            }
        }
    }
    words
}

/// Units that a word stands for in any language.
pub(super) fn called<'u>(word: &str, units: &'u IndexMap<String, Unit>) -> Vec<&'u str> {
    let wanted = plain(word);
    let is_called = |unit: &Unit| unit.words().any(|name| plain(name) == wanted);
    units.iter().filter(|(_, unit)| is_called(unit)).map(|(id, _)| id.as_str()).collect()
}

fn plain(word: &str) -> String {
    half_width(word.trim()).to_lowercase()
}

fn unit_of(word: &str, units: &IndexMap<String, Unit>, words: &IndexMap<String, Option<&str>>) -> Option<String> {
    if units.contains_key(word) {
        return Some(word.to_owned());
    }
    (*words.get(&plain(word))?).map(str::to_owned)
}

impl Pool {
    fn take(&mut self, metrics: Vec<Node>) {
        for metric in metrics {
            if let Some(id) = id_of(&metric) {
                self.metrics.entry(id).or_default().push(metric);
            }
        }
    }

    /// A metric of a YAML file with what tables say of it, in the unit that the file gives it.
    pub(super) fn complete(&mut self, metric: &Node, units: &IndexMap<String, Unit>, sink: &mut Sink) -> Option<Node> {
        if self.metrics.is_empty() {
            return None;
        }
        let rows = self.metrics.get_mut(&id_of(metric)?).map(std::mem::take)?;
        let mut whole = metric.clone();
        for mut row in rows {
            in_unit_of(metric, &mut row, units);
            merge(&mut whole, row, false, sink);
        }
        Some(whole)
    }

    /// Whether a cell of a metric has no figure, which has been told.
    pub(super) fn has_refused(&self, id: &str) -> bool {
        self.refused.contains(id)
    }

    /// The metrics that no YAML file has.
    pub(super) fn rest(&mut self, sink: &mut Sink) -> Vec<Node> {
        let whole = |rows: Vec<Node>| {
            rows.into_iter().map(without_seen_unit).reduce(|mut whole, row| {
                merge(&mut whole, row, false, sink);
                whole
            })
        };
        std::mem::take(&mut self.metrics).into_values().filter_map(whole).collect()
    }
}

/// The unit that a row shows in a column that the mapping does not name: it says what the figures are in, and nothing of
/// the metric.
const UNIT_SEEN: &str = "unit shown";

/// The key of a metric's unit.
const UNIT: &str = "unit";

/// A metric of a table without that.
pub(super) fn without_seen_unit(mut metric: Node) -> Node {
    take(&mut metric, UNIT_SEEN);
    metric
}

fn take(metric: &mut Node, key: &str) -> Option<Node> {
    let Kind::Map(entries) = &mut metric.kind else { return None };
    let at = entries.iter().position(|(known, _)| known.node == key)?;
    Some(entries.remove(at).1)
}

fn text_of<'n>(metric: &'n Node, key: &str) -> Option<&'n str> {
    let Kind::Map(entries) = &metric.kind else { return None };
    match &entries.iter().find(|(known, _)| known.node == key)?.1.kind {
        Kind::Scalar { slice, .. } => Some(slice.text.trim()),
        _ => None,
    }
}

/// A figure that a workbook has in words of its own for a unit (度, 家, 千人次), in the unit of its metric. `None` where the
/// words stand for nothing that could be turned into it.
pub(super) fn converted(value: Decimal, theirs: &str, ours: &str, units: &IndexMap<String, Unit>) -> Option<Decimal> {
    let of_one = |value: Decimal, word: &str| match units.contains_key(word) {
        true => units::convert(units, value, word, ours),
        false => called(word, units).into_iter().find_map(|id| units::convert(units, value, id, ours)),
    };
    of_one(value, theirs).or_else(|| {
        let Many { lead, times, unit } = Many::of(theirs);
        let many = value.checked_mul(times)?.normalize();
        of_one(many, &format!("{lead}{unit}")).or_else(|| of_one(many, &unit))
    })
}

/// Puts a row's figures into the unit of its metric, where both are units of one quantity: 度 for MWh.
fn in_unit_of(metric: &Node, row: &mut Node, units: &IndexMap<String, Unit>) {
    // What the cells show of their figures says nothing of the converted ones.
    const DECIMALS: &str = "decimals";
    const VALUES: &str = "values";
    let seen = take(row, UNIT_SEEN);
    let seen = seen.as_ref().and_then(|seen| match &seen.kind {
        Kind::Scalar { slice, .. } => Some(slice.text.trim()),
        _ => None,
    });
    let (Some(ours), Some(theirs)) = (text_of(metric, UNIT), text_of(row, UNIT).or(seen)) else { return };
    let (ours, theirs) = (ours.to_owned(), theirs.to_owned());
    let Some(one) = converted(Decimal::ONE, &theirs, &ours, units).filter(|_| ours != theirs) else { return };
    let is_same = one == Decimal::ONE;
    let Kind::Map(entries) = &mut row.kind else { return };
    for (key, node) in entries.iter_mut() {
        match &mut node.kind {
            Kind::Scalar { slice, .. } if key.node == UNIT => *slice = Slice::of(ours.clone(), node.span),
            Kind::Map(values) if key.node == VALUES && !is_same => {
                for (_, value) in values {
                    let Kind::Scalar { slice, .. } = &mut value.kind else { continue };
                    let number = parse_decimal(&half_width(&slice.text));
                    if let Some(own) = number.and_then(|number| converted(number, &theirs, &ours, units)) {
                        *slice = Slice::of(own.to_string(), value.span);
                    }
                }
            }
            _ => {}
        }
    }
    if !is_same {
        take(row, DECIMALS);
    }
}

/// The id of a metric.
pub(super) fn id_of(metric: &Node) -> Option<String> {
    let Kind::Map(entries) = &metric.kind else { return None };
    let (_, id) = entries.iter().find(|(key, _)| key.node == rows::ID)?;
    match &id.kind {
        Kind::Scalar { slice, .. } => Some(slice.text.trim().to_owned()),
        _ => None,
    }
}

/// Adds what `more` says to `whole`. What both say must be the same, and a figure is said once.
fn merge(whole: &mut Node, more: Node, in_values: bool, sink: &mut Sink) {
    let (Kind::Map(known), Kind::Map(new)) = (&mut whole.kind, more.kind) else { return };
    for (key, value) in new {
        let Some((_, old)) = known.iter_mut().find(|(old, _)| is_one_key(&old.node, &key.node)) else {
            known.push((key, value));
            continue;
        };
        let is_values = !in_values && key.node == "values";
        match (&old.kind, &value.kind) {
            _ if old.is_null() => *old = value,
            (Kind::Map(_), Kind::Map(_)) => merge(old, value, is_values, sink),
            (Kind::Scalar { slice: one, .. }, Kind::Scalar { slice: other, .. })
                if !in_values && one.text.trim() == other.text.trim() => {}
            (Kind::Scalar { slice: own, .. }, Kind::Scalar { slice, .. }) if key.node == UNIT => {
                let message =
                    format!("`{}` is another unit than the metric's, `{}`", slice.text.trim(), own.text.trim());
                let hint = "write the unit that the metric has, or say in a mapping file what the word means, e.g. \
                            `units: {度: kWh}`; docs/figures.md has an example";
                sink.push(
                    Diagnostic::error(Code::Duplicate, value.span, message).label(old.span, "its unit").hint(hint),
                );
            }
            _ => entry::twice(&key, &value, old, in_values, sink),
        }
    }
}
