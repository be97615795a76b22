//! Typst's problems, told at the author's place or in the template that causes them.

use std::ops::Range;

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::DiagSpan;

use super::emit::Emitted;
use super::world::{CONTENT, EditionWorld};
use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::Edition;
use crate::source::{Sources, Span};

/// A place in the virtual project, as people know it.
enum Place {
    /// In the author's text.
    Author(Span),
    /// In a template of the report's own.
    Template(Span),
    /// In a template that huibao brings along; where the author uses it.
    BuiltIn(Option<Span>),
}

/// Translates what Typst says about one edition.
pub(super) struct Translator<'a> {
    pub(super) world: &'a EditionWorld<'a>,
    pub(super) emitted: &'a Emitted,
    pub(super) edition: Edition,
    pub(super) assets: &'a Assets,
    pub(super) sources: &'a mut Sources,
}

impl Translator<'_> {
    /// Pushes each problem once, at its place.
    pub(super) fn push_all(&mut self, list: impl IntoIterator<Item = SourceDiagnostic>, sink: &mut Sink) {
        for diagnostic in list {
            let translated = self.translate(&diagnostic);
            if translated.code == Code::MissingGlyph {
                self.push_glyph(translated, sink);
            } else {
                sink.push(translated);
            }
        }
    }

    /// A character that several editions lack is told once. What chooses among the forms of another one shows nothing.
    fn push_glyph(&self, told: Diagnostic, sink: &mut Sink) {
        const VARIATION_SELECTORS: &str = "\\u{fe0";
        let glyph = |message: &str| message.split('`').nth(1).unwrap_or_default().to_owned();
        let own = glyph(&told.message);
        if own.starts_with(VARIATION_SELECTORS) {
            return;
        }
        let is_same =
            |other: &Diagnostic| other.code == told.code && other.place == told.place && glyph(&other.message) == own;
        if !sink.iter().any(is_same) {
            return sink.push(told);
        }
        let and = format!(" and {} editions have", self.edition);
        for other in sink.iter_mut().filter(|other| is_same(other) && !other.message.contains(self.edition.tag())) {
            other.message = other.message.replacen(" edition have", &and, 1);
        }
    }

    fn translate(&mut self, diagnostic: &SourceDiagnostic) -> Diagnostic {
        let own = self.place(diagnostic.span);
        // A theme's error is about the author's text that it was given: the first such place on the way there.
        let caller = diagnostic
            .trace
            .iter()
            .filter_map(|point| self.place(point.span.into()))
            .find_map(|place| if let Place::Author(span) = place { Some(span) } else { None });
        let (code, message) = plain_words(&diagnostic.message, self.edition);
        let (primary, second) = match own {
            Some(Place::Author(span)) => (Some(span), None),
            Some(Place::Template(span)) => (Some(span), caller.map(|span| (span, "for this"))),
            // What huibao brings along is no place of the author's: what it was used for is.
            Some(Place::BuiltIn(user)) => (caller.or(user), None),
            None => (caller, None),
        };
        let primary = primary.map(|span| self.narrow(span, &diagnostic.message));
        let mut out = match diagnostic.severity {
            Severity::Error => Diagnostic::error(code, primary, message),
            Severity::Warning => Diagnostic::warning(code, primary, message),
        };
        if let Some((span, text)) = second {
            out = out.label(span, text);
        }
        if code == Code::MissingGlyph {
            return out
                .hint("write another character, or put a font that has it into a folder `fonts` beside `content`");
        }
        for hint in &diagnostic.hints {
            out = match self.place(hint.span) {
                Some(Place::Author(span) | Place::Template(span)) => out.label(span, hint.v.to_string()),
                Some(Place::BuiltIn(_)) | None => out.hint(hint.v.to_string()),
            };
        }
        if primary.is_none() {
            out = out.hint(format!("in the {} edition", self.edition));
        }
        out
    }

    /// Where the first of these Typst spans lies that is the author's text; if none is, where the first one lies.
    pub(super) fn author_span(&mut self, spans: &[typst::syntax::Span]) -> Option<Span> {
        let places: Vec<Place> = spans.iter().filter_map(|span| self.place((*span).into())).collect();
        let author = places.iter().find(|place| matches!(place, Place::Author(_)));
        author.or(places.first()).and_then(|place| match place {
            Place::Author(span) | Place::Template(span) => Some(*span),
            Place::BuiltIn(user) => *user,
        })
    }

    /// Where a Typst span lies in the author's text.
    pub(super) fn in_text(&mut self, span: typst::syntax::Span) -> Option<Span> {
        match self.place(span.into())? {
            Place::Author(span) => Some(span),
            Place::Template(_) | Place::BuiltIn(_) => None,
        }
    }

    /// Whether a column's mark or the end of a line stands between two places of the author's text.
    pub(super) fn are_parted(&self, one: Span, other: Span) -> bool {
        let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
        let text = &self.sources.get(one.source).text;
        let between = text.get(first.range().end..second.range().start);
        one.source == other.source && between.is_some_and(|between| between.contains(['|', '\n']))
    }

    fn place(&mut self, span: DiagSpan) -> Option<Place> {
        let id = span.id()?;
        let range = self.world.range(span)?;
        let path = id.vpath().get_without_slash();
        if let Some(map) = self.emitted.maps.get(path) {
            return map.find(&range).map(Place::Author);
        }
        if path.starts_with(CONTENT) {
            return self.emitted.images.get(path).copied().map(Place::Author);
        }
        let template = self.world.files.loader().template_path(path)?;
        self.template(&template, range)
    }

    fn template(&mut self, path: &str, range: Range<usize>) -> Option<Place> {
        let Some(id) = add_template(path, self.assets, self.sources) else {
            let component = path.strip_prefix("components/").and_then(|file| file.strip_suffix(".typ"));
            let user = component.and_then(|name| self.emitted.components.get(name)).copied();
            return Some(Place::BuiltIn(user.or(self.emitted.theme)));
        };
        let length = self.sources.get(id).text.len();
        Some(Place::Template(Span::new(id, range.start.min(length)..range.end.min(length))))
    }

    /// The characters that Typst quotes as `…`, where the author's text has them: a long paragraph is no place.
    fn narrow(&self, span: Span, message: &str) -> Span {
        let Some(quoted) = message.split("`\"").nth(1).and_then(|rest| rest.split("\"`").next()) else { return span };
        match self.sources.text(span).find(quoted) {
            Some(at) if !quoted.is_empty() => {
                let start = span.start as usize + at;
                Span::new(span.source, start..start + quoted.len())
            }
            _ => span,
        }
    }
}

/// Takes a template of the report's own into the sources, once; nothing for the built-in ones.
pub(super) fn add_template(path: &str, assets: &Assets, sources: &mut Sources) -> Option<crate::source::SourceId> {
    let asset = assets.read(path).ok()?.filter(|asset| asset.is_own)?;
    let shown = format!("templates/{path}");
    Some(sources.find(&shown).unwrap_or_else(|| sources.add(shown, asset.text.into_owned())))
}

/// Typst's message in words for report authors where it is one they will meet, and the kind of problem.
fn plain_words(message: &str, edition: Edition) -> (Code, String) {
    if message.contains("could not be displayed with") || message.contains("Unicode private area") {
        let quoted = message.split('`').nth(1).unwrap_or_default().trim_matches('"');
        return (Code::MissingGlyph, format!("the fonts of the {edition} edition have no glyph for `{quoted}`"));
    }
    if message.contains("missing alt text") {
        return (Code::MissingAlt, "the image has no words for those who cannot see it".to_owned());
    }
    if message.starts_with("failed to decode image") || message.starts_with("failed to parse SVG") {
        return (Code::BadImage, message.to_owned());
    }
    (Code::Typeset, message.to_owned())
}
