//! OpenCC's own dictionaries and configurations: embedded in the binary and unpacked once, because OpenCC reads them from files.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

include!(concat!(env!("OUT_DIR"), "/dictionaries.rs"));

/// A folder that holds all of OpenCC's dictionaries and configurations.
pub(crate) struct Dictionaries {
    folder: PathBuf,
    /// Set where no cache folder can be written: the files are needed only until OpenCC has read them.
    _temporary: Option<TempDir>,
}

impl Dictionaries {
    /// The dictionaries in the user's cache folder, unpacked there if need be; in a folder of their own where the cache
    /// cannot be written.
    ///
    /// # Errors
    /// If there is no place to write to at all.
    pub(crate) fn unpack() -> io::Result<Self> {
        let cached = cache().map(|cache| cache.join(format!("opencc-{HASH}")));
        // OpenCC's configuration names the files in JSON, so their paths must be UTF-8.
        if let Some(folder) = cached.filter(|folder| folder.to_str().is_some())
            && unpack_into(&folder).is_ok()
        {
            return Ok(Self { folder, _temporary: None });
        }
        let temporary = TempDir::with_prefix("huibao-")?;
        unpack_into(temporary.path())?;
        Ok(Self { folder: temporary.path().to_owned(), _temporary: Some(temporary) })
    }

    /// The path of a dictionary file.
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}

/// OpenCC's own configurations by name, e.g. `s2hk`, sorted.
pub(crate) fn configurations() -> impl Iterator<Item = &'static str> + Clone {
    DICTIONARIES.iter().filter_map(|(name, _)| name.strip_suffix(".json"))
}

/// `$XDG_CACHE_HOME/huibao` or `~/.cache/huibao` (XDG Base Directory Specification: relative paths are ignored).
fn cache() -> Option<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    Some(absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?.join("huibao"))
}

/// Writes what is missing. Each file appears under its name only when it is whole, so that parallel runs, killed runs
/// and a cleaner of old files do no harm.
fn unpack_into(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, bytes) in DICTIONARIES {
        let path = folder.join(name);
        if fs::metadata(&path).is_ok_and(|found| found.len() == bytes.len() as u64) {
            continue;
        }
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.persist(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_missing_or_cut_short_is_written_again() {
        let folder = TempDir::new().unwrap();
        unpack_into(folder.path()).unwrap();
        let (name, bytes) = DICTIONARIES[0];
        fs::write(folder.path().join(name), "cut short").unwrap();
        fs::remove_file(folder.path().join(DICTIONARIES[1].0)).unwrap();
        unpack_into(folder.path()).unwrap();
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), bytes);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), DICTIONARIES.len());
    }
}
