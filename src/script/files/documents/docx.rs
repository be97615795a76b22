//! Word documents: a ZIP container (ECMA-376 part 2) with XML files in it.

use std::io::{Cursor, Read as _, Write as _};

use zip::read::ZipArchive;
use zip::result::ZipError;
use zip::write::ZipWriter;

use super::{Found, word};
use crate::model::Edition;
use crate::office::Container;
use crate::script::engine::Converter;

/// Bytes of XML that a document may have. A report of 500 pages has some ten million; a file made to fill the memory
/// has no end.
const LARGEST: u64 = 1 << 27;

/// How many times its packed size that may be, beyond what any document may have. Reports pack to a tenth, tables of
/// nothing to a fiftieth; a file made to fill the memory to a thousandth (the most that deflate can do, RFC 1951).
const DENSEST: u64 = 200;
const ALWAYS: u64 = 1 << 23;

/// Where a document's text stands unless its relations name another file.
const BODY: &str = "word/document.xml";

/// The relations of the whole document (ECMA-376 part 2, section 9.3), and what its main part is to it.
const RELATIONS: &str = "_rels/.rels";
const MAIN_PART: &str = "/officeDocument";

/// What kinds of files are in a document, and the kind of those of Word.
const TYPES: &str = "[Content_Types].xml";
const WORD_TYPE: &str = "wordprocessingml";

/// Numbers of headings and bullets of lists.
const NUMBERS: &str = "/numbering.xml";

/// Title, subject and keywords: the fields and controls of a cover show them.
const PROPERTIES: &str = "docProps/core.xml";

/// Converts the text of a document. Files in it without language are copied byte by byte.
pub(super) fn convert(bytes: &[u8], converter: &Converter) -> Result<Vec<u8>, String> {
    let mut document = Document::open(bytes)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    writer.set_raw_comment(document.archive.comment().into()).map_err(told)?;
    for index in 0..document.archive.len() {
        let converted = match document.part(index, Some((converter.from(), converter.to())))? {
            Some((text, found)) => Some(found.rewritten(&text, converter)).filter(|converted| *converted != text),
            None => None,
        };
        let name = document.name(index)?;
        let entry = document.archive.by_index_raw(index).map_err(told)?;
        match converted {
            Some(converted) => {
                writer.start_file(name, entry.options()).map_err(told)?;
                writer.write_all(converted.as_bytes()).map_err(|error| error.to_string())?;
            }
            None => writer.raw_copy_file(entry).map_err(told)?,
        }
    }
    Ok(writer.finish().map_err(told)?.into_inner())
}

/// The paragraphs of a document with text in them, each on a line: the body's first.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    let mut document = Document::open(bytes)?;
    let (mut body, mut others) = (String::new(), String::new());
    for index in 0..document.archive.len() {
        // Bullets are often private characters of a font.
        if format!("/{}", document.name(index)?).ends_with(NUMBERS) {
            continue;
        }
        if let Some((xml, found)) = document.part(index, None)? {
            let is_body = document.name(index)? == document.body;
            if is_body { &mut body } else { &mut others }.push_str(&found.lines(&xml));
        }
    }
    Ok(body + &others)
}

struct Document<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes of XML that may still be read.
    left: u64,
    /// The file with the document's text: Word Online names it `word/document2.xml`.
    body: String,
}

impl<'a> Document<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let refused = match Container::of(bytes) {
            Container::Zip => None,
            Container::Password => Some(
                "the document has a password; take it out in Word (File, Info, Protect Document) and save it again",
            ),
            Container::Old => Some("this is a file of the old Word (.doc); open it in Word and save it as .docx"),
            Container::Other => Some("this is no Word document; if Word opens it, save it there as .docx"),
        };
        if let Some(why) = refused {
            return Err(why.to_owned());
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(told)?;
        let body = main_part(&mut archive).unwrap_or_else(|| BODY.to_owned());
        let is_of_word =
            body.starts_with("word/") || small(&mut archive, TYPES).is_some_and(|types| types.contains(WORD_TYPE));
        if archive.index_for_name(&body).is_none() || !is_of_word {
            return Err(format!(
                "this is no Word document: there is no {BODY} in it; if Word opens it, save it as .docx"
            ));
        }
        Ok(Self { archive, left: LARGEST.min(ALWAYS.max(bytes.len() as u64 * DENSEST)), body })
    }

    fn name(&self, index: usize) -> Result<String, String> {
        let name = self.archive.name_for_index(index).transpose().map_err(told)?;
        Ok(name.unwrap_or_default().into_owned())
    }

    /// The text of an XML file in the document and the language in it; `None` for any other file.
    fn part(&mut self, index: usize, editions: Option<(Edition, Edition)>) -> Result<Option<(String, Found)>, String> {
        let name = self.name(index)?;
        let folder = self.body.rfind('/').map_or("", |end| &self.body[..=end]);
        let is_beside = name.strip_prefix(folder).is_some_and(|rest| !folder.is_empty() || !rest.contains('/'));
        if name != PROPERTIES && !(is_beside && name.ends_with(".xml") && name != TYPES) {
            return Ok(None);
        }
        let entry = self.archive.by_index(index).map_err(|error| format!("{name}: {}", told(error)))?;
        let too_large = || {
            format!(
                "{name}: the document has more than {} MiB of text, or {DENSEST} times its size, which no report has",
                LARGEST >> 20
            )
        };
        if entry.size() > self.left {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        // What an entry says about its size need not be true.
        entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| broken(&name, "it is damaged or cut off"))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        let text = String::from_utf8(bytes).map_err(|_| broken(&name, "it is not UTF-8"))?;
        let found = word::read(&text, editions).map_err(|why| broken(&name, &why))?;
        Ok(Some((text, found)))
    }
}

/// The main part as the relations name it.
fn main_part(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    small(archive, RELATIONS)?.split('<').find_map(|tag| {
        let value = |name: &str| {
            let rest = tag.split_once(&format!(" {name}="))?.1;
            let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            rest[1..].split(quote).next()
        };
        let is_main = tag.starts_with("Relationship ") && value("Type")?.ends_with(MAIN_PART);
        is_main
            .then(|| value("Target").map(|target| target.trim_start_matches("./").trim_start_matches('/').to_owned()))?
    })
}

/// A file that says what is in a document: some lines.
fn small(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    const LARGEST: u64 = 1 << 18;
    let mut text = String::new();
    archive.by_name(name).ok()?.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn broken(name: &str, why: &str) -> String {
    format!("{name} in the document cannot be read: {why}; open it in Word and save it again")
}

/// What is wrong with a container, in an author's words.
fn told(error: ZipError) -> String {
    let why = match error {
        ZipError::InvalidPassword => "has a password",
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            "is packed in a way that Word does not use"
        }
        _ => "is damaged or cut off",
    };
    format!("the document {why}; open it in Word and save it again")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of one paragraph; more XML than text is put into it.
    fn document(body: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [("[Content_Types].xml", "<Types/>"), (BODY, body)] {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_is_no_more_than_so_many_times_its_size() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(BODY, options).unwrap();
        zip.write_all(&b"<w:p/>".repeat(1 << 21)).unwrap();
        let told = text(&zip.finish().unwrap().into_inner()).unwrap_err();
        assert!(told.contains("200 times its size"), "{told}");
    }

    #[test]
    fn the_main_part_has_the_name_that_relations_give_it() {
        for (target, name) in [
            ("./word/document.xml", BODY),
            ("/word/document2.xml", "word/document2.xml"),
            ("doc/main.xml", "doc/main.xml"),
            ("document.xml", "document.xml"),
        ] {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let relation = format!(
                "<Relationships><Relationship Type=\"http://x{MAIN_PART}\" Target=\"{target}\"/></Relationships>"
            );
            let types = format!("<Types><Override ContentType=\"application/{WORD_TYPE}.main\"/></Types>");
            let body = "<w:document><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>";
            for (name, text) in [(TYPES, &*types), (RELATIONS, &relation), (name, body)] {
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            }
            assert_eq!(text(&zip.finish().unwrap().into_inner()).unwrap(), "正文\n", "{target}");
        }
    }

    proptest::proptest! {
        /// Whatever a file that is called a document holds: its text, or a sentence that says what is wrong.
        #[test]
        fn any_document_is_read_or_refused(
            parts in proptest::collection::vec("(<w:[ptr]>|</w:[ptr]>|<w:tab/>|<w:t |天地|&[a-z#]{0,4};|<!--|-->|<!\\[CDATA\\[|\\]\\]>|\"|=|>)", 0..30),
            damage in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), proptest::prelude::any::<u8>()), 0..6),
        ) {
            let mut bytes = document(&format!("<w:document><w:body>{}</w:body></w:document>", parts.concat()));
            let _ = text(&bytes);
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = text(&bytes);
        }
    }
}
