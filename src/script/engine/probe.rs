//! Characters that no word decides.

use super::layers::Tables;
use super::seams::Seams;
use super::{layers, unwritable};
use crate::chinese::dictionaries::Dictionaries;
use crate::chinese::opencc::OpenCc;
use crate::chinese::{names, words};
use crate::model::{Edition, Glossary};
use crate::store::system::Scratch;

/// Finds the characters that stand for themselves in a [`Converter`](super::Converter)'s segmentation: no word decides what they become.
pub(in crate::script) struct Probe {
    opencc: OpenCc,
    seams: Option<Seams>,
    to: Edition,
}

impl Probe {
    /// Opens a probe for some characters, with words that decide them, beside the converter for the same editions and glossary.
    ///
    /// # Errors
    /// If OpenCC's files can be written nowhere.
    pub(in crate::script) fn new(
        from: Edition,
        to: Edition,
        glossary: &Glossary,
        characters: impl Iterator<Item = char>,
        words: impl Iterator<Item = &'static str>,
    ) -> Result<Self, String> {
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        let folder = Scratch::new().map_err(unwritable)?;
        let configuration =
            layers::write_probe(&folder, &dictionaries, [from, to], glossary, characters, words).map_err(unwritable)?;
        let opencc = OpenCc::open(&configuration)?;
        Ok(Self { opencc, seams: Seams::new(to, &Tables::new(from, to, glossary, &[]), &[]), to })
    }

    /// Whether each character of a text stands for itself.
    pub(in crate::script) fn lone(&self, text: &str) -> Vec<bool> {
        // A NUL cannot pass through OpenCC; any other character that is in no dictionary serves.
        let marked = text.replace('\0', " ");
        let marked = self.seams.as_ref().map_or_else(|| marked.clone(), |seams| seams.mark(&marked));
        let shown = self.opencc.convert(&marked, |shown| words::unmarked(shown).into_owned()).unwrap_or_default();
        let mut lone: Vec<bool> = shown.chars().map(|c| c == layers::LONE).collect();
        if self.to == Edition::ZhHantHk {
            let surnames = names::find(text);
            for (lone, (at, _)) in lone.iter_mut().zip(text.char_indices()) {
                *lone &= !surnames.iter().any(|found| found.at == at);
            }
        }
        let length = text.chars().count();
        // Never so: no word of the probe changes its length. If it were, a person had better look at everything.
        if lone.len() == length { lone } else { vec![true; length] }
    }
}
