//! `huibao convert`: a text from one script to the other.

use std::io::{self, BufRead, BufReader, IsTerminal as _, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FINDINGS, FINE, args, terminal};
use crate::assets::Assets;
use crate::diag::render::printable;
use crate::diag::{Diagnostic, Severity, Sink, render};
use crate::model::{Edition, Glossary, Ledger, Report};
use crate::script::files::documents::{self, Format};
use crate::script::files::{diff, plain};
use crate::script::{Converter, Layer, Plain, check_glossary};
use crate::source::Sources;
use crate::store::{Limit, Refusal, Store, disk};
use crate::{load, output};

/// Converts a file or standard input to a file or standard output.
pub(super) fn convert(command: &args::Convert) -> Result<u8, String> {
    let name = command.file.as_deref().unwrap_or(Path::new("standard input"));
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => terminal::unwritten(&error),
        _ => format!("{}: {}", name.display(), disk::words(&error)),
    };
    let format = match (command.format, &command.file) {
        (Some(format), _) => format.into(),
        (None, Some(path)) => Format::of(path),
        // What is piped in is most often Markdown, and plain text is nearly always valid Markdown.
        (None, None) => Format::Markdown,
    };
    if let Some(path) = &command.output
        && !is_of_kind(path, format, command.format.is_some())
    {
        return Err(format!(
            "convert keeps the kind of file: {} is read as {}, and {} would be named as {}",
            name.display(),
            format.name(),
            path.display(),
            Format::of(path).name()
        ));
    }
    if let Some(configuration) = &command.opencc {
        if format == Format::Docx {
            return Err("--opencc takes plain text; convert a Word document with --from and --to".to_owned());
        }
        let opencc = Plain::new(configuration)?;
        let mut input = input(command).map_err(told)?;
        written(command, |output| ended(plain::convert_plainly(&mut *input, output, &opencc)).map_err(told))?;
        return Ok(FINE);
    }
    let (Some(from), Some(to)) = (command.from, command.to) else {
        return Err("say which edition the text is in and which it shall be: --from TAG --to TAG".to_owned());
    };
    let Some(Decisions { glossary, ledger }) = decisions(command, from, to)? else { return Ok(FINDINGS) };
    let without: Vec<Layer> = command.without.iter().copied().map(Layer::from).collect();
    let components: Vec<String> = Assets::default()
        .list("components")
        .iter()
        .filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned()))
        .collect();
    let mut input = input(command).map_err(told)?;
    let wrong = |message: String| format!("{}: {message}", name.display());
    if command.diff {
        let bytes = disk::read_to_end(&mut input, 0, Limit::Picture).map_err(|refusal| refused(name, &refusal))?;
        let text = documents::text(&bytes, format).map_err(wrong)?;
        let format = format.streams().unwrap_or(plain::Format::Text);
        let changes = diff::layers(&text, format, &components, (from, to), &glossary, &without, &ledger)?;
        terminal::result(&table(&changes))?;
        return Ok(FINE);
    }
    if format == Format::Docx && command.output.is_none() && io::stdout().is_terminal() {
        return Err("a Word document is not shown on a terminal: say where it goes with --output FILE".to_owned());
    }
    // Taking OpenCC's tables apart lasts as long as building them; the program ends here, and with it they.
    let converter = ManuallyDrop::new(Converter::deciding(from, to, &glossary, &without, ledger)?);
    let unclosed = written(command, |output| match format.streams() {
        Some(format) => {
            ended(plain::convert_document(&mut *input, output, format, &converter, &components)).map_err(told)
        }
        None => {
            let bytes = disk::read_to_end(&mut input, 0, Limit::Picture).map_err(|refusal| refused(name, &refusal))?;
            let converted = documents::convert(&bytes, format, &converter).map_err(wrong)?;
            ended(output.write_all(&converted).and_then(|()| output.flush())).map_err(told)?;
            Ok(Vec::new())
        }
    })?;
    for place in &unclosed {
        let (line, column) = (place.line, place.column);
        terminal::warn(&format!(
            "{}:{line}:{column}: the -{{ that begins here is never closed: what stands behind it was converted",
            name.display()
        ));
    }
    Ok(if unclosed.is_empty() { FINE } else { FINDINGS })
}

/// Whether a file's name suits the kind of what is written into it. Names that tell nothing suit any text, and whoever
/// says of what kind the input is knows better than names.
fn is_of_kind(path: &Path, format: Format, is_said: bool) -> bool {
    let named = Format::of(path);
    let suits_text = named == Format::Text || is_said;
    named == format || suits_text && ![named, format].contains(&Format::Docx)
}

/// Writes where the command wants it. A file is as it was until all is written.
fn written<T>(command: &args::Convert, write: impl FnOnce(&mut dyn Write) -> Result<T, String>) -> Result<T, String> {
    match &command.output {
        Some(path) => output::write_file_by(path, write),
        None => write(&mut io::BufWriter::new(io::stdout().lock())),
    }
}

/// What a report or a person has decided about words.
#[derive(Default)]
struct Decisions {
    glossary: Glossary,
    ledger: Ledger,
}

/// The glossary asked for, and the decisions of the report that the file is part of; `None` if they have problems, which
/// are told.
fn decisions(command: &args::Convert, from: Edition, to: Edition) -> Result<Option<Decisions>, String> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = command.file.as_deref();
    let report = file.and_then(|file| report_of(file, &mut sources, &mut sink));
    // Problems elsewhere in the report do no harm here.
    let decides = |path: &str| ["report.yaml", "glossary.yaml", "review.yaml"].iter().any(|name| path.ends_with(name));
    let harm = |problem: &Diagnostic| {
        problem.severity == Severity::Error && problem.place.is_some_and(|at| decides(&sources.get(at.source).path))
    };
    let mut problems: Vec<Diagnostic> = std::mem::take(&mut sink).into_sorted().into_iter().filter(harm).collect();
    let (content, mut found) = report.map_or_else(Default::default, |(content, report)| {
        (content, Decisions { glossary: report.glossary, ledger: report.review })
    });
    let mut folder = content;
    if let Some(path) = &command.glossary {
        found.glossary = load::glossary_file(path, from, &mut sources, &mut sink).unwrap_or_default();
        folder = path.parent().unwrap_or(Path::new("")).to_owned();
    }
    check_glossary(&found.glossary, from, to, &mut sink);
    problems.extend(sink.into_sorted());
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        terminal::result(&render::human(&problems, &sources))?;
        return Ok(None);
    }
    if let Some(file) = file {
        found.glossary = found.glossary.of_file(&below(file, &folder));
    }
    Ok(Some(found))
}

/// The report that a file is part of, and its content folder.
fn report_of(file: &Path, sources: &mut Sources, sink: &mut Sink) -> Option<(PathBuf, Report)> {
    let file = std::path::absolute(file).ok()?;
    let content = args::find_report(&file).ok().filter(|content| file.starts_with(content))?;
    let report = load::report(&Arc::new(Store::of_report(&content)), sources, sink)?;
    Some((content, report))
}

/// A file's path below a folder, with `/`; as it is if it lies elsewhere.
fn below(file: &Path, folder: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (file, folder) = (absolute(file), absolute(folder));
    let below = file.strip_prefix(folder).unwrap_or(&file);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn refused(name: &Path, refusal: &Refusal) -> String {
    format!("{} {refusal}", name.display())
}

fn input(command: &args::Convert) -> io::Result<Box<dyn BufRead>> {
    Ok(match &command.file {
        Some(path) => Box::new(BufReader::new(disk::open(path)?)),
        None => Box::new(io::stdin().lock()),
    })
}

fn ended<T: Default>(result: io::Result<T>) -> io::Result<T> {
    match result {
        // The reader of our output has had enough, e.g. `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(T::default()),
        result => result,
    }
}

/// Each layer, and what a person has decided, with its words, how often it changed them, and what it knows.
fn table(changes: &[diff::Change]) -> String {
    let mut out = String::new();
    for change in changes {
        out.push_str(change.name);
        out.push_str(if change.words.is_empty() { ": nothing\n" } else { "\n" });
        for diff::Word { before, after, count, evidence } in &change.words {
            let after = if after.is_empty() { "(nothing)" } else { after };
            let because = if evidence.is_empty() { "" } else { "    # " };
            let evidence = printable(evidence);
            out.push_str(&format!("  {count:>4}  {} → {}{because}{evidence}\n", printable(before), printable(after)));
        }
    }
    out
}
