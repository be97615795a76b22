//! Markdown → blocks and inline runs: the only home of the Markdown library.

mod block;
mod component;
mod emphasis;
mod inline;
mod otherwise;
mod table;
mod whole;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use indexmap::IndexMap;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::attributes::{self, Attributes};
use super::images::Images;
use super::mask::{self, Masked};
use super::slice::{Piece, Slice};
use super::yaml;
use crate::component::Schemas;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Block, DisclosureRef, Edition, Footnote, Image, Inline, InlineKind, Visit as _, plain_text};
use crate::source::{Span, Spanned};

/// The folder that image paths of chapters may be relative to, below the content folder.
pub(crate) const CHAPTER_FOLDER: &str = "chapters";

/// What parsing needs to know, and what it finds out, over all chapters.
pub(crate) struct Context<'c> {
    /// Components.
    pub(crate) schemas: &'c Schemas,
    /// Language of plain texts.
    pub(crate) edition: Edition,
    /// File names of all chapters, for links between them.
    pub(crate) chapters: &'c [String],
    /// Images.
    pub(crate) images: Images,
    /// Every `#id`, in reading order.
    pub(crate) ids: Vec<Spanned<String>>,
    /// Years of components that were written as financial ones, 2024/25.
    pub(crate) split: Vec<Spanned<String>>,
    /// Problems.
    pub(crate) sink: &'c mut Sink,
    /// Footnotes of the chapter at hand.
    notes: Notes,
    /// Whether the text of a chapter is read, which may have footnotes: front matter and other files have none.
    is_chapter: bool,
}

/// Footnotes of one file.
#[derive(Debug, Default)]
struct Notes {
    /// Labels that have a definition.
    defined: HashMap<String, Span>,
    /// Texts, as the definitions are read.
    texts: HashMap<String, (Spanned<String>, Vec<Inline>)>,
    /// Labels in the order of first use.
    used: IndexMap<String, Span>,
}

/// Marks an anchor that stands for a whole chapter until `anchors` knows the chapter's first anchor.
pub(crate) const CHAPTER_LINK: &str = "\u{0}chapter:";

/// A document's blocks and footnotes.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Blocks.
    pub(crate) blocks: Vec<Block>,
    /// Footnotes by first use.
    pub(crate) footnotes: Vec<Footnote>,
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

impl<'c> Context<'c> {
    /// A context before the first chapter.
    pub(crate) fn new(
        schemas: &'c Schemas,
        edition: Edition,
        chapters: &'c [String],
        images: Images,
        sink: &'c mut Sink,
    ) -> Self {
        let (ids, split) = Default::default();
        Self { schemas, edition, chapters, images, ids, split, sink, notes: Notes::default(), is_chapter: false }
    }

    /// Parses one file's Markdown, which begins at `from`.
    pub(crate) fn document(&mut self, slice: &Slice<'_>, from: usize) -> Document {
        self.notes = Notes::default();
        self.is_chapter = true;
        let told = self.sink.iter().count();
        let masked = mask::document(slice, from, self.sink);
        for label in &masked.definitions {
            let span = slice.span(label.clone());
            let name = slice.text[label.clone()].to_owned();
            if let Some(first) = self.notes.defined.get(&name) {
                let message = format!("the footnote [^{name}] is defined twice");
                self.sink.push(Diagnostic::error(Code::Duplicate, span, message).label(*first, "first defined here"));
            } else {
                self.notes.defined.insert(name, span);
            }
        }
        let mut build = Build::new(slice, &masked, self);
        let blocks = build.blocks();
        build.check_fences();
        build.check_addresses();
        build.check_titles();
        if whole::is_silent(build.cx.sink, told) {
            let mut read = whole::Read::default();
            blocks.iter().for_each(|block| read.block(block));
            build.cx.notes.texts.values().for_each(|(_, text)| read.line(text));
            build.all_is_read(from, read.0);
        }
        self.is_chapter = false;
        Document { blocks, footnotes: self.footnotes(&masked, slice) }
    }

    /// Parses a single line of text, e.g. a title.
    pub(crate) fn line(&mut self, slice: &Slice<'_>) -> Vec<Inline> {
        let masked = mask::line(slice, self.sink);
        let mut build = Build::new(slice, &masked, self);
        let line = build.lines_only();
        build.check_titles();
        line
    }

    /// The footnotes in the order of first use; those never used are reported.
    fn footnotes(&mut self, masked: &Masked, slice: &Slice<'_>) -> Vec<Footnote> {
        let mut notes = std::mem::take(&mut self.notes);
        for label in &masked.definitions {
            let name = &slice.text[label.clone()];
            if !notes.used.contains_key(name) {
                let message = format!("no mark [^{name}] refers to this footnote");
                self.sink.push(
                    Diagnostic::warning(Code::UnusedFootnote, slice.span(label.clone()), message)
                        .hint(format!("put [^{name}] behind the word it explains, or remove the footnote")),
                );
            }
        }
        let used = std::mem::take(&mut notes.used);
        used.into_iter()
            .map(|(name, span)| {
                let (label, inlines) =
                    notes.texts.remove(&name).unwrap_or_else(|| (Spanned::new(name, span), Vec::new()));
                Footnote { label, number: (), inlines }
            })
            .collect()
    }

    /// Takes in `#id` and `disclose` of a block.
    fn names(&mut self, attributes: &mut Attributes) -> (Option<String>, Vec<Spanned<DisclosureRef>>) {
        let disclose = attributes.take("disclose");
        let disclose = disclose.map(|list| yaml::parse_disclosures(&list, self.sink)).unwrap_or_default();
        let anchor = attributes.id.take().map(|id| {
            let anchor = id.node.clone();
            self.ids.push(id);
            anchor
        });
        (anchor, disclose)
    }
}

/// Builds blocks from the parser's events.
struct Build<'b, 'c> {
    slice: &'b Slice<'b>,
    masked: &'b Masked,
    events: Vec<(Event<'b>, Range<usize>)>,
    /// Where `[label]: address` lines stand in the copy.
    addresses: Vec<Range<usize>>,
    /// Those of them that no link has.
    unused: Vec<Range<usize>>,
    at: usize,
    /// Which `:::` lines the parser has come across.
    met: Vec<bool>,
    /// How many quotations, lists, divs and links stand around the place at hand.
    level: usize,
    /// Whether the place at hand is in a table.
    in_table: bool,
    /// Titles of links and images that nobody has taken as a caption, and where what they belong to stands.
    titles: Vec<(String, Range<usize>)>,
    /// Where the first of each HTML element begins, by its name; looked for when first asked.
    elements: OnceCell<HashMap<&'b str, usize>>,
    cx: &'b mut Context<'c>,
}

/// Things within one another that are read: more than a page has room for, and less than any walk over them can bear.
const MOST_LEVELS: usize = 20;

/// A div that is open.
struct Frame {
    fence: usize,
    blocks: Vec<Block>,
}

impl<'b, 'c> Build<'b, 'c> {
    fn new(slice: &'b Slice<'_>, masked: &'b Masked, cx: &'b mut Context<'c>) -> Self {
        let mut parser = Parser::new_ext(&masked.text, options()).into_offset_iter();
        let events: Vec<(Event<'_>, Range<usize>)> = parser.by_ref().collect();
        let definitions = parser.reference_definitions();
        let addresses = definitions.iter().map(|(_, found)| found.span.clone()).collect();
        let used: HashSet<&Range<usize>> =
            events.iter().filter_map(|(event, _)| Some(&definitions.get(label(event)?)?.span)).collect();
        let unused = definitions.iter().map(|(_, found)| &found.span).filter(|span| !used.contains(span));
        let mut unused: Vec<Range<usize>> = unused.cloned().collect();
        unused.sort_by_key(|span| span.start);
        Self {
            slice,
            masked,
            events,
            addresses,
            unused,
            at: 0,
            met: vec![false; masked.fences.len()],
            level: 0,
            in_table: false,
            titles: Vec::new(),
            elements: OnceCell::new(),
            cx,
        }
    }

    /// The original's text.
    fn original(&self) -> &'b str {
        let slice: &'b Slice<'b> = self.slice;
        &slice.text
    }

    /// Whether an HTML element of this name begins before a place of the original.
    fn begins_before(&self, name: &str, place: usize) -> bool {
        let elements = self.elements.get_or_init(|| {
            let text = self.original();
            let mut first = HashMap::new();
            for (at, sign) in text.match_indices('<') {
                let rest = &text[at + sign.len()..];
                let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
                first.entry(&rest[..length]).or_insert(at);
            }
            first
        });
        elements.get(name).is_some_and(|at| *at < place)
    }

    /// Reports lines that give the address of a link and that no link has: `[註]: …` was meant for a note.
    fn check_addresses(&mut self) {
        for range in std::mem::take(&mut self.unused) {
            let message = "this line is printed nowhere: it gives the address of a link, and no link has it";
            let hint = "write [^name]: … for a footnote, \\[ where a bracket is meant";
            self.error(Code::Markup, &trim_end(&self.masked.text, &range), message, hint);
        }
    }

    /// Reports titles that are no caption: of links, and of pictures within a line.
    fn check_titles(&mut self) {
        for (title, place) in std::mem::take(&mut self.titles) {
            self.lost_title(self.find(&title, &place).whole());
        }
    }

    fn lost_title(&mut self, place: Span) {
        let hint = "write it among the words; a picture has words below it where it stands in a paragraph of its own";
        let message = "this text would be printed nowhere: the title of a link or of a picture in a line";
        self.cx.sink.push(Diagnostic::error(Code::LostText, place, message).hint(hint));
    }

    /// From the copy's offsets to the original's.
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        range.start.saturating_sub(self.masked.prefix)..range.end.saturating_sub(self.masked.prefix)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.slice.span(self.range(range))
    }

    fn error(&mut self, code: Code, range: &Range<usize>, message: &str, hint: &str) {
        let span = self.span(range);
        self.cx.sink.push(Diagnostic::error(code, span, message).hint(hint));
    }

    /// Where a text that the parser took out of `range` stands, e.g. a title or a path.
    fn find(&self, text: &str, range: &Range<usize>) -> Slice<'static> {
        // The last occurrence: titles and paths stand behind the text they go with.
        match self.masked.text[range.clone()].rfind(text) {
            Some(at) => {
                let found = range.start + at..range.start + at + text.len();
                self.slice.part(self.range(&found))
            }
            // Escapes and entities were taken out: all that is known is the whole.
            None => {
                let pieces = vec![Piece::escape(0, self.span(range).range())];
                Slice::with_pieces(self.slice.source, text.to_owned(), pieces)
            }
        }
    }

    /// Whether one more thing may begin within those around it; told if not. [`Build::leave`] ends it.
    fn enter(&mut self, span: Span) -> bool {
        self.level += 1;
        if self.level == MOST_LEVELS + 1 {
            self.too_deep(span);
        }
        self.level <= MOST_LEVELS
    }

    fn leave(&mut self) {
        self.level -= 1;
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("more than {MOST_LEVELS} things stand within one another here");
        let hint = "take some of the quotations, lists, blocks or marks around it away";
        self.cx.sink.push(Diagnostic::error(Code::Markup, span, message).hint(hint));
    }

    /// Steps over the container at hand and all that is in it.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some((event, _)) = self.events.get(self.at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// The attributes masked inside a block.
    fn attributes_in(&mut self, range: &Range<usize>) -> Attributes {
        let own = self.range(range);
        let list = &self.masked.attributes;
        let at = list.partition_point(|(place, _)| place.start < own.start);
        // Blocks end before the blanks that cover the attributes, so the line's end decides.
        let line_end = self.original()[own.end..].find('\n').map_or(self.original().len(), |length| own.end + length);
        let line_end = if self.original()[..own.end].ends_with('\n') { own.end } else { line_end };
        list.get(at).filter(|(place, _)| place.start < line_end).map(|(_, found)| found.clone()).unwrap_or_default()
    }

    /// Reports the attributes that nobody took.
    fn no_more(&mut self, attributes: &Attributes, known: &[&str]) {
        for (key, _) in &attributes.pairs {
            self.cx.sink.push(attributes::unknown(key, known));
        }
        for class in &attributes.classes {
            let message = format!("`.{}` has no meaning here", class.node);
            self.cx.sink.push(Diagnostic::error(Code::Markup, class.span, message).hint("remove it"));
        }
    }
}

/// Checks an image and the words for it. `hint` says where these are written.
pub(crate) fn image(
    path: &Slice<'_>,
    alt: Vec<Inline>,
    whole: Span,
    hint: impl FnOnce() -> String,
    cx: &mut Context<'_>,
) -> Option<Image> {
    let blank = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty());
    let words = plain_text(&alt);
    if alt.iter().all(blank) {
        cx.sink.push(
            Diagnostic::error(Code::MissingAlt, whole, "the image has no words for those who cannot see it")
                .hint(hint()),
        );
    } else if names_file(&words) {
        let message = format!("`{}` tells nothing to those who cannot see the image: a file's name", words.trim());
        cx.sink.push(Diagnostic::warning(Code::MissingAlt, whole, message).hint(hint()));
    }
    let span = path.whole();
    let (path, size) = cx.images.find(&path.text, CHAPTER_FOLDER, span, cx.sink)?;
    Some(Image { path, span, alt, size })
}

/// Whether words for an image are what a camera or a word processor calls the file: image1, IMG_0042, 圖片 3, a.jpg.
fn names_file(alt: &str) -> bool {
    const NAMES: [&str; 20] = [
        "image",
        "img",
        "picture",
        "pic",
        "photo",
        "dsc",
        "dscn",
        "dscf",
        "pxl",
        "screenshot",
        "untitled",
        "wechatimg",
        "mmexport",
        "圖片",
        "图片",
        "圖像",
        "图像",
        "照片",
        "相片",
        "截圖",
    ];
    const ENDINGS: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];
    let name = alt.trim().to_lowercase();
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '(' | ')'));
    NAMES.contains(&bare) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// The label of the address that a link or an image has elsewhere.
fn label<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Start(
            Tag::Link { link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut, id, .. }
            | Tag::Image { link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut, id, .. },
        ) => Some(id),
        _ => None,
    }
}

/// Whether a tag is inline markup.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
}

/// The range without white space at its end.
fn trim_end(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].trim_end().len()
}

/// Appends text, in one run with what stands before it.
fn push_text(out: &mut Vec<Inline>, text: &str, span: Span) {
    match out.last_mut() {
        Some(Inline { kind: InlineKind::Text(before), span: place }) => {
            before.push_str(text);
            *place = place.to(span);
        }
        _ => out.push(Inline::text(text, span)),
    }
}

/// Takes `length` bytes off the start of a text.
fn drop_start(inlines: &mut Vec<Inline>, length: usize) {
    let Some(Inline { kind: InlineKind::Text(text), span }) = inlines.first_mut() else { return };
    let length = length.min(text.len());
    text.drain(..length);
    span.start = (span.start + u32::try_from(length).unwrap_or_default()).min(span.end);
    if text.is_empty() {
        inlines.remove(0);
    }
}
