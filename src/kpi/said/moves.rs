//! How a metric moved, as a text has it: 用水量較上年下降; 用水量為12,000立方米，同比上升25%; 用水量由268立方米減至231立方米;
//! 過去三年，用水量分別為…; 用水量連續三年下降; 範圍二佔排放總量的90%.

use std::ops::Range;

use rust_decimal::Decimal;

use super::kind::is_ahead;
use super::lines::Line;
use super::meant::{Meant, Names};
use super::place::{clause, clause_end, sentence};
use super::statement::Reading;
use super::subject::Subject;
use super::worded::shares;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::typed::read::{Typed, figures, level_in, numeral, spelled};
use crate::kpi::when::{self, Named};
use crate::model::{Document, Series, Values};
use crate::source::Span;

/// What says that the year before is compared with.
const COMPARED: &str = "较上年度 较上年 较上一年度 较上一年 较去年度 较去年 较前一年 比上年度 比上年 比去年 比上一年 同比 按年 与上年相比 与去年相比 相比上年 相比去年";

/// What stands between what is compared with and the way it went.
const MANNER: &str = "有所 略有 略微 略 轻微 稍微 明显 显著 大幅 小幅 持续 进一步 仍 录得 则 均 已 再 ， 了";

const RISES: &str = "上升 增加 增长 提升 提高 上涨 增多 攀升 增 升";
const FALLS: &str = "下降 减少 降低 下跌 回落 下滑 缩减 缩短 减 降";

/// By how much, as a noun.
const MORE: &str = "增幅 升幅 涨幅 增长率 升";
const LESS: &str = "降幅 减幅 跌幅";

/// What leads from a name to its figure, and from the way to how much.
const LEADS: &str = "为 是 达到 达 共 约为 了 ： 录得";

/// What leads to what a thing has come to.
const TO: [&str; 2] = ["至", "到"];

/// Bytes of the longest sentence that is read: five hundred Han characters.
const LONGEST: usize = 1500;

/// What makes a sentence one of other changes than those from year to year.
const ELSE: [&str; 13] =
    ["目标", "年均", "复合", "累计", "若", "假如", "假设", "预算", "行业", "同业", "以来", "如果", "年平均"];

/// Holds what lines say of how metrics moved against their figures.
pub(super) fn check(
    reading: &Reading,
    lines: &[Line],
    document: &Document,
    values: &Values,
    found: &mut Vec<Diagnostic>,
) {
    let names = Names::new(document);
    for line in lines.iter().filter(|line| line.case == 0 && !line.is_heading && line.label.is_none()) {
        let text = words::in_place(&line.passage.text);
        if !text.contains(['升', '增', '降', '减', '跌', '涨', '落', '下', '缩', '占', '创', '别', '提', '攀'])
        {
            continue;
        }
        let years = when::named(&text, &reading.period);
        let mut typed = figures(&text, &reading.words);
        typed.extend(spelled(&text, &reading.words));
        typed.sort_by_key(|typed| typed.number.start);
        let mut one = One { reading, line, text: &text, years, typed, names: &names, document, values, found };
        one.ways();
        one.runs();
        one.records();
        one.shares();
        one.lists();
    }
}

/// The words of a list that a text begins with, the longest.
fn with<'l>(text: &str, list: &'l str) -> Option<&'l str> {
    list.split(' ').filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
}

/// A text behind all of some words that it begins with.
fn behind<'t>(mut text: &'t str, list: &str) -> &'t str {
    while let Some(word) = with(text, list) {
        text = &text[word.len()..];
    }
    text
}

/// A text before all of some words that it ends with.
fn before<'t>(mut text: &'t str, list: &str) -> &'t str {
    while let Some(rest) = list.split(' ').filter_map(|word| text.strip_suffix(word)).min_by_key(|rest| rest.len()) {
        text = rest.trim_end();
    }
    text
}

/// One line.
struct One<'a, 'f> {
    reading: &'a Reading<'a>,
    line: &'a Line,
    /// Its text in Simplified.
    text: &'a str,
    years: Vec<Named>,
    typed: Vec<Typed<'a>>,
    names: &'a Names<'a>,
    document: &'a Document,
    values: &'a Values,
    found: &'f mut Vec<Diagnostic>,
}

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
}

/// A metric that a sentence speaks of, in a year.
#[derive(Clone, Copy)]
struct Of<'a> {
    id: &'a str,
    series: &'a Series,
    year: i32,
    now: Decimal,
    now_at: Span,
    is_whole: bool,
    /// Whether the sentence has spoken of nothing else before.
    is_plain: bool,
    /// Whether it says who reports, or when.
    is_led: bool,
    /// The figure that stands between its name and what is said of it.
    own: Option<usize>,
}

impl<'a> One<'a, '_> {
    /// The figure that ends at a place, of all that are typed.
    fn ending(&self, at: usize) -> Option<usize> {
        let nth = self.typed.partition_point(|typed| typed.whole.end < at);
        self.typed.get(nth).filter(|typed| typed.whole.end == at).map(|_| nth)
    }

    /// The figure that starts at a place.
    fn starting(&self, at: usize) -> Option<usize> {
        let nth = self.typed.partition_point(|typed| typed.number.start < at);
        self.typed.get(nth).filter(|typed| typed.number.start == at).map(|_| nth)
    }

    /// The year whose words end at a place.
    fn year_ending(&self, at: usize) -> Option<&Named> {
        let nth = self.years.partition_point(|named| named.range.end < at);
        self.years.get(nth).filter(|named| named.range.end == at)
    }

    /// A metric's figure of a year.
    fn number(series: &Series, year: i32) -> Option<(Decimal, Span)> {
        let amount = series.years.get(&year)?;
        Some((amount.node.number()?, amount.span))
    }

    /// The metric named right before a place, where nothing but its own figure stands between.
    fn of(&self, end: usize) -> Option<Of<'a>> {
        let text = self.text;
        let mut at = text[..end].trim_end_matches(['，', ' ']).len();
        let own = self.ending(at);
        if let Some(own) = own {
            let lead = bound(&text[..self.typed[own].number.start]).0;
            at = before(lead.trim_end(), LEADS).len();
        } else if at < end && text[at..end].contains('，') {
            return None;
        }
        // 無害廢棄物（污泥）為…
        if text[..at].ends_with(['）', ')']) {
            at = text[..at].rfind(['（', '('])?;
        }
        let near = text.floor_char_boundary(at.saturating_sub(LONGEST));
        let start = near + clause(&text[near..], at - near);
        let (Meant { id, is_whole, is_long }, name) = self.names.before(text, start, at, &self.years)?;
        let range = near + sentence(&text[near..], at - near).start..at;
        if near > 0 && range.start == near {
            return None;
        }
        let said = when::without(text, &(range.start..start), &self.years);
        if is_elsewhere(&said) || ELSE.iter().any(|word| text[range.start..end].contains(word)) {
            return None;
        }
        let series = self.values.metrics.get(id)?;
        let year = self.reading.year_of_all(text, &self.years, at, self.line)?;
        let (now, now_at) = Self::number(series, year)?;
        let is_plain = Subject::of(&said).is_empty();
        let is_led = text[range.start..at].len() > name.len();
        let of = Of { id, series, year, now, now_at, is_whole, is_plain, is_led, own };
        // The end of a name tells which it is where its figure does, or nothing stands before it.
        let is_first = || near == 0 && Subject::of(&when::without(text, &(0..start), &self.years)).is_empty();
        let is_own = own.is_some_and(|own| self.is_level(&of, own, now) == Some(true));
        (is_whole && (is_long || is_plain) || is_own || is_first()).then_some(of)
    }

    /// Whether a figure is this one, in its own unit; none where the units have nothing to do with each other.
    fn is_level(&self, of: &Of, nth: usize, number: Decimal) -> Option<bool> {
        let typed = &self.typed[nth];
        let (_, level) = level_in(self.reading.units, &self.reading.words, number, &of.series.unit, typed)?;
        Some((level - typed.value).abs() <= typed.slack)
    }

    /// Whether a figure is told exactly.
    fn is_exact(&self, nth: usize) -> bool {
        let typed = &self.typed[nth];
        let rest = &self.text[typed.whole.end..];
        bound(&self.text[..typed.number.start]).1 == Claim::Exactly
            && !typed.and_more
            && !["以上", "以下", "左右", "+"].iter().any(|word| rest.starts_with(word))
    }

    fn print(number: Decimal) -> String {
        figure::number(number.normalize(), None)
    }

    fn tell(&mut self, code: Code, range: Range<usize>, message: String, of: &Of, other: Option<(Span, String)>) {
        let Some((span, _)) = self.line.passage.place(range) else { return };
        let mut finding = Diagnostic::warning(code, span, message).label(of.now_at, "the figure");
        if let Some((span, label)) = other {
            finding = finding.label(span, label);
        }
        let option = self.reading.period.year_option(of.year);
        let filter = if code == Code::FigureChange { " | change" } else { "" };
        let hint = format!("write {{{{ kpi(\"{}\"{option}){filter} }}}}, or mend one of the figures", of.id);
        self.found.push(finding.hint(hint));
    }

    /// Tells words that say what the figures of two years do not.
    fn tell_change(&mut self, range: Range<usize>, message: String, of: &Of, base: (i32, Span)) {
        let label = match base.0 == of.year - 1 {
            true => "the one of the year before".to_owned(),
            false => format!("the one of {}", self.reading.period.year_name(base.0)),
        };
        self.tell(Code::FigureChange, range, message, of, Some((base.1, label)));
    }

    /// What is compared with, in words that end at a place.
    fn base(&self, end: usize, this: i32) -> Base {
        let text = self.text;
        let end = before(text[..end].trim_end(), MANNER).len();
        let none = Base { year: None, is_told: false, level: None, start: end };
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
                return Base { year: Some(year), is_told: true, level: Some(level), start };
            }
            let named = self.year_ending(at);
            let from = named.map_or(at, |named| named.range.start);
            if let Some(lead) = ["由", "从", "自"].iter().find_map(|word| text[..from].strip_suffix(word)) {
                let year = named.map_or(Some(this - 1), Named::sure);
                return Base { year, is_told: named.is_some(), level: Some(level), start: lead.len() };
            }
            return none;
        }
        match compared(end) {
            Some((year, start)) => Base { year: Some(year), is_told: true, level: None, start },
            None => Base { year: Some(this - 1), ..none },
        }
    }

    /// 較上年下降5%, 由268天減至213天, 增加62人，增幅為2.2%.
    fn ways(&mut self) {
        let text = self.text;
        let mut end = 0;
        for (at, _) in text.char_indices() {
            if at < end {
                continue;
            }
            let rest = &text[at..];
            let way = [(RISES, true, false), (FALLS, false, false), (MORE, true, true), (LESS, false, true)];
            let way = way.into_iter().filter_map(|(list, rises, is_noun)| Some((with(rest, list)?, rises, is_noun)));
            let Some((word, rises, is_noun)) = way.max_by_key(|(word, ..)| word.len()) else { continue };
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
            || of.is_whole && of.is_plain && (is_near || level.is_none() && of.is_led && is_prose());
        if !is_said || !is_meant || self.line.speaks_of_goals() {
            return;
        }
        let base_number = base.year.and_then(|year| Some((year, Self::number(of.series, year)?)));
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
        let Some((base_year, (was, was_at))) = base_number else { return };
        // A base that is neither told nor the year before is open.
        let is_base = base.level.is_none_or(|nth| self.is_level(&of, nth, was) == Some(true));
        let said = sentence(text, word.start).start..word.start;
        let is_other = |named: &Named| named.is_open || named.is_compared && named.sure() != Some(base_year);
        let is_open = !base.is_told && when::inside(&self.years, &said).any(is_other);
        if !is_base || is_open {
            return;
        }
        let Some(change) = of.now.checked_sub(was) else { return };
        if change.is_zero() || change.is_sign_positive() != rises {
            let said = if rises { "rose" } else { "fell" };
            let (from, to) = (Self::print(was), Self::print(of.now));
            let message = format!("the text says that it {said}, but `{}` went from {from} to {to}", of.id);
            return self.tell_change(word, message, &of, (base_year, was_at));
        }
        for nth in changes {
            self.by_how_much(&of, nth, (base_year, was, was_at));
        }
    }

    /// What more is said behind by how much it changed: ，增幅為2.2%; （2.2%）; ，即2.2%; 或2.2%.
    fn more(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let led = ["（", "(", "，即", "，或", "或", "即"].iter().find_map(|word| rest.strip_prefix(word));
        let led = led.map(|rest| behind(rest, "约"));
        let led = led.or_else(|| {
            let rest = rest.strip_prefix('，').unwrap_or(rest);
            let word = [MORE, LESS, RISES, FALLS, "幅度 变幅"].iter().filter_map(|list| with(rest, list));
            Some(behind(&rest[word.max_by_key(|word| word.len())?.len()..], LEADS))
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
        let expected = if is_points {
            is_share.then_some(change.abs())
        } else if is_percent {
            (!is_share).then(|| change.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(was.abs())).flatten()
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

    /// 連續三年下降, 逐年上升.
    fn runs(&mut self) {
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
                let (rises, word) = match (with(rest, RISES), with(rest, FALLS)) {
                    (Some(word), None) => (true, word),
                    (None, Some(word)) => (false, word),
                    _ => continue,
                };
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

    /// 創新高, of years that were as high.
    fn records(&mut self) {
        let text = self.text;
        for (word, is_high) in [("新高", true), ("新低", false)] {
            for (at, _) in text.match_indices(word) {
                let lead = before(&text[..at], "创 历史 历来 再 又 创下 创出 了 续 屡");
                let Some(of) = self.of(lead.len()).filter(|of| of.is_whole && of.is_plain && lead.len() < at) else {
                    continue;
                };
                let past = of.series.years.range(..of.year).rev();
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

    /// 範圍二佔範圍一及範圍二排放總量的90.4%.
    fn shares(&mut self) {
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
        let typed = typed.map(|typed| Stated {
            range: typed.whole.clone(),
            value: typed.value,
            slack: typed.slack,
            places: typed.places,
            claim: typed.and_more.then_some(Claim::Above),
        });
        let worded = || {
            let (range, value, slack, claim) = shares(&self.text[within.clone()]).into_iter().next()?;
            let range = within.start + range.start..within.start + range.end;
            Some(Stated { range, value, slack, places: 1, claim })
        };
        // A figure of something else stands between: 佔九名董事的三成.
        let is_first =
            |stated: &Stated| self.typed.get(nth).is_none_or(|typed| typed.whole.start >= stated.range.start);
        typed.or_else(|| worded().filter(is_first))
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

    /// 過去三年，因工亡故人數分別為0、1及0; 2024/25及2025/26年度的收益分別為….
    fn lists(&mut self) {
        let text = self.text;
        for word in ["分别为", "分别是", "分别录得", "分别达", "依次为"] {
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

/// Whether the words before a clause say of which part it speaks: 在惠州，; 酒店方面，.
fn is_elsewhere(said: &str) -> bool {
    let said = said.trim_end_matches(['，', '、', ' ']);
    let own = &said[clause(said, said.len())..];
    let own = own.trim();
    (own.starts_with(['在', '于', '就', '以'])
        || ["方面", "而言", "地区", "项目", "业务", "厂", "店"].iter().any(|end| own.ends_with(end)))
        && !Subject::of(own).is_empty()
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
