//! Of all years: 連續三年下降, 逐年上升, 創新高.

use super::{LEADS, Of, One, before, behind};
use crate::kpi::typed::read::numeral;
use crate::kpi::ways;
use crate::kpi::when;

impl One<'_, '_> {
    /// 連續三年下降, 逐年上升.
    pub(super) fn runs(&mut self) {
        let text = self.text;
        for word in ["连续", "逐年", "连年"] {
            for (at, _) in text.match_indices(word) {
                let Some(of) = self.of(at).filter(|of| of.is_whole && of.is_plain && of.own.is_none()) else {
                    continue;
                };
                let rest = &text[at + word.len()..];
                let (years, rest) = match word {
                    "连续" => {
                        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                        let spelled = || numeral(rest).map(|(count, length)| (count as usize, length));
                        let Some((count, length)) =
                            rest[..digits].parse().ok().map(|count: usize| (count, digits)).or_else(spelled)
                        else {
                            continue;
                        };
                        let rest = rest[length..].trim_start_matches(['个', ' ']);
                        let rest =
                            ["财政", "财务", "会计"].iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest);
                        let Some(rest) = rest.strip_prefix('年') else { continue };
                        (count, rest.strip_prefix('度').unwrap_or(rest))
                    }
                    _ => (1, rest),
                };
                let rest = behind(rest, "均 都 保持 录得 实现 持续 稳步 有所");
                let Some((word, rises)) = ways::at(rest) else { continue };
                let start = text.len() - rest.len();
                let first = of.year - i32::try_from(years).unwrap_or(0);
                let against = (first..of.year).rev().find_map(|year| {
                    let ((was, was_at), (now, now_at)) =
                        (Self::number(of.series, year)?, Self::number(of.series, year + 1)?);
                    (now == was || (now > was) != rises).then_some((year, was, was_at, now, now_at))
                });
                let Some((year, was, was_at, now, now_at)) = against else { continue };
                let said = if rises { "rose" } else { "fell" };
                let message = format!(
                    "the text says that it {said} each year, but `{}` went from {} to {} in {}",
                    of.id,
                    Self::print(was),
                    Self::print(now),
                    self.reading.period.year_name(year + 1)
                );
                let of = Of { year: year + 1, now_at, ..of };
                self.tell_change(start..start + word.len(), message, &of, (year, was_at));
            }
        }
    }

    /// 創新高, 為三年最低, of years that were as high or low.
    pub(super) fn records(&mut self) {
        let text = self.text;
        for (word, is_high) in [("新高", true), ("新低", false), ("最高", true), ("最低", false)] {
            for (at, _) in text.match_indices(word) {
                let lead = before(&text[..at], "创 历史 历来 历年 再 又 创下 创出 了 续 屡 的");
                // 三年新高.
                let span = when::span_ending(lead);
                let named = span.map_or(lead, |(_, start)| before(&lead[..start], "创 创下 创出 了"));
                let is_of_years = span.is_some() || named.len() < at && (word.starts_with('新') || lead.len() < at);
                let lead = before(named, LEADS);
                let Some(of) = self.of(lead.len()).filter(|of| of.is_whole && of.is_plain && is_of_years) else {
                    continue;
                };
                let first = span.and_then(|(count, _)| Some(of.year + 1 - i32::try_from(count).ok()?));
                let past = of.series.years.range(first.unwrap_or(i32::MIN).min(of.year)..of.year).rev();
                let mut past = past.filter_map(|(year, _)| Some((*year, Self::number(of.series, *year)?)));
                let beaten = past.find(|(_, (was, _))| if is_high { *was >= of.now } else { *was <= of.now });
                let Some((year, (was, was_at))) = beaten else { continue };
                let message = format!(
                    "the text says that it is the {} so far, but `{}` is {} in {} and was {} in {}",
                    if is_high { "highest" } else { "lowest" },
                    of.id,
                    Self::print(of.now),
                    self.reading.period.year_name(of.year),
                    Self::print(was),
                    self.reading.period.year_name(year),
                );
                self.tell_change(at..at + word.len(), message, &of, (year, was_at));
            }
        }
    }
}
