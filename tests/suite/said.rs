//! What a report says of figures, held against itself: what is planted is found, and a report full of traps stays silent.

use crate::project::Project;

const CHAPTER: &str = "content/chapters/20-more.md";

/// What `check` tells of figures in a chapter of the small report.
fn told(text: &str) -> String {
    let project = Project::copy_of("small");
    project.write(CHAPTER, text);
    let run = project.run(&["check", "--format", "short", CHAPTER]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    let lines = run.stdout.lines().filter(|line| line.contains("[figure-") || line.contains("error"));
    lines.map(|line| format!("{}\n", line.split_once(':').unwrap().1)).collect()
}

#[test]
fn one_quantity_with_two_figures_is_told() {
    insta::assert_snapshot!(told("# 章

2023年，公司共開展服務培訓156場，參加者1,956人次。

年內共舉辦188場客戶資料保護講座。

| 指標 | 單位 | 2022年 | 2023年 |
|---|---|---|---|
| 服務培訓場次 | 場 | 140 | 5 |
| 服務培訓參與人次 | 人次 | 1,800 | 1,956 |
| 柴油消耗總量 | 噸 | 402 | 386 |
| 清潔生產審核次數 | 次 | 9 | 8 |

年內，公司完成清潔生產審核6次，柴油消耗量為368噸。客戶資料保護講座共186場。

```kpi-cards
items:
  - {value: '1,596', unit: 人次, label: 參與服務培訓人次}
```

年內的夜間巡查超過900次。

公司進行夜間巡查856次。
"), @r#"
        9:22: warning[figure-differs]: 5場 here, 156場 elsewhere: the same quantity (服務培訓場次, 2023)
        10:27: warning[figure-differs]: 1,956人次 here, 1,596人次 elsewhere: the same quantity (服務培訓參與人次, 2023)
        11:22: warning[figure-differs]: 386噸 here, 368噸 elsewhere: the same quantity (柴油消耗總量, 2023)
        12:22: warning[figure-differs]: 8次 here, 6次 elsewhere: the same quantity (清潔生產審核次數, 2023)
        14:37: warning[figure-differs]: 186場 here, 188場 elsewhere: the same quantity (客戶 資料 保護 講座, 2023)
        23:9: warning[figure-claim]: 856次 here, 900次 elsewhere: the same quantity (夜間 巡查, 2023)
        "#
    );
}

/// What stands over figures names their years, in whatever words.
#[test]
fn words_over_figures_of_other_years_are_told() {
    let chapter = |words: &str| {
        format!(
            "# 章\n\n```kpi-cards\ntag: {words}\nitems: [{{kpi: w.a}}, {{kpi: w.b, label: {words}乙廠}}]\n```\n\n\
             ```donut\ntitle: {words}用電\nitems: [{{kpi: w.a}}, {{kpi: w.b}}]\n```\n\n\
             ```kpi-table\ncaption: 用電（{words}）\nyears: [2023]\ngroups: [{{title: '{words}', rows: [w.a, w.b]}}]\n```\n\n\
             | 指標 | 2021/22 | 2022/23年度 |\n|---|---|---|\n| 用水（噸） | 100 | 90 |\n\n: {words}用水\n"
        )
    };
    let told = |words: &str, is_split: bool| {
        let project = Project::copy_of("small");
        if is_split {
            let report = project.read("content/report.yaml");
            let period = report.lines().find(|line| line.starts_with("period:")).unwrap().to_owned();
            project.edit("content/report.yaml", &period, "period: {from: 2022-04-01, to: 2023-03-31}");
        }
        let metrics = ["a", "b"].map(|id| {
            format!("- {{id: w.{id}, name: {{zh-Hant: {id}廠用電}}, unit: MWh, values: {{2022: 8, 2023: 9}}}}\n")
        });
        project.write("content/kpi/use.yaml", metrics.concat());
        project.write(CHAPTER, chapter(words));
        let run = project.run(&["check", "--format", "short"]);
        run.stdout.lines().filter(|line| line.contains("the words say")).count()
    };
    for words in ["2021/22年度", "截至2022年3月31日止年度", "上一財政年度", "2021至22年度", "FY2021/22", "2024年度"]
    {
        let over_table = usize::from(words == "2024年度");
        assert_eq!(told(words, true), 5 + over_table, "{words}");
    }
    for words in
        ["2022/23年度", "截至2023年3月31日止年度", "2023年", "2022年度", "本年度", "2020年成立的工廠", "較2021/22年度"]
    {
        assert_eq!(told(words, true), 0, "{words}");
    }
    assert_eq!([told("去年", false), told("2022年", false), told("2022/23年度", false)], [5, 5, 0]);
}

/// Figures that components show beside words, or for all their items, are those of the metric that these name.
#[test]
fn typed_figures_of_components_are_held_against_the_metrics() {
    let metrics = "\
- {id: s.hours, name: {zh-Hant: 培訓總時數}, unit: hour, values: {2022: 5100, 2023: 5678}}
- {id: s.gift, name: {zh-Hant: 捐款總額}, unit: RMB-10k, values: {2023: 230}}
- {id: s.staff, name: {zh-Hant: 僱員總數}, unit: person, values: {2023: 1234}}
- {id: s.anti, name: {zh-Hant: 反貪污培訓覆蓋率}, unit: '%', values: {2023: 98}}
- {id: s.safe, name: {zh-Hant: 安全培訓覆蓋率}, unit: '%', values: {2023: 100}}
- {id: s.injury, name: {zh-Hant: 工傷宗數}, unit: case, values: {2022: 4, 2023: 3}}
";
    let told = |component: &str, body: &str| {
        let project = Project::copy_of("small");
        project.write("content/kpi/use.yaml", metrics);
        project.write(CHAPTER, format!("# 章\n\n```{component}\n{body}\n```\n"));
        let run = project.run(&["check", "--format", "short"]);
        assert!(!run.stdout.contains("error"), "{body}: {}", run.stdout);
        let lines = run.stdout.lines().filter(|line| line.contains("20-more.md") && line.contains("warning[figure-"));
        lines.map(|line| format!("{}\n", line.split_once("20-more.md:").unwrap().1)).collect::<String>()
    };
    let mut all = String::new();
    for (component, body) in [
        ("big-number", "value: '5,687'\nunit: 小時\nlabel: 培訓總時數\nsays: 我們重視培訓。"),
        ("big-number", "value: '320'\nunit: 萬元\nsays: 年內的捐款總額。"),
        ("big-number", "kpi: s.hours\nsays: 較上年下降5%。"),
        ("data-spread", "items:\n  - {value: '1,243', unit: 人, label: 僱員人數}\n  - {value: 97%, kpi: s.anti}"),
        ("data-spread", "items:\n  - {value: 逾10宗, label: 工傷宗數}\n  - {kpi: s.injury, text: 較上年減少50%。}"),
        ("kpi-cards", "tag: 2022年\nitems: [{value: '5,678', unit: 小時, label: 培訓總時數}]"),
        ("tick-list", "says: 兩項全部達標\nfigure: 100%\nitems: [{kpi: s.anti}, {kpi: s.safe}]"),
        ("tick-list", "says: 兩項覆蓋率均為100%\nitems: [{label: 反貪污培訓覆蓋率}, {kpi: s.safe}]"),
        ("tick-list", "says: 零事故\nfigure: '0'\nitems: [{kpi: s.injury}, {label: 罷工}]"),
    ] {
        all.push_str(&told(component, body));
    }
    insta::assert_snapshot!(all, @"
    4:9: warning[figure-differs]: 5,687小時 here, `s.hours` is 5,678小時 in 2023
    4:9: warning[figure-differs]: 320萬元 here, `s.gift` is 230萬元 in 2023
    5:10: warning[figure-change]: the text says that it fell, but `s.hours` went from 5,100 to 5,678
    5:14: warning[figure-differs]: 1,243人 here, `s.staff` is 1,234人 in 2023
    6:13: warning[figure-differs]: 97% here, `s.anti` is 98% in 2023
    5:14: warning[figure-claim]: 10宗 here, `s.injury` is 3宗 in 2023
    6:32: warning[figure-change]: the text has 50%, but `s.injury` went from 4 to 3, which is 25.0%
    5:18: warning[figure-differs]: 5,678小時 here, `s.hours` is 5,100小時 in 2022
    6:15: warning[figure-differs]: 100% here, `s.anti` is 98% in 2023
    5:17: warning[figure-differs]: 100% here, `s.anti` is 98% in 2023
    6:15: warning[figure-differs]: 0 here, `s.injury` is 3宗 in 2023
    ");
    for (component, body) in [
        ("big-number", "value: '5,100'\nunit: 小時\nlabel: 2022年培訓總時數\nsays: 我們重視培訓。"),
        ("big-number", "value: 約5,700小時\nlabel: 培訓總時數\nsays: 我們重視培訓。"),
        ("big-number", "kpi: s.hours\nsays: 較上年上升11.3%。"),
        ("data-spread", "items:\n  - {value: '300', unit: 小時, label: 培訓總時數（女性）}\n  - {kpi: s.staff}"),
        ("data-spread", "title: 惠州廠\nitems:\n  - {value: '300', unit: 小時, label: 培訓總時數}\n  - {kpi: s.staff}"),
        ("kpi-cards", "tag: 2022年\nitems: [{value: '5,100', unit: 小時, label: 培訓總時數}]"),
        ("kpi-cards", "items: [{value: '16,000', unit: 小時, label: 累計培訓總時數}]"),
        ("kpi-cards", "title: 2030年目標\nitems: [{value: '9,000', unit: 小時, label: 培訓總時數}]"),
        ("tick-list", "says: 各項均超過95%\nfigure: '>95%'\nitems: [{kpi: s.anti}, {kpi: s.safe}]"),
    ] {
        assert_eq!(told(component, body), "", "{body}");
    }
}

/// In a chart of parts each is counted once, in a waterfall as well.
#[test]
fn what_counts_twice_in_a_chart_of_parts_is_told() {
    let metrics = "\
metrics:
- {id: t.a, name: {zh-Hant: 甲廠}, unit: t, values: {2022: 10, 2023: 11}}
- {id: t.b, name: {zh-Hant: 乙廠}, unit: t, values: {2022: 20, 2023: 21}}
- {id: t.c, name: {zh-Hant: 丙廠}, unit: t, values: {2022: 30, 2023: 31}}
- {id: t.ab, name: {zh-Hant: 甲乙}, unit: t, formula: t.a + t.b}
- {id: t.all, name: {zh-Hant: 全部}, unit: t, formula: t.ab + t.c}
";
    let told = |chart: &str, items: &[&str]| {
        let project = Project::copy_of("small");
        project.write("content/kpi/use.yaml", metrics);
        let items: String = items.iter().map(|id| format!("  - {{kpi: {id}}}\n")).collect();
        project.write(CHAPTER, format!("# 章\n\n```{chart}\ntitle: 廢物\nitems:\n{items}```\n"));
        let run = project.run(&["check", "--format", "short"]);
        assert!(!run.stdout.contains("error"), "{chart}: {}", run.stdout);
        run.stdout.lines().filter(|line| line.contains("20-more.md") && line.contains("[figure-sum]")).count()
    };
    let waterfall = "waterfall\nyears: [2022, 2023]\ntotal: t.all";
    for chart in [waterfall, "stacked-chart\nyears: [2022, 2023]", "donut", "strip"] {
        assert_eq!(told(chart, &["t.ab", "t.a", "t.c"]), 1, "{chart}");
        assert_eq!(told(chart, &["t.a", "t.a", "t.c"]), 1, "{chart}");
        assert_eq!(told(chart, &["t.a", "t.b", "t.c"]), 0, "{chart}");
        assert_eq!(told(chart, &["t.ab", "t.c"]), 0, "{chart}");
    }
    assert_eq!(told(waterfall, &["t.all", "t.c"]), 1);
}

/// A target's state and progress are held against the figures, its year and its own words.
#[test]
fn states_of_targets_that_nothing_bears_out_are_told() {
    let metrics: String = [("little", 950), ("half", 700), ("all", 400), ("more", 1100)]
        .iter()
        .map(|(id, now)| {
            format!(
                "- {{id: g.{id}, name: {{zh-Hant: 排放}}, unit: tCO2e, values: {{2019: 1000, 2023: {now}}}, \
                 targets: [{{base: 2019, year: 2027, change: -50}}]}}\n"
            )
        })
        .collect();
    let told = |item: &str| {
        let project = Project::copy_of("small");
        project.write("content/kpi/use.yaml", &metrics);
        let text = format!("# 章\n\n```targets\nyears: [2019, 2023]\nitems:\n  - {{{item}}}\n```\n");
        project.write(CHAPTER, text);
        let run = project.run(&["check", "--format", "short"]);
        assert!(!run.stdout.contains("error"), "{item}: {}", run.stdout);
        run.stdout.lines().filter(|line| line.contains("20-more.md") && line.contains("[figure-claim]")).count()
    };
    for wrong in [
        "kpi: g.half, state: done",
        "kpi: g.little, state: on-track",
        "kpi: g.more, state: on-track",
        "kpi: g.all, state: behind",
        "kpi: g.half, goal: 600, by: 2023, state: done",
        "kpi: g.half, change: -40, by: 2023, state: on-track",
        "kpi: g.half, progress: 已完成80%",
        "title: 認證, by: 2022, state: on-track",
        "title: 認證, by: 2025, state: done, progress: 已完成80%",
        "title: 認證, by: 2025, state: done, progress: 尚未開始",
    ] {
        assert_eq!(told(wrong), 1, "{wrong}");
    }
    for right in [
        "kpi: g.half, state: on-track",
        "kpi: g.half, state: behind",
        "kpi: g.little, state: behind",
        "kpi: g.all, state: done",
        "kpi: g.half, progress: 完成60.0%",
        "kpi: g.half, change: -20, by: 2023, state: done",
        "title: 認證, by: 2022, state: ongoing",
        "title: 認證, by: 2023, state: done, progress: 已完成100%",
        "title: 認證, by: 2025, state: on-track, progress: 尚未開始",
    ] {
        assert_eq!(told(right), 0, "{right}");
    }
}

/// Metrics whose figures the texts below contradict.
const METRICS: &str = "\
- {id: ohs.injuries, name: {zh-Hant: 工傷宗數}, unit: case, values: {2022: 28, 2023: 22}}
- {id: com.linen, name: {zh-Hant: 捐贈布草}, unit: piece, values: {2022: 4150, 2023: 5800}}
- {id: hr.trained, name: {zh-Hant: 受訓百分比}, unit: '%', values: {2022: 91.0, 2023: 195.0}}
- {id: waste.rag, name: {zh-Hant: 廢布重量}, unit: t, values: {2022: 74.8, 2023: -93.5}}
- {id: e.tp, name: {zh-Hant: 大埔用電}, unit: MWh, values: {2022: 60, 2023: 50}}
- {id: e.dg, name: {zh-Hant: 東莞用電}, unit: MWh, values: {2022: 40, 2023: 30}}
- {id: e.tm, name: {zh-Hant: 屯門用電}, unit: MWh, values: {2022: 30, 2023: 20}}
- {id: e.all, name: {zh-Hant: 三廠用電}, unit: MWh, formula: e.tp + e.dg + e.tm}
";

/// The findings of figures, without the notes, where the report has these metrics.
fn told_of_metrics(text: &str) -> String {
    let project = Project::copy_of("small");
    project.write("content/kpi/use.yaml", METRICS);
    project.write(CHAPTER, text);
    let run = project.run(&["check", "--format", "short"]);
    let lines = run.stdout.lines().filter(|line| line.contains("warning[figure-"));
    lines.map(|line| format!("{}\n", line.split_once('/').unwrap().1)).collect()
}

#[test]
fn what_the_data_contradicts_is_told_wherever_it_stands() {
    let items =
        "items:\n  - {kpi: e.tp, label: 大埔}\n  - {kpi: e.dg, label: 東莞}\n  - {kpi: e.tm, label: 屯門}\n```\n\n";
    let text = format!(
        "# 章

| 分部 | 2022 | 2023 | 變動 |
|:--|--:|--:|--:|
| 酒店 | 302.6 | 321.5 | 6.2% |
| 醫療 | 198.9 | 210.4 | 8.5% |
| 租賃 | 69.8 | 72.0 | 3.2% |
| 合計 | 571.3 | 609.3 | 5.7% |

過去三年並無工傷個案。

全體僱員均已受訓，受訓百分比為男性95.0%、女性96.0%。

年內共捐贈布草5,800件，較上年多1,560件。

```donut
title: 2022年用電按廠房劃分
says: 屯門廠用電最多
{items}```donut
title: 用電按廠房劃分
says: 大埔廠用電最少，屯門廠過半
{items}```waterfall
title: 用電
says: 減幅一半以上來自大埔
years: [2022, 2023]
total: e.all
{items}"
    );
    insta::assert_snapshot!(told_of_metrics(&text), @r#"
    kpi/use.yaml:3:82: warning[figure-share]: `hr.trained` is 195.0 in 2023: more than all
    kpi/use.yaml:4:78: warning[figure-jump]: `waste.rag` is −93.5 in 2023: less than nothing
    chapters/20-more.md:6:24: warning[figure-change]: the column has 8.5%, but 5.8% follows from the years beside it
    chapters/20-more.md:8:16: warning[figure-sum]: the rows come to 603.9, the total is 609.3
    chapters/20-more.md:8:24: warning[figure-change]: the column has 5.7%, but 6.7% follows from the years beside it
    chapters/20-more.md:10:5: warning[figure-claim]: 並無工傷個案, but 22宗 are counted
    chapters/20-more.md:12:1: warning[figure-claim]: 全體僱員 are trained, but 95.0% are told
    chapters/20-more.md:14:19: warning[figure-change]: the text says that it is 1,560件 more, but from 4,150件 to 5,800件 is another change
    chapters/20-more.md:17:8: warning[figure-claim]: the words say 2022年, the figures are of 2023
    chapters/20-more.md:18:7: warning[figure-claim]: the sentence says of an item that it is the largest, and the chart's figures say that it is not
    chapters/20-more.md:27:7: warning[figure-claim]: the sentence says of an item that it is the smallest, and the chart's figures say that it is not
    chapters/20-more.md:27:7: warning[figure-claim]: the sentence says of an item that it is more than a half, and the chart's figures say that it is not
    chapters/20-more.md:36:7: warning[figure-claim]: the sentence says of an item that it is more than a half, and the chart's figures say that it is not
    "#);
}

#[test]
fn what_the_data_bears_out_is_not_told() {
    let items =
        "items:\n  - {kpi: e.tp, label: 大埔}\n  - {kpi: e.dg, label: 東莞}\n  - {kpi: e.tm, label: 屯門}\n```\n\n";
    let text = format!(
        "# 章

| 分部 | 2021 | 2022 | 2023 | 變動 | 佔比 |
|:--|--:|--:|--:|--:|--:|
| 酒店 | 300.1 | 302.6 | 321.5 | 6.2% | 53.2% |
| 醫療 | 190.5 | 198.9 | 210.4 | 10.4% | 34.8% |
| 租賃 | 75.0 | 74.8 | 72.0 | 3.7% | 11.9% |
| 合計 | 565.6 | 576.3 | 603.9 | 4.8% | 100% |

2021年並無工傷個案。本年度並無因工死亡的個案，亦沒有重大工傷。

年內共捐贈布草5,800件，較上年多1,650件。

```donut
title: 2023/24年度用電按廠房劃分
says: 大埔廠用電最多，屯門廠最少
{items}```donut
title: 較2019年的用電
says: 屯門廠減幅最大
{items}```waterfall
title: 用電
says: 減幅三分之一來自大埔
years: [2022, 2023]
total: e.all
{items}"
    );
    insta::assert_snapshot!(told_of_metrics(&text), @r#"
    kpi/use.yaml:3:82: warning[figure-share]: `hr.trained` is 195.0 in 2023: more than all
    kpi/use.yaml:4:78: warning[figure-jump]: `waste.rag` is −93.5 in 2023: less than nothing
    "#);
}

#[test]
fn tables_that_do_not_add_up_are_told() {
    insta::assert_snapshot!(told("# 章

| 有害廢棄物 | 單位 | 2023年 |
|---|---|---|
| 廢油 | 噸 | 61.3 |
| 廢漆渣 | 噸 | 84.1 |
| 廢溶劑 | 噸 | 18.3 |
| 合計 | 噸 | 173.7 |

| 僱員 | 2022年 | 2023年 |
|---|---|---|
| 僱員總數（人） | 850 | 900 |
| 女性（人） | 400 | 430 |
| 男性（人） | 450 | 460 |

| 學歷構成 | 2023年 |
|---|---|
| 研究生 | 12.4% |
| 本科 | 45.1% |
| 大專 | 24.0% |
| 其他 | 16.5% |

| 廠別 | 甲廠 | 乙廠 | 合計 |
|---|---|---|---|
| 用水（噸） | 1,200 | 3,400 | 4,700 |
| 用電（兆瓦時） | 120 | 340 | 460 |

| 培訓 | 單位 | 2023年 |
|---|---|---|
| 僱員平均受訓時數 | 小時 | 26.35 |
| 女性 | 小時 | 24.26 |
| 男性 | 小時 | 23.78 |
"), @r#"
        8:12: warning[figure-sum]: the rows come to 163.7, the total is 173.7
        12:19: warning[figure-sum]: the rows come to 890, the total is 900
        18:9: warning[figure-share]: the shares come to 98.0%, not to 100%
        25:27: warning[figure-sum]: the row comes to 4,600, its total is 4,700
        30:19: warning[figure-average]: 26.35 is the average over all, above the averages of both groups
        "#
    );
}

#[test]
fn what_does_not_follow_within_a_sentence_is_told() {
    insta::assert_snapshot!(told("# 章

綠色電力的採購量由1,200兆瓦時增至1,500兆瓦時，增幅20%。

工傷率由2.1%上升至1.8%。

公司共有研發人員386名，其中女性96名，佔29.4%。

董事會由九名董事組成，包括三名執行董事、三名非執行董事及兩名獨立非執行董事。

工作分為三類：節能、節水、減排、減廢。

以下五大方面：

- 安全
- 綠色
- 共融
"), @r#"
        3:31: warning[figure-change]: the text has 20%, but 25.0% follows from the figures beside it
        5:12: warning[figure-change]: the words say that it rose, but 1.8% is less than 2.1%
        7:23: warning[figure-share]: the text has 29.4%, but 24.9% follows from the figures beside it
        9:5: warning[figure-sum]: 九名 are announced, the parts come to 8
        11:1: warning[figure-count]: the words announce 3, 4 are listed
        13:1: warning[figure-count]: the line announces 5, the list below it has 3
        "#
    );
}

#[test]
fn claims_that_do_not_hold_are_told() {
    insta::assert_snapshot!(told("# 章

公司共有僱員2,961人。年內沒有發生工傷事故。全體僱員參加了反貪污培訓。

| 指標 | 單位 | 2022年 | 2023年 |
|---|---|---|---|
| 工傷事故宗數 | 宗 | 3 | 2 |
| 反貪污培訓參與人數 | 人 | 1,904 | 2,011 |
| 包裝紙消耗量 | 噸 | 51.2 | 48.6 |
| 信息安全培訓人數 | 人 | 1,700 | 1,500 |

包裝紙消耗量為48.6噸，較上年增加5.1%。

信息安全培訓覆蓋率達100%。

受訓僱員人均培訓26.35小時。

- 女性僱員人均培訓時數24.26小時
- 男性僱員人均培訓時數23.78小時
"), @r#"
        3:16: warning[figure-claim]: 沒有發生工傷事故, but 2宗 are counted
        3:25: warning[figure-claim]: 全體僱員 of all, but 2,011人 of 2,961人 are told
        12:19: warning[figure-change]: the text says that it rose by 5.1%, but from 51.2噸 to 48.6噸 is −5.1%
        14:11: warning[figure-claim]: 100% of all, but 1,500人 of 2,961人 are told
        16:9: warning[figure-average]: 26.35小時 is the average over all, above the averages of both groups
        "#
    );
}

#[test]
fn a_report_full_of_traps_stays_silent() {
    for report in ["traps", "traps-simplified"] {
        let project = Project::copy_of(report);
        let run = project.run(&["check", "--format", "short"]);
        assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
        let told: Vec<&str> =
            run.stdout.lines().filter(|line| line.contains("[figure-") || line.contains("error")).collect();
        assert!(told.is_empty(), "{told:#?}");
    }
}

/// Whether a chapter of a report tells a finding of this code.
fn tells(report: &str, text: &str, code: &str) -> bool {
    let project = Project::copy_of(report);
    project.write(CHAPTER, format!("# 章\n\n{text}\n"));
    let run = project.run(&["check", "--format", "short", CHAPTER]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    run.stdout.contains(&format!("[{code}]"))
}

#[test]
fn a_kind_is_found_however_it_is_put() {
    let hong_kong = [
        ("figure-differs", "2023年客戶滿意度為96.4%。\n\n全年客戶滿意度達94.6%。"),
        (
            "figure-differs",
            "全年舉辦反舞弊專題宣講共42場。\n\n| 指標 | 單位 | 2023年 |\n|---|---|---|\n| 反舞弊宣講次數 | 次 | 24 |",
        ),
        (
            "figure-differs",
            "全年研發投入為19.2億元。\n\n| 創新 | 單位 | 2023年 |\n|---|---|---|\n| 研發投入 | 萬元 | 19,200 |",
        ),
        ("figure-average", "僱員人均培訓時數為31.2小時，其中男性人均28.4小時，女性人均30.1小時。"),
        (
            "figure-claim",
            "截至年末，公司僱員總數為9,314人。廉潔培訓已覆蓋全體僱員。\n\n全年參加廉潔培訓的僱員共7,666人。",
        ),
        (
            "figure-claim",
            "報告期內並無接獲有關產品質量的投訴。\n\n| 客戶服務 | 單位 | 2023年 |\n|---|---|---|\n| 產品質量投訴 | 宗 | 17 |",
        ),
        ("figure-claim", "全年工傷不足5宗。\n\n全年共錄得工傷7宗。"),
        ("figure-count", "董事會下設三個委員會，分別為審核委員會、薪酬委員會、提名委員會及可持續發展委員會。"),
        ("figure-share", "僱員2,961人中，男性2,026人，佔比62.4%。"),
        ("figure-share", "女性員工2,310名，佔員工總數9,314名的26.8%。"),
        ("figure-change", "全年用水量為12.1萬立方米，較去年的13.4萬立方米上升9.7%。"),
        ("figure-change", "本年度用紙量為48.6噸（2022年：51.2噸），較上年增加5.1%。"),
        (
            "figure-jump",
            "| 能源 | 單位 | 2021年 | 2022年 | 2023年 |\n|---|---|---|---|---|\n| 外購電力總量 | 兆瓦時 | 70,120.5 | 7,729.46 | 85,106.58 |",
        ),
        (
            "figure-intensity",
            "甲廠屋頂光伏年發電150,000千瓦時，相當於節約標準煤88噸。\n\n乙廠光伏年發電176,000千瓦時，可節約標準煤100噸。",
        ),
        (
            "figure-sum",
            "光伏發電量為12,300兆瓦時。\n\n| 能源 | 單位 | 2023年 |\n|---|---|---|\n| 光伏發電自用量 | 兆瓦時 | 13,100 |",
        ),
    ];
    let mainland = [
        (
            "figure-claim",
            "公司共有员工9,314人。安全培训计划的执行率达100%。\n\n| 培训 | 单位 | 2023年 |\n|---|---|---|\n| 安全培训参训人数 | 人 | 4,440 |",
        ),
        ("figure-claim", "技能提升计划覆盖率100%。\n\n技能提升计划共培训员工7,666人，占员工总数的82.31%。"),
        (
            "figure-claim",
            "报告期内，公司因工死亡人数为零。\n\n| 指标 | 单位 | 2023年 |\n|---|---|---|\n| 因工死亡人数 | 人 | 2 |",
        ),
        ("figure-claim", "全年回收包装箱不低于3万个。\n\n回收包装箱2.6万个，减少了纸张用量。"),
        ("figure-count", "我们确定了四大议题，即气候变化、产品安全和员工发展。"),
        ("figure-share", "抽检产品1,200件，合格1,176件，合格率98.9%。"),
        ("figure-share", "公司共有员工9,314人，年内离职1,400人，员工流失率20.70%。"),
        ("figure-share", "2023年女性员工占比为25.2%。\n\n截至2023年底，公司员工9,314人，其中女性员工1,988人。"),
        (
            "figure-differs",
            "公司近3,000名研发人员。\n\n| 研发 | 单位 | 2023年 |\n|---|---|---|\n| 研发人员数量 | 人 | 2,429 |",
        ),
        ("figure-change", "单位产值能耗由0.52吨标准煤降至0.47吨标准煤，同比下降12.6%。"),
        (
            "figure-change",
            "2023年用水量为12.1万立方米，同比增长5.2%。\n\n| 水资源 | 单位 | 2022年 | 2023年 |\n|---|---|---|---|\n| 用水量 | 万立方米 | 12.8 | 12.1 |",
        ),
        (
            "figure-intensity",
            "| 指标 | 单位 | 2021年 | 2022年 | 2023年 |\n|---|---|---|---|---|\n| 外购电力 | 万千瓦时 | 7,100 | 7,729 | 8,510 |\n| 范围二排放 | 吨二氧化碳当量 | 41,251 | 44,905 | 494,431 |",
        ),
        (
            "figure-intensity",
            "| 指标 | 单位 | 2023年 |\n|---|---|---|\n| 能源消耗总量 | 兆瓦时 | 99,000 |\n| 能源消耗强度 | 兆瓦时/百万元 | 6.6 |\n| 用水总量 | 吨 | 510,000 |\n| 用水强度 | 吨/百万元 | 34 |\n| 危险废物总量 | 吨 | 405 |\n| 危险废物强度 | 吨/百万元 | 0.27 |",
        ),
    ];
    let missed = |report: &'static str, cases: &[(&'static str, &'static str)]| -> Vec<String> {
        let missed = cases.iter().filter(|(code, text)| !tells(report, text, code));
        missed.map(|(code, text)| format!("{code}: {text}")).collect()
    };
    assert_eq!(missed("small", &hong_kong), [""; 0]);
    assert_eq!(missed("simplified", &mainland), [""; 0]);
}

#[test]
fn words_that_work_out_are_held_against_the_figures_beside_them() {
    insta::assert_snapshot!(told("# 章

回收紙張由50噸翻一番至120噸。單車位由10個增至30個，增加三倍。蒸汽用量減少一半，由800噸降至600噸。

廢紙由120噸減至100噸，上升16.7%。回收率由80.0%上升至85.0%，上升5.0%。

全年舉辦培訓12場，每場30人，共500人次參加。平均每月用電100兆瓦時，全年用電1,500兆瓦時。

三年累計捐款900萬元，其中2021年200萬元、2022年300萬元、2023年300萬元。

共接獲投訴20宗，其中18宗已解決，解決率95%。

用水最高為乙廠的30噸，其次是甲廠的40噸。

| 物料 | 用量（噸） | 佔比 |
| :-- | --: | --: |
| 紙 | 50 | 50% |
| 塑膠 | 30 | 35% |
| 鐵 | 20 | 20% |
| 合計 | 100 | 100% |

| 項目 | 2022年 | 2023年 | 變化 |
| :-- | --: | --: | --: |
| 廢紙（噸） | 100 | 120 | +25% |
| 廢鐵（噸） | 100 | 80 | +20% |

| 排名 | 廠房 | 用水（立方米） |
| :-- | :-- | --: |
| 1 | 甲廠 | 3,000 |
| 2 | 乙廠 | 5,000 |
| 3 | 丙廠 | 1,000 |
"), @r#"
    3:9: warning[figure-change]: 50噸 to 120噸 is 2.4 times as much, the words say 2
    3:33: warning[figure-change]: 10個 to 30個 is 3 times as much, the words say 4
    3:40: warning[figure-change]: 800噸 to 600噸 is 0.75 times as much, the words say 0.5
    5:17: warning[figure-change]: the words say that it rose by 16.7%, but 100噸 is less than 120噸
    5:43: warning[figure-change]: from 80.0% to 85.0% are 5 percentage points, not 5.0%
    7:13: warning[figure-average]: 30人 for each of 12場 do not come to 500人次
    7:32: warning[figure-average]: 100兆瓦時 for each of 12 do not come to 1,500兆瓦時
    9:7: warning[figure-sum]: 900萬元 are announced, the parts come to 800萬元
    11:22: warning[figure-share]: the text has 95%, but 90.0% follows from the figures beside it
    13:9: warning[figure-claim]: 30噸 is said to be the most, and 40噸 comes behind it
    18:13: warning[figure-share]: the column has 35%, but 30.0% follows from 30 of 100
    24:23: warning[figure-change]: the column has +25%, but 20.0% follows from the years beside it
    25:22: warning[figure-change]: the column has +20%, but −20.0% follows from the years beside it
    30:12: warning[figure-claim]: 5,000 stands behind 3,000 in the ranking, and is more
    "#);
}

#[test]
fn words_that_work_out_rightly_are_left_alone() {
    assert_eq!(
        told(
            "# 章

回收紙張由50噸翻一番至100噸。單車位由10個增至30個，增加兩倍，是原來的三倍。蒸汽用量減少一半，由800噸降至400噸。

廢紙由120噸減至100噸，下降16.7%。回收率由80%上升至85%，上升5個百分點；覆蓋率由80%上升至85%，增幅6.25%。

全年舉辦培訓12場，每場30人，共360人次參加。平均每月用電100兆瓦時，全年用電1,200兆瓦時。

三年累計捐款800萬元，其中2021年200萬元、2022年300萬元、2023年300萬元。三年累計捐款800萬元，其中2023年300萬元。

共接獲投訴20宗，其中18宗已解決，解決率90%。

用水最高為乙廠的40噸，其次是甲廠的30噸。最高氣溫為35度，其次是降雨。

僱員500人，培訓總時數6,000小時，受訓僱員人均15小時。每場約30人。

| 物料 | 用量（噸） | 佔比 |
| :-- | --: | --: |
| 紙 | 50 | 50% |
| 塑膠 | 30 | 30% |
| 鐵 | 20 | 20% |
| 合計 | 100 | 100% |

| 項目 | 2022年 | 2023年 | 變化 |
| :-- | --: | --: | --: |
| 廢紙（噸） | 100 | 120 | +20% |
| 廢鐵（噸） | 100 | 80 | −20% |
| 廢鋁（噸） | 100 | 80 | 20% |

| 排名 | 廠房 | 用水（立方米） |
| :-- | :-- | --: |
| 1 | 甲廠 | 5,000 |
| 2 | 乙廠 | 3,000 |
| 3 | 丙廠 | 1,000 |
"
        ),
        ""
    );
}

#[test]
fn how_a_metric_moved_is_held_against_its_figures() {
    let data = "- {id: m.water, name: 用水總量, unit: m3, values: {2021: 9000, 2022: 10000, 2023: 12345}}
- {id: m.rate, name: 物料回收率, unit: '%', values: {2022: 80, 2023: 85}}
- {id: m.one, name: 培訓場次, unit: session, values: {2022: 10, 2023: 10}}
- {id: m.other, name: 培訓場次, unit: session, values: {2022: 9, 2023: 10}}
";
    let told = |text: &str| {
        let project = Project::copy_of("small");
        project.write("content/kpi/more.yaml", data);
        project.write(CHAPTER, text);
        let run = project.run(&["check", "--format", "short", CHAPTER]).ends_with(0);
        let lines = run.stdout.lines().filter(|line| line.contains("warning[figure-"));
        lines.map(|line| format!("{}\n", line.split_once(':').unwrap().1)).collect::<String>()
    };
    insta::assert_snapshot!(told("# 章

本集團用水總量較去年減少。

年內用水總量為12,345立方米，同比上升25%。用水總量按年增加2,545立方米。

2022年，用水總量較上年下降11.1%。

物料回收率較上年上升5%，即較上年上升6個百分點。物料回收率較上年上升6個百分點。
"), @r#"
    3:11: warning[figure-change]: the text says that it fell, but `m.water` went from 10,000 to 12,345
    5:22: warning[figure-change]: the text says that it rose by 25%, but from 10,000立方米 to 12,345立方米 is 23.5%
    5:34: warning[figure-change]: the text has 2,545立方米, but `m.water` went from 10,000 to 12,345, which is 2,345立方米
    7:14: warning[figure-change]: the text says that it fell, but `m.water` went from 9,000 to 10,000
    9:11: warning[figure-change]: the text has 5%, but `m.rate` went from 80 to 85, which is 5 percentage points
    9:36: warning[figure-change]: the text has 6個百分點, but `m.rate` went from 80 to 85, which is 5個百分點
    "#);
    assert_eq!(
        told(
            "# 章

本集團用水總量較去年有所增加。

年內用水總量為12,345立方米，同比上升23.5%。用水總量按年增加2,345立方米。用水總量較上年上升約兩成。

2022年，用水總量較上年上升11.1%。深圳工廠的用水總量較上年下降11.1%。上半年用水總量同比下降。

物料回收率較上年上升5個百分點。培訓場次較上年減少。用水總量密度較上年下降5%。

::: {.case title=\"二號廠房\"}
用水總量較上年下降30%。
:::
"
        ),
        ""
    );
}

/// Metrics of which texts say how they moved, in both scripts.
const MOVED: &str = "\
- {id: m.turnover, name: {zh-Hant: 僱員流失率, zh-Hans: 员工流失率}, unit: '%', values: {2021: 9.8, 2022: 9.1, 2023: 8.4}}
- {id: m.lost, name: {zh-Hant: 因工傷損失工作日數, zh-Hans: 因工伤损失工作日数}, unit: day, values: {2021: 312, 2022: 268, 2023: 231}}
- {id: m.staff, name: {zh-Hant: 僱員總數, zh-Hans: 员工总数}, unit: person, values: {2021: 2780, 2022: 2851, 2023: 2913}}
- {id: m.deaths, name: {zh-Hant: 因工亡故人數, zh-Hans: 因工死亡人数}, unit: person, values: {2021: 0, 2022: 0, 2023: 0}}
- {id: m.revenue, name: 收益, unit: RMB-million, values: {2021: 3318.2, 2022: 3502.7, 2023: 3688.4}}
- {id: m.money, name: {zh-Hant: 社區投資, zh-Hans: 社区投资}, unit: HKD-million, values: {2022: 3.85, 2023: 4.6}}
- {id: m.s1, name: {zh-Hant: 廠內範圍一溫室氣體排放量, zh-Hans: 厂内范围一温室气体排放量}, unit: tCO2e, values: {2022: 7200, 2023: 7024.1}}
- {id: m.waste, name: {zh-Hant: 無害廢棄物（污泥）, zh-Hans: 无害废弃物（污泥）}, unit: t, values: {2022: 88210, 2023: 91730}}
- {id: m.cooling, name: {zh-Hant: 冷卻水用量, zh-Hans: 冷却水用量}, unit: m3, values: {2021: 412300, 2022: 398710, 2023: 371245}}
- {id: m.sewage, name: {zh-Hant: 污水處理量, zh-Hans: 污水处理量}, unit: many, values: {2022: 418.3, 2023: 431.9}}
- {id: m.pv, name: {zh-Hant: 光伏發電量, zh-Hans: 光伏发电量}, unit: MWh, values: {2021: 2100.5, 2022: 3411.2, 2023: 6905.8}}
- {id: m.complaints, name: {zh-Hant: 投訴宗數, zh-Hans: 投诉宗数}, unit: case, values: {2021: 46, 2022: 39, 2023: 33}}
- {id: m.women, name: {zh-Hant: 女性僱員, zh-Hans: 女性员工}, unit: person, values: {2022: 866, 2023: 931}}
- {id: m.men, name: {zh-Hant: 男性僱員, zh-Hans: 男性员工}, unit: person, values: {2022: 1985, 2023: 1982}}
";

/// What is told of each of these texts, by itself in a report of one script.
fn each(report: &str, texts: &[&str]) -> Vec<String> {
    let project = Project::copy_of(report);
    project.write("content/kpi/more.yaml", MOVED);
    project.write("content/kpi/units.yaml", "units: {many: {zh-Hant: 百萬立方米, zh-Hans: 百万立方米}}\n");
    let told = |text: &&str| {
        project.write(CHAPTER, format!("# 章\n\n{text}\n"));
        let run = project.run(&["check", "--format", "short", CHAPTER]);
        assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
        let mut lines = run.stdout.lines().filter(|line| line.contains("warning[figure-") || line.contains("error"));
        lines.next().map_or_else(|| format!("{text}: nothing"), str::to_owned)
    };
    texts.iter().map(told).collect()
}

#[test]
fn what_words_say_of_a_metric_is_held_against_its_figures() {
    let hong_kong = [
        "流失率為8.4%，較上年度上升0.7個百分點。",
        "流失率上升至8.4%。",
        "因工傷損失工作日數由268天減至213天。",
        "本年度因工傷損失工作日數減少至213天。",
        "因工傷損失工作日數由286天減至231天。",
        "因工傷損失工作日數由2022年的286天減少至231天。",
        "員工總數較上年增加62人，增幅為3.2%。",
        "僱員總數為2,913人，較上年度的2,815人增加98人。",
        "過去三年，因工亡故人數分別為0、1及0。",
        "2021年、2022年及2023年的收益分別為3,318.2、3,520.7及3,688.4百萬元。",
        "收益為3.688億元。",
        "收益為386,840萬元。",
        "社區投資達640萬元。",
        "社區投資增加至460萬港元，增幅達91.5%。",
        "廠內範圍一溫室氣體排放量為7,204.1噸。",
        "無害廢棄物（污泥）為91,730公噸，即91.73萬噸。",
        "光伏發電量連續三年下降。",
        "光伏發電量為609.58萬度。",
        "污水處理量為4.139億立方米。",
        "投訴宗數創新高。",
        "本年度冷卻水用量上升6.9%。",
        "冷卻水用量減少9.6%至371,245立方米。",
        "冷卻水用量較基準年（2021年）減少12%。",
        "女性僱員佔僱員總數的23.0%。",
    ];
    let mainland = [
        "流失率为8.4%，同比上升0.7个百分点。",
        "因工伤损失工作日数由268天下降至213天。",
        "职工总数较上年增加62人，即3.2%。",
        "近三年，收益分别为3,318.2百万元、3,502.7百万元及3,868.4百万元。",
        "收益为386.84亿元。",
        "厂内范围一温室气体排放量为7,204.1吨。",
        "无害废弃物（污泥）为91,730吨（91.73万吨）。",
        "投诉宗数连续两年上升。",
        "冷却水用量较2021年下降6.9%。",
        "冷却水用量降低6.9%至317,245立方米。",
        "女性员工占员工总数的23.0%。",
    ];
    let silent = |told: Vec<String>| told.into_iter().filter(|told| told.ends_with(": nothing")).collect::<Vec<_>>();
    assert_eq!(silent(each("small", &hong_kong)), [""; 0]);
    assert_eq!(silent(each("simplified", &mainland)), [""; 0]);
}

#[test]
fn what_words_say_rightly_or_of_something_else_is_left_alone() {
    let hong_kong = [
        "流失率為8.4%，較上年度下降0.7個百分點。客戶流失率較上年上升。女性流失率為10.1%，較上年度上升。",
        "因工傷損失工作日數由268天減至231天。因工傷損失工作日數由2021年的312天減至231天。",
        "惠州廠的因工傷損失工作日數由30天減至20天。在惠州，因工傷損失工作日數由9天增至12天。",
        "透過安裝節水器具，冷卻水用量減少12%。安裝節水器具後，冷卻水用量減少至2,000立方米。",
        "收益為36.88億元，即3,688.4百萬元。收益（3,688.4百萬元）創新高。社區投資達460萬元。",
        "無害廢棄物（污泥）為91,730公噸，即9.173萬噸。廠內範圍一溫室氣體排放量為7,024.1噸。",
        "過去三年，因工亡故人數分別為0、0及0。過去三年，收益由3,318.2百萬元增至3,688.4百萬元。",
        "過去三年，收益分別為3,688.4、3,502.7及3,318.2百萬元。2021年及2022年的收益分別為3,318.2及3,502.7百萬元。",
        "員工總數較上年增加62人，增幅為2.2%。員工總數增加62人（2.2%）。本年度冷卻水用量下降6.9%。",
        "冷卻水用量較基準年（2021年）減少10.0%。投訴宗數連續兩年下降。光伏發電量連續兩年上升。",
        "我們的目標是冷卻水用量減少20%。到2030年，冷卻水用量減少20%。如冷卻水用量上升10%，成本將增加。",
        "上半年冷卻水用量上升6%。2022年，冷卻水用量減少3.3%。自2020年起，冷卻水用量減少30%。",
        "僱員總數為2,913人，較上年度的2,851人增加62人。女性僱員佔僱員總數的32.0%。女性僱員佔管理層的12%。",
        "- 冷卻水用量減少20%\n- 每噸產品冷卻水用量下降5%。",
    ];
    let mainland = [
        "流失率为8.4%，同比下降0.7个百分点。客户流失率同比上升。",
        "因工伤损失工作日数由268天下降至231天。本项目的因工伤损失工作日数由5天上升至8天。",
        "无害废弃物（污泥）为91,730吨（9.173万吨）。光伏发电量为690.58万度。污水处理量为4.319亿立方米。",
        "冷却水用量同比下降6.9%，较2021年下降10.0%。新厂投产后，冷却水用量上升。",
        "投诉宗数连续两年下降。投诉宗数减少至零。女性员工占员工总数的32.0%。",
        "应对措施分四类：一、节能；二、可再生能源；三、沼气；四、低碳药剂。",
    ];
    let loud = |told: Vec<String>| told.into_iter().filter(|told| !told.ends_with(": nothing")).collect::<Vec<_>>();
    assert_eq!(loud(each("small", &hong_kong)), [""; 0]);
    assert_eq!(loud(each("simplified", &mainland)), [""; 0]);
}

#[test]
fn what_is_said_over_a_chart_of_a_year_or_an_item_is_held_against_it() {
    let chart = |says: &str, rest: &str| format!("```{rest}\ntitle: 圖\nsays: {says}\n```");
    let years = "bar-chart\nitems:\n  - {kpi: m.cooling}\nyears: [2021, 2022, 2023]";
    let parts = "donut\nitems:\n  - {kpi: m.women, label: 食堂排放量}\n  - {kpi: m.men, label: 車隊排放量}";
    let wrong = [
        chart("冷卻水用量在2022年最低", years),
        chart("2022/23年度的冷卻水用量最高", years),
        chart("食堂佔60%", parts),
        chart("車隊的排放最少", parts),
    ];
    let right = [
        chart("冷卻水用量在2023年最低", years),
        chart("2021年最高，減幅在2023年最大", years),
        chart("食堂佔32.0%", parts),
        chart("車隊最多，佔約七成", parts),
        chart("食堂以外的能源佔60%", parts),
    ];
    let texts = |all: &[String], report: &str| each(report, &all.iter().map(String::as_str).collect::<Vec<_>>());
    for report in ["small", "simplified"] {
        let told = texts(&wrong, report);
        assert!(told.iter().all(|told| told.contains("[figure-claim]")), "{told:#?}");
        let told = texts(&right, report);
        assert!(told.iter().all(|told| told.ends_with(": nothing")), "{told:#?}");
    }
}

#[test]
fn shares_and_ratios_in_words_are_held_against_the_figures_of_their_sentence() {
    for (text, word) in [
        ("女性僱員佔35.2%，超過四成。", "四成"),
        ("近五成（35.2%）僱員為女性。", "五成"),
        ("女性僱員佔全體僱員35.2%，即三分之二。", "三分之二"),
        ("女性僱員佔35.2%，過半。", "過半"),
        ("回收率為78.3%，逾八成。", "八成"),
        ("回收率為百分之二十（25.6%）。", "百分之二十"),
        ("僱員共1,000人，其中女性352人，佔五成。", "五成"),
        ("女性352名，佔僱員總數1,000名的五分之三。", "五分之三"),
        ("男性僱員600人，女性僱員500人，男女比例為2:1。", "2:1"),
        ("男性僱員600人，女性僱員400人，男女比例約為三比一。", "三比一"),
    ] {
        let found = told(&format!("# 章\n\n{text}\n"));
        assert!(found.contains(word), "{text}: {found}");
    }
    for text in [
        "女性僱員佔35.2%，逾三成。",
        "近四成（38.1%）僱員為女性。",
        "女性僱員佔34.1%，約三分之一。",
        "女性僱員佔35.2%，男性佔六成半。",
        "用水量較上年減少35.2%，四成來自廠房。",
        "女性僱員佔52.1%，過半。",
        "僱員共1,000人，其中女性352人，佔三成半。",
        "女性僱員佔35.2%，目標為四成。",
        "女性僱員佔35.2%，管理層的女性佔四成。",
        "男性僱員600人，女性僱員400人，男女比例為3:2。",
        "男性僱員1,253人，女性僱員631人，男女比例約為二比一。",
        "會議由三分之二以上的董事出席，全年出席率為98.3%。",
        "回收率為78.3%，其中四成為紙張，三成員工曾參與。",
    ] {
        assert_eq!(told(&format!("# 章\n\n{text}\n")), "", "{text}");
    }
}

#[test]
fn shares_in_words_and_changes_between_their_figures_are_held_against_both() {
    let data = "- {id: m.part, name: 市政供水量, unit: m3, values: {2023: 7620}}
- {id: m.all, name: 用水總量, unit: m3, values: {2023: 10000}}
";
    let told = |text: &str| {
        let project = Project::copy_of("small");
        project.write("content/kpi/more.yaml", data);
        project.write(CHAPTER, format!("# 章\n\n{text}\n"));
        let run = project.run(&["check", "--format", "short", CHAPTER]).ends_with(0);
        let lines = run.stdout.lines().filter(|line| line.contains("warning[figure-"));
        lines.map(|line| line.split_once("]: ").unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    for (text, stated) in [
        ("市政供水量佔用水總量逾九成。", "九成"),
        ("市政供水量佔總用水的94.0%。", "94.0%"),
        ("市政供水量佔用水總量約三分之二。", "三分之二"),
        ("市政供水量佔集團總用水量不足七成。", "七成"),
        ("市政供水量佔全部用水近九成。", "九成"),
    ] {
        assert_eq!(
            told(text),
            [format!("the text has {stated}, but 76.2% follows from `m.part` and `m.all`")],
            "{text}"
        );
    }
    for text in [
        "市政供水量佔用水總量逾七成。",
        "市政供水量佔總用水的76.2%。",
        "市政供水量佔用水總量約四分之三。",
        "市政供水量佔總用電量的94.0%。",
        "市政供水量佔九個廠房用水的九成。",
        "由20噸減少25%至15噸，較上年的100噸減少20%至80噸，由100噸增加20%至120噸。",
        "由2022年的20噸減少約25%至15噸，由20%增加5%至25%。",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
    assert_eq!(told("由20噸減少50%至15噸。"), ["the text has 50%, but 25.0% follows from the figures beside it"]);
    assert_eq!(told("由100噸減少20%至120噸。"), ["the words say that it fell, but 120噸 is more than 100噸"]);
}
