//! What readers of the site rely on, shown on a small report.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::*;
use crate::diag::render::short;
use crate::model::printed::{Cell, Component, Data, Footnote, Inline, InlineKind, Table};
use crate::model::{
    Align, Document, Duty, Edition, Index, IndexEntry, IndexPlace, IndexStatus, KpiRow, LinkTarget, Reporter, testing,
};
use crate::source::Spanned;

/// The author of the small report.
struct Author {
    sources: Sources,
    span: Span,
}

impl Author {
    fn new() -> Self {
        let mut sources = Sources::default();
        let id = sources.add("chapters/01-a.md", "text");
        Self { sources, span: Span::new(id, 0..4) }
    }

    fn at<T>(&self, node: T) -> Spanned<T> {
        Spanned::new(node, self.span)
    }

    fn run(&self, kind: InlineKind) -> Inline {
        Inline { span: self.span, kind }
    }

    fn text(&self, text: &str) -> Vec<Inline> {
        vec![Inline::text(text, self.span)]
    }

    fn block(&self, anchor: Option<&str>, kind: BlockKind) -> Block {
        Block { span: self.span, anchor: anchor.map(str::to_owned), disclose: Vec::new(), kind }
    }

    fn paragraph(&self, text: &str) -> Block {
        self.block(None, BlockKind::Paragraph(self.text(text)))
    }

    fn heading(&self, level: u8, number: &str, anchor: &str, text: &str) -> Block {
        let number = (!number.is_empty()).then(|| number.to_owned());
        self.block(Some(anchor), BlockKind::Heading { level, number, inlines: self.text(text) })
    }

    fn component(&self, name: &str, fields: &[(&str, Data)], body: Vec<Block>) -> Block {
        let fields = fields.iter().map(|(key, data)| ((*key).to_owned(), data.clone())).collect();
        let schemas = crate::load::schemas(&Assets::default(), &mut Sources::default(), &mut Sink::default());
        let given = schemas.get(name).map(|schema| schema.given.clone()).unwrap_or_default();
        self.block(
            None,
            BlockKind::Component(Component { name: self.at(name.to_owned()), given, counted: None, fields, body }),
        )
    }

    fn words(&self, text: &str) -> Data {
        Data::Text(self.text(text))
    }

    fn map(&self, fields: &[(&str, Data)]) -> Data {
        Data::Map(fields.iter().map(|(key, data)| ((*key).to_owned(), data.clone())).collect::<IndexMap<_, _>>())
    }

    fn kpi(&self, name: &str, values: &[(i32, &str)], anchor: Option<&str>) -> Data {
        let row = testing::row(values);
        let anchor = anchor.map(str::to_owned);
        Data::Metric(KpiRow { span: self.span, name: name.to_owned(), anchor, ..row })
    }

    fn table(&self, rows: &[&[&str]]) -> Block {
        let cells = |row: &[&str]| -> Vec<Cell> {
            row.iter()
                .map(|text| Cell {
                    span: self.span,
                    inlines: if text.is_empty() { Vec::new() } else { self.text(text) },
                })
                .collect()
        };
        let table = Table {
            caption: Some(self.text("能耗")),
            columns: vec![Align::Auto; rows[0].len()],
            header: cells(rows[0]),
            rows: rows[1..].iter().map(|row| cells(row)).collect(),
        };
        self.block(None, BlockKind::Table(table))
    }

    fn chapter(&self, slug: &str, title: &str, blocks: Vec<Block>) -> Chapter {
        Chapter {
            title: self.text(title),
            sdgs: vec![self.at(7), self.at(13)],
            lead: self.text("導言"),
            number: Some("1".to_owned()),
            blocks,
            footnotes: vec![Footnote { label: self.at("scope".into()), number: 3, inlines: self.text("範圍") }],
            ..testing::chapter(self.span.source, slug)
        }
    }

    fn doc(&self, edition: Edition, chapters: Vec<Chapter>) -> Document {
        let places = vec![IndexPlace {
            anchor: "climate".into(),
            chapter: "01-a".into(),
            text: "1.1 氣候".into(),
            section: "1.1 氣候".into(),
            is_chapter: false,
            is_metric: false,
        }];
        let entry = |code: &str, status, places| IndexEntry {
            key: code.to_owned(),
            code: code.to_owned(),
            title: "標題".to_owned(),
            depth: usize::from(code.len() > 1),
            status,
            duty: Duty::Voluntary,
            places,
            elsewhere: Vec::new(),
            explanation: if status == IndexStatus::Explained { "不適用".to_owned() } else { String::new() },
            remark: if status == IndexStatus::Explained { "不適用".to_owned() } else { String::new() },
            omission: None,
            may_be_omitted: true,
            sector: String::new(),
            reason: None,
            is_assured: false,
            beside: Vec::new(),
        };
        Document {
            issuer: Reporter {
                name: "甲 <公司> & 子".to_owned(),
                short_name: "甲 <公司> & 子".to_owned(),
                stock_code: "9863".to_owned(),
                ..Reporter::default()
            },
            title: "2023年報告".to_owned(),
            notice: "樣本".to_owned(),
            indices: vec![Index {
                standard: "hkex-2023".to_owned(),
                family: "hkex".to_owned(),
                title: "指引".to_owned(),
                statement: None,
                short_title: "聯交所".to_owned(),
                has_omissions: false,
                sectors: Vec::new(),
                unused: Vec::new(),
                beside: Vec::new(),
                entries: vec![
                    entry("A", IndexStatus::Group, vec![]),
                    entry("A1", IndexStatus::Reported, places),
                    entry("A2", IndexStatus::Explained, vec![]),
                ],
            }],
            ..testing::document(crate::locale::built_in(edition), chapters)
        }
    }

    /// A report with one of everything.
    fn report(&self, edition: Edition) -> Document {
        let list = |items: Vec<Data>| Data::List(items);
        let point = || list(vec![self.words("一點"), self.words("兩點")]);
        let link = self
            .run(InlineKind::Link { target: LinkTarget::Anchor("data".to_owned()), content: self.text("見附錄") });
        let first = vec![
            self.heading(1, "1", "green", "綠色"),
            self.heading(2, "1.1", "climate", "氣候"),
            self.block(None, BlockKind::Paragraph(vec![link, self.run(InlineKind::Footnote(0))])),
            self.heading(4, "", "deep", "細目"),
            self.component("note", &[("title", self.words("範圍"))], vec![self.paragraph("內文")]),
            self.component("case", &[("title", self.words("案例一"))], vec![self.heading(3, "", "in", "內")]),
            self.component(
                "kpi-cards",
                &[(
                    "items",
                    list(vec![
                        self.map(&[("kpi", self.kpi("排放", &[(2023, "1,234.50")], Some("kpi-ghg")))]),
                        self.map(&[
                            ("label", self.words("里程")),
                            ("value", self.words("5–9")),
                            ("unit", self.words("公里")),
                        ]),
                    ]),
                )],
                vec![],
            ),
            self.component(
                "bar-chart",
                &[
                    ("title", self.words("圖")),
                    (
                        "items",
                        list(vec![
                            self.map(&[("kpi", self.kpi("甲", &[(2023, "200")], None))]),
                            self.map(&[("kpi", self.kpi("乙", &[(2023, "50")], None))]),
                        ]),
                    ),
                ],
                vec![],
            ),
            self.component(
                "timeline",
                &[("items", list(vec![self.map(&[("date", self.words("2023")), ("points", point())])]))],
                vec![],
            ),
        ];
        let cards = || list(vec![self.map(&[("title", self.words("標題")), ("text", self.words("文"))])]);
        let points = || list(vec![self.map(&[("title", self.words("標題")), ("points", point())])]);
        let second = vec![
            self.heading(2, "2.1", "data", "數據"),
            self.table(&[&["項目", "數值", ""], &["電", "1,234", "甲"], &["水", "—", "乙"]]),
            self.component(
                "kpi-table",
                &[
                    ("caption", self.words("能耗")),
                    (
                        "groups",
                        list(vec![self.map(&[
                            ("title", self.words("環境")),
                            ("rows", list(vec![self.kpi("排放", &[(2022, "1"), (2023, "")], Some("row-ghg"))])),
                        ])]),
                    ),
                ],
                vec![],
            ),
            self.component("highlights", &[("title", self.words("亮點")), ("items", points())], vec![]),
            self.component("cards", &[("items", cards())], vec![]),
            self.component("steps", &[("items", cards())], vec![]),
            self.component("layers", &[("items", points())], vec![]),
            self.component(
                "awards",
                &[("items", list(vec![self.map(&[("title", self.words("獎")), ("by", self.words("頒"))])]))],
                vec![],
            ),
            self.component("index", &[("standard", Data::Plain(self.at("hkex-2023".to_owned())))], vec![]),
        ];
        self.doc(edition, vec![self.chapter("01-a", "綠色", first), self.chapter("02 數據", "數據", second)])
    }
}

/// The products of a report in two editions, without problems.
fn products(author: &mut Author, report: impl Fn(&Author, Edition) -> Document) -> Vec<Product> {
    let all = [Edition::ZhHantHk, Edition::ZhHansCn].map(|edition| report(author, edition));
    let mut sink = Sink::default();
    let assets = Assets::default();
    let sources = &mut author.sources;
    let pages = vec![Vec::new(), vec!["P47–P52".to_owned(), "P76".to_owned()]];
    let index_pages = BTreeMap::from([("hkex-2023".to_owned(), pages)]);
    let printed = PdfFacts { size: 1_669_562, index_pages, ..PdfFacts::default() };
    let templates = Pages::new(&assets, sources, &mut sink).unwrap();
    let mut products: Vec<Product> = chooser(&all, &templates, &assets, sources, &mut sink).into_iter().collect();
    for doc in &all {
        let workshop = Workshop { templates: &templates, assets: &assets, store: &Store::default() };
        products.extend(site(doc, &all, &printed, workshop, sources, &mut sink));
        products.push(search_index(doc, &all, &BTreeMap::from([('氣', '气'), ('氫', '氢'), ('註', '注')])));
    }
    assert_eq!(short(&sink.into_sorted(), sources), "");
    products
}

fn page<'a>(products: &'a [Product], path: &str) -> &'a str {
    let product = products.iter().find(|product| product.path == path).expect("a page");
    std::str::from_utf8(&product.bytes).unwrap()
}

/// The text between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("no {from}"));
    let end = start + text[start..].find(to).unwrap_or_else(|| panic!("no {to}"));
    &text[start..end]
}

/// The values of an attribute.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    page.match_indices(&mark).map(|(at, _)| page[at + mark.len()..].split('"').next().unwrap()).collect()
}

/// Percent-decoding, for the test's own look at links.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_link_inside_the_site_leads_somewhere() {
    let products = products(&mut Author::new(), Author::report);
    let paths: BTreeSet<&str> = products.iter().map(|product| product.path.as_str()).collect();
    let mut checked = 0;
    for product in products.iter().filter(|product| product.path.ends_with(".html")) {
        let html = page(&products, &product.path);
        let folder = product.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in attributes(html, "href").into_iter().chain(attributes(html, "src")) {
            // Files beside the site, which other stages make.
            let beside = ["../data/", "../index/"].iter().any(|folder| link.starts_with(folder));
            if link.starts_with("data:") || link.ends_with("report.pdf") || beside {
                continue;
            }
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = match file.strip_prefix("../") {
                _ if file.is_empty() => product.path.clone(),
                Some(above) => decode(above),
                None if folder.is_empty() => decode(file),
                None => format!("{folder}/{}", decode(file)),
            };
            assert!(paths.contains(target.as_str()), "{}: {link}", product.path);
            let ids = attributes(page(&products, &target), "id");
            assert!(fragment.is_empty() || ids.contains(&decode(fragment).as_str()), "{}: {link}", product.path);
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn pages_are_sound() {
    let products = products(&mut Author::new(), Author::report);
    for product in products.iter().filter(|product| product.path.ends_with(".html")) {
        let html = page(&products, &product.path);
        let ids = attributes(html, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}: {ids:?}", product.path);
        assert_eq!(html.matches("<h1").count(), 1, "{}", product.path);
        let ranks: Vec<u8> = html
            .match_indices("<h")
            .filter_map(|(at, _)| html.as_bytes()[at + 2].checked_sub(b'0').filter(|rank| (1..=6).contains(rank)))
            .collect();
        assert!(ranks.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{}: {ranks:?}", product.path);
        // Nothing is fetched from elsewhere; only links a reader follows may lead out.
        let fetched = ["src=\"http", "src=\"//", "@import", "url(http"];
        assert!(fetched.iter().all(|mark| !html.contains(mark)), "{}", product.path);
        // The icon names what it is written in; that is no address to fetch.
        let head = between(html, "<head>", "</head>").replace("http://www.w3.org/2000/svg", "");
        assert!(!head.contains("//"), "{}", product.path);
    }
}

#[test]
fn anchors_are_the_same_in_every_edition() {
    let products = products(&mut Author::new(), Author::report);
    for name in ["01-a.html", "02 數據.html"] {
        let ids = |edition| attributes(page(&products, &format!("{edition}/{name}")), "id");
        assert_eq!(ids(Edition::ZhHantHk), ids(Edition::ZhHansCn));
    }
}

#[test]
fn author_text_is_never_code() {
    let author = &mut Author::new();
    let evil = "{{ issuer }} {% if %} <script>alert('x')</script> & \"";
    let report = |author: &Author, edition| {
        let link =
            InlineKind::Link { target: LinkTarget::Url("javascript:alert(1)".into()), content: author.text("按") };
        let blocks = vec![
            author.paragraph(evil),
            author.heading(2, "", "a\"b", evil),
            author.block(None, BlockKind::Paragraph(vec![author.run(link)])),
            author.component("note", &[("title", author.words(evil))], vec![author.paragraph(evil)]),
        ];
        author.doc(edition, vec![author.chapter("01-a", evil, blocks)])
    };
    let products = products(author, report);
    let html = page(&products, "zh-Hant-HK/01-a.html");
    assert_eq!(html.matches("<script>").count(), 1, "the site's own, in the head");
    assert!(between(html, "<head>", "</head>").contains("<script>try"));
    assert!(!html.contains("javascript:"));
    insta::assert_snapshot!(between(html, "<div class=\"prose\">", "<section"), @r##"
    <div class="prose"><p>{{ issuer }} {% if %} &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;</p><h2 id="a&quot;b">{{ issuer }} {% if %} &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;</h2><p>按</p><div class="component note"><div role="note" aria-labelledby="_c1"><p class="title" id="_c1">{{ issuer }} {% if %} &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;</p><p>{{ issuer }} {% if %} &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;</p></div></div>
    "##);
}

#[test]
fn prose() {
    let author = &mut Author::new();
    let report = |author: &Author, edition| {
        let run = |kind| author.run(kind);
        let inlines = vec![
            run(InlineKind::Strong(author.text("重點"))),
            run(InlineKind::Text("，二氧化碳CO".into())),
            run(InlineKind::Sub(author.text("2"))),
            run(InlineKind::Own(Box::new(testing::figure(2023, "1,234")))),
            run(InlineKind::Footnote(0)),
            run(InlineKind::Footnote(0)),
            run(InlineKind::Break),
            run(InlineKind::Link {
                target: LinkTarget::Url("https://example.com/?a=1&b".into()),
                content: author.text("網"),
            }),
            run(InlineKind::Code("a<b".into())),
        ];
        let blocks = vec![
            author.block(None, BlockKind::Paragraph(inlines)),
            author.block(
                None,
                BlockKind::List {
                    start: Some(3),
                    items: vec![vec![author.paragraph("三")], vec![author.paragraph("四"), author.paragraph("五")]],
                },
            ),
            author.table(&[&["項目", "2023", ""], &["電", "1,234", "甲"], &["水", "—", "乙"]]),
        ];
        author.doc(edition, vec![author.chapter("01-a", "題", blocks)])
    };
    let products = products(author, report);
    let html = page(&products, "zh-Hant-HK/01-a.html");
    insta::assert_snapshot!(between(html, "<div class=\"prose\">", "</article>"), @r##"
    <div class="prose"><p><strong>重點</strong>，二氧化碳CO<sub>2</sub>超過1,234噸<sup class="mark"><a id="_mark-3" href="#_note-3" role="doc-noteref" aria-label="註 3">3</a></sup><sup class="mark"><a id="_mark-3-2" href="#_note-3" role="doc-noteref" aria-label="註 3">3</a></sup><br><a href="https://example.com/?a=1&amp;b" class="external">網</a><code>a&lt;b</code></p><ol start="3"><li>三</li><li><p>四</p><p>五</p></li></ol><div class="table" role="region" tabindex="0" aria-label="能耗"><table><caption>能耗</caption><thead><tr><th scope="col">項目</th><th scope="col" class="figures">2023</th><td></td></tr></thead><tbody><tr><th scope="row">電</th><td class="figures">1,234</td><td>甲</td></tr><tr><th scope="row">水</th><td class="figures">—</td><td>乙</td></tr></tbody></table></div>
    <section class="notes" role="doc-endnotes" aria-labelledby="_notes"><h2 id="_notes">註釋</h2><ol><li id="_note-3" value="3">範圍 <a class="back" href="#_mark-3" role="doc-backlink" aria-label="返回正文 3">↩</a> <a class="back" href="#_mark-3-2" role="doc-backlink" aria-label="返回正文 3-2">↩</a></li></ol></section>
    <svg class="hidden" aria-hidden="true"><filter id="_hue" color-interpolation-filters="sRGB"><feFlood/><feComposite in2="SourceAlpha" operator="in"/></filter></svg></div>
    "##);
}

#[test]
fn a_table_of_words_tells_each_cell_its_column() {
    let author = &mut Author::new();
    let report = |author: &Author, edition| {
        let words = author.table(&[&["持份者", "關注", "渠道"], &["用戶", "安全", "熱線"]]);
        let figures = author.table(&[&["項目", "單位", "2023"], &["電", "度", "1,234"]]);
        author.doc(edition, vec![author.chapter("01-a", "題", vec![words, figures])])
    };
    let products = products(author, report);
    let html = page(&products, "zh-Hant-HK/01-a.html");
    assert_eq!(html.matches("class=\"table words\"").count(), 1);
    assert_eq!(attributes(html, "data-column"), ["關注", "渠道"]);
}

#[test]
fn components() {
    let products = products(&mut Author::new(), Author::report);
    let first = page(&products, "zh-Hant-HK/01-a.html");
    insta::assert_snapshot!(between(first, "<h2 id=\"climate\"", "<div class=\"component timeline"), @r##"
    <h2 id="climate"><span class="number">1.1</span> 氣候</h2><p><a href="02%20數據.html#data">見附錄</a><sup class="mark"><a id="_mark-3" href="#_note-3" role="doc-noteref" aria-label="註 3">3</a></sup></p><h3 id="deep" class="level-4">細目</h3><div class="component note"><div role="note" aria-labelledby="_c1"><p class="title" id="_c1">範圍</p><p>內文</p></div></div><div class="component case"><article aria-labelledby="_c2"><div class="head-of"><p class="tag">案例</p><h4 class="title" id="_c2">案例一</h4></div><div class="story">
    <h5 id="in" class="level-3">內</h5></div></article></div><div class="component kpi-cards"><ul class="plain"><li id="kpi-ghg"><p class="label">排放</p><p class="figure"><span>超過</span><b>1,234.50</b><span>噸</span></p></li><li><p class="label">里程</p><p class="figure"><b>5–9</b> <span>公里</span></p></li></ul></div><div class="component bar-chart"><figure><figcaption id="_c4">圖</figcaption><table aria-labelledby="_c4"><thead class="hidden"><tr><th scope="col">指標</th><th scope="col">數據</th></tr></thead><tbody><tr><th scope="row">甲</th><td><div><span class="bar" style="--share: 100%"></span><span class="value">超過<b>200</b>噸</span></div></td></tr><tr><th scope="row">乙</th><td><div><span class="bar" style="--share: 25%"></span><span class="value">超過<b>50</b>噸</span></div></td></tr></tbody></table></figure></div>
    "##);
    let second = page(&products, "zh-Hant-HK/02 數據.html");
    insta::assert_snapshot!(between(second, "<div class=\"component kpi-table", "<div class=\"component highlights"), @r##"
    <div class="component kpi-table"><div class="table" role="region" tabindex="0" aria-label="能耗 2"><table class="years-2"><caption>能耗</caption><thead><tr><th scope="col">指標</th><th scope="col" class="unit">單位</th><th scope="col" class="figures">2022</th><th scope="col" class="figures latest">2023</th></tr></thead><tbody class="single"><tr id="row-ghg"><th scope="row" data-unit="噸"><b class="of-group">環境</b> 排放</th><td class="unit">噸</td><td class="figures" data-value="1">1</td><td class="figures latest">—</td></tr></tbody></table></div></div>
    "##);
    insta::assert_snapshot!(between(second, "<div class=\"component index", "</table>"), @r##"
    <div class="component index"><div class="table" role="region" tabindex="0" aria-label="指引"><table><caption>指引</caption><thead><tr><th scope="col">編號</th><th scope="col">披露項目</th><th scope="col">披露位置</th><th scope="col" class="pages">PDF 頁</th></tr></thead><tbody><tr class="group depth-0"><th scope="rowgroup" colspan="4"><span class="code">A</span> 標題</th></tr><tr class="reported"><th scope="row" class="code">A1</th><td>標題</td><td><ul class="plain"><li><a href="01-a.html#climate">1.1 氣候</a></li></ul></td><td class="pages"><span>P47–P52</span>、<span>P76</span></td></tr><tr class="explained"><th scope="row" class="code">A2</th><td>標題</td><td><p class="remark"><span class="status">解釋</span> 不適用</p></td><td class="pages"></td></tr></tbody>
    "##);
}

#[test]
fn a_bar_per_year_measured_by_all_of_them_and_none_for_words() {
    let author = &mut Author::new();
    let report = |author: &Author, edition| {
        let rows: [&[_]; 2] = [&[(2022, "−80"), (2023, "20")], &[(2022, "5–9"), (2023, "40")]];
        let items = rows.map(|row| author.map(&[("kpi", author.kpi("排放", row, None))]));
        let fields = [("title", author.words("排放")), ("items", Data::List(items.to_vec()))];
        author.doc(edition, vec![author.chapter("01-a", "題", vec![author.component("bar-chart", &fields, vec![])])])
    };
    let products = products(author, report);
    let chart = between(page(&products, "zh-Hant-HK/01-a.html"), "<tbody>", "</tbody>");
    assert_eq!(attributes(chart, "style"), ["--share: 100%", "--share: 25%", "--share: 50%"]);
    assert_eq!(chart.matches("class=\"value\"").count(), 4, "every figure is told");
    assert!(chart.contains("<div><span class=\"value\"><span class=\"year\">2022</span> 超過<b>5–9</b>噸"), "{chart}");
}

#[test]
fn the_home_page_opens_with_the_year_and_what_is_said_of_it() {
    let author = &mut Author::new();
    let report = |author: &Author, edition| {
        let figure = author.map(&[("kpi", author.kpi("排放", &[(2022, "100"), (2023, "80")], None))]);
        let spread = author.component("data-spread", &[("items", Data::List(vec![figure]))], vec![]);
        let words =
            [("quote", author.words("少一分碳")), ("name", author.words("方女士")), ("post", author.words("董事"))];
        let message = author.component("message", &words, vec![author.paragraph("去年")]);
        author.doc(edition, vec![author.chapter("01-a", "題", vec![spread, message])])
    };
    let made = products(author, report);
    let home = page(&made, "zh-Hant-HK/index.html");
    assert!(home.contains("<h1><span class=\"year\">2023</span> <span>報告</span></h1>"), "{home}");
    let voice = between(home, "<figure class=\"voice\">", "</figure>");
    assert!(voice.contains("<blockquote><p>少一分碳</p></blockquote>") && voice.contains("方女士"), "{voice}");
    assert!(voice.contains("href=\"01-a.html\""), "{voice}");
    let figures = between(home, "class=\"year-figures\"", "</section>");
    assert!(figures.contains("<b>80</b>") && figures.contains("data-tip=\"2022 100\""), "{figures}");

    // Without a message, the words under the first chapter's title.
    let home = products(author, Author::report);
    let voice = between(page(&home, "zh-Hant-HK/index.html"), "<figure class=\"voice\">", "</figure>");
    assert!(voice.contains("<blockquote><p>導言</p></blockquote>"), "{voice}");
}

#[test]
fn a_component_without_template_is_reported() {
    let author = &mut Author::new();
    let all =
        [author.doc(Edition::ZhHantHk, vec![author.chapter("a", "題", vec![author.component("wheel", &[], vec![])])])];
    let (assets, mut sink) = (Assets::default(), Sink::default());
    let templates = Pages::new(&assets, &mut author.sources, &mut sink).unwrap();
    let printed = PdfFacts::default();
    let workshop = Workshop { templates: &templates, assets: &assets, store: &Store::default() };
    site(&all[0], &all, &printed, workshop, &mut author.sources, &mut sink);
    insta::assert_snapshot!(short(&sink.into_sorted(), &author.sources), @"chapters/01-a.md:1:1: error[unknown-component]: the component `wheel` has no template for the website");
}

/// The data of an edition's search: page, anchor, title, text, the other edition's words.
fn searched(products: &[Product], edition: Edition) -> serde_json::Value {
    let script = page(products, &format!("{edition}/assets/search-index.js"));
    let data = script.strip_prefix("globalThis.huibaoSearch = ").and_then(|data| data.strip_suffix(";\n"));
    serde_json::from_str(data.expect("one assignment")).expect("data, no code")
}

#[test]
fn every_section_can_be_searched_and_is_where_its_result_leads() {
    let author = &mut Author::new();
    let products = products(author, Author::report);
    let index = searched(&products, Edition::ZhHantHk);
    let mut found = BTreeSet::new();
    for section in index["sections"].as_array().unwrap() {
        let path = index["pages"][section[0].as_u64().unwrap() as usize][0].as_str().unwrap();
        let anchor = decode(section[1].as_str().unwrap());
        let html = page(&products, &format!("zh-Hant-HK/{}", decode(path)));
        assert!(anchor.is_empty() || attributes(html, "id").contains(&anchor.as_str()), "{path}#{anchor}");
        found.insert((decode(path), anchor));
    }
    for chapter in author.report(Edition::ZhHantHk).chapters {
        let path = format!("{}.html", chapter.slug);
        let headings = chapter.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
        for heading in headings {
            assert!(found.contains(&(path.clone(), heading.anchor.clone().unwrap())), "{:?}", heading.anchor);
        }
        assert!(found.contains(&(path, "_note-3".to_owned())));
    }
    // Chapters without a heading of their own, components, figures and indices have their text in it.
    let text = index.to_string();
    for words in ["1 數據", "導言", "案例一", "標題", "1,234", "A2 標題", "不適用", "範圍"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn a_search_knows_the_words_of_both_chinese_editions() {
    let report = |author: &Author, edition| {
        let words = match edition {
            Edition::ZhHansCn => ["气候", "公司治理", "“气”"],
            _ => ["氣候", "公司管治", "「氣」"],
        };
        let blocks = vec![
            author.heading(2, "1.1", "climate", words[0]),
            author.paragraph(words[1]),
            author.paragraph(words[2]),
            author.paragraph("可持續 CO2"),
        ];
        author.doc(edition, vec![author.chapter("01-a", "題", blocks)])
    };
    let products = products(&mut Author::new(), report);
    // Only the line of other words is there twice; characters that occur nowhere are not in the table.
    insta::assert_snapshot!(page(&products, "zh-Hant-HK/assets/search-index.js"), @r#"globalThis.huibaoSearch = {"fold":"氣气註注","skip":",，「」『』“”‘’\"'","pages":[["01-a.html","1 題"]],"sections":[[0,"","1 題","導言",""],[0,"climate","1.1 氣候","公司管治\n「氣」\n可持續 CO2","公司治理"],[0,"_note-3","註 3","範圍",""]],"other":"zh-Hans-CN"};"#);
    insta::assert_snapshot!(page(&products, "zh-Hans-CN/assets/search-index.js"), @r#"globalThis.huibaoSearch = {"fold":"氣气註注","skip":",，「」『』“”‘’\"'","pages":[["01-a.html","1 題"]],"sections":[[0,"","1 題","導言",""],[0,"climate","1.1 气候","公司治理\n“气”\n可持續 CO2","公司管治"],[0,"_note-3","注 3","範圍",""]],"other":"zh-Hant-HK"};"#);
}

#[test]
fn without_a_script_nothing_offers_a_search() {
    let products = products(&mut Author::new(), Author::report);
    for product in products.iter().filter(|product| product.path.ends_with(".html")) {
        let mut html = page(&products, &product.path).to_owned();
        while html.contains("<template") {
            let inert = between(&html, "<template", "</template>").to_owned();
            html = html.replace(&inert, "").replacen("</template>", "", 1);
        }
        for tag in ["<dialog", "<input", "<button", "search-index.js"] {
            assert!(!html.contains(tag), "{}: {tag}", product.path);
        }
    }
    for script in ["site.js", "find.js"] {
        let text = page(&products, &format!("zh-Hant-HK/assets/{script}"));
        for way_out in ["fetch(", "XMLHttpRequest", "eval(", "http:", "https:", "innerHTML"] {
            assert!(!text.contains(way_out), "{script}: {way_out}");
        }
    }
}
