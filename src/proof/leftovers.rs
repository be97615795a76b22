//! Leftovers of markup and of pasting: what its author meant as a sign and what would print as typed.
//!
//! Read where everything has been read that can be: whatever stands in a passage is printed. A sign behind a backslash is
//! meant as itself.

use std::ops::Range;

use rust_decimal::Decimal;

use super::placeholders::COUNTED;
use super::{Finding, Reader};
use crate::chinese::is_han;
use crate::diag::{Code, Diagnostic};
use crate::model::{GAP, Passage};
use crate::source::Span;

/// A sign, what it is, and what to do.
type Sign = (&'static str, &'static str, &'static str);

const STARS: &str = "write **…** without blanks inside for bold, × for times, \\* for the star itself";
const HEADING: &str = "begin a line of its own with # signs and a blank: ## 標題";
const LINK: &str = "write [words](address) with half-width brackets, and no blank between them or in the address";
const PICTURE: &str = "write ![what it shows](file) with half-width brackets and no blank between them";
const TITLED: &str = "write the words behind the address in straight quotes: ![what it shows](file \"words below it\")";
const TABLE: &str = "write each row as | one | two |, with a line |---|---| below the first; or a `table` component";
const DIV: &str = "begin a line of its own with ::: {.name}, and end the block with a line :::";
const ATTRIBUTES: &str = "attributes stand behind a heading, a ::: or a component's name; take them away";
const BRACES: &str =
    "write {{ … }} for a figure and -{…}- for protected words, each with both its ends; \\{ for the sign itself";
const TAG: &str = "write -{zh-Hant-HK:…;zh-Hans-CN:…}- with both its ends";
const CODE: &str = "put a second back-tick behind the code, or write \\` for the sign itself";
const UNDERSCORE: &str = "write **…** for bold, CO~2~ for what stands lowered, \\_ for the sign itself";
const HTML: &str = "HTML has no meaning in the PDF: take it away";
const BULLET: &str = "begin each line with `- ` for a list";
const NUMBERS: &str =
    "they print as one paragraph: begin each line with `1. ` or `- `, or put blank lines between them";
const NEXT_ITEM: &str =
    "it prints in one line with the item above it: begin each line of the list with the same sign, `- ` or `2. `";
const BOX: &str = "write □ or ✓, or a `tick-list` component";
const COMMAND: &str = "the layout is the theme's: take it away, or write \\\\ for the sign itself";
const DASH: &str = "write —— for a dash, 至 or – for a range";
const LINE: &str = "write --- between blank lines for a line across the page";
const TOC: &str = "huibao makes the contents: take it away";
const NOTE: &str =
    "write [^name] in the text of a chapter, and a line [^name]: … below it; names and notes of metrics have none";
const MARKED: &str = "write **…** for bold; huibao has no other marks of this kind";
const CAPTION: &str = "`: 表題`, with a half-width colon and a blank, is the caption of a table right above it; a picture has its own between [ ], a component in `title`";
const RAISED: &str =
    "in the text of a chapter write m^2^, a number or a few small letters; in names and notes ²; [^name] for a note";
const LOWERED: &str = "write ₂";
const TILDE: &str =
    "CO~2~ lowers a number or up to four small letters; write 至 or – for a range, \\~ for the sign itself";
const QUANTITY: &str = "behind a figure it may begin a range: put a blank between the figure and its unit, 5 kg~x~, or write 至 for a range";
const NAME: &str =
    "names, titles and notes take no markup and no expressions: take it away; × is the sign for times, ＊ a star";
const FORMULA: &str = "huibao reads no formulas of LaTeX: write CO~2~, m^2^, ×; \\$ for the sign itself";
const WIDE_AT: &str = "write @ in an address";
const DEFINITION: &str = "it prints in one line with what stands above it: write **項目**：定義, or a table; a caption stands apart below its table";
const EDIT: &str = "accept or refuse the edit, and take its marks away";
const NARROW: &str = "a column of the spreadsheet was too narrow to show it: widen the column and copy the cell again";
const JOINED: &str = "a `table` component joins cells by ^ and <; in a Markdown table write the text again, or –";
const SPREADSHEET: &str = "write the figure, or – where there is none";
const PAGES: &str = "the theme numbers the pages: take it away";
const INVISIBLE: &str = "take it away; `check --fix` does it";

/// What a text with markup can do.
const TAKES_MARKUP: [&str; 8] = [STARS, LINK, PICTURE, BRACES, TAG, MARKED, CODE, UNDERSCORE];

/// Signs that mean nothing wherever they are left.
const SIGNS: [Sign; 34] = [
    ("{>>", "a remark of an editor", EDIT),
    ("{--", "an editor's mark for what goes", EDIT),
    ("{++", "an editor's mark for what comes", EDIT),
    ("{==", "an editor's mark", EDIT),
    ("**", "stars", STARS),
    ("~~", "tildes", "write ~~…~~ without blanks inside for struck text, \\~ for the sign itself"),
    ("##", "number signs", HEADING),
    ("![", "the beginning of a picture", PICTURE),
    ("](", "half a link", LINK),
    ("]（", "a link with full-width brackets", LINK),
    ("][", "half a link", LINK),
    ("[[", "a link of another program", LINK),
    ("]]", "a link of another program", LINK),
    ("|--", "the line below a table's head", TABLE),
    ("|:-", "the line below a table's head", TABLE),
    ("--|", "the line below a table's head", TABLE),
    ("｜-", "the line below a table's head", TABLE),
    (":::", "a block's line", DIV),
    ("{.", "attributes", ATTRIBUTES),
    ("{#", "attributes", ATTRIBUTES),
    ("] (#", "a link with a blank in it", LINK),
    ("] (http", "a link with a blank in it", LINK),
    (")[#", "a link turned round", LINK),
    ("）[#", "a link turned round", LINK),
    ("^[", "a footnote of another program", NOTE),
    ("[^", "the mark of a footnote", NOTE),
    ("[TOC]", "contents of another program", TOC),
    ("[toc]", "contents of another program", TOC),
    ("{ {", "the beginning of an expression", BRACES),
    ("}}", "the end of an expression", BRACES),
    ("}-", "the end of protected words", BRACES),
    ("`", "a back-tick", CODE),
    ("\t", "a tab, as rows of a spreadsheet have", TABLE),
    ("\u{b}", "a line break of another program", "end the line, or write a backslash at its end"),
];

/// Signs that mean nothing in Chinese, however wide an input method has made a part of them.
const WIDE_SIGNS: [Sign; 9] = [
    ("**", "full-width stars", STARS),
    ("~~", "full-width tildes", "write ~~…~~ with half-width signs for struck text"),
    ("##", "full-width number signs", HEADING),
    ("![", "the beginning of a picture with full-width signs", PICTURE),
    ("[^", "the mark of a footnote with full-width signs", NOTE),
    ("{{", "an expression with full-width braces", BRACES),
    ("-{", "protected words with full-width signs", BRACES),
    ("{#", "attributes with full-width braces", "write half-width braces: {#name disclose=…}"),
    (":::", "a block's line", DIV),
];

/// Marks that another program knows in pairs: `==亮==`.
const PAIRS: [(&str, &str); 3] =
    [("==", "marks of highlighting"), ("++", "marks of underlining"), ("$$", "marks of a formula")];

/// Bullets of word processors; one alone is told where a line begins with it. Symbol fonts have theirs in private use.
const BULLETS: [char; 9] = ['•', '◦', '▪', '➢', '❖', '‣', '⁃', '➤', '✧'];

/// Signs that are bullets where a paragraph begins with one and a blank, if the report means nothing else by them.
const SIGNS_OF_ITEMS: &str = "●◆◇■▶►－";

/// Bullets of Word whose fonts were lost: signs and letters that are bullets before a blank.
const LOST_BULLETS: [char; 7] = ['o', 'Ø', '§', 'ü', '·', '‧', '○'];

/// Signs that begin an item for readers, and nothing for huibao, where several lines begin with them: dashes, arrows,
/// geometric shapes, stars, ticks, emoji.
fn begins_item(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '－' | '＊' | '＋' | '※' | '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wishes.is_printed || !reader.wants(Code::Leftover) {
        return;
    }
    for passage in reader.passages.iter().chain(reader.others) {
        let is_table = unread_table(passage, reader) || bare_rows(passage, reader);
        signs(passage, is_table, reader);
        wide_signs(passage, reader);
        pairs(passage, reader);
        whole(passage, reader);
        characters(passage, reader);
        tags(passage, reader);
        shortened(passage, reader);
        lines(passage, is_table, reader);
        if let Some(range) = page_foot(&passage.text) {
            tell(passage, range, "the foot of a page", PAGES, reader);
        }
    }
}

/// The foot of another program's page: 第 12 頁 共 88 頁, Page 12 of 88.
fn page_foot(text: &str) -> Option<Range<usize>> {
    /// What stands around the two numbers.
    const FEET: [[&[&str]; 3]; 3] = [
        [&["第"], &["頁共", "页共", "頁，共", "页，共", "頁/共", "页/共", "頁／共", "页／共"], &["頁", "页"]],
        [&["共"], &["頁第", "页第", "頁，第", "页，第", "頁/第", "页/第", "頁／第", "页／第"], &["頁", "页"]],
        [&["Page", "page", "PAGE"], &["of", "OF"], &[""]],
    ];
    let word = |text: &mut &str, words: &[&str]| {
        let rest = words.iter().find_map(|word| {
            word.chars().try_fold(text.trim_start(), |rest, c| rest.strip_prefix(c).map(str::trim_start))
        });
        rest.map(|rest| *text = rest)
    };
    let number = |text: &mut &str| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then(|| *text = rest)
    };
    let foot = |at: usize, [first, between, last]: [&[&str]; 3]| {
        let mut rest = &text[at..];
        word(&mut rest, first)?;
        number(&mut rest)?;
        word(&mut rest, between)?;
        number(&mut rest)?;
        let end = rest;
        word(&mut rest, last)?;
        Some(at..text.len() - if last == [""] { end.len() } else { rest.len() })
    };
    let starts = text.match_indices(['第', '共', 'P', 'p']).map(|(at, _)| at);
    starts.into_iter().find_map(|at| FEET.into_iter().find_map(|feet| foot(at, feet)))
}

/// Rows of a table that were read as a paragraph, because the line below the head has another number of cells.
fn unread_table(passage: &Passage, reader: &mut Reader<'_>) -> bool {
    let text = passage.text.as_str();
    let Some((span, _)) = passage.place(0..text.len()).filter(|_| text.contains("--")) else { return false };
    let typed = reader.sources.text(span);
    let cells = |line: &str| line.trim().trim_start_matches('|').trim_end_matches('|').split('|').count();
    let is_rule =
        |line: &&str| line.contains('|') && line.contains("--") && line.chars().all(|c| " \t|:-\r".contains(c));
    let Some(rule) = typed.lines().find(is_rule) else { return false };
    let start = span.range().start + (rule.as_ptr() as usize - typed.as_ptr() as usize);
    let Some(head) = typed[..start - span.range().start].lines().last() else { return false };
    if cells(head) == cells(rule) {
        return false;
    }
    let message =
        format!("this is no table: the line below its head has {} cells, the head has {}", cells(rule), cells(head));
    let place = Span::new(span.source, start..start + rule.trim_end().len());
    reader.push(Diagnostic::warning(Code::Leftover, place, message).hint("write |---| once for each cell of the head"));
    true
}

/// Rows without bars at their ends, and without a line below the head: lines with as many bars as one another.
fn bare_rows(passage: &Passage, reader: &mut Reader<'_>) -> bool {
    let bars = |line: &str| line.matches(['|', '｜']).count();
    let Some((span, _)) = passage.place(0..passage.text.len()).filter(|_| bars(&passage.text) > 1) else {
        return false;
    };
    let typed = reader.sources.text(span);
    let mut lines = typed.lines();
    let Some(first) = lines.next().filter(|line| !line.trim_start().starts_with(['|', '｜'])) else { return false };
    let (count, mut others) = (bars(first), 0);
    if count == 0
        || !lines.all(|line| {
            bars(line) == count && {
                others += 1;
                true
            }
        })
        || others == 0
    {
        return false;
    }
    let place = Span::new(span.source, span.range().start..span.range().start + first.trim_end().len());
    reader.push(
        Diagnostic::warning(Code::Leftover, place, "these rows print as one line of text, bars and all").hint(TABLE),
    );
    true
}

/// Pairs of marks with text right inside them: 甲==乙==丙, but not C++及C++.
fn pairs(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    for (mark, what) in PAIRS {
        // Behind a brace it is an editor's mark.
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '{' || mark.starts_with(c);
        let opens = |at: &usize| {
            let inside = &text[at + mark.len()..];
            !text[..*at].ends_with(is_word)
                && inside.find(mark).is_some_and(|end| {
                    let inside = &inside[..end];
                    !inside.is_empty() && inside.trim() == inside && !inside.starts_with(|c| mark.starts_with(c))
                })
        };
        let found = text.match_indices(mark).map(|(at, _)| at).find(opens).map(|at| at..at + mark.len());
        if let Some(range) = found.filter(|range| !is_meant(passage, range, reader)) {
            tell(passage, range, what, MARKED, reader);
        }
    }
    // `註^甲^` is raised in other programs, and an exponent in none: 2^3及4^5.
    const LONGEST: usize = 12;
    for (at, _) in text.match_indices('^') {
        let inside = &text[at + 1..];
        let is_raised = |length: usize| {
            let (inside, behind) = (&inside[..length], &inside[length + 1..]);
            (1..=LONGEST).contains(&inside.chars().count())
                && inside.trim() == inside
                && !inside.starts_with('[')
                && !behind.starts_with(|c: char| c.is_ascii_digit())
        };
        let range = at..at + 1;
        if inside.find('^').is_some_and(is_raised) && !is_meant(passage, &range, reader) {
            return tell(passage, range, "a mark of raising", RAISED, reader);
        }
    }
}

/// Texts that are nothing but a sign, and texts that begin with one.
fn whole(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    let bare = text.trim();
    let start = text.len() - text.trim_start().len();
    let (range, what, hint) = if is_narrow(bare) {
        (start..start + bare.len(), "a cell of a spreadsheet", NARROW)
    } else if matches!(bare, "^" | "<" | "^^" | "<<") {
        (start..start + bare.len(), "a joined cell of another program", JOINED)
    } else if bare.len() > 2 && bare.chars().all(|c| c == '=') {
        (start..start + bare.len(), "a line of another program", LINE)
    } else if let Some(colon) = [':', '：'].into_iter().find(|colon| bare.starts_with(*colon)) {
        if !bare[colon.len_utf8()..].trim_start().starts_with(|c: char| c.is_alphanumeric()) {
            return;
        }
        (start..start + colon.len_utf8(), "a colon at the beginning", CAPTION)
    } else if matches!(bare, "NaN" | "undefined" | "null" | "#N/A") || is_formula_of_cells(bare) {
        (start..start + bare.len(), "a cell of a spreadsheet", SPREADSHEET)
    } else if let Some(call) = call(text) {
        (call, "an expression", BRACES)
    } else {
        return;
    };
    if !is_meant(passage, &range, reader) {
        tell(passage, range, what, hint, reader);
    }
}

/// What only an expression has, with one brace or none around it: `{ kpi("…") }`, `ref("…")`. Braces of other kinds are
/// told as such.
fn call(text: &str) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let begins = |(at, _): (usize, &str)| {
        let before = &text[..at];
        let name = before.len() - before.trim_end_matches(is_name).len();
        let is_call = name > 0 && text[at + 1..].trim_start().starts_with(['"', '“', '”', '\'', '‘']);
        let outside = before[..at - name].trim_end();
        let is_braced = outside.ends_with(['｛', GAP]) || outside.ends_with("{ {");
        ((is_call || before.ends_with("kpi")) && !is_braced).then_some(at - name..at + 1)
    };
    text.match_indices('(').find_map(begins)
}

/// `=A1+B2`.
fn is_formula_of_cells(bare: &str) -> bool {
    let Some(first) = bare.strip_prefix(['=', '+']) else { return false };
    let letters = first.len() - first.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '$').len();
    letters > 0 && first[letters..].starts_with(|c: char| c.is_ascii_digit()) && first.is_ascii()
}

/// `######`, which a spreadsheet shows where a column is too narrow.
fn is_narrow(bare: &str) -> bool {
    bare.len() > 2 && bare.bytes().all(|byte| byte == b'#')
}

fn signs(passage: &Passage, is_table: bool, reader: &mut Reader<'_>) {
    // Each has one of these; most texts have none.
    if !passage.text.contains(['*', '~', '#', '!', '[', ']', '|', '-', ':', '{', '}', '`', '\t', '\u{b}']) {
        return;
    }
    for (sign, what, hint) in SIGNS {
        if is_table && hint == TABLE || hint == HEADING && is_narrow(passage.text.trim()) {
            continue;
        }
        let mut places = passage.text.match_indices(sign).map(|(at, _)| at..at + sign.len());
        // A tab behind a bullet is told with it.
        let is_bullets = |range: &Range<usize>| {
            sign == "\t"
                && bullet(&passage.text[..range.end])
                    .is_some_and(|bullet| begins_line(passage, range.start - bullet, reader))
        };
        // Marks of notes side by side, [1][2], are told as such.
        let are_notes = |range: &Range<usize>| {
            let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let (before, behind) = (&passage.text[..range.start], &passage.text[range.end..]);
            sign == "][" && is_number(before.chars().next_back()) && is_number(behind.chars().next())
        };
        let is_left = |range: &Range<usize>| !is_bullets(range) && !are_notes(range);
        if let Some(range) = places.find(|range| !is_meant(passage, range, reader) && is_left(range)) {
            let rest = &passage.text[range.end..];
            let behind = if hint == PICTURE { rest.split_once("](").map_or("", |(_, behind)| behind) } else { rest };
            let address = behind.split([')', '）', '\n']).next().unwrap_or_default();
            // Within a line no heading begins.
            let is_cell = hint == HEADING && rest.starts_with('#') && !begins_line(passage, range.start, reader);
            if is_cell {
                tell(passage, range, "a cell of a spreadsheet", NARROW, reader);
                continue;
            }
            let is_titled = [LINK, PICTURE].contains(&hint) && address.contains(['“', '”', '「']);
            tell(passage, range, what, if is_titled { TITLED } else { hint }, reader);
        }
    }
}

/// Signs of markup with full-width parts.
fn wide_signs(passage: &Passage, reader: &mut Reader<'_>) {
    let narrow = |c: char| match c {
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        // What a word processor makes of a hyphen.
        '–' | '—' | '−' | '‑' => '-',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let characters: Vec<(usize, char)> = passage.text.char_indices().collect();
    for (sign, what, hint) in WIDE_SIGNS {
        let length = sign.chars().count();
        let is_sign = |typed: &&[(usize, char)]| {
            typed.iter().map(|(_, c)| narrow(*c)).eq(sign.chars()) && typed.iter().any(|(_, c)| !c.is_ascii())
        };
        let place = |typed: &[(usize, char)]| {
            let [(start, _), .., (last, end)] = typed else { return None };
            Some(*start..last + end.len_utf8())
        };
        // An exclamation and a title in brackets are no picture without an address.
        let has_address = |range: &Range<usize>| {
            let rest: String = passage.text[range.end..].chars().map(narrow).skip_while(|c| *c != ']').collect();
            let address = rest.strip_prefix("](").and_then(|rest| rest.split(')').next());
            hint != PICTURE || address.is_some_and(|address| address.contains(['.', ':', '/']))
        };
        let mut places = characters.windows(length).filter(is_sign).filter_map(place);
        if let Some(range) = places.find(|range| has_address(range) && !is_meant(passage, range, reader)) {
            tell(passage, range, what, hint, reader);
        }
    }
}

/// The tag of an edition before a wording, outside of `-{…}-`: {zh-Hant-HK:管治;zh-Hans-CN:治理}.
fn tags(passage: &Passage, reader: &mut Reader<'_>) {
    if let Some(range) = tag(&passage.text).filter(|range| !is_meant(passage, range, reader)) {
        tell(passage, range, "the tag of an edition", TAG, reader);
    }
}

/// The first such tag of a text.
fn tag(text: &str) -> Option<Range<usize>> {
    let text = text.to_ascii_lowercase();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut all = text.match_indices("zh-han").map(|(at, start)| {
        let rest = &text[at + start.len()..];
        at..text.len() - rest.trim_start_matches(is_part).len()
    });
    all.find(|range| {
        let behind = &text[range.end..];
        behind.trim_start().starts_with([':', '：', '=', '＝'])
            && behind.contains(is_han)
            && !text[..range.start].ends_with(is_part)
    })
}

/// Numbers as a spreadsheet shows them where a column is narrow: 1.2E+05.
fn shortened(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    for (at, _) in text.match_indices(['E', 'e']) {
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let start = text[..at].trim_end_matches(is_part).len();
        let power = &text[at + 1..];
        let bare = power.strip_prefix(['+', '-']).unwrap_or(power);
        let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let range = start..text.len() - bare.len() + digits;
        let is_signed = bare.len() < power.len() && digits > 1;
        let is_alone = !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "-/_".contains(c))
            && !bare[digits..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let number = Decimal::from_scientific(&text[range.clone()]).ok().filter(|_| digits > 0 && start < at);
        if let Some(number) = number.filter(|_| is_alone && (is_signed || text[start..at].contains('.')))
            && !is_meant(passage, &range, reader)
        {
            let number = number.normalize();
            let hint = format!("write the number out, with the digits that the cell has: {number} or one near it");
            reader.tell(passage, range, Code::Leftover, Finding::new("a number as a narrow column shows it", hint));
        }
    }
}

/// Signs that only their neighbours tell from text.
fn characters(passage: &Passage, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c != GAP);
    // What is told as a whole ends here.
    let mut until = 0;
    let may_be_left = |sign: char| !(is_han(sign) || sign.is_ascii_alphanumeric() || sign == ' ');
    for (at, sign) in text.char_indices().filter(|(_, sign)| may_be_left(*sign)) {
        if at < until {
            continue;
        }
        let range = at..at + sign.len_utf8();
        let (before, rest) = (text[..at].chars().next_back(), &text[range.end..]);
        let after = rest.chars().next();
        let (what, hint) = match sign {
            '*' if before != Some('*') && is_word(before) && is_word(after) => ("a star", STARS),
            '_' => match underscores(&text[..at], &text[at..], passage.is_name) {
                Some(length) => {
                    until = at + length;
                    ("an underscore", UNDERSCORE)
                }
                None => continue,
            },
            // A dash of a typewriter, in Chinese: 甲--乙.
            '-' if before.is_some_and(is_han)
                && rest.starts_with('-')
                && rest.trim_start_matches('-').starts_with(|c| is_han(c) || c.is_ascii_digit()) =>
            {
                ("a dash", DASH)
            }
            '】' | '］' | '〕' if is_address(rest) => ("a link with full-width brackets", LINK),
            '\\' if passage.is_name && after.is_some_and(|c| c.is_ascii_punctuation()) => ("a backslash", NAME),
            '{' if is_attribute(rest) => ("attributes", ATTRIBUTES),
            '{' if let Some(length) = braces(&text[..at], rest) => {
                until = range.end + length;
                if !is_meant(passage, &range, reader) {
                    tell(passage, at..until, "braces", BRACES, reader);
                }
                continue;
            }
            '{' | '[' if is_near_protection(&text[..at], sign, rest) => ("half the marks of protected words", BRACES),
            '~' | '～' if is_lowered(before, rest) || is_formula(&text[..at], rest) => {
                let hint = match () {
                    () if passage.is_name => LOWERED,
                    () if is_quantity(&text[..at]) => QUANTITY,
                    () => TILDE,
                };
                ("a mark of lowering", hint)
            }
            // `m^2`; two marks with something between are told as such.
            '^' | '＾'
                if (before.is_some_and(|c| c.is_ascii_alphabetic()) || is_ten(&text[..at]))
                    && after.is_some_and(|c| c.is_ascii_digit())
                    && !rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('^') =>
            {
                ("a mark of raising", RAISED)
            }
            '$' if let Some(length) = formula(rest) => {
                until = range.end + length;
                ("a formula", FORMULA)
            }
            '＠' if before.is_some_and(|c| c.is_ascii_alphanumeric())
                && after.is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                ("a full-width sign", WIDE_AT)
            }
            '\\' if rest.bytes().take_while(u8::is_ascii_lowercase).count() > 2 => ("a command", COMMAND),
            '#' | '=' if let Some(length) = of_spreadsheet(sign, rest) => {
                until = range.end + length;
                let what = if sign == '#' { "an error of a spreadsheet" } else { "a formula of a spreadsheet" };
                if !is_meant(passage, &range, reader) {
                    tell(passage, at..until, what, SPREADSHEET, reader);
                }
                continue;
            }
            '<' if is_tag(rest) => ("HTML", HTML),
            '&' if is_reference(rest) => ("HTML", HTML),
            _ if is_invisible(sign) => {
                let message = format!("U+{:04X} is invisible and parts words", u32::from(sign));
                reader.tell(passage, range, Code::Leftover, Finding::new(message, INVISIBLE).fix(""));
                continue;
            }
            _ => continue,
        };
        if !is_meant(passage, &range, reader) {
            tell(passage, range, what, hint, reader);
        }
    }
}

/// What lines begin with. Lines of one paragraph print as one.
fn lines(passage: &Passage, is_table: bool, reader: &mut Reader<'_>) {
    let text = passage.text.as_str();
    let mut items: Vec<(Item, Range<usize>)> = Vec::new();
    let within_item = stands_in_item(passage, reader);
    for (at, first) in text.char_indices() {
        let rest = &text[at..];
        let range = at..at + first.len_utf8();
        let is_bullet = is_bullet(first, &rest[first.len_utf8()..]);
        let is_definition = first == ':' && at > 0 && rest[1..].starts_with([' ', '\t']);
        let is_sign = is_bullet || is_definition || matches!(first, '|' | '｜' | '#' | '＃' | '[' | '＞');
        let item = item(rest).filter(|_| !is_bullet);
        if !(is_sign || item.is_some()) || !begins_line(passage, at, reader) || is_meant(passage, &range, reader) {
            continue;
        }
        if let Some((item, length)) = item {
            items.push((item, at..at + length));
            if within_item && at > 0 {
                return tell(passage, at..at + length, "the beginning of an item", NEXT_ITEM, reader);
            }
        }
        match first {
            _ if is_bullet || is_lone_item(passage, &range, reader) => {
                items.pop();
                tell(passage, range, "a bullet", BULLET, reader);
            }
            '|' | '｜' if !is_table && rest.matches(['|', '｜']).count() > 1 => {
                tell(passage, range, "a table's row", TABLE, reader)
            }
            '#' if rest[1..].starts_with(is_han) => tell(passage, range, "a number sign", HEADING, reader),
            '#' if passage.is_name && rest[1..].starts_with(' ') => tell(passage, range, "a number sign", NAME, reader),
            '＃' if rest[first.len_utf8()..].starts_with(|c| is_han(c) || matches!(c, ' ' | '　')) => {
                tell(passage, range, "a full-width number sign", HEADING, reader);
            }
            '[' if let Some(mark) = ["[ ]", "[x]", "[X]", "[]"].iter().find(|mark| rest.starts_with(**mark)) => {
                tell(passage, at..at + mark.len(), "a box of another program", BOX, reader);
            }
            '[' if rest[1..].starts_with('!') && rest[2..].starts_with(|c: char| c.is_ascii_uppercase()) => {
                tell(passage, range, "a box of another program", "begin a line of its own with ::: {.note}", reader);
            }
            '＞' => tell(passage, range, "a full-width sign", "begin a quotation with >", reader),
            ':' => tell(passage, range, "a colon at the beginning of a line", DEFINITION, reader),
            _ => {}
        }
    }
    for at in 1..items.len() {
        if items[at].0 == items[at - 1].0 {
            let range = items[at - 1].1.clone();
            return tell(passage, range, "the beginning of an item", NUMBERS, reader);
        }
    }
}

/// Whether a passage is what an item of a list begins with: `- ` or `1. ` stands before it.
fn stands_in_item(passage: &Passage, reader: &Reader<'_>) -> bool {
    let Some((span, _)) = passage.place(0..passage.text.len()) else { return false };
    let before = &reader.sources.get(span.source).text[..span.range().start];
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    matches!(line, "-" | "*" | "+") || line.trim_end_matches(['.', ')']).parse::<u32>().is_ok()
}

/// Whether a character is a bullet before this text.
fn is_bullet(first: char, rest: &str) -> bool {
    let is_apart = rest.starts_with([' ', '\t', '\u{3000}', '\u{a0}']);
    let has_text = !rest.trim_start().is_empty();
    let is_private = matches!(first, '\u{f000}'..='\u{f0ff}');
    has_text && (BULLETS.contains(&first) || is_private || (is_apart && LOST_BULLETS.contains(&first)))
}

/// Whether a paragraph begins with a sign and a blank and has no other one: `● 再用`. A sign that stands alone in cells of
/// the report has a meaning there, which this may tell: `● 已完成`.
fn is_lone_item(passage: &Passage, range: &Range<usize>, reader: &Reader<'_>) -> bool {
    let text = passage.text.as_str();
    let (Some(sign), rest) = (text[range.clone()].chars().next(), &text[range.end..]) else { return false };
    let begins = passage.place(range.clone()).is_some_and(|(span, _)| {
        let before = &reader.sources.get(span.source).text[..span.range().start];
        before.is_empty() || before.ends_with(['\n', '\r'])
    });
    let means = |other: &Passage| {
        let other = other.text.trim();
        other.contains(sign) && !other.contains(char::is_alphanumeric)
    };
    SIGNS_OF_ITEMS.contains(sign)
        && !passage.is_name
        && range.start == 0
        && begins
        && rest.starts_with([' ', '\t', '\u{3000}', '\u{a0}'])
        && rest.trim_start().starts_with(char::is_alphanumeric)
        && !rest.contains(|c| begins_item(c) && c != '-' && c != '–' && c != '—' && c != '－')
        && !reader.passages.iter().any(means)
}

/// The length of the bullet that a text ends with, but for one blank.
fn bullet(text: &str) -> Option<usize> {
    let mut characters = text.chars().rev();
    let blank = characters.next()?;
    let first = characters.next()?;
    is_bullet(first, &format!("{blank}x")).then_some(first.len_utf8())
}

/// How an item begins.
#[derive(PartialEq, Eq)]
enum Item {
    /// `(a)`, `（一）`.
    Bracketed,
    /// `1）`, `1、`, `一、`, `a.`
    Marked(char),
    /// `①`.
    Circled,
    /// `-甲`, `●甲`: lines may begin with several kinds of signs.
    Sign,
    /// `【甲】乙`.
    Titled,
}

/// The sign of an item that a text begins with, and its length.
fn item(text: &str) -> Option<(Item, usize)> {
    const LONGEST: usize = 4;
    let first = text.chars().next()?;
    if begins_item(first) {
        return Some((Item::Sign, first.len_utf8()));
    }
    if first == '【'
        && let Some(end) = text.find('】').filter(|end| !text[..*end].contains('\n'))
        && text[end + '】'.len_utf8()..].starts_with(char::is_alphanumeric)
    {
        return Some((Item::Titled, first.len_utf8()));
    }
    if matches!(first, '①'..='⓿' | '㈠'..='㉃' | '㊀'..='㊿') {
        return Some((Item::Circled, first.len_utf8()));
    }
    let is_open = matches!(first, '(' | '（');
    let inner = if is_open { &text[first.len_utf8()..] } else { text };
    let is_number = |c: &char| {
        c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ⅰ'..='ⅿ') || "一二三四五六七八九十".contains(*c)
    };
    let number: String = inner.chars().take_while(is_number).take(LONGEST).collect();
    let is_short = number.chars().all(|c| !c.is_ascii_digit()) || number.chars().count() <= 2;
    let is_word = number.chars().count() > 1 && number.chars().all(|c| c.is_ascii_alphabetic() && !"ivx".contains(c));
    let mark = inner[number.len()..].chars().next()?;
    let length = text.len() - inner.len() + number.len() + mark.len_utf8();
    let fits = !number.is_empty() && is_short && !is_word;
    match mark {
        ')' | '）' if fits && is_open => Some((Item::Bracketed, length)),
        ')' | '）' | '、' | '．' if fits && !is_open => Some((Item::Marked(mark), length)),
        '.' if fits && !is_open && !text[length..].starts_with(|c: char| c.is_ascii_digit()) => {
            Some((Item::Marked(mark), length))
        }
        _ => None,
    }
}

/// Whether a byte of a passage is the first of a line in the file, or of the passage.
fn begins_line(passage: &Passage, at: usize, reader: &Reader<'_>) -> bool {
    if at == 0 {
        return true;
    }
    let Some((span, is_exact)) = passage.place(at..at + 1) else { return false };
    // Of a text with escapes only the whole has a place.
    if !is_exact && !passage.is_seam(at) {
        return false;
    }
    let before = &reader.sources.get(span.source).text[..span.range().start];
    before.trim_end_matches([' ', '\t', '>', '\u{3000}']).ends_with(['\n', '\r'])
}

/// Whether the author has escaped a sign, or it came from an escape.
fn is_meant(passage: &Passage, range: &Range<usize>, reader: &Reader<'_>) -> bool {
    let Some((span, is_exact)) = passage.place(range.clone()) else { return true };
    // A backslash in a name is one more sign.
    if passage.is_name {
        return false;
    }
    if is_exact {
        let before = &reader.sources.get(span.source).text[..span.range().start];
        return before.ends_with('\\');
    }
    let typed = reader.sources.text(span);
    typed.starts_with('\\') || !typed.contains(&passage.text[range.clone()])
}

/// The length of what stands in underscores that mark nothing, as text goes on right beside them: 共_1,200_人. One
/// between two characters is told as well.
fn underscores(before: &str, text: &str, is_name: bool) -> Option<usize> {
    /// Letters of a formula before its index.
    const SYMBOL: usize = 2;
    let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let is_symbol = (1..=SYMBOL).contains(&letters)
        && !before[..before.len() - letters].ends_with(|c: char| c.is_ascii_alphanumeric() || "_-/.".contains(c));
    let before = before.chars().next_back();
    let mark = text.bytes().take_while(|byte| *byte == b'_').count();
    let inside = &text[mark..];
    let is_one = |text: &str| text.trim() == text && !text.is_empty() && !text.contains(['，', '。', '、', '；', '：']);
    let end = inside.find('_').filter(|end| is_one(&inside[..*end]));
    let length = end.map(|end| mark + end + inside[end..].bytes().take_while(|byte| *byte == b'_').count());
    let beside = |c: Option<char>| c.is_some_and(is_han);
    // CO_2, H_2O, NO_x, as LaTeX lowers.
    let is_index = inside.starts_with(|c: char| c.is_ascii_digit() || c == 'x')
        && !inside[1..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '_');
    if mark == 1 && is_index && is_symbol {
        return Some(mark);
    }
    match length {
        Some(length) if is_name && inside.starts_with(is_han) => Some(length),
        Some(length) if beside(before) || beside(text[length..].chars().next()) => Some(length),
        // ___噸 waits for its figure, which is told as such.
        _ if mark > 1 && inside.starts_with(|c| COUNTED.contains(c)) => None,
        _ => (beside(before) && beside(inside.chars().next())).then_some(mark),
    }
}

/// `{width=40%}` without its brace.
fn is_attribute(rest: &str) -> bool {
    let key = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
    key > 0 && rest[key..].starts_with('=')
}

/// The length of what stands behind a single brace up to its partner, if it is written in the words of a program:
/// `{ env.power }`, `{% if %}`, `{甲, text: 乙}`. Signs that begin with a brace are told as such.
fn braces(before: &str, rest: &str) -> Option<usize> {
    const OTHERS: [char; 9] = ['{', '｛', '.', '#', '>', '-', '+', '=', GAP];
    let inside = &rest[..rest.find('}')?];
    let is_other = inside.trim_start().starts_with(OTHERS) || inside.contains('{') || before.ends_with(['{', '-', '–']);
    let is_of_program = !inside.contains(is_han) || inside.contains([':', '=', '|', '"', '%']);
    let is_told = call(inside).is_some() || tag(inside).is_some();
    let has_letters = inside.contains(|c: char| c.is_ascii_alphabetic());
    (!is_other && is_of_program && !is_told && has_letters).then_some(inside.len() + 1)
}

/// `(#name)`, `（https://…）` behind a bracket.
fn is_address(rest: &str) -> bool {
    let inside = rest.strip_prefix(['(', '（']).unwrap_or_default();
    ["#", "http", "www.", "mailto:"].iter().any(|start| inside.starts_with(start))
}

/// `CO~2~` in a text that knows no markup.
fn is_lowered(before: Option<char>, rest: &str) -> bool {
    let inside = rest.split('~').next().unwrap_or_default();
    let is_short = (1..=3).contains(&inside.len())
        && inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        && !inside.starts_with('.');
    before.is_some_and(|c| c.is_ascii_alphabetic()) && is_short && rest.len() > inside.len()
}

/// Gases and dusts that reports count (Kyoto Protocol, Annex A; GB 3095-2012).
const GASES: [&str; 12] = ["CO2", "CO2e", "CH4", "N2O", "SF6", "NF3", "SO2", "NO2", "NH3", "O3", "PM10", "PM2.5"];

/// Whether what stands before a tilde and behind it is a formula whose index has one mark alone: CO~2。, H~2O, SO~x。
fn is_formula(before: &str, rest: &str) -> bool {
    // Longer words are none of a gas: PM, tCO.
    const LONGEST: usize = 5;
    let word = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    // CO2~ has its mark behind.
    let ends =
        |gas: &&str| before.strip_suffix(*gas).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()));
    if GASES.iter().any(ends) {
        return !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    }
    let index = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let behind = rest[index..].chars().next();
    let is_number = matches!(rest[..index].parse::<f32>(), Ok(number) if number < 20.0 && number > 1.0)
        && behind.is_none_or(|c| c != '~' && c != '%' && (!c.is_alphanumeric() || c.is_ascii_uppercase()));
    let is_letter =
        index == 0 && rest.starts_with('x') && !rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '~');
    (1..=LONGEST).contains(&word)
        && before.ends_with(|c: char| c.is_ascii_uppercase())
        && (is_number || is_letter)
        && !is_quantity(before)
}

/// Whether a brace or bracket with Chinese in it is next to the dashes of protected words: `- {管治} -`, `{-管治-}`, `-[管治]-`.
fn is_near_protection(before: &str, open: char, rest: &str) -> bool {
    const DASHES: [char; 3] = ['-', '–', '－'];
    let close = if open == '{' { '}' } else { ']' };
    let Some((inside, behind)) = rest.split_once(close).filter(|(inside, _)| inside.contains(is_han)) else {
        return false;
    };
    let is_within = inside.starts_with(DASHES) && inside.ends_with(DASHES) && !inside.starts_with("--");
    let is_beside = before.trim_end().ends_with(DASHES) && behind.trim_start().starts_with(DASHES);
    // Half of the marks as they should be is told as that.
    let is_told = open == '{' && (before.ends_with(DASHES) || behind.starts_with('-'));
    !is_told && (open == '{' && is_within || is_beside)
}

/// Whether a text ends with a figure and its unit in one: 5kg.
fn is_quantity(text: &str) -> bool {
    let figure = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    figure.len() < text.len() && figure.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a text ends with ten, whose powers count: 10^3噸.
fn is_ten(text: &str) -> bool {
    text.strip_suffix("10").is_some_and(|text| !text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')))
}

/// The length of `$CO_2$`, `$x^2$` behind its first sign.
fn formula(rest: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let (inside, _) = rest.split_once('$')?;
    let is_one = inside.is_ascii() && inside.len() <= LONGEST && inside.contains(['_', '^', '\\']);
    is_one.then_some(inside.len() + 1)
}

/// The length of what a spreadsheet shows of an error behind its `#` (#REF!, #N/A, #NAME?, #GETTING_DATA), or of a formula's
/// function behind its `=` (=SUM(…)).
fn of_spreadsheet(sign: char, rest: &str) -> Option<usize> {
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || "/0_".contains(c)).len();
    let name = &rest[..letters];
    let behind = rest[letters..].chars().next();
    let is_known = name == "N/A" || name == "GETTING_DATA";
    match sign {
        '=' => (letters > 1 && behind == Some('(')).then_some(letters),
        _ if letters > 2 && matches!(behind, Some('!' | '?')) => Some(letters + 1),
        _ => is_known.then_some(letters),
    }
}

/// A tag without its `<`.
fn is_tag(rest: &str) -> bool {
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    rest.starts_with("%=")
        || name.starts_with(|c: char| c.is_ascii_alphabetic()) && name[length..].starts_with(['>', '/', ' '])
}

/// `nbsp;`, `#160;`.
fn is_reference(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 1 && name[length..].starts_with(';')
}

/// Characters that print nothing: soft hyphens, marks of width zero and of direction, choices among forms, separators of
/// other programs.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e01ef}'
    ) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}'))
}

fn tell(passage: &Passage, range: Range<usize>, what: &str, hint: &str, reader: &mut Reader<'_>) {
    let sign = passage.text[range.clone()].trim();
    let hint = if passage.is_name && TAKES_MARKUP.contains(&hint) { NAME } else { hint };
    let message = match sign.is_empty() {
        true => format!("{what} stands in the text"),
        false => format!("`{sign}` prints as typed: {what}"),
    };
    // A link or a picture that is none is lost, not only misprinted.
    if [LINK, PICTURE, TITLED].contains(&hint)
        && let Some((span, _)) = passage.place(range.clone())
    {
        reader.sink.push(Diagnostic::error(Code::Markup, span, message).hint(hint));
        return;
    }
    reader.tell(passage, range, Code::Leftover, Finding::new(message, hint));
}
