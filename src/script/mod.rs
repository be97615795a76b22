//! Traditional ↔ Simplified over the model. The only user of OpenCC.
//!
//! | module | what it does |
//! |---|---|
//! | [`engine`] | a converter: OpenCC with our layers in front |
//! | [`layers`] | protected names, glossary, vocabulary and house style as OpenCC dictionaries |
//! | [`vocabulary`] | ESG terms of Hong Kong and the mainland |
//! | [`surnames`] | surnames before a form of address |
//! | [`mod@folding`] | one script for both, for search |
//! | [`dictionaries`] | OpenCC's own dictionaries, embedded |
//! | [`lookup`] | what the dictionaries know, for the checks |
//! | [`layback`] | a converted line over its runs again |
//! | [`plain`] | text files outside a report |
//! | [`documents`] | HTML, Word documents, YAML files |
//! | [`diff`] | what each layer does to a text |
//! | [`quotes`] | quotation marks |
//! | [`review`] | characters with more than one reading, and a person's decisions about them |

mod dictionaries;
pub mod diff;
pub mod documents;
mod engine;
mod folding;
mod layback;
mod layers;
mod lookup;
pub mod plain;
mod quotes;
pub mod review;
mod select;
mod surnames;
pub mod vocabulary;

use std::collections::BTreeSet;

pub use engine::{Converter, Plain};
pub use folding::folding;
pub use layers::{Layer, check as check_glossary};
pub use lookup::{Lookup, UNSETTLED};

use self::layback::{Characters, Stretch};
use self::quotes::{Quotes, is_han};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Edition, Inline, InlineKind, Names, Report};
use crate::source::{Span, Spanned};

/// The report in one of its editions: blocks for other editions dropped, `-{…}-` resolved, every text in the edition's
/// script and every [`crate::model::Names`] with a text for it.
///
/// Text in the other Chinese script is converted: prose if the authors write in that script, a [`Names`] if it has no
/// text of its own for the edition. Spans stay those of the author's bytes.
pub fn edition(report: &Report, edition: Edition, sink: &mut Sink) -> Report {
    let mut report = report.clone();
    if let Some(derived) = other_script(report.config.source) {
        layers::check(&report.glossary, report.config.source, derived, sink);
    }
    let Some(other) = other_script(edition) else {
        sink.push(
            Diagnostic::error(Code::MissingText, None, format!("the edition {edition} is not available yet"))
                .hint("publish zh-Hant-HK and zh-Hans-CN; take `en` out of `editions`"),
        );
        return report;
    };
    select::blocks(&mut report, edition);

    let mut work = Work::default();
    if report.config.source == other {
        for chapter in &mut report.chapters {
            chapter.for_each_line(&mut |line| work.take_line(line));
        }
    }
    for_each_names(&mut report, &mut |names| work.take_names(names, edition, other, sink));
    let mut done = work.convert(other, edition, &report, sink).into_iter();

    let is_converted = report.config.source == other;
    let mut failed = Vec::new();
    for chapter in &mut report.chapters {
        chapter.for_each_line(&mut |line| {
            if is_converted {
                put_line(line, &mut done, edition);
            }
            resolve_manual(line, edition, other, &mut failed);
        });
    }
    for_each_names(&mut report, &mut |names| {
        if names.get(edition).is_none()
            && let Some(span) = names.get(other).map(|text| text.span)
        {
            let text = done.next().unwrap_or_default().concat();
            let text = Quotes::new(edition, text.contains(is_han)).convert(&text);
            names.set(edition.tag(), Spanned::new(text, span));
        }
    });
    for span in failed {
        sink.push(
            Diagnostic::error(Code::MissingText, span, format!("the `-{{…}}-` has no wording for {edition}"))
                .hint(format!("add `{edition}:…`")),
        );
    }
    report
}

/// The Chinese edition in the other script.
fn other_script(edition: Edition) -> Option<Edition> {
    match edition {
        Edition::ZhHantHk => Some(Edition::ZhHansCn),
        Edition::ZhHansCn => Some(Edition::ZhHantHk),
        Edition::En => None,
    }
}

/// Everything that has to be converted for one edition, in the order it is met, so that OpenCC is called once.
#[derive(Default)]
struct Work {
    stretches: Vec<Stretch>,
    places: Vec<Option<Span>>,
}

impl Work {
    fn take_line(&mut self, line: &[Inline]) {
        let place = line.first().zip(line.last()).map(|(first, last)| {
            if first.span.source == last.span.source { first.span.to(last.span) } else { first.span }
        });
        self.stretches.extend(stretches(line));
        self.places.resize(self.stretches.len(), place);
    }

    fn take_names(&mut self, names: &Names, edition: Edition, other: Edition, sink: &mut Sink) {
        if names.get(edition).is_some() {
            return;
        }
        if let Some(text) = names.get(other) {
            self.stretches.push(Stretch { leaves: vec![text.node.clone()] });
            self.places.push(Some(text.span));
        } else if let Some((tag, text)) = names.iter().next() {
            sink.push(
                Diagnostic::error(
                    Code::MissingText,
                    text.span,
                    format!("there is no text for {edition} here, only `{tag}`"),
                )
                .hint(format!("add `{edition}: …`")),
            );
        }
    }

    /// The converted leaves of every stretch.
    fn convert(&self, from: Edition, to: Edition, report: &Report, sink: &mut Sink) -> Vec<Vec<String>> {
        let glossary = &report.glossary;
        let unchanged = || self.stretches.iter().map(|stretch| stretch.leaves.clone()).collect();
        let texts: Vec<String> = self.stretches.iter().map(|stretch| stretch.text().into_owned()).collect();
        let decided = review::decided(&report.review, to, &texts, sink);
        if self.stretches.is_empty() {
            return Vec::new();
        }
        let converter = match Converter::new(from, to, glossary) {
            Ok(converter) => converter,
            Err(error) => {
                sink.push(Diagnostic::error(Code::Conversion, None, error));
                return unchanged();
            }
        };
        let (converted, rescued) =
            converter.words_with(&texts.iter().map(String::as_str).collect::<Vec<_>>(), &decided);
        for rescued in rescued {
            let Some(place) = self.places[rescued.text] else { continue };
            let name = &rescued.name;
            let mut diagnostic = Diagnostic::warning(
                Code::Glossary,
                place,
                format!("the protected name `{name}` can be read as part of another word here; it is kept as it is"),
            )
            .hint(format!("write `-{{{name}}}-` if it is the name, or `-{{{from}:…;{to}:…}}-` if it is not"));
            if let Some(entry) = glossary.protect.iter().find(|entry| entry.node.trim() == name) {
                diagnostic = diagnostic.label(entry.span, "protected here");
            }
            sink.push(diagnostic);
        }
        lay_back(&self.stretches, converted, &converter)
    }
}

/// The converted leaves of every stretch, by one call of OpenCC where no length changes inside markup, else by two.
fn convert_stretches(stretches: &[Stretch], converter: &Converter) -> Vec<Vec<String>> {
    let texts: Vec<_> = stretches.iter().map(Stretch::text).collect();
    let (converted, _) = converter.words(&texts.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    lay_back(stretches, converted, converter)
}

fn lay_back(stretches: &[Stretch], converted: Vec<String>, converter: &Converter) -> Vec<Vec<String>> {
    let characters = characters(stretches, &converted, converter);
    std::iter::zip(stretches, converted)
        .map(|(stretch, text)| layback::distribute(&stretch.leaves, text, &characters))
        .collect()
}

/// How the characters of those stretches are converted whose lengths change.
fn characters(stretches: &[Stretch], converted: &[String], converter: &Converter) -> Characters {
    let all: BTreeSet<char> = std::iter::zip(stretches, converted)
        .filter(|(stretch, text)| layback::needs_characters(&stretch.leaves, text))
        .flat_map(|(stretch, _)| stretch.leaves.iter().flat_map(|leaf| leaf.chars()))
        .filter(|character| is_han(*character))
        .collect();
    if all.is_empty() {
        return Characters::new();
    }
    let texts: Vec<String> = all.iter().map(char::to_string).collect();
    let (converted, _) = converter.words(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    std::iter::zip(all, converted).filter_map(|(from, to)| Some((from, to.chars().next()?))).collect()
}

/// The text of a line, cut where something stands in it that is no text: a figure, code, an image, a line break. A
/// footnote's mark cuts nothing.
fn stretches(line: &[Inline]) -> Vec<Stretch> {
    let leaves = cut(line, &|text, _| text.to_owned());
    leaves.into_iter().map(|leaves| Stretch { leaves }).collect()
}

/// What `leaf` makes of each run of text and its place, in the stretches of the line.
fn cut<T>(line: &[Inline], leaf: &dyn Fn(&str, Span) -> T) -> Vec<Vec<T>> {
    fn walk<T>(inlines: &[Inline], leaf: &dyn Fn(&str, Span) -> T, out: &mut Vec<Vec<T>>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => match out.last_mut() {
                    Some(stretch) => stretch.push(leaf(text, inline.span)),
                    None => out.push(vec![leaf(text, inline.span)]),
                },
                InlineKind::Footnote(_) => {}
                InlineKind::Expr(_)
                | InlineKind::Kpi(_)
                | InlineKind::Code(_)
                | InlineKind::Image(_)
                | InlineKind::Break
                | InlineKind::Manual(_) => out.push(Vec::new()),
                _ => walk(inline.children(), leaf, out),
            }
        }
    }
    let mut out = vec![Vec::new()];
    walk(line, leaf, &mut out);
    out.retain(|stretch| !stretch.is_empty());
    out
}

/// Lays the converted stretches of a line, which come next from `done`, back over its runs.
fn put_line(line: &mut [Inline], done: &mut dyn Iterator<Item = Vec<String>>, edition: Edition) {
    fn walk(inlines: &mut [Inline], leaves: &mut dyn Iterator<Item = String>, quotes: &mut Quotes) {
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::Text(text) => *text = quotes.convert(&leaves.next().unwrap_or_default()),
                _ => {
                    if let Some(inner) = inline.children_mut() {
                        walk(inner, leaves, quotes);
                    }
                }
            }
        }
    }
    let count = stretches(line).len();
    let leaves: Vec<String> = done.take(count).flatten().collect();
    let is_chinese = leaves.iter().any(|leaf| leaf.contains(is_han));
    walk(line, &mut leaves.into_iter(), &mut Quotes::new(edition, is_chinese));
}

/// Puts the wording by hand in place of `-{…}-`.
fn resolve_manual(line: &mut [Inline], edition: Edition, other: Edition, failed: &mut Vec<Span>) {
    for inline in line {
        if let InlineKind::Manual(sides) = &inline.kind {
            let text = manual_text(sides, edition);
            if text.is_none() {
                failed.push(inline.span);
            }
            let text = text.or_else(|| manual_text(sides, other)).unwrap_or_default();
            inline.kind = InlineKind::Text(text.to_owned());
        } else if let Some(inner) = inline.children_mut() {
            resolve_manual(inner, edition, other, failed);
        }
    }
}

/// The side of a `-{…}-` for an edition (RFC 4647 section 3.4 lookup), else its untagged text.
fn manual_text(sides: &[(Option<String>, String)], edition: Edition) -> Option<&str> {
    let mut range = edition.tag();
    loop {
        let side = sides.iter().find(|(tag, _)| tag.as_deref().is_some_and(|tag| tag.eq_ignore_ascii_case(range)));
        if let Some((_, text)) = side {
            return Some(text);
        }
        match range.rfind('-') {
            Some(end) => range = &range[..end],
            None => break,
        }
    }
    sides.iter().find(|(tag, _)| tag.is_none()).map(|(_, text)| text.as_str())
}

/// Calls `f` with every [`Names`] that is printed, always in the same order.
fn for_each_names(report: &mut Report, f: &mut dyn FnMut(&mut Names)) {
    let config = &mut report.config;
    let issuer = &mut config.issuer;
    for names in [
        &mut issuer.name,
        &mut issuer.short_name,
        &mut issuer.address,
        &mut config.title,
        &mut config.subtitle,
        &mut config.notice,
    ] {
        f(names);
    }
    for unit in report.kpis.units.values_mut() {
        f(&mut unit.names);
    }
    for kpi in report.kpis.kpis.values_mut() {
        f(&mut kpi.name);
        f(&mut kpi.qualifier);
        f(&mut kpi.note);
    }
    for note in report.disclosures.notes.values_mut() {
        f(&mut note.explanation);
    }
    for statement in report.disclosures.statements.values_mut() {
        f(statement);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use indexmap::IndexMap;

    use super::*;
    use crate::model::*;
    use crate::source::Sources;

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
        let date = Date { year: 2023, month: 12, day: 31 };
        Report {
            root: "".into(),
            content: "".into(),
            config: Config {
                issuer: Issuer::default(),
                title: Names::single(source, spanned("報告")),
                subtitle: Names::default(),
                notice: Names::default(),
                period: Period { from: date, to: date },
                published: date,
                source,
                editions: vec![Edition::ZhHantHk, Edition::ZhHansCn],
                standards: Vec::new(),
                theme: Theme { name: spanned("default") },
                cover: None,
                review_required: None,
                checks: Default::default(),
            },
            chapters: vec![Chapter {
                source: span().source,
                slug: "a".into(),
                role: Role::Chapter,
                title: Vec::new(),
                sdgs: Vec::new(),
                lead: Vec::new(),
                image: None,
                number: None,
                blocks,
                footnotes: ["甲", "乙"]
                    .map(|label| Footnote { label: spanned(label), number: 0, inlines: vec![text("說明")] })
                    .into(),
            }],
            kpis: KpiBook::default(),
            glossary: Glossary::default(),
            disclosures: DisclosureNotes::default(),
            review: Ledger::default(),
        }
    }

    /// The first block's runs, containers in brackets.
    fn runs(report: &Report) -> String {
        fn show(inlines: &[Inline]) -> String {
            inlines
                .iter()
                .map(|inline| match &inline.kind {
                    InlineKind::Text(text) => text.clone(),
                    InlineKind::Footnote(note) => format!("^{note}"),
                    InlineKind::Expr(_) => "{{}}".to_owned(),
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
            inline(InlineKind::Expr(spanned("年"))),
            text("”头"),
            inline(InlineKind::Manual(vec![(None, "发".to_owned())])),
        ];
        let mut sink = Sink::default();
        let converted = edition(&report(Edition::ZhHansCn, vec![paragraph(line)]), Edition::ZhHantHk, &mut sink);
        assert_eq!(runs(&converted), "剪頭|[髮、一頭]|^0|髮絲「|{{}}|」頭|发");
        // Footnote 0 lost its only mark, there was none: the other one is the first now.
        assert_eq!(converted.chapters[0].footnotes.len(), 1);
        assert!(!sink.has_errors());
    }

    #[test]
    fn wording_by_hand_and_blocks_of_an_edition_are_chosen() {
        let only = |edition, words: &str| {
            block(BlockKind::Only { editions: vec![edition], blocks: vec![paragraph(vec![text(words)])] })
        };
        let sides = |sides: &[(&str, &str)]| {
            let sides = sides.iter().map(|(tag, text)| (Some((*tag).to_owned()), (*text).to_owned())).collect();
            inline(InlineKind::Manual(sides))
        };
        let line = vec![sides(&[("zh-Hant", "管治"), ("zh-Hans-CN", "治理")]), text("報告")];
        let blocks = vec![
            only(Edition::ZhHantHk, "香港"),
            block(BlockKind::Quote(vec![only(Edition::ZhHansCn, "內地")])),
            paragraph(line),
        ];
        let source = report(Edition::ZhHantHk, blocks);
        let mut sink = Sink::default();
        let mainland = edition(&source, Edition::ZhHansCn, &mut sink);
        let BlockKind::Quote(inner) = &mainland.chapters[0].blocks[0].kind else { panic!("the first is dropped") };
        assert_eq!(inner.len(), 1);
        let hong_kong = edition(&source, Edition::ZhHantHk, &mut sink);
        assert_eq!(runs(&hong_kong), "香港");
        assert_eq!(sink.iter().count(), 0);
        let last = |report: &Report| {
            let BlockKind::Paragraph(line) = &report.chapters[0].blocks.last().unwrap().kind else { panic!() };
            plain_text(line)
        };
        assert_eq!((last(&hong_kong), last(&mainland)), ("管治報告".to_owned(), "治理报告".to_owned()));

        let missing = report(Edition::ZhHantHk, vec![paragraph(vec![sides(&[("en", "x")])])]);
        edition(&missing, Edition::ZhHansCn, &mut sink);
        assert_eq!(sink.iter().next().unwrap().code, Code::MissingText);
    }

    #[test]
    fn names_have_a_text_for_every_chinese_edition() {
        let mut source = report(Edition::ZhHantHk, Vec::new());
        source.config.subtitle = Names::single(Edition::ZhHansCn, spanned("说明"));
        source.config.notice.set("zh-Hans", spanned("自有"));
        source.config.notice.set("zh-Hant-HK", spanned("說明"));
        source.config.issuer.name = Names::single(Edition::En, spanned("Leap"));
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
    fn the_glossary_goes_first_and_protected_names_stay() {
        let mut source = report(
            Edition::ZhHansCn,
            vec![paragraph(vec![
                text("于洋对于洋流的"),
                inline(InlineKind::Strong(vec![text("利益")])),
                text("相关方：S 1"),
            ])],
        );
        source.glossary = glossary(&["于洋"], &[("持份者", "利益相关方"), ("範圍 1", "S 1")]);
        let mut sink = Sink::default();
        let converted = edition(&source, Edition::ZhHantHk, &mut sink);
        assert_eq!(runs(&converted), "于洋對于洋流的|[持份]|者：範圍 1");
        let list: Vec<_> = sink.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(list, [Code::Glossary]);
    }

    #[test]
    fn contradictions_in_the_glossary_are_told() {
        let mut sink = Sink::default();
        let terms = [("管治", "治理"), ("甲", "乙"), ("甲", "丙"), ("丁", " "), ("戊", "乙")];
        layers::check(&glossary(&["管治"], &terms), Edition::ZhHantHk, Edition::ZhHansCn, &mut sink);
        let list: Vec<_> = sink.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        insta::assert_debug_snapshot!(list, @r#"
        [
            "`管治` becomes `治理` in zh-Hans-CN here, but `管治` elsewhere in the glossary",
            "`甲` becomes `丙` in zh-Hans-CN here, but `乙` elsewhere in the glossary",
            "a glossary term must be a text on one line",
        ]
        "#);
    }

    proptest::proptest! {
        #[test]
        fn protected_text_never_changes(text in "[于洋对后余范发展干面，。]{0,40}") {
            static PROTECTING: LazyLock<Converter> = LazyLock::new(|| {
                let glossary = glossary(&["于洋", "余范", "后余"], &[]);
                Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &glossary).unwrap()
            });
            // Listed names may overlap and are taken from the left as they are met; this one overlaps no other.
            let converted = PROTECTING.convert(&text);
            proptest::prop_assert!(converted.matches("于洋").count() >= text.matches("于洋").count());
        }

        #[test]
        fn the_runs_add_up_to_the_converted_paragraph(leaves in proptest::collection::vec("[头发干面系统持份者汇报，a]{0,5}", 1..6)) {
            let line: Vec<Inline> = leaves.iter().map(|leaf| text(leaf)).collect();
            let stretches = stretches(&line);
            let laid = convert_stretches(&stretches, &TO_HONG_KONG).concat().concat();
            proptest::prop_assert_eq!(laid, TO_HONG_KONG.convert(&leaves.concat()));
        }
    }

    #[test]
    fn every_name_and_unit_is_visited() {
        let mut source = report(Edition::ZhHantHk, Vec::new());
        source.kpis.units = IndexMap::from([(
            "t".to_owned(),
            Unit { names: Names::single(Edition::ZhHantHk, spanned("噸")), attached: false },
        )]);
        source.disclosures.statements =
            IndexMap::from([("gri".to_owned(), Names::single(Edition::ZhHantHk, spanned("說明")))]);
        let mainland = edition(&source, Edition::ZhHansCn, &mut Sink::default());
        assert_eq!(mainland.kpis.units["t"].names.text(Edition::ZhHansCn), "吨");
        assert_eq!(mainland.disclosures.statements["gri"].text(Edition::ZhHansCn), "说明");
    }
}
