//! Figures in and out of spreadsheets.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use huibao::sheet::Value;

use crate::project::{Project, Run, repository};

const ENERGY: &str = "content/kpi/environment.yaml";

/// Tells what a test could not do, past the harness that hides what a passing test prints.
fn loudly(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}

/// Exports all metrics to a file.
fn exported(project: &Project, file: &str) {
    project.run(&["kpi", "export", file]).ends_with(0);
}

/// Every key of every metric, as CSV.
fn as_csv(project: &Project) -> String {
    project.run(&["kpi", "export", "--format", "csv"]).ends_with(0).stdout
}

#[test]
fn what_is_exported_is_imported_as_it_was() {
    for (report, project) in [("small", Project::copy_of("small")), ("sample", Project::sample())] {
        let all = as_csv(&project);
        let values: Vec<(String, Vec<u8>)> = crate::project::files(&project.path("content/kpi"));
        for ending in ["xlsx", "csv", "json"] {
            let file = format!("figures.{ending}");
            exported(&project, &file);
            let run = project.run(&["kpi", "import", &file]).ends_with(0);
            assert!(
                run.stdout.is_empty() && run.stderr.contains("nothing changes"),
                "{report} {ending}\n{}",
                run.stdout
            );

            // Into a report without them, all of it comes back.
            let empty = Project::of(project.root());
            for (path, bytes) in &values {
                let text = String::from_utf8_lossy(bytes);
                if text.contains("- id:") {
                    std::fs::remove_file(empty.path("content/kpi").join(path)).unwrap();
                }
            }
            let file = project.path(&file);
            empty.run(&["kpi", "import", file.to_str().unwrap(), "--write"]).ends_with(0);
            let (mut before, mut after) = (all.lines().collect::<Vec<_>>(), as_csv(&empty));
            let mut after = std::mem::take(&mut after);
            after.retain(|c| c != '\r');
            let mut after: Vec<&str> = after.lines().collect();
            // One file's metrics may stand in another's place.
            before.sort_unstable();
            after.sort_unstable();
            assert_eq!(before.join("\n").replace('\r', ""), after.join("\n"), "{report} {ending}");
        }
    }
}

#[test]
fn an_import_keeps_what_people_wrote_around_figures() {
    let project = Project::copy_of("small");
    project.write(
        ENERGY,
        "# 環境\n- id: env.water   # 水錶\n  name: {zh-Hant: 耗水量}\n  unit: m3\n  values: {2023: 5, 2022: 4}  # 按月\n\
         # 電\n- id: env.power\n  name: 電\n  unit: MWh\n  values:\n    2022: \"7\" # 估算\n\n\
         - {id: env.gas, name: 氣, unit: m3, values: {2023: 1}}\n# 完\n",
    );
    project.write(
        "new.csv",
        "id,name,unit,2022,2023,2024,note.zh-Hant\nenv.water,,,4.0,6,8,\nenv.power,,,7.5,9,,\"估算, 見注\"\nenv.gas,,,,1,2,\nenv.new,新：甲,t,,=,\"1,234.50\",\n",
    );
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(1);
    assert!(run.stderr.contains("new.csv:5:") && run.stderr.contains("nothing was imported"), "{}", run.stderr);
    project.edit("new.csv", ",=,", ",,");
    let before = project.read(ENERGY);
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(0);
    insta::assert_snapshot!(run.stdout + &run.stderr, @r"
    ~ env.water  2023          5 → 6
    ~ env.water  2024          → 8
    ~ env.power  2022          7 → 7.5
    ~ env.power  2023          → 9
    ~ env.power  note.zh-Hant  → '估算, 見注'
    ~ env.gas    2024          → 2
    + env.new    name          新：甲
    + env.new    unit          t
    + env.new    2024          1234.50
    9 changes to kpi/environment.yaml, kpi/new.yaml; nothing is written yet: --write does
    ");
    assert_eq!(project.read(ENERGY), before, "nothing is written unasked");
    project.run(&["kpi", "import", "new.csv", "--write", "--to", "more"]).ends_with(0);
    insta::assert_snapshot!(project.read(ENERGY), @r"
    # 環境
    - id: env.water   # 水錶
      name: {zh-Hant: 耗水量}
      unit: m3
      values: {2024: 8, 2023: 6, 2022: 4}  # 按月
    # 電
    - id: env.power
      name: 電
      unit: MWh
      values:
        2022: 7.5 # 估算
        2023: 9
      note: {zh-Hant: '估算, 見注'}

    - {id: env.gas, name: 氣, unit: m3, values: {2023: 1, 2024: 2}}
    # 完
    ");
    insta::assert_snapshot!(project.read("content/kpi/more.yaml"), @r"
    - id: env.new
      name: 新：甲
      unit: t
      values: {2024: 1234.50}
    ");
    let again = project.run(&["kpi", "import", "new.csv", "--to", "more"]).ends_with(0);
    assert!(again.stderr.contains("nothing changes"), "{}", again.stdout);
}

#[test]
fn an_import_in_another_unit_leaves_earlier_years_right() {
    let project = Project::copy_of("small");
    project.write(
        ENERGY,
        "- {id: env.power, name: 電, unit: MWh, decimals: 1, values: {2022: 7, 2023: 8}}\n\
         - {id: env.gas, name: 氣, unit: m3, values: {2023: 1}}\n",
    );
    project.write("new.csv", "id,unit,2024\nenv.power,kWh,9050\n");
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(0);
    assert!(run.stdout.contains("~ env.power  2024  → 9.05") && !run.stdout.contains("unit"), "{}", run.stdout);
    // All years: the metric is in the new unit.
    project.write("new.csv", "id,unit,2022,2023\nenv.power,kWh,7000,8000\n");
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(0);
    assert!(run.stdout.contains("MWh → kWh") && run.stdout.contains("7 → 7000"), "{}", run.stdout);
    project.write("new.csv", "id,unit,2024\nenv.gas,t,2\n");
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(1);
    assert!(
        run.stderr.contains("new.csv:2:11") && run.stderr.contains("put the file's figures in `m3`"),
        "{}",
        run.stderr
    );
}

/// A mistyped id does not become a metric of its own, and units have the words that people use.
#[test]
fn an_import_knows_the_metrics_of_the_report() {
    let project = Project::copy_of("small");
    project.write(
        ENERGY,
        "- {id: soc.trees, name: 植樹, unit: count, values: {2023: 7}}\n- {id: env.power, name: 電, unit: MWh}\n",
    );
    project.write("new.csv", "id,2024\nsoc.tree,9\n");
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(1);
    assert!(run.stderr.contains("new.csv:2:1") && run.stderr.contains("did you mean `soc.trees`?"), "{}", run.stderr);
    project.write("new.csv", "id,unit,2023,2024\nenv.power,度,7000,8000\n");
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(0);
    assert!(run.stdout.contains("kWh"), "{}", run.stdout);
}

#[test]
fn a_workbook_in_the_report_is_one_of_its_inputs() {
    let project = Project::copy_of("small");
    exported(&project, "content/kpi/figures.xlsx");
    // All figures are now given twice.
    let run = project.run(&["check", "--format", "json"]).ends_with(1);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let twice = found.as_array().unwrap().iter().find(|problem| problem["code"] == "duplicate").unwrap();
    assert_eq!(
        (&twice["place"]["file"], &twice["place"]["sheet"]),
        (&"content/kpi/figures.xlsx".into(), &"environment".into())
    );
    assert_eq!(twice["place"]["cell"], "F2");
    let refused = project.run(&["kpi", "import", "content/kpi/figures.xlsx"]).ends_with(2);
    assert!(refused.stderr.contains("is read where it lies"), "{}", refused.stderr);

    std::fs::remove_file(project.path(ENERGY)).unwrap();
    project.run(&["check"]).ends_with(0);
    let build = huibao::pipeline::Project::open(&project.path("content"));
    assert!(build.build().inputs().contains_key("content/kpi/figures.xlsx"));
}

/// What stands in a workbook or CSV file of the report is exported and imported like the rest, and changed where it stands.
#[test]
fn figures_that_lie_in_a_table_of_the_report_come_back() {
    let project = Project::copy_of("small");
    project.write("content/kpi/whole.csv", "id,name,unit,2022,2023\ncsv.a,甲,t,1,2\ncsv.b,乙,%,97.2%,98.5%\n");
    project.write(
        "content/kpi/words.yaml",
        "- {id: own.a, name: 丙, unit: t}\n- {id: own.b, name: 丁, unit: t, values: {2022: 3}}\n",
    );
    project.write("content/kpi/figures.csv", "id,2022,2023\nown.a,1,2\nown.b,,5\n");
    for file in ["out.xlsx", "out.csv", "out.json"] {
        exported(&project, file);
        let run = project.run(&["kpi", "import", file]).ends_with(0);
        assert!(run.stderr.contains("nothing changes"), "{file}\n{}{}", run.stdout, run.stderr);
    }
    for (old, new, place) in [("98.5", "98.6", "whole.csv:3:"), (",5,", ",6,", "figures.csv:3:")] {
        exported(&project, "out.csv");
        project.edit("out.csv", old, new);
        let run = project.run(&["kpi", "import", "out.csv"]).ends_with(1);
        assert!(run.stderr.contains(place) && run.stderr.contains("change it there"), "{}", run.stderr);
    }
    // A year that no file has goes to where the metric's words stand.
    project.write("new.csv", "id,2024\nown.a,7\n");
    let run = project.run(&["kpi", "import", "new.csv"]).ends_with(0);
    assert!(
        run.stdout.contains("own.a  2024") && run.stderr.contains("kpi/words.yaml"),
        "{}{}",
        run.stdout,
        run.stderr
    );
}

/// A hint for a CSV file holds in a CSV file.
#[test]
fn what_the_cells_of_a_csv_file_should_say() {
    let project = Project::copy_of("small");
    let check = |cell: &str| {
        project.write("content/kpi/one.csv", format!("id,name,unit,2023\none.a,甲,t,{cell}\n"));
        let run = project.run(&["check"]);
        let lines = run.stdout.lines().skip_while(|line| !line.contains("is not a number"));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    for (cell, hint) in [
        ("約80", "write 80 alone"),
        ("80噸", "write 80 alone"),
        ("\"HK$1,200\"", "write 1200 alone"),
        ("5-9", "write 5–9"),
        ("10-20%", "write 10–20"),
        ("5月9日", "has made a day of it"),
        ("9-May", "has made a day of it"),
        ("N/A", "not-applicable"),
        ("(18.6)", "write -18.6"),
        ("待定", "write the number alone"),
    ] {
        let told = check(cell);
        assert!(told.contains(hint), "{cell}: {told}");
    }
    for cell in ["「約80」", "5–9", "80", "-18.6", "not-applicable: 沒有"] {
        assert_eq!(check(cell), "", "{cell}");
    }
}

#[test]
fn figures_are_shown_on_the_terminal() {
    let project = Project::copy_of("small");
    let run = project.run(&["kpi", "table", "env.ghg", "太陽能", "--year", "2023"]).ends_with(0);
    insta::assert_snapshot!(run.stdout, @r"
    id              name                  unit                2023
    env.ghg.scope1  範圍一溫室氣體排放量  噸二氧化碳當量  1,000.25
    env.ghg.scope2  範圍二溫室氣體排放量  噸二氧化碳當量    899.75
    env.ghg.total   溫室氣體排放總量      噸二氧化碳當量  1,900.00
    env.solar       太陽能發電量          兆瓦時          2,048.50
    ");
    let run = project.run(&["kpi", "table", "--unit", "m3", "--format", "csv"]).ends_with(0);
    insta::assert_snapshot!(run.stdout, @r#"
    ﻿id,name,unit,2022
    env.water,總耗水量,立方米,"12,345"
    "#);
}

/// Another program opens what we write, works the formulas out, and comes to the same.
#[test]
fn libreoffice_computes_what_we_compute() {
    let project = Project::copy_of("small");
    let office = Command::new("soffice").arg("--version").output();
    if office.is_err() {
        loudly("SKIPPED: there is no soffice here; install libreoffice-calc to have it open what huibao writes");
        return;
    }
    exported(&project, "figures.xlsx");
    // All formulas are worked out anew, whatever the file says that they come to.
    let always = "<?xml version=\"1.0\"?><oor:items xmlns:oor=\"http://openoffice.org/2001/registry\"><item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>0</value></prop></item></oor:items>";
    project.write("profile/user/registrymodifications.xcu", always);
    let mut convert = Command::new("soffice");
    let profile = format!("-env:UserInstallation=file://{}", project.path("profile").display());
    convert.args([
        &profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
    ]);
    convert.arg("figures.xlsx").current_dir(project.root());
    Run::of(convert).ends_with(0);
    let text = project.read("figures-environment.csv");
    let total = text.lines().find(|line| line.starts_with("env.ghg.total")).unwrap();
    assert!(total.replace('"', "").contains(",2001,1900,"), "{text}");
}

/// Cells of a sheet by row and column, as LibreOffice reads them.
fn by_libreoffice(book: &Path, sheet: &str, folder: &Path) -> Vec<Vec<String>> {
    let mut convert = Command::new("soffice");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
    convert.args([&profile, "--headless", "--convert-to", form, "--outdir"]).arg(folder).arg(book);
    Run::of(convert).ends_with(0);
    let file = folder.join(format!("{}-{sheet}.csv", book.file_stem().unwrap().to_str().unwrap()));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let records = huibao::separated::records(&text).unwrap();
    records.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
}

/// Workbooks that other people published, cell by cell as another program reads them.
#[test]
fn public_workbooks_are_read_as_another_program_reads_them() {
    let fetched = Command::new(repository().join("scripts/workbooks")).output();
    let folder = fetched.ok().filter(|done| done.status.success()).map(|done| String::from_utf8(done.stdout).unwrap());
    let (Some(books), Ok(_)) = (folder, Command::new("soffice").arg("--version").output()) else {
        loudly(
            "SKIPPED: public workbooks cannot be fetched (scripts/workbooks), or there is no soffice to compare with",
        );
        return;
    };
    let mut compared = 0;
    for (name, bytes) in crate::project::files(Path::new(books.trim())) {
        let folder = tempfile::tempdir().unwrap();
        for page in huibao::sheet::read(&bytes).unwrap_or_else(|why| panic!("{name}: {why}")) {
            let theirs = by_libreoffice(&Path::new(books.trim()).join(&name), &page.name, folder.path());
            let mut ours = page.cells.iter().peekable();
            for (row, cells) in (0..).zip(&theirs) {
                for (column, theirs) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    let place = format!("{name} {}!{}", page.name, huibao::source::cell_name(row, column));
                    let ours = ours.next().unwrap_or_else(|| panic!("{place} is not read: {theirs}"));
                    assert_eq!((ours.row, ours.column), (row, column), "{place}: {theirs}");
                    match &ours.value {
                        Value::Number { number, percent: false, .. } => {
                            // Theirs is printed with so many places, and as many digits as a binary number has.
                            let places = theirs.split_once('.').map_or(0, |(_, places)| places.len());
                            let rounding = if theirs.contains('E') { 0.0 } else { 0.5 * 10f64.powi(-(places as i32)) };
                            let (ours, theirs): (f64, f64) =
                                (number.to_string().parse().unwrap(), theirs.parse().unwrap());
                            let slack = rounding + 1e-12 * ours.abs();
                            assert!((ours - theirs).abs() <= slack, "{place}: {ours} {theirs}");
                        }
                        Value::Text(text) => {
                            let plain = |text: &str| text.split_whitespace().collect::<String>();
                            // What has more places than an exact decimal is kept as its digits.
                            let number = |text: &str| text.parse::<f64>().ok();
                            let close = |(one, other): (f64, f64)| (one - other).abs() <= 1e-11 * one.abs();
                            let is_same =
                                plain(text) == plain(theirs) || number(text).zip(number(theirs)).is_some_and(close);
                            assert!(is_same, "{place}: {text} {theirs}");
                        }
                        _ => {}
                    }
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 1000);
}

#[test]
fn keys_among_the_headings_are_read_beside_a_mapping_and_a_refused_cell_is_told_once() {
    let project = Project::copy_of("small");
    project.edit("content/report.yaml", "source:", "draft: true\nsource:");
    project.write(
        "content/kpi/two.csv",
        "編號,name.zh-Hant,unit,disclose,note,2022,2023\nw.a,甲,t,hkex:A1.4,內部,1,2\nw.b,乙,t,,內部,5,約80\n",
    );
    project.write("content/kpi/two.map.yaml", "file: two.csv\nid: 編號\n");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    let told: Vec<&str> =
        run.stdout.lines().filter(|line| line.contains("two.csv") && !line.contains("figure-un")).collect();
    insta::assert_snapshot!(told.join("\n"), @"content/kpi/two.csv:3:15: error[bad-value]: `約80` is not a number");
    project.edit("content/kpi/two.csv", "約80", "80");
    let all = project.run(&["kpi", "table", "w"]).ends_with(0).stdout;
    assert!(all.contains("甲") && all.contains("乙") && !all.contains("內部"), "{all}");
}
