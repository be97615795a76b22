//! Marks and spaces (GB/T 15834-2011; the same rules hold in Hong Kong, with 「」 for quotation marks).

use std::ops::Range;

use super::brackets::Brackets;
use super::text::Text;
use super::{Finding, Reader};
use crate::chinese::is_han;
use crate::diag::Code;
use crate::model::{Edition, GAP, Passage};

/// Half-width marks and what Chinese text has instead.
const MARKS: [(char, char); 6] = [(',', '，'), ('.', '。'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// Marks that come in pairs.
const PAIRS: [(char, char); 9] = [
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('“', '”'),
    ('(', ')'),
];

/// Marks that never stand twice.
const SINGLE: [char; 5] = ['，', '、', '；', '：', '。'];

pub(super) fn check(reader: &mut Reader<'_>) {
    let (mut quotes, mut brackets) = (Quotes::default(), Brackets::default());
    for passage in reader.passages {
        let text = Text::of(passage);
        half_width(&text, reader);
        pairs(&text, &mut brackets, reader);
        straight_quotes(&text, reader);
        nested(&text, reader);
        doubled(&text, reader);
        spaces(&text, reader);
        quotes.count(&text);
    }
    brackets.tell(reader);
    quotes.tell(reader);
}

/// Chinese, or a mark that closes something Chinese.
fn ends_chinese(character: char) -> bool {
    is_han(character) || matches!(character, '」' | '』' | '）' | '》' | '〉' | '】' | '”')
}

/// Chinese, or a mark that opens something Chinese.
fn begins_chinese(character: char) -> bool {
    is_han(character) || matches!(character, '「' | '『' | '（' | '《' | '〈' | '【')
}

fn half_width(text: &Text<'_>, reader: &mut Reader<'_>) {
    let has_han = text.has_han(0..text.characters.len());
    for at in 0..text.characters.len() {
        let mark = text.get(at);
        let Some((_, full)) = MARKS.iter().find(|(half, _)| *half == mark) else { continue };
        let (before, after) = (text.before(at), text.get(at + 1));
        // Dots in a row are an ellipsis, dots inside a number or an address are theirs.
        let is_own = (mark == '.' && (before == '.' || after == '.' || after.is_ascii_alphanumeric()))
            || (mark == ':' && after.is_ascii_alphanumeric() && !(is_han(before) && after.is_ascii_digit()))
            || (mark == ';' && ends_reference(&text.passage.text[..text.range(at..at).start]))
            || (matches!(mark, '!' | '?') && is_error_of_spreadsheet(&text.passage.text[..text.range(at..at).start]));
        let skips_space = after == ' ' && begins_chinese(text.get(at + 2));
        // The curly quotes are those of English too. A half-width bracket may close something Chinese.
        let mut is_chinese = (ends_chinese(before) && (has_han || before != '”'))
            || (before == ')' && at > 1 && ends_chinese(text.get(at - 2)));
        // What parts clauses parts Chinese wherever Chinese goes on behind it: `ESG,環境`, `5%;其中`, `3 人 , 其中`.
        let parts_clauses = matches!(mark, ',' | ';' | '?' | '!') && before != '\n';
        is_chinese |= parts_clauses && (begins_chinese(after) || (matches!(mark, ',' | ';') && skips_space));
        // A stop does so behind what neither numbers an item (`1. 甲`) nor is cut short (`Ltd. 的`): `7.4%. 員工`.
        let ends_clause = mark == '.' && has_han && is_behind_figure(before);
        is_chinese |= ends_clause && (begins_chinese(after) || skips_space || at + 1 == text.characters.len());
        // Several question marks stand in the place of something.
        let is_stand_in = mark == '?' && (before == '?' || after == '?');
        if is_own || is_stand_in || !is_chinese {
            continue;
        }
        // A full-width mark brings its own room.
        let end = at + 1 + usize::from(skips_space || (after == ' ' && at + 2 == text.characters.len()));
        let start = if before == ' ' && at > 1 && mark != '.' { at - 1 } else { at };
        // What stands between two names may part them: 約翰.史密斯.
        let is_of_name = mark == '.' && is_han(before) && is_han(after);
        let hint = match is_of_name {
            true => format!("write `·` between the parts of a name, `{full}` at the end of a sentence"),
            false => format!("write `{full}`"),
        };
        let finding = Finding::new(format!("half-width `{mark}` in Chinese"), hint);
        // A list of Latin words that ends with a Chinese one is the author's to mend.
        let is_list = before.is_ascii_alphabetic() && skips_space;
        let finding = if is_of_name || is_list { finding } else { finding.fix(full.to_string()) };
        reader.tell(text.passage, text.range(start..end), Code::HalfWidthMark, finding);
    }
}

/// Signs behind figures and formulas, and a figure of the data.
fn is_behind_figure(character: char) -> bool {
    matches!(character, '%' | '％' | '‰' | '°' | '℃' | '²' | '³' | '₂' | GAP)
}

/// Whether a text ends with a character of HTML but for its semicolon: `&nbsp`.
fn ends_reference(text: &str) -> bool {
    let name = text.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or_default();
    name.len() > 1 && text[..text.len() - name.len()].ends_with('&')
}

/// Whether a text ends with an error of a spreadsheet but for its mark: `#REF`.
fn is_error_of_spreadsheet(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '/').ends_with('#')
}

/// Brackets and quotation marks without a partner, and half-width brackets around Chinese.
fn pairs<'a>(text: &Text<'a>, brackets: &mut Brackets<'a>, reader: &mut Reader<'_>) {
    let is_chinese = text.has_han(0..text.characters.len());
    if !is_chinese {
        return;
    }
    let mut open: Vec<usize> = Vec::new();
    // How many of each opening mark are open: a closing one without any is looked for nowhere.
    let mut counts = [0_usize; PAIRS.len()];
    let mut alone = Vec::new();
    for at in 0..text.characters.len() {
        let mark = text.get(at);
        if let Some(kind) = PAIRS.iter().position(|(left, _)| *left == mark) {
            counts[kind] += 1;
            open.push(at);
        } else if let Some(kind) = PAIRS.iter().position(|(_, right)| *right == mark) {
            let left = PAIRS[kind].0;
            // `1)`, `a)` and `1）` number the items of a list.
            let is_number = matches!(mark, ')' | '）') && text.before(at).is_ascii_alphanumeric();
            let mut partner = None;
            while counts[kind] > 0 && partner.is_none() {
                let from = open.pop().expect("one of this kind is open");
                let own = PAIRS.iter().position(|(left, _)| *left == text.get(from)).expect("only such are open");
                counts[own] -= 1;
                if text.get(from) == left { partner = Some(from) } else { alone.push(from) }
            }
            match partner {
                Some(from) => match mark {
                    ')' => brackets.half(from, at, text, reader),
                    '）' => brackets.full(from, at, text),
                    _ => {}
                },
                None if is_number => {}
                None => alone.push(at),
            }
        }
    }
    alone.extend(open);
    alone.sort_unstable();
    for at in alone {
        let mark = text.get(at);
        let partner = PAIRS.iter().find_map(|(left, right)| match mark {
            mark if mark == *left => Some(right),
            mark if mark == *right => Some(left),
            _ => None,
        });
        let mut hint = format!("add `{}`, or remove the mark", partner.unwrap_or(&mark));
        if mark == '”' && ends_figure(text.before(at)) {
            hint.push_str("; for inches write 吋 or 英寸");
        }
        let finding = Finding::new(format!("`{mark}` has no partner in this paragraph"), hint);
        reader.tell(text.passage, text.range(at..at + 1), Code::UnmatchedMark, finding);
    }
}

fn straight_quotes(text: &Text<'_>, reader: &mut Reader<'_>) {
    let is_straight = |at: &usize| matches!(text.get(*at), '"' | '＂' | '〝' | '〞' | '〟');
    let marks: Vec<usize> = (0..text.characters.len()).filter(is_straight).collect();
    let (mut open, mut pairs, mut is_sure) = (None, Vec::new(), true);
    for (nth, at) in marks.iter().copied().enumerate() {
        if let Some(from) = open.take() {
            pairs.push([from, at]);
            continue;
        }
        // Behind a figure that no quotation holds it is a sign of inches: 27"及32"顯示屏, 5'10". One that can only end a
        // quotation behind it, 2025"綠色"計劃, leaves it open.
        let is_measure = ends_figure(text.before(at));
        let ends = |next: &usize| !ends_figure(text.before(*next)) && !only_begins(text, *next);
        let begins = !(marks.len() - nth).is_multiple_of(2) || !marks.get(nth + 1).is_some_and(ends);
        is_sure &= !is_measure;
        open = (!is_measure || !begins).then_some(at);
    }
    let [[left, right], _] = text.passage.edition.quotes();
    if let Some(at) = open {
        is_sure = false;
        if is_han(text.before(at)) || is_han(text.get(at + 1)) {
            let finding = Finding::new("a straight quote beside Chinese", format!("write `{left}` or `{right}`"));
            reader.tell(text.passage, text.range(at..at + 1), Code::StraightQuotes, finding);
        }
    }
    for [from, to] in &pairs {
        straight_pair(*from, *to, is_sure, text, reader);
    }
    // Single ones inside of double ones are mended with them.
    let is_inside = |at: usize| pairs.iter().any(|pair| pair[0] < at && at < pair[1]);
    for [from, to] in single_quotes(text.characters.iter().map(|(_, c)| *c)) {
        if !is_inside(from) {
            straight_pair(from, to, true, text, reader);
        }
    }
}

/// Whether a figure may end with a character.
fn ends_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | '¼' | '½' | '¾')
}

/// Whether a straight quote can only begin a quotation, by what stands beside it.
fn only_begins(text: &Text<'_>, at: usize) -> bool {
    follows_opening(text.before(at)) && !precedes_closing(text.get(at + 1))
}

/// Whether it can only end one.
fn only_ends(text: &Text<'_>, at: usize) -> bool {
    precedes_closing(text.get(at + 1)) && !follows_opening(text.before(at))
}

/// What stands before a quotation, and not at its end.
fn follows_opening(c: char) -> bool {
    matches!(c, '\n' | ' ' | '，' | '、' | '；' | '：' | '（' | '「' | '《' | ',' | ';' | ':' | '(')
}

/// What stands behind a quotation, and not at its beginning.
fn precedes_closing(c: char) -> bool {
    let is_half = matches!(c, '\n' | ' ' | ',' | '.' | ';' | ':' | ')');
    is_half || matches!(c, '，' | '、' | '；' | '：' | '。' | '！' | '？' | '）' | '」' | '》')
}

/// Two straight quotes around Chinese. Where some in the text have no partner, which are two is sure of those alone that
/// can be nothing else.
fn straight_pair(from: usize, to: usize, is_sure: bool, text: &Text<'_>, reader: &mut Reader<'_>) {
    if !text.has_han(from + 1..to) {
        return;
    }
    let quotes = text.passage.edition.quotes();
    let inside = text.slice(from + 1..to);
    let message = "straight quotes around Chinese";
    let is_plain = only_begins(text, from) && only_ends(text, to);
    let may_be = is_sure && !only_ends(text, from) && !only_begins(text, to);
    if !(is_plain || may_be) {
        let [[left, right], _] = quotes;
        let hint = format!("write `{left}` where a quotation begins and `{right}` where it ends");
        let finding = Finding::new(message, hint);
        return reader.tell(text.passage, text.range(from..to + 1), Code::StraightQuotes, finding);
    }
    // The blanks around them belong to the straight quotes.
    let is_blank = |at: usize, beyond: char| text.get(at) == ' ' && is_han(beyond);
    let start = if from > 1 && is_blank(from - 1, text.get(from - 2)) { from - 1 } else { from };
    let end = if is_blank(to + 1, text.get(to + 2)) { to + 2 } else { to + 1 };
    let fix = quoted(inside.trim_matches(' '), usize::from(is_quoted(text, from, quotes)), quotes);
    let finding = Finding::new(message, format!("write `{fix}`"));
    let finding = if inside.contains(GAP) { finding } else { finding.fix(fix) };
    reader.tell(text.passage, text.range(start..end), Code::StraightQuotes, finding);
}

/// Quotation marks of the wrong level: 『』 outside of 「」, 「」 inside of its own kind.
fn nested(text: &Text<'_>, reader: &mut Reader<'_>) {
    let quotes = text.passage.edition.quotes();
    let level = |mark: char, side: usize| quotes.iter().position(|pair| pair[side] == mark);
    // What has no partner is told as such, and leaves the levels of the others open.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for at in 0..text.characters.len() {
        let mark = text.get(at);
        // An apostrophe.
        let is_apostrophe = mark == '’' && open.last().is_none_or(|(_, level)| *level == 0);
        if let Some(own) = level(mark, 0) {
            open.push((at, own));
        } else if let Some(own) = level(mark, 1).filter(|_| !is_apostrophe) {
            let Some((from, _)) = open.pop().filter(|(_, level)| *level == own) else { return };
            pairs.push((from, at, own, open.len()));
        }
    }
    if !open.is_empty() {
        return;
    }
    // The outermost pair brings what stands inside it into order.
    let mut done = 0;
    pairs.sort_unstable();
    for (from, to, own, depth) in pairs {
        let is_wrong = own != depth % 2;
        if from < done || !is_wrong || !text.has_han(from + 1..to) {
            continue;
        }
        done = to;
        let inside = text.slice(from + 1..to);
        let fix = quoted(inside, depth % 2, quotes);
        let [[left, right], [inner_left, inner_right]] = quotes;
        let message = format!("`{}` stands where the other quotation marks belong", text.get(from));
        let hint = format!("{left}{right} stand outside, {inner_left}{inner_right} within them: write `{fix}`");
        let finding = Finding::new(message, hint);
        let finding = if inside.contains(GAP) { finding } else { finding.fix(fix) };
        reader.tell(text.passage, text.range(from..to + 1), Code::NestedQuotes, finding);
    }
}

/// Pairs of straight single quotes, by their characters: the first stands behind none of a word, as an apostrophe does, or
/// a sign of minutes and feet; the second is the next one.
fn single_quotes(characters: impl Iterator<Item = char>) -> Vec<[usize; 2]> {
    let characters: Vec<char> = characters.collect();
    let at = |at: usize| characters.get(at).copied().unwrap_or('\n');
    let mut pairs = Vec::new();
    let mut open = None;
    for (nth, c) in characters.iter().enumerate().filter(|(_, c)| matches!(c, '\'' | '＇')) {
        let is_in_a_word = |c: char| c.is_ascii_alphanumeric();
        // It's, 5'3.
        if nth > 0 && is_in_a_word(at(nth - 1)) && is_in_a_word(at(nth + 1)) {
            continue;
        }
        // 集團's policy.
        let is_genitive = *c == '\'' && at(nth + 1) == 's' && !at(nth + 2).is_alphanumeric();
        let begins = !is_genitive && (nth == 0 || !at(nth - 1).is_ascii_alphanumeric());
        match open.take() {
            Some(from) => pairs.push([from, nth]),
            None => open = begins.then_some(nth),
        }
    }
    pairs
}

/// Whether a place stands inside a quotation of the outer marks.
fn is_quoted(text: &Text<'_>, at: usize, [[left, right], _]: [[char; 2]; 2]) -> bool {
    let last = (0..at).rev().map(|at| text.get(at)).find(|mark| [left, right].contains(mark));
    last == Some(left)
}

/// A text in quotation marks of a level; its own ones are those of the next level.
fn quoted(inside: &str, level: usize, quotes: [[char; 2]; 2]) -> String {
    let [left, right] = quotes[level];
    let [inner_left, inner_right] = quotes[1 - level];
    let mut characters: Vec<char> = inside.chars().collect();
    for [from, to] in single_quotes(inside.chars()) {
        if characters[from..to].iter().any(|c| is_han(*c)) {
            (characters[from], characters[to]) = (inner_left, inner_right);
        }
    }
    for c in &mut characters {
        match *c {
            mark if mark == left => *c = inner_left,
            mark if mark == right => *c = inner_right,
            _ => {}
        }
    }
    format!("{left}{}{right}", characters.into_iter().collect::<String>())
}

fn doubled(text: &Text<'_>, reader: &mut Reader<'_>) {
    let mut at = 0;
    while at < text.characters.len() {
        let mark = text.get(at);
        let length = (at..text.characters.len()).take_while(|next| text.get(*next) == mark).count();
        let range = text.range(at..at + length);
        let follows_chinese = ends_chinese(text.before(at)) || is_han(text.get(at + length));
        // A longer row leads to the page in a table of contents.
        if (mark == '.' && (3..=LONGEST_ELLIPSIS).contains(&length) && follows_chinese) || (mark == '。' && length >= 3)
        {
            let finding = Finding::new(format!("an ellipsis of {length} stops"), "write `……`").fix("……");
            reader.tell(text.passage, range, Code::Ellipsis, finding);
        } else if mark == '…' && length == 1 && (ends_chinese(text.before(at)) || is_han(text.get(at + 1))) {
            let finding = Finding::new("half of an ellipsis", "write `……`").fix("……");
            reader.tell(text.passage, range, Code::Ellipsis, finding);
        } else if SINGLE.contains(&mark) && length > 1 {
            let finding =
                Finding::new(format!("`{mark}` stands {length} times in a row"), format!("keep one `{mark}`"));
            reader.tell(text.passage, range, Code::DoubledMark, finding.fix(mark.to_string()));
        } else if SINGLE.contains(&mark)
            && (SINGLE.contains(&text.get(at + 1)) || matches!(text.get(at + 1), ',' | ';' | ':'))
        {
            let next = text.get(at + 1);
            let finding = Finding::new(format!("`{mark}` and `{next}` stand side by side"), "keep one of the two");
            reader.tell(text.passage, text.range(at..at + 2), Code::DoubledMark, finding);
        }
        at += length.max(1);
    }
}

/// Stops of an ellipsis, at most.
const LONGEST_ELLIPSIS: usize = 9;

/// Characters of half a slogan.
const SLOGAN: usize = 4;

/// A mark between the parts of a sentence.
fn is_inner_mark(mark: char) -> bool {
    matches!(mark, '，' | '、' | '；' | '。' | '：' | '？' | '！')
}

/// A space of any width (Unicode 16.0, category Zs, and the blank of Braille).
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}') || is_pasted_space(character)
}

/// A space that no keyboard gives: text of web pages and of word processors has it.
fn is_pasted_space(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{2800}')
}

/// Spaces inside a sentence. Titles and cells have spaces on purpose (`綠色使命 零碳未來`), but never before 的; and so
/// has what stands in brackets or quotation marks.
fn spaces(text: &Text<'_>, reader: &mut Reader<'_>) {
    let mut depth = 0_usize;
    for at in 0..text.characters.len() {
        let character = text.get(at);
        if PAIRS.iter().any(|(left, _)| *left == character) {
            depth += 1;
        } else if PAIRS.iter().any(|(_, right)| *right == character) {
            depth = depth.saturating_sub(1);
        }
        if !is_space(character) || is_space(text.before(at)) || depth > 0 && !is_pasted_space(character) {
            continue;
        }
        let length = (at..text.characters.len()).take_while(|next| is_space(text.get(*next))).count();
        if !is_in_sentence(text, at) && text.get(at + length) != '的' {
            continue;
        }
        let is_seam = |at: usize| text.passage.is_seam(text.range(at..at).start);
        let mut from = at;
        while from > 0 && is_han(text.get(from - 1)) && !(from < at && is_seam(from)) {
            from -= 1;
        }
        let mut to = at + length;
        while is_han(text.get(to)) && !(to > at + length && is_seam(to)) {
            to += 1;
        }
        let (before, after) = (at - from, to - (at + length));
        // A space beside a Chinese mark.
        let beside_mark = (at > 0 && text.before(at) != GAP && is_inner_mark(text.get(to)) && after == 0)
            || (after > 0 && before == 0 && is_inner_mark(text.before(at)));
        // Slogans in two halves are named within sentences as well.
        let is_slogan = before == after && before == SLOGAN;
        if beside_mark || (before > 0 && after > 0 && !is_slogan) {
            let message = format!("a space between `{}` and `{}`", text.before(at), text.get(at + length));
            let finding = Finding::new(message, "remove it").fix("");
            reader.tell(text.passage, text.range(at..at + length), Code::StraySpace, finding);
        }
    }
}

/// Whether a place is in a sentence: marks part what stands around it. A line below a picture or a letter has none
/// (…。本報記者 陳大文 攝).
fn is_in_sentence(text: &Text<'_>, at: usize) -> bool {
    let whole = &text.passage.text;
    let at = text.range(at..at).start;
    let start = whole[..at].rfind('。').map_or(0, |stop| stop + '。'.len_utf8());
    let end = whole[at..].find('。').map_or(whole.len(), |stop| at + stop + '。'.len_utf8());
    whole[start..end].contains(['。', '，', '；'])
}

/// Which quotation marks the text has around Chinese, and where.
#[derive(Default)]
struct Quotes<'a> {
    /// 「 in the first place, “ in the second, for each edition.
    found: [[Vec<Place<'a>>; 2]; 2],
}

/// Where something stands: a text and a range in it.
type Place<'a> = (&'a Passage, Range<usize>);

impl<'a> Quotes<'a> {
    fn count(&mut self, text: &Text<'a>) {
        let edition = usize::from(text.passage.edition == Edition::ZhHansCn);
        for at in 0..text.characters.len() {
            let kind = match text.get(at) {
                '「' => 0,
                '“' if is_han(text.get(at + 1)) => 1,
                _ => continue,
            };
            self.found[edition][kind].push((text.passage, text.range(at..at + 1)));
        }
    }

    /// Every place that has the other edition's mark beside the own one. The mainland has no 「 at all.
    fn tell(self, reader: &mut Reader<'_>) {
        for (edition, [corner, curved]) in [Edition::ZhHantHk, Edition::ZhHansCn].into_iter().zip(self.found) {
            let is_mainland = edition == Edition::ZhHansCn;
            let (own, other) = if is_mainland { (curved, corner) } else { (corner, curved) };
            let [own_mark, other_mark] = if is_mainland { ['“', '「'] } else { ['「', '“'] };
            if own.is_empty() && !is_mainland {
                continue;
            }
            let counts = (other.len(), own.len());
            for (passage, range) in other {
                let message = match counts.1 {
                    0 => format!("a quotation in `{other_mark}`"),
                    count => {
                        format!(
                            "the text has quotations in `{other_mark}` ({}) and in `{own_mark}` ({count})",
                            counts.0
                        )
                    }
                };
                let finding = Finding::new(message, format!("keep to `{own_mark}`"));
                reader.tell(passage, range, Code::MixedQuotes, finding);
            }
        }
    }
}
