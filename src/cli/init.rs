//! `huibao init`: a small report that publishes as it stands, or the next one of a report; a draft either way.

use std::path::Path;

use super::{FINDINGS, FINE, args, terminal};
use crate::assets::{self, Assets};
use crate::model::{Product, YEARS};
use crate::output;
use crate::pipeline::{Failure, Project};
use crate::standards::{Entry, Standard};

/// Where the files of a new report lie below `templates/`.
const TEMPLATE: &str = "init";

/// The year that it is of.
const TEMPLATE_YEAR: i32 = 2025;

/// What version control leaves out: products are made anew from the rest.
const IGNORED: &str = "/output/\n/.output*\n";

/// Writes the files of a report into a new or empty folder: all of them or none.
pub(super) fn init(command: &args::Init, quiet: bool) -> Result<u8, String> {
    match command.earlier()? {
        Some(earlier) => from_report(command, &earlier, quiet),
        None => small(&command.folder, command.year, quiet),
    }
}

/// The small report, for another year where one is named.
fn small(folder: &Path, year: Option<i32>, quiet: bool) -> Result<u8, String> {
    let year = year.unwrap_or(TEMPLATE_YEAR);
    if !(TEMPLATE_YEAR..=*YEARS.end()).contains(&year) {
        return Err(format!(
            "the small report follows the rules of {TEMPLATE_YEAR} and later; name a later one, or begin with \
             an earlier report: `--from`"
        ));
    }
    let later = later_claims(year);
    let content = Assets::default().list(TEMPLATE).into_iter().map(|path| {
        let below = path.strip_prefix("init/").unwrap_or(&path);
        let text = moved(assets::built_in(&path).unwrap_or_default(), year - TEMPLATE_YEAR);
        let text = later.iter().fold(text, |text, (claim, later)| with_claim(&text, claim, later));
        Product { path: format!("content/{below}"), bytes: text.into() }
    });
    fill(folder, content)?;
    let line = format!("a new report is in {0}; publish it with: cd {0} && huibao publish", folder.display());
    terminal::say(quiet, &line);
    Ok(FINE)
}

/// The template's text with its years moved on. Years in names, as in hkex-2025, stay.
fn moved(text: &str, by: i32) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let year =
            part[..digits].parse::<i32>().ok().filter(|year| (TEMPLATE_YEAR - 1..=TEMPLATE_YEAR + 1).contains(year));
        match year {
            Some(year) => out.push_str(&format!("{}{}", year + by, &part[digits..])),
            None => out.push_str(part),
        }
    }
    out
}

/// Disclosures that a report of a year, published in the next, does not use any more, each with what comes in its place.
fn later_claims(year: i32) -> Vec<(String, String)> {
    let project = Project::without_report();
    let build = project.build();
    let shelf = build.catalogues();
    let published = format!("{}-01-01", year + 1);
    let standards = shelf.ids().filter_map(|id| shelf.standard(id));
    let of_one = |standard: &Standard| -> Vec<(String, String)> {
        let family = &standard.catalogue.meta.family;
        let entries = standard.catalogue.entries.iter();
        let gone = entries.filter(|entry| entry.superseded_from.as_ref().is_some_and(|from| *from <= published));
        let pair = |entry: &Entry| {
            let at = standard.position(entry.superseded_by.as_ref()?.as_slice().first()?)?;
            let at = if standard.is_heading(at) { standard.below(at).next()? } else { at };
            Some((format!("{family}:{}", entry.code), format!("{family}:{}", standard.entry(at).code)))
        };
        gone.filter_map(pair).collect()
    };
    standards.flat_map(of_one).collect()
}

/// A text with another claim in the place of one.
fn with_claim(text: &str, claim: &str, later: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(claim) {
        let end = at + claim.len();
        let goes_on = rest[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '('));
        out.push_str(&rest[..at]);
        out.push_str(if goes_on { claim } else { later });
        rest = &rest[end..];
    }
    out + rest
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
        format!("to do: {} texts to go through, {} places in disclosures.yaml to write", made.texts, made.missing),
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
