//! Titles, captions, tags and labels of components that name another year than the figures below them are of.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::when::{self, Named};
use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Component, Data, Inline, InlineKind};
use crate::model::{Counted, Document, Edition, Given, Passage, Period, Printed, Report, Visit, YEARS, plain_text};
use crate::source::{Sources, Span};

/// Fields whose words say what the figures beside them are.
const HEADS: [&str; 4] = ["title", "caption", "tag", "label"];

/// Of typed tables: the words over one, and the headings of its columns.
const CAPTION: &str = "caption";
const COLUMNS: &str = "columns";

/// The sentence over a chart.
const SAYS: &str = "says";

/// Words of a year that something is compared with, or that is still to come.
const AHEAD: [&str; 7] = ["目标", "基准", "较", "计划", "以来", "预测", "展望"];

/// What stands behind a year since which something is so.
const SINCE: [&str; 7] = ["起", "开始", "至今", "以后", "之后", "前", "后"];

/// What happened in a year, and is told of in another.
const EVENTS: [&str; 18] = [
    "发行", "成立", "启动", "推出", "设立", "入职", "投产", "开业", "收购", "签署", "制定", "订立", "颁布", "发布",
    "发起", "创立", "建成", "落成",
];

/// What stands between the years of one title.
const JOINS: [&str; 10] = ["及", "与", "和", "、", "至", "到", "-", "–", "—", "/"];

/// Tells words over figures that name a year of which there are none.
pub fn check_titles(document: &Document, report: &Report, sources: &Sources, sink: &mut Sink) {
    let Some(severity) = report.config.checks.severity(Code::FigureClaim) else { return };
    let (edition, period) = (document.edition, report.config.period);
    let mut titles = Titles { edition, period, sources, found: Vec::new() };
    document.chapters.iter().for_each(|chapter| titles.chapter(chapter));
    for mut finding in titles.found {
        finding.severity = severity;
        sink.push(finding);
    }
}

struct Titles<'s> {
    edition: Edition,
    period: Period,
    sources: &'s Sources,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a, Printed> for Titles<'_> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Table(table) => {
                self.table(table.caption.as_deref(), table.header.iter().map(|head| &head.inlines))
            }
            // Titles of targets name the year they are for.
            BlockKind::Component(component) if !component.is_given(Given::Progress) => self.component(component),
            _ => {}
        }
        self.inside_block(block);
    }
}

impl Titles<'_> {
    fn component(&mut self, component: &Component) {
        let fields = &component.fields;
        if component.counted == Some(Counted::Figure)
            && let Some(Data::Text(says)) = fields.get(SAYS)
        {
            self.line(says, &years(fields.values()));
        }
        self.level(fields);
        if let (Some(Data::Text(caption)), Some(Data::List(rows))) = (fields.get(CAPTION), fields.get(COLUMNS)) {
            self.table(Some(caption), rows.iter().flat_map(heads));
        }
    }

    /// A table that an author typed, by the headings of its columns that are years.
    fn table<'t>(&mut self, caption: Option<&[Inline]>, heads: impl Iterator<Item = &'t Vec<Inline>>) {
        let Some(caption) = caption else { return };
        let year = |head: &Vec<Inline>| {
            let own = plain_text(head);
            let text = words::in_place(&own);
            let mut all = when::named(&text, &self.period);
            all.extend(alone(&text, &self.period));
            all.iter().rfind(|named| is_of_figures(named, &text)).and_then(|named| named.year)
        };
        let years: Vec<i32> = heads.filter_map(year).collect();
        // One alone may be anything.
        if years.len() > 1 {
            self.line(caption, &years.into_iter().collect());
        }
    }

    /// Named fields, of a component or of one of its items: their words are of the figures among and below them.
    fn level(&mut self, fields: &IndexMap<String, Data>) {
        let shown = years(fields.values());
        if shown.is_empty() {
            return;
        }
        for key in HEADS {
            if let Some(Data::Text(line)) = fields.get(key) {
                self.line(line, &shown);
            }
        }
        for data in fields.values() {
            match data {
                Data::Map(fields) => self.level(fields),
                Data::List(items) => items.iter().for_each(|item| {
                    if let Data::Map(fields) = item {
                        self.level(fields);
                    }
                }),
                _ => {}
            }
        }
    }

    fn line(&mut self, line: &[Inline], shown: &BTreeSet<i32>) {
        let own = plain_text(line);
        let text = words::in_place(&own);
        if AHEAD.iter().any(|word| text.contains(word)) {
            return;
        }
        let mut all = when::named(&text, &self.period);
        all.extend(alone(&text, &self.period));
        let named: Vec<&Named> = all.iter().filter(|named| is_of_figures(named, &text)).collect();
        let is_shown = |named: &Named| self.is_shown(named, &text, shown);
        let first = named.first().filter(|_| !named.iter().any(|named| is_shown(named)));
        // 2022年及2023年: figures of both.
        let joined = || {
            let is_pair = |pair: &&[&Named]| JOINS.contains(&text[pair[0].range.end..pair[1].range.start].trim());
            named.windows(2).filter(is_pair).flatten().find(|named| !is_shown(named))
        };
        if let Some(wrong) = first.or_else(joined) {
            let shown: Vec<String> = shown.iter().map(|year| self.period.year_name(*year)).collect();
            let said = &own[wrong.range.clone()];
            let message = format!("the words say {said}, the figures are of {}", shown.join(", "));
            return self.tell(line, wrong, message);
        }
        // 過去三年 over those of two.
        let years = shown.len();
        let is_short = |named: &&Named| named.span.is_some_and(|span| years > 1 && years < span as usize);
        if let Some(named) = all.iter().find(is_short) {
            let message =
                format!("the words speak of {} years, the figures are of {years}", named.span.unwrap_or_default());
            self.tell(line, named, message);
        }
    }

    /// Whether there are figures of a year: of one of the two that 2024 may be where years are none of the calendar, and
    /// 2024/25 where they are.
    fn is_shown(&self, named: &Named, text: &str, shown: &BTreeSet<i32>) -> bool {
        let Some(year) = named.year else { return false };
        let is_split = text[named.range.clone()].contains(['/', '／', '-', '–']);
        let other = match self.period.is_split() {
            true => named.is_open.then_some(year + 1),
            false => is_split.then_some(year - 1),
        };
        shown.contains(&year) || other.is_some_and(|other| shown.contains(&other))
    }

    fn tell(&mut self, line: &[Inline], named: &Named, message: String) {
        let Some(place) = self.place(line, named) else { return };
        let hint = "mend the words, or give the component `year` or `years`";
        self.found.push(Diagnostic::warning(Code::FigureClaim, place, message).hint(hint));
    }

    /// Where a year stands; the whole line where that is not known.
    fn place(&self, line: &[Inline], named: &Named) -> Option<Span> {
        let (first, last) = line.first().zip(line.last())?;
        let mut passage = Passage::new(self.edition);
        if let [Inline { span, kind: InlineKind::Text(text) }] = line {
            passage.align(text, *span, &self.sources.get(span.source).text);
        }
        let exact = passage.place(named.range.clone()).map(|(span, _)| span);
        Some(exact.unwrap_or_else(|| first.span.to(last.span)))
    }
}

/// Whether a year is that of figures: not what they are compared with, nor the one in which something began.
fn is_of_figures(named: &Named, text: &str) -> bool {
    let behind = &text[named.range.end..];
    let is_event = || {
        let clause = behind.split(['，', '；', '：', '（']).next().unwrap_or_default();
        SINCE.iter().any(|word| behind.starts_with(word)) || EVENTS.iter().any(|word| clause.contains(word))
    };
    named.year.is_some() && !named.is_compared && !named.is_part && !is_event()
}

/// A year that is all of a text: 2023.
fn alone(text: &str, period: &Period) -> Option<Named> {
    let digits = text.trim();
    let year = digits.parse().ok().filter(|year| digits.len() == 4 && YEARS.contains(year));
    let start = text.len() - text.trim_start().len();
    year.map(|year| Named {
        range: start..start + digits.len(),
        year: Some(year),
        is_open: period.is_split(),
        is_part: false,
        is_compared: false,
        span: None,
    })
}

/// The texts of a row of headings.
fn heads(row: &Data) -> Vec<&Vec<Inline>> {
    let Data::List(cells) = row else { return Vec::new() };
    let mut texts = Vec::new();
    for cell in cells {
        if let Data::Map(fields) = cell
            && let Some(Data::Text(line)) = fields.get("text")
        {
            texts.push(line);
        }
    }
    texts
}

/// The years that metrics in these data have their columns, bars or numbers of.
fn years<'d>(data: impl Iterator<Item = &'d Data>) -> BTreeSet<i32> {
    let mut all = BTreeSet::new();
    for data in data {
        match data {
            Data::Metric(row) => all.extend(row.figures.iter().map(|(year, _)| *year)),
            Data::List(items) => all.extend(years(items.iter())),
            Data::Map(fields) => all.extend(years(fields.values())),
            _ => {}
        }
    }
    all
}
