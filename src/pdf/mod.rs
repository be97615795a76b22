//! One edition → PDF bytes and a page map. The only user of Typst.
//!
//! [`emit`] writes the edition as Typst sources that call the theme in `templates/`; [`world`] serves them together with
//! the theme, the author's images and the [`fonts`]; [`inspect`] reads page numbers out of the layout; [`export`] writes
//! the file; [`diagnose`] brings Typst's problems back to the author's text by way of the [`source_map`].

mod diagnose;
mod emit;
mod export;
mod fonts;
mod inspect;
mod source_map;
mod world;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use typst::diag::Warned;
use typst::foundations::Datetime;
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};
use typst_kit::files::FileStore;
use typst_layout::PagedDocument;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{EditionDoc, PageMap, Product, Report};
use crate::source::{Sources, Span};
use diagnose::Translator;
use emit::Emitted;
use world::{EditionWorld, Shared, Vfs};

/// What all editions have in common: fonts, theme, Typst's library. Built once per run.
pub struct Typesetter {
    shared: Shared,
    assets: Assets,
}

/// A laid-out edition.
pub struct Pdf {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Where anchors came to stand.
    pub pages: PageMap,
}

impl Typesetter {
    /// Finds the fonts and loads the theme.
    ///
    /// # Errors
    /// One sentence saying what to install if there is no CJK font.
    pub fn new(report: &Report, assets: &Assets) -> Result<Self, String> {
        let own = [report.root.join("fonts"), report.content.join("fonts")];
        let fonts = fonts::find(&own, &report.config.editions)?;
        let published = report.config.published;
        let date = Datetime::from_ymd_hms(published.year, published.month, published.day, 0, 0, 0)
            .or_else(|| Datetime::from_ymd_hms(1970, 1, 1, 0, 0, 0))
            .ok_or("the date of publication cannot be used")?;
        let vfs = Vfs::new(assets.clone(), report.config.theme.name.node.clone(), report.content.clone());
        // For header cells of rows. The feature only adds functions; the theme does without where they are missing.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        let shared = Shared { library: LazyHash::new(library), fonts, files: FileStore::new(vfs), date };
        Ok(Self { shared, assets: assets.clone() })
    }

    /// Lays out and exports one edition. `attachments` are embedded in the file.
    pub fn render(
        &mut self,
        doc: &EditionDoc,
        attachments: &[Product],
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<Pdf> {
        let emitted = self.emit(doc, attachments, sink);
        let document = self.compile(doc, &emitted, sources, sink)?;
        let pages = self.pages(&document, &emitted, sink);
        match export::pdf(&document, doc, self.shared.date) {
            Ok(bytes) => Some(Pdf { bytes, pages }),
            Err(errors) => {
                self.with_translator(doc, &emitted, sources, |translator| translator.push_all(errors, sink));
                None
            }
        }
    }

    /// Lays out one edition for its page numbers only.
    pub fn layout(&mut self, doc: &EditionDoc, sources: &mut Sources, sink: &mut Sink) -> Option<PageMap> {
        let emitted = self.emit(doc, &[], sink);
        let document = self.compile(doc, &emitted, sources, sink)?;
        Some(self.pages(&document, &emitted, sink))
    }

    /// The text of each page of one edition as laid out, for tests of what is printed where.
    pub fn page_texts(&mut self, doc: &EditionDoc, sources: &mut Sources, sink: &mut Sink) -> Option<Vec<String>> {
        let emitted = self.emit(doc, &[], sink);
        let document = self.compile(doc, &emitted, sources, sink)?;
        Some(inspect::texts(&document))
    }

    /// Writes an edition's Typst sources, `main.typ` first, with the theme, the images in use and a list of the font
    /// files (`fonts.txt`) to a folder that any Typst can compile: for looking under the hood, and for measuring what
    /// huibao adds to the time that Typst takes.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub fn dump(&self, doc: &EditionDoc, folder: &Path) -> io::Result<()> {
        let emitted = self.emit(doc, &[], &mut Sink::default());
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, bytes)
        };
        write("main.typ", format!("#include {}\n", emit::string(&format!("/{}", emitted.main))).as_bytes())?;
        for (path, text) in &emitted.files {
            write(path, text)?;
        }
        let vfs = self.shared.files.loader();
        let templates = ["pdf", "components"].iter().flat_map(|below| self.assets.list(below));
        let templates = templates.filter(|path| path.ends_with(".typ")).chain(["sdg.yaml".to_owned()]);
        let templates = templates.map(|path| format!("{}{path}", world::TEMPLATES));
        let images = emitted.images.keys().cloned();
        for path in templates.chain(images).chain([world::THEME.to_owned()]) {
            let bytes = vfs.read(&path).map_err(|error| io::Error::other(error.to_string()))?;
            write(&path, &bytes)?;
        }
        let fonts: String = self.shared.fonts.files.iter().map(|file| format!("{}\n", file.path.display())).collect();
        write("fonts.txt", fonts.as_bytes())
    }

    /// Lets go of cached layout that the last rounds did not use. For long-running callers, once after all editions.
    pub fn finish_round(&mut self) {
        // Typst's own watch mode keeps results for ten rounds.
        const ROUNDS: usize = 10;
        comemo::evict(ROUNDS);
    }

    /// Lets go of all cached layout. For a single run: no edition is laid out twice, and what one leaves in the cache
    /// would only take the memory that the next one needs.
    pub fn forget(&mut self) {
        comemo::evict(0);
    }

    /// SHA-256 of every font file used, by file name.
    pub fn font_hashes(&self) -> BTreeMap<String, String> {
        let hash = |file: &fonts::FontFile| {
            let name = file.path.file_name()?.to_string_lossy().into_owned();
            let digest = Sha256::digest(file.bytes()?);
            Some((name, digest.iter().map(|byte| format!("{byte:02x}")).collect()))
        };
        self.shared.fonts.files.iter().filter_map(|file| hash(file)).collect()
    }

    fn emit(&self, doc: &EditionDoc, attachments: &[Product], sink: &mut Sink) -> Emitted {
        let assets = &self.assets;
        let has_template = |name: &str| matches!(assets.read(&format!("components/{name}.typ")), Ok(Some(_)));
        let mut emitted = emit::edition(doc, attachments, &self.shared.fonts.families, &has_template);
        for (name, span) in emitted.unknown.drain(..) {
            let message = format!("the component `{name}` cannot be shown in the PDF");
            let hint = format!("it needs a template: templates/components/{name}.typ");
            sink.push(Diagnostic::error(Code::UnknownComponent, span, message).hint(hint));
        }
        emitted
    }

    fn compile(
        &mut self,
        doc: &EditionDoc,
        emitted: &Emitted,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<PagedDocument> {
        let vfs = self.shared.files.loader_mut();
        let mut again = false;
        for (path, text) in &emitted.files {
            again |= vfs.generated.insert(path.clone(), text.clone()).is_some_and(|old| old != *text);
        }
        if again {
            self.shared.files.reset();
        }
        let main = world::file_id(&emitted.main)?;
        let world = EditionWorld { shared: &self.shared, main };
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        let mut translator = Translator { world: &world, emitted, edition: doc.edition, assets: &self.assets, sources };
        translator.push_all(warnings, sink);
        match output {
            Ok(document) => {
                let off = inspect::off_page(&document).into_iter().map(|found| ("runs off", found));
                let over = inspect::overprinted(&document).into_iter().map(|found| ("runs into other text on", found));
                for (does, (page, text, spans)) in off.chain(over) {
                    let shown: String = text.chars().take(20).collect();
                    let message = format!("`{shown}` {does} page {page} of the {} edition", doc.edition);
                    let place = translator.author_span(&spans);
                    sink.push(
                        Diagnostic::error(Code::Overflow, place, message)
                            .hint("shorten it, or split what holds it into smaller parts"),
                    );
                }
                Some(document)
            }
            Err(errors) => {
                translator.push_all(errors, sink);
                None
            }
        }
    }

    fn pages(&self, document: &PagedDocument, emitted: &Emitted, sink: &mut Sink) -> PageMap {
        let pages = inspect::page_map(document, emitted.anchors.keys());
        for (anchor, span) in emitted.anchors.iter().filter(|(anchor, _)| !pages.pages.contains_key(*anchor)) {
            sink.push(
                Diagnostic::warning(Code::Typeset, *span, format!("`{anchor}` cannot be found in the PDF"))
                    .hint("a component must place the `anchor` of every figure it shows: `#mark(row.anchor)`"),
            );
        }
        pages
    }

    fn with_translator(
        &self,
        doc: &EditionDoc,
        emitted: &Emitted,
        sources: &mut Sources,
        f: impl FnOnce(&mut Translator<'_>),
    ) {
        let Some(main) = world::file_id(&emitted.main) else { return };
        let world = EditionWorld { shared: &self.shared, main };
        f(&mut Translator { world: &world, emitted, edition: doc.edition, assets: &self.assets, sources });
    }
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
            Err(error) => {
                sink.push(Diagnostic::error(Code::Unreadable, None, format!("templates/{path}: {error}")));
                continue;
            }
        };
        if asset.own.is_none() {
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
                diagnostic = diagnostic.hint("mend the file, or remove it to go back to the built-in one");
            }
            sink.push(diagnostic);
        }
    }
}
