//! A face with few of its characters, for browsers: readers have other fonts than the report is set in. The only user of
//! `subsetter`, which makes what a PDF needs of a font; a browser needs two tables more.

use std::collections::BTreeSet;

use subsetter::GlyphRemapper;
use typst::layout::Abs;
use typst::text::{Font, FontVariant, FontVariations};

use super::table;

/// Tables of a font of outlines that browsers ask for and that the subset for a PDF may have (OpenType specification,
/// "Required Tables"). In the order of their tags.
const TABLES: [&[u8; 4]; 14] = [
    b"CFF ", b"OS/2", b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name",
    b"post", b"prep",
];

/// Begins a font with outlines of the Compact Font Format, and one with TrueType's.
const CFF: u32 = 0x4f54_544f;
const TRUE_TYPE: u32 = 0x0001_0000;

/// What the checksums of a whole font add up to ("head", checksumAdjustment), and where that stands in the table.
const CHECKSUM: u32 = 0xb1b0_afba;
const ADJUSTMENT: usize = 8;

/// The face with those of the characters that it has, by the shapes of its own region. `None` if it has none, if its
/// weight is a matter of its variations, or if it is damaged.
pub(super) fn of(font: &Font, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    if !font.info().axes.is_empty() {
        return None;
    }
    let face = font.clone().instantiate(FontVariant::default(), Abs::zero(), &FontVariations::default());
    let mut glyphs = GlyphRemapper::new();
    let had = characters.iter().filter_map(|c| Some((u32::from(*c), face.ttf().glyph_index(*c)?.0)));
    let map: Vec<(u32, u16)> = had.map(|(code, glyph)| (code, glyphs.remap(glyph))).collect();
    if map.is_empty() {
        return None;
    }
    let made = subsetter::subset(font.data(), font.index(), &glyphs).ok()?;
    let cmap = characters_to_glyphs(&map);
    let tables = TABLES.iter().filter_map(|tag| {
        let bytes = match *tag {
            b"cmap" => Some(cmap.as_slice()),
            b"OS/2" => table(font.data(), font.index(), tag),
            _ => table(&made, 0, tag),
        };
        Some((**tag, bytes?.to_vec()))
    });
    Some(file(tables.collect()))
}

/// A `cmap` table with one group for each character (OpenType specification, "cmap", format 12).
fn characters_to_glyphs(map: &[(u32, u16)]) -> Vec<u8> {
    const HEADER: u32 = 16;
    const GROUP: u32 = 12;
    let count = u32::try_from(map.len()).expect("there are fewer characters than that");
    // Version, number of subtables, Windows with all of Unicode, where that one begins.
    let mut out: Vec<u8> = [0u16, 1, 3, 10].iter().flat_map(|number| number.to_be_bytes()).collect();
    out.extend(12u32.to_be_bytes());
    // Format, reserved, length, language, groups.
    out.extend([12u16, 0].iter().flat_map(|number| number.to_be_bytes()));
    out.extend([HEADER + GROUP * count, 0, count].iter().flat_map(|number| number.to_be_bytes()));
    for (code, glyph) in map {
        out.extend([*code, *code, u32::from(*glyph)].iter().flat_map(|number| number.to_be_bytes()));
    }
    out
}

/// A font file of these tables, in the order of their tags (OpenType specification, "Organization of an OpenType Font").
fn file(mut tables: Vec<([u8; 4], Vec<u8>)>) -> Vec<u8> {
    const HEADER: usize = 12;
    const RECORD: usize = 16;
    if let Some((_, head)) = tables.iter_mut().find(|(tag, bytes)| tag == b"head" && bytes.len() >= ADJUSTMENT + 4) {
        head[ADJUSTMENT..ADJUSTMENT + 4].fill(0);
    }
    let count = u16::try_from(tables.len()).expect("there are as many as TABLES has");
    let flavor = if tables.iter().any(|(tag, _)| tag == b"CFF ") { CFF } else { TRUE_TYPE };
    let power = count.checked_ilog2().unwrap_or(0);
    let search = 16u16 << power;
    let mut out = flavor.to_be_bytes().to_vec();
    let power = u16::try_from(power).expect("of a small number");
    out.extend([count, search, power, count * 16 - search].iter().flat_map(|number| number.to_be_bytes()));
    let mut at = HEADER + RECORD * tables.len();
    let number = |length: usize| u32::try_from(length).expect("a subset is smaller than its font");
    let mut head = None;
    for (tag, bytes) in &tables {
        if tag == b"head" {
            head = Some(at);
        }
        out.extend(tag);
        out.extend([checksum(bytes), number(at), number(bytes.len())].iter().flat_map(|number| number.to_be_bytes()));
        at += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in &tables {
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    if let Some(place) = head.map(|head| head + ADJUSTMENT) {
        let adjustment = CHECKSUM.wrapping_sub(checksum(&out));
        out[place..place + 4].copy_from_slice(&adjustment.to_be_bytes());
    }
    out
}

/// The sum of the numbers of four bytes, zeros behind the last one (OpenType specification, "Calculating Checksums").
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut number = [0; 4];
        number[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(number))
    })
}

#[cfg(test)]
mod tests {
    use typst_kit::fonts::FontStore;

    use super::super::find;
    use super::*;
    use crate::model::Edition;
    use crate::store::Store;

    fn title_font(store: &FontStore) -> Font {
        let face = store.book().select_family("noto serif cjk hk").next().expect("the serif is installed");
        store.font(face).unwrap()
    }

    #[test]
    fn a_subset_has_its_characters_and_no_others_and_sums_up() {
        let fonts = find(&Store::default(), &Edition::all().collect::<Vec<_>>()).unwrap();
        let font = title_font(&fonts.store);
        // No font has the last one.
        let bytes = of(&font, &"匯報2026\u{e123}".chars().collect()).unwrap();
        assert_eq!(checksum(&bytes), CHECKSUM, "a font's numbers add up to this");
        let info = typst::text::FontInfo::new(&bytes, 0).expect("it is a font");
        let had: Vec<char> = info.coverage.iter().filter_map(char::from_u32).collect();
        assert_eq!(had.iter().collect::<String>(), "026匯報");
        assert!(bytes.len() < 20_000, "{} bytes", bytes.len());
        assert_eq!(bytes, of(&font, &"匯報2026".chars().collect()).unwrap(), "the same characters, the same bytes");
        assert_eq!(of(&font, &['\u{e123}'].into()), None);
    }
}
