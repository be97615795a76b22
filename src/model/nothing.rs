//! Texts that stand where something is still to be said, or say that there is nothing to say.

use std::ops::Range;

/// Words to oneself that wait for a text, wherever they stand by themselves.
pub const STAND_INS: [&str; 11] =
    ["TODO", "FIXME", "TBC", "TBD", "TBA", "tbc", "tbd", "XXXX", "Lorem ipsum", "lorem ipsum", "NTD"];

/// Words that wait for others, wherever they stand.
pub const WAITING: [&str; 20] = [
    "待補充",
    "待补充",
    "待填寫",
    "待填写",
    "待補數據",
    "待补数据",
    "此處插入",
    "此处插入",
    // What a word processor shows where nothing was typed yet.
    "單擊此處添加",
    "单击此处添加",
    "單擊此處輸入",
    "单击此处输入",
    "點擊此處輸入",
    "点击此处输入",
    "按一下以輸入",
    "按一下這裡以",
    "在此處鍵入",
    "在此处键入",
    "Click here to enter",
    "Click to add",
];

/// Words that wait where a text has no others: in a sentence they may say something.
const ALONE: [&str; 17] = [
    "待補",
    "待补",
    "待填",
    "待定",
    "待確認",
    "待确认",
    "待更新",
    "待核實",
    "待核实",
    "待披露",
    "待完善",
    "稍後補上",
    "稍后补上",
    "稍後補充",
    "稍后补充",
    "to be confirmed",
    "to be provided",
];

/// What may be named beside them, and says nothing by itself either: 內容待定, 原因待填.
const NAMED: [&str; 12] =
    ["內容", "内容", "原因", "理由", "說明", "说明", "解釋", "解释", "詳情", "详情", "資料", "资料"];

/// What there is none of, in an answer that says no more: 暫無數據, 沒有相關統計.
const ASKED_FOR: [&str; 18] = [
    "數據", "数据", "數字", "数字", "資訊", "信息", "統計", "统计", "相關", "相关", "有關", "有关", "此項", "此项",
    "該項", "该项", "可", "的",
];

/// Before 待補充, what makes a sentence of it: 資料有待補充.
pub const OF_SENTENCE: &str = "有尚亟仍須需还還等";

/// Words of which no reason is made: that it does not apply, that there is none, that it stands somewhere.
const NO_REASON: [&str; 57] = [
    "不適用",
    "不适用",
    "沒有",
    "没有",
    "並無",
    "并无",
    "暫無",
    "暂无",
    "未有",
    "無",
    "无",
    "暫未",
    "暂未",
    "暫不",
    "暂不",
    "未",
    "不",
    "披露",
    "匯報",
    "汇报",
    "提供",
    "詳情",
    "详情",
    "詳細",
    "详细",
    "詳",
    "详",
    "請",
    "请",
    "參閱",
    "参阅",
    "參見",
    "参见",
    "參考",
    "参考",
    "參照",
    "参照",
    "見",
    "见",
    "上文",
    "下文",
    "前文",
    "後文",
    "后文",
    "上述",
    "以上",
    "所述",
    "如",
    "本報告",
    "本报告",
    "本公司",
    "本集團",
    "本集团",
    "我們",
    "我们",
    "n/a",
    "see above",
];

/// The same in Latin letters, which are words of their own.
const NO_REASON_IN_ENGLISH: [&str; 8] =
    ["not applicable", "not disclosed", "not reported", "see below", "nil", "none", "na", "as above"];

/// Whether a text has nothing but words that wait for others: 待補充。, 【TBC】, 內容待定.
pub fn waits(text: &str) -> bool {
    is_made_of(text, &[&WAITING, &ALONE, &STAND_INS, &NAMED]) == Some(true) && is_made_of(text, &[&NAMED]) != Some(true)
}

/// Whether a word that waits for others stands somewhere in a text.
pub fn has_waiting(text: &str) -> bool {
    let places = |word: &'static str| text.match_indices(word).map(|(at, word)| at..at + word.len());
    STAND_INS.into_iter().chain(WAITING).flat_map(places).any(|place| waits_at(text, &place))
}

/// Whether one of [`STAND_INS`] and [`WAITING`] that stands at a place of a text waits there, and is neither part of a
/// longer word (TODOS) nor says in a sentence what is to be done (資料有待補充).
pub fn waits_at(text: &str, place: &Range<usize>) -> bool {
    let (before, behind) = (&text[..place.start], &text[place.end..]);
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    match text[place.clone()].starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => !before.ends_with(is_letter) && !behind.starts_with(is_letter),
        false => !before.ends_with(|c| OF_SENTENCE.contains(c)),
    }
}

/// Whether an explanation has nothing but words that explain nothing: 不適用, 詳見上文。
pub fn gives_no_reason(text: &str) -> bool {
    is_made_of(text, &[&NO_REASON, &NO_REASON_IN_ENGLISH, &NAMED, &ASKED_FOR]) == Some(true)
        && is_made_of(text, &[&NAMED, &ASKED_FOR]) != Some(true)
}

/// Whether a text is made of some words alone; none where it has no word at all.
fn is_made_of(text: &str, lists: &[&[&str]]) -> Option<bool> {
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let starts = |word: &&&str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let words = lists.iter().flat_map(|list| list.iter());
        let Some(word) = words.filter(starts).max_by_key(|word| word.len()) else { return Some(false) };
        let behind = &rest[word.len()..];
        let is_cut = |c: char| c.is_ascii_alphanumeric();
        if word.ends_with(is_cut) && behind.starts_with(is_cut) {
            return Some(false);
        }
        rest = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_nothing() {
        for text in ["待補充。", "【待补充】", "TODO", "內容待定", "TBC.", "待補充；待填。", "原因待填"]
        {
            assert!(waits(text), "{text}");
        }
        for text in ["", "—", "資料有待補充，預計明年披露。", "TODOs", "待客之道", "說明", "日期待定"]
        {
            assert!(!waits(text) && !has_waiting(text), "{text}");
        }
        for text in ["本集團【TBC】", "原因：TODO", "數據待補充。"] {
            assert!(has_waiting(text), "{text}");
        }
        for text in [
            "不適用",
            "不适用。",
            "無",
            "N/A",
            "Not applicable.",
            "詳見上文。",
            "请参阅本报告",
            "本集團暫未披露。",
            "暫無資料",
            "沒有相關數據。",
            "暫無可披露的資料",
            "资料不适用",
            "暂无统计数据",
        ] {
            assert!(gives_no_reason(text), "{text}");
        }
        for text in [
            "",
            "不適用，因本集團不使用包裝材料。",
            "不重大",
            "本集團業務不涉及包裝物料",
            "無關重要",
            "沒有相關個案",
            "暫無資料，因供應商未有提供重量",
            "資料",
            "詳見年報第88頁",
            "National",
        ] {
            assert!(!gives_no_reason(text), "{text}");
        }
    }
}
