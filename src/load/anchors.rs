//! Gives every heading and every disclosing block its anchor: unique in the report, the same in every edition.

use std::collections::{HashMap, HashSet};

use super::markdown::CHAPTER_LINK;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Block, BlockKind, Chapter, Inline, InlineKind, VisitMut, for_each_block, plain_text};
use crate::source::Spanned;

/// The anchors of the source edition, where chapters of another one are at hand.
#[derive(Default)]
pub(crate) struct Known {
    /// All of them: nothing else of another edition is called so.
    anchors: HashSet<String>,
    /// The first one of each chapter.
    tops: HashMap<String, String>,
}

impl Known {
    /// Those of chapters that have been assigned theirs.
    pub(crate) fn of(chapters: &[Chapter]) -> Self {
        let mut anchors = HashSet::new();
        for chapter in chapters {
            for_each_block(&chapter.blocks, &mut |block| anchors.extend(block.anchor.clone()));
        }
        Self { anchors, tops: tops(chapters).collect() }
    }
}

/// Names the anchors that authors left out. `ids` are those they wrote, in reading order.
pub(crate) fn assign(chapters: &mut [Chapter], ids: &[Spanned<String>], known: &Known, sink: &mut Sink) {
    let mut first: HashMap<&str, &Spanned<String>> = HashMap::new();
    for id in ids {
        match first.get(id.node.as_str()) {
            Some(known) => sink.push(
                Diagnostic::error(Code::Duplicate, id.span, format!("the name #{} is given twice", id.node))
                    .label(known.span, "first given here")
                    .hint("give one of them another name"),
            ),
            None => {
                first.insert(&id.node, id);
            }
        }
    }
    let taken = ids.iter().map(|id| &id.node).chain(&known.anchors).map(|name| (name.clone(), SECOND));
    let mut names = Names { taken: taken.collect(), slug: String::new(), count: 0 };
    chapters.iter_mut().for_each(|chapter| names.chapter(chapter));
    let mut all_tops = known.tops.clone();
    all_tops.extend(tops(chapters));
    let mut links = ChapterLinks { tops: all_tops, sink };
    chapters.iter_mut().for_each(|chapter| links.chapter(chapter));
}

fn tops(chapters: &[Chapter]) -> impl Iterator<Item = (String, String)> {
    chapters.iter().filter_map(|chapter| Some((chapter.slug.clone(), first_anchor(chapter)?)))
}

/// Names headings by their words, other blocks by their chapter and a number.
struct Names {
    taken: Taken,
    /// That of the chapter at hand.
    slug: String,
    /// Blocks of the chapter that were named so far.
    count: usize,
}

impl<'a> VisitMut<'a> for Names {
    fn chapter(&mut self, chapter: &'a mut Chapter) {
        (self.slug, self.count) = (slug_of(&chapter.slug), 0);
        self.inside_chapter(chapter);
    }

    fn block(&mut self, block: &'a mut Block) {
        if block.anchor.is_none() {
            if let BlockKind::Heading { inlines, .. } = &block.kind {
                block.anchor = Some(unique(slug_of(&plain_text(inlines)), &mut self.taken));
            } else if !block.disclose.is_empty() {
                self.count += 1;
                block.anchor = Some(unique(format!("{}-b{}", self.slug, self.count), &mut self.taken));
            }
        }
        self.inside_block(block);
    }

    fn line(&mut self, _: &'a mut [Inline]) {}
}

/// Names in use, each with the number that its next namesake tries first.
type Taken = HashMap<String, usize>;

fn unique(wanted: String, taken: &mut Taken) -> String {
    let Some(mut number) = taken.get(&wanted).copied() else {
        taken.insert(wanted.clone(), SECOND);
        return wanted;
    };
    let name = loop {
        let name = format!("{wanted}-{number}");
        number += 1;
        if !taken.contains_key(&name) {
            break name;
        }
    };
    taken.insert(wanted, number);
    taken.insert(name.clone(), SECOND);
    name
}

/// The number of the second of several names that are the same.
const SECOND: usize = 2;

/// Letters and digits of a text, in lower case; everything between them becomes `-`.
fn slug_of(text: &str) -> String {
    /// For a heading of figures and marks only.
    const NAMELESS: &str = "section";
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { NAMELESS.to_owned() } else { slug.to_owned() }
}

fn first_anchor(chapter: &Chapter) -> Option<String> {
    let mut first = None;
    for_each_block(&chapter.blocks, &mut |block| first = first.or(block.anchor.as_ref()));
    first.cloned()
}

/// Points links to a chapter at its first anchor.
struct ChapterLinks<'s> {
    tops: HashMap<String, String>,
    sink: &'s mut Sink,
}

impl<'a> VisitMut<'a> for ChapterLinks<'_> {
    fn inline(&mut self, inline: &'a mut Inline) {
        let span = inline.span;
        if let InlineKind::Link { target, .. } = &mut inline.kind
            && let Some(anchor) = target.anchor_mut()
            && let Some(slug) = anchor.strip_prefix(CHAPTER_LINK)
        {
            match self.tops.get(slug) {
                Some(top) => *anchor = top.clone(),
                None => {
                    let message = format!("the chapter `{slug}.md` has no heading that a link could go to");
                    let hint = "begin it with # and its title";
                    self.sink.push(Diagnostic::error(Code::MissingAnchor, span, message).hint(hint));
                    *anchor = slug.to_owned();
                }
            }
        }
        self.inside_inline(inline);
    }
}
