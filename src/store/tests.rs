//! What the door lets in.

use std::fs;

use super::*;

fn report(files: &[(&str, &str)]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let store = Store::of_report(&folder.path().join("content"));
    (folder, store)
}

fn text(read: Read) -> Result<Option<String>, Refusal> {
    read.map(|bytes| bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()))
}

#[test]
fn a_file_is_read_once_per_round() {
    let (folder, store) = report(&[("content/a.md", "one")]);
    assert_eq!(text(store.read("content/a.md", Limit::Text)), Ok(Some("one".into())));
    fs::write(folder.path().join("content/a.md"), "two").unwrap();
    assert_eq!(text(store.read("content/a.md", Limit::Text)), Ok(Some("one".into())));
    assert_eq!(store.inputs()["content/a.md"], sha256(b"one"));
    store.refresh();
    assert_eq!(store.inputs().len(), 0);
    assert_eq!(text(store.read("content/a.md", Limit::Text)), Ok(Some("two".into())));
    assert_eq!(store.read("content/b.md", Limit::Text), Ok(None));
}

#[test]
fn what_an_editor_has_not_saved_stands_in_place_of_the_file() {
    let (_folder, store) = report(&[("content/chapters/a.md", "saved")]);
    store.overlay("content/chapters/a.md", Some("typed"));
    store.overlay("content/chapters/b.md", Some("new"));
    assert_eq!(text(store.read("content/chapters/a.md", Limit::Text)), Ok(Some("typed".into())));
    let names: Vec<_> = store.list("content/chapters").unwrap().into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["a.md", "b.md"]);
    store.overlay("content/chapters/a.md", None);
    store.refresh();
    assert_eq!(text(store.read("content/chapters/a.md", Limit::Text)), Ok(Some("saved".into())));
}

#[test]
fn paths_stay_in_the_report() {
    let (_folder, store) = report(&[("secret", "x"), ("other/secret", "x"), ("content/a", "x")]);
    for path in ["content/../secret", "secret", "../secret", "/etc/passwd", "other/secret", "content/b/../../secret"] {
        assert_eq!(store.read(path, Limit::Text), Err(Refusal::Outside), "{path}");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let (folder, store) = report(&[]);
    let file = fs::File::create(folder.path().join("content/large.md")).unwrap();
    file.set_len(Limit::Text.bytes() + 1).unwrap();
    assert_eq!(store.read("content/large.md", Limit::Text), Err(Refusal::TooLarge(Limit::Text.bytes())));
    let endless = disk::read_to_end(std::io::repeat(0), 0, Limit::Text);
    assert_eq!(endless, Err(Refusal::TooLarge(Limit::Text.bytes())));
}

#[cfg(unix)]
#[test]
fn links_may_not_lead_out_but_the_content_folder_may_be_one() {
    use std::os::unix::fs::symlink;
    let (folder, _) = report(&[("secret", "x"), ("content/a.md", "x")]);
    let content = folder.path().join("content");
    symlink(folder.path().join("secret"), content.join("out.md")).unwrap();
    symlink("nowhere", content.join("dangling.md")).unwrap();
    symlink("a.md", content.join("in.md")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(&content, elsewhere.path().join("content")).unwrap();
    symlink(folder.path(), elsewhere.path().join("templates")).unwrap();
    let store = Store::of_report(&elsewhere.path().join("content"));
    assert_eq!(text(store.read("content/a.md", Limit::Text)), Ok(Some("x".into())));
    assert_eq!(text(store.read("content/in.md", Limit::Text)), Ok(Some("x".into())));
    assert_eq!(store.read("content/out.md", Limit::Text), Err(Refusal::Outside));
    assert_eq!(store.read("content/dangling.md", Limit::Text), Err(Refusal::Dangling));
    assert_eq!(store.read("templates/secret", Limit::Text), Err(Refusal::Outside));
    assert_eq!(store.list("templates"), Err(Refusal::Outside));
    let entries = store.list("content").unwrap();
    let kinds: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.kind.clone())).collect();
    let expected = [
        ("a.md", Ok(Kind::File)),
        ("dangling.md", Err(Refusal::Dangling)),
        ("in.md", Ok(Kind::File)),
        ("out.md", Err(Refusal::Outside)),
    ];
    assert_eq!(kinds, expected);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_walked_once() {
    let (folder, store) = report(&[("templates/html/a.html", "")]);
    for name in ["one", "two", "html/back"] {
        std::os::unix::fs::symlink(folder.path().join("templates"), folder.path().join("templates").join(name))
            .unwrap();
    }
    assert_eq!(store.refused("templates"), []);
}
