//! What is chosen, numbered and told when a document is made.

use super::*;
use crate::diag::render::short;
use crate::locale;
use crate::model::{Counted, for_each_block, plain_text, testing};
use crate::source::{Sources, Span};

/// Figures of a report without metrics.
struct NoFigures;

impl Figures for NoFigures {
    fn expression(&mut self, expression: &Spanned<String>, _: &mut Sink) -> Vec<printed::InlineKind> {
        ["<", &expression.node, ">"].map(|text| InlineKind::Text(text.to_owned())).to_vec()
    }

    fn row(&mut self, _: &Spanned<String>, _: &[i32], _: &mut Sink) -> Option<KpiRow> {
        None
    }

    fn rows(&self) -> Vec<KpiRow> {
        Vec::new()
    }
}

/// The document of chapters in an edition, and what is told.
fn printed(chapters: Vec<Chapter>, edition: Edition, span: Span) -> (Document, Sink) {
    numbered(&[], chapters, edition, span)
}

/// The same with numbers for captions.
fn numbered(what: &[Counted], chapters: Vec<Chapter>, edition: Edition, span: Span) -> (Document, Sink) {
    let config = Config { numbered: what.to_vec(), ..testing::config(Edition::ZhHantHk, span) };
    let mut sink = Sink::default();
    let (sources, _) = self::span();
    let document = build(&config, chapters, &locale::built_in(edition), &mut NoFigures, &sources, &mut sink);
    (document, sink)
}

fn span() -> (Sources, Span) {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "text");
    (sources, Span::new(file, 0..4))
}

fn block(span: Span, kind: BlockKind) -> Block {
    Block { span, anchor: None, disclose: Vec::new(), kind }
}

#[test]
fn wording_by_hand_and_blocks_are_those_of_the_edition() {
    let (sources, span) = span();
    let inline = |kind| Inline { span, kind };
    let only = |edition, words: &str| {
        let blocks = vec![block(span, BlockKind::Paragraph(vec![Inline::text(words, span)]))];
        block(span, BlockKind::Only(Only { editions: vec![edition], blocks }))
    };
    let sides = [("zh-Hant", "管治"), ("zh-Hans-CN", "治理")];
    let chapter = |sides: &[(&str, &str)]| {
        let sides = sides.iter().map(|(tag, text)| (Some((*tag).to_owned()), (*text).to_owned())).collect();
        let own = |open| inline(InlineKind::Own(open));
        let expression = own(Open::Expr(Spanned::new("a".to_owned(), span)));
        let line = vec![own(Open::Manual(sides)), inline(InlineKind::Strong(vec![expression]))];
        let blocks = vec![
            only(Edition::ZhHantHk, "香港"),
            block(span, BlockKind::Quote(vec![only(Edition::ZhHansCn, "內地")])),
            block(span, BlockKind::Paragraph(line)),
        ];
        vec![Chapter { blocks, ..Chapter::new(span.source, "10-a") }]
    };
    let lines = |document: &Document| {
        let mut lines = Vec::new();
        for_each_block(&document.chapters[0].blocks, &mut |block| {
            if let BlockKind::Paragraph(line) = &block.kind {
                lines.push(plain_text(line));
            }
        });
        lines
    };
    let (hong_kong, sink) = printed(chapter(&sides), Edition::ZhHantHk, span);
    assert_eq!(lines(&hong_kong), ["香港", "管治<a>"]);
    assert!(!sink.has_errors());
    let (mainland, _) = printed(chapter(&sides), Edition::ZhHansCn, span);
    assert_eq!(lines(&mainland), ["內地", "治理<a>"]);
    let (_, sink) = printed(chapter(&sides[..1]), Edition::ZhHansCn, span);
    let told = short(&sink.into_sorted(), &sources);
    assert_eq!(told.trim(), "a.md:1:1: error[missing-text]: the `-{…}-` has no wording for zh-Hans-CN");
}

#[test]
fn chapters_headings_and_notes_are_numbered_in_reading_order() {
    let (_, span) = span();
    let heading = |level| block(span, BlockKind::Heading { level, number: (), inlines: Vec::new() });
    let note = || Footnote { label: Spanned::new("n".to_owned(), span), number: (), inlines: Vec::new() };
    let chapter = |role, blocks| Chapter { role, blocks, footnotes: vec![note()], ..Chapter::new(span.source, "a") };
    let quote = block(span, BlockKind::Quote(vec![heading(2)]));
    let chapters = vec![
        chapter(Role::Front, vec![heading(2)]),
        chapter(Role::Chapter, vec![heading(2), quote, heading(3), heading(2)]),
        chapter(Role::Chapter, vec![heading(2)]),
    ];
    let (document, _) = printed(chapters, Edition::ZhHantHk, span);
    let numbers = |chapter: &printed::Chapter| {
        let mut numbers = vec![chapter.number.clone(), Some(format!("note {}", chapter.footnotes[0].number))];
        for_each_block(&chapter.blocks, &mut |block| {
            if let BlockKind::Heading { number, .. } = &block.kind {
                numbers.push(number.clone());
            }
        });
        numbers.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join("|")
    };
    let numbers: Vec<String> = document.chapters.iter().map(numbers).collect();
    assert_eq!(numbers, ["|note 1|", "1|note 2|1.1||1.1.1|1.2", "2|note 3|2.1"]);
}

#[test]
fn references_print_what_places_are_called() {
    let (sources, span) = span();
    let named = |anchor: &str, kind| Block { anchor: Some(anchor.to_owned()), ..block(span, kind) };
    let words = |text: &str| vec![Inline::text(text, span)];
    let heading = |level, text: &str| BlockKind::Heading { level, number: (), inlines: words(text) };
    let table = |caption: Option<&str>| {
        let (columns, header, rows) = Default::default();
        BlockKind::Table(Table { caption: caption.map(words), columns, header, rows })
    };
    let link = |anchor: &str| {
        let target = LinkTarget::Anchor(anchor.to_owned());
        block(span, BlockKind::Paragraph(vec![Inline { span, kind: InlineKind::Link { target, content: Vec::new() } }]))
    };
    let chapters = |anchors: &[&str]| {
        let mut blocks: Vec<Block> = anchors.iter().map(|anchor| link(anchor)).collect();
        blocks.extend([
            named("top", heading(1, "環境")),
            named("climate", heading(2, "氣候")),
            block(span, table(Some("用水"))),
            named("bare", table(None)),
            named("ghg", table(Some("排放"))),
            named("deep", heading(4, "方法")),
        ]);
        vec![Chapter { blocks, ..Chapter::new(span.source, "a") }]
    };
    let read = |document: &Document| {
        let mut read = Vec::new();
        for_each_block(&document.chapters[0].blocks, &mut |block| match &block.kind {
            BlockKind::Paragraph(line) => read.push(plain_text(line)),
            BlockKind::Table(Table { caption: Some(caption), .. }) => read.push(plain_text(caption)),
            _ => {}
        });
        read
    };
    let good = ["top", "climate", "ghg", "deep"];
    let (document, sink) = numbered(&[Counted::Table], chapters(&good), Edition::ZhHantHk, span);
    assert_eq!(read(&document), ["第1章", "第1.1節", "表2", "「方法」", "表1　用水", "表2　排放"]);
    assert!(!sink.has_errors());
    let (document, _) = numbered(&[Counted::Table], chapters(&good), Edition::from_tag("en").unwrap(), span);
    assert_eq!(read(&document)[..4], ["chapter 1", "section 1.1", "Table 2", "“方法”"]);
    let (document, _) = printed(chapters(&["ghg"]), Edition::ZhHantHk, span);
    assert_eq!(read(&document), ["「排放」", "用水", "排放"]);
    let (_, sink) = printed(chapters(&["bare", "nowhere"]), Edition::ZhHantHk, span);
    let told = short(&sink.into_sorted(), &sources);
    assert!(told.contains("missing-text]: `#bare` has neither"), "{told}");
    assert!(told.contains("missing-anchor]: nothing in the report is named `#nowhere`"), "{told}");
}
