//! Characters without a glyph: which of the author's characters they are, or became by conversion.

use crate::chinese::Lookup;
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{Sources, Span};

/// Finds the author's character behind each finding about a glyph, whether it was typed or made by conversion.
pub(super) fn explain(sources: &Sources, sink: &mut Sink) {
    for finding in sink.iter_mut().filter(|finding| finding.code == Code::MissingGlyph) {
        let Some(glyph) = finding.message.split('`').nth(1).map(str::to_owned) else { continue };
        if finding.place.is_none_or(|place| sources.text(place) != glyph) {
            locate(&glyph, finding, sources);
        }
    }
}

fn locate(glyph: &str, finding: &mut Diagnostic, sources: &Sources) {
    let dictionaries = Lookup::shared();
    let becomes = |typed: char| {
        let typed = typed.to_string();
        typed == glyph
            || [dictionaries.simplified(&typed), dictionaries.traditional_characters(&typed)]
                .iter()
                .any(|other| other == glyph)
    };
    // Names of the report stand in a file that no text of the PDF leads back to.
    let everywhere = sources.iter().filter_map(|file| Some(Span::new(sources.find(&file.path)?, 0..file.text.len())));
    let found = finding.place.into_iter().chain(everywhere).find_map(|span| {
        let (at, typed) = sources.text(span).char_indices().find(|(_, typed)| !typed.is_ascii() && becomes(*typed))?;
        let start = span.start as usize + at;
        Some((Span::new(span.source, start..start + typed.len_utf8()), typed))
    });
    let Some((place, typed)) = found else { return };
    finding.place = Some(place);
    if !typed.to_string().eq(glyph) {
        finding.message = format!("`{typed}` becomes `{glyph}`: {}", finding.message);
    }
}
