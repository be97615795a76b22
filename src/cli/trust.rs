//! Templates of a report's own are programs: refused where nobody trusts them, watched where somebody does.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{CANNOT_RUN, args, terminal};
use crate::pipeline::Project;
use crate::store::system;

/// What a report with templates of its own may take in bytes. A report of 300 pages takes two thousand million.
const MOST_MEMORY: u64 = 8 << 30;

/// How often a run is looked at.
const INTERVAL: Duration = Duration::from_millis(100);

impl args::Trust {
    /// Opens the report in a content folder, and keeps an eye on it if it brings templates.
    ///
    /// # Errors
    /// One sentence if it brings templates and none are wanted.
    pub(super) fn open(&self, content: &Path) -> Result<Project, String> {
        let project = Project::open(content);
        if project.has_templates() {
            if self.untrusted {
                return Err(
                    "the report brings templates of its own, and --untrusted refuses them: they are programs; \
                            read the folder `templates`, then leave --untrusted out or take the folder away"
                        .to_owned(),
                );
            }
            let limit = Duration::from_secs(self.limit);
            thread::spawn(move || watch(limit));
        }
        if self.untrusted && project.has_standards() {
            terminal::warn(
                "the report brings catalogues of its own in content/standards: they are data, but what is missing is told \
                 by what they ask for",
            );
        }
        Ok(project)
    }
}

/// Ends the program when it takes too long or too much. Nothing is lost: an output folder is whole at any moment.
fn watch(limit: Duration) {
    let start = Instant::now();
    loop {
        thread::sleep(INTERVAL);
        let why = if start.elapsed() > limit {
            format!("took longer than {} seconds; --limit gives them more", limit.as_secs())
        } else if system::memory_in_use().is_some_and(|bytes| bytes > MOST_MEMORY) {
            format!("took more than {} GB of memory", MOST_MEMORY >> 30)
        } else {
            continue;
        };
        terminal::complain(&format!("stopped: the report's own templates {why}; nothing was written"));
        std::process::exit(i32::from(CANNOT_RUN));
    }
}
