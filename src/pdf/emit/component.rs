//! Components: a call of the component's function with its fields.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::syntax::{array, dictionary, string};
use super::{Writer, index_path};
use crate::model::printed::{Component, Data, Inline};
use crate::model::{KpiRow, plain_text};
use crate::view::chart::{self, Plot, Scale};
use crate::view::{self, Extra, Sketch, columns};

impl Writer<'_> {
    /// Writes a component, with marks before and behind what stands in it.
    pub(super) fn component(&mut self, component: &Component, (before, behind): &(String, String)) {
        let name = &component.name.node;
        if !(self.setting.has_template)(name) {
            let unknown = (name.clone(), component.name.span);
            if !self.emitted.unknown.contains(&unknown) {
                self.emitted.unknown.push(unknown);
            }
            return;
        }
        self.emitted.components.entry(name.clone()).or_insert(component.name.span);
        let doc = if self.is_broad { "broad(doc)" } else { "doc" };
        let _ = write!(self.out, "#{}.{}({doc}, (", module(name), name);
        self.keeps_words = (self.setting.keeps_words)(name);
        for (key, data) in &component.fields {
            let _ = write!(self.out, "{}: ", string(key));
            self.data(data, None);
            self.out.push_str(", ");
        }
        self.keeps_words = false;
        let extras = view::extras(component, self.doc);
        for extra in &extras {
            let value = match extra {
                Extra::Plot(plot) => plotted(plot),
                Extra::Spots(spots) => array(spots.iter().map(|spot| {
                    let name = spot.on_page.map_or("none".to_owned(), |beside| {
                        let line = beside.line.map_or("none".to_owned(), |(x, y)| format!("({x:.2}pt, {y:.2}pt)"));
                        format!("(x: {:.2}pt, y: {:.2}pt, line: {line})", beside.x, beside.y)
                    });
                    format!("({}, {}, {name})", spot.x, spot.y)
                })),
                Extra::Index(view) => {
                    let path = format!("/{}", index_path(self.doc.edition, &view.index.standard));
                    format!("json({})", string(&path))
                }
                Extra::Sketch(_, sketch) => sketched(sketch),
            };
            let _ = write!(self.out, "{}: {value}, ", extra.key());
        }
        let stretch = self.stretched();
        if let Some(stretch) = &stretch {
            let _ = write!(self.out, "\"stretch\": {stretch}, ");
        }
        if component.fields.is_empty() && extras.is_empty() && stretch.is_none() {
            self.out.push(':');
        }
        self.out.push(')');
        self.out.push_str(", ");
        let body = &component.body;
        if body.is_empty() && before.is_empty() && behind.is_empty() {
            self.out.push_str("none);");
        } else {
            let _ = write!(self.out, "[{before}");
            self.inner(body);
            let _ = write!(self.out, "{behind}]);");
        }
    }

    /// One field's value. `scale` is that of the list the value stands in.
    pub(super) fn data(&mut self, data: &Data, scale: Option<Scale>) {
        match data {
            Data::Text(inlines) => {
                self.whole_words = self.keeps_words && is_short(inlines);
                self.content(inlines);
                self.whole_words = false;
            }
            Data::Name(never, _) => match *never {},
            Data::Plain(text) => self.literal(&text.node, text.span),
            Data::Number(number) => self.literal(&number.node.to_string(), number.span),
            Data::Years(years) => {
                self.out.push('(');
                for year in years {
                    self.literal(&self.doc.period.year_name(year.node), year.span);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
            Data::Bool(value) => {
                let _ = write!(self.out, "{value}");
            }
            Data::Image(image) => {
                self.out.push_str("(path: ");
                self.image_path(image);
                let _ = write!(self.out, ", alt: {})", string(&plain_text(&image.alt)));
            }
            Data::Metric(row) => self.kpi(row, scale),
            Data::List(items) => {
                let scale = scale.or_else(|| Scale::of(items, self.doc.period.year()));
                self.out.push('(');
                for item in items {
                    self.data(item, scale);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
            Data::Map(fields) if fields.is_empty() => self.out.push_str("(:)"),
            Data::Map(fields) => {
                self.out.push('(');
                for (key, field) in fields {
                    let _ = write!(self.out, "{}: ", string(key));
                    self.data(field, scale);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
        }
    }

    /// A metric. A figure's `text` is its print, `share` the length of its bar from 0 to 1, `own` that beside other years' of the metric; `part` is what of the whole
    /// its sector is, from 0 to 1, and `percent` the print of it. All three are none where nothing is drawn.
    pub(super) fn kpi(&mut self, row: &KpiRow, scale: Option<Scale>) {
        let decimal = |number: Option<Decimal>| {
            number.map_or("none".to_owned(), |number| format!("decimal({})", string(&number.to_string())))
        };
        let figures = row.figures.iter().enumerate().map(|(at, (year, figure))| {
            let figure = figure.as_ref();
            let change = row.changes.get(at).and_then(|change| change.as_ref()).map(columns::change);
            let number = figure.map_or("", |figure| figure.print.in_column());
            let share = figure.zip(scale).and_then(|(figure, scale)| scale.share(figure));
            dictionary([
                ("year", string(&self.doc.period.year_name(*year))),
                ("text", string(number)),
                ("share", decimal(share)),
                ("own", decimal(figure.and_then(|figure| chart::own_share(row, figure)))),
                ("change", string(&change.unwrap_or_default())),
                ("restated", figure.is_some_and(|figure| figure.restated).to_string()),
            ])
        });
        let figures = array(figures);
        let print = row.shown(self.doc.period.year()).map(|figure| figure.print.clone()).unwrap_or_default();
        let start = self.out.len();
        let _ = write!(self.out, "(\"id\": {}", string(&row.id));
        // The templates set the gap between a figure and what stands behind it.
        let behind = print.behind.trim_start();
        let texts = [("name", &*row.name), ("unit", &*row.unit), ("before", &*print.before), ("behind", behind)];
        let codes = columns::codes(row);
        for (key, text) in texts.into_iter().chain([("note", &*row.note), ("codes", &*codes)]) {
            let _ = write!(self.out, ", {}: ", string(key));
            self.text_content(text);
        }
        let part = scale.and_then(|scale| scale.part(row));
        let percent = part.map_or("none".to_owned(), |part| string(&chart::percent(part)));
        let anchor = row.anchor.as_deref().map_or("none".to_owned(), string);
        let _ = write!(
            self.out,
            ", \"value\": {}, \"values\": {figures}, \"part\": {}, \"percent\": {percent}, \"anchor\": {anchor}, \
             \"target\": {}, \"assured\": {})",
            string(&print.number),
            decimal(part),
            string(&columns::target(row, self.doc.period.year())),
            columns::is_assured(row, self.doc),
        );
        self.map.add(start..self.out.len(), row.span);
        if let Some(anchor) = &row.anchor {
            self.anchor(anchor, row.span);
        }
    }
}

/// Whether a text is a name or a phrase rather than a sentence: such a one is set in lines that end anywhere, and should end
/// between its words.
fn is_short(inlines: &[Inline]) -> bool {
    /// Columns, two for a Chinese character.
    const SHORT: usize = 48;
    let text = plain_text(inlines);
    UnicodeWidthStr::width(text.as_str()) <= SHORT && !text.contains(['。', '；', '！', '？'])
}

/// The name a component's module is imported by; a bare `list` or `table` would hide Typst's own.
pub(super) fn module(name: &str) -> String {
    format!("component-{name}")
}

/// A chart's axis and marks.
fn plotted(plot: &Plot) -> String {
    let tick = |(text, at): &(String, Decimal)| dictionary([("text", string(text)), ("at", at.to_string())]);
    let mark = |mark: &Option<(Decimal, Decimal)>| match mark {
        Some((from, to)) => format!("({from}, {to})"),
        None => "none".to_owned(),
    };
    dictionary([
        ("ticks", array(plot.ticks.iter().map(tick))),
        ("series", array(plot.series.iter().map(|marks| array(marks.iter().map(mark))))),
        ("ends", array(plot.ends.iter().map(Decimal::to_string))),
        ("sums", array(plot.sums.iter().map(|sum| string(sum)))),
    ])
}

/// A drawing's values.
fn sketched(sketch: &Sketch) -> String {
    match sketch {
        Sketch::None => "none".to_owned(),
        Sketch::Flag(yes) => yes.to_string(),
        Sketch::Number(number) => number.to_string(),
        Sketch::Count(count) => count.to_string(),
        Sketch::Text(text) => string(text),
        Sketch::List(items) => array(items.iter().map(sketched)),
        Sketch::Map(fields) => {
            let fields: String =
                fields.iter().map(|(key, value)| format!("{}: {}, ", string(key), sketched(value))).collect();
            format!("({fields})")
        }
    }
}
