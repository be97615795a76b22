//! Drawings: an SVG file is read as XML, and what a still picture has no use for is refused.
//!
//! A drawing that a reader opens by its address is a page of the company's website, so that nothing in it may run, load
//! or embed: elements are those of a list, references stay within the file, styles are read as a browser reads them.
//! What the PDF cannot draw, or not in the time and memory that a page is worth, is refused here as well.

mod numbers;
mod style;
mod weight;

use std::collections::HashSet;
use std::ops::Range;

use base64::Engine as _;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{Kind, LARGEST_DRAWING, MOST_PIXELS, Picture, Size, kind, raster};
use weight::Weight;

/// SVG 2, section 5.1.2.
const NAMESPACE: &str = "http://www.w3.org/2000/svg";
/// Descriptions of the file, by whom and when, as drawing programs write them.
const DESCRIPTIONS: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Namespaces of the W3C: XHTML, MathML, XLink, XML Events. Their elements act in a browser; those of drawing programs
/// do nothing.
const ACTIVE: &str = "http://www.w3.org/";

/// Elements that a still picture may have: SVG 2 without scripts, animation, embedded pages and fonts. Filters have a
/// list of their own.
const ELEMENTS: [&str; 32] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "switch",
    "title",
    "desc",
    "metadata",
    "style",
    "a",
    "view",
    "text",
    "tspan",
    "textPath",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "image",
    "marker",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "filter",
    "solidColor",
];

/// How deep elements may stand in one another. Drawing programs reach 20.
const DEEPEST: usize = 256;

/// Attributes of one element. Drawing programs write 20.
const MOST_ATTRIBUTES: usize = 1000;

/// Characters of a text that may have a place each.
const MOST_PLACES: usize = 1000;

/// Whether a file that is no photograph begins as a drawing does.
pub(super) fn is_drawing(bytes: &[u8]) -> bool {
    // A prolog with comments may come first; what follows is for the parser to judge.
    const PROLOG: usize = 4096;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PROLOG)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<') && head.contains("svg")
}

/// Looks at a drawing.
pub(super) fn examine(text: &str) -> Result<Picture, String> {
    if text.len() > LARGEST_DRAWING {
        return Err(format!("it has more than {} MB", LARGEST_DRAWING >> 20));
    }
    let whole = text;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let offset = whole.len() - text.len();
    let mut reader = NsReader::from_str(text);
    let mut drawing = Drawing::default();
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event();
        // Lines, since editors show those; columns of a file that a program wrote help nobody.
        let line = || text.as_bytes().iter().take(at as usize).filter(|byte| **byte == b'\n').count() + 1;
        let told = |why: String| format!("{why} (line {})", line());
        match event {
            Ok(Event::Start(tag)) => drawing.start(&reader, &tag).map_err(told)?,
            Ok(Event::Empty(tag)) => {
                drawing.start(&reader, &tag).map_err(told)?;
                drawing.end().map_err(told)?;
            }
            Ok(Event::End(_)) => drawing.end().map_err(told)?,
            Ok(Event::Text(words)) => {
                // `<` opens the next tag, so that the text stands in the file as it is.
                let start = offset + at as usize;
                drawing.text(&words.into_inner(), start);
            }
            Ok(Event::CData(words)) => drawing.text(&words.into_inner(), offset + at as usize + "<![CDATA[".len()),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                // In a style sheet it may spell what is refused.
                Ok(Some(character)) => drawing.sheet.push(character),
                _ => match quick_xml::escape::resolve_predefined_entity(&name.into_inner()) {
                    Some(text) => drawing.sheet.push_str(text),
                    None => return Err(told("it uses an entity that XML does not know".to_owned())),
                },
            },
            Ok(Event::DocType(kind)) if kind.xml10_content().contains('[') => {
                return Err(told("it defines entities in its DOCTYPE; save it as plain SVG".to_owned()));
            }
            Ok(Event::PI(order)) if order.target().to_ascii_lowercase().starts_with("xml-") => {
                return Err(told("it asks for a style sheet of its own".to_owned()));
            }
            Ok(Event::Decl(declaration)) => {
                let is_utf8 = |encoding: &str| encoding.eq_ignore_ascii_case("utf-8");
                if !declaration.encoding().is_none_or(|encoding| encoding.is_ok_and(|encoding| is_utf8(&encoding))) {
                    return Err(told("it is not UTF-8; save it as UTF-8".to_owned()));
                }
            }
            Ok(Event::Eof) if drawing.root.is_none() => return Err("it is not an image".to_owned()),
            Ok(Event::Eof) if !drawing.open.is_empty() => return Err("the SVG is cut off".to_owned()),
            Ok(Event::Eof) => break,
            Ok(Event::DocType(_) | Event::PI(_) | Event::Comment(_)) => {}
            Err(error) if drawing.root.is_none() && !matches!(error, quick_xml::Error::Namespace(_)) => {
                return Err("it is not an image".to_owned());
            }
            Err(error) => return Err(told(in_words(&error).to_owned())),
        }
    }
    style::check_rules(drawing.rules, drawing.weight.elements())?;
    let work = drawing.weight.finish()?;
    let root = drawing.root.ok_or("it is not an image")?;
    Ok(Picture { size: root.size()?, work, words: drawing.words })
}

/// What is wrong with XML.
fn in_words(error: &quick_xml::Error) -> &'static str {
    use quick_xml::Error;
    match error {
        Error::Syntax(_) => "it is no XML that can be read: a tag, a comment or a piece of data has no end",
        Error::IllFormed(_) => "it is no XML that can be read: an element ends that did not begin last",
        Error::Namespace(_) => {
            "it declares more kinds of elements (xmlns) than any drawing needs, or one that XML keeps"
        }
        _ => "it is no XML that can be read",
    }
}

/// What has been read of a drawing.
#[derive(Default)]
struct Drawing {
    /// Attributes of the outermost element, once it was seen.
    root: Option<Root>,
    /// The elements that are open.
    open: Vec<Element>,
    /// Where the words of each text stand.
    words: Vec<Vec<Range<usize>>>,
    /// The style sheet that is being read.
    sheet: String,
    /// Number of rules in its style sheets.
    rules: usize,
    /// Pixels of its photographs.
    pixels: u64,
    weight: Weight,
}

/// An open element.
struct Element {
    /// Its name, without prefix; empty outside of SVG.
    name: String,
}

/// What the outermost element says about the size.
#[derive(Default)]
struct Root {
    width: Option<String>,
    height: Option<String>,
    view_box: Option<String>,
}

impl Drawing {
    fn start(&mut self, reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<(), String> {
        let (namespace, local) = reader.resolver().resolve_element(tag.name());
        let local = local.into_inner();
        let is_svg = match namespace {
            ResolveResult::Bound(namespace) if namespace.into_inner() == NAMESPACE => true,
            ResolveResult::Bound(namespace) => {
                let namespace = namespace.into_inner();
                if namespace.starts_with(ACTIVE) && namespace != DESCRIPTIONS {
                    return Err(format!("it holds a part of a web page: <{local}>"));
                }
                false
            }
            // Browsers show such a file as XML, and the PDF shows it as a drawing.
            ResolveResult::Unbound if self.root.is_none() && local == "svg" => {
                return Err(format!("it does not say that it is SVG: write <svg xmlns=\"{NAMESPACE}\" …>"));
            }
            ResolveResult::Unbound => return Err(format!("it has an element <{local}> that is no part of SVG")),
            ResolveResult::Unknown(prefix) => return Err(format!("it does not say what the prefix `{prefix:?}` is")),
        };
        if self.root.is_none() && !(is_svg && local == "svg") {
            return Err("it is not an image".to_owned());
        }
        if self.open.len() >= DEEPEST {
            return Err(format!("its elements stand more than {DEEPEST} deep in one another"));
        }
        let is_filter = Weight::is_filter(local);
        if is_svg && !ELEMENTS.contains(&local) && !is_filter {
            return Err(refused(local));
        }
        let name = if is_svg { local.to_owned() } else { String::new() };
        if name == "text" {
            self.words.push(Vec::new());
        }
        let mut root = Root::default();
        let mut attributes = Vec::new();
        let mut pixels = 0;
        // The library would compare each with all before it.
        let mut names = HashSet::new();
        for attribute in tag.attributes().with_checks(false) {
            if attributes.len() >= MOST_ATTRIBUTES {
                return Err(format!("an element has more than {MOST_ATTRIBUTES} attributes"));
            }
            let attribute =
                attribute.map_err(|_| "it is no XML that can be read: an attribute has no value in quotes")?;
            if !names.insert(attribute.key) {
                return Err("it is no XML that can be read: an attribute stands twice".to_owned());
            }
            let (prefix, key) = (attribute.key.prefix().map(|prefix| prefix.into_inner()), attribute.key.local_name());
            let key = key.into_inner();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.map_err(|_| format!("it uses an entity that XML does not know, in `{key}`"))?;
            pixels += check(&name, prefix, key, &value)?;
            match key {
                "width" => root.width = Some(value.to_string()),
                "height" => root.height = Some(value.to_string()),
                "viewBox" => root.view_box = Some(value.to_string()),
                _ => {}
            }
            attributes.push((key.to_owned(), value.into_owned()));
        }
        self.pixels += pixels;
        if self.pixels > MOST_PIXELS {
            return Err(weight::too_many_pixels());
        }
        self.weight.begin(&name, &attributes, pixels)?;
        self.root.get_or_insert(root);
        self.open.push(Element { name });
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(element) = self.open.pop() else { return Ok(()) };
        self.weight.end();
        // What is no text of a style sheet may have come in between.
        if element.name == "style" {
            let sheet = std::mem::take(&mut self.sheet);
            style::check(&sheet)?;
            self.weight.sheet(&sheet)?;
            self.rules += style::rules(&sheet)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &str, start: usize) {
        let is_in = |name: &str| self.open.iter().any(|element| element.name == name);
        if self.open.last().is_some_and(|element| element.name == "style") {
            self.sheet.push_str(text);
        } else if is_in("text") && !is_in("title") && !is_in("desc") {
            self.weight.letters(text);
            self.words.last_mut().into_iter().for_each(|words| words.push(start..start + text.len()));
        }
    }
}

/// Why an element is not let through, and what its maker can do.
fn refused(element: &str) -> String {
    match element {
        "script" | "handler" | "listener" => "the SVG holds a script".to_owned(),
        "foreignObject" => {
            "it holds a part of a web page (<foreignObject>), which the PDF cannot show; in the drawing \
                            program, switch off wrapped or formatted text before exporting it"
                .to_owned()
        }
        "animate" | "animateColor" | "animateMotion" | "animateTransform" | "set" | "discard" | "mpath" => {
            format!("it moves (<{element}>); export it as a still picture")
        }
        "font" | "font-face" | "glyph" | "missing-glyph" | "hkern" | "vkern" => {
            "it brings a font of its own; export its text as outlines".to_owned()
        }
        name if name.starts_with("fe") => {
            format!("its filter has a part (<{name}>) that takes too long to draw; use blur, shadow or colour only")
        }
        name => format!("it has an element <{name}> that a still picture has no use for"),
    }
}

/// Checks one attribute of an element. Gives the number of pixels of a photograph in it.
fn check(element: &str, prefix: Option<&str>, key: &str, value: &str) -> Result<u64, String> {
    if key.to_ascii_lowercase().starts_with("on") {
        return Err(format!("the SVG holds a script (`{key}`)"));
    }
    if (prefix, key) == (Some("xml"), "base") {
        return Err("it names another address as its own (`xml:base`)".to_owned());
    }
    if key == "href" || key == "src" {
        return refer(element, value.trim());
    }
    if key == "style" || value.contains('(') || value.contains('\\') {
        style::check(value)?;
    }
    let is_text = matches!(element, "text" | "tspan" | "textPath");
    if is_text && matches!(key, "x" | "y" | "dx" | "dy" | "rotate") && numbers::all(value).nth(MOST_PLACES).is_some() {
        return Err(format!("it places more than {MOST_PLACES} characters of a text one by one"));
    }
    numbers::check(key, value).map(|()| 0)
}

/// Checks where a reference leads. Gives the number of pixels of a photograph there.
fn refer(element: &str, target: &str) -> Result<u64, String> {
    let is_link = ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    match element {
        _ if target.starts_with('#') || target.is_empty() => Ok(0),
        "a" if is_link => Ok(0),
        "image" if target.starts_with("data:") => embedded(target),
        _ => {
            let shown: String = target.chars().take(40).collect();
            Err(format!("it refers to something outside of it: `{shown}`"))
        }
    }
}

/// The number of pixels of a photograph inside a drawing.
fn embedded(address: &str) -> Result<u64, String> {
    let bytes = address.split_once(";base64,").and_then(|(_, data)| {
        let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        base64::engine::general_purpose::STANDARD.decode(data).ok()
    });
    let bytes = bytes.ok_or("it holds a picture that cannot be read")?;
    match kind(&bytes) {
        Ok(Kind::Svg) | Err(_) => Err("it holds something that is neither PNG, JPEG, GIF nor WebP".to_owned()),
        Ok(kind) => match raster::examine(kind, &bytes) {
            Ok(_) if raster::is_of_print(kind, &bytes) => {
                Err("it holds a photograph in the colours of print (CMYK); embed one in RGB".to_owned())
            }
            Ok(picture) => Ok(picture.size.map_or(0, |(width, height)| u64::from(width) * u64::from(height))),
            Err(why) => Err(format!("it holds a picture that cannot be shown: {why}")),
        },
    }
}

impl Root {
    /// Width and height if both are plain numbers, else those of the view box.
    fn size(&self) -> Result<Option<Size>, String> {
        let length = |value: &Option<String>| match value.as_deref().map(str::trim) {
            Some(value) if !value.ends_with('%') && value != "auto" => numbers::length(value).map(Some),
            _ => Ok(None),
        };
        let given = (length(&self.width)?, length(&self.height)?);
        let view_box = self.view_box.as_deref().map(numbers::view_box).transpose()?;
        let Some((width, height)) = (match given {
            (Some(width), Some(height)) => Some((width, height)),
            _ => view_box,
        }) else {
            return Ok(None);
        };
        numbers::size(width, height).map(Some)
    }
}
