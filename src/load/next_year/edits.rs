//! Changes to an author's texts: what is not changed stays byte for byte, comments and all.

use std::collections::BTreeMap;

use crate::load::yaml::{Kind, Node};
use crate::source::{SourceId, Sources, Span};

/// What is to be put in place of what, by file and place.
pub(super) struct Edits<'s> {
    /// The texts as they are.
    sources: &'s Sources,
    /// By file: where a change begins, where it ends, what stands there then.
    files: BTreeMap<SourceId, Vec<(usize, usize, String)>>,
}

impl<'s> Edits<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, files: BTreeMap::new() }
    }

    /// Puts a text in the place of a value; quotes around the value stay.
    pub(super) fn value(&mut self, span: Span, text: &str) {
        let own = self.sources.text(span);
        let bare = own.trim_matches(['"', '\'']);
        let start = span.range().start + (own.len() - own.trim_start_matches(['"', '\'']).len());
        self.put(span.source, start, start + bare.len(), text.to_owned());
    }

    /// Changes what stands at a place.
    pub(super) fn change(&mut self, span: Span, change: impl FnOnce(&str) -> String) {
        let own = self.sources.text(span);
        let changed = change(own);
        if changed != own {
            self.put(span.source, span.range().start, span.range().end, changed);
        }
    }

    /// Adds an entry to a group of keys, behind those that are there: in braces behind the last value, else on a line of
    /// its own, as far in as the first key. `entry` is `key: value`, `comment` what stands behind it on such a line.
    pub(super) fn entry(&mut self, group: &Node, entry: &str, comment: &str) {
        let Kind::Map(entries) = &group.kind else { return };
        let (Some((first, _)), Some((key, value))) = (entries.first(), entries.last()) else { return };
        let text = &self.sources.get(group.span.source).text;
        let end = match value.is_null() {
            // Nothing stands behind the colon but a blank, which keeps it a colon.
            true => {
                let behind = &text[key.span.range().end..];
                let colon = behind.find(':').map_or(0, |colon| colon + 1);
                key.span.range().end + colon + usize::from(behind[colon..].starts_with(' '))
            }
            false => value.span.range().end,
        };
        if text[group.span.range().start..].starts_with('{') {
            return self.put(group.span.source, end, end, format!(", {entry}"));
        }
        // A value in several lines may end with its last line's end.
        let line_end = match text[..end].ends_with('\n') {
            true => end,
            false => text[end..].find('\n').map_or(text.len(), |length| end + length + 1),
        };
        let start = first.span.range().start;
        let column = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = if text[..line_end].ends_with('\n') { "" } else { "\n" };
        let line = format!("{before}{}{entry}{comment}\n", " ".repeat(column));
        self.put(group.span.source, line_end, line_end, line);
    }

    /// Adds a line below the one of a place.
    pub(super) fn below(&mut self, span: Span, line: &str) {
        let text = &self.sources.get(span.source).text;
        let end = span.range().end;
        let (at, before) = match text[end..].find('\n') {
            Some(length) => (end + length + 1, ""),
            None => (text.len(), "\n"),
        };
        self.put(span.source, at, at, format!("{before}{line}\n"));
    }

    fn put(&mut self, source: SourceId, start: usize, end: usize, text: String) {
        self.files.entry(source).or_default().push((start, end, text));
    }

    /// The texts of the files that change, by path as in the sources.
    pub(super) fn texts(self) -> BTreeMap<String, String> {
        let changed = |(source, mut changes): (SourceId, Vec<(usize, usize, String)>)| {
            let file = self.sources.get(source);
            // What is added at one place keeps its order.
            changes.sort_by_key(|(start, end, _)| (*start, *end));
            let (mut out, mut done) = (String::new(), 0);
            for (start, end, text) in changes.into_iter() {
                // An alias in YAML brings the same place twice.
                if start < done {
                    continue;
                }
                out.push_str(&file.text[done..start]);
                out.push_str(&text);
                done = end;
            }
            out.push_str(&file.text[done..]);
            (file.path.clone(), out)
        };
        self.files.into_iter().map(changed).collect()
    }
}
