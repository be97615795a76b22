//! Files that are no part of a report.
//!
//! | module | what it does |
//! |---|---|
//! | [`plain`] | plain text, Markdown and YAML, line by line |
//! | [`documents`] | HTML, Word documents, YAML files |
//! | [`diff`] | what each layer does to a text |

pub mod diff;
pub mod documents;
pub mod plain;
