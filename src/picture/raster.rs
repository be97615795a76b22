//! Photographs and other pictures of pixels.

use std::io::Cursor;

use image::codecs::gif::{GifDecoder, GifEncoder};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::error::LimitErrorKind;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageResult, Limits};

use super::{Kind, MOST_PIXELS, Picture};

/// Quality of a photograph that is encoded anew, from 1 to 100. At 92 nobody sees a difference.
const QUALITY: u8 = 92;

/// The longest side of a picture in the products, in pixels: 300 dots per inch, which is what print can show, on a page
/// that is 338 mm wide, the broadest of the themes'.
const LONGEST_SIDE: u32 = 4_000;

/// The most pixels that a picture has in the products.
pub(super) const LARGEST: u64 = area(LONGEST_SIDE, LONGEST_SIDE);

/// Bytes of a pixel of four colours.
const DEEPEST: u64 = 4;

/// The pixels of a picture.
pub(super) const fn area(width: u32, height: u32) -> u64 {
    width as u64 * height as u64
}

/// Looks at a picture and decodes it: half a picture is found nowhere else.
pub(super) fn examine(kind: Kind, bytes: &[u8]) -> Result<Picture, String> {
    if is_cut_off(kind, bytes) {
        return Err("the file is cut off".to_owned());
    }
    let Decoded { image, orientation, .. } = decode(kind, bytes)?;
    let (width, height) = (image.width(), image.height());
    let size = if is_turned(orientation) { (height, width) } else { (width, height) };
    Ok(Picture { size: Some(size), work: 0, words: Vec::new() })
}

/// Whether a picture has the four colours of print.
pub(super) fn is_of_print(kind: Kind, bytes: &[u8]) -> bool {
    kind == Kind::Jpeg && jpeg(bytes).is_some_and(|jpeg| jpeg.components == 4)
}

/// What products have in place of a picture: a JPEG in the four colours of print as one in the three of screens, a picture
/// of more pixels than a page can show with as many as it can, or as are its share. Nothing where the file itself will do.
pub(super) fn for_products(kind: Kind, bytes: &[u8], share: u64) -> Option<Vec<u8>> {
    let is_of_print = is_of_print(kind, bytes);
    let (width, height) = dimensions(kind, bytes)?;
    let longest = width.max(height);
    let shrunk = (share as f64 / area(width, height) as f64).sqrt() * f64::from(longest);
    let side = (shrunk as u32).clamp(1, LONGEST_SIDE);
    let is_too_fine = longest > side;
    if !is_of_print && !is_too_fine {
        return None;
    }
    let Decoded { mut image, orientation, profile } = decode(kind, bytes).ok()?;
    if is_too_fine {
        image = smaller(image, side);
    }
    image.apply_orientation(orientation);
    // The profile of a conversion is that of the colours of print.
    let profile = profile.filter(|_| !is_of_print);
    let mut out = Vec::new();
    match kind {
        Kind::Jpeg => encoded(&image, profile, JpegEncoder::new_with_quality(&mut out, QUALITY)),
        Kind::Png => encoded(&image, profile, PngEncoder::new(&mut out)),
        Kind::Gif => {
            let (width, height) = (image.width(), image.height());
            GifEncoder::new(&mut out).encode(&image.into_rgba8(), width, height, ExtendedColorType::Rgba8)
        }
        _ => encoded(&image, profile, WebPEncoder::new_lossless(&mut out)),
    }
    .ok()?;
    Some(out)
}

/// A picture whose longer side has so many pixels.
fn smaller(image: DynamicImage, side: u32) -> DynamicImage {
    // No print shows more than 8 bits of a colour, and the filter works with 16 bytes of a pixel.
    let image = match image {
        image if image.color().bytes_per_pixel() == image.color().channel_count() => image,
        image if image.color().has_alpha() => image.into_rgba8().into(),
        image => image.into_rgb8().into(),
    };
    // Means of whole pixels are as good as any filter where there are two and more of them to each.
    if image.width().max(image.height()) / 2 >= side {
        image.thumbnail(side, side)
    } else {
        image.resize(side, side, FilterType::CatmullRom)
    }
}

fn encoded(image: &DynamicImage, profile: Option<Vec<u8>>, mut encoder: impl ImageEncoder) -> ImageResult<()> {
    if let Some(profile) = profile {
        // An encoder that knows no profiles leaves it out.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)
}

pub(super) fn dimensions(kind: Kind, bytes: &[u8]) -> Option<(u32, u32)> {
    let from = Cursor::new(bytes);
    Some(match kind {
        Kind::Png => png(bytes).ok()?.dimensions(),
        Kind::Jpeg => JpegDecoder::new(from).ok()?.dimensions(),
        Kind::Gif => GifDecoder::new(from).ok()?.dimensions(),
        Kind::WebP => WebPDecoder::new(from).ok()?.dimensions(),
        Kind::Svg => return None,
    })
}

/// A PNG file. Its colour profile is packed, and the library unpacks it at once: one that is left out for its size is
/// looked for, since the typesetter would unpack it.
fn png(bytes: &[u8]) -> ImageResult<PngDecoder<Cursor<&[u8]>>> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_UNPACKED);
    let mut decoder = PngDecoder::with_limits(Cursor::new(bytes), limits)?;
    let is_left_out = decoder.icc_profile()?.is_none() && packed_profile(bytes) > MOST_UNPACKED / DENSEST;
    if is_left_out { Err(ImageError::Limits(LimitErrorKind::InsufficientMemory.into())) } else { Ok(decoder) }
}

/// What the parts of a PNG file may have before its pixels, and how many times its size a packed one may have (RFC 1951:
/// the most that deflate can do).
const MOST_UNPACKED: u64 = 64 << 20;
const DENSEST: u64 = 1032;

/// The largest colour profile, in bytes. Those of printing machines have some 3 MB.
const LARGEST_PROFILE: usize = 8 << 20;

/// The bytes of the colour profile in a PNG file, packed (PNG specification, sections 5.3 and 11.3.2.3).
fn packed_profile(bytes: &[u8]) -> u64 {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, behind)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]);
        match &kind {
            b"iCCP" => return length.into(),
            b"IDAT" => break,
            _ => rest = behind.get(length as usize + 4..).unwrap_or_default(),
        }
    }
    0
}

/// A picture in memory.
struct Decoded {
    image: DynamicImage,
    orientation: Orientation,
    /// What its colours mean (ICC.1).
    profile: Option<Vec<u8>>,
}

fn decode(kind: Kind, bytes: &[u8]) -> Result<Decoded, String> {
    let damaged = |error: ImageError| match error {
        ImageError::Limits(_) => too_large(),
        _ => "the file is damaged".to_owned(),
    };
    let heavy = |error: ImageError| match error {
        ImageError::Limits(_) => "what stands before its pixels, as its colour profile, is too large; save it without",
        _ => "the file is damaged",
    };
    let from = Cursor::new(bytes);
    match kind {
        Kind::Png => decoded(png(bytes).map_err(heavy)?),
        Kind::Jpeg => decoded(JpegDecoder::new(from).map_err(damaged)?),
        Kind::Gif => decoded(GifDecoder::new(from).map_err(damaged)?),
        Kind::WebP | Kind::Svg => decoded(WebPDecoder::new(from).map_err(damaged)?),
    }
}

fn decoded(mut decoder: impl ImageDecoder) -> Result<Decoded, String> {
    let (width, height) = decoder.dimensions();
    if area(width, height) > MOST_PIXELS {
        return Err(format!("it has {width} × {height} pixels; {}", too_large()));
    }
    if decoder.total_bytes() > MOST_PIXELS * DEEPEST {
        return Err(format!("it has {width} × {height} pixels of 16 bits; save it with 8"));
    }
    if width == 0 || height == 0 {
        return Err("it has no pixels".to_owned());
    }
    // Typst sets the same: 512 MB.
    decoder.set_limits(Limits::default()).map_err(|_| too_large())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    if profile.as_ref().is_some_and(|profile| profile.len() > LARGEST_PROFILE) {
        return Err(format!("its colour profile has more than {} MB; save it without", LARGEST_PROFILE >> 20));
    }
    let image = DynamicImage::from_decoder(decoder).map_err(|_| "the file is damaged or cut off".to_owned())?;
    Ok(Decoded { image, orientation, profile })
}

fn too_large() -> String {
    format!("a picture may have {} million pixels", MOST_PIXELS / 1_000_000)
}

/// Whether a camera was held upright, so that width and height change places.
fn is_turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// Whether the end is missing. Decoders fill what is missing of a photograph with grey.
fn is_cut_off(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Jpeg => jpeg(bytes).is_none_or(|jpeg| !jpeg.is_whole),
        // The last chunk of a whole file (PNG specification, section 11.2.5).
        Kind::Png => !bytes.windows(LAST_CHUNK.len()).rev().any(|window| window == LAST_CHUNK),
        // The length of all that follows stands behind `RIFF` (WebP container specification).
        Kind::WebP => {
            let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes);
            bytes.len() < length as usize + 8
        }
        // Decoding finds what is missing.
        Kind::Gif | Kind::Svg => false,
    }
}

const LAST_CHUNK: &[u8] = b"IEND\xaeB`\x82";

/// What the markers of a JPEG file say (ITU-T T.81, annex B).
struct Jpeg {
    /// Number of colours.
    components: u8,
    /// Whether its end is there.
    is_whole: bool,
}

/// Walks from marker to marker; nothing if it is no JPEG file.
fn jpeg(bytes: &[u8]) -> Option<Jpeg> {
    const START_OF_FRAME: [u8; 13] = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
    const START_OF_IMAGE: u8 = 0xd8;
    const END_OF_IMAGE: u8 = 0xd9;
    // The number of components stands behind length, precision, height and width.
    const COMPONENTS: usize = 7;
    let mut jpeg = Jpeg { components: 0, is_whole: false };
    let mut rest = bytes.strip_prefix(&[0xff, START_OF_IMAGE])?;
    loop {
        // Entropy-coded data up to the next marker: in it, 0xff is followed by 0 or by the number of a restart.
        let Some(at) = rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))
        else {
            return Some(jpeg);
        };
        let marker = rest[at + 1];
        rest = &rest[at + 2..];
        if marker == END_OF_IMAGE {
            jpeg.is_whole = true;
            return Some(jpeg);
        }
        if START_OF_FRAME.contains(&marker) {
            jpeg.components = *rest.get(COMPONENTS)?;
        }
        let length = rest.get(..2).map(|length| usize::from(u16::from_be_bytes([length[0], length[1]])))?;
        let Some(behind) = rest.get(length..) else { return Some(jpeg) };
        rest = behind;
    }
}
