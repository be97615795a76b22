//! The text checks. In the cases below `«…»` marks what must be told.

use std::fs;

use huibao::diag::Code;

use crate::project::{Project, Run, repository};

/// Findings of the text checks on a text, as (code, marked text).
fn findings(name: &str, text: &str, arguments: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.args(["check", name, "--format", "json"]).args(arguments).current_dir(folder.path());
    let run = Run::of(command);
    assert!(run.code < 2, "{}", run.stderr);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_default();
    let found = found.as_array().cloned().unwrap_or_default();
    let told = |problem: &serde_json::Value| {
        assert!(!problem["hints"].as_array().unwrap().is_empty(), "what to do: {problem}");
        let place = |key: &str| usize::try_from(problem["place"][key].as_u64().unwrap()).unwrap();
        let line = text.lines().nth(place("line") - 1).unwrap();
        let count = place("end_column") - place("column");
        (problem["code"].as_str().unwrap().to_owned(), line.chars().skip(place("column") - 1).take(count).collect())
    };
    found.iter().map(told).collect()
}

/// Asserts that exactly the marked places are told, all with this code.
#[track_caller]
fn told(code: &str, annotated: &str) {
    told_in(code, annotated, "zh-Hant-HK");
}

#[track_caller]
fn told_in(code: &str, annotated: &str, edition: &str) {
    let marked: Vec<_> = annotated
        .split('«')
        .skip(1)
        .map(|part| (code.to_owned(), part.split('»').next().unwrap().to_owned()))
        .collect();
    let text = annotated.replace(['«', '»'], "");
    assert_eq!(findings("a.md", &text, &["--edition", edition]), marked, "{text}");
}

#[track_caller]
fn fine(text: &str) {
    told("", text);
}

#[test]
fn english_is_left_alone() {
    fine("The \"board\" met... as “planned”, (twice); see “Governance”.");
    told_in("", "The Board of 青禾 met in 香港, \"as planned\" ... and 发布了.", "en");
}

#[test]
fn characters_of_the_other_script() {
    told(
        "wrong-script",
        "公司«发»布報告，完成了«产»品的設計，員工«与»客«户均受»惠。".replace("客«户均受»惠", "客戶均受惠").as_str(),
    );
    told("wrong-script", "我們重視«环»境、社會及管治。");
    told_in("wrong-script", "公司«發»布报告，«實現»了减排。", "zh-Hans-CN");
    fine(
        "皇后大道、公里、茶几、台灣、干涉、系統、複雜、報復、山谷、只有、余先生、范圍以外的范先生。"
            .replace("范圍以外的", "")
            .as_str(),
    );
    told_in("", "二噁英与乾隆年间的著作。", "zh-Hans-CN");
    told("wrong-script", "董事會主席«吕»良偉主持會議，陳«国»強先生出席。");
}

#[test]
fn look_alikes_and_lost_characters() {
    told(
        "look-alike",
        "截至十二«⽉»三十一«⽇»止，«⾄»今未變，«⻑»期有效，«更»新。".replace("«更»", "«\u{f901}»").as_str(),
    );
    told("look-alike", "用電«ﬁ»nancial及work«ﬂ»ow，由«С»EO及E«Ѕ»G委員會跟進，«Ε»SG、«𝐄»SG。");
    fine("α系數、Ω電阻、μm、ΔT、kΩ、俄羅斯的Газпром及СССР、ЯндексGo。");
    told("stray-character", "排放\u{ab}\u{e123}\u{bb}量與用\u{ab}\u{fffd}\u{bb}量。");
}

#[test]
fn words_of_taiwan() {
    told("taiwan-word", "集團升級了«網路»與«軟體»，並以«數位»方式保存。");
    fine("與三數位同事及數位專家會面。");
    told("doubtful-form", "按法律«程式»處理，資源«共用»，加強溝通«管道»，保護服務«物件»。");
    fine("編寫電腦程式，設有共用會議室，鋪設供水管道，保管貴重物件，回應市民訴求，以行動回饋社會。");
    told_in("hong-kong-word", "做好«资讯»披露。", "zh-Hans-CN");
    // One word alone wants more: the text was not converted.
    fine("傳媒揭露了生產商的名字，高階專業人士保存醫療資料，拍檔名稱不變。");
    told_in("", "公司推出智慧家庭和智慧照明产品，回馈社区，发布政策和资讯并开通入口。", "zh-Hans-CN");
    fine("資訊科技、智慧城市、數據、伺服器、資料包括姓名；大多數位於內地的眾多型號。感測試敏。");
}

#[test]
fn forms_that_no_dictionary_knows() {
    told("doubtful-form", "公司«控製»成本，«裏程»共百公里，在這«方麵»已獲«批準»，«關系»良好。");
    told("doubtful-form", "推行«光碟行動»，減少浪費。");
    told("doubtful-form", "«雇員»人數上升，成«爲»榜樣，減少«汙»染。");
    fine(
        "編製報告、控制成本、核准、里程碑、這裏、髮型、發展、乾淨、干預、幹事、重複、恢復、覆蓋、製造、制度、周到、週期。",
    );
}

#[test]
fn slips_of_typing() {
    // By the report's own words, where no list knows the slip.
    let often = "為員工提供培訓，向客戶提供支援，按需要提供資料。每年發布報告，報告經董事會審閱，另設報告機制。";
    told("doubtful-form", &format!("{often}我們«題供»服務。"));
    // What stands twice is a word of the report; with a few times of the other one it may be chance.
    fine(&format!("{often}我們題供服務，他們題供資料。本會亦設全域監察。"));
    fine("為員工提供培訓，我們題供服務。");
    told("doubtful-form", "公司«註消»附屬公司，附近設有«立交橋»，董事須«回避»表決，收回避免損失的款項。");
    told("doubtful-form", "資金可«彙»轉，«嚮»客戶付款，«追»款。".replace("«追»", "追").as_str());
    fine("詞彙及彙編，嚮往自由，鬍鬚，叮噹，飯糰，兩隻，巡迴展覽，儘管如此。讓準保單持有人明白，連繫非股票指數。");
    fine("主席余震宇先生表示，余震宇於年內獲委任。按巴塞爾協定的規定披露。");
    told_in("taiwan-word", "«志工»到«永续发展»论坛服务，关乎中华民族永续发展。", "zh-Hans-CN");
    told("doubtful-form", "工程«峻工»後«按裝»水泵，«己經»通過驗收，«自已»檢查「«末來»」的風險。");
    told("doubtful-form", "«巿»民在出«岀»口收集單張，«劵»已派完，本年度«註»資五百萬元。");
    told_in("doubtful-form", "本公司«既使»成本上升，仍«尊守»法律，«己经»完成«布署»，«关健»指标向好。", "zh-Hans-CN");
    fine(
        "有關健康的資訊已發布，公眾自知己方有責，防犯罪講座來自已故的先生捐贈，由機構通報，週末來港，年未滿十八歲的不得參加，按排放量收費。",
    );
    told_in("", "有关健康的信息，来自已建成的厂房，防犯罪宣传，由机构通报，按排放量收费，发布署名文章。", "zh-Hans-CN");
}

#[test]
fn characters_and_names_that_a_conversion_leaves_behind() {
    told("doubtful-form", "資料儲存«于»伺服器，會議«后»發出，女性«占»五成。");
    told("doubtful-form", "«餘»國偉先生及«於»慧敏女士獲委任，«範»博士退任。");
    fine("于慧敏女士、余國偉先生及范博士獲委任。皇后大道，太后廟，占卜，茶几，其餘女士，於李明先生離任後。");
}

/// Reports as a word processor's conversion spoils them: `[[wrong|right]]` in `tests/conversion/spoilt-*.md`.
#[test]
fn a_spoilt_report_is_told_and_a_good_one_is_not() {
    spoilt("spoilt-hk.md", "zh-Hant-HK", 100);
    spoilt("spoilt-hk-2.md", "zh-Hant-HK", 80);
    spoilt("spoilt-hk-3.md", "zh-Hant-HK", 110);
    spoilt("spoilt-hk-4.md", "zh-Hant-HK", 50);
    spoilt("spoilt-hk-5.md", "zh-Hant-HK", 60);
    spoilt("spoilt-cn.md", "zh-Hans-CN", 60);
    spoilt("spoilt-cn-2.md", "zh-Hans-CN", 65);
    spoilt("spoilt-cn-3.md", "zh-Hans-CN", 30);
    spoilt("spoilt-cn-4.md", "zh-Hans-CN", 40);
}

/// Texts of many registers with what careless checkers take for mistakes: names, rare words, quotations, two scripts.
#[test]
fn a_sound_text_gives_no_finding() {
    for (name, edition) in [("sound-hk.md", "zh-Hant-HK"), ("sound-cn.md", "zh-Hans-CN")] {
        let text = fs::read_to_string(repository().join("tests/conversion").join(name)).unwrap();
        assert_eq!(findings(name, &text, &["--edition", edition]), []);
    }
}

/// Nine of ten marks are told, and fewer than one finding in ten is false; the corrected text has none.
fn spoilt(name: &str, edition: &str, count: usize) {
    let marked = fs::read_to_string(repository().join("tests/conversion").join(name)).unwrap();
    let (mut spoilt, mut good, mut marks) = (String::new(), String::new(), Vec::new());
    for (number, line) in marked.lines().enumerate() {
        let mut column = 1;
        for (at, part) in line.split("[[").enumerate() {
            let (wrong, rest) = match part.split_once("]]") {
                Some((mark, rest)) if at > 0 => {
                    let (wrong, right) = mark.split_once('|').unwrap();
                    marks.push((number + 1, column, column + wrong.chars().count()));
                    good.push_str(right);
                    (wrong, rest)
                }
                _ => ("", part),
            };
            column += wrong.chars().count() + rest.chars().count();
            spoilt.extend([wrong, rest]);
            good.push_str(rest);
        }
        spoilt.push('\n');
        good.push('\n');
    }
    assert_eq!(findings("good.md", &good, &["--edition", edition]), []);
    let places = places_in(&spoilt, edition);
    let meets = |&(line, from, to): &(usize, usize, usize), &(other, start, end): &(usize, usize, usize)| {
        line == other && from < end && start < to
    };
    let missed: Vec<_> = marks.iter().filter(|mark| !places.iter().flatten().any(|place| meets(mark, place))).collect();
    assert!(
        marks.len() >= count && missed.len() * 10 <= marks.len(),
        "{} of {}: {missed:?}",
        missed.len(),
        marks.len()
    );
    let is_false = |places: &&Vec<_>| !places.iter().any(|place| marks.iter().any(|mark| meets(mark, place)));
    let wrong: Vec<_> = places.iter().filter(is_false).collect();
    assert!(wrong.len() * 10 < places.len(), "{wrong:?}");
}

/// Where the findings on a text are, with what they point to besides: line, first column, column behind.
fn places_in(text: &str, edition: &str) -> Vec<Vec<(usize, usize, usize)>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), text).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.args(["check", "a.md", "--format", "json", "--edition", edition]).current_dir(folder.path());
    let found: Vec<serde_json::Value> = serde_json::from_str(&Run::of(command).stdout).unwrap();
    let number = |place: &serde_json::Value, key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    let place =
        |place: &serde_json::Value| (number(place, "line"), number(place, "column"), number(place, "end_column"));
    let all = |problem: &serde_json::Value| {
        let labels = problem["labels"].as_array().unwrap().iter().map(|label| place(&label["place"]));
        std::iter::once(place(&problem["place"])).chain(labels).collect()
    };
    found.iter().map(all).collect()
}

#[test]
fn one_word_in_two_forms() {
    told("mixed-variants", "本年發佈兩份報告，去年發佈一份，並公布結果，以後再«發布»。");
    told("mixed-variants", "群眾、群組、群體與«羣»眾、«羣»組，線路與«綫»路。");
    // What Hong Kong does not print is told wherever it stands, beside the right form or not.
    told("doubtful-form", "為了環境，成«爲»榜樣，成«爲»先鋒。那裡有«平臺»及«計畫»。");
    fine("為了解決問題，我們瞭解員工。體系數量與係數。機場快綫與線路。");
    fine("發佈報告，公布結果，分佈廣泛。洪水橋／厦村新發展區的大廈，富衛保險向衞生界查詢，記者追問鍾沛君及陳仁傑。");
    told("mixed-variants", "在社區裏、校園裏及公園«裡»。");
}

#[test]
fn punctuation() {
    told("half-width-mark", "減少排放«,»增加綠化«;»員工«: »甲。".replace("«: »甲", "«:»甲").as_str());
    told("half-width-mark", "排放量«(按年)»下降，節省«(GHG)»成本。");
    // Latin words in them are a style of their own, unless full-width ones prevail.
    fine("設市場推廣 (Marketing) 部，核保 (Underwriting) 部及理賠 (Claims) 部（見下文）。");
    told("half-width-mark", "設市場推廣«(Marketing) »部，核保（Underwriting）部及理賠（Claims）部。");
    // A text that keeps to half-width ones, as filings do, is told so once.
    let all = |first: &str| format!("排放量{first}下降{}。", "，用水量(按年)上升".repeat(9));
    told("half-width-mark", &all("«(按年)»"));
    told("half-width-mark", &all("（按年）").replace("(按年)", "«(按年)»"));
    // Whatever stands before it: a figure, a Latin word, a blank.
    told("half-width-mark", "佔5%«,»其中；共 5 人« , »其中；App« ,»司機；3m3«;»佔；按ISO 9001«, »另見。");
    told("half-width-mark", "停電事故«(見[個案](https://a.hk/))»«;»另有。");
    fine("Apple, Google及ISO 9001, 14001，1,234人。");
    told("doubled-mark", "已經完成«。。»另外«，，»還有。");
    told("unmatched-mark", "他說«「»很好。另外，很好«）»。");
    told("straight-quotes", "推行«\"綠色辦公\"»計劃，及推行« \" 綠色出行 \" »計劃。");
    told("straight-quotes", "推行«'綠色辦公'»，落實«＂零廢＂»及«〝節能〞»。他說«\"要做到'減廢'先行\"»。");
    fine("It's the employees' report. 集團's policy，在'90年代加入，身高5'3。");
    told("look-alike", "共«１，２３４．５»噸，升«５»％，«ＥＳＧ»報告。");
    told("look-alike", "比較«２０２３»，«２０２４»及«２０２５»年；範圍«１»，«２»及«３»；得«８５»，«９０»，«９５»分。");
    told(
        "look-alike",
        "«ＣＯ２»，«１００»噸，第«３．１．２»節，共«１２，３４５，６７８»元，«１００，２００»及«３００»元。",
    );
    fine("目標(一)、附表(十二)；中山大學 Sun Yat-sen University (中山大學)、本公司(2015.HK)、第一章..........5");
    told("stray-space", "我們致力於提升能源« »效率，減少排放：« »目標如下。");
    told("ellipsis", "包括紙張、塑膠«...»等物料。");
    told("mixed-quotes", "「甲」和«“»乙”都是。");
    fine("本集團提供(i)證券經紀及(ii)貸款服務，第(a)款及(12)項適用；過程包括：1）收集；2）整理；b）檢查。");
    fine("範圍1,2及3.5 tCO2e，10:30開始，見 https://a.hk/?a=1,2 ，ISO 14001:2015（最新版）。");
    fine(
        "# 綠色使命 零碳未來\n\n見[價值引領 責任治理](#a)，「綠色 低碳生活」。`甲,乙`、$a$、(i) 及 a) 項。\n\n1. 甲\n2. 乙\n",
    );
}

#[test]
fn references_stand_between_marks_as_words_do() {
    let project = Project::copy_of("small");
    let text = "# 章\n\n## 甲 {#sec-a}\n\n見[](#sec-a)、[](#sec-a)、[](#sec-a)。另見[](#sec-a)，[](#sec-a)；完。\n";
    project.write("content/chapters/20-more.md", text);
    let told = project.run(&["check", "--format", "short", "content/chapters/20-more.md"]).stdout;
    assert!(!told.contains("doubled-mark"), "{told}");
}

#[test]
fn protected_text_code_and_notes_are_left_alone() {
    fine("-{发}-、`发`、https://a.hk/发 。<!-- 发,发 -->\n\n```text\n发,发\n```\n");
}

/// People are named in fields, columns and lists as they write themselves.
#[test]
fn names_of_people_are_no_slips() {
    fine("由于曉嵐博士擔任主席，成員包括鍾于人、李后及于曉嵐。");
    told("doubtful-form", "«由于»李明博士離任，會議«后»發出。");
    told("doubtful-form", "委員李«干事»出席。");
    let project = Project::copy_of("small");
    let text = "# 章\n\n::: {.message name=\"鍾于人\" post=\"董事會主席\"}\n甲乙丙。\n:::\n\n\
                ::: {.quote by=\"李后，肇慶廠夜班班長\"}\n李后說得好。\n:::\n\n| 姓名 | 職務 |\n|---|---|\n| 于后 | 董事 |\n\n\
                主席鍾于人站在前面，溫麗珍女士在旁，後面是温室。\n\n- 温麗珍\n- 其後\n\n會議后發出。\n";
    project.write("content/chapters/20-more.md", text);
    let told = project.run(&["check", "--format", "short", "content/chapters/20-more.md"]).stdout;
    let of = |code: &str| -> Vec<&str> { told.lines().filter(|line| line.contains(code)).collect() };
    let slips = of("[doubtful-form]");
    assert!(slips.len() == 1 && slips[0].starts_with("content/chapters/20-more.md:20:3:"), "{told}");
    let spelled = of("one name in two spellings");
    assert!(spelled.len() == 1 && spelled[0].contains("20-more.md:17:3: warning[mixed-variants]"), "{told}");
}

/// What a conversion has made of a name is told where nothing but the name stands, and beside the name as it was.
#[test]
fn a_name_that_a_conversion_has_spoilt_is_told_wherever_it_stands() {
    let project = Project::copy_of("small");
    let text = "# 章\n\n| 姓名 | 職務 |\n|---|---|\n| 薑子乾 | 董事 |\n| 於詩韻 | 董事 |\n| 沈后英 | 董事 |\n\n\
                沈后英女士主持會議，余錦發先生列席。沈後英說明安排，余錦髮記錄。其後英國分部也出席。\n";
    project.write("content/chapters/20-more.md", text);
    let told = project.run(&["check", "--format", "short", "content/chapters/20-more.md"]).stdout;
    insta::assert_snapshot!(told, @r"
    content/chapters/20-more.md:5:3: warning[doubtful-form]: `薑` is no surname
    content/chapters/20-more.md:6:3: warning[doubtful-form]: `於` is no surname
    content/chapters/20-more.md:9:19: warning[mixed-variants]: `沈後英` and `沈后英` are one name in two spellings
    content/chapters/20-more.md:9:29: warning[doubtful-form]: `髮` is left from Simplified text
    ");
}

#[test]
fn one_case_is_allowed_in_place() {
    fine("公司发布報告。<!-- huibao-allow: wrong-script -->");
    fine("<!-- huibao-allow: wrong-script, half-width-mark -->\n公司发布報告,很好。");
    fine("<!-- huibao-allow: wrong-script -->\n\n公司发布報告。");
    told("wrong-script", "<!-- huibao-allow: ellipsis -->\n公司«发»布報告。\n\n再«发»布。");
    fine("群眾與羣眾。<!-- huibao-allow: mixed-variants -->");
}

/// Where blank lines part no paragraphs, a comment serves its line and the next one, however the file is called.
#[test]
fn a_comment_in_a_web_page_serves_one_line() {
    let page = "<!-- huibao-allow: wrong-script -->\n<p>公司发布報告。</p>\n<p>公司发布報告。</p>\n";
    for name in ["a.html", "a.htm", "a.xhtml", "a.HTML"] {
        assert_eq!(findings(name, page, &[]).len(), 1, "{name}");
    }
}

#[test]
fn good_text_gives_no_finding() {
    let pairs = fs::read_to_string(repository().join("tests/conversion/pairs.tsv")).unwrap();
    let pairs = pairs.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let (simplified, traditional): (Vec<_>, Vec<_>) = pairs.unzip();
    assert!(simplified.len() > 300);
    for lines in [simplified, traditional] {
        let mut found = findings("a.txt", &lines.join("\n\n"), &[]);
        // These lines are of many texts: one writes its years with 零, another one with 〇.
        found.retain(|(code, text)| code != "mixed-variants" || !text.contains('〇'));
        assert_eq!(found, []);
    }
}

#[test]
fn the_sample_report_gives_no_finding() {
    let run = Project::sample().run(&["check", "--format", "short"]);
    let is_text_check = |line: &&str| Code::TEXT_CHECKS.iter().any(|code| line.contains(&format!("[{code}]")));
    assert_eq!(run.stdout.lines().filter(is_text_check).collect::<Vec<_>>(), Vec::<&str>::new());
}

const CLIMATE: &str = "content/chapters/10-climate.md";

/// The places told with a code in the small report.
fn places(project: &Project, code: &str) -> Vec<String> {
    let run = project.run(&["check", "--format", "short"]);
    assert!(run.code < 2, "{}", run.stderr);
    let of_code = run.stdout.lines().filter(|line| line.contains(&format!("[{code}]")));
    of_code.map(|line| line.split(": ").next().unwrap().to_owned()).collect()
}

#[test]
fn every_text_of_a_report_is_read() {
    let project = Project::copy_of("small");
    project.write(
        "content/chapters/20-more.md",
        "---\ntitle: 发展\nlead: \"很“发”大\"\n---\n# 標題\n\n發展\n发展`发`\n\n::: {.case title=\"发\"}\n- 頭**发**\n:::\n\n\
         ::: {.only edition=zh-Hans-CN}\n发展与發展\n:::\n\n| 甲 | 发 |\n|---|---|\n| 乙 | 丙 |\n\n註[^a]\n\n[^a]: 发\n",
    );
    let place = |place: &str| format!("content/chapters/20-more.md:{place}");
    let expected = ["2:8", "3:10", "8:1", "10:19", "11:6", "15:4", "18:7", "24:7"].map(place);
    assert_eq!(places(&project, "wrong-script"), expected);
    project.edit("content/kpi/environment.yaml", "- id: env.water\n", "- id: env.water\n  note: 按产量計\n");
    let places = places(&project, "wrong-script");
    assert!(places.iter().any(|place| place.starts_with("content/kpi/environment.yaml:")), "{places:?}");
}

#[test]
fn a_wording_by_hand_is_in_the_script_of_its_edition() {
    let project = Project::copy_of("small");
    project.write(
        "content/chapters/20-more.md",
        "# 出行\n\n乘搭-{zh-Hant-HK:巴士;zh-Hans-CN:公交車}-及-{zh-Hant-HK:铁路;zh-Hans-CN:地铁}-。\n\n\
         乘搭-{zh-Hant-HK:小巴;zh-Hans-CN:公交车}-、-{zh-Hant:鐵路;zh-Hans:地铁}-及-{公交车}-。\n",
    );
    let place = |place: &str| format!("content/chapters/20-more.md:{place}");
    assert_eq!(places(&project, "wrong-script"), ["3:3", "3:36"].map(place));
}

#[test]
fn severity_is_the_reports_choice() {
    let project = Project::copy_of("small");
    project.edit(CLIMATE, "仍是頭髮。", "仍是头髮,。");
    assert_eq!(places(&project, "wrong-script").len(), 1);
    project.edit("content/report.yaml", "period:", "checks: {wrong-script: error, half-width-mark: off}\nperiod:");
    let run = project.run(&["check", "--format", "short"]).ends_with(1);
    assert!(run.stdout.contains("error[wrong-script]") && !run.stdout.contains("half-width-mark"), "{}", run.stdout);
    project.edit("content/report.yaml", "half-width-mark: off", "half-wide-mark: off");
    let run = project.run(&["check"]).ends_with(1);
    assert!(run.stdout.contains("did you mean `half-width-mark`?"), "{}", run.stdout);
}

#[test]
fn fix_changes_nothing_but_what_is_certain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    let before =
        "\u{feff}# 標題\r\n\r\n截⾄十二⽉，减排(按\"年\"計,很好)。。能源效 率，\r\n很好...  \r\n`a,b`，发展\tx, y\r\n";
    let after =
        "\u{feff}# 標題\r\n\r\n截至十二月，减排（按「年」計，很好）。能源效率，\r\n很好……  \r\n`a,b`，发展\tx, y\r\n";
    fs::write(&path, before).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
        command.arg("check").args(arguments).current_dir(folder.path());
        Run::of(command)
    };
    run(&["a.md", "--edition", "zh-Hant-HK"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), before, "without --fix nothing is written");
    let fixed = run(&["a.md", "--edition", "zh-Hant-HK", "--fix", "--format", "short"]).ends_with(0);
    assert_eq!(fs::read_to_string(&path).unwrap(), after, "{}", fixed.stdout);
    assert!(fixed.stderr.contains("8 problems mended"), "{}", fixed.stderr);
    assert!(fixed.stdout.lines().all(|line| line.contains("[wrong-script]")), "{}", fixed.stdout);
    let again = run(&["a.md", "--edition", "zh-Hant-HK", "--fix"]).ends_with(0);
    assert!(again.stderr.contains("0 problems mended"), "{}", again.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no file is left behind");
}

/// What `check --fix` makes of a text.
fn fixed(edition: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), text).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.args(["check", "a.md", "--fix", "--edition", edition]).current_dir(folder.path());
    Run::of(command);
    fs::read_to_string(folder.path().join("a.md")).unwrap()
}

#[test]
fn fix_of_marks_leaves_sound_marks_behind() {
    for (before, after) in [
        // A name has no full stop.
        ("董事約翰.史密斯及《哈利.波特》、聖.約翰。", "董事約翰.史密斯及《哈利.波特》、聖.約翰。"),
        ("我們減排. 本年度很好.", "我們減排。本年度很好。"),
        ("他說「乙\"丙\"」，她說\"丁「戊」\"。", "他說「乙『丙』」，她說「丁『戊』」。"),
        ("供應商 (主要在內地) 有三家，( 甲 )乙。", "供應商（主要在內地）有三家，（甲）乙。"),
        ("共 5 人 , 其中3人;見 App ,司機。", "共 5 人，其中3人；見 App，司機。"),
        ("甲&nbsp;乙&amp;丙,丁", "甲&nbsp;乙&amp;丙，丁"),
        // Behind a figure a straight quote is a sign of inches.
        ("安裝27\"及32\"顯示屏；管徑為6\"至8\"，長120米。", "安裝27\"及32\"顯示屏；管徑為6\"至8\"，長120米。"),
        ("螢幕２７＂及3½\"磁碟及\"綠色\"標籤。", "螢幕27＂及3½\"磁碟及\"綠色\"標籤。"),
        ("推行\"計劃2025\"及\"計劃2030\"。", "推行「計劃2025」及「計劃2030」。"),
        ("稱為\"27\"電視\"，另有\"甲\"。", "稱為\"27\"電視\"，另有\"甲\"。"),
        // Those without a partner leave the others open.
        ("\"甲\"、\"乙\"及\"丙；\"丁\"。", "「甲」、\"乙\"及\"丙；\"丁\"。"),
        // A comma between full-width digits may part numbers.
        (
            "比較２０２３，２０２４及２０２５年，得８５，９０分，１００，２００元。",
            "比較2023，2024及2025年，得85，90分，１００，２００元。",
        ),
        ("ＣＯ２，１：２，９：００；共１，２３４．５元。", "CO2，1：2，9：00；共1,234.5元。"),
    ] {
        assert_eq!(fixed("zh-Hant-HK", before), after);
    }
    assert_eq!(fixed("zh-Hans-CN", "他说“乙\"丙\"”。"), "他说“乙‘丙’”。");
}

#[test]
fn fix_changes_words_only_where_nothing_else_is_possible() {
    let cases = [
        ("應對气候变化。", "應對氣候變化。"),
        // A word may tell which form it is, but not beyond doubt: 發 is right.
        ("本年发长者津貼。", "本年发长者津貼。"),
        // Nothing says that the stretch is no quotation.
        ("見《环境保护法》及「简体中文」。", "見《环境保护法》及「简体中文」。"),
        ("加強風險控製，設定標准。", "加強風險控制，設定標準。"),
        // Right where it stands, and words that dictionaries only doubt.
        ("遙控製造商。", "遙控製造商。"),
        ("軟體與網路。", "軟體與網路。"),
    ];
    for (before, after) in cases {
        assert_eq!(fixed("zh-Hant-HK", before), after);
    }
    assert_eq!(fixed("zh-Hans-CN", "应对氣候变化，「繁體」。"), "应对气候变化，「繁體」。");
    // A person's name is the person's: it is told, and a person mends it.
    for text in ["董事會主席吕良偉主持會議，陳国強先生出席。", "由张偉執筆，負責人：赵雅芝。"]
    {
        assert_eq!(fixed("zh-Hant-HK", text), text);
    }
    assert_eq!(fixed("zh-Hans-CN", "董事长張伟表示，严肃对待環境。"), "董事长張伟表示，严肃对待环境。");
}

#[test]
fn fix_works_in_a_report() {
    let project = Project::copy_of("small");
    project.edit(CLIMATE, "仍是頭髮。", "仍是頭髮。。");
    project.edit("content/kpi/environment.yaml", "- id: env.water\n", "- id: env.water\n  note: 每⽉統計\n");
    let run = project.run(&["check", "--fix"]);
    assert!(run.stderr.contains("2 problems mended"), "{}", run.stderr);
    assert!(project.read(CLIMATE).contains("仍是頭髮。\n") || !project.read(CLIMATE).contains("。。"));
    assert!(project.read("content/kpi/environment.yaml").contains("note: 每月統計\n"));
}

#[test]
fn codes_are_explained() {
    let project = Project::copy_of("small");
    for code in Code::ALL {
        let run = project.run(&["explain", code.name()]).ends_with(0);
        assert_eq!(run.stdout, format!("{code}: {}\n", code.explanation()));
    }
    assert_eq!(project.run(&["explain"]).ends_with(0).stdout.lines().count(), Code::ALL.len());
    let run = project.run(&["explain", "wrong-scrip"]).ends_with(2);
    assert!(run.stderr.contains("did you mean `wrong-script`?"), "{}", run.stderr);
}

#[test]
fn the_edition_of_a_text_is_guessed() {
    assert_eq!(findings("a.txt", "公司发布报告，实现减排。", &[]), []);
    assert_eq!(findings("a.txt", "公司發布報告，實現減排。", &[]), []);
}

#[test]
fn files_that_cannot_be_read_are_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), b"\xb7\xc5").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.args(["check", "a.txt", "--format", "short"]).current_dir(folder.path());
    let run = Run::of(command).ends_with(1);
    assert!(run.stdout.contains("a.txt:1:1: error[encoding]"), "{}", run.stdout);
}

#[test]
fn escapes_in_quotes_of_yaml_keep_every_place() {
    let project = Project::copy_of("small");
    let component = |text: &str| {
        format!("---\ntitle: 測試\n---\n# 測試\n\n```cards\nitems:\n  - title: 甲\n    text: {text}\n```\n")
    };
    for (typed, fixed) in [
        (r#""甲\"乙本集團,丙丁""#, r#""甲\"乙本集團，丙丁""#),
        ("'甲''乙本集團,社會發展'", "'甲''乙本集團，社會發展'"),
        (r#""甲\\\u4e59本集團,社會發展""#, r#""甲\\\u4e59本集團，社會發展""#),
        (r#""\"甲\"乙本集團,社會發展,報告""#, r#""\"甲\"乙本集團，社會發展，報告""#),
        (r#""甲\"乙-{丙丁""#, r#""甲\"乙-{丙丁""#),
        (r#""甲\"乙TODO 本集团""#, r#""甲\"乙TODO 本集团""#),
    ] {
        project.write("content/chapters/50-x.md", component(typed));
        let run = project.run(&["check"]);
        assert!(run.code < 2 && run.stdout.contains("50-x.md:9:"), "{typed}: {}{}", run.stdout, run.stderr);
        let run = project.run(&["check", "--fix"]);
        assert!(run.code < 2, "{typed}: {}", run.stderr);
        assert_eq!(project.read("content/chapters/50-x.md"), component(fixed));
    }
}

/// Dates, doubled words, references, names and lists that only look like what a proofreader marks.
#[test]
fn what_a_proofreader_leaves_alone() {
    let project = Project::copy_of("small");
    let sound = fs::read_to_string(repository().join("tests/conversion/final-sound.md")).unwrap();
    project.write("content/chapters/15-final.md", sound);
    let run = project.run(&["check", "content/chapters/15-final.md", "--format", "short"]);
    assert_eq!(run.stdout, "");
}

/// Mistakes that a proofreader finds in a report that is final, in a chapter of the small report. `«code:…»` marks each.
#[test]
fn what_a_proofreader_finds_in_a_final_report() {
    let marked = fs::read_to_string(repository().join("tests/conversion/final.md")).unwrap();
    let (mut text, mut marks) = (String::new(), Vec::new());
    for part in marked.split_inclusive(['«', '»']) {
        let plain = part.trim_end_matches(['«', '»']);
        let place = |text: &str| {
            let (line, column) = (text.matches('\n').count(), text.rsplit('\n').next().unwrap().chars().count());
            (line as u64 + 1, column as u64 + 1)
        };
        if part.ends_with('»') {
            let (code, plain) = plain.split_once('|').unwrap();
            let ((line, from), start) = (place(&text), text.len());
            text.push_str(plain);
            marks.push((code.to_owned(), line, from, text[start..].to_owned()));
        } else {
            text.push_str(plain);
        }
    }
    let project = Project::copy_of("small");
    project.write("content/chapters/15-final.md", &text);
    let run = project.run(&["check", "content/chapters/15-final.md", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let told = |problem: &serde_json::Value| {
        assert!(!problem["hints"].as_array().unwrap().is_empty(), "what to do: {problem}");
        let place = |key: &str| problem["place"][key].as_u64().unwrap();
        let line = text.lines().nth(place("line") as usize - 1).unwrap();
        let own = line.chars().skip(place("column") as usize - 1);
        let own = own.take((place("end_column") - place("column")) as usize).collect::<String>();
        (problem["code"].as_str().unwrap().to_owned(), place("line"), place("column"), own)
    };
    let found: Vec<_> = found.as_array().unwrap().iter().map(told).collect();
    assert_eq!(found, marks);
}

#[test]
fn a_protected_name_in_the_other_script_is_told() {
    let project = Project::copy_of("small");
    project.write("content/chapters/20-more.md", "# 章\n\n護藍牌環保袋及鍾於人。\n");
    project.write("content/glossary.yaml", "protect:\n  - 护蓝\n  - 钟於人\n  - 鍾於人\n  - 云端\n");
    let run = project.run(&["check", "--format", "short"]).ends_with(0);
    let told: Vec<&str> = run.stdout.lines().filter(|line| line.contains("[glossary]")).collect();
    assert_eq!(told, ["content/glossary.yaml:2:5: note[glossary]: `护蓝` protects nothing: the texts have `護藍`"]);
}
