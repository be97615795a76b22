//! KPI data: exact figures, units, names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{DisclosureRef, Names, Target, TargetState, Way, changed};
use crate::source::{Span, Spanned};

/// Years that a figure can be of; anything else is a slip.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// All metrics of a report and the units they use, in the authors' order.
#[derive(Debug, Clone, Default)]
pub struct KpiBook {
    /// Units by id: the built-in ones and the report's own.
    pub units: IndexMap<String, Unit>,
    /// Metrics by id.
    pub kpis: IndexMap<String, Kpi>,
    /// Which metrics are parts of which.
    pub breakdowns: Vec<Breakdown>,
}

/// Metrics that belong together: by gender, age, region.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// What it goes by, e.g. gender; empty where the author says nothing.
    pub by: String,
    /// What the parts are to the whole.
    pub whole: Whole,
    /// Ids of the parts.
    pub parts: Vec<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}

/// What the parts of a breakdown make.
#[derive(Debug, Clone)]
pub enum Whole {
    /// Their sum is this metric.
    Total(Spanned<String>),
    /// This metric is an average over all of them: it lies between the smallest and the largest.
    Average(Spanned<String>),
    /// They are shares that make 100%.
    Hundred,
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
    /// One of huibao's own, in no file of the author's.
    pub is_built_in: bool,
    /// What it measures, where it can be shown in other units.
    pub measure: Option<Measure>,
    /// What authors may type for it in any language, e.g. MWh.
    pub symbol: Option<String>,
    /// Other words for it, in any script: 公噸, 度.
    pub also: Vec<String>,
}

impl Unit {
    /// Every word that an author may use for it in a cell.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter().map(|(_, name)| name.node.as_str());
        names.chain(self.symbol.as_deref()).chain(self.also.iter().map(String::as_str))
    }
}

/// What a unit measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// So much of a quantity.
    Size {
        /// The quantity, e.g. `energy`.
        quantity: String,
        /// How large the unit is in the quantity's first unit, e.g. 3600000 joule.
        size: Decimal,
    },
    /// One unit per another.
    Ratio {
        /// Id of the unit above the line.
        of: String,
        /// Id of the one below.
        per: String,
    },
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
    pub values: BTreeMap<i32, Spanned<Amount>>,
    /// What each edition prints for figures that are words of a language; of those that are not there, why.
    pub words: BTreeMap<i32, Names>,
    /// Years whose figure differs from the one that an earlier report gave.
    pub restated: BTreeMap<i32, Restated>,
    /// Computed from other metrics, e.g. `env.ghg.scope1 + env.ghg.scope2`.
    pub formula: Option<Spanned<String>>,
    /// Qualifier printed with the figure in prose, e.g. 超過.
    pub qualifier: Names,
    /// Remarks printed below tables.
    pub remarks: Remarks<Names>,
    /// What it shall come to.
    pub targets: Vec<Target>,
    /// Who stands for it, never printed.
    pub assurance: Assurance,
    /// Disclosures that the metric's row in a KPI table reports.
    pub disclose: Vec<Spanned<DisclosureRef>>,
    /// Keys of figures that name a year by two: 2024/25.
    pub split: Vec<Spanned<String>>,
    /// Whether what stands in the place of a figure is none, which has been told.
    pub refused: bool,
    /// The whole entry.
    pub span: Span,
}

/// What readers are told of a metric's figures: per edition, or in the words of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks<T> {
    /// Anything.
    pub note: T,
    /// Which companies and sites are counted.
    pub boundary: T,
    /// How it is measured or computed.
    pub method: T,
    /// Where the figures come from.
    pub source: T,
}

impl<T> Remarks<T> {
    /// Each remark with its key, the note first.
    pub fn each(&self) -> [(&'static str, &T); 4] {
        let Self { note, boundary, method, source } = self;
        [("note", note), ("boundary", boundary), ("method", method), ("source", source)]
    }
}

/// Who stands for a metric's figures, for those who assure the report.
#[derive(Debug, Clone, Default)]
pub struct Assurance {
    /// Who prepared them.
    pub prepared: Option<Spanned<String>>,
    /// Who reviewed them.
    pub reviewed: Option<Spanned<String>>,
    /// Files that bear them out, paths below the content folder.
    pub evidence: Vec<Spanned<String>>,
}

/// What an earlier report gave for a figure that is another now.
#[derive(Debug, Clone)]
pub struct Restated {
    /// Where the author says that it is restated.
    pub span: Span,
    /// The figure it was.
    pub was: Option<Spanned<Amount>>,
    /// Why it changed.
    pub reason: Names,
}

/// What a figure comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// An exact decimal number; its scale is the number of places entered or computed.
    Number(Decimal),
    /// Something that is no single number, e.g. `5–9`: it is printed as it is, and neither computed with nor drawn.
    Words(String),
    /// There is none.
    Absent(Absence),
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// It is not known.
    NotAvailable,
    /// There is nothing that it would be of.
    NotApplicable,
    /// It is too small to be measured.
    BelowDetection,
    /// It is still to be written, in a draft. No author says so.
    ToCome,
}

impl Absence {
    /// All that authors write.
    pub const ALL: [Self; 3] = [Self::NotAvailable, Self::NotApplicable, Self::BelowDetection];

    /// What authors write and programs read; also the label that editions print.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAvailable => "not-available",
            Self::NotApplicable => "not-applicable",
            Self::BelowDetection => "below-detection",
            Self::ToCome => "to-come",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|absence| absence.name() == name)
    }

    /// What a text says of a figure that is not there: `not-available: 今年起統計`. The reason is empty where there is none.
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let (kind, reason) = text.split_once([':', '：']).unwrap_or((text, ""));
        Some((Self::of(kind.trim())?, reason.trim()))
    }
}

impl Amount {
    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Amount::Number(number) => Some(*number),
            Amount::Words(_) | Amount::Absent(_) => None,
        }
    }

    /// Whether a draft still waits for it.
    pub fn is_to_come(&self) -> bool {
        *self == Amount::Absent(Absence::ToCome)
    }
}

/// Every figure of a report, entered or computed: made once, the same in every edition.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// Metrics by id, in the authors' order.
    pub metrics: IndexMap<String, Series>,
}

/// The figures of one metric.
#[derive(Debug, Clone)]
pub struct Series {
    /// Where the metric is defined: its id.
    pub defined_at: Span,
    /// Id of its unit, empty for a pure number.
    pub unit: String,
    /// Decimal places to print; as many as an amount has where `None`.
    pub places: Option<u32>,
    /// What it comes to per year, and where the author says so: at the figure or in the formula.
    pub years: BTreeMap<i32, Spanned<Amount>>,
    /// Years whose figure differs from the one that an earlier report gave.
    pub restated: BTreeSet<i32>,
    /// What the formula gives for years whose figure the author gives as well.
    pub follows: BTreeMap<i32, Follows>,
    /// Years for which its formula gives nothing because one of its parts has no number, while others have.
    pub lacks: BTreeMap<i32, Lack>,
    /// Its formula or a figure of it is at fault, which has been told: figures may be missing.
    pub broken: bool,
    /// Years for which its formula gives nothing because a figure is words, and where that figure stands, which has been
    /// told as a warning.
    pub wordy: BTreeMap<i32, Span>,
}

/// A metric that lacks a number of a year.
#[derive(Debug, Clone)]
pub struct Lack {
    /// Its id.
    pub metric: String,
    /// Why, where the author says so.
    pub why: Option<Absence>,
    /// Where that is said, else the metric.
    pub place: Span,
}

/// What follows from other figures, to be held against the figure that an author gives.
#[derive(Debug, Clone)]
pub struct Follows {
    /// What the formula gives, unrounded.
    pub number: Decimal,
    /// By how much the rounding of the figures it is computed from may change it.
    pub slack: Decimal,
    /// The figures it is computed from.
    pub from: Vec<Span>,
}

/// A figure in a document: what it is, exactly, and how the edition prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Id of the metric.
    pub metric: String,
    /// The year it is of.
    pub year: i32,
    /// What it comes to, in `unit`.
    pub amount: Amount,
    /// Id of the unit it is printed in, empty for a pure number.
    pub unit: String,
    /// Decimal places printed; as many as the amount has where `None`.
    pub places: Option<u32>,
    /// Whether it differs from the one that an earlier report gave.
    pub restated: bool,
    /// Whether it is by how much the metric changed from the year before, and not what it comes to.
    pub is_change: bool,
    /// As printed.
    pub print: Print,
}

/// A figure as one edition prints it, in parts: 超過 1,000 人.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Print {
    /// What stands before the number where it is told as in prose, not in a column: 超過, or nothing.
    pub before: String,
    /// The number alone.
    pub number: String,
    /// The number with its qualifier, as it stands in a column below a unit; empty where that is the number alone.
    pub cell: String,
    /// What stands behind it in prose: the unit, with the blank it needs and a qualifier such as 餘 or 以上.
    pub behind: String,
}

impl Print {
    /// As it stands in a column.
    pub fn in_column(&self) -> &str {
        if self.cell.is_empty() { &self.number } else { &self.cell }
    }
}

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.before, self.number, self.behind)
    }
}

/// A metric as one edition prints it. Made once, for both renderers and all data products.
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
    /// The figure of every year asked for; none where the metric has none.
    pub figures: Vec<(i32, Option<Figure>)>,
    /// Every year for which the metric has a figure.
    pub known: Vec<i32>,
    /// By how much the figure of the latest of these years differs from that of each of them; none where one is missing or
    /// is no number, and for the latest year itself.
    pub changes: Vec<Option<Figure>>,
    /// Whether its figures stand without commas, as years do.
    pub ungrouped: bool,
    /// All that is to be told of it below a table, empty where there is nothing.
    pub note: String,
    /// The remarks by themselves.
    pub remarks: Remarks<String>,
    /// The years without a figure: why, and the reason.
    pub absent: BTreeMap<i32, (Absence, String)>,
    /// What it shall come to, and how far it is.
    pub targets: Vec<TargetRow>,
    /// Anchor of this row, where the metric reports a disclosure: the first row of a metric in the report has it.
    pub anchor: Option<String>,
    /// Disclosures of the metric.
    pub disclose: Vec<Spanned<DisclosureRef>>,
}

/// A target as one edition tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRow {
    /// Words for it, empty where the metric's name is enough.
    pub name: String,
    /// The year it is for.
    pub year: i32,
    /// The change from the base, in per cent, where it is told so.
    pub change: Option<Decimal>,
    /// The figure to be reached, where it is known.
    pub goal: Option<Decimal>,
    /// How far it is, where figures tell.
    pub way: Option<Way>,
    /// How it stands: as the author says, else as it is worked out.
    pub state: Option<TargetState>,
}

impl KpiRow {
    /// The figure that stands for the row where only one is shown: that of the reporting year, else the first.
    pub fn shown(&self, year: i32) -> Option<&Figure> {
        let own = self.figures.iter().find(|(of, _)| *of == year);
        own.or_else(|| self.figures.first()).and_then(|(_, figure)| figure.as_ref())
    }

    /// How far it is on the way to a goal that is named beside it: a figure, or a change from the first year shown in per
    /// cent. Where none is named, to its own target, which is given as well: that of the year `by`, or the first.
    pub fn way_to(
        &self,
        goal: Option<Decimal>,
        change: Option<Decimal>,
        by: Option<i32>,
    ) -> Option<(Way, Option<&TargetRow>)> {
        if goal.or(change).is_none() {
            let own = self.targets.iter().find(|target| by.is_none_or(|by| target.year == by))?;
            return Some((own.way?, Some(own)));
        }
        let number = |(year, figure): &(i32, Option<Figure>)| Some((*year, figure.as_ref()?.amount.number()?));
        let mut numbers = self.figures.iter().filter_map(number);
        let base = numbers.next()?;
        let now = numbers.next_back().unwrap_or(base);
        let goal = change.map_or(goal, |change| changed(base.1, change))?;
        Some((Way { base, now, goal, by }, None))
    }
}

/// The figures that the report before published.
#[derive(Debug, Clone, Default)]
pub struct Previous {
    /// By the ids of the metrics.
    pub metrics: BTreeMap<String, PreviousMetric>,
}

/// A metric as the report before published it.
#[derive(Debug, Clone, Default)]
pub struct PreviousMetric {
    /// What it came to, by year, where that is a number.
    pub values: BTreeMap<i32, Spanned<Decimal>>,
    /// Its unit, by the tags of editions.
    pub units: Vec<(String, String)>,
}
