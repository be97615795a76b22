//! Rows and columns of typed tables that must add up, lie between each other, or go on from year to year.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::lines::{Grid, Line};
use super::rows::{Column, Number, Row, TOTALS};
use super::statement::Reading;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::model::units::is_measured;
use crate::source::Span;

/// How far a sum that is no sum may be from a total to be told: one wrong part, not another table.
const NEAR: Decimal = Decimal::from_parts(15, 0, 0, false, 2);

/// Rows that others add up to.
pub(super) fn sums(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    for (at, total) in rows.iter().enumerate().filter(|(_, row)| row.is_total()) {
        if reading.class_of(&total.unit).is_some_and(|(class, _)| class == "share" || class.contains('/')) {
            continue;
        }
        let is_part = |row: &&Row| !row.is_total() && row.unit == total.unit;
        let mut before: Vec<&Row> =
            rows[..at].iter().rev().take_while(|row| is_part(row) && row.group == total.group).collect();
        before.reverse();
        for (nth, _) in columns.iter().enumerate().filter(|(_, column)| !column.is_share) {
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
pub(super) fn hundreds(reading: &Reading, rows: &[Row], columns: &[Column], about: &str, found: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while at < rows.len() {
        let group: Vec<&Row> =
            rows[at..].iter().take_while(|row| row.group == rows[at].group && row.unit == rows[at].unit).collect();
        at += group.len();
        let is_share = reading.class_of(&group[0].unit).is_some_and(|(class, _)| class == "share");
        if group.len() < 2 || group.iter().any(|row| row.is_total()) {
            continue;
        }
        for (nth, column) in columns.iter().enumerate().filter(|(_, column)| is_share || column.is_share) {
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

/// 佔比 beside amounts, and the total below them: each share is that of its row.
pub(super) fn portions(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    let mut totals = rows.iter().filter(|row| row.is_total());
    let (Some(total), None) = (totals.next(), totals.next()) else { return };
    let amounts: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| !column.is_share).map(|(nth, _)| nth).collect();
    let is_portion = |column: &Column| {
        column.is_share
            && ["占比", "比例", "百分比", "比重"].iter().any(|word| column.head.contains(word))
            && !CHANGES.iter().any(|word| column.head.contains(word))
    };
    let shares: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| is_portion(column)).map(|(nth, _)| nth).collect();
    let ([amount], [share]) = (&amounts[..], &shares[..]) else { return };
    let (Some(whole), Some(all)) = (&total.numbers[*amount], &total.numbers[*share]) else { return };
    let is_sum = reading.class_of(&total.unit).is_none_or(|(class, _)| class != "share" && !class.contains('/'));
    if all.value != Decimal::ONE_HUNDRED || !is_sum || whole.value <= Decimal::ZERO {
        return;
    }
    for row in rows.iter().filter(|row| !row.is_total() && row.unit == total.unit) {
        let (Some(part), Some(stated)) = (&row.numbers[*amount], &row.numbers[*share]) else { continue };
        let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.value);
        let (Some(expected), Some(slack)) = (percent(part.value), percent(part.slack + whole.slack)) else { continue };
        let own = figure::half(stated.value.scale());
        // The last one may be rounded so that all make 100.
        if (stated.value - expected).abs() <= own + own + slack || stated.metric.is_some() && part.metric.is_some() {
            continue;
        }
        let expected = figure::number(expected, Some(stated.value.scale().max(1)));
        let message =
            format!("the column has {}, but {expected}% follows from {} of {}", stated.shown, part.shown, whole.shown);
        let finding = Diagnostic::warning(Code::FigureShare, stated.span, message);
        let finding = finding.label(part.span, "of this").label(whole.span, "the total");
        found.push(finding.hint(format!("write {expected}%, or mend what it follows from")));
    }
}

/// A table of ranks whose only column of figures goes neither up nor down.
pub(super) fn ranks(grid: &Grid, rows: &[Row], columns: &[Column], head: &str, found: &mut Vec<Diagnostic>) {
    let [_] = columns else { return };
    let in_order = |(at, row): (usize, &Vec<Line>)| {
        row.first().is_some_and(|cell| cell.passage.text.trim() == (at + 1).to_string())
    };
    let is_ranking = ["排名", "名次", "排序"].iter().any(|word| head.contains(word));
    if !is_ranking || rows.len() != grid.rows.len() || !grid.rows.iter().enumerate().all(in_order) {
        return;
    }
    let Some(all) = rows.iter().map(|row| row.numbers[0].as_ref()).collect::<Option<Vec<_>>>() else { return };
    let falls = all.windows(2).all(|pair| pair[0].value >= pair[1].value);
    let rises = all.windows(2).all(|pair| pair[0].value <= pair[1].value);
    if falls || rises {
        return;
    }
    // Mostly such a table begins with the most.
    let Some(odd) = all.windows(2).find(|pair| pair[0].value < pair[1].value) else { return };
    let message = format!("{} stands behind {} in the ranking, and is more", odd[1].shown, odd[0].shown);
    let finding = Diagnostic::warning(Code::FigureClaim, odd[1].span, message).label(odd[0].span, "the rank before");
    found.push(
        finding.hint("mend the order, or one of the figures; where they rank by something else, add that column"),
    );
}

/// A last column that the others add up to.
pub(super) fn across(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
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
pub(super) fn averages(reading: &Reading, rows: &[Row], columns: &[Column], about: &str, found: &mut Vec<Diagnostic>) {
    let is_of_means = about.lines().take(2).any(|text| text.contains("平均") || text.contains("人均"));
    for (at, total) in rows.iter().enumerate() {
        let class = reading.class_of(&total.unit).map(|(class, _)| class);
        let is_rate = class.as_deref().is_some_and(|class| class == "share" || class.contains('/'));
        let is_mean = ["平均", "人均", "每名", "每位"]
            .iter()
            .any(|word| total.label.contains(word) || total.group.contains(word))
            || is_of_means;
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

/// Headings of columns with the change from one year to another.
const CHANGES: [&str; 10] = ["变动", "变化", "增减", "同比", "按年", "增幅", "升幅", "减幅", "降幅", "增长率"];

/// Changes in per cent that follow from no two years of their row.
pub(super) fn changes(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    let mut years: Vec<(i32, usize)> =
        columns.iter().enumerate().filter_map(|(nth, column)| Some((column.year?, nth))).collect();
    years.sort_unstable();
    let is_change = |column: &Column| {
        column.is_share
            && CHANGES.iter().any(|word| column.head.contains(word))
            && !["目标", "基准", "累计"].iter().any(|word| column.head.contains(word))
    };
    for (nth, _) in columns.iter().enumerate().filter(|(_, column)| is_change(column)) {
        for row in rows {
            // Between shares lie percentage points.
            if reading.class_of(&row.unit).is_some_and(|(class, _)| class == "share") {
                continue;
            }
            let Some(stated) = row.numbers[nth].as_ref().filter(|stated| stated.metric.is_none()) else { continue };
            let told: Vec<&Number> = years.iter().filter_map(|(_, nth)| row.numbers[*nth].as_ref()).collect();
            let pairs = told.iter().enumerate().flat_map(|(at, new)| told[..at].iter().map(move |old| (*old, *new)));
            let all: Option<Vec<(Decimal, Decimal)>> = pairs.map(|(old, new)| change(old, new)).collect();
            let Some(all) = all.filter(|all| !all.is_empty() && told.len() == years.len()) else { continue };
            let own = figure::half(stated.value.scale());
            let has_sign = stated.shown.starts_with(['+', '＋']);
            // 減幅 and 變動 of 5% may both mean that it fell.
            let fits = |(expected, slack): &(Decimal, Decimal)| {
                let near = |value: Decimal| (stated.value - value).abs() <= own + slack;
                near(*expected) || stated.value >= Decimal::ZERO && !has_sign && near(-expected)
            };
            if all.iter().any(fits) {
                continue;
            }
            let last = all.len() - 1;
            let expected = figure::number(all[last].0, Some(stated.value.scale().max(1)));
            let message = format!("the column has {}, but {expected}% follows from the years beside it", stated.shown);
            let mut finding = Diagnostic::warning(Code::FigureChange, stated.span, message);
            finding.labels = told.iter().map(|year| (year.span, "it follows from this".to_owned())).collect();
            found.push(finding.hint(format!("write {expected}%, or mend one of the years")));
        }
    }
}

/// The change from one number to another in per cent, and by how much their rounding may move it.
fn change(old: &Number, new: &Number) -> Option<(Decimal, Decimal)> {
    let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(old.value);
    let by_old = percent(old.slack)?.checked_mul(new.value)?.checked_div(old.value)?;
    Some((percent(new.value - old.value)?, by_old.abs() + percent(new.slack)?.abs()))
}

/// How many times larger or smaller than the year before a typed figure may be: a unit that slips makes it ten at least.
const SLIP: Decimal = Decimal::from_parts(8, 0, 0, false, 0);

/// Years of what is measured that lie too far apart to be in one unit.
pub(super) fn jumps(reading: &Reading, rows: &[Row], columns: &[Column], found: &mut Vec<Diagnostic>) {
    let mut years: Vec<(i32, usize)> =
        columns.iter().enumerate().filter_map(|(nth, column)| Some((column.year?, nth))).collect();
    years.sort_unstable();
    for row in rows {
        let is_total = reading.class_of(&row.unit).is_some_and(|(class, _)| class != "share" && !class.contains('/'));
        if !is_total || !is_measured(reading.units, &row.unit) {
            continue;
        }
        let told: Vec<&Number> = years.iter().filter_map(|(_, nth)| row.numbers[*nth].as_ref()).collect();
        let far = |one: &Number, other: &Number| {
            let (small, large) = (one.value.abs().min(other.value.abs()), one.value.abs().max(other.value.abs()));
            !small.is_zero() && small.checked_mul(SLIP).is_some_and(|limit| large > limit)
        };
        let jump =
            told.windows(2).position(|pair| far(pair[0], pair[1]) && pair.iter().all(|one| one.metric.is_none()));
        let Some(at) = jump else { continue };
        // With three years, the one that stands alone.
        let odd = if at + 2 < told.len() && !far(told[at], told[at + 2]) { at + 1 } else { at };
        let odd = if at + 2 < told.len() && !far(told[at + 1], told[at + 2]) { at } else { odd.max(at) };
        let odd = if at + 2 >= told.len() { at + 1 } else { odd };
        let other = if odd == at { at + 1 } else { at };
        let message =
            format!("{} in one year, {} in the next: more than a business grows", told[at].shown, told[at + 1].shown);
        found.push(
            Diagnostic::warning(Code::FigureJump, told[odd].span, message)
                .label(told[other].span, "the year beside it")
                .hint("check the unit of both; where it is so, give the metric to the data, and say why in its `note`"),
        );
    }
}
