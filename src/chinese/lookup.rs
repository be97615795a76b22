//! What OpenCC's dictionaries know about a text, for the checks: conversions by parts of them, without our layers where
//! these would hide a mistake.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::characters::is_of_both;
use super::words::{self, Keys};
use super::{data, house, plain, tree};

/// In [`words_back`]: a character whose form no word settles.
pub const UNSETTLED: char = '\u{e000}';

/// From Simplified into Traditional as far as words of the house style or of OpenCC settle it. What no word settles
/// stays as it is, or is [`UNSETTLED`] if the very same character is a Traditional one as well.
pub fn words_back(text: &str) -> String {
    let marked = words::marked(text, &Keys::default(), house::keys(), true);
    words::unmarked(&settled(&marked)).into_owned()
}

/// A text with the longest words of the house style, or else of OpenCC, in the form that they have in Traditional, and
/// with [`UNSETTLED`] for what is of both scripts and in no word. OpenCC itself would have to open its largest dictionary
/// for this, which takes longer than all other checks of a small report.
fn settled(text: &str) -> String {
    let own: Vec<(usize, char)> = text.char_indices().collect();
    let codes: Vec<u16> = own.iter().map(|(_, character)| tree::code(*character)).collect();
    let forms: Vec<char> = plain::traditional_characters(text).chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some((start, character)) = own.get(at) {
        at += if let Some((word, wording)) = house::word_at(&text[*start..]) {
            out.push_str(wording);
            word.chars().count()
        } else if let Some(length) = words::phrase_at(&codes[at..]) {
            let end = own.get(at + length).map_or(text.len(), |(end, _)| *end);
            match OTHERS.get(&text[*start..end]) {
                Some(form) => out.push_str(form),
                None => out.extend(forms.get(at..at + length).into_iter().flatten()),
            }
            length
        } else {
            out.push(if is_of_both(*character) { UNSETTLED } else { *character });
            1
        };
    }
    out
}

/// OpenCC's phrases towards Traditional that are others than their characters one by one.
static OTHERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| data::words("generated/phrases-hk.txt").collect());

/// Words and their wording in OpenCC's text format.
pub(crate) fn dictionary<'w>(words: impl IntoIterator<Item = (&'w String, &'w String)>) -> String {
    let mut out = String::new();
    for (word, wording) in words {
        let _ = writeln!(out, "{word}\t{}", wording.replace(' ', SPACE_TEXT));
    }
    out
}

/// Stands for a space in a generated dictionary, where a space would separate one reading from the next. Noncharacters
/// are reserved for such use within a program (Unicode 16.0 section 23.7).
pub(crate) const SPACE: char = '\u{FDD0}';

/// [`SPACE`] as a text, which is found much faster than a character.
pub(crate) const SPACE_TEXT: &str = "\u{FDD0}";

#[cfg(test)]
mod tests {
    use super::super::plain::{read_as_taiwan, simplified, traditional_characters};
    use super::*;

    #[test]
    fn what_the_dictionaries_know() {
        assert_eq!(traditional_characters("发展里程"), "發展裏程");
        assert_eq!(simplified("控製溫室氣體"), "控制温室气体");
        assert_eq!(words_back("控制"), "控制");
        assert_eq!(words_back("制"), UNSETTLED.to_string());
        assert_eq!(read_as_taiwan("網路與軟體"), "網絡與軟件");
    }
}
