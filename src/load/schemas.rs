//! Reads the component schemas.

use indexmap::IndexMap;

use super::slice::Slice;
use super::yaml::{self, Fields, Node};
use crate::assets::Assets;
use crate::component::{Bounds, Field, FieldKind, Form, Schema, Schemas};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Counted, Given, STANDARD};
use crate::source::{Sources, Spanned};

/// Every component's schema, the report's own files before the built-in ones.
pub fn schemas(assets: &Assets, sources: &mut Sources, sink: &mut Sink) -> Schemas {
    let mut schemas = IndexMap::new();
    // Built-in files are none of the author's: they stay out of `sources`. A test proves them sound.
    let (mut built_in, mut unheard) = (Sources::default(), Sink::default());
    for path in assets.list("components") {
        let Some(name) = path.strip_prefix("components/").and_then(|name| name.strip_suffix(".yaml")) else { continue };
        let schema = match assets.read(&path) {
            Ok(Some(asset)) if asset.is_own => {
                let id = sources.add(format!("templates/{path}"), asset.text);
                schema(&Slice::new(id, sources.get(id).text.as_str(), 0), sink)
            }
            Ok(Some(asset)) => {
                let id = built_in.add(path.clone(), asset.text);
                schema(&Slice::new(id, built_in.get(id).text.as_str(), 0), &mut unheard)
            }
            Ok(None) => None,
            Err(refusal) => {
                sink.push(refusal.told(&format!("templates/{path}"), None));
                None
            }
        };
        schemas.extend(schema.map(|schema| (name.to_owned(), schema)));
    }
    Schemas(schemas)
}

fn schema(slice: &Slice<'_>, sink: &mut Sink) -> Option<Schema> {
    let node = yaml::parse(slice, sink)?;
    let mut keys = Fields::of(&node, sink)?;
    let about = keys.take("about").and_then(|node| yaml::text(node, sink)).map(|text| text.node).unwrap_or_default();
    let form = keys.need("form").and_then(|node| yaml::text(node, sink)).and_then(|form| match form.node.as_str() {
        "div" => Some(Form::Div),
        "data" => Some(Form::Data),
        other => {
            let message = format!("there is no form `{other}`");
            sink.push(Diagnostic::error(Code::BadValue, form.span, message).hint("known: div, data"));
            None
        }
    });
    let shows_source = keys.take("shows_source").and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    // Read by the typesetter alone.
    let _ = keys.take("fit").and_then(|node| yaml::text(node, sink));
    let _ = keys.take("across").and_then(|node| yaml::text(node, sink));
    let _ = keys.take("stretches").and_then(|node| yaml::text(node, sink));
    let _ = keys.take("grows").and_then(|node| yaml::boolean(node, sink));
    let _ = keys.take("spaced").and_then(|node| yaml::boolean(node, sink));
    let _ = keys.take("pictured").and_then(|node| yaml::boolean(node, sink));
    let _ = keys.take("whole_words").and_then(|node| yaml::boolean(node, sink));
    let wanted = keys.take("given");
    let counted = keys.take("counted").and_then(|node| counted(node, sink));
    let fields = keys.take("fields").map(|node| fields(node, sink)).unwrap_or_default();
    let given = wanted.map(|node| given(node, &fields, sink)).unwrap_or_default();
    keys.finish(sink);
    Some(Schema { about, form: form?, shows_source, given, counted, fields })
}

/// What the component's caption is numbered as.
fn counted(node: &Node, sink: &mut Sink) -> Option<Counted> {
    let name = yaml::text(node, sink)?;
    let found = Counted::ALL.into_iter().find(|(_, _, known)| *known == name.node);
    if found.is_none() {
        let message = format!("no caption is numbered as `{}`", name.node);
        let hint = suggest(&name.node, Counted::ALL.map(|(_, _, known)| known));
        sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
    }
    found.map(|(counted, ..)| counted)
}

/// What the component is to be given, in a list.
fn given(node: &Node, fields: &IndexMap<String, Field>, sink: &mut Sink) -> Vec<Given> {
    let mut given = Vec::new();
    for node in yaml::list(node, sink).unwrap_or_default() {
        let Some(name) = yaml::text(node, sink) else { continue };
        let Some((_, wanted)) = Given::ALL.into_iter().find(|(known, _)| *known == name.node) else {
            let message = format!("no component can be given `{}`", name.node);
            let hint = suggest(&name.node, Given::ALL.map(|(known, _)| known));
            sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
            continue;
        };
        if wanted == Given::Index && fields.get(STANDARD).is_none_or(|field| field.kind != FieldKind::Plain) {
            let message = format!("a component that is given an index needs a field `{STANDARD}`");
            let hint = format!("add `{STANDARD}: {{type: plain, required: true}}` to `fields`");
            sink.push(Diagnostic::error(Code::MissingKey, name.span, message).hint(hint));
        }
        given.push(wanted);
    }
    given
}

fn fields(node: &Node, sink: &mut Sink) -> IndexMap<String, Field> {
    let mut fields = IndexMap::new();
    for (name, node) in yaml::entries(node, sink) {
        if let Some(field) = field(node, sink) {
            fields.insert(name.node.clone(), field);
        }
    }
    fields
}

fn field(node: &Node, sink: &mut Sink) -> Option<Field> {
    let mut keys = Fields::of(node, sink)?;
    let required = keys.take("required").and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    let about = keys.take("about").and_then(|node| yaml::text(node, sink)).map(|text| text.node).unwrap_or_default();
    let name = keys.need("type").and_then(|node| yaml::text(node, sink));
    let kind = name.and_then(|name| kind(&name, &mut keys, sink));
    let count = bounds(&mut keys, ["least", "most"], sink);
    let instead_of = keys.take("instead_of").and_then(|node| yaml::text(node, sink)).map(|text| text.node);
    let unless = keys.take("unless").and_then(|node| yaml::text(node, sink)).map(|text| text.node);
    keys.finish(sink);
    Some(Field { kind: kind?, required, count, instead_of, unless, about })
}

fn kind(name: &Spanned<String>, keys: &mut Fields<'_>, sink: &mut Sink) -> Option<FieldKind> {
    Some(match name.node.as_str() {
        "list" => {
            let of = keys.need("of")?;
            let item = match &of.kind {
                yaml::Kind::Scalar { .. } => match simple(&yaml::text(of, sink)?, sink)? {
                    FieldKind::Number(_) => number(keys, sink),
                    kind => kind,
                },
                _ => FieldKind::Map(fields(of, sink)),
            };
            FieldKind::List(Box::new(item))
        }
        "map" => FieldKind::Map(fields(keys.need("of")?, sink)),
        "tree" => FieldKind::Tree(fields(keys.need("of")?, sink)),
        "number" => number(keys, sink),
        "choice" => {
            let words = yaml::list(keys.need("of")?, sink)?;
            FieldKind::Choice(words.iter().filter_map(|word| Some(yaml::text(word, sink)?.node)).collect())
        }
        _ => simple(name, sink)?,
    })
}

/// A number, or each number of a list, within bounds.
fn number(keys: &mut Fields<'_>, sink: &mut Sink) -> FieldKind {
    let whole = keys.take("whole").and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    FieldKind::Number(Bounds { whole, ..bounds(keys, ["min", "max"], sink) })
}

fn bounds<'n>(keys: &mut Fields<'n>, names: [&'n str; 2], sink: &mut Sink) -> Bounds {
    let mut bound = |key| keys.take(key).and_then(|node| yaml::decimal(node, sink)).map(|bound| bound.node);
    let [min, max] = names.map(&mut bound);
    Bounds { min, max, whole: false }
}

fn simple(name: &Spanned<String>, sink: &mut Sink) -> Option<FieldKind> {
    let kind = FieldKind::simple(&name.node);
    if kind.is_none() {
        let known = FieldKind::SIMPLE.into_iter().chain(["list", "map", "tree", "choice"]);
        let message = format!("there is no type `{}`", name.node);
        sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(suggest(&name.node, known)));
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_schemas_are_sound() {
        let mut sources = Sources::default();
        let mut sink = Sink::default();
        for path in Assets::default().list("components").into_iter().filter(|path| path.ends_with(".yaml")) {
            let text = crate::assets::built_in(&path).unwrap_or_default();
            let id = sources.add(path, text);
            assert!(schema(&Slice::new(id, text, 0), &mut sink).is_some());
        }
        assert_eq!(crate::diag::render::short(&sink.into_sorted(), &sources), "");
    }
}
