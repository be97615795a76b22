//! Editions and texts keyed by language tag.

use std::fmt;

use crate::source::Spanned;

/// One language and script of the report, named by its BCP 47 tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// `zh-Hant-HK`: Traditional Chinese as written in Hong Kong.
    ZhHantHk,
    /// `zh-Hans-CN`: Simplified Chinese as written on the mainland.
    ZhHansCn,
    /// `en`: English.
    En,
}

impl Edition {
    /// Every edition huibao knows.
    pub const ALL: [Edition; 3] = [Edition::ZhHantHk, Edition::ZhHansCn, Edition::En];

    /// The BCP 47 tag: folder name of the products and `lang` of the pages.
    pub fn tag(self) -> &'static str {
        match self {
            Edition::ZhHantHk => "zh-Hant-HK",
            Edition::ZhHansCn => "zh-Hans-CN",
            Edition::En => "en",
        }
    }

    /// The edition's own name for itself, as the switch between editions shows it.
    pub fn autonym(self) -> &'static str {
        match self {
            Edition::ZhHantHk => "繁體中文",
            Edition::ZhHansCn => "简体中文",
            Edition::En => "English",
        }
    }

    /// The edition with exactly this tag, whatever its letter case.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.tag().eq_ignore_ascii_case(tag))
    }

    /// Whether the edition is written in Chinese.
    pub fn is_chinese(self) -> bool {
        self != Edition::En
    }
}

impl fmt::Display for Edition {
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
        let mut range = edition.tag();
        loop {
            if let Some((_, text)) = self.0.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(range)) {
                return Some(text);
            }
            range = &range[..range.rfind('-')?];
        }
    }

    /// The plain text for an edition, empty when there is none.
    pub fn text(&self, edition: Edition) -> &str {
        self.get(edition).map_or("", |text| text.node.as_str())
    }

    /// Whether there is a text for an edition, or one in the other Chinese script to convert.
    pub fn serves(&self, edition: Edition) -> bool {
        let chinese = [Edition::ZhHantHk, Edition::ZhHansCn].into_iter().filter(|_| edition.is_chinese());
        chinese.chain([edition]).any(|edition| !self.text(edition).is_empty())
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
