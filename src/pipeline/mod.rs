//! The one place that knows the order of the stages.

mod data;
#[cfg(feature = "pdf")]
mod glyphs;
mod lists;
mod next_year;
mod pictures;
mod proofread;
#[cfg(feature = "pdf")]
mod publish;
mod review;
mod standards;
#[cfg(test)]
mod tests;
#[cfg(feature = "pdf")]
mod unchanged;

use std::collections::{BTreeMap, HashSet};
#[cfg(feature = "pdf")]
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
#[cfg(feature = "pdf")]
use std::sync::Mutex;

use crate::assets::{self, Assets};
use crate::beside::beside;
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::locale;
use crate::model::{Document, Edition, KpiRow, Origin, Report, Values, printed};
use crate::source::{Sources, Span, Spanned};
use crate::store::Store;
use crate::{disclosure, document, kpi, load, parity, script, template};
pub use data::{DataForm, FigureRow};
pub use next_year::NextYear;
#[cfg(feature = "pdf")]
pub use publish::Published;

/// A report that lives on: its files and what is costly to make. Every round reads what the files are then.
#[derive(Default)]
pub struct Project {
    store: Arc<Store>,
    has_report: bool,
    /// Made when the first round asks for it, and again when the report's fonts change.
    #[cfg(feature = "pdf")]
    typesetter: Mutex<Option<Arc<crate::pdf::Typesetter>>>,
}

/// One round: the report as its files are now, and everything known about its problems so far.
pub struct Build<'p> {
    /// The author's files.
    pub sources: Sources,
    /// Problems found.
    pub sink: Sink,
    project: &'p Project,
    assets: Assets,
    report: Option<Report>,
    /// The report's figures, once they are computed.
    values: Option<Values>,
    /// Editions that are typeset beside each other.
    #[cfg(feature = "pdf")]
    pub jobs: NonZeroUsize,
}

/// What has no errors before it is typeset.
#[cfg_attr(not(feature = "pdf"), allow(dead_code, reason = "only the typesetter goes on with it"))]
struct Checked {
    documents: Vec<Document>,
    templates: template::Pages,
}

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All that needs no typesetting.
    Texts,
    /// Pages as well where something of the report may stop them that only typesetting can tell.
    Doubts,
    /// What only typeset pages show, too: text that runs out of its place, pages that are hardly filled.
    Pages,
}

/// Told what is being done, in words for the author.
pub trait Progress {
    /// Begins the next step.
    fn step(&mut self, what: &str);

    /// Has to wait for a while.
    fn waits(&mut self, why: &str) {
        self.step(why);
    }
}

/// Why a command wrote nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The report has errors; they are in the sink.
    Report,
    /// It could not run at all; one sentence says why.
    CannotRun(String),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::CannotRun(error.to_string())
    }
}

impl Project {
    /// The report in a content folder.
    pub fn open(content: &Path) -> Self {
        Self { store: Store::of_report(content).into(), has_report: true, ..Self::default() }
    }

    /// Whether the report brings templates of its own.
    pub fn has_templates(&self) -> bool {
        self.has_report && self.store.list(assets::FOLDER).is_ok_and(|entries| !entries.is_empty())
    }

    /// Whether the report brings catalogues of its own.
    pub fn has_standards(&self) -> bool {
        let folder = self.store.in_content("standards");
        self.has_report && self.store.list(&folder).is_ok_and(|entries| !entries.is_empty())
    }

    /// No report: for texts outside of one.
    pub fn without_report() -> Self {
        Self::default()
    }

    /// Puts a text that an editor has not saved in place of a file, or takes it back. Paths are below the report's
    /// folder, with `/`. Holds from the next round on.
    pub fn overlay(&self, path: &str, text: Option<&str>) {
        self.store.overlay(path, text);
    }

    /// Begins a round: loads the report, if there is one, as it is now.
    pub fn build(&self) -> Build<'_> {
        self.store.refresh();
        let mut build = Build {
            sources: Sources::default(),
            sink: Sink::default(),
            project: self,
            assets: Assets::default(),
            report: None,
            values: None,
            #[cfg(feature = "pdf")]
            jobs: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        };
        if self.has_report {
            build.load();
        }
        build
    }
}

impl Build<'_> {
    fn load(&mut self) {
        let store = &self.project.store;
        self.assets = Assets::of_report(store);
        // Of these, files are used by their names: what is no part of the report must not be left out in silence.
        for folder in [assets::FOLDER, "fonts", &store.in_content("fonts")] {
            let refused = store.refused(folder).into_iter();
            refused.for_each(|(path, refusal)| self.sink.push(refusal.told(&path, None)));
        }
        self.report = load::report(store, &mut self.sources, &mut self.sink);
    }

    /// All problems, sorted for printing, and the files they speak of.
    pub fn into_problems(self) -> (Vec<Diagnostic>, Sources) {
        let mut problems = self.sink.into_sorted();
        // A workbook is mended where it was made.
        // Nobody knows what a file of figures has that cannot be read: what is said of its metrics is no cause of its own.
        let is_unread = |told: &Diagnostic| {
            let path = told.place.map_or("", |span| self.sources.get(span.source).path.as_str());
            matches!(told.code, Code::Yaml | Code::Encoding | Code::Unreadable) && path.contains("/kpi/")
        };
        if problems.iter().any(|told| told.severity == Severity::Error && is_unread(told)) {
            problems.retain(|told| !matches!(told.code, Code::UnknownKpi | Code::UnknownUnit));
        }
        let is_sheet = |place: Option<Span>| place.is_some_and(|span| self.sources.get(span.source).is_sheet());
        problems.iter_mut().filter(|told| is_sheet(told.place)).for_each(|told| told.fix = None);
        (problems, self.sources)
    }

    /// SHA-256 of every file that was read in this round so far, by path below the report's folder.
    pub fn inputs(&self) -> BTreeMap<String, String> {
        self.project.store.inputs()
    }

    /// The editions the report names.
    pub fn editions(&self) -> &[Edition] {
        self.report.as_ref().map_or(&[], |report| &report.config.editions)
    }

    /// Ids of the standards the report follows.
    pub fn standards(&self) -> Vec<&str> {
        let standards = self.report.iter().flat_map(|report| &report.config.standards);
        standards.map(|standard| standard.id.node.as_str()).collect()
    }

    /// What can be found in the texts alone, in every edition.
    pub fn check_texts(&mut self) {
        let editions = self.editions().to_vec();
        self.documents(&editions);
    }

    /// Everything that keeps the report from being published, and what is worth a look. With pages, all that a publish
    /// does but writing.
    pub fn check(&mut self, depth: Depth, progress: &mut dyn Progress) {
        if !self.project.has_report {
            return;
        }
        progress.step("checking");
        let checked = self.checked_documents();
        self.check_review();
        #[cfg(feature = "pdf")]
        if let Ok(checked) = &checked
            && (depth == Depth::Pages || depth == Depth::Doubts && self.has_doubts())
            && let Err(Failure::CannotRun(why)) = self.try_out(checked, progress)
        {
            let message = format!("the pages were not looked at: {why}");
            self.sink.push(Diagnostic::note(Code::Typeset, None, message));
        }
        let _ = (depth, checked.is_ok());
    }

    /// Whether the report has what only typesetting can judge: templates of its own, which are programs, fonts of its own,
    /// or characters that a font may lack, be they typed or made by conversion.
    #[cfg(feature = "pdf")]
    fn has_doubts(&self) -> bool {
        let store = &self.project.store;
        let has_fonts = |folder: &str| store.list(folder).is_ok_and(|entries| !entries.is_empty());
        self.assets.has_own()
            || ["fonts", &store.in_content("fonts")].into_iter().any(has_fonts)
            || glyphs::any_may_be_missing(self.authored())
            || self.sources.iter().any(|file| file.path.ends_with(".svg") && glyphs::drawing_may_lack(&file.text))
    }

    /// The texts of the report, without the templates, which were looked at: they are huibao's own.
    #[cfg(feature = "pdf")]
    fn authored(&self) -> impl Iterator<Item = &str> {
        let files = self.sources.iter().filter(|file| !file.path.starts_with(assets::FOLDER));
        files.map(|file| file.text.as_str())
    }

    /// Everything that can be found before typesetting; what it is made of if nothing must be mended first.
    fn checked_documents(&mut self) -> Result<Checked, Failure> {
        self.compute();
        // What is read and what is made of it are two: each finds its own problems.
        let (read, (documents, found)) = beside(|| self.proofread(), || self.documents_of(self.editions()));
        [found, read].into_iter().for_each(|found| self.sink.take_in(found, |_, _| false));
        // What has been told of a figure is not told again.
        self.proofread_figures(&documents);
        self.proofread_drawings(&documents);
        // In one edition: the others show the same pictures.
        #[cfg(feature = "pdf")]
        for document in documents.iter().filter(|document| document.is_source) {
            crate::pdf::check_pictures(document, &self.assets, &mut self.sink);
        }
        let templates = self.check_templates();
        self.stop_on_errors()?;
        Ok(Checked { documents, templates: templates.ok_or(Failure::Report)? })
    }

    fn stop_on_errors(&self) -> Result<(), Failure> {
        if self.sink.has_errors() || self.report.is_none() { Err(Failure::Report) } else { Ok(()) }
    }

    /// The page templates, read once for all editions, so that a fault in one is told once.
    fn check_templates(&mut self) -> Option<template::Pages> {
        let pages = template::Pages::new(&self.assets, &mut self.sources, &mut self.sink);
        #[cfg(feature = "pdf")]
        crate::pdf::check_templates(&self.assets, &mut self.sources, &mut self.sink);
        pages
    }

    /// The report in each edition, ready for the renderers.
    fn documents(&mut self, editions: &[Edition]) -> Vec<Document> {
        self.compute();
        let (documents, found) = self.documents_of(editions);
        self.sink.take_in(found, |_, _| false);
        documents
    }

    /// Works out the report's figures.
    fn compute(&mut self) {
        let Some(report) = &self.report else { return };
        let values = kpi::values(report, &self.sources, &mut self.sink);
        kpi::check(report, &values, &mut self.sink);
        self.values = Some(values);
    }

    /// The report in each edition, and what is wrong with it.
    fn documents_of(&self, editions: &[Edition]) -> (Vec<Document>, Sink) {
        let mut sink = Sink::default();
        let (Some(report), Some(values)) = (&self.report, &self.values) else { return (Vec::new(), sink) };
        // A finding names headings and figures in the words of its edition: of two that are one text it is told in the
        // words of the first.
        let mut told: HashSet<(Edition, Code, Span)> = HashSet::new();
        let documents: Vec<Document> = editions
            .iter()
            .map(|&edition| {
                let mut found = Sink::default();
                let mut own = script::edition(report, edition, &mut found);
                let locale = locale::of_report(edition, &self.assets, &mut found);
                let chapters = std::mem::take(&mut own.chapters);
                let mut figures = kpi::Printer::new(&own, values, &locale, &self.sources);
                let mut document =
                    document::build(&own.config, chapters, &locale, &mut figures, &self.sources, &mut found);
                document.indices = disclosure::indices(&own, &document, &mut found);
                name_edition(&mut found, edition, report, &sink);
                let text = match report.origin(edition) {
                    Origin::Converted { from } => from,
                    Origin::Written => edition,
                };
                let places: Vec<_> = found.iter().filter_map(|one| Some((text, one.code, one.place?))).collect();
                sink.take_in(found, |code, place| told.contains(&(text, code, place)));
                told.extend(places);
                document
            })
            .collect();
        parity::check(&documents, report, &mut sink);
        (documents, sink)
    }
}

/// Says of what is wrong in an edition in another language that it is so there: in the source it may be right.
fn name_edition(found: &mut Sink, edition: Edition, report: &Report, told: &Sink) {
    let source = report.config.source;
    if edition == source || edition.counterpart() == Some(source) {
        return;
    }
    let is_told = |one: &Diagnostic| {
        told.iter().any(|other| (other.code, other.place, &other.message) == (one.code, one.place, &one.message))
    };
    let says_so = |one: &Diagnostic| one.message.split([' ', ',']).any(|word| word == edition.tag());
    for one in found.iter_mut().filter(|one| !is_told(one) && !says_so(one)) {
        one.message = format!("{} (in the {edition} edition)", one.message);
    }
}

impl document::Figures for kpi::Printer<'_> {
    fn expression(&mut self, expression: &Spanned<String>, sink: &mut Sink) -> Vec<printed::InlineKind> {
        self.expression(expression, sink)
    }

    fn row(&mut self, id: &Spanned<String>, years: &[i32], sink: &mut Sink) -> Option<KpiRow> {
        kpi::Printer::row(self, id, years, sink)
    }

    fn rows(&self) -> Vec<KpiRow> {
        self.rows()
    }
}
