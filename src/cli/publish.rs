//! `huibao publish`, `huibao index`: run the pipeline and say what was made.
#![cfg(feature = "pdf")]

use std::fmt::Write as _;
use std::path::Path;

use super::args;
use super::standards::table;
use super::steps::Steps;
use super::{FINDINGS, FINE, terminal};
use crate::model::{Edition, Gap, Gaps, IndexStatus};
use crate::pipeline::{Build, Failure, Project, Published};

/// Makes everything.
pub(super) fn publish(command: &args::Publish, quiet: bool) -> Result<u8, String> {
    let content = command.place.content()?;
    let output = command.place.output(&content);
    let project = command.trust.open(&content)?;
    let mut build = project.build();
    let missing = command.edition.iter().find(|edition| !build.editions().contains(edition));
    if let (Some(edition), false) = (missing, build.editions().is_empty()) {
        let known: Vec<_> = build.editions().iter().map(|edition| edition.tag()).collect();
        return Err(format!("the report has no edition {edition}; it has {}", known.join(", ")));
    }
    command.jobs.set(&mut build);
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
    let project = command.trust.open(&content)?;
    let mut build = project.build();
    let known = build.standards();
    if let Some(unknown) = command.standard.iter().find(|id| !known.contains(&id.as_str()))
        && !known.is_empty()
    {
        return Err(format!("the report does not follow {unknown}; it follows {}", known.join(", ")));
    }
    if command.gaps {
        return gaps(build, &command.standard, &output, quiet);
    }
    command.jobs.set(&mut build);
    let made = build.index(&command.standard, &output, &mut Steps::new(quiet));
    if let Ok(made) = &made {
        let lines: String = made.moved.iter().map(|line| format!("{line}\n")).collect();
        terminal::result(&lines)?;
    }
    finish(build, made, quiet, |made| {
        let editions: Vec<_> = made.pages.iter().map(|(edition, _): &(Edition, usize)| edition.tag()).collect();
        format!("indices of {} written to {}", editions.join(", "), output.join("index").display())
    })
}

/// Tells what is missing.
fn gaps(mut build: Build<'_>, standards: &[String], output: &Path, quiet: bool) -> Result<u8, String> {
    let made = build.gaps(standards, output);
    let has_errors = build.sink.has_errors();
    let (problems, sources) = build.into_problems();
    let all = match made {
        Ok(all) => all,
        Err(Failure::Report) => {
            terminal::problems(&problems, &sources);
            return Ok(FINDINGS);
        }
        Err(Failure::CannotRun(message)) => return Err(message),
    };
    let bold = anstyle::Style::new().bold();
    let mut rows = vec![std::array::from_fn(|column| match column.checked_sub(1) {
        None => String::new(),
        Some(at) => IndexStatus::ALL[at].name().to_owned(),
    })];
    let counts = |name: &str, count: &dyn Fn(IndexStatus) -> usize| -> [String; COLUMNS] {
        std::array::from_fn(|column| match column.checked_sub(1) {
            None => name.to_owned(),
            Some(at) => count(IndexStatus::ALL[at]).to_string(),
        })
    };
    let first = all.first().map(|gaps| gaps.edition);
    let named = |name: &str, edition: Edition| match first == Some(edition) {
        true => name.to_owned(),
        false => format!("{name} ({})", edition.tag()),
    };
    let name = |gaps: &Gaps| named(&gaps.standard, gaps.edition);
    rows.extend(all.iter().map(|gaps| counts(&name(gaps), &|status| gaps.count(status))));
    // Of another edition only those standards are listed that it answers otherwise.
    let own: Vec<&Gaps> = all.iter().filter(|gaps| first == Some(gaps.edition)).collect();
    let mut editions: Vec<Edition> = all.iter().map(|gaps| gaps.edition).collect();
    editions.dedup();
    for edition in editions.into_iter().filter(|_| own.len() > 1) {
        let of_edition = |source: &&Gaps, status| {
            let is_it = |gaps: &&Gaps| gaps.edition == edition && gaps.standard == source.standard;
            all.iter().find(is_it).unwrap_or(source).count(status)
        };
        let total = |status| own.iter().map(|source| of_edition(source, status)).sum();
        rows.push(counts(&named("total", edition), &total));
    }
    let mut out = table(&rows);
    for gaps in all.iter().filter(|gaps| !gaps.open.is_empty()) {
        let row = |gap: &Gap| {
            let words = [gap.status.name(), gap.duty.name(), &gap.code, &gap.title];
            words.map(str::to_owned)
        };
        let rows: Vec<[String; 4]> = gaps.open.iter().map(row).collect();
        let _ = write!(out, "\n{bold}{}{bold:#}\n{}", name(gaps), table(&rows));
    }
    for gaps in all.iter().filter(|gaps| !gaps.unused.is_empty()) {
        let codes: Vec<&str> = gaps.unused.iter().map(|gap| gap.code.as_str()).collect();
        let count = codes.len();
        let of = name(gaps);
        let _ = write!(out, "\nnote: {of}: {count} voluntary and not used: {}\n", codes.join(", "));
    }
    terminal::result(&out)?;
    terminal::say(quiet, &format!("gaps.html and gaps.json written to {}", output.display()));
    Ok(if has_errors { FINDINGS } else { FINE })
}

/// The statuses, behind the name of a standard.
const COLUMNS: usize = 1 + IndexStatus::ALL.len();

/// Writes the Typst sources.
pub(super) fn typst(command: &args::Typst) -> Result<u8, String> {
    let project = Project::open(&command.place.content()?);
    let mut build = project.build();
    let none = || Published { pages: Vec::new(), files: 0, moved: Vec::new(), is_unchanged: false };
    let made = build.dump_typst(&command.to).map(|()| none());
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
    terminal::able(&problems)?;
    terminal::problems(&problems, &sources);
    match made {
        Ok(made) => {
            let unchanged = if made.is_unchanged { "; nothing has changed since the last run" } else { "" };
            terminal::say(quiet, &format!("{}{unchanged}", line(&made)));
            Ok(FINE)
        }
        Err(Failure::Report) => {
            terminal::complain(&format!("{}; nothing was written", terminal::count(problems.len())));
            Ok(FINDINGS)
        }
        Err(Failure::CannotRun(message)) => Err(message),
    }
}
