//! What an author still has to write, or wrote to a colleague: TODO, 【待公關部確認】, XX個系統.
//!
//! In a draft these are notes, in a report that is final warnings: nothing else would keep them off a page.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Finding, Reader};
use crate::chinese::{Listed, is_han};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    GAP, Inline, InlineKind, OF_SENTENCE, Passage, Report, STAND_INS, Visit, VisitReport, WAITING, plain_text, waits_at,
};

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

/// What a shorter remark begins with, and ends with besides: （需修改）, （圖片稍後補上）, （此句刪去）.
const ASKS: [&str; 14] =
    ["稍後", "稍后", "遲些", "迟些", "需", "須", "须", "要", "請", "请", "後", "此處", "此处", "此句"];
const CHANGES: [&str; 16] = [
    "刪", "删", "刪除", "删除", "刪去", "删去", "補上", "补上", "補充", "补充", "補圖", "补图", "加圖", "加图", "改",
    "換圖",
];

/// What an instruction points to: 這裏要補數字, 此段要再核實.
const POINTS: [&str; 14] = [
    "這裏",
    "這裡",
    "这里",
    "此處",
    "此处",
    "這句",
    "这句",
    "此句",
    "這段",
    "这段",
    "此段",
    "這個數",
    "这个数",
    "此數",
];

/// What asks for a deed right before it, and whom it is asked of: 請財務部提供.
const OF_COLLEAGUES: [&str; 8] = ["要", "需", "再", "請", "请", "記得", "记得", "麻煩"];

/// Who else may confirm something in a final report: （待股東大會確認）.
const OTHERS: &str = "會会股監监政法院局核審审批方";

/// Other papers that a colleague has at hand, and no reader: （見附件）.
const PAPERS: [&str; 8] = ["附件", "附檔", "附档", "另紙", "另纸", "郵件", "邮件", "電郵附件"];

/// Remarks to a colleague in English.
const ENGLISH: [&str; 6] =
    ["to be confirmed", "to be updated", "to be provided", "insert ", "please confirm", "please update"];

/// What stands alone in brackets where a picture is to come: 【圖】.
const PICTURES: [&str; 14] =
    ["圖", "图", "圖片", "图片", "插圖", "插图", "相片", "照片", "圖表", "图表", "表格", "此處", "此处", "標誌"];

/// Brackets that hold remarks.
const BRACKETS: [(char, char); 9] = [
    ('【', '】'),
    ('[', ']'),
    ('［', '］'),
    ('〔', '〕'),
    ('（', '）'),
    ('(', ')'),
    ('〖', '〗'),
    ('〈', '〉'),
    ('{', '}'),
];

/// Signs in place of what is to come: 〔…〕, [●].
const BLANKS: [char; 14] = ['…', '●', '○', '•', '*', '_', '＿', 'X', 'Ｘ', '×', '?', '？', ' ', '\u{3000}'];

/// What is counted: behind XX or ＿＿ these make a figure to come.
pub(super) const COUNTED: &str = "個个名人家項项次宗間间座輛辆條条萬万億亿元噸吨年月日天小%％倍公千米度升立平歲岁";

/// The file whose empty explanations the standards tell.
const EXPLANATIONS: &str = "disclosures.yaml";

pub(super) fn check(reader: &mut Reader<'_>) {
    if !reader.wishes.is_printed || !reader.wants(Code::Placeholder) {
        return;
    }
    // A report with attachments of its own leads to them.
    let has_papers =
        reader.passages.iter().any(|passage| PAPERS.iter().any(|paper| passage.text.trim_start().starts_with(paper)));
    for passage in reader.passages.iter().chain(reader.others) {
        let path = passage.start().map(|start| reader.sources.get(start.source).path.as_str());
        if path.is_some_and(|path| path.ends_with(EXPLANATIONS)) {
            continue;
        }
        let mut end = 0;
        for range in places(passage, has_papers) {
            if range.start >= end {
                end = range.end;
                let sign = &passage.text[range.clone()];
                let message = format!("`{}` waits for its text", short(sign));
                reader.tell(passage, range, Code::Placeholder, Finding::new(message, HINT));
            }
        }
    }
}

/// Text that is struck out: readers see it, and the line through it.
pub(super) fn struck(report: &Report, reader: &mut Reader<'_>) {
    struct Struck<'a>(Vec<&'a Inline>);
    impl<'a> Visit<'a> for Struck<'a> {
        fn inline(&mut self, inline: &'a Inline) {
            match inline.kind {
                InlineKind::Strike(_) => self.0.push(inline),
                _ => self.inside_inline(inline),
            }
        }
    }
    impl<'a> VisitReport<'a> for Struck<'a> {}
    let mut found = Struck(Vec::new());
    found.report(report);
    for inline in found.0 {
        let words = plain_text(std::slice::from_ref(inline));
        let message = format!("`{}` prints with a line through it", short(&words));
        let hint = "take what is struck out away before the report is final, or the ~~ around it where it stays";
        reader.push(Diagnostic::warning(Code::Placeholder, inline.span, message).hint(hint));
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
fn places(passage: &Passage, has_papers: bool) -> Vec<Range<usize>> {
    let text = passage.text.as_str();
    let mut found: Vec<Range<usize>> = remarks(text, has_papers).collect();
    static WORDS: LazyLock<Listed<'static>> = LazyLock::new(|| Listed::new(STAND_INS.into_iter().chain(WAITING)));
    found.extend(WORDS.places(text).filter(|place| waits_at(text, place)));
    found.extend(whole(text));
    found.extend(counted(text));
    found.extend(questions(text));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

/// A text that is nothing but what waits, or the name of something and that it waits: 待核實, 用水量待核實.
fn whole(text: &str) -> Option<Range<usize>> {
    /// Characters of such a name.
    const LONGEST: usize = 8;
    /// What makes a word with 待, 接待, or says in Simplified that something has yet to be done.
    const OF_WORDS: &str = "期接招對对须";
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let (what, deed) = bare.rsplit_once('待')?;
    let is_named = what.chars().count() <= LONGEST
        && what.chars().all(|c| is_han(c) || c == GAP)
        && !what.ends_with(|c| OF_SENTENCE.contains(c) || OF_WORDS.contains(c));
    (is_named && DEEDS.contains(&deed)).then_some(0..text.len())
}

/// Brackets with a word to a colleague, or with nothing in them.
fn remarks(text: &str, has_papers: bool) -> impl Iterator<Item = Range<usize>> {
    /// Characters of a remark in round brackets, which hold much else: （待股東大會批准）.
    const LONGEST: usize = 8;
    /// Characters of one in other brackets.
    const LINE: usize = 24;
    let remark = move |(at, open): (usize, char)| {
        let (_, close) = BRACKETS.iter().find(|(left, _)| *left == open)?;
        let rest = &text[at + open.len_utf8()..];
        let inside = &rest[..rest.find(*close)?];
        let is_round = matches!(open, '（' | '(');
        let words = inside.trim();
        let is_short = words.chars().count() <= LONGEST;
        let waits = words.strip_prefix('待').is_some_and(|rest| {
            let own = |deed: &str| rest.ends_with(deed) && !rest.contains(|c| OTHERS.contains(c));
            let does = |deed: &str| if is_round { rest.starts_with(deed) || own(deed) } else { rest.contains(deed) };
            DEEDS.iter().any(|deed| does(deed)) && (!is_round || is_short)
        });
        let lower = words.to_ascii_lowercase();
        let waits = waits || ENGLISH.iter().any(|start| lower.starts_with(start));
        // Nothing but what is still open, in brackets that hold no text of a report: 【待定】.
        let is_open = !is_round
            && (PICTURES.contains(&words)
                || matches!(words, "待定" | "日期" | "姓名" | "數字" | "数字" | "公司名稱" | "公司名称"));
        let asks = is_short
            && ASKS.iter().any(|ask| words.contains(ask))
            && DEEDS.iter().chain(&CHANGES).any(|deed| words.ends_with(deed))
            && ASKS.iter().any(|ask| words.starts_with(ask)) | words.contains("稍");
        let paper = ["見", "见", "參閱", "参阅", "參見", "参见"]
            .iter()
            .find_map(|word| words.trim_start_matches(['請', '请', '詳', '详', '如']).strip_prefix(word));
        let is_paper = !has_papers && paper.is_some_and(|paper| PAPERS.contains(&paper));
        // （數字待更新）: what waits, named.
        let is_named =
            is_short && words.split_once('待').is_some_and(|(what, deed)| !what.is_empty() && DEEDS.contains(&deed));
        // 【這句要改】; a colleague's Latin name tells it as well: 【Amy：數字？】.
        let instructs = is_asked_of_a_post(words)
            || !is_round && (is_addressed(words) || words.chars().count() <= LINE && is_instruction(words));
        let waits = waits || is_open || is_named || asks || is_paper || instructs;
        let is_remark = REMARKS.iter().any(|remark| words.starts_with(remark));
        let is_elision = open == '[' && words.chars().all(|c| c == '…') && inside != " ";
        // Stars alone are the mark of a note: （**）.
        let is_note = !words.is_empty() && words.chars().all(|c| c == '*');
        let is_pair = is_round && words.is_empty() && inside.is_empty();
        let is_empty = !is_elision && !is_note && !is_pair && inside.chars().all(|c| BLANKS.contains(&c));
        // `[ ]` and `[x]` are boxes, `[*]` and `(*)` marks of notes.
        let behind = rest[inside.len() + close.len_utf8()..].chars().next();
        let is_counted = inside == " " && behind.is_some_and(|c| COUNTED.contains(c));
        let is_box = matches!(inside, " " | "*" | "x" | "X") && open != '〔' && open != '【' && !is_counted;
        (waits || is_remark || (is_empty && !is_box && !words.is_empty()) || (is_empty && !is_box && !is_round))
            .then(|| at..at + open.len_utf8() + inside.len() + close.len_utf8())
    };
    // `![圖] (a.jpg)` is told as a picture that is none.
    let opens =
        text.char_indices().filter(|(at, c)| BRACKETS.iter().any(|(left, _)| left == c) && !text[..*at].ends_with('!'));
    opens.filter_map(remark)
}

/// Whether a text tells a colleague what to do at this place.
fn is_instruction(text: &str) -> bool {
    let mut deeds = DEEDS.iter().chain(&CHANGES);
    let is_asked = |deed: &str| {
        OF_COLLEAGUES.iter().any(|ask| text.match_indices(ask).any(|(at, _)| text[at + ask.len()..].starts_with(deed)))
    };
    match POINTS.iter().any(|point| text.starts_with(point)) {
        true => deeds.any(|deed| text.ends_with(deed) || is_asked(deed)),
        false => OF_COLLEAGUES[3..].iter().any(|ask| text.starts_with(ask)) && deeds.any(|deed| text.ends_with(deed)),
    }
}

/// Whether a text asks somebody with a post: 陳經理：請核對.
fn is_asked_of_a_post(text: &str) -> bool {
    /// Characters of a name with its post, or of a department.
    const LONGEST: usize = 5;
    text.trim_start_matches('@').split_once(['：', ':']).is_some_and(|(name, rest)| {
        (2..=LONGEST).contains(&name.chars().count()) && name.chars().all(is_han) && is_instruction(rest.trim())
    })
}

/// Whether a text begins with a person's name in Latin letters and a colon, and goes on in Chinese: Amy：要補.
fn is_addressed(text: &str) -> bool {
    /// Letters of a name.
    const LONGEST: usize = 20;
    let Some((name, rest)) = text.trim_start_matches('@').split_once(['：', ':']) else { return false };
    let is_capital = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word[1..].bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let is_name =
        (2..=LONGEST).contains(&name.len()) && name.split(' ').all(|word| !word.is_empty() && is_capital(word));
    let rest = rest.to_ascii_lowercase();
    is_name
        && (rest.contains(is_han)
            || ["please", "pls", "check", "confirm", "update"].iter().any(|ask| rest.contains(ask)))
}

/// Signs in place of a figure or a name: XX個系統, ＿＿＿萬元, 20XX年, ●年●月, ○○公司, YYYY年.
fn counted(text: &str) -> Vec<Range<usize>> {
    /// What one sign alone stands for: ●年●月, X%.
    const PARTS: &str = "年月日號号%％萬万億亿元噸吨";
    let is_round = |c: char| matches!(c, '○' | '●' | '△' | '▲' | '□' | '■' | '◯');
    let is_sign = |c: char| matches!(c, 'X' | 'x' | 'Ｘ' | '×' | '_' | '＿' | '〇' | 'Y' | 'M' | 'D') || is_round(c);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_sign).map(|gap| at + gap) {
        let sign = text[start..].chars().next().unwrap_or_default();
        let end = text[start..].find(|c| c != sign).map_or(text.len(), |length| start + length);
        at = end;
        let count = text[start..end].chars().count();
        let before = text[..start].chars().next_back();
        let next = text[end..].chars().next();
        let behind = text[end..].trim_start_matches(' ').chars().next();
        let is = |c: Option<char>, list: &str| c.is_some_and(|c| list.contains(c));
        // Of a name or a number: MAXX, XX-2, 二○二六年, 第XX屆 of Roman numerals; a chromosome.
        let is_part = before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '/' | '第'));
        let is_zero = matches!(sign, '〇' | '○') && (is(before, NUMERALS) || is(next, NUMERALS));
        let is_date = matches!(sign, 'Y' | 'M' | 'D');
        let stands = match count {
            1 => {
                let is_year = ["年度", "月度"].iter().any(|word| text[end..].starts_with(word));
                // A bullet opens a line, a letter behind a figure is its unit.
                let is_apart = before.is_none_or(|c| !c.is_ascii_alphanumeric());
                (is_round(sign) || matches!(sign, 'X' | 'Ｘ')) && is(next, PARTS) && is_apart && !is_year
            }
            _ if is_date => count <= 4 && is(next, "年月日"),
            // 陳○○, in a sentence.
            2 | 3 if matches!(sign, '○' | '〇' | '◯') && before.is_some_and(is_han) && text.contains(['，', '。']) => {
                true
            }
            // 詳見附件___。 In a form the line behind a word stands in no sentence.
            _ if matches!(sign, '_' | '＿')
                && before.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric())
                && is(next, "。，；、）")
                && text.contains('。') =>
            {
                true
            }
            3.. if matches!(sign, 'x' | 'X' | 'Ｘ') && next.is_none_or(|c| !c.is_ascii_alphanumeric()) => true,
            // A row of signs beside a name may be a rating: ●●●.
            _ => {
                is(behind, COUNTED) || !matches!(sign, '_' | '＿' | '×') && next.is_some_and(is_han) && !is(next, "染")
            }
        };
        if stands && !is_part && !is_zero {
            found.push(start..end);
        }
    }
    found
}

const NUMERALS: &str = "一二三四五六七八九十〇○零";

/// Question marks in place of what is not known yet: 共？？人, ????.
fn questions(text: &str) -> Vec<Range<usize>> {
    /// What asks a question, whatever its marks.
    const ASKING: &str = "嗎吗呢吧啊何哪誰谁什怎麼么否幾几";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['?', '？']).map(|gap| at + gap) {
        let end = start + text[start..].find(|c| !matches!(c, '?' | '？')).unwrap_or(text.len() - start);
        at = end;
        let clause = text[..start].rfind(['。', '，', '；', '？', '！', '?', '\n']).unwrap_or(0);
        let asks = text[clause..start].contains(|c| ASKING.contains(c));
        let is_counted = text[end..].trim_start_matches(' ').starts_with(|c| COUNTED.contains(c));
        let count = text[start..end].chars().count();
        if count > 2 || count == 2 && (is_counted || !asks) {
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
        places(&passage, false).into_iter().map(|range| text[range].to_owned()).collect()
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
            "（見附件）",
            "（請參閱附件）",
            "（附件待補）",
            "（待財務部確認）",
            "（需修改）",
            "（稍後補上）",
            "（此句刪去）",
            "【圖片】",
            "（to be confirmed）",
            "〈待補〉",
            "????",
            "○○",
            "單擊此處添加",
            "待補充",
            "待补充",
            "【Amy：這裏要補數字】",
            "[@Ken Chan: 数字要核对]",
            "【這句要改】",
            "【请财务部提供】",
            "〔此段要再核實〕",
            "[陳經理：請核對]",
            "（財務部：請核實）",
            "xxx",
            "XXX",
        ] {
            assert_eq!(found(&format!("甲{text}乙。")), [text]);
        }
        for text in ["待核實", "待核实。", "用水量待核實", "待填"] {
            assert_eq!(found(text), [text]);
        }
        assert_eq!(
            found("共XX個系統，約＿＿＿萬元，20XX年，達___%，共？？人。"),
            ["XX", "＿＿＿", "XX", "___", "？？"]
        );
        assert_eq!(
            found("於●年●月●日，減少X%，YYYY年MM月，××先生及●●有限公司"),
            ["●", "●", "●", "X", "YYYY", "MM", "●●"]
        );
        assert_eq!(found("比率為[ ]%，聯絡人為陳○○。"), ["[ ]", "○○"]);
        assert_eq!(found("詳見附件___。詳情由xxx，如附表＿＿、附件__）另列。"), ["___", "xxx", "＿＿", "__"]);
        assert_eq!(found("排放量為????噸，真的嗎???"), ["????", "???"]);
    }

    #[test]
    fn what_only_looks_so_is_left_alone() {
        for text in [
            "【環境】我們重視環境。",
            "【待客之道】",
            "建議（待股東大會批准）",
            "國發〔2023〕5號",
            "資料有待補充。",
            "日期待定",
            "數字尚待核實。",
            "（備註：請參閱附錄）（香港：請瀏覽網站）",
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
            "二○二六年一九○○年二○○八年",
            "（見附錄）（詳見本報告附件）",
            "建議（待股東大會確認）（再加工）（請參閱下文）（需要時）",
            "●●●○○",
            "● 個人資料",
            "●年度目標",
            "XX染色體及第XX屆",
            "什麼是可持續發展？？",
            "3D打印、4X4、MM及DD",
            "【要改善的地方】【請更新應用程式】【這裏是家】【ESG：要點】【重點】【個案：節能改造】【SDG 3：良好健康】【A組：補給】",
            "姓名＿＿＿，電話＿＿＿",
            "日期：＿＿＿。",
            "XXXL碼及MAXXX",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
