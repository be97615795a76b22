//! Reading the disk: plain files of a bounded size, and folders.

use std::fs::{self, File, FileType};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::{Bytes, Entry, Kind, Refusal};

/// How large a file may be. Larger ones are refused before they are read into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Texts and templates: 32 MB, some thousand pages.
    Text,
    /// Pictures, Word documents, whatever a template reads: 128 MB.
    Picture,
    /// Fonts: 512 MB. The largest collections of Han characters have 200 MB.
    Font,
}

impl Limit {
    /// The limit in bytes.
    pub const fn bytes(self) -> u64 {
        const MB: u64 = 1 << 20;
        match self {
            Self::Text => 32 * MB,
            Self::Picture => 128 * MB,
            Self::Font => 512 * MB,
        }
    }
}

/// Reads a file, links followed. Anything that is no plain file is refused before it is opened: opening a pipe waits for
/// somebody to write to it.
///
/// # Errors
/// If it is something else, too large, or the system does not give it.
pub fn read(path: &Path, limit: Limit) -> Result<Bytes, Refusal> {
    let told = |error: io::Error| Refusal::of(&error);
    let meta = fs::metadata(path).map_err(told)?;
    kind(meta.file_type()).and_then(|kind| match kind {
        Kind::File => Ok(()),
        Kind::Folder => Err(Refusal::NotAFile("a folder")),
    })?;
    read_to_end(File::open(path).map_err(told)?, meta.len(), limit)
}

/// Reads all of a file or of standard input, as long as it is not too large. `length` is what it is believed to have.
///
/// # Errors
/// If it is too large or cannot be read.
pub fn read_to_end(from: impl io::Read, length: u64, limit: Limit) -> Result<Bytes, Refusal> {
    let limit = limit.bytes();
    if length > limit {
        return Err(Refusal::TooLarge(limit));
    }
    // A file may grow while it is read.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    from.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Refusal::of(&error))?;
    if bytes.len() as u64 > limit { Err(Refusal::TooLarge(limit)) } else { Ok(bytes.into()) }
}

/// Opens a file that a person named, whatever it is, to read it piece by piece.
///
/// # Errors
/// What the system says.
pub fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// What stands in a folder, in no particular order. `follow` tells where a link leads, or that it may not be followed.
///
/// # Errors
/// If the system does not give it.
pub(super) fn list(
    folder: &Path,
    follow: &mut dyn FnMut(&Path) -> Result<PathBuf, Refusal>,
) -> Result<Vec<Entry>, Refusal> {
    let told = |error: io::Error| Refusal::of(&error);
    if !fs::metadata(folder).map_err(told)?.is_dir() {
        return Err(Refusal::Unreadable("it is no folder".to_owned()));
    }
    let mut entry = |entry: fs::DirEntry| match entry.file_name().into_string() {
        Ok(name) => {
            let found = entry.file_type().map_err(told).and_then(|found| match found.is_symlink() {
                true => fs::metadata(follow(&entry.path())?).map(|meta| meta.file_type()).map_err(told),
                false => Ok(found),
            });
            Entry { name, kind: found.and_then(kind) }
        }
        Err(name) => Entry { name: name.to_string_lossy().into_owned(), kind: Err(Refusal::Name) },
    };
    fs::read_dir(folder).map_err(told)?.map(|found| found.map(&mut entry).map_err(told)).collect()
}

/// Where a path really leads, links followed; `None` if nothing is there.
///
/// # Errors
/// If it is a link to nothing, or the system does not tell.
pub fn resolve(path: &Path) -> Result<Option<PathBuf>, Refusal> {
    match fs::canonicalize(path) {
        Ok(real) => Ok(Some(real)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            if fs::symlink_metadata(path).is_ok() {
                Err(Refusal::Dangling)
            } else {
                Ok(None)
            }
        }
        Err(error) => Err(Refusal::of(&error)),
    }
}

/// Length and time of the last change of a file.
pub type Stamp = (u64, std::time::SystemTime);

/// The stamp of a file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.len(), meta.modified().ok()?))
}

/// What the system says, in small letters and without its number: `is a directory`.
pub fn words(error: &io::Error) -> String {
    let whole = error.to_string();
    let words = whole.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether a path leads to a plain file.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

fn kind(what: FileType) -> Result<Kind, Refusal> {
    if what.is_file() {
        return Ok(Kind::File);
    }
    if what.is_dir() {
        return Ok(Kind::Folder);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if what.is_fifo() {
            return Err(Refusal::NotAFile("a pipe"));
        }
        if what.is_socket() {
            return Err(Refusal::NotAFile("a socket"));
        }
    }
    Err(Refusal::NotAFile("a device"))
}
