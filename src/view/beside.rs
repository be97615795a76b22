//! Names beside the signs of a plot: each on the first side where it hides neither a sign nor another name.

use crate::chinese::is_han;

/// Width of a Han character and height of a line, in parts of a hundred of the plot's sides: those of a plot on a phone's
/// or a website's column, the smallest there is. On larger plots, the names have more room than they need.
const EM: f64 = 2.45;
const LINE: f64 = 3.8;
/// Width of other characters, in those of Han.
const NARROW: f64 = 0.58;
/// A name's distance from its sign.
const GAP: f64 = 0.4;

/// A rectangle: left, bottom, right, top.
#[derive(Debug, Clone, Copy)]
struct Area(f64, f64, f64, f64);

impl Area {
    fn meets(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }

    fn is_inside(self) -> bool {
        self.0 >= 0.0 && self.1 >= 0.0 && self.2 <= 100.0 && self.3 <= 100.0
    }
}

/// The side of each sign, so wide as `sign`, on which its name stands; none where no side has room. Those in the upper right, which a matrix
/// is about, choose first.
pub(super) fn sides(places: &[(f64, f64)], names: &[String], sign: f64) -> Vec<Option<&'static str>> {
    let half = sign / 2.0;
    let away = half + GAP;
    let signs: Vec<Area> = places.iter().map(|(x, y)| Area(x - half, y - half, x + half, y + half)).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| {
        let sum = |at: &usize| places[*at].0 + places[*at].1;
        sum(b).total_cmp(&sum(a)).then(a.cmp(b))
    });
    let mut taken: Vec<Area> = Vec::new();
    let mut sides = vec![None; places.len()];
    for at in order {
        let wide = width(&names[at]);
        let (x, y) = places[at];
        let middle = Area(x - wide / 2.0, 0.0, x + wide / 2.0, 0.0);
        let choices = [
            ("right", Area(x + away, y - LINE / 2.0, x + away + wide, y + LINE / 2.0)),
            ("left", Area(x - away - wide, y - LINE / 2.0, x - away, y + LINE / 2.0)),
            ("above", Area(middle.0, y + away, middle.2, y + away + LINE)),
            ("below", Area(middle.0, y - away - LINE, middle.2, y - away)),
        ];
        let free = |area: &Area| {
            let others = signs.iter().enumerate().filter(|(of, _)| *of != at).map(|(_, sign)| sign);
            wide > 0.0 && area.is_inside() && !others.chain(&taken).any(|other| area.meets(*other))
        };
        if let Some((side, area)) = choices.into_iter().find(|(_, area)| free(area)) {
            taken.push(area);
            sides[at] = Some(side);
        }
    }
    sides
}

fn width(name: &str) -> f64 {
    ems(name) * EM
}

/// Width of a name in Han characters.
fn ems(name: &str) -> f64 {
    name.chars().map(|c| if is_han(c) { 1.0 } else { NARROW }).sum()
}

/// Where a name stands from the middle of its sign, in points: its left edge and its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    /// To the right of the sign's middle.
    pub x: f64,
    /// Above it.
    pub y: f64,
    /// Where a line from the sign to the name ends, if they are apart.
    pub line: Option<(f64, f64)>,
}

/// The names on a page's plot, which has room for all but the most crowded: beside the sign, else at the end of a short
/// line. Those in the upper right choose first.
pub(super) fn on_page(places: &[(f64, f64)], names: &[String]) -> Vec<Option<Beside>> {
    /// The plot, its signs and the type of its names, in points; templates/components/matrix.typ draws them so.
    const PLOT: (f64, f64) = (460.0, 264.0);
    const SIGN: f64 = 13.0;
    const TYPE: f64 = 7.0;
    const HIGH: f64 = 8.4;
    /// From a sign to its name, and to those further away.
    const AWAY: [f64; 5] = [2.0, 8.0, 14.0, 22.0, 32.0];
    let spot = |(x, y): (f64, f64)| {
        let along = |part: f64, side: f64| SIGN / 2.0 + (side - SIGN) * part / 100.0;
        (along(x, PLOT.0), along(y, PLOT.1))
    };
    let around = |(x, y): (f64, f64)| Area(x - SIGN / 2.0, y - SIGN / 2.0, x + SIGN / 2.0, y + SIGN / 2.0);
    let signs: Vec<(f64, f64)> = places.iter().copied().map(spot).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    let sum = |at: usize| places[at].0 + places[at].1;
    order.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)).then(a.cmp(b)));
    let mut taken: Vec<Area> = Vec::new();
    let mut out = vec![None; places.len()];
    for at in order {
        let wide = ems(&names[at]) * TYPE;
        let (x, y) = signs[at];
        let others = || signs.iter().enumerate().filter(|(of, _)| *of != at).map(|(_, sign)| around(*sign));
        let is_free = |area: Area| !others().chain(taken.iter().copied()).any(|other| area.meets(other));
        // Right, left, above, below, and between them.
        let turns: [f64; 8] = [0.0, 180.0, 90.0, 270.0, 45.0, 135.0, 315.0, 225.0];
        let choices = AWAY.iter().flat_map(|away| turns.map(|turn| (*away, turn.to_radians())));
        let found = choices.filter(|(away, _)| *away > AWAY[0] || wide > 0.0).find_map(|(away, turn)| {
            let is_far = away > AWAY[0];
            let reach = SIGN / 2.0 + away;
            let (end, up) =
                (turn.cos() * reach, turn.sin() * (reach + if turn.cos().abs() < 0.1 { HIGH / 2.0 } else { 0.0 }));
            let left = if turn.cos() > 0.1 {
                end
            } else if turn.cos() < -0.1 {
                end - wide
            } else {
                -wide / 2.0
            };
            let name = Area(x + left, y + up - HIGH / 2.0, x + left + wide, y + up + HIGH / 2.0);
            let inside = name.0 >= 1.0 && name.1 >= 1.0 && name.2 <= PLOT.0 - 1.0 && name.3 <= PLOT.1 - 1.0;
            let line = is_far.then_some((end, turn.sin() * reach));
            // What a line passes is told by a few of its points.
            let is_clear = line.is_none_or(|(to, rise)| {
                (1..=4).map(|step| SIGN / 2.0 / reach + (1.0 - SIGN / 2.0 / reach) * f64::from(step) / 4.0).all(
                    |part| {
                        let (px, py) = (x + to * part, y + rise * part);
                        is_free(Area(px - 0.5, py - 0.5, px + 0.5, py + 0.5))
                    },
                )
            });
            (inside && is_clear && is_free(name)).then_some((name, Beside { x: left, y: up, line }))
        });
        if let Some((name, beside)) = found {
            taken.push(name);
            out[at] = Some(beside);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hide_neither_signs_nor_each_other() {
        let names = ["應對氣候變化", "水資源管理", "職業健康與安全", "商業道德"].map(str::to_owned);
        let sides = sides(&[(50.0, 50.0), (57.0, 50.0), (98.0, 90.0), (50.0, 44.0)], &names, 6.2);
        assert_eq!(sides, [Some("left"), Some("right"), Some("left"), Some("right")]);
    }

    #[test]
    fn a_page_has_room_for_names_of_a_crowd() {
        let places = [(50.0, 50.0), (54.0, 50.0), (46.0, 50.0), (50.0, 57.0), (50.0, 43.0)];
        let names = vec!["供應鏈管理".to_owned(); places.len()];
        let named = on_page(&places, &names);
        assert!(named.iter().all(Option::is_some), "{named:?}");
        assert!(named[0].is_some_and(|beside| beside.line.is_some()), "its own sides are taken: {named:?}");
    }

    #[test]
    fn a_name_without_room_is_left_to_the_legend() {
        let places: Vec<(f64, f64)> =
            (0..9).map(|at| (44.0 + f64::from(at % 3) * 6.3, 44.0 + f64::from(at / 3) * 6.3)).collect();
        let names = vec!["一個很長的名字佔去許多地方".to_owned(); 9];
        assert!(sides(&places, &names, 6.2)[4].is_none());
    }
}
