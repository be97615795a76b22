//! YAML: front matter, data blocks and whole files.

use super::Kind;
use super::inline::is_file;
use super::scanner::Scanner;

impl Scanner<'_> {
    /// A line of YAML.
    pub(super) fn yaml(&mut self, content: &str, end: &str) {
        let bare = content.trim_start();
        let mut column = content.len() - bare.len();
        if let Some(indent) = self.tagged {
            if bare.is_empty() || column > indent {
                self.other(content);
                self.end_of_line(end);
                return;
            }
            self.tagged = None;
        }
        if self.flow.is_some() {
            self.flow_text(content);
            self.end_of_line(end);
            return;
        }
        // `- ` may stand before a key, more than once.
        let mut value = bare;
        while let Some(rest) = value.strip_prefix("- ") {
            value = rest.trim_start();
        }
        column += bare.len() - value.len();
        let key = yaml_key(value);
        let start = column + key.map_or(0, |key| key.len() + 1);
        if bare.is_empty() || key.is_some() || column > content.len() - bare.len() {
            self.push(Kind::End, "");
        }
        self.other(&content[..start]);
        if key.is_some_and(is_language) {
            self.tagged = Some(column);
            self.other(&content[start..]);
        } else if is_file(content[start..].trim()) {
            self.other(&content[start..]);
        } else {
            self.flow_text(&content[start..]);
        }
        self.other(end);
    }

    /// YAML text that may hold `{zh-Hans: …, en: …}`: what is keyed by a language stays.
    fn flow_text(&mut self, text: &str) {
        let mut start = 0;
        let mut at = 0;
        while at < text.len() {
            if let Some(open) = self.flow {
                let (end, open) = flow_value(&text[at..], open);
                self.other(&text[at..at + end]);
                at += end;
                start = at;
                self.flow = open;
                continue;
            }
            let here = &text[at..];
            let step = here.chars().next().map_or(1, char::len_utf8);
            if here.starts_with(['{', ',']) {
                let inner = here[1..].trim_start();
                if let Some(key) = yaml_key(inner).filter(|key| is_language(key)) {
                    let value = at + (here.len() - inner.len()) + key.len() + 1;
                    self.inline(&text[start..at]);
                    self.other(&text[at..value]);
                    at = value;
                    start = at;
                    self.flow = Some(0);
                    continue;
                }
            }
            at += step;
        }
        self.inline(&text[start..]);
    }
}

/// The key at the start of a YAML text, without its colon.
fn yaml_key(text: &str) -> Option<&str> {
    let end = text.find(':')?;
    let key = &text[..end];
    let is_key = !key.is_empty()
        && !key.starts_with(['{', '[', '#'])
        && key.chars().all(|c| c.is_ascii_graphic() || c == ' ')
        && text[end + 1..].chars().next().is_none_or(char::is_whitespace);
    is_key.then_some(key)
}

/// Whether a YAML key is a language tag (BCP 47) of an edition.
pub(in crate::script) fn is_language(key: &str) -> bool {
    let key = key.trim_matches(['"', '\'']);
    ["zh", "en"].contains(&key.split('-').next().unwrap_or(""))
        && key.split('-').all(|part| part.len() <= 4 && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The length of a value inside `{…}`, given the brackets open in it so far; and the brackets still open if it goes on
/// in the next line.
fn flow_value(text: &str, mut open: usize) -> (usize, Option<usize>) {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (character, quote) {
            (_, Some(mark)) if character == mark => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(character),
            ('{' | '[', None) => open += 1,
            (',' | '}' | ']', None) if open == 0 => return (at, None),
            ('}' | ']', None) => open -= 1,
            _ => {}
        }
    }
    (text.len(), Some(open))
}
