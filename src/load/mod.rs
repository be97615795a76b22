//! The author's files → [`Report`]. The only user of the YAML and Markdown libraries.
//!
//! | module | reads |
//! |---|---|
//! | `config` | `report.yaml` |
//! | `chapter` | `chapters/*.md`: front matter; the rest by `markdown`, behind `mask` |
//! | `fields` | fields of components, in YAML or as attributes; `cells`: rows of a table |
//! | `kpi` | `kpi/*.yaml` |
//! | `glossary` | `glossary.yaml` and `disclosures.yaml` |
//! | `review` | `review.yaml`, and writes it |
//! | `images` | image files, to check them |
//! | `yaml` | all YAML, with places |

mod anchors;
mod attributes;
mod cells;
mod chapter;
mod config;
mod fields;
mod glossary;
mod images;
mod kpi;
mod markdown;
mod mask;
mod review;
mod schemas;
mod slice;
mod text;
mod yaml;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Edition, Glossary, Report};
use crate::source::{SourceId, Sources, Span, Spanned};

pub use review::{FILE as REVIEW_FILE, ledger_text};
pub use schemas::schemas;

/// Loads the report in the folder `content`. Problems go to `sink`; `None` if the settings are too broken to go on.
///
/// Paths in `sources` are relative to the report's folder, the one that holds `content`, with `/`.
pub fn report(content: &Path, assets: &Assets, sources: &mut Sources, sink: &mut Sink) -> Option<Report> {
    let mut files = Files { content, prefix: prefix(content), sources };
    let settings = files.required("report.yaml", sink).and_then(|id| files.yaml(id, sink));
    let (mut config, vocabulary) = settings.as_ref().and_then(|node| config::config(node, sink)).unzip();
    if let Some(config) = &config {
        known_theme(&config.theme.name, assets, sink);
    }
    // Without settings everything else is still checked, in the light of what the settings tell.
    let edition = settings.as_ref().map_or(Edition::ZhHantHk, config::source_edition);

    let mut kpis = kpi::built_in_units();
    for name in files.list("kpi", &["yaml", "yml"]) {
        let node = files.read(&format!("kpi/{name}"), sink).and_then(|id| files.yaml(id, sink));
        if let Some(node) = node {
            kpi::read(&node, edition, &mut kpis, sink);
        }
    }
    kpi::check_units(&kpis, sink);
    let mut optional = |name: &str, sink: &mut Sink| files.read(name, sink).and_then(|id| files.yaml(id, sink));
    let glossary = optional("glossary.yaml", sink).and_then(|node| glossary::glossary(&node, edition, sink));
    let disclosures = optional("disclosures.yaml", sink).and_then(|node| glossary::disclosures(&node, edition, sink));

    let ledger = optional(review::FILE, sink).and_then(|node| review::ledger(&node, sink));

    let names = files.list("chapters", &["md"]);
    let slugs: Vec<String> = names.iter().map(|name| name.trim_end_matches(".md").to_owned()).collect();
    let ids: Vec<Option<SourceId>> = names.iter().map(|name| files.read(&format!("chapters/{name}"), sink)).collect();
    if names.is_empty() {
        sink.push(
            Diagnostic::error(Code::Unreadable, None, "there is no chapter in content/chapters")
                .hint("add a file such as content/chapters/01-about.md"),
        );
    }
    let mut glossary = glossary.unwrap_or_default();
    let known: Vec<String> = files.sources.iter().filter_map(|file| files.below(&file.path)).collect();
    glossary::check_files(&mut glossary, &known, &|path| files.sources.find(&files.shown(path)), sink);
    if let Some(config) = config.as_mut().filter(|config| config.logo.is_none()) {
        config.logo = own_theme(&config.theme.name.node, assets, &mut files, sink)
            .and_then(|theme| config::theme_logo(&theme, sink));
    }
    let schemas = schemas::schemas(assets, files.sources, sink);
    let mut cx = markdown::Context::new(&schemas, edition, &slugs, images::Images::new(content, assets), sink);
    let mut chapters = Vec::with_capacity(slugs.len());
    for (slug, id) in slugs.iter().zip(ids) {
        if let Some(id) = id {
            chapters.push(chapter::chapter(id, &files.sources.get(id).text, slug, &mut cx));
        }
    }
    for image in config.iter_mut().flat_map(|config| config.cover.iter_mut().chain(&mut config.logo)) {
        let found = cx.images.find(&image.path, "", image.span, cx.sink);
        found.into_iter().for_each(|(path, size)| (image.path, image.size) = (path, size));
    }
    let ids = cx.ids;
    anchors::assign(&mut chapters, &ids, sink);

    Some(Report {
        root: content.parent().map_or_else(PathBuf::new, Path::to_owned),
        content: content.to_owned(),
        config: config?,
        chapters,
        kpis,
        glossary: Glossary { vocabulary: vocabulary.unwrap_or_default(), ..glossary },
        disclosures: disclosures.unwrap_or_default(),
        review: ledger.unwrap_or_default(),
    })
}

/// Reports a theme that neither the report nor huibao has.
fn known_theme(name: &Spanned<String>, assets: &Assets, sink: &mut Sink) {
    let themes = assets.list("themes");
    let names = || themes.iter().filter_map(|path| path.strip_prefix("themes/")?.strip_suffix(".yaml"));
    if !names().any(|known| known == name.node) {
        let message = format!("there is no theme `{}`", name.node);
        sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(suggest(&name.node, names())));
    }
}

/// The design tokens of a theme that is the report's own; the built-in ones say nothing about a report.
fn own_theme(name: &str, assets: &Assets, files: &mut Files<'_>, sink: &mut Sink) -> Option<yaml::Node> {
    let path = format!("themes/{name}.yaml");
    let theme = assets.read(&path).ok()?.filter(|theme| theme.own.is_some())?;
    let id = files.sources.add(format!("templates/{path}"), theme.text);
    files.yaml(id, sink)
}

/// Reads a glossary by itself, outside a report. `source` is the edition of texts without a language.
pub fn glossary_file(path: &Path, source: Edition, sources: &mut Sources, sink: &mut Sink) -> Option<Glossary> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut files = Files { content: folder, prefix: folder.display().to_string(), sources };
    let id = files.required(path.file_name()?.to_str()?, sink)?;
    let node = files.yaml(id, sink)?;
    let mut glossary = glossary::glossary(&node, source, sink)?;
    let chapters = files.list("chapters", &["md"]).into_iter().map(|name| format!("chapters/{name}"));
    let data = files.list("kpi", &["yaml", "yml"]).into_iter().map(|name| format!("kpi/{name}"));
    let known: Vec<String> = chapters.chain(data).chain(files.list("", &["yaml", "md", "txt"])).collect();
    glossary::check_files(&mut glossary, &known, &|_| None, sink);
    Some(glossary)
}

/// Reads a text file outside of a report, under the name the author gave it. What keeps it from being read is told.
pub fn text_file(path: &Path, sources: &mut Sources, sink: &mut Sink) -> Option<SourceId> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let prefix = folder.display().to_string();
    let mut files = Files { content: folder, prefix, sources };
    let id = files.read(path.file_name()?.to_str()?, sink);
    if id.is_none() && !path.exists() {
        sink.push(Diagnostic::error(Code::Unreadable, None, format!("there is no file {}", path.display())));
    }
    id
}

/// The content folder as authors see it, below the report's folder.
fn prefix(content: &Path) -> String {
    content.file_name().map_or_else(|| "content".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Reads the files of one content folder.
struct Files<'f> {
    content: &'f Path,
    prefix: String,
    sources: &'f mut Sources,
}

impl Files<'_> {
    /// File names with one of these endings in a folder, sorted; those of editors' back-up files left out.
    fn list(&self, folder: &str, endings: &[&str]) -> Vec<String> {
        let entries = std::fs::read_dir(self.content.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with(['.', '_', '~']))
            .filter(|name| name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending)))
            .collect();
        names.sort();
        names
    }

    /// Reads a file that must be there.
    fn required(&mut self, path: &str, sink: &mut Sink) -> Option<SourceId> {
        if !self.content.join(path).exists() {
            let message = format!("there is no {}/{path}", self.prefix);
            let hint = "a report's settings stand there: issuer, title, period, source; `huibao init` writes one";
            sink.push(Diagnostic::error(Code::Unreadable, None, message).hint(hint));
            return None;
        }
        self.read(path, sink)
    }

    /// A file's path as authors see it.
    fn shown(&self, path: &str) -> String {
        if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) }
    }

    /// The path below the content folder of a file as authors see it.
    fn below(&self, shown: &str) -> Option<String> {
        Some(shown.strip_prefix(&self.prefix)?.trim_start_matches('/').to_owned())
    }

    /// Reads a file if it is there; reports what keeps it from being read.
    fn read(&mut self, path: &str, sink: &mut Sink) -> Option<SourceId> {
        let shown = self.shown(path);
        let bytes = match std::fs::read(self.content.join(path)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => {
                let message = format!("{shown} cannot be read: {error}");
                sink.push(Diagnostic::error(Code::Unreadable, None, message));
                return None;
            }
        };
        if u32::try_from(bytes.len()).is_err() {
            sink.push(Diagnostic::error(Code::Unreadable, None, format!("{shown} is larger than 4 GiB")));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(shown, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                self.not_utf8(shown, error.as_bytes(), at, sink);
                None
            }
        }
    }

    /// Shows the place of the first byte that is no UTF-8, in a text with U+FFFD in place of such bytes.
    fn not_utf8(&mut self, shown: String, bytes: &[u8], at: usize, sink: &mut Sink) {
        let bom = if bytes.starts_with("\u{feff}".as_bytes()) { '\u{feff}'.len_utf8() } else { 0 };
        let message = format!("{shown} is not UTF-8 text");
        let id = self.sources.add(shown, String::from_utf8_lossy(bytes));
        let start = at.saturating_sub(bom);
        let span = Span::new(id, start..start + '\u{fffd}'.len_utf8());
        let place = self.sources.place(span);
        let where_to =
            format!("the first wrong byte is {:#04x} at line {}, column {}", bytes[at], place.line, place.column);
        sink.push(Diagnostic::error(Code::Encoding, span, message).hint(where_to).hint("save the file again as UTF-8"));
    }

    fn yaml(&self, id: SourceId, sink: &mut Sink) -> Option<yaml::Node> {
        yaml::parse(&slice::Slice::new(id, self.sources.get(id).text.as_str(), 0), sink)
    }
}
