//! The UN Sustainable Development Goals as coloured tiles.

use indexmap::IndexMap;
use serde::Deserialize;

use super::context::{html, map};
use super::inline::escaped;
use crate::assets;
use crate::model::Edition;
use crate::template::Value;

/// File of the goals, below `templates/`.
const FILE: &str = "sdg.yaml";

/// The goals by number.
pub(super) struct Goals(IndexMap<String, Goal>);

#[derive(Deserialize)]
struct Goal {
    color: String,
    #[serde(flatten)]
    names: IndexMap<String, String>,
}

impl Goals {
    /// The built-in goals.
    pub(super) fn new() -> Self {
        Self(crate::yaml::read(assets::built_in(FILE).unwrap_or_default()).expect("tests read this file"))
    }

    /// A goal for a template: number, name, colour and the colour of letters on it.
    pub(super) fn get(&self, number: u8, edition: Edition) -> Option<Value> {
        let goal = self.0.get(&number.to_string())?;
        let name = edition.lookup().find_map(|tag| goal.names.get(tag)).map_or("", String::as_str);
        Some(map([
            ("number", number.into()),
            ("name", html(&breakable(name))),
            ("color", goal.color.as_str().into()),
            ("ink", ink(&goal.color).into()),
        ]))
    }
}

/// A goal's name with the places where it may break on its tile: before what joins its parts.
fn breakable(name: &str) -> String {
    let joins = |c: char| matches!(c, '和' | '與' | '与' | '的');
    escaped(name).chars().flat_map(|c| if joins(c) { "<wbr>" } else { "" }.chars().chain([c])).collect()
}

/// Black or white, whichever has the better contrast on `color`: that is never below 4.5 : 1 (WCAG 1.4.3).
fn ink(color: &str) -> &'static str {
    // White (1.05 / (L + 0.05)) and black ((L + 0.05) / 0.05) are equally good here.
    const EVEN: f64 = 0.179;
    if luminance(color) > EVEN { "#000" } else { "#fff" }
}

/// Relative luminance of `#rrggbb` by WCAG 2.
fn luminance(color: &str) -> f64 {
    let part = |at: usize, weight: f64| {
        let byte = color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let part = f64::from(byte) / 255.0;
        weight * if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    part(1, 0.2126) + part(3, 0.7152) + part(5, 0.0722)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_seventeen_goals_with_readable_tiles() {
        let goals = Goals::new();
        for number in 1..=17 {
            for edition in Edition::all() {
                let goal = goals.get(number, edition).expect("a goal");
                assert_ne!(goal.get_from_path("name").and_then(Value::as_str), Some(""));
            }
        }
        for Goal { color, .. } in goals.0.values() {
            let luminance = luminance(color);
            let contrast = if ink(color) == "#000" { (luminance + 0.05) / 0.05 } else { 1.05 / (luminance + 0.05) };
            assert!(contrast >= 4.5, "{color}");
        }
    }
}
