//! Figures and texts put into `kpi/*.yaml` where they belong: comments, order and quotes around them stay.

use indexmap::IndexMap;

use super::slice::Slice;
use super::yaml::{self, Kind, Node};
use crate::diag::Sink;
use crate::model::{Change, Entry, Field, is_one_key, year_in};
use crate::source::{Sources, Span, Spanned};

/// What a metric shall say.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) id: Spanned<String>,
    pub(super) changes: Vec<Change>,
}

/// What a field gives, as YAML has it in a map on one line: 8453.30, "a text", "\"約1000\"".
pub(super) fn value_text(field: &Field) -> String {
    match field.number {
        Some(_) => number_text(&field.text),
        None => scalar(&field.text, field.is_words),
    }
}

/// A number as digits, without what an input method or a person put between them.
fn number_text(text: &str) -> String {
    super::text::half_width(text).replace(',', "").replace('−', "-").trim_start_matches('+').trim().to_owned()
}

/// A text as a scalar that any place takes.
fn scalar(text: &str, quoted: bool) -> String {
    // What begins or ends otherwise, or means something else, stands in quotes.
    let special = |c: char| "-?:,[]{}#&*!|>'\"%@`~=".contains(c);
    let inside = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}' | '\n' | '\r' | '\t' | '"' | '\\') || c.is_control();
    let means_nothing =
        matches!(text.to_lowercase().as_str(), "" | "null" | "true" | "false" | "yes" | "no" | "on" | "off");
    let plain = !quoted
        && !text.starts_with(special)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(inside)
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !means_nothing
        && reads_as_it_is(text);
    if plain {
        return text.to_owned();
    }
    if !text.contains(|c: char| c.is_control()) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    // A JSON text is a YAML text in double quotes.
    serde_json::Value::from(text).to_string()
}

/// Whether a text without quotes is this text and nothing else where a map stands on one line, the narrowest of places.
fn reads_as_it_is(text: &str) -> bool {
    let map = format!("{{key: {text}}}");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let id = sources.add("", &map);
    let read = yaml::parse(&Slice::new(id, &map, 0), &mut sink);
    let Some(Kind::Map(keys)) = read.map(|node| node.kind).filter(|_| !sink.has_errors()) else { return false };
    matches!(&keys[..], [(_, Node { kind: Kind::Scalar { slice, .. }, .. })] if slice.text == text)
}

/// Keys below one another.
#[derive(Debug)]
enum Tree {
    Leaf(String),
    Below(IndexMap<String, Tree>),
}

fn tree(changes: &[Change]) -> IndexMap<String, Tree> {
    let mut root = IndexMap::new();
    for change in changes.iter().filter(|change| change.key != "id") {
        insert(&mut root, &change.key, &change.new);
    }
    root
}

fn insert(at: &mut IndexMap<String, Tree>, key: &str, text: &str) {
    let Some((first, rest)) = key.split_once('.') else {
        at.insert(key.to_owned(), Tree::Leaf(text.to_owned()));
        return;
    };
    // What has a text of its own has nothing below it.
    if let Tree::Below(below) = at.entry(first.to_owned()).or_insert_with(|| Tree::Below(IndexMap::new())) {
        insert(below, rest, text);
    }
}

/// On one line.
fn flow(tree: &Tree) -> String {
    match tree {
        Tree::Leaf(text) => text.clone(),
        Tree::Below(below) if below.keys().enumerate().all(|(at, key)| *key == at.to_string()) => {
            format!("[{}]", below.values().map(flow).collect::<Vec<_>>().join(", "))
        }
        Tree::Below(below) => {
            let pairs = below.iter().map(|(key, value)| format!("{}: {}", scalar(key, false), flow(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// What is put in the place of a range of a text.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// The text of a file with what is wanted in it; the place that has no form to be changed in, if there is one.
pub(super) fn edited(text: &str, root: Option<&Node>, wanted: &[Wanted]) -> Result<String, Option<Span>> {
    let mut edits = Vec::new();
    let list = root.map(|root| match &root.kind {
        Kind::Map(keys) => keys.iter().find(|(key, _)| key.node == "metrics").map(|(_, list)| list),
        _ => Some(root),
    });
    let items: &[Node] = match list.flatten().map(|list| &list.kind) {
        Some(Kind::Seq(items)) => items,
        _ => &[],
    };
    let known: IndexMap<String, &Node> =
        items.iter().filter_map(|item| Some((super::tables::id_of(item)?, item))).collect();
    let mut new = Vec::new();
    for wanted in wanted {
        match known.get(&wanted.id.node) {
            Some(metric) => set(text, metric, tree(&wanted.changes), &mut edits)?,
            None => new.push(wanted),
        }
    }
    if !new.is_empty() {
        edits.push(appended(text, root, items, &new)?);
    }
    edits.sort_by_key(|edit| edit.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..edit.start).ok_or(None)?);
        out.push_str(&edit.text);
        done = edit.end;
    }
    out.push_str(&text[done..]);
    Ok(out)
}

/// Sets keys of a map that is there.
fn set(text: &str, map: &Node, wanted: IndexMap<String, Tree>, edits: &mut Vec<Edit>) -> Result<(), Option<Span>> {
    let Kind::Map(keys) = &map.kind else { return Err(Some(map.span)) };
    let mut missing = IndexMap::new();
    for (key, value) in wanted {
        let Some((_, old)) = keys.iter().find(|(known, _)| is_one_key(&known.node, &key)) else {
            missing.insert(key, value);
            continue;
        };
        match (&old.kind, value) {
            (Kind::Map(_), Tree::Below(below)) => set(text, old, below, edits)?,
            (Kind::Scalar { .. }, value) if !old.is_null() => {
                // A block of text has lines of its own.
                let range = old.span.range();
                let is_block = text[range.clone()].starts_with(['|', '>']);
                if is_block || matches!(value, Tree::Below(_)) {
                    return Err(Some(old.span));
                }
                edits.push(Edit { start: range.start, end: range.end, text: flow(&value) });
            }
            // An item of a list by its number.
            (Kind::Seq(items), Tree::Below(below))
                if below.keys().all(|at| at.parse().is_ok_and(|at: usize| at < items.len())) =>
            {
                for (at, value) in below {
                    let item = at.parse().ok().and_then(|at: usize| items.get(at)).ok_or(Some(old.span))?;
                    let key = Spanned::new(at, item.span);
                    let list = Node { kind: Kind::Map(vec![(key.clone(), item.clone())]), span: item.span };
                    set(text, &list, IndexMap::from([(key.node, value)]), edits)?;
                }
            }
            // What is written in brackets is written anew.
            (Kind::Seq(_) | Kind::Map(_), value @ Tree::Leaf(_)) if text[old.span.range()].starts_with(['[', '{']) => {
                let range = old.span.range();
                edits.push(Edit { start: range.start, end: range.end, text: flow(&value) });
            }
            _ => return Err(Some(old.span)),
        }
    }
    if !missing.is_empty() {
        edits.push(inserted(text, map, keys, missing)?);
    }
    Ok(())
}

/// Puts keys into a map: on its line, or on lines of their own.
fn inserted(
    text: &str,
    map: &Node,
    keys: &[(Spanned<String>, Node)],
    mut missing: IndexMap<String, Tree>,
) -> Result<Edit, Option<Span>> {
    let range = map.span.range();
    missing.sort_by(|one, _, other, _| one.parse::<i32>().ok().cmp(&other.parse::<i32>().ok()));
    let end = keys.iter().map(|(key, value)| key.span.end.max(value.span.end) as usize).max();
    if text[range.clone()].starts_with('{') {
        let year = |at: Option<&(Spanned<String>, Node)>| at.and_then(|(key, _)| year_in(&key.node));
        // Years stand in the order they have: the newest first, or last.
        let falls = year(keys.first()).zip(year(keys.last())).is_some_and(|(first, last)| first > last);
        if falls {
            missing.reverse();
        }
        let pairs = missing.iter().map(|(key, value)| format!("{}: {}", scalar(key, false), flow(value)));
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        let newest = missing.keys().next().and_then(|key| key.parse::<i32>().ok());
        return Ok(match (end, keys.first()) {
            (Some(_), Some((first, _))) if falls && newest > year(keys.first()) => {
                let start = first.span.start as usize;
                Edit { start, end: start, text: format!("{pairs}, ") }
            }
            (Some(end), _) => Edit { start: end, end, text: format!(", {pairs}") },
            (None, _) => Edit { start: range.start + 1, end: range.start + 1, text: pairs },
        });
    }
    let (Some((first, _)), Some(end)) = (keys.first(), end) else { return Err(Some(map.span)) };
    let indent = " ".repeat(column(text, first.span.start as usize));
    let end = line_end(text, end);
    let line_break = if text[..end].ends_with('\n') || end == 0 { "" } else { "\n" };
    let lines = missing.iter().map(|(key, value)| format!("\n{indent}{}: {}", scalar(key, false), flow(value)));
    let lines = lines.collect::<String>();
    // Behind a last line without an end, as behind any other.
    let lines = if line_break.is_empty() { lines.trim_start_matches('\n').to_owned() + "\n" } else { lines };
    Ok(Edit { start: end, end, text: lines })
}

/// New metrics behind the last one.
fn appended(text: &str, root: Option<&Node>, items: &[Node], new: &[&Wanted]) -> Result<Edit, Option<Span>> {
    let indent = match items.first() {
        Some(first) => {
            let start = first.span.start as usize;
            let dash = text[..start].rfind('-').filter(|dash| text[dash + 1..start].trim().is_empty());
            " ".repeat(column(text, dash.ok_or(Some(first.span))?))
        }
        None => String::new(),
    };
    let lines = new.iter().map(|wanted| metric(wanted, &indent)).collect::<String>();
    let at = match (items.last(), root) {
        (Some(last), _) => line_end(text, last.span.end as usize),
        (None, None) => text.len(),
        (None, Some(root)) if root.is_null() => text.len(),
        (None, Some(root)) => match &root.kind {
            Kind::Map(keys) if !keys.iter().any(|(key, _)| key.node == "metrics") => {
                let lines = new.iter().map(|wanted| metric(wanted, "  ")).collect::<String>();
                let before = if text.ends_with('\n') { "" } else { "\n" };
                return Ok(Edit { start: text.len(), end: text.len(), text: format!("{before}metrics:\n{lines}") });
            }
            _ => return Err(Some(root.span)),
        },
    };
    let before = if at == 0 || text[..at].ends_with('\n') { "" } else { "\n" };
    let lines = if text[at..].starts_with('\n') { lines.trim_end_matches('\n').to_owned() } else { lines };
    Ok(Edit { start: at, end: at, text: format!("{before}{lines}") })
}

/// A metric as people write it.
fn metric(wanted: &Wanted, indent: &str) -> String {
    let mut out = format!("{indent}- id: {}\n", wanted.id.node);
    for (key, value) in &tree(&wanted.changes) {
        out += &format!("{indent}  {}: {}\n", scalar(key, false), flow(value));
    }
    out
}

/// Bytes between the start of a line and a place in it.
fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of the line that a place stands in.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// A metric with what an import changes in it, to see whether it is sound.
pub(super) fn with(metric: &Node, new: &Entry, changes: &[Change]) -> Node {
    let mut whole = metric.clone();
    for change in changes {
        let Some(field) = new.field(&change.key) else { continue };
        put(&mut whole, &change.key.split('.').collect::<Vec<_>>(), field);
    }
    whole
}

fn put(at: &mut Node, path: &[&str], field: &Field) {
    let Some((first, rest)) = path.split_first() else {
        let slice = super::slice::Slice::of(field.text.clone(), field.span);
        *at = Node { kind: Kind::Scalar { slice, quoted: field.is_words }, span: field.span };
        return;
    };
    if let Kind::Seq(items) = &mut at.kind {
        if let Some(item) = first.parse::<usize>().ok().and_then(|at| items.get_mut(at)) {
            put(item, rest, field);
        }
        return;
    }
    if !matches!(at.kind, Kind::Map(_)) {
        *at = Node { kind: Kind::Map(Vec::new()), span: field.span };
    }
    let Kind::Map(keys) = &mut at.kind else { return };
    let known = keys.iter().position(|(key, _)| is_one_key(&key.node, first));
    let index = known.unwrap_or_else(|| {
        keys.push((
            Spanned::new((*first).to_owned(), field.span),
            Node { kind: Kind::Map(Vec::new()), span: field.span },
        ));
        keys.len() - 1
    });
    put(&mut keys[index].1, rest, field);
}
