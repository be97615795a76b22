//! What a drawing takes to draw: everything it repeats counted as often as it is repeated.
//!
//! A few lines that refer to each other can ask for more than any machine has. The PDF writes what `use`, patterns,
//! masks, clip paths and markers refer to once for each reference; filters, which it has not, are drawn in pixels, up to
//! 25 million for each step, and what is see-through inside a filter takes as many again. A text is set letter by letter.

use std::collections::HashMap;

use super::numbers;
use super::style::{plain, unescaped};
use crate::picture::MOST_PIXELS;

/// Parts of a filter whose time does not depend on their numbers (Filter Effects 1).
const QUICK: [&str; 15] = [
    "feGaussianBlur",
    "feOffset",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feFuncR",
    "feFuncG",
    "feFuncB",
    "feFuncA",
    "feComposite",
    "feFlood",
    "feMerge",
    "feMergeNode",
    "feDropShadow",
    "feTile",
];

/// How often a part of a filter goes over all of its pixels, in the time that it takes to move them (`feOffset`), measured.
fn passes(name: &str) -> f64 {
    match name {
        "feGaussianBlur" => 4.0,
        "feDropShadow" => 8.0,
        "feMergeNode" => 2.0,
        // A part of a step.
        "feMerge" | "feFuncR" | "feFuncG" | "feFuncB" | "feFuncA" => 0.0,
        _ => 1.0,
    }
}

/// What a filter takes besides its steps: to draw what it works on, and to pack the pixels.
const FILTERED: f64 = 3.0;

/// What a layer takes within a filter, and a shape.
const LAYER: f64 = 2.0;
const FILTERED_SHAPE: f64 = 0.05;

/// Elements that are drawn only where something refers to them.
const DEFINITIONS: [&str; 9] =
    ["defs", "symbol", "clipPath", "mask", "pattern", "marker", "filter", "linearGradient", "radialGradient"];

const SHAPES: [&str; 10] =
    ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"];

/// Properties by which a shape refers to something, and which its parents hand on to it.
const INHERITED: [&str; 5] = ["fill", "stroke", "marker-start", "marker-mid", "marker-end"];

/// What needs a layer of its own when it is drawn in pixels.
const LAYERS: [&str; 5] = ["opacity", "filter", "mask", "clip-path", "mix-blend-mode"];

/// How many elements a drawing may come to: a map of all districts drawn house by house has 100,000; half a million take
/// one second and 400 MB.
const MOST_PARTS: u64 = 400_000;

/// What a shape is worth in pixels of a photograph, by the time that it takes; and a pass over a whole drawing.
const PIXELS_OF_A_SHAPE: u64 = 400;
const PIXELS_OF_A_PASS: f64 = 2_500_000.0;

/// Corners of a shape that weigh as much as an element.
const CORNERS: u64 = 16;

/// How many passes filters may take, each over the whole drawing: 20 shadows of three steps each.
const MOST_PASSES: f64 = 300.0;

/// How many layers may stand in one another where there are filters; each may have 25 million pixels of four bytes.
const MOST_LAYERS: u32 = 8;

/// How much larger than the drawing what a filter works on can be before the PDF draws it more coarsely: 5,000 pixels
/// each way, against four for each of a page's 470 points.
const LARGEST_FILTERED: f64 = 7.0;

/// How far a filter reaches if it does not say: a tenth beyond on all sides (Filter Effects 1, section 9.2).
const USUAL_REACH: f64 = 1.2;

/// What a piece of a text with a place or a look of its own takes, in shapes, measured; all pieces of one text are compared
/// with each other, and all its letters.
const PIECE: u64 = 40;
const PIECES: u64 = 10;
const LETTER: u64 = 2;
const LETTERS: u64 = 1500;

/// How far references may lead from one to the next.
const LONGEST_CHAIN: usize = 64;

/// References that a drawing may have.
const MOST_REFERENCES: usize = 1_000_000;

/// The elements of a drawing and what they refer to.
#[derive(Default)]
pub(super) struct Weight {
    parts: Vec<Part>,
    references: Vec<Reference>,
    ids: HashMap<String, usize>,
    /// Indices of the elements that are open.
    open: Vec<usize>,
    /// The text that is open, the letters in it, and its pieces.
    text: Option<usize>,
    letters: u64,
    pieces: u64,
    /// What open elements hand on, one entry for each of them.
    handed_on: Vec<[Option<String>; INHERITED.len()]>,
    /// What style sheets refer to: markers, and anything else.
    sheet: [Vec<String>; 2],
    /// The longest side in units of the drawing.
    side: f64,
    /// The largest number, and the widest blur.
    largest: f64,
    widest: f64,
}

/// An element.
#[derive(Default)]
struct Part {
    /// Index behind the last element in it.
    end: usize,
    /// Indices of its references, to the next element's.
    references: usize,
    corners: u64,
    /// What it weighs by itself, in shapes.
    shapes: u64,
    pixels: u64,
    is_shape: bool,
    is_definition: bool,
    /// A pattern or a marker is drawn again and again.
    is_tile: bool,
    /// As a part of a filter: how often it goes over all pixels.
    passes: f64,
    /// Of a filter: its area, as a part of the drawing's or of that of what it is for.
    area: f64,
    is_absolute: bool,
    /// How much of the drawing it covers itself.
    covers: f64,
    is_layer: bool,
    /// How many layers are open, its own among them.
    layers: u32,
    /// By how much it is enlarged by itself and by those around it.
    scale: f64,
}

/// Something that is drawn where an element stands.
struct Reference {
    to: String,
    /// How often.
    times: u64,
    /// Whether what it leads to is given the paints and markers of the element that refers to it.
    hands_on: Vec<String>,
}

/// What an element takes with all that it draws.
#[derive(Clone, Copy)]
struct Total {
    parts: u64,
    /// Passes over the whole drawing, and those that there would be if a filter stood around.
    passes: f64,
    within: f64,
    pixels: u64,
    layers: u32,
    scale: f64,
}

impl Weight {
    /// Whether an element is a part of a filter that is let through.
    pub(super) fn is_filter(name: &str) -> bool {
        QUICK.contains(&name)
    }

    /// An element begins, with these attributes by local name, and with this many pixels of a photograph.
    ///
    /// # Errors
    /// What is too much, as far as it can be told without the rest.
    pub(super) fn begin(&mut self, name: &str, attributes: &[(String, String)], pixels: u64) -> Result<(), String> {
        let around = self.open.last().map(|at| &self.parts[*at]);
        let (layers, scale) = around.map_or((0, 1.0), |part| (part.layers, part.scale));
        let mut part = Part { layers, scale, pixels, references: self.references.len(), ..Part::default() };
        part.is_shape = SHAPES.contains(&name);
        part.is_definition = DEFINITIONS.contains(&name);
        part.is_tile = matches!(name, "pattern" | "marker");
        part.passes = if Self::is_filter(name) { passes(name) } else { 0.0 };
        part.scale *= self.enlarged(attributes)?;
        part.covers = self.covered(name, attributes);
        if name == "filter" {
            (part.area, part.is_absolute) = self.area(attributes);
        }
        let value = |key: &str| value(attributes, key);
        part.corners = value("d").or(value("points")).map_or(0, |path| numbers::all(path).count() as u64 / 2);
        for (_, number) in attributes.iter().filter(|(key, _)| numbers::is_number(key)) {
            self.largest = numbers::all(number).fold(self.largest, f64::max);
        }
        let blur = value("stdDeviation").into_iter().flat_map(numbers::all).fold(0.0, f64::max);
        self.widest = self.widest.max(blur);

        let mut handed_on = self.handed_on.last().cloned().unwrap_or_default();
        let mut own = Vec::new();
        for (property, value) in properties(attributes) {
            let plain = plain(&value);
            part.is_layer |= LAYERS.contains(&property.as_str()) && !matches!(plain.trim(), "none" | "1" | "normal");
            if property == "filter" && !["none", "url(", "inherit"].iter().any(|fine| plain.trim().starts_with(fine)) {
                return Err("its filter is written as a function; use a <filter> element".to_owned());
            }
            let ids = references(&value);
            let kinds = INHERITED.iter().enumerate().filter(|(_, kind)| **kind == property || is_all(&property, kind));
            let mut is_inherited = false;
            for (kind, _) in kinds.filter(|_| plain.trim() != "inherit") {
                handed_on[kind] = ids.first().cloned();
                is_inherited = true;
            }
            if !is_inherited {
                own.extend(ids);
            }
        }
        part.layers += u32::from(part.is_layer);
        self.piece(name, attributes, &mut part);
        if name != "a" {
            own.extend(value("href").and_then(|target| Some(target.trim().strip_prefix('#')?.to_owned())));
        }
        let is_use = name == "use";
        let given: Vec<String> = if is_use { handed_on.iter().flatten().cloned().collect() } else { Vec::new() };
        for to in own {
            self.refer(Reference { to, times: 1, hands_on: given.clone() })?;
        }
        if part.is_shape {
            for (kind, to) in handed_on.iter().enumerate().filter_map(|(kind, to)| Some((kind, to.clone()?))) {
                let times = if INHERITED[kind].starts_with("marker") { part.corners.max(1) } else { 1 };
                self.refer(Reference { to, times, hands_on: Vec::new() })?;
            }
        }
        if let Some(id) = value("id") {
            self.ids.entry(id.to_owned()).or_insert(self.parts.len());
        }
        if self.parts.len() as u64 >= MOST_PARTS {
            return Err(too_many());
        }
        self.open.push(self.parts.len());
        self.handed_on.push(handed_on);
        self.parts.push(part);
        Ok(())
    }

    fn refer(&mut self, reference: Reference) -> Result<(), String> {
        if self.references.len() >= MOST_REFERENCES {
            return Err("it has too many references".to_owned());
        }
        self.references.push(reference);
        Ok(())
    }

    /// The element that began last ends.
    pub(super) fn end(&mut self) {
        self.handed_on.pop();
        let end = self.parts.len();
        let Some(at) = self.open.pop() else { return };
        self.parts[at].end = end;
        if self.text == Some(at) {
            self.text = None;
            let square = |count: u64, of: u64| count.saturating_mul(count) / of;
            self.parts[at].shapes = (self.pieces * PIECE + square(self.pieces, PIECES))
                .saturating_add(self.letters * LETTER + square(self.letters, LETTERS));
        }
    }

    /// Weighs a shape, or counts a piece of a text: letters with places of their own are pieces by themselves.
    fn piece(&mut self, name: &str, attributes: &[(String, String)], part: &mut Part) {
        if !matches!(name, "text" | "tspan" | "textPath") {
            part.shapes = u64::from(part.is_shape) + part.corners / CORNERS;
            return;
        }
        if self.text.is_none() {
            (self.text, self.letters, self.pieces) = (Some(self.parts.len()), 0, 0);
        }
        let places = ["x", "y", "dx", "dy", "rotate"].into_iter().filter_map(|key| value(attributes, key));
        self.pieces += places.map(|places| numbers::all(places).count() as u64).max().unwrap_or_default().max(1);
    }

    /// Letters of the text that is open.
    pub(super) fn letters(&mut self, text: &str) {
        self.letters += text.chars().count() as u64;
    }

    /// How many elements there are.
    pub(super) fn elements(&self) -> usize {
        self.parts.len()
    }

    /// A style sheet: what its rules say may hold for any element.
    pub(super) fn sheet(&mut self, sheet: &str) -> Result<(), String> {
        for (property, value) in sheet.split(['{', ';', '}']).filter_map(|rule| rule.split_once(':')) {
            let property = plain(property);
            if property.trim() == "filter" && plain(value).trim() != "none" {
                return Err("its style sheet uses filters; let the elements name them".to_owned());
            }
            let is_marker = property.trim().starts_with("marker");
            self.sheet[usize::from(!is_marker)].extend(references(value));
        }
        Ok(())
    }

    /// By how much an element enlarges what is in it.
    fn enlarged(&mut self, attributes: &[(String, String)]) -> Result<f64, String> {
        let value = |key: &str| value(attributes, key);
        if let Some((width, height)) = value("viewBox").map(numbers::view_box).transpose()? {
            if self.parts.is_empty() {
                self.side = width.max(height);
            } else {
                return Ok((self.side / width.min(height)).max(1.0));
            }
        } else if self.parts.is_empty() {
            let sides = ["width", "height"].into_iter().filter_map(value).flat_map(numbers::all);
            self.side = sides.fold(1.0, f64::max);
        }
        let transforms = ["transform", "patternTransform", "style"].into_iter().filter_map(value);
        let scales = transforms.flat_map(|text| text.split(')')).filter_map(|call| {
            let (function, numbers) = call.split_once('(')?;
            let numbers: Vec<f64> = numbers::all(numbers).collect();
            let function = function.trim().trim_start_matches(',').trim();
            if function.ends_with("matrix") {
                let pair = |at: usize| numbers.get(at).zip(numbers.get(at + 1)).map_or(0.0, |(a, b)| a.hypot(*b));
                return Some(pair(0).max(pair(2)));
            }
            (function.ends_with("scale")).then(|| numbers.iter().copied().fold(0.0, f64::max))
        });
        Ok(scales.fold(1.0, |scale, by| scale * by.max(1.0)))
    }

    /// The area of a filter, and whether it is a part of the drawing's, not of that of what it is for.
    fn area(&self, attributes: &[(String, String)]) -> (f64, bool) {
        let value = |key: &str| value(attributes, key);
        let is_absolute = value("filterUnits") == Some("userSpaceOnUse");
        let reach = |key: &str| {
            let Some(text) = value(key) else { return USUAL_REACH };
            let number = numbers::all(text).next().unwrap_or_default();
            let whole = if is_absolute { self.side } else { 1.0 };
            number / if text.trim_end().ends_with('%') { 100.0 } else { whole }
        };
        (reach("width") * reach("height"), is_absolute)
    }

    /// How much of the drawing an element covers, where its attributes tell.
    fn covered(&self, name: &str, attributes: &[(String, String)]) -> f64 {
        let sides = match name {
            "rect" => ["width", "height"],
            "circle" => ["r", "r"],
            "ellipse" => ["rx", "ry"],
            _ => return 1.0,
        };
        let [Some(width), Some(height)] = sides.map(|key| {
            let text = value(attributes, key).filter(|text| !text.contains(|c: char| c.is_alphabetic() || c == '%'))?;
            numbers::all(text).next()
        }) else {
            return 1.0;
        };
        let round = if name == "rect" { 1.0 } else { 4.0 };
        (width * height * round / (self.side * self.side)).min(LARGEST_FILTERED)
    }

    /// Counts everything, repetitions and all.
    ///
    /// # Errors
    /// What is too much, or else what it is worth in pixels of a photograph.
    pub(super) fn finish(&self) -> Result<u64, String> {
        if self.parts.is_empty() {
            return Ok(0);
        }
        let mut known = HashMap::new();
        let total = self.total(0, 0, &mut known)?;
        let parts = total.parts.saturating_add(self.by_sheet(total, &mut known)?);
        if parts > MOST_PARTS {
            return Err(too_many());
        }
        if total.pixels > MOST_PIXELS {
            return Err(too_many_pixels());
        }
        let mut passes = 0.0;
        if total.passes > 0.0 {
            let larger = (self.largest * total.scale / self.side).powi(2).clamp(1.0, LARGEST_FILTERED);
            passes = total.passes * larger;
            if passes > MOST_PASSES || self.widest * total.scale > self.side {
                return Err("its filters take too long to draw: twenty shadows as large as the drawing are the most; \
                            filter less of it, or export it as PNG"
                    .to_owned());
            }
            if total.layers > MOST_LAYERS {
                return Err(format!(
                    "filters and what is see-through stand more than {MOST_LAYERS} deep in one another"
                ));
            }
        }
        Ok(total.pixels + parts * PIXELS_OF_A_SHAPE + (passes * PIXELS_OF_A_PASS) as u64)
    }

    /// What the rules of style sheets may add: every shape may have one of each kind of reference.
    fn by_sheet(&self, total: Total, known: &mut HashMap<usize, Total>) -> Result<u64, String> {
        let corners: u64 = self.parts.iter().map(|part| part.corners.max(1)).sum();
        let kinds = INHERITED.len() as u64;
        let mut sum: u64 = 0;
        for (targets, times) in self.sheet.iter().zip([corners, total.parts]) {
            let mut heaviest = 0;
            for target in targets {
                if let Some(at) = self.ids.get(target) {
                    heaviest = heaviest.max(self.total(*at, 1, known)?.parts);
                }
            }
            sum = sum.saturating_add(heaviest.saturating_mul(times).saturating_mul(kinds));
        }
        Ok(sum)
    }

    fn total(&self, root: usize, depth: usize, known: &mut HashMap<usize, Total>) -> Result<Total, String> {
        if let Some(total) = known.get(&root) {
            return Ok(*total);
        }
        if depth > LONGEST_CHAIN {
            return Err("its references lead too far from one to the next, or in a circle".to_owned());
        }
        let head = &self.parts[root];
        let mut total = Total { parts: 0, passes: 0.0, within: 0.0, pixels: 0, layers: 0, scale: 1.0 };
        // Filters that are open, by where they end, and how much of the drawing they cover.
        let mut filters: Vec<(usize, f64)> = Vec::new();
        let mut at = root;
        while at < head.end {
            let part = &self.parts[at];
            if part.is_definition && at != root {
                at = part.end;
                continue;
            }
            let layers = part.layers.saturating_sub(if root == 0 { 0 } else { head.layers });
            let scale = part.scale / if root == 0 { 1.0 } else { head.scale };
            total.parts = total.parts.saturating_add(part.shapes);
            let within = if part.is_layer { LAYER } else { 0.0 } + part.shapes as f64 * FILTERED_SHAPE;
            while filters.last().is_some_and(|(end, _)| *end <= at) {
                filters.pop();
            }
            let mut filtered = filters.last().map_or(0.0, |(_, covered)| *covered);
            total.within += within;
            total.passes += part.passes + within * filtered;
            total.pixels = total.pixels.saturating_add(part.pixels);
            total.layers = total.layers.max(layers);
            total.scale = total.scale.max(scale);
            let next = self.parts.get(at + 1).map_or(self.references.len(), |next| next.references);
            for reference in &self.references[part.references..next] {
                let Some(to) = self.ids.get(&reference.to) else { continue };
                let mut drawn = self.total(*to, depth + 1, known)?;
                for given in reference.hands_on.iter().filter_map(|id| self.ids.get(id)) {
                    let each = self.total(*given, depth + 1, known)?.parts;
                    let shapes = drawn.parts.saturating_mul(CORNERS);
                    drawn.parts = drawn.parts.saturating_add(shapes.saturating_mul(each));
                }
                total.parts = total.parts.saturating_add(drawn.parts.saturating_mul(reference.times));
                let target = &self.parts[*to];
                let over = match target.area {
                    0.0 => 1.0,
                    area if target.is_absolute => area,
                    area => area * part.covers,
                };
                if target.area > 0.0 {
                    filtered = filtered.max(over);
                }
                let times = reference.times as f64;
                total.within += drawn.within * times;
                total.passes += (drawn.passes * over + drawn.within * filtered) * times;
                total.pixels = total.pixels.saturating_add(drawn.pixels.saturating_mul(reference.times));
                total.layers = total.layers.max(layers + drawn.layers);
                total.scale = total.scale.max(scale * drawn.scale);
            }
            if filtered > 0.0 {
                filters.push((part.end, filtered));
            }
            at += 1;
        }
        if head.is_tile {
            total.passes *= MOST_PASSES + 1.0;
        }
        if head.area > 0.0 {
            total.passes += FILTERED;
        }
        known.insert(root, total);
        Ok(total)
    }
}

/// What is said of photographs in a drawing that have too many pixels.
pub(super) fn too_many_pixels() -> String {
    format!("its photographs have more than {} million pixels together; make them smaller", MOST_PIXELS / 1_000_000)
}

fn too_many() -> String {
    format!("it comes to more than {MOST_PARTS} shapes, a text counted as {PIECE} and what it repeats each time")
}

/// What an attribute of this name says.
fn value<'a>(attributes: &'a [(String, String)], wanted: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str())
}

/// Whether a property sets another one too: `marker` is all three of them.
fn is_all(property: &str, kind: &str) -> bool {
    property == "marker" && kind.starts_with("marker")
}

/// What attributes say as properties: those of `style` and those of the same name.
fn properties(attributes: &[(String, String)]) -> Vec<(String, String)> {
    let is_property = |key: &str| INHERITED.iter().chain(&LAYERS).any(|property| *property == key) || key == "marker";
    let mut properties = Vec::new();
    for (key, value) in attributes {
        if key == "style" {
            let declarations = value.split(';').filter_map(|one| one.split_once(':'));
            properties.extend(declarations.map(|(key, value)| (plain(key).trim().to_owned(), value.to_owned())));
        } else if is_property(key) {
            properties.push((key.clone(), value.clone()));
        }
    }
    properties
}

/// The ids that `url(#…)` names in a value.
fn references(value: &str) -> Vec<String> {
    let value = unescaped(value);
    // Letters of other scripts keep their length, so that places are the same in both.
    let lower = value.to_ascii_lowercase();
    let names = lower.match_indices("url(").map(|(at, call)| &value[at + call.len()..]);
    let ids = names.filter_map(|rest| {
        let rest = rest.trim_start().trim_start_matches(['"', '\'']).trim_start().strip_prefix('#')?;
        Some(rest.split([')', '"', '\'']).next().unwrap_or_default().trim().to_owned())
    });
    ids.collect()
}
