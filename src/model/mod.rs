//! The document model: plain data that the stages hand to each other.
//!
//! | type | after stage | what it is |
//! |---|---|---|
//! | [`Report`] | `load` | what the authors wrote, in the source edition |
//! | [`Document`] | `script`, `document`, `disclosure` | one edition, ready for both renderers |
//! | [`PageMap`] | `pdf` | where each anchor came to stand in the PDF |

mod block;
pub mod calendar;
mod carried;
mod disclosure;
mod document;
mod edition;
mod entry;
mod kpi;
mod locale;
mod magnitude;
mod nothing;
mod passage;
mod phase;
mod reference;
mod report;
mod review;
mod target;
#[cfg(test)]
pub(crate) mod testing;
pub mod units;
mod visit;
mod year;

pub use block::*;
pub use carried::*;
pub use disclosure::*;
pub use document::*;
pub use edition::*;
pub use entry::*;
pub use kpi::*;
pub use locale::*;
pub use magnitude::*;
pub use nothing::*;
pub use passage::*;
pub use phase::*;
pub use reference::*;
pub use report::*;
pub use review::*;
pub use target::*;
pub use visit::*;
pub use year::*;
