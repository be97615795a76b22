//! A table → its metrics, each as the YAML entry that says the same.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use indexmap::IndexMap;

use super::map::{Column, Hidden, TableMap, by_letters};
use super::planned::{self, Headings, Said, Verdict};
use super::table::{Item, Kind, Table};
use super::{UNIT, cell, entry};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::load::text::half_width;
use crate::load::yaml::{Node, parse_decimal};
use crate::model::{Edition, YEARS, financial_year};
use crate::source::{Span, Spanned};

/// Headings that need no mapping.
pub(super) const ID: &str = "id";
const YEAR: &str = "year";
const VALUE: &str = "value";

/// Headings of a column of units, as workbooks have them.
const UNITS: [&str; 6] = ["單位", "单位", "計量單位", "计量单位", "數據單位", "数据单位"];

/// Words for the unit of a figure.
pub(super) type Units<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    Id,
    Unit,
    /// The same, of a column that the mapping does not name.
    UnitSeen,
    /// The year of the figure in the row.
    Year,
    /// That figure.
    Value,
    /// Figures of this year.
    Figures(i32),
    /// Another key of a metric.
    Key(String),
}

/// The columns of a table, and the row of their headings.
struct Layout {
    /// Column, what stands in it, and where that is said.
    columns: Vec<(u32, Role, Span)>,
    header: Option<u32>,
    /// Whether a column may have figures of a year, of which its heading says something else, which is told.
    is_doubtful: bool,
}

/// The metrics of a table. Without a mapping the headings say what stands below them.
pub(super) fn read(
    table: &Table,
    map: Option<&TableMap>,
    units: Units<'_>,
    refused: &mut BTreeSet<String>,
    sink: &mut Sink,
) -> Vec<Node> {
    let mut found = IndexMap::new();
    let singles = map.map(|map| map.cells.as_slice()).unwrap_or_default();
    let has_columns = map.is_none_or(|map| map.id.is_some() || singles.is_empty());
    if has_columns && let Some(layout) = layout(table, map, sink) {
        let (of_columns, headed, of_rows, told) = Default::default();
        Reading { table, map, units, layout: &layout, of_columns, headed, of_rows, told, refused, sink }
            .rows(&mut found);
    }
    for (id, year, place) in singles {
        let (row, column) = place.node;
        match table.cell(row, column) {
            Some(item) => {
                let metric: &mut entry::Entry = found.entry(id.node.clone()).or_insert_with(|| entry::Entry::new(id));
                if let Some(Err(planned)) = planned::of_cell(table, row, column) {
                    planned::tell(&planned, item.span, sink);
                    refused.insert(id.node.clone());
                    continue;
                }
                match cell::figure(table, item, sink) {
                    Some(figure) => metric.figure(year, figure, sink),
                    None => _ = refused.insert(id.node.clone()),
                }
            }
            None => {
                let message = format!("there is nothing in {}", crate::source::cell_name(row, column));
                let hint = "write the cell that has the figure";
                sink.push(Diagnostic::error(Code::BadValue, place.span, message).hint(hint));
            }
        }
    }
    found.into_values().map(|entry| entry.into_node(sink)).collect()
}

/// Finds the columns. What is missing is told.
fn layout(table: &Table, map: Option<&TableMap>, sink: &mut Sink) -> Option<Layout> {
    let wanted = map.and_then(|map| map.id.as_ref());
    let heading = wanted.map_or(ID, |id| id.node.as_str());
    let found = || table.cells().iter().find(|item| is_heading(item, heading)).map(|item| item.row);
    let header = map.and_then(|map| map.header.as_ref()).map(|row| row.node).or_else(found);
    let lettered = wanted.and_then(|id| by_letters(&id.node));
    if header.is_none() && lettered.is_none() {
        let message = format!("no row has a heading `{heading}`, so that it is not clear where the metrics' ids stand");
        let place = wanted.map_or_else(|| table.place(), |id| id.span);
        sink.push(Diagnostic::error(Code::MissingKey, place, message).hint(
            "write what stands where into a file such as content/kpi/energy.map.yaml; \
             docs/figures.md has an example",
        ));
        return None;
    }
    let heads = header.map(|row| table.row(row)).unwrap_or_default();
    let mut columns: Vec<(u32, Role, Span)> = Vec::new();
    let column_of = |column: &Column, sink: &mut Sink| -> Option<u32> {
        let named = heads.iter().find(|item| is_heading(item, &column.node)).map(|item| item.column);
        let found = named.or_else(|| by_letters(&column.node));
        if found.is_none() {
            let message = format!("there is no column `{}`", column.node);
            let hint = suggest(&column.node, heads.iter().map(|item| item.text.as_str()));
            sink.push(Diagnostic::error(Code::BadValue, column.span, message).hint(hint));
        }
        found
    };
    if let Some(map) = map {
        let (year, value) = map.year_and_value.as_ref().map(|(year, value)| (year, value)).unzip();
        let named = [(map.id.as_ref(), Role::Id), (year, Role::Year), (value, Role::Value)];
        let named = named.into_iter().filter_map(|(column, role)| Some((column?, role)));
        let keys = map.keys.iter().map(|(key, column)| {
            let role = if key.node == UNIT { Role::Unit } else { Role::Key(key.node.clone()) };
            (column, role)
        });
        let years = map.years.iter().map(|(year, column)| (column, Role::Figures(*year)));
        for (column, role) in named.chain(keys).chain(years) {
            columns.extend(column_of(column, sink).map(|found| (found, role, column.span)));
        }
        headed_otherwise(heads, &columns, sink);
    }
    let has = |columns: &[(u32, Role, Span)], role: &Role| columns.iter().any(|(_, known, _)| known == role);
    let mut is_doubtful = false;
    let no_years = map.is_none_or(|map| map.years.is_empty() && map.year_and_value.is_none());
    for item in heads {
        if columns.iter().any(|(column, ..)| *column == item.column) {
            continue;
        }
        let text = small(&item.text);
        let role = match text.as_str() {
            ID => Role::Id,
            UNIT => Role::Unit,
            YEAR if no_years => Role::Year,
            VALUE if no_years => Role::Value,
            _ if map.is_some() && UNITS.contains(&text.as_str()) => Role::UnitSeen,
            _ => match year_of(item) {
                Some(year) if no_years => Role::Figures(year),
                None if map.is_none() && (is_of_year(&text) || is_planned(&text)) => {
                    let message =
                        format!("the heading `{}` is no year, so that its figures are none of a year", item.text);
                    let hint = "head a year's figures by the year alone: 2025, 2025年, FY2025 or 2024/25. A unit has its own column, \
                                and budgets, targets and changes are no figures of a year";
                    sink.push(Diagnostic::error(Code::UnknownKey, item.span, message).hint(hint));
                    is_doubtful = true;
                    continue;
                }
                None if no_years && map.is_some() && is_year_in_other_words(&text) => {
                    let message = format!("the heading `{}` is no year, and its column is not read", item.text);
                    let hint = "name the column under `years` in the mapping file, or head it by the year alone: 2025 or 2024/25";
                    sink.push(Diagnostic::warning(Code::UnknownKey, item.span, message).hint(hint));
                    continue;
                }
                None if map.is_none() && !item.text.is_ascii() => {
                    let message = format!("the heading `{}` is no key of a metric", item.text);
                    let hint = "write a key: name.zh-Hant for a name, note.zh-Hant for a note (備註), unit, disclose; or say in a \
                                mapping file what the column is";
                    sink.push(Diagnostic::error(Code::UnknownKey, item.span, message).hint(hint));
                    continue;
                }
                None if map.is_none() || is_key(&text) => Role::Key(text),
                _ => continue,
            },
        };
        if role == Role::UnitSeen && has(&columns, &Role::Unit) {
            continue;
        }
        // What the mapping names stands elsewhere.
        if map.is_some() && !matches!(role, Role::Figures(_)) && has(&columns, &role) {
            continue;
        }
        columns.push((item.column, role, item.span));
    }
    for (at, (_, role, span)) in columns.iter().enumerate() {
        if let Some((.., first)) = columns[..at].iter().find(|(_, known, _)| known == role) {
            let message = "two columns say the same";
            sink.push(
                Diagnostic::error(Code::Duplicate, *span, message)
                    .label(*first, "the first one")
                    .hint("keep one of them, or name the one that is meant in the mapping"),
            );
        }
    }
    columns.sort_by_key(|(column, ..)| *column);
    Some(Layout { columns, header, is_doubtful })
}

/// Tells columns of years that are headed by other years. Where all are as many years off, the mapping says what the
/// headings count from: the year in which a financial year begins.
fn headed_otherwise(heads: &[Item], columns: &[(u32, Role, Span)], sink: &mut Sink) {
    let headed = columns.iter().filter_map(|(column, role, span)| {
        let Role::Figures(year) = role else { return None };
        let item = heads.iter().find(|item| item.column == *column)?;
        Some((*year, year_of(item)?, item, *span))
    });
    let headed: Vec<(i32, i32, &Item, Span)> = headed.collect();
    let off = |(year, head, ..): &(i32, i32, &Item, Span)| head - year;
    let is_alike = headed.len() > 1 && headed.iter().all(|one| off(one) == off(&headed[0]));
    for (year, head, item, span) in headed.iter().filter(|one| off(one) != 0 && !is_alike) {
        let message =
            format!("this column is headed `{}`, and the mapping takes its figures for {year}", item.text.trim());
        let hint = format!("write `{head}: …` for it, or leave `years` out: headings that are years say so themselves");
        let finding = Diagnostic::warning(Code::BadValue, *span, message);
        sink.push(finding.label(item.span, "the heading").hint(hint));
    }
}

/// Keys of a metric that have a text in each language; all but the name say something about its figures.
const OF_LANGUAGES: [&str; 6] = ["name", "qualifier", "note", "boundary", "method", "source"];

/// Whether a heading can only be a key of a metric, beside a mapping too: `name.zh-Hant`, `disclose`. A column that is called
/// 備註 or name is the workbook's own.
fn is_key(heading: &str) -> bool {
    match heading.trim().split_once('.') {
        Some((key, tag)) => {
            OF_LANGUAGES.contains(&key) && Edition::all().any(|edition| edition.lookup().any(|known| known == tag))
        }
        None => ["disclose", "formula", "decimals"].contains(&heading.trim()),
    }
}

/// What a comma in a figure does, and what to do about it.
const PARTED: &str = "a comma within a figure or a text parts it into two: write 412300, or put it in quotes, \"412,300\" or \
                      \"用水, 不含宿舍\"";

/// Whether a key takes words about a metric, which are never a figure alone.
fn is_of_words(path: &str) -> bool {
    OF_LANGUAGES[1..].contains(&path.split('.').next().unwrap_or_default())
}

/// Whether a cell may be what a comma has cut off the figure before it: 198 behind 1.
fn is_cut_off(item: &Item, row: &[Item]) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text.len());
    let before = row.iter().take_while(|other| other.column < item.column).last();
    let before = before.filter(|before| before.column + 1 == item.column);
    digits(item.text.trim()) == Some(3)
        && before.and_then(|before| digits(before.text.trim())).is_some_and(|length| (1..=3).contains(&length))
}

fn is_heading(item: &Item, heading: &str) -> bool {
    item.text.trim() == heading || heading == ID && small(&item.text) == ID
}

/// A heading with its first part in small letters: ID, Name.zh-Hant.
pub(super) fn small(heading: &str) -> String {
    let heading = heading.trim();
    let end = heading.find('.').unwrap_or(heading.len());
    heading[..end].to_ascii_lowercase() + &heading[end..]
}

/// Whether a heading that is no year's speaks of one: 2025Q1, 2025/2024, 2025預算, 24, FY24.
fn is_of_year(heading: &str) -> bool {
    let first = half_width(heading.split('.').next().unwrap_or_default());
    let is_year = |digits: &str| digits.len() == 4 && digits.parse().is_ok_and(|year| YEARS.contains(&year));
    let bare = first.trim_start_matches("fy").trim_start();
    bare.starts_with(|c: char| c.is_ascii_digit()) || first.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

/// Whether a heading that is no year's is one all the same, as far as a reader can tell: 2023/24（經審核）, no change or quarter.
fn is_year_in_other_words(heading: &str) -> bool {
    const OTHER: [&str; 17] =
        ["變", "变", "增", "減", "减", "升", "降", "%", "比", "較", "较", "差", "vs", "q", "季", "半年", "月"];
    let heading = half_width(heading);
    let is_whole = heading.contains("止年度") || !OTHER.iter().any(|word| heading.contains(word));
    is_of_year(&heading) && !is_planned(&heading) && is_whole
}

/// Whether a heading that is no year's is that of planned figures: 預算, Forecast; `targets.0.value` is a key.
fn is_planned(heading: &str) -> bool {
    planned::said(heading) == Some(Said::Planned) && heading.split('.').next() != Some("targets")
}

/// The year that a heading tells: 2023, 2023年, FY2023, 2023-12-31, 2022/23年度, 2023實際.
fn year_of(item: &Item) -> Option<i32> {
    let text = half_width(&item.text);
    let bare = text.trim().trim_start_matches("FY").trim_end_matches(['年', '度']).trim();
    if let Some((year, 0)) = financial_year(bare).filter(|(year, _)| YEARS.contains(year) && item.kind != Kind::Date) {
        return Some(year);
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let first = numbers.next().filter(|digits| digits.len() == 4)?;
    if numbers.next().is_some() && item.kind != Kind::Date {
        return None;
    }
    // What says no more than that it is a year; 2025預算 and 2025千噸 say more.
    const AROUND: [&str; 14] =
        ["", "年", "年度", "FY", "CY", "A", "財年", "财年", "財政年度", "财政年度", "全年", "年全年", "數據", "数据"];
    let is_date = item.kind == Kind::Date;
    let around: String = text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    let is_year = is_date
        || AROUND.iter().any(|word| around.eq_ignore_ascii_case(word))
        || planned::said_alone(&around) == Some(Said::Actual);
    is_year.then(|| first.parse().ok().filter(|year| YEARS.contains(year)))?
}

/// Reads the rows of a table.
struct Reading<'a> {
    table: &'a Table,
    map: Option<&'a TableMap>,
    units: Units<'a>,
    layout: &'a Layout,
    /// What the headings say of the figures in these columns.
    of_columns: Vec<(u32, Verdict)>,
    /// Further rows of headings.
    headed: Vec<u32>,
    /// What the row that is read says of its figures, or the line above it, the title, the names of sheet and file.
    of_rows: Verdict,
    /// Words that have been told to plan figures.
    told: HashSet<String>,
    refused: &'a mut BTreeSet<String>,
    sink: &'a mut Sink,
}

impl Reading<'_> {
    fn rows(&mut self, found: &mut IndexMap<String, entry::Entry>) {
        let Some((id_column, ..)) = self.layout.columns.iter().find(|(_, role, _)| *role == Role::Id) else { return };
        let has_value = self.layout.columns.iter().any(|(_, role, _)| *role == Role::Value);
        let named = self.map.and_then(|map| map.rows);
        let first = named.map(|rows| rows.0).or(self.layout.header.map(|row| row + 1)).unwrap_or_default();
        let last = named.map_or(u32::MAX, |rows| rows.1);
        let rows: RangeInclusive<u32> = first..=last;
        let mut seen = HashSet::new();
        let table = self.table;
        let heads = self.layout.header.map(|row| table.row(row)).unwrap_or_default();
        let last_head = heads.last().map(|item| item.column).filter(|_| table.is_csv);
        let mut of_line = self.headings(*id_column, named.map(|rows| rows.0));
        for row in table.rows_from(*rows.start()).take_while(|row| rows.contains(&row[0].row)) {
            let number = row[0].row;
            if Some(number) == self.layout.header || self.headed.contains(&number) {
                continue;
            }
            if row.len() == 1
                && let Some(said) = planned::of_row(row.iter())
            {
                of_line = Some(said);
                continue;
            }
            // A remark below the table: 註：以上數字未經審核.
            if row.len() == 1 && row[0].column == *id_column && !row[0].text.is_ascii() && self.map.is_none() {
                continue;
            }
            let Some(id) = self.id(row, *id_column, &mut seen) else { continue };
            if table.row_is_hidden(number) && !self.may_read_hidden(id.span, "row") {
                continue;
            }
            if let Some(surplus) = row.iter().find(|item| last_head.is_some_and(|last| item.column > last))
                && self.is_surplus(surplus, last_head)
            {
                self.refused.insert(id.node.clone());
                continue;
            }
            // Only where each row has one figure does a metric have several rows.
            if let Some(first) = found.get(&id.node).filter(|_| !has_value) {
                let message = format!("the metric `{}` stands in two rows", id.node);
                let first = first.id_span();
                self.sink.push(
                    Diagnostic::error(Code::Duplicate, id.span, message)
                        .label(first, "the first one")
                        .hint("keep one of them, or give one another id"),
                );
                continue;
            }
            self.of_rows = self.of_row(row).or_else(|| of_line.clone());
            self.row(row, &id, found);
        }
        for (label, id) in self.map.iter().flat_map(|map| &map.ids) {
            if !seen.contains(&label.node) {
                let message = format!("no row is called `{}`, which would be `{}`", label.node, id.node);
                let labels =
                    table.cells().iter().filter(|item| item.column == *id_column).map(|item| item.text.as_str());
                let hint = suggest(&label.node, labels);
                self.sink.push(Diagnostic::error(Code::BadValue, label.span, message).hint(hint));
            }
        }
    }

    /// Reads what the headings say of the figures: of all of them, which is returned, and of single columns. Further rows of
    /// headings than the known one are not read otherwise, which is told where the mapping does not leave them out.
    fn headings(&mut self, id: u32, until: Option<u32>) -> Verdict {
        let Some(header) = self.layout.header else { return planned::of_names(self.table) };
        let is_of_figures = |role: &Role| matches!(role, Role::Figures(_) | Role::Value);
        let figures = self.layout.columns.iter().filter(|(_, role, _)| is_of_figures(role));
        let figures: Vec<u32> = figures.map(|(column, ..)| *column).collect();
        let headings = Headings::of(self.table, header, id, &figures, until);
        self.of_columns = figures.iter().map(|column| (*column, headings.of_column(*column))).collect();
        self.headed = headings.below.iter().map(|row| row[0].row).collect();
        let is_told = until.is_none() && self.map.is_none_or(|map| map.ids.is_empty());
        let others = headings.below.iter().flat_map(|row| row.iter()).filter(|item| figures.contains(&item.column));
        if let Some(other) = others.into_iter().find(|item| !planned::says_so(item)).filter(|_| is_told) {
            let message = format!("`{}` stands in a second row of headings, which is not read", other.text.trim());
            let hint = "write what it says into the row of headings, and a unit into a column `unit`; or say in a mapping file \
                        which rows have figures: `rows: 5-20`";
            self.sink.push(Diagnostic::error(Code::BadValue, other.span, message).hint(hint));
        }
        headings.of_table()
    }

    /// What a row says of its own figures where nobody reads it. A metric that is called a budget is one, and 預計 as a
    /// qualifier is printed with the figure.
    fn of_row(&self, row: &[Item]) -> Verdict {
        const SAYS: [&str; 2] = ["name", "qualifier"];
        let role =
            |column: u32| self.layout.columns.iter().find(|(known, ..)| *known == column).map(|(_, role, _)| role);
        let is_name =
            |role: &Role| matches!(role, Role::Key(key) if SAYS.contains(&key.split('.').next().unwrap_or(key)));
        let is_called = |item: &&Item| role(item.column).is_some_and(is_name) && planned::said(&item.text).is_some();
        if row.iter().any(|item| is_called(&item)) {
            return Some(Ok(()));
        }
        let last = row.last().map_or(0, |item| item.column);
        planned::of_row(
            (0..=last)
                .filter(|column| role(*column).is_none())
                .filter_map(|column| self.table.shown(row[0].row, column)),
        )
    }

    /// Tells a cell of a CSV file that stands below no heading: a comma has cut a cell before it into two. Words behind a
    /// column that nobody reads are the file's own.
    fn is_surplus(&mut self, item: &Item, last_head: Option<u32>) -> bool {
        let is_figure = parse_decimal(&half_width(&item.text)).is_some();
        let is_read = self.layout.columns.iter().any(|(column, ..)| Some(*column) == last_head);
        if !is_figure && !is_read {
            return false;
        }
        let what = if is_figure { "figure" } else { "text" };
        let message = format!("the row has more cells than there are headings, and this {what} stands below none");
        self.sink.push(Diagnostic::error(Code::BadValue, item.span, message).hint(PARTED));
        true
    }

    /// The id of a row; none for a row that is no metric's.
    fn id(&mut self, row: &[Item], column: u32, seen: &mut HashSet<String>) -> Option<Spanned<String>> {
        let ids = self.map.map(|map| map.ids.as_slice()).unwrap_or_default();
        let Some(item) = row.iter().find(|item| item.column == column) else {
            let is_figure = |item: &&Item| {
                let role = self.layout.columns.iter().find(|(column, ..)| *column == item.column);
                role.is_some_and(|(_, role, _)| matches!(role, Role::Figures(_) | Role::Value))
            };
            if let Some(figure) = row.iter().find(is_figure).filter(|_| ids.is_empty()) {
                let message = "the row has a figure and no id";
                let hint = "write the metric's id into the row, or name the rows that are meant: `rows: 5-20`";
                self.sink.push(Diagnostic::error(Code::MissingKey, figure.span, message).hint(hint));
            }
            return None;
        };
        if ids.is_empty() {
            return cell::text(item, self.sink).map(|text| Spanned::new(text, item.span));
        }
        let (label, id) = ids.iter().find(|(label, _)| label.node == item.text.trim())?;
        seen.insert(label.node.clone());
        Some(Spanned::new(id.node.clone(), item.span))
    }

    fn row(&mut self, row: &[Item], id: &Spanned<String>, found: &mut IndexMap<String, entry::Entry>) {
        let number = row[0].row;
        let cells: Vec<(&Role, Span, &Item)> = self
            .layout
            .columns
            .iter()
            .filter_map(|(column, role, span)| {
                let item = match role {
                    // A text may be joined over several rows.
                    Role::Unit | Role::UnitSeen | Role::Key(_) | Role::Year => self.table.shown(number, *column),
                    Role::Figures(_) | Role::Value | Role::Id => {
                        row.binary_search_by_key(column, |item| item.column).ok().map(|at| &row[at])
                    }
                }?;
                Some((role, *span, item))
            })
            .collect();
        let is_computed = cells.iter().any(|(role, ..)| **role == Role::Key("formula".to_owned()));
        let year = cells.iter().find(|(role, ..)| **role == Role::Year).map(|(.., item)| *item);
        let mut metric = entry::Entry::new(id);
        if self.layout.is_doubtful {
            self.refused.insert(id.node.clone());
        }
        for (role, said_at, item) in cells {
            match role {
                Role::Id | Role::Year => {}
                Role::Unit => {
                    if let Some(text) = cell::text(item, self.sink) {
                        let own = self.map.iter().flat_map(|map| &map.units).find(|(word, _)| word.node == text);
                        let unit = own.map(|(_, unit)| unit.node.clone()).or_else(|| (self.units)(&text));
                        metric.set(UNIT, said_at, entry::text(unit.unwrap_or(text), item.span), self.sink);
                    }
                }
                // Words of the sheet that name no unit are its own.
                Role::UnitSeen => {
                    let own =
                        self.map.iter().flat_map(|map| &map.units).find(|(word, _)| word.node == item.text.trim());
                    let unit = own.map(|(_, unit)| unit.node.clone()).or_else(|| (self.units)(item.text.trim()));
                    if let Some(unit) = unit {
                        metric.set(super::UNIT_SEEN, said_at, entry::text(unit, item.span), self.sink);
                    }
                }
                Role::Key(path) => {
                    if self.table.is_csv && is_of_words(path) && is_cut_off(item, row) {
                        let message = format!("`{path}` is words, and this is a figure");
                        let diagnostic = Diagnostic::error(Code::BadValue, item.span, message);
                        self.sink.push(diagnostic.hint(PARTED).hint("put a note that is meant so in words: 共128宗"));
                        self.refused.insert(id.node.clone());
                        continue;
                    }
                    if let Some(text) = cell::text(item, self.sink) {
                        metric.set(path, said_at, entry::text(text, item.span), self.sink);
                    }
                }
                // What the program worked out by a formula, huibao works out as well.
                Role::Figures(_) | Role::Value if is_computed && item.is_formula => {}
                Role::Figures(year) => self.figure(&mut metric, Spanned::new(*year, said_at), item),
                Role::Value => match year.map(|item| (year_of(item), item)) {
                    Some((Some(year), at)) => self.figure(&mut metric, Spanned::new(year, at.span), item),
                    Some((None, at)) => {
                        self.refused.insert(id.node.clone());
                        if planned::tell_item(at, self.sink) {
                            continue;
                        }
                        let message = format!("`{}` is not a year", at.text);
                        let hint = "write it with four digits: 2023";
                        self.sink.push(Diagnostic::error(Code::BadValue, at.span, message).hint(hint));
                    }
                    None => {
                        let message = "the row does not say of which year the figure is";
                        let hint = "write the year into its column";
                        self.sink.push(Diagnostic::error(Code::MissingKey, item.span, message).hint(hint));
                    }
                },
            }
        }
        match found.entry(id.node.clone()) {
            indexmap::map::Entry::Vacant(new) => _ = new.insert(metric),
            indexmap::map::Entry::Occupied(mut known) => known.get_mut().add(metric, self.sink),
        }
    }

    fn figure(&mut self, metric: &mut entry::Entry, year: Spanned<i32>, item: &Item) {
        let is_hidden = self.table.column_is_hidden(item.column);
        if is_hidden && !self.may_read_hidden(item.span, "column") {
            return;
        }
        let of_column = self.of_columns.iter().find(|(column, _)| *column == item.column).map(|(_, said)| said);
        if let Some(Err(planned)) = of_column.filter(|said| said.is_some()).unwrap_or(&self.of_rows) {
            if self.told.insert(planned.words.clone()) {
                planned::tell(planned, item.span, self.sink);
            }
            self.refused.insert(metric.id().to_owned());
            return;
        }
        match cell::figure(self.table, item, self.sink) {
            Some(figure) => metric.figure(&year, figure, self.sink),
            None => _ = self.refused.insert(metric.id().to_owned()),
        }
    }

    /// Whether what a person does not see in the sheet is read; told where nobody has said.
    fn may_read_hidden(&mut self, place: Span, what: &str) -> bool {
        match self.map.map_or(Hidden::Refuse, |map| map.hidden) {
            Hidden::Read => true,
            Hidden::Skip => false,
            Hidden::Refuse => {
                let message = format!("the {what} of this figure is hidden in the sheet");
                let hint =
                    format!("show the {what}, or say in the mapping what is meant: `hidden: skip` or `hidden: read`");
                self.sink.push(Diagnostic::error(Code::BadValue, place, message).hint(hint));
                false
            }
        }
    }
}
