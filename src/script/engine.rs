//! A converter between the two Chinese scripts: the only place that calls OpenCC.

use std::sync::Arc;

use opencc_rust::OpenCC;
use tempfile::TempDir;

use super::dictionaries::Dictionaries;
use super::layers::{self, SPACE};
use super::quotes::{Quotes, is_han};
use crate::model::{Edition, Glossary};

/// Stands for a NUL character, which C strings cannot hold.
const NUL: char = '\u{FDD1}';

/// Stands for a character whose reading a person has decided: no dictionary has it.
const DECIDED: char = '\u{FDD4}';

/// Converts Chinese text from one script into the other. Cheap to clone; opening one costs a few milliseconds.
#[derive(Clone)]
pub struct Converter(Arc<Inner>);

struct Inner {
    to: Edition,
    opencc: OpenCC,
    /// Names no conversion may alter, the longest first.
    protect: Vec<String>,
}

/// A protected name that OpenCC would have altered where another word can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rescued {
    /// Which of the texts, counted from 0.
    pub text: usize,
    /// The name.
    pub name: String,
}

impl Converter {
    /// Opens a converter with the report's glossary ahead of the house style and OpenCC.
    ///
    /// # Errors
    /// If there is no conversion between the two editions, or OpenCC's files can be written nowhere.
    pub fn new(from: Edition, to: Edition, glossary: &Glossary) -> Result<Self, String> {
        if !from.is_chinese() || !to.is_chinese() || from == to {
            return Err(format!("there is no conversion from {from} to {to}"));
        }
        let unwritable = |error| format!("the conversion dictionaries cannot be written: {error}");
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        // OpenCC reads everything while it opens; the generated layers need not outlive that.
        let folder = TempDir::with_prefix("huibao-").map_err(unwritable)?;
        let configuration = layers::write(folder.path(), &dictionaries, from, to, glossary).map_err(unwritable)?;
        let opencc = OpenCC::new(&configuration).map_err(|error| format!("OpenCC cannot be opened: {error}"))?;
        let mut protect: Vec<String> =
            glossary.protect.iter().map(|name| name.node.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        protect.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        protect.dedup();
        Ok(Self(Arc::new(Inner { to, opencc, protect })))
    }

    /// The edition it writes.
    pub fn to(&self) -> Edition {
        self.0.to
    }

    /// Converts prose. Everything in `text` is taken for language; quotation marks follow the edition and are paired
    /// within each line.
    pub fn convert(&self, text: &str) -> String {
        let converted = self.words(&[text]).0.swap_remove(0);
        converted
            .split_inclusive('\n')
            .map(|line| Quotes::new(self.0.to, line.contains(is_han)).convert(line))
            .collect()
    }

    /// Converts many texts by one call of OpenCC, quotation marks excepted.
    pub(super) fn words(&self, texts: &[&str]) -> (Vec<String>, Vec<Rescued>) {
        let mut converted = self.call(texts);
        let rescued = self.rescue(texts, &mut converted);
        (converted, rescued)
    }

    /// [`Converter::words`] where a person has decided some characters: `decided` has their byte offsets and readings,
    /// in order, for each text; those within protected names do not count. Such a character was a word by itself, so
    /// the words around it stay as they are.
    pub(super) fn words_with(&self, texts: &[&str], decided: &[Vec<(usize, char)>]) -> (Vec<String>, Vec<Rescued>) {
        if decided.iter().all(Vec::is_empty) {
            return self.words(texts);
        }
        let mut readings = Vec::with_capacity(texts.len());
        let mut masked = Vec::with_capacity(texts.len());
        for (text, decided) in std::iter::zip(texts, decided) {
            let names = self.names_in(text);
            let decided = decided.iter().filter(|(at, _)| !names.iter().any(|name| name.contains(at)));
            let mut out = String::with_capacity(text.len());
            let mut end = 0;
            let mut own = Vec::new();
            for (at, reading) in decided {
                out.push_str(&text[end..*at]);
                out.push(DECIDED);
                own.push(*reading);
                end = at + text[*at..].chars().next().map_or(0, char::len_utf8);
            }
            out.push_str(&text[end..]);
            masked.push(out);
            readings.push(own.into_iter());
        }
        let (mut converted, rescued) = self.words(&masked.iter().map(String::as_str).collect::<Vec<_>>());
        for (text, mut readings) in std::iter::zip(&mut converted, readings) {
            if readings.len() > 0 {
                *text = text.chars().map(|c| if c == DECIDED { readings.next().unwrap_or(c) } else { c }).collect();
            }
        }
        (converted, rescued)
    }

    /// Where protected names stand in a text, in bytes.
    pub(super) fn names_in(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let mut at = 0;
        let mut ranges = Vec::new();
        for (piece, is_name) in self.cut_at_names(text) {
            if is_name {
                ranges.push(at..at + piece.len());
            }
            at += piece.len();
        }
        ranges
    }

    /// One call of OpenCC. Lines pass through it one by one, so texts are joined and parted at line ends.
    fn call(&self, texts: &[&str]) -> Vec<String> {
        let mut joined = texts.join("\n");
        if joined.contains('\0') {
            joined = joined.replace('\0', &NUL.to_string());
        }
        // The text holds no NUL, so OpenCC has nothing to object to; never lose text, come what may.
        let mut output = self.0.opencc.convert(&joined).unwrap_or(joined);
        if output.contains([SPACE, NUL]) {
            output = output.replace(SPACE, " ").replace(NUL, "\0");
        }
        let mut rest = output.as_str();
        texts
            .iter()
            .map(|text| {
                let line_ends = text.bytes().filter(|byte| *byte == b'\n').count();
                let end = rest.match_indices('\n').nth(line_ends).map_or(rest.len(), |(at, _)| at);
                let part = rest[..end].to_owned();
                rest = rest.get(end + 1..).unwrap_or_default();
                part
            })
            .collect()
    }

    /// OpenCC's segmentation may read a protected name as part of a longer or an earlier word. Then the name is cut
    /// out and the text beside it converted by itself.
    fn rescue(&self, texts: &[&str], converted: &mut [String]) -> Vec<Rescued> {
        let mut rescued = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let altered: Vec<&String> = self
                .0
                .protect
                .iter()
                .filter(|name| text.matches(name.as_str()).count() > converted[at].matches(name.as_str()).count())
                .collect();
            if altered.is_empty() {
                continue;
            }
            let pieces = self.cut_at_names(text);
            let prose: Vec<&str> = pieces.iter().filter(|(_, is_name)| !is_name).map(|(piece, _)| *piece).collect();
            let mut prose = self.call(&prose).into_iter();
            converted[at] = pieces
                .iter()
                .map(|(piece, is_name)| if *is_name { (*piece).to_owned() } else { prose.next().unwrap_or_default() })
                .collect();
            rescued.extend(altered.into_iter().map(|name| Rescued { text: at, name: name.clone() }));
        }
        rescued
    }

    /// The text in pieces, those that are protected names marked; the longest name wins at each place.
    fn cut_at_names<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let mut pieces = Vec::new();
        let (mut start, mut at) = (0, 0);
        while at < text.len() {
            if let Some(name) = self.0.protect.iter().find(|name| text[at..].starts_with(name.as_str())) {
                pieces.push((&text[start..at], false));
                pieces.push((&text[at..at + name.len()], true));
                at += name.len();
                start = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        pieces.push((&text[start..], false));
        pieces
    }
}

/// Finds the characters that stand for themselves in a [`Converter`]'s segmentation: no word decides what they become.
pub(super) struct Probe(OpenCC);

impl Probe {
    /// Opens a probe for some characters, with words that decide them, beside the converter for the same editions and glossary.
    ///
    /// # Errors
    /// If OpenCC's files can be written nowhere.
    pub(super) fn new(
        from: Edition,
        to: Edition,
        glossary: &Glossary,
        characters: impl Iterator<Item = char>,
        words: impl Iterator<Item = &'static str>,
    ) -> Result<Self, String> {
        let unwritable = |error| format!("the conversion dictionaries cannot be written: {error}");
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        let folder = TempDir::with_prefix("huibao-").map_err(unwritable)?;
        let configuration = layers::write_probe(folder.path(), &dictionaries, [from, to], glossary, characters, words)
            .map_err(unwritable)?;
        OpenCC::new(&configuration).map(Self).map_err(|error| format!("OpenCC cannot be opened: {error}"))
    }

    /// Whether each character of a text stands for itself.
    pub(super) fn lone(&self, text: &str) -> Vec<bool> {
        // A NUL cannot pass through OpenCC; any other character that is in no dictionary serves.
        let shown = self.0.convert(&text.replace('\0', " ")).unwrap_or_default();
        let lone: Vec<bool> = shown.chars().map(|c| c == layers::LONE).collect();
        let length = text.chars().count();
        // Never so: no word of the probe changes its length. If it were, a person had better look at everything.
        if lone.len() == length { lone } else { vec![true; length] }
    }
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Converter(to {})", self.0.to)
    }
}
