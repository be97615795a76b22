//! Workbooks and CSV files with the habits that people have.

use super::testing::{Handmade, archive, row, workbook};
use crate::load::testing::{Loaded, load_bytes};
use crate::model::{Amount, Report};

const CHAPTER: (&str, &[u8]) = ("chapters/01-a.md", "# 一\n".as_bytes());

fn load(files: &[(&str, &[u8])]) -> Loaded {
    load_bytes(&[&[CHAPTER], files].concat())
}

/// Every metric on a line: id, unit, decimals, figures.
fn metrics(report: &Report) -> String {
    let figures = |kpi: &crate::model::Kpi| {
        let figure = |(year, amount): (&i32, &crate::source::Spanned<Amount>)| match &amount.node {
            Amount::Number(number) => format!(" {year}={number}"),
            Amount::Words(words) => format!(" {year}=“{words}”"),
            Amount::Absent(why) => {
                format!(" {year}={}: {}", why.name(), kpi.words[year].text(crate::model::Edition::ZhHantHk))
            }
        };
        kpi.values.iter().map(figure).collect::<String>()
    };
    let line = |kpi: &crate::model::Kpi| {
        let unit = kpi.unit.as_ref().map_or("", |unit| unit.node.as_str());
        let decimals = kpi.decimals.map_or(String::new(), |places| format!(" .{places}"));
        let name = kpi.name.text(crate::model::Edition::ZhHantHk);
        format!("{} {name} [{unit}]{decimals}{}\n", kpi.id.node, figures(kpi))
    };
    report.kpis.kpis.values().map(line).collect()
}

#[test]
fn a_sheet_with_headings_needs_no_mapping() {
    let rows: [&[&str]; 6] = [
        &["能源用量表"],
        &["id", "name.zh-Hant", "unit", "2022", "2023年", "note.zh-Hant", "formula"],
        &["env.power", "用電量", "兆瓦時", "1:8453.3", "１２３４.５", "只計主要營運點。"],
        &["env.share", "佔比", "", "2:0.125", "2:0.1", ""],
        &["env.small", "少量", "kg", "<0.01", "'\"約1000\"", ""],
        &["env.twice", "兩倍", "MWh", "=D3*2|16906.6", "7", "", "env.power * 2"],
    ];
    let bytes = workbook(&[Handmade::of("能源", &rows)]);
    let (report, sources) = load(&[("kpi/energy.xlsx", &bytes)]).sound();
    insta::assert_snapshot!(metrics(&report), @r"
    env.power 用電量 [MWh] 2022=8453.30 2023=1234.5
    env.share 佔比 [%] 2022=12.5 2023=10.0
    env.small 少量 [kg] 2022=“<0.01” 2023=“約1000”
    env.twice 兩倍 [MWh] 2023=7
    ");
    let place = sources.place(report.kpis.kpis["env.power"].values[&2022].span);
    assert_eq!((place.path, place.cell.unwrap().to_string().as_str()), ("content/kpi/energy.xlsx", "能源!D3"));
}

#[test]
fn a_mapping_says_what_stands_where() {
    let rows: [&[&str]; 8] = [
        &["附表一"],
        &["項目", "計量", "二〇二二", "3:45291", "備註"],
        &["直接排放", "公噸", "1:1100.5", "1:1000.25"],
        &["間接排放", "", "1:900.5", "1:899.75"],
        &["小計", "公噸", "=SUM(C3:C4)|2001", "=SUM(D3:D4)|1900"],
        &["平均", "", "=C5/3|0.333333333333333"],
        &[],
        &["", "全年", "", "1:2048.5"],
    ];
    let joined =
        Handmade { behind: "<mergeCells><mergeCell ref=\"B3:B4\"/></mergeCells>", ..Handmade::of("附表 1", &rows) };
    let bytes = workbook(&[Handmade::of("說明", &[&["這是說明"]]), joined]);
    let map = "file: annual.xlsx\n\
               sheets:\n  - sheet: 附表 1\n    header: 2\n    id: 項目\n    unit: 計量\n    years: {2022: C, 2023: D}\n    \
               units: {公噸: t}\n    ids: {直接排放: a.scope1, 間接排放: a.scope2}\n  \
               - sheet: 附表 1\n    cells: {a.solar: {2023: D8}}\n";
    let yaml = "- {id: a.scope1, name: 一}\n- {id: a.solar, name: 光, unit: MWh}\n- {id: a.scope2, name: 二, values: {2021: 3}}\n";
    let files: [(&str, &[u8]); 3] =
        [("kpi/annual.xlsx", &bytes), ("kpi/annual.map.yaml", map.as_bytes()), ("kpi/a.yaml", yaml.as_bytes())];
    let (report, _) = load(&files).sound();
    insta::assert_snapshot!(metrics(&report), @r"
    a.scope1 一 [t] 2022=1100.50 2023=1000.25
    a.solar 光 [MWh] 2023=2048.50
    a.scope2 二 [t] 2021=3 2022=900.50 2023=899.75
    ");
}

#[test]
fn every_bad_cell_is_told_at_once() {
    let mut sheet = Handmade::of("表", &[&["id", "name", "unit", "2021", "2022", "2023"]]);
    sheet.rows += &row(2, &["a.text", "甲", "t", "約1000", "N/A", "12.5%"], "");
    sheet.rows += &row(3, &["a.error", "乙", "t", "#REF!", "=A1*2", "3:45292"], "");
    sheet.rows += &row(4, &["a.joined", "丙", "t", "1", "2"], "");
    sheet.rows += &row(5, &["a.hidden", "丁", "t", "", "", "5"], "hidden=\"1\"");
    sheet.rows += &row(6, &["a.text", "戊", "t", "", "", "5"], "");
    sheet.rows += &row(7, &["", "己", "t", "", "", "5"], "");
    sheet.rows += &row(8, &["a.percent", "庚", "t", "", "2:0.5", "#SPILL!"], "");
    sheet.rows += &row(9, &["a.thousands", "辛", "furlong", "", "4:8453", "TRUE?"], "");
    sheet.rows += &row(10, &["9 lives", "壬", "", "", "", "1，234.5"], "");
    sheet.columns = "<cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols>";
    sheet.behind = "<mergeCells count=\"1\"><mergeCell ref=\"E4:F4\"/></mergeCells>";
    let bytes = workbook(&[sheet]);
    insta::assert_snapshot!(load(&[("kpi/a.xlsx", &bytes)]).problems(), @r#"
    content/kpi/a.xlsx:2:4: 表!D2: error[bad-value]: the column of this figure is hidden in the sheet
        show the column, or say in the mapping what is meant: `hidden: skip` or `hidden: read`
    content/kpi/a.xlsx:2:5: 表!E2: error[bad-value]: `N/A` is not a number
        write why there is no figure: `not-applicable: …`, `not-available: …` or `below-detection: …`, with the reason; or leave the cell empty
    content/kpi/a.xlsx:2:6: 表!F2: error[bad-value]: `12.5%` is not a number
        write 12.5, with `%` for the unit
    content/kpi/a.xlsx:3:4: 表!D3: error[bad-value]: the column of this figure is hidden in the sheet
        show the column, or say in the mapping what is meant: `hidden: skip` or `hidden: read`
    content/kpi/a.xlsx:3:5: 表!E3: error[bad-value]: the cell has a formula, and the file does not have what it comes to
        open the file in a spreadsheet program and save it there, or write the figure
    content/kpi/a.xlsx:3:6: 表!F3: error[bad-value]: the cell holds a date, 2024-01-01
        a spreadsheet program takes 5-9 and 1/2 for days: for a range write 5–9, for a number give the cell a number's format
    content/kpi/a.xlsx:4:4: 表!D4: error[bad-value]: the column of this figure is hidden in the sheet
        show the column, or say in the mapping what is meant: `hidden: skip` or `hidden: read`
    content/kpi/a.xlsx:4:5: 表!E4: error[bad-value]: the cells E4 to F4 are merged, so that it is not clear whose figure this is
        split the cells, and write the figure where it belongs
    content/kpi/a.xlsx:5:1: 表!A5: error[bad-value]: the row of this figure is hidden in the sheet
        show the row, or say in the mapping what is meant: `hidden: skip` or `hidden: read`
    content/kpi/a.xlsx:6:1: 表!A6: error[duplicate]: the metric `a.text` stands in two rows
        keep one of them, or give one another id
    content/kpi/a.xlsx:7:6: 表!F7: error[missing-key]: the row has a figure and no id
        write the metric's id into the row, or name the rows that are meant: `rows: 5-20`
    content/kpi/a.xlsx:8:5: 表!E8: error[bad-value]: the cell shows per cent, and the metric is in `t`
        write `%` for the unit, or give the cell a number's format
    content/kpi/a.xlsx:8:6: 表!F8: error[bad-value]: the cell shows the error #SPILL!
        mend the formula in it, and save the file again
    content/kpi/a.xlsx:9:3: 表!C9: error[unknown-unit]: there is no unit `furlong`
        `huibao list units` tells what there is
        units of your own go under `units:` in a file of content/kpi
    content/kpi/a.xlsx:9:5: 表!E9: error[bad-value]: the cell shows its number divided by thousands: it is 8453
        give the cell a format that shows the whole number, and look at the unit
    content/kpi/a.xlsx:9:6: 表!F9: error[bad-value]: `TRUE?` is not a number
        write the number alone; words that are meant stand in 「」: 「TRUE?」
    content/kpi/a.xlsx:10:1: 表!A10: error[bad-value]: `9 lives` cannot be a metric's id
        an id has parts separated by dots; each begins with a letter or _ and has letters, digits, - and _
        write `_9_lives`
    "#);
}

#[test]
fn figures_are_given_once() {
    let csv = "id,name,unit,2022,2023\na.x,甲,t,1,2\na.y,乙,t,1,2\n";
    let more = "id;unit;year;value\na.y;kg;2023;5\na.y;kg;2021;5\n";
    let yaml = "- {id: a.x, name: 甲, unit: t, values: {2023: 2}}\n";
    let files: [(&str, &[u8]); 3] =
        [("kpi/a.yaml", yaml.as_bytes()), ("kpi/a.csv", csv.as_bytes()), ("kpi/b.csv", more.as_bytes())];
    insta::assert_snapshot!(load(&files).problems(), @r"
    content/kpi/a.csv:2:11: error[duplicate]: the figure for 2023 is given twice
        keep one of them
    content/kpi/b.csv:2:5: error[duplicate]: `kg` is another unit than the metric's, `t`
        write the unit that the metric has, or say in a mapping file what the word means, e.g. `units: {度: kWh}`; docs/figures.md has an example
    content/kpi/b.csv:2:13: error[duplicate]: the figure for 2023 is given twice
        keep one of them
    ");
}

#[test]
fn what_is_no_workbook_is_told() {
    let good = workbook(&[Handmade::of("表", &[&["id", "name", "2023"], &["a", "甲", "1"]])]);
    let encrypted: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let zeros = vec![b' '; 40 << 20];
    let bomb = archive([("xl/workbook.xml", zeros.as_slice())].into_iter());
    let texts = workbook(&[Handmade::of("表", &[])]);
    let files: [(&str, &[u8]); 8] = [
        ("kpi/a-cut.xlsx", &good[..good.len() / 2]),
        ("kpi/b-password.xlsx", &encrypted),
        ("kpi/c-old.xlsx", &encrypted[..8]),
        ("kpi/d-text.xlsx", "id,2023\n".as_bytes()),
        ("kpi/e-bomb.xlsx", &bomb),
        ("kpi/f-empty.xlsx", &texts),
        ("kpi/g.ods", b"PK"),
        ("kpi/h-none.map.yaml", "file: nowhere.xlsx\n".as_bytes()),
    ];
    insta::assert_snapshot!(load(&files).problems(), @r"
    content/kpi/g.ods:1:1: warning[unreadable]: content/kpi/g.ods is not read: its name does not end in .yaml
        save it as .xlsx in a spreadsheet program
    content/kpi/h-none.map.yaml:1:7: error[unreadable]: there is no workbook or CSV file `nowhere.xlsx` beside this file
        known: a-cut.xlsx, b-password.xlsx, c-old.xlsx, d-text.xlsx, e-bomb.xlsx, f-empty.xlsx
    content/kpi/a-cut.xlsx:1:1: error[unreadable]: content/kpi/a-cut.xlsx cannot be read: it is damaged or cut off
        open it in a spreadsheet program and save it again
    content/kpi/b-password.xlsx:1:1: error[unreadable]: content/kpi/b-password.xlsx cannot be read: it has a password
        take it out in the spreadsheet program (File, Info, Protect Workbook) and save it again
    content/kpi/c-old.xlsx:1:1: error[unreadable]: content/kpi/c-old.xlsx cannot be read: it is a workbook of the old Excel (.xls)
        open it and save it as .xlsx
    content/kpi/d-text.xlsx:1:1: error[unreadable]: content/kpi/d-text.xlsx cannot be read: it is no workbook
        if a spreadsheet program opens it, save it there as .xlsx
    content/kpi/e-bomb.xlsx:1:1: error[unreadable]: content/kpi/e-bomb.xlsx cannot be read: unpacked it is more than 256 MB, or 200 times its size, which no figures have
        keep the sheets that are needed and save it again
    content/kpi/f-empty.xlsx:1:1: error[unreadable]: content/kpi/f-empty.xlsx has no cell with anything in it
        save it again with its figures, or take it out of this folder
    ");
}

#[test]
fn what_a_mapping_says_wrongly_is_told() {
    let bytes = workbook(&[Handmade::of("能源", &[&["id", "name", "2023"], &["a", "甲", "1"]])]);
    let told = |map: &str| load(&[("kpi/a.xlsx", &bytes), ("kpi/a.map.yaml", map.as_bytes())]).problems();
    insta::assert_snapshot!(told("file: a.xlsx\nsheet: 能\nrows: 9-5\nyears: {20: C}\n"), @r"
    content/kpi/a.map.yaml:2:8: error[bad-value]: there is no sheet `能`
        did you mean `能源`?
    content/kpi/a.map.yaml:3:7: error[bad-value]: `9-5` names no rows
        write the first and the last: 5-20
    content/kpi/a.map.yaml:4:9: error[bad-value]: `20` is not a year
        write it with four digits: 2023
    ");
    insta::assert_snapshot!(told("file: a.xlsx\nname: 名稱\nyear: C\nhidden: perhaps\nids: {乙: b}\n"), @r"
    content/kpi/a.map.yaml:2:7: error[bad-value]: there is no column `名稱`
        known: id, name, 2023
    content/kpi/a.map.yaml:3:7: error[missing-key]: a table with one figure a row has a column of years and one of figures
        write `year: C` and `value: D`
    content/kpi/a.map.yaml:4:9: error[bad-value]: `perhaps` is none of read and skip
        write `hidden: skip` to leave hidden rows and columns out, or `hidden: read`
    content/kpi/a.map.yaml:5:7: error[bad-value]: no row is called `乙`, which would be `b`
        known: id, a
    ");
    insta::assert_snapshot!(told("sheets: [{sheet: 能源, cells: {a: {2023: C, 2022: C9}}}]\nfil: a.xlsx\n"), @r"
    content/kpi/a.map.yaml:1:40: error[bad-value]: `C` names no cell
        write its column and its row: C7
    content/kpi/a.map.yaml:2:1: error[unknown-key]: unknown key `fil`
        did you mean `file`?
    ");
}

proptest::proptest! {
    /// Whatever a file that is called a workbook holds: it is read or refused, and nothing panics.
    #[test]
    fn any_workbook_is_read_or_refused(
        cells in proptest::collection::vec("(<c r=\"[A-C][0-4]\"( t=\"[snbed]\"| s=\"[0-9]\")?>|</c>|<v>[0-9#A!]{0,5}</v>|<f>A1</f>|<f t=\"shared\" si=\"9\"/>|</?row>|<!--|&x;)", 0..20),
        damage in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), proptest::prelude::any::<u8>()), 0..6),
    ) {
        let sheet = Handmade { name: "s", attributes: "", columns: "", rows: cells.concat(), behind: "" };
        let mut bytes = workbook(&[sheet]);
        let _ = crate::sheet::read(&bytes);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = crate::sheet::read(&bytes);
    }
}

#[test]
fn a_heading_that_says_more_than_a_year_is_none() {
    for heading in [
        "2025預算",
        "2025预测",
        "2026目標值",
        "2030目標",
        "2024千噸",
        "2025/2024",
        "2025Q1",
        "24",
        "2025 %",
        "2024 (kt)",
        "FY24/25",
        "2024（千噸）",
        "2025佔比",
        "2025年增減",
        "2025 budget",
    ] {
        let csv = format!("id,name.zh-Hant,unit,2023,{heading}\na.b,用水量,m3,412300,390000\n");
        let found = load(&[("kpi/a.csv", csv.as_bytes())]).problems();
        assert!(found.contains("a.csv:1:27: error[unknown-key]: the heading"), "{heading}: {found}");
        assert!(found.contains("by the year alone") && found.matches("error").count() == 1, "{heading}: {found}");
    }
    for heading in [
        "2025",
        "2025年",
        "２０２５",
        "2025年度",
        "FY2025",
        "FY 2025",
        "2025財年",
        "2025财政年度",
        "2024/25",
        "FY2024/25",
        "2024/25年度",
    ] {
        let csv = format!("ID,Name.zh-Hant,Unit,2023,{heading}\na.b,用水量,立方,412300,390000\n");
        let (report, _) = load(&[("kpi/a.csv", csv.as_bytes())]).sound();
        assert_eq!(metrics(&report), "a.b 用水量 [m3] 2023=412300 2025=390000\n", "{heading}");
    }
}

#[test]
fn a_figure_below_no_heading_is_told() {
    let csv =
        "id,name.zh-Hant,unit,2024,2025\na.water,用水量,m3,412,300,398,710\na.power,用電量,kWh,\"1,320.50\",7,,\n";
    let found = load(&[("kpi/a.csv", csv.as_bytes())]).problems();
    assert!(found.contains("a.csv:2:24: error[bad-value]: the row has more cells than there are headings"), "{found}");
    assert!(found.contains("in quotes, \"412,300\"") && found.matches("error").count() == 1, "{found}");
}

#[test]
fn a_figure_in_a_column_of_words_is_told() {
    let csv = "id,name.zh-Hant,unit,2023,2024,2025,note.zh-Hant,disclose\na.b,項數,person,1286,1241,1,198,hkex:B2.2\n";
    let found = load(&[("kpi/a.csv", csv.as_bytes())]).problems();
    assert!(found.contains("a.csv:2:27: error[bad-value]: `note.zh-Hant` is words, and this is a figure"), "{found}");
    assert!(found.contains("parts it into two"), "{found}");
}

#[test]
fn words_below_no_heading_are_told() {
    for (row, column) in
        [("a.b,用水量,m3,1,2,只計金華, 不含宿舍", 29), ("a.b,用水, 中水,m3,1,2,註", 25), ("a.b,用水,中水,m3,1,2", 22)]
    {
        let csv = format!("id,name.zh-Hant,unit,2024,2025,note.zh-Hant\n{row}\n");
        let csv = if row.ends_with('2') { csv.replace(",note.zh-Hant", "") } else { csv };
        let found = load(&[("kpi/a.csv", csv.as_bytes())]).problems();
        assert!(found.contains("error[bad-value]: the row has more cells than there are headings"), "{found}");
        assert!(found.contains("in quotes") && found.matches("error").count() == 1, "{column}: {found}");
    }
    // Of what stands behind the last column that is read, nothing can have been cut.
    let csv = "項目,2025,備註\na.b,1,甲, 乙\n".as_bytes();
    let yaml = "- {id: a.b, name: 甲, unit: t}\n".as_bytes();
    let map = "file: a.csv\nid: 項目\n".as_bytes();
    assert_eq!(load(&[("kpi/a.yaml", yaml), ("kpi/a.csv", csv), ("kpi/a.map.yaml", map)]).problems(), "");
}

#[test]
fn planned_figures_are_none_of_the_year() {
    const HEAD: &str = "id,name.zh-Hant,unit,2024,2025\n";
    const ROW: &str = "a.b,用水量,m3,1,2\n";
    let csv = |name: &str, text: String| load(&[(&format!("kpi/{name}.csv"), text.as_bytes())]).problems();
    let told = |found: &str, words: &str| {
        assert!(found.contains(&format!("`{words}`")) && found.contains("planned"), "{words}: {found}");
        assert_eq!(found.matches("error").count(), 1, "{words}: {found}");
    };
    for (words, rows) in [
        ("預算", ",,,實際,預算\n"),
        ("Forecast", ",,,Actual,Forecast\n"),
        ("F", ",,,A,F\n"),
        ("目標", "備註,,,,目標\n"),
    ] {
        let below = if words == "目標" { rows.replacen("備註", "", 1) } else { rows.to_owned() };
        told(&csv("a", format!("{HEAD}{below}{ROW}")), words);
        told(&csv("a", format!("{rows}{HEAD}{ROW}")), words);
    }
    // A heading above counts up to the next one.
    told(&csv("a", format!(",,,預算\n{HEAD}{ROW}")), "預算");
    told(&csv("a", format!("2025年度預算表\n\n{HEAD}{ROW}")), "2025年度預算表");
    told(&csv("a", format!("{HEAD}二、預算\n{ROW}")), "二、預算");
    told(&csv("2025預算", format!("{HEAD}{ROW}")), "2025預算");
    told(&csv("water-budget", format!("{HEAD}{ROW}")), "water-budget");
    told(&csv("a", "id,name.zh-Hant,unit,year,value\na.b,用水量,m3,2025,1\na.b,,,2026預算,2\n".to_owned()), "2026預算");
    for text in [
        format!(",,,實際\n{HEAD}{ROW}"),
        format!("{HEAD},,,實際,實際\n{ROW}"),
        format!("2025年實際及預算對照\n{HEAD}{ROW}"),
        format!("{HEAD}{ROW}註：2026年的預算已獲批准。\n"),
        format!("{}a.b,培訓預算,m3,1,2\n", HEAD.replace("2025", "2025實際")),
        "id,name.zh-Hant,unit,2025,targets.0.year,targets.0.value\na.b,用水量,m3,2,2030,1\n".to_owned(),
    ] {
        assert_eq!(csv("a", text.clone()), "", "{text}");
    }
    assert_eq!(csv("預算", format!("{HEAD}實際\n{ROW}")), "");
    assert_eq!(csv("預算", format!("{HEAD}a.b,培訓預算,m3,1,2\n")), "");
    assert!(csv("a", format!("{HEAD},,,噸\n{ROW}")).contains("a second row of headings"));
}

#[test]
fn planned_figures_of_a_workbook_are_told_whatever_a_mapping_says() {
    let yaml = "- {id: a.b, name: 甲, unit: t}\n".as_bytes();
    let rows: [&[&str]; 5] = [
        &["項目", "'2024", "", "'2025", "", "類別"],
        &["", "預算", "實際", "預算", "實際"],
        &["外購", "1", "2", "3", "4"],
        &["自產", "5", "6", "7", "8", "預算"],
        &["", "9"],
    ];
    let joined = "<mergeCells><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"D1:E1\"/></mergeCells>";
    let told = |sheet: &str, map: &str| {
        let bytes = workbook(&[Handmade { behind: joined, ..Handmade::of(sheet, &rows) }]);
        let map = format!("file: a.xlsx\n{map}\n");
        load(&[("kpi/a.yaml", yaml), ("kpi/a.xlsx", &bytes), ("kpi/a.map.yaml", map.as_bytes())]).problems()
    };
    let planned = |found: String, place: &str| {
        assert!(found.contains(place) && found.contains("planned") && found.matches("error").count() == 1, "{found}");
    };
    planned(told("表", "id: 項目\nids: {外購: a.b}\nyears: {2024: C, 2025: D}"), "表!D2");
    planned(told("表", "id: 項目\nids: {外購: a.b}\nrows: 3-4"), "表!B2");
    planned(told("表", "cells: {a.b: {2025: D3}}"), "表!D2");
    planned(told("2025预算", "cells: {a.b: {2024: B5}}"), "2025预算!B2");
    for (sheet, map) in [
        ("表", "id: 項目\nids: {外購: a.b}\nyears: {2024: C, 2025: E}"),
        ("2025預算", "id: 項目\nids: {外購: a.b}\nyears: {2024: C, 2025: E}"),
        ("表", "cells: {a.b: {2025: E3}}"),
    ] {
        assert_eq!(told(sheet, map), "", "{map}");
    }
}

#[test]
fn a_year_in_other_words_is_told_where_a_mapping_names_no_years() {
    let yaml = "- {id: a.b, name: 甲, unit: t}\n".as_bytes();
    let told = |heading: &str| {
        let rows: [&[&str]; 2] = [&["項目", heading, "'2025"], &["外購", "1", "2"]];
        let bytes = workbook(&[Handmade::of("表", &rows)]);
        let map = "file: a.xlsx\nid: 項目\nids: {外購: a.b}\n".as_bytes();
        load(&[("kpi/a.yaml", yaml), ("kpi/a.xlsx", &bytes), ("kpi/a.map.yaml", map)]).problems()
    };
    for heading in ["2024（經審核）", "2023/24*", "2024-2025", "截至2024年3月31日止年度"] {
        assert!(told(heading).contains("its column is not read"), "{heading}: {}", told(heading));
    }
    for heading in ["2025較2024", "2025Q1", "變動%", "2024實際", "備註"] {
        assert!(!told(heading).contains("is not read"), "{heading}: {}", told(heading));
    }
}

#[test]
fn figures_in_another_unit_are_put_into_the_metric_s() {
    let yaml = "- {id: a.power, name: 電, unit: MWh}\n";
    let bytes =
        workbook(&[Handmade::of("表", &[&["項目", "單位", "2022", "2023"], &["a.power", "度", "1:7382000", "5500"]])]);
    let with = |map: &str| {
        let map = format!("file: a.xlsx\nid: 項目\n{map}");
        load(&[("kpi/a.yaml", yaml.as_bytes()), ("kpi/a.xlsx", &bytes), ("kpi/a.map.yaml", map.as_bytes())])
    };
    // Whether or not the mapping names the column.
    for map in ["unit: 單位\nunits: {度: kWh}\n", "units: {度: kWh}\n"] {
        let (report, _) = with(map).sound();
        assert_eq!(metrics(&report), "a.power 電 [MWh] 2022=7382 2023=5.5\n", "{map}");
    }
    // What is of no quantity with it is told where the mapping names it, and the sheet's own words where it does not.
    assert!(with("unit: 單位\nunits: {度: t}\n").problems().contains("`t` is another unit than the metric's"));
    let (report, _) = with("units: {度: t}\n").sound();
    assert_eq!(metrics(&report), "a.power 電 [MWh] 2022=7382000.00 2023=5500\n");
}

#[test]
fn units_in_a_workbook_s_own_words() {
    let read = |unit: &str, word: &str| {
        let yaml = format!("- {{id: a.b, name: 甲, unit: {unit}}}\n");
        let csv = format!("id,unit,2022,2023\na.b,{word},12.50,3\n");
        let loaded = load(&[("kpi/a.yaml", yaml.as_bytes()), ("kpi/a.csv", csv.as_bytes())]);
        if loaded.sink.has_errors() { loaded.problems() } else { metrics(&loaded.report.unwrap()) }
    };
    for (unit, word, figures) in [
        // Several units print 家 and 條: the metric says which is meant.
        ("supplier", "家", "2022=12.50 2023=3"),
        ("company", "家", "2022=12.50 2023=3"),
        ("line", "条", "2022=12.50 2023=3"),
        ("person-time", "千人次", "2022=12500 2023=3000"),
        ("person-time", "万人次", "2022=125000 2023=30000"),
        ("t", "千噸", "2022=12500 2023=3000"),
        ("RMB-million", "人民幣千元", "2022=0.0125 2023=0.003"),
        ("MWh", "萬千瓦時", "2022=125 2023=30"),
    ] {
        assert_eq!(read(unit, word), format!("a.b 甲 [{unit}] {figures}\n"), "{word}");
    }
    for (unit, word) in [("t", "家"), ("person", "千戶")] {
        assert!(read(unit, word).contains("is another unit than the metric's"), "{}", read(unit, word));
    }
}

#[test]
fn years_that_the_headings_tell_otherwise() {
    let csv = "項目,FY2024,FY2025\na.b,1,2\n";
    let yaml = "- {id: a.b, name: 甲, unit: t}\n";
    let told = |years: &str| {
        let map = format!("file: a.csv\nid: 項目\nyears: {years}\n");
        load(&[("kpi/a.yaml", yaml.as_bytes()), ("kpi/a.csv", csv.as_bytes()), ("kpi/a.map.yaml", map.as_bytes())])
            .problems()
    };
    let found = told("{2024: C, 2025: B}");
    assert_eq!(found.matches("warning[bad-value]: this column is headed `FY202").count(), 2, "{found}");
    assert!(told("{2023: C}").contains("a.map.yaml:3:15: warning[bad-value]"), "{}", told("{2023: C}"));
    for years in ["{2024: B, 2025: C}", "{2024: FY2024}", "{2025: B, 2026: C}"] {
        assert_eq!(told(years), "", "{years}");
    }
}
