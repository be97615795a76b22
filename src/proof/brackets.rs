//! Half-width brackets in Chinese, and those that are right: in Latin text, numbers of items, codes, citations.

use std::ops::Range;

use super::text::Text;
use super::{Finding, Reader};
use crate::chinese::is_han;
use crate::diag::Code;
use crate::model::{Edition, GAP, Passage};

/// A pair of half-width brackets: where, and what would be told of it.
type Pair<'a> = (&'a Passage, Range<usize>, Finding);

/// The pairs of brackets in a Hong Kong text.
#[derive(Default)]
pub(super) struct Brackets<'a> {
    /// How many are full-width.
    full: usize,
    /// Those that should be, and what is told of each.
    half: Vec<Pair<'a>>,
    /// The pairs of either edition around Latin words and codes, 市場營銷 (Marketing): full-width ones, and the others.
    glosses: (usize, Vec<Pair<'a>>),
}

/// A text with as many half-width brackets around Latin words keeps to them, if no more are full-width: one type has both.
const GLOSSES: usize = 3;

/// A text with as many pairs of half-width brackets keeps to them, as filings do, …
const A_STYLE: usize = 10;

/// … if so many of its brackets are half-width for each that is full-width.
const TO_ONE: usize = 10;

impl<'a> Brackets<'a> {
    /// A pair of full-width brackets.
    pub(super) fn full(&mut self, from: usize, to: usize, text: &Text<'a>) {
        self.full += usize::from(text.passage.edition == Edition::ZhHantHk);
        self.glosses.0 += usize::from(!text.has_han(from + 1..to));
    }

    /// A pair of half-width ones.
    pub(super) fn half(&mut self, from: usize, to: usize, text: &Text<'a>, reader: &mut Reader<'_>) {
        let Some((range, finding)) = half_width(from, to, text, reader) else { return };
        if !text.has_han(from + 1..to) {
            self.glosses.1.push((text.passage, range, finding));
        } else if text.passage.edition == Edition::ZhHantHk {
            self.half.push((text.passage, range, finding));
        } else {
            reader.tell(text.passage, range, Code::HalfWidthMark, finding);
        }
    }

    /// Tells every pair, or once that all of them are half-width.
    pub(super) fn tell(mut self, reader: &mut Reader<'_>) {
        let (full, glosses) = self.glosses;
        if glosses.len() < GLOSSES || glosses.len() < full {
            let (own, others): (Vec<_>, _) =
                glosses.into_iter().partition(|(passage, ..)| passage.edition == Edition::ZhHantHk);
            self.half.extend(own);
            for (passage, range, finding) in others {
                reader.tell(passage, range, Code::HalfWidthMark, finding);
            }
        }
        let count = self.half.len();
        let is_style = count >= A_STYLE && count >= self.full * TO_ONE;
        for (passage, range, finding) in self.half {
            if is_style {
                let message = format!("half-width brackets in Chinese, throughout ({count} pairs)");
                let finding = Finding::new(message, "write `（…）`, or keep to them: filings print both");
                reader.tell(passage, range, Code::HalfWidthMark, finding);
                return;
            }
            reader.tell(passage, range, Code::HalfWidthMark, finding);
        }
    }
}

/// Where a pair of half-width brackets stands that should be full-width, and what is told of it.
fn half_width(from: usize, to: usize, text: &Text<'_>, reader: &Reader<'_>) -> Option<(Range<usize>, Finding)> {
    let inside = text.slice(from + 1..to);
    let is_area_code = text.get(to + 1) == ' ' && inside.chars().all(|character| matches!(character, '0'..='9' | '+'));
    if is_area_code
        || is_item(inside)
        || is_stock_code(inside)
        || is_of_citation(from, to, text)
        || is_of_latin(from, to, text)
    {
        return None;
    }
    // Full-width brackets bring their own room: blanks inside them and beside them belonged to the others.
    let bare = inside.trim_matches(' ');
    let finding =
        Finding::new("half-width brackets in Chinese", format!("write `（{}）`", as_typed(from, to, text, reader)));
    // Only where nothing but language stands between them.
    let finding = if inside.contains(GAP) { finding } else { finding.fix(format!("（{bare}）")) };
    let is_room = |at: usize| text.get(at) == ' ' && is_typed_blank(text, at, reader);
    let start = from - usize::from(from > 1 && is_room(from - 1));
    let end = to + 1 + usize::from(to + 2 < text.characters.len() && is_room(to + 1));
    Some((text.range(start..end), finding))
}

/// What stands in a pair of brackets, with the markup that the file has.
fn as_typed(from: usize, to: usize, text: &Text<'_>, reader: &Reader<'_>) -> String {
    let place = text.passage.place(text.range(from..to + 1)).map(|(span, _)| reader.sources.text(span));
    let typed = place.and_then(|typed| typed.strip_prefix('(')?.strip_suffix(')'));
    typed.unwrap_or(text.slice(from + 1..to)).trim().to_owned()
}

/// Whether a blank is one in the file, no line break.
fn is_typed_blank(text: &Text<'_>, at: usize, reader: &Reader<'_>) -> bool {
    text.passage
        .place(text.range(at..at + 1))
        .is_some_and(|(span, is_exact)| is_exact && reader.sources.text(span) == " ")
}

/// Whether brackets stand in a Latin text, or gloss a Latin name: `Sun Yat-sen University (中山大學)`, `國安(HK) Limited`,
/// `(the "Company")`.
fn is_of_latin(from: usize, to: usize, text: &Text<'_>) -> bool {
    const MARKS: [char; 4] = [',', '.', '*', ')'];
    let is_latin = |c: char| c.is_ascii_alphanumeric() || MARKS.contains(&c);
    let (mut before, mut after) = (text.before(from), text.get(to + 1));
    let has_han = text.has_han(from + 1..to);
    if before == ' ' && from > 1 {
        before = text.get(from - 2);
    }
    if after == ' ' {
        after = text.get(to + 2);
    }
    let is_gloss = is_latin(before) && (!is_han(after) || !has_han);
    is_gloss || (!has_han && (!is_han(before) || after.is_ascii_alphabetic() || text.has_words(from + 1..to)))
}

/// Whether brackets hold the code of a listed share: (2015.HK), (600519.SH).
fn is_stock_code(inside: &str) -> bool {
    let is_number = |number: &str| (3..=6).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
    let is_market = |market: &str| market.len() == 2 && market.bytes().all(|c| c.is_ascii_uppercase());
    inside.split_once('.').is_some_and(|(number, market)| is_number(number) && is_market(market))
}

/// Whether brackets number an item of a list in a sentence, as filings print them: (i), (a), (12), (二).
fn is_item(inside: &str) -> bool {
    let is_chinese = inside.chars().count() <= 3 && inside.chars().all(|c| "一二三四五六七八九十".contains(c));
    let is_roman = inside.len() <= 5 && inside.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    let is_letter = inside.len() == 1 && inside.chars().all(|c| c.is_ascii_alphabetic());
    let is_number = inside.len() <= 2 && inside.chars().all(|c| c.is_ascii_digit());
    !inside.is_empty() && (is_roman || is_letter || is_number || is_chinese)
}

/// Whether a bracket holds the number of a paragraph, as citations have them: `第3.10(1)及(2)條`, `附註(a)`. Such brackets
/// belong together, and the first of them stands behind a Latin number.
fn is_of_citation(from: usize, to: usize, text: &Text<'_>) -> bool {
    const LONGEST: usize = 4;
    /// What parts the numbers of a citation, and what they are numbers of.
    const AROUND: &str = "第條条款項项段節节註注及和或至與与、,，-–～~";
    let is_number = |range: Range<usize>| {
        let inside = text.slice(range);
        let is_roman = inside.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        let letters = inside.trim_start_matches(|c: char| c.is_ascii_digit());
        !inside.is_empty()
            && inside.len() <= LONGEST
            && (is_roman || (letters.len() <= 1 && letters.chars().all(|c| c.is_ascii_alphabetic())))
    };
    let is_beside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '(' | ')') || AROUND.contains(c);
    is_number(from + 1..to) && (is_beside(text.before(from)) || is_beside(text.get(to + 1)))
}
