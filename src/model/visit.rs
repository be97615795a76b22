//! One walk over everything in a report: blocks, components' data, lines of text, images, names. It takes every type
//! apart field by field, so that a new kind of block or a new name does not compile until it has its place here.

use super::{
    Block, BlockKind, Chapter, Component, Config, Data, DisclosureNote, DisclosureNotes, Footnote, Glossary, Image,
    Inline, InlineKind, Issuer, Kpi, KpiBook, NameOf, Names, OtherPlace, Phase, Picture, Remarks, Report, Restated,
    Table, Target, Term, Translation, Unit, Written,
};

/// Declares a visitor, for references or for mutable ones.
macro_rules! visitor {
    ($(#[$about:meta])* $name:ident, $report:ident, $blocks:ident $(, $mut:tt)?) => {
        $(#[$about])*
        ///
        /// Every method is called with what its name says, in reading order, and goes on to what is `inside` unless it
        /// is replaced; a method that replaces it calls `inside_…` itself where it wants to go on.
        #[allow(missing_docs, reason = "each is named by what it visits")]
        pub trait $name<'a, P: Phase = Written> {
            fn chapter(&mut self, chapter: &'a $($mut)? Chapter<P>) {
                self.inside_chapter(chapter);
            }

            fn block(&mut self, block: &'a $($mut)? Block<P>) {
                self.inside_block(block);
            }

            /// Text that is read, converted and merged as a whole: a title, a paragraph, a cell, a caption, a note.
            fn line(&mut self, line: &'a $($mut)? [Inline<P>]) {
                self.inside_line(line);
            }

            /// A line that is a name.
            fn named(&mut self, _of: P::NameOf, line: &'a $($mut)? [Inline<P>]) {
                self.line(line);
            }

            fn inline(&mut self, inline: &'a $($mut)? Inline<P>) {
                self.inside_inline(inline);
            }

            fn data(&mut self, data: &'a $($mut)? Data<P>) {
                self.inside_data(data);
            }

            /// An image; its alternative text is a line inside it.
            fn image(&mut self, image: &'a $($mut)? Image<P>) {
                self.inside_image(image);
            }

            fn inside_chapter(&mut self, chapter: &'a $($mut)? Chapter<P>) {
                let Chapter {
                    source: _,
                    slug: _,
                    role: _,
                    title,
                    sdgs: _,
                    lead,
                    image,
                    number: _,
                    blocks,
                    footnotes,
                } = chapter;
                if let Some(image) = image {
                    self.image(image);
                }
                self.line(title);
                self.line(lead);
                for block in blocks {
                    self.block(block);
                }
                for note in footnotes {
                    let Footnote { label: _, number: _, inlines } = note;
                    self.line(inlines);
                }
            }

            fn inside_block(&mut self, block: &'a $($mut)? Block<P>) {
                let Block { span: _, anchor: _, disclose: _, kind } = block;
                match kind {
                    BlockKind::Heading { level: _, number: _, inlines } | BlockKind::Paragraph(inlines) => {
                        self.line(inlines);
                    }
                    BlockKind::List { start: _, items } => {
                        for block in items.into_iter().flatten() {
                            self.block(block);
                        }
                    }
                    BlockKind::Quote(blocks) => {
                        for block in blocks {
                            self.block(block);
                        }
                    }
                    BlockKind::Only(only) => {
                        for block in P::$blocks(only) {
                            self.block(block);
                        }
                    }
                    BlockKind::Code { language: _, text: _ } | BlockKind::Rule => {}
                    BlockKind::Table(table) => {
                        let Table { caption, columns: _, header, rows } = table;
                        if let Some(caption) = caption {
                            self.line(caption);
                        }
                        for cell in header.into_iter().chain(rows.into_iter().flatten()) {
                            self.line(&$($mut)? cell.inlines);
                        }
                    }
                    BlockKind::Picture(picture) => {
                        let Picture { image, caption, width: _ } = picture;
                        self.image(image);
                        if let Some(caption) = caption {
                            self.line(caption);
                        }
                    }
                    BlockKind::Component(component) => {
                        let Component { name: _, given: _, counted: _, fields, body } = component;
                        for (_, data) in fields {
                            self.data(data);
                        }
                        for block in body {
                            self.block(block);
                        }
                    }
                }
            }

            fn inside_line(&mut self, line: &'a $($mut)? [Inline<P>]) {
                for inline in line {
                    self.inline(inline);
                }
            }

            fn inside_inline(&mut self, inline: &'a $($mut)? Inline<P>) {
                let Inline { span: _, kind } = inline;
                match kind {
                    InlineKind::Emph(inner)
                    | InlineKind::Strong(inner)
                    | InlineKind::Strike(inner)
                    | InlineKind::Sub(inner)
                    | InlineKind::Super(inner)
                    | InlineKind::Link { target: _, content: inner } => self.inside_line(inner),
                    InlineKind::Image(image) => self.image(image),
                    InlineKind::Text(_)
                    | InlineKind::Code(_)
                    | InlineKind::Footnote(_)
                    | InlineKind::Own(_)
                    | InlineKind::Break => {}
                }
            }

            fn inside_data(&mut self, data: &'a $($mut)? Data<P>) {
                match data {
                    Data::Text(inlines) => self.line(inlines),
                    Data::Name(of, inlines) => self.named(*of, inlines),
                    Data::Image(image) => self.image(image),
                    Data::List(items) => {
                        for data in items {
                            self.data(data);
                        }
                    }
                    Data::Map(fields) => {
                        for (_, data) in fields {
                            self.data(data);
                        }
                    }
                    Data::Plain(_) | Data::Number(_) | Data::Years(_) | Data::Bool(_) | Data::Metric(_) => {}
                }
            }

            fn inside_image(&mut self, image: &'a $($mut)? Image<P>) {
                let Image { path: _, span: _, alt, size: _ } = image;
                self.line(alt);
            }
        }

        /// The same for a whole report, with its settings and data.
        #[allow(missing_docs, reason = "each is named by what it visits")]
        pub trait $report<'a>: $name<'a, Written> {
            fn report(&mut self, report: &'a $($mut)? Report) {
                self.inside_report(report);
            }

            fn glossary(&mut self, glossary: &'a $($mut)? Glossary) {
                self.inside_glossary(glossary);
            }

            fn unit(&mut self, unit: &'a $($mut)? Unit) {
                self.inside_unit(unit);
            }

            fn names(&mut self, _names: &'a $($mut)? Names) {}

            fn translation(&mut self, translation: &'a $($mut)? Translation) {
                self.inside_translation(translation);
            }

            fn inside_report(&mut self, report: &'a $($mut)? Report) {
                let Report {
                    config,
                    chapters,
                    translations,
                    kpis,
                    glossary,
                    disclosures,
                    catalogues: _,
                    review: _,
                    carried_over: _,
                    previous: _,
                } = report;
                self.inside_config(config);
                let KpiBook { units, kpis, breakdowns: _ } = kpis;
                for (_, unit) in units {
                    self.unit(unit);
                }
                for (_, kpi) in kpis {
                    self.inside_kpi(kpi);
                }
                let DisclosureNotes { notes, statements } = disclosures;
                for (_, note) in notes {
                    let DisclosureNote {
                        explanation,
                        partial,
                        negative,
                        elsewhere,
                        omission: _,
                        requirement: _,
                        relief: _,
                        is_assured: _,
                        sector: _,
                        span: _,
                    } = note;
                    self.names(explanation);
                    self.names(partial);
                    self.names(negative);
                    for OtherPlace { title, page: _, url: _ } in elsewhere {
                        self.names(title);
                    }
                }
                for (_, statement) in statements {
                    self.names(statement);
                }
                self.glossary(glossary);
                for chapter in chapters {
                    self.chapter(chapter);
                }
                for translation in translations {
                    self.translation(translation);
                }
            }

            fn inside_translation(&mut self, translation: &'a $($mut)? Translation) {
                let Translation { edition: _, chapters } = translation;
                for chapter in chapters {
                    self.chapter(chapter);
                }
            }

            fn inside_config(&mut self, config: &'a $($mut)? Config) {
                let Config {
                    issuer,
                    title,
                    subtitle,
                    tagline,
                    notice,
                    listing: _,
                    draft: _,
                    shows_claims: _,
                    previous: _,
                    mirrored: _,
                    numbered: _,
                    period: _,
                    published: _,
                    source: _,
                    editions: _,
                    standards: _,
                    theme: _,
                    cover,
                    logo,
                    review_required: _,
                    checks: _,
                } = config;
                let Issuer { name, short_name, stock_code: _, address, email: _, website: _ } = issuer;
                for names in [name, short_name, address, title, subtitle, tagline, notice] {
                    self.names(names);
                }
                for image in [cover, logo].into_iter().flatten() {
                    self.image(image);
                }
            }

            fn inside_unit(&mut self, unit: &'a $($mut)? Unit) {
                let Unit { names, attached: _, ungrouped: _, is_built_in: _, measure: _, symbol: _, also: _ } = unit;
                self.names(names);
            }

            fn inside_kpi(&mut self, kpi: &'a $($mut)? Kpi) {
                let Kpi {
                    id: _,
                    name,
                    unit: _,
                    decimals: _,
                    values: _,
                    words,
                    restated,
                    formula: _,
                    qualifier,
                    remarks,
                    targets,
                    assurance: _,
                    disclose: _,
                    split: _,
                    refused: _,
                        span: _,
                } = kpi;
                let Remarks { note, boundary, method, source } = remarks;
                for names in [name, qualifier, note, boundary, method, source] {
                    self.names(names);
                }
                for target in targets {
                    let Target { base: _, year: _, goal: _, state: _, name, span: _ } = target;
                    self.names(name);
                }
                for (_, words) in words {
                    self.names(words);
                }
                for (_, restated) in restated {
                    let Restated { span: _, was: _, reason } = restated;
                    self.names(reason);
                }
            }

            fn inside_glossary(&mut self, glossary: &'a $($mut)? Glossary) {
                let Glossary { protect: _, local: _, terms, house_style: _, vocabulary: _ } = glossary;
                for term in terms {
                    let Term { names, span: _ } = term;
                    self.names(names);
                }
            }
        }
    };
}

visitor!(
    /// Reads a chapter or a part of one.
    Visit,
    VisitReport,
    blocks
);
visitor!(
    /// Changes a chapter or a part of one.
    VisitMut,
    VisitReportMut,
    blocks_mut,
    mut
);

/// Calls `f` with every block, those inside lists, quotations and components too, in reading order.
pub fn for_each_block<'a, P: Phase>(blocks: &'a [Block<P>], f: &mut dyn FnMut(&'a Block<P>)) {
    struct Blocks<'f, 'a, P: Phase>(&'f mut dyn FnMut(&'a Block<P>));
    impl<'a, P: Phase> Visit<'a, P> for Blocks<'_, 'a, P> {
        fn block(&mut self, block: &'a Block<P>) {
            (self.0)(block);
            self.inside_block(block);
        }
        fn line(&mut self, _: &'a [Inline<P>]) {}
    }
    let mut visit = Blocks(f);
    blocks.iter().for_each(|block| visit.block(block));
}

impl Chapter {
    /// [`Chapter::for_each_line`], telling those that are names.
    pub fn for_each_named_line(&mut self, f: &mut dyn FnMut(Option<NameOf>, &mut [Inline])) {
        struct Lines<'f>(&'f mut dyn FnMut(Option<NameOf>, &mut [Inline]));
        impl<'a> VisitMut<'a> for Lines<'_> {
            fn line(&mut self, line: &'a mut [Inline]) {
                (self.0)(None, line);
                self.inside_line(line);
            }
            fn named(&mut self, of: NameOf, line: &'a mut [Inline]) {
                (self.0)(Some(of), line);
                self.inside_line(line);
            }
        }
        Lines(f).chapter(self);
    }

    /// Calls `f` with every line of the chapter; alternative texts of images inside a line are lines of their own.
    pub fn for_each_line(&mut self, f: &mut dyn FnMut(&mut [Inline])) {
        struct Lines<'f>(&'f mut dyn FnMut(&mut [Inline]));
        impl<'a> VisitMut<'a> for Lines<'_> {
            fn line(&mut self, line: &'a mut [Inline]) {
                (self.0)(line);
                self.inside_line(line);
            }
        }
        Lines(f).chapter(self);
    }
}
