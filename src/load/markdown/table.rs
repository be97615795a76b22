//! Tables and their captions.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag};

use super::{Build, drop_start, trim_end};
use crate::diag::{Code, Diagnostic};
use crate::load::mask;
use crate::model::{Align, Block, BlockKind, Cell, Inline, InlineKind, Table, plain_text};

impl Build<'_, '_> {
    /// Moves paragraphs that begin with `: ` or `表：` into the table beside them.
    pub(super) fn captions(&mut self, blocks: Vec<Block>) -> Vec<Block> {
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
                let near = [out.last(), blocks.peek()];
                self.captions_no_table(&block, near);
                out.push(block);
                continue;
            }
            let BlockKind::Paragraph(mut caption) = block.kind else { unreachable!("a caption is a paragraph") };
            drop_start(&mut caption, length);
            let start = block.span.range().start;
            let end = block.span.range().end + 1;
            let list = &self.masked.attributes;
            let at = list.partition_point(|(place, _)| self.slice.offset(place.start) < start);
            let own = list.get(at).filter(|(place, _)| self.slice.offset(place.start) <= end);
            let mut attributes = own.map(|(_, found)| found.clone()).unwrap_or_default();
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

    /// Tells a caption that no Markdown table beside it takes. One that begins with a colon is told where it is read.
    fn captions_no_table(&mut self, block: &Block, near: [Option<&Block>; 2]) {
        let BlockKind::Paragraph(inlines) = &block.kind else { return };
        let has = |is_one: fn(&BlockKind) -> bool| near.iter().flatten().any(|block| is_one(&block.kind));
        let (message, hint) = match () {
            () if plain_text(inlines).trim_start().starts_with(':') => return,
            () if has(|kind| matches!(kind, BlockKind::Table(_))) => (
                "this prints as text: the table beside it has its caption",
                "keep one caption for each table, in one paragraph",
            ),
            () if has(|kind| matches!(kind, BlockKind::Component(_))) => (
                "this prints as text: only a Markdown table takes it as a caption",
                "write it as `caption` or `title` of the component beside it",
            ),
            () => return,
        };
        self.cx.sink.push(Diagnostic::warning(Code::Markup, block.span, message).hint(hint));
    }

    /// The length of the caption mark a paragraph begins with.
    pub(super) fn caption_mark(&self, block: &Block) -> Option<usize> {
        let BlockKind::Paragraph(inlines) = &block.kind else { return None };
        match &inlines.first()?.kind {
            InlineKind::Text(text) => {
                // The text ends with the mark where markup follows it: `: **bold**`.
                mask::caption_start(text).or_else(|| mask::caption_start(&format!("{text} ")))
            }
            _ => None,
        }
    }

    pub(super) fn table(&mut self, columns: &[Alignment]) -> Table {
        self.in_table = true;
        let mut counts = Vec::new();
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
        while let Some((Event::Start(tag), row)) = self.events.get(self.at).cloned() {
            self.at += 1;
            if matches!(tag, Tag::TableRow) {
                counts.push((self.cells(&row), row));
            }
            let mut cells = Vec::new();
            while let Some((Event::Start(Tag::TableCell), range)) = self.events.get(self.at).cloned() {
                self.at += 1;
                let mut inlines = self.inlines();
                inlines.shrink_to_fit();
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
        self.in_table = false;
        self.caption_row(&mut table);
        for (cells, row) in counts.into_iter().take(table.rows.len()) {
            self.right_count(table.columns.len(), &cells, &trim_end(&self.masked.text, &row));
        }
        table
    }

    /// Where the cells of a row stand in the copy: the parser drops those that the head has no column for.
    fn cells(&self, row: &Range<usize>) -> Vec<Range<usize>> {
        let line = &self.masked.text[row.clone()];
        let line = line.split('\n').next().unwrap_or_default().trim_end();
        let bytes = line.as_bytes();
        let is_bar = |at: &usize| bytes[*at] == b'|' && (*at == 0 || bytes[at - 1] != b'\\');
        let bars: Vec<usize> = (0..bytes.len()).filter(is_bar).collect();
        let first = line.len() - line.trim_start().len();
        let mut from = first;
        let mut cells = Vec::new();
        for bar in bars {
            if bar > first {
                cells.push(row.start + from..row.start + bar);
            }
            from = bar + 1;
        }
        if from < line.len() {
            cells.push(row.start + from..row.start + line.len());
        }
        cells
    }

    /// Reports a row with more or fewer cells than the head.
    fn right_count(&mut self, columns: usize, cells: &[Range<usize>], row: &Range<usize>) {
        let message = || {
            let count = |count| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
            format!("this row has {}, the head has {columns}", count(cells.len()))
        };
        if let Some(surplus) = cells.get(columns) {
            let place = surplus.start..row.end.max(surplus.start);
            let hint = "write one cell per column: a row's surplus cells are printed nowhere; \\| is a bar in a text";
            self.error(Code::Markup, &place, &message(), hint);
        } else if cells.len() < columns {
            let hint = "write one cell per column, empty ones too: | one | |; a text below a table needs a blank line before it";
            let diagnostic = Diagnostic::warning(Code::Markup, self.span(row), message());
            self.cx.sink.push(diagnostic.hint(hint));
        }
    }

    /// A caption written right below a table, without a blank line, is a row to the parser.
    pub(super) fn caption_row(&mut self, table: &mut Table) {
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
}
