//! Attributes in braces, `{#id .class key=value key="value"}`, each with its place.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::slice::Slice;
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{Span, Spanned};

/// What stands between the braces.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attributes {
    /// `#id`.
    pub(crate) id: Option<Spanned<String>>,
    /// `.class`.
    pub(crate) classes: Vec<Spanned<String>>,
    /// `key=value`; the value without its quotes.
    pub(crate) pairs: Vec<(Spanned<String>, Slice<'static>)>,
}

impl Attributes {
    /// Takes out the value of a key.
    pub(crate) fn take(&mut self, key: &str) -> Option<Slice<'static>> {
        let at = self.pairs.iter().position(|(known, _)| known.node == key)?;
        Some(self.pairs.remove(at).1)
    }
}

/// Parses what stands between the braces; reports what cannot be read and goes on behind it.
pub(crate) fn parse(slice: &Slice<'_>, sink: &mut Sink) -> Attributes {
    let text: &str = &slice.text;
    let mut attributes = Attributes::default();
    let mut keys: HashMap<&str, Span> = HashMap::new();
    let mut at = 0;
    let word_end = |from: usize| text[from..].find(char::is_whitespace).map_or(text.len(), |length| from + length);
    while let Some(gap) = text[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + gap;
        match text.as_bytes()[start] {
            mark @ (b'#' | b'.') => {
                at = word_end(start);
                let name = Spanned::new(text[start + 1..at].to_owned(), slice.span(start..at));
                if !is_name(&name.node) {
                    sink.push(bad_name(&name));
                } else if mark == b'.' {
                    attributes.classes.push(name);
                } else if attributes.id.is_some() {
                    let message = "there can only be one #id";
                    sink.push(Diagnostic::error(Code::Markup, name.span, message).hint("remove one of them"));
                } else {
                    attributes.id = Some(name);
                }
            }
            _ => {
                let end = word_end(start);
                let Some(equals) = text[start..end].find('=').map(|length| start + length).filter(|at| *at > start)
                else {
                    let message = format!("`{}` is no attribute", &text[start..end]);
                    sink.push(
                        Diagnostic::error(Code::Markup, slice.span(start..end), message)
                            .hint("write #id, .name or key=\"value\""),
                    );
                    at = end;
                    continue;
                };
                let key = Spanned::new(text[start..equals].to_owned(), slice.span(start..equals));
                let value = equals + 1;
                let close = match text[value..].chars().next() {
                    Some('"') => Some('"'),
                    Some('\'') => Some('\''),
                    Some('“') => Some('”'),
                    Some('‘') => Some('’'),
                    _ => None,
                };
                let value = match close {
                    None => {
                        at = word_end(value);
                        // A list may have blanks behind its commas: disclose=hkex:A1.1, gri:2-1.
                        while text[value..at].ends_with([',', '，', '、'])
                            && let Some(gap) = text[at..].find(|c: char| !c.is_whitespace())
                        {
                            at = word_end(at + gap);
                        }
                        value..at
                    }
                    Some(close) => {
                        let from = value + close.len_utf8();
                        match closing(&text[from..], close) {
                            Some(length) => {
                                at = from + length + close.len_utf8();
                                from..from + length
                            }
                            None => {
                                at = text.len();
                                let message = "the quote that begins here is never closed";
                                sink.push(
                                    Diagnostic::error(Code::Markup, slice.span(value..from), message)
                                        .hint(format!("add {close} behind the value")),
                                );
                                from..at
                            }
                        }
                    }
                };
                match keys.entry(&text[start..equals]) {
                    Entry::Occupied(first) => {
                        let message = format!("`{}` is given twice", key.node);
                        let diagnostic = Diagnostic::error(Code::Duplicate, key.span, message);
                        sink.push(diagnostic.label(*first.get(), "first given here").hint("keep one of them"));
                    }
                    Entry::Vacant(free) => {
                        free.insert(key.span);
                        attributes.pairs.push((key, slice.part(value)));
                    }
                }
            }
        }
    }
    attributes
}

/// Where a value's quote closes it: not inside {{ … }}, whose quotes are its own.
fn closing(text: &str, close: char) -> Option<usize> {
    let mut at = 0;
    loop {
        let end = at + text[at..].find(close)?;
        let open = text[at..end].find("{{").map(|open| at + open);
        match open.and_then(|open| Some(open + text[open..].find("}}")?)) {
            Some(shut) => at = shut,
            None => return Some(end),
        }
    }
}

/// Whether a text can name an anchor: letters (also Han), digits, `-`, `_` and `.`. The site's own begin with `_`.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn bad_name(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(Code::Markup, name.span, format!("`{}` cannot be a name here", name.node))
        .hint("begin with a letter, a digit, - or ., and use no more than letters, digits, - _ and .")
}

/// The report of an attribute that nobody reads.
pub(crate) fn unknown(key: &Spanned<String>, known: &[&str]) -> Diagnostic {
    super::yaml::unknown_key(key, known)
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn the_sites_own_names_are_none_of_an_authors() {
        for (name, may_be) in
            [("water_2", true), ("用水", true), ("-a", true), ("_note-1", false), ("", false), ("a b", false)]
        {
            assert_eq!(is_name(name), may_be, "{name}");
        }
    }
}
