//! A report in the other script.
//!
//! | module | what it does |
//! |---|---|
//! | [`select`] | the chapters and blocks that an edition has |
//! | [`local`] | names that are protected in some files only |

pub(super) mod local;
pub(super) mod select;

use std::collections::BTreeSet;

use super::engine::layback::{Stretch, lay_back};
use super::engine::quotes::Quotes;
use super::engine::{Converter, check_glossary, decided};
use crate::chinese::{is_han, names};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{
    Block, BlockKind, Chapter, Edition, Glossary, Inline, InlineKind, NameOf, Names, Origin, Report, Visit, VisitMut,
    VisitReportMut, plain_text,
};
use crate::source::{Span, Spanned};

/// The report in one of its editions: blocks for other editions dropped, every text in the edition's script and every [`crate::model::Names`] with a text for it.
///
/// Text in the other Chinese script is converted: a chapter that is not written for the edition itself, a [`Names`] that
/// has no text of its own for it. Spans stay those of the author's bytes.
pub fn edition(report: &Report, edition: Edition, sink: &mut Sink) -> Report {
    let source = report.config.source;
    if let Some(derived) = source.counterpart() {
        check_glossary(&report.glossary, source, derived, sink);
    }
    // What a text may be converted from; no other language is.
    let other = edition.counterpart();
    let (mut report, origins) = select::chapters(report, edition);
    let is_converted = |at: usize| origins[at] != Origin::Written;

    let mut work = Work { people: people_of_fields(&report), ..Work::default() };
    for (_, chapter) in report.chapters.iter_mut().enumerate().filter(|(at, _)| is_converted(*at)) {
        chapter.for_each_named_line(&mut |of, line| work.take_line(of, line));
    }
    for_each_names(&mut report, &mut |names| work.take_names(names, edition, sink));
    let mut done = other.map_or_else(Vec::new, |other| work.convert(other, edition, &report, sink)).into_iter();

    for (_, chapter) in report.chapters.iter_mut().enumerate().filter(|(at, _)| is_converted(*at)) {
        chapter.for_each_line(&mut |line| put_line(line, &mut done, edition));
    }
    for_each_names(&mut report, &mut |names| {
        if names.get(edition).is_none()
            && let Some(span) = other.and_then(|other| names.get(other)).map(|text| text.span)
        {
            let text = done.next().unwrap_or_default();
            let text = Quotes::new(edition, text.contains(is_han)).convert(&text);
            names.set(edition.tag(), Spanned::new(text, span));
        }
    });
    report
}

/// Everything that has to be converted for one edition, in the order it is met, so that OpenCC is called once.
#[derive(Default)]
struct Work {
    stretches: Vec<Stretch>,
    places: Vec<Option<Span>>,
    /// Whether each is a name that keeps its own words.
    named: Vec<bool>,
    /// Who is named in fields and columns of people.
    people: BTreeSet<String>,
}

impl Work {
    fn take_line(&mut self, of: Option<NameOf>, line: &[Inline]) {
        let place = line.first().zip(line.last()).map(|(first, last)| {
            if first.span.source == last.span.source { first.span.to(last.span) } else { first.span }
        });
        self.stretches.extend(stretches(line));
        self.places.resize(self.stretches.len(), place);
        self.named.resize(self.stretches.len(), of == Some(NameOf::Thing));
    }

    fn take_names(&mut self, names: &Names, edition: Edition, sink: &mut Sink) {
        if names.get(edition).is_some() {
            return;
        }
        if let Some(text) = edition.counterpart().and_then(|other| names.get(other)) {
            self.stretches.push(Stretch { leaves: vec![text.node.clone()] });
            self.places.push(Some(text.span));
            self.named.push(false);
        } else if let Some((tag, text)) = names.iter().next() {
            sink.push(
                Diagnostic::error(
                    Code::MissingText,
                    text.span,
                    format!("there is no text for {edition} here, only `{tag}`"),
                )
                .hint(format!("add `{edition}: …`")),
            );
        }
    }

    /// The converted leaves of every stretch.
    fn convert(&self, from: Edition, to: Edition, report: &Report, sink: &mut Sink) -> Vec<String> {
        let glossary = &report.glossary;
        let unchanged = || self.stretches.iter().flat_map(|stretch| stretch.leaves.clone()).collect();
        let texts: Vec<String> = self.stretches.iter().map(|stretch| stretch.text().into_owned()).collect();
        let mut decided = decided(&report.review, to, &texts, sink);
        for ((own, text), place) in decided.iter_mut().zip(&texts).zip(&self.places) {
            if let Some(place) = place {
                local::keep(glossary, place.source, text, own);
            }
        }
        if self.stretches.is_empty() {
            return Vec::new();
        }
        let converter = match Converter::new(from, to, glossary) {
            Ok(converter) => converter,
            Err(error) => {
                sink.push(Diagnostic::error(Code::Conversion, None, error));
                return unchanged();
            }
        };
        let people = self.people.iter().map(String::as_str).collect();
        let mut converted = vec![String::new(); texts.len()];
        let mut all_rescued = Vec::new();
        for is_named in [false, true] {
            let own = if is_named { converter.of_names().unwrap_or(&converter) } else { &converter };
            let at: Vec<usize> = (0..texts.len()).filter(|at| self.named[*at] == is_named).collect();
            if at.is_empty() {
                continue;
            }
            let group: Vec<&str> = at.iter().map(|at| texts[*at].as_str()).collect();
            let decided: Vec<_> = at.iter().map(|at| std::mem::take(&mut decided[*at])).collect();
            let (words, rescued) = own.words_with(&group, &decided, &people);
            all_rescued.extend(rescued.into_iter().map(|rescued| (at[rescued.text], rescued)));
            std::iter::zip(at, words).for_each(|(at, words)| converted[at] = words);
        }
        for (at, rescued) in all_rescued {
            let Some(place) = self.places[at] else { continue };
            let name = &rescued.name;
            let mut diagnostic = Diagnostic::warning(
                Code::Glossary,
                place,
                format!("the protected name `{name}` can be read as part of another word here; it is kept as it is"),
            )
            .hint(format!("write `-{{{name}}}-` if it is the name, or `-{{{from}:…;{to}:…}}-` if it is not"));
            if let Some(entry) = glossary.protect.iter().find(|entry| entry.node.trim() == name) {
                diagnostic = diagnostic.label(entry.span, "protected here");
            }
            sink.push(diagnostic);
        }
        lay_back(&self.stretches, converted, &converter)
    }
}

/// The full names in the fields and columns that name people: 后军 stands nowhere else.
pub(super) fn people_of_fields(report: &Report) -> BTreeSet<String> {
    struct People(BTreeSet<String>);
    impl People {
        fn take(&mut self, line: &[Inline]) {
            let text = plain_text(line);
            self.0.extend(names::people(&text, true).into_iter().map(|name| text[name].to_owned()));
        }
    }
    impl<'a> Visit<'a> for People {
        fn named(&mut self, of: NameOf, line: &'a [Inline]) {
            if of == NameOf::Person {
                self.take(line);
            }
        }
        fn block(&mut self, block: &'a Block) {
            if let BlockKind::Table(table) = &block.kind {
                let heads = table.header.iter().map(|head| names::heads_people(&plain_text(&head.inlines)));
                for (column, _) in heads.enumerate().filter(|(_, heads)| *heads) {
                    table.rows.iter().filter_map(|row| row.get(column)).for_each(|cell| self.take(&cell.inlines));
                }
            }
            self.inside_block(block);
        }
    }
    let mut people = People(BTreeSet::new());
    report.chapters.iter().for_each(|chapter| people.chapter(chapter));
    people.0
}

/// The text of a line, cut where something stands in it that is no text: a figure, code, an image, a line break. A
/// footnote's mark cuts nothing.
pub(super) fn stretches(line: &[Inline]) -> Vec<Stretch> {
    let leaves = cut(line, &|text, _| text.to_owned());
    leaves.into_iter().map(|leaves| Stretch { leaves }).collect()
}

/// What `leaf` makes of each run of text and its place, in the stretches of the line.
pub(super) fn cut<T>(line: &[Inline], leaf: &dyn Fn(&str, Span) -> T) -> Vec<Vec<T>> {
    fn walk<T>(inlines: &[Inline], leaf: &dyn Fn(&str, Span) -> T, out: &mut Vec<Vec<T>>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => match out.last_mut() {
                    Some(stretch) => stretch.push(leaf(text, inline.span)),
                    None => out.push(vec![leaf(text, inline.span)]),
                },
                InlineKind::Footnote(_) => {}
                InlineKind::Own(_) | InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Break => {
                    out.push(Vec::new())
                }
                _ => walk(inline.children(), leaf, out),
            }
        }
    }
    let mut out = vec![Vec::new()];
    walk(line, leaf, &mut out);
    out.retain(|stretch| !stretch.is_empty());
    out
}

/// Lays the converted stretches of a line, which come next from `done`, back over its runs.
fn put_line(line: &mut [Inline], done: &mut dyn Iterator<Item = String>, edition: Edition) {
    fn walk(inlines: &mut [Inline], leaves: &mut dyn Iterator<Item = String>, quotes: &mut Quotes) {
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::Text(text) => *text = quotes.convert(&leaves.next().unwrap_or_default()),
                _ => {
                    if let Some(inner) = inline.children_mut() {
                        walk(inner, leaves, quotes);
                    }
                }
            }
        }
    }
    let count = stretches(line).iter().map(|stretch| stretch.leaves.len()).sum();
    let leaves: Vec<String> = done.take(count).collect();
    let is_chinese = leaves.iter().any(|leaf| leaf.contains(is_han));
    walk(line, &mut leaves.into_iter(), &mut Quotes::new(edition, is_chinese));
}

/// Calls `f` with every [`Names`] that is printed, always in the same order.
pub(super) fn for_each_names(report: &mut Report, f: &mut dyn FnMut(&mut Names)) {
    struct Printed<'f>(&'f mut dyn FnMut(&mut Names));
    impl<'a> VisitMut<'a> for Printed<'_> {
        fn chapter(&mut self, _: &'a mut Chapter) {}
    }
    impl<'a> VisitReportMut<'a> for Printed<'_> {
        fn names(&mut self, names: &'a mut Names) {
            (self.0)(names);
        }
        /// Terms are worded by hand for every edition, and never printed as such.
        fn glossary(&mut self, _: &'a mut Glossary) {}
    }
    Printed(f).report(report);
}
