//! What component templates are given. Author text reaches a template only as a value, never as template code: prose
//! as finished HTML marked as safe, everything else as plain text that Tera escapes. Templates need no `safe` filter.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::blocks::DEEPEST;
use super::inline::image_href;
use super::renderer::Renderer;
use crate::diag::{Code, Diagnostic};
use crate::model::printed::{Component, Data};
use crate::model::{Document, Elsewhere, Figure, Given, IndexEntry, IndexPlace, KpiRow, Omission, plain_text};
use crate::template::{Context, Value};
use crate::view::chart::{self, Plot, Scale};
use crate::view::claims::{is_first, row_anchor};
use crate::view::index::{Group, Row};
use crate::view::{self, Extra, Sketch, columns};

/// A map for a template.
pub(super) fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::from(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<IndexMap<String, Value>>())
}

/// Finished HTML for a template.
pub(super) fn html(text: &str) -> Value {
    Value::safe_string(text)
}

impl Renderer<'_> {
    /// Writes a component with its template, `components/<name>.html`.
    ///
    /// The template sees the component's fields by name, `body` (the HTML of the Markdown inside) and `page`:
    /// `page.uid` (a prefix for ids), `page.heading` (rank for a heading), `page.region` (a name for a scroll region),
    /// `page.labels`, `page.lang`.
    pub(super) fn component(&mut self, out: &mut String, component: &Component) {
        let name = &component.name.node;
        let template = format!("components/{name}.html");
        if !self.site.templates.contains(&template) {
            let message = format!("the component `{name}` has no template for the website");
            self.sink.push(
                Diagnostic::error(Code::UnknownComponent, component.name.span, message)
                    .hint(format!("write templates/{template}")),
            );
            return;
        }
        self.components += 1;
        let (rank, floor) = (self.rank, self.floor);
        let heading = (rank + 1).min(DEEPEST);
        let title = ["caption", "title"].iter().find_map(|key| match component.fields.get(*key) {
            Some(Data::Text(inlines)) => Some(plain_text(inlines)),
            _ => None,
        });
        let mut context = Context::new();
        for (key, data) in &component.fields {
            context.insert_value(key.clone(), self.data(data, None));
        }
        // A component without a title has no heading for those inside to stand below.
        if component.fields.contains_key("title") {
            (self.rank, self.floor) = (heading, heading);
        }
        let mut body = String::new();
        self.blocks(&mut body, &component.body);
        (self.rank, self.floor) = (rank, floor);
        context.insert_value("body", html(&body));
        if component.is_given(Given::Index) {
            context.insert_value("index", Value::none());
        }
        for extra in view::extras(component, self.site.doc) {
            context.insert_value(extra.key(), self.extra(&extra));
        }
        context.insert_value(
            "page",
            map([
                ("uid", format!("_c{}", self.components).into()),
                ("heading", heading.into()),
                ("region", self.region(&title.unwrap_or_default()).into()),
                ("labels", self.site.labels.clone()),
                ("lang", self.site.doc.edition.tag().into()),
                ("year", self.site.doc.period.year().into()),
            ]),
        );
        match self.site.templates.try_render(&template, &context) {
            Ok(html) => out.push_str(html.trim_start()),
            Err(error) => self.errors.push(error),
        }
    }

    /// One field's value for a template. `scale` is that of the list the value stands in.
    fn data(&mut self, data: &Data, scale: Option<Scale>) -> Value {
        match data {
            Data::Text(inlines) => html(&self.fragment(inlines)),
            Data::Name(never, _) => match *never {},
            Data::Plain(text) => text.node.as_str().into(),
            Data::Number(number) => number.node.to_string().into(),
            Data::Years(years) => {
                years.iter().map(|year| self.site.doc.period.year_name(year.node)).collect::<Vec<_>>().into()
            }
            Data::Bool(yes) => (*yes).into(),
            Data::Image(image) => map([
                ("src", image_href(&image.path).into()),
                ("alt", plain_text(&image.alt).into()),
                ("width", image.size.map(|(width, _)| width).into()),
                ("height", image.size.map(|(_, height)| height).into()),
            ]),
            Data::Metric(row) => kpi_row(row, self.site.doc, scale),
            Data::List(items) => {
                let scale = scale.or_else(|| Scale::of(items, self.site.doc.period.year()));
                Value::from(items.iter().map(|item| self.data(item, scale)).collect::<Vec<_>>())
            }
            Data::Map(fields) => {
                let fields = fields.iter().map(|(key, data)| (key.clone(), self.data(data, scale)));
                Value::from(fields.collect::<IndexMap<String, Value>>())
            }
        }
    }

    fn extra(&self, extra: &Extra<'_>) -> Value {
        match extra {
            Extra::Plot(plot) => plotted(plot),
            Extra::Spots(spots) => {
                let spot = |spot: &chart::Spot| {
                    map([("x", spot.x.into()), ("y", spot.y.into()), ("side", spot.side.unwrap_or_default().into())])
                };
                spots.iter().map(spot).collect::<Vec<_>>().into()
            }
            Extra::Index(view) => self.index(view),
            Extra::Sketch(_, sketch) => sketched(sketch),
        }
    }

    fn index(&self, view: &view::index::View<'_>) -> Value {
        let index = view.index;
        let texts = self.site.printed.index_pages.get(&index.standard);
        let places = &self.site.places;
        // Sections and metrics apart: a few lines each says enough, dozens of figures run on. Of places that read the
        // same, readers need the first.
        let links = |entry: &IndexEntry, metrics: bool| -> Value {
            let mut said = BTreeSet::new();
            let wanted = entry.places.iter().filter(|place| place.is_metric == metrics);
            let first = wanted.filter(|place| said.insert(place.text.as_str()));
            let link = |place: &IndexPlace| {
                map([
                    ("href", places.href(&self.chapter.slug, &place.anchor).into()),
                    ("text", place.text.as_str().into()),
                ])
            };
            first.map(link).collect::<Vec<_>>().into()
        };
        let elsewhere = |place: &Elsewhere| {
            map([("href", place.url.as_deref().unwrap_or_default().into()), ("text", place.text.as_str().into())])
        };
        let entry = |Row { at, entry }: &Row<'_>| {
            let has_anchor = self.site.doc.shows_claims && is_first(index, *at);
            let anchor = if has_anchor { row_anchor(index, *at) } else { String::new() };
            let omission = entry.omission.as_ref().map(|Omission { requirement, reason, explanation }| {
                map([
                    ("requirement", requirement.as_str().into()),
                    ("reason", reason.as_str().into()),
                    ("explanation", explanation.as_str().into()),
                ])
            });
            map([
                ("anchor", anchor.into()),
                ("omission", omission.unwrap_or_else(Value::none)),
                ("may_be_omitted", entry.may_be_omitted.into()),
                ("sector", entry.sector.as_str().into()),
                ("code", entry.code.as_str().into()),
                ("title", entry.title.as_str().into()),
                ("depth", entry.depth.into()),
                ("status", entry.status.name().into()),
                ("sections", links(entry, false)),
                ("metrics", links(entry, true)),
                ("elsewhere", entry.elsewhere.iter().map(elsewhere).collect::<Vec<_>>().into()),
                ("pages", texts.and_then(|texts| texts.get(*at)).cloned().unwrap_or_default().into()),
                ("explanation", entry.remark.as_str().into()),
                ("beside", entry.beside.iter().map(|codes| codes.as_str().into()).collect::<Vec<Value>>().into()),
            ])
        };
        let group = |group: &Group<'_>| {
            map([
                ("heads", group.heads.iter().map(entry).collect::<Vec<_>>().into()),
                ("rows", group.rows.iter().map(entry).collect::<Vec<_>>().into()),
            ])
        };
        map([
            ("standard", index.standard.as_str().into()),
            ("title", index.title.as_str().into()),
            ("beside", index.beside.iter().map(|column| column.title.as_str().into()).collect::<Vec<Value>>().into()),
            ("statement", index.statement.as_deref().unwrap_or_default().into()),
            ("has_omissions", index.has_omissions.into()),
            ("sectors", self.site.doc.locale.list(&index.sectors).into()),
            ("has_pages", texts.is_some_and(|texts| texts.iter().any(|text| !text.is_empty())).into()),
            ("groups", view.groups.iter().map(group).collect::<Vec<_>>().into()),
        ])
    }
}

/// A metric for a template. Its `share` is that of the largest figure of the list in per cent, for bars, `own` that beside other years'; its `part`
/// that of the list's sum, for sectors. Of a figure, `text` is its print, `number` its exact value for programs.
fn kpi_row(row: &KpiRow, doc: &Document, scale: Option<Scale>) -> Value {
    let year = doc.period.year();
    let shown = row.shown(year);
    let print = shown.map(|figure| figure.print.clone()).unwrap_or_default();
    let figure = |(at, (year, figure)): (usize, &(i32, Option<Figure>))| {
        let figure = figure.as_ref();
        let change = row.changes.get(at).and_then(|change| change.as_ref()).map(columns::change);
        let share = figure.zip(scale).and_then(|(figure, scale)| scale.share(figure));
        let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).round_dp(1).normalize().to_string();
        let (share, own) = (share.map(percent), figure.and_then(|figure| chart::own_share(row, figure)).map(percent));
        let number = figure.and_then(|figure| figure.amount.number()).map(|number| number.to_string());
        map([
            ("year", doc.period.year_name(*year).into()),
            ("text", figure.map_or("", |figure| figure.print.in_column()).into()),
            ("number", number.into()),
            ("restated", figure.is_some_and(|figure| figure.restated).into()),
            ("share", share.into()),
            ("own", own.into()),
            ("change", change.into()),
        ])
    };
    map([
        ("id", row.id.as_str().into()),
        ("name", row.name.as_str().into()),
        ("unit", row.unit.as_str().into()),
        ("before", print.before.as_str().into()),
        ("behind", print.behind.as_str().into()),
        ("value", print.number.as_str().into()),
        ("values", row.figures.iter().enumerate().map(figure).collect::<Vec<_>>().into()),
        ("part", scale.and_then(|scale| scale.part(row)).map(chart::percent).into()),
        ("note", row.note.as_str().into()),
        ("codes", columns::codes(row).into()),
        ("target", columns::target(row, year).into()),
        ("assured", columns::is_assured(row, doc).into()),
        ("anchor", row.anchor.as_deref().unwrap_or_default().into()),
    ])
}

/// A chart's axis and marks for a template.
fn plotted(plot: &Plot) -> Value {
    let float = |number: &Decimal| Value::from(number.to_f64().unwrap_or_default());
    let tick = |(text, at): &(String, Decimal)| map([("text", text.as_str().into()), ("at", float(at))]);
    let mark = |mark: &Option<(Decimal, Decimal)>| match mark {
        Some((from, to)) => map([("from", float(from)), ("to", float(to))]),
        None => Value::none(),
    };
    let series = plot.series.iter().map(|marks| Value::from(marks.iter().map(mark).collect::<Vec<_>>()));
    map([
        ("ticks", plot.ticks.iter().map(tick).collect::<Vec<_>>().into()),
        ("series", series.collect::<Vec<_>>().into()),
        ("ends", plot.ends.iter().map(float).collect::<Vec<_>>().into()),
        ("sums", plot.sums.clone().into()),
    ])
}

/// A drawing's values for a template.
fn sketched(sketch: &Sketch) -> Value {
    match sketch {
        Sketch::None => Value::none(),
        Sketch::Flag(yes) => (*yes).into(),
        Sketch::Number(number) => number.to_f64().unwrap_or_default().into(),
        Sketch::Count(count) => (*count).into(),
        Sketch::Text(text) => text.as_str().into(),
        Sketch::List(items) => items.iter().map(sketched).collect::<Vec<_>>().into(),
        Sketch::Map(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.replace('-', "_"), sketched(value)));
            Value::from(fields.collect::<IndexMap<String, Value>>())
        }
    }
}
