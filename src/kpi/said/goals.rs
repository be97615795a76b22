//! Targets in prose, held against those of the data: 到2030年把用水量較2020年減少30%.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lines::Line;
use super::moves::{LEADS, behind, with};
use super::place::{clause, sentence};
use super::statement::Reading;
use super::subject::Subject;
use super::tenths;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::scope;
use crate::kpi::typed::read::{Typed, level_in};
use crate::kpi::ways;
use crate::kpi::when::{self, Named};
use crate::model::{Document, Goal, Report, Target, Values};

/// Words before the name of what is aimed at that say no more of it.
const AIMS: &str = "目标 计划 力争 争取 承诺 致力 努力 期望 预期 预计 实现 确保 基准 把 将 使 令 之前 以前 前 或 订立 制订 制定 设定 定下";

/// Characters of the shortest end of a name that tells which it is.
const SHORTEST: usize = 4;

/// What leads to what a thing shall come to.
const TO: &str = "至 到 达 达到";

/// Tells goals that are not those of the metric that they name, for the year that they name.
pub(super) fn check(
    reading: &Reading,
    lines: &[Line],
    document: &Document,
    (report, values): (&Report, &Values),
    found: &mut Vec<Diagnostic>,
) {
    let kpis = &report.kpis.kpis;
    if kpis.values().all(|kpi| kpi.targets.is_empty()) {
        return;
    }
    let name = |name: &str| words::in_place(name.split(['（', '(']).next().unwrap_or_default().trim());
    let names: Vec<(&str, String)> = document.kpis.iter().map(|row| (row.id.as_str(), name(&row.name))).collect();
    for line in lines.iter().filter(|line| line.case == 0 && line.label.is_none()) {
        let text = words::in_place(&line.passage.text);
        let years = when::named(&text, &reading.period);
        let ahead = |named: &&Named| named.year.is_some_and(|year| year > reading.year) && !named.is_compared;
        if !years.iter().any(|named| ahead(&named)) {
            continue;
        }
        let typed = tenths::all(&text, &reading.words);
        let one = One { reading, line, text: &text, typed, years: &years };
        let mut start = 0;
        while start < text.len() {
            let range = sentence(&text, start);
            start = range.end + text[range.end..].chars().next().map_or(1, char::len_utf8);
            let mut goals = when::inside(&years, &range).filter(ahead);
            let (Some(goal), None) = (goals.next().and_then(|named| named.year), goals.next()) else { continue };
            let base = when::inside(&years, &range).filter_map(|named| named.year).find(|year| *year <= reading.year);
            let Some((id, end)) = one.named(&range, &names) else { continue };
            let of_year = |target: &&Target| {
                target.year.node == goal
                    && base.is_none_or(|base| target.base.as_ref().is_none_or(|own| own.node == base))
            };
            let mut all = kpis.get(id).into_iter().flat_map(|kpi| &kpi.targets).filter(of_year);
            let (Some(target), None) = (all.next(), all.next()) else { continue };
            let told = one.judge(id, target, values, end..range.end);
            found.extend(told);
        }
    }
}

struct One<'a> {
    reading: &'a Reading<'a>,
    line: &'a Line,
    text: &'a str,
    typed: Vec<Typed<'a>>,
    years: &'a [Named],
}

impl One<'_> {
    /// The metric whose name, or most of it, a sentence has, and where that ends; none where two could be meant.
    fn named<'n>(&self, range: &Range<usize>, names: &[(&'n str, String)]) -> Option<(&'n str, usize)> {
        let whole = &self.text[range.clone()];
        let mut best: Vec<(usize, &str, usize)> = Vec::new();
        for (id, name) in names {
            let ends = name.char_indices().map(|(at, _)| &name[at..]);
            let fits = |end: &&str| end.chars().count() >= SHORTEST.min(name.chars().count());
            let Some((end, at)) = ends.filter(fits).find_map(|end| Some((end, whole.find(end)?))) else { continue };
            best.push((end.len(), *id, range.start + at));
        }
        let longest = best.iter().map(|(length, ..)| *length).max()?;
        best.retain(|(length, ..)| *length == longest);
        let [(length, id, at)] = best[..] else { return None };
        let start = clause(self.text, at).max(range.start);
        let lead = Subject::of(&when::without(self.text, &(start..at), self.years));
        let is_aim = |word: &String| AIMS.split(' ').any(|aim| aim == word);
        let is_framed = scope::frame(self.text, range.start, at, self.years).is_some();
        let is_whole = Reading::whose(self.text, range, "", self.line).is_empty() && !is_framed;
        (is_whole && lead.words.iter().all(is_aim)).then_some((id, at + length))
    }

    /// What the words behind the name say that shall be reached, against the target.
    fn judge(&self, id: &str, target: &Target, values: &Values, range: Range<usize>) -> Option<Diagnostic> {
        let series = values.metrics.get(id)?;
        let base = target.base.as_ref().map(|base| base.node).or_else(|| series.years.keys().next().copied())?;
        let base = series.years.get(&base).and_then(|amount| amount.node.number());
        let (word, rises) = self.text[range.clone()].char_indices().find_map(|(at, _)| {
            let at = range.start + at;
            ways::at(&self.text[at..range.end]).map(|(word, rises)| (at + word.len(), rises))
        })?;
        let rest = behind(&self.text[word..range.end], LEADS);
        let rest = behind(rest, "至少 最少 不少于 约");
        let is_level = with(rest, TO).is_some();
        let rest = behind(rest, TO).trim_start();
        let stated = self.typed.iter().find(|typed| typed.number.start == range.end - rest.len())?;
        // A bound is a goal as well: 減少至少三成; but 低於 is none of the figure itself.
        let is_exact = bound(&self.text[..stated.number.start]).1 == Claim::Exactly && !stated.and_more;
        let is_percent = stated.units.contains(&"%");
        let goal = target.goal.figure(base);
        let (holds, own) = if is_level || is_percent && series.unit == "%" {
            if !is_level {
                return None;
            }
            let (_, level) = level_in(self.reading.units, &self.reading.words, goal?, &series.unit, stated)?;
            ((level - stated.value).abs() <= stated.slack, self.reading.with_unit(&print(goal?), &series.unit))
        } else if is_percent {
            let change = match &target.goal {
                Goal::Change(change) => change.node,
                Goal::Value(value) => {
                    let base = base.filter(|base| !base.is_zero())?;
                    (value.node - base).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)?
                }
            };
            let slack = match &target.goal {
                Goal::Change(_) => Decimal::ZERO,
                Goal::Value(_) => stated.slack,
            };
            let said = if rises { stated.value } else { -stated.value };
            ((said - change).abs() <= slack, format!("{}%", figure::number(figure::round(change, 1).normalize(), None)))
        } else {
            return None;
        };
        if holds || !is_exact {
            return None;
        }
        let (place, _) = self.line.passage.place(stated.whole.clone())?;
        let year = self.reading.period.year_name(target.year.node);
        let message = format!(
            "the text has {} as the goal, the target of `{id}` for {year} is {own}",
            &self.line.passage.text[stated.whole.clone()]
        );
        let finding = Diagnostic::warning(Code::FigureDiffers, place, message).label(target.span, "the target");
        Some(finding.hint("mend one of the two; where another goal is meant, say of what it is"))
    }
}

fn print(number: Decimal) -> String {
    figure::number(number.normalize(), None)
}
