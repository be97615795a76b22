//! Dependencies point one way, and each third-party library has one home.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::project::repository;

/// Stages: they pass plain data and never import each other.
const STAGES: [&str; 10] =
    ["load", "script", "proof", "kpi", "document", "disclosure", "parity", "pdf", "html", "output"];

/// Libraries and the only modules that may use them.
const HOMES: [(&str, &[&str]); 20] = [
    ("serde_yaml", &["yaml"]),
    ("saphyr_parser", &["load", "script"]),
    ("html5gum", &["script"]),
    ("quick_xml", &["picture", "script", "sheet"]),
    ("image", &["picture"]),
    ("zip", &["script", "sheet"]),
    ("pulldown_cmark", &["load"]),
    ("opencc_rust", &["chinese"]),
    ("tera", &["template"]),
    ("typst", &["pdf"]),
    ("subsetter", &["pdf"]),
    ("unicode_normalization", &["proof"]),
    ("encoding_rs", &["proof"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("calamine", &["sheet"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("tempfile", &["output", "store"]),
    ("rustix", &["output"]),
    ("getrandom", &["store"]),
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

/// What a file leans on: the paths behind `use`, groups taken apart, and those in the code itself. Each begins with `crate`
/// or `super`.
fn leans_on(code: &str) -> Vec<Vec<String>> {
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut paths = Vec::new();
    for (at, root) in ["crate::", "super::"].iter().flat_map(|root| code.match_indices(root)) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        branches(&code[at + root.len()..], &mut vec![root.trim_end_matches(':').to_owned()], &mut paths);
    }
    paths
}

/// Follows a path, and every branch of a group, as far as names go. Gives the length that was read.
fn branches(code: &str, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let word: String = code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let rest = &code[word.len()..];
    if !word.is_empty() {
        path.push(word.clone());
        let length = match rest.strip_prefix("::") {
            Some(rest) => 2 + branches(rest, path, paths),
            None => {
                paths.push(path.clone());
                0
            }
        };
        path.pop();
        return word.len() + length;
    }
    let Some(mut group) = rest.strip_prefix('{') else {
        paths.push(path.clone());
        return 0;
    };
    let mut length = 1;
    loop {
        let skipped = group.len() - group.trim_start_matches([' ', '\n', ',']).len();
        (group, length) = (&group[skipped..], length + skipped);
        if group.is_empty() || group.starts_with('}') {
            break;
        }
        // What is no name at all is stepped over.
        let read = branches(group, path, paths);
        let read = if read == 0 { group.chars().next().map_or(0, char::len_utf8) } else { read };
        (group, length) = (&group[read..], length + read);
    }
    length + 1
}

/// The rooms of the whole program that each room leans on.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, _, code) in modules() {
        let used =
            leans_on(&code).into_iter().filter(|path| path[0] == "crate").filter_map(|path| path.get(1).cloned());
        rooms.entry(module.clone()).or_default().extend(used.filter(|used| *used != module));
    }
    rooms
}

/// A way back to where it began, if there is one.
fn circle(leans: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn walk(
        at: &str,
        way: &mut Vec<String>,
        leans: &BTreeMap<String, BTreeSet<String>>,
        done: &mut BTreeSet<String>,
    ) -> bool {
        if let Some(start) = way.iter().position(|step| step == at) {
            way.drain(..start);
            return true;
        }
        if !done.insert(at.to_owned()) {
            return false;
        }
        way.push(at.to_owned());
        if leans.get(at).into_iter().flatten().any(|next| walk(next, way, leans, done)) {
            return true;
        }
        way.pop();
        false
    }
    let mut done = BTreeSet::new();
    leans.keys().find_map(|start| {
        let mut way = Vec::new();
        walk(start, &mut way, leans, &mut done).then_some(way)
    })
}

#[test]
fn groups_of_imports_are_taken_apart() {
    let code = "use crate::{kpi, model::{self, Block}};\nuse super::words::{\n    Keys, cut,\n};\n// crate::html\nlet x = crate::pdf::Pdf;";
    let paths: Vec<String> = leans_on(code).iter().map(|path| path.join("::")).collect();
    assert_eq!(
        paths,
        [
            "crate::kpi",
            "crate::model::self",
            "crate::model::Block",
            "crate::pdf::Pdf",
            "super::words::Keys",
            "super::words::cut"
        ]
    );
}

#[test]
fn stages_never_import_each_other() {
    for (room, used) in rooms() {
        let above = ["pipeline", "lib", "main", "cli"].contains(&room.as_str());
        for stage in STAGES.iter().filter(|_| !above) {
            assert!(!used.contains(*stage), "`{room}` uses the stage `{stage}`");
        }
    }
}

/// What every stage may lean on: it knows nothing of the stages, nor of what lies above them.
const FLOORS: [(&str, &[&str]); 2] =
    [("chinese", &["assets", "model", "source", "store"]), ("store", &["diag", "source"])];

#[test]
fn a_floor_leans_on_nothing_above_it() {
    let rooms = rooms();
    for (floor, below) in FLOORS {
        for used in &rooms[floor] {
            assert!(below.contains(&used.as_str()), "`{floor}` leans on `{used}`");
        }
    }
}

#[test]
fn rooms_form_no_circle() {
    let mut rooms = rooms();
    // The library's first file names them all.
    rooms.remove("lib");
    assert_eq!(circle(&rooms), None);
}

/// Within a folder, too: files that lean on each other are one thing in two places. The folder's own `mod.rs` stands for
/// the folder and is left out.
#[test]
fn files_of_a_folder_form_no_circle() {
    let mut folders: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (_, file, code) in modules() {
        let Some((folder, name)) = file.trim_end_matches(".rs").rsplit_once('/').filter(|(_, name)| *name != "mod")
        else {
            continue;
        };
        let here: Vec<&str> = folder.split('/').collect();
        let used = leans_on(&code).into_iter().filter_map(|path| match path[0].as_str() {
            "super" => path.get(1).cloned(),
            _ => {
                path[1..].iter().zip(&here).all(|(step, own)| step == own).then(|| path.get(here.len() + 1).cloned())?
            }
        });
        folders
            .entry(folder.to_owned())
            .or_default()
            .insert(name.to_owned(), used.filter(|used| used != name).collect());
    }
    for (folder, mut files) in folders {
        let names: BTreeSet<String> = files.keys().cloned().collect();
        files.values_mut().for_each(|used| used.retain(|used| names.contains(used)));
        assert_eq!(circle(&files), None, "src/{folder}");
    }
}

#[test]
fn the_map_names_every_module() {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let (map, declared) = lib.split_once("\n\n").unwrap();
    for line in declared.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let name = line.trim_end_matches(';');
        assert!(map.contains(&format!("[`{name}`]")), "src/lib.rs does not say what `{name}` is");
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
