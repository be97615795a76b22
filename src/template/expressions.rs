//! `{{ … }}` in prose: one Tera expression, evaluated by itself.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::errors;
use crate::diag::{Code, suggest};
use crate::source::Span;

/// What is put before and after an author's expression to make a template of it. The blank keeps a leading `-` from
/// being read as Tera's mark for trimming.
const OPEN: &str = "{{ ";
const CLOSE: &str = " }}";

/// Evaluates expressions with functions and filters of our own; Tera's filters are there too.
///
/// Tera functions take keyword arguments only. Authors write `kpi("env.ghg.total")`: the first argument of our
/// functions and filters may go without its name, which is put in before Tera reads the expression.
pub struct Expressions {
    tera: Tera,
    context: Context,
    /// Names of the variables.
    variables: Vec<&'static str>,
    /// Our functions and filters, each with the names of its arguments.
    signatures: BTreeMap<&'static str, &'static [&'static str]>,
    /// What the function called last found wrong: Tera carries only its message.
    problem: Arc<Mutex<Option<Problem>>>,
}

/// Arguments of a call.
pub struct Arguments<'a>(&'a Kwargs);

/// What one of our functions or filters finds wrong with its arguments.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Kind of problem.
    pub code: Code,
    /// The argument at fault; the whole call where `None`.
    pub argument: Option<&'static str>,
    /// What is wrong, in plain words.
    pub message: String,
    /// Other places that matter.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub hints: Vec<String>,
}

/// What is wrong with an expression.
#[derive(Debug, Clone)]
pub struct ExpressionError {
    /// Byte range in the expression's text.
    pub range: Range<usize>,
    /// Kind, message and hints.
    pub problem: Problem,
}

impl Problem {
    /// A problem with one argument.
    pub fn new(code: Code, argument: impl Into<Option<&'static str>>, message: impl Into<String>) -> Self {
        Self { code, argument: argument.into(), message: message.into(), labels: Vec::new(), hints: Vec::new() }
    }

    /// Adds what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl<'a> Arguments<'a> {
    /// A text.
    ///
    /// # Errors
    /// If it is something else.
    pub fn text(&self, name: &'static str) -> Result<Option<&'a str>, Problem> {
        self.0.get::<&str>(name).map_err(|_| wrong_type(name, "a text in quotes"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// If it is something else.
    pub fn integer(&self, name: &'static str) -> Result<Option<i64>, Problem> {
        self.0.get::<i64>(name).map_err(|_| wrong_type(name, "a whole number"))
    }

    /// Yes or no.
    ///
    /// # Errors
    /// If it is something else.
    pub fn flag(&self, name: &'static str) -> Result<Option<bool>, Problem> {
        self.0.get::<bool>(name).map_err(|_| wrong_type(name, "true or false"))
    }
}

fn wrong_type(name: &'static str, takes: &str) -> Problem {
    Problem::new(Code::Expression, name, format!("`{name}` takes {takes}"))
}

impl Expressions {
    /// An evaluator that knows these variables.
    pub fn new(variables: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let mut context = Context::new();
        let mut names = Vec::new();
        for (name, value) in variables {
            context.insert_value(name, value);
            names.push(name);
        }
        Self { tera: Tera::new(), context, variables: names, signatures: BTreeMap::new(), problem: Arc::default() }
    }

    /// Adds a function; `arguments` are all names it takes, the one that may go without its name first.
    pub fn function(
        &mut self,
        name: &'static str,
        arguments: &'static [&'static str],
        call: impl Fn(Arguments<'_>) -> Result<String, Problem> + Send + Sync + 'static,
    ) {
        self.signatures.insert(name, arguments);
        let problem = Arc::clone(&self.problem);
        self.tera.register_function(name, move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            keep(call(Arguments(&kwargs)), &problem)
        });
    }

    /// Adds a filter, which is handed the text before the `|`.
    pub fn filter(
        &mut self,
        name: &'static str,
        arguments: &'static [&'static str],
        call: impl Fn(&str, Arguments<'_>) -> Result<String, Problem> + Send + Sync + 'static,
    ) {
        self.signatures.insert(name, arguments);
        let problem = Arc::clone(&self.problem);
        self.tera.register_filter(name, move |value: Value, kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            keep(call(&text, Arguments(&kwargs)), &problem)
        });
    }

    /// The text an expression comes to.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its place in `text`.
    pub fn evaluate(&self, text: &str) -> Result<String, Vec<ExpressionError>> {
        let scan = Scan::new(text).map_err(|error| vec![error])?;
        let mut wrong_names = self.unknown_variables(text, &scan);
        wrong_names.extend(self.unknown_arguments(text, &scan));
        if !wrong_names.is_empty() {
            wrong_names.sort_by_key(|error| error.range.start);
            return Err(wrong_names);
        }
        let (template, insertions) = self.template(text, &scan);
        let result = self.tera.render_str(&template, &self.context, false);
        let problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner).take();
        result.map_err(|error| {
            errors(&error)
                .into_iter()
                .map(|error| {
                    let range = error.place.range(&template);
                    let range = back(range.start, &insertions, text)..back(range.end, &insertions, text);
                    match &problem {
                        Some(problem) => self.place_problem(problem.clone(), range, text, &scan),
                        None => self.explain(&error.message, range, text),
                    }
                })
                .collect()
        })
    }

    /// The template for an expression, and where argument names were put in: byte offset in `text`, and length.
    fn template(&self, text: &str, scan: &Scan) -> (String, Vec<(usize, usize)>) {
        let mut insertions: Vec<(usize, String)> = Vec::new();
        for call in &scan.calls {
            let first = self.signatures.get(&text[call.name.clone()]).and_then(|arguments| arguments.first());
            if let (Some(name), Some(Argument { name: None, value })) = (first, call.arguments.first()) {
                insertions.push((value.start, format!("{name}=")));
            }
        }
        insertions.sort();
        let mut template = OPEN.to_owned();
        let mut done = 0;
        for (at, name) in &insertions {
            template.push_str(&text[done..*at]);
            template.push_str(name);
            done = *at;
        }
        template.push_str(&text[done..]);
        template.push_str(CLOSE);
        // An author's Chinese keyboard gives ideographic blanks; three ASCII blanks are as many bytes.
        let template = template.replace('\u{3000}', "   ");
        (template, insertions.into_iter().map(|(at, name)| (at, name.len())).collect())
    }

    /// Variables that do not exist. Tera itself lets them pass in places such as `"a" ~ unknown`.
    fn unknown_variables(&self, text: &str, scan: &Scan) -> Vec<ExpressionError> {
        let unknown = scan.variables.iter().filter(|range| {
            let first = text[(*range).clone()].split('.').next().unwrap_or_default();
            !self.variables.contains(&first)
        });
        unknown
            .map(|range| {
                let name = &text[range.clone()];
                let arguments = scan.calls.iter().flat_map(|call| call.arguments.first());
                let hint = if arguments.clone().any(|argument| argument.value == *range) {
                    format!("put it in quotes: \"{name}\"")
                } else {
                    suggest(name, self.variables.iter().chain(self.signatures.keys()).copied())
                };
                let message = format!("`{name}` is nothing that huibao knows");
                let problem = Problem::new(Code::UnknownName, None, message).hint(hint);
                ExpressionError { range: range.clone(), problem }
            })
            .collect()
    }

    /// Arguments that our functions do not take (Tera would silently ignore them), and unnamed ones elsewhere.
    fn unknown_arguments(&self, text: &str, scan: &Scan) -> Vec<ExpressionError> {
        let mut errors = Vec::new();
        for call in &scan.calls {
            let function = &text[call.name.clone()];
            let Some(known) = self.signatures.get(function) else {
                // Tera's own functions and filters have named arguments only, so this is none of them.
                if call.arguments.iter().any(|argument| argument.name.is_none()) {
                    errors.push(self.unknown_function(function, call.name.clone()));
                }
                continue;
            };
            for (at, argument) in call.arguments.iter().enumerate() {
                let Some(range) = &argument.name else {
                    if at > 0 || known.is_empty() {
                        let message = format!("this argument of `{function}` needs its name");
                        let problem = Problem::new(Code::Expression, None, message)
                            .hint(format!("`{function}` takes: {}", known.join(", ")));
                        errors.push(ExpressionError { range: argument.value.clone(), problem });
                    }
                    continue;
                };
                let name = &text[range.clone()];
                if !known.contains(&name) {
                    let message = format!("`{function}` takes no argument `{name}`");
                    let problem =
                        Problem::new(Code::UnknownName, None, message).hint(suggest(name, known.iter().copied()));
                    errors.push(ExpressionError { range: range.clone(), problem });
                }
            }
        }
        errors
    }

    fn unknown_function(&self, name: &str, range: Range<usize>) -> ExpressionError {
        let problem = Problem::new(Code::UnknownName, None, format!("there is no function or filter `{name}`"))
            .hint(suggest(name, self.signatures.keys().copied()));
        ExpressionError { range, problem }
    }

    /// Turns Tera's own complaint into ours.
    fn explain(&self, message: &str, range: Range<usize>, text: &str) -> ExpressionError {
        if message.starts_with("unknown function") || message.starts_with("unknown filter") {
            let name = message.split('`').nth(1).unwrap_or_default();
            // Tera's range may begin before the name.
            let at = text[range.start..].find(name).map_or(range.start, |at| range.start + at);
            return self.unknown_function(name, at..at + name.len());
        }
        let message = match message.strip_prefix("found `}}` but expected ") {
            Some("identifier") => "the expression ends too early: a name is missing".to_owned(),
            Some(expected) => format!("the expression ends too early: {expected} is missing"),
            None => format!("the expression cannot be evaluated: {message}"),
        };
        ExpressionError { range, problem: Problem::new(Code::Expression, None, message) }
    }

    /// Puts a function's problem at the argument it is about, within the call that Tera stopped at.
    fn place_problem(&self, problem: Problem, range: Range<usize>, text: &str, scan: &Scan) -> ExpressionError {
        let argument = problem.argument.and_then(|name| {
            // Tera's range of a filter begins before the filter's name: the last call in it is the one.
            let call = scan.calls.iter().rfind(|call| range.contains(&call.name.start))?;
            let first = self.signatures.get(&text[call.name.clone()])?.first() == Some(&name);
            call.arguments.iter().find(|argument| match &argument.name {
                Some(given) => &text[given.clone()] == name,
                None => first,
            })
        });
        ExpressionError { range: argument.map_or(range, |argument| argument.value.clone()), problem }
    }
}

/// Remembers a problem for [`Expressions::evaluate`] and stops Tera.
fn keep(result: Result<String, Problem>, to: &Mutex<Option<Problem>>) -> TeraResult<String> {
    result.map_err(|problem| {
        let error = Error::message(&problem.message);
        *to.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
        error
    })
}

/// From an offset in the template back to one in the author's text.
fn back(at: usize, insertions: &[(usize, usize)], text: &str) -> usize {
    let mut offset = at.saturating_sub(OPEN.len());
    for (place, length) in insertions {
        if offset > *place {
            offset = (*place).max(offset - length);
        }
    }
    offset.min(text.len())
}

/// An expression's calls, found by a light reading of its text. Whatever else it holds is Tera's business.
struct Scan {
    calls: Vec<Call>,
    /// Variables with their fields, e.g. `year` or `a.b`.
    variables: Vec<Range<usize>>,
}

/// `name(…)`.
struct Call {
    name: Range<usize>,
    arguments: Vec<Argument>,
}

/// `value` or `name=value` in a call.
struct Argument {
    name: Option<Range<usize>>,
    value: Range<usize>,
}

/// Characters that a Chinese keyboard gives in the place of ASCII ones.
const FULL_WIDTH: [(char, char); 8] =
    [('（', '('), ('）', ')'), ('“', '"'), ('”', '"'), ('‘', '\''), ('’', '\''), ('，', ','), ('｜', '|')];

impl Scan {
    fn new(text: &str) -> Result<Self, ExpressionError> {
        let tokens = tokens(text)?;
        let is = |at: usize, mark: &str| tokens.get(at).is_some_and(|range| &text[range.clone()] == mark);
        let is_word = |at: usize| text[tokens[at].clone()].starts_with(is_word_part);
        let mut calls = Vec::new();
        for at in (0..tokens.len()).filter(|at| is_word(*at) && is(at + 1, "(")) {
            let mut call = Call { name: tokens[at].clone(), arguments: Vec::new() };
            let first = at + 2;
            let (mut depth, mut begin) = (0, first);
            for end in first..=tokens.len() {
                let token = tokens.get(end).map_or(")", |range| &text[range.clone()]);
                if depth == 0 && matches!(token, "," | ")" | "]" | "}") {
                    let name = (begin < end && is_word(begin) && is(begin + 1, "=")).then(|| tokens[begin].clone());
                    let value = if name.is_some() { begin + 2 } else { begin };
                    if value < end {
                        call.arguments.push(Argument { name, value: tokens[value].start..tokens[end - 1].end });
                    }
                    begin = end + 1;
                }
                match token {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" if depth == 0 => break,
                    ")" | "]" | "}" => depth -= 1,
                    _ => {}
                }
            }
            calls.push(call);
        }
        Ok(Self { calls, variables: variables(text, &tokens) })
    }
}

/// Words of Tera's expression language that are no names.
const KEYWORDS: [&str; 14] =
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "True", "False", "none", "None", "null"];

/// Words that stand for a variable, each with the fields behind it.
fn variables(text: &str, tokens: &[Range<usize>]) -> Vec<Range<usize>> {
    let token = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |range| &text[range.clone()]);
    let word = |token: &str| token.starts_with(|first: char| is_word_part(first) && !first.is_ascii_digit());
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let (before, this, after) = (token(at.checked_sub(1)), token(Some(at)), token(Some(at + 1)));
        // Names of fields, filters, tests, functions, arguments and keys are not variables.
        let named = matches!(before, "." | "|" | "is") || matches!(after, "(" | "=" | ":");
        let test = before == "not" && token(at.checked_sub(2)) == "is";
        if !word(this) || named || test || KEYWORDS.contains(&this) {
            continue;
        }
        let mut last = at;
        while token(Some(last + 1)) == "." && word(token(Some(last + 2))) {
            last += 2;
        }
        found.push(tokens[at].start..tokens[last].end);
    }
    found
}

fn is_word_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Words, quoted texts and marks of an expression.
fn tokens(text: &str) -> Result<Vec<Range<usize>>, ExpressionError> {
    let fail = |range: Range<usize>, message: String, hint: &str| {
        let problem = Problem::new(Code::Expression, None, message).hint(hint);
        Err(ExpressionError { range, problem })
    };
    let mut tokens = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match character {
            blank if blank.is_whitespace() => {
                at += blank.len_utf8();
                continue;
            }
            quote @ ('"' | '\'' | '`') => match quoted(rest, quote) {
                Some(length) => length,
                None => {
                    let message = "the quote is never closed".to_owned();
                    return fail(at..text.trim_end().len(), message, &format!("write {quote} at its end"));
                }
            },
            letter if is_word_part(letter) => rest.find(|character| !is_word_part(character)).unwrap_or(rest.len()),
            _ if ["{{", "}}", "{%", "%}"].iter().any(|mark| rest.starts_with(mark)) => {
                return fail(
                    at..at + 2,
                    format!("`{}` cannot stand in an expression", &rest[..2]),
                    "write one expression",
                );
            }
            _ if ["==", "!=", "<=", ">="].iter().any(|mark| rest.starts_with(mark)) => 2,
            other => {
                let end = at + other.len_utf8();
                if let Some((_, ascii)) = FULL_WIDTH.iter().find(|(wide, _)| *wide == other) {
                    let message = format!("`{other}` cannot stand in an expression");
                    return fail(at..end, message, &format!("write `{ascii}`, in half width"));
                }
                match other {
                    '(' | '[' | '{' => open.push(at..end),
                    ')' | ']' | '}' => _ = open.pop(),
                    _ => {}
                }
                other.len_utf8()
            }
        };
        tokens.push(at..at + length);
        at += length;
    }
    if tokens.is_empty() {
        return fail(0..text.len(), "there is no expression between {{ and }}".to_owned(), "name a figure");
    }
    if let Some(bracket) = open.pop() {
        let message = format!("`{}` is never closed", &text[bracket.clone()]);
        return fail(bracket, message, "add the bracket that closes it");
    }
    Ok(tokens)
}

/// Length of the quoted text at the start of `rest`, `None` where the closing quote is missing.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            closing if closing == quote => return Some(at + quote.len_utf8()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expressions() -> Expressions {
        let mut expressions = Expressions::new([("year", Value::from(2023))]);
        expressions.function("kpi", &["id", "year", "unit"], |arguments| {
            let id = arguments.text("id")?.unwrap_or_default();
            match (id, arguments.integer("year")?.unwrap_or(2023)) {
                ("env.ghg.total", 2023) => Ok("57,572.80".to_owned()),
                ("env.ghg.total", year) => {
                    Err(Problem::new(Code::UnknownYear, "year", format!("no figure for {year}")))
                }
                _ => Err(Problem::new(Code::UnknownKpi, "id", format!("there is no KPI `{id}`"))),
            }
        });
        expressions.filter("change", &[], |text, _| Ok(format!("{text} 上升")));
        expressions.filter("in_unit", &["unit"], |text, arguments| {
            Ok(format!("{text} {}", arguments.text("unit")?.unwrap_or_default()))
        });
        expressions
    }

    /// The value, or each problem with carets' text: `code: message «text at fault»`.
    fn outcome(text: &str) -> String {
        match expressions().evaluate(text) {
            Ok(value) => value,
            Err(errors) => errors
                .into_iter()
                .map(|error| {
                    let ExpressionError { range, problem } = error;
                    let hint = problem.hints.first().map(|hint| format!(" ({hint})")).unwrap_or_default();
                    format!("{} {}: {} «{}»{hint}", range.start, problem.code, problem.message, &text[range.clone()])
                })
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    #[test]
    fn the_first_argument_may_go_without_its_name() {
        assert_eq!(outcome("kpi(\"env.ghg.total\")"), "57,572.80");
        assert_eq!(outcome("kpi(id=\"env.ghg.total\", year=2023)"), "57,572.80");
        assert_eq!(outcome("\u{3000}kpi( 'env.ghg.total',year=year )\u{3000}|change"), "57,572.80 上升");
        assert_eq!(outcome("kpi(\"env.ghg.total\") | in_unit(\"噸\")"), "57,572.80 噸");
        assert_eq!(outcome("kpi(\"env.ghg.total\") ~ \"、\" ~ kpi(\"env.ghg.total\")"), "57,572.80、57,572.80");
        assert_eq!(outcome("\"a\" if year == 2023 else \"b\""), "a");
    }

    #[test]
    fn problems_stand_at_the_author_s_bytes() {
        let cases = [
            "kpi(\"env.ghg.totl\")",
            "kpi(\"env.ghg.total\") ~ kpi(\"排放\")",
            "kpi(\"env.ghg.total\", year=2021)",
            "kpi(\"env.ghg.total\", yaer=2021)",
            "kpi(\"env.ghg.total\", 2021)",
            "kpi(\"env.ghg.total\", year=\"2021\")",
            "\"排放\" ~ kip(\"env.ghg.total\")",
            "kpi(\"env.ghg.total\") | chnage",
            "\"排放\" ~ yeer",
            "kpi(env.ghg.total)",
            "env.ghg.total",
            "kpi(\"env.ghg.total\") + 1",
            "kpi(\"env.ghg.total\"",
            "kpi(\"env.ghg.total\") |",
            "kpi(\"env.ghg.total)",
            "kpi（\"env.ghg.total\"）",
            "\"a\" }} {% for",
            "\u{3000}",
        ];
        let told: Vec<String> = cases.iter().map(|case| outcome(case)).collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        4 unknown-kpi: there is no KPI `env.ghg.totl` «"env.ghg.totl"»
        27 unknown-kpi: there is no KPI `排放` «"排放"»
        26 unknown-year: no figure for 2021 «2021»
        21 unknown-name: `kpi` takes no argument `yaer` «yaer» (did you mean `year`?)
        21 expression: this argument of `kpi` needs its name «2021» (`kpi` takes: id, year, unit)
        26 expression: `year` takes a whole number «"2021"»
        11 unknown-name: there is no function or filter `kip` «kip» (known: change, in_unit, kpi)
        23 unknown-name: there is no function or filter `chnage` «chnage» (did you mean `change`?)
        11 unknown-name: `yeer` is nothing that huibao knows «yeer» (did you mean `year`?)
        4 unknown-name: `env.ghg.total` is nothing that huibao knows «env.ghg.total» (put it in quotes: "env.ghg.total")
        0 unknown-name: `env.ghg.total` is nothing that huibao knows «env.ghg.total» (known: year, change, in_unit, kpi)
        0 expression: the expression cannot be evaluated: `+` requires both operands to be numbers, found `string` and `i64` «kpi("env.ghg.total") + 1»
        3 expression: `(` is never closed «(» (add the bracket that closes it)
        22 expression: the expression ends too early: a name is missing «»
        4 expression: the quote is never closed «"env.ghg.total)» (write " at its end)
        3 expression: `（` cannot stand in an expression «（» (write `(`, in half width)
        4 expression: `}}` cannot stand in an expression «}}» (write one expression)
        0 expression: there is no expression between {{ and }} «　» (name a figure)
        "#);
    }
}
