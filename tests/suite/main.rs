//! One binary for all integration tests: each more would link Typst again.
