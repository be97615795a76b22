//! Embeds `templates/` and `standards/` in the binary; a broken catalogue fails the build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by Cargo"));
    let mut out = String::new();
    for folder in ["templates", "standards"] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files);
        files.sort();
        let _ = writeln!(out, "static {}: &[(&str, &str)] = &[", folder.to_uppercase());
        for file in files {
            let name =
                file.strip_prefix(root.join(folder)).expect("listed below it").to_string_lossy().replace('\\', "/");
            let _ = writeln!(out, "    ({name:?}, include_str!({:?})),", file.display().to_string());
        }
        out.push_str("];\n");
    }
    let to = PathBuf::from(env::var_os("OUT_DIR").expect("set by Cargo")).join("embedded.rs");
    fs::write(to, out).expect("the build folder is writable");
}

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
