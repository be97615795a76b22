//! Prepares Markdown for a parser that knows CommonMark only.
//!
//! huibao's own markup (`{{ … }}`, `-{…}-`, `[^note]`, `:::` lines, attributes) and the punctuation that CommonMark's
//! emphasis rules stumble over are covered up in a *copy of the same length*. The parser reads the copy; every text is
//! then taken from the original by its offset, so that each byte keeps its place.

use std::ops::Range;

use super::attributes::{self, Attributes};
use super::slice::Slice;
use super::text::{is_han_like, is_wide_punctuation};
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::Spanned;

/// Covers inline markup: a letter, so that it is a word to the parser.
const LETTER: u8 = b'x';

/// Stands for a Han character, of the same three bytes as the punctuation it covers.
const WIDE_LETTER: &str = "字";

/// Stands for punctuation, of the same three bytes as the Han character it covers.
const WIDE_POINT: &str = "。";

/// What may stand before a fence: indentation and the marks of quotations.
const CONTAINER: [char; 3] = [' ', '\t', '>'];

/// Put before a single line of text, which then can begin neither a list nor a heading. Punctuation, so that emphasis
/// may begin right behind it.
const LINE_PREFIX: &str = ".";

/// The copy and what was covered up in it. All ranges are in the original.
#[derive(Debug, Default)]
pub(crate) struct Masked {
    /// The copy, behind `prefix` bytes of its own.
    pub(crate) text: String,
    /// How many bytes of `text` are not in the original.
    pub(crate) prefix: usize,
    /// Inline markup, ascending.
    pub(crate) marks: Vec<Mark>,
    /// `:::` lines, ascending; each is a thematic break in the copy.
    pub(crate) fences: Vec<Fence>,
    /// Attributes at the end of headings and captions, ascending.
    pub(crate) attributes: Vec<(Range<usize>, Attributes)>,
    /// Labels of the footnotes defined, as the definitions stand.
    pub(crate) definitions: Vec<Range<usize>>,
}

/// Inline markup of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// All of it, braces included.
    pub(crate) range: Range<usize>,
    /// What is inside.
    pub(crate) inner: Range<usize>,
    /// Which.
    pub(crate) kind: MarkKind,
}

/// Kinds of inline markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// `{{ … }}`.
    Expr,
    /// `-{…}-`.
    Manual,
    /// `[^…]`.
    Footnote,
    /// `~…~`. Done here because the parser takes it between spaces only, and a range like 20~30 for it.
    Sub,
    /// `^…^`.
    Super,
}

/// A `:::` line.
#[derive(Debug)]
pub(crate) struct Fence {
    /// From the first colon to the end of the line.
    pub(crate) range: Range<usize>,
    /// `None` ends a div.
    pub(crate) open: Option<Open>,
}

/// What an opening line says.
#[derive(Debug)]
pub(crate) struct Open {
    /// The component's name, written bare or as the first class.
    pub(crate) name: Option<Spanned<String>>,
    /// The rest.
    pub(crate) attributes: Attributes,
}

/// Masks a Markdown document; `from` is where it begins behind the front matter.
pub(crate) fn document(slice: &Slice<'_>, from: usize, sink: &mut Sink) -> Masked {
    let mut mask = Mask::new(slice, sink);
    mask.fill(0..from, b' ');
    mask.lines(from);
    mask.finish(0)
}

/// Masks a line of text, e.g. a title.
pub(crate) fn line(slice: &Slice<'_>, sink: &mut Sink) -> Masked {
    let mut mask = Mask::new(slice, sink);
    mask.inline(0..slice.text.len());
    mask.finish(LINE_PREFIX.len())
}

struct Mask<'s, 'k> {
    slice: &'s Slice<'s>,
    text: &'s str,
    copy: Vec<u8>,
    found: Masked,
    sink: &'k mut Sink,
}

impl<'s, 'k> Mask<'s, 'k> {
    fn new(slice: &'s Slice<'_>, sink: &'k mut Sink) -> Self {
        Self { slice, text: &slice.text, copy: slice.text.as_bytes().to_vec(), found: Masked::default(), sink }
    }

    fn finish(mut self, prefix: usize) -> Masked {
        self.found.prefix = prefix;
        let copy = String::from_utf8(self.copy).expect("whole characters were covered by whole characters");
        self.found.text = if prefix == 0 { copy } else { format!("{LINE_PREFIX}{copy}") };
        self.found
    }

    /// Covers a range, except for line ends.
    fn fill(&mut self, range: Range<usize>, with: u8) {
        for byte in &mut self.copy[range] {
            if *byte != b'\n' || with == LETTER {
                *byte = with;
            }
        }
    }

    fn error(&mut self, range: Range<usize>, message: &str, hint: &str) {
        self.sink.push(Diagnostic::error(Code::Markup, self.slice.span(range), message).hint(hint));
    }

    /// Goes through the document line by line. Inline markup is looked for in stretches of prose: it does not cross
    /// blank lines, headings or fences.
    fn lines(&mut self, from: usize) {
        let text = self.text;
        let mut code: Option<(u8, usize, Range<usize>)> = None;
        let mut prose: Option<Range<usize>> = None;
        let mut start = from;
        for raw in text[from..].split_inclusive('\n') {
            let range = start..start + raw.trim_end_matches(['\n', '\r']).len();
            start += raw.len();
            let line = &text[range.clone()];
            if let Some((mark, count, _)) = code {
                let bare = line.trim_start_matches(CONTAINER);
                let run = bare.bytes().take_while(|byte| *byte == mark).count();
                if run >= count && bare[run..].trim().is_empty() {
                    code = None;
                }
                continue;
            }
            let special = if line.trim().is_empty() {
                true
            } else if let Some((mark, count)) = code_fence(line) {
                code = Some((mark, count, range.clone()));
                true
            } else {
                line.trim_start_matches(CONTAINER).starts_with(":::")
            };
            let heading = is_heading(line);
            if (special || heading)
                && let Some(stretch) = prose.take()
            {
                self.inline(stretch);
            }
            if !special {
                let mut end = range.end;
                if (heading || caption_start(line).is_some())
                    && let Some(braces) = attributes_at_end(line)
                {
                    let braces = range.start + braces.start..range.start + braces.end;
                    let inside = self.slice.part(braces.start + 1..braces.end - 1);
                    let attributes = attributes::parse(&inside, self.sink);
                    self.fill(braces.clone(), b' ');
                    end = braces.start;
                    self.found.attributes.push((braces, attributes));
                }
                if heading || end < range.end {
                    // What stands before on the same stretch was taken already, or is none.
                    let begin = prose.take().map_or(range.start, |stretch| stretch.start);
                    self.inline(begin..end);
                } else {
                    prose = Some(prose.map_or(range.start, |stretch| stretch.start)..end);
                }
            } else if code.is_none() && !line.trim().is_empty() {
                let indent = line.len() - line.trim_start_matches(CONTAINER).len();
                self.div_line(range.start + indent..range.end);
            }
        }
        if let Some(stretch) = prose {
            self.inline(stretch);
        }
        if let Some((mark, count, opening)) = code {
            let fence = char::from(mark).to_string().repeat(count);
            self.error(opening, "the code block that begins here is never closed", &format!("add a line {fence}"));
        }
    }

    fn div_line(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let colons = line.bytes().take_while(|byte| *byte == b':').count();
        // Three asterisks make a thematic break, which ends whatever paragraph, list or quotation stands before it.
        self.fill(range.clone(), b' ');
        self.copy[range.start..range.start + 3].fill(b'*');
        let rest = line[colons..].trim_end().trim_end_matches(':').trim_end();
        let gap = rest.len() - rest.trim_start().len();
        let (start, rest) = (range.start + colons + gap, rest.trim_start());
        if rest.is_empty() {
            self.found.fences.push(Fence { range, open: None });
            return;
        }
        let (name, braces) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
        let mut attributes = Attributes::default();
        if !braces.is_empty() {
            let inner = braces.strip_suffix('}').map_or(braces.len(), |inner| inner.len());
            let at = start + name.len();
            if inner == braces.len() {
                self.error(at..at + 1, "the { that begins here is never closed", "add } at the end of the line");
            }
            attributes = attributes::parse(&self.slice.part(at + 1..at + inner), self.sink);
        }
        let name = name.trim();
        let name = if name.is_empty() {
            (!attributes.classes.is_empty()).then(|| attributes.classes.remove(0))
        } else {
            // `::: .case` is a slip that has one meaning only.
            let bare = name.trim_start_matches('.');
            Some(Spanned::new(bare.to_owned(), self.slice.span(start..start + name.len())))
        };
        self.found.fences.push(Fence { range, open: Some(Open { name, attributes }) });
    }

    /// Covers inline markup in a stretch of prose.
    fn inline(&mut self, stretch: Range<usize>) {
        let (text, end) = (self.text, stretch.end);
        let bytes = text.as_bytes();
        let mut at = stretch.start;
        // Where a search for a closing mark has already come to nothing: nobody looks there again.
        let mut no_ticks = Vec::new();
        while at < end {
            let rest = &text[at..end];
            match bytes[at] {
                b'\\' => at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'`' => {
                    let run = rest.bytes().take_while(|byte| *byte == b'`').count();
                    at += run;
                    if !no_ticks.contains(&run) {
                        match closing_ticks(&text[at..end], run) {
                            Some(length) => at += length,
                            None => no_ticks.push(run),
                        }
                    }
                }
                b'{' if rest.starts_with("{{") => {
                    at = self.mark(at, end, "{{", "}}", MarkKind::Expr);
                }
                b'-' if rest.starts_with("-{") && !rest.starts_with("-{{") => {
                    at = self.mark(at, end, "-{", "}-", MarkKind::Manual);
                }
                b'[' if rest.starts_with("[^") => {
                    let label = rest[2..].find([']', '[', '\n', ' ']).filter(|length| *length > 0);
                    match label.filter(|length| rest[2 + length..].starts_with(']')) {
                        Some(length) => {
                            let inner = at + 2..at + 2 + length;
                            let range = at..inner.end + 1;
                            at = range.end;
                            let line = &text[text[..range.start].rfind('\n').map_or(0, |at| at + 1)..range.start];
                            if line.trim().is_empty() && text[range.end..].starts_with(':') {
                                self.found.definitions.push(inner);
                            } else {
                                self.fill(range.clone(), LETTER);
                                self.found.marks.push(Mark { range, inner, kind: MarkKind::Footnote });
                            }
                        }
                        None => at += 1,
                    }
                }
                mark @ (b'*' | b'~' | b'^') => {
                    let run = rest.bytes().take_while(|byte| *byte == mark).count();
                    match (mark, run) {
                        (b'*', _) | (b'~', 2) => self.flank(at..at + run, &stretch),
                        (_, 1) => at += self.raised(at, &stretch),
                        _ => self.fill(at..at + run, LETTER),
                    }
                    at += run;
                }
                _ => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    fn mark(&mut self, at: usize, end: usize, open: &str, close: &str, kind: MarkKind) -> usize {
        let inside = at + open.len();
        let Some(length) = self.text[inside..end].find(close) else {
            let message = format!("the {open} that begins here is never closed");
            let hint = format!("add {close}, or write \\{open} for the characters themselves");
            self.error(at..inside, &message, &hint);
            return inside;
        };
        let range = at..inside + length + close.len();
        self.fill(range.clone(), LETTER);
        self.found.marks.push(Mark { range: range.clone(), inner: inside..inside + length, kind });
        range.end
    }

    /// `~2~` and `^3^` are subscript and superscript if they are short and stand close; every other `~` and `^` is
    /// itself, so that 20~30 is a range. Gives the length of what is inside and the closing mark.
    fn raised(&mut self, at: usize, stretch: &Range<usize>) -> usize {
        const LONGEST: usize = 16;
        let mark = self.text.as_bytes()[at];
        let inner = at + 1;
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '.');
        let base = self.text[stretch.start..at].chars().next_back();
        // A digit before `~` is the start of a range; before `^` it has a power.
        let close = mark == b'^' || base.is_some_and(|c| c.is_alphabetic() || matches!(c, ')' | ']' | '*' | '_'));
        let length = self.text.as_bytes()[inner..stretch.end].iter().take(LONGEST).position(|byte| *byte == mark);
        match length {
            Some(length) if close && length > 0 && self.text[inner..inner + length].chars().all(fits) => {
                let range = at..inner + length + 1;
                self.fill(range.clone(), LETTER);
                let kind = if mark == b'~' { MarkKind::Sub } else { MarkKind::Super };
                self.found.marks.push(Mark { range, inner: inner..inner + length, kind });
                length + 1
            }
            _ => {
                self.fill(at..inner, LETTER);
                0
            }
        }
    }

    /// Lets a run of `*` or `~~` open and close as East Asian writers expect. CommonMark decides by whether the
    /// neighbours are punctuation, as though words stood apart by spaces: `由**「李先生」**負責` would not be bold.
    fn flank(&mut self, run: Range<usize>, stretch: &Range<usize>) {
        let before = self.text[stretch.start..run.start].chars().next_back();
        let after = self.text[run.end..stretch.end].chars().next();
        let wide = WIDE_LETTER.len();
        let is_point = |c: Option<char>| c.is_some_and(|c| c.len_utf8() == wide && is_wide_punctuation(c));
        let is_han = |c: Option<char>| c.is_some_and(|c| c.len_utf8() == wide && is_han_like(c));
        let is_ascii_point = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
        let cover_before = if is_point(before) {
            Some(WIDE_LETTER)
        } else {
            (is_han(before) && is_ascii_point(after)).then_some(WIDE_POINT)
        };
        let cover_after = if is_point(after) {
            Some(WIDE_LETTER)
        } else {
            (is_han(after) && is_ascii_point(before)).then_some(WIDE_POINT)
        };
        if let Some(cover) = cover_before {
            self.copy[run.start - wide..run.start].copy_from_slice(cover.as_bytes());
        }
        if let Some(cover) = cover_after {
            self.copy[run.end..run.end + wide].copy_from_slice(cover.as_bytes());
        }
    }
}

/// The length up to and including a run of exactly `run` backticks.
fn closing_ticks(text: &str, run: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let ticks = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        if ticks == run {
            return Some(at + ticks);
        }
        at += ticks.max(1);
    }
    None
}

/// Whether a line opens a fenced code block: the mark and how many of them. Quotation and list marks may precede.
fn code_fence(line: &str) -> Option<(u8, usize)> {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(CONTAINER);
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match rest.as_bytes().get(number) {
            Some(b'.' | b')') if number > 0 => number + 1,
            Some(b'-' | b'*' | b'+') if number == 0 => 1,
            _ => break,
        };
        if !rest[marker..].starts_with(' ') {
            break;
        }
        rest = &rest[marker..];
    }
    let mark = *rest.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let count = rest.bytes().take_while(|byte| *byte == mark).count();
    (count >= 3 && !(mark == b'`' && rest[count..].contains('`'))).then_some((mark, count))
}

fn is_heading(line: &str) -> bool {
    let bare = line.trim_start_matches(' ');
    let level = bare.bytes().take_while(|byte| *byte == b'#').count();
    line.len() - bare.len() <= 3 && (1..=6).contains(&level) && bare[level..].starts_with([' ', '\t'])
}

/// The length of the mark that makes a paragraph a table's caption: `: `, `Table: ` or `表：`.
pub(crate) fn caption_start(line: &str) -> Option<usize> {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    ["Table:", "表：", "表:", ":"]
        .into_iter()
        .find(|mark| bare.starts_with(mark))
        .filter(|mark| !mark.is_ascii() || bare[mark.len()..].starts_with([' ', '\u{3000}']))
        .map(|mark| {
            let text = bare[mark.len()..].trim_start();
            indent + (bare.len() - text.len())
        })
}

/// The braces at a line's end that hold attributes, if there are any.
fn attributes_at_end(line: &str) -> Option<Range<usize>> {
    let end = line.trim_end().len();
    let inner_end = line[..end].strip_suffix('}')?.len();
    let start = line[..inner_end].rfind('{')?;
    let inside = line[start + 1..inner_end].trim();
    let ours = inside.starts_with(['#', '.']) || inside.contains('=');
    (ours && !line[..start].ends_with(['{', '-', '\\'])).then_some(start..end)
}
