//! What is known while a chapter's page is written. How blocks and lines are written stands in `blocks` and `inline`.

use std::collections::BTreeMap;

use super::Site;
use crate::diag::Sink;
use crate::model::printed::Chapter;
use crate::template::TemplateError;

/// Writes one chapter's page.
pub(super) struct Renderer<'a> {
    /// The edition's site.
    pub(super) site: &'a Site<'a>,
    /// The chapter.
    pub(super) chapter: &'a Chapter,
    /// Problems.
    pub(super) sink: &'a mut Sink,
    /// What went wrong in templates.
    pub(super) errors: Vec<TemplateError>,
    /// Rank of the last heading: the next one is at most one rank below, as screen readers expect.
    pub(super) rank: u8,
    /// Headings here are below this rank: 1 on the page, deeper inside a component with a heading of its own.
    pub(super) floor: u8,
    /// Marks written so far per footnote.
    pub(super) marks: Vec<u32>,
    /// Components written so far: gives each a number for its ids.
    pub(super) components: usize,
    /// Scroll regions so far by name: no two may have the same.
    pub(super) regions: BTreeMap<String, usize>,
}

impl<'a> Renderer<'a> {
    /// Starts a page. Its title is the one heading of rank 1.
    pub(super) fn new(site: &'a Site<'a>, chapter: &'a Chapter, sink: &'a mut Sink) -> Self {
        let marks = vec![0; chapter.footnotes.len()];
        Self {
            site,
            chapter,
            sink,
            errors: Vec::new(),
            rank: 1,
            floor: 1,
            marks,
            components: 0,
            regions: BTreeMap::new(),
        }
    }
}
