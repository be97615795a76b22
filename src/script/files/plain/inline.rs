//! Markup within running text.

use std::path::Path;

use super::scanner::Scanner;
use super::{Format, Kind};
use crate::address;
use crate::ahead::Ahead;

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
        let mut marks = Marks { ahead: Ahead::new(text), braces: None, in_image: false };
        while let Some(step) = bytes[at..].iter().position(|byte| starts[usize::from(*byte)]) {
            at += step;
            // Every start is an ASCII character: a place to cut at.
            let here = &text[at..];
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let found: Option<(usize, Mark)> = if here.starts_with("-{") && !here.starts_with("-{{") {
                let end = marks.enclosed(at, "-{", "}-");
                if end.is_none() {
                    self.unclosed(at - start);
                }
                end.map(|end| (end, Mark::Other))
            } else if here.starts_with("{{")
                && let Some(end) = marks.enclosed(at, "{{", "}}")
            {
                Some((end, Mark::Other))
            } else if let Some(end) = url(here, before) {
                Some((end, Mark::Other))
            } else if is_marked_up {
                marks.markup(text, at, before)
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

/// Markup in a text, and what was looked for in it.
struct Marks<'t> {
    ahead: Ahead<'t>,
    /// Built when the first brace is met.
    braces: Option<Braces>,
    in_image: bool,
}

impl Marks<'_> {
    /// The length of a text from `open`, which stands at `at`, to `close`.
    fn enclosed(&mut self, at: usize, open: &str, close: &'static str) -> Option<usize> {
        Some(self.ahead.find(close, at + open.len())? + close.len() - at)
    }

    /// Markup at a place: its length and kind.
    fn markup(&mut self, text: &str, place: usize, before: char) -> Option<(usize, Mark)> {
        let here = &text[place..];
        let first = here.chars().next()?;
        let mut up_to = |mark: &'static str, from: usize| Some(self.ahead.find(mark, place + from)? - place);
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
                self.in_image = true;
                Some((2, Mark::Other))
            }
            '[' if here.starts_with("[^") => Some((up_to("]", 0)? + 1, Mark::Markup)),
            '[' => Some((1, Mark::Markup)),
            ']' if here.starts_with("](") => {
                let end = up_to(")", 2).unwrap_or(here.len());
                let mark = if std::mem::take(&mut self.in_image) { Mark::Other } else { Mark::Markup };
                // A title after the target is language.
                match here[2..end].find([' ', '\t']) {
                    Some(space) => Some((2 + space, Mark::Other)),
                    None => Some(((end + 1).min(here.len()), mark)),
                }
            }
            ']' if here.starts_with("][") => Some((up_to("]", 2)? + 1, Mark::Markup)),
            ']' => Some((1, Mark::Markup)),
            '{' if is_attributes(&here[1..]) => {
                let end = self.braces.get_or_insert_with(|| Braces::of(text)).closing(place)?;
                Some((end + 1 - place, Mark::Attributes))
            }
            '<' if here[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && before != '<' => {
                let end = up_to(">", 0)? + 1;
                Some((end, if here[..end].contains('=') { Mark::Attributes } else { Mark::Markup }))
            }
            _ => None,
        }
    }
}

/// The quotes and closing braces of a text.
struct Braces {
    quotes: Vec<usize>,
    /// `}` with an even number of quotes before it in the text, and with an odd one.
    closing: [Vec<usize>; 2],
}

impl Braces {
    fn of(text: &str) -> Self {
        let mut braces = Self { quotes: Vec::new(), closing: Default::default() };
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'"' => braces.quotes.push(at),
                b'}' => braces.closing[braces.quotes.len() % 2].push(at),
                _ => {}
            }
        }
        braces
    }

    /// The `}` that ends a block of attributes, which begins at a place; one inside quotes does not.
    fn closing(&self, from: usize) -> Option<usize> {
        let before = self.quotes.partition_point(|quote| *quote < from);
        let closing = &self.closing[before % 2];
        closing.get(closing.partition_point(|brace| *brace < from)).copied()
    }
}

/// The length of a web address.
fn url(here: &str, before: char) -> Option<usize> {
    if before.is_ascii_alphanumeric() || !["http://", "https://", "www.", "mailto:"].iter().any(|s| here.starts_with(s))
    {
        return None;
    }
    let end = address::length(here);
    // What protects words is none of it.
    let is_protection = here[end..].starts_with('{') && here[..end].ends_with('-');
    Some(if is_protection { end - 1 } else { end })
}

/// Whether what follows a `{` is a block of attributes.
fn is_attributes(inner: &str) -> bool {
    let inner = inner.trim_start();
    let key = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    inner.starts_with(['#', '.']) || (key > 0 && inner[key..].starts_with('='))
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
