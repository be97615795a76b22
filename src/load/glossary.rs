//! `glossary.yaml`.

use super::yaml::{self, Fields, Kind, Node};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::model::{Edition, Glossary, LocalName, Term, Vocabulary};
use crate::source::{SourceId, Spanned};

/// Reads the glossary.
pub(crate) fn glossary(node: &Node, source: Edition, sink: &mut Sink) -> Option<Glossary> {
    let mut keys = Fields::of(node, sink)?;
    let protect = keys.take("protect").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let (local, protect): (Vec<_>, Vec<_>) = protect.iter().partition(|item| matches!(item.kind, Kind::Map(_)));
    let local = local.into_iter().filter_map(|item| local_name(item, sink)).collect();
    let protect = protect.into_iter().filter_map(|item| yaml::text(item, sink));
    let protect: Vec<Spanned<String>> = protect.filter(|text| !text.node.is_empty()).collect();
    for joined in protect.iter().filter(|name| name.node.contains(['、', '；', '，'])) {
        let message = format!("`{}` is one name here, and stands nowhere with its marks", joined.node);
        let hint = "write each name as an item of its own, `- …`";
        sink.push(Diagnostic::warning(Code::Glossary, joined.span, message).hint(hint));
    }
    let terms = keys.take("terms").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let term = |item: &Node, sink: &mut Sink| {
        let names = yaml::names(item, source, sink);
        if names.iter().count() < 2 && !item.is_null() {
            let message = "a term has a wording for one script alone, and so replaces nothing";
            let hint = "write both: {zh-Hant: 資訊科技, zh-Hans: 信息技术}";
            sink.push(Diagnostic::error(Code::Glossary, item.span, message).hint(hint));
        }
        Term { names, span: item.span }
    };
    let terms = terms.iter().map(|item| term(item, sink)).collect();
    let rules = keys.take("house_style").map(|node| yaml::entries(node, sink)).unwrap_or_default();
    let rules = rules.iter().filter_map(|(spelling, node)| Some((spelling.clone(), yaml::text(node, sink)?)));
    let house_style = rules.collect();
    keys.finish(sink);
    Some(Glossary { protect, local, terms, house_style, vocabulary: Vocabulary::default() })
}

/// `{name: …, only: [files]}`.
fn local_name(node: &Node, sink: &mut Sink) -> Option<LocalName> {
    let mut keys = Fields::of(node, sink)?;
    let name = keys.need("name").and_then(|node| yaml::text(node, sink));
    let only = keys.need("only").and_then(|node| yaml::list(node, sink)).unwrap_or_default();
    let only = only.iter().filter_map(|file| yaml::text(file, sink)).collect();
    keys.finish(sink);
    Some(LocalName { name: name?, only, sources: Vec::new() })
}

/// Finds the files of names that hold in some files only. `known` has the paths there are, below the content folder.
pub(crate) fn check_files(
    glossary: &mut Glossary,
    known: &[String],
    find: &dyn Fn(&str) -> Option<SourceId>,
    sink: &mut Sink,
) {
    for name in &mut glossary.local {
        for file in &name.only {
            if known.contains(&file.node) {
                name.sources.extend(find(&file.node));
            } else {
                let message = format!("there is no file `{}` in the report", file.node);
                let hint = suggest(&file.node, known.iter().map(String::as_str));
                sink.push(Diagnostic::error(Code::Glossary, file.span, message).hint(hint));
            }
        }
    }
}
