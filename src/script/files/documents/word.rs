//! Language in the XML files of a Word document (ECMA-376 part 1): paragraphs with their text parted over runs.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Found, language, tag};
use crate::model::Edition;

/// Elements that are a paragraph by themselves, also where they stand within another one: paragraphs of the body and of
/// drawings, what a tracked change takes out, ruby above a text, a label of a chart, properties of the document.
const PARAGRAPHS: [&str; 10] =
    ["p", "del", "moveFrom", "rt", "c:v", "dc:title", "dc:subject", "dc:description", "cp:keywords", "cp:category"];

/// Elements whose insides are text.
const TEXTS: [&str; 8] =
    ["t", "delText", "c:v", "dc:title", "dc:subject", "dc:description", "cp:keywords", "cp:category"];

/// Elements that part what stands beside them.
const OBJECTS: [&str; 9] = ["tab", "ptab", "br", "cr", "noBreakHyphen", "drawing", "pict", "object", "oMath"];

/// Attributes that readers see, with their elements. Numbers of headings (第%1節) are among them.
const ATTRIBUTES: [(&str, &str); 12] = [
    ("docPr", "descr"),
    ("docPr", "title"),
    ("cNvPr", "descr"),
    ("cNvPr", "title"),
    ("tblCaption", "val"),
    ("tblDescription", "val"),
    ("alias", "val"),
    ("listItem", "displayText"),
    ("hyperlink", "tooltip"),
    ("lvlText", "val"),
    ("shape", "alt"),
    ("textpath", "string"),
];

/// Elements with language tags: of text, of the theme's fonts, of drawings.
const LANGUAGES: [&str; 5] = ["lang", "themeFontLang", "rPr", "defRPr", "endParaRPr"];

/// A text box once more, for older programs.
const COPY: &str = "Fallback";

/// Finds the language in one XML file of a document, and the tags of one edition to be those of the other. Without
/// editions it is for reading only: copies for older programs are left out.
///
/// # Errors
/// If it is no well-formed XML: why, and at which byte.
pub(super) fn read(source: &str, editions: Option<(Edition, Edition)>) -> Result<Found, String> {
    // The library takes a byte order mark for no part of the text.
    let offset = source.len() - source.trim_start_matches('\u{feff}').len();
    let mut reader = Reader::from_str(&source[offset..]);
    let mut part = Part { source, editions, found: Found::default(), is_text: false, copies: 0 };
    let mut depth = 0_usize;
    loop {
        let start = offset + reader.buffer_position() as usize;
        let event = reader.read_event();
        let range = start..offset + reader.buffer_position() as usize;
        match event {
            Ok(Event::Start(element)) => {
                depth += 1;
                part.start(&element, range);
            }
            Ok(Event::Empty(element)) => part.empty(&element, range),
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                part.end(short(element.name().into_inner()));
            }
            Ok(Event::Text(_)) if part.is_text => part.found.plain(source, range),
            Ok(Event::GeneralRef(name)) if part.is_text => part.found.reference(&name.into_inner(), range),
            Ok(Event::CData(_)) if part.is_text => {
                part.found.plain(source, range.start + "<![CDATA[".len()..range.end - "]]>".len());
            }
            Ok(Event::Eof) if depth > 0 => return Err(format!("it ends too early (byte {})", source.len())),
            Ok(Event::Eof) => return Ok(part.found),
            Ok(_) => {}
            Err(_) => return Err(format!("it is no well-formed XML (byte {})", reader.error_position())),
        }
    }
}

/// A name without its prefix, but for those of charts and properties: they have other meanings for the same names.
fn short(name: &str) -> &str {
    match name.split_once(':') {
        Some(("c" | "dc" | "cp", _)) | None => name,
        Some((_, local)) => local,
    }
}

struct Part<'a> {
    source: &'a str,
    editions: Option<(Edition, Edition)>,
    found: Found,
    is_text: bool,
    /// Copies that are open.
    copies: usize,
}

impl Part<'_> {
    fn start(&mut self, element: &BytesStart<'_>, range: Range<usize>) {
        let qualified = element.name();
        let name = short(qualified.into_inner());
        self.empty(element, range);
        if PARAGRAPHS.contains(&name) {
            self.found.open();
        }
        self.copies += usize::from(name == COPY);
        self.is_text = TEXTS.contains(&name) && (self.copies == 0 || self.editions.is_some());
    }

    /// An element without insides.
    fn empty(&mut self, element: &BytesStart<'_>, range: Range<usize>) {
        let qualified = element.name();
        let name = short(qualified.into_inner());
        if OBJECTS.contains(&name) {
            self.found.gap(range.start..range.start);
        }
        let has_texts = ATTRIBUTES.iter().any(|(element, _)| *element == name);
        if !has_texts && !LANGUAGES.contains(&name) {
            return;
        }
        for (key, value) in tag::attributes(self.source, range) {
            let key = short(key);
            if has_texts && ATTRIBUTES.contains(&(name, key)) {
                self.found.open();
                self.found.marked_up(self.source, value);
                self.found.close();
            } else if let Some((from, to)) = self.editions
                && matches!(key, "val" | "eastAsia" | "bidi" | "lang" | "altLang")
                && let Some(tag) = language::converted(&self.source[value.clone()], from, to)
            {
                self.found.replaced.push((value, tag));
            }
        }
    }

    fn end(&mut self, name: &str) {
        self.is_text = false;
        self.copies -= usize::from(name == COPY);
        if PARAGRAPHS.contains(&name) {
            self.found.close();
        }
    }
}
