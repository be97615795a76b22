//! Addresses in running text, and links that were left as text: no correction may touch them. Those that lead nowhere are told.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Finding, Reader};
use crate::address;
use crate::ahead::Ahead;
use crate::diag::{Code, slips};
use crate::model::{Passage, Report};

/// Where addresses and the targets of links stand in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for start in ["http://", "https://", "www.", "mailto:"] {
        found.extend(text.match_indices(start).map(|(at, _)| at..at + address::length(&text[at..])));
    }
    found.extend(links(text));
    found.extend(text.match_indices('@').map(|(at, _)| address::mailbox(text, at)).filter(|range| range.len() > 1));
    found
}

/// Links and pictures, words and target, that are text because something is wrong with them.
fn links(text: &str) -> Vec<Range<usize>> {
    let mut ahead = Ahead::new(text);
    let mut found = Vec::new();
    let mut open = None;
    for (at, bracket) in text.match_indices(['[', ']']) {
        let rest = &text[at + bracket.len()..];
        if bracket == "[" {
            let is_picture = text[..at].ends_with(['!', '！']);
            open =
                Some(if is_picture { text[..at].char_indices().next_back().map_or(at, |(mark, _)| mark) } else { at });
        } else if rest.starts_with(['(', '（']) {
            let ends = [")", "）"].map(|close| Some(ahead.find(close, at)? + close.len()));
            let end = ends.into_iter().flatten().min().unwrap_or(text.len());
            found.push(open.take().unwrap_or(at)..end);
        }
    }
    found
}

/// Addresses that lead nowhere.
pub(super) fn check(reader: &mut Reader<'_>) {
    reader.each(Code::BadAddress, |text| {
        let found = bad(text).into_iter();
        found.map(|(range, hint)| (range.clone(), Finding::new(format!("`{}` is no address", &text[range]), hint)))
    });
}

/// Endings of domains with a slip.
const ENDINGS: [(&str, &str); 6] =
    [("con", "com"), ("cmo", "com"), ("ocm", "com"), ("comm", "com"), ("ogr", "org"), ("nte", "net")];

/// What is meant as an address and is none, and what to do.
fn bad(text: &str) -> Vec<(Range<usize>, String)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-_/:@,;\\：，．？?=&%#~+".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_alphanumeric()).map(|gap| at + gap) {
        let end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        let whole = text[start..end].trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/');
        at = end.max(start + 1);
        let range = start..start + whole.len();
        if let Some(hint) = fault(whole) {
            found.push((range, hint));
        }
    }
    found
}

/// What is wrong with an address.
fn fault(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let is_domain = |text: &str| {
        let host = text.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && host
                .split('.')
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    };
    // A beginning of the web: letters, then colon and strokes, or what was typed for them.
    let letters = lower.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(lower.len());
    let (scheme, rest) = lower.split_at(letters);
    let sign = rest.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (sign, rest) = rest.split_at(sign);
    let is_web = matches!(scheme, "http" | "https");
    let is_like = matches!(
        scheme,
        "htp" | "htps" | "htttp" | "htttps" | "hhttp" | "hhttps" | "ttp" | "ttps" | "htpp" | "htpps" | "http" | "https"
    );
    let is_sign = sign.contains('/') || sign.contains([':', '：', ';']) && rest.starts_with("www.");
    if is_like && is_sign && rest.contains('.') && !(is_web && sign == "://") {
        return Some(format!("write `https://{}`", &word[word.len() - rest.len()..]));
    }
    if let Some(rest) = lower.strip_prefix("www").filter(|rest| !rest.starts_with('.'))
        && let Some(rest) = rest.strip_prefix([',', '，', '．', '。'])
        && is_domain(rest)
    {
        return Some(format!("write `www.{}`", &word[word.len() - rest.len()..]));
    }
    let (name, domain) = lower.rsplit_once('@').unwrap_or(("", &lower));
    let is_mail = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+".contains(c));
    // T@lent is a name.
    let is_long = name.len() > 1 && domain.len() > 4;
    if is_mail && is_long && domain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Some("write the whole of the domain: `name@example.com`".to_owned());
    }
    if domain.contains("..") && (is_mail || lower.starts_with("www.")) {
        return Some("one dot parts the names of a domain".to_owned());
    }
    let host = domain.split("://").last()?.split(['/', '?', '#']).next()?;
    let (_, ending) = host.rsplit_once('.')?;
    let right = ENDINGS.iter().find(|(wrong, _)| *wrong == ending).map(|(_, right)| right);
    let is_address = is_mail || lower.starts_with("www.") || is_web;
    right.filter(|_| is_address && is_domain(host)).map(|right| format!("the domain ends in `.{right}`"))
}

/// Addresses of two domains, and mailboxes of one, of which one is a slip of the other.
pub(super) fn slips_of_others(report: &Report, reader: &mut Reader<'_>) {
    if !reader.wants(Code::BadAddress) {
        return;
    }
    type Read = (fn(&str) -> Option<String>, fn(&str, &str) -> bool);
    const READ: [Read; 2] = [(domain, is_misspelt), (mailbox, is_other_box)];
    let issuer = &report.config.issuer;
    let settings = [issuer.email.as_deref(), issuer.website.as_deref()];
    for (read, is_slip) in READ {
        let own: Vec<String> = settings.into_iter().flatten().filter_map(read).collect();
        // Where each stands.
        let mut found: BTreeMap<String, Vec<(&Passage, Range<usize>)>> = BTreeMap::new();
        for passage in reader.passages {
            for (range, target) in address::links(&passage.text) {
                if let Some(address) = read(&target) {
                    found.entry(address).or_default().push((passage, range));
                }
            }
        }
        let count = |address: &String| (own.contains(address), found.get(address).map_or(0, Vec::len));
        let mut told = Vec::new();
        for (wrong, places) in &found {
            let others = found.keys().chain(&own).filter(|other| *other != wrong && is_slip(wrong, other));
            if let Some(right) = others.filter(|other| count(other) > count(wrong)).max_by_key(|other| count(other)) {
                told.extend(places.iter().map(|(at, range)| (*at, range.clone(), wrong.clone(), right.clone())));
            }
        }
        for (passage, range, wrong, right) in told {
            let message = format!("`{wrong}` is but for a slip `{right}`, which the report has too");
            let finding = Finding::new(message, format!("write `{right}`, if it is the same"));
            reader.tell(passage, range, Code::BadAddress, finding);
        }
    }
}

/// The whole of a mailbox's address.
fn mailbox(address: &str) -> Option<String> {
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    address.contains('@').then(|| address.to_ascii_lowercase())
}

/// Whether two mailboxes of one domain differ by two letters that changed places, or by a letter of a long name.
fn is_other_box(one: &str, other: &str) -> bool {
    /// Letters of a name that no other one is like by chance: hr and ir are two boxes.
    const LONG: usize = 6;
    let (Some((one, domain)), Some((other, its))) = (one.split_once('@'), other.split_once('@')) else { return false };
    let sorted = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    let has_digit = one.bytes().chain(other.bytes()).any(|byte| byte.is_ascii_digit());
    let is_near = sorted(one) == sorted(other) || (one.len() >= LONG && other.len() >= LONG && !has_digit);
    domain == its && one.len() > 2 && slips(one, other) == 1 && is_near
}

/// The domain of an address, without `www.`.
fn domain(address: &str) -> Option<String> {
    let rest = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
    let domain = rest.split(['/', '?', '#', ':']).next()?.trim_end_matches('.').to_ascii_lowercase();
    let domain = domain.strip_prefix("www.").unwrap_or(&domain);
    domain.contains('.').then(|| domain.to_owned())
}

/// Whether two domains differ in one of their names by one or two letters, and in nothing else.
fn is_misspelt(one: &str, other: &str) -> bool {
    /// Letters of a name that no other one is like by chance: sse and szse are two exchanges.
    const SHORTEST: usize = 5;
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split('.').collect(), other.split('.').collect());
    if one.len() != other.len() {
        return false;
    }
    let differs: Vec<(&str, &str)> = std::iter::zip(one, other).filter(|(one, other)| one != other).collect();
    let [(one, other)] = differs[..] else { return false };
    let letters = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let is_long = one.len() >= SHORTEST && other.len() >= SHORTEST && letters(one) != letters(other);
    is_long && slips(one, other) <= if one.len() > 2 * SHORTEST { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_nowhere() {
        for address in [
            "htps://www.example.com",
            "http//example.com",
            "https:/example.com/esg",
            "https：//www.example.com",
            "www,example.com",
            "esg@example",
            "esg@example.con",
            "www.example..com",
        ] {
            let text = format!("請瀏覽{address}查詢。");
            let found: Vec<&str> = bad(&text).into_iter().map(|(range, _)| &text[range]).collect();
            assert_eq!(found, [address]);
        }
    }

    #[test]
    fn addresses_that_lead_somewhere() {
        for text in [
            "請瀏覽https://www.example.com.hk/esg?a=1、www.example.com及esg@example.com。",
            "ISO 9001:2015、3:1、A/B、1,234.5、CO2e/kWh、HTTP/2、@example、http://example.com:8080/a",
            "T@lent計劃",
        ] {
            let found: Vec<&str> = bad(text).into_iter().map(|(range, _)| &text[range]).collect();
            assert_eq!(found, [""; 0], "{text}");
        }
    }

    #[test]
    fn domains_that_are_slips() {
        assert!(is_misspelt("exmaple.com.hk", "example.com.hk") && is_misspelt("qinghe-group.com", "qinhe-group.com"));
        for (one, other) in [
            ("example.com", "example.cn"),
            ("ir.example.com", "example.com"),
            ("sse.com.cn", "szse.com.cn"),
            ("server1.com", "server2.com"),
            ("hkex.com.hk", "hkexnews.hk"),
        ] {
            assert!(!is_misspelt(one, other), "{one}");
        }
        let is_slip = |one: &str, other: &str| is_other_box(&format!("{one}@a.hk"), &format!("{other}@a.hk"));
        assert!(is_slip("egs", "esg") && is_slip("enquiry", "enquir") && is_slip("complaints", "compliants"));
        for (one, other) in [("hr", "ir"), ("hr", "rh"), ("esg", "csr"), ("info", "infos"), ("service1", "service2")] {
            assert!(!is_slip(one, other), "{one}");
        }
        assert_eq!(domain("mailto:esg@www.example.com").as_deref(), Some("example.com"));
        assert_eq!(domain("https://www.example.com/esg").as_deref(), Some("example.com"));
    }
}
