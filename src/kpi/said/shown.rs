//! Figures that components show large beside words, held against the metric that the words name.

use rust_decimal::Decimal;

use super::kind::GOAL;
use super::lines::Line;
use super::meant::Names;
use super::statement::Reading;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::typed::read::{Typed, figures, level_in};
use crate::kpi::when;
use crate::model::{Document, Values};

/// How far from the truth a figure with 約 or 近 may be.
const ABOUT: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// What makes a figure one of something else than the metric's of a year.
const ELSE: [&str; 7] = ["累计", "以来", "预算", "预计", "平均", "人均", "历年"];

/// Tells figures that are none of the metric's.
pub(super) fn check(
    reading: &Reading,
    lines: &[Line],
    document: &Document,
    values: &Values,
    found: &mut Vec<Diagnostic>,
) {
    let names = Names::new(document);
    let own = |line: &&Line| line.case == 0 && line.own.is_empty() && !line.speaks_of_goals();
    for line in lines.iter().filter(own) {
        if let Some(label) = &line.label {
            one(reading, line, &words::in_place(label), &names, values, found);
        }
    }
}

/// Nothing where words, year or unit leave open what is meant.
fn one(
    reading: &Reading,
    line: &Line,
    label: &str,
    names: &Names,
    values: &Values,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let text = words::in_place(&line.passage.text);
    let all = when::named(label, &reading.period);
    let is_else = |text: &str| ELSE.iter().any(|word| text.contains(word)) || text.contains(GOAL);
    if line.part().is_some()
        || is_else(label)
        || line.headings.last().is_some_and(|title| is_else(&words::in_place(title)))
    {
        return None;
    }
    // What stands in brackets behind a name is its unit or year, or makes it another.
    let (name, rest) = label.split_once(['（', '(']).map_or((label, ""), |(name, rest)| (name, rest.trim()));
    let inner = rest.trim_end_matches(['）', ')']);
    let from = label.len() - rest.len();
    let is_unit = reading.words.at(inner).is_some_and(|(length, _)| length == inner.len());
    let is_year = when::without(label, &(from..from + inner.len()), &all).trim().is_empty();
    if !(is_unit || is_year) {
        return None;
    }
    let end = name.trim_end_matches(['。', '：', ' ']).len();
    let id = match &line.shows {
        Some(id) => id.as_str(),
        None => names.before(label, 0, end, &all).filter(|(meant, _)| meant.is_whole)?.0.id,
    };
    let series = values.metrics.get(id)?;
    let all_typed = figures(&text, &reading.words);
    let typed = all_typed.first();
    let (value, slack, whole, claim) = match typed {
        Some(typed) => (typed.value, typed.slack, typed.whole.clone(), whole_claim(&text, typed)?),
        // Without a unit it is in the metric's own, or in tens of it.
        None => {
            let digits = text.trim();
            let value: Decimal = digits.replace(',', "").parse().ok()?;
            let start = text.len() - text.trim_start().len();
            (value, figure::half(value.scale()), start..start + digits.len(), Claim::Exactly)
        }
    };
    let year = match when::last(&all, &(0..label.len())) {
        Some(named) => named.sure().filter(|_| !named.is_part)?,
        None => reading.year_of_all(&text, &[], whole.start, line)?,
    };
    let amount = series.years.get(&year)?;
    let own = amount.node.number()?;
    let number = match typed {
        Some(typed) => level_in(reading.units, &reading.words, own, &series.unit, typed)?.1,
        None => own,
    };
    let holds = match claim {
        Claim::Exactly => (number - value).abs() <= slack,
        Claim::Above => number >= value,
        Claim::Below => number <= value,
        Claim::Roughly => (number - value).abs() <= number.abs() * ABOUT,
    };
    let digits = |number: Decimal| number.normalize().mantissa().to_string().trim_end_matches('0').to_owned();
    if holds || typed.is_none() && digits(value) == digits(number) {
        return None;
    }
    let (place, _) = line.passage.place(whole.clone())?;
    let code = if matches!(claim, Claim::Above | Claim::Below) { Code::FigureClaim } else { Code::FigureDiffers };
    let own = reading.with_unit(&figure::number(own, series.places), &series.unit);
    let year = reading.period.year_name(year);
    let message = format!("{} here, `{id}` is {own} in {year}", line.passage.text[whole].trim());
    let finding = Diagnostic::warning(code, place, message).label(amount.span, "the metric's figure");
    found.push(finding.hint(format!("write `kpi: {id}` instead of `value`, or mend one of the two")));
    Some(())
}

/// How a text that is nothing but a figure says what it says: 逾1,300人, 3,000小時以上.
fn whole_claim(text: &str, typed: &Typed) -> Option<Claim> {
    let (before, claim) = bound(&text[..typed.whole.start]);
    let claim = match text[typed.whole.end..].trim().trim_end_matches('。') {
        "" if typed.and_more => Claim::Above,
        "" => claim,
        "+" | "以上" => Claim::Above,
        "左右" => Claim::Roughly,
        _ => return None,
    };
    before.trim().is_empty().then_some(claim)
}
