//! The text checks, with the report's wishes and the dictionaries of the conversion.

use std::path::Path;

use super::Session;
use crate::model::Edition;
use crate::{load, proof, script};

impl Session {
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
    pub(super) fn proofread(&mut self) {
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
