//! What components there are and which fields each takes: `templates/components/<name>.yaml`.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::model::{Counted, Given, NameOf};

/// Every component by name, sorted.
#[derive(Debug, Clone, Default)]
pub struct Schemas(pub IndexMap<String, Schema>);

impl Schemas {
    /// The component of this name.
    pub fn get(&self, name: &str) -> Option<&Schema> {
        self.0.get(name)
    }

    /// Every component's name.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }
}

/// One component.
#[derive(Debug, Clone)]
pub struct Schema {
    /// What it is, for the documentation.
    pub about: String,
    /// How authors write it.
    pub form: Form,
    /// Whether the Markdown inside is shown as its author wrote it, in front of what it becomes.
    pub shows_source: bool,
    /// What huibao works out for it.
    pub given: Vec<Given>,
    /// What its caption is numbered as, where a report asks for numbers.
    pub counted: Option<Counted>,
    /// Its fields, in the order that renderers and documentation show them.
    pub fields: IndexMap<String, Field>,
}

/// How authors write a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A fenced div, `::: {.case title="…"}`: its content is Markdown.
    Div,
    /// A fenced code block with the component's name: its content is YAML.
    Data,
}

/// One field of a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it must be given.
    pub required: bool,
    /// How many items it has, where it is a list.
    pub count: Bounds,
    /// The field that it stands instead of: one of the two must be given, and only one can.
    pub instead_of: Option<String>,
    /// The field that can stand instead of it: one of the two must be given, and both can.
    pub unless: Option<String>,
    /// What it is for.
    pub about: String,
}

impl Field {
    /// A field that may be left out, without more to say of it.
    pub fn optional(kind: FieldKind) -> Self {
        Self { kind, required: false, count: Bounds::default(), instead_of: None, unless: None, about: String::new() }
    }
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// Prose: a line of inline Markdown.
    Text,
    /// A name: inline Markdown.
    Name(NameOf),
    /// A word that is never converted.
    Plain,
    /// An e-mail address.
    Email,
    /// An exact number within bounds.
    Number(Bounds),
    /// Yes or no.
    Bool,
    /// An image with its alternative text.
    Image,
    /// Id of a KPI.
    Kpi,
    /// One of a few words.
    Choice(Vec<String>),
    /// A list of such values.
    List(Box<FieldKind>),
    /// The name of an icon that the theme draws.
    Icon,
    /// The headings of a table's columns: a list of texts or, where some stand above several, a list of such rows.
    /// [`ABOVE`] and [`LEFT`] join cells. Templates are given rows of cells.
    Heads,
    /// Years, each once.
    Years,
    /// The widths of a table's columns, as shares of the whole.
    Shares,
    /// The rows of a table: lists of cells, each a text or a list of texts. [`ABOVE`] and [`LEFT`] join cells.
    Cells,
    /// Named fields.
    Map(IndexMap<String, Field>),
    /// A tree, written as a list: each item has a `title`, and all but the topmost name the one above in [`UNDER`].
    /// Templates are given the topmost items, each with those below it as `items`.
    Tree(IndexMap<String, Field>),
}

/// A cell that belongs to the one above.
pub const ABOVE: &str = "^";

/// A cell that belongs to the one on its left.
pub const LEFT: &str = "<";

/// The field by which an item of a tree names the title of the item above.
pub const UNDER: &str = "under";

/// How small and how large a number may be, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The smallest.
    pub min: Option<Decimal>,
    /// The largest.
    pub max: Option<Decimal>,
    /// Whether it must be a whole number.
    pub whole: bool,
}

impl Bounds {
    /// Whether the number is within the bounds.
    pub fn hold(&self, number: Decimal) -> bool {
        let within = self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max);
        within && (!self.whole || number.fract().is_zero())
    }

    /// What an author is told: `from 0 to 100`. Nothing if there are no bounds.
    pub fn words(&self) -> Option<String> {
        match (self.min, self.max) {
            (Some(min), Some(max)) => Some(format!("from {min} to {max}")),
            (Some(min), None) => Some(format!("from {min}")),
            (None, Some(max)) => Some(format!("up to {max}")),
            (None, None) => None,
        }
    }
}

impl FieldKind {
    /// The names of the kinds that take no further description.
    pub const SIMPLE: [&'static str; 14] = [
        "text", "person", "name", "plain", "email", "number", "bool", "image", "kpi", "icon", "years", "heads",
        "shares", "cells",
    ];

    /// A kind by its name in a schema, if it takes no further description.
    pub fn simple(name: &str) -> Option<Self> {
        Some(match name {
            "text" => FieldKind::Text,
            "person" => FieldKind::Name(NameOf::Person),
            "name" => FieldKind::Name(NameOf::Thing),
            "plain" => FieldKind::Plain,
            "email" => FieldKind::Email,
            "number" => FieldKind::Number(Bounds::default()),
            "bool" => FieldKind::Bool,
            "image" => FieldKind::Image,
            "kpi" => FieldKind::Kpi,
            "icon" => FieldKind::Icon,
            "years" => FieldKind::Years,
            "heads" => FieldKind::Heads,
            "shares" => FieldKind::Shares,
            "cells" => FieldKind::Cells,
            _ => return None,
        })
    }
}
