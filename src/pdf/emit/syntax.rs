//! Typst's literals.

/// A Typst string literal.
pub(in crate::pdf) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        if matches!(character, '\\' | '"') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}

/// A Typst array. The comma after the last item keeps an array of one from being a mere pair of parentheses.
pub(super) fn array(items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().map(|item| item + ", ").collect();
    format!("({})", items.strip_suffix(' ').unwrap_or(&items))
}

/// A Typst dictionary.
pub(super) fn dictionary<'k>(entries: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("{}: {value}", string(key))).collect();
    if entries.is_empty() { "(:)".to_owned() } else { format!("({})", entries.join(", ")) }
}
