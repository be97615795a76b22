//! Page templates: the built-in ones and those of the report.

use std::collections::BTreeMap;

use tera::{Context, Tera};

use super::{TemplateError, errors};
use crate::assets::{self, Assets};
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{SourceId, Sources, Span};

/// Folders below `templates/` that hold page templates.
const FOLDERS: [&str; 2] = ["html", "components"];

/// What page templates end in; the same folders hold schemas and Typst files too.
const SUFFIX: &str = ".html";

/// Names of built-in templates begin with this, so that a report's own `html/page.html` can say
/// `{% extends "built-in/html/page.html" %}`. Everybody else writes `html/page.html` and gets the report's own file if
/// there is one.
const BUILT_IN: &str = "built-in/";

/// All page templates, ready to render.
pub struct Pages {
    tera: Tera,
    /// The report's own files, by name.
    own: BTreeMap<String, SourceId>,
}

impl Pages {
    /// Reads and parses every page template. Problems in the report's own files are reported, each at its place; the
    /// built-in file then stands in, so that one run tells the problems of all files. `None` if the built-in templates
    /// themselves cannot be used.
    pub fn new(assets: &Assets, sources: &mut Sources, sink: &mut Sink) -> Option<Self> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut own = BTreeMap::new();
        for path in FOLDERS.iter().flat_map(|folder| assets.list(folder)).filter(|path| path.ends_with(SUFFIX)) {
            if let Some(text) = assets::built_in(&path) {
                texts.insert(format!("{BUILT_IN}{path}"), text.to_owned());
            }
            match assets.read(&path) {
                Ok(Some(asset)) if asset.is_own => {
                    let id = sources.add(format!("templates/{path}"), asset.text);
                    texts.insert(path.clone(), sources.get(id).text.clone());
                    own.insert(path, id);
                }
                Ok(_) => {}
                Err(refusal) => sink.push(refusal.told(&format!("templates/{path}"), None)),
            }
        }
        loop {
            let mut tera = Tera::new();
            tera.set_fallback_prefixes([BUILT_IN]).expect("no template is there yet");
            let Err(error) = tera.add_raw_templates(&texts) else { return Some(Self { tera, own }) };
            let mut dropped = false;
            for error in errors(&error) {
                // Without the files at fault the rest is tried again: each round drops at least one.
                let at_fault = error.template.as_ref().filter(|name| own.contains_key(*name));
                dropped |= at_fault.is_some_and(|name| texts.remove(name).is_some());
                report(&error, &own, sources, sink);
            }
            if !dropped {
                return None;
            }
        }
    }

    /// Renders the template `name`, e.g. `html/chapter.html`.
    ///
    /// # Errors
    /// If there is no such template or it cannot be rendered with this context; see [`Pages::report`].
    pub fn try_render(&self, name: &str, context: &Context) -> Result<String, TemplateError> {
        let first = |error| errors(&error).into_iter().next().expect("an error says something");
        self.tera.render(name, context).map_err(first)
    }

    /// [`Pages::try_render`], with the error reported at its place in the template.
    pub fn render(&self, name: &str, context: &Context, sources: &mut Sources, sink: &mut Sink) -> Option<String> {
        self.try_render(name, context).map_err(|error| self.report(&error, sources, sink)).ok()
    }

    /// Whether there is a template of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Reports an error of [`Pages::try_render`] at its place in the template.
    pub fn report(&self, error: &TemplateError, sources: &mut Sources, sink: &mut Sink) {
        report(error, &self.own, sources, sink);
    }
}

fn report(error: &TemplateError, own: &BTreeMap<String, SourceId>, sources: &mut Sources, sink: &mut Sink) {
    let name = error.template.as_deref().unwrap_or_default();
    if let Some(id) = own.get(name) {
        let place = Span::new(*id, error.place.range(&sources.get(*id).text));
        let hint = match assets::built_in(name) {
            Some(_) => {
                format!("templates/{name} replaces a built-in file; mend it, or take it away to get the built-in one")
            }
            None => format!("mend templates/{name}: docs/format.md says what a component's template is given"),
        };
        return sink.push(Diagnostic::error(Code::Template, place, error.message.clone()).hint(hint));
    }
    // No author has the built-in file before him: what he has are the files that change what it is given.
    let message = format!("a page cannot be made: {}", error.message);
    let place = own.values().next().map(|id| Span::new(*id, 0..0));
    sink.push(Diagnostic::error(Code::Template, place, message).hint(match own.keys().next() {
        Some(_) => {
            let names: Vec<String> = own.keys().map(|name| format!("templates/{name}")).collect();
            format!("what huibao's own page needs is missing in one of these: {}", names.join(", "))
        }
        None => "this is a fault of huibao; please report it with what you wrote last".to_owned(),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::render::short;
    use crate::store::Store;

    /// A report folder with these files below `templates/`.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join("templates").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn own(folder: &tempfile::TempDir) -> Assets {
        Assets::of_report(&Store::of_report(&folder.path().join("content")).into())
    }

    fn problems(files: &[(&str, &str)]) -> String {
        let folder = folder(files);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        Pages::new(&own(&folder), &mut sources, &mut sink);
        short(&sink.into_sorted(), &sources)
    }

    #[test]
    fn the_built_in_templates_can_be_used() {
        assert_eq!(problems(&[]), "");
    }

    #[test]
    fn every_broken_override_is_told_at_its_place() {
        let told = problems(&[
            ("html/one.html", "<p>標題 {{ title </p>\n"),
            ("html/two.html", "<p>\n標題{{ title | upcase }}{{ nothing() }}</p>\n"),
            ("html/fine.html", "{{ title | upper }}"),
        ]);
        insta::assert_snapshot!(told, @"
        templates/html/one.html:1:16: error[template]: found `</` but expected }}
        templates/html/two.html:2:14: error[template]: unknown filter `upcase`
        templates/html/two.html:2:26: error[template]: unknown function `nothing`
        ");
    }

    #[test]
    fn only_what_replaces_a_built_in_file_is_said_to() {
        let folder =
            folder(&[("components/own.html", "{{ 甲 | nothing }}"), ("components/note.html", "{{ a | nothing }}")]);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        Pages::new(&own(&folder), &mut sources, &mut sink);
        let hints: Vec<String> = sink.into_sorted().into_iter().flat_map(|told| told.hints).collect();
        assert_eq!(hints.iter().filter(|hint| hint.contains("replaces a built-in file")).count(), 1, "{hints:?}");
    }

    #[test]
    fn rendering_errors_are_told_in_the_template() {
        let folder = folder(&[("html/page.html", "<h1>標題 {{ titel }}</h1>\n")]);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let pages = Pages::new(&own(&folder), &mut sources, &mut sink).unwrap();
        let mut context = Context::new();
        context.insert("title", "報告");
        assert_eq!(pages.render("html/page.html", &context, &mut sources, &mut sink), None);
        insta::assert_snapshot!(short(&sink.into_sorted(), &sources), @"templates/html/page.html:1:11: error[template]: variable `titel` is not defined");
    }
}
