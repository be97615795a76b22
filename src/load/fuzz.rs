//! Whatever stands in a report's YAML: no panic, and every place that is told is one in its file.

use super::testing::load;

/// What YAML is made of, and the keys of a report's files.
const PIECES: &[&str] = &[
    "\n",
    "\n  ",
    "\n- ",
    "\n  - ",
    ": ",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\"",
    "'",
    "#",
    " #1",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!int ",
    "---\n",
    "...\n",
    "\t",
    "　",
    "：",
    "甲",
    "~",
    "null",
    "true",
    "2023",
    "１２",
    "-1.5",
    "2023-01-01",
    "issuer",
    "name",
    "title",
    "period",
    "from",
    "to",
    "source",
    "editions",
    "standards",
    "zh-Hant-HK",
    "zh-Hans-CN",
    "en",
    "id",
    "env.a",
    "values",
    "unit",
    "formula",
    "decimals",
    "note",
    "restated",
    "units",
    "metrics",
    "protect",
    "terms",
    "house_style",
    "only",
    "checks",
    "vocabulary",
    "use",
    "cover",
    "😀",
    "\u{feff}",
    "\r\n",
];

proptest::proptest! {
    #[test]
    fn any_yaml_keeps_its_places(
        file in proptest::sample::select(&["report.yaml", "kpi/a.yaml", "glossary.yaml", "disclosures.yaml", "review.yaml"][..]),
        parts in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
    ) {
        let text = parts.concat();
        let loaded = load(&[("chapters/01-a.md", "# 題\n"), (file, &text)]);
        for problem in loaded.sink.iter() {
            for span in problem.place.iter().chain(problem.labels.iter().map(|(span, _)| span)) {
                let source = &loaded.sources.get(span.source).text;
                proptest::prop_assert!(source.get(span.range()).is_some(), "{:?} of {:?}", span, source);
            }
        }
    }
}
