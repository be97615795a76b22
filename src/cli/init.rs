//! `huibao init`: a small report that publishes as it stands.

use std::fs;

use super::{FINE, args, terminal};
use crate::assets::Assets;

/// Where the files of a new report lie below `templates/`.
const TEMPLATE: &str = "init";

/// Writes the files of a small report into a new or empty folder.
pub(super) fn init(command: &args::Init, quiet: bool) -> Result<u8, String> {
    let folder = &command.folder;
    let told = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    if folder.exists() && fs::read_dir(folder).map_err(told)?.next().is_some() {
        return Err(format!("{} is not empty; name a new folder", folder.display()));
    }
    for path in Assets::default().list(TEMPLATE) {
        let to = folder.join("content").join(path.strip_prefix("init/").unwrap_or(&path));
        fs::create_dir_all(to.parent().unwrap_or(folder)).map_err(told)?;
        fs::write(to, crate::assets::built_in(&path).unwrap_or_default()).map_err(told)?;
    }
    let line = format!("a new report is in {0}; publish it with: cd {0} && huibao publish", folder.display());
    terminal::say(quiet, &line);
    Ok(FINE)
}
