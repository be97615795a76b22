//! Catalogues of standards: `standards/<id>.yaml`.
//!
//! `build.rs` reads this very file, so that a broken catalogue fails the build; it uses the standard library and serde
//! only.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// Not a catalogue although it lies among them: the units of measurement.
pub const UNITS: &str = "units.yaml";

/// A standard: what can be disclosed, in order.
#[derive(Debug, Deserialize)]
pub struct Catalogue {
    /// What the standard is.
    pub meta: Meta,
    /// Rules of its index.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Headings and disclosures in the standard's order, parents before their children.
    pub entries: Vec<Entry>,
}

/// What a standard is.
#[derive(Debug, Deserialize)]
pub struct Meta {
    /// Id, e.g. `hkex-2023`.
    pub id: String,
    /// Family, the name that authors write before the colon, e.g. `hkex`.
    pub family: String,
    /// Title.
    pub title: Title,
    /// First day on which a financial year may begin to be reported by it.
    pub applies_from: Option<String>,
    /// Last such day.
    pub applies_until: Option<String>,
    /// Id of the catalogue that comes after.
    pub successor: Option<String>,
    /// Number of entries of each kind: a guard against slips.
    pub expected_counts: BTreeMap<String, usize>,
}

/// A rule of a standard.
#[derive(Debug, Deserialize)]
pub struct Rule {
    /// Id, e.g. `statement-with-reference`.
    pub id: String,
    /// Wording with `{issuer}` and `{period}` to fill in.
    pub template: Option<Title>,
    /// What the rule allows, e.g. reasons for omission.
    #[serde(default)]
    pub values: Vec<RuleValue>,
}

/// One thing that a rule allows.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum RuleValue {
    /// With a title to print.
    Titled {
        /// Id.
        id: String,
        /// Title.
        title: Title,
    },
    /// By its id only.
    Plain(String),
}

/// A text in the languages of the editions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Traditional Chinese, Hong Kong wording.
    #[serde(rename = "zh-Hant")]
    pub zh_hant: String,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
    /// English.
    pub en: String,
}

/// A heading of a standard or one of its disclosures.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// Code, unique in the catalogue, e.g. `A1.2`.
    pub code: String,
    /// Code of the heading it stands under.
    pub parent: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Whether it must be given or may be explained.
    pub obligation: Option<Obligation>,
    /// Title.
    pub title: Title,
    /// Code as printed, where it is another.
    pub printed_code: Option<String>,
    /// Number of a standard of a set, e.g. `305`.
    pub number: Option<Number>,
    /// Year of a standard of a set, e.g. 2016.
    pub year: Option<u16>,
    /// Reports published from this day on use it.
    pub effective_from: Option<String>,
    /// Reports published from this day on use something else.
    pub superseded_from: Option<String>,
    /// What comes in its place.
    pub superseded_by: Option<String>,
    /// `repealed`: its number is kept but it is not reported any more.
    pub status: Option<String>,
    /// What comes in the place of a repealed disclosure.
    pub replaced_by: Option<StringOrList>,
    /// Whether a reason may stand in its place.
    pub omission_allowed: Option<bool>,
}

/// A number that may be written with or without quotes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// With quotes.
    Text(String),
    /// Without.
    Integer(u32),
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Number::Text(text) => f.write_str(text),
            Number::Integer(number) => write!(f, "{number}"),
        }
    }
}

/// One text or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum StringOrList {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// The kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// HKEX: a part of the guide.
    Part,
    /// HKEX: A environmental, B social.
    SubjectArea,
    /// HKEX: A1 and so on.
    Aspect,
    /// A group of climate-related disclosures.
    Pillar,
    /// GRI 1, 2 and 3.
    UniversalStandard,
    /// GRI 11 and so on.
    SectorStandard,
    /// GRI 101 and so on.
    TopicStandard,
    /// HKEX: a mandatory disclosure.
    Mandatory,
    /// HKEX: an aspect's general disclosure.
    GeneralDisclosure,
    /// HKEX: a key performance indicator.
    Kpi,
    /// A disclosure or a paragraph.
    Disclosure,
    /// A lettered item of a paragraph.
    DisclosureItem,
    /// A Sustainable Development Goal.
    Goal,
    /// A recommendation of the TCFD.
    RecommendedDisclosure,
    /// A section of an IFRS standard.
    DisclosureArea,
}

impl Kind {
    /// Whether it is a mere heading: there is nothing to disclose under its own code.
    pub fn is_heading(self) -> bool {
        matches!(
            self,
            Kind::Part
                | Kind::SubjectArea
                | Kind::Aspect
                | Kind::Pillar
                | Kind::UniversalStandard
                | Kind::SectorStandard
                | Kind::TopicStandard
        )
    }
}

/// How binding a disclosure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Must be given.
    Mandatory,
    /// Must be given or its absence explained.
    ComplyOrExplain,
    /// As the issuer likes.
    Voluntary,
    /// Depends on the issuer and the year.
    #[serde(other)]
    Depends,
}

impl Catalogue {
    /// Reads a catalogue and checks it: unique codes, parents before children, all titles there, the counts right.
    ///
    /// # Errors
    /// A sentence for the maintainer.
    pub fn parse(id: &str, text: &str) -> Result<Self, String> {
        let catalogue: Self = crate::yaml::read(text).map_err(|error| error.to_string())?;
        catalogue.check(id)?;
        Ok(catalogue)
    }

    fn check(&self, id: &str) -> Result<(), String> {
        if self.meta.id != id {
            return Err(format!("meta.id is `{}` but the file is named `{id}`", self.meta.id));
        }
        let titles = self.rules.iter().filter_map(|rule| rule.template.as_ref());
        let all_titles = titles.chain([&self.meta.title]).chain(self.entries.iter().map(|entry| &entry.title));
        if let Some(title) = all_titles.into_iter().find(|title| title.zh_hant.is_empty() || title.zh_hans.is_empty()) {
            return Err(format!("a Chinese title is missing: {title:?}"));
        }
        let mut codes = BTreeSet::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &self.entries {
            if let Some(parent) = &entry.parent
                && !codes.contains(parent.as_str())
            {
                return Err(format!("`{}` stands under `{parent}`, which does not come before it", entry.code));
            }
            if !codes.insert(entry.code.as_str()) {
                return Err(format!("the code `{}` is there twice", entry.code));
            }
            *counts.entry(kebab_case(&format!("{:?}", entry.kind))).or_default() += 1;
        }
        if counts != self.meta.expected_counts {
            return Err(format!("there are {counts:?}, but expected_counts says {:?}", self.meta.expected_counts));
        }
        Ok(())
    }
}

/// `SubjectArea` → `subject-area`: the way serde spells the kinds.
fn kebab_case(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
