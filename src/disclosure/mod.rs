//! Tags and explanations → one index per standard.

mod codes;
mod duties;
mod index;
mod places;
mod products;

pub use duties::{Change, asked, changes};
pub use index::indices;
pub use places::page_texts;
pub use products::products;

#[cfg(test)]
mod tests;
