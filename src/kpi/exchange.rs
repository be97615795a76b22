//! `huibao kpi export`: metrics as their data files have them, for people with a spreadsheet, and back.
//!
//! Figures that huibao computes are live formulas in a workbook; a CSV file and JSON have what was entered.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::expression::{Expression, FORMULA};
use crate::model::{Amount, Date, Entry, Field, Series, Unit, Values, year_of_key};
use crate::separated;
use crate::sheet::{self, Content, Row, Sheet};
use crate::source::cell_name;

type Units = IndexMap<String, Unit>;

/// Keys that stand first, in this order; the years follow, then all others.
const FIRST: [&str; 4] = ["name", "unit", "decimals", "values"];

/// Widths of columns in characters.
const WIDTHS: [(&str, f64); 5] = [("id", 32.0), ("name", 34.0), ("note", 40.0), ("formula", 34.0), ("disclose", 24.0)];
const WIDTH: f64 = 14.0;

/// What stands below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Id,
    Key(String),
    Year(i32),
}

impl Column {
    fn heading(&self) -> String {
        match self {
            Self::Id => "id".to_owned(),
            Self::Key(key) => key.clone(),
            Self::Year(year) => year.to_string(),
        }
    }

    fn width(&self) -> f64 {
        let heading = self.heading();
        let known = WIDTHS.iter().find(|(key, _)| heading.split('.').next() == Some(key));
        known.map_or(WIDTH, |(_, width)| *width)
    }
}

/// The columns of these metrics; computed years are among them in a workbook.
fn columns(entries: &[&Entry], values: Option<&Values>) -> Vec<Column> {
    let mut years: BTreeSet<i32> = BTreeSet::new();
    let mut keys: IndexMap<&str, ()> = IndexMap::new();
    for entry in entries {
        for (key, _) in &entry.fields {
            match year_of_key(key) {
                Some(year) => _ = years.insert(year),
                None => _ = keys.insert(key, ()),
            }
        }
        let series = values.and_then(|values| values.metrics.get(&entry.id.node));
        years.extend(series.into_iter().flat_map(|series| series.years.keys()));
    }
    let rank = |key: &&str| FIRST.iter().position(|first| key.split('.').next() == Some(first));
    let mut ordered: Vec<&str> = keys.into_keys().collect();
    ordered.sort_by_key(|key| rank(key).unwrap_or(FIRST.len()));
    let split = ordered.partition_point(|key| rank(key).is_some());
    let key = |key: &&str| Column::Key((*key).to_owned());
    let (first, last) = ordered.split_at(split);
    let years = years.into_iter().map(Column::Year);
    std::iter::once(Column::Id).chain(first.iter().map(key)).chain(years).chain(last.iter().map(key)).collect()
}

/// A figure or a text as a cell has it: words in place of a number stand in quotes.
fn written(field: &Field) -> String {
    if field.is_words { format!("\"{}\"", field.text) } else { field.text.clone() }
}

fn of_column<'e>(entry: &'e Entry, column: &Column) -> Option<&'e Field> {
    match column {
        Column::Id => None,
        Column::Key(key) => entry.field(key),
        Column::Year(year) => entry.field(&format!("values.{year}")),
    }
}

/// One line per metric, a column per key and year: what was entered.
pub fn csv(entries: &[Entry]) -> Vec<u8> {
    let all: Vec<&Entry> = entries.iter().collect();
    let columns = columns(&all, None);
    let head = columns.iter().map(Column::heading).collect();
    let record = |entry: &Entry| {
        let cell = |column: &Column| match column {
            Column::Id => entry.id.node.clone(),
            _ => of_column(entry, column).map_or(String::new(), written),
        };
        columns.iter().map(cell).collect()
    };
    separated::csv(std::iter::once(head).chain(entries.iter().map(record)))
}

/// A list of metrics as YAML would have them: what was entered.
pub fn json(entries: &[Entry]) -> Vec<u8> {
    let metrics = entries.iter().map(|entry| {
        let mut metric = Map::from_iter([("id".to_owned(), Value::from(entry.id.node.as_str()))]);
        for (key, field) in &entry.fields {
            let mut at = &mut metric;
            let (above, last) = key.rsplit_once('.').unwrap_or(("", key));
            for part in above.split('.').filter(|part| !part.is_empty()) {
                at = match at.entry(part).or_insert_with(|| Value::Object(Map::new())) {
                    Value::Object(below) => below,
                    _ => return Value::Null,
                };
            }
            at.insert(last.to_owned(), field.text.as_str().into());
        }
        as_list(Value::Object(metric))
    });
    let mut text = serde_json::to_string_pretty(&metrics.collect::<Vec<_>>()).expect("plain data");
    text.push('\n');
    text.into_bytes()
}

/// Keys that count from 0 make a list.
fn as_list(value: Value) -> Value {
    let Value::Object(map) = value else { return value };
    let counts = !map.is_empty() && map.keys().enumerate().all(|(at, key)| *key == at.to_string());
    let below = map.into_iter().map(|(key, value)| (key, as_list(value)));
    if counts { Value::Array(below.map(|(_, value)| value).collect()) } else { Value::Object(below.collect()) }
}

/// A workbook with a sheet per group. What huibao computes is a formula of the cells it is computed from.
pub fn workbook(entries: &[Entry], values: &Values, units: &Units, title: &str, day: Date) -> Vec<u8> {
    let mut groups: IndexMap<&str, Vec<&Entry>> = IndexMap::new();
    for entry in entries {
        groups.entry(&entry.group).or_default().push(entry);
    }
    let names = sheet::sheet_names(groups.keys().copied());
    let layouts: Vec<Vec<Column>> = groups.values().map(|entries| columns(entries, Some(values))).collect();
    // Where each metric stands: sheet and row, below the headings.
    let mut places = HashMap::new();
    for (sheet, entries) in groups.values().enumerate() {
        places.extend((1..).zip(entries).map(|(row, entry)| (entry.id.node.as_str(), (sheet, row))));
    }
    let cell_of = |from: usize, id: &str, year: i32| {
        let (sheet, row) = *places.get(id)?;
        let column = layouts[sheet].iter().position(|column| *column == Column::Year(year))?;
        let cell = cell_name(row, column as u32);
        Some(if sheet == from { cell } else { format!("'{}'!{cell}", names[sheet].replace('\'', "''")) })
    };
    let is_metric = |id: &str| values.metrics.contains_key(id);
    let rows = |sheet: usize, entries: &[&Entry]| -> Vec<Row> {
        let row = |entry: &&Entry| {
            let series = values.metrics.get(&entry.id.node);
            let formula =
                entry.field("formula").and_then(|text| Expression::parse(&text.text, FORMULA, &is_metric).ok());
            let unit = series.and_then(|series| units.get(&series.unit));
            let grouped = !unit.is_some_and(|unit| unit.ungrouped);
            let cell = |column: &Column| match (of_column(entry, column), column) {
                (None, Column::Id) => Content::Text(entry.id.node.clone()),
                (Some(field), Column::Year(_)) => match field.number {
                    Some(number) => Content::Number { number, grouped },
                    None => Content::Text(written(field)),
                },
                (Some(field), _) => Content::Text(field.text.clone()),
                (None, Column::Year(year)) => {
                    let computed = series.and_then(|series| Some((series, series.years.get(year)?.node.number()?)));
                    match (computed, &formula) {
                        (Some((series, result)), Some(formula)) => {
                            let text = formula.spreadsheet(&|id| cell_of(sheet, id, *year));
                            Content::Formula { formula: rounded(text, series, result), result, grouped }
                        }
                        _ => Content::Text(String::new()),
                    }
                }
                (None, Column::Key(_)) => Content::Text(String::new()),
            };
            Row { is_heading: false, cells: layouts[sheet].iter().map(cell).collect() }
        };
        entries.iter().map(row).collect()
    };
    let sheets: Vec<Sheet> = groups
        .values()
        .enumerate()
        .map(|(at, entries)| Sheet {
            name: names[at].clone(),
            above: Vec::new(),
            columns: layouts[at].iter().map(|column| (column.heading(), column.width())).collect(),
            rows: rows(at, entries),
        })
        .collect();
    sheet::workbook(&sheets, title, day)
}

/// A formula rounded as huibao rounds what it computes; what has no form in a spreadsheet is its result.
fn rounded(formula: Option<String>, series: &Series, result: Decimal) -> String {
    match (formula, series.places) {
        (None, _) => result.to_string(),
        (Some(formula), None) => formula,
        (Some(formula), Some(places)) => format!("ROUND({formula},{places})"),
    }
}

/// The figure as a table in a terminal shows it.
pub fn plain(amount: &Amount, places: Option<u32>) -> String {
    match amount {
        Amount::Number(number) => crate::figure::number(*number, places),
        Amount::Words(words) => words.clone(),
        Amount::Absent(why) => why.name().to_owned(),
    }
}
