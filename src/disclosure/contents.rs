//! What stands in the places that authors tag: whether anything does, and whether there is a figure in it.

use std::collections::BTreeMap;

use super::codes::Followed;
use super::places::Tag;
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::model::printed::{Block, BlockKind, Chapter, Data, Image, Inline, InlineKind};
use crate::model::{Printed, Report, Visit, for_each_block, plain_text, waits};
use crate::source::Span;
use crate::standards::catalogue::Answer;

/// What a tagged place holds.
pub(super) struct Content {
    /// Nothing but headings, and words that wait for others.
    is_empty: bool,
    has_figure: bool,
}

/// What each tag's place holds, by where the tag stands. Tags of metrics are not among them: they hold a figure.
pub(super) fn contents(chapters: &[Chapter]) -> BTreeMap<Span, Content> {
    let mut found = BTreeMap::new();
    let mut add = |block: &Block, inside: &[Block]| {
        let is_empty = inside.iter().all(|block| match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Rule => true,
            BlockKind::Paragraph(line) => waits(&plain_text(line)),
            _ => false,
        });
        let mut figures = Figures(false);
        inside.iter().for_each(|block| figures.block(block));
        for disclosure in &block.disclose {
            found.insert(disclosure.span, Content { is_empty, has_figure: figures.0 });
        }
    };
    for chapter in chapters {
        for_each_block(&chapter.blocks, &mut |block| {
            if !matches!(block.kind, BlockKind::Heading { .. }) {
                add(block, std::slice::from_ref(block));
            }
        });
        for (at, block) in chapter.blocks.iter().enumerate() {
            let BlockKind::Heading { level, .. } = block.kind else { continue };
            let ends = |block: &Block| matches!(block.kind, BlockKind::Heading { level: next, .. } if next <= level);
            let behind = &chapter.blocks[at + 1..];
            let end = behind.iter().position(ends).unwrap_or(behind.len());
            add(block, &behind[..end]);
        }
    }
    found
}

/// Tells sections that claim to report something and are empty, and takes their tags away: they report nothing.
pub(super) fn drop_empty<'a>(
    report: &Report,
    tags: Vec<Tag<'a>>,
    contents: &BTreeMap<Span, Content>,
    sink: &mut Sink,
) -> Vec<Tag<'a>> {
    let is_empty = |tag: &Tag<'_>| contents.get(&tag.disclosure.span).is_some_and(|content| content.is_empty);
    let (empty, kept): (Vec<Tag<'a>>, Vec<Tag<'a>>) = tags.into_iter().partition(is_empty);
    for tag in empty {
        let message = format!("{} is to report `{}`, but says nothing", tag.place.text, tag.disclosure.node);
        let hint = "write what it reports, or take the claim away";
        sink.push(unfinished(report, Code::EmptyClaim, tag.disclosure.span, message).hint(hint));
    }
    kept
}

/// Tells disclosures that ask for figures where no place that reports them has one.
pub(super) fn check_figures(
    report: &Report,
    followed: &[Followed<'_>],
    tags: &[Tag<'_>],
    contents: &BTreeMap<Span, Content>,
    sink: &mut Sink,
) {
    for (_, standard) in followed {
        let family = &standard.catalogue.meta.family;
        let mut places: BTreeMap<usize, Vec<&Tag<'_>>> = BTreeMap::new();
        for tag in tags.iter().filter(|tag| tag.disclosure.node.standard == *family) {
            if let Some(at) = standard.reported_by(&tag.disclosure.node.code) {
                places.entry(at).or_default().push(tag);
            }
        }
        for (at, tags) in places {
            let has_figure =
                |tag: &&Tag<'_>| contents.get(&tag.disclosure.span).is_none_or(|content| content.has_figure);
            if standard.entry(at).data == Some(Answer::Quantitative) && !tags.iter().any(has_figure) {
                let disclosure = &tags[0].disclosure;
                let title = standard.printed_title(at, report.config.source.tag());
                let message =
                    format!("`{}` asks for figures ({title}), and no place that reports it has one", disclosure.node);
                let hint = "tag the metric or the table that has them, or say in words that there are none";
                sink.push(unfinished(report, Code::NoFigure, disclosure.span, message).hint(hint));
            }
        }
    }
}

/// A warning; of a draft, something still to do.
fn unfinished(report: &Report, code: Code, span: Span, message: String) -> Diagnostic {
    let severity = if report.config.draft { Severity::Note } else { Severity::Warning };
    Diagnostic { severity, ..Diagnostic::warning(code, span, message) }
}

/// Whether there is a figure, or something that may hold one.
struct Figures(bool);

impl<'a> Visit<'a, Printed> for Figures {
    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.0 |= has_figure(text),
            InlineKind::Own(_) => self.0 = true,
            _ => self.inside_inline(inline),
        }
    }

    fn data(&mut self, data: &'a Data) {
        self.0 |= matches!(data, Data::Metric(_) | Data::Number(_));
        self.inside_data(data);
    }

    // A picture may be a chart.
    fn image(&mut self, _: &'a Image) {
        self.0 = true;
    }
}

/// Whether a text has a number that is of no date, no place (第12頁, 表3) and no name (ISO 14001, PM2.5), or says that
/// there are none.
fn has_figure(text: &str) -> bool {
    const NONE: [&str; 12] =
        ["沒有", "没有", "並無", "并无", "未有", "未發生", "未发生", "為零", "为零", "零宗", "none", "zero"];
    const DATE: [char; 4] = ['年', '月', '日', '-'];
    const PLACES: [&str; 25] = [
        "第", "見表", "见表", "如表", "附表", "及表", "於表", "于表", "見圖", "见图", "如圖", "如图", "及圖", "及图",
        "附錄", "附录", "附件", "範圍", "范围", "page", "chapter", "section", "table", "figure", "appendix",
    ];
    const NAMES: [&str; 12] = ["ISO", "IEC", "GB", "GB/T", "EN", "IFRS", "GRI", "SDG", "PM", "SO", "NO", "CO"];
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':');
        let end = number.find(|c: char| !is_part(c)).unwrap_or(number.len());
        let (number, behind) = number.split_at(end);
        let before = before.trim_end_matches([' ', '-']);
        let lower = before.to_ascii_lowercase();
        let is_place = behind.trim_start().starts_with(['頁', '页', '章'])
            || number.contains('.') && behind.starts_with(['節', '节'])
            || PLACES.iter().any(|place| lower.ends_with(place));
        let is_named = NAMES.iter().any(|name| before.ends_with(name));
        if !behind.trim_start().starts_with(DATE) && !is_named && !is_place {
            return true;
        }
        rest = behind;
    }
    NONE.iter().any(|none| text.contains(none))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_places_and_names_are_no_figures() {
        for text in [
            "有害廢棄物見年報第12頁。",
            "詳見第3.2節及表4。",
            "於2025年3月31日取得ISO 14001:2015認證",
            "按GB 3095監察PM2.5",
            "见附录2和12页",
        ] {
            assert!(!has_figure(text), "{text}");
        }
        for text in [
            "共12噸，見第3頁",
            "範圍1為25噸",
            "範圍二：25.3噸",
            "沒有產生",
            "第3頁：產生0.5噸",
            "HK$25",
            "代表12名",
            "RMB5百萬",
        ] {
            assert!(has_figure(text), "{text}");
        }
    }
}
