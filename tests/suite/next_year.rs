//! `huibao init --from`: the report of the next year from the last one.

use std::path::Path;

use crate::project::{Project, Run, files};

/// Begins the next report in a folder of its own beside the last one.
fn next(last: &Project, arguments: &[&str]) -> (Project, Run) {
    let folder = Project::empty();
    let from = last.root().display().to_string();
    let to = folder.path("next").display().to_string();
    let run = last.run(&[&["init", &to, "--from", &from], arguments].concat());
    (folder, run)
}

/// Runs the program on the new report.
fn run(folder: &Project, arguments: &[&str]) -> Run {
    let mut command = folder.command(arguments);
    command.current_dir(folder.path("next"));
    Run::of(command)
}

fn count(run: &Run, code: &str) -> usize {
    run.stdout.matches(&format!("[{code}]")).count()
}

#[test]
fn the_next_report_keeps_what_stays_and_counts_what_is_to_do() {
    let last = Project::copy_of("small");
    let before = files(last.root());
    let (folder, made) = next(&last, &["--year", "2024"]);
    made.ends_with(0);
    assert_eq!(files(last.root()), before, "the last report is as it was");

    let settings = folder.read("next/content/report.yaml");
    for wanted in
        ["from: 2024-01-01, to: 2024-12-31", "published: 2025-04-29", "2024 年環境、社會及管治報告", "draft: true"]
    {
        assert!(settings.contains(wanted), "{wanted} in\n{settings}");
    }
    // A figure of an earlier year is the one that the last report has, or restated.
    assert!(settings.contains("previous: previous/kpi.json"), "{settings}");
    assert!(folder.read("next/content/previous/kpi.json").contains("\"2023\""));
    let of_last = |path: &str| last.read(&format!("content/{path}"));
    let of_next = |path: &str| folder.read(&format!("next/content/{path}"));
    assert_eq!(of_next("glossary.yaml"), of_last("glossary.yaml"));
    let notes = of_next("disclosures.yaml");
    assert!(notes.starts_with(&of_last("disclosures.yaml")) && notes.contains("\"hkex:A1.1\": 待補充   # "), "{notes}");
    assert!(of_next("kpi/environment.yaml").contains(", 2024: }"), "{}", of_next("kpi/environment.yaml"));
    assert!(of_next("chapters/10-climate.md").contains("years: [2023, 2024]"));

    let told = run(&folder, &["check", "--format", "short"]).ends_with(0);
    assert!(told.stdout.contains("note[figure-to-come]: figures of 2024 still to come"), "{}", told.stdout);
    let of_climate = |run: &Run| {
        let line = run.stdout.lines().find(|line| line.contains("10-climate.md") && line.contains("[carried-over]"));
        let words = line.and_then(|line| line.rsplit(": ").next()?.split(' ').next()?.parse::<usize>().ok());
        words.unwrap_or_default()
    };
    let all = of_climate(&told);
    assert!(all > 2, "{}", told.stdout);
    // A touched text is not counted; one that only runs over other lines is.
    folder.edit("next/content/chapters/10-climate.md", "本年度溫室氣體", "年內，溫室氣體");
    assert_eq!(of_climate(&run(&folder, &["check", "--format", "short"])), all - 1);
    // Nor is one whose line is taken out of the ledger.
    let ledger = folder.read("next/content/carried-over.yaml");
    let kept: Vec<&str> = ledger.lines().filter(|line| !line.starts_with("  -")).collect();
    assert!(kept.len() < ledger.lines().count());
    folder.write("next/content/carried-over.yaml", kept.join("\n") + "\n");
    assert_eq!(count(&run(&folder, &["check", "--format", "short"]), "carried-over"), 0);
}

#[test]
#[cfg(feature = "pdf")]
fn the_next_report_is_published_as_it_stands() {
    let last = Project::copy_of("small");
    // What figures are measured against stays; charts that need the new figure are marked.
    let components = "```kpi-table\nyears: [2022, 2023]\nbase: 2022\ngroups: [{rows: [z.all]}]\n```\n\n\
                      ```targets\nyears: [2022, 2023]\nitems: [{kpi: z.all, goal: 5, by: 2030}]\n```\n\n\
                      ```waterfall\ntitle: 減排\nyears: [2022, 2023]\ntotal: z.all\nitems: [{kpi: z.part}]\n```\n";
    last.write("content/chapters/60-way.md", format!("# 減排\n\n{components}"));
    last.write(
        "content/kpi/way.yaml",
        "- {id: z.all, name: 總量, unit: t, values: {2022: 9, 2023: 8}}\n\
         - {id: z.part, name: 部分, unit: t, values: {2022: 4, 2023: 3}}\n",
    );
    let (folder, made) = next(&last, &[]);
    made.ends_with(0);
    let way = folder.read("next/content/chapters/60-way.md");
    assert_eq!(way.matches("years: [2022, 2024]").count(), 2, "{way}");
    assert_eq!(way.matches("years: [2023, 2024]").count(), 1, "{way}");
    run(&folder, &["publish"]).ends_with(0);
    let page = folder.read("next/output/zh-Hans-CN/10-climate.html");
    assert!(page.contains("〔待填〕") && page.contains("草稿"), "{page}");
}

/// What stands in and beside components is a text of its year as well.
#[test]
fn what_stands_beside_the_words_is_carried_over() {
    let last = Project::copy_of("small");
    let block = "::: {.message title=\"主席的話\" name=\"甲\" post=\"主席\" quote=\"引言\" date=\"香港，2024年4月\"}\n正文。\n:::\n";
    last.write(
        "content/chapters/60-way.md",
        format!("---\ntitle: 2023年\n---\n\n# 2023年\n\n{block}\n| 甲 |\n|---|\n| 乙 |\n\n: 表題\n"),
    );
    let (folder, made) = next(&last, &[]);
    made.ends_with(0);
    let ledger = folder.read("next/content/carried-over.yaml");
    for begins in ["2023年", "主席的話", "甲", "引言", "香港，2024年4月", "正文。", "表題"] {
        assert!(ledger.contains(&format!("begins: \"{begins}")), "{begins} in\n{ledger}");
    }
}

/// The sample's next reports, year by year and at once: what the standards of the new year ask for comes in.
#[test]
fn the_standards_are_those_of_the_new_year() {
    let sample = Project::sample();
    let (folder, made) = next(&sample, &["--year", "2024"]);
    made.ends_with(0);
    assert!(folder.read("next/content/report.yaml").contains("- hkex-2023\n"));
    let told = run(&folder, &["check", "--format", "short"]).ends_with(0);
    assert_eq!(count(&told, "unreported-disclosure"), 0, "{}", told.stdout);

    // Two years on, from the draft of the year between: figures still to come are no obstacle.
    let second = Project::of(&folder.path("next"));
    let (folder, made) = next(&second, &["--year", "2025"]);
    made.ends_with(0);
    assert!(folder.read("next/content/report.yaml").contains("- hkex-2025\n"));
    let metrics = folder.read("next/content/kpi/environment.yaml");
    assert!(metrics.contains("disclose: [hkex:D28(a), gri:305-1]"), "of several codes the related one: {metrics}");
    let notes = folder.read("next/content/disclosures.yaml");
    assert!(notes.contains("\"hkex:D28(c)\": 待補充   # "), "{notes}");
    let told = run(&folder, &["check", "--format", "short"]).ends_with(0);
    assert!(told.stdout.contains("hkex-2025: "), "{}", told.stdout);
    assert!(
        told.stdout.contains("`hkex:A4-GD` is not reported any more"),
        "what nothing replaces is told: {}",
        told.stdout
    );

    // Published in 2027, GRI's climate and energy disclosures are others.
    let (folder, made) = next(&sample, &["--year", "2026"]);
    made.ends_with(0);
    let metrics = folder.read("next/content/kpi/environment.yaml");
    assert!(
        metrics.contains("gri:102-5") && metrics.contains("gri:103-2") && !metrics.contains("gri:305-1"),
        "{metrics}"
    );
    run(&folder, &["check"]).ends_with(0);
}

#[test]
fn a_report_in_two_listings_moves_on() {
    let lingnan = Project::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/lingnan"));
    let (folder, made) = next(&lingnan, &[]);
    made.ends_with(0);
    let settings = folder.read("next/content/report.yaml");
    assert!(
        settings.contains("2027年環境、社會及管治報告") && settings.contains("2027年环境、社会和公司治理报告"),
        "{settings}"
    );
    assert!(folder.read("next/content/chapters/90-data.md").contains("years: [2025, 2026, 2027]"));
    let told = run(&folder, &["check", "--format", "short"]).ends_with(0);
    assert!(!told.stdout.contains("unknown-"), "{}", told.stdout);
}

#[test]
fn what_cannot_be_is_told_and_nothing_is_written() {
    let last = Project::copy_of("small");
    let told = |arguments: &[&str], code: i32| {
        let (folder, made) = next(&last, arguments);
        assert!(!folder.path("next").exists(), "nothing is written");
        made.ends_with(code).stderr
    };
    assert!(told(&["--year", "2023"], 2).contains("the report is about 2023; name a year after it, e.g. --year 2024"));
    assert!(told(&["--year", "2201"], 2).contains("name a year after it"));

    let refused = |arguments: &[&str]| last.run(arguments).ends_with(2).stderr;
    assert!(refused(&["init", "new", "--from", "nowhere"]).contains("is no report"));
    assert!(refused(&["init", "new", "--year", "2024"]).contains("--from"));
    assert!(refused(&["init", "content/2024", "--from", "."]).contains("lies in the content folder"));
    assert!(refused(&["init", ".", "--from", "."]).contains("is not empty"));

    last.edit("content/report.yaml", "period:", "perod:");
    let stderr = told(&[], 1);
    assert!(stderr.contains("unknown key `perod`") && stderr.contains("nothing was written"), "{stderr}");
}

#[test]
fn the_small_report_is_of_any_year_from_the_rules_on() {
    let folder = Project::copy_of("small");
    folder.run(&["init", "new", "--year", "2027"]).ends_with(0);
    let settings = folder.read("new/content/report.yaml");
    assert!(
        settings.contains("period: {from: 2027-01-01, to: 2027-12-31}") && settings.contains("published: 2028-04-30")
    );
    assert!(settings.contains("title: 2027年") && settings.contains("- hkex-2025"));
    assert!(folder.read("new/content/kpi/environment.yaml").contains("values: {2026: 1320.50, 2027: 1248.30}"));
    let run =
        folder.run(&["check", "--content", "new/content", "--format", "short", "--deny", "warnings"]).ends_with(0);
    assert!(!run.stdout.contains("warning"), "{}", run.stdout);
}

#[test]
fn commands_alone_tell_what_there_is_to_do() {
    let project = Project::empty();
    let run = project.run(&["kpi"]).ends_with(0);
    assert!(
        run.stdout.contains("huibao kpi import FILE  ") && run.stdout.contains("huibao kpi table  "),
        "{}",
        run.stdout
    );
    for (command, needs) in [
        (&["init"][..], &["<FOLDER> (Folder to make)"][..]),
        (&["convert"], &["--from <TAG> (Edition the text is written in", "--to <TAG> (Edition to convert it to"]),
        (&["convert", "--from", "zh-Hant-HK"], &["--to <TAG> (Edition to convert it to"]),
        (&["kpi", "import"], &["<FILE> (Workbook"]),
        (&["standards", "diff"], &["<EARLIER> (", "<LATER> ("]),
    ] {
        let run = project.run(command).ends_with(2);
        assert!(needs.iter().all(|needs| run.stderr.contains(needs)), "{}", run.stderr);
        assert!(!run.stderr.contains("Usage") && run.stderr.contains(" --help` tells more"), "{}", run.stderr);
    }
}

#[test]
fn list_alone_tells_what_there_is_to_list() {
    let run = Project::copy_of("small").run(&["list"]).ends_with(0);
    assert!(run.stdout.contains("huibao list units") && run.stdout.contains("huibao list codes"), "{}", run.stdout);
}
