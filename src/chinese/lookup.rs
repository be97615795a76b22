//! What OpenCC's dictionaries know about a text, for the checks: conversions by parts of them, without our layers where
//! these would hide a mistake.

use std::fmt::Write as _;
use std::sync::{LazyLock, OnceLock};

use serde_json::{Value, json};

use super::opencc::OpenCc;
use super::words::{self, Keys};
use super::{characters, house, plain, readings};
use crate::model::Edition;

/// In [`Lookup::words_back`]: a character whose form no word settles.
pub const UNSETTLED: char = '\u{e000}';

/// Opens what is asked for when it is first asked for.
#[derive(Default)]
pub struct Lookup {
    words_back: OnceLock<Option<OpenCc>>,
}

impl Lookup {
    /// The one of this program. It depends on nothing but the program, and takes longer to open than to ask.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Lookup> = LazyLock::new(Lookup::default);
        &SHARED
    }

    /// Character by character into OpenCC's Traditional, whatever word it stands in.
    pub fn traditional_characters(&self, text: &str) -> String {
        plain::traditional_characters(text)
    }

    /// Into Simplified, words kept.
    pub fn simplified(&self, text: &str) -> String {
        plain::simplified(text)
    }

    /// From Simplified into Traditional as far as words of the house style or of OpenCC settle it. What no word settles
    /// stays as it is, or is [`UNSETTLED`] if the very same character is a Traditional one as well.
    pub fn words_back(&self, text: &str) -> String {
        let marked = words::marked(text, &Keys::default(), house::keys(), true);
        let opencc = self.words_back.get_or_init(|| open_words_back().ok());
        words::unmarked(&plain::converted(opencc.as_ref(), &marked)).into_owned()
    }

    /// With Taiwan's words replaced by the mainland's, in Traditional: what tw2sp does beyond tw2s.
    pub fn read_as_taiwan(&self, text: &str) -> String {
        plain::from_taiwan(text)
    }

    /// Whether Simplified and Traditional text both have this character (`standards/script/reviewed/both-scripts.txt`).
    pub fn is_of_both(&self, character: char) -> bool {
        characters::of_both_scripts().contains(&character)
    }

    /// Whether a Simplified character becomes one of several in Traditional.
    pub fn has_readings(&self, character: char) -> bool {
        readings::are_several(character)
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lookup")
    }
}

fn open_words_back() -> Result<OpenCc, String> {
    plain::chain(|dictionaries, folder| {
        let text = |name: &str, text: String| -> Result<Value, String> {
            let path = folder.write(name, text).map_err(|error| error.to_string())?;
            Ok(json!({ "type": "text", "file": path.display().to_string() }))
        };
        let words = house::phrases(Edition::ZhHantHk);
        let words = words.iter().filter(|(word, _)| word.chars().nth(1).is_some());
        let both = characters::of_both_scripts().iter();
        let markers: String = both.map(|character| format!("{character}\t{UNSETTLED}\n")).collect();
        let words = text("words.txt", dictionary(words))?;
        let phrases = plain::dictionary(dictionaries, "STPhrases");
        Ok(vec![plain::first_of(vec![words, phrases, text("markers.txt", markers)?])])
    })
}

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
    use super::*;

    #[test]
    fn what_the_dictionaries_know() {
        let lookup = Lookup::default();
        assert_eq!(lookup.traditional_characters("发展里程"), "發展裏程");
        assert_eq!(lookup.simplified("控製溫室氣體"), "控制温室气体");
        assert_eq!(lookup.words_back("控制"), "控制");
        assert_eq!(lookup.words_back("制"), UNSETTLED.to_string());
        assert_eq!(lookup.read_as_taiwan("網路與軟體"), "網絡與軟件");
    }
}
