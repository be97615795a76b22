//! Lines and blocks → pieces.

use super::{Format, Kind, Pieces, Unclosed};
use crate::chinese::is_han;

/// What a line belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// Running text.
    Body,
    /// YAML between `---` lines at the start of a Markdown file.
    FrontMatter,
    /// A fenced block, with its fence.
    Fence { fence: String, is_data: bool },
}

/// Takes in a document line by line.
pub(super) struct Scanner<'a> {
    pub(super) format: Format,
    components: &'a [String],
    /// What the line to come belongs to.
    pub(super) block: Block,
    /// Number of the line at hand, from 1.
    line: usize,
    /// Where the line at hand begins in `pieces`.
    line_start: usize,
    /// Indentation of a YAML key that is a language: what is indented further belongs to it.
    pub(super) tagged: Option<usize>,
    /// Open brackets within a YAML text keyed by a language that goes on in the next line.
    pub(super) flow: Option<usize>,
    /// Whether the last line may go on in the next one without a gap, and its line end.
    joins: Option<String>,
    /// What is taken in so far; a line end that joins is still to come.
    pub(super) pieces: Pieces,
    unclosed: Vec<Unclosed>,
    /// Bytes of the line at hand at which a `-{` stands that nothing closes.
    unclosed_in_line: Vec<usize>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(format: Format, components: &'a [String]) -> Self {
        Self {
            format,
            components,
            block: Block::Body,
            line: 0,
            line_start: 0,
            tagged: None,
            flow: None,
            joins: None,
            pieces: Pieces::default(),
            unclosed: Vec::new(),
            unclosed_in_line: Vec::new(),
        }
    }

    /// Bytes taken in.
    pub(super) fn size(&self) -> usize {
        self.pieces.text.len()
    }

    /// Whether the text can be cut here.
    pub(super) fn is_between_paragraphs(&self) -> bool {
        self.joins.is_none() && self.pieces.ends.last().is_some_and(|(kind, _)| *kind == Kind::End)
    }

    /// What was taken in.
    pub(super) fn take(&mut self) -> Pieces {
        if let Some(line_end) = self.joins.take() {
            self.other(&line_end);
        }
        std::mem::take(&mut self.pieces)
    }

    /// The `-{` that nothing closes.
    pub(super) fn into_unclosed(self) -> Vec<Unclosed> {
        self.unclosed
    }

    /// Notes a `-{` that nothing closes, behind some bytes of the line that are not taken in yet.
    pub(super) fn unclosed(&mut self, before: usize) {
        self.unclosed_in_line.push(self.pieces.text.len() - self.line_start + before);
    }

    /// Counts the columns of the `-{` that nothing closes in a line.
    fn count_unclosed(&mut self, line: &str) {
        let mut places = std::mem::take(&mut self.unclosed_in_line).into_iter().peekable();
        for (column, (at, _)) in line.char_indices().enumerate() {
            if places.next_if_eq(&at).is_some() {
                self.unclosed.push(Unclosed { line: self.line, column: column + 1 });
            }
        }
    }

    pub(super) fn push(&mut self, kind: Kind, part: &str) {
        self.pieces.push(kind, part);
    }

    pub(super) fn other(&mut self, part: &str) {
        self.push(Kind::Other, part);
    }

    /// Takes in a line with its line end.
    pub(super) fn line(&mut self, line: &str) {
        self.read(line);
        if !self.unclosed_in_line.is_empty() {
            self.count_unclosed(line);
        }
    }

    fn read(&mut self, line: &str) {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = &line[content.len()..];
        let is_first = self.line == 0;
        self.line += 1;
        self.line_start = self.pieces.text.len() + self.joins.as_ref().map_or(0, String::len);
        if let Some(break_before) = self.joins.take() {
            let starts = content.trim_start().trim_start_matches(['*', '_', '~', '[']).starts_with(is_han);
            if starts && self.block == Block::Body {
                let indent = content.len() - content.trim_start().len();
                self.push(Kind::Markup, &(break_before + &content[..indent]));
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
                    self.push(Kind::End, "");
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

    pub(super) fn end_of_line(&mut self, end: &str) {
        self.other(end);
        self.push(Kind::End, "");
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
            self.push(Kind::End, "");
            self.other(&content[..indent.len() + fence.len()]);
            self.attributes(&bare[fence.len()..]);
            self.end_of_line(end);
            self.block = Block::Fence { fence: fence.to_owned(), is_data };
        } else if bare.is_empty() {
            self.other(content);
            self.end_of_line(end);
        } else if bare.starts_with(":::") {
            self.push(Kind::End, "");
            self.attributes(content);
            self.end_of_line(end);
        } else if let Some(text) = heading(bare) {
            self.push(Kind::End, "");
            self.other(&content[..content.len() - text.len()]);
            self.inline(text);
            self.end_of_line(end);
        } else if bare.starts_with('|') {
            self.push(Kind::End, "");
            self.inline(content);
            self.end_of_line(end);
        } else {
            let text = after_markers(bare);
            if text.len() < bare.len() {
                self.push(Kind::End, "");
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
