//! Metrics as data files have them: what spreadsheets and `kpi/*.yaml` exchange.

use rust_decimal::Decimal;

use crate::source::{Span, Spanned};

/// A metric with every key that its data file gives.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: Spanned<String>,
    /// Name of the file in `kpi/` without its ending, or of the sheet: metrics of one group stay together.
    pub group: String,
    /// Keys other than `id` in the author's order; one below another joined by a full stop: `name.zh-Hant`,
    /// `values.2023`, `restated.0`.
    pub fields: Vec<(String, Field)>,
}

/// What a key gives.
#[derive(Debug, Clone)]
pub struct Field {
    /// As written.
    pub text: String,
    /// The number that a figure is.
    pub number: Option<Decimal>,
    /// A figure of words that are meant as such: they stand in quotes where a number is expected.
    pub is_words: bool,
    /// Where it stands.
    pub span: Span,
}

impl Entry {
    /// What a key gives.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|(known, _)| known == key).map(|(_, field)| field)
    }
}

/// The year of a key such as `values.2023`.
pub fn year_of_key(key: &str) -> Option<i32> {
    key.strip_prefix("values.")?.parse().ok()
}

/// What an import changes in a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Id of the metric.
    pub id: String,
    /// The key.
    pub key: String,
    /// What it gave before.
    pub old: Option<String>,
    /// What it gives now.
    pub new: String,
    /// The metric itself is new.
    pub is_new: bool,
}
