//! What is written for Typst, as text and read back.

use proptest::prelude::*;
use typst::syntax::{SyntaxNode, ast};

use super::inline::{addresses, lowered, parts};
use super::*;
use crate::model::printed::{Cell, Component, Data, InlineKind, Table};
use crate::model::{Align, Edition, testing};
use crate::source::{Sources, Spanned};

/// The strings in a piece of Typst, put together: what will be printed.
fn read_back(node: &SyntaxNode, out: &mut String) {
    if let Some(text) = node.cast::<ast::Str>() {
        out.push_str(&text.get());
    }
    node.children().for_each(|child| read_back(child, out));
}

fn span() -> Span {
    Span::new(Sources::default().add("a.md", ""), 0..0)
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::text(text, span())]
}

fn block(anchor: Option<&str>, kind: BlockKind) -> Block {
    Block { span: span(), anchor: anchor.map(str::to_owned), disclose: Vec::new(), kind }
}

fn heading(level: u8, number: Option<&str>, anchor: &str, title: &str) -> Block {
    let number = number.map(str::to_owned);
    block(Some(anchor), BlockKind::Heading { level, number, inlines: text(title) })
}

fn document(blocks: Vec<Block>) -> Document {
    let chapter = Chapter {
        title: text("綠色使命 零碳未來"),
        sdgs: vec![Spanned::new(13, span())],
        lead: text("引言"),
        number: Some("1".to_owned()),
        blocks,
        footnotes: vec![crate::model::printed::Footnote {
            label: Spanned::new("scope".to_owned(), span()),
            number: 1,
            inlines: text("範圍"),
        }],
        ..testing::chapter(span().source, "10-climate")
    };
    testing::document(crate::locale::built_in(Edition::ZhHantHk), vec![chapter])
}

fn setting(line: usize) -> Setting<'static> {
    let grid = super::super::grid::Grid { line, ..Default::default() };
    let has_template = &|name: &str| name != "unknown";
    Setting {
        families: &[],
        grid,
        has_template,
        is_elastic: &|_, _, _| false,
        keeps_words: &|_| false,
        breadths: &[],
        names_label: &|_| true,
    }
}

fn chapter_text(doc: &Document) -> String {
    let emitted = edition(doc, &[], &setting(94), &Vec::new());
    String::from_utf8(emitted.files["gen/zh-Hant-HK/chapter-00.typ"].clone()).unwrap()
}

proptest! {
    #[test]
    fn text_survives_being_written_as_typst(original in "[ -~一-龥「」。\\u{0}-\\u{2fff}]{0,80}") {
        let doc = document(vec![block(None, BlockKind::Paragraph(text(&original)))]);
        let emitted = chapter_text(&doc);
        let root = typst::syntax::parse(&emitted);
        prop_assert!(!root.diagnosis().either(), "{emitted}");
        let body = emitted.split_once("lead: [#\"引言\";]);\n\n").unwrap().1;
        let mut back = String::new();
        read_back(&typst::syntax::parse(body), &mut back);
        let plain: String = original
            .chars()
            .map(|c| lowered(c).map_or(c.to_string(), str::to_owned))
            .collect();
        prop_assert_eq!(back, plain);
    }
}

#[test]
fn a_chapter_as_typst() {
    let figure = InlineKind::Own(Box::new(testing::figure(2023, "8,453.30")));
    let paragraph = vec![
        Inline::text("排放「量」\"\\\"為 ", span()),
        Inline { span: span(), kind: InlineKind::Strong(vec![Inline { span: span(), kind: figure }]) },
        Inline { span: span(), kind: InlineKind::Footnote(0) },
        Inline::text("，NOₓ 另計", span()),
        Inline { span: span(), kind: InlineKind::Footnote(0) },
    ];
    let cell = |words: &str| Cell { span: span(), inlines: text(words) };
    let table = Table {
        caption: Some(text("排放")),
        columns: vec![Align::Auto, Align::Auto],
        header: vec![cell("指標"), cell("2023")],
        rows: vec![vec![cell("範圍一"), cell("8,453.30")]],
    };
    let item = vec![block(None, BlockKind::Paragraph(text("其一")))];
    let doc = document(vec![
        heading(1, None, "climate", "綠色使命 零碳未來"),
        heading(2, Some("1.1"), "risk", "應對氣候變化"),
        block(None, BlockKind::Paragraph(paragraph)),
        heading(4, None, "deep", "跳了一級"),
        block(None, BlockKind::Table(table)),
        heading(2, Some("1.2"), "work", "綠色生產"),
        block(None, BlockKind::List { start: None, items: vec![item] }),
    ]);
    insta::assert_snapshot!(chapter_text(&doc), @r##"
    #import "/templates/pdf/theme.typ": *
    #import "edition.typ": doc
    #import "fit-00.typ": fit

    #let doc = within(doc, 0)
    #show: chapter.with(doc, 0)

    #opening(doc, 0, title: [#"綠色使命 零碳未來";], lead: [#"引言";]);

    #poured(fit, doc.hue, (
    none,
    [#over(above: 2.6em)[#heading(depth: 2)[#section-number("1.1");#box[#"應對";];#box[#"氣候變化";];]#label("risk");];#foothold(1);

    ],
    [#whole[#"排放「量」\"\\\"為 ";#strong[#"超過";#figure-of(before: true)[#"8,453.30噸";];];#footnote(numbering: (..) => " 1", [#"範圍";])#label("footnote-1");#"，NO";#sub[#"x";];#" 另計";#footnote(label("footnote-1"));];

    ],
    [#over[#heading(depth: 3)[#box[#"跳了一級";];]#label("deep");];

    ],
    [#part[#data-table(hue: doc.hue, columns: (7fr, 9fr,), align: (left, right,), row-heads: true, caption: [#"排放";], header: ([#"指標";], [#"2023";], ), heights: ("line",), rows: (
      ([#"範圍一";], [#"8,453.30";], ),
    ));#mark("risk--end");#mark("deep--end");];

    ],
    [#over(above: 2.6em)[#heading(depth: 2)[#section-number("1.2");#box[#"綠色生產";];]#label("work");];

    ],
    [#whole[#part[#list(tight: true, [#"其一";], );#mark("climate--end");#mark("work--end");];];

    ],
    ));
    "##);
}

#[test]
fn figures_of_a_chart_come_with_their_shares() {
    let rows: [&[_]; 2] = [&[(2022, "−80"), (2023, "20")], &[(2022, "5–9"), (2023, "40")]];
    let items = rows.map(|row| Data::Map([("kpi".to_owned(), Data::Metric(testing::row(row)))].into()));
    let fields = [("items".to_owned(), Data::List(items.to_vec()))].into();
    let name = Spanned::new("bar-chart".to_owned(), span());
    let doc = document(vec![block(
        None,
        BlockKind::Component(Component { name, given: Vec::new(), counted: None, fields, body: Vec::new() }),
    )]);
    let emitted = chapter_text(&doc);
    let shares: Vec<&str> = emitted
        .match_indices("\"share\": ")
        .map(|(at, mark)| emitted[at + mark.len()..].split(", ").next().unwrap())
        .collect();
    assert_eq!(shares, ["decimal(\"1\")", "decimal(\"0.25\")", "none", "decimal(\"0.50\")"]);
}

#[test]
fn a_component_without_a_template_is_told_and_left_out() {
    let name = Spanned::new("unknown".to_owned(), span());
    let component = Component { name, given: Vec::new(), counted: None, fields: IndexMap::new(), body: Vec::new() };
    let doc = document(vec![block(None, BlockKind::Component(component))]);
    let emitted = edition(&doc, &[], &setting(94), &Vec::new());
    assert_eq!(emitted.unknown.len(), 1);
    assert!(!String::from_utf8_lossy(&emitted.files["gen/zh-Hant-HK/chapter-00.typ"]).contains("unknown"));
}

#[test]
fn long_words_may_break_and_short_ones_may_not() {
    let parts = |text| parts(text, "/-_.?&=,:;@", 28);
    assert_eq!(parts("biodiversity"), ["biodiversity"]);
    let address = "見https://www.example.com/a/very/long/path/to/a/page。";
    assert!(parts(address).len() > 1 && parts(address).concat() == address, "{:?}", parts(address));
    assert!(parts(&"x".repeat(90)).iter().all(|part| part.len() <= 28));
}

#[test]
fn no_line_ends_at_a_hyphen_of_an_address() {
    assert_eq!(
        addresses("電郵esg-office@example.com；A1-GD及C-NCAP", false),
        [("電郵", false), ("esg-office@example.com；", true), ("A1-GD及C-NCAP", false)]
    );
    assert_eq!(addresses("或esg@example.com。", true), [("或", false), ("esg@example.com", true), ("。", false)]);
    let cut = parts("https://www.example-group.com/esg-report/2026-annual", "/.?&=@", 28);
    assert_eq!(cut, ["https://", "www.", "example-group.", "com/esg-report/2026-annual"]);
    // In a card of five there is no room for that.
    let cut = parts("esg-office@exampleindustrialgroup.com", "/.?&=@_-", 14);
    assert_eq!(cut, ["esg-", "office@", "exampleindustr", "ialgroup.com"]);
}

#[test]
fn what_leads_in_is_measured_by_the_theme_s_own_page() {
    // One line of a portrait page and a little more: on a landscape page, one line.
    let paragraph = block(None, BlockKind::Paragraph(text(&"字".repeat(50))));
    let list = block(None, BlockKind::List { start: None, items: Vec::new() });
    let doc = document(vec![heading(2, None, "a", "題"), paragraph, list]);
    let leads_in = |line| {
        let emitted = edition(&doc, &[], &setting(line), &Vec::new());
        String::from_utf8_lossy(&emitted.files["gen/zh-Hant-HK/chapter-00.typ"]).contains("#lead-in[")
    };
    assert_eq!((leads_in(94), leads_in(122)), (false, true));
}
