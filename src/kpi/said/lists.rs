//! Enumerations that words announce with a number: 以下三類, 四大方面.

use std::ops::Range;

use super::lines::{Announced, Line};
use super::place::sentence;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::kpi::typed::read::numeral;

/// What announces a list.
const ANNOUNCED: [&str; 3] = ["以下", "下列", "如下"];

/// What says of what the things make a whole.
const DIVIDES: [&str; 6] = ["分为", "分成", "包括", "包含", "涵盖", "划分"];

/// Measure words of what a list has.
const MEASURES: &str = "方面 类 项 个 大 种 点 步 条 级 层 阶段 维度 步骤 环节 支柱 领域 原则 道";

/// What is counted as what it is, and not as one of many: where fewer stand before it, some are missing.
const KINDS: [&str; 9] = ["大方面", "大范畴", "大领域", "大支柱", "大维度", "大环节", "大类", "个阶段", "个步骤"];

/// What stands between the number and the items in a sentence without a colon.
const OPENS: [&str; 7] = ["分别为", "分别是", "依次为", "依次是", "即为", "，即", ",即"];

/// The longest item of an enumeration within a sentence, in characters.
const LONGEST: usize = 14;

/// Bytes of the words before a list that may announce it, and of a list within a sentence: a hundred and three hundred
/// Han characters. No reader holds a number in mind for longer.
const LEAD: usize = 300;
const LIST: usize = 900;

/// Tells a list that has another number of items than the line before it says.
pub(super) fn announced(list: &Announced, found: &mut Vec<Diagnostic>) {
    let text = words::in_place(&list.line.passage.text);
    let counted =
        if list.is_title { in_title(&text) } else { count(&text).or_else(|| counted_last(&text, list.is_list)) };
    let Some(count) = counted.filter(|count| *count != list.count) else { return };
    let Some(place) = list.line.passage.place(0..text.len()).map(|(span, _)| span) else { return };
    let message = format!("the line announces {count}, the list below it has {}", list.count);
    let finding = Diagnostic::warning(Code::FigureCount, place, message).label(list.span, "the list");
    found.push(finding.hint("mend the number, or the list"));
}

/// How many things a line announces that ends in a colon.
fn count(text: &str) -> Option<usize> {
    count_in(text.trim_end().strip_suffix(['：', ':'])?)
}

/// The same of a line that ends in its number and a full stop: 流程分為五個步驟。
fn counted_last(text: &str, is_list: bool) -> Option<usize> {
    let text = text.trim_end().strip_suffix('。')?;
    let clause = text.rfind(['，', '。', '；', ',', '、']).map_or(text, |mark| &text[mark..]);
    // What follows by chance may be something else.
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let is_told = has(&ANNOUNCED) || is_list && has(&DIVIDES);
    let ends = |(at, _)| number(&clause[at..]).is_some_and(|(_, length)| is_end(&clause[at + length..]));
    is_told.then(|| clause.char_indices().find(|at| ends(*at))).flatten()?;
    count_in(text)
}

/// How many things a title has: 五個步驟, 四大支柱.
fn in_title(text: &str) -> Option<usize> {
    /// Characters of the longest title that is little more than its number.
    const SHORT: usize = 10;
    let text = text.trim_end_matches(['。', '：', ' ']);
    let at = text.char_indices().find_map(|(at, _)| {
        let (_, length) = number(&text[at..])?;
        is_end(&text[at + length..]).then_some(at)
    })?;
    let is_first = text[..at].ends_with(['第', '首', '前', '另', '其', '十', '百']);
    (text.chars().count() <= SHORT && !is_first).then(|| number(&text[at..])).flatten().map(|(count, _)| count)
}

/// Whether what stands behind a number and its measure word is no more than the kind of thing: 五個|步驟.
fn is_end(rest: &str) -> bool {
    rest.chars().count() <= 4 && !rest.contains(['的', '及', '和', '、'])
}

/// The same of the words before the list.
fn count_in(text: &str) -> Option<usize> {
    if let Some((at, word)) = ANNOUNCED.into_iter().filter_map(|word| Some((text.rfind(word)?, word))).max() {
        return number(&text[at + word.len()..]).map(|(count, _)| count);
    }
    // 我們推行四大舉措：
    let clause = text.rfind(['，', '。', '；', ',']).map_or(text, |mark| &text[mark..]);
    let ends = clause.char_indices().rev().filter_map(|(at, _)| {
        let before = clause[..at].chars().next_back();
        let (count, length) = number(&clause[at..])?;
        let rest = clause[at + length..].chars().count();
        let apart = !before.is_some_and(|c| c.is_ascii_digit() || "第一二三四五六七八九十百两.".contains(c));
        (apart && rest <= 8 && count > 1).then_some(count)
    });
    // Two numbers leave it open which one is meant.
    let all: Vec<usize> = ends.collect();
    match all[..] {
        [count] => Some(count),
        _ => None,
    }
}

/// A number with a measure word of lists at the start of a text, and the length of both.
fn number(text: &str) -> Option<(usize, usize)> {
    let start = text.len() - text.trim_start().len();
    let digits = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    let (count, length) = match digits {
        0 => numeral(&text[start..]).map(|(count, length)| (count as usize, length))?,
        _ => (text[start..start + digits].parse().ok()?, digits),
    };
    let rest = text[start + length..].trim_start();
    let measure =
        MEASURES.split(' ').filter(|measure| rest.starts_with(measure)).max_by_key(|measure| measure.len())?;
    let skipped = text.len() - rest.len();
    (count > 1).then_some((count, skipped + measure.len()))
}

/// 分為三類：甲、乙及丙。 with another number of items.
pub(super) fn in_line(line: &Line, found: &mut Vec<Diagnostic>) {
    let text = words::in_place(&line.passage.text);
    // 四大議題，即A、B及C。
    for word in OPENS {
        for (at, _) in text.match_indices(word) {
            let end = at + word.len();
            let near = text.floor_char_boundary(at.saturating_sub(LEAD));
            let start = near + sentence(&text[near..end], at - near).start;
            let lead = text[start..at].trim_end_matches(['，', ',']);
            let own = &lead[lead
                .rfind(['，', '；', '：', ','])
                .map_or(0, |mark| mark + '，'.len_utf8().min(lead[mark..].chars().next().map_or(1, char::len_utf8)))..];
            let Some(count) = count_in(own) else { continue };
            let rest = &text[end..text.floor_char_boundary(end + LIST)];
            let list = &rest[..rest.find(['。', '；', '\n', '！', '，', '：', ',']).unwrap_or(rest.len())];
            let counted = match marker(rest) {
                Some(_) => numbered(&text[end..]),
                // What goes on behind a comma may be more of the list.
                None if rest[list.len()..].starts_with(['，', ',', '：']) => continue,
                None => items(list),
            };
            tell(line, start..at, end..end + list.len(), counted, count, found);
        }
    }
    for (colon, c) in text.char_indices().filter(|(_, c)| matches!(c, '：' | ':')) {
        let near = text.floor_char_boundary(colon.saturating_sub(LEAD));
        let start = text[near..colon].rfind(['。', '；', '\n']).map_or(near, |mark| {
            let mark = near + mark;
            mark + text[mark..].chars().next().map_or(1, char::len_utf8)
        });
        let Some(count) = count(&text[start..colon + c.len_utf8()]) else { continue };
        let rest = &text[colon + c.len_utf8()..text.floor_char_boundary(colon + LIST)];
        // A title or a cell ends without a mark.
        let ends = rest.find(['。', '；', '\n', '！']).or((colon + LIST >= text.len()).then_some(rest.len()));
        let Some(end) = ends else { continue };
        let list = &rest[..end];
        // 一、節能；二、節水: the numbers are no items.
        if numeral(list).is_some_and(|(_, length)| list[length..].starts_with('、')) {
            continue;
        }
        let behind = colon + c.len_utf8();
        let counted = if marker(rest).is_some() { numbered(&text[behind..]) } else { items(list) };
        tell(line, start..colon, behind..behind + end, counted, count, found);
    }
    // 節能、節水四大方面.
    for (at, _) in KINDS.iter().flat_map(|kind| text.match_indices(kind)) {
        let near = text.floor_char_boundary(at.saturating_sub(LEAD));
        let start = text[near..at]
            .rfind(|c| "。；\n！，：（(,".contains(c))
            .map_or(near, |mark| near + mark + text[near + mark..].chars().next().map_or(1, char::len_utf8));
        let clause = &text[start..at];
        let numeral = clause.char_indices().rev().find_map(|(from, _)| {
            let (count, length) = numeral(&clause[from..])?;
            let is_all = from + length == clause.len() && !clause[..from].ends_with(['十', '百', '第', '前', '首']);
            is_all.then_some((from, count as usize))
        });
        let Some((from, count)) = numeral else { continue };
        let list = &clause[..from];
        // Behind 及 the number is an item of its own, behind 的 it is of what they have.
        if list.ends_with(['及', '和', '与', '、', '的', '等', '共', '分', '为']) {
            continue;
        }
        let Some((low, high)) = items(list).filter(|(_, high)| *high > 1 && *high < count && list.contains('、'))
        else {
            continue;
        };
        tell(line, start + from..at, start..start + from, Some((low, high)), count, found);
    }
}

/// Tells an enumeration of another number of items than announced.
fn tell(
    line: &Line,
    announces: Range<usize>,
    listed: Range<usize>,
    counted: Option<(usize, usize)>,
    count: usize,
    found: &mut Vec<Diagnostic>,
) {
    let Some((low, high)) = counted else { return };
    if !(low..=high).contains(&count)
        && let Some((place, _)) = line.passage.place(announces)
        && let Some((items, _)) = line.passage.place(listed)
    {
        let message = format!("the words announce {count}, {high} are listed");
        let finding = Diagnostic::warning(Code::FigureCount, place, message).label(items, "what is listed");
        found.push(finding.hint("mend the number, or the enumeration"));
    }
}

/// The number that an item begins with, its signs, and the length of all: `一、`, `（2）`, `3.`, `④`, `第五，`.
fn marker(text: &str) -> Option<(u32, [Option<char>; 2], usize)> {
    let start = text.len() - text.trim_start().len();
    let text = &text[start..];
    let first = text.chars().next()?;
    if let 1..=20 = u32::from(first).wrapping_sub(u32::from('①') - 1) {
        return Some((u32::from(first) - u32::from('①') + 1, [Some('①'), None], start + first.len_utf8()));
    }
    let open = matches!(first, '（' | '(' | '第').then_some(first);
    let inner = &text[open.map_or(0, char::len_utf8)..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let (number, length) = if digits == 0 { numeral(inner)? } else { (inner[..digits].parse().ok()?, digits) };
    let mut behind = inner[length..].chars();
    let close = behind.next().filter(|close| match open {
        Some('第') => matches!(close, '，' | '、' | '：' | ','),
        Some(_) => matches!(close, '）' | ')'),
        None => matches!(close, '、' | '．' | '.' | '）' | ')'),
    })?;
    // `一、二级` and `1.5` are none.
    let goes_on = behind.next().is_some_and(|c| c.is_ascii_digit() || numeral(c.encode_utf8(&mut [0; 4])).is_some());
    let all = start + (text.len() - inner.len()) + length + close.len_utf8();
    (!goes_on).then_some((number, [open, Some(close)], all))
}

/// How many items a list has that numbers them from one on, whatever parts them; none where it is too long to be read.
fn numbered(list: &str) -> Option<(usize, usize)> {
    let (1, signs, mut at) = marker(list).filter(|_| list.len() <= LIST)? else { return None };
    let mut count = 1;
    while let Some(mark) = list[at..].find(['；', ';', '。', '，', ',', '、', ' ', '\n']) {
        at += mark + list[at + mark..].chars().next().map_or(1, char::len_utf8);
        if let Some((number, own, length)) = marker(&list[at..])
            && own == signs
            && number as usize == count + 1
        {
            count += 1;
            at += length;
        }
    }
    Some((count, count))
}

/// How many short items a plain enumeration has: at least and at most, as 及 may stand between two or within one.
fn items(list: &str) -> Option<(usize, usize)> {
    let list = list.trim();
    if list.contains(['，', '：', '（', '(', ',', '；']) || !list.contains(['、', '及', '和', '与']) {
        return None;
    }
    let parts: Vec<&str> = list.split('、').collect();
    // 36個：惠州20個、香港16個 tells how many each has.
    if parts.iter().all(|part| part.contains(|c: char| c.is_ascii_digit())) {
        return None;
    }
    if parts.iter().any(|part| part.chars().count() > LONGEST) || list.ends_with('等') || list.contains("等") {
        return None;
    }
    let joined = match parts[..] {
        [only] => only.matches(['及', '和', '与']).count(),
        _ => parts.iter().filter(|part| ["以及", "及", "和", "与"].iter().any(|word| part.contains(word))).count(),
    };
    // The last 以及, and one between two things of a kind, joins two items.
    let (last, others) = parts.split_last()?;
    let two = last.split_once("以及").or_else(|| ["及", "和", "与"].iter().find_map(|word| last.split_once(word)));
    let kind = |text: &str| text.chars().rev().take(2).collect::<String>();
    let is_two = last.contains("以及")
        || two.is_some_and(|(one, other)| {
            !one.is_empty() && kind(one) == kind(other) && others.iter().all(|part| kind(part) == kind(one))
        });
    Some((parts.len() + usize::from(is_two), parts.len() + joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_announced() {
        assert_eq!(count("分为以下三类："), Some(3));
        assert_eq!(count("包括下列 4 项："), Some(4));
        assert_eq!(count("以下十二项："), Some(12));
        assert_eq!(count("以下三类"), None);
        assert_eq!(count("三类："), Some(3));
        assert_eq!(count("我们从四大方面推进："), Some(4));
        assert_eq!(count("第三类产品："), None);
        assert_eq!(count("三个项目的两类成果："), None);
    }

    #[test]
    fn items_are_counted() {
        assert_eq!(items("节能、节水、减排及减废"), Some((3, 4)));
        assert_eq!(items("节能、节水、减排、减废"), Some((4, 4)));
        assert_eq!(items("节能，节水"), None);
        let count = |list: &str| numbered(list).map(|(count, _)| count);
        for list in [
            "一、节能；二、节水；三、减排。",
            "（一）节能，包括照明；（二）节水；（三）减排。",
            "1. 节能 2. 节水 3. 减排",
            "①节能、②节水、③减排。①甲",
            "第一，节能；第二，节水；第三，减排1.5吨。",
        ] {
            assert_eq!(count(list), Some(3), "{list}");
        }
        assert_eq!(count("二、节能；三、节水"), None);
        assert_eq!([marker("一、二级"), marker("1.5吨"), marker("第一家"), marker("三大")], [None; 4]);
    }
}
