//! What authors get wrong, and where they are told. `«…»` marks the place that must be named.

use huibao::pipeline::{Depth, Progress, Project as Living};

use crate::project::Project;

/// The annotated text without its marks, and line and column (from 1, in characters) of the first mark.
fn unmark(annotated: &str) -> (String, Option<(u64, u64)>) {
    let place = annotated.find('«').map(|at| {
        let before = &annotated[..at];
        let line = before.matches('\n').count() as u64 + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
        (line, column)
    });
    (annotated.replace(['«', '»'], ""), place)
}

/// Puts an annotated file into the small report and asserts that `check` and `publish` name the place with this code,
/// tell what to do, and write nothing.
#[track_caller]
fn told(file: &str, annotated: &str, code: &str) {
    let project = Project::copy_of("small");
    let (text, place) = unmark(annotated);
    project.write(file, text);
    told_in(&project, file, place, code);
}

/// Like [`told`], for an edit of a file of the small report.
#[track_caller]
fn told_edit(file: &str, old: &str, annotated: &str, code: &str) {
    let project = Project::copy_of("small");
    let original = project.read(file);
    assert_eq!(original.matches(old).count(), 1, "{old:?} in {file}");
    let (text, place) = unmark(&original.replace(old, annotated));
    project.write(file, text);
    told_in(&project, file, place, code);
}

#[track_caller]
fn told_in(project: &Project, file: &str, place: Option<(u64, u64)>, code: &str) {
    let run = project.run(&["check", "--format", "json"]).ends_with(1);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = found.as_array().unwrap();
    let matches = |problem: &&serde_json::Value| {
        let at = &problem["place"];
        problem["code"] == code
            && place.is_none_or(|(line, column)| at["file"] == file && at["line"] == line && at["column"] == column)
    };
    let problem = found.iter().find(matches);
    let problem = problem.unwrap_or_else(|| panic!("no {code} at {file}:{place:?} in\n{}", run.stdout));
    assert!(!problem["hints"].as_array().unwrap().is_empty(), "what to do: {problem}");
    proposals_are_accepted(project, found);

    project.write("output/manifest.json", r#"{"tool":"huibao","version":"0","inputs":{},"fonts":{},"outputs":{}}"#);
    project.write("output/old.txt", "old");
    if cfg!(feature = "pdf") {
        let run = project.run(&["publish"]).ends_with(1);
        assert!(run.stderr.contains(&format!("[{code}]")), "{}", run.stderr);
    }
    assert_eq!(project.read("output/old.txt"), "old");
    assert_eq!(crate::project::files(&project.path("output")).len(), 2, "the old output is untouched");
}

/// What a hint proposes to write in place of what it is about.
fn proposal(hint: &str) -> Option<&str> {
    let proposed = ["did you mean `", "write `", "use `"]
        .into_iter()
        .find_map(|start| hint.strip_prefix(start)?.split('`').next());
    let proposed =
        proposed.or_else(|| hint.strip_prefix("use ").filter(|code| code.contains(':') && !code.contains(' ')));
    // `…` stands for what only the author knows; a line for report.yaml does not belong to the place.
    proposed.filter(|text| !text.contains('…') && !text.contains(": "))
}

/// Writes what every hint proposes, one after the other: the problem is then gone.
#[track_caller]
fn proposals_are_accepted(project: &Project, found: &[serde_json::Value]) {
    let living = Living::open(&project.path("content"));
    for problem in found {
        let at = &problem["place"];
        let Some(file) = at["file"].as_str() else { continue };
        for proposed in problem["hints"].as_array().unwrap().iter().filter_map(|hint| proposal(hint.as_str().unwrap()))
        {
            let text = project.read(file);
            let offset = |line: &str, column: &str| {
                let number = |key: &str| at[key].as_u64().unwrap() as usize - 1;
                let start: usize = text.split_inclusive('\n').take(number(line)).map(str::len).sum();
                let rest = &text[start..];
                start + rest.char_indices().nth(number(column)).map_or(rest.len(), |(at, _)| at)
            };
            let range = offset("line", "column")..offset("end_line", "end_column");
            // Signs around a name (`.case`, `#climate`, quotes) are no part of it, unless the proposal has them too.
            let inner = text[range.clone()].trim_matches(|c: char| ".#\"'".contains(c) && !proposed.starts_with(c));
            let start = range.start + text[range.clone()].find(inner).unwrap();
            let mut mended = text.clone();
            mended.replace_range(start..start + inner.len(), proposed);
            living.overlay(file, Some(&mended));
            let mut build = living.build();
            build.check(Depth::Texts, &mut Silent);
            let (left, sources) = build.into_problems();
            living.overlay(file, None);
            let same = |told: &&huibao::diag::Diagnostic| {
                let place = told.place.map(|place| sources.place(place));
                told.code.name() == problem["code"]
                    && place.is_some_and(|place| {
                        place.path == file && at["line"] == place.line && at["column"] == place.column
                    })
            };
            let left: Vec<&str> = left.iter().filter(same).map(|told| told.message.as_str()).collect();
            assert!(left.is_empty(), "{proposed:?} for {problem}: {left:?}");
        }
    }
}

struct Silent;

impl Progress for Silent {
    fn step(&mut self, _: &str) {}
}

/// A chapter of its own.
const CHAPTER: &str = "content/chapters/80-own.md";
const CLIMATE: &str = "content/chapters/10-climate.md";
const REPORT: &str = "content/report.yaml";
const METRICS: &str = "content/kpi/environment.yaml";

#[test]
fn the_small_report_has_no_problem() {
    let run = Project::copy_of("small").run(&["check", "--format", "short"]);
    let rest: Vec<_> = run.stdout.lines().filter(|line| !line.contains("[unreported-disclosure]")).collect();
    assert_eq!(rest, Vec::<&str>::new());
}

#[test]
fn malformed_yaml() {
    told("content/glossary.yaml", "protect: [甲, 乙\nterms«: x", "yaml");
}

#[test]
fn wrong_type() {
    told_edit(
        REPORT,
        "editions: [zh-Hant-HK, zh-Hans-CN]",
        "editions: {a: «b»}".replace("{a: «b»}", "«{a: b}»").as_str(),
        "wrong-type",
    );
}

#[test]
fn unknown_key() {
    told_edit(REPORT, "period:", "«perid»: {from: 2023-01-01, to: 2023-12-31}\nperiod:", "unknown-key");
}

#[test]
fn unknown_key_in_a_component() {
    told_edit(CLIMATE, "caption: 溫室氣體\n", "«captoin»: 溫室氣體\n", "unknown-key");
}

#[test]
fn unknown_metric() {
    told_edit(CLIMATE, "kpi(\"env.solar\")", "kpi(«\"env.solr\"»)", "unknown-kpi");
}

#[test]
fn unknown_metric_in_a_table() {
    told_edit(CLIMATE, "rows: [env.ghg.scope1,", "rows: [«env.ghg.scope»,", "unknown-kpi");
}

#[test]
fn unknown_year() {
    told_edit(CLIMATE, "year=2022", "year=«2019»", "unknown-year");
}

#[test]
fn unknown_unit() {
    told_edit(METRICS, "unit: MWh", "unit: «MWhh»", "unknown-unit");
}

#[test]
fn unknown_disclosure() {
    told_edit(CLIMATE, "hkex:A4.1", "«hkex:A4.9»", "unknown-disclosure");
}

#[test]
fn unknown_standard() {
    told_edit(REPORT, "[hkex-2023,", "[«hkex-2024»,", "unknown-standard");
}

#[test]
fn unknown_edition() {
    told_edit(REPORT, "[zh-Hant-HK, zh-Hans-CN]", "[zh-Hant-HK, «zh-Hans-HK»]", "unknown-edition");
}

#[test]
fn unknown_component() {
    told_edit(CLIMATE, "{.case title", "{«.cace» title", "unknown-component");
}

#[test]
fn unknown_name_in_an_expression() {
    told_edit(CLIMATE, "{{ kpi(\"env.solar\") }}", "{{ «solar» }}", "unknown-name");
}

#[test]
fn duplicate_anchor() {
    let project = Project::copy_of("small");
    project.edit(CLIMATE, "{#emissions}", "{#water}");
    let (_, place) = unmark(&project.read(CLIMATE).replace("## 用水 {", "## 用水 {«"));
    told_in(&project, CLIMATE, place, "duplicate");
}

#[test]
fn duplicate_metric() {
    told_edit(METRICS, "- id: env.solar", "- id: «env.water»", "duplicate");
}

#[test]
fn unclosed_div() {
    told(CLIMATE, "# 章\n\n«::: {.case title=\"甲\"}\n正文。\n", "unclosed-div");
}

#[test]
fn broken_expression() {
    told_edit(CLIMATE, "{{ kpi(\"env.solar\") }}", "{{ kpi(\"env.solar\" }}", "expression");
}

#[test]
fn missing_image() {
    told_edit(CLIMATE, "(images/plant.svg ", "(«images/plan.svg» ", "missing-image");
}

#[test]
fn corrupt_image() {
    let project = Project::copy_of("small");
    project.write("content/images/photo.png", "這不是圖片");
    let block = "```photo\nitems:\n  - {image: «images/photo.png», alt: 廠房}\n```\n";
    let (text, place) = unmark(&format!("# 章\n\n![廠房](images/photo.png)\n\n{block}"));
    project.write(CLIMATE, text);
    told_in(&project, CLIMATE, Some((3, 7)), "bad-image");
    told_in(&project, CLIMATE, place, "bad-image");
}

#[test]
fn a_drawing_with_a_script() {
    let project = Project::copy_of("small");
    project.write("content/images/live.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>");
    let block = "```photo\nitems:\n  - {image: «images/live.svg», alt: 廠房}\n```\n";
    let (text, place) = unmark(&format!("# 章\n\n{block}"));
    project.write(CLIMATE, text);
    told_in(&project, CLIMATE, place, "bad-image");
}

#[test]
fn a_drawing_that_takes_longer_than_a_page_is_worth() {
    let drawing =
        |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 900 600'>{inside}</svg>");
    let blur = "<filter id='f'><feGaussianBlur stdDeviation='5'/></filter>";
    for drawing in [
        drawing(&"<text x='1' y='20'>排放</text>".repeat(20_000)),
        drawing(&format!("<text>{}</text>", "<tspan>量</tspan>".repeat(5000))),
        drawing(&format!("{blur}{}", "<path d='M0 0h900v600z' filter='url(#f)'/>".repeat(100))),
    ] {
        let project = Project::copy_of("small");
        project.write("content/images/slow.svg", &drawing);
        let (text, place) = unmark("# 章\n\n```photo\nitems:\n  - {image: «images/slow.svg», alt: 廠房}\n```\n");
        project.write(CLIMATE, text);
        told_in(&project, CLIMATE, place, "bad-image");
    }
}

#[test]
fn unknown_drawing() {
    told_edit(CLIMATE, "(images/plant.svg ", "(«drawn:rode» ", "missing-image");
}

#[test]
fn a_picture_without_words_for_it() {
    told(CLIMATE, "# 章\n\n```photo\nitems:\n  - {image: «drawn:road», caption: 公路}\n```\n", "missing-alt");
}

#[test]
fn missing_field_in_a_list_of_a_component() {
    told(CLIMATE, "# 章\n\n```steps\nitems:\n  - {«text: 沒有標題}\n```\n", "missing-key");
}

#[test]
fn unknown_icon() {
    told(CLIMATE, "# 章\n\n```cards\nitems:\n  - {title: 甲, icon: «leef}\n```\n", "bad-value");
}

#[test]
fn a_chart_of_two_units() {
    let items = "items:\n  - {kpi: env.ghg.scope1}\n  - {kpi: «env.water}\n";
    told(CLIMATE, &format!("# 章\n\n```line-chart\ntitle: 圖\nyears: [2022]\n{items}```\n"), "bad-value");
}

#[test]
fn a_table_with_a_short_row() {
    told(CLIMATE, "# 章\n\n```table\nrows:\n  - [甲, 乙, 丙]\n  - «[丁, 戊]\n```\n", "bad-value");
}

#[test]
fn a_table_with_a_first_row_too_short() {
    told(
        CLIMATE,
        "# 章\n\n```table\ncolumns: [指標, 前年, 去年]\nrows:\n  - «[甲, 乙]\n  - [丙, 丁, 戊]\n  - [己, 庚, 辛]\n```\n",
        "bad-value",
    );
}

#[test]
fn a_pasted_table_with_a_cell_too_many() {
    told(CLIMATE, "# 章\n\n```table\nrows: |\n  甲\t乙\n  «丙\t丁\t戊\n```\n", "bad-value");
}

#[test]
fn a_pasted_table_without_its_key() {
    told(CLIMATE, "# 章\n\n```table\n甲\t乙\n丙\t丁\n```\n", "wrong-type");
}

#[test]
fn a_table_cell_joined_to_nothing() {
    told(CLIMATE, "# 章\n\n```table\nrows:\n  - [甲, «^]\n  - [丙, 丁]\n```\n", "bad-value");
}

#[test]
fn a_table_of_joined_cells_that_are_no_rectangle() {
    told(CLIMATE, "# 章\n\n```table\nrows:\n  - [«甲, <]\n  - [^, 丁]\n```\n", "bad-value");
}

/// A table of three columns with these headings, and widths perhaps.
fn headed(columns: &str) -> String {
    format!("# 章\n\n```table\ncolumns:{columns}\nrows:\n  - [甲, 乙, 丙]\n```\n")
}

#[test]
fn headings_joined_to_nothing() {
    told(BLOCK, &headed(" [«<, 一, 二]"), "bad-value");
    told(BLOCK, &headed(" [一, «^, 二]"), "bad-value");
    told(BLOCK, &headed("\n  - [一, 二, <]\n  - [«<, 三, 四]"), "bad-value");
}

#[test]
fn headings_of_uneven_shape() {
    told(BLOCK, &headed("\n  - [一, 二, <]\n  - «[三, 四]"), "bad-value");
    told(BLOCK, &headed("\n  - [一, «二, <]\n  - [三, ^, 四]"), "bad-value");
    told(BLOCK, &headed("\n  - «一\n  - [一, 二, 三]"), "bad-value");
    told(BLOCK, &headed("\n  - [一, «[二, 三], 四]"), "wrong-type");
    told(BLOCK, &headed(" «[一, 二]"), "bad-value");
    told(BLOCK, &headed(" [一, 二, 三]\nwidths: «[1, 2]"), "bad-value");
    told(BLOCK, &headed(" [一, 二, 三]\nwidths: [1, «0, 2]"), "bad-value");
}

#[test]
fn a_restated_year_without_a_figure() {
    told_edit(
        METRICS,
        "- id: env.solar",
        "- id: env.sun\n  name: 日照\n  values: {2023: 1}\n  restated: [«2019]\n- id: env.solar",
        "unknown-year",
    );
}

#[test]
fn image_outside_the_report() {
    told_edit(CLIMATE, "(images/plant.svg ", "(«../../../../etc/passwd» ", "outside-report");
}

#[test]
fn missing_alternative_text() {
    told_edit(CLIMATE, "![廠房的簡圖]", "«![]", "missing-alt");
}

#[test]
fn footnote_without_definition() {
    told_edit(CLIMATE, "仍是頭髮。", "仍是頭髮。«[^none]»", "missing-footnote");
}

#[test]
fn link_to_a_missing_anchor() {
    told_edit(CLIMATE, "[用水](#water)", "«[用水](#watr)»", "missing-anchor");
}

#[test]
fn a_reference_to_nothing_or_to_what_has_no_name() {
    told_edit(CLIMATE, "[用水](#water)", "«[](#watr)", "missing-anchor");
    told_edit(CLIMATE, "[用水](#water)", "«{{ ref(\"watr\") }}", "missing-anchor");
    told_edit(CLIMATE, "[用水](#water)", "{{ ref(\"water\", format=«\"pages\") }}", "bad-format");
    told_edit("content/report.yaml", "source: zh", "numbered: [«charts]\nsource: zh", "bad-value");
}

#[test]
fn abbreviations_that_the_list_and_the_text_tell_otherwise() {
    let project = Project::copy_of("small");
    let list = "```abbreviations\nitems:\n  - {short: TCFD, name: 氣候相關財務披露工作組}\n  - {short: PDCA, name: 策劃}\n```\n";
    project.write(
        "content/chapters/20-own.md",
        format!("# 簡稱\n\n披露組（TCFD）\n及ISSB、SASB（永續會計準則委員會）。\n\n{list}"),
    );
    let told = project.run(&["check", "--format", "short"]).ends_with(0).stdout;
    let told: Vec<&str> =
        told.lines().filter(|line| line.contains("20-own.md") && line.contains("[abbreviation]")).collect();
    let [otherwise, used, unused] = told[..] else { panic!("{told:?}") };
    assert!(
        otherwise.contains("20-own.md:3:5: note") && otherwise.contains("`TCFD` is explained otherwise"),
        "{otherwise}"
    );
    assert!(used.contains("20-own.md:4:2") && used.contains("`ISSB` is used"), "{used}");
    assert!(unused.contains("`PDCA`") && unused.contains("nothing in the report uses it"), "{unused}");
}

#[test]
fn headings_without_words() {
    for heading in ["«##", "«## {#own}", "«###"] {
        told_edit(CLIMATE, "### 排放數據", &format!("{heading}\n\n### 排放數據"), "missing-text");
    }
}

#[test]
fn a_page_inside_another_block_and_a_width_of_no_grid() {
    told_edit(CLIMATE, "### 排放數據", "::: {.note}\n::: {«.page-break}\n:::\n:::\n\n### 排放數據", "markup");
    told_edit(CLIMATE, "plant.svg \"廠房簡圖\")", "plant.svg \"廠房簡圖\"){width=«broad}", "bad-value");
}

#[test]
fn a_file_that_is_not_utf8() {
    let project = Project::copy_of("small");
    // "溫室" in Big5.
    project.write("content/chapters/20-old.md", b"# \xb7\xc5\xab\xc7\n");
    told_in(&project, "content/chapters/20-old.md", Some((1, 3)), "encoding");
}

#[test]
fn syntax_errors_in_template_overrides() {
    told("templates/components/case.html", "<p>{{ fields.title «}</p>\n", "template");
    if cfg!(feature = "pdf") {
        told("templates/components/case.typ", "#let case(fields, body) = «[", "template");
    }
}

#[test]
fn two_versions_that_were_not_joined() {
    const CHAPTER: &str = "# 題\n\n«<<<<<<< HEAD»\n甲。\n=======\n乙。\n>>>>>>> main\n";
    told("content/chapters/40-x.md", CHAPTER, "leftover");
}

#[test]
fn the_hint_for_a_wrong_code_is_the_code_that_is_meant() {
    for (wrong, right) in [("13(i)", "MDR-13-i"), ("a1.1", "A1.1"), ("D28a", "D28(a)"), ("29(a)", "D29(a)")] {
        let project = Project::copy_of("small");
        let config = project.read("content/report.yaml");
        project.write("content/report.yaml", config.replace("hkex-2023", "hkex-2025"));
        project.write("content/disclosures.yaml", format!("notes:\n  \"hkex:{wrong}\": 無\n"));
        let run = project.run(&["check"]);
        let hint = format!("did you mean `hkex:{right}`?");
        assert!(run.stdout.contains(&hint), "{wrong}: {}", run.stdout);
    }
}

#[test]
fn financial_years_in_a_report_of_a_calendar_year() {
    let project = Project::copy_of("small");
    project.write(
        "content/kpi/more.yaml",
        "- {id: x.y, name: {zh-Hant: 植樹}, unit: count, values: {2021/22: 1, 2022/23: 2}}\n",
    );
    let run = project.run(&["check", "--format", "short"]);
    let told = "more.yaml:1:56: warning[bad-value]: `2021/22` and 1 more such years count as those they end in";
    assert!(run.stdout.contains(told), "{}", run.stdout);
}

#[test]
fn items_of_a_component_with_mixed_ends() {
    let items = ["我們更換了廠房的照明設備。", "我們安裝了太陽能發電設備。", "我們檢查了冷氣系統的溫度"];
    let block = items.map(|item| format!("  - {{title: 甲, text: {item}}}\n")).concat();
    let project = Project::copy_of("small");
    project.write("content/chapters/40-x.md", format!("# 題\n\n```steps\nitems:\n{block}```\n"));
    let run = project.run(&["check", "--format", "short"]);
    assert!(run.stdout.contains("40-x.md:7:") && run.stdout.contains("[mixed-ends]"), "{}", run.stdout);
}

#[test]
fn a_programme_in_two_wordings() {
    let project = Project::copy_of("small");
    let text = "「綠色校園同行」計劃於本年展開。\n\n參加「綠色校園同行」計劃的學校有九所，「綠色校圓同行」計劃續辦。\n";
    project.write("content/chapters/40-x.md", format!("# 題\n\n{text}"));
    let run = project.run(&["check", "--format", "short"]);
    assert!(run.stdout.contains("40-x.md:5:") && run.stdout.contains("[other-name]"), "{}", run.stdout);
}

#[test]
fn a_comment_within_brackets() {
    let chapter = "# 題\n\n```table\ntitle: 表\ncolumns: [甲, 乙]\nrows:\n  - [一, 二 «#2»]\n  - [三, 四]\n```\n";
    told("content/chapters/40-x.md", chapter, "yaml");
}

#[test]
fn themes_without_what_they_need() {
    for (theme, place) in [
        ("extends: «defualt»\n", "bad-value"),
        ("extends: «own»\n", "bad-value"),
        ("extends: default\ncolors:\n  «brand»: #7a1f3d\n", "bad-value"),
        ("extends: default\ncolors: {series: «[]»}\n", "bad-value"),
        ("extends: default\npage: {side: «900»}\n", "bad-value"),
        ("extends: default\ncolors: {ink: '#eeeeee', brand: «red»}\n", "bad-value"),
    ] {
        let project = Project::copy_of("small");
        project.write("content/report.yaml", format!("theme: own\n{}", project.read("content/report.yaml")));
        let (text, at) = unmark(theme);
        project.write("templates/themes/own.yaml", text);
        told_in(&project, "templates/themes/own.yaml", at, place);
    }
}

#[test]
fn an_organisation_chart_of_too_many_levels() {
    let items: String = (1..2000).map(|at| format!("  - {{title: n{at}, under: n{}}}\n", at - 1)).collect();
    let chart = format!("# 題\n\n```org-chart\ntitle: 表\nitems:\n  - {{title: n0}}\n{items}```\n");
    told("content/chapters/40-x.md", &chart.replace("n16, under: n15", "n16, under: «n15"), "bad-value");
}

#[test]
fn unknown_theme() {
    told_edit(REPORT, "period:", "theme: «harbor»\nperiod:", "bad-value");
}

#[test]
fn a_logo_that_cannot_be_shown() {
    told_edit(REPORT, "period:", "logo: «images/none.svg»\nperiod:", "missing-image");
    told_edit(REPORT, "period:", "logo: «report.yaml»\nperiod:", "bad-image");
    told_edit(REPORT, "period:", "logo: «[images/plant.svg]»\nperiod:", "wrong-type");

    let project = Project::copy_of("small");
    project.edit(REPORT, "period:", "theme: own\nperiod:");
    project.write("content/images/live.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>");
    let (theme, place) =
        unmark(&format!("{}logo: «images/live.svg»\n", huibao::assets::built_in("themes/default.yaml").unwrap()));
    project.write("templates/themes/own.yaml", theme);
    told_in(&project, "templates/themes/own.yaml", place, "bad-image");
}

/// A chapter whose last block is this one.
const BLOCK: &str = "content/chapters/30-block.md";

#[test]
fn matrix_topic_outside_its_range() {
    told(
        BLOCK,
        "# 議題\n\n```matrix\ntitle: 矩陣\nx: 公司\ny: 各方\ngroups:\n  - title: 環境\n    items:\n      \
         - {title: 氣候, x: 100, y: «100.1»}\n```\n",
        "bad-value",
    );
}

#[test]
fn organisation_chart_with_an_unknown_unit() {
    told(
        BLOCK,
        "# 架構\n\n```org-chart\ntitle: 架構\nitems:\n  - title: 董事會\n  - {title: 管理層, under: «董事局»}\n```\n",
        "bad-value",
    );
}

#[test]
fn organisation_chart_with_a_cycle() {
    told(
        BLOCK,
        "# 架構\n\n```org-chart\ntitle: 架構\nitems:\n  - title: 董事會\n  - {title: 甲, under: «乙»}\n  \
         - {title: 乙, under: 甲}\n```\n",
        "bad-value",
    );
}

#[test]
fn unknown_metric_in_a_chart() {
    told(BLOCK, "# 圖表\n\n```donut\ntitle: 圖表\nitems:\n  - kpi: «env.solr»\n```\n", "unknown-kpi");
}

/// A chapter with this block.
#[track_caller]
fn told_block(block: &str, code: &str) {
    told(BLOCK, &format!("# 章\n\n{block}\n"), code);
}

/// The same, for what is told and does not stop a publish.
#[track_caller]
fn warned_block(block: &str, code: &str) {
    let project = Project::copy_of("small");
    let (text, place) = unmark(&format!("# 章\n\n{block}\n"));
    project.write(BLOCK, text);
    let run = project.run(&["check", "--format", "json"]).ends_with(0);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let of = |one: &serde_json::Value| {
        let number = |key: &str| one["place"][key].as_u64().unwrap_or_default();
        one["code"] == code && Some((number("line"), number("column"))) == place
    };
    assert!(found.as_array().unwrap().iter().any(of), "{place:?}: {}", run.stdout);
}

#[test]
fn an_empty_list() {
    told_block("```steps\nitems: «[]\n```", "bad-value");
    told_block("```bar-chart\ntitle: 圖\nitems: «[]\n```", "bad-value");
    told_block("```kpi-table\ngroups:\n  - title: 甲\n    rows: «[]\n```", "bad-value");
    told_block("```line-chart\ntitle: 圖\nyears: «[]\nitems:\n  - {kpi: env.solar}\n```", "bad-value");
    told_block("```table\nrows: «[]\n```", "bad-value");
    told_block("```table\nrows:\n  - «[]\n```", "bad-value");
    told_block("```«steps\n```", "missing-key");
}

#[test]
fn a_list_of_too_few_or_too_many() {
    told_block("```radial\ntitle: 圖\ncenter: 心\nitems:\n  «- title: 甲\n  - title: 乙\n```", "bad-value");
    let group = |n| format!("  - {{title: 類{n}, items: [{{title: 題, x: {n}0, y: 80}}]}}\n");
    let groups = (1..=4).map(group).collect::<String>().replacen("  - ", "  «- ", 1);
    told_block(&format!("```matrix\ntitle: 圖\nx: 甲\ny: 乙\ngroups:\n{groups}```"), "bad-value");
}

#[test]
fn a_drawing_that_says_otherwise_than_its_words() {
    let steps = |title: &str, shape: &str, items: &str| format!("```steps\ntitle: {title}\n{shape}items:\n{items}```");
    let two = "  - title: 甲\n  - title: 乙\n";
    warned_block(&steps("«閉環管理", "", two), "bad-value");
    told_block(&steps("循環", "shape: «loop\n", "  - title: 甲\n"), "bad-value");
    told_block(&steps("流程", "shape: «round\n", two), "bad-value");
    let heat = |degrees: &str| {
        format!(
            "```heat-table\ntitle: 表\ncolumns: [短, 長]\ngroups:\n  - items:\n      - {{title: 甲, degrees: [{degrees}]}}\n```"
        )
    };
    told_block(&heat("«1"), "bad-value");
    told_block(&heat("1, «4"), "bad-value");
}

#[test]
fn a_chart_that_compares_nothing_or_says_the_opposite() {
    warned_block("```bar-chart\ntitle: 圖\nitems:\n  - kpi: «env.solar\n```", "bad-value");
    warned_block(
        "```bar-chart\ntitle: 圖\nsays: «排放上升\nyears: [2022, 2023]\nitems:\n  - {kpi: env.ghg.scope2}\n```",
        "figure-change",
    );
    told_block(
        "```kpi-table\nyears: [2022, 2023]\nbase: «2020\ngroups:\n  - rows: [env.ghg.scope2]\n```",
        "unknown-year",
    );
}

#[test]
fn a_text_where_a_list_or_keys_are_wanted() {
    told_block("```highlights\nitems:\n  - title: 環境\n    points: «一點\n```", "wrong-type");
    told_block("```steps\nitems:\n  - «識別\n  - 調查\n```", "wrong-type");
    told_block("```timeline\n«- date: 2009\n  points: [甲]\n```", "wrong-type");
    told_block("```kpi-table\ngroups:\n  «title: 甲\n  rows: [env.solar]\n```", "wrong-type");
}

#[test]
fn a_list_or_keys_where_a_text_is_wanted() {
    told_block("```donut\ntitle: «[圖]\nitems:\n  - kpi: env.solar\n```", "wrong-type");
    told_block("```donut\ntitle: 圖\nitems:\n  - kpi: «[env.solar]\n```", "wrong-type");
    told_block("```kpi-table\ngroups:\n  - rows: [«{kpi: env.solar}]\n```", "wrong-type");
    told_block("```table\nrows:\n  - [甲, «{乙: 丙}]\n```", "wrong-type");
    told_block("```kpi-cards\nitems:\n  - {label: 甲, value: {«{ kpi(1) }}}\n```", "wrong-type");
}

#[test]
fn a_text_where_a_number_is_wanted() {
    let topic =
        "```matrix\ntitle: 圖\nx: 甲\ny: 乙\ngroups:\n  - title: 環境\n    items:\n      - {title: 題, x: 9, y: «";
    told_block(&format!("{topic}高}}\n```"), "bad-value");
    told_block(&format!("{topic}80%}}\n```"), "bad-value");
    told_block("```table\nheads: «1.5\nrows:\n  - [甲, 乙]\n```", "bad-value");
}

#[test]
fn years_that_are_none_or_come_twice() {
    let chart = |years: &str| format!("```line-chart\ntitle: 圖\nyears: {years}\nitems:\n  - kpi: env.ghg.scope1\n```");
    told_block(&chart("[2022, «2o23]"), "bad-value");
    told_block(&chart("[«22, 23]"), "bad-value");
    told_block(&chart("[2023, «2023]"), "duplicate");
    told_block(&chart("[2023, «2019]"), "unknown-year");
    told_block(&chart("«2023"), "wrong-type");
}

#[test]
fn indentation_by_tabs_or_full_width_spaces_and_wide_colons() {
    told_block("```steps\nitems:\n«\t- title: 甲\n```", "yaml");
    told_block("```steps\nitems:\n«\u{3000}\u{3000}- title: 甲\n```", "unknown-key");
    told_block("```steps\nitems«：\n  - title: 甲\n```", "yaml");
}

#[test]
fn a_figure_and_a_metric_at_once_or_neither() {
    told_block("```kpi-cards\nitems:\n  - {kpi: env.solar, value: «5}\n```", "bad-value");
    told_block("```kpi-cards\nitems:\n  - {«label: 甲}\n```", "missing-key");
}

#[test]
fn addresses_that_lead_nowhere() {
    told_block("```feedback-form\ntitle: 意見\nemail: «esg＠example.com\nscale: [好]\nratings: [題]\n```", "bad-value");
    told_edit(REPORT, "stock_code:", "email: «example.com\n  stock_code:", "bad-value");
    told_edit(REPORT, "stock_code:", "website: «www.example.com\n  stock_code:", "bad-value");
}

#[test]
fn words_for_a_picture_that_is_missing() {
    told_block("```photo\nitems:\n  - {«alt: 廠房}\n```", "missing-key");
}

#[test]
fn an_item_above_that_may_be_either_of_two() {
    let units = "items:\n  - title: 部\n  - title: 部\n  - {title: 組, under: «部}\n";
    told_block(&format!("```org-chart\ntitle: 架構\n{units}```"), "duplicate");
}

#[test]
fn an_index_of_a_standard_that_the_report_does_not_follow() {
    told_block("```index\nstandard: «hkex-2025\n```", "unknown-standard");
}

/// What is laid out shows it; the place is the author's.
#[test]
#[cfg(feature = "pdf")]
fn a_text_too_long_for_its_place() {
    let project = Project::copy_of("small");
    let block = format!("# 章\n\n```timeline\nitems:\n  - {{date: {}, points: [一事]}}\n```\n", "W".repeat(200));
    project.write(BLOCK, block);
    let run = project.run(&["publish"]).ends_with(1);
    assert!(run.stderr.contains("[overflow]") && run.stderr.contains(&format!("{BLOCK}:5:12")), "{}", run.stderr);
}

/// What is wrong with a table is one thing to mend, whatever number of its cells shows it.
#[test]
#[cfg(feature = "pdf")]
fn a_table_too_wide_for_its_page() {
    let project = Project::copy_of("small");
    let row = |cell: &str| format!("| 用電量 |{}\n", format!(" {cell} |").repeat(14));
    let table = format!("{}|---|{}\n{}{}", row("2023年"), "---|".repeat(14), row("1,234,567.89"), row("9,876,543.21"));
    project.write(BLOCK, format!("# 章\n\n{table}"));
    let run = project.run(&["publish"]).ends_with(1);
    assert_eq!(run.stderr.matches("[overflow]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("more cells of this table") && run.stderr.contains("landscape"), "{}", run.stderr);
}

#[test]
fn what_would_be_printed_nowhere() {
    told_block("甲\n\n«<!-- 備註\n\n乙\n\n## 節\n\n丙", "markup");
    told_block("甲\n\n«<!-- 一\n\n乙\n\n<!-- 二 -->\n\n丙", "markup");
    told_block("甲\n\n«[註]: 本數據包括附屬公司。\n\n乙", "markup");
    told_block("甲\n\n«[註1]: https://a.hk/\n\n乙", "markup");
}

#[test]
fn a_comma_that_parts_a_number() {
    told_block("```table\ncolumns: [項目, 甲, 乙]\nrows:\n  - [用水, «1,234]\n```", "bad-value");
    told_block("```timeline\ntitle: 事\nitems:\n  - {date: 2010, points: [«收入達1,234萬元]}\n```", "bad-value");
    told_block("```highlights\nitems:\n  - {title: 甲, points: [«共12,345,678人, 乙]}\n```", "bad-value");
    told_block("```kpi-cards\nitems:\n  - {label: 甲, value: 1,«234}\n```", "unknown-key");
}

#[test]
fn a_unit_by_its_word() {
    told_edit(METRICS, "unit: MWh", "unit: «兆瓦時", "unknown-unit");
    told_edit(METRICS, "unit: MWh", "unit: «家", "unknown-unit");
    told_edit(METRICS, "unit: MWh", "unit: «日", "unknown-unit");
}

/// Explanations that explain nothing, and notes that nothing prints: they stop no report, but are told.
#[test]
fn notes_that_say_nothing() {
    let told = |note: &str| {
        let project = Project::copy_of("small");
        project.write("content/disclosures.yaml", format!("notes:\n  {note}\n"));
        let run = project.run(&["check", "--format", "short"]);
        let own = run.stdout.lines().filter(|line| line.starts_with("content/disclosures.yaml")).map(str::to_owned);
        own.collect::<Vec<_>>()
    };
    for reason in ["不適用", "無", "N/A", "詳見上文。", "本集團暫未披露。", "{zh-Hans: 不适用。}"]
    {
        let found = told(&format!("\"hkex:B7.2\": {reason}"));
        assert_eq!(found.len(), 1, "{reason}: {found:?}");
        assert!(
            found[0].contains("warning[unreported-disclosure]") && found[0].contains("gives no reason"),
            "{found:?}"
        );
    }
    for reason in ["集團不使用包裝材料，因此不適用。", "不重大。", "待定", "詳見2023年年報第88頁。"]
    {
        assert_eq!(told(&format!("\"hkex:B7.2\": {reason}")), [""; 0], "{reason}");
    }
    let found = told("\"hkex:B7.2\": {partial: 不含境外。}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("2:3: warning[unreported-disclosure]: `partial` is about what is reported"), "{found:?}");
    assert_eq!(told("\"hkex:B7.2\": {partial: 不含境外。, elsewhere: {title: 年報, page: 8}}"), [""; 0]);
    // What waits is still missing.
    let project = Project::copy_of("small");
    let missing = |reason: &str| {
        project.write("content/disclosures.yaml", format!("notes:\n  \"hkex:B7.2\": {reason}\n"));
        let found = project.run(&["check", "--format", "short"]).stdout;
        found.lines().any(|line| line.contains("[unreported-disclosure]: hkex") && line.contains("B7.2"))
    };
    assert!(missing("待定") && missing("TBC") && !missing("集團沒有包裝。"));
}

#[test]
fn a_report_is_published_after_its_year() {
    let project = Project::copy_of("small");
    project.edit(REPORT, "published: 2024-04-29", "published: 2023-04-30");
    let found = project.run(&["check", "--format", "short"]).stdout;
    assert!(found.contains("content/report.yaml:6:12: warning[bad-value]: a report of a year that ends on"), "{found}");
}

#[test]
fn a_claim_over_what_waits_is_none() {
    let found = |text: &str| {
        let project = Project::copy_of("small");
        project.write("content/chapters/80-more.md", format!("# 更多\n\n## 乙 {{disclose=hkex:B7.2}}\n\n{text}\n"));
        project.run(&["check", "--format", "short"]).stdout
    };
    for text in ["待補充。", "TODO", "【待定】"] {
        assert!(found(text).contains("3:16: warning[empty-claim]"), "{text}: {}", found(text));
    }
    assert!(!found("集團設有舉報渠道。").contains("[empty-claim]"));
}

/// A catalogue that cannot be used is told where it is wrong, and nowhere else.
#[test]
fn a_broken_catalogue_is_told_once() {
    let project = Project::copy_of("small");
    let catalogue = "meta: {id: bank, family: bank, title: {zh-Hant: 銀行問卷, en: Questionnaire}}\nentries:\n  - {code: B1, kind: disclosure, title: {zh-Hant: 甲, zh-Hans: 甲, en: One}}\n";
    project.write("content/standards/bank.yaml", catalogue);
    project.edit(REPORT, "{id: gri, claim: with-reference}", "{id: gri, claim: with-reference}, {id: bank}");
    project.write("content/chapters/80-more.md", "# 更多\n\n## 乙 {disclose=bank:B1}\n\n文字。\n");
    let found = project.run(&["check", "--format", "short"]).ends_with(1).stdout;
    assert!(found.contains("content/standards/bank.yaml:1:") && !found.contains("[unknown-standard]"), "{found}");
}

/// One cause is told once: what follows from it is not.
#[test]
fn what_follows_from_one_mistake() {
    let project = Project::copy_of("small");
    project.edit(METRICS, "unit: MWh", "unit: -");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(run.stdout.contains("[yaml]") && !run.stdout.contains("[unknown-kpi]"), "{}", run.stdout);

    let project = Project::copy_of("small");
    project.write("templates/themes/own.yaml", "colors: {brand: '#7a1f3d', brand-dark: '#3d0f1f'}\n");
    project.edit(REPORT, "period:", "theme: own\nperiod:");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert_eq!(run.stdout.matches("error[").count(), 1, "{}", run.stdout);

    // The index of either edition finds it.
    let project = Project::copy_of("small");
    project.edit("content/disclosures.yaml", "notes:", "notes:\n  \"hkex:A1.2\": 沒有排放。");
    let run = project.run(&["check", "--format", "short"]);
    assert_eq!(run.stdout.matches("[needless-explanation]").count(), 1, "{}", run.stdout);
}

#[test]
fn many_problems_in_one_run() {
    let project = Project::copy_of("small");
    project.edit(CLIMATE, "kpi(\"env.solar\")", "kpi(\"env.solr\")");
    project.edit(CLIMATE, "year=2022", "year=2019");
    project.edit(CLIMATE, "(#water)", "(#watr)");
    project.edit(METRICS, "unit: MWh", "unit: MWhh");
    project.edit(REPORT, "period:", "perid: 1\nperiod:");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    for code in ["unknown-kpi", "unknown-year", "missing-anchor", "unknown-unit", "unknown-key"] {
        assert!(run.stdout.contains(&format!("[{code}]")), "{code} in\n{}", run.stdout);
    }
}

#[test]
fn mistakes_in_the_review_ledger() {
    const LEDGER: &str = "content/review.yaml";
    let entry = |entry: &str| format!("zh-Hans-CN:\n  - {entry}\n");
    told(LEDGER, &entry("{sentence: 乾。, character: «乾坤», reading: 干}"), "bad-value");
    told(LEDGER, &entry("{sentence: 坤。, character: «乾», reading: 干}"), "bad-value");
    told(LEDGER, &entry("«{sentence: 乾。, character: 乾, reading: 坤}"), "bad-value");
    told(LEDGER, &entry("{«sentence: 乾。, character: 乾}"), "missing-key");
    told(LEDGER, "«zh-Hans»:\n  - {sentence: 乾。, character: 乾, reading: 干}\n", "unknown-edition");
    let twice = "{sentence: 乾。, character: 乾, reading: 干}\n  - {sentence: 乾。, character: 乾, reading: «乾»}";
    told(LEDGER, &entry(twice), "duplicate");
}

#[test]
fn byte_order_marks_crlf_and_full_width_spaces_are_fine() {
    let project = Project::copy_of("small");
    for file in [CLIMATE, REPORT, METRICS] {
        let text = project.read(file).replace('\n', "\r\n").replace("我們把減排", "　我們把減排");
        project.write(file, format!("\u{feff}{text}"));
    }
    let run = project.run(&["check", "--format", "short"]);
    let rest: Vec<_> = run.stdout.lines().filter(|line| !line.contains("[unreported-disclosure]")).collect();
    assert_eq!(rest, Vec::<&str>::new());
}

#[test]
fn no_report_here() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.arg("check").current_dir(folder.path());
    let run = crate::project::Run::of(command).ends_with(2);
    assert!(run.stderr.contains("no report here") && run.stderr.contains("huibao init"), "{}", run.stderr);
}

#[test]
fn cyclic_house_style() {
    told("content/glossary.yaml", "house_style:\n  發布: «發佈»\n  發佈: 發布\n", "glossary");
}

#[test]
fn house_style_rule_that_another_one_goes_on() {
    told("content/glossary.yaml", "house_style:\n  裏: «裡»\n  裡: 里\n", "glossary");
}

#[test]
fn empty_house_style_rule() {
    told("content/glossary.yaml", "house_style:\n  發布: «\"\"»\n", "glossary");
}

#[test]
fn house_style_rule_that_says_nothing() {
    told("content/glossary.yaml", "house_style:\n  發布: «發布»\n", "glossary");
}

#[test]
fn glossary_name_for_an_unknown_file() {
    told("content/glossary.yaml", "protect:\n  - {name: 高峰, only: [«chapters/10-climat.md»]}\n", "glossary");
    told("content/glossary.yaml", "protect:\n  - {name: 高峰, «olny»: []}\n", "unknown-key");
}

#[test]
fn glossary_that_contradicts_itself() {
    told("content/glossary.yaml", "protect: [管治]\nterms: [{zh-Hant: 管治, zh-Hans: «治理»}]\n", "glossary");
}

#[test]
fn unclosed_wording_by_hand() {
    told(CLIMATE, "# 章\n\n我們的«-{管治。\n", "markup");
    told(CLIMATE, "# 章\n\n我們的-{«}-管治。\n", "markup");
}

#[test]
fn decision_whose_sentence_is_gone() {
    let project = Project::copy_of("small");
    project.write("content/review.yaml", "zh-Hans-CN:\n  - {sentence: 早已刪去的乾。, character: 乾, reading: 干}\n");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    assert!(run.stdout.contains("content/review.yaml:2:5: warning[stale-review]"), "{}", run.stdout);
}

#[test]
fn unknown_term_of_the_vocabulary() {
    told_edit(REPORT, "period:", "vocabulary: {use: [管治, «治管»]}\nperiod:", "glossary");
}

#[test]
fn vocabulary_neither_on_nor_off() {
    told_edit(REPORT, "period:", "vocabulary: «no»\nperiod:", "bad-value");
}

#[test]
fn unknown_key_of_the_vocabulary() {
    told_edit(REPORT, "period:", "vocabulary: {«uses»: [管治]}\nperiod:", "unknown-key");
}

#[test]
fn notes_that_the_standard_does_not_allow() {
    let note = |note: &str| format!("notes:\n  {note}\n");
    let told = |text: &str, code: &str| told("content/disclosures.yaml", &note(text), code);
    told("\"gri:305-7\": {omission: «confidential», explanation: 無}", "bad-value");
    told("\"gri:2-1\": {omission: «not-applicable», explanation: 無}", "bad-value");
    told("\"gri:305-7\": {«omission: not-applicable}", "missing-key");
    told("\"gri:305-7\": {«requirement: a, explanation: 無}", "missing-key");
    told("\"hkex:A1.1\": {relief: «financial-effects», explanation: 無}", "bad-value");
    told("«\"hkex:A1.9\": 無", "unknown-disclosure");
    told("«\"hkx:A1.1\": 無", "unknown-standard");
    told("\"hkex:A1.1\": {«explanaton: 無}", "unknown-key");
}

#[test]
fn settings_of_the_index() {
    told_edit(REPORT, "period:", "claims: «maybe»\nperiod:", "bad-value");
    let gri = "{id: gri, claim: with-reference}";
    told_edit(REPORT, gri, "{id: gri, claim: «in-acordance»}", "bad-value");
    told_edit(REPORT, gri, "{id: gri, sectors: [«GRI-15»]}", "unknown-standard");
    told_edit(REPORT, gri, "{id: gri, sectors: [«GRI-305-2016»]}", "unknown-standard");
    told_edit(REPORT, gri, "{id: gri, beside: [«sgd»]}", "unknown-standard");
    told(CHAPTER, "---\ntitle: 題\ndisclose: [«hkex:A9.9]\n---\n# 題\n\n文字。\n", "unknown-disclosure");
    told(CHAPTER, "---\ntitle: 題\ndisclose: [«hkex:A1.1]\n---\n文字。\n", "markup");
    told("content/carried-over.yaml", "chapters/10-climate.md:\n  - {«txt»: a}\n", "unknown-key");
}

/// A catalogue of the report's own, up to its entries.
fn own_catalogue(rest: &str) -> String {
    format!("meta: {{id: bank, family: bank, title: {{zh-Hant: 銀行問卷, zh-Hans: 银行问卷}}}}\n{rest}")
}

const OWN: &str = "content/standards/bank.yaml";

#[test]
fn mistakes_in_a_catalogue_of_the_report() {
    let entry = |entry: &str| own_catalogue(&format!("entries:\n  - {{code: Q1, kind: disclosure, {entry}}}\n"));
    let title = "title: {zh-Hant: 甲, zh-Hans: 甲}";
    told(OWN, &entry(&format!("{title}, «obligatoin: mandatory")), "unknown-key");
    told(OWN, &entry(&format!("{title}, obligation: «must")), "bad-value");
    told(OWN, &entry("title: {«zh-Hnat: 甲, zh-Hans: 甲}"), "unknown-key");
    told(OWN, &entry("title: {«zh-Hant: 甲}"), "missing-key");
    told(OWN, &entry(&format!("{title}, parent: «Q9")), "bad-value");
    told(OWN, &entry(&format!("{title}, year: «soon")), "wrong-type");
    let two = |second: &str| format!("{}  - {{{second}, {title}}}\n", entry(title));
    told(OWN, &two("code: «Q1, kind: disclosure"), "duplicate");
    told(OWN, &two("code: Q2, kind: «question"), "bad-value");
    // Round and round: none of the two comes first.
    told(OWN, &entry(&format!("{title}, parent: «Q1")), "bad-value");
    told(
        OWN,
        &own_catalogue(&format!("entris: []\nentries:\n  - {{code: Q1, kind: disclosure, {title}}}\n"))
            .replace("entris", "«entris"),
        "unknown-key",
    );
    told(OWN, &entry(title).replace("id: bank", "id: «gri"), "duplicate");
    told(OWN, "amends: «hkex-2032\nentries: []\n", "unknown-standard");
    told(OWN, &format!("amends: gri\nentries:\n  - {{code: «305-1, kind: disclosure, {title}}}\n"), "duplicate");
}

#[test]
fn two_catalogues_of_one_id() {
    let project = Project::copy_of("small");
    let text = own_catalogue("entries: [{code: Q1, kind: disclosure, title: {zh-Hant: 甲, zh-Hans: 甲}}]\n");
    project.write("content/standards/a.yaml", &text);
    project.write(OWN, &text);
    told_in(&project, OWN, Some((1, 12)), "duplicate");
}

#[test]
fn a_cell_too_many() {
    told(CHAPTER, "# 題\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |«» 3 |\n", "markup");
}

#[test]
fn a_link_without_words() {
    told(CHAPTER, "# 題 {#a}\n\n見«»[](https://a.hk)頁。\n", "markup");
}

#[test]
fn a_link_with_a_blank_in_its_address() {
    told(CHAPTER, "# 題\n\n見[政策«»](https://a.hk/a b)。\n", "markup");
}

#[test]
fn quotations_without_end() {
    told(CHAPTER, &format!("# 題\n\n{}«»{}甲\n", ">".repeat(20), ">".repeat(10_000)), "markup");
}

#[test]
fn a_figure_that_a_table_lacks_is_an_error() {
    let project = Project::copy_of("small");
    project.write("content/kpi/more.yaml", "- {id: z.all, name: 總量, unit: t, values: {2022: 9}}\n");
    project.write(
        "content/chapters/60-more.md",
        "# 更多\n\n```kpi-table\nyears: [2022, 2023]\ngroups: [{rows: [z.all]}]\n```\n",
    );
    let run = project.run(&["check"]).ends_with(1);
    for what in ["60-more.md:5:18", "`z.all` has no figure for 2023", "say why there is none: 2023: {not-available: …}"]
    {
        assert!(run.stdout.contains(what), "{what}: {}", run.stdout);
    }
    project.edit("content/kpi/more.yaml", "2022: 9", "2022: 9, 2023: {not-available: 系統更換}");
    project.run(&["check"]).ends_with(0);
}

#[test]
fn text_on_the_line_that_begins_a_block() {
    told(CHAPTER, "# 題\n\n::: {.note}«» 文字\n:::\n", "markup");
}

#[test]
fn a_picture_with_full_width_brackets() {
    told(CHAPTER, "# 題\n\n«!［»圖］(drawn:city)\n", "markup");
}

#[test]
fn a_value_that_begins_with_a_sign_of_yaml() {
    told(CHAPTER, "---\ntitle: >3«»0%的員工\n---\n# 題\n", "yaml");
}

#[test]
fn numbers_and_marks_that_are_none() {
    for text in [
        "處理«1，000噸",
        "有«1、000人參加",
        "合計«12,34噸",
        "達«3．5噸",
        "數值為«1,2345。",
        "培訓«6,0639小時。",
        "收入«1.28.億元。",
        "共«6O,639名僱員。",
        "有«3千5百人。",
        "於«二0二五年。",
        "佔«百分之50%。",
    ] {
        warned_block(text, "malformed-number");
    }
}

#[test]
fn one_thing_written_in_two_ways() {
    for text in [
        "2020–2021年及2021–2022年，以及«2020-2024年。",
        "共12,345噸、1,234人及«23456噸。",
        "我們——重視——環境，也重視«──社會。",
        "由2020至2021年，2021至2022年，«2020–2024年。",
    ] {
        warned_block(text, "mixed-style");
    }
}

#[test]
fn years_that_the_report_rules_out() {
    for text in ["«本年度（2019年）我們節能。", "本集團於«2052年成立。", "本公司成立於2001年，«至今四十年。"]
    {
        warned_block(text, "impossible-date");
    }
    warned_block("«過去五年（2018、2019、2020、2021、2022及2023年）我們節能。", "figure-count");
}

#[test]
fn what_other_programs_leave_in_a_text() {
    for text in [
        "較去年減少«[1]。",
        "較去年減少«¹。",
        "較去年減少^«1^。",
        "較去年減少«（註1）。",
        "總量為«env.ghg.total噸。",
        "總量為«{ env.ghg.total }噸。",
        "由«{% period %}起。",
        "項目於«45291完成。",
        "| 項目 | 完成日期 |\n|---|---|\n| 甲 | «45291 |",
        "見錯誤！«找不到參照來源。",
    ] {
        warned_block(text, "leftover");
    }
    let project = Project::copy_of("small");
    project.write(
        CHAPTER,
        "# 題\n\n減少[1]，增加²，持平[^n]、（註3）。\n\n[^n]: 文字。\n\n[1] 摘自甲報。\n\n² 摘自乙報。\n\n註3：摘自丙報。\n",
    );
    let run = project.run(&["check", CHAPTER, "--format", "short"]);
    assert_eq!(run.stdout, "");
}

#[test]
fn feet_of_pages() {
    for text in ["«第 12 頁 共 88 頁", "完。«第12頁/共88頁", "«Page 12 of 88"] {
        warned_block(text, "leftover");
    }
}
