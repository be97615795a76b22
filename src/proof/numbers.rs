//! Numbers that are none: 1,2345萬元, 12,34%, 3.1.4%.

use std::ops::Range;

use super::{Finding, Reader};
use crate::diag::Code;

/// What a number of these is counted in, in either script: behind anything else it may be a list, a version or a code.
const UNITS: &str = "萬万億亿元噸吨人名個个戶户家間间次宗公千兆度倍棵輛辆台件升克米平立%％";

pub(super) fn check(reader: &mut Reader<'_>) {
    reader.each(Code::MalformedNumber, |text| {
        let found = malformed(text).into_iter();
        found.map(|(range, hint)| (range.clone(), Finding::new(format!("`{}` is no number", &text[range]), hint)))
    });
}

fn malformed(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|gap| at + gap) {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
        let end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = end;
        let number = &text[start..end];
        let is_name = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "-/第:.".contains(c));
        let is_counted = text[end..].trim_start_matches(' ').starts_with(|c| UNITS.contains(c));
        if is_name || !is_counted || number.ends_with([',', '.']) {
            continue;
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        // 5,000 and 12,345,678; a list of years or of short numbers is none: 1,2人.
        let is_list = rest.iter().all(|group| group.len() < 3) && first.len() < 3;
        let is_broken = !rest.is_empty() && (first.len() > 3 || rest.iter().any(|group| group.len() != 3)) && !is_list;
        if fraction.contains('.') {
            found.push((start..end, "a number has one decimal point: mend it"));
        } else if fraction.contains(',') || is_broken {
            found.push((start..end, "commas part groups of three digits: 1,234,567"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        malformed(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn numbers_that_are_none() {
        for number in ["1,2345", "12,34,567", "1234,567", "3.1.4", "1.234,5", "5..3"] {
            assert_eq!(told(&format!("共{number}萬元。")), [number]);
        }
    }

    #[test]
    fn numbers_lists_and_codes() {
        for text in [
            "共1,234,567元、12,345.67噸、0.5%、1,000人",
            "第3.1.2節、ISO 14064-1、2024,2025年、版本1.2.3、第3,10條",
            "1,2人、192.168.1.1、2025.12.31",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
