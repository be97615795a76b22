//! Labels beside metrics that name another metric: 女性 beside the number of men, 氮氧化物 beside that of another pollutant.

use indexmap::IndexMap;

use super::said::Names;
use super::when;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Block, BlockKind, Data, Inline};
use crate::model::{Document, KpiRow, Period, Printed, Report, Visit, plain_text};

/// Fields whose words say what the metric beside them is.
const LABELS: [&str; 2] = ["label", "title"];

/// Tells labels that name another metric than the one that stands beside them.
pub fn check_labels(document: &Document, report: &Report, sink: &mut Sink) {
    let Some(severity) = report.config.checks.severity(Code::FigureDiffers) else { return };
    if !document.edition.script().is_ideographic() {
        return;
    }
    let mut labels = Labels { names: Names::new(document), period: report.config.period, found: Vec::new() };
    document.chapters.iter().for_each(|chapter| labels.chapter(chapter));
    for mut finding in labels.found {
        finding.severity = severity;
        sink.push(finding);
    }
}

struct Labels<'a> {
    names: Names<'a>,
    period: Period,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a, Printed> for Labels<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Component(component) = &block.kind {
            self.level(&component.fields);
        }
        self.inside_block(block);
    }
}

/// A metric with the words beside it.
struct Labelled<'a> {
    row: &'a KpiRow,
    line: &'a [Inline],
    text: String,
}

impl Labels<'_> {
    /// Named fields, of a component or of one of its items.
    fn level(&mut self, fields: &IndexMap<String, Data>) {
        let below = || {
            fields.values().flat_map(|data| match data {
                Data::List(items) => items.as_slice(),
                _ => &[],
            })
        };
        let maps = fields.values().chain(below()).filter_map(|data| match data {
            Data::Map(fields) => Some(fields),
            _ => None,
        });
        let maps: Vec<&IndexMap<String, Data>> = maps.collect();
        let items: Vec<Labelled> = maps.iter().copied().filter_map(|item| self.labelled(item)).collect();
        self.swapped(&items);
        if let Some(own) = self.labelled(fields) {
            self.swapped(&[own]);
        }
        maps.into_iter().for_each(|fields| self.level(fields));
    }

    fn labelled<'d>(&self, fields: &'d IndexMap<String, Data>) -> Option<Labelled<'d>> {
        let Some(Data::Metric(row)) = fields.get("kpi") else { return None };
        let line = LABELS.iter().find_map(|key| match fields.get(*key) {
            Some(Data::Text(line)) if !line.is_empty() => Some(line.as_slice()),
            _ => None,
        })?;
        let text = words::in_place(&plain_text(line));
        let years = when::named(&text, &self.period);
        let text = when::without(&text, &(0..text.len()), &years).trim().to_owned();
        Some(Labelled { row, line, text })
    }

    /// Tells what names another metric: by its whole name, or what is in the name of a neighbour only.
    fn swapped(&mut self, items: &[Labelled]) {
        for item in items {
            let own = words::in_place(&item.row.name);
            let is_own = own.contains(&item.text) || shares(&item.text, &own);
            if is_own || item.text.chars().count() < 2 {
                continue;
            }
            let is_in = |other: &&Labelled| {
                other.row.id != item.row.id && words::in_place(&other.row.name).contains(&item.text)
            };
            // What several have in common tells none of them.
            let mut all = items.iter().filter(is_in);
            let neighbour = all.next().filter(|_| all.next().is_none()).map(|other| other.row.id.as_str());
            let Some(id) = neighbour.or_else(|| self.names.called(&item.text)).filter(|id| *id != item.row.id) else {
                continue;
            };
            let (Some(first), Some(last)) = (item.line.first(), item.line.last()) else { continue };
            let message = format!("the label names `{id}`, beside it stands `{}`", item.row.id);
            let finding = Diagnostic::warning(Code::FigureDiffers, first.span.to(last.span), message);
            let finding = finding.label(item.row.span, "the metric");
            self.found.push(finding.hint(format!("write `kpi: {id}`, or mend the label")));
        }
    }
}

/// Whether a label has all the words of a name, or a name all of the label's: 廢氣中的顆粒物 and 顆粒物排放量.
fn shares(label: &str, name: &str) -> bool {
    let name = words::cut(name);
    !name.is_empty() && words::cut(label).iter().all(|word| name.contains(word))
}
