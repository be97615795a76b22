//! Numbers in a drawing: what is finite and of a size that can be drawn.

use crate::picture::Size;

/// The largest number: drawing programs use thousands. Beyond some millions the drawing libraries lose the places
/// behind the point, and at 1e38 their sums overflow.
const LARGEST: f64 = 10_000_000.0;

/// The longest side in pixels.
const LONGEST: f64 = 50_000.0;

/// How much longer than the other one a side may be: the PDF has a smallest size, too.
const SLIMMEST: f64 = 1000.0;

/// Attributes that hold numbers and nothing else but letters of commands and units (SVG 2, appendix on attributes).
const KEYS: [&str; 33] = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "dx",
    "dy",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "fr",
    "width",
    "height",
    "d",
    "points",
    "transform",
    "gradientTransform",
    "patternTransform",
    "viewBox",
    "stdDeviation",
    "radius",
    "font-size",
    "stroke-width",
    "stroke-dasharray",
    "markerWidth",
    "markerHeight",
    "refX",
    "refY",
];

/// Checks the numbers of an attribute.
pub(super) fn check(key: &str, value: &str) -> Result<(), String> {
    if !KEYS.contains(&key) {
        return Ok(());
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '%');
    for word in value.split(|c| !is_part(c)).filter(|word| !word.is_empty()) {
        let lower = word.to_ascii_lowercase();
        if lower.contains("nan") || lower.contains("inf") || numbers(&lower).any(|number| number.abs() > LARGEST) {
            return Err(format!(
                "a number in `{key}` is too large to draw: `{}`",
                word.chars().take(20).collect::<String>()
            ));
        }
    }
    Ok(())
}

/// Whether an attribute holds numbers.
pub(super) fn is_number(key: &str) -> bool {
    KEYS.contains(&key)
}

/// The sizes of all numbers in a text, without their signs.
pub(super) fn all(text: &str) -> impl Iterator<Item = f64> + '_ {
    numbers(text)
}

/// The numbers of a word such as `M10-5e3`, where numbers stand side by side.
fn numbers(word: &str) -> impl Iterator<Item = f64> {
    let bytes = word.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // `.5` begins with its point.
        let begins = |at: usize| {
            bytes[at].is_ascii_digit() || bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        };
        while at < bytes.len() && !begins(at) {
            at += 1;
        }
        let start = at;
        let digits = |mut at: usize| {
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
            at
        };
        at = digits(at);
        if bytes.get(at) == Some(&b'.') {
            at = digits(at + 1);
        }
        if bytes.get(at) == Some(&b'e') {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let end = digits(at + 1 + sign);
            if end > at + 1 + sign {
                at = end;
            }
        }
        (at > start).then(|| word[start..at].parse().unwrap_or(f64::INFINITY))
    })
}

/// A length in pixels: a number with or without one of CSS's units.
pub(super) fn length(text: &str) -> Result<f64, String> {
    // CSS Values 4, section 6.2: 96 pixels are an inch. `em` and `ex` are those of 16 pixels.
    const UNITS: [(&str, f64); 8] = [
        ("px", 1.0),
        ("pt", 96.0 / 72.0),
        ("pc", 16.0),
        ("mm", 96.0 / 25.4),
        ("cm", 96.0 / 2.54),
        ("in", 96.0),
        ("em", 16.0),
        ("ex", 8.0),
    ];
    let (number, unit) =
        UNITS.iter().find_map(|(unit, pixels)| Some((text.strip_suffix(unit)?, *pixels))).unwrap_or((text, 1.0));
    match number.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number * unit),
        _ => Err(format!("its size `{}` is no length", text.chars().take(20).collect::<String>())),
    }
}

/// Width and height of a view box.
pub(super) fn view_box(text: &str) -> Result<(f64, f64), String> {
    let numbers = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers.map(length).collect::<Result<_, _>>()?;
    match numbers[..] {
        [_, _, width, height] => Ok((width, height)),
        _ => Err("its view box does not have four numbers".to_owned()),
    }
}

/// Whole pixels of a size that can be drawn.
pub(super) fn size(width: f64, height: f64) -> Result<Size, String> {
    let (long, short) = (width.max(height), width.min(height));
    // Written so that no number that is none passes.
    if !(short > 0.0 && long <= LONGEST && long <= short * SLIMMEST) {
        return Err(format!("its size, {width} × {height}, cannot be drawn"));
    }
    Ok((width.round().max(1.0) as u32, height.round().max(1.0) as u32))
}
