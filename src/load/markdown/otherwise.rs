//! Markup that its author may have meant as text. What it makes of the page is told where the markup may be a slip: a
//! sign that is eaten, a line that runs into the next one, a picture as high as a letter.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Build;
use crate::diag::{Code, Diagnostic};
use crate::load::text::{break_is_space, is_han_like, without_markers};
use crate::model::{Inline, InlineKind};

impl Build<'_, '_> {
    pub(super) fn doubt(&mut self, own: Range<usize>, message: impl Into<String>, hint: &str) {
        let span = self.slice.span(own);
        self.cx.sink.push(Diagnostic::warning(Code::Markup, span, message).hint(hint));
    }

    /// A text with a line of dashes right below it: a heading to Markdown, most often a line meant to part.
    pub(super) fn underlined(&mut self, range: &Range<usize>) {
        let own = self.range(range);
        let text = self.original()[own.clone()].trim_end();
        if without_markers(text).trim_start().starts_with('#') {
            return;
        }
        let Some(at) = text.rfind('\n').map(|at| at + 1) else { return };
        let line = text[at..].trim_start_matches([' ', '\t', '>']);
        let end = own.start + text.len();
        let message = "this line makes a heading of the text above it";
        let hint = "put a blank line before it for a line across the page; write ## before a heading";
        self.doubt(end - line.len()..end, message, hint);
    }

    /// A quotation that begins with a figure: `> 50%的供應商` has more often lost its sign.
    pub(super) fn quoted_figure(&mut self, range: &Range<usize>) {
        let own = self.range(range);
        let text = &self.original()[own.clone()];
        let rest = text.strip_prefix('>').unwrap_or_default().trim_start_matches([' ', '\t']);
        let figure = figure(rest);
        let is_quantity = rest[figure..]
            .trim_start()
            .starts_with(|c: char| matches!(c, '%' | '％') || (is_han_like(c) && !"年月日".contains(c)));
        if figure > 0 && is_quantity {
            let message = "this prints as a quotation, and the sign > before the figure vanishes";
            let hint = "write 超過, or \\> for the sign; a quotation that begins with a figure may begin with 「";
            let end = text.len() - rest.len() + figure;
            self.doubt(own.start..own.start + end, message, hint);
        }
    }

    /// `- 18.6` at the beginning of a line: the item of a list, where a loss may be meant.
    pub(super) fn signed_item(&mut self, list: &Range<usize>, item: &Range<usize>) -> bool {
        let own = self.range(item);
        let text = &self.original()[own.clone()];
        let Some(rest) = text.strip_prefix(['-', '+']).map(|rest| rest.trim_start_matches([' ', '\t'])) else {
            return false;
        };
        let length = figure(rest);
        let (number, behind) = rest.split_at(length);
        let is_year = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        if length == 0
            || (is_year && (behind.trim().is_empty() || behind.trim_start().starts_with(['年', '-', '–', '至', '\n'])))
        {
            return false;
        }
        // What can be below zero: 百萬元, 個百分點, tCO2e; nobody counts −3個項目.
        const LONGEST_UNIT: usize = 5;
        let is_measured = |unit: &str| {
            unit.chars().all(|c| c.is_ascii_alphanumeric())
                || unit.ends_with(['%', '％', '元', '點', '点', '噸', '吨', '℃', '度', '倍'])
        };
        // Nobody makes a list of one item at the margin, and begins it with a share.
        let listed = self.range(list);
        let is_at_margin = self.original()[..listed.start].rsplit('\n').next().is_some_and(str::is_empty);
        let is_alone = is_at_margin && self.original()[own.end..listed.end.max(own.end)].trim().is_empty();
        let is_share = ["%", "％", "個百分", "个百分", "百分"].iter().any(|unit| behind.trim_start().starts_with(unit));
        let is_lone = is_alone && own.start == listed.start && (is_share || text.starts_with('+'));
        let behind = behind.trim().trim_end_matches(['。', '；', '，', '、', '.', ';', ',']).trim_start();
        let is_bare = behind.chars().count() <= LONGEST_UNIT && is_measured(behind);
        // In the middle of a sentence: 虧損為 / - 18.6百萬元.
        let before = self.original()[..listed.start].strip_suffix('\n').unwrap_or_default();
        let goes_on = is_at_margin && before.trim_end_matches(['\r', ' ', '\t']).ends_with(is_han_like);
        let found = is_bare || is_lone || (goes_on && own.start == listed.start);
        if found {
            let sign = &text[..1];
            let message = format!("this prints as the item of a list, and the sign {sign} before the figure vanishes");
            let hint = "write the sign right before the figure where one is meant, −18.6, or 減少; begin the items of a list of figures with *";
            self.doubt(own.start..own.start + text.len() - rest.len() + length, message, hint);
        }
        found
    }

    /// Numbers that were typed with a bracket print with a stop.
    pub(super) fn bracketed_number(&mut self, item: &Range<usize>) {
        let own = self.range(item);
        let text = &self.original()[own.clone()];
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if text[digits..].starts_with(')') {
            let message = format!("the items of this list print as `{}.`, not as `{0})`", &text[..digits]);
            let hint = "write 1. as it prints; where the bracket is meant, write 1） in paragraphs of their own";
            self.doubt(own.start..own.start + digits + 1, message, hint);
        }
    }

    /// Pictures that share a paragraph with others, or with lines of text: each is as high as a line.
    pub(super) fn small_pictures(&mut self, inlines: &[Inline], range: &Range<usize>) {
        let is_picture = |inline: &Inline| matches!(inline.kind, InlineKind::Image(_));
        let is_blank = |inline: &Inline| match &inline.kind {
            InlineKind::Text(text) => text.trim().is_empty(),
            kind => matches!(kind, InlineKind::Break),
        };
        if !inlines.iter().any(is_picture) {
            return;
        }
        let are_all = inlines.iter().all(|inline| is_picture(inline) || is_blank(inline));
        let events = self.events[..self.at].iter().rev().take_while(|(_, place)| place.start >= range.start);
        let pictures = events.filter(|(event, _)| matches!(event, Event::Start(Tag::Image { .. })));
        let mut pictures: Vec<Range<usize>> = pictures.map(|(_, place)| self.range(place)).collect();
        pictures.reverse();
        let text = self.original();
        for picture in pictures {
            let before = text[..picture.start].rsplit('\n').next().unwrap_or_default();
            let after = text[picture.end..].split('\n').next().unwrap_or_default();
            let has_words = |part: &str| part.contains(char::is_alphanumeric);
            if are_all || !(has_words(without_markers(before)) || has_words(after)) {
                let message = "this picture prints as high as a line of text: it shares its paragraph";
                let hint = "put a blank line before and behind it; `columns` puts pictures side by side";
                self.doubt(picture, message, hint);
            }
        }
    }

    /// A line that ends without a mark, and the next one: they print as one. Lines of prose are broken where they are
    /// long, or behind a mark.
    pub(super) fn run_together(&mut self, at: &Range<usize>) {
        /// Characters of a line that nobody breaks for its length.
        const SHORT: usize = 20;
        /// Characters of a line of verse with its mark.
        const VERSE: std::ops::RangeInclusive<usize> = 3..=12;
        let own = self.range(at);
        let text = self.original();
        let line = text[..own.start].rsplit('\n').next().unwrap_or_default();
        let next =
            text[own.end..].trim_start_matches(['\n', '\r', ' ', '\t', '>']).split('\n').next().unwrap_or_default();
        let bare = |line: &str| without_markers(line).trim().trim_matches('*').to_owned();
        let (words, next) = (bare(line), bare(next));
        let (Some(last), Some(first)) = (words.chars().next_back(), next.chars().next()) else { return };
        // Rows and items are told as such.
        if line.contains(['\t', '|']) || is_numbered(&next) {
            return;
        }
        let is_mark = |c: char| matches!(c, '，' | '。' | '；' | '、' | '！' | '？');
        let are_labelled = label(&words).is_some() && label(&next).is_some();
        let is_cut = words.chars().count() < SHORT
            && last.is_alphanumeric()
            && first.is_alphanumeric()
            && !break_is_space(last, first)
            && !words.contains(is_mark);
        // Lines of verse are as long as one another.
        let is_verse = (VERSE.contains(&words.chars().count()) && words.chars().count() == next.chars().count())
            && is_mark(last)
            && next.ends_with(is_mark);
        if are_labelled || is_cut || is_verse {
            let end: String = last_characters(&words);
            let begin: String = next.chars().take(FEW).collect();
            let message = format!("this line and the next one print as one: {end}{begin}");
            let hint = "end the line with a backslash for a new line, or put a blank line between them";
            let start = own.start - line.trim_start().len();
            self.doubt(start..own.start, message, hint);
        }
    }
}

/// Whether a line begins with the number of an item: `2、`.
fn is_numbered(line: &str) -> bool {
    let line = line.trim_start_matches(['(', '（']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.len() < line.len() && rest.starts_with(['、', '.', '．', ')', '）'])
}

/// Characters that show where two lines meet.
const FEW: usize = 4;

fn last_characters(line: &str) -> String {
    let count = line.chars().count();
    line.chars().skip(count.saturating_sub(FEW)).collect()
}

/// `電話：` and its like at the beginning of a line.
fn label(line: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    let (label, _) = line.split_once(['：', ':'])?;
    let is_plain = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == ' ');
    (is_plain && label.chars().count() <= LONGEST && label.chars().any(is_han_like)).then_some(label)
}

/// The length of the figure that a text begins with: 18.6, HK$1,000, 約30.
pub(super) fn figure(text: &str) -> usize {
    let money = ["HK$", "US$", "RMB", "$", "￥", "¥", "€", "£"].into_iter().find(|sign| text.starts_with(sign));
    let from = money.map_or(0, str::len);
    let digits = text[from..].bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    if text[from..].starts_with(|c: char| c.is_ascii_digit()) { from + digits } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::load::tests::problems;

    #[test]
    fn signs_that_a_list_eats_are_told() {
        for text in [
            "+ 8.5%的增長來自新廠。",
            "- 5.2%的跌幅。",
            "+ 500萬元。",
            "- 0.3個百分點，因減排。",
            "較上年\n+ 8.5%，主要因增產。",
        ] {
            assert!(problems(&format!("\n{text}\n")).contains("before the figure vanishes"), "{text}");
        }
        for text in [
            "- 5.2%的電力來自太陽能\n- 8.1%的電力來自風力",
            "+ 節約用電",
            "- 3個項目獲獎",
            "- 能源\n  - 5.2%來自太陽能",
            "* 5.2%的電力來自太陽能",
        ] {
            assert_eq!(problems(&format!("\n{text}\n")), "", "{text}");
        }
    }

    #[test]
    fn titles_that_print_nowhere_are_told() {
        const PICTURE: &str = "![廠房](drawn:factory \"說明\")";
        for text in [
            "見[政策](https://a.hk \"全文\")。".to_owned(),
            format!("甲{PICTURE}乙"),
            format!("| 甲 | 乙 |\n|---|---|\n| {PICTURE} | 丙 |"),
            format!("## 節{PICTURE}"),
            format!("[{PICTURE}](https://a.hk)"),
        ] {
            let found = problems(&format!("\n{text}\n"));
            assert!(
                found.contains("error[lost-text]: this text would be printed nowhere: the title"),
                "{text}: {found}"
            );
        }
        for text in [
            PICTURE.to_owned(),
            format!("- {PICTURE}\n- 甲"),
            format!("> {PICTURE}"),
            "見[政策](https://a.hk)。".to_owned(),
        ] {
            assert_eq!(problems(&format!("\n{text}\n")), "", "{text}");
        }
    }
}
