//! A report that lives on: what a later round makes is what a program started anew makes.

use std::collections::BTreeSet;

use huibao::pipeline::{Progress, Project as Living};
use huibao::store::system::{files_below, font_folders};

use crate::project::{Project, files};

struct Silent;

impl Progress for Silent {
    fn step(&mut self, _: &str) {}
}

/// Publishes a round of a living project into a folder of the report.
#[track_caller]
fn publish(living: &Living, project: &Project, to: &str) {
    let mut build = living.build();
    let made = build.publish(&[], &project.path(to), &mut Silent);
    let (problems, sources) = build.into_problems();
    assert!(made.is_ok(), "{}", huibao::diag::render::short(&problems, &sources));
}

#[track_caller]
fn same(project: &Project, one: &str, two: &str) {
    let (one, two) = (files(&project.path(one)), files(&project.path(two)));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&two));
    for ((name, one), (_, two)) in one.iter().zip(&two) {
        assert!(one == two, "{name} differs");
    }
}

const CHAPTER: &str = "content/chapters/10-climate.md";
const PICTURE: &str = "content/images/plant.svg";
const TEMPLATE: &str = "templates/components/case.typ";
const PAGE: &str = "templates/html/site.css";
const THEME: &str = "templates/themes/own.yaml";

/// The small report with a template and a theme of its own.
fn report() -> Project {
    let project = Project::copy_of("small");
    let built_in = |path: &str| huibao::assets::built_in(path.strip_prefix("templates/").unwrap()).unwrap();
    project.write(TEMPLATE, built_in(TEMPLATE));
    project.write(PAGE, built_in(PAGE));
    project.write(THEME, huibao::assets::built_in("themes/default.yaml").unwrap());
    project.edit("content/report.yaml", "period:", "theme: own\nperiod:");
    project
}

#[test]
fn a_later_round_gives_what_a_fresh_process_gives() {
    let project = report();
    let living = Living::open(&project.path("content"));
    publish(&living, &project, "output");
    let edits = [
        (CHAPTER, "頭**髮**仍是頭髮。", "第二版的文字。"),
        ("content/glossary.yaml", "protect: []", "protect: [溫室]"),
        ("content/kpi/environment.yaml", "2023: 1000.25", "2023: 1001.25"),
        (PICTURE, "#0b5d4e", "#8b1d4e"),
        (TEMPLATE, "#let room = 13pt", "#let room = 17pt"),
        (PAGE, "body {", "body { word-spacing: 0.1em;"),
        (THEME, "brand: '#0f6f68'", "brand: '#0f3f98'"),
    ];
    // Each in a round of its own.
    for (path, old, new) in edits {
        let before = files(&project.path("output"));
        project.write(path, project.read(path).replacen(old, new, 1));
        publish(&living, &project, "output");
        assert_ne!(files(&project.path("output")), before, "{path} changes nothing");
    }
    project.run(&["publish", "--output", "fresh"]).ends_with(0);
    same(&project, "output", "fresh");
}

/// What changes while a round goes on waits for the next one: what is published is what was examined.
#[test]
fn a_round_reads_a_file_once() {
    let project = Project::copy_of("small");
    let living = Living::open(&project.path("content"));
    let mut build = living.build();
    let examined = project.read(PICTURE);
    project.write(PICTURE, "no picture at all");
    project.write(CHAPTER, "# 另一章\n");
    assert!(build.publish(&[], &project.path("output"), &mut Silent).is_ok());
    assert_eq!(project.read("output/zh-Hant-HK/images/plant.svg"), examined);
    assert!(project.read("output/zh-Hant-HK/10-climate.html").contains("頭<strong>髮</strong>"));
}

#[test]
fn an_editor_s_text_is_published_before_it_is_saved() {
    let project = Project::copy_of("small");
    let living = Living::open(&project.path("content"));
    let text = project.read(CHAPTER).replace("頭**髮**仍是頭髮。", "尚未存檔的文字。");
    living.overlay(CHAPTER, Some(&text));
    publish(&living, &project, "typed");
    assert!(project.read("typed/zh-Hant-HK/10-climate.html").contains("尚未存檔的文字。"));
    project.write(CHAPTER, text);
    living.overlay(CHAPTER, None);
    publish(&living, &project, "saved");
    same(&project, "typed", "saved");
}

#[test]
fn the_manifest_names_every_file_that_was_read() {
    let project = report();
    let noto = |name: &str| name.starts_with("NotoSansCJK-Regular");
    let font =
        font_folders().iter().flat_map(|folder| files_below(folder, 5, &noto)).next().expect("fonts are installed");
    project.write("fonts/own/Company.ttc", std::fs::read(font).unwrap());
    let there: BTreeSet<String> = files(project.root()).into_iter().map(|(path, _)| path).collect();
    project.run(&["publish"]).ends_with(0);
    let manifest: serde_json::Value = serde_json::from_str(&project.read("output/manifest.json")).unwrap();
    let names = |key: &str| manifest[key].as_object().unwrap().keys().cloned();
    let fonts: BTreeSet<String> = names("fonts").filter(|name| name.contains('/')).collect();
    assert_eq!(fonts, BTreeSet::from(["fonts/own/Company.ttc".to_owned()]));
    let named: BTreeSet<String> = names("inputs").chain(fonts).collect();
    assert_eq!(named, there);
    for path in [PICTURE, TEMPLATE, THEME] {
        let hash = huibao::store::sha256(project.read(path).as_bytes());
        assert_eq!(manifest["inputs"][path], hash, "{path}");
    }
}

/// Tells whether a publish found everything as it was.
#[track_caller]
fn is_unchanged(project: &Project, arguments: &[&str]) -> (bool, String) {
    let run = project.run(arguments).ends_with(0);
    let closing = "; nothing has changed since the last run";
    (run.stderr.contains(closing), run.stderr.replace(closing, ""))
}

#[test]
fn an_unchanged_report_is_not_made_again_and_tells_the_same() {
    let project = report();
    project.edit(CHAPTER, "頭**髮**仍是頭髮。", "頭**髮**仍是頭髮，共5 %。 5～6。");
    let (unchanged, told) = is_unchanged(&project, &["publish"]);
    assert!(!unchanged);
    let products = files(&project.path("output"));
    assert_eq!(is_unchanged(&project, &["publish"]), (true, told), "the same findings and closing line");
    assert_eq!(files(&project.path("output")), products);
    // The index alone is another thing to make; made by both, it is the same.
    assert!(!is_unchanged(&project, &["index"]).0);
    assert!(is_unchanged(&project, &["index"]).0);
}

#[test]
fn whatever_changes_is_seen() {
    let project = report();
    let fresh = |project: &Project| !is_unchanged(project, &["publish"]).0;
    assert!(fresh(&project));
    for (path, old, new) in [
        (CHAPTER, "頭**髮**仍是頭髮。", "第二版的文字。"),
        (PICTURE, "#0b5d4e", "#8b1d4e"),
        (TEMPLATE, "#let room = 13pt", "#let room = 17pt"),
        (THEME, "brand: '#0f6f68'", "brand: '#0f3f98'"),
    ] {
        project.edit(path, old, new);
        assert!(fresh(&project), "{path}");
        assert!(!fresh(&project), "{path}");
    }
    project.write("content/chapters/70-new.md", "# 新的一章\n內容。\n");
    assert!(fresh(&project), "a new chapter");
    project.write("templates/html/own.css", "p {}");
    assert!(fresh(&project), "a new template");
    std::fs::remove_file(project.path("content/chapters/70-new.md")).unwrap();
    assert!(fresh(&project), "a chapter that is gone");
    project.write("output/zh-Hant-HK/10-climate.html", "p {}");
    assert!(fresh(&project), "a product that somebody changed");
    assert!(!project.read("output/zh-Hant-HK/10-climate.html").starts_with("p {}"));
    std::fs::remove_file(project.path("output/zh-Hans-CN/report.pdf")).unwrap();
    assert!(fresh(&project), "a product that is gone");
    assert!(!is_unchanged(&project, &["publish", "--edition", "zh-Hans-CN"]).0, "other editions");
    std::fs::remove_file(project.path(".output.huibao-last")).unwrap();
    assert!(fresh(&project), "without what is kept");
    project.write(".output.huibao-last", "no notes of ours");
    assert!(fresh(&project), "with something else in its place");
    assert!(!fresh(&project));
}

/// A report from a stranger may come with an output of his and a note that says it is the last one published.
#[test]
fn only_what_was_published_here_is_taken_for_published() {
    let mine = report();
    mine.run(&["publish"]).ends_with(0);
    let theirs = Project::empty();
    for (path, bytes) in files(&mine.path("")) {
        theirs.write(&path, bytes);
    }
    assert!(!is_unchanged(&theirs, &["publish"]).0, "a note that came with the report");
    assert!(is_unchanged(&theirs, &["publish"]).0);
}

#[test]
fn editions_beside_each_other_give_the_bytes_of_one_after_the_other() {
    let project = report();
    project.run(&["publish", "--jobs", "1", "--output", "one"]).ends_with(0);
    project.run(&["publish", "--jobs", "4", "--output", "four"]).ends_with(0);
    same(&project, "one", "four");
}
