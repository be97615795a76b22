//! Where disclosures are reported, and on which pages.

use crate::model::printed::{Block, BlockKind, Chapter, Data, Inline};
use crate::model::{DisclosureRef, IndexPlace, PageMap, Printed, Visit, plain_text};
use crate::source::Spanned;

/// A `disclose` and the place it gives.
pub(super) struct Tag<'a> {
    pub(super) disclosure: &'a Spanned<DisclosureRef>,
    pub(super) place: IndexPlace,
}

/// Every `disclose` in the text, in reading order.
pub(super) fn tags(chapters: &[Chapter]) -> Vec<Tag<'_>> {
    let mut walk = Walk { tags: Vec::new(), chapter: None, section: String::new(), anchor: String::new() };
    chapters.iter().for_each(|chapter| walk.chapter(chapter));
    walk.tags
}

/// A section's number and title.
fn named(number: Option<&str>, title: &str) -> String {
    match number {
        Some(number) => format!("{number} {title}"),
        None => title.to_owned(),
    }
}

/// The title of a component or the caption of a table, if it has one.
fn own_title(block: &Block) -> Option<String> {
    let title = match &block.kind {
        BlockKind::Component(component) => {
            ["title", "caption"].iter().find_map(|key| match component.fields.get(*key) {
                Some(Data::Text(inlines)) => Some(inlines),
                _ => None,
            })
        }
        BlockKind::Table(table) => table.caption.as_ref(),
        _ => None,
    };
    title.map(|inlines| plain_text(inlines))
}

/// What a place is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chapter,
    Block,
    Metric,
}

struct Walk<'a> {
    tags: Vec<Tag<'a>>,
    chapter: Option<&'a Chapter>,
    /// What the nearest heading above says.
    section: String,
    /// Its anchor.
    anchor: String,
}

impl<'a> Visit<'a, Printed> for Walk<'a> {
    fn chapter(&mut self, chapter: &'a Chapter) {
        self.chapter = Some(chapter);
        self.section = named(chapter.number.as_deref(), &plain_text(&chapter.title));
        self.anchor.clone_from(&chapter.slug);
        self.inside_chapter(chapter);
    }

    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Heading { level, number, inlines } = &block.kind {
            let of_chapter = self.chapter.filter(|_| *level == 1).and_then(|chapter| chapter.number.as_deref());
            self.section = named(number.as_deref().or(of_chapter), &plain_text(inlines));
            if let Some(anchor) = &block.anchor {
                self.anchor.clone_from(anchor);
            }
        }
        let is_chapter = matches!(block.kind, BlockKind::Heading { level: 1, .. });
        let kind = if is_chapter { Kind::Chapter } else { Kind::Block };
        self.add(block.anchor.as_deref(), &block.disclose, own_title(block), kind);
        self.inside_block(block);
    }

    fn data(&mut self, data: &'a Data) {
        // A metric may stand in many tables; the row with the anchor is the place.
        if let Data::Metric(row) = data
            && row.anchor.is_some()
        {
            self.add(row.anchor.as_deref(), &row.disclose, Some(row.name.clone()), Kind::Metric);
        }
        self.inside_data(data);
    }

    fn line(&mut self, _: &'a [Inline]) {}
}

impl<'a> Walk<'a> {
    /// Adds the places of a block. A link to it says its own title, or that of its section.
    fn add(&mut self, anchor: Option<&str>, disclose: &'a [Spanned<DisclosureRef>], title: Option<String>, kind: Kind) {
        let text = title.unwrap_or_else(|| self.section.clone());
        let chapter = self.chapter.map(|chapter| chapter.slug.clone()).unwrap_or_default();
        for disclosure in disclose {
            let anchor = anchor.unwrap_or(&self.anchor).to_owned();
            let place = IndexPlace {
                anchor,
                chapter: chapter.clone(),
                text: text.clone(),
                section: self.section.clone(),
                is_chapter: kind == Kind::Chapter,
                is_metric: kind == Kind::Metric,
            };
            self.tags.push(Tag { disclosure, place });
        }
    }
}

/// Pages as printed, e.g. `P47–P52` and `P76`: sorted, and merged where they overlap or follow each other. None where
/// the pages are not known.
pub fn page_texts(places: &[IndexPlace], pages: &PageMap) -> Vec<String> {
    pages.merged(places).iter().map(|(range, _)| range.to_string()).collect()
}
