//! `huibao convert`: a text from one script to the other.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _};
use std::path::Path;

use super::{FINDINGS, FINE, args, terminal};
use crate::assets::Assets;
use crate::diag::{Sink, render};
use crate::load;
use crate::model::{Edition, Glossary};
use crate::script::{Converter, Layer, Plain, check_glossary, diff, plain};
use crate::source::Sources;

/// Converts a file or standard input to standard output.
pub(super) fn convert(command: &args::Convert) -> Result<u8, String> {
    let name = command.file.as_deref().unwrap_or(Path::new("standard input"));
    let told = |error: io::Error| format!("{}: {error}", name.display());
    let output = || BufWriter::new(io::stdout().lock());
    if let Some(configuration) = &command.opencc {
        let opencc = Plain::new(configuration)?;
        let (mut input, _) = input(command).map_err(told)?;
        return ended(plain::convert_plainly(&mut *input, &mut output(), &opencc)).map_err(told);
    }
    let (Some(from), Some(to)) = (command.from, command.to) else {
        return Err("say which edition the text is in and which it shall be: --from TAG --to TAG".to_owned());
    };
    let Some(glossary) = glossary(command, from, to) else { return Ok(FINDINGS) };
    let without: Vec<Layer> = command.without.iter().copied().map(Layer::from).collect();
    let components: Vec<String> = Assets::default()
        .list("components")
        .iter()
        .filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned()))
        .collect();
    let (mut input, format) = input(command).map_err(told)?;
    if command.diff {
        let mut text = String::new();
        input.read_to_string(&mut text).map_err(told)?;
        let changes = diff::layers(&text, format, &components, (from, to), &glossary, &without)?;
        terminal::result(&table(&changes));
        return Ok(FINE);
    }
    let converter = Converter::without(from, to, &glossary, &without)?;
    ended(plain::convert_document(&mut *input, &mut output(), format, &converter, &components)).map_err(told)
}

/// The glossary asked for; `None` if it has problems, which are told.
fn glossary(command: &args::Convert, from: Edition, to: Edition) -> Option<Glossary> {
    let Some(path) = &command.glossary else { return Some(Glossary::default()) };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let glossary = load::glossary_file(path, from, &mut sources, &mut sink).unwrap_or_default();
    check_glossary(&glossary, from, to, &mut sink);
    if !sink.has_errors() {
        return Some(glossary);
    }
    terminal::result(&render::human(&sink.into_sorted(), &sources));
    None
}

fn input(command: &args::Convert) -> io::Result<(Box<dyn BufRead>, plain::Format)> {
    Ok(match &command.file {
        Some(path) => (Box::new(BufReader::new(File::open(path)?)), plain::Format::of(path)),
        // What is piped in is most often Markdown, and plain text is nearly always valid Markdown.
        None => (Box::new(io::stdin().lock()), plain::Format::Markdown),
    })
}

fn ended(result: io::Result<()>) -> io::Result<u8> {
    match result {
        // The reader of our output has had enough, e.g. `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(FINE),
        Err(error) => Err(error),
        Ok(()) => Ok(FINE),
    }
}

/// Each layer with its words and how often it changed them.
fn table(changes: &[diff::Change]) -> String {
    let mut out = String::new();
    for change in changes {
        out.push_str(change.layer.name());
        out.push_str(if change.words.is_empty() { ": nothing\n" } else { "\n" });
        for (before, after, count) in &change.words {
            let after = if after.is_empty() { "(nothing)" } else { after };
            out.push_str(&format!("  {count:>4}  {before} → {after}\n"));
        }
    }
    out
}
