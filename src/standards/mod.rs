//! Standards as data: catalogues of what can be disclosed, how binding each is for whom, and the shelf they stand on.
//!
//! A floor below the stages: it knows no report. Editions are named by their tags, days as `2025-01-01`.

pub mod catalogue;
mod shelf;

pub use catalogue::{Board, Catalogue, Entry, Obligation, Title};
pub use shelf::{Shelf, Standard};

/// Where an issuer is listed, as far as it decides what binds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// The board.
    pub board: Board,
    /// Whether it was a constituent of the Hang Seng Composite LargeCap Index throughout the year before the reporting
    /// year: the class of that year, not of the issuer for ever.
    pub large_cap: bool,
}

impl Listing {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match (self.board, self.large_cap) {
            (Board::Main, true) => "Main Board, large cap",
            (Board::Main, false) => "Main Board, no large cap",
            (Board::Gem, _) => "GEM",
        }
    }
}

impl Default for Listing {
    /// What binds every issuer of the Main Board.
    fn default() -> Self {
        Self { board: Board::Main, large_cap: false }
    }
}

#[cfg(test)]
mod tests;
