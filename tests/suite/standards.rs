//! Which rules apply, what is missing, and a report's own catalogues, as an author meets them.

use crate::project::Project;

/// The small report for the year 2026, of a large cap, by the code of 2025.
fn large_cap() -> Project {
    let project = Project::copy_of("small");
    project.edit("content/report.yaml", "from: 2023-01-01, to: 2023-12-31", "from: 2026-01-01, to: 2026-12-31");
    project.edit("content/report.yaml", "published: 2024-04-29", "published: 2027-04-20");
    project.edit("content/report.yaml", "hkex-2023", "hkex-2025");
    project.edit("content/report.yaml", "period:", "listing: {board: main, large_cap: true}\nperiod:");
    project
}

#[test]
fn the_rules_that_apply_are_listed_with_the_rule_behind_each() {
    let project = large_cap();
    let run = project.run(&["standards"]).ends_with(0);
    for wanted in [
        "financial year from 2026-01-01; Main Board, large cap; Main Board Rule 13.91",
        "D28(a)",
        "Part D, para 28(a), phase-in `ghg-scope-1-2-all`",
        "Part D, para 22, phase-in `other-large-cap`",
        "encouraged (1)",
        "repealed from 2025-01-01",
    ] {
        assert!(run.stdout.contains(wanted), "{wanted} in\n{}", run.stdout);
    }
    let json: serde_json::Value =
        serde_json::from_str(&project.run(&["standards", "--format", "json"]).ends_with(0).stdout).unwrap();
    let items = json[0]["disclosures"].as_array().unwrap();
    let scope = items.iter().find(|item| item["code"] == "D28(a)").unwrap();
    assert_eq!((scope["obligation"].as_str(), json[0]["standard"].as_str()), (Some("mandatory"), Some("hkex-2025")));
}

#[test]
fn what_changes_from_one_version_to_the_next_is_told() {
    // Anywhere, for an issuer of the Main Board.
    let folder = Project::empty();
    let run = folder.run(&["standards", "diff", "hkex-2023", "hkex-2025"]).ends_with(0);
    for wanted in ["new (", "not used any more (", "A1.2", "A4.1", "D28(a)", "D40(e)"] {
        assert!(run.stdout.contains(wanted), "{wanted} in\n{}", run.stdout);
    }
    assert!(!run.stdout.contains("B5.4"), "what stays is not told: {}", run.stdout);
    let run = folder.run(&["standards", "diff", "hkex-2023", "hkex-2026"]).ends_with(2);
    assert!(run.stderr.contains("no standard `hkex-2026`; did you mean `hkex-20"), "{}", run.stderr);
    // A year later, the rest of Part D binds a large cap.
    let project = large_cap();
    project.edit("content/report.yaml", "from: 2026-01-01, to: 2026-12-31", "from: 2025-01-01, to: 2025-12-31");
    let run = project.run(&["standards", "diff", "hkex-2025", "hkex-2025"]).ends_with(0);
    assert!(run.stdout.contains("comply or explain → mandatory"), "{}", run.stdout);
}

#[test]
fn what_is_missing_is_counted_and_listed() {
    let project = large_cap();
    let run = project.run(&["index", "--gaps"]).ends_with(1);
    let first: Vec<&str> = run.stdout.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(first, ["reported", "partial", "negative", "relief", "omitted", "explained", "missing"]);
    let of_hkex: Vec<&str> = run.stdout.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(of_hkex[0], "hkex-2025");
    let json: serde_json::Value = serde_json::from_str(&project.read("output/gaps.json")).unwrap();
    assert_eq!(json["standards"][0]["counts"]["missing"].to_string(), of_hkex[7]);
    let open = json["standards"][0]["open"].as_array().unwrap();
    assert_eq!(open[0]["status"], "missing");
    assert_eq!(open[0]["obligation"], "mandatory");
    assert!(open.iter().any(|gap| gap["key"] == "D28(a)"));
    let page = project.read("output/gaps.html");
    assert!(page.contains("範圍1溫室氣體排放") && page.contains("強制披露"), "{page}");
}

/// What the Chinese reports and the English does not is missing from the report.
#[test]
fn what_is_missing_from_one_edition_is_listed_as_that_editions() {
    let project = Project::copy_of("small");
    project.edit("content/report.yaml", "editions: [zh-Hant-HK, zh-Hans-CN]", "editions: [zh-Hant-HK, zh-Hans-CN, en]");
    project.write("content/chapters/10-climate.en.md", "# Climate\n\nWords without a claim.\n");
    let run = project.run(&["index", "--gaps"]);
    let missing = |name: &str| -> u32 {
        let line = run
            .stdout
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with(name))
            .unwrap_or_else(|| panic!("{}", run.stdout));
        line.split_whitespace().next_back().unwrap().parse().unwrap()
    };
    assert!(missing("hkex-2023 (en)") > missing("hkex-2023 "), "{}", run.stdout);
    assert!(missing("total (en)") > missing("total "), "{}", run.stdout);
    assert!(!run.stdout.contains("zh-Hans-CN"), "{}", run.stdout);
    assert!(project.read("output/gaps.json").contains("\"edition\": \"en\""));
}

#[test]
#[cfg(feature = "pdf")]
fn a_report_brings_a_catalogue_and_adds_to_one() {
    let project = Project::copy_of("small");
    project.write(
        "content/standards/bank.yaml",
        "meta: {id: bank, family: bank, title: {zh-Hant: 銀行問卷, zh-Hans: 银行问卷}}\n\
         entries:\n\
         \x20 - {code: Q, kind: heading, title: {zh-Hant: 氣候, zh-Hans: 气候}}\n\
         \x20 - {code: Q1, parent: Q, kind: disclosure, obligation: mandatory, printed_code: 問1, title: {zh-Hant: 排放, zh-Hans: 排放}}\n\
         \x20 - {code: Q2, parent: Q, kind: disclosure, obligation: comply-or-explain, title: {zh-Hant: 用水, zh-Hans: 用水}}\n",
    );
    project.write(
        "content/standards/industry.yaml",
        "amends: hkex-2023\n\
         entries:\n  - {code: A2.X, parent: A2, kind: kpi, obligation: voluntary, title: {zh-Hant: 冷卻水, zh-Hans: 冷却水}}\n",
    );
    project.edit("content/report.yaml", "[hkex-2023,", "[bank, hkex-2023,");
    project.edit("content/chapters/10-climate.md", "hkex:A4-GD,", "hkex:A4-GD,bank:問1,hkex:A2.X,");
    let check = project.run(&["check", "--format", "short"]).ends_with(0);
    assert!(check.stdout.contains("bank: neither reported nor explained: Q2"), "{}", check.stdout);
    project.run(&["index"]).ends_with(0);
    let bank = project.read("output/index/bank.zh-Hans-CN.csv");
    assert!(bank.contains("問1,排放,reported,"), "{bank}");
    let hkex = project.read("output/index/hkex-2023.zh-Hans-CN.csv");
    let (water, aspect) = (hkex.find("A2.X,冷却水,reported").unwrap(), hkex.find("\nA3,").unwrap());
    assert!(water < aspect, "behind what stands below its aspect: {hkex}");
    let workbook = std::fs::read(project.path("output/index/bank.zh-Hant-HK.xlsx")).unwrap();
    assert!(workbook.starts_with(b"PK"));
}

#[test]
fn listings_that_cannot_be() {
    let project = large_cap();
    project.edit("content/report.yaml", "board: main", "board: gem");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(run.stdout.contains("[bad-value]: an issuer on GEM is no constituent"), "{}", run.stdout);
}

#[test]
#[cfg(feature = "pdf")]
fn what_moved_to_other_pages_is_told() {
    let project = Project::copy_of("small");
    assert_eq!(project.run(&["index"]).ends_with(0).stdout, "");
    assert_eq!(project.run(&["index"]).ends_with(0).stdout, "", "nothing moved");
    project.write("content/chapters/05-more.md", "# 另一章\n\n一段文字。\n");
    let run = project.run(&["index"]).ends_with(0);
    let line = run.stdout.lines().find(|line| line.starts_with("hkex-2023 zh-Hans-CN A1.2: P")).unwrap();
    let (before, after) = line.rsplit_once(": ").unwrap().1.split_once(" → ").unwrap();
    assert!(before != after && after.starts_with('P'), "{line}");
    assert!(!run.stdout.contains("B8.1"), "what is explained has no page: {}", run.stdout);
}

#[test]
#[cfg(feature = "pdf")]
fn other_standards_stand_beside_a_standard_s_own() {
    let project = Project::copy_of("small");
    project.edit("content/report.yaml", "[hkex-2023,", "[{id: hkex-2023, beside: [gri, sdg, ungc]},");
    project.edit("content/chapters/10-climate.md", "disclose=hkex:A2.2", "disclose=hkex:A2.2,sdg:6");
    project.write("content/chapters/80-index.md", "# 索引\n\n```index\nstandard: hkex-2023\n```\n");
    project.run(&["publish"]).ends_with(0);
    let index: serde_json::Value =
        serde_json::from_str(&project.read("output/index/hkex-2023.zh-Hant-HK.json")).unwrap();
    let beside = |key: &str| {
        let entries = index["entries"].as_array().unwrap();
        entries.iter().find(|entry| entry["key"] == key).unwrap()["beside"].clone()
    };
    assert_eq!(beside("A1.2")["gri"], "305-1、305-2、305-4");
    assert_eq!(beside("A2.2")["sdg"], "6");
    assert_eq!(beside("B7-GD")["ungc"], "原則10");
    let page = project.read("output/zh-Hans-CN/80-index.html");
    assert!(page.contains("<th scope=\"col\">联合国全球契约</th>") && page.contains("<td>原则10</td>"), "{page}");
    let csv = project.read("output/index/hkex-2023.zh-Hant-HK.csv");
    assert!(csv.lines().next().unwrap().ends_with("explanation,gri,sdg,ungc"), "{csv}");
}

#[test]
fn the_mainland_s_guidelines_name_the_report() {
    let project = large_cap();
    project.edit("content/report.yaml", "[hkex-2025,", "[hkex-2025, sse-2024,");
    let told = || project.run(&["check", "--format", "short"]).stdout;
    assert!(told().contains("warning[report-name]: sse-2024 asks for another name of the report"), "{}", told());
    let title = "title: {zh-Hant-HK: 2023 年環境、社會及管治報告";
    project.edit("content/report.yaml", title, &format!("{title}, zh-Hans-CN: 2026年度可持续发展报告"));
    assert!(!told().contains("report-name"), "{}", told());
}
