//! Numbers for chapters, sections and footnotes; links checked.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{
    Block, BlockKind, Chapter, Inline, InlineKind, LinkTarget, Report, Role, Visit, VisitMut, for_each_block,
};

/// Numbers headings and footnotes in reading order and reports links to anchors that do not exist.
pub fn number(report: &mut Report, sink: &mut Sink) {
    let mut chapters = 0;
    let mut notes = 0;
    for chapter in &mut report.chapters {
        if chapter.role == Role::Chapter {
            chapters += 1;
            chapter.number = Some(chapters.to_string());
        }
        let mut sections = Sections::new(chapter.number.as_deref());
        chapter.blocks.iter_mut().for_each(|block| sections.block(block));
        for note in &mut chapter.footnotes {
            notes += 1;
            note.number = notes;
        }
    }
    check_links(&report.chapters, sink);
}

/// Counters of the section levels below a chapter.
struct Sections<'a> {
    chapter: Option<&'a str>,
    /// Sections (level 2) and subsections (level 3) counted so far; deeper headings have no number.
    counts: [u32; 2],
}

impl<'a> Sections<'a> {
    fn new(chapter: Option<&'a str>) -> Self {
        Self { chapter, counts: [0; 2] }
    }

    fn next(&mut self, level: u8) -> Option<String> {
        let chapter = self.chapter?;
        let counts = &mut self.counts;
        match level {
            1 => Some(chapter.to_owned()),
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

impl<'b> VisitMut<'b> for Sections<'_> {
    fn block(&mut self, block: &'b mut Block) {
        match &mut block.kind {
            BlockKind::Heading { level, number, .. } => *number = self.next(*level),
            // What is quoted or listed has its own order.
            BlockKind::Quote(_) | BlockKind::List { .. } => {}
            _ => self.inside_block(block),
        }
    }

    fn line(&mut self, _: &'b mut Vec<Inline>) {}
}

fn check_links(chapters: &[Chapter], sink: &mut Sink) {
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

impl<'a> Visit<'a> for Links<'_, 'a> {
    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Link { target: LinkTarget::Anchor(anchor), .. } = &inline.kind
            && !self.anchors.contains(anchor.as_str())
        {
            let message = format!("nothing in the report is named `#{anchor}`");
            self.sink.push(
                Diagnostic::error(Code::MissingAnchor, inline.span, message)
                    .hint(suggest(anchor, self.anchors.iter().copied()))
                    .hint("give the heading that is meant an id: `## Title {#name}`"),
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
        let mut sections = Sections::new(Some("3"));
        let numbers: Vec<_> = [1, 2, 3, 3, 4, 2, 3].map(|level| sections.next(level)).into_iter().collect();
        let expected = [Some("3"), Some("3.1"), Some("3.1.1"), Some("3.1.2"), None, Some("3.2"), Some("3.2.1")];
        assert_eq!(numbers.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
        assert_eq!(Sections::new(None).next(2), None);
    }
}
