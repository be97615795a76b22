//! The theme's design tokens as CSS custom properties.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde::Deserialize;

use super::links::encode;
use crate::assets::Assets;
use crate::model::Edition;
use crate::theme::{contrast, luminance, parts, tokens};

/// What the site takes from `templates/themes/<name>.yaml`; the rest of the file is the PDF's.
#[derive(Deserialize)]
struct Tokens {
    colors: IndexMap<String, Colors>,
    fonts: IndexMap<String, IndexMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Colors {
    One(String),
    Series(Vec<String>),
}

/// Where the font of titles stands beside the style sheet.
pub(super) const TITLE_FONT: &str = "assets/title.otf";

/// `:root { --brand: … }` and the font families by language, of the languages that the report has; that of titles is the site's own where `has_title_font`. A theme that cannot be read gives the default theme here;
/// the PDF stage, which needs more of it, reports it.
pub(super) fn properties(assets: &Assets, name: &str, editions: &[Edition], has_title_font: bool) -> String {
    let Some(Tokens { colors, fonts }) = tokens(assets, name) else { return String::new() };
    // What chapter titles stand on is at its darkest the tint of a table's head.
    let ground = match colors.get("brand-soft") {
        Some(Colors::One(color)) => parts(color).map_or(1.0, luminance),
        _ => 1.0,
    };
    let mut out = String::from(":root {\n");
    for (name, value) in &colors {
        match value {
            Colors::One(color) => property(&mut out, name, color),
            Colors::Series(list) => list.iter().enumerate().for_each(|(at, color)| {
                property(&mut out, &format!("hue-{}", at + 1), &readable(color, ground));
            }),
        }
    }
    out.push_str("}\n");
    for edition in editions {
        let (tag, [sans, serif]) = (edition.tag(), edition.system_families());
        let family = |role: &str, fallback: &str, generic: &str| {
            let own = fonts.get(tag).and_then(|fonts| fonts.get(role));
            let own: String = own.into_iter().flatten().map(|font| format!("'{}', ", css_name(font))).collect();
            format!("{own}{fallback}, {generic}")
        };
        let (body, title) = (family("body", sans, "sans-serif"), family("title", serif, "serif"));
        let own = if has_title_font { "titles, " } else { "" };
        let _ = writeln!(out, ":lang({tag}) {{ --sans: {body}; --serif: {title}; --display: {own}var(--serif); }}");
    }
    if has_title_font {
        // Until it is there, titles stand in the reader's font.
        out.push_str(
            "@font-face { font-family: titles; font-weight: 700; font-display: swap; src: url(title.otf); }\n",
        );
    }
    out
}

/// How many colours chapters have in turn.
pub(super) fn hues(assets: &Assets, name: &str) -> usize {
    let series = tokens(assets, name).and_then(|Tokens { colors, .. }| match colors.get("series") {
        Some(Colors::Series(list)) => Some(list.len()),
        _ => None,
    });
    series.unwrap_or(0).max(1)
}

/// A colour as dark as text on a ground of this luminance must be: a contrast of 4.5 : 1 (WCAG 2.2, 1.4.3), in the steps in
/// which the PDF darkens it (`templates/pdf/tokens.typ`). What is no colour stays.
fn readable(color: &str, ground: f64) -> String {
    const STEPS: u32 = 9;
    let Some(parts) = parts(color) else { return color.to_owned() };
    let darkened = |step: u32| parts.map(|part| part * (1.0 - f64::from(step) * 0.08));
    let dark = (0..STEPS).map(darkened).find(|dark| contrast(ground, luminance(*dark)) >= 4.6);
    let [red, green, blue] = dark.unwrap_or_else(|| darkened(STEPS)).map(|part| (part * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The picture of the site's pages in tabs and bookmarks, as an address of its own that no browser needs to fetch: the
/// first letter of the issuer's name on the theme's colour.
pub(super) fn icon(assets: &Assets, name: &str, issuer: &str) -> String {
    let color = tokens(assets, name).and_then(|tokens: Tokens| match tokens.colors.get("brand") {
        Some(Colors::One(color)) => color.strip_prefix('#').filter(|hex| is_hex(hex)).map(str::to_owned),
        _ => None,
    });
    let letter = issuer.chars().find(|letter| letter.is_alphanumeric()).map(String::from).unwrap_or_default();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' \
         fill='#{}'/><text x='16' y='23' text-anchor='middle' font-weight='700' font-size='20' \
         fill='#fff'>{letter}</text></svg>",
        color.as_deref().unwrap_or("000")
    );
    format!("data:image/svg+xml,{}", encode(&svg))
}

fn is_hex(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_hexdigit())
}

/// A colour; anything else is left out, so that a theme cannot break the style sheet.
fn property(out: &mut String, name: &str, color: &str) {
    let is_color = color.strip_prefix('#').is_some_and(is_hex);
    if is_color {
        let _ = writeln!(out, "  --{}: {color};", css_name(name));
    }
}

fn css_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets;
    use crate::theme::DEFAULT;

    #[test]
    fn a_chapters_colour_can_be_read_on_paper_and_tint() {
        for name in [DEFAULT, "harbour"] {
            let css = properties(&Assets::default(), name, &Edition::all().collect::<Vec<_>>(), false);
            let color = |name: &str| {
                let at = css.find(&format!("--{name}: ")).expect(name) + name.len() + 4;
                luminance(parts(&css[at..at + 7]).expect("a colour"))
            };
            for nth in 1..=hues(&Assets::default(), name) {
                let contrast = contrast(color("brand-soft"), color(&format!("hue-{nth}")));
                assert!(contrast >= 4.5, "{name} {nth}: {contrast}");
            }
        }
        assert_eq!(readable("#0f6f68", 1.0), "#0f6f68");
        assert_eq!(readable("teal", 1.0), "teal");
    }

    #[test]
    fn the_default_theme_has_the_colours_that_the_style_sheet_uses() {
        let css = properties(&Assets::default(), DEFAULT, &Edition::all().collect::<Vec<_>>(), false);
        for (name, _) in assets::built_in("html/site.css").unwrap().match_indices("var(--").map(|(at, _)| {
            let rest = &assets::built_in("html/site.css").unwrap()[at + 4..];
            rest.split_at(rest.find([')', ',']).unwrap())
        }) {
            let known = css.contains(&format!("{name}:"))
                || assets::built_in("html/site.css").unwrap().contains(&format!("{name}:"));
            assert!(known, "{name}");
        }
        assert!(css.contains("--brand: #"));
        assert!(css.contains(":lang(zh-Hans-CN) { --sans: 'Noto Sans CJK SC', "));
    }
}
