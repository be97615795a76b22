//! Files from strangers, from cameras and from drawing programs; and machines with faults. Whatever a publish would
//! stumble over, `check` tells at the author's place, and nothing takes the program down.

use std::fs::{self, File};
use std::io::Cursor;
use std::process::Stdio;

use image::{DynamicImage, ImageFormat, RgbImage};

use crate::project::{Project, Run, files, repository};
use crate::publishing::pages;

const CLIMATE: &str = "content/chapters/10-climate.md";
const REPORT: &str = "content/report.yaml";
const METRICS: &str = "content/kpi/environment.yaml";

/// A red picture of these many pixels.
pub(crate) fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb([200, 30, 30])));
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG of eight by eight pixels in the colours of print, all red: no ink of cyan and black (ITU-T T.81; the marker of
/// Adobe's says that values are turned round).
fn red_in_print() -> Vec<u8> {
    let segment = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    };
    let components: Vec<u8> = (1..=4).flat_map(|id| [id, 0x11, 0]).collect();
    let in_scan: Vec<u8> = (1..=4).flat_map(|id| [id, 0]).collect();
    // Codes 00, 01 and 10 for differences of no, seven and eight bits; code 00 for the end of a block.
    let codes = |class: u8, counts: u8, symbols: &[u8]| [&[class, 0, counts][..], &[0; 14], symbols].concat();
    [
        vec![0xff, 0xd8],
        segment(0xee, b"Adobe\0\x64\0\0\0\0\0"),
        segment(0xdb, &[&[0][..], &[8; 64]].concat()),
        segment(0xc0, &[&[8, 0, 8, 0, 8, 4][..], &components].concat()),
        segment(0xc4, &codes(0, 3, &[0, 7, 8])),
        segment(0xc4, &codes(0x10, 1, &[0])),
        segment(0xda, &[&[4][..], &in_scan, &[0, 63, 0]].concat()),
        // White, black, black, white: 01 1111111 00, 10 01111111 00, 10 01111111 00, 01 1111111 00.
        vec![0x7f, 0x93, 0xf9, 0x3f, 0x8f, 0xf3],
        vec![0xff, 0xd9],
    ]
    .concat()
}

fn with_picture(name: &str, bytes: impl AsRef<[u8]>) -> Project {
    let project = Project::copy_of("small");
    project.write(&format!("content/images/{name}"), bytes);
    project.edit(CLIMATE, "images/plant.svg", &format!("images/{name}"));
    project
}

#[test]
fn a_photograph_in_the_colours_of_print_is_converted() {
    let project = with_picture("red.jpg", red_in_print());
    project.run(&["check"]).ends_with(0);
    project.run(&["publish"]).ends_with(0);
    let published = std::fs::read(project.path("output/zh-Hant-HK/images/red.jpg")).unwrap();
    let image = image::load_from_memory_with_format(&published, ImageFormat::Jpeg).unwrap();
    assert_eq!(image.color().channel_count(), 3);
    let pixel = image.to_rgb8().get_pixel(3, 3).0;
    assert!(pixel[0] > 240 && pixel[1] < 15 && pixel[2] < 15, "{pixel:?}");
}

#[test]
fn pictures_that_cannot_be_shown_are_told_by_check() {
    let photograph = picture(64, 48, ImageFormat::Jpeg);
    for (name, bytes, why) in [
        ("a.png", photograph.clone(), "it is a JPEG file; let its name end with .jpg"),
        ("a.jpg", photograph[..photograph.len() / 2].to_vec(), "the file is cut off"),
        (
            "a.gif",
            b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\0;".to_vec(),
            "65535",
        ),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "HEIC"),
        ("a.html", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "let its name end with .svg"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>".to_vec(), "foreignObject"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='b.png'/></svg>".to_vec(), "outside of it"),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1e38' viewBox='0 0 1 1'/>".to_vec(),
            "too large to draw",
        ),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><filter><feMorphology radius='400'/></filter></svg>".to_vec(),
            "too long to draw",
        ),
    ] {
        let project = with_picture(name, bytes);
        let run = project.run(&["check", "--format", "short"]).ends_with(1);
        let told =
            run.stdout.lines().find(|line| line.contains("[bad-image]")).unwrap_or_else(|| panic!("{}", run.stdout));
        assert!(told.starts_with(&format!("{CLIMATE}:38:")) && told.contains(why), "{told}");
        project.run(&["publish"]).ends_with(1);
        assert!(!project.path("output").exists());
    }
}

#[test]
fn a_colour_profile_is_as_large_as_one() {
    use image::ImageEncoder as _;
    let profiled = |size: usize| {
        let mut out = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
        encoder.set_icc_profile(vec![0; size]).unwrap();
        encoder.write_image(&[9; 3], 1, 1, image::ExtendedColorType::Rgb8).unwrap();
        out
    };
    // Packed, the largest has a ten-thousandth of what it would take.
    for (size, why) in [(9 << 20, "more than 8 MB"), (80 << 20, "what stands before its pixels")] {
        let run = with_picture("a.png", profiled(size)).run(&["check", "--format", "short"]).ends_with(1);
        assert!(run.stdout.contains(&format!("{CLIMATE}:38:")) && run.stdout.contains(why), "{}", run.stdout);
    }
    with_picture("a.png", profiled(3 << 20)).run(&["check"]).ends_with(0);
}

#[test]
fn an_upright_picture_is_whole_and_has_its_words_on_its_page() {
    let project = with_picture("phone.png", picture(1080, 1920, ImageFormat::Png));
    project.run(&["publish"]).ends_with(0);
    let pdf = project.path("output/zh-Hant-HK/report.pdf");
    let at = pages(&pdf).iter().position(|page| page.contains("廠房簡圖")).unwrap() + 1;
    // The red part of that page at one dot per point: as high as it is wide by 1920 / 1080.
    let page = project.path("page");
    let mut draw = std::process::Command::new("pdftoppm");
    draw.args(["-r", "72", "-f", &at.to_string(), "-l", &at.to_string(), "-singlefile", "-png"]).arg(pdf).arg(&page);
    assert!(draw.status().unwrap().success());
    let drawn = image::load_from_memory(&std::fs::read(page.with_extension("png")).unwrap()).unwrap().to_rgb8();
    let red = |x: u32, y: u32| matches!(drawn.get_pixel(x, y).0, [170..=255, 0..=70, 0..=70]);
    let columns = (0..drawn.width()).filter(|x| (0..drawn.height()).any(|y| red(*x, y))).count();
    let rows = (0..drawn.height()).filter(|y| (0..drawn.width()).any(|x| red(x, *y))).count();
    let shape = rows as f64 / columns as f64;
    assert!((shape - 1920.0 / 1080.0).abs() < 0.02 && rows > 400, "{columns} × {rows}");
}

#[test]
fn a_picture_of_few_pixels_is_not_blown_up() {
    let project = with_picture("stamp.png", picture(60, 60, ImageFormat::Png));
    project.run(&["typst", "sources"]).ends_with(0);
    let text: String =
        files(&project.path("sources/zh-Hant-HK/gen")).iter().map(|(_, text)| String::from_utf8_lossy(text)).collect();
    assert!(text.contains("pixels: 60"), "{text}");
}

#[test]
fn a_character_that_conversion_made_is_told_as_typed() {
    let project = Project::copy_of("small");
    project.edit(CLIMATE, "負責，見", "負責\u{2b820}，見");
    let run = project.run(&["check", "--format", "short"]);
    let told: Vec<_> = run.stdout.lines().filter(|line| line.contains("[missing-glyph]")).collect();
    // Where the fonts have the character there is nothing to tell.
    assert!(told.iter().all(|line| line.starts_with(CLIMATE)), "{told:?}");
    project.edit(CLIMATE, "負責\u{2b820}，見", "負責\u{f0000}，見");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(run.stdout.contains(&format!("{CLIMATE}:11:")), "{}", run.stdout);
}

#[test]
fn themes_are_told_at_their_line() {
    for (old, new, at, code) in [
        ("  brand: '#0f6f68'", "  brand: crimson", "11:10", "bad-value"),
        ("  brand: '#0f6f68'", "  primary: '#0f6f68'", "11:3", "unknown-key"),
        ("radius: 3", "", "5:1", "missing-key"),
    ] {
        let project = Project::copy_of("small");
        let theme = huibao::assets::built_in("themes/default.yaml").unwrap();
        project.write("templates/themes/own.yaml", theme.replace(old, new));
        project.edit(REPORT, "period:", "theme: own\nperiod:");
        let run = project.run(&["check", "--format", "short"]).ends_with(1);
        let told = format!("templates/themes/own.yaml:{at}: error[{code}]");
        assert!(run.stdout.contains(&told), "{told} in\n{}", run.stdout);
    }
}

#[test]
fn templates_are_told_by_check_at_the_authors_line() {
    let project = Project::copy_of("small");
    // Fine to read, and fails when it is called.
    project.write("templates/components/case.typ", "#let case(doc, fields, body) = unheard-of(body)\n");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(run.stdout.contains("templates/components/case.typ:1:32: error"), "{}", run.stdout);

    // The fault shows in a file that huibao brings along: the place is where the author uses it.
    let project = Project::copy_of("small");
    let parts = huibao::assets::built_in("pdf/parts.typ").unwrap();
    project.write("templates/pdf/parts.typ", parts.replace("#let component(", "#let compartment("));
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(!run.stdout.contains("built-in") && !run.stdout.contains("built in"), "{}", run.stdout);
    assert!(
        run.stdout.lines().all(|line| line.starts_with("content/") || line.starts_with("templates/pdf/parts.typ")),
        "{}",
        run.stdout
    );

    let project = Project::copy_of("small");
    project.write(
        "templates/html/chapter.html",
        "{% extends \"built-in/html/chapter.html\" %}\n{% block main %}{{ unheard.of }}{% endblock main %}\n",
    );
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(run.stdout.contains("templates/html/chapter.html:2:"), "{}", run.stdout);
}

#[test]
fn templates_of_strangers_are_refused_or_stopped() {
    let endless =
        "#let case(doc, fields, body) = { for a in range(100000) { for b in range(100000) { let c = a * b } } }\n";
    let project = Project::copy_of("small");
    project.write("templates/components/case.typ", endless);
    for command in ["check", "publish", "index"] {
        let run = project.run(&[command, "--untrusted"]).ends_with(2);
        assert!(run.stderr.contains("--untrusted"), "{}", run.stderr);
    }
    let run = project.run(&["publish", "--limit", "2"]).ends_with(2);
    assert!(run.stderr.contains("longer than 2 seconds"), "{}", run.stderr);
    assert!(!project.path("output").exists());
    let project = Project::copy_of("small");
    project.run(&["check", "--untrusted"]).ends_with(0);
}

#[test]
fn damaged_fonts_are_told() {
    let collection = [&b"ttcf\0\x01\0\0\0\0\0\x02"[..], &[0xff; 64]].concat();
    let groups = [
        // One table `cmap`, with one map of format 12 and one group of all numbers there are.
        &b"\0\x01\0\0\0\x01\0\0\0\0\0\0cmap\0\0\0\0\0\0\0\x1c\0\0\0\x28"[..],
        b"\0\0\0\x01\0\x03\0\x0a\0\0\0\x0c\0\x0c\0\0\0\0\0\x1c\0\0\0\0\0\0\0\x01\0\0\0\0\xff\xff\xff\xff\0\0\0\0",
    ]
    .concat();
    for (name, bytes) in
        [("a.ttc", collection), ("b.ttf", groups), ("c.otf", b"no font".to_vec()), ("d.ttf", Vec::new())]
    {
        let project = Project::copy_of("small");
        project.write(&format!("fonts/{name}"), bytes);
        let run = project.run(&["check", "--format", "short"]).ends_with(1);
        assert!(run.stdout.contains(&format!("fonts/{name} cannot be used")), "{}", run.stdout);
        project.run(&["publish"]).ends_with(1);
    }
}

#[test]
fn no_name_is_a_formula_in_a_spreadsheet() {
    let project = Project::copy_of("small");
    project.edit(METRICS, "name: {zh-Hant: 總耗水量}", "name: {zh-Hant: \"=1+1\"}");
    project.run(&["publish"]).ends_with(0);
    let data = project.read("output/data/kpi.csv");
    assert!(data.contains(",'=1+1,") && !data.contains(",=1+1"), "{data}");
}

#[test]
fn no_text_steers_the_terminal_or_forges_a_line() {
    let project = Project::copy_of("small");
    project.edit(REPORT, "period:", "\"\\e]0;x\\a\\e[2Jforged\\n::error file=x::forged\": 1\nperiod:");
    for format in ["human", "short", "github"] {
        let run = project.run(&["--color", "always", "check", "--format", format]).ends_with(1);
        let text = run.stdout.replace("\u{1b}[", "");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{format}: {text:?}");
        assert!(!run.stdout.lines().any(|line| line.starts_with("::error file=x")), "{format}: {}", run.stdout);
    }
}

#[test]
fn no_list_steers_the_terminal() {
    let project = Project::copy_of("small");
    project.write("content/kpi/own.yaml", "units:\n  own: {zh-Hant-HK: \"\\e]0;x\\a\\e[2J\"}\n");
    let catalogue = fs::read_to_string(repository().join("tests/corpus/content/standards/bank.yaml")).unwrap();
    let catalogue = catalogue.replace("銀行問卷", "\"問\\e[2J卷\"").replace("zh-Hant: 排放", "zh-Hant: \"排\\e[2J放\"");
    assert_eq!(catalogue.matches("\\e[2J").count(), 2, "{catalogue}");
    project.write("content/standards/bank.yaml", catalogue);
    project.edit(REPORT, "standards: [hkex-2023, ", "standards: [bank, hkex-2023, ");
    for arguments in [&["list", "units"][..], &["list", "standards"], &["list", "disclosures", "bank"], &["standards"]]
    {
        let mut command = project.command(&["--color", "always"]);
        command.args(arguments);
        let run = Run::of(command).ends_with(0);
        let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\u{1b}');
        assert!(!run.stdout.contains(steers) && !run.stdout.contains("\u{1b}[2J"), "{arguments:?}: {:?}", run.stdout);
        assert!(run.stdout.contains("\\u{1b}[2J"), "{arguments:?}: {:?}", run.stdout);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_result_that_cannot_be_written_is_an_error() {
    let project = Project::copy_of("small");
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    for arguments in [&["check", "--format", "sarif"][..], &["explain"], &["review", "--format", "json"]] {
        let mut command = project.command(arguments);
        let output = command.stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains("cannot be written: the disk is full"), "{told}");
    }
    // Remarks that nobody can read are no reason not to publish.
    let status = project.command(&["publish"]).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(project.path("output/manifest.json").is_file());
}

#[test]
fn a_fault_of_the_machine_is_one_sentence() {
    let project = Project::copy_of("small");
    for command in ["check", "publish"] {
        let mut command = project.command(&[command]);
        for name in ["HOME", "XDG_CACHE_HOME", "TMPDIR"] {
            command.env(name, "/proc/nowhere");
        }
        let run = Run::of(command).ends_with(2);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
}

#[test]
fn what_no_page_has_is_refused_with_its_line() {
    let project = Project::empty();
    let (many, attribute) = ("a=\"1\" ".repeat(50_000), "<q b=\"".to_owned());
    for (page, line) in [
        (format!("<p>\n<p {many}>"), 2),
        (format!("\n</p {many}>"), 2),
        (format!("<!--><p {many}>-->"), 1),
        (format!("<!-- {attribute} --><p {many}>"), 1),
        (format!("<title>{attribute}</title>\n\n<p {many}>"), 3),
    ] {
        project.write("a.html", page);
        let run = project.run(&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "a.html"]).ends_with(2);
        assert!(
            run.stderr.contains(&format!("line {line} has a tag with more than 1000 attributes")),
            "{}",
            run.stderr
        );
    }
    project.write("a.txt", "環境\n".to_owned() + &"環境".repeat(6 << 20));
    let run = project.run(&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "a.txt"]).ends_with(2);
    assert!(run.stderr.contains("line 2 has more than 32 MB"), "{}", run.stderr);
}

#[test]
fn convert_keeps_the_kind_of_file() {
    let project = Project::empty();
    project.write("a.md", "溫室氣體\n");
    let run =
        project.run(&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "a.md", "-o", "a.docx"]).ends_with(2);
    assert!(run.stderr.contains("keeps the kind of file"), "{}", run.stderr);
    assert!(!project.path("a.docx").exists());
}

#[test]
fn words_of_the_other_script_in_a_drawing_are_told() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 20'>\n<text y='9'>排放總量</text></svg>\n";
    let project = with_picture("words.svg", svg);
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    assert!(run.stdout.contains("content/images/words.svg:2:"), "{}", run.stdout);
    assert!(run.stdout.contains("[wrong-script]"), "{}", run.stdout);
}

#[test]
fn a_heading_that_is_not_the_title_is_told() {
    let project = Project::copy_of("small");
    project.edit(CLIMATE, "\n# 綠色使命 零碳未來", "\n# 綠色使命 零碳將來");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    assert!(run.stdout.contains(&format!("{CLIMATE}:6:3: warning[bad-value]")), "{}", run.stdout);
}

#[test]
fn a_bare_sign_of_per_cent_gets_its_hint() {
    let project = Project::copy_of("small");
    project.edit(METRICS, "unit: m3", "unit: %");
    let run = project.run(&["check"]).ends_with(1);
    assert!(run.stdout.contains("in quotes, e.g. unit: \"%\""), "{}", run.stdout);
}

#[test]
fn every_name_that_can_be_used_is_listed() {
    let project = Project::copy_of("small");
    let list = |arguments: &[&str]| project.run(&[&["list"], arguments].concat()).ends_with(0).stdout;
    for (what, name) in [
        ("standards", "hkex-2025"),
        ("disclosures", "hkex:A1.2"),
        ("units", "tCO2e"),
        ("components", "kpi-table"),
        ("drawings", "drawn:road"),
        ("themes", "harbour"),
        ("codes", "wrong-script"),
    ] {
        let text = list(&[what]);
        assert!(text.lines().any(|line| line.split_whitespace().next() == Some(name)), "{name} in\n{text}");
        let items: serde_json::Value = serde_json::from_str(&list(&[what, "--format", "json"])).unwrap();
        assert!(items.as_array().unwrap().iter().any(|item| item["name"] == name), "{what}");
    }
    assert!(list(&["disclosures", "hkex-2025"]).contains("hkex:D28(a)"));
    project.run(&["list", "disclosures", "hkex-2052"]).ends_with(2);
}

#[cfg(feature = "pdf")]
#[test]
fn a_character_that_a_drawing_alone_has_is_told_by_check() {
    for typed in ["CO₂ 排放", "CO&#x2082;e"] {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20"><text y="15">{typed}</text></svg>"#
        );
        let project = with_picture("x.svg", svg);
        let checked = project.run(&["check"]);
        let published = project.run(&["publish"]);
        assert_eq!((checked.code, published.code), (1, 1), "{}", published.stderr);
        for run in [checked, published] {
            let told = run.stdout + &run.stderr;
            assert!(told.contains("missing-glyph") && told.contains("x.svg:1:"), "{told}");
        }
    }
}

/// What `check` says about a chapter of this text, and that it ends with findings, not with a signal.
fn refused(text: &str) -> String {
    let project = Project::copy_of("small");
    project.write("content/chapters/50-x.md", format!("---\ntitle: 測試\n---\n\n# 測試\n\n## 節\n\n{text}\n"));
    project.run(&["check"]).ends_with(1).stdout
}

#[test]
fn texts_that_nobody_writes_are_refused_with_a_limit() {
    assert!(refused(&format!("e{}", "\u{301}".repeat(8_000))).contains("8000 marks stand over one character"));
    for text in ["發布發佈", "控製裏程", "佔33.6%，"] {
        let told = refused(&text.repeat(6_000));
        assert!(told.contains("50-x.md:9:1") && told.contains("more than 32 KB are not checked"), "{told}");
    }
    // As long as many paragraphs, items and rows.
    let project = Project::copy_of("small");
    let rows = format!("{}\n|甲|乙|\n|-|-|\n{}", "- 一項\n".repeat(3_000), "|甲|乙|\n".repeat(3_000));
    project.write("content/chapters/50-x.md", format!("# 測試\n\n## 節\n\n{}\n{rows}", "文字。\n\n".repeat(3_000)));
    project.run(&["check"]).ends_with(0);
}

#[test]
fn a_text_of_many_cells_is_refused() {
    use std::io::Write as _;
    let cells: String =
        (1..=20_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let book = |text: &str| {
        let parts = [
            ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
            ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>".to_owned()),
            ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>".to_owned()),
            ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>")),
            ("xl/sharedStrings.xml", format!("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\"1\"><si><t>{text}</t></si></sst>")),
        ];
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    for (length, why) in [(100_000, "a cell has more than 32767 characters"), (30_000, "more than 32 MB of text")] {
        let project = Project::copy_of("small");
        project.write("content/kpi/x.xlsx", book(&"a".repeat(length)));
        let told = project.run(&["check"]).ends_with(1).stdout;
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn messages_tell_the_ends_of_a_long_value() {
    let project = Project::copy_of("small");
    project.write("content/kpi/x.csv", format!("id,name.zh-Hant,unit,2023\nx.a,甲,t,{}\n", "9".repeat(200_000)));
    let told = project.run(&["check"]).ends_with(1).stdout;
    assert!(told.contains(" … ") && told.len() < 10_000, "{} bytes", told.len());
}

#[test]
fn a_mapping_of_thousands_of_sheets_is_refused() {
    let project = Project::copy_of("small");
    project.write("content/kpi/x.csv", "id,unit,2023\nx.a,t,5\n");
    project.write(
        "content/kpi/x.map.yaml",
        format!("file: x.csv\nsheets:\n{}", "  - {id: id, years: {2023: C}}\n".repeat(2_000)),
    );
    let told = project.run(&["check"]).ends_with(1).stdout;
    assert!(told.contains("at most 100 tables") && told.contains("x.map.yaml:103:"), "{told}");
}

#[test]
fn the_differences_of_a_long_paragraph_are_told() {
    let project = Project::empty();
    project.write("a.txt", format!("{}\n", "資訊科技管治".repeat(10_000)));
    let run = project.run(&["convert", "a.txt", "--diff", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN"]);
    assert!(run.code < 2, "{}", run.stderr);
}

#[test]
fn many_pictures_with_nothing_in_them_are_refused() {
    let project = Project::copy_of("small");
    // Each claims 100 million pixels and has none of them.
    let empty = b"GIF89a\x10\x27\x10\x27\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x10\x27\x10\x27\0\x02\0;";
    let mut text = "# 測試\n".to_owned();
    for at in 0..14 {
        project.write(&format!("content/images/{at}.gif"), empty);
        text += &format!("\n![空白](images/{at}.gif)\n");
    }
    project.write("content/chapters/50-x.md", text);
    let told = project.run(&["check", "--format", "short"]).ends_with(1).stdout;
    let told: Vec<_> = told.lines().filter(|line| line.contains("[bad-image]")).collect();
    assert_eq!(told.len(), 11, "{told:?}");
    assert!(told[10].starts_with("content/chapters/50-x.md:23:"), "{}", told[10]);
    assert!(told[10].contains("1100 million pixels, in files of 0 KB"), "{}", told[10]);
}

/// Figures of a sentence are looked at with all of it, colons with what stands before them: none of it by the square.
#[test]
fn a_long_paragraph_of_one_pattern_is_checked_in_time() {
    // What a square takes here is minutes.
    const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);
    let project = Project::copy_of("small");
    let patterns = ["5%、", "1:", "https://a.b/", "較2022年增加1%，", ": a\n"];
    let text: String = patterns.map(|one| one.repeat(16_000 / one.len()) + "\n\n").concat();
    project.write("content/chapters/50-x.md", format!("# 測試\n\n## 節\n\n{text}"));
    let started = std::time::Instant::now();
    let run = project.run(&["check", "--format", "short"]);
    assert!(run.code < 2 && started.elapsed() < LONGEST, "{:?}", started.elapsed());
}

#[test]
fn what_libraries_say_is_told_in_other_words() {
    let namespaces: String = (0..200).map(|at| format!(" xmlns:a{at}='http://a.b/{at}'")).collect();
    let root = "<svg xmlns='http://www.w3.org/2000/svg'";
    for (svg, why) in [
        (format!("{root}{namespaces}/>"), "more kinds of elements (xmlns) than any drawing needs"),
        (format!("{root}><g></svg>"), "an element ends that did not begin last"),
        (format!("{root}><g"), "has no end"),
        (format!("{root}><g a=1/></svg>"), "an attribute has no value in quotes"),
    ] {
        let run = with_picture("a.svg", &svg).run(&["check", "--format", "short"]).ends_with(1);
        let told = run.stdout.lines().find(|line| line.contains("[bad-image]"));
        assert!(told.is_some_and(|line| line.contains(why)), "{why} in {}", run.stdout);
    }
    let project = Project::empty();
    project.write("a.docx", b"PK\x03\x04 and no more");
    let run = project.run(&["check", "a.docx"]).ends_with(1);
    assert!((run.stdout + &run.stderr).contains("is damaged or cut off"));
    for arguments in [&["convert", "--from", "zh-Hant-HK", "--to", "zh-Hans-CN", "."][..], &["check", "."]] {
        let run = project.run(arguments);
        assert!(!run.stderr.contains("os error") && !run.stdout.contains("os error"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_taken_for_others_are_told() {
    let project = Project::copy_of("small");
    for name in ["50-\u{202e}a.md", "50-b\nc.md", "50-\u{200b}a.md", "50-\u{ad}a.md", "60-A.md", "60-a.md"] {
        project.write(&format!("content/chapters/{name}"), "# 測試\n\n## 節\n\n文字。\n");
    }
    let told = project.run(&["check", "--format", "json"]).ends_with(1).stdout;
    assert_eq!(told.matches("its name has characters that cannot be seen").count(), 4, "{told}");
    assert_eq!(told.matches("there are two files for 60-a in zh-Hant-HK").count(), 1, "{told}");
}
