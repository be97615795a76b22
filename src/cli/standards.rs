//! `huibao standards`: which rules apply to the report, and what changes between two versions.

use std::fmt::Write as _;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::{FINE, args, terminal};
use crate::diag::render::printable;
use crate::diag::suggest;
use crate::disclosure::Change;
use crate::model::{Asked, AskedItem, Duty};
use crate::pipeline::Project;

/// Prints what each standard asks of the report, or what changes from one to another.
pub(super) fn standards(command: &args::Standards) -> Result<u8, String> {
    let content = args::Place { content: command.content.clone(), output: None }.content();
    if let Some(args::StandardsCommand::Diff { earlier, later }) = &command.what {
        // Without a report, what binds every issuer of the Main Board is compared.
        let project = content.map_or_else(|_| Project::without_report(), |content| Project::open(&content));
        let build = project.build();
        let changes = build.changes(earlier, later).map_err(|unknown| {
            format!("there is no standard `{unknown}`; {}", suggest(&unknown, build.catalogues().ids()))
        })?;
        let text = match command.format {
            args::ListFormat::Human => differences(earlier, later, &changes),
            args::ListFormat::Json => pretty(&json!(changes.iter().map(change).collect::<Vec<_>>())),
        };
        terminal::result(&text)?;
        return Ok(FINE);
    }
    let project = Project::open(&content?);
    let mut build = project.build();
    let asked = build.asked();
    let text = match command.format {
        args::ListFormat::Human => asked.iter().map(of_standard).collect::<Vec<_>>().join("\n"),
        args::ListFormat::Json => pretty(&json!(asked.iter().map(standard).collect::<Vec<_>>())),
    };
    build.check_standards();
    let (problems, sources) = build.into_problems();
    terminal::problems(&problems, &sources);
    terminal::result(&text)?;
    Ok(FINE)
}

pub(super) fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain data");
    text.push('\n');
    text
}

/// A duty in words.
fn words(duty: Duty) -> &'static str {
    match duty {
        Duty::Mandatory => "mandatory",
        Duty::ComplyOrExplain => "comply or explain",
        Duty::Encouraged => "encouraged",
        Duty::Voluntary => "voluntary",
        Duty::Guidance => "guidance",
        Duty::NotYetDue => "not yet due",
        Duty::Gone => "not used any more",
    }
}

/// What one standard asks, by duty.
fn of_standard(asked: &Asked) -> String {
    let bold = anstyle::Style::new().bold();
    let mut out = format!("{bold}{}{bold:#}  {}\n", asked.standard, printable(&asked.title));
    if !asked.basis.is_empty() {
        let _ = writeln!(out, "{}", printable(&asked.basis));
    }
    for duty in Duty::ALL {
        let items: Vec<&AskedItem> = asked.items.iter().filter(|item| item.duty == duty).collect();
        if items.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{bold}{} ({}){bold:#}", words(duty), items.len());
        let rows = items.iter().map(|item| [item.code.clone(), item.title.clone(), item.rule.clone()]);
        out.push_str(&table(&rows.collect::<Vec<_>>()));
    }
    out
}

/// What changes, new and more binding first.
fn differences(earlier: &str, later: &str, changes: &[Change]) -> String {
    type IsIn = fn(&Change) -> bool;
    let bold = anstyle::Style::new().bold();
    let mut out = format!("{bold}{earlier} → {later}{bold:#}\n");
    let groups: [(&str, IsIn); 4] = [
        ("new", |change| change.before.is_none()),
        ("binds otherwise", |change| {
            change.item.duty != Duty::Gone && change.before.as_ref().is_some_and(|(duty, _)| *duty != change.item.duty)
        }),
        ("has another title", |change| change.before.as_ref().is_some_and(|(duty, _)| *duty == change.item.duty)),
        ("not used any more", |change| change.before.is_some() && change.item.duty == Duty::Gone),
    ];
    for (name, is_in) in groups {
        let found: Vec<&Change> = changes.iter().filter(|change| is_in(change)).collect();
        if found.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{bold}{name} ({}){bold:#}", found.len());
        let row = |change: &&Change| {
            let item = &change.item;
            let how = match &change.before {
                Some((duty, _)) if *duty != item.duty => format!("{} → {}", words(*duty), words(item.duty)),
                Some((_, title)) => format!("was {title}"),
                None => words(item.duty).to_owned(),
            };
            [item.code.clone(), item.title.clone(), how]
        };
        out.push_str(&table(&found.iter().map(row).collect::<Vec<_>>()));
    }
    if changes.is_empty() {
        out.push_str("nothing changes\n");
    }
    out
}

/// Rows in columns, wide characters counted as two cells.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    let mut out = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(line, " {}{}", printable(cell), " ".repeat(width - cell.width() + 1));
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn item(item: &AskedItem) -> serde_json::Value {
    json!({
        "code": item.code,
        "printed": item.printed,
        "title": item.title,
        "obligation": item.duty.name(),
        "rule": item.rule,
    })
}

fn standard(asked: &Asked) -> serde_json::Value {
    json!({
        "standard": asked.standard,
        "title": asked.title,
        "basis": asked.basis,
        "disclosures": asked.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> serde_json::Value {
    let mut value = item(&change.item);
    value["before"] = match &change.before {
        Some((duty, title)) => json!({ "obligation": duty.name(), "title": title }),
        None => serde_json::Value::Null,
    };
    value
}
