//! What an author still has to write, or wrote to a colleague: TODO, 【待公關部確認】, XX個系統.
//!
//! In a draft these are notes, in a report that is final warnings: nothing else would keep them off a page.

use std::ops::Range;

use super::{Finding, Reader};
use crate::chinese::is_han;
use crate::diag::Code;
use crate::model::{Passage, STAND_INS};

/// What waits, wherever it stands.
const WAITING: [&str; 8] = ["待補充", "待补充", "待填寫", "待填写", "待補數據", "待补数据", "此處插入", "此处插入"];

/// Before 待補充, what makes a sentence of it: 資料有待補充.
const OF_SENTENCE: &str = "有尚亟仍須需还還等";

/// What brackets begin with that hold a word to a colleague.
const REMARKS: [&str; 26] = [
    "編輯註",
    "編輯注",
    "编辑注",
    "編按",
    "编按",
    "編者註",
    "編者注",
    "编者注",
    "作者註",
    "作者注",
    "校對",
    "校对",
    "批註",
    "批注",
    "審稿",
    "审稿",
    "請補",
    "请补",
    "請填",
    "请填",
    "請確認",
    "请确认",
    "插入",
    "需補",
    "需补",
    "填寫",
];

/// What a colleague shall do: 【待公關部確認電話】, （待更新）.
const DEEDS: [&str; 17] = [
    "確認", "确认", "補", "补", "填", "核實", "核实", "核對", "核对", "更新", "提供", "定稿", "修改", "翻譯", "翻译",
    "查", "插入",
];

/// Brackets that hold remarks.
const BRACKETS: [(char, char); 8] =
    [('【', '】'), ('[', ']'), ('［', '］'), ('〔', '〕'), ('（', '）'), ('(', ')'), ('〖', '〗'), ('{', '}')];

/// Signs in place of what is to come: 〔…〕, [●].
const BLANKS: [char; 14] = ['…', '●', '○', '•', '*', '_', '＿', 'X', 'Ｘ', '×', '?', '？', ' ', '\u{3000}'];

/// What is counted: behind XX or ＿＿ these make a figure to come.
const COUNTED: &str = "個个名人家項项次宗間间座輛辆條条萬万億亿元噸吨年月日天小%％倍公千米度升立平歲岁";

/// The file whose empty explanations the standards tell.
const EXPLANATIONS: &str = "disclosures.yaml";

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wishes.is_printed || !reader.wants(Code::Placeholder) {
        return;
    }
    for passage in reader.passages {
        let path = passage.start().map(|start| reader.sources.get(start.source).path.as_str());
        if path.is_some_and(|path| path.ends_with(EXPLANATIONS)) {
            continue;
        }
        let mut end = 0;
        for range in places(passage) {
            if range.start >= end {
                end = range.end;
                let sign = &passage.text[range.clone()];
                let message = format!("`{}` waits for its text", short(sign));
                reader.tell(passage, range, Code::Placeholder, Finding::new(message, HINT));
            }
        }
    }
}

const HINT: &str = "write what is meant, or take it out before the report is final";

/// The beginning of a long remark.
fn short(sign: &str) -> String {
    const LONGEST: usize = 20;
    match sign.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &sign[..end]),
        None => sign.to_owned(),
    }
}

/// Where something waits, in order.
fn places(passage: &Passage) -> Vec<Range<usize>> {
    let text = passage.text.as_str();
    let mut found: Vec<Range<usize>> = remarks(text).collect();
    for word in STAND_INS {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/'));
        let stands = |at: &usize| {
            !is_letter(text[..*at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next())
        };
        found.extend(text.match_indices(word).map(|(at, _)| at).filter(stands).map(|at| at..at + word.len()));
    }
    for word in WAITING {
        let stands = |at: &usize| !text[..*at].ends_with(|c| OF_SENTENCE.contains(c));
        found.extend(text.match_indices(word).map(|(at, _)| at).filter(stands).map(|at| at..at + word.len()));
    }
    found.extend(counted(text));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

/// Brackets with a word to a colleague, or with nothing in them.
fn remarks(text: &str) -> impl Iterator<Item = Range<usize>> {
    /// Characters of a remark in round brackets, which hold much else: （待股東大會批准）.
    const LONGEST: usize = 8;
    let remark = move |(at, open): (usize, char)| {
        let (_, close) = BRACKETS.iter().find(|(left, _)| *left == open)?;
        let rest = &text[at + open.len_utf8()..];
        let inside = &rest[..rest.find(*close)?];
        let is_round = matches!(open, '（' | '(');
        let words = inside.trim();
        let waits = words.strip_prefix('待').is_some_and(|rest| {
            let does = |deed: &str| if is_round { rest.starts_with(deed) } else { rest.contains(deed) };
            DEEDS.iter().any(|deed| does(deed)) && (!is_round || words.chars().count() <= LONGEST)
        });
        // Nothing but what is still open, in brackets that hold no text of a report: 【待定】.
        let is_open =
            !is_round && matches!(words, "待定" | "日期" | "姓名" | "數字" | "数字" | "公司名稱" | "公司名称");
        // （數字待更新）: what waits, named.
        let is_named = words.chars().count() <= LONGEST
            && words.split_once('待').is_some_and(|(what, deed)| !what.is_empty() && DEEDS.contains(&deed));
        let waits = waits || is_open || is_named;
        let is_remark = REMARKS.iter().any(|remark| words.starts_with(remark));
        let is_elision = open == '[' && words.chars().all(|c| c == '…');
        let is_empty = !is_elision
            && inside.chars().all(|c| BLANKS.contains(&c))
            && !(is_round && words.is_empty() && inside.is_empty());
        // `[ ]` and `[x]` are boxes, `[*]` and `(*)` marks of notes.
        let is_box = matches!(inside, " " | "*" | "x" | "X") && open != '〔' && open != '【';
        (waits || is_remark || (is_empty && !is_box && !words.is_empty()) || (is_empty && !is_box && !is_round))
            .then(|| at..at + open.len_utf8() + inside.len() + close.len_utf8())
    };
    let opens = text.char_indices().filter(|(_, c)| BRACKETS.iter().any(|(left, _)| left == c));
    opens.filter_map(remark)
}

/// Signs in place of a figure: XX個系統, ＿＿＿萬元, 20XX年.
fn counted(text: &str) -> Vec<Range<usize>> {
    let is_sign = |c: char| matches!(c, 'X' | 'x' | 'Ｘ' | '×' | '_' | '＿' | '○' | '〇' | '?' | '？' | '●' | '△');
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_sign).map(|gap| at + gap) {
        let sign = text[start..].chars().next().unwrap_or_default();
        let end = text[start..].find(|c| c != sign).map_or(text.len(), |length| start + length);
        at = end;
        let count = text[start..end].chars().count();
        let before = text[..start].chars().next_back();
        let behind = text[end..].trim_start_matches(' ').chars().next();
        // Of a name or a number: MAXX, XX-2.
        let is_part = before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '/'));
        let is_question = matches!(sign, '?' | '？') && !before.is_some_and(|c| "共約约有達达至為为".contains(c));
        let is_chinese_zero = sign == '〇' && before.is_some_and(is_han);
        if count > 1 && !is_part && !is_question && !is_chinese_zero && behind.is_some_and(|c| COUNTED.contains(c)) {
            found.push(start..end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edition;
    use crate::source::{Sources, Span};

    fn found(text: &str) -> Vec<String> {
        let source = Sources::default().add("a.md", text);
        let mut passage = Passage::new(Edition::ZhHantHk);
        passage.push(text, Span::new(source, 0..text.len()));
        places(&passage).into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn what_waits_is_found_in_both_scripts() {
        for text in [
            "【待公關部確認電話】",
            "【待公关部确认电话】",
            "[編輯註：要改]",
            "[编辑注：要改]",
            "（待更新）",
            "{待補}",
            "〔…〕",
            "〔待填〕",
            "[●]",
            "【】",
            "TODO",
            "TBC",
            "待補充",
            "待补充",
        ] {
            assert_eq!(found(&format!("甲{text}乙。")), [text]);
        }
        assert_eq!(
            found("共XX個系統，約＿＿＿萬元，20XX年，達___%，共？？人。"),
            ["XX", "＿＿＿", "XX", "___", "？？"]
        );
    }

    #[test]
    fn what_only_looks_so_is_left_alone() {
        for text in [
            "【環境】我們重視環境。",
            "【待客之道】",
            "建議（待股東大會批准）",
            "國發〔2023〕5號",
            "資料有待補充。",
            "型號XX-200及MAXX個人電腦",
            "XXL碼",
            "姓名：＿＿＿＿＿",
            "真的嗎？？",
            "二〇〇〇年及二〇二六年",
            "他說[…]很好",
            "函數f()及（）",
            "數據[1]、[註1]、(*)",
            "TODOS及ATBC",
            "最佳僱主（待遇）",
            "1.5×2個",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
