//! `huibao check`: find mistakes without making anything.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::args::{self, Format, find_report};
use super::steps::Steps;
use super::{FINDINGS, FINE, terminal};
use crate::diag::{Code, Diagnostic, Severity, render};
use crate::model::Edition;
use crate::pipeline::{Depth, Project};
use crate::script::files::documents;
use crate::source::{SourceId, Sources};
use crate::store::{Limit, Refusal, Store, disk};
use crate::{output, proof};

/// Checks the report that the paths lie in and tells the problems of those paths; reads texts that are no part of it.
pub(super) fn check(command: &args::Check, quiet: bool) -> Result<u8, String> {
    let place = Place::of(command)?;
    let project = match &place.content {
        Some(content) => command.trust.open(content)?,
        None => Project::without_report(),
    };
    let depth = if command.pages { Depth::Pages } else { Depth::Doubts };
    // What only pages show has no correction.
    let first = if command.fix.is_some() { Depth::Texts } else { depth };
    let (mut problems, mut sources) = place.problems(&project, command.edition, first, quiet);
    let mut fixed = 0;
    if let Some(what) = command.fix {
        // A correction may stand inside another one: it has its turn in the next round.
        const ROUNDS: usize = 4;
        for _ in 0..ROUNDS {
            let wanted = |problem: &&Diagnostic| (problem.code == Code::TypedFigure) == (what == args::Fix::Figures);
            let wanted: Vec<Diagnostic> = problems.iter().filter(wanted).cloned().collect();
            let count = place.fix(&wanted, &sources)?;
            if count == 0 {
                break;
            }
            fixed += count;
            (problems, sources) = place.problems(&project, command.edition, Depth::Texts, quiet);
        }
        (problems, sources) = place.problems(&project, command.edition, depth, quiet);
    }
    terminal::able(&problems)?;
    print(&problems, &sources, command.format)?;
    if command.fix.is_some() {
        terminal::say(quiet, &format!("{} mended", terminal::count(fixed)));
    }
    let refused = match command.deny {
        Some(args::Denied::Warnings) => Severity::Warning,
        None => Severity::Error,
    };
    Ok(if problems.iter().any(|problem| problem.severity >= refused) { FINDINGS } else { FINE })
}

/// What is asked about.
struct Place {
    /// The content folder of the report, if one is asked about.
    content: Option<PathBuf>,
    /// Only problems of these files and folders; all if there are none.
    paths: Vec<PathBuf>,
    /// Texts outside the report, as typed.
    texts: Vec<PathBuf>,
}

impl Place {
    fn of(command: &args::Check) -> Result<Self, String> {
        let paths = absolute(&command.paths)?;
        let is_report = |path: &PathBuf| find_report(path).is_ok_and(|content| path.starts_with(content));
        let is_text = |path: &PathBuf| disk::is_file(path) && is_text(path) && !is_report(path);
        let (texts, others): (Vec<_>, Vec<_>) =
            std::iter::zip(paths, &command.paths).partition(|(path, _)| command.content.is_none() && is_text(path));
        let texts: Vec<PathBuf> = texts.into_iter().map(|(_, typed)| typed.clone()).collect();
        let paths: Vec<PathBuf> = others.into_iter().map(|(path, _)| path).collect();
        let content = match (&command.content, paths.first()) {
            (None, None) if !texts.is_empty() => None,
            (Some(_), _) | (None, None) => {
                Some(args::Place { content: command.content.clone(), output: None }.content()?)
            }
            (None, Some(path)) => Some(find_report(path)?),
        };
        let place = Self { content, paths, texts };
        if let Some(root) = place.root()
            && let Some(stranger) = place.paths.iter().find(|path| !path.starts_with(root))
        {
            return Err(format!("{} is not part of the report in {}", stranger.display(), root.display()));
        }
        Ok(place)
    }

    /// The report's folder.
    fn root(&self) -> Option<&Path> {
        self.content.as_deref().map(|content| content.parent().unwrap_or(content))
    }

    fn problems(
        &self,
        project: &Project,
        edition: Option<Edition>,
        depth: Depth,
        quiet: bool,
    ) -> (Vec<Diagnostic>, Sources) {
        let mut build = project.build();
        build.check(depth, &mut Steps::new(quiet));
        for text in &self.texts {
            build.check_text(text, edition);
        }
        let (mut problems, sources) = build.into_problems();
        problems.retain(|problem| self.paths.is_empty() || self.concerns(problem, &sources));
        (problems, sources)
    }

    /// Whether a problem lies in one of the paths. One without a place concerns everybody.
    fn concerns(&self, problem: &Diagnostic, sources: &Sources) -> bool {
        problem.place.is_none_or(|span| {
            let file = self.file(&sources.get(span.source).path);
            self.paths.iter().chain(&self.texts).any(|path| file.starts_with(path))
        })
    }

    /// The file behind a path as it is printed.
    fn file(&self, shown: &str) -> PathBuf {
        let typed = Path::new(shown);
        match self.root() {
            Some(root) if !self.texts.iter().any(|text| text == typed) => root.join(typed),
            _ => typed.to_owned(),
        }
    }

    /// Makes the certain corrections; gives their number.
    fn fix(&self, problems: &[Diagnostic], sources: &Sources) -> Result<usize, String> {
        let with_fix = problems.iter().filter(|problem| problem.fix.is_some());
        let files: BTreeSet<SourceId> = with_fix.filter_map(|problem| Some(problem.place?.source)).collect();
        let (mut fixed, mut mended) = (0, Vec::new());
        for id in files {
            let source = sources.get(id);
            let path = self.file(&source.path);
            let bytes = disk::read(&path, Limit::Text).map_err(|refusal| format!("{} {refusal}", path.display()))?;
            let mark = if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
            if bytes[mark.len()..] != *source.text.as_bytes() {
                return Err(format!("{} changed while it was read; run the command again", path.display()));
            }
            let (text, count) = proof::corrected(id, problems, sources);
            if count > 0 {
                mended.push((path, format!("{mark}{text}").into_bytes()));
                fixed += count;
            }
        }
        output::write_files(&mended)?;
        Ok(fixed)
    }
}

/// Kept as it is: the text behind it is what places count.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Whether a file's name is that of a text to read.
fn is_text(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match documents::Format::of(path) {
        documents::Format::Markdown | documents::Format::Html | documents::Format::Docx => true,
        documents::Format::Text => ["txt", "text"].iter().any(|known| known.eq_ignore_ascii_case(ending)),
        documents::Format::Yaml => false,
    }
}

/// Where files really are. One of a report may not lead out of it, whoever names it: a shell names all that are there.
fn absolute(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let resolve = |path: &PathBuf| {
        let told = |refusal: Refusal| format!("{} {refusal}", path.display());
        let real = disk::resolve(path).map_err(told)?.ok_or_else(|| format!("there is no file {}", path.display()))?;
        let typed = plain(path);
        if let Ok(content) = find_report(&typed)
            && let Some(below) = typed.strip_prefix(&content).ok().and_then(Path::to_str)
        {
            let store = Store::of_report(&content);
            store.to_write(&store.in_content(below)).map_err(told)?;
        }
        Ok(real)
    };
    paths.iter().map(resolve).collect()
}

/// A path from the root as it is typed, links in it left alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_default().components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

fn print(problems: &[Diagnostic], sources: &Sources, format: Format) -> Result<(), String> {
    let text = match format {
        Format::Human => render::human(problems, sources),
        Format::Short => render::short(problems, sources),
        Format::Json => render::json(problems, sources),
        Format::Github => render::github(problems, sources),
        Format::Sarif => render::sarif(problems, sources),
    };
    terminal::result(&text)?;
    if matches!(format, Format::Human) && !problems.is_empty() {
        terminal::result(&format!("{} found\n", terminal::summary(problems)))?;
    }
    Ok(())
}
