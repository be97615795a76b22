//! Figures that authors typed instead of taking them from the data: the same, or not the same.
//!
//! A figure is held against a metric only where nothing else can be meant: the metric's name stands right before it, in
//! the same clause, with nothing but the reporting company and the year in front. Everything else stays silent.

pub(super) mod read;
mod value;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::book::Book;
use super::bound::{Claim, bound};
use super::expression::{Quantity, Style};
use super::scope;
use super::when::{self, Named};
use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::figure;
use crate::model::units::is_measured;
use crate::model::{Block, BlockKind, Edition, Given, Kpi, Locale, Passage, Report, Values, Visit};
use crate::source::{SourceId, Sources, Span};
use read::{Typed, UnitWords, clause, figures, level_in, sentence};

/// How far from the truth a figure with 約 or 近 may be.
const ABOUT: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// What may stand between a metric's name and its figure.
const LINKS: &str = "為 为 達到 达到 達 达 是 共計 共计 合共 合計 合计 總計 总计 共 有 僅 仅 的 ： :";

/// What may stand before a metric's name: who reports, and when.
const REPORTER: &str = "本集團 本集团 集團 集团 本公司 公司 我們 我们 本年度 本年 年度 年內 年内 報告期內 报告期内 報告期 报告期 期內 期内 全年 的 於 于 舉辦 举办 開展 开展 組織 组织 進行 进行 完成 共 合共 已";

/// What a name ends in that only says how its figure is counted.
const QUANTITY: &str =
    "總人數 总人数 人數 人数 總次數 总次数 次數 次数 場次 场次 總量 总量 數量 数量 總數 总数 總時數 总时数 時數 时数";

/// Tells figures typed in the chapters that a metric gives as well: those that agree, as a note with the expression, and
/// those that do not.
pub fn check_prose(
    report: &Report,
    values: &Values,
    locale: &Locale,
    passages: &[Passage],
    sources: &Sources,
    sink: &mut Sink,
) {
    let chapters: Vec<SourceId> = report.chapters.iter().map(|chapter| chapter.source).collect();
    let (period, draft) = (report.config.period, report.config.draft);
    let book = Book { locale, year: period.year(), period, draft, values, words: &report.kpis };
    let checks = Checks {
        report,
        sources,
        book,
        words: UnitWords::new(&report.kpis.units),
        by_value: by_value(&book),
        by_name: by_name(report, locale.edition()),
    };
    let mut goals = Goals::default();
    report.chapters.iter().for_each(|chapter| goals.chapter(chapter));
    let mut found = Vec::new();
    for passage in passages {
        if passage.start().is_some_and(|start| chapters.contains(&start.source) && !goals.has(start)) {
            checks.passage(passage, &mut found);
        }
    }
    for mut finding in found {
        let default = if finding.code == Code::TypedFigure { Severity::Note } else { Severity::Warning };
        if let Some(severity) = report.config.checks.0.get(&finding.code).copied().unwrap_or(Some(default)) {
            finding.severity = severity;
            sink.push(finding);
        }
    }
}

/// Components that tell of what is to be reached.
#[derive(Default)]
struct Goals(Vec<Span>);

impl<'a> Visit<'a> for Goals {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Component(component) = &block.kind
            && component.is_given(Given::Progress)
        {
            self.0.push(block.span);
        }
        self.inside_block(block);
    }
}

impl Goals {
    fn has(&self, place: Span) -> bool {
        let at = place.range().start;
        self.0.iter().any(|span| span.source == place.source && span.range().contains(&at))
    }
}

struct Checks<'a> {
    report: &'a Report,
    sources: &'a Sources,
    book: Book<'a>,
    words: UnitWords<'a>,
    by_value: BTreeMap<Decimal, Vec<(&'a str, i32)>>,
    by_name: ByName<'a>,
}

/// Names of metrics, each with its metrics and whether it is the whole name of one; and the lengths of the names that
/// begin alike.
#[derive(Default)]
struct ByName<'a> {
    names: HashMap<&'a str, Vec<(&'a str, bool)>>,
    lengths: HashMap<&'a str, BTreeSet<usize>>,
}

/// Metrics of one name that are looked at: of two, neither can be meant.
const MOST_ALIKE: usize = 20;

/// Characters by which a name is looked for.
const BEGINNING: usize = 2;

/// Characters of the shortest name that tells by itself which metric is meant: one of two is a word like any other, and
/// tells it only where the sentence has spoken of nothing else.
const TELLING_NAME: usize = 3;

/// How a name or a text begins; none if it is too short.
fn beginning(text: &str) -> Option<&str> {
    let (at, last) = text.char_indices().nth(BEGINNING - 1)?;
    text.get(..at + last.len_utf8())
}

/// A metric's name in the source edition, without what stands in brackets behind it.
fn name_of(kpi: &Kpi, edition: Edition) -> &str {
    let name = kpi.name.text(edition);
    name.split(['（', '(']).next().unwrap_or_default().trim()
}

/// The names of a report's metrics.
fn by_name(report: &Report, edition: Edition) -> ByName<'_> {
    let mut all = ByName::default();
    for (id, kpi) in &report.kpis.kpis {
        let name = name_of(kpi, edition);
        let stem = QUANTITY.split(' ').find_map(|word| name.strip_suffix(word)).map(|stem| (stem, false));
        let stem = stem.filter(|(stem, _)| stem.chars().count() >= TELLING_NAME);
        for (name, is_whole) in std::iter::once((name, true)).chain(stem) {
            if let Some(begins) = beginning(name) {
                all.names.entry(name).or_default().push((id, is_whole));
                all.lengths.entry(begins).or_default().insert(name.len());
            }
        }
    }
    all
}

/// Metrics and years by what they come to, in every unit that they can be shown in.
fn by_value<'a>(book: &Book<'a>) -> BTreeMap<Decimal, Vec<(&'a str, i32)>> {
    let mut all: BTreeMap<Decimal, Vec<(&str, i32)>> = BTreeMap::new();
    for (id, series) in &book.values.metrics {
        for (year, amount) in &series.years {
            if let Some(number) = amount.node.number() {
                all.entry(number.normalize()).or_default().push((id, *year));
            }
        }
    }
    all
}

/// A metric's name in a text.
struct Name<'a> {
    /// Where it starts.
    start: usize,
    /// The metric.
    id: &'a str,
    /// Whether it is the whole name.
    is_whole: bool,
}

/// A metric that a figure is about.
struct About<'a> {
    id: &'a str,
    year: i32,
    /// What it comes to, in the unit typed.
    number: Decimal,
    /// The id of the unit typed.
    unit: &'a str,
    /// Where the metric's figure stands.
    span: Span,
}

impl<'a> Checks<'a> {
    fn passage(&self, passage: &Passage, found: &mut Vec<Diagnostic>) {
        let text = passage.text.as_str();
        let typed = figures(text, &self.words);
        if typed.is_empty() {
            return;
        }
        let names = self.names_in(text);
        let simple = words::in_place(text);
        let years = when::named(&simple, &self.book.period);
        for figure in &typed {
            match self.named(&simple, figure, &names, &years) {
                Some((about, claim)) => self.judge(passage, figure, &about, claim, found),
                None => self.by_value(passage, &simple, figure, &years, found),
            }
        }
    }

    /// Where the metrics' names end in a text, with their starts. A name may leave out what its unit says again:
    /// 安全培訓 of 安全培訓場次.
    fn names_in(&self, text: &str) -> BTreeMap<usize, Vec<Name<'a>>> {
        let mut ends: BTreeMap<usize, Vec<Name>> = BTreeMap::new();
        for (start, _) in text.char_indices() {
            let begins = beginning(&text[start..]);
            for length in begins.and_then(|begins| self.by_name.lengths.get(begins)).into_iter().flatten() {
                let known = text.get(start..start + length).and_then(|name| self.by_name.names.get(name));
                // Of a name that many have nobody knows whose it is.
                for (id, is_whole) in known.iter().flat_map(|known| known.iter().take(MOST_ALIKE)) {
                    ends.entry(start + length).or_default().push(Name { start, id, is_whole: *is_whole });
                }
            }
        }
        ends
    }

    fn name<'k>(&self, kpi: &'k Kpi) -> &'k str {
        name_of(kpi, self.book.edition())
    }

    /// The metric whose name stands right before a figure; none where several could be meant. The text is in Simplified.
    fn named(
        &self,
        text: &str,
        typed: &Typed<'a>,
        names: &BTreeMap<usize, Vec<Name<'a>>>,
        years: &[Named],
    ) -> Option<(About<'a>, Claim)> {
        let (end, names) = names.range(..=typed.number.start).next_back()?;
        let (between, claim) = bound(&text[*end..typed.number.start]);
        let between = *end..*end + between.len();
        let own_year = when::inside(years, &between).next_back();
        let between = when::without(text, &between, years);
        if !is_made_of(&between, LINKS) {
            return None;
        }
        let is_ahead = super::said::is_ahead(&text[sentence(text, typed.number.start)..typed.number.start]);
        if is_ahead || super::said::goal_behind(&text[typed.whole.end..]) {
            return None;
        }
        // A part of a name speaks of the metric only where the figure ends what is said: 女性員工100人參加 does not.
        let is_all = !text[typed.whole.end..].starts_with(|next: char| next.is_alphanumeric());
        let fitting = names.iter().filter(|name| name.is_whole || is_all).filter_map(|name| {
            let before = clause(text, name.start)..name.start;
            let year = self.year_of(text, name.start, own_year, years)?;
            Some((name, when::without(text, &before, years), self.about(name.id, year, typed)?))
        });
        let mut fitting: Vec<_> = fitting.collect();
        let first = fitting.iter().map(|(name, ..)| name.start).min()?;
        fitting.retain(|(name, ..)| name.start == first);
        let [(name, before, _)] = &fitting[..] else { return None };
        if !is_made_of(before, REPORTER) {
            return None;
        }
        let earlier = sentence(text, name.start)..clause(text, name.start);
        if scope::frame(text, earlier.start, name.start, years).is_some() {
            return None;
        }
        let is_short = text[name.start..*end].chars().count() < TELLING_NAME;
        if is_short && super::said::names_something(&when::without(text, &earlier, years)) {
            return None;
        }
        let claim = if typed.and_more { Claim::Above } else { claim };
        fitting.pop().map(|(.., about)| (about, claim))
    }

    /// The year that a place speaks of: that which stands right beside it, else the last that the sentence names. None
    /// where that is open, and where only a part of a year is meant.
    fn year_of(&self, text: &str, at: usize, beside: Option<&Named>, years: &[Named]) -> Option<i32> {
        let said = sentence(text, at)..at;
        if when::is_of_part(text, &said, years, &self.book.period) {
            return None;
        }
        let in_clause = || when::inside(years, &(clause(text, at)..at)).next_back();
        match beside.or_else(in_clause).or_else(|| when::last(years, &said)) {
            Some(named) => named.sure().filter(|_| !named.is_part),
            None => Some(self.book.year),
        }
    }

    /// A metric's figure of a year in the unit that was typed.
    fn about(&self, id: &'a str, year: i32, typed: &Typed<'a>) -> Option<About<'a>> {
        let series = self.book.values.metrics.get(id)?;
        let amount = series.years.get(&year)?;
        let number = amount.node.number()?;
        let units = &self.report.kpis.units;
        let (unit, number) = level_in(units, &self.words, number, &series.unit, typed)?;
        Some(About { id, year, number, unit, span: amount.span })
    }

    fn judge(
        &self,
        passage: &Passage,
        typed: &Typed<'a>,
        about: &About<'a>,
        claim: Claim,
        found: &mut Vec<Diagnostic>,
    ) {
        let About { id, year, number, .. } = *about;
        let option = self.book.period.year_option(year);
        let year = self.book.period.year_name(year);
        let holds = match claim {
            Claim::Exactly => (number - typed.value).abs() <= typed.slack,
            Claim::Above => number > typed.value || (typed.and_more && number >= typed.value),
            Claim::Below => number < typed.value,
            Claim::Roughly => (number - typed.value).abs() <= number.abs() * ABOUT,
        };
        if holds {
            if claim == Claim::Exactly {
                self.offer(passage, typed, about, found);
            }
            return;
        }
        let Some((place, _)) = passage.place(typed.whole.clone()) else { return };
        let words = &passage.text[typed.whole.clone()];
        let metric = self.in_both_units(about);
        let (code, message) = match claim {
            Claim::Exactly | Claim::Roughly => {
                let why = self.why(typed, about);
                (Code::FigureDiffers, format!("the text has {words}, `{id}` is {metric} in {year}{why}"))
            }
            Claim::Above => {
                (Code::FigureClaim, format!("the text says more than {words}, `{id}` is {metric} in {year}"))
            }
            Claim::Below => {
                (Code::FigureClaim, format!("the text says less than {words}, `{id}` is {metric} in {year}"))
            }
        };
        let finding = Diagnostic::warning(code, place, message).label(about.span, "the metric's figure");
        found.push(
            finding.hint(format!("take it from the data: {{{{ kpi(\"{id}\"{option}) }}}}, or mend one of the two")),
        );
    }

    /// A metric's figure in its own unit, and in that which was typed where it is another.
    fn in_both_units(&self, about: &About<'a>) -> String {
        let Ok(own) = self.book.quantity(about.id, about.year) else { return about.number.normalize().to_string() };
        let print = self.book.print(&own);
        let print = format!("{}{}", print.number, self.book.unit_text(&own.unit));
        if own.unit == about.unit {
            return print;
        }
        let typed = figure::number(about.number.normalize(), None);
        format!("{print} ({typed}{})", self.book.unit_text(about.unit))
    }

    /// What slip a wrong figure looks like.
    fn why(&self, typed: &Typed<'a>, about: &About<'a>) -> String {
        let known = self.book.values.metrics.get(about.id).into_iter().flat_map(|series| series.years.keys());
        let others = known.filter(|year| **year != about.year);
        let same = |year: &&i32| {
            let other = self.about(about.id, **year, typed);
            other.is_some_and(|other| (other.number - typed.value).abs() <= typed.slack)
        };
        if let Some(year) = others.filter(same).min_by_key(|year| year.abs_diff(about.year)) {
            return format!(": this is the figure of {}", self.book.period.year_name(*year));
        }
        let digits = |number: Decimal| {
            let digits: String = number.normalize().to_string().chars().filter(char::is_ascii_digit).collect();
            digits.trim_matches('0').to_owned()
        };
        let (own, right) = (digits(typed.value), digits(about.number));
        if own == right {
            return ": a unit or a point has slipped".to_owned();
        }
        let sorted = |digits: &str| {
            let mut all: Vec<char> = digits.chars().collect();
            all.sort_unstable();
            all
        };
        if own.len() == right.len() && sorted(&own) == sorted(&right) {
            return ": two digits have changed places".to_owned();
        }
        let counted = typed.places == 0 && !is_measured(&self.report.kpis.units, about.unit);
        let near = !counted && (about.number - typed.value).abs() <= typed.slack + typed.slack + typed.slack;
        if near { ": it is rounded wrongly".to_owned() } else { String::new() }
    }

    /// Offers the expression that prints what was typed.
    fn offer(&self, passage: &Passage, typed: &Typed<'a>, about: &About<'a>, found: &mut Vec<Diagnostic>) {
        let Some((range, expression)) = self.expression(passage, typed, about) else { return };
        let Some((place, is_exact)) = passage.place(range) else { return };
        let words = &passage.text[typed.whole.clone()];
        let message = format!("{words} is typed, though `{}` has it", about.id);
        let mut finding = Diagnostic::warning(Code::TypedFigure, place, message)
            .label(about.span, "the metric's figure")
            .hint(format!("write {expression}: `check --fix=figures` does it"));
        if is_exact && self.takes_expressions(place) {
            finding = finding.fix(expression);
        }
        found.push(finding);
    }

    /// The shortest expression that prints exactly what was typed, and what of it.
    fn expression(
        &self,
        passage: &Passage,
        typed: &Typed<'a>,
        about: &About<'a>,
    ) -> Option<(std::ops::Range<usize>, String)> {
        let plain = |text: &str| text.replace([',', ' ', '\u{a0}'], "").replace('％', "%");
        let (whole, number) = (&passage.text[typed.whole.clone()], &passage.text[typed.number.clone()]);
        let year = self.book.period.year_option(about.year);
        let quantity = self.book.quantity(about.id, about.year).ok()?;
        for unit in [None, Some(about.unit)] {
            for places in [None, Some(typed.places)] {
                let figure = match unit {
                    Some(unit) => self.book.in_unit(quantity.clone(), unit).ok()?,
                    None => quantity.clone(),
                };
                let figure = self.book.rounded(figure, places).ok()?;
                let unit = unit.map_or(String::new(), |unit| format!(", unit=\"{unit}\""));
                let places = places.map_or(String::new(), |places| format!(", decimals={places}"));
                let write = |more: &str| format!("{{{{ kpi(\"{}\"{year}{unit}{places}{more}) }}}}", about.id);
                if plain(&self.book.print(&figure).to_string()) == plain(whole) {
                    return Some((typed.whole.clone(), write("")));
                }
                let bare = Quantity { style: Style::Unitless, ..figure.clone() };
                if unit.is_empty() && plain(&self.book.print(&bare).to_string()) == plain(number) {
                    return Some((typed.number.clone(), write(", unit=false")));
                }
            }
        }
        None
    }

    /// Whether an expression can be written at a place: in prose, not in the YAML or the attributes of a component.
    fn takes_expressions(&self, place: Span) -> bool {
        let text = &self.sources.get(place.source).text;
        let before = &text[..place.range().start];
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
        let fences = before.lines().filter(|line| line.trim_start().starts_with("```")).count();
        fences.is_multiple_of(2)
            && !line.starts_with(":::")
            && !before.is_empty()
            && !in_front_matter(text, place.range().start)
    }
}

/// Whether a place is in a chapter's front matter.
fn in_front_matter(text: &str, at: usize) -> bool {
    text.strip_prefix("---").and_then(|rest| rest.find("\n---")).is_some_and(|end| at < end + "---".len())
}

/// Whether a text is nothing but some of these words and blanks.
fn is_made_of(text: &str, words: &str) -> bool {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        match words.split(' ').find(|word| rest.starts_with(word)) {
            Some(word) => rest = rest[word.len()..].trim_start(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is written is read without a slip of a byte.
        #[test]
        fn any_text_is_read(text in "[0-9,./年月日萬億餘噸人%％為約超過不足以下三類：《》a 本集團去至止度零二五\u{fffc}]{0,40}") {
            let units = crate::load::built_in_units().units;
            for typed in figures(&text, &UnitWords::new(&units)) {
                let before = &text[clause(&text, typed.number.start)..typed.number.start];
                let (words, _) = bound(before);
                is_made_of(words, LINKS);
            }
            let day = |year, month, day| crate::model::Date { year, month, day };
            let period = crate::model::Period { from: day(2025, 4, 1), to: day(2026, 3, 31) };
            let simple = words::in_place(&text);
            let years = when::named(&simple, &period);
            when::without(&simple, &(0..simple.len()), &years);
            when::is_of_part(&simple, &(0..simple.len()), &years, &period);
        }
    }
}
