//! Tags and explanations → one index per standard.

mod beside;
mod codes;
mod contents;
mod duties;
mod gaps;
mod index;
mod places;
mod products;
mod remarks;

pub use codes::check_standards;
pub use duties::{Change, asked, changes};
pub use gaps::gaps;
pub use index::indices;
pub use places::page_texts;
pub use products::{gaps_json, moved, products};

#[cfg(test)]
mod tests;
