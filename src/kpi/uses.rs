//! Which metrics a report shows, and which of them an index lists.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::to_come::names;
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::model::printed::{Block, BlockKind, Data, Inline};
use crate::model::{Document, InlineKind, Kpi, Open, Printed, Report, Visit, Written};
use crate::source::{Span, Spanned};

/// Tells metrics that no page shows, and shown ones that no index can list: as notes, unless the report wants otherwise.
/// While a draft is being written that is so of most of them: then they are counted.
pub fn check_uses(document: &Document, report: &Report, sink: &mut Sink) {
    let mut uses = Uses { section: Vec::new(), blocks: 0, shown: BTreeMap::new() };
    for chapter in &document.chapters {
        uses.section.clear();
        uses.chapter(chapter);
    }
    let kpis = &report.kpis.kpis;
    let mut needed: BTreeSet<&str> = uses.shown.keys().map(String::as_str).collect();
    // Shares and sums are computed from metrics that they do not show.
    let mut named = Named { ids: BTreeSet::new() };
    report.chapters.iter().for_each(|chapter| named.chapter(chapter));
    needed.extend(named.ids.iter().filter_map(|id| kpis.get_key_value(id)).map(|(id, _)| id.as_str()));
    let mut open: Vec<&str> = needed.iter().copied().collect();
    while let Some(id) = open.pop() {
        for (id, _) in kpis.get(id).into_iter().flat_map(|kpi| parts(kpi, kpis)) {
            if needed.insert(id) {
                open.push(id);
            }
        }
    }
    let (mut unused, mut unlisted) = (Vec::new(), Vec::new());
    for (id, kpi) in kpis {
        let Some(shown) = uses.shown.get(id) else {
            if !needed.contains(id.as_str()) {
                unused.push((&kpi.id, None));
            }
            continue;
        };
        // A total of what indices list is listed by its parts.
        let mut parts = parts(kpi, kpis).peekable();
        let is_sum = parts.peek().is_some() && parts.all(|(_, part)| !part.disclose.is_empty());
        if kpi.disclose.is_empty() && !is_sum && !shown.is_listed && !report.config.standards.is_empty() {
            unlisted.push((&kpi.id, shown.place));
        }
    }
    let hint = "show it, or take it out of the data";
    tell(Code::FigureUnused, "no page shows", "", hint, &unused, report, sink);
    let hint = "say what it reports: `disclose:` on the metric, or on the section or table it stands in";
    tell(Code::FigureUnlisted, "no index lists", ", which pages show", hint, &unlisted, report, sink);
}

/// Tells metrics, each with the place that shows it.
fn tell(
    code: Code,
    what: &str,
    more: &str,
    hint: &str,
    found: &[(&Spanned<String>, Option<Span>)],
    report: &Report,
    sink: &mut Sink,
) {
    let wanted = report.config.checks.0.get(&code).copied();
    let Some(severity) = wanted.unwrap_or(Some(Severity::Note)) else { return };
    let mut push = |place: Span, message: String, label: Option<Span>| {
        let mut finding = Diagnostic::note(code, place, message).hint(hint);
        finding.severity = severity;
        finding.labels = label.map(|span| (span, "shown here".to_owned())).into_iter().collect();
        sink.push(finding);
    };
    if let ([(first, _), _, ..], true, None) = (found, report.config.draft, wanted) {
        let names = names(found.iter().map(|(id, _)| id.node.as_str()));
        return push(first.span, format!("{what} {} of the metrics{more}: {names}", found.len()), None);
    }
    for (id, shown) in found {
        push(id.span, format!("{what} the metric `{}`{more}", id.node), *shown);
    }
}

/// The metrics that a metric is computed from.
pub(super) fn parts<'k>(kpi: &'k Kpi, kpis: &'k IndexMap<String, Kpi>) -> impl Iterator<Item = (&'k String, &'k Kpi)> {
    let formula = kpi.formula.iter().map(|formula| formula.node.as_str());
    let names = formula.flat_map(|formula| formula.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))));
    names.filter_map(|name| kpis.get_key_value(name))
}

/// What expressions name in quotes.
struct Named {
    ids: BTreeSet<String>,
}

impl<'a> Visit<'a, Written> for Named {
    fn inline(&mut self, inline: &'a crate::model::Inline) {
        if let InlineKind::Own(Open::Expr(expression)) = &inline.kind {
            self.ids.extend(expression.node.split(['"', '\'']).map(str::to_owned));
        }
        self.inside_inline(inline);
    }
}

/// Where a metric is shown.
#[derive(Default)]
struct Shown {
    place: Option<Span>,
    /// Whether a section, block or table that reports a disclosure shows it.
    is_listed: bool,
}

struct Uses {
    /// Levels of the headings above, and whether each reports a disclosure.
    section: Vec<(u8, bool)>,
    /// How many blocks around report one.
    blocks: usize,
    shown: BTreeMap<String, Shown>,
}

impl Uses {
    fn shows(&mut self, id: &str, place: Option<Span>) {
        let is_listed = self.blocks > 0 || self.section.iter().any(|(_, reports)| *reports);
        let shown = self.shown.entry(id.to_owned()).or_default();
        shown.is_listed |= is_listed;
        shown.place = shown.place.or(place);
    }
}

impl<'a> Visit<'a, Printed> for Uses {
    fn block(&mut self, block: &'a Block) {
        let reports = !block.disclose.is_empty();
        if let BlockKind::Heading { level, .. } = &block.kind {
            self.section.retain(|(above, _)| above < level);
            self.section.push((*level, reports));
            return self.inside_block(block);
        }
        self.blocks += usize::from(reports);
        self.inside_block(block);
        self.blocks -= usize::from(reports);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Own(figure) = &inline.kind {
            self.shows(&figure.metric, Some(inline.span));
        }
        self.inside_inline(inline);
    }

    fn data(&mut self, data: &'a Data) {
        if let Data::Metric(row) = data {
            self.shows(&row.id, Some(row.span));
        }
        self.inside_data(data);
    }
}
