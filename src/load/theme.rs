//! A theme of the report's own: design tokens with the keys of the default theme, colours that can be read.

use super::yaml::{self, Fields, Kind, Node};
use crate::assets::{self, Assets};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::Edition;
use crate::source::Sources;
use crate::theme::{self, BASE};

/// The theme whose keys all others have.
const MODEL: &str = "themes/default.yaml";

/// Keys that a theme may have beside those of the default one.
const OPTIONAL: [&str; 2] = ["logo", BASE];

/// Keys of the page that a theme may leave out: without them, text runs in one column over the whole width.
const GRID: [&str; 3] = ["side", "columns", "gutter"];

/// The key of the page that counts: the others measure.
const COLUMNS: &str = "columns";

/// Lengths that may be none.
const MAY_BE_NONE: [&str; 7] = ["side", "gutter", "inner", "outer", "top", "bottom", "radius"];

/// The group of the page's lengths.
const PAGE: &str = "page";

/// Text and what it stands on: what the themes' own comments promise.
const PAIRS: [(&str, &str); 6] = [
    ("ink", "paper"),
    ("muted", "paper"),
    ("muted", "brand-soft"),
    ("brand", "paper"),
    ("brand", "brand-soft"),
    // Headings on paper, and what stands in white on the cover and on openers.
    ("brand-dark", "paper"),
];

/// Contrast that text needs (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

/// Reports what keeps a theme from being used, and what is hard to read with it.
pub(crate) fn check(theme: &Node, editions: &[Edition], assets: &Assets, sink: &mut Sink) {
    let mut sources = Sources::default();
    let text = assets::built_in(MODEL).unwrap_or_default();
    let id = sources.add(MODEL, text);
    let model = yaml::parse(&super::slice::Slice::new(id, text, 0), &mut Sink::default());
    let Some(model) = model else { return };
    let tags: Vec<&str> = editions.iter().map(|edition| edition.tag()).collect();
    // What extends another theme need not say what does not differ.
    let base = field(theme, BASE).filter(|node| !node.is_null());
    let base = base.and_then(|node| yaml::text(node, sink)).map(|base| base.node);
    let mut found = Sink::default();
    group(theme, &model, &OPTIONAL, &tags, base.is_some(), &mut found);
    // Of a theme that means to say what differs, all that is missing is one slip.
    let lacks = found.iter().filter(|told| told.code == Code::MissingKey).count();
    let is_part = lacks > 1 && base.is_none();
    if is_part {
        let message = format!("{lacks} keys are missing, which a theme without `extends` needs");
        let hint = "add `extends: default`: a theme then says only what differs";
        let place = Fields::of(theme, sink).map_or(theme.span, |keys| keys.place());
        sink.push(Diagnostic::error(Code::MissingKey, place, message).hint(hint));
    }
    sink.take_in(found, |code, _| is_part && code == Code::MissingKey);
    if let (Some(name), Some(node)) = (&base, field(theme, BASE)) {
        extended(name, node, assets, sink);
    }
    let base = base.and_then(|name| based(&name, assets, &mut sources));
    contrasts(theme, base.as_ref(), sink);
    page(theme, base.as_ref(), sink);
}

/// A theme by name.
fn based(name: &str, assets: &Assets, sources: &mut Sources) -> Option<Node> {
    let asset = assets.read(&format!("themes/{name}.yaml")).ok().flatten()?;
    let id = sources.add("base.yaml", &*asset.text);
    yaml::parse(&super::slice::Slice::new(id, &*asset.text, 0), &mut Sink::default())
}

/// Tells that a theme extends one that is not there, or by way of others itself.
fn extended(name: &str, node: &Node, assets: &Assets, sink: &mut Sink) {
    let paths = assets.list("themes");
    let known: Vec<&str> =
        paths.iter().filter_map(|path| path.strip_prefix("themes/")?.strip_suffix(".yaml")).collect();
    if !known.contains(&name) {
        let message = format!("there is no theme `{name}`");
        let hint = suggest(name, known.iter().copied());
        return sink.push(Diagnostic::error(Code::BadValue, node.span, message).hint(hint));
    }
    let mut next = Some(name.to_owned());
    for _ in 0..=known.len() {
        let Some(name) = next else { return };
        next = based(&name, assets, &mut Sources::default())
            .and_then(|theme| field(&theme, BASE).and_then(scalar).map(str::to_owned));
    }
    let message = "this theme extends itself, by way of the others";
    let hint = "let the last of them extend `default`, or nothing";
    sink.push(Diagnostic::error(Code::BadValue, node.span, message).hint(hint));
}

/// Compares a group of keys with the default theme's. Of groups per edition only the report's own are asked for.
fn group(own: &Node, model: &Node, optional: &[&str], tags: &[&str], is_part: bool, sink: &mut Sink) {
    let Kind::Map(wanted) = &model.kind else { return };
    let Some(mut keys) = Fields::of(own, sink) else { return };
    for key in optional {
        keys.take(key);
    }
    if let Kind::Map(entries) = &own.kind {
        for (key, _) in entries.iter().filter(|(_, value)| value.is_null()) {
            let message = format!("`{}` has no value", key.node);
            let is_colour = field(model, &key.node).and_then(scalar).is_some_and(|model| model.starts_with('#'));
            let hint = match is_colour {
                true => "put a colour in quotes, e.g. '#0f6f68': without them, # begins a comment",
                false => "write its value, or take the key out",
            };
            sink.push(Diagnostic::error(Code::BadValue, key.span, message).hint(hint));
        }
    }
    for (key, model) in wanted {
        let key = key.node.as_str();
        let is_edition = Edition::from_tag(key).is_some();
        if optional.contains(&key) {
            if let Some(found) = field(own, key) {
                value(key, found, model, sink);
            }
            continue;
        }
        let may_lack = is_part || is_edition && !tags.contains(&key);
        let found = if may_lack { keys.take(key) } else { keys.need(key) };
        let Some(found) = found else { continue };
        match &model.kind {
            Kind::Map(_) if key == PAGE => group(found, model, &GRID, tags, is_part, sink),
            Kind::Map(_) => group(found, model, &[], tags, is_part, sink),
            Kind::Seq(items) => {
                if matches!(&found.kind, Kind::Seq(own) if own.is_empty()) {
                    let message = format!("`{key}` is empty");
                    sink.push(
                        Diagnostic::error(Code::BadValue, found.span, message)
                            .hint("give at least one, or leave the key out"),
                    );
                }
                for item in yaml::list(found, sink).unwrap_or_default() {
                    items.iter().take(1).for_each(|model| value(key, item, model, sink));
                }
            }
            Kind::Scalar { .. } => value(key, found, model, sink),
        }
    }
    keys.finish(sink);
}

/// Compares one value: a colour where the default theme has a colour, a number where it has a number.
fn value(key: &str, own: &Node, model: &Node, sink: &mut Sink) {
    let Kind::Scalar { slice, .. } = &model.kind else { return };
    let Some(text) = yaml::text(own, sink) else { return };
    if slice.text.starts_with('#') {
        if theme::parts(&text.node).is_none() {
            let message = format!("`{}` is no colour", text.node);
            let hint = "write six hexadecimal digits in quotes, e.g. '#0f6f68'";
            sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
        }
    } else if slice.text.parse::<f64>().is_ok() {
        // Millimetres of a page or points of a letter: beyond these nothing can be printed.
        const LARGEST: f64 = 5000.0;
        // Type and paper are of some size; margins, gutters and corners need be of none.
        let is_one = |number: f64| match key {
            COLUMNS => number >= 1.0 && number.fract() == 0.0,
            _ => number > 0.0 || number == 0.0 && MAY_BE_NONE.contains(&key),
        };
        let number = text.node.parse::<f64>();
        if !number.is_ok_and(|number| number <= LARGEST && is_one(number)) {
            let message = format!("`{}` is no size", text.node);
            sink.push(
                Diagnostic::error(Code::BadValue, text.span, message)
                    .hint(format!("write a number, e.g. {}", slice.text)),
            );
        }
    }
}

fn field<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Map(entries) = &node.kind else { return None };
    entries.iter().find(|(known, _)| known.node == key).map(|(_, value)| value)
}

fn scalar(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { slice, .. } => Some(slice.text.trim()),
        _ => None,
    }
}

/// Warns about colours that cannot be told from what they stand on.
fn contrasts(own: &Node, base: Option<&Node>, sink: &mut Sink) {
    let Some(colors) = field(own, "colors") else { return };
    let inherited = base.and_then(|base| field(base, "colors"));
    for (text, ground) in PAIRS {
        let own = |key| field(colors, key);
        let of = |key| own(key).or_else(|| field(inherited?, key));
        let (Some(node), Some(other)) = (of(text), of(ground)) else { continue };
        // Told where the report has a say.
        let Some(place) = own(text).or_else(|| own(ground)) else { continue };
        let of = |node| scalar(node).and_then(theme::parts).map(theme::luminance);
        let (Some(one), Some(two)) = (of(node), of(other)) else { continue };
        let ratio = theme::contrast(one, two);
        if ratio < CONTRAST {
            let message = format!("`{text}` on `{ground}` has a contrast of {ratio:.1} : 1");
            let hint = format!("text needs {CONTRAST} : 1 (WCAG 1.4.3): make one darker or the other lighter");
            let told = Diagnostic::warning(Code::BadValue, place.span, message).hint(hint);
            sink.push(match own(text).and(own(ground)) {
                Some(ground) => told.label(ground.span, "what it stands on"),
                None => told,
            });
        }
    }
}

/// Reports margins, and columns beside the text, that leave no page. What the theme does not say its base does.
fn page(theme: &Node, base: Option<&Node>, sink: &mut Sink) {
    let Some(page) = field(theme, PAGE) else { return };
    let inherited = base.and_then(|base| field(base, PAGE));
    let number = |key: &str| field(page, key).or_else(|| field(inherited?, key)).and_then(scalar)?.parse::<f64>().ok();
    let column = |room: f64| {
        let (columns, gutter) = (number("columns").unwrap_or(1.0).max(1.0), number("gutter").unwrap_or(0.0));
        (room - number("side").unwrap_or(0.0) - gutter * (columns - 1.0)) / columns
    };
    for (size, margins) in [("width", ["inner", "outer"]), ("height", ["top", "bottom"])] {
        let (Some(size_of), [Some(one), Some(two)]) = (number(size), margins.map(number)) else { continue };
        // A column of four centimetres holds no table, let alone a line of text.
        const LEAST: f64 = 40.0;
        let room = size_of - one - two;
        if room < LEAST || size == "width" && column(room) < LEAST {
            let message = match room < LEAST {
                true => format!("`{}` and `{}` leave no room on the page", margins[0], margins[1]),
                false => "`side`, `columns` and `gutter` leave no room for the text".to_owned(),
            };
            let keys = [size, margins[0], margins[1], "side", "columns", "gutter"];
            let place = keys.iter().find_map(|key| field(page, key)).map(|node| node.span);
            sink.push(Diagnostic::error(Code::BadValue, place, message).hint("lengths of a page are in millimetres"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let mut sink = Sink::default();
        let id = sources.add("own.yaml", text);
        let node = yaml::parse(&super::super::slice::Slice::new(id, text, 0), &mut sink).unwrap();
        check(&node, &[Edition::ZhHantHk], &Assets::default(), &mut sink);
        sink.iter().map(|told| format!("{}: {}", sources.text(told.place.unwrap()), told.message)).collect()
    }

    #[test]
    fn built_in_themes_keep_what_they_promise() {
        for theme in ["default", "harbour"] {
            let text = assets::built_in(&format!("themes/{theme}.yaml")).unwrap();
            assert_eq!(problems(text), Vec::<String>::new(), "{theme}");
        }
    }

    #[test]
    fn a_theme_that_extends_another_says_only_what_differs() {
        assert_eq!(problems("extends: default\ncolors: {brand: '#123456'}"), [] as [String; 0]);
        let pale = problems("extends: default\ncolors: {muted: '#a0a0a0'}");
        assert_eq!(pale.len(), 2, "{pale:?}");
        assert_eq!(problems("extends: default\ncolors: {primary: '#123456'}"), ["primary: unknown key `primary`"]);
    }

    #[test]
    fn slips_are_told_at_their_place() {
        let text = assets::built_in(MODEL).unwrap();
        let with = |old: &str, new: &str| {
            assert_eq!(text.matches(old).count(), 1, "{old}");
            problems(&text.replace(old, new))
        };
        assert_eq!(with("  brand: '#0f6f68'", "  brand: crimson"), ["crimson: `crimson` is no colour"]);
        assert_eq!(with("  muted: '#56666b'", "  primary: '#56666b'")[0], "primary: unknown key `primary`");
        assert_eq!(with("radius: 3", "radius: round"), ["round: `round` is no size"]);
        assert_eq!(with("muted: '#56666b'", "muted: '#a0a0a0'").len(), 2);
        assert_eq!(with("width: 210", "width: 70"), ["70: `inner` and `outer` leave no room on the page"]);
        assert_eq!(
            problems("colors: {primary: '#123456'}"),
            ["colors: 16 keys are missing, which a theme without `extends` needs", "primary: unknown key `primary`"]
        );
    }
}
