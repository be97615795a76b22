//! Blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::{Build, Frame, MOST_LEVELS, is_inline, trim_end};
use crate::diag::{Code, Diagnostic};
use crate::load::slice::Slice;
use crate::model::{Block, BlockKind, Inline, InlineKind, Picture, Width};
use crate::source::Spanned;

/// The narrowest picture, in per cent of the text's width: 16 mm.
const NARROWEST: u8 = 10;

impl<'b> Build<'b, '_> {
    /// Blocks up to the end of the container, which is left to the caller.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
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
                    self.enter(self.slice.span(self.masked.fences[fence].range.clone()));
                    frames.push(Frame { fence, blocks: Vec::new() });
                } else if let Some(frame) = frames.pop() {
                    let end = self.masked.fences[fence].range.end;
                    let done = self.end_div(frame, end);
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
            let done = self.end_div(frame, opening.end);
            frames.last_mut().map_or(&mut top, |frame| &mut frame.blocks).extend(done);
        }
        self.captions(top)
    }

    /// A div that ends; its content as it stands where it stood too deep.
    fn end_div(&mut self, frame: Frame, end: usize) -> Vec<Block> {
        let is_too_deep = self.level > MOST_LEVELS;
        self.leave();
        if is_too_deep { frame.blocks } else { self.div(frame, end) }
    }

    /// The `:::` line that a thematic break stands for.
    pub(super) fn fence_at(&self, range: &Range<usize>) -> Option<usize> {
        let fences = &self.masked.fences;
        let at = fences.partition_point(|fence| fence.range.start < range.start);
        fences.get(at).filter(|fence| fence.range.start < range.end).map(|_| at)
    }

    /// `:::` lines that the parser took for something else.
    pub(super) fn check_fences(&mut self) {
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

    pub(super) fn block(&mut self, event: Event<'b>, range: Range<usize>) -> Option<Block> {
        let span = self.span(&range);
        let kind = match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.at += 1;
                self.underlined(&range);
                let inlines = self.inlines();
                self.close();
                self.has_words(&inlines, &range);
                let mut attributes = self.attributes_in(&range);
                let (anchor, disclose) = self.cx.names(&mut attributes);
                self.no_more(&attributes, &["disclose"]);
                let kind = BlockKind::Heading { level: level as u8, number: (), inlines };
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
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) if !self.enter(span) => {
                self.leave();
                self.skip();
                return None;
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.at += 1;
                self.quoted_figure(&range);
                let inner = self.blocks();
                self.close();
                self.leave();
                BlockKind::Quote(inner)
            }
            Event::Start(Tag::List(start)) => {
                self.at += 1;
                let mut items = Vec::new();
                let mut is_told = false;
                while let Some((Event::Start(Tag::Item), item)) = self.events.get(self.at).cloned() {
                    self.at += 1;
                    self.right_number(start, items.len(), &item);
                    if items.is_empty() && start.is_some() {
                        self.bracketed_number(&item);
                    }
                    is_told = is_told || self.signed_item(&range, &item);
                    items.push(self.blocks());
                    self.close();
                }
                self.close();
                self.leave();
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

    /// Reports a heading that says nothing: it would print as a number alone.
    fn has_words(&mut self, inlines: &[Inline], range: &Range<usize>) {
        let is_blank = |inline: &Inline| match &inline.kind {
            InlineKind::Text(text) => text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')),
            InlineKind::Break => true,
            _ => false,
        };
        if inlines.iter().all(is_blank) {
            let place = self.span(&trim_end(&self.masked.text, range));
            let hint = "write its words behind the signs, as in ## 標題, or take the line out";
            self.cx.sink.push(Diagnostic::error(Code::MissingText, place, "this heading has no words").hint(hint));
        }
    }

    /// Reports an item that prints with another number than it was typed with. Items that all have the first one's are
    /// counted by huibao.
    fn right_number(&mut self, start: Option<u64>, before: usize, item: &Range<usize>) {
        let typed: String = self.masked.text[item.clone()].chars().take_while(char::is_ascii_digit).collect();
        let (Some(start), Ok(number)) = (start, typed.parse::<u64>()) else { return };
        let printed = start + before as u64;
        if number != printed && number != start {
            let place = self.span(&(item.start..item.start + typed.len()));
            let message = format!("this item prints as {printed}, not as {number}");
            let hint = "the items of a list count on from its first number, and each begins as `2. ` does: number them so, or put a text between two lists";
            self.cx.sink.push(Diagnostic::warning(Code::Markup, place, message).hint(hint));
        }
    }

    /// Steps over the end of a container.
    pub(super) fn close(&mut self) {
        if matches!(self.events.get(self.at), Some((Event::End(_), _))) {
            self.at += 1;
        }
    }

    pub(super) fn paragraph(&mut self, inlines: Vec<Inline>, range: &Range<usize>) -> Block {
        let span = self.span(&trim_end(&self.masked.text, range));
        let mut attributes = self.attributes_in(range);
        let begins_with_picture = self.original()[self.range(range)].starts_with("![");
        let [Inline { kind: InlineKind::Image(image), .. }] = &inlines[..] else {
            let first = attributes.id.iter().map(|id| id.span).chain(attributes.pairs.iter().map(|(key, _)| key.span));
            let first = first.chain(attributes.classes.iter().map(|class| class.span)).next();
            // A caption's are taken with its table.
            if let Some(place) = first.filter(|_| begins_with_picture) {
                let hint = "give the picture a paragraph of its own, or take the braces away";
                let message = "a picture in a line of text has no attributes";
                self.cx.sink.push(Diagnostic::error(Code::Markup, place, message).hint(hint));
            }
            self.small_pictures(&inlines, range);
            return Block { span, anchor: None, disclose: Vec::new(), kind: BlockKind::Paragraph(inlines) };
        };
        let image = image.clone();
        let (anchor, disclose) = self.cx.names(&mut attributes);
        let width = attributes.take("width").and_then(|width| self.width(&width));
        self.no_more(&attributes, &["width", "disclose"]);
        let kind = BlockKind::Picture(Picture { image, caption: self.image_title(range), width });
        Block { span, anchor, disclose, kind }
    }

    /// `40%`: a part of the text's width; or a width of the grid.
    fn width(&mut self, width: &Slice<'_>) -> Option<Width> {
        let share = width.text.strip_suffix('%').and_then(|number| number.trim().parse().ok());
        let share = share.filter(|number| (NARROWEST..=100).contains(number)).map(Width::Share);
        let found = share.or(Width::GRID.into_iter().find(|name| *name == width.text).map(Width::Grid));
        if found.is_none() {
            let message = format!("`{}` is no width of a picture", width.text);
            let hint = format!(
                "write a part of the text's width, from {NARROWEST}% to 100%, as in {{width=40%}}, or one of {}",
                Width::GRID.join(", ")
            );
            self.cx.sink.push(Diagnostic::error(Code::BadValue, width.whole(), message).hint(hint));
        }
        found
    }

    /// The title of the image in this paragraph, as a line of text.
    pub(super) fn image_title(&mut self, range: &Range<usize>) -> Option<Vec<Inline>> {
        let (title, place) = self.titles.pop_if(|(_, place)| place.start >= range.start)?;
        let slice = self.find(&title, &place);
        Some(self.cx.line(&slice))
    }

    pub(super) fn footnote(&mut self, range: &Range<usize>) {
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

    /// A text field: its paragraphs as lines.
    pub(super) fn lines_only(&mut self) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for block in self.blocks() {
            match block.kind {
                BlockKind::Paragraph(inlines) => {
                    if !out.is_empty() {
                        out.push(Inline { span: block.span, kind: InlineKind::Break });
                    }
                    out.extend(inlines);
                }
                BlockKind::Picture(picture) => {
                    if let Some(first) = picture.caption.iter().flatten().next() {
                        self.lost_title(first.span);
                    }
                    out.push(Inline { span: block.span, kind: InlineKind::Image(picture.image) });
                }
                _ => self.cx.sink.push(
                    Diagnostic::error(Code::Markup, block.span, "only a line of text can stand here")
                        .hint("lists, tables, headings and code blocks belong into the chapter's text"),
                ),
            }
        }
        out
    }
}
