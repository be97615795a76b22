//! `huibao explain`: what a code means and what to do.

use std::fmt::Write as _;

use super::{FINE, args, terminal};
use crate::diag::{Code, suggest};

/// Prints the explanation of a code, or of all.
pub(super) fn explain(command: &args::Explain) -> Result<u8, String> {
    let codes: Vec<Code> = match &command.code {
        None => Code::ALL.to_vec(),
        Some(name) => {
            let name = name.trim_matches(['[', ']', '`']);
            let code = Code::from_name(name).ok_or_else(|| {
                let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
                format!("there is no code `{name}`; {}", suggest(name, names))
            })?;
            vec![code]
        }
    };
    let mut out = String::new();
    for code in codes {
        let _ = writeln!(out, "{code}: {}", code.explanation());
    }
    terminal::result(&out)?;
    Ok(FINE)
}
