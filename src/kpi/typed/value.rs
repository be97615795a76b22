//! Figures that are a metric's by their value alone: of the year that is meant, of another one, in another unit.

use super::read::{Typed, clause, sentence};
use super::{About, Checks};
use crate::diag::{Code, Diagnostic};
use crate::kpi::when::{self, Named};
use crate::model::Passage;
use crate::model::units::is_measured;

/// Digits from which on a figure is that of a metric by its value alone: four are no coincidence.
const TELLING: usize = 4;

/// What a name ends in that goes without saying: 柴油71,980升 of 柴油用量.
const AMOUNTS: [&str; 6] = ["使用量", "消耗量", "用量", "排放量", "总量", "總量"];

impl<'a> Checks<'a> {
    /// A figure without a name before it, of so many digits that only one metric can be meant. `text` is the passage's in
    /// Simplified.
    pub(super) fn by_value(
        &self,
        passage: &Passage,
        text: &str,
        typed: &Typed<'a>,
        years: &[Named],
        found: &mut Vec<Diagnostic>,
    ) {
        let digits = passage.text[typed.number.clone()].trim_start_matches(['0', '.', ',']);
        if digits.chars().filter(char::is_ascii_digit).count() < TELLING || typed.and_more {
            return;
        }
        let same = self.by_value.get(&typed.value.normalize()).map(Vec::as_slice).unwrap_or_default();
        let all: Vec<About> = same
            .iter()
            .filter_map(|(id, year)| self.about(id, *year, typed))
            .filter(|about| about.number == typed.value)
            .collect();
        match (&all[..], same) {
            ([about], _) if self.speaks_of(&passage.text, about.id) => {
                if self.year_of(text, typed.number.start, None, years) == Some(about.year) {
                    self.offer(passage, typed, about, found);
                } else {
                    self.other_year(passage, text, typed, about, years, found);
                }
            }
            ([], [(id, year)]) => self.other_quantity(passage, text, typed, (id, *year), found),
            _ => {}
        }
    }

    /// 2025年用電176,520兆瓦時, which is what it was in 2024.
    fn other_year(
        &self,
        passage: &Passage,
        text: &str,
        typed: &Typed<'a>,
        about: &About<'a>,
        years: &[Named],
        found: &mut Vec<Diagnostic>,
    ) {
        /// What makes a figure one that another is held against, or of more than a year.
        const ELSE: [&str; 12] = ["由", "从", "自", "较", "比", "分别", "基准", "累计", "目标", "起", "各年", "重列"];
        let at = typed.number.start;
        let (start, clause) = (sentence(text, at), clause(text, at));
        let Some(said) = when::last(years, &(start..at)) else { return };
        let beside = text[typed.whole.end..].starts_with(['（', '(']);
        let between = &text[said.range.end.max(clause).min(at)..at];
        let is_one = when::inside(years, &(said.range.end..at)).next().is_none()
            && !ELSE.iter().any(|word| between.contains(word) || text[start..at].contains("分别"));
        let year = said.sure().filter(|_| !said.is_part && is_one && !beside);
        let Some(right) = year.and_then(|year| self.about(about.id, year, typed)) else { return };
        if when::is_of_part(text, &(start..at), years, &self.book.period) || right.year == about.year {
            return;
        }
        let Some((place, _)) = passage.place(typed.whole.clone()) else { return };
        let name = |year| self.book.period.year_name(year);
        let message = format!(
            "the text has {} for {}, but this is the figure of `{}` for {}",
            &passage.text[typed.whole.clone()],
            name(right.year),
            about.id,
            name(about.year)
        );
        let finding = Diagnostic::warning(Code::FigureDiffers, place, message);
        let finding = finding.label(about.span, "this figure").label(right.span, "the one of the year");
        let option = self.book.period.year_option(right.year);
        found.push(finding.hint(format!("write {{{{ kpi(\"{}\"{option}) }}}}, or mend the year", about.id)));
    }

    /// 用水176,520噸 where the metric has 176,520立方米.
    fn other_quantity(
        &self,
        passage: &Passage,
        text: &str,
        typed: &Typed<'a>,
        (id, year): (&'a str, i32),
        found: &mut Vec<Diagnostic>,
    ) {
        let Some(series) = self.book.values.metrics.get(id) else { return };
        let units = &self.report.kpis.units;
        let digits = typed.value.normalize().mantissa().to_string();
        let is_telling = digits.trim_end_matches('0').len() >= TELLING;
        let is_measured = typed.units.iter().chain([&series.unit.as_str()]).any(|unit| is_measured(units, unit));
        let own = &passage.text[sentence(text, typed.number.start)..typed.whole.end];
        // 噸／百萬元 goes on behind the unit.
        let goes_on = text[typed.whole.end..].starts_with(['/', '／', '每']);
        if !is_telling || !is_measured || goes_on || !self.speaks_of(own, id) {
            return;
        }
        let Some((place, _)) = passage.place(typed.whole.clone()) else { return };
        let Some(amount) = series.years.get(&year) else { return };
        let Ok(quantity) = self.book.quantity(id, year) else { return };
        let (number, unit) = (self.book.print(&quantity).number, self.book.unit_text(&series.unit));
        let words = &passage.text[typed.whole.clone()];
        let message = format!("the text has {words}, `{id}` is {number}{unit}: a unit of another quantity");
        let finding =
            Diagnostic::warning(Code::FigureDiffers, place, message).label(amount.span, "the metric's figure");
        let option = self.book.period.year_option(year);
        found.push(finding.hint(format!("write {{{{ kpi(\"{id}\"{option}) }}}}, or mend the unit of one of the two")));
    }

    /// Whether a text has half of a metric's name, in pairs of neighbouring characters.
    fn speaks_of(&self, text: &str, id: &str) -> bool {
        let Some(kpi) = self.report.kpis.kpis.get(id) else { return false };
        let name = self.name(kpi);
        let stem = AMOUNTS.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
        let letters: Vec<char> = if stem.chars().count() > 1 { stem } else { name }.chars().collect();
        let said = letters.windows(2).filter(|pair| text.contains(&pair.iter().collect::<String>())).count();
        said > 0 && said * 2 >= letters.len() - 1
    }
}
