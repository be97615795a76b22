//! `huibao list`: the names that a report can use.

use clap::ValueEnum;
use serde_json::json;

use super::standards::{pretty, table};
use super::{FINE, args, terminal};
use crate::diag::{Code, suggest};
use crate::drawing;
use crate::model::Edition;
use crate::pipeline::{Build, Project};
use crate::standards::Shelf;

/// A name and what it is.
type Item = (String, String);

/// Prints what there is: huibao's own and, inside a report, the report's.
pub(super) fn list(command: &args::List) -> Result<u8, String> {
    let Some(what) = command.what else {
        terminal::result(&printed(command.format, &lists()))?;
        return Ok(FINE);
    };
    let content = args::Place { content: command.content.clone(), output: None }.content();
    let project = content.map_or_else(|_| Project::without_report(), |content| Project::open(&content));
    let build = project.build();
    let items = match what {
        args::Listed::Standards => standards(&build.catalogues()),
        args::Listed::Disclosures => disclosures(&build, command.standard.as_deref())?,
        args::Listed::Units => build.units(),
        args::Listed::Components => build.components_with_words(),
        args::Listed::Drawings => {
            drawing::names(build.assets()).into_iter().map(|name| (name, String::new())).collect()
        }
        args::Listed::Themes => build.themes().into_iter().map(|name| (name, String::new())).collect(),
        args::Listed::Codes => {
            Code::ALL.iter().map(|code| (code.name().to_owned(), code.explanation().to_owned())).collect()
        }
    };
    terminal::result(&printed(command.format, &items))?;
    Ok(FINE)
}

/// What can be listed: as one types it, with what it is for.
fn lists() -> Vec<Item> {
    let of = |listed: &args::Listed| {
        let value = listed.to_possible_value()?;
        let about = value.get_help().map(ToString::to_string).unwrap_or_default();
        Some((format!("huibao list {}", value.get_name()), about))
    };
    args::Listed::value_variants().iter().filter_map(of).collect()
}

fn printed(format: args::ListFormat, items: &[Item]) -> String {
    match format {
        args::ListFormat::Human => {
            table(&items.iter().map(|(name, about)| [name.clone(), about.clone()]).collect::<Vec<_>>())
        }
        args::ListFormat::Json => {
            let items = items.iter().map(|(name, about)| json!({ "name": name, "about": about }));
            pretty(&json!(items.collect::<Vec<_>>()))
        }
    }
}

fn standards(shelf: &Shelf) -> Vec<Item> {
    let tag = Edition::ZhHantHk.tag();
    let title = |id: &str| shelf.standard(id).map(|standard| standard.catalogue.meta.title.text(tag).to_owned());
    shelf.ids().map(|id| (id.to_owned(), title(id).unwrap_or_default())).collect()
}

/// The disclosures of one standard, or of those that the report follows: as `disclose` names them.
fn disclosures(build: &Build<'_>, only: Option<&str>) -> Result<Vec<Item>, String> {
    let shelf = build.catalogues();
    let asked: Vec<String> = match only {
        Some(id) => vec![id.to_owned()],
        None => build.standards().into_iter().map(str::to_owned).collect(),
    };
    if asked.is_empty() {
        let known = shelf.ids().collect::<Vec<_>>().join(", ");
        return Err(format!("say of which standard, e.g. `huibao list disclosures hkex-2025`; there are {known}"));
    }
    let tag = Edition::ZhHantHk.tag();
    let mut items = Vec::new();
    for id in &asked {
        let standard =
            shelf.standard(id).ok_or_else(|| format!("there is no standard `{id}`; {}", suggest(id, shelf.ids())))?;
        let family = &standard.catalogue.meta.family;
        let entries = (0..standard.catalogue.entries.len()).filter(|at| !standard.is_heading(*at));
        items.extend(entries.map(|at| {
            let (written, printed) = (&standard.entry(at).code, standard.printed_code(at, tag));
            let title = standard.printed_title(at, tag);
            let mut about = if printed == *written { title } else { format!("{printed} {title}") };
            if let Some(from) = &standard.entry(at).repealed_from {
                about.push_str(&format!(" (not reported any more from {from} on)"));
            }
            (format!("{family}:{written}"), about)
        }));
    }
    Ok(items)
}
