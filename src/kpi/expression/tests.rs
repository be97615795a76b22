//! The language by itself: what it takes, what it comes to, where its problems are.

use proptest::prelude::*;

use super::*;

/// A formula's metrics.
struct Metrics;

const METRICS: [(&str, &str); 3] = [("env.a", "0.10"), ("env.b", "0.2"), ("env.c-1", "3")];

impl Scope for Metrics {
    fn name(&self, name: &str) -> Option<Value> {
        METRICS.iter().find(|(id, _)| *id == name).map(|(_, value)| Value::Number(value.parse().unwrap()))
    }
}

fn formula(text: &str) -> Result<String, Fault> {
    let formula = Expression::parse(text, FORMULA, &|id| Metrics.name(id).is_some())?;
    match formula.evaluate(&Metrics) {
        Ok(Value::Number(number)) => Ok(number.to_string()),
        Ok(other) => panic!("{other:?}"),
        Err(fault) => Err(fault.expect("nothing was told before")),
    }
}

#[test]
fn formulas_are_exact_and_know_precedence() {
    assert_eq!(formula("env.a + env.b").unwrap(), "0.30");
    assert_eq!(formula("env.a + env.b * 10").unwrap(), "2.10");
    assert_eq!(formula("(env.a+env.b)*10 - -1").unwrap(), "4.00");
    assert_eq!(formula("10 − 2 × 3 ÷ 4 − 1").unwrap(), "7.50");
    assert_eq!(formula("env.c-1 - 1").unwrap(), "2");
    assert_eq!(formula("env.c-1-1").unwrap(), "2");
    assert_eq!(formula("1 / 4").unwrap(), "0.25");
    assert_eq!(formula("8 / 4 / 2 - 1 - 1").unwrap(), "-1");
    assert_eq!(formula("1 if env.a < env.b else 2").unwrap(), "1");
}

#[test]
fn errors_tell_the_place() {
    let place = |text: &str| {
        let Fault { range, problem } = formula(text).unwrap_err();
        (range.start, problem.message)
    };
    assert_eq!(place("env.a env.b").0, 6);
    assert_eq!(place("env.a + ").0, 8);
    assert_eq!(place("(env.a + 1").0, 0);
    assert_eq!(place("(env.a 1)").0, 7);
    assert_eq!(place("env.a / (1 - 1)"), (6, "this divides by zero".to_owned()));
    assert_eq!(place("79228162514264337593543950335 + env.a * 2 + 79228162514264337593543950335").0, 42);
    assert_eq!(place("env.a % 2").0, 6);
    assert_eq!(place("1.2.3").0, 0);
    assert_eq!(place(&"(".repeat(10_000)).0, lexer::DEEPEST);
    assert_eq!(place(&"-".repeat(10_000)).0, lexer::DEEPEST + 1);
    assert_eq!(place("(1 < 2) + 1").1, "yes or no cannot be computed with");
    assert!(formula(&format!("1{}", " + 1".repeat(4_000))).is_ok(), "a long sum is not deep");
}

/// What prose can name, in small.
struct Small;

impl Scope for Small {
    fn variables(&self) -> &[&'static str] {
        &["year"]
    }

    fn name(&self, name: &str) -> Option<Value> {
        (name == "year").then(|| Value::Number(2023.into()))
    }

    fn functions(&self) -> &[Signature] {
        &[("kpi", &["id", "year", "unit"])]
    }

    fn filters(&self) -> &[Signature] {
        &[("change", &[]), ("in_unit", &["unit"])]
    }

    fn call(&self, _: &str, arguments: &Arguments) -> Outcome<Value> {
        let id = arguments.text("id")?.unwrap_or_default();
        let unit = match id {
            "env.ghg.total" => "t",
            "env.power" => "MWh",
            _ => return Err(Some(Problem::new(Code::UnknownKpi, "id", format!("there is no KPI `{id}`")))),
        };
        match arguments.integer("year")?.unwrap_or(2023) {
            2023 => Ok(Value::Figure(Quantity {
                of: Some((id.to_owned(), 2023)),
                amount: Amount::Number(Decimal::new(5_757_280, 2)),
                unit: unit.to_owned(),
                places: None,
                style: Style::Full,
            })),
            year => Err(Some(Problem::new(Code::UnknownYear, "year", format!("no figure for {year}")))),
        }
    }

    fn filter(&self, filter: &str, of: Value, arguments: &Arguments) -> Outcome<Value> {
        let Value::Figure(figure) = of else {
            return Err(Some(Problem::new(Code::Expression, None, format!("`{filter}` takes a figure"))));
        };
        let unit = arguments.text("unit")?.unwrap_or(filter).to_owned();
        Ok(Value::Figure(Quantity { unit, ..figure }))
    }
}

fn evaluated(text: &str) -> Result<String, Vec<Fault>> {
    let expression = Expression::parse(text, PROSE, &|_| false).map_err(|fault| vec![fault])?;
    let mut unknown = expression.unknown_variables(&Small);
    unknown.extend(expression.unknown_calls(&Small));
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let value = expression.evaluate(&Small).map_err(|fault| fault.into_iter().collect::<Vec<_>>())?;
    let piece = |piece| match piece {
        Piece::Text(text) => text,
        Piece::Reference(target) => format!("{target:?}"),
        Piece::Figure(Quantity { amount, unit, .. }) => format!("[{} {unit}]", amount.number().unwrap()),
    };
    Ok(pieces(value).into_iter().map(piece).collect())
}

/// The value, or each problem: `place code: message «text at fault» (hint)`.
fn outcome(text: &str) -> String {
    let told = |Fault { range, problem }: Fault| {
        let hint = problem.hints.first().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{} {}: {} «{}»{hint}", range.start, problem.code, problem.message, &text[range.clone()])
    };
    evaluated(text).unwrap_or_else(|faults| faults.into_iter().map(told).collect::<Vec<_>>().join("\n"))
}

#[test]
fn figures_stay_figures() {
    assert_eq!(outcome("kpi(\"env.ghg.total\")"), "[57572.80 t]");
    assert_eq!(outcome("kpi(id=\"env.ghg.total\", year=2023)"), "[57572.80 t]");
    assert_eq!(outcome("\u{3000}kpi( 'env.ghg.total',year=year )\u{3000}|change"), "[57572.80 change]");
    assert_eq!(outcome("kpi(\"env.ghg.total\") | in_unit(\"噸\")"), "[57572.80 噸]");
    assert_eq!(outcome("kpi(\"env.ghg.total\") ~ \"、\" ~ kpi(\"env.power\")"), "[57572.80 t]、[57572.80 MWh]");
    assert_eq!(outcome("\"a\" if year == 2023 else \"b\""), "a");
    assert_eq!(outcome("\"a\" if not (year > 2023 or year < 2000) and true else kpi(\"x\")"), "a");
    assert_eq!(outcome("year - 1 ~ '/' ~ (year - 2000)"), "2022/23");
    assert_eq!(outcome("kpi(\"env.ghg.total\") + kpi(\"env.ghg.total\")"), "[115145.60 t]");
    assert_eq!(outcome("kpi(\"env.ghg.total\") / 2"), "[28786.40 t]");
    assert_eq!(outcome("-kpi(\"env.ghg.total\")"), "[-57572.80 t]");
    assert_eq!(outcome("kpi(\"env.ghg.total\") / kpi(\"env.power\")"), "1");
    assert_eq!(outcome("'up' if kpi(\"env.ghg.total\") > 50000 else 'down'"), "up");
}

#[test]
fn problems_stand_at_the_author_s_bytes() {
    let cases = [
        "kpi(\"env.ghg.totl\")",
        "kpi(\"env.ghg.total\") ~ kpi(\"排放\")",
        "kpi(\"env.ghg.total\", year=2021)",
        "kpi(\"env.ghg.total\", yaer=2021)",
        "kpi(\"env.ghg.total\", 2021)",
        "kpi(\"env.ghg.total\", year=\"2021\")",
        "\"排放\" ~ kip(\"env.ghg.total\")",
        "kpi(\"env.ghg.total\") | chnage",
        "\"排放\" ~ yeer",
        "kpi(env.ghg.total)",
        "env.ghg.total",
        "kpi(\"env.ghg.total\") + 1",
        "kpi(\"env.ghg.total\") + kpi(\"env.power\")",
        "\"排放\" | change",
        "\"排放\" + 1",
        "\"a\" if year else \"b\"",
        "\"a\" if year == 2023",
        "kpi(\"env.ghg.total\"",
        "kpi(\"env.ghg.total\" year=2023)",
        "kpi(\"env.ghg.total\") |",
        "kpi(\"env.ghg.total\") * / 2",
        "kpi(\"env.ghg.total)",
        "kpi（\"env.ghg.total\"）",
        "\"a\" }} {% for",
    ];
    let told: Vec<String> = cases.iter().map(|case| outcome(case)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    4 unknown-kpi: there is no KPI `env.ghg.totl` «"env.ghg.totl"»
    27 unknown-kpi: there is no KPI `排放` «"排放"»
    26 unknown-year: no figure for 2021 «2021»
    21 unknown-name: `kpi` takes no argument `yaer` «yaer» (did you mean `year`?)
    21 expression: this argument of `kpi` needs its name «2021» (`kpi` takes: id, year, unit)
    26 expression: `year` takes a whole number «"2021"»
    11 unknown-name: there is no function or filter `kip` «kip» (known: change, in_unit, kpi)
    23 unknown-name: there is no function or filter `chnage` «chnage» (did you mean `change`?)
    11 unknown-name: `yeer` is nothing that huibao knows «yeer» (did you mean `year`?)
    4 unknown-name: `env.ghg.total` is nothing that huibao knows «env.ghg.total» (put it in quotes: "env.ghg.total")
    0 unknown-name: `env.ghg.total` is nothing that huibao knows «env.ghg.total» (known: year, kpi, change, in_unit)
    21 expression: a figure in `t` and a bare number do not add up «+» (take the number alone: | number)
    21 expression: figures in `t` and in `MWh` do not add up «+» (put one of them in the other's unit: | in_unit("…"))
    11 expression: `change` takes a figure «change»
    9 expression: a text cannot be computed with «+»
    7 expression: this is a number, not yes or no «year» (compare it: year == 2023)
    19 expression: the expression ends too early: `else` is missing «»
    3 expression: `(` is never closed «(» (add the bracket that closes it)
    20 expression: `,` or `)` is missing before this «year»
    22 expression: the expression ends too early: the name of a filter is missing «»
    23 expression: this is neither a name, a number nor an operator «/» (write figures, numbers, texts in quotes and operators between them, as in kpi("env.a") + kpi("env.b"))
    4 expression: the quote is never closed «"env.ghg.total)» (write " at its end)
    3 expression: `（` cannot stand in an expression «（» (write `(`, in half width)
    4 expression: `}}` cannot stand in an expression «}}» (write one expression)
    "#);
}

proptest! {
    /// Whatever is written, the reader gives a tree or a place in the text.
    #[test]
    fn nothing_breaks_the_reader(text in "[a-e.0-9+*/()<=~|\"', -]{0,40}|\\PC{0,20}") {
        for dialect in [PROSE, FORMULA] {
            match Expression::parse(&text, dialect, &|id| id.ends_with('a')) {
                Ok(expression) => _ = expression.evaluate(&Small),
                Err(fault) => prop_assert!(text.get(fault.range.clone()).is_some(), "{fault:?}"),
            }
        }
    }

    /// Sums and differences are exact, whatever the brackets, and read from the left.
    #[test]
    fn sums_are_exact(first in -10_000_000i64..10_000_000, rest in prop::collection::vec((any::<bool>(), 0i64..10_000_000), 0..20)) {
        let mut text = Decimal::new(first, 2).to_string();
        let mut sum = first;
        for (at, (plus, cents)) in rest.iter().enumerate() {
            let number = Decimal::new(*cents, 2);
            text = match (at % 3, plus) {
                (0, true) => format!("({text}) + {number}"),
                (_, true) => format!("{text} + {number}"),
                (_, false) => format!("{text} - {number}"),
            };
            sum += if *plus { *cents } else { -*cents };
        }
        prop_assert_eq!(formula(&text).unwrap().parse::<Decimal>().unwrap(), Decimal::new(sum, 2));
    }

    /// A product binds tighter than a sum, a bracket tighter than both.
    #[test]
    fn products_come_first(a in 0i64..10_000, b in 0i64..10_000, c in 0i64..10_000) {
        prop_assert_eq!(formula(&format!("{a} + {b} * {c}")).unwrap(), (a + b * c).to_string());
        prop_assert_eq!(formula(&format!("({a} + {b}) * {c}")).unwrap(), ((a + b) * c).to_string());
        prop_assert_eq!(formula(&format!("{a} - {b} - {c}")).unwrap(), (a - b - c).to_string());
    }
}
