//! A theme's design tokens: `templates/themes/<name>.yaml`, one file for both products.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::assets::{self, Assets};

/// The theme that every report has unless it names another.
pub const DEFAULT: &str = "default";

/// The key by which a theme names the one that it differs from.
pub const BASE: &str = "extends";

/// Themes that extend one another are followed so far: further, they go in a circle.
const DEEPEST: usize = 4;

/// What `T` takes of a theme. The default theme stands in for one that cannot be read, which the typesetter tells: it
/// needs all of it.
pub fn tokens<T: DeserializeOwned>(assets: &Assets, name: &str) -> Option<T> {
    let parse = |text: &str| crate::yaml::read::<T>(text).ok();
    let own = assets.read(&path(name)).ok().flatten();
    let own = own.and_then(|asset| parse(whole(assets, &asset.text).as_deref().unwrap_or(&asset.text)));
    own.or_else(|| assets::built_in(&path(DEFAULT)).and_then(parse))
}

/// A theme that says only what differs from its base, with all that it has from there, as JSON, which is YAML too; none
/// if it has no base.
pub fn whole(assets: &Assets, text: &str) -> Option<String> {
    let own: Value = crate::yaml::read(text).ok()?;
    own.get(BASE)?;
    Some(based(assets, own, DEEPEST).to_string())
}

fn based(assets: &Assets, mut own: Value, depth: usize) -> Value {
    let Some(Value::String(base)) = own.as_object_mut().and_then(|keys| keys.shift_remove(BASE)) else { return own };
    let text = assets.read(&path(&base)).ok().flatten();
    match text.and_then(|asset| crate::yaml::read::<Value>(&asset.text).ok()) {
        Some(base) if depth > 0 => over(based(assets, base, depth - 1), own),
        _ => own,
    }
}

/// `base` with what `own` says otherwise. Lists are taken whole.
fn over(base: Value, own: Value) -> Value {
    match (base, own) {
        (Value::Object(mut base), Value::Object(own)) => {
            for (key, value) in own {
                let below = base.get_mut(&key).map(Value::take);
                base.insert(key, below.map_or_else(|| value.clone(), |below| over(below, value.clone())));
            }
            Value::Object(base)
        }
        (_, own) => own,
    }
}

/// The parts of a colour `#rrggbb`, from 0 to 1; none if it is no such colour.
pub fn parts(color: &str) -> Option<[f64; 3]> {
    let is_hex = |digits: &&str| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = color.strip_prefix('#').filter(is_hex)?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map(|byte| f64::from(byte) / 255.0).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Relative luminance of a colour by its parts (WCAG 2.2).
pub fn luminance(parts: [f64; 3]) -> f64 {
    let linear = parts.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    linear.iter().zip([0.2126, 0.7152, 0.0722]).map(|(part, weight)| part * weight).sum()
}

/// The contrast of two colours by their luminance, from 1 (WCAG 2.2, "contrast ratio").
pub fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn path(name: &str) -> String {
    format!("themes/{name}.yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_has_from_its_base_what_it_does_not_say() {
        let text = "extends: harbour\ncolors: {brand: '#123456'}\nradius: 0\n";
        let whole: Value = crate::yaml::read(&whole(&Assets::default(), text).unwrap()).unwrap();
        let base: Value = crate::yaml::read(assets::built_in("themes/harbour.yaml").unwrap()).unwrap();
        assert_eq!(whole["colors"]["brand"], "#123456");
        assert_eq!(whole["colors"]["accent"], base["colors"]["accent"]);
        assert_eq!(whole["page"], base["page"]);
        assert_eq!(whole.get(BASE), None);
    }
}
