//! Components: code blocks that hold data, and fenced divs.

use std::ops::Range;

use indexmap::IndexMap;
use pulldown_cmark::{CodeBlockKind, Event};

use super::{Build, Frame, trim_end};
use crate::chinese::is_han;
use crate::component::Form;
use crate::diag::{Code, Diagnostic, nearest, suggest_listed};
use crate::load::attributes::{self, Attributes};
use crate::load::slice::{Piece, Slice};
use crate::load::{fields, shapes, yaml};
use crate::model::{Block, BlockKind, Component, Edition, Only};
use crate::source::Spanned;

/// Info strings of code blocks that no author means as a component.
const LANGUAGES: [&str; 13] =
    ["text", "txt", "yaml", "json", "toml", "csv", "html", "css", "markdown", "rust", "python", "shell", "console"];

impl<'b> Build<'b, '_> {
    /// A code block: a component's data, or code.
    pub(super) fn code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> Option<Block> {
        self.at += 1;
        let mut text = String::new();
        let mut pieces = Vec::new();
        let own = self.range(range);
        while let Some((Event::Text(part), place)) = self.events.get(self.at).cloned() {
            self.at += 1;
            let place = self.range(&place);
            pieces.push(Piece::plain(text.len(), self.slice.offset(place.start)));
            let original = &self.original()[place];
            text.push_str(if original.len() == part.len() { original } else { &part });
        }
        self.close();
        if pieces.is_empty() {
            pieces.push(Piece::plain(0, self.slice.offset(own.start)));
        }
        let span = self.span(&trim_end(&self.masked.text, range));
        let plain = |language: String, text: String| {
            let kind = BlockKind::Code { language, text };
            Some(Block { span, anchor: None, disclose: Vec::new(), kind })
        };
        if matches!(kind, CodeBlockKind::Indented) {
            // Code has no Chinese sentences: the blanks are a typist's indentation.
            if text.contains(is_han) {
                let message = "these lines begin with so many blanks, or a tab, that they print as code";
                let hint = "take the blanks away; put code between lines of ```";
                self.cx.sink.push(Diagnostic::warning(Code::Markup, span, message).hint(hint));
            }
            return plain(String::new(), text);
        }
        let line = self.original()[own.start..].lines().next().unwrap_or_default();
        let info = line.trim_start_matches(['`', '~']);
        let start = own.start + (line.len() - info.len());
        let start = start + (info.len() - info.trim_start().len());
        let info = info.trim();
        let word = info.find(|c: char| c.is_whitespace() || c == '{').map_or(info, |end| &info[..end]);
        let name = Spanned::new(word.to_owned(), self.slice.span(start..start + word.len()));
        let Some(schema) = self.cx.schemas.get(word) else {
            self.no_component(info, start);
            return plain(word.to_owned(), text);
        };
        if schema.form == Form::Div {
            self.wrong_form(&name, Form::Div);
            return plain(word.to_owned(), text);
        }
        let rest = info[word.len()..].trim();
        let mut attributes = Attributes::default();
        if !rest.is_empty() {
            let at = start + info.len() - rest.len();
            match rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(inner) => {
                    let inner = self.slice.part(at + 1..at + 1 + inner.len());
                    attributes = attributes::parse(&inner, self.cx.sink);
                }
                None => {
                    let span = self.slice.span(at..at + rest.len());
                    self.cx.sink.push(
                        Diagnostic::error(Code::Markup, span, "only attributes can follow the component's name")
                            .hint("write them in braces: {#id disclose=…}"),
                    );
                }
            }
        }
        let (anchor, disclose) = self.cx.names(&mut attributes);
        self.no_more(&attributes, &["disclose"]);
        let body = Slice::with_pieces(self.slice.source, text, pieces);
        let fields = match yaml::parse(&body, self.cx.sink) {
            Some(node) => fields::from_yaml(&schema.fields, &node, name.span, self.cx),
            None => IndexMap::new(),
        };
        shapes::check(schema, &fields, self.cx.sink);
        shapes::check_degrees(&fields, self.cx.sink);
        shapes::check_dates(&fields, self.cx.sink);
        let kind = BlockKind::Component(Component {
            name,
            given: schema.given.clone(),
            counted: schema.counted,
            fields,
            body: Vec::new(),
        });
        Some(Block { span, anchor, disclose, kind })
    }

    /// Reports the first line of a block that names no component, and no language: `{timeline}`, `timelin`, mermaid.
    /// Other programs read a block by such a name; here its lines would print as they are.
    fn no_component(&mut self, info: &str, start: usize) {
        const BRACES: [char; 4] = ['{', '}', '.', '='];
        let inner = info.trim_start_matches(BRACES);
        let end = inner.find(|c: char| c.is_whitespace() || BRACES.contains(&c)).unwrap_or(inner.len());
        let word = &inner[..end];
        let at = start + info.len() - inner.len();
        let name = Spanned::new(word.to_owned(), self.slice.span(at..at + word.len()));
        let is_braced = info.starts_with('{');
        let likely = nearest(word, self.cx.schemas.names()).map(str::to_owned).filter(|_| !word.is_empty());
        let is_language = LANGUAGES.contains(&word) || (word.is_empty() && !is_braced);
        let form = self.cx.schemas.get(word).map(|schema| schema.form);
        let hint = match (form, likely) {
            (Some(Form::Div), _) => return self.wrong_form(&name, Form::Div),
            (Some(Form::Data), _) => format!("write its name alone behind the signs: ```{word}"),
            (None, Some(likely)) if !is_language => format!("did you mean `{likely}`?"),
            _ if is_braced || !is_language => {
                "`huibao list components` names all; for lines that print as they are, write ```text".to_owned()
            }
            _ => return,
        };
        let message = match form {
            Some(_) => format!("braces around `{word}` make no component of it"),
            None => format!("there is no component `{word}`"),
        };
        self.cx.sink.push(Diagnostic::error(Code::UnknownComponent, name.span, message).hint(hint));
    }

    pub(super) fn wrong_form(&mut self, name: &Spanned<String>, form: Form) {
        let (message, hint) = match form {
            Form::Div => (
                format!("`{}` holds Markdown, not data", name.node),
                format!("write it as a div: ::: {{.{}}} … :::", name.node),
            ),
            Form::Data => (
                format!("`{}` holds data, not Markdown", name.node),
                format!("write it as a code block: ```{} and YAML lines", name.node),
            ),
        };
        self.cx.sink.push(Diagnostic::error(Code::UnknownComponent, name.span, message).hint(hint));
    }

    /// A finished div. What cannot be understood gives its content as it stands, so that checking goes on.
    pub(super) fn div(&mut self, frame: Frame, end: usize) -> Vec<Block> {
        let fence = &self.masked.fences[frame.fence];
        let Some(open) = &fence.open else { return frame.blocks };
        let mut attributes = open.attributes.clone();
        let opening = self.slice.span(fence.range.clone());
        let span = self.slice.span(fence.range.start..end);
        let mut body = self.captions(frame.blocks);
        let (anchor, disclose) = self.cx.names(&mut attributes);
        let Some(name) = open.name.clone() else {
            self.cx.sink.push(
                Diagnostic::error(Code::Markup, opening, "this div does not say what it is")
                    .hint("write a component's name: ::: {.case title=\"…\"}"),
            );
            return body;
        };
        if name.node == "only" {
            let Some(list) = attributes.take("edition").or_else(|| attributes.take("editions")) else {
                self.cx.sink.push(
                    Diagnostic::error(Code::MissingKey, name.span, "`edition` is missing")
                        .hint("write ::: {.only edition=zh-Hans-CN}"),
                );
                return body;
            };
            let editions = yaml::split(&list.text, [',', '，', '、', ' ']).into_iter().filter_map(|part| {
                let tag = Spanned::new(list.text[part.clone()].to_owned(), list.span(part));
                yaml::parse_edition(&tag, self.cx.sink)
            });
            let editions: Vec<Edition> = editions.collect();
            self.no_more(&attributes, &["edition", "disclose"]);
            let kind = BlockKind::Only(Only { editions, blocks: body });
            return vec![Block { span, anchor, disclose, kind }];
        }
        let Some(schema) = self.cx.schemas.get(&name.node) else {
            let message = format!("there is no component `{}`", name.node);
            let hint = suggest_listed("components", &name.node, self.cx.schemas.names().chain(["only"]));
            self.cx.sink.push(Diagnostic::error(Code::UnknownComponent, name.span, message).hint(hint));
            return body;
        };
        if schema.form == Form::Data {
            self.wrong_form(&name, Form::Data);
            return body;
        }
        for class in &attributes.classes {
            let message = format!("`.{}` has no meaning here", class.node);
            self.cx.sink.push(
                Diagnostic::error(Code::Markup, class.span, message).hint("a div takes one component's name only"),
            );
        }
        if schema.shows_source {
            body.insert(0, self.source_between(&fence.range, end));
        }
        let fields = fields::from_attributes(&schema.fields, attributes.pairs, name.span, self.cx);
        let kind = BlockKind::Component(Component {
            name,
            given: schema.given.clone(),
            counted: schema.counted,
            fields,
            body,
        });
        vec![Block { span, anchor, disclose, kind }]
    }

    /// The lines from a div's first line to its last, as their author wrote them.
    pub(super) fn source_between(&self, opening: &Range<usize>, end: usize) -> Block {
        let lines = &self.original()[opening.end..end];
        let text = lines.rfind('\n').map_or("", |last_line| &lines[..last_line]).trim_matches(['\r', '\n']);
        let kind = BlockKind::Code { language: "markdown".to_owned(), text: text.to_owned() };
        Block { span: self.slice.span(opening.clone()), anchor: None, disclose: Vec::new(), kind }
    }
}

#[cfg(test)]
mod tests {
    use crate::load::tests::problems;

    #[test]
    fn blocks_that_only_other_programs_know_are_told() {
        for (info, hint) in [
            ("{timeline}", "write its name alone behind the signs: ```timeline"),
            ("{.timeline}", "write its name alone behind the signs: ```timeline"),
            ("{note}", "write it as a div: ::: {.note}"),
            ("{timelin}", "did you mean `timeline`?"),
            ("timelin", "did you mean `timeline`?"),
            ("{list-table} 表題", "`huibao list components`"),
            ("{=latex}", "`huibao list components`"),
            ("mermaid", "`huibao list components`"),
        ] {
            let found = problems(&format!("```{info}\n甲\n```\n"));
            assert!(found.contains("01-a.md:2:") && found.contains("error[unknown-component]"), "{info}: {found}");
            assert!(found.contains(hint), "{info}: {found}");
        }
        for info in ["", "text", "yaml", "python"] {
            assert_eq!(problems(&format!("```{info}\n甲\n```\n")), "", "{info}");
        }
    }
}
