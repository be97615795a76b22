//! What a file may be before it is read as a workbook, and what stands in its XML that the reader does not tell.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::format::{Shown, built_in, shown};
use super::{Area, DAMAGED, cell_of};
use crate::office::Container;

/// Bytes that a workbook may have when it is unpacked: 4 million cells have some 200 million.
const LARGEST: u64 = 1 << 28;

/// How many times its packed size a workbook may have, beyond what any may have. Sheets of figures pack to a tenth, the
/// emptiest to a hundredth; a file made to fill the memory to a thousandth (the most that deflate can do, RFC 1951).
const DENSEST: u64 = 200;
const ALWAYS: u64 = 1 << 24;

/// Cells of a sheet; one of a hundred thousand is a large one.
const MOST_CELLS: usize = 4_000_000;

/// Merged cells, and hidden columns, of a sheet.
const MOST_AREAS: usize = 10_000;

/// Files in a workbook: sheets, charts, pictures.
const MOST_FILES: usize = 10_000;

/// What is known of a sheet from its XML.
#[derive(Debug, Default)]
pub(super) struct Traits {
    /// Every cell, in the order of the file.
    pub(super) cells: Vec<Mark>,
    pub(super) hidden_rows: HashSet<u32>,
    /// First and last.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) merged: Vec<Area>,
}

/// What is known of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) place: (u32, u32),
    /// How its number is shown.
    pub(super) format: Shown,
    pub(super) is_formula: bool,
}

/// Looks at a file before it is read, and at the XML of its sheets; gives what is known of each, in the workbook's order.
///
/// # Errors
/// Why it is not read, and what to do, in an author's words.
pub(super) fn examine(bytes: &[u8]) -> Result<Vec<Traits>, String> {
    let refused = match Container::of(bytes) {
        Container::Zip => None,
        Container::Password => Some(
            "it has a password; take it out in the spreadsheet program (File, Info, Protect Workbook) and save it again",
        ),
        Container::Old => Some("it is a workbook of the old Excel (.xls); open it and save it as .xlsx"),
        Container::Other => Some("it is no workbook; if a spreadsheet program opens it, save it there as .xlsx"),
    };
    if let Some(why) = refused {
        return Err(why.to_owned());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let too_large = || {
        format!(
            "unpacked it is more than {} MB, or {DENSEST} times its size, which no figures have; \
             keep the sheets that are needed and save it again",
            LARGEST >> 20
        )
    };
    if archive.len() > MOST_FILES {
        return Err(too_large());
    }
    let mut left = LARGEST.min(ALWAYS.max(bytes.len() as u64 * DENSEST));
    let mut parts = HashMap::new();
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).transpose().map_err(|_| DAMAGED)?;
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let entry = archive.by_index(index).map_err(|_| DAMAGED)?;
        let mut content = Vec::new();
        // What an entry says about its size need not be true.
        entry.take(left + 1).read_to_end(&mut content).map_err(|_| DAMAGED)?;
        left = left.checked_sub(content.len() as u64).ok_or_else(too_large)?;
        if name.ends_with(".xml") || name.ends_with(".rels") {
            parts.insert(name, content);
        }
    }
    if let Some(strings) = parts.iter().find(|(name, _)| name.ends_with("sharedstrings.xml")) {
        shared_strings(strings.1)?;
    }
    let formats = match parts.iter().find(|(name, _)| name.ends_with("/styles.xml")) {
        Some((_, xml)) => formats(xml)?,
        None => Vec::new(),
    };
    let paths = sheets(&parts)?;
    let sheet = |path: &String| parts.get(path).map_or_else(|| Ok(Traits::default()), |xml| traits(xml, &formats));
    paths.iter().map(sheet).collect()
}

/// Calls `see` with every element that begins and its name without prefix.
fn elements(xml: &[u8], mut see: impl FnMut(&str, &BytesStart<'_>) -> Result<(), String>) -> Result<(), String> {
    events(xml, |name, tag| tag.map_or(Ok(()), |tag| see(name, tag)))
}

/// Calls `see` with every element that begins, and with the name of every one that ends.
fn events(xml: &[u8], mut see: impl FnMut(&str, Option<&BytesStart<'_>>) -> Result<(), String>) -> Result<(), String> {
    let text = std::str::from_utf8(xml).map_err(|_| DAMAGED)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(tag.local_name().as_ref(), Some(&tag))?,
            Ok(Event::End(tag)) => see(tag.local_name().as_ref(), None)?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(DAMAGED.to_owned()),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), |text| text.into_owned()))
}

/// The table of texts says how many it has, and is believed: more than it has bytes would only fill the memory.
fn shared_strings(xml: &[u8]) -> Result<(), String> {
    elements(xml, |name, tag| {
        let count = (name == "sst").then(|| attribute(tag, "uniqueCount")).flatten();
        match count.and_then(|count| count.parse::<u64>().ok()) {
            Some(count) if count > xml.len() as u64 => Err(DAMAGED.to_owned()),
            _ => Ok(()),
        }
    })
}

/// The parts that hold the sheets, in the workbook's order.
fn sheets(parts: &HashMap<String, Vec<u8>>) -> Result<Vec<String>, String> {
    let part = |name: &str| parts.get(name).map(Vec::as_slice).unwrap_or_default();
    let mut main = "xl/workbook.xml".to_owned();
    elements(part("_rels/.rels"), |name, tag| {
        if name == "Relationship"
            && attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            && let Some(target) = attribute(tag, "Target")
        {
            main = target.trim_start_matches('/').to_ascii_lowercase();
        }
        Ok(())
    })?;
    if !parts.contains_key(&main) {
        return Err("it is no workbook; if a spreadsheet program opens it, save it there as .xlsx".to_owned());
    }
    let (folder, file) = main.rsplit_once('/').map_or(("", main.as_str()), |(folder, file)| (folder, file));
    let within = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut targets = HashMap::new();
    elements(part(&within(&format!("_rels/{file}.rels"))), |name, tag| {
        if name == "Relationship"
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            let target = target.to_ascii_lowercase();
            targets.insert(id, target.strip_prefix('/').map_or_else(|| within(&target), str::to_owned));
        }
        Ok(())
    })?;
    let mut sheets = Vec::new();
    elements(part(&main), |name, tag| {
        if name == "sheet" {
            let id = attribute(tag, "id").unwrap_or_default();
            sheets.push(targets.get(&id).cloned().unwrap_or_default());
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// How the styles of cells show numbers, by their number.
fn formats(xml: &[u8]) -> Result<Vec<Shown>, String> {
    let (mut codes, mut formats, mut in_cells) = (HashMap::new(), Vec::new(), false);
    events(xml, |name, tag| {
        match (name, tag) {
            ("numFmt", Some(tag)) => {
                codes.extend(attribute(tag, "numFmtId").zip(attribute(tag, "formatCode")));
            }
            ("cellXfs", tag) => in_cells = tag.is_some(),
            ("xf", Some(tag)) if in_cells => {
                let id = attribute(tag, "numFmtId").unwrap_or_default();
                formats.push(shown(codes.get(&id).map_or_else(|| built_in(&id), String::as_str)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

fn traits(xml: &[u8], formats: &[Shown]) -> Result<Traits, String> {
    let mut traits = Traits::default();
    // Where no place is written, a cell follows the one before it (ECMA-376, 18.3.1.4).
    let (mut row, mut cell, mut in_data) = (None, (0, 0), false);
    let number = |tag: &BytesStart<'_>, name: &str| attribute(tag, name)?.parse::<u32>().ok()?.checked_sub(1);
    let is_hidden = |tag: &BytesStart<'_>| attribute(tag, "hidden").is_some_and(|is| is == "1" || is == "true");
    events(xml, |name, tag| {
        match (name, tag) {
            ("sheetData", tag) => in_data = tag.is_some(),
            ("row", Some(tag)) if in_data => {
                let at = number(tag, "r").unwrap_or_else(|| row.map_or(0, |row: u32| row.saturating_add(1)));
                row = Some(at);
                cell = (at, u32::MAX);
                if is_hidden(tag) {
                    traits.hidden_rows.insert(at);
                }
            }
            ("c", Some(tag)) if in_data => {
                let next = (cell.0, cell.1.wrapping_add(1));
                cell = attribute(tag, "r").and_then(|name| cell_of(&name)).unwrap_or(next);
                let style = attribute(tag, "s").and_then(|style| style.parse::<usize>().ok()).unwrap_or_default();
                let format = formats.get(style).copied().unwrap_or_default();
                traits.cells.push(Mark { place: cell, format, is_formula: false });
                if traits.cells.len() > MOST_CELLS {
                    return Err(format!(
                        "it has more than {MOST_CELLS} cells, which no figures have; keep the sheets that are needed"
                    ));
                }
            }
            ("f", Some(_)) if in_data => {
                traits.cells.last_mut().into_iter().for_each(|cell| cell.is_formula = true);
            }
            ("col", Some(tag)) if is_hidden(tag) => {
                traits.hidden_columns.extend(number(tag, "min").zip(number(tag, "max")));
            }
            ("mergeCell", Some(tag)) => {
                let area = attribute(tag, "ref").unwrap_or_default();
                let ends = area.split_once(':').and_then(|(from, to)| cell_of(from).zip(cell_of(to)));
                traits.merged.extend(ends.map(|(from, to)| Area { from, to }));
            }
            _ => {}
        }
        if traits.merged.len() > MOST_AREAS || traits.hidden_columns.len() > MOST_AREAS {
            return Err(format!(
                "it has more than {MOST_AREAS} merged cells or hidden columns; take out what is not needed"
            ));
        }
        Ok(())
    })?;
    Ok(traits)
}
