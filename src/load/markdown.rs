//! Markdown → blocks and inline runs: the only home of the Markdown library.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexMap;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::attributes::{self, Attributes};
use super::fields;
use super::images::{Images, percent_decode};
use super::mask::{self, MarkKind, Masked};
use super::slice::Slice;
use super::text::break_is_space;
use super::yaml;
use crate::component::{Form, Schemas};
use crate::diag::{Code, Diagnostic, Sink, nearest, suggest};
use crate::model::{
    Align, Block, BlockKind, Cell, Component, DisclosureRef, Edition, Figure, Footnote, Image, Inline, InlineKind,
    LinkTarget, Table,
};
use crate::source::{Span, Spanned};

/// The folder that image paths of chapters may be relative to, below the content folder.
pub(crate) const CHAPTER_FOLDER: &str = "chapters";

/// Info strings of code blocks that no author means as a component.
const LANGUAGES: [&str; 13] =
    ["text", "txt", "yaml", "json", "toml", "csv", "html", "css", "markdown", "rust", "python", "shell", "console"];

/// What parsing needs to know, and what it finds out, over all chapters.
pub(crate) struct Context<'c> {
    /// Components.
    pub(crate) schemas: &'c Schemas,
    /// Language of plain texts.
    pub(crate) edition: Edition,
    /// File names of all chapters, for links between them.
    pub(crate) chapters: &'c [String],
    /// Images.
    pub(crate) images: Images,
    /// Every `#id`, in reading order.
    pub(crate) ids: Vec<Spanned<String>>,
    /// Problems.
    pub(crate) sink: &'c mut Sink,
    /// Footnotes of the chapter at hand.
    notes: Notes,
}

/// Footnotes of one file.
#[derive(Debug, Default)]
struct Notes {
    /// Labels that have a definition.
    defined: HashMap<String, Span>,
    /// Texts, as the definitions are read.
    texts: HashMap<String, (Spanned<String>, Vec<Inline>)>,
    /// Labels in the order of first use.
    used: IndexMap<String, Span>,
}

/// Marks an anchor that stands for a whole chapter until `anchors` knows the chapter's first anchor.
pub(crate) const CHAPTER_LINK: &str = "\u{0}chapter:";

/// A document's blocks and footnotes.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Blocks.
    pub(crate) blocks: Vec<Block>,
    /// Footnotes by first use.
    pub(crate) footnotes: Vec<Footnote>,
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

impl<'c> Context<'c> {
    /// A context before the first chapter.
    pub(crate) fn new(
        schemas: &'c Schemas,
        edition: Edition,
        chapters: &'c [String],
        images: Images,
        sink: &'c mut Sink,
    ) -> Self {
        Self { schemas, edition, chapters, images, ids: Vec::new(), sink, notes: Notes::default() }
    }

    /// Parses one file's Markdown, which begins at `from`.
    pub(crate) fn document(&mut self, slice: &Slice<'_>, from: usize) -> Document {
        self.notes = Notes::default();
        let masked = mask::document(slice, from, self.sink);
        for label in &masked.definitions {
            let span = slice.span(label.clone());
            let name = slice.text[label.clone()].to_owned();
            if let Some(first) = self.notes.defined.get(&name) {
                let message = format!("the footnote [^{name}] is defined twice");
                self.sink.push(Diagnostic::error(Code::Duplicate, span, message).label(*first, "first defined here"));
            } else {
                self.notes.defined.insert(name, span);
            }
        }
        let mut build = Build::new(slice, &masked, self);
        let blocks = build.blocks();
        build.check_fences();
        Document { blocks, footnotes: self.footnotes(&masked, slice) }
    }

    /// Parses a single line of text, e.g. a title.
    pub(crate) fn line(&mut self, slice: &Slice<'_>) -> Vec<Inline> {
        let masked = mask::line(slice, self.sink);
        let mut build = Build::new(slice, &masked, self);
        build.lines_only()
    }

    /// The footnotes in the order of first use; those never used are reported.
    fn footnotes(&mut self, masked: &Masked, slice: &Slice<'_>) -> Vec<Footnote> {
        let mut notes = std::mem::take(&mut self.notes);
        for label in &masked.definitions {
            let name = &slice.text[label.clone()];
            if !notes.used.contains_key(name) {
                let message = format!("no mark [^{name}] refers to this footnote");
                self.sink.push(
                    Diagnostic::warning(Code::UnusedFootnote, slice.span(label.clone()), message)
                        .hint(format!("put [^{name}] behind the word it explains, or remove the footnote")),
                );
            }
        }
        let used = std::mem::take(&mut notes.used);
        used.into_iter()
            .map(|(name, span)| {
                let (label, inlines) =
                    notes.texts.remove(&name).unwrap_or_else(|| (Spanned::new(name, span), Vec::new()));
                Footnote { label, number: 0, inlines }
            })
            .collect()
    }

    /// Takes in `#id` and `disclose` of a block.
    fn names(&mut self, attributes: &mut Attributes) -> (Option<String>, Vec<Spanned<DisclosureRef>>) {
        let disclose = attributes.take("disclose");
        let disclose = disclose.map(|list| yaml::parse_disclosures(&list, self.sink)).unwrap_or_default();
        let anchor = attributes.id.take().map(|id| {
            let anchor = id.node.clone();
            self.ids.push(id);
            anchor
        });
        (anchor, disclose)
    }
}

/// Builds blocks from the parser's events.
struct Build<'b, 'c> {
    slice: &'b Slice<'b>,
    masked: &'b Masked,
    events: Vec<(Event<'b>, Range<usize>)>,
    at: usize,
    /// Which `:::` lines the parser has come across.
    met: Vec<bool>,
    cx: &'b mut Context<'c>,
}

/// A div that is open.
struct Frame {
    fence: usize,
    blocks: Vec<Block>,
}

impl<'b, 'c> Build<'b, 'c> {
    fn new(slice: &'b Slice<'_>, masked: &'b Masked, cx: &'b mut Context<'c>) -> Self {
        let events = Parser::new_ext(&masked.text, options()).into_offset_iter().collect();
        Self { slice, masked, events, at: 0, met: vec![false; masked.fences.len()], cx }
    }

    /// The original's text.
    fn original(&self) -> &'b str {
        let slice: &'b Slice<'b> = self.slice;
        &slice.text
    }

    /// From the copy's offsets to the original's.
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        range.start.saturating_sub(self.masked.prefix)..range.end.saturating_sub(self.masked.prefix)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.slice.span(self.range(range))
    }

    fn error(&mut self, code: Code, range: &Range<usize>, message: &str, hint: &str) {
        let span = self.span(range);
        self.cx.sink.push(Diagnostic::error(code, span, message).hint(hint));
    }

    /// Blocks up to the end of the container, which is left to the caller.
    fn blocks(&mut self) -> Vec<Block> {
        let mut frames: Vec<Frame> = Vec::new();
        let mut top: Vec<Block> = Vec::new();
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            if matches!(event, Event::End(_)) {
                break;
            }
            if matches!(event, Event::Rule)
                && let Some(fence) = self.fence_at(&range)
            {
                self.at += 1;
                self.met[fence] = true;
                if self.masked.fences[fence].open.is_some() {
                    frames.push(Frame { fence, blocks: Vec::new() });
                } else if let Some(frame) = frames.pop() {
                    let end = self.masked.fences[fence].range.end;
                    let done = self.div(frame, end);
                    frames.last_mut().map_or(&mut top, |frame| &mut frame.blocks).extend(done);
                } else {
                    let place = self.masked.fences[fence].range.clone();
                    let span = self.slice.span(place);
                    self.cx.sink.push(
                        Diagnostic::error(Code::UnclosedDiv, span, "there is no open div that this line could end")
                            .hint("remove the line, or open a div before it: ::: {.name}"),
                    );
                }
                continue;
            }
            let block = self.block(event, range);
            frames.last_mut().map_or(&mut top, |frame| &mut frame.blocks).extend(block);
        }
        while let Some(frame) = frames.pop() {
            let opening = self.masked.fences[frame.fence].range.clone();
            let name = self.masked.fences[frame.fence].open.as_ref().and_then(|open| open.name.as_ref());
            let message = match name {
                Some(name) => format!("the div `{}` that begins here is never closed", name.node),
                None => "the div that begins here is never closed".to_owned(),
            };
            let span = self.slice.span(opening.clone());
            self.cx.sink.push(Diagnostic::error(Code::UnclosedDiv, span, message).hint("add a line ::: after its end"));
            let done = self.div(frame, opening.end);
            frames.last_mut().map_or(&mut top, |frame| &mut frame.blocks).extend(done);
        }
        self.captions(top)
    }

    /// The `:::` line that a thematic break stands for.
    fn fence_at(&self, range: &Range<usize>) -> Option<usize> {
        let fences = &self.masked.fences;
        let at = fences.partition_point(|fence| fence.range.start < range.start);
        fences.get(at).filter(|fence| fence.range.start < range.end).map(|_| at)
    }

    /// `:::` lines that the parser took for something else.
    fn check_fences(&mut self) {
        for (fence, met) in self.masked.fences.iter().zip(&self.met) {
            let line_start = self.original()[..fence.range.start].rfind('\n').map_or(0, |at| at + 1);
            if !met && self.original()[line_start..fence.range.start].starts_with(['\t', ' ']) {
                let span = self.slice.span(fence.range.clone());
                self.cx.sink.push(
                    Diagnostic::error(Code::Markup, span, "this line is indented so far that it counts as code")
                        .hint("begin ::: lines at the left margin"),
                );
            }
        }
    }

    fn block(&mut self, event: Event<'b>, range: Range<usize>) -> Option<Block> {
        let span = self.span(&range);
        let kind = match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.at += 1;
                let inlines = self.inlines();
                self.close();
                let mut attributes = self.attributes_in(&range);
                let (anchor, disclose) = self.cx.names(&mut attributes);
                self.no_more(&attributes, &["disclose"]);
                let kind = BlockKind::Heading { level: level as u8, number: None, inlines };
                let span = self.span(&trim_end(&self.masked.text, &range));
                return Some(Block { span, anchor, disclose, kind });
            }
            Event::Start(Tag::Paragraph) => {
                self.at += 1;
                let inlines = self.inlines();
                self.close();
                if inlines.is_empty() {
                    return None;
                }
                return Some(self.paragraph(inlines, &range));
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.at += 1;
                let inner = self.blocks();
                self.close();
                BlockKind::Quote(inner)
            }
            Event::Start(Tag::List(start)) => {
                self.at += 1;
                let mut items = Vec::new();
                while matches!(self.events.get(self.at), Some((Event::Start(Tag::Item), _))) {
                    self.at += 1;
                    items.push(self.blocks());
                    self.close();
                }
                self.close();
                BlockKind::List { start, items }
            }
            Event::Start(Tag::CodeBlock(kind)) => return self.code(&kind, &range),
            Event::Start(Tag::Table(columns)) => {
                self.at += 1;
                BlockKind::Table(self.table(&columns))
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                self.footnote(&range);
                return None;
            }
            Event::Start(Tag::HtmlBlock) => {
                self.at += 1;
                self.html(&range);
                while !matches!(self.events.get(self.at), None | Some((Event::End(_), _))) {
                    self.at += 1;
                }
                self.close();
                return None;
            }
            Event::Rule => {
                self.at += 1;
                BlockKind::Rule
            }
            Event::Start(tag) if !is_inline(&tag) => {
                // No option that is switched on gives such a block.
                self.at += 1;
                self.blocks();
                self.close();
                return None;
            }
            // A tight list item: text without a paragraph around it.
            _ => {
                let before = self.at;
                let inlines = self.inlines();
                if self.at == before {
                    self.at += 1;
                }
                let end = self.events[..self.at].last().map_or(range.end, |(_, last)| last.end);
                if inlines.is_empty() {
                    return None;
                }
                return Some(self.paragraph(inlines, &(range.start..end.max(range.start))));
            }
        };
        Some(Block { span, anchor: None, disclose: Vec::new(), kind })
    }

    /// Steps over the end of a container.
    fn close(&mut self) {
        if matches!(self.events.get(self.at), Some((Event::End(_), _))) {
            self.at += 1;
        }
    }

    fn paragraph(&mut self, inlines: Vec<Inline>, range: &Range<usize>) -> Block {
        let span = self.span(&trim_end(&self.masked.text, range));
        let kind = match &inlines[..] {
            [Inline { kind: InlineKind::Image(image), .. }] => {
                let image = image.clone();
                BlockKind::Figure(Figure { image, caption: self.image_title(range) })
            }
            _ => BlockKind::Paragraph(inlines),
        };
        Block { span, anchor: None, disclose: Vec::new(), kind }
    }

    /// The title of the image in this paragraph, as a line of text.
    fn image_title(&mut self, range: &Range<usize>) -> Option<Vec<Inline>> {
        let (title, place) = self.events[..self.at].iter().rev().find_map(|(event, place)| match event {
            Event::Start(Tag::Image { title, .. }) if place.start >= range.start => Some((title, place)),
            _ => None,
        })?;
        if title.is_empty() {
            return None;
        }
        let (title, place) = (title.to_string(), place.clone());
        let slice = self.find(&title, &place);
        Some(self.cx.line(&slice))
    }

    /// Where a text that the parser took out of `range` stands, e.g. a title or a path.
    fn find(&self, text: &str, range: &Range<usize>) -> Slice<'static> {
        // The last occurrence: titles and paths stand behind the text they go with.
        match self.masked.text[range.clone()].rfind(text) {
            Some(at) => {
                let found = range.start + at..range.start + at + text.len();
                self.slice.part(self.range(&found))
            }
            // Escapes and entities were taken out: all that is known is the whole.
            None => Slice::new(self.slice.source, text.to_owned(), self.span(range).range().start),
        }
    }

    /// The attributes masked inside a block.
    fn attributes_in(&mut self, range: &Range<usize>) -> Attributes {
        let own = self.range(range);
        let list = &self.masked.attributes;
        let at = list.partition_point(|(place, _)| place.start < own.start);
        // Blocks end before the blanks that cover the attributes, so the line's end decides.
        let line_end = self.original()[own.end..].find('\n').map_or(self.original().len(), |length| own.end + length);
        let line_end = if self.original()[..own.end].ends_with('\n') { own.end } else { line_end };
        list.get(at).filter(|(place, _)| place.start < line_end).map(|(_, found)| found.clone()).unwrap_or_default()
    }

    /// Reports the attributes that nobody took.
    fn no_more(&mut self, attributes: &Attributes, known: &[&str]) {
        for (key, _) in &attributes.pairs {
            self.cx.sink.push(attributes::unknown(key, known));
        }
        for class in &attributes.classes {
            let message = format!("`.{}` has no meaning here", class.node);
            self.cx.sink.push(Diagnostic::error(Code::Markup, class.span, message).hint("remove it"));
        }
    }

    /// Moves paragraphs that begin with `: ` or `表：` into the table beside them.
    fn captions(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        if !blocks.iter().any(|block| matches!(block.kind, BlockKind::Table(_))) {
            return blocks;
        }
        let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
        let mut blocks = blocks.into_iter().peekable();
        while let Some(block) = blocks.next() {
            let Some(length) = self.caption_mark(&block) else {
                out.push(block);
                continue;
            };
            let free = |block: Option<&Block>| {
                matches!(block.map(|block| &block.kind), Some(BlockKind::Table(Table { caption: None, .. })))
            };
            let into_previous = free(out.last());
            if !into_previous && !free(blocks.peek()) {
                out.push(block);
                continue;
            }
            let BlockKind::Paragraph(mut caption) = block.kind else { unreachable!("a caption is a paragraph") };
            drop_start(&mut caption, length);
            let start = block.span.range().start;
            let mut attributes = self
                .masked
                .attributes
                .iter()
                .find(|(place, _)| (start..=block.span.range().end + 1).contains(&self.slice.offset(place.start)))
                .map(|(_, found)| found.clone())
                .unwrap_or_default();
            let (anchor, disclose) = self.cx.names(&mut attributes);
            self.no_more(&attributes, &["disclose"]);
            let mut put = |table: &mut Block| {
                if let BlockKind::Table(inner) = &mut table.kind {
                    inner.caption = Some(std::mem::take(&mut caption));
                    table.anchor = anchor.clone();
                    table.disclose = disclose.clone();
                }
            };
            if into_previous {
                put(out.last_mut().expect("checked above"));
            } else if let Some(mut table) = blocks.next() {
                put(&mut table);
                out.push(table);
            }
        }
        out
    }

    /// The length of the caption mark a paragraph begins with.
    fn caption_mark(&self, block: &Block) -> Option<usize> {
        let BlockKind::Paragraph(inlines) = &block.kind else { return None };
        match &inlines.first()?.kind {
            InlineKind::Text(text) => {
                // The text ends with the mark where markup follows it: `: **bold**`.
                mask::caption_start(text).or_else(|| mask::caption_start(&format!("{text} ")))
            }
            _ => None,
        }
    }

    fn table(&mut self, columns: &[Alignment]) -> Table {
        let columns: Vec<Align> = columns
            .iter()
            .map(|align| match align {
                Alignment::None => Align::Auto,
                Alignment::Left => Align::Left,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::Right,
            })
            .collect();
        let mut table = Table { caption: None, columns, header: Vec::new(), rows: Vec::new() };
        while let Some((Event::Start(tag), _)) = self.events.get(self.at).cloned() {
            self.at += 1;
            let mut cells = Vec::new();
            while let Some((Event::Start(Tag::TableCell), range)) = self.events.get(self.at).cloned() {
                self.at += 1;
                let inlines = self.inlines();
                self.close();
                cells.push(Cell { span: self.span(&range), inlines });
            }
            self.close();
            if matches!(tag, Tag::TableHead) {
                table.header = cells;
            } else {
                table.rows.push(cells);
            }
        }
        self.close();
        self.caption_row(&mut table);
        table
    }

    /// A caption written right below a table, without a blank line, is a row to the parser.
    fn caption_row(&mut self, table: &mut Table) {
        let Some(row) = table.rows.last_mut() else { return };
        let only = row.split_first().is_some_and(|(_, rest)| rest.iter().all(|cell| cell.inlines.is_empty()));
        let length = match row.first_mut().map(|cell| &mut cell.inlines[..]) {
            Some([Inline { kind: InlineKind::Text(text), .. }, ..]) if only => mask::caption_start(text),
            _ => None,
        };
        if let Some(length) = length {
            let mut row = table.rows.pop().expect("there is a last row");
            let mut caption = std::mem::take(&mut row[0].inlines);
            drop_start(&mut caption, length);
            table.caption = Some(caption);
        }
    }

    fn footnote(&mut self, range: &Range<usize>) {
        self.at += 1;
        let own = self.range(range);
        let at = self.masked.definitions.partition_point(|label| label.start < own.start);
        let label = self.masked.definitions.get(at).filter(|label| label.start < own.end);
        let blocks = self.blocks();
        self.close();
        let Some(label) = label else { return };
        let name = Spanned::new(self.original()[label.clone()].to_owned(), self.slice.span(label.clone()));
        let mut inlines: Vec<Inline> = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Paragraph(text) => {
                    if !inlines.is_empty() {
                        inlines.push(Inline { span: block.span, kind: InlineKind::Break });
                    }
                    inlines.extend(text);
                }
                _ => {
                    let message = "a footnote holds lines of text only";
                    self.cx.sink.push(
                        Diagnostic::error(Code::Markup, block.span, message)
                            .hint("write lists, tables and images into the text"),
                    );
                }
            }
        }
        self.cx.notes.texts.entry(name.node.clone()).or_insert((name, inlines));
    }

    /// A code block: a component's data, or code.
    fn code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> Option<Block> {
        self.at += 1;
        let mut text = String::new();
        let mut pieces = Vec::new();
        let own = self.range(range);
        while let Some((Event::Text(part), place)) = self.events.get(self.at).cloned() {
            self.at += 1;
            let place = self.range(&place);
            pieces.push((text.len(), self.slice.offset(place.start)));
            let original = &self.original()[place];
            text.push_str(if original.len() == part.len() { original } else { &part });
        }
        self.close();
        if pieces.is_empty() {
            pieces.push((0, self.slice.offset(own.start)));
        }
        let span = self.span(&trim_end(&self.masked.text, range));
        let plain = |language: String, text: String| {
            let kind = BlockKind::Code { language, text };
            Some(Block { span, anchor: None, disclose: Vec::new(), kind })
        };
        if matches!(kind, CodeBlockKind::Indented) {
            return plain(String::new(), text);
        }
        let line = self.original()[own.start..].lines().next().unwrap_or_default();
        let info = line.trim_start_matches(['`', '~']);
        let start = own.start + (line.len() - info.len());
        let start = start + (info.len() - info.trim_start().len());
        let info = info.trim();
        let word = info.find(|c: char| c.is_whitespace() || c == '{').map_or(info, |end| &info[..end]);
        let name = Spanned::new(word.to_owned(), self.slice.span(start..start + word.len()));
        let Some(schema) = self.cx.schemas.get(word) else {
            let likely = nearest(word, self.cx.schemas.names());
            if let Some(likely) = likely.filter(|_| !word.is_empty() && !LANGUAGES.contains(&word)) {
                let message = format!("there is no component `{word}`");
                self.cx.sink.push(
                    Diagnostic::error(Code::UnknownComponent, name.span, message)
                        .hint(format!("did you mean `{likely}`?")),
                );
            }
            return plain(word.to_owned(), text);
        };
        if schema.form == Form::Div {
            self.wrong_form(&name, Form::Div);
            return plain(word.to_owned(), text);
        }
        let rest = info[word.len()..].trim();
        let mut attributes = Attributes::default();
        if !rest.is_empty() {
            let at = start + info.len() - rest.len();
            match rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(inner) => {
                    let inner = self.slice.part(at + 1..at + 1 + inner.len());
                    attributes = attributes::parse(&inner, self.cx.sink);
                }
                None => {
                    let span = self.slice.span(at..at + rest.len());
                    self.cx.sink.push(
                        Diagnostic::error(Code::Markup, span, "only attributes can follow the component's name")
                            .hint("write them in braces: {#id disclose=…}"),
                    );
                }
            }
        }
        let (anchor, disclose) = self.cx.names(&mut attributes);
        self.no_more(&attributes, &["disclose"]);
        let body = Slice::with_pieces(self.slice.source, text, pieces);
        let fields = match yaml::parse(&body, self.cx.sink) {
            Some(node) => fields::from_yaml(&schema.fields, &node, name.span, self.cx),
            None => IndexMap::new(),
        };
        let kind = BlockKind::Component(Component { name, fields, body: Vec::new() });
        Some(Block { span, anchor, disclose, kind })
    }

    fn wrong_form(&mut self, name: &Spanned<String>, form: Form) {
        let (message, hint) = match form {
            Form::Div => (
                format!("`{}` holds Markdown, not data", name.node),
                format!("write it as a div: ::: {{.{}}} … :::", name.node),
            ),
            Form::Data => (
                format!("`{}` holds data, not Markdown", name.node),
                format!("write it as a code block: ```{} and YAML lines", name.node),
            ),
        };
        self.cx.sink.push(Diagnostic::error(Code::UnknownComponent, name.span, message).hint(hint));
    }

    /// A finished div. What cannot be understood gives its content as it stands, so that checking goes on.
    fn div(&mut self, frame: Frame, end: usize) -> Vec<Block> {
        let fence = &self.masked.fences[frame.fence];
        let Some(open) = &fence.open else { return frame.blocks };
        let mut attributes = open.attributes.clone();
        let opening = self.slice.span(fence.range.clone());
        let span = self.slice.span(fence.range.start..end);
        let mut body = self.captions(frame.blocks);
        let (anchor, disclose) = self.cx.names(&mut attributes);
        let Some(name) = open.name.clone() else {
            self.cx.sink.push(
                Diagnostic::error(Code::Markup, opening, "this div does not say what it is")
                    .hint("write a component's name: ::: {.case title=\"…\"}"),
            );
            return body;
        };
        if name.node == "only" {
            let Some(list) = attributes.take("edition").or_else(|| attributes.take("editions")) else {
                self.cx.sink.push(
                    Diagnostic::error(Code::MissingKey, name.span, "`edition` is missing")
                        .hint("write ::: {.only edition=zh-Hans-CN}"),
                );
                return body;
            };
            let editions = yaml::split(&list.text, [',', '，', '、', ' ']).into_iter().filter_map(|part| {
                let tag = Spanned::new(list.text[part.clone()].to_owned(), list.span(part));
                yaml::parse_edition(&tag, self.cx.sink)
            });
            let editions: Vec<Edition> = editions.collect();
            self.no_more(&attributes, &["edition", "disclose"]);
            let kind = BlockKind::Only { editions, blocks: body };
            return vec![Block { span, anchor, disclose, kind }];
        }
        let Some(schema) = self.cx.schemas.get(&name.node) else {
            let message = format!("there is no component `{}`", name.node);
            let hint = suggest(&name.node, self.cx.schemas.names().chain(["only"]));
            self.cx.sink.push(Diagnostic::error(Code::UnknownComponent, name.span, message).hint(hint));
            return body;
        };
        if schema.form == Form::Data {
            self.wrong_form(&name, Form::Data);
            return body;
        }
        for class in &attributes.classes {
            let message = format!("`.{}` has no meaning here", class.node);
            self.cx.sink.push(
                Diagnostic::error(Code::Markup, class.span, message).hint("a div takes one component's name only"),
            );
        }
        if schema.shows_source {
            body.insert(0, self.source_between(&fence.range, end));
        }
        let fields = fields::from_attributes(&schema.fields, attributes.pairs, name.span, self.cx);
        let kind = BlockKind::Component(Component { name, fields, body });
        vec![Block { span, anchor, disclose, kind }]
    }

    /// The lines from a div's first line to its last, as their author wrote them.
    fn source_between(&self, opening: &Range<usize>, end: usize) -> Block {
        let lines = &self.original()[opening.end..end];
        let text = lines.rfind('\n').map_or("", |last_line| &lines[..last_line]).trim_matches(['\r', '\n']);
        let kind = BlockKind::Code { language: "markdown".to_owned(), text: text.to_owned() };
        Block { span: self.slice.span(opening.clone()), anchor: None, disclose: Vec::new(), kind }
    }

    /// A text field: its paragraphs as lines.
    fn lines_only(&mut self) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for block in self.blocks() {
            match block.kind {
                BlockKind::Paragraph(inlines) => {
                    if !out.is_empty() {
                        out.push(Inline { span: block.span, kind: InlineKind::Break });
                    }
                    out.extend(inlines);
                }
                BlockKind::Figure(figure) => {
                    out.push(Inline { span: block.span, kind: InlineKind::Image(figure.image) });
                }
                _ => self.cx.sink.push(
                    Diagnostic::error(Code::Markup, block.span, "only a line of text can stand here")
                        .hint("lists, tables, headings and code blocks belong into the chapter's text"),
                ),
            }
        }
        out
    }

    /// Inline content up to the next thing that is none, which is left to the caller.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            match event {
                Event::Text(text) => self.text(&mut out, &text, &range),
                Event::Code(code) => {
                    let own = self.range(&range);
                    let copy = &self.masked.text[range.clone()];
                    let text = match copy.find(&*code) {
                        Some(at) => self.original()[own.start + at..own.start + at + code.len()].to_owned(),
                        None => code.to_string(),
                    };
                    out.push(Inline { span: self.slice.span(own), kind: InlineKind::Code(text) });
                }
                Event::SoftBreak => {
                    if self.soft_break_is_space() {
                        push_text(&mut out, " ", self.span(&range));
                    }
                }
                Event::HardBreak => out.push(Inline { span: self.span(&range), kind: InlineKind::Break }),
                Event::InlineHtml(_) => self.html(&range),
                Event::Start(tag) if is_inline(&tag) => {
                    self.at += 1;
                    let inner = self.inlines();
                    // `at` is on the end of this run, which the loop steps over.
                    let kind = match tag {
                        Tag::Emphasis => InlineKind::Emph(inner),
                        Tag::Strong => InlineKind::Strong(inner),
                        Tag::Strikethrough => InlineKind::Strike(inner),
                        Tag::Link { link_type, dest_url, .. } => {
                            let target = self.link(link_type, &dest_url, &range);
                            match target {
                                Some(target) => InlineKind::Link { target, content: inner },
                                None => {
                                    out.extend(inner);
                                    self.at += 1;
                                    continue;
                                }
                            }
                        }
                        Tag::Image { dest_url, .. } => match self.image(&dest_url, inner, &range) {
                            Some(image) => InlineKind::Image(image),
                            None => {
                                self.at += 1;
                                continue;
                            }
                        },
                        _ => unreachable!("not inline"),
                    };
                    out.push(Inline { span: self.span(&range), kind });
                }
                Event::FootnoteReference(_)
                | Event::TaskListMarker(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_) => {
                    let text = self.original()[self.range(&range)].to_owned();
                    push_text(&mut out, &text, self.span(&range));
                }
                Event::Start(_) | Event::End(_) | Event::Rule | Event::Html(_) => break,
            }
            self.at += 1;
        }
        out
    }

    /// Takes a run of text from the original and cuts our own markup out of it.
    fn text(&mut self, out: &mut Vec<Inline>, text: &str, range: &Range<usize>) {
        if self.masked.text[range.clone()] != *text {
            // An entity or an escape that the parser has decoded.
            push_text(out, text, self.span(range));
            return;
        }
        let start = range.start.max(self.masked.prefix);
        if start >= range.end {
            return;
        }
        let own = self.range(&(start..range.end));
        let mut from = own.start;
        let first = self.masked.marks.partition_point(|mark| mark.range.start < own.start);
        for mark in &self.masked.marks[first..] {
            if mark.range.end > own.end {
                break;
            }
            self.plain(out, from..mark.range.start);
            from = mark.range.end;
            let span = self.slice.span(mark.range.clone());
            match mark.kind {
                MarkKind::Expr => {
                    let inner = self.slice.part(mark.inner.clone()).trimmed();
                    if inner.text.is_empty() {
                        self.cx.sink.push(
                            Diagnostic::error(Code::Expression, span, "there is nothing between {{ and }}")
                                .hint("write e.g. {{ kpi(\"env.ghg.total\") }}"),
                        );
                        continue;
                    }
                    let inner_span = inner.whole();
                    let kind = InlineKind::Expr(Spanned::new(inner.text.into_owned(), inner_span));
                    out.push(Inline { span, kind });
                }
                MarkKind::Manual => {
                    let sides = self.manual(mark.inner.clone());
                    out.push(Inline { span, kind: InlineKind::Manual(sides) });
                }
                MarkKind::Sub | MarkKind::Super => {
                    let mut inner = Vec::new();
                    self.plain(&mut inner, mark.inner.clone());
                    let sub = mark.kind == MarkKind::Sub;
                    let kind = if sub { InlineKind::Sub(inner) } else { InlineKind::Super(inner) };
                    out.push(Inline { span, kind });
                }
                MarkKind::Footnote => {
                    let label = &self.slice.text[mark.inner.clone()];
                    let notes = &mut self.cx.notes;
                    if notes.defined.contains_key(label) {
                        let next = notes.used.len();
                        let entry = notes.used.entry(label.to_owned());
                        let number = entry.index();
                        if number == next {
                            entry.or_insert(span);
                        }
                        out.push(Inline { span, kind: InlineKind::Footnote(number) });
                    } else {
                        let message = format!("the footnote [^{label}] is not defined in this file");
                        let hint = match nearest(label, notes.defined.keys().map(String::as_str)) {
                            Some(name) => format!("did you mean [^{name}]?"),
                            None => format!("add a line [^{label}]: …"),
                        };
                        self.cx.sink.push(Diagnostic::error(Code::MissingFootnote, span, message).hint(hint));
                    }
                }
            }
        }
        self.plain(out, from..own.end);
    }

    fn plain(&self, out: &mut Vec<Inline>, range: Range<usize>) {
        if !range.is_empty() {
            push_text(out, &self.slice.text[range.clone()], self.slice.span(range));
        }
    }

    /// `-{text}-` or `-{zh-Hant-HK:管治;zh-Hans-CN:治理}-`.
    fn manual(&mut self, inner: Range<usize>) -> Vec<(Option<String>, String)> {
        let text = &self.slice.text[inner.clone()];
        let tag_of = |part: &str| {
            let (tag, _) = part.split_once(':')?;
            let tag = tag.trim();
            let like_a_tag = tag.starts_with("zh") || tag.starts_with("en");
            (like_a_tag && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')).then(|| tag.to_owned())
        };
        if tag_of(text).is_none() {
            return vec![(None, text.to_owned())];
        }
        let mut sides = Vec::new();
        let mut at = inner.start;
        for part in text.split(';') {
            let start = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            if part.trim().is_empty() {
                continue;
            }
            match tag_of(part) {
                Some(tag) => {
                    let place = self.slice.span(start..start + tag.len());
                    let tag = Spanned::new(tag, place);
                    if yaml::check_tag(&tag, self.cx.sink) {
                        let wording = part.split_once(':').map_or("", |(_, wording)| wording).trim();
                        sides.push((Some(tag.node), wording.to_owned()));
                    }
                }
                None => {
                    let span = self.slice.span(start..start + part.trim().len());
                    self.cx.sink.push(
                        Diagnostic::error(Code::Markup, span, "this part does not say which edition it is for")
                            .hint("write -{zh-Hant-HK:…;zh-Hans-CN:…}-"),
                    );
                }
            }
        }
        sides
    }

    /// Whether the soft break at hand means a space, from the characters before and after it.
    fn soft_break_is_space(&self) -> bool {
        let before = self.events[..self.at].iter().rev().find_map(|(event, range)| self.edge(event, range, true));
        let after = self.events[self.at + 1..].iter().find_map(|(event, range)| self.edge(event, range, false));
        match (before, after) {
            (Some(before), Some(after)) => break_is_space(before, after),
            _ => false,
        }
    }

    /// The last or first character that an event shows.
    fn edge(&self, event: &Event<'_>, range: &Range<usize>, last: bool) -> Option<char> {
        /// Stands for what is neither Han nor punctuation, e.g. a figure or a picture.
        const OTHER: char = 'x';
        let pick = |text: &str| if last { text.chars().next_back() } else { text.chars().next() };
        match event {
            Event::Code(code) => pick(code),
            Event::HardBreak | Event::Start(Tag::Image { .. }) => Some(OTHER),
            Event::Text(text) if self.masked.text[range.clone()] != **text => pick(text),
            Event::Text(_) => {
                let mut own = self.range(range);
                loop {
                    let marks = &self.masked.marks;
                    let mark = if last {
                        let at = marks.partition_point(|mark| mark.range.end <= own.end);
                        at.checked_sub(1).map(|at| &marks[at]).filter(|mark| mark.range.end == own.end)
                    } else {
                        let at = marks.partition_point(|mark| mark.range.start < own.start);
                        marks.get(at).filter(|mark| mark.range.start == own.start)
                    };
                    match mark {
                        None => return pick(&self.slice.text[own]),
                        Some(mark) if mark.kind == MarkKind::Footnote => {
                            // A raised mark: what counts is the text before or behind it.
                            if last {
                                own.end = mark.range.start;
                            } else {
                                own.start = mark.range.end;
                            }
                            if own.start >= own.end {
                                return None;
                            }
                        }
                        Some(mark) if mark.kind == MarkKind::Expr => return Some(OTHER),
                        Some(mark) => return pick(&self.slice.text[mark.inner.clone()]),
                    }
                }
            }
            _ => None,
        }
    }

    /// HTML comments are the author's own notes; other HTML would be in the website only.
    fn html(&mut self, range: &Range<usize>) {
        let text = self.original()[self.range(range)].trim();
        // The end of an element needs no report of its own.
        if text.starts_with("</") {
            return;
        }
        if text.starts_with("<!--") && text.find("-->").is_none_or(|end| text[end + 3..].trim().is_empty()) {
            return;
        }
        let tag: String = text.chars().take_while(|c| *c != '\n' && *c != '>').collect();
        let hint = if tag.starts_with("<br") {
            "end the line with a backslash for a line break"
        } else {
            "use Markdown or a component; write \\< for the character itself"
        };
        let range = trim_end(&self.masked.text, range);
        let range = range.start..range.end.min(range.start + tag.len() + 1);
        self.error(Code::Markup, &range, "HTML cannot be used: it has no meaning in the PDF", hint);
    }

    fn link(&mut self, kind: LinkType, url: &str, range: &Range<usize>) -> Option<LinkTarget> {
        let slice = self.find(url, range);
        let url = &*slice.text;
        if kind == LinkType::Email {
            return Some(LinkTarget::Url(format!("mailto:{url}")));
        }
        if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| url.starts_with(scheme)) {
            return Some(LinkTarget::Url(url.to_owned()));
        }
        let span = slice.whole();
        let (file, anchor) = url.split_once('#').map_or((url, None), |(file, anchor)| (file, Some(anchor)));
        let file = percent_decode(file);
        let name = file.trim_start_matches("./").trim_start_matches("../chapters/");
        if let Some(stem) = name.strip_suffix(".md")
            && !self.cx.chapters.iter().any(|chapter| chapter == stem)
        {
            let message = format!("there is no chapter `{name}`");
            let files: Vec<String> = self.cx.chapters.iter().map(|stem| format!("{stem}.md")).collect();
            let hint = suggest(name, files.iter().map(String::as_str));
            self.cx.sink.push(Diagnostic::error(Code::MissingAnchor, span, message).hint(hint));
            return None;
        }
        match (name.strip_suffix(".md"), anchor.filter(|anchor| !anchor.is_empty())) {
            (Some(_), Some(anchor)) => Some(LinkTarget::Anchor(percent_decode(anchor))),
            (None, Some(anchor)) if name.is_empty() => Some(LinkTarget::Anchor(percent_decode(anchor))),
            (Some(stem), None) => Some(LinkTarget::Anchor(format!("{CHAPTER_LINK}{stem}"))),
            _ => {
                let message = match url {
                    "" => "the link goes nowhere".to_owned(),
                    url => format!("`{url}` is neither a web address nor a place in the report"),
                };
                let hint = "write https://…, mailto:…, #anchor or chapter-file.md#anchor";
                self.cx.sink.push(Diagnostic::error(Code::MissingAnchor, span, message).hint(hint));
                None
            }
        }
    }

    fn image(&mut self, path: &str, alt: Vec<Inline>, range: &Range<usize>) -> Option<Image> {
        let slice = self.find(path, range);
        image(&slice, alt, self.span(range), self.cx)
    }
}

/// Checks an image and the words for it.
pub(crate) fn image(path: &Slice<'_>, alt: Vec<Inline>, whole: Span, cx: &mut Context<'_>) -> Option<Image> {
    let blank = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty());
    if alt.iter().all(blank) {
        cx.sink.push(
            Diagnostic::error(Code::MissingAlt, whole, "the image has no words for those who cannot see it")
                .hint(format!("write ![what the picture shows]({})", path.text)),
        );
    }
    let span = path.whole();
    let (path, size) = cx.images.find(&path.text, CHAPTER_FOLDER, span, cx.sink)?;
    Some(Image { path, span, alt, size })
}

/// Whether a tag is inline markup.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// The range without white space at its end.
fn trim_end(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].trim_end().len()
}

/// Appends text, in one run with what stands before it.
fn push_text(out: &mut Vec<Inline>, text: &str, span: Span) {
    match out.last_mut() {
        Some(Inline { kind: InlineKind::Text(before), span: place }) => {
            before.push_str(text);
            *place = place.to(span);
        }
        _ => out.push(Inline::text(text, span)),
    }
}

/// Takes `length` bytes off the start of a text.
fn drop_start(inlines: &mut Vec<Inline>, length: usize) {
    let Some(Inline { kind: InlineKind::Text(text), span }) = inlines.first_mut() else { return };
    let length = length.min(text.len());
    text.drain(..length);
    span.start = (span.start + u32::try_from(length).unwrap_or_default()).min(span.end);
    if text.is_empty() {
        inlines.remove(0);
    }
}
