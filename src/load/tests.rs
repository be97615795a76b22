use std::fmt::Write as _;

use super::testing::{load, load_bytes, load_chapter};
use crate::model::{Amount, Block, BlockKind, Data, Inline, InlineKind, LinkTarget, Only, Open, Role};
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
            InlineKind::Link { target: LinkTarget::Anchor(name) | LinkTarget::Page(name), .. } => {
                write!(out, "<a #{name}>{inner}</a>")
            }
            InlineKind::Image(image) => write!(out, "<img {} {}>", image.path, show(&image.alt)),
            InlineKind::Footnote(number) => write!(out, "<fn {number}>"),
            InlineKind::Own(Open::Expr(text)) => write!(out, "<={}>", text.node),
            InlineKind::Own(Open::Manual(sides)) => write!(out, "<manual {sides:?}>"),
            InlineKind::Break => write!(out, "<br>"),
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
            BlockKind::Picture(picture) => {
                let caption = picture.caption.as_deref().map(show);
                let _ = writeln!(out, "figure {}: {} {caption:?}", picture.image.path, show(&picture.image.alt));
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
            BlockKind::Only(Only { editions, blocks }) => {
                let _ = writeln!(out, "only {editions:?}");
                outline(blocks, deeper, out);
            }
        }
    }
}

fn show_data(data: &Data) -> String {
    match data {
        Data::Text(inlines) | Data::Name(_, inlines) => show(inlines),
        Data::Plain(word) | Data::Metric(word) => format!("`{}`", word.node),
        Data::Number(number) => number.node.to_string(),
        Data::Years(years) => format!("{:?}", years.iter().map(|year| year.node).collect::<Vec<_>>()),
        Data::Bool(value) => value.to_string(),
        Data::Image(image) => format!("<img {} {}>", image.path, show(&image.alt)),
        Data::List(items) => format!("[{}]", items.iter().map(show_data).collect::<Vec<_>>().join(", ")),
        Data::Map(fields) => {
            let fields: Vec<String> = fields.iter().map(|(key, data)| format!("{key}: {}", show_data(data))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// The outline of a chapter that has no problems, without the heading `# 題` put before it.
pub(super) fn blocks(text: &str) -> String {
    let (report, _) = load_chapter(&format!("# 題\n\n{text}")).sound();
    let mut out = String::new();
    outline(&report.chapters[0].blocks[1..], 0, &mut out);
    out
}

/// A single paragraph's inline content.
pub(super) fn inline(text: &str) -> String {
    let out = blocks(text);
    out.strip_prefix("p: ").unwrap_or(&out).trim_end().to_owned()
}

/// The problems of a chapter; line numbers count `# 題` as line 1.
pub(super) fn problems(text: &str) -> String {
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
    // Lines as short as these are told; here only what becomes of them counts.
    let inline = |text: &str| {
        let report = load_chapter(&format!("# 題\n\n{text}")).report.expect("the settings are sound");
        let mut out = String::new();
        outline(&report.chapters[0].blocks[1..], 0, &mut out);
        out.strip_prefix("p: ").unwrap_or(&out).trim_end().to_owned()
    };
    assert_eq!(inline("應對氣\n候變化。\n本年度"), "應對氣候變化。本年度");
    assert_eq!(inline("**應對**\n**氣候**"), "<b>應對</b><b>氣候</b>");
    assert_eq!(inline("範圍\nESG 報\n告"), "範圍 ESG 報告");
    assert_eq!(inline("總量為\n{{ kpi(\"a\") }}\n噸"), "總量為 <=kpi(\"a\")> 噸");
    assert_eq!(inline("one\ntwo  \nthree"), "one two<br>three");
    assert_eq!(inline("甲[^a]\n乙\n\n[^a]: 註"), "甲<fn 0>乙");
    assert_eq!(inline("> 引\n> 文"), "quote\n  p: 引文");
}

#[test]
fn own_markup() {
    assert_eq!(inline("-{zh-Hant-HK:管治;zh-Hans-CN:治理}-"), {
        "<manual [(Some(\"zh-Hant-HK\"), \"管治\"), (Some(\"zh-Hans-CN\"), \"治理\")]>"
    });
    assert_eq!(inline("-{zh-Hant-HK:管治/zh-Hans-CN:治理}-"), inline("-{zh-Hant-HK:管治, zh-Hans-CN:治理}-"));
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
            if let InlineKind::Own(Open::Expr(text)) = &inline.kind {
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
        only [zh-Hans-CN, en]
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
    insta::assert_snapshot!(blocks(r"表：前

| a |
|---|
| 1 |

: 後 {#t disclose=gri:2-1}

| b |
|---|
| 2 |

---

| c |
|---|
| 3 |
: 緊貼
"), @r#"
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
            r#"- id: env.a
  name: 甲
  unit: t
  values: {2023: 8453.30, 2022: "8,453.3", 2021: 5–9}
  disclose: hkex:A1.2, gri:305-1
- id: env.b
  name: {zh-Hant: 乙, en: B}
  formula: env.a + env.a
"#,
        ),
        ("kpi/own.yaml", "units: {t: {name: {zh-Hant: 噸}, attached: true}}\n"),
        ("glossary.yaml", "protect: [瑞浦]\nterms:\n  - {zh-Hant: 管治, zh-Hans: 治理}\n"),
        (
            "disclosures.yaml",
            r#"statements: {gri: 說明}
notes:
  "hkex:B2.3": 集團沒有工場，因此不適用
  gri:305-7: {explanation: 沒有鍋爐, omission: not-applicable}
"#,
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
            Amount::Number(number) => number.to_string(),
            Amount::Words(text) => format!("'{text}'"),
            Amount::Absent(why) => why.name().to_owned(),
        })
        .collect();
    assert_eq!(shown, ["'5–9'", "8453.3", "8453.30"]);
    assert_eq!(kpi.disclose.len(), 2);
    assert!(report.kpis.units["t"].attached);
    assert_eq!(report.disclosures.notes.len(), 2);
    assert_eq!(report.config.published, report.config.period.to);
}

#[test]
fn settings_have_problems() {
    let loaded = load(&[
        ("chapters/01-a.md", "# 甲\n"),
        (
            "report.yaml",
            r"issuer: {name: {en: Only English}, stockcode: 1}
titel: 甲
period: {from: 2023-12-31, to: 2023-02-30}
source: zh-Hant-HK
editions: [zh-Hans-CN, zh-Hant-TW, en, en]
standards: [hkex-2024, {id: gri, claim: in-acordance}, gri]
notice: {zh-HK: 樣本}
source: en
theme: [a]
",
        ),
    ]);
    insta::assert_snapshot!(loaded.problems(), @r##"
        content/report.yaml:1:16: error[missing-text]: there is no text for zh-Hant-HK, the edition the report is written in
            add `zh-Hant-HK: …`
        content/report.yaml:1:36: error[unknown-key]: unknown key `stockcode`
            did you mean `stock_code`?
        content/report.yaml:2:1: error[unknown-key]: unknown key `titel`
            did you mean `title`?
        content/report.yaml:3:32: error[bad-value]: `2023-02-30` is not a day
            no calendar has this day: look at month and day, e.g. 2023-12-31
        content/report.yaml:5:24: error[unknown-edition]: there is no edition `zh-Hant-TW`
            did you mean `zh-Hant-HK`?
        content/report.yaml:5:40: error[duplicate]: en is listed twice
            keep one of the two
        content/report.yaml:6:13: error[unknown-standard]: there is no standard `hkex-2024`
            did you mean `hkex-2025`?
        content/report.yaml:6:41: error[bad-value]: there is no claim `in-acordance`
            did you mean `in-accordance`?
        content/report.yaml:6:56: error[duplicate]: gri is listed twice
            keep one of the two
        content/report.yaml:7:10: error[unknown-edition]: no edition is written in `zh-HK`
            did you mean `zh-Hant-HK`?
        content/report.yaml:8:1: error[duplicate]: the key `source` is given twice
            keep one of them
        content/report.yaml:9:8: error[wrong-type]: this takes a group of `key: value` lines, but here is a list
            give each key a line of its own, e.g. `title: …`
    "##);
}

#[test]
fn data_has_problems() {
    let loaded = load(&[
        ("chapters/01-a.md", "# 甲\n"),
        (
            "kpi/a.yaml",
            r"- id: env.a
  name: 甲
  unit: tCO2
  values: {2023: 8,453.30}
- id: env.a
  name: 乙
  values:
    2022: 12%
    2021: 5–9
    20: 1
  decimal: 2
- id: 甲
- id: env.c
  name: [a]
  decimals: many
  disclose: [hkex:A1.2, A1.3]
",
        ),
        ("kpi/b.yaml", "- id: x\n  name: 「甲\n 乙\n"),
        ("kpi/c.yaml", "- id: x\n  name: 排放 {{ kpi }}: a\n"),
        ("glossary.yaml", "protected: [甲]\nterms: {a: b}\n"),
        ("disclosures.yaml", "notes:\n  A1.2: 無\n  gri:305-7: {omission: confidential}\n"),
    ]);
    insta::assert_snapshot!(loaded.problems(), @r##"
        content/kpi/a.yaml:3:9: error[unknown-unit]: there is no unit `tCO2`
            did you mean `tCO2e`?
            units of your own go under `units:` in a file of content/kpi
        content/kpi/a.yaml:4:20: error[bad-value]: `453.30` is not a year
            write `2023: figure`; put a figure with a comma inside { } in quotes
        content/kpi/a.yaml:5:7: error[duplicate]: the metric `env.a` is defined twice
            keep one of them, or give one another id
        content/kpi/a.yaml:8:11: error[bad-value]: `12%` is not a number
            write digits with a decimal point, e.g. 8453.30; the unit goes to `unit:`; put a text in quotes
        content/kpi/a.yaml:10:5: error[bad-value]: `20` is not a year
            write `2023: figure`; put a figure with a comma inside { } in quotes
        content/kpi/a.yaml:11:3: error[unknown-key]: unknown key `decimal`
            did you mean `decimals`?
        content/kpi/a.yaml:12:7: error[bad-value]: `甲` cannot be a metric's id
            an id has parts separated by dots; each begins with a letter or _ and has letters, digits, - and _
            for example env.ghg.scope1
        content/kpi/a.yaml:13:7: error[missing-key]: the metric `env.c` has no name
            did you mean `env.a`?
            a metric of its own needs `name: {zh-Hant-HK: …}`
        content/kpi/a.yaml:14:9: error[wrong-type]: this takes a text, or one text per language, but here is a list
            write one text, or {zh-Hant-HK: …, en: …}
        content/kpi/a.yaml:15:13: error[bad-value]: `many` is no whole number from 0 to 20
            give a whole number from 0 to 20
        content/kpi/a.yaml:16:25: error[unknown-disclosure]: `A1.3` does not name a disclosure
            write the standard, a colon and the code, e.g. hkex:A1.2 or gri:305-1
        content/kpi/b.yaml:3:2: error[yaml]: the YAML cannot be read: this line is indented otherwise than all that it could belong to
            begin it exactly below the first letter or `-` of the lines that it goes with; put a text that goes on over several lines in quotes
        content/kpi/c.yaml:2:21: error[yaml]: the YAML cannot be read: the text has a second `: ` in it, as behind a key
            put a value that contains {{ … }} in single quotes
        content/glossary.yaml:1:1: error[unknown-key]: unknown key `protected`
            did you mean `protect`?
        content/glossary.yaml:2:8: error[wrong-type]: this takes a list, but here is a group of keys
            begin each item with `- `, or write them in [ ], without a colon
        content/disclosures.yaml:2:3: error[unknown-disclosure]: `A1.2` does not name a disclosure
            write the standard, a colon and the code in quotes, e.g. "hkex:A1.2"
        content/disclosures.yaml:3:15: error[missing-key]: `explanation` is missing
            add `explanation: …` here
        content/disclosures.yaml:3:25: error[bad-value]: `confidential` is not a reason for omission
            did you mean `confidentiality-constraints`?
    "##);
}

#[test]
fn markdown_has_problems() {
    insta::assert_snapshot!(problems(r##"
總量 {{ kpi("a") 噸。

-{管治。

## 氣候 {#climate disclos=hkex:A4 disclose=hkex}
### 再 {#climate}

::: {.cas title="x"}
甲
:::

::: {.case titel="x" #id .b}
甲[^x]
:::

:::

> ::: note
> 甲

::: {.timeline}
:::

::: {title="a"}
:::

```timline
a: b
```

```kpi-table {disclos=1}
group: []
years: [many]
```

```steps
items:
  - title: '**甲** {{ x'
    txt: 乙
```

```case
```

[甲](nowhere) [乙](02-b.md#x) <b>甲</b>

<!-- fine -->

[^used]: 註
"##), @r##"
        content/chapters/01-a.md:3:4: error[markup]: the {{ that begins here is never closed
            add }}, or write \{{ for the characters themselves
        content/chapters/01-a.md:5:1: error[markup]: the -{ that begins here is never closed
            add }-, or write \-{ for the characters themselves
        content/chapters/01-a.md:7:17: error[unknown-key]: unknown key `disclos`
            did you mean `disclose`?
        content/chapters/01-a.md:7:42: error[unknown-disclosure]: `hkex` does not name a disclosure
            write the standard, a colon and the code, e.g. hkex:A1.2 or gri:305-1
        content/chapters/01-a.md:8:8: error[duplicate]: the name #climate is given twice
            give one of them another name
        content/chapters/01-a.md:10:6: error[unknown-component]: there is no component `cas`
            did you mean `case`?
        content/chapters/01-a.md:14:6: error[missing-key]: `title` is missing
            add title="…" inside the braces
        content/chapters/01-a.md:14:12: error[unknown-key]: unknown key `titel`
            did you mean `title`?
        content/chapters/01-a.md:14:26: error[markup]: `.b` has no meaning here
            a div takes one component's name only
        content/chapters/01-a.md:15:2: error[missing-footnote]: the footnote [^x] is not defined in this file
            add a line [^x]: …
        content/chapters/01-a.md:18:1: error[unclosed-div]: there is no open div that this line could end
            remove the line, or open a div before it: ::: {.name}
        content/chapters/01-a.md:20:3: error[unclosed-div]: the div `note` that begins here is never closed
            add a line ::: after its end
        content/chapters/01-a.md:23:6: error[unknown-component]: `timeline` holds data, not Markdown
            write it as a code block: ```timeline and YAML lines
        content/chapters/01-a.md:26:1: error[markup]: this div does not say what it is
            write a component's name: ::: {.case title="…"}
        content/chapters/01-a.md:29:4: error[unknown-component]: there is no component `timline`
            did you mean `timeline`?
        content/chapters/01-a.md:33:15: error[unknown-key]: unknown key `disclos`
            did you mean `disclose`?
        content/chapters/01-a.md:34:1: error[unknown-key]: unknown key `group`
            did you mean `groups`?
        content/chapters/01-a.md:35:9: error[bad-value]: `many` is not a year
            write four digits, e.g. 2023
        content/chapters/01-a.md:40:19: error[markup]: the {{ that begins here is never closed
            add }}, or write \{{ for the characters themselves
        content/chapters/01-a.md:41:5: error[unknown-key]: unknown key `txt`
            did you mean `text`?
        content/chapters/01-a.md:44:4: error[unknown-component]: `case` holds Markdown, not data
            write it as a div: ::: {.case} … :::
        content/chapters/01-a.md:47:5: error[missing-anchor]: `nowhere` is neither a web address nor a place in the report
            write https://…, mailto:…, #anchor or chapter-file.md#anchor
        content/chapters/01-a.md:47:18: error[missing-anchor]: there is no chapter `02-b.md`
            did you mean `01-a.md`?
        content/chapters/01-a.md:47:29: error[markup]: HTML cannot be used: it has no meaning in the PDF
            use Markdown or a component; write \< for the character itself
        content/chapters/01-a.md:51:3: warning[unused-footnote]: no mark [^used] refers to this footnote
            put [^used] behind the word it explains, or remove the footnote
    "##);
}

/// What is said of slips in components, each in a block of its own.
#[test]
fn components_have_problems() {
    let blocks = [
        "steps\nitems: []",
        "steps\nitems: [識別]",
        "highlights\nitems:\n  - {title: 環境, points: 一點}",
        "donut\ntitle: [圖]\nitems:\n  - kpi: [a.b]",
        "line-chart\ntitle: 圖\nyears: [去年]\nitems:\n  - kpi: a.b",
        "line-chart\ntitle: 圖\nyears: [2023, 2023]\nitems:\n  - kpi: a.b",
        "radial\ntitle: 圖\ncenter: 心\nitems:\n  - title: 甲",
        "matrix\ntitle: 圖\nx: 甲\ny: 乙\ngroups:\n  - title: 類\n    items:\n      - {title: 題, x: 高, y: 101}",
        "org-chart\ntitle: 圖\nitems:\n  - {title: 甲, under: 乙}\n  - {title: 乙, under: 甲}",
        "org-chart\ntitle: 圖\nitems:\n  - title: 甲\n  - title: 甲\n  - {title: 乙, under: 甲}",
        "kpi-cards\nitems:\n  - label: 甲\n  - {kpi: a.b, value: 5}",
        "photo\nitems:\n  - {alt: 廠房}",
        "table\nheads: 1.5\ncolumns: [甲, <]\nwidths: [1, 2, 3]\nrows:\n  - [一, 二, 三]",
        "table\nrows:\n  - [甲, {乙: 丙}]",
        "steps\nitems:\n\u{3000}- title: 甲",
        "steps\nitems：\n  - title: 甲",
        "steps\nitems:\n\t- title: 甲",
    ];
    let text: String = blocks.iter().map(|block| format!("```{block}\n```\n\n")).collect();
    insta::assert_snapshot!(problems(&format!("\n\n{text}")), @r#"
    content/chapters/01-a.md:5:8: error[bad-value]: `items` is empty
        give at least one
    content/chapters/01-a.md:9:9: error[wrong-type]: this takes a group of `key: value` lines, but here is a single value
        write {title: 識別}
    content/chapters/01-a.md:14:25: error[wrong-type]: this takes a list, but here is a single value
        write [一點], or one line `- …` for each, also for a single one
    content/chapters/01-a.md:18:8: error[wrong-type]: this takes a text, but here is a list
        write one text; put a text that begins with [ or `- ` in quotes
    content/chapters/01-a.md:20:10: error[wrong-type]: this takes the id of one metric, but here is a list
        write the id alone: no brackets around it, no key before it
    content/chapters/01-a.md:25:9: error[bad-value]: `去年` is not a year
        write four digits, e.g. 2023
    content/chapters/01-a.md:32:15: error[duplicate]: 2023 is named twice
        name each year once
    content/chapters/01-a.md:41:3: error[bad-value]: `items` has one item
        give from 3 to 8
    content/chapters/01-a.md:51:23: error[bad-value]: `高` is not a number
        give a number from 0 to 100
    content/chapters/01-a.md:51:29: error[bad-value]: 101 is outside the range
        give a number from 0 to 100
    content/chapters/01-a.md:57:23: error[bad-value]: `乙` stands under itself, by way of the items between
        the topmost item has no `under`; follow the others up to it
    content/chapters/01-a.md:66:23: error[duplicate]: more than one item has the title `甲`
        give them different titles, so that it is clear which one is meant
    content/chapters/01-a.md:71:5: error[missing-key]: `kpi` is missing
        give `value` or `kpi`, one of the two
    content/chapters/01-a.md:72:23: error[bad-value]: `value` stands instead of `kpi`, and both are given
        give `value` or `kpi`, one of the two
    content/chapters/01-a.md:77:6: error[missing-key]: `image` is missing
        add `image: …` here
    content/chapters/01-a.md:81:8: error[bad-value]: 1.5 is no whole number
        give a whole number from 0 to 3
    content/chapters/01-a.md:82:10: error[bad-value]: `columns` is for 2 columns, but the rows have 3
        write one heading per column: `<` joins the one on its left, `""` is empty
    content/chapters/01-a.md:90:9: error[wrong-type]: this takes a text, or one text per language, but here is a group of keys
        put a text that begins with { in quotes, one with {{ … }} in single quotes
    content/chapters/01-a.md:90:10: error[unknown-edition]: no edition is written in `乙`
        inside { } a comma ends a text: put a text that has one in quotes, e.g. en: "One, Two"; a tag is one of zh-Hant-HK, zh-Hans-CN and en, or the beginning of one
    content/chapters/01-a.md:94:1: error[missing-key]: `items` is missing
        add `items: …` here
    content/chapters/01-a.md:95:1: error[unknown-key]: unknown key `　- title`
        the line begins with full-width spaces: indent with ordinary ones
    content/chapters/01-a.md:99:6: error[yaml]: the YAML cannot be read: the colon behind the key is a full-width one
        write the colon behind a key as `: `, not as `：`
    content/chapters/01-a.md:105:1: error[yaml]: the YAML cannot be read: a tab stands in the indentation
        indent with spaces: YAML takes no tabs; a table pasted from a spreadsheet goes below a line `rows: |`, indented
    "#);
}

#[test]
fn images_have_problems() {
    let loaded = load_bytes(&[
        (
            "chapters/01-a.md",
            r#"# 甲

![](images/a.svg)

![甲](../images/a.svg "圖**題**")

![乙](images/b.png)

![丙](../../c.png)

![丁](images/d.png)

![戊](https://a.hk/e.png)

::: {.case title=a image="images/a.svg"}
:::
::: {.case title=a image="![己](images/a.svg)"}
:::
"#
            .as_bytes(),
        ),
        ("images/a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 20'></svg>"),
        ("images/d.png", b"\x89PNG\r\n\x1a\n broken"),
    ]);
    insta::assert_snapshot!(loaded.problems(), @r##"
        content/chapters/01-a.md:3:1: error[missing-alt]: the image has no words for those who cannot see it
            write ![what the picture shows](images/a.svg)
        content/chapters/01-a.md:7:6: error[missing-image]: there is no image `images/b.png`
            looked for content/images/b.png; paths begin at the content folder, e.g. images/a.svg
        content/chapters/01-a.md:9:6: error[outside-report]: `../../c.png` is not inside the content folder
            copy the file to content/images and write images/…
        content/chapters/01-a.md:11:6: error[bad-image]: `images/d.png` cannot be shown: the file is cut off
            use PNG, JPEG, GIF, WebP or an SVG without scripts, and export the file again if it is damaged
        content/chapters/01-a.md:13:6: error[outside-report]: `https://a.hk/e.png` is not inside the content folder
            copy the file to content/images and write images/…
        content/chapters/01-a.md:15:27: error[missing-alt]: the image has no words for those who cannot see it
            say beside it what the picture shows: alt="…" in the braces of a block, `alt: …` in data
    "##);
}

#[test]
fn files_that_are_not_utf8() {
    let loaded = load_bytes(&[
        ("chapters/01-a.md", b"# \xe7\x94\xb2\n\xe7\x94\xb2\xb5\xd8\n"),
        ("chapters/02-b.md", "---\ntitel: 乙\n---\n".as_bytes()),
        ("chapters/03-c.md", "---\ntitle: 乙\n".as_bytes()),
    ]);
    insta::assert_snapshot!(loaded.problems(), @r##"
        content/chapters/01-a.md:2:2: error[encoding]: content/chapters/01-a.md is not UTF-8 text
            the first wrong byte is 0xb5 at line 2, column 2
            save the file again as UTF-8
        content/chapters/02-b.md:1:1: error[missing-key]: the chapter has neither a title nor a heading
            begin the file with # and its title
        content/chapters/02-b.md:2:1: error[unknown-key]: unknown key `titel`
            did you mean `title`?
        content/chapters/03-c.md:1:1: error[yaml]: the front matter that begins here is never closed
            add a line --- after the last `key: value` line
    "##);
}

/// Every span that a line of text holds.
fn spans(line: &[Inline], found: &mut Vec<crate::source::Span>) {
    for inline in line {
        found.push(inline.span);
        if let InlineKind::Own(Open::Expr(text)) = &inline.kind {
            found.push(text.span);
        }
        spans(inline.children(), found);
    }
}

proptest::proptest! {
    /// Whatever authors write: no panic, and every place is one in their file.
    #[test]
    fn any_markdown_keeps_its_places(parts in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let text = parts.concat();
        let loaded = load_chapter(&text);
        let mut chapter = loaded.report.expect("the settings are sound").chapters.remove(0);
        let mut found = Vec::new();
        chapter.for_each_line(&mut |line| spans(line, &mut found));
        found.extend(loaded.sink.iter().filter_map(|problem| problem.place));
        let source = &loaded.sources.get(chapter.source).text;
        for span in found {
            proptest::prop_assert!(source.get(span.range()).is_some(), "{:?} of {:?}", span, source);
        }
    }
}

/// What Markdown is made of.
pub(super) const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "　",
    "甲",
    "。",
    "「",
    "“",
    "a",
    "1",
    "*",
    "**",
    "_",
    "~",
    "~~",
    "^",
    "`",
    "```",
    "```steps\n",
    "items:\n",
    "  - title: ",
    "|",
    "|---|\n",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    ": ",
    "表：",
    ":::",
    "::: {.case title=\"",
    "::: note\n",
    "\n:::\n",
    "\"}",
    "{#a",
    "}",
    "{",
    "{{ ",
    " }}",
    "-{",
    "}-",
    "zh-Hans:",
    ";",
    "[^a]",
    "[^a]: ",
    "[",
    "](#a)",
    "![",
    "](b.png)",
    "<b>",
    "<!--",
    "-->",
    "&amp;",
    "\\",
    "---\n",
    "title: ",
    "\u{feff}",
    "\t",
    "😀",
];

#[test]
fn yaml_scalars_know_their_bytes() {
    let text = "# 題\n\n- 項\n\n  ```steps\n  items:\n    - title: >-\n        一 {{ a }}\n        二\n    \
                - title: \"乙\\t{{ b }}\"\n    - title: 甲\n        乙\n  ```\n";
    let (report, sources) = load_chapter(text).sound();
    let mut out = String::new();
    outline(&report.chapters[0].blocks[1..], 0, &mut out);
    assert!(out.contains("[{title: 一 <=a> 二}, {title: 乙\t<=b>}, {title: 甲乙}]"), "{out}");
    let mut chapter = report.chapters[0].clone();
    let mut found = Vec::new();
    chapter.for_each_line(&mut |line| {
        for inline in line {
            if let InlineKind::Own(Open::Expr(text)) = &inline.kind {
                let place = sources.place(text.span);
                found.push((sources.text(text.span).to_owned(), place.line, place.column));
            }
        }
    });
    assert_eq!(found, [("a".to_owned(), 8, 14), ("b".to_owned(), 10, 21)]);
}

#[test]
fn a_report_can_define_components() {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let file = root.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    write("content/report.yaml", super::testing::SETTINGS);
    write(
        "content/chapters/01-a.md",
        "# 甲\n\n```quote-card\nby: 乙\ntone: loud\nimages:\n  - {file: images/a.svg, alt: 圖}\n```\n",
    );
    write("content/images/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    write(
        "templates/components/quote-card.yaml",
        "form: data\nfields:\n  by: {type: text, required: true}\n  tone: {type: choice, of: [calm, bold]}\n  \
         images: {type: list, of: image}\n  size: {type: numbr}\n",
    );
    let (mut sources, mut sink) = (Sources::default(), crate::diag::Sink::default());
    let store = crate::store::Store::of_report(&root.path().join("content"));
    let report = super::report(&store.into(), &mut sources, &mut sink);
    let mut out = String::new();
    outline(&report.expect("the settings are sound").chapters[0].blocks[1..], 0, &mut out);
    assert_eq!(out, "component quote-card\n  by = 乙\n  images = [<img images/a.svg 圖>]\n");
    let loaded = super::testing::Loaded { report: None, sources, sink };
    insta::assert_snapshot!(loaded.problems(), @r"
    content/chapters/01-a.md:5:7: error[bad-value]: `loud` is not possible here
        known: calm, bold
    templates/components/quote-card.yaml:6:16: error[bad-value]: there is no type `numbr`
        did you mean `number`?
    ");
}
