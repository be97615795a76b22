//! Texts of the author's folder as sources.

use super::slice::Slice;
use super::yaml;
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{SourceId, Sources, Span};
use crate::store::{Bytes, Kind, Limit, Store};

/// Endings of picture files.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Endings of workbooks that are not read.
const WORKBOOKS: [&str; 6] = ["xls", "xlsm", "xlsb", "ods", "numbers", "et"];

/// Reads the texts of one content folder. Paths are below that folder.
pub(super) struct Files<'f> {
    /// Where they come from.
    pub(super) store: &'f Store,
    /// Where they go.
    pub(super) sources: &'f mut Sources,
}

impl Files<'_> {
    /// Names of the files with one of these endings in a folder below content, sorted; those of editors' back-up files
    /// left out. What looks like such a file and cannot be read is told.
    pub(super) fn list(&mut self, folder: &str, endings: &[&str], sink: &mut Sink) -> Vec<String> {
        let shown = self.store.in_content(folder);
        let entries = self.store.list(&shown).unwrap_or_else(|refusal| {
            sink.push(refusal.told(&shown, None));
            Vec::new()
        });
        let mut names = Vec::new();
        for entry in entries.into_iter().filter(|entry| !entry.name.starts_with(['.', '_', '~'])) {
            let path = if shown.is_empty() { entry.name.clone() } else { format!("{shown}/{}", entry.name) };
            let (stem, ending) = entry.name.rsplit_once('.').unwrap_or((&entry.name, ""));
            let Some(known) = endings.iter().find(|known| known.eq_ignore_ascii_case(ending)) else {
                // Pictures may stand beside the chapters that show them.
                let is_picture = PICTURES.iter().any(|known| known.eq_ignore_ascii_case(ending));
                if !folder.is_empty() && matches!(entry.kind, Ok(Kind::File)) && !is_picture {
                    let message = format!("{path} is not read: its name does not end in .{}", endings[0]);
                    let place = self.place(path);
                    let known =
                        WORKBOOKS.iter().any(|known| known.eq_ignore_ascii_case(ending)) && endings.contains(&"xlsx");
                    let hint = match known {
                        true => "save it as .xlsx in a spreadsheet program".to_owned(),
                        false => format!("put what it says into a .{} file, or take it out of this folder", endings[0]),
                    };
                    sink.push(Diagnostic::warning(Code::Unreadable, place, message).hint(hint));
                } else if let (false, Err(refusal)) = (folder.is_empty(), &entry.kind) {
                    let place = self.place(path.clone());
                    sink.push(refusal.told(&path, Some(place)));
                }
                continue;
            };
            match entry.kind {
                Ok(Kind::Folder) => {
                    let message = format!("{path} is a folder, and is not read as a file");
                    let place = self.place(path.clone());
                    sink.push(
                        Diagnostic::error(Code::Unreadable, place, message).hint("take it out, or put the file there"),
                    );
                }
                Ok(Kind::File) if entry.name.contains(is_unseen) => {
                    let message = format!("{path} is not read: its name has characters that cannot be seen");
                    let place = self.place(path);
                    let hint = "give it a name of ordinary characters";
                    sink.push(Diagnostic::error(Code::Unreadable, place, message).hint(hint));
                }
                Ok(Kind::File) if ending == *known => names.push(entry.name),
                Ok(Kind::File) => {
                    let message = format!("{path} is not read: its name does not end in .{known}");
                    let place = self.place(path.clone());
                    let hint = format!("rename it to {stem}.{known}");
                    sink.push(Diagnostic::error(Code::Unreadable, place, message).hint(hint));
                }
                Err(refusal) => {
                    let place = self.place(path.clone());
                    sink.push(refusal.told(&path, Some(place)));
                }
            }
        }
        names
    }

    /// The place of a file that has no text to show.
    pub(super) fn place(&mut self, path: String) -> Span {
        let id = self.sources.find(&path).unwrap_or_else(|| self.sources.add(path, ""));
        Span::new(id, 0..0)
    }

    /// Reads a file that must be there.
    pub(super) fn required(&mut self, path: &str, sink: &mut Sink) -> Option<SourceId> {
        let shown = self.store.in_content(path);
        if self.store.read(&shown, Limit::Text) == Ok(None) {
            let hint = "a report's settings stand there: issuer, title, period, source; `huibao init` writes one";
            sink.push(Diagnostic::error(Code::Unreadable, None, format!("there is no {shown}")).hint(hint));
            return None;
        }
        self.read(path, sink)
    }

    /// The bytes of a file that is no text; reports what keeps it from being read.
    pub(super) fn bytes(&mut self, path: &str, sink: &mut Sink) -> Option<Bytes> {
        let shown = self.store.in_content(path);
        self.store.read(&shown, Limit::Text).unwrap_or_else(|refusal| {
            let place = self.place(shown.clone());
            sink.push(refusal.told(&shown, Some(place)));
            None
        })
    }

    /// Reads a file if it is there; reports what keeps it from being read.
    pub(super) fn read(&mut self, path: &str, sink: &mut Sink) -> Option<SourceId> {
        let shown = self.store.in_content(path);
        let bytes = match self.store.read(&shown, Limit::Text) {
            Ok(bytes) => bytes?,
            Err(refusal) => {
                let place = self.place(shown.clone());
                sink.push(refusal.told(&shown, Some(place)));
                return None;
            }
        };
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let id = self.sources.add(shown, text);
                let text = &self.sources.get(id).text;
                if let Some(run) = piled(text) {
                    let count = text[run.clone()].chars().count();
                    let message =
                        format!("{count} marks stand over one character: more than {MOST_MARKS} are not read");
                    let hint = "take them out: no writing has so many";
                    sink.push(Diagnostic::error(Code::StrayCharacter, Span::new(id, run), message).hint(hint));
                    return None;
                }
                if let Some(range) = conflict(text) {
                    let message = "a conflict of two versions was left here: both stand in the file";
                    let hint = "keep one of them, and take the lines <<<<<<<, ======= and >>>>>>> away";
                    sink.push(Diagnostic::error(Code::Leftover, Span::new(id, range), message).hint(hint));
                    return None;
                }
                Some(id)
            }
            Err(error) => {
                self.not_utf8(&shown, &bytes, error.valid_up_to(), sink);
                None
            }
        }
    }

    /// Shows the place of the first byte that is no UTF-8, in a text with U+FFFD in place of such bytes.
    fn not_utf8(&mut self, shown: &str, bytes: &[u8], at: usize, sink: &mut Sink) {
        let bom = if bytes.starts_with("\u{feff}".as_bytes()) { '\u{feff}'.len_utf8() } else { 0 };
        let message = format!("{shown} is not UTF-8 text");
        let again = match shown.ends_with(".csv") {
            true => "save the file again as UTF-8; in Excel: Save As, CSV UTF-8 (Comma delimited)",
            false => "save the file again as UTF-8",
        };
        let id = self.sources.add(shown, String::from_utf8_lossy(bytes));
        let start = at.saturating_sub(bom);
        let span = Span::new(id, start..start + '\u{fffd}'.len_utf8());
        let place = self.sources.place(span);
        let where_to =
            format!("the first wrong byte is {:#04x} at line {}, column {}", bytes[at], place.line, place.column);
        sink.push(Diagnostic::error(Code::Encoding, span, message).hint(where_to).hint(again));
    }

    /// A source as YAML.
    pub(super) fn yaml(&self, id: SourceId, sink: &mut Sink) -> Option<yaml::Node> {
        yaml::parse(&Slice::new(id, self.sources.get(id).text.as_str(), 0), sink)
    }
}

/// The line with which Git begins two versions of a place that it could not join.
fn conflict(text: &str) -> Option<std::ops::Range<usize>> {
    const BEGIN: &str = "<<<<<<< ";
    let at = if text.starts_with(BEGIN) { Some(0) } else { text.find("\n<<<<<<< ").map(|at| at + 1) }?;
    (text[at..].contains("\n=======") && text[at..].contains("\n>>>>>>>"))
        .then(|| at..at + text[at..].lines().next().map_or(0, str::len))
}

/// Line ends, marks of direction and what has no width: such a name looks like another one. (Joiners, of emoji and of some
/// scripts, do not; Unicode 16.0, `Default_Ignorable_Code_Point`.)
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

/// Marks over one character, and signs of direction in a row (Stream-Safe Text Format, Unicode Standard Annex 15, has 30).
const MOST_MARKS: usize = 30;

/// The first stretch of more marks than may stand over a character: setting it takes time by its square.
fn piled(text: &str) -> Option<std::ops::Range<usize>> {
    let is_mark = |c: char| {
        matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
            | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
            | '\u{e0100}'..='\u{e01ef}')
    };
    let (mut start, mut end, mut count) = (0, 0, 0);
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii() && is_mark(*c)) {
        if at != end {
            if count > MOST_MARKS {
                break;
            }
            (start, count) = (at, 0);
        }
        count += 1;
        end = at + c.len_utf8();
    }
    (count > MOST_MARKS).then_some(start..end)
}
