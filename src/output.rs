//! Products → the output folder, all or nothing.
//!
//! The new folder is made whole beside the old one and the two change places in a single step, so that whoever looks at
//! the output sees the old products or the new ones, never a mixture, whenever the program is stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::Product;
use crate::store::sha256;

/// Name of the file that lists what huibao wrote.
const MANIFEST: &str = "manifest.json";

/// `manifest.json`: what went in and what came out. It has no dates or absolute paths, so that it is the same wherever
/// and whenever the same report is published.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `huibao`.
    pub tool: String,
    /// Version of huibao.
    pub version: String,
    /// SHA-256 of every input by path in the report's folder.
    pub inputs: BTreeMap<String, String>,
    /// SHA-256 of every font file by file name.
    pub fonts: BTreeMap<String, String>,
    /// SHA-256 of every product by path in the output folder.
    pub outputs: BTreeMap<String, String>,
}

impl Manifest {
    /// A manifest of this version of huibao for these inputs and fonts.
    pub fn new(inputs: BTreeMap<String, String>, fonts: BTreeMap<String, String>) -> Self {
        Self {
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            inputs,
            fonts,
            outputs: BTreeMap::new(),
        }
    }

    fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()
    }
}

/// What happens to products of earlier runs that are not made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// They go: everything was made anew.
    Remove,
    /// They stay: only a part was made anew.
    Keep,
}

/// Puts the products into `folder` in one step. Files in it that huibao did not write stay.
///
/// # Errors
/// One sentence for the author if the folder cannot be written, or holds something that is not huibao's. The old
/// content is then as it was.
pub fn write(folder: &Path, products: &[Product], mut manifest: Manifest, earlier: Earlier) -> Result<(), String> {
    let told = |error: io::Error| format!("cannot write to {}: {}", folder.display(), reason(&error));
    let folder = &std::path::absolute(folder).map_err(told)?;
    let parent = folder.parent().ok_or_else(|| format!("{} cannot be an output folder", folder.display()))?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let old = Manifest::read(folder);
    if old.is_none() && !is_empty_or_absent(folder).map_err(told)? {
        return Err(format!(
            "{} holds files but no {MANIFEST}, so it is not an output folder of huibao; name an empty or new one",
            folder.display()
        ));
    }

    fs::create_dir_all(parent).map_err(told)?;
    // One run at a time: what an interrupted run left behind can then be told from what another run is making.
    let lock = std::env::temp_dir().join(format!("huibao-{}.lock", sha256(folder.as_os_str().as_encoded_bytes())));
    let lock = File::create(lock).map_err(told)?;
    lock.lock().map_err(told)?;
    let prefix = format!(".{name}.huibao-");
    remove_left_behind(parent, &prefix);

    let staging = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent).map_err(told)?;
    for product in products {
        put(staging.path(), folder, product).map_err(told)?;
        manifest.outputs.insert(product.path.clone(), sha256(&product.bytes));
    }
    carry_over(folder, staging.path(), old.as_ref(), earlier, &mut manifest).map_err(told)?;
    let mut text = serde_json::to_vec_pretty(&manifest).expect("plain data");
    text.push(b'\n');
    fs::write(staging.path().join(MANIFEST), text).map_err(told)?;
    readable_by_all(staging.path()).map_err(told)?;
    swap(staging.path(), folder).map_err(told)
    // The temporary folder now holds the old content and goes with `staging`.
}

/// Puts new content into a file in one step; it keeps its permissions. A link stays a link to the file it names.
///
/// # Errors
/// One sentence for the author if the file cannot be written. It is then as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let told = |error: io::Error| format!("cannot write to {}: {}", path.display(), reason(&error));
    let path = fs::canonicalize(path).map_err(told)?;
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("/"))).map_err(told)?;
    io::Write::write_all(&mut file, bytes).map_err(told)?;
    fs::set_permissions(file.path(), fs::metadata(&path).map_err(told)?.permissions()).map_err(told)?;
    file.persist(&path).map_err(|error| told(error.error))?;
    Ok(())
}

/// Writes files into a folder one after the other, over those that are there.
///
/// # Errors
/// One sentence for the user.
pub fn write_plainly(folder: &Path, files: &[Product]) -> Result<(), String> {
    for file in files {
        let path = folder.join(&file.path);
        let write = || fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, &file.bytes));
        write().map_err(|error| format!("cannot write to {}: {}", path.display(), reason(&error)))?;
    }
    Ok(())
}

/// Puts files into a new or empty folder, all of them or none. What `files` names first is in place first.
///
/// # Errors
/// One sentence for the author if the folder is not empty or cannot be written. It is then as it was.
pub fn fill(folder: &Path, files: &[Product]) -> Result<(), String> {
    let told = |error: io::Error| format!("cannot write to {}: {}", folder.display(), reason(&error));
    if !is_empty_or_absent(folder).map_err(told)? {
        return Err(format!("{} is not empty; name a new folder", folder.display()));
    }
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(told)?;
    let fill = || -> io::Result<()> {
        let staging = tempfile::Builder::new().prefix(".huibao-").tempdir_in(folder)?;
        let mut names: Vec<&str> = Vec::new();
        for file in files {
            let to = staging.path().join(&file.path);
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::write(to, &file.bytes)?;
            let name = file.path.split('/').next().unwrap_or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.iter().try_for_each(|name| fs::rename(staging.path().join(name), folder.join(name)))
    };
    fill().map_err(|error| {
        if is_new {
            // Left behind, it would only be an empty folder.
            let _ = fs::remove_dir(folder);
        }
        told(error)
    })
}

/// Why a file could not be written, in an author's words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::NotADirectory => "a part of that path is a file, not a folder".to_owned(),
        _ => error.to_string(),
    }
}

fn is_empty_or_absent(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Removes staging folders of interrupted runs. Failing to is no reason not to publish.
fn remove_left_behind(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Writes one file in a single step: whoever reads it sees the old text or the new one.
///
/// # Errors
/// One sentence for the user.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    write_file_by(path, |file| file.write_all(bytes).map_err(|error| reason(&error)))
}

/// [`write_file`] for bytes that are made while they are written.
///
/// # Errors
/// One sentence for the user, or what `write` says is wrong; then the old file stays.
pub fn write_file_by<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, String>) -> Result<T, String> {
    let told = |error: io::Error| format!("cannot write {}: {}", path.display(), reason(&error));
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(parent).map_err(told)?;
    let mut buffer = io::BufWriter::new(file.as_file_mut());
    let made = write(&mut buffer)?;
    buffer.flush().map_err(told)?;
    drop(buffer);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o644, |known| known.permissions().mode());
        file.as_file().set_permissions(fs::Permissions::from_mode(mode)).map_err(told)?;
    }
    file.persist(path).map_err(|error| told(error.error))?;
    Ok(made)
}

/// Writes one product, or links the old file if it is the same: watchers and uploads then see it as unchanged.
fn put(staging: &Path, old: &Path, product: &Product) -> io::Result<()> {
    let to = staging.join(&product.path);
    fs::create_dir_all(to.parent().unwrap_or(staging))?;
    let before = old.join(&product.path);
    let same_length = fs::metadata(&before).is_ok_and(|meta| meta.len() == product.bytes.len() as u64);
    if same_length && fs::read(&before)? == product.bytes && fs::hard_link(&before, &to).is_ok() {
        return Ok(());
    }
    fs::write(to, &product.bytes)
}

/// Takes over files of the old folder that are not made anew: those huibao did not write and, if asked, its own.
fn carry_over(
    old: &Path,
    staging: &Path,
    known: Option<&Manifest>,
    earlier: Earlier,
    manifest: &mut Manifest,
) -> io::Result<()> {
    let mut files = BTreeSet::new();
    list(old, old, &mut files)?;
    for path in files {
        let hash = known.and_then(|known| known.outputs.get(&path));
        let to = staging.join(&path);
        if path == MANIFEST || to.exists() || (hash.is_some() && earlier == Earlier::Remove) {
            continue;
        }
        fs::create_dir_all(to.parent().unwrap_or(staging))?;
        if fs::hard_link(old.join(&path), &to).is_err() {
            fs::copy(old.join(&path), &to)?;
        }
        if let Some(hash) = hash {
            manifest.outputs.insert(path, hash.clone());
        }
    }
    Ok(())
}

fn list(root: &Path, folder: &Path, files: &mut BTreeSet<String>) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else if let Ok(below) = path.strip_prefix(root) {
            files.insert(below.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

/// A temporary folder is private; the output folder is as public as any other.
fn readable_by_all(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    let _ = folder;
    Ok(())
}

/// Exchanges two folders in one step, or moves the new one into place if there is no old one.
fn swap(new: &Path, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return fs::rename(new, folder);
    }
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, new, CWD, folder, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            // File systems that cannot exchange say so in one of these ways.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let aside = PathBuf::from(format!("{}.old", new.display()));
    fs::rename(folder, &aside)?;
    fs::rename(new, folder).inspect_err(|_| {
        let _ = fs::rename(&aside, folder);
    })?;
    fs::remove_dir_all(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(path: &str, text: &str) -> Product {
        Product { path: path.into(), bytes: text.into() }
    }

    fn write_all(folder: &Path, products: &[Product], earlier: Earlier) -> Result<(), String> {
        write(folder, products, Manifest::new(BTreeMap::new(), BTreeMap::new()), earlier)
    }

    #[test]
    fn a_new_folder_gets_all_files_or_none() {
        let home = tempfile::tempdir().unwrap();
        let new = home.path().join("new");
        // A file cannot be a folder, too: the last one fails when the others are written.
        let broken = [product(".gitignore", "1"), product("content/a", "2"), product("content/a/b", "3")];
        fill(&new, &broken).unwrap_err();
        assert!(!new.exists());
        fs::create_dir(&new).unwrap();
        fill(&new, &broken).unwrap_err();
        assert!(files(&new).is_empty());
        fill(&new, &broken[..2]).unwrap();
        assert_eq!(files(&new), [".gitignore", "content/a"]);
        assert!(fill(&new, &broken[..2]).unwrap_err().contains("not empty"));
    }

    fn files(folder: &Path) -> Vec<String> {
        let mut files = BTreeSet::new();
        list(folder, folder, &mut files).unwrap();
        files.into_iter().collect()
    }

    #[test]
    fn products_replace_older_ones_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("output");
        write_all(&out, &[product("a/one.txt", "1"), product("two.txt", "2")], Earlier::Remove).unwrap();
        fs::write(out.join("CNAME"), "own").unwrap();
        write_all(&out, &[product("a/one.txt", "new")], Earlier::Keep).unwrap();
        assert_eq!(files(&out), ["CNAME", "a/one.txt", "manifest.json", "two.txt"]);
        write_all(&out, &[product("three.txt", "3")], Earlier::Remove).unwrap();
        assert_eq!(files(&out), ["CNAME", "manifest.json", "three.txt"]);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "no temporary folder is left");
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("thesis.docx"), "precious").unwrap();
        let error = write_all(home.path(), &[product("a", "1")], Earlier::Remove).unwrap_err();
        assert!(error.contains("not an output folder"), "{error}");
        assert_eq!(files(home.path()), ["thesis.docx"]);
    }
}
