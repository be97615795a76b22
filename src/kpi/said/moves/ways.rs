//! From one year to another: 較上年下降5%, 由268天減至213天, 增加62人，增幅為2.2%.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{LEADS, Of, One, before, behind, with};
use crate::diag::Code;
use crate::figure;
use crate::kpi::said::kind::is_ahead;
use crate::kpi::said::place::sentence;
use crate::kpi::typed::read::level_in;
use crate::kpi::ways;
use crate::kpi::when::{self, Named};
use crate::source::Span;

/// What is compared with.
struct Base {
    /// The year, if that is told or goes without saying.
    year: Option<i32>,
    /// Whether the words say which.
    is_told: bool,
    /// Its figure, where the words have it.
    level: Option<usize>,
    /// Where its words start.
    start: usize,
    /// How many years it is back, where they say only that: 兩年間.
    span: Option<i32>,
}

/// What says that the year before is compared with.
const COMPARED: &str = "较上年度 较上年 较上一年度 较上一年 较去年度 较去年 较前一年 比上年度 比上年 比去年 比上一年 同比 按年 与上年相比 与去年相比 相比上年 相比去年";

/// What stands between what is compared with and the way it went.
const MANNER: &str = "有所 略有 略微 略 轻微 稍微 明显 显著 大幅 小幅 持续 进一步 仍 录得 则 均 已 再 ， 了";

/// By how much, as a noun: 升2.2%.
const ALSO_MORE: &str = "升";

/// Characters within which the next step follows: ，2026年再減至.
const BEFORE_NEXT: usize = 10;

/// What leads to what a thing has come to.
const TO: [&str; 2] = ["至", "到"];

impl One<'_, '_> {
    /// What is compared with, in words that end at a place.
    fn base(&self, end: usize, this: i32) -> Base {
        let text = self.text;
        let end = before(text[..end].trim_end(), MANNER).len();
        let none = Base { year: None, is_told: false, level: None, start: end, span: None };
        let lead = |at: usize| text[..at].trim_end_matches([' ', '的', '之']);
        let compared = |at: usize| -> Option<(i32, usize)> {
            let at = ["相比", "比较", "的水平", "水平"]
                .iter()
                .find_map(|word| text[..at].strip_suffix(word))
                .map_or(at, str::len);
            if let Some(lead) =
                COMPARED.split(' ').filter_map(|word| text[..at].strip_suffix(word)).min_by_key(|lead| lead.len())
            {
                return Some((this - 1, lead.len()));
            }
            // 較2022年; 較基準年（2022年）.
            let inner = text[..at].strip_suffix(['）', ')']);
            let named = self.year_ending(inner.map_or(at, str::len))?;
            let lead = &text[..named.range.start];
            let lead = match inner {
                Some(_) => {
                    let lead = lead.strip_suffix(['（', '('])?;
                    lead.strip_suffix("基准年度").or_else(|| lead.strip_suffix("基准年"))?
                }
                None => lead,
            };
            let lead = ["相较于", "相较", "对比", "较", "比", "与"].iter().find_map(|word| lead.strip_suffix(word))?;
            Some((named.sure()?, lead.len()))
        };
        // 較上年度的2,815人增加98人; 由268天減至213天.
        if let Some(level) = self.ending(end) {
            let at = lead(self.typed[level].number.start).len();
            if let Some((year, start)) = compared(at) {
                return Base { year: Some(year), is_told: true, level: Some(level), start, ..none };
            }
            let named = self.year_ending(at);
            let from = named.map_or(at, |named| named.range.start);
            if let Some(lead) = ["由", "从", "自"].iter().find_map(|word| text[..from].strip_suffix(word)) {
                let year = named.map_or(Some(this - 1), Named::sure);
                return Base { year, is_told: named.is_some(), level: Some(level), start: lead.len(), ..none };
            }
            return none;
        }
        let span = || {
            let (count, start) = when::span_ending(&text[..end])?;
            Some((i32::try_from(count).ok()?, start))
        };
        // 兩年間，用水量減少8%.
        let first = || {
            let lead = &text[sentence(text, end).start..];
            let (count, start) = when::span_ending(&lead[..lead.find('，')?])?;
            lead[..start].trim().is_empty().then(|| i32::try_from(count).ok()).flatten()
        };
        match compared(end).or_else(|| span().map(|(count, start)| (this - count, start))) {
            Some((year, start)) => {
                let span = span().filter(|(_, of)| *of == start).map(|(count, _)| count);
                Base { year: Some(year), is_told: true, start, span, ..none }
            }
            None => match first() {
                Some(count) => Base { year: Some(this - count), is_told: true, span: Some(count), ..none },
                None => Base { year: Some(this - 1), ..none },
            },
        }
    }

    /// 較上年下降5%, 由268天減至213天, 增加62人，增幅為2.2%.
    pub(super) fn ways(&mut self) {
        let text = self.text;
        let mut end = 0;
        for (at, _) in text.char_indices() {
            if at < end {
                continue;
            }
            let rest = &text[at..];
            let noun = |list, rises| with(rest, list).map(|word| (word, rises, true));
            let verb = ways::at(rest).map(|(word, rises)| (word, rises, false));
            let nouns = [noun(ways::MORE, true), noun(ALSO_MORE, true), noun(ways::LESS, false)];
            let all = verb.into_iter().chain(nouns.into_iter().flatten());
            let Some((word, rises, is_noun)) = all.max_by_key(|(word, ..)| word.len()) else { continue };
            end = at + word.len();
            self.way(at..end, rises, is_noun);
        }
    }

    fn way(&mut self, word: Range<usize>, rises: bool, is_noun: bool) {
        let text = self.text;
        let this = self.reading.year;
        let base = self.base(word.start, this);
        let Some(of) = self.of(base.start) else { return };
        if is_ahead(&text[sentence(text, word.start).start..word.start]) {
            return;
        }
        let base = if of.year == this { base } else { self.base(word.start, of.year) };
        // What it came to, and by how much.
        let rest = behind(&text[word.end..], "了 幅度 约");
        let mut at = text.len() - rest.len();
        let mut changes = Vec::new();
        let mut level = None;
        let leads = |at: usize| text.len() - behind(&text[at..], LEADS).len();
        let to = |one: &Self, at: usize| {
            let rest = TO.iter().find_map(|word| text[at..].strip_prefix(word))?;
            let mut at = text.len() - rest.len();
            let nth = one.years.partition_point(|named| named.range.start < at);
            if let Some(named) = one.years.get(nth).filter(|named| named.range.start == at) {
                at = named.range.end;
            }
            let rest = text[at..].trim_start_matches(['的', '约', ' ']);
            let nth = one.starting(text.len() - rest.len())?;
            Some((nth, one.typed[nth].whole.end))
        };
        let is_to = TO.iter().any(|word| text[at..].starts_with(word));
        if let Some((nth, end)) = to(self, at) {
            level = Some(nth);
            at = end;
        } else if is_to {
            return;
        } else if let Some(nth) = self.starting(leads(at)) {
            changes.push(nth);
            at = self.typed[nth].whole.end;
            if let Some((nth, end)) = to(self, at) {
                level = Some(nth);
                at = end;
            }
        }
        // 由A減至B，再減至C: B lies between.
        let next = text[at..sentence(text, word.start).end].chars().take(BEFORE_NEXT).collect::<String>();
        if level.is_some() && next.contains('再') {
            return;
        }
        if level.is_some() || !changes.is_empty() {
            changes.extend(self.more(at));
        }
        // Single characters are words only before what it came to; nouns only before how much.
        let is_short = word.len() == '升'.len_utf8();
        if is_short && level.is_none() || is_noun && changes.is_empty() {
            return;
        }
        let is_said = base.is_told || level.is_some() || !changes.is_empty();
        // Without a word of what is compared with, what it was or has come to tells that the metric is meant, or that
        // nothing but who reports and when stands before its name.
        let levels = [of.own, base.level, level].into_iter().flatten();
        let is_any = |nth: usize| {
            let mut all = of.series.years.keys().filter_map(|year| Self::number(of.series, *year));
            all.any(|(number, _)| self.is_level(&of, nth, number) == Some(true))
        };
        let is_same = levels.into_iter().any(is_any);
        let is_near = level.is_some_and(|nth| self.is_near(&of, nth, of.now));
        let is_prose = || text[sentence(text, word.start).end..].starts_with(['。', '；', '！']);
        let is_meant = base.is_told
            || is_same
            || of.is_whole
                && of.is_plain
                && (is_near || level.is_none() && (of.is_led || !changes.is_empty()) && is_prose());
        if !is_said || !is_meant || self.line.speaks_of_goals() {
            return;
        }
        // 過去三年 may begin with the year after.
        let first =
            |year: i32| (year..=year + base.span.unwrap_or(0).min(1)).find(|year| of.series.years.contains_key(year));
        let base_number = base.year.and_then(first).and_then(|year| Some((year, Self::number(of.series, year)?)));
        if let (Some(nth), Some((year, (number, span)))) = (base.level, base_number) {
            self.base_level(&of, nth, &base, (year, number, span));
        }
        if let Some(nth) = level.filter(|nth| self.is_exact(*nth))
            && self.is_level(&of, nth, of.now) == Some(false)
        {
            let range = self.typed[nth].whole.clone();
            let name = self.reading.period.year_name(of.year);
            let message = format!(
                "the text has {}, `{}` is {} in {name}",
                &self.line.passage.text[range.clone()],
                of.id,
                self.reading.with_unit(&Self::print(of.now), &of.series.unit)
            );
            return self.tell(Code::FigureDiffers, range, message, &of, None);
        }
        let Some((base_year, (was, _))) = base_number else { return };
        // A base that is neither told nor the year before is open.
        let is_base = base.level.is_none_or(|nth| self.is_level(&of, nth, was) == Some(true));
        let said = sentence(text, word.start).start..word.start;
        let is_other = |named: &Named| named.is_open || named.is_compared && named.sure() != Some(base_year);
        let is_open = !base.is_told && when::inside(&self.years, &said).any(is_other);
        if !is_base || is_open {
            return;
        }
        // 過去三年 are two steps, or three.
        let (span, known) = (base.span.unwrap_or(0), self.found.len());
        for year in (base_year..=base_year + span.min(1)).rev().filter(|year| *year < of.year) {
            let Some((was, was_at)) = Self::number(of.series, year) else { continue };
            self.found.truncate(known);
            self.moved(&of, word.clone(), rises, &changes, (year, was, was_at));
            if self.found.len() == known {
                return;
            }
        }
    }

    /// Which way it went, and by how much.
    fn moved(&mut self, of: &Of, word: Range<usize>, rises: bool, changes: &[usize], base: (i32, Decimal, Span)) {
        let (base_year, was, was_at) = base;
        let Some(change) = of.now.checked_sub(was) else { return };
        if change.is_zero() || change.is_sign_positive() != rises {
            let said = if rises { "rose" } else { "fell" };
            let (from, to) = (Self::print(was), Self::print(of.now));
            let message = format!("the text says that it {said}, but `{}` went from {from} to {to}", of.id);
            return self.tell_change(word, message, of, (base_year, was_at));
        }
        for nth in changes {
            self.by_how_much(of, *nth, base);
        }
    }

    /// What more is said behind by how much it changed: ，增幅為2.2%; （2.2%）; ，即2.2%; 或2.2%.
    fn more(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let led = ["（", "(", "，即", "，或", "或", "即"].iter().find_map(|word| rest.strip_prefix(word));
        let led = led.map(|rest| behind(rest, "约"));
        let led = led.or_else(|| {
            let rest = rest.strip_prefix('，').unwrap_or(rest);
            let nouns = [ways::MORE, ways::LESS, "幅度 变幅"].into_iter().filter_map(|list| with(rest, list));
            let word = nouns.chain(ways::at(rest).map(|(word, _)| word)).max_by_key(|word| word.len())?;
            Some(behind(&rest[word.len()..], LEADS))
        });
        self.starting(self.text.len() - led?.len())
    }

    /// The figure that is compared with: 較上年度的2,815人.
    fn base_level(&mut self, of: &Of, nth: usize, base: &Base, (year, number, span): (i32, Decimal, Span)) {
        let is_other = |other: &i32| {
            Self::number(of.series, *other).is_some_and(|(number, _)| self.is_level(of, nth, number) == Some(true))
        };
        // 由A減至B may be of any two years.
        let is_known = !base.is_told && of.series.years.keys().any(is_other);
        if is_known || !self.is_exact(nth) || self.is_level(of, nth, number) != Some(false) {
            return;
        }
        let is_meant = || of.is_whole && self.is_near(of, nth, number);
        if !base.is_told && !is_meant() {
            return;
        }
        let range = self.typed[nth].whole.clone();
        let name = self.reading.period.year_name(year);
        let message = format!(
            "the text has {}, `{}` is {} in {name}",
            &self.line.passage.text[range.clone()],
            of.id,
            self.reading.with_unit(&Self::print(number), &of.series.unit)
        );
        let of = Of { year, now_at: span, ..*of };
        self.tell(Code::FigureDiffers, range, message, &of, None);
    }

    /// Whether a figure is so near to another that it is that one with a slip.
    fn is_near(&self, of: &Of, nth: usize, number: Decimal) -> bool {
        /// How far a slip in the last digits goes.
        const NEAR: Decimal = Decimal::from_parts(15, 0, 0, false, 2);
        let typed = &self.typed[nth];
        let level = level_in(self.reading.units, &self.reading.words, number, &of.series.unit, typed);
        level.is_some_and(|(_, level)| (level - typed.value).abs() <= level.abs() * NEAR)
    }

    /// A change in per cent, in points or in the metric's unit.
    fn by_how_much(&mut self, of: &Of, nth: usize, (base_year, was, was_at): (i32, Decimal, Span)) {
        let stated = &self.typed[nth];
        let Some(change) = of.now.checked_sub(was).filter(|_| self.is_exact(nth)) else { return };
        let is_share = of.series.unit == "%";
        let (is_points, is_percent) = (stated.units.contains(&"pp"), stated.units.contains(&"%"));
        if is_share && is_percent {
            return self.points(of, nth, change, (base_year, was, was_at));
        }
        let is_times = stated.units.contains(&"fold");
        let expected = if is_times {
            change.abs().checked_div(was.abs())
        } else if is_points {
            is_share.then_some(change.abs())
        } else if is_percent {
            change.abs().checked_mul(Decimal::ONE_HUNDRED).and_then(|change| change.checked_div(was.abs()))
        } else {
            let (units, words) = (self.reading.units, &self.reading.words);
            level_in(units, words, change.abs(), &of.series.unit, stated).map(|(_, level)| level)
        };
        let Some(expected) = expected.filter(|expected| (expected - stated.value).abs() > stated.slack) else { return };
        let whole = stated.whole.clone();
        let places = Some(if is_percent { stated.places.max(1) } else { stated.places });
        // In the power of ten that was typed.
        let digits = self.text[stated.number.clone()].replace(',', "").parse::<Decimal>();
        let power = digits.ok().and_then(|digits| stated.value.checked_div(digits)).unwrap_or(Decimal::ONE);
        let message = format!(
            "the text has {}, but `{}` went from {} to {}, which is {}{}",
            &self.line.passage.text[whole.clone()],
            of.id,
            Self::print(was),
            Self::print(of.now),
            figure::number(expected.checked_div(power).unwrap_or(expected), places),
            self.line.passage.text[stated.number.end..whole.end].trim(),
        );
        self.tell_change(whole, message, of, (base_year, was_at));
    }

    /// A change in per cent of what is itself in per cent: percentage points are meant, unless it is of the former.
    fn points(&mut self, of: &Of, nth: usize, change: Decimal, (base_year, was, was_at): (i32, Decimal, Span)) {
        let stated = &self.typed[nth];
        let percent = |part: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(was.abs());
        let rounded = figure::half(was.scale()) + figure::half(of.now.scale());
        let (Some(relative), Some(slack)) = (percent(change.abs()), percent(rounded)) else { return };
        // What is so many points to the last place is meant as that.
        let is_points = (change.abs() - stated.value).abs() <= stated.slack;
        let slack = if is_points { Decimal::ZERO } else { slack };
        if (relative - stated.value).abs() <= stated.slack + slack {
            return;
        }
        let whole = stated.whole.clone();
        let message = format!(
            "the text has {}, but `{}` went from {} to {}, which is {} percentage points",
            &self.line.passage.text[whole.clone()],
            of.id,
            Self::print(was),
            Self::print(of.now),
            Self::print(change.abs()),
        );
        self.tell_change(whole, message, of, (base_year, was_at));
    }
}
