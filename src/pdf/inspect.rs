//! Reading the laid-out document: where anchors stand, and what runs off its page.

use typst::foundations::{Label, Selector};
use typst::introspection::Introspector;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::syntax::Span;
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

/// Text that stands outside its page: the page's number, the text, and where it comes from.
pub(super) fn off_page(document: &PagedDocument) -> Vec<(usize, String, Span)> {
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
                let span = text.glyphs.first().map_or(Span::detached(), |glyph| glyph.span.0);
                found.push((at + 1, text.text.to_string(), span));
            }
        });
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

/// Calls `f` with every item and its position on the page. Turned or scaled parts are decoration and passed over.
fn walk(frame: &Frame, origin: Point, f: &mut dyn FnMut(Point, &FrameItem)) {
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
