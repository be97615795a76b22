//! Text whose bytes another program read in the wrong encoding: â€œ for “, 鎺掓斁 for 排放.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::{Encoding, GBK, WINDOWS_1252};

use crate::chinese::is_han;

/// An encoding that programs take UTF-8 for, how many characters are none by chance, and what these may be: common ones and marks.
type Wrong = (&'static Encoding, usize, fn(char) -> bool);

/// In Windows-1252 É” is no pair of bytes that was anything. In GBK a character may come about by chance, two of Chinese do
/// not: in a million characters of sound texts there were none.
const WRONG: [Wrong; 2] = [
    (WINDOWS_1252, 1, |c| matches!(c, '\u{80}'..='\u{ff}' | '\u{800}'..)),
    (
        GBK,
        2,
        |c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{fffd}'),
    ),
];

/// What is left where nothing can be read again: U+FFFD as GBK in Traditional, and what a debugger of Microsoft fills memory
/// with (0xCC, 0xCD).
const FILLING: [&str; 5] = ["錕斤拷", "烫烫烫", "燙燙燙", "屯屯屯", "葺葺葺"];

/// Where a text was read in the wrong encoding, and what to do about it.
pub(super) fn misread(text: &str) -> Vec<(Range<usize>, String)> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (encoding, least, is_one) in WRONG {
        let mut at = 0;
        while at < characters.len() {
            let (length, read) = read_again(&characters[at..], encoding, is_one);
            if read.chars().count() < least {
                at += 1;
                continue;
            }
            let end = characters.get(at + length).map_or(text.len(), |(end, _)| *end);
            found.push((characters[at].0..end, meant(&read)));
            at += length;
        }
    }
    let filled = FILLING.into_iter().filter_map(|word| text.find(word).map(|at| at..at + word.len()));
    found.extend(filled.map(|range| (range, meant("\u{fffd}"))));
    found
}

fn meant(read: &str) -> String {
    match read.contains('\u{fffd}') {
        true => "write again what stood there: its characters are lost".to_owned(),
        false => format!("write `{read}`; open the file it is from as UTF-8"),
    }
}

/// Adds the bytes of a character in an encoding; whether it has any.
fn encode(c: char, encoding: &'static Encoding, bytes: &mut Vec<u8>) -> bool {
    /// The pairs of bytes of GBK by character, for the library looks for each Chinese one in a list.
    static PAIRS: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
        let mut pairs = vec![[0; 2]; 1 << 16];
        for pair in (0x81..0xff).flat_map(|lead| (0x40..0xff).map(move |trail| [lead, trail])) {
            let read = GBK.decode_without_bom_handling_and_without_replacement(&pair);
            let mut characters = read.iter().flat_map(|read| read.chars());
            if let (Some(c), None) = (characters.next(), characters.next())
                && let Some(place) = pairs.get_mut(c as usize)
            {
                *place = pair;
            }
        }
        pairs
    });
    if encoding == GBK && is_han(c) {
        let pair = PAIRS.get(c as usize).copied().unwrap_or_default();
        bytes.extend_from_slice(&pair);
        return pair != [0; 2];
    }
    let mut buffer = [0; 4];
    let (own, _, is_lost) = encoding.encode(c.encode_utf8(&mut buffer));
    bytes.extend_from_slice(&own);
    !is_lost
}

/// What the bytes of the first characters are in UTF-8, as far as it may be, and how many characters have them.
fn read_again(characters: &[(usize, char)], encoding: &'static Encoding, is_one: fn(char) -> bool) -> (usize, String) {
    let (mut bytes, mut read, mut length) = (Vec::new(), String::new(), 0);
    for (at, (_, c)) in characters.iter().enumerate() {
        if c.is_ascii() || !encode(*c, encoding, &mut bytes) {
            break;
        }
        let (valid, is_wrong) = match std::str::from_utf8(&bytes) {
            Ok(all) => (all.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some()),
        };
        let more = String::from_utf8_lossy(&bytes[..valid]).into_owned();
        if is_wrong || !more.chars().all(is_one) {
            break;
        }
        if valid > 0 {
            read.push_str(&more);
            bytes.drain(..valid);
            length = at + 1;
        }
    }
    (length, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_the_wrong_encoding() {
        for (text, read) in [
            ("â€œ重點â€\u{9d}", "“"),
            ("ï¼Œ減排", "，"),
            ("cafÃ©", "é"),
            ("ä¸\u{ad}å›½", "中国"),
            ("本年度鎺掓斁減少", "排放"),
            ("。銆傛垜浠", "。我"),
        ] {
            let found = misread(text);
            assert!(
                found.first().is_some_and(|(_, hint)| hint.starts_with(&format!("write `{read}"))),
                "{text}: {found:?}"
            );
        }
        for text in ["錕斤拷", "锟斤拷锟斤拷", "產品燙燙燙屯屯屯"] {
            assert!(misread(text).first().is_some_and(|(_, hint)| hint.contains("are lost")), "{text}");
        }
        for text in [
            "café、Zürich、São Paulo、“CAFÉ”、CAFÉ®",
            "“重點”……——甲·乙",
            "5°C、±3、3×4、½、§5、©、®",
            "董事會監管環境、社會及管治事宜，联通、銅鑼灣、鎢鋼、鐵閘及鋁錠",
            "燙傷、屯門",
            "夥伴簽署，鋼板、鋼材、電氣化及陽光，皆可",
        ] {
            assert_eq!(misread(text), [], "{text}");
        }
    }
}
