//! What the authors wrote: the report's settings, chapters and data, in the source edition.

use std::collections::BTreeMap;

use super::{CarriedOver, Chapter, Counted, DisclosureNotes, Edition, Image, KpiBook, Ledger, Names, Previous};
use crate::diag::{Code, Severity};
use crate::source::{SourceId, Span, Spanned};
use crate::standards::{Listing, Shelf};

/// A whole report as loaded.
#[derive(Debug, Clone)]
pub struct Report {
    /// `report.yaml`.
    pub config: Config,
    /// `chapters/*.md` by file name.
    pub chapters: Vec<Chapter>,
    /// Chapters that authors wrote for other editions: `chapters/*.en.md` and the like.
    pub translations: Vec<Translation>,
    /// `kpi/*`.
    pub kpis: KpiBook,
    /// `glossary.yaml`.
    pub glossary: Glossary,
    /// `disclosures.yaml`.
    pub disclosures: DisclosureNotes,
    /// The catalogues of standards: huibao's and those in `standards/`.
    pub catalogues: Shelf,
    /// `review.yaml`.
    pub review: Ledger,
    /// Texts that stand as they did in the report before.
    pub carried_over: CarriedOver,
    /// What the report before published of its figures.
    pub previous: Previous,
}

/// The chapters that authors wrote for one edition beside those of the source edition.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The edition.
    pub edition: Edition,
    /// By file name. One is the source chapter of the same slug in other words, and shares its anchors.
    pub chapters: Vec<Chapter>,
}

/// Where an edition's text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Its authors wrote it.
    Written,
    /// It is made from the edition in the other script.
    Converted {
        /// The edition that was written.
        from: Edition,
    },
}

impl Report {
    /// Where an edition's text comes from: one in the other script of a written edition is converted, unless it is the
    /// source or nobody but it has chapters.
    pub fn origin(&self, edition: Edition) -> Origin {
        let has_own = |edition: Edition| edition == self.config.source || !self.written(edition).is_empty();
        match edition.counterpart() {
            Some(from) if edition != self.config.source && has_own(from) => {
                // Of two scripts that both have chapters beside a source in another language, neither is derived.
                if from == self.config.source || !has_own(edition) {
                    Origin::Converted { from }
                } else {
                    Origin::Written
                }
            }
            _ => Origin::Written,
        }
    }

    /// The chapters written for an edition.
    fn written(&self, edition: Edition) -> &[Chapter] {
        if edition == self.config.source {
            return &self.chapters;
        }
        let own = self.translations.iter().find(|translation| translation.edition == edition);
        own.map_or(&[], |translation| &translation.chapters)
    }

    /// An edition's chapters in reading order, each with where its text comes from: a converted edition may have single
    /// chapters of its own.
    pub fn chapters_of(&self, edition: Edition) -> Vec<(&Chapter, Origin)> {
        let own = self.written(edition).iter().map(|chapter| (chapter, Origin::Written));
        let Origin::Converted { from } = self.origin(edition) else { return own.collect() };
        let mut all: Vec<_> = own.collect();
        for chapter in self.written(from) {
            if all.iter().all(|(known, _)| known.slug != chapter.slug) {
                all.push((chapter, Origin::Converted { from }));
            }
        }
        all.sort_by_key(|(a, _)| file_order(&a.slug));
        all
    }
}

/// Chapters stand in the order of their files' names, in which a point follows the slug.
fn file_order(slug: &str) -> String {
    format!("{slug}.")
}

/// `report.yaml`.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who reports.
    pub issuer: Issuer,
    /// Title of the report.
    pub title: Names,
    /// A line below the title on the cover.
    pub subtitle: Names,
    /// What the report stands for, in a line on the cover.
    pub tagline: Names,
    /// A notice for the cover and the foot of every web page, e.g. that this is a sample.
    pub notice: Names,
    /// Where the issuer is listed; nothing where the author does not say.
    pub listing: Option<Listing>,
    /// The reporting period.
    pub period: Period,
    /// Date of publication, written into the PDF; the period's end where the author gives none.
    pub published: Date,
    /// The edition the authors write in.
    pub source: Edition,
    /// Editions to publish, the source among them.
    pub editions: Vec<Edition>,
    /// Standards to report against.
    pub standards: Vec<StandardClaim>,
    /// Looks.
    pub theme: Theme,
    /// A picture for the cover, decoration only: without words for it.
    pub cover: Option<Image>,
    /// The company's logo, of the report or of its theme. Its words are the company's name.
    pub logo: Option<Image>,
    /// Where the author asks for every uncertain reading to be reviewed, if so.
    pub review_required: Option<Span>,
    /// How bad the findings of the text checks are.
    pub checks: Checks,
    /// Whether the codes of what a section reports stand at its heading.
    pub shows_claims: bool,
    /// Where the figures stand that the report before published, below the content folder.
    pub previous: Option<Spanned<String>>,
    /// Whether folios, running heads and tabs stand at the outer edge of a spread, as a printed book has them.
    pub mirrored: bool,
    /// What captions are numbered.
    pub numbered: Vec<Counted>,
    /// Whether the report is still being written: what is missing is counted rather than refused, and every product is
    /// marked as a draft.
    pub draft: bool,
}

/// How bad the findings of the text checks are, by code; `None` switches a check off. What is not named is a warning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks(pub BTreeMap<Code, Option<Severity>>);

impl Checks {
    /// How bad findings of this kind are; `None` if nobody wants to know.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        self.0.get(&code).copied().unwrap_or(Some(Severity::Warning))
    }
}

/// The listed company that reports.
#[derive(Debug, Clone, Default)]
pub struct Issuer {
    /// Full name.
    pub name: Names,
    /// Short name for running heads; the full name where empty.
    pub short_name: Names,
    /// Stock code, e.g. `9863`.
    pub stock_code: Option<String>,
    /// Postal address.
    pub address: Names,
    /// E-mail address for readers.
    pub email: Option<String>,
    /// Web site.
    pub website: Option<String>,
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, e.g. 2023.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// The day as `2023-12-31`, which sorts as text.
    pub fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The reporting period, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// A standard the report claims to follow.
#[derive(Debug, Clone)]
pub struct StandardClaim {
    /// Id of the catalogue, e.g. `hkex-2023`.
    pub id: Spanned<String>,
    /// How it is followed, for standards that know more than one way.
    pub claim: Option<Claim>,
    /// Whether the index lists what is not used as well, where only what is used need be.
    pub lists_all: bool,
    /// The sector standards that apply to the issuer, by code: `GRI-12-2022`.
    pub sectors: Vec<Spanned<String>>,
    /// Ids of standards whose disclosures stand beside its own in the index, in columns of their own.
    pub beside: Vec<Spanned<String>>,
}

/// GRI 1 section 3: the two ways to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// In accordance with the GRI Standards.
    InAccordance,
    /// With reference to the GRI Standards.
    WithReference,
}

/// Looks of both products.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Name of a theme: `templates/themes/<name>.yaml`.
    pub name: Spanned<String>,
}

/// `glossary.yaml`: words that conversion treats in a way of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// Names that no conversion may alter.
    pub protect: Vec<Spanned<String>>,
    /// Names that no conversion may alter in some files.
    pub local: Vec<LocalName>,
    /// Terms with a wording of their own per edition.
    pub terms: Vec<Term>,
    /// Spellings of the house style and what the report has instead: they hold for what is converted.
    pub house_style: Vec<(Spanned<String>, Spanned<String>)>,
    /// What the report takes of the ESG vocabulary; `vocabulary` in `report.yaml`.
    pub vocabulary: Vocabulary,
}

impl Glossary {
    /// What holds in a file by itself, given its path below the content folder.
    pub fn of_file(mut self, path: &str) -> Self {
        let local = std::mem::take(&mut self.local);
        let holds = |name: &LocalName| name.only.iter().any(|file| file.node == path);
        self.protect.extend(local.into_iter().filter(holds).map(|name| name.name));
        self
    }

    /// The names that no conversion may alter in one of the report's files and that are ordinary words in others.
    pub fn local_names(&self, source: SourceId) -> impl Iterator<Item = &str> {
        self.local.iter().filter(move |name| name.sources.contains(&source)).map(|name| name.name.node.trim())
    }
}

/// A name that no conversion may alter in some files; elsewhere it is a word like any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalName {
    /// The name.
    pub name: Spanned<String>,
    /// Paths of the files, below the content folder.
    pub only: Vec<Spanned<String>>,
    /// The files, if they were read.
    pub sources: Vec<SourceId>,
}

/// What a report takes of the ESG vocabulary between Hong Kong and the mainland.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Nothing of it.
    pub is_off: bool,
    /// Terms that huibao only suggests and the report wants, in either wording.
    pub wanted: Vec<Spanned<String>>,
    /// Terms the report does not want, in either wording.
    pub unwanted: Vec<Spanned<String>>,
}

/// One term, worded by hand for each edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Wording per edition.
    pub names: Names,
    /// The whole entry.
    pub span: Span,
}
