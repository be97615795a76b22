//! What becomes of an output folder.

use super::*;

fn product(path: &str, text: &str) -> Product {
    Product { path: path.into(), bytes: text.into() }
}

fn write_all(folder: &Path, products: &[Product], earlier: Earlier) -> Result<(), String> {
    write(folder, products, Manifest::new(BTreeMap::new(), BTreeMap::new()), earlier, &mut || ())
}

/// On a file system that cannot exchange two folders.
fn write_without_exchange(folder: &Path, products: &[Product]) -> Result<(), String> {
    let manifest = Manifest::new(BTreeMap::new(), BTreeMap::new());
    write_by(folder, products, manifest, Earlier::Remove, &mut || (), |_, _| Ok(false))
}

fn files(folder: &Path) -> Vec<String> {
    tree::list(folder).unwrap().into_keys().map(|path| path.to_string_lossy().into_owned()).collect()
}

/// Names in the folder that holds the output folder.
fn beside(home: &Path) -> Vec<String> {
    let entries = fs::read_dir(home).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
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
    write_without_exchange(&out, &[product("four.txt", "4")]).unwrap();
    assert_eq!(files(&out), ["CNAME", "four.txt", "manifest.json"]);
    assert_eq!(beside(home.path()), ["output"], "nothing is left");
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("thesis.docx"), "precious").unwrap();
    let error = write_all(home.path(), &[product("a", "1")], Earlier::Remove).unwrap_err();
    assert!(error.contains("not an output folder"), "{error}");
    assert_eq!(files(home.path()), ["thesis.docx"]);
}

/// A run that was killed between setting the old folder aside and putting the new one in its place, and another that
/// was killed before it took the old one away.
#[test]
fn a_folder_that_was_set_aside_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let (out, aside) = (home.path().join("output"), home.path().join(".output.huibao-aside"));
    for meanwhile in [None, Some(&out)] {
        write_without_exchange(&out, &[product("one.txt", "1")]).unwrap();
        fs::write(out.join("CNAME"), "own").unwrap();
        fs::rename(&out, &aside).unwrap();
        fs::create_dir(home.path().join(".output.huibao-Xy1")).unwrap();
        // Something that serves the folder has made it anew, empty.
        meanwhile.into_iter().for_each(|out| fs::create_dir(out).unwrap());
        write_without_exchange(&out, &[product("two.txt", "2")]).unwrap();
        assert_eq!(files(&out), ["CNAME", "manifest.json", "two.txt"]);
        assert_eq!(beside(home.path()), ["output"]);
    }
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("old.txt"), "old").unwrap();
    write_without_exchange(&out, &[product("three.txt", "3")]).unwrap();
    assert_eq!(files(&out), ["CNAME", "manifest.json", "three.txt"]);
    assert_eq!(beside(home.path()), ["output"]);
}

/// A run that cannot put the new folder in place leaves the old one there.
#[test]
fn a_failure_in_the_last_step_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("output");
    write_all(&out, &[product("one.txt", "1")], Earlier::Remove).unwrap();
    let manifest = Manifest::new(BTreeMap::new(), BTreeMap::new());
    let fail = |_: &Path, _: &Path| Err(io::Error::other("the cable is out"));
    let error = write_by(&out, &[product("two.txt", "2")], manifest, Earlier::Remove, &mut || (), fail).unwrap_err();
    assert!(error.contains("the cable is out"), "{error}");
    assert_eq!(files(&out), ["manifest.json", "one.txt"]);
    assert_eq!(beside(home.path()), ["output"]);
}

#[cfg(unix)]
mod links {
    use std::os::unix::ffi::OsStringExt as _;
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;

    #[test]
    fn links_in_the_folder_stay_links_and_are_never_followed() {
        let home = tempfile::tempdir().unwrap();
        let (out, private) = (home.path().join("output"), home.path().join("private"));
        fs::create_dir_all(private.join("keys")).unwrap();
        fs::write(private.join("keys/id"), "secret").unwrap();
        fs::write(private.join("report.pdf"), "bytes").unwrap();
        write_all(&out, &[product("one.txt", "1")], Earlier::Remove).unwrap();
        symlink(&private, out.join("home")).unwrap();
        symlink(".", out.join("a")).unwrap();
        symlink(".", out.join("b")).unwrap();
        symlink("nowhere", out.join("dangling")).unwrap();
        symlink(private.join("keys/id"), out.join("id")).unwrap();
        // A folder of products that is a link elsewhere, with a file like ours in it.
        symlink(&private, out.join("zh-Hant-HK")).unwrap();
        write_all(&out, &[product("zh-Hant-HK/report.pdf", "bytes")], Earlier::Remove).unwrap();
        assert_eq!(
            files(&out),
            ["a", "b", "dangling", "home", "id", "manifest.json", "zh-Hant-HK/report.pdf"],
            "and nothing below a link"
        );
        assert_eq!(fs::read_link(out.join("home")).unwrap(), private);
        assert_eq!(fs::read_link(out.join("dangling")).unwrap(), Path::new("nowhere"));
        for file in ["keys/id", "report.pdf"] {
            assert_eq!(fs::metadata(private.join(file)).unwrap().nlink(), 1, "{file} is no hard link");
        }
    }

    #[test]
    fn a_folder_that_is_a_link_is_published_to_where_it_leads() {
        let home = tempfile::tempdir().unwrap();
        let (out, www) = (home.path().join("output"), home.path().join("www"));
        symlink("www", &out).unwrap();
        let error = write_all(&out, &[product("one.txt", "1")], Earlier::Remove).unwrap_err();
        assert!(error.contains("a link to a folder that does not exist"), "{error}");
        fs::create_dir(&www).unwrap();
        for round in ["1", "2"] {
            write_all(&home.path().join("output/"), &[product("one.txt", round)], Earlier::Remove).unwrap();
            assert_eq!(fs::read_to_string(www.join("one.txt")).unwrap(), round);
            assert_eq!(fs::read_link(&out).unwrap(), Path::new("www"));
        }
        let mut names = beside(home.path());
        names.sort();
        assert_eq!(names, ["output", "www"]);
    }

    #[test]
    fn names_that_are_not_unicode_stay() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("output");
        write_all(&out, &[product("one.txt", "1")], Earlier::Remove).unwrap();
        let name = std::ffi::OsString::from_vec(b"own-\xff".to_vec());
        fs::write(out.join(&name), "own").unwrap();
        write_all(&out, &[product("one.txt", "2")], Earlier::Remove).unwrap();
        assert_eq!(fs::read_to_string(out.join(&name)).unwrap(), "own");
    }
}
