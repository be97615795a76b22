//! `previous:` of report.yaml: the figures that last year's report published.

use super::files::Files;
use super::yaml::{Kind, Node, parse_decimal};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Previous, PreviousMetric};
use crate::source::Spanned;

/// Where `huibao init --from` puts the figures of the last report, below the content folder.
pub const FILE: &str = "previous/kpi.json";

/// Where the figures stand in a folder that a report was published to, or in that of the whole report.
const IN_FOLDER: [&str; 3] = ["kpi.json", "data/kpi.json", "output/data/kpi.json"];

/// Reads `kpi.json` of the report before: the path of the file, or of a folder that has it. What is wrong is told.
pub(super) fn previous(path: &Spanned<String>, files: &mut Files<'_>, sink: &mut Sink) -> Previous {
    let below = path.node.trim_end_matches('/');
    let candidates: Vec<String> = match below.ends_with(".json") {
        true => vec![below.to_owned()],
        false => IN_FOLDER.iter().map(|file| format!("{below}/{file}")).collect(),
    };
    let told = sink.iter().count();
    let found = candidates.iter().find_map(|path| files.read(path, sink));
    let Some(id) = found else {
        if sink.iter().count() == told {
            let message = format!("there is no {}", candidates.join(", nor "));
            let hint = "copy `output/data/kpi.json` of last year's report to content/previous/kpi.json, and write \
                        `previous: previous/kpi.json`";
            sink.push(Diagnostic::error(Code::Unreadable, path.span, message).hint(hint));
        }
        return Previous::default();
    };
    let Some(node) = files.yaml(id, sink) else { return Previous::default() };
    let metrics: Vec<(String, PreviousMetric)> = match &node.kind {
        Kind::Seq(items) => items.iter().filter_map(metric).collect(),
        _ => Vec::new(),
    };
    if metrics.is_empty() {
        let message = "the file has no metrics";
        let hint = "take `output/data/kpi.json` as huibao wrote it";
        sink.push(Diagnostic::error(Code::Unreadable, path.span, message).hint(hint));
    }
    Previous { metrics: metrics.into_iter().collect() }
}

fn metric(node: &Node) -> Option<(String, PreviousMetric)> {
    let id = text(entry(node, "id")?)?.to_owned();
    let pairs = |key: &str| match entry(node, key).map(|node| &node.kind) {
        Some(Kind::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    let value = |(year, value): &(Spanned<String>, Node)| {
        Some((year.node.parse().ok()?, Spanned::new(parse_decimal(text(value)?)?, value.span)))
    };
    let values = pairs("values").iter().filter_map(value).collect();
    let unit = |(tag, unit): &(Spanned<String>, Node)| Some((tag.node.clone(), text(unit)?.to_owned()));
    Some((id, PreviousMetric { values, units: pairs("unit").iter().filter_map(unit).collect() }))
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Map(entries) = &node.kind else { return None };
    entries.iter().find(|(known, _)| known.node == key).map(|(_, value)| value)
}

fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { slice, .. } => Some(&slice.text),
        _ => None,
    }
}
