//! Everything that needs the typesetter: publishing, the index alone, the Typst sources.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use super::{Build, Failure};
use crate::model::{Edition, EditionDoc, PageMap, Product};
use crate::output::{self, Earlier, Manifest};
use crate::pdf::Typesetter;
use crate::template::Pages;
use crate::{disclosure, html, kpi, script};

/// Told what is being done, in words for the author.
pub trait Progress {
    /// Begins the next step.
    fn step(&mut self, what: &str);

    /// Has to wait for a while.
    fn waits(&mut self, why: &str) {
        self.step(why);
    }
}

/// Why a run waits that has only to write.
const WAITING: &str = "another huibao writes to the same folder; waiting until it is done";

/// What a publish made, for the closing lines.
#[derive(Debug)]
pub struct Published {
    /// Pages of the PDF per edition.
    pub pages: Vec<(Edition, usize)>,
    /// Number of files in the output folder made by this run.
    pub files: usize,
}

impl Build<'_> {
    /// Publishes the given editions, or all of them, to `output`.
    ///
    /// # Errors
    /// If the report has problems or the machine cannot do it; the old output is then untouched.
    pub fn publish(
        &mut self,
        editions: &[Edition],
        output: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Published, Failure> {
        progress.step("checking");
        let (documents, templates) = self.checked_documents()?;
        let asked = |doc: &&EditionDoc| editions.is_empty() || editions.contains(&doc.edition);
        let data = kpi::products(&documents);
        let typesetter = self.typesetter()?;
        let mut products = Vec::new();
        let mut pages = Vec::new();
        for doc in documents.iter().filter(asked) {
            progress.step(&format!("PDF {}", doc.edition));
            if let Some(pdf) = typesetter.render(doc, &data, &mut self.sources, &mut self.sink) {
                products.push(Product { path: format!("{}/report.pdf", doc.edition), bytes: pdf.bytes });
                pages.push((doc.edition, pdf.pages));
            }
            typesetter.forget();
        }
        self.stop_on_errors()?;
        progress.step("website");
        let folding = script::folding(&mut self.sink);
        for (doc, (_, map)) in documents.iter().filter(asked).zip(&pages) {
            products.extend(disclosure::products(doc, map));
            let file = format!("{}/report.pdf", doc.edition);
            let pdf = products.iter().find(|product| product.path == file);
            let size = pdf.map_or(0, |pdf| pdf.bytes.len());
            let printed = html::Printed { size, index_pages: index_page_texts(doc, map) };
            let (sources, sink) = (&mut self.sources, &mut self.sink);
            let assets = &self.assets;
            products.extend(html::site(
                doc,
                &documents,
                &printed,
                &templates,
                assets,
                &self.project.store,
                sources,
                sink,
            ));
            products.push(html::search_index(doc, &documents, &folding));
        }
        let (sources, sink) = (&mut self.sources, &mut self.sink);
        products.extend(html::chooser(&documents, &templates, &self.assets, sources, sink));
        products.extend(data);
        self.stop_on_errors()?;
        progress.step("writing");
        let earlier = if documents.iter().all(|doc| asked(&doc)) { Earlier::Remove } else { Earlier::Keep };
        let manifest = Manifest::new(self.project.store.inputs(), typesetter.font_hashes());
        let files = products.len();
        output::write(output, &products, manifest, earlier, &mut || progress.waits(WAITING))
            .map_err(Failure::CannotRun)?;
        Ok(Published { pages: pages.into_iter().map(|(edition, map)| (edition, map.count)).collect(), files })
    }

    /// Writes only the disclosure indices of the given standards, or of all.
    ///
    /// # Errors
    /// Like [`Build::publish`].
    pub fn index(
        &mut self,
        standards: &[String],
        output: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Published, Failure> {
        progress.step("checking");
        let (mut documents, _) = self.checked_documents()?;
        let typesetter = self.typesetter()?;
        let mut products = Vec::new();
        let mut pages = Vec::new();
        for doc in &mut documents {
            progress.step(&format!("PDF {}", doc.edition));
            let Some(map) = typesetter.layout(doc, &mut self.sources, &mut self.sink) else { continue };
            doc.indices.retain(|index| standards.is_empty() || standards.contains(&index.standard));
            products.extend(disclosure::products(doc, &map));
            pages.push((doc.edition, map.count));
        }
        self.stop_on_errors()?;
        let manifest = Manifest::new(self.project.store.inputs(), typesetter.font_hashes());
        let files = products.len();
        let waiting = &mut || progress.waits(WAITING);
        output::write(output, &products, manifest, Earlier::Keep, waiting).map_err(Failure::CannotRun)?;
        Ok(Published { pages, files })
    }

    /// Writes the Typst sources of every edition to a folder, as the typesetter sees them: for benchmarks and for
    /// theme authors.
    ///
    /// # Errors
    /// Like [`Build::publish`].
    pub fn dump_typst(&mut self, folder: &Path) -> Result<(), Failure> {
        let (documents, _) = self.checked_documents()?;
        let typesetter = self.typesetter()?;
        for doc in &documents {
            let files = typesetter.dump(doc).map_err(Failure::CannotRun)?;
            output::write_plainly(&folder.join(doc.edition.tag()), &files).map_err(Failure::CannotRun)?;
        }
        Ok(())
    }

    /// Everything that can be found before typesetting; documents and page templates if nothing must be mended first.
    fn checked_documents(&mut self) -> Result<(Vec<EditionDoc>, Pages), Failure> {
        let all = self.editions().to_vec();
        let documents = self.documents(&all);
        self.proofread();
        let templates = self.check_templates();
        self.stop_on_errors()?;
        Ok((documents, templates.ok_or(Failure::Report)?))
    }

    fn stop_on_errors(&self) -> Result<(), Failure> {
        if self.sink.has_errors() || self.report.is_none() { Err(Failure::Report) } else { Ok(()) }
    }

    /// The project's typesetter; a new one if the report now has other editions or fonts.
    fn typesetter(&self) -> Result<Arc<Typesetter>, Failure> {
        let editions = self.editions();
        let mut kept = self.project.typesetter.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(typesetter) = kept.as_ref().filter(|kept| kept.serves(editions)) {
            return Ok(typesetter.clone());
        }
        let made = Typesetter::new(&self.project.store, editions).map_err(Failure::CannotRun)?;
        Ok(kept.insert(made.into()).clone())
    }
}

/// The PDF pages of every index row, for the website, by standard.
fn index_page_texts(doc: &EditionDoc, pages: &PageMap) -> BTreeMap<String, Vec<Vec<String>>> {
    let of = |index: &crate::model::Index| {
        index.entries.iter().map(|entry| disclosure::page_texts(&entry.places, pages)).collect()
    };
    doc.indices.iter().map(|index| (index.standard.clone(), of(index))).collect()
}
