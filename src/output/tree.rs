//! What stands in the output folder, and how it comes into the new one. Links are never followed: one may lead to files
//! that are nobody's business on a website, or in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What something in the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A plain file of this length in bytes.
    File(u64),
    /// A link, wherever it leads.
    Link,
    /// A pipe, a socket or a device.
    Other,
}

/// Everything below a folder but folders, by path.
pub(super) type Tree = BTreeMap<PathBuf, Kind>;

/// What stands below a folder; nothing if it does not exist.
pub(super) fn list(root: &Path) -> io::Result<Tree> {
    let mut tree = Tree::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder.as_os_str().is_empty() => break,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let (path, meta) = (folder.join(entry.file_name()), entry.metadata()?);
            if meta.is_dir() {
                folders.push(path);
                continue;
            }
            let kind = match meta.file_type() {
                kind if kind.is_symlink() => Kind::Link,
                kind if kind.is_file() => Kind::File(meta.len()),
                _ => Kind::Other,
            };
            tree.insert(path, kind);
        }
    }
    Ok(tree)
}

/// Brings something of an old folder into a new one. A plain file becomes the very same file, so that watchers and uploads
/// see it as unchanged, or a copy; a link becomes a link to the same place. Tells whether it had to be copied.
pub(super) fn bring(old: &Path, new: &Path, kind: Kind) -> io::Result<bool> {
    match kind {
        Kind::Link => link(old, new).map(|()| false),
        _ if fs::hard_link(old, new).is_ok() => Ok(false),
        Kind::File(_) => fs::copy(old, new).map(|_| true),
        Kind::Other => Err(io::Error::other(format!("{} is no file; take it out of the folder", old.display()))),
    }
}

#[cfg(unix)]
fn link(old: &Path, new: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(old)?, new)
}

#[cfg(windows)]
fn link(old: &Path, new: &Path) -> io::Result<()> {
    use std::os::windows::fs::{FileTypeExt as _, symlink_dir, symlink_file};
    let target = fs::read_link(old)?;
    if fs::symlink_metadata(old)?.file_type().is_symlink_dir() {
        symlink_dir(target, new)
    } else {
        symlink_file(target, new)
    }
}

#[cfg(not(any(unix, windows)))]
fn link(old: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::other(format!("{} is a link; take it out of the folder", old.display())))
}

/// Waits until these new files and the names in all folders below `root` are on the disk: after a loss of power they may
/// otherwise be empty or missing.
pub(super) fn settle(root: &Path, files: &[PathBuf]) -> io::Result<()> {
    // The copy of a file that nobody may write is opened to be read, where that is enough.
    let open = |file: &PathBuf| fs::OpenOptions::new().read(true).write(!cfg!(unix)).open(file);
    files.iter().try_for_each(|file| open(file)?.sync_all())?;
    let made = list(root)?;
    let folders: BTreeSet<&Path> = made.keys().flat_map(|path| path.ancestors().skip(1)).collect();
    folders.into_iter().for_each(|folder| settle_names(&root.join(folder)));
    Ok(())
}

/// Waits until the names in a folder are on the disk, where the system can.
pub(super) fn settle_names(folder: &Path) {
    if cfg!(unix) {
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}
