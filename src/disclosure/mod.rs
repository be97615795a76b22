//! Tags and explanations → one index per standard.

mod codes;
mod duties;
mod gaps;
mod index;
mod places;
mod products;
mod remarks;

pub use duties::{Change, asked, changes};
pub use index::indices;
pub use places::page_texts;
pub use products::products;

#[cfg(test)]
mod tests;
