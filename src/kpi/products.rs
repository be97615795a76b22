//! `data/kpi.csv` and `data/kpi.json`: every metric with the figures as published, for programs.

use serde_json::{Map, Value, json};

use crate::figure;
use crate::model::{Amount, Document, Figure, KpiRow, Product};
use crate::separated;

/// The KPI data of a report: names and units in every edition, figures exactly as published (without the grouping).
/// The CSV has one line per metric and year (RFC 4180), the JSON one object per metric. Of a draft, each says so: a line or
/// an object taken out of it does, too.
pub fn products(editions: &[Document]) -> Vec<Product> {
    let Some(first) = editions.first() else { return Vec::new() };
    vec![
        Product { path: "data/kpi.csv".to_owned(), bytes: csv(first, editions) },
        Product { path: "data/kpi.json".to_owned(), bytes: json(first, editions) },
    ]
}

/// Row `at` of every edition: all editions list the same metrics in the same order.
fn rows(editions: &[Document], at: usize) -> impl Iterator<Item = (&'static str, &KpiRow)> {
    editions.iter().filter_map(move |document| Some((document.edition.tag(), document.kpis.get(at)?)))
}

fn disclosures(row: &KpiRow) -> Vec<String> {
    row.disclose.iter().map(|disclosure| disclosure.node.to_string()).collect()
}

fn figures(row: &KpiRow) -> impl Iterator<Item = &Figure> {
    row.figures.iter().filter_map(|(_, figure)| figure.as_ref())
}

/// A figure as published, for programs.
fn value(figure: &Figure) -> String {
    match &figure.amount {
        Amount::Number(number) => figure::plain(*number, figure.places),
        Amount::Words(words) => words.clone(),
    }
}

fn csv(first: &Document, editions: &[Document]) -> Vec<u8> {
    let tags = || editions.iter().map(|document| document.edition.tag());
    let mut header = vec!["id".to_owned()];
    for column in ["name", "unit"] {
        header.extend(tags().map(|tag| format!("{column} {tag}")));
    }
    header.extend(["year", "value", "disclosures", "restated"].map(str::to_owned));
    header.extend(first.draft.then(|| "draft".to_owned()));
    let mut records = vec![header];
    for (at, row) in first.kpis.iter().enumerate() {
        for figure in figures(row) {
            let mut record = vec![row.id.clone()];
            record.extend(rows(editions, at).map(|(_, row)| row.name.clone()));
            record.extend(rows(editions, at).map(|(_, row)| row.unit.clone()));
            let restated = figure.restated.to_string();
            record.extend([figure.year.to_string(), value(figure), disclosures(row).join(" "), restated]);
            record.extend(first.draft.then(|| true.to_string()));
            records.push(record);
        }
    }
    separated::csv(records)
}

fn json(first: &Document, editions: &[Document]) -> Vec<u8> {
    let per_edition = |at: usize, text: fn(&KpiRow) -> &str| -> Map<String, Value> {
        rows(editions, at).map(|(tag, row)| (tag.to_owned(), text(row).into())).collect()
    };
    let metrics = first.kpis.iter().enumerate().map(|(at, row)| {
        let values: Map<String, Value> =
            figures(row).map(|figure| (figure.year.to_string(), value(figure).into())).collect();
        let restated: Vec<i32> = figures(row).filter(|figure| figure.restated).map(|figure| figure.year).collect();
        let mut metric = json!({
            "id": row.id,
            "name": per_edition(at, |row| &row.name),
            "unit": per_edition(at, |row| &row.unit),
            "values": values,
            "note": per_edition(at, |row| &row.note),
            "disclosures": disclosures(row),
            "restated": restated,
        });
        if first.draft {
            metric["draft"] = true.into();
        }
        metric
    });
    let mut text = serde_json::to_string_pretty(&metrics.collect::<Vec<_>>()).expect("plain data");
    text.push('\n');
    text.into_bytes()
}
