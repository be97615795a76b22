//! Embeds `templates/`, `standards/` and OpenCC's dictionaries in the binary; a broken catalogue fails the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, missing_docs, unreachable_pub)]
#[path = "src/standards/catalogue.rs"]
mod catalogue;
#[allow(dead_code, unreachable_pub)]
#[path = "src/chinese/tree.rs"]
mod tree;
#[allow(unreachable_pub)]
#[path = "src/yaml.rs"]
mod yaml;

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by Cargo"));
    let mut out = String::new();
    for folder in ["templates", "standards"] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files);
        files.sort();
        // Built into a tree below.
        files.retain(|file| !file.ends_with(WORDS) && !file.ends_with(ADDED_WORDS));
        let _ = writeln!(out, "static {}: &[(&str, &str)] = &[", folder.to_uppercase());
        for file in files {
            let name =
                file.strip_prefix(root.join(folder)).expect("listed below it").to_string_lossy().replace('\\', "/");
            let _ = writeln!(out, "    ({name:?}, include_str!({})),", in_package(&root, &file));
        }
        out.push_str("];\n");
    }
    let build = PathBuf::from(env::var_os("OUT_DIR").expect("set by Cargo"));
    fs::write(build.join("embedded.rs"), out).expect("the build folder is writable");
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "macos") {
        // OpenCC is C++; on Linux opencc-rust names the library itself (.cargo/config.toml).
        println!("cargo::rustc-link-lib=c++");
    }
    check_catalogues(&root.join("standards"));
    fs::write(build.join("dictionaries.rs"), dictionaries(&root)).expect("the build folder is writable");
    fs::write(build.join("words.bin"), words(&root)).expect("the build folder is writable");
}

/// The words of `standards/script/generated/words.txt`, and those that people add, as a tree, for `src/chinese/words.rs`.
fn words(root: &Path) -> Vec<u8> {
    /// Tenths of the negative decimal logarithm of an added word's probability: as likely as 顾客 or 电力.
    const ADDED: u8 = 50;
    println!("cargo::rerun-if-changed=src/chinese/tree.rs");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("it is part of the package");
    let key = |word: &str| word.chars().map(tree::code).collect::<Vec<_>>();
    let mut words = BTreeMap::new();
    let text = read(WORDS);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (cost, listed) = line.split_once('\t').expect("a cost and words");
        let is_phrase = cost.starts_with('*');
        let cost = cost.trim_start_matches('*').parse().expect("a cost is a number below 256");
        for word in listed.split(' ') {
            words.insert(key(word), tree::Entry { cost, is_phrase });
        }
    }
    for line in read(ADDED_WORDS).lines().filter(|line| !line.starts_with('#')) {
        for word in line.split('\t').next().unwrap_or_default().split_whitespace() {
            let entry = words.entry(key(word)).or_insert(tree::Entry { cost: ADDED, is_phrase: false });
            entry.cost = entry.cost.min(ADDED);
        }
    }
    tree::bytes(&words)
}

/// Written by `scripts/words`.
const WORDS: &str = "standards/script/generated/words.txt";

/// Words that the dictionaries of that list lack.
const ADDED_WORDS: &str = "standards/script/reviewed/words.txt";

/// Fails the build on a catalogue that cannot be used.
fn check_catalogues(folder: &Path) {
    println!("cargo::rerun-if-changed=src/standards/catalogue.rs");
    for entry in fs::read_dir(folder).expect("it is part of the package").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = name.strip_suffix(".yaml").filter(|_| name != catalogue::UNITS) else { continue };
        let text = fs::read_to_string(entry.path()).expect("it is UTF-8");
        if let Err(error) = catalogue::Catalogue::parse(id, &text) {
            println!("cargo::error=standards/{name}: {error}");
        }
    }
}

/// OpenCC's dictionaries and configurations, for `src/chinese/dictionaries.rs`: the binary needs no OpenCC installed.
fn dictionaries(root: &Path) -> String {
    const FOLDER: &str = "vendor/opencc/share/opencc";
    println!("cargo::rerun-if-changed={FOLDER}");
    let mut files = Vec::new();
    collect(&root.join(FOLDER), &mut files);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ocd2" || extension == "json"));
    files.sort();
    if files.is_empty() {
        println!("cargo::error=OpenCC 1.4.2 is not in vendor/opencc yet: run scripts/setup once.");
    }
    let mut out = String::from("static DICTIONARIES: &[(&str, &[u8])] = &[");
    let mut hash = FNV_OFFSET;
    for file in files {
        let name = file.file_name().expect("a file").to_string_lossy().into_owned();
        let _ = writeln!(out, "    ({name:?}, include_bytes!({})),", in_package(root, &file));
        hash = fnv(fnv(hash, name.as_bytes()), &fs::read(&file).expect("it was listed"));
    }
    let _ = writeln!(out, "];\n/// Tells other dictionaries apart.\nconst HASH: &str = \"{hash:016x}\";");
    out
}

/// A file of the package as an expression, found again by a clone elsewhere that shares this target folder.
fn in_package(root: &Path, file: &Path) -> String {
    let path = file.strip_prefix(root).expect("listed below it").to_string_lossy().replace('\\', "/");
    format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})", format!("/{path}"))
}

/// FNV-1a (RFC 9923): short, and good enough to tell versions apart.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
