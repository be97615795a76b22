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

mod decisions;
mod evidence;
pub(super) mod layback;
pub(super) mod layers;
pub(super) mod quotes;
mod titles;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

pub(super) use self::decisions::{decided, list, sentences};
use self::layback::Stretch;
use self::layers::Tables;
pub use self::layers::{Layer, check as check_glossary};
use self::quotes::Quotes;
use crate::chinese::characters::Wanted;
use crate::chinese::dictionaries::{self, Dictionaries};
use crate::chinese::house::{self, Table};
use crate::chinese::lookup::{SPACE, SPACE_TEXT};
use crate::chinese::names::Found;
use crate::chinese::opencc::OpenCc;
use crate::chinese::words::{self, Keys};
use crate::chinese::{is_han, names};
use crate::diag::suggest;
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
    /// Names no conversion may alter, the longest first.
    protect: Vec<String>,
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
        let mut protect: Vec<String> = protect.filter(|name| !name.is_empty()).collect();
        protect.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        protect.dedup();
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

    /// Whether it knows people's names.
    fn has_names(&self) -> bool {
        !self.0.without.contains(&Layer::Names)
    }

    /// Where surnames with a form of their own stand in each text. One of which something is hidden tells none.
    fn surnames<'t>(&self, texts: &[&'t str]) -> Vec<Vec<Found<'t>>> {
        let has_names = self.has_names() && self.0.to == Edition::ZhHantHk;
        let of = |text: &&'t str| {
            if has_names && !text.contains(DECIDED) { names::find(text) } else { Vec::new() }
        };
        texts.iter().map(of).collect()
    }

    /// The people who are certain in one of the texts, and those who are known.
    fn people<'t>(&self, texts: &[&'t str], surnames: &[Vec<Found<'t>>], known: &People<'t>) -> People<'t> {
        if !self.has_names() {
            return People::new();
        }
        // What is a name for being alone in a text may be a word as well.
        let of = |text: &&'t str| {
            let text = *text;
            let names = names::people(text, false).into_iter().map(move |name| &text[name]);
            names.filter(move |name| *name != text.trim())
        };
        let certain = surnames.iter().flatten().filter_map(|found| found.name);
        let all = certain.chain(texts.iter().flat_map(of)).chain(known.iter().copied());
        all.filter(|name| !names::forms(name, self.0.to).is_empty()).collect()
    }

    /// Where surnames of people stand in each text who are certain in one of them, or known.
    pub(super) fn surnames_of_people(&self, texts: &[&str], known: &People<'_>) -> Vec<Vec<std::ops::Range<usize>>> {
        let people = self.people(texts, &self.surnames(texts), known);
        let character = |text: &str, at: usize| at..at + text[at..].chars().next().map_or(0, char::len_utf8);
        let places = |text: &&str| self.forms(text, &[], &people).into_keys().map(|at| character(text, at)).collect();
        texts.iter().map(places).collect()
    }

    /// Where characters of people's names stand in a text that have a form of their own, and that form. Known people have no
    /// names in a text that hides something.
    fn forms(&self, text: &str, surnames: &[Found<'_>], people: &People<'_>) -> BTreeMap<usize, char> {
        let known = named(text, people).filter(|_| !text.contains(DECIDED));
        let known = known.flat_map(|name| {
            let forms = names::forms(&text[name.clone()], self.0.to);
            forms.into_iter().map(move |(at, form)| (name.start + at, form))
        });
        surnames.iter().map(|found| (found.at, found.form)).chain(known).collect()
    }

    /// Converts texts with surnames and titles kept from OpenCC.
    fn masked(&self, texts: &[&str], people: &People<'_>) -> Vec<String> {
        let surnames = self.surnames(texts);
        let people = self.people(texts, &surnames, people);
        let kept: Vec<(usize, Vec<Kept>)> = std::iter::zip(texts, &surnames)
            .map(|(text, surnames)| self.kept(text, surnames, &people))
            .enumerate()
            .filter(|(at, kept)| !kept.is_empty() && !texts[*at].contains(MASK))
            .collect();
        if kept.is_empty() {
            return self.call(texts);
        }
        let masked: Vec<String> = kept.iter().map(|(at, kept)| mask(texts[*at], kept)).collect();
        let mut all = texts.to_vec();
        for ((at, _), masked) in kept.iter().zip(&masked) {
            all[*at] = masked;
        }
        let mut converted = self.call(&all);
        let titles: Vec<&str> = kept.iter().flat_map(|(_, kept)| kept).filter_map(Kept::title).collect();
        let mut titles = self.convert_titles(&titles).into_iter();
        for (at, kept) in kept {
            let mut kept = kept.into_iter();
            let mut whole = String::with_capacity(converted[at].len());
            for character in converted[at].chars() {
                match (character, if character == MASK { kept.next() } else { None }) {
                    (_, Some(Kept { form: Some(form), .. })) => whole.push(form),
                    (_, Some(Kept { form: None, .. })) => whole.push_str(&titles.next().unwrap_or_default()),
                    _ => whole.push(character),
                }
            }
            converted[at] = whole;
        }
        converted
    }

    /// What OpenCC must not see of a text, in order: titles and surnames.
    fn kept<'t>(&self, text: &'t str, surnames: &[Found<'_>], people: &People<'_>) -> Vec<Kept<'t>> {
        let words = &self.0.tables.prose_words;
        let titles = if words.is_empty() { Vec::new() } else { titles::find(text, words) };
        let mut kept: Vec<Kept<'_>> =
            titles.into_iter().map(|title| Kept { at: title.start, text: &text[title], form: None }).collect();
        let count = kept.len();
        for (at, form) in self.forms(text, surnames, people) {
            let before = kept[..count].partition_point(|title| title.at <= at);
            if before > 0 && at < kept[before - 1].at + kept[before - 1].text.len() {
                continue;
            }
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            kept.push(Kept { at, text: &text[at..at + length], form: Some(form) });
        }
        kept.sort_by_key(|kept| kept.at);
        kept
    }

    /// Converts the insides of 《》, which keep the wording of the names they are: the vocabulary's words, also where the
    /// report has them in its own terms.
    fn convert_titles(&self, titles: &[&str]) -> Vec<String> {
        if titles.is_empty() {
            return Vec::new();
        }
        // Opening it can only fail where opening this one failed.
        self.of_names().map_or_else(|| self.call(titles), |converter| converter.words(titles).0)
    }

    /// The converter of names, which keep their own wording.
    pub(in crate::script) fn of_names(&self) -> Option<&Converter> {
        let converter = self.0.titles.get_or_init(|| {
            let mut without = self.0.without.clone();
            without.push(Layer::Vocabulary);
            let mut glossary = self.0.glossary.clone();
            let is_of_prose = |text: &str| self.0.tables.prose_words.contains(text.trim());
            glossary.terms.retain(|term| !term.names.get(self.0.from).is_some_and(|text| is_of_prose(&text.node)));
            Self::without(self.0.from, self.0.to, &glossary, &without).ok()
        });
        converter.as_ref()
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

    /// OpenCC's segmentation may read a protected name as part of a longer or an earlier word. Then the name is cut
    /// out and the text beside it converted by itself.
    fn rescue(&self, texts: &[&str], converted: &mut [String], people: &People<'_>) -> Vec<Rescued> {
        let mut rescued = Vec::new();
        if self.0.protect.is_empty() {
            return rescued;
        }
        for (at, text) in texts.iter().enumerate() {
            let altered: Vec<&String> = self
                .0
                .protect
                .iter()
                .filter(|name| {
                    text.contains(name.as_str()) && {
                        let here = self.cut_at_names(text).iter().filter(|(piece, _)| piece == name).count();
                        here > converted[at].matches(name.as_str()).count()
                    }
                })
                .collect();
            if altered.is_empty() {
                continue;
            }
            let pieces = self.cut_at_names(text);
            let prose: Vec<&str> = pieces.iter().filter(|(_, is_name)| !is_name).map(|(piece, _)| *piece).collect();
            let mut prose = self.masked(&prose, people).into_iter();
            converted[at] = pieces
                .iter()
                .map(|(piece, is_name)| if *is_name { (*piece).to_owned() } else { prose.next().unwrap_or_default() })
                .collect();
            rescued.extend(altered.into_iter().map(|name| Rescued { text: at, name: name.clone() }));
        }
        rescued
    }

    /// The text in pieces, those that are protected names marked; the longest name wins at each place. What only looks
    /// like a name where two words meet (共護|藍天 for 護藍) is none.
    fn cut_at_names<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let mut pieces = Vec::new();
        let (mut start, mut at) = (0, 0);
        let stands = |at: usize, name: &str| {
            let seams = self.0.seams.as_ref();
            seams.is_none_or(|seams| words::may_be_a_name(text, &(at..at + name.len()), &[&seams.names, &seams.own]))
        };
        while at < text.len() {
            let mut names = self.0.protect.iter();
            if let Some(name) = names.find(|name| text[at..].starts_with(name.as_str()) && stands(at, name)) {
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
pub(super) struct Probe {
    opencc: OpenCc,
    seams: Option<Seams>,
    to: Edition,
}

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
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        let folder = Scratch::new().map_err(unwritable)?;
        let configuration =
            layers::write_probe(&folder, &dictionaries, [from, to], glossary, characters, words).map_err(unwritable)?;
        let opencc = OpenCc::open(&configuration)?;
        Ok(Self { opencc, seams: Seams::new(to, &Tables::new(from, to, glossary, &[]), &[]), to })
    }

    /// Whether each character of a text stands for itself.
    pub(super) fn lone(&self, text: &str) -> Vec<bool> {
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

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Converter(to {})", self.0.to)
    }
}

/// Where known people are named in a text.
fn named<'p>(text: &'p str, people: &'p People<'_>) -> impl Iterator<Item = std::ops::Range<usize>> + 'p {
    let places = people.iter().flat_map(move |name| text.match_indices(*name).map(|(at, name)| at..at + name.len()));
    places.filter(move |name| text.trim() == &text[name.clone()] || names::may_be_known(text, name))
}

/// A part of a text that is kept from OpenCC.
struct Kept<'t> {
    at: usize,
    text: &'t str,
    /// What a surname becomes; `None` for a title, which is converted by itself.
    form: Option<char>,
}

impl<'t> Kept<'t> {
    fn title(&self) -> Option<&'t str> {
        self.form.is_none().then_some(self.text)
    }
}

fn mask(text: &str, kept: &[Kept<'_>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for kept in kept {
        out.push_str(&text[done..kept.at]);
        out.push(MASK);
        done = kept.at + kept.text.len();
    }
    out + &text[done..]
}

/// OpenCC as it is, by one of its own configurations: no layers, nothing protected, quotation marks as they are.
pub struct Plain(OpenCc);

impl Plain {
    /// Opens a configuration by its name, e.g. `s2hk`.
    ///
    /// # Errors
    /// If there is no such configuration, or OpenCC's files can be written nowhere.
    pub fn new(configuration: &str) -> Result<Self, String> {
        let configuration = configuration.trim_end_matches(".json");
        let known = dictionaries::configurations();
        if !known.clone().any(|name| name == configuration) {
            let hint = suggest(configuration, known.clone());
            let all: Vec<&str> = known.collect();
            return Err(format!("OpenCC has no configuration `{configuration}`: {hint} It has {}.", all.join(", ")));
        }
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        let path = dictionaries.path(&format!("{configuration}.json"));
        OpenCc::open(path.as_ref()).map(Self)
    }

    /// Converts a text.
    pub fn convert(&self, text: String) -> String {
        call(&self.0, text, str::to_owned)
    }
}

fn unwritable(error: std::io::Error) -> String {
    let why = crate::store::unwritten(&error);
    format!("the conversion dictionaries cannot be written: {why}; TMPDIR names the folder for temporary files")
}

/// Where OpenCC must not read on: it takes the longest match from the left and knows no probabilities.
struct Seams {
    names: Keys,
    own: Keys,
    to: Edition,
}

impl Seams {
    /// Nothing where the house style is left out: then OpenCC reads as it does.
    fn new(to: Edition, tables: &Tables, without: &[Layer]) -> Option<Self> {
        /// A name or a term is a hundred times as likely in its own report as its parts are elsewhere.
        const NAME: u32 = 20;
        /// A term of the vocabulary is as good as a phrase.
        const TERM: u32 = house::LISTED;
        fn keys(table: &Table) -> impl Iterator<Item = &str> {
            table.keys().map(String::as_str)
        }
        let own = || house::keys_of(&tables.house).and(keys(&tables.vocabulary), TERM);
        (!without.contains(&Layer::House)).then(|| Self {
            names: Keys::new(keys(&tables.terms).chain(keys(&tables.names)), NAME),
            // Towards Traditional, OpenCC's phrases are among the words.
            own: if to == Edition::ZhHansCn {
                own().and(words::phrases_towards_mainland(), house::LISTED)
            } else {
                own()
            },
            to,
        })
    }

    fn marked_once<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.contains(DECIDED) { text.into() } else { self.mark(text).into() }
    }

    fn mark(&self, text: &str) -> String {
        words::marked(text, &self.names, &self.own, self.to == Edition::ZhHantHk)
    }
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
mod tests {
    use super::*;

    /// What a pattern of the house style stands for.
    type Entry = Vec<(String, String)>;

    /// Entries in groups: none of a group is part of another of it, so that each is left out as if alone.
    fn groups(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
        let mut groups: Vec<Vec<Entry>> = Vec::new();
        let holds = |one: &Entry, other: &Entry| {
            one.iter().any(|(word, _)| other.iter().any(|(part, _)| word.contains(part) || part.contains(word)))
        };
        for entry in entries {
            match groups.iter_mut().find(|group| !group.iter().any(|other| holds(other, &entry))) {
                Some(group) => group.push(entry),
                None => groups.push(vec![entry]),
            }
        }
        groups
    }

    fn without(to: Edition, left_out: &[Entry], all: &[Entry]) -> Converter {
        let (from, glossary) = (to.counterpart().unwrap(), Glossary::default());
        let is_left_out = |word: &str| left_out.iter().flatten().any(|(other, _)| other == word);
        let own: Table = all.iter().flatten().filter(|(word, _)| !is_left_out(word)).cloned().collect();
        let mut tables = Tables::new(from, to, &glossary, &[]);
        // Rare characters that stay as they are belong to no list.
        tables.house.retain(|word, wording| word == wording && word.chars().nth(1).is_none());
        tables.house.extend(house::phrases_with(to, own));
        Converter::open(from, to, &glossary, &[], Ledger::default(), tables).unwrap()
    }

    /// Entries without which their words come out the same, alone and in every sentence that is a test.
    fn idle(to: Edition) -> Vec<String> {
        let all = house::reviewed_entries(to);
        let pairs = include_str!("../../../tests/conversion/pairs.tsv").lines().filter(|line| !line.starts_with('#'));
        // In both scripts: what is in the edition's own already must stay so.
        let sentences: Vec<&str> = pairs.flat_map(|line| line.split('\t')).collect();
        let whole = without(to, &[], &all);
        let mut idle = Vec::new();
        for group in groups(all.iter().filter(|entry| entry[0].0.chars().nth(1).is_some()).cloned().collect()) {
            let without = without(to, &group, &all);
            let same = |entry: &Entry| {
                let words: Vec<&str> = entry.iter().map(|(word, _)| word.as_str()).collect();
                let is_same = std::iter::zip(without.words(&words).0, entry).all(|(now, (_, wording))| now == *wording);
                // Its wording as well: a text in the edition's own script stays as it is.
                let holds = |text: &&str| entry.iter().any(|(word, own)| text.contains(word) || text.contains(own));
                let holding: Vec<&str> = sentences.iter().copied().filter(|text| is_same && holds(text)).collect();
                is_same && without.words(&holding).0 == whole.words(&holding).0
            };
            idle.extend(group.iter().filter(|entry| same(entry)).map(|entry| entry[0].0.clone()));
        }
        idle
    }

    /// What a list says must make a difference: an entry that changes nothing is one nobody can review.
    #[test]
    fn every_reviewed_phrase_changes_something() {
        for to in [Edition::ZhHantHk, Edition::ZhHansCn] {
            let idle = idle(to);
            assert!(idle.is_empty(), "{} phrases towards {to} change nothing: {}", idle.len(), idle.join(" "));
        }
    }
}
