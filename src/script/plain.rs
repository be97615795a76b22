//! Conversion of text that is not (yet) a report: plain text, Markdown and YAML, line by line, in constant memory.
//!
//! Only language is converted. Front matter and YAML keep their keys and every text that is keyed by a language;
//! Markdown keeps code, link targets, ids and attributes except titles; everything keeps URLs, `{{ … }}` and `-{…}-`.
//! Markup inside a word does not part it: `头**发**` is hair.

use std::io::{self, BufRead, Write};
use std::ops::Range;
use std::path::Path;

use super::engine::{Converter, Plain};
use super::layback::Stretch;
use super::quotes::{Quotes, is_han};
use crate::model::{Edition, GAP, Passage};
use crate::source::{SourceId, Span};

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text: every line is a paragraph.
    Text,
    /// Markdown as chapters are written.
    Markdown,
    /// YAML files of a report.
    Yaml,
}

impl Format {
    /// The format by a file's name: `.md` and `.markdown`, `.yaml` and `.yml`, else plain text.
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("md" | "markdown") => Format::Markdown,
            Some("yaml" | "yml") => Format::Yaml,
            _ => Format::Text,
        }
    }
}

/// Converts a document as it streams by. `components` names the components: a fenced block of such a name is data with
/// prose in it, any other fenced block is code.
///
/// # Errors
/// If reading or writing fails, or a line is not UTF-8 (kind [`io::ErrorKind::InvalidData`]).
pub fn convert_document(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    format: Format,
    converter: &Converter,
    components: &[String],
) -> io::Result<()> {
    /// Bytes that pass through OpenCC at once: many lines share a call, and memory stays small.
    const CHUNK: usize = 1 << 17;
    /// Where there is no end of a paragraph to be seen, the text is cut at a line's end.
    const LONGEST: usize = 1 << 20;
    let mut scanner = Scanner::new(format, components);
    let mut chunks = Vec::new();
    let at_once = threads();
    for_each_line(input, |line| {
        scanner.line(line);
        if scanner.size >= CHUNK && (scanner.is_between_paragraphs() || scanner.size >= LONGEST) {
            chunks.push(scanner.take());
            if chunks.len() == at_once {
                write_chunks(&mut chunks, |chunk| convert_pieces(chunk, converter), output)?;
            }
        }
        Ok(())
    })?;
    chunks.push(scanner.take());
    write_chunks(&mut chunks, |chunk| convert_pieces(chunk, converter), output)?;
    output.flush()
}

/// Passes a text through OpenCC as it is while it streams by.
///
/// # Errors
/// Like [`convert_document`].
pub fn convert_plainly(input: &mut dyn BufRead, output: &mut dyn Write, opencc: &Plain) -> io::Result<()> {
    const CHUNK: usize = 1 << 17;
    let mut chunk = String::new();
    for_each_line(input, |line| {
        chunk.push_str(line);
        if chunk.len() >= CHUNK {
            output.write_all(opencc.convert(&chunk).as_bytes())?;
            chunk.clear();
        }
        Ok(())
    })?;
    output.write_all(opencc.convert(&chunk).as_bytes())?;
    output.flush()
}

/// How many chunks are converted side by side. More would cost memory and find the reading of lines too slow for them.
fn threads() -> usize {
    const MOST: usize = 4;
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

/// Calls `take` with every line and its line end.
fn for_each_line(input: &mut dyn BufRead, mut take: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = std::str::from_utf8(&bytes).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {number} is not UTF-8; save the file as UTF-8"))
        })?;
        take(line)?;
    }
    Ok(())
}

/// Converts chunks side by side and writes them in their order.
fn write_chunks(
    chunks: &mut Vec<Vec<Piece>>,
    convert: impl Fn(Vec<Piece>) -> String + Sync,
    output: &mut dyn Write,
) -> io::Result<()> {
    let convert = &convert;
    let texts: Vec<String> = std::thread::scope(|scope| {
        let last = chunks.pop().unwrap_or_default();
        let threads: Vec<_> = chunks.drain(..).map(|chunk| scope.spawn(move || convert(chunk))).collect();
        let last = convert(last);
        let others = threads.into_iter().map(|thread| thread.join().expect("conversion does not panic"));
        others.chain([last]).collect()
    });
    texts.iter().try_for_each(|text| output.write_all(text.as_bytes()))
}

/// [`convert_document`] for a text in memory.
pub fn convert_text(text: &str, format: Format, converter: &Converter, components: &[String]) -> String {
    let mut scanner = Scanner::new(format, components);
    text.split_inclusive('\n').for_each(|line| scanner.line(line));
    convert_pieces(scanner.take(), converter)
}

/// The language in a document, paragraph by paragraph, in the places where [`convert_document`] would look for it.
pub fn passages(source: SourceId, text: &str, format: Format, edition: Edition, components: &[String]) -> Vec<Passage> {
    let mut scanner = Scanner::new(format, components);
    // Pieces of YAML lines whose marks are YAML's own, not language.
    let mut is_syntax = Vec::new();
    for line in text.split_inclusive('\n') {
        scanner.line(line);
        let is_yaml = matches!(scanner.block, Block::FrontMatter | Block::Fence { .. }) || format == Format::Yaml;
        is_syntax.resize(scanner.pieces.len(), is_yaml && line.contains(['{', '[', '"', '\'', '#']));
    }
    if let Some(line_end) = scanner.joins.take() {
        scanner.other(&line_end);
    }
    is_syntax.resize(scanner.pieces.len(), false);
    let comments = comments(text);
    let mut passages = vec![Passage::new(edition)];
    let mut at = 0;
    for (piece, is_syntax) in std::iter::zip(&scanner.pieces, is_syntax) {
        let passage = passages.last_mut().expect("never empty");
        let (Piece::Prose(part) | Piece::Markup(part) | Piece::Other(part)) = piece else {
            passages.push(Passage::new(edition));
            continue;
        };
        let span = Span::new(source, at..at + part.len());
        at += part.len();
        match piece {
            Piece::Prose(_) if !is_syntax => push_without(passage, text, span, &comments),
            Piece::Prose(_) | Piece::Other(_) => passage.gap(span),
            Piece::Markup(_) | Piece::End => {}
        }
    }
    debug_assert_eq!(at, text.len(), "every byte belongs to a piece");
    passages.retain(|passage| passage.text.contains(|character: char| character != GAP));
    passages
}

/// What running text is made of: language, and what stays as it is and parts it. Markup that parts no word is left out.
pub(super) fn inline(text: &str, format: Format) -> Vec<(bool, Range<usize>)> {
    let mut scanner = Scanner::new(format, &[]);
    scanner.inline(text);
    let mut at = 0;
    let place = |piece: &Piece| {
        let start = at;
        let (Piece::Prose(part) | Piece::Markup(part) | Piece::Other(part)) = piece else { return None };
        at += part.len();
        (!matches!(piece, Piece::Markup(_))).then_some((matches!(piece, Piece::Prose(_)), start..at))
    };
    scanner.pieces.iter().filter_map(place).collect()
}

/// Places of HTML comments: the author's own notes.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, open) in text.match_indices("<!--") {
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let length = text[start + open.len()..].find("-->").map(|at| open.len() + at + "-->".len());
        found.push(start..length.map_or(text.len(), |length| start + length));
    }
    found
}

/// Adds the author's bytes at `span` but for the comments in them.
fn push_without(passage: &mut Passage, text: &str, span: Span, comments: &[Range<usize>]) {
    let Range { mut start, end } = span.range();
    let from = start;
    for comment in comments.iter().filter(|comment| comment.start < end && from < comment.end) {
        if start < comment.start {
            passage.push(&text[start..comment.start], Span::new(span.source, start..comment.start));
        }
        start = comment.end.min(end);
    }
    passage.push(&text[start..end], Span::new(span.source, start..end));
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Language.
    Prose(String),
    /// Stays as it is and parts no word: emphasis marks, a footnote's mark, a soft line break.
    Markup(String),
    /// Stays as it is and parts what stands beside it.
    Other(String),
    /// Ends a paragraph: quotation marks are paired up to here.
    End,
}

/// What a line belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    /// Running text.
    Body,
    /// YAML between `---` lines at the start of a Markdown file.
    FrontMatter,
    /// A fenced block, with its fence.
    Fence { fence: String, is_data: bool },
}

struct Scanner<'a> {
    format: Format,
    components: &'a [String],
    block: Block,
    is_first_line: bool,
    /// Indentation of a YAML key that is a language: what is indented further belongs to it.
    tagged: Option<usize>,
    /// Open brackets within a YAML text keyed by a language that goes on in the next line.
    flow: Option<usize>,
    /// Whether the last line may go on in the next one without a gap, and its line end.
    joins: Option<String>,
    pieces: Vec<Piece>,
    /// Bytes in `pieces`.
    size: usize,
}

impl<'a> Scanner<'a> {
    fn new(format: Format, components: &'a [String]) -> Self {
        Self {
            format,
            components,
            block: Block::Body,
            is_first_line: true,
            tagged: None,
            flow: None,
            joins: None,
            pieces: Vec::new(),
            size: 0,
        }
    }

    fn push(&mut self, piece: Piece) {
        let text = match &piece {
            Piece::Prose(text) | Piece::Markup(text) | Piece::Other(text) => text,
            Piece::End => "",
        };
        if text.is_empty() && piece != Piece::End {
            return;
        }
        self.size += text.len();
        self.pieces.push(piece);
    }

    fn is_between_paragraphs(&self) -> bool {
        self.joins.is_none() && self.pieces.last() == Some(&Piece::End)
    }

    fn prose(&mut self, text: &str) {
        self.push(Piece::Prose(text.to_owned()));
    }

    fn other(&mut self, text: &str) {
        self.push(Piece::Other(text.to_owned()));
    }

    /// Takes in a line with its line end.
    fn line(&mut self, line: &str) {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = &line[content.len()..];
        let is_first = std::mem::take(&mut self.is_first_line);
        if let Some(break_before) = self.joins.take() {
            let starts = content.trim_start().trim_start_matches(['*', '_', '~', '[']).starts_with(is_han);
            if starts && self.block == Block::Body {
                let indent = content.len() - content.trim_start().len();
                self.push(Piece::Markup(break_before + &content[..indent]));
                self.inline(&content[indent..]);
                self.end_of_text(content, end);
                return;
            }
            self.other(&break_before);
        }
        match (&self.block, self.format) {
            (_, Format::Text) => {
                self.inline(content);
                self.end_of_line(end);
            }
            (_, Format::Yaml) => self.yaml(content, end),
            (Block::FrontMatter, _) if matches!(content.trim_end(), "---" | "...") => {
                self.block = Block::Body;
                self.other(line);
            }
            (Block::FrontMatter, _) => self.yaml(content, end),
            (Block::Fence { fence, is_data }, _) => {
                let is_data = *is_data;
                let bare = content.trim();
                if bare.starts_with(fence.as_str()) && bare.chars().all(|mark| fence.starts_with(mark)) {
                    self.block = Block::Body;
                    self.other(line);
                    self.push(Piece::End);
                } else if is_data {
                    self.yaml(content, end);
                } else {
                    self.other(line);
                }
            }
            (Block::Body, Format::Markdown)
                if is_first && content.trim_start_matches('\u{feff}').trim_end() == "---" =>
            {
                self.block = Block::FrontMatter;
                self.other(line);
            }
            (Block::Body, Format::Markdown) => self.markdown(content, end),
        }
    }

    fn end_of_line(&mut self, end: &str) {
        self.other(end);
        self.push(Piece::End);
    }

    /// After a line of running text: it may go on in the next one.
    fn end_of_text(&mut self, content: &str, end: &str) {
        let ends_in_han = content.trim_end_matches(['*', '_', '~', ']']).ends_with(is_han);
        if ends_in_han && !end.is_empty() {
            self.joins = Some(end.to_owned());
        } else {
            self.other(end);
        }
    }

    fn markdown(&mut self, content: &str, end: &str) {
        let bare = content.trim_start();
        let indent = &content[..content.len() - bare.len()];
        if let Some(fence) = fence(bare) {
            let info = bare[fence.len()..].trim().trim_start_matches(['{', '.', ' ']);
            let name = info.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).next().unwrap_or("");
            let is_data = self.components.iter().any(|component| component == name);
            self.push(Piece::End);
            self.other(&content[..indent.len() + fence.len()]);
            self.attributes(&bare[fence.len()..]);
            self.end_of_line(end);
            self.block = Block::Fence { fence: fence.to_owned(), is_data };
        } else if bare.is_empty() {
            self.other(content);
            self.end_of_line(end);
        } else if bare.starts_with(":::") {
            self.push(Piece::End);
            self.attributes(content);
            self.end_of_line(end);
        } else if let Some(text) = heading(bare) {
            self.push(Piece::End);
            self.other(&content[..content.len() - text.len()]);
            self.inline(text);
            self.end_of_line(end);
        } else if bare.starts_with('|') {
            self.push(Piece::End);
            self.inline(content);
            self.end_of_line(end);
        } else {
            let text = after_markers(bare);
            if text.len() < bare.len() {
                self.push(Piece::End);
                self.other(&content[..content.len() - text.len()]);
            } else {
                self.other(indent);
            }
            let text = self.definition(text);
            self.inline(text);
            self.end_of_text(content, end);
        }
    }

    /// `[label]: target` and `[^label]:` at the start of a line; gives what follows.
    fn definition<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(end) = text.strip_prefix('[').and_then(|_| text.find("]:")) else { return text };
        if text[..end].contains(']') {
            return text;
        }
        let mut rest = end + "]:".len();
        if !text.starts_with("[^") {
            let target = text[rest..].trim_start();
            rest = text.len() - target.len() + target.find(char::is_whitespace).unwrap_or(target.len());
        }
        self.other(&text[..rest]);
        &text[rest..]
    }

    /// A line of YAML.
    fn yaml(&mut self, content: &str, end: &str) {
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
            self.push(Piece::End);
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

    /// Running text with markup in it.
    fn inline(&mut self, text: &str) {
        let is_marked_up = self.format != Format::Text;
        let mut start = 0;
        let mut at = 0;
        let mut in_image = false;
        while at < text.len() {
            let here = &text[at..];
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let step = here.chars().next().map_or(1, char::len_utf8);
            let found: Option<(usize, Kind)> = if let Some(end) = enclosed(here, "-{", "}-") {
                Some((end, Kind::Other))
            } else if let Some(end) = enclosed(here, "{{", "}}") {
                Some((end, Kind::Other))
            } else if let Some(end) = url(here, before) {
                Some((end, Kind::Other))
            } else if is_marked_up {
                markup(here, before, &mut in_image)
            } else {
                None
            };
            let Some((end, kind)) = found else {
                at += step;
                continue;
            };
            self.prose(&text[start..at]);
            let part = &here[..end];
            match kind {
                Kind::Other => self.other(part),
                Kind::Cell => {
                    self.other(part);
                    self.push(Piece::End);
                }
                Kind::Markup => self.push(Piece::Markup(part.to_owned())),
                Kind::Attributes => self.attributes(part),
            }
            at += end;
            start = at;
        }
        self.prose(&text[start..]);
    }

    /// `{#id .class title="…"}` or an HTML tag: only the values of attributes that hold language are converted.
    fn attributes(&mut self, text: &str) {
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

    /// What was taken in.
    fn take(&mut self) -> Vec<Piece> {
        if let Some(line_end) = self.joins.take() {
            self.other(&line_end);
        }
        self.size = 0;
        std::mem::take(&mut self.pieces)
    }
}

fn convert_pieces(mut pieces: Vec<Piece>, converter: &Converter) -> String {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut is_open = false;
    let mut has_han = Vec::new();
    for piece in &mut pieces {
        match piece {
            Piece::Prose(text) => {
                has_han.push(text.contains(is_han));
                if !std::mem::replace(&mut is_open, true) {
                    stretches.push(Stretch::default());
                }
                stretches.last_mut().expect("pushed above").leaves.push(std::mem::take(text));
            }
            Piece::Markup(_) => {}
            Piece::Other(_) | Piece::End => is_open = false,
        }
    }
    let mut leaves = super::convert_stretches(&stretches, converter).into_iter().flatten();
    let mut has_han = has_han.as_slice();
    let mut out = String::new();
    for paragraph in pieces.split(|piece| *piece == Piece::End) {
        let texts = paragraph.iter().filter(|piece| matches!(piece, Piece::Prose(_))).count();
        let (own, rest) = has_han.split_at(texts);
        has_han = rest;
        let is_chinese = own.contains(&true);
        let mut quotes = Quotes::new(converter.to(), is_chinese);
        for piece in paragraph {
            match piece {
                Piece::Prose(_) => out.push_str(&quotes.convert(&leaves.next().unwrap_or_default())),
                Piece::Markup(text) | Piece::Other(text) => out.push_str(text),
                Piece::End => {}
            }
        }
    }
    out
}

/// What a piece of markup is.
enum Kind {
    Other,
    Markup,
    /// A table's column mark.
    Cell,
    Attributes,
}

/// Markup at the start of `here`: its length and kind.
fn markup(here: &str, before: char, in_image: &mut bool) -> Option<(usize, Kind)> {
    let first = here.chars().next()?;
    match first {
        '\\' => Some((1 + here[1..].chars().next().map_or(0, char::len_utf8), Kind::Other)),
        '`' => {
            let ticks = here.len() - here.trim_start_matches('`').len();
            let closing = here[ticks..].find(&here[..ticks]).map_or(ticks, |end| end + 2 * ticks);
            Some((closing, Kind::Other))
        }
        '|' => Some((1, Kind::Cell)),
        '*' | '_' | '~' => Some((here.len() - here.trim_start_matches(first).len(), Kind::Markup)),
        '!' if here.starts_with("![") => {
            *in_image = true;
            Some((2, Kind::Other))
        }
        '[' if here.starts_with("[^") => Some((here.find(']')? + 1, Kind::Markup)),
        '[' => Some((1, Kind::Markup)),
        ']' if here.starts_with("](") => {
            let kind = if std::mem::take(in_image) { Kind::Other } else { Kind::Markup };
            let target = &here[2..];
            let end = target.find(')').unwrap_or(target.len());
            // A title after the target is language.
            match target[..end].find([' ', '\t']) {
                Some(space) => Some((2 + space, Kind::Other)),
                None => Some((2 + (end + 1).min(target.len()), kind)),
            }
        }
        ']' if here.starts_with("][") => Some((here[2..].find(']')? + 3, Kind::Markup)),
        ']' => Some((1, Kind::Markup)),
        '{' if is_attributes(&here[1..]) => Some((closing_brace(here)?, Kind::Attributes)),
        '<' if here[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && before != '<' => {
            let end = here.find('>')? + 1;
            Some((end, if here[..end].contains('=') { Kind::Attributes } else { Kind::Markup }))
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
            '<' | '>' | '"' | '`' | '|' | ')' | ']' | '}' => false,
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
pub(super) fn is_file(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    !value.contains(char::is_whitespace)
        && Path::new(value).extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
            ["png", "jpg", "jpeg", "gif", "webp", "svg", "csv", "xlsx", "yaml", "yml", "md", "pdf"]
                .contains(&extension.to_ascii_lowercase().as_str())
        })
}

/// The fence that opens a fenced block.
fn fence(bare: &str) -> Option<&str> {
    let mark = bare.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let fence = &bare[..bare.len() - bare.trim_start_matches(mark).len()];
    // CommonMark 0.31 section 4.5: three or more, and no backtick in the info string of a backtick fence.
    (fence.len() >= 3 && !(mark == '`' && bare[fence.len()..].contains('`'))).then_some(fence)
}

/// The text of a heading.
fn heading(bare: &str) -> Option<&str> {
    let text = bare.trim_start_matches('#');
    (1..=6).contains(&(bare.len() - text.len())).then_some(text).filter(|text| text.starts_with([' ', '\t']))
}

/// What follows list markers and quotation marks `>`.
fn after_markers(bare: &str) -> &str {
    let mut rest = bare;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_bullet = rest.starts_with(['-', '*', '+']) && rest[1..].starts_with([' ', '\t']);
        let after = if is_bullet || rest.starts_with('>') {
            &rest[1..]
        } else if digits > 0 && rest[digits..].starts_with(['.', ')']) && rest[digits + 1..].starts_with([' ', '\t']) {
            &rest[digits + 1..]
        } else {
            return rest;
        };
        rest = after.trim_start();
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
pub(super) fn is_language(key: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::model::{Edition, Glossary};

    static TO_MAINLAND: LazyLock<Converter> =
        LazyLock::new(|| Converter::new(Edition::ZhHantHk, Edition::ZhHansCn, &Glossary::default()).unwrap());
    static TO_HONG_KONG: LazyLock<Converter> =
        LazyLock::new(|| Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &Glossary::default()).unwrap());

    fn to_mainland(text: &str, format: Format) -> String {
        convert_text(text, format, &TO_MAINLAND, &["timeline".to_owned()])
    }

    fn to_hong_kong(text: &str, format: Format) -> String {
        convert_text(text, format, &TO_HONG_KONG, &["timeline".to_owned()])
    }

    #[test]
    fn markdown_keeps_everything_that_is_no_language() {
        let text = "\u{feff}---\r
title: 綠色使命\r
names: {zh-Hant-HK: 匯報, zh-Hans: \"汇报, 匯\", other: 匯報}\r
lead:\r
  zh-Hant-HK: |\r
    綠色\r
    匯報\r
  more: 匯報\r
---\r
# 應對氣候變化 {#氣候 disclose=hkex:A4 title=\"氣候 變化\"}\r
總量為 {{ kpi(\"排放.總量\") | change }}，見[說明](#說明 \"說明\")、https://a.hk/說明、`說明`和-{說明}-。[^說]\r
![廠房](images/廠房.png)\r
\r
[^說]: 說明\r
::: {.case title=\"說明\" image=images/說.png}\r
| 說明 | <a href=\"說\" title=\"說\">說</a> |\r
:::\r
```timeline\r
- title: 說明\r
  image: images/說.png\r
  zh-Hans: 說\r
```\r
```text\r
說明\r
```\r
-{zh-Hant-HK:管治;zh-Hans-CN:治理}-說明";
        let expected = "\u{feff}---\r
title: 绿色使命\r
names: {zh-Hant-HK: 匯報, zh-Hans: \"汇报, 匯\", other: 汇报}\r
lead:\r
  zh-Hant-HK: |\r
    綠色\r
    匯報\r
  more: 汇报\r
---\r
# 应对气候变化 {#氣候 disclose=hkex:A4 title=\"气候 变化\"}\r
总量为 {{ kpi(\"排放.總量\") | change }}，见[说明](#說明 \"说明\")、https://a.hk/說明、`說明`和-{說明}-。[^說]\r
![厂房](images/廠房.png)\r
\r
[^說]: 说明\r
::: {.case title=\"说明\" image=images/說.png}\r
| 说明 | <a href=\"說\" title=\"说\">说</a> |\r
:::\r
```timeline\r
- title: 说明\r
  image: images/說.png\r
  zh-Hans: 說\r
```\r
```text\r
說明\r
```\r
-{zh-Hant-HK:管治;zh-Hans-CN:治理}-说明";
        assert_eq!(to_mainland(text, Format::Markdown), expected);
    }

    #[test]
    fn passages_know_where_their_text_stands() {
        let text = "---\ntitle: 標題\ntags: [甲, 乙]\n---\n頭**髮**`x`見https://a.hk/說\n很長\n\n| 甲 | 乙 |\n";
        let source = crate::source::Sources::default().add("a.md", text);
        let passages = passages(source, text, Format::Markdown, Edition::ZhHantHk, &[]);
        let found: Vec<_> = passages.iter().map(|passage| passage.text.replace(GAP, "")).collect();
        assert_eq!(found, [" 標題", "頭髮見很長", " 甲 ", " 乙 "]);
        let at = passages[1].text.find("髮").unwrap();
        let (span, is_exact) = passages[1].place(at..at + 3).unwrap();
        assert_eq!((&text[span.range()], is_exact), ("髮", true));
    }

    #[test]
    fn a_word_across_markup_or_a_soft_break_is_one_word() {
        let text = "剪**头**发、理[发](x)、白[^1]发\n\n一头\n发丝“引\n用‘内’”\n- 一头\n- 发展\n";
        let expected = "剪**頭**髮、理[髮](x)、白[^1]髮\n\n一頭\n髮絲「引\n用『內』」\n- 一頭\n- 發展\n";
        assert_eq!(to_hong_kong(text, Format::Markdown), expected);
    }

    #[test]
    fn yaml_keeps_keys_comments_are_language() {
        let text = "# 指標\n- id: env.ghg\n  name: {zh-Hant-HK: 範圍一,\n    en: 說}\n  note: 說明「甲」\n  values: {2023: 1}\n  zh-Hans: 說\n    說\n- 說\n";
        let expected = "# 指标\n- id: env.ghg\n  name: {zh-Hant-HK: 範圍一,\n    en: 說}\n  note: 说明“甲”\n  values: {2023: 1}\n  zh-Hans: 說\n    說\n- 说\n";
        assert_eq!(to_mainland(text, Format::Yaml), expected);
    }

    #[test]
    fn plain_text_streams_line_by_line() {
        let text = "头\n发展**\n".repeat(10_000);
        let mut output = Vec::new();
        convert_document(&mut text.as_bytes(), &mut output, Format::Text, &TO_HONG_KONG, &[]).unwrap();
        assert!(String::from_utf8(output).unwrap() == "頭\n發展**\n".repeat(10_000));
        let bad = convert_document(&mut &b"a\n\xff\n"[..], &mut Vec::new(), Format::Text, &TO_HONG_KONG, &[]);
        assert_eq!(bad.unwrap_err().to_string(), "line 2 is not UTF-8; save the file as UTF-8");
    }

    proptest::proptest! {
        #[test]
        fn text_without_chinese_passes_unchanged(text in "[ -~\n“”‘’]{0,200}") {
            for format in [Format::Text, Format::Markdown, Format::Yaml] {
                proptest::prop_assert_eq!(to_hong_kong(&text, format), text.clone());
            }
        }

        #[test]
        fn nothing_is_lost(text in "[ -~\n天地人“”‘’《》]{0,200}") {
            // These characters are the same in both scripts, so only quotation marks may differ.
            let plain = |text: &str| text.replace(['“', '”', '‘', '’', '「', '」', '『', '』'], "\"");
            for format in [Format::Text, Format::Markdown, Format::Yaml] {
                proptest::prop_assert_eq!(plain(&to_hong_kong(&text, format)), plain(&text));
            }
        }
    }
}
