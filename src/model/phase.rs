//! Text as its authors wrote it and text as an edition prints it: one tree of blocks, and what differs.
//!
//! Containers (a list, a table, emphasis) are the same before and after, so they are one set of types over a phase. What
//! only one phase has is a type of the phase: what cannot be printed cannot be in a [`super::Document`], and whoever
//! handles a document need not ask.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use super::{Block, Edition, Figure, KpiRow, NameOf};
use crate::source::Spanned;

/// How far text has come.
pub trait Phase: Clone + fmt::Debug + 'static {
    /// Inline content that only this phase has.
    type Inline: Clone + fmt::Debug;
    /// Blocks for some editions.
    type Only: Clone + fmt::Debug;
    /// A metric in a component's field.
    type Metric: Clone + fmt::Debug;
    /// Whose name a field has; in print a name is a text.
    type NameOf: Copy + fmt::Debug;
    /// Number of a chapter or heading.
    type Number: Clone + fmt::Debug;
    /// Number of a footnote.
    type NoteNumber: Clone + fmt::Debug;

    /// The bare text of inline content of its own.
    fn text(own: &Self::Inline) -> Cow<'_, str>;
    /// What is inside blocks for some editions.
    fn blocks(only: &Self::Only) -> &[Block<Self>];
    /// What is inside blocks for some editions.
    fn blocks_mut(only: &mut Self::Only) -> &mut [Block<Self>];
}

/// As the authors wrote it.
#[derive(Debug, Clone)]
pub enum Written {}

/// As an edition prints it: in its own words, with its figures, numbered.
#[derive(Debug, Clone)]
pub enum Printed {}

/// Inline content that becomes text or figures in an edition.
#[derive(Debug, Clone)]
pub enum Open {
    /// `{{ … }}`: the expression's text.
    Expr(Spanned<String>),
    /// `-{…}-`: wording by hand per tag; one untagged entry protects the text.
    Manual(Vec<(Option<String>, String)>),
}

/// `::: {.only edition=…}`: blocks that some editions have.
#[derive(Debug, Clone)]
pub struct Only {
    /// The editions.
    pub editions: Vec<Edition>,
    /// What they have.
    pub blocks: Vec<Block<Written>>,
}

impl Phase for Written {
    type Inline = Open;
    type Only = Only;
    /// Its id.
    type Metric = Spanned<String>;
    type NameOf = NameOf;
    type Number = ();
    type NoteNumber = ();

    fn text(own: &Open) -> Cow<'_, str> {
        match own {
            Open::Expr(_) => "".into(),
            Open::Manual(sides) => sides.first().map_or("", |(_, text)| text).into(),
        }
    }

    fn blocks(only: &Only) -> &[Block<Written>] {
        &only.blocks
    }

    fn blocks_mut(only: &mut Only) -> &mut [Block<Written>] {
        &mut only.blocks
    }
}

impl Phase for Printed {
    type Inline = Box<Figure>;
    type Only = Infallible;
    /// Its figures.
    type Metric = KpiRow;
    type NameOf = Infallible;
    /// Front matter, appendices and deep headings have none.
    type Number = Option<String>;
    type NoteNumber = u32;

    fn text(own: &Box<Figure>) -> Cow<'_, str> {
        own.print.to_string().into()
    }

    fn blocks(only: &Infallible) -> &[Block<Printed>] {
        match *only {}
    }

    fn blocks_mut(only: &mut Infallible) -> &mut [Block<Printed>] {
        match *only {}
    }
}

/// The types of a document by their short names, for stages that handle nothing else.
pub mod printed {
    use super::Printed;

    /// A chapter.
    pub type Chapter = crate::model::Chapter<Printed>;
    /// A block.
    pub type Block = crate::model::Block<Printed>;
    /// The kinds of block.
    pub type BlockKind = crate::model::BlockKind<Printed>;
    /// A table.
    pub type Table = crate::model::Table<Printed>;
    /// A table cell.
    pub type Cell = crate::model::Cell<Printed>;
    /// An image with a caption.
    pub type Picture = crate::model::Picture<Printed>;
    /// An image.
    pub type Image = crate::model::Image<Printed>;
    /// A component.
    pub type Component = crate::model::Component<Printed>;
    /// A component field's value.
    pub type Data = crate::model::Data<Printed>;
    /// Inline content.
    pub type Inline = crate::model::Inline<Printed>;
    /// The kinds of inline content.
    pub type InlineKind = crate::model::InlineKind<Printed>;
    /// A footnote.
    pub type Footnote = crate::model::Footnote<Printed>;
}
