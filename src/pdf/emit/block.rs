//! A chapter's blocks, each with the marks of where it begins and ends.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::component::module;
use super::syntax::{array, dictionary, string};
use super::{END, Writer, chapter_anchor, fit_file, opening};
use crate::drawing;
use crate::model::printed::{Block, BlockKind, Component, Data, Inline, InlineKind};
use crate::model::{Given, Width, for_each_block, plain_text, section_range};
use crate::pdf::breadth::Breadth;
use crate::pdf::grid::Grid;
use crate::pdf::marks;
use crate::pdf::world::TEMPLATES;
use crate::source::Span;
use crate::view::claims::Claim;

impl Writer<'_> {
    pub(super) fn chapter(&mut self, at: usize) {
        let _ = write!(self.out, "#import \"/{TEMPLATES}pdf/theme.typ\": *\n#import \"edition.typ\": doc\n");
        let _ = writeln!(self.out, "#import {}: fit", string(&fit_file(at)));
        let mut names = BTreeSet::new();
        for_each_block(&self.chapter.blocks, &mut |block| {
            if let BlockKind::Component(component) = &block.kind {
                names.insert(component.name.node.as_str());
            }
        });
        for name in names.into_iter().filter(|name| (self.setting.has_template)(name)) {
            let _ = writeln!(
                self.out,
                "#import {} as {}",
                string(&format!("/{TEMPLATES}components/{name}.typ")),
                module(name)
            );
        }
        let _ = write!(
            self.out,
            "\n#let doc = {}\n#show: chapter.with(doc, {at})\n\n#opening(doc, {at}, title: ",
            // An appendix of wide tables has no columns.
            if self.breadths.is_open { format!("broad(within(doc, {at}))") } else { format!("within(doc, {at})") },
        );
        let opening = opening(self.chapter);
        let title = opening.map_or(self.chapter.title.as_slice(), |(_, inlines)| inlines);
        self.content(title);
        self.out.push_str(", lead: ");
        self.optional(Some(&self.chapter.lead).filter(|lead| !lead.is_empty()).map(Vec::as_slice));
        self.out.push_str(");\n\n");
        let place = opening.map_or(Span::new(self.chapter.source, 0..0), |(block, _)| block.span);
        self.anchor(&chapter_anchor(self.chapter), place);
        let skipped = usize::from(opening.is_some());
        // Blocks keep their places in this file; the theme sets them in the order of the fit.
        self.out.push_str("#poured(fit, doc.hue, (\n");
        self.out.push_str(if skipped > 0 { "none,\n" } else { "" });
        let chapter = self.chapter;
        let order = self.change.order(chapter.blocks.len());
        self.laid(&chapter.blocks, &order, skipped, ("[", "],\n"));
        self.out.push_str("));\n");
    }

    /// Writes the codes of what a section reports below its heading, each with a link to its row in the index.
    fn claim_marks(&mut self, claims: &[Claim]) {
        let code = |(code, anchor): &(String, String)| dictionary([("text", string(code)), ("row", string(anchor))]);
        let one = |Claim { title, codes, chapter }: &Claim| {
            dictionary([
                ("title", string(title)),
                ("codes", array(codes.iter().map(code))),
                ("is_linked", chapter.is_some().to_string()),
            ])
        };
        let _ = write!(self.out, "#claims(doc, {});", array(claims.iter().map(one)));
    }

    /// Writes blocks in markup.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let order: Vec<usize> = (0..blocks.len()).collect();
        self.laid(blocks, &order, 0, ("", ""));
    }

    /// Writes blocks, each anchor's beginning and end marked, each between the words of `around`. What a section ends with is
    /// told by the order in which they are set. `skipped` leaves out the opening heading, whose section still ends where it
    /// ends.
    fn laid(&mut self, blocks: &[Block], order: &[usize], skipped: usize, around: (&str, &str)) {
        let mut ends: Vec<Vec<&str>> = vec![Vec::new(); blocks.len()];
        for (at, block) in blocks.iter().enumerate() {
            if let Some(anchor) = &block.anchor {
                let range = section_range(blocks, at);
                // A page's end is none of the text's.
                let is_break = |at: &usize| on_own_pages(&blocks[*at]).is_some_and(|own| own.body.is_empty());
                let last = range.clone().rev().find(|place| !is_break(&order[*place]));
                // No block leaves its section.
                ends[if range.len() > 1 { order[last.unwrap_or(range.end - 1)] } else { at }].push(anchor);
            }
        }
        for (at, block) in blocks.iter().enumerate().skip(skipped) {
            self.out.push_str(around.0);
            if self.depth == 0 && self.breadths.taken.contains(&at) {
                self.out.push_str(around.1);
                continue;
            }
            self.stretch = Some(at).filter(|_| self.depth == 0 && self.is_elastic(at, block));
            let start = self.out.len();
            let grid = self.setting.grid;
            let kept = if let BlockKind::Heading { level, .. } = &block.kind {
                (self.depth == 0).then(|| heading_place(blocks, at, *level, grid))
            } else if leads_in(blocks, at, grid.line) {
                Some("#lead-in[")
            } else {
                together(block, grid.line)
            };
            self.out.push_str(kept.unwrap_or_default());
            let breadth = if self.depth == 0 { self.breadths.of(at) } else { Breadth::Column };
            self.wide(at, breadth, |writer| {
                if writer.depth == 0 {
                    writer.section_head(blocks, at, &ends);
                }
                writer.block(block, &ends[at]);
            });
            if kept.is_some() {
                self.out.push_str("];");
            }
            // Below the heading, or at the top of the text that the heading stands beside.
            let claims = block.anchor.as_deref().and_then(|anchor| self.claims.get(anchor));
            if let (BlockKind::Heading { .. }, Some(claims)) = (&block.kind, claims) {
                self.claim_marks(claims);
            }
            let is_heading = self.depth == 0 && matches!(block.kind, BlockKind::Heading { .. });
            if let Some(lines) =
                blocks.get(at + 1).filter(|_| is_heading).and_then(|next| lines_to_note(next, grid.line))
            {
                let _ = write!(self.out, "#foothold({lines});");
            }
            self.map.add(start..self.out.len(), block.span);
            self.out.push_str("\n\n");
            self.out.push_str(around.1);
        }
    }

    /// Writes the heading, and the words below it, that stand across the columns with the block behind them.
    fn section_head(&mut self, blocks: &[Block], at: usize, ends: &[Vec<&str>]) {
        let first = (0..at).rev().take_while(|id| self.breadths.taken.contains(id)).last();
        let Some(head) = first else { return };
        self.out.push_str("#across-head[");
        self.block(&blocks[head], &ends[head]);
        let claims = blocks[head].anchor.as_deref().and_then(|anchor| self.claims.get(anchor));
        if let Some(claims) = claims {
            self.claim_marks(claims);
        }
        self.out.push_str("][");
        for id in head + 1..at {
            self.block(&blocks[id], &ends[id]);
        }
        self.out.push_str("];");
    }

    /// Writes a block as wide as it is to stand.
    fn wide(&mut self, at: usize, breadth: Breadth, block: impl FnOnce(&mut Self)) {
        match breadth {
            Breadth::Column => return block(self),
            Breadth::Across => {
                let [top, end] = marks::across(self.at, at).map(|mark| string(&mark));
                let _ = write!(self.out, "#over-columns({top}, {end}, top: {at} in fit.tops)[");
            }
            Breadth::Pages => self.out.push_str("#open-pages["),
        }
        self.is_broad = true;
        block(self);
        self.is_broad = false;
        self.out.push_str("];");
    }

    /// Whether the fit pass may make a block lower or higher.
    fn is_elastic(&self, at: usize, block: &Block) -> bool {
        match &block.kind {
            BlockKind::Picture(_) => true,
            BlockKind::Component(component) => {
                let columns = if self.breadths.is_open { 1 } else { self.setting.grid.columns };
                (self.setting.is_elastic)(component, self.breadths.of(at), columns)
            }
            _ => false,
        }
    }

    /// How much higher than usual the block is that is written, if that may be.
    pub(super) fn stretched(&mut self) -> Option<String> {
        let id = self.stretch.take()?;
        Some(format!("fit.stretch.at(\"{id}\", default: 1)"))
    }

    /// Writes one block. Its last line carries the end marks of every section that ends with it: a mark *after* the
    /// block would move to the next page together with whatever follows.
    pub(super) fn block(&mut self, block: &Block, ends: &[&str]) {
        match &block.kind {
            BlockKind::Heading { level, number, inlines } => {
                // The end of a section without text is where it begins; the reader of the labels knows that.
                self.level = (*level).clamp(1, self.level + 1);
                let _ = write!(self.out, "#heading(depth: {})[", self.level);
                if let Some(number) = number {
                    let _ = write!(self.out, "#section-number({});", string(number));
                }
                (self.whole_words, self.is_narrow) = (true, true);
                self.inlines(inlines);
                (self.whole_words, self.is_narrow) = (false, false);
                self.out.push(']');
                if let Some(anchor) = &block.anchor {
                    let _ = write!(self.out, "#label({});", string(anchor));
                    self.anchor(anchor, block.span);
                }
                return;
            }
            BlockKind::Paragraph(inlines) => {
                self.mark_start(block);
                self.inlines(inlines);
                if !ends.is_empty() {
                    self.mark_ends(ends);
                    // Typst leaves a mark at a paragraph's very end out of the paragraph, to follow with the next block.
                    self.out.push_str("#h(0pt);");
                }
                return;
            }
            _ => {}
        }
        // What has pages of its own cannot stand in a block: the marks stand in it.
        if let Some(component) = on_own_pages(block) {
            let mut marks = (String::new(), String::new());
            let outside = std::mem::take(&mut self.out);
            self.mark_start(block);
            marks.0 = std::mem::take(&mut self.out);
            self.mark_ends(ends);
            marks.1 = std::mem::replace(&mut self.out, outside);
            self.narrowly(|writer| writer.component(component, &marks));
            return;
        }
        // What spans the page may float, which it cannot do in a block.
        let spans = spans(block) && !self.is_broad;
        if spans {
            self.mark_start(block);
            self.mark_ends(ends);
        }
        let wrapped = !ends.is_empty() && !spans;
        if wrapped {
            self.out.push_str(if is_short_with_notes(block) { WHOLE } else { "#part[" });
            self.mark_start(block);
        }
        self.bare(block);
        if wrapped {
            self.mark_ends(ends);
            self.out.push_str("];");
        }
    }

    pub(super) fn bare(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Paragraph(_) => {}
            BlockKind::List { start, items } => {
                let tight = items
                    .iter()
                    .all(|item| item.iter().filter(|block| !matches!(block.kind, BlockKind::List { .. })).count() <= 1);
                match start {
                    Some(start) => {
                        let _ = write!(self.out, "#enum(start: {start}, tight: {tight}, ");
                    }
                    None => {
                        let _ = write!(self.out, "#list(tight: {tight}, ");
                    }
                }
                for item in items {
                    self.out.push('[');
                    self.inner(item);
                    self.out.push_str("], ");
                }
                self.out.push_str(");");
            }
            BlockKind::Quote(inner) => self.body("#quotation", inner),
            BlockKind::Code { language, text } => {
                let _ = write!(self.out, "#raw({}, block: true", string(text));
                if !language.is_empty() {
                    let _ = write!(self.out, ", lang: {}", string(language));
                }
                self.out.push_str(");");
            }
            BlockKind::Table(table) => self.narrowly(|writer| writer.table(table)),
            BlockKind::Picture(picture) => {
                self.out.push_str("#picture(");
                self.image(&picture.image);
                self.out.push_str(", caption: ");
                self.optional(picture.caption.as_deref());
                // A drawing has no pixels: it is as sharp in any size.
                let is_drawing = picture.image.path.to_ascii_lowercase().ends_with(".svg");
                if let Some((width, _)) =
                    picture.image.size.filter(|_| !is_drawing && drawing::file(&picture.image.path).is_none())
                {
                    let _ = write!(self.out, ", pixels: {width}");
                }
                if let Some(stretch) = self.stretched() {
                    let _ = write!(self.out, ", stretch: {stretch}");
                }
                match picture.width {
                    None => {}
                    Some(Width::Share(width)) => {
                        let _ = write!(self.out, ", share: {width}%");
                    }
                    Some(Width::Grid(name)) => {
                        let _ = write!(self.out, ", width: {}", string(name));
                    }
                }
                self.out.push_str(");");
            }
            BlockKind::Rule => self.out.push_str("#divider();"),
            BlockKind::Component(component) => self.narrowly(|writer| writer.component(component, &Default::default())),
            BlockKind::Only(never) => match *never {},
        }
    }

    /// Writes what may stand in a few centimetres.
    fn narrowly(&mut self, write: impl FnOnce(&mut Self)) {
        let was = std::mem::replace(&mut self.is_narrow, true);
        write(self);
        self.is_narrow = was;
    }

    /// `call[…];` around blocks.
    pub(super) fn body(&mut self, call: &str, blocks: &[Block]) {
        self.out.push_str(call);
        self.out.push('[');
        self.inner(blocks);
        self.out.push_str("];");
    }

    /// Blocks within another one.
    pub(super) fn inner(&mut self, blocks: &[Block]) {
        self.depth += 1;
        self.blocks(blocks);
        self.depth -= 1;
        self.trim();
    }

    pub(super) fn trim(&mut self) {
        self.out.truncate(self.out.trim_end_matches('\n').len());
    }

    /// Marks where a block with an anchor begins.
    pub(super) fn mark_start(&mut self, block: &Block) {
        if let Some(anchor) = &block.anchor {
            let _ = write!(self.out, "#mark({});", string(anchor));
            self.anchor(anchor, block.span);
        }
    }

    pub(super) fn mark_ends(&mut self, anchors: &[&str]) {
        for anchor in anchors {
            let _ = write!(self.out, "#mark({});", string(&format!("{anchor}{END}")));
        }
    }

    pub(super) fn anchor(&mut self, anchor: &str, span: Span) {
        self.emitted.anchors.entry(anchor.to_owned()).or_insert(span);
    }
}

/// Whether the block is a short paragraph that leads in a list, a table, a picture or a component: two lines that end
/// with a colon, or a single line below a heading. At a page's foot, without what it speaks of, it would be stranded.
fn leads_in(blocks: &[Block], at: usize, line: usize) -> bool {
    let BlockKind::Paragraph(inlines) = &blocks[at].kind else { return false };
    let Some(BlockKind::List { .. } | BlockKind::Table(_) | BlockKind::Picture(_) | BlockKind::Component(_)) =
        blocks.get(at + 1).map(|next| &next.kind)
    else {
        return false;
    };
    let text = plain_text(inlines);
    let below_heading = at > 0 && matches!(blocks[at - 1].kind, BlockKind::Heading { .. });
    let lines = if text.trim_end().ends_with(['：', ':']) { 2 } else { usize::from(below_heading) };
    UnicodeWidthStr::width(text.as_str()) <= lines * line
}

/// Whether a block is wider than a column of text by its author's word.
fn spans(block: &Block) -> bool {
    let is_wide = |name: &str| matches!(name, "page" | "bleed");
    match &block.kind {
        BlockKind::Picture(picture) => matches!(picture.width, Some(Width::Grid(name)) if is_wide(name)),
        BlockKind::Component(component) => {
            matches!(component.fields.get("width"), Some(Data::Plain(width)) if is_wide(&width.node))
        }
        _ => false,
    }
}

/// The component that a block is, if it has pages of its own.
pub(super) fn on_own_pages(block: &Block) -> Option<&Component> {
    match &block.kind {
        BlockKind::Component(component) if component.is_given(Given::Page) => Some(component),
        _ => None,
    }
}

/// Where a heading stands: beside the text that follows it, if that is high enough, or above it over the whole width.
fn heading_place(blocks: &[Block], at: usize, level: u8, grid: Grid) -> &'static str {
    if level <= 2 {
        return "#over(above: 2.6em)[";
    }
    let below = blocks[at + 1..].iter().map_while(|block| text_lines(block, grid.line)).sum::<usize>();
    let BlockKind::Heading { number, inlines, .. } = &blocks[at].kind else { return "#over[" };
    let number = number.as_ref().map_or(0, |number| number.len() + 2);
    let own = (UnicodeWidthStr::width(plain_text(inlines).as_str()) + number).div_ceil(grid.side.max(1));
    // Its lines are a little higher than those of the text.
    if grid.side > 0 && below >= own { "#hanging[" } else { "#over[" }
}

/// Lines of a block that is nothing but text, with the room below it.
fn text_lines(block: &Block, line: usize) -> Option<usize> {
    match &block.kind {
        BlockKind::Paragraph(inlines) => {
            Some(UnicodeWidthStr::width(plain_text(inlines).as_str()).div_ceil(line.max(1)).max(1))
        }
        BlockKind::List { items, .. } => items.iter().flatten().map(|block| text_lines(block, line)).sum(),
        _ => None,
    }
}

/// Whether the block is a component of some paragraphs with a footnote. Where it may break, Typst sets the note on the page
/// that its first lines would be on, and leaves it there when all of it goes to the next one.
fn is_short_with_notes(block: &Block) -> bool {
    /// Columns of text, two to a Han character: well below what a page holds.
    const MOST: usize = 1600;
    let BlockKind::Component(component) = &block.kind else { return false };
    let paragraphs = || {
        component.body.iter().filter_map(|block| match &block.kind {
            BlockKind::Paragraph(inlines) => Some(inlines),
            _ => None,
        })
    };
    paragraphs().count() == component.body.len()
        && paragraphs().any(|inlines| is_noted(inlines))
        && paragraphs().map(|inlines| UnicodeWidthStr::width(plain_text(inlines).as_str())).sum::<usize>() <= MOST
}

/// Lines that a list may have to stay on one page, and those of a paragraph with a footnote.
const SHORT_LIST: usize = 8;
const SHORT_NOTED: usize = 5;

/// What keeps all of a block on one page.
const WHOLE: &str = "#whole[";

/// What keeps a block of text together: all of it where it is short. Typst makes room for a footnote before it sees that the
/// line with its mark goes to the next page with the one beside it; where a line with a mark need not have another beside it,
/// the note stays on the page of its mark.
fn together(block: &Block, line: usize) -> Option<&'static str> {
    const NOTED: &str = "#noted(orphan: 0%, widow: 0%)[";
    let (is_short, is_noted) = match &block.kind {
        BlockKind::Paragraph(inlines) => {
            let notes = noted_lines(inlines, line);
            let last = UnicodeWidthStr::width(plain_text(inlines).as_str()) / line.max(1);
            if last >= SHORT_NOTED {
                // Where lines end is an estimate: near the first line, and near the last but one.
                let (first, last) = (notes.iter().any(|at| *at < 2), notes.iter().any(|at| at + 2 >= last));
                return match (first, last) {
                    (true, true) => Some(NOTED),
                    (true, false) => Some("#noted(orphan: 0%)["),
                    (false, true) => Some("#noted(widow: 0%)["),
                    _ => None,
                };
            }
            (!notes.is_empty(), false)
        }
        BlockKind::List { items, .. } => {
            let inner = |block: &Block| together(block, line).is_some();
            let is_short = text_lines(block, line).is_some_and(|lines| lines <= SHORT_LIST);
            (is_short, items.iter().flatten().any(inner))
        }
        _ => return None,
    };
    if is_short { Some(WHOLE) } else { is_noted.then_some(NOTED) }
}

/// Lines that must be below a heading so that what follows it stands there with its footnote; none if that has none so near.
fn lines_to_note(block: &Block, line: usize) -> Option<usize> {
    /// Lines of the text's beginning.
    const NEAR: usize = 3;
    let inlines = match &block.kind {
        BlockKind::Paragraph(inlines) => inlines,
        BlockKind::List { items, .. } => match &items.first()?.first()?.kind {
            BlockKind::Paragraph(inlines) => inlines,
            _ => return None,
        },
        _ => return None,
    };
    let first = noted_lines(inlines, line).first().copied()?;
    match together(block, line) {
        Some(WHOLE) => text_lines(block, line),
        _ => (first < NEAR).then_some(first + 2),
    }
}

/// The lines on which the footnotes of a text stand, as far as its length tells.
fn noted_lines(inlines: &[Inline], line: usize) -> Vec<usize> {
    fn read(inlines: &[Inline], width: &mut usize, out: &mut Vec<usize>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Footnote(_) => out.push(*width),
                InlineKind::Emph(inner) | InlineKind::Strong(inner) | InlineKind::Strike(inner) => {
                    read(inner, width, out)
                }
                InlineKind::Link { content, .. } => read(content, width, out),
                _ => *width += UnicodeWidthStr::width(plain_text(std::slice::from_ref(inline)).as_str()),
            }
        }
    }
    let (mut width, mut out) = (0, Vec::new());
    read(inlines, &mut width, &mut out);
    out.into_iter().map(|at| at / line.max(1)).collect()
}

/// Whether a text has a footnote.
fn is_noted(inlines: &[Inline]) -> bool {
    !noted_lines(inlines, 1).is_empty()
}
