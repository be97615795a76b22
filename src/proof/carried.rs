//! Texts that stand as they did in the report before: nobody has looked whether they are still true.

use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::model::{
    Block, BlockKind, CarriedText, Chapter, Component, Data, DisclosureNote, Inline, Kpi, Names, Report, Visit,
};
use crate::source::{Sources, Span};
use crate::store::sha256;

/// Hexadecimal digits of a mark: among the texts of one file no two different ones will share them.
const MARK: usize = 12;

/// Characters of a text that the ledger shows.
const SHOWN: usize = 24;

/// Every text that may be out of date a year later, in reading order: paragraphs, tables, captions, components, leads and
/// footnotes, titles that name a year, what the cover says, notes of metrics and disclosures, statements of use. `below`
/// tells a file's path below the content folder.
pub fn texts(report: &Report, sources: &Sources, below: &dyn Fn(&str) -> Option<String>) -> Vec<(Span, CarriedText)> {
    let mut walk = Walk { sources, year: report.config.period.year(), places: Vec::new() };
    report.chapters.iter().for_each(|chapter| walk.chapter(chapter));
    report.translations.iter().flat_map(|own| &own.chapters).for_each(|chapter| walk.chapter(chapter));
    // The title moves on by itself, and is to be looked at first.
    let config = &report.config;
    [&config.subtitle, &config.tagline, &config.notice].into_iter().for_each(|names| walk.names(names));
    for Kpi { remarks, .. } in report.kpis.kpis.values() {
        remarks.each().into_iter().for_each(|(_, names)| walk.names(names));
    }
    for DisclosureNote { explanation, partial, negative, elsewhere, .. } in report.disclosures.notes.values() {
        let elsewhere = elsewhere.iter().map(|place| &place.title);
        [explanation, partial, negative].into_iter().chain(elsewhere).for_each(|names| walk.names(names));
    }
    report.disclosures.statements.values().for_each(|names| walk.names(names));
    let text = |span: Span| {
        let words: String = sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let file = below(&sources.get(span.source).path)?;
        let mark = sha256(words.as_bytes())[..MARK].to_owned();
        Some((span, CarriedText { file, mark, begins: words.chars().take(SHOWN).collect() }))
    };
    walk.places.into_iter().filter_map(text).collect()
}

/// Tells how many texts of each file are as the ledger has them.
pub fn check(report: &Report, sources: &Sources, below: &dyn Fn(&str) -> Option<String>, sink: &mut Sink) {
    if report.carried_over.0.is_empty() {
        return;
    }
    let mut found: Vec<(Span, String, usize)> = Vec::new();
    for (span, text) in texts(report, sources, below) {
        if !report.carried_over.0.get(&text.file).is_some_and(|marks| marks.contains(&text.mark)) {
            continue;
        }
        match found.iter_mut().find(|(_, file, _)| *file == text.file) {
            Some((_, _, count)) => *count += 1,
            None => found.push((span, text.file, 1)),
        }
    }
    for (span, _, count) in found {
        let message = match count {
            1 => "a text of this file stands as it did in the report before; it is this one".to_owned(),
            _ => format!("{count} texts of this file stand as they did in the report before; this is the first"),
        };
        let severity = if report.config.draft { Severity::Note } else { Severity::Warning };
        let hint = "edit what is not true any more; carried-over.yaml lists them: take out the line of what holds";
        sink.push(Diagnostic { severity, ..Diagnostic::warning(Code::CarriedOver, span, message) }.hint(hint));
    }
}

struct Walk<'s> {
    sources: &'s Sources,
    year: i32,
    places: Vec<Span>,
}

impl<'a> Visit<'a> for Walk<'_> {
    fn chapter(&mut self, chapter: &'a Chapter) {
        self.title(&chapter.title);
        self.run(&chapter.lead);
        chapter.blocks.iter().for_each(|block| self.block(block));
        chapter.footnotes.iter().for_each(|note| self.run(&note.inlines));
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(_) => self.places.push(block.span),
            BlockKind::Table(table) => {
                self.places.push(block.span);
                self.run(table.caption.as_deref().unwrap_or_default());
            }
            BlockKind::Picture(picture) => self.run(picture.caption.as_deref().unwrap_or_default()),
            BlockKind::Heading { inlines, .. } => self.title(inlines),
            BlockKind::Component(component) if component.body.is_empty() => {
                if has_words(component) {
                    self.places.push(block.span);
                }
            }
            _ => self.inside_block(block),
        }
    }

    /// What stands beside the words of a component: the quotation and the date of a message.
    fn data(&mut self, data: &'a Data) {
        if let Data::Text(inlines) | Data::Name(_, inlines) = data {
            self.run(inlines);
        }
        self.inside_data(data);
    }

    fn line(&mut self, _: &'a [Inline]) {}
}

impl Walk<'_> {
    fn title(&mut self, inlines: &[Inline]) {
        let text = inlines.iter().map(|inline| self.sources.text(inline.span)).collect::<String>();
        if [self.year, self.year - 1].iter().any(|year| text.contains(&year.to_string())) {
            self.run(inlines);
        }
    }

    fn run(&mut self, inlines: &[Inline]) {
        if let (Some(first), Some(last)) = (inlines.first(), inlines.last()) {
            self.places.push(Span { end: last.span.end.max(first.span.end), ..first.span });
        }
    }

    fn names(&mut self, names: &Names) {
        self.places.extend(names.iter().map(|(_, text)| text.span));
    }
}

/// Whether a component has words of its author's.
fn has_words(component: &Component) -> bool {
    struct Words(bool);
    impl<'a> Visit<'a> for Words {
        fn data(&mut self, data: &'a Data) {
            self.0 |= matches!(data, Data::Text(inlines) | Data::Name(_, inlines) if !inlines.is_empty());
            self.inside_data(data);
        }
        fn line(&mut self, _: &'a [Inline]) {}
    }
    let mut words = Words(false);
    component.fields.values().for_each(|data| words.data(data));
    words.0
}
