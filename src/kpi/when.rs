//! Which year words speak of: 2025/26年度, 截至2025年3月31日止年度, 上一財政年度, 過去三年; and what leaves it open.
//!
//! Texts are read in Simplified, character by character: what is found stands at the same place in the text itself.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::calendar::{below_hundred, digit, figure};
use crate::model::{Date, MARKS, Period, financial_year};

/// Words that name a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The words, with those that only belong to them: 截至…止年度.
    pub range: Range<usize>,
    /// The year in which the figures' year ends, as its number has it.
    pub year: Option<i32>,
    /// Whether it is open which of the report's years is meant: 2025年, where they are none of the calendar; several.
    pub is_open: bool,
    /// Whether only a part of it is meant: 2025年6月, 止三個月.
    pub is_part: bool,
    /// Whether something else is compared with it.
    pub is_compared: bool,
    /// How many years it is, where it is several: 過去三年.
    pub span: Option<u32>,
}

impl Named {
    /// The year that is meant for sure.
    pub(super) fn sure(&self) -> Option<i32> {
        self.year.filter(|_| !self.is_open)
    }
}

/// What says that a year is what something is compared with.
const COMPARED: [&str; 16] =
    ["较", "比", "与", "同", "从", "由", "自", "相较", "相比", "对比", "相对", "起", "高于", "低于", "少于", "多于"];

/// What leads to a year and says no more of it.
const LEADS: [&str; 5] = ["截至", "截止", "于", "在", "至"];

/// Bytes of the longest words that name a year before 年.
const LONGEST: usize = 60;

/// What kind of year it is.
const KINDS: [&str; 6] = ["财政", "财务", "会计", "报告", "财", "日历"];

/// What joins the two days of a period.
const TO: [&str; 6] = ["至", "到", "-", "–", "—", "~"];

/// What says that several years are meant, before their number.
const SEVERAL: [&str; 7] = ["过去", "最近", "近", "以往", "未来", "此前", "前"];

/// Several years without a number.
const YEARS: [&str; 4] = ["历", "近", "往", "多"];

/// What says that a sentence speaks of a part of the year, or of one event.
const PARTLY: &str =
    "上半年 下半年 当天 当日 首批 首期 首场 本次 此次 该次 其间 活动中 活动期间 期间共 为例 当月 本月 同期";

/// A day or month of a year.
#[derive(Clone, Copy)]
struct Day {
    year: i32,
    month: u32,
    day: Option<u32>,
}

/// All years that a text names, in order.
pub(super) fn named(text: &str, period: &Period) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut before: Option<Day> = None;
    for (at, mark) in text.match_indices('年') {
        let known = found.last().map_or(0, |named| named.range.end);
        if at < known {
            continue;
        }
        let near = known.max(text.floor_char_boundary(at.saturating_sub(LONGEST)));
        let Some(head) = head(&text[near..at], period).map(|head| Head { start: near + head.start, ..head }) else {
            continue;
        };
        let lead = text[..head.start].trim_end();
        let start = LEADS.iter().find_map(|word| lead.strip_suffix(word)).map_or(head.start, str::len);
        let bare = text[..start].trim_end();
        let is_compared =
            COMPARED.iter().any(|word| lead.ends_with(word) || bare.ends_with(word)) && !lead.ends_with("截至");
        let behind = at + mark.len();
        let (end, day) = match head.year.filter(|_| head.is_single) {
            Some(year) => date(text, behind, year),
            None => (behind, None),
        };
        let end = if day.is_none() && text[end..].starts_with('度') { end + '度'.len_utf8() } else { end };
        let mut named = Named {
            range: start..end,
            year: head.year,
            is_open: head.year.is_none() || head.is_single && period.is_split(),
            is_part: false,
            is_compared,
            span: head.span,
        };
        if let Some(day) = day {
            // 2025年4月1日至2026年3月31日; the second may go without its year.
            let is_joined = TO.contains(&text[known..head.start].trim());
            let (is_whole, is_last) = if let Some(first) = before.filter(|_| is_joined)
                && let Some(last) = found.pop()
            {
                named.range.start = last.range.start;
                named.is_compared = text[..last.range.start].ends_with(['较', '比']);
                (is_period(first, day, period), true)
            } else if let Some((end, last)) = rest_of_period(text, end, day) {
                named.range.end = end;
                (is_period(day, last, period), true)
            } else {
                let is_last = is_day(day, period.to) && day.day.is_some();
                (is_last || day.day.is_some() && is_day(day, period.from), is_last)
            };
            named.is_open &= !(is_whole && is_last);
            named.is_part = !is_whole;
            if let Some((end, is_whole)) = until(text, named.range.end) {
                named.range.end = end;
                named.is_part |= !is_whole;
            }
        }
        before = day;
        found.push(named);
    }
    let mut bare = without_word(text, period);
    bare.retain(|named| {
        let next = found.partition_point(|other| other.range.end <= named.range.start);
        found.get(next).is_none_or(|other| named.range.end <= other.range.start)
    });
    found.extend(bare);
    found.sort_by_key(|named| named.range.start);
    found
}

/// The last year that some of a text names for what it says there, other than to compare with it.
pub(super) fn last<'n>(all: &'n [Named], within: &Range<usize>) -> Option<&'n Named> {
    inside(all, within).rev().find(|named| !named.is_compared)
}

/// The years that some of a text names.
pub(super) fn inside<'n>(
    all: &'n [Named],
    within: &Range<usize>,
) -> impl DoubleEndedIterator<Item = &'n Named> + use<'n> {
    let start = all.partition_point(|named| named.range.start < within.start);
    let end = all.partition_point(|named| named.range.end <= within.end);
    all[start.min(end)..end].iter()
}

/// So many years that a text ends in, and where they begin: 三年, 過去兩年間.
pub(super) fn span_ending(text: &str) -> Option<(u32, usize)> {
    let bare = ["之间", "间", "以来", "来", "之内", "内"].iter().find_map(|word| text.strip_suffix(word));
    let (count, start) = number_before(bare.unwrap_or(text).strip_suffix('年')?)?;
    let start = SEVERAL.iter().find_map(|word| text[..start].strip_suffix(word)).map_or(start, str::len);
    // 2024年 and 第三年 are one.
    let is_one = text[..start].ends_with(|c: char| c.is_ascii_digit() || "第零〇".contains(c));
    (!is_one && (2..=20).contains(&count)).then_some((count, start))
}

/// Some of a text without the years that it names.
pub(super) fn without<'t>(text: &'t str, within: &Range<usize>, all: &[Named]) -> Cow<'t, str> {
    let mut kept = String::new();
    let mut start = within.start;
    for named in inside(all, within) {
        kept.push_str(&text[start..named.range.start]);
        start = named.range.end;
    }
    match start == within.start {
        true => Cow::Borrowed(&text[within.clone()]),
        false => Cow::Owned(kept + &text[start..within.end]),
    }
}

/// Whether a sentence speaks of a part of the year, or of one event.
pub(super) fn is_of_part(text: &str, within: &Range<usize>, all: &[Named], period: &Period) -> bool {
    let part = &text[within.clone()];
    PARTLY.split_ascii_whitespace().any(|word| part.contains(word))
        || has_season(part)
        || has_month(text, within, all, period)
}

/// Whether a season or some of the quarters or months are named: 首三季, 夏季, 前九個月. 每季 is how often, 四季 all of the year.
fn has_season(text: &str) -> bool {
    let of_months = |at: usize| {
        let count = number_before(text[..at].trim_end_matches('个'));
        count.is_some_and(|(count, start)| count < 12 && text[..start].ends_with(['首', '前', '头']))
    };
    text.match_indices("个月").any(|(at, _)| of_months(at))
        || text.match_indices('季').any(|(at, _)| {
            let before = &text[..at];
            let is_all = before.ends_with('四') && !before.ends_with("第四");
            !is_all && !before.ends_with(['每', '按', '逐', '各', '换'])
        })
}

/// Whether a month is named, other than in the days a year begins and ends with.
fn has_month(text: &str, within: &Range<usize>, all: &[Named], period: &Period) -> bool {
    text[within.clone()].match_indices('月').map(|(at, _)| within.start + at).any(|at| {
        let Some((month, _)) = number_before(&text[within.start..at]) else { return false };
        let behind = all.partition_point(|named| named.range.end <= at);
        if let Some(named) = all.get(behind).filter(|named| named.range.contains(&at)) {
            return named.is_part;
        }
        let day = below_hundred(text[at + '月'.len_utf8()..].trim_start()).map(|(day, _)| day);
        let is = |date: Date| month == u32::from(date.month) && day == Some(u32::from(date.day));
        !is(period.from) && !is(period.to)
    })
}

/// What a year begins with.
struct Head {
    start: usize,
    year: Option<i32>,
    /// Whether it is named by one number.
    is_single: bool,
    span: Option<u32>,
}

/// The year that stands before 年.
fn head(text: &str, period: &Period) -> Option<Head> {
    let this = period.year();
    let text = text.trim_end();
    let bare = KINDS.iter().find_map(|kind| text.strip_suffix(kind)).unwrap_or(text).trim_end();
    if let Some((year, start)) = financial_year(text).or_else(|| split_year(bare, period)) {
        return Some(Head { start, year: Some(year), is_single: false, span: None });
    }
    if let Some((year, start)) = four_digits(bare) {
        return Some(Head { start, year: Some(year), is_single: true, span: None });
    }
    let word = |lead: &str, year: Option<i32>| Head { start: lead.len(), year, is_single: false, span: None };
    let one = bare.strip_suffix('个').unwrap_or(bare);
    for (names, year) in [(&["去", "上一", "前一", "上"][..], this - 1), (&["本", "今", "当"], this)] {
        if let Some(lead) = names.iter().find_map(|name| one.strip_suffix(name)) {
            // 以上年度, 基本年薪 and 成本年均 are none.
            return (!lead.ends_with(['以', '基', '成', '资'])).then(|| word(lead, Some(year)));
        }
    }
    if let Some(lead) = YEARS.iter().find_map(|name| text.strip_suffix(name)) {
        return Some(word(lead, None));
    }
    let (count, start) = match number_before(one) {
        Some((count, start)) => (Some(count), start),
        None => (None, one.strip_suffix(['几', '数', '多'])?.len()),
    };
    let (name, lead) = SEVERAL.iter().find_map(|name| Some((*name, one[..start].strip_suffix(name)?)))?;
    // 過去一年 is this year.
    if count == Some(1) && name != "未来" {
        return Some(word(lead, Some(this)));
    }
    Some(Head { span: count, ..word(lead, None) })
}

/// What stands between the two years of a financial one in a text, beside [`MARKS`].
const ALSO_MARKS: [char; 3] = ['╱', '∕', '至'];

/// 二零二四／二五, 2024至25, 2024至2025, 24/25, where years are none of the calendar.
fn split_year(text: &str, period: &Period) -> Option<(i32, usize)> {
    let text = period.is_split().then_some(text)?;
    let whole = four_digits(text);
    let (second, start) = whole.or_else(|| digits(text, 2))?;
    let before = text[..start].strip_suffix(|c| MARKS.contains(&c) || ALSO_MARKS.contains(&c))?;
    let is_slash = text[before.len()..].starts_with(['/', '／', '╱', '∕']);
    let (first, start) = four_digits(before).or_else(|| digits(before, 2).filter(|_| is_slash && whole.is_none()))?;
    ((first + 1) % 100 == second % 100).then_some((first % 100 + 2001, start))
}

/// The year in four digits that a text ends in, and where it begins: 2025, 二零二五.
fn four_digits(text: &str) -> Option<(i32, usize)> {
    digits(text, 4).filter(|(year, _)| (1990..2101).contains(year))
}

/// A number of so many digits that a text ends in, and where it begins.
fn digits(text: &str, count: u32) -> Option<(i32, usize)> {
    let mut all = text.char_indices().rev();
    let mut number = 0;
    let mut start = text.len();
    for power in 0..count {
        let (at, c) = all.next()?;
        number += i32::try_from(digit(c)?).ok()? * 10i32.pow(power);
        start = at;
    }
    let is_alone = text[..start].chars().next_back().is_none_or(|c| digit(c).is_none() && c != '.');
    is_alone.then_some((number, start))
}

/// A number below a hundred that a text ends in, and where it begins.
fn number_before(text: &str) -> Option<(u32, usize)> {
    let text = text.trim_end();
    let is_digit = |c: char| c.is_ascii_digit();
    let start = match text.ends_with(is_digit) {
        true => text.trim_end_matches(is_digit).len(),
        false => text.trim_end_matches(|c| figure(c).is_some()).len(),
    };
    let (value, length) = below_hundred(&text[start..])?;
    (start + length == text.len()).then_some((value, start))
}

/// The month, and day, at a place behind a year, and where they end.
fn date(text: &str, at: usize, year: i32) -> (usize, Option<Day>) {
    match month(text, at) {
        Some((end, month, day)) => (end, Some(Day { year, month, day })),
        None => (at, None),
    }
}

fn month(text: &str, at: usize) -> Option<(usize, u32, Option<u32>)> {
    let start = at + blanks(&text[at..]);
    let (month, length) = below_hundred(&text[start..])?;
    let end = start + length + blanks(&text[start + length..]);
    let rest = text[end..].strip_prefix('月').filter(|_| (1..=12).contains(&month))?;
    let end = text.len() - rest.len();
    if rest.starts_with(['底', '末']) {
        return Some((end + '底'.len_utf8(), month, Some(LAST)));
    }
    let start = end + blanks(rest);
    let day = below_hundred(&text[start..]).and_then(|(day, length)| {
        let rest = text[start + length..].trim_start();
        Some((text.len() - rest.strip_prefix(['日', '号'])?.len(), day))
    });
    Some(match day {
        Some((end, day)) => (end, month, Some(day)),
        None => (end, month, None),
    })
}

/// The last day of a month, whichever it is.
const LAST: u32 = u32::MAX;

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The second day of a period without its year: 2025年1月1日至12月31日.
fn rest_of_period(text: &str, at: usize, first: Day) -> Option<(usize, Day)> {
    let rest = text[at..].trim_start();
    let behind = TO.iter().find_map(|word| rest.strip_prefix(word))?;
    let (end, month, day) = month(text, text.len() - behind.len())?;
    Some((end, Day { month, day, ..first }))
}

/// Whether a day of some year, or a month without its day, is this one.
fn is_day(day: Day, date: Date) -> bool {
    day.month == u32::from(date.month) && day.day.is_none_or(|day| day == LAST || day == u32::from(date.day))
}

/// Whether two days are the first and last of one of the report's years.
fn is_period(first: Day, last: Day, period: &Period) -> bool {
    let is_year = last.year - first.year == period.to.year - period.from.year;
    is_year && is_day(first, period.from) && is_day(last, period.to)
}

/// 止年度 behind a day, and whether it is a whole year: 止六個月 is none.
fn until(text: &str, at: usize) -> Option<(usize, bool)> {
    let rest = text[at..].trim_start().strip_prefix('止')?.trim_start();
    let rest = rest.strip_prefix(['的', '之']).unwrap_or(rest);
    let kind = KINDS.iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest);
    if let Some(behind) = kind.strip_prefix("年度").or_else(|| rest.strip_prefix("全年")) {
        return Some((text.len() - behind.len(), true));
    }
    let Some((months, length)) = below_hundred(rest) else { return Some((text.len() - rest.len(), true)) };
    let behind = rest[length..].trim_start();
    match behind.strip_prefix("个月") {
        Some(behind) => Some((text.len() - behind.len(), months == 12)),
        None => Some((text.len() - rest.len(), months == 1 && behind.starts_with('年'))),
    }
}

/// Years without 年: 2024/25, FY2025, FY24/25.
fn without_word(text: &str, period: &Period) -> Vec<Named> {
    let mut found = Vec::new();
    let mut add = |start: usize, end: usize, year: i32, is_open: bool| {
        let is_compared = COMPARED.iter().any(|word| text[..start].trim_end().ends_with(word));
        let range = start..end;
        found.push(Named { range, year: Some(year), is_open, is_part: false, is_compared, span: None });
    };
    let length = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, mark) in text.match_indices(['/', '／']).filter(|_| period.is_split()) {
        let end = at + mark.len() + length(&text[at + mark.len()..]);
        // Of two digits only behind FY: 24/25 may be anything.
        let year = split_year(&text[..end], period);
        let year = year.filter(|(_, start)| at - start == 4 || text[..*start].trim_end().ends_with("FY"));
        if let Some((year, start)) = year {
            let lead = text[..start].trim_end();
            add(lead.strip_suffix("FY").map_or(start, str::len), end, year, false);
        }
    }
    for (at, mark) in text.match_indices("FY") {
        let start = at + mark.len() + blanks(&text[at + mark.len()..]);
        let end = start + length(&text[start..]);
        let year = match end - start {
            2 => text[start..end].parse().ok().map(|year: i32| 2000 + year),
            4 => text[start..end].parse().ok(),
            _ => None,
        };
        if let Some(year) = year.filter(|_| !text[end..].starts_with(['/', '／', '-'])) {
            add(at, end, year, period.is_split());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, period: &Period) -> Vec<String> {
        let all = named(text, period);
        let show = |named: &Named| {
            let year = named.sure().map_or("open".to_owned(), |year| year.to_string());
            let part = if named.is_part { " part" } else { "" };
            let compared = if named.is_compared { " compared" } else { "" };
            format!("{} = {year}{part}{compared}", &text[named.range.clone()])
        };
        all.iter().map(show).collect()
    }

    fn day(year: i32, month: u8, day: u8) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn financial_years_are_read_however_they_are_put() {
        let march = Period { from: day(2025, 4, 1), to: day(2026, 3, 31) };
        let last = [
            "截至2025年3月31日止年度",
            "截至2025年3月31日止财政年度",
            "截至二零二五年三月三十一日止年度",
            "于2025年3月31日",
            "2025年3月底",
            "截至2025年3月31日止十二个月",
            "2024年4月1日至2025年3月31日",
            "2024年4月至2025年3月",
            "上一财政年度",
            "上个财年",
            "去年度",
            "2024/25财政年度",
            "2024至25年度",
            "2024至2025年度",
            "二零二四／二五年度",
            "24/25年度",
            "FY2024/25",
            "FY24/25",
            "2024/25",
        ];
        for text in last {
            assert_eq!(read(text, &march), [format!("{text} = 2025")]);
        }
        for text in ["2025年", "2025财年", "FY2025", "于2025年4月1日", "过去三年", "过去三个财政年度"]
        {
            assert_eq!(read(text, &march), [format!("{text} = open")]);
        }
        assert_eq!(
            read("截至2025年9月30日止六个月及于2025年12月31日，较2024/25年度及低于2025年", &march),
            [
                "截至2025年9月30日止六个月 = open part",
                "于2025年12月31日 = open part",
                "2024/25年度 = 2025 compared",
                "于2025年 = open compared"
            ]
        );
        assert_eq!(read("本年度及过去一年", &march), ["本年度 = 2026", "过去一年 = 2026"]);
        assert_eq!(read("以上年度、基本年薪、三年及5年，比例为24/25", &march), [""; 0]);
    }

    #[test]
    fn years_of_the_calendar_are_read() {
        let calendar = Period { from: day(2023, 1, 1), to: day(2023, 12, 31) };
        for text in ["2022年", "截至2022年12月31日止年度", "2022年1月1日至12月31日", "二〇二二年度", "FY2022", "去年"]
        {
            assert_eq!(read(text, &calendar), [format!("{text} = 2022")]);
        }
        for text in ["2022年1月至6月", "2022年6月30日", "截至2022年12月31日止三个月"] {
            assert_eq!(read(text, &calendar), [format!("{text} = 2022 part")]);
        }
    }

    #[test]
    fn a_part_of_the_year_is_no_year() {
        let march = Period { from: day(2025, 4, 1), to: day(2026, 3, 31) };
        let is_part = |text: &str| is_of_part(text, &(0..text.len()), &named(text, &march), &march);
        for text in [
            "上半年用电",
            "首三季",
            "第四季度",
            "夏季用水",
            "前九个月",
            "2025年9月",
            "截至2025年9月30日止六个月",
            "于12月31日",
            "八月的用电",
        ] {
            assert!(is_part(text), "{text}");
        }
        for text in [
            "于2026年3月31日",
            "截至2025年3月31日止年度",
            "于3月31日",
            "2025年4月至2026年3月",
            "每月用电",
            "每季",
            "四季皆宜",
            "前十二个月",
        ] {
            assert!(!is_part(text), "{text}");
        }
    }
}
