//! The fonts: Noto CJK and nothing else, so that what happens to be installed never changes a product.

mod sound;
mod subset;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontInfo, FontVariant, FontWeight};
use typst_kit::fonts::{FontSource, FontStore};

use crate::guard::guarded;
use crate::model::Edition;
use crate::store::{Kind, Limit, Store, disk, system};

/// Files of these names are looked at in the system's font folders: Debian and Homebrew call the collections
/// `NotoSansCJK-Regular.ttc`, Google's downloads `NotoSansHK-Regular.otf` or `NotoSansHK[wght].ttf`. The serif serves
/// titles only, which are bold.
const FILES: [(&str, &str); 6] = [
    ("NotoSansCJK", ""),
    ("NotoSansHK", ""),
    ("NotoSansSC", ""),
    ("NotoSerifCJK", "Bold"),
    ("NotoSerifHK", ""),
    ("NotoSerifSC", ""),
];

/// Weights other than regular and bold are not used; the collections are large, so they are not even opened.
const UNUSED_WEIGHTS: [&str; 6] = ["Thin", "ExtraLight", "Light", "DemiLight", "Medium", "Black"];

/// The families that are taken from the system's folders. A report's own fonts are taken whatever they are called.
const FAMILIES: [&str; 10] = [
    "Noto Sans CJK HK",
    "Noto Sans CJK SC",
    "Noto Sans HK",
    "Noto Sans SC",
    "Noto Sans Mono CJK HK",
    "Noto Sans Mono CJK SC",
    "Noto Serif CJK HK",
    "Noto Serif CJK SC",
    "Noto Serif HK",
    "Noto Serif SC",
];

/// Folders deeper than this below a font folder are not searched.
const DEPTH: usize = 5;

/// One font file, read when the first of its faces is needed and shared by all of them: a collection has some 20 MB.
pub(super) struct FontFile {
    /// How it is called: the path of the report's own, the file name of the system's.
    pub(super) name: String,
    /// Where it is.
    pub(super) on_disk: PathBuf,
    bytes: OnceLock<Option<Bytes>>,
}

impl FontFile {
    fn of_system(path: PathBuf) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, on_disk: path, bytes: OnceLock::new() }
    }

    /// A file of the report that may be read.
    fn of_report(name: String, store: &Store) -> Option<Self> {
        let bytes = store.read_unrecorded(&name, Limit::Font).ok().flatten().map(Bytes::new);
        Some(Self { on_disk: store.on_disk(&name)?, name, bytes: bytes.map(Some).map(OnceLock::from)? })
    }

    pub(super) fn bytes(&self) -> Option<Bytes> {
        self.bytes.get_or_init(|| disk::read(&self.on_disk, Limit::Font).ok().map(Bytes::new)).clone()
    }
}

/// One face of a file.
struct Face {
    file: Arc<FontFile>,
    index: u32,
}

impl FontSource for Face {
    fn load(&self) -> Option<Font> {
        Font::new(self.file.bytes()?, self.index)
    }
}

/// What the report's own fonts are: paths, and what tells whether a file is still the same.
pub(super) type Own = Vec<(String, Option<disk::Stamp>)>;

/// The report's own fonts.
pub(super) fn own(store: &Store) -> Own {
    let mut paths = Vec::new();
    for folder in ["fonts".to_owned(), store.in_content("fonts")] {
        collect(store, &folder, DEPTH, &mut paths);
    }
    paths.into_iter().map(|path| (path.clone(), store.stamp(&path))).collect()
}

/// All font files that may be used, the report's and the system's, and what tells whether a file is still the same.
pub(super) fn stamps(store: &Store) -> Vec<(String, Option<disk::Stamp>)> {
    let system = system::font_folders().into_iter().flat_map(|folder| system::files_below(&folder, DEPTH, &is_wanted));
    let system = system.map(|path| (path.display().to_string(), disk::stamp(&path)));
    own(store).into_iter().chain(system).collect()
}

/// Whether a file in the system's font folders is looked at.
fn is_wanted(name: &str) -> bool {
    let squeezed: String = name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    is_font(name)
        && FILES.iter().any(|(start, with)| squeezed.starts_with(start) && squeezed.contains(with))
        && !UNUSED_WEIGHTS.iter().any(|weight| name.contains(weight))
}

/// The fonts of a run.
pub(super) struct Fonts {
    /// The report's own files that were looked at.
    pub(super) own: Own,
    /// What Typst asks.
    pub(super) store: FontStore,
    /// Families found, in the order found.
    pub(super) families: Vec<String>,
    /// Files used.
    pub(super) files: Vec<Arc<FontFile>>,
    /// Files of the report that cannot be used, and why.
    pub(super) unusable: Vec<(String, String)>,
}

impl Fonts {
    /// The first of these families that there is, bold, as a font of its own with no more than these characters; none if
    /// it cannot be made.
    pub(super) fn for_titles(&self, families: &[String], characters: &BTreeSet<char>) -> Option<Vec<u8>> {
        let book = self.store.book();
        let titles = FontVariant { weight: FontWeight::BOLD, ..FontVariant::default() };
        let face = families.iter().find_map(|family| book.select(&family.to_lowercase(), titles))?;
        let font = self.store.font(face)?;
        guarded(|| subset::of(&font, characters)).ok().flatten()
    }
}

/// Finds the fonts for `editions` in the report's own `fonts/` folders, then in the system's.
///
/// # Errors
/// One sentence saying what to install if an edition has no font.
pub(super) fn find(store: &Store, editions: &[Edition]) -> Result<Fonts, String> {
    find_in(store, &system::font_folders(), editions)
}

fn find_in(store: &Store, system: &[PathBuf], editions: &[Edition]) -> Result<Fonts, String> {
    let own = own(store);
    let mut files: Vec<_> = own.iter().filter_map(|(path, _)| FontFile::of_report(path.clone(), store)).collect();
    let mut fonts =
        Fonts { own, store: FontStore::new(), families: Vec::new(), files: Vec::new(), unusable: Vec::new() };
    let count_own = files.len();
    for folder in system {
        files.extend(system::files_below(folder, DEPTH, &is_wanted).into_iter().map(FontFile::of_system));
    }
    // Reading and indexing a collection takes tens of milliseconds; one thread each.
    let scanned: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = files
            .into_iter()
            .enumerate()
            .map(|(at, file)| {
                let name = file.name.clone();
                scope.spawn(move || looked_at(file, at >= count_own).map_err(|why| (name, why)))
            })
            .collect();
        let done = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Ok(Vec::new())));
        done.collect()
    });
    let mut faces = Vec::new();
    for (at, found) in scanned.into_iter().enumerate() {
        match found {
            Ok(found) => faces.extend(found),
            // What is wrong with the system's fonts is not the author's to mend.
            Err(unusable) if at < count_own => fonts.unusable.push(unusable),
            Err(_) => {}
        }
    }
    for (face, info) in faces {
        // The first folder that has a face wins: the report's own before the system's.
        let known = fonts
            .store
            .book()
            .select_family(&info.family.to_lowercase())
            .any(|id| fonts.store.book().info(id).is_some_and(|old| old.variant == info.variant));
        if known {
            continue;
        }
        if !fonts.families.contains(&info.family) {
            fonts.families.push(info.family.clone());
        }
        if !fonts.files.iter().any(|file| Arc::ptr_eq(file, &face.file)) {
            fonts.files.push(face.file.clone());
        }
        fonts.store.push((face, info));
    }
    let has = |name: &&str| fonts.families.iter().any(|family| family == name);
    let complete = editions.iter().all(|edition| edition.families().iter().any(has));
    if complete || count_own > 0 && !fonts.families.is_empty() {
        return Ok(fonts);
    }
    Err("no Chinese font found: install Noto Sans CJK (Debian and Ubuntu: apt install fonts-noto-cjk; macOS: brew install \
         --cask font-noto-sans-cjk), or put NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc into a folder `fonts` \
         beside or inside `content`"
        .to_owned())
}

/// [`faces`] of a file that the font libraries can be handed.
///
/// # Errors
/// Why it cannot be used.
fn looked_at(file: FontFile, only_known: bool) -> Result<Vec<(Face, FontInfo)>, String> {
    if let Some(bytes) = file.bytes().filter(|_| !only_known) {
        sound::check(&bytes, 0..count_faces(&bytes))?;
    }
    let found = guarded(|| faces(file, only_known)).map_err(|panic| format!("the file is damaged ({panic})"))?;
    if found.is_empty() && !only_known { Err("it has no face that can be read".to_owned()) } else { Ok(found) }
}

/// The faces of one file; of a system file only those of known families.
fn faces(file: FontFile, only_known: bool) -> Vec<(Face, FontInfo)> {
    let file = Arc::new(file);
    let Some(bytes) = file.bytes() else { return Vec::new() };
    (0..count_faces(&bytes))
        .filter(|index| !only_known || family_may_be_known(&bytes, *index))
        .filter_map(|index| Some((Face { file: file.clone(), index }, FontInfo::new(&bytes, index)?)))
        .filter(|(_, info)| !only_known || FAMILIES.contains(&info.family.as_str()))
        .collect()
}

/// Number of faces, from the header of a TrueType collection (OpenType specification, "TTC Header").
fn count_faces(bytes: &[u8]) -> u32 {
    match bytes.get(..12) {
        Some(header) if &header[..4] == b"ttcf" => read_u32(header, 8).unwrap_or(0).min(64),
        _ => 1,
    }
}

/// Whether the face's name table mentions a known family. A collection holds ten faces and describing one costs a walk
/// over its 45 000 characters, so faces of other regions are passed over by this quick look.
fn family_may_be_known(bytes: &[u8], index: u32) -> bool {
    table(bytes, index, b"name").is_none_or(|names| {
        FAMILIES.iter().any(|family| {
            let utf16: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
            names.windows(utf16.len()).any(|window| window == utf16)
        })
    })
}

/// The bytes of a face's table (OpenType specification, "Table Directory").
fn table<'a>(bytes: &'a [u8], index: u32, tag: &[u8; 4]) -> Option<&'a [u8]> {
    let start = match bytes.get(..4)? {
        b"ttcf" => read_u32(bytes, 12 + 4 * index as usize)? as usize,
        _ => 0,
    };
    let tables = u16::from_be_bytes(bytes.get(start + 4..start + 6)?.try_into().ok()?);
    (0..usize::from(tables)).map(|at| start + 12 + 16 * at).find_map(|record| {
        (bytes.get(record..record + 4)? == tag).then(|| {
            let offset = read_u32(bytes, record + 8)? as usize;
            let length = read_u32(bytes, record + 12)? as usize;
            bytes.get(offset..offset.checked_add(length)?)
        })?
    })
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn is_font(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".ttf", ".otf", ".ttc", ".otc"].iter().any(|end| lower.ends_with(end))
}

/// Font files below a folder of the report in the order of their names.
fn collect(store: &Store, folder: &str, depth: usize, files: &mut Vec<String>) {
    for entry in store.list(folder).unwrap_or_default() {
        let path = format!("{folder}/{}", entry.name);
        match entry.kind {
            Ok(Kind::File) if is_font(&entry.name) => files.push(path),
            Ok(Kind::Folder) if depth > 0 => collect(store, &path, depth - 1, files),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_font_the_message_says_what_to_install_and_where() {
        let message = find_in(&Store::default(), &[], &[Edition::ZhHantHk]).err().unwrap();
        assert!(message.contains("fonts-noto-cjk") && message.contains("`fonts`"), "{message}");
    }

    #[test]
    fn only_noto_is_taken_from_the_system() {
        let fonts = find(&Store::default(), &Edition::all().collect::<Vec<_>>()).unwrap();
        assert!(fonts.families.iter().all(|family| FAMILIES.contains(&family.as_str())), "{:?}", fonts.families);
    }
}
