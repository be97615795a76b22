//! Nothing that an author typed changes or vanishes without a word.

use super::testing::load;
use super::tests::{inline, problems};

#[test]
fn bold_beside_any_character() {
    for (text, wanted) in [
        ("**$500**及**HK$1,000**", "<b>$500</b>及<b>HK$1,000</b>"),
        ("增長**+12%**。", "增長<b>+12%</b>。"),
        ("甲，**-5%**，乙", "甲，<b>-5%</b>，乙"),
        ("**(1) 減廢**", "<b>(1) 減廢</b>"),
        ("首先**(1) 減廢**其次**(2) 節能**", "首先<b>(1) 減廢</b>其次<b>(2) 節能</b>"),
        ("見**[政策](https://a.hk/)**。", "見<b><a https://a.hk/>政策</a></b>。"),
        ("達**≥30%**者", "達<b>≥30%</b>者"),
        ("**「甲」**及**《乙》**，**“丙”**、**【丁】**", "<b>「甲」</b>及<b>《乙》</b>，<b>“丙”</b>、<b>【丁】</b>"),
        ("共***€3.5***及***～4***元", "共<i><b>€3.5</b></i>及<i><b>～4</b></i>元"),
        ("較**12%**、**30%**及**#1**高", "較<b>12%</b>、<b>30%</b>及<b>#1</b>高"),
        ("（**重點**）及**（重點）**。", "（<b>重點</b>）及<b>（重點）</b>。"),
        ("**@甲**乙**&丙**丁**/戊**", "<b>@甲</b>乙<b>&丙</b>丁<b>/戊</b>"),
        ("**`a`**及**`b`**", "<b><code>a</code></b>及<b><code>b</code></b>"),
        ("甲**乙*丙己*丁**戊", "甲<b>乙<i>丙己</i>丁</b>戊"),
        ("*甲**乙***", "<i>甲<b>乙</b></i>"),
        ("**甲**乙**丙**", "<b>甲</b>乙<b>丙</b>"),
        ("~~$5~~及~~「甲」~~。", "<s>$5</s>及<s>「甲」</s>。"),
        ("**總計**100", "<b>總計</b>100"),
        ("較去年**↑5%**、**↓3%**", "較去年<b>↑5%</b>、<b>↓3%</b>"),
        ("[**甲**](https://a.hk/)**乙**", "<a https://a.hk/><b>甲</b></a><b>乙</b>"),
        ("- **甲**：乙", "list None\n  item\n    p: <b>甲</b>：乙"),
        ("* 甲\n* *乙*", "list None\n  item\n    p: 甲\n  item\n    p: <i>乙</i>"),
        ("甲\n\n***\n\n乙", "甲\nrule\np: 乙"),
        ("\\*\\*甲\\*\\*", "**甲**"),
    ] {
        assert_eq!(inline(text), wanted, "{text}");
    }
    assert_eq!(
        super::tests::blocks("| **甲** | **+1%** |\n|---|---|\n|**-2**|乙**$3**丙|\n"),
        "table: None\n  <b>甲</b> | <b>+1%</b>\n  <b>-2</b> | 乙<b>$3</b>丙\n"
    );
}

#[test]
fn stars_and_tildes_between_figures_stay() {
    for text in [
        "24*7小時，共8*5天",
        "5天*3班*2組",
        "3*A+5*B",
        "1,200*3及12%*5",
        "2**3及4**5",
        "(3+4)*2及(5+6)*3",
        "2 * 3 * 4 與 5*6",
        "1月~3月及7月~9月",
        "3萬~5萬增至6萬~8萬",
        "甲~乙~丙",
        "1月 ~ 3月及 7月 ~ 9月",
        "10%~20%、30%~40%",
        "2024.1.1~2024.3.31及2024.7.1~2024.9.30",
        "5kg~10kg~15kg",
        "5kW~8~10kW及3m~5m~8m",
        "A組A~C及D~F",
        "Q1~Q2~Q3",
        "2^3及4^5",
        "2^3+4^5",
        "第^一^條及甲~一~乙",
        "1月~~3月及7月~~9月",
    ] {
        assert_eq!(inline(text), text);
    }
}

#[test]
fn what_is_plainly_lowered_or_raised() {
    for (text, wanted) in [
        ("H~2~O、PM~2.5~、NO~x~", "H<sub>2</sub>O、PM<sub>2.5</sub>、NO<sub>x</sub>"),
        ("二氧化碳（CO~2~e）", "二氧化碳（CO<sub>2</sub>e）"),
        ("C~n~H~2n+2~、Fe(OH)~3~", "C<sub>n</sub>H<sub>2n+2</sub>、Fe(OH)<sub>3</sub>"),
        ("Ca^2+^、SO~4~^2-^、10^6^", "Ca<sup>2+</sup>、SO<sub>4</sub><sup>2-</sup>、10<sup>6</sup>"),
        ("1^st^、甲^TM^、註^1^", "1<sup>st</sup>、甲<sup>TM</sup>、註<sup>1</sup>"),
        ("tCO~2~e/m^2^", "tCO<sub>2</sub>e/m<sup>2</sup>"),
        ("0.5366kgCO~2~/kWh、2,500kgCO~2~e", "0.5366kgCO<sub>2</sub>/kWh、2,500kgCO<sub>2</sub>e"),
        ("80tNO~x~、3mgPM~2.5~及0.1kgSF~6~", "80tNO<sub>x</sub>、3mgPM<sub>2.5</sub>及0.1kgSF<sub>6</sub>"),
    ] {
        assert_eq!(inline(text), wanted, "{text}");
    }
}

#[test]
fn bullets_of_a_word_processor_are_a_list() {
    let list = super::tests::blocks("- 回收\n- 再用\n");
    for typed in [
        "• 回收\n• 再用\n",
        "●回收\n●再用\n",
        "●\t回收\n●\t再用\n",
        "◆\u{3000}回收\n◆\u{3000}再用\n",
        "－ 回收\n－ 再用\n",
        "–\u{a0}回收\n–\u{a0}再用\n",
        "\u{f06c} 回收\n\u{f06c} 再用\n",
        "  ■ 回收\n  ■ 再用\n",
        "■ 回收\n\n■ 再用\n",
    ] {
        assert_eq!(super::tests::blocks(typed), list, "{typed:?}");
        assert_eq!(problems(typed), "", "{typed:?}");
    }
    let (nested, below) =
        (super::tests::blocks("- 甲\n  - 乙\n  - 丙\n"), super::tests::blocks("- 甲\n  ● 乙\n  ● 丙\n"));
    assert_eq!(below, nested);
    let led = super::tests::blocks("包括：\n\n- 甲\n- 乙\n");
    assert_eq!(super::tests::blocks("包括：\n● 甲\n● 乙\n"), led);
    // A sign alone, signs of several kinds, marks that mean something: as typed.
    for typed in ["● 回收", "● 已完成\n○ 未完成", "✓ 甲\n✓ 乙", "－5%\n－3%", "——甲\n——乙", "□ 是\n□ 否"]
    {
        assert!(!super::tests::blocks(typed).starts_with("list"), "{typed:?}");
    }
}

#[test]
fn rows_of_marks_are_text() {
    assert_eq!(inline("甲****乙"), "甲****乙");
    assert_eq!(problems("甲 ** 乙"), "");
}

#[test]
fn what_the_parser_would_drop_is_told() {
    insta::assert_snapshot!(problems(
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |\n| 5 | `a\\|b` |\n\n見[](#a)，或[](https://a.hk/)。\n\n\t縮排的一段。\n"
    ), @r"
    content/chapters/01-a.md:4:10: error[markup]: this row has 3 cells, the head has 2
        write one cell per column: a row's surplus cells are printed nowhere; \| is a bar in a text
    content/chapters/01-a.md:5:1: warning[markup]: this row has 1 cell, the head has 2
        write one cell per column, empty ones too: | one | |; a text below a table needs a blank line before it
    content/chapters/01-a.md:8:10: error[markup]: this link has no words, so it would not be printed
        write what readers see between the square brackets: [words](https://…)
    content/chapters/01-a.md:10:2: warning[markup]: these lines begin with so many blanks, or a tab, that they print as code
        take the blanks away; put code between lines of ```
    ");
}

#[test]
fn all_text_of_a_file_is_read() {
    // Each kind of markup that prints nothing itself, and none of it is told as lost.
    let text = "# 題 {#top disclose=hkex:A1.1}\n\n甲[^n]乙 [丙](https://a.hk/x) <https://b.hk/> [丁][ref] `碼` &amp; \\*\n\n\
                [ref]: https://c.hk/y\n[^n]: 註 `a`\n\n    另一段註\n\n1. 一\n2. 二\n   - 三\n\n> 引\n> 文\n\n| 甲 | 乙 |\n|:--|--:|\n| 1 | {{ x }} |\n\n\
                表：題目 {#t}\n\n<!-- 註解 -->甲<!-- b -->\n\n```text\n碼\n```\n\n::: {.note title=\"題\"}\n-{zh-Hant:甲;zh-Hans:乙}-\n:::\n\n\
                H~2~O **粗*斜*** ~~刪~~\n\n***\n";
    let found = problems(text);
    assert!(!found.contains("lost-text"), "{found}");
}

#[test]
fn numbers_of_a_list_that_print_otherwise_are_told() {
    assert_eq!(problems("1. 甲\n1. 乙\n\n甲\n\n3. 丙\n4. 丁\n"), "");
    assert!(problems("1. 甲\n3. 乙\n").contains("01-a.md:3:1: warning[markup]: this item prints as 2, not as 3"));
}

#[test]
fn markup_that_may_be_meant_as_text_is_told() {
    for (text, place) in [
        ("範圍一*及範圍二*的數字", "4"),
        ("> 50%的供應商已簽署。", "1"),
        ("- 18.6\n- 7.2", "1"),
        ("- 18.6百萬元", "1"),
        ("除稅後虧損為\n- 18.6百萬元，較去年少。", "2:1"),
        ("+ 5.2%", "1"),
        ("甲\n---", "2:1"),
        ("1) 甲\n2) 乙", "1"),
        ("地址：香港新界葵涌一百六十八號寒嶺物流中心二十三樓\n電話：2345 6789", "1"),
        ("主席\n陳大文", "1"),
        ("**甲**\n乙。", "1"),
        ("春眠不覺曉，\n處處聞啼鳥。", "1"),
        ("# 又一章", "1"),
        ("類別A*、類別B*、類別C*。", "4"),
        ("註：*代表估算；**代表實測；***代表核實。", "3"),
        ("附*者為估計，附*者除外。", "2"),
        ("面積按長*闊*高計算", "5"),
        ("*註：見下。*另見。", "1"),
        ("| 甲 | 乙 |\n|---|---|\n| 長*闊*高 | 一 |", "3:4"),
    ] {
        let found = problems(&format!("\n{text}\n"));
        let place = if place.contains(':') { place.to_owned() } else { format!("1:{place}") };
        let (line, column) = place.split_once(':').unwrap();
        let line: usize = line.parse().unwrap();
        assert!(
            found.starts_with(&format!("content/chapters/01-a.md:{}:{column}: warning[markup]", line + 2)),
            "{text}: {found}"
        );
    }
    for text in [
        "期刊*Nature*刊登，這是*重要*的事",
        "*這一句全是斜體，為引文。*",
        "見*Global Reporting Initiative*及*The Standard*一文",
        "> 2023年，我們很好。",
        "> 引文",
        "- 18.6百萬元用於減排，另有投資\n- 3個項目",
        "- 2023\n- 2024",
        "* 18.6\n* 7.2",
        "包括：\n- 3個項目\n- 5個項目，各有成效",
        "甲\n\n---\n\n乙",
        "本集團於年內推行多項措施，以減少排放，其中包括更換照明\n系統及鍋爐，成效顯著。",
        "地址：香港\\\n電話：2345",
        "甲，\n乙丙丁。",
    ] {
        assert_eq!(problems(&format!("\n{text}\n")), "", "{text}");
    }
}

#[test]
fn a_sign_before_a_figure_is_no_quotation() {
    assert_eq!(inline(">50%已簽署"), ">50%已簽署");
    assert_eq!(inline(">=50%已簽署"), ">=50%已簽署");
    assert_eq!(inline(">HK$5百萬"), ">HK$5百萬");
    assert_eq!(super::tests::blocks("- >50%\n"), "list None\n  item\n    p: >50%\n");
    assert_eq!(super::tests::blocks("> 甲\n>50%乙\n"), "quote\n  p: 甲 50%乙\n");
}

#[test]
fn captions_that_no_table_takes() {
    const TABLE: &str = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
    for (text, told) in [
        (format!("表：一\n\n{TABLE}\n表：二\n"), "8:1: warning[markup]: this prints as text: the table beside it"),
        (
            format!("{TABLE}\nTable: 一\n\nTable: 二\n"),
            "8:1: warning[markup]: this prints as text: the table beside it",
        ),
        (
            "表：一\n\n::: {.note}\n甲\n:::\n".to_owned(),
            "2:1: warning[markup]: this prints as text: only a Markdown table",
        ),
    ] {
        let found = problems(&text);
        assert!(found.contains(&format!("01-a.md:{told}")), "{text}: {found}");
    }
    for text in
        [format!("表：一\n\n{TABLE}"), format!("{TABLE}\n表：一\n\n{TABLE}\n表：二\n"), "表：一\n\n乙。\n".to_owned()]
    {
        assert_eq!(problems(&text), "", "{text}");
    }
}

#[test]
fn ends_of_elements_that_never_began_are_told() {
    for text in ["甲</br>乙", "甲</p>乙", "甲<b>乙</b></span>"] {
        let found = problems(&format!("\n{text}\n"));
        assert!(found.contains("HTML cannot be used") && found.lines().count() >= 2, "{text}: {found}");
    }
    assert!(problems("\n甲</br>乙\n").contains("end the line with a backslash"));
}

#[test]
fn pictures_that_share_a_paragraph_are_told() {
    const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
    let text = "# 題\n\n![甲](images/a.svg)\n一行字。\n\n![甲](images/a.svg) ![乙](images/a.svg)\n\n文字![甲](images/a.svg)中。\n";
    let found = load(&[("chapters/01-a.md", text), ("images/a.svg", PICTURE)]).problems();
    let places: Vec<&str> = found
        .lines()
        .filter_map(|line| {
            line.split(": warning[markup]: this picture").next().filter(|place| place.len() < line.len())
        })
        .collect();
    assert_eq!(
        places,
        ["content/chapters/01-a.md:3:1", "content/chapters/01-a.md:6:1", "content/chapters/01-a.md:6:20"]
    );
}

#[test]
fn values_of_attributes_as_people_type_them() {
    let text = "# 題\n\n甲[^1]\n\n[^1]：註文。\n\n::: {.note title='甲乙'}\n乙\n:::\n\n::: {.note title=\"共{{ kpi(\"a\") }}人\"}\n乙\n:::\n\n\
                ## 節 {#s disclose=hkex:A1.1, gri:305-1}\n\n乙。\n";
    let loaded = load(&[("chapters/01-a.md", text), ("kpi/a.yaml", "- id: a\n  name: 甲\n  values: {2023: 1}\n")]);
    let (report, _) = loaded.sound();
    let chapter = &report.chapters[0];
    assert_eq!(chapter.footnotes.len(), 1);
    assert_eq!(crate::model::plain_text(&chapter.footnotes[0].inlines), "註文。");
    let debug = format!("{:?}", chapter.blocks);
    assert!(debug.contains("\"甲乙\"") && debug.contains("kpi(\\\"a\\\")"), "{debug}");
    assert_eq!(chapter.blocks.iter().map(|block| block.disclose.len()).max(), Some(2));
}

#[test]
fn front_matter_has_no_footnotes() {
    let found = load(&[("chapters/01-a.md", "---\ntitle: 題[^f]\n---\n# 題\n\n甲[^f]\n\n[^f]: 註\n")]).problems();
    assert!(found.contains("01-a.md:2:9: error[missing-footnote]: the footnote [^f] cannot stand here"), "{found}");
    assert!(found.contains("front matter has no footnotes"), "{found}");
}

proptest::proptest! {
    /// Whatever is typed: every letter and digit is read, or something is told.
    #[test]
    fn nothing_is_lost_in_silence(parts in proptest::collection::vec(proptest::sample::select(super::tests::PIECES), 0..40)) {
        let mut text = String::from("# 題\n\n");
        // Figures that tell where each piece went.
        for (at, part) in parts.iter().enumerate() {
            text.push_str(part);
            text.push_str(&format!("字{at}"));
        }
        let loaded = super::testing::load_chapter(&text);
        let is_lost = |problem: &crate::diag::Diagnostic| problem.code == crate::diag::Code::LostText;
        let told: Vec<_> = loaded.sink.iter().filter(|problem| is_lost(problem)).collect();
        proptest::prop_assert!(told.is_empty(), "{:?} of {:?}", told, text);
    }
}

#[test]
fn blanks_in_the_names_of_files() {
    const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
    let text = "# 題\n\n![廠房](images/IMG 0123 (1).svg)\n\n![廠房](images/廠房 一期.svg \"圖一\")\n";
    let files = [("chapters/01-a.md", text), ("images/IMG 0123 (1).svg", PICTURE), ("images/廠房 一期.svg", PICTURE)];
    load(&files).sound();
}

#[test]
fn figures_of_an_input_method_are_numbers() {
    let file = "- id: a\n  name: 甲\n  values: {2021: １２３４.５, 2022: \"1，234.5\", 2023: －12，345．6, 2024: 約1000, 2025: \"5–9\"}\n";
    let loaded = load(&[("kpi/a.yaml", file), ("chapters/01-a.md", "# 題\n")]);
    let values: Vec<String> = loaded.report.as_ref().unwrap().kpis.kpis["a"]
        .values
        .values()
        .map(|figure| format!("{:?}", figure.node))
        .collect();
    assert_eq!(values, ["Number(1234.5)", "Number(1234.5)", "Number(-12345.6)", "Words(\"約1000\")", "Words(\"5–9\")"]);
    insta::assert_snapshot!(loaded.problems(), @r"
    content/kpi/a.yaml:3:66: warning[bad-value]: `約1000` is words: formulas and charts cannot use it
        write the number alone, and words such as 約 as `qualifier`; or put it in quotes if words are meant
    ");
}

#[test]
fn what_a_yaml_comment_cuts_off_is_told() {
    let matter = "---\ntitle: 題\nlead: 我們的目標 #1：減碳\nrole: chapter # as it is\n---\n";
    insta::assert_snapshot!(load(&[("chapters/01-a.md", matter)]).problems(), @r"
    content/chapters/01-a.md:3:13: warning[yaml]: the text ends before this `#`: to YAML, a comment begins here
        put the text in quotes; write a blank behind # if a comment is meant
    ");
}

#[test]
fn what_yaml_takes_for_its_own_is_told() {
    for (line, place) in [
        ("title: !NEW 甲", Some("2:8: warning[yaml]: to YAML this is a tag, and prints nothing")),
        ("title: &A 乙", Some("2:8: warning[yaml]: to YAML this is an anchor, and prints nothing")),
        ("title: \"C:\\new\\table\"", Some("2:11: warning[yaml]: `\\n` prints no letter")),
        ("title: 第一行\n  - 第二", Some("3:3: warning[yaml]: this is no item of a list")),
        ("title: &a 題\nlead: *a", None),
        ("title: !!str 題", None),
        ("title: \"題\"\nlead: \"第一\\n第二\\u4e59\"", None),
    ] {
        let loaded = load(&[("chapters/01-a.md", &format!("---\n{line}\n---\n"))]);
        let found = loaded.problems();
        let told = place.map(|place| found.contains(&format!("content/chapters/01-a.md:{place}")));
        assert!(told.unwrap_or(!found.contains("[yaml]")), "{line}: {found}");
    }
    for value in [">30%", "|甲", "? 甲", "&重要 甲", "!新 報告   # 說明"] {
        let found = load(&[("chapters/01-a.md", &format!("---\ntitle: {value}\n---\n"))]).problems();
        assert!(found.contains("put a value that begins with -, *, &, !, ?, | or > in quotes"), "{value}: {found}");
    }
}

#[test]
fn wordings_by_hand_as_an_input_method_parts_them() {
    let sides = |text: &str| {
        let loaded = super::testing::load_chapter(&format!("# 題\n\n{text}\n"));
        let (report, _) = loaded.sound();
        let debug = format!("{:?}", report.chapters[0].blocks);
        debug[debug.find("Manual(").unwrap()..].split(']').next().unwrap().to_owned()
    };
    let wanted = sides("-{zh-Hant-HK:甲;zh-Hans-CN:乙}-");
    assert_eq!(sides("-{zh-Hant-HK：甲；zh-Hans-CN：乙；}-"), wanted);
    assert_eq!(sides("-{zh-Hant-HK：甲； zh-Hans-CN:乙;}-"), wanted);
    assert!(sides("-{zh-Hant-HK：子；丑;zh-Hans-CN:寅}-").contains("子；丑"));
    assert!(sides("-{甲：子；乙：丑}-").contains("甲：子；乙：丑"));
    assert_eq!(sides("-{zh-Hant-HK=甲;zh-Hans-CN＝乙}-"), wanted);
    assert_eq!(sides("-{zh-Hant-HK:甲|zh-Hans-CN:乙}-"), wanted);
}

#[test]
fn wordings_that_name_no_edition_are_told() {
    let told = |text: &str| problems(&format!("董事會-{{{text}}}-水平\n")).contains("error[");
    for text in [
        "管治|治理",
        "管治｜治理",
        "管治;治理",
        "繁:管治;簡:治理",
        "繁體=管治；简体=治理",
        "简体中文：治理|繁體中文：管治",
        "A|zh-hant:管治;zh-hans:治理",
        "香港:管治;內地:治理",
        "HK:管治;CN:治理",
        "zh_Hant_HK:管治;zh_Hans_CN:治理",
    ] {
        assert!(told(text), "{text}");
    }
    for text in ["餘", "余:a", "里/小時", "甲；乙", "香港：里程", "HK:2888", "energy: 能源", "a\\|b", "C|ASH", "簡約;x"]
    {
        assert!(!told(text), "{text}: {}", problems(&format!("董事會-{{{text}}}-水平\n")));
    }
}

#[test]
fn words_for_a_picture_are_no_files_name() {
    const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
    let told = |alt: &str| {
        let text = format!("# 題\n\n![{alt}](images/a.svg)\n");
        load(&[("chapters/01-a.md", &text), ("images/a.svg", PICTURE)]).problems()
    };
    for alt in ["image1", "IMG_0042", "圖片 3", "截圖", "photo.jpg", "Screenshot (2)"] {
        assert!(told(alt).contains("01-a.md:3:1: warning[missing-alt]"), "{alt}: {}", told(alt));
    }
    for alt in ["廠房", "圖片中的廠房", "第3期工程的照片"] {
        assert_eq!(told(alt), "", "{alt}");
    }
}

#[test]
fn a_full_width_colon_behind_a_key_is_told() {
    let found = problems("```cards\nitems:\n  - title： 甲\n```\n");
    assert!(found.contains("write title: 甲, with a half-width colon and a blank"), "{found}");
}

#[test]
fn text_behind_the_braces_of_a_block_is_one_error() {
    let found = problems("::: {.note} 文字\n:::\n");
    assert_eq!(found.matches("error").count(), 1, "{found}");
    assert!(found.contains("01-a.md:2:12: error[markup]: this text stands on the line that begins a block"), "{found}");
}

#[test]
fn a_block_for_an_edition_that_the_report_has_not() {
    let found = problems("::: {.only edition=en}\n甲\n:::\n\n::: {.only edition=zh-Hans-CN}\n乙\n:::\n");
    assert_eq!(found.matches("warning[lost-text]: the report has no edition en").count(), 1, "{found}");
}

#[test]
fn files_that_nobody_reads_are_told() {
    let files =
        [("chapters/01-a.md", "# 題\n"), ("chapters/02-b.docx", ""), ("chapters/plan.svg", ""), ("kpi/a.ods", "")];
    insta::assert_snapshot!(load(&files).problems(), @r"
    content/kpi/a.ods:1:1: warning[unreadable]: content/kpi/a.ods is not read: its name does not end in .yaml
        save it as .xlsx in a spreadsheet program
    content/chapters/02-b.docx:1:1: warning[unreadable]: content/chapters/02-b.docx is not read: its name does not end in .md
        put what it says into a .md file, or take it out of this folder
    ");
}

#[test]
fn what_stands_too_deep_is_one_error() {
    let deep = |text: String| {
        let found = problems(&text);
        let start: String = text.chars().take(10).collect();
        assert_eq!(found.matches("within one another").count(), 1, "{start}");
    };
    deep(format!("{}甲", ">".repeat(20_000)));
    deep(format!("{}甲", "- ".repeat(20_000)));
    deep(format!("{}甲{}", "**a ".repeat(5_000), " b**".repeat(5_000)));
    deep(format!("{}甲{}", "_a ".repeat(5_000), " b_".repeat(5_000)));
    deep(format!("{}甲{}", "![a".repeat(100), "](b.png)".repeat(100)));
    let divs = format!("{}甲\n\n{}", "::: {.columns}\n\n".repeat(5_000), ":::\n\n".repeat(5_000));
    deep(divs);
    assert_eq!(inline(&format!("{}甲{}", "*".repeat(50_000), "*".repeat(50_000))).matches('*').count(), 100_000);
}

#[test]
fn large_inputs_are_read_in_time_that_grows_with_them() {
    const MANY: usize = 30_000;
    let yaml = |text: String| load(&[("chapters/01-a.md", "# 題\n"), ("glossary.yaml", &text)]).problems().len();
    for text in [
        "{{ ".repeat(MANY),
        "-{".repeat(MANY),
        "[^a]".repeat(MANY),
        "[^".repeat(MANY),
        "~~a ".repeat(MANY) + &"b** ".repeat(MANY),
        "**a *b ".repeat(MANY),
        "](a".repeat(MANY),
        "## 同名\n\n".repeat(MANY),
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n: 表\n\n".repeat(MANY / 10),
        format!("## 甲 {{{}}}", (0..MANY).map(|at| format!("k{at}=1 ")).collect::<String>()),
        "`".repeat(MANY) + &" ``".repeat(MANY),
        "甲</q>乙\n\n".repeat(MANY),
    ] {
        problems(&text);
    }
    yaml("[".repeat(100 * MANY));
    yaml("{a: ".repeat(100 * MANY));
    yaml((0..MANY).map(|at| format!("k{at}: 1\n")).collect());
    yaml(format!("house_style:\n{}", (0..MANY).map(|at| format!("  甲{at}: 乙\n")).collect::<String>()));
}

#[test]
fn slips_in_yaml_are_told_with_what_to_write() {
    let settings = super::testing::SETTINGS;
    let kpi = "- id: a\n  name: 甲\n  unit: t\n  values: {2022: 1, 2023: 2}\n  targets: [{base: 2022, year: 2030, change: -50}]\n- id: b\n  name: 乙\n  values: {2023: 1}\n";
    let glossary = "terms:\n  - {zh-Hant: 私隱, zh-Hans: 隐私}\n";
    let notes = "notes:\n  \"hkex:B5.4\": 集團沒有此類統計，來年開始收集。\n";
    let files =
        [("report.yaml", settings), ("kpi/a.yaml", kpi), ("glossary.yaml", glossary), ("disclosures.yaml", notes)];
    let told = |file: &str, old: &str, new: &str| {
        let mut all: Vec<(&str, String)> = files.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        let text = &mut all.iter_mut().find(|(name, _)| *name == file).unwrap().1;
        assert!(text.contains(old), "{old} in {file}");
        *text = text.replacen(old, new, 1);
        let mut all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (*name, text.as_str())).collect();
        all.push(("chapters/01-a.md", "# 題\n"));
        load(&all).problems()
    };
    assert_eq!(told("kpi/a.yaml", "甲", "甲"), "");
    for (file, old, new, words) in [
        ("report.yaml", "from: 2023-01-01", "from: 2023年1月1日", "write `2023-01-01`"),
        ("report.yaml", "from: 2023-01-01", "from: 2023-02-30", "no calendar has this day"),
        ("report.yaml", "from: 2023-01-01", "from:2023-01-01", "write a blank behind the colon: `from: 2023-01-01`"),
        ("report.yaml", "{from: 2023-01-01, to: 2023-12-31}", "2023", "write e.g. `period: {from: "),
        ("report.yaml", "source:", "stock_code: \"1\"\nsource:", "it is a key of `issuer`: write it below that"),
        ("report.yaml", "\"9863\"", "股份代號：9863", "write its digits alone: \"9863\""),
        ("report.yaml", "\"9863\"", "9863.0", "write its digits alone: \"9863\""),
        ("report.yaml", "source:", "subtitle: true\nsource:", "would print `true`"),
        ("report.yaml", "source:", "subtitle: #減碳\nsource:", "to YAML, a comment begins here"),
        ("report.yaml", "[zh-Hant-HK, zh-Hans-CN]", "zh-Hant-HK, zh-Hans-CN", "write [zh-Hant-HK, zh-Hans-CN]"),
        ("report.yaml", "hkex-2023", "HKEX-2023", "did you mean `hkex-2023`?"),
        ("report.yaml", "source:", "\u{200b}source:", "a character that cannot be seen (U+200B) stands in it"),
        ("report.yaml", "報告}", "報告, zh-Hant: 另一個}", "no edition takes the text under `zh-Hant`"),
        ("kpi/a.yaml", "2023: 2}", "2023: true}", "would print `true`"),
        ("kpi/a.yaml", "2023: 2}", "2023: 0310}", "write 310"),
        ("kpi/a.yaml", "2023: 2}", "2023: +5}", "would print as 5, without its sign"),
        ("kpi/a.yaml", "2023: 2}", "2023: \"1,23\"}", "is no number, and would print as typed"),
        ("kpi/a.yaml", "2023: 2}", "2023: \"5.000,0\"}", "is no number, and would print as typed"),
        ("kpi/a.yaml", "2023: 2}", "2023: 待定}", "`待定` waits for a figure"),
        ("kpi/a.yaml", "2023: 2}", "2023:}", "behind this colon stands nothing"),
        ("kpi/a.yaml", "{2022: 1, 2023: 2}", "310", "write e.g. `values: {"),
        ("kpi/a.yaml", "  values: {2022: 1, 2023: 2}", "  2023: 2", "stands below `values`"),
        ("kpi/a.yaml", "base: 2022", "base: 2021/22", "`2021/22` counts as 2022"),
        ("kpi/a.yaml", "change: -50", "change: -50%", "write the number alone: -50"),
        ("kpi/a.yaml", "- id: b\n", "  id: b\n", "the first key of another item has a `- ` before it"),
        ("glossary.yaml", ", zh-Hans: 隐私", "", "a term has a wording for one script alone"),
        ("disclosures.yaml", "notes:\n", "notes:\n  \"HKEX:B5.4\": 另有安排，來年收集。\n", "has two notes"),
        ("disclosures.yaml", "notes:\n  \"hkex:B5.4\"", "\"hkex:B5.4\"", "notes stand below `notes:`"),
        (
            "disclosures.yaml",
            "集團沒有此類統計，來年開始收集。",
            "{elsewhere: {title: 年報, page: 第88頁}}",
            "write the number alone",
        ),
        ("disclosures.yaml", "集團沒有此類統計", "\"集團沒有此類統計", "has no end"),
    ] {
        let found = told(file, old, new);
        assert!(found.contains(words), "{new}: {found}");
    }
    // What people write as they would say it is read as they mean it.
    for (file, old, new) in [
        ("report.yaml", "source:", "draft: yes\nsource:"),
        ("report.yaml", "source:", "draft: False\nsource:"),
        ("kpi/a.yaml", "{2022: 1, 2023: 2}", "{2022年: 1, FY2023: 2}"),
        ("kpi/a.yaml", "base: 2022,", "base: 2022年,"),
    ] {
        assert_eq!(told(file, old, new), "", "{new}");
    }
}

#[test]
fn front_matter_may_stand_below_blank_lines() {
    let (report, _) = load(&[("chapters/01-a.md", "\n\n---\ntitle: 題\nrole: front\n---\n# 題\n")]).sound();
    assert_eq!(report.chapters[0].role, crate::model::Role::Front);
    let loaded = load(&[("chapters/01-a.md", "\n---\n\n# 題\n")]);
    assert!(loaded.report.unwrap().chapters[0].blocks.len() > 1);
}
