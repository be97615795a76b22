//! `huibao init`: a small report that publishes as it stands, or the next one of a report; a draft either way.

use std::path::Path;

use super::{FINDINGS, FINE, args, terminal};
use crate::assets::{self, Assets};
use crate::model::Product;
use crate::output;
use crate::pipeline::{Failure, Project};

/// Where the files of a new report lie below `templates/`.
const TEMPLATE: &str = "init";

/// What version control leaves out: products are made anew from the rest.
const IGNORED: &str = "/output/\n/.output*\n";

/// Writes the files of a report into a new or empty folder: all of them or none.
pub(super) fn init(command: &args::Init, quiet: bool) -> Result<u8, String> {
    match command.earlier()? {
        Some(earlier) => from_report(command, &earlier, quiet),
        None => small(&command.folder, quiet),
    }
}

/// The small report.
fn small(folder: &Path, quiet: bool) -> Result<u8, String> {
    let content = Assets::default().list(TEMPLATE).into_iter().map(|path| {
        let below = path.strip_prefix("init/").unwrap_or(&path);
        Product { path: format!("content/{below}"), bytes: assets::built_in(&path).unwrap_or_default().into() }
    });
    fill(folder, content)?;
    let line = format!("a new report is in {0}; publish it with: cd {0} && huibao publish", folder.display());
    terminal::say(quiet, &line);
    Ok(FINE)
}

/// The report of a later year.
fn from_report(command: &args::Init, earlier: &Path, quiet: bool) -> Result<u8, String> {
    let folder = &command.folder;
    let project = Project::open(earlier);
    let mut build = project.build();
    let made = match build.next_year(command.year) {
        Ok(made) => made,
        Err(Failure::CannotRun(message)) => return Err(message),
        Err(Failure::Report) => {
            let (problems, sources) = build.into_problems();
            terminal::problems(&problems, &sources);
            terminal::complain("the report to begin with has errors; nothing was written");
            return Ok(FINDINGS);
        }
    };
    fill(folder, made.files.into_iter())?;
    let lines = [
        format!("the report for {} is in {}, a draft", made.year, folder.display()),
        format!("to do: {} texts to go through, {} disclosures to write", made.texts, made.missing),
        "`huibao check` counts them; look at period, published, title and listing in report.yaml first".to_owned(),
    ];
    lines.iter().for_each(|line| terminal::say(quiet, line));
    Ok(FINE)
}

/// Puts the files into the folder. The folder `content` makes it a report, so it comes last.
fn fill(folder: &Path, content: impl Iterator<Item = Product>) -> Result<(), String> {
    let ignored = Product { path: ".gitignore".to_owned(), bytes: IGNORED.into() };
    let files: Vec<Product> = std::iter::once(ignored).chain(content).collect();
    output::fill(folder, &files)
}
