//! The home of Tera: an engine with our functions, and its errors as diagnostics.
