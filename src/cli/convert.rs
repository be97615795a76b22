//! `huibao convert`: a text from one script to the other.

use super::args;

/// Converts a file or standard input.
pub(super) fn convert(_command: &args::Convert) -> Result<u8, String> {
    Err("the converter is not built in yet".to_owned())
}
