//! Where an index points: the place is on the website, and its own words stand on every page that the index names.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use huibao::model::Duty;
use huibao::pipeline::Project as Opened;

use crate::project::{Project, files, repository};
use crate::publishing::{index, pages, squeeze, standards};

/// Characters of a text that are looked for on a page: few enough for a line, many enough to be no chance.
const RUN: usize = 8;

/// The HTML of the element with an id; of a heading, all of its section.
fn element<'h>(html: &'h str, id: &str) -> &'h str {
    let escaped = id.replace('&', "&amp;").replace('"', "&quot;");
    let at = html.find(&format!(" id=\"{escaped}\"")).unwrap_or_else(|| panic!("no place `{id}`"));
    let start = html[..at].rfind('<').unwrap();
    let name: String = html[start + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let rest = &html[start + 1..];
    if let Some(rank) = name.strip_prefix('h').and_then(|rank| rank.parse::<u32>().ok()) {
        let next = (1..=rank).filter_map(|rank| rest.find(&format!("<h{rank}"))).min();
        return &html[start..next.map_or(html.len(), |next| start + 1 + next)];
    }
    // To its own end: what opens within it closes first.
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut end) = (1, 0);
    while depth > 0 {
        let shut = rest[end..].find(&close).unwrap_or_else(|| panic!("{name} of `{id}` is not closed"));
        match rest[end..].find(&open) {
            Some(opens) if opens < shut => (depth, end) = (depth + 1, end + opens + open.len()),
            _ => (depth, end) = (depth - 1, end + shut + close.len()),
        }
    }
    &html[start..start + 1 + end]
}

/// The words of HTML, one text per element.
fn words(html: &str) -> Vec<String> {
    let texts = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    let plain =
        |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    texts.map(|text| squeeze(&plain(text))).filter(|text| !text.is_empty()).collect()
}

/// Every place of every index: its link leads to an id of that page, and a run of its own words stands on each of its
/// pages.
pub(crate) fn places_hold(project: &Project, editions: &[&str]) {
    for edition in editions {
        let pages = pages(&project.path(&format!("output/{edition}/report.pdf")));
        let mut seen = BTreeSet::new();
        for standard in standards(project, edition) {
            let index = index(project, &standard, edition);
            for place in
                index["entries"].as_array().unwrap().iter().flat_map(|entry| entry["places"].as_array().unwrap())
            {
                let (anchor, link) = (place["anchor"].as_str().unwrap(), place["link"].as_str().unwrap());
                if !seen.insert(anchor.to_owned()) {
                    continue;
                }
                let (page, id) = link.split_once('#').unwrap();
                assert_eq!(id, anchor);
                let html = project.read(&format!("output/index/{page}"));
                let own = words(element(&html, anchor));
                let runs: BTreeSet<String> = own
                    .iter()
                    .flat_map(|text| {
                        let text: Vec<char> = text.chars().collect();
                        text.windows(RUN.min(text.len())).map(|run| run.iter().collect()).collect::<Vec<String>>()
                    })
                    .collect();
                let (first, last) = (&place["first_page"], &place["last_page"]);
                let last = if place["is_chapter"] == true { first } else { last };
                for page in first.as_u64().unwrap()..=last.as_u64().unwrap() {
                    let text = &pages[page as usize - 1];
                    let stands = runs.iter().any(|run| run.chars().count() > 1 && text.contains(run.as_str()));
                    assert!(stands, "{edition} {standard}: nothing of `{anchor}` stands on page {page}");
                }
            }
        }
        assert!(seen.len() > 10, "{seen:?}");
    }
}

/// A section of a chapter's Markdown: from its heading to the next one of its level.
struct Section {
    file: String,
    range: Range<usize>,
    codes: Vec<String>,
}

/// The codes of a standard in a text's claims.
fn claimed(text: &str, family: &str) -> Vec<String> {
    let prefix = format!("{family}:");
    let starts = text.match_indices(&prefix).map(|(at, _)| at + prefix.len());
    let code = |at: usize| {
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '"' | '}' | ']');
        text[at..].split(ends).next().unwrap_or_default().to_owned()
    };
    starts.map(code).collect()
}

fn sections(file: &str, text: &str, family: &str) -> Vec<Section> {
    let mut headings: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut fenced) = (0, false);
    for line in text.split_inclusive('\n') {
        fenced ^= line.starts_with("```");
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if !fenced && level > 0 && line[level..].starts_with(' ') {
            headings.push((at, level));
        }
        at += line.len();
    }
    let section = |(at, (start, level)): (usize, &(usize, usize))| {
        let end = headings[at + 1..].iter().find(|(_, next)| next <= level).map_or(text.len(), |(next, _)| *next);
        let codes = claimed(text[*start..end].lines().next().unwrap_or_default(), family);
        Section { file: file.to_owned(), range: *start..end, codes }
    };
    headings.iter().enumerate().map(section).filter(|section| !section.codes.is_empty()).collect()
}

/// Takes every claimed section out, one after the other: what nothing else reports or explains is told, by its code.
fn every_section_is_missed(report: &Path, standard: &str, family: &str) {
    let content = report.join("content");
    let all: Vec<(String, String)> = files(&content)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    let opened = Opened::open(&content);
    // One standard and one edition are enough to see it, and quick.
    let settings = &all.iter().find(|(path, _)| path == "report.yaml").unwrap().1;
    let start = settings.find("standards:").unwrap();
    let end = start + settings[start..].find("\n\n").unwrap();
    let settings = format!("{}standards: [{standard}]{}", &settings[..start], &settings[end..]);
    opened.overlay("content/report.yaml", Some(&settings.replace(", zh-Hans-CN]", "]")));
    // What nobody must give is not missed.
    let asked = opened.build().asked();
    let items = asked.iter().flat_map(|asked| &asked.items).filter(|item| item.duty <= Duty::ComplyOrExplain);
    let due: BTreeSet<&str> = items.map(|item| item.code.as_str()).collect();
    let catalogues = opened.build().catalogues();
    let catalogue = catalogues.standard(standard).expect("huibao has it");
    let mut tried = 0;
    for (path, text) in all.iter().filter(|(path, _)| path.ends_with(".md")) {
        for section in sections(path, text, family) {
            let rest = format!("{}{}", &text[..section.range.start], &text[section.range.end..]);
            let others = all.iter().filter(|(other, _)| other != path).map(|(_, text)| text.as_str());
            let left: Vec<String> = others.chain([rest.as_str()]).flat_map(|text| claimed(text, family)).collect();
            // A paragraph and its items report each other.
            let is_left = |code: &&String| {
                left.iter().any(|left| left.starts_with(code.as_str()) || code.starts_with(left.as_str()))
            };
            // So does a paragraph that is still claimed for its items.
            let of_left = |code: &&String| {
                let parent = catalogue.position(code).and_then(|at| catalogue.parent(at));
                parent.is_some_and(|at| left.contains(&catalogue.entry(at).code))
            };
            let due = |code: &&String| due.contains(code.as_str());
            let gone: Vec<&String> = section.codes.iter().filter(due).filter(|c| !is_left(c) && !of_left(c)).collect();
            if gone.is_empty() {
                continue;
            }
            tried += 1;
            opened.overlay(&format!("content/{path}"), Some(&rest));
            let mut build = opened.build();
            build.check_texts();
            let told: String = build
                .sink
                .iter()
                .filter(|found| found.code.name() == "unreported-disclosure")
                .map(|found| format!("{} ", found.message.replace(',', "")))
                .collect();
            for code in gone {
                // Where all items of a paragraph are gone, the paragraph says so for them, and items for a paragraph.
                let items = catalogue.position(code).into_iter().flat_map(|at| catalogue.below(at));
                let items: Vec<&str> = items.map(|at| catalogue.entry(at).code.as_str()).collect();
                let is_told =
                    told.split(' ').any(|word| word.len() > 1 && code.starts_with(word) || items.contains(&word));
                assert!(is_told, "{}: {code} without its section: {told}", section.file);
            }
            opened.overlay(&format!("content/{path}"), None);
        }
    }
    assert!(tried >= 5, "{tried} sections report something alone");
}

#[test]
fn every_section_of_the_sample_is_missed() {
    every_section_is_missed(repository(), "hkex-2023", "hkex");
}

#[test]
fn every_section_of_lingnan_is_missed() {
    let lingnan = repository().join("examples/lingnan");
    every_section_is_missed(&lingnan, "hkex-2025", "hkex");
    every_section_is_missed(&lingnan, "sse-2024", "sse");
}
