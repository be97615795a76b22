//! Tables that authors typed: what their rows say, and whether they add up.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::lines::{Grid, Line};
use super::place::years;
use super::statement::{Claim, Kind, Origin, Reading, Said};
use super::subject::Subject;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::typed::read::figures;
use crate::kpi::units::is_measured;
use crate::source::Span;

/// Labels of rows and columns that others add up to.
const TOTALS: [&str; 12] =
    ["合计", "总计", "小计", "总数", "总人数", "总量", "共计", "总排放", "总额", "总和", "合共", "总体"];

/// How far a sum that is no sum may be from a total to be told: one wrong part, not another table.
const NEAR: Decimal = Decimal::from_parts(15, 0, 0, false, 2);

/// A number in a cell.
#[derive(Debug, Clone)]
struct Number {
    value: Decimal,
    slack: Decimal,
    span: Span,
    shown: String,
    /// Of the data: a metric.
    metric: Option<String>,
}

/// A row with its label, unit and numbers.
#[derive(Debug)]
struct Row {
    label: String,
    group: String,
    /// Id of the unit, empty where none is told.
    unit: String,
    /// By column.
    numbers: Vec<Option<Number>>,
    index: usize,
}

impl Row {
    fn is_total(&self) -> bool {
        TOTALS.iter().any(|word| self.label.contains(word)) || self.label == "总"
    }
}

/// A column of numbers: its heading and year.
#[derive(Debug)]
struct Column {
    at: usize,
    head: String,
    year: Option<i32>,
}

/// What a table says.
pub(super) fn read(reading: &Reading, grid: &Grid, nth: usize, found: &mut Vec<Diagnostic>) -> Vec<Said> {
    let heads: Vec<String> = grid.header.iter().map(|head| words::in_place(head.passage.text.trim())).collect();
    let width = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let unit_at = heads.iter().position(|head| head.contains("单位") && head.chars().count() < 8);
    let is_number = |line: &Line| number(reading, line, "").is_some();
    let mut columns: Vec<Column> = Vec::new();
    for at in (0..width).filter(|at| Some(*at) != unit_at) {
        let cells: Vec<&Line> =
            grid.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_blank()).collect();
        let numbers = cells.iter().filter(|cell| is_number(cell) || is_nothing(&cell.passage.text)).count();
        let head = heads.get(at).cloned().unwrap_or_default();
        let is_index = ["序号", "编号", "页码", "章节", "代码", "index", "Index", "指标编号"]
            .iter()
            .any(|word| head.contains(word));
        if at > 0 && numbers > 0 && numbers * 2 >= cells.len() && !is_index {
            let year = year_of(&head, reading.year);
            columns.push(Column { at, head, year });
        }
    }
    let Some(first) = columns.first().map(|column| column.at) else { return Vec::new() };
    let about = words::in_place(&grid.about);
    let rows = rows(reading, grid, &columns, first.min(unit_at.unwrap_or(first)), unit_at, &about);
    let has_years = columns.iter().any(|column| column.year.is_some());
    sums(reading, &rows, &columns, found);
    let about = format!("{}\n{about}", heads.first().map_or("", String::as_str));
    hundreds(reading, &rows, &columns, &about, found);
    across(reading, &rows, &columns, found);
    averages(reading, &rows, &columns, found);
    said(reading, grid, nth, &rows, &columns, has_years, &about)
}

/// The year that a column is of.
fn year_of(head: &str, this: i32) -> Option<i32> {
    let own = years(head, this).last().copied();
    own.or_else(|| {
        let digits: String = head.chars().filter(char::is_ascii_digit).take(4).collect();
        digits.parse().ok().filter(|year| (1990..2101).contains(year) && !head.contains(['目', '基']))
    })
}

/// Whether a cell says that there is nothing.
fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || ["-", "–", "—", "――", "/", "／", "N/A", "n/a", "不適用", "不适用", "無", "无", "不詳"].contains(&text)
}

/// The number in a cell, in the unit given where it has none itself. Words beside a number make it no number.
fn number(reading: &Reading, line: &Line, unit: &str) -> Option<(Number, String)> {
    let text = line.passage.text.trim();
    let offset = line.passage.text.len() - line.passage.text.trim_start().len();
    let simple = words::in_place(text);
    let whole = |typed: &std::ops::Range<usize>| {
        let rest = text[typed.end..].trim();
        text[..typed.start].trim().is_empty()
            && (rest.is_empty() || rest.starts_with('*') || rest.starts_with(|c: char| ('①'..='⑳').contains(&c)))
    };
    if let Some(typed) = figures(&simple, &reading.words).first().filter(|typed| whole(&typed.whole) && !typed.and_more)
    {
        let (span, _) = line.passage.place(offset + typed.whole.start..offset + typed.whole.end)?;
        let id = typed.units.first()?;
        let is_exact = typed.places == 0 && !is_measured(reading.units, id);
        let slack = if is_exact { Decimal::ZERO } else { typed.slack };
        let shown = text[typed.whole.clone()].to_owned();
        let metric = line.metric(&(offset + typed.number.start..offset + typed.number.end)).map(str::to_owned);
        return Some((Number { value: typed.value, slack, span, shown, metric }, (*id).to_owned()));
    }
    let digits = text.trim_end_matches('*').trim();
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let plain = plain.replace(['−', '－'], "-");
    if !plain.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let value = Decimal::from_str_exact(&plain).ok()?;
    let (span, _) = line.passage.place(offset..offset + digits.len())?;
    let is_exact = value.scale() == 0 && !is_measured(reading.units, unit);
    let slack = if is_exact { Decimal::ZERO } else { Decimal::new(5, value.scale() + 1) };
    let metric = line.metric(&(offset..offset + digits.len())).map(str::to_owned);
    Some((Number { value, slack, span, shown: digits.to_owned(), metric }, unit.to_owned()))
}

/// The unit that a text names, whole or in brackets at its end.
fn unit_in(reading: &Reading, text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.rsplit_once(['（', '(']).map(|(_, inner)| inner.trim_end_matches(['）', ')']).trim());
    for candidate in inner.into_iter().chain(std::iter::once(text)) {
        let candidate = candidate.trim_start_matches("单位").trim_start_matches(['：', ':']).trim();
        let (length, ids) = match reading.words.at(candidate) {
            Some(found) => found,
            None => continue,
        };
        if length == candidate.len() {
            return ids.first().map(|id| (*id).to_owned());
        }
    }
    None
}

fn rows(
    reading: &Reading,
    grid: &Grid,
    columns: &[Column],
    first: usize,
    unit_at: Option<usize>,
    about: &str,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut above: Vec<String> = vec![String::new(); first.max(1)];
    let mut title = String::new();
    let common = about.lines().next().and_then(|caption| unit_in(reading, caption));
    for (index, cells) in grid.rows.iter().enumerate() {
        let mut labels = Vec::new();
        for (at, above) in above.iter_mut().enumerate() {
            let text = cells.get(at).map_or(String::new(), |cell| words::in_place(cell.passage.text.trim()));
            let text = if text == "^" { String::new() } else { text };
            if !text.is_empty() {
                *above = text;
            }
            labels.push(above.clone());
        }
        let label = labels.pop().unwrap_or_default();
        let unit = unit_at
            .and_then(|at| cells.get(at))
            .and_then(|cell| unit_in(reading, &words::in_place(&cell.passage.text)))
            .or_else(|| unit_in(reading, &label))
            .or_else(|| common.clone())
            .unwrap_or_default();
        let mut own_unit = unit.clone();
        let numbers: Vec<Option<Number>> = columns
            .iter()
            .map(|column| {
                let unit =
                    if unit.is_empty() { unit_in(reading, &column.head).unwrap_or_default() } else { unit.clone() };
                let (number, unit) = number(reading, cells.get(column.at)?, &unit)?;
                own_unit = unit;
                Some(number)
            })
            .collect();
        if numbers.iter().all(Option::is_none) {
            if !columns.iter().any(|column| cells.get(column.at).is_some_and(|cell| !cell.is_blank())) {
                title = label;
            }
            continue;
        }
        let group = if labels.is_empty() || labels.iter().all(|label| label.is_empty()) {
            title.clone()
        } else {
            labels.join(" ")
        };
        rows.push(Row { label, group, unit: own_unit, numbers, index });
    }
    rows
}

/// Rows that others add up to.
fn sums(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    for (at, total) in rows.iter().enumerate().filter(|(_, row)| row.is_total()) {
        if reading.class_of(&total.unit).is_some_and(|(class, _)| class == "share" || class.contains('/')) {
            continue;
        }
        let is_part = |row: &&Row| !row.is_total() && row.unit == total.unit;
        let mut before: Vec<&Row> =
            rows[..at].iter().rev().take_while(|row| is_part(row) && row.group == total.group).collect();
        before.reverse();
        for (nth, _) in columns.iter().enumerate() {
            let Some(whole) = total.numbers[nth].as_ref() else { continue };
            let parts =
                |rows: &[&Row]| -> Option<Vec<Number>> { rows.iter().map(|row| row.numbers[nth].clone()).collect() };
            let sum = |parts: &[Number]| {
                let slack: Decimal = parts.iter().map(|part| part.slack).sum();
                (parts.iter().map(|part| part.value).sum::<Decimal>(), slack + whole.slack)
            };
            let fits = |rows: &[&Row]| {
                parts(rows).is_some_and(|parts| {
                    let (sum, slack) = sum(&parts);
                    (sum - whole.value).abs() <= slack
                })
            };
            let mut tell = |rows: &[&Row]| {
                let Some(parts) = parts(rows).filter(|parts| parts.len() > 1) else { return };
                let (sum, slack) = sum(&parts);
                let near = (sum - whole.value).abs() <= whole.value.abs() * NEAR;
                // A row that is all of it has no others beside it.
                let is_whole = parts.iter().any(|part| part.value >= whole.value);
                if (sum - whole.value).abs() > slack
                    && near
                    && !is_whole
                    && parts.iter().any(|part| part.metric.is_none())
                {
                    let sum = figure::number(sum, None);
                    let message = format!("the rows come to {sum}, the total is {}", whole.shown);
                    let mut finding = Diagnostic::warning(Code::FigureSum, whole.span, message);
                    finding.labels = parts.iter().map(|part| (part.span, "a part".to_owned())).collect();
                    found.push(finding.hint(format!("mend a row, or write {sum}")));
                }
            };
            if before.len() > 1 && (0..before.len() - 1).any(|from| fits(&before[from..])) {
                continue;
            }
            // Behind a total stand its breakdowns, one after the other.
            let mut left: Vec<Vec<&Row>> = Vec::new();
            let mut any_fits = false;
            let mut behind: &[Row] = &rows[at + 1..];
            behind = &behind[..behind.iter().take_while(|row| is_part(row)).count()];
            while let Some(first) = behind.first() {
                let group: Vec<&Row> = behind.iter().take_while(|row| row.group == first.group).collect();
                match (2..=group.len()).find(|to| fits(&group[..*to])) {
                    Some(to) => {
                        any_fits = true;
                        behind = &behind[to..];
                    }
                    None => {
                        behind = &behind[group.len()..];
                        left.push(group);
                    }
                }
            }
            let counts = ["合计", "总计", "小计", "共计", "总和"].iter().any(|word| total.label.contains(word));
            let is_last = rows.get(at + 1).is_none_or(|next| next.group != total.group || !is_part(&next));
            if before.len() > 1 && !any_fits && (counts || is_last) {
                tell(&before);
            } else {
                left.iter().for_each(|group| tell(group));
            }
        }
    }
}

/// Shares of one group that make all.
fn hundreds(reading: &Reading, rows: &[Row], columns: &[Column], about: &str, found: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while at < rows.len() {
        let group: Vec<&Row> =
            rows[at..].iter().take_while(|row| row.group == rows[at].group && row.unit == rows[at].unit).collect();
        at += group.len();
        let is_share = reading.class_of(&group[0].unit).is_some_and(|(class, _)| class == "share");
        if group.len() < 2 || !is_share || group.iter().any(|row| row.is_total()) {
            continue;
        }
        for (nth, column) in columns.iter().enumerate() {
            let named = [about, &group[0].group, &column.head].iter().any(|text| {
                ["占比", "构成", "结构", "分布", "比例"].iter().any(|word| text.contains(word)) && !text.contains("率")
            });
            let Some(parts) = group.iter().map(|row| row.numbers[nth].as_ref()).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let sum: Decimal = parts.iter().map(|part| part.value).sum();
            let slack: Decimal = parts.iter().map(|part| part.slack).sum();
            let off = (sum - Decimal::ONE_HUNDRED).abs();
            // Near to all, and not it: shares of something else do not come so near.
            if named
                && off > slack
                && off <= Decimal::TEN
                && parts.iter().all(|part| part.value < Decimal::ONE_HUNDRED)
                && group.len() > 2 - usize::from(off < Decimal::from(3))
            {
                let message = format!("the shares come to {}%, not to 100%", figure::number(sum, None));
                let mut finding = Diagnostic::warning(Code::FigureShare, parts[0].span, message);
                finding.labels = parts[1..].iter().map(|part| (part.span, "another share".to_owned())).collect();
                found.push(finding.hint("mend a share, or say what else there is"));
            }
        }
    }
}

/// A last column that the others add up to.
fn across(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    let Some((last, others)) = columns.split_last() else { return };
    if others.len() < 2
        || !TOTALS.iter().any(|word| last.head.contains(word))
        || others.iter().any(|column| column.year.is_some())
    {
        return;
    }
    for row in rows {
        if reading.class_of(&row.unit).is_some_and(|(class, _)| class == "share" || class.contains('/')) {
            continue;
        }
        let (Some(Some(whole)), Some(parts)) =
            (row.numbers.last(), row.numbers[..others.len()].iter().map(Option::as_ref).collect::<Option<Vec<_>>>())
        else {
            continue;
        };
        let sum: Decimal = parts.iter().map(|part| part.value).sum();
        let slack: Decimal = parts.iter().map(|part| part.slack).sum::<Decimal>() + whole.slack;
        if (sum - whole.value).abs() > slack && (sum - whole.value).abs() <= whole.value.abs() * NEAR {
            let sum = figure::number(sum, None);
            let message = format!("the row comes to {sum}, its total is {}", whole.shown);
            let mut finding = Diagnostic::warning(Code::FigureSum, whole.span, message);
            finding.labels = parts.iter().map(|part| (part.span, "a part".to_owned())).collect();
            found.push(finding.hint(format!("mend a cell, or write {sum}")));
        }
    }
}

/// An average over all that is not between those of its groups.
fn averages(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    for (at, total) in rows.iter().enumerate() {
        let class = reading.class_of(&total.unit).map(|(class, _)| class);
        let is_rate = class.as_deref().is_some_and(|class| class == "share" || class.contains('/'));
        let is_mean = ["平均", "人均", "每名", "每位"]
            .iter()
            .any(|word| total.label.contains(word) || total.group.contains(word));
        let is_all =
            ["总", "整体", "全体", "全部", "所有", "平均", "人均"].iter().any(|word| total.label.contains(word));
        if !(is_rate || is_mean) || !is_all || ["女", "男", "岁"].iter().any(|word| total.label.contains(word)) {
            continue;
        }
        let same = |row: &&Row| row.unit == total.unit;
        for genders in rows[at + 1..].iter().take_while(|row| same(row)).take(2).collect::<Vec<_>>().chunks_exact(2) {
            let are_both = genders.iter().any(|row| row.label.contains('女'))
                && genders.iter().any(|row| row.label.contains('男'));
            if !are_both {
                continue;
            }
            for (nth, _) in columns.iter().enumerate() {
                let (Some(whole), Some(a), Some(b)) =
                    (&total.numbers[nth], &genders[0].numbers[nth], &genders[1].numbers[nth])
                else {
                    continue;
                };
                // Shares of the whole are no averages.
                if is_rate && (a.value + b.value - whole.value).abs() <= a.slack + b.slack + whole.slack {
                    continue;
                }
                outside(
                    whole.span,
                    &whole.shown,
                    whole.value,
                    whole.slack,
                    [(a.value, a.slack, a.span), (b.value, b.slack, b.span)],
                    found,
                );
            }
        }
    }
}

/// Tells an average that is not between two of which it is the average.
pub(super) fn outside(
    span: Span,
    shown: &str,
    value: Decimal,
    slack: Decimal,
    groups: [(Decimal, Decimal, Span); 2],
    found: &mut Vec<Diagnostic>,
) {
    let low = groups.iter().map(|(value, slack, _)| value - slack).min().unwrap_or_default();
    let high = groups.iter().map(|(value, slack, _)| value + slack).max().unwrap_or_default();
    let range: RangeInclusive<Decimal> = low..=high;
    if range.contains(&(value + slack))
        || range.contains(&(value - slack))
        || (value - slack < low && value + slack > high)
    {
        return;
    }
    let side = if value > high { "above" } else { "below" };
    let message = format!("{shown} is the average over all, {side} the averages of both groups");
    let mut finding = Diagnostic::warning(Code::FigureAverage, span, message);
    finding.labels = groups.iter().map(|(_, _, span)| (*span, "a group".to_owned())).collect();
    found.push(
        finding.hint(
            "an average over all lies between those of its groups: mend one of them, or say how they are counted",
        ),
    );
}

/// What the rows say, for the rest of the report.
fn said(
    reading: &Reading,
    grid: &Grid,
    nth: usize,
    rows: &[Row],
    columns: &[Column],
    has_years: bool,
    about: &str,
) -> Vec<Said> {
    let mut all = Vec::new();
    for row in rows {
        let Some((class, size)) = reading.class_of(&row.unit) else { continue };
        let label = label_of(reading, &row.label);
        let own = Subject::of(&label);
        let group = Subject::of(&label_of(reading, &row.group));
        for (at, column) in columns.iter().enumerate() {
            let Some(number) = &row.numbers[at] else { continue };
            // Of columns that are no years, each is of something else.
            let is_plain = columns.len() == 1 || has_years;
            if has_years && column.year.is_none() {
                continue;
            }
            let mut subject = if own.is_general(true) || own.is_attribute() { own.and(&group) } else { own.clone() };
            if !is_plain {
                subject = subject.and(&Subject::of(&label_of(reading, &column.head)));
            }
            let (Some(value), Some(slack)) = (number.value.checked_mul(size), number.slack.checked_mul(size)) else {
                continue;
            };
            let is_else = ["目标", "计划", "预算", "标准", "限值", "变化", "同比", "增减", "变动"]
                .iter()
                .any(|word| row.label.contains(word) || column.head.contains(word) || row.group.contains(word));
            let year =
                column.year.unwrap_or_else(|| years(about, reading.year).last().copied().unwrap_or(reading.year));
            let scope = if grid.case > 0 { format!("#{}", grid.case) } else { String::new() };
            let so_far = if row.label.contains("累计") { "累计" } else { "" };
            all.push(Said {
                subject,
                class: class.clone(),
                value,
                slack,
                fine: slack,
                claim: Claim::Exactly,
                kind: if is_else { Kind::Other } else { Kind::Level },
                year,
                scope: scope + so_far,
                is_all: row.is_total() || row.label.contains('总'),
                origin: Origin::Grid(nth, row.index),
                span: number.span,
                shown: number.shown.clone(),
                metric: number.metric.clone(),
                at: 0..0,
                sentence: 0..0,
            });
        }
    }
    all
}

/// A label without the unit in brackets behind it.
fn label_of(reading: &Reading, label: &str) -> String {
    match label.rsplit_once(['（', '(']) {
        Some((name, inner)) if unit_in(reading, inner.trim_end_matches(['）', ')'])).is_some() => name.to_owned(),
        _ => label.to_owned(),
    }
}
