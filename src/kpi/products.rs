//! `data/kpi.csv` and `data/kpi.json`: every metric with the figures as published, for programs.

use serde_json::{Map, Value, json};

use crate::figure;
use crate::model::{Amount, Document, Figure, KpiRow, Product, TargetRow};
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
        Amount::Absent(why) => why.name().to_owned(),
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
    let per_edition = |at: usize, text: &dyn Fn(&KpiRow) -> String| -> Map<String, Value> {
        rows(editions, at).map(|(tag, row)| (tag.to_owned(), text(row).into())).collect()
    };
    let metrics = first.kpis.iter().enumerate().map(|(at, row)| {
        let values: Map<String, Value> =
            figures(row).map(|figure| (figure.year.to_string(), value(figure).into())).collect();
        let restated: Vec<i32> = figures(row).filter(|figure| figure.restated).map(|figure| figure.year).collect();
        let mut metric = json!({
            "id": row.id,
            "name": per_edition(at, &|row| row.name.clone()),
            "unit": per_edition(at, &|row| row.unit.clone()),
            "values": values,
            "note": per_edition(at, &|row| row.remarks.note.clone()),
            "disclosures": disclosures(row),
            "restated": restated,
        });
        for (key, _) in row.remarks.each().into_iter().skip(1).filter(|(_, text)| !text.is_empty()) {
            metric[key] = per_edition(at, &|row| remark_of(row, key).to_owned()).into();
        }
        if !row.absent.is_empty() {
            let absent = row.absent.iter().map(|(year, (why, _))| {
                let reason = per_edition(at, &|row| row.absent.get(year).map_or("", |(_, reason)| reason).to_owned());
                (year.to_string(), json!({ "is": why.name(), "reason": reason }))
            });
            metric["absent"] = absent.collect::<Map<_, _>>().into();
        }
        if !row.targets.is_empty() {
            let targets = row.targets.iter().enumerate().map(|(nth, target)| {
                let name = per_edition(at, &|row| row.targets.get(nth).map_or("", |target| &target.name).to_owned());
                self::target(target, name)
            });
            metric["targets"] = targets.collect::<Vec<_>>().into();
        }
        if first.draft {
            metric["draft"] = true.into();
        }
        metric
    });
    let mut text = serde_json::to_string_pretty(&metrics.collect::<Vec<_>>()).expect("plain data");
    text.push('\n');
    text.into_bytes()
}

/// A remark by its key.
fn remark_of<'r>(row: &'r KpiRow, key: &str) -> &'r str {
    row.remarks.each().into_iter().find(|(known, _)| *known == key).map_or("", |(_, text)| text)
}

/// A target with what is worked out of it: `progress` is the part of the way, in per cent.
fn target(target: &TargetRow, name: Map<String, Value>) -> Value {
    let way = target.way.as_ref();
    let entries = [
        ("base", way.map(|way| way.base.0.into())),
        ("year", Some(target.year.into())),
        ("value", target.goal.map(|goal| goal.normalize().to_string().into())),
        ("change", target.change.map(|change| change.to_string().into())),
        ("progress", way.and_then(|way| way.part()).map(|part| part.to_string().into())),
        ("status", target.state.map(|state| state.name().into())),
        ("name", (!target.name.is_empty()).then(|| name.into())),
    ];
    entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect::<Map<_, _>>().into()
}
