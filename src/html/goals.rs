//! The UN Sustainable Development Goals, by number and short name.

use indexmap::IndexMap;

use super::context::{html, map};
use super::inline::escaped;
use crate::assets;
use crate::model::Edition;
use crate::template::Value;

/// File of the goals, below `templates/`.
const FILE: &str = "sdg.yaml";

/// The goals by number; each has its names by language.
pub(super) struct Goals(IndexMap<String, IndexMap<String, String>>);

impl Goals {
    /// The built-in goals.
    pub(super) fn new() -> Self {
        Self(crate::yaml::read(assets::built_in(FILE).unwrap_or_default()).expect("tests read this file"))
    }

    /// A goal for a template.
    pub(super) fn get(&self, number: u8, edition: Edition) -> Option<Value> {
        let names = self.0.get(&number.to_string())?;
        let name = edition.lookup().find_map(|tag| names.get(tag)).map_or("", String::as_str);
        Some(map([("number", number.into()), ("name", html(&breakable(name)))]))
    }
}

/// A goal's name with the places where it may break: before what joins its parts.
fn breakable(name: &str) -> String {
    let joins = |c: char| matches!(c, '和' | '與' | '与' | '的');
    escaped(name).chars().flat_map(|c| if joins(c) { "<wbr>" } else { "" }.chars().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_seventeen_goals_with_names() {
        let goals = Goals::new();
        for number in 1..=17 {
            for edition in Edition::all() {
                let goal = goals.get(number, edition).expect("a goal");
                assert_ne!(goal.get_from_path("name").and_then(Value::as_str), Some(""));
            }
        }
    }
}
