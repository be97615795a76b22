//! How a metric moved, as a text has it: 用水量較上年下降; 用水量為12,000立方米，同比上升25%; 用水量由268立方米減至231立方米;
//! 過去三年，用水量分別為…; 用水量連續三年下降; 範圍二佔排放總量的90%.

mod portions;
mod runs;
mod ways;
mod years;

use std::ops::Range;

use rust_decimal::Decimal;

use super::lines::Line;
use super::meant::{Meant, Names};
use super::place::{clause, sentence};
use super::statement::Reading;
use super::subject::Subject;
use super::tenths;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::scope;
use crate::kpi::typed::read::{Typed, level_in};
use crate::kpi::when::{self, Named};
use crate::model::{Document, Series, Values};
use crate::source::Span;

/// What leads from a name to its figure, and from the way to how much.
pub(super) const LEADS: &str = "为 是 达到 达 共 约为 了 ： 录得";

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
        if !text.contains([
            '升', '增', '降', '减', '跌', '涨', '落', '下', '缩', '占', '创', '别', '提', '攀', '依', '最', '倍',
        ]) {
            continue;
        }
        let years = when::named(&text, &reading.period);
        let typed = tenths::all(&text, &reading.words);
        let mut one = One { reading, line, text: &text, years, typed, names: &names, document, values, found };
        one.ways();
        one.runs();
        one.records();
        one.shares();
        one.lists();
    }
}

/// The words of a list that a text begins with, the longest.
pub(super) fn with<'l>(text: &str, list: &'l str) -> Option<&'l str> {
    list.split(' ').filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
}

/// A text behind all of some words that it begins with.
pub(super) fn behind<'t>(mut text: &'t str, list: &str) -> &'t str {
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
        if let Some(of) = self.of_expression(at, end, own) {
            return Some(of);
        }
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
        if scope::frame(text, range.start, start, &self.years).is_some()
            || ELSE
                .iter()
                .any(|word| [&text[range.start..start], &text[at..end]].iter().any(|text| text.contains(word)))
        {
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

    /// The metric of the only figure of a clause, where an expression prints it: what it is of needs no name.
    /// 共接獲{{ … }}投訴，較上年度上升14.2%.
    fn of_expression(&self, at: usize, end: usize, own: Option<usize>) -> Option<Of<'a>> {
        let text = self.text;
        let near = text.floor_char_boundary(at.saturating_sub(LONGEST));
        let start = near + clause(&text[near..], at - near);
        let last = self.typed.partition_point(|typed| typed.whole.end <= at).checked_sub(1)?;
        let is_only = self.typed[last].number.start >= start
            && last.checked_sub(1).is_none_or(|before| self.typed[before].number.start < start);
        let (own_at, number) = (&self.line.own, self.typed[last].number.start);
        let nth = own_at.partition_point(|printed| printed.at.end <= number);
        let printed = own_at.get(nth).filter(|printed| printed.at.contains(&number))?;
        let behind = text.get(self.typed[last].whole.end..at)?;
        let before = text.get(start..printed.at.start)?;
        let is_noun = !behind.contains(|c: char| "增升降减跌涨缩占较比为达".contains(c) || !c.is_alphabetic());
        let from = near + sentence(&text[near..], at - near).start;
        if !is_only
            || printed.is_change
            || !(is_noun && text[at..end].starts_with('，') || own == Some(last))
            || near > 0 && from == near
            || before.contains(|c: char| "增升降减跌涨缩占较比".contains(c))
            || from > printed.at.start
            || scope::frame(text, from, printed.at.start, &self.years).is_some()
            || ELSE.iter().any(|word| text[from..end].contains(word))
        {
            return None;
        }
        let series = self.values.metrics.get(&printed.metric)?;
        let (now, now_at) = Self::number(series, printed.year)?;
        let (id, year) = (printed.metric.as_str(), printed.year);
        let of = Of { id, series, year, now, now_at, is_whole: true, is_plain: true, is_led: true, own: Some(last) };
        Some(of)
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
}
