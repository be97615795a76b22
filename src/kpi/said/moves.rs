//! How a metric moved, as a text has it: 用水量較上年下降; 用水量為12,000立方米，同比上升25%.

use rust_decimal::Decimal;

use super::lines::Line;
use super::place::clause;
use super::statement::Reading;
use super::subject::Subject;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::typed::read::figures;
use crate::kpi::when::{self, Named};
use crate::model::units::convert;
use crate::model::{Document, Series, Values};

/// What says that the year before is compared with.
const COMPARED: &str = "较上年度 较上年 较上一年度 较上一年 较去年度 较去年 较前一年 比上年 比去年 比上一年 同比 按年 与上年相比 与去年相比 相比上年 相比去年";

/// What stands between that and the way it went.
const MANNER: &str = "有所 略有 略微 轻微 稍微 明显 显著 大幅 小幅 持续 进一步 仍 录得 ，";

const RISES: &str = "上升 增加 增长 提升 提高 上涨 增多 攀升";
const FALLS: &str = "下降 减少 降低 下跌 回落 下滑";

/// What leads from a name to its figure, and from the way to how much.
const LEADS: &str = "为 是 达到 达 共 约为 了 ：";

/// Holds what lines say of how metrics moved against their figures of both years.
pub(super) fn check(
    reading: &Reading,
    lines: &[Line],
    document: &Document,
    values: &Values,
    found: &mut Vec<Diagnostic>,
) {
    let name = |name: &str| words::in_place(name.split(['（', '(']).next().unwrap_or_default().trim());
    let mut names: Vec<(String, &str)> = document.kpis.iter().map(|row| (name(&row.name), row.id.as_str())).collect();
    names.sort();
    // Which of two metrics of one name is meant nobody knows.
    let double: Vec<String> =
        names.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0.clone()).collect();
    names.retain(|(name, _)| name.chars().count() > 2 && !double.contains(name));
    for line in lines.iter().filter(|line| line.case == 0 && !line.is_heading && line.label.is_none()) {
        let text = words::in_place(&line.passage.text);
        if !COMPARED.split(' ').any(|word| text.contains(word)) {
            continue;
        }
        let years = when::named(&text, &reading.period);
        for (name, id) in &names {
            for (at, _) in text.match_indices(name.as_str()) {
                let Some(series) = values.metrics.get(*id) else { continue };
                one(reading, line, (&text, &years), (at, at + name.len()), (id, series), found);
            }
        }
    }
}

/// A text without the first of some words that it begins with.
fn without<'t>(text: &'t str, list: &str) -> Option<&'t str> {
    list.split(' ').filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())
}

/// A text behind all of some words that it begins with.
fn behind<'t>(mut text: &'t str, list: &str) -> &'t str {
    while let Some(rest) = without(text, list) {
        text = rest;
    }
    text
}

/// What stands near.
fn near(text: &str) -> &str {
    /// Characters of the longest figure with its unit.
    const NEAR: usize = 40;
    text.char_indices().nth(NEAR).map_or(text, |(at, _)| &text[..at])
}

fn one(
    reading: &Reading,
    line: &Line,
    (text, years): (&str, &[Named]),
    (start, end): (usize, usize),
    (id, series): (&str, &Series),
    found: &mut Vec<Diagnostic>,
) {
    // Its figure may stand in between.
    let mut rest = &text[end..];
    let led = behind(rest, LEADS);
    if let Some(typed) = figures(near(led), &reading.words).first().filter(|typed| typed.number.start == 0) {
        rest = led[typed.whole.end..].trim_start_matches('，');
    }
    let Some(rest) = without(rest, COMPARED).map(|rest| behind(rest, MANNER)) else { return };
    let (rises, rest) = match (without(rest, RISES), without(rest, FALLS)) {
        (Some(rest), None) => (true, rest),
        (None, Some(rest)) => (false, rest),
        _ => return,
    };
    if !Subject::of(&text[clause(text, start)..start]).is_empty() {
        return;
    }
    let Some(year) = reading.year_of_all(text, years, start, line) else { return };
    let number = |year: i32| Some((series.years.get(&year)?.node.number()?, series.years.get(&year)?.span));
    let (Some((now, now_at)), Some((before, before_at))) = (number(year), number(year - 1)) else { return };
    let way = text.len() - rest.len();
    let Some(change) = now.checked_sub(before) else { return };
    let print = |number: Decimal| figure::number(number.normalize(), None);
    let mut tell = |range: std::ops::Range<usize>, message: String| {
        let Some((span, _)) = line.passage.place(range) else { return };
        let finding = Diagnostic::warning(Code::FigureChange, span, message);
        let finding = finding.label(now_at, "the figure").label(before_at, "the one of the year before");
        found.push(finding.hint(format!("write {{{{ kpi(\"{id}\") | change }}}}, or mend one of the figures")));
    };
    if change.is_zero() || change.is_sign_positive() != rises {
        let said = if rises { "rose" } else { "fell" };
        // The word for the way has two characters.
        let word = way - "上升".len()..way;
        let message = format!("the text says that it {said}, but `{id}` went from {} to {}", print(before), print(now));
        return tell(word, message);
    }
    let led = behind(rest, LEADS);
    let Some(stated) = figures(near(led), &reading.words).into_iter().next() else { return };
    let (between, claim) = bound(&led[..stated.number.start]);
    if !between.trim().is_empty() || claim != Claim::Exactly || stated.and_more {
        return;
    }
    let is_share = series.unit == "%";
    let expected = if stated.units.contains(&"pp") {
        is_share.then_some(change.abs())
    } else if stated.units.contains(&"%") {
        (!is_share).then(|| change.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before.abs())).flatten()
    } else {
        stated.units.iter().find_map(|unit| convert(reading.units, change.abs(), &series.unit, unit))
    };
    let Some(expected) = expected.filter(|expected| (expected - stated.value).abs() > stated.slack) else { return };
    let offset = text.len() - led.len();
    let whole = offset + stated.whole.start..offset + stated.whole.end;
    let places = Some(if stated.units.contains(&"%") { stated.places.max(1) } else { stated.places });
    let message = format!(
        "the text has {}, but `{id}` went from {} to {}, which is {}{}",
        &line.passage.text[whole.clone()],
        print(before),
        print(now),
        figure::number(expected, places),
        line.passage.text[offset + stated.number.end..whole.end].trim(),
    );
    tell(whole, message);
}
