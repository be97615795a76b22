//! A report → the passages to read.

use std::collections::BTreeSet;

use crate::chinese::names;
use crate::model::{
    Block, BlockKind, Edition, Inline, InlineKind, NameOf, Names, Passage, Report, Table, Translation, Unit, Visit,
    VisitReport, plain_text,
};
use crate::source::{Sources, Spanned};

/// Every text that the authors wrote, as one passage per paragraph, cell, title or name: Chinese ones first. Figures,
/// code, addresses and `-{…}-` are gaps in it.
pub fn passages(report: &Report, sources: &Sources) -> Vec<Passage> {
    let edition = report.config.source;
    let mut collect = Collect { sources, edition, passages: Vec::new(), seen: BTreeSet::new() };
    collect.report(report);
    // Stable: each language keeps the order of its texts.
    collect.passages.sort_by_key(|passage| !passage.edition.script().is_ideographic());
    collect.passages
}

struct Collect<'s> {
    sources: &'s Sources,
    /// The edition whose words the text at hand has.
    edition: Edition,
    passages: Vec<Passage>,
    /// Starts of what is collected: a chapter's title may be its first heading.
    seen: BTreeSet<crate::source::Span>,
}

impl VisitReport<'_> for Collect<'_> {
    fn unit(&mut self, unit: &Unit) {
        if !unit.is_built_in {
            self.inside_unit(unit);
        }
    }

    fn names(&mut self, names: &Names) {
        for (tag, text) in names.iter() {
            // A tag that serves both scripts says nothing about which one the text is in.
            let mut editions = Edition::served_by(tag);
            if let (Some(edition), None) = (editions.next(), editions.next()) {
                self.value(edition, text);
            }
        }
    }

    fn translation(&mut self, translation: &Translation) {
        self.edition = translation.edition;
        self.inside_translation(translation);
    }
}

impl Visit<'_> for Collect<'_> {
    fn block(&mut self, block: &Block) {
        let outside = self.edition;
        if let BlockKind::Table(table) = &block.kind {
            self.people(table);
        }
        if let BlockKind::Only(only) = &block.kind
            && let [edition] = only.editions[..]
        {
            self.edition = edition;
        }
        self.inside_block(block);
        self.edition = outside;
    }

    fn line(&mut self, line: &[Inline]) {
        self.add(passage(self.edition, line, self.sources));
        self.inside_line(line);
    }

    fn named(&mut self, of: NameOf, line: &[Inline]) {
        self.add(passage(self.edition, line, self.sources).named(of));
        self.inside_line(line);
    }
}

/// A line as a passage.
pub(super) fn passage(edition: Edition, line: &[Inline], sources: &Sources) -> Passage {
    let mut passage = Passage::new(edition);
    inlines(line, sources, &mut passage);
    passage
}

fn inlines(line: &[Inline], sources: &Sources, passage: &mut Passage) {
    for inline in line {
        match &inline.kind {
            InlineKind::Text(text) => {
                passage.align(text, inline.span, &sources.get(inline.span.source).text);
            }
            // A reference prints what it leads to: 表2.
            InlineKind::Link { content, .. } if content.is_empty() => passage.gap(inline.span),
            // A footnote's mark parts no word.
            InlineKind::Footnote(_) => {}
            InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Own(_) | InlineKind::Break => {
                passage.gap(inline.span)
            }
            _ => inlines(inline.children(), sources, passage),
        }
    }
}

impl Collect<'_> {
    /// The cells of a table's columns that name people; its other texts are collected where they stand.
    fn people(&mut self, table: &Table) {
        for (column, head) in table.header.iter().enumerate() {
            if !names::heads_people(&plain_text(&head.inlines)) {
                continue;
            }
            for cell in table.rows.iter().filter_map(|row| row.get(column)) {
                self.add(passage(self.edition, &cell.inlines, self.sources).named(NameOf::Person));
            }
        }
    }

    fn add(&mut self, passage: Passage) {
        if passage.start().is_some_and(|start| self.seen.insert(start)) {
            self.passages.push(passage);
        }
    }

    fn value(&mut self, edition: Edition, text: &Spanned<String>) {
        let mut passage = Passage::name(edition);
        passage.align(&text.node, self.sources.unquoted(text), &self.sources.get(text.span.source).text);
        self.add(passage);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::source::Span;

    #[test]
    fn every_name_that_an_author_wrote_is_read() {
        let mut sources = Sources::default();
        let text: String = ('一'..='鿿').take(100).collect();
        let file = sources.add("a.yaml", text.as_str());
        let mut characters = text.char_indices();
        let mut report = testing::report(testing::config(Edition::ZhHantHk, Span::new(file, 0..0)), Vec::new());
        report = testing::with_every_name(report, Span::new(file, 0..0));
        let mut count = 0;
        testing::name_all(&mut report, &mut || {
            count += 1;
            let (at, character) = characters.next().unwrap();
            Spanned::new(character.to_string(), Span::new(file, at..at + character.len_utf8()))
        });
        assert_eq!(passages(&report, &sources).len(), count);
        report.kpis.units[0].is_built_in = true;
        assert_eq!(passages(&report, &sources).len(), count - 1, "what huibao brings along is none of the author's");
    }
}
