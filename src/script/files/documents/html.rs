//! Language in a page: its text, and the attributes that a reader sees or hears.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use html5gum::{DefaultEmitter, Emitter, ForwardingEmitter, Readable as _, Reader, StringReader, Token, Tokenizer};
use indexmap::IndexMap;

use super::{Found, language, tag};
use crate::model::Edition;

/// Elements within a line: they part no word.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label",
    "mark", "nobr", "q", "rb", "ruby", "s", "script", "slot", "small", "span", "strike", "strong", "style", "sub",
    "sup", "time", "tspan", "tt", "u", "wbr",
];

/// Elements within a line that part what stands beside them. Any other element is a paragraph by itself.
const OBJECTS: [&str; 18] = [
    "audio", "br", "button", "canvas", "code", "embed", "iframe", "img", "input", "kbd", "math", "meter", "object",
    "progress", "samp", "select", "svg", "video",
];

/// Elements whose insides are no language.
const NO_LANGUAGE: [&str; 13] = [
    "code",
    "iframe",
    "kbd",
    "listing",
    "math",
    "noembed",
    "noframes",
    "plaintext",
    "pre",
    "samp",
    "script",
    "style",
    "xmp",
];

/// Elements without an end tag.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose end tag is often left out: another one of the same name ends them.
const OPTIONAL_END: [&str; 8] = ["p", "li", "dt", "dd", "tr", "td", "th", "option"];

/// Attributes that are language wherever they stand.
const LANGUAGE_ATTRIBUTES: [&str; 11] = [
    "title",
    "alt",
    "placeholder",
    "summary",
    "abbr",
    "label",
    "aria-label",
    "aria-description",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
];

/// What a `meta` element may be about in words.
const META: [&str; 14] = [
    "description",
    "keywords",
    "author",
    "application-name",
    "apple-mobile-web-app-title",
    "og:title",
    "og:description",
    "og:site_name",
    "og:image:alt",
    "twitter:title",
    "twitter:description",
    "twitter:image:alt",
    "dc.title",
    "dc.description",
];

/// What a `meta` element may be about with a language tag.
const META_LANGUAGE: [&str; 4] = ["og:locale", "content-language", "language", "dc.language"];

/// An open element.
struct Element {
    /// Index of its name.
    name: u32,
    /// Whether its insides stay as they are.
    is_kept: bool,
}

/// Finds the language in a page, and the tags of one edition to be those of the other.
///
/// # Errors
/// If a tag has more attributes than any page needs: where.
pub(super) fn read(source: &str, editions: Option<(Edition, Edition)>) -> Result<Found, String> {
    let tag = Rc::new(Tag::default());
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let emitter = Counting { inner: emitter, tag: tag.clone() };
    let reader = Bounded { inner: source.to_reader(), tag: tag.clone() };
    let mut page = Page { source, editions, found: Found::default(), open: Vec::new(), names: IndexMap::new() };
    page.found.open();
    for token in Tokenizer::new_with_emitter(reader, emitter) {
        let token = token.map_err(|why| {
            let line = source[..tag.at.get().min(source.len())].matches('\n').count() + 1;
            format!("line {line} {why}")
        })?;
        match token {
            Token::StartTag(start) => {
                let name = String::from_utf8_lossy(&start.name).into_owned();
                page.start(name, start.span.start..start.span.end, start.self_closing);
            }
            Token::EndTag(end) => page.end(&String::from_utf8_lossy(&end.name), end.span.start),
            Token::String(text) if !page.is_kept() => page.found.marked_up(source, text.span.start..text.span.end),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.found.close();
    Ok(page.found)
}

/// Attributes that a tag may have: for each one in quotes the tokenizer calls itself.
const MOST_ATTRIBUTES: usize = 1000;

/// Where the tokenizer is, and how many attributes the tag at hand has, at the start or the end of an element.
#[derive(Debug, Default)]
struct Tag {
    at: Cell<usize>,
    attributes: Cell<usize>,
}

/// Tells what a tag has.
#[derive(Debug)]
struct Counting {
    inner: DefaultEmitter<usize>,
    tag: Rc<Tag>,
}

impl ForwardingEmitter for Counting {
    type Token = Token<usize>;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.inner
    }

    fn move_position(&mut self, offset: isize) {
        self.tag.at.set(self.tag.at.get().saturating_add_signed(offset));
        Emitter::move_position(&mut self.inner, offset);
    }

    fn init_start_tag(&mut self) {
        self.tag.attributes.set(0);
        Emitter::init_start_tag(&mut self.inner);
    }

    fn init_end_tag(&mut self) {
        self.tag.attributes.set(0);
        Emitter::init_end_tag(&mut self.inner);
    }

    fn init_attribute(&mut self) {
        self.tag.attributes.set(self.tag.attributes.get() + 1);
        Emitter::init_attribute(&mut self.inner);
    }
}

/// Gives no more of a page once a tag has too many attributes.
struct Bounded<'a> {
    inner: StringReader<'a>,
    tag: Rc<Tag>,
}

impl Bounded<'_> {
    fn check(&self) -> Result<(), Overlong> {
        if self.tag.attributes.get() > MOST_ATTRIBUTES { Err(Overlong) } else { Ok(()) }
    }
}

impl Reader for Bounded<'_> {
    type Error = Overlong;

    fn read_byte(&mut self) -> Result<Option<u8>, Overlong> {
        self.check()?;
        let Ok(byte) = self.inner.read_byte();
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Overlong> {
        self.check()?;
        let Ok(found) = self.inner.try_read_string(text, case_sensitive);
        Ok(found)
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], one: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Overlong> {
        self.check()?;
        let Ok(found) = self.inner.read_until(needle, one);
        Ok(found)
    }
}

/// A tag has too many attributes.
#[derive(Debug)]
struct Overlong;

impl fmt::Display for Overlong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "has a tag with more than {MOST_ATTRIBUTES} attributes")
    }
}

impl std::error::Error for Overlong {}

struct Page<'a> {
    source: &'a str,
    editions: Option<(Edition, Edition)>,
    found: Found,
    open: Vec<Element>,
    /// How many elements of each name are open.
    names: IndexMap<String, usize>,
}

impl Page<'_> {
    /// Whether text here stays as it is.
    fn is_kept(&self) -> bool {
        self.open.last().is_some_and(|element| element.is_kept)
    }

    /// What the start or the end of an element does to the paragraph it stands in.
    fn boundary(&mut self, name: &str, at: usize) {
        if OBJECTS.contains(&name) {
            self.found.gap(at..at);
        } else if !INLINE.contains(&name) {
            self.found.part();
        }
    }

    fn start(&mut self, name: String, range: Range<usize>, is_self_closing: bool) {
        if OPTIONAL_END.contains(&name.as_str()) && self.is_innermost(&name) {
            self.pop();
        }
        self.boundary(&name, range.start);
        let attributes = tag::attributes(self.source, range);
        let value = |wanted: &str| {
            let mut named = attributes.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
            named.next().map(|(_, range)| range.clone())
        };
        let text_of = |wanted: &str| value(wanted).map(|range| &self.source[range]);
        let language = value("lang").or_else(|| value("xml:lang"));
        let is_document = matches!(name.as_str(), "html" | "body");
        let is_foreign = language.clone().is_some_and(|range| self.is_foreign(&self.source[range], is_document));
        let stays = match text_of("translate").map(str::to_ascii_lowercase).as_deref() {
            Some("no") => true,
            Some("" | "yes") => false,
            _ => self.is_kept() || is_foreign,
        };
        if !stays {
            let content = value("content").filter(|_| name == "meta");
            let about = ["name", "property", "itemprop", "http-equiv"].iter().find_map(|key| text_of(key));
            let about = about.unwrap_or_default().to_ascii_lowercase();
            let is_button = name == "input"
                && text_of("type").is_some_and(|kind| {
                    ["submit", "button", "reset"].iter().any(|button| button.eq_ignore_ascii_case(kind))
                });
            let mut tags: Vec<_> = ["lang", "xml:lang"].iter().filter_map(|key| value(key)).collect();
            tags.extend(content.clone().filter(|_| META_LANGUAGE.contains(&about.as_str())));
            let mut texts: Vec<_> = LANGUAGE_ATTRIBUTES.iter().filter_map(|key| value(key)).collect();
            texts.extend(content.filter(|_| META.contains(&about.as_str())));
            texts.extend(value("value").filter(|_| is_button));
            for range in tags {
                self.tag(range);
            }
            for range in texts {
                self.found.open();
                self.found.marked_up(self.source, range);
                self.found.close();
            }
        }
        if !VOID.contains(&name.as_str()) && !is_self_closing {
            let is_kept = stays || NO_LANGUAGE.contains(&name.as_str());
            let known = self.names.entry(name);
            let name = known.index() as u32;
            *known.or_default() += 1;
            self.open.push(Element { name, is_kept });
        }
    }

    /// Whether the innermost element has this name.
    fn is_innermost(&self, name: &str) -> bool {
        let innermost = self.open.last().and_then(|element| self.names.get_index(element.name as usize));
        innermost.is_some_and(|(known, _)| known == name)
    }

    /// Leaves the innermost element. Gives its name's index.
    fn pop(&mut self) -> Option<u32> {
        let element = self.open.pop()?;
        if let Some((_, count)) = self.names.get_index_mut(element.name as usize) {
            *count -= 1;
        }
        Some(element.name)
    }

    /// Whether text of this language stays as it is: other languages with Chinese characters, and what is in the
    /// edition's script already. The tag of a whole page is often wrong, and the caller has said what it is.
    fn is_foreign(&self, tag: &str, is_document: bool) -> bool {
        let is_done = self.editions.is_some_and(|(_, to)| language::edition(tag) == Some(to));
        !is_document && (is_done || language::has_own_characters(tag))
    }

    fn tag(&mut self, range: Range<usize>) {
        let Some((from, to)) = self.editions else { return };
        if let Some(tag) = language::converted(&self.source[range.clone()], from, to) {
            self.found.replaced.push((range, tag));
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        // A foreign end is looked for nowhere.
        if let Some((wanted, ..)) = self.names.get_full(name).filter(|(_, _, count)| **count > 0) {
            while let Some(index) = self.pop()
                && index as usize != wanted
            {}
        }
        self.boundary(name, at);
    }
}
