//! Tests over a small report in memory.

use super::*;
use crate::diag::render::short;
use crate::document;
use crate::locale;
use crate::model::{
    Amount, Block, BlockKind, Chapter, Component, Data, DisclosureRef, Edition, Figure, Given, Inline, InlineKind, Kpi,
    Names, Open, testing,
};
use crate::source::{SourceId, Span, Spanned};

/// A report whose only file holds everything that a test names, so that places are real.
pub(crate) struct Fixture {
    pub(crate) sources: Sources,
    pub(crate) report: Report,
    file: SourceId,
    /// The chapters as printed.
    printed: Vec<crate::model::printed::Chapter>,
}

impl Fixture {
    fn new(text: &str) -> Self {
        let mut sources = Sources::default();
        let file = sources.add("content/all.md", text);
        let config = testing::config(Edition::ZhHantHk, Span::new(file, 0..0));
        let mut report = testing::report(config, vec![Chapter::new(file, "01")]);
        report.kpis.units = crate::load::built_in_units().units;
        Self { sources, report, file, printed: Vec::new() }
    }

    /// The first place of `text` in the file.
    fn at(&self, text: &str) -> Spanned<String> {
        let start = self.sources.get(self.file).text.find(text).expect("the test's file holds it");
        Spanned::new(text.to_owned(), Span::new(self.file, start..start + text.len()))
    }

    fn metric(&mut self, id: &str, unit: &str, values: &[(i32, &str)]) -> &mut Kpi {
        let id = self.at(id);
        let figure = |text: &str| text.parse().map_or_else(|_| Amount::Words(text.to_owned()), Amount::Number);
        let kpi = Kpi {
            name: Names::single(Edition::ZhHantHk, Spanned::new(format!("名稱 {}", id.node), id.span)),
            unit: (!unit.is_empty()).then(|| Spanned::new(unit.to_owned(), id.span)),
            decimals: None,
            values: values.iter().map(|(year, text)| (*year, Spanned::new(figure(text), id.span))).collect(),
            words: Default::default(),
            restated: Default::default(),
            formula: None,
            qualifier: Names::default(),
            remarks: Default::default(),
            targets: Vec::new(),
            assurance: Default::default(),
            disclose: Vec::new(),
            split: Vec::new(),
            refused: false,
            span: id.span,
            id: id.clone(),
        };
        self.report.kpis.kpis.entry(id.node).insert_entry(kpi).into_mut()
    }

    fn formula(&mut self, id: &str, formula: &str) {
        let formula = self.at(formula);
        self.metric(id, "t", &[]).formula = Some(formula);
    }

    /// Every `{{ … }}` of the file becomes a paragraph. Gives what they print, one a line, then the problems.
    fn merged(&mut self) -> String {
        self.merged_in(Edition::ZhHantHk)
    }

    /// The same in the words of an edition.
    fn merged_in(&mut self, edition: Edition) -> String {
        let text = self.sources.get(self.file).text.clone();
        for (start, _) in text.match_indices("{{") {
            let end = start + text[start..].find("}}").unwrap();
            let inner = Spanned::new(text[start + 2..end].to_owned(), Span::new(self.file, start + 2..end));
            let span = Span::new(self.file, start..end + 2);
            let inline = Inline { span, kind: InlineKind::Own(Open::Expr(inner)) };
            self.report.chapters[0].blocks.push(block(span, BlockKind::Paragraph(vec![inline])));
        }
        let mut sink = Sink::default();
        let values = values(&self.report, &self.sources, &mut sink);
        let locale = locale::built_in(edition);
        let mut figures = Printer::new(&self.report, &values, &locale, &self.sources);
        let chapters = self.report.chapters.clone();
        self.printed =
            document::build(&self.report.config, chapters, &locale, &mut figures, &self.sources, &mut sink).chapters;
        let mut out = Vec::new();
        for block in &self.printed[0].blocks {
            let BlockKind::Paragraph(line) = &block.kind else { continue };
            out.push(crate::model::plain_text(line));
        }
        out.retain(|line| !line.is_empty());
        let problems = short(&sink.into_sorted(), &self.sources);
        out.extend(problems.lines().map(str::to_owned));
        out.join("\n")
    }
}

fn block(span: Span, kind: BlockKind) -> Block {
    Block { span, anchor: None, disclose: Vec::new(), kind }
}

#[test]
fn large_figures_are_counted_by_what_their_unit_is_a_number_of() {
    let figures = [
        ("RMB-million", "3688.40"),
        ("HKD-million", "4.60"),
        ("HKD-million", "-4.60"),
        ("RMB-10k", "23.46"),
        ("RMB-10k", "0.35"),
        ("10k-person-time", "2.35"),
        ("HKD", "99999999.9"),
        ("HKD-100m", "12345.00"),
        ("m3", "9999"),
        ("m3", "9999.50"),
        ("m3", "371245"),
        ("10k-kWh", "7729.46"),
        ("kg", "145450"),
        ("10k-set", "23456"),
        ("t/10k-RMB", "0.052"),
    ];
    let texts: Vec<String> = (0..figures.len()).map(|at| format!("{{{{ kpi(\"m.{at}.\") | large }}}}")).collect();
    let mut report = Fixture::new(&texts.join("\n"));
    for (at, (unit, value)) in figures.iter().enumerate() {
        report.metric(&format!("m.{at}."), unit, &[(2023, value)]);
    }
    insta::assert_snapshot!(report.merged(), @"
    36.88億元
    460萬港元
    −460萬港元
    23.46萬元
    3,500元
    2.35萬人次
    1億港元
    1.23萬億港元
    9,999立方米
    9,999.50立方米
    37.12萬立方米
    7,729.46萬千瓦時
    14.55萬千克
    2.35億套
    0.052噸／萬元營收
    ");
    report.report.chapters[0].blocks.clear();
    let english = report.merged_in(Edition::from_tag("en").unwrap());
    insta::assert_snapshot!(english.replace('\u{a0}', " "), @"
    RMB3.69 billion
    HK$4.6 million
    −4.6 million HKD
    RMB234,600
    RMB3,500
    23,500 person-times
    HK$100 million
    HK$1.23 trillion
    9,999 m³
    9,999.50 m³
    371,245 m³
    77.29 million kWh
    145,450 kg
    234.56 million sets
    0.052 tonnes per RMB 10,000 revenue
    ");
}

const FIGURES: &[(i32, &str)] = &[(2022, "51266.96"), (2023, "57572.80")];

#[test]
fn prose_prints_figures_in_every_way_there_is() {
    let mut report = Fixture::new(
        r#"env.total hr.all hr.share gov.range co.founded env.power
        {{ kpi("env.total") }}
        {{ kpi(id="env.total", year=2022) }}
        {{ kpi("env.total", unit=false) }}
        {{ kpi("env.total", decimals=0) }}
        {{ kpi("env.total", format="number") }}
        {{ kpi("env.total", format="unit") }}
        {{ kpi("env.total", format="name") }}
        {{ kpi("env.total") | change }}
        {{ kpi("env.total") | change(decimals=2) }}
        {{ kpi("env.total") | change_abs }}
        {{ kpi("env.total", year=2022) | number }}
        {{ kpi("hr.all") }}
        {{ kpi("hr.all", format="number") }}
        {{ kpi("hr.all") | change }}
        {{ kpi("hr.share") | change }}
        {{ kpi("env.total") | direction }}
        {{ kpi("hr.share") | direction(up="增加", down="減少") }}
        {{ kpi("hr.all") | share("hr.all", decimals=2) }}
        {{ kpi("gov.range") }}
        {{ kpi("co.founded") }}
        {{ kpi("env.power", unit="10k-kWh") }}
        {{ kpi("env.power") | in_unit("10k-kWh", decimals=0) }}
        {{ kpi("env.total", format="number") ~ "／" ~ kpi("hr.all", format="number") }}
        {{ year }}、{{ last_year }}、{{ period }}、{{ issuer }}"#,
    );
    report.metric("env.total", "t", FIGURES);
    let qualifier = report.at("hr.all").map(|_| "餘".to_owned());
    report.metric("hr.all", "person", &[(2022, "1000"), (2023, "1000")]).qualifier =
        Names::single(Edition::ZhHantHk, qualifier);
    report.metric("hr.share", "%", &[(2022, "35.5"), (2023, "34.25")]);
    report.metric("gov.range", "", &[(2023, "5–9")]);
    report.metric("co.founded", "year", &[(2023, "2015")]);
    report.metric("env.power", "MWh", &[(2023, "77294.60")]);
    insta::assert_snapshot!(report.merged(), @r#"
    57,572.80噸
    51,266.96噸
    57,572.80
    57,573噸
    57,572.80
    噸
    名稱 env.total
    上升12.3%
    上升12.30%
    上升6,305.84噸
    51,266.96
    1,000餘人
    1,000
    持平
    下降1.25個百分點
    上升
    減少
    100.00%
    5–9
    2015年
    7,729.46萬千瓦時
    7,729萬千瓦時
    57,572.80／1,000
    2023
    2022
    2023年1月1日至2023年12月31日
    示例公司
    "#);
}

#[test]
fn problems_stand_at_the_author_s_words() {
    let mut report = Fixture::new(
        r#"env.total gov.range
排放{{ kpi("env.totl") }}
排放{{ kpi("env.total", year=2020) }}
排放{{ kpi("env.total", year=2022) | change }}
排放{{ kpi("env.total", format="nummer") }}
排放{{ kpi("env.total", unit="person") }}
排放{{ kpi("env.total", unit="tons") }}
排放{{ kpi("env.total", decimals=99) }}
排放{{ kpi("gov.range", decimals=1) }}
排放{{ env.total }}
排放{{ "x" | change }}
排放{{ kpi() }}"#,
    );
    report.metric("env.total", "t", FIGURES);
    report.metric("gov.range", "", &[(2023, "5–9")]);
    insta::assert_snapshot!(report.merged(), @r#"
    content/all.md:2:10: error[unknown-kpi]: there is no metric `env.totl`
    content/all.md:3:28: error[unknown-year]: the metric `env.total` has no figure for 2020
    content/all.md:4:36: error[unknown-year]: the metric `env.total` has no figure for 2021
    content/all.md:5:30: error[bad-format]: there is no format `nummer`
    content/all.md:6:28: error[bad-format]: a figure in `t` cannot be shown in `person`
    content/all.md:7:28: error[unknown-unit]: there is no unit `tons`
    content/all.md:8:32: error[bad-format]: decimals go from 0 to 28
    content/all.md:9:32: error[bad-format]: the figure of `gov.range` for 2023 is no single number and can only be shown as it is
    content/all.md:10:6: error[expression]: `env.total` is a metric's id, not a figure
    content/all.md:11:12: error[expression]: `change` takes a figure
    content/all.md:12:6: error[expression]: `kpi` needs the id of a metric
    "#);
}

#[test]
fn formulas_are_computed_operands_first() {
    let mut report = Fixture::new(
        r#"c.sum = c.both + c.a
c.both = c.a + c.b
c.share = c.a / c.b
c.a c.b {{ kpi("c.sum") }} {{ kpi("c.both", year=2022) }} {{ kpi("c.share") }}"#,
    );
    report.formula("c.sum", "c.both + c.a");
    report.formula("c.both", "c.a + c.b");
    let share = report.at("c.a / c.b");
    report.metric("c.share", "fold", &[]).formula = Some(share);
    report.metric("c.a", "t", &[(2022, "0.1"), (2023, "8453.30")]);
    report.metric("c.b", "t", &[(2022, "0.2"), (2023, "49119.5")]);
    insta::assert_snapshot!(report.merged(), @r#"
    66,026.10噸
    0.3噸
    0.17倍
    "#);
}

#[test]
fn formulas_that_cannot_be_computed_are_told_once() {
    let mut report = Fixture::new(
        r#"c.x = c.y * 2
c.y = c.z + 1
c.z = c.x - 1
c.self = c.self
c.lost = c.a + c.gone
c.bad = c.a + * c.a
c.zero = c.a / 0
c.a {{ kpi("c.x") }} {{ kpi("c.lost") }}"#,
    );
    for (id, formula) in [("c.x", "c.y * 2"), ("c.y", "c.z + 1"), ("c.z", "c.x - 1"), ("c.self", "c.self")] {
        report.formula(id, formula);
    }
    for (id, formula) in [("c.lost", "c.a + c.gone"), ("c.bad", "c.a + * c.a"), ("c.zero", "c.a / 0")] {
        report.formula(id, formula);
    }
    report.metric("c.a", "t", FIGURES);
    insta::assert_snapshot!(report.merged(), @r#"
    content/all.md:3:7: error[formula]: the formulas of `c.z` and `c.x` need each other's results
    content/all.md:4:1: error[formula]: the formula of `c.self` needs its own result
    content/all.md:5:16: error[unknown-kpi]: there is no metric `c.gone`
    content/all.md:6:15: error[formula]: this is neither a metric, a number nor an operator
    content/all.md:7:14: error[formula]: this divides by zero (2022)
    "#);
}

#[test]
fn tables_get_rows_for_their_years_and_one_anchor_per_metric() {
    let mut report = Fixture::new("env.total env.other kpi-table 2022 2023 2019");
    let code = DisclosureRef { standard: "hkex".to_owned(), code: "A1.2".to_owned() };
    let place = report.at("env.total").span;
    report.metric("env.total", "t", FIGURES).disclose = vec![Spanned::new(code, place)];
    report.metric("env.other", "t", &[(2023, "-1.5")]);
    let year = |text: &str| report.at(text).map(|text| text.parse().unwrap());
    let rows = |ids: &[&str]| Data::List(ids.iter().map(|id| Data::Metric(report.at(id))).collect());
    let table = |fields: &[(&str, Data)]| {
        let fields = fields.iter().map(|(name, data)| ((*name).to_owned(), data.clone())).collect();
        let component = Component {
            name: report.at("kpi-table"),
            given: vec![Given::Anchors],
            counted: None,
            fields,
            body: Vec::new(),
        };
        block(place, BlockKind::Component(component))
    };
    let years = Data::Years(vec![year("2022"), year("2023"), year("2019")]);
    let blocks = vec![
        table(&[("years", years), ("groups", rows(&["env.total", "env.other"]))]),
        table(&[("groups", rows(&["env.total"]))]),
    ];
    report.report.chapters[0].blocks = blocks;
    let problems = report.merged();
    let mut lines = Vec::new();
    for block in &report.printed[0].blocks {
        let BlockKind::Component(component) = &block.kind else { continue };
        let Data::List(items) = &component.fields["groups"] else { continue };
        for item in items {
            let Data::Metric(row) = item else { continue };
            let figure = |(year, figure): &(i32, Option<Figure>)| {
                format!("{year}: {:?}", figure.as_ref().map(|figure| &figure.print.number))
            };
            let figures: Vec<String> = row.figures.iter().map(figure).collect();
            lines.push(format!("{} [{}] {} {:?}", row.name, figures.join(", "), row.unit, row.anchor));
        }
    }
    lines.push(problems);
    insta::assert_snapshot!(lines.join("\n"), @r#"
    名稱 env.total [2022: Some("51,266.96"), 2023: Some("57,572.80"), 2019: None] 噸 Some("kpi-env-total")
    名稱 env.other [2022: None, 2023: Some("−1.5"), 2019: None] 噸 None
    名稱 env.total [2023: Some("57,572.80")] 噸 None
    content/all.md:1:41: warning[bad-value]: the years run backwards: what rises is drawn as falling
    content/all.md:1:41: error[unknown-year]: no metric here has a figure for 2019
    "#);
}

#[test]
fn a_chart_tells_what_it_cannot_draw() {
    let mut report = Fixture::new("gov.range env.total hr.all bar-chart");
    report.metric("gov.range", "t", &[(2023, "5–9")]);
    report.metric("env.total", "t", FIGURES);
    report.metric("hr.all", "person", &[(2023, "8")]);
    let items = ["gov.range", "env.total", "hr.all"].map(|id| Data::Metric(report.at(id)));
    let fields = [("items".to_owned(), Data::List(items.to_vec()))].into();
    let chart =
        Component { name: report.at("bar-chart"), given: vec![Given::Shares], counted: None, fields, body: Vec::new() };
    let place = chart.name.span;
    report.report.chapters[0].blocks.push(block(place, BlockKind::Component(chart)));
    insta::assert_snapshot!(report.merged(), @r"
    content/all.md:1:1: warning[bad-value]: the figure of `gov.range` for 2023 is no single number: nothing is drawn for it
    content/all.md:1:21: error[bad-value]: `hr.all` is in `person`, `gov.range` in `t`
    ");
}

#[test]
fn formulas_keep_to_their_units() {
    let told = |unit: &str, formula: &str| {
        let mut report =
            Fixture::new(&format!("mwh kwh water staff men crowd hours revenue cases co2 result {formula}"));
        for (id, unit) in [
            ("mwh", "MWh"),
            ("kwh", "kWh"),
            ("water", "m3"),
            ("staff", "person"),
            ("men", "member"),
            ("crowd", "10k-person"),
            ("hours", "hour"),
            ("revenue", "RMB-million"),
            ("cases", "case"),
            ("co2", "tCO2e"),
        ] {
            report.metric(id, unit, &[(2023, "8")]);
        }
        let formula = report.at(formula);
        report.metric("result", unit, &[]).formula = Some(formula);
        let mut sink = Sink::default();
        values(&report.report, &report.sources, &mut sink);
        let told = sink.into_sorted().into_iter().map(|told| format!("{}; {}", told.message, told.hints.join("; ")));
        told.collect::<Vec<_>>().join("\n")
    };
    for (unit, formula) in [
        ("MWh", "mwh + mwh - mwh"),
        ("person", "staff + men"),
        ("case", "cases + staff"),
        ("MWh", "mwh + kwh / 1000"),
        ("%", "(mwh - mwh) / mwh * 100"),
        ("hour", "hours / staff"),
        ("MWh/RMB-million", "mwh / revenue"),
        ("MWh/person", "mwh / (staff + men)"),
        ("tCO2e", "mwh * 0.57"),
        ("", "mwh / revenue"),
        ("fold", "mwh / mwh"),
        ("MWh", "mwh if true else mwh"),
    ] {
        assert_eq!(told(unit, formula), "", "{formula} in {unit}");
    }
    let factor = "give both the same unit; a factor says that a conversion is meant: (… / 1000)";
    for (unit, formula, expected) in [
        ("MWh", "mwh + kwh", format!("`mwh` in `MWh` and `kwh` in `kWh` do not add up; {factor}")),
        ("m3", "water - staff", format!("`water` in `m3` and `staff` in `person` do not add up; {factor}")),
        ("person", "staff + crowd", format!("`staff` in `person` and `crowd` in `10k-person` do not add up; {factor}")),
        ("MWh", "mwh / revenue + co2", format!("what stands here and `co2` in `tCO2e` do not add up; {factor}")),
        (
            "kWh/10k-RMB",
            "mwh / revenue",
            "the formula comes to figures of which one is 10 in `kWh/10k-RMB`; write (…) * 10, or give the metric the unit \
             `MWh/RMB-million`"
                .to_owned(),
        ),
        ("%", "mwh / mwh", "the formula comes to figures of which one is 100 in `%`; write (…) * 100".to_owned()),
        (
            "t",
            "water + water",
            "what the formula comes to is not measured in `t`; correct the formula or `unit`; a factor says that a \
             conversion is meant: (…) * 1"
                .to_owned(),
        ),
    ] {
        assert_eq!(told(unit, formula), expected, "{formula} in {unit}");
    }
}
