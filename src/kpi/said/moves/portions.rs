//! What one metric is of another: 範圍二佔範圍一及範圍二排放總量的90.4%.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Of, One, before};
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::said::place::clause_end;
use crate::kpi::said::subject::Subject;

impl<'a> One<'a, '_> {
    /// 範圍二佔範圍一及範圍二排放總量的90.4%.
    pub(super) fn shares(&mut self) {
        let text = self.text;
        for (at, mark) in text.match_indices('占') {
            let Some(part) = self.of(at) else { continue };
            let start = at + mark.len();
            let end = start + clause_end(&text[start..]);
            let Some(stated) = self.share_in(start..end) else { continue };
            let (name, claim) = bound(&text[..stated.range.start]);
            let name = before(name, "的 之 为 达 约");
            let claim = stated.claim.unwrap_or(match &text[stated.range.end..] {
                rest if rest.starts_with("以上") || rest.starts_with('+') => Claim::Above,
                rest if rest.starts_with("以下") || rest.starts_with("以内") => Claim::Below,
                rest if rest.starts_with("左右") => Claim::Roughly,
                _ => claim,
            });
            if name.len() <= start {
                continue;
            }
            let named = self.names.before(text, start, name.len(), &self.years);
            let named = named.filter(|(whole, _)| whole.is_whole).map(|(whole, _)| whole.id);
            let Some(id) = named.or_else(|| self.total(&text[start..name.len()], &part)) else { continue };
            let Some(series) = self.values.metrics.get(id).filter(|series| series.unit == part.series.unit) else {
                continue;
            };
            let Some((all, all_at)) = Self::number(series, part.year).filter(|(all, _)| *all > Decimal::ZERO) else {
                continue;
            };
            let share = part.now.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(all));
            let Some(share) = share.filter(|share| !holds(*share, &stated, claim)) else { continue };
            let range = stated.range;
            let share = figure::number(share, Some(stated.places.max(1)));
            let message = format!(
                "the text has {}, but {share}% follows from `{}` and `{id}`",
                &self.line.passage.text[range.clone()],
                part.id,
            );
            let Some((span, _)) = self.line.passage.place(range) else { continue };
            let finding = Diagnostic::warning(Code::FigureShare, span, message);
            let finding = finding.label(part.now_at, "the part").label(all_at, "the whole");
            self.found.push(finding.hint(format!("write {share}%, or mend one of the figures")));
        }
    }

    /// The first share between two places, in digits or in words: 94.0%, 九成, 三分之二.
    fn share_in(&self, within: Range<usize>) -> Option<Stated> {
        let nth = self.typed.partition_point(|typed| typed.number.start < within.start);
        let typed = self.typed.get(nth).filter(|typed| typed.whole.end <= within.end && typed.units.contains(&"%"));
        typed.map(|typed| Stated {
            range: typed.whole.clone(),
            value: typed.value,
            slack: typed.slack,
            places: typed.places,
            claim: typed.and_more.then_some(Claim::Above),
        })
    }

    /// The only total of a part's unit whose name has the words of a phrase that says that it is one: 總排放量.
    fn total(&self, phrase: &str, part: &Of) -> Option<&'a str> {
        let says = |text: &str| ["总", "全部", "合计"].iter().any(|word| text.contains(word));
        let wanted = Subject::of(&phrase.replace("全部", ""));
        if !says(phrase) || wanted.is_empty() {
            return None;
        }
        let mut all = self.document.kpis.iter().filter(|row| {
            let name = words::in_place(&row.name);
            let has = |word: &String| name.contains(word.as_str());
            says(&name)
                && row.id != part.id
                && wanted.words.iter().all(has)
                && self.values.metrics.get(&row.id).is_some_and(|series| series.unit == part.series.unit)
        });
        all.next().map(|row| row.id.as_str()).filter(|_| all.next().is_none())
    }
}

/// A share that a text states.
struct Stated {
    range: Range<usize>,
    /// Of a hundred.
    value: Decimal,
    slack: Decimal,
    places: u32,
    /// What it says of itself: 過半.
    claim: Option<Claim>,
}

/// How far, of a hundred, a share may be from the one that words like 約 and 近 stand before.
const ABOUT: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Whether a share is as it is stated.
fn holds(share: Decimal, stated: &Stated, claim: Claim) -> bool {
    let off = share - stated.value;
    match claim {
        Claim::Exactly => off.abs() <= stated.slack,
        Claim::Above => off >= -figure::half(stated.places),
        Claim::Below => off <= figure::half(stated.places),
        Claim::Roughly => off.abs() <= stated.slack.max(ABOUT),
    }
}
