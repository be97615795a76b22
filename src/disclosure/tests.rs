//! Tests over the built-in catalogues and a small report in memory.

use std::collections::BTreeMap;

use super::*;
use crate::diag::{Sink, render::short};
use crate::document::{Figures, build};
use crate::locale;
use crate::model::printed::InlineKind;
use crate::model::{
    Block, BlockKind, Chapter, Claim, Config, DisclosureNote, DisclosureRef, Document, Edition, Index, IndexPlace,
    IndexStatus, Inline, KpiRow, Names, PageMap, PageRange, Report, StandardClaim, testing,
};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::standards::{Board, Listing};

/// A report with one section per tag list: title, then its disclosures.
fn report(sections: &[(&str, &[&str])], standards: &[(&str, Option<Claim>)]) -> (Report, Sources, SourceId) {
    let mut text = String::new();
    let mut sources = Sources::default();
    for part in sections.iter().flat_map(|(_, codes)| codes.iter()).chain(standards.iter().map(|(id, _)| id)) {
        text.push_str(part);
        text.push('\n');
    }
    let file = sources.add("content/all.md", text.as_str());
    let at = |part: &str| {
        let start = text.find(part).unwrap();
        Spanned::new(part.to_owned(), Span::new(file, start..start + part.len()))
    };
    let nowhere = Span::new(file, 0..0);
    let block = |number: usize, codes: &[&str], kind| Block {
        span: nowhere,
        anchor: Some(format!("s{}", number + 1)),
        disclose: codes.iter().map(|code| at(code).map(|code| disclosure(&code))).collect(),
        kind,
    };
    // A section of one sentence with a figure.
    let blocks = sections.iter().enumerate().flat_map(|(number, (title, codes))| {
        let heading = BlockKind::Heading { level: 2, number: (), inlines: vec![Inline::text(*title, nowhere)] };
        let sentence = BlockKind::Paragraph(vec![Inline::text("共有12項。", nowhere)]);
        let paragraph = Block { anchor: None, ..block(number, &[], sentence) };
        [block(number, codes, heading), paragraph]
    });
    let claims = standards.iter().map(|(id, claim)| StandardClaim {
        id: at(id),
        claim: *claim,
        lists_all: true,
        sectors: Vec::new(),
        beside: Vec::new(),
    });
    let config = Config { standards: claims.collect(), ..testing::config(Edition::ZhHantHk, nowhere) };
    let chapter = Chapter {
        title: vec![Inline::text("氣候", nowhere)],
        blocks: blocks.collect(),
        ..Chapter::new(file, "10-climate")
    };
    let report = testing::report(config, vec![chapter]);
    (report, sources, file)
}

/// The document of the report, which has no figures.
fn document(report: &Report) -> Document {
    struct NoFigures;
    impl Figures for NoFigures {
        fn expression(&mut self, _: &Spanned<String>, _: &mut Sink) -> Vec<InlineKind> {
            Vec::new()
        }
        fn row(&mut self, _: &Spanned<String>, _: &[i32], _: &mut Sink) -> Option<KpiRow> {
            None
        }
        fn rows(&self) -> Vec<KpiRow> {
            Vec::new()
        }
    }
    let locale = locale::built_in(Edition::ZhHantHk);
    let mut sources = Sources::default();
    sources.add("content/all.md", "");
    build(&report.config, report.chapters.clone(), &locale, &mut NoFigures, &sources, &mut Sink::default())
}

fn disclosure(text: &str) -> DisclosureRef {
    let (standard, code) = text.split_once(':').unwrap();
    DisclosureRef { standard: standard.to_owned(), code: code.to_owned() }
}

/// One line per row: code, title, status, places, explanation.
fn lines(index: &Index, keep: impl Fn(&str) -> bool) -> String {
    let mut out = Vec::new();
    for entry in index.entries.iter().filter(|entry| keep(&entry.code)) {
        let places: Vec<String> =
            entry.places.iter().map(|place| format!("{}#{} {}", place.chapter, place.anchor, place.text)).collect();
        let (indent, status) = ("  ".repeat(entry.depth), format!("{:?}", entry.status));
        let line =
            format!("{indent}{} {}: {status} {} {}", entry.code, entry.title, places.join("; "), entry.explanation);
        out.push(line.trim_end().to_owned());
    }
    out.join("\n")
}

#[test]
fn the_hkex_index_lists_every_disclosure_in_order() {
    let (mut report, sources, file) = report(
        &[("排放", &["hkex:A1", "hkex:A1.2"]), ("再談排放", &["hkex:A1.2"]), ("聲明", &["hkex:MDR-13"])],
        &[("hkex-2023", None)],
    );
    let note = Spanned::new("不涉及包裝物".to_owned(), Span::new(file, 0..0));
    report.disclosures.notes.insert(
        disclosure("hkex:A2.5"),
        DisclosureNote {
            explanation: Names::single(Edition::ZhHantHk, note),
            ..DisclosureNote::at(Span::new(file, 0..0))
        },
    );
    let mut sink = Sink::default();
    let indices = indices(&report, &document(&report), &mut sink);
    assert_eq!(indices[0].entries.len(), 73);
    assert_eq!(indices[0].statement, None);
    let first = ["B部分", "第13段", "第13(i)段", "A", "A1", "A1 一般披露", "A1.1", "A1.2", "A2.5"];
    insta::assert_snapshot!(lines(&indices[0], |code| first.contains(&code)), @r#"
    B部分 強制披露規定: Group
      第13段 管治架構（董事會聲明）: Reported 10-climate#s3 1.3 聲明
        第13(i)段 董事會對環境、社會及管治事宜的監管: Reported 10-climate#s3 1.3 聲明
      A 環境: Group
        A1 排放物: Group
          A1 一般披露 排放物的政策及合規資料: Reported 10-climate#s1 1.1 排放
          A1.1 排放物種類及排放數據: Missing
          A1.2 範圍1及範圍2溫室氣體排放量及密度: Reported 10-climate#s1 1.1 排放; 10-climate#s2 1.2 再談排放
          A2.5 製成品包裝材料總量及每生產單位佔量: Explained  不涉及包裝物
    "#);
    let told = short(&sink.into_sorted(), &sources);
    assert!(told.contains("hkex-2023: mandatory but not reported: MDR-14"), "{told}");
    assert!(told.contains("hkex-2023: neither reported nor explained: A1.1, A1.3"), "{told}");
}

#[test]
fn the_gri_index_lists_what_is_in_force_and_used() {
    let (mut report, _, file) = report(&[("排放", &["gri:305-1"])], &[("gri", Some(Claim::WithReference))]);
    let here = Span::new(file, 0..0);
    report.disclosures.notes.insert(
        disclosure("gri:305-3"),
        DisclosureNote {
            explanation: Names::single(Edition::ZhHantHk, Spanned::new("尚未統計".to_owned(), here)),
            omission: Some(Spanned::new("information-unavailable".to_owned(), here)),
            ..DisclosureNote::at(here)
        },
    );
    let indices = indices(&report, &document(&report), &mut Sink::default());
    let index = &indices[0];
    let told = lines(index, |code| code.starts_with("GRI") || code.starts_with("305"));
    insta::assert_snapshot!(format!("{}\n{told}", index.statement.as_deref().unwrap()), @r#"
    示例公司於2023年1月1日至2023年12月31日參照GRI標準匯報了本GRI內容索引所引用的資料。所採用的GRI 1為「GRI 1：基礎 2021」。
    GRI 2 一般披露 2021: Group
    GRI 3 重大議題 2021: Group
    GRI 305 排放 2016: Group
      305-1 直接（範圍1）溫室氣體排放: Reported 10-climate#s1 1.1 排放
      305-2 能源間接（範圍2）溫室氣體排放: Missing
      305-3 其他間接（範圍3）溫室氣體排放: Omitted  資料無法取得／不完整：尚未統計
      305-4 溫室氣體排放密度: Missing
      305-5 溫室氣體排放的減少: Missing
      305-6 臭氧消耗物質（ODS）的排放: Missing
      305-7 氮氧化物（NOx）、硫氧化物（SOx）及其他重大氣體排放: Missing
    "#);
    assert_eq!(index.entries.iter().filter(|entry| entry.code.starts_with("2-")).count(), 30);
    assert!(index.entries.iter().any(|entry| entry.code == "2-9" && entry.status == IndexStatus::Missing));
}

#[test]
fn unknown_codes_and_standards_are_told_at_the_author_s_words() {
    let (report, sources, _) = report(
        &[("甲", &["hkex:A1.99", "gri:305-99", "hkx:A1.1", "hkex:part-C", "sdg:13"])],
        &[("hkex-2023", None), ("gri-2021", None)],
    );
    let mut sink = Sink::default();
    indices(&report, &document(&report), &mut sink);
    let told = short(&sink.into_sorted(), &sources);
    let told: Vec<&str> = told.lines().filter(|line| line.contains("error")).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    content/all.md:1:1: error[unknown-disclosure]: hkex-2023 has no disclosure `A1.99`
    content/all.md:2:1: error[unknown-disclosure]: gri has no disclosure `305-99`
    content/all.md:3:1: error[unknown-standard]: there is no standard `hkx`
    content/all.md:4:1: error[unknown-disclosure]: `hkex:part-C` is a heading, not a disclosure
    content/all.md:6:1: error[unreported-disclosure]: hkex-2023: mandatory but not reported: MDR-13, MDR-14, MDR-15
    content/all.md:7:1: error[unknown-standard]: there is no standard `gri-2021`
    "#);
}

#[test]
fn pages_are_merged_where_they_touch() {
    let pages = |ranges: &[(usize, usize)], edition| {
        let anchors = ranges
            .iter()
            .enumerate()
            .map(|(at, (first, last))| (format!("a{at}"), PageRange { first: *first, last: *last }));
        let map = PageMap { pages: anchors.collect::<BTreeMap<_, _>>(), count: 100 };
        let (chapter, text) = (String::new(), String::new());
        let section = String::new();
        let is_chapter = ranges.len() == 1;
        let place = IndexPlace { anchor: String::new(), chapter, text, section, is_chapter, is_metric: false };
        let place = |at| IndexPlace { anchor: format!("a{at}"), ..place.clone() };
        let places: Vec<IndexPlace> = (0..=ranges.len()).map(place).collect();
        locale::built_in(edition).list(&page_texts(&places, &map))
    };
    assert_eq!(pages(&[(76, 76), (47, 50), (50, 51), (52, 52)], Edition::ZhHantHk), "P47–P52、P76");
    assert_eq!(pages(&[(47, 60), (48, 49), (62, 62)], Edition::from_tag("en").unwrap()), "P47–P60, P62");
    assert_eq!(pages(&[], Edition::ZhHansCn), "");
    assert_eq!(pages(&[(20, 39)], Edition::ZhHantHk), "P20", "a chapter, by the page it opens on");
}

#[test]
fn products_are_told_apart_by_standard_and_edition() {
    let (report, _, _) = report(&[("排放", &["hkex:A1.2"])], &[("hkex-2023", None)]);
    let indices = indices(&report, &document(&report), &mut Sink::default());
    let doc = Document { indices, ..document(&report) };
    let range = PageRange { first: 7, last: 8 };
    let map = PageMap { pages: BTreeMap::from([("s1".to_owned(), range)]), count: 9 };
    let made = products(&doc, &map);
    let csv = String::from_utf8(made[0].bytes.clone()).unwrap();
    assert_eq!(made[0].path, "index/hkex-2023.zh-Hant-HK.csv");
    assert!(csv.starts_with("\u{feff}code,title,status,pages,sections,links,explanation\r\n"));
    assert!(csv.contains("reported,P7–P8,1.1 排放,../zh-Hant-HK/10-climate.html#s1,\r\n"), "{csv}");
    let json: serde_json::Value = serde_json::from_slice(&made[1].bytes).unwrap();
    assert_eq!(json["entries"].as_array().unwrap().len(), 73);
}

/// A note on a disclosure; `change` says what it says.
fn note(
    report: &mut Report,
    file: SourceId,
    code: &str,
    change: impl FnOnce(&mut DisclosureNote, &dyn Fn(&str) -> Names),
) {
    let here = Span::new(file, 0..0);
    let mut note = DisclosureNote::at(here);
    change(&mut note, &|text| Names::single(Edition::ZhHantHk, Spanned::new(text.to_owned(), here)));
    report.disclosures.notes.insert(disclosure(code), note);
}

/// The index of the report's first standard and what is told, a line each.
fn made(report: &Report, sources: &Sources) -> (Index, String) {
    let mut sink = Sink::default();
    let mut indices = indices(report, &document(report), &mut sink);
    (indices.remove(0), short(&sink.into_sorted(), sources))
}

fn day(text: &str) -> crate::model::Date {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap());
    let mut next = || parts.next().unwrap();
    crate::model::Date { year: next().into(), month: next() as u8, day: next() as u8 }
}

/// A report of one financial year, for an issuer listed somewhere.
fn of_year(report: &mut Report, from: &str, published: &str, board: Board, large_cap: bool) {
    report.config.period.from = day(from);
    report.config.published = day(published);
    report.config.listing = Some(Listing { board, large_cap });
}

#[test]
fn every_status_has_its_row() {
    let (mut report, sources, file) =
        report(&[("排放", &["hkex:D28(a)", "hkex:D28(b)"]), ("風險", &["hkex:D20"])], &[("hkex-2025", None)]);
    of_year(&mut report, "2025-01-01", "2026-04-30", Board::Main, true);
    note(&mut report, file, "hkex:D28(a)", |note, text| note.partial = text("不含聯營公司"));
    note(&mut report, file, "hkex:D25", |note, text| {
        note.relief = Some(Spanned::new("financial-effects".to_owned(), note.span));
        note.explanation = text("影響無法單獨識別");
    });
    note(&mut report, file, "hkex:D34", |note, text| note.negative = text("集團沒有採用內部碳定價"));
    note(&mut report, file, "hkex:A1.1", |note, text| {
        let title = text("2025年年報");
        note.elsewhere = vec![crate::model::OtherPlace { title, page: Some("88".to_owned()), url: None }];
        note.is_assured = true;
    });
    note(&mut report, file, "hkex:A1.3", |note, text| note.explanation = text("（待補充）"));
    note(&mut report, file, "hkex:A1.4", |note, text| note.explanation = text("TODO"));
    note(&mut report, file, "hkex:A1.5", |note, text| note.explanation = text("不涉及"));
    let (index, told) = made(&report, &sources);
    let wanted = ["A1.1", "A1.3", "A1.4", "A1.5", "D20", "D25", "D28", "D28(a)", "D28(b)", "D28(c)", "D34"];
    let row = |entry: &crate::model::IndexEntry| {
        let elsewhere: Vec<&str> = entry.elsewhere.iter().map(|place| place.text.as_str()).collect();
        let (duty, status) = (entry.duty.name(), entry.status.name());
        let row = format!("{} {duty} {status} {} {}", entry.key, elsewhere.join(" "), entry.explanation);
        row.trim_end().to_owned()
    };
    let rows: Vec<String> =
        index.entries.iter().filter(|entry| wanted.contains(&entry.key.as_str())).map(row).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    A1.1 comply-or-explain reported 2025年年報第88頁 經外部核證
    A1.3 comply-or-explain missing
    A1.4 comply-or-explain missing
    A1.5 comply-or-explain explained  不涉及
    D20 comply-or-explain reported
    D25 comply-or-explain relief  財務影響寬免：影響無法單獨識別
    D28 mandatory partial
    D28(a) mandatory partial  部分披露：不含聯營公司
    D28(b) mandatory reported
    D28(c) comply-or-explain missing
    D34 comply-or-explain negative  集團沒有採用內部碳定價
    "#);
    assert!(
        told.contains("warning[unreported-disclosure]: hkex-2025: neither reported nor explained: A1-GD, A1.3, A1.4"),
        "{told}"
    );
}

#[test]
fn what_is_mandatory_for_a_large_cap_is_an_error() {
    let sections: [(&str, &[&str]); 1] = [("聲明", &["hkex:MDR-13", "hkex:MDR-14", "hkex:MDR-15"])];
    let mandatory = |from: &str, board, large_cap| {
        let (mut report, sources, _) = report(&sections, &[("hkex-2025", None)]);
        of_year(&mut report, from, "2027-04-20", board, large_cap);
        let told = made(&report, &sources).1;
        let line = told.lines().find(|line| line.contains("mandatory but not reported")).map(str::to_owned);
        line.unwrap_or_default()
    };
    let large = mandatory("2026-01-01", Board::Main, true);
    assert!(large.contains("error[unreported-disclosure]"), "{large}");
    assert!(
        large.ends_with(
            "D19, D20, D21, D22, D23, D24, D25, D26, D27, D28, D29, D30, D31, D32, D33, D34, D35, D37, D38, D39, D40"
        ),
        "{large}"
    );
    assert!(mandatory("2025-01-01", Board::Main, true).ends_with(": D28(a), D28(b), D29(a), D29(b), D29(c)"));
    assert!(mandatory("2026-01-01", Board::Gem, false).ends_with(": D28, D29"));
}

#[test]
fn an_explanation_does_not_replace_what_is_mandatory() {
    let (mut report, sources, file) =
        report(&[("聲明", &["hkex:MDR-13", "hkex:MDR-14", "hkex:MDR-15"])], &[("hkex-2025", None)]);
    of_year(&mut report, "2025-01-01", "2026-04-20", Board::Main, false);
    note(&mut report, file, "hkex:D28", |note, text| note.explanation = text("沒有統計"));
    let (_, told) = made(&report, &sources);
    assert!(told.contains("mandatory but not reported: D28(a), D28(b), D29(a), D29(b), D29(c)"), "{told}");
}

#[test]
fn gri_counts_by_the_day_of_publication() {
    let (mut report, sources, _) =
        report(&[("排放", &["gri:305-1", "gri:302-1"])], &[("gri", Some(Claim::InAccordance))]);
    of_year(&mut report, "2026-01-01", "2027-04-20", Board::Main, false);
    let (_, told) = made(&report, &sources);
    assert!(told.contains("content/all.md:1:1: warning[wrong-version]: `gri:305-1` is not used any more"), "{told}");
    assert!(told.contains("content/all.md:2:1: warning[wrong-version]: `gri:302-1` is not used any more"), "{told}");
    report.config.published = day("2026-12-31");
    let (_, told) = made(&report, &sources);
    assert!(!told.contains("wrong-version"), "{told}");
}

#[test]
fn in_accordance_with_gri_nothing_is_missing() {
    let sections: [(&str, &[&str]); 2] = [("排放", &["gri:305-1", "gri:3-3"]), ("用水", &["gri:303-5"])];
    let (mut report, sources, file) = report(&sections, &[("gri", Some(Claim::InAccordance))]);
    note(&mut report, file, "gri:2-6", |note, text| note.explanation = text("不適用"));
    let (index, told) = made(&report, &sources);
    let line = |what: &str| told.lines().find(|line| line.contains(what)).unwrap_or_default().to_owned();
    // A reason for omission, not any explanation; none at all for some.
    assert!(
        line("neither reported")
            .contains("error[unreported-disclosure]: gri: neither reported nor explained: 2-6, 2-7")
    );
    assert!(line("mandatory").ends_with("2-1, 2-2, 2-3, 2-4, 2-5, 3-1, 3-2"), "{told}");
    // 3-3 stands under each topic.
    let rows = lines(&index, |code| matches!(code, "3-3" | "GRI 305" | "GRI 303" | "GRI 3"));
    insta::assert_snapshot!(rows, @r#"
    GRI 3 重大議題 2021: Group
    GRI 303 水資源與污水 2018: Group
      3-3 重大議題的管理: Missing
    GRI 305 排放 2016: Group
      3-3 重大議題的管理: Reported 10-climate#s1 1.1 排放
    "#);
}

#[test]
fn with_reference_to_gri_what_is_used_is_listed() {
    let (mut report, sources, _) = report(&[("排放", &["gri:305-1"])], &[("gri", Some(Claim::WithReference))]);
    report.config.standards[0].lists_all = false;
    let (index, told) = made(&report, &sources);
    assert_eq!(index.entries.iter().map(|entry| entry.code.as_str()).collect::<Vec<_>>(), ["GRI 305", "305-1"]);
    assert_eq!(told, "");
}

#[test]
fn a_version_that_is_not_for_the_year_names_the_one_that_is() {
    let sections: [(&str, &[&str]); 1] = [("排放", &["hkex:A1.1"])];
    let told = |id: &str, from: &str, listed: bool| {
        let (mut report, sources, _) = report(&sections, &[(id, None)]);
        of_year(&mut report, from, "2027-04-20", Board::Main, false);
        report.config.listing = report.config.listing.filter(|_| listed);
        let mut sink = Sink::default();
        indices(&report, &document(&report), &mut sink);
        let told = sink.into_sorted();
        let found = told.iter().find(|told| told.code != crate::diag::Code::UnreportedDisclosure);
        found
            .map(|told| format!("{} {}", short(std::slice::from_ref(told), &sources), told.hints.join(" ")))
            .unwrap_or_default()
    };
    let late = told("hkex-2023", "2025-01-01", true);
    assert!(late.contains("error[wrong-version]") && late.contains("use `hkex-2025`"), "{late}");
    let early = told("hkex-2025", "2024-07-01", true);
    assert!(early.contains("warning[wrong-version]") && early.contains("use `hkex-2023`"), "{early}");
    assert_eq!(told("hkex-2025", "2025-01-01", true), "");
    let unlisted = told("hkex-2025", "2025-01-01", false);
    assert!(unlisted.contains("warning[unknown-listing]") && unlisted.contains("listing: {board: main"), "{unlisted}");
    assert_eq!(told("hkex-2023", "2024-01-01", false), "");
}

#[test]
fn what_is_reported_needs_no_explanation() {
    let (mut report, sources, file) = report(&[("排放", &["hkex:A1.1"])], &[("hkex-2023", None)]);
    note(&mut report, file, "hkex:A1.1", |note, text| note.explanation = text("不涉及"));
    let (_, told) = made(&report, &sources);
    assert!(
        told.contains("warning[needless-explanation]: `A1.1` is explained here, but 1.1 排放 reports it"),
        "{told}"
    );
}

#[test]
fn an_empty_section_reports_nothing() {
    let (mut report, sources, _) =
        report(&[("排放", &["hkex:A1.1"]), ("用水", &["hkex:A2.2"])], &[("hkex-2023", None)]);
    report.chapters[0].blocks.remove(1);
    let (index, told) = made(&report, &sources);
    let wanted = "content/all.md:1:1: warning[empty-claim]: 1.1 排放 is to report `hkex:A1.1`, but says nothing";
    assert!(told.contains(wanted), "{told}");
    let status = |key: &str| index.entries.iter().find(|entry| entry.key == key).unwrap().status;
    assert_eq!((status("A1.1"), status("A2.2")), (IndexStatus::Missing, IndexStatus::Reported));
}

#[test]
fn what_asks_for_figures_has_one() {
    let told = |sentence: &str| {
        let (mut report, sources, file) = report(&[("排放", &["hkex:A1.3", "hkex:A1.6"])], &[("hkex-2023", None)]);
        let text = Inline::text(sentence, Span::new(file, 0..0));
        report.chapters[0].blocks[1].kind = BlockKind::Paragraph(vec![text]);
        made(&report, &sources).1
    };
    let without = told("我們在2023年6月檢討了廢棄物。");
    assert!(without.contains("content/all.md:1:1: warning[no-figure]: `hkex:A1.3` asks for figures"), "{without}");
    assert!(!without.contains("`hkex:A1.6` asks"), "it asks for words: {without}");
    for with in ["共處理12.5噸。", "本年度沒有產生有害廢棄物。"] {
        assert!(!told(with).contains("no-figure"), "{with}");
    }
}

/// Whatever section is taken away, what it reports is missing.
#[test]
fn a_section_that_is_deleted_is_missed() {
    let sections: [(&str, &[&str]); 3] =
        [("聲明", &["hkex:MDR-13"]), ("原則", &["hkex:MDR-14", "hkex:MDR-15"]), ("排放", &["hkex:A1.1"])];
    for at in 0..sections.len() {
        let (mut report, sources, _) = report(&sections, &[("hkex-2023", None)]);
        report.chapters[0].blocks.drain(2 * at..2 * at + 2);
        let (_, told) = made(&report, &sources);
        for tag in sections[at].1 {
            let code = tag.split_once(':').unwrap().1;
            let line = if code == "A1.1" { "neither reported nor explained" } else { "mandatory but not reported" };
            let line = told.lines().find(|told| told.contains(line)).unwrap();
            assert!(line.contains(code), "{tag}: {line}");
        }
    }
}
