//! Reports from a few lines of text, for tests of any stage.

use std::path::Path;

use crate::diag::{Sink, render};
use crate::model::Report;
use crate::source::Sources;
use crate::store::Store;

/// Settings that a test need not care about.
pub(crate) const SETTINGS: &str = "\
issuer: {name: {zh-Hant-HK: 某某股份有限公司, en: Some Company Limited}, stock_code: \"9863\"}
title: {zh-Hant-HK: 2023 年環境、社會及管治報告}
period: {from: 2023-01-01, to: 2023-12-31}
source: zh-Hant-HK
editions: [zh-Hant-HK, zh-Hans-CN]
standards: [hkex-2023, {id: gri, claim: with-reference}]
";

/// What came of loading.
pub(crate) struct Loaded {
    /// The report.
    pub(crate) report: Option<Report>,
    /// Its files.
    pub(crate) sources: Sources,
    /// Problems, unsorted.
    pub(crate) sink: Sink,
}

impl Loaded {
    /// The report, which must have loaded without a problem.
    pub(crate) fn sound(self) -> (Report, Sources) {
        let problems = self.sink.into_sorted();
        assert_eq!(render::short(&problems, &self.sources), "", "the report has problems");
        (self.report.expect("no problems, so there is a report"), self.sources)
    }

    /// The problems, a line each: `path:line:column: severity[code]: message`, with the hints of each below it.
    pub(crate) fn problems(self) -> String {
        let mut out = String::new();
        for problem in self.sink.into_sorted() {
            out.push_str(&render::short(std::slice::from_ref(&problem), &self.sources));
            out.extend(problem.hints.iter().map(|hint| format!("    {hint}\n")));
        }
        out
    }
}

/// Loads a report from `(path below content/, text)`; `report.yaml` is [`SETTINGS`] unless given.
pub(crate) fn load(files: &[(&str, &str)]) -> Loaded {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    load_bytes(&files)
}

/// [`load`] for files that need not be text.
pub(crate) fn load_bytes(files: &[(&str, &[u8])]) -> Loaded {
    let root = tempfile::tempdir().expect("a temporary folder");
    let content = root.path().join("content");
    let write = |path: &Path, bytes: &[u8]| {
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("a temporary folder");
        std::fs::write(path, bytes).expect("a temporary file");
    };
    write(&content.join("report.yaml"), SETTINGS.as_bytes());
    for (path, bytes) in files {
        write(&content.join(path), bytes);
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let report = super::report(&Store::of_report(&content).into(), &mut sources, &mut sink);
    Loaded { report, sources, sink }
}

/// A report whose only chapter is this text.
pub(crate) fn load_chapter(text: &str) -> Loaded {
    load(&[("chapters/01-a.md", text)])
}
