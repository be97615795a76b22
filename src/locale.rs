//! An edition's words: all that huibao adds by itself, and how dates, lists and changes are put in words.
//!
//! They stand in `templates/labels.yaml`, by language tag. What else an edition is has its row in
//! [`crate::model::Edition`]; nowhere else is one language told from another.

use std::cmp::Ordering;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Date, Edition, Period};

/// File of the words below `templates/`.
const FILE: &str = "labels.yaml";

/// The words of one edition. Copies share them.
#[derive(Debug, Clone)]
pub struct Locale {
    edition: Edition,
    labels: Arc<IndexMap<String, String>>,
}

impl Locale {
    /// The built-in words, each overridden by the report's own file if it has one.
    pub fn new(edition: Edition, assets: &Assets, sink: &mut Sink) -> Self {
        let mut labels = built_in(edition);
        match assets.read(FILE) {
            Ok(Some(own)) if own.is_own => match for_edition(&own.text, edition) {
                Ok(own) => labels.extend(own),
                Err(error) => sink.push(Diagnostic::error(Code::Template, None, format!("templates/{FILE}: {error}"))),
            },
            Ok(_) => {}
            Err(refusal) => sink.push(refusal.told(&format!("templates/{FILE}"), None)),
        }
        Self { edition, labels: Arc::new(labels) }
    }

    /// The built-in words.
    pub fn built_in(edition: Edition) -> Self {
        Self { edition, labels: Arc::new(built_in(edition)) }
    }

    /// Whose words these are.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// Every word by its key, for templates.
    pub fn labels(&self) -> &IndexMap<String, String> {
        &self.labels
    }

    /// The word of a key; nothing if there is none.
    pub fn label(&self, key: &str) -> &str {
        self.labels.get(key).map_or("", String::as_str)
    }

    /// A wording with its gaps filled.
    pub fn filled<const N: usize>(&self, key: &str, gaps: [(&str, &str); N]) -> String {
        gaps.iter()
            .fold(self.label(key).to_owned(), |text, (gap, filling)| text.replace(&format!("{{{gap}}}"), filling))
    }

    /// A day in words, e.g. 2023年1月1日 or 1 January 2023.
    pub fn date(&self, date: Date) -> String {
        self.dated("date", date)
    }

    /// A day as it stands on a cover, e.g. 2023.01.01.
    pub fn short_date(&self, date: Date) -> String {
        self.dated("short-date", date)
    }

    fn dated(&self, key: &str, Date { year, month, day }: Date) -> String {
        let name = self.label("months").split_whitespace().nth(usize::from(month).saturating_sub(1));
        self.filled(
            key,
            [
                ("year", &year.to_string()),
                ("month", name.unwrap_or_default()),
                ("day", &day.to_string()),
                ("mm", &format!("{month:02}")),
                ("dd", &format!("{day:02}")),
            ],
        )
    }

    /// A period in words, e.g. 2023年1月1日至2023年12月31日.
    pub fn period(&self, period: &Period) -> String {
        self.filled("date-range", [("from", &self.date(period.from)), ("to", &self.date(period.to))])
    }

    /// Things of one kind, e.g. P47–P52、P76.
    pub fn list(&self, items: &[String]) -> String {
        items.join(self.label("list-separator"))
    }

    /// Phrases that may have commas in them.
    pub fn clauses(&self, items: &[String]) -> String {
        items.join(self.label("clause-separator"))
    }

    /// A text with what it is about in front.
    pub fn titled(&self, title: &str, text: &str) -> String {
        format!("{title}{}{text}", self.label("colon"))
    }

    /// Two sentences, one after the other.
    pub fn sentences(&self, first: &str, second: &str) -> String {
        format!("{first}{}{second}", self.label("sentence-separator"))
    }

    /// What stands before and behind the difference where a figure differs from another: 上升12.3%, down 4.0%, 持平.
    pub fn change(&self, direction: Ordering) -> (&str, &str) {
        let key = match direction {
            Ordering::Greater => "up",
            Ordering::Less => "down",
            Ordering::Equal => "unchanged",
        };
        let wording = self.label(key);
        wording.split_once("{difference}").unwrap_or((wording, ""))
    }

    /// Whether a word is among those listed under a key, with blanks between them.
    pub fn lists(&self, key: &str, word: &str) -> bool {
        self.label(key).split_whitespace().any(|listed| listed == word)
    }
}

fn built_in(edition: Edition) -> IndexMap<String, String> {
    let text = crate::assets::built_in(FILE).unwrap_or_default();
    for_edition(text, edition).expect("tests read the built-in labels")
}

/// The words under the tag that serves the edition best.
fn for_edition(text: &str, edition: Edition) -> Result<IndexMap<String, String>, crate::yaml::Error> {
    let mut all: IndexMap<String, IndexMap<String, String>> = crate::yaml::read(text)?;
    Ok(edition.lookup().find_map(|tag| all.swap_remove(tag)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edition_has_every_label() {
        let all: Vec<_> = Edition::all().map(built_in).collect();
        assert!(!all[0].is_empty());
        for labels in &all[1..] {
            assert_eq!(labels.keys().collect::<Vec<_>>(), all[0].keys().collect::<Vec<_>>());
        }
    }

    #[test]
    fn days_periods_and_changes_are_put_in_each_language() {
        let period =
            Period { from: Date { year: 2023, month: 1, day: 1 }, to: Date { year: 2023, month: 12, day: 31 } };
        let told = Edition::all().map(Locale::built_in).map(|locale| {
            let changes = [Ordering::Greater, Ordering::Less, Ordering::Equal].map(|way| {
                let (before, behind) = locale.change(way);
                format!("{before}[]{behind}")
            });
            format!("{} {}", locale.period(&period), locale.list(&changes))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "2023年1月1日至2023年12月31日 上升[]、下降[]、持平[]",
                "2023年1月1日至2023年12月31日 上升[]、下降[]、持平[]",
                "1 January 2023 to 31 December 2023 up [], down [], unchanged[]",
            ]
        );
    }
}
