//! What people see when something is done: closing lines, problems. The only functions that print.

use std::io::{self, Write};

use crate::diag::render::{self, printable};
use crate::diag::{Code, Diagnostic, Severity};
use crate::output;
use crate::source::Sources;

/// One closing line about what was made.
pub(super) fn say(quiet: bool, line: &str) {
    if !quiet {
        to_stderr(&format!("{}\n", printable(line)));
    }
}

/// Why huibao could not run.
pub(super) fn complain(message: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    to_stderr(&format!("{style}error{style:#}: {}\n", printable(message)));
}

/// What may not be as it was meant.
pub(super) fn warn(message: &str) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    to_stderr(&format!("{style}warning{style:#}: {}\n", printable(message)));
}

/// Problems found while making something.
pub(super) fn problems(list: &[Diagnostic], sources: &Sources) {
    to_stderr(&render::human(list, sources));
}

/// Remarks beside the result. Where nobody can read them there is nobody to tell so.
fn to_stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// The result of a command, for people or programs to read. A closed pipe is no error: the reader has what it wants.
///
/// # Errors
/// One sentence if it cannot be written, e.g. to a full disk.
pub(super) fn result(text: &str) -> Result<(), String> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(&error)),
        _ => Ok(()),
    }
}

/// Why a result could not be written to where the command line sends it.
pub(super) fn unwritten(error: &io::Error) -> String {
    format!("the result cannot be written: {}", output::reason(error))
}

/// What keeps the machine from converting texts at all: no fault of the report, and told instead of everything else.
///
/// # Errors
/// One sentence, if there is such a fault.
pub(super) fn able(list: &[Diagnostic]) -> Result<(), String> {
    let fault = list.iter().find(|problem| problem.code == Code::Conversion && problem.place.is_none());
    fault.map_or(Ok(()), |fault| Err(fault.message.clone()))
}

/// "1 problem", "3 problems".
pub(super) fn count(problems: usize) -> String {
    counted(problems, "problem")
}

/// "1 error", "3 warnings".
fn counted(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

/// "2 errors, 1 warning and 3 notes".
pub(super) fn summary(list: &[Diagnostic]) -> String {
    let count = |severity| list.iter().filter(|problem| problem.severity == severity).count();
    let parts: Vec<String> =
        [(count(Severity::Error), "error"), (count(Severity::Warning), "warning"), (count(Severity::Note), "note")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, of)| counted(number, of))
            .collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => counted(0, "problem"),
    }
}
