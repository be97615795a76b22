//! What runs out of its place on the pages, told at the author's.

use std::collections::BTreeSet;

use typst_layout::PagedDocument;

use super::diagnose::Translator;
use super::inspect;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Inline};
use crate::model::{Counted, Document, Printed, Visit};
use crate::source::{Span, Spanned};

/// Tells texts that run out of their place: what is wrong with a table once, whatever number of its cells shows it.
pub(super) fn tell(document: &PagedDocument, doc: &Document, translator: &mut Translator<'_>, sink: &mut Sink) {
    let off = inspect::off_page(document).into_iter().map(|found| ("runs off", found));
    let over = inspect::overprinted(document).into_iter().map(|found| ("runs into other text on", found));
    // What templates take from the settings has no place of its own in what is typeset.
    let of_settings = |text: &str| {
        let text = text.trim();
        let holds = |setting: &&Spanned<String>| !text.is_empty() && setting.node.contains(text);
        doc.settings.iter().find(holds).map(|setting| setting.span)
    };
    let mut found: Vec<(&str, usize, String, Option<Span>)> = Vec::new();
    for (does, (page, text, spans)) in off.chain(over) {
        let place = translator.author_span(&spans).or_else(|| of_settings(&text));
        found.push((does, page, text, place));
    }
    for (page, text, spans) in inspect::fused(document) {
        let [Some(one), Some(other)] = spans.map(|span| translator.in_text(span)) else { continue };
        if translator.are_parted(one, other) {
            found.push(("stands without a gap on", page, text, Some(one)));
        }
    }
    let tables = Tables::of(doc);
    for (does, page, text, place) in &found {
        let table = place.and_then(|place| tables.around(place));
        let holds = |other: Option<Span>| match table {
            Some(table) => other.is_some_and(|other| table.holds(other)),
            None => other.is_some() && other == *place,
        };
        // Every line of a cell that is too long, every cell of a table, in every edition: it is one thing to mend.
        if sink.iter().any(|told| told.code == Code::Overflow && holds(told.place)) {
            continue;
        }
        let shown: String = text.chars().take(20).collect();
        let cells: BTreeSet<Span> = found.iter().filter_map(|(.., other)| other.filter(|_| holds(*other))).collect();
        let more = match cells.len() {
            0 | 1 => String::new(),
            count => format!(", as do {} more cells of this table", count - 1),
        };
        let message = format!("`{shown}` {does} page {page} of the {} edition{more}", translator.edition);
        let hint = match table {
            Some(_) => {
                "the table has more in it than the page has room for: put it between ::: {.landscape} and ::: where it does not \
                 stand there yet, write it as a `table` component with `size: tiny`, give its figures in a larger unit, or make two of it"
            }
            None => "shorten it, or split what holds it into smaller parts",
        };
        sink.push(Diagnostic::error(Code::Overflow, *place, message).hint(hint));
    }
}

/// Where the tables of a document stand.
struct Tables(Vec<Span>);

impl<'a> Visit<'a, Printed> for Tables {
    fn block(&mut self, block: &'a Block) {
        let is_table = match &block.kind {
            BlockKind::Table(_) => true,
            BlockKind::Component(component) => component.counted == Some(Counted::Table),
            _ => false,
        };
        if is_table {
            self.0.push(block.span);
        }
        self.inside_block(block);
    }
    fn line(&mut self, _: &'a [Inline]) {}
}

impl Tables {
    fn of(doc: &Document) -> Self {
        let mut tables = Self(Vec::new());
        doc.chapters.iter().for_each(|chapter| tables.chapter(chapter));
        tables
    }

    fn around(&self, place: Span) -> Option<Span> {
        self.0.iter().copied().find(|table| table.holds(place))
    }
}
