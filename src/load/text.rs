//! What kind of character stands where.

pub(crate) use crate::chinese::half_width;
use crate::chinese::is_han;

/// Han characters and kana: written without spaces between words.
pub(crate) fn is_han_like(c: char) -> bool {
    is_han(c)
        || matches!(c,
        '\u{2e80}'..='\u{2fdf}' // radicals
        | '\u{3005}'..='\u{3007}' // 々〆〇
        | '\u{3040}'..='\u{30ff}' // kana
        | '\u{3100}'..='\u{312f}' // bopomofo
        | '\u{31a0}'..='\u{31bf}')
}

/// Punctuation as wide as a Han character, and what Chinese shares with Latin text: “ ” ‘ ’ — … ·.
pub(crate) fn is_wide_punctuation(c: char) -> bool {
    is_cjk_punctuation(c) || is_shared_punctuation(c)
}

/// Punctuation that only East Asian text uses.
pub(crate) fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}'
        | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6b}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

/// Punctuation whose width depends on the text around it.
pub(crate) fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '·' | '‧' | '※' | '→')
}

/// Whether a line break in the source between these two characters means a space: not within East Asian text.
pub(crate) fn break_is_space(before: char, after: char) -> bool {
    let wide = |c: char| is_han_like(c) || is_cjk_punctuation(c) || matches!(c, '\u{ff10}'..='\u{ff5a}' | '\u{3000}');
    let joins = |c: char| wide(c) || is_shared_punctuation(c);
    // Full-width punctuation brings its own space, whatever stands on the other side.
    let closes = is_cjk_punctuation(before) || is_cjk_punctuation(after);
    !(closes || (joins(before) && joins(after) && (wide(before) || wide(after))))
}

/// What may stand before a fence: indentation and the marks of quotations.
pub(crate) const CONTAINER: [char; 3] = [' ', '\t', '>'];

/// A line without the marks of quotations and lists it begins with.
pub(crate) fn without_markers(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(CONTAINER);
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match rest.as_bytes().get(number) {
            Some(b'.' | b')') if number > 0 => number + 1,
            Some(b'-' | b'*' | b'+') if number == 0 => 1,
            _ => return rest,
        };
        if !rest[marker..].starts_with([' ', '\t']) {
            return rest;
        }
        rest = &rest[marker..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks() {
        assert!(!break_is_space('氣', '候'));
        assert!(!break_is_space('。', '本'));
        assert!(!break_is_space('。', 'E'));
        assert!(!break_is_space('說', '“'));
        assert!(break_is_space('氣', 'E'));
        assert!(break_is_space('a', 'b'));
        assert!(break_is_space('a', '“'));
    }
}
