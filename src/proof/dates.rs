//! Days, times and periods that no calendar has: 2026年2月30日, 25:30, 2026年12月31日至2026年1月1日, 2026年11月30日（星期三）.
//!
//! Read in Simplified, each character in its place, so that both scripts are one.

use std::ops::Range;

use super::{Finding, Reader};
use crate::chinese::words;
use crate::diag::Code;
use crate::model::calendar::{below_hundred, digits, figure};

/// A day, a month or a year as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) range: Range<usize>,
    pub(super) year: Option<i32>,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
}

/// What joins the two ends of a period.
const JOINS: [&str; 10] = ["起至", "至", "到", "-", "–", "—", "－", "~", "～", "直至"];

/// The years that four digits between hyphens or slashes may name: of other centuries they are a code.
const YEARS: Range<i32> = 1900..2101;

/// What says that months are those of the moon, whose second has a thirtieth day.
const OF_THE_MOON: [&str; 3] = ["农历", "阴历", "旧历"];

/// Days of the week behind 星期, from Sunday on.
const WEEK: [char; 7] = ['日', '一', '二', '三', '四', '五', '六'];

pub(super) fn check(reader: &mut Reader<'_>) {
    reader.each(Code::ImpossibleDate, |text| {
        found(text).into_iter().map(|(range, message, hint)| (range, Finding::new(message, hint)))
    });
}

/// What is told of a place, and what to do.
type Told = (Range<usize>, String, String);

fn found(original: &str) -> Vec<Told> {
    if !original.contains(|c: char| c.is_ascii_digit() || figure(c).is_some()) {
        return Vec::new();
    }
    let text = words::in_place(original);
    let shown = |range: &Range<usize>| &original[range.clone()];
    let mut told = Vec::new();
    let is_lunar = OF_THE_MOON.iter().any(|word| text.contains(word));
    let mut last: Option<Written> = None;
    for own in all(&text) {
        // The second end of a period has the year, or the month, of the first.
        let first = last.take().filter(|first| {
            let between = text[first.range.end..own.range.start].trim().trim_start_matches('止');
            JOINS.contains(&between)
        });
        let date = match &first {
            Some(first) => Written {
                year: own.year.or(first.year),
                month: own.month.or(first.month.filter(|_| own.year.is_none())),
                ..own.clone()
            },
            None => own.clone(),
        };
        if own.month.is_none() && own.year.is_none() && first.is_none() {
            continue;
        }
        if let Some(why) = (!is_lunar).then(|| impossible(&date)).flatten() {
            told.push((own.range.clone(), format!("there is no `{}`: {why}", shown(&own.range)), DAY.to_owned()));
        } else if let Some(first) = first.as_ref().filter(|first| is_before(&date, first)) {
            let range = first.range.start..own.range.end;
            let message = format!("the period `{}` ends before it begins", shown(&range));
            told.push((range, message, PERIOD.to_owned()));
        } else if let Some((range, weekday)) = weekday(&text, &date)
            && let Some(right) = day_of_week(&date).filter(|right| *right != weekday)
        {
            let message = format!("`{}` is not that day of the week", shown(&own.range));
            told.push((range, message, format!("it is 星期{}: mend the day or the date", WEEK[right])));
        }
        last = Some(date);
    }
    told.extend(times(&text).into_iter().map(|(range, why)| {
        let message = format!("there is no time `{}`: {why}", shown(&range));
        (range, message, "write the hour and the minute that are meant".to_owned())
    }));
    told.extend(weekdays(&text).map(|range| {
        let message = format!("a week has seven days, no `{}`", shown(&range));
        (range, message, "write the day that is meant".to_owned())
    }));
    told.extend(short_years(&text).map(|range| {
        let message = format!("`{}` is no year of ours: it has three digits", shown(&range));
        (range, message, "write the year that is meant".to_owned())
    }));
    told.extend(quarters(&text).map(|range| {
        let message = format!("a year has four quarters, no `{}`", shown(&range));
        (range, message, "write the quarter that is meant".to_owned())
    }));
    told
}

/// Days behind the seventh: 星期八. 每星期七天 counts them.
fn weekdays(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    ["星期", "礼拜"].into_iter().flat_map(|word| text.match_indices(word)).filter_map(|(at, word)| {
        let mut rest = text[at + word.len()..].chars();
        let day = rest.next().filter(|day| "七八九十789".contains(*day))?;
        let counts = rest.next().is_some_and(|next| "天日次个小时场".contains(next) || next.is_ascii_digit());
        let counted = text[..at].ends_with(['每', '个', '一', '两', '数']);
        (!counts && !counted).then(|| at..at + word.len() + day.len_utf8())
    })
}

/// 於205年 for 2005年. Behind 在 and 於 stands a point in time.
fn short_years(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('年').filter_map(|(at, year)| {
        let lead = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let is_point = lead.ends_with(['于', '在']) && at - lead.len() == 3;
        let stretches =
            ["内", "间", "前", "后", "来", "期", "以"].iter().any(|word| text[at + year.len()..].starts_with(word));
        (is_point && !stretches).then(|| lead.len()..at + year.len())
    })
}

const DAY: &str = "write the day that is meant";
const PERIOD: &str = "mend one of the two, or write the year of both";

/// Why there is no such day.
fn impossible(date: &Written) -> Option<String> {
    let month = date.month?;
    if !(1..=12).contains(&month) {
        // 13月 alone may count months.
        return (date.year.is_some() || date.day.is_some()).then(|| "a year has twelve months".to_owned());
    }
    let day = date.day?;
    let most = days(date.year, month);
    (!(1..=most).contains(&day)).then(|| format!("the month has {most} days"))
}

/// Days of a month; of a February of an unknown year as many as it may have.
fn days(year: Option<i32>, month: u32) -> u32 {
    let is_leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether a day, a month or a year is before another one, as far as both are told.
fn is_before(end: &Written, start: &Written) -> bool {
    // 10月至3月 of no year is a season.
    let (Some(from), Some(to)) = (start.year, end.year) else {
        return start.year == end.year
            && start.month == end.month
            && matches!((start.day, end.day), (Some(from), Some(to)) if to < from);
    };
    let parts = [
        (Some(from), Some(to)),
        (start.month.map(|month| month as i32), end.month.map(|month| month as i32)),
        (start.day.map(|day| day as i32), end.day.map(|day| day as i32)),
    ];
    for part in parts {
        match part {
            (Some(from), Some(to)) if from != to => return to < from,
            (Some(_), Some(_)) => {}
            _ => return false,
        }
    }
    false
}

/// The day of the week that stands behind a date, from 0 for Sunday, and where both stand.
fn weekday(text: &str, date: &Written) -> Option<(Range<usize>, usize)> {
    let rest = &text[date.range.end..];
    let inner = rest.trim_start_matches([' ', '（', '(']);
    let behind = ["星期", "周", "礼拜"].iter().find_map(|word| inner.strip_prefix(word))?;
    let day = behind.chars().next()?;
    let number = WEEK.iter().position(|known| *known == day).or((day == '天').then_some(0))?;
    let end = date.range.end + rest.len() - behind.len() + day.len_utf8();
    Some((date.range.start..end, number))
}

/// The day of the week of a date, from 0 for Sunday (Sakamoto's method).
fn day_of_week(date: &Written) -> Option<usize> {
    const SHIFTS: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let (year, month, day) = (date.year?, date.month?, date.day?);
    let year = if month < 3 { year - 1 } else { year };
    let shift = SHIFTS.get(month.checked_sub(1)? as usize)?;
    usize::try_from((year + year / 4 - year / 100 + year / 400 + shift + day as i32).rem_euclid(7)).ok()
}

/// Everything in a text that is written as a day, a month or a year, in order. A day alone is one behind what joins the
/// ends of a period.
pub(super) fn all(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit() || figure(c).is_some()).map(|gap| at + gap) {
        let end = start
            + text[start..].find(|c: char| !(c.is_ascii_digit() || figure(c).is_some())).unwrap_or(text.len() - start);
        at = end;
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '/' | '第')) {
            continue;
        }
        let date = numbers(text, start, end).or_else(|| turned(text, start, end)).or_else(|| named(text, start));
        if let Some(date) = date {
            at = date.range.end.max(end);
            found.push(date);
        }
    }
    found
}

/// 2026-02-30, 2026/2/30, 2026.2.30.
fn numbers(text: &str, start: usize, end: usize) -> Option<Written> {
    let year: i32 = text[start..end].parse().ok().filter(|year| end - start == 4 && YEARS.contains(year))?;
    let mark = text[end..].chars().next().filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let mut parts = text[end + 1..].split(mark);
    let number = |part: &str| {
        let length = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        (1..=2).contains(&length).then(|| Some((part[..length].parse::<u32>().ok()?, length))).flatten()
    };
    let first = parts.next()?;
    let (month, length) = number(first).filter(|(_, length)| *length == first.len())?;
    let second = parts.next()?;
    let (day, behind) = number(second)?;
    let range = start..end + 1 + length + 1 + behind;
    // A version or the number of a document: 2026.13.45, 2024-15-7B, 2026-02-30-1.
    let next = text[range.end..].chars().next();
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || c == mark || matches!(c, '号' | '条'));
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day)
        || mark != '.' && (length, behind) == (2, 2) && month < 20 && day < 40;
    (is_day && !goes_on).then_some(Written { range, year: Some(year), month: Some(month), day: Some(day) })
}

/// 30/11/2026 and 11/30/2026: what is a day in neither order is one in the order of Hong Kong.
fn turned(text: &str, start: usize, end: usize) -> Option<Written> {
    let number = |text: &str| {
        let length = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text[..length].parse::<u32>().ok().map(|number| (number, length))
    };
    let (first, _) = number(&text[start..end]).filter(|_| end - start <= 2)?;
    let rest = text[end..].strip_prefix('/')?;
    let (second, length) = number(rest).filter(|(_, length)| *length <= 2)?;
    let (year, behind) = number(rest[length..].strip_prefix('/')?).filter(|(_, length)| *length == 4)?;
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    let range = start..end + 1 + length + 1 + behind;
    let date = |month, day| Written { range: range.clone(), year: Some(year), month: Some(month), day: Some(day) };
    let (own, other) = (date(second, first), date(first, second));
    let goes_on = text[range.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let order = if impossible(&own).is_some() && impossible(&other).is_none() { other } else { own };
    (!goes_on).then_some(order)
}

/// 2026年2月30日, 二月三十日, and of a period also 2026 before 至2028年.
fn named(text: &str, start: usize) -> Option<Written> {
    let mut date = Written { range: start..start, year: None, month: None, day: None };
    let mut at = start;
    let mut part = |signs: &[char], is_year: bool| -> Option<i32> {
        let from = at + text[at..].len() - text[at..].trim_start_matches(' ').len();
        let (number, length) = match is_year {
            true => year(&text[from..])?,
            false => below_hundred(&text[from..]).map(|(number, length)| (number as i32, length))?,
        };
        let behind = text[from + length..].trim_start_matches(' ');
        let sign = behind.chars().next().filter(|sign| signs.contains(sign))?;
        at = text.len() - behind.len() + sign.len_utf8();
        Some(number)
    };
    date.year = part(&['年'], true);
    date.month = part(&['月'], false).and_then(|month| u32::try_from(month).ok());
    let is_joined = JOINS.iter().any(|join| text[..start].trim_end().ends_with(join));
    if date.month.is_some() || date.year.is_none() && is_joined {
        date.day = part(&['日', '号'], false).and_then(|day| u32::try_from(day).ok());
    }
    if date.year.is_none() && date.month.is_none() && date.day.is_none() {
        // 2026至2024年.
        let (number, length) = year(&text[start..]).filter(|(number, _)| YEARS.contains(number))?;
        let behind = text[start + length..].trim_start();
        JOINS.iter().any(|join| behind.starts_with(join)).then_some(())?;
        (date.year, at) = (Some(number), start + length);
    }
    // 13月 with neither a year nor a day may count months; 3年2月 is a time that passes.
    date.year = date.year.filter(|year| *year >= 100);
    date.range.end = at;
    Some(date)
}

/// A year at the start of a text, in four digits of either kind, or a number that is none.
fn year(text: &str) -> Option<(i32, usize)> {
    let (number, count, length) = digits(text);
    (count == 4 || (1..3).contains(&count)).then_some((number, length))
}

/// Times that no day has, and why.
fn times(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|gap| at + gap) {
        let end = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
        at = end;
        let before = &text[..start];
        if end - start > 2
            || before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | ',' | '-'))
        {
            continue;
        }
        let Ok(hour) = text[start..end].parse::<u32>() else { continue };
        let behind = text[end..].trim_start_matches(' ');
        let Some(mark) = behind.chars().next().filter(|mark| matches!(mark, ':' | '：' | '时' | '点')) else {
            continue;
        };
        let rest = behind[mark.len_utf8()..].trim_start_matches(' ');
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let minute = rest[..length].parse::<u32>().ok().filter(|_| (1..=2).contains(&length));
        let tail = &rest[length..];
        let before = before.trim_end();
        let is_of_day =
            ["上午", "下午", "中午", "晚上", "凌晨", "早上", "傍晚"].iter().any(|word| before.ends_with(word));
        let is_told = match mark {
            // 25:75 and 60:40 are ratios: what stands beside must be a time.
            ':' | '：' => {
                let is_whole = length == 2 && !tail.starts_with(|c: char| c.is_ascii_digit() || c == ':');
                let is_time = is_of_day
                    || before.trim_end_matches(['为', '：', ' ']).ends_with(['于', '在', '日', '间', '）', ')'])
                    || JOINS.iter().any(|join| {
                        tail.trim_start().strip_prefix(join).is_some_and(|rest| is_clock(rest.trim_start()))
                            || before.strip_suffix(join).is_some_and(ends_with_clock)
                    });
                let sentence = text[..start].rfind(['。', '；', '\n']).map_or(0, |mark| mark + 1);
                is_whole && is_time && !text[text.ceil_char_boundary(sentence)..start].contains(['比', '例'])
            }
            _ => {
                // 於25時舉行; 於48時內 is a stretch of hours.
                let is_point = mark == '时' && before.ends_with(['于', '在']);
                minute.is_some() && tail.trim_start_matches(' ').starts_with('分') && !tail.contains("分之")
                    || is_of_day
                    || is_point && !rest.starts_with(['内', '后', '前', '间', '以', '段', '候', '刻'])
            }
        };
        if !is_told || is_measured(before) {
            continue;
        }
        let minute = minute.unwrap_or(0);
        let why = match () {
            () if hour > 24 || (hour == 24 && minute > 0) => "a day has 24 hours",
            () if minute > 59 => "an hour has 60 minutes",
            () if before.ends_with("上午") && hour > 12 => "that hour is in the afternoon",
            () => continue,
        };
        let (is_whole, tail) = (length > 0, tail.strip_prefix('分').unwrap_or(tail));
        let end = text.len() - if is_whole { tail.len() } else { rest.len() };
        found.push((start..end, why.to_owned()));
    }
    found
}

/// Whether what stands behind measures how long something takes: 共25時30分.
fn is_measured(before: &str) -> bool {
    ["共", "约", "历时", "长达", "达", "近", "逾", "超过", "为时"].iter().any(|word| before.ends_with(word))
}

/// Whether a text begins with a time of day.
fn is_clock(text: &str) -> bool {
    let part = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let hour = part(text);
    let Some(rest) = text[hour..].strip_prefix(':') else { return false };
    let minute = part(rest);
    hour > 0
        && minute == 2
        && text[..hour].parse().is_ok_and(|hour: u32| hour <= 24)
        && rest[..minute].parse().is_ok_and(|minute: u32| minute < 60)
}

/// Whether a text ends with a time of day.
fn ends_with_clock(text: &str) -> bool {
    let text = text.trim_end();
    let start = text.rfind(|c: char| !(c.is_ascii_digit() || c == ':')).map_or(0, |at| text.ceil_char_boundary(at + 1));
    is_clock(&text[start..])
}

/// Quarters beyond the fourth.
fn quarters(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("季度").filter_map(|(at, word)| {
        let before = text[..at].trim_end();
        let start = before.rfind('第')?;
        let (number, length) = below_hundred(before[start + '第'.len_utf8()..].trim_start())?;
        let is_whole = before[start + '第'.len_utf8()..].trim().len() == length;
        (is_whole && !(1..=4).contains(&number)).then_some(start..at + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(range, ..)| text[range].to_owned()).collect()
    }

    #[test]
    fn days_that_no_calendar_has() {
        for date in [
            "2026年2月30日",
            "2026 年 2 月 29 日",
            "2026年13月",
            "2026年0月5日",
            "13月5日",
            "4月31日",
            "二月三十日",
            "二〇二六年六月三十一日",
            "二零二六年十三月一日",
            "2026-02-30",
            "2026-13-01",
            "2026/11/31",
            "2026.02.30",
            "2026年2月30號",
            "31/11/2026",
            "30/2/2026",
        ] {
            assert_eq!(told(&format!("本集團於{date}舉行會議。")), [date]);
        }
        assert_eq!(told("活動於2月28日至30日舉行。"), ["30日"]);
    }

    #[test]
    fn periods_that_end_before_they_begin() {
        for period in [
            "2026年12月31日至2026年1月1日",
            "2026年7月至3月",
            "2026年7月1日至6月30日",
            "2026年至2024年",
            "2026–2024年",
            "2026-12-31至2026-01-01",
            "3月15日至10日",
            "二零二六年十二月三十一日至二零二六年一月一日",
        ] {
            assert_eq!(told(&format!("匯報期為{period}。")), [period]);
        }
    }

    #[test]
    fn days_of_the_week() {
        assert_eq!(told("於2026年11月30日（星期三）舉行"), ["2026年11月30日（星期三"]);
        assert_eq!(told("於2026年11月30日（星期一）及2026年11月29日周日舉行"), [""; 0]);
        assert_eq!(told("於2026年11月30日周年大會"), [""; 0]);
    }

    #[test]
    fn times_that_no_day_has() {
        for (time, text) in [
            ("25:30", "會議於25:30開始。"),
            ("9:75", "辦公時間9:75至18:00。"),
            ("25：30", "時間為25：30。"),
            ("26:00", "開放時間為09:00至26:00。"),
            ("24:30", "2026年3月1日 24:30截止。"),
            ("9時75分", "於9時75分集合。"),
            ("25時30分", "於25時30分集合。"),
            ("25時", "下午25時截止。"),
            ("13時", "上午13時開始。"),
            ("第五季度", "第五季度的收入"),
            ("25時", "會議在25時舉行。"),
            ("星期八", "逢星期八休息。"),
            ("205年", "廠房於205年擴建。"),
        ] {
            assert_eq!(told(text), [time], "{text}");
        }
    }

    #[test]
    fn what_only_looks_so() {
        for text in [
            "男女比例為25:75，由60:40改善至65:35。",
            "截至2026年12月31日止年度，2024年2月29日、2月29日。",
            "由2025年4月1日至2026年3月31日，2025年7月至2026年3月，2025/26年度。",
            "每年10月至3月，農曆二月三十日，共13個月，歷時3年2月。",
            "GB/T 2024-15-001、ISO 14001:2015、第2.30日、電話2802-3344。",
            "上午9時30分至下午6時，共25時30分，24:00。",
            "2024年至2026年，2024–2026年，1月1日至3日。",
            "2026年11月30日至12月2日，12月30日至2027年1月2日。",
            "二〇二六年四月三十日，十二月三十一日，三十二日內，第四季度。",
            "版本2026.13.45，2025年、2024年及2023年。",
            "於48時內回覆，每星期七天運作，星期日及星期六，在100年內，於305年期租約。",
            "30/11/2026、11/30/2026、1/2/3、比例為1/2",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
