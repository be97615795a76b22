//! The home of Tera: page templates, and Tera's errors as diagnostics.
//!
//! Authors' text is never a template, so nothing an author writes in a chapter can become template code. Pages
//! ([`Pages`]) come from `templates/`; a report overrides single files.

mod pages;

pub use pages::Pages;
pub use tera::{Context, Value};

use std::ops::Range;

use tera::{Error, ErrorKind};

/// What Tera found wrong: in which template, where in it, and what. Depends on nothing else, so threads may hand it on.
#[derive(Debug, Clone)]
pub struct TemplateError {
    /// Name of the template, where Tera tells.
    template: Option<String>,
    /// Where in the template's text.
    place: Place,
    /// What is wrong, in Tera's words, without its list of what there is.
    message: String,
}

/// A place in a template as Tera tells it.
#[derive(Debug, Clone)]
enum Place {
    /// Byte range.
    Bytes(Range<usize>),
    /// Line and column, both from 1, the column in characters; where Tera has only a printout to give.
    LineColumn(usize, usize),
    /// Nowhere in particular.
    None,
}

impl Place {
    /// The place as a byte range of the template's text; a line and column become the word that starts there.
    fn range(&self, text: &str) -> Range<usize> {
        match self {
            Place::Bytes(range) => range.start.min(text.len())..range.end.min(text.len()),
            Place::LineColumn(line, column) => {
                let start_of_line: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let rest = &text[start_of_line..];
                let start = start_of_line + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
                let word = |character: char| character.is_alphanumeric() || character == '_';
                let end = text[start..].find(|character| !word(character)).map_or(text.len(), |at| start + at);
                start..end
            }
            Place::None => 0..0,
        }
    }
}

/// What Tera's error says. References to unknown filters, functions and templates come as one printout of them all;
/// that printout is the only form in which Tera gives them.
fn errors(error: &Error) -> Vec<TemplateError> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![TemplateError {
            template: Some(report.filename().to_owned()),
            place: Place::Bytes(report.span().range.clone()),
            message: plain(report.message()),
        }],
        ErrorKind::Msg(text) => {
            let printed = printed_reports(text);
            if printed.is_empty() {
                vec![TemplateError { template: None, place: Place::None, message: plain(text) }]
            } else {
                printed
            }
        }
        ErrorKind::CircularExtend { tpl, .. } => about(tpl, "the template extends itself through other templates"),
        ErrorKind::CircularInclude { tpl, .. } => about(tpl, "the template includes itself through other templates"),
        ErrorKind::MissingParent { current, parent } => {
            about(current, format!("the template extends `{parent}`, which does not exist"))
        }
        other => vec![TemplateError { template: None, place: Place::None, message: plain(&other.to_string()) }],
    }
}

fn about(template: &str, message: impl Into<String>) -> Vec<TemplateError> {
    vec![TemplateError { template: Some(template.to_owned()), place: Place::None, message: message.into() }]
}

/// Reads Tera's printouts: `error: <message>`, then a line `--> <template>:<line>:<column>`.
fn printed_reports(text: &str) -> Vec<TemplateError> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let Some((_, at)) = lines.next().and_then(|next| next.split_once("--> ")) else { continue };
        let mut parts = at.rsplitn(3, ':');
        let (Some(column), Some(line), Some(template)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let (Ok(line), Ok(column)) = (line.parse(), column.parse()) else { continue };
        found.push(TemplateError {
            template: Some(template.to_owned()),
            place: Place::LineColumn(line, column),
            message: plain(message),
        });
    }
    found
}

/// Tera's message as we word ours: from a small letter, without the list of names that follows a full stop.
fn plain(message: &str) -> String {
    let head = message.lines().next().unwrap_or_default();
    let head = head.split(". Available").next().unwrap_or_default().trim_end_matches('.');
    let mut letters = head.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
