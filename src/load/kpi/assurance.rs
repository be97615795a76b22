//! Who prepared and reviewed a figure, and the files that bear it out: for assurance, not for print.

use crate::diag::{Code, Diagnostic, Sink, nearest};
use crate::load::files::Files;
use crate::load::yaml::{self, Fields, Kind, Node};
use crate::model::{Assurance, KpiBook};
use crate::source::Spanned;
use crate::store::Kind as FileKind;

/// Reads `prepared`, `reviewed` and `evidence`: the path of a file, or a list of them.
pub(super) fn assurance(keys: &mut Fields<'_>, sink: &mut Sink) -> Assurance {
    let mut text = |key, sink: &mut Sink| keys.take(key).and_then(|node| yaml::text(node, sink));
    let (prepared, reviewed) = (text("prepared", sink), text("reviewed", sink));
    let evidence = keys.take("evidence").map(|node| paths(node, sink)).unwrap_or_default();
    Assurance { prepared, reviewed, evidence }
}

fn paths(node: &Node, sink: &mut Sink) -> Vec<Spanned<String>> {
    match &node.kind {
        Kind::Seq(items) => items.iter().filter_map(|item| yaml::text(item, sink)).collect(),
        _ => yaml::text(node, sink).into_iter().collect(),
    }
}

/// Tells evidence that is not there.
pub(in crate::load) fn check(book: &KpiBook, files: &Files<'_>, sink: &mut Sink) {
    for path in book.kpis.values().flat_map(|kpi| &kpi.assurance.evidence) {
        let (folder, name) = path.node.rsplit_once('/').unwrap_or(("", &path.node));
        let shown = files.store.in_content(folder.trim_start_matches("./"));
        let hint = match files.store.list(&shown) {
            Ok(entries) => {
                let is_file = |kind: &Result<FileKind, _>| matches!(kind, Ok(FileKind::File));
                let known: Vec<&str> =
                    entries.iter().filter(|entry| is_file(&entry.kind)).map(|entry| entry.name.as_str()).collect();
                if known.contains(&name) {
                    continue;
                }
                match nearest(name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("looked in {shown}; paths begin at the content folder, e.g. evidence/bills.pdf"),
                }
            }
            Err(refusal) => {
                sink.push(refusal.told(&path.node, Some(path.span)));
                continue;
            }
        };
        let message = format!("there is no file `{}`", path.node);
        sink.push(Diagnostic::error(Code::Unreadable, path.span, message).hint(hint));
    }
}
