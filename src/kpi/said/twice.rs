//! The same quantity said twice with two figures.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::kind::Kind;
use super::statement::{Origin, Said};
use super::subject::Subject;
use crate::diag::{Code, Diagnostic};
use crate::kpi::bound::Claim;
use crate::model::Period;

/// How far from the truth a figure with 約 or 近 may be.
const ABOUT: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// How often a quantity that is one is told. Whatever is told more often is a name of many things; and each is held
/// against each.
pub(super) const MOST_TIMES: usize = 200;

/// Tells statements of the same thing, year and scope whose figures cannot both be true. A quantity with three figures
/// is none: items of a list, cases, sites.
pub(super) fn check(all: &[Said], period: &Period, found: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<(&str, String, i32, &str), Vec<&Said>> = BTreeMap::new();
    for said in all.iter().filter(|said| is_telling(said)) {
        groups.entry((&said.class, key(said), said.year, &said.scope)).or_default().push(said);
    }
    for group in groups.values().filter(|group| group.len() <= MOST_TIMES) {
        let mut exact: Vec<Decimal> =
            group.iter().filter(|said| said.claim == Claim::Exactly).map(|said| said.value).collect();
        exact.sort_unstable();
        exact.dedup_by(|a, b| group.iter().any(|said| said.value == *a && agree_by(said, *b)));
        // Of many figures only those are told that are the data's but for a slip.
        let is_one = exact.len() <= 2;
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for (at, said) in group.iter().enumerate() {
            for (other_at, other) in group.iter().enumerate().skip(at + 1) {
                let both_data = said.metric.is_some() && other.metric.is_some();
                if both_data || is_one_place(said, other) || agree(said, other) || told.contains(&at) {
                    continue;
                }
                // What is typed is told; the data, or what stands first, is the other place.
                let is_against = other.metric.is_some() || other.origin == Origin::Data;
                let (place, against, wrong) = if is_against { (said, other, at) } else { (other, said, other_at) };
                if told.contains(&wrong) || !(is_one || against.origin == Origin::Data && is_slip(place, against)) {
                    continue;
                }
                told.insert(wrong);
                found.push(tell(place, against, period));
            }
        }
    }
}

/// Digits that are no coincidence.
const TELLING: usize = 3;

/// Whether a figure is another but for a unit or point that slipped, or digits that changed places.
fn is_slip(said: &Said, other: &Said) -> bool {
    let digits = |said: &Said| {
        let digits: String = said.value.normalize().to_string().chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').to_owned()
    };
    let sorted = |digits: &str| {
        let mut all: Vec<char> = digits.chars().collect();
        all.sort_unstable();
        all
    };
    let (own, right) = (digits(said), digits(other));
    // 3.688億 of 36.884億.
    let is_rounded = own.len() >= TELLING && right.starts_with(&own) || own == right;
    own.len().min(right.len()) >= TELLING
        && said.claim == Claim::Exactly
        && (is_rounded || sorted(&own) == sorted(&right))
}

/// What a statement is of. That people are employees goes without saying, but not of shares: of whom is the question.
pub(super) fn key(said: &Said) -> String {
    let others = said.subject.words.iter().filter(|word| *word != "员工");
    if said.class != "share" && others.clone().count() > 0 {
        return Subject { words: others.cloned().collect() }.key();
    }
    said.subject.key()
}

/// Whether a statement says enough of what it counts to be held against others.
pub(super) fn is_telling(said: &Said) -> bool {
    let subject = &said.subject;
    let counted = ["things", "events", "persons", "person-times"].contains(&said.class.as_str());
    let general = !said.is_all && subject.is_general(counted);
    // A company has one sum that it spends on research.
    let general = general && !(said.class == "RMB" && subject.words.iter().any(|word| word == "研发"));
    let bare_share = said.class == "share" && (subject.words.len() < 2 || subject.is_attribute());
    said.kind == Kind::Level && !subject.is_empty() && !general && !bare_share
}

/// Whether two statements stand so near each other that they speak of two things, or are one.
fn is_one_place(a: &Said, b: &Said) -> bool {
    match (a.origin, b.origin) {
        (Origin::Grid(a, _), Origin::Grid(b, _)) => a == b,
        (Origin::Line(_), Origin::Line(_)) => a.origin == b.origin && a.sentence == b.sentence,
        _ => a.span == b.span,
    }
}

fn agree_by(said: &Said, value: Decimal) -> bool {
    (said.value - value).abs() <= said.slack
}

/// Whether both can be true.
fn agree(a: &Said, b: &Said) -> bool {
    let (exact, other) = match (a.claim, b.claim) {
        (Claim::Exactly, _) => (a, b),
        (_, Claim::Exactly) => (b, a),
        // Two bounds of one kind that differ are two figures for what is named closely.
        (one, other) if one == other && a.subject.words.len() > 2 => {
            return (a.value - b.value).abs() <= a.value.abs().max(b.value.abs()) * ABOUT * Decimal::TWO;
        }
        _ => return true,
    };
    match other.claim {
        Claim::Exactly => (a.value - b.value).abs() <= a.slack + b.slack,
        // 逾31% of 31.45 is told rounded down; a bound that is far off may be of something else.
        Claim::Above => exact.value + exact.slack >= other.value,
        Claim::Below => exact.value - exact.slack <= other.value,
        Claim::Roughly => {
            let about = exact.value.abs() * ABOUT;
            (exact.value - other.value).abs() <= about + other.slack.min(about)
        }
    }
}

fn tell(place: &Said, against: &Said, period: &Period) -> Diagnostic {
    let code = match (place.claim, against.claim) {
        (Claim::Above | Claim::Below, _) | (_, Claim::Above | Claim::Below) => Code::FigureClaim,
        _ => Code::FigureDiffers,
    };
    let year = period.year_name(place.year);
    let name = if place.name.is_empty() { &against.name } else { &place.name };
    let what = if name.is_empty() { year } else { format!("{name}, {year}") };
    let message = format!("{} here, {} elsewhere: the same quantity ({what})", place.shown, against.shown);
    let label = match against.metric.as_deref() {
        Some(id) => format!("`{id}`: {}", against.shown),
        None => format!("{} here", against.shown),
    };
    let hint = match against.metric.as_deref() {
        Some(id) => {
            let year = period.year_option(place.year);
            format!("take it from the data: {{{{ kpi(\"{id}\"{year}) }}}}; where another thing is meant, say which")
        }
        None => {
            "mend one of the two, or give the data a metric for both; where two things are meant, say which".to_owned()
        }
    };
    Diagnostic::warning(code, place.span, message).label(against.span, label).hint(hint)
}
