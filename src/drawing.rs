//! Pictures drawn by the theme, for where a report has no photograph: `drawn:road`, `drawn:road-dusk`.
//!
//! `templates/drawings/<motif>.svg` holds what stands inside `frame.svg`, in colours by name: `var(--near)`. Both
//! products show the same file, in the theme's colours at one of four times of day.

use serde::Deserialize;

use crate::assets::Assets;
use crate::diag::suggest;
use crate::theme;

/// What the path of a drawn picture begins with.
const SCHEME: &str = "drawn:";
/// The folder below `templates/`.
const FOLDER: &str = "drawings";
/// What all drawings share; no motif itself.
const FRAME: &str = "frame";
/// What the names of icons begin with: they have a frame of their own, and their place is beside words.
const ICON: &str = "icon-";
/// Where in the frame the motif goes.
const PLACE: &str = "<!-- motif -->";
/// Times of day, the first unless another is named.
const MOODS: [&str; 4] = ["day", "dawn", "dusk", "night"];
/// Width and height of `frame.svg`.
pub const SIZE: (u32, u32) = (720, 480);

/// Path of the file that products have for a drawn picture, `drawings/road-dusk.svg`; none for other images.
pub fn file(path: &str) -> Option<String> {
    path.strip_prefix(SCHEME).map(|name| format!("{FOLDER}/{name}.svg"))
}

/// The picture that [`file()`] has this path for.
pub fn of_file(file: &str) -> Option<String> {
    let name = file.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".svg")?;
    Some(format!("{SCHEME}{name}"))
}

/// Whether an author's path names a drawing. If one that does not exist, the error says what there is.
pub fn known(path: &str, assets: &Assets) -> Option<Result<(), String>> {
    let (motif, _) = parts(path.strip_prefix(SCHEME)?);
    let motifs: Vec<String> = motifs(assets).into_iter().filter(|known| !known.starts_with(ICON)).collect();
    let told = |hint: String| {
        format!("{}; -{} may follow", hint.replacen('`', &format!("`{SCHEME}"), 1), MOODS[1..].join(", -"))
    };
    Some(among(motif, &motifs).map_err(told))
}

/// The path of an icon by its name.
///
/// # Errors
/// If there is none of this name: what there is.
pub fn icon(name: &str, assets: &Assets) -> Result<String, String> {
    let motifs = motifs(assets);
    let icons: Vec<String> = motifs.iter().filter_map(|motif| motif.strip_prefix(ICON)).map(str::to_owned).collect();
    among(name, &icons).map(|()| format!("{SCHEME}{ICON}{name}"))
}

/// Every drawing as an image names it, and every icon as a component does.
pub fn names(assets: &Assets) -> Vec<String> {
    let (icons, drawings): (Vec<_>, Vec<_>) = motifs(assets).into_iter().partition(|name| name.starts_with(ICON));
    let drawings = drawings.into_iter().map(|name| format!("{SCHEME}{name}"));
    drawings
        .chain(icons.iter().filter_map(|name| name.strip_prefix(ICON)).map(|icon| format!("icon: {icon}")))
        .collect()
}

/// Every drawing and icon, without the frames.
fn motifs(assets: &Assets) -> Vec<String> {
    let files = assets.list(FOLDER);
    let names = files.iter().filter_map(|file| Some(of_file(file)?.strip_prefix(SCHEME)?.to_owned()));
    names.filter(|name| !name.ends_with(FRAME)).collect()
}

/// A word that is close to one of the names is a slip; else the author wants to see them all.
fn among(name: &str, names: &[String]) -> Result<(), String> {
    if names.iter().any(|known| known == name) {
        return Ok(());
    }
    let close = suggest(name, names.iter().map(String::as_str));
    Err(if close.ends_with('?') { close } else { format!("there are {}", names.join(", ")) })
}

/// `road-dusk` as motif and time of day.
fn parts(name: &str) -> (&str, &str) {
    let mood =
        name.rsplit_once('-').and_then(|(motif, mood)| Some((motif, *MOODS.iter().find(|known| **known == mood)?)));
    mood.unwrap_or((name, MOODS[0]))
}

/// The drawing behind a path such as `drawn:road-dusk`, as SVG in a theme's colours.
pub fn svg(path: &str, palette: &Palette, assets: &Assets) -> Option<String> {
    let (motif, mood) = parts(path.strip_prefix(SCHEME)?);
    let read = |name: &str| Some(assets.read(name).ok()??.text);
    let frame = read(&format!("{FOLDER}/{}{FRAME}.svg", if motif.starts_with(ICON) { ICON } else { "" }))?;
    let motif = read(&format!("{FOLDER}/{motif}.svg"))?;
    let mut svg = frame.replace(PLACE, motif.trim_end());
    for (name, color) in palette.colors.palette(mood) {
        svg = svg.replace(&format!("var(--{name})"), &color);
    }
    Some(svg)
}

/// What drawings take from a theme. One serves all drawings: reading a theme takes longer than drawing.
#[derive(Deserialize)]
pub struct Palette {
    colors: Colors,
}

impl Palette {
    /// The palette of a theme; none if it has not all that drawings need.
    pub fn of(assets: &Assets, theme: &str) -> Option<Self> {
        theme::tokens(assets, theme)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Colors {
    paper: String,
    brand: String,
    brand_dark: String,
    brand_soft: String,
    accent: String,
    accent_soft: String,
    sun: String,
}

impl Colors {
    /// The colours that drawings name, from far to near.
    fn palette(&self, mood: &str) -> [(&'static str, String); 11] {
        let Self { paper, brand, brand_dark, brand_soft, accent, accent_soft, sun } = self;
        let name = |[sky, haze, sun, far, mid, near, dark, light, glass]: [String; 9]| {
            // People are warm at any time of day.
            let day = mix(&mix(accent_soft, accent, 0.34), &self.sun, 0.22);
            let skin = if mood == "night" { mix(&day, brand_dark, 0.16) } else { day };
            [
                ("sky", sky),
                ("haze", haze),
                ("sun", sun),
                ("far", far),
                ("mid", mid),
                ("near", near),
                ("dark", dark),
                ("light", light),
                ("glass", glass),
                ("accent", accent.clone()),
                ("skin", skin),
            ]
        };
        let whole = Clone::clone;
        name(match mood {
            "dawn" => [
                mix(accent_soft, accent, 0.28),
                mix(accent_soft, sun, 0.25),
                whole(accent),
                mix(accent_soft, accent, 0.42),
                mix(&mix(accent_soft, accent, 0.5), brand, 0.5),
                whole(brand),
                whole(brand_dark),
                whole(paper),
                whole(accent_soft),
            ],
            "dusk" => [
                mix(accent, brand_dark, 0.12),
                whole(sun),
                whole(accent_soft),
                mix(brand, brand_soft, 0.22),
                mix(brand_dark, brand, 0.8),
                mix(brand_dark, brand, 0.35),
                whole(brand_dark),
                whole(paper),
                whole(sun),
            ],
            "night" => [
                whole(brand_dark),
                mix(brand_dark, brand, 0.75),
                whole(brand_soft),
                mix(brand_dark, brand, 0.8),
                mix(brand_dark, brand, 0.5),
                mix(brand_dark, brand, 0.22),
                mix(brand_dark, "#000000", 0.35),
                whole(brand_soft),
                whole(sun),
            ],
            _ => [
                mix(brand_soft, brand, 0.16),
                mix(accent_soft, brand_soft, 0.5),
                whole(sun),
                mix(brand_soft, brand, 0.38),
                mix(brand_soft, brand, 0.66),
                whole(brand),
                whole(brand_dark),
                whole(paper),
                whole(brand_soft),
            ],
        })
    }
}

/// A colour between two of the form `#rrggbb`. What is no such colour counts as black.
fn mix(from: &str, to: &str, share: f64) -> String {
    let channel = |color: &str, at: usize| {
        let hex = color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        f64::from(hex.unwrap_or_default())
    };
    let between = |at: usize| (channel(from, at) + (channel(to, at) - channel(from, at)) * share).round();
    [1, 3, 5].iter().fold("#".to_owned(), |out, at| format!("{out}{:02x}", between(*at) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(theme: &str) -> Palette {
        Palette::of(&Assets::default(), theme).expect("it has colours")
    }

    #[test]
    fn every_drawing_is_complete_in_every_theme_and_mood() {
        let assets = Assets::default();
        let motifs = motifs(&assets);
        assert!(motifs.len() > 50);
        for motif in motifs {
            for (theme, mood) in ["default", "harbour"].iter().flat_map(|theme| MOODS.map(|mood| (theme, mood))) {
                let palette = palette(theme);
                let drawing = svg(&format!("{SCHEME}{motif}-{mood}"), &palette, &assets).expect("it can be drawn");
                assert!(!drawing.contains("var(") && drawing.ends_with("</svg>\n"), "{motif}-{mood} in {theme}");
            }
        }
    }

    #[test]
    fn a_time_of_day_changes_the_colours_only() {
        let assets = Assets::default();
        let drawn = |path| svg(path, &palette("default"), &assets);
        assert_eq!(drawn("drawn:road"), drawn("drawn:road-day"));
        assert_ne!(drawn("drawn:road"), drawn("drawn:road-night"));
        assert_eq!(mix("#000000", "#ff8000", 0.5), "#804000");
        assert_eq!(known("images/a.png", &assets), None);
        assert_eq!(known("drawn:road-dusk", &assets), Some(Ok(())));
        assert!(known("drawn:raod", &assets).unwrap().unwrap_err().contains("road"));
        assert!(known("drawn:icon-leaf", &assets).unwrap().is_err());
        assert_eq!(icon("leaf", &assets).as_deref(), Ok("drawn:icon-leaf"));
        assert!(icon("leef", &assets).unwrap_err().contains("leaf"));
    }
}
