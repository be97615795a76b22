//! Dependencies point one way, and each third-party library has one home.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::repository;

/// Stages: they pass plain data and never import each other.
const STAGES: [&str; 10] =
    ["load", "script", "proof", "kpi", "document", "disclosure", "parity", "pdf", "html", "output"];

/// Libraries and the only modules that may use them.
const HOMES: [(&str, &[&str]); 16] = [
    ("serde_yaml", &["yaml"]),
    ("saphyr_parser", &["load", "script"]),
    ("html5gum", &["script"]),
    ("quick_xml", &["picture", "script"]),
    ("image", &["picture"]),
    ("zip", &["script"]),
    ("pulldown_cmark", &["load"]),
    ("opencc_rust", &["chinese"]),
    ("tera", &["template"]),
    ("typst", &["pdf"]),
    ("unicode_normalization", &["proof"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("tempfile", &["output", "store"]),
    ("rustix", &["output"]),
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every file below `src/` with the name of its top module and its code without tests.
fn modules() -> Vec<(String, String, String)> {
    let src = repository().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let describe = |path: PathBuf| {
        let below = path.strip_prefix(&src).unwrap().display().to_string();
        let module = below.split(['/', '.']).next().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
        (module, below, code)
    };
    let is_test = |path: &PathBuf| ["tests.rs", "testing.rs"].iter().any(|name| path.ends_with(name));
    files.into_iter().filter(|path| !is_test(path)).map(describe).collect()
}

#[test]
fn stages_never_import_each_other() {
    for (module, file, code) in modules() {
        for stage in STAGES.iter().filter(|stage| **stage != module) {
            let allowed = ["pipeline", "lib", "main", "cli"].contains(&module.as_str());
            let imports = code
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(&format!("crate::{stage}::")));
            assert!(allowed || !imports, "src/{file} uses the stage `{stage}`");
        }
    }
}

/// What every stage may lean on: it knows nothing of the stages, nor of what lies above them.
const FLOORS: [(&str, &[&str]); 2] =
    [("chinese", &["assets", "model", "source", "store", "chinese"]), ("store", &["diag", "source", "store"])];

#[test]
fn a_floor_leans_on_nothing_above_it() {
    for (module, file, code) in modules() {
        let Some((_, below)) = FLOORS.iter().find(|(floor, _)| *floor == module) else { continue };
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                assert!(below.contains(&used.as_str()), "src/{file} leans on `{used}`");
            }
        }
    }
}

/// Only the door to files and the writer of products touch the disk, and only the door asks the environment: what is read
/// is then known, examined and contained. A test's own files are no concern here.
#[test]
fn files_have_one_door() {
    const DISK: [&str; 14] = [
        "std::fs",
        "fs::",
        "File::",
        "OpenOptions",
        ".canonicalize()",
        ".read_dir()",
        ".read_link()",
        ".metadata()",
        ".symlink_metadata()",
        ".exists()",
        ".try_exists()",
        ".is_file()",
        ".is_dir()",
        ".is_symlink()",
    ];
    const ENVIRONMENT: [&str; 2] = ["env::var", "env::temp_dir"];
    // As a word of its own: `Vfs::` is something else.
    let names = |line: &str, way: &str| {
        line.match_indices(way).any(|(at, _)| way.starts_with('.') || !line[..at].ends_with(char::is_alphanumeric))
    };
    for (module, file, code) in modules() {
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let is_door = module == "store" || module == "output";
            let disk = || DISK.iter().any(|way| names(line, way));
            let grouped = || line.contains("use std::{") && names(line, "fs");
            assert!(is_door || !(disk() || grouped()), "src/{file} touches the disk: {line}");
            let environment = ENVIRONMENT.iter().any(|way| line.contains(way));
            assert!(module == "store" || !environment, "src/{file} asks the environment: {line}");
        }
    }
}

/// The lists below `standards/script` have one reader.
#[test]
fn chinese_is_the_only_reader_of_its_lists() {
    for (module, file, code) in modules() {
        assert!(module == "chinese" || !code.contains("\"script/"), "src/{file} reads a list of `standards/script`");
    }
}

#[test]
fn each_library_has_one_home() {
    for (module, file, code) in modules() {
        for (library, homes) in HOMES {
            let uses = code.lines().any(|line| {
                let line = line.trim_start();
                !line.starts_with("//")
                    && (line.starts_with(&format!("use {library}")) || line.contains(&format!(" {library}::")))
            });
            assert!(!uses || homes.contains(&module.as_str()), "src/{file} uses `{library}`");
        }
    }
}
