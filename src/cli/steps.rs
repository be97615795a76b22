//! What is being done, while it is being done.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal;
use crate::pipeline::Progress;

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

    fn waits(&mut self, why: &str) {
        match &self.0 {
            Some(bar) => bar.set_message(why.to_owned()),
            // A run that stands still says so in a log too.
            None => terminal::warn(why),
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
