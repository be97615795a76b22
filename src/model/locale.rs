//! An edition's words, and how dates, lists and changes are put in words with them. They are read by
//! [`crate::locale`]; what else an edition is has its row in [`Edition`], and nowhere else is one language told from another.

use std::cmp::Ordering;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Date, Edition, Period};

/// The words of one edition. Copies share them.
#[derive(Debug, Clone)]
pub struct Locale {
    edition: Edition,
    labels: Arc<IndexMap<String, String>>,
}

impl Locale {
    /// An edition with its words by their keys.
    pub fn of(edition: Edition, labels: IndexMap<String, String>) -> Self {
        Self { edition, labels: Arc::new(labels) }
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

    /// A year in words, as readers know it: 2025年, 2025/26年度.
    pub fn year(&self, period: &Period, year: i32) -> String {
        let key = if period.is_split() { "financial-year-words" } else { "year-words" };
        self.filled(key, [("year", &period.year_name(year))])
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
