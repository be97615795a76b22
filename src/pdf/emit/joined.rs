//! What a line must not part, and what it must not hold apart: figures and their measures, marks beside marks.

use crate::chinese::is_han;

/// A piece of a text, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// As it is.
    Plain(&'t str),
    /// A mark that loses half its room to the one beside it.
    Tight(&'t str),
    /// A figure and the first character of its measure, 2023年, and whether a gap belongs before and behind it: within a
    /// run, Typst sets a quarter em between Chinese and Latin characters, but not at the edge of a box.
    Figure(&'t str, bool, bool),
}

/// Cuts a text of a Chinese edition. `before` and `behind` are the characters next to it; `centred` says that commas and
/// full stops stand in the middle of their squares, as in Hong Kong: of those, Typst squeezes none (CLREQ, "adjacent
/// punctuation marks").
pub(super) fn pieces(text: &str, before: Option<char>, behind: Option<char>, centred: bool) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut last = before;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        let next = text[end..].chars().next().or(behind);
        let piece = if centred && is_tight(last, c, next) {
            Some((Piece::Tight(&text[at..end]), end))
        } else if c.is_ascii_digit() && !last.is_some_and(continues) {
            figure(&text[at..]).map(|length| {
                let end = at + length;
                let next = text[end..].chars().next().or(behind);
                let gap = last.is_some_and(is_han);
                (Piece::Figure(&text[at..end], gap, next.is_some_and(|c| c.is_ascii_alphabetic())), end)
            })
        } else {
            None
        };
        last = Some(c);
        if let Some((piece, end)) = piece {
            if start < at {
                out.push(Piece::Plain(&text[start..at]));
            }
            out.push(piece);
            last = text[..end].chars().next_back();
            (at, start) = (end, end);
        } else {
            at = end;
        }
    }
    if start < text.len() {
        out.push(Piece::Plain(&text[start..]));
    }
    out
}

/// Whether a digit after this character goes on with something else than a number of its own: T03, 2-27, A1.2.
fn continues(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c) || ".,-–/:".contains(c)
}

/// Bytes of the number at the start and the one character of its measure, if a Han character follows it. What no line may
/// begin with stands with them: beside a box, the line breaker would let it (Unicode line breaking, LB 20 before LB 21).
fn figure(text: &str) -> Option<usize> {
    let number = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let measure = text[number..].chars().next().filter(|c| is_han(*c))?;
    let end = number + measure.len_utf8();
    let held = text[end..].chars().take_while(|c| "；：？！…—～・·".contains(*c)).map(char::len_utf8).sum::<usize>();
    text[..number].ends_with(|c: char| c.is_ascii_digit()).then_some(end + held)
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

    #[test]
    fn figures_keep_their_measures() {
        let cut = |text| pieces(text, None, None, false);
        assert_eq!(
            cut("於2023年6月接獲15宗，T03是"),
            [
                Piece::Plain("於"),
                Piece::Figure("2023年", true, false),
                Piece::Figure("6月", true, false),
                Piece::Plain("接獲"),
                Piece::Figure("15宗", true, false),
                Piece::Plain("，T03是"),
            ]
        );
        assert_eq!(cut("GRI 2-7及ISO 9001"), [Piece::Plain("GRI 2-7及ISO 9001")]);
        assert_eq!(cut("0宗；集團"), [Piece::Figure("0宗；", false, false), Piece::Plain("集團")]);
        assert_eq!(cut("1,234.50噸CO"), [Piece::Figure("1,234.50噸", false, true), Piece::Plain("CO")]);
        assert_eq!(pieces("3名", Some('有'), None, false), [Piece::Figure("3名", true, false)]);
    }

    #[test]
    fn marks_beside_marks_are_tight_where_they_are_centred() {
        let cut = |text| pieces(text, None, None, true);
        assert_eq!(cut("甲）、乙"), [Piece::Plain("甲"), Piece::Tight("）"), Piece::Plain("、乙")]);
        assert_eq!(cut("：「甲」"), [Piece::Plain("："), Piece::Tight("「"), Piece::Plain("甲」")]);
        assert_eq!(cut("甲》《乙"), [Piece::Plain("甲"), Piece::Tight("》"), Piece::Plain("《乙")]);
        assert_eq!(pieces("甲）、乙", None, None, false), [Piece::Plain("甲）、乙")]);
        assert_eq!(pieces("甲）", None, Some('，'), true), [Piece::Plain("甲"), Piece::Tight("）")]);
    }
}
