//! Documents that are generated from the program's own tables are current. `BLESS=1 cargo test` writes them anew.

use std::fmt::Write as _;
use std::fs;
use std::ops::Add as _;

use huibao::assets::Assets;
use huibao::component::{Field, FieldKind, UNDER};
use huibao::diag::{Code, Sink};
use huibao::load::{report, schemas};
use huibao::model::{Block, BlockKind, NameOf};
use huibao::source::Sources;
use huibao::store::Store;
use indexmap::IndexMap;

use crate::project::repository;

#[track_caller]
fn current(file: &str, text: &str) {
    let path = repository().join("docs").join(file);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == text, "docs/{file} is not current: BLESS=1 cargo test");
}

fn kind(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Text => "text".to_owned(),
        FieldKind::Name(NameOf::Person) => "text that names a person".to_owned(),
        FieldKind::Name(NameOf::Thing) => "name, which keeps its words".to_owned(),
        FieldKind::Plain => "word".to_owned(),
        FieldKind::Email => "e-mail address".to_owned(),
        FieldKind::Number(bounds) => {
            let number = if bounds.whole { "whole number" } else { "number" };
            bounds.words().map_or(number.to_owned(), |words| format!("{number} {words}"))
        }
        FieldKind::Years => "list of years".to_owned(),
        FieldKind::Bool => "true or false".to_owned(),
        FieldKind::Image => "image".to_owned(),
        FieldKind::Kpi => "metric's id".to_owned(),
        FieldKind::Icon => "icon".to_owned(),
        FieldKind::Heads => "list of texts, or rows of them".to_owned(),
        FieldKind::Shares => "list of numbers".to_owned(),
        FieldKind::Cells => "rows of cells".to_owned(),
        FieldKind::Choice(words) => words.join(", "),
        FieldKind::List(of) => match &**of {
            FieldKind::Map(_) => "list".to_owned(),
            of => format!("list of {}", kind_plural(of)),
        },
        FieldKind::Map(_) => "fields".to_owned(),
        FieldKind::Tree(_) => "list, as a tree".to_owned(),
    }
}

fn kind_plural(of: &FieldKind) -> String {
    match of {
        FieldKind::Kpi => "metrics' ids".to_owned(),
        other => format!("{}s", kind(other)),
    }
}

fn rows(fields: &IndexMap<String, Field>, prefix: &str, out: &mut String) {
    for (name, field) in fields {
        let required = match field.instead_of.as_ref().or(field.unless.as_ref()) {
            Some(other) => format!("or `{other}`"),
            None => if field.required { "yes" } else { "" }.to_owned(),
        };
        let count = field.count.words().map(|words| format!(", {words}")).unwrap_or_default();
        let _ = writeln!(out, "| `{prefix}{name}` | {}{count} | {required} | {} |", kind(&field.kind), field.about);
        // An image takes its words beside it; a second one in the same place has them in itself.
        let images: Vec<&String> =
            fields.iter().filter(|(_, other)| other.kind == FieldKind::Image).map(|(name, _)| name).collect();
        if images.first() == Some(&name) && !fields.contains_key("alt") {
            let second = images.get(1).map(|second| format!("; `{second}` takes them as `![words](file)`"));
            let about = format!("What `{name}` shows, for those who cannot see it{}", second.unwrap_or_default());
            let _ = writeln!(out, "| `{prefix}alt` | text | with `{name}` | {about} |");
        }
        if let FieldKind::List(of) = &field.kind
            && let FieldKind::Map(inner) = &**of
        {
            rows(inner, &format!("{prefix}{name}[]."), out);
        }
        if let FieldKind::Tree(inner) = &field.kind {
            rows(inner, &format!("{prefix}{name}[]."), out);
            let _ = writeln!(
                out,
                "| `{prefix}{name}[].{UNDER}` | word | | Title of the item above; none for the topmost |"
            );
        }
    }
}

/// What authors write for each component, as docs/reference shows it: by the component's name.
fn examples() -> IndexMap<String, String> {
    let content = repository().join("docs/reference/content");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let report = report(&Store::of_report(&content).into(), &mut sources, &mut sink).expect("it can be read");
    let mut examples = IndexMap::new();
    for block in report.chapters.iter().flat_map(|chapter| &chapter.blocks) {
        match &block.kind {
            BlockKind::Component(shown) if shown.name.node == "example" => {
                let [Block { kind: BlockKind::Code { text, .. }, .. }, rest @ ..] = &shown.body[..] else {
                    panic!("an example begins with its source")
                };
                for inner in rest {
                    if let BlockKind::Component(component) = &inner.kind {
                        examples.entry(component.name.node.clone()).or_insert_with(|| text.clone());
                    }
                }
                examples.entry("example".to_owned()).or_insert_with(|| format!("::::{{.example}}\n{text}\n::::"));
            }
            // The index needs a standard, which the reference does not follow, and pages are no part of an example: only
            // their source is shown.
            BlockKind::Code { text, .. } => {
                for name in ["index", "landscape", "page-break"] {
                    let begins = [format!("```{name}"), format!("::: {{.{name}}}")];
                    let at = begins.iter().find_map(|begin| text.find(begin));
                    examples.extend(at.map(|at| (name.to_owned(), text[at..].trim_end().to_owned())));
                }
            }
            _ => {}
        }
    }
    examples
}

/// From how many items on a component stands across columns, if it ever does.
fn across(name: &str) -> Option<usize> {
    let schema = Assets::default().read(&format!("components/{name}.yaml")).ok().flatten()?;
    schema.text.lines().find_map(|line| line.strip_prefix("across: ")?.parse().ok())
}

#[test]
fn components() {
    let mut sink = Sink::default();
    let schemas = schemas(&Assets::default(), &mut Sources::default(), &mut sink);
    assert_eq!(sink.iter().count(), 0);
    let examples = examples();
    let mut out = String::from(
        "# Components\n\n\
         A component is a visual block with the same name in the PDF and on the website. Texts are inline Markdown and may\n\
         hold `{{ kpi(\"…\") }}`; they are converted like any other. `{#name disclose=…}` works on every component: on a\n\
         div's own line, and behind a code block's name. This page is made from `templates/components/*.yaml` and from\n\
         `docs/reference`, a report that shows every one of them: `scripts/reference` publishes it.\n",
    );
    for (name, schema) in &schemas.0 {
        let example = examples.get(name).unwrap_or_else(|| panic!("docs/reference has no example of `{name}`"));
        let across = match across(name) {
            None => String::new(),
            Some(1) => " On pages of several columns it stands across them.".to_owned(),
            Some(least) => format!(" On pages of several columns it stands across them from {least} items on."),
        };
        let _ = writeln!(out, "\n## {name}\n\n{}{across}\n\n````markdown\n{example}\n````", schema.about);
        if !schema.fields.is_empty() {
            out.push_str("\n| field | takes | required | for |\n|---|---|---|---|\n");
            rows(&schema.fields, "", &mut out);
        }
    }
    current("components.md", &out);
}

#[test]
fn problems() {
    let mut out = String::from(
        "# Problems and what to do\n\n\
         Every problem that huibao tells has one of these codes. This page is made from `src/diag/codes.rs`.\n\n\
         | code | meaning |\n|---|---|\n",
    );
    for code in Code::ALL {
        let _ = writeln!(out, "| `{code}` | {} |", code.explanation().replace('|', "\\|"));
    }
    current("problems.md", &out);
}

/// The Simplified README is the Traditional one, converted by the program itself: as plain text, for its examples are to
/// be read too. Its title shows both scripts and its second line links to the others.
#[test]
fn readme_in_simplified_chinese() {
    let traditional = fs::read_to_string(repository().join("README.zh-Hant-HK.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("readme.txt");
    fs::write(&copy, &traditional).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.args(["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "--glossary", "docs/readme-glossary.yaml"]);
    command.arg(copy).current_dir(repository());
    let simplified = crate::project::Run::of(command).ends_with(0).stdout;
    let title = traditional.lines().next().unwrap();
    let switch = "[English](README.md) · [繁體中文](README.zh-Hant-HK.md) · 简体中文";
    let lines = ["", switch].into_iter().chain(simplified.lines().skip(3));
    current("../README.zh-Hans-CN.md", &lines.fold(title.to_owned(), |text, line| text + "\n" + line).add("\n"));
}

/// Sentences of the README's table, with OpenCC's own configuration for the direction.
const EXAMPLES: [(&str, &str, &str, &str); 7] = [
    ("s2hk", "zh-Hans-CN", "zh-Hant-HK", "余先生、于女士及钟博士听取温室气体汇报。"),
    ("s2hk", "zh-Hans-CN", "zh-Hant-HK", "公司和面试者均不准泄露编制中的报告。"),
    ("s2hk", "zh-Hans-CN", "zh-Hant-HK", "信息技术部门为利益相关方发布数据。"),
    ("hk2s", "zh-Hant-HK", "zh-Hans-CN", "持份者關注服務質素、私隱及洗黑錢風險。"),
    ("hk2s", "zh-Hant-HK", "zh-Hans-CN", "《個人資料（私隱）條例》保障客戶的私隱。"),
    ("hk2s", "zh-Hant-HK", "zh-Hans-CN", "隨著資訊科技發展，有關數據經「覆核」。"),
    ("hk2s", "zh-Hant-HK", "zh-Hans-CN", "外判商的前線員工享有有薪年假。"),
];

#[test]
fn the_readme_compares_with_plain_opencc() {
    let convert = |arguments: &[&str], text: &str| {
        let project = crate::project::Project::copy_of("small");
        project.write("t.txt", text);
        project.run(&[&["convert"], arguments, &["t.txt"]].concat()).ends_with(0).stdout
    };
    let mut table = String::from("| text | OpenCC | huibao |\n|---|---|---|\n");
    for (configuration, from, to, text) in EXAMPLES {
        let plain = convert(&["--opencc", configuration], text);
        let ours = convert(&["--from", from, "--to", to], text);
        let _ = writeln!(table, "| {text} | `{configuration}` {plain} | {ours} |");
    }
    const MARKS: (&str, &str) = ("<!-- made by scripts/readme-table -->\n", "<!-- end -->");
    let path = repository().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find(MARKS.0).expect("the mark stands in README.md") + MARKS.0.len();
    let end = start + text[start..].find(MARKS.1).expect("the mark stands in README.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{}{table}{}", &text[..start], &text[end..])).unwrap();
    } else {
        assert!(text[start..end] == table, "the table in README.md is not current: scripts/readme-table");
    }
}
