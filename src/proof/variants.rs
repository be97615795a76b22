//! One word in two forms: what a report must not mix, and what is no mistake in itself.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::{Finding, Reader, is_titled, touches};
use crate::chinese::words::{in_place, may_stand};
use crate::chinese::{Listed, data, house};
use crate::diag::{Code, Diagnostic};
use crate::model::{Edition, Passage};
use crate::source::Span;

/// A reviewed list of forms.
#[derive(Debug, Default)]
struct Forms {
    /// The same character in several shapes, the house's first.
    shapes: Vec<Vec<char>>,
    /// Characters that are both in use.
    both: Vec<Vec<char>>,
    /// A plain character that may stand for the special ones behind it, but not they for it.
    plain: Vec<Vec<char>>,
    /// The same word, the house's first.
    words: Vec<Vec<&'static str>>,
    /// Shapes and words that the edition does not print, and the house's: told wherever they stand.
    never: Vec<(&'static str, &'static str)>,
    /// Names, and where a word's characters meet by chance: no forms of that word.
    chance: Vec<&'static str>,
}

static HONG_KONG: LazyLock<Forms> = LazyLock::new(|| Forms::read("variants-hk.txt"));
static MAINLAND: LazyLock<Forms> = LazyLock::new(|| Forms::read("variants-cn.txt"));

impl Forms {
    fn read(path: &str) -> Self {
        let mut forms = Self::default();
        for entry in data::lines(path) {
            if let Some(characters) = entry.strip_prefix('=') {
                forms.both.push(characters.chars().collect());
            } else if let Some(pairs) = entry.strip_prefix('-') {
                forms.never.extend(pairs.split_whitespace().filter_map(|pair| pair.split_once('=')));
            } else if let Some(characters) = entry.strip_prefix('>') {
                forms.plain.push(characters.chars().collect());
            } else if let Some(words) = entry.strip_prefix('!') {
                forms.chance.extend(words.split_whitespace());
            } else if entry.contains(' ') {
                forms.words.push(entry.split_whitespace().collect());
            } else {
                forms.shapes.push(entry.chars().collect());
            }
        }
        forms
    }
}

/// Whether a character of a Hong Kong text may stand where the dictionaries have another one.
pub(super) fn may_stand_for(own: char, dictionary: char) -> bool {
    let forms = &*HONG_KONG;
    own == dictionary
        || forms.shapes.iter().chain(&forms.both).any(|set| set.contains(&own) && set.contains(&dictionary))
        || forms.plain.iter().any(|set| set.first() == Some(&own) && set.contains(&dictionary))
}

/// Whether two characters are one in two shapes that Hong Kong prints, as 迹 and 跡.
pub(super) fn are_shapes(own: char, other: char) -> bool {
    let forms = &*HONG_KONG;
    let is_never = |character: char| forms.never.iter().any(|(never, _)| never.chars().eq([character]));
    let holds = |set: &Vec<char>| set.contains(&own) && set.contains(&other);
    !is_never(own) && forms.shapes.iter().any(holds)
}

/// Words of an edition's texts that are right as they stand, whatever the dictionaries have.
pub(super) fn accepted_words(edition: Edition) -> impl Iterator<Item = &'static str> {
    let forms = if edition == Edition::ZhHantHk { &*HONG_KONG } else { &*MAINLAND };
    forms.words.iter().flatten().chain(&forms.chance).copied()
}

/// The text with the house's shape of each character.
pub(super) fn in_house_style(text: &str) -> String {
    let shape = |character: char| {
        HONG_KONG.shapes.iter().find(|set| set.contains(&character)).and_then(|set| set.first().copied())
    };
    let text: String = text.chars().map(|character| shape(character).unwrap_or(character)).collect();
    let words = HONG_KONG.words.iter().filter_map(|set| set.split_first());
    let spelled =
        |text: String, form: &str, house: &str| if text.contains(form) { text.replace(form, house) } else { text };
    words.fold(text, |text, (house, others)| others.iter().fold(text, |text, form| spelled(text, form, house)))
}

pub(super) fn check(reader: &mut Reader<'_>) {
    for (edition, forms) in [(Edition::ZhHantHk, &*HONG_KONG), (Edition::ZhHansCn, &*MAINLAND)] {
        let passages = reader.of(edition);
        let whole: String = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
        if reader.wants(Code::DoubtfulForm) {
            never(&whole, &passages, forms, reader);
        }
        if reader.wants(Code::MixedVariants) {
            let is_printed = |form: &String| !forms.never.iter().any(|(never, _)| form == never);
            let shapes = forms.shapes.iter().map(|set| set.iter().map(char::to_string).filter(is_printed).collect());
            let words =
                forms.words.iter().map(|set| set.iter().map(|word| (*word).to_owned()).filter(is_printed).collect());
            let sets = shapes.chain(words);
            // Most sets have one form in a report, or none: no need to look for places.
            let mixed =
                sets.filter(|set: &Vec<String>| set.iter().filter(|form| whole.contains(form.as_str())).count() > 1);
            for set in mixed.collect::<Vec<_>>() {
                tell(&set, &passages, forms, reader);
            }
            spellings(spelled(&passages, reader), reader);
            noughts(&passages, reader);
        }
    }
}

/// Forms that are not printed, each of their places.
fn never(whole: &str, passages: &[&Passage], forms: &Forms, reader: &mut Reader<'_>) {
    let wishes = reader.wishes;
    let is_chosen = |form: &str| wishes.forms.iter().any(|chosen| chosen.contains(form));
    for (form, house) in forms.never.iter().filter(|(form, _)| whole.contains(form) && !is_chosen(form)) {
        for passage in passages.iter().filter(|passage| passage.text.contains(form)) {
            let kept = reader.kept_or(passage, &Listed::new(forms.chance.iter().copied()));
            for range in ranges(&passage.text, form).filter(|range| !touches(&kept, range)) {
                let finding = Finding::new(format!("`{form}` is not printed in Hong Kong"), format!("write `{house}`"));
                reader.tell(passage, range, Code::DoubtfulForm, finding.fix(*house));
            }
        }
    }
}

/// The spellings of people's names, by the name in Simplified: each with its places.
type Spellings = BTreeMap<String, BTreeMap<String, BTreeSet<Span>>>;

/// How the names of people are spelled wherever they stand: 沈后英 and, where a conversion has been at it, 沈後英.
fn spelled(passages: &[&Passage], reader: &Reader<'_>) -> Spellings {
    /// A name of so many characters stands in no other words.
    const FULL: usize = 3;
    let mut houses: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for house in &reader.people().0 {
        houses.entry(in_place(house)).or_default().push(house);
    }
    let names = Listed::new(houses.keys().map(String::as_str));
    let mut people = Spellings::new();
    for passage in passages {
        let simple = in_place(&passage.text);
        let mut places = names.places(&simple).peekable();
        let kept = if places.peek().is_some() { reader.kept(passage) } else { Vec::new() };
        for range in places.filter(|range| !touches(&kept, range)) {
            let (name, spelled) = (&simple[range.clone()], &passage.text[range.clone()]);
            let is_name = || houses[name].contains(&in_house_style(spelled).as_str());
            if (name.chars().count() >= FULL || is_name())
                && let Some((span, _)) = passage.place(range)
            {
                people.entry(name.to_owned()).or_default().entry(spelled.to_owned()).or_default().insert(span);
            }
        }
    }
    people
}

/// Tells one person's name in several spellings: every place but those of the most frequent one.
fn spellings(people: Spellings, reader: &mut Reader<'_>) {
    for spellings in people.into_values().filter(|spellings| spellings.len() > 1) {
        let most = spellings
            .iter()
            .max_by_key(|(_, places)| (places.len(), Reverse(places.first())))
            .and_then(|(name, places)| Some((name.clone(), *places.first()?)));
        let Some((usual, first)) = most else { continue };
        for (name, places) in spellings.iter().filter(|(name, _)| **name != usual) {
            for place in places {
                let message = format!("`{name}` and `{usual}` are one name in two spellings");
                let told = Diagnostic::warning(Code::MixedVariants, *place, message)
                    .hint("write it as the person does, in every place")
                    .label(first, format!("`{usual}` here"));
                reader.push(told);
            }
        }
    }
}

fn tell(set: &[String], passages: &[&Passage], forms: &Forms, reader: &mut Reader<'_>) {
    let mut found: Vec<(&String, Vec<Span>)> = set.iter().map(|form| (form, Vec::new())).collect();
    for passage in passages {
        if !set.iter().any(|form| passage.text.contains(form.as_str())) {
            continue;
        }
        let mut kept = reader.kept(passage);
        let meets = |word: &str| ranges(&passage.text, word).collect::<Vec<_>>();
        kept.extend(forms.chance.iter().flat_map(|word| meets(word)));
        for (form, places) in &mut found {
            let is_word =
                |range: &Range<usize>| !touches(&kept, range) && may_stand(&passage.text, range, &[house::keys()]);
            let is_prose = |range: &Range<usize>| !reader.names_person(passage, range);
            let in_passage = ranges(&passage.text, form).filter(is_word).filter(is_prose);
            let spans = in_passage.filter_map(|range| passage.place(range)).map(|(span, _)| span);
            places.extend(spans.filter(|span| !reader.allows(*span, Code::MixedVariants)));
        }
    }
    mixed(found, &set[0], reader);
}

/// Chinese years, which write their noughts in one way: 二零二六年, 二〇二六年.
fn noughts(passages: &[&Passage], reader: &mut Reader<'_>) {
    const NOUGHTS: [&str; 3] = ["零", "〇", "○"];
    const FIGURES: &str = "零〇○一二三四五六七八九";
    let forms = NOUGHTS.map(str::to_owned);
    let mut found: Vec<(&String, Vec<Span>)> = forms.iter().map(|form| (form, Vec::new())).collect();
    for passage in passages {
        for (end, _) in passage.text.match_indices('年') {
            let figures = passage.text[..end].char_indices().rev().take_while(|(_, c)| FIGURES.contains(*c));
            let year: Vec<(usize, char)> = figures.collect();
            let [.., (start, '一' | '二')] = year[..] else { continue };
            let year = &passage.text[start..end];
            if is_titled(&passage.text, &(start..end)) {
                continue;
            }
            for (_, places) in found.iter_mut().filter(|(form, _)| year.contains(form.as_str())) {
                let place = passage.place(start..end).filter(|_| year.chars().count() == 4);
                places.extend(place.map(|(span, _)| span).filter(|span| !reader.allows(*span, Code::MixedVariants)));
            }
        }
    }
    mixed(found, &forms[0], reader);
}

/// Tells all places but those of the form that most have.
fn mixed(mut found: Vec<(&String, Vec<Span>)>, house: &str, reader: &mut Reader<'_>) {
    found.retain(|(_, places)| !places.is_empty());
    // The form that most places have is the author's own; the house's where they are even.
    let Some(most) = found.iter().map(|(_, places)| places.len()).max() else { return };
    let Some(usual) = found.iter().position(|(_, places)| places.len() == most) else { return };
    let (usual, usual_places) = found.remove(usual);
    let count = |places: &[Span]| match places.len() {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    for (form, places) in found {
        let message =
            format!("the text has both `{form}` ({}) and `{usual}` ({})", count(&places), count(&usual_places));
        for place in &places {
            let finding = Diagnostic::warning(Code::MixedVariants, *place, message.clone())
                .hint(format!("keep to one form; the house style is `{house}`"))
                .label(usual_places[0], format!("`{usual}` here"));
            reader.push(finding);
        }
    }
}

fn ranges<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(word).map(|(at, found)| at..at + found.len())
}
