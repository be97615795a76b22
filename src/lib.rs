//! huibao 匯報 ↔ 汇报: one folder of Markdown and YAML becomes every edition of an ESG report. `docs/architecture.md` is the
//! guided tour; this is the map.
//!
//! The pipeline, in the order that [`pipeline`] alone knows:
//!
//! | stage | takes → gives |
//! |---|---|
//! | [`load`] | the author's files → [`model::Report`] |
//! | [`kpi`] | KPI data → figures, computed once; expressions and tables → figures as an edition prints them |
//! | [`proof`] | what the authors wrote → characters, words and marks that an editor would mark |
//! | [`script`] | a report → the same report in another edition's script |
//! | [`document`] | a report in an edition's words → [`model::Document`]: numbered, figures merged, links checked |
//! | [`parity`] | every edition's document → what they should have in common and have not |
//! | [`disclosure`] | tags → one index per standard |
//! | [`pdf`] | a document → PDF bytes and a page map |
//! | [`html`] | a document → web pages |
//! | [`output`] | products → the output folder, all or nothing |
//!
//! Stages pass plain data and never import each other. What they lean on:
//!
//! | floor | what it is |
//! |---|---|
//! | [`view`] | what both renderers must agree on, worked out once |
//! | [`model`] | the plain data that stages hand on |
//! | [`locale`] | an edition's own words |
//! | [`chinese`] | characters, words, names, readings, dictionaries |
//! | [`standards`] | catalogues of disclosures as data |
//! | [`component`], [`theme`], [`drawing`] | schemas of components, design tokens, pictures that the theme draws |
//! | [`template`] | Tera's home |
//! | [`picture`], [`office`], [`guard`] | what an image file is, and a file of Office; panics of libraries as errors |
//! | [`assets`], [`store`] | templates and lists; the one door to files, read once per round |
//! | [`diag`], [`source`] | problems, and places in the author's files |
//! | [`figure`], [`separated`], [`sheet`] | numbers in print; CSV files and workbooks |
//! | [`yaml`], [`ahead`], [`address`] | `serde_yaml`'s home; looking ahead for closing marks; addresses in running text |
//! | [`beside`](mod@beside) | two pieces of work at the same time |
//!
//! [`cli`] is the command line. Problems go to a [`diag::Sink`]. Each third-party library has one home
//! (`tests/suite/architecture.rs`): Markdown in `load`, YAML in `yaml`, OpenCC in `chinese`, Tera in `template`, Typst in
//! `pdf`.

pub mod address;
pub mod ahead;
pub mod assets;
pub mod beside;
pub mod chinese;
pub mod cli;
pub mod component;
pub mod diag;
pub mod disclosure;
pub mod document;
pub mod drawing;
pub mod figure;
pub mod guard;
pub mod html;
pub mod kpi;
pub mod load;
pub mod locale;
pub mod model;
pub mod office;
pub mod output;
pub mod parity;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod picture;
pub mod pipeline;
pub mod proof;
pub mod script;
pub mod separated;
pub mod sheet;
pub mod source;
pub mod standards;
pub mod store;
pub mod template;
pub mod theme;
pub mod view;
pub mod yaml;
