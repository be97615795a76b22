//! What texts say of figures and the words around them contradict: each kind in several wordings, and the sound ones beside it.

use crate::project::Project;

const CHAPTER: &str = "content/chapters/20-more.md";

const METRICS: &str = "\
- {id: env.power, name: {zh-Hant: 用電量, zh-Hans: 用电量, en: Electricity use}, unit: MWh, values: {2021: 190000, 2022: 176520, 2023: 168310}}
- {id: env.hydro, name: {zh-Hant: 用水量, zh-Hans: 用水量}, unit: m3, values: {2021: 98000, 2022: 92350, 2023: 176529}}
- {id: env.diesel, name: {zh-Hant: 柴油用量, zh-Hans: 柴油用量}, unit: L, values: {2022: 70120, 2023: 71980}}
- {id: ohs.deaths, name: {zh-Hant: 因工亡故人數, zh-Hans: 因工死亡人数}, unit: person, values: {2021: 0, 2022: 1, 2023: 0}}
- {id: ohs.injuries, name: {zh-Hant: 工傷宗數, zh-Hans: 工伤宗数}, unit: case, values: {2022: 6, 2023: 4}}
- {id: hr.staff, name: {zh-Hant: 僱員總數, zh-Hans: 员工总数}, unit: person, values: {2022: 3420, 2023: 3512}}
- {id: hr.women, name: {zh-Hant: 女性僱員, zh-Hans: 女性员工}, unit: person, values: {2022: 950, 2023: 977}}
- {id: hr.turnover, name: {zh-Hant: 僱員流失率, zh-Hans: 员工流失率}, unit: '%', values: {2022: 7.8, 2023: 8.4}}
- {id: q.pass, name: {zh-Hant: 產品合格率, zh-Hans: 产品合格率}, unit: '%', values: {2022: 80, 2023: 85}}
- {id: w.recycle, name: {zh-Hant: 廢物回收率, zh-Hans: 废物回收率}, unit: '%', values: {2022: 88, 2023: 91}, targets: [{year: 2027, value: 95}]}
- {id: w.total, name: {zh-Hant: 廢物總量, zh-Hans: 废物总量}, unit: t, values: {2018: 5000, 2019: 4800, 2020: 4600, 2021: 4400, 2022: 4120.5, 2023: 4012.3}}
- {id: ghg.s1, name: {zh-Hant: 廠內範圍一溫室氣體排放量, zh-Hans: 厂内范围一温室气体排放量}, unit: tCO2e, values: {2022: 8120.4, 2023: 7931.6}}
- {id: ghg.s2, name: {zh-Hant: 廠內範圍二溫室氣體排放量, zh-Hans: 厂内范围二温室气体排放量}, unit: tCO2e, values: {2022: 61230.1, 2023: 58210.2}}
";

/// Which of these paragraphs of a chapter `check` tells something of, in a report of one script.
fn told<'t>(report: &str, texts: &[&'t str]) -> Vec<&'t str> {
    let project = Project::copy_of(report);
    project.write("content/kpi/use.yaml", METRICS);
    project.write(CHAPTER, format!("# 章\n\n{}\n", texts.join("\n\n")));
    let run = project.run(&["check", "--format", "short", CHAPTER]);
    assert!(!run.stdout.contains("error["), "{}", run.stdout);
    let is_told = |line: &&str| line.contains("warning[figure-") || line.contains("warning[other-name");
    let lines: Vec<usize> = run
        .stdout
        .lines()
        .filter(is_told)
        .filter_map(|line| line.split_once("20-more.md:")?.1.split(':').next()?.parse().ok())
        .collect();
    let mut start = 3;
    let mut found = Vec::new();
    for text in texts {
        let end = start + text.lines().count();
        if lines.iter().any(|line| (start..end).contains(line)) {
            found.push(*text);
        }
        start = end + 1;
    }
    found
}

/// Two metrics of one name: whichever is meant, it is not a third.
#[test]
fn a_name_of_several_is_none_of_another() {
    let project = Project::copy_of("small");
    let metrics = "\
- {id: a, name: {zh-Hant: 範圍一排放量}, unit: tCO2e, values: {2022: 100, 2023: 90}}
- {id: c, name: {zh-Hant: 範圍一溫室氣體排放量}, unit: tCO2e, values: {2022: 100, 2023: 91}}
- {id: b, name: {zh-Hant: 範圍二排放量}, unit: tCO2e, values: {2022: 500, 2023: 400}}
";
    project.write("content/kpi/use.yaml", metrics);
    for (id, is_told) in [("a", false), ("c", false), ("b", true)] {
        project.write(CHAPTER, format!("# 章\n\n範圍一排放量為{{{{ kpi(\"{id}\") }}}}。\n"));
        let run = project.run(&["check", "--format", "short", CHAPTER]);
        assert_eq!(run.stdout.contains("figure-differs"), is_told, "{id} {}", run.stdout);
    }
}

/// All wrong paragraphs are told, and no right one.
fn judge(report: &str, wrong: &[&str], right: &[&str]) {
    let told_of = told(report, wrong);
    let missed: Vec<&&str> = wrong.iter().filter(|text| !told_of.contains(text)).collect();
    assert!(missed.is_empty(), "{report}, not told: {missed:#?}");
    assert_eq!(told(report, right), [""; 0], "{report}, told though right");
}

#[test]
fn an_expression_is_of_the_metric_year_and_unit_that_the_words_name() {
    judge(
        "small",
        &[
            r#"截至年底，僱員總數為{{ kpi("hr.women") }}。"#,
            r#"年內錄得工傷{{ kpi("ohs.deaths") }}。"#,
            r#"用水量為{{ kpi("env.power") }}。"#,
            r#"本年度，用水量為 {{ kpi("env.power", unit=false) }} 兆瓦時。"#,
            r#"本集團的用電量達{{ kpi("env.hydro") }}。"#,
            r#"廠內範圍一溫室氣體排放量為{{ kpi("ghg.s2") }}。"#,
            r#"用水量較上年{{ kpi("env.power") | change }}。"#,
            r#"僱員流失率為{{ kpi("q.pass") }}。"#,
            r#"{{ kpi("env.hydro", unit=false) }}兆瓦時的用水量。"#,
            r#"用電量為{{ kpi("env.power", unit=false) }}千瓦時。"#,
            r#"用水{{ kpi("env.hydro", unit=false) }}公斤。"#,
            r#"用電量由{{ kpi("env.power") }}增至{{ kpi("env.power") }}。"#,
            r#"用電量由{{ kpi("env.power", year=2022) }}減少至{{ kpi("env.power", year=2022) }}。"#,
            r#"用電量由{{ kpi("env.power") }}增至{{ kpi("env.power", year=2022) }}。"#,
            r#"用水量從{{ kpi("env.hydro") }}減至{{ kpi("env.hydro", year=2022) }}。"#,
            "廢物量由100噸增至100噸。",
            "用電量由168,310兆瓦時增至176,520兆瓦時。",
            r#"2022年用電量為{{ kpi("env.power") }}。"#,
            r#"2022年，用電量為{{ kpi("env.power") }}。"#,
            r#"本年度用電量為{{ kpi("env.power", year=2022) }}。"#,
            r#"去年的用電量為{{ kpi("env.power") }}。"#,
            r#"二零二二年用電量為{{ kpi("env.power") }}。"#,
            r#"用電量較2022年的{{ kpi("env.power") }}下降。"#,
        ],
        &[
            r#"用水量為{{ kpi("env.hydro") }}，用電量為{{ kpi("env.power") }}。"#,
            r#"本年度用電量由{{ kpi("env.power", year=2022) }}減至{{ kpi("env.power") }}。"#,
            r#"2022年及2023年的用電量分別為{{ kpi("env.power", year=2022) }}及{{ kpi("env.power") }}。"#,
            r#"用電量為{{ kpi("env.power", unit=false) }}兆瓦時，即{{ kpi("env.power", unit="10k-kWh") }}。"#,
            r#"用電量較2022年的{{ kpi("env.power", year=2022) }}下降，本年度為{{ kpi("env.power") }}。"#,
            r#"2022年用電量為{{ kpi("env.power", year=2022) }}，2023年則為{{ kpi("env.power") }}。"#,
            r#"根據2022年修訂的守則，用電量為{{ kpi("env.power") }}。"#,
            r#"2022年收購的工廠併入後，用電量為{{ kpi("env.power") }}。"#,
            r#"自2022年起，用電量逐步下降，至{{ kpi("env.power") }}。"#,
            r#"女性流失率為{{ kpi("hr.turnover") }}。"#,
            r#"用電量（2022年：{{ kpi("env.power", year=2022) }}）為{{ kpi("env.power") }}。"#,
            r#"{{ kpi("hr.staff") }}次參與。"#,
            r#"範圍一及範圍二溫室氣體排放量分別為{{ kpi("ghg.s1") }}及{{ kpi("ghg.s2") }}。"#,
            r#"範圍一溫室氣體排放量為{{ kpi("ghg.s1") }}，範圍二為{{ kpi("ghg.s2") }}。"#,
        ],
    );
    judge(
        "simplified",
        &[
            r#"用水量为{{ kpi("env.power") }}。"#,
            r#"员工流失率为{{ kpi("w.recycle") }}。"#,
            r#"用电量由{{ kpi("env.power") }}增至{{ kpi("env.power") }}。"#,
            r#"用电量从{{ kpi("env.power") }}上升到{{ kpi("env.power", year=2022) }}。"#,
            r#"上年用电量为{{ kpi("env.power") }}。"#,
        ],
        &[r#"用电量为{{ kpi("env.power") }}，较上年{{ kpi("env.power") | change }}。"#],
    );
}

#[test]
fn a_number_keeps_its_unit_and_its_year() {
    judge(
        "small",
        &[
            "全年用電176,520噸。",
            "用水量為176,529噸。",
            "本年度用水共176,529公噸。",
            "柴油用量為71,980噸。",
            "年內柴油71,980公斤。",
            "2023年用電176,520兆瓦時。",
            "本年度用電176,520兆瓦時。",
            "去年用電168,310兆瓦時。",
            "二零二二年用電168,310兆瓦時。",
            "2023年用電量為176,520兆瓦時。",
        ],
        &[
            "2022年用電176,520兆瓦時，2023年用電168,310兆瓦時。",
            "本年度用電由176,520兆瓦時減至168,310兆瓦時。",
            "本年度用電較上年的176,520兆瓦時減少4.7%。",
            "2022年及2023年用電分別為176,520兆瓦時及168,310兆瓦時。",
            "用水量為176,529立方米。柴油用量為71,980升。",
        ],
    );
    judge(
        "simplified",
        &["用水量176,529吨。", "柴油用量71,980吨。", "2023年用电176,520兆瓦时。"],
        &["2022年用电176,520兆瓦时，2023年用电168,310兆瓦时。"],
    );
}

#[test]
fn parts_make_their_whole() {
    judge(
        "small",
        &[
            "董事會九名成員中，三名為執行董事，五名為獨立非執行董事。",
            "委員會共有五名成員，其中三名為男性，一名為女性。",
            "董事會有九名董事，包括三名執行董事和五名獨立非執行董事。",
            "董事會由九名董事組成，包括三名執行董事、兩名非執行董事及三名獨立非執行董事。",
            "董事會共有7名董事，包括2名執行董事和4名獨立非執行董事。",
            "審核委員會由三名成員組成，包括兩名獨立非執行董事及兩名非執行董事。",
            "本公司有三百二十名僱員，其中女性一百二十名、男性一百八十名。",
            "團隊共十二人，其中男性五人、女性六人。",
            "捐款100萬元用於教育、50萬元用於環保，共160萬元。",
            "年內接獲投訴分別為甲廠12宗、乙廠8宗，合共21宗。",
            "投訴分別為甲12宗、乙8宗，共21宗。",
            "捐款分別為教育100萬元、環保50萬元及其他30萬元，合計200萬元。",
            "廢紙120噸、廢鐵80噸，總計210噸。",
            "能源結構中，電力佔60%、天然氣佔30%、柴油佔20%。",
            "男性僱員佔62%，女性僱員佔40%。",
            "女性佔35%，男性佔60%。",
            "廢物中，紙佔50%、塑膠佔30%，其他佔30%。",
            "全職僱員佔92%，兼職僱員佔10%。",
        ],
        &[
            "董事會有九名董事，包括四名執行董事和五名獨立非執行董事。",
            "董事會有九名董事，包括三名女性董事和五名獨立非執行董事。",
            "董事會由九名董事組成，其中三名為女性。",
            "團隊有十名成員，包括三名工程師和六名技術員。",
            "香港有僱員一百名、內地二百名，其中女性佔四成。",
            "本公司約有三千五百名僱員，女性佔27.8%。",
            "約三千五百人參與義工活動，女性佔六成。",
            "在三百二十名受訪者中，超過二百名表示滿意。",
            "年內接獲投訴分別為甲廠12宗、乙廠8宗，合共20宗。",
            "接獲投訴30宗，其中產品12宗、服務8宗，合共涉及21名客戶。",
            "舉辦培訓12場、講座8場，合共600人次參加。",
            "捐款100萬元，義工服務2,000小時，合共惠及3,000人。",
            "管理層中，男性佔62%，女性佔38%。",
            "合約僱員女性佔35%，高級管理層女性佔40%。",
            "香港佔60%、內地佔30%。",
            "受訪者中60%關注安全、50%關注環保。",
            "受訪者中，女性佔60%、30歲以下佔50%。",
            "前三大分別佔40%、30%及20%。",
            "訪客100人中，60人關注甲，50人關注乙。",
            "董事會由9名董事組成，其中獨立董事4名、女性董事3名、職工董事1名。",
            "培訓428場，其中線上257場，安全類86場，管理類130場。",
            "本集團設有七個基地，其中三個為綠色工廠，四個為節水企業，兩個為零廢工廠。",
            "接獲意見35宗，其中質量14宗、來自網上22宗。",
            "審核供應商156家，其中152家合格，4家須整改，整改率100%。",
            "與2022年的100件相比，2023年產出130件，增加30%。",
            "研發人員淨增26人（2022年：286人），增長9.1%。",
            "另有一名董事辭任。由一名董事擔任主席，及一名經理協助。",
            "按年齡劃分，30歲以下佔25%、30至50歲佔55%、50歲以上佔20%。",
        ],
    );
    judge(
        "simplified",
        &[
            "董事会有九名董事，包括三名执行董事和五名独立非执行董事。",
            "董事会现有八位董事，其中两位执行董事、五位独立非执行董事。",
            "投诉分别为甲12宗、乙8宗，合计21宗。",
            "男性员工占62%，女性员工占40%。",
        ],
        &["董事会有九名董事，包括四名执行董事和五名独立非执行董事。", "投诉分别为甲12宗、乙8宗，合计20宗。"],
    );
}

#[test]
fn as_many_are_listed_as_announced() {
    judge(
        "small",
        &[
            "廢物分為三類：有害廢物、無害廢物。",
            "共三類：甲、乙",
            "議題共四項：安全、環保、質量。",
            "我們關注三個方面：減排及節能。",
            "我們聚焦節能、節水四大方面。",
            r#"流程包括五個步驟：

1. 識別
2. 評估
3. 應對
4. 監察"#,
            r#"流程分為五個步驟。

1. 識別
2. 評估
3. 應對
4. 監察"#,
            r#"```steps
title: 五個步驟
items:
  - {title: 識別, text: 甲}
  - {title: 評估, text: 乙}
  - {title: 應對, text: 丙}
  - {title: 監察, text: 丁}
```"#,
        ],
        &[
            "廢物分為三類：有害廢物、無害廢物及可回收物。",
            "我們關注三方面：甲、乙等。",
            "節能、節水及減廢三大方面。",
            "涵蓋廢氣、廢水五項指標。",
            "本公司、甲公司及乙公司兩家附屬公司。",
            "環境、社會及管治三個方面。",
            r#"流程包括五個步驟。

年內完成：

- 甲
- 乙"#,
            r#"```steps
title: 四個步驟
items:
  - {title: 識別, text: 甲}
  - {title: 評估, text: 乙}
  - {title: 應對, text: 丙}
  - {title: 監察, text: 丁}
```"#,
            "附屬公司的董事會由八名董事組成，包括三名執行董事、一名非執行董事及四名獨立非執行董事。",
            "設有36個充電樁：惠州20個、東莞10個、香港6個。",
            "9項目標：6項按計劃推進、2項提前完成、1項延後。",
        ],
    );
    judge(
        "simplified",
        &[
            "废物分为三类：有害废物、无害废物。",
            r#"流程包括五个步骤：

1. 识别
2. 评估
3. 应对
4. 监察"#,
        ],
        &["废物分为三类：有害废物、无害废物及可回收物。"],
    );
}

#[test]
fn the_period_is_that_of_report_yaml() {
    judge(
        "small",
        &[
            "本報告涵蓋2022年1月1日至12月31日。",
            "報告內容涵蓋本集團於2022年1月1日至2022年12月31日的表現。",
            "報告期間為二零二二年一月一日至二零二二年十二月三十一日。",
            "本報告涵蓋2022年度。",
        ],
        &[
            "本報告涵蓋2023年1月1日至12月31日，部分內容涉及2022年。",
            "為便於比較，本報告亦載列2022年1月1日至12月31日的數據。",
            "上一份報告涵蓋2022年1月1日至12月31日。",
            "上一份報告於2023年4月29日發布，匯報期為2022年1月1日至2022年12月31日。",
        ],
    );
    judge(
        "simplified",
        &["本报告涵盖2022年1月1日至12月31日。", "报告时间范围：2022年1月1日至2022年12月31日。"],
        &["本报告涵盖2023年1月1日至12月31日。"],
    );
}

#[test]
fn what_did_not_happen_is_counted_nowhere() {
    judge(
        "small",
        &[
            "過去三年，本集團的工亡人數為0。",
            "我們連續三年保持零因工死亡紀錄。",
            "過去三年沒有員工亡故。",
            "過去三年並無因工死亡個案。",
            "過去三年，本集團沒有發生因工身故事故。",
            "近三年來未發生工亡事故。",
            "連續三年零死亡。",
            "2022年並無員工因工死亡。",
            "本集團從未發生因工死亡事故。",
            "過去三年因工死亡人數均為零。",
            "過去三年並無任何工傷或死亡個案。",
            "本年度實現零工傷。",
        ],
        &[
            "過去三年沒有客戶投訴。",
            "2023年並無因工死亡個案。2021年沒有員工亡故。",
            "本年度並無因工死亡。",
            "過去三年，除2022年一宗外，並無其他死亡個案。",
            "我們的目標是零死亡。我們力爭連續三年零工傷。",
            "本年度沒有重大傷亡事故。",
            "承建商沒有發生死亡事故。",
            "沒有發生交通事故及火災。",
            "過去三年，因工亡故人數分別為0、1及0。",
            "過去三年因工亡故率為0.5。2023年因工亡故人數為0人。",
            "越南廠房連續三年零工傷。第四季沒有發生工傷。",
        ],
    );
    judge(
        "simplified",
        &["过去三年没有员工因工死亡。", "近三年未发生工亡事故。", "过去三个年度，公司无因工死亡事故。"],
        &["2023年没有员工因工死亡。", "近三年未发生重大安全生产事故。"],
    );
}

#[test]
fn words_arrows_and_changes_go_one_way() {
    judge(
        "small",
        &[
            r#"```targets
years: [2018, 2023]
items:
  - {kpi: w.total, title: 廢物減少三成, change: 30, by: 2030}
```"#,
            r#"```targets
years: [2018, 2023]
items:
  - {kpi: w.total, title: 廢物減少30%, change: -20, by: 2030}
```"#,
            r#"```progress
title: 目標
years: [2018, 2023]
items:
  - {kpi: w.total, label: 廢物減半, change: 50, by: 2030}
```"#,
            r#"```targets
years: [2018, 2023]
items:
  - {kpi: w.total, title: 增加廢物回收量, goal: 3000, by: 2030}
```"#,
            r#"```kpi-cards
items:
  - {value: '+30%', label: 用水減少}
  - {value: '5', label: 其他}
```"#,
            "用電減少↑5%。",
            "合格率由80%升至85%，上升5%。",
            "產品合格率為85%，較上年的80%上升5%。",
            "僱員流失率為8.4%，較上年上升0.6%。",
            "僱員流失率較上年上升0.6%。",
            "產品合格率較去年提升5%。",
        ],
        &[
            r#"```targets
years: [2018, 2023]
items:
  - {kpi: w.total, title: 廢物減少三成, change: -30, by: 2030}
  - {kpi: w.recycle, title: 廢物回收率達到95%, by: 2027}
  - {title: 於2027年或之前達到95%的回收率, by: 2027, state: on-track}
```"#,
            r#"```kpi-cards
items:
  - {value: '-30%', label: 用水減少}
  - {value: '+5%', label: 收益增長}
```"#,
            "合格率由80%升至85%，上升5個百分點。",
            "合格率由80%升至85%，增幅6.25%。",
            "產品合格率較上年上升5個百分點。用電量較上年下降4.7%。",
            "僱員流失率較上年上升0.6個百分點。",
        ],
    );
    judge(
        "simplified",
        &[
            r#"```targets
years: [2018, 2023]
items:
  - {kpi: w.total, title: 废物减少三成, change: 30, by: 2030}
```"#,
            "合格率由80%提升至85%，提升5%。",
            "员工流失率同比上升0.6%。",
        ],
        &["员工流失率同比上升0.6个百分点。"],
    );
}

/// What no other check reads: an accident in words, a part above its whole, a change behind an expression.
#[test]
fn accidents_parts_and_changes_go_with_the_data() {
    judge(
        "small",
        &[
            "全年有一宗因工死亡個案。",
            "本年度發生兩宗因工死亡事故。",
            "年內有一名僱員因工身故。",
            "2021年發生一宗因工亡故事故。",
            "年內並無工傷，惟有一名員工受傷。",
            "產品合格率達102%。",
            "高級管理層中女性佔110%。",
            "年內產生100噸廚餘，其中200噸已回收。",
            "我們有485家供應商，其中600家已接受審核。",
            r#"年內錄得{{ kpi("ohs.injuries") }}個案，較上年度上升33.3%。"#,
            r#"年內耗用{{ kpi("env.power") }}，較上年度下降9%。"#,
        ],
        &[
            "2022年發生一宗因工死亡個案。",
            "任何一宗因工死亡個案均由管理層調查。",
            "每一名員工受傷均須匯報。一旦發生一宗死亡事故，會即時停工。",
            "一名承辦商的工人因工死亡。",
            "因工死亡個案較2022年減少一宗。",
            "減排目標的完成率達102%。用電量為去年的102%。用電佔去年的102%。",
            "年內產生300噸廚餘，其中200噸已回收。",
            "年內淨增100人，其中新入職200人。",
            r#"年內錄得{{ kpi("ohs.injuries") }}個案，較上年度下降33.3%。"#,
            r#"年內耗用{{ kpi("env.power") }}，較上年度下降4.7%。"#,
            r#"本集團有{{ kpi("hr.staff") }}，用電量較上年度下降4.7%。"#,
            r#"廢物回收率由{{ kpi("w.recycle", year=2022) }}升至{{ kpi("w.recycle") }}，升了3個百分點。"#,
            r#"產品合格率為{{ kpi("q.pass") }}，升5個百分點。"#,
            "合格率由30.0%升至40.0%，增幅為33.3%。回收率由30.0%升至40.0%，增長達33.3%。",
        ],
    );
}

/// A figure is of the part of the company, the time and the way of counting that its sentence has spoken of before.
#[test]
fn a_figure_is_of_what_its_sentence_speaks_of() {
    judge(
        "small",
        &[
            "集團在五個基地推行節水，用水量為92,350立方米。",
            "由於產量增加，用水量為92,350立方米。",
            "環境績效：用水量為92,350立方米。",
            "義工共120名。僱員中女性佔37.8%。",
            "集團共有僱員3,512人，女性佔37.8%。",
            "董事會由九名董事組成，包括兩名執行董事、兩名非執行董事及四名獨立非執行董事。",
            "女性僱員977人，男性僱員2,535人，合共3,521人。",
            "首三季表現平穩。用水量為92,350立方米。",
            "投訴由1,392宗減至1,284宗，減少128宗。",
            "到2027年，廢物回收率提升至98%。",
            "能源材料共100噸，其中鋼材60噸、銅材30噸、塑料20噸。",
            "義工共100名，服務500小時，平均每名義工8小時。",
        ],
        &[
            "附屬公司禾光於年內投產，僱員總數為640人，用水量為5,200立方米。",
            "越南：僱員總數為96人，用水量為1,210立方米。",
            "年內收購一家物流公司。該公司的僱員總數為210人。",
            "若不計新廠，用水量較上年下降9%。",
            "撇除收購的影響，用電量較上年上升2%。",
            "在扣除綠色電力後，用電量降至120,000兆瓦時。",
            "按市場基準計算，廠內範圍二溫室氣體排放量為40,000噸二氧化碳當量。",
            "首三季用水量為130,000立方米。首九個月，用水量為130,000立方米。夏季用水量為60,000立方米。",
            "年內參與服務的義工有1,860人，當中女性佔55%。",
            "義工以女性居多，女性佔57%。",
            "高級管理人員共58人，其中女性佔24%；中級管理人員共610人，女性佔31%。",
            "董事會由九名董事組成，包括兩名執行董事、三名非執行董事及四名獨立非執行董事，女性三名。",
            "有害廢棄物571噸，無害廢棄物13,640噸，合共14,211噸。\n\n無害廢棄物為13,640噸。",
            "投訴由1,392宗減至1,284宗，減少108宗。",
            "用電量由190,000兆瓦時減至176,520兆瓦時，再減至168,310兆瓦時，兩年減少21,690兆瓦時。",
            "到2027年，廢物回收率提升至95%。到2030年，廢物回收率提升至98%。",
            "供應商的目標是到2027年把廢物回收率提升至80%。",
            "義工共100名，服務500小時，平均每名義工5小時。",
            "處理時間由3.2天縮短至2.8天。\n\n交貨期由60天縮短至45天。",
            "滿意度調查訪問客戶36,000名，回應率為24%。\n\n意見調查派發問卷3,500份，回應率為83%。",
            "2022年報告的用水量為90,000立方米，其後更正。",
            "連同合營公司，僱員總數為4,100人。包括承包商在內，工傷宗數為9宗。",
            "研發投入為8.9億元，佔營業收入的4.3%。\n\n安全投入6,800萬元，佔營業收入的0.33%。",
        ],
    );
    judge(
        "simplified",
        &["由于产量增加，用水量为92,350立方米。"],
        &["附属公司甲于年内投产，用水量为5,200立方米。", "前三季度用水量为130,000立方米。"],
    );
}

/// Charts, rows and lists are of the metric that their label, or a figure among them, says.
#[test]
fn labels_rows_and_lists_are_of_one_metric() {
    let chart = |items: &str| format!("```bar-chart\ntitle: 圖\nyears: [2022, 2023]\nitems:\n{items}```");
    let table = |row: &str| format!("| 指標 | 單位 | 2022年 | 2023年 |\n|---|---|---|---|\n{row}");
    let wrong = [
        chart("  - {kpi: hr.women, label: 僱員總數}\n  - {kpi: hr.staff, label: 女性}\n"),
        chart("  - {kpi: ghg.s1, label: 廠內範圍二}\n  - {kpi: ghg.s2, label: 廠內範圍一}\n"),
        chart("  - {kpi: env.hydro, label: 用電量}\n"),
        table("| 耗電 | 兆瓦時 | 176,520 | 163,810 |"),
        "用電量依次為190,000兆瓦時、175,620兆瓦時及168,310兆瓦時。".to_owned(),
        "用電量為三年最高。".to_owned(),
        "用電量創三年新高。".to_owned(),
        "兩年間，廢物總量增加。".to_owned(),
        "廢物總量三年間減少三成。".to_owned(),
        "流程分為五個步驟，依次為識別、評估、應對和監察。".to_owned(),
        "女性佔僱員的四成八。".to_owned(),
    ];
    let right = [
        chart("  - {kpi: hr.women, label: 女性}\n  - {kpi: hr.staff, label: 全體}\n"),
        chart("  - {kpi: ghg.s1, label: 範圍一}\n  - {kpi: ghg.s2, label: 範圍二}\n"),
        table("| 耗電 | 兆瓦時 | 176,520 | 168,310 |\n| 越南耗電 | 兆瓦時 | 17,652 | 16,381 |"),
        "用電量依次為190,000兆瓦時、176,520兆瓦時及168,310兆瓦時。".to_owned(),
        "三個廠房的用電量依次為90,000兆瓦時、50,000兆瓦時及28,310兆瓦時。".to_owned(),
        "用電量為三年最低。廢物總量創六年新低。".to_owned(),
        "廢物總量三年間減少一成三。".to_owned(),
        "過去三年，用電量減少一成一。".to_owned(),
        "流程分為四個步驟，依次為識別、評估、應對和監察。".to_owned(),
        "女性佔僱員的二成八。".to_owned(),
    ];
    judge("small", &wrong.each_ref().map(String::as_str), &right.each_ref().map(String::as_str));
}

#[test]
fn a_formula_counts_each_part_once() {
    let told = |formula: &str| {
        let project = Project::copy_of("small");
        project.write("content/kpi/use.yaml", format!("{METRICS}- {{id: ghg.all, name: {{zh-Hant: 排放合計}}, unit: tCO2e, formula: ghg.s1 + ghg.s2}}\n- {{id: ghg.sum, name: {{zh-Hant: 各項合計}}, unit: tCO2e, formula: {formula}}}\n"));
        let run = project.run(&["check", "--format", "short"]);
        run.stdout.contains("figure-sum")
    };
    for formula in ["ghg.s1 + ghg.s1", "ghg.all + ghg.s2", "ghg.s1 + ghg.s2 + ghg.s1"] {
        assert!(told(formula), "{formula}");
    }
    for formula in ["ghg.s1 + ghg.s2", "2 * ghg.s1", "ghg.all - ghg.s1", "ghg.s1 + ghg.s2 - ghg.s1"] {
        assert!(!told(formula), "{formula}");
    }
}
