use std::sync::LazyLock;

use super::*;
use crate::model::{Edition, GAP, Glossary};

static TO_MAINLAND: LazyLock<Converter> =
    LazyLock::new(|| Converter::new(Edition::ZhHantHk, Edition::ZhHansCn, &Glossary::default()).unwrap());
static TO_HONG_KONG: LazyLock<Converter> =
    LazyLock::new(|| Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &Glossary::default()).unwrap());

fn to_mainland(text: &str, format: Format) -> String {
    convert_text(text, format, &TO_MAINLAND, &["timeline".to_owned()])
}

fn to_hong_kong(text: &str, format: Format) -> String {
    convert_text(text, format, &TO_HONG_KONG, &["timeline".to_owned()])
}

/// Both sides of a text in which `⟨乾→干⟩` marks what the conversion must change.
fn sides(marked: &str) -> [String; 2] {
    let pairs = marked.split(['⟨', '⟩']).map(|part| part.split_once('→').unwrap_or((part, part)));
    let (before, after): (Vec<_>, Vec<_>) = pairs.unzip();
    [before.concat(), after.concat()]
}

#[test]
fn markdown_keeps_everything_that_is_no_language() {
    let [text, expected] = sides(
        "\u{feff}---\r
title: ⟨綠→绿⟩色使命\r
names: {zh-Hant-HK: 匯報, zh-Hans: \"汇报, 匯\", other: ⟨匯報→汇报⟩}\r
lead:\r
  zh-Hant-HK: |\r
    綠色\r
    匯報\r
  more: ⟨匯報→汇报⟩\r
---\r
# ⟨應對氣→应对气⟩候⟨變→变⟩化 {#氣候 disclose=hkex:A4 title=\"⟨氣→气⟩候 ⟨變→变⟩化\"}\r
⟨總→总⟩量⟨為→为⟩ {{ kpi(\"排放.總量\") | change }}，⟨見→见⟩[⟨說→说⟩明](#說明 \"⟨說→说⟩明\")、https://a.hk/說明、`說明`和-{說明}-。[^說]\r
![⟨廠→厂⟩房](images/廠房.png)\r
\r
[^說]: ⟨說→说⟩明\r
::: {.case title=\"⟨說→说⟩明\" image=images/說.png}\r
| ⟨說→说⟩明 | <a href=\"說\" title=\"⟨說→说⟩\">⟨說→说⟩</a> |\r
:::\r
```timeline\r
- title: ⟨說→说⟩明\r
  image: images/說.png\r
  zh-Hans: 說\r
```\r
```text\r
說明\r
```\r
-{zh-Hant-HK:管治;zh-Hans-CN:治理}-⟨說→说⟩明",
    );
    assert_eq!(to_mainland(&text, Format::Markdown), expected);
}

#[test]
fn passages_know_where_their_text_stands() {
    let text = "---\ntitle: 標題\ntags: [甲, 乙]\n---\n頭**髮**`x`見https://a.hk/說\n很長\n\n| 甲 | 乙 |\n";
    let source = crate::source::Sources::default().add("a.md", text);
    let passages = passages(source, text, Format::Markdown, Edition::ZhHantHk, &[]);
    let found: Vec<_> = passages.iter().map(|passage| passage.text.replace(GAP, "")).collect();
    assert_eq!(found, [" 標題", "頭髮見很長", " 甲 ", " 乙 "]);
    let at = passages[1].text.find("髮").unwrap();
    let (span, is_exact) = passages[1].place(at..at + 3).unwrap();
    assert_eq!((&text[span.range()], is_exact), ("髮", true));
}

#[test]
fn a_word_across_markup_or_a_soft_break_is_one_word() {
    let text = "剪**头**发、理[发](x)、白[^1]发\n\n一头\n发丝“引\n用‘内’”\n- 一头\n- 发展\n";
    let expected = "剪**頭**髮、理[髮](x)、白[^1]髮\n\n一頭\n髮絲「引\n用『內』」\n- 一頭\n- 發展\n";
    assert_eq!(to_hong_kong(text, Format::Markdown), expected);
}

#[test]
fn yaml_keeps_keys_comments_are_language() {
    let text = "# 指標\n- id: env.ghg\n  name: {zh-Hant-HK: 範圍一,\n    en: 說}\n  note: 說明「甲」\n  values: {2023: 1}\n  zh-Hans: 說\n    說\n- 說\n";
    let expected = "# 指标\n- id: env.ghg\n  name: {zh-Hant-HK: 範圍一,\n    en: 說}\n  note: 说明“甲”\n  values: {2023: 1}\n  zh-Hans: 說\n    說\n- 说\n";
    assert_eq!(to_mainland(text, Format::Yaml), expected);
}

#[test]
fn plain_text_streams_line_by_line() {
    let text = "头\n发展**\n".repeat(10_000);
    let mut output = Vec::new();
    convert_document(&mut text.as_bytes(), &mut output, Format::Text, &TO_HONG_KONG, &[]).unwrap();
    assert!(String::from_utf8(output).unwrap() == "頭\n發展**\n".repeat(10_000));
}

#[test]
fn bytes_that_are_no_text_are_told_by_line_and_byte_and_what_came_before_is_kept() {
    let mut text = "头\n".repeat(20_000).into_bytes();
    text.extend("发展\n甲".as_bytes());
    text.extend(b"\xb7\xc5\n");
    let mut output = Vec::new();
    let bad = convert_document(&mut &text[..], &mut output, Format::Text, &TO_HONG_KONG, &[]);
    assert_eq!(
        bad.unwrap_err().to_string(),
        "line 20002 is not UTF-8 from its byte 4 on (0xB7); save the file as UTF-8"
    );
    assert!(String::from_utf8(output).unwrap() == "頭\n".repeat(20_000) + "發展\n");
}

#[test]
fn a_mark_that_nothing_closes_is_told_and_the_text_is_kept() {
    let told = |text: &str, format| {
        let mut output = Vec::new();
        let unclosed = convert_document(&mut text.as_bytes(), &mut output, format, &TO_HONG_KONG, &[]).unwrap();
        let places: Vec<_> = unclosed.into_iter().map(|place| (place.line, place.column)).collect();
        (String::from_utf8(output).unwrap(), places)
    };
    assert_eq!(
        told("一头\n**头**发-{发\n发}-", Format::Markdown),
        ("一頭\n**頭**髮-{發\n發}-".to_owned(), vec![(2, 7)])
    );
    assert_eq!(told("-{发}-{发", Format::Text), ("-{发}-{發".to_owned(), vec![]));
    assert_eq!(told("头-{发-{发}-", Format::Text), ("頭-{发-{发}-".to_owned(), vec![]));
    assert_eq!(told("a: 头-{发", Format::Yaml), ("a: 頭-{發".to_owned(), vec![(1, 5)]));
    assert_eq!(told("-{{ 年 }}、`-{`、\\-{发", Format::Markdown), ("-{{ 年 }}、`-{`、\\-{發".to_owned(), vec![]));
}

#[test]
fn what_stands_right_behind_an_address_is_its_own() {
    let text = "https://a.hk/a?a=0{{ kpi(\"排放.总量\") }}、https://a.hk/a-{发}-发";
    let expected = "https://a.hk/a?a=0{{ kpi(\"排放.总量\") }}、https://a.hk/a-{发}-發";
    assert_eq!(to_hong_kong(text, Format::Markdown), expected);
}

#[test]
fn bad_bytes_in_a_short_text() {
    let bad = convert_document(&mut &b"a\n\xff\n"[..], &mut Vec::new(), Format::Text, &TO_HONG_KONG, &[]);
    assert_eq!(bad.unwrap_err().to_string(), "line 2 is not UTF-8 from its byte 1 on (0xFF); save the file as UTF-8");
}

proptest::proptest! {
    #[test]
    fn text_without_chinese_passes_unchanged(text in "[ -~\n“”‘’]{0,200}") {
        for format in [Format::Text, Format::Markdown, Format::Yaml] {
            proptest::prop_assert_eq!(to_hong_kong(&text, format), text.clone());
        }
    }

    #[test]
    fn nothing_is_lost(text in "[ -~\n天地人“”‘’《》]{0,200}") {
        // These characters are the same in both scripts, so only quotation marks may differ.
        let plain = |text: &str| text.replace(['“', '”', '‘', '’', '「', '」', '『', '』'], "\"");
        for format in [Format::Text, Format::Markdown, Format::Yaml] {
            proptest::prop_assert_eq!(plain(&to_hong_kong(&text, format)), plain(&text));
        }
    }
}
