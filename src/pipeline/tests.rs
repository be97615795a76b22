//! What the whole pipeline tells about texts as people type and paste them.

use super::Project;
use crate::diag::{Code, Diagnostic, Severity};
use crate::proof;
use crate::source::Sources;

/// A report on disk whose only chapter each test puts in its place.
struct Typed {
    project: Project,
    _root: tempfile::TempDir,
}

const CHAPTER: &str = "content/chapters/01-a.md";

impl Typed {
    fn new(glossary: &str) -> Self {
        Self::with(crate::load::testing::SETTINGS, glossary)
    }

    fn with(settings: &str, glossary: &str) -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        let content = root.path().join("content");
        std::fs::create_dir_all(content.join("chapters")).expect("a temporary folder");
        let files = [("content/report.yaml", settings), ("content/glossary.yaml", glossary), (CHAPTER, "# 題\n")];
        for (path, text) in files {
            std::fs::write(root.path().join(path), text).expect("a temporary file");
        }
        Self { project: Project::open(&content), _root: root }
    }

    fn checked(&self, chapter: &str) -> (Vec<Diagnostic>, Sources) {
        self.project.overlay(CHAPTER, Some(chapter));
        let mut build = self.project.build();
        build.check_texts();
        let found = build.proofread();
        build.sink.take_in(found, |_, _| false);
        build.into_problems()
    }

    /// The chapter as `check --fix` leaves it after one round.
    fn fixed(&self, chapter: &str) -> String {
        let (problems, sources) = self.checked(chapter);
        let id = sources.find(CHAPTER).expect("the chapter was read");
        proof::corrected(id, &problems, &sources).0
    }
}

/// A report whose only chapter is this text.
fn checked(chapter: &str) -> (Vec<Diagnostic>, Sources) {
    Typed::new("").checked(chapter)
}

/// What no correction may change: links, code, citations, figures, what conversion leaves alone.
const KEPT: &[&str] = &[
    "第3.10(1)及(2)條",
    "附註(a)至(c)",
    "https://a.hk/報告,2023",
    "[政策](https://a.hk/甲,乙)",
    "[政策](https://a.hk/甲 乙)",
    "![廠房](images/廠房 一期.svg)",
    "![廠房](images/廠房 一期)",
    "`甲,乙(丙)`",
    "-{甲,乙(丙)}-",
    "{{ kpi(\"a\",year=2023) }}",
    "1,234.5",
    "12:30",
    "24*7",
    "esg@a.hk",
    "3.2.1",
    "護藍,天",
];

/// What stands around it, with much to correct.
const AROUND: &[&str] = &[
    "甲",
    "環境",
    "环境",
    "里程",
    "ESG",
    "，",
    "。",
    ",",
    ".",
    ";",
    ":",
    "?",
    "(",
    ")",
    "（",
    "）",
    "\"",
    "「",
    "」",
    " ",
    "　",
    "...",
    "，，",
    "、",
    "\n",
    "\n\n",
    "**",
    "*",
    "1",
    "|",
    "\n- ",
    "\n| 甲 | 乙 |\n|---|---|\n| ",
    "[",
    "]",
    "⼈",
];

proptest::proptest! {
    #[test]
    fn a_correction_damages_nothing_and_is_made_once(
        parts in proptest::collection::vec(
            proptest::prop_oneof![proptest::sample::select(KEPT), proptest::sample::select(AROUND)],
            1..24,
        ),
    ) {
        let typed = Typed::new("protect: [\"護藍,天\"]");
        let before = format!("# 題\n\n{}\n", parts.concat());
        // As many rounds as the command makes.
        let mut after = before.clone();
        for _ in 0..4 {
            after = typed.fixed(&after);
        }
        proptest::prop_assert_eq!(&typed.fixed(&after), &after, "of {:?}", before);
        let mut rest = after.as_str();
        for part in parts.iter().filter(|part| KEPT.contains(part)) {
            let at = rest.find(part);
            proptest::prop_assert!(at.is_some(), "{} of {:?} in {:?}", part, before, after);
            rest = &rest[at.unwrap() + part.len()..];
        }
    }
}

#[test]
fn leftovers_are_told_where_they_stand() {
    let cases = [
        "共24*7小時。",
        "排放CO~2。",
        "共#BUSY!噸。",
        "共######噸。",
        "共=SUM(A1:A3)噸。",
        "共1.2E+05噸。",
        "H~2O及SO~x。",
        "排放CO～2～。",
        "3,000m＾3。",
        "–{管治}–",
        "甲- {管治} -",
        "甲-[管治]-",
        "甲** 乙 **丙。",
        "2023*重列*的數字。",
        "~~ 甲 ~~。",
        "中文_重點_中文。",
        "##標題",
        "＃＃ 標題",
        "＃ 標題",
        "#標題",
        "！[廠房](images/a.svg)",
        "見[政策](https://a.hk/a b)。",
        "見[政策]（https://a.hk/）。",
        "見【政策】（https://a.hk/）。",
        "見【政策】(#policy)。",
        "見[政策][p]。",
        "見[[政策]]。",
        "| 甲 | 乙 |\n| 1 | 2 |",
        "｜ 甲 ｜ 乙 ｜\n｜ 1 ｜ 2 ｜",
        "甲 | 乙\n---|---|---\n1 | 2",
        "|甲|乙|\n|--|\n|1|2|",
        "甲\t乙\t丙\n1\t2\t3",
        "•\t甲",
        "➢ 甲",
        "(a) 甲\n(b) 乙",
        "包括：\n1）甲\n2）乙",
        "1、甲\n2、乙",
        "一、甲\n二、乙",
        "（一）甲\n（二）乙",
        "①甲\n②乙",
        "1.甲\n2.乙",
        "-甲\n-乙",
        "- [ ] 甲",
        "- [x] 甲",
        "\\newpage",
        "甲 {.note} 乙",
        "甲{width=40%}",
        "：：： {.note}",
        "甲 ::: 乙",
        "甲 }} 乙",
        "甲 ` 乙",
        "甲\u{ad}乙",
        "甲\u{200b}乙",
        "註^甲^。",
        "甲^[行內註]。",
        "==亮==的",
        "甲++加++乙",
        "$$x=1$$",
        "[TOC]",
        "甲{ { kpi(\"x\") } }乙",
        "｛｛ kpi(\"x\") ｝｝",
        "{ kpi(\"x\") }",
        "：表一",
        ":表二",
        "| 甲 |\n|---|\n| ^ |",
        "| 甲 |\n|---|\n| < |",
        "| 甲 |\n|---|\n| #DIV/0! |",
        "甲#REF!乙",
        "| 甲 | 乙 | 丙 |\n|---|---|\n| 1 | 2 | 3 |",
        "o\t甲",
        "Ø 甲",
        "§ 甲",
        "○ 甲",
        "· 甲",
        "\u{f0b7} 甲",
        "甲--乙",
        "===",
        "[政策] (#policy)",
        "[政策] (https://a.hk/)",
        "(政策)[#policy]",
        "甲［^1］",
        "標題 ｛#name｝",
        "標題 {name}",
        "這是_重點_。",
        "_重點_是",
        "共_1,200_人",
        "__粗__體",
        "佔地20m^2及5 km^2",
        "$CO_2$排放",
        "$x^2$",
        "電郵esg＠a.hk",
        "✓ 甲\n✓ 乙",
        "→ 甲\n→ 乙",
        "★甲\n★乙",
        "□ 甲\n□ 乙",
        "註：重列。\n資料來源：環保部。",
        "2025\u{200e}/1/1",
        "甲\u{200d}乙",
        "甲\u{202a}乙\u{202c}",
        "甲\u{2066}乙\u{2069}",
        "甲\u{61c}乙",
        "甲\u{3164}乙",
        "１２３噸",
        "達１，２３４．５噸",
        "ＥＳＧ報告",
        "{>>這句要改<<}",
        "甲{--刪去--}乙",
        "甲{++加上++}乙",
        "甲{==亮==}乙",
        "● 再用",
        "－ 回收",
        "◆ 培訓",
        "■ 已完成\n□ 未完成",
        "排放5gCl~2~。",
        "排放CO~2E~。",
        "~~舊文字~~新文字",
        "甲{zh-Hant-HK:管治;zh-Hans-CN:治理}乙。",
        "甲[zh-hans=治理]乙。",
    ];
    let text = format!("# 題\n\n{}\n", cases.join("\n\n"));
    let (problems, sources) = checked(&text);
    let told: Vec<usize> = problems.iter().filter_map(|problem| Some(sources.place(problem.place?).line)).collect();
    let mut line = 3;
    for case in cases {
        let lines = case.lines().count();
        assert!(told.iter().any(|told| (line..line + lines).contains(told)), "{case:?} is not told");
        line += lines + 1;
    }
}

#[test]
fn what_is_meant_is_no_leftover() {
    let text = "# 題\n\n\\*註：甲\\*\\*乙 5\\*6 \\#1\n\n**甲**及*乙*，~~丙~~。\n\n`**`與`|--|`。\n\n甲 | 乙，第1、2及3項。\n\n\
                於2022、\n2023、2024年，\n由（一）起。\n\n- 甲\n- 乙\n\n1. 甲\n2. 乙\n\n總量*\n\n-5%至-3%\n\n| 甲 | ● |\n|---|---|\n| - | -5 |\n\n\
                [甲](https://a.hk/a_b*c)\n\n5–9、C#、A&B、代碼zh-Hant及zh-Hans、<5、a_b_c。\n\n`x` [甲]：乙\n\n> 引文\n> - 甲\n\n\
                C++及C++，2^3及4^5，A==B，US$5及$6，$5_000，x_y，型號3E-3及B1.2E5X，#1及#ESG！，2GB~3GB，A~B，KPI~3%，5MW～10MW，報告\\_終稿，m^2^，★★★★★，O型血，·甲·乙，§3及第○項。\n\n{ 甲 }及：乙\n\n○○公司\n\n● 不適用 ○ 適用\n\n| 甲 | ◆ |\n|---|---|\n| ◆ | 乙 |\n\n◆ 已達標\n\n| ■ 達標 | 乙 |\n|---|---|\n| ■ 落後 | 乙 |\n\n— 主席陳大文\n";
    let (problems, sources) = checked(text);
    let left: Vec<_> = problems.iter().filter(|problem| problem.code == Code::Leftover).collect();
    let told: Vec<String> = left
        .iter()
        .map(|problem| format!("{}: {}", sources.place(problem.place.unwrap()).line, problem.message))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn what_waits_is_a_note_in_a_draft_and_a_warning_in_a_final_report() {
    let text = "# 題\n\n甲【待公關部確認】。\n\n乙XX個系統。\n";
    let told = |problems: &[Diagnostic]| -> Vec<Severity> {
        problems.iter().filter(|told| told.code == Code::Placeholder).map(|told| told.severity).collect()
    };
    let typed = Typed::new("");
    assert_eq!(told(&typed.checked(text).0), [Severity::Warning; 2]);
    let draft = Typed::with(&format!("{}draft: true\n", crate::load::testing::SETTINGS), "");
    assert_eq!(told(&draft.checked(text).0), [Severity::Note; 2]);
}

/// What a hint proposes to write in place of what it is about.
fn proposal(hint: &str) -> Option<&str> {
    let of = |start: &str| hint.strip_prefix(start)?.split('`').next();
    if hint == "remove it" {
        return Some("");
    }
    let proposed = ["did you mean `", "write `", "keep one `"].into_iter().find_map(of);
    proposed.filter(|text| !text.contains('…') || *text == "……")
}

#[test]
fn what_hints_propose_is_accepted() {
    let text = "# 題 {#climate disclose=hkex:A1.1}\n\n環境,社會。\n\n排放(甲)。\n\n我們\"重視\"環境。\n\n甲，，乙。\n\n環境...等。\n\n\
                甲 ，乙。\n\n公司发布報告。\n\n⼈事。\n\n甲﹐乙。\n\n[見](#claimate)。\n\n::: {.cace title=\"甲\"}\n乙\n:::\n\n甲\u{ad}乙。\n\n\
                軟體及影片。\n\n```stesp\nitems:\n  - title: 甲\n```\n";
    let typed = Typed::new("");
    let (problems, sources) = typed.checked(text);
    let errors = |problems: &[Diagnostic]| problems.iter().filter(|told| told.severity == Severity::Error).count();
    let mut accepted = 0;
    for problem in &problems {
        let Some(place) = problem.place.filter(|place| sources.get(place.source).path == CHAPTER) else { continue };
        for proposed in problem.hints.iter().filter_map(|hint| proposal(hint)) {
            // A name's own sign (`.case`, `#climate`) is no part of the name.
            let written = sources.text(place);
            let sign = written.len() - written.trim_start_matches(['.', '#']).len();
            let is_name = proposed.starts_with(|c: char| c.is_ascii_alphabetic());
            let start = place.range().start + if is_name { sign } else { 0 };
            let mut mended = text.to_owned();
            mended.replace_range(start..place.range().end, proposed);
            let (left, _) = typed.checked(&mended);
            let again = |told: &Diagnostic| {
                told.code == problem.code && told.place.map(|place| place.start) == Some(place.start)
            };
            assert!(!left.iter().any(again), "{}: {proposed:?}", problem.message);
            assert!(errors(&left) <= errors(&problems), "{}: {proposed:?}", problem.message);
            accepted += 1;
        }
    }
    assert!(accepted >= 8, "{accepted} proposals of {} problems", problems.len());
}
