//! What a test of any stage need not care about.

use super::{
    Amount, Chapter, Config, Date, DisclosureNote, DisclosureRef, Document, Edition, Figure, Goal, Issuer, Kpi,
    KpiBook, KpiRow, Locale, Names, OtherPlace, Period, Print, Report, Reporter, Target, Term, Theme, Unit, VisitMut,
    VisitReportMut, printed,
};
use crate::source::{SourceId, Sources, Span, Spanned};

/// Settings for the year 2023 in one edition, every place of them `span`. The issuer's name and the title are short.
pub(crate) fn config(edition: Edition, span: Span) -> Config {
    let spanned = |text: &str| Spanned::new(text.to_owned(), span);
    let day = |month, day| Date { year: 2023, month, day };
    Config {
        issuer: Issuer { name: Names::single(edition, spanned("示例公司")), ..Issuer::default() },
        title: Names::single(edition, spanned("報告")),
        subtitle: Names::default(),
        tagline: Names::default(),
        notice: Names::default(),
        listing: None,
        period: Period { from: day(1, 1), to: day(12, 31) },
        published: day(12, 31),
        source: edition,
        editions: vec![edition],
        standards: Vec::new(),
        theme: Theme { name: spanned("default") },
        cover: None,
        logo: None,
        review_required: None,
        checks: Default::default(),
        draft: false,
        shows_claims: false,
        previous: None,
        mirrored: false,
        numbered: Vec::new(),
    }
}

/// A report of these chapters and nothing else.
pub(crate) fn report(config: Config, chapters: Vec<Chapter>) -> Report {
    Report {
        config,
        chapters,
        translations: Vec::new(),
        kpis: KpiBook::default(),
        glossary: Default::default(),
        disclosures: Default::default(),
        catalogues: Default::default(),
        review: Default::default(),
        carried_over: Default::default(),
        previous: Default::default(),
    }
}

/// A figure of a metric `env.ghg`, printed 超過…噸.
pub(crate) fn figure(year: i32, text: &str) -> Figure {
    let number = text.replace(',', "").replace('−', "-").parse();
    Figure {
        metric: "env.ghg".to_owned(),
        year,
        amount: number.map_or_else(|_| Amount::Words(text.to_owned()), Amount::Number),
        unit: "t".to_owned(),
        places: None,
        restated: false,
        is_change: false,
        print: Print {
            before: "超過".to_owned(),
            number: text.to_owned(),
            cell: String::new(),
            behind: "噸".to_owned(),
        },
    }
}

/// A row of figures of `env.ghg`, printed in 噸; an empty text is a year without one.
pub(crate) fn row(figures: &[(i32, &str)]) -> KpiRow {
    let figure = |(year, text): &(i32, &str)| (*year, (!text.is_empty()).then(|| figure(*year, text)));
    KpiRow {
        id: "env.ghg".to_owned(),
        span: Span::new(Sources::default().add("kpi.yaml", ""), 0..0),
        name: "排放".to_owned(),
        unit: "噸".to_owned(),
        figures: figures.iter().map(figure).collect(),
        known: figures.iter().filter(|(_, text)| !text.is_empty()).map(|(year, _)| *year).collect(),
        changes: vec![None; figures.len()],
        ungrouped: false,
        note: String::new(),
        remarks: Default::default(),
        absent: Default::default(),
        targets: Vec::new(),
        anchor: None,
        disclose: Vec::new(),
    }
}

/// A report with one of everything that has names.
pub(crate) fn with_every_name(mut report: Report, span: Span) -> Report {
    let id = Spanned::new("a".to_owned(), span);
    report.kpis.units.insert("u".to_owned(), Unit::default());
    let goal = Goal::Value(Spanned::new(1.into(), span));
    let (base, year) = (None, Spanned::new(2030, span));
    let target = Target { base, year, goal, state: None, name: Names::default(), span };
    let kpi = Kpi {
        id: id.clone(),
        name: Names::default(),
        unit: None,
        decimals: None,
        values: Default::default(),
        words: [(2023, Names::default())].into(),
        restated: Default::default(),
        formula: None,
        qualifier: Names::default(),
        remarks: Default::default(),
        targets: vec![target],
        assurance: Default::default(),
        disclose: Vec::new(),
        split: Vec::new(),
        refused: false,
        span,
    };
    report.kpis.kpis.insert(id.node, kpi);
    let note = DisclosureNote { elsewhere: vec![OtherPlace::default()], ..DisclosureNote::at(span) };
    let disclosure = DisclosureRef { standard: "hkex".to_owned(), code: "A1.1".to_owned() };
    report.disclosures.notes.insert(disclosure, note);
    report.disclosures.statements.insert("gri".to_owned(), Names::default());
    report.glossary.terms.push(Term { names: Names::default(), span });
    report
}

/// Gives every name of a report a text in Hong Kong's edition.
pub(crate) fn name_all(report: &mut Report, text: &mut dyn FnMut() -> Spanned<String>) {
    struct Name<'f>(&'f mut dyn FnMut() -> Spanned<String>);
    impl VisitMut<'_> for Name<'_> {}
    impl<'a> VisitReportMut<'a> for Name<'_> {
        fn names(&mut self, names: &'a mut Names) {
            *names = Names::single(Edition::ZhHantHk, (self.0)());
        }
    }
    Name(text).report(report);
}

/// A chapter of a document that nothing is known of but its file.
pub(crate) fn chapter(source: SourceId, slug: &str) -> printed::Chapter {
    let Chapter { role, sdgs, .. } = Chapter::new(source, slug);
    printed::Chapter {
        source,
        slug: slug.to_owned(),
        role,
        title: Vec::new(),
        sdgs,
        lead: Vec::new(),
        image: None,
        number: None,
        blocks: Vec::new(),
        footnotes: Vec::new(),
    }
}

/// A document of these chapters and nothing else.
pub(crate) fn document(locale: Locale, chapters: Vec<printed::Chapter>) -> Document {
    let edition = locale.edition();
    let day = |month, day| Date { year: 2023, month, day };
    Document {
        edition,
        is_source: edition == Edition::ZhHantHk,
        locale,
        issuer: Reporter {
            name: "示例公司".to_owned(), short_name: "示例公司".to_owned(), ..Reporter::default()
        },
        title: "報告".to_owned(),
        second_title: None,
        tagline: String::new(),
        subtitle: String::new(),
        notice: String::new(),
        settings: Vec::new(),
        period: Period { from: day(1, 1), to: day(12, 31) },
        published: day(12, 31),
        draft: false,
        shows_claims: false,
        mirrored: false,
        theme: Spanned::new("default".to_owned(), Span::new(Sources::default().add("report.yaml", ""), 0..0)),
        cover: None,
        logo: None,
        chapters,
        indices: Vec::new(),
        kpis: Vec::new(),
    }
}
