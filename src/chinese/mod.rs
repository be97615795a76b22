//! What is known about Chinese, below every stage that reads or writes it: characters, words, names, readings,
//! dictionaries. The only user of OpenCC, and the only reader of `standards/script`.
//!
//! | module | what it knows |
//! |---|---|
//! | [`alike`] | characters that sound or look alike |
//! | [`characters`] | which characters are Chinese, which are of both scripts |
//! | [`data`] | the lists below `standards/script`, read in one way |
//! | [`words`] | ordinary words and their probabilities: where one ends and the next begins |
//! | [`stand_ins`] | words where another one is meant, by their neighbours |
//! | [`tree`] | words as a tree of their characters |
//! | [`vocabulary`] | ESG terms of Hong Kong and the mainland |
//! | [`house`] | the house style: spelling and the form of characters |
//! | [`readings`] | characters that become one of several |
//! | [`names`] | people's names |
//! | [`persons`] | how likely a stretch is a person's name |
//! | [`plain`] | what OpenCC alone says |
//! | [`dictionaries`] | OpenCC's own dictionaries, embedded |
//! | [`opencc`] | OpenCC's C interface |
//! | [`lookup`] | what words settle, for the checks |

pub mod alike;
pub mod characters;
pub mod data;
pub(crate) mod dictionaries;
pub mod house;
pub mod lookup;
pub mod names;
pub(crate) mod opencc;
mod persons;
mod plain;
pub mod readings;
pub mod stand_ins;
pub mod tree;
pub mod vocabulary;
pub mod words;

pub(crate) use characters::half_width;
pub use characters::{Listed, han_runs, is_han, is_of_both};
pub use lookup::{UNSETTLED, words_back};
pub(crate) use plain::hong_kong_forms;
pub use plain::{read_as_taiwan, simplified, traditional_characters};
