//! What people see: progress, closing lines, problems.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the one place that prints")]

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diag::Diagnostic;
use crate::diag::render;
use crate::pipeline::Progress;
use crate::source::Sources;

/// A spinner with the step's name on a terminal; nothing in a pipe or with `--quiet`.
pub(super) struct Steps(Option<ProgressBar>);

impl Steps {
    pub(super) fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        bar.set_style(ProgressStyle::with_template("{spinner} {msg} {elapsed:.dim}").expect("a constant"));
        bar.enable_steady_tick(Duration::from_millis(80));
        Self(Some(bar))
    }
}

impl Progress for Steps {
    fn step(&mut self, what: &str) {
        if let Some(bar) = &self.0 {
            bar.set_message(what.to_owned());
        }
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

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
