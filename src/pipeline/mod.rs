//! The one place that knows the order of the stages.

mod proofread;
#[cfg(feature = "pdf")]
mod publish;
mod review;

use std::path::Path;
use std::sync::Arc;

use crate::assets::Assets;
use crate::diag::{Diagnostic, Sink};
use crate::locale::Locale;
use crate::model::{Edition, EditionDoc, Report};
use crate::source::Sources;
use crate::store::Store;
use crate::{disclosure, kpi, load, outline, script, template};
#[cfg(feature = "pdf")]
pub use publish::{Progress, Published};

/// A report and everything known about its problems so far.
pub struct Session {
    /// The author's files.
    pub sources: Sources,
    /// Problems found.
    pub sink: Sink,
    assets: Assets,
    store: Arc<Store>,
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
        let store = Arc::new(Store::of_report(content));
        let assets = Assets::of_report(&store);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        assets.check(&mut sink);
        let report = load::report(&store, &mut sources, &mut sink);
        Self { sources, sink, assets, store, report }
    }

    /// No report: for texts outside of one.
    pub fn without_report() -> Self {
        Self {
            sources: Sources::default(),
            sink: Sink::default(),
            assets: Assets::default(),
            store: Arc::default(),
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
                let locale = Locale::new(edition, &self.assets, sink);
                let kpis = kpi::merge(&mut own, &locale, &self.sources, sink);
                outline::number(&mut own, sink);
                let indices = disclosure::indices(&own, &locale, sink);
                EditionDoc { edition, config: own.config, locale, chapters: own.chapters, indices, kpis }
            })
            .collect()
    }
}
