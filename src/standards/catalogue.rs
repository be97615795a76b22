//! Catalogues of standards: `standards/<id>.yaml`, and those of a report in `content/standards/`.
//!
//! `build.rs` reads this very file, so that a broken catalogue fails the build; it uses the standard library and serde
//! only. Everything is strictly read: a key that is not here is an error.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// Not a catalogue although it lies among them: the units of measurement.
pub const UNITS: &str = "units.yaml";

/// The rule that lists the reasons for omission.
pub const OMISSION_REASONS: &str = "omission-reasons";

/// The rule that lists the reliefs.
pub const RELIEFS: &str = "reliefs";

/// A standard: what can be disclosed, in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// What the standard is.
    pub meta: Meta,
    /// The kinds of its entries by name.
    #[serde(default = "Catalogue::plain_kinds")]
    pub kinds: BTreeMap<String, Kind>,
    /// Who is bound by what from when, for entries whose obligation is `phased`.
    #[serde(default)]
    pub phase_in: Vec<Phase>,
    /// Rules of its index.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Headings and disclosures in the standard's order, parents before their children.
    pub entries: Vec<Entry>,
}

/// What a standard is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Id, e.g. `hkex-2023`.
    pub id: String,
    /// Family, the name that authors write before the colon, e.g. `hkex`.
    pub family: String,
    /// Title.
    pub title: Title,
    /// Title for the head of a column.
    pub short_title: Option<Printed>,
    /// Who issues it.
    pub issuer: Option<String>,
    /// The rule that makes it binding, for hints: `Main Board Rule 13.91`.
    pub listing_rule: Option<ListingRule>,
    /// First day on which a financial year may begin to be reported by it.
    pub applies_from: Option<String>,
    /// Last such day.
    pub applies_until: Option<String>,
    /// Id of the catalogue that comes after.
    pub successor: Option<String>,
    /// Facts for those who read the file.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// The rule that makes a standard binding.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ListingRule {
    /// The same for every issuer.
    Any(String),
    /// One per board.
    Boards {
        /// Main Board.
        main: String,
        /// GEM.
        gem: String,
    },
}

/// Properties of a kind of entry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// A mere heading: there is nothing to disclose under its own code.
    #[serde(default)]
    pub heading: bool,
    /// A tag with the code of the heading above reports this one, as `hkex:A1` reports A1's general disclosure.
    #[serde(default)]
    pub for_parent: bool,
    /// What stands below is listed only if any of it is reported or explained (GRI's topic standards).
    #[serde(default)]
    pub listed_if_used: bool,
    /// The code for readers: `{code}`, `{parent}` and `{number}` are filled in.
    pub printed: Option<Printed>,
    /// Number of entries of this kind: a guard against slips.
    pub count: Option<usize>,
}

/// A row of a phase-in table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Name of the row, told where it decides.
    pub id: String,
    /// Entries of this group.
    pub group: String,
    /// Issuers on these boards.
    pub boards: Vec<Board>,
    /// Only issuers that are large caps, or only those that are not.
    pub large_cap: Option<bool>,
    /// How binding the entries are for them.
    pub obligation: Obligation,
    /// First day on which such a financial year may begin.
    pub from: String,
    /// Last such day.
    pub until: Option<String>,
}

/// The boards of the Hong Kong exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Board {
    /// Main Board.
    Main,
    /// GEM.
    Gem,
}

/// A rule of a standard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Id, e.g. `statement-with-reference`.
    pub id: String,
    /// What it says, in short.
    pub fact: Option<String>,
    /// Known, but found in no source that could be opened.
    #[serde(default)]
    pub unverified: bool,
    /// Wording with `{issuer}` and `{period}` to fill in.
    pub template: Option<Title>,
    /// What the rule allows, e.g. reasons for omission.
    #[serde(default)]
    pub values: Vec<RuleValue>,
    /// Columns of an index.
    #[serde(default)]
    pub columns: Vec<String>,
    /// What stands above an index.
    #[serde(default)]
    pub header: Vec<String>,
    /// Codes that it is about.
    #[serde(default)]
    pub codes: Vec<String>,
}

/// One thing that a rule allows.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum RuleValue {
    /// With a title to print.
    Titled(Titled),
    /// By its id only.
    Plain(String),
}

impl RuleValue {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            RuleValue::Titled(titled) => &titled.id,
            RuleValue::Plain(id) => id,
        }
    }
}

/// One thing that a rule allows, with a title to print.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titled {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Title,
    /// Entries it is for; all where empty. A code stands for what is below it, too.
    #[serde(default)]
    pub codes: Vec<String>,
}

/// A text in the languages of the editions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Traditional Chinese, Hong Kong wording.
    #[serde(rename = "zh-Hant")]
    pub zh_hant: String,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
    /// English. A report's own catalogue may do without.
    #[serde(default)]
    pub en: String,
}

/// A code as printed.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Printed {
    /// The same in every language.
    Same(String),
    /// One per language.
    By(Title),
}

/// A heading of a standard or one of its disclosures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Code, unique in the catalogue, e.g. `A1.2`.
    pub code: String,
    /// Code of the heading it stands under.
    #[serde(default)]
    pub parent: Option<String>,
    /// What it is: one of the catalogue's kinds.
    pub kind: String,
    /// Whether it must be given or may be explained.
    pub obligation: Option<Obligation>,
    /// Which rows of the phase-in table are about it. A `phased` entry without one is as binding as the most binding of
    /// its items.
    pub phase_group: Option<String>,
    /// Title.
    pub title: Title,
    /// Code as printed, where it is another.
    pub printed_code: Option<Printed>,
    /// Number of a standard of a set, e.g. `305`.
    pub number: Option<Number>,
    /// Year of a standard of a set, e.g. 2016: printed behind the title.
    pub year: Option<u16>,
    /// Where the standard asks for it: `Part D, para 28(a)`.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Reports published from this day on use it.
    pub effective_from: Option<String>,
    /// Reports published from this day on use something else.
    pub superseded_from: Option<String>,
    /// What comes in its place.
    pub superseded_by: Option<StringOrList>,
    /// The day from which it is not reported any more; its number is kept.
    pub repealed_from: Option<String>,
    /// What comes in the place of a repealed disclosure.
    pub replaced_by: Option<StringOrList>,
    /// Whether a reason may stand in its place.
    pub omission_allowed: Option<bool>,
    /// Disclosures of other standards that ask for the same or nearly so, e.g. `gri:305-1`.
    #[serde(default)]
    pub related: Vec<String>,
    /// What kind of answer it asks for.
    pub data: Option<Answer>,
    /// It binds only where this holds.
    pub condition: Option<String>,
    /// The answer «there is none» must be possible, and said.
    #[serde(default)]
    pub negative_statement: bool,
    /// It is asked for again under each topic that is reported (GRI 3-3).
    #[serde(default)]
    pub per_topic: bool,
    /// Unit it asks for.
    pub unit: Option<String>,
    /// Whether it asks for the figure per something.
    pub intensity: Option<String>,
    /// By what it asks to break the figure down.
    #[serde(default)]
    pub breakdown: Vec<String>,
    /// What the answer consists of.
    #[serde(default)]
    pub elements: Vec<String>,
    /// What is encouraged on top.
    #[serde(default)]
    pub encouraged: Vec<String>,
    /// Whether it asks for a target.
    #[serde(default)]
    pub target: bool,
    /// For how many years it asks.
    pub years: Option<u8>,
    /// Group within the standard, e.g. `community`.
    pub group: Option<String>,
    /// Known, but found in no source that could be opened.
    #[serde(default)]
    pub unverified: bool,
    /// A fact for those who read the file.
    pub note: Option<String>,
}

/// A number that may be written with or without quotes.
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum StringOrList {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl StringOrList {
    /// All of them.
    pub fn as_slice(&self) -> &[String] {
        match self {
            StringOrList::One(text) => std::slice::from_ref(text),
            StringOrList::Many(list) => list,
        }
    }
}

/// How binding a disclosure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Depends on the issuer and the year: the phase-in table decides.
    Phased,
    /// Explains others; there is nothing to give.
    Guidance,
    /// As the issuer likes.
    Voluntary,
    /// As the issuer likes, but asked for.
    Encouraged,
    /// Must be given or its absence explained.
    ComplyOrExplain,
    /// Must be given.
    Mandatory,
}

/// What kind of answer a disclosure asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Words.
    Qualitative,
    /// Figures.
    Quantitative,
    /// Both.
    Mixed,
}

/// What is wrong with a catalogue, and which entry it is about, if any.
#[derive(Debug)]
pub struct Fault {
    /// Position of the entry.
    pub entry: Option<usize>,
    /// The key of it that is wrong.
    pub key: &'static str,
    /// One sentence.
    pub message: String,
    /// Something is there twice.
    pub duplicate: bool,
}

impl Catalogue {
    /// The kinds of a catalogue that names none: `heading` and `disclosure`.
    pub fn plain_kinds() -> BTreeMap<String, Kind> {
        let heading = Kind { heading: true, ..Kind::default() };
        BTreeMap::from([("heading".to_owned(), heading), ("disclosure".to_owned(), Kind::default())])
    }

    /// Reads a built-in catalogue and checks it.
    ///
    /// # Errors
    /// A sentence for the maintainer.
    pub fn parse(id: &str, text: &str) -> Result<Self, String> {
        let catalogue: Self = crate::yaml::read(text).map_err(|error| error.to_string())?;
        if catalogue.meta.id != id {
            return Err(format!("meta.id is `{}` but the file is named `{id}`", catalogue.meta.id));
        }
        if let Some(fault) = catalogue.faults().into_iter().next() {
            return Err(fault.message);
        }
        let titles = catalogue.entries.iter().map(|entry| &entry.title).chain([&catalogue.meta.title]);
        if let Some(title) = titles.into_iter().find(|title| title.en.is_empty()) {
            return Err(format!("an English title is missing: {title:?}"));
        }
        Ok(catalogue)
    }

    /// What serde cannot tell: unique codes, parents before children, kinds that exist, all titles there, phases that
    /// decide something, the counts right.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut tell = |entry: Option<usize>, key: &'static str, message: String| {
            let twice = message.ends_with("twice");
            faults.push(Fault { entry, key, message, duplicate: twice });
        };
        let is_short = |title: &Title| title.zh_hant.trim().is_empty() || title.zh_hans.trim().is_empty();
        let templates = self.rules.iter().filter_map(|rule| rule.template.as_ref());
        if let Some(title) = templates.chain([&self.meta.title]).find(|title| is_short(title)) {
            tell(None, "title", format!("a Chinese title is missing: {title:?}"));
        }
        let groups: BTreeSet<&str> = self.phase_in.iter().map(|phase| phase.group.as_str()).collect();
        let mut codes = BTreeSet::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let code = &entry.code;
            if is_short(&entry.title) {
                tell(Some(at), "title", format!("a Chinese title is missing: `{code}`"));
            }
            if let Some(parent) = entry.parent.as_ref().filter(|parent| !codes.contains(parent.as_str())) {
                tell(Some(at), "parent", format!("`{code}` stands under `{parent}`, which does not come before it"));
            }
            if code.trim().is_empty() || code.contains(char::is_whitespace) || code.contains([':', ',']) {
                tell(Some(at), "code", format!("`{code}` cannot be a code: no blanks, colons or commas"));
            }
            if !codes.insert(code.as_str()) {
                tell(Some(at), "code", format!("the code `{code}` is there twice"));
            }
            if !self.kinds.contains_key(&entry.kind) {
                let known: Vec<&str> = self.kinds.keys().map(String::as_str).collect();
                tell(Some(at), "kind", format!("there is no kind `{}`; there are {}", entry.kind, known.join(", ")));
            }
            if let Some(group) = entry.phase_group.as_ref().filter(|group| !groups.contains(group.as_str())) {
                tell(Some(at), "phase_group", format!("no row of `phase_in` is about the group `{group}`"));
            }
            *counts.entry(&entry.kind).or_default() += 1;
        }
        for (name, kind) in &self.kinds {
            let count = counts.get(name.as_str()).copied().unwrap_or(0);
            if let Some(expected) = kind.count.filter(|expected| *expected != count) {
                let message = format!("there are {count} entries of the kind `{name}`, but its count says {expected}");
                tell(None, "kinds", message);
            }
        }
        faults
    }
}
