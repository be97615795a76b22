//! Components in both products.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use html5gum::{Token, Tokenizer};

use crate::project::{Project, repository};

/// The text of the PDF, without white space.
fn printed(project: &Project) -> String {
    let pdf = project.path("output/zh-Hant-HK/report.pdf");
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().expect("poppler-utils is installed");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

#[test]
fn a_component_of_the_author_s_own_is_given_what_its_schema_asks_for() {
    let project = Project::copy_of("small");
    for (name, given) in [("trend", "given: [plot]\n"), ("fancy-chart", "")] {
        let schema = format!(
            "form: data\n{given}fields:\n  span: {{type: years, required: true}}\n  \
             lines: {{type: list, required: true, of: {{kpi: {{type: kpi, required: true}}}}}}\n"
        );
        project.write(&format!("templates/components/{name}.yaml"), schema);
        project.write(
            &format!("templates/components/{name}.typ"),
            format!(
                "#let {name}(doc, fields, body) = if \"plot\" in fields [{name}刻度\
                 #fields.plot.ticks.map(tick => tick.text).join(\"|\")。] else [{name}無刻度。]\n"
            ),
        );
        project.write(
            &format!("templates/components/{name}.html"),
            format!(
                "<p>{{% if plot %}}{name}刻度{{% for tick in plot.ticks %}}{{{{ tick.text }}}}|{{% endfor %}}\
                 {{% else %}}{name}無刻度{{% endif %}}</p>\n"
            ),
        );
    }
    let lines = "span: [2022, 2023]\nlines:\n  - kpi: env.ghg.scope1\n  - kpi: env.ghg.scope2\n";
    project.write(
        "content/chapters/20-own.md",
        format!("# 圖 {{#own}}\n\n```trend\n{lines}```\n\n```fancy-chart\n{lines}```\n"),
    );
    project.run(&["publish"]).ends_with(0);
    let pdf = printed(&project);
    let site = project.read("output/zh-Hant-HK/20-own.html");
    assert!(pdf.contains("trend刻度0|250|500|750|1,000|1,250。"));
    assert!(site.contains("trend刻度0|250|500|750|1,000|1,250|"), "{site}");
    assert!(pdf.contains("fancy-chart無刻度") && site.contains("fancy-chart無刻度"));
}

/// Words of the PDF: page, left and right edge, and top.
fn words(project: &Project) -> Vec<(usize, f64, f64, f64, String)> {
    let pdf = project.path("output/zh-Hant-HK/report.pdf");
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().expect("poppler-utils is installed");
    let mut page = 0;
    let text = String::from_utf8(output.stdout).unwrap();
    let word = |line: &str| {
        let of = |name: &str| line.split_once(&format!("{name}=\""))?.1.split_once('"')?.0.parse().ok();
        let word = line.split_once('>')?.1.split_once('<')?.0.to_owned();
        Some((of("xMin")?, of("xMax")?, of("yMin")?, word))
    };
    let mut out = Vec::new();
    for line in text.lines() {
        page += usize::from(line.contains("<page "));
        out.extend(word(line).map(|(left, right, top, word)| (page, left, right, top, word)));
    }
    out
}

/// Dates stand side by side where each has its line, and else one below the other.
#[test]
fn dates_of_a_timeline_never_overprint() {
    let project = Project::copy_of("small");
    let timelines = [
        (12, "2023年11月30日"),
        (9, "2023-11-30"),
        (8, "2023年第四季度"),
        (7, "2023年11月"),
        (5, "2019年3月至2021年12月"),
        (12, "2009"),
        (2, "2023財政年度上半年及下半年"),
        (1, "2009"),
    ];
    let mut text = "# 歷程 {#history}\n".to_owned();
    for (at, (count, date)) in timelines.iter().enumerate() {
        let items = (1..=*count)
            .map(|n| format!("  - {{date: \"{date}\", points: [第{at}線第{n}件事，廠房落成並投入運作]}}\n"));
        text += &format!("\n## 第{at}條\n\n```timeline\nitems:\n{}```\n", items.collect::<String>());
    }
    project.write("content/chapters/20-own.md", text);
    let run = project.run(&["publish"]).ends_with(0);
    assert!(!run.stderr.contains("[overflow]"), "{}", run.stderr);
    let words = words(&project);
    for (at, (page, left, right, top, word)) in words.iter().enumerate() {
        let on_line = |other: &&(usize, f64, f64, f64, String)| other.0 == *page && (other.3 - top).abs() < 3.0;
        let hidden = words[at + 1..].iter().filter(on_line).find(|other| other.1 < right - 0.5 && other.2 > left + 0.5);
        assert_eq!(hidden, None, "over {word} on page {page}");
    }
    let site = project.read("output/zh-Hant-HK/20-own.html");
    assert_eq!(
        site.matches("<ol class=\"plain across\">").count(),
        2,
        "few events with short dates stand side by side"
    );
}

#[test]
fn a_fault_in_an_own_page_template_is_told_once() {
    let project = Project::copy_of("small");
    project.write("templates/html/chapter.html", "<h1>{{ chapter.titel }}</h1>\n");
    let run = project.run(&["publish"]).ends_with(1);
    assert_eq!(run.stderr.matches("error[template]").count(), 1, "{}", run.stderr);
}

/// A table's cells, and which of them are heads of what.
type Table = Vec<Vec<(Option<Head>, String)>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Column,
    Row,
}

/// What readers meet of one product, in order.
#[derive(Debug, Default)]
struct Outline {
    /// Headings of sections with the figures below each, up to the next.
    sections: Vec<(String, BTreeSet<String>)>,
    /// Tables.
    tables: Vec<Table>,
}

impl Outline {
    fn text(&mut self, text: &str) {
        if let Some((_, figures)) = self.sections.last_mut() {
            figures.extend(figures_of(text));
        }
    }
}

/// The figures in a text: `8,453.30`, `12%`.
fn figures_of(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || ",.%".contains(c)));
    let parts = parts.map(|part| part.trim_matches([',', '.']).to_owned());
    // A single digit counts: steps, series. The browser counts by itself.
    parts.filter(|part| part.len() > 1 && part.contains(|c: char| c.is_ascii_digit()))
}

/// The PDF's tag tree as poppler prints it: an element per line, its attributes and texts below it, further in.
fn tag_tree(pdf: &Path) -> Outline {
    let output = Command::new("pdfinfo").arg("-struct-text").arg(pdf).output().expect("poppler-utils is installed");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut outline = Outline::default();
    // Elements around the line, by how far in they stand.
    let mut around: Vec<(usize, String)> = Vec::new();
    for line in printed.lines().filter(|line| !line.trim().is_empty()) {
        let (depth, line) = (line.len() - line.trim_start().len(), line.trim());
        around.retain(|(of, _)| *of < depth);
        let is_in = |name: &str| around.iter().any(|(_, of)| of == name);
        if let Some(text) = line.strip_prefix('"') {
            let text = text.strip_suffix('"').unwrap_or(text);
            // The website's lists are numbered by the browser.
            if is_in("Lbl") || is_in("H1") {
                continue;
            }
            if is_in("H2") || is_in("H3") {
                outline.sections.last_mut().unwrap().0.push_str(text.trim());
            } else {
                outline.text(text);
            }
            if let Some((_, cell)) = outline
                .tables
                .last_mut()
                .filter(|_| is_in("TH") || is_in("TD"))
                .and_then(|table| table.last_mut()?.last_mut())
            {
                cell.push_str(text);
            }
        } else if let Some(scope) = line.strip_prefix("/Scope ") {
            let cell = outline.tables.last_mut().and_then(|table| table.last_mut()?.last_mut()).unwrap();
            cell.0 = Some(if scope == "/Row" { Head::Row } else { Head::Column });
        } else if !line.starts_with('/') {
            let name: String = line.chars().take_while(char::is_ascii_alphanumeric).collect();
            match name.as_str() {
                "H1" | "H2" | "H3" => outline.sections.push(Default::default()),
                "Table" => outline.tables.push(Table::new()),
                "TR" => outline.tables.last_mut().unwrap().push(Vec::new()),
                "TH" | "TD" => outline.tables.last_mut().unwrap().last_mut().unwrap().push((None, String::new())),
                _ => {}
            }
            around.push((depth, name));
        }
    }
    outline
}

/// A page of the website; what assistive software does not read is left out.
fn page(html: &str, outline: &mut Outline) {
    const VOID: [&str; 6] = ["br", "hr", "img", "input", "meta", "link"];
    let (_, main) = html.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let main = main.split_once('>').unwrap().1;
    let main = main.split("<section class=\"notes\"").next().unwrap();
    // Elements around, each with whether it is hidden.
    let mut around: Vec<(String, bool)> = Vec::new();
    for token in Tokenizer::new(main) {
        match token.unwrap_or_else(|never| match never {}) {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let get = |key: &str| {
                    tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
                };
                let hidden = around.last().is_some_and(|(_, hidden)| *hidden)
                    || get("aria-hidden").as_deref() == Some("true")
                    // Said once more for the small screen, or only to sort by.
                    || get("class").as_deref() == Some("of-above");
                // A component's title is a heading on the website only.
                let is_section = (name == "h2" || name == "h3") && get("id").is_some_and(|id| !id.starts_with('_'));
                if is_section {
                    outline.sections.push(Default::default());
                }
                // What is a table for the website's readers only: the PDF draws it.
                let class = get("class").unwrap_or_default();
                let drawn = ["bar-chart", "compare", "donut", "matrix", "strip"]
                    .iter()
                    .any(|name| class == format!("component {name}"));
                let in_drawn = drawn || around.iter().any(|(of, _)| of == "drawn");
                if !hidden && !in_drawn {
                    match name.as_str() {
                        "table" => outline.tables.push(Table::new()),
                        "tr" => outline.tables.last_mut().unwrap().push(Vec::new()),
                        "th" | "td" => {
                            let head = match get("scope").as_deref() {
                                Some("row" | "rowgroup") if get("colspan").is_none() => Some(Head::Row),
                                Some(_) => Some(Head::Column),
                                None => None,
                            };
                            outline.tables.last_mut().unwrap().last_mut().unwrap().push((head, String::new()));
                        }
                        _ => {}
                    }
                }
                if !VOID.contains(&name.as_str()) && !tag.self_closing {
                    let name = if is_section {
                        "heading"
                    } else if drawn {
                        "drawn"
                    } else {
                        &name
                    };
                    around.push((name.to_owned(), hidden));
                }
            }
            Token::EndTag(_) => {
                around.pop();
            }
            Token::String(text) if !around.last().is_some_and(|(_, hidden)| *hidden) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                let is_in = |name: &str| around.iter().any(|(of, _)| of == name);
                if is_in("heading") {
                    outline.sections.last_mut().unwrap().0.push_str(text.trim());
                } else {
                    outline.text(&text);
                }
                if (is_in("th") || is_in("td")) && !is_in("drawn") {
                    outline.tables.last_mut().unwrap().last_mut().unwrap().last_mut().unwrap().1.push_str(&text);
                }
            }
            _ => {}
        }
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// A row as both products have it: without empty cells, the number of a series with the name behind it.
fn row(cells: &[(Option<Head>, String)]) -> Vec<(Option<Head>, String)> {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"■\u{200b}".contains(*c)).collect();
    let mut row: Vec<(Option<Head>, String)> = Vec::new();
    for (head, text) in cells {
        let text: String = squeezed(text);
        let number = row.last().filter(|(_, text)| text.len() == 1 && text.starts_with(|c: char| c.is_ascii_digit()));
        match number.is_some() && *head == Some(Head::Row) {
            true => *row.last_mut().unwrap() = (*head, format!("{}{text}", row.last().unwrap().1)),
            false if text.is_empty() => {}
            false => row.push((*head, text)),
        }
    }
    row
}

#[test]
fn pdf_and_website_agree_on_every_component() {
    let project = Project::of(&repository().join("docs/reference"));
    project.run(&["publish"]).ends_with(0);
    for edition in ["zh-Hant-HK", "zh-Hans-CN"] {
        let folder = project.path(&format!("output/{edition}"));
        let mut pdf = tag_tree(&folder.join("report.pdf"));
        let mut site = Outline::default();
        let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        pages.retain(|path| path.extension().is_some_and(|ending| ending == "html") && !path.ends_with("index.html"));
        pages.sort();
        for path in pages {
            page(&fs::read_to_string(path).unwrap(), &mut site);
        }

        // What opens a chapter lists its sections.
        pdf.sections.retain(|(title, _)| !title.is_empty());
        assert_eq!(pdf.sections.len(), site.sections.len());
        for ((title, printed), (heading, shown)) in pdf.sections.iter().zip(&site.sections) {
            assert_eq!(squeeze(title), squeeze(heading));
            assert_eq!(printed, shown, "figures and shares of {title}");
        }

        // A form's boxes to tick are no cells with text.
        pdf.tables.retain(|table| table.iter().all(|row| row.iter().filter(|(_, text)| text.is_empty()).count() < 3));
        assert_eq!(pdf.tables.len(), site.tables.len());
        for (printed, shown) in pdf.tables.iter().zip(&site.tables) {
            assert_eq!(printed.len(), shown.len(), "{printed:?}");
            for (printed, shown) in printed.iter().zip(shown) {
                let (printed, shown) = (row(printed), row(shown));
                assert_eq!(printed.len(), shown.len(), "{printed:?} {shown:?}");
                for ((head, printed), (same, shown)) in printed.iter().zip(&shown) {
                    assert_eq!(head, same, "{printed}");
                    // A raised sign of a remark may follow.
                    assert!(printed.starts_with(shown) && printed.len() <= shown.len() + 2, "{printed} {shown}");
                }
            }
        }
    }
}

#[test]
fn a_wide_table_has_a_page_across_and_a_page_ends_where_its_author_says() {
    let project = Project::copy_of("small");
    let table = "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n";
    project.write(
        "content/chapters/20-own.md",
        format!(
            "# 版面 {{#own}}\n\n## 甲節 {{#a}}\n\n首段。\n\n::: {{.page-break}}\n:::\n\n## 乙節 {{#b}}\n\n\
             ::: {{.landscape}}\n{table}\n: 闊表 {{#wide}}\n:::\n\n末段見{{{{ ref(\"wide\", format=\"page\") }}}}。\n"
        ),
    );
    project.run(&["publish"]).ends_with(0);
    let pdf = project.path("output/zh-Hant-HK/report.pdf");
    let told =
        Command::new("pdfinfo").args(["-f", "1", "-l", "99"]).arg(&pdf).output().expect("poppler-utils is installed");
    let told = String::from_utf8(told.stdout).unwrap();
    let sizes: Vec<&str> = told.lines().filter(|line| line.contains("size:") && line.starts_with("Page ")).collect();
    let across: Vec<usize> = (0..sizes.len()).filter(|at| sizes[*at].contains("841.89 x 595.276")).collect();
    let [page] = across[..] else { panic!("one page across: {told}") };
    let text = |page: usize| {
        let (from, to) = ((page + 1).to_string(), (page + 1).to_string());
        let output = Command::new("pdftotext").args(["-f", &from, "-l", &to]).arg(&pdf).arg("-").output().unwrap();
        String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<String>()
    };
    assert!(text(page).contains("闊表"));
    assert!(text(page + 1).contains(&format!("末段見第{}頁。", page + 1)), "{}", text(page + 1));
    assert!(text(page - 1).contains("乙節") && !text(page - 1).contains("首段"));
    assert!(text(page - 2).contains("首段"));
}

/// Charts whose figures are still to come, or are words, and tiles that do not fill their row.
const UNDRAWN: &str = "# 圖\n\n\
    ```waterfall\ntitle: 減排\nyears: [2022, 2023]\ntotal: z.all\nitems: [{kpi: z.part}]\n```\n\n\
    ```slope\ntitle: 兩年\nyears: [2022, 2023]\nitems: [{kpi: z.all}, {kpi: z.part}]\n```\n\n\
    ```compare\ntitle: 對比\nown: 本公司\nagainst: 同業\nitems: [{kpi: z.part, other: z.words}]\n```\n\n\
    ```data-spread\nitems: [{value: '1', label: 甲}, {value: '2', label: 乙, size: half}, {value: '3', label: 丙, size: wide}]\n```\n";
const UNDRAWN_DATA: &str = "- {id: z.all, name: 總量, unit: t, values: {2022: 9}}\n\
    - {id: z.part, name: 部分, unit: t, values: {2022: 4, 2023: 3}}\n\
    - {id: z.words, name: 字, unit: t, values: {2022: 不適用, 2023: 不適用}}\n";

#[test]
fn a_chart_without_its_figures_is_told_and_a_draft_marks_its_place() {
    let project = Project::copy_of("small");
    project.write("content/chapters/60-charts.md", UNDRAWN);
    project.write("content/kpi/more.yaml", UNDRAWN_DATA);
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    let told: Vec<_> = run.stdout.lines().filter(|line| line.contains("error")).collect();
    assert!(told.iter().all(|line| line.contains("60-charts.md:")), "{told:#?}");
    for what in ["`z.all` has no figure for 2023", "`z.words` has no number for 2023"] {
        assert!(told.iter().any(|line| line.contains(what)), "{what}: {told:#?}");
    }
    project.edit("content/report.yaml", "period:", "draft: true\nperiod:");
    project.run(&["publish"]).ends_with(0);
    let page = project.read("output/zh-Hant-HK/60-charts.html");
    for title in ["減排", "兩年", "對比"] {
        assert!(page.contains(&format!("{title}〔待填〕")), "{title} is marked");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_words_for_a_chart_are_heard_in_both_products() {
    for chart in ["line-chart", "stacked-chart"] {
        let project = Project::copy_of("small");
        let id = "env.ghg.scope1";
        let text = format!(
            "# 測試\n\n```{chart}\ntitle: 圖\nalt: 數字逐年下降，詳見下表\nyears: [2022, 2023]\nitems: [{{kpi: {id}}}]\n```\n"
        );
        project.write("content/chapters/50-x.md", text);
        project.run(&["publish"]).ends_with(0);
    }
}
