//! What values mean: numbers, days, editions, texts by language, disclosures.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Kind, Node, check_answer, slice, text, wrong_type};
use crate::diag::{Code, Diagnostic, Sink, full_width_mark, suggest};
use crate::load::slice::Slice;
use crate::load::text::half_width;
use crate::model::{Date, DisclosureRef, Edition, Names};
use crate::source::Spanned;

/// Yes or no.
pub(crate) fn boolean(node: &Node, sink: &mut Sink) -> Option<bool> {
    let text = &slice(node, sink)?.text;
    match half_width(text).to_lowercase().as_str() {
        "true" | "yes" | "是" => Some(true),
        "false" | "no" | "否" => Some(false),
        _ => {
            let other = text;
            let message = format!("`{other}` is neither true nor false");
            sink.push(Diagnostic::error(Code::WrongType, node.span, message).hint("write true or false"));
            None
        }
    }
}

/// A whole number within `range`.
pub(crate) fn integer<T>(node: &Node, range: RangeInclusive<T>, sink: &mut Sink) -> Option<T>
where
    T: FromStr + PartialOrd + std::fmt::Display,
{
    let text = text(node, sink)?;
    match half_width(&text.node).parse::<T>() {
        Ok(number) if range.contains(&number) => Some(number),
        Ok(_) | Err(_) => {
            let (first, last) = (range.start(), range.end());
            let message = format!("`{}` is no whole number from {first} to {last}", text.node);
            let hint = format!("give a whole number from {first} to {last}");
            sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(hint));
            None
        }
    }
}

/// An exact decimal number.
pub(crate) fn decimal(node: &Node, sink: &mut Sink) -> Option<Spanned<Decimal>> {
    let text = text(node, sink)?;
    let number = parse_decimal(&text.node);
    if number.is_none() {
        let message = format!("`{}` is not a number", text.node);
        let plain = half_width(&text.node);
        let bare = plain.trim_end_matches(|c: char| !c.is_ascii_digit()).trim();
        let hint = match parse_decimal(bare).is_some() {
            true => format!("write the number alone: {bare}"),
            false => "write digits with a decimal point: 8453.30".to_owned(),
        };
        sink.push(Diagnostic::error(Code::WrongType, text.span, message).hint(hint));
    }
    number.map(|number| Spanned::new(number, text.span))
}

/// An exact number as entered: its scale is the number of decimal places written. Thousands may be set off by commas.
pub(crate) fn parse_decimal(text: &str) -> Option<Decimal> {
    const GROUP: usize = 3;
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut grouped = false;
    for group in groups {
        grouped = true;
        if group.len() != GROUP || !is_digits(group) {
            return None;
        }
    }
    let whole_is_fine = is_digits(first) && (!grouped || first.len() <= GROUP);
    if !whole_is_fine || fraction.is_some_and(|fraction| !is_digits(fraction)) {
        return None;
    }
    let plain: Cow<'_, str> = if grouped { digits.replace(',', "").into() } else { digits.into() };
    // `from_str_exact` refuses what does not fit instead of rounding it.
    Decimal::from_str_exact(&format!("{sign}{plain}")).ok()
}

/// An e-mail address, as far as a slip can be told: the rest only a letter finds out.
pub(crate) fn email(node: &Node, sink: &mut Sink) -> Option<Spanned<String>> {
    let text = text(node, sink)?;
    let parts = text.node.split_once('@').filter(|(name, domain)| !name.is_empty() && domain.contains('.'));
    if parts.is_none() || !text.node.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!("`{}` is no e-mail address", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("write e.g. esg@example.com"));
        return None;
    }
    Some(text)
}

/// The address of a website.
pub(crate) fn website(node: &Node, sink: &mut Sink) -> Option<Spanned<String>> {
    let text = text(node, sink)?;
    if !["https://", "http://"].iter().any(|scheme| text.node.starts_with(scheme)) {
        let message = format!("`{}` is no address that a link can lead to", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("begin it with https://"));
        return None;
    }
    Some(text)
}

/// A calendar day, `2023-12-31`.
pub(crate) fn date(node: &Node, sink: &mut Sink) -> Option<Date> {
    let text = text(node, sink)?;
    let day = parse_date(&half_width(&text.node));
    if day.is_none() {
        let message = format!("`{}` is not a day", text.node);
        sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint(date_hint(&text.node)));
    }
    day
}

/// What to write for a day in another form: 2025/1/1, 2025年1月1日.
fn date_hint(text: &str) -> String {
    let text = half_width(text);
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
    if let (Some(year @ 1000..), Some(month), Some(day), None) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next())
    {
        let usual = format!("{year:04}-{month:02}-{day:02}");
        return match parse_date(&usual) {
            Some(_) => format!("write `{usual}`"),
            None => "no calendar has this day: look at month and day, e.g. 2023-12-31".to_owned(),
        };
    }
    "write year-month-day: 2023-12-31".to_owned()
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day) = (year.parse::<i32>().ok()?, month.parse::<u8>().ok()?, day.parse::<u8>().ok()?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(Date { year, month, day })
}

/// The edition a tag names.
pub(crate) fn edition(node: &Node, sink: &mut Sink) -> Option<Edition> {
    let text = text(node, sink)?;
    parse_edition(&text, sink)
}

/// The edition a tag names.
pub(crate) fn parse_edition(tag: &Spanned<String>, sink: &mut Sink) -> Option<Edition> {
    let edition = Edition::from_tag(&tag.node);
    if edition.is_none() {
        let message = format!("there is no edition `{}`", tag.node);
        let hint = suggest_edition(&tag.node, &Edition::all().map(Edition::tag).collect::<Vec<_>>());
        let hint = full_width_mark(&tag.node).unwrap_or(hint);
        sink.push(Diagnostic::error(Code::UnknownEdition, tag.span, message).hint(hint));
    }
    edition
}

/// A text per language tag; a plain text is in the source edition.
pub(crate) fn names(node: &Node, source: Edition, sink: &mut Sink) -> Names {
    let mut names = Names::default();
    match &node.kind {
        Kind::Map(entries) => {
            for (tag, value) in entries {
                if check_tag(tag, sink)
                    && !value.is_null()
                    && let Some(text) = text(value, sink)
                {
                    check_answer(value, sink);
                    names.set(tag.node.clone(), text);
                }
            }
            unused_tags(entries, sink);
        }
        Kind::Scalar { .. } if node.is_null() => {}
        Kind::Scalar { .. } => {
            check_answer(node, sink);
            names = text(node, sink).map_or(names, |text| Names::single(source, text));
        }
        Kind::Seq(_) => {
            let hint = "write one text, or {zh-Hant-HK: …, en: …}";
            sink.push(wrong_type(node, "a text, or one text per language").hint(hint));
        }
    }
    names
}

/// Reports a text that no edition takes, as each has one under a tag of its own: `zh-Hant` beside `zh-Hant-HK`.
fn unused_tags(entries: &[(Spanned<String>, Node)], sink: &mut Sink) {
    let given = |tag: &str| {
        entries
            .iter()
            .find(|(known, value)| known.node.eq_ignore_ascii_case(tag) && !value.is_null())
            .map(|(known, _)| known.span)
    };
    for (tag, _) in entries.iter().filter(|(_, value)| !value.is_null()) {
        let mut served = Edition::served_by(&tag.node).peekable();
        let is_known = served.peek().is_some();
        if is_known && !served.any(|edition| edition.lookup().find_map(given) == Some(tag.span)) {
            let message = format!("no edition takes the text under `{}`: each has one of its own here", tag.node);
            let hint = "keep one of the two texts";
            sink.push(Diagnostic::warning(Code::LostText, tag.span, message).hint(hint));
        }
    }
}

/// A hint for a tag that is none of huibao's: by region or script, since `zh-HK` looks more like `zh-Hans` than it is.
fn suggest_edition(tag: &str, known: &[&str]) -> String {
    let tag = tag.replace('_', "-").to_ascii_lowercase();
    let has = |part: &str| tag.split('-').any(|own| own == part);
    let likely = if ["hant", "hk", "tw", "mo", "tc"].into_iter().any(has) {
        Some(Edition::ZhHantHk)
    } else if ["hans", "cn", "sg", "sc"].into_iter().any(has) {
        Some(Edition::ZhHansCn)
    } else {
        Edition::all().find(|edition| has(edition.language()) && edition.counterpart().is_none())
    };
    likely.map_or_else(|| suggest(&tag, known.iter().copied()), |likely| format!("did you mean `{likely}`?"))
}

/// Whether a text under this language tag can ever be used; reports it if not.
pub(crate) fn check_tag(tag: &Spanned<String>, sink: &mut Sink) -> bool {
    let fine = Edition::served_by(&tag.node).next().is_some();
    // A key that is none has been told.
    if !fine && !tag.node.is_empty() {
        let message = format!("no edition is written in `{}`", tag.node);
        // No tag has a blank or a character beyond ASCII, or begins with a digit: a comma has cut a text.
        let is_text = tag.node.contains(|c: char| c.is_whitespace() || !c.is_ascii())
            || tag.node.starts_with(|c: char| c.is_ascii_digit());
        let hint = match is_text {
            true => "inside { } a comma ends a text: put a text that has one in quotes, e.g. en: \"One, Two\"; a tag is one \
                     of zh-Hant-HK, zh-Hans-CN and en, or the beginning of one"
                .to_owned(),
            false => tag_hint(&tag.node),
        };
        let hint = full_width_mark(&tag.node).unwrap_or(hint);
        sink.push(Diagnostic::error(Code::UnknownEdition, tag.span, message).hint(hint));
    }
    fine
}

/// A hint for a language tag that no edition is written in.
pub(crate) fn tag_hint(tag: &str) -> String {
    let all: Vec<&str> = Edition::all().flat_map(Edition::lookup).collect();
    // What serves two editions stands behind the second.
    let known = all.iter().enumerate().filter(|(at, tag)| !all[at + 1..].contains(tag)).map(|(_, tag)| *tag);
    suggest_edition(tag, &known.collect::<Vec<_>>())
}

/// Disclosures: a list, or one text with commas.
pub(crate) fn disclosures(node: &Node, sink: &mut Sink) -> Vec<Spanned<DisclosureRef>> {
    match &node.kind {
        Kind::Seq(items) => items.iter().flat_map(|item| disclosures(item, sink)).collect(),
        Kind::Map(_) => {
            let hint = "write a list of codes without blanks in them: [hkex:A1.2, gri:305-1]";
            sink.push(wrong_type(node, "a list of disclosures").hint(hint));
            Vec::new()
        }
        _ => slice(node, sink).map(|slice| parse_disclosures(slice, sink)).unwrap_or_default(),
    }
}

/// Disclosures separated by commas, each with its own place.
pub(crate) fn parse_disclosures(slice: &Slice<'_>, sink: &mut Sink) -> Vec<Spanned<DisclosureRef>> {
    let mut list = Vec::new();
    for part in split(&slice.text, [',', '，', '、', ';', '；', '\n']) {
        let span = slice.span(part.clone());
        match parse_disclosure(&slice.text[part.clone()]) {
            Some(disclosure) => list.push(Spanned::new(disclosure, span)),
            None => {
                let message = format!("`{}` does not name a disclosure", &slice.text[part]);
                sink.push(
                    Diagnostic::error(Code::UnknownDisclosure, span, message)
                        .hint("write the standard, a colon and the code, e.g. hkex:A1.2 or gri:305-1"),
                );
            }
        }
    }
    list
}

/// `standard:code`.
pub(crate) fn parse_disclosure(text: &str) -> Option<DisclosureRef> {
    let (standard, code) = text.split_once([':', '：'])?;
    let named = !standard.is_empty() && standard.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let coded = !code.is_empty() && !code.contains(char::is_whitespace) && !code.contains(':');
    (named && coded).then(|| DisclosureRef { standard: standard.to_ascii_lowercase(), code: code.to_owned() })
}

/// The non-empty parts between separators, without white space around them.
pub(crate) fn split<const N: usize>(text: &str, separators: [char; N]) -> Vec<Range<usize>> {
    let start_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text.split(separators)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| start_of(part)..start_of(part) + part.len())
        .collect()
}
