//! huibao 匯報 ↔ 汇报: one folder of Markdown and YAML becomes every edition of an ESG report.
//!
//! The pipeline, in the order that [`pipeline`] alone knows:
//!
//! | stage | takes → gives |
//! |---|---|
//! | [`load`] | the author's files → [`model::Report`] |
//! | [`script`] | a report → the same report in another edition's script |
//! | [`proof`] | what the authors wrote → characters, words and marks that an editor would mark |
//! | [`kpi`] | KPI data → figures, computed once; expressions and tables → figures as an edition prints them |
//! | [`document`] | an edition's chapters and figures → [`model::Document`]: numbered, links checked, ready to be printed |
//! | [`disclosure`] | tags → one index per standard |
//! | [`parity`] | every edition → what one says otherwise than the source |
//! | [`pdf`] | an edition → PDF bytes and a page map |
//! | [`html`] | an edition → web pages |
//! | [`output`] | products → the output folder, all or nothing |
//!
//! Everything is read through one door, the [`store`]: once per round, and only what belongs to the report. A
//! [`pipeline::Project`] lives on, a [`pipeline::Build`] is one round.
//!
//! Below the stages lies [`chinese`]: characters, words, names, readings and dictionaries, for whoever reads or writes
//! Chinese. Catalogues of [`standards`] are data below them as
//! well. Stages pass plain data ([`model`]) and never import each other. Problems go to a [`diag::Sink`]. Each third-party
//! library has one home: Markdown in `load`, YAML in `yaml`, OpenCC in `chinese`, Tera in `template`, Typst in `pdf`.

pub mod ahead;
pub mod assets;
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
