//! The metrics of a component: anchors for the disclosure index, years that are none, figures that cannot be compared.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Component, Data, Inline};
use crate::model::{self, BASE, Document, Figure, Given, KpiRow, Locale, Printed, VisitMut};
use crate::source::Spanned;

/// Most years that a table of metrics shows by itself: what HKEX's and GRI's readers compare.
const MOST_YEARS: usize = 3;

/// The years that a table of metrics shows where its author names none: the latest up to the reporting year that at least
/// half of its metrics have figures for, and always the reporting year.
pub(super) fn years(component: &model::Component, known: &BTreeMap<String, BTreeSet<i32>>, year: i32) -> Vec<i32> {
    let rows: Vec<&BTreeSet<i32>> = component.metrics().iter().filter_map(|id| known.get(&id.node)).collect();
    let filled = |wanted: &i32| rows.iter().filter(|years| years.contains(wanted)).count() * 2 >= rows.len();
    let all: BTreeSet<i32> = rows.iter().flat_map(|years| years.iter().copied()).collect();
    let mut years: Vec<i32> = all.into_iter().filter(|known| *known < year).filter(filled).collect();
    years.push(year);
    years.split_off(years.len().saturating_sub(MOST_YEARS))
}

/// Gives the first row of a metric in the report its anchor, where the component has places of the disclosure index.
pub(super) fn anchor(component: &mut Component, anchored: &mut BTreeSet<String>) {
    struct Anchor<'s>(&'s mut BTreeSet<String>);
    impl<'a> VisitMut<'a, Printed> for Anchor<'_> {
        fn data(&mut self, data: &'a mut Data) {
            if let Data::Metric(row) = data
                && !row.disclose.is_empty()
                && self.0.insert(row.id.clone())
            {
                row.anchor = Some(format!("kpi-{}", row.id.replace('.', "-")));
            }
            self.inside_data(data);
        }
        fn line(&mut self, _: &'a mut [Inline]) {}
    }
    if component.is_given(Given::Anchors) {
        let mut anchor = Anchor(anchored);
        component.fields.values_mut().for_each(|data| anchor.data(data));
    }
}

/// Tells items of a component of targets that nothing says enough of: neither they nor their metrics.
fn targets(component: &Component, sink: &mut Sink) {
    let Some(Data::List(items)) = component.fields.get("items") else { return };
    let has_years = component.fields.contains_key("years");
    for item in items {
        let Data::Map(fields) = item else { continue };
        let number = |key: &str| match fields.get(key) {
            Some(Data::Number(number)) => Some(number),
            _ => None,
        };
        let row = match fields.get("kpi") {
            Some(Data::Metric(row)) => Some(row),
            _ => None,
        };
        let (goal, change, by) = (number("goal"), number("change"), number("by"));
        if let (Some(_), Some(change)) = (goal, change) {
            let message = "`change` stands instead of `goal`, and both are given";
            sink.push(Diagnostic::error(Code::BadValue, change.span, message).hint("keep one of the two"));
        }
        // A metric that there is not has been told.
        let Some(row) = row else { continue };
        let mut missing = |message: String, hint: &str| {
            sink.push(Diagnostic::error(Code::MissingKey, row.span, message).hint(hint));
        };
        let says_state = fields.contains_key("state");
        match goal.or(change) {
            Some(_) if !has_years => {
                missing(
                    "`years` is missing".to_owned(),
                    "add `years: [2020, 2023]`: the base year and the year reached",
                );
            }
            Some(_) if by.is_none() && !says_state => {
                missing("`by` is missing".to_owned(), "add `by: 2030`: the year of the goal");
            }
            Some(_) => {}
            None if says_state => {}
            None => {
                let of_year = |year: i32| by.is_none_or(|by| by.node.to_i32() == Some(year));
                match row.targets.iter().find(|target| of_year(target.year)) {
                    Some(target) if target.way.is_some() => {}
                    Some(_) => missing(
                        format!("the figures of `{}` do not tell how far its target is", row.id),
                        "add the figure of the base year to its `values`",
                    ),
                    None => missing(
                        format!("neither this item nor `{}` says what is to be reached", row.id),
                        "give the metric `targets: [{base: 2020, year: 2030, value: 5000}]`, or this item `goal` and `by`",
                    ),
                }
            }
        }
    }
}

/// Tells years that no metric has, and figures of a chart that cannot be compared. `to_come` is the year up to
/// which a draft may still lack figures.
pub(super) fn check(component: &Component, asked: &[Spanned<i32>], to_come: Option<i32>, sink: &mut Sink) {
    if component.is_given(Given::Progress) {
        targets(component, sink);
    }
    if component.given.iter().any(|given| given.compares()) {
        drawable(component, sink);
    }
    if component.is_given(Given::Pairs) {
        with_itself(component, sink);
    }
    order(component, asked, sink);
    component.fields.values().for_each(|data| named_alike(data, sink));
    // In a draft of the next report the years shown have moved on, and the base year is still to be thought of.
    if let Some(Data::Number(base)) = component.fields.get(BASE)
        && to_come.is_none()
        && let Some(row) = component.metrics().first()
        && !row.figures.iter().any(|(year, _)| Some(*year) == base.node.to_i32())
    {
        let shown: Vec<String> = row.figures.iter().map(|(year, _)| year.to_string()).collect();
        let message = format!("the base year {} is not among the years shown", base.node);
        let hint = format!("add it to `years`; there are {}", shown.join(", "));
        sink.push(Diagnostic::error(Code::UnknownYear, base.span, message).hint(hint));
    }
    let rows = component.metrics();
    let seen: BTreeSet<i32> = rows.iter().flat_map(|row| row.known.iter().copied()).collect();
    // A year that no row has is a slip; a year that some rows lack is not.
    let waits = |year: i32| to_come.is_some_and(|last| year <= last) && seen.last().is_some_and(|last| *last < year);
    let is_slip = |year: i32| !seen.contains(&year) && !waits(year);
    for year in asked.iter().filter(|year| !seen.is_empty() && is_slip(year.node)) {
        let message = format!("no metric here has a figure for {}", year.node);
        let years: Vec<String> = seen.iter().map(i32::to_string).collect();
        let hint = format!("there are figures for {}", years.join(", "));
        sink.push(Diagnostic::error(Code::UnknownYear, year.span, message).hint(hint));
    }
}

/// Tells years that run backwards: what rises is drawn as falling. A table may begin with its latest year, as annual reports
/// do, but not go to and fro.
fn order(component: &Component, asked: &[Spanned<i32>], sink: &mut Sink) {
    let falls = |pair: &[Spanned<i32>]| pair[0].node > pair[1].node;
    let is_table = component.is_given(Given::Columns);
    let Some(pair) = asked.windows(2).find(|pair| falls(pair)) else { return };
    if is_table && asked.windows(2).all(falls) {
        return;
    }
    let mut years: Vec<i32> = asked.iter().map(|year| year.node).collect();
    years.sort_unstable();
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let message = match is_table {
        true => "the years of this table go to and fro",
        false => "the years run backwards: what rises is drawn as falling",
    };
    let hint = format!("write them from the earliest on: [{}]", years.join(", "));
    sink.push(Diagnostic::warning(Code::BadValue, pair[1].span, message).hint(hint));
}

/// Tells two metrics of one list that readers cannot tell apart: of one name and one unit.
fn named_alike(data: &Data, sink: &mut Sink) {
    match data {
        Data::Map(fields) => fields.values().for_each(|data| named_alike(data, sink)),
        Data::List(items) => {
            let mut known: BTreeMap<(&str, &str), &model::KpiRow> = BTreeMap::new();
            for item in items {
                let Data::Metric(row) = item else {
                    named_alike(item, sink);
                    continue;
                };
                let first = known.entry((row.name.trim(), row.unit.trim())).or_insert(row);
                if first.id != row.id {
                    let message = format!("`{}` has the name of `{}`: {}", row.id, first.id, row.name.trim());
                    let hint = "give each its own name, or put them into groups that tell them apart";
                    sink.push(Diagnostic::warning(Code::Duplicate, row.span, message).hint(hint));
                }
            }
        }
        _ => {}
    }
}

/// Tells a metric that is compared with itself.
fn with_itself(component: &Component, sink: &mut Sink) {
    for pair in component.metrics().chunks_exact(2).filter(|pair| pair[0].id == pair[1].id) {
        let message = format!("`{}` is compared with itself: they differ by nothing", pair[0].id);
        let hint = "name the metric of the others under `other`";
        sink.push(Diagnostic::warning(Code::BadValue, pair[1].span, message).hint(hint));
    }
}

/// Tells a figure of a chart that is in another unit than the first, or that nothing can be drawn for.
fn drawable(component: &Component, sink: &mut Sink) {
    let all = component.metrics();
    let Some(first) = all.first() else { return };
    let figures = || all.iter().flat_map(|row| &row.figures).filter_map(|(_, figure)| figure.as_ref());
    // Without any number nothing is drawn at all, which is told as such.
    if !figures().any(|figure| figure.amount.number().is_some()) {
        return;
    }
    if figures().count() == 1 {
        let message = format!("a chart of one figure, that of `{}`, compares nothing", first.id);
        let hint = "add other metrics or years, or show it as big-number or on kpi-cards";
        sink.push(Diagnostic::warning(Code::BadValue, first.span, message).hint(hint));
    }
    // A row without figures, in a draft, says nothing of its unit.
    let measured: Vec<_> = all.iter().filter(|row| row.figures.iter().any(|(_, figure)| figure.is_some())).collect();
    let first = measured.first().map_or(first, |first| *first);
    for row in measured.iter().filter(|row| unit(row) != unit(first)) {
        let message = format!("`{}` is in {}, `{}` in {}", row.id, unit(row), first.id, unit(first));
        let hint = "a chart compares figures of one unit: leave it out, or make a chart of its own";
        sink.push(Diagnostic::error(Code::BadValue, row.span, message).hint(hint));
    }
    if component.is_given(Given::StackedPlot) || component.is_given(Given::Shares) {
        let below = |figure: &Figure| figure.amount.number().is_some_and(|number| number < Decimal::ZERO);
        for row in &all {
            for (year, _) in row.figures.iter().filter(|(_, figure)| figure.as_ref().is_some_and(below)) {
                let message = format!("`{}` is below zero in {year}, and what is drawn here begins at zero", row.id);
                let hint = "show it in a line-chart, a waterfall or a kpi-table";
                sink.push(Diagnostic::error(Code::BadValue, row.span, message).hint(hint));
            }
        }
    }
    if needs_all(component) {
        return;
    }
    for row in &all {
        let is_words = |figure: &Figure| figure.amount.number().is_none() && !figure.amount.is_to_come();
        for (year, _) in row.figures.iter().filter(|(_, figure)| figure.as_ref().is_some_and(is_words)) {
            let message = format!("the figure of `{}` for {year} is no single number: nothing is drawn for it", row.id);
            let hint = "leave it out, or show it in a kpi-table or on kpi-cards";
            sink.push(Diagnostic::warning(Code::BadValue, row.span, message).hint(hint));
        }
    }
}

/// Whether the chart has no form in which a figure is missing.
fn needs_all(component: &Component) -> bool {
    [Given::Waterfall, Given::Slope, Given::Pairs].into_iter().any(|given| component.is_given(given))
}

/// Tells charts that lack a figure without which they cannot be drawn; in a draft, marks their places.
pub(super) fn mark_undrawn(document: &mut Document, locale: &Locale, sink: &mut Sink) {
    struct Mark<'s> {
        year: i32,
        to_come: Option<&'s str>,
        sink: &'s mut Sink,
    }
    impl<'a> VisitMut<'a, Printed> for Mark<'_> {
        fn block(&mut self, block: &'a mut Block) {
            let BlockKind::Component(component) = &mut block.kind else { return self.inside_block(block) };
            let missing = undrawn(component, self.year);
            let told = || missing.iter().filter(|missing| self.to_come.is_none() || missing.is_said);
            for Missing { metric, year, .. } in told() {
                let message =
                    format!("`{}` has no number for {year}, and the chart cannot be drawn without", metric.node);
                let hint = "give the figure, or take the metric out of the chart";
                // A draft is published all the same.
                let told = match self.to_come {
                    Some(_) => Diagnostic::warning(Code::BadValue, metric.span, message),
                    None => Diagnostic::error(Code::BadValue, metric.span, message),
                };
                self.sink.push(told.hint(hint));
            }
            let Some(to_come) = self.to_come.filter(|_| !missing.is_empty()) else {
                return self.inside_block(block);
            };
            let mut line = match component.fields.get_mut("title") {
                Some(Data::Text(title)) => std::mem::take(title),
                _ => Vec::new(),
            };
            line.push(Inline::text(to_come, component.name.span));
            block.kind = BlockKind::Paragraph(line);
        }
        fn line(&mut self, _: &'a mut [Inline]) {}
    }
    let to_come = document.draft.then(|| locale.label("to-come"));
    let mut mark = Mark { year: document.period.year(), to_come, sink };
    document.chapters.iter_mut().for_each(|chapter| mark.chapter(chapter));
}

/// A metric and a year without a number.
struct Missing {
    metric: Spanned<String>,
    year: i32,
    /// Whether words stand in its place, which no later figure will replace.
    is_said: bool,
}

/// What has no number, and a chart cannot be drawn without.
fn undrawn(component: &Component, year: i32) -> Vec<Missing> {
    let rows = component.metrics();
    let has = |figure: Option<&Figure>| figure.is_some_and(|figure| figure.amount.number().is_some());
    let lacking = |row: &&KpiRow| -> Vec<Missing> {
        let asked = if component.is_given(Given::Pairs) {
            vec![(year, row.shown(year))]
        } else {
            let ends = row.figures.first().into_iter().chain(row.figures.last());
            ends.map(|(at, figure)| (*at, figure.as_ref())).collect()
        };
        let lacking = asked.into_iter().filter(|(_, figure)| !has(*figure));
        let missing = |(year, figure): (i32, Option<&Figure>)| Missing {
            metric: Spanned::new(row.id.clone(), row.span),
            year,
            is_said: figure.is_some_and(|figure| !figure.amount.is_to_come()),
        };
        lacking.map(missing).collect()
    };
    let compares = component.given.iter().any(|given| given.compares());
    let has_any = || rows.iter().any(|row| row.figures.iter().any(|(_, figure)| has(figure.as_ref())));
    let needs = needs_all(component) || compares && !has_any();
    if needs { rows.iter().flat_map(lacking).collect() } else { Vec::new() }
}

/// The id of a row's unit, which is the same in every edition.
fn unit(row: &KpiRow) -> String {
    let id = row.figures.iter().find_map(|(_, figure)| Some(figure.as_ref()?.unit.as_str())).unwrap_or_default();
    if id.is_empty() { "no unit".to_owned() } else { format!("`{id}`") }
}
