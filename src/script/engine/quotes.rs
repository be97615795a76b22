//! Quotation marks: 「」『』 in Hong Kong, “”‘’ on the mainland (GB/T 15834-2011 section 4.8), nested by depth.

use crate::model::Edition;

/// The two sides of a pair of quotation marks.
const OPENING: usize = 0;
const CLOSING: usize = 1;

/// Walks over one paragraph and rewrites its quotation marks. Each mark gives exactly one mark.
pub(in crate::script) struct Quotes {
    /// `None` leaves all marks as they are.
    to: Option<Edition>,
    is_chinese: bool,
    /// Marks open at this point, as read.
    open: Vec<char>,
    /// The character before, for telling an apostrophe.
    before: char,
}

impl Quotes {
    /// At the start of a paragraph. One without any Chinese (`is_chinese`) keeps the marks of its own language.
    pub(in crate::script) fn new(to: Edition, is_chinese: bool) -> Self {
        Self { to: Some(to), is_chinese, open: Vec::new(), before: ' ' }
    }

    /// Leaves all marks as they are.
    pub(in crate::script) fn none() -> Self {
        Self { to: None, is_chinese: false, open: Vec::new(), before: ' ' }
    }

    /// Rewrites the next part of the paragraph.
    pub(in crate::script) fn convert(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.append(text, &mut out);
        out
    }

    /// [`Quotes::convert`] into a text at hand.
    pub(in crate::script) fn append(&mut self, text: &str, out: &mut String) {
        let mut done = 0;
        for at in marks(text) {
            if at > 0 {
                self.before = text[..at].chars().next_back().unwrap_or(' ');
            }
            let mut rest = text[at..].chars();
            let Some(mark) = rest.next() else { break };
            out.push_str(&text[done..at]);
            out.push(self.mark(mark, rest.next().unwrap_or(' ')));
            done = at + mark.len_utf8();
        }
        out.push_str(&text[done..]);
        self.before = text.chars().next_back().unwrap_or(self.before);
    }

    fn mark(&mut self, character: char, after: char) -> char {
        match character {
            '「' | '『' | '“' | '‘' => {
                let depth = self.open.len();
                self.open.push(character);
                self.write(character, depth, OPENING)
            }
            '’' if !self.closes_single(after) => character,
            '」' | '』' | '”' | '’' => {
                let depth = match self.open.pop() {
                    Some(_) => self.open.len(),
                    // Nothing open: a quotation that began in another paragraph. The mark itself tells its level.
                    None => usize::from(matches!(character, '』' | '’')),
                };
                self.write(character, depth, CLOSING)
            }
            _ => character,
        }
    }

    /// Whether a ’ ends a quotation; in `world’s` it is an apostrophe.
    fn closes_single(&self, after: char) -> bool {
        self.open.last() == Some(&'‘') && !(self.before.is_ascii_alphanumeric() && after.is_ascii_alphabetic())
    }

    /// The mark of the edition for a depth; marks that are the edition's own already stay, and so do those of another
    /// language.
    fn write(&self, character: char, depth: usize, side: usize) -> char {
        let Some(to) = self.to else { return character };
        let own = to.quotes();
        let is_own = own.iter().any(|pair| pair[side] == character);
        // “” are those of most languages; 「」 are Chinese wherever they stand.
        let is_chinese = self.is_chinese || matches!(character, '「' | '『' | '」' | '』');
        if is_chinese && !is_own { own[depth % 2][side] } else { character }
    }
}

/// Where quotation marks stand in a text.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_mark = |at: usize| match bytes[at..] {
        // “”‘’ and 「」『』
        [0xe2, 0x80, last, ..] => matches!(last, 0x98 | 0x99 | 0x9c | 0x9d),
        [0xe3, 0x80, last, ..] => matches!(last, 0x8c..=0x8f),
        _ => false,
    };
    (0..bytes.len()).filter(move |at| matches!(bytes[*at], 0xe2 | 0xe3) && is_mark(*at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chinese::is_han;

    fn to_hong_kong(text: &str) -> String {
        Quotes::new(Edition::ZhHantHk, text.chars().any(is_han)).convert(text)
    }

    fn to_mainland(text: &str) -> String {
        Quotes::new(Edition::ZhHansCn, true).convert(text)
    }

    #[test]
    fn marks_follow_the_edition_and_their_depth() {
        assert_eq!(to_hong_kong("“甲‘乙“丙”’”丁“戊”"), "「甲『乙「丙」』」丁「戊」");
        assert_eq!(to_mainland("「甲『乙』」、『丙』"), "“甲‘乙’”、“丙”");
        assert_eq!(to_mainland("“甲「乙」”"), "“甲‘乙’”");
    }

    #[test]
    fn apostrophes_and_unpaired_marks_stay_readable() {
        assert_eq!(to_hong_kong("公司’s ‘world’s best’ 獎"), "公司’s 「world’s best」 獎");
        assert_eq!(to_mainland("承上段。」"), "承上段。”");
        assert_eq!(to_hong_kong("“未完"), "「未完");
        assert_eq!(to_hong_kong("“We care”, she said"), "“We care”, she said");
    }
}
