//! Pictures of all editions: as many pixels as products can bear; and words in drawings, which no conversion reaches, so
//! that one file cannot serve two scripts.

use super::Build;
use crate::diag::{Code, Sink};
use crate::model::{Document, Passage};
use crate::source::Span;
use crate::store::Limit;
use crate::{html, picture, proof};

impl Build<'_> {
    /// Makes the pictures that products have, each with its share of the pixels.
    #[cfg(feature = "pdf")]
    pub(super) fn make_pictures(&self, documents: &[Document]) {
        let store = &self.project.store;
        let paths: std::collections::BTreeSet<String> =
            documents.iter().flat_map(|doc| html::images(doc).into_keys()).collect();
        let files: Vec<String> = paths.iter().map(|path| store.in_content(path)).collect();
        let read: Vec<_> = files.iter().filter_map(|file| store.read(file, Limit::Picture).ok()?).collect();
        let share = picture::share(read.iter().map(|bytes| &**bytes));
        for file in &files {
            // What cannot be read is told where it is used.
            let _ = store.read_made(file, |bytes| picture::published(bytes, share));
        }
    }

    /// Tells characters of the other script in the drawings of each edition.
    pub(super) fn proofread_drawings(&mut self, documents: &[Document]) {
        let Some(report) = &self.report else { return };
        let store = &self.project.store;
        let wishes = proof::Wishes { checks: report.config.checks.clone(), ..proof::Wishes::default() };
        let mut sink = Sink::default();
        for doc in documents.iter().filter(|doc| doc.edition.script().is_ideographic()) {
            let mut passages = Vec::new();
            for path in html::images(doc).into_keys() {
                let file = store.in_content(&path);
                let Ok(Some(bytes)) = store.read(&file, Limit::Picture) else { continue };
                if !picture::is_drawing(&bytes) {
                    continue;
                }
                let Ok(found) = picture::examine(&path, &bytes) else { continue };
                let Some(text) = std::str::from_utf8(&bytes).ok().filter(|_| !found.words.is_empty()) else { continue };
                let id = self.sources.find(&file).unwrap_or_else(|| self.sources.add(file, text));
                // A byte order mark is no part of a source's text.
                let mark = text.len() - self.sources.get(id).text.len();
                passages.extend(found.words.iter().map(|pieces| {
                    let mut passage = Passage::new(doc.edition);
                    for piece in pieces {
                        passage.push(&text[piece.clone()], Span::new(id, piece.start - mark..piece.end - mark));
                    }
                    passage
                }));
            }
            proof::check(&passages, &wishes, &self.sources, &mut sink);
        }
        for mut told in sink.into_sorted().into_iter().filter(|told| told.code == Code::WrongScript) {
            told.fix = None;
            told.hints = vec!["conversion does not reach a picture: draw one for each edition, in `.only`".to_owned()];
            self.sink.push(told);
        }
    }
}
