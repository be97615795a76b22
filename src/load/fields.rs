//! A component's fields: checked against its schema and typed.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::cells;
use super::markdown::{Context, image};
use super::prose::prose;
use super::slice::Slice;
use super::text::half_width;
use super::yaml::{self, Fields, Kind, Node};
use crate::component::{Bounds, Field, FieldKind, UNDER};
use crate::diag::{Code, Diagnostic, full_width_mark, suggest};
use crate::model::{Data, Image, InlineKind, YEARS, financial_year, plain_text, year_in};
use crate::source::{Span, Spanned};

/// Words for an image that is given by its path alone.
const ALT: &str = "alt";
/// The field by which items of a tree are known.
const TITLE: &str = "title";

/// Reads fields from a code block's YAML. `name` is where the component is named.
pub(crate) fn from_yaml(
    schema: &IndexMap<String, Field>,
    node: &Node,
    name: Span,
    cx: &mut Context<'_>,
) -> IndexMap<String, Data> {
    // Nothing in the block: what is missing is said at the component's name.
    let empty = node.is_null().then(|| Node { kind: Kind::Map(Vec::new()), span: name });
    let node = empty.as_ref().unwrap_or(node);
    let mut read = IndexMap::new();
    let Some(mut keys) = Fields::of(node, cx.sink) else { return read };
    for (key, field) in schema {
        let value = if field.required { keys.need(key) } else { keys.take(key) };
        let alt = if has_alt(schema, field) { keys.take(ALT) } else { None };
        let alt = alt.and_then(|alt| yaml::slice(alt, cx.sink));
        if let Some(other) = &field.instead_of {
            let hint = format!("give `{key}` or `{other}`, one of the two");
            match (value, keys.take(other)) {
                (None, None) => cx.sink.push(
                    Diagnostic::error(Code::MissingKey, keys.place(), format!("`{other}` is missing")).hint(hint),
                ),
                (Some(value), Some(_)) => {
                    let message = format!("`{key}` stands instead of `{other}`, and both are given");
                    cx.sink.push(Diagnostic::error(Code::BadValue, value.span, message).hint(hint));
                }
                _ => {}
            }
        }
        if let Some(other) = field.unless.as_deref().filter(|_| value.is_none())
            && keys.take(other).is_none()
        {
            let message = format!("`{key}` is missing");
            let hint = format!("add `{key}: …` here; with `{other}` it can be left out");
            cx.sink.push(Diagnostic::error(Code::MissingKey, keys.place(), message).hint(hint));
        }
        let Some(value) = value else { continue };
        if !right_count(key, field, value, cx) {
            continue;
        }
        let data = match field.kind {
            FieldKind::Cells => cells::read(value, heads(schema, &read), cx),
            _ => value_of(&field.kind, value, alt, cx),
        };
        if let Some(data) = data {
            read.insert(key.clone(), data);
        }
    }
    keys.finish(cx.sink);
    same_columns(schema, node, &read, cx);
    read
}

/// Whether a list has as many items as it may; reports it if not. A list that is needed is never empty.
fn right_count(key: &str, field: &Field, value: &Node, cx: &mut Context<'_>) -> bool {
    let Kind::Seq(items) = &value.kind else { return true };
    let bounds = Bounds { min: field.count.min.or(field.required.then_some(Decimal::ONE)), ..field.count };
    let holds = bounds.hold(Decimal::from(items.len()));
    if !holds {
        let message = match items.len() {
            0 => format!("`{key}` is empty"),
            1 => format!("`{key}` has one item"),
            count => format!("`{key}` has {count} items"),
        };
        let hint = format!("give {}", field.count.words().unwrap_or_else(|| "at least one".to_owned()));
        cx.sink.push(Diagnostic::error(Code::BadValue, value.span, message).hint(hint));
    }
    holds
}

/// The headings of a table's columns, as far as they are read.
fn heads<'r>(schema: &IndexMap<String, Field>, read: &'r IndexMap<String, Data>) -> Option<&'r Data> {
    schema.iter().find(|(_, field)| field.kind == FieldKind::Heads).and_then(|(key, _)| read.get(key))
}

/// Reports a table whose headings or widths are of another number of columns than its rows.
fn same_columns(schema: &IndexMap<String, Field>, node: &Node, read: &IndexMap<String, Data>, cx: &mut Context<'_>) {
    let Kind::Map(entries) = &node.kind else { return };
    let rows = schema.iter().find(|(_, field)| field.kind == FieldKind::Cells).and_then(|(key, _)| read.get(key));
    let Some(count) = rows.map(cells::columns).filter(|count| *count > 0) else { return };
    for (key, field) in schema {
        let (own, hint) = match (&field.kind, read.get(key)) {
            (FieldKind::Heads, Some(heads)) => {
                (cells::columns(heads), "write one heading per column: `<` joins the one on its left, `\"\"` is empty")
            }
            (FieldKind::Shares, Some(Data::List(shares))) => (shares.len(), "write one number per column"),
            _ => continue,
        };
        let Some((_, value)) = entries.iter().find(|(known, _)| known.node == *key).filter(|_| own != count) else {
            continue;
        };
        let message = format!("`{key}` is for {own} columns, but the rows have {count}");
        cx.sink.push(Diagnostic::error(Code::BadValue, value.span, message).hint(hint));
    }
}

/// Reads fields from a div's attributes.
pub(crate) fn from_attributes(
    schema: &IndexMap<String, Field>,
    mut pairs: Vec<(Spanned<String>, Slice<'static>)>,
    name: Span,
    cx: &mut Context<'_>,
) -> IndexMap<String, Data> {
    let mut read = IndexMap::new();
    let take = |pairs: &mut Vec<(Spanned<String>, Slice<'static>)>, key: &str| {
        let at = pairs.iter().position(|(known, _)| known.node == key)?;
        Some(pairs.remove(at))
    };
    for (key, field) in schema {
        let Some((_, value)) = take(&mut pairs, key) else {
            if field.required {
                cx.sink.push(
                    Diagnostic::error(Code::MissingKey, name, format!("`{key}` is missing"))
                        .hint(format!("add {key}=\"…\" inside the braces")),
                );
            }
            continue;
        };
        let alt = if has_alt(schema, field) { take(&mut pairs, ALT) } else { None };
        let span = value.whole();
        let node = Node { kind: Kind::Scalar { slice: value, quoted: true }, span };
        if let Some(data) = value_of(&field.kind, &node, alt.as_ref().map(|(_, alt)| alt), cx) {
            read.insert(key.clone(), data);
        }
    }
    let known: Vec<&str> = schema.keys().map(String::as_str).chain(["disclose"]).collect();
    for (key, _) in &pairs {
        cx.sink.push(yaml::unknown_key(key, &known));
    }
    read
}

/// Whether an image field may have its words in a field beside it.
fn has_alt(schema: &IndexMap<String, Field>, field: &Field) -> bool {
    field.kind == FieldKind::Image && !schema.contains_key(ALT)
}

fn value_of(kind: &FieldKind, node: &Node, alt: Option<&Slice<'static>>, cx: &mut Context<'_>) -> Option<Data> {
    Some(match kind {
        FieldKind::Text => Data::Text(prose(node, cx)?),
        FieldKind::Name(of) => Data::Name(*of, prose(node, cx)?),
        FieldKind::Plain => Data::Plain(yaml::text(node, cx.sink)?),
        FieldKind::Email => Data::Plain(yaml::email(node, cx.sink)?),
        FieldKind::Kpi => {
            if !matches!(node.kind, Kind::Scalar { .. }) {
                let hint = "write the id alone: no brackets around it, no key before it";
                cx.sink.push(yaml::wrong_type(node, "the id of one metric").hint(hint));
                return None;
            }
            Data::Metric(yaml::text(node, cx.sink)?)
        }
        FieldKind::Number(bounds) => Data::Number(number(bounds, node, cx)?),
        FieldKind::Years => years(node, cx)?,
        FieldKind::Bool => Data::Bool(yaml::boolean(node, cx.sink)?),
        FieldKind::Choice(words) => {
            let word = yaml::text(node, cx.sink)?;
            if !words.contains(&word.node) {
                let message = format!("`{}` is not possible here", word.node);
                let hint = suggest(&word.node, words.iter().map(String::as_str));
                cx.sink.push(Diagnostic::error(Code::BadValue, word.span, message).hint(hint));
                return None;
            }
            Data::Plain(word)
        }
        FieldKind::Image => picture(node, alt, cx)?,
        FieldKind::Icon => icon(node, cx)?,
        FieldKind::Heads => cells::read_heads(node, cx)?,
        FieldKind::Cells => cells::read(node, None, cx)?,
        FieldKind::Shares => {
            let items = yaml::list(node, cx.sink)?;
            Data::List(items.iter().map(|item| share(item, cx)).collect::<Option<_>>()?)
        }
        FieldKind::List(of) => {
            let items = yaml::list(node, cx.sink)?;
            if matches!(**of, FieldKind::Text) {
                yaml::check_commas(items, cx.sink);
            }
            Data::List(items.iter().filter_map(|item| value_of(of, item, None, cx)).collect())
        }
        FieldKind::Map(fields) => {
            if let Kind::Scalar { slice, .. } = &node.kind
                && !node.is_null()
            {
                cx.sink.push(
                    yaml::wrong_type(node, "a group of `key: value` lines").hint(as_keys(fields, slice.text.trim())),
                );
                return None;
            }
            Data::Map(from_yaml(fields, node, node.span, cx))
        }
        FieldKind::Tree(fields) => tree(fields, node, cx)?,
    })
}

/// What to write instead of a text where keys are wanted: the text under the first key that must be given, and the
/// others.
fn as_keys(fields: &IndexMap<String, Field>, text: &str) -> String {
    if let Some((key, value)) = text.split_once('：').filter(|(key, _)| fields.contains_key(key.trim())) {
        return format!("write {}: {}, with a half-width colon and a blank", key.trim(), shortened(value.trim()));
    }
    let needed: Vec<&str> = fields.iter().filter(|(_, field)| field.required).map(|(key, _)| key.as_str()).collect();
    let (first, rest) = needed.split_first().map_or(("title", &[][..]), |(first, rest)| (*first, rest));
    let rest: String = rest.iter().map(|key| format!(", {key}: …")).collect();
    format!("write {{{first}: {}{rest}}}", shortened(text))
}

/// A number within bounds.
fn number(bounds: &Bounds, node: &Node, cx: &mut Context<'_>) -> Option<Spanned<Decimal>> {
    let Some(words) = bounds.words() else { return yaml::decimal(node, cx.sink) };
    let text = yaml::text(node, cx.sink)?;
    let message = match yaml::parse_decimal(&text.node) {
        Some(number) if bounds.hold(number) => return Some(text.map(|_| number)),
        Some(number) if bounds.whole && !number.fract().is_zero() => format!("{number} is no whole number"),
        Some(number) => format!("{number} is outside the range"),
        None => format!("`{}` is not a number", shortened(&text.node)),
    };
    let year = year_in(&half_width(&text.node)).filter(|year| bounds.whole && bounds.hold(Decimal::from(*year)));
    let hint = match year {
        Some(year) => format!("write `{year}`"),
        None => format!("give a {}number {words}", if bounds.whole { "whole " } else { "" }),
    };
    cx.sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
    None
}

/// A list of years.
fn years(node: &Node, cx: &mut Context<'_>) -> Option<Data> {
    let mut years: Vec<Spanned<i32>> = Vec::new();
    for item in yaml::list(node, cx.sink)? {
        let text = yaml::text(item, cx.sink)?;
        let Some(year) = year_in(&half_width(&text.node)).filter(|year| YEARS.contains(year)) else {
            let message = format!("`{}` is not a year", shortened(&text.node));
            let hint = full_width_mark(&text.node).unwrap_or_else(|| "write four digits, e.g. 2023".to_owned());
            cx.sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
            return None;
        };
        if years.iter().any(|known| known.node == year) {
            let message = format!("{year} is named twice");
            cx.sink.push(Diagnostic::error(Code::Duplicate, text.span, message).hint("name each year once"));
            return None;
        }
        if financial_year(&text.node).is_some() {
            cx.split.push(text.clone());
        }
        years.push(text.map(|_| year));
    }
    Some(Data::Years(years))
}

/// The first characters of a text, for a message that shall stay a line.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 24;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The width of a column.
fn share(node: &Node, cx: &mut Context<'_>) -> Option<Data> {
    let share = yaml::decimal(node, cx.sink)?;
    if share.node <= Decimal::ZERO {
        let message = format!("{} is no width", share.node);
        let hint = "give a number above 0; a column of 2 is twice as wide as one of 1";
        cx.sink.push(Diagnostic::error(Code::BadValue, share.span, message).hint(hint));
        return None;
    }
    Some(Data::Number(share))
}

/// An icon: a drawing that needs no words, since it stands beside some.
fn icon(node: &Node, cx: &mut Context<'_>) -> Option<Data> {
    let name = yaml::text(node, cx.sink)?;
    let path = cx.images.icon(&name, cx.sink)?;
    Some(Data::Image(Image { path, span: name.span, alt: Vec::new(), size: None }))
}

/// Levels of a tree: a box takes some 14 mm of a page's height.
const MOST_LEVELS: usize = 16;

/// The items of a tree by title, put below the item that each names in `under`.
fn tree(schema: &IndexMap<String, Field>, node: &Node, cx: &mut Context<'_>) -> Option<Data> {
    let mut schema = schema.clone();
    schema.insert(UNDER.to_owned(), Field::optional(FieldKind::Plain));
    let read: Vec<_> = yaml::list(node, cx.sink)?.iter().map(|item| from_yaml(&schema, item, item.span, cx)).collect();
    let titles: Vec<String> = read
        .iter()
        .map(|item| match item.get(TITLE) {
            Some(Data::Text(inlines)) => plain_text(inlines),
            _ => String::new(),
        })
        .collect();
    let under: Vec<Option<&Spanned<String>>> = read
        .iter()
        .map(|item| match item.get(UNDER) {
            Some(Data::Plain(name)) => Some(name),
            _ => None,
        })
        .collect();
    let mut parents = Vec::with_capacity(read.len());
    for name in &under {
        let Some(name) = name else {
            parents.push(None);
            continue;
        };
        let mut same = (0..titles.len()).filter(|at| titles[*at] == name.node);
        let parent = same.next();
        if same.next().is_some() {
            let message = format!("more than one item has the title `{}`", name.node);
            let hint = "give them different titles, so that it is clear which one is meant";
            cx.sink.push(Diagnostic::error(Code::Duplicate, name.span, message).hint(hint));
        }
        if parent.is_none() {
            let message = format!("there is no item with the title `{}` to stand under", name.node);
            let hint = suggest(&name.node, titles.iter().map(String::as_str).filter(|title| !title.is_empty()));
            cx.sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
        }
        parents.push(parent);
    }
    // Whoever goes up more often than there are items goes round.
    let round = (0..read.len()).find(|at| (0..read.len()).try_fold(*at, |at, _| parents[at]).is_some());
    if let Some(name) = round.and_then(|at| under[at]) {
        let message = format!("`{}` stands under itself, by way of the items between", name.node);
        let hint = "the topmost item has no `under`; follow the others up to it";
        cx.sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
        return None;
    }
    let depth = |at: usize| std::iter::successors(parents[at], |at| parents[*at]).take(MOST_LEVELS).count() + 1;
    if let Some(name) = (0..read.len()).find(|at| depth(*at) > MOST_LEVELS).and_then(|at| under[at]) {
        let message = format!("more than {MOST_LEVELS} levels stand under one another here");
        let hint = "show the levels below in a chart of their own: a page has no room for more";
        cx.sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
        return None;
    }
    Some(Data::List(branches(None, &read, &parents)))
}

/// The items right below `parent`, each with those below it.
fn branches(parent: Option<usize>, read: &[IndexMap<String, Data>], parents: &[Option<usize>]) -> Vec<Data> {
    let below = (0..read.len()).filter(|at| parents[*at] == parent);
    below
        .map(|at| {
            let mut item = read[at].clone();
            item.shift_remove(UNDER);
            let inner = branches(Some(at), read, parents);
            if !inner.is_empty() {
                item.insert("items".to_owned(), Data::List(inner));
            }
            Data::Map(item)
        })
        .collect()
}

/// `![words](path)`, a path with `alt` beside it, or `{file: …, alt: …}`.
fn picture(node: &Node, alt: Option<&Slice<'static>>, cx: &mut Context<'_>) -> Option<Data> {
    if matches!(node.kind, Kind::Map(_)) {
        let mut keys = Fields::of(node, cx.sink)?;
        let file = keys.need("file").and_then(|node| yaml::slice(node, cx.sink));
        let alt = keys.take(ALT).and_then(|node| yaml::slice(node, cx.sink));
        keys.finish(cx.sink);
        let alt = alt.map(|alt| cx.line(alt)).unwrap_or_default();
        let hint = || "add `alt: …` beside `file`: what the picture shows".to_owned();
        return image(&file?.trimmed(), alt, node.span, hint, cx).map(Data::Image);
    }
    let slice = yaml::slice(node, cx.sink)?.trimmed();
    if slice.text.starts_with("![") {
        let mut inlines = cx.line(&slice);
        // Anything but one image has been reported, or is text around it.
        return match inlines.pop().map(|inline| inline.kind) {
            Some(InlineKind::Image(image)) if inlines.is_empty() => Some(Data::Image(image)),
            None => None,
            Some(_) => {
                let message = "only one image can stand here";
                cx.sink.push(Diagnostic::error(Code::BadValue, node.span, message).hint("write ![words](images/…)"));
                None
            }
        };
    }
    let alt = alt.map(|alt| cx.line(alt)).unwrap_or_default();
    let hint =
        || "say beside it what the picture shows: alt=\"…\" in the braces of a block, `alt: …` in data".to_owned();
    image(&slice, alt, node.span, hint, cx).map(Data::Image)
}
