//! Editions and texts keyed by language tag.

use std::fmt;

use crate::source::Spanned;

/// One language and script of the report, named by its BCP 47 tag: a row of [`EDITIONS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edition(u8);

/// What an edition is, apart from its words (`templates/labels.yaml`) and its theme's fonts.
struct Facts {
    /// BCP 47 tag.
    tag: &'static str,
    /// ISO 3166 code of the region whose usage it follows: of the letters' forms, of hyphenation.
    region: &'static str,
    /// How it is written.
    script: Script,
    /// Its quotation marks: the usual pair, and the one inside it.
    quotes: [[char; 2]; 2],
    /// Font families of which one must be installed.
    families: &'static [&'static str],
    /// Families that stand in on the website where the theme's are not installed, as CSS: what readers' systems bring
    /// along, without and with serifs.
    system_families: [&'static str; 2],
}

/// Every edition huibao knows. One more is a row here, its words in `templates/labels.yaml` and its fonts in the
/// themes; tests tell what is missing.
const EDITIONS: [Facts; 3] = [
    Facts {
        tag: "zh-Hant-HK",
        region: "HK",
        script: Script::Traditional,
        quotes: [['「', '」'], ['『', '』']],
        families: &["Noto Sans CJK HK", "Noto Sans HK"],
        system_families: [
            "'PingFang HK', 'PingFang TC', 'Microsoft JhengHei UI', 'Microsoft JhengHei'",
            "'Songti TC', 'PingFang HK', 'Microsoft JhengHei'",
        ],
    },
    Facts {
        tag: "zh-Hans-CN",
        region: "CN",
        script: Script::Simplified,
        // GB/T 15834-2011 section 4.8.
        quotes: [['“', '”'], ['‘', '’']],
        families: &["Noto Sans CJK SC", "Noto Sans SC"],
        system_families: [
            "'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei'",
            "'Songti SC', 'PingFang SC', 'Microsoft YaHei'",
        ],
    },
    Facts {
        tag: "en",
        region: "HK",
        script: Script::Latin,
        quotes: [['“', '”'], ['‘', '’']],
        // They have Latin letters too, and the names that an English report writes in Chinese.
        families: &["Noto Sans CJK HK", "Noto Sans HK"],
        system_families: ["system-ui, 'Segoe UI', 'Helvetica Neue', Arial", "Georgia, 'Times New Roman'"],
    },
];

/// How an edition is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Chinese as written in Hong Kong.
    Traditional,
    /// Chinese as written on the mainland.
    Simplified,
    /// An alphabet with blanks between words.
    Latin,
}

impl Script {
    /// Whether it has no blanks between words, no capitals and no italics.
    pub fn is_ideographic(self) -> bool {
        self != Script::Latin
    }

    /// The script that conversion turns this one into.
    fn other(self) -> Option<Script> {
        match self {
            Script::Traditional => Some(Script::Simplified),
            Script::Simplified => Some(Script::Traditional),
            Script::Latin => None,
        }
    }
}

impl Edition {
    /// `zh-Hant-HK`: Traditional Chinese as written in Hong Kong.
    #[allow(non_upper_case_globals)]
    pub const ZhHantHk: Edition = Edition(0);
    /// `zh-Hans-CN`: Simplified Chinese as written on the mainland.
    #[allow(non_upper_case_globals)]
    pub const ZhHansCn: Edition = Edition(1);

    /// Every edition huibao knows.
    pub fn all() -> impl Iterator<Item = Edition> + Clone {
        (0u8..).zip(&EDITIONS).map(|(at, _)| Edition(at))
    }

    fn facts(self) -> &'static Facts {
        const { &EDITIONS }.get(usize::from(self.0)).expect("made from a row of the table")
    }

    /// The BCP 47 tag: folder name of the products and `lang` of the pages.
    pub fn tag(self) -> &'static str {
        self.facts().tag
    }

    /// The tag and what is left of it when its end is cut off, longest first: `zh-Hant-HK`, `zh-Hant`, `zh`.
    pub fn lookup(self) -> impl Iterator<Item = &'static str> + Clone {
        std::iter::successors(Some(self.tag()), |tag| Some(&tag[..tag.rfind('-')?]))
    }

    /// ISO 639 code of its language: the tag's first part.
    pub fn language(self) -> &'static str {
        self.lookup().last().unwrap_or_default()
    }

    /// ISO 3166 code of the region whose usage it follows.
    pub fn region(self) -> &'static str {
        self.facts().region
    }

    /// How it is written.
    pub fn script(self) -> Script {
        self.facts().script
    }

    /// The edition whose title stands on the cover beside its own: listed companies in Hong Kong report in both languages.
    pub fn beside(self) -> Option<Edition> {
        let other = |edition: &Edition| edition.script().is_ideographic() != self.script().is_ideographic();
        Edition::all().find(other)
    }

    /// Its quotation marks: the usual pair, and the one inside it.
    pub fn quotes(self) -> [[char; 2]; 2] {
        self.facts().quotes
    }

    /// Font families of which one must be installed.
    pub fn families(self) -> &'static [&'static str] {
        self.facts().families
    }

    /// Families of readers' own systems as CSS, without and with serifs.
    pub fn system_families(self) -> [&'static str; 2] {
        self.facts().system_families
    }

    /// The edition with exactly this tag, whatever its letter case.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::all().find(|edition| edition.tag().eq_ignore_ascii_case(tag))
    }

    /// The editions that a text under this tag serves by RFC 4647 section 3.4 lookup.
    pub fn served_by(tag: &str) -> impl Iterator<Item = Edition> {
        Self::all().filter(move |edition| edition.lookup().any(|own| own.eq_ignore_ascii_case(tag)))
    }

    /// The edition in the other script of the same language: conversion makes one of the other.
    pub fn counterpart(self) -> Option<Edition> {
        let script = self.script().other()?;
        Self::all().find(|other| other.script() == script)
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// One text per language tag, in the author's order. Tags may be shorter than an edition's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Vec<(String, Spanned<String>)>);

impl Names {
    /// A text in one language only.
    pub fn single(edition: Edition, text: Spanned<String>) -> Self {
        Self(vec![(edition.tag().to_owned(), text)])
    }

    /// Sets the text of a tag.
    pub fn set(&mut self, tag: impl Into<String>, text: Spanned<String>) {
        let tag = tag.into();
        match self.0.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&tag)) {
            Some((_, old)) => *old = text,
            None => self.0.push((tag, text)),
        }
    }

    /// The text for an edition by RFC 4647 section 3.4 lookup: the tag is shortened from its end until one matches.
    pub fn get(&self, edition: Edition) -> Option<&Spanned<String>> {
        let with = |tag: &str| self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        edition.lookup().find_map(with).map(|(_, text)| text)
    }

    /// The plain text for an edition, empty when there is none.
    pub fn text(&self, edition: Edition) -> &str {
        self.get(edition).map_or("", |text| text.node.as_str())
    }

    /// Whether there is a text for an edition, or one in the other Chinese script to convert.
    pub fn serves(&self, edition: Edition) -> bool {
        edition.counterpart().into_iter().chain([edition]).any(|edition| !self.text(edition).is_empty())
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every tag and its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Spanned<String>)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text))
    }
}
