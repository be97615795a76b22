//! `carried-over.yaml`: one text per line, by file, so that two people's work merges.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::yaml::{self, Fields, Node};
use crate::diag::Sink;
use crate::model::{CarriedOver, CarriedText};

/// The ledger's file below the content folder.
pub const FILE: &str = "carried-over.yaml";

/// What stands at the top of the file.
const HEAD: &str = "\
# Texts taken over from the report before. `huibao init --from` writes this file; `huibao check` counts those that stand
# as they did. An edited text is not counted any more. Take out the line of a text that holds as it stands.
";

/// Reads the ledger.
pub(crate) fn ledger(node: &Node, sink: &mut Sink) -> CarriedOver {
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, node) in yaml::entries(node, sink) {
        for item in yaml::list(node, sink).unwrap_or_default() {
            let Some(mut keys) = Fields::of(item, sink) else { continue };
            let mark = keys.need("text").and_then(|node| yaml::text(node, sink));
            keys.take("begins");
            keys.finish(sink);
            files.entry(file.node.clone()).or_default().extend(mark.map(|mark| mark.node));
        }
    }
    CarriedOver(files)
}

/// The ledger as it is written: by file in the order of its first text, then in reading order. A text that stands in a file
/// twice is one.
pub fn carried_text(texts: &[CarriedText]) -> String {
    let mut files: IndexMap<&str, IndexMap<&str, &str>> = IndexMap::new();
    for CarriedText { file, mark, begins } in texts {
        files.entry(file).or_default().entry(mark).or_insert(begins);
    }
    let mut out = HEAD.to_owned();
    for (file, texts) in files {
        let _ = writeln!(out, "{file}:");
        for (mark, begins) in texts {
            // A JSON text is a YAML text in double quotes.
            let _ = writeln!(out, "  - {{text: \"{mark}\", begins: {}}}", serde_json::Value::from(begins));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::load;
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = |file: &str, mark: &str| CarriedText {
            file: file.to_owned(),
            mark: mark.to_owned(),
            begins: "本年度「\"甲\"」".to_owned(),
        };
        let texts = [
            ("chapters/01-a.md", "0e1"),
            ("disclosures.yaml", "ab"),
            ("chapters/01-a.md", "0e1"),
            ("chapters/01-a.md", "2"),
        ];
        let texts = texts.map(|(file, mark)| text(file, mark));
        let written = carried_text(&texts);
        let (report, _) = load(&[("chapters/01-a.md", "# 一\n"), (FILE, &written)]).sound();
        let marks = |file: &str| report.carried_over.0[file].iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!((marks("chapters/01-a.md"), marks("disclosures.yaml")), (vec!["0e1", "2"], vec!["ab"]));
        insta::assert_snapshot!(written, @r#"
        # Texts taken over from the report before. `huibao init --from` writes this file; `huibao check` counts those that stand
        # as they did. An edited text is not counted any more. Take out the line of a text that holds as it stands.
        chapters/01-a.md:
          - {text: "0e1", begins: "本年度「\"甲\"」"}
          - {text: "2", begins: "本年度「\"甲\"」"}
        disclosures.yaml:
          - {text: "ab", begins: "本年度「\"甲\"」"}
        "#);
    }
}
