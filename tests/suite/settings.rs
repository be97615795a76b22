//! What authors get wrong in the files beside the chapters and still means something: each is told where it stands, and its
//! sound neighbours are not.

use crate::project::Project;

const REPORT: &str = "content/report.yaml";
const METRICS: &str = "content/kpi/environment.yaml";
const CHAPTER: &str = "content/chapters/10-climate.md";
const INDEX: &str = "content/chapters/90-index.md";
const ANSWERS: &str = "content/disclosures.yaml";

/// What `check` tells of the small report with one text in place of another, as `file:line:column: severity[code]`.
fn told(file: &str, old: &str, new: &str) -> Vec<String> {
    let project = Project::copy_of("small");
    let text = project.read(file);
    assert!(text.contains(old), "{old:?} in {file}");
    project.write(file, text.replacen(old, new, 1));
    let run = project.run(&["check", "--format", "short"]);
    let place = |line: &str| line.split("]: ").next().map(|start| format!("{start}]"));
    // The small report is none that answers everything.
    let is_known = |line: &&str| line.contains("[unreported-disclosure]: hkex-2023: neither reported nor explained");
    run.stdout.lines().filter(|line| !is_known(line)).filter_map(place).collect()
}

/// Asserts that each text is told once, with this severity and code.
#[track_caller]
fn all_told(file: &str, old: &str, texts: &[&str], what: &str) {
    for text in texts {
        let found = told(file, old, text);
        let count = found.iter().filter(|line| line.starts_with(file) && line.contains(what)).count();
        assert_eq!((count, found.len()), (1, 1), "{text}: {found:?}");
    }
}

/// Asserts that nothing is told of these.
#[track_caller]
fn silent(file: &str, old: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(told(file, old, text), [""; 0], "{text}");
    }
}

#[test]
fn wordings_in_the_script_of_another_edition() {
    let term = |hant: &str, hans: &str| format!("terms:\n  - {{zh-Hant-HK: {hant}, zh-Hans-CN: {hans}}}");
    let [copied, simple] = [term("私隱", "隱私"), term("软件", "软件")];
    all_told("content/glossary.yaml", "protect: []", &[&copied, &simple], "warning[glossary]");
    assert_eq!(told("content/glossary.yaml", "protect: []", &term("隐私", "私隱")).len(), 2);
    let sound = [term("私隱", "隐私"), term("巴士", "公交"), term("僱員", "员工"), term("ESG", "ESG")];
    silent("content/glossary.yaml", "protect: []", &sound.each_ref().map(String::as_str));
}

#[test]
fn short_names_that_are_none_of_the_issuers() {
    let name = |short: &str| format!("  short_name: {short}\n  stock_code");
    let others = ["宏大集團", "青木製造", "示例"].map(name);
    all_told(REPORT, "  stock_code", &others.each_ref().map(String::as_str), "warning[other-name]");
    let own = ["青禾", "青禾製造", "青禾集團", "青製", "QH", "青禾公司"].map(name);
    silent(REPORT, "  stock_code", &own.each_ref().map(String::as_str));
}

#[test]
fn indices_below_another_heading_or_left_out() {
    let found = told(INDEX, "```index\nstandard: gri\n```", "見網站。");
    assert_eq!(found, ["content/report.yaml:9:29: warning[unreported-disclosure]"]);
    let found = told(INDEX, "## 聯交所指引", "## GRI標準索引");
    assert_eq!(found, ["content/chapters/90-index.md:10:11: warning[unknown-standard]"]);
    silent(INDEX, "## 聯交所指引", &["## 索引", "## HKEX及GRI對照"]);
}

#[test]
fn answers_that_give_no_reason() {
    let old = "本年度沒有社區投資項目。";
    let texts = ["暫無資料", "沒有相關數據。", "資料不適用", "暫無可披露的統計數字", "不適用"];
    all_told(ANSWERS, old, &texts, "warning[unreported-disclosure]");
    silent(ANSWERS, old, &["暫無資料，因供應商未有提供；來年開始統計。", "沒有社區投資", "本年度沒有相關個案。"]);
}

#[test]
fn metrics_that_readers_cannot_tell_apart() {
    let twin = "\n- id: env.twin\n  name: {zh-Hant: 範圍二溫室氣體排放量}\n  unit: t\n  values: {2022: 1, 2023: 2}\n";
    let project = Project::copy_of("small");
    let chapter = project.read(CHAPTER);
    project.write(CHAPTER, chapter.replace("env.ghg.scope2, env.ghg.total]", "env.ghg.scope2, env.twin]"));
    let metrics = project.read(METRICS) + twin;
    project.write(METRICS, &metrics);
    let other_unit = project.run(&["check", "--format", "short"]);
    assert!(!other_unit.stdout.contains("[duplicate]"), "{}", other_unit.stdout);
    project.write(METRICS, metrics.replace("unit: t\n", "unit: tCO2e\n"));
    let run = project.run(&["check", "--format", "short"]);
    assert_eq!(run.stdout.matches("10-climate.md:22:44: warning[duplicate]").count(), 1, "{}", run.stdout);
}

#[test]
fn years_of_a_report_of_calendar_years() {
    let found = told(CHAPTER, "years: [2022, 2023]", "years: [2021/22, 2023]");
    assert_eq!(found, ["content/chapters/10-climate.md:19:9: warning[bad-value]"]);
    let found = told(CHAPTER, "year=2022", "year=\"2021/22\"");
    assert!(found.len() == 1 && found[0].ends_with("error[expression]"), "{found:?}");
}

#[test]
fn mailboxes_that_are_slips_of_the_issuers() {
    let with = |box_: &str| {
        let project = Project::copy_of("small");
        let settings = project.read(REPORT).replace("  stock_code", "  email: esg@example.com\n  stock_code");
        project.write(REPORT, settings);
        project.write("content/chapters/20-more.md", format!("# 章\n\n查詢請電郵至{box_}。\n"));
        project.run(&["check", "--format", "short"]).stdout
    };
    assert!(with("egs@example.com").contains("20-more.md:3:7: warning[bad-address]"));
    for sound in ["esg@example.com", "hr@example.com", "egs@example.org"] {
        assert!(!with(sound).contains("[bad-address]"), "{sound}");
    }
}
