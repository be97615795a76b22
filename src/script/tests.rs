use std::sync::LazyLock;

use super::engine::layback::convert_stretches;
use super::report::stretches;
use super::*;
use crate::diag::{Code, Sink};
use crate::model::*;
use crate::source::{Sources, Span, Spanned};

static TO_MAINLAND: LazyLock<Converter> =
    LazyLock::new(|| Converter::new(Edition::ZhHantHk, Edition::ZhHansCn, &Glossary::default()).unwrap());
static TO_HONG_KONG: LazyLock<Converter> =
    LazyLock::new(|| Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &Glossary::default()).unwrap());

fn span() -> Span {
    let mut sources = Sources::default();
    let id = sources.add("a.md", "一");
    Span::new(id, 0..3)
}

fn spanned(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), span())
}

fn text(text: &str) -> Inline {
    Inline::text(text, span())
}

fn inline(kind: InlineKind) -> Inline {
    Inline { span: span(), kind }
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(inlines))
}

fn block(kind: BlockKind) -> Block {
    Block { span: span(), anchor: None, disclose: Vec::new(), kind }
}

fn report(source: Edition, blocks: Vec<Block>) -> Report {
    let editions = vec![Edition::ZhHantHk, Edition::ZhHansCn];
    let notes = ["甲", "乙"].map(|label| Footnote { label: spanned(label), number: (), inlines: vec![text("說明")] });
    let chapter = Chapter { blocks, footnotes: notes.into(), ..Chapter::new(span().source, "a") };
    testing::report(Config { editions, ..testing::config(source, span()) }, vec![chapter])
}

/// The first block's runs, containers in brackets.
fn runs(report: &Report) -> String {
    fn show(inlines: &[Inline]) -> String {
        inlines
            .iter()
            .map(|inline| match &inline.kind {
                InlineKind::Text(text) => text.clone(),
                InlineKind::Footnote(note) => format!("^{note}"),
                InlineKind::Own(Open::Expr(_)) => "{{}}".to_owned(),
                InlineKind::Own(Open::Manual(sides)) => format!("-{{{}}}-", sides[0].1),
                _ => format!("[{}]", show(inline.children())),
            })
            .collect::<Vec<_>>()
            .join("|")
    }
    let BlockKind::Paragraph(inlines) = &report.chapters[0].blocks[0].kind else { panic!("no paragraph") };
    show(inlines)
}

#[test]
fn pairs_convert_both_ways_and_only_once() {
    let pairs: Vec<(&str, &str)> = include_str!("../../tests/conversion/pairs.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').expect("two columns"))
        .collect();
    let check = |converter: &Converter, cases: Vec<(&str, &str)>| {
        let wrong: Vec<String> = cases
            .iter()
            .map(|(from, to)| (from, to, converter.convert(from)))
            .filter(|(_, to, got)| *to != got)
            .map(|(from, to, got)| format!("{from}: {got}, not {to}"))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    };
    check(&TO_HONG_KONG, pairs.clone());
    check(&TO_HONG_KONG, pairs.iter().map(|(_, right)| (*right, *right)).collect());
    check(&TO_MAINLAND, pairs.iter().map(|(left, right)| (*right, *left)).collect());
    check(&TO_MAINLAND, pairs.iter().map(|(left, _)| (*left, *left)).collect());
}

#[test]
fn kinds_of_faults_that_real_text_showed() {
    let rows = include_str!("../../tests/conversion/kinds.tsv").lines();
    let rows = rows.filter(|line| !line.starts_with('#') && !line.is_empty());
    let wrong: Vec<String> = rows
        .filter_map(|line| {
            let [to, text, right] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
            let converter = if to == "zh-Hant-HK" { &TO_HONG_KONG } else { &TO_MAINLAND };
            let got = converter.convert(text);
            (got != right).then(|| format!("{got}, not {right}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_that_is_certain_once_is_one_in_the_whole_report() {
    let paragraphs = ["余美仪说明范围。", "董事会主席余美仪主持会议。", "余下任期由余美仪担任。"];
    let blocks = paragraphs.iter().map(|words| paragraph(vec![text(words)])).collect();
    let converted = edition(&report(Edition::ZhHansCn, blocks), Edition::ZhHantHk, &mut Sink::default());
    let lines = converted.chapters[0].blocks.iter().map(|block| match &block.kind {
        BlockKind::Paragraph(line) => plain_text(line),
        _ => panic!("no paragraph"),
    });
    let expected = ["余美儀說明範圍。", "董事會主席余美儀主持會議。", "餘下任期由余美儀擔任。"];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

/// 著 and 乾 are 着 and 干 in words, and themselves in a name.
#[test]
fn names_keep_their_characters_towards_the_mainland() {
    for (text, wanted) in [
        ("行政總裁陳著明先生意味著，徐志乾先生抹乾。", "行政总裁陈著明先生意味着，徐志乾先生抹干。"),
        ("王乾女士與船長徐志乾，烘乾機。", "王乾女士与船长徐志乾，烘干机。"),
    ] {
        assert_eq!(TO_MAINLAND.convert(text), wanted);
    }
}

/// A column of people's names, and a person's field, are evidence for the whole report: 后军 is no name by itself.
#[test]
fn people_of_columns_and_fields_are_known_in_the_whole_report() {
    let files = [(
        "chapters/01-a.md",
        "# 一\n\n| 姓名 | 职务 |\n|---|---|\n| 后军 | 董事 |\n\n后军参加了会议，会议后军队撤离。\n\n\
         ::: {.quote by=于敏感}\n好。\n:::\n\n于敏感认为好。\n",
    )];
    let report_file = "issuer: {name: {zh-Hans-CN: 某}}\ntitle: {zh-Hans-CN: 报告}\n\
                       period: {from: 2023-01-01, to: 2023-12-31}\nsource: zh-Hans-CN\neditions: [zh-Hans-CN, zh-Hant-HK]\n";
    let (source, _) = crate::load::testing::load(&[&[("report.yaml", report_file)], &files[..]].concat()).sound();
    let own = edition(&source, Edition::ZhHantHk, &mut Sink::default());
    let mut lines = Vec::new();
    own.chapters[0].clone().for_each_line(&mut |line| lines.push(plain_text(line)));
    for wanted in ["后軍", "后軍參加了會議，會議後軍隊撤離。", "于敏感", "于敏感認為好。"] {
        assert!(lines.iter().any(|line| line == wanted), "{wanted}: {lines:?}");
    }
}

#[test]
fn people_in_lists_and_behind_posts_keep_their_surnames() {
    for (text, wanted) in [
        ("公司董事长于海涛", "公司董事長于海濤"),
        ("董事：于敏、后军、余明", "董事：于敏、后軍、余明"),
        ("在于娜的带领下，由于敏感，关于于洪的任命", "在于娜的帶領下，由於敏感，關於于洪的任命"),
        ("蒙特里的工厂、塞维里诺·加蒂、里森认为", "蒙特里的工廠、塞維里諾·加蒂、里森認為"),
        ("口袋里塞得满满的，在数据库里，公里数", "口袋裏塞得滿滿的，在數據庫裏，公里數"),
        ("她姓于，住在于家村。", "她姓于，住在于家村。"),
        ("监事会主席谷雨作报告，由于振岳主持。", "監事會主席谷雨作報告，由于振岳主持。"),
        ("于总未出席，董事长于年内、代表于日内瓦", "于總未出席，董事長於年內、代表於日內瓦"),
        ("监事：后晓荣、游本昌、涂光晋、丑强、征鹏。", "監事：后曉榮、游本昌、涂光晉、丑強、征鵬。"),
        ("董事会秘书于丽；法定代表人：于丽。", "董事會秘書于麗；法定代表人：于麗。"),
        ("由于晓岚博士担任主席。", "由于曉嵐博士擔任主席。"),
        ("由于部分女士未出席，由于李明先生离任。", "由於部分女士未出席，由於李明先生離任。"),
        ("于内地、于香港及于澳门设有工厂。", "於內地、於香港及於澳門設有工廠。"),
        ("包括范围、余额及后续工作。", "包括範圍、餘額及後續工作。"),
        ("范围一、范围二、范围三排放。", "範圍一、範圍二、範圍三排放。"),
        ("员工于年内、于其他地区工作。", "員工於年內、於其他地區工作。"),
    ] {
        assert_eq!(TO_HONG_KONG.convert(text), wanted);
    }
}

/// 发 is hair and 采 takes in words; in a given name each stands by itself.
#[test]
fn given_names_are_read_character_by_character() {
    for (text, wanted) in [
        ("副总裁岳发根出席，岳发根致辞。", "副總裁岳發根出席，岳發根致辭。"),
        ("行政总裁于发祥主持。", "行政總裁于發祥主持。"),
        ("执行董事李采华女士及张冲先生", "執行董事李采華女士及張沖先生"),
        ("设计师马后炮制作，经理任后两年，董事王后来离任。", "設計師馬後炮製作，經理任後兩年，董事王後來離任。"),
        ("顾问方采用新法，教授高发言，主任马上发言。", "顧問方採用新法，教授高發言，主任馬上發言。"),
        ("员工在万里之外，安里程目标。", "員工在萬里之外，安里程目標。"),
    ] {
        assert_eq!(TO_HONG_KONG.convert(text), wanted);
    }
}

/// The name of an award or of who gave it is no prose: its words stay, only their script changes.
#[test]
fn names_in_fields_keep_their_own_words() {
    let item = |of, words: &str| Data::Name(of, vec![text(words)]);
    let fields = indexmap::IndexMap::from_iter([
        ("a".to_owned(), item(NameOf::Thing, "職安健星級企業")),
        ("b".to_owned(), Data::Text(vec![text("職安健星級企業")])),
        ("c".to_owned(), item(NameOf::Person, "鍾于人")),
    ]);
    let component = Component { name: spanned("awards"), given: Vec::new(), counted: None, fields, body: Vec::new() };
    let report = report(Edition::ZhHantHk, vec![block(BlockKind::Component(component))]);
    let own = edition(&report, Edition::ZhHansCn, &mut Sink::default());
    let BlockKind::Component(component) = &own.chapters[0].blocks[0].kind else { unreachable!() };
    let words = |key: &str| match &component.fields[key] {
        Data::Text(line) | Data::Name(_, line) => plain_text(line),
        _ => String::new(),
    };
    assert_eq!(words("a"), "职安健星级企业");
    assert_ne!(words("b"), "职安健星级企业", "prose has the mainland's words");
    assert_eq!(words("c"), "钟于人");
}

#[test]
fn governance_is_hong_kongs_word_one_way() {
    let text = "公司治理、企业治理架构及ESG治理架构";
    assert_eq!(TO_HONG_KONG.convert(text), "企業管治、企業管治架構及ESG管治架構");
    assert_eq!(TO_MAINLAND.convert("企業管治架構"), "企业管治架构");
    assert_eq!(TO_HONG_KONG.convert("《上市公司治理准则》"), "《上市公司治理準則》");
}

#[test]
fn hong_kongs_everyday_words_do_not_cross_the_seam_of_two_others() {
    for (from, to) in [
        ("地盤須設置洗車槽，外判工人使用雪櫃。", "工地须设置洗车槽，外包工人使用冰箱。"),
        ("董事會下設有薪酬委員會，員工享有薪年假。", "董事会下设有薪酬委员会，员工享有带薪年假。"),
        ("高昂的士氣、電影印象、餐飲管理及對外判斷", "高昂的士气、电影印象、餐饮管理及对外判断"),
        ("辦事處位於倫敦，網絡顯示覆蓋全國，每年釐定", "办事处位于伦敦，网络显示覆盖全国，每年厘定"),
        ("在圖紙上落筆時，上落樓梯應緊握扶手", "在图纸上落笔时，上下楼梯应紧握扶手"),
        ("以上載列李秘書當地盤點的結果", "以上载列李秘书当地盘点的结果"),
    ] {
        assert_eq!(TO_MAINLAND.convert(from), to);
    }
}

#[test]
fn spellings_met_in_hong_kong_become_simplified() {
    let text = "隨著瞭解甚麼為甚麼祇有矽片覆核彙報裡面執著彷彿二噁英赤鱲角藉本報告慰藉顯著著作「甲『乙』」";
    let expected = "随着了解什么为什么只有硅片复核汇报里面执着仿佛二噁英赤鱲角借本报告慰藉显著著作“甲‘乙’”";
    assert_eq!(TO_MAINLAND.convert(text), expected);
}

#[test]
fn a_line_is_converted_as_a_whole_and_laid_back() {
    let line = vec![
        text("剪头"),
        inline(InlineKind::Strong(vec![text("发、一头")])),
        inline(InlineKind::Footnote(1)),
        text("发丝“"),
        inline(InlineKind::Own(Open::Expr(spanned("年")))),
        text("”头"),
        inline(InlineKind::Own(Open::Manual(vec![(None, "发".to_owned())]))),
    ];
    let mut sink = Sink::default();
    let converted = edition(&report(Edition::ZhHansCn, vec![paragraph(line)]), Edition::ZhHantHk, &mut sink);
    assert_eq!(runs(&converted), "剪頭|[髮、一頭]|^0|髮絲「|{{}}|」頭|-{发}-");
    // Footnote 0 lost its only mark, there was none: the other one is the first now.
    assert_eq!(converted.chapters[0].footnotes.len(), 1);
    assert!(!sink.has_errors());
}

#[test]
fn blocks_of_an_edition_are_chosen_and_wording_by_hand_is_left_alone() {
    let only = |edition, words: &str| {
        block(BlockKind::Only(Only { editions: vec![edition], blocks: vec![paragraph(vec![text(words)])] }))
    };
    let by_hand = Open::Manual(vec![(None, "管治".to_owned())]);
    let blocks = vec![
        only(Edition::ZhHantHk, "香港"),
        block(BlockKind::Quote(vec![only(Edition::ZhHansCn, "內地")])),
        paragraph(vec![inline(InlineKind::Own(by_hand)), text("報告")]),
    ];
    let source = report(Edition::ZhHantHk, blocks);
    let mut sink = Sink::default();
    let mainland = edition(&source, Edition::ZhHansCn, &mut sink);
    let BlockKind::Quote(inner) = &mainland.chapters[0].blocks[0].kind else { panic!("the first is dropped") };
    assert_eq!(inner.len(), 1);
    let hong_kong = edition(&source, Edition::ZhHantHk, &mut sink);
    assert_eq!(runs(&hong_kong), "香港");
    assert_eq!(sink.iter().count(), 0);
    let BlockKind::Paragraph(last) = &mainland.chapters[0].blocks[1].kind else { panic!() };
    assert_eq!(plain_text(last), "管治报告");
}

#[test]
fn names_have_a_text_for_every_chinese_edition() {
    let mut source = report(Edition::ZhHantHk, Vec::new());
    source.config.subtitle = Names::single(Edition::ZhHansCn, spanned("说明"));
    source.config.notice.set("zh-Hans", spanned("自有"));
    source.config.notice.set("zh-Hant-HK", spanned("說明"));
    source.config.issuer.name = Names::single(Edition::from_tag("en").unwrap(), spanned("Leap"));
    let mut sink = Sink::default();
    let mainland = edition(&source, Edition::ZhHansCn, &mut sink);
    assert_eq!(mainland.config.title.text(Edition::ZhHansCn), "报告");
    assert_eq!(mainland.config.notice.text(Edition::ZhHansCn), "自有");
    // After a flip of the source, a text kept in the other script only is converted back.
    let hong_kong = edition(&source, Edition::ZhHantHk, &mut sink);
    assert_eq!(hong_kong.config.subtitle.text(Edition::ZhHantHk), "說明");
    assert!(sink.iter().all(|diagnostic| diagnostic.code == Code::MissingText));
    assert_eq!(sink.iter().count(), 2);
}

fn glossary(protect: &[&str], terms: &[(&str, &str)]) -> Glossary {
    Glossary {
        protect: protect.iter().map(|name| spanned(name)).collect(),
        terms: terms
            .iter()
            .map(|(hant, hans)| {
                let mut names = Names::single(Edition::ZhHantHk, spanned(hant));
                names.set("zh-Hans-CN", spanned(hans));
                Term { names, span: span() }
            })
            .collect(),
        ..Glossary::default()
    }
}

#[test]
fn a_term_that_the_vocabulary_has_leaves_titles_alone() {
    let glossary = glossary(&[], &[("管治", "治理"), ("甲方", "乙方")]);
    let converter = Converter::new(Edition::ZhHantHk, Edition::ZhHansCn, &glossary).unwrap();
    assert_eq!(
        converter.convert("管治見《企業管治守則》，甲方見《甲方守則》。"),
        "治理见《企业管治守则》，乙方见《乙方守则》。"
    );
}

#[test]
fn the_glossary_goes_first_and_protected_names_stay() {
    let mut source = report(
        Edition::ZhHansCn,
        vec![paragraph(vec![
            text("于洋对于洋流、后余对余范的"),
            inline(InlineKind::Strong(vec![text("利益")])),
            text("相关方：S 1"),
        ])],
    );
    source.glossary = glossary(&["于洋", "余范"], &[("持份者", "利益相关方"), ("範圍 1", "S 1")]);
    let mut sink = Sink::default();
    let converted = edition(&source, Edition::ZhHantHk, &mut sink);
    // 于洋流 has 洋流 in it, and no 于洋.
    assert_eq!(runs(&converted), "于洋對於洋流、後余對余范的|[持份]|者：範圍 1");
    assert_eq!(sink.iter().count(), 0);
}

#[test]
fn a_name_for_some_files_is_a_word_in_others() {
    let files = [
        ("chapters/01-a.md", "# 一\n\n於後來的余**后**與後來。\n"),
        ("chapters/02-b.md", "# 二\n\n於後來的余後與後來。\n"),
        ("glossary.yaml", "protect: [{name: 於後, only: [chapters/01-a.md]}]\n"),
    ];
    let (source, _) = crate::load::testing::load(&files).sound();
    let mainland = edition(&source, Edition::ZhHansCn, &mut Sink::default());
    let text = |at: usize| {
        let BlockKind::Paragraph(line) = &mainland.chapters[at].blocks[1].kind else { panic!("no paragraph") };
        plain_text(line)
    };
    assert_eq!(text(0), "於後来的余后与后来。");
    assert_eq!(text(1), "于后来的余后与后来。");
}

#[test]
fn contradictions_in_the_glossary_are_told() {
    let mut sink = Sink::default();
    let terms = [("管治", "治理"), ("甲", "乙"), ("甲", "丙"), ("丁", " "), ("戊", "乙")];
    check_glossary(&glossary(&["管治"], &terms), Edition::ZhHantHk, Edition::ZhHansCn, &mut sink);
    let list: Vec<_> = sink.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    insta::assert_debug_snapshot!(list, @r#"
    [
        "`管治` becomes `治理` in zh-Hans-CN here, but `管治` elsewhere in the glossary",
        "`甲` becomes `丙` in zh-Hans-CN here, but `乙` elsewhere in the glossary",
        "a glossary term must be a text on one line",
    ]
    "#);
}

#[test]
fn a_protected_name_never_reaches_into_other_words() {
    let converter = |names: &[&str], from, to| Converter::new(from, to, &glossary(names, &[])).unwrap();
    let to_mainland = converter(&["護藍", "東聯", "麗和", "動力", "滙豐"], Edition::ZhHantHk, Edition::ZhHansCn);
    for (from, to) in [
        ("共護藍天，護藍有限公司與您同行。", "共护蓝天，護藍有限公司与您同行。"),
        ("粵港澳東聯絡處與東聯控股", "粤港澳东联络处与東聯控股"),
        ("勞動力的發展與動力集團，滙豐銀行", "劳动力的发展与動力集团，滙豐银行"),
        ("美麗和諧的家園由麗和集團建造", "美丽和谐的家园由麗和集团建造"),
    ] {
        assert_eq!(to_mainland.convert(from), to);
    }
    let to_hong_kong = converter(&["里程", "面制"], Edition::ZhHansCn, Edition::ZhHantHk);
    assert_eq!(to_hong_kong.convert("全面制定计划，面制公司"), "全面制定計劃，面制公司");
}

#[test]
fn what_is_invisible_parts_no_word() {
    assert_eq!(TO_HONG_KONG.convert("头\u{ad}发长"), "頭\u{ad}髮長");
    for text in ["\u{200b}面\u{200b}条\u{ad}", "利益\u{ad}相关\u{2060}方说话"] {
        let is_mark = |c: char| ['\u{ad}', '\u{200b}', '\u{2060}'].contains(&c);
        let visible = |text: &str| text.replace(is_mark, "");
        let marks = |text: &str| text.matches(is_mark).collect::<String>();
        let converted = TO_HONG_KONG.convert(text);
        assert_eq!(visible(&converted), TO_HONG_KONG.convert(&visible(text)));
        assert_eq!(marks(&converted), marks(text));
    }
}

proptest::proptest! {
    #[test]
    fn protected_text_never_changes(text in "[于洋对后余范发展干面，。]{0,40}") {
        static PROTECTING: LazyLock<Converter> = LazyLock::new(|| {
            let glossary = glossary(&["于洋", "余范", "后余"], &[]);
            Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &glossary).unwrap()
        });
        // Where likelier words reach into a name (对于|洋), it is none.
        let converted = PROTECTING.convert(&text);
        let names = PROTECTING.names_in(&text).into_iter().filter(|name| text[name.clone()] == *"于洋").count();
        proptest::prop_assert!(converted.matches("于洋").count() >= names);
    }

    #[test]
    fn the_runs_add_up_to_the_converted_paragraph(leaves in proptest::collection::vec("[头发干面系统持份者汇报，a]{0,5}", 1..6)) {
        let line: Vec<Inline> = leaves.iter().map(|leaf| text(leaf)).collect();
        let stretches = stretches(&line);
        let laid = convert_stretches(&stretches, &TO_HONG_KONG).concat();
        proptest::prop_assert_eq!(laid, TO_HONG_KONG.convert(&leaves.concat()));
    }
}

#[test]
fn every_name_is_converted_and_terms_stay_as_they_are_worded() {
    let mut source = testing::with_every_name(report(Edition::ZhHantHk, Vec::new()), spanned("x").span);
    let mut names = Every::default();
    testing::name_all(&mut source, &mut || spanned("說明"));
    names.report(&edition(&source, Edition::ZhHansCn, &mut Sink::default()));
    assert_eq!(names.printed.len(), 21);
    assert!(names.printed.iter().all(|text| text == "说明"), "{:?}", names.printed);
    assert_eq!(names.terms, [""]);
}

/// The mainland's text of every name.
#[derive(Default)]
struct Every {
    printed: Vec<String>,
    terms: Vec<String>,
}

impl Visit<'_> for Every {}

impl<'a> VisitReport<'a> for Every {
    fn names(&mut self, names: &'a Names) {
        self.printed.push(names.text(Edition::ZhHansCn).to_owned());
    }

    fn glossary(&mut self, glossary: &'a Glossary) {
        self.terms.extend(glossary.terms.iter().map(|term| term.names.text(Edition::ZhHansCn).to_owned()));
    }
}
