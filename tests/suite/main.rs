//! One binary for all integration tests: each more would link Typst again.

#[cfg(feature = "pdf")]
mod pdf;
