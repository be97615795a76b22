//! An edition written in another language beside the source, and what is told where the two do not fit.

use std::collections::BTreeSet;

use crate::project::Project;
#[cfg(feature = "pdf")]
use crate::publishing::{index_is_right, pages};

/// What parts a word at a line's end.
#[cfg(feature = "pdf")]
const SOFT_HYPHEN: char = '\u{ad}';

/// The small report with an English edition written beside the Chinese one.
fn english() -> Project {
    let project = Project::copy_of("small");
    project.add("english");
    english_names(&project);
    project
}

/// What is wrong in another language alone is told as wrong there.
#[test]
fn what_another_language_lacks_is_told_of_it() {
    let project = english();
    project.edit(
        "content/chapters/00-about.en.md",
        "## Reporting scope\n",
        "## Reporting scope\n\nSee [there](#nowhere-else).\n",
    );
    let told = told(&project);
    assert!(told.contains("nothing in the report is named `#nowhere-else` (in the en edition)"), "{told}");
}

/// Asks for the edition, and gives every name of the small report in English.
fn english_names(project: &Project) {
    project.edit("content/report.yaml", "editions: [zh-Hant-HK, zh-Hans-CN]", "editions: [zh-Hant-HK, zh-Hans-CN, en]");
    for (file, chinese, english) in [
        ("report.yaml", "2023 年環境、社會及管治報告", "\"Environmental, Social and Governance Report 2023\""),
        ("kpi/environment.yaml", "範圍二溫室氣體排放量", "Scope 2 GHG emissions"),
        ("kpi/environment.yaml", "溫室氣體排放總量", "Total GHG emissions"),
        ("kpi/environment.yaml", "總耗水量", "Total water consumption"),
        ("kpi/environment.yaml", "太陽能發電量", "Solar electricity generated"),
        ("disclosures.yaml", "本年度沒有社區投資項目。", "There were no community investments this year."),
    ] {
        project.edit(&format!("content/{file}"), &format!("{chinese}}}"), &format!("{chinese}, en: {english}}}"));
    }
    let reason = "更正天然氣用量。";
    let both = format!("{{zh-Hant: {reason}, en: The use of natural gas was corrected.}}");
    project.edit("content/kpi/environment.yaml", reason, &both);
}

/// What `check` tells, a line each, without what every small report lacks.
fn told(project: &Project) -> String {
    let run = project.run(&["check", "--format", "short"]);
    let lines = run.stdout.lines().filter(|line| !line.contains("[unreported-disclosure]"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The ids that readers and other pages link to.
fn anchors(page: &str) -> BTreeSet<&str> {
    let ids = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.filter(|id| !id.starts_with('_')).collect()
}

#[test]
fn an_english_edition_beside_the_chinese_ones_has_no_problem() {
    assert_eq!(told(&english()), "");
}

#[cfg(feature = "pdf")]
#[test]
fn an_english_edition_is_published_beside_the_chinese_ones() {
    let project = english();
    project.run(&["publish"]).ends_with(0);
    index_is_right(&project, &["zh-Hant-HK", "zh-Hans-CN", "en"]);

    let text = pages(&project.path("output/en/report.pdf")).join("\n").replace(SOFT_HYPHEN, "");
    for words in [
        "QingheManufacturingLimited",
        "Contents",
        "1Greenermaking,towardszerocarbon",
        "1.1Respondingtoclimatechange",
        "Reportingperiod1January2023–31December2023",
        "from1January2023to31December2023",
        "1,900.00tCO2ethisyear,down5.0%",
        "Scope1GHGemissions",
        "Restated;anearlierreportgaveanotherfigure.",
        "Therewerenocommunityinvestmentsthisyear.",
        "TheChinesetextistheoriginal",
        "GRI305",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    for words in ["目錄", "排放", "、P", "年1月"] {
        assert!(!text.contains(words), "{words} in\n{text}");
    }

    // The same names in every edition, so that links and the switch between editions lead to the same places.
    for page in ["00-about.html", "10-climate.html", "90-index.html"] {
        let [chinese, english] = ["zh-Hant-HK", "en"].map(|edition| project.read(&format!("output/{edition}/{page}")));
        assert_eq!(anchors(&chinese), anchors(&english), "{page}");
        assert!(english.contains("<html lang=\"en\">"), "{page}");
        assert!(chinese.contains(&format!("hreflang=\"en\" href=\"../en/{page}\"")), "{page}");
        assert!(english.contains(&format!("hreflang=\"zh-Hant-HK\" href=\"../zh-Hant-HK/{page}\"")), "{page}");
    }
    let climate = project.read("output/en/10-climate.html");
    assert!(climate.contains("<h2 id=\"climate\">"));
    assert!(climate.contains("href=\"00-about.html#scope\""));

    let index = project.read("output/index/hkex-2023.en.csv");
    assert!(index.contains("A4.1,Significant climate-related issues and actions taken,reported,"), "{index}");
    assert!(index.contains(",1.1 Responding to climate change,../en/10-climate.html#climate,"), "{index}");
    let data = project.read("output/data/kpi.csv");
    assert!(data.contains("Scope 2 GHG emissions"), "{data}");
    assert!(project.read("output/index.html").contains(">English<"));

    // One edition alone, as for the Chinese ones.
    let alone = english();
    alone.run(&["publish", "--edition", "en"]).ends_with(0);
    assert!(alone.path("output/en/report.pdf").is_file() && !alone.path("output/zh-Hans-CN").exists());
}

#[test]
fn chapters_that_only_one_edition_has_are_told_with_both_places() {
    let project = english();
    std::fs::rename(project.path("content/chapters/90-index.en.md"), project.path("content/chapters/90-indices.en.md"))
        .unwrap();
    let run = project.run(&["check"]);
    for words in [
        "warning[missing-chapter]: this chapter is not written in en, which leaves it out\n --> content/chapters/90-index.md:1:1",
        "content/report.yaml:8:36",
        "hint: write content/chapters/90-index.en.md",
        "no chapter of the source edition is called 90-indices\n --> content/chapters/90-indices.en.md:1:1",
        "this one?",
    ] {
        assert!(run.stdout.contains(words), "{words} in\n{}", run.stdout);
    }
}

#[test]
fn an_edition_without_any_chapter_is_an_error() {
    let project = Project::copy_of("small");
    english_names(&project);
    assert_eq!(told(&project), "content/report.yaml:8:36: error[missing-chapter]: no chapter is written in en");
}

#[test]
fn names_that_english_lacks_are_told_at_their_places() {
    let project = english();
    project.edit("content/kpi/environment.yaml", ", en: Scope 2 GHG emissions", "");
    project.edit("content/report.yaml", ", en: \"Environmental, Social and Governance Report 2023\"", "");
    assert_eq!(
        told(&project),
        "content/report.yaml:4:21: error[missing-text]: there is no text for en here, only `zh-Hant-HK`\n\
         content/kpi/environment.yaml:9:19: error[missing-text]: there is no text for en here, only `zh-Hant`"
    );
}

#[test]
fn files_whose_names_say_no_edition_are_told() {
    let project = english();
    project.edit("content/report.yaml", ", zh-Hans-CN, en]", ", en]");
    for (name, text) in
        [("10-climate.fr.md", "# Climat\n"), ("10-climate.zh.md", "# 气候\n"), ("00-about.zh-Hans.md", "# 关于\n")]
    {
        project.write(&format!("content/chapters/{name}"), text);
    }
    project.write("content/chapters/90-index.zh-Hant-HK.md", "# 索引\n");
    project.write("content/chapters/91-v1.2.md", "# 版本 1.2\n\n正文。\n");
    project.write("content/chapters/91-v1.2.en.md", "# Version 1.2\n\nText.\n");
    assert_eq!(
        told(&project),
        "content/chapters/00-about.md:12:1: warning[lost-text]: the report has no edition zh-Hans-CN, so nobody reads this \
         block\n\
         content/chapters/00-about.zh-Hans.md:1:1: warning[missing-chapter]: the report has no edition zh-Hans-CN, so \
         nobody reads this file\n\
         content/chapters/10-climate.fr.md:1:1: error[unknown-edition]: no edition is written in `fr`, the language that \
         this file's name says\n\
         content/chapters/10-climate.zh.md:1:1: error[unknown-edition]: `zh` in this file's name says more than one \
         edition\n\
         content/chapters/90-index.zh-Hant-HK.md:1:1: error[duplicate]: there are two files for 90-index in zh-Hant-HK"
    );
}

/// Headings without a name share that of the source by their place; a name of their own is theirs.
#[test]
fn what_is_named_in_one_edition_is_found_in_the_other() {
    let project = english();
    project.edit("content/chapters/10-climate.md", "## 應對氣候變化 {#climate ", "## 應對氣候變化 {");
    project.edit(
        "content/chapters/10-climate.en.md",
        "## Water\n",
        "## Targets {#targets}\n\nNone.\n\n## Water {#water}\n",
    );
    project.edit(
        "content/chapters/00-about.en.md",
        "Write to us",
        "See [climate](#應對氣候變化), [targets](#targets). Write to us",
    );
    assert_eq!(
        told(&project),
        "content/chapters/10-climate.en.md:32:1: warning[parity-heading]: zh-Hant-HK does not have this section"
    );
}

/// In a converted edition, one chapter may be written by hand.
#[test]
fn a_single_chapter_of_a_converted_edition_may_be_written() {
    let project = Project::copy_of("small");
    project.write(
        "content/chapters/00-about.zh-Hans.md",
        "# 关于本报告\n\n## 汇报范围\n\n简体版另写的一章，见[用水](#water)。\n",
    );
    assert_eq!(told(&project), "");
    project.write("content/chapters/00-about.zh-Hans.md", "# 关于本报告\n\n## 汇报范围\n\n這一章是简体。\n");
    assert!(
        told(&project)
            .contains("00-about.zh-Hans.md:5:1: warning[wrong-script]: `這` is Traditional in a Simplified text")
    );
}

/// The edition that authors write in may be English, with a Chinese one beside it and the other script made from that.
#[test]
fn the_source_may_be_english() {
    let project = english();
    project.edit("content/report.yaml", "source: zh-Hant-HK", "source: en");
    for name in ["00-about", "10-climate", "90-index"] {
        let [chinese, english] = ["", ".en"].map(|tag| project.path(&format!("content/chapters/{name}{tag}.md")));
        std::fs::rename(&chinese, project.path(&format!("content/chapters/{name}.zh-Hant.md"))).unwrap();
        std::fs::rename(&english, &chinese).unwrap();
    }
    project.edit("content/chapters/00-about.zh-Hant.md", "role: front\n", "");
    project.edit("content/chapters/90-index.zh-Hant.md", "role: appendix\n", "");
    project.edit("content/chapters/10-climate.md", "(00-about.md#scope)", "(00-about.en.md)");
    let named = "## Reporting scope {#scope disclose=hkex:MDR-14,hkex:MDR-15}";
    project.edit("content/chapters/00-about.md", "## Reporting scope", named);
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    // The Chinese headings have names of their own, which the English ones do not share.
    let line = "10-climate.md:7:1: warning[parity-heading]: zh-Hant-HK does not have this section";
    assert!(run.stdout.contains(line), "{}", run.stdout);
    assert!(!run.stdout.contains("zh-Hans-CN does not have"), "{}", run.stdout);
}

/// What an edition says otherwise than its source, each planted alone: the file, what it has, what it gets, and what is told.
#[test]
fn what_editions_say_otherwise_is_told_at_both_places() {
    const ENGLISH: &str = "content/chapters/10-climate.en.md";
    const CHINESE: &str = "content/chapters/10-climate.md";
    for (file, old, new, line, label) in [
        (
            ENGLISH,
            "## Water\n",
            "### Water {#water}\n",
            "10-climate.en.md:32:1: warning[parity-heading]: this heading is of level 3 in en and of level 2 in zh-Hant-HK",
            "content/chapters/10-climate.md:32:1",
        ),
        (
            ENGLISH,
            "## Water\n",
            "## Targets {#targets}\n\nNone.\n\n## Water\n",
            "10-climate.en.md:32:1: warning[parity-heading]: zh-Hant-HK does not have this section",
            "content/chapters/10-climate.md:1:1",
        ),
        (
            ENGLISH,
            "| Boilers replaced | 80% |\n",
            "| Boilers replaced | 85% |\n",
            "10-climate.en.md:27:22: warning[parity-figure]: zh-Hant-HK does not give this in the same section: 85%",
            "content/chapters/10-climate.md:15:1",
        ),
        (
            ENGLISH,
            "kpi(\"env.ghg.total\") }} this",
            "kpi(\"env.ghg.total\", year=2022) }} this",
            "10-climate.md:10:13: warning[parity-figure]: en does not give this in the same section: 1,900.00噸二氧化碳當量",
            "content/chapters/10-climate.en.md:7:1",
        ),
        (
            ENGLISH,
            "| Boilers replaced | 80% |\n",
            "",
            "10-climate.en.md:25:1: warning[parity-table]: 1 rows of 2 columns in en, 2 of 2 in zh-Hant-HK",
            "content/chapters/10-climate.md:25:1",
        ),
        (
            ENGLISH,
            "  - title: Emissions\n    rows: [env.ghg.scope1, env.ghg.scope2, env.ghg.total]\n",
            "  - title: Emissions\n    rows: [env.ghg.scope1, env.ghg.scope2]\n  - title: Total\n    rows: [env.ghg.total]\n",
            "10-climate.en.md:17:4: warning[parity-component]: `groups` has 2 items in en and 1 in zh-Hant-HK",
            "content/chapters/10-climate.md:17:4",
        ),
        (
            ENGLISH,
            "## Water\n",
            "## Water {disclose=hkex:A2.1,hkex:A2.2}\n",
            "10-climate.en.md:32:20: warning[parity-disclosure]: zh-Hant-HK does not claim `hkex:A2.1` in this section",
            "content/chapters/10-climate.md:32:1",
        ),
        (
            CHINESE,
            "* 用-{乾}-淨的水",
            "* 用水的廠房有-{zh-Hant-HK:120家;zh-Hans-CN:130家}-",
            "10-climate.md:41:9: warning[parity-figure]: zh-Hans-CN does not give this in the same section: 120",
            "content/chapters/10-climate.md:32:1",
        ),
    ] {
        let project = english();
        project.edit(file, old, new);
        let found = project.run(&["check", "--format", "json"]).stdout;
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        let at = |place: &serde_json::Value| {
            format!("{}:{}:{}", place["file"].as_str().unwrap_or_default(), place["line"], place["column"])
        };
        let told = |problem: &serde_json::Value| {
            let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
            let (severity, code, message) = (text("severity"), text("code"), text("message"));
            format!("{}: {severity}[{code}]: {message}", at(&problem["place"]))
        };
        let problems = found.as_array().unwrap();
        let problem = problems.iter().find(|problem| told(problem).ends_with(line));
        let problem =
            problem.unwrap_or_else(|| panic!("{line}\n{}", problems.iter().map(told).collect::<Vec<_>>().join("\n")));
        assert_eq!(at(&problem["labels"][0]["place"]), label, "{line}");
        assert!(!problem["hints"].as_array().unwrap().is_empty());
    }
    let project = english();
    project.edit(ENGLISH, "## Water\n", "### Water {#water}\n");
    project.edit("content/report.yaml", "period:", "checks: {parity-heading: off}\nperiod:");
    assert_eq!(told(&project), "");
}

/// What an editor would mark in English prose.
#[test]
fn slips_of_english_are_told() {
    const ENGLISH: &str = "content/chapters/10-climate.en.md";
    for (text, line) in [
        ("We save the the water.", "warning[doubled-word]: `the the`: typed twice"),
        ("We save water , too.", "warning[stray-space]: a space between `r` and `,`"),
        ("We save energy，water and paper.", "warning[look-alike]: `，` in English"),
        ("We save energy (and water.", "warning[unmatched-mark]: `(` has no partner in this paragraph"),
        ("We have a environmental policy.", "warning[wrong-article]: `a` before `environmental`"),
        (
            "Our organisation, once an organisation, is an organization.",
            "are written `-ize` here (1) and `-ise` elsewhere (2)",
        ),
        ("It was 12,345 tonnes, then 23456 tonnes.", "are written `1234` here (1) and `1,234` elsewhere (1)"),
        (
            "Water fell by 50% from 20 tonnes to 15 tonnes.",
            "warning[figure-change]: the text has 50%, but 15 is 25.0% less than 20",
        ),
        ("It was 12,34 tonnes.", "warning[malformed-number]: `12,34` is no number"),
    ] {
        let project = english();
        project.edit(ENGLISH, "* Clean water for everybody", &format!("* Clean water for everybody\n\n{text}"));
        assert!(told(&project).contains(line), "{text}\n{}", told(&project));
    }
}
