//! The reporting period, where a text has another one than report.yaml: 本報告涵蓋2024年1月1日至12月31日 in a report of 2025.

use std::ops::Range;

use super::{Finding, Reader, dates};
use crate::chinese::words;
use crate::diag::Code;
use crate::model::{Date, Passage, Period, Report};

pub(super) fn check(report: &Report, reader: &mut Reader<'_>) {
    if !reader.wants(Code::OtherName) {
        return;
    }
    let own = report.config.period;
    for passage in reader.passages {
        let text = words::in_place(&passage.text);
        let mut all = [called(&text, &own), ends(&text, &own), covered(&text, &own)].concat();
        all.sort_by_key(|range| (range.start, range.end));
        all.dedup_by(|next, last| next.start < last.end);
        all.into_iter().for_each(|range| tell(passage, range, &own, reader));
    }
    for passage in reader.others.iter().filter(|passage| passage.edition.language() == "en") {
        for range in in_english(&passage.text, &own) {
            tell(passage, range, &own, reader);
        }
    }
}

fn tell(passage: &Passage, range: Range<usize>, own: &Period, reader: &mut Reader<'_>) {
    let message = format!("`{}` is not the period of report.yaml", &passage.text[range.clone()]);
    let hint = format!("it is {} to {} there: mend one of the two", own.from.iso(), own.to.iso());
    reader.tell(passage, range, Code::OtherName, Finding::new(message, hint));
}

/// What says that a report, or what it tells, goes from a day to another.
const COVERS: [&str; 9] =
    ["涵盖", "覆盖", "时间范围", "期间为", "期间：", "时间跨度", "汇报范围", "报告范围", "披露期"];

/// What makes of a period one beside the report's.
const OTHERS: [&str; 15] = [
    "上一", "上年", "去年", "前一", "下一", "往年", "比较", "对比", "对照", "追溯", "延伸", "首份", "过往", "以往",
    "部分",
];

/// Reports and periods that are not this one.
const OTHER_REPORTS: [&str; 7] = ["上一份", "下一份", "首份", "上年度", "去年", "前一份", "上一年度"];

/// What stands between 涵蓋 and the days.
const LEADS: [&str; 12] = ["本集团", "集团", "本公司", "公司", "截至", "由", "自", "从", "于", "为", "了", "在"];

/// The periods, and years, that a text says the report covers, and that are not its own.
fn covered(text: &str, own: &Period) -> Vec<Range<usize>> {
    let all = dates::all(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (nth, from) in all.iter().enumerate() {
        let before = &text[..from.range.start];
        let start = before
            .rfind(['。', '；', '\n'])
            .map_or(0, |mark| mark + before[mark..].chars().next().map_or(1, char::len_utf8));
        let said = &before[start..];
        let Some(verb) = COVERS.iter().filter_map(|word| Some(said.rfind(word)? + word.len())).max() else { continue };
        let speaks = said.contains("报告") || said.contains("资料") || said.contains("本期");
        // The first days behind it are those of the report.
        let is_first = nth == 0 || all[nth - 1].range.end <= start + verb;
        if !speaks || !is_first || OTHERS.iter().any(|word| said.contains(word)) {
            continue;
        }
        let next = all.get(nth + 1).filter(|to| is_joined(&text[from.range.end..to.range.start]));
        let day = |date: &dates::Written, year: Option<i32>| Some((date.year.or(year)?, date.month?, date.day?));
        let is = |day: (i32, u32, u32), date: Date| day == (date.year, date.month.into(), date.day.into());
        match next {
            Some(to) => {
                let (Some(begins), Some(ends)) = (day(from, None), day(to, from.year)) else { continue };
                let is_year = is_year(begins, ends);
                let is_own = is(begins, own.from) && is(ends, own.to);
                let is_said = said.contains("本报告涵盖") && begins <= ends;
                if !is_own && (is_year || is_said) {
                    found.push(from.range.start..to.range.end);
                }
            }
            None => {
                let mut rest = said[verb..].trim();
                while let Some(behind) = LEADS.iter().find_map(|word| rest.strip_prefix(word)) {
                    rest = behind.trim();
                }
                let behind = &text[from.range.end..];
                let is_plain = rest.is_empty();
                // 涵蓋截至2024年12月31日止年度; 涵蓋2024年度.
                let ends =
                    behind.starts_with("止年度") || behind.starts_with("止财政年度") || behind.starts_with("止的");
                let is_other = match (from.year, from.month, from.day) {
                    (Some(year), Some(month), Some(day)) => ends && !is((year, month, day), own.to),
                    (Some(year), None, None) => {
                        let is_year = behind.starts_with(['度', '的', '，', '。', '全']) || behind.is_empty();
                        is_year && !(own.from.year..=own.to.year).contains(&year)
                    }
                    _ => false,
                };
                if is_plain && is_other {
                    found.push(from.range.clone());
                }
            }
        }
    }
    found
}

fn is_joined(between: &str) -> bool {
    ["至", "到", "-", "–", "—", "~"].contains(&between.trim().trim_start_matches(['止', '起']))
}

/// Whether two days are the first and last of a year.
fn is_year(from: (i32, u32, u32), to: (i32, u32, u32)) -> bool {
    let months = (to.0 - from.0) * 12 + to.1 as i32 - from.1 as i32;
    from.2 == 1 && months == 11
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The same in English: this report covers the period from 1 January 2024 to 31 December 2024.
fn in_english(text: &str, own: &Period) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut sentence = 0;
    for end in lower.match_indices(". ").map(|(at, _)| at + 2).chain([lower.len()]) {
        let (start, said) = (sentence, &lower[sentence..end]);
        sentence = end;
        let speaks = said.contains("report") || said.contains("disclos");
        let covers = ["cover", "reporting period", "reporting year", "time frame", "for the period"]
            .iter()
            .filter_map(|word| said.find(word))
            .min();
        let others = ["previous", "prior", "compar", "last year", "preceding", "where relevant"];
        let Some(covers) = covers.filter(|_| speaks && !others.iter().any(|word| said.contains(word))) else {
            continue;
        };
        let days = english_days(said);
        let mut behind = days.iter().filter(|(range, _)| range.start > covers);
        let Some((from, first)) = behind.next() else { continue };
        let next = behind.next().filter(|(to, _)| {
            ["to", "and", "-", "–", "—", "through", "until"].contains(&said[from.end..to.start].trim())
        });
        let is = |day: &(i32, u32, u32), date: Date| *day == (date.year, date.month.into(), date.day.into());
        match next {
            Some((to, last)) if is_year(*first, *last) && !(is(first, own.from) && is(last, own.to)) => {
                found.push(start + from.start..start + to.end);
            }
            None if said[..from.start].trim_end().ends_with("year ended") && !is(first, own.to) => {
                found.push(start + from.start..start + from.end);
            }
            _ => {}
        }
    }
    found
}

/// The days in a text: 1 January 2024, January 1, 2024.
fn english_days(text: &str) -> Vec<(Range<usize>, (i32, u32, u32))> {
    let mut found: Vec<(Range<usize>, (i32, u32, u32))> = Vec::new();
    for (month, name) in (1..).zip(MONTHS) {
        for (at, _) in text.match_indices(name) {
            let before = text[..at].trim_end();
            let behind = text[at + name.len()..].trim_start();
            let is_digit = |c: char| c.is_ascii_digit();
            let year = |rest: &str| {
                let length = rest.len() - rest.trim_start_matches(is_digit).len();
                rest[..length].parse::<i32>().ok().filter(|_| length == 4).map(|year| (year, length))
            };
            let start = before.trim_end_matches(is_digit).len();
            if let (Ok(day), Some((year, length))) = (before[start..].parse(), year(behind)) {
                found.push((start..text.len() - behind.len() + length, (year, month, day)));
                continue;
            }
            let length = behind.len() - behind.trim_start_matches(is_digit).len();
            let rest = behind[length..].strip_prefix(',').map(str::trim_start);
            if let (Ok(day), Some(rest)) = (behind[..length].parse(), rest)
                && let Some((year, width)) = year(rest)
            {
                found.push((at..text.len() - rest.len() + width, (year, month, day)));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The periods that a text calls the report's, and that are not its own: 報告期（2024年1月1日至2024年12月31日）.
fn called(text: &str, own: &Period) -> Vec<Range<usize>> {
    /// Behind these any words may lead to the period.
    const OF_THE_REPORT: [&str; 2] = ["本报告的时间", "报告时间范围"];
    /// Behind these the period stands at once: 於本報告期間（2025年1月1日至2025年12月31日）.
    const CALLED: [&str; 4] = ["报告期", "汇报期", "报告年度", "汇报年度"];
    /// What stands between.
    const LEADS: &str = "间为（(：:由自从是即指「“";
    /// Before these it is another one: 上一報告期.
    const OTHERS: [char; 6] = ['上', '前', '去', '下', '一', '比'];
    let mut found = Vec::new();
    if !OF_THE_REPORT.iter().chain(&CALLED).any(|word| text.contains(word)) {
        return found;
    }
    for pair in dates::all(text).windows(2) {
        let [from, to] = pair else { continue };
        let before = &text[..from.range.start];
        // 上一份報告於2025年4月發布，匯報期為….
        let start = before.rfind(['。', '；', '\n']).unwrap_or(0);
        if OTHER_REPORTS.iter().any(|word| before[start..].contains(word)) {
            continue;
        }
        let free = OF_THE_REPORT.iter().filter_map(|word| Some(before.rfind(word)? + word.len())).max();
        let bare = before.trim_end_matches(|c| LEADS.contains(c));
        let called = CALLED.iter().find_map(|word| bare.strip_suffix(word));
        let called = called.filter(|head| !head.trim_end_matches('个').ends_with(OTHERS)).map(|_| bare.len());
        let lead = free.max(called);
        let is_period = text[from.range.end..to.range.start].trim().trim_start_matches('止') == "至";
        let whole = |date: &dates::Written, bound: Date| {
            Some(
                (date.year.or(from.year)?, date.month?, date.day?)
                    == (bound.year, bound.month.into(), bound.day.into()),
            )
        };
        let (Some(lead), Some(begins), Some(ends)) = (lead, whole(from, own.from), whole(to, own.to)) else {
            continue;
        };
        let runs = (from.year, from.month, from.day) <= (to.year.or(from.year), to.month, to.day);
        if is_period && runs && !text[lead..from.range.start].contains(['。', '；', '，']) && !(begins && ends) {
            found.push(from.range.start..to.range.end);
        }
    }
    found
}

/// The ends of the financial year that a text calls its own: 截至2024年12月31日止年度（「報告期」）.
fn ends(text: &str, own: &Period) -> Vec<Range<usize>> {
    const CALLED: [&str; 7] = ["报告期", "汇报期", "报告期间", "汇报期间", "报告年度", "汇报年度", "本年度"];
    let is_called = |date: &dates::Written| {
        let rest = &text[date.range.end..];
        let called =
            ["止年度（", "止年度(", "止财政年度（", "止财政年度("].iter().find_map(|word| rest.strip_prefix(word));
        let called = called.map(|rest| rest.trim_start_matches(['「', '“', '"', '下', '称', '简', '，', '：']));
        text[..date.range.start].ends_with("截至")
            && called.is_some_and(|called| CALLED.iter().any(|word| called.starts_with(word)))
    };
    let is_other = |date: &dates::Written| match (date.year, date.month, date.day) {
        (Some(year), Some(month), Some(day)) => {
            (year, month, day) != (own.to.year, own.to.month.into(), own.to.day.into())
        }
        _ => false,
    };
    let all = dates::all(text).into_iter();
    all.filter(|date| is_other(date) && is_called(date)).map(|date| date.range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period() -> Period {
        let day = |year, month, day| Date { year, month, day };
        Period { from: day(2025, 1, 1), to: day(2025, 12, 31) }
    }

    #[test]
    fn periods_that_are_not_the_reports() {
        for (text, place) in [
            ("本報告涵蓋2024年1月1日至12月31日。", "2024年1月1日至12月31日"),
            ("報告的資料覆蓋2024年1月1日至2024年12月31日。", "2024年1月1日至2024年12月31日"),
            (
                "本報告的時間範圍為二零二四年一月一日至二零二四年十二月三十一日。",
                "二零二四年一月一日至二零二四年十二月三十一日",
            ),
            ("報告期間為2024年4月1日至2025年3月31日。", "2024年4月1日至2025年3月31日"),
            ("本報告涵蓋本集團2024年度的表現。", "2024年"),
            ("本报告涵盖截至2024年12月31日止年度。", "2024年12月31日"),
            ("报告范围：本报告覆盖自2023年1月1日起至2023年12月31日。", "2023年1月1日起至2023年12月31日"),
        ] {
            let found = covered(&words::in_place(text), &period());
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, [place], "{text}");
        }
        for text in [
            "本報告涵蓋2025年1月1日至12月31日。",
            "本報告涵蓋2025年1月1日至12月31日，部分內容追溯至2024年1月1日。",
            "為便於比較，本報告亦涵蓋2024年1月1日至2024年12月31日的數據。",
            "上一份報告涵蓋2024年1月1日至2024年12月31日。",
            "保險覆蓋2024年7月1日至2025年6月30日。",
            "本報告涵蓋本集團2025年度的表現，並於2026年4月刊發。",
            "本报告涵盖截至2025年12月31日止年度。",
            "項目覆蓋2024年新建的廠房。",
        ] {
            assert_eq!(covered(&words::in_place(text), &period()).len(), 0, "{text}");
        }
        for (text, count) in [
            ("This Report covers the period from 1 January 2024 to 31 December 2024.", 1),
            ("Reporting period: our report runs from January 1, 2024 to December 31, 2024.", 1),
            ("This report covers the year ended 31 December 2024.", 1),
            ("This report covers the period from 1 January 2025 to 31 December 2025.", 0),
            ("Our previous report covered the period from 1 January 2024 to 31 December 2024.", 0),
            ("The lease covers 1 July 2024 to 30 June 2025.", 0),
        ] {
            assert_eq!(in_english(text, &period()).len(), count, "{text}");
        }
    }
}
