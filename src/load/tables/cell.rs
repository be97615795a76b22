//! What a cell says: a figure or a text.

use rust_decimal::Decimal;

use super::table::{Item, Kind, Table};
use crate::diag::{Code, Diagnostic, Sink};
use crate::load::text::half_width;
use crate::load::yaml::parse_decimal;
use crate::model::Absence;
use crate::source::{Span, cell_name};

/// A figure as a cell says it.
#[derive(Debug)]
pub(super) struct CellFigure {
    /// The number with its places, or words.
    pub(super) text: String,
    /// Words that are meant as such.
    pub(super) is_words: bool,
    /// The cell shows a per cent sign.
    pub(super) percent: bool,
    /// Places that the cell shows, where the number has more.
    pub(super) fewer_places: Option<u32>,
    pub(super) span: Span,
}

/// The text of a cell that is none of figures.
pub(super) fn text(item: &Item, sink: &mut Sink) -> Option<String> {
    match item.kind {
        Kind::Text | Kind::Number { .. } | Kind::Bool | Kind::Date => Some(item.text.trim().to_owned()),
        Kind::Error | Kind::Unknown => {
            unusable(item, sink);
            None
        }
    }
}

/// The figure in a cell; what is none is told.
pub(super) fn figure(table: &Table, item: &Item, sink: &mut Sink) -> Option<CellFigure> {
    if let Some(area) = table.joined(item.row, item.column) {
        let (from, to) = (cell_name(area.from.0, area.from.1), cell_name(area.to.0, area.to.1));
        let message = format!("the cells {from} to {to} are merged, so that it is not clear whose figure this is");
        told(item, message, "split the cells, and write the figure where it belongs", sink);
        return None;
    }
    let figure = |text: &str, is_words| CellFigure {
        text: text.to_owned(),
        is_words,
        percent: false,
        fewer_places: None,
        span: item.span,
    };
    match item.kind {
        Kind::Number { thousands: 1.., .. } => {
            let message = format!("the cell shows its number divided by thousands: it is {}", item.text);
            told(item, message, "give the cell a format that shows the whole number, and look at the unit", sink);
            None
        }
        Kind::Number { percent, places, .. } => {
            let number: Decimal = item.text.parse().ok()?;
            let fewer_places = places.filter(|places| *places < number.normalize().scale());
            Some(CellFigure { percent, fewer_places, ..figure(&item.text, false) })
        }
        Kind::Text => {
            // As in YAML, words in quotes are meant.
            let quoted = [('"', '"'), ('“', '”'), ('「', '」')].into_iter().find_map(|(open, close)| {
                item.text.strip_prefix(open)?.strip_suffix(close).filter(|words| !words.is_empty())
            });
            if let Some(words) = quoted {
                return Some(figure(words, true));
            }
            let plain = half_width(&item.text);
            if parse_decimal(&plain).is_some() || is_range(&plain) || Absence::read(&item.text).is_some() {
                return Some(figure(&item.text, false));
            }
            // What a spreadsheet writes of a cell that shows per cent.
            if let Some(number) = per_cent(&plain).filter(|_| table.is_csv) {
                return Some(CellFigure { percent: true, ..figure(number, false) });
            }
            not_a_number(item, &plain, sink);
            None
        }
        Kind::Bool => {
            told(item, format!("{} is not a number", item.text), "write the number", sink);
            None
        }
        Kind::Date => {
            let message = format!("the cell holds a date, {}", item.text);
            let hint = "a spreadsheet program takes 5-9 and 1/2 for days: for a range write 5–9, for a number give the cell \
                        a number's format";
            told(item, message, hint, sink);
            None
        }
        Kind::Error | Kind::Unknown => {
            unusable(item, sink);
            None
        }
    }
}

/// A range such as 5–9, or a bound such as <0.01: figures, if none to count with.
pub(in crate::load) fn is_range(plain: &str) -> bool {
    let number = |text: &str| parse_decimal(text.trim()).is_some();
    let bound = plain.strip_prefix(['<', '>', '≤', '≥']).is_some_and(number);
    let mut ends = plain.split(['–', '—', '~', '至']);
    bound || (ends.clone().count() > 1 && ends.all(number))
}

/// The number that accounts write in brackets: (18.6) is -18.6.
pub(in crate::load) fn loss(plain: &str) -> Option<Decimal> {
    let inner = plain.trim().strip_prefix('(')?.strip_suffix(')')?;
    Some(-parse_decimal(inner.trim())?)
}

/// A number with a per cent sign, without the sign.
fn per_cent(plain: &str) -> Option<&str> {
    plain.strip_suffix('%').map(str::trim).filter(|number| parse_decimal(number).is_some())
}

/// What to write for a range whose ends a hyphen joins, 5-9: a spreadsheet program takes it for a day.
pub(in crate::load) fn hyphened(plain: &str) -> Option<String> {
    let (from, to) = plain.trim_end_matches('%').split_once('-')?;
    let number = |text: &str| parse_decimal(text.trim()).filter(|number| !number.is_sign_negative());
    let (from, to) = (number(from)?, number(to)?);
    Some(format!("for a range write {from}–{to}: a spreadsheet program takes {from}-{to} for a day"))
}

/// Whether a text is a day that a spreadsheet program made of a range: 5月9日, 9-May, 2025/5/9.
fn is_day(plain: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<String> = plain.to_lowercase().split(['-', '/', '月', '年']).map(str::to_owned).collect();
    let is_part = |part: &String| {
        let part = part.trim_end_matches('日');
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) || MONTHS.contains(&part)
    };
    (2..=3).contains(&parts.len()) && parts.iter().all(is_part)
}

/// What to do with what a spreadsheet program shows in place of a number: ######, #REF!, Err:502, =SUM(A1:A3), 1.2E+05.
pub(in crate::load) fn of_spreadsheet(plain: &str) -> Option<String> {
    let plain = plain.trim();
    if plain.len() > 2 && plain.bytes().all(|byte| byte == b'#') {
        return Some(
            "a column of the spreadsheet was too narrow to show it: widen the column and save the file again"
                .to_owned(),
        );
    }
    if plain.starts_with('#') || plain.starts_with("Err:") {
        return Some(
            "it is an error of a spreadsheet: mend the formula in the cell, and save the file again".to_owned(),
        );
    }
    if plain.starts_with('=') {
        return Some("it is a formula of a spreadsheet: write what it comes to".to_owned());
    }
    let number = Decimal::from_scientific(plain).ok().filter(|_| plain.contains(['e', 'E']))?.normalize();
    Some(format!("write the number out, with the digits that the cell has: {number} or one near it"))
}

/// The one number in a text.
fn only_number(plain: &str) -> Option<Decimal> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut numbers = plain.split(|c| !is_part(c)).filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    let number = numbers.next().filter(|_| numbers.next().is_none())?;
    parse_decimal(number.trim_matches(['.', ',']))
}

fn not_a_number(item: &Item, plain: &str, sink: &mut Sink) {
    let nothing = ["n/a", "na", "nil", "none", "-", "--", "–", "—", "不適用", "不适用", "無", "无", "未提供"];
    let meant = format!("words that are meant stand in 「」: 「{}」", item.text.trim());
    let hint = if let Some(hint) = of_spreadsheet(plain) {
        hint
    } else if let Some(loss) = loss(plain) {
        format!("in brackets it is a figure below zero: write {loss}")
    } else if let Some(number) = per_cent(plain) {
        format!("write {number}, with `%` for the unit")
    } else if let Some(range) = hyphened(plain) {
        range
    } else if is_day(plain) {
        "a spreadsheet program has made a day of it: for a range write 5–9, with a dash".to_owned()
    } else if nothing.contains(&plain.to_lowercase().as_str()) {
        "write why there is no figure: `not-applicable: …`, `not-available: …` or `below-detection: …`, with the reason; \
         or leave the cell empty"
            .to_owned()
    } else if let Some(number) = only_number(plain) {
        format!("write {number} alone: a word such as 約 goes to a column `qualifier`, a unit to `unit`; {meant}")
    } else {
        format!("write the number alone; {meant}")
    };
    told(item, format!("`{}` is not a number", item.text), hint, sink);
}

fn unusable(item: &Item, sink: &mut Sink) {
    if item.kind == Kind::Unknown {
        let message = "the cell has a formula, and the file does not have what it comes to";
        told(item, message, "open the file in a spreadsheet program and save it there, or write the figure", sink);
    } else {
        let message = format!("the cell shows the error {}", item.text);
        told(item, message, "mend the formula in it, and save the file again", sink);
    }
}

fn told(item: &Item, message: impl Into<String>, hint: impl Into<String>, sink: &mut Sink) {
    sink.push(Diagnostic::error(Code::BadValue, item.span, message).hint(hint));
}
