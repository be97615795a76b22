//! What a test of any stage need not care about.

use super::{Chapter, Config, Date, Edition, Issuer, KpiBook, Names, Period, Report, Theme};
use crate::source::{Span, Spanned};

/// Settings for the year 2023 in one edition, every place of them `span`. The issuer's name and the title are short.
pub(crate) fn config(edition: Edition, span: Span) -> Config {
    let spanned = |text: &str| Spanned::new(text.to_owned(), span);
    let day = |month, day| Date { year: 2023, month, day };
    Config {
        issuer: Issuer { name: Names::single(edition, spanned("示例公司")), ..Issuer::default() },
        title: Names::single(edition, spanned("報告")),
        subtitle: Names::default(),
        notice: Names::default(),
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
        review: Default::default(),
    }
}
