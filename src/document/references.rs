//! Numbers of captions, and what a reference to a place in the report prints: 表2, 第3.2節, 「目標」.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Chapter, Component, Data, Inline, InlineKind};
use crate::model::{CAPTIONS, Counted, Locale, Printed, VisitMut, plain_text};

/// Numbers the captions of what is `numbered`.
pub(super) fn number<'a>(chapters: &mut [Chapter], numbered: &'a [Counted], locale: &'a Locale) -> Places<'a> {
    let mut places =
        Places { locale, numbered, counts: [0; Counted::ALL.len()], called: BTreeMap::new(), given: Vec::new() };
    chapters.iter_mut().for_each(|chapter| places.chapter(chapter));
    places
}

/// Gives every link without words those of the place it goes to.
pub(super) fn set(chapters: &mut [Chapter], places: &Places<'_>, sink: &mut Sink) {
    let mut references = References { called: &places.called, inside: false, sink };
    chapters.iter_mut().for_each(|chapter| references.chapter(chapter));
}

/// Counts captions, and notes what every anchor is called; nothing where it has neither number nor title.
pub(super) struct Places<'a> {
    locale: &'a Locale,
    numbered: &'a [Counted],
    counts: [u32; Counted::ALL.len()],
    pub(super) called: BTreeMap<String, Option<String>>,
    /// Every number or title that a place is called by, with the anchor that it may have.
    pub(super) given: Vec<(String, Option<String>)>,
}

impl Places<'_> {
    /// The next number of this kind, in words; none if the report has none.
    fn number(&mut self, counted: Counted) -> Option<String> {
        self.numbered.contains(&counted).then(|| {
            let count = &mut self.counts[counted as usize];
            *count += 1;
            let kind = self.locale.label(counted.label());
            self.locale.filled("number-of", [("kind", kind), ("number", &count.to_string())])
        })
    }

    /// A title as it is named in a sentence.
    fn quoted(&self, title: &[Inline]) -> Option<String> {
        let [[open, close], _] = self.locale.edition().quotes();
        Some(plain_text(title).trim().to_owned())
            .filter(|title| !title.is_empty())
            .map(|title| format!("{open}{title}{close}"))
    }

    /// What a block is called. Its caption is given its number.
    fn call(&mut self, block: &mut Block) -> Option<String> {
        let (counted, caption) = match &mut block.kind {
            BlockKind::Heading { level, number: Some(number), .. } => {
                let key = if *level == 1 { "chapter-number" } else { "section-number" };
                return Some(self.locale.filled(key, [("number", number)]));
            }
            BlockKind::Heading { inlines, .. } => return self.quoted(inlines),
            BlockKind::Table(table) => (Some(Counted::Table), table.caption.as_mut()?),
            BlockKind::Picture(picture) => (Some(Counted::Figure), picture.caption.as_mut()?),
            BlockKind::Component(component) => (component.counted, caption(component)?),
            _ => return None,
        };
        let span = caption.first()?.span;
        let Some(number) = counted.and_then(|counted| self.number(counted)) else { return self.quoted(caption) };
        caption.insert(0, Inline::text(format!("{number}{}", self.locale.label("caption-gap")), span));
        Some(number)
    }
}

/// The words above or below a component.
fn caption(component: &mut Component) -> Option<&mut Vec<Inline>> {
    let key = CAPTIONS.into_iter().find(|key| component.fields.contains_key(*key))?;
    match component.fields.get_mut(key) {
        Some(Data::Text(caption)) => Some(caption),
        _ => None,
    }
}

impl<'a> VisitMut<'a, Printed> for Places<'_> {
    fn block(&mut self, block: &'a mut Block) {
        let called = self.call(block);
        self.given.extend(called.clone().map(|called| (called, block.anchor.clone())));
        if let Some(anchor) = &block.anchor {
            self.called.insert(anchor.clone(), called);
        }
        self.inside_block(block);
    }

    fn line(&mut self, _: &'a mut [Inline]) {}
}

/// Gives links their words.
struct References<'s> {
    called: &'s BTreeMap<String, Option<String>>,
    /// Whether a link stands around: in it, another one is words alone.
    inside: bool,
    sink: &'s mut Sink,
}

impl<'a> VisitMut<'a, Printed> for References<'_> {
    fn inline(&mut self, inline: &'a mut Inline) {
        let span = inline.span;
        let InlineKind::Link { target, content } = &mut inline.kind else { return self.inside_inline(inline) };
        if let (true, Some(anchor)) = (content.is_empty(), target.anchor()) {
            let called = self.called.get(anchor).cloned();
            if called == Some(None) {
                let message = format!("`#{anchor}` has neither a number nor a title that it could be called by");
                let hint = "give it a caption or a `title`, or write words between the square brackets: [words](#name)";
                self.sink.push(Diagnostic::error(Code::MissingText, span, message).hint(hint));
            }
            content.push(Inline::text(called.flatten().unwrap_or_else(|| anchor.to_owned()), span));
        }
        if self.inside {
            inline.kind = InlineKind::Text(plain_text(content));
            return;
        }
        self.inside = true;
        self.inside_inline(inline);
        self.inside = false;
    }
}
