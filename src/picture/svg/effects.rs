//! Filters in a drawing: those that are quick, and not too many of them.
//!
//! The PDF has no filters: each one is drawn in pixels, up to 25 million at a time. What takes the same time whatever
//! its numbers are is let through, as often as a page is worth; `use` and patterns repeat what they refer to.

use std::collections::HashMap;

/// Parts of a filter whose time does not depend on their numbers (Filter Effects 1).
const QUICK: [&str; 15] = [
    "feGaussianBlur",
    "feOffset",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feFuncR",
    "feFuncG",
    "feFuncB",
    "feFuncA",
    "feComposite",
    "feFlood",
    "feMerge",
    "feMergeNode",
    "feDropShadow",
    "feTile",
];

/// Parts of a step.
const PARTS: [&str; 5] = ["feFuncR", "feFuncG", "feFuncB", "feFuncA", "feMergeNode"];

/// How many steps of filters a drawing may take, all repetitions counted: 20 shadows of five steps each, twice.
const MOST_STEPS: u64 = 200;

/// How far references may lead from one to the next.
const LONGEST_CHAIN: usize = 64;

/// What repeats its insides as often as it likes.
const REPEATING: [&str; 2] = ["pattern", "marker"];

/// The filters of a drawing and what refers to them.
#[derive(Default)]
pub(super) struct Effects {
    /// Ids of the elements that are open; empty for those without one.
    open: Vec<String>,
    /// Insides of each element with an id, and of the whole drawing under no id: what they refer to, in order.
    inside: HashMap<String, Vec<String>>,
    /// Number of steps of each filter by its id.
    steps: HashMap<String, u64>,
    /// Ids of patterns and markers.
    repeating: Vec<String>,
    names: Vec<String>,
}

impl Effects {
    /// Whether an element is a part of a filter that is let through.
    pub(super) fn is_filter(&self, name: &str) -> bool {
        QUICK.contains(&name)
    }

    /// An element begins; its attributes follow.
    pub(super) fn open(&mut self, name: &str) {
        self.open.push(String::new());
        self.names.push(name.to_owned());
        if QUICK.contains(&name)
            && !PARTS.contains(&name)
            && let Some(at) = self.names.iter().rposition(|name| name == "filter")
        {
            *self.steps.entry(self.open[at].clone()).or_default() += 1;
        }
    }

    /// An attribute of the element that began last.
    pub(super) fn attribute(&mut self, element: &str, key: &str, value: &str) -> Result<(), String> {
        if key == "id" {
            if REPEATING.contains(&element) {
                self.repeating.push(value.to_owned());
            }
            self.open.last_mut().into_iter().for_each(|open| *open = value.to_owned());
            return Ok(());
        }
        let style = super::style::plain(value);
        let filter = if key == "filter" { Some(&*style) } else { style.split("filter:").nth(1) };
        if filter.is_some_and(|filter| !["none", "url(", "inherit"].iter().any(|fine| filter.trim().starts_with(fine)))
        {
            return Err("its filter is written as a function; use a <filter> element".to_owned());
        }
        let target = match key {
            "href" => value.trim().strip_prefix('#').map(str::to_owned).into_iter().collect(),
            _ => references(value),
        };
        for target in target {
            self.refer(&target)?;
        }
        Ok(())
    }

    fn refer(&mut self, target: &str) -> Result<(), String> {
        // Ids may come after what refers to them, so that nothing can be counted yet.
        const MOST: usize = 1_000_000;
        let ids = self.open.iter().filter(|id| !id.is_empty()).cloned().chain([String::new()]);
        for id in ids.collect::<Vec<_>>() {
            let inside = self.inside.entry(id).or_default();
            if inside.len() >= MOST {
                return Err("it has too many references".to_owned());
            }
            inside.push(target.to_owned());
        }
        Ok(())
    }

    /// The element that began last ends.
    pub(super) fn close(&mut self) {
        self.open.pop();
        self.names.pop();
    }

    /// A style sheet: what its rules say holds for any number of elements.
    pub(super) fn sheet(&mut self, sheet: &str) -> Result<(), String> {
        let sheet = super::style::plain(sheet);
        let mut properties = sheet.split(['{', ';']).filter_map(|rule| rule.split_once(':'));
        if properties.any(|(property, value)| property.trim() == "filter" && value.trim() != "none") {
            return Err("its style sheet uses filters; let the elements name them".to_owned());
        }
        Ok(())
    }

    /// Counts the steps of all filters, repetitions and all.
    pub(super) fn finish(&self) -> Result<(), String> {
        if self.steps.is_empty() {
            return Ok(());
        }
        let mut known = HashMap::new();
        let steps = self.count("", 0, &mut known)?;
        if steps > MOST_STEPS {
            return Err(format!("its filters take too long to draw: {MOST_STEPS} steps are enough for a page"));
        }
        Ok(())
    }

    fn count(&self, id: &str, depth: usize, known: &mut HashMap<String, u64>) -> Result<u64, String> {
        if let Some(count) = known.get(id) {
            return Ok(*count);
        }
        if depth > LONGEST_CHAIN {
            return Err("its references lead too far from one to the next, or in a circle".to_owned());
        }
        let mut count = self.steps.get(id).copied().unwrap_or_default();
        for target in self.inside.get(id).into_iter().flatten() {
            count = count.saturating_add(self.count(target, depth + 1, known)?);
        }
        if self.repeating.iter().any(|repeating| repeating == id) {
            count = count.saturating_mul(MOST_STEPS + 1);
        }
        known.insert(id.to_owned(), count);
        Ok(count)
    }
}

/// The ids that `url(#…)` names in a value.
fn references(value: &str) -> Vec<String> {
    value
        .split("url(")
        .skip(1)
        .filter_map(|rest| {
            let rest = rest.trim_start().trim_start_matches(['"', '\'']).strip_prefix('#')?;
            Some(rest.split([')', '"', '\'']).next().unwrap_or_default().trim().to_owned())
        })
        .collect()
}
