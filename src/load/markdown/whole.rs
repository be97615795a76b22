//! Proof that nothing of a file was dropped while it was read: every letter and digit stands in the model, or in
//! markup that is known not to be printed.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Build;
use crate::diag::{Code, Diagnostic, Sink};
use crate::load::mask;
use crate::model::{Block, BlockKind, Inline, InlineKind, Visit};
use crate::source::Span;

impl Build<'_, '_> {
    /// Where markup stands in the original that prints nothing itself: addresses, ids, fields of components, comments.
    fn markup(&self) -> Vec<Range<usize>> {
        let masked = self.masked;
        let mut ranges: Vec<Range<usize>> = self.addresses.iter().map(|range| self.range(range)).collect();
        ranges.extend(masked.fences.iter().map(|fence| fence.range.clone()));
        ranges.extend(masked.attributes.iter().map(|(range, _)| range.clone()));
        ranges.extend(masked.definitions.iter().cloned());
        // Where each link's words end: what follows is its target.
        let mut words: Vec<usize> = Vec::new();
        let mut links: Vec<usize> = Vec::new();
        for (at, (event, range)) in self.events.iter().enumerate() {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    links.push(at);
                    words.push(range.start);
                }
                Event::End(_) if links.last().is_some_and(|link| self.events[*link].1 == *range) => {
                    let end = words.pop().unwrap_or(range.start);
                    links.pop();
                    ranges.push(self.range(&(end..range.end)));
                    if let Some(outer) = words.last_mut() {
                        *outer = range.end;
                    }
                }
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::InlineHtml(_) | Event::Html(_) => {
                    ranges.push(self.range(range));
                }
                Event::Start(Tag::Item) => {
                    let inner = self.events.get(at + 1).map_or(range.end, |(_, inner)| inner.start);
                    ranges.push(self.range(&(range.start..inner.clamp(range.start, range.end))));
                }
                _ => {}
            }
            if !matches!(event, Event::Start(_) | Event::End(_))
                && let Some(end) = words.last_mut()
            {
                *end = range.end;
            }
        }
        ranges
    }

    /// Reports letters and digits, from a byte of the file on, that neither the model nor markup has. The original is the
    /// whole file here.
    pub(super) fn all_is_read(&mut self, from: usize, read: Vec<Span>) {
        let text = self.original();
        let mut read: Vec<Range<usize>> = read.into_iter().map(Span::range).collect();
        read.extend(self.markup());
        read.sort_by_key(|range| range.start);
        let mut end = from;
        let mut lost: Vec<Range<usize>> = Vec::new();
        let mut look = |gap: Range<usize>| {
            let Some(gap_text) = text.get(gap.clone()) else { return };
            let counts = |c: char| c.is_alphanumeric();
            if let (Some(first), Some(last)) = (gap_text.find(counts), gap_text.rfind(counts)) {
                let last = last + gap_text[last..].chars().next().map_or(0, char::len_utf8);
                lost.push(gap.start + first..gap.start + last);
            }
        };
        for range in read {
            if range.start > end {
                look(end..range.start);
            }
            end = end.max(range.end);
        }
        look(end.min(text.len())..text.len());
        for range in lost {
            let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            // The mark of a caption is none of its text.
            if mask::caption_start(&text[line_start..]).is_some_and(|length| range.end <= line_start + length) {
                continue;
            }
            let place = self.slice.span(range);
            let hint = "put a blank line before and behind it, or write it otherwise";
            let diagnostic = Diagnostic::error(Code::LostText, place, "this text would be printed nowhere");
            self.cx.sink.push(diagnostic.hint(hint));
        }
    }
}

/// Where the text of blocks and lines stands in the file.
#[derive(Default)]
pub(super) struct Read(pub(super) Vec<Span>);

impl<'a> Visit<'a> for Read {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Code { .. } = block.kind {
            self.0.push(block.span);
        }
        self.inside_block(block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Footnote(_) | InlineKind::Own(_) => {
                self.0.push(inline.span)
            }
            _ => self.inside_inline(inline),
        }
    }
}

/// Whether nothing has been told that keeps the report from being published: then what is lost is lost in silence.
pub(super) fn is_silent(sink: &Sink, before: usize) -> bool {
    sink.iter().skip(before).all(|told| told.severity != crate::diag::Severity::Error)
}
