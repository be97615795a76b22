//! The author's files → [`Report`]. The only user of the YAML and Markdown libraries.
//!
//! | module | reads |
//! |---|---|
//! | `config` | `report.yaml` |
//! | `chapter` | `chapters/*.md`: front matter; the rest by `markdown`, behind `mask` and `fences` |
//! | `languages` | which edition a chapter is of, and what it takes over from the source |
//! | `fields` | fields of components, in YAML or as attributes; `cells`: rows of a table |
//! | `kpi` | `kpi/*.yaml`; `tables`: `kpi/*.xlsx` and `*.csv` |
//! | `entries` | metrics with every key, for `huibao kpi`; `edit` writes into them |
//! | `glossary` | `glossary.yaml` |
//! | `disclosures` | `disclosures.yaml` |
//! | `review` | `review.yaml`, and writes it |
//! | `carried` | `carried-over.yaml`, and writes it |
//! | `next_year` | nothing: it writes the files of the next report |
//! | `images` | image files, to check them |
//! | `standards` | `standards/*.yaml`, the report's own catalogues |
//! | `strays` | files that nobody reads, to tell them |
//! | `yaml` | all YAML, with places |

mod anchors;
mod attributes;
mod carried;
mod cells;
mod chapter;
mod config;
mod disclosures;
mod edit;
mod entries;
mod fences;
mod fields;
mod files;
mod glossary;
mod images;
mod kpi;
mod languages;
mod markdown;
mod mask;
mod next_year;
mod previous;
mod prose;
mod review;
mod schemas;
mod shapes;
mod slice;
mod standards;
mod strays;
mod tables;
mod text;
mod theme;
mod yaml;

#[cfg(test)]
mod as_typed;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink, suggest_listed};
use crate::model::{Chapter, Config, Edition, Glossary, KpiBook, Report, Translation};
use crate::source::{SourceId, Sources, Spanned};
use crate::standards::Shelf;
use crate::store::Store;
use files::Files;

pub use carried::{FILE as CARRIED_FILE, carried_text};
pub use entries::{Import, ImportFrom, entries, import};
pub use kpi::built_in_units;
pub use next_year::{next_year, with_stubs};
pub use previous::FILE as PREVIOUS_FILE;
pub use review::{FILE as REVIEW_FILE, ledger_text};
pub use schemas::schemas;

/// Loads a report. Problems go to `sink`; `None` if the settings are too broken to go on.
///
/// Paths in `sources` are relative to the report's folder, the one that holds `content`, with `/`.
pub fn report(store: &Arc<Store>, sources: &mut Sources, sink: &mut Sink) -> Option<Report> {
    let assets = &Assets::of_report(store);
    let mut files = Files { store, sources };
    let settings = files.required("report.yaml", sink).and_then(|id| files.yaml(id, sink));
    let mut catalogues = Shelf::default();
    let mut known = BTreeMap::new();
    for name in files.list("standards", &["yaml", "yml"], sink) {
        let node = files.read(&format!("standards/{name}"), sink).and_then(|id| files.yaml(id, sink));
        node.iter().for_each(|node| standards::read(node, &mut catalogues, &mut known, sink));
    }
    let (mut config, vocabulary) = settings.as_ref().and_then(|node| config::config(node, &catalogues, sink)).unzip();
    if let Some(config) = &config {
        known_theme(&config.theme.name, assets, sink);
    }
    // Without settings everything else is still checked, in the light of what the settings tell.
    let edition = settings.as_ref().map_or(Edition::ZhHantHk, config::source_edition);

    let kpis = figures(edition, &mut files, sink);
    let mut optional = |name: &str, sink: &mut Sink| files.read(name, sink).and_then(|id| files.yaml(id, sink));
    let glossary = optional("glossary.yaml", sink).and_then(|node| glossary::glossary(&node, edition, sink));
    let disclosures =
        optional("disclosures.yaml", sink).and_then(|node| disclosures::disclosures(&node, edition, &catalogues, sink));

    let ledger = optional(review::FILE, sink).and_then(|node| review::ledger(&node, sink));
    let carried_over = optional(carried::FILE, sink).map(|node| carried::ledger(&node, sink));
    let path = config.as_ref().and_then(|config| config.previous.as_ref());
    let previous = path.map(|path| previous::previous(path, &mut files, sink)).unwrap_or_default();
    strays::check(&mut files, sink);

    let names = files.list("chapters", &["md"], sink);
    let is_empty = names.is_empty();
    let read = |name: String| files.read(&format!("chapters/{name}"), sink).map(|id| (name, id));
    let names: Vec<(String, SourceId)> = names.into_iter().filter_map(read).collect();
    let chapter_files = languages::files(&names, edition, sink);
    if is_empty {
        sink.push(
            Diagnostic::error(Code::Unreadable, None, "there is no chapter in content/chapters")
                .hint("add a file such as content/chapters/01-about.md"),
        );
    }
    let mut glossary = glossary.unwrap_or_default();
    let known: Vec<String> = files.sources.iter().filter_map(|file| store.below_content(&file.path)).collect();
    glossary::check_files(&mut glossary, &known, &|path| files.sources.find(&store.in_content(path)), sink);
    if let Some(config) = &mut config
        && let Some(theme) = own_theme(&config.theme.name.node, assets, &mut files, sink)
    {
        theme::check(&theme, &config.editions, assets, sink);
        config.logo = config.logo.take().or_else(|| config::theme_logo(&theme, sink));
    }
    let schemas = schemas::schemas(assets, files.sources, sink);
    let mut slugs: Vec<String> = chapter_files.iter().map(|file| file.slug.clone()).collect();
    slugs.dedup();
    let mut cx = markdown::Context::new(&schemas, edition, &slugs, images::Images::new(store), sink);
    let (chapters, translations) = chapters(&chapter_files, edition, config.as_ref(), files.sources, &mut cx);
    let split = kpis.kpis.values().flat_map(|kpi| &kpi.split).chain(&cx.split);
    if let Some(config) = &config {
        kpi::check_years(split, &config.period, cx.sink);
    }
    for image in config.iter_mut().flat_map(|config| config.cover.iter_mut().chain(&mut config.logo)) {
        let found = cx.images.find(&image.path, "", image.span, cx.sink);
        found.into_iter().for_each(|(path, size)| (image.path, image.size) = (path, size));
    }
    let report = Report {
        config: config?,
        chapters,
        translations,
        kpis,
        glossary: Glossary { vocabulary: vocabulary.unwrap_or_default(), ..glossary },
        disclosures: disclosures.unwrap_or_default(),
        catalogues,
        review: ledger.unwrap_or_default(),
        carried_over: carried_over.unwrap_or_default(),
        previous,
    };
    let asked = |edition| settings.as_ref().and_then(|node| config::place_of(node, edition));
    languages::check(&report, &chapter_files, &asked, sink);
    Some(report)
}

/// The metrics and units of `kpi/`: of YAML files, workbooks and CSV files.
fn figures(edition: Edition, files: &mut Files<'_>, sink: &mut Sink) -> KpiBook {
    let mut kpis = kpi::built_in_units();
    let names = data_files(files, sink);
    let mut read = |name: &String| files.read(&format!("kpi/{name}"), sink).and_then(|id| files.yaml(id, sink));
    let nodes: Vec<yaml::Node> = names.iter().filter(|name| entries::is_yaml(name)).filter_map(&mut read).collect();
    nodes.iter().for_each(|node| kpi::read_own_units(node, edition, &mut kpis, sink));
    let mut tables = tables::read(&names, files, &kpis.units, sink);
    nodes.iter().for_each(|node| kpi::read(node, edition, &mut tables, &mut kpis, sink));
    kpi::read_rest(tables, edition, &mut kpis, sink);
    kpi::check(&kpis, edition, sink);
    kpi::check_evidence(&kpis, files, sink);
    kpis
}

/// Names of the files in `kpi/`.
fn data_files(files: &mut Files<'_>, sink: &mut Sink) -> Vec<String> {
    let endings: Vec<&str> = ["yaml", "yml"].into_iter().chain(tables::ENDINGS).collect();
    files.list("kpi", &endings, sink)
}

/// The chapters of the source edition, and those written for others, with their anchors.
fn chapters(
    files: &[languages::ChapterFile],
    source: Edition,
    config: Option<&Config>,
    sources: &Sources,
    cx: &mut markdown::Context<'_>,
) -> (Vec<Chapter>, Vec<Translation>) {
    let read = |edition: Edition, cx: &mut markdown::Context<'_>| -> Vec<Chapter> {
        (cx.edition, cx.ids) = (edition, Vec::new());
        let own = files.iter().filter(|file| file.edition == edition);
        own.map(|file| chapter::chapter(file.id, &sources.get(file.id).text, &file.slug, cx)).collect()
    };
    let mut chapters = read(source, cx);
    anchors::assign(&mut chapters, &cx.ids, &anchors::Known::default(), cx.sink);
    let known = anchors::Known::of(&chapters);
    let mut translations = Vec::new();
    let others = config.iter().flat_map(|config| &config.editions).filter(|edition| **edition != source);
    for edition in others.copied().filter(|edition| files.iter().any(|file| file.edition == *edition)) {
        let mut own = read(edition, cx);
        for chapter in &mut own {
            if let Some(original) = chapters.iter().find(|original| original.slug == chapter.slug) {
                languages::take_over(chapter, original, cx.sink);
            }
        }
        anchors::assign(&mut own, &cx.ids, &known, cx.sink);
        translations.push(Translation { edition, chapters: own });
    }
    (chapters, translations)
}

/// Reports a theme that neither the report nor huibao has.
fn known_theme(name: &Spanned<String>, assets: &Assets, sink: &mut Sink) {
    let themes = assets.list("themes");
    let names = || themes.iter().filter_map(|path| path.strip_prefix("themes/")?.strip_suffix(".yaml"));
    if !names().any(|known| known == name.node) {
        let message = format!("there is no theme `{}`", name.node);
        sink.push(Diagnostic::error(Code::BadValue, name.span, message).hint(suggest_listed(
            "themes",
            &name.node,
            names(),
        )));
    }
}

/// The design tokens of a theme that is the report's own; the built-in ones say nothing about a report.
fn own_theme(name: &str, assets: &Assets, files: &mut Files<'_>, sink: &mut Sink) -> Option<yaml::Node> {
    let path = format!("themes/{name}.yaml");
    let theme = assets.read(&path).ok()?.filter(|theme| theme.is_own)?;
    let id = files.sources.add(format!("templates/{path}"), theme.text);
    files.yaml(id, sink)
}

/// Reads a glossary by itself, outside a report. `source` is the edition of texts without a language.
pub fn glossary_file(path: &Path, source: Edition, sources: &mut Sources, sink: &mut Sink) -> Option<Glossary> {
    let (store, name) = Store::beside(path)?;
    let mut files = Files { store: &store, sources };
    let id = files.required(&name, sink)?;
    let node = files.yaml(id, sink)?;
    let mut glossary = glossary::glossary(&node, source, sink)?;
    // Nothing of these is read: what may be wrong with them is no concern here.
    let mut list = |folder, endings: &[&str]| files.list(folder, endings, &mut Sink::default());
    let chapters = list("chapters", &["md"]).into_iter().map(|name| format!("chapters/{name}"));
    let data = list("kpi", &["yaml", "yml"]).into_iter().map(|name| format!("kpi/{name}"));
    let known: Vec<String> = chapters.chain(data).chain(list("", &["yaml", "md", "txt"])).collect();
    glossary::check_files(&mut glossary, &known, &|_| None, sink);
    Some(glossary)
}

/// Reads a text file outside of a report, under the name the author gave it. What keeps it from being read is told.
pub fn text_file(path: &Path, sources: &mut Sources, sink: &mut Sink) -> Option<SourceId> {
    let (store, name) = Store::beside(path)?;
    let mut files = Files { store: &store, sources };
    let told = sink.iter().count();
    let id = files.read(&name, sink);
    if id.is_none() && sink.iter().count() == told {
        sink.push(Diagnostic::error(Code::Unreadable, None, format!("there is no file {}", path.display())));
    }
    id
}
