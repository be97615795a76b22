//! A report → the passages to read.

use std::collections::BTreeSet;

use crate::model::{
    Block, BlockKind, Chapter, Edition, Inline, InlineKind, Names, Passage, Report, Translation, for_each_line,
};
use crate::source::{Sources, Spanned};

/// Every text that the authors wrote, as one passage per paragraph, cell, title or name. Figures, code, addresses and
/// `-{…}-` are gaps in it.
pub fn passages(report: &Report, sources: &Sources) -> Vec<Passage> {
    let mut collect = Collect { sources, passages: Vec::new(), seen: BTreeSet::new() };
    collect.settings(report);
    for chapter in &report.chapters {
        collect.chapter(chapter.clone(), report.config.source);
    }
    for Translation { edition, chapters } in &report.translations {
        chapters.iter().for_each(|chapter| collect.chapter(chapter.clone(), *edition));
    }
    collect.passages
}

struct Collect<'a> {
    sources: &'a Sources,
    passages: Vec<Passage>,
    /// Starts of what is collected: a chapter's title may be its first heading.
    seen: BTreeSet<crate::source::Span>,
}

impl Collect<'_> {
    fn add(&mut self, passage: Passage) {
        if passage.start().is_some_and(|start| self.seen.insert(start)) && passage.edition.script().is_ideographic() {
            self.passages.push(passage);
        }
    }

    fn settings(&mut self, report: &Report) {
        let config = &report.config;
        let issuer = &config.issuer;
        for names in
            [&issuer.name, &issuer.short_name, &issuer.address, &config.title, &config.subtitle, &config.notice]
        {
            self.names(names);
        }
        for kpi in report.kpis.kpis.values() {
            self.names(&kpi.name);
            self.names(&kpi.qualifier);
            self.names(&kpi.note);
        }
        for note in report.disclosures.notes.values() {
            self.names(&note.explanation);
        }
        for statement in report.disclosures.statements.values() {
            self.names(statement);
        }
        for term in &report.glossary.terms {
            self.names(&term.names);
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

    fn value(&mut self, edition: Edition, text: &Spanned<String>) {
        let mut passage = Passage::new(edition);
        passage.align(&text.node, text.span, &self.sources.get(text.span.source).text);
        self.add(passage);
    }

    fn chapter(&mut self, mut chapter: Chapter, source: Edition) {
        let mut only = Vec::new();
        take_only(&mut chapter.blocks, &mut only);
        chapter.for_each_line(&mut |line| self.line(line, source));
        while let Some((edition, mut blocks)) = only.pop() {
            take_only(&mut blocks, &mut only);
            for_each_line(&mut blocks, &mut |line| self.line(line, edition));
        }
    }

    fn line(&mut self, line: &[Inline], edition: Edition) {
        let mut passage = Passage::new(edition);
        self.inlines(line, &mut passage);
        self.add(passage);
    }

    fn inlines(&self, inlines: &[Inline], passage: &mut Passage) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => {
                    passage.align(text, inline.span, &self.sources.get(inline.span.source).text);
                }
                // A footnote's mark parts no word.
                InlineKind::Footnote(_) => {}
                InlineKind::Code(_)
                | InlineKind::Image(_)
                | InlineKind::Expr(_)
                | InlineKind::Figure(_)
                | InlineKind::Manual(_)
                | InlineKind::Break => passage.gap(inline.span),
                _ => self.inlines(inline.children(), passage),
            }
        }
    }
}

/// Moves the blocks for one edition only out of a chapter.
fn take_only(blocks: &mut [Block], out: &mut Vec<(Edition, Vec<Block>)>) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Only { editions, blocks } => {
                if let [edition] = editions[..] {
                    out.push((edition, std::mem::take(blocks)));
                } else {
                    take_only(blocks, out);
                }
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| take_only(item, out)),
            BlockKind::Quote(inner) => take_only(inner, out),
            BlockKind::Component(component) => take_only(&mut component.body, out),
            _ => {}
        }
    }
}
