//! Products → the output folder, all or nothing.
//!
//! The new folder is made whole beside the old one and the two change places in a single step, so that whoever looks at
//! the output sees the old products or the new ones, never a mixture, whenever the program is stopped.

mod exchange;
mod lock;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::Product;
use crate::store::{Bytes, Limit, disk, sha256, system};
use exchange::Beside;
use lock::Lock;
use tree::{Kind, Tree};

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
    /// Products that are not made of these inputs: an earlier run left them, and this one made only a part.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub earlier: BTreeSet<String>,
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
            earlier: BTreeSet::new(),
        }
    }

    fn read(folder: &Path) -> Option<Self> {
        let path = folder.join(MANIFEST);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        serde_json::from_slice(&disk::read(&path, Limit::Text).ok().filter(|_| is_file)?).ok()
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

/// Whether products may go to `folder`: it is new, empty, or an output folder.
///
/// # Errors
/// One sentence for the author if not.
pub fn usable(folder: &Path) -> Result<(), String> {
    let folder = &real(folder)?;
    let told = |error: io::Error| format!("cannot write to {}: {}", folder.display(), reason(&error));
    if Manifest::read(folder).is_none() && !is_empty_or_absent(folder).map_err(told)? {
        return Err(format!(
            "{} holds files but no {MANIFEST}, so it is not an output folder of huibao; name an empty or new one",
            folder.display()
        ));
    }
    Ok(())
}

/// Puts the products into `folder` in one step. Files in it that huibao did not write stay, and links stay links. A
/// folder that is itself a link is published to where the link leads. `waiting` is called if another run keeps this one
/// waiting.
///
/// # Errors
/// One sentence for the author if the folder cannot be written, or holds something that is not huibao's. The old
/// content is then as it was.
pub fn write(
    folder: &Path,
    products: &[Product],
    manifest: Manifest,
    earlier: Earlier,
    waiting: &mut dyn FnMut(),
) -> Result<(), String> {
    write_by(folder, products, manifest, earlier, waiting, exchange::exchange)
}

/// [`write()`] with a way to exchange two folders, or `false` where there is none.
fn write_by(
    folder: &Path,
    products: &[Product],
    mut manifest: Manifest,
    earlier: Earlier,
    waiting: &mut dyn FnMut(),
    exchange: impl FnOnce(&Path, &Path) -> io::Result<bool>,
) -> Result<(), String> {
    let told = |error: io::Error| format!("cannot write to {}: {}", folder.display(), reason(&error));
    let folder = &real(folder)?;
    let parent = folder.parent().ok_or_else(|| format!("{} cannot be an output folder", folder.display()))?;
    usable(folder)?;

    fs::create_dir_all(parent).map_err(told)?;
    let beside = Beside::new(folder, parent);
    // One run at a time: what an interrupted run left behind can then be told from what another run is making.
    let _lock = Lock::take(beside.lock(), waiting).map_err(told)?;
    beside.recover(Manifest::read(folder).is_some()).map_err(told)?;

    let known = Manifest::read(folder).unwrap_or_default();
    let old = tree::list(folder).map_err(told)?;
    let staging = tempfile::Builder::new().prefix(&beside.prefix).tempdir_in(parent).map_err(told)?;
    let new = staging.path();
    let mut written = vec![new.join(MANIFEST)];
    for product in products {
        written.extend(put(new, folder, &old, product).map_err(told)?);
        manifest.outputs.insert(product.path.clone(), sha256(&product.bytes));
    }
    written.extend(carry_over([folder, new], &old, &known, earlier, &mut manifest).map_err(told)?);
    let mut text = serde_json::to_vec_pretty(&manifest).expect("plain data");
    text.push(b'\n');
    fs::write(&written[0], text).map_err(told)?;
    readable_by_all(new).map_err(told)?;
    tree::settle(new, &written).map_err(told)?;
    beside.put_in_place(new, exchange).map_err(told)
    // The temporary folder now holds the old content and goes with `staging`.
}

/// Where an output folder really is: the path without links at its end, and without `..`.
fn real(folder: &Path) -> Result<PathBuf, String> {
    let told = |error: io::Error| format!("cannot write to {}: {}", folder.display(), reason(&error));
    // A separator at the end would have a link followed.
    let plain: PathBuf = std::path::absolute(folder).map_err(told)?.components().collect();
    let is_link = fs::symlink_metadata(&plain).is_ok_and(|found| found.is_symlink());
    if !is_link && plain.file_name().is_some() {
        return Ok(plain);
    }
    fs::canonicalize(&plain).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            format!(
                "{} is a link to a folder that does not exist; make that folder, or take the link away",
                folder.display()
            )
        }
        _ => told(error),
    })
}

/// SHA-256 of the list of products if all of them are as they were written.
pub fn intact(folder: &Path) -> Option<String> {
    let folder = &real(folder).ok()?;
    let manifest = Manifest::read(folder)?;
    let is_intact = |(path, hash): (&String, &String)| {
        disk::read(&folder.join(path), Limit::Font).is_ok_and(|bytes| sha256(&bytes) == *hash)
    };
    if !manifest.outputs.iter().all(is_intact) {
        return None;
    }
    disk::read(&folder.join(MANIFEST), Limit::Text).ok().map(|bytes| sha256(&bytes))
}

/// The products in an output folder that are not made of the inputs that its manifest names.
pub fn of_earlier_inputs(folder: &Path) -> BTreeSet<String> {
    real(folder).ok().and_then(|folder| Manifest::read(&folder)).map(|manifest| manifest.earlier).unwrap_or_default()
}

/// What [`remember`] keeps for this output folder, if this user's runs wrote it for this very place: a report from
/// somebody else may come with an output and a note that calls it the last one published.
pub fn remembered(folder: &Path) -> Option<Vec<u8>> {
    let path = notes(folder)?;
    let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    let bytes = disk::read(&path, Limit::Text).ok().filter(|_| is_file)?;
    let (seal, note) = bytes.split_at_checked(SEAL)?;
    (seal == seal_of(folder, note)?.as_bytes()).then(|| note.to_vec())
}

/// Keeps something beside an output folder for the next run of this user. It may get lost.
pub fn remember(folder: &Path, bytes: &[u8]) {
    let Some(path) = notes(folder) else { return };
    let sealed = seal_of(folder, bytes).map(|seal| [seal.as_bytes(), bytes].concat());
    if sealed.is_none_or(|sealed| write_file(&path, &sealed).is_err()) {
        let _ = fs::remove_file(path);
    }
}

/// Length of a hash in hexadecimal digits, which stands before a note.
const SEAL: usize = 64;

/// Hash of a note and its place with a secret of this user.
fn seal_of(folder: &Path, note: &[u8]) -> Option<String> {
    let mut sealed = system::secret()?;
    sealed.extend(sha256(fs::canonicalize(folder).ok()?.as_os_str().as_encoded_bytes()).bytes());
    sealed.extend(sha256(note).bytes());
    Some(sha256(&sealed))
}

/// Takes away what [`remember`] keeps.
pub fn forget(folder: &Path) {
    let _ = notes(folder).map(fs::remove_file);
}

fn notes(folder: &Path) -> Option<PathBuf> {
    let folder = &real(folder).ok()?;
    Some(Beside::new(folder, folder.parent()?).notes())
}

/// A product of an earlier run, if there is one. A report from somebody else may come with an output.
pub fn earlier(folder: &Path, product: &str) -> Option<Bytes> {
    disk::read(&folder.join(product), Limit::Text).ok()
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
        for (done, name) in names.iter().enumerate() {
            fs::rename(staging.path().join(name), folder.join(name)).inspect_err(|_| {
                let back = |name: &&str| fs::rename(folder.join(name), staging.path().join(name));
                let _ = names[..done].iter().try_for_each(back);
            })?;
        }
        Ok(())
    };
    fill().map_err(|error| {
        if is_new {
            // Left behind, it would only be an empty folder.
            let _ = fs::remove_dir(folder);
        }
        told(error)
    })
}

pub use crate::store::unwritten as reason;

fn is_empty_or_absent(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Writes one file in a single step: whoever reads it sees the old text or the new one.
///
/// # Errors
/// One sentence for the user.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    write_file_by(path, |file| file.write_all(bytes).map_err(|error| reason(&error)))
}

/// Writes several files, each in a single step, once all of them are on the disk: a full disk leaves all as they were. A
/// link stays a link to the file it names.
///
/// # Errors
/// One sentence for the user.
pub fn write_files(files: &[(PathBuf, Vec<u8>)]) -> Result<(), String> {
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let told = |error: io::Error| format!("cannot write {}: {}", path.display(), reason(&error));
        let parent = path.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).map_err(told)?;
        let mut file = tempfile::NamedTempFile::new_in(parent).map_err(told)?;
        file.write_all(bytes).map_err(told)?;
        keep_mode(&file, &path).map_err(told)?;
        file.as_file().sync_all().map_err(told)?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(&path).map_err(|error| format!("cannot write {}: {}", path.display(), reason(&error.error)))?;
    }
    Ok(())
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
    keep_mode(&file, path).map_err(told)?;
    file.as_file().sync_all().map_err(told)?;
    file.persist(path).map_err(|error| told(error.error))?;
    Ok(made)
}

/// Gives a temporary file the permissions of the file it is to replace; those of any new file if there is none.
fn keep_mode(file: &tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o644, |known| known.permissions().mode());
        file.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    }
    let _ = (file, path);
    Ok(())
}

/// Writes one product, or takes the old file if it is the same: watchers and uploads then see it as unchanged. Gives the
/// file if it was written.
fn put(new: &Path, old: &Path, tree: &Tree, product: &Product) -> io::Result<Option<PathBuf>> {
    let to = new.join(&product.path);
    fs::create_dir_all(to.parent().unwrap_or(new))?;
    let before = old.join(&product.path);
    let same_length = tree.get(Path::new(&product.path)) == Some(&Kind::File(product.bytes.len() as u64));
    if same_length && fs::read(&before)? == product.bytes && fs::hard_link(&before, &to).is_ok() {
        return Ok(None);
    }
    fs::write(&to, &product.bytes).map(|()| Some(to))
}

/// Takes over what stands in the old folder and is not made anew: what huibao did not write and, if asked, its own. Gives
/// the files that had to be copied.
fn carry_over(
    [old, new]: [&Path; 2],
    tree: &Tree,
    known: &Manifest,
    earlier: Earlier,
    manifest: &mut Manifest,
) -> io::Result<Vec<PathBuf>> {
    let mut copied = Vec::new();
    let is_as_before = known.inputs == manifest.inputs && known.fonts == manifest.fonts;
    let before = &known.earlier;
    let known: BTreeMap<&Path, _> = known.outputs.iter().map(|entry| (Path::new(entry.0), entry)).collect();
    for (path, kind) in tree {
        let (to, own) = (new.join(path), known.get(path.as_path()));
        let is_there = fs::symlink_metadata(&to).is_ok();
        if is_there || path == Path::new(MANIFEST) || (own.is_some() && earlier == Earlier::Remove) {
            continue;
        }
        fs::create_dir_all(to.parent().unwrap_or(new))?;
        if tree::bring(&old.join(path), &to, *kind)? {
            copied.push(to);
        }
        if let Some((path, hash)) = own {
            manifest.outputs.insert((*path).clone(), (*hash).clone());
            if !is_as_before || before.contains(*path) {
                manifest.earlier.insert((*path).clone());
            }
        }
    }
    Ok(copied)
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
