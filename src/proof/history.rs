//! Years that the report's own period, or its own words, rule out: 本年度（2024年） in a report of 2025, 於2052年成立, founded in
//! 2001 and 至今三十年, 過去五年 with six years behind it.
//!
//! Read in Simplified, each character in its place, so that both scripts are one.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use super::{Finding, Reader};
use crate::chinese::words;
use crate::diag::Code;
use crate::model::calendar::{below_hundred, digit, digits};
use crate::model::{Passage, Period, Report};

/// Words for a year of the report, and how many years before its own that is.
const YEARS: [(&str, i32); 18] = [
    ("本财政年度", 0),
    ("本年度内", 0),
    ("本年度", 0),
    ("本年内", 0),
    ("本年", 0),
    ("本报告期间", 0),
    ("本报告期", 0),
    ("报告期间", 0),
    ("报告期内", 0),
    ("报告期", 0),
    ("汇报期间", 0),
    ("汇报期内", 0),
    ("汇报期", 0),
    ("报告年度", 0),
    ("汇报年度", 0),
    ("上一年度", 1),
    ("上年度", 1),
    ("上一财政年度", 1),
];

/// What happens once, and is told when it has.
const EVENTS: [&str; 10] = ["注册成立", "成立", "创立", "创办", "创建", "始创", "获颁", "荣获", "颁布", "建厂"];

/// Of these, what begins a company.
const FOUNDED: [&str; 6] = ["注册成立", "成立", "创立", "创办", "创建", "始创"];

/// What says that something is yet to come.
const AHEAD: &str = "将 拟 计划 预计 预期 目标 力争 争取 有望 规划 期望 前 愿景 承诺 希望 或 若 如";

/// Who reports.
const OWN: &str = "本集团 本公司 集团 公司 我们 本行";

/// No company that reports is older than the oldest there is.
const OLDEST: i32 = 1600;

pub(super) fn check(report: &Report, reader: &mut Reader<'_>) {
    let period = report.config.period;
    let texts: Vec<String> = reader.passages.iter().map(|passage| words::in_place(&passage.text)).collect();
    // When the company was founded, where the report has one year for it.
    let founded: BTreeSet<i32> = texts
        .iter()
        .flat_map(|text| founded(text))
        .filter(|founded| founded.is_own)
        .map(|founded| founded.year)
        .collect();
    let own = founded.first().copied().filter(|_| founded.len() == 1);
    let passages: Vec<&Passage> = reader.passages.iter().collect();
    for (passage, text) in std::iter::zip(passages, &texts) {
        if !text.contains('年') {
            continue;
        }
        let mut found = Vec::new();
        named(text, &period, &mut found);
        events(text, &period, &mut found);
        ages(text, &period, own, &mut found);
        for (range, message) in found {
            let message = message.replace("{}", &passage.text[range.clone()]);
            reader.tell(passage, range, Code::ImpossibleDate, Finding::new(message, HINT));
        }
        for (range, announced, listed) in spans(text) {
            let message = format!("`{}` names {announced} years, {listed} follow", &passage.text[range.clone()]);
            let finding = Finding::new(message, "mend the number, or the years");
            reader.tell(passage, range, Code::FigureCount, finding);
        }
    }
    for passage in reader.others.iter().filter(|passage| passage.edition.language() == "en") {
        for (range, message) in in_english(&passage.text, &period) {
            let message = message.replace("{}", &passage.text[range.clone()]);
            reader.tell(passage, range, Code::ImpossibleDate, Finding::new(message, HINT));
        }
    }
}

const HINT: &str = "write the year that is meant";

/// A place, and what is told of it: `{}` stands for its words.
type Found = Vec<(Range<usize>, String)>;

/// The year in four digits of either kind that a text begins with, and its length.
fn year(text: &str) -> Option<(i32, usize)> {
    let (number, count, length) = digits(text);
    (count == 4).then_some((number, length))
}

/// The same that a text ends in, and where it begins.
fn year_at_end(text: &str) -> Option<(i32, usize)> {
    let start = text.char_indices().rev().take_while(|(_, c)| digit(*c).is_some()).last()?.0;
    Some((year(&text[start..])?.0, start))
}

/// The years in four digits of a text.
fn years(text: &str) -> Vec<i32> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| digit(c).is_some()).map(|gap| at + gap) {
        let end = start + text[start..].find(|c| digit(c).is_none()).unwrap_or(text.len() - start);
        found.extend(year(&text[start..end]).map(|(year, _)| year).filter(|year| (1900..2101).contains(year)));
        at = end;
    }
    found
}

/// The years that the period touches, some years back.
fn of_period(period: &Period, back: i32) -> RangeInclusive<i32> {
    period.from.year - back..=period.to.year - back
}

/// 本年度（2024年）.
fn named(text: &str, period: &Period, found: &mut Found) {
    /// What the days and years of a period are written with.
    const OF_DATES: &str = "年月日至到止度于由截即指为财政-–—/～~ .";
    let mut done = 0;
    for (at, _) in text.match_indices(['（', '(']) {
        let before = &text[..at];
        let open = text[at..].chars().next().map_or(1, char::len_utf8);
        let Some(inside) = text[at + open..].find(['）', ')']).map(|end| &text[at + open..at + open + end]) else {
            continue;
        };
        // 2024年（本年度）.
        let year = before.strip_suffix('度').unwrap_or(before).strip_suffix('年').and_then(year_at_end);
        if let Some((_, back)) = YEARS.iter().find(|(word, _)| *word == inside)
            && let Some((_, start)) = year.filter(|(year, _)| !of_period(period, *back).contains(year))
        {
            let right = period.year_name(period.year() - back);
            found.push((start..at + open + inside.len(), format!("`{{}}`: that year is {right} in this report")));
            continue;
        }
        let Some((word, back)) = YEARS.iter().find(|(word, _)| before.ends_with(word)) else { continue };
        let is_date = inside.chars().all(|c| digit(c).is_some() || c == '十' || OF_DATES.contains(c));
        let (years, own) = (years(inside), of_period(period, *back));
        // 本報告年度 and 上一報告期 say the same or another.
        let lead = before[..before.len() - word.len()].chars().next_back();
        let is_other = lead.is_some_and(|c| "一上下前首各每以该其".contains(c));
        if is_date && !is_other && !years.is_empty() && !years.iter().any(|year| own.contains(year)) && at >= done {
            let range = before.len() - word.len()..at + open + inside.len();
            done = range.end;
            let right = period.year_name(period.year() - back);
            found.push((range, format!("`{{}}`: that year is {right} in this report")));
        }
    }
}

/// A company that was founded.
struct Founded {
    year: i32,
    /// Where the words for it end.
    end: usize,
    /// Whether it is the one that reports.
    is_own: bool,
}

/// The start of the sentence, and of the clause, that a place of a text stands in.
fn starts(text: &str, at: usize) -> [usize; 2] {
    [&['。', '！', '？', '；', '\n'][..], &['。', '！', '？', '；', '\n', '，']].map(|marks| {
        text[..at].rfind(marks).map_or(0, |mark| mark + text[mark..].chars().next().map_or(1, char::len_utf8))
    })
}

/// Where it is told when something happened: 於2001年3月成立, 成立於2001年. The year, the words from it on, and what it is.
fn told(text: &str) -> Vec<(i32, Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let lead = text[..at].trim_end_matches(' ');
        let Some((year, start)) = year_at_end(lead) else { continue };
        let mut end = at + '年'.len_utf8();
        for sign in ['月', '日'] {
            if let Some((_, length)) = below_hundred(&text[end..])
                && text[end + length..].starts_with(sign)
            {
                end += length + sign.len_utf8();
            }
        }
        let before = text[..start].trim_end();
        let event = |rest: &str| EVENTS.into_iter().find(|event| rest.starts_with(event));
        // 成立於2001年; 2001年正式成立, 於2001年在香港成立.
        let bare = before.strip_suffix('于').unwrap_or(before);
        if let Some(event) = EVENTS.into_iter().find(|event| bare.ends_with(event) && bare.len() < before.len()) {
            found.push((year, bare.len() - event.len()..end, event));
            continue;
        }
        let rest = &text[end..];
        let place = rest.strip_prefix('在').or(rest.strip_prefix('于')).map_or(0, |behind| {
            /// Characters of a place: 在開曼群島.
            const LONGEST: usize = 8;
            let lengths = behind.char_indices().take(LONGEST).map(|(at, _)| at);
            lengths
                .into_iter()
                .find(|at| event(&behind[*at..]).is_some())
                .map_or(0, |at| rest.len() - behind.len() + at)
        });
        let rest = &rest[place..];
        let rest = ["正式", "首次", "，本公司", "，本集团", "，公司", "，集团"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        if let Some(event) = event(rest) {
            found.push((year, start..text.len() - rest.len() + event.len(), event));
        }
    }
    found
}

/// Companies that were founded.
fn founded(text: &str) -> Vec<Founded> {
    let told = told(text).into_iter().filter(|(.., event)| FOUNDED.contains(event));
    told.map(|(year, range, _)| {
        let [sentence, _] = starts(text, range.start);
        let lead = text[sentence..range.start].trim_end_matches(['自', '于', '，', ' ']);
        let is_own = OWN.split(' ').any(|own| lead == own);
        Founded { year, end: range.end, is_own }
    })
    .collect()
}

/// 於2052年成立.
fn events(text: &str, period: &Period, found: &mut Found) {
    for (year, range, event) in told(text) {
        let [sentence, clause] = starts(text, range.start);
        let said = &text[sentence..range.end];
        let is_ahead = AHEAD.split(' ').any(|word| said.contains(word)) || text[range.end..].starts_with(['的', '前']);
        // What happens before the report is published may be of the year behind it.
        let is_future = year > period.to.year + 1 && !is_ahead;
        let is_old =
            year < OLDEST && FOUNDED.contains(&event) && OWN.split(' ').any(|own| text[clause..].contains(own));
        if is_future {
            found.push((range, "`{}` has not happened yet".to_owned()));
        } else if is_old {
            found.push((range, "`{}`: no company is that old".to_owned()));
        }
    }
}

/// 於2001年成立，至今三十年; 成立三十週年.
fn ages(text: &str, period: &Period, own: Option<i32>, found: &mut Found) {
    for (at, age, claim) in counted(text) {
        let [sentence, _] = starts(text, at.start);
        let lead = &text[sentence..at.start];
        // 於2001年成立。至今三十年: a sentence that begins so goes on with the one before.
        let sentence = if lead.is_empty() {
            starts(text, text.floor_char_boundary(sentence.saturating_sub('。'.len_utf8())))[0]
        } else {
            sentence
        };
        let here = founded(text).into_iter().rfind(|founded| (sentence..=at.start).contains(&founded.end));
        // 今年是本集團成立三十週年.
        let bare = ["今年", "正值", "适逢", "庆祝", "迎来", "是", "为", "自"]
            .iter()
            .fold(lead, |lead, word| lead.trim_start_matches(word));
        let is_of_own = bare.is_empty() || OWN.split(' ').any(|own| bare == own);
        let is_since = text[at.clone()].starts_with("至今") || text[at.clone()].starts_with("迄今");
        let year = match here {
            Some(here) => here.year,
            None if !is_since && is_of_own => match own {
                Some(own) => own,
                None => continue,
            },
            None => continue,
        };
        // Whoever writes after the year's end may count one more; and the first year may count.
        let (least, most) = (period.to.year - year - 1, period.to.year - year + 1);
        let holds = match claim {
            Claim::Exactly => (least..=most).contains(&age),
            Claim::Nearly => age >= least && age * 4 <= (most + 1) * 5,
            Claim::More => age <= most,
        };
        if !holds {
            found.push((at, format!("`{{}}`: from {year} to {} are {} years", period.to.year, period.to.year - year)));
        }
    }
}

/// How an age is told.
#[derive(Clone, Copy)]
enum Claim {
    Exactly,
    Nearly,
    More,
}

/// Where words say how old something is: 至今已逾三十年, 成立三十週年, 成立30年來.
fn counted(text: &str) -> Vec<(Range<usize>, i32, Claim)> {
    const SINCE: [&str; 9] = ["至今", "迄今", "成立至今", "成立以来", "创立至今", "成立", "创立", "创办", "创建"];
    const BETWEEN: [&str; 12] = ["，", "已", "有", "走过", "经历", "历经", "经过", "踏入", "的", "满", "了", "发展"];
    const NEARLY: [&str; 4] = ["将近", "接近", "近", "约"];
    const MORE: [&str; 4] = ["超过", "逾", "超", "已逾"];
    let mut found: Vec<(Range<usize>, i32, Claim)> = Vec::new();
    for word in SINCE {
        for (at, _) in text.match_indices(word) {
            let mut rest = &text[at + word.len()..];
            let mut claim = Claim::Exactly;
            loop {
                let lead = |list: &[&'static str]| list.iter().find_map(|word| rest.strip_prefix(word));
                rest = if let Some(behind) = lead(&NEARLY) {
                    claim = Claim::Nearly;
                    behind
                } else if let Some(behind) = lead(&MORE) {
                    claim = Claim::More;
                    behind
                } else if let Some(behind) = lead(&BETWEEN) {
                    behind
                } else {
                    break;
                };
            }
            let Some((age, length)) = below_hundred(rest).or_else(|| hundreds(rest)) else { continue };
            let behind = &rest[length..];
            let behind = match behind.strip_prefix(['多', '余']) {
                Some(more) => {
                    claim = Claim::More;
                    more
                }
                None => behind,
            };
            let Some(behind) = behind.strip_prefix("周年").or_else(|| behind.strip_prefix('年')) else { continue };
            // 成立三年內, 第三年 and 三年期.
            let is_span =
                behind.starts_with(['内', '期', '后', '度', '级', '前', '间', '制', '计', '底', '初', '月', '起']);
            let range = at..text.len() - behind.len();
            let is_known = found.iter().any(|(known, ..)| known.end == range.end);
            if age > 2 && !is_span && !is_known {
                found.push((range, age as i32, claim));
            }
        }
    }
    found
}

/// A number of three digits.
fn hundreds(text: &str) -> Option<(u32, usize)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..digits].parse().ok().filter(|_| digits == 3).map(|number| (number, digits))
}

/// 過去五年（2019、2020、2021、2022、2023及2024年）: where, how many are announced and how many follow.
fn spans(text: &str) -> Vec<(Range<usize>, usize, usize)> {
    let mut found = Vec::new();
    for word in ["过去", "最近", "近", "以往"] {
        for (at, _) in text.match_indices(word) {
            let rest = &text[at + word.len()..];
            let Some((count, length)) = below_hundred(rest) else { continue };
            let behind = rest[length..].trim_start_matches('个');
            let behind = ["财政年度", "年度", "年"].iter().find_map(|word| behind.strip_prefix(word));
            let Some(list) = behind.and_then(|rest| rest.strip_prefix(['（', '('])) else { continue };
            let Some(list) = list.split(['）', ')']).next() else { continue };
            let is_list =
                list.contains('、') && list.chars().all(|c| digit(c).is_some() || "、及和与，,年度 ".contains(c));
            let listed: BTreeSet<i32> = years(list).into_iter().collect();
            let end = text.len() - rest.len() + rest.find(list).unwrap_or(0) + list.len();
            if is_list && listed.len() > 1 && listed.len() != count as usize {
                found.push((at..end, count as usize, listed.len()));
            }
        }
    }
    found
}

/// The same in English: this year (2024), founded in 2052.
fn in_english(text: &str, period: &Period) -> Found {
    const YEARS: [(&str, i32); 6] = [
        ("this year (", 0),
        ("the year (", 0),
        ("the reporting year (", 0),
        ("the reporting period (", 0),
        ("last year (", 1),
        ("the previous year (", 1),
    ];
    const EVENTS: [&str; 6] =
        ["founded in ", "established in ", "incorporated in ", "set up in ", "founded on ", "been listed since "];
    const AHEAD: [&str; 9] = ["will", "to be", "plan", "target", "aim", "expect", "would", "if ", "shall"];
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (word, back) in YEARS {
        for (at, _) in lower.match_indices(word) {
            let start = at + word.len();
            let inside = lower[start..].split(')').next().unwrap_or_default();
            let own = of_period(period, back);
            let is_year =
                inside.trim_start_matches("ended ").chars().all(|c| c.is_ascii_alphanumeric() || " -–/,".contains(c));
            let years = years(inside);
            if is_year && !years.is_empty() && !years.iter().any(|year| own.contains(year)) {
                let right = period.year_name(period.year() - back);
                found.push((at..start + inside.len() + 1, format!("`{{}}`: that year is {right} in this report")));
            }
        }
    }
    for word in EVENTS {
        for (at, _) in lower.match_indices(word) {
            let start = at + word.len();
            let Some((year, length)) = year(&lower[start..]) else { continue };
            let sentence = lower[..at].rfind(". ").map_or(0, |mark| mark + 2);
            let is_ahead = AHEAD.iter().any(|word| lower[sentence..at].contains(word));
            if year > period.to.year + 1 && !is_ahead {
                found.push((at..start + length, "`{}` has not happened yet".to_owned()));
            }
        }
    }
    found.retain(|(range, _)| text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn period() -> Period {
        let day = |year, month, day| Date { year, month, day };
        Period { from: day(2025, 1, 1), to: day(2025, 12, 31) }
    }

    fn told(text: &str) -> Vec<String> {
        let simple = words::in_place(text);
        let mut found = Vec::new();
        named(&simple, &period(), &mut found);
        events(&simple, &period(), &mut found);
        ages(&simple, &period(), Some(2001), &mut found);
        let spans = spans(&simple).into_iter().map(|(range, ..)| range);
        found.into_iter().map(|(range, _)| range).chain(spans).map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn years_that_are_ruled_out() {
        for (text, place) in [
            ("本年度（2024年）我們節能。", "本年度（2024年"),
            ("報告期（2023年1月1日至2023年12月31日）內", "報告期（2023年1月1日至2023年12月31日"),
            ("較上年度（2023年）減少。", "上年度（2023年"),
            ("2024年（本年度）我們節能。", "2024年（本年度"),
            ("2052年，本集團成立。", "2052年，本集團成立"),
            ("本公司於2001年成立。至今三十年。", "至今三十年"),
            ("本集團於2052年成立。", "2052年成立"),
            ("本公司成立於二〇五二年。", "成立於二〇五二年"),
            ("本公司於2052年3月1日在開曼群島註冊成立。", "2052年3月1日在開曼群島註冊成立"),
            ("我們於2035年榮獲金獎。", "2035年榮獲"),
            ("本公司成立於2001年，至今三十年。", "至今三十年"),
            ("本公司於2001年創立，迄今已逾三十年。", "迄今已逾三十年"),
            ("本集團成立三十週年。", "成立三十週年"),
            ("自成立以來已走過40年。", "成立以來已走過40年"),
            ("過去五年（2019、2020、2021、2022、2023及2024年）", "過去五年（2019、2020、2021、2022、2023及2024年"),
        ] {
            assert_eq!(told(text), [place], "{text}");
        }
        let english = |text: &str| in_english(text, &period()).len();
        assert_eq!(english("During the year (2023), we were founded in 2052."), 2);
        assert_eq!(english("This year (2025) a plant will be established in 2052."), 0);
    }

    #[test]
    fn years_that_may_be() {
        for text in [
            "2025年（本年度）、2024年（上年度）、2024年\n至今三十年",
            "本年度（2025年）及上年度（2024年），報告期（2025年1月1日至12月31日）。",
            "本年度（以下簡稱「2024年」）、上一報告期（2024年）。",
            "將於2052年成立基金，計劃於2050年成立，2052年成立的目標。",
            "本公司成立於2001年，至今二十四年，近二十五年，逾二十年，二十多年。",
            "成立三年內的公司、成立於1995年的供應商，至今三十年。",
            "子公司成立三十週年，附屬公司於1990年成立，至今逾三十年。",
            "過去三年（2023、2024及2025年）、過去五年（2020–2024年）。",
            "於2026年2月成立，於2025年獲頒。",
            "本集團成立二十四週年，公司成立近25年。",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
