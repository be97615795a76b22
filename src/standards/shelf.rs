//! The shelf of a report: the catalogues in the binary, each read at most once, and only when it is asked for, and
//! those that the report brings.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use super::catalogue::{Catalogue, Entry, Kind, ListingRule, Obligation, Printed, Rule, RuleValue, Title, UNITS};
use super::{Board, Listing};
use crate::assets;

/// A catalogue with its entries by code.
#[derive(Debug)]
pub struct Standard {
    /// What was read.
    pub catalogue: Catalogue,
    by_code: BTreeMap<String, usize>,
    parents: Vec<Option<usize>>,
}

/// The catalogues that a report can follow.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The report's own; one with the id of a built-in one stands in its place.
    own: Vec<Arc<Standard>>,
    /// Ids and families of the report's own that cannot be used, which has been told.
    broken: Vec<String>,
}

#[derive(Debug)]
struct Book {
    id: &'static str,
    text: &'static str,
    standard: OnceLock<Standard>,
}

static BUILT_IN: LazyLock<Vec<Book>> = LazyLock::new(|| {
    let files = assets::standards().filter(|path| !path.contains('/') && *path != UNITS);
    let books = files.filter_map(|path| {
        let text = assets::standard(path)?;
        Some(Book { id: path.strip_suffix(".yaml")?, text, standard: OnceLock::new() })
    });
    books.collect()
});

impl Book {
    fn standard(&self) -> &Standard {
        self.standard
            .get_or_init(|| Standard::new(Catalogue::parse(self.id, self.text).expect("the build has checked it")))
    }

    /// Name before the colon in `hkex:A1.2`: the id without a year. Known without reading the catalogue.
    fn family(&self) -> &'static str {
        match self.id.rsplit_once('-') {
            Some((family, year)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => family,
            _ => self.id,
        }
    }
}

impl Shelf {
    /// Puts one of the report's own catalogues on the shelf.
    pub fn add(&mut self, catalogue: Catalogue) {
        let meta = &catalogue.meta;
        self.broken.retain(|name| *name != meta.id && *name != meta.family);
        self.own.retain(|standard| standard.catalogue.meta.id != meta.id);
        self.own.push(Arc::new(Standard::new(catalogue)));
    }

    /// Notes the id or family of a catalogue that is there and cannot be used, unless it is put up yet.
    pub fn set_aside(&mut self, name: &str) {
        self.broken.push(name.to_owned());
    }

    /// Whether a catalogue of this id or family is there and cannot be used, which has been told: then nothing is told of
    /// what is not found.
    pub fn is_set_aside(&self, name: &str) -> bool {
        self.broken.iter().any(|known| known == name)
    }

    /// Ids of all catalogues: the built-in ones in alphabetical order, then the report's own.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        let own = self.own.iter().map(|standard| standard.catalogue.meta.id.as_str());
        let is_new = |id: &&str| BUILT_IN.iter().all(|book| book.id != *id);
        BUILT_IN.iter().map(|book| book.id).chain(own.filter(is_new))
    }

    /// Families of all catalogues; one may come more than once.
    pub fn families(&self) -> impl Iterator<Item = &str> + Clone {
        let own = self.own.iter().map(|standard| standard.catalogue.meta.family.as_str());
        BUILT_IN.iter().map(|book| -> &str { book.family() }).chain(own)
    }

    /// The catalogue with an id.
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        let own = self.own.iter().find(|standard| standard.catalogue.meta.id == id).map(|standard| &**standard);
        own.or_else(|| BUILT_IN.iter().find(|book| book.id == id).map(Book::standard))
    }

    /// The catalogues of a family, oldest first.
    pub fn of_family<'s>(&'s self, family: &str) -> Vec<&'s Standard> {
        self.ids_of(family).into_iter().filter_map(|id| self.standard(id)).collect()
    }

    /// Their ids. Known without reading the catalogues.
    fn ids_of(&self, family: &str) -> Vec<&str> {
        let built_in = BUILT_IN.iter().filter(|book| book.family() == family);
        let own = self.own.iter().filter(|standard| standard.catalogue.meta.family == family);
        let mut ids: Vec<&str> = built_in.map(|book| book.id).collect();
        ids.extend(own.map(|standard| standard.catalogue.meta.id.as_str()));
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The catalogue of a family that a financial year beginning on this day is reported by.
    pub fn for_year<'s>(&'s self, family: &str, begins: &str) -> Option<&'s Standard> {
        self.ids_of(family).into_iter().filter_map(|id| self.standard(id)).find(|standard| standard.is_for_year(begins))
    }

    /// The newest catalogue of a family.
    pub fn newest(&self, family: &str) -> Option<&Standard> {
        self.ids_of(family).pop().and_then(|id| self.standard(id))
    }
}

impl Standard {
    fn new(catalogue: Catalogue) -> Self {
        let entries = || catalogue.entries.iter().enumerate();
        let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
        for (at, entry) in entries() {
            by_code.insert(entry.code.clone(), at);
        }
        let parent = |entry: &Entry| entry.parent.as_ref().and_then(|code| by_code.get(code)).copied();
        let parents = entries().map(|(_, entry)| parent(entry)).collect();
        let mut standard = Self { catalogue, by_code, parents };
        // A code as readers know it is as good, where it names one entry: 第13(i)段 for MDR-13-i.
        let tags = ["zh-Hant", "zh-Hans", "en"];
        let printed: Vec<(String, usize)> = (0..standard.catalogue.entries.len())
            .flat_map(|at| tags.map(|tag| (plain(&standard.printed_code(at, tag)), at)))
            .collect();
        for (code, at) in printed {
            standard.by_code.entry(code).or_insert(at);
        }
        standard
    }

    /// The entry at a position.
    pub fn entry(&self, at: usize) -> &Entry {
        &self.catalogue.entries[at]
    }

    /// The kind of the entry at a position.
    pub fn kind(&self, at: usize) -> &Kind {
        &self.catalogue.kinds[&self.entry(at).kind]
    }

    /// Whether there is nothing to disclose under the entry's own code.
    pub fn is_heading(&self, at: usize) -> bool {
        self.kind(at).heading
    }

    /// Position of a code, written as in the catalogue or as printed.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).or_else(|| self.by_code.get(&plain(code))).copied()
    }

    /// Position of the heading or disclosure that an entry stands under.
    pub fn parent(&self, at: usize) -> Option<usize> {
        self.parents[at]
    }

    /// Positions of what stands right below an entry.
    pub fn below(&self, at: usize) -> impl Iterator<Item = usize> {
        (at + 1..self.parents.len()).filter(move |below| self.parents[*below] == Some(at))
    }

    /// Position of what a tag with this code reports: an aspect stands for its general disclosure.
    pub fn reported_by(&self, code: &str) -> Option<usize> {
        let at = self.position(code)?;
        if !self.is_heading(at) {
            return Some(at);
        }
        self.below(at).find(|below| self.kind(*below).for_parent)
    }

    /// How deep an entry stands below the standard's own title.
    pub fn depth(&self, at: usize) -> usize {
        std::iter::successors(self.parent(at), |at| self.parent(*at)).count()
    }

    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.catalogue.rules.iter().find(|rule| rule.id == id)
    }

    /// The template of a rule.
    pub fn template(&self, rule: &str) -> Option<&Title> {
        self.rule(rule)?.template.as_ref()
    }

    /// What a rule allows for an entry, by id with the title to print.
    pub fn allowed(&self, rule: &str, at: usize) -> Vec<(&str, &Title)> {
        let own = || std::iter::successors(Some(at), |at| self.parent(*at)).map(|at| self.entry(at).code.as_str());
        let values = self.rule(rule).into_iter().flat_map(|rule| &rule.values);
        let titled = values.filter_map(|value| match value {
            RuleValue::Titled(titled) => Some(titled),
            RuleValue::Plain(_) => None,
        });
        let is_for = |codes: &[String]| codes.is_empty() || own().any(|own| codes.iter().any(|code| code == own));
        titled.filter(|titled| is_for(&titled.codes)).map(|titled| (titled.id.as_str(), &titled.title)).collect()
    }

    /// Whether a financial year that begins on this day is reported by it.
    pub fn is_for_year(&self, begins: &str) -> bool {
        let meta = &self.catalogue.meta;
        meta.applies_from.as_ref().is_none_or(|from| from.as_str() <= begins)
            && meta.applies_until.as_ref().is_none_or(|until| until.as_str() >= begins)
    }

    /// The rule that makes it binding on a board, e.g. `Main Board Rule 13.91`.
    pub fn listing_rule(&self, board: Board) -> Option<&str> {
        Some(match (self.catalogue.meta.listing_rule.as_ref()?, board) {
            (ListingRule::Any(rule), _) => rule,
            (ListingRule::Boards { main, .. }, Board::Main) => main,
            (ListingRule::Boards { gem, .. }, Board::Gem) => gem,
        })
    }

    /// How binding an entry is for an issuer whose financial year begins on `begins`; none for headings and for
    /// standards that oblige nobody. With it, the row of the phase-in table that decides.
    pub fn obligation(&self, at: usize, listing: Listing, begins: &str) -> (Option<Obligation>, Option<&str>) {
        let entry = self.entry(at);
        if entry.obligation != Some(Obligation::Phased) {
            return (entry.obligation, None);
        }
        let Some(group) = &entry.phase_group else {
            // As binding as the most binding of its items.
            let items = self.below(at).map(|item| self.obligation(item, listing, begins));
            return items.max_by_key(|(obligation, _)| *obligation).unwrap_or_default();
        };
        let row = self.catalogue.phase_in.iter().find(|phase| {
            phase.group == *group
                && phase.boards.contains(&listing.board)
                && phase.large_cap.is_none_or(|large| large == listing.large_cap)
                && phase.from.as_str() <= begins
                && phase.until.as_ref().is_none_or(|until| until.as_str() >= begins)
        });
        match row {
            Some(row) => (Some(row.obligation), Some(&row.id)),
            None => (None, None),
        }
    }

    /// The title for the head of a column.
    pub fn short_title(&self, tag: &str) -> String {
        let meta = &self.catalogue.meta;
        match &meta.short_title {
            Some(Printed::Same(text)) => text.clone(),
            Some(Printed::By(title)) => title.text(tag).to_owned(),
            None => meta.family.to_ascii_uppercase(),
        }
    }

    /// The code as a reader of the index knows it.
    pub fn printed_code(&self, at: usize, tag: &str) -> String {
        let entry = self.entry(at);
        let text = |printed: &Printed| match printed {
            Printed::Same(text) => text.clone(),
            Printed::By(title) => title.text(tag).to_owned(),
        };
        if let Some(own) = &entry.printed_code {
            return text(own);
        }
        let Some(pattern) = &self.kind(at).printed else { return entry.code.clone() };
        let number = entry.number.as_ref().map(ToString::to_string);
        text(pattern)
            .replace("{code}", &entry.code)
            .replace("{parent}", entry.parent.as_deref().unwrap_or_default())
            .replace("{number}", number.as_deref().unwrap_or(&entry.code))
    }

    /// The title, of a standard of a set with its year.
    pub fn printed_title(&self, at: usize, tag: &str) -> String {
        let entry = self.entry(at);
        let title = entry.title.text(tag);
        match entry.year {
            Some(year) => format!("{title} {year}"),
            None => title.to_owned(),
        }
    }
}

/// A code without blanks and with ASCII brackets: as it is looked for.
fn plain(code: &str) -> String {
    let ascii = |letter: char| match letter {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    code.chars().filter(|letter| !letter.is_whitespace()).map(ascii).collect()
}

impl Title {
    /// The wording for an edition's tag: the catalogue's own, never converted.
    pub fn text(&self, tag: &str) -> &str {
        let own = [("zh-Hant", &self.zh_hant), ("zh-Hans", &self.zh_hans), ("en", &self.en)];
        let found = own.into_iter().find(|(known, text)| tag.starts_with(known) && !text.is_empty());
        found.map_or(&self.zh_hant, |(_, text)| text)
    }
}
