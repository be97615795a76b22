//! The house style: words in front of OpenCC's, and the form of characters in the finished text.

use std::collections::BTreeMap;

use super::{data, words};
use crate::model::Edition;

/// Words and their wording in the other script.
pub type Table = BTreeMap<String, String>;

/// Words in front of OpenCC's towards an edition: of the house style, and ordinary ones.
pub fn phrases(to: Edition) -> Table {
    let ordinary: Vec<_> = if to == Edition::ZhHantHk {
        words::towards_hong_kong().collect()
    } else {
        words::towards_mainland().collect()
    };
    // Text that is in the edition's script already stays so.
    let both = ordinary.into_iter().flat_map(|(word, wording)| [(wording, wording), (word, wording)]);
    let mut table: Table = both.map(|(word, wording)| (word.to_owned(), wording.to_owned())).collect();
    table.extend(pairs(if to == Edition::ZhHantHk { "hk-phrases.txt" } else { "cn-phrases.txt" }));
    table
}

/// The form of characters as they come out in the end; none towards the mainland.
pub fn glyphs(to: Edition) -> Table {
    if to == Edition::ZhHantHk { pairs("hk-glyphs.txt").collect() } else { Table::new() }
}

/// `word ⇥ wording ⇥ # reason` per line.
fn pairs(path: &str) -> impl Iterator<Item = (String, String)> + use<> {
    data::rows(path).filter(|row| row.len() > 1).map(|row| (row[0].to_owned(), row[1].trim_end().to_owned()))
}
