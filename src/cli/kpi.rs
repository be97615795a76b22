//! `huibao kpi`: figures in and out of spreadsheets, and on the terminal.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::args::{self, DataFormat, KpiCommand};
use super::standards::pretty;
use super::{FINDINGS, FINE, terminal};
use crate::diag::Severity;
use crate::diag::render::printable;
use crate::model::{Change, Entry, year_of_key};
use crate::output;
use crate::pipeline::{Build, DataForm, Failure, FigureRow, Project};
use crate::store::disk;

/// Imports, exports or lists.
pub(super) fn kpi(command: &args::Kpi, quiet: bool) -> Result<u8, String> {
    let content = args::Place { content: command.content.clone(), output: None }.content()?;
    let project = Project::open(&content);
    let build = project.build();
    match &command.what {
        KpiCommand::Import(command) => import(command, build, &content, quiet),
        KpiCommand::Export(command) => export(command, build, quiet),
        KpiCommand::Table(command) => table(command, build),
    }
}

/// What keeps a command from going on: the report's errors are printed, anything else is the caller's to print.
fn failed(failure: Failure, build: Build<'_>) -> Result<u8, String> {
    match failure {
        Failure::CannotRun(message) => Err(message),
        Failure::Report => {
            let (mut problems, sources) = build.into_problems();
            problems.retain(|problem| problem.severity == Severity::Error);
            terminal::problems(&problems, &sources);
            Ok(FINDINGS)
        }
    }
}

fn import(command: &args::KpiImport, mut build: Build<'_>, content: &Path, quiet: bool) -> Result<u8, String> {
    let file = &command.file;
    if !disk::is_file(file) {
        return Err(format!("there is no file {}", file.display()));
    }
    let data = content.join("kpi");
    let real = |path: &Path| disk::resolve(path).ok().flatten();
    if real(file).zip(real(&data)).is_some_and(|(file, data)| file.starts_with(data)) {
        return Err(format!(
            "{} lies in {}, and is read where it lies; move it out of there to import it",
            file.display(),
            data.display()
        ));
    }
    let map = command.map.clone().or_else(|| beside(file, &data));
    let import = match build.import(file, map.as_deref(), command.to.as_deref()) {
        Ok(import) => import,
        Err(failure) => return failed(failure, build),
    };
    if build.sink.has_errors() {
        let code = failed(Failure::Report, build)?;
        terminal::say(quiet, "nothing was imported");
        return Ok(code);
    }
    terminal::result(&match command.format {
        DataFormat::Json => pretty(&json!(import.changes.iter().map(change).collect::<Vec<_>>())),
        _ => difference(&import.changes),
    })?;
    let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    let files: Vec<&str> = import.files.iter().map(|(path, _)| path.as_str()).collect();
    if import.changes.is_empty() {
        terminal::say(quiet, &format!("nothing changes: {} as in the report", count(import.metrics, "metric")));
    } else if command.write {
        build.keep(&import).map_err(|failure| match failure {
            Failure::CannotRun(message) => message,
            Failure::Report => "the report cannot be written to".to_owned(),
        })?;
        terminal::say(quiet, &format!("{} written to {}", count(import.changes.len(), "change"), files.join(", ")));
    } else {
        let changes = count(import.changes.len(), "change");
        terminal::say(quiet, &format!("{changes} to {}; nothing is written yet: --write does", files.join(", ")));
    }
    Ok(FINE)
}

/// The mapping of a file: beside it, or in the report for a file of this name.
fn beside(file: &Path, data: &Path) -> Option<PathBuf> {
    let name = format!("{}.map.yaml", file.file_stem()?.to_str()?);
    [file.with_file_name(&name), data.join(&name)].into_iter().find(|map| disk::is_file(map))
}

fn change(change: &Change) -> serde_json::Value {
    json!({ "id": change.id, "key": change.key, "old": change.old, "new": change.new, "new_metric": change.is_new })
}

/// A line for each change: id, key, what it was and what it is.
fn difference(changes: &[Change]) -> String {
    let (plus, both) = (anstyle::AnsiColor::Green.on_default(), anstyle::AnsiColor::Yellow.on_default());
    let key = |change: &Change| year_of_key(&change.key).map_or(change.key.clone(), |year| year.to_string());
    let ids = changes.iter().map(|change| change.id.width()).max().unwrap_or(0);
    let keys = changes.iter().map(|change| key(change).width()).max().unwrap_or(0);
    let mut out = String::new();
    for change in changes {
        let (key, id) = (key(change), &change.id);
        let gap = [" ".repeat(ids - id.width()), " ".repeat(keys - key.width())];
        let new = printable(&change.new);
        let _ = match &change.old {
            Some(old) => {
                let old = printable(old);
                writeln!(out, "{both}~{both:#} {id}{}  {key}{}  {old} → {new}", gap[0], gap[1])
            }
            None if change.is_new => writeln!(out, "{plus}+{plus:#} {id}{}  {key}{}  {new}", gap[0], gap[1]),
            None => writeln!(out, "{plus}~{plus:#} {id}{}  {key}{}  → {new}", gap[0], gap[1]),
        };
    }
    out
}

fn export(command: &args::KpiExport, mut build: Build<'_>, quiet: bool) -> Result<u8, String> {
    let ending = command.file.as_ref().and_then(|file| file.extension()?.to_str().map(str::to_lowercase));
    let form = match (command.format, ending.as_deref()) {
        (Some(DataFormat::Xlsx), _) | (None, Some("xlsx")) => DataForm::Xlsx,
        (Some(DataFormat::Csv), _) | (None, Some("csv")) => DataForm::Csv,
        (Some(DataFormat::Json), _) | (None, Some("json")) => DataForm::Json,
        (Some(DataFormat::Human), _) => {
            return Err("a file is one of xlsx, csv and json; `kpi table` is for people".to_owned());
        }
        (None, Some(other)) => return Err(format!("a file .{other} is none of .xlsx, .csv and .json")),
        (None, None) => return Err("name a file that ends in .xlsx, .csv or .json, or say --format csv".to_owned()),
    };
    if form == DataForm::Xlsx && command.file.is_none() {
        return Err("a workbook needs a file: `huibao kpi export figures.xlsx`".to_owned());
    }
    let filter = Filter { metrics: &command.metrics, units: &command.unit };
    let made = build.entries().and_then(|mut entries| {
        entries.retain(|entry| filter.has_entry(entry));
        Ok((entries.len(), build.export(&entries, form)?))
    });
    let (count, bytes) = match made {
        Ok(made) => made,
        Err(failure) => return failed(failure, build),
    };
    match &command.file {
        Some(file) => {
            output::write_file(file, &bytes)?;
            terminal::say(quiet, &format!("{count} metrics in {}", file.display()));
        }
        None => terminal::result(&shown(&bytes))?,
    }
    Ok(FINE)
}

/// Which metrics are asked for: by id or name, and by unit; all where nothing is asked.
struct Filter<'a> {
    metrics: &'a [String],
    units: &'a [String],
}

impl Filter<'_> {
    fn has(&self, id: &str, names: &[&str], units: &[&str]) -> bool {
        let below = |wanted: &String| {
            id.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let named = |wanted: &String| names.iter().any(|name| name.to_lowercase().contains(&wanted.to_lowercase()));
        let is_asked = self.metrics.is_empty() || self.metrics.iter().any(|wanted| below(wanted) || named(wanted));
        is_asked && (self.units.is_empty() || self.units.iter().any(|unit| units.contains(&unit.as_str())))
    }

    fn has_entry(&self, entry: &Entry) -> bool {
        let is_name = |key: &str| key == "name" || key.starts_with("name.");
        let names = entry.fields.iter().filter(|(key, _)| is_name(key)).map(|(_, field)| field.text.as_str());
        let unit = entry.field("unit").map_or("", |unit| &unit.text);
        self.has(&entry.id.node, &names.collect::<Vec<_>>(), &[unit])
    }
}

fn table(command: &args::KpiTable, mut build: Build<'_>) -> Result<u8, String> {
    let mut rows = match build.figures() {
        Ok(rows) => rows,
        Err(failure) => return failed(failure, build),
    };
    let filter = Filter { metrics: &command.metrics, units: &command.unit };
    rows.retain(|row| filter.has(&row.id, &[&row.name], &[&row.unit, &row.unit_id]));
    let asked = |year: &i32| command.year.is_empty() || command.year.contains(year);
    let years: BTreeSet<i32> = rows.iter().flat_map(|row| row.figures.keys().copied()).filter(asked).collect();
    if !command.year.is_empty() {
        rows.retain(|row| row.figures.keys().any(|year| years.contains(year)));
    }
    if rows.is_empty() && !(command.metrics.is_empty() && command.unit.is_empty() && command.year.is_empty()) {
        return Err("no metric has what was asked for: `huibao kpi table` lists all with their years".to_owned());
    }
    let cells = |row: &FigureRow| -> Vec<String> {
        let figures = years.iter().map(|year| row.figures.get(year).cloned().unwrap_or_default());
        [row.id.clone(), row.name.clone(), row.unit.clone()].into_iter().chain(figures).collect()
    };
    let head: Vec<String> =
        ["id", "name", "unit"].into_iter().map(str::to_owned).chain(years.iter().map(i32::to_string)).collect();
    terminal::result(&match command.format {
        DataFormat::Human => human(&head, &rows.iter().map(cells).collect::<Vec<_>>()),
        DataFormat::Csv => {
            let records = std::iter::once(head).chain(rows.iter().map(cells));
            shown(&crate::separated::csv(records))
        }
        DataFormat::Json => {
            let row = |row: &FigureRow| {
                let figures = row.figures.iter().filter(|(year, _)| years.contains(year));
                let figures: serde_json::Map<_, _> =
                    figures.map(|(year, figure)| (year.to_string(), figure.as_str().into())).collect();
                json!({ "id": row.id, "name": row.name, "unit": row.unit, "values": figures })
            };
            pretty(&json!(rows.iter().map(row).collect::<Vec<_>>()))
        }
        DataFormat::Xlsx => return Err("`huibao kpi export FILE.xlsx` writes a workbook".to_owned()),
    })?;
    // Without what cannot be read, the table is not whole.
    if build.sink.has_errors() { failed(Failure::Report, build) } else { Ok(FINE) }
}

/// A file as it goes to standard output: a terminal must not be steered by it.
fn shown(file: &[u8]) -> String {
    let text = String::from_utf8_lossy(file);
    match std::io::stdout().is_terminal() {
        true => text.split('\n').map(|line| printable(line.trim_end_matches('\r'))).collect::<Vec<_>>().join("\n"),
        false => text.into_owned(),
    }
}

/// Rows in columns; figures stand to the right.
fn human(head: &[String], rows: &[Vec<String>]) -> String {
    // Id, name and unit.
    const TEXTS: usize = 3;
    let bold = anstyle::Style::new().bold();
    let width = |column: usize| rows.iter().chain([&head.to_vec()]).map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String]| {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width - cell.width());
            let cell = printable(cell);
            let _ = if column < TEXTS { write!(line, "{cell}{gap}  ") } else { write!(line, "{gap}{cell}  ") };
        }
        line.trim_end().to_owned()
    };
    let mut out = format!("{bold}{}{bold:#}\n", line(head));
    for row in rows {
        let _ = writeln!(out, "{}", line(row));
    }
    out
}
