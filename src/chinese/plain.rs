//! OpenCC's own dictionaries, asked one by one: conversions by parts of them, without any layer of ours.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::dictionaries::Dictionaries;
use super::opencc::OpenCc;
use crate::store::system::Scratch;

/// Which dictionaries are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    TraditionalCharacters,
    Simplified,
    FromTaiwan,
    HongKongForms,
}

/// Character by character into OpenCC's Traditional, whatever word it stands in.
pub fn traditional_characters(text: &str) -> String {
    ask(Part::TraditionalCharacters, text)
}

/// Into Simplified, words kept.
pub fn simplified(text: &str) -> String {
    ask(Part::Simplified, text)
}

/// With Taiwan's words replaced by the mainland's, in Traditional: what tw2sp does beyond tw2s.
pub fn read_as_taiwan(text: &str) -> String {
    ask(Part::FromTaiwan, text)
}

/// OpenCC's Traditional in the forms of Hong Kong: its last step towards it.
pub(crate) fn hong_kong_forms(text: &str) -> String {
    ask(Part::HongKongForms, text)
}

/// Opens what is asked for when it is first asked for: it depends on nothing but the program, and takes longer to open
/// than to ask.
fn ask(part: Part, text: &str) -> String {
    static OPEN: [OnceLock<Option<OpenCc>>; 4] = [const { OnceLock::new() }; 4];
    let open = || {
        let list = |dictionaries: &Dictionaries, _: &Scratch| {
            let own = |name| dictionary(dictionaries, name);
            Ok(match part {
                Part::TraditionalCharacters => vec![own("STCharacters")],
                Part::Simplified => {
                    vec![own("HKVariantsRev"), first_of(vec![own("TSPhrases"), own("TSCharacters")])]
                }
                Part::FromTaiwan => vec![own("TWPhrasesRev")],
                Part::HongKongForms => vec![first_of(vec![own("HKVariantsPhrases"), own("HKVariants")])],
            })
        };
        chain(list).ok()
    };
    converted(OPEN[part as usize].get_or_init(open).as_ref(), text)
}

/// The text itself where OpenCC cannot be opened: then nothing is found, and conversion reports the reason.
pub(super) fn converted(opencc: Option<&OpenCc>, text: &str) -> String {
    let Some(opencc) = opencc.filter(|_| !text.contains('\0')) else { return text.to_owned() };
    opencc.convert(text, str::to_owned).unwrap_or_else(|| text.to_owned())
}

/// One of OpenCC's own dictionaries, as its configurations name it.
pub(super) fn dictionary(dictionaries: &Dictionaries, name: &str) -> Value {
    json!({ "type": "ocd2", "file": dictionaries.path(&format!("{name}.ocd2")) })
}

/// Several dictionaries, of which the first that knows a text is taken.
pub(super) fn first_of(list: Vec<Value>) -> Value {
    json!({ "type": "group", "match_policy": "short_circuit", "dicts": list })
}

/// Opens a converter that asks these dictionaries one after the other. Those of our own are written to the folder.
pub(super) fn chain(
    list: impl FnOnce(&Dictionaries, &Scratch) -> Result<Vec<Value>, String>,
) -> Result<OpenCc, String> {
    let folder = Scratch::new().map_err(|error| error.to_string())?;
    let dictionaries = Dictionaries::unpack().map_err(|error| error.to_string())?;
    let chain: Vec<Value> = list(&dictionaries, &folder)?.into_iter().map(|dict| json!({ "dict": dict })).collect();
    let configuration = json!({ "name": "huibao checks", "conversion_chain": chain });
    let path = folder.write("huibao.json", configuration.to_string()).map_err(|error| error.to_string())?;
    OpenCc::open(&path)
}
