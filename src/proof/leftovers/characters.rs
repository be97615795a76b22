//! Signs that only their neighbours tell from text.

use super::hints::*;
use super::programs::{call, of_spreadsheet};
use super::signs::tag;
use super::{is_meant, tell};
use crate::chinese::is_han;
use crate::diag::Code;
use crate::model::{GAP, Passage};
use crate::proof::placeholders::COUNTED;
use crate::proof::{Finding, Reader};

/// Signs that only their neighbours tell from text.
pub(super) fn characters(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c != GAP);
    // What is told as a whole ends here.
    let mut until = 0;
    let may_be_left = |sign: char| !(is_han(sign) || sign.is_ascii_alphanumeric() || sign == ' ');
    for (at, sign) in text.char_indices().filter(|(_, sign)| may_be_left(*sign)) {
        if at < until {
            continue;
        }
        let range = at..at + sign.len_utf8();
        let (before, rest) = (text[..at].chars().next_back(), &text[range.end..]);
        let after = rest.chars().next();
        let (what, hint) = match sign {
            '*' if before != Some('*') && is_word(before) && is_word(after) => ("a star", STARS),
            '_' => match underscores(&text[..at], &text[at..], passage.is_name) {
                Some(length) => {
                    until = at + length;
                    ("an underscore", UNDERSCORE)
                }
                None => continue,
            },
            // A dash of a typewriter, in Chinese: 甲--乙.
            '-' if before.is_some_and(is_han)
                && rest.starts_with('-')
                && rest.trim_start_matches('-').starts_with(|c| is_han(c) || c.is_ascii_digit()) =>
            {
                ("a dash", DASH)
            }
            '】' | '］' | '〕' if is_address(rest) => ("a link with full-width brackets", LINK),
            '\\' if passage.is_name && after.is_some_and(|c| c.is_ascii_punctuation()) => ("a backslash", NAME),
            '{' if is_attribute(rest) => ("attributes", ATTRIBUTES),
            '{' if let Some(length) = braces(&text[..at], rest) => {
                until = range.end + length;
                if !is_meant(passage, &range, reader) {
                    tell(passage, at..until, "braces", BRACES, reader);
                }
                continue;
            }
            '{' | '[' if is_near_protection(&text[..at], sign, rest) => ("half the marks of protected words", BRACES),
            '~' | '～' if is_lowered(before, rest) || is_formula(&text[..at], rest) => {
                let hint = match () {
                    () if passage.is_name => LOWERED,
                    () if is_quantity(&text[..at]) => QUANTITY,
                    () => TILDE,
                };
                ("a mark of lowering", hint)
            }
            // `m^2`; two marks with something between are told as such.
            '^' | '＾'
                if (before.is_some_and(|c| c.is_ascii_alphabetic()) || is_ten(&text[..at]))
                    && after.is_some_and(|c| c.is_ascii_digit())
                    && !rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('^') =>
            {
                ("a mark of raising", RAISED)
            }
            '$' if let Some(length) = formula(rest) => {
                until = range.end + length;
                ("a formula", FORMULA)
            }
            '＠' if before.is_some_and(|c| c.is_ascii_alphanumeric())
                && after.is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                ("a full-width sign", WIDE_AT)
            }
            '\\' if rest.bytes().take_while(u8::is_ascii_lowercase).count() > 2 => ("a command", COMMAND),
            '#' | '=' if let Some(length) = of_spreadsheet(sign, rest) => {
                until = range.end + length;
                let what = if sign == '#' { "an error of a spreadsheet" } else { "a formula of a spreadsheet" };
                if !is_meant(passage, &range, reader) {
                    tell(passage, at..until, what, SPREADSHEET, reader);
                }
                continue;
            }
            '<' if is_tag(rest) => ("HTML", HTML),
            '&' if is_reference(rest) => ("HTML", HTML),
            _ if is_invisible(sign) => {
                let message = format!("U+{:04X} is invisible and parts words", u32::from(sign));
                reader.tell(passage, range, Code::Leftover, Finding::new(message, INVISIBLE).fix(""));
                continue;
            }
            _ => continue,
        };
        if !is_meant(passage, &range, reader) {
            tell(passage, range, what, hint, reader);
        }
    }
}

/// The length of what stands in underscores that mark nothing, as text goes on right beside them: 共_1,200_人. One
/// between two characters is told as well.
fn underscores(before: &str, text: &str, is_name: bool) -> Option<usize> {
    /// Letters of a formula before its index.
    const SYMBOL: usize = 2;
    let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let is_symbol = (1..=SYMBOL).contains(&letters)
        && !before[..before.len() - letters].ends_with(|c: char| c.is_ascii_alphanumeric() || "_-/.".contains(c));
    let before = before.chars().next_back();
    let mark = text.bytes().take_while(|byte| *byte == b'_').count();
    let inside = &text[mark..];
    let is_one = |text: &str| text.trim() == text && !text.is_empty() && !text.contains(['，', '。', '、', '；', '：']);
    let end = inside.find('_').filter(|end| is_one(&inside[..*end]));
    let length = end.map(|end| mark + end + inside[end..].bytes().take_while(|byte| *byte == b'_').count());
    let beside = |c: Option<char>| c.is_some_and(is_han);
    // CO_2, H_2O, NO_x, as LaTeX lowers.
    let is_index = inside.starts_with(|c: char| c.is_ascii_digit() || c == 'x')
        && !inside[1..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '_');
    if mark == 1 && is_index && is_symbol {
        return Some(mark);
    }
    match length {
        Some(length) if is_name && inside.starts_with(is_han) => Some(length),
        Some(length) if beside(before) || beside(text[length..].chars().next()) => Some(length),
        // ___噸 waits for its figure, which is told as such.
        _ if mark > 1 && inside.starts_with(|c| COUNTED.contains(c)) => None,
        _ => (beside(before) && beside(inside.chars().next())).then_some(mark),
    }
}

/// `{width=40%}` without its brace.
fn is_attribute(rest: &str) -> bool {
    let key = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
    key > 0 && rest[key..].starts_with('=')
}

/// The length of what stands behind a single brace up to its partner, if it is written in the words of a program:
/// `{ env.power }`, `{% if %}`, `{甲, text: 乙}`. Signs that begin with a brace are told as such.
fn braces(before: &str, rest: &str) -> Option<usize> {
    const OTHERS: [char; 9] = ['{', '｛', '.', '#', '>', '-', '+', '=', GAP];
    let inside = &rest[..rest.find('}')?];
    let is_other = inside.trim_start().starts_with(OTHERS) || inside.contains('{') || before.ends_with(['{', '-', '–']);
    let is_of_program = !inside.contains(is_han) || inside.contains([':', '=', '|', '"', '%']);
    let is_told = call(inside).is_some() || tag(inside).is_some();
    let has_letters = inside.contains(|c: char| c.is_ascii_alphabetic());
    (!is_other && is_of_program && !is_told && has_letters).then_some(inside.len() + 1)
}

/// `(#name)`, `（https://…）` behind a bracket.
fn is_address(rest: &str) -> bool {
    let inside = rest.strip_prefix(['(', '（']).unwrap_or_default();
    ["#", "http", "www.", "mailto:"].iter().any(|start| inside.starts_with(start))
}

/// `CO~2~` in a text that knows no markup.
fn is_lowered(before: Option<char>, rest: &str) -> bool {
    let inside = rest.split('~').next().unwrap_or_default();
    let is_short = (1..=3).contains(&inside.len())
        && inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        && !inside.starts_with('.');
    before.is_some_and(|c| c.is_ascii_alphabetic()) && is_short && rest.len() > inside.len()
}

/// Gases and dusts that reports count (Kyoto Protocol, Annex A; GB 3095-2012).
const GASES: [&str; 12] = ["CO2", "CO2e", "CH4", "N2O", "SF6", "NF3", "SO2", "NO2", "NH3", "O3", "PM10", "PM2.5"];

/// Whether what stands before a tilde and behind it is a formula whose index has one mark alone: CO~2。, H~2O, SO~x。
fn is_formula(before: &str, rest: &str) -> bool {
    // Longer words are none of a gas: PM, tCO.
    const LONGEST: usize = 5;
    let word = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    // CO2~ has its mark behind.
    let ends =
        |gas: &&str| before.strip_suffix(*gas).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()));
    if GASES.iter().any(ends) {
        return !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    }
    let index = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let behind = rest[index..].chars().next();
    let is_number = matches!(rest[..index].parse::<f32>(), Ok(number) if number < 20.0 && number > 1.0)
        && behind.is_none_or(|c| c != '~' && c != '%' && (!c.is_alphanumeric() || c.is_ascii_uppercase()));
    let is_letter =
        index == 0 && rest.starts_with('x') && !rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '~');
    (1..=LONGEST).contains(&word)
        && before.ends_with(|c: char| c.is_ascii_uppercase())
        && (is_number || is_letter)
        && !is_quantity(before)
}

/// Whether a brace or bracket with Chinese in it is next to the dashes of protected words: `- {管治} -`, `{-管治-}`, `-[管治]-`.
fn is_near_protection(before: &str, open: char, rest: &str) -> bool {
    const DASHES: [char; 3] = ['-', '–', '－'];
    let close = if open == '{' { '}' } else { ']' };
    let Some((inside, behind)) = rest.split_once(close).filter(|(inside, _)| inside.contains(is_han)) else {
        return false;
    };
    let is_within = inside.starts_with(DASHES) && inside.ends_with(DASHES) && !inside.starts_with("--");
    let is_beside = before.trim_end().ends_with(DASHES) && behind.trim_start().starts_with(DASHES);
    // Half of the marks as they should be is told as that.
    let is_told = open == '{' && (before.ends_with(DASHES) || behind.starts_with('-'));
    !is_told && (open == '{' && is_within || is_beside)
}

/// Whether a text ends with a figure and its unit in one: 5kg.
fn is_quantity(text: &str) -> bool {
    let figure = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    figure.len() < text.len() && figure.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a text ends with ten, whose powers count: 10^3噸.
fn is_ten(text: &str) -> bool {
    text.strip_suffix("10").is_some_and(|text| !text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')))
}

/// The length of `$CO_2$`, `$x^2$` behind its first sign.
fn formula(rest: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let (inside, _) = rest.split_once('$')?;
    let is_one = inside.is_ascii() && inside.len() <= LONGEST && inside.contains(['_', '^', '\\']);
    is_one.then_some(inside.len() + 1)
}

/// A tag without its `<`.
fn is_tag(rest: &str) -> bool {
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    rest.starts_with("%=")
        || name.starts_with(|c: char| c.is_ascii_alphabetic()) && name[length..].starts_with(['>', '/', ' '])
}

/// `nbsp;`, `#160;`.
fn is_reference(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 1 && name[length..].starts_with(';')
}

/// Characters that print nothing: soft hyphens, marks of width zero and of direction, choices among forms, separators of
/// other programs.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e01ef}'
    ) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}'))
}
