//! What people see when something is done: closing lines, problems.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the one place that prints")]

use std::io::Write;

use crate::diag::Diagnostic;
use crate::diag::render;
use crate::source::Sources;

/// One closing line about what was made.
pub(super) fn say(quiet: bool, line: &str) {
    if !quiet {
        anstream::eprintln!("{line}");
    }
}

/// Why huibao could not run.
pub(super) fn complain(message: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{style}error{style:#}: {message}");
}

/// What may not be as it was meant.
pub(super) fn warn(message: &str) {
    let style = anstyle::AnsiColor::Yellow.on_default().bold();
    anstream::eprintln!("{style}warning{style:#}: {message}");
}

/// Problems found while making something.
pub(super) fn problems(list: &[Diagnostic], sources: &Sources) {
    anstream::eprint!("{}", render::human(list, sources));
}

/// The result of a command, for people or programs to read. A closed pipe is no error: the reader has what it wants.
pub(super) fn result(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// "1 problem", "3 problems".
pub(super) fn count(problems: usize) -> String {
    format!("{problems} problem{}", if problems == 1 { "" } else { "s" })
}
