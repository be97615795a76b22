//! One binary for all integration tests: each more would link Typst again.

mod architecture;
mod bad_input;
#[cfg(feature = "pdf")]
mod components;
mod contradictions;
mod conversion;
mod documents;
mod doors;
mod editions;
mod figures;
mod formats;
mod fuzz;
#[cfg(feature = "pdf")]
mod index_places;
mod metrics;
mod next_year;
#[cfg(feature = "pdf")]
mod pdf;
mod project;
mod proof;
#[cfg(feature = "pdf")]
mod publishing;
#[cfg(feature = "pdf")]
mod rebuild;
mod review;
mod said;
#[cfg(feature = "pdf")]
mod scale;
mod settings;
mod sheets;
mod standards;
#[cfg(feature = "pdf")]
mod strangers;
