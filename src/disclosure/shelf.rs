//! The catalogues in the binary, each read at most once, and only when it is asked for.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::catalogue::{Catalogue, Entry, Kind, Title, UNITS};
use crate::assets;
use crate::locale::Locale;
use crate::model::Edition;

/// A catalogue with its entries by code.
pub(super) struct Standard {
    pub(super) catalogue: Catalogue,
    by_code: BTreeMap<String, usize>,
}

struct Book {
    id: &'static str,
    text: &'static str,
    standard: OnceLock<Standard>,
}

static SHELF: LazyLock<Vec<Book>> = LazyLock::new(|| {
    let files = assets::standards().filter(|path| !path.contains('/') && *path != UNITS);
    let books = files.filter_map(|path| {
        let text = assets::standard(path)?;
        Some(Book { id: path.strip_suffix(".yaml")?, text, standard: OnceLock::new() })
    });
    books.collect()
});

impl Book {
    /// Name before the colon in `hkex:A1.2`: the id without a year.
    fn family(&self) -> &'static str {
        match self.id.rsplit_once('-') {
            Some((family, year)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => family,
            _ => self.id,
        }
    }

    fn standard(&self) -> &Standard {
        self.standard.get_or_init(|| {
            let catalogue = Catalogue::parse(self.id, self.text).expect("the build has checked it");
            let by_code = catalogue.entries.iter().enumerate().map(|(at, entry)| (entry.code.clone(), at)).collect();
            Standard { catalogue, by_code }
        })
    }
}

/// Ids of all catalogues.
pub(super) fn ids() -> impl Iterator<Item = &'static str> + Clone {
    SHELF.iter().map(|book| book.id)
}

/// Families of all catalogues; one may come more than once.
pub(super) fn families() -> impl Iterator<Item = &'static str> + Clone {
    SHELF.iter().map(Book::family)
}

/// The catalogue with an id.
pub(super) fn standard(id: &str) -> Option<&'static Standard> {
    SHELF.iter().find(|book| book.id == id).map(Book::standard)
}

/// The newest catalogue of a family.
pub(super) fn newest(family: &str) -> Option<&'static Standard> {
    SHELF.iter().rfind(|book| book.family() == family).map(Book::standard)
}

impl Standard {
    /// Position of a code.
    pub(super) fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// Position of what a tag with this code reports: an aspect stands for its general disclosure.
    pub(super) fn reported_by(&self, code: &str) -> Option<usize> {
        let at = self.position(code)?;
        let entries = &self.catalogue.entries;
        if !entries[at].kind.is_heading() {
            return Some(at);
        }
        entries.iter().position(|entry| entry.kind == Kind::GeneralDisclosure && entry.parent.as_deref() == Some(code))
    }

    /// How deep an entry stands below the standard's own title.
    pub(super) fn depth(&self, at: usize) -> usize {
        let parent = |at: usize| self.catalogue.entries[at].parent.as_deref().and_then(|code| self.position(code));
        std::iter::successors(parent(at), |at| parent(*at)).count()
    }

    /// The template of a rule.
    pub(super) fn template(&self, rule: &str) -> Option<&Title> {
        self.catalogue.rules.iter().find(|known| known.id == rule)?.template.as_ref()
    }
}

impl Title {
    /// The wording for an edition: the catalogue's own, never converted.
    pub(super) fn text(&self, edition: Edition) -> &str {
        let all = [("zh-Hant", &self.zh_hant), ("zh-Hans", &self.zh_hans), ("en", &self.en)];
        let with = |tag: &str| all.into_iter().find(|(known, _)| *known == tag);
        edition.lookup().find_map(with).map_or("", |(_, text)| text)
    }
}

impl Entry {
    /// The code as a reader of the index knows it.
    pub(super) fn printed(&self, locale: &Locale) -> String {
        if let Some(code) = &self.printed_code {
            return code.clone();
        }
        match self.kind {
            Kind::Part => {
                let letter = self.code.trim_start_matches("part-");
                locale.filled("part", [("letter", letter)])
            }
            Kind::Mandatory => {
                let mut parts = self.code.trim_start_matches("MDR-").split('-');
                let paragraph = parts.next().unwrap_or_default();
                // Items of the guide's paragraph 13 are lettered with small Roman figures, those of 14 are named.
                let item = parts.next().filter(|item| item.chars().all(|letter| "ivx".contains(letter)));
                let item = item.map(|item| format!("({item})")).unwrap_or_default();
                locale.filled("paragraph", [("number", &format!("{paragraph}{item}"))])
            }
            Kind::GeneralDisclosure => {
                let aspect = self.code.trim_end_matches("-GD");
                locale.filled("general-disclosure", [("aspect", aspect)])
            }
            Kind::UniversalStandard | Kind::SectorStandard | Kind::TopicStandard => match &self.number {
                Some(number) => format!("GRI {number}"),
                None => self.code.clone(),
            },
            _ => self.code.clone(),
        }
    }

    /// The title, of a standard with its year.
    pub(super) fn printed_title(&self, edition: Edition) -> String {
        let title = self.title.text(edition);
        match self.year {
            Some(year) if self.kind.is_heading() => format!("{title} {year}"),
            _ => title.to_owned(),
        }
    }
}
