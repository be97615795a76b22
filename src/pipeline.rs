//! The one place that knows the order of the stages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::model::{Decision, Edition, EditionDoc, PageMap, Product, Report};
use crate::output::{self, Earlier, Manifest};
use crate::script::review::{self, Choice, State};
use crate::source::{Sources, Span};
use crate::{disclosure, html, kpi, labels, load, outline, proof, script, template};

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

/// Told what is being done, in words for the author.
pub trait Progress {
    /// Begins the next step.
    fn step(&mut self, what: &str);
}

/// What a publish made, for the closing lines.
#[derive(Debug)]
pub struct Published {
    /// Pages of the PDF per edition.
    pub pages: Vec<(Edition, usize)>,
    /// Number of files in the output folder made by this run.
    pub files: usize,
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

    /// Counts what nobody has reviewed, if the report asks for that.
    fn check_review(&mut self) {
        let Some(place) = self.report.as_ref().and_then(|report| report.config.review_required) else { return };
        let open = match self.choices() {
            Ok(choices) => choices.iter().filter(|choice| choice.state == State::Open).count(),
            Err(error) => return self.sink.push(Diagnostic::error(Code::Conversion, None, error)),
        };
        if open > 0 {
            let (readings, are) = if open == 1 { ("reading", "is") } else { ("readings", "are") };
            let message = format!("{open} {readings} of characters {are} not reviewed yet");
            let hint = "list them with `huibao review`, then accept or choose";
            self.sink.push(Diagnostic::warning(Code::Unreviewed, place, message).hint(hint));
        }
    }

    /// Every character with more than one reading in what is converted, edition by edition.
    ///
    /// # Errors
    /// If OpenCC cannot be opened.
    pub fn choices(&self) -> Result<Vec<Choice>, String> {
        let Some(report) = &self.report else { return Ok(Vec::new()) };
        let mut choices = Vec::new();
        for edition in self.editions() {
            choices.extend(review::choices(report, *edition, &self.sources)?);
        }
        Ok(choices)
    }

    /// Writes decisions into the review ledger, in place of earlier ones about the same character. With `prune`,
    /// entries whose sentence is gone are taken out. Gives how many were.
    ///
    /// # Errors
    /// If the ledger has errors, which writing it anew would lose, or cannot be written.
    pub fn decide(&mut self, decisions: Vec<Decision>, prune: bool) -> Result<usize, Failure> {
        self.check_texts();
        let Some(report) = &mut self.report else { return Err(Failure::Report) };
        let path = self.content.join(load::REVIEW_FILE);
        let told = |wanted: &dyn Fn(&Diagnostic) -> bool| -> Vec<Span> {
            self.sink.iter().filter(|told| wanted(told)).filter_map(|told| told.place).collect()
        };
        let is_ledger = |span: &Span| {
            self.content.parent().unwrap_or(&self.content).join(&self.sources.get(span.source).path) == path
        };
        if told(&|told| told.severity == Severity::Error).iter().any(is_ledger) {
            return Err(Failure::Report);
        }
        let stale = if prune { told(&|told| told.code == Code::StaleReview) } else { Vec::new() };
        let entries = &mut report.review.entries;
        let before = entries.len();
        entries.retain(|entry| !entry.span.is_some_and(|span| stale.contains(&span)));
        let pruned = before - entries.len();
        entries.retain(|entry| !decisions.iter().any(|decision| decision.key == entry.key));
        entries.extend(decisions);
        let text = load::ledger_text(&report.review);
        output::write_file(&path, text.as_bytes()).map_err(Failure::CannotRun)?;
        Ok(pruned)
    }

    /// Reads a plain text or Markdown file that is no part of a report, in the edition given or the one its characters
    /// tell.
    pub fn check_text(&mut self, path: &Path, edition: Option<Edition>) {
        let Some(id) = load::text_file(path, &mut self.sources, &mut self.sink) else { return };
        let dictionaries = script::Lookup::default();
        let text = &self.sources.get(id).text;
        let edition = edition.unwrap_or_else(|| proof::guess(text, &dictionaries));
        let components: Vec<String> = self
            .assets
            .list("components")
            .iter()
            .filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned()))
            .collect();
        let format = match script::plain::Format::of(path) {
            // Lines of a plain text are often cut at a width: a paragraph ends at an empty line, as in Markdown.
            script::plain::Format::Text => script::plain::Format::Markdown,
            format => format,
        };
        let passages = script::plain::passages(id, text, format, edition, &components);
        proof::check(&passages, &proof::Wishes::default(), &dictionaries, &self.sources, &mut self.sink);
    }

    /// The text checks on all that the authors wrote.
    fn proofread(&mut self) {
        let Some(report) = &self.report else { return };
        let glossary = &report.glossary;
        let terms = glossary.terms.iter().flat_map(|term| term.names.iter().map(|(_, text)| text));
        let wishes = proof::Wishes {
            checks: report.config.checks.clone(),
            keep: glossary.protect.iter().chain(terms).map(|text| text.node.trim().to_owned()).collect(),
        };
        let passages = proof::passages(report, &self.sources);
        proof::check(&passages, &wishes, &script::Lookup::default(), &self.sources, &mut self.sink);
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

    /// Everything that can be found before typesetting; the documents if nothing must be mended first.
    fn checked_documents(&mut self) -> Result<Vec<EditionDoc>, Failure> {
        let all = self.editions().to_vec();
        let documents = self.documents(&all);
        self.proofread();
        self.check_templates();
        self.stop_on_errors()?;
        Ok(documents)
    }

    fn stop_on_errors(&self) -> Result<(), Failure> {
        if self.sink.has_errors() || self.report.is_none() { Err(Failure::Report) } else { Ok(()) }
    }
}

#[cfg(feature = "pdf")]
impl Session {
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
        let documents = self.checked_documents()?;
        let asked = |doc: &&EditionDoc| editions.is_empty() || editions.contains(&doc.edition);
        let data = kpi::products(&documents);
        let mut typesetter = self.typesetter()?;
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
            let texts = index_page_texts(doc, map);
            let (sources, sink) = (&mut self.sources, &mut self.sink);
            products.extend(html::site(doc, &documents, &texts, &self.assets, &self.content, sources, sink));
            products.push(html::search_index(doc, &documents, &folding));
        }
        products.extend(html::chooser(&documents, &self.assets, &mut self.sources, &mut self.sink));
        products.extend(data);
        self.stop_on_errors()?;
        progress.step("writing");
        let earlier = if documents.iter().all(|doc| asked(&doc)) { Earlier::Remove } else { Earlier::Keep };
        let manifest = Manifest::new(self.inputs(), typesetter.font_hashes());
        let files = products.len();
        output::write(output, &products, manifest, earlier).map_err(Failure::CannotRun)?;
        Ok(Published { pages: pages.into_iter().map(|(edition, map)| (edition, map.count)).collect(), files })
    }

    /// Writes only the disclosure indices of the given standards, or of all.
    ///
    /// # Errors
    /// Like [`Session::publish`].
    pub fn index(
        &mut self,
        standards: &[String],
        output: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Published, Failure> {
        progress.step("checking");
        let mut documents = self.checked_documents()?;
        let mut typesetter = self.typesetter()?;
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
        let manifest = Manifest::new(self.inputs(), typesetter.font_hashes());
        let files = products.len();
        output::write(output, &products, manifest, Earlier::Keep).map_err(Failure::CannotRun)?;
        Ok(Published { pages, files })
    }

    /// Writes the Typst sources of every edition to a folder, as the typesetter sees them: for benchmarks and for
    /// theme authors.
    ///
    /// # Errors
    /// Like [`Session::publish`].
    pub fn dump_typst(&mut self, folder: &Path) -> Result<(), Failure> {
        let documents = self.checked_documents()?;
        let typesetter = self.typesetter()?;
        for doc in &documents {
            let to = folder.join(doc.edition.tag());
            typesetter
                .dump(doc, &to)
                .map_err(|error| Failure::CannotRun(format!("cannot write to {}: {error}", to.display())))?;
        }
        Ok(())
    }

    fn typesetter(&self) -> Result<crate::pdf::Typesetter, Failure> {
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        crate::pdf::Typesetter::new(report, &self.assets).map_err(Failure::CannotRun)
    }

    /// Hash of every file of the report that was read.
    fn inputs(&self) -> BTreeMap<String, String> {
        self.sources.iter().map(|file| (file.path.clone(), output::sha256(file.text.as_bytes()))).collect()
    }
}

impl proof::Dictionaries for script::Lookup {
    fn traditional_characters(&self, text: &str) -> String {
        self.traditional_characters(text)
    }

    fn simplified(&self, text: &str) -> String {
        self.simplified(text)
    }

    fn words_back(&self, text: &str) -> String {
        self.words_back(text)
    }

    fn read_as_taiwan(&self, text: &str) -> String {
        self.read_as_taiwan(text)
    }

    fn is_of_both(&self, character: char) -> bool {
        self.is_of_both(character)
    }
}

// One sign, understood by both stages.
const _: () = assert!(proof::UNSETTLED as u32 == script::UNSETTLED as u32);

/// The PDF pages of every index row, for the website, by standard.
fn index_page_texts(doc: &EditionDoc, pages: &PageMap) -> BTreeMap<String, Vec<String>> {
    let of = |index: &crate::model::Index| {
        index.entries.iter().map(|entry| disclosure::page_text(&entry.places, pages, doc.edition)).collect()
    };
    doc.indices.iter().map(|index| (index.standard.clone(), of(index))).collect()
}
