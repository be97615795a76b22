//! Finds and checks image files.

use std::collections::HashMap;
use std::sync::Arc;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::drawing;
use crate::picture;
use crate::source::{Span, Spanned};
use crate::store::{Limit, Refusal, Store};

/// Width and height, where the file tells.
type Size = Option<(u32, u32)>;

/// The images of one report. Each file is looked at once.
#[derive(Debug)]
pub(crate) struct Images {
    store: Arc<Store>,
    seen: HashMap<String, Result<Size, Problem>>,
    /// Pixels and bytes of those looked at.
    pixels: u64,
    bytes: u64,
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
        Self { store: store.clone(), seen: HashMap::new(), pixels: 0, bytes: 0, assets: Assets::of_report(store) }
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

    fn check(&mut self, path: &str) -> Result<Size, Problem> {
        let read = self.store.read(&self.store.in_content(path), Limit::Picture);
        let bytes = read.map_err(|refusal| match refusal {
            Refusal::Outside => Problem::Outside,
            Refusal::Dangling | Refusal::NotAFile("a folder") => Problem::Missing,
            refusal => Problem::Bad(format!("it {refusal}")),
        })?;
        let bytes = bytes.ok_or(Problem::Missing)?;
        // That there are too many was told at the first that is.
        if self.pixels > picture::most_pixels(self.bytes) {
            return Ok(None);
        }
        self.bytes += bytes.len() as u64;
        self.add(picture::claimed(&bytes))?;
        let picture = picture::examine(path, &bytes).map_err(Problem::Bad)?;
        self.add(picture.work)?;
        Ok(picture.size)
    }

    fn add(&mut self, pixels: u64) -> Result<(), Problem> {
        self.pixels += pixels;
        if self.pixels <= picture::most_pixels(self.bytes) {
            return Ok(());
        }
        Err(Problem::Bad(format!(
            "the pictures down to this one have {} million pixels, in files of {} KB, what takes time in drawings counted \
             too; make them smaller",
            self.pixels / 1_000_000,
            self.bytes >> 10
        )))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(normalise("chapters", "../images/a.svg").as_deref(), Some("images/a.svg"));
        assert_eq!(normalise("chapters", "../../a.svg"), None);
        assert_eq!(normalise("", "./images//a.svg").as_deref(), Some("images/a.svg"));
        assert_eq!(percent_decode("a%20b%E6%B0%94.png"), "a b气.png");
    }
}
