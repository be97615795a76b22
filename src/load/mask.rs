//! Prepares Markdown for a parser that knows CommonMark only.
//!
//! huibao's own markup (`{{ … }}`, `-{…}-`, `[^note]`, `:::` lines, attributes) and the `*` of emphasis, whose rules in
//! CommonMark know words between spaces only, are covered up in a *copy of the same length*. The parser reads the copy;
//! every text is then taken from the original by its offset, so that each byte keeps its place.

use std::collections::BTreeMap;
use std::ops::Range;

use super::attributes::{self, Attributes};
use super::fences::{self, Fencing, Meets};
use super::slice::Slice;
use super::text::{CONTAINER, is_han_like, is_wide_punctuation, without_markers};
use crate::ahead::Ahead;
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::Spanned;

/// Covers inline markup: a letter, so that it is a word to the parser.
const LETTER: u8 = b'x';

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
    /// Stars or tildes that may open or close emphasis.
    Run(Run),
}

/// A run of `*`, or `~~`, and what it may do where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// `*`; otherwise `~`.
    pub(crate) is_star: bool,
    /// How many marks it was written with.
    pub(crate) length: usize,
    /// Whether something may begin here.
    pub(crate) opens: bool,
    /// Whether something may end here.
    pub(crate) closes: bool,
}

impl Run {
    /// More marks than bold and italic together have: a row of stars, as typed.
    const LONGEST: usize = 3;

    /// What a run between two characters may do. Whoever types two stars means bold, and marks beside text do not change
    /// that, whatever characters they are: `增長**+12%**。`. A single star may be a sign of its own (`24*7`, `數目*`):
    /// there CommonMark's rule for punctuation holds, with East Asian characters and marks as in its CJK-friendly
    /// amendment, and no figure stands on the outer side. `None` if it is text.
    fn between(before: Option<char>, after: Option<char>, is_star: bool, length: usize) -> Option<Self> {
        // Cells of a table end at `|`.
        let ends = |c: Option<char>| c.filter(|c| !c.is_whitespace() && *c != '|');
        let (before, after) = (ends(before), ends(after));
        let is = |c: Option<char>, what: fn(char) -> bool| c.is_some_and(what);
        let (mut opens, mut closes) = (after.is_some(), before.is_some());
        let is_single = is_star && length == 1;
        if is_single {
            opens &= !is(after, is_point) || before.is_none_or(|c| is_point(c) || is_wide(c));
            closes &= !is(before, is_point) || after.is_none_or(|c| is_point(c) || is_wide(c));
        }
        if is_single || !is_star {
            opens &= !is(before, char::is_numeric);
            closes &= !is(after, char::is_numeric);
        }
        let joins = match is_single {
            true => |c: char| c.is_ascii_alphanumeric(),
            false => |c: char| c.is_ascii_digit(),
        };
        let is_operator = is_star && is(before, joins) && is(after, joins);
        let may_be = length <= Self::LONGEST && !is_operator && (opens || closes);
        may_be.then_some(Self { is_star, length, opens, closes })
    }

    /// Whether a closing run ends what this one opened (CommonMark 0.31.2, rules 9 and 10 of emphasis).
    pub(crate) fn meets(self, closing: Self) -> bool {
        let both_ways = (self.opens && self.closes) || (closing.opens && closing.closes);
        let is_odd = self.is_star
            && both_ways
            && (self.length + closing.length).is_multiple_of(3)
            && !(self.length.is_multiple_of(3) && closing.length.is_multiple_of(3));
        self.is_star == closing.is_star && !is_odd
    }
}

/// East Asian characters and marks, which need no space around them.
fn is_wide(c: char) -> bool {
    is_han_like(c) || is_wide_punctuation(c) || matches!(c, '\u{ff10}'..='\u{ff5a}')
}

/// Marks and symbols of Latin text.
fn is_point(c: char) -> bool {
    !c.is_alphanumeric() && !is_wide(c)
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
        let mut code: Option<(Fencing, Range<usize>)> = None;
        let mut prose: Option<Range<usize>> = None;
        let mut start = from;
        let mut is_quoted = false;
        let bullets = pasted_bullets(text, from);
        for raw in text[from..].split_inclusive('\n') {
            let range = start..start + raw.trim_end_matches(['\n', '\r']).len();
            start += raw.len();
            let line = &text[range.clone()];
            if let Some((fence, _)) = &mut code {
                match fence.meets(line) {
                    Meets::End => code = None,
                    Meets::Slip(slip) => {
                        let at = range.start + line.len() - line.trim_start_matches(CONTAINER).len();
                        let (message, hint) = fence.told(slip);
                        self.error(at..range.end, &message, &hint);
                    }
                    Meets::Text => {}
                }
                continue;
            }
            if let Some(length) = fences::almost(line) {
                let at = range.start + line.len() - line.trim_start().len();
                let hint = "write three back-ticks, ```, before the name and on a line below the block";
                self.error(at..at + length, "this begins no block: it would print as text", hint);
            }
            let next = text[start..].split('\n').next().unwrap_or_default();
            let begins_quote = |line: &str| without_list_markers(line).starts_with('>');
            if let Some(bullet) = bullets.get(&range.start) {
                // As many blanks before it as there were, and at most four behind it: more begin code.
                const BEHIND: usize = 4;
                let at = bullet.indent.max(bullet.length.saturating_sub(BEHIND + 1));
                self.fill(range.start..range.start + bullet.length, b' ');
                self.copy[range.start + at] = b'-';
            }
            if let Some(at) = sign(line).filter(|_| !is_quoted && !begins_quote(next)) {
                self.copy[range.start + at] = LETTER;
            } else {
                is_quoted = begins_quote(line);
            }
            let special = if line.trim().is_empty() {
                true
            } else if let Some(fence) = Fencing::of(line) {
                code = Some((fence, range.clone()));
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
                if (heading || caption_start(line).is_some() || prose.is_none() && is_picture(line))
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
        if let Some((fence, opening)) = code.filter(|(fence, _)| !fence.is_told) {
            let hint = format!("add a line {}", fence.signs());
            self.error(opening, "the code block that begins here is never closed", &hint);
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
            let at = start + name.len();
            let inner = match braces.rfind('}') {
                Some(end) => {
                    if end + 1 < braces.len() {
                        let message = "this text stands on the line that begins a block, where only attributes can";
                        self.error(at + end + 1..range.end, message, "put it on a line of its own below");
                    }
                    end
                }
                None => {
                    self.error(at..at + 1, "the { that begins here is never closed", "add } at the end of the line");
                    braces.len()
                }
            };
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
        // Runs of ticks that nothing closes: nobody looks for them again.
        let mut no_ticks = Vec::new();
        let mut ahead = Ahead::new(&text[..end]);
        let mut line_start = at;
        while at < end {
            if at == stretch.start || bytes[at - 1] == b'\n' {
                line_start = at;
                // Stars that begin list items and make rules are the parser's.
                at += block_marks(text[at..end].split('\n').next().unwrap_or_default());
                if at >= end {
                    break;
                }
            }
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
                    at = self.mark(at, &mut ahead, ["{{", "}}"], MarkKind::Expr);
                }
                b'-' if rest.starts_with("-{") && !rest.starts_with("-{{") => {
                    at = self.mark(at, &mut ahead, ["-{", "}-"], MarkKind::Manual);
                }
                b']' if rest.starts_with("](") => {
                    self.spaced_target(at + "](".len()..end);
                    at += "](".len();
                }
                b'[' if rest.starts_with("[^") => {
                    let label = rest[2..].find([']', '[', '\n', ' ']).filter(|length| *length > 0);
                    match label.filter(|length| rest[2 + length..].starts_with(']')) {
                        Some(length) => {
                            let inner = at + 2..at + 2 + length;
                            let range = at..inner.end + 1;
                            at = range.end;
                            let begins_line = text[line_start..range.start].trim_start().is_empty();
                            const WIDE: &str = "：";
                            if begins_line && text[range.end..].starts_with(WIDE) {
                                // The colon of an input method, as wide as one with blanks behind it.
                                self.copy[range.end..range.end + WIDE.len()].copy_from_slice(b":  ");
                                self.found.definitions.push(inner);
                            } else if begins_line && text[range.end..].starts_with(':') {
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
                        (b'*', _) | (b'~', 2) => self.run(at..at + run, &stretch),
                        (_, 1) => at += self.raised(at, &stretch),
                        _ => self.fill(at..at + run, LETTER),
                    }
                    at += run;
                }
                _ => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    /// Blanks in the file names of cameras and file managers: `![廠房](images/IMG 0123 (1).JPG)`. To the parser a blank
    /// ends an address, and nothing else could be meant.
    fn spaced_target(&mut self, rest: Range<usize>) {
        const ENDINGS: [&str; 7] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".md"];
        // Longer than any path.
        const LONGEST: usize = 1 << 10;
        let line = self.text[rest.clone()].split('\n').next().unwrap_or_default();
        let mut depth = 0_usize;
        let close = line.bytes().take(LONGEST).position(|byte| match byte {
            b'(' => {
                depth += 1;
                false
            }
            b')' if depth > 0 => {
                depth -= 1;
                false
            }
            byte => byte == b')',
        });
        let target = line[..close.unwrap_or_default()].split(" \"").next().unwrap_or_default().trim_end();
        let is_file = ENDINGS.iter().any(|ending| {
            let start = target.len().checked_sub(ending.len()).filter(|start| target.is_char_boundary(*start));
            start.is_some_and(|start| target[start..].eq_ignore_ascii_case(ending))
        });
        if is_file && !target.starts_with([' ', '<']) {
            for (at, _) in target.match_indices(' ') {
                self.copy[rest.start + at] = LETTER;
            }
        }
    }

    fn mark(&mut self, at: usize, ahead: &mut Ahead<'_>, [open, close]: [&'static str; 2], kind: MarkKind) -> usize {
        let inside = at + open.len();
        let Some(end) = ahead.find(close, inside) else {
            let message = format!("the {open} that begins here is never closed");
            let hint = format!("add {close}, or write \\{open} for the characters themselves");
            self.error(at..inside, &message, &hint);
            return inside;
        };
        let range = at..end + close.len();
        self.fill(range.clone(), LETTER);
        self.found.marks.push(Mark { range: range.clone(), inner: inside..end, kind });
        range.end
    }

    /// `~2~` and `^3^` are subscript and superscript where they are plainly one; every other `~` and `^` is itself, so
    /// that 1月~3月 and 20~30 are ranges. Gives the length of what is inside and the closing mark.
    fn raised(&mut self, at: usize, stretch: &Range<usize>) -> usize {
        const LONGEST: usize = 8;
        let mark = self.text.as_bytes()[at];
        let inner = at + 1;
        let length = self.text.as_bytes()[inner..stretch.end].iter().take(LONGEST + 1).position(|byte| *byte == mark);
        let is_plain = |length: usize| match mark {
            b'~' => is_index(&self.text[inner..inner + length]) && takes_index(&self.text[stretch.start..at]),
            _ => is_index(&self.text[inner..inner + length]),
        };
        match length.filter(|length| is_plain(*length)) {
            Some(length) => {
                let range = at..inner + length + 1;
                self.fill(range.clone(), LETTER);
                let kind = if mark == b'~' { MarkKind::Sub } else { MarkKind::Super };
                self.found.marks.push(Mark { range, inner: inner..inner + length, kind });
                length + 1
            }
            None => {
                self.fill(at..inner, LETTER);
                0
            }
        }
    }

    /// Covers a run of `*` or `~~`; it meets its partner when the text around it is known.
    fn run(&mut self, range: Range<usize>, stretch: &Range<usize>) {
        let before = self.text[stretch.start..range.start].chars().next_back();
        let after = self.text[range.end..stretch.end].chars().next();
        let is_star = self.text.as_bytes()[range.start] == b'*';
        let run = Run::between(before, after, is_star, range.len());
        self.fill(range.clone(), LETTER);
        if let Some(run) = run {
            self.found.marks.push(Mark { inner: range.clone(), range, kind: MarkKind::Run(run) });
        }
    }
}

/// Whether a text is one that stands lowered or raised: a number, a short word in small letters, a sum such as `n+1`; a
/// charge may follow (`2-`) and a sign precede (`-3`).
fn is_index(text: &str) -> bool {
    const SIGNS: [char; 3] = ['+', '-', '−'];
    const LONGEST_WORD: usize = 4;
    let bare = text.strip_prefix(SIGNS).unwrap_or(text);
    let bare = bare.strip_suffix(SIGNS).unwrap_or(bare);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = |text: &str| match text.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(text),
    };
    let is_word = |text: &str| text.len() <= LONGEST_WORD && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_variable = |text: &str| {
        let name = text.trim_start_matches(|c: char| c.is_ascii_digit());
        name.len() == 1 && is_word(name)
    };
    let is_sum = |(left, right): (&str, &str)| is_variable(left) && (is_digits(right) || is_variable(right));
    let is_mark = matches!(text, "TM" | "SM" | "™" | "®" | "+" | "-" | "−");
    is_mark
        || (!bare.is_empty()
            && (is_number(bare) || is_word(bare) || is_variable(bare) || bare.split_once(SIGNS).is_some_and(is_sum)))
}

/// Whether a subscript may follow: a symbol or a formula in Latin letters. A quantity (5kg~10kg) begins a range.
fn takes_index(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    // Words are short; the rest of a long one tells nothing more.
    const LONGEST: usize = 32;
    let mut start = before.len().saturating_sub(LONGEST);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let word = before[start..].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '.').next().unwrap_or_default();
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    // A unit that ends in a formula is none: 0.5kgCO~2~.
    let is_quantity = unit.len() < word.len()
        && unit.starts_with(|c: char| c.is_ascii_lowercase())
        && !(unit.len() > WITH_SYMBOL && unit.ends_with(|c: char| c.is_ascii_uppercase()));
    (last.is_ascii_alphabetic() && !is_quantity) || matches!(last, ')' | ']')
}

/// Letters of a unit with a formula's symbol behind it have more than these: kW, mA.
const WITH_SYMBOL: usize = 2;

/// The length of the marks of quotations and lists that a line begins with; the whole line if it is a rule of stars.
fn block_marks(line: &str) -> usize {
    let rest = line.trim_start_matches(CONTAINER);
    let is_rule = rest.starts_with('*') && rest.chars().all(|c| c == '*' || c.is_whitespace());
    if is_rule { line.len() } else { line.len() - without_markers(line).len() }
}

/// A line without the marks of lists it begins with.
fn without_list_markers(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t']);
    let bare = without_markers(rest);
    let markers = &rest[..rest.len() - bare.len()];
    markers.find('>').map_or(bare, |at| &rest[at..])
}

/// A bullet of a word processor at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bullet {
    sign: char,
    /// Bytes before it, all of them blanks.
    indent: usize,
    /// Bytes before the text behind it.
    length: usize,
}

impl Bullet {
    /// Signs that are nothing else before a text; dashes are where a blank follows. Symbol fonts have theirs in private
    /// use.
    fn of(line: &str) -> Option<Self> {
        const BLANKS: [char; 4] = [' ', '\t', '\u{3000}', '\u{a0}'];
        const SOLID: &str = "•◦▪▫●◆◇■▶►➢➤‣⁃❖✧";
        const DASHES: &str = "－–—·‧";
        // Deeper ones stand below what only their author knows.
        const DEEPEST: usize = 3;
        let indent = line.len() - line.trim_start_matches(' ').len();
        let sign = line[indent..].chars().next()?;
        let rest = &line[indent + sign.len_utf8()..];
        let text = rest.trim_start_matches(BLANKS);
        let is_solid = SOLID.contains(sign) || matches!(sign, '\u{f000}'..='\u{f0ff}');
        let is_one = is_solid || DASHES.contains(sign) && text.len() < rest.len();
        (is_one && indent <= DEEPEST && text.starts_with(char::is_alphanumeric)).then(|| Self {
            sign,
            indent,
            length: line.len() - text.len(),
        })
    }
}

/// The bullets of lists as word processors paste them, by the starts of their lines: two or more of a kind, one behind the
/// other. One alone may be a mark of its own.
fn pasted_bullets(text: &str, from: usize) -> BTreeMap<usize, Bullet> {
    let mut found = BTreeMap::new();
    // The last one, and whether it is in `found`.
    let mut last: Option<(usize, Bullet)> = None;
    let (mut start, mut is_apart) = (from, false);
    for raw in text[from..].split_inclusive('\n') {
        let line = raw.trim_end();
        match Bullet::of(line) {
            Some(bullet) => {
                if let Some((at, before)) = last.filter(|(_, before)| before.sign == bullet.sign) {
                    found.insert(at, before);
                    found.insert(start, bullet);
                }
                last = Some((start, bullet));
                is_apart = false;
            }
            None if line.is_empty() => is_apart = true,
            // A line goes on with what stands right above it.
            None if is_apart => last = None,
            None => {}
        }
        start += raw.len();
    }
    found
}

/// Where the > of a line stands that is right before a figure: more than so many, and no quotation.
fn sign(line: &str) -> Option<usize> {
    let rest = without_list_markers(line);
    let behind = rest.strip_prefix('>')?;
    let money = ["HK$", "US$", "RMB", "$", "￥", "¥", "€", "£", "="].into_iter().find(|sign| behind.starts_with(sign));
    let figure = &behind[money.map_or(0, str::len)..];
    figure.starts_with(|c: char| c.is_ascii_digit()).then_some(line.len() - rest.len())
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

/// Whether a line is a picture with braces behind it.
fn is_picture(line: &str) -> bool {
    let end = attributes_at_end(line).map_or(line.len(), |braces| braces.start);
    line.trim_start_matches(CONTAINER).starts_with("![") && line[..end].trim_end().ends_with([')', ']'])
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
