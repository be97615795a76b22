//! Problems in a report, told to its authors.
//!
//! Stages push [`Diagnostic`]s into a [`Sink`] and go on with what they have, so that one run tells as many problems as
//! there are. The codes, with an explanation each, are one table: [`codes`].

pub mod codes;
pub mod render;

pub use codes::Code;

use std::collections::HashMap;

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Work that is still to do, in a draft; products are written.
    Note,
    /// Worth a look; products are written.
    Warning,
    /// Nothing is written until this is mended.
    Error,
}

/// One problem.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// Which kind of problem.
    pub code: Code,
    /// One line in plain words, without a full stop.
    pub message: String,
    /// Where. `None` for what has no place, e.g. a missing folder.
    pub place: Option<Span>,
    /// More places, each with what it shows.
    pub labels: Vec<(Span, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// What `check --fix` puts in the place, where that is certain to be right.
    pub fix: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, place: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            place: place.into(),
            labels: Vec::new(),
            hints: Vec::new(),
            fix: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: Code, place: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// What is still to do, at a place.
    pub fn note(code: Code, place: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, place, message) }
    }

    /// Adds what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds what may be put in the place without a second look.
    pub fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(text.into());
        self
    }

    /// Adds another place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }
}

/// Collects problems.
#[derive(Debug, Default)]
pub struct Sink {
    list: Vec<Diagnostic>,
    /// Where in the list the problems of a kind at a place are.
    known: HashMap<(Code, Option<Span>), Vec<usize>>,
}

impl Sink {
    /// Takes one in, unless the very same problem at the same place is known: two editions tell it once.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let labels = diagnostic.labels.iter_mut().map(|(_, text)| text);
        std::iter::once(&mut diagnostic.message).chain(&mut diagnostic.hints).chain(labels).for_each(shorten);
        let known = self.known.entry((diagnostic.code, diagnostic.place)).or_default();
        if !known.iter().any(|at| self.list[*at].message == diagnostic.message) {
            known.push(self.list.len());
            self.list.push(diagnostic);
        }
    }

    /// Takes in all problems of another sink but those of a kind and a place that are told already, in whatever words.
    pub fn take_in(&mut self, other: Sink, told: impl Fn(Code, Span) -> bool) {
        let is_told = |diagnostic: &Diagnostic| diagnostic.place.is_some_and(|place| told(diagnostic.code, place));
        other.list.into_iter().filter(|diagnostic| !is_told(diagnostic)).for_each(|diagnostic| self.push(diagnostic));
    }

    /// Whether anything must be mended before products are written.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All problems, in the order of files and places; those without a place come first.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.place);
        self.list
    }

    /// All problems so far, to say more about them. Codes and places of errors are not looked up any more.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut()
    }

    /// All problems so far, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}

/// Takes the middle out of a text that has a whole value of an author's in it, where that is too long to be read.
fn shorten(text: &mut String) {
    /// Bytes that are kept at most, and of them those of the end.
    const MOST: usize = 2_000;
    const END: usize = 500;
    if text.len() > MOST {
        let (from, to) = (text.floor_char_boundary(MOST - END), text.ceil_char_boundary(text.len() - END));
        text.replace_range(from..to, " … ");
    }
}

/// Names that one is held against: a file of as many wrong ones would take the product of both.
const MOST: usize = 1_000;

/// ", did you mean …" material: the known name nearest to a wrong one, if any is near.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Jaro-Winkler similarity; 0.8 takes in one or two slips in a short word and keeps strangers out.
    const NEAR: f64 = 0.8;
    const LONGEST: usize = 200;
    known
        .into_iter()
        .take(MOST)
        .filter(|name| wrong.len().max(name.len()) <= LONGEST)
        .map(|name| match wrong.eq_ignore_ascii_case(name) {
            true => (1.0, name),
            false => (strsim::jaro_winkler(wrong, name), name),
        })
        .filter(|(score, _)| *score >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// How many letters were left out, added, taken for others or changed places between two names.
pub fn slips(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

/// A hint for an unknown name of those that `huibao list` tells: `listed` is what it calls them.
pub fn suggest_listed<'a>(listed: &str, wrong: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let hint = suggest(wrong, known);
    if hint.ends_with(MANY) { format!("`huibao list {listed}` tells what there is") } else { hint }
}

/// What [`suggest`] says of names that are too many.
const MANY: &str = "are known, none of a similar name";

/// What to write where a mark of an input method stands in a name: the full-width colon behind a key, the comma between items.
pub fn full_width_mark(wrong: &str) -> Option<String> {
    if wrong.split_once('：').is_some_and(|(key, _)| key.is_ascii()) {
        return Some("write the colon as `: `, half-width and with a blank behind it, not as `：`".to_owned());
    }
    const COMMAS: [char; 3] = ['，', '、', '；'];
    let items: Vec<&str> = wrong.split(COMMAS).map(str::trim).collect();
    let is_list = items.len() > 1 && items.iter().all(|item| item.is_ascii());
    is_list.then(|| format!("items are parted by a half-width comma and a blank: write `{}`", items.join(", ")))
}

/// A hint for an unknown name: the nearest known one, or all of them if they are few.
pub fn suggest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    const FEW: usize = 24;
    if let Some(hint) = full_width_mark(wrong) {
        return hint;
    }
    if let Some(name) = nearest(wrong, known.clone()) {
        return format!("did you mean `{name}`?");
    }
    let all: Vec<&str> = known.into_iter().collect();
    match all.len() {
        0 => "there is none to choose from yet".to_owned(),
        1..=FEW => format!("known: {}", all.join(", ")),
        count if count <= MOST => format!("{count} {MANY}"),
        count => format!("{count} are known"),
    }
}
