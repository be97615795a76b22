use std::fmt::Write as _;

use super::testing::{Loaded, load, load_bytes, load_chapter};
use crate::diag::Sink;
use crate::model::{Block, BlockKind, Data, Figures, Inline, InlineKind, LinkTarget, Role};
use crate::source::Sources;

/// Inline content in a short notation of its own.
fn show(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        let inner = show(inline.children());
        let _ = match &inline.kind {
            InlineKind::Text(text) => write!(out, "{text}"),
            InlineKind::Emph(_) => write!(out, "<i>{inner}</i>"),
            InlineKind::Strong(_) => write!(out, "<b>{inner}</b>"),
            InlineKind::Strike(_) => write!(out, "<s>{inner}</s>"),
            InlineKind::Sub(_) => write!(out, "<sub>{inner}</sub>"),
            InlineKind::Super(_) => write!(out, "<sup>{inner}</sup>"),
            InlineKind::Code(text) => write!(out, "<code>{text}</code>"),
            InlineKind::Link { target: LinkTarget::Url(url), .. } => write!(out, "<a {url}>{inner}</a>"),
            InlineKind::Link { target: LinkTarget::Anchor(name), .. } => write!(out, "<a #{name}>{inner}</a>"),
            InlineKind::Image(image) => write!(out, "<img {} {}>", image.path, show(&image.alt)),
            InlineKind::Footnote(number) => write!(out, "<fn {number}>"),
            InlineKind::Expr(text) => write!(out, "<={}>", text.node),
            InlineKind::Manual(sides) => write!(out, "<manual {sides:?}>"),
            InlineKind::Break => write!(out, "<br>"),
            InlineKind::Kpi(_) => write!(out, "<kpi>"),
        };
    }
    out
}

/// Blocks, one a line.
fn outline(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        let _ = write!(out, "{}", "  ".repeat(depth));
        let mut tags: String = block.disclose.iter().map(|tag| format!(" {}", tag.node)).collect();
        if let Some(anchor) = &block.anchor {
            let _ = write!(tags, " #{anchor}");
        }
        let deeper = depth + 1;
        match &block.kind {
            BlockKind::Heading { level, inlines, .. } => {
                let _ = writeln!(out, "h{level}{tags}: {}", show(inlines));
            }
            BlockKind::Paragraph(inlines) => {
                let _ = writeln!(out, "p{tags}: {}", show(inlines));
            }
            BlockKind::List { start, items } => {
                let _ = writeln!(out, "list {start:?}");
                for item in items {
                    let _ = writeln!(out, "{}item", "  ".repeat(deeper));
                    outline(item, deeper + 1, out);
                }
            }
            BlockKind::Quote(inner) => {
                let _ = writeln!(out, "quote");
                outline(inner, deeper, out);
            }
            BlockKind::Code { language, text } => {
                let _ = writeln!(out, "code {language}: {text:?}");
            }
            BlockKind::Table(table) => {
                let _ = writeln!(out, "table{tags}: {:?}", table.caption.as_deref().map(show));
                for row in std::iter::once(&table.header).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(|cell| show(&cell.inlines)).collect();
                    let _ = writeln!(out, "{}{}", "  ".repeat(deeper), cells.join(" | "));
                }
            }
            BlockKind::Figure(figure) => {
                let caption = figure.caption.as_deref().map(show);
                let _ = writeln!(out, "figure {}: {} {caption:?}", figure.image.path, show(&figure.image.alt));
            }
            BlockKind::Rule => {
                let _ = writeln!(out, "rule");
            }
            BlockKind::Component(component) => {
                let _ = writeln!(out, "component {}{tags}", component.name.node);
                for (key, data) in &component.fields {
                    let _ = writeln!(out, "{}{key} = {}", "  ".repeat(deeper), show_data(data));
                }
                outline(&component.body, deeper, out);
            }
            BlockKind::Only { editions, blocks } => {
                let _ = writeln!(out, "only {editions:?}");
                outline(blocks, deeper, out);
            }
        }
    }
}

fn show_data(data: &Data) -> String {
    match data {
        Data::Text(inlines) => show(inlines),
        Data::Plain(word) | Data::Kpi(word) => format!("`{}`", word.node),
        Data::Number(number) => number.node.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::Image(image) => format!("<img {} {}>", image.path, show(&image.alt)),
        Data::KpiRow(row) => row.id.clone(),
        Data::List(items) => format!("[{}]", items.iter().map(show_data).collect::<Vec<_>>().join(", ")),
        Data::Map(fields) => {
            let fields: Vec<String> = fields.iter().map(|(key, data)| format!("{key}: {}", show_data(data))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// The outline of a chapter that has no problems, without the heading `# 題` put before it.
fn blocks(text: &str) -> String {
    let (report, _) = load_chapter(&format!("# 題\n\n{text}")).sound();
    let mut out = String::new();
    outline(&report.chapters[0].blocks[1..], 0, &mut out);
    out
}

/// A single paragraph's inline content.
fn inline(text: &str) -> String {
    let out = blocks(text);
    out.strip_prefix("p: ").unwrap_or(&out).trim_end().to_owned()
}

/// The problems of a chapter; line numbers count `# 題` as line 1.
fn problems(text: &str) -> String {
    load_chapter(&format!("# 題\n{text}")).problems()
}

#[test]
fn east_asian_emphasis() {
    for (text, wanted) in [
        ("**「重點」**。", "<b>「重點」</b>。"),
        ("由**「李先生」**負責", "由<b>「李先生」</b>負責"),
        ("這是**重點。**之後", "這是<b>重點。</b>之後"),
        ("《**環境政策**》", "《<b>環境政策</b>》"),
        ("參見**[甲](https://a.hk/)**及", "參見<b><a https://a.hk/>甲</a></b>及"),
        ("共**(一)**項", "共<b>(一)</b>項"),
        ("約**{{ kpi(\"a\") }}**噸", "約<b><=kpi(\"a\")></b>噸"),
        ("*「斜」*，***「重」***。", "<i>「斜」</i>，<i><b>「重」</b></i>。"),
        ("~~「刪」~~。", "<s>「刪」</s>。"),
        ("_a_ 與 __b__", "<i>a</i> 與 <b>b</b>"),
        ("2 * 3 * 4 與 5*6", "2 * 3 * 4 與 5*6"),
    ] {
        assert_eq!(inline(text), wanted, "{text}");
    }
}

#[test]
fn subscripts_superscripts_and_ranges() {
    assert_eq!(inline("CO~2~ 與 m^3^、10^-3^"), "CO<sub>2</sub> 與 m<sup>3</sup>、10<sup>-3</sup>");
    assert_eq!(inline("約20~30噸，去年50~60噸"), "約20~30噸，去年50~60噸");
    assert_eq!(inline("~~刪~~、a^b、甲~乙"), "<s>刪</s>、a^b、甲~乙");
}

#[test]
fn soft_breaks() {
    assert_eq!(inline("應對氣\n候變化。\n本年度"), "應對氣候變化。本年度");
    assert_eq!(inline("**應對**\n**氣候**"), "<b>應對</b><b>氣候</b>");
    assert_eq!(inline("範圍\nESG 報\n告"), "範圍 ESG 報告");
    assert_eq!(inline("總量為\n{{ kpi(\"a\") }}\n噸"), "總量為 <=kpi(\"a\")> 噸");
    assert_eq!(inline("one\ntwo  \nthree"), "one two<br>three");
    assert_eq!(inline("甲[^a]\n乙\n\n[^a]: 註"), "甲<fn 0>乙");
    assert_eq!(blocks("> 引\n> 文"), "quote\n  p: 引文\n");
}

#[test]
fn own_markup() {
    assert_eq!(inline("-{zh-Hant-HK:管治;zh-Hans-CN:治理}-"), {
        "<manual [(Some(\"zh-Hant-HK\"), \"管治\"), (Some(\"zh-Hans-CN\"), \"治理\")]>"
    });
    assert_eq!(inline("-{餘:a}-先生"), "<manual [(None, \"餘:a\")]>先生");
    assert_eq!(inline("`{{ x }}` 與 `-{x}-`"), "<code>{{ x }}</code> 與 <code>-{x}-</code>");
    assert_eq!(inline("\\{{ x 與 \\*星\\* &amp; \\-{"), "{{ x 與 *星* & -{");
    assert_eq!(inline("較-{{ kpi(\"a\") }}"), "較-<=kpi(\"a\")>");
    assert_eq!(
        blocks("| 甲 | 乙 |\n|---|--:|\n| {{ kpi(\"a\") | change }} | -{a\\|b}- |\n"),
        "table: None\n  甲 | 乙\n  <=kpi(\"a\") | change> | <manual [(None, \"a\\\\|b\")]>\n"
    );
}

#[test]
fn expressions_know_their_bytes() {
    let text = "# 題\r\n\r\n> - 總量 **{{ kpi(\"a\") }}**。\r\n";
    let (report, sources) = load_chapter(&format!("\u{feff}{text}")).sound();
    let mut found = Vec::new();
    let mut chapter = report.chapters[0].clone();
    chapter.for_each_line(&mut |line| collect(line, &sources, &mut found));
    assert_eq!(found, ["{{ kpi(\"a\") }}", "kpi(\"a\")", "3:13"]);

    fn collect(line: &[Inline], sources: &Sources, found: &mut Vec<String>) {
        for inline in line {
            if let InlineKind::Expr(text) = &inline.kind {
                let place = sources.place(text.span);
                found.push(sources.text(inline.span).to_owned());
                found.push(sources.text(text.span).to_owned());
                found.push(format!("{}:{}", place.line, place.column));
            }
            collect(inline.children(), sources, found);
        }
    }
}

#[test]
fn headings_divs_and_data() {
    insta::assert_snapshot!(blocks(r#"## 應對氣候變化 {#climate disclose=hkex:A4,hkex:A4.1,gri:201-2}
- 一
::: {.case title="以**生物**基材料" disclose="gri:301-1"}
內文
:::: note
註
::::
- 二
:::
::: {.only edition=zh-Hans-CN,en}
只此
:::

```kpi-table {#table disclose=hkex:A1.2}
caption: 排放
years: [2022, 2023]
groups:
  - title: '總量 {{ kpi("a") }}'
    rows: [env.a, env.b]
```

### 應對氣候變化
## 應對氣候變化（續）：ESG Data
"#), @r##"
        h2 hkex:A4 hkex:A4.1 gri:201-2 #climate: 應對氣候變化
        list None
          item
            p: 一
        component case gri:301-1 #01-a-b1
          title = 以<b>生物</b>基材料
          p: 內文
          component note
            p: 註
          list None
            item
              p: 二
        only [ZhHansCn, En]
          p: 只此
        component kpi-table hkex:A1.2 #table
          caption = 排放
          years = [2022, 2023]
          groups = [{title: 總量 <=kpi("a")>, rows: [`env.a`, `env.b`]}]
        h3 #應對氣候變化: 應對氣候變化
        h2 #應對氣候變化-續-esg-data: 應對氣候變化（續）：ESG Data
    "##);
}

#[test]
fn tables_have_captions() {
    insta::assert_snapshot!(blocks("表：前\n\n| a |\n|---|\n| 1 |\n\n: 後 {#t disclose=gri:2-1}\n\n| b |\n|---|\n| 2 |\n\n---\n\n| c |\n|---|\n| 3 |\n: 緊貼\n"), @r#"
        table: Some("前")
          a
          1
        table gri:2-1 #t: Some("後")
          b
          2
        rule
        table: Some("緊貼")
          c
          3
    "#);
}

#[test]
fn a_whole_report() {
    let loaded = load(&[
        (
            "chapters/00-front.md",
            "---\ntitle: 前言\nrole: front\nsdgs: [7, 13]\nlead: 一句**話**\n---\n# 前言\n見[乙](01-b.md)與[丙](01-b.md#丙)。\n",
        ),
        ("chapters/01-b.md", "# 乙[^a]\n\n## 丙\n\n[^a]: 註一\n"),
        (
            "kpi/env.yaml",
            "- id: env.a\n  name: 甲\n  unit: t\n  values: {2023: 8453.30, 2022: \"8,453.3\", 2021: 5–9}\n  disclose: hkex:A1.2, gri:305-1\n- id: env.b\n  name: {zh-Hant: 乙, en: B}\n  formula: env.a + env.a\n",
        ),
        ("kpi/own.yaml", "units: {t: {name: {zh-Hant: 噸}, attached: true}}\n"),
        ("glossary.yaml", "protect: [瑞浦]\nterms:\n  - {zh-Hant: 管治, zh-Hans: 治理}\n"),
        (
            "disclosures.yaml",
            "statements: {gri: 說明}\nnotes:\n  \"hkex:B2.3\": 不適用\n  gri:305-7: {explanation: 無, omission: not-applicable}\n",
        ),
    ]);
    let (report, _) = loaded.sound();
    assert_eq!(report.chapters[0].role, Role::Front);
    assert_eq!(report.chapters[0].sdgs.iter().map(|goal| goal.node).collect::<Vec<_>>(), [7, 13]);
    assert_eq!(show(&report.chapters[0].lead), "一句<b>話</b>");
    assert_eq!(show(&report.chapters[1].title), "乙");
    let mut out = String::new();
    outline(&report.chapters[0].blocks[1..], 0, &mut out);
    assert_eq!(out, "p: 見<a #乙>乙</a>與<a #丙>丙</a>。\n");
    let kpi = &report.kpis.kpis["env.a"];
    let shown: Vec<String> = kpi
        .values
        .values()
        .map(|figure| match &figure.node {
            Figures::Number(number) => number.to_string(),
            Figures::Text(text) => format!("'{text}'"),
        })
        .collect();
    assert_eq!(shown, ["'5–9'", "8453.3", "8453.30"]);
    assert_eq!(kpi.disclose.len(), 2);
    assert!(report.kpis.units["t"].attached);
    assert_eq!(report.disclosures.notes.len(), 2);
    assert_eq!(report.config.published, report.config.period.to);
}
