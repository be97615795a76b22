//! What a reader would see of pictures: the same one again a few pages on, and one that is too coarse for its size.

use super::Measured;
use crate::diag::{Code, Diagnostic, Sink};
use crate::drawing;
use crate::model::printed::{Block, BlockKind, Data, Image};
use crate::model::{Document, Width};

/// Pages within which a reader remembers a picture.
const NEAR: usize = 8;

/// Dots per inch below which printing looks coarse.
const COARSE: f64 = 100.0;

/// A picture of a block, and what of the block's width it has.
type Shown<'a> = (&'a Image, f64);

/// Tells pictures that would print coarsely, as far as that is known before pages are laid out. `width` is that of a block,
/// in points.
pub(in crate::pdf) fn tell_coarse(doc: &Document, width: f64, sink: &mut Sink) {
    let mut shown = Vec::new();
    doc.chapters.iter().flat_map(|chapter| &chapter.blocks).for_each(|block| pictures(block, &mut shown));
    shown.into_iter().for_each(|(image, share)| coarse(image, width * share, sink));
}

/// Tells pictures that come back within a few pages.
pub(in crate::pdf) fn tell(doc: &Document, measured: &Measured, sink: &mut Sink) {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for (chapter, poured) in doc.chapters.iter().zip(&measured.chapters) {
        for (id, block) in chapter.blocks.iter().enumerate() {
            let mut shown = Vec::new();
            pictures(block, &mut shown);
            for (image, ..) in shown {
                let motif = motif(&image.path);
                if let Some(page) = poured.page_of(id) {
                    let last = seen.iter().rev().find(|(known, _)| *known == motif).map(|(_, page)| *page);
                    if let Some(last) = last.filter(|last| page.abs_diff(*last) <= NEAR) {
                        let message = format!("the picture `{motif}` of page {last} comes back on page {page}");
                        let hint = "show another one, or none: a picture twice says less than once";
                        sink.push(Diagnostic::note(Code::RepeatedPicture, image.span, message).hint(hint));
                    }
                    seen.push((motif, page));
                }
            }
        }
    }
}

/// What a picture shows: a drawing is the same at dawn and at night.
fn motif(path: &str) -> String {
    let is_drawn = drawing::file(path).is_some();
    let moods = ["-dawn", "-dusk", "-night", "-day"];
    let bare = moods.iter().find_map(|mood| path.strip_suffix(mood)).filter(|_| is_drawn);
    bare.unwrap_or(path).to_owned()
}

fn coarse(image: &Image, width: f64, sink: &mut Sink) {
    /// Points per inch.
    const POINTS: f64 = 72.0;
    let is_drawing = drawing::file(&image.path).is_some() || image.path.to_ascii_lowercase().ends_with(".svg");
    let Some((pixels, _)) = image.size.filter(|_| !is_drawing) else { return };
    let dots = f64::from(pixels) / (width / POINTS);
    if dots < COARSE {
        let needed = (2.0 * COARSE * width / POINTS).ceil();
        let message = format!("{} would print with {dots:.0} dots per inch", image.path);
        let hint = format!("take the original: {needed} pixels of width print well here");
        sink.push(Diagnostic::note(Code::CoarsePicture, image.span, message).hint(hint));
    }
}

/// The pictures of a block, those of blocks inside it too.
fn pictures<'a>(block: &'a Block, out: &mut Vec<Shown<'a>>) {
    match &block.kind {
        BlockKind::Picture(picture) => {
            let share = match picture.width {
                Some(Width::Share(share)) => f64::from(share) / 100.0,
                _ => 1.0,
            };
            out.push((&picture.image, share));
        }
        BlockKind::Component(component) => {
            let start = out.len();
            component.fields.values().for_each(|data| of_data(data, out));
            let beside = (out.len() - start).clamp(1, 4);
            out[start..].iter_mut().for_each(|(_, share)| *share = 1.0 / beside as f64);
            component.body.iter().for_each(|block| pictures(block, out));
        }
        BlockKind::Quote(inner) => inner.iter().for_each(|block| pictures(block, out)),
        BlockKind::List { items, .. } => items.iter().flatten().for_each(|block| pictures(block, out)),
        _ => {}
    }
}

fn of_data<'a>(data: &'a Data, out: &mut Vec<Shown<'a>>) {
    match data {
        // Icons are signs: the same one stands for the same thing.
        Data::Image(image) if !image.path.contains(":icon-") => out.push((image, 1.0)),
        Data::List(items) => items.iter().for_each(|item| of_data(item, out)),
        Data::Map(fields) => fields.values().for_each(|field| of_data(field, out)),
        _ => {}
    }
}
