//! `huibao publish`, `huibao index`: run the pipeline and say what was made.
#![cfg(feature = "pdf")]

use super::args;
use super::steps::Steps;
use super::{FINDINGS, FINE, terminal};
use crate::model::Edition;
use crate::pipeline::{Build, Failure, Project, Published};

/// Makes everything.
pub(super) fn publish(command: &args::Publish, quiet: bool) -> Result<u8, String> {
    let content = command.place.content()?;
    let output = command.place.output(&content);
    let project = Project::open(&content);
    let mut build = project.build();
    let missing = command.edition.iter().find(|edition| !build.editions().contains(edition));
    if let (Some(edition), false) = (missing, build.editions().is_empty()) {
        let known: Vec<_> = build.editions().iter().map(|edition| edition.tag()).collect();
        return Err(format!("the report has no edition {edition}; it has {}", known.join(", ")));
    }
    let made = build.publish(&command.edition, &output, &mut Steps::new(quiet));
    finish(build, made, quiet, |made| {
        let pages: Vec<_> = made.pages.iter().map(|(edition, pages)| format!("{edition} {pages} pages")).collect();
        format!("published to {}: {} ({} files)", output.display(), pages.join(", "), made.files)
    })
}

/// Makes only the indices.
pub(super) fn index(command: &args::Index, quiet: bool) -> Result<u8, String> {
    let content = command.place.content()?;
    let output = command.place.output(&content);
    let project = Project::open(&content);
    let mut build = project.build();
    let known = build.standards();
    if let Some(unknown) = command.standard.iter().find(|id| !known.contains(&id.as_str()))
        && !known.is_empty()
    {
        return Err(format!("the report does not follow {unknown}; it follows {}", known.join(", ")));
    }
    let made = build.index(&command.standard, &output, &mut Steps::new(quiet));
    finish(build, made, quiet, |made| {
        let editions: Vec<_> = made.pages.iter().map(|(edition, _): &(Edition, usize)| edition.tag()).collect();
        format!("indices of {} written to {}", editions.join(", "), output.join("index").display())
    })
}

/// Writes the Typst sources.
pub(super) fn typst(command: &args::Typst) -> Result<u8, String> {
    let project = Project::open(&command.place.content()?);
    let mut build = project.build();
    let made = build.dump_typst(&command.to).map(|()| Published { pages: Vec::new(), files: 0 });
    finish(build, made, true, |_| String::new())
}

/// Prints the problems and the closing line, and chooses the exit code.
fn finish(
    build: Build<'_>,
    made: Result<Published, Failure>,
    quiet: bool,
    line: impl FnOnce(&Published) -> String,
) -> Result<u8, String> {
    let (problems, sources) = build.into_problems();
    terminal::problems(&problems, &sources);
    match made {
        Ok(made) => {
            terminal::say(quiet, &line(&made));
            Ok(FINE)
        }
        Err(Failure::Report) => {
            terminal::complain(&format!("{}; nothing was written", terminal::count(problems.len())));
            Ok(FINDINGS)
        }
        Err(Failure::CannotRun(message)) => Err(message),
    }
}
