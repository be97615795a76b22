//! Components: a call of the component's function with its fields.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::syntax::{array, dictionary, string};
use super::{Writer, index_path};
use crate::chart::{self, Plot};
use crate::model::{Block, BlockKind, Component, Data, KpiRow, plain_text};

/// The component that huibao itself fills with a disclosure index.
const INDEX: &str = "index";

impl Writer<'_> {
    pub(super) fn component(&mut self, component: &Component) {
        let name = &component.name.node;
        if !(self.has_template)(name) {
            self.emitted.unknown.push((name.clone(), component.name.span));
            return;
        }
        let _ = write!(self.out, "#{}.{}(doc, (", module(name), name);
        for (key, data) in &component.fields {
            let _ = write!(self.out, "{}: ", string(key));
            self.data(data);
            self.out.push_str(", ");
        }
        if let Some(plot) = chart::plot(component) {
            let _ = write!(self.out, "plot: {}, ", plotted(&plot));
        }
        if let Some(spots) = chart::spots(component) {
            let _ = write!(self.out, "spots: {}, ", array(spots.iter().map(|(x, y)| format!("({x}, {y})"))));
        }
        if name == INDEX
            && let Some(Data::Plain(standard)) = component.fields.get("standard")
            && self.doc.indices.iter().any(|index| index.standard == standard.node)
        {
            let path = format!("/{}", index_path(self.doc.edition, &standard.node));
            let _ = write!(self.out, "index: json({}), ", string(&path));
        } else if component.fields.is_empty() {
            self.out.push(':');
        }
        self.out.push(')');
        self.out.push_str(", ");
        let body = &component.body;
        if body.is_empty() {
            self.out.push_str("none);");
        } else {
            self.body("", body);
            self.out.truncate(self.out.len() - 1);
            self.out.push_str(");");
        }
    }

    pub(super) fn data(&mut self, data: &Data) {
        match data {
            Data::Text(inlines) => self.content(inlines),
            Data::Plain(text) => self.literal(&text.node, text.span),
            Data::Number(number) => self.literal(&number.node.to_string(), number.span),
            Data::Bool(value) => {
                let _ = write!(self.out, "{value}");
            }
            Data::Image(image) => {
                self.out.push_str("(path: ");
                self.image_path(image);
                let _ = write!(self.out, ", alt: {})", string(&plain_text(&image.alt)));
            }
            // The kpi stage has reported what it could not resolve.
            Data::Kpi(_) => self.out.push_str("none"),
            Data::KpiRow(row) => self.kpi(row),
            Data::List(items) => {
                self.out.push('(');
                for item in items {
                    self.data(item);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
            Data::Map(fields) if fields.is_empty() => self.out.push_str("(:)"),
            Data::Map(fields) => {
                self.out.push('(');
                for (key, field) in fields {
                    let _ = write!(self.out, "{}: ", string(key));
                    self.data(field);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
        }
    }

    pub(super) fn kpi(&mut self, row: &KpiRow) {
        let values = row.values.iter().map(|(year, text)| {
            let restated = row.restated.contains(year).to_string();
            dictionary([("year", string(&year.to_string())), ("text", string(text)), ("restated", restated)])
        });
        let values = array(values);
        let start = self.out.len();
        let _ = write!(self.out, "(\"id\": {}", string(&row.id));
        // The templates set the gap between a figure and what stands behind it.
        let behind = row.behind.trim_start();
        let texts = [("name", &*row.name), ("unit", &*row.unit), ("before", &*row.before), ("behind", behind)];
        for (key, text) in texts.into_iter().chain([("note", &*row.note)]) {
            let _ = write!(self.out, ", {}: ", string(key));
            self.text_content(text);
        }
        let value = string(row.values.first().map_or("", |(_, text)| text));
        let anchor = row.anchor.as_deref().map_or("none".to_owned(), string);
        let _ = write!(self.out, ", \"value\": {value}, \"values\": {values}, \"anchor\": {anchor})");
        self.map.add(start..self.out.len(), row.span);
        if let Some(anchor) = &row.anchor {
            self.anchor(anchor, row.span);
        }
    }
}

/// Names of the components in use.
pub(super) fn component_names<'a>(blocks: &'a [Block], names: &mut Vec<&'a str>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Component(component) => {
                names.push(&component.name.node);
                component_names(&component.body, names);
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| component_names(item, names)),
            BlockKind::Quote(inner) | BlockKind::Only { blocks: inner, .. } => component_names(inner, names),
            _ => {}
        }
    }
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
    ])
}
