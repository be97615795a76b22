//! `index/<standard>.<edition>.csv`, `.json` and `.xlsx`: the index for programs and for people who hand it round.

use std::collections::BTreeMap;

use serde_json::json;

use super::page_texts;
use crate::model::{
    Document, Elsewhere, Gap, Gaps, Index, IndexEntry, IndexPlace, IndexStatus, Omission, PageMap, Product,
    index_file_stem,
};
use crate::separated;
use crate::sheet::{self, Content, Row, Sheet};

/// The indices of one edition as CSV (RFC 4180), JSON and XLSX, with the pages of that edition's PDF. Links are
/// relative to the folder `index/`.
pub fn products(doc: &Document, pages: &PageMap) -> Vec<Product> {
    let of = |index: &Index| {
        let stem = format!("index/{}", index_file_stem(&index.standard, doc.edition));
        [
            Product { path: format!("{stem}.csv"), bytes: csv(index, doc, pages) },
            Product { path: format!("{stem}.json"), bytes: json(index, doc, pages) },
            Product { path: format!("{stem}.xlsx"), bytes: xlsx(index, doc, pages) },
        ]
    };
    doc.indices.iter().flat_map(of).collect()
}

fn link(doc: &Document, place: &IndexPlace) -> String {
    format!("../{}/{}.html#{}", doc.edition, place.chapter, place.anchor)
}

fn csv(index: &Index, doc: &Document, pages: &PageMap) -> Vec<u8> {
    let header = ["code", "title", "status", "pages", "sections", "links", "explanation"].map(str::to_owned);
    let own = own_columns(index).into_iter().map(|(name, _)| name.to_owned());
    let beside = index.beside.iter().map(|column| column.standard.clone());
    let draft = doc.draft.then(|| "draft".to_owned());
    let header: Vec<String> = header.into_iter().chain(own).chain(beside).chain(draft).collect();
    let rows = index.entries.iter().map(|entry| {
        let sections = entry.places.iter().map(|place| place.text.clone());
        let sections: Vec<String> = sections.chain(entry.elsewhere.iter().map(|place| place.text.clone())).collect();
        let links = entry.places.iter().map(|place| link(doc, place));
        let links: Vec<String> = links.chain(entry.elsewhere.iter().filter_map(|place| place.url.clone())).collect();
        let mut row = vec![
            entry.code.clone(),
            entry.title.clone(),
            entry.status.name().to_owned(),
            doc.locale.list(&page_texts(&entry.places, pages)),
            doc.locale.clauses(&sections),
            links.join(" "),
            entry.explanation.clone(),
        ];
        row.extend(own_columns(index).into_iter().map(|(_, cell)| cell(entry)));
        row.extend((0..index.beside.len()).map(|at| entry.beside.get(at).cloned().unwrap_or_default()));
        row.extend(doc.draft.then(|| true.to_string()));
        row
    });
    separated::csv(std::iter::once(header).chain(rows))
}

/// A column that only some indices have: its name for programs, and what stands in it.
type OwnColumn = (&'static str, fn(&IndexEntry) -> String);

/// The columns that an index has and others have not.
fn own_columns(index: &Index) -> Vec<OwnColumn> {
    fn of(entry: &IndexEntry, part: fn(&Omission) -> &String) -> String {
        entry.omission.as_ref().map(part).cloned().unwrap_or_default()
    }
    let mut columns: Vec<OwnColumn> = Vec::new();
    if index.has_omissions {
        columns.push(("omission-requirement", |entry| of(entry, |omission| &omission.requirement)));
        columns.push(("omission-reason", |entry| of(entry, |omission| &omission.reason)));
        columns.push(("omission-explanation", |entry| of(entry, |omission| &omission.explanation)));
    }
    if !index.sectors.is_empty() {
        columns.push(("sector-ref", |entry| entry.sector.clone()));
    }
    columns
}

/// The index as people hand it round: the columns that the standard asks for, with obligation and status.
fn xlsx(index: &Index, doc: &Document, pages: &PageMap) -> Vec<u8> {
    let label = |key: &str| doc.locale.label(key).to_owned();
    // In characters: together little more than a landscape page of A4 has room for.
    let mut columns = vec![
        (label("code"), 13.0),
        (label("disclosure"), 40.0),
        (label("obligation"), 12.0),
        (label("status"), 9.0),
        (label("page"), 12.0),
        (label("location"), 34.0),
        (label("explanation"), 36.0),
    ];
    columns.extend(own_columns(index).into_iter().map(|(name, _)| (label(name), 16.0)));
    columns.extend(index.beside.iter().map(|column| (column.title.clone(), 18.0)));
    let row = |entry: &IndexEntry| {
        let is_heading = entry.status == IndexStatus::Group;
        let word = |key: String| if is_heading { String::new() } else { label(&key) };
        let places = entry.places.iter().map(|place| place.text.clone());
        let places: Vec<String> = places.chain(entry.elsewhere.iter().map(|place| place.text.clone())).collect();
        let mut cells = vec![
            entry.code.clone(),
            entry.title.clone(),
            word(format!("duty-{}", entry.duty.name())),
            word(format!("status-{}", entry.status.name())),
            doc.locale.list(&page_texts(&entry.places, pages)),
            places.join("\n"),
            entry.remark.clone(),
        ];
        // What may not be omitted is marked, as in the printed index.
        let cell = |(name, cell): OwnColumn| match name {
            "omission-reason" if !is_heading && !entry.may_be_omitted => label("no-omission"),
            _ => cell(entry),
        };
        cells.extend(own_columns(index).into_iter().map(cell));
        cells.extend(entry.beside.iter().cloned());
        Row { is_heading, cells: cells.into_iter().map(Content::from).collect() }
    };
    let mark = doc.draft.then(|| format!("{}{}{}", label("draft"), label("colon"), label("draft-notice")));
    let sectors =
        (!index.sectors.is_empty()).then(|| doc.locale.titled(&label("sectors"), &doc.locale.list(&index.sectors)));
    let above = [mark, Some(index.title.clone()), index.statement.clone(), sectors];
    let sheet = Sheet {
        name: sheet::sheet_names([index.standard.as_str()]).remove(0),
        above: above.into_iter().flatten().collect(),
        columns,
        rows: index.entries.iter().map(row).collect(),
    };
    sheet::workbook(&[sheet], &index.title, doc.published)
}

fn json(index: &Index, doc: &Document, pages: &PageMap) -> Vec<u8> {
    let elsewhere = |place: &Elsewhere| json!({ "text": place.text, "url": place.url });
    let entry = |entry: &IndexEntry| {
        let places = entry.places.iter().map(|place| {
            let range = pages.pages.get(&place.anchor);
            json!({
                "anchor": place.anchor,
                "chapter": place.chapter,
                "section": place.text,
                "heading": place.section,
                "is_chapter": place.is_chapter,
                "link": link(doc, place),
                "first_page": range.map(|range| range.first),
                "last_page": range.map(|range| range.last),
            })
        });
        json!({
            "key": entry.key,
            "code": entry.code,
            "title": entry.title,
            "depth": entry.depth,
            "status": entry.status.name(),
            "obligation": (entry.status != IndexStatus::Group).then(|| entry.duty.name()),
            "pages": doc.locale.list(&page_texts(&entry.places, pages)),
            "places": places.collect::<Vec<_>>(),
            "elsewhere": entry.elsewhere.iter().map(elsewhere).collect::<Vec<_>>(),
            "explanation": entry.explanation,
            "reason": entry.reason,
            "omission": entry.omission.as_ref().map(|omission| json!({
                "requirement": omission.requirement,
                "reason": omission.reason,
                "explanation": omission.explanation,
            })),
            "sector": entry.sector,
            "assured": entry.is_assured,
            "beside": std::iter::zip(&index.beside, &entry.beside)
                .map(|(column, codes)| (column.standard.clone(), codes.as_str().into()))
                .collect::<serde_json::Map<_, _>>(),
        })
    };
    let mut value = json!({
        "standard": index.standard,
        "title": index.title,
        "edition": doc.edition.tag(),
        "statement": index.statement,
        "sectors": index.sectors,
        "entries": index.entries.iter().map(entry).collect::<Vec<_>>(),
    });
    if doc.draft {
        value["draft"] = true.into();
    }
    let mut text = serde_json::to_string_pretty(&value).expect("plain data");
    text.push('\n');
    text.into_bytes()
}

/// What moved since an index was written as JSON: `gri zh-Hant-HK 305-1: P50 → P52`, a line each.
pub fn moved(old: &[u8], index: &Index, doc: &Document, pages: &PageMap) -> Vec<String> {
    let old: serde_json::Value = serde_json::from_slice(old).unwrap_or_default();
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in old["entries"].as_array().into_iter().flatten() {
        if let (Some(key), Some(pages)) = (entry["key"].as_str(), entry["pages"].as_str()) {
            before.insert(key, pages);
        }
    }
    let nowhere = |pages: &str| if pages.is_empty() { "–".to_owned() } else { pages.to_owned() };
    let line = |entry: &IndexEntry| {
        let (now, before) = (doc.locale.list(&page_texts(&entry.places, pages)), *before.get(entry.key.as_str())?);
        let what = format!("{} {} {}", index.standard, doc.edition, entry.code);
        (now != before).then(|| format!("{what}: {} → {}", nowhere(before), nowhere(&now)))
    };
    index.entries.iter().filter_map(line).collect()
}

/// `gaps.json`: what is missing, by standard and in total; the total is the first edition's.
pub fn gaps_json(all: &[Gaps]) -> Product {
    let counts = |count: &dyn Fn(IndexStatus) -> usize| -> serde_json::Map<String, serde_json::Value> {
        IndexStatus::ALL.iter().map(|status| (status.name().to_owned(), count(*status).into())).collect()
    };
    let gap = |gap: &Gap| {
        json!({
            "key": gap.key,
            "code": gap.code,
            "title": gap.title,
            "obligation": gap.duty.name(),
            "status": gap.status.name(),
            "explanation": gap.explanation,
        })
    };
    let standard = |gaps: &Gaps| {
        json!({
            "edition": gaps.edition.tag(),
            "standard": gaps.standard,
            "title": gaps.title,
            "counts": counts(&|status| gaps.count(status)),
            "open": gaps.open.iter().map(gap).collect::<Vec<_>>(),
            "unused": gaps.unused.iter().map(gap).collect::<Vec<_>>(),
        })
    };
    let own = || all.iter().filter(|gaps| gaps.edition == all[0].edition);
    let value = json!({
        "total": counts(&|status| own().map(|gaps| gaps.count(status)).sum()),
        "standards": all.iter().map(standard).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&value).expect("plain data");
    text.push('\n');
    Product { path: "gaps.json".to_owned(), bytes: text.into_bytes() }
}
