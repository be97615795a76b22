//! The layers ahead of OpenCC's own dictionaries, as OpenCC dictionaries, so that one segmentation sees all:
//! protected names → the report's glossary → ESG vocabulary → house style → OpenCC.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::chinese::dictionaries::Dictionaries;
use crate::chinese::house::{self, Table};
use crate::chinese::lookup::dictionary;
use crate::chinese::{characters, hong_kong_forms, simplified, traditional_characters, vocabulary, words};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Edition, Glossary};
use crate::source::Spanned;
use crate::store::system::Scratch;

/// Stands for a character that no word has decided, in what [`write_probe`]'s configuration gives.
pub(in crate::script) const LONE: char = '\u{FDD2}';

/// Stands for a character of a word of ours there.
const WORD: char = '\u{FDD3}';

/// A layer on OpenCC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Spelling: `standards/script/reviewed/*-phrases.txt`, `hk-glyphs.txt` and the report's own rules.
    House,
    /// ESG terms: `standards/script/reviewed/vocabulary.tsv`.
    Vocabulary,
    /// The report's terms.
    Glossary,
    /// The report's protected names, and surnames.
    Names,
    /// Quotation marks of the edition.
    Quotes,
}

impl Layer {
    /// Every layer, from OpenCC upwards.
    pub const ALL: [Layer; 5] = [Layer::House, Layer::Vocabulary, Layer::Glossary, Layer::Names, Layer::Quotes];

    /// The layer in words.
    pub fn name(self) -> &'static str {
        match self {
            Layer::House => "house style",
            Layer::Vocabulary => "vocabulary",
            Layer::Glossary => "glossary",
            Layer::Names => "names",
            Layer::Quotes => "quotation marks",
        }
    }
}

/// What is in the layers for one direction.
#[derive(Debug, Default)]
pub(in crate::script) struct Tables {
    /// Protected names.
    pub names: Table,
    /// Glossary terms.
    pub terms: Table,
    /// ESG vocabulary.
    pub vocabulary: Table,
    /// Those words of the vocabulary that names inside 《》 keep.
    pub prose_words: BTreeSet<String>,
    /// House style.
    pub house: Table,
    /// House style for single characters as they come out in the end.
    pub glyphs: Table,
}

impl Tables {
    pub(in crate::script) fn new(from: Edition, to: Edition, glossary: &Glossary, without: &[Layer]) -> Self {
        let has = |layer| !without.contains(&layer);
        let mut tables = Self::default();
        if has(Layer::House) {
            tables.house = house::phrases(to);
            tables.glyphs = house::glyphs(to);
            if to == Edition::ZhHansCn {
                let rare = characters::with_rare_simple_form().iter().map(char::to_string);
                tables.house.extend(rare.map(|own| (own.clone(), own)));
            }
            tables.override_house_style(glossary);
        }
        if has(Layer::Vocabulary) {
            for (before, after, keeps_titles) in vocabulary::chosen(to, &glossary.vocabulary) {
                tables.vocabulary.insert(before.to_owned(), after.to_owned());
                if let Some(whole) = longer(before, after) {
                    tables.vocabulary.entry(whole).or_insert(after.to_owned());
                }
                if keeps_titles {
                    tables.prose_words.insert(before.to_owned());
                }
            }
        }
        if has(Layer::Glossary) {
            tables.terms = glossary
                .terms
                .iter()
                .filter_map(|term| Some((term.names.get(from)?.node.trim(), term.names.get(to)?.node.trim())))
                .filter(|(key, value)| usable(key) && usable(value))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect();
            // A word that the vocabulary leaves alone in titles is left alone there, whoever asks for it.
            let keeps_titles = |word: &&String| {
                let mut terms = vocabulary::terms().iter().filter(|term| term.keeps_titles);
                terms.any(|term| [term.hong_kong, term.mainland].contains(&word.as_str()))
            };
            if has(Layer::Vocabulary) {
                tables.prose_words.extend(tables.terms.keys().filter(keeps_titles).cloned());
            }
        }
        if has(Layer::Names) {
            let names = glossary.protect.iter().map(|name| name.node.trim()).filter(|name| usable(name));
            tables.names = names.map(|name| (name.to_owned(), name.to_owned())).collect();
        }
        tables
    }

    /// The report's own spelling instead of the house's, wherever the house style would have printed it.
    fn override_house_style(&mut self, glossary: &Glossary) {
        let rules: Vec<(&str, &str)> = glossary
            .house_style
            .iter()
            .map(|(spelling, own)| (spelling.node.trim(), own.node.trim()))
            .filter(|(spelling, own)| usable(spelling) && usable(own))
            .collect();
        let numbers: BTreeMap<&str, usize> =
            rules.iter().enumerate().map(|(number, (spelling, _))| (*spelling, number)).collect();
        for value in self.house.values_mut().chain(self.glyphs.values_mut()) {
            let mut from = 0;
            while let Some(number) = first_rule(value, &numbers, from) {
                let (spelling, own) = rules[number];
                *value = value.replace(spelling, own);
                from = number + 1;
            }
        }
        // And wherever OpenCC prints it.
        for (spelling, own) in rules {
            self.glyphs.insert(spelling.to_owned(), own.to_owned());
            self.glyphs.insert(own.to_owned(), own.to_owned());
        }
    }

    /// The words of one layer, for telling what it did.
    pub(in crate::script) fn of(&self, layer: Layer) -> [&Table; 2] {
        match layer {
            Layer::House => [&self.house, &self.glyphs],
            Layer::Vocabulary => [&self.vocabulary; 2],
            Layer::Glossary => [&self.terms; 2],
            // Quotation marks are no words.
            Layer::Names | Layer::Quotes => [&self.names; 2],
        }
    }
}

/// What a term becomes, in the script it comes from, where that is longer than the term and has it inside: 液化石油氣 for
/// 石油氣. It stays as it is, or it would come out doubled.
fn longer(before: &str, after: &str) -> Option<String> {
    let (term, whole) = (simplified(before), simplified(after));
    let at = whole.find(&term).filter(|_| term != whole)?;
    // Characters beside the term are written alike in both scripts as often as not; else this is no entry, and harmless.
    let [head, tail] = [&whole[..at], &whole[at + term.len()..]];
    let is_traditional = simplified(before) != before;
    let side = |part: &str| if is_traditional { traditional_characters(part) } else { part.to_owned() };
    Some(format!("{}{before}{}", side(head), side(tail)))
}

fn direction(to: Edition) -> Direction {
    if to == Edition::ZhHantHk { TO_HONG_KONG } else { TO_MAINLAND }
}

/// What is different for each direction.
struct Direction {
    /// OpenCC dictionaries of words, of equal rank with ours.
    words: &'static [&'static str],
    /// OpenCC dictionaries of characters, for what no word has.
    characters: &'static [&'static str],
    /// The step between OpenCC's own Traditional and that of Hong Kong.
    variants: &'static [&'static str],
}

const TO_HONG_KONG: Direction = Direction {
    words: &["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"],
    characters: &["STCharacters"],
    variants: &["HKVariantsPhrases", "HKVariants"],
};

const TO_MAINLAND: Direction = Direction {
    words: &["TSPhrases"],
    characters: &["TSCharactersExt", "TSCharacters"],
    variants: &["HKVariantsRevPhrases", "HKVariantsRev"],
};

/// Writes an OpenCC configuration with all layers into `folder` and gives its path.
///
/// # Errors
/// If the folder cannot be written.
pub(in crate::script) fn write(
    folder: &Scratch,
    dictionaries: &Dictionaries,
    to: Edition,
    tables: &Tables,
) -> std::io::Result<std::path::PathBuf> {
    let direction = direction(to);
    // A name that is a term as well stays as it is: protection is the stronger wish.
    let names: Table = tables.terms.iter().chain(&tables.names).map(|(k, v)| (k.clone(), v.clone())).collect();
    let phrases: Table = tables.house.iter().chain(&tables.vocabulary).map(|(k, v)| (k.clone(), v.clone())).collect();
    let glyphs = &tables.glyphs;
    // What our layers have worded in one step, the other step must leave alone.
    let mut settled: Table = names.values().chain(phrases.values()).map(|text| (text.clone(), text.clone())).collect();
    if to == Edition::ZhHantHk {
        // Each stands for a word by itself there: those that would stay all the same are not looked for in every text.
        let values = settled.values().map(String::as_str).collect::<Vec<_>>().join("\n");
        let after = hong_kong_forms(&values);
        let stays = |(own, after): (&str, &str)| own == after && !glyphs.keys().any(|form| own.contains(form.as_str()));
        let mut stay = std::iter::zip(values.lines(), after.lines()).map(stays);
        settled.retain(|_, _| !stay.next().unwrap_or_default());
    }

    let text = |name: &str, table: &Table| text_dictionary(folder, name, table);
    let own = |names: &[&str]| names.iter().map(|name| ocd2(dictionaries, name)).collect::<Vec<_>>();
    let (characters, phrases): (Table, Table) = phrases.into_iter().partition(|(word, _)| word.chars().count() == 1);
    let names = text("names.txt", &names)?;
    let phrases = text("phrases.txt", &phrases)?;
    let own_characters = text("characters.txt", &characters)?;
    let glyphs = text("glyphs.txt", glyphs)?;
    let settled = text("settled.txt", &settled)?;

    // Where lengths are equal, a union takes the first dictionary. One flat union is OpenCC's quickest matcher, and it
    // builds a table for every different group (50 ms for the largest): the very same group serves twice.
    let union = |dictionaries: Vec<Value>| group("union", dictionaries);
    let after_names = |rest: Value| match names.clone() {
        Some(names) => group("short_circuit", vec![names, rest]),
        None => rest,
    };
    let words = || phrases.iter().cloned().chain(own(direction.words));
    let (segmentation, chain) = if to == Edition::ZhHantHk {
        let mut variants = own(direction.variants);
        // Proper names of Hong Kong (滙豐, 恒生) go before the house's glyphs, these before OpenCC's.
        variants.splice(1..1, glyphs);
        let first = after_names(union(words().chain(own_characters).chain(own(direction.characters)).collect()));
        let second = union(settled.into_iter().chain(variants).collect());
        (first.clone(), vec![first, second])
    } else {
        // Towards the mainland our words are met in the first step, in Hong Kong's own spelling.
        let own_words = phrases.iter().cloned().chain(own_characters);
        let first = after_names(union(own_words.chain(own(direction.variants)).collect()));
        let rest = glyphs.into_iter().chain(own(direction.words)).chain(own(direction.characters));
        let second = union(settled.into_iter().chain(rest).collect());
        (after_names(union(words().collect())), vec![first, second])
    };
    write_configuration(folder, dictionaries, &format!("huibao to {to}"), &segmentation, &chain)
}

/// Writes an OpenCC configuration that cuts a text into words as [`write()`]'s does, but shows only what no word has
/// decided: each of `characters` that stands for itself becomes [`LONE`]. Lengths never change.
///
/// # Errors
/// If the folder cannot be written.
pub(in crate::script) fn write_probe(
    folder: &Scratch,
    dictionaries: &Dictionaries,
    [from, to]: [Edition; 2],
    glossary: &Glossary,
    characters: impl Iterator<Item = char>,
    decided: impl Iterator<Item = &'static str>,
) -> std::io::Result<std::path::PathBuf> {
    let direction = direction(to);
    let tables = Tables::new(from, to, glossary, &[]);
    // OpenCC's own words keep their length in both directions; ours need not, so they are covered up.
    let covered = |table: Table| -> Table {
        let keys = table.into_keys();
        let length = |word: &str| words::unmarked(word).chars().count();
        keys.map(|word| (word.clone(), WORD.to_string().repeat(length(&word)))).collect()
    };
    let names = text_dictionary(folder, "names.txt", &covered(tables.terms.into_iter().chain(tables.names).collect()))?;
    // A single character in the house style is what it becomes if nothing is known: no decision.
    let mut phrases: Table = tables.house.into_iter().chain(tables.vocabulary).collect();
    phrases.retain(|word, _| word.chars().count() > 1);
    phrases.extend(decided.map(|word| (word.to_owned(), word.to_owned())));
    let phrases = text_dictionary(folder, "phrases.txt", &covered(phrases))?;
    let lone = characters.map(|character| (character.to_string(), LONE.to_string())).collect();
    let lone = text_dictionary(folder, "lone.txt", &lone)?;
    let own = direction.words.iter().map(|name| ocd2(dictionaries, name));
    let words = group("union", phrases.into_iter().chain(own).collect());
    let all = group("short_circuit", names.into_iter().chain([words]).chain(lone).collect());
    write_configuration(folder, dictionaries, "huibao lone characters", &all, std::slice::from_ref(&all))
}

/// Writes a dictionary in OpenCC's text format; OpenCC refuses an empty one.
fn text_dictionary(folder: &Scratch, name: &str, table: &Table) -> std::io::Result<Option<Value>> {
    if table.is_empty() {
        return Ok(None);
    }
    let path = folder.write(name, dictionary(table))?;
    Ok(Some(json!({ "type": "text", "file": path.display().to_string() })))
}

fn write_configuration(
    folder: &Scratch,
    dictionaries: &Dictionaries,
    name: &str,
    segmentation: &Value,
    chain: &[Value],
) -> std::io::Result<std::path::PathBuf> {
    let configuration = json!({
        "name": name,
        "normalization": [{ "dict": ocd2(dictionaries, "CJK_Compatibility_Ideographs") }],
        "segmentation": { "type": "mmseg", "dict": segmentation },
        "conversion_chain": chain.iter().map(|dict| json!({ "dict": dict })).collect::<Vec<_>>(),
    });
    folder.write("huibao.json", configuration.to_string())
}

fn ocd2(dictionaries: &Dictionaries, name: &str) -> Value {
    json!({ "type": "ocd2", "file": dictionaries.path(&format!("{name}.ocd2")) })
}

/// Several dictionaries as one: `union` takes the longest match of all, `short_circuit` the first dictionary's.
fn group(policy: &str, dictionaries: Vec<Value>) -> Value {
    json!({ "type": "group", "match_policy": policy, "dicts": dictionaries })
}

/// Whether a text can stand in a dictionary: one line, not empty.
/// The first rule, not before `from`, whose spelling a word holds. Words are short and rules may be many.
fn first_rule(word: &str, numbers: &BTreeMap<&str, usize>, from: usize) -> Option<usize> {
    let ends = || word.char_indices().map(|(at, c)| at + c.len_utf8());
    let parts =
        word.char_indices().flat_map(|(start, _)| ends().filter(move |end| *end > start).map(move |end| start..end));
    parts.filter_map(|part| numbers.get(&word[part]).copied()).filter(|number| *number >= from).min()
}

fn usable(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\t', '\n', '\r'])
}

/// Reports what cannot be right in a glossary for conversion in one direction: entries that contradict each other, terms
/// without a wording, unknown terms of the vocabulary.
pub fn check(glossary: &Glossary, from: Edition, to: Edition, sink: &mut Sink) {
    let local = glossary.local.iter().map(|name| &name.name);
    for name in glossary.protect.iter().chain(local).filter(|name| !usable(name.node.trim())) {
        sink.push(
            Diagnostic::error(Code::Glossary, name.span, "a protected name must be a text on one line")
                .hint("write the name, or remove the entry"),
        );
    }
    let mut seen: BTreeMap<&str, (&str, crate::source::Span)> =
        glossary.protect.iter().map(|name| (name.node.trim(), (name.node.trim(), name.span))).collect();
    for term in &glossary.terms {
        let (Some(source), Some(target)) = (term.names.get(from), term.names.get(to)) else { continue };
        let (key, value) = (source.node.trim(), target.node.trim());
        if let Some(empty) = [source, target].into_iter().find(|text| !usable(text.node.trim())) {
            sink.push(
                Diagnostic::error(Code::Glossary, empty.span, "a glossary term must be a text on one line")
                    .hint("give the term's wording, or remove the language"),
            );
            continue;
        }
        match seen.get(key) {
            Some((other, place)) if *other != value => sink.push(
                Diagnostic::error(
                    Code::Glossary,
                    target.span,
                    format!("`{key}` becomes `{value}` in {to} here, but `{other}` elsewhere in the glossary"),
                )
                .label(*place, format!("here it becomes `{other}`"))
                .hint("keep one of the two"),
            ),
            Some(_) => {}
            None => {
                seen.insert(key, (value, target.span));
            }
        }
    }
    check_house_style(glossary, sink);
    let choice = &glossary.vocabulary;
    let known = || vocabulary::terms().iter().flat_map(|term| [term.hong_kong, term.mainland]);
    for name in choice.wanted.iter().chain(&choice.unwanted) {
        if !known().any(|term| term == name.node.trim()) {
            let message = format!("the vocabulary has no term `{}`", name.node);
            let hint = suggest(&name.node, known().collect::<Vec<_>>());
            sink.push(Diagnostic::error(Code::Glossary, name.span, message).hint(hint));
        }
    }
    for name in &choice.unwanted {
        if let Some(wanted) = choice.wanted.iter().find(|wanted| wanted.node == name.node) {
            let message = format!("`{}` stands under `use` and under `without`", name.node);
            sink.push(
                Diagnostic::error(Code::Glossary, name.span, message)
                    .label(wanted.span, "wanted here")
                    .hint("keep one of the two"),
            );
        }
    }
}

/// Each rule must say something, and none may undo or continue another.
fn check_house_style(glossary: &Glossary, sink: &mut Sink) {
    let rules = glossary.house_style.iter().rev();
    let by_spelling: BTreeMap<&str, &(Spanned<String>, Spanned<String>)> =
        rules.map(|rule| (rule.0.node.trim(), rule)).collect();
    for (spelling, own) in &glossary.house_style {
        let (key, value) = (spelling.node.trim(), own.node.trim());
        if let Some(empty) = [spelling, own].into_iter().find(|text| !usable(text.node.trim())) {
            sink.push(
                Diagnostic::error(Code::Glossary, empty.span, "a house style rule needs a text on both sides")
                    .hint("write `spelling: your spelling`, or remove the rule"),
            );
        } else if key == value {
            sink.push(
                Diagnostic::error(Code::Glossary, own.span, format!("this rule puts `{key}` in place of itself"))
                    .hint("write your own spelling, or remove the rule"),
            );
        } else if let Some((next, to)) = by_spelling.get(value) {
            let (message, hint) = if to.node.trim() == key {
                (
                    format!("`{key}` becomes `{value}` here, and `{value}` becomes `{key}` again"),
                    "keep one of the two".to_owned(),
                )
            } else {
                (
                    format!("`{key}` becomes `{value}` here, but another rule replaces `{value}`"),
                    format!("write `{key}: {}`", to.node.trim()),
                )
            };
            sink.push(
                Diagnostic::error(Code::Glossary, own.span, message).label(next.span, "the other rule").hint(hint),
            );
        }
    }
}
