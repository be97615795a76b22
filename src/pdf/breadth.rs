//! How wide blocks stand on a page of several columns: in one of them, across all, or on pages without columns. It is told
//! by what they hold, before anything is laid out; where text runs in one column, all of it has that width.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use unicode_width::UnicodeWidthStr;

use super::grid::Grid;
use super::schemas;
use crate::assets::Assets;
use crate::model::printed::{Block, BlockKind, Chapter, Component, Data, Inline, Table};
use crate::model::{BASE, Document, Given, KpiRow, Role, Width, plain_text};
use crate::view::columns;
use crate::view::table;

/// How wide a block stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Breadth {
    /// In a column of text.
    #[default]
    Column,
    /// Across the columns, at the head or the foot of a page.
    Across,
    /// On pages without columns: too wide for one, and too high to stand at a page's head.
    Pages,
}

/// How wide the blocks of a chapter stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Breadths {
    /// Whether the chapter's pages have no columns at all: an appendix of wide tables.
    pub(super) is_open: bool,
    /// Of each block.
    pub(super) blocks: Vec<Breadth>,
    /// Headings, and a few words below them, that stand across the columns with the block behind them, which is all that
    /// they have.
    pub(super) taken: BTreeSet<usize>,
    /// All headings.
    pub(super) headings: BTreeSet<usize>,
}

impl Breadths {
    /// How wide a block stands.
    pub(super) fn of(&self, block: usize) -> Breadth {
        self.blocks.get(block).copied().unwrap_or_default()
    }
}

/// How wide the blocks of each chapter stand.
pub(super) fn breadths(doc: &Document, grid: Grid, assets: &Assets) -> Vec<Breadths> {
    if grid.columns < 2 {
        return vec![Breadths::default(); doc.chapters.len()];
    }
    let schemas = schemas::of_components(doc, assets);
    doc.chapters.iter().map(|chapter| of_chapter(chapter, &Theme { doc, grid, schemas: &schemas })).collect()
}

fn of_chapter(chapter: &Chapter, theme: &Theme<'_>) -> Breadths {
    let mut blocks: Vec<Breadth> = chapter.blocks.iter().map(|block| theme.breadth(block)).collect();
    let is_open = chapter.role == Role::Appendix && blocks.contains(&Breadth::Pages);
    if is_open {
        blocks.fill(Breadth::Column);
    }
    // Behind a chapter's text nothing fills the page that it would stand on.
    let last = blocks.len().saturating_sub(1);
    if blocks.last() == Some(&Breadth::Across) && theme.may_stay(&chapter.blocks[last]) {
        blocks[last] = Breadth::Column;
    }
    let is_heading = |at: usize| matches!(chapter.blocks[at].kind, BlockKind::Heading { .. });
    let mut taken = BTreeSet::new();
    for at in 1..blocks.len() {
        let head = if theme.leads_in(&chapter.blocks[at - 1]) { at.saturating_sub(2) } else { at - 1 };
        let BlockKind::Heading { level, number, .. } = &chapter.blocks[head].kind else { continue };
        // The chapter's own title opens it.
        if blocks[at] != Breadth::Across || *level == 1 {
            continue;
        }
        let behind = || (at + 1..blocks.len()).take_while(|next| !is_heading(*next));
        let is_text = |at: usize| matches!(chapter.blocks[at].kind, BlockKind::Paragraph(_) | BlockKind::List { .. });
        // Numbers of sections stay in their order.
        if number.is_none() && behind().all(|next| blocks[next] == Breadth::Across || is_break(&chapter.blocks[next])) {
            taken.extend(head..at);
        } else if number.is_some() && head + 1 == at && !behind().any(is_text) && !theme.is_forced(&chapter.blocks[at])
        {
            blocks[at] = Breadth::Column;
        }
    }
    let headings = (0..blocks.len()).filter(|at| is_heading(*at)).collect();
    Breadths { is_open, blocks, taken, headings }
}

/// Whether a block is the end of a page.
fn is_break(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Component(component) if component.is_given(Given::Page) && component.body.is_empty())
}

/// What the schema of a component says about its breadth.
#[derive(Default, Deserialize)]
struct Schema {
    /// From how many items on it stands across columns.
    across: Option<usize>,
}

/// Width of a character in a table, in points, and the room at the sides of a cell.
const CHARACTER: f64 = 4.4;
const INSET: f64 = 12.0;
/// Height of a line in a table, and the room above and below a row.
const LINE: f64 = 13.0;
const ROOM: f64 = 11.0;
/// Lines of a cell from which a column of text is too narrow for a table.
const CROWDED: usize = 5;
/// What of a page's height makes a table long, and what of its own it must come to across for that to be better.
const LONG: f64 = 0.5;
const GAIN: f64 = 0.7;
/// What of a page's height may stand across it.
const HIGHEST: f64 = 0.85;

struct Theme<'a> {
    doc: &'a Document,
    grid: Grid,
    schemas: &'a BTreeMap<&'a str, Schema>,
}

impl Theme<'_> {
    /// Whether a block is a few words below a heading: what a wide block shows.
    fn leads_in(&self, block: &Block) -> bool {
        /// Lines of a column of text.
        const LINES: usize = 4;
        matches!(&block.kind, BlockKind::Paragraph(inlines) if plain_text(inlines).width() <= LINES * self.grid.line)
    }

    /// Across, if what is so high can be.
    fn wide(&self, height: f64) -> Breadth {
        if height <= HIGHEST * self.grid.height { Breadth::Across } else { Breadth::Pages }
    }

    /// From how many items on a component stands across columns, if it ever does.
    fn across_from(&self, component: &Component) -> Option<usize> {
        self.schemas.get(component.name.node.as_str())?.across
    }

    fn breadth(&self, block: &Block) -> Breadth {
        match &block.kind {
            BlockKind::Picture(picture) => match picture.width {
                Some(Width::Grid(name)) if is_wide(name) => Breadth::Across,
                _ => Breadth::Column,
            },
            BlockKind::Table(table) => self.table(Cells::of_table(table)),
            BlockKind::Component(component) => self.component(component),
            _ => Breadth::Column,
        }
    }

    /// Whether a column has no room for a block.
    fn is_forced(&self, block: &Block) -> bool {
        match &block.kind {
            BlockKind::Table(table) => Cells::of_table(table).is_tight(self.grid.width),
            BlockKind::Component(component) if component.is_given(Given::Columns) => true,
            BlockKind::Component(component) => {
                component.fields.contains_key("width")
                    || Cells::of_component(component).is_some_and(|cells| cells.is_tight(self.grid.width))
            }
            _ => true,
        }
    }

    /// Whether a column has room for what is better across.
    fn may_stay(&self, block: &Block) -> bool {
        let BlockKind::Component(component) = &block.kind else { return false };
        let can = self.across_from(component);
        !component.fields.contains_key("width") && can.is_some_and(|least| least > 1)
    }

    fn component(&self, component: &Component) -> Breadth {
        if component.is_given(Given::Page) {
            // It sees to its pages itself.
            return Breadth::Column;
        }
        if matches!(component.fields.get("width"), Some(Data::Plain(width)) if is_wide(&width.node)) {
            return Breadth::Across;
        }
        if component.is_given(Given::Columns) {
            return self.metrics(component);
        }
        if let Some(index) = component.standard() {
            let index = self.doc.indices.iter().find(|own| own.standard == index.node);
            let is_broad = index.is_some_and(|index| !index.beside.is_empty() || index.has_omissions);
            return if is_broad { Breadth::Pages } else { Breadth::Column };
        }
        if let Some(cells) = Cells::of_component(component) {
            return self.table(cells);
        }
        let Some(least) = self.across_from(component) else { return Breadth::Column };
        // Of a matrix the signs count, which stand in groups.
        let in_groups = component.is_given(Given::Spots);
        let within = |item: &Data| match item {
            Data::Map(fields) if in_groups => list_of(fields).map_or(1, Vec::len),
            _ => 1,
        };
        let items = list_of(&component.fields).map(|items| items.iter().map(within).sum());
        // Nothing that fills a page by its words stands at the head of one.
        let lines = words_of_all(component) as f64 / (2.0 * self.grid.full() / CHARACTER / 3.0);
        let fits = lines * LINE < HIGHEST * self.grid.height;
        if items.unwrap_or(1) >= least && fits { Breadth::Across } else { Breadth::Column }
    }

    /// A table by its cells: across where a column crowds it, or where it would be much lower.
    fn table(&self, cells: Cells) -> Breadth {
        let (own, wide) = (cells.height(self.grid.width), cells.height(self.grid.full()));
        let is_long = own > LONG * self.grid.height && wide < GAIN * own && wide < HIGHEST * self.grid.height;
        if is_long || cells.is_crowded(self.grid.width) { self.wide(wide) } else { Breadth::Column }
    }

    /// A table of metrics over years.
    fn metrics(&self, component: &Component) -> Breadth {
        let rows: Vec<&KpiRow> = component.metrics();
        let years = rows.first().map_or(0, |row| row.figures.len());
        let longest = rows
            .iter()
            .flat_map(|row| row.figures.iter().filter_map(|(_, figure)| figure.as_ref()))
            .map(|figure| figure.print.in_column().width())
            .max();
        let targets = rows.iter().any(|row| !columns::target(row, self.doc.period.year()).is_empty());
        let changes = usize::from(years > 1) + usize::from(component.fields.contains_key(BASE));
        let others = years + changes + usize::from(targets);
        // The columns of `kpi-table.typ`: a name that breaks into two lines, a unit, years, changes, a target.
        let year = (longest.unwrap_or(4) as f64 * CHARACTER * 1.1 + INSET).max(34.0);
        let unit = if others > 5 { 0.0 } else { 0.15 * self.grid.width };
        let need = 88.0 + unit + year * years as f64 + 52.0 * changes as f64 + if targets { 62.0 } else { 0.0 };
        if need <= self.grid.width {
            return Breadth::Column;
        }
        self.wide((rows.len() + 3) as f64 * 1.85 * LINE)
    }
}

/// The first list of fields.
fn list_of(fields: &indexmap::IndexMap<String, Data>) -> Option<&Vec<Data>> {
    fields.values().find_map(|data| match data {
        Data::List(items) => Some(items),
        _ => None,
    })
}

fn is_wide(name: &str) -> bool {
    matches!(name, "page" | "bleed")
}

/// Columns of text that the words of a component take.
fn words_of_all(component: &Component) -> usize {
    fn of(data: &Data) -> usize {
        match data {
            Data::Text(inlines) => plain_text(inlines).width(),
            Data::List(items) => items.iter().map(of).sum(),
            Data::Map(fields) => fields.values().map(of).sum(),
            _ => 0,
        }
    }
    component.fields.values().map(of).sum()
}

/// What a cell has to say.
struct Cell {
    column: usize,
    across: usize,
    /// Its lines, as wide as they are.
    lines: Vec<usize>,
    /// The widest part of it that does not break.
    longest: usize,
}

/// A table's cells by row, and the shares of the width that its columns have.
struct Cells {
    shares: Vec<f64>,
    rows: Vec<Vec<Cell>>,
}

impl Cells {
    fn of_table(table: &Table) -> Self {
        let shares = table::columns(table).iter().map(|column| column.weight as f64).collect();
        let row = |cells: &Vec<crate::model::printed::Cell>| {
            let cell = |(column, cell): (usize, &crate::model::printed::Cell)| Cell::of(column, 1, &[&cell.inlines]);
            cells.iter().enumerate().map(cell).collect()
        };
        Self { shares, rows: std::iter::once(&table.header).chain(&table.rows).map(row).collect() }
    }

    /// The cells of a component that is a table of them.
    fn of_component(component: &Component) -> Option<Self> {
        let number = |fields: &indexmap::IndexMap<String, Data>, key: &str| match fields.get(key) {
            Some(Data::Number(number)) => usize::try_from(number.node.mantissa()).ok(),
            _ => None,
        };
        let cell = |data: &Data| {
            let Data::Map(fields) = data else { return None };
            let (column, across) = (number(fields, "column")?, number(fields, "across")?);
            let lines: Vec<&[Inline]> = match (fields.get("text"), fields.get("points")) {
                (Some(Data::Text(inlines)), _) => vec![inlines],
                (_, Some(Data::List(points))) => points
                    .iter()
                    .filter_map(|point| if let Data::Text(line) = point { Some(&line[..]) } else { None })
                    .collect(),
                _ => Vec::new(),
            };
            Some(Cell::of(column, across, &lines))
        };
        let rows_of = |key: &str| match component.fields.get(key) {
            Some(Data::List(rows)) => {
                let row = |row: &Data| match row {
                    Data::List(cells) => cells.iter().filter_map(cell).collect(),
                    _ => Vec::new(),
                };
                rows.iter().map(row).collect()
            }
            _ => Vec::new(),
        };
        let (heads, rows): (Vec<Vec<Cell>>, Vec<Vec<Cell>>) = (rows_of("columns"), rows_of("rows"));
        let count = rows.iter().flatten().map(|cell| cell.column + cell.across).max()?;
        let given: Vec<f64> = match component.fields.get("widths") {
            Some(Data::List(widths)) => widths
                .iter()
                .filter_map(|width| {
                    if let Data::Number(width) = width {
                        rust_decimal::prelude::ToPrimitive::to_f64(&width.node)
                    } else {
                        None
                    }
                })
                .collect(),
            _ => Vec::new(),
        };
        // As `table.typ` divides them.
        let own = |rows: &[Vec<Cell>], at: usize| {
            let alone = rows.iter().flatten().filter(|cell| cell.column == at && cell.across == 1);
            alone.flat_map(|cell| cell.lines.iter().copied()).max().unwrap_or(0) as f64 / 2.0
        };
        let share = |at: usize| (own(&heads, at) * 1.6).max(own(&rows, at)).max(1.0).sqrt().max(2.2);
        let shares = if given.len() == count { given } else { (0..count).map(share).collect() };
        Some(Self { shares, rows: heads.into_iter().chain(rows).collect() })
    }

    fn width(&self, cell: &Cell, whole: f64) -> f64 {
        let own: f64 = self.shares.iter().skip(cell.column).take(cell.across.max(1)).sum();
        (whole * own / self.shares.iter().sum::<f64>().max(1.0) - INSET).max(CHARACTER)
    }

    fn lines(&self, cell: &Cell, whole: f64) -> usize {
        let held = (self.width(cell, whole) / CHARACTER).max(1.0);
        cell.lines.iter().map(|line| (*line as f64 / held).ceil() as usize).sum::<usize>().max(1)
    }

    /// Whether some cell is too narrow for what does not break in it.
    fn is_tight(&self, whole: f64) -> bool {
        self.rows.iter().flatten().any(|cell| cell.longest as f64 * CHARACTER > self.width(cell, whole))
    }

    /// Whether some cell is, or is too narrow for how much it says.
    fn is_crowded(&self, whole: f64) -> bool {
        let is_long = |cell: &Cell| self.shares.len() > 2 && self.lines(cell, whole) >= CROWDED;
        self.is_tight(whole) || self.rows.iter().flatten().any(is_long)
    }

    fn height(&self, whole: f64) -> f64 {
        let row =
            |row: &Vec<Cell>| row.iter().map(|cell| self.lines(cell, whole)).max().unwrap_or(1) as f64 * LINE + ROOM;
        self.rows.iter().map(row).sum()
    }
}

impl Cell {
    fn of(column: usize, across: usize, lines: &[&[Inline]]) -> Self {
        let texts: Vec<String> = lines.iter().map(|line| plain_text(line)).collect();
        // A line breaks at spaces and between Han characters.
        let unbroken = texts.iter().flat_map(|text| text.split(|c: char| c.is_whitespace() || c >= '\u{2e80}'));
        let longest = unbroken.map(UnicodeWidthStr::width).max().unwrap_or(0);
        Self { column, across, lines: texts.iter().map(|text| text.width()).collect(), longest }
    }
}
