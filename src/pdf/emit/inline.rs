//! Inline content, as string expressions.

use std::fmt::Write as _;
use std::slice;

use super::joined::{How, Piece, Whole, pieces};
use super::syntax::string;
use super::{Around, Writer, image_file};
use crate::model::printed::{Image, Inline, InlineKind};
use crate::model::{LinkTarget, Script, plain_text};
use crate::source::Span;

impl Writer<'_> {
    /// `[…]`
    pub(super) fn content(&mut self, inlines: &[Inline]) {
        self.out.push('[');
        self.inlines(inlines);
        self.out.push(']');
    }

    /// `[…]` or `none`
    pub(super) fn optional(&mut self, inlines: Option<&[Inline]>) {
        match inlines {
            Some(inlines) => self.content(inlines),
            None => self.out.push_str("none"),
        }
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        let text_of = |at: usize| match &inlines[at].kind {
            // These are not written as text.
            InlineKind::Code(_) | InlineKind::Image(_) => String::new(),
            _ => plain_text(slice::from_ref(&inlines[at])),
        };
        let around = std::mem::take(&mut self.around);
        for (at, inline) in inlines.iter().enumerate() {
            let before = match at.checked_sub(1) {
                None => around.before,
                Some(before) => text_of(before).chars().next_back(),
            };
            let behind = if at + 1 == inlines.len() { around.behind.clone() } else { text_of(at + 1) };
            self.around = Around { before, behind };
            let start = self.out.len();
            self.inline(inline);
            self.map.add(start..self.out.len(), inline.span);
        }
        self.around = Around::default();
    }

    pub(super) fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::Own(figure) => self.text(&figure.print.to_string()),
            InlineKind::Emph(inner) => self.call("emph", inner),
            InlineKind::Strong(inner) => self.call("strong", inner),
            InlineKind::Strike(inner) => self.call("strike", inner),
            InlineKind::Sub(inner) => self.call("sub", inner),
            InlineKind::Super(inner) => self.call("super", inner),
            InlineKind::Code(text) => {
                let _ = write!(self.out, "#raw({});", string(text));
            }
            InlineKind::Link { target, content } => {
                let target = match target {
                    LinkTarget::Url(url) => string(url),
                    LinkTarget::Anchor(anchor) => format!("label({})", string(anchor)),
                    LinkTarget::Page(anchor) => {
                        let _ = write!(self.out, "#page-of(doc, {});", string(anchor));
                        return;
                    }
                };
                self.call(&format!("link({target})"), content);
            }
            InlineKind::Image(image) => {
                self.out.push_str("#inline-picture(");
                self.image(image);
                self.out.push_str(");");
            }
            InlineKind::Footnote(at) => self.footnote(*at),
            InlineKind::Break => self.out.push_str("#linebreak();"),
        }
    }

    /// Text as string expressions. The CJK fonts have no subscript characters, which CO₂ and NOₓ need: those are set as
    /// ordinary ones, lowered.
    pub(super) fn text(&mut self, text: &str) {
        let Around { mut before, behind } = std::mem::take(&mut self.around);
        // What stands with the figure before it already.
        let mut rest = text.strip_prefix(&*std::mem::take(&mut self.held)).unwrap_or(text);
        while let Some((at, letter)) = rest.char_indices().find_map(|(at, c)| Some((at, lowered(c)?))) {
            self.plain(&rest[..at], before, "");
            let _ = write!(self.out, "#sub[#{};];", string(letter));
            rest = &rest[at + rest[at..].chars().next().map_or(0, char::len_utf8)..];
            before = None;
        }
        self.plain(rest, before, &behind);
    }

    /// A part of a text. What a line must not part stands in boxes, in an edition that has no blanks to bind by.
    fn plain(&mut self, text: &str, before: Option<char>, behind: &str) {
        let script = self.doc.edition.script();
        if !script.is_ideographic() {
            return self.run(text);
        }
        let how = How { centred: script == Script::Traditional, whole_words: self.whole_words };
        for piece in pieces(text, before, behind, how) {
            match piece {
                Piece::Plain(text) => self.run(text),
                Piece::Tight(mark) => {
                    let _ = write!(self.out, "#tight[#{};];", string(mark));
                }
                Piece::Whole(Whole { text, marks, gaps: (before, behind) }) => {
                    let boxed = string(&format!("{text}{marks}"));
                    let _ = match (before, behind) {
                        (false, false) => write!(self.out, "#box[#{boxed};];"),
                        (_, false) => write!(self.out, "#figure-of(before: {before})[#{boxed};];"),
                        (_, true) => write!(self.out, "#figure-of(before: {before}, behind: true)[#{boxed};];"),
                    };
                    marks.clone_into(&mut self.held);
                }
            }
        }
    }

    /// A space of no width lets a line break and is no character: copied, an address is as it was typed. The hyphens of
    /// an address are its own, so what holds one stands in a box.
    fn run(&mut self, text: &str) {
        for (text, is_address) in addresses(text, self.is_narrow) {
            let (marks, longest) = match is_address {
                true if self.is_narrow => ("/.?&=@_-", LONGEST_NARROW),
                true => ("/.?&=@", LONGEST),
                false => ("/-_.?&=,:;@", LONGEST),
            };
            for (at, part) in parts(text, marks, longest).into_iter().enumerate() {
                let part = string(part);
                let part = if is_address { format!("#box[#{part}]") } else { format!("#{part}") };
                let _ = write!(self.out, "{}{part};", if at > 0 { "#h(0pt);" } else { "" });
            }
        }
    }

    /// `[…]` around plain text.
    pub(super) fn text_content(&mut self, text: &str) {
        self.out.push('[');
        self.text(text);
        self.out.push(']');
    }

    pub(super) fn call(&mut self, function: &str, inner: &[Inline]) {
        let _ = write!(self.out, "#{function}");
        self.content(inner);
        self.out.push(';');
    }

    /// The number is the model's, so that PDF and web pages agree whatever order Typst lays notes out in.
    pub(super) fn footnote(&mut self, at: usize) {
        let Some(note) = self.chapter.footnotes.get(at) else { return };
        let label = format!("footnote-{}", note.number);
        if std::mem::replace(&mut self.noted[at], true) {
            let _ = write!(self.out, "#footnote(label({}));", string(&label));
            return;
        }
        // The blank keeps the mark from the word before it where text is copied.
        let _ = write!(self.out, "#footnote(numbering: (..) => {}, ", string(&format!("\u{a0}{}", note.number)));
        self.content(&note.inlines);
        let _ = write!(self.out, ")#label({});", string(&label));
    }

    pub(super) fn image(&mut self, image: &Image) {
        self.image_path(image);
        let _ = write!(self.out, ", alt: {}", string(&plain_text(&image.alt)));
    }

    pub(super) fn image_path(&mut self, image: &Image) {
        self.literal(&format!("/{}", image_file(image)), image.span);
        self.emitted.images.entry(image_file(image)).or_insert(image.span);
    }

    /// A string in code, with its place.
    pub(super) fn literal(&mut self, text: &str, span: Span) {
        let start = self.out.len();
        self.out.push_str(&string(text));
        self.map.add(start..self.out.len(), span);
    }
}

/// A text in pieces, with whether a piece is an address with hyphens, or `any`: of mail, or of a page. What no line may begin
/// with stands with it.
pub(super) fn addresses(text: &str, any: bool) -> Vec<(&str, bool)> {
    let is_address = |word: &str| {
        let is_one = word.contains('@') || word.contains("://") || word.starts_with("www.");
        (any || word.contains('-')) && (is_one || word.contains('.') && word.contains('/') && word.contains('-'))
    };
    let mut out = Vec::new();
    let (mut start, mut from) = (0, 0);
    for piece in text.split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_graphic());
        if is_address(word) {
            out.extend(Some((&text[start..from], false)).filter(|(before, _)| !before.is_empty()));
            let end = from + if piece.ends_with(['；', '：', '！', '？']) { piece.len() } else { word.len() };
            out.push((&text[from..end], true));
            start = end;
        }
        from += piece.len();
    }
    out.extend(Some((&text[start..], false)).filter(|(rest, _)| !rest.is_empty()));
    out
}

/// Letters of the longest words that stay whole; in a narrow place, of the longest parts of an address. Columns of text are as
/// wide as the one, cards of five and cells of seven as the other.
const LONGEST: usize = 28;
const LONGEST_NARROW: usize = 14;

/// A text in the pieces between which a word that is wider than any column may break: after one of `marks`, and anywhere
/// in what is longer still.
pub(super) fn parts<'t>(text: &'t str, marks: &str, longest: usize) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut start, mut from) = (0, 0);
    for piece in text.split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_graphic());
        // What of the word stands in the piece at hand.
        let mut begin = 0;
        for (at, character) in word.char_indices() {
            let may_break = marks.contains(character) && !word[at + character.len_utf8()..].starts_with('/')
                || at + 1 - begin >= longest;
            if may_break && word.len() - begin > longest && at + 1 < word.len() {
                begin = at + 1;
                parts.push(&text[start..from + begin]);
                start = from + begin;
            }
        }
        from += piece.len();
    }
    parts.extend(Some(&text[start..]).filter(|rest| !rest.is_empty()));
    parts
}

/// The character that a subscript (Unicode block "Superscripts and Subscripts", U+2080 to U+209C) lowers.
pub(super) fn lowered(c: char) -> Option<&'static str> {
    const FIRST: usize = 0x2080;
    // U+208F is not assigned.
    const CHARACTERS: [&str; 29] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "−", "=", "(", ")", "", //
        "a", "e", "o", "x", "ə", "h", "k", "l", "m", "n", "p", "s", "t",
    ];
    CHARACTERS.get((c as usize).checked_sub(FIRST)?).copied().filter(|plain| !plain.is_empty())
}
