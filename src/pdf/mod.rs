//! One edition → PDF bytes and a page map. The only user of Typst.
//!
//! [`emit`] writes the edition as Typst sources that call the theme in `templates/`; [`world`] serves them together with
//! the theme, the author's images and the [`fonts`]; [`inspect`] reads page numbers out of the layout; [`export`] writes
//! the file; [`diagnose`] brings Typst's problems back to the author's text by way of the [`source_map`].

mod breadth;
mod diagnose;
mod emit;
mod export;
mod fit;
mod fonts;
mod grid;
mod inspect;
mod labels;
mod layout;
mod marks;
mod overflow;
mod schemas;
mod source_map;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use typst::Feature;
use typst::LibraryExt;
use typst::diag::{SourceResult, Warned};
use typst::foundations::Datetime;
use typst::utils::LazyHash;
use typst_kit::files::FileStore;
use typst_layout::PagedDocument;

use crate::assets::{self, Assets};
use crate::beside::STACK;
use crate::diag::{Code, Diagnostic, Sink};
use crate::guard::guarded;
use crate::model::{Document, Edition, PageMap, Product};
use crate::source::{Sources, Span};
use crate::store::disk::Stamp;
use crate::store::{Store, sha256};
use breadth::Breadths;
use diagnose::Translator;
use emit::{Emitted, Setting};
use fit::Measured;
use grid::Grid;
use labels::NamedLabels;
use world::{EditionWorld, Shared, Vfs};

/// What editions and rounds have in common: fonts and Typst's library. Everything else is read anew for each edition.
pub struct Typesetter {
    shared: Shared,
    editions: Vec<Edition>,
    store: Arc<Store>,
    assets: Assets,
}

/// A laid-out edition.
pub struct Pdf {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Where anchors came to stand.
    pub pages: PageMap,
    /// Its text as laid out, page by page, turned text too.
    pub text: String,
    /// The words for its pictures.
    pub alts: String,
}

/// What editions that are typeset beside each other share.
type Files = Arc<FileStore<Vfs>>;

/// Pages and warnings, errors, or what a library said when it panicked.
type Compiled = Result<Warned<SourceResult<PagedDocument>>, String>;

/// An edition as the typesetter left it. What is wrong with it is not told yet.
struct Typeset<'t> {
    doc: &'t Document,
    emitted: Emitted,
    world: EditionWorld<'t>,
    compiled: Compiled,
    /// How wide its blocks stand.
    breadths: Vec<Breadths>,
    /// Where its blocks came to stand, if there are pages.
    measured: Measured,
    /// The file, if one was asked for and there are pages.
    exported: Option<Result<SourceResult<Vec<u8>>, String>>,
}

impl<'t> Typeset<'t> {
    fn new(doc: &'t Document, emitted: Emitted, world: EditionWorld<'t>, compiled: Compiled) -> Self {
        Self { doc, emitted, world, compiled, breadths: Vec::new(), measured: Measured::default(), exported: None }
    }
}

/// Layouts for which Typst keeps what it worked out and did not need again: the editions beside this one count too.
const KEPT_LAYOUTS: usize = 3;

impl Typesetter {
    /// Finds the fonts for these editions.
    ///
    /// # Errors
    /// One sentence saying what to install if there is no CJK font.
    pub fn new(store: &Arc<Store>, editions: &[Edition]) -> Result<Self, String> {
        let fonts = fonts::find(store, editions)?;
        // For header cells of rows. The feature only adds functions; the theme does without where they are missing.
        let library = typst::Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        let shared = Shared { library: LazyHash::new(library), fonts };
        let (editions, assets) = (editions.to_vec(), Assets::of_report(store));
        Ok(Self { shared, editions, store: store.clone(), assets })
    }

    /// Reports the fonts of the report that cannot be used: the system's would stand in for them in silence.
    pub fn check_fonts(&self, sink: &mut Sink) {
        for (path, why) in &self.shared.fonts.unusable {
            let message = format!("{path} cannot be used: {why}");
            sink.push(
                Diagnostic::error(Code::Unreadable, None, message)
                    .hint("put a whole TTF or OTF file there, or take it away"),
            );
        }
    }

    /// The font in which an edition's titles are set, with no more than these characters; none if the theme's is not there,
    /// or none can be made of it.
    pub fn title_font(&self, doc: &Document, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
        #[derive(serde::Deserialize)]
        struct Tokens {
            fonts: BTreeMap<String, BTreeMap<String, Vec<String>>>,
        }
        let tokens: Tokens = crate::theme::tokens(&self.assets, &doc.theme.node)?;
        let families = tokens.fonts.get(doc.edition.tag())?.get("title")?;
        self.shared.fonts.for_titles(families, characters)
    }

    /// Whether it still serves these editions with the fonts that the report now has.
    pub fn serves(&self, editions: &[Edition]) -> bool {
        self.editions == editions && self.shared.fonts.own == fonts::own(&self.store)
    }

    /// Lays out and exports editions, `jobs` of them beside each other. `attachments` are embedded in each file. Memory
    /// grows with the jobs; the bytes are the same.
    pub fn render(
        &self,
        docs: &[&Document],
        attachments: &[Product],
        jobs: NonZeroUsize,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Vec<Option<Pdf>> {
        let mut made = Vec::new();
        self.side_by_side(docs, Some(attachments), jobs, &mut |edition| {
            made.push(self.finished(edition, sources, sink));
        });
        made
    }

    /// Lays out editions for their page numbers only, `jobs` of them beside each other.
    pub fn layout(
        &self,
        docs: &[&Document],
        jobs: NonZeroUsize,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Vec<Option<PageMap>> {
        let mut made = Vec::new();
        self.side_by_side(docs, None, jobs, &mut |edition| {
            let laid_out = self.laid_out(&edition, sources, sink);
            made.push(laid_out.map(|document| pages(document, &edition.emitted, sink)));
        });
        made
    }

    /// Typesets editions and hands each on, in their order. Before those that must wait all cached layout goes: what one
    /// edition leaves there would only take the memory that the next one needs. What the last leave serves the next preview.
    fn side_by_side<'t>(
        &'t self,
        docs: &[&'t Document],
        attachments: Option<&[Product]>,
        jobs: NonZeroUsize,
        each: &mut dyn FnMut(Typeset<'t>),
    ) {
        let mut files = BTreeMap::new();
        for doc in docs {
            files.entry(&doc.theme.node).or_insert_with(|| self.files(doc));
        }
        let one = |doc: &'t Document| self.typeset(doc, attachments, files[&doc.theme.node].clone());
        for (at, round) in docs.chunks(jobs.get()).enumerate() {
            if at > 0 {
                comemo::evict(0);
            }
            let typeset: Vec<_> = std::thread::scope(|scope| {
                let others: Vec<_> = round[1..]
                    .iter()
                    .map(|doc| {
                        let thread = std::thread::Builder::new().stack_size(STACK);
                        thread.spawn_scoped(scope, || one(doc))
                    })
                    .collect();
                let first = one(round[0]);
                let others = others.into_iter().zip(&round[1..]).map(|(thread, doc)| match thread {
                    Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                    // The system has no thread to give.
                    Err(_) => one(doc),
                });
                std::iter::once(first).chain(others).collect()
            });
            typeset.into_iter().flatten().for_each(&mut *each);
        }
    }

    /// Lays out and, with attachments, exports an edition. Nothing is told yet, so that others can do the same meanwhile.
    fn typeset<'t>(&'t self, doc: &'t Document, attachments: Option<&[Product]>, files: Files) -> Option<Typeset<'t>> {
        let mut edition = self.fitted(doc, attachments.unwrap_or_default(), files)?;
        edition.exported = match &edition.compiled {
            Ok(Warned { output: Ok(document), .. }) if attachments.is_some() => {
                Some(guarded(|| export::pdf(document, doc, edition.world.date)))
            }
            _ => None,
        };
        Some(edition)
    }

    /// Lays out an edition until its pages are well filled and what it says of itself is so. Of each chapter the best fit is
    /// taken, since each begins a page.
    fn fitted<'t>(&'t self, doc: &'t Document, attachments: &[Product], files: Files) -> Option<Typeset<'t>> {
        let blocks: Vec<usize> = doc.chapters.iter().map(|chapter| chapter.blocks.len()).collect();
        let (assets, grid) = (&self.assets, Grid::of(&self.assets, &doc.theme.node));
        let kinds = fit::kinds(doc, assets);
        let breadths = breadth::breadths(doc, grid, assets);
        let labels = NamedLabels::of(assets);
        let setting = Setting {
            families: &self.shared.fonts.families,
            grid,
            has_template: &|name| matches!(assets.read(&format!("components/{name}.typ")), Ok(Some(_))),
            is_elastic: &|component, breadth, columns| {
                let kind = kinds.get(component.name.node.as_str());
                kind.is_some_and(|kind| kind.is_elastic(component, breadth, columns) || kind.tightens())
            },
            keeps_words: &|name| kinds.get(name).is_some_and(|kind| kind.whole_words),
            breadths: &breadths,
            names_label: &|name| labels.has(name),
        };
        let mut fitting = fit::Fitting::new(doc, &kinds, &breadths);
        let mut emitted = emit::edition(doc, attachments, &setting, fitting.fit());
        let mut world = self.world(doc, &emitted, files)?;
        let mut before = None;
        let mut unsettled = 0;
        loop {
            let laid_out = match guarded(|| layout::once(&world, before.as_deref())) {
                Ok(Ok(laid_out)) => laid_out,
                Ok(Err(failed)) => return Some(Typeset::new(doc, emitted, world, Ok(*failed))),
                Err(panic) => return Some(Typeset::new(doc, emitted, world, Err(panic))),
            };
            let measured = fit::measure(&laid_out.document, &blocks, &breadths, grid);
            let is_fitting = fitting.improve(&measured);
            unsettled = if is_fitting { 0 } else { unsettled + 1 };
            // Rows of an index are as high with one page as with another: they are told theirs once those stay.
            let pages = (!is_fitting).then(|| inspect::page_map(&laid_out.document, emitted.anchors.keys()));
            let changed = emitted.follow(doc, &setting, fitting.fit(), pages.as_ref());
            if laid_out.is_settled && changed.is_empty() {
                let compiled = Ok(laid_out.finish());
                return Some(Typeset { measured, breadths, ..Typeset::new(doc, emitted, world, compiled) });
            }
            world.write(&emitted.files, &changed);
            if unsettled == layout::MOST {
                // Typst itself tells what does not settle.
                let compiled = guarded(|| typst::compile::<PagedDocument>(&world));
                return Some(Typeset { measured, breadths, ..Typeset::new(doc, emitted, world, compiled) });
            }
            comemo::evict(KEPT_LAYOUTS);
            before = Some(laid_out.document.introspector().clone());
        }
    }

    /// Tells what is wrong with an exported edition; the edition if it can be used.
    fn finished(&self, mut edition: Typeset<'_>, sources: &mut Sources, sink: &mut Sink) -> Option<Pdf> {
        let exported = edition.exported.take();
        let document = self.laid_out(&edition, sources, sink)?;
        let pages = pages(document, &edition.emitted, sink);
        tell_holes(&edition, sink);
        // In one edition: the others show the same pictures.
        if edition.doc.is_source {
            fit::tell_pictures(edition.doc, &edition.measured, sink);
        }
        match exported? {
            Ok(Ok(bytes)) => {
                let (text, alts) = inspect::whole_text(document);
                Some(Pdf { bytes, pages, text, alts })
            }
            Ok(Err(errors)) => {
                self.translator(&edition, sources).push_all(errors, sink);
                None
            }
            Err(panic) => {
                sink.push(self.stumbled(edition.doc, &edition.emitted, &panic));
                None
            }
        }
    }

    /// The text of each page of one edition as laid out, for tests of what is printed where.
    pub fn page_texts(&self, doc: &Document, sources: &mut Sources, sink: &mut Sink) -> Option<Vec<String>> {
        let edition = self.typeset(doc, None, self.files(doc))?;
        Some(inspect::texts(self.laid_out(&edition, sources, sink)?))
    }

    /// An edition's Typst sources as they were laid out last, `main.typ` first, with the theme, the images in use and a list of the font files
    /// (`fonts.txt`): a folder that any Typst can compile, for looking under the hood, and for measuring what huibao adds
    /// to the time that Typst takes.
    ///
    /// # Errors
    /// One sentence if a file cannot be read.
    pub fn dump(&self, doc: &Document) -> Result<Vec<Product>, String> {
        let done = self
            .fitted(doc, &[], self.files(doc))
            .ok_or_else(|| format!("the {} edition cannot be written", doc.edition))?;
        let emitted = &done.emitted;
        let main = format!("#include {}\n", emit::string(&format!("/{}", emitted.main)));
        let mut files = vec![Product { path: "main.typ".to_owned(), bytes: main.into_bytes() }];
        let templates = ["pdf", "components"].iter().flat_map(|below| self.assets.list(below));
        let templates = templates.filter(|path| path.ends_with(".typ")).chain(["sdg.yaml".to_owned()]);
        let templates = templates.map(|path| format!("{}{path}", world::TEMPLATES));
        let images = emitted.images.keys().cloned();
        for path in emitted.files.keys().cloned().chain(templates).chain(images).chain([world::THEME.to_owned()]) {
            let bytes = match emitted.files.get(&path) {
                Some(written) => written.clone(),
                None => done.world.files.loader().read(&path).map_err(|error| error.to_string())?.to_vec(),
            };
            files.push(Product { path, bytes });
        }
        let fonts: String =
            self.shared.fonts.files.iter().map(|file| format!("{}\n", file.on_disk.display())).collect();
        files.push(Product { path: "fonts.txt".to_owned(), bytes: fonts.into_bytes() });
        Ok(files)
    }

    /// SHA-256 of every font file used: by path for the report's own, by file name for the system's.
    pub fn font_hashes(&self) -> BTreeMap<String, String> {
        let files = self.shared.fonts.files.iter();
        files.filter_map(|file| Some((file.name.clone(), sha256(&file.bytes()?)))).collect()
    }

    /// Tells what is wrong with the layout of an edition; its pages if there are any.
    fn laid_out<'e>(
        &self,
        edition: &'e Typeset<'_>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<&'e PagedDocument> {
        for (name, span) in &edition.emitted.unknown {
            let message = format!("the component `{name}` cannot be shown in the PDF");
            let hint = format!("it needs a template: templates/components/{name}.typ");
            sink.push(Diagnostic::error(Code::UnknownComponent, *span, message).hint(hint));
        }
        let Warned { output, warnings } = edition
            .compiled
            .as_ref()
            .map_err(|panic| sink.push(self.stumbled(edition.doc, &edition.emitted, panic)))
            .ok()?;
        let mut translator = self.translator(edition, sources);
        translator.push_all(warnings.iter().cloned(), sink);
        match output {
            Ok(document) => {
                overflow::tell(document, edition.doc, &mut translator, sink);
                Some(document)
            }
            Err(errors) => {
                translator.push_all(errors.iter().cloned(), sink);
                None
            }
        }
    }

    /// A library stumbled over something: the picture that does it alone, too, or else whatever it was.
    fn stumbled(&self, doc: &Document, emitted: &Emitted, panic: &str) -> Diagnostic {
        let is_at_fault = |path: &str| {
            let text =
                format!("#set document(title: \"a\")\n#image({}, alt: \"a\")", emit::string(&format!("/{path}")));
            let mut alone = Emitted { main: emitted.main.clone(), ..Emitted::default() };
            alone.files.insert(alone.main.clone(), text.into_bytes());
            let Some(world) = self.world(doc, &alone, self.files(doc)) else { return false };
            let done = guarded(|| {
                let laid_out = typst::compile::<PagedDocument>(&world).output.ok();
                laid_out.map(|document| export::pdf(&document, doc, world.date))
            });
            done.is_err()
        };
        match emitted.images.iter().find(|(path, _)| is_at_fault(path)) {
            Some((_, span)) => {
                Diagnostic::error(Code::BadImage, *span, format!("the picture cannot be drawn: {panic}"))
                    .hint("export it again, or convert it to another format")
            }
            None => Diagnostic::error(Code::Typeset, None, format!("typesetting stopped: {panic}"))
                .hint("this is a fault of huibao; please report it with what you wrote last"),
        }
    }

    fn files(&self, doc: &Document) -> Files {
        Arc::new(FileStore::new(Vfs::new(self.store.clone(), doc.theme.node.clone())))
    }

    fn world(&self, doc: &Document, emitted: &Emitted, files: Files) -> Option<EditionWorld<'_>> {
        let published = doc.published;
        let date = Datetime::from_ymd_hms(published.year, published.month, published.day, 0, 0, 0)
            .or_else(|| Datetime::from_ymd_hms(1970, 1, 1, 0, 0, 0))?;
        let main = world::file_id(&emitted.main)?;
        let mut world = EditionWorld {
            shared: &self.shared,
            files,
            written: Default::default(),
            data: Default::default(),
            date,
            main,
        };
        world.write(&emitted.files, emitted.files.keys());
        Some(world)
    }

    fn translator<'t>(&'t self, edition: &'t Typeset<'_>, sources: &'t mut Sources) -> Translator<'t> {
        let Typeset { doc, emitted, world, .. } = edition;
        Translator { world, emitted, edition: doc.edition, assets: &self.assets, sources }
    }
}

/// Tells the pages that are left emptier than a reader should meet them.
fn tell_holes(edition: &Typeset<'_>, sink: &mut Sink) {
    let doc = edition.doc;
    for (page, fill, section, place) in fit::holes(doc, &edition.breadths, &edition.measured) {
        let part = (fill * 100.0).round();
        let message =
            format!("page {page} of the {} edition is {part} % full, in the section `{section}`", doc.edition);
        sink.push(
            Diagnostic::note(Code::PageFill, place, message).hint(
                "what comes next did not fit: move a paragraph before it, give a picture another `shape`, or shorten the text",
            ),
        );
    }
}

fn pages(document: &PagedDocument, emitted: &Emitted, sink: &mut Sink) -> PageMap {
    let pages = inspect::page_map(document, emitted.anchors.keys());
    for (anchor, span) in emitted.anchors.iter().filter(|(anchor, _)| !pages.pages.contains_key(*anchor)) {
        sink.push(
            Diagnostic::warning(Code::Typeset, *span, format!("`{anchor}` cannot be found in the PDF"))
                .hint("a component must place the `anchor` of every figure it shows: `#mark(row.anchor)`"),
        );
    }
    pages
}

/// The font files that may be used for a report, and what tells whether they are still the same.
pub fn font_stamps(store: &Store) -> Vec<(String, Option<Stamp>)> {
    fonts::stamps(store)
}

/// Tells pictures that would print coarsely at the width that they have in the theme, without typesetting anything.
pub fn check_pictures(doc: &Document, assets: &Assets, sink: &mut Sink) {
    fit::tell_coarse(doc, Grid::of(assets, &doc.theme.node).block(), sink);
}

/// Reports syntax errors in the report's own Typst templates, without typesetting anything.
pub fn check_templates(assets: &Assets, sources: &mut Sources, sink: &mut Sink) {
    for path in ["pdf", "components"].iter().flat_map(|below| assets.list(below)) {
        if !path.ends_with(".typ") {
            continue;
        }
        let asset = match assets.read(&path) {
            Ok(Some(asset)) => asset,
            Ok(None) => continue,
            Err(refusal) => {
                sink.push(refusal.told(&format!("templates/{path}"), None));
                continue;
            }
        };
        if !asset.is_own {
            continue;
        }
        let source = typst::syntax::Source::detached(asset.text.as_ref());
        let errors = source.root().errors_and_warnings().0;
        if errors.is_empty() {
            continue;
        }
        let Some(id) = diagnose::add_template(&path, assets, sources) else { continue };
        for error in errors {
            let range = match error.span.get() {
                typst::syntax::DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range),
                typst::syntax::DiagSpanKind::Range { range, .. } => Some(range),
                typst::syntax::DiagSpanKind::Detached => None,
            };
            let place = Span::new(id, range.unwrap_or(0..0));
            let mut diagnostic = Diagnostic::error(Code::Template, place, error.message.to_string());
            for hint in &error.hints {
                diagnostic = diagnostic.hint(hint.v.to_string());
            }
            if diagnostic.hints.is_empty() {
                diagnostic = diagnostic.hint(match assets::built_in(&path) {
                    Some(_) => "mend the file, or remove it to go back to the built-in one",
                    None => "mend the file: docs/format.md says what a component's template is given",
                });
            }
            sink.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_that_of_a_column() {
        let line = |theme| Grid::of(&Assets::default(), theme).line;
        assert_eq!((line("default"), line("harbour")), (70, 70));
    }
}
