//! What the machine has: the environment, folders of fonts, the cache folder, temporary folders.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use tempfile::{NamedTempFile, TempDir};

use super::{Limit, disk};

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
fn cache_folder() -> Option<PathBuf> {
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

/// Where this program is, its version, and what tells whether it is still the same; `None` if the system does not tell.
pub fn program() -> Option<(PathBuf, &'static str, disk::Stamp)> {
    let path = env::current_exe().ok()?;
    let stamp = disk::stamp(&path)?;
    Some((path, env!("CARGO_PKG_VERSION"), stamp))
}

/// What this program has in memory, in bytes, where the system tells: Linux does (proc(5), `statm`).
pub fn memory_in_use() -> Option<u64> {
    // Pages of four kilobytes on all machines that Linux is commonly run on; larger ones only make it seem less.
    const PAGE: u64 = 4096;
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    Some(statm.split_whitespace().nth(1)?.parse::<u64>().ok()? * PAGE)
}

/// What only this user's runs know, in the user's cache folder: with it a note that stands where others may write is told
/// from a forged one. `None` where there is no such folder.
pub fn secret() -> Option<Vec<u8>> {
    secret_in(&cache_folder()?)
}

fn secret_in(folder: &Path) -> Option<Vec<u8>> {
    /// As long as the hash that it goes into.
    const LENGTH: usize = 32;
    let path = folder.join("secret");
    // Whoever makes it first makes it for all.
    let known = || disk::read(&path, Limit::Text).ok().filter(|secret| secret.len() == LENGTH);
    if let Some(secret) = known() {
        return Some(secret.to_vec());
    }
    let mut secret = [0; LENGTH];
    getrandom::fill(&mut secret).ok()?;
    fs::create_dir_all(folder).ok()?;
    // Temporary files may be read by their owner alone.
    let mut file = NamedTempFile::new_in(folder).ok()?;
    file.write_all(&secret).ok()?;
    match file.persist_noclobber(&path) {
        Ok(_) => Some(secret.to_vec()),
        Err(_) => known().map(|secret| secret.to_vec()),
    }
}

/// A folder of files that a library wants to find on the disk.
#[derive(Debug)]
pub struct Unpacked {
    folder: PathBuf,
    /// Set where the cache cannot be used: the files go with it.
    _temporary: Option<Scratch>,
}

impl Unpacked {
    /// These files in a folder of this name in the user's cache folder, where what is missing or not as it should be is
    /// written again; in a temporary folder where the cache cannot be read or written.
    ///
    /// # Errors
    /// If there is no place to write to at all.
    pub fn new(name: &str, files: &[(&str, &[u8])]) -> io::Result<Self> {
        let cached = cache_folder().map(|cache| cache.join(name));
        // Libraries are told the paths in texts.
        if let Some(folder) = cached.filter(|folder| folder.to_str().is_some())
            && unpack(&folder, files).is_ok()
        {
            return Ok(Self { folder, _temporary: None });
        }
        let temporary = Scratch::new()?;
        unpack(temporary.path(), files)?;
        Ok(Self { folder: temporary.path().to_owned(), _temporary: Some(temporary) })
    }

    /// The path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Writes what is not there as it should be: whoever can write to the cache could change what all reports say. Each file
/// appears under its name only when it is whole, so that parallel runs, killed runs and a cleaner of old files do no
/// harm.
fn unpack(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if disk::read(&path, Limit::Picture).is_ok_and(|found| *found == **bytes) {
            continue;
        }
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        // A cache that one run made as another user serves this one too.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        file.persist(path)?;
    }
    Ok(())
}

/// Temporary folders begin with this.
const SCRATCH: &str = "huibao-";

/// A private folder that goes when this is dropped.
#[derive(Debug)]
pub struct Scratch(TempDir);

impl Scratch {
    /// Makes one in the system's temporary folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn new() -> io::Result<Self> {
        static SWEPT: Once = Once::new();
        SWEPT.call_once(|| sweep(&env::temp_dir()));
        TempDir::with_prefix(SCRATCH).map(Self)
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

/// Removes what killed runs left behind: a folder of ours is in use for seconds.
fn sweep(temporary: &Path) {
    const HOUR: Duration = Duration::from_hours(1);
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        let is_old = || {
            let modified = entry.metadata().ok()?.modified().ok()?;
            Some(modified.elapsed().ok()? > HOUR)
        };
        // Links are never followed: this asks about the entry itself.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && entry.file_name().to_string_lossy().starts_with(SCRATCH) && is_old() == Some(true) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &[u8]); 3] = [("a", b"one"), ("b", b"two"), ("c", b"three")];

    #[test]
    fn a_cache_that_is_not_as_it_should_be_is_mended() {
        let folder = TempDir::new().unwrap();
        unpack(folder.path(), &FILES).unwrap();
        // Another text of the same length, a text that is cut short, nothing.
        fs::write(folder.path().join("a"), "eno").unwrap();
        fs::write(folder.path().join("b"), "t").unwrap();
        fs::remove_file(folder.path().join("c")).unwrap();
        unpack(folder.path(), &FILES).unwrap();
        for (name, bytes) in FILES {
            assert_eq!(fs::read(folder.path().join(name)).unwrap(), bytes);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), FILES.len());
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_the_cache() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = TempDir::new().unwrap();
        unpack(folder.path(), &FILES).unwrap();
        assert_eq!(fs::metadata(folder.path().join("a")).unwrap().permissions().mode() & 0o777, 0o644);
    }

    #[test]
    fn a_secret_is_made_once() {
        let folder = TempDir::new().unwrap();
        let secret = secret_in(folder.path()).unwrap();
        assert_eq!(secret_in(folder.path()).as_ref(), Some(&secret));
        let other = TempDir::new().unwrap();
        assert_ne!(secret_in(other.path()), Some(secret));
        // One that was cut short is none; nothing is remembered until somebody takes it away.
        fs::write(folder.path().join("secret"), "").unwrap();
        assert_eq!(secret_in(folder.path()), None);
    }

    #[test]
    fn only_old_folders_of_ours_are_swept() {
        let temporary = TempDir::new().unwrap();
        let make = |name: &str, days: u64| {
            let path = temporary.path().join(name);
            fs::create_dir(&path).unwrap();
            let then = std::time::SystemTime::now() - Duration::from_hours(24 * days);
            fs::File::open(&path).unwrap().set_modified(then).unwrap();
        };
        make("huibao-old", 2);
        make("huibao-new", 0);
        make("other-old", 2);
        sweep(temporary.path());
        let mut left: Vec<_> =
            fs::read_dir(temporary.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["huibao-new", "other-old"]);
    }
}
