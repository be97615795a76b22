//! KPI data: exact figures, units, names.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{DisclosureRef, Names};
use crate::source::{Span, Spanned};

/// All metrics of a report and the units they use, in the authors' order.
#[derive(Debug, Clone, Default)]
pub struct KpiBook {
    /// Units by id: the built-in ones and the report's own.
    pub units: IndexMap<String, Unit>,
    /// Metrics by id.
    pub kpis: IndexMap<String, Kpi>,
}

/// A unit of measurement.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Symbol or word per edition, e.g. 噸二氧化碳當量, tCO₂e.
    pub names: Names,
    /// Printed right behind the figure, as `%` is; other units stand off by a thin gap the renderer chooses.
    pub attached: bool,
    /// Figures in it have no commas: 2015年.
    pub ungrouped: bool,
}

/// One metric.
#[derive(Debug, Clone)]
pub struct Kpi {
    /// Id, e.g. `env.ghg.scope1`.
    pub id: Spanned<String>,
    /// Name per edition.
    pub name: Names,
    /// Id of the unit; empty for a pure number.
    pub unit: Option<Spanned<String>>,
    /// Decimal places to print; as entered where the author says nothing.
    pub decimals: Option<u32>,
    /// Figures per year.
    pub values: BTreeMap<i32, Spanned<Figures>>,
    /// Years whose figure differs from the one that an earlier report gave.
    pub restated: Vec<i32>,
    /// Computed from other metrics, e.g. `env.ghg.scope1 + env.ghg.scope2`.
    pub formula: Option<Spanned<String>>,
    /// Qualifier printed with the figure in prose, e.g. 超過.
    pub qualifier: Names,
    /// Remark printed as a table note.
    pub note: Names,
    /// Disclosures that the metric's row in a KPI table reports.
    pub disclose: Vec<Spanned<DisclosureRef>>,
    /// The whole entry.
    pub span: Span,
}

/// A figure as entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figures {
    /// An exact decimal number; its scale is the number of places entered.
    Number(Decimal),
    /// Something that is no single number, e.g. `5–9`.
    Text(String),
}

/// A metric as one edition prints it. Formatted once, for both renderers and all data products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiRow {
    /// Id of the metric.
    pub id: String,
    /// Where the author put it into the table.
    pub span: Span,
    /// Name.
    pub name: String,
    /// Unit, empty for a pure number.
    pub unit: String,
    /// What stands before a figure where it is told as in prose, not in a column: 超過, or nothing.
    pub before: String,
    /// What stands behind it there: the unit, with the blank it needs and a qualifier such as 餘 or 以上.
    pub behind: String,
    /// One figure per year asked for, as printed; empty where the year has none.
    pub values: Vec<(i32, String)>,
    /// Years whose figure is restated.
    pub restated: Vec<i32>,
    /// Whether its figures stand without commas, as years do.
    pub ungrouped: bool,
    /// Remark, empty where there is none.
    pub note: String,
    /// Anchor of this row, where the metric reports a disclosure: the first row of a metric in the report has it.
    pub anchor: Option<String>,
    /// Disclosures of the metric.
    pub disclose: Vec<Spanned<DisclosureRef>>,
}
