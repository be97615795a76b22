//! What the site's search looks through: the text of every section as data, in a script that pages load only when a
//! reader searches. A script, because pages opened from a disk may load nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::inline::note_id;
use super::links::{encode, page_href};
use crate::model::printed::{Block, BlockKind, Chapter, Component, Data, Inline};
use crate::model::{Document, KpiRow, Printed, Product, Visit, plain_text};

/// Characters that do not count in a search, besides blanks: the editions quote differently, and nobody types the
/// commas of a large figure.
const SKIPPED: &str = ",，「」『』“”‘’\"'";

/// The data of one edition's search, as `find.js` reads it.
#[derive(Serialize)]
struct SearchIndex<'a> {
    /// Traditional and Simplified character in turn: every one that a reader may type for one of the text.
    fold: String,
    skip: &'static str,
    /// Address and title of each page.
    pages: Vec<(String, String)>,
    /// Page, anchor, title, text, and what only the other Chinese edition says.
    sections: Vec<(usize, String, String, String, String)>,
    /// Language of what the other edition says.
    other: &'a str,
}

/// A heading and what stands below it up to the next one.
struct Section {
    page: usize,
    anchor: String,
    title: String,
    lines: Vec<String>,
}

/// The script `<edition>/assets/search-index.js`. `folding` makes the two Chinese scripts one; where their words differ
/// too (管治, 治理), a section also has the other edition's lines, so that it is found by the words of either.
pub fn search_index(doc: &Document, all: &[Document], folding: &BTreeMap<char, char>) -> Product {
    let other = all.iter().find(|other| Some(other.edition) == doc.edition.counterpart());
    let other_sections = other.map(sections).unwrap_or_default();
    let key = |doc: &Document, section: &Section| (doc.chapters[section.page].slug.clone(), section.anchor.clone());
    let others: BTreeMap<_, _> =
        other.iter().flat_map(|other| other_sections.iter().map(|section| (key(other, section), section))).collect();
    let mut occurring = BTreeSet::new();
    let mut list = Vec::new();
    for section in sections(doc) {
        let text = section.lines.join("\n");
        let own = fold(&format!("{}\n{text}", section.title), folding);
        let also: Vec<&str> = others.get(&key(doc, &section)).map_or_else(Vec::new, |other| {
            let lines = std::iter::once(&other.title).chain(&other.lines);
            lines.filter(|line| !own.contains(&fold(line, folding))).map(String::as_str).collect()
        });
        let also = also.join("\n");
        occurring.extend(own.chars());
        occurring.extend(fold(&also, folding).chars());
        list.push((section.page, encode(&section.anchor), section.title, text, also));
    }
    let pairs = folding.iter().filter(|(_, to)| occurring.contains(*to)).flat_map(|(from, to)| [*from, *to]);
    let index = SearchIndex {
        fold: pairs.collect(),
        skip: SKIPPED,
        pages: doc.chapters.iter().map(|chapter| (page_href(&chapter.slug), title(chapter))).collect(),
        sections: list,
        other: other.map_or("", |other| other.edition.tag()),
    };
    let data = serde_json::to_string(&index).expect("plain data");
    Product {
        path: format!("{}/assets/search-index.js", doc.edition),
        bytes: format!("globalThis.huibaoSearch = {data};\n").into_bytes(),
    }
}

/// A text as it is compared. Line ends stay: nothing is found across them.
fn fold(text: &str, folding: &BTreeMap<char, char>) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !(c.is_whitespace() || SKIPPED.contains(*c)))
        .map(|c| *folding.get(&c).unwrap_or(&c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A title with its number.
fn numbered(number: Option<&str>, inlines: &[Inline]) -> String {
    let title = plain_text(inlines);
    number.map_or_else(|| title.clone(), |number| format!("{number} {title}"))
}

fn title(chapter: &Chapter) -> String {
    numbered(chapter.number.as_deref(), &chapter.title)
}

/// Every section of an edition in reading order: each chapter's opening, its headings, its footnotes.
fn sections(doc: &Document) -> Vec<Section> {
    let mut all = Vec::new();
    for (page, chapter) in doc.chapters.iter().enumerate() {
        let mut current =
            Section { page, anchor: String::new(), title: title(chapter), lines: vec![plain_text(&chapter.lead)] };
        for (at, block) in chapter.blocks.iter().enumerate() {
            match (&block.kind, &block.anchor) {
                // The page's own title.
                (BlockKind::Heading { level: 1, .. }, anchor) if at == 0 => {
                    current.anchor = anchor.clone().unwrap_or_default();
                }
                (BlockKind::Heading { number, inlines, .. }, Some(anchor)) => {
                    let title = numbered(number.as_deref(), inlines);
                    let next = Section { page, anchor: anchor.clone(), title, lines: Vec::new() };
                    all.push(std::mem::replace(&mut current, next));
                }
                _ => Lines { doc, lines: &mut current.lines }.block(block),
            }
        }
        all.push(current);
        let label = doc.locale.label("note");
        all.extend(chapter.footnotes.iter().map(|note| Section {
            page,
            anchor: note_id(note.number),
            title: format!("{label} {}", note.number),
            lines: vec![plain_text(&note.inlines)],
        }));
    }
    for section in &mut all {
        section.lines.retain(|line| !line.trim().is_empty());
    }
    all
}

/// The lines of text that readers see of a block.
struct Lines<'s> {
    doc: &'s Document,
    lines: &'s mut Vec<String>,
}

impl<'a> Visit<'a, Printed> for Lines<'_> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Code { text, .. } => self.lines.push(text.clone()),
            BlockKind::Component(component) => index_lines(self.doc, component, self.lines),
            _ => {}
        }
        self.inside_block(block);
    }

    /// What is inside a line is part of its text.
    fn line(&mut self, line: &'a [Inline]) {
        self.lines.push(plain_text(line));
    }

    fn data(&mut self, data: &'a Data) {
        if let Data::Metric(KpiRow { name, unit, figures, note, .. }) = data {
            let figures = figures.iter().filter_map(|(_, figure)| figure.as_ref());
            let numbers = figures.map(|figure| figure.print.number.as_str());
            let parts = [name.as_str(), unit].into_iter().chain(numbers).filter(|part| !part.is_empty());
            self.lines.push(parts.collect::<Vec<_>>().join(" "));
            self.lines.push(note.clone());
        }
        self.inside_data(data);
    }
}

/// The rows of the disclosure index that a component shows.
fn index_lines(doc: &Document, component: &Component, lines: &mut Vec<String>) {
    let Some(standard) = component.standard() else { return };
    let index = doc.indices.iter().find(|index| index.standard == standard.node);
    for entry in index.iter().flat_map(|index| &index.entries) {
        lines.push(format!("{} {}", entry.code, entry.title));
        lines.push(entry.explanation.clone());
    }
}
