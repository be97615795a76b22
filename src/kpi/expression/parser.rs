//! From tokens to a tree, by binding powers (Pratt).

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexer::{DEEPEST, Token, TokenKind, tokens};
use super::{Dialect, Fault};

/// A part of an expression and its place.
#[derive(Debug)]
pub(super) struct Node {
    /// What it is.
    pub kind: Kind,
    /// Byte range in the expression.
    pub range: Range<usize>,
}

/// The kinds of part.
#[derive(Debug)]
pub(super) enum Kind {
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A variable or a metric.
    Name(String),
    /// A function's call.
    Call(Call),
    /// A filter's call with what stands before the `|`.
    Filter(Box<Node>, Call),
    /// The negative of a part.
    Negative(Box<Node>),
    /// `not`.
    Not(Box<Node>),
    /// Parts joined by operators of one rank, with the operators' places: a long sum is long, not deep.
    Chain(Box<Node>, Vec<(Operator, Range<usize>, Node)>),
    /// `then if condition else otherwise`.
    Choice {
        /// Whether to take the first.
        condition: Box<Node>,
        /// The first.
        then: Box<Node>,
        /// The second.
        otherwise: Box<Node>,
    },
}

/// A call of a function or filter.
#[derive(Debug)]
pub(super) struct Call {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub name_range: Range<usize>,
    /// What stands in its brackets.
    pub arguments: Vec<Argument>,
}

/// `value` or `name=value` in a call.
#[derive(Debug)]
pub(super) struct Argument {
    /// Name and its place.
    pub name: Option<(String, Range<usize>)>,
    /// Value.
    pub value: Node,
}

/// What is done with two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `~`
    Join,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// How tightly things bind; `if` binds loosest.
const CHOICE: u8 = 0;
const NOT: u8 = 3;
const SIGN: u8 = 9;
const FILTER: u8 = 8;

impl Operator {
    fn of(token: &TokenKind) -> Option<Self> {
        Some(match token {
            TokenKind::Name(word) if word == "or" => Operator::Or,
            TokenKind::Name(word) if word == "and" => Operator::And,
            TokenKind::Mark(mark) => match *mark {
                "==" => Operator::Equal,
                "!=" => Operator::Unequal,
                "<" => Operator::Less,
                "<=" => Operator::AtMost,
                ">" => Operator::More,
                ">=" => Operator::AtLeast,
                "~" => Operator::Join,
                "+" => Operator::Plus,
                "-" => Operator::Minus,
                "*" => Operator::Times,
                "/" => Operator::Over,
                _ => return None,
            },
            _ => return None,
        })
    }

    /// How tightly it binds.
    fn power(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::Equal
            | Operator::Unequal
            | Operator::Less
            | Operator::AtMost
            | Operator::More
            | Operator::AtLeast => 4,
            Operator::Join => 5,
            Operator::Plus | Operator::Minus => 6,
            Operator::Times | Operator::Over => 7,
        }
    }
}

impl Node {
    /// Calls `f` with this part and every part of it, in order.
    pub(super) fn walk<'a>(&'a self, f: &mut dyn FnMut(&'a Node)) {
        f(self);
        match &self.kind {
            Kind::Number(_) | Kind::Text(_) | Kind::Bool(_) | Kind::Name(_) => {}
            Kind::Call(call) => call.arguments.iter().for_each(|argument| argument.value.walk(f)),
            Kind::Filter(of, call) => {
                of.walk(f);
                call.arguments.iter().for_each(|argument| argument.value.walk(f));
            }
            Kind::Negative(inner) | Kind::Not(inner) => inner.walk(f),
            Kind::Chain(first, rest) => {
                first.walk(f);
                rest.iter().for_each(|(.., node)| node.walk(f));
            }
            Kind::Choice { condition, then, otherwise } => {
                then.walk(f);
                condition.walk(f);
                otherwise.walk(f);
            }
        }
    }
}

/// Reads an expression.
///
/// # Errors
/// The first thing that is out of place.
pub(super) fn parse(text: &str, dialect: Dialect, is_metric: &dyn Fn(&str) -> bool) -> Result<Node, Fault> {
    let tokens = tokens(text, dialect, is_metric)?;
    let mut reader = Reader { tokens: &tokens, at: 0, depth: 0, end: text.len(), dialect };
    let tree = reader.expression(CHOICE)?;
    match reader.peek() {
        None => Ok(tree),
        Some(token) => {
            let message = "an operator is missing before this: one of + - * /";
            Err(Fault::new(token.range.clone(), dialect.code, message))
        }
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    end: usize,
    dialect: Dialect,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn is(&self, at: usize, mark: &str) -> bool {
        matches!(self.tokens.get(at), Some(Token { kind: TokenKind::Mark(found), .. }) if *found == mark)
    }

    /// Goes past a mark if it comes next.
    fn take(&mut self, mark: &str) -> bool {
        let next = self.is(self.at, mark);
        self.at += usize::from(next);
        next
    }

    /// Goes past a word if it comes next.
    fn take_word(&mut self, word: &str) -> bool {
        let next = matches!(self.peek(), Some(Token { kind: TokenKind::Name(found), .. }) if found == word);
        self.at += usize::from(next);
        next
    }

    /// The end of what has been read.
    fn done(&self) -> usize {
        self.tokens[self.at - 1].range.end
    }

    fn fault(&self, range: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::new(range, self.dialect.code, message)
    }

    /// What is missing at the end, or before the next token.
    fn missing(&self, what: &str) -> Fault {
        match self.peek() {
            None => {
                let message = format!("the {} ends too early: {what} is missing", self.dialect.what);
                self.fault(self.end..self.end, message)
            }
            Some(token) => self.fault(token.range.clone(), format!("{what} is missing before this")),
        }
    }

    /// Reads what binds at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Node, Fault> {
        let mut left = self.part()?;
        while let Some(token) = self.peek() {
            let start = left.range.start;
            if let Some(operator) = Operator::of(&token.kind) {
                let power = operator.power();
                if power < least {
                    break;
                }
                self.at += 1;
                let right = self.expression(power + 1)?;
                let range = start..right.range.end;
                let link = (operator, token.range.clone(), right);
                let kind = match left.kind {
                    Kind::Chain(first, mut rest) if rest.iter().all(|(known, ..)| known.power() == power) => {
                        rest.push(link);
                        Kind::Chain(first, rest)
                    }
                    kind => Kind::Chain(Box::new(Node { kind, range: left.range }), vec![link]),
                };
                left = Node { kind, range };
            } else if self.is(self.at, "|") {
                if FILTER < least {
                    break;
                }
                self.at += 1;
                let Some(Token { kind: TokenKind::Name(name), range }) = self.peek() else {
                    return Err(self.missing("the name of a filter"));
                };
                self.at += 1;
                let arguments = if self.take("(") { self.arguments()? } else { Vec::new() };
                let call = Call { name: name.clone(), name_range: range.clone(), arguments };
                left = Node { kind: Kind::Filter(Box::new(left), call), range: start..self.done() };
            } else if least == CHOICE && self.take_word("if") {
                left = self.choice(left)?;
            } else {
                break;
            }
        }
        Ok(left)
    }

    fn choice(&mut self, then: Node) -> Result<Node, Fault> {
        let condition = self.deeper(CHOICE + 1)?;
        if !self.take_word("else") {
            return Err(self.missing("`else`"));
        }
        let otherwise = self.deeper(CHOICE)?;
        let range = then.range.start..otherwise.range.end;
        let kind =
            Kind::Choice { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) };
        Ok(Node { kind, range })
    }

    /// [`Self::expression`] inside another.
    fn deeper(&mut self, least: u8) -> Result<Node, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let place = self.peek().map_or(self.end..self.end, |token| token.range.clone());
            return Err(self.fault(place, format!("the {} has too many parts inside each other", self.dialect.what)));
        }
        let inner = self.expression(least)?;
        self.depth -= 1;
        Ok(inner)
    }

    fn part(&mut self) -> Result<Node, Fault> {
        let Dialect { names, .. } = self.dialect;
        let Some(Token { kind, range }) = self.peek() else {
            return Err(self.missing(&format!("a {names} or a number")));
        };
        let start = range.start;
        self.at += 1;
        let kind = match kind {
            TokenKind::Number(number) => Kind::Number(*number),
            TokenKind::Text(text) => Kind::Text(text.clone()),
            TokenKind::Mark("(") => {
                let inner = self.deeper(CHOICE)?;
                if !self.take(")") {
                    return Err(self.missing("an operator or `)`"));
                }
                return Ok(Node { kind: inner.kind, range: start..self.done() });
            }
            TokenKind::Mark("-") => Kind::Negative(Box::new(self.deeper(SIGN)?)),
            TokenKind::Mark(_) => {
                let message = format!("this is neither a {names}, a number nor an operator");
                return Err(self.fault(range.clone(), message).hint(super::example(names)));
            }
            TokenKind::Name(word) => match word.as_str() {
                "true" | "True" => Kind::Bool(true),
                "false" | "False" => Kind::Bool(false),
                "not" => Kind::Not(Box::new(self.deeper(NOT)?)),
                _ if self.take("(") => {
                    let arguments = self.arguments()?;
                    Kind::Call(Call { name: word.clone(), name_range: range.clone(), arguments })
                }
                _ => Kind::Name(word.clone()),
            },
        };
        Ok(Node { kind, range: start..self.done() })
    }

    /// What stands in a call's brackets, and the bracket that closes them.
    fn arguments(&mut self) -> Result<Vec<Argument>, Fault> {
        let mut arguments = Vec::new();
        while !self.take(")") {
            let name = match self.peek() {
                Some(Token { kind: TokenKind::Name(name), range }) if self.is(self.at + 1, "=") => {
                    self.at += 2;
                    Some((name.clone(), range.clone()))
                }
                _ => None,
            };
            let value = self.deeper(CHOICE)?;
            arguments.push(Argument { name, value });
            if !self.take(",") && !self.is(self.at, ")") {
                return Err(self.missing("`,` or `)`"));
            }
        }
        Ok(arguments)
    }
}
