//! Links, and what captions are numbered as.

/// Where a link goes. One to a place in the report without words of its own prints what the place is called: 表2, 第3.2節.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A web or e-mail address.
    Url(String),
    /// An anchor in the report; the outline stage has checked that it exists.
    Anchor(String),
    /// The same, named by the number of its page in print. A website has no pages: there it prints its words.
    Page(String),
}

impl LinkTarget {
    /// The place in the report, if it is one.
    pub fn anchor(&self) -> Option<&str> {
        match self {
            LinkTarget::Url(_) => None,
            LinkTarget::Anchor(anchor) | LinkTarget::Page(anchor) => Some(anchor),
        }
    }

    /// The same, to be changed.
    pub fn anchor_mut(&mut self) -> Option<&mut String> {
        match self {
            LinkTarget::Url(_) => None,
            LinkTarget::Anchor(anchor) | LinkTarget::Page(anchor) => Some(anchor),
        }
    }
}

/// What captions are numbered as, each counted through the whole report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// A table.
    Table,
    /// A picture, a chart, a diagram.
    Figure,
}

impl Counted {
    /// Each with its name in settings, in the plural there, and in schemas and among the edition's words.
    pub const ALL: [(Counted, &'static str, &'static str); 2] =
        [(Counted::Table, "tables", "table"), (Counted::Figure, "figures", "figure")];

    /// The word's key among the edition's words.
    pub fn label(self) -> &'static str {
        match self {
            Counted::Table => "table",
            Counted::Figure => "figure",
        }
    }
}
