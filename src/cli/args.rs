//! The command line as typed.

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::model::Edition;
use crate::store::disk;

/// What the exit codes mean.
const EXIT_CODES: &str = "Exit codes: 0 no errors; 1 errors, nothing was written (with `check --deny warnings` also for \
                          warnings); 2 could not run: the command line, the machine or the place for the result";

/// One folder of Markdown and YAML becomes every edition of an ESG report: PDF, website and disclosure index.
#[derive(Debug, Parser)]
#[command(name = "huibao", version, max_term_width = 100, propagate_version = true, after_help = EXIT_CODES)]
pub(super) struct Args {
    /// Print nothing but problems
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Colours in what is printed
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// When to print colours. `NO_COLOR` in the environment counts as `never` with `auto`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    /// Also into files and pipes
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes this the choice for all that is printed.
    pub(super) fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make everything: the PDF, the website and the indices of every edition
    #[cfg(feature = "pdf")]
    Publish(Publish),
    /// Make only the disclosure indices, with the page numbers of each edition
    #[cfg(feature = "pdf")]
    Index(Index),
    /// Look for mistakes without making anything
    Check(Check),
    /// Look through the characters whose conversion no word decides, and keep what you decide
    Review(Review),
    /// Explain a kind of problem by its code
    Explain(Explain),
    /// Convert a text between Traditional and Simplified Chinese
    Convert(Convert),
    /// Tell which rules apply to the report: what its standards make mandatory, and by which rule
    Standards(Standards),
    /// List the names that a report can use
    List(List),
    /// Bring figures in from spreadsheets and out to them, or show them
    Kpi(Kpi),
    /// Start a small report, a draft that can be published as it stands
    Init(Init),
    /// Write the Typst sources of every edition to a folder, to study or to measure
    #[cfg(feature = "pdf")]
    #[command(hide = true)]
    Typst(Typst),
}

/// How far a report's own templates are trusted.
#[derive(Debug, clap::Args)]
pub(super) struct Trust {
    /// Refuse a report that brings templates of its own: they are programs. For reports from strangers
    #[arg(long)]
    pub(super) untrusted: bool,
    /// Stop a report whose own templates take longer
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(super) limit: u64,
}

/// Where the report is.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The report's content folder [default: `content` in this folder or the nearest one above]
    #[arg(long, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// Where products go [default: `output` beside the content folder]
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
}

impl Place {
    /// The content folder.
    ///
    /// # Errors
    /// One sentence if there is no report.
    pub(super) fn content(&self) -> Result<PathBuf, String> {
        match &self.content {
            Some(folder) if disk::is_file(&folder.join(REPORT)) => {
                std::path::absolute(folder).map_err(|error| error.to_string())
            }
            Some(folder) => {
                Err(format!("no report here: {} has no {REPORT}; start one with `huibao init DIR`", folder.display()))
            }
            None => find_report(&std::env::current_dir().map_err(|error| error.to_string())?),
        }
    }

    /// The output folder for a content folder.
    #[cfg(feature = "pdf")]
    pub(super) fn output(&self, content: &Path) -> PathBuf {
        self.output.clone().unwrap_or_else(|| content.with_file_name("output"))
    }
}

/// The file that makes a folder a report's content folder.
const REPORT: &str = "report.yaml";

/// The content folder of the report that `start` lies in.
///
/// # Errors
/// One sentence if there is none.
pub(super) fn find_report(start: &Path) -> Result<PathBuf, String> {
    start
        .ancestors()
        .map(|folder| folder.join("content"))
        .find(|content| disk::is_file(&content.join(REPORT)))
        .ok_or_else(|| {
            format!(
                "no report here: neither {} nor a folder above it has content/{REPORT}; \
                 start one with `huibao init DIR`, or name its content folder with --content",
                start.display()
            )
        })
}

/// Reads an edition's tag.
fn edition(tag: &str) -> Result<Edition, String> {
    Edition::from_tag(tag).ok_or_else(|| {
        format!("unknown edition; known: {}", Edition::all().map(Edition::tag).collect::<Vec<_>>().join(", "))
    })
}

/// `huibao publish`
#[cfg(feature = "pdf")]
#[derive(Debug, clap::Args)]
pub(super) struct Publish {
    #[command(flatten)]
    pub(super) place: Place,
    /// Make only this edition; may be given more than once
    #[arg(long, value_name = "TAG", value_parser = edition)]
    pub(super) edition: Vec<Edition>,
    #[command(flatten)]
    pub(super) jobs: Jobs,
    #[command(flatten)]
    pub(super) trust: Trust,
}

/// How many editions are typeset at once.
#[cfg(feature = "pdf")]
#[derive(Debug, clap::Args)]
pub(super) struct Jobs {
    /// Typeset so many editions at once; each takes memory of its own [default: the number of processors]
    #[arg(long, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,
}

#[cfg(feature = "pdf")]
impl Jobs {
    /// Sets it for a round.
    pub(super) fn set(&self, build: &mut crate::pipeline::Build<'_>) {
        if let Some(jobs) = self.jobs {
            build.jobs = jobs;
        }
    }
}

/// `huibao index`
#[cfg(feature = "pdf")]
#[derive(Debug, clap::Args)]
pub(super) struct Index {
    #[command(flatten)]
    pub(super) place: Place,
    /// Make only this standard's index, e.g. hkex-2023; may be given more than once
    #[arg(long, value_name = "ID")]
    pub(super) standard: Vec<String>,
    /// Tell what is missing, explained and reported instead: here, and in gaps.html and gaps.json in the output folder
    #[arg(long)]
    pub(super) gaps: bool,
    #[command(flatten)]
    pub(super) jobs: Jobs,
    #[command(flatten)]
    pub(super) trust: Trust,
}

/// `huibao standards`
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = false)]
pub(super) struct Standards {
    #[command(subcommand)]
    pub(super) what: Option<StandardsCommand>,
    /// The report's content folder [default: `content` in this folder or the nearest one above]
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) content: Option<PathBuf>,
    /// How the list is printed
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true)]
    pub(super) format: ListFormat,
}

/// What to tell of standards.
#[derive(Debug, Subcommand)]
pub(super) enum StandardsCommand {
    /// Tell what changes from one version to another, e.g. `diff hkex-2023 hkex-2025`, for next year's report
    Diff {
        /// The version that this year's report follows
        earlier: String,
        /// The version that next year's report follows; the same again tells what binds otherwise a year later
        later: String,
    },
}

/// `huibao list`
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// What to list [default: tells what there is to list]
    pub(super) what: Option<Listed>,
    /// Of which standard to list disclosures [default: those that the report follows]
    pub(super) standard: Option<String>,
    /// The report's content folder [default: `content` in this folder or the nearest one above]
    #[arg(long, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// How the list is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ListFormat,
}

/// What `huibao list` knows.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Listed {
    /// Standards for `standards` in report.yaml
    Standards,
    /// Disclosures for `disclose`
    Disclosures,
    /// Units for `unit` of a metric
    Units,
    /// Components for blocks
    Components,
    /// Drawings for `drawn:…`, and icons
    Drawings,
    /// Themes for `theme` in report.yaml
    Themes,
    /// Codes of problems; those of text checks for `checks` in report.yaml
    Codes,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ListFormat {
    /// As a table
    Human,
    /// As JSON for programs
    Json,
}

/// `huibao kpi`
#[derive(Debug, clap::Args)]
pub(super) struct Kpi {
    #[command(subcommand)]
    pub(super) what: KpiCommand,
    /// The report's content folder [default: `content` in this folder or the nearest one above]
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) content: Option<PathBuf>,
}

/// What to do with figures.
#[derive(Debug, Subcommand)]
pub(super) enum KpiCommand {
    /// Put the figures of a workbook, CSV or JSON file into content/kpi/*.yaml; shows what changes first
    Import(KpiImport),
    /// Write the metrics to a workbook with live formulas, to CSV or JSON
    Export(KpiExport),
    /// Show figures, entered and computed
    Table(KpiTable),
}

/// `huibao kpi import`
#[derive(Debug, clap::Args)]
pub(super) struct KpiImport {
    /// Workbook (.xlsx), .csv, .tsv, .json or .yaml
    pub(super) file: PathBuf,
    /// Where in the file the figures stand [default: FILE's name with .map.yaml, beside it or in content/kpi]
    #[arg(long, value_name = "MAP")]
    pub(super) map: Option<PathBuf>,
    /// File in content/kpi for metrics that are new, without ending [default: the sheet's name, or FILE's]
    #[arg(long, value_name = "NAME")]
    pub(super) to: Option<String>,
    /// Write what changes
    #[arg(long)]
    pub(super) write: bool,
    /// How the changes are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: DataFormat,
}

/// `huibao kpi export`
#[derive(Debug, clap::Args)]
pub(super) struct KpiExport {
    /// File to write; its ending says how: .xlsx, .csv or .json [default: standard output]
    pub(super) file: Option<PathBuf>,
    /// Only metrics with this id, below it, or with this in their name; may be given more than once
    #[arg(long = "only", value_name = "ID|NAME")]
    pub(super) metrics: Vec<String>,
    /// Only metrics in this unit; may be given more than once
    #[arg(long, value_name = "UNIT")]
    pub(super) unit: Vec<String>,
    /// How the metrics are written [default: as the file's name tells]
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<DataFormat>,
}

/// `huibao kpi table`
#[derive(Debug, clap::Args)]
pub(super) struct KpiTable {
    /// Only metrics with this id, below it, or with this in their name
    #[arg(value_name = "ID|NAME")]
    pub(super) metrics: Vec<String>,
    /// Only metrics in this unit; may be given more than once
    #[arg(long, value_name = "UNIT")]
    pub(super) unit: Vec<String>,
    /// Only figures of this year; may be given more than once
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Vec<i32>,
    /// How the table is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: DataFormat,
}

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DataFormat {
    /// As a table
    Human,
    /// With commas between cells
    Csv,
    /// For programs
    Json,
    /// A workbook
    Xlsx,
}

/// `huibao typst`
#[cfg(feature = "pdf")]
#[derive(Debug, clap::Args)]
pub(super) struct Typst {
    #[command(flatten)]
    pub(super) place: Place,
    /// Folder to write to
    pub(super) to: PathBuf,
}

/// `huibao check`
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// A report, files of one, or text, Markdown, HTML and Word files anywhere [default: the report of this folder]
    pub(super) paths: Vec<PathBuf>,
    /// Edition of texts outside a report [default: the one their characters tell]
    #[arg(long, value_name = "TAG", value_parser = edition)]
    pub(super) edition: Option<Edition>,
    /// Make the corrections that are certain, in place; `--fix=figures` puts expressions in the place of typed figures
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "certain")]
    pub(super) fix: Option<Fix>,
    /// The report's content folder [default: `content` in this folder or the nearest one above]
    #[arg(long, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// How problems are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// Typeset the pages as well, and tell what only they show: text that runs out of its place
    #[arg(long)]
    pub(super) pages: bool,
    /// End with exit code 1 if there are warnings, too
    #[arg(long, value_name = "SEVERITY")]
    pub(super) deny: Option<Denied>,
    #[command(flatten)]
    pub(super) trust: Trust,
}

/// What `check --fix` mends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Fix {
    /// What is certain
    Certain,
    /// Typed figures: the expression that prints the same
    Figures,
}

/// What counts as an error beside errors.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Denied {
    /// Warnings
    Warnings,
}

/// `huibao explain`
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The code in brackets behind `error` or `warning` [default: all of them]
    pub(super) code: Option<String>,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// With the line and what to do
    Human,
    /// One line each
    Short,
    /// A JSON array for programs
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// A SARIF log for code scanning services
    Sarif,
}

/// `huibao review`
#[derive(Debug, clap::Args)]
pub(super) struct Review {
    /// The report's content folder [default: `content` in this folder or the nearest one above]
    #[arg(long, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// Accept what is chosen at a place; may be given more than once
    #[arg(long, value_name = "FILE:LINE[:COL]")]
    pub(super) accept: Vec<String>,
    /// Choose another reading for the character at a place, e.g. `--choose 髮 content/chapters/01-a.md:3:7`
    #[arg(long, num_args = 2, value_names = ["READING", "FILE:LINE:COL"])]
    pub(super) choose: Vec<String>,
    /// Be asked about one after the other; every answer is kept at once
    #[arg(long, short, conflicts_with_all = ["accept", "choose", "accept_all", "prune", "format"])]
    pub(super) interactive: bool,
    /// Accept all that is chosen; with --only, for these characters
    #[arg(long)]
    pub(super) accept_all: bool,
    /// Look at these characters only, as you write them, e.g. `--only 后里`
    #[arg(long, value_name = "CHARACTERS")]
    pub(super) only: Option<String>,
    /// Take out decisions whose sentence is gone
    #[arg(long)]
    pub(super) prune: bool,
    /// How the list is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ReviewFormat,
}

/// How the list of readings is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ReviewFormat {
    /// With the sentence
    Human,
    /// One line each
    Short,
    /// A JSON array for programs
    Json,
}

/// `huibao convert`
#[derive(Debug, clap::Args)]
pub(super) struct Convert {
    /// Edition the text is written in, e.g. zh-Hant-HK
    #[arg(long, value_name = "TAG", value_parser = edition, required_unless_present = "opencc")]
    pub(super) from: Option<Edition>,
    /// Edition to convert it to, e.g. zh-Hans-CN
    #[arg(long, value_name = "TAG", value_parser = edition, required_unless_present = "opencc")]
    pub(super) to: Option<Edition>,
    /// File of plain text, Markdown, YAML, HTML or Word (.docx) [default: standard input]
    pub(super) file: Option<PathBuf>,
    /// Where the converted text goes; may be the file itself [default: standard output]
    #[arg(long, short, value_name = "FILE", conflicts_with = "diff")]
    pub(super) output: Option<PathBuf>,
    /// How the text is written [default: as the file's name tells; Markdown on standard input]
    #[arg(long, value_name = "FORMAT", conflicts_with = "opencc")]
    pub(super) format: Option<TextFormat>,
    /// A glossary.yaml with names to protect and terms of your own
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Option<PathBuf>,
    /// Leave layers out
    #[arg(long, value_name = "LAYER", value_delimiter = ',')]
    pub(super) without: Vec<Layer>,
    /// Tell what each layer does to which words, instead of the converted text
    #[arg(long)]
    pub(super) diff: bool,
    /// Plain OpenCC by one of its own configurations, e.g. s2hk: every character of the file is language
    #[arg(long, value_name = "CONFIG", conflicts_with_all = ["from", "to", "glossary", "without", "diff"])]
    pub(super) opencc: Option<String>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TextFormat {
    /// Every line is a paragraph
    Text,
    /// Markdown with front matter; also plain text with addresses and code in it
    Markdown,
    /// Values and comments, never keys
    Yaml,
    /// Text, and attributes that readers see
    Html,
    /// A Word document: body, headers, notes, text boxes, alternative texts
    Docx,
}

impl From<TextFormat> for crate::script::files::documents::Format {
    fn from(format: TextFormat) -> Self {
        match format {
            TextFormat::Text => Self::Text,
            TextFormat::Markdown => Self::Markdown,
            TextFormat::Yaml => Self::Yaml,
            TextFormat::Html => Self::Html,
            TextFormat::Docx => Self::Docx,
        }
    }
}

/// The layers on OpenCC.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Layer {
    /// Protected names and surnames
    Names,
    /// The glossary's terms
    Glossary,
    /// ESG terms of Hong Kong and the mainland
    Vocabulary,
    /// Spelling of Hong Kong filings and of the mainland
    House,
    /// Quotation marks: 「」 in Hong Kong, “” on the mainland
    Quotes,
}

impl From<Layer> for crate::script::Layer {
    fn from(layer: Layer) -> Self {
        match layer {
            Layer::Names => Self::Names,
            Layer::Glossary => Self::Glossary,
            Layer::Vocabulary => Self::Vocabulary,
            Layer::House => Self::House,
            Layer::Quotes => Self::Quotes,
        }
    }
}

/// `huibao init`
#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// Folder to make
    pub(super) folder: PathBuf,
    /// Begin with a report of an earlier year: its folder, or its content folder
    #[arg(long, value_name = "REPORT")]
    pub(super) from: Option<PathBuf>,
    /// The year that the new report is about, the one its period ends in [default: the year after REPORT's]
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<i32>,
}

impl Init {
    /// The content folder of the report to begin with.
    ///
    /// # Errors
    /// One sentence if there is none, or if the new report would lie among its files.
    pub(super) fn earlier(&self) -> Result<Option<PathBuf>, String> {
        let Some(from) = &self.from else { return Ok(None) };
        let absolute = |path: &Path| std::path::absolute(path).map_err(|error| error.to_string());
        let from = absolute(from)?;
        let found = [from.join("content"), from.clone()].into_iter().find(|folder| disk::is_file(&folder.join(REPORT)));
        let Some(content) = found else {
            return Err(format!(
                "{} is no report: neither it nor a folder `content` in it has {REPORT}",
                from.display()
            ));
        };
        let folder = absolute(&self.folder)?;
        if folder.starts_with(&content) {
            return Err(format!(
                "{} lies in the content folder of the report to begin with; name a folder outside of it",
                self.folder.display()
            ));
        }
        Ok(Some(content))
    }
}
