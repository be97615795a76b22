//! Standards' catalogues and the index of disclosures.

pub mod catalogue;
mod index;
mod places;
mod products;
mod shelf;

pub use index::indices;
pub use places::page_texts;
pub use products::products;

#[cfg(test)]
mod tests;
