//! English prose: words typed twice, blanks and marks that do not belong, brackets and quotation marks without a partner,
//! `a` and `an`; British and American spelling in one report.

use std::ops::Range;

use super::style::Style;
use super::{Finding, Reader};
use crate::chinese::is_han;
use crate::diag::Code;
use crate::model::{GAP, Passage};

/// Words that English says twice.
const TWICE: [&str; 15] =
    ["had", "that", "very", "really", "so", "more", "many", "long", "far", "again", "no", "ha", "bye", "do", "well"];

/// Marks of Chinese text, and what English has instead.
const MARKS: [(char, &str); 10] = [
    ('，', ","),
    ('。', "."),
    ('、', ","),
    ('；', ";"),
    ('：', ":"),
    ('？', "?"),
    ('！', "!"),
    ('（', "("),
    ('）', ")"),
    ('％', "%"),
];

/// Marks that come in pairs.
const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('“', '”')];

pub(super) fn check(reader: &mut Reader<'_>) {
    for passage in reader.others.iter().filter(|passage| is_english(passage)) {
        for (range, code, finding) in found(passage) {
            if reader.wants(code) {
                reader.tell(passage, range, code, finding);
            }
        }
    }
}

/// Whether a passage is in English: not a name in Chinese that an English report has.
fn is_english(passage: &Passage) -> bool {
    passage.edition.language() == "en"
        && passage.text.chars().filter(|c| is_han(*c)).count() * 4
            < passage.text.bytes().filter(u8::is_ascii_alphabetic).count()
}

type Found = (Range<usize>, Code, Finding);

fn found(passage: &Passage) -> Vec<Found> {
    let text = passage.text.as_str();
    let words = words(text);
    let mut found = Vec::new();
    for pair in words.windows(2) {
        let [first, second] = pair else { continue };
        let (one, other) = (&text[first.clone()], &text[second.clone()]);
        let is_blank = !text[first.end..second.start].is_empty() && text[first.end..second.start].trim().is_empty();
        let is_lower = other.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_blank
            && is_lower
            && one.eq_ignore_ascii_case(other)
            && !TWICE.contains(&other)
            && !passage.is_seam(second.start)
        {
            let place = first.start..second.end;
            let finding = Finding::new(format!("`{}`: typed twice", &text[place.clone()]), "keep one of the two");
            found.push((place, Code::DoubledWord, finding));
        }
        if text[first.end..second.start] == *" "
            && let Some(right) = article(text, first, other)
        {
            let finding = Finding::new(format!("`{one}` before `{other}`"), format!("write `{right}`"));
            found.push((first.clone(), Code::WrongArticle, finding.fix(right)));
        }
    }
    blanks(text, &mut found);
    marks(text, &mut found);
    partners(text, &mut found);
    found
}

/// Words of letters and digits, with what joins them.
fn words(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '\'' | '’' | '&' | '/' | '@' | '_' | '%');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part).map(|gap| at + gap) {
        let mut end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        // 1,234.5 and 3.2 are one.
        while text[..end].ends_with(|c: char| c.is_ascii_digit())
            && text[end..].starts_with([',', '.'])
            && text[end + 1..].starts_with(|c: char| c.is_ascii_digit())
        {
            end += 1;
            end += text[end..].find(|c| !is_part(c)).unwrap_or(text.len() - end);
        }
        found.push(start..end);
        at = end;
    }
    found
}

/// Blanks before a mark and behind an opening bracket.
fn blanks(text: &str, found: &mut Vec<Found>) {
    for (at, blank) in text.match_indices(' ') {
        let (before, behind) = (text[..at].chars().next_back(), text[at + blank.len()..].chars().next());
        let next = text[at + blank.len()..].chars().nth(1);
        let ends = next.is_none_or(|c| c == ' ' || c == '\n' || matches!(c, '”' | '"' | ')'));
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, GAP | ')' | ']' | '”' | '%');
        let is_stray = match (before, behind) {
            (Some('('), Some(c)) => c.is_alphanumeric(),
            (Some(c), Some(')')) => is_word(c),
            (Some(c), Some(',' | ';' | ':' | '.' | '?' | '!')) => is_word(c) && ends,
            _ => false,
        };
        if is_stray {
            let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
            let before = if before == GAP { '…' } else { before };
            let finding = Finding::new(format!("a space between `{before}` and `{behind}`"), "remove it").fix("");
            found.push((at..at + blank.len(), Code::StraySpace, finding));
        }
    }
}

/// Marks of Chinese beside Latin letters.
fn marks(text: &str, found: &mut Vec<Found>) {
    for (at, mark) in text.char_indices() {
        let Some((_, half)) = MARKS.iter().find(|(wide, _)| *wide == mark) else { continue };
        let rest = &text[at + mark.len_utf8()..];
        let (before, behind) = (text[..at].trim_end().chars().next_back(), rest.trim_start().chars().next());
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if ![before, behind].into_iter().any(is_latin) || [before, behind].into_iter().flatten().any(is_han) {
            continue;
        }
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let fix = match *half {
            "(" if is_word(text[..at].chars().next_back()) => " (".to_owned(),
            "(" | "%" => (*half).to_owned(),
            _ if is_word(rest.chars().next()) => format!("{half} "),
            _ => (*half).to_owned(),
        };
        let finding = Finding::new(format!("`{mark}` in English"), format!("write `{}`", fix.trim())).fix(fix);
        found.push((at..at + mark.len_utf8(), Code::LookAlike, finding));
    }
}

/// Brackets and quotation marks without a partner.
fn partners(text: &str, found: &mut Vec<Found>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut alone = Vec::new();
    for (at, mark) in text.char_indices() {
        if let Some((_, right)) = PAIRS.iter().find(|(left, _)| *left == mark) {
            open.push((at, *right));
        } else if PAIRS.iter().any(|(_, right)| *right == mark) {
            match open.iter().rposition(|(_, right)| *right == mark) {
                Some(nth) => {
                    alone.extend(open.drain(nth + 1..));
                    open.pop();
                }
                None if mark == ')' && numbers_item(&text[..at]) => {}
                None => {
                    alone.push((at, PAIRS.iter().find(|(_, right)| *right == mark).map_or(mark, |(left, _)| *left)))
                }
            }
        }
    }
    // Each paragraph of a long quotation opens it anew.
    open.retain(|(at, right)| !(*right == '”' && text[..*at].trim().is_empty()));
    alone.extend(open);
    let straight: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    // Behind a figure it is a sign of inches.
    let is_inches = straight.iter().any(|at| text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    if straight.len() % 2 == 1 && !is_inches {
        alone.extend(straight.last().map(|at| (*at, '"')));
    }
    alone.sort_unstable();
    for (at, partner) in alone {
        let mark = text[at..].chars().next().unwrap_or_default();
        let message = format!("`{mark}` has no partner in this paragraph");
        let finding = Finding::new(message, format!("add `{partner}`, or remove the mark"));
        found.push((at..at + mark.len_utf8(), Code::UnmatchedMark, finding));
    }
}

/// Whether a text ends with the number of an item: 1, a, iv.
fn numbers_item(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    (1..=4).contains(&word.len()) && (word.len() == 1 || word.bytes().all(|byte| b"0123456789ivx".contains(&byte)))
}

/// What an article should be, where it is the other one.
fn article(text: &str, place: &Range<usize>, next: &str) -> Option<&'static str> {
    let (own, before) = (&text[place.clone()], text[..place.start].trim_end());
    let begins = before.is_empty() || before.ends_with(['.', ':', '•', '“']);
    let is_an = match own {
        "a" | "an" => own == "an",
        "A" | "An" if begins => own == "An",
        _ => return None,
    };
    // (a) and item a are no articles.
    let is_label =
        before.ends_with(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ',' | ';' | ')' | GAP))) && !begins;
    let wants_an = wants_an(next).filter(|_| !is_label)?;
    (wants_an != is_an).then_some(match (wants_an, begins && own.starts_with('A')) {
        (true, false) => "an",
        (true, true) => "An",
        (false, false) => "a",
        (false, true) => "A",
    })
}

/// Whether `an` stands before a word; none where its sound is not told by its letters.
fn wants_an(word: &str) -> Option<bool> {
    /// Vowels that sound as consonants: a unit, a one-off.
    const CONSONANTS: &str = "unif unio uniq unit univ unil unic unis use usa usu util utop utah ubiq uran urin uk ug urug uy eu ewe one once";
    /// Behind a letter of a series stands none of what an article introduces.
    const LETTERS: &str = "and or is are in of on at as if it an are was";
    const SILENT: [&str; 5] = ["hour", "honest", "honour", "honor", "heir"];
    let head = word.split(['-', '/', '\'', '’']).next().unwrap_or_default();
    let first = head.chars().next()?;
    if first.is_ascii_digit() {
        let whole: String = head.split('.').next()?.chars().filter(char::is_ascii_digit).collect();
        // 1,100 and 1,800 may be hundreds.
        return match whole.as_str() {
            "11" | "18" => Some(true),
            whole if whole.starts_with('8') => Some(true),
            whole if whole.len() == 4 && (whole.starts_with("11") || whole.starts_with("18")) => None,
            _ => Some(false),
        };
    }
    if !head.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    if head.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return match first {
            'A' | 'E' | 'I' | 'O' => (head != "EUR" && head != "ONE").then_some(true),
            // Whether F is read as a letter or begins a word nobody knows.
            'F' | 'H' | 'L' | 'M' | 'N' | 'R' | 'S' | 'X' => None,
            _ => Some(false),
        };
    }
    // mRNA, eBook, x-ray.
    if head[1..].bytes().any(|byte| byte.is_ascii_uppercase())
        || head.len() == 1
        || LETTERS.split(' ').any(|it| it == head)
    {
        return None;
    }
    let lower = head.to_ascii_lowercase();
    let begins = |list: &str| list.split(' ').any(|start| lower.starts_with(start));
    match lower.as_bytes()[0] {
        b'a' | b'e' | b'i' | b'o' | b'u' => Some(!begins(CONSONANTS)),
        b'h' => SILENT.iter().any(|silent| lower.starts_with(silent)).then_some(true),
        // Without a vowel it is no word.
        _ if !lower.contains(['a', 'e', 'i', 'o', 'u', 'y']) => None,
        _ => Some(false),
    }
}

/// What begins words that end in -ise or -ize and what is made of them: organi|se, organi|zation.
const IZED: &str = "organi recogni minimi maximi optimi utili prioriti emphasi reali standardi categori summari mobili moderni \
    digiti digitali speciali centrali finali authori customi capitali materiali moneti incentivi decarboni harmoni penali \
    neutrali stabili visuali locali globali characteri formali generali industriali institutionali normali revitali \
    scrutini synthesi urbani commerciali operationali electri";

/// What may follow the s or z of them.
const IZED_ENDS: &str = "e es ed er ers ing ation ations ational able";

/// What begins words in -our or -or, and what may follow.
const OURS: &str = "col fav behavi lab neighb endeav hon harb od vap hum rig vig";
const OUR_ENDS: &str = "s ed ing able al hood hoods ful less";

/// Words of either kind, in the order British, American; each pair with what it is called.
const PAIRED: [(&str, &str, &str); 8] = [
    (
        "-re",
        "-er",
        "centre center centres centers centred centered fibre fiber fibres fibers litre liter litres liters theatre theater kilometre kilometer kilometres kilometers",
    ),
    (
        "-ll-",
        "-l-",
        "travelled traveled travelling traveling labelled labeled labelling labeling modelled modeled modelling modeling cancelled canceled fuelled fueled channelled channeled counselling counseling",
    ),
    ("fulfil", "fulfill", "fulfil fulfill fulfils fulfills fulfilment fulfillment"),
    ("enrol", "enroll", "enrol enroll enrols enrolls enrolment enrollment"),
    ("-ence", "-ense", "defence defense offence offense"),
    ("-yse", "-yze", "analyse analyze analysed analyzed analysing analyzing analyser analyzer"),
    ("ageing", "aging", "ageing aging"),
    ("aluminium", "aluminum", "aluminium aluminum"),
];

/// How words are spelt that the two countries spell otherwise.
#[derive(Default)]
pub(super) struct Spellings<'a>([Style<'a>; PAIRED.len() + 2]);

impl<'a> Spellings<'a> {
    pub(super) fn count(&mut self, passage: &'a Passage) {
        if !is_english(passage) {
            return;
        }
        for range in words(&passage.text) {
            // Names keep their own: International Labour Organization.
            let word = &passage.text[range.clone()];
            if word.bytes().all(|byte| byte.is_ascii_lowercase())
                && let Some((kind, form)) = spelling(word)
            {
                self.0[kind].add(form, passage, range);
            }
        }
    }

    pub(super) fn tell(self, reader: &mut Reader<'_>) {
        for style in self.0 {
            style.tell("words of this kind", reader);
        }
    }
}

/// The kind of a word, and which of the two forms it has.
fn spelling(word: &str) -> Option<(usize, &'static str)> {
    let ends = |list: &str, end: &str| list.split_ascii_whitespace().any(|known| known == end);
    for stem in IZED.split_ascii_whitespace() {
        let Some(rest) = word.strip_prefix(stem) else { continue };
        for (letter, form) in [("s", "-ise"), ("z", "-ize")] {
            if rest.strip_prefix(letter).is_some_and(|end| ends(IZED_ENDS, end)) {
                return Some((0, form));
            }
        }
    }
    for stem in OURS.split_ascii_whitespace() {
        let Some(rest) = word.strip_prefix(stem) else { continue };
        for (middle, form) in [("our", "-our"), ("or", "-or")] {
            if rest.strip_prefix(middle).is_some_and(|end| end.is_empty() || ends(OUR_ENDS, end)) {
                return Some((1, form));
            }
        }
    }
    PAIRED.iter().enumerate().find_map(|(nth, (british, american, list))| {
        let at = list.split_ascii_whitespace().position(|known| known == word)?;
        Some((nth + 2, if at % 2 == 0 { *british } else { *american }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edition;
    use crate::source::{Sources, Span};

    fn told(text: &str) -> Vec<(&'static str, String)> {
        let source = Sources::default().add("a.md", text);
        let edition = Edition::all().find(|edition| edition.language() == "en").expect("one is");
        let mut passage = Passage::new(edition);
        passage.push(text, Span::new(source, 0..text.len()));
        found(&passage).into_iter().map(|(range, code, _)| (code.name(), text[range].to_owned())).collect()
    }

    #[test]
    fn slips_of_english() {
        for (text, code, place) in [
            ("The the company saves energy.", "doubled-word", "The the"),
            ("We have have a plan.", "doubled-word", "have have"),
            ("We save water , too.", "stray-space", " "),
            ("We save water .", "stray-space", " "),
            ("We save ( water) here.", "stray-space", " "),
            ("We save energy，water and paper.", "look-alike", "，"),
            ("Scope 1（direct) emissions", "look-alike", "（"),
            ("We save energy (and water.", "unmatched-mark", "("),
            ("We save “energy and water.", "unmatched-mark", "“"),
            ("We save energy\" and water.", "unmatched-mark", "\""),
            ("We save energy) and water.", "unmatched-mark", ")"),
            ("We have a environmental policy.", "wrong-article", "a"),
            ("This is an company policy.", "wrong-article", "an"),
            ("A employee left.", "wrong-article", "A"),
            ("It took a hour and an year.", "wrong-article", "a"),
            ("It is an unique plan.", "wrong-article", "an"),
            ("We hold a ESG meeting.", "wrong-article", "a"),
            ("We hold an UK meeting.", "wrong-article", "an"),
            ("We saw a 8% rise.", "wrong-article", "a"),
            ("We saw an 12-month plan.", "wrong-article", "an"),
        ] {
            assert!(told(text).contains(&(code, place.to_owned())), "{text}: {:?}", told(text));
        }
    }

    #[test]
    fn sound_english() {
        for text in [
            "A unit, a one-off, a European, a useful, an hour, an honest man, an 8% rise, an 11-month plan, a 1,100 MW plant.",
            "An MBA, a MSc, an ESG plan, an A-share, a U-turn, an EU rule, an F-gas, an x-ray, an rPET bottle, an 85-year lease.",
            "Items: (a) environmental, (b) social; a) energy and b) water; options a and b, from a to an.",
            "We had had that that very very day. No. 5 .NET, at 10:30 ... and (see 4.2).",
            "The 青禾（集團）of 香港，and others; 5'10\" and 27\" screens.",
            "“Long quotations open every paragraph anew.",
            "We report on Scope 1, 2 and 3 (see [1]); “done” (twice).",
            "Part A environmental matters and Type A unit; an uninterrupted, unidentified unit.",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn spelling_of_two_countries() {
        for (word, form) in [
            ("organisation", "-ise"),
            ("organizations", "-ize"),
            ("colour", "-our"),
            ("labor", "-or"),
            ("centers", "-er"),
            ("modelling", "-ll-"),
            ("fulfillment", "fulfill"),
        ] {
            assert_eq!(spelling(word).map(|(_, form)| form), Some(form), "{word}");
        }
        for word in
            ["emphasis", "realistic", "specialist", "laboratory", "honorary", "organism", "analyses", "priorities"]
        {
            assert_eq!(spelling(word), None, "{word}");
        }
    }
}
