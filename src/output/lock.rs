//! One run at a time writes into an output folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// Held while a run writes. The system lets go of it when a run ends, however it ends.
pub(super) struct Lock {
    path: PathBuf,
    /// `None` where the file system has no locks.
    file: Option<File>,
}

impl Lock {
    /// Takes the lock in a file of this name. `waiting` is called once if another run has it for longer than a moment.
    pub(super) fn take(path: PathBuf, waiting: &mut dyn FnMut()) -> io::Result<Self> {
        const PAUSE: Duration = Duration::from_millis(50);
        /// Pauses after which a person would like to know.
        const MOMENT: usize = 20;
        let mut pauses = 0;
        loop {
            let file = open(&path)?;
            match file.try_lock() {
                // The run before may have taken the file away between our opening and locking it.
                Ok(()) if is_at(&file, &path) => return Ok(Self { path, file: Some(file) }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    pauses += 1;
                    if pauses == MOMENT {
                        waiting();
                    }
                    sleep(PAUSE);
                }
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { path, file: None });
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Elsewhere the name of a file in use cannot be compared with the file, so it stays.
        if cfg!(unix) || self.file.is_none() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens or makes the file, whose content is as nothing. What is no plain file under this name of ours is taken away: a
/// link would make a file elsewhere, a pipe would wait.
fn open(path: &Path) -> io::Result<File> {
    let found = fs::symlink_metadata(path);
    if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Err(io::Error::other(format!("{} is a folder; take it away", path.display())));
    }
    if found.is_ok_and(|found| !found.is_file()) {
        fs::remove_file(path)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    match options.open(path) {
        // A run of another user left it: to lock it, reading is enough.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => options.write(false).create(false).open(path),
        opened => opened,
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |found: fs::Metadata| (found.dev(), found.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(file), Ok(path)) => id(file) == id(path),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_says_so_and_has_its_turn() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let first = Lock::take(path.clone(), &mut || panic!("nobody else is there")).unwrap();
        let mut first = Some(first);
        // The first one ends when the second says that it waits.
        let second = Lock::take(path.clone(), &mut || drop(first.take())).unwrap();
        assert!(first.is_none() && path.exists());
        drop(second);
        assert!(!cfg!(unix) || !path.exists());
    }

    #[test]
    fn a_folder_in_its_place_is_named() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        fs::create_dir(&path).unwrap();
        let error = Lock::take(path, &mut || ()).err().unwrap();
        assert!(error.to_string().ends_with("lock is a folder; take it away"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let (path, precious) = (home.path().join("lock"), home.path().join("precious"));
        fs::write(&precious, "text").unwrap();
        for target in ["precious", "new"] {
            std::os::unix::fs::symlink(target, &path).unwrap();
            drop(Lock::take(path.clone(), &mut || ()).unwrap());
        }
        assert_eq!(fs::read_to_string(precious).unwrap(), "text");
        assert!(!home.path().join("new").exists());
    }
}
