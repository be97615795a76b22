//! Where the marks of a chart and the signs of a matrix stand.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{axis::Axis, beside};
use crate::figure;
use crate::model::printed::{Component, Data, Inline};
use crate::model::{Figure, KpiRow, Printed, Visit, plain_text};

/// Least distance of the numbers at the ends of lines, in parts of a hundred of the axis.
pub(super) const APART: u32 = 9;
/// Least distance of two signs of a matrix, in parts of a hundred of its side: a sign's own width and a little more.
const CLEAR: f64 = 6.2;

/// A chart's axis and marks. Positions go from 0 to 100, from the axis's low end to its high end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plot {
    /// Marks of the axis: text and position.
    pub ticks: Vec<(String, Decimal)>,
    /// Per metric and year, from where to where the figure goes; none where there is no figure.
    pub series: Vec<Vec<Option<(Decimal, Decimal)>>>,
    /// Per metric, where a number beside its last mark has room.
    pub ends: Vec<Decimal>,
    /// Per year, the print of what all figures come to; empty where one is missing or there is only one.
    pub sums: Vec<String>,
}

/// What the figures of one year come to, with as many places as the one that has most.
fn sum(rows: &[&KpiRow], year: usize) -> String {
    let figures: Option<Vec<&Figure>> = rows.iter().map(|row| row.figures.get(year)?.1.as_ref()).collect();
    let Some(figures) = figures.filter(|figures| figures.len() > 1) else { return String::new() };
    let numbers: Option<Vec<Decimal>> = figures.iter().map(|figure| figure.amount.number()).collect();
    let sum = numbers.and_then(|all| all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
    let places = figures.iter().map(|figure| places(figure)).max();
    sum.map(|sum| figure::number(sum, places)).unwrap_or_default()
}

/// What the figures of one year come to; none for shares in per cent, whose sum says nothing.
pub(super) fn whole(rows: &[&KpiRow]) -> Option<String> {
    let is_share = rows.iter().any(|row| row.unit == "%");
    Some(sum(rows, 0)).filter(|sum| !is_share && !sum.is_empty())
}

/// The decimal places that a figure is printed with.
pub(super) fn places(figure: &Figure) -> u32 {
    figure.places.or_else(|| figure.amount.number().map(|number| number.scale())).unwrap_or_default()
}

/// The plot of metrics; none if there are no figures. With `stacked`, figures of one year stand upon each other.
pub(super) fn plot(rows: &[&KpiRow], stacked: bool) -> Option<Plot> {
    let figures: Vec<Vec<Option<Decimal>>> =
        rows.iter().map(|row| row.figures.iter().map(|(_, figure)| number(figure.as_ref())).collect()).collect();
    let years = figures.iter().map(Vec::len).max()?;
    let mut heights = vec![Decimal::ZERO; years];
    let mut span = |figures: &Vec<Option<Decimal>>| -> Vec<Option<(Decimal, Decimal)>> {
        let marks = figures.iter().enumerate().map(|(year, figure)| {
            let figure = (*figure)?;
            let from = if stacked { heights[year] } else { Decimal::ZERO };
            heights[year] = if stacked { from.checked_add(figure)? } else { heights[year] };
            Some((from, from.checked_add(figure)?))
        });
        marks.collect()
    };
    let spans: Vec<_> = figures.iter().map(&mut span).collect();
    let axis = Axis::over(spans.iter().flatten().flatten().map(|(_, to)| *to).chain([Decimal::ZERO]))?;
    let ungrouped = rows.iter().all(|row| row.ungrouped);
    let series: Vec<Vec<_>> = spans
        .into_iter()
        .map(|marks| marks.into_iter().map(|mark| mark.map(|(from, to)| (axis.at(from), axis.at(to)))).collect())
        .collect();
    let ends: Vec<Decimal> = series
        .iter()
        .map(|marks: &Vec<_>| marks.iter().flatten().last().map_or(Decimal::ZERO, |mark| mark.1))
        .collect();
    let sums = (0..years).map(|year| sum(rows, year)).collect();
    Some(Plot { ticks: axis.ticks(ungrouped), series, ends: apart(&ends, Decimal::from(APART)), sums })
}

/// Where the signs of items with coordinates stand, in reading order: at their coordinates, unless others are too close;
/// then each gives way a little, so that none hides another and their order stays. With each the side on which its title has room.
pub(super) fn spots(component: &Component) -> Vec<Spot> {
    struct Spots(Vec<(f64, f64)>, Vec<String>);
    impl<'a> Visit<'a, Printed> for Spots {
        fn data(&mut self, data: &'a Data) {
            if let Data::Map(fields) = data
                && let (Some(Data::Number(x)), Some(Data::Number(y))) = (fields.get("x"), fields.get("y"))
            {
                self.0.push((x.node.to_f64().unwrap_or_default(), y.node.to_f64().unwrap_or_default()));
                self.1.push(match fields.get("title") {
                    Some(Data::Text(title)) => plain_text(title),
                    _ => String::new(),
                });
            }
            self.inside_data(data);
        }
        fn line(&mut self, _: &'a [Inline]) {}
    }
    let mut spots = Spots(Vec::new(), Vec::new());
    component.fields.values().for_each(|data| spots.data(data));
    let Spots(mut places, names) = spots;
    spread(&mut places);
    let sides = beside::sides(&places, &names, CLEAR);
    let on_page = beside::on_page(&places, &names);
    places.into_iter().zip(sides).zip(on_page).map(|(((x, y), side), on_page)| Spot { x, y, side, on_page }).collect()
}

/// Where a sign stands, from the left and from the bottom, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// From the left.
    pub x: f64,
    /// From the bottom.
    pub y: f64,
    /// Where its name stands: `right`, `left`, `above` or `below`; none where it would hide something.
    pub side: Option<&'static str>,
    /// Where it stands on a page's plot, which is larger.
    pub on_page: Option<beside::Beside>,
}

/// Moves points away from each other until all are [`CLEAR`] apart, or for a fixed number of rounds. What is further to the
/// right or higher than another stays so: a matrix is read by the order of its topics.
fn spread(points: &mut [(f64, f64)]) {
    /// Twice what the most crowded of a hundred plots took.
    const ROUNDS: usize = 1000;
    /// A turn after which no direction comes again soon: those at one place part to all sides, the second to the right.
    const TURN: f64 = 2.4;
    let own = points.to_vec();
    let clamp = |value: f64| value.clamp(0.0, 100.0);
    for _ in 0..ROUNDS {
        let mut moved = false;
        for b in 1..points.len() {
            for a in 0..b {
                let between = |all: &[(f64, f64)]| (all[b].0 - all[a].0, all[b].1 - all[a].1);
                let (across, up) = between(points);
                let distance = across.hypot(up);
                if distance >= CLEAR {
                    continue;
                }
                moved = true;
                let turn = TURN * (b - 1) as f64;
                let ways = [(across, up), between(&own)].map(|(across, up)| (across, up, across.hypot(up)));
                let way = ways.into_iter().find(|(.., length)| *length > f64::EPSILON);
                let (across, up) =
                    way.map_or((turn.cos(), turn.sin()), |(across, up, length)| (across / length, up / length));
                let push = (CLEAR - distance) / 2.0 + 0.01;
                points[a] = (clamp(points[a].0 - across * push), clamp(points[a].1 - up * push));
                points[b] = (clamp(points[b].0 + across * push), clamp(points[b].1 + up * push));
            }
        }
        if !moved {
            break;
        }
        let x = in_order(points.iter().map(|point| point.0), own.iter().map(|point| point.0));
        let y = in_order(points.iter().map(|point| point.1), own.iter().map(|point| point.1));
        for (point, place) in points.iter_mut().zip(x.into_iter().zip(y)) {
            *point = (clamp(place.0), clamp(place.1));
        }
    }
    for (x, y) in points {
        (*x, *y) = ((*x * 100.0).round() / 100.0, (*y * 100.0).round() / 100.0);
    }
}

/// Places along an axis in the order of the points' `own`: those that passed each other meet in their middle, but for a
/// small part of what was between them.
fn in_order(places: impl Iterator<Item = f64>, own: impl Iterator<Item = f64>) -> Vec<f64> {
    /// What can be seen.
    const LEAST: f64 = 0.5;
    let places: Vec<(f64, f64)> = own.zip(places).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| {
        places[*a].0.total_cmp(&places[*b].0).then(places[*a].1.total_cmp(&places[*b].1)).then(a.cmp(b))
    });
    // How far each is from the first at least, and runs of those that stand as near to each other as that: their sum and
    // how many they are.
    let mut from_first = vec![0.0; places.len()];
    let mut runs: Vec<(f64, usize)> = Vec::new();
    for (nth, at) in order.iter().enumerate() {
        if let Some(before) = nth.checked_sub(1).map(|before| order[before]) {
            from_first[*at] = from_first[before] + (places[*at].0 - places[before].0).min(LEAST);
        }
        let mut run = (places[*at].1 - from_first[*at], 1);
        while let Some(before) = runs.pop_if(|before| before.0 / before.1 as f64 > run.0 / run.1 as f64) {
            run = (before.0 + run.0, before.1 + run.1);
        }
        runs.push(run);
    }
    let mut out = vec![0.0; places.len()];
    let starts = runs.iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / *count as f64, *count));
    for (at, start) in order.into_iter().zip(starts) {
        out[at] = start + from_first[at];
    }
    out
}

/// What is drawn of a figure; nothing of one that is no single number.
pub(super) fn number(figure: Option<&Figure>) -> Option<Decimal> {
    figure?.amount.number()
}

/// What the figures of a list are measured by: bars by the largest of those shown, sectors by the sum.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// The reporting year.
    year: i32,
    /// The largest figure of all the years shown, without its sign.
    top: Decimal,
    /// The sum of the figures that stand for their metrics ([`KpiRow::shown`]), without their signs.
    total: Decimal,
}

impl Scale {
    /// The scale of a list's items; `None` for a list without numbers.
    pub fn of(items: &[Data], year: i32) -> Option<Self> {
        let rows: Vec<&KpiRow> = items.iter().flat_map(rows).collect();
        let all = rows.iter().flat_map(|row| &row.figures).filter_map(|(_, figure)| number(figure.as_ref()));
        let top = all.map(|number| number.abs()).max()?;
        let shown = rows.iter().filter_map(|row| number(row.shown(year)));
        let total = shown.map(|number| number.abs()).try_fold(Decimal::ZERO, Decimal::checked_add)?;
        Some(Self { year, top, total })
    }

    /// How long a figure's bar is, from 0 to 1; `None` where nothing is drawn.
    pub fn share(&self, figure: &Figure) -> Option<Decimal> {
        let number = number(Some(figure))?.abs();
        if self.top.is_zero() { Some(Decimal::ZERO) } else { number.checked_div(self.top) }
    }

    /// The part of the whole that a metric's figure is, from 0 to 1; `None` where nothing is drawn.
    pub fn part(&self, row: &KpiRow) -> Option<Decimal> {
        number(row.shown(self.year))?.abs().checked_div(self.total)
    }
}

/// How long a figure's bar is beside those of the same metric's other years, from 0 to 1.
pub fn own_share(row: &KpiRow, figure: &Figure) -> Option<Decimal> {
    let all = row.figures.iter().filter_map(|(_, figure)| number(figure.as_ref()));
    let top = all.map(|number| number.abs()).max()?;
    let number = number(Some(figure))?.abs();
    if top.is_zero() { Some(Decimal::ZERO) } else { number.checked_div(top) }
}

/// A share of the whole in per cent, with one place.
pub fn percent(share: Decimal) -> String {
    figure::number(share * Decimal::ONE_HUNDRED, Some(1))
}

/// The metrics of a list's item: the item itself or some of its fields.
fn rows(data: &Data) -> Vec<&KpiRow> {
    match data {
        Data::Metric(row) => vec![row],
        Data::Map(fields) => fields
            .values()
            .filter_map(|field| match field {
                Data::Metric(row) => Some(row),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Positions moved as little as keeps them `gap` apart, in their order, upwards from the lowest; what would leave the
/// axis at its high end pushes the others down.
pub(super) fn apart(positions: &[Decimal], gap: Decimal) -> Vec<Decimal> {
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by_key(|at| (positions[*at], *at));
    let mut out = positions.to_vec();
    for pair in order.windows(2) {
        out[pair[1]] = out[pair[1]].max(out[pair[0]] + gap);
    }
    let mut limit = Decimal::ONE_HUNDRED;
    for at in order.into_iter().rev() {
        out[at] = out[at].min(limit);
        limit = out[at] - gap;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    fn decimals(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn bars_are_measured_by_all_figures_shown() {
        let rows = [testing::row(&[(2022, "−80"), (2023, "20")]), testing::row(&[(2022, ""), (2023, "40")])];
        let scale = Scale::of(&rows.clone().map(Data::Metric), 2023).unwrap();
        let shares = rows.iter().flat_map(|row| &row.figures).map(|(_, figure)| scale.share(figure.as_ref()?));
        let expected = ["1", "0.25", "", "0.5"].map(|text| text.parse().ok());
        assert_eq!(shares.collect::<Vec<Option<Decimal>>>(), expected);
        // Sectors are parts of one year's sum.
        assert_eq!(rows.iter().map(|row| percent(scale.part(row).unwrap())).collect::<Vec<_>>(), ["33.3", "66.7"]);
    }

    #[test]
    fn nothing_is_drawn_for_what_is_no_single_number() {
        let rows = [testing::row(&[(2023, "5–9")]), testing::row(&[(2023, "8")])];
        let scale = Scale::of(&rows.clone().map(Data::Metric), 2023).unwrap();
        let share = |row: &KpiRow| scale.share(row.shown(2023).unwrap()).map(|share| share.to_string());
        assert_eq!(rows.each_ref().map(share), [None, Some("1".to_owned())]);
        assert_eq!(rows.each_ref().map(|row| scale.part(row).map(percent)), [None, Some("100.0".to_owned())]);
        assert!(Scale::of(&[Data::Metric(testing::row(&[(2023, "甲")]))], 2023).is_none());
    }

    #[test]
    fn signs_do_not_collide() {
        let mut points = vec![(50.0, 50.0), (50.0, 50.0), (51.0, 50.0), (100.0, 100.0), (100.0, 100.0), (10.0, 10.0)];
        spread(&mut points);
        for (at, a) in points.iter().enumerate() {
            assert!((0.0..=100.0).contains(&a.0) && (0.0..=100.0).contains(&a.1), "{points:?}");
            assert!(points[..at].iter().all(|b| (a.0 - b.0).hypot(a.1 - b.1) > CLEAR - 0.1), "{points:?}");
        }
        assert_eq!(points[5], (10.0, 10.0), "who has room stays");
    }

    #[test]
    fn signs_of_a_crowd_keep_their_order() {
        // Topics as authors place them: most of them matter much to both sides.
        let crowd = |count: u32, low: u32, range: u32| -> Vec<(f64, f64)> {
            let place = |at: u32, step: u32| f64::from(low + at * step % range) + f64::from(at % 3) / 10.0;
            (0..count).map(|at| (place(at, 7), place(at, 11))).collect()
        };
        for own in [crowd(8, 88, 3), crowd(14, 76, 19), crowd(20, 68, 30), crowd(28, 60, 38)] {
            let mut points = own.clone();
            spread(&mut points);
            for (b, at) in points.iter().enumerate() {
                for (a, other) in points[..b].iter().enumerate() {
                    assert!((at.0 - other.0).hypot(at.1 - other.1) > CLEAR - 0.1, "{own:?} {points:?}");
                    let is_kept = |own: f64, drawn: f64| own == 0.0 || own * drawn >= 0.0;
                    assert!(is_kept(own[b].0 - own[a].0, at.0 - other.0), "{own:?} {points:?}");
                    assert!(is_kept(own[b].1 - own[a].1, at.1 - other.1), "{own:?} {points:?}");
                }
            }
        }
    }

    #[test]
    fn ends_do_not_collide() {
        assert_eq!(apart(&decimals(&["50", "10", "12"]), Decimal::TEN), decimals(&["50", "10", "20"]));
        assert_eq!(apart(&decimals(&["100", "100", "97"]), Decimal::TEN), decimals(&["90", "100", "80"]));
    }
}
