//! Characters without a glyph: which of the author's characters they are, or became by conversion.

use std::collections::BTreeSet;

use crate::chinese::{simplified, traditional_characters};
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{Sources, Span};

/// Whether a font for Chinese may lack a character of these texts, or one that conversion makes of it.
pub(super) fn any_may_be_missing<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let typed: BTreeSet<char> = texts.flat_map(str::chars).collect();
    // A line each: words of several characters have no characters of their own.
    let lines: String = typed.iter().flat_map(|typed| [*typed, '\n']).collect();
    [simplified(&lines), traditional_characters(&lines), lines].iter().any(|text| text.chars().any(may_be_missing))
}

/// Whether a font for Chinese may lack a character. All faces of Noto CJK have these: Latin, Greek and Cyrillic letters, the
/// usual signs, kana, and the 20,902 ideographs that Unicode began with.
pub(super) fn may_be_missing(character: char) -> bool {
    !matches!(
        character,
        '\t' | '\n' | '\r' | '\u{feff}'
            | ' '..='~'
            | '\u{a0}'..='\u{ff}'
            | '\u{391}'..='\u{3a1}'
            | '\u{3a3}'..='\u{3a9}'
            | '\u{3b1}'..='\u{3c9}'
            | '\u{410}'..='\u{44f}'
            | '\u{2010}'..='\u{2016}'
            | '\u{2018}'..='\u{201a}'
            | '\u{201c}'..='\u{201e}'
            | '•' | '…' | '‰' | '′' | '″' | '※' | '℃' | '−' | '≈' | '≤' | '≥' | '■' | '●'
            // No font for Chinese has these: they are set as lowered characters.
            | '\u{2080}'..='\u{209c}'
            | 'Ⅰ'..='Ⅻ'
            | '←'..='↓'
            | '①'..='⑳'
            | '\u{3000}'..='】'
            | '〔'..='〞'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヾ'
            | '一'..='龥'
            | '！'..='～'
    )
}

/// Whether a font may lack a character of a drawing's words: lowered characters are drawn as they are, and references may
/// be to any.
pub(super) fn drawing_may_lack(svg: &str) -> bool {
    svg.contains("&#") || svg.contains(|c| matches!(c, '\u{2080}'..='\u{209c}'))
}

/// Where a reference of XML to a character stands in a text: `&#x2082;`.
fn reference(text: &str, glyph: &str) -> Option<(usize, String)> {
    let code = u32::from(glyph.chars().next()?);
    [format!("&#x{code:x};"), format!("&#x{code:X};"), format!("&#{code};")]
        .into_iter()
        .find_map(|typed| Some((text.find(&typed)?, typed)))
}

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
    let becomes = |typed: char| {
        let typed = typed.to_string();
        typed == glyph || [simplified(&typed), traditional_characters(&typed)].iter().any(|other| other == glyph)
    };
    // Names of the report stand in a file that no text of the PDF leads back to.
    let everywhere = sources.iter().filter_map(|file| Some(Span::new(sources.find(&file.path)?, 0..file.text.len())));
    let found = finding.place.into_iter().chain(everywhere).find_map(|span| {
        let (at, typed) = sources.text(span).char_indices().find(|(_, typed)| !typed.is_ascii() && becomes(*typed))?;
        let start = span.start as usize + at;
        Some((Span::new(span.source, start..start + typed.len_utf8()), typed))
    });
    let Some((place, typed)) = found else {
        let drawings = sources.iter().filter(|file| file.path.ends_with(".svg"));
        let found = drawings.filter_map(|file| sources.find(&file.path).zip(reference(&file.text, glyph))).next();
        finding.place = found.map(|(id, (at, typed))| Span::new(id, at..at + typed.len())).or(finding.place);
        return;
    };
    finding.place = Some(place);
    if !typed.to_string().eq(glyph) {
        finding.message = format!("`{typed}` becomes `{glyph}`: {}", finding.message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_type_needs_no_look_at_the_fonts() {
        for character in "本年度「溫室氣體」排放－8,453.30噸（CO₂e、NOₓ），較上年减少3%；①・……".chars()
        {
            assert!(!may_be_missing(character), "{character}");
        }
        assert!(!any_may_be_missing(["本集團的溫室氣體", "集团減排"].into_iter()));
        assert!(any_may_be_missing(["餸"].into_iter()), "餸 becomes a character of Extension E");
        for character in ['𠩌', '😀', '\u{e000}', '\u{200b}', 'ﬁ', '㐀'] {
            assert!(may_be_missing(character), "{character}");
        }
    }
}
