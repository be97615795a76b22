//! Compiles a folder of Typst sources that huibao has written out, the way any program around Typst would: the
//! benchmark's peer. Prints the number of pages, and with `--rounds` in how many rounds the layout settled, which takes time
//! of its own to count.
//!
//! `cargo run --example plain-typst FOLDER [--rounds]`

use std::path::PathBuf;
use std::{env, fs};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Files below one folder.
struct Folder(PathBuf);

impl FileLoader for Folder {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().realize(&self.0).map_err(|_| FileError::AccessDenied)?;
        fs::read(&path).map(Bytes::new).map_err(|error| FileError::from_io(error, &path))
    }
}

struct Plain {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<Folder>,
    main: FileId,
}

impl World for Plain {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// In how many rounds the layout settled: each is an event of Typst's own.
fn rounds() -> usize {
    let mut events = Vec::new();
    typst_timing::export_json(&mut events, |_| (String::new(), 0)).expect("memory can be written");
    let events: serde_json::Value = serde_json::from_slice(&events).expect("it is JSON");
    let begins = |event: &&serde_json::Value| {
        event["ph"] == "B" && event["name"].as_str().is_some_and(|name| name.starts_with("iter ("))
    };
    events.as_array().map_or(0, |events| events.iter().filter(begins).count())
}

#[allow(clippy::print_stdout, reason = "a program of its own")]
fn main() {
    let mut arguments = env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: plain-typst FOLDER [--rounds]"));
    let mut fonts = FontStore::new();
    for path in fs::read_to_string(folder.join("fonts.txt")).expect("fonts.txt").lines() {
        let bytes = Bytes::new(fs::read(path).expect(path));
        fonts.extend(Font::iter(bytes).map(|font| (font.clone(), font.info().clone())));
    }
    let main = RootedPath::new(VirtualRoot::Project, VirtualPath::new("main.typ").expect("a plain name")).intern();
    let world =
        Plain { library: LazyHash::new(Library::default()), fonts, files: FileStore::new(Folder(folder)), main };
    let counts = arguments.next().is_some_and(|option| option == "--rounds");
    if counts {
        typst_timing::enable();
    }
    let document = typst::compile::<PagedDocument>(&world).output.expect("the sources compile");
    let bytes = typst_pdf::pdf(&document, &PdfOptions::default()).expect("the document exports");
    println!("{} pages, {} bytes", document.pages().len(), bytes.len());
    if counts {
        println!("{} rounds", rounds());
    }
}
