//! A figure for each of several years: 過去三年，用水量分別為….

use std::ops::Range;

use rust_decimal::Decimal;

use super::{ELSE, Of, One, before};
use crate::diag::Code;
use crate::figure;
use crate::kpi::said::kind::is_ahead;
use crate::kpi::said::meant::Meant;
use crate::kpi::said::place::{clause, sentence};
use crate::kpi::said::subject::Subject;
use crate::kpi::typed::read::level_in;
use crate::kpi::when::{self, Named};
use crate::model::Series;

impl<'a> One<'a, '_> {
    /// 過去三年，因工亡故人數分別為0、1及0; 2024/25及2025/26年度的收益分別為….
    pub(super) fn lists(&mut self) {
        let text = self.text;
        for word in ["分别为", "分别是", "分别录得", "分别达", "依次为", "依次是"] {
            for (at, _) in text.match_indices(word) {
                let range = sentence(text, at);
                let start = clause(text, at);
                let name = before(&text[..at], "在 于");
                let Some((meant, _)) = self.names.before(text, start, name.len(), &self.years) else { continue };
                let is_else = ELSE.iter().any(|word| text[range.clone()].contains(word));
                let said = when::without(text, &(range.start..start), &self.years);
                if !meant.is_whole || is_else || is_ahead(&text[range.start..at]) || !Subject::of(&said).is_empty() {
                    continue;
                }
                let named: Vec<&Named> = when::inside(&self.years, &(range.start..at)).collect();
                let values = listed(&text[at + word.len()..range.end]);
                let this = self.reading.year;
                let years: Vec<i32> = match named[..] {
                    // 依次為612噸、598噸及571噸: of the years up to this one, where all but one fit.
                    [] if values.len() > 2 => {
                        (0..values.len()).rev().map(|back| this - i32::try_from(back).unwrap_or(0)).collect()
                    }
                    [one] => match one.span.and_then(|count| i32::try_from(count).ok()) {
                        Some(count) => (this - count + 1..=this).collect(),
                        None => continue,
                    },
                    _ => named.iter().filter_map(|named| named.sure()).collect(),
                };
                let Some(series) = self.values.metrics.get(meant.id).filter(|_| years.len() == values.len()) else {
                    continue;
                };
                if years.len() < 2 || years.iter().any(|year| Self::number(series, *year).is_none()) {
                    continue;
                }
                self.list((meant, series), &years, &values, at + word.len());
            }
        }
    }

    fn list(
        &mut self,
        (meant, series): (Meant<'a>, &'a Series),
        years: &[i32],
        values: &[(Range<usize>, Decimal)],
        offset: usize,
    ) {
        let units = &self.reading.words;
        let last = values.last().map_or(offset, |(range, _)| offset + range.end);
        // The unit behind the last holds for all.
        let typed = self.typed.iter().find(|typed| typed.number.end == last);
        let level = |number: Decimal, value: Decimal, range: &Range<usize>| -> Option<bool> {
            let places = value.scale();
            let slack = figure::half(places);
            let own = self.typed.iter().find(|typed| typed.number.start == offset + range.start);
            match own.or(typed) {
                Some(unit) => {
                    let (_, level) = level_in(self.reading.units, units, number, &series.unit, unit)?;
                    let digits = self.text[unit.number.clone()].replace(',', "").parse::<Decimal>().ok()?;
                    let power = if digits.is_zero() { Decimal::ONE } else { unit.value.checked_div(digits)? };
                    Some((level.checked_div(power)? - value).abs() <= slack)
                }
                None => Some((number - value).abs() <= slack),
            }
        };
        let wrong = |years: &[i32]| -> Option<Vec<usize>> {
            let mut wrong = Vec::new();
            for (nth, (year, (range, value))) in years.iter().zip(values).enumerate() {
                let (number, _) = Self::number(series, *year)?;
                if !level(number, *value, range)? {
                    wrong.push(nth);
                }
            }
            Some(wrong)
        };
        let Some(told) = wrong(years) else { return };
        let back: Vec<i32> = years.iter().rev().copied().collect();
        // In the other order it may be right; where nothing fits it is of something else.
        if wrong(&back).is_none_or(|wrong| wrong.is_empty()) || told.len() * 2 > years.len() {
            return;
        }
        for nth in told {
            let (range, year) = (offset + values[nth].0.start..offset + values[nth].0.end, years[nth]);
            let Some((number, span)) = Self::number(series, year) else { continue };
            let message = format!(
                "the text has {}, `{}` is {} in {}",
                &self.line.passage.text[range.clone()],
                meant.id,
                Self::print(number),
                self.reading.period.year_name(year)
            );
            let of = Of {
                id: meant.id,
                series,
                year,
                now: number,
                now_at: span,
                is_whole: true,
                is_plain: true,
                is_led: true,
                own: None,
            };
            self.tell(Code::FigureDiffers, range, message, &of, None);
        }
    }
}

/// The numbers of an enumeration, each with its place: 0、1及0宗.
fn listed(text: &str) -> Vec<(Range<usize>, Decimal)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        // Only what joins items stands between, and the unit.
        let between = &text[at..start];
        if found.is_empty() && !between.trim().is_empty() || between.chars().count() > 12 || between.contains('（') {
            break;
        }
        let length = text[start..]
            .char_indices()
            .find(|(offset, c)| {
                let next = text[start + offset + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
                !(c.is_ascii_digit() || matches!(c, ',' | '.') && next)
            })
            .map_or(text.len() - start, |(offset, _)| offset);
        let end = start + length;
        let Ok(value) = Decimal::from_str_exact(&text[start..end].replace(',', "")) else { break };
        found.push((start..end, value));
        at = end;
    }
    found
}
