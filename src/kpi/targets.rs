//! Targets: where the figures stand on the way to them, and what is wrong with what is said of them.

use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::model::{Date, Goal, Period, Report, Series, Target, TargetState, Values, Way};

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
            let wrong = match said.node {
                TargetState::Done => !way.is_met(),
                TargetState::Behind => way.is_met() && way.now.0 > way.base.0,
                TargetState::OnTrack => way.part().is_some_and(|part| part.is_sign_negative() && !part.is_zero()),
                TargetState::New | TargetState::Ongoing => false,
            };
            if wrong {
                let print = |number| figure::number(number, None);
                let message = format!(
                    "the target of `{id}` is said to be `{}`, but from {} in {} it came to {} in {}, and the goal is {}",
                    said.node.name(),
                    print(way.base.1),
                    way.base.0,
                    print(way.now.1),
                    way.now.0,
                    print(way.goal),
                );
                let mut told = Diagnostic::warning(Code::FigureClaim, said.span, message);
                told.labels.extend(series.years.get(&way.now.0).map(|now| (now.span, "the figure".to_owned())));
                found.push(told.hint(format!(
                    "leave `status` out: it is `{}` by the figures; or mend the figure or the goal",
                    way.state().name()
                )));
            }
        }
    }
}

/// Tells targets that are said to be on the way though their year is over.
fn over(id: &str, targets: &[Target], period: Period, found: &mut Vec<Diagnostic>) {
    for target in targets {
        let Some(said) = &target.state else { continue };
        let ends = Date { year: target.year.node, month: 12, day: 31 };
        if ends <= period.to && matches!(said.node, TargetState::OnTrack | TargetState::New) {
            let name = said.node.name();
            let message =
                format!("the target of `{id}` for {} is said to be `{name}`, and that year is over", target.year.node);
            let hint = "say what became of it: `done` or `behind`; or leave `status` out";
            found.push(Diagnostic::warning(Code::FigureClaim, said.span, message).hint(hint));
        }
    }
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
