//! A list of abbreviations, held against the text: what is used and not explained, explained and not used, or explained
//! in two ways. A report without a list is not asked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use indexmap::IndexMap;

use crate::chinese::is_han;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Component, Data, Inline, InlineKind};
use crate::model::{Document, Edition, Given, Passage, Printed, STAND_INS, Visit, VisitMut, plain_text};
use crate::source::{Sources, Span, Spanned};

/// Letters of an abbreviation. Longer ones are names in capitals.
const LETTERS: Range<usize> = 2..7;

/// Capitals that are none: numbers, which no list explains.
const NUMBERS: [&str; 8] = ["II", "III", "IV", "VI", "VII", "VIII", "IX", "XI"];

/// Signs of currencies that letters stand before: HK$.
const MONEY: [char; 5] = ['$', '€', '£', '¥', '￥'];

/// Whether a character is set low or high, as in formulas.
fn is_script(c: char) -> bool {
    matches!(c, '⁰'..='₟' | '²' | '³' | '¹')
}

/// Puts the lists into the order of their letters, and tells where they and the text of the source part.
pub(super) fn check(document: &mut Document, sources: &Sources, sink: &mut Sink) {
    let Document { chapters, edition, is_source, .. } = document;
    let mut lists = Lists::default();
    chapters.iter_mut().for_each(|chapter| lists.chapter(chapter));
    if lists.listed.is_empty() || !*is_source {
        return;
    }
    let mut uses = Uses {
        edition: *edition,
        sources,
        listed: &lists.listed,
        named: BTreeSet::new(),
        found: BTreeMap::new(),
        otherwise: Vec::new(),
    };
    chapters.iter().for_each(|chapter| uses.chapter(chapter));
    for (short, Use { place, is_explained }) in &uses.found {
        if !is_explained && !lists.listed.contains_key(short) {
            let message = format!("`{short}` is used, and the list of abbreviations does not have it");
            let hint = format!("add it to the list, or write 全名（{short}） where it is first used");
            sink.push(Diagnostic::note(Code::Abbreviation, *place, message).hint(hint));
        }
    }
    for (short, (name, place)) in &lists.listed {
        if !uses.named.contains(short.as_str()) {
            let message = format!("`{short}` ({name}) is explained, but nothing in the report uses it");
            sink.push(Diagnostic::note(Code::Abbreviation, *place, message).hint("take it out of the list"));
        }
    }
    for (short, place) in uses.otherwise {
        let (name, own) = &lists.listed[&short];
        let message = format!("`{short}` is explained otherwise here than in the list: {name}");
        let hint = "use one name for one thing";
        sink.push(Diagnostic::note(Code::Abbreviation, place, message).label(*own, "explained here").hint(hint));
    }
}

/// What the lists explain: the name and where it is given.
#[derive(Default)]
struct Lists {
    listed: BTreeMap<String, (String, Span)>,
}

fn short_of(item: &IndexMap<String, Data>) -> Option<&Spanned<String>> {
    match item.get("short") {
        Some(Data::Plain(short)) => Some(short),
        _ => None,
    }
}

impl<'a> VisitMut<'a, Printed> for Lists {
    fn block(&mut self, block: &'a mut Block) {
        if let BlockKind::Component(Component { given, fields, .. }) = &mut block.kind
            && given.contains(&Given::Abbreviations)
            && let Some(Data::List(items)) = fields.get_mut("items")
        {
            items.sort_by_key(|item| match item {
                Data::Map(item) => short_of(item).map(|short| short.node.to_lowercase()),
                _ => None,
            });
            for item in items {
                let Data::Map(item) = item else { continue };
                let name = match item.get("name") {
                    Some(Data::Text(name)) => plain_text(name),
                    _ => String::new(),
                };
                if let Some(short) = short_of(item) {
                    self.listed.entry(short.node.clone()).or_insert((name, short.span));
                }
            }
        }
        self.inside_block(block);
    }

    fn line(&mut self, _: &'a mut [Inline]) {}
}

/// Where an abbreviation is first used, and whether its name stands beside it somewhere.
struct Use {
    place: Span,
    is_explained: bool,
}

/// The abbreviations in the text.
struct Uses<'l> {
    edition: Edition,
    sources: &'l Sources,
    listed: &'l BTreeMap<String, (String, Span)>,
    /// Those of the lists that stand anywhere, in a name or beside Latin words as well: UHF RFID.
    named: BTreeSet<&'l str>,
    found: BTreeMap<String, Use>,
    otherwise: Vec<(String, Span)>,
}

impl<'a> Visit<'a, Printed> for Uses<'_> {
    fn block(&mut self, block: &'a Block) {
        let is_list = |component: &Component| component.is_given(Given::Abbreviations);
        if !matches!(&block.kind, BlockKind::Component(component) if is_list(component)) {
            self.inside_block(block);
        }
    }

    fn line(&mut self, line: &'a [Inline]) {
        self.read(line);
    }
}

impl Uses<'_> {
    fn read(&mut self, line: &[Inline]) {
        for (at, inline) in line.iter().enumerate() {
            let InlineKind::Text(text) = &inline.kind else {
                self.read(inline.children());
                continue;
            };
            self.named.extend(self.listed.keys().map(String::as_str).filter(|short| stands(text, short)));
            // CH~4~ is a formula, what stands behind a figure a unit.
            let behind = line.get(at + 1).map(|next| &next.kind);
            let is_formula = matches!(behind, Some(InlineKind::Sub(_) | InlineKind::Super(_)));
            let is_measured = at > 0 && matches!(line[at - 1].kind, InlineKind::Own(_));
            let first = text.len() - text.trim_start().len();
            for range in abbreviations(text) {
                if !(is_formula && range.end == text.len() || is_measured && range.start == first) {
                    self.found(text, &range, inline.span);
                }
            }
        }
    }

    fn found(&mut self, text: &str, range: &Range<usize>, span: Span) {
        let short = &text[range.clone()];
        let mut passage = Passage::new(self.edition);
        passage.align(text, span, &self.sources.get(span.source).text);
        let place = passage.place(range.clone()).map_or(span, |(place, _)| place);
        let (before, behind) = (&text[..range.start], &text[range.end..]);
        let name = before.strip_suffix(['（', '(']).filter(|_| behind.starts_with(['）', ')', '，', ',']));
        let follows = behind.strip_prefix(['（', '(']).is_some_and(|rest| rest.starts_with(is_han));
        let entry = self.found.entry(short.to_owned()).or_insert(Use { place, is_explained: false });
        entry.is_explained |= follows || name.is_some_and(|name| name.ends_with(is_named));
        if let (Some(name), Some((listed, _))) = (name.filter(|name| name.ends_with(is_named)), self.listed.get(short))
        {
            let name = name.trim_end_matches(['」', '”', '》', '"']);
            if !listed.is_empty() && !name.ends_with(listed.as_str()) {
                self.otherwise.push((short.to_owned(), place));
            }
        }
    }
}

/// What a name ends with, its quotation marks too.
fn is_named(c: char) -> bool {
    is_han(c) || c.is_ascii_lowercase() || matches!(c, '」' | '”' | '》' | '"')
}

/// Whether an abbreviation stands in a text, not within a longer word.
fn stands(text: &str, short: &str) -> bool {
    text.match_indices(short).any(|(at, _)| {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + short.len()..].chars().next())
    })
}

/// The abbreviations of a text: capitals that stand by themselves, no part of a code, an address, a formula or a
/// product's name, no unit, currency, norm, rating or word to oneself.
fn abbreviations(text: &str) -> Vec<Range<usize>> {
    let is_part =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '@' | '&' | '+' | '·' | '‧');
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_part(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                let word = text[from..at].trim_end_matches('.');
                let is_short = LETTERS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
                // Words in capitals one after the other are a heading in English.
                let beside = text[at..].trim_start_matches(' ').starts_with(|c: char| c.is_ascii_uppercase())
                    || text[..from].trim_end_matches(' ').ends_with(|c: char| c.is_ascii_alphabetic());
                // 12 GJ; ISO 9001, HK$; CO₂; a rating: AAA.
                let counts = |c: char| c.is_ascii_digit();
                let is_of_figure = text[..from].trim_end_matches([' ', '\u{a0}']).ends_with(counts)
                    || text[at..].trim_start_matches([' ', '\u{a0}']).starts_with(|c| counts(c) || MONEY.contains(&c))
                    || text[at..].starts_with(is_script);
                let is_rating = word.bytes().all(|byte| byte == word.as_bytes()[0]);
                // #REF! is no word of the author's.
                let is_error = text[..from].ends_with('#');
                let is_none =
                    is_of_figure || is_rating || is_error || NUMBERS.contains(&word) || STAND_INS.contains(&word);
                if is_short && !beside && !is_none {
                    found.push(from..from + word.len());
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_capitals_that_stand_alone() {
        let text = "按照TCFD及ISSB的建議，LEAP3.0與ISO14001、CO2、MWh、第IV類、PDF檔案（ESG）。A. THE END";
        let found: Vec<&str> = abbreviations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["TCFD", "ISSB", "PDF", "ESG"]);
    }

    #[test]
    fn parts_of_formulas_norms_units_money_and_ratings_are_none() {
        let text = "CO₂e、12 GJ、HK$2億、RMB 3、EN 14065:2016、GB 4287、評級BBB及AA、T·PARK、T‧PARK、待TODO及TBC、#REF!、#VALUE!";
        let found: Vec<&str> = abbreviations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn what_is_listed_stands_beside_other_words_too() {
        for (text, short) in
            [("UHF RFID晶片", "RFID"), ("UHF RFID晶片", "UHF"), ("IPCC AR6 WG1", "IPCC"), ("ISO9001", "ISO")]
        {
            assert!(stands(text, short), "{text}");
        }
        assert!(!stands("RFIDS", "RFID") && !stands("XESG", "ESG"));
    }
}
