//! `review.yaml`: one decision per line, sorted, so that two people's decisions merge.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::yaml::{self, Fields, Node};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::{Decision, Ledger, ReadingKey};
use crate::source::Spanned;

/// The ledger's file below the content folder.
pub const FILE: &str = "review.yaml";

/// What stands at the top of the file.
const HEAD: &str = "\
# Readings of characters, decided by a person for an edition. `huibao review` writes this file.
# An entry holds for its sentence, whatever marks it has: one whose words are edited asks again.
";

/// Reads the ledger.
pub(crate) fn ledger(node: &Node, sink: &mut Sink) -> Option<Ledger> {
    let mut read = Ledger::default();
    let mut known: BTreeMap<ReadingKey, Decision> = BTreeMap::new();
    for (tag, node) in yaml::entries(node, sink) {
        let Some(edition) = yaml::parse_edition(tag, sink) else { continue };
        for item in yaml::list(node, sink).unwrap_or_default() {
            let Some(mut keys) = Fields::of(item, sink) else { continue };
            let sentence = keys.need("sentence").and_then(|node| yaml::text(node, sink));
            let character = keys.need("character").and_then(|node| yaml::text(node, sink));
            let nth = keys.take("nth").and_then(|node| yaml::integer(node, 1..=usize::MAX, sink)).unwrap_or(1);
            let reading = keys.need("reading").and_then(|node| yaml::text(node, sink));
            keys.finish(sink);
            let (Some(sentence), Some(character), Some(reading)) = (sentence, character, reading) else { continue };
            let (Some(one), Some(becomes)) = (single(&character, sink), single(&reading, sink)) else { continue };
            let key = ReadingKey { edition, sentence: sentence.node, character: one, nth };
            if key.offset().is_none() {
                let message = match nth {
                    1 => format!("`{one}` does not stand in this sentence"),
                    _ => format!("`{one}` does not stand {nth} times in this sentence"),
                };
                sink.push(
                    Diagnostic::error(Code::BadValue, character.span, message)
                        .hint("let `huibao review` write the entry, or take it out"),
                );
                continue;
            }
            let decision = Decision { key: key.clone(), reading: becomes, span: Some(item.span) };
            match known.get(&key) {
                Some(first) if first.reading != becomes => {
                    let message = format!("`{one}` becomes `{becomes}` here, but `{}` elsewhere", first.reading);
                    let mut diagnostic = Diagnostic::error(Code::Duplicate, reading.span, message)
                        .hint("keep one of the two entries: two people may have decided differently");
                    if let Some(span) = first.span {
                        diagnostic = diagnostic.label(span, "the other decision");
                    }
                    sink.push(diagnostic);
                }
                Some(_) => {}
                None => {
                    known.insert(key, decision.clone());
                    read.entries.push(decision);
                }
            }
        }
    }
    Some(read)
}

fn single(text: &Spanned<String>, sink: &mut Sink) -> Option<char> {
    let mut characters = text.node.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => Some(only),
        _ => {
            let message = format!("one character is wanted here, not `{}`", text.node);
            sink.push(Diagnostic::error(Code::BadValue, text.span, message).hint("each entry decides one character"));
            None
        }
    }
}

/// The ledger as it is written: by edition, then sentence, then the character's place.
pub fn ledger_text(ledger: &Ledger) -> String {
    let sorted: BTreeMap<_, _> = ledger
        .entries
        .iter()
        .map(|decision| {
            let key = &decision.key;
            ((key.edition, &key.sentence, key.offset()), decision)
        })
        .collect();
    let mut out = HEAD.to_owned();
    let mut last = None;
    for decision in sorted.values() {
        let ReadingKey { edition, sentence, character, nth } = &decision.key;
        if last.replace(edition) != Some(edition) {
            let _ = writeln!(out, "{edition}:");
        }
        // A JSON text is a YAML text in double quotes.
        let sentence = serde_json::Value::from(sentence.as_str());
        let nth = if *nth == 1 { String::new() } else { format!(" nth: {nth},") };
        let _ =
            writeln!(out, "  - {{sentence: {sentence}, character: {character},{nth} reading: {}}}", decision.reading);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::load;
    use super::*;
    use crate::model::Edition;

    const CHAPTER: (&str, &str) = ("chapters/01-a.md", "# 一\n");

    fn decision(sentence: &str, nth: usize, reading: char) -> Decision {
        let key = ReadingKey { edition: Edition::ZhHansCn, sentence: sentence.to_owned(), character: '乾', nth };
        Decision { key, reading, span: None }
    }

    #[test]
    fn what_is_written_is_read_again_and_sorted() {
        let entries = vec![decision("乾:\"{乾}\"", 2, '乾'), decision("乾:\"{乾}\"", 1, '干'), decision("乾", 1, '干')];
        let text = ledger_text(&Ledger { entries });
        insta::assert_snapshot!(text, @r#"
        # Readings of characters, decided by a person for an edition. `huibao review` writes this file.
        # An entry holds for its sentence, whatever marks it has: one whose words are edited asks again.
        zh-Hans-CN:
          - {sentence: "乾", character: 乾, reading: 干}
          - {sentence: "乾:\"{乾}\"", character: 乾, reading: 干}
          - {sentence: "乾:\"{乾}\"", character: 乾, nth: 2, reading: 乾}
        "#);
        let (report, _) = load(&[CHAPTER, (FILE, &text)]).sound();
        assert_eq!(ledger_text(&report.review), text);
    }

    #[test]
    fn mistakes_are_told_at_their_place() {
        let text = "zh-Hans-CN:\n\
                    - {sentence: 乾, character: 乾, reading: 干}\n\
                    - {sentence: 乾, character: 乾, reading: 乾}\n\
                    - {sentence: 坤, character: 乾, reading: 干}\n\
                    - {sentence: 乾乾, character: 乾, nth: 3, reading: 干}\n\
                    - {sentence: 乾, character: 乾, reading: 乾坤}\n";
        insta::assert_snapshot!(load(&[CHAPTER, (FILE, text)]).problems(), @r#"
        content/review.yaml:3:40: error[duplicate]: `乾` becomes `乾` here, but `干` elsewhere
            keep one of the two entries: two people may have decided differently
        content/review.yaml:4:28: error[bad-value]: `乾` does not stand in this sentence
            let `huibao review` write the entry, or take it out
        content/review.yaml:5:29: error[bad-value]: `乾` does not stand 3 times in this sentence
            let `huibao review` write the entry, or take it out
        content/review.yaml:6:40: error[bad-value]: one character is wanted here, not `乾坤`
            each entry decides one character
        "#);
    }
}
