//! Traditional ↔ Simplified.
//!
//! | room | what it does |
//! |---|---|
//! | [`engine`] | a converter: OpenCC with our layers in front |
//! | [`report`] | a report in the other script |
//! | [`files`] | text files, HTML, Word documents outside a report |
//! | [`review`] | characters with more than one reading, and a person's decisions about them |
//! | [`mod@folding`] | one script for both, for search |

mod engine;
pub mod files;
mod folding;
#[cfg(test)]
mod properties;
mod report;
pub mod review;
#[cfg(test)]
mod tests;

pub use engine::{Converter, Layer, Plain, check_glossary};
pub use folding::folding;
pub use report::edition;
