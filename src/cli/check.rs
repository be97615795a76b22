//! `huibao check`: find mistakes without making anything.

use std::path::PathBuf;

use super::args::{self, Format, find_report};
use super::{FINDINGS, FINE, terminal};
use crate::diag::{Diagnostic, render};
use crate::pipeline::Session;
use crate::source::Sources;

/// Checks the reports that the paths lie in, and tells the problems of those paths.
pub(super) fn check(command: &args::Check) -> Result<u8, String> {
    let paths = absolute(&command.paths)?;
    let content = match (&command.content, paths.first()) {
        (Some(_), _) | (None, None) => args::Place { content: command.content.clone(), output: None }.content()?,
        (None, Some(path)) => find_report(path)?,
    };
    let root = content.parent().unwrap_or(&content).to_owned();
    if let Some(stranger) = paths.iter().find(|path| !path.starts_with(&root)) {
        return Err(format!("{} is not part of the report in {}", stranger.display(), root.display()));
    }
    let mut session = Session::open(&content);
    session.check();
    let (mut problems, sources) = session.into_problems();
    problems.retain(|problem| paths.is_empty() || concerns(problem, &paths, &root, &sources));
    print(&problems, &sources, command.format);
    Ok(if problems.is_empty() { FINE } else { FINDINGS })
}

fn absolute(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let resolve = |path: &PathBuf| path.canonicalize().map_err(|error| format!("{}: {error}", path.display()));
    paths.iter().map(resolve).collect()
}

/// Whether a problem lies in one of the paths. One without a place concerns everybody.
fn concerns(problem: &Diagnostic, paths: &[PathBuf], root: &std::path::Path, sources: &Sources) -> bool {
    problem.place.is_none_or(|span| {
        let file = root.join(&sources.get(span.source).path);
        paths.iter().any(|path| file.starts_with(path))
    })
}

fn print(problems: &[Diagnostic], sources: &Sources, format: Format) {
    let text = match format {
        Format::Human => render::human(problems, sources),
        Format::Short => render::short(problems, sources),
        Format::Json => render::json(problems, sources),
        Format::Github => render::github(problems, sources),
        Format::Sarif => render::sarif(problems, sources),
    };
    terminal::result(&text);
    if matches!(format, Format::Human) && !problems.is_empty() {
        terminal::result(&format!("{} found\n", terminal::count(problems.len())));
    }
}
