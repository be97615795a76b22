//! Words, numbers, quoted texts and marks of an expression.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Dialect, Fault};

/// Brackets and signs may stand this deep inside each other; nobody writes more, and the reader is recursive.
pub(super) const DEEPEST: usize = 64;

/// Longest expression in bytes: far more than anybody writes.
const LONGEST: usize = 20_000;

/// Characters that a Chinese keyboard gives in the place of ASCII ones.
const FULL_WIDTH: [(char, char); 8] =
    [('（', '('), ('）', ')'), ('“', '"'), ('”', '"'), ('‘', '\''), ('’', '\''), ('，', ','), ('｜', '|')];

/// What parts of an expression are joined by, longest first; each with the token it is.
const MARKS: [(&str, &str); 19] = [
    ("==", "=="),
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("×", "*"),
    ("/", "/"),
    ("÷", "/"),
    ("~", "~"),
    ("|", "|"),
    ("(", "("),
    (")", ")"),
    (",", ","),
    ("=", "="),
];

/// A token and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// Which kind.
    pub kind: TokenKind,
    /// Byte range in the expression.
    pub range: Range<usize>,
}

/// The kinds of token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// A name: `kpi`, `year`, `env.ghg.scope1`.
    Name(String),
    /// A number.
    Number(Decimal),
    /// A quoted text.
    Text(String),
    /// A mark.
    Mark(&'static str),
}

/// The tokens of an expression.
///
/// # Errors
/// The first that cannot stand in an expression; a quote or bracket that is never closed.
pub(super) fn tokens(text: &str, dialect: Dialect, is_metric: &dyn Fn(&str) -> bool) -> Result<Vec<Token>, Fault> {
    let Dialect { what, names, code } = dialect;
    if text.len() > LONGEST {
        return Err(Fault::new(0..text.len(), code, format!("the {what} is too long")));
    }
    let mut tokens = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = if matches!(first, '"' | '\'' | '`') {
            let Some((words, length)) = quoted(rest, first) else {
                let place = at..text.trim_end().len();
                return Err(
                    Fault::new(place, code, "the quote is never closed").hint(format!("write {first} at its end"))
                );
            };
            (TokenKind::Text(words), length)
        } else if first.is_ascii_digit() {
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            match Decimal::from_str_exact(&rest[..length]) {
                Ok(number) => (TokenKind::Number(number), length),
                Err(_) => return Err(Fault::new(at..at + length, code, "this is no number")),
            }
        } else if is_name_part(first) {
            let length = name_length(rest, is_metric);
            (TokenKind::Name(rest[..length].to_owned()), length)
        } else if let Some((mark, token)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            (TokenKind::Mark(token), mark.len())
        } else {
            let place = at..at + first.len_utf8();
            let fault = if let Some((_, ascii)) = FULL_WIDTH.iter().find(|(wide, _)| *wide == first) {
                let message = format!("`{first}` cannot stand in {} {what}", article(what));
                Fault::new(place, code, message).hint(format!("write `{ascii}`, in half width"))
            } else if ["{{", "}}", "{%", "%}"].iter().any(|mark| rest.starts_with(mark)) {
                let message = format!("`{}` cannot stand in {} {what}", &rest[..2], article(what));
                Fault::new(at..at + 2, code, message).hint(format!("write one {what}"))
            } else {
                let message = format!("this is neither a {names}, a number nor an operator");
                Fault::new(place, code, message).hint(super::example(names))
            };
            return Err(fault);
        };
        let range = at..at + length;
        match kind {
            TokenKind::Mark("(") if open.len() >= DEEPEST => {
                return Err(Fault::new(range, code, format!("the {what} has too many brackets inside each other")));
            }
            TokenKind::Mark("(") => open.push(range.clone()),
            TokenKind::Mark(")") => _ = open.pop(),
            _ => {}
        }
        tokens.push(Token { kind, range });
        at += length;
    }
    match open.pop() {
        Some(bracket) => Err(Fault::new(bracket, code, "`(` is never closed").hint("add the bracket that closes it")),
        None => Ok(tokens),
    }
}

fn article(what: &str) -> &'static str {
    if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The longest text at this place that is a metric's id; up to the first hyphen where there is none.
fn name_length(rest: &str, is_metric: &dyn Fn(&str) -> bool) -> usize {
    let whole = rest.find(|character| !is_name_part(character) && character != '-').unwrap_or(rest.len());
    let ends = rest[..whole].match_indices('-').map(|(at, _)| at).chain([whole]);
    let known = ends.filter(|end| is_metric(&rest[..*end])).max();
    known.unwrap_or_else(|| rest[..whole].find('-').unwrap_or(whole))
}

fn is_name_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.')
}

/// The text in quotes at the start of `rest` and its length with them, `None` where the closing quote is missing.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut words = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            closing if closing == quote => return Some((words, at + quote.len_utf8())),
            '\\' => match letters.next()?.1 {
                'n' => words.push('\n'),
                't' => words.push('\t'),
                other => words.push(other),
            },
            other => words.push(other),
        }
    }
    None
}
