//! Styles in a drawing, read as a browser reads them: without comments, with escapes resolved.

/// Functions that load something by a name in quotes (CSS Images 4, CSS Values 5).
const LOADERS: [&str; 6] = ["image-set(", "image(", "src(", "cross-fade(", "element(", "paint("];

/// Rules and properties that load or run something, today or in old browsers.
const ACTIVE: [&str; 7] =
    ["@import", "@font-face", "keyframes", "expression(", "-moz-binding", "behavior:", "javascript:"];

/// How many steps browsers and the PDF may take to find which elements a style sheet means: rules, times elements.
const MOST_MATCHES: usize = 10_000_000;

/// The longest selector, in names that stand in one another: each is looked for among all that stand around an element.
const LONGEST_SELECTOR: usize = 8;

/// Checks a style sheet, a `style` attribute, or an attribute that takes what a property takes.
pub(super) fn check(text: &str) -> Result<(), String> {
    let style = plain(text);
    if let Some(found) = ACTIVE.iter().chain(&LOADERS).find(|found| style.contains(**found)) {
        return Err(match *found {
            "keyframes" => "it moves (`@keyframes`); export it as a still picture".to_owned(),
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

/// How many rules a style sheet has.
///
/// # Errors
/// If one of them is for elements that stand too deep in others.
pub(super) fn rules(sheet: &str) -> Result<usize, String> {
    let sheet = plain(sheet);
    let mut rules = 0;
    for selectors in sheet.split('}').filter_map(|rule| rule.split_once('{')).map(|(selectors, _)| selectors) {
        for selector in selectors.split(',') {
            if selector.split_whitespace().count() > LONGEST_SELECTOR {
                return Err(format!("its style sheet names more than {LONGEST_SELECTOR} elements in one another"));
            }
            rules += 1;
        }
    }
    Ok(rules)
}

/// Whether that many rules and elements take too long.
pub(super) fn check_rules(rules: usize, elements: usize) -> Result<(), String> {
    if rules.saturating_mul(elements) > MOST_MATCHES {
        return Err(format!(
            "its style sheet has too many rules for {elements} elements; export it with plain attributes"
        ));
    }
    Ok(())
}

/// Lower-case text without comments, with `\75 ` and the like as characters.
pub(super) fn plain(text: &str) -> String {
    unescaped(text).to_lowercase()
}

/// Text without comments, with `\75 ` and the like as characters (CSS Syntax 3, section 4.3.7).
pub(super) fn unescaped(text: &str) -> String {
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
    out
}
