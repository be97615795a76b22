//! `huibao convert`: a text from one script to the other.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::Path;

use super::{FINDINGS, FINE, args, terminal};
use crate::assets::Assets;
use crate::diag::{Sink, render};
use crate::load;
use crate::model::Glossary;
use crate::script::{Converter, plain};
use crate::source::Sources;

/// Converts a file or standard input to standard output.
pub(super) fn convert(command: &args::Convert) -> Result<u8, String> {
    let mut glossary = Glossary::default();
    if let Some(path) = &command.glossary {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        glossary = load::glossary_file(path, command.from, &mut sources, &mut sink).unwrap_or_default();
        if sink.has_errors() {
            terminal::result(&render::human(&sink.into_sorted(), &sources));
            return Ok(FINDINGS);
        }
    }
    let converter = Converter::new(command.from, command.to, &glossary)?;
    let components: Vec<String> = Assets::default()
        .list("components")
        .iter()
        .filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned()))
        .collect();
    let name = command.file.as_deref().unwrap_or(Path::new("standard input"));
    let told = |error: io::Error| format!("{}: {error}", name.display());
    let (mut input, format): (Box<dyn BufRead>, _) = match &command.file {
        Some(path) => (Box::new(BufReader::new(File::open(path).map_err(told)?)), plain::Format::of(path)),
        // What is piped in is most often Markdown, and plain text is nearly always valid Markdown.
        None => (Box::new(io::stdin().lock()), plain::Format::Markdown),
    };
    let mut output = BufWriter::new(io::stdout().lock());
    match plain::convert_document(&mut *input, &mut output, format, &converter, &components) {
        // The reader of our output has had enough, e.g. `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(FINE),
        Err(error) => Err(told(error)),
        Ok(()) => Ok(FINE),
    }
}
