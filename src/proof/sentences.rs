//! Sentences that stop before their end, and lists whose items end in two ways.

use std::collections::BTreeSet;

use super::{Finding, Reader, collect};
use crate::chinese::{is_han, words};
use crate::diag::Code;
use crate::model::{Block, BlockKind, Data, Edition, GAP, Inline, InlineKind, Passage, Report};

/// Characters of a paragraph that may be a sentence, of one that its last word tells, of one that is by its words alone,
/// and of a list's item.
const SENTENCE: usize = 15;
const BEGUN: usize = 8;
const LONG: usize = 20;
const ITEM: usize = 8;

/// Marks that end a sentence, and those that may stand behind them.
const ENDS: &str = "。！？…；.!?;";
const CLOSES: &str = "」』”’）》】〕)]";

/// What never ends a sentence: marks within one, and words that join what follows.
const JOINS: [&str; 16] =
    ["，", "、", ",", "及", "和", "與", "与", "以及", "或", "並", "并", "且", "以", "的", "為", "因"];

/// Who speaks or what is done: what has one of these is no slogan, no address and no line of names.
const TELLS: [&str; 24] = [
    "我們",
    "我们",
    "本集團",
    "本集团",
    "本公司",
    "本年度",
    "報告期",
    "报告期",
    "並於",
    "并于",
    "已於",
    "已于",
    "致力",
    "將會",
    "将会",
    "為了",
    "，並",
    "，并",
    "，從而",
    "，从而",
    "，確保",
    "，确保",
    "，以確保",
    "，旨在",
];

/// What a line begins with that is a note below a table, and needs no stop.
const NOTES: [&str; 12] =
    ["註", "注", "附註", "附注", "備註", "备注", "資料來源", "资料来源", "來源", "来源", "*", "#"];

pub(super) fn check(report: &Report, reader: &mut Reader<'_>) {
    let source = report.config.source;
    let translations =
        report.translations.iter().flat_map(|own| own.chapters.iter().map(|chapter| (own.edition, chapter)));
    let chapters = report.chapters.iter().map(|chapter| (source, chapter)).chain(translations);
    for (edition, chapter) in chapters.filter(|(edition, _)| edition.script().is_ideographic()) {
        blocks(&chapter.blocks, edition, true, reader);
    }
}

fn blocks(all: &[Block], edition: Edition, is_chapter: bool, reader: &mut Reader<'_>) {
    for (at, block) in all.iter().enumerate() {
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                paragraph(inlines, all.get(at + 1), edition, is_chapter, reader);
            }
            BlockKind::List { items, .. } => list(items, edition, reader),
            BlockKind::Only(only) => {
                let edition = if let [own] = only.editions[..] { own } else { edition };
                blocks(&only.blocks, edition, is_chapter, reader);
            }
            BlockKind::Component(component) => {
                blocks(&component.body, edition, false, reader);
                // Cells of a table end as each needs.
                if component.name.node != TABLE {
                    component.fields.values().for_each(|field| items_of(field, edition, reader));
                }
            }
            _ => {}
        }
    }
}

fn paragraph(inlines: &[Inline], next: Option<&Block>, edition: Edition, is_chapter: bool, reader: &mut Reader<'_>) {
    // Lines that are parted are names, addresses, verses; bold by itself is a heading.
    let is_parted = |inline: &Inline| matches!(inline.kind, InlineKind::Break);
    let is_title = matches!(inlines, [Inline { kind: InlineKind::Strong(_) | InlineKind::Emph(_), .. }]);
    if is_title || inlines.iter().any(is_parted) {
        return;
    }
    let passage = collect::passage(edition, inlines, reader.sources);
    let leads = match next.map(|next| &next.kind) {
        // What is announced follows.
        Some(BlockKind::Heading { .. } | BlockKind::Rule) | None => false,
        Some(BlockKind::Paragraph(_)) => passage.text.trim_end().ends_with(['：', ':']),
        Some(_) => true,
    };
    let Some((range, message)) = cut(&passage.text, leads, is_chapter) else { return };
    let hint = "write the sentence to its end, with a full stop";
    reader.tell(&passage, range, Code::CutSentence, Finding::new(message, hint));
}

/// Where a paragraph is cut off, and what is told of it.
fn cut(text: &str, leads: bool, is_chapter: bool) -> Option<(std::ops::Range<usize>, String)> {
    let trimmed = text.trim_end();
    let start = text.len() - text.trim_start().len();
    let own = &trimmed[start.min(trimmed.len())..];
    if let Some(mark) = own.chars().next().filter(|mark| "，。、；：！？）」』》".contains(*mark)) {
        let message = format!("the paragraph begins with `{mark}`: what stood before it is missing");
        return Some((start..start + mark.len_utf8(), message));
    }
    let bare = own.trim_end_matches(|c| CLOSES.contains(c));
    let last = bare.chars().next_back()?;
    let is_note = NOTES.iter().any(|note| own.starts_with(note)) || own.starts_with(|c: char| c.is_ascii_digit());
    let is_labelled = own.chars().take(SENTENCE / 2).any(|c| matches!(c, '：' | ':'));
    let length = own.chars().count();
    if length < BEGUN || ENDS.contains(last) || is_note || !own.contains(is_han) {
        return None;
    }
    let is_closed = bare.len() < own.len();
    let place = |word: &str| trimmed.len() - word.len()..trimmed.len();
    let joins = JOINS.iter().filter(|word| !is_closed && own.ends_with(**word)).max_by_key(|word| word.len());
    if let Some(word) = joins
        && !leads
        && !ends_in_word(own)
    {
        return Some((place(word), format!("the paragraph ends in `{word}`: the rest of the sentence is missing")));
    }
    if matches!(last, '：' | ':') {
        let message = "the paragraph announces something, and nothing follows";
        // 致各位股東：
        let is_salutation = own.starts_with(['致', '敬']) || own.starts_with("各位") || own.starts_with("尊敬");
        return (!leads && is_chapter && !is_closed && !is_salutation)
            .then(|| (place("："), message.to_owned()))
            .filter(|_| last == '：');
    }
    // What has no stop at all may be a line of names.
    let has_stop = own.contains('。');
    let tells = length >= LONG && own.contains('，') && TELLS.iter().any(|word| own.contains(word));
    let is_word = last == GAP || last.is_alphanumeric() || matches!(last, '%' | '％');
    let is_cut =
        length >= SENTENCE && is_word && !leads && !is_closed && !is_labelled && (has_stop || tells && is_chapter);
    let end = trimmed.chars().next_back().map_or(0, char::len_utf8);
    is_cut.then(|| (trimmed.len() - end..trimmed.len(), "the paragraph ends without a full stop".to_owned()))
}

/// Whether a text ends in a word of two characters: 碳中和, 普及 and 可以 end in nothing that joins what follows.
fn ends_in_word(text: &str) -> bool {
    let last: Vec<(usize, char)> = text.char_indices().rev().take(2).collect();
    matches!(last[..], [(_, one), (at, other)] if is_han(one) && is_han(other) && words::is_word(&text[at..]))
}

/// How an item of a list ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Marked,
    Bare,
}

/// The component of which each cell is a text by itself.
const TABLE: &str = "table";

/// Items of a component: the texts under one key are those of one list.
fn items_of(field: &Data, edition: Edition, reader: &mut Reader<'_>) {
    match field {
        Data::List(items) => {
            let mut keys: BTreeSet<&str> = BTreeSet::new();
            for item in items {
                if let Data::Map(fields) = item {
                    keys.extend(fields.keys().map(String::as_str));
                }
            }
            for key in keys.into_iter().map(Some).chain([None]) {
                let texts = items.iter().map(|item| text_of(item, key));
                let ends: Vec<_> = texts.map(|text| ended(text?, edition, reader)).collect();
                alike(&ends, reader);
            }
            items.iter().for_each(|item| items_of(item, edition, reader));
        }
        Data::Map(fields) => fields.values().for_each(|field| items_of(field, edition, reader)),
        _ => {}
    }
}

/// The text of an item, or the one that it has under a key.
fn text_of<'d>(item: &'d Data, key: Option<&str>) -> Option<&'d [Inline]> {
    match (item, key) {
        (Data::Text(text), None) => Some(text),
        (Data::Map(fields), Some(key)) => text_of(fields.get(key)?, None),
        _ => None,
    }
}

fn ended(inlines: &[Inline], edition: Edition, reader: &Reader<'_>) -> Option<(Passage, End)> {
    let passage = collect::passage(edition, inlines, reader.sources);
    end(&passage.text).map(|end| (passage, end))
}

fn list(items: &[Vec<Block>], edition: Edition, reader: &mut Reader<'_>) {
    let ends: Vec<Option<(Passage, End)>> = items
        .iter()
        .map(|item| match item.as_slice() {
            [Block { kind: BlockKind::Paragraph(inlines), .. }] => ended(inlines, edition, reader),
            _ => None,
        })
        .collect();
    alike(&ends, reader);
    for item in items {
        for block in item {
            if let BlockKind::List { items, .. } = &block.kind {
                list(items, edition, reader);
            }
        }
    }
}

/// Tells the items that end otherwise than the others.
fn alike(ends: &[Option<(Passage, End)>], reader: &mut Reader<'_>) {
    let Some((last, before)) = ends.split_last() else { return };
    let count = |wanted: End| before.iter().flatten().filter(|(_, end)| *end == wanted).count();
    let (marked, bare) = (count(End::Marked), count(End::Bare));
    // The last one alone may have the stop of the whole list.
    let last_is_bare = last.as_ref().is_some_and(|(_, end)| *end == End::Bare);
    if marked == 0 || (bare == 0 && !last_is_bare) {
        return;
    }
    let is_rare = if bare > marked { End::Marked } else { End::Bare };
    let rest = last.iter().filter(|_| is_rare == End::Bare);
    for (passage, _) in before.iter().flatten().chain(rest).filter(|(_, end)| *end == is_rare) {
        let text = passage.text.trim_end();
        let length = text.chars().next_back().map_or(0, char::len_utf8);
        let (message, hint) = match is_rare {
            End::Bare => {
                ("this item ends without a mark, others of the list with one", "end all of them alike: write `。`")
            }
            End::Marked => {
                ("this item ends with a mark, others of the list without one", "end all of them alike: take it away")
            }
        };
        reader.tell(passage, text.len() - length..text.len(), Code::MixedEnds, Finding::new(message, hint));
    }
}

/// How an item ends; none for one that is too short to be a sentence, or that leads to something.
fn end(text: &str) -> Option<End> {
    // 節能；及
    let text = text.trim();
    let joined = ["以及", "及", "和", "或"].iter().find_map(|word| text.strip_suffix(word));
    let text = joined.filter(|text| text.ends_with(['；', '，', '、'])).unwrap_or(text);
    let last = text.trim_end_matches(|c| CLOSES.contains(c)).chars().next_back()?;
    match last {
        '。' | '；' => Some(End::Marked),
        '，' | '、' => None,
        _ if text.chars().count() < ITEM || !is_han(last) => None,
        _ => Some(End::Bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<&str> {
        cut(text, false, true).map(|(range, _)| &text[range])
    }

    #[test]
    fn sentences_that_stop_before_their_end() {
        for (text, place) in [
            ("本集團推行多項節能措施。我們將於下一年度繼續", "續"),
            ("本集團推行多項節能措施，並於本年度減少用電", "電"),
            ("本集團致力於推動節能、減排、減廢及", "及"),
            ("本集团致力于推动节能、减排、减废，", "，"),
            ("我們重視員工的健康，並提供安全的", "的"),
            ("本集團於本年度推行以下多項措施，包括：", "："),
            ("，並於本年度減少用電。", "，"),
            ("公司高度重视员工权益保障工作，并持续完善相关的管理制度", "度"),
            ("本集團的排放減少。較去年減少5%", "%"),
        ] {
            assert_eq!(told(text), Some(place), "{text}");
        }
    }

    #[test]
    fn what_needs_no_stop() {
        for text in [
            "本集團推行多項節能措施，並減少用電。",
            "他說：「本集團推行多項節能措施。」",
            "（本報告以中文撰寫，如有歧義，以中文為準。）",
            "香港中環皇后大道中1號，示例大廈10樓1001室",
            "以人為本，追求卓越，攜手邁向可持續發展的未來",
            "註：本集團的數據不包括合營公司，並已四捨五入",
            "電郵：esg@example.com，歡迎提供意見給我們",
            "張三，執行董事兼行政總裁，環境、社會及管治委員會主席",
            "二零二六年四月二十九日，香港",
            "我們的目標：於2050年實現碳中和",
            "有關知識在員工之間的普及",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
        assert_eq!(cut("本集團於本年度推行以下多項措施，包括：", true, true), None);
    }

    #[test]
    fn items_of_a_list() {
        assert!(end("推行多項節能措施。") == Some(End::Marked) && end("推行多項節能措施；") == Some(End::Marked));
        assert!(end("推行多項節能及減廢措施") == Some(End::Bare) && end("節能").is_none());
        assert!(end("安裝太陽能系統；及") == Some(End::Marked));
    }
}
