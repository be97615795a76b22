//! Targets: where the figures stand on the way to them, and what is wrong with what is said of them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ways;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Sink};
use crate::figure;
use crate::model::printed::{Block, BlockKind, Data};
use crate::model::{
    Date, Document, Given, Goal, Period, Printed, Report, Series, Target, TargetState, Values, Visit, Way, plain_text,
};
use crate::source::Span;

/// How far a metric is in a year on the way to a target: from the base year, or the first with a number, to the latest
/// number up to that year.
pub(super) fn way(target: &Target, series: &Series, year: i32) -> Option<Way> {
    let number = |year: i32| Some((year, series.years.get(&year)?.node.number()?));
    let mut known = series.years.keys().copied().filter(|known| *known <= year).filter_map(number);
    let base = match &target.base {
        Some(base) => number(base.node)?,
        None => known.clone().next()?,
    };
    let now = known.next_back().filter(|(year, _)| *year >= base.0)?;
    Some(Way { base, now, goal: target.goal.figure(Some(base.1))?, by: Some(target.year.node) })
}

/// Tells targets that nothing can be worked out for, and states that the figures do not bear out.
pub(super) fn check(report: &Report, values: &Values, found: &mut Vec<Diagnostic>) {
    let year = report.config.period.year();
    for (id, kpi) in &report.kpis.kpis {
        over(id, &kpi.targets, report.config.period, found);
        let Some(series) = values.metrics.get(id).filter(|series| !series.broken) else { continue };
        contradictions(id, &kpi.targets, series, found);
        for target in &kpi.targets {
            let base = way(target, series, year).map(|way| way.base.1);
            for (_, name) in target.name.iter() {
                wished(&name.node, &target.goal, base, name.span, found);
            }
            let needs_base = matches!(target.goal, Goal::Change(_));
            let base = target.base.as_ref().filter(|base| {
                let is_number = series.years.get(&base.node).is_some_and(|amount| amount.node.number().is_some());
                base.node <= year && !is_number
            });
            if let Some(base) = base {
                let message =
                    format!("the target of `{id}` counts from {0}, and there is no figure for {0}", base.node);
                let told = Diagnostic::warning(Code::FigureYear, base.span, message);
                found.push(
                    told.label(series.defined_at, "the metric").hint("add the figure of the base year to `values`"),
                );
                continue;
            }
            let Some(way) = way(target, series, year) else {
                if needs_base && !series.years.is_empty() {
                    let message = format!("nothing tells what the change in the target of `{id}` is counted from");
                    let hint =
                        "write the base year, and its figure into `values`: `{base: 2020, year: 2030, change: -30}`";
                    found.push(Diagnostic::warning(Code::FigureYear, target.span, message).hint(hint));
                }
                continue;
            };
            let Some(said) = &target.state else { continue };
            let is_told = is_over(target.year.node, &report.config.period) && is_underway(said.node);
            if !is_told && !bears_out(said.node, &way) {
                let mut told = contradicted(id, said.node, &way, said.span);
                told.labels.extend(series.years.get(&way.now.0).map(|now| (now.span, "the figure".to_owned())));
                let state = way.state().name();
                let hint =
                    format!("leave `status` out: it is `{state}` by the figures; or mend the figure or the goal");
                found.push(told.hint(hint));
            }
        }
    }
}

/// Whether the figures of a way let a state stand.
fn bears_out(state: TargetState, way: &Way) -> bool {
    // The even pace is nobody's plan, but half of it is far behind any.
    let lags = || {
        let pace = way.pace().unwrap_or_default();
        way.part().is_some_and(|part| part.saturating_mul(Decimal::TWO) < pace.max(Decimal::ZERO))
    };
    match state {
        TargetState::Done => way.is_met(),
        TargetState::Behind => !(way.is_met() && way.now.0 > way.base.0),
        TargetState::OnTrack => way.is_met() || !lags(),
        TargetState::New | TargetState::Ongoing => true,
    }
}

fn contradicted(id: &str, state: TargetState, way: &Way, place: Span) -> Diagnostic {
    let print = |number| figure::number(number, None);
    let message = format!(
        "the target of `{id}` is said to be `{}`, but from {} in {} it came to {} in {}, and the goal is {}",
        state.name(),
        print(way.base.1),
        way.base.0,
        print(way.now.1),
        way.now.0,
        print(way.goal),
    );
    Diagnostic::warning(Code::FigureClaim, place, message)
}

/// Words of progress for what is not reached.
const NOT_YET: [&str; 8] = ["未达", "未能", "尚未", "未完成", "落后", "延迟", "推迟", "进行中"];

/// What stands before how much of a target is done.
const DONE: [&str; 5] = ["已完成", "完成率", "完成", "进度", "达成率"];

/// Tells items of components of targets whose state or progress the figures, their year or their own words contradict.
pub fn check_items(document: &Document, report: &Report, sink: &mut Sink) {
    struct Items<'r>(&'r Period, Vec<Diagnostic>);
    impl<'a> Visit<'a, Printed> for Items<'_> {
        fn block(&mut self, block: &'a Block) {
            if let BlockKind::Component(component) = &block.kind
                && component.is_given(Given::Progress)
                && let Some(Data::List(items)) = component.fields.get("items")
            {
                items.iter().for_each(|entry| item(entry, self.0, &mut self.1));
            }
            self.inside_block(block);
        }
    }
    let Some(severity) = report.config.checks.severity(Code::FigureClaim) else { return };
    let mut items = Items(&report.config.period, Vec::new());
    document.chapters.iter().for_each(|chapter| items.chapter(chapter));
    for mut finding in items.1 {
        finding.severity = severity;
        sink.push(finding);
    }
}

fn item(item: &Data, period: &Period, found: &mut Vec<Diagnostic>) {
    let Data::Map(fields) = item else { return };
    let number = |key: &str| match fields.get(key) {
        Some(Data::Number(number)) => Some(number.node),
        _ => None,
    };
    let text = |key: &str| match fields.get(key) {
        Some(Data::Text(line)) => plain_text(line),
        _ => String::new(),
    };
    let by = number("by").and_then(|by| by.to_i32());
    let row = match fields.get("kpi") {
        Some(Data::Metric(row)) => Some(row),
        _ => None,
    };
    let way = row.and_then(|row| Some((row, row.way_to(number("goal"), number("change"), by)?.0)));
    let goal = match (fields.get("change"), fields.get("goal")) {
        (Some(Data::Number(change)), _) => Some(Goal::Change(change.clone())),
        (_, Some(Data::Number(goal))) => Some(Goal::Value(goal.clone())),
        _ => None,
    };
    if let Some(goal) = goal {
        for key in ["title", "label"] {
            if let Some(Data::Text(line)) = fields.get(key)
                && let (Some(first), Some(last)) = (line.first(), line.last())
            {
                wished(&plain_text(line), &goal, way.map(|(_, way)| way.base.1), first.span.to(last.span), found);
            }
        }
    }
    let own = text("progress");
    let progress = words::in_place(&own);
    if let Some(Data::Text(line)) = fields.get("progress")
        && let (Some(first), Some(last)) = (line.first(), line.last())
        && let Some((said, slack)) = done(&progress)
        && let Some((row, way)) = way
        && let Some(part) = way.part()
        // Or the figure as a part of the goal.
        && let of_goal = way.now.1.checked_div(way.goal).map(|share| share * Decimal::ONE_HUNDRED)
        && !of_goal.into_iter().chain([part]).any(|part| (part - said).abs() <= slack)
    {
        let message = format!("the words say that {said}% are done, by the figures of `{}` it is {part}%", row.id);
        let hint = "take `progress` away, for the bar tells it; or mend the words, the figure or the goal";
        found.push(Diagnostic::warning(Code::FigureClaim, first.span.to(last.span), message).hint(hint));
    }
    let Some(Data::Plain(state)) = fields.get("state") else { return };
    let Some(said) = TargetState::ALL.into_iter().find(|known| known.name() == state.node) else { return };
    if let Some((row, way)) = way
        && !bears_out(said, &way)
    {
        let right = way.state().name();
        let hint = format!("leave `state` out: it is `{right}` by the figures; or mend the figure or the goal");
        found.push(contradicted(&row.id, said, &way, state.span).hint(hint));
        return;
    }
    let by = by.or_else(|| way.and_then(|(_, way)| way.by));
    if let Some(year) = by.filter(|year| is_over(*year, period) && is_underway(said)) {
        let message = format!("the target for {year} is said to be `{}`, and that year is over", said.name());
        found.push(Diagnostic::warning(Code::FigureClaim, state.span, message).hint(OVER));
        return;
    }
    let is_open = NOT_YET.iter().any(|word| progress.contains(word))
        || done(&progress).is_some_and(|(part, _)| part < Decimal::ONE_HUNDRED);
    if said == TargetState::Done && is_open {
        let message = format!("the target is said to be `done`, and its progress: {}", own.trim());
        let hint = "write `on-track` or `behind`, or mend the words";
        found.push(Diagnostic::warning(Code::FigureClaim, state.span, message).hint(hint));
    }
}

/// Words for a goal that lies below what there is, and above it, beside those for which way it goes; in English as well.
const DOWN: [&str; 10] = ["减排", "削减", "减半", "减至", "降至", "reduc", "cut ", "decreas", "lower", "halve"];
const UP: [&str; 4] = ["增至", "升至", "increas", "raise"];

/// What makes of how much words say another thing than the change: at least, and what is to be reached.
const NO_CHANGE: [&str; 8] = ["至少", "以上", "不少于", "逾", "超过", "年均", "每年", "累计"];

/// Holds the words of a goal against it: 減少三成 is no `change: 30`.
fn wished(text: &str, goal: &Goal, base: Option<Decimal>, place: Span, found: &mut Vec<Diagnostic>) {
    let text = words::in_place(text).to_lowercase();
    let at = |list: &'static str, more: &[&'static str]| {
        let all = ways::words(list).chain(more.iter().copied());
        all.filter_map(|word| Some(text.find(word)? + word.len())).max()
    };
    let (falls, behind) = match (at(ways::FALLS, &DOWN), at(ways::RISES, &UP)) {
        (Some(behind), None) => (true, behind),
        (None, Some(behind)) => (false, behind),
        _ => return,
    };
    let is_wrong = |by: Decimal| !by.is_zero() && by.is_sign_negative() != falls;
    let said = if falls { "falls" } else { "rises" };
    let (message, hint) = match goal {
        Goal::Change(change) if is_wrong(change.node) => (
            format!("the words say that it {said}, and `change: {}` says the opposite", change.node),
            format!("write `change: {}`, or mend the words", -change.node),
        ),
        Goal::Change(change) => {
            let rest = &text[behind..];
            let stated = stated_change(rest).filter(|_| !NO_CHANGE.iter().any(|word| text.contains(word)));
            let stated = stated.or((text.contains("减半") || text.contains("halve")).then_some(Decimal::from(50)));
            let Some(stated) = stated.filter(|stated| *stated != change.node.abs()) else { return };
            let (own, sign) = (change.node, if falls { "-" } else { "" });
            (
                format!("the words say that it {said} by {stated}%, and the target has `change: {own}`"),
                format!("write `change: {sign}{stated}`, or mend the words"),
            )
        }
        Goal::Value(value) => match base.map(|base| value.node - base).filter(|by| is_wrong(*by)) {
            Some(_) => (
                format!(
                    "the words say that it {said}, and the goal is {} where the base is {}",
                    figure::number(value.node, None),
                    figure::number(base.unwrap_or_default(), None)
                ),
                "mend the goal, or the words".to_owned(),
            ),
            None => return,
        },
    };
    found.push(Diagnostic::warning(Code::FigureClaim, place, message).hint(hint));
}

/// By how much of a hundred words begin to say that it changes: 30%, 三成.
fn stated_change(text: &str) -> Option<Decimal> {
    let rest =
        ["了", "约", " by", ":", "："].iter().fold(text, |rest, word| rest.trim_start_matches(word)).trim_start();
    let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    let digits = || rest[..length].parse().ok().filter(|_| rest[length..].trim_start().starts_with(['%', '％']));
    let worded = || {
        let (range, share, ..) = super::said::shares(rest).into_iter().next()?;
        (range.start == 0).then_some(share)
    };
    digits().or_else(worded)
}

/// How much of a target words say is done, in per cent, and how far rounding may have moved it: 已完成52.0%.
fn done(text: &str) -> Option<(Decimal, Decimal)> {
    let (at, word) = DONE.iter().find_map(|word| Some((text.find(word)?, word)))?;
    let rest = text[at + word.len()..].trim_start_matches(['了', '约', '为', '达', '：', ' ']);
    let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|length| *length > 0)?;
    let is_all = rest[length..].trim().trim_end_matches('。').chars().all(|c| matches!(c, '%' | '％'));
    let part: Decimal = rest[..length].parse().ok().filter(|_| is_all)?;
    let is_about = text.contains('约');
    Some((part, if is_about { Decimal::TWO } else { figure::half(part.scale()) * Decimal::new(12, 1) }))
}

/// Tells targets that are said to be on the way though their year is over.
fn over(id: &str, targets: &[Target], period: Period, found: &mut Vec<Diagnostic>) {
    for target in targets {
        let Some(said) = &target.state else { continue };
        if is_over(target.year.node, &period) && is_underway(said.node) {
            let name = said.node.name();
            let message =
                format!("the target of `{id}` for {} is said to be `{name}`, and that year is over", target.year.node);
            found.push(Diagnostic::warning(Code::FigureClaim, said.span, message).hint(OVER));
        }
    }
}

/// What to do about a target that is on the way though its year is over.
const OVER: &str = "say what became of it: `done` or `behind`";

/// Whether a target's year is over when the report's is.
fn is_over(year: i32, period: &Period) -> bool {
    Date { year, month: 12, day: 31 } <= period.to
}

fn is_underway(state: TargetState) -> bool {
    matches!(state, TargetState::OnTrack | TargetState::New)
}

/// Tells two targets of one year that come to two figures, where no name tells them apart.
fn contradictions(id: &str, targets: &[Target], series: &Series, found: &mut Vec<Diagnostic>) {
    let goal = |target: &Target| {
        let number = |year: i32| series.years.get(&year)?.node.number();
        let base = match &target.base {
            Some(base) => number(base.node),
            None => series.years.keys().find_map(|year| number(*year)),
        };
        target.goal.figure(base)
    };
    for (at, target) in targets.iter().enumerate() {
        let is_same = |other: &&Target| other.year.node == target.year.node && other.name == target.name;
        let Some(first) = targets[..at].iter().find(is_same) else { continue };
        let (Some(one), Some(other)) = (goal(first), goal(target)) else { continue };
        // As the coarser of the two is written.
        let places = one.normalize().scale().min(other.normalize().scale());
        if figure::round(one, places) != figure::round(other, places) {
            let print = |number| figure::number(number, None);
            let (year, one, other) = (target.year.node, print(one), print(other));
            let message = format!("`{id}` has two targets for {year}: {one} and {other}");
            let finding =
                Diagnostic::warning(Code::FigureClaim, target.span, message).label(first.span, "the first one");
            found.push(finding.hint("keep one of them, or give each a `name` that tells what it is"));
        }
    }
}
