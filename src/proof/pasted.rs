//! What text of another program brings along: marks of notes whose note stayed there (減少`[1]`。, 減少¹。), days as a spreadsheet
//! counts them (45291), fields of a word processor that lead nowhere; and ids of metrics, which print nothing but
//! themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::collect::passage;
use super::misread::misread;
use super::{Finding, Reader};
use crate::chinese::{half_width, is_han};
use crate::diag::Code;
use crate::model::{Block, BlockKind, Cell, Inline, InlineKind, Passage, Report, Visit, VisitReport, plain_text};

/// Words that lead to a note or begin one.
const NOTES: [&str; 12] = ["附註", "附注", "備註", "备注", "註釋", "注释", "尾註", "尾注", "腳註", "脚注", "註", "注"];

/// Words of a heading with notes or sources below it.
const LISTS: [&str; 8] = ["參考", "参考", "註釋", "注释", "附註", "附注", "資料來源", "资料来源"];

const NOTE: &str = "write [^name] in the text of a chapter and a line [^name]: … below it, or take the mark away";
const EXPRESSION: &str = "write {{ kpi(\"…\") }} with the id for its figure; ids print nothing else";
const FIELD: &str = "write what it shows, or was to lead to: [](#name) in the text of a chapter";
const MIDNIGHT: &str = "take the time behind the day away";

/// What Word prints where a reference has lost its place (as Word 2016 says it in Hong Kong, on the mainland and in English),
/// and what its fields are made of.
const FIELDS: [&str; 11] = [
    "找不到參照來源",
    "未找到引用源",
    "未定義書籤",
    "未定义书签",
    "Reference source not found",
    "Bookmark not defined",
    "MERGEFORMAT",
    "\\* ARABIC",
    "HYPERLINK \"",
    " _Ref",
    " _Toc",
];

pub(super) fn check(report: &Report, reader: &mut Reader<'_>) {
    if !reader.wants(Code::Leftover) {
        return;
    }
    let (own, others) = (reader.passages, reader.others);
    let passages = || own.iter().chain(others);
    let is_list = |passage: &&Passage| {
        let text = passage.text.trim();
        text.chars().count() <= LONGEST_HEADING && LISTS.iter().any(|word| text.contains(word))
    };
    let mut answers = Answers {
        all: passages().any(|passage| is_list(&passage)),
        texts: passages().collect(),
        known: BTreeMap::new(),
    };
    let mut found: Vec<(&Passage, Range<usize>, Finding)> = Vec::new();
    for passage in passages() {
        let text = passage.text.as_str();
        for (range, number) in bracketed(text).into_iter().chain(raised(text)) {
            if !answers.has(&number) {
                found.push((passage, range.clone(), mark(&text[range])));
            }
        }
        for range in ids(text).filter(|range| report.kpis.kpis.contains_key(&text[range.clone()])) {
            let message = format!("`{}` prints as typed: the id of a metric", &text[range.clone()]);
            found.push((passage, range, Finding::new(message, EXPRESSION)));
        }
        for field in FIELDS {
            for (at, _) in text.match_indices(field) {
                let message = "a field of a word processor stands in the text, and leads nowhere";
                found.push((passage, at..at + field.len(), Finding::new(message, FIELD)));
            }
        }
        for (range, hint) in misread(text) {
            let message = format!("`{}` was read in the wrong encoding", &text[range.clone()]);
            found.push((passage, range, Finding::new(message, hint)));
        }
        for range in midnights(text) {
            let message = format!("`{}` is a time that a spreadsheet adds to a day", text[range.clone()].trim());
            found.push((passage, range, Finding::new(message, MIDNIGHT)));
        }
        if let Some(range) = stars(passage).filter(|range| !answers.has(&plain(&text[range.clone()]))) {
            found.push((passage, range.clone(), mark(&text[range])));
        }
        for (range, day) in days(text) {
            let message = format!("`{}` is a day as a spreadsheet counts it", &text[range.clone()]);
            found.push((passage, range, Finding::new(message, format!("write the day: {day}"))));
        }
    }
    for (passage, range, finding) in found {
        reader.tell(passage, range, Code::Leftover, finding);
    }
    let mut walk = Walk::default();
    walk.report(report);
    for (line, number) in walk.raised {
        let passage = passage(report.config.source, line, reader.sources);
        if !answers.has(&number) {
            reader.tell(&passage, 0..passage.text.len(), Code::Leftover, mark(&number));
        }
    }
    for (cell, day) in walk.days {
        let passage = passage(report.config.source, &cell.inlines, reader.sources);
        let message = format!("`{}` is a day as a spreadsheet counts it", passage.text.trim());
        let finding = Finding::new(message, format!("write the day: {day}"));
        reader.tell(&passage, 0..passage.text.len(), Code::Leftover, finding);
    }
}

/// Stars and daggers at the end of a name, which lead to a note: 總量*.
fn stars(passage: &Passage) -> Option<Range<usize>> {
    let text = passage.text.trim_end();
    let name = text.trim_end_matches(['*', '＊', '†', '‡']);
    let is_marked = name.len() < text.len() && name.ends_with(|c: char| c.is_alphanumeric() || "）)%％".contains(c));
    (passage.is_name && is_marked).then_some(name.len()..text.len())
}

/// Midnight behind a day, and the day that a spreadsheet counts as none: 2023/12/31 0:00:00, 1900/1/0.
fn midnights(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    const TIMES: [&str; 5] = [" 00:00:00", " 0:00:00", "T00:00:00", "1900/1/0", "1900-01-00"];
    let is_alone = |range: &Range<usize>| {
        let is_day = text[range.clone()].starts_with("1900");
        let follows = text[..range.start].ends_with(|c: char| c.is_ascii_digit() || "日號号".contains(c));
        is_day != follows && !text[range.end..].starts_with(|c: char| c.is_ascii_digit())
    };
    TIMES.into_iter().flat_map(|time| text.match_indices(time)).map(|(at, time)| at..at + time.len()).filter(is_alone)
}

/// Characters of a heading, at most: a sentence may speak of sources as well.
const LONGEST_HEADING: usize = 12;

fn mark(mark: &str) -> Finding {
    Finding::new(format!("`{mark}` prints as typed: the mark of a note that is not there"), NOTE)
}

/// Which notes there are.
struct Answers<'p> {
    /// Whether there is a list of them, whose numbers huibao writes.
    all: bool,
    texts: Vec<&'p Passage>,
    /// What has been asked.
    known: BTreeMap<String, bool>,
}

impl Answers<'_> {
    /// Whether a text begins as the note of this number does: `[1]` …, ¹…, 註1：…, 註：1. … 2. …
    fn has(&mut self, number: &str) -> bool {
        if let Some(known) = self.known.get(number) {
            return *known;
        }
        let begins = |passage: &Passage| {
            let is_raised = passage.text.trim_start().starts_with(|c| digit(c).is_some());
            let is_raised = is_raised || passage.text.starts_with(number) && passage.is_seam(number.len());
            let text = plain(&passage.text);
            let text = text.trim_start();
            let word = NOTES.iter().find_map(|word| text.strip_prefix(word));
            let is_number = |at: usize| {
                let (before, behind) = (&text[..at], &text[at + number.len()..]);
                !before.ends_with(|c: char| c.is_ascii_digit()) && !behind.starts_with(|c: char| c.is_ascii_digit())
            };
            if word.is_some() {
                return text.match_indices(number).any(|(at, _)| is_number(at));
            }
            let bare = text.trim_start_matches(['[', '(', '（', '【', '〔', '⁽']);
            let behind = bare.strip_prefix(number).and_then(|behind| behind.chars().next());
            let is_apart = is_raised || bare.len() < text.len();
            behind
                .is_some_and(|c| !c.is_ascii_digit() && (is_apart || matches!(c, ' ' | '：' | ':' | '.' | '、' | '．')))
        };
        let has = self.all || self.texts.iter().any(|text| begins(text));
        self.known.insert(number.to_owned(), has);
        has
    }
}

/// A text with plain digits and half-width brackets.
fn plain(text: &str) -> String {
    half_width(text).chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The digit that a raised one is.
fn digit(c: char) -> Option<char> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    RAISED.chars().position(|known| known == c).and_then(|at| char::from_digit(at as u32, 10))
}

/// Numbers in square brackets right behind a word or a mark: 減少`[1]`。, 減少。［2］, 減少`[註1]`, 減少（註1）. Behind
/// a year they are of a paper's name, and `[0,1]` is an interval.
fn bracketed(text: &str) -> Vec<(Range<usize>, String)> {
    const PAIRS: [(char, char); 5] = [('[', ']'), ('［', '］'), ('【', '】'), ('（', '）'), ('(', ')')];
    let mut found = Vec::new();
    for (at, open) in text.char_indices() {
        let Some((_, close)) = PAIRS.iter().find(|(own, _)| *own == open) else { continue };
        let (before, rest) = (&text[..at], &text[at + open.len_utf8()..]);
        let Some((inside, behind)) = rest.split_once(*close) else { continue };
        let inner = half_width(inside);
        // 附註5 is of the accounts.
        let bare = inner.strip_prefix(['註', '注']);
        let is_word = bare.is_some();
        let is_square = !matches!(open, '（' | '(');
        let numbers = bare.unwrap_or(&inner);
        let first: String = numbers.chars().take_while(char::is_ascii_digit).collect();
        let is_note = (1..=LONGEST).contains(&first.len())
            && !first.starts_with('0')
            && numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '–'));
        let follows = before.chars().next_back().is_some_and(|c| {
            is_han(c)
                || c.is_ascii_alphabetic()
                || matches!(c, '。' | '，' | '；' | '」' | '》' | '）' | '%' | '％' | ']' | '］')
        });
        let is_named =
            behind.starts_with(['号', '號', '期']) || behind.starts_with(|c: char| c.is_ascii_alphanumeric());
        // 措施【1】節能【2】減廢 counts what follows.
        let counts = open == '【' && behind.starts_with(is_han);
        if is_note && follows && !is_named && !counts && (is_square || is_word) {
            let end = text.len() - behind.len();
            found.push((at..end, first));
        }
    }
    found
}

/// Digits of a mark, at most.
const LONGEST: usize = 3;

/// Raised digits behind a word, a mark or a year: 減少¹。, 2024年², 95%³. Behind a unit they are its power: m², 米².
fn raised(text: &str) -> Vec<(Range<usize>, String)> {
    let is_part = |c: char| digit(c).is_some() || matches!(c, '⁽' | '⁾');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part).map(|gap| at + gap) {
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let number: String = text[start..at].chars().filter_map(digit).collect();
        let is_charged = text[at..].starts_with(['⁺', '⁻']);
        if !number.is_empty() && !is_charged && may_be_marked(&text[..start]) {
            found.push((start..at, number));
        }
    }
    found
}

/// Whether what stands behind a text is the mark of a note rather than a power: it ends a word, a sentence or a year.
fn may_be_marked(before: &str) -> bool {
    /// Units of length and time.
    const UNITS: &str = "米里尺寸呎吋碼码分厘秒";
    let year = &before[before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    let is_year = year.parse().is_ok_and(|year: u32| (1900..2101).contains(&year));
    let ends = before.chars().next_back();
    is_year || ends.is_some_and(|c| is_han(c) && !UNITS.contains(c) || "。，；、：」》）%％".contains(c))
}

/// Words with points between them, as ids of metrics are.
fn ids(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let typed = text[start..at].trim_end_matches(['.', '-']);
        Some(start..start + typed.len())
    })
    .filter(|range| {
        // In an expression it is told with the whole of it.
        let before = text[..range.start].trim_end_matches(['"', '\'', '“', '‘', '”', '’']);
        let is_call = before.strip_suffix('(').is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphabetic()));
        let is_inside = is_call || before.rfind('{') > before.rfind('}');
        text[range.clone()].contains('.') && !is_inside
    })
}

/// The day of a number of days since the end of 1899, as spreadsheets count: 45291 is 2023-12-31. From 1990 to 2059.
fn day(number: &str) -> Option<String> {
    const FIRST: i64 = 32_874;
    const LAST: i64 = 58_440;
    /// 1899-12-30 in days from 1 March of the year 0 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    const EPOCH: i64 = 693_899;
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = whole.len() == 5 && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let serial: i64 = whole.parse().ok().filter(|serial| is_number && (FIRST..=LAST).contains(serial))?;
    let days = serial + EPOCH;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    Some(format!("{}-{month:02}-{day:02}", era * 400 + year + carry))
}

/// Such numbers where a sentence has a day: 截至45291止, 日期：45291, 於45291完成.
fn days(text: &str) -> Vec<(Range<usize>, String)> {
    const LEADS: [&str; 8] = ["截至", "截止", "日期", "日期：", "日期:", "日期為", "日期为", "日期: "];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|gap| at + gap) {
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let typed = text[start..at].trim_end_matches(['.', ',']);
        let (before, behind) = (&text[..start], &text[start + typed.len()..]);
        // 於 may compare: 低於45291.
        let is_at = before.strip_suffix(['於', '于']).is_some_and(|before| {
            before.chars().next_back().is_none_or(|c| !"低高少大小等多限優优相當当位由屬属處处用至".contains(c))
        });
        let is_done = EVENTS.iter().any(|word| behind.starts_with(word));
        let leads = LEADS.iter().any(|lead| before.ends_with(lead));
        let ends = behind.chars().next().is_none_or(|c| "止，。；前）".contains(c)) || is_done;
        if (leads && ends || is_at && is_done)
            && let Some(day) = day(typed)
        {
            found.push((start..start + typed.len(), day));
        }
    }
    found
}

/// What happens on a day.
const EVENTS: [&str; 14] =
    ["完成", "生效", "成立", "舉行", "举行", "發布", "发布", "刊發", "刊发", "簽署", "签署", "開始", "开始", "召開"];

/// Raised numbers that markup raises, and cells below a head that asks for a day.
#[derive(Default)]
struct Walk<'r> {
    raised: Vec<(&'r [Inline], String)>,
    days: Vec<(&'r Cell, String)>,
    /// Where notes have been seen, once each.
    seen: BTreeSet<(u32, u32)>,
}

impl<'r> Visit<'r> for Walk<'r> {
    fn block(&mut self, block: &'r Block) {
        const HEADS: [&str; 3] = ["日期", "到期日", "Date"];
        if let BlockKind::Table(table) = &block.kind {
            for (column, head) in table.header.iter().enumerate() {
                let head = plain_text(&head.inlines);
                if !HEADS.iter().any(|word| head.contains(word)) {
                    continue;
                }
                for cell in table.rows.iter().filter_map(|row| row.get(column)) {
                    self.days.extend(day(plain_text(&cell.inlines).trim()).map(|day| (cell, day)));
                }
            }
        }
        self.inside_block(block);
    }

    fn line(&mut self, line: &'r [Inline]) {
        for (at, inline) in line.iter().enumerate().skip(1) {
            let InlineKind::Super(inner) = &inline.kind else { continue };
            let number = plain_text(inner);
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let span = inline.span;
            if is_number && may_be_marked(&plain_text(&line[..at])) && self.seen.insert((span.start, span.end)) {
                self.raised.push((inner, number));
            }
        }
        self.inside_line(line);
    }
}

impl<'r> VisitReport<'r> for Walk<'r> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes() {
        let told = |text: &str| -> Vec<String> {
            let all = bracketed(text).into_iter().chain(raised(text));
            all.map(|(range, _)| text[range].to_owned()).collect()
        };
        for (text, marks) in [
            ("較去年減少[1]。", vec!["[1]"]),
            ("較去年減少。［2］", vec!["［2］"]),
            ("較去年減少【12】，", vec!["【12】"]),
            ("減少[1][2]。", vec!["[1]", "[2]"]),
            ("減少[1,2]及[3-5]。", vec!["[1,2]", "[3-5]"]),
            ("減少[註1]，增加（註2）。", vec!["[註1]", "（註2）"]),
            ("emissions[3] fell.", vec!["[3]"]),
            ("排放量¹減少²。³", vec!["¹", "²", "³"]),
            ("95%¹、2024²、噸⁽¹⁾", vec!["¹", "²", "⁽¹⁾"]),
        ] {
            assert_eq!(told(text), marks, "{text}");
        }
        for text in [
            "國發[2021]23號、國發〔2021〕23號、[2024]12號文",
            "面積3m²、5平方米²、10⁶、x²、CO₂、Ca²⁺、kg·m⁻²、2³",
            "收入（附註5）、措施【1】節能【2】減廢、3平方呎²",
            "區間[0,1]、[A]、[待補]、(1)、（2）、【重點】",
            "[1] 國家標準",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn times_that_a_spreadsheet_adds() {
        let told = |text: &str| midnights(text).map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(told("2023/12/31 0:00:00及2023-12-31T00:00:00、1900/1/0"), [" 0:00:00", "T00:00:00", "1900/1/0"]);
        assert_eq!(told("開始於 00:00:00及10:00:00，1900/1/01"), [""; 0]);
    }

    #[test]
    fn days_as_spreadsheets_count_them() {
        for (number, written) in [("45291", "2023-12-31"), ("36585", "2000-02-29"), ("45291.5", "2023-12-31")] {
            assert_eq!(day(number).as_deref(), Some(written));
        }
        for number in ["1234", "452910", "99999", "45,291", "45291人"] {
            assert_eq!(day(number), None, "{number}");
        }
        for text in ["項目於45291完成。", "截至45291止年度", "日期：45291", "日期為45291，"] {
            assert_eq!(days(text).len(), 1, "{text}");
        }
        for text in ["低於45291，共45291噸", "截至45291人", "於45291名僱員", "編號45291。", "於45291。"]
        {
            assert_eq!(days(text), [], "{text}");
        }
    }
}
