//! Whether a font file can be handed to the font libraries, which trust what they are given.

/// The largest code point (Unicode 16, section 2.4).
const LARGEST: u32 = 0x0010_ffff;

/// Checks the directory and the character map of every face (OpenType specification, "Organization of an OpenType
/// Font" and "cmap").
///
/// # Errors
/// What is wrong, in words that follow "cannot be used: ".
pub(super) fn check(bytes: &[u8], faces: impl Iterator<Item = u32>) -> Result<(), String> {
    let damaged = || "the file is damaged".to_owned();
    let mut any = false;
    for face in faces {
        any = true;
        let start = match bytes.get(..4) {
            Some(b"ttcf") => u32_at(bytes, 12 + 4 * face as usize).ok_or_else(damaged)? as usize,
            Some([0, 1, 0, 0] | b"OTTO" | b"true") => 0,
            Some(b"wOFF" | b"wOF2") => return Err("it is a font for websites; use the TTF or OTF file".to_owned()),
            _ => return Err("it is no font".to_owned()),
        };
        let tables = u16_at(bytes, start + 4).ok_or_else(damaged)?;
        for at in 0..usize::from(tables) {
            let record = start + 12 + 16 * at;
            let tag = bytes.get(record..record + 4).ok_or_else(damaged)?;
            let offset = u32_at(bytes, record + 8).ok_or_else(damaged)? as usize;
            let length = u32_at(bytes, record + 12).ok_or_else(damaged)? as usize;
            let table = offset.checked_add(length).and_then(|end| bytes.get(offset..end)).ok_or_else(damaged)?;
            if tag == b"cmap" {
                characters(table).ok_or_else(damaged)?;
            }
        }
    }
    if any { Ok(()) } else { Err(damaged()) }
}

/// Reads the groups of a character map: a few damaged bytes declare four thousand million characters.
fn characters(cmap: &[u8]) -> Option<()> {
    let maps = u16_at(cmap, 2)?;
    for map in 0..usize::from(maps) {
        let table = cmap.get(u32_at(cmap, 4 + 8 * map + 4)? as usize..)?;
        // Formats of 16 bits hold 65,536 characters at most.
        if !matches!(u16_at(table, 0)?, 8 | 12 | 13) {
            continue;
        }
        let groups = u32_at(table, 12)? as usize;
        let mut last = None;
        for group in 0..groups {
            let at = 16 + 12 * group;
            let (first, end) = (u32_at(table, at)?, u32_at(table, at + 4)?);
            if first > end || end > LARGEST || last.is_some_and(|last| first <= last) {
                return None;
            }
            last = Some(end);
        }
    }
    Some(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
