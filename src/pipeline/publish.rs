//! Everything that needs the typesetter: publishing, the index alone, the Typst sources.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use super::unchanged::Asked;
use super::{Build, Checked, Failure, Progress, glyphs};
use crate::beside::beside;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Document, Edition, PageMap, Product, index_file_stem};
use crate::output::{self, Earlier, Manifest};
use crate::pdf::Typesetter;
use crate::{disclosure, html, kpi, proof, script};

/// Why a run waits that has only to write.
const WAITING: &str = "another huibao writes to the same folder; waiting until it is done";

/// What a publish made, for the closing lines.
#[derive(Debug)]
pub struct Published {
    /// Pages of the PDF per edition.
    pub pages: Vec<(Edition, usize)>,
    /// Number of files in the output folder made by this run.
    pub files: usize,
    /// What stands on other pages than in the indices that were there, a line each; of `huibao index` only.
    pub moved: Vec<String>,
    /// Whether all was there already: nothing has changed since the last run.
    pub is_unchanged: bool,
}

/// All that a publish writes.
struct Made {
    products: Vec<Product>,
    pages: Vec<(Edition, PageMap)>,
    /// Hashes of the fonts in use.
    fonts: BTreeMap<String, String>,
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
        output::usable(output).map_err(Failure::CannotRun)?;
        let asked = Asked::publish(editions);
        if let Some(published) = self.unchanged(&asked, output) {
            return Ok(published);
        }
        progress.step("checking");
        let checked = self.checked_documents()?;
        let made = self.make(&checked, editions, progress)?;
        progress.step("writing");
        let all = checked.documents.iter().all(|doc| editions.is_empty() || editions.contains(&doc.edition));
        let earlier = if all { Earlier::Remove } else { Earlier::Keep };
        let manifest = Manifest::new(self.inputs(), made.fonts);
        output::write(output, &made.products, manifest, earlier, &mut || progress.waits(WAITING))
            .map_err(Failure::CannotRun)?;
        self.tell_earlier(output);
        let pages = made.pages.into_iter().map(|(edition, map)| (edition, map.count)).collect();
        let published = Published { pages, files: made.products.len(), moved: Vec::new(), is_unchanged: false };
        self.remember(asked, output, &published);
        Ok(published)
    }

    /// Tells editions in the output folder that an earlier run made of another state of the report.
    fn tell_earlier(&mut self, output: &Path) {
        let left = output::of_earlier_inputs(output);
        let is_left = |edition: &&Edition| left.contains(&format!("{edition}/report.pdf"));
        let editions: Vec<String> = self.editions().iter().filter(is_left).map(Edition::to_string).collect();
        if !editions.is_empty() {
            let message = format!("{} in the output folder was made before the report changed", editions.join(", "));
            let hint = "readers can switch to it from the new one: publish all editions, without --edition";
            self.sink.push(Diagnostic::warning(Code::EarlierEdition, None, message).hint(hint));
        }
    }

    /// Makes all that a publish writes, so that what would be refused then is told.
    ///
    /// # Errors
    /// If the report has problems, or the machine has no fonts.
    pub(super) fn try_out(&mut self, checked: &Checked, progress: &mut dyn Progress) -> Result<(), Failure> {
        self.make(checked, &[], progress).map(drop)
    }

    /// Typesets the given editions, or all of them, and makes all products in memory.
    fn make(&mut self, checked: &Checked, editions: &[Edition], progress: &mut dyn Progress) -> Result<Made, Failure> {
        let Checked { documents, templates } = checked;
        let asked = |doc: &&Document| editions.is_empty() || editions.contains(&doc.edition);
        let data = kpi::products(documents);
        self.make_pictures(documents);
        let typesetter = self.typesetter()?;
        typesetter.check_fonts(&mut self.sink);
        let mut products = Vec::new();
        let mut pages = Vec::new();
        let asked: Vec<&Document> = documents.iter().filter(asked).collect();
        progress.step("PDF");
        let made = typesetter.render(&asked, &data, self.jobs, &mut self.sources, &mut self.sink);
        for (doc, pdf) in asked.iter().zip(made) {
            let Some(pdf) = pdf else { continue };
            proof::whole::in_pdf(doc, &pdf.text, &pdf.alts, &mut self.sink);
            products.push(Product { path: format!("{}/report.pdf", doc.edition), bytes: pdf.bytes });
            pages.push((doc.edition, pdf.pages));
        }
        glyphs::explain(&self.sources, &mut self.sink);
        self.stop_on_errors()?;
        progress.step("website");
        let aside = || {
            let mut sink = Sink::default();
            let folding = script::folding(&mut sink);
            let searches: Vec<_> = asked.iter().map(|doc| html::search_index(doc, documents, &folding)).collect();
            (searches, typesetter.font_hashes(), sink)
        };
        let ((searches, fonts, found), ()) = beside(aside, || {
            for (&doc, (_, map)) in asked.iter().zip(&pages) {
                products.extend(disclosure::products(doc, map));
                let file = format!("{}/report.pdf", doc.edition);
                let pdf = products.iter().find(|product| product.path == file);
                let size = pdf.map_or(0, |pdf| pdf.bytes.len());
                let title_font = typesetter.title_font(doc, &html::title_characters(doc));
                let printed = html::PdfFacts { title_font, size, index_pages: index_page_texts(doc, map) };
                let (sources, sink) = (&mut self.sources, &mut self.sink);
                let workshop = html::Workshop { templates, assets: &self.assets, store: &self.project.store };
                let site = html::site(doc, documents, &printed, workshop, sources, sink);
                for chapter in &doc.chapters {
                    let path = format!("{}/{}", doc.edition, html::page_name(&chapter.slug));
                    let page = site.iter().find(|product| product.path == path);
                    if let Some(text) = page.and_then(|page| std::str::from_utf8(&page.bytes).ok()) {
                        proof::whole::in_page(doc, chapter, text, sink);
                    }
                }
                products.extend(site);
            }
        });
        self.sink.take_in(found, |_, _| false);
        products.extend(searches);
        let (sources, sink) = (&mut self.sources, &mut self.sink);
        products.extend(html::chooser(documents, templates, &self.assets, sources, sink));
        products.extend(data);
        self.stop_on_errors()?;
        Ok(Made { products, pages, fonts })
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
        output::usable(output).map_err(Failure::CannotRun)?;
        let asked = Asked::Index(standards.to_vec());
        if let Some(published) = self.unchanged(&asked, output) {
            return Ok(published);
        }
        progress.step("checking");
        let Checked { mut documents, .. } = self.checked_documents()?;
        self.make_pictures(&documents);
        let typesetter = self.typesetter()?;
        let mut products = Vec::new();
        let mut moved = Vec::new();
        let mut pages = Vec::new();
        progress.step("PDF");
        let all: Vec<&Document> = documents.iter().collect();
        let maps = typesetter.layout(&all, self.jobs, &mut self.sources, &mut self.sink);
        for (doc, map) in documents.iter_mut().zip(maps) {
            let Some(map) = map else { continue };
            doc.indices.retain(|index| standards.is_empty() || standards.contains(&index.standard));
            for index in &doc.indices {
                let old =
                    output::earlier(output, &format!("index/{}.json", index_file_stem(&index.standard, doc.edition)));
                moved.extend(old.map(|old| disclosure::moved(&old, index, doc, &map)).unwrap_or_default());
            }
            products.extend(disclosure::products(doc, &map));
            pages.push((doc.edition, map.count));
        }
        self.stop_on_errors()?;
        let manifest = Manifest::new(self.inputs(), typesetter.font_hashes());
        let files = products.len();
        let waiting = &mut || progress.waits(WAITING);
        output::write(output, &products, manifest, Earlier::Keep, waiting).map_err(Failure::CannotRun)?;
        let published = Published { pages, files, moved, is_unchanged: false };
        self.remember(asked, output, &published);
        Ok(published)
    }

    /// Writes the Typst sources of every edition to a folder, as the typesetter sees them: for benchmarks and for
    /// theme authors.
    ///
    /// # Errors
    /// Like [`Build::publish`].
    pub fn dump_typst(&mut self, folder: &Path) -> Result<(), Failure> {
        let Checked { documents, .. } = self.checked_documents()?;
        self.make_pictures(&documents);
        let typesetter = self.typesetter()?;
        for doc in &documents {
            let files = typesetter.dump(doc).map_err(Failure::CannotRun)?;
            output::write_plainly(&folder.join(doc.edition.tag()), &files).map_err(Failure::CannotRun)?;
        }
        Ok(())
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
fn index_page_texts(doc: &Document, pages: &PageMap) -> BTreeMap<String, Vec<Vec<String>>> {
    let of = |index: &crate::model::Index| {
        index.entries.iter().map(|entry| disclosure::page_texts(&entry.places, pages)).collect()
    };
    doc.indices.iter().map(|index| (index.standard.clone(), of(index))).collect()
}
