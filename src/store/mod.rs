//! The one door to files.
//!
//! Everything that is read of a report comes through a [`Store`]: from the disk, or from memory where an editor has not
//! saved yet. It reads a file once per round, so that what is published is what was examined; it knows what it read
//! ([`Store::inputs`]); and it refuses what is no part of the report, no plain file, or too large.
//!
//! | module | what it does |
//! |---|---|
//! | [`mod@disk`] | reads plain files of a bounded size, and folders |
//! | [`refusal`] | why a file is not read, in an author's words |
//! | [`system`] | what the machine has: the environment, fonts, the cache folder, temporary folders |

pub mod disk;
mod refusal;
pub mod system;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use disk::Limit;
pub use refusal::{Refusal, unwritten};

/// A file's bytes, shared by all who read it.
pub type Bytes = Arc<[u8]>;

/// What reading a file gives: nothing if there is no such file.
pub type Read = Result<Option<Bytes>, Refusal>;

/// Folders of a report beside its content folder. What lies elsewhere is never read.
const FOLDERS: [&str; 2] = ["templates", "fonts"];

/// The files of one report. Paths are as authors see them: below the report's folder, with `/`.
#[derive(Debug, Default)]
pub struct Store {
    /// The report's folder.
    root: PathBuf,
    /// The content folder, which need not lie in a folder of its own.
    content: PathBuf,
    /// The content folder's name.
    prefix: String,
    /// Whether links may lead anywhere: for files that a person named on the command line.
    anywhere: bool,
    round: Mutex<Round>,
}

/// What was read since the last refresh.
#[derive(Debug, Default)]
struct Round {
    /// What an editor has not saved, by path.
    unsaved: BTreeMap<String, Bytes>,
    files: BTreeMap<String, Read>,
    /// What was made of files, by path.
    made: BTreeMap<String, Bytes>,
    folders: BTreeMap<String, Result<Vec<Entry>, Refusal>>,
    /// Where files of the report may really lie; worked out when the first one is read.
    realms: Option<Vec<PathBuf>>,
}

/// The files and folders that a round looked at, by path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    files: Vec<String>,
    folders: Vec<String>,
}

/// What stands in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name. Characters that are not Unicode are U+FFFD, and then it is refused.
    pub name: String,
    /// What it is, or why it cannot be read.
    pub kind: Result<Kind, Refusal>,
}

/// A file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
}

impl Store {
    /// The files of the report with this content folder. Nothing is read yet.
    pub fn of_report(content: &Path) -> Self {
        let prefix =
            content.file_name().map_or_else(|| "content".to_owned(), |name| name.to_string_lossy().into_owned());
        let root = content.parent().unwrap_or(content).to_owned();
        Self { root, content: content.to_owned(), prefix, ..Self::default() }
    }

    /// The files in the folder of a file that a person named, which is no part of a report; and that file's name.
    pub fn beside(file: &Path) -> Option<(Self, String)> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let prefix = folder.display().to_string();
        let name = file.file_name()?.to_str()?.to_owned();
        let folder = if prefix.is_empty() { PathBuf::from(".") } else { folder.to_owned() };
        Some((Self { root: PathBuf::new(), content: folder, prefix, anywhere: true, ..Self::default() }, name))
    }

    /// The content folder's name, with which the paths of its files begin.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The path of a file below the content folder.
    pub fn in_content(&self, below: &str) -> String {
        match (self.prefix.as_str(), below) {
            ("", below) => below.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, below) => format!("{prefix}/{below}"),
        }
    }

    /// The path below the content folder of a file that lies there.
    pub fn below_content(&self, path: &str) -> Option<String> {
        let below = path.strip_prefix(&self.prefix)?;
        let below = if self.prefix.is_empty() { below } else { below.strip_prefix('/')? };
        Some(below.to_owned())
    }

    /// Where a file is or would be on the disk; `None` for a path that leads out of the report.
    pub fn on_disk(&self, path: &str) -> Option<PathBuf> {
        if path == self.prefix {
            return Some(self.content.clone());
        }
        let below = self.below_content(path);
        let (folder, below) = below.as_deref().map_or((&self.root, path), |below| (&self.content, below));
        let is_plain = Path::new(below).components().all(|part| matches!(part, Component::Normal(_)));
        (is_plain && !below.contains('\0')).then(|| folder.join(below))
    }

    /// Where a file of the report may be written, there or not yet.
    ///
    /// # Errors
    /// If it, or the folder that it would stand in, leads out of the report.
    pub fn to_write(&self, path: &str) -> Result<PathBuf, Refusal> {
        let file = self.on_disk(path).ok_or(Refusal::Outside)?;
        let round = &mut self.lock();
        // The folders that are not there yet will be made below the first one that is.
        for place in file.ancestors() {
            if let Some(real) = disk::resolve(place)? {
                return self.within(&real, round).map(|()| file);
            }
        }
        Err(Refusal::Outside)
    }

    /// Puts a text that an editor has not saved in place of a file, or takes it back. Holds from the next refresh on.
    pub fn overlay(&self, path: &str, text: Option<&str>) {
        let unsaved = &mut self.lock().unsaved;
        match text {
            Some(text) => unsaved.insert(path.to_owned(), text.as_bytes().into()),
            None => unsaved.remove(path),
        };
    }

    /// Forgets what was read: the next round reads anew.
    pub fn refresh(&self) {
        let mut round = self.lock();
        *round = Round { unsaved: std::mem::take(&mut round.unsaved), ..Round::default() };
    }

    /// A file's bytes, read once per round.
    ///
    /// # Errors
    /// If it may not or cannot be read.
    pub fn read(&self, path: &str, limit: Limit) -> Read {
        let mut round = self.lock();
        if let Some(known) = round.files.get(path) {
            return known.clone();
        }
        let read = self.fetch(path, limit, &mut round);
        round.files.insert(path.to_owned(), read.clone());
        read
    }

    /// What products have of a picture's bytes, made of them once per round.
    ///
    /// # Errors
    /// If the file may not or cannot be read.
    pub fn read_made(&self, path: &str, make: impl FnOnce(Bytes) -> Bytes) -> Read {
        if let Some(made) = self.lock().made.get(path) {
            return Ok(Some(made.clone()));
        }
        let Some(bytes) = self.read(path, Limit::Picture)? else { return Ok(None) };
        let made = make(bytes);
        self.lock().made.insert(path.to_owned(), made.clone());
        Ok(Some(made))
    }

    /// Length and time of the last change of a file; something else if it is another file now. For files that are too
    /// large to read in every round.
    pub fn stamp(&self, path: &str) -> Option<disk::Stamp> {
        disk::stamp(&self.real(path, &mut self.lock()).ok()??)
    }

    /// Like [`Store::read`], for files that are too large to keep or that have a home of their own: fonts.
    ///
    /// # Errors
    /// If it may not or cannot be read.
    pub fn read_unrecorded(&self, path: &str, limit: Limit) -> Read {
        self.fetch(path, limit, &mut self.lock())
    }

    /// What stands in a folder, by name; nothing if there is no such folder.
    ///
    /// # Errors
    /// If it may not or cannot be read.
    pub fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal> {
        let mut round = self.lock();
        if let Some(known) = round.folders.get(folder) {
            return known.clone();
        }
        let listed = self.look_through(folder, &mut round);
        round.folders.insert(folder.to_owned(), listed.clone());
        listed
    }

    fn look_through(&self, folder: &str, round: &mut Round) -> Result<Vec<Entry>, Refusal> {
        let mut entries = match self.real(folder, round)? {
            Some(real) => disk::list(&real, &mut |link| {
                let real = disk::resolve(link)?.ok_or(Refusal::Dangling)?;
                self.within(&real, round).map(|()| real)
            })?,
            None => Vec::new(),
        };
        let unsaved = round.unsaved.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        for name in unsaved.filter(|name| !name.contains('/')) {
            entries.retain(|entry| entry.name != name);
            entries.push(Entry { name: name.to_owned(), kind: Ok(Kind::File) });
        }
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(entries)
    }

    /// What cannot be used in and below a folder.
    pub fn refused(&self, folder: &str) -> Vec<(String, Refusal)> {
        self.below(folder).into_iter().filter_map(|(path, found)| Some((path, found.err()?))).collect()
    }

    /// Every file in and below a folder, or why it cannot be used; what begins with a full stop is the system's and left
    /// out. A link back to a folder that it stands in is not followed: what is there has another path.
    pub fn below(&self, folder: &str) -> Vec<(String, Result<(), Refusal>)> {
        // Links to folders of links can make many of a few. The largest reports have some thousand files.
        const MOST: usize = 100_000;
        let mut found = Vec::new();
        let mut folders: Vec<(String, Vec<PathBuf>)> = vec![(folder.to_owned(), Vec::new())];
        let mut seen = 0;
        while let Some((folder, mut around)) = folders.pop() {
            if let Ok(Some(real)) = self.real(&folder, &mut self.lock()) {
                if around.contains(&real) {
                    continue;
                }
                around.push(real);
            }
            let entries = match self.list(&folder) {
                Ok(entries) => entries,
                Err(refusal) => {
                    found.push((folder, Err(refusal)));
                    continue;
                }
            };
            seen += entries.len();
            if seen > MOST {
                found.push((folder, Err(Refusal::TooMany(MOST))));
                return found;
            }
            for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
                let path = format!("{folder}/{}", entry.name);
                match entry.kind {
                    Ok(Kind::Folder) => folders.push((path, around.clone())),
                    Ok(Kind::File) => found.push((path, Ok(()))),
                    Err(refusal) => found.push((path, Err(refusal))),
                }
            }
        }
        found
    }

    /// SHA-256 of every file that was read in this round, by path.
    pub fn inputs(&self) -> BTreeMap<String, String> {
        let round = self.lock();
        let read = round.files.iter().filter_map(|(path, read)| Some((path, read.as_ref().ok()?.as_ref()?)));
        read.map(|(path, bytes)| (path.clone(), sha256(bytes))).collect()
    }

    /// What was looked at in this round, there or not.
    pub fn looked(&self) -> Looked {
        let round = self.lock();
        Looked { files: round.files.keys().cloned().collect(), folders: round.folders.keys().cloned().collect() }
    }

    /// SHA-256 over what these files and folders are now; `None` if one of them may not or cannot be read.
    pub fn digest(&self, looked: &Looked) -> Option<String> {
        let mut round = self.lock();
        let mut hash = Sha256::new();
        for path in &looked.files {
            let read = match round.files.get(path) {
                Some(known) => known.clone(),
                // Whoever reads it for what it says may have a stricter limit.
                None => self.fetch(path, Limit::Picture, &mut round),
            };
            hash.update(format!("{path} {:?}\n", read.ok()?.map(|bytes| sha256(&bytes))));
        }
        for path in &looked.folders {
            let entries = match round.folders.get(path) {
                Some(known) => known.clone(),
                None => self.look_through(path, &mut round),
            };
            hash.update(format!("{path} {:?}\n", entries.ok()?));
        }
        Some(hexadecimal(&hash.finalize()))
    }

    fn fetch(&self, path: &str, limit: Limit, round: &mut Round) -> Read {
        if let Some(text) = round.unsaved.get(path) {
            return Ok(Some(text.clone()));
        }
        self.real(path, round)?.map(|real| disk::read(&real, limit)).transpose()
    }

    /// Where a file really is, links followed; `None` if there is none.
    fn real(&self, path: &str, round: &mut Round) -> Result<Option<PathBuf>, Refusal> {
        let file = self.on_disk(path).ok_or(Refusal::Outside)?;
        let Some(real) = disk::resolve(&file)? else { return Ok(None) };
        self.within(&real, round).map(|()| Some(real))
    }

    /// Whether a place without links is one of the report's.
    fn within(&self, real: &Path, round: &mut Round) -> Result<(), Refusal> {
        let realms = round.realms.get_or_insert_with(|| self.realms());
        if self.anywhere || realms.iter().any(|realm| real.starts_with(realm)) { Ok(()) } else { Err(Refusal::Outside) }
    }

    /// Where files of the report may really lie. The content folder and the report's folder may themselves be reached by
    /// a link; what is in them may not lead out.
    fn realms(&self) -> Vec<PathBuf> {
        let resolve = |path: &Path| disk::resolve(path).ok().flatten();
        let root = resolve(&self.root);
        let inside = |folder: &&str| {
            let real = resolve(&self.root.join(folder))?;
            root.as_ref().is_some_and(|root| real.starts_with(root)).then_some(real)
        };
        resolve(&self.content).into_iter().chain(FOLDERS.iter().filter_map(inside)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
