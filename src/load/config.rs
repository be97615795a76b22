//! `report.yaml`.

use super::yaml::{self, Fields, Kind, Node};
use crate::diag::{Code, Diagnostic, Severity, Sink, suggest, suggest_listed};
use crate::model::{
    Checks, Claim, Config, Counted, Edition, Image, Issuer, Names, Period, StandardClaim, Theme, Vocabulary,
};
use crate::source::{Span, Spanned};
use crate::standards::{Board, Listing, Shelf};

/// The theme of a report that names none.
const DEFAULT_THEME: &str = "default";

/// Keys that stand below another one, for those that are written beside it.
const ISSUER: [&str; 6] = ["name", "short_name", "stock_code", "address", "email", "website"];
const PERIOD: [&str; 2] = ["from", "to"];
const LISTING: [&str; 2] = ["board", "large_cap"];
const VOCABULARY: [&str; 2] = ["use", "without"];

/// How `vocabulary` is written.
const VOCABULARY_HINT: &str = "write `vocabulary: off`, or e.g. `vocabulary: {use: [管治], without: [網絡]}`";

/// The edition the authors write in, as far as the file tells: everything else is read in its light.
pub(crate) fn source_edition(node: &Node) -> Edition {
    let Kind::Map(entries) = &node.kind else { return Edition::ZhHantHk };
    entries
        .iter()
        .find(|(key, _)| key.node == "source")
        .and_then(|(_, value)| match &value.kind {
            Kind::Scalar { slice, .. } => Edition::from_tag(slice.text.trim()),
            _ => None,
        })
        .unwrap_or(Edition::ZhHantHk)
}

/// Where the settings ask for an edition.
pub(crate) fn place_of(node: &Node, edition: Edition) -> Option<Span> {
    let Kind::Map(entries) = &node.kind else { return None };
    let (_, list) = entries.iter().find(|(key, _)| key.node == "editions")?;
    let Kind::Seq(items) = &list.kind else { return None };
    let is_asked = |item: &&Node| match &item.kind {
        Kind::Scalar { slice, .. } => Edition::from_tag(slice.text.trim()) == Some(edition),
        _ => false,
    };
    items.iter().find(is_asked).map(|item| item.span)
}

/// Reads the settings, and what the report takes of the ESG vocabulary. `None` if something is missing that nothing can
/// stand in for.
pub(crate) fn config(node: &Node, catalogues: &Shelf, sink: &mut Sink) -> Option<(Config, Vocabulary)> {
    let mut keys = Fields::of(node, sink)?;
    let source = match keys.need("source") {
        Some(node) => yaml::edition(node, sink),
        None => None,
    };
    let edition = source_edition(node);
    let names =
        |node: Option<&Node>, sink: &mut Sink| node.map(|node| yaml::names(node, edition, sink)).unwrap_or_default();
    let issuer = keys.need("issuer").and_then(|node| issuer(node, edition, sink));
    let title = keys.need("title").map(|node| required_names(node, edition, sink));
    let subtitle = names(keys.take("subtitle"), sink);
    let tagline = names(keys.take("tagline"), sink);
    let notice = names(keys.take("notice"), sink);
    let listing = keys.take("listing").and_then(|node| listing(node, sink));
    let period = keys.need("period").and_then(|node| period(node, sink));
    let published = keys.take("published").and_then(|node| {
        let day = yaml::date(node, sink)?;
        if let Some(period) = period.filter(|period: &Period| day < period.to) {
            let message = format!("a report of a year that ends on {} is not published before", period.to.iso());
            let hint = "write the day of publication: which rules apply depends on it";
            sink.push(Diagnostic::warning(Code::BadValue, node.span, message).hint(hint));
        }
        Some(day)
    });
    let editions = match keys.take("editions") {
        Some(node) => editions(node, edition, sink),
        None => vec![edition],
    };
    let standards = keys.take("standards").map(|node| standards(node, catalogues, sink)).unwrap_or_default();
    let theme = keys.take("theme").and_then(|node| theme(node, sink));
    let mut picture = |key| keys.take(key).and_then(|node| yaml::text(node, sink)).map(picture);
    let (cover, logo) = (picture("cover"), picture("logo"));
    let review_required = keys.take("review").and_then(|node| review(node, sink));
    let checks = keys.take("checks").map(|node| checks(node, sink)).unwrap_or_default();
    let draft = keys.take("draft").and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    let previous = keys.take("previous").and_then(|node| yaml::text(node, sink));
    let shows_claims = keys.take("claims").and_then(|node| claims(node, sink)).unwrap_or_default();
    let mirrored = keys.take("mirrored").and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    let numbered = keys.take("numbered").map(|node| numbered(node, sink)).unwrap_or_default();
    let vocabulary = keys.take("vocabulary").and_then(|node| vocabulary(node, sink)).unwrap_or_default();
    let place = node.span;
    let below = |key: &str| format!("it is a key of `{key}`: write it below that, indented");
    let places =
        [("issuer", &ISSUER[..]), ("period", &PERIOD[..]), ("listing", &LISTING[..]), ("vocabulary", &VOCABULARY[..])];
    let hints: Vec<(&[&str], String)> = places.into_iter().map(|(key, keys)| (keys, below(key))).collect();
    let hints: Vec<(&[&str], &str)> = hints.iter().map(|(keys, hint)| (*keys, hint.as_str())).collect();
    keys.finish_among(&hints, sink);
    let period = period?;
    let config = Config {
        issuer: issuer?,
        title: title?,
        subtitle,
        tagline,
        notice,
        listing,
        period,
        published: published.unwrap_or(period.to),
        source: source?,
        editions,
        standards,
        theme: theme.unwrap_or_else(|| Theme { name: Spanned::new(DEFAULT_THEME.to_owned(), place) }),
        cover,
        logo,
        review_required,
        checks,
        draft,
        shows_claims,
        previous,
        mirrored,
        numbered,
    };
    Some((config, vocabulary))
}

/// A picture without words of its own. Its file is looked for once the report's images are.
fn picture(path: Spanned<String>) -> Image {
    Image { path: path.node, span: path.span, alt: Vec::new(), size: None }
}

/// The logo that a theme of the report's own names.
pub(crate) fn theme_logo(node: &Node, sink: &mut Sink) -> Option<Image> {
    let (_, logo) = yaml::entries(node, sink).iter().find(|(key, value)| key.node == "logo" && !value.is_null())?;
    yaml::text(logo, sink).map(picture)
}

/// `off`, or which terms of the vocabulary to use and which not. Whether they exist is checked by the conversion.
fn vocabulary(node: &Node, sink: &mut Sink) -> Option<Vocabulary> {
    if matches!(node.kind, Kind::Scalar { .. }) {
        let word = yaml::text(node, sink)?;
        if word.node == "off" {
            return Some(Vocabulary { is_off: true, ..Vocabulary::default() });
        }
        let message = format!("`{}` is not a choice of vocabulary", word.node);
        sink.push(Diagnostic::error(Code::BadValue, word.span, message).hint(VOCABULARY_HINT));
        return None;
    }
    let mut keys = Fields::of(node, sink)?;
    let mut terms = |key| {
        let items = keys.take(key).and_then(|node| yaml::list(node, sink)).unwrap_or_default();
        items.iter().filter_map(|item| yaml::text(item, sink)).collect()
    };
    let (wanted, unwanted) = (terms("use"), terms("without"));
    keys.finish(sink);
    Some(Vocabulary { is_off: false, wanted, unwanted })
}

/// A text that the source edition cannot do without.
fn required_names(node: &Node, source: Edition, sink: &mut Sink) -> Names {
    let names = yaml::names(node, source, sink);
    // A text in the other Chinese script is converted, so that a report whose source is flipped loads.
    if !names.serves(source) {
        let message = format!("there is no text for {source}, the edition the report is written in");
        sink.push(Diagnostic::error(Code::MissingText, node.span, message).hint(format!("add `{source}: …`")));
    }
    names
}

/// A stock code: quotation marks of an input method would print with it.
fn stock_code(node: &Node, sink: &mut Sink) -> Option<Spanned<String>> {
    let text = yaml::text(node, sink)?;
    if text.node.starts_with(['“', '”', '‘', '「', '＂']) {
        let message = format!("`{}` prints with its quotation marks", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("write straight ones: \"00001\""));
    }
    // 0123.HK, 00123 / 600123, 123（主板）; no label and no broken number.
    let digits = text.node.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    let is_label = ["代號", "代号", "代碼", "代码", "編號", "编号", "code"]
        .iter()
        .any(|label| text.node.to_lowercase().contains(label));
    let is_fraction = text.node.contains('.') && text.node.parse::<f64>().is_ok();
    if digits == 0 || is_label || is_fraction {
        let message = format!("`{}` is no stock code", text.node);
        let bare: String =
            text.node.split('.').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let hint = match bare.is_empty() {
            true => "write its digits in quotes, \"00001\", or leave the key out".to_owned(),
            false => format!("write its digits alone: \"{bare}\""),
        };
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
    }
    Some(text)
}

fn issuer(node: &Node, source: Edition, sink: &mut Sink) -> Option<Issuer> {
    let mut keys = Fields::like(node, "issuer: {name: …, stock_code: \"00001\"}", sink)?;
    let name = keys.need("name").map(|node| required_names(node, source, sink));
    let short_name = keys.take("short_name").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    let address = keys.take("address").map(|node| yaml::names(node, source, sink)).unwrap_or_default();
    let mut plain = |key, read: fn(&Node, &mut Sink) -> Option<Spanned<String>>| {
        keys.take(key).and_then(|node| read(node, sink)).map(|text| text.node)
    };
    let stock_code = plain("stock_code", stock_code);
    let (email, website) = (plain("email", yaml::email), plain("website", yaml::website));
    let others = [
        "title",
        "subtitle",
        "tagline",
        "notice",
        "period",
        "published",
        "source",
        "editions",
        "standards",
        "cover",
        "logo",
        "theme",
        "listing",
    ];
    keys.finish_among(&[(&others[..], "it is no key of `issuer`: begin it where `issuer` begins")], sink);
    Some(Issuer { name: name?, short_name, stock_code, address, email, website })
}

fn period(node: &Node, sink: &mut Sink) -> Option<Period> {
    let mut keys = Fields::like(node, "period: {from: 2025-01-01, to: 2025-12-31}", sink)?;
    let from = keys.need("from").and_then(|node| yaml::date(node, sink));
    let to = keys.need("to").and_then(|node| yaml::date(node, sink));
    keys.finish(sink);
    let period = Period { from: from?, to: to? };
    if period.from > period.to {
        let message = "the period ends before it begins";
        sink.push(Diagnostic::error(Code::BadValue, node.span, message).hint("exchange `from` and `to`"));
        return None;
    }
    Some(period)
}

/// `{board: main, large_cap: true}`.
fn listing(node: &Node, sink: &mut Sink) -> Option<Listing> {
    let mut keys = Fields::like(node, "listing: {board: main, large_cap: false}", sink)?;
    let board = keys.need("board").and_then(|node| yaml::text(node, sink)).and_then(|board| match &*board.node {
        "main" => Some(Board::Main),
        "gem" => Some(Board::Gem),
        other => {
            let message = format!("there is no board `{other}`");
            let hint = suggest(other, ["main", "gem"]);
            sink.push(Diagnostic::error(Code::BadValue, board.span, message).hint(hint));
            None
        }
    });
    let large_cap = keys.take("large_cap");
    let is_large = large_cap.and_then(|node| yaml::boolean(node, sink)).unwrap_or_default();
    keys.finish(sink);
    let board = board?;
    if let Some(node) = large_cap.filter(|_| is_large && board == Board::Gem) {
        let message = "an issuer on GEM is no constituent of the Hang Seng Composite LargeCap Index";
        sink.push(Diagnostic::error(Code::BadValue, node.span, message).hint("take `large_cap` away, or write main"));
    }
    Some(Listing { board, large_cap: is_large })
}

fn editions(node: &Node, source: Edition, sink: &mut Sink) -> Vec<Edition> {
    let mut editions = Vec::new();
    for item in yaml::list(node, sink).unwrap_or_default() {
        let Some(edition) = yaml::edition(item, sink) else { continue };
        if editions.contains(&edition) {
            let message = format!("{edition} is listed twice");
            sink.push(Diagnostic::error(Code::Duplicate, item.span, message).hint("keep one of the two"));
        } else {
            editions.push(edition);
        }
    }
    // The source is always among them, and first if the author left it out.
    if !editions.contains(&source) {
        editions.insert(0, source);
    }
    editions
}

fn standards(node: &Node, catalogues: &Shelf, sink: &mut Sink) -> Vec<StandardClaim> {
    let mut claims: Vec<StandardClaim> = Vec::new();
    for item in yaml::list(node, sink).unwrap_or_default() {
        let Some(standard) = standard(item, sink) else { continue };
        let is_unknown = |name: &str| catalogues.ids().all(|id| id != name) && !catalogues.is_set_aside(name);
        for other in standard.beside.iter().filter(|other| is_unknown(&other.node)) {
            let message = format!("there is no standard `{}`", other.node);
            let hint = suggest(&other.node, catalogues.ids());
            sink.push(Diagnostic::error(Code::UnknownStandard, other.span, message).hint(hint));
        }
        if is_unknown(&standard.id.node) {
            let message = format!("there is no standard `{}`", standard.id.node);
            let hint = suggest(&standard.id.node, catalogues.ids());
            sink.push(Diagnostic::error(Code::UnknownStandard, standard.id.span, message).hint(hint));
        } else if let Some(first) = claims.iter().find(|claim| claim.id.node == standard.id.node) {
            let message = format!("{} is listed twice", standard.id.node);
            sink.push(
                Diagnostic::error(Code::Duplicate, standard.id.span, message)
                    .label(first.id.span, "first listed here")
                    .hint("keep one of the two"),
            );
        } else {
            claims.push(standard);
        }
    }
    claims
}

fn standard(node: &Node, sink: &mut Sink) -> Option<StandardClaim> {
    if matches!(node.kind, Kind::Scalar { .. }) {
        return yaml::text(node, sink).map(|id| StandardClaim {
            id,
            claim: None,
            lists_all: false,
            sectors: Vec::new(),
            beside: Vec::new(),
        });
    }
    let mut keys = Fields::of(node, sink)?;
    let id = keys.need("id").and_then(|node| yaml::text(node, sink));
    let claim =
        keys.take("claim").and_then(|node| yaml::text(node, sink)).and_then(|claim| match claim.node.as_str() {
            "in-accordance" => Some(Claim::InAccordance),
            "with-reference" => Some(Claim::WithReference),
            other => {
                let message = format!("there is no claim `{other}`");
                let hint = suggest(other, ["in-accordance", "with-reference"]);
                sink.push(Diagnostic::error(Code::BadValue, claim.span, message).hint(hint));
                None
            }
        });
    let mut texts = |key| -> Vec<Spanned<String>> {
        let list = keys.take(key).and_then(|node| yaml::list(node, sink)).unwrap_or_default();
        list.iter().filter_map(|node| yaml::text(node, sink)).collect()
    };
    let (beside, sectors) = (texts("beside"), texts("sectors"));
    let list = keys.take("list").and_then(|node| yaml::text(node, sink));
    if let Some(list) = list.as_ref().filter(|list| !matches!(&*list.node, "all" | "used")) {
        let message = format!("an index lists all or what is used, not `{}`", list.node);
        let hint = suggest(&list.node, ["all", "used"]);
        sink.push(Diagnostic::error(Code::BadValue, list.span, message).hint(hint));
    }
    keys.finish(sink);
    Some(StandardClaim { id: id?, claim, lists_all: list.is_some_and(|list| list.node == "all"), sectors, beside })
}

/// `claims: shown` has the codes of what a section reports at its heading; `index` has them in the index alone.
fn claims(node: &Node, sink: &mut Sink) -> Option<bool> {
    let word = yaml::text(node, sink)?;
    match word.node.as_str() {
        "shown" => Some(true),
        "index" => Some(false),
        other => {
            let hint = suggest(other, ["shown", "index"]);
            let message = format!("claims are shown at their places or stand in the index alone, not `{other}`");
            sink.push(Diagnostic::error(Code::BadValue, word.span, message).hint(hint));
            None
        }
    }
}

/// `numbered: [tables, figures]`: whose captions are numbered.
fn numbered(node: &Node, sink: &mut Sink) -> Vec<Counted> {
    let mut numbered = Vec::new();
    for word in yaml::list(node, sink).unwrap_or_default() {
        let Some(word) = yaml::text(word, sink) else { continue };
        match Counted::ALL.into_iter().find(|(_, known, _)| *known == word.node) {
            Some((counted, ..)) => numbered.push(counted),
            None => {
                let message = format!("tables and figures can be numbered, not `{}`", word.node);
                let hint = suggest(&word.node, Counted::ALL.map(|(_, known, _)| known));
                sink.push(Diagnostic::error(Code::BadValue, word.span, message).hint(hint));
            }
        }
    }
    numbered
}

/// `review: required` asks for a person's eye on every uncertain reading; `optional` is as if it were not there.
fn review(node: &Node, sink: &mut Sink) -> Option<Span> {
    let word = yaml::text(node, sink)?;
    match word.node.as_str() {
        "required" => Some(word.span),
        "optional" => None,
        other => {
            let hint = suggest(other, ["required", "optional"]);
            let message = format!("`review` is either required or optional, not `{other}`");
            sink.push(Diagnostic::error(Code::BadValue, word.span, message).hint(hint));
            None
        }
    }
}

/// `checks: {wrong-script: error, mixed-variants: off}`.
fn checks(node: &Node, sink: &mut Sink) -> Checks {
    const LEVELS: [&str; 3] = ["error", "warning", "off"];
    let names = || Code::checks().map(Code::name);
    let mut checks = Checks::default();
    for (key, value) in yaml::entries(node, sink) {
        let code = Code::from_name(&key.node).filter(|code| Code::checks().any(|known| known == *code));
        let Some(code) = code else {
            let message = format!("there is no check `{}`", key.node);
            let hint = suggest_listed("codes", &key.node, names().collect::<Vec<_>>());
            sink.push(Diagnostic::error(Code::UnknownKey, key.span, message).hint(hint));
            continue;
        };
        let Some(level) = yaml::text(value, sink) else { continue };
        let severity = match level.node.as_str() {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            // An unquoted `off` is a truth value to some YAML parsers.
            "off" | "false" => None,
            other => {
                let message = format!("`{other}` is not how bad a finding can be");
                sink.push(Diagnostic::error(Code::BadValue, level.span, message).hint(suggest(other, LEVELS)));
                continue;
            }
        };
        checks.0.insert(code, severity);
    }
    checks
}

fn theme(node: &Node, sink: &mut Sink) -> Option<Theme> {
    if matches!(node.kind, Kind::Scalar { .. }) {
        return yaml::text(node, sink).map(|name| Theme { name });
    }
    let mut keys = Fields::of(node, sink)?;
    let name = keys.need("name").and_then(|node| yaml::text(node, sink));
    keys.finish(sink);
    name.map(|name| Theme { name })
}
