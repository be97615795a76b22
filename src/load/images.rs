//! Finds and checks image files.

use std::collections::HashMap;
use std::sync::Arc;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::drawing;
use crate::source::{Span, Spanned};
use crate::store::{Limit, Refusal, Store};

/// Width and height, where the file tells.
type Size = Option<(u32, u32)>;

/// The images of one report. Each file is looked at once.
#[derive(Debug)]
pub(crate) struct Images {
    store: Arc<Store>,
    seen: HashMap<String, Result<Size, Problem>>,
    assets: Assets,
}

/// What is wrong with a file.
#[derive(Debug, Clone)]
enum Problem {
    Missing,
    Outside,
    Bad(String),
}

impl Images {
    /// The images below the report's content folder.
    pub(crate) fn new(store: &Arc<Store>) -> Self {
        Self { store: store.clone(), seen: HashMap::new(), assets: Assets::of_report(store) }
    }

    /// Finds the file that an author's path names: a drawing, or a file below the content folder or relative to `folder` (below content,
    /// e.g. `chapters`). Gives its path below the content folder and its size; reports what is wrong.
    pub(crate) fn find(&mut self, path: &str, folder: &str, span: Span, sink: &mut Sink) -> Option<(String, Size)> {
        match drawing::known(path, &self.assets) {
            Some(Ok(())) => return Some((path.to_owned(), Some(drawing::SIZE))),
            Some(Err(hint)) => {
                let message = format!("there is no drawing `{path}`");
                sink.push(Diagnostic::error(Code::MissingImage, span, message).hint(hint));
                return None;
            }
            None => {}
        }
        let written = percent_decode(path).replace('\\', "/");
        let remote = written.contains("://") || written.starts_with("data:");
        let absolute = written.starts_with('/') || written.as_bytes().get(1) == Some(&b':');
        if remote || absolute {
            sink.push(outside(path, span));
            return None;
        }
        let candidates = [normalise("", &written), normalise(folder, &written)];
        let mut found: Option<(String, Result<Size, Problem>)> = None;
        for candidate in candidates.into_iter().flatten() {
            let result = self.look(&candidate);
            if found.is_none() || !matches!(result, Err(Problem::Missing)) {
                let done = !matches!(result, Err(Problem::Missing));
                found = Some((candidate, result));
                if done {
                    break;
                }
            }
        }
        match found {
            Some((path, Ok(size))) => return Some((path, size)),
            None | Some((_, Err(Problem::Outside))) => sink.push(outside(path, span)),
            Some((place, Err(Problem::Missing))) => sink.push(
                Diagnostic::error(Code::MissingImage, span, format!("there is no image `{path}`"))
                    .hint(format!("looked for content/{place}; paths begin at the content folder, e.g. images/a.svg")),
            ),
            Some((_, Err(Problem::Bad(why)))) => {
                sink.push(Diagnostic::error(Code::BadImage, span, format!("`{path}` cannot be shown: {why}")).hint(
                    "use PNG, JPEG, GIF, WebP or an SVG without scripts, and export the file again if it is damaged",
                ))
            }
        }
        None
    }

    /// The path of the icon that an author names; reports one that does not exist.
    pub(crate) fn icon(&mut self, name: &Spanned<String>, sink: &mut Sink) -> Option<String> {
        drawing::icon(&name.node, &self.assets)
            .map_err(|hint| {
                let message = format!("there is no icon `{}`", name.node);
                sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(hint));
            })
            .ok()
    }

    fn look(&mut self, path: &str) -> Result<Size, Problem> {
        if let Some(known) = self.seen.get(path) {
            return known.clone();
        }
        let result = self.check(path);
        self.seen.insert(path.to_owned(), result.clone());
        result
    }

    fn check(&self, path: &str) -> Result<Size, Problem> {
        let read = self.store.read(&self.store.in_content(path), Limit::Picture);
        let bytes = read.map_err(|refusal| match refusal {
            Refusal::Outside => Problem::Outside,
            Refusal::Dangling | Refusal::NotAFile("a folder") => Problem::Missing,
            refusal => Problem::Bad(format!("it {refusal}")),
        })?;
        examine(&bytes.ok_or(Problem::Missing)?).map_err(Problem::Bad)
    }
}

fn outside(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::OutsideReport, span, format!("`{path}` is not inside the content folder"))
        .hint("copy the file to content/images and write images/…")
}

/// Joins and resolves `.` and `..` without looking at the disk; `None` if the path leaves the content folder.
fn normalise(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `%20` and the like, as Markdown editors write them into paths and links.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The size of an image, or why it is none.
fn examine(bytes: &[u8]) -> Result<Size, String> {
    use imagesize::ImageType::{Gif, Jpeg, Png, Webp};
    if bytes.is_empty() {
        return Err("the file is empty".to_owned());
    }
    match imagesize::image_type(bytes) {
        Ok(kind @ (Png | Jpeg | Gif | Webp)) => {
            let size = imagesize::blob_size(bytes).map_err(|_| "the file is damaged".to_owned())?;
            // The last chunk of a whole PNG file (PNG specification, section 11.2.5).
            const LAST_CHUNK: &[u8] = b"IEND\xaeB`\x82";
            if kind == Png && !bytes.windows(LAST_CHUNK.len()).rev().any(|window| window == LAST_CHUNK) {
                return Err("the file is cut off".to_owned());
            }
            let side = |side: usize| u32::try_from(side).map_err(|_| "the file is damaged".to_owned());
            Ok(Some((side(size.width)?, side(size.height)?)))
        }
        Ok(kind) => Err(format!("it is a file of type {kind:?}")),
        Err(_) => match std::str::from_utf8(bytes) {
            Ok(text) => examine_svg(text),
            Err(_) => Err("it is not an image".to_owned()),
        },
    }
}

/// The size of an SVG drawing: `width` and `height` if both are plain numbers, else the view box.
fn examine_svg(text: &str) -> Result<Size, String> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // Prolog: declaration, comments, document type.
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<!") {
            let subset = rest.find('[').filter(|at| rest.find('>').is_none_or(|end| *at < end));
            match subset {
                Some(_) => rest.find("]>").map(|at| at + 2),
                None => rest.find('>').map(|at| at + 1),
            }
        } else {
            break;
        };
        rest = rest[end.ok_or("the SVG is cut off")?..].trim_start();
    }
    let name = rest.strip_prefix('<').ok_or("it is not an image")?;
    let name = &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len())];
    if name.rsplit(':').next() != Some("svg") {
        return Err("it is not an image".to_owned());
    }
    let tag = &rest[..rest.find('>').ok_or("the SVG is cut off")?];
    if !tag.ends_with('/') && !text.trim_end().ends_with(&format!("</{name}>")) {
        return Err("the SVG is cut off".to_owned());
    }
    if runs_code(text) {
        return Err("the SVG holds a script".to_owned());
    }
    let length = |name: &str| {
        let value = svg_attribute(tag, name)?;
        value.trim().trim_end_matches("px").parse::<f64>().ok().and_then(pixels)
    };
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Ok(Some((width, height)));
    }
    let view_box = svg_attribute(tag, "viewBox").map(|value| {
        let numbers = value.split([' ', ',']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
        numbers.filter_map(Result::ok).collect::<Vec<_>>()
    });
    Ok(match view_box.as_deref() {
        Some([_, _, width, height]) => pixels(*width).zip(pixels(*height)),
        _ => None,
    })
}

/// Whether an SVG would do more than be looked at: a script, a link that is one, or an attribute such as `onload`.
fn runs_code(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let handler = |tag: &str| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.split(char::is_whitespace).skip(1).any(|word| word.starts_with("on") && word.contains('='))
    };
    text.contains("<script") || text.contains(":script") || text.contains("javascript:") || text.split('<').any(handler)
}

/// Whole pixels, if there are any.
fn pixels(length: f64) -> Option<u32> {
    let rounded = length.round();
    // The comparison leaves out NaN and what does not fit.
    (rounded >= 1.0 && rounded <= f64::from(u32::MAX)).then_some(rounded as u32)
}

fn svg_attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name).map(|at| at + from) {
        from = at + name.len();
        let whole = tag[..at].ends_with(char::is_whitespace);
        let value = tag[from..].trim_start().strip_prefix('=').map(str::trim_start);
        let quoted = value.and_then(|value| {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            value[1..].split(quote).next()
        });
        if whole && quoted.is_some() {
            return quoted;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_sizes() {
        let size = |text| examine_svg(text).ok().flatten();
        assert_eq!(size("<svg width='10' height=\"20px\"></svg>"), Some((10, 20)));
        assert_eq!(
            size(
                "\u{feff}<?xml version='1.0'?>\n<!-- x --><!DOCTYPE svg>\n<svg stroke-width='3' viewBox='0 0 4.4 5'/>"
            ),
            Some((4, 5))
        );
        assert!(examine_svg("<html></html>").is_err());
        assert!(examine_svg("<svg><g>").is_err());
        assert!(examine(b"plain words").is_err());
        assert!(examine_svg("<svg onload='x()'/>").is_err());
        assert!(examine_svg("<svg><a href=' JavaScript:x()'/></svg>").is_err());
        assert!(examine_svg("<svg><text font-size='1'>one = on = 1</text></svg>").is_ok());
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(normalise("chapters", "../images/a.svg").as_deref(), Some("images/a.svg"));
        assert_eq!(normalise("chapters", "../../a.svg"), None);
        assert_eq!(normalise("", "./images//a.svg").as_deref(), Some("images/a.svg"));
        assert_eq!(percent_decode("a%20b%E6%B0%94.png"), "a b气.png");
    }
}
