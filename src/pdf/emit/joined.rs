//! What a line must not part, and what it must not hold apart: figures and their measures, words of names, marks beside
//! marks.

use std::ops::Range;

use crate::chinese::{is_han, words};

/// A piece of a text, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// As it is.
    Plain(&'t str),
    /// A mark that loses half its room to the one beside it.
    Tight(&'t str),
    /// A figure and the first character of its measure, 2023年; a word.
    Whole(Whole<'t>),
}

/// What stands in a box of its own, as no line end parts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole<'t> {
    /// The figure with its measure, or the word, and the marks behind it that no line begins with.
    pub(super) text: &'t str,
    /// Such marks at the beginning of the text behind this one.
    pub(super) marks: &'t str,
    /// Whether a gap belongs before and behind it: within a run, Typst sets a quarter em between Chinese and Latin
    /// characters, but not at the edge of a box.
    pub(super) gaps: (bool, bool),
}

/// How a text of a Chinese edition is set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How {
    /// Commas and full stops stand in the middle of their squares, as in Hong Kong: of those, Typst squeezes none (CLREQ,
    /// "adjacent punctuation marks").
    pub(super) centred: bool,
    /// No line ends within a word.
    pub(super) whole_words: bool,
}

/// Cuts a text of a Chinese edition. `before` is the character before it, `behind` the text next to it.
pub(super) fn pieces<'t>(text: &'t str, before: Option<char>, behind: &'t str, how: How) -> Vec<Piece<'t>> {
    let mut out = Vec::new();
    let plain = |range: Range<usize>, out: &mut Vec<Piece<'t>>| {
        if how.whole_words {
            of_words(text, range, (before, behind), out);
        } else if !range.is_empty() {
            out.push(Piece::Plain(&text[range]));
        }
    };
    let mut start = 0;
    let mut last = before;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        let next = text[end..].chars().chain(behind.chars()).next();
        let piece = if how.centred && is_tight(last, c, next) {
            Some((at, Piece::Tight(&text[at..end]), end))
        } else if c.is_ascii_digit() && !last.is_some_and(continues) {
            figure(&text[at..]).map(|length| {
                let from = start + signed(&text[start..at]);
                let end = at + length;
                let marks = if end == text.len() { &behind[..held(behind)] } else { "" };
                let first = text[from..].starts_with(|c: char| c.is_ascii_alphanumeric());
                let last = if from == 0 { before } else { text[..from].chars().next_back() };
                let next = text[end..].chars().chain(behind[marks.len()..].chars()).next();
                let gaps = (first && last.is_some_and(is_han), next.is_some_and(|c| c.is_ascii_alphabetic()));
                (from, Piece::Whole(Whole { text: &text[from..end], marks, gaps }), end)
            })
        } else {
            None
        };
        last = Some(c);
        if let Some((from, piece, end)) = piece {
            plain(start..from, &mut out);
            out.push(piece);
            last = text[..end].chars().next_back();
            (at, start) = (end, end);
        } else {
            at = end;
        }
    }
    plain(start..text.len(), &mut out);
    out
}

/// Cuts a part of a text so that its words stay whole: a run of Chinese that is no longer than a word may be, or else each of
/// its words.
fn of_words<'t>(
    text: &'t str,
    range: Range<usize>,
    (before, behind): (Option<char>, &'t str),
    out: &mut Vec<Piece<'t>>,
) {
    /// Characters that the narrowest column of a card has room for.
    const LONGEST: usize = 5;
    let mut start = range.start;
    let mut at = range.start;
    while let Some(c) = text[at..range.end].chars().next() {
        if !is_han(c) {
            at += c.len_utf8();
            continue;
        }
        let length = text[at..range.end].find(|c: char| !is_han(c)).unwrap_or(range.end - at);
        let run = &text[at..at + length];
        let own = if run.chars().count() <= LONGEST { vec![run] } else { words::cut(run) };
        for word in own {
            let end = at + word.len();
            if (2..=LONGEST).contains(&word.chars().count()) {
                let end = end + held(&text[end..range.end]);
                let marks = if end == text.len() { &behind[..held(behind)] } else { "" };
                let next = text[end..].chars().chain(behind[marks.len()..].chars()).next();
                let last = text[..at].chars().next_back().or(before);
                let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                if start < at {
                    out.push(Piece::Plain(&text[start..at]));
                }
                out.push(Piece::Whole(Whole { text: &text[at..end], marks, gaps: (is_latin(last), is_latin(next)) }));
                start = end;
            }
            at = end.max(start);
        }
    }
    if start < range.end {
        out.push(Piece::Plain(&text[start..range.end]));
    }
}

/// Whether a digit after this character goes on with something else than a number of its own: T03, 2-27, A1.2.
fn continues(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c) || ".,-–/:".contains(c)
}

/// Bytes of the number at the start and the one character of its measure, if a Han character follows it, and of the marks
/// behind it that no line may begin with.
fn figure(text: &str) -> Option<usize> {
    let number = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let measure = text[number..].chars().next().filter(|c| is_han(*c))?;
    let end = number + measure.len_utf8();
    text[..number].ends_with(|c: char| c.is_ascii_digit()).then(|| end + held(&text[end..]))
}

/// Bytes of the marks at the start that no line may begin with, but beside a box would: those whose rules come after the one
/// that parts boxes from all (Unicode line breaking, UAX 14: LB 20 before LB 21, 22 and 25). Full stops, commas and closing
/// brackets have theirs before (LB 13).
fn held(text: &str) -> usize {
    /// Non-starters (NS), what a line may break behind (BA, HY, B2), ellipses (IN), and signs behind a number (PO).
    const HELD: &str = "：；・·‧々〻ー〜～゠‥…—–‐-％%‰℃℉°′″";
    text.chars().take_while(|c| HELD.contains(*c) || "！？".contains(*c)).map(char::len_utf8).sum()
}

/// Where the sign before a number begins in the text before it: US$, ≥. No line ends behind it (UAX 14, LB 25, which comes
/// after LB 20 too).
fn signed(before: &str) -> usize {
    let bare = before.trim_end_matches(|c| "$￥¥£€±≥≤≈−№#".contains(c));
    let is_currency = before.ends_with('$');
    if is_currency { bare.trim_end_matches(|c: char| c.is_ascii_uppercase()).len() } else { bare.len() }
}

/// Whether a bracket loses the half that is empty: one that closes before another mark, one that opens behind another.
fn is_tight(before: Option<char>, c: char, next: Option<char>) -> bool {
    const OPENING: &str = "「『《〈（【〔";
    const CLOSING: &str = "」』》〉）】〕";
    const RESTING: &str = "，、。；：";
    let is = |of: &str, c: Option<char>| c.is_some_and(|c| of.contains(c));
    if CLOSING.contains(c) {
        is(CLOSING, next) || is(RESTING, next) || is(OPENING, next)
    } else {
        OPENING.contains(c) && (is(OPENING, before) || is(RESTING, before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<Piece<'_>> {
        pieces(text, None, "", How::default())
    }

    fn boxed(text: &str, gaps: (bool, bool)) -> Piece<'_> {
        Piece::Whole(Whole { text, marks: "", gaps })
    }

    #[test]
    fn figures_keep_their_measures() {
        assert_eq!(
            cut("於2023年6月接獲15宗，T03是"),
            [
                Piece::Plain("於"),
                boxed("2023年", (true, false)),
                boxed("6月", (true, false)),
                Piece::Plain("接獲"),
                boxed("15宗", (true, false)),
                Piece::Plain("，T03是"),
            ]
        );
        assert_eq!(cut("GRI 2-7及ISO 9001"), [Piece::Plain("GRI 2-7及ISO 9001")]);
        assert_eq!(cut("1,234.50噸CO"), [boxed("1,234.50噸", (false, true)), Piece::Plain("CO")]);
        assert_eq!(pieces("3名", Some('有'), "", How::default()), [boxed("3名", (true, false))]);
    }

    #[test]
    fn figures_keep_the_signs_before_them() {
        assert_eq!(cut("約US$15億"), [Piece::Plain("約"), boxed("US$15億", (true, false))]);
        assert_eq!(cut("達≥3級"), [Piece::Plain("達"), boxed("≥3級", (false, false))]);
    }

    /// A box stands beside another rule of line breaking than a character: what no line begins with goes into it, wherever
    /// the text is cut.
    #[test]
    fn no_line_begins_with_the_mark_behind_a_figure() {
        for mark in ["；", "：", "…", "——", "・", "々", "～", "％", "？！"] {
            let whole = format!("0宗{mark}集團");
            let held = format!("0宗{mark}");
            assert_eq!(cut(&whole), [boxed(&held, (false, false)), Piece::Plain("集團")]);
            let behind = format!("{mark}集團");
            let parted = Whole { text: "0宗", marks: mark, gaps: (false, false) };
            assert_eq!(pieces("0宗", None, &behind, How::default()), [Piece::Whole(parted)]);
        }
        assert_eq!(cut("0宗，集團"), [boxed("0宗", (false, false)), Piece::Plain("，集團")]);
        assert_eq!(pieces("0宗內", None, "；", How::default()), [boxed("0宗", (false, false)), Piece::Plain("內")]);
    }

    #[test]
    fn lines_of_names_end_between_words() {
        let cut = |text| pieces(text, None, "", How { whole_words: true, ..How::default() });
        assert_eq!(
            cut("第二道防線：財務、流程管理部門"),
            [
                boxed("第二道防線：", (false, false)),
                boxed("財務", (false, false)),
                Piece::Plain("、"),
                boxed("流程", (false, false)),
                boxed("管理", (false, false)),
                boxed("部門", (false, false)),
            ]
        );
        assert_eq!(cut("CTC技術的"), [Piece::Plain("CTC"), boxed("技術的", (true, false))]);
        let parted = Whole { text: "方案", marks: "：", gaps: (false, false) };
        assert_eq!(pieces("方案", None, "：甲", How { whole_words: true, ..How::default() }), [Piece::Whole(parted)]);
    }

    #[test]
    fn marks_beside_marks_are_tight_where_they_are_centred() {
        let centred = How { centred: true, ..How::default() };
        let cut = |text| pieces(text, None, "", centred);
        assert_eq!(cut("甲）、乙"), [Piece::Plain("甲"), Piece::Tight("）"), Piece::Plain("、乙")]);
        assert_eq!(cut("：「甲」"), [Piece::Plain("："), Piece::Tight("「"), Piece::Plain("甲」")]);
        assert_eq!(cut("甲》《乙"), [Piece::Plain("甲"), Piece::Tight("》"), Piece::Plain("《乙")]);
        assert_eq!(pieces("甲）、乙", None, "", How::default()), [Piece::Plain("甲）、乙")]);
        assert_eq!(pieces("甲）", None, "，", centred), [Piece::Plain("甲"), Piece::Tight("）")]);
    }
}
