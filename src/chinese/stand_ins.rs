//! Words that stand where another one is meant, and what their neighbours say about it: 審批程式 is 審批程序, 應用程式 is
//! itself.
//!
//! `standards/script/reviewed/stand-ins.txt` lists the pairs; `scripts/stand-ins` has distilled from a language model of
//! Simplified Chinese how much likelier each neighbour makes the word that is meant (`generated/stand-ins.txt`).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use super::{data, words};
use crate::model::Edition;

/// A word and the one that may be meant.
#[derive(Debug)]
pub struct StandIn {
    /// What is printed.
    pub word: &'static str,
    /// What to print instead.
    pub instead: &'static str,
    /// How much likelier the other one is before the neighbours are known, in tenths of a decimal logarithm.
    pub lean: i32,
    /// What stands near it in its own sense.
    own: Vec<&'static str>,
    /// Both words in Simplified characters, as the model knows them.
    pair: (String, String),
    neighbours: OnceLock<Neighbours>,
}

/// How much likelier the word that is meant becomes behind a word, and before one, in tenths of a decimal logarithm.
type Neighbours = [HashMap<&'static str, i32>; 2];

/// Characters of a neighbour, and how far away what tells a word's own sense may begin.
const LONGEST: usize = 6;

/// The pairs of an edition.
pub fn of(edition: Edition) -> &'static [StandIn] {
    static LISTS: LazyLock<[Vec<StandIn>; 2]> =
        LazyLock::new(|| [Edition::ZhHantHk, Edition::ZhHansCn].map(|edition| read(edition).collect()));
    match edition {
        Edition::ZhHantHk => &LISTS[0],
        Edition::ZhHansCn => &LISTS[1],
        _ => &[],
    }
}

fn read(edition: Edition) -> impl Iterator<Item = StandIn> {
    let rows = data::rows("stand-ins.txt").filter(move |row| row[0] == edition.tag());
    rows.map(|row| {
        let (word, meant, lean) = (row[1], row[2], row[3]);
        let (meant, instead) = meant.split_once('=').unwrap_or((meant, meant));
        let pair = (words::simplified_text(word), words::simplified_text(meant));
        let (lean, own) = (lean.parse().expect("a lean is a number"), row[4].split_whitespace().collect());
        StandIn { word, instead, lean, own, pair, neighbours: OnceLock::new() }
    })
}

impl StandIn {
    /// How much likelier the other word is than this one where it stands, in tenths of a decimal logarithm; far below 0
    /// beside what tells the word's own sense.
    pub fn doubt(&self, text: &str, place: &Range<usize>) -> i32 {
        let [behind, before] = self.neighbours.get_or_init(|| neighbours(&self.pair.0, &self.pair.1));
        let left: Vec<char> = text[..place.start].chars().rev().take(LONGEST).collect();
        let left: String = left.into_iter().rev().collect();
        let right: String = text[place.end..].chars().take(LONGEST).collect();
        if self.own.iter().any(|own| left.contains(own) || right.contains(own)) {
            return i32::MIN / 2;
        }
        let [left, right] = [left, right].map(|text| words::simplified_text(&text));
        // The longest word that stands there.
        let left = left.char_indices().find_map(|(at, _)| behind.get(&left[at..]));
        let ends = right.char_indices().map(|(at, one)| at + one.len_utf8()).rev();
        let right = ends.into_iter().find_map(|end| before.get(&right[..end]));
        self.lean + left.unwrap_or(&0) + right.unwrap_or(&0)
    }
}

/// What is known about a pair. `=` opens it; `<` and `>` words before and behind it, in lines of one score each.
fn neighbours(word: &str, meant: &str) -> Neighbours {
    static PAIRS: LazyLock<HashMap<(&str, &str), Vec<&str>>> = LazyLock::new(|| {
        let mut pairs: HashMap<_, Vec<&str>> = HashMap::new();
        let mut open = ("", "");
        for line in data::lines("generated/stand-ins.txt") {
            match line.strip_prefix('=').and_then(|pair| pair.split_once(' ')) {
                Some(pair) => open = pair,
                None => pairs.entry(open).or_default().push(line),
            }
        }
        pairs
    });
    let mut found = Neighbours::default();
    for line in PAIRS.get(&(word, meant)).into_iter().flatten() {
        let (side, line) = line.split_at(1);
        let mut fields = line.split(' ');
        let score: i32 = fields.next().and_then(|score| score.parse().ok()).expect("a line begins with its score");
        found[usize::from(side == ">")].extend(fields.map(|word| (word, score)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(edition: Edition, text: &str, word: &str) -> i32 {
        let pair = of(edition).iter().find(|pair| pair.word == word).unwrap();
        let at = text.find(word).unwrap();
        pair.doubt(text, &(at..at + word.len()))
    }

    #[test]
    fn neighbours_decide() {
        let hong_kong = |text, word| doubt(Edition::ZhHantHk, text, word);
        assert!(hong_kong("按照法律程式處理", "程式") > 0);
        assert!(hong_kong("手機應用程式", "程式") < 0);
        assert!(hong_kong("資源共用", "共用") > 0);
        assert!(hong_kong("意見回饋", "回饋") > 0);
        assert!(hong_kong("回饋社會", "回饋") < 0);
        assert!(hong_kong("功率因數", "因數") < 0);
        assert!(doubt(Edition::ZhHansCn, "公开资讯披露", "资讯") > 0);
    }

    #[test]
    fn every_pair_has_neighbours() {
        for pair in [Edition::ZhHantHk, Edition::ZhHansCn].into_iter().flat_map(of) {
            let [behind, before] = neighbours(&pair.pair.0, &pair.pair.1);
            assert!(!behind.is_empty() && !before.is_empty(), "{}", pair.word);
        }
    }
}
