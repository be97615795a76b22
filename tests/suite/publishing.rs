//! Whole reports, published and looked at from outside.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use image::ImageFormat;
use sha2::{Digest, Sha256};

use crate::index_places::places_hold;
use crate::project::{Project, files, repository};
use crate::strangers::picture;

const EDITIONS: [&str; 2] = ["zh-Hant-HK", "zh-Hans-CN"];

/// The text of every page, without white space: poppler shows the gap between Han and Latin as a space. It also spells
/// subscript characters with plain ones.
pub(crate) fn pages(pdf: &Path) -> Vec<String> {
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().expect("poppler-utils is installed");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.split('\u{c}').map(squeeze).collect()
}

pub(crate) fn squeeze(text: &str) -> String {
    let plain = |character| match character {
        'ₓ' => 'x',
        '₂' => '2',
        other => other,
    };
    text.chars().filter(|character| !character.is_whitespace()).map(plain).collect()
}

pub(crate) fn index(project: &Project, standard: &str, edition: &str) -> serde_json::Value {
    serde_json::from_str(&project.read(&format!("output/index/{standard}.{edition}.json"))).unwrap()
}

/// The standards that an edition has an index of.
pub(crate) fn standards(project: &Project, edition: &str) -> Vec<String> {
    let files = files(&project.path("output/index")).into_iter();
    files.filter_map(|(name, _)| Some(name.strip_suffix(&format!(".{edition}.json"))?.to_owned())).collect()
}

/// The pages of an entry as the PDF prints them: by section, ranges that touch made one.
fn printed(entry: &serde_json::Value) -> Vec<String> {
    let mut sections: Vec<(&str, Vec<(u64, u64)>)> = Vec::new();
    for place in entry["places"].as_array().unwrap() {
        let page = |key: &str| place[key].as_u64().unwrap();
        let (name, first) = (place["heading"].as_str().unwrap(), page("first_page"));
        let range = (first, if place["is_chapter"] == true { first } else { page("last_page") });
        match sections.iter_mut().find(|(known, _)| *known == name) {
            Some((_, ranges)) => ranges.push(range),
            None => sections.push((name, vec![range])),
        }
    }
    let text = |ranges: &mut Vec<(u64, u64)>| {
        ranges.sort();
        let mut merged: Vec<(u64, u64)> = Vec::new();
        for (first, last) in ranges.iter().copied() {
            match merged.last_mut() {
                Some(known) if first <= known.1 + 1 => known.1 = known.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        let one = |(first, last): &(u64, u64)| match first == last {
            true => format!("P{first}"),
            false => format!("P{first}–P{last}"),
        };
        merged.iter().map(one).collect::<Vec<_>>().join("、")
    };
    sections.iter_mut().map(|(_, ranges)| text(ranges)).collect()
}

/// Every index entry's pages are where `pdftotext` finds that section or row, and the PDF and the website print them.
pub(crate) fn index_is_right(project: &Project, editions: &[&str]) {
    for edition in editions {
        let pages = pages(&project.path(&format!("output/{edition}/report.pdf")));
        let all = pages.concat();
        let standards = standards(project, edition);
        assert!(standards.len() > 1, "{standards:?}");
        for standard in standards {
            let index = index(project, &standard, edition);
            let mut places = 0;
            for entry in index["entries"].as_array().unwrap() {
                for place in entry["places"].as_array().unwrap() {
                    places += 1;
                    let first = place["first_page"].as_u64().unwrap() as usize;
                    let last = place["last_page"].as_u64().unwrap() as usize;
                    let title = squeeze(place["section"].as_str().unwrap());
                    assert!(
                        pages[first - 1].contains(&title),
                        "{edition} {standard} {}: {title} is not on page {first}",
                        entry["code"]
                    );
                    assert!(first <= last && last <= pages.len());
                }
                for printed in printed(entry) {
                    assert!(all.contains(&printed), "{edition} {standard} {}: {printed} is not printed", entry["code"]);
                }
            }
            assert!(places > 0, "{standard}");
        }
    }
}

/// The data of an edition's search.
fn search_data(project: &Project, edition: &str) -> serde_json::Value {
    let script = project.read(&format!("output/{edition}/assets/search-index.js"));
    let data = script.strip_prefix("globalThis.huibaoSearch = ").and_then(|data| data.trim_end().strip_suffix(';'));
    serde_json::from_str(data.expect("one assignment")).unwrap()
}

/// Whatever a reader copies from either edition is found in both, in the same section.
fn search_knows_both_scripts(project: &Project) {
    let data = EDITIONS.map(|edition| search_data(project, edition));
    for (own, other) in [(&data[0], &data[1]), (&data[1], &data[0])] {
        let table: Vec<char> = own["fold"].as_str().unwrap().chars().collect();
        let table: BTreeMap<char, char> = table.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let skipped = own["skip"].as_str().unwrap();
        let fold = |text: &str| -> String {
            let typed = text.chars().filter(|c| *c == '\n' || !c.is_whitespace() && !skipped.contains(*c));
            typed.flat_map(char::to_lowercase).map(|c| *table.get(&c).unwrap_or(&c)).collect()
        };
        let (own, other) = (own["sections"].as_array().unwrap(), other["sections"].as_array().unwrap());
        assert!(own.len() == other.len() && !own.is_empty());
        for (own, other) in own.iter().zip(other) {
            assert_eq!(own[1], other[1], "the same section");
            let text = [2, 3, 4].map(|at| fold(own[at].as_str().unwrap())).join("\n");
            for line in [2, 3].into_iter().flat_map(|at| other[at].as_str().unwrap().lines()) {
                assert!(text.contains(&fold(line)), "{}: {line}", own[1]);
            }
        }
    }
}

#[test]
fn the_small_report_publishes_whole() {
    let project = Project::copy_of("small");
    project.run(&["publish"]).ends_with(0);
    index_is_right(&project, &EDITIONS);
    search_knows_both_scripts(&project);
    for edition in EDITIONS {
        for file in ["report.pdf", "index.html", "10-climate.html"] {
            assert!(project.path(&format!("output/{edition}/{file}")).is_file(), "{edition}/{file}");
        }
    }
    let manifest: serde_json::Value = serde_json::from_str(&project.read("output/manifest.json")).unwrap();
    assert!(manifest["inputs"]["content/report.yaml"].is_string());
}

/// What a reader of the small report sees, as text, in both editions. To accept a change: `BLESS=1 cargo test`.
#[test]
fn the_small_report_reads_as_expected() {
    let project = Project::copy_of("small");
    project.run(&["publish"]).ends_with(0);
    for edition in EDITIONS {
        let text = pages(&project.path(&format!("output/{edition}/report.pdf"))).join("\n\n");
        expect(&format!("{edition}.txt"), &text);
        for standard in ["hkex-2023", "gri"] {
            let file = format!("{standard}.{edition}.csv");
            expect(&file, &project.read(&format!("output/index/{file}")));
        }
    }
    expect("kpi.csv", &project.read("output/data/kpi.csv"));
}

fn expect(file: &str, actual: &str) {
    let path = repository().join("tests/reports/small/expected").join(file);
    let actual = actual.replace("\r\n", "\n");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{file} is not as expected (BLESS=1 accepts it):\n{actual}");
}

/// What stands across the columns may come before the first words of its chapter.
#[test]
fn a_picture_as_high_as_the_page_across_columns() {
    let project = Project::copy_of("small");
    project.edit("content/report.yaml", "period:", "theme: harbour\nperiod:");
    fs::create_dir_all(project.path("content/images")).unwrap();
    fs::write(project.path("content/images/a.png"), picture(1600, 1200, ImageFormat::Png)).unwrap();
    project.write(
        "content/chapters/30-picture.md",
        "# 回饋社區\n\n## 義工\n\n![義工](images/a.png \"植樹日\"){width=page}\n",
    );
    project.run(&["publish"]).ends_with(0);
    assert!(pages(&project.path("output/zh-Hans-CN/report.pdf")).concat().contains("植树日"));
}

/// A chapter with every diagram, on the landscape pages of another theme.
#[test]
fn diagrams_in_another_theme() {
    let project = Project::copy_of("small");
    project.edit("content/report.yaml", "period:", "theme: harbour\nperiod:");
    let chapter = "# 圖解\n\n\
        ```matrix\ntitle: 議題矩陣\nx: 對公司\ny: 對各方\ngroups:\n  - title: 環境\n    items:\n      \
        - {title: 溫室氣體, x: 100, y: 0}\n      - {title: 用水, x: 50.5, y: 100}\n```\n\n\
        ```donut\ntitle: 排放佔比\nitems:\n  - kpi: env.ghg.scope1\n  - {kpi: env.ghg.scope2, label: 外購}\n```\n\n\
        ```org-chart\ntitle: 管治架構\nitems:\n  - title: 董事會\n  - {title: 管理層, under: 董事會, note: 執行}\n  \
        - {title: 內審部, under: 管理層}\n  - {title: 法務部, under: 管理層}\n```\n\n\
        ::: {.quote by=員工}\n安心。\n:::\n\n::: {.columns}\n第一段。\n\n第二段。\n:::\n";
    project.write("content/chapters/30-diagrams.md", chapter);
    project.run(&["publish"]).ends_with(0);

    let text = pages(&project.path("output/zh-Hans-CN/report.pdf")).concat();
    for words in ["温室气体", "对各方", "外购", "52.6%", "内审部", "安心。", "第二段。"] {
        assert!(text.contains(words), "{words} in the PDF");
    }
    let info = Command::new("pdfinfo").arg(project.path("output/zh-Hans-CN/report.pdf")).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    assert!(info.contains("841.89 x 595.276 pts"), "landscape: {info}");

    let page = project.read("output/zh-Hans-CN/30-diagrams.html");
    assert!(page.contains("translate(97.5 97.5)"), "the first topic's place");
    for words in ["<td class=\"figures\">50.5</td>", "52.6%", "<p class=\"head\">内审部</p>", "员工</figcaption>"]
    {
        assert!(page.contains(words), "{words} on the website");
    }
    // Both departments stand below the management, and it below the board.
    assert_eq!(page.matches("</div><ul class=\"plain\">").count(), 2);
    let style = fs::read_dir(project.path("output/zh-Hans-CN/assets")).unwrap().flatten();
    let style: String = style.filter_map(|file| fs::read_to_string(file.path()).ok()).collect();
    assert!(style.contains("--brand:#1f5397"), "the theme's colours");
}

#[test]
fn qpdf_finds_no_fault() {
    let project = Project::copy_of("small");
    project.run(&["publish"]).ends_with(0);
    for edition in EDITIONS {
        let pdf = project.path(&format!("output/{edition}/report.pdf"));
        let output = Command::new("qpdf").arg("--check").arg(&pdf).output().expect("qpdf is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn pdf_bookmarks_go_down_to_sections_and_pages_have_labels() {
    let project = Project::copy_of("small");
    project.write("content/chapters/95-more.md", "---\nrole: appendix\n---\n# 補充資料\n\n## 釋義\n\n另行載列。\n");
    project.run(&["publish"]).ends_with(0);
    let pdf = project.path("output/zh-Hant-HK/report.pdf");
    let output =
        Command::new("qpdf").args(["--json", "--json-key=outlines", "--json-key=pagelabels"]).arg(pdf).output();
    let json: serde_json::Value = serde_json::from_slice(&output.expect("qpdf is installed").stdout).unwrap();
    assert!(!json["pagelabels"].as_array().unwrap().is_empty());
    let mut lines = String::new();
    let mut levels = vec![(0, json["outlines"].as_array().unwrap().iter())];
    while let Some((depth, entries)) = levels.last_mut() {
        let Some(entry) = entries.next() else {
            levels.pop();
            continue;
        };
        let title = entry["title"].as_str().unwrap().replace('\u{a0}', " ");
        lines += &format!("{}{title}\n", "  ".repeat(*depth));
        let below = (*depth + 1, entry["kids"].as_array().unwrap().iter());
        levels.push(below);
    }
    insta::assert_snapshot!(lines, @r"
    2023 年環境、社會及管治報告
    目錄
    關於本報告
      匯報範圍
    1 綠色使命 零碳未來
      1.1 應對氣候變化
        1.1.1 排放數據
      1.2 用水
    附錄
      指引索引
        聯交所指引
        GRI 內容索引
      補充資料
        釋義
    ");
}

#[test]
fn two_folders_give_the_same_bytes() {
    let [one, two] = [Project::copy_of("small"), Project::copy_of("small")];
    one.run(&["publish"]).ends_with(0);
    two.run(&["publish"]).ends_with(0);
    let (one, two) = (files(&one.path("output")), files(&two.path("output")));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&two));
    for ((name, one), (_, two)) in one.iter().zip(&two) {
        assert!(one == two, "{name} differs");
    }
}

/// SHA-256 of every file below a folder, as its manifest should have it.
fn hashes(folder: &Path) -> BTreeMap<String, String> {
    let hash = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    files(folder).into_iter().map(|(name, bytes)| (name, hash(&bytes))).collect()
}

#[test]
fn a_killed_publish_leaves_the_old_output_or_the_new() {
    let project = Project::copy_of("small");
    let climate = "content/chapters/10-climate.md";
    let start = Instant::now();
    project.run(&["publish"]).ends_with(0);
    let whole = start.elapsed();
    let old = hashes(&project.path("output"));
    project.edit(climate, "頭**髮**仍是頭髮。", "第二版的文字。");
    let other = Project::copy_of("small");
    other.edit(climate, "頭**髮**仍是頭髮。", "第二版的文字。");
    other.run(&["publish"]).ends_with(0);
    let new = hashes(&other.path("output"));
    assert_ne!(old, new);

    // Moments over the whole run, and closer together towards its end, where the output is written.
    const MOMENTS: u32 = 24;
    for moment in 0..MOMENTS {
        let mut publish = project.command(&["publish", "--quiet"]);
        let mut child = publish.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole * moment / (MOMENTS - 4));
        let _ = child.kill();
        child.wait().unwrap();
        let now = hashes(&project.path("output"));
        assert!(now == old || now == new, "a mixture after moment {moment}");
    }
    project.run(&["publish"]).ends_with(0);
    assert_eq!(hashes(&project.path("output")), new);
    let left: Vec<_> = fs::read_dir(project.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let is_left = |name: &str| name.contains("huibao") && name != ".output.huibao-last";
    assert!(!left.iter().any(|name| is_left(&name.to_string_lossy())), "left behind: {left:?}");
}

#[test]
fn headings_of_a_table_tell_their_columns() {
    let project = Project::copy_of("small");
    let table = "columns:\n  - [類別, 目標, <]\n  - [^, 短期, 長期]\nrows:\n  - [用電, 減少, 再減]\n";
    project.write("content/chapters/30-table.md", format!("# 目標\n\n```table\n{table}```\n"));
    project.run(&["publish"]).ends_with(0);
    let page = project.read("output/zh-Hant-HK/30-table.html");
    let start = page.find("<colgroup").unwrap();
    let head = &page[start..page.find("</thead>").unwrap()];
    let expected = "<colgroup></colgroup><colgroup span=\"2\"></colgroup><thead>\
        <tr><th scope=\"col\" rowspan=\"2\">類別</th><th scope=\"colgroup\" colspan=\"2\">目標</th></tr>\
        <tr><th scope=\"col\">短期</th><th scope=\"col\">長期</th></tr>";
    assert_eq!(head.trim_end(), expected);
    // Where there is no room for columns, each cell names its own heading, the first below a joint one that as well.
    assert!(page.contains("<span>目標</span><span>短期</span></span>減少"), "{page}");
    assert!(page.contains("aria-hidden=\"true\"><span>長期</span></span>再減"), "{page}");

    let tags = Command::new("pdfinfo").arg("-struct").arg(project.path("output/zh-Hant-HK/report.pdf")).output();
    let tags = tags.expect("poppler-utils is installed").stdout;
    let tags = String::from_utf8_lossy(&tags);
    for wanted in ["/ColSpan 2", "/RowSpan 2", "/Scope /Column"] {
        assert!(tags.contains(wanted), "{tags}");
    }
}

/// PDF/UA, which publishing makes, wants words for every picture in the PDF.
#[test]
fn a_logo_is_in_both_products() {
    let project = Project::copy_of("small");
    let theme = huibao::assets::built_in("themes/default.yaml").unwrap();
    project.write("templates/themes/own.yaml", format!("{theme}logo: images/plant.svg\n"));
    project.edit("content/report.yaml", "period:", "theme: own\nperiod:");
    let pictures = |project: &Project| {
        let pdf = fs::read(project.path("output/zh-Hant-HK/report.pdf")).unwrap();
        pdf.windows(7).filter(|bytes| bytes == b"/Figure").count()
    };
    project.run(&["publish"]).ends_with(0);
    for (edition, name) in [("zh-Hant-HK", "青禾製造有限公司"), ("zh-Hans-CN", "青禾制造有限公司")] {
        let page = project.read(&format!("output/{edition}/10-climate.html"));
        assert!(page.contains(&format!("<img src=\"images/plant.svg\" alt=\"{name}\"")), "{page}");
        assert!(project.path(&format!("output/{edition}/images/plant.svg")).is_file());
    }
    let with_logo = pictures(&project);

    // The report's own comes before the theme's.
    project.edit("content/report.yaml", "period:", "logo: drawn:leaf\nperiod:");
    project.run(&["publish"]).ends_with(0);
    assert!(project.read("output/zh-Hant-HK/index.html").contains("<img src=\"assets/drawings/leaf.svg\" alt="));
    project.edit("content/report.yaml", "theme: own\n", "");
    project.edit("content/report.yaml", "logo: drawn:leaf\n", "");
    project.run(&["publish"]).ends_with(0);
    assert_eq!(with_logo - pictures(&project), 2, "on the cover and on the back");
}

#[test]
fn a_new_report_publishes_as_it_stands() {
    let project = Project::copy_of("small");
    project.run(&["init", "new"]).ends_with(0);
    let run = |arguments: &[&str]| {
        let mut command = project.command(arguments);
        command.current_dir(project.path("new"));
        crate::project::Run::of(command)
    };
    // Nothing to mend; what is still to write is counted.
    let check = run(&["check", "--deny", "warnings", "--format", "short"]).ends_with(0);
    assert!(check.stdout.lines().all(|line| line.contains(": note[")), "{}", check.stdout);
    assert!(check.stdout.contains("still to write"), "{}", check.stdout);
    run(&["publish"]).ends_with(0);
    let marks = [("zh-Hant-HK", "草稿"), ("zh-Hans-CN", "草稿")];
    for (edition, mark) in marks {
        let pages = pages(&project.path(&format!("new/output/{edition}/report.pdf")));
        for (at, page) in pages.iter().enumerate().filter(|(_, page)| !page.is_empty()) {
            assert!(page.contains(mark), "page {} of {edition}: {page}", at + 1);
        }
        for (name, bytes) in files(&project.path(&format!("new/output/{edition}"))) {
            let is_marked = !name.ends_with(".html") || String::from_utf8(bytes).unwrap().contains("class=\"draft\"");
            assert!(is_marked, "{edition}/{name}");
        }
        let index = project.read(&format!("new/output/index/hkex-2025.{edition}.json"));
        assert!(index.contains("\"draft\": true"), "{index}");
    }
    assert!(project.read("new/output/index.html").contains("class=\"draft\""));
    project.run(&["init", "new"]).ends_with(2);

    // A report that is no draft has no mark, and what is missing is told as the rules say.
    project.edit("new/content/report.yaml", "draft: true\n", "");
    let check = run(&["check", "--format", "short"]);
    assert!(!check.stdout.contains(": note["), "{}", check.stdout);
    run(&["check", "--deny", "warnings"]).ends_with(1);
}

#[test]
fn output_is_left_out_of_version_control() {
    let project = Project::empty();
    project.run(&["init", "new"]).ends_with(0);
    assert!(project.read("new/.gitignore").lines().any(|line| line == "/output/"));
}

#[test]
#[cfg(feature = "pdf")]
fn a_note_of_a_heading_may_be_named_again() {
    let project = Project::copy_of("small");
    let text = "# 標題[^b]\n\n## 節[^a]\n\n甲[^a]乙[^b]。\n\n[^a]: 註文。\n[^b]: 又一註。\n";
    project.write("content/chapters/20-more.md", text);
    project.run(&["check"]).ends_with(0);
    project.run(&["publish"]).ends_with(0);
}

#[test]
fn index_alone_gives_the_same_index() {
    let [one, two] = [Project::copy_of("small"), Project::copy_of("small")];
    one.run(&["publish"]).ends_with(0);
    two.run(&["index"]).ends_with(0);
    for (name, bytes) in files(&two.path("output/index")) {
        assert!(fs::read(one.path("output/index").join(&name)).unwrap() == bytes, "{name}");
    }
    two.run(&["index", "--standard", "hkex-2025"]).ends_with(2);
}

#[test]
fn one_edition_leaves_the_other() {
    let project = Project::copy_of("small");
    project.run(&["publish"]).ends_with(0);
    let before = hashes(&project.path("output"));
    project.edit("content/chapters/10-climate.md", "頭**髮**仍是頭髮。", "第二版的文字。");
    let run = project.run(&["publish", "--edition", "zh-Hans-CN"]).ends_with(0);
    let told = "zh-Hant-HK in the output folder was made before the report changed";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(project.read("output/manifest.json").contains("\"earlier\": ["));
    let after = hashes(&project.path("output"));
    assert_eq!(before["zh-Hant-HK/report.pdf"], after["zh-Hant-HK/report.pdf"]);
    assert_ne!(before["zh-Hans-CN/report.pdf"], after["zh-Hans-CN/report.pdf"]);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let run = project.run(&["publish", "--edition", "zh-Hant-HK"]).ends_with(0);
    assert!(!run.stderr.contains("was made before"), "{}", run.stderr);
}

#[test]
fn an_output_that_cannot_be_written_is_one_sentence() {
    let project = Project::copy_of("small");
    project.write("occupied", "a file");
    let run = project.run(&["publish", "--output", "occupied/output"]).ends_with(2);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("error")).count(), 1, "{}", run.stderr);
    project.write("mine/thesis.docx", "precious");
    project.run(&["publish", "--output", "mine"]).ends_with(2);
    assert_eq!(files(&project.path("mine")).len(), 1);
}

#[test]
fn without_fonts_one_sentence_says_what_to_install() {
    let project = Project::copy_of("small");
    fs::create_dir(project.path("empty")).unwrap();
    let mut command = project.command(&["publish"]);
    command.env("HUIBAO_FONTS", project.path("empty"));
    let run = crate::project::Run::of(command).ends_with(2);
    assert!(run.stderr.contains("fonts-noto-cjk"), "{}", run.stderr);
    assert!(!project.path("output").exists());
}

/// The sample report: what readers of this repository see first.
mod sample {
    use super::*;

    #[test]
    fn every_index_entry_is_on_its_page() {
        let project = Project::sample();
        project.run(&["publish"]).ends_with(0);
        index_is_right(&project, &EDITIONS);
        places_hold(&project, &EDITIONS);
        for edition in EDITIONS {
            let pages = pages(&project.path(&format!("output/{edition}/report.pdf")));
            assert!(pages.len() > 30, "{edition} has {} pages", pages.len());
        }
        downloads_are_small(&project);
    }

    /// What a reader loads for a page besides images, and the PDF, in bytes.
    fn downloads_are_small(project: &Project) {
        const PAGE: usize = 150_000;
        const PDF: usize = 4_000_000;
        const TITLE_FONT: usize = 200_000;
        for edition in EDITIONS {
            let files = files(&project.path(&format!("output/{edition}")));
            let size = |wanted: &str| files.iter().find(|(name, _)| name == wanted).expect(wanted).1.len();
            let shared = size("assets/site.css") + size("assets/site.js");
            for (name, page) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
                let cover = if name == "index.html" { size("assets/cover.css") } else { 0 };
                let whole = page.len() + shared + cover;
                assert!(whole < PAGE, "{edition}/{name} and its style and scripts have {whole} bytes");
            }
            let font = size("assets/title.otf");
            assert!(font < TITLE_FONT, "the font of {edition}'s titles has {font} bytes");
            let style = project.read(&format!("output/{edition}/assets/site.css"));
            assert!(style.contains("src:url(title.otf)"), "the style sheet uses it");
            let pdf = size("report.pdf");
            assert!(pdf < PDF, "{edition}/report.pdf has {pdf} bytes");
        }
    }

    /// A character of the other script would change if the edition were converted once more.
    #[test]
    fn each_edition_is_in_its_own_script() {
        let project = Project::sample();
        project.run(&["publish"]).ends_with(0);
        let text = |edition: &str| pages(&project.path(&format!("output/{edition}/report.pdf"))).join("\n");
        project.write("simplified.txt", text("zh-Hans-CN"));
        let again =
            project.run(&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "simplified.txt"]).ends_with(0);
        for (once, twice) in text("zh-Hans-CN").lines().zip(again.stdout.lines()) {
            assert_eq!(once, twice);
        }
        let traditional = text("zh-Hant-HK");
        for character in "录图汇报环会温气体务发应电动车门类产业员为数据华东".chars() {
            let at = traditional.find(character);
            assert!(
                at.is_none(),
                "{character} in the Traditional edition: {:?}",
                at.map(|at| &traditional[at..at + 30])
            );
        }
    }

    /// The sample converted once and saved, with the mainland edition as its source, publishes too.
    #[test]
    fn publishes_from_simplified_chinese() {
        let project = Project::sample();
        for (file, _) in files(&project.path("content")) {
            let is_text = file.ends_with(".md") || file.ends_with(".yaml");
            if !is_text {
                continue;
            }
            let path = format!("content/{file}");
            let run = project.run(&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", &path]).ends_with(0);
            project.write(&path, run.stdout);
        }
        project.edit("content/report.yaml", "source: zh-Hant-HK", "source: zh-Hans-CN");
        project.run(&["publish"]).ends_with(0);
        index_is_right(&project, &EDITIONS);
    }
}

/// `examples/lingnan`: an invented issuer with three standards to answer.
mod lingnan {
    use super::*;

    fn lingnan() -> Project {
        Project::of(&repository().join("examples/lingnan"))
    }

    #[test]
    fn three_standards_are_answered_without_a_finding() {
        let project = lingnan();
        let run = project.run(&["check", "--deny", "warnings"]).ends_with(0);
        assert_eq!(run.stdout, "");
        project.run(&["publish"]).ends_with(0);
        index_is_right(&project, &EDITIONS);
        places_hold(&project, &EDITIONS);
        for edition in EDITIONS {
            assert_eq!(standards(&project, edition), ["gri", "hkex-2025", "sse-2024"]);
            for standard in ["hkex-2025", "sse-2024"] {
                let index = index(&project, standard, edition);
                let entries = index["entries"].as_array().unwrap();
                let missing: Vec<_> = entries.iter().filter(|entry| entry["status"] == "missing").collect();
                assert!(missing.is_empty(), "{missing:?}");
            }
            // Every figure of it is invented, and every page of the website says so, as do cover and back cover.
            let notice = if edition == "zh-Hant-HK" { "本報告為虛構範例" } else { "本报告为虚构范例" };
            let pages = pages(&project.path(&format!("output/{edition}/report.pdf")));
            assert!(pages[0].contains(notice) && pages.concat().matches(notice).count() > 1, "{edition}");
            assert!(project.read(&format!("output/{edition}/20-climate.html")).contains(notice));
        }
    }

    /// What no section reports any more is told, with the section's own codes.
    #[test]
    fn a_section_taken_out_is_missed() {
        let sections = [
            ("20-climate.md", "## 管治 {#climate-governance", "## 策略", "D19"),
            ("30-environment.md", "## 水資源 {#water", "## 包裝", "A2.4"),
            ("40-people.md", "## 勞工準則 {#labour", "", "B4.1"),
            ("50-product.md", "## 數據安全與私隱 {#privacy", "## 供應鏈", "B6.5"),
            ("60-community.md", "## 社區投資 {#community", "## 鄉村振興", "B8.1"),
        ];
        for (file, from, to, code) in sections {
            let project = lingnan();
            let path = format!("content/chapters/{file}");
            let text = project.read(&path);
            let start = text.find(from).unwrap_or_else(|| panic!("{from}"));
            let end = if to.is_empty() { text.len() } else { start + text[start..].find(to).unwrap() };
            project.write(&path, format!("{}{}", &text[..start], &text[end..]));
            let run = project.run(&["check", "--format", "short"]);
            let told = run.stdout.lines().any(|line| line.contains("unreported-disclosure") && line.contains(code));
            assert!(told, "{code}: {}", run.stdout);
        }
    }
}

#[test]
fn the_component_reference_publishes_without_a_finding() {
    let project = Project::of(&repository().join("docs/reference"));
    project.run(&["check"]).ends_with(0);
    project.run(&["publish"]).ends_with(0);
    // What an author writes is shown as it stands in either edition; what becomes of it is converted.
    let simplified = project.read("output/zh-Hans-CN/10-text.html");
    assert!(simplified.contains("::: {.case title=&quot;綠色上班路&quot;}"), "{simplified}");
    assert!(simplified.contains("绿色上班路"), "{simplified}");
}

#[cfg(feature = "pdf")]
#[test]
fn text_that_a_template_leaves_out_is_told() {
    let edits = [
        ("case.html", "{{ body }}", ""),
        ("case.typ", "(doc, fields, body) = {", "(doc, fields, told) = {\n  let body = []"),
    ];
    for (file, old, new) in edits {
        let project = Project::copy_of("small");
        let template = format!("templates/components/{file}");
        let original = fs::read_to_string(repository().join(&template)).unwrap();
        assert_eq!(original.matches(old).count(), 1, "{file}");
        project.write(&template, original.replace(old, new));
        let run = project.run(&["publish"]).ends_with(1);
        assert!(run.stderr.contains("[lost-text]") && run.stderr.contains("content/chapters/"), "{}", run.stderr);
    }
}
