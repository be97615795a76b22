//! Metrics as their data files have them, for `huibao kpi`: read with every key, and written back into YAML.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::edit;
use super::files::Files;
use super::slice::Slice;
use super::tables::{self, MapFile};
use super::text::half_width;
use super::yaml::{self, Kind, Node, parse_decimal};
use super::{data_files, kpi};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Absence, Change, Edition, Entry, Field, KpiBook, Unit, year_in, year_of_key};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::store::Store;

/// All metrics of a report, in the order of its files. Problems have been told when the report was loaded.
pub fn entries(store: &Store, units: &IndexMap<String, Unit>, sources: &mut Sources) -> Vec<Entry> {
    let sink = &mut Sink::default();
    let mut files = Files { store, sources };
    let names = data_files(&mut files, sink);
    let mut pool = tables::read(&names, &mut files, units, sink);
    let mut entries = Vec::new();
    for name in names.iter().filter(|name| is_yaml(name)) {
        let Some(node) = files.read(&format!("kpi/{name}"), sink).and_then(|id| files.yaml(id, sink)) else { continue };
        for metric in metrics(&node) {
            let whole = pool.complete(metric, units, sink);
            entries.extend(entry(whole.as_ref().unwrap_or(metric), stem(name)));
        }
    }
    for metric in pool.rest(sink) {
        let path = &files.sources.get(metric.span.source).path;
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        entries.extend(entry(&metric, stem(&name)));
    }
    entries
}

/// Whether a file of `kpi/` has metrics in YAML.
pub(super) fn is_yaml(name: &str) -> bool {
    !tables::is_map(name) && (name.ends_with(".yaml") || name.ends_with(".yml"))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The metrics of a YAML file.
fn metrics(node: &Node) -> &[Node] {
    let list = match &node.kind {
        Kind::Map(entries) => entries.iter().find(|(key, _)| key.node == "metrics").map(|(_, list)| list),
        _ => Some(node),
    };
    match list.map(|list| &list.kind) {
        Some(Kind::Seq(items)) => items,
        _ => &[],
    }
}

fn entry(metric: &Node, group: &str) -> Option<Entry> {
    let Kind::Map(keys) = &metric.kind else { return None };
    let id = tables::id_of(metric)?;
    let span = keys.iter().find(|(key, _)| key.node == "id").map_or(metric.span, |(_, id)| id.span);
    let mut fields = Vec::new();
    for (key, value) in keys.iter().filter(|(key, _)| key.node != "id") {
        flatten(&key.node, value, &mut fields);
    }
    Some(Entry { id: Spanned::new(id, span), group: group.to_owned(), fields })
}

/// Keys below one another, joined by full stops. What is left out is left out.
fn flatten(key: &str, value: &Node, fields: &mut Vec<(String, Field)>) {
    match &value.kind {
        Kind::Scalar { .. } if value.is_null() => {}
        Kind::Scalar { slice, .. } => {
            let text = slice.text.trim().to_owned();
            let is_figure = year_of_key(key).is_some();
            let plain = half_width(&text);
            let number = parse_decimal(&plain).filter(|_| is_figure);
            let is_absence = Absence::read(&text).is_some();
            let is_words = is_figure && number.is_none() && !is_absence && !tables::is_range(&plain);
            fields.push((key.to_owned(), Field { text, number, is_words, span: value.span }));
        }
        // What a single text says as well.
        Kind::Seq(items) if key == "disclose" => {
            let texts = items.iter().filter_map(|item| match &item.kind {
                Kind::Scalar { slice, .. } => Some(slice.text.trim().to_owned()),
                _ => None,
            });
            let text = texts.collect::<Vec<_>>().join(", ");
            fields.push((key.to_owned(), Field { text, number: None, is_words: false, span: value.span }));
        }
        Kind::Seq(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten(&format!("{key}.{at}"), item, fields));
        }
        // A figure that is not there is one text, as a cell has it.
        Kind::Map(entries)
            if year_of_key(key).is_some()
                && let [(why, Node { kind: Kind::Scalar { slice, .. }, .. })] = &entries[..]
                && Absence::of(&why.node).is_some() =>
        {
            let text = format!("{}: {}", why.node, slice.text.trim());
            fields.push((key.to_owned(), Field { text, number: None, is_words: false, span: value.span }));
        }
        Kind::Map(entries) => {
            // 2024/25 is the year it ends in.
            let of_years = ["values", "restated"].contains(&key);
            for (below, value) in entries {
                let year = year_in(&below.node).filter(|_| of_years);
                let below = year.map_or_else(|| below.node.clone(), |year| year.to_string());
                flatten(&format!("{key}.{below}"), value, fields);
            }
        }
    }
}

/// What an import would do.
#[derive(Debug, Default)]
pub struct Import {
    /// What changes, metric by metric.
    pub changes: Vec<Change>,
    /// Metrics that the file has.
    pub metrics: usize,
    /// Files below the content folder, each with its new text.
    pub files: Vec<(String, String)>,
}

/// Where an import comes from and goes to.
pub struct ImportFrom<'a> {
    /// The folder of the file.
    pub store: &'a Store,
    /// Its name in it.
    pub name: &'a str,
    /// The mapping: its folder, and its name.
    pub map: Option<(&'a Store, &'a str)>,
    /// The file of `kpi/` for metrics that are new, without ending; else the sheet's name, or the file's.
    pub to: Option<&'a str>,
}

/// Compares a workbook, CSV file, JSON or YAML file with the metrics of a report. What is wrong with the file is told;
/// then nothing is to be written.
pub fn import(
    from: &ImportFrom<'_>,
    report: &Store,
    book: &KpiBook,
    source: Edition,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Import {
    let metrics = read_foreign(from, &book.units, sources, sink);
    let mut files = Files { store: report, sources };
    let silent = &mut Sink::default();
    let names = data_files(&mut files, silent);
    let mut pool = tables::read(&names, &mut files, &book.units, silent);
    let mut known = Known::default();
    let mut texts: Vec<(String, SourceId)> = Vec::new();
    for name in names.iter().filter(|name| is_yaml(name)) {
        let path = format!("kpi/{name}");
        let Some(id) = files.read(&path, sink) else { continue };
        known.add(&path, files.yaml(id, sink), &mut pool, &book.units);
        texts.push((path, id));
    }
    known.rest(pool);
    let is_yaml = |span: Span| texts.iter().any(|(_, id)| *id == span.source);
    let mut import = Import { metrics: metrics.len(), ..Import::default() };
    let mut wanted: IndexMap<String, Vec<edit::Wanted>> = IndexMap::new();
    for (metric, group) in &metrics {
        let Some(mut new) = entry(metric, group) else { continue };
        let at = known.metrics.get(&new.id.node);
        let old = at.and_then(|known| entry(&known.whole, group));
        if let Some(old) = &old
            && let Err(told) = keep_unit(&mut new, old, &book.units)
        {
            sink.push(told);
            continue;
        }
        let changes = changes(&new, old.as_ref());
        // What a workbook of the report says is changed there, in its own form.
        let elsewhere = changes.iter().find_map(|change| {
            let known = old.as_ref()?;
            let stands = known.field(&change.key).map_or(known.id.span, |field| field.span);
            let at = new.field(&change.key).map_or(new.id.span, |field| field.span);
            (!is_yaml(stands)).then_some((change, at, stands))
        });
        if let Some((change, at, stands)) = elsewhere {
            let Change { id, key, new, .. } = change;
            let message =
                format!("`{key}` of `{id}` would be {new}, and stands in a workbook or CSV file of the report");
            let label = "which is read where it lies";
            sink.push(Diagnostic::error(Code::Duplicate, at, message).label(stands, label).hint("change it there"));
            continue;
        }
        // What the metric then is must be sound.
        let whole = at.map(|known| edit::with(&known.whole, &new, &changes));
        kpi::examine(whole.as_ref().unwrap_or(metric), source, book, sink);
        if !changes.is_empty() {
            let path = at.and_then(|known| known.path.clone());
            let path = path.unwrap_or_else(|| format!("kpi/{}.yaml", from.to.unwrap_or(group)));
            wanted.entry(path).or_default().push(edit::Wanted { id: new.id.clone(), changes: changes.clone() });
        }
        import.changes.extend(changes);
    }
    if sink.has_errors() {
        return import;
    }
    for (path, wanted) in wanted {
        let source = texts.iter().find(|(known, _)| *known == path).map(|(_, id)| *id);
        let text = source.map_or("", |id| files.sources.get(id).text.as_str());
        match edit::edited(text, known.roots.get(&path), &wanted) {
            Ok(text) if holds(&text, &wanted) => import.files.push((path, text)),
            failed => {
                let at = failed.err().flatten();
                let place = at.or_else(|| wanted.first().map(|wanted| wanted.id.span));
                let message = format!("{path} is written in a form that huibao cannot change by itself");
                let hint =
                    "write a block, one line per key, e.g. `values: {2023: 8453.30}`; or make the changes by hand";
                sink.push(Diagnostic::error(Code::BadValue, place, message).hint(hint));
            }
        }
    }
    import
}

/// The metrics that a report has.
#[derive(Default)]
struct Known {
    metrics: IndexMap<String, KnownMetric>,
    /// The YAML files.
    roots: IndexMap<String, Node>,
}

struct KnownMetric {
    /// The YAML file that it has a place in.
    path: Option<String>,
    /// With what workbooks and CSV files say of it.
    whole: Node,
}

impl Known {
    fn add(&mut self, path: &str, root: Option<Node>, pool: &mut tables::Pool, units: &IndexMap<String, Unit>) {
        let Some(root) = root else { return };
        for metric in metrics(&root) {
            if let Some(id) = tables::id_of(metric) {
                self.metrics.entry(id).or_insert_with(|| KnownMetric {
                    path: Some(path.to_owned()),
                    whole: pool.complete(metric, units, &mut Sink::default()).unwrap_or_else(|| metric.clone()),
                });
            }
        }
        self.roots.insert(path.to_owned(), root);
    }

    fn rest(&mut self, mut pool: tables::Pool) {
        for whole in pool.rest(&mut Sink::default()) {
            if let Some(id) = tables::id_of(&whole) {
                self.metrics.entry(id).or_insert(KnownMetric { path: None, whole });
            }
        }
    }
}

/// The metrics of a file outside the report, each with the group it belongs to.
fn read_foreign(
    from: &ImportFrom<'_>,
    units: &IndexMap<String, Unit>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<(Node, String)> {
    let stem = stem(from.name).to_owned();
    let map = from.map.and_then(|(store, name)| {
        let mut files = Files { store, sources };
        let node = files.required(name, sink).and_then(|id| files.yaml(id, sink))?;
        tables::map_file(&node, sink)
    });
    if sink.has_errors() {
        return Vec::new();
    }
    let mut files = Files { store: from.store, sources };
    let ending = from.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ["json", "yaml", "yml"].contains(&ending) {
        // JSON is YAML.
        let node = files.required(from.name, sink).and_then(|id| files.yaml(id, sink));
        return node.iter().flat_map(metrics).map(|metric| (metric.clone(), stem.clone())).collect();
    }
    if !tables::ENDINGS.contains(&ending) {
        let message = format!("{} is none of .xlsx, .csv, .tsv, .json and .yaml", from.name);
        sink.push(Diagnostic::error(Code::Unreadable, None, message).hint("save it in one of these forms"));
        return Vec::new();
    }
    let found = tables::read_file(
        from.name,
        map.as_ref().map(MapFile::tables),
        &mut files,
        units,
        &mut Default::default(),
        sink,
    );
    let has_map = map.is_some();
    // Without a mapping, a sheet is what an export made of a file.
    let group = |metric: &Node| match files.sources.get(metric.span.source).sheet() {
        Some(sheet) if !has_map && is_file_name(sheet) => sheet.to_owned(),
        _ => stem.clone(),
    };
    found
        .into_iter()
        .map(tables::without_seen_unit)
        .map(|metric| {
            let group = group(&metric);
            (metric, group)
        })
        .collect()
}

fn is_file_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(['.', '_', '~']) && !name.contains(['/', '\\', ':', '\0'])
}

/// Puts the figures of a metric that are in another unit into the one it has: years that the file does not give stay as
/// they are, and would be in the wrong unit.
///
/// # Errors
/// If the units measure different things.
fn keep_unit(new: &mut Entry, old: &Entry, units: &IndexMap<String, Unit>) -> Result<(), Diagnostic> {
    const UNIT: &str = "unit";
    // What the file shows of its figures says nothing of the converted ones.
    const DECIMALS: &str = "decimals";
    let is_figure = |key: &str| year_of_key(key).is_some();
    let stays = old.fields.iter().any(|(key, _)| is_figure(key) && new.field(key).is_none());
    let (Some(theirs), Some(ours)) = (new.field(UNIT).cloned(), old.field(UNIT)) else { return Ok(()) };
    let one = tables::converted(Decimal::ONE, &theirs.text, &ours.text, units);
    // A word that a workbook has for a unit is none that a report can have.
    let is_word = !units.contains_key(&theirs.text) && one.is_some();
    if !(stays || is_word) || theirs.text == ours.text {
        return Ok(());
    }
    let is_same = one == Some(Decimal::ONE);
    for (_, field) in new.fields.iter_mut().filter(|(key, _)| is_figure(key)) {
        let Some(number) = field.number.filter(|_| !is_same) else { continue };
        let Some(converted) = tables::converted(number, &theirs.text, &ours.text, units) else {
            let message = format!(
                "`{}` is in `{}`, and the file has `{}`: years that it does not give would be in the wrong unit",
                old.id.node, ours.text, theirs.text
            );
            let hint = format!("put the file's figures in `{}`, or give all years in the new unit", ours.text);
            return Err(Diagnostic::error(Code::BadValue, field.span, message).label(ours.span, "its unit").hint(hint));
        };
        field.number = Some(converted);
        field.text = converted.to_string();
    }
    let text = ours.text.clone();
    if let Some((_, unit)) = new.fields.iter_mut().find(|(key, _)| key == UNIT) {
        unit.text = text;
    }
    if !is_same {
        new.fields.retain(|(key, _)| key != DECIMALS);
    }
    Ok(())
}

/// What a metric gives otherwise than before. What it does not give stays.
fn changes(new: &Entry, old: Option<&Entry>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, field) in &new.fields {
        let known = old.and_then(|old| old.field(key));
        let same = known.is_some_and(|known| match (known.number, field.number) {
            (Some(one), Some(other)) => one == other,
            _ => known.text == field.text,
        });
        if !same {
            changes.push(Change {
                id: new.id.node.clone(),
                key: key.clone(),
                old: known.map(|known| known.text.clone()),
                new: edit::value_text(field),
                is_new: old.is_none(),
            });
        }
    }
    if old.is_none() && changes.is_empty() {
        let key = "id".to_owned();
        changes.push(Change { id: new.id.node.clone(), key, old: None, new: new.id.node.clone(), is_new: true });
    }
    changes
}

/// Whether a text has what was wanted of it.
fn holds(text: &str, wanted: &[edit::Wanted]) -> bool {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let id = sources.add("", text);
    let Some(root) = yaml::parse(&Slice::new(id, text, 0), &mut sink).filter(|_| !sink.has_errors()) else {
        return false;
    };
    let found: IndexMap<String, Entry> = metrics(&root)
        .iter()
        .filter_map(|metric| entry(metric, ""))
        .map(|entry| (entry.id.node.clone(), entry))
        .collect();
    wanted.iter().all(|wanted| {
        let Some(entry) = found.get(&wanted.id.node) else { return false };
        wanted
            .changes
            .iter()
            .filter(|change| change.key != "id")
            .all(|change| entry.field(&change.key).is_some_and(|field| edit::value_text(field) == change.new))
    })
}
