//! `huibao init`: a small report that publishes as it stands, as a draft.

use super::{FINE, args, terminal};
use crate::assets::{self, Assets};
use crate::model::Product;
use crate::output;

/// Where the files of a new report lie below `templates/`.
const TEMPLATE: &str = "init";

/// What version control leaves out: products are made anew from the rest.
const IGNORED: &str = "/output/\n/.output*\n";

/// Writes the files of a small report into a new or empty folder: all of them or none.
pub(super) fn init(command: &args::Init, quiet: bool) -> Result<u8, String> {
    let folder = &command.folder;
    let file = |path: String, text: &str| Product { path, bytes: text.into() };
    let content = Assets::default().list(TEMPLATE).into_iter().map(|path| {
        let below = path.strip_prefix("init/").unwrap_or(&path);
        file(format!("content/{below}"), assets::built_in(&path).unwrap_or_default())
    });
    // The folder `content` makes it a report, so it comes last.
    let files: Vec<Product> = std::iter::once(file(".gitignore".to_owned(), IGNORED)).chain(content).collect();
    output::fill(folder, &files)?;
    let line = format!("a new report is in {0}; publish it with: cd {0} && huibao publish", folder.display());
    terminal::say(quiet, &line);
    Ok(FINE)
}
