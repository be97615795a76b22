//! The layers ahead of OpenCC's own dictionaries, as OpenCC dictionaries, so that one segmentation sees all:
//! protected names and the report's glossary → house style → OpenCC.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::dictionaries::Dictionaries;
use crate::assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Edition, Glossary};

/// Stands for a space in a generated dictionary, where a space would separate one reading from the next. Noncharacters
/// are reserved for such use within a program (Unicode 16.0 section 23.7).
pub(super) const SPACE: char = '\u{FDD0}';

/// Stands for a character that no word has decided, in what [`write_probe`]'s configuration gives.
pub(super) const LONE: char = '\u{FDD2}';

/// Stands for a character of a word of ours there.
const WORD: char = '\u{FDD3}';

/// Words and their wording in the other script.
type Table = BTreeMap<String, String>;

/// What is different for each direction.
struct Direction {
    /// House style below `standards/`: words in front of OpenCC's.
    phrases: &'static str,
    /// House style for single characters as they come out in the end.
    glyphs: Option<&'static str>,
    /// OpenCC dictionaries of words, of equal rank with ours.
    words: &'static [&'static str],
    /// OpenCC dictionaries of characters, for what no word has.
    characters: &'static [&'static str],
    /// The step between OpenCC's own Traditional and that of Hong Kong.
    variants: &'static [&'static str],
}

const TO_HONG_KONG: Direction = Direction {
    phrases: "script/hk-phrases.txt",
    glyphs: Some("script/hk-glyphs.txt"),
    words: &["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"],
    characters: &["STCharacters"],
    variants: &["HKVariantsPhrases", "HKVariants"],
};

const TO_MAINLAND: Direction = Direction {
    phrases: "script/cn-phrases.txt",
    glyphs: None,
    words: &["TSPhrases"],
    characters: &["TSCharactersExt", "TSCharacters"],
    variants: &["HKVariantsRevPhrases", "HKVariantsRev"],
};

/// Writes an OpenCC configuration with all layers into `folder` and gives its path.
///
/// # Errors
/// If the folder cannot be written.
pub(super) fn write(
    folder: &Path,
    dictionaries: &Dictionaries,
    from: Edition,
    to: Edition,
    glossary: &Glossary,
) -> std::io::Result<std::path::PathBuf> {
    let direction = if to == Edition::ZhHantHk { TO_HONG_KONG } else { TO_MAINLAND };
    let names = names(from, to, glossary);
    let phrases = house_style(direction.phrases);
    let glyphs = direction.glyphs.map(house_style).unwrap_or_default();
    // What our layers have worded in one step, the other step must leave alone.
    let settled: Table = names.values().chain(phrases.values()).map(|text| (text.clone(), text.clone())).collect();

    let text = |name: &str, table: &Table| text_dictionary(folder, name, table);
    let own = |names: &[&str]| names.iter().map(|name| ocd2(dictionaries, name)).collect::<Vec<_>>();
    let (characters, phrases): (Table, Table) = phrases.into_iter().partition(|(word, _)| word.chars().count() == 1);
    let names = text("names.txt", &names)?;
    let phrases = text("phrases.txt", &phrases)?;
    let own_characters = text("characters.txt", &characters)?;
    let glyphs = text("glyphs.txt", &glyphs)?;
    let settled = text("settled.txt", &settled)?;

    let union = |words: &[&str]| group("union", phrases.iter().cloned().chain(own(words)).collect());
    let first_names = |rest: Vec<Value>| group("short_circuit", names.iter().cloned().chain(rest).collect());
    let words = union(direction.words);
    let (segmentation, chain) = if to == Edition::ZhHantHk {
        let mut variants = own(direction.variants);
        // Proper names of Hong Kong (滙豐, 恒生) go before the house's glyphs, these before OpenCC's.
        variants.splice(1..1, glyphs);
        let first =
            first_names(std::iter::once(words).chain(own_characters).chain(own(direction.characters)).collect());
        let second = group("short_circuit", settled.into_iter().chain(variants).collect());
        // OpenCC builds a table for every different group, 50 ms for this one: the very same group serves twice.
        (first.clone(), vec![first, second])
    } else {
        // Towards the mainland our words are met in the first step, in Hong Kong's own spelling.
        let own_words = phrases.iter().cloned().chain(own_characters);
        let first = first_names(own_words.chain(own(direction.variants)).collect());
        let second = group(
            "short_circuit",
            settled.into_iter().chain(own(direction.words)).chain(own(direction.characters)).collect(),
        );
        (first_names(vec![words]), vec![first, second])
    };
    write_configuration(folder, dictionaries, &format!("huibao {from} to {to}"), &segmentation, &chain)
}

/// Writes an OpenCC configuration that cuts a text into words as [`write`]'s does, but shows only what no word has
/// decided: each of `characters` that stands for itself becomes [`LONE`]. Lengths never change.
///
/// # Errors
/// If the folder cannot be written.
pub(super) fn write_probe(
    folder: &Path,
    dictionaries: &Dictionaries,
    [from, to]: [Edition; 2],
    glossary: &Glossary,
    characters: impl Iterator<Item = char>,
    words: impl Iterator<Item = &'static str>,
) -> std::io::Result<std::path::PathBuf> {
    let direction = if to == Edition::ZhHantHk { TO_HONG_KONG } else { TO_MAINLAND };
    // OpenCC's own words keep their length in both directions; ours need not, so they are covered up.
    let covered = |table: Table| -> Table {
        let words = table.into_keys();
        words.map(|word| (word.clone(), WORD.to_string().repeat(word.chars().count()))).collect()
    };
    let names = text_dictionary(folder, "names.txt", &covered(names(from, to, glossary)))?;
    // A single character in the house style is what it becomes if nothing is known: no decision.
    let mut phrases = house_style(direction.phrases);
    phrases.retain(|word, _| word.chars().count() > 1);
    phrases.extend(words.map(|word| (word.to_owned(), word.to_owned())));
    let phrases = text_dictionary(folder, "phrases.txt", &covered(phrases))?;
    let lone = characters.map(|character| (character.to_string(), LONE.to_string())).collect();
    let lone = text_dictionary(folder, "lone.txt", &lone)?;
    let own = direction.words.iter().map(|name| ocd2(dictionaries, name));
    let words = group("union", phrases.into_iter().chain(own).collect());
    let all = group("short_circuit", names.into_iter().chain([words]).chain(lone).collect());
    write_configuration(folder, dictionaries, "huibao lone characters", &all, std::slice::from_ref(&all))
}

/// Writes a dictionary in OpenCC's text format; OpenCC refuses an empty one.
fn text_dictionary(folder: &Path, name: &str, table: &Table) -> std::io::Result<Option<Value>> {
    if table.is_empty() {
        return Ok(None);
    }
    let path = folder.join(name);
    fs::write(&path, dictionary(table))?;
    Ok(Some(json!({ "type": "text", "file": path.display().to_string() })))
}

fn write_configuration(
    folder: &Path,
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
    let path = folder.join("huibao.json");
    fs::write(&path, configuration.to_string())?;
    Ok(path)
}

fn ocd2(dictionaries: &Dictionaries, name: &str) -> Value {
    json!({ "type": "ocd2", "file": dictionaries.path(&format!("{name}.ocd2")) })
}

/// Several dictionaries as one: `union` takes the longest match of all, `short_circuit` the first dictionary's.
fn group(policy: &str, dictionaries: Vec<Value>) -> Value {
    json!({ "type": "group", "match_policy": policy, "dicts": dictionaries })
}

/// Protected names and glossary terms. A name that is both stays as it is: protection is the stronger wish.
fn names(from: Edition, to: Edition, glossary: &Glossary) -> Table {
    let terms = glossary.terms.iter().filter_map(|term| {
        let (source, target) = (term.names.get(from)?, term.names.get(to)?);
        Some((source.node.trim().to_owned(), target.node.trim().to_owned()))
    });
    let protected = glossary.protect.iter().map(|name| (name.node.trim().to_owned(), name.node.trim().to_owned()));
    terms.chain(protected).filter(|(key, value)| usable(key) && usable(value)).collect()
}

/// Whether a text can stand in a dictionary: one line, not empty.
fn usable(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\t', '\n', '\r'])
}

/// A house style file: `word ⇥ wording ⇥ # reason` per line.
fn house_style(path: &str) -> Table {
    let text = assets::standard(path).expect("embedded by the build");
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?.to_owned(), fields.next()?.trim_end().to_owned()))
        })
        .collect()
}

/// The house style's words towards Hong Kong, as an OpenCC dictionary of its own.
pub(super) fn house_words() -> String {
    let mut words = house_style(TO_HONG_KONG.phrases);
    words.retain(|word, _| word.chars().nth(1).is_some());
    dictionary(&words)
}

/// OpenCC's text format.
fn dictionary(table: &Table) -> String {
    let mut out = String::new();
    for (key, value) in table {
        let _ = writeln!(out, "{key}\t{}", value.replace(' ', &SPACE.to_string()));
    }
    out
}

/// Reports what cannot be right in a glossary for conversion in one direction: entries that contradict each other, and
/// terms without a wording.
pub(super) fn check(glossary: &Glossary, from: Edition, to: Edition, sink: &mut Sink) {
    for name in glossary.protect.iter().filter(|name| !usable(name.node.trim())) {
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
}
