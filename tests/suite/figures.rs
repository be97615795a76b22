//! Figures that contradict each other, and figures that only look as if they did.

use crate::project::Project;

const DATA: &str = "content/kpi/more.yaml";

/// What `check` tells of figures in the small report with more metrics in it.
fn told(data: &str) -> String {
    let project = Project::copy_of("small");
    project.write(DATA, data);
    let run = project.run(&["check", "--format", "short"]);
    assert!(run.code < 2, "{}{}", run.stdout, run.stderr);
    let lines = run.stdout.lines().filter(|line| line.contains("[figure-") || line.contains("error"));
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
