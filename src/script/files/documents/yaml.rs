//! Language in YAML files: values and comments, never keys.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::Found;
use crate::script::files::plain;

/// Finds the language in a YAML file. What is keyed by a language stays, as do names of files.
///
/// # Errors
/// If it is no YAML: where and why.
pub(super) fn read(source: &str) -> Result<Found, String> {
    let mut found = Found::default();
    let mut done = 0;
    // The depth of a key that is a language: what it holds stays.
    let mut kept = None;
    for Scalar { range, text, depth, is_key } in scalars(source)? {
        comments(source, done..range.start, &mut found);
        done = range.end;
        if kept.is_some_and(|kept| depth < kept || (depth == kept && is_key)) {
            kept = None;
        }
        if is_key && kept.is_none() {
            kept = plain::is_language(&text).then_some(depth);
        } else if !is_key && kept.is_none() && !plain::is_file(&text) {
            prose(source, range, &mut found);
        }
    }
    comments(source, done..source.len(), &mut found);
    Ok(found)
}

/// Comments between scalars.
fn comments(source: &str, range: Range<usize>, found: &mut Found) {
    let mut at = range.start;
    for line in source[range].split_inclusive('\n') {
        let is_comment = |(start, _): &(usize, &str)| {
            source[..at + start].chars().next_back().is_none_or(|before| before.is_whitespace() || before == '\u{feff}')
        };
        if let Some((start, _)) = line.match_indices('#').find(is_comment) {
            prose(source, at + start..at + line.trim_end().len(), found);
        }
        at += line.len();
    }
}

fn prose(source: &str, range: Range<usize>, found: &mut Found) {
    found.open();
    found.text(source, range, plain::Format::Yaml);
    found.close();
}

/// A single value or key in a YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Scalar {
    /// Its bytes in the file, quotation marks included.
    range: Range<usize>,
    /// What it means.
    text: String,
    /// How many collections it stands in.
    depth: usize,
    /// Whether it is a key, or stands in one.
    is_key: bool,
}

/// Every scalar of a YAML file with its place, in order.
///
/// # Errors
/// If the text is no YAML: line, column and why, for the user.
fn scalars(text: &str) -> Result<Vec<Scalar>, String> {
    /// A collection that is open.
    struct Open {
        is_mapping: bool,
        /// Whether the next node is a key.
        at_key: bool,
        /// Whether the collection stands in a key.
        in_key: bool,
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| starts.get(index).copied().unwrap_or(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut scalars: Vec<Scalar> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let (line, column) = (error.marker().line(), error.marker().col() + 1);
            format!("line {line}, column {column}: the YAML cannot be read: {}", error.info())
        })?;
        let is_node =
            matches!(event, Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..));
        let mut is_key = open.last().is_some_and(|open| open.in_key);
        if is_node && let Some(open) = open.last_mut().filter(|open| open.is_mapping) {
            is_key |= open.at_key;
            open.at_key = !open.at_key;
        }
        match event {
            Event::Scalar(value, ..) => {
                let start = byte(span.start.index()).max(scalars.last().map_or(0, |last| last.range.end));
                let range = start..byte(span.end.index()).max(start);
                scalars.push(Scalar { range, text: value.into_owned(), depth: open.len(), is_key });
            }
            Event::SequenceStart(..) => open.push(Open { is_mapping: false, at_key: false, in_key: is_key }),
            Event::MappingStart(..) => open.push(Open { is_mapping: true, at_key: true, in_key: is_key }),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
            }
            _ => {}
        }
    }
    Ok(scalars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_what_is_keyed_by_a_language_are_no_language() {
        let text = "# 一\n說明: 二 # 三\n- x\n";
        assert!(read(text).unwrap_err().starts_with("line 3"), "{:?}", read(text));
        let text = "# 一\n說明: {名稱: 二, zh-Hans: {a: 三}, b: [四, 圖.png]} # 五\n\"甲\": |\n  六\n  #七\nzh: [八]\n? 九\n: 十\n";
        let lines = read(text).unwrap().lines(text);
        assert_eq!(lines, "# 一\n二\n四\n# 五\n六   #七 \n十\n");
    }
}
