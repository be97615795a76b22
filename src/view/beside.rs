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
    name.chars().map(|c| if is_han(c) { EM } else { EM * NARROW }).sum()
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
    fn a_name_without_room_is_left_to_the_legend() {
        let places: Vec<(f64, f64)> =
            (0..9).map(|at| (44.0 + f64::from(at % 3) * 6.3, 44.0 + f64::from(at / 3) * 6.3)).collect();
        let names = vec!["一個很長的名字佔去許多地方".to_owned(); 9];
        assert!(sides(&places, &names, 6.2)[4].is_none());
    }
}
