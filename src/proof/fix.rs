//! The certain corrections, in the author's bytes.

use crate::diag::Diagnostic;
use crate::source::{SourceId, Sources};

/// A file's text with every certain correction made, and how many these are. Corrections that overlap are left for the
/// next run.
pub fn corrected<'d>(
    source: SourceId,
    findings: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &Sources,
) -> (String, usize) {
    let mut fixes: Vec<(std::ops::Range<usize>, &str)> = findings
        .into_iter()
        .filter_map(|finding| {
            let span = finding.place.filter(|span| span.source == source)?;
            Some((span.range(), finding.fix.as_deref()?))
        })
        .collect();
    fixes.sort_by_key(|(range, _)| (range.start, range.end));
    let text = &sources.get(source).text;
    let (mut out, mut at, mut count) = (String::with_capacity(text.len()), 0, 0);
    for (range, fix) in fixes {
        let Some(between) = text.get(at..range.start) else { continue };
        out.push_str(between);
        out.push_str(fix);
        at = range.end;
        count += 1;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, count)
}
