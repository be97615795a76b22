//! What was published last: an unchanged report need not be made again.
//!
//! After a run, what it looked at and what it told is kept in a file beside the output. If the next run finds all of it as
//! it was, products, fonts and program too, it tells the same and writes nothing. The file may be deleted at any time.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Build, Published};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Edition;
use crate::source::{Sources, Span};
use crate::store::{Limit, Looked, Store, sha256, system};
use crate::{output, pdf};

/// What a run was asked to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Asked {
    /// All products of these editions, or of all.
    Publish(Vec<String>),
    /// The indices of these standards, or of all.
    Index(Vec<String>),
}

impl Asked {
    pub(super) fn publish(editions: &[Edition]) -> Self {
        Self::Publish(editions.iter().map(|edition| edition.tag().to_owned()).collect())
    }
}

/// The state of everything that decides what is made, and what came of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Last {
    asked: Asked,
    /// Paths of the report's files and folders that were looked at.
    looked: Looked,
    /// Hash of their state, of the fonts' and of the program's.
    state: String,
    /// Hash of the list of products.
    products: String,
    pages: Vec<(String, usize)>,
    files: usize,
    findings: Vec<Finding>,
}

/// A problem, with places that another process understands.
#[derive(Debug, Serialize, Deserialize)]
struct Finding {
    is_note: bool,
    code: String,
    message: String,
    place: Option<At>,
    labels: Vec<(At, String)>,
    hints: Vec<String>,
    fix: Option<String>,
}

/// A range of bytes in a file, or in a sheet of one.
#[derive(Debug, Serialize, Deserialize)]
struct At(String, Option<String>, usize, usize);

impl Build<'_> {
    /// What the last run made, if it was asked the same and would make the same again. Its findings are told anew.
    pub(super) fn unchanged(&mut self, asked: &Asked, folder: &Path) -> Option<Published> {
        let store = &self.project.store;
        let last: Last = serde_json::from_slice(&output::remembered(folder)?).ok()?;
        let is_same = last.asked == *asked
            && last.state == state(store, &last.looked)?
            && last.products == output::intact(folder)?;
        if !is_same {
            return None;
        }
        let sources = &mut self.sources;
        let findings: Option<Vec<_>> = last.findings.into_iter().map(|finding| finding.told(store, sources)).collect();
        findings?.into_iter().for_each(|finding| self.sink.push(finding));
        let pages = last.pages.iter().map(|(tag, pages)| {
            let edition = Edition::all().find(|edition| edition.tag() == tag)?;
            Some((edition, *pages))
        });
        let pages = pages.collect::<Option<_>>()?;
        Some(Published { pages, files: last.files, moved: Vec::new(), is_unchanged: true })
    }

    /// Keeps what this run looked at and told. That it cannot is no reason to complain: the next run then makes all anew.
    pub(super) fn remember(&self, asked: Asked, folder: &Path, made: &Published) {
        let last = || {
            let looked = self.project.store.looked();
            let findings = self.sink.iter().map(|finding| Finding::of(finding, &self.sources));
            Some(Last {
                asked,
                state: state(&self.project.store, &looked)?,
                looked,
                products: output::intact(folder)?,
                pages: made.pages.iter().map(|(edition, pages)| (edition.tag().to_owned(), *pages)).collect(),
                files: made.files,
                findings: findings.collect(),
            })
        };
        match last().and_then(|last| serde_json::to_vec(&last).ok()) {
            Some(bytes) => output::remember(folder, &bytes),
            None => output::forget(folder),
        }
    }
}

/// Hash of what these files, the fonts and the program are now; `None` if it cannot be told.
fn state(store: &Store, looked: &Looked) -> Option<String> {
    let parts = [store.digest(looked)?, format!("{:?}", pdf::font_stamps(store)), format!("{:?}", system::program()?)];
    Some(sha256(parts.join("\n").as_bytes()))
}

impl Finding {
    fn of(finding: &Diagnostic, sources: &Sources) -> Self {
        let at = |span: Span| {
            let source = sources.get(span.source);
            At(source.path.clone(), source.sheet().map(str::to_owned), span.range().start, span.range().end)
        };
        Self {
            // Nothing is published with errors.
            is_note: finding.severity == Severity::Note,
            code: finding.code.name().to_owned(),
            message: finding.message.clone(),
            place: finding.place.map(at),
            labels: finding.labels.iter().map(|(span, text)| (at(*span), text.clone())).collect(),
            hints: finding.hints.clone(),
            fix: finding.fix.clone(),
        }
    }

    fn told(self, store: &Store, sources: &mut Sources) -> Option<Diagnostic> {
        let mut span = |at: At| {
            let id = match sources.find_sheet(&at.0, at.1.as_deref()) {
                Some(id) => id,
                None if at.1.is_some() => return None,
                None => {
                    let bytes = store.read(&at.0, Limit::Text).ok()??;
                    sources.add(at.0, String::from_utf8(bytes.to_vec()).ok()?)
                }
            };
            sources.get(id).text.get(at.2..at.3).map(|_| Span::new(id, at.2..at.3))
        };
        let place = match self.place {
            Some(at) => Some(span(at)?),
            None => None,
        };
        let labels = self.labels.into_iter().map(|(at, text)| Some((span(at)?, text)));
        Some(Diagnostic {
            severity: if self.is_note { Severity::Note } else { Severity::Warning },
            code: Code::from_name(&self.code)?,
            message: self.message,
            place,
            labels: labels.collect::<Option<_>>()?,
            hints: self.hints,
            fix: self.fix,
        })
    }
}
