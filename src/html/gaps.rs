//! A page that says what is missing, for the people who write the report.

use super::context::map;
use crate::assets::Assets;
use crate::diag::Sink;
use crate::model::{Document, Gap, Gaps, IndexStatus, Product};
use crate::source::Sources;
use crate::template::{Context, Pages, Value};

/// `gaps.html`, in the words of one edition.
pub fn gaps(doc: &Document, all: &[Gaps], assets: &Assets, sources: &mut Sources, sink: &mut Sink) -> Option<Product> {
    let templates = Pages::new(assets, sources, sink)?;
    let label = |key: &str| Value::from(doc.locale.label(key));
    let gap = |gap: &Gap| {
        map([
            ("code", gap.code.as_str().into()),
            ("title", gap.title.as_str().into()),
            ("status", gap.status.name().into()),
            ("state", label(&format!("status-{}", gap.status.name()))),
            ("obligation", label(&format!("duty-{}", gap.duty.name()))),
            ("explanation", gap.explanation.as_str().into()),
        ])
    };
    let standard = |gaps: &Gaps| {
        let counts = IndexStatus::ALL.iter().map(|status| Value::from(gaps.count(*status)));
        map([
            ("id", gaps.standard.as_str().into()),
            ("title", gaps.title.as_str().into()),
            ("edition", if gaps.edition == doc.edition { "".into() } else { gaps.edition.tag().into() }),
            ("counts", counts.collect::<Vec<_>>().into()),
            ("open", gaps.open.iter().map(gap).collect::<Vec<_>>().into()),
            ("unused", gaps.unused.iter().map(gap).collect::<Vec<_>>().into()),
        ])
    };
    let statuses = IndexStatus::ALL.iter().map(|status| label(&format!("status-{}", status.name())));
    let mut context = Context::new();
    context.insert_value("lang", doc.edition.tag().into());
    context.insert_value("title", doc.title.as_str().into());
    context.insert_value("labels", Value::from(doc.locale.labels().clone()));
    context.insert_value("statuses", statuses.collect::<Vec<_>>().into());
    context.insert_value("standards", all.iter().map(standard).collect::<Vec<_>>().into());
    let page = templates.render("html/gaps.html", &context, sources, sink)?;
    Some(Product { path: "gaps.html".to_owned(), bytes: page.into_bytes() })
}
