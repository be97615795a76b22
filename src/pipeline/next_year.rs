//! The report of a later year, from the last one.

use super::{Build, Failure};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Duty, Gap, IndexStatus, Product, YEARS};
use crate::store::{Limit, Store};
use crate::{assets, disclosure, kpi, load, proof};

/// What a report of a later year consists of.
#[derive(Debug)]
pub struct NextYear {
    /// Its year.
    pub year: i32,
    /// Its files, below the folder of the new report.
    pub files: Vec<Product>,
    /// Texts to go through.
    pub texts: usize,
    /// Disclosures that are asked for and neither reported nor explained: each has its place in `disclosures.yaml`.
    pub missing: usize,
}

/// The folder of a report that holds what its authors write.
const CONTENT: &str = "content";

impl Build<'_> {
    /// The files of the report of a later year; of the next one if none is named. Structure, claims, metrics with their
    /// figures, glossary and decisions stay; the texts are listed as taken over; what the new year's standards ask for
    /// and nobody reports has its place in `disclosures.yaml`. The project then has the texts of the new report.
    ///
    /// # Errors
    /// If the last report cannot be read, or the year is none that comes after it.
    pub fn next_year(&mut self, year: Option<i32>) -> Result<NextYear, Failure> {
        self.stop_on_errors()?;
        let (project, store) = (self.project, &self.project.store);
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        let last = report.config.period.year();
        let year = year.unwrap_or(last + 1);
        if year <= last || year > *YEARS.end() {
            let why = format!("the report is about {last}; name a year after it, e.g. --year {}", last + 1);
            return Err(Failure::CannotRun(why));
        }
        let published = self.published_figures();
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        let mut texts = load::next_year(store, report, &self.sources, year);
        if let Some(figures) = published {
            texts.insert(store.in_content(load::PREVIOUS_FILE), figures);
        }
        // What was taken over then is taken over anew.
        let ledger = store.in_content(load::CARRIED_FILE);
        texts.insert(ledger.clone(), String::new());
        texts.iter().for_each(|(path, text)| project.overlay(path, Some(text)));

        *self = project.build();
        let missing = self.missing();
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        if !missing.is_empty() {
            let (path, text) = load::with_stubs(store, report.config.source, &self.sources, &missing);
            texts.insert(path, text);
        }
        let carried = proof::carried::texts(report, &self.sources, &|path| store.below_content(path));
        let carried: Vec<_> = carried.into_iter().map(|(_, text)| text).collect();
        texts.insert(ledger, load::carried_text(&carried));

        let mut files: Vec<Product> = Vec::new();
        let mut sink = Sink::default();
        for folder in [assets::FOLDER, "fonts", store.prefix()] {
            collect(store, folder, &mut files, &mut sink);
        }
        let is_whole = !sink.has_errors();
        sink.into_sorted().into_iter().for_each(|problem| self.sink.push(problem));
        if !is_whole {
            return Err(Failure::Report);
        }
        files.retain(|file| !texts.contains_key(&file.path));
        files.extend(texts.into_iter().map(|(path, text)| Product { path, bytes: text.into_bytes() }));
        for file in &mut files {
            // The last report's content folder may have another name.
            if let Some(below) = store.below_content(&file.path) {
                file.path = format!("{CONTENT}/{below}");
            }
        }
        // The folder `content` makes it a report, so it comes last.
        files.sort_by_key(|file| (file.path.starts_with(CONTENT), file.path.clone()));
        Ok(NextYear { year, files, texts: carried.len(), missing: missing.len() })
    }

    /// The figures as this report publishes them; none where it has none.
    fn published_figures(&mut self) -> Option<String> {
        let report = self.report.as_ref().filter(|report| !report.kpis.kpis.is_empty())?;
        let source = report.config.source;
        let documents = self.documents(&[source]);
        let json = kpi::products(&documents).into_iter().find(|product| product.path.ends_with(".json"))?;
        String::from_utf8(json.bytes).ok()
    }

    /// What the standards ask for and the report neither gives nor explains, with the family of its standard.
    fn missing(&mut self) -> Vec<(String, Gap)> {
        let Some(source) = self.report.as_ref().map(|report| report.config.source) else { return Vec::new() };
        let documents = self.documents(&[source]);
        let indices = documents.first().map(|doc| &doc.indices[..]).unwrap_or_default();
        let gaps = indices.iter().zip(disclosure::gaps(source, indices));
        let missing = gaps.flat_map(|(index, gaps)| {
            let open = gaps.open.into_iter().map(|gap| (index.family.clone(), gap));
            open.filter(|(_, gap)| gap.status == IndexStatus::Missing && gap.duty <= Duty::ComplyOrExplain)
        });
        missing.collect()
    }
}

/// What a report's files may have together, in bytes: all are held until the new folder is whole. The photographs
/// of a report have some hundred million.
const MOST_BYTES: usize = 1 << 30;

/// Every file below a folder of the report, the system's left out.
fn collect(store: &Store, folder: &str, files: &mut Vec<Product>, sink: &mut Sink) {
    let mut held: usize = files.iter().map(|file| file.bytes.len()).sum();
    for (path, found) in store.below(folder) {
        match found.and_then(|()| store.read_unrecorded(&path, Limit::Font)) {
            Ok(bytes) => files.extend(bytes.map(|bytes| {
                held += bytes.len();
                Product { path, bytes: bytes.to_vec() }
            })),
            Err(refusal) => sink.push(refusal.told(&path, None)),
        }
        if held > MOST_BYTES {
            let message = format!("the files down to {folder} have more than {} MB", MOST_BYTES >> 20);
            let hint = "take out what is no part of the report, e.g. films and old products";
            return sink.push(Diagnostic::error(Code::Unreadable, None, message).hint(hint));
        }
    }
}
