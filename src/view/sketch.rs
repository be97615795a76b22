//! What is worked out for a drawing, as a tree of plain values: both renderers write it down the same way, so that a new
//! chart needs no code in either.

use rust_decimal::Decimal;

/// A value of a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sketch {
    /// Nothing to draw.
    None,
    /// Yes or no.
    Flag(bool),
    /// A position or a length.
    Number(Decimal),
    /// A count, or a place in a list.
    Count(usize),
    /// Words or a figure as printed.
    Text(String),
    /// Several.
    List(Vec<Sketch>),
    /// Values by name.
    Map(Vec<(&'static str, Sketch)>),
}

impl Sketch {
    /// A list.
    pub(super) fn list(items: impl IntoIterator<Item = impl Into<Sketch>>) -> Self {
        Sketch::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<Decimal> for Sketch {
    fn from(number: Decimal) -> Self {
        Sketch::Number(number)
    }
}

impl From<bool> for Sketch {
    fn from(yes: bool) -> Self {
        Sketch::Flag(yes)
    }
}

impl From<String> for Sketch {
    fn from(text: String) -> Self {
        Sketch::Text(text)
    }
}

impl From<&str> for Sketch {
    fn from(text: &str) -> Self {
        Sketch::Text(text.to_owned())
    }
}

impl<T: Into<Sketch>> From<Option<T>> for Sketch {
    fn from(value: Option<T>) -> Self {
        value.map_or(Sketch::None, Into::into)
    }
}

/// The marks of an axis.
pub(super) fn ticks(ticks: Vec<(String, Decimal)>) -> Sketch {
    Sketch::list(ticks.into_iter().map(|(text, at)| Sketch::Map(vec![("text", text.into()), ("at", at.into())])))
}
