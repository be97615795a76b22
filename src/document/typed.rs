//! References that an author typed, 見表3, 第8.3節, held against what the report has: a number that is typed leads to
//! nothing, or will one day.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::references::Places;
use crate::chinese::{is_han, words};
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::model::printed::{Block, BlockKind, Chapter, Data, Inline, InlineKind};
use crate::model::{CAPTIONS, Edition, Passage, Printed, Visit, plain_text};
use crate::source::{Sources, Span};

/// What leads to a place, in Simplified.
const LEADS: [&str; 16] = [
    "见",
    "参阅",
    "参考",
    "载于",
    "列于",
    "刊于",
    "述于",
    "详述于",
    "本报告",
    "本报告的",
    "本报告之",
    "如",
    "据",
    "根据",
    "按",
    "于",
];

/// Of these only a table or a figure is meant: 於第3章 may be a book's.
const OF_CAPTIONS: [&str; 5] = ["如", "据", "根据", "按", "于"];

/// Other papers that have chapters, tables and pages.
const OTHERS: [&str; 25] = [
    "《",
    "年报",
    "年度报告",
    "上市规则",
    "条例",
    "附录",
    "附件",
    "指引",
    "守则",
    "准则",
    "标准",
    "手册",
    "通函",
    "招股",
    "公告",
    "规则",
    "法例",
    "法律",
    "章程",
    "文件",
    "合同",
    "协议",
    "GRI",
    "IFRS",
    "报告书",
];

/// What follows a table or a figure that a sentence speaks of: 表3列示.
const SPEAKS: &str = "列显载展所为是总汇说阐呈概";

/// What joins two references: 見表1及表9.
const JOINS: [&str; 7] = ["及", "和", "与", "、", "至", "或", "以及"];

/// Tells typed references of the source edition.
pub(super) fn check(
    chapters: &[Chapter],
    places: &Places<'_>,
    edition: Edition,
    sources: &Sources,
    severity: Severity,
    sink: &mut Sink,
) {
    if !edition.script().is_ideographic() {
        return;
    }
    let known = places.given.iter().map(|(name, anchor)| (words::in_place(name), anchor.as_deref())).collect();
    let mut captions = Captions(BTreeSet::new());
    chapters.iter().for_each(|chapter| captions.chapter(chapter));
    let mut typed = Typed { known, captions: captions.0, called: &places.called, edition, sources, severity, sink };
    chapters.iter().for_each(|chapter| typed.chapter(chapter));
}

/// Numbers that stand typed at the beginning of a line: of captions, of headings.
struct Captions(BTreeSet<String>);

impl<'a> Visit<'a, Printed> for Captions {
    fn block(&mut self, block: &'a Block) {
        // 附錄一術語表.
        if let BlockKind::Heading { number: None, inlines, .. } = &block.kind {
            let title = words::in_place(&plain_text(inlines));
            self.0.extend(number(title.trim_start(), 0).map(|(_, name, _)| name));
        }
        if !matches!(block.kind, BlockKind::Heading { number: Some(_), .. }) {
            self.inside_block(block);
        }
    }

    fn line(&mut self, line: &'a [Inline]) {
        let text = words::in_place(&plain_text(line));
        let text = text.trim_start();
        // 表3 排放, 表3：排放; no sentence of it: 表3列示.
        let is_title = |end: usize| {
            text[end..].is_empty() || text[end..].starts_with([' ', '\u{3000}', '：', ':', '.', '．', '-', '–', '—'])
        };
        self.0.extend(number(text, 0).filter(|(end, ..)| is_title(*end)).map(|(_, name, _)| name));
    }
}

/// Whether a heading begins as an item of a list does: 一、業務, （二）環境, 3、員工; not 一、二期工程.
fn is_item(title: &str) -> bool {
    let inner = title.strip_prefix(['（', '(']);
    let is_figure = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bare = inner.unwrap_or(title);
    let end = bare.find(|c| !is_figure(c)).unwrap_or(bare.len());
    let mut behind = bare[end..].chars();
    let is_closed = behind.next().is_some_and(|mark| match inner {
        Some(_) => matches!(mark, '）' | ')'),
        None => matches!(mark, '、' | '．'),
    });
    (1..=2).contains(&bare[..end].chars().count()) && is_closed && !behind.next().is_some_and(is_figure)
}

struct Typed<'s> {
    /// What the report numbers, each with its anchor, in Simplified.
    known: BTreeMap<String, Option<&'s str>>,
    captions: BTreeSet<String>,
    called: &'s BTreeMap<String, Option<String>>,
    edition: Edition,
    sources: &'s Sources,
    severity: Severity,
    sink: &'s mut Sink,
}

impl<'a> Visit<'a, Printed> for Typed<'_> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading { number: Some(own), inlines, .. } => self.heading(own, inlines),
            BlockKind::Table(table) => self.caption(table.caption.as_deref()),
            BlockKind::Picture(picture) => self.caption(picture.caption.as_deref()),
            BlockKind::Component(component) => {
                let caption = CAPTIONS.into_iter().find_map(|key| component.fields.get(key));
                self.caption(match caption {
                    Some(Data::Text(caption)) => Some(caption),
                    _ => None,
                });
            }
            _ => {}
        }
        self.inside_block(block);
    }

    fn line(&mut self, line: &'a [Inline]) {
        let mut passage = Passage::new(self.edition);
        self.read(line, &mut passage);
        let text = words::in_place(&passage.text);
        for (range, name, kind) in references(&text) {
            let Some((span, _)) = passage.place(range.clone()) else { continue };
            let shown = &passage.text[range];
            let known = self.known.get(&name).copied();
            if kind != Kind::Page && known.is_none() && self.captions.contains(&name) {
                continue;
            }
            self.tell(span, shown, kind, known);
        }
    }
}

impl Typed<'_> {
    /// A heading that begins with the number that it is given: 3.1 3.1 能源.
    fn heading(&mut self, own: &str, inlines: &[Inline]) {
        let title = words::in_place(&plain_text(inlines));
        let title = title.trim_start();
        let length = title.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(title.len());
        let (digits, rest) = title.split_at(length);
        let typed = digits.trim_end_matches('.');
        // 1.5 度 is a measure.
        let is_measure = rest.trim_start().starts_with(|c: char| "度℃°倍萬万億亿米吨年个%".contains(c));
        let is_own = typed == own && digits.len() > typed.len()
            || typed.contains('.') && rest.starts_with([' ', '\u{3000}']) && !is_measure;
        let is_named = number(title, 0).is_some_and(|(_, _, kind)| kind == Kind::Section);
        // 1. 業務; 2030. is no number of an item.
        let is_dotted = (1..=2).contains(&typed.len()) && digits.len() > typed.len() && rest.starts_with(' ');
        if is_own || is_named || is_dotted || is_item(title) {
            self.twice(inlines);
        }
    }

    /// A caption that begins with a number behind the one that it is given: 表1 表1 排放.
    fn caption(&mut self, caption: Option<&[Inline]>) {
        let Some([given, own @ ..]) = caption else { return };
        let is_number = |line: &[Inline]| number(words::in_place(&plain_text(line)).trim_start(), 0).is_some();
        if is_number(std::slice::from_ref(given)) && is_number(own) {
            self.twice(own);
        }
    }

    fn twice(&mut self, line: &[Inline]) {
        let Some(first) = line.first() else { return };
        let message = "this begins with a number, and huibao prints one before it";
        self.push(first.span, message.to_owned(), "take the typed number away".to_owned(), self.severity);
    }

    /// A line without what references print by themselves.
    fn read(&mut self, line: &[Inline], passage: &mut Passage) {
        for inline in line {
            match &inline.kind {
                InlineKind::Text(text) => {
                    passage.align(text, inline.span, &self.sources.get(inline.span.source).text);
                }
                InlineKind::Link { target, content } => {
                    self.link(target.anchor(), content, inline.span);
                    passage.gap(inline.span);
                }
                InlineKind::Footnote(_) => {}
                InlineKind::Own(_) | InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Break => {
                    passage.gap(inline.span)
                }
                _ => self.read(inline.children(), passage),
            }
        }
    }

    /// A link that says another number than that of the place it leads to.
    fn link(&mut self, anchor: Option<&str>, content: &[Inline], span: Span) {
        let Some(Some(called)) = anchor.and_then(|anchor| self.called.get(anchor)) else { return };
        let own = plain_text(content);
        let (text, right) = (words::in_place(&own), words::in_place(called));
        let found = (0..text.len()).filter(|at| text.is_char_boundary(*at)).find_map(|at| number(&text, at));
        let (Some((_, name, kind)), Some((_, _, its))) = (found, number(&right, 0)) else { return };
        if kind == its && name != right {
            let message = format!("the words say `{}`, the link leads to {called}", own.trim());
            let hint = format!(
                "write `[](#{})`, which prints {called} and the next number when it moves",
                anchor.unwrap_or_default()
            );
            self.push(span, message, hint, self.severity);
        }
    }

    /// A reference; `known` where the report has a place of that number, perhaps with an anchor.
    fn tell(&mut self, span: Span, shown: &str, kind: Kind, known: Option<Option<&str>>) {
        let (message, hint, severity) = match (kind, known) {
            (Kind::Page, _) => (
                format!("`{shown}` is typed: nothing keeps it true when pages move"),
                "give the place a name, `{#name}`, and write `{{ ref(\"name\", format=\"page\") }}`, or [](#name)".to_owned(),
                self.severity,
            ),
            (_, Some(anchor)) => (
                format!("`{shown}` is typed: it stays as it is when numbers move"),
                match anchor {
                    Some(anchor) => format!("write `[](#{anchor})`, which prints the number"),
                    None => "give the place a name, `{#name}`, and write [](#name), which prints the number".to_owned(),
                },
                self.severity.min(Severity::Note),
            ),
            (Kind::Table | Kind::Figure, None) => (
                format!("the report has no `{shown}`"),
                "name the place, `{#name}`, and write [](#name); `numbered: [tables, figures]` in report.yaml numbers captions"
                    .to_owned(),
                self.severity,
            ),
            (Kind::Section | Kind::Appendix, None) => (
                format!("the report has no `{shown}`"),
                "name the heading, `{#name}`, and write [](#name), which prints its number".to_owned(),
                self.severity,
            ),
        };
        self.push(span, message, hint, severity);
    }

    fn push(&mut self, span: Span, message: String, hint: String, severity: Severity) {
        let mut told = Diagnostic::warning(Code::TypedReference, span, message).hint(hint);
        told.severity = severity;
        self.sink.push(told);
    }
}

/// What a reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    Figure,
    Section,
    Appendix,
    Page,
}

/// The references in a text in Simplified: where they stand, what they would be called, and their kind.
fn references(text: &str) -> Vec<(Range<usize>, String, Kind)> {
    let mut found: Vec<(Range<usize>, String, Kind)> = Vec::new();
    let begins = |c: char| matches!(c, '表' | '图' | '第' | '附') || c.is_ascii_digit();
    for (at, sign) in text.match_indices(begins) {
        let is_bare = sign.starts_with(|c: char| c.is_ascii_digit());
        if is_bare && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || ".-第".contains(c)) {
            continue;
        }
        let Some((end, name, kind)) = (if is_bare { bare_number(text, at) } else { number(text, at) }) else {
            continue;
        };
        let before = text[..at].trim_end_matches([' ', '「', '“']);
        let lead = LEADS.iter().filter(|lead| before.ends_with(**lead)).max_by_key(|lead| lead.len());
        let is_caption = matches!(kind, Kind::Table | Kind::Figure);
        let is_own = lead.is_some_and(|lead| lead.starts_with("本报告"));
        let behind = text[end..].chars().next();
        // 見表1及表9; （表3）; 表3列示.
        let follows = found.last().is_some_and(|(last, ..)| JOINS.contains(&text[last.end..at].trim()));
        let is_alone = before.ends_with(['（', '(']) && matches!(behind, Some('）' | ')'));
        let begins = before.is_empty() || before.ends_with(['。', '；', '，', '\n']);
        let speaks = is_alone || begins && behind.is_some_and(|c| SPEAKS.contains(c));
        let leads = lead.is_some_and(|lead| is_caption || !OF_CAPTIONS.contains(lead)) || is_caption && speaks;
        if !(leads || follows) {
            continue;
        }
        let start = text[..at].rfind(['。', '；', '\n']).unwrap_or(0);
        let stop = text[end..].find(['。', '；', '\n']).map_or(text.len(), |stop| end + stop);
        let sentence = &text[start..stop];
        // A heading's number is no other paper's where 本報告 stands before it.
        let is_appendix = |other: &str| kind == Kind::Appendix && name.starts_with(other);
        if is_own || !OTHERS.iter().any(|other| sentence.contains(other) && !is_appendix(other)) {
            found.push((at..end, name, kind));
        }
    }
    found
}

/// A section's or a page's number without 第 before it: 參閱3.9節.
fn bare_number(text: &str, at: usize) -> Option<(usize, String, Kind)> {
    let (number, length) = numeral(&text[at..])?;
    let end = at + length;
    let unit = text[end..].chars().next()?;
    let kind = match unit {
        '章' | '节' => Kind::Section,
        '页' => Kind::Page,
        _ => return None,
    };
    let end = end + unit.len_utf8();
    // 參考3節課程 counts.
    let counts = text[end..].starts_with(is_han) && !number.contains('.');
    (!counts).then(|| (end, format!("第{number}{unit}"), kind))
}

/// A number of a table, a figure, a section, an appendix or a page at a place: where it ends, what it is called, its kind.
fn number(text: &str, at: usize) -> Option<(usize, String, Kind)> {
    const APPENDIX: &str = "附录";
    let sign = text[at..].chars().next()?;
    let start = at + if text[at..].starts_with(APPENDIX) { APPENDIX.len() } else { sign.len_utf8() };
    let rest = text[start..].trim_start_matches(' ');
    let from = text.len() - rest.len();
    let (number, length) = numeral(rest)?;
    let end = from + length;
    match sign {
        '表' | '图' => {
            let goes_on = text[end..]
                .starts_with(|c: char| c.is_ascii_alphanumeric() || "号张份项个种类年月日次幅％%".contains(c));
            let kind = if sign == '表' { Kind::Table } else { Kind::Figure };
            (!goes_on).then(|| (end, format!("{sign}{number}"), kind))
        }
        '附' if start > at + sign.len_utf8() => {
            // 附錄3A and 附錄一甲 are another paper's.
            let goes_on = text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || "甲乙丙丁".contains(c));
            (!goes_on).then(|| (end, format!("{APPENDIX}{number}"), Kind::Appendix))
        }
        '第' => {
            let behind = text[end..].trim_start_matches(' ');
            let unit = behind.chars().next()?;
            let stop = text.len() - behind.len() + unit.len_utf8();
            let kind = match unit {
                '章' | '节' => Kind::Section,
                '页' => Kind::Page,
                _ => return None,
            };
            Some((stop, format!("第{number}{unit}"), kind))
        }
        _ => None,
    }
}

/// A number in digits, with points or hyphens between its parts, or a Chinese one below a hundred, as digits.
fn numeral(text: &str) -> Option<(String, usize)> {
    const FIGURES: &str = "〇一二三四五六七八九";
    let length = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(text.len());
    let digits = text[..length].trim_end_matches(['.', '-']);
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        return Some((digits.to_owned(), digits.len()));
    }
    let figure = |c: char| FIGURES.chars().position(|known| known == c);
    let characters: Vec<char> = text.chars().take_while(|c| *c == '十' || figure(*c).is_some()).take(4).collect();
    let number = match characters[..] {
        ['十'] => 10,
        [one] => figure(one)?,
        ['十', one] => 10 + figure(one)?,
        [ten, '十'] => 10 * figure(ten)?,
        [ten, '十', one] => 10 * figure(ten)? + figure(one)?,
        _ => return None,
    };
    (number > 0).then(|| (number.to_string(), characters.iter().map(|c| c.len_utf8()).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        references(&words::in_place(text)).into_iter().map(|(_, name, _)| name).collect()
    }

    #[test]
    fn references_to_the_report_itself() {
        for (text, names) in [
            ("詳情見表99及表 3。", &["表99", "表3"][..]),
            ("如圖12所示，排放減少。", &["图12"]),
            ("參閱第88頁及第90頁。", &["第88页", "第90页"]),
            ("載於本報告第8.3節。", &["第8.3节"]),
            ("（見第十二章）", &["第12章"]),
            ("排放減少（表3）。", &["表3"]),
            ("表4列示排放量。", &["表4"]),
            ("见第3章“用水”。", &["第3章"]),
            ("詳情請參閱3.9節。", &["第3.9节"]),
            ("載於4.2章及5.1節，見88頁。", &["第4.2章", "第5.1节", "第88页"]),
            ("詳情載於附錄三。", &["附录3"]),
            ("參閱附錄 2及附錄十二。", &["附录2", "附录12"]),
        ] {
            assert_eq!(found(text), names, "{text}");
        }
    }

    #[test]
    fn references_to_other_papers_and_other_words() {
        for text in [
            "上市規則第13.91條及附錄C2",
            "見《管治守則》第8章",
            "見年報第88頁",
            "根據《上市規則》，見第13章。",
            "本集團2025年年報第88頁",
            "代表3名員工，發表2篇論文，報表1份",
            "列表一及附表1",
            "第8章講述用水",
            "見表1000個",
            "參考3節課程，共3.5節，用時2節",
            "《上市規則》附錄二十七，載於附錄C2，見附錄3A及附錄一甲",
            "守則載於附錄二十七，附錄三載有詳情",
        ] {
            assert_eq!(found(text), [""; 0].as_slice(), "{text}");
        }
    }
}
