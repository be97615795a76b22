//! What an index says of a disclosure beside its places.

use crate::model::Locale;
use crate::model::{
    DisclosureNote, Elsewhere, IndexPlace, IndexStatus, Names, Omission, OtherPlace, has_waiting, waits,
};
use crate::standards::Standard;
use crate::standards::catalogue::{OMISSION_REASONS, RELIEFS};

/// Whether a text says nothing yet.
fn says_nothing(text: &str) -> bool {
    let is_bare = !text.contains(char::is_alphanumeric);
    is_bare || waits(text) || has_waiting(text)
}

/// Whether names say something to be printed.
fn says(names: &Names, locale: &Locale) -> bool {
    !says_nothing(names.text(locale.edition()))
}

/// What the authors say about an entry.
#[derive(Default)]
pub(super) struct Row<'a> {
    /// Where it is reported.
    pub(super) places: Vec<IndexPlace>,
    /// What `disclosures.yaml` says.
    pub(super) note: Option<&'a DisclosureNote>,
    /// Some of its items are not reported.
    pub(super) is_partial: bool,
}

impl Row<'_> {
    pub(super) fn add(&mut self, places: impl IntoIterator<Item = IndexPlace>) {
        for place in places {
            if !self.places.iter().any(|known| known.anchor == place.anchor) {
                self.places.push(place);
            }
        }
    }

    pub(super) fn is_missing(&self) -> bool {
        self.places.is_empty() && self.note.is_none()
    }
}
/// What a row that is no heading says.
pub(super) fn status(row: &Row<'_>, locale: &Locale) -> IndexStatus {
    let is_placed = !row.places.is_empty() || row.note.is_some_and(|note| !note.elsewhere.is_empty());
    let Some(note) = row.note else {
        return match (is_placed, row.is_partial) {
            (true, false) => IndexStatus::Reported,
            (true, true) => IndexStatus::Partial,
            (false, _) => IndexStatus::Missing,
        };
    };
    let explains = says(&note.explanation, locale);
    if note.relief.is_some() && explains {
        IndexStatus::Relief
    } else if is_placed {
        let is_partial = row.is_partial || !note.partial.is_empty() || note.omission.is_some();
        if is_partial { IndexStatus::Partial } else { IndexStatus::Reported }
    } else if says(&note.negative, locale) {
        IndexStatus::Negative
    } else if note.omission.is_some() && explains {
        IndexStatus::Omitted
    } else if explains {
        IndexStatus::Explained
    } else {
        IndexStatus::Missing
    }
}

/// The places outside this report.
pub(super) fn elsewhere(note: &DisclosureNote, locale: &Locale) -> Vec<Elsewhere> {
    let of = |place: &OtherPlace| {
        let title = place.title.text(locale.edition());
        let text = match &place.page {
            Some(page) => locale.filled("page-of", [("title", title), ("page", page)]),
            None => title.to_owned(),
        };
        Elsewhere { text, url: place.url.clone() }
    };
    note.elsewhere.iter().map(of).collect()
}

/// The title of what a rule allows for an entry: a reason for omission, a relief.
fn allowed(standard: &Standard, at: usize, rule: &str, id: &str, locale: &Locale) -> Option<String> {
    let allowed = standard.allowed(rule, at).into_iter().find(|(known, _)| *known == id);
    allowed.map(|(_, title)| title.text(locale.edition().tag()).to_owned())
}

/// What is omitted, with one of the standard's reasons.
pub(super) fn omission(standard: &Standard, at: usize, note: &DisclosureNote, locale: &Locale) -> Option<Omission> {
    let reason = allowed(standard, at, OMISSION_REASONS, &note.omission.as_ref()?.node, locale)?;
    let explanation = note.explanation.text(locale.edition()).to_owned();
    Some(Omission { requirement: note.requirement.clone().unwrap_or_default(), reason, explanation })
}

/// What is said in words: what is left out, the reason with what it is about, the relief, the explanation, assurance.
/// Without the omission where that has columns of its own.
pub(super) fn remark(
    standard: &Standard,
    at: usize,
    note: &DisclosureNote,
    has_columns: bool,
    locale: &Locale,
) -> String {
    let edition = locale.edition();
    let omission =
        omission(standard, at, note, locale).map(|Omission { requirement, reason, .. }| match requirement.is_empty() {
            true => reason,
            false => locale.filled("reason-for", [("reason", &*reason), ("requirement", &*requirement)]),
        });
    let is_elsewhere = has_columns && omission.is_some();
    let relief = note.relief.as_ref().and_then(|relief| allowed(standard, at, RELIEFS, &relief.node, locale));
    let titled = |title: Option<String>, text: &str| match (title, text.is_empty()) {
        (Some(title), false) => locale.titled(&title, text),
        (Some(title), true) => title,
        (None, _) => text.to_owned(),
    };
    let partial = note.partial.text(edition);
    let parts = [
        titled((!partial.is_empty()).then(|| locale.label("partly").to_owned()), partial),
        note.negative.text(edition).to_owned(),
        if is_elsewhere { String::new() } else { titled(omission.or(relief), note.explanation.text(edition)) },
        if note.is_assured { locale.label("assured").to_owned() } else { String::new() },
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    locale.clauses(&parts)
}
