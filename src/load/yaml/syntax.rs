//! Why YAML cannot be read, in an author's words: by what stands at the place and what is open there. What the library says
//! is about its own steps.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::{FULL_WIDTH_SPACE, NO_BREAK_SPACE, UNSEEN, WIDE_BRACKETS, char_at};
use crate::diag::{Code, Diagnostic};
use crate::load::slice::Slice;

/// What is wrong: where, what, and what to write.
type Fault = (Range<usize>, String, String);

const SIGN_HINT: &str = "put a value that begins with -, *, &, !, ?, | or > in quotes, e.g. \"-\"";
const TAB_HINT: &str =
    "indent with spaces: YAML takes no tabs; a table pasted from a spreadsheet goes below a line `rows: |`, indented";
const BRACKET_HINT: &str =
    "inside [ ] and { } put a text that has , : [ ] { } in it in quotes; between items stands a half-width comma";

/// The report of a syntax error.
pub(super) fn told(slice: &Slice<'_>, error: &crate::yaml::Error) -> Diagnostic {
    let text: &str = &slice.text;
    let byte = |line: usize, column: usize| {
        let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
        let line = &text[start..];
        start + line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    };
    let at = match error.location() {
        Some(location) => byte(location.line(), location.column()),
        None => beyond(text),
    };
    // What the library was reading when it met the error began here.
    let whole = error.to_string();
    if whole.contains("limit exceeded") {
        let message = "lists and groups stand in one another too deep here, or one stands for too many others";
        return Diagnostic::error(Code::Yaml, slice.span(char_at(text, at)), message).hint("write it flatter");
    }
    let context = whole.split_once(", while").map(|(_, context)| context);
    let began = context.map(|context| {
        // That it began with the text goes without saying.
        let place = context.rsplit_once(" at line ").and_then(|(_, place)| place.split_once(" column "));
        let place = place.and_then(|(line, column)| Some(byte(line.parse().ok()?, column.parse().ok()?)));
        place.unwrap_or_default()
    });
    told_at(slice, at, began)
}

/// Where a text goes on behind its end: of that the library does not tell the place.
fn beyond(text: &str) -> usize {
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let index = match event {
            Ok((Event::DocumentStart(_), span)) if documents > 0 => span.start.index(),
            Ok((event, _)) => {
                documents += usize::from(matches!(event, Event::DocumentStart(_)));
                continue;
            }
            Err(error) => error.marker().index(),
        };
        return text.char_indices().nth(index).map_or(text.len(), |(at, _)| at);
    }
    0
}

/// The report of an error at a byte, in what began at another.
pub(super) fn told_at(slice: &Slice<'_>, at: usize, began: Option<usize>) -> Diagnostic {
    let error = Place::new(&slice.text, at, began);
    let (range, message, hint) = error.fault();
    let label = error.began.filter(|_| error.bracket().is_some());
    let diagnostic =
        Diagnostic::error(Code::Yaml, slice.span(range), format!("the YAML cannot be read: {message}")).hint(hint);
    match label {
        Some(began) => diagnostic.label(slice.span(char_at(&slice.text, began)), "it opens here"),
        None => diagnostic,
    }
}

/// Where an error stands.
struct Place<'a> {
    text: &'a str,
    at: usize,
    began: Option<usize>,
    /// Its line: where it begins, and without its end.
    start: usize,
    line: &'a str,
    /// The line above that has something in it.
    above: &'a str,
}

impl<'a> Place<'a> {
    fn new(text: &'a str, at: usize, began: Option<usize>) -> Self {
        let at = at.min(text.len());
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let above = text[..start].lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        Self { text, at, began: began.filter(|began| *began < at), start, line, above }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn before(&self) -> &'a str {
        &self.text[self.start..self.at]
    }

    /// The sign that what is open begins with.
    fn opener(&self) -> Option<char> {
        self.text[self.began?..].chars().next()
    }

    /// The bracket that is open, and the one that closes it.
    fn bracket(&self) -> Option<(char, char)> {
        match self.opener()? {
            '[' => Some(('[', ']')),
            '{' => Some(('{', '}')),
            _ => None,
        }
    }

    fn here(&self) -> Range<usize> {
        char_at(self.text, self.at)
    }

    fn fault(&self) -> Fault {
        None.or_else(|| self.unseen())
            .or_else(|| self.cut_bracket())
            .or_else(|| self.quoted())
            .or_else(|| self.full_width())
            .or_else(|| self.character())
            .or_else(|| self.sign())
            .or_else(|| self.brackets())
            .or_else(|| self.second_document())
            .or_else(|| self.no_colon())
            .or_else(|| self.behind_quotes())
            .or_else(|| self.colon())
            .or_else(|| self.item())
            .unwrap_or_else(|| self.indentation())
    }

    /// A mark without width that a copy has brought to where a line or what went wrong begins.
    fn unseen(&self) -> Option<Fault> {
        let (at, mark) = self.line.char_indices().find(|(_, c)| UNSEEN.contains(c))?;
        let is_at_start = self.line[..at].trim_matches([' ', '-']).is_empty();
        let place = char_at(self.text, self.start + at);
        let message = format!("a character that cannot be seen stands here (U+{:04X})", u32::from(mark));
        (is_at_start || place.end == self.at)
            .then(|| (place, message, "take it out: type the beginning of the line anew".to_owned()))
    }

    /// A comment within brackets takes their end with it, which shows only where the next value stands.
    fn cut_bracket(&self) -> Option<Fault> {
        let mut end = self.at;
        for line in self.text[..self.at].split_inclusive('\n').rev().take(2) {
            let start = end - line.len();
            end = start;
            let Some(at) = line.find(" #").map(|at| at + 1) else { continue };
            let count = |text: &str, signs: [char; 2]| text.matches(signs).count();
            let is_open = count(&line[..at], ['[', '{']) > count(&line[..at], [']', '}']);
            if is_open && line[at..].contains([']', '}']) {
                let message =
                    "the text ends before this `#`: a comment begins here, and takes the rest of the line with it";
                let place = start + at..start + line.trim_end().len();
                return Some((place, message.to_owned(), "put the text in quotes".to_owned()));
            }
        }
        None
    }

    /// A mark of an input method where YAML takes the half-width one: in the line, or in the one above, as only what follows
    /// shows it.
    fn full_width(&self) -> Option<Fault> {
        if self.bracket().is_some() && self.rest().starts_with(':') {
            let inner =
                self.text[self.began?..self.at].rfind(['，', '；', '、']).map(|at| self.began.unwrap_or_default() + at);
            let message = "a full-width mark stands between items, and parts none".to_owned();
            return inner.map(|at| (char_at(self.text, at), message, BRACKET_HINT.to_owned()));
        }
        // What stands deeper above may be text below `|`.
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let above = Some(self.above).filter(|above| indent(above) <= indent(self.line));
        let (line, (at, message, hint)) =
            [Some(self.line), above].into_iter().flatten().find_map(|line| Some((line, wide(line)?)))?;
        let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
        Some((char_at(self.text, start + at), message.to_owned(), hint.to_owned()))
    }

    /// A text in quotes without its end, or with a backslash that means nothing.
    fn quoted(&self) -> Option<Fault> {
        let quote = self.opener().filter(|sign| matches!(sign, '"' | '\''))?;
        let began = self.began?;
        // A group may begin with a key in quotes, which is closed.
        let inner = &self.text[began + 1..self.at];
        let escaped = if quote == '"' { inner.matches("\\\"").count() } else { 0 };
        if (inner.matches(quote).count() - escaped) % 2 == 1 {
            return None;
        }
        // The longest escape is `\U0001F600`.
        const LONGEST: usize = 10;
        let slash = match self.rest().starts_with('\\') {
            true => Some(self.at),
            false => self.text[began..self.at].rfind('\\').map(|at| began + at).filter(|at| self.at - at <= LONGEST),
        };
        if let Some(slash) = slash.filter(|_| quote == '"' && !self.rest().is_empty() && !self.is_marker()) {
            let end = slash + 1 + self.text[slash + 1..].chars().next().map_or(0, char::len_utf8);
            let message = format!("`{}` means nothing within double quotes", &self.text[slash..end]);
            return Some((
                slash..end,
                message,
                "put the text in single quotes, or write \\\\ for a backslash".to_owned(),
            ));
        }
        let hint = match quote {
            '"' => "write `\"` where the text ends, and a `\"` within it as `\\\"`",
            _ => "write `'` where the text ends, and a `'` within it twice",
        };
        let message = format!("the text that begins with this `{quote}` has no end");
        Some((char_at(self.text, began), message, hint.to_owned()))
    }

    /// A character that YAML takes nowhere, or not at a beginning.
    fn character(&self) -> Option<Fault> {
        let indent = &self.line[..self.line.len() - self.line.trim_start_matches([' ', '\t', '-']).len()];
        let tab = match self.rest().starts_with('\t') {
            true => Some(self.at),
            false => indent.find('\t').map(|at| self.start + at),
        };
        let tab = tab.or_else(|| self.before().ends_with('\t').then(|| self.at - 1));
        if let Some(tab) = tab {
            let message = match self.text[self.start..tab].trim_start_matches([' ', '-']).is_empty() {
                true => "a tab stands in the indentation",
                false => "a tab stands where a blank or a value is meant",
            };
            return Some((tab..tab + 1, message.to_owned(), TAB_HINT.to_owned()));
        }
        let mut signs = self.rest().chars().next().into_iter().chain(self.opener());
        if let Some(sign) = signs.find(|sign| matches!(sign, '%' | '@' | '`')) {
            let hint = "put a value that begins with %, @ or ` in quotes, e.g. unit: \"%\"";
            return Some((self.here(), format!("a value cannot begin with `{sign}`"), hint.to_owned()));
        }
        // Of these the library does not tell the place.
        let reach = if self.at == 0 { usize::MAX } else { 1 };
        let mut near = self.rest().char_indices().take(reach);
        let (at, unseen) = near.find(|(_, c)| c.is_control() && !c.is_whitespace())?;
        let message = format!("a character that cannot be seen stands here (U+{:04X})", u32::from(unseen));
        let place = char_at(self.text, self.at + at);
        Some((place, message, "take it out: type the text anew around it".to_owned()))
    }

    /// A value that begins with a sign that means something.
    fn sign(&self) -> Option<Fault> {
        let of_value = |line: &str| {
            let value =
                line.split_once(": ").map_or(line.trim_start().trim_start_matches("- "), |(_, value)| value).trim();
            begins_with_sign(value).then(|| value.chars().next()).flatten()
        };
        let opener = self.opener().filter(|sign| "*&!|>".contains(*sign));
        let behind = || self.rest().trim().is_empty().then(|| of_value(self.above)).flatten();
        let own = self.rest().chars().next().filter(|sign| "*&!|>".contains(*sign));
        let sign = opener.or(own).or_else(|| of_value(self.line)).or_else(behind)?;
        let message = match sign {
            '*' => "`*` at the beginning of a value stands for the value that `&` names elsewhere, and there is none",
            '|' | '>' => "behind `|` or `>` nothing else can stand in the line: the text goes into those below",
            _ => {
                return Some((
                    self.here(),
                    format!("`{sign}` at the beginning of a value names or types it"),
                    SIGN_HINT.to_owned(),
                ));
            }
        };
        Some((self.here(), message.to_owned(), SIGN_HINT.to_owned()))
    }

    /// Lists and groups in brackets.
    fn brackets(&self) -> Option<Fault> {
        let next = self.rest().chars().next();
        if let Some((open, close)) = self.bracket() {
            let goes_on = self.text[self.began?..self.at].contains('\n') || self.rest().trim().is_empty();
            let message = match next {
                Some(other @ (']' | '}')) if other != close => {
                    format!("`{open}` ends with `{close}`, not with `{other}`")
                }
                _ if goes_on => format!("the `{open}` above is not closed before this"),
                _ => format!("a comma or `{close}` is missing before this"),
            };
            let hint = match goes_on {
                true => format!("write `{close}` where what stands in the brackets ends; {BRACKET_HINT}"),
                false => BRACKET_HINT.to_owned(),
            };
            return Some((self.here(), message, hint));
        }
        match next? {
            ',' => {
                let hint = "take the comma away, or put a text that begins with one in quotes";
                Some((self.here(), "no value can begin with a comma".to_owned(), hint.to_owned()))
            }
            close @ (']' | '}') => {
                let hint = "take it away, or put the text in quotes";
                Some((self.here(), format!("this `{close}` closes nothing"), hint.to_owned()))
            }
            _ => None,
        }
    }

    /// Whether a line that parts documents stands here.
    fn is_marker(&self) -> bool {
        ["---", "..."].iter().any(|marker| self.line.starts_with(marker))
    }

    /// Lines that part documents.
    fn second_document(&self) -> Option<Fault> {
        // One may begin the only document.
        let is_behind = ["---", "..."].contains(&self.above.trim_end()) && self.text[..self.start].trim() != "---";
        if !self.is_marker() && !is_behind {
            return None;
        }
        let place = self.start..self.start + self.line.len();
        let hint = "take the line `---` or `...` out, or put its text in quotes: there is one document in a file";
        Some((place, "a second document begins here".to_owned(), hint.to_owned()))
    }

    /// A line that is no key, since there is no colon behind it.
    fn no_colon(&self) -> Option<Fault> {
        let began = self.began.filter(|began| self.text[*began..self.at].contains('\n'))?;
        let line = self.text[began..].lines().next().unwrap_or_default();
        if let Some((at, message, hint)) = wide(line) {
            return Some((char_at(self.text, began + at), message.to_owned(), hint.to_owned()));
        }
        (!has_key(line) && !line.starts_with("- ")).then(|| {
            let message = "this line has no key with a colon and a blank behind it".to_owned();
            (began..began + line.trim_end().len(), message, colon_hint(line).to_owned())
        })
    }

    /// A text that goes on behind its closing quote.
    fn behind_quotes(&self) -> Option<Fault> {
        let before = self.before().trim_end();
        let quote = before.chars().next_back().filter(|sign| matches!(sign, '"' | '\''))?;
        // The quote that ends it may be one that was to begin a text, some lines below.
        let close = self.start + before.len() - quote.len_utf8();
        if let Some(open) = self.text[..close].rfind(quote).filter(|open| self.text[*open..close].contains('\n')) {
            let message = format!("the text that begins with this `{quote}` ends only in a line below");
            let hint = format!("write `{quote}` where the text ends");
            return Some((char_at(self.text, open), message, hint));
        }
        let hint = match quote {
            '"' => "put the whole text in quotes, a `\"` within it as `\\\"`",
            _ => "put the whole text in quotes; within single quotes a `'` is written twice",
        };
        Some((self.here(), "the text in quotes ends before this".to_owned(), hint.to_owned()))
    }

    /// A colon that is that of no key.
    fn colon(&self) -> Option<Fault> {
        self.rest().starts_with(':').then_some(())?;
        if self.rest()[1..].starts_with(['}', ',', ']']) && self.line.contains('{') {
            let message = "behind this colon stands nothing, and no blank, so that it is part of the text before it";
            let hint = "write the value behind it, a blank where there is none yet, or take the key out";
            return Some((self.here(), message.to_owned(), hint.to_owned()));
        }
        let key = self.before().trim_start().trim_start_matches("- ");
        if key.contains(": ") {
            let hint = match self.line.contains("{{") {
                true => "put a value that contains {{ … }} in single quotes",
                false => "put a text with `: ` in it in quotes",
            };
            return Some((
                self.here(),
                "the text has a second `: ` in it, as behind a key".to_owned(),
                hint.to_owned(),
            ));
        }
        if !has_key(self.above) {
            let message = "the line above has no key with a colon and a blank behind it";
            return Some((self.here(), message.to_owned(), colon_hint(self.above).to_owned()));
        }
        let message = format!("`{key}` stands deeper than the key above it, which has a value already");
        let hint =
            "begin it exactly below the key above; or leave nothing behind that key's colon, if it belongs to it";
        Some((self.here(), message, hint.to_owned()))
    }

    /// An item where none can stand.
    fn item(&self) -> Option<Fault> {
        let is_item = |line: &str| line == "-" || line.starts_with("- ") || line.starts_with("-\n");
        is_item(self.rest()).then_some(())?;
        if !self.before().trim().is_empty() {
            let hint =
                "begin the items in the lines below the key, each as `- …`; put a text that begins with - in quotes";
            return Some((self.here(), "an item (`- …`) cannot begin in a key's own line".to_owned(), hint.to_owned()));
        }
        let block = &self.text[self.began.unwrap_or_default()..self.start];
        if self.column_of_block() != Some(self.indent()) && block.lines().any(|line| is_item(line.trim_start())) {
            return None;
        }
        let hint = "indent the items below the key that they belong to";
        Some((self.here(), "an item (`- …`) stands among keys".to_owned(), hint.to_owned()))
    }

    /// How far its line is indented.
    fn indent(&self) -> usize {
        self.line.len() - self.line.trim_start().len()
    }

    /// How far what is open is indented.
    fn column_of_block(&self) -> Option<usize> {
        let began = self.began?;
        Some(began - self.text[..began].rfind('\n').map_or(0, |at| at + 1))
    }

    /// Whatever else: a line that begins where none can.
    fn indentation(&self) -> Fault {
        let is_among_items = self.text[self.began.unwrap_or(self.at)..].starts_with("- ");
        if !self.before().trim().is_empty() {
            let hint = "put the text in quotes; look at the indentation, the quotes and the blank behind each colon";
            return (self.here(), "what stands here belongs to nothing before it".to_owned(), hint.to_owned());
        }
        if is_among_items && self.column_of_block() == Some(self.indent()) {
            let hint = "begin it with `- `, or indent it below the item that it belongs to";
            return (self.here(), "a key stands among items (`- …`)".to_owned(), hint.to_owned());
        }
        let hint = "begin it exactly below the first letter or `-` of the lines that it goes with; put a text that goes on \
                    over several lines in quotes";
        (self.here(), "this line is indented otherwise than all that it could belong to".to_owned(), hint.to_owned())
    }
}

/// Where a line has a full-width mark as its structure: the byte, what is wrong, and what to write.
fn wide(line: &str) -> Option<(usize, &'static str, &'static str)> {
    const BLANKS: [char; 2] = [FULL_WIDTH_SPACE, NO_BREAK_SPACE];
    const BLANK: &str = "a full-width or no-break space stands where an ordinary one is meant";
    let mut rest = line.trim_start_matches(' ');
    let at = |rest: &str| line.len() - rest.len();
    if rest.starts_with(BLANKS) {
        return Some((at(rest), BLANK, "indent with ordinary spaces"));
    }
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    if rest.starts_with('-') && rest[1..].starts_with(BLANKS) {
        return Some((at(rest) + 1, BLANK, "write an ordinary blank behind the `-` of an item"));
    }
    if let Some(item) = rest.strip_prefix(['－', '–', '—', '•'])
        && item.starts_with([' ', FULL_WIDTH_SPACE, NO_BREAK_SPACE])
    {
        return Some((at(rest), "this is no `-` of an item", "begin each item with a half-width `- `"));
    }
    if rest.starts_with('＃') {
        return Some((at(rest), "`＃` begins no comment", "write a half-width `#`"));
    }
    let key = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-.".contains(c)).len();
    let quoted = rest.strip_prefix('"').and_then(|inner| inner.find('"')).map_or(0, |at| at + 2);
    let key = key.max(quoted);
    let behind = &rest[key..];
    if key > 0 && behind.starts_with('：') {
        return Some((
            at(behind),
            "the colon behind the key is a full-width one",
            "write the colon behind a key as `: `, not as `：`",
        ));
    }
    let value = behind.strip_prefix(':').filter(|_| key > 0).unwrap_or(if key == 0 { rest } else { "" });
    if key > 0 && value.starts_with(BLANKS) {
        return Some((at(value), BLANK, "write an ordinary blank behind the colon of a key"));
    }
    let value = value.trim_start_matches(' ');
    value.starts_with(WIDE_BRACKETS).then_some((
        at(value),
        "the bracket that begins here is a full-width one",
        "write half-width brackets: [one, two], {key: value}",
    ))
}

/// Whether a line has a key, or opens an item that has none.
fn has_key(line: &str) -> bool {
    let line = line.trim();
    line.contains(": ") || line.ends_with(':') || line.contains(":\t") || line.starts_with("- ")
}

/// What to write where a key has no colon that can be read.
fn colon_hint(line: &str) -> &'static str {
    if line.contains('：') {
        "write the colon behind a key as `: `, not as `：`"
    } else if line.contains(':') {
        "write a blank behind the colon, `title: …`"
    } else if line.trim_start().starts_with('-') {
        "write a blank behind the `-` of an item, `- …`"
    } else {
        "write `key: value`; a text over several lines stands in quotes, or indented below `|`"
    }
}

/// Whether a value begins with a sign that means something. A block's `|` and `>` stand alone.
fn begins_with_sign(value: &str) -> bool {
    let is_block =
        |rest: &str| rest.split(" #").next().unwrap_or_default().trim_end().chars().all(|c| "+-123456789".contains(c));
    match value.split_at_checked(1) {
        Some(("*" | "&" | "!" | "?", rest)) => !rest.is_empty(),
        Some(("|" | ">", rest)) => !is_block(rest),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Sink;
    use crate::load::slice::Slice;
    use crate::source::Sources;

    /// Line, what is told, and the hint; `None` where it is read, or where anything but syntax is told.
    fn told(text: &str) -> Option<(usize, String, String)> {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.to_owned());
        let mut sink = Sink::default();
        super::super::parse(&Slice::new(id, text, 0), &mut sink);
        let found = sink.into_sorted().into_iter().find(|found| found.code == crate::diag::Code::Yaml)?;
        let start = found.place.unwrap().range().start;
        let line = text[..start].matches('\n').count() + 1;
        Some((line, found.message, found.hints.join("; ")))
    }

    /// One slip in a file as authors write it.
    const FILE: &str = "title: 題\nitems:\n  - name: 甲\n    note: 乙\n  - name: 丙\nvalues: {2023: 1, 2024: 2}\nlist: [甲, 乙]\nlast: 末\n";

    #[test]
    fn what_is_wrong_is_told_by_what_stands_there() {
        for (old, new, line, words) in [
            ("    note", "\tnote", 4, "a tab"),
            ("  - name: 丙", "\t- name: 丙", 5, "a tab"),
            ("note: 乙", "note 乙", 4, "no key with a colon"),
            ("title: 題", "title：題", 1, "a full-width one"),
            ("name: 甲", "name： 甲", 3, "a full-width one"),
            ("note: 乙", "note：乙", 4, "a full-width one"),
            ("items:", "items：", 2, "a full-width one"),
            ("  - name: 甲", "  － name: 甲", 3, "no `-` of an item"),
            ("  - name: 甲", "  -\u{3000}name: 甲", 3, "full-width or no-break space"),
            ("  - name: 甲", "\u{3000}- name: 甲", 3, "full-width or no-break space"),
            ("list: [甲, 乙]", "list:\u{3000}[甲, 乙]", 7, "full-width or no-break space"),
            ("{2023: 1, 2024: 2}", "｛2023: 1, 2024: 2｝", 6, "a full-width one"),
            ("{2023: 1, 2024: 2}", "{2023: 1， 2024: 2}", 6, "between items"),
            ("last: 末", "＃ 註\nlast: 末", 8, "begins no comment"),
            ("title: 題", "title:題", 2, "no key with a colon"),
            ("note: 乙", "note: \"乙", 4, "has no end"),
            ("note: 乙", "note: '乙", 4, "has no end"),
            ("note: 乙", "note: 'it's'", 4, "ends before this"),
            ("note: 乙", "note: \"乙\" 丙", 4, "ends before this"),
            ("note: 乙", "note: \"C:\\q\"", 4, "means nothing within double quotes"),
            ("note: 乙", "note: \"\\u12\"", 4, "means nothing within double quotes"),
            ("[甲, 乙]", "[甲, 乙", 8, "not closed"),
            ("{2023: 1, 2024: 2}", "{2023: 1, 2024: 2", 7, "not closed"),
            ("[甲, 乙]", "[甲, 乙]]", 7, "closes nothing"),
            ("[甲, 乙]", "[甲, 乙}", 7, "ends with `]`"),
            ("[甲, 乙]", "[\"甲\" 乙]", 7, "missing before this"),
            ("[甲, 乙]", "[甲,, 乙]", 7, "comma"),
            ("2023: 1, 2024", "2023: 1 2024", 6, "missing before this"),
            ("note: 乙", "note: 乙: 丙", 4, "second `: `"),
            ("    note", "      note", 4, "deeper than the key above"),
            ("    note", "   note", 4, "indented otherwise"),
            ("  - name: 丙", " - name: 丙", 5, "indented otherwise"),
            ("  - name: 丙", "  name: 丙", 5, "among items"),
            ("values:", "- 丁\nvalues:", 6, "among keys"),
            ("title: 題", "title: - 題", 1, "own line"),
            ("title: 題", "title: @題", 1, "cannot begin with `@`"),
            ("title: 題", "title: `題", 1, "cannot begin with ``"),
            ("title: 題", "title: %", 1, "cannot begin with `%`"),
            ("title: 題", "%題: 1", 1, "cannot begin with `%`"),
            ("title: 題", "title: *題", 1, "`*` at the beginning"),
            ("title: 題", "title: *all", 1, "`*` at the beginning"),
            ("title: 題", "title: & 題", 1, "`&` at the beginning"),
            ("title: 題", "title: >30%", 1, "behind `|` or `>`"),
            ("title: 題", "title: |題", 1, "behind `|` or `>`"),
            ("title: 題", "title: ,題", 1, "comma"),
            ("title: 題", "title: ]題", 1, "closes nothing"),
            ("last: 末", "---\nlast: 末", 8, "second document"),
            ("last: 末", "...\nlast: 末", 9, "second document"),
            ("title: 題", "  title: 題", 2, "indented otherwise"),
            ("title: 題", "title: 題\u{7}", 1, "cannot be seen"),
            ("last: 末", "last: 末\n文字", 9, "no key with a colon"),
            ("title: 題", "\"title\": 題\n\"b\" 乙", 2, "no key with a colon"),
        ] {
            let text = FILE.replacen(old, new, 1);
            let told = told(&text);
            let fits = told.as_ref().is_some_and(|(at, message, _)| *at == line && message.contains(words));
            assert!(fits, "{line}, {words}: {told:?}\n{text}");
        }
    }

    /// Whatever slips, it is told in our words, with a hint, and not far from its line.
    #[test]
    fn no_word_of_the_library_reaches_an_author() {
        const LIBRARY: [&str; 11] = [
            "expected",
            "while",
            "token",
            "scanning",
            "parsing",
            "context",
            "block",
            "flow",
            "stream",
            "scalar",
            "alphabetic",
        ];
        let slips = [
            "\t", "  ", "- ", ": ", ":", "：", "\"", "'", "[", "]", "{", "}", ",", "@", "`", "%", "&", "*", "!", "|",
            ">", "? ", "#", "\\", "\n", "\n---\n", "&a *a", "<<: ", "!!x ",
        ];
        for (at, _) in FILE.char_indices() {
            for slip in slips {
                let text = format!("{}{slip}{}", &FILE[..at], &FILE[at..]);
                let own = FILE[..at].matches('\n').count() + 1;
                let Some((line, message, hint)) = told(&text) else { continue };
                assert!(!LIBRARY.iter().any(|word| message.contains(word)), "{message}\n{text}");
                assert!(!hint.is_empty() && !message.ends_with(": "), "{message}\n{text}");
                assert!(line + 2 > own, "{line}, {own}: {message}\n{text}");
            }
        }
    }
}
