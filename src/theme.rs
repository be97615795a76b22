//! A theme's design tokens: `templates/themes/<name>.yaml`, one file for both products.

use serde::de::DeserializeOwned;

use crate::assets::{self, Assets};

/// The theme that every report has unless it names another.
pub const DEFAULT: &str = "default";

/// What `T` takes of a theme. The default theme stands in for one that cannot be read, which the typesetter tells: it
/// needs all of it.
pub fn tokens<T: DeserializeOwned>(assets: &Assets, name: &str) -> Option<T> {
    let parse = |text: &str| crate::yaml::read::<T>(text).ok();
    let own = assets.read(&path(name)).ok().flatten().and_then(|asset| parse(&asset.text));
    own.or_else(|| assets::built_in(&path(DEFAULT)).and_then(parse))
}

fn path(name: &str) -> String {
    format!("themes/{name}.yaml")
}
