//! `huibao review`: readings that no word decides, and what a person decides about them.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use serde_json::json;

use super::args::{self, ReviewFormat};
use super::ask::{Question, ask};
use super::{FINDINGS, FINE, terminal};
use crate::diag::render::printable;
use crate::diag::{Code, Severity};
use crate::model::Decision;
use crate::pipeline::{Build, Failure, Project};
use crate::script::review::{Choice, State, possible};
use crate::source::{Place, Sources};
use crate::store::disk;

/// Lists what is open, or keeps decisions.
pub(super) fn review(command: &args::Review, quiet: bool) -> Result<u8, String> {
    let content = args::Place { content: command.content.clone(), output: None }.content()?;
    let root = content.parent().unwrap_or(&content).to_owned();
    let project = Project::open(&content);
    let mut build = project.build();
    if build.editions().is_empty() {
        return Ok(told(build));
    }
    let choices = build.choices()?;
    let asked = |choice: &&Choice| command.only.as_ref().is_none_or(|only| only.contains(choice.key.character));
    let mut open: Vec<&Choice> = choices.iter().filter(asked).filter(|choice| choice.state == State::Open).collect();
    // The most doubtful first; those alike as they stand in the report.
    open.sort_by_key(|choice| choice.certainty);

    if command.interactive {
        let question = |choice| Question { place: place(choice, &build.sources), sentence: marked(choice), choice };
        let questions = open.iter().copied().map(question).collect::<Vec<_>>();
        return interview(&questions, build, quiet);
    }

    let mut decisions: Vec<Decision> = Vec::new();
    if command.accept_all {
        decisions.extend(open.iter().map(|choice| decision(choice, choice.chosen)));
    }
    for text in &command.accept {
        let target = Target::parse(text)?;
        let here = target.of(&choices, &root, &build.sources).filter(|choice| choice.state == State::Open);
        let here: Vec<&Choice> = here.filter(asked).collect();
        if here.is_empty() {
            return Err(format!("there is nothing to review at {text}; `huibao review` lists what there is"));
        }
        decisions.extend(here.iter().map(|choice| decision(choice, choice.chosen)));
    }
    for pair in command.choose.chunks(2) {
        let [reading, text] = pair else { continue };
        let target = Target::parse(text)?;
        let mut characters = reading.chars();
        let (Some(reading), None, Some(_)) = (characters.next(), characters.next(), target.column) else {
            return Err("give --choose one character and a place with its column, e.g. --choose 髮 a.md:3:7".to_owned());
        };
        let Some(choice) = target.of(&choices, &root, &build.sources).next() else {
            return Err(format!("no character with more than one reading stands at {text}"));
        };
        possible(choice, reading)?;
        decisions.retain(|other| other.key != choice.key);
        decisions.push(decision(choice, reading));
    }

    if command.accept_all || command.prune || !decisions.is_empty() {
        let count = decisions.len();
        if count == 0 && !command.prune {
            terminal::say(quiet, "there is nothing to review");
            return Ok(told(build));
        }
        let ledger = content.join(crate::load::REVIEW_FILE);
        return match build.decide(decisions, command.prune) {
            Ok(pruned) => {
                let pruned = if command.prune { format!(", {pruned} taken out") } else { String::new() };
                terminal::say(
                    quiet,
                    &format!(
                        "{count} decision{} kept in {}{pruned}",
                        if count == 1 { "" } else { "s" },
                        ledger.display()
                    ),
                );
                Ok(FINE)
            }
            Err(Failure::CannotRun(message)) => Err(message),
            Err(Failure::Report) => Ok(told(build)),
        };
    }

    terminal::result(&match command.format {
        ReviewFormat::Human => human(&open, &build.sources),
        ReviewFormat::Short => short(&open, &build.sources),
        ReviewFormat::Json => json(&open, &build.sources),
    })?;
    let is_clean = open.is_empty();
    if matches!(command.format, ReviewFormat::Human) && !quiet {
        terminal::result(&closing(open.len()))?;
    }
    Ok(told(build).max(if is_clean { FINE } else { FINDINGS }))
}

/// Asks about one choice after the other.
fn interview(questions: &[Question<'_>], mut build: Build<'_>, quiet: bool) -> Result<u8, String> {
    let (input, output) = (io::stdin(), io::stdout());
    if !input.is_terminal() || !output.is_terminal() {
        return Err(
            "--interactive asks a person at a terminal; programs use --format json, --accept and --choose".into()
        );
    }
    let keep = |choice: &Choice, reading| build.decide(vec![decision(choice, reading)], false).map(drop);
    let output = &mut anstream::AutoStream::auto(output);
    match ask(questions, &mut input.lock(), output, keep) {
        Ok(decided) => {
            terminal::say(quiet, &format!("{decided} decided, {} left", questions.len() - decided));
            Ok(if decided == questions.len() { FINE } else { FINDINGS })
        }
        Err(Failure::CannotRun(message)) => Err(message),
        Err(Failure::Report) => Ok(told(build)),
    }
}

/// Prints what is wrong with the report as far as it concerns the ledger or keeps the report from being read.
fn told(mut build: Build<'_>) -> u8 {
    build.check_texts();
    let (mut problems, sources) = build.into_problems();
    problems.retain(|problem| {
        let is_ledger = problem.place.is_some_and(|span| sources.get(span.source).path.ends_with("review.yaml"));
        problem.code == Code::StaleReview || problem.severity == Severity::Error || is_ledger
    });
    terminal::problems(&problems, &sources);
    if problems.is_empty() { FINE } else { FINDINGS }
}

fn decision(choice: &Choice, reading: char) -> Decision {
    Decision { key: choice.key.clone(), reading, span: None }
}

/// `FILE:LINE` or `FILE:LINE:COL`.
struct Target<'a> {
    file: &'a str,
    line: usize,
    column: Option<usize>,
}

impl<'a> Target<'a> {
    fn parse(text: &'a str) -> Result<Self, String> {
        let number = |text: &str| text.parse::<usize>().ok();
        let wrong = || format!("`{text}` is no place: write FILE:LINE or FILE:LINE:COL as `huibao review` prints it");
        let (rest, last) = text.rsplit_once(':').ok_or_else(wrong)?;
        let last = number(last).ok_or_else(wrong)?;
        Ok(match rest.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?))) {
            Some((file, line)) => Self { file, line, column: Some(last) },
            None => Self { file: rest, line: last, column: None },
        })
    }

    /// The choices at this place. The file is named as printed, or from the current folder.
    fn of<'c>(
        &'c self,
        choices: &'c [Choice],
        root: &'c Path,
        sources: &'c Sources,
    ) -> impl Iterator<Item = &'c Choice> {
        let real = |path: &Path| disk::resolve(path).ok().flatten();
        let named = real(Path::new(self.file));
        choices.iter().filter(move |choice| {
            choice.places.iter().any(|span| {
                let place = sources.place(*span);
                let is_here = place.line == self.line && self.column.is_none_or(|column| column == place.column);
                let is_file = || place.path == self.file || (named.is_some() && real(&root.join(place.path)) == named);
                is_here && is_file()
            })
        })
    }
}

/// The sentence with the character in brackets, fit for a terminal.
fn marked(choice: &Choice) -> String {
    let sentence = &choice.key.sentence;
    let at = choice.key.offset().unwrap_or_default();
    let character = choice.key.character;
    let marked = format!("{}[{character}]{}", &sentence[..at], &sentence[at + character.len_utf8()..]);
    printable(&marked).into_owned()
}

fn others(choice: &Choice) -> String {
    choice.others.iter().map(char::to_string).collect::<Vec<_>>().join(" ")
}

/// Where a choice first stands: `path:line:column`.
fn place(choice: &Choice, sources: &Sources) -> String {
    let Place { path, line, column, .. } = sources.place(choice.places[0]);
    format!("{}:{line}:{column}", printable(path))
}

fn short(open: &[&Choice], sources: &Sources) -> String {
    let mut out = String::new();
    for choice in open {
        let (place, key, others) = (place(choice, sources), &choice.key, others(choice));
        let (character, chosen, edition) = (key.character, choice.chosen, key.edition);
        let _ = writeln!(out, "{place}: {character} → {chosen} (or {others}) in {edition}: {}", marked(choice));
    }
    out
}

fn human(open: &[&Choice], sources: &Sources) -> String {
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    let mut out = String::new();
    for choice in open {
        let (place, key, others) = (place(choice, sources), &choice.key, others(choice));
        let (character, chosen, edition) = (key.character, choice.chosen, key.edition);
        let more = match choice.places.len() - 1 {
            0 => String::new(),
            1 => ", and at one more place".to_owned(),
            more => format!(", and at {more} more places"),
        };
        let _ = writeln!(
            out,
            "{place}: {bold}{character} → {chosen}{bold:#}, not {others}? {dim}({edition}{more}){dim:#}\n    {}",
            marked(choice)
        );
    }
    out
}

fn closing(open: usize) -> String {
    match open {
        0 => "no reading is left to review\n".to_owned(),
        _ => format!(
            "{open} to review; keep what you decide with --accept FILE:LINE[:COL], --choose READING FILE:LINE:COL, \
             or --accept-all\n"
        ),
    }
}

fn json(open: &[&Choice], sources: &Sources) -> String {
    let items: Vec<_> = open
        .iter()
        .map(|choice| {
            let places: Vec<_> = choice
                .places
                .iter()
                .map(|span| {
                    let place = sources.place(*span);
                    json!({ "file": place.path, "line": place.line, "column": place.column })
                })
                .collect();
            json!({
                "edition": choice.key.edition.tag(),
                "places": places,
                "sentence": choice.key.sentence,
                "character": choice.key.character,
                "nth": choice.key.nth,
                "chosen": choice.chosen,
                "others": choice.others,
            })
        })
        .collect();
    let mut out = serde_json::to_string_pretty(&items).expect("plain data");
    out.push('\n');
    out
}
