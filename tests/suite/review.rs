//! Readings that no word decides: listed, decided once, used ever after.

use serde_json::Value;

use crate::project::Project;

/// A report written in Simplified Chinese, with markup inside words.
fn simplified() -> Project {
    let project = Project::copy_of("simplified");
    project.run(&["check"]).ends_with(0);
    project
}

fn list(project: &Project) -> Vec<Value> {
    let run = project.run(&["review", "--format", "json"]);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr))
}

#[test]
fn what_no_word_decides_is_listed_with_its_place() {
    let project = simplified();
    let run = project.run(&["review", "--format", "short"]).ends_with(1);
    insta::assert_snapshot!(run.stdout, @r#"
    content/chapters/01-about.md:6:14: 制 → 制 (or 製) in zh-Hant-HK: 制度由部门制定，制服由车间[制]。
    content/chapters/01-about.md:8:5: 发 → 發 (or 髮) in zh-Hant-HK: 她的[发]留了十年，剪下的头发捐给了病人。
    content/chapters/01-about.md:8:33: 发 → 發 (or 髮) in zh-Hant-HK: 公司每年刊[发]一次名册。
    "#);
    let run = project.run(&["review", "--only", "制"]).ends_with(1);
    insta::assert_snapshot!(run.stdout, @r#"
    content/chapters/01-about.md:6:14: 制 → 制, not 製? (zh-Hant-HK)
        制度由部门制定，制服由车间[制]。
    1 to review; keep what you decide with --accept FILE:LINE[:COL], --choose READING FILE:LINE:COL, or --accept-all
    "#);
}

#[test]
fn a_decision_is_kept_used_and_not_asked_again() {
    let project = simplified();
    let before = list(&project).len();
    project.run(&["review", "--choose", "髮", "content/chapters/01-about.md:8:5"]).ends_with(0);
    project.run(&["review", "--choose", "製", "content/chapters/01-about.md:6:14"]).ends_with(0);
    insta::assert_snapshot!(project.read("content/review.yaml"), @r#"
    # Readings of characters, decided by a person for an edition. `huibao review` writes this file.
    # An entry holds for its sentence, whatever marks it has: one whose words are edited asks again.
    zh-Hant-HK:
      - {sentence: "制度由部门制定，制服由车间制。", character: 制, nth: 4, reading: 製}
      - {sentence: "她的发留了十年，剪下的头发捐给了病人。", character: 发, reading: 髮}
    "#);
    assert_eq!(list(&project).len(), before - 2);
    project.run(&["review", "--accept", "content/chapters/01-about.md:8"]).ends_with(0);
    assert_eq!(list(&project).len(), before - 3);
    project.edit("content/chapters/01-about.md", "每年", "逐年");
    let all = project.run(&["review", "--accept-all"]).ends_with(0);
    assert!(all.stderr.contains("kept in"), "{}", all.stderr);
    // The old sentence's entry is told until it is taken out.
    project.run(&["review"]).ends_with(1);
    project.run(&["review", "--prune"]).ends_with(0);
    let run = project.run(&["review"]).ends_with(0);
    assert_eq!(run.stdout, "no reading is left to review\n");
    project.run(&["check"]).ends_with(0);
    // Writing the same decisions again changes nothing.
    let kept = project.read("content/review.yaml");
    project.run(&["review", "--prune"]).ends_with(0);
    assert_eq!(project.read("content/review.yaml"), kept);
}

#[cfg(feature = "pdf")]
#[test]
fn a_corrected_reading_shows_in_the_derived_edition_across_markup() {
    let project = simplified();
    project.run(&["review", "--choose", "髮", "content/chapters/01-about.md:8:5"]).ends_with(0);
    project.run(&["publish"]).ends_with(0);
    let page = project.read("output/zh-Hant-HK/01-about.html");
    assert!(page.contains("她的<strong>髮</strong>留了十年"), "{page}");
    let own = project.read("output/zh-Hans-CN/01-about.html");
    assert!(own.contains("她的<strong>发</strong>留了十年"), "{own}");
}

#[test]
fn a_decision_is_used_when_a_single_file_is_converted() {
    let project = simplified();
    let file = "content/chapters/01-about.md";
    project.run(&["review", "--choose", "髮", &format!("{file}:8:5")]).ends_with(0);
    let run = project.run(&["convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-HK", file]).ends_with(0);
    assert!(run.stdout.contains("她的**髮**留了十年"), "{}", run.stdout);
    // Outside the report the decision does not hold.
    project.write("copy.md", project.read(file));
    let run = project.run(&["convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-HK", "copy.md"]).ends_with(0);
    assert!(run.stdout.contains("她的**發**留了十年"), "{}", run.stdout);
}

#[test]
fn an_edited_sentence_asks_again_and_its_old_entry_is_told() {
    let project = simplified();
    project.run(&["review", "--accept-all"]).ends_with(0);
    let kept = project.read("content/review.yaml").lines().count();
    project.edit("content/chapters/01-about.md", "十年", "“十年”");
    assert!(list(&project).is_empty(), "marks change no reading");
    project.run(&["check", "--deny", "warnings"]).ends_with(0);
    project.edit("content/chapters/01-about.md", "“十年”", "二十年");
    let again = list(&project);
    assert_eq!(again.len(), 1, "{again:?}");
    assert_eq!(again[0]["character"], "发");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    assert!(run.stdout.starts_with("content/review.yaml:"), "{}", run.stdout);
    assert!(run.stdout.contains("warning[stale-review]"), "{}", run.stdout);
    assert_eq!(project.read("content/review.yaml").lines().count(), kept, "nothing is dropped silently");
    project.run(&["review", "--accept-all", "--prune"]).ends_with(0);
    project.run(&["check"]).ends_with(0);
    assert_eq!(project.read("content/review.yaml").lines().count(), kept);
}

#[test]
fn check_counts_what_is_unreviewed_if_asked() {
    let project = simplified();
    project.write("content/report.yaml", project.read("content/report.yaml") + "review: required\n");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    let open = list(&project).len();
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains(&format!("warning[unreviewed]: {open} readings")), "{}", run.stdout);
    project.run(&["review", "--accept-all"]).ends_with(0);
    project.run(&["check"]).ends_with(0);
}

#[test]
fn what_cannot_be_decided_is_said_plainly() {
    let project = simplified();
    let says = |arguments: &[&str], words: &str| {
        let run = project.run(arguments).ends_with(2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    };
    says(&["review", "--choose", "法", "content/chapters/01-about.md:8:5"], "becomes one of 發, 髮");
    says(&["review", "--choose", "髮", "content/chapters/01-about.md:8"], "with its column");
    says(&["review", "--choose", "髮", "content/chapters/01-about.md:8:1"], "no character with more than one reading");
    says(&["review", "--accept", "content/chapters/01-about.md:1"], "nothing to review");
    says(&["review", "--accept", "chapter"], "is no place");
    // A ledger with a mistake, or with two people's different decisions, is not written over.
    let twice =
        "zh-Hant-HK:\n  - {sentence: 发, character: 发, reading: 發}\n  - {sentence: 发, character: 发, reading: 髮}\n";
    project.write("content/review.yaml", twice);
    let run = project.run(&["review", "--accept-all"]).ends_with(1);
    assert!(run.stderr.contains("content/review.yaml:3"), "{}", run.stderr);
    assert_eq!(project.read("content/review.yaml"), twice);
}

#[test]
fn ordinary_words_are_not_asked_about() {
    let project = Project::copy_of("small");
    project.write(
        "content/chapters/20-more.md",
        "# 章\n\n廠區保持乾淨，空氣乾燥，以乾冰清洗；餅乾及乾電池分類回收。乾隆年間。採用乾式過濾。\n",
    );
    let run = project.run(&["review", "--format", "short", "--only", "乾"]);
    insta::assert_snapshot!(run.stdout, @"");
}

#[test]
fn a_name_that_may_be_a_word_is_asked_about_and_a_certain_one_is_not() {
    let project = simplified();
    let chapter = "# 章\n\n余生和于小姐出席。在于娜的带领下，公司董事长于海涛说明关于工厂的计划。\n";
    project.write("content/chapters/01-about.md", chapter);
    let run = project.run(&["review", "--format", "short"]).ends_with(1);
    insta::assert_snapshot!(run.stdout, @r#"
    content/chapters/01-about.md:3:1: 余 → 餘 (or 余) in zh-Hant-HK: [余]生和于小姐出席。
    content/chapters/01-about.md:3:11: 于 → 于 (or 於) in zh-Hant-HK: 在[于]娜的带领下，公司董事长于海涛说明关于工厂的计划。
    "#);
    project.run(&["review", "--choose", "余", "content/chapters/01-about.md:3:1"]).ends_with(0);
    let file = "content/chapters/01-about.md";
    let run = project.run(&["convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-HK", file]).ends_with(0);
    let expected = "余生和于小姐出席。在于娜的帶領下，公司董事長于海濤說明關於工廠的計劃。";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
}
