//! The home of `serde_yaml`. Its upstream is archived: should it ever have to go, this is the place.

use serde::de::DeserializeOwned;

pub use serde_yaml::Error;

/// Reads YAML into a type.
///
/// # Errors
/// If the text is no YAML or has another shape; the error tells its place.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_yaml::from_str(text)
}
