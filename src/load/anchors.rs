//! Gives every heading and every disclosing block its anchor: unique in the report, the same in every edition.

use std::collections::{HashMap, HashSet};

use super::markdown::CHAPTER_LINK;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Block, BlockKind, Chapter, InlineKind, LinkTarget, plain_text, walk};
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
            walk(&chapter.blocks, &mut |block| anchors.extend(block.anchor.clone()));
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
    let mut taken: Taken = ids.iter().map(|id| (id.node.clone(), SECOND)).collect();
    taken.extend(known.anchors.iter().map(|anchor| (anchor.clone(), SECOND)));
    for chapter in chapters.iter_mut() {
        let mut count = 0;
        name(&mut chapter.blocks, &chapter.slug, &mut count, &mut taken);
    }
    let mut all_tops = known.tops.clone();
    all_tops.extend(tops(chapters));
    for chapter in chapters {
        chapter.for_each_line(&mut |line| line.iter_mut().for_each(|inline| chapter_links(inline, &all_tops, sink)));
    }
}

fn tops(chapters: &[Chapter]) -> impl Iterator<Item = (String, String)> {
    chapters.iter().filter_map(|chapter| Some((chapter.slug.clone(), first_anchor(&chapter.blocks)?.to_owned())))
}

fn name(blocks: &mut [Block], slug: &str, count: &mut usize, taken: &mut Taken) {
    for block in blocks {
        if block.anchor.is_none() {
            if let BlockKind::Heading { inlines, .. } = &block.kind {
                block.anchor = Some(unique(slug_of(&plain_text(inlines)), taken));
            } else if !block.disclose.is_empty() {
                *count += 1;
                block.anchor = Some(unique(format!("{}-b{count}", slug_of(slug)), taken));
            }
        }
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| name(item, slug, count, taken)),
            BlockKind::Quote(inner) | BlockKind::Only { blocks: inner, .. } => name(inner, slug, count, taken),
            BlockKind::Component(component) => name(&mut component.body, slug, count, taken),
            _ => {}
        }
    }
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

fn first_anchor(blocks: &[Block]) -> Option<&str> {
    blocks.iter().find_map(|block| {
        block.anchor.as_deref().or_else(|| match &block.kind {
            BlockKind::Component(component) => first_anchor(&component.body),
            BlockKind::Quote(inner) | BlockKind::Only { blocks: inner, .. } => first_anchor(inner),
            _ => None,
        })
    })
}

/// Points links to a chapter at its first anchor.
fn chapter_links(inline: &mut crate::model::Inline, tops: &HashMap<String, String>, sink: &mut Sink) {
    let span = inline.span;
    if let InlineKind::Link { target: LinkTarget::Anchor(anchor), .. } = &mut inline.kind
        && let Some(slug) = anchor.strip_prefix(CHAPTER_LINK)
    {
        match tops.get(slug) {
            Some(top) => *anchor = top.clone(),
            None => {
                let message = format!("the chapter `{slug}.md` has no heading that a link could go to");
                sink.push(Diagnostic::error(Code::MissingAnchor, span, message).hint("begin it with # and its title"));
                *anchor = slug.to_owned();
            }
        }
    }
    for inner in inline.children_mut().into_iter().flatten() {
        chapter_links(inner, tops, sink);
    }
}
