//! A row of a typed table that has a metric's figure of one year has its figures of the others, whatever its label:
//! 用水量 | 1,401,000 | 1,381,000.

use std::collections::BTreeMap;

use super::kind::Kind;
use super::statement::{Origin, Said};
use crate::diag::{Code, Diagnostic};
use crate::kpi::bound::Claim;

/// Digits that are no coincidence, among rows and metrics that have a word in common.
const TELLING: usize = 3;

/// Tells figures of rows that are those of a metric in another year, and are none of its own.
pub(super) fn check(all: &[Said], found: &mut Vec<Diagnostic>) {
    let mut metrics: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
    let mut rows: BTreeMap<Origin, Vec<&Said>> = BTreeMap::new();
    for said in all.iter().filter(|said| said.kind == Kind::Level) {
        match (said.origin, &said.metric) {
            (Origin::Data, Some(id)) => metrics.entry(id).or_default().push(said),
            (Origin::Grid(..), None) if said.scope.is_empty() && said.claim == Claim::Exactly => {
                rows.entry(said.origin).or_default().push(said);
            }
            _ => {}
        }
    }
    let mut by_year: BTreeMap<(&str, i32), Vec<&str>> = BTreeMap::new();
    for (id, figures) in &metrics {
        for figure in figures {
            by_year.entry((&figure.class, figure.year)).or_default().push(id);
        }
    }
    for row in rows.values().filter(|row| row.len() > 1) {
        let of = |id: &str, year: i32| metrics[id].iter().find(|figure| figure.year == year).copied();
        let is = |own: &Said, id: &str| of(id, own.year).is_some_and(|data| agree(own, data));
        let candidates = row.iter().filter(|own| is_telling(own)).flat_map(|own| {
            let known = by_year.get(&(own.class.as_str(), own.year)).into_iter().flatten();
            known.copied().filter(|id| is(own, id) && of(id, own.year).is_some_and(|data| is_alike(own, data)))
        });
        let mut candidates: Vec<&str> = candidates.collect();
        candidates.sort_unstable();
        candidates.dedup();
        let [id] = candidates[..] else { continue };
        for own in row {
            let Some(data) = of(id, own.year).filter(|data| !agree(own, data)) else { continue };
            let message = format!(
                "{} here, `{id}` is {} in that year, and the row has its figure of another year",
                own.shown, data.shown
            );
            let finding = Diagnostic::warning(Code::FigureDiffers, own.span, message);
            found.push(
                finding.label(data.span, "the metric's figure").hint("mend one of the two, or say what the row is of"),
            );
        }
    }
}

fn agree(own: &Said, data: &Said) -> bool {
    own.class == data.class && (own.value - data.value).abs() <= own.fine + data.fine
}

fn is_telling(own: &Said) -> bool {
    let digits: String = own.shown.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len() >= TELLING
}

/// Whether the words of both have one in common, or a part of one.
fn is_alike(own: &Said, data: &Said) -> bool {
    let letters = |said: &Said| said.subject.words.concat();
    let (own, data) = (letters(own), letters(data));
    own.chars().any(|c| data.contains(c))
}
