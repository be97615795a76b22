//! What every edition of a report says alike, in whatever words: headings, components, tables, disclosures, figures.
//!
//! An edition that is written by hand, a chapter or a `-{…}-` of a converted one, may come to differ from the source. Each
//! section is held against the source's section of the same anchor.

mod numbers;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Chapter, Component, Data, Inline, InlineKind, Table};
use crate::model::{Checks, DisclosureRef, Document, Edition, Figure, Given, KpiRow, Origin, Printed, Report, Visit};
use crate::source::{Span, Spanned};

/// Reports what an edition says otherwise than the one it is made from, or else than the source edition, with the places
/// in both.
pub fn check(documents: &[Document], report: &Report, sink: &mut Sink) {
    for doc in documents {
        let model = match report.origin(doc.edition) {
            Origin::Converted { from } => from,
            Origin::Written => report.config.source,
        };
        let Some(source) = documents.iter().find(|other| other.edition == model && model != doc.edition) else {
            continue;
        };
        for chapter in &doc.chapters {
            let Some(original) = source.chapters.iter().find(|original| original.slug == chapter.slug) else {
                continue;
            };
            let mut compare = Compare { editions: [model, doc.edition], checks: &report.config.checks, sink };
            compare.chapters(&sections(original), &sections(chapter));
        }
    }
}

/// Sections of a chapter by their anchors, in order. What stands before the first heading has the chapter's name.
type Sections<'a> = IndexMap<&'a str, Section<'a>>;

/// The footnotes of a chapter are a section of their own. No heading is called so.
const NOTES: &str = "[^]";

/// A heading and what stands below it up to the next one.
struct Section<'a> {
    /// Where it begins.
    span: Span,
    /// Level of its heading; 0 for what has none.
    level: u8,
    disclose: Vec<&'a Spanned<DisclosureRef>>,
    components: Vec<Shape<'a>>,
    tables: Vec<(Span, [usize; 2])>,
    facts: Vec<Fact>,
    /// Whether it tells numbers in words.
    spells: bool,
}

/// A component and how many items each of its lists has.
struct Shape<'a> {
    name: &'a Spanned<String>,
    lists: Vec<(&'a str, usize)>,
}

/// A figure that a section gives.
struct Fact {
    span: Span,
    /// Metric, year, and whether it is a change.
    metric: Option<(String, i32, bool)>,
    /// Without its sign, which words may tell.
    value: Option<Decimal>,
    shown: String,
}

impl Fact {
    fn of(figure: &Figure, span: Span) -> Self {
        let number = &figure.print.number;
        let value = number.replace(',', "").trim_start_matches(['-', crate::figure::MINUS]).parse().ok();
        let metric = Some((figure.metric.clone(), figure.year, figure.is_change));
        Self { span, metric, value, shown: figure.print.to_string() }
    }
}

fn sections(chapter: &Chapter) -> Sections<'_> {
    let start = Span::new(chapter.source, 0..0);
    let mut read = Read { sections: Sections::new(), at: chapter.slug.as_str() };
    read.open(&chapter.slug, start, 0);
    read.line(&chapter.title);
    read.line(&chapter.lead);
    chapter.blocks.iter().for_each(|block| read.block(block));
    read.open(NOTES, start, 0);
    chapter.footnotes.iter().for_each(|note| read.line(&note.inlines));
    read.sections
}

/// Reads a chapter section by section.
struct Read<'a> {
    sections: Sections<'a>,
    at: &'a str,
}

impl<'a> Read<'a> {
    fn open(&mut self, anchor: &'a str, span: Span, level: u8) {
        self.at = anchor;
        self.sections.entry(anchor).or_insert_with(|| Section {
            span,
            level,
            disclose: Vec::new(),
            components: Vec::new(),
            tables: Vec::new(),
            facts: Vec::new(),
            spells: false,
        });
    }

    fn section(&mut self) -> &mut Section<'a> {
        &mut self.sections[self.at]
    }
}

impl<'a> Visit<'a, Printed> for Read<'a> {
    fn block(&mut self, block: &'a Block) {
        if let (BlockKind::Heading { level, .. }, Some(anchor)) = (&block.kind, &block.anchor) {
            self.open(anchor, block.span, *level);
        }
        self.section().disclose.extend(&block.disclose);
        match &block.kind {
            BlockKind::Component(component) => self.section().components.push(shape(component)),
            BlockKind::Table(Table { rows, header, .. }) => {
                self.section().tables.push((block.span, [rows.len(), header.len()]));
            }
            _ => {}
        }
        self.inside_block(block);
    }

    fn data(&mut self, data: &'a Data) {
        if let Data::Metric(KpiRow { figures, span, .. }) = data {
            let facts = figures.iter().filter_map(|(_, figure)| figure.as_ref()).map(|figure| Fact::of(figure, *span));
            self.section().facts.extend(facts);
        }
        self.inside_data(data);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) => {
                let facts = numbers::typed(text).into_iter().map(|typed| Fact {
                    span: inline.span,
                    metric: None,
                    value: Some(typed.value),
                    shown: typed.shown,
                });
                let spells = numbers::spells(text);
                let section = self.section();
                section.facts.extend(facts);
                section.spells |= spells;
            }
            // What a reference is called says where something stands.
            InlineKind::Link { content, .. } if content.iter().all(|part| part.span == inline.span) => return,
            InlineKind::Own(figure) => self.section().facts.push(Fact::of(figure, inline.span)),
            _ => {}
        }
        self.inside_inline(inline);
    }
}

fn shape(component: &Component) -> Shape<'_> {
    // Each language has abbreviations of its own.
    let is_own = component.is_given(Given::Abbreviations);
    let lists = component.fields.iter().filter_map(|(key, data)| match data {
        Data::List(items) if !is_own => Some((key.as_str(), items.len())),
        _ => None,
    });
    Shape { name: &component.name, lists: lists.collect() }
}

/// Holds one edition against the source.
struct Compare<'s> {
    /// The source and the other.
    editions: [Edition; 2],
    checks: &'s Checks,
    sink: &'s mut Sink,
}

impl Compare<'_> {
    fn push(&mut self, mut diagnostic: Diagnostic) {
        if let Some(severity) = self.checks.severity(diagnostic.code) {
            diagnostic.severity = severity;
            self.sink.push(diagnostic);
        }
    }

    fn chapters(&mut self, source: &Sections<'_>, own: &Sections<'_>) {
        let [of, other] = self.editions;
        for (mine, theirs, lacks) in [(source, own, other), (own, source, of)] {
            for (_, section) in mine.iter().filter(|(anchor, _)| !theirs.contains_key(*anchor)) {
                let whole = theirs.first().map(|(_, first)| first.span);
                let mut diagnostic = Diagnostic::warning(
                    Code::ParityHeading,
                    section.span,
                    format!("{lacks} does not have this section"),
                )
                .hint("write it there too; if it has another place there, give both headings the same {#name}");
                if let Some(whole) = whole {
                    diagnostic = diagnostic.label(whole, format!("the chapter in {lacks}"));
                }
                self.push(diagnostic);
            }
        }
        for (anchor, section) in source {
            if let Some(own) = own.get(anchor) {
                self.sections(section, own);
            }
        }
    }

    fn sections(&mut self, source: &Section<'_>, own: &Section<'_>) {
        let [of, other] = self.editions;
        if source.level != own.level {
            let message =
                format!("this heading is of level {} in {other} and of level {} in {of}", own.level, source.level);
            let diagnostic = Diagnostic::warning(Code::ParityHeading, own.span, message);
            self.push(diagnostic.label(source.span, format!("in {of}")).hint("write as many # in both"));
        }
        for (mine, theirs, lacks) in [(source, own, other), (own, source, of)] {
            self.lacking(mine, theirs, lacks);
        }
        self.shapes(source, own);
    }

    /// What one section says and the other does not.
    fn lacking(&mut self, mine: &Section<'_>, theirs: &Section<'_>, lacks: Edition) {
        let there = format!("this section in {lacks}");
        let claimed: BTreeSet<String> = theirs.disclose.iter().map(|tag| tag.node.to_string()).collect();
        let mut told = BTreeSet::new();
        for tag in &mine.disclose {
            let name = tag.node.to_string();
            if !claimed.contains(&name) && told.insert(name.clone()) {
                let message = format!("{lacks} does not claim `{name}` in this section");
                let hint = "give both the same `disclose`, or leave it out where it is taken over from the source";
                let diagnostic = Diagnostic::warning(Code::ParityDisclosure, tag.span, message);
                self.push(diagnostic.label(theirs.span, &*there).hint(hint));
            }
        }
        let is_same_language = self.editions[0].counterpart() == Some(self.editions[1]);
        let metrics: BTreeSet<_> = theirs.facts.iter().filter_map(|fact| fact.metric.as_ref()).collect();
        let values: BTreeSet<Decimal> = theirs.facts.iter().filter_map(|fact| fact.value).collect();
        let is_there = |fact: &Fact| {
            fact.metric.as_ref().is_some_and(|metric| metrics.contains(metric))
                || fact.value.is_some_and(|value| values.contains(&value))
        };
        let missing: Vec<&Fact> = mine
            .facts
            .iter()
            .filter(|fact| !is_there(fact))
            // What one language tells in digits another may tell in words.
            .filter(|fact| fact.metric.is_some() || is_same_language || !theirs.spells)
            .collect();
        if let Some(first) = missing.first() {
            let mut shown: Vec<&str> = missing.iter().map(|fact| fact.shown.as_str()).collect();
            shown.dedup();
            let message = format!("{lacks} does not give this in the same section: {}", shown.join(", "));
            let hint = "give the same figures in both; where they come from a metric, write {{ kpi(\"…\") }} in both";
            let diagnostic = Diagnostic::warning(Code::ParityFigure, first.span, message);
            self.push(diagnostic.label(theirs.span, &*there).hint(hint));
        }
    }

    /// Components and tables, those of a kind in order.
    fn shapes(&mut self, source: &Section<'_>, own: &Section<'_>) {
        let [of, other] = self.editions;
        let names = source.components.iter().chain(&own.components).map(|shape| shape.name.node.as_str());
        for name in names.collect::<BTreeSet<_>>() {
            let all = |section: &Section<'_>| -> Vec<usize> {
                let shapes = section.components.iter().enumerate();
                shapes.filter(|(_, shape)| shape.name.node == name).map(|(at, _)| at).collect()
            };
            let (mine, theirs) = (all(source), all(own));
            for (mine, theirs) in mine.iter().zip(&theirs) {
                let (mine, theirs) = (&source.components[*mine], &own.components[*theirs]);
                for (key, count) in &mine.lists {
                    let Some((_, there)) = theirs.lists.iter().find(|(known, there)| known == key && there != count)
                    else {
                        continue;
                    };
                    let message = format!("`{key}` has {there} items in {other} and {count} in {of}");
                    let diagnostic = Diagnostic::warning(Code::ParityComponent, theirs.name.span, message);
                    self.push(diagnostic.label(mine.name.span, format!("in {of}")).hint("list the same in both"));
                }
            }
            for (section, extra, opposite, lacks) in
                [(source, mine.get(theirs.len()), own, other), (own, theirs.get(mine.len()), source, of)]
            {
                if let Some(at) = extra {
                    let message = format!("{lacks} does not have this `{name}` in the same section");
                    let span = section.components[*at].name.span;
                    let diagnostic = Diagnostic::warning(Code::ParityComponent, span, message);
                    self.push(
                        diagnostic.label(opposite.span, format!("this section in {lacks}")).hint("have it in both"),
                    );
                }
            }
        }
        for ((span, mine), (place, theirs)) in source.tables.iter().zip(&own.tables) {
            if mine != theirs {
                let [rows, columns] = theirs;
                let message =
                    format!("{rows} rows of {columns} columns in {other}, {} of {} in {of}", mine[0], mine[1]);
                let diagnostic = Diagnostic::warning(Code::ParityTable, *place, message);
                self.push(diagnostic.label(*span, format!("in {of}")).hint("give the same rows and columns in both"));
            }
        }
        let (mine, theirs) = (source.tables.len(), own.tables.len());
        if mine != theirs {
            let message = format!("this section has {theirs} tables in {other} and {mine} in {of}");
            let diagnostic = Diagnostic::warning(Code::ParityTable, own.span, message);
            self.push(diagnostic.label(source.span, format!("in {of}")).hint("have the same tables in both"));
        }
    }
}
