//! Figures held against each other: what their relations say must agree, and years that do not look right.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::book::lacking;
use super::{previous, sums, targets, to_come};
use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Sink};
use crate::figure;
use crate::model::units::is_measured;
use crate::model::{Amount, Breakdown, Measure, Names, Report, Series, Values, Whole};
use crate::source::{SourceId, Span, Spanned};

/// How many times larger or smaller than the year before a figure may be without a note: enough for a business that
/// grows fast, less than a slip of the unit, which is ten at least.
const JUMP: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Counts below this double and halve by chance.
const FEW: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Ids end in it where a metric is what others add up to.
const TOTAL: &str = "total";

/// Ids end in it where a metric is per revenue, per head.
const INTENSITY: &str = "intensity";

/// Tells figures that contradict each other.
pub fn check(report: &Report, values: &Values, sink: &mut Sink) {
    to_come::check(report, values, sink);
    let checks = Checks { report, values };
    let mut found = Vec::new();
    for breakdown in &report.kpis.breakdowns {
        checks.breakdown(breakdown, &mut found);
    }
    checks.averages_by_name(&mut found);
    checks.intensities(&mut found);
    for (id, series) in &values.metrics {
        checks.follows(id, series, &mut found);
        checks.years(id, series, &mut found);
    }
    checks.copied(&mut found);
    sums::check(report, &mut found);
    targets::check(report, values, &mut found);
    previous::check(report, values, &mut found);
    for mut finding in found {
        if let Some(severity) = report.config.checks.severity(finding.code) {
            finding.severity = severity;
            sink.push(finding);
        }
    }
}

struct Checks<'a> {
    report: &'a Report,
    values: &'a Values,
}

/// A figure of a year: number, how far rounding may have moved it, place.
#[derive(Clone, Copy)]
struct Stated {
    number: Decimal,
    slack: Decimal,
    span: Span,
}

/// An intensity with its figure, its total's, and how much of what it is per follows from both.
type Implied<'v> = (&'v str, Stated, Stated, RangeInclusive<Decimal>);

impl Stated {
    fn range(&self) -> RangeInclusive<Decimal> {
        self.number - self.slack..=self.number + self.slack
    }
}

impl Checks<'_> {
    fn stated(&self, id: &str, year: i32) -> Option<Stated> {
        let series = self.values.metrics.get(id)?;
        let amount = series.years.get(&year)?;
        let number = amount.node.number()?;
        Some(Stated { number, slack: self.slack(series, number), span: amount.span })
    }

    /// Half of a figure's last place: by so much rounding may have moved it. Counts are exact.
    fn slack(&self, series: &Series, number: Decimal) -> Decimal {
        slack(number, is_measured(&self.report.kpis.units, &series.unit))
    }

    /// Years for which all these metrics have numbers.
    fn common_years<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Vec<i32> {
        let mut ids = ids.into_iter();
        let Some(series) = ids.next().and_then(|first| self.values.metrics.get(first)) else { return Vec::new() };
        let ids: Vec<&str> = ids.collect();
        let all = |year: &i32| ids.iter().all(|id| self.stated(id, *year).is_some());
        series
            .years
            .iter()
            .filter(|(_, amount)| amount.node.number().is_some())
            .map(|(year, _)| *year)
            .filter(all)
            .collect()
    }

    fn breakdown(&self, breakdown: &Breakdown, found: &mut Vec<Diagnostic>) {
        let ids = || breakdown.parts.iter().map(|part| part.node.as_str());
        let by = if breakdown.by.is_empty() { String::new() } else { format!(" by {}", breakdown.by) };
        match &breakdown.whole {
            Whole::Total(total) => {
                for year in self.common_years(std::iter::once(total.node.as_str()).chain(ids())) {
                    let (Some(whole), parts) = (self.stated(&total.node, year), self.all(ids(), year)) else {
                        continue;
                    };
                    let (sum, slack) = sum(&parts);
                    if (sum - whole.number).abs() > slack + whole.slack {
                        let id = &total.node;
                        let message = format!(
                            "the parts of `{id}`{by} come to {} in {year}, `{id}` is {}",
                            print(sum),
                            print(whole.number)
                        );
                        let hint = format!("mend a part, or write {} for `{id}`", print(sum));
                        found.push(told(Code::FigureSum, whole.span, message, &parts, "a part").hint(hint));
                    }
                }
                // One part that is above the whole is told also where others are missing.
                for part in ids() {
                    for year in self.common_years([total.node.as_str(), part]) {
                        self.above(part, &total.node, year, found);
                    }
                }
            }
            Whole::Average(average) => {
                for year in self.common_years(std::iter::once(average.node.as_str()).chain(ids())) {
                    let (Some(whole), parts) = (self.stated(&average.node, year), self.all(ids(), year)) else {
                        continue;
                    };
                    found.extend(self.outside(&average.node, &by, year, whole, &parts));
                }
            }
            Whole::Hundred => {
                for year in self.common_years(ids()) {
                    let parts = self.all(ids(), year);
                    let (sum, slack) = sum(&parts);
                    if (sum - Decimal::ONE_HUNDRED).abs() > slack {
                        let message = format!("the shares{by} come to {}% in {year}, not to 100%", print(sum));
                        let (first, rest) = parts.split_first().expect("common years are of some metric");
                        let hint =
                            "mend a share; where one is left out on purpose, name what they are parts of: `total:`";
                        found.push(told(Code::FigureShare, first.span, message, rest, "another share").hint(hint));
                    }
                }
            }
        }
    }

    fn all<'i>(&self, ids: impl Iterator<Item = &'i str>, year: i32) -> Vec<Stated> {
        ids.filter_map(|id| self.stated(id, year)).collect()
    }

    fn above(&self, part: &str, total: &str, year: i32, found: &mut Vec<Diagnostic>) {
        let (Some(whole), Some(own)) = (self.stated(total, year), self.stated(part, year)) else { return };
        if own.number - own.slack > whole.number + whole.slack {
            let message = format!(
                "`{part}` is {} in {year}, more than `{total}`, which is {}",
                print(own.number),
                print(whole.number)
            );
            let finding = told(Code::FigureSum, own.span, message, &[whole], "what it is part of");
            found.push(finding.hint("a part cannot be more than the whole: mend one of the two"));
        }
    }

    /// Rates and averages whose groups tell themselves by their ids: `x.total` lies between `x.gender.female` and
    /// `x.gender.male`. Groups that add up to the total are shares of it, not averages.
    fn averages_by_name(&self, found: &mut Vec<Diagnostic>) {
        let declared: Vec<&str> =
            self.report.kpis.breakdowns.iter().flat_map(|known| &known.parts).map(|part| part.node.as_str()).collect();
        let mut groups: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for id in self.values.metrics.keys() {
            let mut parts = id.rsplitn(3, '.');
            let (Some(_), Some(by), Some(of)) = (parts.next(), parts.next(), parts.next()) else { continue };
            groups.entry((of, by)).or_default().push(id);
        }
        for (id, series) in &self.values.metrics {
            let Some(of) = id.strip_suffix(TOTAL).and_then(|of| of.strip_suffix('.')) else { continue };
            if !self.is_rate(&series.unit) {
                continue;
            }
            for ((_, by), parts) in groups.range((of, "")..).take_while(|((group, _), _)| *group == of) {
                let same = |part: &&str| self.values.metrics[*part].unit == series.unit;
                if parts.len() < 2 || !parts.iter().all(same) || parts.iter().any(|part| declared.contains(part)) {
                    continue;
                }
                for year in self.common_years(std::iter::once(id.as_str()).chain(parts.iter().copied())) {
                    let (Some(whole), parts) = (self.stated(id, year), self.all(parts.iter().copied(), year)) else {
                        continue;
                    };
                    let (sum, slack) = sum(&parts);
                    if (sum - whole.number).abs() > slack + whole.slack {
                        found.extend(self.outside(id, &format!(" by {by}"), year, whole, &parts));
                    }
                }
            }
        }
    }

    /// An average that is not between the smallest and the largest of its groups, and no note says why.
    fn outside(&self, id: &str, by: &str, year: i32, whole: Stated, parts: &[Stated]) -> Option<Diagnostic> {
        // A note says how the two are counted.
        if self.report.kpis.kpis.get(id).is_none_or(|kpi| !kpi.remarks.note.is_empty()) {
            return None;
        }
        let low = parts.iter().map(|part| *part.range().start()).min()?;
        let high = parts.iter().map(|part| *part.range().end()).max()?;
        if *whole.range().end() >= low && *whole.range().start() <= high {
            return None;
        }
        let side = if whole.number > high { "above" } else { "below" };
        let message = format!("`{id}` is {} in {year}, {side} the averages of all its groups{by}", print(whole.number));
        let finding = told(Code::FigureAverage, whole.span, message, parts, "a group");
        Some(finding.hint(
            "an average over all lies between those of its groups: mend one of them, or say in `note` how they are counted",
        ))
    }

    /// Whether figures in a unit are averages over something: per cent, per head.
    fn is_rate(&self, unit: &str) -> bool {
        match self.report.kpis.units.get(unit).and_then(|unit| unit.measure.as_ref()) {
            Some(Measure::Ratio { .. }) => true,
            Some(Measure::Size { quantity, .. }) => quantity == "share",
            None => false,
        }
    }

    /// Figures per revenue, per head: what each is per follows from it and its total, and must be the same for all.
    fn intensities(&self, found: &mut Vec<Diagnostic>) {
        let mut per_unit: BTreeMap<(&str, i32), Vec<Implied<'_>>> = BTreeMap::new();
        for (id, series) in &self.values.metrics {
            let Some(of) = id.strip_suffix(INTENSITY).and_then(|of| of.strip_suffix('.')) else { continue };
            let unit = self.report.kpis.units.get(&series.unit);
            let Some(Measure::Ratio { of: above, per }) = unit.and_then(|unit| unit.measure.as_ref()) else { continue };
            let total = format!("{of}.{TOTAL}");
            let Some((total, _)) = self.values.metrics.get_key_value(&total).filter(|(_, total)| total.unit == *above)
            else {
                continue;
            };
            for year in self.common_years([id.as_str(), total.as_str()]) {
                let (Some(own), Some(whole)) = (self.stated(id, year), self.stated(total, year)) else { continue };
                let (low, high) = (own.number - own.slack, own.number + own.slack);
                let implied =
                    (whole.number - whole.slack).checked_div(high).zip((whole.number + whole.slack).checked_div(low));
                // An intensity that is rounded to nothing implies nothing.
                if let Some((from, to)) = implied.filter(|_| low > Decimal::ZERO) {
                    per_unit.entry((per, year)).or_default().push((id, own, whole, from..=to));
                }
            }
        }
        for ((per, year), all) in per_unit {
            let agree =
                |a: &RangeInclusive<Decimal>, b: &RangeInclusive<Decimal>| a.start() <= b.end() && b.start() <= a.end();
            for (at, (id, own, whole, implied)) in all.iter().enumerate() {
                let others = || all.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, other)| other);
                let against = others().filter(|(.., other)| !agree(implied, other)).count();
                // With two that disagree nobody knows which is wrong; with more, the one that stands alone.
                if all.len() < 3 || against * 2 < all.len() {
                    continue;
                }
                let Some((_, other, ..)) = others().find(|(.., other)| !agree(implied, other)) else { continue };
                let message = format!(
                    "`{id}` of {year} does not go with the others: with a total of {}, it is {} per `{per}` only for {} to {} of them",
                    print(whole.number),
                    print(own.number),
                    print(implied.start().round_dp(0)),
                    print(implied.end().round_dp(0)),
                );
                let finding = told(Code::FigureIntensity, own.span, message, &[*whole], "its total");
                found.push(
                    finding
                        .label(other.span, "implies another number of them")
                        .hint("mend the figure, its total or its unit"),
                );
            }
        }
    }

    /// A figure that the author gives beside a formula.
    fn follows(&self, id: &str, series: &Series, found: &mut Vec<Diagnostic>) {
        for (year, follows) in &series.follows {
            let Some(own) = self.stated(id, *year) else { continue };
            if (follows.number - own.number).abs() <= follows.slack + own.slack {
                continue;
            }
            let formula = self.report.kpis.kpis.get(id).and_then(|kpi| kpi.formula.as_ref());
            let formula = formula.map_or("", |formula| formula.node.as_str());
            let code = if series.unit == "%" {
                if formula.contains(['-', '−']) { Code::FigureChange } else { Code::FigureShare }
            } else if self.is_rate(&series.unit) {
                Code::FigureIntensity
            } else if formula.contains(['*', '/', '×', '÷']) {
                Code::FigureDiffers
            } else {
                Code::FigureSum
            };
            let places = own.number.scale();
            let follows_from = figure::number(follows.number, Some(places));
            let message = format!("`{id}` is {} in {year}, but {formula} comes to {follows_from}", print(own.number),);
            let mut finding = Diagnostic::warning(code, own.span, message);
            finding.labels = follows.from.iter().map(|span| (*span, "it follows from this".to_owned())).collect();
            found.push(finding.hint(format!("write {follows_from}, or mend what it follows from")));
        }
    }

    /// Years that are missing, jump, or changed without a word.
    fn years(&self, id: &str, series: &Series, found: &mut Vec<Diagnostic>) {
        let Some(kpi) = self.report.kpis.kpis.get(id) else { return };
        let numbers: Vec<(i32, &Spanned<Amount>)> = series.years.iter().map(|(year, amount)| (*year, amount)).collect();
        for pair in numbers.windows(2) {
            let [(before, old), (year, new)] = pair else { continue };
            if year - before > 1 {
                // A figure that is none has been told.
                if series.broken {
                    continue;
                }
                let missing = before + 1;
                if let Some(lack) = series.lacks.get(&missing) {
                    let message = format!(
                        "`{id}` is computed for {before} and {year}, and not for {missing}: {}",
                        lacking(lack, missing)
                    );
                    let finding = Diagnostic::warning(Code::FigureYear, new.span, message);
                    let hint = format!("give the part a figure for {missing}, or compute `{id}` without it");
                    found.push(finding.label(lack.place, "the part").hint(hint));
                    continue;
                }
                let message = format!("`{id}` has figures for {before} and {year}, none for {missing}");
                let finding =
                    Diagnostic::warning(Code::FigureYear, new.span, message).label(old.span, "the one before");
                found.push(finding.hint(format!("add `{missing}: …`, or leave the earlier year out")));
                continue;
            }
            let (Some(from), Some(to)) = (old.node.number(), new.node.number()) else { continue };
            let (small, large) = (from.abs().min(to.abs()), from.abs().max(to.abs()));
            let counted = !is_measured(&self.report.kpis.units, &series.unit);
            let jumps = !small.is_zero() && small.checked_mul(JUMP).is_some_and(|limit| large > limit);
            if jumps && !says_why(&kpi.remarks.note) && !(counted && large < FEW) {
                let message = format!("`{id}` goes from {} in {before} to {} in {year}", print(from), print(to));
                let finding =
                    Diagnostic::warning(Code::FigureJump, new.span, message).label(old.span, "the year before");
                found.push(
                    finding.hint("check the unit of both; where it is so, say in `note` why it changed: 因…, 由於…"),
                );
            }
        }
        self.impossible(id, series, found);
        self.part_of_one(id, series, found);
        for (year, restated) in &kpi.restated {
            let now = series.years.get(year).and_then(|amount| Some((amount, amount.node.number()?)));
            let was = restated.was.as_ref().and_then(|was| Some((was, was.node.number()?)));
            if let (Some((amount, now)), Some((was, number))) = (now, was)
                && now == number
            {
                let message = format!("`{id}` is said to be restated for {year}, and was {} as it is now", print(now));
                let hint = format!("write the figure that the earlier report has, or take `restated` for {year} away");
                let finding = Diagnostic::warning(Code::FigureRestated, was.span, message);
                found.push(finding.label(amount.span, "the figure").hint(hint));
            }
            if kpi.remarks.note.is_empty() && restated.reason.is_empty() {
                let message = format!("the figure of `{id}` for {year} is restated without a reason");
                let hint = format!("say why: `restated: {{{year}: {{was: …, reason: …}}}}`, or in `note` (GRI 2-4)");
                found.push(Diagnostic::warning(Code::FigureRestated, restated.span, message).hint(hint));
            }
        }
    }
}

/// What a note has that says why a figure changed, in Simplified and in English.
const WHY: &str = "因 由于 鉴于 源于 受 随 增 减 升 降 扩 缩 新 改 转 变 调整 停 收购 并购 合并 出售 剥离 迁 搬 恢复 复工 疫 投产 投入 启用 \
    开业 开设 关闭 更改 更换 更正 首 范围 口径 方法 换算 单位 重列 重述 起 becau due owing grow grew increas decreas reduc \
    expan new chang acqui clos open start stop mov switch restat scope method unit since first";

/// Whether a note says why a figure changed; one that only says what is counted does not.
fn says_why(note: &Names) -> bool {
    note.iter().any(|(_, note)| {
        let note = words::in_place(&note.node.to_lowercase());
        WHY.split_ascii_whitespace().any(|word| note.contains(word))
    })
}

/// What of the share that a metric is, is never more than all of it; in both scripts.
const PARTS: [&str; 12] =
    ["百分比", "佔比", "占比", "比例", "覆蓋率", "覆盖率", "參與率", "参与率", "合格率", "培訓率", "培训率", "回收率"];

/// What may fall below nothing, in both scripts.
const BELOW: [&str; 19] = [
    "淨", "净", "變", "变", "增", "減", "减", "差", "利", "虧", "亏", "抵", "匯", "汇", "固", "吸收", "移除", "溫度",
    "温度",
];

impl Checks<'_> {
    /// A file whose figures of the reporting year are all those of the year before: a column that was filled by copying.
    fn copied(&self, found: &mut Vec<Diagnostic>) {
        /// Figures that are not the same by chance.
        const MANY: usize = 5;
        let year = self.report.config.period.year();
        let mut files: BTreeMap<SourceId, Vec<(&str, bool, Span)>> = BTreeMap::new();
        for (id, series) in &self.values.metrics {
            let entered = self.report.kpis.kpis.get(id).is_some_and(|kpi| kpi.formula.is_none());
            let (Some(before), Some(now)) = (series.years.get(&(year - 1)), series.years.get(&year)) else { continue };
            let (Some(old), Some(new)) = (before.node.number(), now.node.number()) else { continue };
            // What is nothing or all often stays so.
            let moves = !new.is_zero() && new != Decimal::ONE_HUNDRED;
            if entered && moves {
                files.entry(now.span.source).or_default().push((id, old == new, now.span));
            }
        }
        for figures in files.into_values().filter(|figures| figures.len() >= MANY) {
            if figures.iter().all(|(_, is_same, _)| *is_same) {
                let (id, _, span) = figures[0];
                let count = figures.len();
                let message =
                    format!("all {count} figures of {year} in this file are those of {}, from `{id}` on", year - 1);
                let hint = "write the figures of the year; leave empty what is still to come";
                found.push(Diagnostic::warning(Code::FigureYear, span, message).hint(hint));
            }
        }
    }

    /// A part of a person, a case or another thing that is counted in whole ones, where all other years are whole.
    fn part_of_one(&self, id: &str, series: &Series, found: &mut Vec<Diagnostic>) {
        let noted = |id: &str| {
            self.report.kpis.kpis.get(id).is_none_or(|kpi| kpi.formula.is_some() || !kpi.remarks.note.is_empty())
        };
        let measure = self.report.kpis.units.get(&series.unit).and_then(|unit| unit.measure.as_ref());
        let is_count = matches!(measure, Some(Measure::Size { quantity, .. })
            if ["persons", "person-times", "events"].contains(&quantity.as_str()));
        if !is_count || noted(id) {
            return;
        }
        let all: Vec<(i32, Decimal, Span)> = series
            .years
            .iter()
            .filter_map(|(year, amount)| Some((*year, amount.node.number()?, amount.span)))
            .collect();
        let mut parts = all.iter().filter(|(_, number, _)| !number.fract().is_zero());
        let (Some((year, number, span)), None) = (parts.next(), parts.next()) else { return };
        if all.len() > 1 {
            let message = format!("`{id}` is {} in {year}, and whole in all other years", print(*number));
            let hint = "mend the figure; where it is so, say why in `note` (full-time equivalents, an average)";
            found.push(Diagnostic::warning(Code::FigureJump, *span, message).hint(hint));
        }
    }

    /// One year's share of more than all, or amount of less than nothing, where all other years are neither.
    fn impossible(&self, id: &str, series: &Series, found: &mut Vec<Diagnostic>) {
        let Some(kpi) = self.report.kpis.kpis.get(id).filter(|kpi| kpi.remarks.note.is_empty()) else { return };
        let named = |words: &[&str]| kpi.name.iter().any(|(_, name)| words.iter().any(|word| name.node.contains(word)));
        let is_share = series.unit == "%" && named(&PARTS) && !named(&["增長", "增长", "變", "变", "比率"]);
        let is_amount = ["mass", "CO2e", "energy", "volume", "persons", "person-times", "events", "count", "time"];
        let measure = self.report.kpis.units.get(&series.unit).and_then(|unit| unit.measure.as_ref());
        let is_amount = matches!(measure, Some(Measure::Size { quantity, .. }) if is_amount.contains(&quantity.as_str()))
            && !named(&BELOW);
        let all: Vec<(i32, Decimal, Span)> = series
            .years
            .iter()
            .filter_map(|(year, amount)| Some((*year, amount.node.number()?, amount.span)))
            .collect();
        let is_over = |number: Decimal| is_share && number > Decimal::ONE_HUNDRED;
        let is_under = |number: Decimal| is_amount && number < Decimal::ZERO;
        let mut wrong = all.iter().filter(|(_, number, _)| is_over(*number) || is_under(*number));
        // A total is below nothing in no year at all.
        let is_total = named(&["總", "总"]) && all.iter().all(|(_, number, _)| is_under(*number));
        let last = all.last().filter(|_| is_total);
        let one = || wrong.next().filter(|_| wrong.next().is_none());
        let Some((year, number, span)) = last.or_else(one) else { return };
        if all.len() > 1 || is_total {
            let (what, code) = match is_under(*number) {
                true => ("less than nothing", Code::FigureJump),
                false => ("more than all", Code::FigureShare),
            };
            let message = format!("`{id}` is {} in {year}: {what}", print(*number));
            let hint = "mend the figure; where it is so, say why in `note`";
            found.push(Diagnostic::warning(code, *span, message).hint(hint));
        }
    }
}

/// Half of the last place of what is measured; nothing of a whole number that is counted.
pub(super) fn slack(number: Decimal, measured: bool) -> Decimal {
    if number.scale() == 0 && !measured { Decimal::ZERO } else { figure::half(number.scale()) }
}

fn sum(parts: &[Stated]) -> (Decimal, Decimal) {
    let add =
        |of: fn(&Stated) -> Decimal| parts.iter().map(of).fold(Decimal::ZERO, |sum, part| sum.saturating_add(part));
    (add(|part| part.number), add(|part| part.slack))
}

fn told(code: Code, place: Span, message: String, others: &[Stated], label: &str) -> Diagnostic {
    let mut finding = Diagnostic::warning(code, place, message);
    finding.labels = others.iter().map(|other| (other.span, label.to_owned())).collect();
    finding
}

fn print(number: Decimal) -> String {
    figure::number(number, None)
}
