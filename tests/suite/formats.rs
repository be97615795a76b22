//! Text in other programs' files: HTML pages, Word documents, YAML of any kind.

use std::io::{Cursor, Read as _, Write as _};
use std::process::Stdio;

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

use crate::project::Project;

const TO_MAINLAND: [&str; 5] = ["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN"];
const TO_HONG_KONG: [&str; 5] = ["convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-HK"];

/// What a file is converted to.
fn converted(project: &Project, arguments: &[&str], file: &str) -> String {
    project.run(&[arguments, &[file]].concat()).ends_with(0).stdout
}

fn page(text: &str) -> String {
    let project = Project::empty();
    project.write("a.html", text);
    converted(&project, &TO_HONG_KONG, "a.html")
}

#[test]
fn a_page_is_converted_where_a_reader_sees_it_and_nowhere_else() {
    let text = "\u{feff}<!DOCTYPE html>\r
<html lang=\"zh-CN\"><head><meta charset='utf-8'>\r
<meta name=\"description\" content=\"汇报发展\"><meta property=og:locale content=zh_CN>\r
<meta name=\"generator\" content=\"发\"><title>应对 &lt;气候&gt; 变化</title>\r
<style>.说{content:\"说明\"}</style><script>let 说 = \"<p>说明</p>\";</script>\r
<!-- 说明 --></head><body class=\"说明\">\r
<P Title='说明 &amp; 图表' id=\"说明\">剪<b>头</b>发、理<a href=\"https://a.cn/说明?a=1&b=2\">发</a>&nbsp;&#21457;展&hellip;</P>\r
<p>见https://a.cn/说明 、<code>说明</code>和-{说明}-<br>&ldquo;范围&lsquo;一&rsquo;&rdquo;<img alt=\"厂房\" src=厂.png>\r
<p translate=\"no\">说<b>明</b></p><span lang=\"ja\">説明会</span><span lang=\"zh-Hant\">后里</span>\r
<input type=submit value=\"发送\"><input value=\"说\" placeholder=\"说\"><option value=\"说\" selected>说</option>\r
<p>说\n明 < 5 & 说";
    insta::assert_snapshot!(page(text).replace('\r', ""), @r#"
    ﻿<!DOCTYPE html>
    <html lang="zh-HK"><head><meta charset='utf-8'>
    <meta name="description" content="匯報發展"><meta property=og:locale content=zh_HK>
    <meta name="generator" content="发"><title>應對 &lt;氣候&gt; 變化</title>
    <style>.说{content:"说明"}</style><script>let 说 = "<p>说明</p>";</script>
    <!-- 说明 --></head><body class="说明">
    <P Title='說明 &amp; 圖表' id="说明">剪<b>頭</b>髮、理<a href="https://a.cn/说明?a=1&b=2">髮</a>&nbsp;發展&hellip;</P>
    <p>見https://a.cn/说明 、<code>说明</code>和-{说明}-<br>「範圍『一』」<img alt="廠房" src=厂.png>
    <p translate="no">说<b>明</b></p><span lang="ja">説明会</span><span lang="zh-Hant">后里</span>
    <input type=submit value="發送"><input value="说" placeholder="說"><option value="说" selected>說</option>
    <p>說
    明 < 5 & 說
    "#);
}

#[test]
fn pages_that_are_no_utf8_are_told_and_nothing_is_written() {
    let project = Project::empty();
    project.write("a.html", b"<p>a\n<p>\xbb\xe3\xb3\xf8");
    project.write("b.html", "old");
    let run = project.run(&[&TO_HONG_KONG[..], &["a.html", "-o", "b.html"]].concat()).ends_with(2);
    assert!(run.stderr.contains("a.html: line 2 is not UTF-8"), "{}", run.stderr);
    assert_eq!(project.read("b.html"), "old");
}

#[cfg(feature = "pdf")]
#[test]
fn the_websites_own_pages_survive_a_round_trip() {
    let project = Project::copy_of("small");
    project.run(&["publish"]).ends_with(0);
    for name in ["index.html", "00-about.html", "10-climate.html"] {
        let page = project.read(&format!("output/zh-Hant-HK/{name}"));
        project.write("a.html", &page);
        let simplified = converted(&project, &TO_MAINLAND, "a.html");
        assert!(simplified.contains("<html lang=\"zh-Hans-CN\">"));
        project.write("a.html", &simplified);
        pretty_assert(&converted(&project, &TO_HONG_KONG, "a.html"), &page);
    }
}

/// Both texts are the same, line by line.
#[track_caller]
fn pretty_assert(left: &str, right: &str) {
    for (left, right) in std::iter::zip(left.lines(), right.lines()) {
        assert_eq!(left, right);
    }
    assert!(left == right);
}

/// A Word document with these files in it beside those that every one has.
fn docx(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file("word/media/a.png", stored).unwrap();
    zip.write_all(b"\x89PNG \xe8\xaf\xb4").unwrap();
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A body around paragraphs.
fn body(paragraphs: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{paragraphs}</w:body></w:document>")
}

/// The body's paragraphs after conversion to Hong Kong.
fn paragraphs(text: &str) -> String {
    let project = Project::empty();
    project.write("a.docx", docx(&[("word/document.xml", &body(text))]));
    project.run(&[&TO_HONG_KONG[..], &["a.docx", "--output", "b.docx"]].concat()).ends_with(0);
    let whole = file_in(&std::fs::read(project.path("b.docx")).unwrap(), "word/document.xml");
    let inner = whole.strip_prefix(body("").strip_suffix("</w:body></w:document>").unwrap()).unwrap();
    inner.strip_suffix("</w:body></w:document>").unwrap().to_owned()
}

fn file_in(document: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(document)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn text_over_runs_is_one_text_and_keeps_its_runs() {
    let runs = |texts: &[&str]| -> String {
        let run = |text: &&str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        format!("<w:p><w:pPr/>{}</w:p>", texts.iter().map(run).collect::<String>())
    };
    assert_eq!(paragraphs(&runs(&["剪了头", "发", "，&amp;发", "展"])), runs(&["剪了頭", "髮", "，&amp;發", "展"]));
    // Wording of another length stays within its run.
    assert_eq!(paragraphs(&runs(&["与利益", "相关方", "说话"])).matches("<w:r>").count(), 3);
    assert_eq!(paragraphs(&runs(&["与", "利益相关方", "说话"])), runs(&["與", "持份者", "說話"]));
    // A paragraph's end parts words; quotation marks are paired within it.
    assert_eq!(
        paragraphs(&(runs(&["头"]) + &runs(&["发", "“引‘", "用’”"]))),
        runs(&["頭"]) + &runs(&["發", "「引『", "用』」"])
    );
}

#[test]
fn a_document_keeps_all_that_is_no_text() {
    let text = "<w:p><w:bookmarkStart w:name=\"说明\"/><w:r><w:rPr><w:rFonts w:eastAsia=\"宋体\"/>\
        <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr><w:t>头</w:t></w:r><w:bookmarkEnd/>\
        <w:ins w:author=\"发\"><w:r><w:t>发</w:t></w:r></w:ins>\
        <w:del w:author=\"发\"><w:r><w:delText>发展</w:delText></w:r></w:del>\
        <w:r><w:tab/></w:r><w:r><w:t>发</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF 说明 \\h </w:instrText></w:r>\
        <w:r><w:t>见</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t><![CDATA[汇<报]]></w:t></w:r></w:p>\
        <w:p><w:r><w:t>前</w:t><w:drawing><wp:docPr name=\"图\" descr=\"厂房 &amp; 说明\"/><wps:txbx><w:txbxContent><w:p>\
        <w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing><w:t>后</w:t></w:r></w:p><w:p/>";
    insta::assert_snapshot!(paragraphs(text).replace("\"/>", "\"/>\n").replace("</w:r>", "</w:r>\n"), @r#"
    <w:p><w:bookmarkStart w:name="说明"/>
    <w:r><w:rPr><w:rFonts w:eastAsia="宋体"/>
    <w:lang w:val="en-US" w:eastAsia="zh-HK"/>
    </w:rPr><w:t>頭</w:t></w:r>
    <w:bookmarkEnd/><w:ins w:author="发"><w:r><w:t>髮</w:t></w:r>
    </w:ins><w:del w:author="发"><w:r><w:delText>發展</w:delText></w:r>
    </w:del><w:r><w:tab/></w:r>
    <w:r><w:t>發</w:t></w:r>
    <w:r><w:fldChar w:fldCharType="begin"/>
    </w:r>
    <w:r><w:instrText> REF 说明 \h </w:instrText></w:r>
    <w:r><w:t>見</w:t></w:r>
    <w:r><w:footnoteReference w:id="1"/>
    </w:r>
    <w:r><w:t><![CDATA[匯<報]]></w:t></w:r>
    </w:p><w:p><w:r><w:t>前</w:t><w:drawing><wp:docPr name="图" descr="廠房 &amp; 說明"/>
    <wps:txbx><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r>
    </w:p></w:txbxContent></wps:txbx></w:drawing><w:t>後</w:t></w:r>
    </w:p><w:p/>
    "#);
}

#[test]
fn every_part_of_a_document_is_converted_and_the_rest_is_the_same_bytes() {
    let part = |root: &str| format!("<w:{root}><w:p><w:r><w:t>汇报</w:t></w:r></w:p></w:{root}>");
    let names = ["header1", "footer1", "footnotes", "endnotes", "comments"];
    let files: Vec<(String, String)> = names.iter().map(|name| (format!("word/{name}.xml"), part(name))).collect();
    let mut all: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let text = body("<w:p><w:r><w:t>说</w:t></w:r></w:p>");
    all.extend([
        ("word/document.xml", text.as_str()),
        ("word/charts/chart1.xml", "<c:chartSpace><a:p><a:r><a:t>图表</a:t></a:r></a:p><c:v>范围</c:v></c:chartSpace>"),
        ("word/styles.xml", "<w:styles><w:lang w:eastAsia=\"zh-CN\"/><w:name w:val=\"标题\"/></w:styles>"),
        ("word/numbering.xml", "<w:numbering><w:lvlText w:val=\"第%1节\"/></w:numbering>"),
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:title>汇报</dc:title><dc:creator>发</dc:creator></cp:coreProperties>",
        ),
        ("customXml/item1.xml", "<a>汇报</a>"),
    ]);
    let original = docx(&all);
    let project = Project::empty();
    project.write("a.docx", &original);
    let convert = |to: &str| {
        project.run(&[&TO_HONG_KONG[..], &["a.docx", "-o", to]].concat()).ends_with(0);
        std::fs::read(project.path(to)).unwrap()
    };
    let made = convert("b.docx");
    assert!(made == convert("c.docx"), "the same bytes each time");
    for name in &files {
        assert!(file_in(&made, &name.0).contains("匯報"), "{}", name.0);
    }
    assert!(file_in(&made, "word/charts/chart1.xml").contains("<a:t>圖表</a:t></a:r></a:p><c:v>範圍</c:v>"));
    let styles = file_in(&made, "word/styles.xml");
    assert_eq!(styles, "<w:styles><w:lang w:eastAsia=\"zh-HK\"/><w:name w:val=\"标题\"/></w:styles>");
    assert!(file_in(&made, "word/numbering.xml").contains("第%1節"));
    assert!(file_in(&made, "docProps/core.xml").contains("<dc:title>匯報</dc:title><dc:creator>发</dc:creator>"));
    // Names, order, times and bytes of all other files.
    let entries = |bytes: &[u8]| {
        let mut zip = ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
        let read = |at| {
            let mut entry = zip.by_index_raw(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), entry.last_modified().map(|time| time.to_string()), bytes)
        };
        (0..all.len() + 2).map(read).collect::<Vec<_>>()
    };
    for (before, after) in std::iter::zip(entries(&original), entries(&made)) {
        assert_eq!((&before.0, &before.1), (&after.0, &after.1));
        let is_text = before.0.starts_with("word/") && before.0.ends_with("xml") || before.0.starts_with("docProps");
        assert_eq!(before.2 == after.2, !is_text, "{}", before.0);
    }
    // Through a pipe as well.
    let mut command = project.command(&[&TO_HONG_KONG[..], &["--format", "docx"]].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&original).unwrap();
    assert!(child.wait_with_output().unwrap().stdout == made);
}

#[test]
fn a_document_that_cannot_be_read_is_told_with_what_to_do() {
    let project = Project::empty();
    let whole = docx(&[("word/document.xml", &body(""))]);
    let password: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let broken = body("<w:p><w:r></w:p>");
    let whole_body = body("");
    let open = whole_body.split("</w:body>").next().unwrap();
    let cases: [(Vec<u8>, &str); 8] = [
        (b"text".to_vec(), "no Word document; if Word opens it, save it there as .docx"),
        (password[..8].to_vec(), "the old Word (.doc); open it in Word and save it as .docx"),
        (password, "has a password; take it out in Word"),
        (docx(&[("xl/workbook.xml", "")]), "there is no word/document.xml in it"),
        (whole[..whole.len() - 30].to_vec(), "the document is damaged"),
        (docx(&[("word/document.xml", &broken)]), "word/document.xml in the document cannot be read"),
        (docx(&[("word/document.xml", open)]), "it ends too early"),
        (docx(&[("word/document.xml", &" ".repeat((1 << 27) + 1))]), "more than 128 MiB of text"),
    ];
    for (bytes, words) in cases {
        project.write("a.docx", bytes);
        let run = project.run(&[&TO_HONG_KONG[..], &["a.docx", "-o", "b.docx"]].concat()).ends_with(2);
        assert!(run.stderr.contains("a.docx: ") && run.stderr.contains(words), "{}", run.stderr);
        assert!(!project.path("b.docx").exists());
        let run = project.run(&["check", "a.docx", "--format", "short"]).ends_with(1);
        assert!(run.stdout.contains("error[bad-document]: a.docx: ") && run.stdout.contains(words), "{}", run.stdout);
    }
    // The name of an older or other format is enough.
    project.write("a.doc", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let run = project.run(&[&TO_HONG_KONG[..], &["a.doc"]].concat()).ends_with(2);
    assert!(run.stderr.contains("a.doc: this is a file of the old Word"), "{}", run.stderr);
    project.run(&["check", "a.doc"]).ends_with(1);
    let run = project.run(&["convert", "--opencc", "s2hk", "a.docx"]).ends_with(2);
    assert!(run.stderr.contains("--from and --to"), "{}", run.stderr);
}

#[test]
fn yaml_keys_never_change_however_they_are_written() {
    let project = Project::empty();
    let text = "# 说明\n说明: {名称: 汇报发展, zh-Hans: {a: 发}, b: [头发, 图.png]} # 发\n\"发\": |\n  发展\n  #发\n\
        zh: [发]\n? 发\n: 汇报 [说](#说) \"x\"\nd: \"发\\n展 \\u53d1\"\ne:\n  - 汇报\n  - - 发展\n  - zh: 发\n    a: 发\n";
    project.write("a.yaml", text);
    insta::assert_snapshot!(converted(&project, &TO_HONG_KONG, "a.yaml"), @r#"
    # 說明
    说明: {名称: 匯報發展, zh-Hans: {a: 发}, b: [頭髮, 图.png]} # 發
    "发": |
      發展
      #發
    zh: [发]
    ? 发
    : 匯報 [說](#说) "x"
    d: "發\n展 \u53d1"
    e:
      - 匯報
      - - 發展
      - zh: 发
        a: 發
    "#);
    project.write("a.yaml", "a: 发\nb: [发\nc: 发\n");
    let run = project.run(&[&TO_HONG_KONG[..], &["a.yaml"]].concat()).ends_with(2);
    assert!(run.stderr.contains("a.yaml: line 3, column"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn the_converted_text_may_take_the_files_place() {
    let project = Project::empty();
    project.write("a.txt", "汇报\n");
    project.run(&[&TO_HONG_KONG[..], &["a.txt", "--output", "a.txt"]].concat()).ends_with(0);
    assert_eq!(project.read("a.txt"), "匯報\n");
    // A text that cannot be read to its end leaves it as it was.
    project.write("b.txt", b"\xe6\xb1\x87\n\xff\n");
    project.run(&[&TO_HONG_KONG[..], &["b.txt", "--output", "a.txt"]].concat()).ends_with(2);
    assert_eq!(project.read("a.txt"), "匯報\n");
    assert_eq!(crate::project::files(project.root()).len(), 2);
}

#[test]
fn diff_tells_the_words_of_a_document() {
    let project = Project::empty();
    project.write(
        "a.docx",
        docx(&[("word/document.xml", &body("<w:p><w:r><w:t>汇</w:t></w:r><w:r><w:t>报</w:t></w:r></w:p>"))]),
    );
    let told = converted(&project, &[&TO_HONG_KONG[..], &["--diff"]].concat(), "a.docx");
    assert!(told.contains("1  彙報 → 匯報"), "{told}");
}

#[test]
fn pages_and_documents_are_checked() {
    let project = Project::empty();
    project.write(
        "a.html",
        "<!DOCTYPE html>\n<p class=\"团\">本集<b>团</b>應對氣候變化。</p>\n<pre>本集团</pre>\n<p>本集團 的 &#x2f00;\n",
    );
    let check =
        |name: &str| project.run(&["check", "--edition", "zh-Hant-HK", "--format", "short", name]).ends_with(0).stdout;
    insta::assert_snapshot!(check("a.html"), @r"
    a.html:2:19: warning[wrong-script]: `团` is Simplified in a Traditional text
    a.html:4:7: warning[stray-space]: a space between `團` and `的`
    a.html:4:10: warning[look-alike]: `⼀` (U+2F00) only looks like `一`
    ");
    let text = "<w:p><w:r><w:t>第一段。</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>本集</w:t></w:r><w:r><w:t>团的</w:t></w:r></w:p>";
    let copy = "<w:p><mc:Choice><w:p><w:r><w:t>說</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>说</w:t></w:r>\
        </w:p></mc:Fallback></w:p>";
    let bullet = "<w:numbering><w:lvlText w:val=\"\u{f0b7}\"/></w:numbering>";
    let files = [("word/numbering.xml", bullet), ("word/document.xml", &body(&(text.to_owned() + copy)))];
    project.write("a.docx", docx(&files));
    insta::assert_snapshot!(check("a.docx"), @r"a.docx:2:3: warning[wrong-script]: `团` is Simplified in a Traditional text");
    let before = std::fs::read(project.path("a.docx")).unwrap();
    project.run(&["check", "--fix", "--edition", "zh-Hant-HK", "a.docx"]).ends_with(0);
    assert!(before == std::fs::read(project.path("a.docx")).unwrap());
}
