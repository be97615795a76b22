//! The PDF as its readers meet it: pages of sections, the printed index, errors, equal bytes.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use huibao::assets::Assets;
use huibao::diag::{Diagnostic, Sink};
use huibao::locale;
use huibao::model::{Document, Edition, IndexStatus, PageMap, Product};
use huibao::pdf::{self, Pdf, Typesetter};
use huibao::source::Sources;
use huibao::store::Store;
use huibao::{disclosure, document, kpi, load, script};

const ONE: NonZeroUsize = NonZeroUsize::MIN;

/// A loaded report, as far as the PDF needs it.
struct Fixture {
    sources: Sources,
    sink: Sink,
    assets: Assets,
    typesetter: Typesetter,
    documents: Vec<Document>,
}

impl Fixture {
    fn open(content: &Path) -> Self {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let store = Arc::new(Store::of_report(content));
        let assets = Assets::of_report(&store);
        let report = load::report(&store, &mut sources, &mut sink).expect("the report loads");
        let typesetter = Typesetter::new(&store, &report.config.editions).expect("fonts are installed");
        let values = kpi::values(&report, &sources, &mut sink);
        let edition = |&edition: &Edition| {
            let mut own = script::edition(&report, edition, &mut sink);
            let locale = locale::of_report(edition, &assets, &mut sink);
            let chapters = std::mem::take(&mut own.chapters);
            let mut figures = kpi::Printer::new(&own, &values, &locale, &sources);
            let mut document = document::build(&own.config, chapters, &locale, &mut figures, &sources, &mut sink);
            document.indices = disclosure::indices(&own, &document, &mut sink);
            document
        };
        let documents = report.config.editions.iter().map(edition).collect();
        Self { sources, sink, assets, typesetter, documents }
    }

    /// A report of one edition with these chapters, by file name.
    fn with_chapters(folder: &Path, chapters: &[(&str, &str)]) -> Self {
        Self::of_standards("[]", folder, chapters)
    }

    /// The same, under these standards.
    fn of_standards(standards: &str, folder: &Path, chapters: &[(&str, &str)]) -> Self {
        let content = folder.join("content");
        fs::create_dir_all(content.join("chapters")).unwrap();
        let settings = format!(
            "issuer: {{name: {{zh-Hant: 甲公司}}}}\ntitle: {{zh-Hant: 報告}}\n\
             period: {{from: 2023-01-01, to: 2023-12-31}}\n\
             source: zh-Hant-HK\neditions: [zh-Hant-HK]\nstandards: {standards}\n"
        );
        fs::write(content.join("report.yaml"), settings).unwrap();
        for (name, text) in chapters {
            fs::write(content.join("chapters").join(name), text).unwrap();
        }
        Self::open(&content)
    }

    fn layout(&mut self, doc: &Document) -> Option<PageMap> {
        self.typesetter.layout(&[doc], ONE, &mut self.sources, &mut self.sink).remove(0)
    }

    fn render(&mut self, doc: &Document, attachments: &[Product]) -> Option<Pdf> {
        self.typesetter.render(&[doc], attachments, ONE, &mut self.sources, &mut self.sink).remove(0)
    }

    fn pages(&mut self) -> PageMap {
        let pages = self.layout(&self.documents[0].clone());
        pages.unwrap_or_else(|| panic!("{}", self.problems()))
    }

    fn problems(&self) -> String {
        let list: Vec<Diagnostic> = self.sink.iter().cloned().collect();
        huibao::diag::render::short(&list, &self.sources)
    }
}

/// Sections that fit on one page each, whatever they end with: the end of one must not move to the next page together
/// with the next heading.
#[test]
fn a_section_ends_on_the_page_of_its_last_line() {
    let endings = [
        "一行文字。\n",
        "- 其一\n- 其二\n",
        "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n",
        "> 引文\n",
        "::: {.note}\n附帶說明。\n:::\n",
        "::: {.case title=\"案\"}\n一件事。\n:::\n",
        "```steps\nitems:\n  - title: 甲\n  - title: 乙\n```\n",
        "```timeline\nitems:\n  - {date: 2023, points: [一事]}\n```\n",
        "---\n",
    ];
    let mut text = String::from("---\ntitle: 章\n---\n# 章 {#chapter}\n");
    for n in 0..180 {
        text.push_str(&format!("## 節 {{#s{n}}}\n{}\n", endings[n % endings.len()]));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", &text)]);
    let map = fixture.pages();
    assert!(map.count > 12, "the sections cover many pages");
    for n in 0..180 {
        let range = map.pages[&format!("s{n}")];
        assert_eq!(range.first, range.last, "section {n}, which ends with {:?}", endings[n % endings.len()]);
    }
    let chapter = map.pages["chapter"];
    assert!(chapter.first < map.pages["s0"].first, "the opening has a page of its own");
    assert_eq!(chapter.last, map.pages["s179"].last, "a chapter ends with its last section");
}

#[test]
fn a_section_over_several_pages_ends_where_its_text_ends() {
    let long = "這一段文字用來填滿版面，一行接一行。".repeat(12);
    let text = format!("# 章\n## 長 {{#long}}\n{}\n## 短 {{#short}}\n末。\n", format!("{long}\n\n").repeat(30));
    let folder = tempfile::tempdir().unwrap();
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", &text)]);
    let map = fixture.pages();
    let (long, short) = (map.pages["long"], map.pages["short"]);
    assert!(long.last > long.first + 1);
    assert!(short.first == long.last || short.first == long.last + 1);
    assert_eq!(short.first, short.last);
}

#[test]
fn the_printed_index_names_the_pages_of_the_page_map() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut fixture = Fixture::open(&content);
    for doc in fixture.documents.clone() {
        let pages = fixture.layout(&doc).expect("lays out");
        let (sources, sink) = (&mut fixture.sources, &mut fixture.sink);
        let texts = fixture.typesetter.page_texts(&doc, sources, sink).expect("lays out");
        let squeeze = |text: &str| text.replace(char::is_whitespace, "").replace('\u{200b}', "");
        let all = squeeze(&texts.concat());
        let mut count = 0;
        for entry in doc.indices.iter().flat_map(|index| &index.entries) {
            if entry.status == IndexStatus::Reported {
                let mut row = format!("{}{}", entry.code, entry.title);
                let mut sections: Vec<&str> = entry.places.iter().map(|place| place.section.as_str()).collect();
                let mut seen = BTreeSet::new();
                sections.retain(|section| seen.insert(*section));
                for section in sections {
                    let here = entry.places.iter().filter(|place| place.section == section).cloned();
                    let at = disclosure::page_texts(&here.collect::<Vec<_>>(), &pages);
                    row += &format!("{section}{}", doc.locale.list(&at));
                }
                assert!(all.contains(&squeeze(&row)), "{}: {row}", doc.edition);
                count += 1;
            }
        }
        assert!(count > 50, "{count} rows compared");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let render = || {
        let folder = tempfile::tempdir().unwrap();
        let text = "# 章\n一段。[^a]\n\n[^a]: 註。\n\n```kpi-cards\nitems:\n  - {value: '1', label: 個}\n```\n";
        let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", text)]);
        let doc = fixture.documents[0].clone();
        let attachment = Product { path: "data/kpi.csv".to_owned(), bytes: b"id\n".to_vec() };
        fixture.render(&doc, &[attachment]).map(|pdf| pdf.bytes).expect("renders")
    };
    let bytes = render();
    assert!(bytes == render());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/EmbeddedFiles") || text.contains("/AF"), "the data is attached");
}

#[test]
fn a_missing_glyph_is_told_at_its_character() {
    let folder = tempfile::tempdir().unwrap();
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", "# 章\n一段文字𓀀在此。\n")]);
    let doc = fixture.documents[0].clone();
    assert!(fixture.render(&doc, &[]).is_none());
    let problems = fixture.problems();
    assert!(problems.contains("content/chapters/10-a.md:2:5: error[missing-glyph]"), "{problems}");
}

#[test]
fn an_error_in_the_reports_own_template_is_told_there() {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("templates/components");
    fs::create_dir_all(&templates).unwrap();
    fs::write(templates.join("note.typ"), "#let note(doc, fields, body) = {\n  body +\n}\n").unwrap();
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", "# 章\n::: {.note}\n說明。\n:::\n")]);
    pdf::check_templates(&fixture.assets, &mut fixture.sources, &mut fixture.sink);
    let problems = fixture.problems();
    assert!(problems.contains("templates/components/note.typ:2:"), "{problems}");

    // An error that only shows when the component is used is told in the template, with the use as a second place.
    fs::write(templates.join("note.typ"), "#let note(doc, fields, body) = fields.missing\n").unwrap();
    let mut fixture = Fixture::open(&folder.path().join("content"));
    let doc = fixture.documents[0].clone();
    assert!(fixture.layout(&doc).is_none());
    let problems = fixture.problems();
    assert!(problems.contains("templates/components/note.typ:1:"), "{problems}");
}

/// Clauses on which the validator is wrong about CFF fonts such as Noto CJK: the widths of glyphs, which it guesses from
/// the parity of their operands without following subroutines (ISO 19005-3, 6.2.11.5, and ISO 14289-1, 7.21.5); and in
/// large files the length of streams, though each ends exactly at its /Length (ISO 19005-3, 6.1.7.1).
const FALSE_ALARMS: [&str; 3] = ["ISO 19005-3:2012:6.2.11.5:", "ISO 14289-1:2014:7.21.5:", "ISO 19005-3:2012:6.1.7.1:"];

#[test]
fn the_sample_conforms_to_pdf_a_3a_and_pdf_ua_1() {
    conforms("content");
}

#[test]
fn every_component_conforms_to_pdf_a_3a_and_pdf_ua_1() {
    conforms("docs/reference/content");
}

fn conforms(content: &str) {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(content);
    let mut fixture = Fixture::open(&content);
    let doc = fixture.documents[0].clone();
    let attachment = Product { path: "data/kpi.csv".to_owned(), bytes: b"id\n".to_vec() };
    let pdf = fixture.render(&doc, &[attachment]).expect("renders");
    for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
        let report = validate_pdf_bytes(&pdf.bytes, &ValidationOptions::default().profile(profile))
            .expect("the validator reads it");
        let failures: Vec<String> = report
            .failures
            .iter()
            .filter(|failure| !FALSE_ALARMS.iter().any(|rule| failure.rule_id.starts_with(rule)))
            .map(ToString::to_string)
            .collect();
        assert!(failures.is_empty(), "{failures:#?}");
    }
}

#[test]
fn text_that_runs_off_the_page_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("templates/components");
    fs::create_dir_all(&templates).unwrap();
    fs::write(templates.join("note.typ"), "#let note(doc, fields, body) = box(width: 900pt, align(right, body))\n")
        .unwrap();
    let text = "# 章\n::: {.note}\n太寬。\n:::\n";
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", text)]);
    fixture.pages();
    let problems = fixture.problems();
    assert!(problems.contains("content/chapters/10-a.md:3:1: error[overflow]"), "{problems}");
}

#[test]
fn what_lists_more_than_a_page_of_sections_breaks() {
    let mut text = String::from("# 章\n");
    for n in 0..120 {
        text.push_str(&format!("## 事項之{n} {{disclose=\"hkex:B1\"}}\n一行文字。\n\n"));
    }
    let chapters = [("10-a.md", text.as_str()), ("20-b.md", "# 索引\n\n```index\nstandard: hkex-2023\n```\n")];
    let folder = tempfile::tempdir().unwrap();
    let mut fixture = Fixture::of_standards("[hkex-2023]", folder.path(), &chapters);
    let map = fixture.pages();
    assert!(!fixture.problems().contains("overflow"), "{}", fixture.problems());
    assert!(map.count > 12, "{}", map.count);
}

#[test]
fn a_footnote_stands_on_the_page_of_its_mark() {
    let mut text = String::from("# 章\n\n## 節\n\n");
    for n in 0..90 {
        let words = |count: usize| "這一段文字用來填滿版面，一行接一行。".repeat(count);
        let (before, behind) = (words(n % 13), words((n * 7) % 5));
        text.push_str(&format!("{before}標記甲{n}乙[^n{n}]。{behind}\n\n[^n{n}]: 註文丙{n}丁。\n\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", &text)]);
    let doc = fixture.documents[0].clone();
    let pages = fixture.typesetter.page_texts(&doc, &mut fixture.sources, &mut fixture.sink).unwrap();
    let page = |words: String| pages.iter().position(|text| text.contains(&words)).unwrap_or_else(|| panic!("{words}"));
    let parted: Vec<usize> = (0..90).filter(|n| page(format!("甲{n}乙")) != page(format!("丙{n}丁"))).collect();
    assert!(parted.is_empty(), "{parted:?}");
}

#[test]
fn text_that_runs_into_its_neighbour_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("templates/components");
    fs::create_dir_all(&templates).unwrap();
    let too_wide = "#let note(doc, fields, body) = grid(columns: (40pt, 1fr), box(width: 200pt, body), [旁邊的字])\n";
    fs::write(templates.join("note.typ"), too_wide).unwrap();
    let text = "# 章\n\n::: {.note}\n這一句比它所在的一格要闊。\n:::\n";
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", text)]);
    fixture.pages();
    let problems = fixture.problems();
    assert!(problems.contains("content/chapters/10-a.md:4:1: error[overflow]"), "{problems}");
    assert!(problems.contains("runs into other text"), "{problems}");
}

#[test]
fn columns_without_a_gap_between_their_figures_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(14));
    let text = format!("# 章\n\n{}{}{}", row("年"), row("---"), row("1,234,567"));
    let mut fixture = Fixture::with_chapters(folder.path(), &[("10-a.md", &text)]);
    fixture.pages();
    let problems = fixture.problems();
    assert!(problems.contains("content/chapters/10-a.md:5:"), "{problems}");
    assert!(problems.contains("error[overflow]"), "{problems}");
}
