//! Reading the laid-out document: where anchors stand, what runs off its page and what runs into its neighbour.

use typst::foundations::{Label, NativeElement, Selector, Value};
use typst::introspection::Introspector;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::model::FigureElem;
use typst::syntax::Span;
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::emit::END;
use crate::model::{PageMap, PageRange};

/// Pages per anchor. An anchor without an end mark (a section without text, a table row) ends where it begins.
pub(super) fn page_map<'a>(document: &PagedDocument, anchors: impl Iterator<Item = &'a String>) -> PageMap {
    let introspector = document.introspector();
    let page = |name: &str| {
        let label = Label::new(PicoStr::intern(name))?;
        let element = introspector.query_first(&Selector::Label(label))?;
        introspector.position(element.location()?).map(|position| position.page.get())
    };
    let pages = anchors
        .filter_map(|anchor| {
            let first = page(anchor)?;
            let last = page(&format!("{anchor}{END}")).unwrap_or(first).max(first);
            Some((anchor.clone(), PageRange { first, last }))
        })
        .collect();
    PageMap { pages, count: document.pages().len() }
}

/// Text in the wrong place: the page's number, the text, and where it comes from, or what it meets there.
pub(super) type Misplaced = (usize, String, Vec<Span>);

/// Text that stands outside its page.
pub(super) fn off_page(document: &PagedDocument) -> Vec<Misplaced> {
    let mut found = Vec::new();
    for (at, page) in document.pages().iter().enumerate() {
        let size = page.frame.size();
        walk(&page.frame, Point::zero(), &mut |position, item| {
            let FrameItem::Text(text) = item else { return };
            // Half a point lets rounding and side bearings pass.
            let slack = Abs::pt(0.5);
            let (left, right) = (position.x, position.x + text.width());
            let inside =
                left >= -slack && right <= size.x + slack && position.y >= -slack && position.y <= size.y + slack;
            if !inside && !text.text.trim().is_empty() {
                found.push((at + 1, text.text.to_string(), vec![source(text)]));
            }
        });
    }
    found
}

fn source(text: &TextItem) -> Span {
    text.glyphs.first().map_or(Span::detached(), |glyph| glyph.span.0)
}

/// A run of text and the part of the page that its letters surely cover.
struct Ink<'a> {
    text: &'a TextItem,
    left: Abs,
    right: Abs,
    top: Abs,
    bottom: Abs,
}

/// Text printed over other text, e.g. a figure too wide for its table column. One finding for each text that others run
/// into.
pub(super) fn overprinted(document: &PagedDocument) -> Vec<Misplaced> {
    // Letters of any script fill at least this part of an em above the baseline, and Han characters a little below it.
    // Less than the font's own height: lines may stand close together without touching.
    let (above, below) = (0.6, 0.05);
    // Neighbours touch: kerning, squeezed punctuation and rounding move them by no more than this part of an em.
    let touch = 0.25;
    let mut found = Vec::new();
    for (at, page) in document.pages().iter().enumerate() {
        let mut inks = Vec::new();
        walk(&page.frame, Point::zero(), &mut |position, item| {
            let FrameItem::Text(text) = item else { return };
            if !text.text.trim().is_empty() {
                let (left, right) = (position.x, position.x + text.width());
                let (top, bottom) = (position.y - text.size * above, position.y + text.size * below);
                inks.push(Ink { text, left, right, top, bottom });
            }
        });
        inks.sort_by_key(|ink| ink.top);
        for (index, ink) in inks.iter().enumerate() {
            let near = inks[index + 1..].iter().take_while(|other| other.top < ink.bottom);
            let over = near.filter(|other| {
                let slack = ink.text.size.min(other.text.size) * touch;
                let side = ink.right.min(other.right) - ink.left.max(other.left);
                let height = ink.bottom.min(other.bottom) - other.top;
                side > slack && height > slack
            });
            // The longer one is the one that does not fit.
            for other in over {
                let (wide, narrow) = if other.text.width() > ink.text.width() { (other, ink) } else { (ink, other) };
                found.push((at + 1, wide.text.text.to_string(), vec![source(wide.text), source(narrow.text)]));
            }
        }
    }
    found.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
    found
}

/// Text that meets its neighbour on the line without a gap, a Latin letter or digit at either side, e.g. the figures of two
/// columns: the page's number, both texts, and where each comes from. Words of one line meet as well, so the caller
/// must know whether the two belong together.
pub(super) fn fused(document: &PagedDocument) -> Vec<(usize, String, [Span; 2])> {
    // A little more than the space between two words, which is a quarter of an em: less between two columns is none.
    let (gap, height) = (0.3, 0.1);
    let mut found = Vec::new();
    for (at, page) in document.pages().iter().enumerate() {
        let mut texts: Vec<(Point, &TextItem)> = Vec::new();
        walk(&page.frame, Point::zero(), &mut |position, item| {
            if let FrameItem::Text(text) = item {
                texts.push((position, text));
            }
        });
        texts.sort_by_key(|(a, _)| (a.y, a.x));
        for pair in texts.windows(2) {
            let [(left, one), (right, other)] = pair else { continue };
            let size = one.size.min(other.size);
            let distance = right.x - (left.x + one.width());
            let meet = distance < size * gap && distance > -size && (right.y - left.y).abs() < size * height;
            let ends = (one.text.chars().next_back(), other.text.chars().next());
            if meet
                && matches!(ends, (Some(end), Some(start)) if end.is_ascii_alphanumeric() && start.is_ascii_alphanumeric())
            {
                found.push((at + 1, format!("{}{}", one.text, other.text), [source(one), source(other)]));
            }
        }
    }
    found
}

/// The text of each page in the order it was set, without the spaces between its pieces.
pub(super) fn texts(document: &PagedDocument) -> Vec<String> {
    let text_of = |frame: &Frame| {
        let mut out = String::new();
        walk(frame, Point::zero(), &mut |_, item| {
            if let FrameItem::Text(text) = item {
                out.push_str(&text.text);
            }
        });
        out
    };
    document.pages().iter().map(|page| text_of(&page.frame)).collect()
}

/// All text of the document, turned and scaled text too, and the words for its pictures.
pub(super) fn whole_text(document: &PagedDocument) -> (String, String) {
    fn add(frame: &Frame, text: &mut String, alts: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(item) => text.push_str(&item.text),
                FrameItem::Group(group) => add(&group.frame, text, alts),
                FrameItem::Image(image, ..) => {
                    alts.push_str(image.alt().unwrap_or_default());
                    alts.push('\n');
                }
                _ => {}
            }
        }
    }
    let (mut text, mut alts) = (String::new(), String::new());
    document.pages().iter().for_each(|page| add(&page.frame, &mut text, &mut alts));
    // Drawings of a template are figures with their words.
    for figure in document.introspector().query(&Selector::Elem(FigureElem::ELEM, None)) {
        if let Ok(Value::Str(words)) = figure.get_by_name("alt") {
            alts.push_str(&words);
            alts.push('\n');
        }
    }
    (text, alts)
}

/// Calls `f` with every item and its position on the page. Turned or scaled parts are decoration and passed over.
fn walk<'a>(frame: &'a Frame, origin: Point, f: &mut dyn FnMut(Point, &'a FrameItem)) {
    for (position, item) in frame.items() {
        let position = origin + *position;
        match item {
            FrameItem::Group(group) if group.transform.is_only_translate() => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                walk(&group.frame, position + shift, f);
            }
            FrameItem::Group(_) => {}
            _ => f(position, item),
        }
    }
}
