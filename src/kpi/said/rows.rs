//! The rows and columns of a typed table.

use rust_decimal::Decimal;

use crate::source::Span;

/// Labels of rows and columns that others add up to.
pub(super) const TOTALS: [&str; 12] =
    ["合计", "总计", "小计", "总数", "总人数", "总量", "共计", "总排放", "总额", "总和", "合共", "总体"];

/// A number in a cell.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) slack: Decimal,
    pub(super) span: Span,
    pub(super) shown: String,
    /// Of the data: a metric.
    pub(super) metric: Option<String>,
}

/// A row with its label, unit and numbers.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) group: String,
    /// Id of the unit, empty where none is told.
    pub(super) unit: String,
    /// By column.
    pub(super) numbers: Vec<Option<Number>>,
    pub(super) index: usize,
}

impl Row {
    pub(super) fn is_total(&self) -> bool {
        TOTALS.iter().any(|word| self.label.contains(word)) || self.label == "总"
    }
}

/// A column of numbers: its heading and year.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) head: String,
    pub(super) year: Option<i32>,
    /// Whether it has shares in per cent, and other columns something else: how much of all, by how much it changed.
    pub(super) is_share: bool,
}
