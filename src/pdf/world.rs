//! What Typst sees: one virtual project per run.
//!
//! `/templates/…` is the theme (the report's own file, else the built-in one), `/theme.yaml` the chosen design tokens,
//! `/content/…` the author's folder, `/drawings/…` the theme's pictures, `/gen/<edition>/…` what [`super::emit`] wrote. It is an ordinary Typst project
//! rather than a package, so that the folder [`super::Typesetter::dump`] writes compiles with any Typst.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_kit::files::{FileLoader, FileStore};

use super::fonts::Fonts;
use crate::assets::Assets;
use crate::drawing;
use crate::picture;
use crate::store::{Read, Store};
use crate::theme;

/// Virtual path of the design tokens.
pub(super) const THEME: &str = "theme.yaml";
/// Virtual folder of the theme's files.
pub(super) const TEMPLATES: &str = "templates/";
/// Virtual folder of the author's files.
pub(super) const CONTENT: &str = "content/";
/// Virtual folder of generated files.
pub(super) const GENERATED: &str = "gen/";

/// Serves what of the virtual project all editions have in common.
pub(super) struct Vfs {
    assets: Assets,
    /// Name of the design tokens below `templates/themes/`, without `.yaml`.
    theme: String,
    /// The colours of its drawings, once one is asked for.
    palette: OnceLock<Option<drawing::Palette>>,
    store: Arc<Store>,
}

impl Vfs {
    pub(super) fn new(store: Arc<Store>, theme: String) -> Self {
        Self { assets: Assets::of_report(&store), theme, palette: OnceLock::new(), store }
    }

    /// The path below `templates/` behind a virtual path, if it is a template.
    pub(super) fn template_path(&self, path: &str) -> Option<String> {
        if path == THEME {
            return Some(format!("themes/{}.yaml", self.theme));
        }
        path.strip_prefix(TEMPLATES).map(str::to_owned)
    }

    /// Reads a file by its virtual path without the leading slash.
    pub(super) fn read(&self, path: &str) -> FileResult<Bytes> {
        if let Some(template) = self.template_path(path) {
            let text = (path == THEME).then(|| self.assets.read(&template).ok().flatten()).flatten();
            if let Some(whole) = text.and_then(|asset| theme::whole(&self.assets, &asset.text)) {
                return Ok(Bytes::from_string(whole));
            }
            return given(self.assets.bytes(&template), &template);
        }
        if let Some(drawn) = drawing::of_file(path).and_then(|of| self.drawn(&of)) {
            return Ok(Bytes::from_string(drawn));
        }
        match path.strip_prefix(CONTENT) {
            Some(file) => {
                let path = self.store.in_content(file);
                given(self.store.read_made(&path, |bytes| picture::published(bytes, u64::MAX)), &path)
            }
            None => Err(FileError::NotFound(path.into())),
        }
    }

    fn drawn(&self, drawing: &str) -> Option<String> {
        let palette = self.palette.get_or_init(|| drawing::Palette::of(&self.assets, &self.theme));
        drawing::svg(drawing, palette.as_ref()?, &self.assets)
    }
}

/// What Typst is told of a file.
fn given(read: Read, path: &str) -> FileResult<Bytes> {
    match read {
        Ok(Some(bytes)) => Ok(Bytes::new(bytes)),
        Ok(None) => Err(FileError::NotFound(path.into())),
        Err(refusal) => Err(FileError::Other(Some(format!("{path} {refusal}").into()))),
    }
}

impl FileLoader for Vfs {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        match id.root() {
            VirtualRoot::Project => self.read(id.vpath().get_without_slash()),
            VirtualRoot::Package(package) => {
                let message = format!("{package} cannot be used: a report builds without a network");
                Err(FileError::Other(Some(message.into())))
            }
        }
    }
}

/// What all editions have in common.
pub(super) struct Shared {
    pub(super) library: LazyHash<Library>,
    pub(super) fonts: Fonts,
}

/// One edition in one round: the shared parts, its files as they are now, its date and its main file.
pub(super) struct EditionWorld<'a> {
    pub(super) shared: &'a Shared,
    /// What it shares with the editions beside it: templates are parsed and pictures are read once.
    pub(super) files: Arc<FileStore<Vfs>>,
    /// What is written of it, layout by layout.
    pub(super) written: HashMap<FileId, Source>,
    /// Data that is written with it.
    pub(super) data: HashMap<FileId, Bytes>,
    pub(super) date: Datetime,
    pub(super) main: FileId,
}

impl EditionWorld<'_> {
    /// Takes the files at these paths as they are now written. Of all others, Typst knows all it knew.
    pub(super) fn write<'p>(&mut self, files: &BTreeMap<String, Vec<u8>>, paths: impl IntoIterator<Item = &'p String>) {
        for path in paths {
            let (Some(id), Some(bytes)) = (file_id(path), files.get(path)) else { continue };
            match std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".typ")) {
                None => drop(self.data.insert(id, Bytes::new(bytes.clone()))),
                Some(text) => match self.written.get_mut(&id) {
                    Some(source) => drop(source.replace(text)),
                    None => drop(self.written.insert(id, Source::new(id, text.to_owned()))),
                },
            }
        }
    }
}

impl World for EditionWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.written.get(&id).map_or_else(|| self.files.source(id), |source| Ok(source.clone()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.data.get(&id).map_or_else(|| self.files.file(id), |bytes| Ok(bytes.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.store.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Some(self.date)
    }
}

/// The id of a file of the virtual project. Ids are never given back, so paths must not change from run to run.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
