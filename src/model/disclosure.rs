//! Standards, disclosures and the index.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;

use super::{Edition, Names};
use crate::source::{Span, Spanned};

/// `standard:code`, e.g. `hkex:A1.2`, `gri:305-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisclosureRef {
    /// Family of the standard, e.g. `hkex` for `hkex-2023`.
    pub standard: String,
    /// Code within it.
    pub code: String,
}

impl fmt::Display for DisclosureRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.standard, self.code)
    }
}

/// `disclosures.yaml`: what the index says where no section reports a disclosure.
#[derive(Debug, Clone, Default)]
pub struct DisclosureNotes {
    /// Explanations and omissions per disclosure.
    pub notes: IndexMap<DisclosureRef, DisclosureNote>,
    /// Statements of use per standard family, replacing the standard's own wording.
    pub statements: IndexMap<String, Names>,
}

/// What `disclosures.yaml` says about one disclosure.
#[derive(Debug, Clone)]
pub struct DisclosureNote {
    /// Why it is not reported.
    pub explanation: Names,
    /// The standard's reason for omission (GRI 1 Requirement 6), e.g. `confidentiality-constraints`.
    pub omission: Option<Spanned<String>>,
    /// What of the disclosure the omission is about, e.g. `a-ii`; all of it where empty.
    pub requirement: Option<String>,
    /// The standard's relief that is used, e.g. `financial-effects`.
    pub relief: Option<Spanned<String>>,
    /// What is left out of a disclosure that is reported otherwise.
    pub partial: Names,
    /// There is none of what the disclosure is about, and the report says so: no carbon price is used.
    pub negative: Names,
    /// Where it is reported outside this report.
    pub elsewhere: Vec<OtherPlace>,
    /// Whether somebody outside has assured it.
    pub is_assured: bool,
    /// Its reference number in the sector standard that applies, e.g. `12.2.1`.
    pub sector: Option<String>,
    /// Where the entry's key stands.
    pub span: Span,
}

impl DisclosureNote {
    /// A note that says nothing yet.
    pub fn at(span: Span) -> Self {
        Self {
            explanation: Names::default(),
            omission: None,
            requirement: None,
            relief: None,
            partial: Names::default(),
            negative: Names::default(),
            elsewhere: Vec::new(),
            is_assured: false,
            sector: None,
            span,
        }
    }
}

/// A place outside this report, e.g. page 88 of the annual report.
#[derive(Debug, Clone, Default)]
pub struct OtherPlace {
    /// What it is, e.g. 2026年年報.
    pub title: Names,
    /// Page or pages of it, e.g. `88` or `88-90`.
    pub page: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A disclosure index of one standard in one edition.
#[derive(Debug, Clone)]
pub struct Index {
    /// Id of the standard, e.g. `hkex-2023`.
    pub standard: String,
    /// Family, e.g. `hkex`.
    pub family: String,
    /// Title of the standard.
    pub title: String,
    /// Statement of use, where the standard asks for one (GRI 1 Requirement 8).
    pub statement: Option<String>,
    /// Columns for other standards.
    pub beside: Vec<BesideColumn>,
    /// What the head of a column calls the standard.
    pub short_title: String,
    /// Whether omissions have columns of their own, as GRI 1 Requirement 7 asks in accordance.
    pub has_omissions: bool,
    /// The sector standards that apply, where some do: then reference numbers have a column of their own.
    pub sectors: Vec<String>,
    /// Disclosures that nobody must give and that this report does not use.
    pub unused: Vec<Gap>,
    /// Rows in the standard's order.
    pub entries: Vec<IndexEntry>,
}

/// One row of an index.
#[derive(Debug, Clone)]
pub struct IndexEntry {
    /// Code as authors write it, e.g. `MDR-13-i`.
    pub key: String,
    /// Code as printed, e.g. 第13(i)段.
    pub code: String,
    /// Title in the edition's script.
    pub title: String,
    /// 0 for a part or standard, one more per level below.
    pub depth: usize,
    /// What kind of row it is.
    pub status: IndexStatus,
    /// How binding it is.
    pub duty: Duty,
    /// Where it is reported, in reading order.
    pub places: Vec<IndexPlace>,
    /// Where it is reported outside this report.
    pub elsewhere: Vec<Elsewhere>,
    /// What the index says of it in the edition's script, empty where there is nothing to say: explanation, reason for
    /// omission with what it is about, relief, what is left out, that it is assured.
    pub explanation: String,
    /// The same without what stands in columns of its own.
    pub remark: String,
    /// What is omitted, where that has columns of its own.
    pub omission: Option<Omission>,
    /// Whether the standard allows that a reason stands in its place.
    pub may_be_omitted: bool,
    /// Its reference number in the sector standard that applies; empty where it has none.
    pub sector: String,
    /// The reason for omission or the relief by its id, for programs.
    pub reason: Option<String>,
    /// Whether somebody outside has assured it.
    pub is_assured: bool,
    /// Codes of other standards that ask for the same, one text per column of [`Index::beside`]; none for headings.
    pub beside: Vec<String>,
}

/// What is omitted and why, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// What of the disclosure is omitted, e.g. `a-ii`; all of it where empty.
    pub requirement: String,
    /// The standard's reason.
    pub reason: String,
    /// The explanation.
    pub explanation: String,
}

/// A column of an index for another standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideColumn {
    /// Id of the standard.
    pub standard: String,
    /// What the head of the column says.
    pub title: String,
}

/// A place outside this report, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// What it says, e.g. 2026年年報第88頁.
    pub text: String,
    /// Its address.
    pub url: Option<String>,
}

/// What an index row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexStatus {
    /// A heading of the standard (part, aspect, topic): nothing to report by itself.
    Group,
    /// Reported at its places.
    Reported,
    /// Reported at its places, with something left out.
    Partial,
    /// There is none, and the report says so.
    Negative,
    /// A relief of the standard is used.
    Relief,
    /// Left out for one of the standard's reasons.
    Omitted,
    /// Not reported, with an explanation.
    Explained,
    /// Neither reported nor explained.
    Missing,
}

impl IndexStatus {
    /// Every status of a disclosure.
    pub const ALL: [IndexStatus; 7] = [
        IndexStatus::Reported,
        IndexStatus::Partial,
        IndexStatus::Negative,
        IndexStatus::Relief,
        IndexStatus::Omitted,
        IndexStatus::Explained,
        IndexStatus::Missing,
    ];

    /// The name for templates, programs and terminals.
    pub fn name(self) -> &'static str {
        match self {
            IndexStatus::Group => "group",
            IndexStatus::Reported => "reported",
            IndexStatus::Partial => "partial",
            IndexStatus::Negative => "negative",
            IndexStatus::Relief => "relief",
            IndexStatus::Omitted => "omitted",
            IndexStatus::Explained => "explained",
            IndexStatus::Missing => "missing",
        }
    }

    /// Whether the report gives the disclosure, all or part of it.
    pub fn is_given(self) -> bool {
        matches!(self, IndexStatus::Reported | IndexStatus::Partial | IndexStatus::Negative | IndexStatus::Relief)
    }
}

/// How binding a disclosure is for this report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// Must be given; no explanation replaces it.
    Mandatory,
    /// Must be given, or its absence explained, or a reason for its omission given.
    ComplyOrExplain,
    /// Asked for, as the issuer likes.
    Encouraged,
    /// As the issuer likes.
    Voluntary,
    /// Explains others; there is nothing to give.
    Guidance,
    /// Not asked for in this year yet.
    NotYetDue,
    /// Not asked for any more.
    Gone,
}

impl Duty {
    /// Every duty, the most binding first.
    pub const ALL: [Duty; 7] = [
        Duty::Mandatory,
        Duty::ComplyOrExplain,
        Duty::Encouraged,
        Duty::Voluntary,
        Duty::Guidance,
        Duty::NotYetDue,
        Duty::Gone,
    ];

    /// The name for programs and terminals.
    pub fn name(self) -> &'static str {
        match self {
            Duty::Mandatory => "mandatory",
            Duty::ComplyOrExplain => "comply-or-explain",
            Duty::Encouraged => "encouraged",
            Duty::Voluntary => "voluntary",
            Duty::Guidance => "guidance",
            Duty::NotYetDue => "not-yet-due",
            Duty::Gone => "gone",
        }
    }
}

/// What a standard asks of this report.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Id of the standard.
    pub standard: String,
    /// Title.
    pub title: String,
    /// Why it is this version, and for whom: one line.
    pub basis: String,
    /// Its disclosures in the standard's order.
    pub items: Vec<AskedItem>,
}

/// A disclosure that a standard may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedItem {
    /// Code as authors write it.
    pub code: String,
    /// Code as printed.
    pub printed: String,
    /// Title.
    pub title: String,
    /// How binding it is.
    pub duty: Duty,
    /// The rule behind that.
    pub rule: String,
}

/// What is missing from a report, and what is not, by standard.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// The edition in which it is so.
    pub edition: Edition,
    /// Id of the standard.
    pub standard: String,
    /// Title of the standard.
    pub title: String,
    /// Disclosures that are asked for, by status.
    pub counts: BTreeMap<IndexStatus, usize>,
    /// Every disclosure that is asked for and not wholly reported: missing ones first, the most binding first, then in
    /// the standard's order.
    pub open: Vec<Gap>,
    /// Disclosures that nobody must give and that the report does not use, in the standard's order.
    pub unused: Vec<Gap>,
}

impl Gaps {
    /// Whether two editions give and lack the same.
    pub fn is_as(&self, other: &Self) -> bool {
        let open = |gaps: &Self| gaps.open.iter().map(|gap| (gap.key.clone(), gap.status)).collect::<Vec<_>>();
        self.standard == other.standard && self.counts == other.counts && open(self) == open(other)
    }

    /// How many disclosures have this status.
    pub fn count(&self, status: IndexStatus) -> usize {
        self.counts.get(&status).copied().unwrap_or(0)
    }
}

/// A disclosure that is not wholly reported.
#[derive(Debug, Clone)]
pub struct Gap {
    /// Code as authors write it.
    pub key: String,
    /// Code as printed.
    pub code: String,
    /// Title.
    pub title: String,
    /// How binding it is.
    pub duty: Duty,
    /// What the index says of it.
    pub status: IndexStatus,
    /// What is said instead.
    pub explanation: String,
}

/// A stretch of the report that reports a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPlace {
    /// Anchor where it begins. Its end has the label `<anchor>--end` in the PDF.
    pub anchor: String,
    /// Slug of the chapter, i.e. its web page.
    pub chapter: String,
    /// What a link to it says: number and title of the section.
    pub text: String,
    /// Number and title of the section it stands in; its own where it is one.
    pub section: String,
    /// A chapter as a whole: the page it opens on stands for it.
    pub is_chapter: bool,
    /// The row of a metric in a table.
    pub is_metric: bool,
}

/// Every standard's index in one edition.
pub type Indices = Vec<Index>;

/// The file name stem of an index product.
pub fn index_file_stem(standard: &str, edition: Edition) -> String {
    format!("{standard}.{edition}")
}
