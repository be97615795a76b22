//! Numbers for sections; links checked.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::printed::{Chapter, Inline, InlineKind};
use crate::model::{Printed, Visit, for_each_block};

/// Counters of the section levels below a chapter.
pub(super) struct Sections {
    /// Number of the chapter.
    chapter: Option<String>,
    /// Sections (level 2) and subsections (level 3) counted so far; deeper headings have no number.
    counts: [u32; 2],
}

impl Sections {
    /// Those of the chapter with this number; without one, sections have none either.
    pub(super) fn new(chapter: Option<String>) -> Self {
        Self { chapter, counts: [0; 2] }
    }

    /// Number of the next heading.
    pub(super) fn next(&mut self, level: u8) -> Option<String> {
        let chapter = self.chapter.as_ref()?;
        let counts = &mut self.counts;
        match level {
            1 => Some(chapter.clone()),
            2 => {
                *counts = [counts[0] + 1, 0];
                Some(format!("{chapter}.{}", counts[0]))
            }
            3 => {
                counts[1] += 1;
                Some(format!("{chapter}.{}.{}", counts[0], counts[1]))
            }
            _ => None,
        }
    }
}

/// Reports links to anchors that do not exist.
pub(super) fn check_links(chapters: &[Chapter], sink: &mut Sink) {
    let mut anchors = BTreeSet::new();
    for chapter in chapters {
        for_each_block(&chapter.blocks, &mut |block| anchors.extend(block.anchor.as_deref()));
    }
    let mut links = Links { anchors, sink };
    chapters.iter().for_each(|chapter| links.chapter(chapter));
}

/// Tells links that lead nowhere.
struct Links<'s, 'a> {
    anchors: BTreeSet<&'a str>,
    sink: &'s mut Sink,
}

impl<'a> Visit<'a, Printed> for Links<'_, 'a> {
    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Link { target, .. } = &inline.kind
            && let Some(anchor) = target.anchor()
            && !self.anchors.contains(anchor)
        {
            let message = format!("nothing in the report is named `#{anchor}`");
            self.sink.push(
                Diagnostic::error(Code::MissingAnchor, inline.span, message)
                    .hint(suggest(anchor, self.anchors.iter().copied()))
                    .hint("give the heading, table or picture that is meant an id: `## Title {#name}`"),
            );
        }
        self.inside_inline(inline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_numbered_below_their_chapter() {
        let mut sections = Sections::new(Some("3".to_owned()));
        let numbers: Vec<_> = [1, 2, 3, 3, 4, 2, 3].map(|level| sections.next(level)).into_iter().collect();
        let expected = [Some("3"), Some("3.1"), Some("3.1.1"), Some("3.1.2"), None, Some("3.2"), Some("3.2.1")];
        assert_eq!(numbers.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
        assert_eq!(Sections::new(None).next(2), None);
    }
}
