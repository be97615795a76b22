//! What OpenCC's dictionaries know about a text, for the checks: conversions by parts of them, without our layers where
//! these would hide a mistake.

use std::fmt::Write as _;
use std::sync::{LazyLock, OnceLock};

use serde_json::{Value, json};

use super::dictionaries::Dictionaries;
use super::opencc::OpenCc;
use super::words::{self, Keys};
use super::{characters, house, readings};
use crate::model::Edition;
use crate::store::system::Scratch;

/// In [`Lookup::words_back`]: a character whose form no word settles.
pub const UNSETTLED: char = '\u{e000}';

/// Which question is put to the dictionaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    TraditionalCharacters,
    Simplified,
    WordsBack,
    FromTaiwan,
}

/// Opens what is asked for when it is first asked for.
#[derive(Default)]
pub struct Lookup {
    open: [OnceLock<Option<OpenCc>>; 4],
}

impl Lookup {
    /// The one of this program. It depends on nothing but the program, and takes longer to open than to ask.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Lookup> = LazyLock::new(Lookup::default);
        &SHARED
    }

    /// Character by character into OpenCC's Traditional, whatever word it stands in.
    pub fn traditional_characters(&self, text: &str) -> String {
        self.ask(Question::TraditionalCharacters, text)
    }

    /// Into Simplified, words kept.
    pub fn simplified(&self, text: &str) -> String {
        self.ask(Question::Simplified, text)
    }

    /// From Simplified into Traditional as far as words of the house style or of OpenCC settle it. What no word settles
    /// stays as it is, or is [`UNSETTLED`] if the very same character is a Traditional one as well.
    pub fn words_back(&self, text: &str) -> String {
        let marked = words::marked(text, &Keys::default(), house::keys(), true);
        words::unmarked(&self.ask(Question::WordsBack, &marked)).into_owned()
    }

    /// With Taiwan's words replaced by the mainland's, in Traditional: what tw2sp does beyond tw2s.
    pub fn read_as_taiwan(&self, text: &str) -> String {
        self.ask(Question::FromTaiwan, text)
    }

    /// Whether Simplified and Traditional text both have this character (`standards/script/both-scripts.txt`).
    pub fn is_of_both(&self, character: char) -> bool {
        characters::of_both_scripts().contains(&character)
    }

    /// Whether a Simplified character becomes one of several in Traditional.
    pub fn has_readings(&self, character: char) -> bool {
        readings::are_several(character)
    }

    /// The text itself where OpenCC cannot be opened: then nothing is found, and conversion reports the reason.
    fn ask(&self, question: Question, text: &str) -> String {
        let open = self.open[question as usize].get_or_init(|| {
            let dictionaries = Dictionaries::unpack().ok()?;
            open(question, &dictionaries).ok()
        });
        let Some(opencc) = open.as_ref().filter(|_| !text.contains('\0')) else { return text.to_owned() };
        opencc.convert(text, str::to_owned).unwrap_or_else(|| text.to_owned())
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lookup")
    }
}

fn open(question: Question, dictionaries: &Dictionaries) -> Result<OpenCc, String> {
    let folder = Scratch::new().map_err(|error| error.to_string())?;
    let own = |name: &str| json!({ "type": "ocd2", "file": dictionaries.path(&format!("{name}.ocd2")) });
    let text = |name: &str, text: String| -> Result<Value, String> {
        let path = folder.write(name, text).map_err(|error| error.to_string())?;
        Ok(json!({ "type": "text", "file": path.display().to_string() }))
    };
    let first_of = |list: Vec<Value>| json!({ "type": "group", "match_policy": "short_circuit", "dicts": list });
    let chain = match question {
        Question::TraditionalCharacters => vec![own("STCharacters")],
        Question::Simplified => vec![own("HKVariantsRev"), first_of(vec![own("TSPhrases"), own("TSCharacters")])],
        Question::FromTaiwan => vec![own("TWPhrasesRev")],
        Question::WordsBack => {
            let words = house::phrases(Edition::ZhHantHk);
            let words = words.iter().filter(|(word, _)| word.chars().nth(1).is_some());
            let both = characters::of_both_scripts().iter();
            let markers: String = both.map(|character| format!("{character}\t{UNSETTLED}\n")).collect();
            vec![first_of(vec![text("words.txt", dictionary(words))?, own("STPhrases"), text("markers.txt", markers)?])]
        }
    };
    let chain: Vec<Value> = chain.into_iter().map(|dict| json!({ "dict": dict })).collect();
    let configuration = json!({ "name": "huibao checks", "conversion_chain": chain });
    let path = folder.write("huibao.json", configuration.to_string()).map_err(|error| error.to_string())?;
    OpenCc::open(&path)
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
