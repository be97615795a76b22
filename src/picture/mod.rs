//! Picture files: what they are, whether they can be shown, and what both products show of them.
//!
//! [`raster`] looks at photographs, [`svg`] at drawings. Whatever the PDF or a browser would stumble over is found here,
//! so that `check` tells it at the place that names the file.

mod raster;
mod svg;

use std::ops::Range;

use crate::guard::guarded;
use crate::store::Bytes;

/// The largest picture, in pixels: a double page of A3 at 300 dots per inch has 70 million. Decoded, one takes 400 MB.
pub const MOST_PIXELS: u64 = 100_000_000;

/// What the pictures of a report may have together, in pixels, however little their files say: those of sixty cameras. A
/// file of a few thousand bytes may hold a hundred million pixels of one colour.
const MOST_EMPTY: u64 = 1_000_000_000;

/// Pixels for which there must be a byte, beyond those. Photographs have 10 to a byte, plain diagrams a hundred.
const PIXELS_OF_A_BYTE: u64 = 200;

/// Pixels of all pictures in the products, 3 GB when the typesetter has them all in memory. With more, the largest are
/// made smaller: a hundred pictures have 8 million each, which is a whole page of A4 in print.
const MOST_SHOWN: u64 = 800_000_000;

/// The largest drawing, in bytes. A map of a country drawn by hand has 10 MB.
pub const LARGEST_DRAWING: usize = 32 << 20;

/// Width and height in pixels, as shown.
pub type Size = (u32, u32);

/// What was found in a file that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width and height, where the file tells.
    pub size: Option<Size>,
    /// What a drawing takes in pixels: those of the photographs in it, and as many as its shapes, texts and filters are
    /// worth by their time.
    pub work: u64,
    /// Where each text of a drawing stands, in pieces. Conversion does not reach them: the file is shown as it is.
    pub words: Vec<Vec<Range<usize>>>,
}

/// The kinds of file that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Gif,
    WebP,
    Svg,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Svg => "SVG",
        }
    }

    /// How its files' names may end, the usual ending first.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Gif => &["gif"],
            Self::WebP => &["webp"],
            Self::Svg => &["svg"],
        }
    }
}

/// Looks at the bytes of a picture file. Web servers tell browsers what a file is by its name, so the name must fit.
///
/// # Errors
/// Why it cannot be shown, in words that follow "`<name>` cannot be shown: ".
pub fn examine(name: &str, bytes: &[u8]) -> Result<Picture, String> {
    if bytes.is_empty() {
        return Err("the file is empty".to_owned());
    }
    let kind = kind(bytes)?;
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !kind.endings().iter().any(|known| known.eq_ignore_ascii_case(ending)) {
        return Err(format!("it is a {} file; let its name end with .{}", kind.name(), kind.endings()[0]));
    }
    guarded(|| match kind {
        Kind::Svg => svg::examine(std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?),
        kind => raster::examine(kind, bytes),
    })
    .unwrap_or_else(|panic| Err(format!("the file is damaged ({panic})")))
}

/// Pixels that pictures of so many bytes may have together: work grows with what a report has, not with what it claims.
pub fn most_pixels(bytes: u64) -> u64 {
    bytes.saturating_mul(PIXELS_OF_A_BYTE).saturating_add(MOST_EMPTY)
}

/// Whether a file is a drawing, as far as its first bytes tell.
pub fn is_drawing(bytes: &[u8]) -> bool {
    matches!(kind(bytes), Ok(Kind::Svg))
}

/// The pixels that a photograph says it has: none if it is a drawing, or is refused for that.
pub fn claimed(bytes: &[u8]) -> u64 {
    let dimensions = guarded(|| raster::dimensions(kind(bytes).ok()?, bytes)).ok().flatten();
    dimensions.map(|(width, height)| raster::area(width, height)).filter(|pixels| *pixels <= MOST_PIXELS).unwrap_or(0)
}

/// Pixels that each of these pictures may have in the products, so that all of them have no more than can be borne.
pub fn share<'b>(pictures: impl IntoIterator<Item = &'b [u8]>) -> u64 {
    let mut all: Vec<u64> = pictures.into_iter().map(|bytes| claimed(bytes).min(raster::LARGEST)).collect();
    all.sort_unstable();
    let mut left = MOST_SHOWN;
    for (at, pixels) in all.iter().enumerate() {
        let share = left / (all.len() - at) as u64;
        if *pixels > share {
            return share;
        }
        left -= pixels;
    }
    raster::LARGEST
}

/// The bytes that products have of a picture that can be shown: a photograph in the colours of print becomes one in
/// those of screens, which is what PDF/A without a profile for print, and browsers, ask for; what has more pixels than a
/// page can show, or than its [`share`], is made smaller.
pub fn published(bytes: Bytes, share: u64) -> Bytes {
    let Ok(kind) = kind(&bytes) else { return bytes };
    match guarded(|| raster::for_products(kind, &bytes, share)) {
        Ok(Some(converted)) => converted.into(),
        _ => bytes,
    }
}

fn kind(bytes: &[u8]) -> Result<Kind, String> {
    use image::ImageFormat;
    Ok(match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => Kind::Png,
        Ok(ImageFormat::Jpeg) => Kind::Jpeg,
        Ok(ImageFormat::Gif) => Kind::Gif,
        Ok(ImageFormat::WebP) => Kind::WebP,
        Ok(other) => return Err(format!("it is a {other:?} file")),
        Err(_) if svg::is_drawing(bytes) => Kind::Svg,
        Err(_) => return Err(stranger(bytes)),
    })
}

/// What a file is that is no picture, as far as its first bytes tell: cameras and Office make these.
fn stranger(bytes: &[u8]) -> String {
    // ISO 14496-12: bytes 4 to 8 are `ftyp`, the brand follows. HEIC is what iPhones write.
    let brand = bytes.get(4..12).filter(|head| head.starts_with(b"ftyp")).map(|head| &head[4..]);
    let what = match brand {
        Some(b"heic" | b"heix" | b"mif1" | b"msf1") => "a HEIC photograph; save it as JPEG",
        Some(_) => "a film",
        None if bytes.starts_with(b"%PDF") => "a PDF file; export the picture as SVG or PNG",
        None if bytes.starts_with(b"PK") => "a packed file (Office, ZIP)",
        None if bytes.starts_with(b"8BPS") => "a Photoshop file; save it as PNG or JPEG",
        None if bytes.starts_with(b"\x1f\x8b") => "a compressed file (SVGZ); save it as plain SVG",
        None if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => "UTF-16 text; save it as UTF-8",
        None => return "it is not an image".to_owned(),
    };
    format!("it is {what}")
}

#[cfg(test)]
mod tests;
