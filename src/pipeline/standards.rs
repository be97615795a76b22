//! What standards ask of the report, and what of it is there.

use std::path::Path;

use super::{Build, Failure};
use crate::disclosure::{self, Change};
use crate::html;
use crate::model::{Asked, Edition, Gaps, Origin};
use crate::output::{self, Earlier, Manifest};
use crate::standards::Shelf;

/// The edition whose words are used where there is no report.
const WITHOUT_REPORT: Edition = Edition::ZhHantHk;

impl Build<'_> {
    /// The catalogues there are: huibao's and the report's own.
    pub fn catalogues(&self) -> Shelf {
        self.report.as_ref().map(|report| report.catalogues.clone()).unwrap_or_default()
    }

    /// What every standard that the report follows asks of it.
    pub fn asked(&self) -> Vec<Asked> {
        self.report.as_ref().map(|report| disclosure::asked(report, report.config.source)).unwrap_or_default()
    }

    /// What changes between two catalogues for the report's issuer, from this year to the next.
    ///
    /// # Errors
    /// The id that no catalogue has.
    pub fn changes(&self, earlier: &str, later: &str) -> Result<Vec<Change>, String> {
        let config = self.report.as_ref().map(|report| &report.config);
        let listing = config.and_then(|config| config.listing).unwrap_or_default();
        let edition = config.map_or(WITHOUT_REPORT, |config| config.source);
        let begins = config.map(|config| config.period.from);
        disclosure::changes(&self.catalogues(), (earlier, later), listing, begins, edition)
    }

    /// Tells standards that the report cannot follow.
    pub fn check_standards(&mut self) {
        if let Some(report) = &self.report {
            disclosure::check_standards(report, &mut self.sink);
        }
    }

    /// What is missing by standard, of the given ones or of all, from the source edition, and from every other that is
    /// written and not the same. It is told whatever else is wrong with the report, and written as `gaps.html` and
    /// `gaps.json` to `output`.
    ///
    /// # Errors
    /// If there is no report to speak of, or the files cannot be written.
    pub fn gaps(&mut self, standards: &[String], output: &Path) -> Result<Vec<Gaps>, Failure> {
        output::usable(output).map_err(Failure::CannotRun)?;
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        let source = report.config.source;
        let others = report.config.editions.iter().copied();
        let others = others.filter(|edition| *edition != source && report.origin(*edition) == Origin::Written);
        let editions: Vec<Edition> = std::iter::once(source).chain(others).collect();
        let mut documents = self.documents(&editions);
        let mut gaps: Vec<Gaps> = Vec::new();
        for doc in &mut documents {
            doc.indices.retain(|index| standards.is_empty() || standards.contains(&index.standard));
            let own = disclosure::gaps(doc.edition, &doc.indices);
            let is_new = |own: &Gaps| doc.edition == source || !gaps.iter().any(|first| own.is_as(first));
            let new: Vec<Gaps> = own.into_iter().filter(is_new).collect();
            gaps.extend(new);
        }
        let doc = documents.first().ok_or(Failure::Report)?;
        let mut products = vec![disclosure::gaps_json(&gaps)];
        products.extend(html::gaps(doc, &gaps, &self.assets, &mut self.sources, &mut self.sink));
        let manifest = Manifest::new(self.project.store.inputs(), Default::default());
        output::write(output, &products, manifest, Earlier::Keep, &mut || {}).map_err(Failure::CannotRun)?;
        Ok(gaps)
    }
}
