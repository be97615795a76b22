//! The chapters, blocks and footnotes that one edition has.

use crate::model::{Block, BlockKind, Chapter, Edition, Footnote, Inline, InlineKind, Origin, Report};

/// The report with the chapters of one edition, and where the text of each comes from.
///
/// `::: {.only}` blocks for other editions are dropped, the content of the others stands in their place, and the
/// footnotes that no mark refers to any more are dropped.
pub(in crate::script) fn chapters(report: &Report, edition: Edition) -> (Report, Vec<Origin>) {
    let (mut chapters, origins): (Vec<Chapter>, Vec<Origin>) =
        report.chapters_of(edition).into_iter().map(|(chapter, origin)| (chapter.clone(), origin)).unzip();
    for chapter in &mut chapters {
        choose(&mut chapter.blocks, edition);
        renumber_footnotes(chapter);
    }
    let Report {
        config,
        chapters: _,
        translations: _,
        kpis,
        glossary,
        disclosures,
        catalogues,
        review,
        carried_over,
        previous,
    } = report;
    let own = Report {
        config: config.clone(),
        chapters,
        translations: Vec::new(),
        kpis: kpis.clone(),
        glossary: glossary.clone(),
        disclosures: disclosures.clone(),
        catalogues: catalogues.clone(),
        review: review.clone(),
        carried_over: carried_over.clone(),
        previous: previous.clone(),
    };
    (own, origins)
}

fn choose(blocks: &mut Vec<Block>, edition: Edition) {
    let old = std::mem::take(blocks);
    for mut block in old {
        match &mut block.kind {
            BlockKind::Only(only) => {
                if only.editions.contains(&edition) {
                    choose(&mut only.blocks, edition);
                    blocks.append(&mut only.blocks);
                }
                continue;
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| choose(item, edition)),
            BlockKind::Quote(inner) => choose(inner, edition),
            BlockKind::Component(component) => choose(&mut component.body, edition),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Picture(_)
            | BlockKind::Rule => {}
        }
        blocks.push(block);
    }
}

/// Footnotes in the order of their first marks; marks point to their new places.
fn renumber_footnotes(chapter: &mut Chapter) {
    let mut old: Vec<Option<Footnote>> = std::mem::take(&mut chapter.footnotes).into_iter().map(Some).collect();
    let mut new_place = vec![None; old.len()];
    let mut kept: Vec<Footnote> = Vec::new();
    // First the text, then, note by note, the marks inside notes.
    chapter.for_each_line(&mut |line| take(line, &mut old, &mut new_place, &mut kept));
    let mut next = 0;
    while next < kept.len() {
        let mut inlines = std::mem::take(&mut kept[next].inlines);
        take(&mut inlines, &mut old, &mut new_place, &mut kept);
        kept[next].inlines = inlines;
        next += 1;
    }
    chapter.footnotes = kept;
}

fn take(line: &mut [Inline], old: &mut [Option<Footnote>], new_place: &mut [Option<usize>], kept: &mut Vec<Footnote>) {
    for inline in line {
        if let InlineKind::Footnote(mark) = &mut inline.kind {
            let Some(place) = new_place.get_mut(*mark) else { continue };
            if let Some(note) = old[*mark].take() {
                *place = Some(kept.len());
                kept.push(note);
            }
            *mark = place.unwrap_or(*mark);
        } else if let Some(inner) = inline.children_mut() {
            take(inner, old, new_place, kept);
        }
    }
}
