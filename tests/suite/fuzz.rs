//! Whatever becomes of a file: no panic, no endless run, and every place that is told is one in its file.
//!
//! The files of `tests/corpus` are cut, doubled, spliced and sprinkled with what their formats are made of. A few dozen
//! cases run with the other tests; `HUIBAO_FUZZ_SECONDS=10 cargo test --test suite fuzz` gives each target that long.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use huibao::diag::{Code, render};
use huibao::model::{Edition, Glossary};
use huibao::pipeline::{Depth, Progress, Project as Living};
use huibao::script::Converter;
use huibao::script::files::documents::{Format, convert, text};
use huibao::{picture, proof};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{TestError, TestRunner};

use crate::project::{Project, files, repository};

/// Longer than any file of this size takes without optimisation.
const LONGEST: Duration = Duration::from_secs(20);

/// How long this process has worked, where the system tells (proc(5), `stat`): while a machine has much else to do, a file
/// takes longer and is not at fault.
fn worked() -> Option<Duration> {
    /// Fields behind the name of the program, which is in brackets: `utime` and `stime`.
    const TIMES: std::ops::RangeInclusive<usize> = 11..=12;
    /// Milliseconds of the clock's ticks, in which the system counts.
    const TICK: u64 = 10;
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = told.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: Option<Vec<u64>> = fields.get(TIMES)?.iter().map(|ticks| ticks.parse().ok()).collect();
    Some(Duration::from_millis(ticks?.iter().sum::<u64>() * TICK))
}

/// What the formats are made of.
const PIECES: &[&str] = &[
    "**",
    "*",
    "`",
    "```",
    "~",
    "^",
    "[",
    "](",
    ")",
    "![",
    "[^",
    "|",
    "|---|",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "\t",
    "# ",
    "> ",
    "- ",
    "1. ",
    ":::",
    "::: {.case}",
    "{{ ",
    " }}",
    "-{",
    "}-",
    "{#a}",
    "\\",
    "---\n",
    "<!--",
    "-->",
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&#x",
    "&amp;",
    ";",
    "\"",
    "'",
    "=",
    "]]>",
    "<![CDATA[",
    "<!DOCTYPE",
    "<script>",
    "<style>",
    "<w:t>",
    "</w:r>",
    "<g>",
    "<use href=\"#a\"/>",
    "url(#a)",
    "1e38",
    "-1",
    "0",
    "NaN",
    "99999999999999999999",
    "%",
    ": ",
    "：",
    ", ",
    "{",
    "}",
    "*a",
    "&a ",
    "!!int ",
    "~\n",
    "null",
    "[[",
    "kpi(\"",
    "| change",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{ad}",
    "\u{200b}",
    "\u{fffd}",
    "😀",
    "𠩌",
    "裏",
    "里",
    "髮",
    "发",
    "，",
    "（",
    "。",
    "１２",
];

/// One change to a file's bytes.
#[derive(Debug, Clone)]
enum Change {
    /// Takes so many bytes away.
    Cut(Index, usize),
    /// Repeats a stretch.
    Repeat(Index, usize, usize),
    /// Puts a piece in.
    Put(Index, &'static str),
    /// Overwrites a byte.
    Damage(Index, u8),
    /// Takes a stretch of the file to another place.
    Move(Index, usize, Index),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = any::<Index>;
    let change = prop_oneof![
        2 => (place(), 0..60_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => (place(), 1..40_usize, 1..400_usize).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        6 => (place(), prop::sample::select(PIECES)).prop_map(|(at, piece)| Change::Put(at, piece)),
        1 => (place(), any::<u8>()).prop_map(|(at, byte)| Change::Damage(at, byte)),
        2 => (place(), 1..80_usize, place()).prop_map(|(from, length, to)| Change::Move(from, length, to)),
    ];
    vec(change, 1..12)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        let stretch = |at: &Index, length: usize, bytes: &[u8]| {
            let at = at.index(bytes.len() + 1);
            at..bytes.len().min(at + length)
        };
        match change {
            Change::Cut(at, length) => drop(bytes.drain(stretch(at, *length, &bytes))),
            Change::Repeat(at, length, times) => {
                let stretch = stretch(at, *length, &bytes);
                let repeated = bytes[stretch.clone()].repeat(*times);
                bytes.splice(stretch.end..stretch.end, repeated);
            }
            Change::Put(at, piece) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, piece.bytes());
            }
            Change::Damage(at, byte) => {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
            }
            Change::Move(from, length, to) => {
                let taken: Vec<u8> = bytes.drain(stretch(from, *length, &bytes)).collect();
                let to = to.index(bytes.len() + 1);
                bytes.splice(to..to, taken);
            }
        }
    }
    bytes
}

/// Runs a test on changed files: so many cases, or as long as the environment says. A failure shows the smallest change
/// that makes it and the file it makes.
fn fuzz(seeds: &[(String, Vec<u8>)], cases: u32, test: impl Fn(&str, &[u8])) {
    let seconds = std::env::var("HUIBAO_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or_default());
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() };
    let mut done = 0;
    loop {
        // A runner counts on: each round has its own, and other files.
        let outcome = TestRunner::new(config.clone()).run(&(any::<Index>(), changes()), |(which, changes)| {
            let (name, seed) = &seeds[which.index(seeds.len())];
            let (started, before) = (Instant::now(), worked());
            test(name, &changed(seed, &changes));
            // Other tests work as well, so that either of the two may be too much.
            let work = worked().zip(before).map_or(Duration::MAX, |(now, before)| now.saturating_sub(before));
            let took = started.elapsed().min(work);
            prop_assert!(took < LONGEST, "{name} took {took:?}");
            Ok(())
        });
        if let Err(TestError::Fail(why, (which, changes))) = outcome {
            let (name, seed) = &seeds[which.index(seeds.len())];
            panic!("{why}\n{name}: {:?}", String::from_utf8_lossy(&changed(seed, &changes)));
        }
        done += cases;
        if Instant::now() >= until {
            break;
        }
    }
    if seconds.is_some() {
        std::io::stderr().write_all(format!("{done} cases\n").as_bytes()).unwrap();
    }
}

fn corpus(below: &str, endings: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut seeds = files(&repository().join("tests/corpus").join(below));
    seeds.retain(|(name, _)| endings.iter().any(|ending| name.ends_with(ending)));
    assert!(!seeds.is_empty(), "{below} has no {endings:?}");
    seeds
}

struct Silent;

impl Progress for Silent {
    fn step(&mut self, _: &str) {}
}

/// The report of the corpus, one of its files changed.
struct Changed {
    report: Project,
    living: Living,
}

impl Changed {
    fn new() -> Self {
        let report = Project::of(&repository().join("tests/corpus"));
        let living = Living::open(&report.path("content"));
        Self { report, living }
    }

    /// Checks the report with other bytes in a file; the file is then as it was.
    fn check(&self, name: &str, bytes: &[u8], depth: Depth) {
        let path = format!("content/{name}");
        let before = std::fs::read(self.report.path(&path)).unwrap_or_default();
        self.report.write(&path, bytes);
        let mut build = self.living.build();
        build.check(depth, &mut Silent);
        let (problems, sources) = build.into_problems();
        self.report.write(&path, before);
        for problem in &problems {
            for span in problem.place.iter().chain(problem.labels.iter().map(|(span, _)| span)) {
                let file = sources.get(span.source);
                assert!(file.text.get(span.range()).is_some(), "{span:?} of {}: {}", file.path, problem.message);
            }
            assert!(problem.code != Code::Typeset || problem.place.is_some(), "{}", problem.message);
        }
        let _ = render::human(&problems, &sources);
        for source in sources.iter() {
            if let Some(id) = sources.find(&source.path) {
                let _ = proof::corrected(id, &problems, &sources);
            }
        }
    }
}

static CONVERTERS: LazyLock<[Converter; 2]> = LazyLock::new(|| {
    let new = |from, to| Converter::new(from, to, &Glossary::default()).unwrap();
    [new(Edition::ZhHansCn, Edition::ZhHantHk), new(Edition::ZhHantHk, Edition::ZhHansCn)]
});

/// Reads, converts and checks a file that is no part of a report.
fn read(name: &str, bytes: &[u8]) {
    let format = Format::of(Path::new(name));
    let _ = text(bytes, format);
    for converter in &*CONVERTERS {
        let _ = convert(bytes, format, converter);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let living = Living::without_report();
    let mut build = living.build();
    build.check_text(&path, None);
    let (problems, sources) = build.into_problems();
    let _ = render::human(&problems, &sources);
}

#[test]
fn markdown() {
    let report = Changed::new();
    fuzz(&corpus("content", &[".md"]), 24, |name, bytes| report.check(name, bytes, Depth::Texts));
}

#[test]
fn yaml() {
    let report = Changed::new();
    fuzz(&corpus("content", &[".yaml"]), 24, |name, bytes| report.check(name, bytes, Depth::Texts));
}

#[test]
fn pages_and_notes() {
    fuzz(&corpus("files", &[".html", ".md"]), 100, read);
}

#[test]
fn word_documents() {
    fuzz(&corpus("files", &[".xml"]), 100, |_, xml| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("[Content_Types].xml", &b"<Types/>"[..]), ("word/document.xml", xml)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text).unwrap();
        }
        read("a.docx", &zip.finish().unwrap().into_inner());
        // Also as the container itself.
        read("b.docx", xml);
    });
}

/// Small pictures of every kind; a report has no binary files.
fn pictures() -> Vec<(String, Vec<u8>)> {
    use image::{DynamicImage, ImageFormat, RgbImage};
    let mut seeds = corpus("content/images", &[".svg"]);
    let picture =
        DynamicImage::ImageRgb8(RgbImage::from_fn(24, 16, |x, y| image::Rgb([x as u8 * 9, y as u8 * 13, 90])));
    for (name, format) in [
        ("a.png", ImageFormat::Png),
        ("a.jpg", ImageFormat::Jpeg),
        ("a.gif", ImageFormat::Gif),
        ("a.webp", ImageFormat::WebP),
    ] {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        seeds.push((name.to_owned(), out.into_inner()));
    }
    seeds
}

#[test]
fn images() {
    fuzz(&pictures(), 1_000, |name, bytes| {
        if picture::examine(name, bytes).is_ok() {
            picture::published(bytes.into(), 100);
        }
    });
}

/// What `check` finds sound can be typeset.
#[cfg(feature = "pdf")]
#[test]
fn drawn() {
    let report = Changed::new();
    for page in ["10-text.md", "20-parts.md"] {
        std::fs::remove_file(report.report.path("content/chapters").join(page)).unwrap();
    }
    fuzz(&pictures(), 4, |name, bytes| {
        if picture::examine(name, bytes).is_ok() {
            report.report.write("content/chapters/10-a.md", format!("# 題\n\n![圖](images/{name})\n"));
            report.check(&format!("images/{name}"), bytes, Depth::Pages);
        }
    });
}

#[test]
fn the_corpus_is_sound() {
    let report = Changed::new();
    let run = report.report.run(&["check", "--format", "short"]).ends_with(0);
    assert!(!run.stdout.contains("error["), "{}", run.stdout);
}
