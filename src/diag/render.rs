//! Printing problems: for people, one line each, and for programs.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::json;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Diagnostic, Severity};
use crate::source::{Place, Sources, Span, cell_name};

/// Colours of the printout; plain text where standard error is no terminal is the stream's business.
mod style {
    use anstyle::{AnsiColor, Style};
    pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
    pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
    pub(super) const NOTE: Style = AnsiColor::Green.on_default().bold();
    pub(super) const PLACE: Style = AnsiColor::Blue.on_default().bold();
    pub(super) const HINT: Style = AnsiColor::Cyan.on_default().bold();
    pub(super) const BOLD: Style = Style::new().bold();
}

/// A text that may hold anything, for a terminal or a line of a log: control characters, ends of lines and marks that
/// turn the direction of writing become visible escapes, so that no input can forge a line or steer the terminal.
pub fn printable(text: &str) -> Cow<'_, str> {
    // Separators and directional marks: Unicode TR36, 2.10.3 (bidirectional text spoofing).
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// With an excerpt, carets and hints.
pub fn human(list: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in list {
        let head = match diagnostic.severity {
            Severity::Error => style::ERROR,
            Severity::Warning => style::WARNING,
            Severity::Note => style::NOTE,
        };
        let _ = writeln!(
            out,
            "{head}{}[{}]{head:#}{bold}: {}{bold:#}",
            severity(diagnostic),
            diagnostic.code,
            printable(&diagnostic.message),
            bold = style::BOLD
        );
        if let Some(span) = diagnostic.place {
            excerpt(&mut out, sources, span, "", head);
        }
        for (span, text) in &diagnostic.labels {
            excerpt(&mut out, sources, *span, text, style::PLACE);
        }
        for hint in &diagnostic.hints {
            let _ = writeln!(out, "  {hint_style}hint{hint_style:#}: {}", printable(hint), hint_style = style::HINT);
        }
        out.push('\n');
    }
    out
}

/// `  --> file:line:col`, the line, and carets below it that line up under wide characters.
fn excerpt(out: &mut String, sources: &Sources, span: Span, text: &str, caret: anstyle::Style) {
    let place = sources.place(span);
    let source = sources.get(span.source);
    let gutter = place.line.to_string().len();
    let blue = style::PLACE;
    let at = match place.cell {
        Some(cell) => cell.to_string(),
        None => format!("{}:{}", place.line, place.column),
    };
    let _ = writeln!(out, "{:gutter$}{blue}-->{blue:#} {}:{}", "", printable(place.path), printable(&at));
    let range = source.line_around(span.start as usize);
    let line = &source.text[range.clone()];
    let from = (span.start as usize).clamp(range.start, range.end) - range.start;
    let to = (span.end as usize).clamp(range.start, range.end) - range.start;
    let [before, marked, after] = window(&line[..from], &line[from..to.max(from)], &line[to.max(from)..]);
    let _ = writeln!(out, "{:gutter$} {blue}|{blue:#}", "");
    let _ = writeln!(out, "{blue}{} |{blue:#} {before}{marked}{after}", place.line);
    let _ = writeln!(
        out,
        "{:gutter$} {blue}|{blue:#} {:indent$}{caret}{}{}{caret:#}",
        "",
        "",
        "^".repeat(marked.width().max(1)),
        if text.is_empty() { String::new() } else { format!(" {}", printable(text)) },
        indent = before.width(),
    );
}

/// The line around a place, cut so that it fits a terminal: a Chinese paragraph is one long line. Tabs become spaces.
fn window(before: &str, marked: &str, after: &str) -> [String; 3] {
    // Cells of the terminal, which has 80 at least, that are shown of each part.
    const BEFORE: usize = 30;
    const MARKED: usize = 40;
    const AFTER: usize = 16;
    let fitting = |characters: &mut dyn Iterator<Item = char>, cells: usize| {
        let mut left = cells;
        let mut taken = Vec::new();
        for character in characters {
            match left.checked_sub(character.width().unwrap_or(0)) {
                Some(rest) => left = rest,
                None => return (taken, true),
            }
            taken.push(character);
        }
        (taken, false)
    };
    // No more of a long line is looked at than can be shown.
    const NEAR: usize = 1 << 10;
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    let near = |part: &str| part[..part.floor_char_boundary(NEAR)].to_owned();
    let [before, marked, after] =
        [before.to_owned(), near(marked), near(after)].map(|part| printable(&part.replace('\t', "    ")).into_owned());
    let (mut start, is_cut) = fitting(&mut before.chars().rev(), BEFORE);
    start.extend(is_cut.then_some('…'));
    let end = |part: &str, cells| {
        let (mut taken, is_cut) = fitting(&mut part.chars(), cells);
        taken.extend(is_cut.then_some('…'));
        taken.into_iter().collect()
    };
    [start.into_iter().rev().collect(), end(&marked, MARKED), end(&after, AFTER)]
}

/// `file:line:col: error[code]: message`, one line each.
pub fn short(list: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in list {
        if let Some(span) = diagnostic.place {
            let Place { path, line, column, cell, .. } = sources.place(span);
            let _ = write!(out, "{}:{line}:{column}: ", printable(path));
            if let Some(cell) = cell {
                let _ = write!(out, "{}: ", printable(&cell.to_string()));
            }
        }
        let message = printable(&diagnostic.message);
        let _ = writeln!(out, "{}[{}]: {message}", severity(diagnostic), diagnostic.code);
    }
    out
}

/// A JSON array, one object per problem.
pub fn json(list: &[Diagnostic], sources: &Sources) -> String {
    let items: Vec<_> = list
        .iter()
        .map(|diagnostic| {
            json!({
                "severity": severity(diagnostic),
                "code": diagnostic.code.name(),
                "message": diagnostic.message,
                "place": diagnostic.place.map(|span| place_json(&sources.place(span))),
                "labels": diagnostic.labels.iter().map(|(span, text)| {
                    json!({ "place": place_json(&sources.place(*span)), "text": text })
                }).collect::<Vec<_>>(),
                "hints": diagnostic.hints,
                "fix": diagnostic.fix,
            })
        })
        .collect();
    let mut out = serde_json::to_string_pretty(&items).expect("plain data");
    out.push('\n');
    out
}

fn place_json(place: &Place<'_>) -> serde_json::Value {
    let mut json = json!({
        "file": place.path, "line": place.line, "column": place.column,
        "end_line": place.end_line, "end_column": place.end_column,
    });
    if let Some(cell) = place.cell {
        json["sheet"] = cell.sheet.into();
        json["cell"] = cell_name(cell.row, cell.column).into();
    }
    json
}

/// Workflow commands of GitHub Actions (`error`, `warning`, `notice`): they show up at the line in a pull request.
pub fn github(list: &[Diagnostic], sources: &Sources) -> String {
    // Escapes of the workflow command syntax: data, and in properties also `:` and `,`.
    let data = |text: &str| {
        let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        printable(&escaped).into_owned()
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut out = String::new();
    for diagnostic in list {
        let (mut at, mut cell) = (String::new(), None);
        if let Some(span) = diagnostic.place {
            let place = sources.place(span);
            cell = place.cell.map(|cell| cell.to_string());
            at = format!("file={},line={},col={},", property(place.path), place.line, place.column);
        }
        let told = std::iter::once(&diagnostic.message).chain(&diagnostic.hints).cloned();
        let message = cell.into_iter().chain(told).collect::<Vec<_>>();
        let _ = writeln!(
            out,
            "::{} {at}title={}::{}",
            if diagnostic.severity == Severity::Note { "notice" } else { severity(diagnostic) },
            property(diagnostic.code.name()),
            data(&message.join("\n"))
        );
    }
    out
}

/// A SARIF 2.1.0 log (OASIS): what code scanning services read.
pub fn sarif(list: &[Diagnostic], sources: &Sources) -> String {
    let location = |span: Span| {
        let place = sources.place(span);
        let mut location = json!({ "physicalLocation": {
            "artifactLocation": { "uri": place.path },
            "region": {
                "startLine": place.line, "startColumn": place.column,
                "endLine": place.end_line, "endColumn": place.end_column,
            },
        }});
        if let Some(cell) = place.cell {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": cell.to_string() }]);
        }
        location
    };
    let fix = |span: Span, text: &str| {
        let place = &location(span)["physicalLocation"];
        json!([{ "artifactChanges": [{
            "artifactLocation": place["artifactLocation"],
            "replacements": [{ "deletedRegion": place["region"], "insertedContent": { "text": text } }],
        }]}])
    };
    let results: Vec<_> = list
        .iter()
        .map(|diagnostic| {
            let mut result = json!({
                "ruleId": diagnostic.code.name(),
                "level": severity(diagnostic),
                "message": { "text": diagnostic.message },
                "locations": diagnostic.place.map(location).into_iter().collect::<Vec<_>>(),
            });
            if let Some((span, text)) = diagnostic.place.zip(diagnostic.fix.as_deref()) {
                result["fixes"] = fix(span, text);
            }
            result
        })
        .collect();
    let rules: Vec<_> = super::Code::ALL
        .iter()
        .map(|code| json!({ "id": code.name(), "shortDescription": { "text": code.explanation() } }))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "huibao", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut out = serde_json::to_string_pretty(&log).expect("plain data");
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    #[test]
    fn a_long_paragraph_is_cut_around_the_place() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", format!("{}{{{{ kpi }}}}{}\n", "前".repeat(200), "後".repeat(200)));
        let list = [Diagnostic::error(Code::UnknownKpi, Span::new(id, 600..609), "no such metric")];
        let text = anstream::adapter::strip_str(&human(&list, &sources)).to_string();
        insta::assert_snapshot!(text, @r"
        error[unknown-kpi]: no such metric
         --> a.md:1:201
          |
        1 | …前前前前前前前前前前前前前前前{{ kpi }}後後後後後後後後…
          |                                ^^^^^^^^^
        ");
    }

    #[test]
    fn programs_are_told_the_correction() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "甲\n本集团的\n");
        let list = [
            Diagnostic::warning(Code::WrongScript, Span::new(id, 10..13), "`团` is Simplified").fix("團"),
            Diagnostic::error(Code::Yaml, None, "the YAML cannot be read"),
        ];
        insta::assert_snapshot!(json(&list, &sources), @r#"
        [
          {
            "severity": "warning",
            "code": "wrong-script",
            "message": "`团` is Simplified",
            "place": {
              "file": "a.md",
              "line": 2,
              "column": 3,
              "end_line": 2,
              "end_column": 4
            },
            "labels": [],
            "hints": [],
            "fix": "團"
          },
          {
            "severity": "error",
            "code": "yaml",
            "message": "the YAML cannot be read",
            "place": null,
            "labels": [],
            "hints": [],
            "fix": null
          }
        ]
        "#);
        let log: serde_json::Value = serde_json::from_str(&sarif(&list, &sources)).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&log["runs"][0]["results"]).unwrap(), @r#"
        [
          {
            "ruleId": "wrong-script",
            "level": "warning",
            "message": {
              "text": "`团` is Simplified"
            },
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "a.md"
                  },
                  "region": {
                    "startLine": 2,
                    "startColumn": 3,
                    "endLine": 2,
                    "endColumn": 4
                  }
                }
              }
            ],
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": "a.md"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "startLine": 2,
                          "startColumn": 3,
                          "endLine": 2,
                          "endColumn": 4
                        },
                        "insertedContent": {
                          "text": "團"
                        }
                      }
                    ]
                  }
                ]
              }
            ]
          },
          {
            "ruleId": "yaml",
            "level": "error",
            "message": {
              "text": "the YAML cannot be read"
            },
            "locations": []
          }
        ]
        "#);
    }

    #[test]
    fn carets_line_up_under_chinese_text() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "總量為 {{ kpi }}。\n");
        let at = sources.get(id).text.find("{{").unwrap();
        let list =
            [Diagnostic::error(Code::UnknownKpi, Span::new(id, at..at + 9), "no such metric").hint("did you mean x?")];
        let text = anstream::adapter::strip_str(&human(&list, &sources)).to_string();
        insta::assert_snapshot!(text, @r"
        error[unknown-kpi]: no such metric
         --> a.md:1:5
          |
        1 | 總量為 {{ kpi }}。
          |        ^^^^^^^^^
          hint: did you mean x?
        ");
        assert_eq!(short(&list, &sources), "a.md:1:5: error[unknown-kpi]: no such metric\n");
    }
}
