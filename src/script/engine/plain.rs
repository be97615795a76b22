//! OpenCC without layers.

use super::{call, unwritable};
use crate::chinese::dictionaries::{self, Dictionaries};
use crate::chinese::opencc::OpenCc;
use crate::diag::suggest;

/// OpenCC as it is, by one of its own configurations: no layers, nothing protected, quotation marks as they are.
pub struct Plain(OpenCc);

impl Plain {
    /// Opens a configuration by its name, e.g. `s2hk`.
    ///
    /// # Errors
    /// If there is no such configuration, or OpenCC's files can be written nowhere.
    pub fn new(configuration: &str) -> Result<Self, String> {
        let configuration = configuration.trim_end_matches(".json");
        let known = dictionaries::configurations();
        if !known.clone().any(|name| name == configuration) {
            let hint = suggest(configuration, known.clone());
            let all: Vec<&str> = known.collect();
            return Err(format!("OpenCC has no configuration `{configuration}`: {hint} It has {}.", all.join(", ")));
        }
        let dictionaries = Dictionaries::unpack().map_err(unwritable)?;
        let path = dictionaries.path(&format!("{configuration}.json"));
        OpenCc::open(path.as_ref()).map(Self)
    }

    /// Converts a text.
    pub fn convert(&self, text: String) -> String {
        call(&self.0, text, str::to_owned)
    }
}
