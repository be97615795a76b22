//! Style and scripts as readers load them: without what is only for those who write them.

/// A style sheet without comments, line breaks and blanks that say nothing.
pub(super) fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
        } else if first == '"' || first == '\'' {
            // A string stays as it is; one that is not closed goes on to the end.
            let end = string_end(rest, first);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(element) =
            rest.strip_prefix("::").filter(|rest| rest.starts_with("before") || rest.starts_with("after"))
        {
            // What is before and after an element has one colon as well.
            out.push(':');
            rest = element;
        } else if first.is_whitespace() {
            rest = rest.trim_start();
            let next = rest.chars().next();
            let last = out.chars().next_back();
            // Blanks part words and selectors, and nothing at these marks. A comment may stand behind a blank.
            if !matches!(last, None | Some('{' | '}' | ';' | ',' | ':' | '>' | '/' | ' '))
                && !matches!(next, None | Some('{' | '}' | ';' | ',' | '>'))
                && !rest.starts_with("/ ")
            {
                out.push(' ');
            }
        } else {
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            // 0.5rem is .5rem.
            let begins = out.chars().next_back().is_some_and(|last| matches!(last, ' ' | '(' | ',' | ':' | '-'));
            if !(begins && rest.starts_with("0.") && rest[2..].starts_with(|c: char| c.is_ascii_digit())) {
                out.push(first);
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// Where the string that a text begins with ends.
fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A script without indentation and without lines that are comments. Ours have no text over several lines.
pub(super) fn script(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::with_capacity(text.len()), |out, line| out + line + "\n")
}

/// Elements beside which a line break says nothing.
const BLOCKS: &str = "article aside blockquote body caption dd details dialog div dl dt figcaption figure footer form h1 h2 h3 h4 head \
                      header html li link main meta nav ol p section summary table tbody td template th thead title tr ul";

/// A page without the line breaks before the tags of blocks. What is shown as it was typed keeps its own.
pub(super) fn html(page: &str) -> String {
    if page.contains("<pre") || page.contains("<textarea") {
        return page.to_owned();
    }
    let is_block = |line: &str| {
        let name = line.strip_prefix('<').map(|tag| tag.strip_prefix('/').unwrap_or(tag)).unwrap_or_default();
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        BLOCKS.split(' ').any(|block| block == name)
    };
    let mut out = String::with_capacity(page.len());
    for line in page.lines() {
        if !out.is_empty() && !is_block(line) {
            out.push('\n');
        }
        out.push_str(line);
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_that_say_nothing_go() {
        assert_eq!(html("<ul>\n<li>甲\n<b>乙</b>\n</li>\n</ul>\n"), "<ul><li>甲\n<b>乙</b></li></ul>\n");
        assert_eq!(html("<p>甲</p>\n<pre>\n<p>\n</pre>\n"), "<p>甲</p>\n<pre>\n<p>\n</pre>\n");
    }

    #[test]
    fn what_a_style_sheet_says_stays() {
        let text = "/* 說明 */\n.a > .b, .c {\n  margin: 0.5rem -0.25rem 10.0px; /* so */ content: \"a  /* b */ {0.5}\";\n}\n@media (min-width: 40rem) { .d { x: calc(1px + 0.5 * 2px); } }\n";
        assert_eq!(
            css(text),
            ".a>.b,.c{margin:.5rem -.25rem 10.0px;content:\"a  /* b */ {0.5}\"}@media (min-width:40rem){.d{x:calc(1px + .5 * 2px)}}"
        );
        assert_eq!(css("a::before { content: \"\\\"\"; }"), "a:before{content:\"\\\"\"}");
        assert_eq!(css("a { grid-column: 1 / -1; } /* b */ a::marker { }"), "a{grid-column:1/-1}a::marker{}");
        assert_eq!(css("a { content: \"open"), "a{content:\"open");
    }

    #[test]
    fn a_script_loses_its_comments() {
        assert_eq!(script("// 說明\n  let a = 1; // stays\n\n  b();\n"), "let a = 1; // stays\nb();\n");
    }
}
