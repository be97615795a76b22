//! Files that look like a part of the report and that nobody reads: each would be left out in silence.
//!
//! Names that begin with `_`, `.` or `~` are passed by, and so are README, LICENSE and their like, in capitals.

use super::files::Files;
use crate::assets;
use crate::diag::{Code, Diagnostic, Severity, Sink, nearest};
use crate::store::Kind;

/// Files that are read of the content folder itself.
const FILES: [&str; 5] = ["report.yaml", "glossary.yaml", "disclosures.yaml", super::REVIEW_FILE, super::carried::FILE];

/// Folders of the content folder whose files are read, not those of folders in them, and how these files end.
const FOLDERS: [(&str, &[&str]); 3] =
    [("chapters", &["md"]), ("kpi", &["yaml", "yml", "csv", "xlsx"]), ("standards", &["yaml", "yml"])];

/// Endings of texts that a report is made of.
const TEXTS: [&str; 3] = ["md", "yaml", "yml"];

/// Which files of which folder below `templates/` are used, whatever their names are.
const TEMPLATES: [(&str, &[&str]); 5] = [
    ("components", &["yaml", "typ", "html"]),
    ("drawings", &["svg"]),
    ("html", &["html"]),
    ("pdf", &["typ"]),
    ("themes", &["yaml"]),
];

/// Endings of template files; other files may be pictures of a theme.
const TEMPLATE_ENDINGS: [&str; 7] = ["yaml", "yml", "typ", "html", "css", "js", "scss"];

/// Fonts of the web and of old systems, which no typesetter takes.
const OTHER_FONTS: [&str; 6] = ["woff", "woff2", "eot", "pfb", "dfont", "zip"];

/// Folders deeper than this are not looked into: a link may lead back to where it stands.
const DEPTH: usize = 3;

/// Tells what is not read.
pub(super) fn check(files: &mut Files<'_>, sink: &mut Sink) {
    content(files, sink);
    for (folder, endings) in FOLDERS {
        for (path, name) in entries(files, &files.store.in_content(folder), Kind::Folder) {
            if let Some(file) = first_below(files, &path, endings, DEPTH) {
                let message = format!("{file} is not read: it lies in the folder {name}");
                let home = files.store.in_content(folder);
                let hint = format!("move it to {home}; begin the folder's name with _ to leave it out");
                files.tell(&file, Severity::Error, message, hint, sink);
            }
        }
    }
    templates(files, sink);
    for folder in ["fonts".to_owned(), files.store.in_content("fonts")] {
        for (path, name) in entries(files, &folder, Kind::File) {
            if OTHER_FONTS.contains(&ending(&name).as_str()) {
                let hint = "put the font's TTF or OTF file there".to_owned();
                files.tell(
                    &path,
                    Severity::Warning,
                    format!("{path} is not used: it is no TTF or OTF file"),
                    hint,
                    sink,
                );
            }
        }
    }
}

/// The content folder itself.
fn content(files: &mut Files<'_>, sink: &mut Sink) {
    let top = files.store.in_content("");
    for (path, name) in entries(files, &top, Kind::File) {
        let is_known = FILES.contains(&name.as_str()) || !TEXTS.contains(&ending(&name).as_str());
        if is_known {
            continue;
        }
        let hint = match (ending(&name).as_str(), nearest(&name, FILES)) {
            ("md", _) => format!("chapters stand in {}", files.store.in_content("chapters")),
            (_, Some(known)) => format!("did you mean {known}?"),
            _ => format!("of this folder, {} are read", FILES.join(", ")),
        };
        files.tell(&path, Severity::Warning, format!("{path} is not read"), hint, sink);
    }
    for (path, name) in entries(files, &top, Kind::Folder) {
        let known = FOLDERS.map(|(folder, _)| folder);
        let is_known = known.contains(&name.as_str()) || ["images", "fonts"].contains(&name.as_str());
        if !is_known && let Some(file) = first_below(files, &path, &TEXTS, DEPTH) {
            let hint = match nearest(&name.to_lowercase(), known) {
                Some(known) => format!("did you mean {}?", files.store.in_content(known)),
                None => format!("of this folder, {} are read", known.join(", ")),
            };
            files.tell(&file, Severity::Warning, format!("{file} is not read"), hint, sink);
        }
    }
}

fn templates(files: &mut Files<'_>, sink: &mut Sink) {
    let mut folders = vec![assets::FOLDER.to_owned()];
    while let Some(folder) = folders.pop() {
        if folder.matches('/').count() < DEPTH {
            folders.extend(entries(files, &folder, Kind::Folder).into_iter().map(|(path, _)| path));
        }
        for (path, name) in entries(files, &folder, Kind::File) {
            let below = path.strip_prefix(assets::FOLDER).unwrap_or(&path).trim_start_matches('/');
            let place = below.rsplit_once('/').map_or("", |(place, _)| place);
            let ending = ending(&name);
            let is_used = assets::built_in(below).is_some()
                || TEMPLATES.iter().any(|(folder, endings)| *folder == place && endings.contains(&ending.as_str()));
            if is_used || !TEMPLATE_ENDINGS.contains(&ending.as_str()) {
                continue;
            }
            let same = assets::all_built_in().find(|known| known.rsplit('/').next() == Some(name.as_str()));
            let hint = match same.or_else(|| nearest(below, assets::all_built_in())) {
                Some(known) => format!("did you mean {}/{known}?", assets::FOLDER),
                None => "docs/format.md says which files a report can replace".to_owned(),
            };
            files.tell(&path, Severity::Warning, format!("{path} is not used"), hint, sink);
        }
    }
}

/// The files or folders in a folder: path and name.
fn entries(files: &Files<'_>, folder: &str, kind: Kind) -> Vec<(String, String)> {
    let is_passed_by = |name: &str| {
        let stem = name.split('.').next().unwrap_or_default();
        let is_capital = stem.len() > 1 && stem.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        name.starts_with(['.', '_', '~']) || is_capital && kind == Kind::File
    };
    // What keeps a folder from being read has been told.
    let entries = files.store.list(folder).unwrap_or_default().into_iter();
    let entries = entries.filter(|entry| entry.kind == Ok(kind) && !is_passed_by(&entry.name));
    let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    entries.map(|entry| (path(&entry.name), entry.name)).collect()
}

/// The first file with one of these endings in a folder and those in it.
fn first_below(files: &Files<'_>, folder: &str, endings: &[&str], depth: usize) -> Option<String> {
    let own = entries(files, folder, Kind::File).into_iter().find(|(_, name)| endings.contains(&ending(name).as_str()));
    let depth = depth.checked_sub(1);
    let below = || {
        let mut folders = entries(files, folder, Kind::Folder).into_iter();
        folders.find_map(|(path, _)| first_below(files, &path, endings, depth?))
    };
    own.map(|(path, _)| path).or_else(below)
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

impl Files<'_> {
    fn tell(&mut self, path: &str, severity: Severity, message: String, hint: String, sink: &mut Sink) {
        let place = self.place(path.to_owned());
        let told = Diagnostic { severity, ..Diagnostic::warning(Code::Unreadable, place, message) };
        sink.push(told.hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::load::testing::load;

    #[test]
    fn what_nobody_reads_is_told() {
        let files = [
            ("chapters/01-a.md", "# 題\n"),
            ("chapters/old/02-b.md", "# 題\n"),
            ("chapters/_old/02-b.md", "# 題\n"),
            ("kpi/2025/a.yaml", "[]\n"),
            ("glossary.yml", "{}\n"),
            ("notes.md", "甲\n"),
            ("README.md", "甲\n"),
            ("chapter/01-a.md", "# 題\n"),
            ("images/readme.txt", "甲\n"),
            ("fonts/a.woff2", ""),
            ("../templates/chapter.html", ""),
            ("../templates/html/site.scss", ""),
            ("../templates/components/own.typ", ""),
            ("../templates/label.yaml", ""),
        ];
        insta::assert_snapshot!(load(&files).problems(), @"
        content/glossary.yml:1:1: warning[unreadable]: content/glossary.yml is not read
            did you mean glossary.yaml?
        content/notes.md:1:1: warning[unreadable]: content/notes.md is not read
            chapters stand in content/chapters
        content/chapter/01-a.md:1:1: warning[unreadable]: content/chapter/01-a.md is not read
            did you mean content/chapters?
        content/chapters/old/02-b.md:1:1: error[unreadable]: content/chapters/old/02-b.md is not read: it lies in the folder old
            move it to content/chapters; begin the folder's name with _ to leave it out
        content/kpi/2025/a.yaml:1:1: error[unreadable]: content/kpi/2025/a.yaml is not read: it lies in the folder 2025
            move it to content/kpi; begin the folder's name with _ to leave it out
        templates/chapter.html:1:1: warning[unreadable]: templates/chapter.html is not used
            did you mean templates/html/chapter.html?
        templates/label.yaml:1:1: warning[unreadable]: templates/label.yaml is not used
            did you mean templates/labels.yaml?
        templates/html/site.scss:1:1: warning[unreadable]: templates/html/site.scss is not used
            did you mean templates/html/site.css?
        content/fonts/a.woff2:1:1: warning[unreadable]: content/fonts/a.woff2 is not used: it is no TTF or OTF file
            put the font's TTF or OTF file there
        ");
    }
}
