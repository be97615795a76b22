//! Reads an edition's words: all that huibao adds by itself. They stand in `templates/labels.yaml`, by language tag.

use indexmap::IndexMap;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Edition, Locale};

/// File of the words below `templates/`.
const FILE: &str = "labels.yaml";

/// The built-in words, each overridden by the report's own file if it has one.
pub fn of_report(edition: Edition, assets: &Assets, sink: &mut Sink) -> Locale {
    let mut labels = words(edition);
    match assets.read(FILE) {
        Ok(Some(own)) if own.is_own => match for_edition(&own.text, edition) {
            Ok(own) => labels.extend(own),
            Err(error) => sink.push(Diagnostic::error(Code::Template, None, format!("templates/{FILE}: {error}"))),
        },
        Ok(_) => {}
        Err(refusal) => sink.push(refusal.told(&format!("templates/{FILE}"), None)),
    }
    Locale::of(edition, labels)
}

/// The built-in words.
pub fn built_in(edition: Edition) -> Locale {
    Locale::of(edition, words(edition))
}

fn words(edition: Edition) -> IndexMap<String, String> {
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
    use std::cmp::Ordering;

    use super::*;
    use crate::model::{Date, Period};

    #[test]
    fn every_edition_has_every_label() {
        let all: Vec<_> = Edition::all().map(words).collect();
        assert!(!all[0].is_empty());
        for labels in &all[1..] {
            assert_eq!(labels.keys().collect::<Vec<_>>(), all[0].keys().collect::<Vec<_>>());
        }
    }

    #[test]
    fn days_periods_and_changes_are_put_in_each_language() {
        let period =
            Period { from: Date { year: 2023, month: 1, day: 1 }, to: Date { year: 2023, month: 12, day: 31 } };
        let told = Edition::all().map(built_in).map(|locale| {
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
