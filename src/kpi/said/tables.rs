//! Tables that authors typed: what their rows say, and whether they add up.

use rust_decimal::Decimal;

use super::adds;
use super::kind::{GOAL, Kind};
use super::lines::{Grid, Line};
use super::rows::{Column, Number, Row};
use super::statement::{Origin, Reading, Said};
use super::subject::Subject;
use crate::chinese::{half_width, words};
use crate::diag::Diagnostic;
use crate::figure;
use crate::kpi::bound::Claim;
use crate::kpi::typed::read::figures;
use crate::kpi::when;
use crate::model::units::is_measured;
use crate::model::{Period, financial_year};

/// What says that a figure of a table is none of the year's.
const ELSE: [&str; 8] = ["目标", "预算", "限值", "变化", "同比", "增减", "变动", "标准值"];

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
            let year = year_of(&head, &reading.period);
            columns.push(Column { at, head, year, is_share: false });
        }
    }
    mark_shares(reading, grid, &mut columns);
    let Some(first) = columns.first().map(|column| column.at) else { return Vec::new() };
    let about = words::in_place(&grid.about);
    let rows = rows(reading, grid, &columns, first.min(unit_at.unwrap_or(first)), unit_at, &about);
    let has_years = columns.iter().any(|column| column.year.is_some());
    adds::sums(reading, &rows, &columns, found);
    let about = format!("{}\n{about}", heads.first().map_or("", String::as_str));
    adds::hundreds(reading, &rows, &columns, &about, found);
    adds::across(reading, &rows, &columns, found);
    adds::averages(reading, &rows, &columns, &about, found);
    adds::jumps(reading, &rows, &columns, found);
    adds::changes(reading, &rows, &columns, found);
    adds::portions(reading, &rows, &columns, found);
    adds::ranks(grid, &rows, &columns, heads.first().map_or("", String::as_str), found);
    said(reading, grid, nth, &rows, &columns, has_years, &about)
}

/// Marks columns in per cent beside others: 變動, 佔比. The unit of a row is not theirs.
fn mark_shares(reading: &Reading, grid: &Grid, columns: &mut [Column]) {
    let is_share = |column: &Column| {
        let cells = grid.rows.iter().filter_map(|row| number(reading, row.get(column.at)?, ""));
        let units: Vec<String> = cells.map(|(_, unit)| unit).collect();
        column.year.is_none()
            && (column.head.contains(['%', '％']) || !units.is_empty() && units.iter().all(|unit| unit == "%"))
    };
    let found: Vec<bool> = columns.iter().map(is_share).collect();
    if found.iter().any(|share| !share) {
        columns.iter_mut().zip(found).for_each(|(column, is_share)| column.is_share = is_share);
    }
}

/// The year that a column is of.
fn year_of(head: &str, period: &Period) -> Option<i32> {
    let own = last_year(head, period);
    let own = own.or_else(|| financial_year(head.trim_end()).map(|(year, _)| year));
    own.or_else(|| {
        let digits: String = head.chars().filter(char::is_ascii_digit).take(4).collect();
        digits.parse().ok().filter(|year| (1990..2101).contains(year) && !head.contains(['目', '基']))
    })
}

/// The last year that a heading names, other than to compare with it.
fn last_year(text: &str, period: &Period) -> Option<i32> {
    when::last(&when::named(text, period), &(0..text.len())).and_then(|named| named.year)
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
    // +25%, −20%.
    let signed = text
        .strip_prefix(['+', '＋', '-', '−', '–', '－'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(rest) = signed
        && let Some(typed) = figures(&simple[text.len() - rest.len()..], &reading.words).first()
        && typed.whole == (0..rest.len())
        && !typed.and_more
    {
        let (span, _) = line.passage.place(offset..offset + text.len())?;
        let id = typed.units.first()?;
        let is_loss = !text.starts_with(['+', '＋']);
        let value = if is_loss { -typed.value } else { typed.value };
        let number = Number { value, slack: typed.slack, span, shown: text.to_owned(), metric: None };
        return Some((number, (*id).to_owned()));
    }
    let digits = text.trim_end_matches('*').trim();
    let value = amount(digits)?;
    let (span, _) = line.passage.place(offset..offset + digits.len())?;
    let is_exact = value.scale() == 0 && !is_measured(reading.units, unit);
    let slack = if is_exact { Decimal::ZERO } else { figure::half(value.scale()) };
    let metric = line.metric(&(offset..offset + digits.len())).map(str::to_owned);
    Some((Number { value, slack, span, shown: digits.to_owned(), metric }, unit.to_owned()))
}

/// Signs of money that stand before a number, longest first.
const MONEY: [&str; 8] = ["RMB", "HK$", "US$", "$", "¥", "￥", "€", "£"];

/// A number as accounts have it: 1,234, ＄48, (18.6).
fn amount(text: &str) -> Option<Decimal> {
    let plain: String = half_width(text).chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let plain = plain.replace('−', "-");
    let loss = plain.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let (is_loss, rest) = match loss.or_else(|| plain.strip_prefix('-')) {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let digits = MONEY.iter().find_map(|sign| rest.strip_prefix(sign)).unwrap_or(rest);
    let number = Some(digits).filter(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))?;
    let number = Decimal::from_str_exact(number).ok()?;
    Some(if is_loss { -number } else { number })
}

/// The unit that a text names, whole or in brackets at its end.
fn unit_in(reading: &Reading, text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.rsplit_once(['（', '(']).map(|(_, inner)| inner.trim_end_matches(['）', ')']).trim());
    for candidate in inner.into_iter().chain(std::iter::once(text)) {
        let candidate = candidate.trim_start_matches("单位").trim_start_matches(['：', ':']).trim();
        let Some((length, ids)) = reading.words.at(candidate) else { continue };
        let of = ids.first().map(|id| (*id).to_owned());
        if length == candidate.len() {
            return of;
        }
        // 噸／百萬元, of which no table of units knows.
        if let Some(per) = candidate[length..].strip_prefix(['/', '／', '每'])
            && let Some((end, ids)) = reading.words.at(per)
            && end == per.len()
        {
            return of.zip(ids.first()).map(|(of, per)| format!("{of}/{per}"));
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
                if !column.is_share {
                    own_unit = unit;
                }
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
            if column.is_share || has_years && column.year.is_none() {
                continue;
            }
            let mut subject = if own.is_general(true) || own.is_attribute() { own.and(&group) } else { own.clone() };
            if !is_plain {
                subject = subject.and(&Subject::of(&label_of(reading, &column.head)));
            }
            let (Some(value), Some(slack)) = (number.value.checked_mul(size), number.slack.checked_mul(size)) else {
                continue;
            };
            let is_else = ELSE
                .iter()
                .any(|word| row.label.contains(word) || column.head.contains(word) || row.group.contains(word))
                || column.year.is_none() && about.contains(GOAL)
                || ["计划", "标准"].iter().any(|word| {
                    // 技能提升計劃完成率 is no plan, 標準煤 no standard.
                    column.head.contains(word) || row.label.starts_with(word) || row.label.ends_with(word)
                });
            let year = column.year.or_else(|| last_year(about, &reading.period)).unwrap_or(reading.year);
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
                shown: reading.with_unit(&number.shown, &row.unit),
                name: grid
                    .rows
                    .get(row.index)
                    .and_then(|row| row.first())
                    .map_or(String::new(), |cell| cell.passage.text.trim().to_owned()),
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
