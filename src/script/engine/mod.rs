//! Converters between the Chinese scripts: OpenCC with our layers in front.
//!
//! | module | what it does |
//! |---|---|
//! | [`layers`] | protected names, glossary, vocabulary and house style as OpenCC dictionaries |
//! | [`quotes`] | quotation marks |
//! | [`layback`] | a converted line over its runs again |
//! | [`evidence`] | what a layer knows about a word it has changed |
//! | [`decisions`] | what a person has decided about single characters |
//! | [`titles`] | names that keep their own words |
//! | [`people`] | people who are named in texts |
//! | [`kept`] | what OpenCC must not see of a text |
//! | [`protected`] | names that the report protects |
//! | [`seams`] | where words end |
//! | [`probe`] | characters that no word decides |
//! | [`plain`] | OpenCC without layers |

mod decisions;
mod evidence;
mod kept;
pub(super) mod layback;
pub(super) mod layers;
mod people;
mod plain;
mod probe;
mod protected;
pub(super) mod quotes;
mod seams;
mod titles;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

pub(super) use self::decisions::{decided, list, sentences};
use self::layback::Stretch;
use self::layers::Tables;
pub use self::layers::{Layer, check as check_glossary};
pub use self::plain::Plain;
pub(super) use self::probe::Probe;
use self::quotes::Quotes;
use self::seams::Seams;
use crate::chinese::characters::Wanted;
use crate::chinese::dictionaries::Dictionaries;
use crate::chinese::is_han;
use crate::chinese::lookup::{SPACE, SPACE_TEXT};
use crate::chinese::opencc::OpenCc;
use crate::chinese::words;
use crate::model::{Edition, Glossary, Ledger};
use crate::store::system::Scratch;

/// Stands for a NUL character, which C strings cannot hold.
const NUL: char = '\u{FDD1}';
/// Stands for what OpenCC must not see: a surname, a title 《…》 with words of its own.
const MASK: char = '\u{FDD5}';

/// Stands for a character whose reading a person has decided: no dictionary has it.
const DECIDED: char = '\u{FDD4}';

/// People's full names.
pub(super) type People<'t> = BTreeSet<&'t str>;

/// Converts Chinese text from one script into the other. Cheap to clone; opening one costs a few milliseconds.
#[derive(Clone)]
pub struct Converter(Arc<Inner>);

struct Inner {
    from: Edition,
    to: Edition,
    glossary: Glossary,
    without: Vec<Layer>,
    decisions: Ledger,
    opencc: OpenCc,
    tables: Tables,
    seams: Option<Seams>,
    /// Names no conversion may alter.
    protect: BTreeSet<String>,
    /// The same without the vocabulary, for titles; opened when the first one is met.
    titles: OnceLock<Option<Converter>>,
}

/// What word processors and web pages put into words: soft hyphens, places where a line may or may not end.
const INVISIBLE: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];

/// A protected name that OpenCC would have altered where another word can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rescued {
    /// Which of the texts, counted from 0.
    pub text: usize,
    /// The name.
    pub name: String,
}

impl Converter {
    /// A converter with the report's glossary ahead of the other layers and OpenCC. The last ones are kept, so that a
    /// program that lives on opens one only when the glossary changes.
    ///
    /// # Errors
    /// If there is no conversion between the two editions, or OpenCC's files can be written nowhere.
    pub fn new(from: Edition, to: Edition, glossary: &Glossary) -> Result<Self, String> {
        // As many as a report has directions, and as many again for one whose glossary is being edited.
        const KEPT: usize = 4;
        static LAST: Mutex<Vec<Converter>> = Mutex::new(Vec::new());
        let last = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |kept: &&Self| (kept.0.from, kept.0.to, &kept.0.glossary) == (from, to, glossary);
        if let Some(kept) = last().iter().find(same) {
            return Ok(kept.clone());
        }
        let opened = Self::without(from, to, glossary, &[])?;
        let mut last = last();
        if last.len() == KEPT {
            last.remove(0);
        }
        last.push(opened.clone());
        Ok(opened)
    }

    /// Like [`Converter::new`], with some layers left out.
    ///
    /// # Errors
    /// Like [`Converter::new`].
    pub fn without(from: Edition, to: Edition, glossary: &Glossary, without: &[Layer]) -> Result<Self, String> {
        Self::deciding(from, to, glossary, without, Ledger::default())
    }

    /// Like [`Converter::without`], for documents of a report in which a person has decided some readings.
    ///
    /// # Errors
    /// Like [`Converter::new`].
    pub fn deciding(
        from: Edition,
        to: Edition,
        glossary: &Glossary,
        without: &[Layer],
        decisions: Ledger,
    ) -> Result<Self, String> {
        if from.counterpart() != Some(to) {
            return Err(format!("there is no conversion from {from} to {to}"));
        }
        Self::open(from, to, glossary, without, decisions, Tables::new(from, to, glossary, without))
    }

    fn open(
        from: Edition,
        to: Edition,
        glossary: &Glossary,
        without: &[Layer],
        decisions: Ledger,
        tables: Tables,
    ) -> Result<Self, String> {
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        // OpenCC reads everything while it opens; the generated layers need not outlive that.
        let folder = Scratch::new().map_err(unwritable)?;
        let seams = Seams::new(to, &tables, without);
        let configuration = layers::write(&folder, &dictionaries, to, &tables).map_err(unwritable)?;
        let opencc = OpenCc::open(&configuration)?;
        let is_protecting = !without.contains(&Layer::Names);
        let protect = glossary.protect.iter().filter(|_| is_protecting).map(|name| name.node.trim().to_owned());
        let protect: BTreeSet<String> = protect.filter(|name| !name.is_empty()).collect();
        Ok(Self(Arc::new(Inner {
            from,
            to,
            glossary: glossary.clone(),
            without: without.to_vec(),
            decisions,
            opencc,
            tables,
            seams,
            protect,
            titles: OnceLock::new(),
        })))
    }

    /// The edition it reads.
    pub fn from(&self) -> Edition {
        self.0.from
    }

    /// The edition it writes.
    pub(super) fn to(&self) -> Edition {
        self.0.to
    }

    /// What a person has decided.
    pub(super) fn decisions(&self) -> &Ledger {
        &self.0.decisions
    }

    /// Rewrites the quotation marks of a paragraph, which has Chinese in it or not.
    pub(super) fn quotes(&self, is_chinese: bool) -> Quotes {
        if self.0.without.contains(&Layer::Quotes) { Quotes::none() } else { Quotes::new(self.0.to, is_chinese) }
    }

    /// The words of its layers.
    pub(super) fn tables(&self) -> &Tables {
        &self.0.tables
    }

    /// Converts prose. Everything in `text` is taken for language; quotation marks follow the edition and are paired
    /// within each line.
    pub fn convert(&self, text: &str) -> String {
        let converted = self.words(&[text]).0.swap_remove(0);
        converted.split_inclusive('\n').map(|line| self.quotes(line.contains(is_han)).convert(line)).collect()
    }

    /// Converts many texts by one call of OpenCC, quotation marks excepted. What is invisible in a text (soft hyphens of a
    /// word processor) parts no word and stays where it is.
    pub(super) fn words(&self, texts: &[&str]) -> (Vec<String>, Vec<Rescued>) {
        self.words_among(texts, &People::new())
    }

    /// [`Converter::words`] of texts that may name these people.
    fn words_among(&self, texts: &[&str], people: &People<'_>) -> (Vec<String>, Vec<Rescued>) {
        static MARKS: LazyLock<Wanted> = LazyLock::new(|| Wanted::new(INVISIBLE));
        if texts.iter().all(|text| MARKS.places(text).next().is_none()) {
            return self.visible_words(texts, people);
        }
        let leaves = |text: &str| text.split(INVISIBLE).map(str::to_owned).collect();
        let stretches: Vec<Stretch> = texts.iter().map(|text| Stretch { leaves: leaves(text) }).collect();
        let visible: Vec<_> = stretches.iter().map(Stretch::text).collect();
        let (converted, rescued) = self.visible_words(&visible.iter().map(AsRef::as_ref).collect::<Vec<_>>(), people);
        let mut leaves = layback::lay_back(&stretches, converted, self).into_iter();
        let words = texts.iter().map(|text| {
            let mut out = leaves.next().unwrap_or_default();
            for mark in text.matches(INVISIBLE) {
                out.push_str(mark);
                out.push_str(&leaves.next().unwrap_or_default());
            }
            out
        });
        (words.collect(), rescued)
    }

    fn visible_words(&self, texts: &[&str], people: &People<'_>) -> (Vec<String>, Vec<Rescued>) {
        let mut converted = self.masked(texts, people);
        let rescued = self.rescue(texts, &mut converted, people);
        (converted, rescued)
    }

    /// [`Converter::words`] where a person has decided some characters: `decided` has their byte offsets and readings,
    /// in order, for each text; those within protected names do not count. Such a character was a word by itself, so
    /// the words around it stay as they are. `people`: who is named in the texts besides those whom the texts tell.
    pub(super) fn words_with(
        &self,
        texts: &[&str],
        decided: &[Vec<(usize, char)>],
        people: &People<'_>,
    ) -> (Vec<String>, Vec<Rescued>) {
        if decided.iter().all(Vec::is_empty) {
            return self.words_among(texts, people);
        }
        let surnames = self.surnames(texts);
        let people = self.people(texts, &surnames, people);
        let mut readings = Vec::with_capacity(texts.len());
        let mut masked = Vec::with_capacity(texts.len());
        for ((text, decided), surnames) in std::iter::zip(texts, decided).zip(&surnames) {
            let names = self.names_in(text);
            // Whoever is named is told by the text itself, before anything of it is hidden.
            let surnames = if decided.is_empty() { BTreeMap::new() } else { self.forms(text, surnames, &people) };
            let decided: BTreeMap<usize, char> = surnames.into_iter().chain(decided.iter().copied()).collect();
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
            // Words end where they end in the text itself: what is hidden tells no longer.
            masked.push(match &self.0.seams {
                Some(seams) if !own.is_empty() => words::marked_as(&seams.mark(text), &out),
                _ => out,
            });
            readings.push(own.into_iter());
        }
        let masked: Vec<&str> = masked.iter().map(String::as_str).collect();
        let (mut converted, rescued) = self.words_among(&masked, &people);
        for (text, mut readings) in std::iter::zip(&mut converted, readings) {
            if readings.len() > 0 {
                *text = text.chars().map(|c| if c == DECIDED { readings.next().unwrap_or(c) } else { c }).collect();
            }
        }
        (converted, rescued)
    }

    /// One call of OpenCC. Lines pass through it one by one, so texts are joined and parted at line ends.
    fn call(&self, texts: &[&str]) -> Vec<String> {
        let mut text = texts.join("\n");
        if let Some(seams) = &self.0.seams {
            text = match text.contains(DECIDED) {
                // Those with decisions are marked already.
                true => texts.iter().map(|text| seams.marked_once(text)).collect::<Vec<_>>().join("\n"),
                false => seams.mark(&text),
            };
        }
        call(&self.0.opencc, text, |output| {
            let output = words::unmarked(output);
            let mut rest = &*output;
            let part = |text: &&str| {
                let line_ends = text.matches('\n').count();
                let end = rest.match_indices('\n').nth(line_ends).map_or(rest.len(), |(at, _)| at);
                let part = rest[..end].to_owned();
                rest = rest.get(end + 1..).unwrap_or_default();
                part
            };
            texts.iter().map(part).collect()
        })
    }
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Converter(to {})", self.0.to)
    }
}

fn unwritable(error: std::io::Error) -> String {
    let why = crate::store::unwritten(&error);
    format!("the conversion dictionaries cannot be written: {why}; TMPDIR names the folder for temporary files")
}

/// Passes a text through OpenCC and shows what comes out.
fn call<T>(opencc: &OpenCc, text: String, show: impl Fn(&str) -> T) -> T {
    let has_nul = text.contains('\0');
    let text = if has_nul { text.replace('\0', &NUL.to_string()) } else { text };
    let shown = opencc.convert(&text, |output| {
        if has_nul || output.contains(SPACE_TEXT) {
            show(&output.replace(SPACE, " ").replace(NUL, "\0"))
        } else {
            show(output)
        }
    });
    // The text is UTF-8 without a NUL, so OpenCC has nothing to object to; never lose text, come what may.
    shown.unwrap_or_else(|| show(&text))
}

#[cfg(test)]
mod tests;
