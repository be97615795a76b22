//! Where a place in a text stands: in which clause and sentence, of which year, month and product.

use std::ops::Range;

use crate::model::GAP;

/// What ends a clause.
const MARKS: &str = "。；;！？!?，,：:（(）)、\n│|「」“”《》";

/// Names of letters and digits in a sentence, such as those of products: C11. Standards are none.
pub(super) fn models(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = sentence;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let length =
            rest[start..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits > 0
            && !word.starts_with("CO2")
            && !word.starts_with("tCO2")
            && !word.starts_with("PM")
            && !word.starts_with("ISO")
            && !word.starts_with("IATF")
            && !word.starts_with("GB")
            && !word.starts_with("FY")
        {
            found.push(word);
        }
        rest = &rest[start + length..];
    }
    found
}

/// The start of the clause that a place stands in.
pub(super) fn clause(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some((mark, c)) = text[..end].char_indices().rev().find(|(_, c)| MARKS.contains(*c) || *c == GAP) {
        let after = mark + c.len_utf8();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if c == ',' && digit(text[..mark].chars().next_back()) && digit(text[after..].chars().next()) {
            end = mark;
            continue;
        }
        return after;
    }
    0
}

/// Where the clause that a text begins with ends.
pub(super) fn clause_end(text: &str) -> usize {
    text.find(|c: char| MARKS.contains(c) || c == GAP).unwrap_or(text.len())
}

/// The sentence that a place stands in.
pub(super) fn sentence(text: &str, at: usize) -> Range<usize> {
    let ends = |c: char| "。！？!?；;\n".contains(c);
    let start = text[..at].char_indices().rev().find(|(_, c)| ends(*c)).map_or(0, |(mark, c)| mark + c.len_utf8());
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    start..end
}
