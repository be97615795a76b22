//! Numbers of which a part is no digit, or one too many: letters that look like digits (6O,639), digits and Chinese figures
//! in one (3千5百, 二0二五年), per cent said twice (百分之50%, 50%%).

use std::ops::Range;

use super::Reader;
use super::numbers::{self, GROUP, is_counted, is_of_name, may_count};

/// Chinese figures below ten.
const FIGURES: &str = "一二三四五六七八九兩两";

pub(super) fn check(reader: &mut Reader<'_>) {
    numbers::tell(reader, found);
}

/// Places of a number, and what to do.
fn found(text: &str) -> Vec<(Range<usize>, String)> {
    if !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '%' | '％' | '年')) {
        return Vec::new();
    }
    lettered(text).into_iter().chain(mixed(text)).chain(years(text)).chain(per_cent(text)).collect()
}

/// Letters among digits that only look like one: 6O,639, 1l2名, O.5%, 2O24年. Codes have other letters as well, or stand
/// behind one.
fn lettered(text: &str) -> Vec<(Range<usize>, String)> {
    let is_letter = |c: char| matches!(c, 'O' | 'o' | 'l' | 'I');
    let is_part = |c: char| c.is_ascii_digit() || is_letter(c) || matches!(c, ',' | '.');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part).map(|gap| at + gap) {
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let typed = text[start..at].trim_end_matches([',', '.']);
        let (before, behind) = (&text[..start], &text[start + typed.len()..]);
        let is_beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "-_/#@".contains(c));
        if !(typed.contains(is_letter) && typed.contains(|c: char| c.is_ascii_digit()))
            || is_beside(before.chars().next_back())
            || is_beside(behind.chars().next())
            || is_of_name(before)
        {
            continue;
        }
        // 5l are litres; I and o begin words and codes.
        let begins = typed.starts_with(|c: char| c.is_ascii_digit() || c == 'l') || typed.starts_with("O.");
        let ends = !typed.ends_with(['l', 'I']);
        let is_grouped = {
            let groups: Vec<&str> = typed.split('.').next().unwrap_or_default().split(',').collect();
            groups.len() > 1 && groups[1..].iter().all(|group| group.len() == GROUP)
        };
        let is_dated = behind.starts_with(['年', '月', '日']) && typed.len() > 1;
        // 2O may be of a code where no unit follows.
        let is_number = is_counted(behind) || is_dated || is_grouped || (typed.len() > 2 && may_count(behind));
        if begins && ends && is_number {
            let digits = typed.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
            found.push((start..start + typed.len(), format!("letters stand among its digits: write `{digits}`")));
        }
    }
    found
}

/// Digits on one side of 千 or 百 and Chinese figures or more digits on the other: 3千5百, 一百20人, 3千500.
fn mixed(text: &str) -> Vec<(Range<usize>, String)> {
    let is_part = |c: char| c.is_ascii_digit() || FIGURES.contains(c) || "十百千".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part).map(|gap| at + gap) {
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let typed = &text[start..at];
        let parts: Vec<char> = typed.chars().collect();
        let is_seam = |three: &[char]| {
            let [first, scale, last] = three else { return false };
            let is_scale = matches!(scale, '百' | '千') || *scale == '十' && FIGURES.contains(*first);
            let is_figure = |c: &char| c.is_ascii_digit() || FIGURES.contains(*c);
            is_scale && is_figure(first) && is_figure(last) && (first.is_ascii_digit() || last.is_ascii_digit())
        };
        if parts.windows(3).any(is_seam) && !text[..start].ends_with(['第', '初', '.', ',']) {
            let hint = "write all of it in digits, 3,500, or all in Chinese figures, 三千五百";
            found.push((start..at, hint.to_owned()));
        }
    }
    found
}

/// Years of figures of two kinds: 二0二五年, 2〇25年.
fn years(text: &str) -> Vec<(Range<usize>, String)> {
    /// Digits of a year.
    const LENGTH: usize = 4;
    let value = |c: char| match c {
        'O' | 'o' | '〇' | '零' | '○' => Some(0),
        c if c.is_ascii_digit() => c.to_digit(10),
        c => FIGURES.chars().position(|known| known == c).filter(|at| *at < 9).map(|at| at as u32 + 1),
    };
    let mut found = Vec::new();
    for (end, _) in text.match_indices('年') {
        let typed: Vec<(usize, char)> =
            text[..end].char_indices().rev().take_while(|(_, c)| value(*c).is_some()).collect();
        let [.., (start, _)] = typed[..] else { continue };
        let number = typed.iter().rev().filter_map(|(_, c)| value(*c)).fold(0, |number, digit| number * 10 + digit);
        let has = |is_one: fn(&char) -> bool| typed.iter().any(|(_, c)| is_one(c));
        let is_mixed = has(|c| !c.is_ascii()) && has(char::is_ascii);
        if typed.len() == LENGTH && is_mixed && (1900..2101).contains(&number) {
            found.push((start..end, format!("figures of two kinds stand in it: write `{number}`")));
        }
    }
    found
}

/// Per cent said twice: 百分之50%, 50%%.
fn per_cent(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for (start, word) in text.match_indices("百分之") {
        let number = text[start + word.len()..].trim_start_matches([' ', '約', '约']);
        let rest = number.trim_start_matches(|c: char| {
            c.is_ascii_digit() || FIGURES.contains(c) || matches!(c, '.' | '十' | '點' | '点' | '零' | '〇' | ' ')
        });
        if rest.len() < number.len()
            && let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '%' | '％'))
        {
            let end = text.len() - rest.len() + sign.len_utf8();
            found.push((start..end, "say per cent once: take 百分之 or the sign away".to_owned()));
        }
    }
    let mut at = 0;
    while let Some(start) = text[at..].find(['%', '％']).map(|gap| at + gap) {
        let signs = &text[start..];
        let length = signs.len() - signs.trim_start_matches(['%', '％']).len();
        at = start + length;
        let digits = text[..start].len() - text[..start].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if signs[..length].chars().nth(1).is_some() && digits > 0 {
            found.push((start - digits..at, "write the sign once".to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        found(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn letters_words_and_signs_in_numbers() {
        for (text, number) in [
            ("共6O,639名僱員", "6O,639"),
            ("共1l2名僱員", "1l2"),
            ("佔O.5%。", "O.5"),
            ("共l00人參加", "l00"),
            ("培訓1O0小時", "1O0"),
            ("於2O24年", "2O24"),
            ("6O,639", "6O,639"),
            ("有3千5百人", "3千5百"),
            ("有2百5十人", "2百5十"),
            ("一百20人", "一百20"),
            ("三千500噸", "三千500"),
            ("3千500人", "3千500"),
            ("二十5家", "二十5"),
            ("二0二五年", "二0二五"),
            ("二O二五年", "二O二五"),
            ("2〇25年", "2〇25"),
            ("百分之50%", "百分之50%"),
            ("百分之五十％", "百分之五十％"),
            ("佔50%%。", "50%%"),
            ("佔50％%。", "50％%"),
        ] {
            assert_eq!(told(text), [number], "{text}");
        }
        for text in [
            "約3萬5千人及3億4500萬元、5百萬元、3千萬元",
            "5l水、O型血、Al2O3及H2O、型號A1O2、OLED、ISO 14001、I2C、2O供應商",
            "二零二五年、二〇二五年、2025年、唯一2025年、統一123年",
            "百分之五十、百分之50、50%及5%",
            "星期一10時、其中之一30%、初十5時、第三百20條、數百20呎貨櫃",
            "lOl、Oil 5、IO、l.、O",
            "每百5人、三十二、一百二十、1百、第1千5",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
