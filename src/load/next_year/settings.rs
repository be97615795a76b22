//! `report.yaml` of a later year: period, day of publication, titles, standards, and that it is a draft.

use super::edits::Edits;
use super::{Move, entry};
use crate::load::previous::FILE as PREVIOUS;
use crate::load::yaml::Node;
use crate::model::{Date, Edition};

/// The same day some years on; the last day of a month stays the last one.
pub(super) fn later(day: Date, years: i32) -> Date {
    let year = day.year + years;
    let is_last = day.day == days(day.year, day.month);
    let most = days(year, day.month);
    Date { year, day: if is_last { most } else { day.day.min(most) }, ..day }
}

/// Days of a month in the Gregorian calendar.
fn days(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The years of a report's period in a text, moved on: 2023年, 2023/24, 二零二三年.
pub(super) fn years_moved(text: &str, years: [i32; 2], by: i32) -> String {
    let [from, to] = years;
    let mut words: Vec<(String, String)> = Vec::new();
    let short = |year: i32| format!("{:02}", year.rem_euclid(100));
    if from != to {
        for mark in ['/', '／', '-', '–', '—'] {
            let span = |by: i32| format!("{}{mark}{}", from + by, short(to + by));
            words.push((span(0), span(by)));
        }
    }
    for year in [from, to] {
        words.push((year.to_string(), (year + by).to_string()));
        for zero in ['零', '〇'] {
            words.push((in_han(year, zero), in_han(year + by, zero)));
        }
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_inside = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
        let found = words.iter().find(|(word, _)| {
            rest.strip_prefix(word.as_str()).is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()))
        });
        match found.filter(|_| !is_inside(&out)) {
            Some((word, moved)) => {
                out.push_str(moved);
                rest = &rest[word.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// A year in Han numerals, digit by digit.
fn in_han(year: i32, zero: char) -> String {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| c.to_digit(10).and_then(|digit| digit.checked_sub(1));
    year.to_string().chars().map(|c| digit(c).map_or(zero, |at| DIGITS[at as usize])).collect()
}

/// Writes the changes to the settings.
pub(super) fn edit(node: &Node, plan: &Move<'_>, edits: &mut Edits<'_>) {
    let config = &plan.report.config;
    if let Some(period) = entry(node, "period") {
        for (key, day) in [("from", plan.period.from), ("to", plan.period.to)] {
            entry(period, key).into_iter().for_each(|node| edits.value(node.span, &day.iso()));
        }
    }
    if let Some(published) = entry(node, "published") {
        edits.value(published.span, &plan.published.iso());
    }
    let years = [config.period.from.year, config.period.to.year];
    for (_, text) in config.title.iter().chain(config.subtitle.iter()) {
        edits.change(text.span, |text| years_moved(text, years, plan.by));
    }
    for claim in &config.standards {
        for id in std::iter::once(&claim.id).chain(&claim.beside) {
            if let Some(next) = plan.standard(&id.node).filter(|next| *next != id.node) {
                edits.value(id.span, next);
            }
        }
    }
    // The last report's figures of earlier years hold, or are restated.
    if !plan.report.kpis.kpis.is_empty() {
        match entry(node, "previous") {
            Some(previous) => edits.value(previous.span, PREVIOUS),
            None => edits.entry(node, &format!("previous: {PREVIOUS}"), ""),
        }
    }
    match entry(node, "draft") {
        Some(draft) => edits.value(draft.span, "true"),
        None => edits.entry(node, "draft: true", &format!("   # {}", draft_words(config.source))),
    }
}

/// What the draft's line says to the authors.
fn draft_words(source: Edition) -> &'static str {
    match source.tag() {
        "zh-Hant-HK" => "草稿：全部寫好之後刪去這一行",
        "zh-Hans-CN" => "草稿：全部写好之后删去这一行",
        _ => "take this line out once all is written",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stay_days_of_their_month() {
        let day = |year, month, day| Date { year, month, day };
        assert_eq!(later(day(2023, 12, 31), 1), day(2024, 12, 31));
        assert_eq!(later(day(2023, 2, 28), 1), day(2024, 2, 29));
        assert_eq!(later(day(2024, 2, 29), 1), day(2025, 2, 28));
        assert_eq!(later(day(2024, 4, 1), 3), day(2027, 4, 1));
    }

    #[test]
    fn years_in_titles_move_on() {
        let moved = |text: &str| years_moved(text, [2023, 2024], 1);
        assert_eq!(moved("2023/24年度環境、社會及管治報告"), "2024/25年度環境、社會及管治報告");
        assert_eq!(moved("2023及2024年，第12023號"), "2024及2025年，第12023號");
        let moved = |text: &str| years_moved(text, [2019, 2019], 1);
        assert_eq!(moved("二零一九年報告（二〇一九）"), "二零二零年報告（二〇二〇）");
        assert_eq!(moved("2019-12"), "2020-12");
    }
}
