//! Words as a tree of their characters, in one piece of bytes: built once, by the build for the language's words and by
//! a converter for a report's, and read without unpacking. Its nodes stand level by level, so that the children of one
//! follow each other and begin where those of the node before end.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

/// What is known about a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entry {
    /// Tenths of the negative decimal logarithm of its probability.
    pub cost: u8,
    /// Whether a dictionary says what it becomes in the other script.
    pub is_phrase: bool,
}

impl Entry {
    const PRESENT: u16 = 1 << 15;
    const PHRASE: u16 = 1 << 14;

    fn pack(self) -> u16 {
        let phrase = if self.is_phrase { Self::PHRASE } else { 0 };
        Self::PRESENT | phrase | u16::from(self.cost)
    }

    fn unpack(value: u16) -> Option<Self> {
        let [cost, _] = value.to_le_bytes();
        let is_phrase = value & Self::PHRASE != 0;
        (value & Self::PRESENT != 0).then_some(Self { cost, is_phrase })
    }
}

/// The code of a character in a tree; those outside the basic plane are in no word.
pub fn code(character: char) -> u16 {
    u16::try_from(u32::from(character)).unwrap_or(u16::MAX)
}

/// The bytes of a tree: how many nodes, then of all nodes the character, what is known, and the first child.
pub fn bytes(words: &BTreeMap<Vec<u16>, Entry>) -> Vec<u8> {
    let keys: Vec<(&Vec<u16>, &Entry)> = words.iter().filter(|(word, _)| !word.is_empty()).collect();
    let (mut characters, mut values, mut first) = (vec![0_u16], Vec::new(), Vec::new());
    // The keys below a node, and how many of their characters it stands for.
    let mut queue = VecDeque::from([(0, keys.len(), 0)]);
    while let Some((mut from, to, depth)) = queue.pop_front() {
        first.push(u32::try_from(characters.len()).expect("fewer words than that"));
        values.push(0);
        if from < to && keys[from].0.len() == depth {
            *values.last_mut().expect("just pushed") = keys[from].1.pack();
            from += 1;
        }
        while from < to {
            let character = keys[from].0[depth];
            let end = from + keys[from..to].partition_point(|(key, _)| key[depth] == character);
            characters.push(character);
            queue.push_back((from, end, depth + 1));
            from = end;
        }
    }
    first.push(u32::try_from(characters.len()).expect("fewer words than that"));
    let count = u32::try_from(values.len()).expect("fewer words than that");
    let mut bytes = count.to_le_bytes().to_vec();
    characters.iter().chain(&values).for_each(|number| bytes.extend(number.to_le_bytes()));
    first.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes
}

/// A tree of words.
pub struct Tree {
    bytes: Cow<'static, [u8]>,
    count: usize,
    /// The node of each first character, 0 for none.
    roots: Vec<u32>,
    /// Which first characters there are, a bit for each: small trees are asked about every character of a text.
    firsts: Vec<u64>,
}

impl Default for Tree {
    /// One without words.
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Tree {
    /// Reads what [`bytes()`] wrote.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        let count =
            bytes.get(..4).map_or(0, |count| u32::from_le_bytes(count.try_into().expect("four bytes")) as usize);
        let mut tree = Self { bytes, count, roots: vec![0; 1 << 16], firsts: vec![0; 1 << 10] };
        for node in tree.children(0) {
            let character = usize::from(tree.short(node));
            tree.roots[character] = node as u32;
            tree.firsts[character / 64] |= 1 << (character % 64);
        }
        tree
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.count <= 1
    }

    /// Shows `see` every word at the start of a text: its length in characters, and what is known about it.
    pub fn words_at(&self, text: &[u16], mut see: impl FnMut(usize, Entry)) {
        let Some(first) = text.first().map(|first| usize::from(*first)) else { return };
        if self.firsts[first / 64] >> (first % 64) & 1 == 0 {
            return;
        }
        let mut node = self.roots[first] as usize;
        for length in 1.. {
            if let Some(entry) = Entry::unpack(self.short(self.count + node)) {
                see(length, entry);
            }
            node = match text.get(length) {
                Some(next) => self.child(node, *next),
                None => return,
            };
            if node == 0 {
                return;
            }
        }
    }

    /// The child of a node by its character, 0 for none.
    fn child(&self, node: usize, character: u16) -> usize {
        let children = self.children(node);
        let characters = &self.bytes[4 + 2 * children.start..4 + 2 * children.end];
        let at = |index: usize| u16::from_le_bytes([characters[2 * index], characters[2 * index + 1]]);
        let (mut low, mut left) = (0, children.len());
        if left == 0 {
            return 0;
        }
        while left > 1 {
            let half = left / 2;
            low += if at(low + half) <= character { half } else { 0 };
            left -= half;
        }
        if at(low) == character { children.start + low } else { 0 }
    }

    fn children(&self, node: usize) -> std::ops::Range<usize> {
        if self.count == 0 {
            return 0..0;
        }
        let at = 4 + 4 * self.count + 4 * node;
        let first = |bytes: &[u8]| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
        self.bytes.get(at..at + 8).map_or(0..0, |bytes| first(&bytes[..4])..first(&bytes[4..]))
    }

    /// One of the characters, which stand first, or of the values behind them.
    fn short(&self, at: usize) -> u16 {
        let at = 4 + 2 * at;
        self.bytes.get(at..at + 2).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_were_put_in() {
        let words = ["一", "一只", "只", "一只羊", "羊毛"];
        let entry = |cost| Entry { cost, is_phrase: cost % 2 == 0 };
        let codes = |text: &str| text.chars().map(code).collect::<Vec<u16>>();
        let table = words.iter().zip(0..).map(|(word, cost)| (codes(word), entry(cost))).collect();
        let tree = Tree::new(bytes(&table));
        let found = |text: &str| {
            let mut found = Vec::new();
            tree.words_at(&codes(text), |length, entry| found.push((length, entry)));
            found
        };
        assert_eq!(found("一只羊毛"), [(1, entry(0)), (2, entry(1)), (3, entry(3))]);
        assert_eq!(found("羊毛"), [(2, entry(4))]);
        assert_eq!(found("毛"), []);
        assert!(Tree::new(bytes(&BTreeMap::new())).is_empty());
    }
}
