//! Figures in and out of spreadsheets: `huibao kpi`.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Build, Failure};
use crate::diag::Sink;
use crate::kpi::{self, exchange};
use crate::load::{self, Import, ImportFrom};
use crate::model::{Edition, Entry, KpiBook, Report, Values};
use crate::output;
use crate::store::Store;

/// How figures are written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataForm {
    /// A workbook.
    Xlsx,
    /// Cells with commas between them.
    Csv,
    /// A list of metrics.
    Json,
}

/// A metric in a table of figures.
#[derive(Debug, Clone)]
pub struct FigureRow {
    /// Id.
    pub id: String,
    /// Name in the source edition.
    pub name: String,
    /// Unit in the source edition.
    pub unit: String,
    /// Id of the unit.
    pub unit_id: String,
    /// Its figures as they are printed, entered or computed, by year.
    pub figures: BTreeMap<i32, String>,
}

impl Build<'_> {
    fn loaded(&self) -> Result<&Report, Failure> {
        self.report.as_ref().ok_or(Failure::Report)
    }

    fn values(&mut self) -> Result<Values, Failure> {
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        Ok(kpi::values(report, &self.sources, &mut self.sink))
    }

    /// Every metric as its data file has it.
    ///
    /// # Errors
    /// If the report cannot be read.
    pub fn entries(&mut self) -> Result<Vec<Entry>, Failure> {
        let units = self.loaded()?.kpis.units.clone();
        Ok(load::entries(&self.project.store, &units, &mut self.sources))
    }

    /// Metrics as a file.
    ///
    /// # Errors
    /// If the report cannot be read, or its figures have errors.
    pub fn export(&mut self, entries: &[Entry], form: DataForm) -> Result<Vec<u8>, Failure> {
        let values = self.values()?;
        self.stop_on_errors()?;
        let Report { config, kpis, .. } = self.loaded()?;
        Ok(match form {
            DataForm::Csv => exchange::csv(entries),
            DataForm::Json => exchange::json(entries),
            DataForm::Xlsx => {
                let title = config.title.text(config.source);
                exchange::workbook(entries, &values, &kpis.units, title, config.published)
            }
        })
    }

    /// Every metric with its figures as they are printed.
    ///
    /// # Errors
    /// If the report cannot be read.
    pub fn figures(&mut self) -> Result<Vec<FigureRow>, Failure> {
        let values = self.values()?;
        let Report { config, kpis, .. } = self.loaded()?;
        let row = |(id, series): (&String, &crate::model::Series)| {
            let kpi = &kpis.kpis[id];
            let unit = kpis.units.get(&series.unit);
            let name = text(&kpi.name, config.source);
            FigureRow {
                id: id.clone(),
                name,
                unit: unit.map_or(String::new(), |unit| text(&unit.names, config.source)),
                unit_id: series.unit.clone(),
                figures: series
                    .years
                    .iter()
                    .map(|(year, amount)| (*year, exchange::plain(&amount.node, series.places)))
                    .collect(),
            }
        };
        Ok(values.metrics.iter().map(row).collect())
    }

    /// Compares a file of figures with the report. What is wrong with the file is told; then nothing changes.
    ///
    /// # Errors
    /// If the file cannot be a source of figures, in one sentence.
    pub fn import(&mut self, file: &Path, map: Option<&Path>, to: Option<&str>) -> Result<Import, Failure> {
        let report = self.report.as_ref().ok_or(Failure::Report)?;
        // What no report reads would be written for nothing, or in the place of something else.
        if let Some(to) = to.filter(|to| to.starts_with(['.', '_']) || to.contains(['/', '\\', '.', '\0'])) {
            let message = format!(
                "{to} cannot be a file of figures; --to takes a name such as `energy`, without folder and ending"
            );
            return Err(Failure::CannotRun(message));
        }
        let none = |path: &Path| Failure::CannotRun(format!("{} is no file", path.display()));
        let (store, name) = Store::beside(file).ok_or_else(|| none(file))?;
        let map = map.map(|map| Store::beside(map).ok_or_else(|| none(map))).transpose()?;
        let from = ImportFrom {
            store: &store,
            name: &name,
            map: map.as_ref().map(|(store, name)| (store, name.as_str())),
            to,
        };
        let mut sink = Sink::default();
        let kpis: &KpiBook = &report.kpis;
        let import = load::import(&from, &self.project.store, kpis, report.config.source, &mut self.sources, &mut sink);
        // What is wrong with the rest of the report is no concern here.
        self.sink = sink;
        Ok(import)
    }

    /// Writes what an import changes: all files or none.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn keep(&self, import: &Import) -> Result<(), Failure> {
        let store = &self.project.store;
        let file = |(below, text): &(String, String)| {
            let shown = store.in_content(below);
            let path = store.to_write(&shown).map_err(|why| Failure::CannotRun(format!("{shown} {why}")))?;
            Ok((path, text.as_bytes().to_vec()))
        };
        let files = import.files.iter().map(file).collect::<Result<Vec<_>, Failure>>()?;
        output::write_files(&files).map_err(Failure::CannotRun)
    }
}

/// The text for an edition, or that of the edition in the other script.
fn text(names: &crate::model::Names, edition: Edition) -> String {
    let both = std::iter::once(edition).chain(edition.counterpart());
    both.map(|edition| names.text(edition)).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::year_of_key;
    use crate::pipeline::Project;

    const SETTINGS: &str = "issuer: {name: 某某股份有限公司, stock_code: \"9863\"}\ntitle: 報告\n\
                            period: {from: 2023-01-01, to: 2023-12-31}\nsource: zh-Hant-HK\n\
                            editions: [zh-Hant-HK]\nstandards: [hkex-2023]\n";

    fn report(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in [&[("content/report.yaml", SETTINGS.as_bytes())], files].concat() {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }

    /// Metrics with their texts, figures as exact numbers.
    fn plain(entries: &[Entry]) -> BTreeMap<String, BTreeMap<String, String>> {
        let field = |(key, field): &(String, crate::model::Field)| {
            let text = match field.number.filter(|_| year_of_key(key).is_some()) {
                Some(number) => number.to_string(),
                None => field.text.clone(),
            };
            (key.clone(), text)
        };
        entries.iter().map(|entry| (entry.id.node.clone(), entry.fields.iter().map(field).collect())).collect()
    }

    fn read(folder: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
        plain(&Project::open(&folder.join("content")).build().entries().unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// What is exported, in whatever form, and imported into an empty report is the same.
        #[test]
        fn an_export_comes_back(
            metrics in proptest::collection::btree_map(
                "[a-c](\\.[a-z][a-z0-9_-]{0,5}){1,2}",
                (
                    "[-=+@'\"#:,{}\\[\\]甲1 é%&*!|>?`~\\\\]{1,8}",
                    proptest::collection::btree_map(2018i32..2024, (-10_000_000_000i64..10_000_000_000, 0u32..6), 0..4),
                    proptest::option::of("[-=+@'\"#:,甲1 \n;\t]{1,12}"),
                    proptest::option::of("[<>]?[0-9]{1,3}[–~][0-9]{1,3}|約[0-9]{1,4}|[甲乙=]{1,3}"),
                    proptest::collection::vec((2000i32..2020, proptest::option::of(-99i64..99), "[-=:甲 1]{0,4}"), 0..3),
                    proptest::option::of(("(not-available|below-detection)", "[-=:甲,]{1,4}", any::<bool>())),
                ),
                1..6,
            ),
            form in prop_oneof![Just(DataForm::Xlsx), Just(DataForm::Csv), Just(DataForm::Json)],
        ) {
            let text = |text: &str| serde_json::Value::from(text.trim()).to_string();
            let mut yaml = String::new();
            for (id, (name, years, note, words, targets, absent)) in &metrics {
                prop_assume!(!name.trim().is_empty());
                yaml += &format!("- id: {id}\n  name: {{zh-Hant: {}}}\n  unit: t\n", text(name));
                let years = years.iter().map(|(year, (digits, places))| {
                    format!("{year}: {}", rust_decimal::Decimal::new(*digits, *places))
                });
                let words = words.iter().map(|words| format!("2030: {}", text(words)));
                let absent = absent.iter().map(|(why, reason, by_language)| {
                    let reason = text(reason);
                    let reason = if *by_language { format!("{{zh-Hant: {reason}}}") } else { reason };
                    format!("2031: {{{why}: {reason}}}")
                });
                yaml += &format!("  values: {{{}}}\n", years.chain(words).chain(absent).collect::<Vec<_>>().join(", "));
                let targets = targets.iter().map(|(base, change, name)| {
                    let goal = change.map_or("value: 5.50".to_owned(), |change| format!("change: {change}"));
                    let name = if name.trim().is_empty() { String::new() } else { format!(", name: {}", text(name)) };
                    format!("{{base: {base}, year: 2030, {goal}, status: new{name}}}")
                });
                let targets = targets.collect::<Vec<_>>().join(", ");
                if !targets.is_empty() {
                    yaml += &format!("  targets: [{targets}]\n  method: {}\n  prepared: 甲\n", text(name));
                }
                if let Some(note) = note.as_ref().filter(|note| !note.trim().is_empty()) {
                    yaml += &format!("  note: {{zh-Hant: {}}}\n", text(note));
                }
            }
            let full = report(&[("content/kpi/all.yaml", yaml.as_bytes())]);
            let project = Project::open(&full.path().join("content"));
            let mut build = project.build();
            let entries = build.entries().unwrap();
            build.sink = Sink::default();
            let bytes = build.export(&entries, form).unwrap();
            let file = full.path().join(match form {
                DataForm::Xlsx => "all.xlsx",
                DataForm::Csv => "all.csv",
                DataForm::Json => "all.json",
            });
            std::fs::write(&file, bytes).unwrap();

            let empty = report(&[]);
            let project = Project::open(&empty.path().join("content"));
            let mut build = project.build();
            let import = build.import(&file, None, Some("all")).unwrap();
            let told = crate::diag::render::short(&build.sink.iter().cloned().collect::<Vec<_>>(), &build.sources);
            prop_assert_eq!(told, "", "{}", yaml);
            build.keep(&import).unwrap();
            prop_assert_eq!(read(empty.path()), read(full.path()));
        }
    }
}
