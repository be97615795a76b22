//! OpenCC's own dictionaries and configurations: embedded in the binary and unpacked once, because OpenCC reads them from files.

use std::io;

use crate::store::system::Unpacked;

include!(concat!(env!("OUT_DIR"), "/dictionaries.rs"));

/// A folder that holds all of OpenCC's dictionaries and configurations.
pub(crate) struct Dictionaries(Unpacked);

impl Dictionaries {
    /// The dictionaries in the user's cache folder, or in a temporary one, which is needed only until OpenCC has read
    /// them.
    ///
    /// # Errors
    /// If there is no place to write to at all.
    pub(crate) fn unpack() -> io::Result<Self> {
        Unpacked::new(&format!("opencc-{HASH}"), DICTIONARIES).map(Self)
    }

    /// The path of a dictionary file.
    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path(name).display().to_string()
    }
}

/// OpenCC's own configurations by name, e.g. `s2hk`, sorted.
pub(crate) fn configurations() -> impl Iterator<Item = &'static str> + Clone {
    DICTIONARIES.iter().filter_map(|(name, _)| name.strip_suffix(".json"))
}
