//! What the machine has: the environment, folders of fonts, the cache folder, temporary folders.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Names the one folder that is searched for fonts instead of the system's, for builds that bring their own.
const FONTS: &str = "HUIBAO_FONTS";

/// Where systems keep fonts: Linux, macOS, Windows; the user's before the system's.
pub fn font_folders() -> Vec<PathBuf> {
    if let Some(only) = env::var_os(FONTS) {
        return vec![PathBuf::from(only)];
    }
    let home = env::var_os("HOME").map(PathBuf::from);
    let in_home = [".local/share/fonts", ".fonts", "Library/Fonts"];
    let system = ["/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts"];
    let windows = env::var_os("SystemRoot").map(|root| PathBuf::from(root).join("Fonts"));
    home.iter()
        .flat_map(|home| in_home.map(|folder| home.join(folder)))
        .chain(system.map(PathBuf::from))
        .chain(windows)
        .collect()
}

/// The user's cache folder: `$XDG_CACHE_HOME/huibao`, or `~/.cache/huibao` (XDG Base Directory Specification: relative
/// paths are ignored), or `%LOCALAPPDATA%\huibao`.
pub fn cache_folder() -> Option<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    Some(folder.or_else(|| absolute("LOCALAPPDATA"))?.join("huibao"))
}

/// The files below a folder whose names are wanted, in the order of their names, not deeper than `depth` folders.
pub fn files_below(folder: &Path, depth: usize, wanted: &dyn Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, depth, wanted, &mut files);
    files
}

fn collect(folder: &Path, depth: usize, wanted: &dyn Fn(&str) -> bool, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if wanted(&entry.file_name().to_string_lossy()) && path.is_file() {
            files.push(path);
        } else if depth > 0 && path.is_dir() {
            collect(&path, depth - 1, wanted, files);
        }
    }
}

/// A private folder that goes when this is dropped.
#[derive(Debug)]
pub struct Scratch(TempDir);

impl Scratch {
    /// Makes one in the system's temporary folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn new() -> io::Result<Self> {
        TempDir::with_prefix("huibao-").map(Self)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file into it; gives its path.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> io::Result<PathBuf> {
        let path = self.path().join(name);
        fs::write(&path, bytes)?;
        Ok(path)
    }
}
