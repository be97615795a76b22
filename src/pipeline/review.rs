//! The readings of characters: which are open, and what people decided about them.

use super::{Build, Failure};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Decision;
use crate::script::review::{self, Choice, State};
use crate::source::Span;
use crate::{load, output};

impl Build<'_> {
    /// Counts what nobody has reviewed, if the report asks for that.
    pub(super) fn check_review(&mut self) {
        let Some(place) = self.report.as_ref().and_then(|report| report.config.review_required) else { return };
        let open = match self.choices() {
            Ok(choices) => choices.iter().filter(|choice| choice.state == State::Open).count(),
            Err(error) => return self.sink.push(Diagnostic::error(Code::Conversion, None, error)),
        };
        if open > 0 {
            let (readings, are) = if open == 1 { ("reading", "is") } else { ("readings", "are") };
            let message = format!("{open} {readings} of characters {are} not reviewed yet");
            let hint = "list them with `huibao review`, then accept or choose";
            self.sink.push(Diagnostic::warning(Code::Unreviewed, place, message).hint(hint));
        }
    }

    /// Every character with more than one reading in what is converted, edition by edition.
    ///
    /// # Errors
    /// If OpenCC cannot be opened.
    pub fn choices(&self) -> Result<Vec<Choice>, String> {
        let Some(report) = &self.report else { return Ok(Vec::new()) };
        let mut choices = Vec::new();
        for edition in self.editions() {
            choices.extend(review::choices(report, *edition, &self.sources)?);
        }
        Ok(choices)
    }

    /// Writes decisions into the review ledger, in place of earlier ones about the same character. With `prune`,
    /// entries whose sentence is gone are taken out. Gives how many were.
    ///
    /// # Errors
    /// If the ledger has errors, which writing it anew would lose, or cannot be written.
    pub fn decide(&mut self, decisions: Vec<Decision>, prune: bool) -> Result<usize, Failure> {
        self.check_texts();
        let Some(report) = &mut self.report else { return Err(Failure::Report) };
        let ledger = self.project.store.in_content(load::REVIEW_FILE);
        let told = |wanted: &dyn Fn(&Diagnostic) -> bool| -> Vec<Span> {
            self.sink.iter().filter(|told| wanted(told)).filter_map(|told| told.place).collect()
        };
        let is_ledger = |span: &Span| self.sources.get(span.source).path == ledger;
        if told(&|told| told.severity == Severity::Error).iter().any(is_ledger) {
            return Err(Failure::Report);
        }
        let stale = if prune { told(&|told| told.code == Code::StaleReview) } else { Vec::new() };
        let entries = &mut report.review.entries;
        let before = entries.len();
        entries.retain(|entry| !entry.span.is_some_and(|span| stale.contains(&span)));
        let pruned = before - entries.len();
        entries.retain(|entry| !decisions.iter().any(|decision| decision.key == entry.key));
        entries.extend(decisions);
        let text = load::ledger_text(&report.review);
        let path = self.project.store.on_disk(&ledger).ok_or(Failure::Report)?;
        output::write_file(&path, text.as_bytes()).map_err(Failure::CannotRun)?;
        Ok(pruned)
    }
}
