//! Figures that contradict each other, and figures that only look as if they did.

use crate::project::Project;

const DATA: &str = "content/kpi/more.yaml";

/// What `check` tells of figures in the small report with more metrics in it.
fn told(data: &str) -> String {
    let project = Project::copy_of("small");
    project.write(DATA, data);
    let run = project.run(&["check", "--format", "short"]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    let is_told = |line: &&str| (line.contains("[figure-") && !line.contains("note[")) || line.contains("error");
    let lines = run.stdout.lines().filter(is_told);
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn figures_that_contradict_each_other_are_told_at_both_places() {
    let data = r#"breakdowns:
  - {by: gender, total: hr.all, parts: [hr.women, hr.men]}
  - {by: region, total: hr.all, parts: [hr.abroad, hr.unknown]}
  - {by: gender, parts: [hr.share.women, hr.share.men]}
  - {by: age, average: hr.hours, parts: [hr.hours.young, hr.hours.old]}
metrics:
  - {id: hr.all, name: 僱員, unit: person, values: {2022: 90, 2023: 100}}
  - {id: hr.women, name: 女, unit: person, values: {2022: 40, 2023: 45}}
  - {id: hr.men, name: 男, unit: person, values: {2022: 50, 2023: 54}}
  - {id: hr.abroad, name: 海外, unit: person, values: {2023: 101}}
  - {id: hr.unknown, name: 不詳, unit: person, values: {}}
  - {id: hr.share.women, name: 女, unit: '%', values: {2023: 45.0}}
  - {id: hr.share.men, name: 男, unit: '%', values: {2023: 54.0}}
  - {id: hr.hours, name: 時數, unit: hour, values: {2023: 26.35}}
  - {id: hr.hours.young, name: 青, unit: hour, values: {2023: 24.26}}
  - {id: hr.hours.old, name: 長, unit: hour, values: {2023: 23.78}}
  - {id: hr.rate.total, name: 率, unit: '%', values: {2023: 30.1}}
  - {id: hr.rate.gender.women, name: 女, unit: '%', values: {2023: 20.1}}
  - {id: hr.rate.gender.men, name: 男, unit: '%', values: {2023: 21.1}}
  - {id: hr.trained, name: 佔比, unit: '%', values: {2023: 46.3}, formula: hr.women / hr.all * 100}
  - {id: hr.grew, name: 增, unit: '%', values: {2023: 12.5}, formula: (hr.women - 40) / 40 * 100, decimals: 1}
  - {id: hr.grew.wrongly, name: 增, unit: '%', values: {2023: 12.8}, formula: (hr.women - 40) / 40 * 100}
  - {id: x.power, name: 電, unit: MWh, values: {2021: 7729.46, 2022: 85106.58, 2024: 90000}}
  - {id: x.a.total, name: 甲, unit: t, values: {2023: 906285}}
  - {id: x.a.intensity, name: 甲, unit: t/10k-RMB, values: {2023: 0.54}}
  - {id: x.b.total, name: 乙, unit: t, values: {2023: 145.45}}
  - {id: x.b.intensity, name: 乙, unit: t/10k-RMB, values: {2023: 0.000087}}
  - {id: x.c.total, name: 丙, unit: t, values: {2023: 1364}}
  - {id: x.c.intensity, name: 丙, unit: t/10k-RMB, values: {2023: 0.008}}
  - {id: x.again, name: 再, unit: t, values: {2022: 3, 2023: 4}, restated: [2022]}
  - {id: x.both, name: 合, unit: t, values: {2023: 150.00}, formula: x.b.total + x.again}
"#;
    insta::assert_snapshot!(told(data), @r"
    content/kpi/more.yaml:7:67: warning[figure-sum]: the parts of `hr.all` by gender come to 99 in 2023, `hr.all` is 100
    content/kpi/more.yaml:10:60: warning[figure-sum]: `hr.abroad` is 101 in 2023, more than `hr.all`, which is 100
    content/kpi/more.yaml:12:61: warning[figure-share]: the shares by gender come to 99.0% in 2023, not to 100%
    content/kpi/more.yaml:14:57: warning[figure-average]: `hr.hours` is 26.35 in 2023, above the averages of all its groups by age
    content/kpi/more.yaml:17:60: warning[figure-average]: `hr.rate.total` is 30.1 in 2023, above the averages of all its groups by gender
    content/kpi/more.yaml:20:58: warning[figure-share]: `hr.trained` is 46.3 in 2023, but hr.women / hr.all * 100 comes to 45.0
    content/kpi/more.yaml:22:62: warning[figure-change]: `hr.grew.wrongly` is 12.8 in 2023, but (hr.women - 40) / 40 * 100 comes to 12.5
    content/kpi/more.yaml:23:69: warning[figure-jump]: `x.power` goes from 7,729.46 in 2021 to 85,106.58 in 2022
    content/kpi/more.yaml:23:85: warning[figure-year]: `x.power` has figures for 2022 and 2024, none for 2023
    content/kpi/more.yaml:29:66: warning[figure-intensity]: `x.c.intensity` of 2023 does not go with the others: with a total of 1,364, it is 0.008 per `RMB-10k` only for 160,412 to 181,933 of them
    content/kpi/more.yaml:30:76: warning[figure-restated]: the figure of `x.again` for 2022 is restated without a reason
    content/kpi/more.yaml:31:51: warning[figure-sum]: `x.both` is 150.00 in 2023, but x.b.total + x.again comes to 149.45
    ");
}

#[test]
fn targets_restatements_and_counts_that_cannot_be() {
    let lines =
        |data: &str| told(data).lines().map(|line| line.split(": ").nth(1).unwrap().to_owned()).collect::<Vec<_>>();
    let metric =
        |rest: &str| format!("- {{id: x.a, name: 甲, unit: t, values: {{2021: 5, 2022: 6, 2023: 4}}, {rest}}}\n");
    let targets = |list: &str| metric(&format!("targets: [{list}]"));
    for (data, found) in [
        (targets("{base: 2021, year: 2030, change: -60}, {base: 2021, year: 2030, value: 3}"), "warning[figure-claim]"),
        (targets("{base: 2021, year: 2022, value: 3, status: on-track}"), "warning[figure-claim]"),
        (targets("{base: 2021, year: 2023, value: 3, status: on-track}"), "warning[figure-claim]"),
        (metric("restated: {2022: {was: 6, reason: 更正。}}"), "warning[figure-restated]"),
        ("- {id: x.p, name: 人, unit: person, values: {2022: 95, 2023: 95.5}}\n".to_owned(), "warning[figure-jump]"),
    ] {
        assert_eq!(lines(&data), [found], "{data}");
    }
    for data in [
        targets("{base: 2021, year: 2030, change: -40}, {base: 2021, year: 2030, value: 3}"),
        targets("{year: 2030, value: 4, name: 基本}, {year: 2030, value: 3, name: 進取}"),
        targets("{base: 2021, year: 2024, value: 3, status: on-track}"),
        targets("{base: 2021, year: 2022, value: 3, status: behind}"),
        metric("restated: {2022: {was: 7, reason: 更正。}}"),
        "- {id: x.p, name: 人, unit: person, values: {2022: 95.2, 2023: 95.5}}\n".to_owned(),
        "- {id: x.p, name: 人, unit: person, note: 全職等效。, values: {2022: 95, 2023: 95.5}}\n".to_owned(),
    ] {
        assert_eq!(lines(&data), [""; 0], "{data}");
    }
    // A column that was filled by copying.
    let copied = |last: u32| {
        let row = |at: u32| format!("x.c{at},甲{at},t,{at},{}\n", if at == 6 { last } else { at });
        let project = Project::copy_of("small");
        project.write(
            "content/kpi/more.csv",
            format!("id,name.zh-Hant,unit,2022,2023\n{}", (1..7).map(row).collect::<String>()),
        );
        project.run(&["check", "--format", "short"]).stdout
    };
    assert!(copied(6).contains("more.csv:2:13: warning[figure-year]: all 6 figures of 2023"), "{}", copied(6));
    assert!(!copied(7).contains("[figure-year]"));
}

#[test]
fn figures_that_only_look_wrong_are_left_alone() {
    let data = r#"breakdowns:
  - {by: gender, total: hr.all, parts: [hr.women, hr.men]}
  - {by: source, total: x.energy, parts: [x.sun, x.wind, x.coal]}
  - {by: gender, parts: [hr.share.women, hr.share.men, hr.share.none]}
metrics:
  - {id: hr.all, name: 僱員, unit: person, values: {2022: 99, 2023: 100}}
  - {id: hr.women, name: 女, unit: person, values: {2023: 46}}
  - {id: hr.men, name: 男, unit: person, values: {2023: 54}}
  # Rounded by themselves, these come to 100.1.
  - {id: hr.share.women, name: 女, unit: '%', values: {2023: 45.4}}
  - {id: hr.share.men, name: 男, unit: '%', values: {2023: 54.6}}
  - {id: hr.share.none, name: 未, unit: '%', values: {2023: 0.1}}
  - {id: x.energy, name: 能, unit: GJ, values: {2023: 10}}
  - {id: x.sun, name: 日, unit: GJ, values: {2023: 3.4}}
  - {id: x.wind, name: 風, unit: GJ, values: {2023: 3.4}}
  - {id: x.coal, name: 煤, unit: GJ, values: {2023: 3.4}}
  # Shares of a whole are no averages.
  - {id: x.mix.total, name: 合, unit: '%', values: {2023: 100}}
  - {id: x.mix.kind.a, name: 甲, unit: '%', values: {2023: 40}}
  - {id: x.mix.kind.b, name: 乙, unit: '%', values: {2023: 60}}
  # Few cases double and halve by chance; a note says why the rest does.
  - {id: x.cases, name: 宗, unit: case, values: {2022: 1, 2023: 9}}
  - {id: x.waste, name: 廢, unit: t, values: {2022: 100, 2023: 5000}, note: 統計範圍擴大。}
  - {id: x.again, name: 再, unit: t, values: {2022: 3, 2023: 4}, restated: {2022: {was: 2, reason: 更正單位。}}}
  - {id: x.words, name: 話, unit: t, values: {2022: 5–9, 2023: 70}}
  - {id: x.density, name: 密, unit: t/10k-RMB, values: {2023: 0.33}, formula: x.sun / 10.3}
"#;
    assert_eq!(told(data), "");
}

/// A note silences a jump where it says why the figure changed, not where it says what is counted; a total is never below
/// nothing.
#[test]
fn a_note_says_why_a_figure_jumps() {
    for (metric, is_told) in [
        ("name: 廢, unit: t, values: {2022: 452, 2023: 418000}, note: 外賣餐盒及紙袋。", true),
        ("name: 廢, unit: t, values: {2022: 452, 2023: 418000}, note: 新廠投產。", false),
        ("name: 廢, unit: t, values: {2022: 452, 2023: 418000}, note: 由於統計範圍擴大。", false),
        ("name: 排放總量, unit: tCO2e, values: {2022: -180.5, 2023: -180.3}", true),
        ("name: 淨排放總量, unit: tCO2e, values: {2022: -180.5, 2023: -180.3}", false),
        ("name: 碳匯總量, unit: tCO2e, values: {2022: -180.5, 2023: -180.3}", false),
    ] {
        let told = told(&format!("- {{id: x.one, {metric}}}\n"));
        assert_eq!(told.contains("figure-jump"), is_told, "{metric} {told}");
    }
}

#[test]
fn a_report_says_how_bad_a_contradiction_is() {
    let project = Project::copy_of("small");
    project.write(DATA, "- {id: x.power, name: 電, unit: MWh, values: {2022: 7729.46, 2023: 85106.58}}\n");
    let severity = |project: &Project| {
        let run = project.run(&["check", "--format", "short"]);
        let line = run.stdout.lines().find(|line| line.contains("[figure-jump]"));
        line.map(|line| line.split('[').next().unwrap().rsplit(' ').next().unwrap().to_owned())
    };
    assert_eq!(severity(&project).as_deref(), Some("warning"));
    project.edit("content/report.yaml", "source:", "checks: {figure-jump: error}\nsource:");
    assert_eq!(severity(&project).as_deref(), Some("error"));
    project.edit("content/report.yaml", "figure-jump: error", "figure-jump: off");
    assert_eq!(severity(&project), None);
}

#[test]
fn both_places_of_a_contradiction_are_named() {
    let project = Project::copy_of("small");
    project.write(DATA, "- {id: x.power, name: 電, unit: MWh, values: {2022: 7729.46, 2023: 85106.58}}\n");
    let run = project.run(&["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = found.as_array().unwrap().iter().find(|found| found["code"] == "figure-jump").unwrap();
    let place = |place: &serde_json::Value| (place["file"].clone(), place["column"].clone());
    assert_eq!(place(&found["place"]), (DATA.into(), 67.into()));
    assert_eq!(place(&found["labels"][0]["place"]), (DATA.into(), 52.into()));
}

const CHAPTER: &str = "content/chapters/20-more.md";

const METRICS: &str = r#"
- {id: ghg.total, name: 碳排放總量, unit: tCO2e, values: {2022: 53524.40, 2023: 57572.80}}
- {id: power, name: 外購電力總量, unit: MWh, values: {2022: 77294.60, 2023: 85106.58}}
- {id: staff, name: 員工總人數, unit: person, values: {2023: 9314}}
- {id: sessions, name: 安全培訓場次, unit: session, values: {2023: 5}}
- {id: gas, name: 天然氣用量, unit: m3, values: {2023: 3909575}}
- {id: rate, name: 員工流失率, unit: '%', values: {2023: 20.70}}
"#;

fn with_chapter(text: &str) -> Project {
    let project = Project::copy_of("small");
    project.write(DATA, METRICS);
    project.write(CHAPTER, text);
    project
}

/// What `check` tells of the chapter's figures.
fn told_of(text: &str) -> String {
    let run = with_chapter(text).run(&["check", "--format", "short", CHAPTER]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    let lines = run.stdout.lines().filter(|line| line.contains("figure") || line.contains("error"));
    lines.map(|line| format!("{}\n", line.split_once(':').unwrap().1)).collect()
}

#[test]
fn typed_figures_that_are_not_the_metric_s_are_told() {
    let text = "# 章

本年度碳排放總量為53,524.40噸二氧化碳當量。

碳排放總量為57,752.80噸二氧化碳當量。

2023年外購電力總量為8,510.66兆瓦時。

本集團的外購電力總量達85,106.85兆瓦時，員工總人數為9,315人。

外購電力總量為8,510.65萬千瓦時。

年內共舉辦安全培訓156場，員工流失率為2.07%。

2022年碳排放總量為57,572.80噸二氧化碳當量。

員工總人數超過10,000人，天然氣用量不足390萬立方米。

內部審核分為以下三類：

- 一
- 二
";
    insta::assert_snapshot!(told_of(text), @r"
    3:10: warning[figure-differs]: the text has 53,524.40噸二氧化碳當量, `ghg.total` is 57,572.80噸二氧化碳當量 in 2023: this is the figure of 2022
    5:7: warning[figure-differs]: the text has 57,752.80噸二氧化碳當量, `ghg.total` is 57,572.80噸二氧化碳當量 in 2023: two digits have changed places
    7:13: warning[figure-differs]: the text has 8,510.66兆瓦時, `power` is 85,106.58兆瓦時 in 2023
    9:12: warning[figure-differs]: the text has 85,106.85兆瓦時, `power` is 85,106.58兆瓦時 in 2023: two digits have changed places
    9:31: warning[figure-differs]: the text has 9,315人, `staff` is 9,314人 in 2023
    11:8: warning[figure-differs]: the text has 8,510.65萬千瓦時, `power` is 85,106.58兆瓦時 (8,510.658萬千瓦時) in 2023: it is rounded wrongly
    13:10: warning[figure-differs]: the text has 156場, `sessions` is 5場 in 2023
    13:21: warning[figure-differs]: the text has 2.07%, `rate` is 20.70% in 2023: a unit or a point has slipped
    15:12: warning[figure-differs]: the text has 57,572.80噸二氧化碳當量, `ghg.total` is 53,524.40噸二氧化碳當量 in 2022: this is the figure of 2023
    17:8: warning[figure-claim]: the text says more than 10,000人, `staff` is 9,314人 in 2023
    17:23: warning[figure-claim]: the text says less than 390萬立方米, `gas` is 3,909,575立方米 (390.9575萬立方米) in 2023
    19:1: warning[figure-count]: the line announces 3, the list below it has 2
    ");
}

#[test]
fn what_only_looks_like_a_metric_s_figure_is_left_alone() {
    let text = "# 章

本年度碳排放總量較上年增加4,048.40噸二氧化碳當量。深圳工廠的碳排放總量為12,345噸二氧化碳當量。

2021年碳排放總量為40,000噸二氧化碳當量。碳排放總量約5.8萬噸二氧化碳當量，超過5萬噸二氧化碳當量。

截至2023年底，累計培訓員工156人，女性員工100人參加了活動，其中安全培訓3場，其中女性員工總人數為1,639人。員工總人數為9,300餘人。

公司取得ISO 14001、GB/T 24001-2016認證，並按第332號文件、《2023年100項行動》及附錄C2的要求披露，電話2345 6789。

目標是於2030年把外購電力總量降至60,000兆瓦時。員工總人數的20.70%參加了活動。

內部審核分為以下三類：

1. 一
2. 二
3. 三

如下兩項要求：見附錄。
";
    assert_eq!(told_of(text), "");
}

#[test]
fn typed_figures_become_expressions() {
    let text = "# 章

本年度碳排放總量為57,572.80噸二氧化碳當量，即57,573 噸二氧化碳當量。外購電力總量為8,510.66萬千瓦時。

2022年碳排放總量為53,524.40噸二氧化碳當量；員工總人數為9,314名。天然氣的用量達3,909,575立方米。

```cards
items:
  - title: 外購電力總量為85,106.58兆瓦時
    text: 一段話。
```
";
    let project = with_chapter(text);
    let before = project.run(&["check", "--format", "short", CHAPTER]).stdout;
    assert!(before.contains("note[typed-figure]"), "{before}");
    let run = project.run(&["check", "--fix", CHAPTER]);
    assert!(run.code < 2, "{}", run.stderr);
    assert_eq!(project.read(CHAPTER), text, "{}", run.stdout);
    let run = project.run(&["check", "--fix=figures", "--format", "short", CHAPTER]);
    insta::assert_snapshot!(project.read(CHAPTER), @r#"
    # 章

    本年度碳排放總量為{{ kpi("ghg.total") }}，即57,573 噸二氧化碳當量。外購電力總量為{{ kpi("power", unit="10k-kWh", decimals=2) }}。

    2022年碳排放總量為{{ kpi("ghg.total", year=2022) }}；員工總人數為{{ kpi("staff", unit=false) }}名。天然氣的用量達{{ kpi("gas") }}。

    ```cards
    items:
      - title: 外購電力總量為85,106.58兆瓦時
        text: 一段話。
    ```
    "#);
    let left: Vec<&str> = run.stdout.lines().filter(|line| line.contains("figure")).collect();
    assert!(left.len() == 1 && left[0].contains(":9:19: note[typed-figure]"), "{left:?}");
}

#[test]
fn what_is_to_be_reached_is_not_what_is() {
    let text = "# 章

員工總人數為9,400人（目標）。目標是員工總人數達9,400人。計劃員工總人數增至9,400人。

## 目標

至少要有員工9,400人。

```kpi-cards
items:
  - {value: '9,400', unit: 人, label: 員工總人數目標}
```

## 其他

| 項目 | 目標 |
| :-- | --: |
| 員工總人數（人） | 9,400 |

```kpi-cards
title: 2030年的目標
items:
  - {value: '9,400', unit: 人, label: 員工總人數}
```
";
    assert_eq!(told_of(text), "");
}

/// The small report with metrics of financial years, in one of the scripts.
fn of_financial_years(report: &str, text: &str) -> Project {
    let project = Project::copy_of(report);
    let config = project.read("content/report.yaml");
    let config = config.replace("from: 2023-01-01, to: 2023-12-31", "from: 2022-04-01, to: 2023-03-31");
    project.write("content/report.yaml", config.replace("published: 2024-04-29", "published: 2023-07-29"));
    let data = "- {id: rev, name: 收益, unit: RMB-million, values: {2021: 3318.2, 2022: 3502.7, 2023: 3688.4}}
- {id: staff, name: {zh-Hant: 僱員總數, zh-Hans: 员工总数}, unit: person, values: {2022: 2851, 2023: 2913}}
";
    project.write(DATA, data);
    project.write(CHAPTER, format!("# 章\n\n{text}\n"));
    project
}

#[test]
fn a_figure_is_of_the_year_that_its_period_ends_in() {
    let wrong = [
        ("small", "截至2022年3月31日止年度，我們的收益為3,688.4百萬元。"),
        ("small", "截至二零二二年三月三十一日止財政年度，收益為3,688.4百萬元。"),
        ("small", "截至2022年3月31日止年度的收益為3,688.4百萬元。"),
        ("small", "於2022年3月31日，僱員總數為2,913人。"),
        ("small", "於2022年3月31日的僱員總數為2,913人。"),
        ("small", "上一財政年度，收益為3,688.4百萬元。"),
        ("small", "FY2021/22，僱員總數為2,913人。"),
        ("small", "2021至22年度，收益為3,688.4百萬元。"),
        ("simplified", "截至2022年3月31日止年度，我们的收益为3,688.4百万元。"),
        ("simplified", "2021年4月1日至2022年3月31日，公司的收益为3,688.4百万元。"),
        ("simplified", "于2022年3月底，员工总数为2,913人。"),
        ("simplified", "上个财年，员工总数为2,913人。"),
    ];
    for (report, text) in wrong {
        let project = of_financial_years(report, text);
        let run = project.run(&["check", "--fix=figures", "--format", "short", CHAPTER]);
        assert!(run.stdout.contains("warning[figure-differs]"), "{text}\n{}{}", run.stdout, run.stderr);
        assert!(project.read(CHAPTER).contains(text), "{text}");
    }
    let open = [
        ("small", "截至2022年9月30日止六個月，收益為3,688.4百萬元。"),
        ("small", "2022年，收益為3,502.7百萬元，僱員總數為2,900人。"),
        ("small", "過去三年，收益合共為10,509.3百萬元。"),
        ("small", "於2022年12月31日，僱員總數為2,900人。"),
        ("small", "上半年，僱員總數為2,900人。我們力爭在下一年度，僱員總數為3,000人。"),
        ("simplified", "FY2022，公司的收益为3,688.4百万元。"),
        ("simplified", "截至2022年12月31日止九个月的收益为3,688.4百万元。"),
    ];
    for (report, text) in open {
        let project = of_financial_years(report, text);
        let run = project.run(&["check", "--fix=figures", "--format", "short", CHAPTER]);
        assert!(!run.stdout.contains("figure"), "{text}\n{}", run.stdout);
        assert!(project.read(CHAPTER).contains(text), "{text}");
    }
    let right = [
        ("small", "截至2022年3月31日止年度的收益為3,502.7百萬元。", "{{ kpi(\"rev\", year=2022) }}"),
        ("small", "截至2023年3月31日止年度，收益為3,688.4百萬元。", "{{ kpi(\"rev\") }}"),
        ("small", "於2022年3月31日，僱員總數為2,851人。", "{{ kpi(\"staff\", year=2022) }}"),
        ("simplified", "上一财政年度，收益为3,502.7百万元。", "{{ kpi(\"rev\", year=2022) }}"),
    ];
    for (report, text, bound) in right {
        let project = of_financial_years(report, text);
        let run = project.run(&["check", "--fix=figures", "--format", "short", CHAPTER]);
        assert!(!run.stdout.contains("warning[figure"), "{text}\n{}", run.stdout);
        assert!(project.read(CHAPTER).contains(bound), "{text}");
    }
}
