//! The one place that knows the order of the stages.

mod proofread;
#[cfg(feature = "pdf")]
mod publish;
mod review;

use std::path::{Path, PathBuf};

use crate::assets::Assets;
use crate::diag::{Diagnostic, Sink};
use crate::model::{Edition, EditionDoc, Report};
use crate::source::Sources;
use crate::{disclosure, kpi, labels, load, outline, script, template};
#[cfg(feature = "pdf")]
pub use publish::{Progress, Published};

/// A report and everything known about its problems so far.
pub struct Session {
    /// The author's files.
    pub sources: Sources,
    /// Problems found.
    pub sink: Sink,
    assets: Assets,
    content: PathBuf,
    report: Option<Report>,
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

impl Session {
    /// Loads the report in a content folder.
    pub fn open(content: &Path) -> Self {
        let root = content.parent().unwrap_or(content);
        let assets = Assets::for_report(root);
        let mut sources = Sources::default();
        let mut sink = Sink::default();
        let report = load::report(content, &assets, &mut sources, &mut sink);
        Self { sources, sink, assets, content: content.to_owned(), report }
    }

    /// No report: for texts outside of one.
    pub fn without_report() -> Self {
        Self {
            sources: Sources::default(),
            sink: Sink::default(),
            assets: Assets::default(),
            content: PathBuf::new(),
            report: None,
        }
    }

    /// All problems, sorted for printing, and the files they speak of.
    pub fn into_problems(self) -> (Vec<Diagnostic>, Sources) {
        (self.sink.into_sorted(), self.sources)
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

    /// Everything that can be found without typesetting, in every edition.
    pub fn check(&mut self) {
        self.check_texts();
        self.proofread();
        self.check_templates();
        self.check_review();
    }

    fn check_templates(&mut self) {
        template::check_templates(&self.assets, &mut self.sources, &mut self.sink);
        #[cfg(feature = "pdf")]
        crate::pdf::check_templates(&self.assets, &mut self.sources, &mut self.sink);
    }

    /// The report in each edition, ready for the renderers.
    fn documents(&mut self, editions: &[Edition]) -> Vec<EditionDoc> {
        let Some(report) = &self.report else { return Vec::new() };
        let sink = &mut self.sink;
        editions
            .iter()
            .map(|&edition| {
                let mut own = script::edition(report, edition, sink);
                let kpis = kpi::merge(&mut own, edition, &self.sources, sink);
                outline::number(&mut own, sink);
                let indices = disclosure::indices(&own, edition, sink);
                let labels = labels::labels(&self.assets, edition, sink);
                EditionDoc { edition, config: own.config, labels, chapters: own.chapters, indices, kpis }
            })
            .collect()
    }
}
