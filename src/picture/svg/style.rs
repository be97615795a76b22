//! Styles in a drawing, read as a browser reads them: without comments, with escapes resolved.

/// Functions that load something by a name in quotes (CSS Images 4, CSS Values 5).
const LOADERS: [&str; 6] = ["image-set(", "image(", "src(", "cross-fade(", "element(", "paint("];

/// Rules and properties that load or run something, today or in old browsers.
const ACTIVE: [&str; 6] = ["@import", "@font-face", "expression(", "-moz-binding", "behavior:", "javascript:"];

/// Checks a style sheet, a `style` attribute, or an attribute that takes what a property takes.
pub(super) fn check(text: &str) -> Result<(), String> {
    let style = plain(text);
    if let Some(found) = ACTIVE.iter().chain(&LOADERS).find(|found| style.contains(**found)) {
        return Err(match *found {
            "@font-face" => "it brings a font of its own; export its text as outlines".to_owned(),
            found => format!("its style loads or runs something (`{found}`)"),
        });
    }
    for (at, _) in style.match_indices("url(") {
        let target = style[at + "url(".len()..].trim_start().trim_start_matches(['"', '\'']).trim_start();
        if !target.starts_with('#') {
            return Err("its style refers to something outside of it (`url(…)`)".to_owned());
        }
    }
    Ok(())
}

/// Lower-case text without comments, with `\75 ` and the like as characters (CSS Syntax 3, section 4.3.7).
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['/', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
        } else if let Some(escape) = rest.strip_prefix('\\') {
            let digits = escape.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
            let code = u32::from_str_radix(&escape[..digits], 16).ok().and_then(char::from_u32);
            if digits > 0 {
                out.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = &escape[digits..];
                rest = rest.strip_prefix([' ', '\t', '\n', '\r']).unwrap_or(rest);
            } else {
                rest = escape;
                // The next character stands for itself, whatever it is.
                if let Some(next) = rest.chars().next() {
                    out.push(next);
                    rest = &rest[next.len_utf8()..];
                }
            }
        } else {
            out.push('/');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.to_lowercase()
}
