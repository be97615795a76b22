//! The lists below `standards/script`, read in one way: one entry a line, fields parted by tabs, `#` opens a comment
//! line. Those that people write are in `reviewed/`, those that scripts write in `generated/`. A list of words has several on a line, parted by blanks, each with `=` and its wording in the other script
//! where that is different.

use crate::assets;

/// The entries of a reviewed list by its name, or of one in `generated/`, comments and empty lines left out.
///
/// # Panics
/// If the list is not embedded.
pub fn lines(name: &str) -> impl Iterator<Item = &'static str> + use<> {
    let folder = if name.starts_with("generated/") { "script" } else { "script/reviewed" };
    let text = assets::standard(&format!("{folder}/{name}")).expect("embedded by the build");
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// The fields of each entry.
pub fn rows(name: &str) -> impl Iterator<Item = Vec<&'static str>> + use<> {
    lines(name).map(|line| line.split('\t').collect())
}

/// The words of a list, each with its wording in the other script.
pub fn words(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    lines(name).flat_map(str::split_whitespace).map(|entry| entry.split_once('=').unwrap_or((entry, entry)))
}
