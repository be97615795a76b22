//! Words that stand twice where an expression brings its own: 上升{{ … | change }} prints 上升上升4.5%.
//!
//! Read over the text as it prints.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Inline, InlineKind};
use crate::model::{Checks, Document, GAP, Printed, Visit};
use crate::source::{Sources, Span};

/// Which way something went. A noun as well (收入增長下降2%) says nothing where both are typed.
const WAYS: [&str; 19] = [
    "上升", "增加", "增長", "增长", "提高", "提升", "上漲", "上涨", "攀升", "下降", "減少", "减少", "降低", "下跌",
    "回落", "縮減", "缩减", "減低", "减低",
];

/// How near a figure is.
const ABOUT: [&str; 12] = ["大約", "大约", "將近", "将近", "接近", "超過", "超过", "不足", "約", "约", "逾", "近"];

/// Before 約 and 近, what makes another word of them: 節約, 預約, 最近, 附近.
const OF_ANOTHER_WORD: &str = "節节預预合條条公簽签制履違违續续邀契婚誓盟相特赴租紐纽和最附鄰邻靠親亲遠远就貼贴";

/// What may stand before a figure that is an amount of money.
const MONEY: [&str; 10] = ["HK$", "US$", "RMB", "$", "￥", "¥", "港幣", "港币", "人民幣", "人民币"];

/// Tells words that stand twice before a figure, in what the source edition prints.
pub fn check(document: &Document, checks: &Checks, sources: &Sources, sink: &mut Sink) {
    let Some(severity) = checks.severity(Code::DoubledWord) else { return };
    if document.edition.script().is_ideographic() {
        let mut lines = Lines { sources, found: Vec::new() };
        document.chapters.iter().for_each(|chapter| lines.chapter(chapter));
        for mut told in lines.found {
            told.severity = severity;
            sink.push(told);
        }
    }
}

struct Lines<'s> {
    sources: &'s Sources,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a, Printed> for Lines<'_> {
    fn line(&mut self, line: &'a [Inline]) {
        let mut text = Text::default();
        text.read(line, self.sources);
        for (words, is_same) in text.doubled() {
            let Some(place) = text.place(words.clone()) else { continue };
            let words = &text.text[words];
            let message = match is_same {
                true => format!("`{words}` prints here: one word too many"),
                false => format!("`{words}` prints here: the two words contradict each other"),
            };
            let hint =
                "the figure brings its own word: take the typed one away, or show the bare figure with `| number`";
            self.found.push(Diagnostic::warning(Code::DoubledWord, place, message).hint(hint));
        }
    }
}

/// A line as it prints.
#[derive(Default)]
struct Text {
    text: String,
    /// Where each piece begins, where it comes from, and whether an expression brought it.
    pieces: Vec<(usize, Span, bool)>,
}

impl Text {
    fn read(&mut self, line: &[Inline], sources: &Sources) {
        for inline in line {
            let is_brought = sources.text(inline.span).starts_with("{{");
            self.pieces.push((self.text.len(), inline.span, is_brought));
            match &inline.kind {
                InlineKind::Text(text) => self.text.push_str(text),
                InlineKind::Own(figure) => self.text.push_str(&figure.print.to_string()),
                InlineKind::Footnote(_) => {}
                InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Break => self.text.push(GAP),
                _ => self.read(inline.children(), sources),
            }
        }
    }

    fn piece(&self, at: usize) -> Option<&(usize, Span, bool)> {
        self.pieces[..self.pieces.partition_point(|(start, ..)| *start <= at)].last()
    }

    /// The expression that a range reaches into, or else the pieces it stands in.
    fn place(&self, range: Range<usize>) -> Option<Span> {
        let (first, last) = (self.piece(range.start)?, self.piece(range.end - 1)?);
        let brought = [first, last].into_iter().find(|(.., is_brought)| *is_brought);
        match brought {
            Some((_, span, _)) => Some(*span),
            // As typed, from the piece's beginning on.
            None if first.0 == last.0 && first.1.range().len() >= range.end - first.0 => {
                let start = first.1.range().start + range.start - first.0;
                Some(Span::new(first.1.source, start..start + range.len()))
            }
            None => Some(first.1),
        }
    }

    /// Two words before a figure that say the same thing, or the opposite; and whether they say the same.
    fn doubled(&self) -> Vec<(Range<usize>, bool)> {
        let text = self.text.as_str();
        let mut found = Vec::new();
        let mut last = ' ';
        for (at, c) in text.char_indices() {
            let begins = c.is_ascii_digit() && !last.is_ascii_alphanumeric() && !matches!(last, '.' | ',');
            last = c;
            if !begins {
                continue;
            }
            let before = ends_with(&text[..at], &MONEY).map_or(at, |start| start);
            let before = text[..before].trim_end_matches(' ').len();
            let about = ends_with(&text[..before], &ABOUT);
            if let Some(second) = about
                && let Some(first) = ends_with(&text[..second], &ABOUT)
                && is_of_itself(text, first..second)
                && is_of_itself(text, second..before)
            {
                found.push((first..before, true));
            }
            let end = about.unwrap_or(before);
            let Some(second) = ends_with(&text[..end], &WAYS) else { continue };
            let Some(first) = ends_with(&text[..second], &WAYS) else { continue };
            let is_same = text[first..second] == text[second..end];
            let is_brought = self.piece(second).is_some_and(|(start, _, is_brought)| *is_brought && *start == second);
            if is_same || is_brought {
                found.push((first..end, is_same));
            }
        }
        found
    }
}

/// Where one of these words begins that a text ends with.
fn ends_with(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find(|word| text.ends_with(**word)).map(|word| text.len() - word.len())
}

/// Whether a word is not the end of a longer one.
fn is_of_itself(text: &str, word: Range<usize>) -> bool {
    text[word.clone()].chars().count() > 1 || !text[..word.start].ends_with(|c| OF_ANOTHER_WORD.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(parts: &[(&str, bool)]) -> Vec<String> {
        let source = Sources::default().add("a.md", "");
        let mut text = Text::default();
        for (part, is_brought) in parts {
            text.pieces.push((text.text.len(), Span::new(source, 0..0), *is_brought));
            text.text.push_str(part);
        }
        text.doubled().into_iter().map(|(range, _)| text.text[range].to_owned()).collect()
    }

    #[test]
    fn words_before_a_figure_that_stand_twice() {
        assert_eq!(found(&[("較去年上升", false), ("上升4.5%", true)]), ["上升上升"]);
        assert_eq!(found(&[("增加", false), ("下降4.5%", true)]), ["增加下降"]);
        assert_eq!(found(&[("共逾", false), ("約1,000", true), ("人", false)]), ["逾約"]);
        assert_eq!(found(&[("約約1,000人，捐款超過約HK$5百萬", false)]), ["約約", "超過約"]);
        assert_eq!(found(&[("減少減少約 5%", false)]), ["減少減少"]);
    }

    #[test]
    fn words_that_belong_to_others() {
        for text in [
            "節約約1,000度電",
            "預約逾1,000人次",
            "最近約10年",
            "收入增長下降2%",
            "約1,000至約2,000人",
            "增加減少浪費的措施",
        ] {
            assert_eq!(found(&[(text, false)]), Vec::<String>::new(), "{text}");
        }
    }
}
