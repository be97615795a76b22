//! What a metric says beside its figures: targets, figures that are not there, remarks, who stands for it.

use crate::project::Project;

const DATA: &str = "content/kpi/more.yaml";
const CHAPTER: &str = "content/chapters/20-more.md";

fn project(data: &str, chapter: &str) -> Project {
    let project = Project::copy_of("small");
    project.write(DATA, data);
    project.write(CHAPTER, chapter);
    project
}

/// What `check` tells of the data and the chapter, with hints.
fn told(data: &str, chapter: &str) -> String {
    let run = project(data, chapter).run(&["check", "--format", "short"]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    let own = |line: &str| line.starts_with(DATA) || line.starts_with(CHAPTER);
    let mut is_own = false;
    let lines = run.stdout.lines().filter(|line| {
        is_own = if line.starts_with(' ') { is_own } else { own(line) && !line.contains("note[") };
        is_own
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_is_wrong_with_a_metric_is_told_at_its_place() {
    let data = r"- {id: a.none, name: 甲, unit: t, values: {2021: {not-available: }, 2022: not-applicable, 2023: {not-availible: 無}}}
- {id: a.two, name: 乙, unit: t, values: {2022: {below-detection: 低, not-available: 無}, 2023: 5}}
- {id: a.goal, name: 丙, unit: t, values: {2022: 8, 2023: 5}, targets: [{year: 2030}, {base: 2030, year: 2025, value: 4}]}
- {id: a.both, name: 丁, unit: t, values: {2023: 5}, targets: {year: 2030, value: 4, change: -30, status: onn-track}}
- {id: a.base, name: 戊, unit: t, values: {2023: 5}, targets: {base: 2020, year: 2030, change: -30}}
- {id: a.done, name: 己, unit: t, values: {2022: 8, 2023: 7}, targets: {year: 2030, value: 4, status: done}}
- {id: a.file, name: 庚, unit: t, values: {2023: 7}, evidence: [evidence/bill.pdf, ../../passwd], prepared: [甲]}
";
    let chapter = "# 章\n\n```targets\nitems:\n  - {kpi: a.file}\n  - {text: 二}\n```\n\n{{ kpi(\"a.file\") | target }}{{ kpi(\"a.done\") | target(2025) }}\n";
    insta::assert_snapshot!(told(data, chapter), @r"
    content/kpi/more.yaml:1:49: error[missing-text]: `not-available` stands without its reason
    content/kpi/more.yaml:1:74: error[missing-text]: `not-applicable` stands without its reason
    content/kpi/more.yaml:1:97: error[unknown-key]: unknown key `not-availible`
    content/kpi/more.yaml:2:69: error[unknown-key]: unknown key `not-available`
    content/kpi/more.yaml:3:73: error[missing-key]: the target has no `value`
    content/kpi/more.yaml:3:93: error[bad-value]: the target is for 2025, and its base year 2030 does not lie before it
    content/kpi/more.yaml:4:93: error[bad-value]: `change` stands instead of `value`, and both are given
    content/kpi/more.yaml:4:106: error[bad-value]: `onn-track` is not possible here
    content/kpi/more.yaml:5:69: warning[figure-year]: the target of `a.base` counts from 2020, and there is no figure for 2020
    content/kpi/more.yaml:6:102: warning[figure-claim]: the target of `a.done` is said to be `done`, but from 8 in 2022 it came to 7 in 2023, and the goal is 4
    content/kpi/more.yaml:7:64: error[unreadable]: there is no file `evidence/bill.pdf`
    content/kpi/more.yaml:7:83: error[outside-report]: ../../passwd leads out of the report
    content/kpi/more.yaml:7:108: error[wrong-type]: this takes a text, but here is a list
    content/chapters/20-more.md:5:11: error[missing-key]: neither this item nor `a.file` says what is to be reached
    content/chapters/20-more.md:6:6: error[missing-key]: `title` is missing
    content/chapters/20-more.md:6:6: error[missing-key]: `state` is missing
    content/chapters/20-more.md:9:20: error[unknown-year]: the metric `a.file` has no target
    content/chapters/20-more.md:9:55: error[unknown-year]: the metric `a.done` has no target for 2025
    ");
}

const METRICS: &str = r"- id: b.ghg
  name: {zh-Hant: 範圍一排放}
  unit: tCO2e
  decimals: 2
  values: {2020: 1000.00, 2022: {not-available: {zh-Hant: 系統更換，數據遺失}}, 2023: 820.00}
  boundary: {zh-Hant: 只計金華基地}
  method: {zh-Hant: 按燃料用量乘以排放因子計算。}
  source: {zh-Hant: 燃料帳單}
  targets:
    - {base: 2020, year: 2030, change: -50, name: {zh-Hant: 範圍一減半}}
    - {year: 2050, value: 0, status: ongoing}
  prepared: 王小明
  reviewed: 陳大文
  evidence: evidence/bill.txt
- {id: b.lead, name: 鉛, unit: kg, values: {2022: 'below-detection: 檢測限 0.01 毫克', 2023: 2}}
- {id: b.gas, name: 天然氣, unit: m3, values: {2022: 3000000, 2023: 3909575}}
- {id: b.low, name: 最低, unit: person, values: {2023: 5}}
- {id: b.high, name: 最高, unit: person, values: {2023: 9}}
";

#[test]
fn a_metric_is_printed_with_all_it_says() {
    let chapter = r#"# 章

目標{{ kpi("b.ghg") | target }}，{{ kpi("b.ghg") | target(what="year") }}年，較{{ kpi("b.ghg") | target(what="base") }}年{{ kpi("b.ghg") | target(what="change") }}；{{ kpi("b.ghg") | target(2050) }}；已完成{{ kpi("b.ghg") | progress }}。

用氣{{ kpi("b.gas") | large }}，即{{ kpi("b.gas") | large(decimals=0) }}，約{{ kpi("b.gas") | round(1000) }}；每班{{ kpi("b.low") | range("b.high") }}；鉛{{ kpi("b.lead", year=2022) }}。

```kpi-table
years: [2022, 2023]
groups: [{rows: [b.ghg, b.lead]}]
```

```targets
items:
  - {kpi: b.ghg}
  - {title: 淨零, kpi: b.ghg, by: 2050}
```

```progress
title: 進度
items: [{kpi: b.ghg}]
```
"#;
    let project = project(METRICS, chapter);
    project.write("content/evidence/bill.txt", "bill");
    let run = project.run(&["publish"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let page = |edition: &str| {
        let html = project.read(&format!("output/{edition}/20-more.html"));
        let body = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let mut text = String::new();
        let mut in_tag = false;
        for c in body.chars() {
            match c {
                '<' => in_tag = true,
                '>' => (in_tag, _) = (false, text.push('|')),
                c if !in_tag => text.push(c),
                _ => {}
            }
        }
        let words: Vec<&str> = text.split(['|', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect();
        let all = words.join("|");
        all.split("|章|").nth(1).and_then(|own| own.split("|↑").next()).unwrap().to_owned()
    };
    insta::assert_snapshot!(page("zh-Hant-HK"), @"目標500.00噸二氧化碳當量，2030年，較2020年下降50%；0.00噸二氧化碳當量；已完成36.0%。|用氣390.96萬立方米，即391萬立方米，約3,910,000立方米；每班5至9人；鉛低於檢測限。|指標|單位|2022|2023|目標|範圍一排放|噸二氧化碳當量|暫無數據|820.00|2030: −50%|統計範圍：只計金華基地。計算方法：按燃料用量乘以排放因子計算。數據來源：燃料帳單。2022年暫無數據：系統更換，數據遺失。|鉛|千克|低於檢測限|2|—|2022年低於檢測限：檢測限 0.01 毫克|目標|年份|進度|狀態|範圍一減半|單位：噸二氧化碳當量|2030|2020|1,000.00|2023|820.00（−18.0%）|2030 目標|500.00（−50%）|按計劃推進|淨零|單位：噸二氧化碳當量|2050|2020|1,000.00|2023|820.00|2050 目標|0.00|持續執行|進度|範圍一減半|噸二氧化碳當量|2020|1,000.00|2023|820.00（−18.0%）|2030 目標|500.00（−50%）|按時間平均推進應有的進度");
    insta::assert_snapshot!(page("zh-Hans-CN"), @"目标500.00吨二氧化碳当量，2030年，较2020年下降50%；0.00吨二氧化碳当量；已完成36.0%。|用气390.96万立方米，即391万立方米，约3,910,000立方米；每班5至9人；铅低于检出限。|指标|单位|2022|2023|目标|范围一排放|吨二氧化碳当量|暂无数据|820.00|2030: −50%|统计范围：只计金华基地。计算方法：按燃料用量乘以排放因子计算。数据来源：燃料账单。2022年暂无数据：系统更换，数据遗失。|铅|千克|低于检出限|2|—|2022年低于检出限：检测限 0.01 毫克|目标|年份|进度|状态|范围一减半|单位：吨二氧化碳当量|2030|2020|1,000.00|2023|820.00（−18.0%）|2030 目标|500.00（−50%）|按计划推进|净零|单位：吨二氧化碳当量|2050|2020|1,000.00|2023|820.00|2050 目标|0.00|持续执行|进度|范围一减半|吨二氧化碳当量|2020|1,000.00|2023|820.00（−18.0%）|2030 目标|500.00（−50%）|按时间平均推进应有的进度");
    let data: serde_json::Value = serde_json::from_str(&project.read("output/data/kpi.json")).unwrap();
    let metric = data.as_array().unwrap().iter().find(|metric| metric["id"] == "b.ghg").unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(metric).unwrap(), @r#"
    {
      "id": "b.ghg",
      "name": {
        "zh-Hant-HK": "範圍一排放",
        "zh-Hans-CN": "范围一排放"
      },
      "unit": {
        "zh-Hant-HK": "噸二氧化碳當量",
        "zh-Hans-CN": "吨二氧化碳当量"
      },
      "values": {
        "2020": "1000.00",
        "2022": "not-available",
        "2023": "820.00"
      },
      "note": {
        "zh-Hant-HK": "",
        "zh-Hans-CN": ""
      },
      "disclosures": [],
      "restated": [],
      "boundary": {
        "zh-Hant-HK": "只計金華基地",
        "zh-Hans-CN": "只计金华基地"
      },
      "method": {
        "zh-Hant-HK": "按燃料用量乘以排放因子計算。",
        "zh-Hans-CN": "按燃料用量乘以排放因子计算。"
      },
      "source": {
        "zh-Hant-HK": "燃料帳單",
        "zh-Hans-CN": "燃料账单"
      },
      "absent": {
        "2022": {
          "is": "not-available",
          "reason": {
            "zh-Hant-HK": "系統更換，數據遺失",
            "zh-Hans-CN": "系统更换，数据遗失"
          }
        }
      },
      "targets": [
        {
          "base": 2020,
          "year": 2030,
          "value": "500",
          "change": "-50",
          "progress": "36",
          "status": "on-track",
          "name": {
            "zh-Hant-HK": "範圍一減半",
            "zh-Hans-CN": "范围一减半"
          }
        },
        {
          "base": 2020,
          "year": 2050,
          "value": "0",
          "progress": "18",
          "status": "ongoing"
        }
      ]
    }
    "#);
    let everything = project.read("output/data/kpi.json") + &project.read("output/data/kpi.csv") + &page("zh-Hant-HK");
    assert!(!everything.contains("王小明") && !everything.contains("bill"), "for assurance, not for print");
    let export = project.run(&["kpi", "export", "--format", "json"]).stdout;
    assert!(export.contains("王小明") && export.contains("evidence/bill.txt"));
}

#[test]
fn figures_of_the_report_before_hold_or_are_restated() {
    let before = r#"[
  {"id": "c.same", "unit": {"zh-Hant-HK": "噸"}, "values": {"2021": "5.10", "2022": "6"}},
  {"id": "c.other", "unit": {"zh-Hant-HK": "噸"}, "values": {"2021": "5.10", "2022": "77294.60"}},
  {"id": "c.again", "unit": {"zh-Hant-HK": "噸"}, "values": {"2021": "5.1", "2022": "7.00"}},
  {"id": "c.power", "unit": {"zh-Hant-HK": "千瓦時"}, "values": {"2022": "8000"}},
  {"id": "c.gone", "unit": {"zh-Hant-HK": "噸"}, "values": {"2022": "1"}},
  {"id": "c.words", "unit": {"zh-Hant-HK": "噸"}, "values": {"2022": "5–9"}}
]"#;
    let data = "- {id: c.same, name: 甲, unit: t, values: {2021: 5.1, 2022: 6.04, 2023: 7}}
- {id: c.other, name: 乙, unit: t, values: {2021: 5.10, 2022: 7729.46, 2023: 7700}}
- {id: c.again, name: 丙, unit: t, values: {2021: 4, 2022: 6, 2023: 7}, restated: {2021: {was: 5.10, reason: 更正。}, 2022: {was: 8, reason: 更正。}}}
- {id: c.power, name: 丁, unit: MWh, values: {2022: 8.0, 2023: 9}}
- {id: c.words, name: 戊, unit: t, values: {2022: 7, 2023: 9}}
";
    let project = project(data, "# 章\n");
    project.write("content/previous/kpi.json", before);
    project.edit("content/report.yaml", "source:", "previous: previous\nsource:");
    let told = |project: &Project| {
        let run = project.run(&["check", "--format", "short"]);
        let lines = run.stdout.lines().filter(|line| line.contains("previous") || line.contains("last-year"));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    insta::assert_snapshot!(told(&project), @r"
    content/kpi/more.yaml:2:62: warning[figure-previous]: `c.other` of 2022 is 7,729.46, the report before has 77,294.60
    content/kpi/more.yaml:3:127: warning[figure-previous]: `c.again` of 2022 is said to have been 8, the report before has 7.00
    ");
    project.edit("content/report.yaml", "previous: previous", "previous: last-year/kpi.json");
    insta::assert_snapshot!(told(&project), @"content/report.yaml:7:11: error[unreadable]: there is no last-year/kpi.json");
}

/// In a draft the place of a figure that is still to come is marked wherever it is shown; words in its place will not be
/// replaced by a number.
#[test]
fn figures_to_come_are_marked_in_every_component() {
    let data = "- {id: a.next, name: 甲, unit: t, values: {2021: 1, 2022: 2}}\n- {id: a.none, name: 乙, unit: t, values: {}}\n\
                - {id: a.sum, name: 丙, unit: t, formula: a.next + a.next}\n- {id: a.words, name: 丁, unit: t, values: {2022: 3, 2023: 不適用}}\n";
    let chapter = "# 章\n\n## 節\n\n```kpi-table\nyears: [2022, 2023]\ngroups: [{rows: [a.next, a.none, a.sum, a.words]}]\n```\n\n\
                   ```kpi-cards\nitems: [{kpi: a.next}, {kpi: a.none}]\n```\n\n共{{ kpi(\"a.none\") }}。\n\n\
                   ```line-chart\ntitle: 圖\nyears: [2021, 2022, 2023]\nitems: [{kpi: a.next}]\n```\n";
    let project = project(data, chapter);
    project.edit("content/report.yaml", "period:", "draft: true\nperiod:");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    assert!(run.stdout.contains("figures of 2023 still to come: 3: env.water, a.next, a.none"), "{}", run.stdout);
    if cfg!(feature = "pdf") {
        project.run(&["publish"]).ends_with(0);
        let page = project.read("output/zh-Hant-HK/20-more.html");
        assert_eq!(page.matches("〔待填〕").count(), 3 + 2 + 1 + 1, "{page}");
        assert!(page.contains("不適用"), "{page}");
    }
    project.write(CHAPTER, "# 章\n\n```bar-chart\ntitle: 圖\nitems: [{kpi: a.words}]\n```\n");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    let of_chart: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with(CHAPTER)).collect();
    assert_eq!(of_chart.len(), 1, "{of_chart:?}");
    assert!(of_chart[0].contains("warning[bad-value]: `a.words` has no number for 2023"), "{of_chart:?}");
}

/// What a figure cannot be compared with, or not be printed as, is told or said.
#[test]
fn losses_naughts_and_endless_quotients() {
    let data = "- {id: a.profit, name: 利潤, unit: RMB, values: {2022: 60, 2023: -35}}\n\
                - {id: a.none, name: 亡故, unit: person, values: {2022: 0, 2023: 0}}\n\
                - {id: a.low, name: 微量, unit: t, values: {2022: 3, 2023: {below-detection: 未檢出}}}\n\
                - {id: a.sum, name: 合計, unit: t, formula: a.low + a.high}\n\
                - {id: a.high, name: 大量, unit: t, values: {2022: 3, 2023: 4}}\n";
    let chapter = "# 章\n\n利潤{{ kpi(\"a.profit\") | change }}，人數{{ kpi(\"a.none\") | change }}。\n";
    let project = project(data, chapter);
    project.edit("content/report.yaml", "period:", "draft: true\nperiod:");
    if cfg!(feature = "pdf") {
        project.run(&["publish"]).ends_with(0);
        let page = project.read("output/zh-Hant-HK/20-more.html");
        assert!(page.contains("利潤不適用，人數持平"), "{page}");
    }
    let told = |text: &str| {
        project.write(CHAPTER, format!("# 章\n\n{text}\n"));
        project.run(&["check", "--format", "short"]).ends_with(1).stdout
    };
    assert!(told("即{{ kpi(\"a.profit\") / kpi(\"a.profit\") / 3 }}").contains("which nobody prints"));
    assert!(told("{{ kpi(\"a.none\") | range(\"a.none\") }}").contains("`a.none` is the same"));
    // Nothing is to come where it is said that there is nothing.
    assert!(told("{{ kpi(\"a.sum\") }}").contains("the metric `a.sum` has no figure for 2023"));
    let chart = "```bar-chart\ntitle: 圖\nitems: [{kpi: a.profit}]\n```";
    assert!(told(chart).contains("what is drawn here begins at zero"));
}

/// A part beside its total, and parts by two breakdowns, count twice in a chart of parts; bars stand beside each other.
#[test]
fn what_counts_twice_in_a_chart_is_told() {
    let data = "- {id: a.one, name: 甲, unit: t, values: {2023: 1}}\n- {id: a.two, name: 乙, unit: t, values: {2023: 2}}\n\
                - {id: a.sum, name: 丙, unit: t, formula: a.one + a.two}\n\
                - {id: h.all, name: 人數, unit: person, values: {2023: 10}}\n- {id: h.men, name: 男, unit: person, values: {2023: 4}}\n\
                - {id: h.women, name: 女, unit: person, values: {2023: 6}}\n- {id: h.old, name: 老, unit: person, values: {2023: 3}}\n\
                - {id: h.young, name: 少, unit: person, values: {2023: 7}}\n";
    let project = project(data, "# 章\n");
    project.write(
        "content/kpi/breakdowns.yaml",
        "breakdowns:\n- {by: gender, total: h.all, parts: [h.men, h.women]}\n- {by: age, total: h.all, parts: [h.old, h.young]}\n",
    );
    let told = |chart: &str, items: &[&str]| {
        let items: Vec<String> = items.iter().map(|id| format!("{{kpi: {id}}}")).collect();
        project.write(CHAPTER, format!("# 章\n\n```{chart}\ntitle: 圖\nitems: [{}]\n```\n", items.join(", ")));
        let run = project.run(&["check", "--format", "short"]);
        run.stdout.lines().filter(|line| line.starts_with(CHAPTER) && line.contains("figure-sum")).count()
    };
    assert_eq!(told("donut", &["a.one", "a.two"]), 0);
    assert_eq!(told("donut", &["a.one", "a.sum"]), 1);
    assert_eq!(told("bar-chart", &["a.one", "a.sum"]), 0);
    assert_eq!(told("bar-chart\nparts: true", &["a.one", "a.two", "a.sum"]), 1);
    assert_eq!(told("donut", &["h.men", "h.women"]), 0);
    assert_eq!(told("donut", &["h.men", "h.all"]), 1);
    assert_eq!(told("strip", &["h.men", "h.old", "h.young"]), 1);
}

/// While a draft is written most metrics are used nowhere yet: they are counted.
#[test]
fn metrics_that_a_draft_does_not_show_are_counted() {
    let data: String =
        (0..30).map(|at| format!("- {{id: a.n{at}, name: 甲, unit: t, values: {{2023: {at}}}}}\n")).collect();
    let project = project(&data, "# 章\n\n{{ kpi(\"a.n1\") }}、{{ kpi(\"a.n2\") }}\n");
    let count = |code: &str| project.run(&["check", "--format", "short"]).stdout.matches(code).count();
    assert_eq!((count("figure-unused") > 27, count("figure-unlisted") > 1), (true, true));
    project.edit("content/report.yaml", "period:", "draft: true\nperiod:");
    assert_eq!((count("figure-unused"), count("figure-unlisted")), (1, 1));
}

#[test]
fn a_financial_year_is_called_by_both_its_years() {
    let data = "- {id: f.gas, name: 用氣量, unit: m3, values: {2021/22: 100, 2022/23: 120}, restated: {2021/22: {was: 90, reason: 更正。}}}
- {id: f.oil, name: 用油量, unit: m3, values: {2022: {not-available: 未統計。}, 2023: 20}}
";
    let chapter = r#"# 章

{{ financial_year }}年度用氣{{ kpi("f.gas") }}，{{ last_financial_year }}年度{{ kpi("f.gas", year="2021/22") }}。2022/23年度，用氣量為110立方米。2023年用氣量為110立方米。

```kpi-table
years: [2021/22, 2023]
groups: [{rows: [f.gas, f.oil]}]
```

```bar-chart
title: 用氣
years: [2022, 2023]
items: [{kpi: f.gas}]
```
"#;
    let project = project(data, chapter);
    project.edit("content/report.yaml", "2023-01-01", "2022-04-01");
    project.edit("content/report.yaml", "2023-12-31", "2023-03-31");
    project.run(&["publish"]).ends_with(0);
    let told = project.run(&["check", "--format", "short"]).stdout;
    let told: Vec<&str> = told.lines().filter(|line| line.contains("figure-differs")).collect();
    insta::assert_snapshot!(told.join("\n"), @"content/chapters/20-more.md:3:120: warning[figure-differs]: the text has 110立方米, `f.gas` is 120立方米 in 2022/23");
    let page = project.read("output/zh-Hant-HK/20-more.html");
    for words in [
        "2022/23年度用氣120立方米，2021/22年度100立方米",
        ">2021/22</th>",
        "較2021/22年度",
        "2021/22年度數字經重述",
        "2021/22年度暫無數據",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    // What is brought in goes to the years that are there.
    project.write("new.csv", "id,2022,2023\nf.gas,101,120\n");
    project.run(&["kpi", "import", "new.csv", "--write"]).ends_with(0);
    assert!(project.read(DATA).contains("{2021/22: 101, 2022/23: 120}"), "{}", project.read(DATA));
    let page = project.read("output/zh-Hans-CN/20-more.html");
    assert!(page.contains("较2021/22年度") && page.contains(r#"<span class="year">2022/23</span>"#), "{page}");
}

#[test]
fn what_is_computed_says_which_part_it_lacks_and_is_as_fine_as_its_metric() {
    let data = "- {id: p.a, name: 甲, unit: t, values: {2021: 1.5, 2022: 2.5, 2023: 3.5}, restated: {2022: {was: 2, reason: 更正。}}}
- {id: p.b, name: 乙, unit: t, values: {2021: 1.5, 2022: {not-available: 未統計。}, 2023: 3.5}}
- {id: p.all, name: 甲乙, unit: t, formula: p.a + p.b}
- {id: p.twice, name: 兩倍, unit: t, formula: p.a * 2}
- {id: p.goal, name: 目標, unit: t, values: {2022: 184.19, 2023: 150.10}, targets: {base: 2022, year: 2030, change: -30}}
- {id: p.bad, name: 壞, unit: t, values: {2022: 5, 2023: 1.2.3}}
";
    let chapter = "# 章\n\n{{ kpi(\"p.all\", year=2022) }}{{ kpi(\"p.bad\") }}\n";
    insta::assert_snapshot!(told(data, chapter), @r"
    content/kpi/more.yaml:3:43: warning[figure-year]: `p.all` is computed for 2021 and 2023, and not for 2022: `p.b`, which it is computed from, is not available for 2022
    content/kpi/more.yaml:6:57: error[bad-value]: `1.2.3` is not a number
    content/chapters/20-more.md:3:22: error[unknown-year]: the metric `p.all` has no figure for 2022
    ");
    let data = data.lines().filter(|line| !line.contains("p.bad")).collect::<Vec<_>>().join("\n");
    let chapter = "# 章\n\n{{ kpi(\"p.goal\") | target }}{{ kpi(\"p.twice\", year=2022) }}\n";
    let project = project(&data, chapter);
    project.run(&["publish"]).ends_with(0);
    assert!(project.read("output/zh-Hant-HK/20-more.html").contains("128.93噸"));
    let all = project.read("output/data/kpi.csv");
    assert!(
        all.lines().any(|line| line.starts_with("p.twice") && line.contains(",2022,5.0,") && line.ends_with("true")),
        "{all}"
    );
}
