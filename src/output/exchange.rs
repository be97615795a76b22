//! The old folder and the new one change places.
//!
//! Where the file system can exchange two names, that is a single step. Where it cannot (network drives, some others), the
//! old folder is set aside for a moment; if the run is killed in that moment, the next one puts it back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::tree;

/// Names beside an output folder that are huibao's: `.output.huibao-…`.
pub(super) struct Beside {
    folder: PathBuf,
    parent: PathBuf,
    /// What they begin with.
    pub(super) prefix: String,
}

impl Beside {
    /// The names beside this folder, which has a name and a parent.
    pub(super) fn new(folder: &Path, parent: &Path) -> Self {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        Self { folder: folder.to_owned(), parent: parent.to_owned(), prefix: format!(".{name}.huibao-") }
    }

    /// The file that is locked while a run writes.
    pub(super) fn lock(&self) -> PathBuf {
        self.parent.join(format!("{}lock", self.prefix))
    }

    /// The file in which a run keeps what the next one may use.
    pub(super) fn notes(&self) -> PathBuf {
        self.parent.join(format!("{}last", self.prefix))
    }

    /// Where the old folder stands while the new one takes its place.
    fn aside(&self) -> PathBuf {
        self.parent.join(format!("{}aside", self.prefix))
    }

    /// Puts right what killed runs left: the set-aside folder goes back if nothing has taken its place, half-made ones go.
    /// `is_whole` tells whether the output folder is one that a run has finished.
    pub(super) fn recover(&self, is_whole: bool) -> io::Result<()> {
        let aside = self.aside();
        if is_folder(&aside) {
            if is_whole {
                fs::remove_dir_all(&aside)?;
            } else {
                // Nothing or an empty folder; anything else makes renaming fail, and then both stay.
                let _ = fs::remove_dir(&self.folder);
                fs::rename(&aside, &self.folder)?;
            }
        }
        for entry in fs::read_dir(&self.parent)?.flatten() {
            let path = entry.path();
            let is_ours = entry.file_name().to_string_lossy().starts_with(&self.prefix);
            let is_kept = [self.lock(), self.notes(), self.aside()].contains(&path);
            // Failing to is no reason not to publish.
            if is_ours && !is_kept {
                let _ = if is_folder(&path) { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
        }
        Ok(())
    }

    /// Puts the new folder in place of the old one, if there is one. `exchange` does it in one step, or says that the file
    /// system cannot.
    pub(super) fn put_in_place(
        &self,
        new: &Path,
        exchange: impl FnOnce(&Path, &Path) -> io::Result<bool>,
    ) -> io::Result<()> {
        let aside = self.aside();
        if !is_folder(&self.folder) {
            fs::rename(new, &self.folder)?;
        } else if !exchange(new, &self.folder)? {
            fs::rename(&self.folder, &aside)?;
            fs::rename(new, &self.folder).inspect_err(|_| {
                let _ = fs::rename(&aside, &self.folder);
            })?;
        }
        tree::settle_names(&self.parent);
        // Somebody may still read an old file. The new ones are there; what is left goes with the next run.
        let _ = fs::remove_dir_all(aside);
        Ok(())
    }
}

/// Whether a folder stands there, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Exchanges two names in one step; `false` where that cannot be done.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // File systems that cannot exchange say so in one of these ways.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Exchanges two names in one step; `false` where that cannot be done.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}
