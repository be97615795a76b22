//! Markup within running text.

use std::path::Path;

use super::scanner::Scanner;
use super::{Format, Kind};
use crate::chinese::is_han;

/// Which bytes may begin something that is no language: an address, `-{…}-` or `{{ … }}`.
const PLAIN: [bool; 256] = table(b"-{hwm");
/// The same with Markdown's own.
const MARKUP: [bool; 256] = table(b"-{hwm\\`|*_~![]<");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

impl Scanner<'_> {
    /// Running text with markup in it.
    pub(super) fn inline(&mut self, text: &str) {
        let is_marked_up = self.format != Format::Text;
        let starts: &[bool; 256] = if is_marked_up { &MARKUP } else { &PLAIN };
        let bytes = text.as_bytes();
        let mut start = 0;
        let mut at = 0;
        let mut in_image = false;
        while let Some(step) = bytes[at..].iter().position(|byte| starts[usize::from(*byte)]) {
            at += step;
            // Every start is an ASCII character: a place to cut at.
            let here = &text[at..];
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let found: Option<(usize, Mark)> = if here.starts_with("-{") && !here.starts_with("-{{") {
                let end = enclosed(here, "-{", "}-");
                if end.is_none() {
                    self.unclosed(&text[start..at]);
                }
                end.map(|end| (end, Mark::Other))
            } else if let Some(end) = enclosed(here, "{{", "}}") {
                Some((end, Mark::Other))
            } else if let Some(end) = url(here, before) {
                Some((end, Mark::Other))
            } else if is_marked_up {
                markup(here, before, &mut in_image)
            } else {
                None
            };
            let Some((end, mark)) = found else {
                at += 1;
                continue;
            };
            self.push(Kind::Prose, &text[start..at]);
            let part = &here[..end];
            match mark {
                Mark::Other => self.other(part),
                Mark::Cell => {
                    self.other(part);
                    self.push(Kind::End, "");
                }
                Mark::Markup => self.push(Kind::Markup, part),
                Mark::Attributes => self.attributes(part),
            }
            at += end;
            start = at;
        }
        self.push(Kind::Prose, &text[start..]);
    }

    /// `{#id .class title="…"}` or an HTML tag: only the values of attributes that hold language are converted.
    pub(super) fn attributes(&mut self, text: &str) {
        let mut start = 0;
        for (equals, _) in text.match_indices('=') {
            if equals < start {
                continue;
            }
            let key = text[..equals].rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("");
            let quote = text[equals + 1..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = equals + 1 + quote.map_or(0, char::len_utf8);
            let end = match quote {
                Some(quote) => text[value..].find(quote),
                None => text[value..].find(|c: char| c.is_whitespace() || c == '}' || c == '>'),
            }
            .map_or(text.len(), |end| value + end);
            if !is_plain_attribute(key) && !is_file(&text[value..end]) {
                self.other(&text[start..value]);
                self.inline(&text[value..end]);
                start = end;
            } else {
                self.other(&text[start..end]);
                start = end;
            }
        }
        self.other(&text[start..]);
    }
}

/// What a piece of markup is.
enum Mark {
    Other,
    Markup,
    /// A table's column mark.
    Cell,
    Attributes,
}

/// Markup at the start of `here`: its length and kind.
fn markup(here: &str, before: char, in_image: &mut bool) -> Option<(usize, Mark)> {
    let first = here.chars().next()?;
    match first {
        '\\' => Some((1 + here[1..].chars().next().map_or(0, char::len_utf8), Mark::Other)),
        '`' => {
            let ticks = here.len() - here.trim_start_matches('`').len();
            let closing = here[ticks..].find(&here[..ticks]).map_or(ticks, |end| end + 2 * ticks);
            Some((closing, Mark::Other))
        }
        '|' => Some((1, Mark::Cell)),
        '*' | '_' | '~' => Some((here.len() - here.trim_start_matches(first).len(), Mark::Markup)),
        '!' if here.starts_with("![") => {
            *in_image = true;
            Some((2, Mark::Other))
        }
        '[' if here.starts_with("[^") => Some((here.find(']')? + 1, Mark::Markup)),
        '[' => Some((1, Mark::Markup)),
        ']' if here.starts_with("](") => {
            let mark = if std::mem::take(in_image) { Mark::Other } else { Mark::Markup };
            let target = &here[2..];
            let end = target.find(')').unwrap_or(target.len());
            // A title after the target is language.
            match target[..end].find([' ', '\t']) {
                Some(space) => Some((2 + space, Mark::Other)),
                None => Some((2 + (end + 1).min(target.len()), mark)),
            }
        }
        ']' if here.starts_with("][") => Some((here[2..].find(']')? + 3, Mark::Markup)),
        ']' => Some((1, Mark::Markup)),
        '{' if is_attributes(&here[1..]) => Some((closing_brace(here)?, Mark::Attributes)),
        '<' if here[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && before != '<' => {
            let end = here.find('>')? + 1;
            Some((end, if here[..end].contains('=') { Mark::Attributes } else { Mark::Markup }))
        }
        _ => None,
    }
}

/// The length of a text from `open` to `close`, if it starts with the one and holds the other.
fn enclosed(here: &str, open: &str, close: &str) -> Option<usize> {
    let inner = here.strip_prefix(open)?;
    Some(open.len() + inner.find(close)? + close.len())
}

/// The length of a web address. Chinese text usually follows an address without a space; Chinese belongs to it only
/// right behind one of `/ = ? # &`.
fn url(here: &str, before: char) -> Option<usize> {
    if before.is_ascii_alphanumeric() || !["http://", "https://", "www.", "mailto:"].iter().any(|s| here.starts_with(s))
    {
        return None;
    }
    let mut last = ' ';
    let mut end = 0;
    for (at, character) in here.char_indices() {
        let belongs = match character {
            '<' | '>' | '"' | '`' | '|' | '[' | ')' | ']' | '{' | '}' => false,
            '-' if here[at..].starts_with("-{") => false,
            _ if character.is_ascii() => !character.is_ascii_whitespace(),
            _ => is_han(character) && (is_han(last) || matches!(last, '/' | '=' | '?' | '#' | '&')),
        };
        if !belongs {
            break;
        }
        last = character;
        end = at + character.len_utf8();
    }
    Some(end)
}

/// Whether what follows a `{` is a block of attributes.
fn is_attributes(inner: &str) -> bool {
    let inner = inner.trim_start();
    inner.starts_with(['#', '.'])
        || inner
            .split_once('=')
            .is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

/// The length up to the `}` that ends a block of attributes; one inside quotes does not.
fn closing_brace(here: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, character) in here.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '}' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Attributes whose values are no language.
fn is_plain_attribute(key: &str) -> bool {
    matches!(key, "id" | "class" | "src" | "href" | "image" | "path" | "file" | "disclose" | "edition" | "style" | "")
}

/// Whether a value names a file.
pub(in crate::script) fn is_file(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    !value.contains(char::is_whitespace)
        && Path::new(value).extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
            ["png", "jpg", "jpeg", "gif", "webp", "svg", "csv", "xlsx", "yaml", "yml", "md", "pdf"]
                .contains(&extension.to_ascii_lowercase().as_str())
        })
}
