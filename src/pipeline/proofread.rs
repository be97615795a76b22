//! The text checks, with the report's wishes and the dictionaries of the conversion.

use std::path::Path;

use super::Build;
use crate::diag::{Code, Diagnostic, Sink};
use crate::locale;
use crate::model::{Document, Edition, Passage};
use crate::script::files::documents::{self, Format};
use crate::script::files::plain;
use crate::source::{SourceId, Span};
use crate::store::{Limit, disk};
use crate::{kpi, load, proof};

impl Build<'_> {
    /// Reads a file that is no part of a report, in the edition given or the one its characters tell: plain text,
    /// Markdown, HTML or a Word document. A line of a Word document is a paragraph with text, the body's first.
    pub fn check_text(&mut self, path: &Path, edition: Option<Edition>) {
        let format = Format::of(path);
        let is_word = format == Format::Docx;
        let read =
            if is_word { self.word_document(path) } else { load::text_file(path, &mut self.sources, &mut self.sink) };
        let Some(id) = read else { return };
        let text = &self.sources.get(id).text;
        let edition = edition.unwrap_or_else(|| proof::guess(text));
        if !edition.script().is_ideographic() {
            // The checks are for Chinese; of another language, that the file can be read is all there is to say.
            return;
        }
        let passages = match format {
            Format::Docx => documents::line_passages(id, text, edition),
            Format::Html => match documents::html_passages(id, text, edition) {
                Ok(passages) => passages,
                Err(message) => {
                    let message = format!("{}: {message}", path.display());
                    let diagnostic = Diagnostic::error(Code::BadDocument, None, message);
                    return self.sink.push(diagnostic.hint("no page needs as many: take some out"));
                }
            },
            // Lines of a plain text are often cut at a width: a paragraph ends at an empty line, as in Markdown.
            _ => plain::passages(id, text, plain::Format::Markdown, edition, &self.components()),
        };
        let mut sink = Sink::default();
        proof::check(&passages, &proof::Wishes::default(), &self.sources, &mut sink);
        for mut finding in sink.into_sorted() {
            // Places in a Word document are not those of its bytes.
            finding.fix = finding.fix.filter(|_| !is_word);
            self.sink.push(finding);
        }
    }

    /// The paragraphs of a Word document as lines.
    fn word_document(&mut self, path: &Path) -> Option<SourceId> {
        let name = path.display().to_string();
        let read = disk::read(path, Limit::Picture);
        let problem = match read.map(|bytes| documents::text(&bytes, Format::Docx)) {
            Ok(Ok(text)) => return Some(self.sources.add(name, text)),
            Ok(Err(message)) => Diagnostic::error(Code::BadDocument, None, format!("{name}: {message}")),
            Err(refusal) => refusal.told(&name, None),
        };
        self.sink.push(problem);
        None
    }

    /// Names of the components.
    fn components(&self) -> Vec<String> {
        let files = self.assets.list("components");
        files.iter().filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned())).collect()
    }

    /// What the source edition says of figures, held against itself and the data.
    pub(super) fn proofread_figures(&mut self, documents: &[Document]) {
        let (Some(report), Some(values)) = (&self.report, &self.values) else { return };
        let sink = &mut self.sink;
        for document in documents.iter().filter(|document| document.edition.language() == "en") {
            kpi::check_english(document, report, &self.sources, sink);
        }
        if let Some(document) = documents.iter().find(|document| document.is_source) {
            kpi::check_document(document, report, values, &self.sources, sink);
            kpi::check_titles(document, report, &self.sources, sink);
            kpi::check_items(document, report, sink);
            kpi::check_uses(document, report, sink);
            kpi::check_mixes(document, report, sink);
            kpi::check_labels(document, report, sink);
            proof::doubled::check(document, &report.config.checks, &self.sources, sink);
        }
    }

    /// The text checks on all that the authors wrote.
    pub(super) fn proofread(&self) -> Sink {
        let mut sink = Sink::default();
        let Some(report) = &self.report else { return sink };
        let glossary = &report.glossary;
        let terms = glossary.terms.iter().flat_map(|term| term.names.iter().map(|(_, text)| text));
        let wishes = proof::Wishes {
            checks: report.config.checks.clone(),
            keep: glossary.protect.iter().chain(terms).map(|text| text.node.trim().to_owned()).collect(),
            keep_in: glossary.local.iter().map(|name| (name.name.node.clone(), name.sources.clone())).collect(),
            forms: glossary.house_style.iter().map(|(_, form)| form.node.clone()).collect(),
            is_printed: true,
            is_draft: report.config.draft,
        };
        let mut passages = proof::passages(report, &self.sources);
        passages.retain(|passage| {
            let is_read = passage.text.len() <= Passage::LONGEST;
            if !is_read {
                let message = format!(
                    "a paragraph of {} KB: more than {} KB are not checked",
                    passage.text.len() >> 10,
                    Passage::LONGEST >> 10
                );
                let start =
                    passage.start().map(|start| Span::new(start.source, start.range().start..start.range().start));
                let hint = "part it into paragraphs, with a blank line between them";
                sink.push(Diagnostic::error(Code::Markup, start, message).hint(hint));
            }
            is_read
        });
        proof::protected::check(&report.glossary, &passages, &mut sink);
        proof::protected::check_terms(&report.glossary, &mut sink);
        if let Some(values) = &self.values {
            let locale = locale::of_report(report.config.source, &self.assets, &mut sink);
            kpi::check_prose(report, values, &locale, proof::chinese(&passages), &self.sources, &mut sink);
        }
        proof::check_report(report, &passages, &wishes, &self.sources, &mut sink);
        let below = |path: &str| self.project.store.below_content(path);
        proof::carried::check(report, &self.sources, &below, &mut sink);
        sink
    }
}
