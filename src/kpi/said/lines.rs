//! A document as lines of text that know where they stand: below which headings, in which table, in which case.

use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::prelude::ToPrimitive;

use super::kind::GOAL;
use crate::chinese::words;
use crate::model::printed::{Block, BlockKind, Cell, Data, Inline, InlineKind};
use crate::model::{Document, Edition, GAP, Given, Passage, plain_text};
use crate::source::{Sources, Span};

/// What an author reads as one: a paragraph, a cell, a title.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its text as printed, figures of the data in their places.
    pub passage: Passage,
    /// Where figures of the data stand in it.
    pub own: Vec<Own>,
    /// Headings above it, the nearest last.
    pub headings: Vec<String>,
    /// The number of the case it stands in; 0 for what speaks of the whole report.
    pub case: usize,
    /// Whether it is itself a heading.
    pub is_heading: bool,
    /// What it is the figure of, where a component has it apart from its figure.
    pub label: Option<String>,
    /// The metric that it must be the figure of, where a component names it beside its figure.
    pub shows: Option<String>,
}

/// A figure of the data in a line.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub at: Range<usize>,
    pub metric: String,
    pub year: i32,
    /// Id of the unit it is in, and whether that is printed.
    pub unit: String,
    pub has_unit: bool,
    /// Whether it is by how much the metric changed.
    pub is_change: bool,
}

/// A table that an author typed.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Its caption, and the heading it stands below.
    pub about: String,
    /// Headings of columns.
    pub header: Vec<Line>,
    /// Rows.
    pub rows: Vec<Vec<Line>>,
    /// The number of the case it stands in.
    pub case: usize,
}

/// A list with what announces it.
#[derive(Debug, Clone)]
pub(super) struct Announced {
    /// The line before the list.
    pub line: Line,
    /// The list.
    pub span: Span,
    /// How many items it has.
    pub count: usize,
    /// Whether the line is its title.
    pub is_title: bool,
    /// Whether it is a plain list, and no component.
    pub is_list: bool,
}

/// All that is read.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub lines: Vec<Line>,
    pub grids: Vec<Grid>,
    pub announced: Vec<Announced>,
}

/// Reads a document.
pub(super) fn read(document: &Document, sources: &Sources) -> Text {
    let mut reader = Reader {
        edition: document.edition,
        sources,
        headings: Vec::new(),
        case: 0,
        cases: 0,
        is_timeline: false,
        text: Text::default(),
    };
    for chapter in &document.chapters {
        reader.headings.clear();
        reader.blocks(&chapter.blocks);
        for note in &chapter.footnotes {
            reader.line(&note.inlines, None);
        }
    }
    reader.text
}

struct Reader<'a> {
    edition: Edition,
    sources: &'a Sources,
    headings: Vec<(u8, String)>,
    case: usize,
    cases: usize,
    is_timeline: bool,
    text: Text,
}

/// The level of a component's title, below all headings.
const INNERMOST: u8 = u8::MAX;

/// Fields of a figure that an author types: itself, its unit, what it is of.
const VALUE: [&str; 3] = ["value", "unit", "label"];

/// Fields that say what it is of where it has no label, if they are no longer than one.
const WORDS: [&str; 3] = ["title", "text", "says"];

/// Fields that say something of the metric beside them, and what they begin with where its name goes without saying.
const BESIDE: [&str; 3] = ["says", "text", "note"];
const GOES_ON: [&str; 6] = ["較", "较", "比上", "比去", "同比", "按年"];

/// What a title names a part of the company, of its people or of its years by.
const PARTS: &str = "女 男 厂 香港 内地 境外 海外 项目 高级 中层 基层 管理层 全职 兼职 合约 累计 以来 历年";

/// Characters of the longest label.
const SHORT: usize = 24;

/// What a figure among these fields is of, and the metric that they name.
fn of(fields: &IndexMap<String, Data>) -> (Option<String>, Option<String>) {
    match (fields.get("kpi"), fields.get("label")) {
        (Some(Data::Metric(row)), _) => (Some(row.name.clone()), Some(row.id.clone())),
        (_, Some(Data::Text(label))) => (Some(plain_text(label)), None),
        _ => (None, None),
    }
}

/// The figure that a sentence says all have: 六項覆蓋率均為100%。
fn of_all(says: &str) -> Option<&str> {
    let (_, rest) = ["均", "皆", "都", "全部"].iter().find_map(|word| says.split_once(word))?;
    let rest = rest.trim_start_matches(['為', '为', '達', '达', '是', '到', ' ']);
    let figure = rest.split(['。', '，', '；', '、']).next()?;
    figure.contains(|c: char| c.is_ascii_digit()).then_some(figure)
}

/// How many items a list or a component has.
fn count(block: &Block) -> Option<usize> {
    match &block.kind {
        BlockKind::List { items, .. } => Some(items.len()),
        BlockKind::Component(component) => match component.fields.get("items") {
            Some(Data::List(items)) => Some(items.len()),
            _ => None,
        },
        _ => None,
    }
}

/// Components that tell of one case, not of the whole company.
const CASES: [&str; 4] = ["case", "example", "quote", "photo"];

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Heading { level, inlines, .. } => {
                    self.headings.retain(|(above, _)| above < level);
                    let line = self.make(inlines, None);
                    self.headings.push((*level, line.passage.text.clone()));
                    self.text.lines.push(Line { is_heading: true, ..line });
                }
                BlockKind::Paragraph(inlines) => {
                    self.line(inlines, None);
                    let next = blocks.get(at + 1);
                    if let Some((count, span)) = next.and_then(|next| Some((count(next)?, next.span)))
                        && let Some(line) = self.text.lines.last()
                    {
                        let line = line.clone();
                        let is_list = next.is_some_and(|next| matches!(next.kind, BlockKind::List { .. }));
                        self.text.announced.push(Announced { line, span, count, is_title: false, is_list });
                    }
                }
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::Table(table) => {
                    let cells = |cells: &[Cell]| -> Vec<Line> {
                        cells.iter().map(|cell| self.make(&cell.inlines, None)).collect()
                    };
                    let header = cells(&table.header);
                    let rows = table.rows.iter().map(|row| cells(row)).collect();
                    let caption = table.caption.as_ref().map(|caption| self.make(caption, None));
                    self.grid(caption.map(|caption| caption.passage.text), header, rows);
                }
                BlockKind::Picture(picture) => {
                    if let Some(caption) = &picture.caption {
                        let before = self.enter(true);
                        self.line(caption, None);
                        self.case = before;
                    }
                }
                BlockKind::Component(component) => {
                    let before = self.enter(CASES.contains(&component.name.node.as_str()));
                    self.is_timeline = component.name.node == "timeline";
                    let fields = &component.fields;
                    // Its title and tag are what stands above the rest of it.
                    for key in ["title", "tag"] {
                        if let Some(Data::Text(title)) = fields.get(key) {
                            let line = self.make(title, None);
                            self.headings.push((INNERMOST, line.passage.text.clone()));
                            if let Some(count) = count(block) {
                                let span = block.span;
                                let title = Announced { line, span, count, is_title: true, is_list: false };
                                self.text.announced.push(title);
                            }
                        }
                    }
                    if component.is_given(Given::Progress) {
                        self.headings.push((INNERMOST, GOAL.to_owned()));
                    }
                    if let (Some(Data::List(rows)), "table") = (fields.get("rows"), component.name.node.as_str()) {
                        self.cells(fields.get("columns"), rows);
                    } else {
                        let is_paired = self.value(fields);
                        self.beside(fields);
                        for (_, data) in fields.iter().filter(|(key, _)| !(is_paired && VALUE.contains(&key.as_str())))
                        {
                            self.data(data, None);
                        }
                        self.common(fields);
                    }
                    self.is_timeline = false;
                    self.headings.retain(|(level, _)| *level != INNERMOST);
                    self.blocks(&component.body);
                    self.case = before;
                }
                BlockKind::Code { .. } | BlockKind::Rule => {}
                BlockKind::Only(only) => match *only {},
            }
        }
    }

    /// Enters a case of its own, if it is one. Gives where one was.
    fn enter(&mut self, is_case: bool) -> usize {
        let before = self.case;
        if is_case {
            self.cases += 1;
            self.case = self.cases;
        }
        before
    }

    /// The rows of a table with merged cells: each stands in its first row and column, a heading over every column that it
    /// spans.
    fn cells(&mut self, columns: Option<&Data>, rows: &[Data]) {
        let heads = match columns {
            Some(Data::List(rows)) => self.laid(rows, true),
            _ => Vec::new(),
        };
        let width = heads.iter().map(Vec::len).max().unwrap_or(0);
        let head = |at: usize| {
            let mut above = heads.iter().filter_map(|row| row.get(at)).filter(|line| !line.is_blank());
            let Some(mut line) = above.next().cloned() else { return self.make(&[], None) };
            for below in above {
                if let Some(place) = below.passage.start() {
                    line.passage.push(" ", place);
                    line.passage.push(&below.passage.text, place);
                }
            }
            line
        };
        let header = (0..width).map(head).collect();
        let grid = self.laid(rows, false);
        self.grid(None, header, grid);
        for row in rows {
            self.data(row, None);
        }
    }

    /// Rows of cells, each cell in its column.
    fn laid(&self, rows: &[Data], repeats: bool) -> Vec<Vec<Line>> {
        let cells = |row: &Data| -> Vec<(usize, usize, Line)> {
            let Data::List(cells) = row else { return Vec::new() };
            let cell = |cell: &Data| {
                let Data::Map(fields) = cell else { return None };
                let number = |key: &str| match fields.get(key) {
                    Some(Data::Number(number)) => number.node.to_usize(),
                    _ => None,
                };
                let text = match fields.get("text") {
                    Some(Data::Text(inlines)) => self.make(inlines, None),
                    _ => self.make(&[], None),
                };
                Some((number("column")?, number("across")?, text))
            };
            cells.iter().filter_map(cell).collect()
        };
        let all: Vec<_> = rows.iter().map(cells).collect();
        let width = all.iter().flatten().map(|(at, across, _)| at + across).max().unwrap_or(0);
        let row = |cells: Vec<(usize, usize, Line)>| {
            let mut row: Vec<Line> = (0..width).map(|_| self.make(&[], None)).collect();
            for (at, across, line) in cells {
                for place in &mut row[at..at + if repeats { across } else { 1 }] {
                    *place = line.clone();
                }
            }
            row
        };
        all.into_iter().map(row).collect()
    }

    fn grid(&mut self, caption: Option<String>, header: Vec<Line>, rows: Vec<Vec<Line>>) {
        let heading = self.headings.last().map_or("", |(_, heading)| heading);
        let about = format!("{}\n{heading}", caption.unwrap_or_default());
        self.text.grids.push(Grid { about, header, rows, case: self.case });
    }

    /// A component's texts: of a map with a figure and a few words, the words tell what the figure is of.
    fn data(&mut self, data: &Data, label: Option<&str>) {
        match data {
            Data::Text(inlines) => self.line(inlines, label),
            Data::List(items) => {
                let before = self.case;
                for item in items {
                    // Each entry of a timeline has a year of its own.
                    if self.is_timeline {
                        self.enter(true);
                    }
                    self.data(item, None);
                }
                self.case = before;
            }
            Data::Map(fields) => {
                if self.value(fields) {
                    return;
                }
                self.beside(fields);
                for (_, data) in fields {
                    self.data(data, None);
                }
            }
            _ => {}
        }
    }

    /// Reads a figure that stands apart from the words that say what it is of; gives whether there is one.
    fn value(&mut self, fields: &IndexMap<String, Data>) -> bool {
        let text = |key: &str| match fields.get(key) {
            Some(Data::Text(inlines)) => Some(self.make(inlines, None)),
            _ => None,
        };
        let [value, unit, _] = VALUE;
        let Some(mut line) = text(value) else { return false };
        let short = |key: &&str| text(key).map(|line| line.passage.text).filter(|text| text.chars().count() <= SHORT);
        let (label, shows) = of(fields);
        let Some(label) = label.or_else(|| WORDS.iter().find_map(short)) else { return false };
        (line.label, line.shows) = (Some(label), shows);
        if let (Some(unit), Some(place)) = (text(unit), line.passage.start()) {
            line.passage.push(&unit.passage.text, unit.passage.start().unwrap_or(place));
        }
        self.text.lines.push(line);
        true
    }

    /// Reads words beside a metric that go on with its name: 較上年上升12%.
    fn beside(&mut self, fields: &IndexMap<String, Data>) {
        let Some(Data::Metric(row)) = fields.get("kpi") else { return };
        for key in BESIDE {
            let Some(Data::Text(inlines)) = fields.get(key) else { continue };
            let text = plain_text(inlines);
            if !GOES_ON.iter().any(|word| text.starts_with(word)) {
                continue;
            }
            let mut line = self.make(&[], None);
            line.passage.push(&row.name, row.span);
            self.inlines(inlines, &mut line);
            self.text.lines.push(line);
        }
    }

    /// Reads the figure that all items of a component have in common, as the figure of each: `figure`, or 均為100% in the
    /// sentence over them.
    fn common(&mut self, fields: &IndexMap<String, Data>) {
        let Some(Data::List(items)) = fields.get("items") else { return };
        let text = |key: &str| match fields.get(key) {
            Some(Data::Text(inlines)) => Some(self.make(inlines, None).passage.text),
            _ => None,
        };
        let Some(figure) = text("figure").or_else(|| text("says").and_then(|says| of_all(&says).map(str::to_owned)))
        else {
            return;
        };
        for item in items {
            let Data::Map(fields) = item else { continue };
            let (Some(label), shows) = of(fields) else { continue };
            let place = match (fields.get("kpi"), fields.get("label")) {
                (Some(Data::Metric(row)), _) => row.span,
                (_, Some(Data::Text(line))) if !line.is_empty() => line[0].span,
                _ => continue,
            };
            let mut line = self.make(&[], Some(&label));
            line.passage.push(&figure, place);
            self.text.lines.push(Line { shows, ..line });
        }
    }

    fn line(&mut self, inlines: &[Inline], label: Option<&str>) {
        let line = self.make(inlines, label);
        if (1..=Passage::LONGEST).contains(&line.passage.text.len()) {
            self.text.lines.push(line);
        }
    }

    fn make(&self, inlines: &[Inline], label: Option<&str>) -> Line {
        let mut line = Line {
            passage: Passage::new(self.edition),
            own: Vec::new(),
            headings: self.headings.iter().map(|(_, heading)| heading.clone()).collect(),
            case: self.case,
            is_heading: false,
            label: label.map(str::to_owned),
            shows: None,
        };
        self.inlines(inlines, &mut line);
        line
    }

    fn inlines(&self, inlines: &[Inline], line: &mut Line) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => {
                    line.passage.align(text, inline.span, &self.sources.get(inline.span.source).text);
                }
                InlineKind::Own(figure) => {
                    let start = line.passage.text.len();
                    line.passage.push(&figure.print.to_string(), inline.span);
                    line.own.push(Own {
                        at: start..line.passage.text.len(),
                        metric: figure.metric.clone(),
                        year: figure.year,
                        unit: figure.unit.clone(),
                        has_unit: !figure.print.behind.is_empty(),
                        is_change: figure.is_change,
                    });
                }
                InlineKind::Footnote(_) => {}
                InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Break => line.passage.gap(inline.span),
                InlineKind::Sub(inner) | InlineKind::Super(inner) if inner.is_empty() => {}
                _ => self.inlines(inline.children(), line),
            }
        }
    }
}

impl Line {
    /// The metric of the data that a range of the text is a figure of.
    pub(super) fn metric(&self, range: &Range<usize>) -> Option<&str> {
        let own = self.own.iter().find(|own| own.at.contains(&range.start));
        own.map(|own| own.metric.as_str())
    }

    /// Whether it stands below a title of goals, or is labelled as one: of what is to be reached, and not of what is.
    pub(super) fn speaks_of_goals(&self) -> bool {
        let title = self.headings.last().into_iter().chain(&self.label);
        title.map(|title| words::in_place(title)).any(|title| title.contains(GOAL))
    }

    /// What makes a figure below a title, with a label of its own, one of a part or of more than the year: 女性員工, 累計成果.
    pub(super) fn part(&self) -> Option<&'static str> {
        let label = words::in_place(self.label.as_ref()?);
        let title = words::in_place(self.headings.last()?);
        PARTS.split(' ').find(|part| title.contains(part) && !label.contains(part))
    }

    /// Whether nothing of it is text.
    pub(super) fn is_blank(&self) -> bool {
        self.passage.text.chars().all(|c| c.is_whitespace() || c == GAP)
    }
}
