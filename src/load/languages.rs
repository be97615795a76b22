//! Chapters in more than one language: `10-climate.en.md` beside `10-climate.md`.
//!
//! A file without a language is of the source edition. One with a language tag is the edition's that the tag serves (RFC
//! 4647 lookup), and its chapter is the source chapter of the same name: it takes over the anchors of that chapter's
//! headings, so that links, index and the switch between editions lead to the same places, and what it does not give
//! itself.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::yaml::tag_hint;
use crate::diag::{Code, Diagnostic, Sink, nearest};
use crate::model::{Block, BlockKind, Chapter, DisclosureRef, Edition, Origin, Report, Role, for_each_block};
use crate::source::{SourceId, Span, Spanned};

/// A chapter's file.
pub(crate) struct ChapterFile {
    /// The file.
    pub(crate) id: SourceId,
    /// What it is called in every language.
    pub(crate) slug: String,
    /// The edition it is written for.
    pub(crate) edition: Edition,
}

impl ChapterFile {
    /// Where a problem with the file as a whole is told.
    pub(crate) fn start(&self) -> Span {
        Span::new(self.id, 0..0)
    }
}

/// A file's name without `.md` as the chapter's name and the language tag behind it, if there is one: `10-climate.en`.
pub(crate) fn split(stem: &str) -> (&str, Option<&str>) {
    let parts = stem.rsplit_once('.').filter(|(slug, tag)| !slug.is_empty() && is_known(tag));
    parts.map_or((stem, None), |(slug, tag)| (slug, Some(tag)))
}

fn is_known(tag: &str) -> bool {
    Edition::served_by(tag).next().is_some()
}

/// Whether a part of a name can be a language tag: letters, of two or three at first, and what follows a hyphen.
fn may_be_tag(part: &str) -> bool {
    let mut parts = part.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The chapters that the files in `chapters/` are, in the order of the files. Reports names that say no edition, and two
/// files for one chapter.
pub(crate) fn files(names: &[(String, SourceId)], source: Edition, sink: &mut Sink) -> Vec<ChapterFile> {
    let stems: Vec<&str> = names.iter().map(|(name, _)| name.strip_suffix(".md").unwrap_or(name)).collect();
    let mut files: Vec<ChapterFile> = Vec::new();
    let mut by_name: HashMap<(String, Edition), Span> = HashMap::new();
    for (stem, (_, id)) in stems.iter().zip(names) {
        let start = Span::new(*id, 0..0);
        let (slug, tag) = split(stem);
        let edition = match tag {
            None => {
                // A dot may stand in a chapter's name, unless it is the other language of a chapter there is.
                let unknown = stem.rsplit_once('.').filter(|(slug, tag)| may_be_tag(tag) && stems.contains(slug));
                if let Some((_, tag)) = unknown {
                    let message = format!("no edition is written in `{tag}`, the language that this file's name says");
                    sink.push(Diagnostic::error(Code::UnknownEdition, start, message).hint(tag_hint(tag)));
                    continue;
                }
                source
            }
            Some(tag) => {
                let mut served = Edition::served_by(tag);
                match (served.next(), served.next()) {
                    (Some(edition), None) => edition,
                    (first, second) => {
                        let message = format!("`{tag}` in this file's name says more than one edition");
                        let both: Vec<String> =
                            first.into_iter().chain(second).map(|edition| format!("{slug}.{edition}.md")).collect();
                        let hint = format!("call it {}", both.join(" or "));
                        sink.push(Diagnostic::error(Code::UnknownEdition, start, message).hint(hint));
                        continue;
                    }
                }
            }
        };
        let file = ChapterFile { id: *id, slug: slug.to_owned(), edition };
        // Many systems take names that differ in capitals for one, and one page would be written over the other.
        match by_name.entry((slug.to_lowercase(), edition)) {
            Entry::Occupied(first) => sink.push(
                Diagnostic::error(Code::Duplicate, start, format!("there are two files for {slug} in {edition}"))
                    .label(*first.get(), "the first one")
                    .hint("keep one of them, or give one another name"),
            ),
            Entry::Vacant(free) => {
                free.insert(start);
                files.push(file);
            }
        }
    }
    files
}

/// Reports chapters that only some of the written editions have, and those that no edition of the report prints. `asked`
/// tells where report.yaml asks for an edition.
pub(crate) fn check(report: &Report, files: &[ChapterFile], asked: &dyn Fn(Edition) -> Option<Span>, sink: &mut Sink) {
    for_nobody(report, sink);
    let config = &report.config;
    let of = |edition: Edition| -> Vec<&ChapterFile> { files.iter().filter(|file| file.edition == edition).collect() };
    let source = of(config.source);
    for edition in config.editions.iter().copied().filter(|edition| *edition != config.source) {
        let own = of(edition);
        if report.origin(edition) == Origin::Written {
            lacking(&source, &own, edition, asked(edition), sink);
        }
        strangers(&source, &own, sink);
    }
    for edition in Edition::all().filter(|edition| *edition != config.source && !config.editions.contains(edition)) {
        let own = of(edition);
        if let Some(first) = own.first() {
            let message = format!("the report has no edition {edition}, so nobody reads this file");
            let more = if own.len() > 1 { format!(" and {} more", own.len() - 1) } else { String::new() };
            let diagnostic = Diagnostic::warning(Code::MissingChapter, first.start(), message + &more);
            sink.push(diagnostic.hint(format!("add {edition} to `editions` in report.yaml, or take the file away")));
        }
    }
}

/// Reports blocks that are for none of the report's editions.
fn for_nobody(report: &Report, sink: &mut Sink) {
    let written = report.translations.iter().flat_map(|translation| &translation.chapters);
    for chapter in report.chapters.iter().chain(written) {
        for_each_block(&chapter.blocks, &mut |block| {
            let BlockKind::Only(only) = &block.kind else { return };
            // Of tags that nobody knows it was told.
            if let (Some(first), false) =
                (only.editions.first(), only.editions.iter().any(|edition| report.config.editions.contains(edition)))
            {
                let message = format!("the report has no edition {first}, so nobody reads this block");
                let hint = format!("add {first} to `editions` in report.yaml, or take the block away");
                sink.push(Diagnostic::warning(Code::LostText, block.span, message).hint(hint));
            }
        });
    }
}

/// Chapters of the source that a written edition does not have.
fn lacking(source: &[&ChapterFile], own: &[&ChapterFile], edition: Edition, asked: Option<Span>, sink: &mut Sink) {
    if own.is_empty() {
        let name = source.first().map_or("01-about", |first| first.slug.as_str());
        let message = format!("no chapter is written in {edition}");
        let hint = format!("write content/chapters/{name}.{edition}.md and so on, or take {edition} out of `editions`");
        return sink.push(Diagnostic::error(Code::MissingChapter, asked, message).hint(hint));
    }
    for file in source.iter().filter(|file| own.iter().all(|own| own.slug != file.slug)) {
        let message = format!("this chapter is not written in {edition}, which leaves it out");
        let hint = format!("write content/chapters/{}.{edition}.md", file.slug);
        let diagnostic = Diagnostic::warning(Code::MissingChapter, file.start(), message).hint(hint);
        sink.push(match asked {
            Some(asked) => diagnostic.label(asked, "the edition is asked for here"),
            None => diagnostic,
        });
    }
}

/// Chapters of another edition that are nobody's translation.
fn strangers(source: &[&ChapterFile], own: &[&ChapterFile], sink: &mut Sink) {
    for file in own.iter().filter(|file| source.iter().all(|source| source.slug != file.slug)) {
        let message = format!("no chapter of the source edition is called {}", file.slug);
        let diagnostic = Diagnostic::warning(Code::MissingChapter, file.start(), message)
            .hint("give the file the name of the chapter that it translates, with its language behind");
        let similar = nearest(&file.slug, source.iter().map(|source| source.slug.as_str()));
        sink.push(match similar.and_then(|slug| source.iter().find(|source| source.slug == slug)) {
            Some(similar) => diagnostic.label(similar.start(), "this one?"),
            None => diagnostic,
        });
    }
}

/// What two languages of a chapter have in common, in order: headings, components, tables and pictures.
#[derive(Clone)]
struct Landmark {
    kind: Kind,
    anchor: Option<String>,
    disclose: Vec<Spanned<DisclosureRef>>,
}

#[derive(Clone, PartialEq)]
enum Kind {
    Heading(u8),
    Component(String),
    Table,
    Picture,
}

fn kind(block: &Block) -> Option<Kind> {
    match &block.kind {
        BlockKind::Heading { level, .. } => Some(Kind::Heading(*level)),
        BlockKind::Component(component) => Some(Kind::Component(component.name.node.clone())),
        BlockKind::Table(_) => Some(Kind::Table),
        BlockKind::Picture(_) => Some(Kind::Picture),
        _ => None,
    }
}

/// Calls `f` with every landmark. What stands in one edition only has none: it is nobody's translation.
fn landmarks(blocks: &mut [Block], f: &mut dyn FnMut(Kind, &mut Block)) {
    for block in blocks {
        if let Some(kind) = kind(block) {
            f(kind, block);
        }
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| landmarks(item, f)),
            BlockKind::Quote(inner) => landmarks(inner, f),
            BlockKind::Component(component) => landmarks(&mut component.body, f),
            _ => {}
        }
    }
}

fn listed(chapter: &mut Chapter) -> Vec<Landmark> {
    let mut list = Vec::new();
    landmarks(&mut chapter.blocks, &mut |kind, block| {
        list.push(Landmark { kind, anchor: block.anchor.clone(), disclose: block.disclose.clone() });
    });
    list
}

/// Gives a chapter what it takes over from the source chapter, whose anchors are all set: the anchor and the disclosures
/// of each heading and component that has none, its role, goals and picture.
///
/// A landmark is the one of the source that has its name, and without a name the one at its place among those of its
/// kind.
pub(crate) fn take_over(own: &mut Chapter, source: &Chapter, sink: &mut Sink) {
    let (theirs, ours) = (listed(&mut source.clone()), listed(own));
    let named: HashMap<&str, usize> =
        ours.iter().enumerate().filter_map(|(at, mark)| Some((mark.anchor.as_deref()?, at))).collect();
    let same = |ours_at: usize, theirs: &Landmark| match &ours[ours_at].anchor {
        Some(name) => theirs.anchor.as_ref() == Some(name),
        // What is somebody else's by name is not taken by place.
        None => {
            ours[ours_at].kind == theirs.kind
                && !theirs.anchor.as_deref().is_some_and(|anchor| named.contains_key(anchor))
        }
    };
    let pairs = paired(ours.len(), theirs.len(), &|a, b| same(a, &theirs[b]));
    let mut at = 0;
    landmarks(&mut own.blocks, &mut |_, block| {
        if let Some(theirs) = pairs[at].map(|at| &theirs[at]) {
            block.anchor = block.anchor.take().or_else(|| theirs.anchor.clone());
            if block.disclose.is_empty() {
                block.disclose.clone_from(&theirs.disclose);
            }
        }
        at += 1;
    });
    if own.role == Role::Chapter {
        own.role = source.role;
    } else if own.role != source.role {
        let (start, other) = (Span::new(own.source, 0..0), Span::new(source.source, 0..0));
        let diagnostic = Diagnostic::error(Code::BadValue, start, "this chapter has another `role` than its source");
        sink.push(diagnostic.label(other, "the source chapter").hint("leave `role` out here: it is taken over"));
    }
    if own.sdgs.is_empty() {
        own.sdgs.clone_from(&source.sdgs);
    }
    if own.image.is_none() {
        own.image.clone_from(&source.image);
    }
}

/// The longest common subsequence of two lists: for each of the first list's items, its partner in the second.
fn paired(ours: usize, theirs: usize, same: &dyn Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut lengths = vec![vec![0u32; theirs + 1]; ours + 1];
    for a in (0..ours).rev() {
        for b in (0..theirs).rev() {
            lengths[a][b] = match same(a, b) {
                true => lengths[a + 1][b + 1] + 1,
                false => lengths[a + 1][b].max(lengths[a][b + 1]),
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = vec![None; ours];
    while a < ours && b < theirs {
        if same(a, b) && lengths[a][b] == lengths[a + 1][b + 1] + 1 {
            pairs[a] = Some(b);
            (a, b) = (a + 1, b + 1);
        } else if lengths[a + 1][b] >= lengths[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}
