//! What HTML and XML share: attributes of a tag, character references.

use std::ops::Range;

/// The attributes in the bytes of a start tag, `<name a="…" b>`: names and where their values stand, without quotes.
pub(super) fn attributes(source: &str, tag: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let text = &source[tag.clone()];
    let bytes = text.as_bytes();
    let skip = |mut at: usize, is_skipped: &dyn Fn(u8) -> bool| {
        while at < bytes.len() && is_skipped(bytes[at]) {
            at += 1;
        }
        at
    };
    let ends_name = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
    let mut found = Vec::new();
    let mut at = skip(1, &|byte| !ends_name(byte));
    loop {
        let start = skip(at, &|byte| byte.is_ascii_whitespace() || byte == b'/');
        // A name may begin with `=` in HTML.
        let end = skip(start + 1, &|byte| !ends_name(byte)).min(bytes.len());
        if start >= bytes.len() || bytes[start] == b'>' {
            return found;
        }
        let equals = skip(end, &|byte| byte.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            at = end;
            continue;
        }
        let value = skip(equals + 1, &|byte| byte.is_ascii_whitespace());
        let range = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => value + 1..skip(value + 1, &|byte| byte != *quote),
            _ => value..skip(value, &|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
        at = range.end + usize::from(range.start > value);
        found.push((&text[start..end], tag.start + range.start..tag.start + range.end));
    }
}

/// The character that a reference without its `&` and `;` stands for: the numeric ones, XML's, and the quotation marks
/// of HTML.
pub(super) fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|character| !character.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        _ => return None,
    })
}

/// A text to stand where `raw` stood. What `raw` has as it is needs no escape.
pub(super) fn escaped(text: &str, raw: &str) -> String {
    const MARKS: [(char, &str); 4] = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;")];
    let mut text = text.to_owned();
    for (mark, reference) in MARKS {
        if text.contains(mark) && !raw.contains(mark) {
            text = text.replace(mark, reference);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let text = "x<a href=/b/ title = '說 明'\n disabled alt=\"\"data-a=1>";
        let found: Vec<_> =
            attributes(text, 1..text.len()).into_iter().map(|(name, range)| (name, &text[range])).collect();
        assert_eq!(found, [("href", "/b/"), ("title", "說 明"), ("alt", ""), ("data-a", "1")]);
        for broken in ["<a title='說", "<a =", "<a/", "<", "<a 說=說 ="] {
            attributes(broken, 0..broken.len());
        }
    }

    #[test]
    fn only_what_is_new_is_escaped() {
        assert_eq!(escaped("研發 (R&D)", "研发"), "研發 (R&amp;D)");
        assert_eq!(escaped("甲 & 發", "甲 & 发"), "甲 & 發");
    }
}
