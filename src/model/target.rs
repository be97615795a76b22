//! Targets of metrics, and how far the figures are on the way to them.

use rust_decimal::Decimal;

use super::Names;
use crate::source::{Span, Spanned};

/// Places of a part of a way, in per cent.
const PLACES: u32 = 1;

/// What a metric shall come to.
#[derive(Debug, Clone)]
pub struct Target {
    /// The year that it counts from; the first with a number where the author says nothing.
    pub base: Option<Spanned<i32>>,
    /// The year it is for.
    pub year: Spanned<i32>,
    /// What is to be reached.
    pub goal: Goal,
    /// How it stands, where the author says so.
    pub state: Option<Spanned<TargetState>>,
    /// Words for it, empty where the metric's name is enough.
    pub name: Names,
    /// The whole entry.
    pub span: Span,
}

/// What is to be reached.
#[derive(Debug, Clone)]
pub enum Goal {
    /// A figure in the metric's unit.
    Value(Spanned<Decimal>),
    /// A change from the base, in per cent.
    Change(Spanned<Decimal>),
}

impl Goal {
    /// The figure to be reached; none for a change of what is not known, or is too large.
    pub fn figure(&self, base: Option<Decimal>) -> Option<Decimal> {
        match self {
            Goal::Value(value) => Some(value.node),
            Goal::Change(change) => changed(base?, change.node),
        }
    }
}

/// A figure changed by so many per cent.
pub fn changed(base: Decimal, change: Decimal) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    base.checked_mul(hundred.checked_add(change)?)?.checked_div(hundred)
}

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// Reached.
    Done,
    /// At least as far as an even pace would be.
    OnTrack,
    /// Less far than that.
    Behind,
    /// Set in the reporting year.
    New,
    /// To be held every year: nothing is worked out.
    Ongoing,
}

impl TargetState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Done, Self::OnTrack, Self::Behind, Self::New, Self::Ongoing];

    /// What authors write; with `state-` before it, the label that editions print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::OnTrack => "on-track",
            Self::Behind => "behind",
            Self::New => "new",
            Self::Ongoing => "ongoing",
        }
    }
}

/// The way from a base to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Year and figure that it begins with.
    pub base: (i32, Decimal),
    /// Year and figure reached.
    pub now: (i32, Decimal),
    /// The figure to be reached.
    pub goal: Decimal,
    /// The year to reach it, where it is said.
    pub by: Option<i32>,
}

impl Way {
    /// How much of it is done, in per cent: below 0 where the figure went the other way; none where it is too large.
    pub fn part(&self) -> Option<Decimal> {
        let way = self.goal.checked_sub(self.base.1)?;
        let done = self.now.1.checked_sub(self.base.1)?;
        if way.is_zero() {
            return Some(if self.is_met() { Decimal::ONE_HUNDRED } else { Decimal::ZERO });
        }
        share(done, way)
    }

    /// How much would be done at an even pace, in per cent.
    pub fn pace(&self) -> Option<Decimal> {
        let by = self.by.filter(|by| *by > self.base.0)?;
        share((self.now.0 - self.base.0).into(), (by - self.base.0).into())
    }

    /// Whether the goal is reached, from the side that the base is on.
    pub fn is_met(&self) -> bool {
        if self.goal < self.base.1 { self.now.1 <= self.goal } else { self.now.1 >= self.goal }
    }

    /// By how much the figure changed from the base, in per cent.
    pub fn change(&self) -> Option<Decimal> {
        share(self.now.1.checked_sub(self.base.1)?, self.base.1.abs())
    }

    /// How it stands.
    pub fn state(&self) -> TargetState {
        let Some((part, pace)) = self.part().zip(self.pace()) else { return TargetState::Ongoing };
        match () {
            () if self.is_met() && self.now.0 > self.base.0 => TargetState::Done,
            () if self.now.0 <= self.base.0 => TargetState::New,
            () if part >= pace => TargetState::OnTrack,
            () => TargetState::Behind,
        }
    }
}

fn share(part: Decimal, whole: Decimal) -> Option<Decimal> {
    Some(part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(PLACES).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_stands_where_its_figures_are() {
        let way = |base, now, year, goal| {
            let number = |number: i64| Decimal::from(number);
            Way { base: (2020, number(base)), now: (year, number(now)), goal: number(goal), by: Some(2030) }
        };
        let told = |way: Way| (way.part().unwrap().to_string(), way.state().name());
        assert_eq!(told(way(1000, 820, 2023, 500)), ("36".to_owned(), "on-track"));
        assert_eq!(told(way(1000, 900, 2023, 500)), ("20".to_owned(), "behind"));
        assert_eq!(told(way(1000, 1100, 2023, 500)), ("-20".to_owned(), "behind"));
        assert_eq!(told(way(1000, 480, 2023, 500)), ("104".to_owned(), "done"));
        assert_eq!(told(way(10, 40, 2023, 30)), ("150".to_owned(), "done"));
        assert_eq!(told(way(1000, 1000, 2020, 500)), ("0".to_owned(), "new"));
        // To hold a figure is a goal, too.
        assert_eq!(told(way(100, 100, 2023, 100)), ("100".to_owned(), "done"));
    }
}
