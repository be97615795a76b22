//! Where things are on the site: page names, anchors, relative links.

use std::collections::BTreeMap;

use crate::drawing;
use crate::model::printed::{Block, Chapter, Data, Inline};
use crate::model::{Document, Printed, Visit};

/// Page of each anchor of one edition.
pub(super) struct Places<'a> {
    /// Slug of the chapter that is being read.
    slug: &'a str,
    chapter_of: BTreeMap<&'a str, &'a str>,
}

impl<'a> Places<'a> {
    /// Notes every anchor of the edition.
    pub(super) fn new(doc: &'a Document) -> Self {
        let mut places = Self { slug: "", chapter_of: BTreeMap::new() };
        doc.chapters.iter().for_each(|chapter| places.chapter(chapter));
        places
    }

    /// Link from a chapter's page to an anchor: `#anchor` on the same page, else `page.html#anchor`.
    pub(super) fn href(&self, from: &str, anchor: &str) -> String {
        match self.chapter_of.get(anchor) {
            Some(slug) if *slug != from => format!("{}#{}", page_href(slug), encode(anchor)),
            _ => format!("#{}", encode(anchor)),
        }
    }

    /// Link from a chapter's page to an id on another chapter's.
    pub(super) fn href_in(&self, from: &str, slug: &str, id: &str) -> String {
        let page = if slug == from { String::new() } else { page_href(slug) };
        format!("{page}#{}", encode(id))
    }
}

impl<'a> Visit<'a, Printed> for Places<'a> {
    fn chapter(&mut self, chapter: &'a Chapter) {
        self.slug = &chapter.slug;
        self.inside_chapter(chapter);
    }

    fn block(&mut self, block: &'a Block) {
        if let Some(anchor) = &block.anchor {
            self.chapter_of.entry(anchor).or_insert(self.slug);
        }
        self.inside_block(block);
    }

    fn data(&mut self, data: &'a Data) {
        if let Data::Metric(row) = data
            && let Some(anchor) = &row.anchor
        {
            self.chapter_of.entry(anchor).or_insert(self.slug);
        }
        self.inside_data(data);
    }

    fn line(&mut self, _: &'a [Inline]) {}
}

/// File name of a chapter's page. The cover has the name `index.html` for itself.
pub fn page_name(slug: &str) -> String {
    if slug.eq_ignore_ascii_case("index") { format!("{slug}-.html") } else { format!("{slug}.html") }
}

/// Link to a chapter's page from another page of the edition.
pub(super) fn page_href(slug: &str) -> String {
    encode(&page_name(slug))
}

/// Path of an image on the site, below the edition's folder, from its path below the content folder.
pub(super) fn image_path(path: &str) -> String {
    // Images of the images folder keep their path; those from elsewhere get a corner where nothing can collide.
    if let Some(file) = drawing::file(path) {
        return format!("assets/{file}");
    }
    if path.starts_with("images/") { path.to_owned() } else { format!("assets/content/{path}") }
}

/// Percent-encodes what cannot stand in a path segment or fragment. Chinese letters may: browsers show them as they
/// are.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..=' '
            | '"'
            | '#'
            | '%'
            | '<'
            | '>'
            | '?'
            | '['
            | '\\'
            | ']'
            | '^'
            | '`'
            | '{'
            | '|'
            | '}'
            | '\x7f' => {
                out.push_str(&format!("%{:02X}", c as u32));
            }
            _ => out.push(c),
        }
    }
    out
}

/// A web or e-mail address as a link target, or nothing if following it could run code.
pub(super) fn external(url: &str) -> Option<String> {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let url = match scheme.as_deref() {
        Some("http" | "https" | "mailto" | "tel") => url.to_owned(),
        None if url.contains('@') => format!("mailto:{url}"),
        // A path, e.g. to the other products.
        None => url.to_owned(),
        Some(_) => return None,
    };
    // Only what no address may hold: `%`, `?` and `#` mean something here.
    Some(url.chars().fold(String::with_capacity(url.len()), |mut out, c| {
        match c {
            '\0'..=' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                out.push_str(&format!("%{:02X}", c as u32));
            }
            _ => out.push(c),
        }
        out
    }))
}

/// The chapter's page in another edition: the same page, or the cover if that edition has no such chapter.
pub(super) fn in_edition(other: &Document, chapter: Option<&Chapter>) -> String {
    let page = chapter
        .filter(|chapter| other.chapters.iter().any(|same| same.slug == chapter.slug))
        .map_or_else(|| "index.html".to_owned(), |chapter| page_href(&chapter.slug));
    format!("../{}/{page}", other.edition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_become_links() {
        assert_eq!(external("https://example.com/a b?c=%20#d").as_deref(), Some("https://example.com/a%20b?c=%20#d"));
        assert_eq!(external("esg@example.com").as_deref(), Some("mailto:esg@example.com"));
        assert_eq!(external("javascript:alert(1)"), None);
        assert_eq!(external("data:text/html,x"), None);
    }

    #[test]
    fn names_with_spaces_and_signs_stay_links() {
        assert_eq!(page_href("01 關於 #1"), "01%20關於%20%231.html");
        assert_eq!(page_name("index"), "index-.html");
    }
}
