//! Web and e-mail addresses in running text.

use std::ops::Range;

use crate::chinese::is_han;

/// The addresses in a text that can be followed: where each stands, and where it leads.
pub fn links(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (at, _) in text.match_indices(['h', 'w', '@']) {
        if found.last().is_some_and(|(last, _)| at < last.end) {
            continue;
        }
        let rest = &text[at..];
        let is_inside_word = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let link = if rest.starts_with('@') {
            mail(text, at)
        } else if is_inside_word {
            None
        } else {
            web(rest).map(|(length, target)| (at..at + length, target))
        };
        // An address of a mailbox begins before its sign.
        let is_free = |range: &Range<usize>| found.last().is_none_or(|(last, _)| last.end <= range.start);
        found.extend(link.filter(|(range, _)| is_free(range)));
    }
    found
}

/// A web address at the start of a text: its length and its target. A name without a scheme is taken for an encrypted one,
/// as browsers do.
fn web(text: &str) -> Option<(usize, String)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme));
    if scheme.is_none() && !text.starts_with("www.") {
        return None;
    }
    // What ends a sentence does not belong to the address that stands at its end.
    let own = text[..length(text)].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
    let host = own[scheme.map_or(0, str::len)..].split(['/', '?', '#', ':']).next().unwrap_or_default();
    let names: Vec<&str> = host.split('.').collect();
    let is_name =
        |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_host = names.iter().all(is_name) && names.len() >= if scheme.is_some() { 2 } else { 3 };
    is_host.then(|| (own.len(), if scheme.is_some() { own.to_owned() } else { format!("https://{own}") }))
}

/// An e-mail address around its `@`.
fn mail(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let range = mailbox(text, at);
    let own = text[range.clone()].trim_start_matches(['.', '-']).trim_end_matches(['.', '-', '_', '+']);
    let start = range.end - text[range].trim_start_matches(['.', '-']).len();
    let (name, host) = own.split_once('@')?;
    let (_, top) = host.rsplit_once('.')?;
    let is_address = !name.is_empty() && top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_address.then(|| (start..start + own.len(), format!("mailto:{own}")))
}

/// The length of a web address. Chinese belongs to it right behind its own kind and behind what parts the words of an
/// address; behind a dot where Chinese stands before it, too: https://例子.香港. The conversion leaves the same part as it is.
pub fn length(text: &str) -> usize {
    let (mut before, mut last) = (' ', ' ');
    let (mut end, mut open) = (0, 0_usize);
    for (at, character) in text.char_indices() {
        let belongs = match character {
            '(' => {
                open += 1;
                true
            }
            // One that was opened in the address.
            ')' if open > 0 => {
                open -= 1;
                true
            }
            '<' | '>' | '"' | '`' | '|' | '[' | ')' | ']' | '{' | '}' => false,
            _ if character.is_ascii() => !character.is_ascii_whitespace() && !character.is_ascii_control(),
            _ => {
                let parts =
                    matches!(last, '/' | '=' | '?' | '#' | '&' | '-' | '_' | '+') || (last == '.' && is_han(before));
                is_han(character) && (is_han(last) || parts)
            }
        };
        if !belongs {
            break;
        }
        (before, last) = (last, character);
        end = at + character.len_utf8();
    }
    end
}

/// An e-mail address around its `@`.
pub fn mailbox(text: &str, at: usize) -> Range<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = text[..at]
        .rfind(|c| !is_part(c))
        .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
    let end = text[at + 1..].find(|c| !is_part(c)).map_or(text.len(), |length| at + 1 + length);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_they_say() {
        for (text, wanted) in [
            ("見https://a.hk/esg/2025。", "https://a.hk/esg/2025"),
            ("（http://a.hk/x?y=1&z=%20#e），", "http://a.hk/x?y=1&z=%20#e"),
            ("網址 www.example.com.", "https://www.example.com"),
            ("Mail esg@a.com.hk, or https://a.hk/b_(c).", "mailto:esg@a.com.hk https://a.hk/b_(c)"),
            ("https://a.hk/報告，及https://b.hk/甲", "https://a.hk/報告 https://b.hk/甲"),
            ("https://a.hk/下載-報告_全文.pdf?年=2025，見", "https://a.hk/下載-報告_全文.pdf?年=2025"),
            ("https://a.hk/b.請瀏覽", "https://a.hk/b"),
            ("電郵：a.b+c@d-e.org；", "mailto:a.b+c@d-e.org"),
            ("http:// 及 www. 及 @甲 及 a@b 及 https://甲 及 whttps://a.hk", ""),
        ] {
            let links: Vec<String> = links(text).into_iter().map(|(_, target)| target).collect();
            assert_eq!(links.join(" "), wanted, "{text}");
        }
        assert_eq!(links("見 esg@a.hk."), [("見 ".len().."見 esg@a.hk".len(), "mailto:esg@a.hk".to_owned())]);
    }
}
