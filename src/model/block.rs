//! Chapters, blocks and inline runs.

use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{Counted, DisclosureRef, LinkTarget, Phase, Visit, Written};
use crate::source::{SourceId, Span, Spanned};

/// One Markdown file.
#[derive(Debug, Clone)]
pub struct Chapter<P: Phase = Written> {
    /// The file.
    pub source: SourceId,
    /// File name without `.md`; names the chapter's web page.
    pub slug: String,
    /// Where it stands in the book.
    pub role: Role,
    /// Title for navigation, from the front matter or the first heading.
    pub title: Vec<Inline<P>>,
    /// UN Sustainable Development Goals the chapter speaks to, 1 to 17.
    pub sdgs: Vec<Spanned<u8>>,
    /// A short text for the chapter's opening page.
    pub lead: Vec<Inline<P>>,
    /// A picture for the chapter's opening, decoration only: without words for it.
    pub image: Option<Image<P>>,
    /// Number as printed: "1"; front matter and appendices have none.
    pub number: P::Number,
    /// Content. The chapter's own level-1 heading is the first block if the author wrote one.
    pub blocks: Vec<Block<P>>,
    /// Footnotes; [`InlineKind::Footnote`] points into this list. Sorted by first use.
    pub footnotes: Vec<Footnote<P>>,
}

/// Where a chapter stands in the book. Front matter and appendices are not numbered like chapters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Before the first chapter: no numbers.
    Front,
    /// A chapter: `1`, sections `1.1`, `1.1.1`.
    Chapter,
    /// After the last chapter: no numbers.
    Appendix,
}

/// A footnote's text.
#[derive(Debug, Clone)]
pub struct Footnote<P: Phase = Written> {
    /// The author's label, e.g. `scope`.
    pub label: Spanned<String>,
    /// Number as printed, counted through the whole report.
    pub number: P::NoteNumber,
    /// Text.
    pub inlines: Vec<Inline<P>>,
}

/// One block of a chapter.
#[derive(Debug, Clone)]
pub struct Block<P: Phase = Written> {
    /// The author's bytes.
    pub span: Span,
    /// Name to link to, unique in the whole report and the same in every edition. Every heading has one; every block
    /// with `disclose` has one.
    pub anchor: Option<String>,
    /// Disclosures this block (for a heading: its section) reports.
    pub disclose: Vec<Spanned<DisclosureRef>>,
    /// What it is.
    pub kind: BlockKind<P>,
}

/// The kinds of block.
#[derive(Debug, Clone)]
pub enum BlockKind<P: Phase = Written> {
    /// A heading. Level 1 opens the chapter.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Number as printed, e.g. `3.1.2`; deep headings have none.
        number: P::Number,
        /// Text.
        inlines: Vec<Inline<P>>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline<P>>),
    /// A list.
    List {
        /// First number of an ordered list.
        start: Option<u64>,
        /// Items.
        items: Vec<Vec<Block<P>>>,
    },
    /// A quotation.
    Quote(Vec<Block<P>>),
    /// A code block of no component's name.
    Code {
        /// Info string.
        language: String,
        /// Text, never converted.
        text: String,
    },
    /// A table.
    Table(Table<P>),
    /// A paragraph that holds only an image.
    Picture(Picture<P>),
    /// A thematic break.
    Rule,
    /// A fenced div or a component's code block.
    Component(Component<P>),
    /// `::: {.only edition=…}`: in some editions only.
    Only(P::Only),
}

/// A pipe table.
#[derive(Debug, Clone)]
pub struct Table<P: Phase = Written> {
    /// Caption: a paragraph `: caption` (or `Table: caption`) next to the table.
    pub caption: Option<Vec<Inline<P>>>,
    /// Alignment per column.
    pub columns: Vec<Align>,
    /// Header cells.
    pub header: Vec<Cell<P>>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<Cell<P>>>,
}

/// A table cell.
#[derive(Debug, Clone)]
pub struct Cell<P: Phase = Written> {
    /// The author's bytes.
    pub span: Span,
    /// Text.
    pub inlines: Vec<Inline<P>>,
}

/// Alignment of a table column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the theme likes: start for words.
    Auto,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// An image with a caption.
#[derive(Debug, Clone)]
pub struct Picture<P: Phase = Written> {
    /// The image.
    pub image: Image<P>,
    /// Caption: the image's Markdown title.
    pub caption: Option<Vec<Inline<P>>>,
    /// Width, where the author says so.
    pub width: Option<Width>,
}

/// How wide a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many per cent of the text's.
    Share(u8),
    /// One of the names of the grid.
    Grid(&'static str),
}

impl Width {
    /// The widths of the grid: one column of text; the text; what stands between the margins; the page to its edges.
    pub const GRID: [&'static str; 4] = ["column", "text", "page", "bleed"];
}

/// A checked image file.
#[derive(Debug, Clone)]
pub struct Image<P: Phase = Written> {
    /// Path below the content folder, with `/`, e.g. `images/plant.svg`; or a [`crate::drawing`], e.g. `drawn:road`.
    pub path: String,
    /// Where the author names it.
    pub span: Span,
    /// Alternative text.
    pub alt: Vec<Inline<P>>,
    /// Width and height in pixels (SVG: user units), where the file tells.
    pub size: Option<(u32, u32)>,
}

/// The fields that are a component's caption, of which it has one.
pub const CAPTIONS: [&str; 2] = ["caption", "title"];

/// The field that names the standard of a component that is given an index.
pub const STANDARD: &str = "standard";

/// The field of a table of metrics with the year that changes are told against, besides the one before.
pub const BASE: &str = "base";

/// A visual block: one Typst function and one Tera component of the same name.
#[derive(Debug, Clone)]
pub struct Component<P: Phase = Written> {
    /// Name, e.g. `case`, `timeline`, `kpi-table`, `index`.
    pub name: Spanned<String>,
    /// What its schema has huibao work out for it.
    pub given: Vec<Given>,
    /// What its caption is numbered as, where report.yaml asks for numbers.
    pub counted: Option<Counted>,
    /// Fields as the component's schema orders them; a field left out by the author is absent.
    pub fields: IndexMap<String, Data<P>>,
    /// Markdown inside a fenced div.
    pub body: Vec<Block<P>>,
}

/// What huibao works out for a component, besides the fields that its author writes. Its schema asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// `plot`: an axis, and where the figures of its metrics stand along it.
    Plot,
    /// The same, the figures of one year standing upon each other.
    StackedPlot,
    /// With every figure its share of the largest, with every metric its part of the sum.
    Shares,
    /// `spots`: where the signs of its items with an `x` and a `y` stand, so that none hides another.
    Spots,
    /// `index`: the disclosure index of the standard that its field `standard` names.
    Index,
    /// With every metric that reports a disclosure an `anchor`, which the disclosure index points to.
    Anchors,
    /// `columns`: the years there are, changes, codes.
    Columns,
    /// `waterfall`: bars from the `total` of the first year to that of the last, by what each item changed.
    Waterfall,
    /// `pairs`: where the figures of each item's `kpi` and `other` stand on one axis.
    Pairs,
    /// `slope`: lines from the first year to the last.
    Slope,
    /// `progress`: per item how far its metric has come from the first year towards its `goal`.
    Progress,
    /// `abbreviations`: its items stand in the order of their letters, and are held against the text.
    Abbreviations,
    /// `page`: pages of its own. It stands in no other block.
    Page,
}

impl Given {
    /// Everything that a schema can ask for, with its name there.
    pub const ALL: [(&'static str, Given); 13] = [
        ("plot", Given::Plot),
        ("stacked-plot", Given::StackedPlot),
        ("shares", Given::Shares),
        ("spots", Given::Spots),
        ("index", Given::Index),
        ("anchors", Given::Anchors),
        ("columns", Given::Columns),
        ("waterfall", Given::Waterfall),
        ("pairs", Given::Pairs),
        ("slope", Given::Slope),
        ("progress", Given::Progress),
        ("abbreviations", Given::Abbreviations),
        ("page", Given::Page),
    ];

    /// Its name in a schema.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, given)| *given == self).map_or("", |(name, _)| name)
    }

    /// Whether it compares the component's figures, which must be of one unit then.
    pub fn compares(self) -> bool {
        match self {
            Given::Plot | Given::StackedPlot | Given::Shares | Given::Waterfall | Given::Pairs | Given::Slope => true,
            Given::Spots
            | Given::Index
            | Given::Anchors
            | Given::Columns
            | Given::Progress
            | Given::Abbreviations
            | Given::Page => false,
        }
    }
}

impl<P: Phase> Component<P> {
    /// Whether its schema asks for this.
    pub fn is_given(&self, what: Given) -> bool {
        self.given.contains(&what)
    }

    /// The metrics in its fields, in order.
    pub fn metrics(&self) -> Vec<&P::Metric> {
        struct Metrics<'a, P: Phase>(Vec<&'a P::Metric>);
        impl<'a, P: Phase> Visit<'a, P> for Metrics<'a, P> {
            fn data(&mut self, data: &'a Data<P>) {
                if let Data::Metric(metric) = data {
                    self.0.push(metric);
                }
                self.inside_data(data);
            }
            fn line(&mut self, _: &'a [Inline<P>]) {}
        }
        let mut metrics = Metrics(Vec::new());
        self.fields.values().for_each(|data| metrics.data(data));
        metrics.0
    }

    /// The standard whose index it shows, if it is given one.
    pub fn standard(&self) -> Option<&Spanned<String>> {
        match self.fields.get(STANDARD).filter(|_| self.is_given(Given::Index)) {
            Some(Data::Plain(standard)) => Some(standard),
            _ => None,
        }
    }
}

/// Whose name a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOf {
    /// A person's, alone or with what the person is.
    Person,
    /// An award's, a body's: it keeps its own words in every edition.
    Thing,
}

/// A component field's value, typed by the component's schema.
#[derive(Debug, Clone)]
pub enum Data<P: Phase = Written> {
    /// Prose: inline Markdown, converted and merged like any other text.
    Text(Vec<Inline<P>>),
    /// A name, in inline Markdown.
    Name(P::NameOf, Vec<Inline<P>>),
    /// A word that is never converted: an id, a choice, a URL.
    Plain(Spanned<String>),
    /// A number, exactly as entered.
    Number(Spanned<Decimal>),
    /// The years that the component's metrics are shown for.
    Years(Vec<Spanned<i32>>),
    /// Yes or no.
    Bool(bool),
    /// An image.
    Image(Image<P>),
    /// A metric: its id as written, its figures as printed.
    Metric(P::Metric),
    /// A list.
    List(Vec<Data<P>>),
    /// Named fields.
    Map(IndexMap<String, Data<P>>),
}

impl<P: Phase> Data<P> {
    /// The years it names; none if it is of another kind.
    pub fn years(&self) -> &[Spanned<i32>] {
        match self {
            Data::Years(years) => years,
            _ => &[],
        }
    }
}

/// A run of inline content.
#[derive(Debug, Clone)]
pub struct Inline<P: Phase = Written> {
    /// The author's bytes.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind<P>,
}

/// The kinds of inline content.
#[derive(Debug, Clone)]
pub enum InlineKind<P: Phase = Written> {
    /// Text. Soft line breaks are already resolved: nothing between two Han characters, else a space.
    Text(String),
    /// Emphasis.
    Emph(Vec<Inline<P>>),
    /// Strong emphasis.
    Strong(Vec<Inline<P>>),
    /// Struck out.
    Strike(Vec<Inline<P>>),
    /// Subscript, e.g. CO~2~.
    Sub(Vec<Inline<P>>),
    /// Superscript, e.g. m^3^.
    Super(Vec<Inline<P>>),
    /// Code, never converted.
    Code(String),
    /// A link.
    Link {
        /// Where to.
        target: LinkTarget,
        /// Text.
        content: Vec<Inline<P>>,
    },
    /// An image inside a line.
    Image(Image<P>),
    /// A footnote mark: index into [`Chapter::footnotes`].
    Footnote(usize),
    /// What only one of the phases has: expressions and wording by hand as written, figures as printed.
    Own(P::Inline),
    /// A hard line break.
    Break,
}

impl<P: Phase> Inline<P> {
    /// A run of text.
    pub fn text(text: impl Into<String>, span: Span) -> Self {
        Self { span, kind: InlineKind::Text(text.into()) }
    }

    /// What is inside this run, if it is a container.
    pub fn children(&self) -> &[Inline<P>] {
        match &self.kind {
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Sub(inner)
            | InlineKind::Super(inner)
            | InlineKind::Link { content: inner, .. } => inner,
            _ => &[],
        }
    }

    /// What is inside this run, if it is a container.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline<P>>> {
        match &mut self.kind {
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Sub(inner)
            | InlineKind::Super(inner)
            | InlineKind::Link { content: inner, .. } => Some(inner),
            _ => None,
        }
    }
}

/// The bare text of inline content, as a bookmark or a `<title>` needs it.
pub fn plain_text<P: Phase>(inlines: &[Inline<P>]) -> String {
    let mut out = String::new();
    collect_plain_text(inlines, &mut out);
    out
}

fn collect_plain_text<P: Phase>(inlines: &[Inline<P>], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Own(own) => out.push_str(&P::text(own)),
            InlineKind::Image(image) => collect_plain_text(&image.alt, out),
            InlineKind::Break => out.push(' '),
            InlineKind::Footnote(_) => {}
            _ => collect_plain_text(inline.children(), out),
        }
    }
}

impl Chapter {
    /// A chapter that nothing is known of but its file.
    pub fn new(source: SourceId, slug: &str) -> Self {
        Self {
            source,
            slug: slug.to_owned(),
            role: Role::Chapter,
            title: Vec::new(),
            sdgs: Vec::new(),
            lead: Vec::new(),
            image: None,
            number: (),
            blocks: Vec::new(),
            footnotes: Vec::new(),
        }
    }
}

/// The blocks a heading at `at` covers: up to the next heading of the same or a higher level.
pub fn section_range<P: Phase>(blocks: &[Block<P>], at: usize) -> Range<usize> {
    let BlockKind::Heading { level: own, .. } = blocks[at].kind else { return at..at + 1 };
    let end = blocks[at + 1..]
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Heading { level, .. } if level <= own))
        .map_or(blocks.len(), |next| at + 1 + next);
    at..end
}
