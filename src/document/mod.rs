//! One edition of a report as it is printed: [`Report`](crate::model::Report)'s chapters, in the edition's script, become
//! a [`Document`]. Figures stand in the place of expressions and ids, numbers are set, wording by hand and blocks of the
//! edition are chosen: what cannot be printed has no place in the types of a document.
//!
//! | module | what it does |
//! |---|---|
//! | [`abbreviations`] | a list of abbreviations, held against the text |
//! | [`outline`] | numbers of headings, links checked |
//! | [`metrics`] | years, anchors and checks of a component's metrics |
//! | [`references`] | numbers of captions, what references to them print |
//! | [`says`] | sentences over charts, held against their figures |
//! | [`typed`] | numbers of references that an author typed |

mod abbreviations;
mod metrics;
mod outline;
mod references;
mod says;
#[cfg(test)]
mod tests;
mod typed;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::address;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::Locale;
use crate::model::{
    Block, BlockKind, Cell, Chapter, Component, Config, Data, Document, Edition, Footnote, Given, Image, Inline,
    InlineKind, Issuer, KpiRow, LinkTarget, Names, Only, Open, Passage, Picture, Reporter, Role, Table, printed,
};
use crate::source::{Sources, Span, Spanned};
use outline::Sections;

/// What a document asks of a report's figures.
pub trait Figures {
    /// What an expression in prose comes to: text and figures. What is wrong with it is told; nothing comes of it then.
    fn expression(&mut self, expression: &Spanned<String>, sink: &mut Sink) -> Vec<printed::InlineKind>;

    /// A metric's figures of these years. What is wrong with the id is told.
    fn row(&mut self, id: &Spanned<String>, years: &[i32], sink: &mut Sink) -> Option<KpiRow>;

    /// Every metric of the report with all its years.
    fn rows(&self) -> Vec<KpiRow>;
}

/// The document of one edition, whose words `chapters` and the names of `config` have. Its indices are still to be made.
pub fn build(
    config: &Config,
    chapters: Vec<Chapter>,
    locale: &Locale,
    figures: &mut dyn Figures,
    sources: &Sources,
    sink: &mut Sink,
) -> Document {
    let edition = locale.edition();
    let kpis = figures.rows();
    let years = |row: &KpiRow| row.figures.iter().map(|(year, _)| *year).collect();
    let known = kpis.iter().map(|row| (row.id.clone(), years(row))).collect();
    let mut printer = Printer {
        edition,
        year: config.period.year(),
        is_split: config.period.is_split(),
        to_come: config.draft.then(|| config.period.year()),
        figures,
        sources,
        sink,
        chapters: 0,
        notes: 0,
        sections: Sections::new(None),
        aside: 0,
        inside: 0,
        has_links: true,
        anchored: BTreeSet::new(),
        known,
    };
    let Config {
        issuer,
        title,
        subtitle,
        tagline,
        notice,
        listing: _,
        draft,
        shows_claims,
        mirrored,
        numbered,
        period,
        published,
        source,
        editions: _,
        standards: _,
        theme,
        cover,
        logo,
        review_required: _,
        checks: _,
        previous: _,
    } = config;
    let Issuer { name, short_name, stock_code, address, email, website } = issuer;
    let text = |names: &Names| names.text(edition).to_owned();
    let short_name = if short_name.text(edition).is_empty() { name } else { short_name };
    let mut document = Document {
        edition,
        is_source: edition == *source,
        locale: locale.clone(),
        issuer: Reporter {
            name: text(name),
            short_name: text(short_name),
            stock_code: stock_code.clone().unwrap_or_default(),
            address: text(address),
            email: email.clone().unwrap_or_default(),
            website: website.clone().unwrap_or_default(),
        },
        title: text(title),
        second_title: edition.beside().and_then(|other| Some((other.tag(), title.get(other)?.node.clone()))),
        tagline: text(tagline),
        subtitle: text(subtitle),
        notice: text(notice),
        settings: [title, subtitle, tagline, notice, name, short_name]
            .into_iter()
            .filter_map(|names| names.get(edition).cloned())
            .collect(),
        period: *period,
        published: *published,
        draft: *draft,
        mirrored: *mirrored,
        shows_claims: *shows_claims,
        theme: theme.name.clone(),
        cover: cover.clone().map(|image| printer.image(image)),
        logo: logo.clone().map(|image| printer.image(image)),
        chapters: chapters.into_iter().map(|chapter| printer.chapter(chapter)).collect(),
        indices: Vec::new(),
        kpis,
    };
    outline::check_links(&document.chapters, sink);
    abbreviations::check(&mut document, sources, sink);
    let places = references::number(&mut document.chapters, numbered, locale);
    if let Some(severity) = config.checks.severity(Code::TypedReference).filter(|_| document.is_source) {
        typed::check(&document.chapters, &places, edition, sources, severity, sink);
    }
    references::set(&mut document.chapters, &places, sink);
    metrics::mark_undrawn(&mut document, locale, sink);
    document
}

/// Goes through what is written, in reading order.
struct Printer<'a> {
    edition: Edition,
    /// The reporting year.
    year: i32,
    /// Whether it is a financial year of two calendar years.
    is_split: bool,
    /// The reporting year where the report is a draft: its figures may be still to come.
    to_come: Option<i32>,
    figures: &'a mut dyn Figures,
    sources: &'a Sources,
    sink: &'a mut Sink,
    /// Chapters and footnotes numbered so far.
    chapters: u32,
    notes: u32,
    sections: Sections,
    /// How many lists and quotations are around: their headings have an order of their own.
    aside: usize,
    /// How many components are.
    inside: usize,
    /// Whether addresses in the text at hand become links: not where a link or a picture stands around them.
    has_links: bool,
    /// Metrics whose row has its anchor.
    anchored: BTreeSet<String>,
    /// The years that each metric has figures for.
    known: BTreeMap<String, BTreeSet<i32>>,
}

impl Printer<'_> {
    fn chapter(&mut self, chapter: Chapter) -> printed::Chapter {
        let Chapter { source, slug, role, title, sdgs, lead, image, number: (), blocks, footnotes } = chapter;
        let number = (role == Role::Chapter).then(|| {
            self.chapters += 1;
            self.chapters.to_string()
        });
        self.sections = Sections::new(number.clone());
        Chapter {
            source,
            slug,
            role,
            title: self.line(title),
            sdgs,
            lead: self.line(lead),
            image: image.map(|image| self.image(image)),
            number,
            blocks: self.blocks(blocks),
            footnotes: footnotes.into_iter().map(|note| self.footnote(note)).collect(),
        }
    }

    fn footnote(&mut self, note: Footnote) -> printed::Footnote {
        let Footnote { label, number: (), inlines } = note;
        self.notes += 1;
        Footnote { label, number: self.notes, inlines: self.line(inlines) }
    }

    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<printed::Block> {
        blocks.into_iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: Block) -> Vec<printed::Block> {
        let Block { span, anchor, disclose, kind } = block;
        let kind = match kind {
            BlockKind::Heading { level, number: (), inlines } => {
                let number = if self.aside == 0 { self.sections.next(level) } else { None };
                BlockKind::Heading { level, number, inlines: self.line(inlines) }
            }
            BlockKind::Paragraph(inlines) => BlockKind::Paragraph(self.line(inlines)),
            BlockKind::List { start, items } => {
                self.aside += 1;
                let items = items.into_iter().map(|item| self.blocks(item)).collect();
                self.aside -= 1;
                BlockKind::List { start, items }
            }
            BlockKind::Quote(inner) => {
                self.aside += 1;
                let inner = self.blocks(inner);
                self.aside -= 1;
                BlockKind::Quote(inner)
            }
            BlockKind::Code { language, text } => BlockKind::Code { language, text },
            BlockKind::Table(Table { caption, columns, header, rows }) => BlockKind::Table(Table {
                caption: caption.map(|caption| self.line(caption)),
                columns,
                header: self.cells(header),
                rows: rows.into_iter().map(|row| self.cells(row)).collect(),
            }),
            BlockKind::Picture(Picture { image, caption, width }) => BlockKind::Picture(Picture {
                image: self.image(image),
                caption: caption.map(|caption| self.line(caption)),
                width,
            }),
            BlockKind::Rule => BlockKind::Rule,
            BlockKind::Component(component) => BlockKind::Component(self.component(component)),
            BlockKind::Only(Only { editions, blocks }) => {
                return if editions.contains(&self.edition) { self.blocks(blocks) } else { Vec::new() };
            }
        };
        vec![Block { span, anchor, disclose, kind }]
    }

    fn cells(&mut self, cells: Vec<Cell>) -> Vec<printed::Cell> {
        cells.into_iter().map(|Cell { span, inlines }| Cell { span, inlines: self.line(inlines) }).collect()
    }

    fn component(&mut self, component: Component) -> printed::Component {
        let asked: Vec<Spanned<i32>> = component.fields.values().flat_map(Data::years).cloned().collect();
        let years = match asked.is_empty() {
            true if component.is_given(Given::Columns) => metrics::years(&component, &self.known, self.year),
            true => vec![self.year],
            false => asked.iter().map(|year| year.node).collect(),
        };
        if component.is_given(Given::Page) && self.aside + self.inside > 0 {
            let message = format!("`{}` is a matter of pages and can stand in no other block", component.name.node);
            let hint = "put it outside of the list, quotation or component that is around it";
            self.sink.push(Diagnostic::error(Code::Markup, component.name.span, message).hint(hint));
        }
        let Component { name, given, counted, fields, body } = component;
        let fields = fields.into_iter().filter_map(|(key, data)| Some((key, self.data(data, &years)?))).collect();
        let mut component = Component { name, given, counted, fields, body: Vec::new() };
        metrics::check(&component, &asked, self.to_come, self.sink);
        says::check(&component, self.is_split, self.sink);
        metrics::anchor(&mut component, &mut self.anchored);
        self.inside += 1;
        component.body = self.blocks(body);
        self.inside -= 1;
        component
    }

    /// A field's value; none for a metric that there is not, which is told.
    fn data(&mut self, data: Data, years: &[i32]) -> Option<printed::Data> {
        Some(match data {
            Data::Text(inlines) | Data::Name(_, inlines) => Data::Text(self.line(inlines)),
            Data::Plain(word) => Data::Plain(word),
            Data::Number(number) => Data::Number(number),
            Data::Years(years) => Data::Years(years),
            Data::Bool(yes) => Data::Bool(yes),
            Data::Image(image) => Data::Image(self.image(image)),
            Data::Metric(id) => Data::Metric(self.figures.row(&id, years, self.sink)?),
            Data::List(items) => Data::List(items.into_iter().filter_map(|item| self.data(item, years)).collect()),
            Data::Map(fields) => {
                let fields = fields.into_iter().filter_map(|(key, data)| Some((key, self.data(data, years)?)));
                Data::Map(fields.collect())
            }
        })
    }

    fn image(&mut self, image: Image) -> printed::Image {
        let Image { path, span, alt, size } = image;
        Image { path, span, alt: self.without_links(alt), size }
    }

    fn line(&mut self, line: Vec<Inline>) -> Vec<printed::Inline> {
        let mut line: Vec<_> = line.into_iter().flat_map(|inline| self.inline(inline)).collect();
        // Most are one run, and a report may have a hundred thousand cells: room for three more stays with each.
        line.shrink_to_fit();
        line
    }

    /// What stands inside a link: addresses in it are text.
    fn without_links(&mut self, line: Vec<Inline>) -> Vec<printed::Inline> {
        let outside = std::mem::replace(&mut self.has_links, false);
        let line = self.line(line);
        self.has_links = outside;
        line
    }

    fn inline(&mut self, inline: Inline) -> Vec<printed::Inline> {
        let Inline { span, kind } = inline;
        let kind = match kind {
            InlineKind::Text(text) if self.has_links => return self.with_links(&text, span),
            InlineKind::Text(text) => InlineKind::Text(text),
            InlineKind::Emph(inner) => InlineKind::Emph(self.line(inner)),
            InlineKind::Strong(inner) => InlineKind::Strong(self.line(inner)),
            InlineKind::Strike(inner) => InlineKind::Strike(self.line(inner)),
            InlineKind::Sub(inner) => InlineKind::Sub(self.line(inner)),
            InlineKind::Super(inner) => InlineKind::Super(self.line(inner)),
            InlineKind::Code(text) => InlineKind::Code(text),
            InlineKind::Link { target, content } => InlineKind::Link { target, content: self.without_links(content) },
            InlineKind::Image(image) => InlineKind::Image(self.image(image)),
            InlineKind::Footnote(note) => InlineKind::Footnote(note),
            InlineKind::Break => InlineKind::Break,
            InlineKind::Own(Open::Expr(expression)) => {
                let kinds = self.figures.expression(&expression, self.sink);
                return kinds.into_iter().map(|kind| Inline { span, kind }).collect();
            }
            InlineKind::Own(Open::Manual(sides)) => {
                let edition = self.edition;
                let own = by_hand(&sides, edition);
                if own.is_none() {
                    let message = format!("the `-{{…}}-` has no wording for {edition}");
                    let hint = format!("add `{edition}:…`");
                    self.sink.push(Diagnostic::error(Code::MissingText, span, message).hint(hint));
                }
                InlineKind::Text(own.unwrap_or_default().to_owned())
            }
        };
        vec![Inline { span, kind }]
    }

    /// A text, the addresses in it as links.
    fn with_links(&self, text: &str, span: Span) -> Vec<printed::Inline> {
        let links = address::links(text);
        if links.is_empty() {
            return vec![Inline::text(text, span)];
        }
        let mut passage = Passage::new(self.edition);
        passage.align(text, span, &self.sources.get(span.source).text);
        let plain = |range: Range<usize>| {
            let place = passage.place(range.clone()).map_or(span, |(place, _)| place);
            Inline::text(&text[range], place)
        };
        let mut out = Vec::new();
        let mut from = 0;
        for (range, target) in links {
            out.extend((from < range.start).then(|| plain(from..range.start)));
            from = range.end;
            let content = vec![plain(range)];
            let span = content[0].span;
            out.push(Inline { span, kind: InlineKind::Link { target: LinkTarget::Url(target), content } });
        }
        out.extend((from < text.len()).then(|| plain(from..text.len())));
        out
    }
}

/// The side of a `-{…}-` for an edition (RFC 4647 section 3.4 lookup), else its untagged text.
fn by_hand(sides: &[(Option<String>, String)], edition: Edition) -> Option<&str> {
    let is = |tag: &Option<String>, wanted: &str| tag.as_ref().is_some_and(|tag| tag.eq_ignore_ascii_case(wanted));
    let with = |wanted: &str| sides.iter().find(|(tag, _)| is(tag, wanted));
    let untagged = || sides.iter().find(|(tag, _)| tag.is_none());
    edition.lookup().find_map(with).or_else(untagged).map(|(_, text)| text.as_str())
}
