//! Words that stand twice: typed so (我們我們), or where an expression brings its own: 上升{{ … | change }} prints 上升上升4.5%.
//! The latter is read over the text as it prints.

use std::ops::Range;

use super::{Finding, Reader};
use crate::chinese::{han_runs, is_han, words};
use crate::diag::{Code, Diagnostic, Sink};
use crate::model::printed::{Inline, InlineKind};
use crate::model::{Checks, Document, GAP, Passage, Printed, Visit, plain_text};
use crate::source::{Sources, Span};

/// Which way something went. A noun as well (收入增長下降2%) says nothing where both are typed.
const WAYS: [&str; 19] = [
    "上升", "增加", "增長", "增长", "提高", "提升", "上漲", "上涨", "攀升", "下降", "減少", "减少", "降低", "下跌",
    "回落", "縮減", "缩减", "減低", "减低",
];

/// By how much something went up or down.
const NOUNS: [&str; 8] = ["升幅", "增幅", "漲幅", "涨幅", "降幅", "減幅", "减幅", "跌幅"];

/// What those of [`WAYS`] and [`NOUNS`] have that go up, and none of the others.
const UP: [char; 6] = ['升', '增', '提', '漲', '涨', '攀'];

/// What leads from such a word to its figure.
const LEADS: [&str; 11] = ["了", "大約", "大约", "約", "约", "達到", "达到", "達", "达", "為", "为"];

/// How near a figure is.
const ABOUT: [&str; 12] = ["大約", "大约", "將近", "将近", "接近", "超過", "超过", "不足", "約", "约", "逾", "近"];

/// Before 約 and 近, what makes another word of them: 節約, 預約, 最近, 附近.
const OF_ANOTHER_WORD: &str = "節节預预合條条公簽签制履違违續续邀契婚誓盟相特赴租紐纽和最附鄰邻靠親亲遠远就貼贴";

/// What may stand before a figure that is an amount of money.
const MONEY: [&str; 10] = ["HK$", "US$", "RMB", "$", "￥", "¥", "港幣", "港币", "人民幣", "人民币"];

/// Words of one character that grammar never doubles, in Simplified: particles, prepositions, conjunctions, pronouns.
pub(super) const PARTICLES: &str = "的及和与于在是为将已并而或由以我被把从向使令也都就其该此且但因若了们对到";

/// Words of grammar of two characters, and those that only stand before another: none is ever doubled, whatever follows.
const GRAMMAR: &str = "我们 他们 她们 它们 你们 咱们 以及 并且 而且 或者 但是 然而 因此 因为 由于 所以 如果 虽然 对于 关于 \
    透过 通过 根据 按照 为了 同时 此外 其中 其他 包括 以下 有关 相关 进行 作出 做出 给予 予以 加以 能够 可以 可能 应该 必须 \
    需要 获得 取得 达到 导致 造成 采取 确保 减少 增加 提高 降低 实现 已经 正在 将会 没有 不是 就是 这些 那些 该等 有助 致力 本年 集团 旨在 属于 位于 来自 成为 作为 随着 至于 自从 如何";

/// Verbs of what somebody does for a while, which are doubled for that (研究研究), and words doubled for weight (非常非常).
const REPEATABLE: &str = "研究 讨论 考虑 学习 休息 打扫 收拾 了解 认识 介绍 商量 调查 检查 观察 体验 尝试 参观 活动 锻炼 练习 交流 \
    沟通 分享 整理 清理 比较 放松 思考 反省 反思 改进 改善 打听 帮助 照顾 教训 锻练 琢磨 演练 回顾 回忆 感受 欣赏 享受 运动 \
    准备 布置 装饰 探讨 切磋 请教 关心 鼓励 开导 疏导 调节 调整 协调 平衡 总结 归纳 梳理 宣传 推广 表扬 支持 走动 热闹 高兴 \
    非常 很多 许多 不断 永远 真的 好多 多少 什么 哪里 谢谢 加油 恭喜 欢迎 快点 慢点";

/// Conjunctions and prepositions that also begin a longer one, 並 and 並且, and never stand before it.
const JOINING: &str = "并以因由为但而对";

/// Before these 在在 is a word: 在在顯示.
const BEHIND_EVERYWHERE: &str = "显反证说需都表突体提影指";

/// Words of a Latin language that stand before another.
const LATIN: [&str; 10] = ["the", "of", "and", "to", "in", "a", "for", "is", "on", "with"];

/// What goes on behind the last item of an enumeration.
const BEHIND_LISTS: [char; 10] = ['等', '及', '和', '與', '与', '，', '。', '；', '）', '」'];

/// What says that several characters that stand twice are doubled for weight (很简单很简单), or a sentence in a sentence.
const NO_NAMES: [char; 16] =
    ['一', '又', '再', '越', '不', '几', '多', '很', '极', '最', '太', '更', '他', '她', '它', '我'];

/// How often a report has a word, the two that stand beside each other besides.
const USUAL: usize = 3;

/// Characters of the longest words that are typed twice.
const LONGEST: usize = 12;

/// Tells words that are typed twice.
pub(super) fn typed(reader: &mut Reader<'_>) {
    if !reader.wants(Code::DoubledWord) {
        return;
    }
    // What is doubled for a while or for weight (糊弄糊弄) is no word that a report has again and again.
    let all: Vec<String> = reader.passages.iter().map(|passage| words::in_place(&passage.text)).collect();
    let is_usual = |word: &str| all.iter().flat_map(|text| text.match_indices(word)).nth(USUAL).is_some();
    for passage in reader.passages {
        for (range, why) in figures(&passage.text) {
            let word = &passage.text[range.clone()];
            let finding = Finding::new(format!("`{word}`: {why}"), "keep one of the two");
            reader.tell(passage, range, Code::DoubledWord, finding);
        }
        for range in twice(passage, &is_usual).into_iter().chain(listed(&passage.text)) {
            let word = &passage.text[range.clone()];
            let finding = Finding::new(format!("`{word}`: typed twice"), "keep one of the two");
            reader.tell(passage, range, Code::DoubledWord, finding);
        }
    }
}

/// Where words are typed twice, one right behind the other.
fn twice(passage: &Passage, is_usual: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let text = words::in_place(&passage.text);
    let mut found = latin(&text);
    for run in han_runs(&text) {
        let places: Vec<usize> =
            text[run.clone()].char_indices().map(|(at, _)| run.start + at).chain([run.end]).collect();
        let last = places.len() - 1;
        let mut starts = None;
        let mut at = 0;
        while at < last {
            let unit = |length: usize| &text[places[at]..places[at + length]];
            let is_twice = |length: &usize| unit(*length) == &text[places[at + length]..places[at + 2 * length]];
            let length = (1..=LONGEST.min((last - at) / 2)).rev().filter(is_twice).find(|length| {
                let starts = starts.get_or_insert_with(|| words::starts(&text[run.clone()], &[]));
                // 並並且: before a word of grammar that begins with it.
                let joins = *length == 1 && starts[at] && starts[at + 1] && JOINING.contains(unit(1)) && {
                    let word = &text[places[at + 1]..*places.get(at + 3).unwrap_or(&places[at + 1])];
                    GRAMMAR.split_whitespace().any(|known| known == word)
                };
                if joins {
                    return true;
                }
                // 于于 is a word to OpenCC alone.
                let is_no_word = || words::is_no_word(&text[places[at]..places[at + 2 * length]]);
                let parts = starts[at + length] || (*length == 1 && is_no_word());
                let ends = starts[at] && parts && starts[at + 2 * length];
                let is_word = |from: usize| !starts[from + 1..from + length].contains(&true);
                let behind = text[places[at + 2 * length]..].chars().next();
                // **減廢**減廢措施: a title and its text.
                let is_title = passage.is_seam(places[at + length]) && (places[at] == 0 || passage.is_seam(places[at]));
                ends && !(is_title && *length > 1)
                    && match length {
                        1 => is_particle(unit(1), &text[places[at + 2]..]),
                        2 => is_word(at) && is_word(at + 2) && is_doubled(unit(2), behind, is_usual),
                        _ => !unit(*length).contains(NO_NAMES),
                    }
            });
            match length {
                Some(length) => {
                    found.push(places[at]..places[at + 2 * length]);
                    at += 2 * length;
                }
                None => at += 1,
            }
        }
    }
    found
}

/// Whether a character that stands twice before this text is a particle, and no part of 和和美美 or 在在顯示.
fn is_particle(own: &str, behind: &str) -> bool {
    let mut next = behind.chars();
    let (first, second) = (next.next(), next.next());
    let is_of_four = first.is_some_and(is_han) && first == second;
    let is_everywhere = own == "在" && first.is_some_and(|c| BEHIND_EVERYWHERE.contains(c));
    PARTICLES.contains(own) && !is_of_four && !is_everywhere
}

/// Whether a word of two characters that stands twice before this character is a slip: 有限公司|公司秘書 is none.
fn is_doubled(word: &str, behind: Option<char>, is_usual: &dyn Fn(&str) -> bool) -> bool {
    let is_of = |list: &str| list.split_whitespace().any(|known| known == word);
    let is_counted = word.contains(['一', '二', '两', '三', '几', '半', '个', '每']);
    let ends = behind.is_none_or(|c| !is_han(c) || PARTICLES.contains(c) || "会有不".contains(c));
    let is_of_weight = word.starts_with(['很', '极', '最', '太', '更', '等', '哪']);
    !is_counted && !is_of_weight && !is_of(REPEATABLE) && (is_of(GRAMMAR) || ends && is_usual(word))
}

/// Words before a number that say how near it is, and words behind it that do, in Simplified.
const BEFORE_NUMBERS: [&str; 19] = [
    "大约",
    "约",
    "将近",
    "近",
    "接近",
    "逾",
    "超过",
    "超逾",
    "多于",
    "至少",
    "最少",
    "不少于",
    "高于",
    "不足",
    "少于",
    "不到",
    "至多",
    "不超过",
    "不多于",
];
/// What published texts double so often (近十多年, 約200餘人) is none of them.
const BEHIND_NUMBERS: [&str; 4] = ["左右", "上下", "以上", "以下"];

/// Words of money before a number, and behind it, one currency a line.
const CURRENCIES: [(&[&str], &[&str]); 3] = [
    (&["HK$", "HKD", "港币", "港元"], &["港元", "港币"]),
    (&["RMB", "CNY", "人民币", "￥", "¥"], &["人民币", "元人民币"]),
    (&["US$", "USD", "美元"], &["美元"]),
];

/// What says that something became less.
const LESS: [&str; 10] = ["减少", "下降", "降低", "减低", "下跌", "回落", "缩减", "少了", "降了", "跌了"];

/// Numbers with two words for one thing, or two that contradict each other: 約1,000人左右, 百分之50%, HK$100萬港元, 減少-5%.
fn figures(original: &str) -> Vec<(Range<usize>, &'static str)> {
    const NEAR: &str = "two words say how near the figure is";
    const NUMERALS: &str = "0123456789一二三四五六七八九十百千万亿两";
    let text = words::in_place(original);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| NUMERALS.contains(c)).map(|gap| at + gap) {
        let goes_on = |c: char| NUMERALS.contains(c) || matches!(c, ',' | '.');
        let end = start + text[start..].find(|c| !goes_on(c)).unwrap_or(text.len() - start);
        at = end;
        let bare = text[..start].trim_end_matches(' ');
        let behind = text[end..].trim_start_matches(' ');
        // Of the sign of a currency, what stands before it.
        let money = CURRENCIES.iter().find_map(|(before, _)| before.iter().find(|word| bare.ends_with(**word)));
        let lead = money.map_or(bare, |word| bare[..bare.len() - word.len()].trim_end_matches(' '));
        let lead = lead.trim_end_matches(['有', '占', '达', '共', '为']);
        let word = BEFORE_NUMBERS.iter().filter(|word| lead.ends_with(**word)).max_by_key(|word| word.len());
        if let Some(word) = word
            && is_of_itself(original, lead.len() - word.len()..lead.len())
            && let Some(stop) = nearness(&text, end, word)
        {
            found.push((lead.len() - word.len()..stop, NEAR));
        }
        if bare.ends_with("百分之") && behind.starts_with(['%', '％']) {
            let sign = text.len() - behind.len() + behind.chars().next().map_or(0, char::len_utf8);
            found.push((bare.len() - "百分之".len()..sign, "百分之 and % say the same"));
        }
        if text[..end].ends_with(|c: char| c.is_ascii_digit() || "万亿".contains(c))
            && let Some(length) = doubled_unit(behind)
        {
            let from = text.len() - behind.len();
            found.push((from..from + length, "the unit stands twice"));
        }
        for (before, after) in CURRENCIES {
            let first = before.iter().find(|word| bare.ends_with(**word));
            let others = CURRENCIES.iter().flat_map(|(_, after)| after.iter());
            if let (Some(first), Some(last)) = (first, others.copied().find(|word| behind.starts_with(word))) {
                let stop = text.len() - behind.len() + last.len();
                let why =
                    if after.contains(&last) { "the currency stands twice" } else { "two currencies for one amount" };
                found.push((bare.len() - first.len()..stop, why));
            }
        }
        let unsigned = bare.trim_end_matches(['-', '−', '－', '–']);
        if unsigned.len() < bare.len()
            && let Some(word) = LESS.iter().find(|word| unsigned.trim_end_matches([' ', '约', '达']).ends_with(**word))
        {
            let from = unsigned.trim_end_matches([' ', '约', '达']).len() - word.len();
            found.push((from..end, "less by a negative number is more"));
        }
    }
    found
}

/// The length of a unit with its double behind a figure: 1,850萬港元港元, 5名名員工; none in 5名名譽顧問, 2024年年報.
fn doubled_unit(behind: &str) -> Option<usize> {
    /// Units of one character that are also doubled by slips; of 年, 個 and 人 words are made that begin so.
    const SHORT: &str = "吨克名宗间辆座";
    let is_double = |length: &usize| {
        let unit: String = behind.chars().take(*length).collect();
        let rest = &behind[unit.len()..];
        let is_unit = match unit.chars().next() {
            Some(own) if *length == 1 => {
                let next: String = [own].into_iter().chain(rest.chars().nth(1)).collect();
                SHORT.contains(own) && !words::is_word(&next)
            }
            _ => unit.chars().filter(|c| is_han(*c)).count() == *length,
        };
        (is_unit && rest.starts_with(&unit)).then_some(2 * unit.len())
    };
    [3, 2, 1].iter().find_map(is_double)
}

/// Where a word ends that says once more how near a number is, behind the number and its unit.
fn nearness(text: &str, end: usize, before: &str) -> Option<usize> {
    /// Characters of a unit.
    const UNIT: usize = 2;
    let rest = &text[end..];
    let units = rest.char_indices().map(|(at, _)| at).take(UNIT + 1);
    units.filter(|at| rest[..*at].chars().all(|c| is_han(c) || matches!(c, '%' | '％'))).find_map(|at| {
        let word = BEHIND_NUMBERS.iter().find(|word| rest[at..].starts_with(**word))?;
        let place = end + at..end + at + word.len();
        // 近五年以上 is of a time; 以上海為家 has no 以上.
        let is_time = before == "近" && rest[..at].ends_with(['年', '月']);
        (!is_time && words::may_stand(text, &place, &[])).then_some(place.end)
    })
}

/// Words of Latin languages: `the the`, `ESG ESG`; and 5%%.
fn latin(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = text
        .match_indices("%%")
        .filter(|(at, _)| text[..*at].ends_with(|c: char| c.is_ascii_digit()))
        .map(|(at, sign)| at..at + sign.len())
        .collect();
    let mut last: Option<Range<usize>> = None;
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '@' | '_' | '/' | '\'' | '&');
    let mut at = 0;
    while let Some(start) = text[at..].find(is_letter).map(|gap| at + gap) {
        let end = start + text[start..].find(|c| !is_letter(c)).unwrap_or(text.len() - start);
        at = end;
        let word = &text[start..end];
        let is_short_name = (2..7).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if let Some(before) = last.replace(start..end).filter(|before| &text[before.end..start] == " ")
            && &text[before.clone()] == word
            && (is_short_name || LATIN.contains(&word))
        {
            found.push(before.start..end);
        }
    }
    found
}

/// An item that stands twice in one enumeration: 節能、節水、節能.
fn listed(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('、') {
        return found;
    }
    let mut start = 0;
    for clause in text.split_inclusive(|c: char| "，。；：！？\n（）()「」《》".contains(c) || c == GAP) {
        let mut seen: Vec<&str> = Vec::new();
        let mut at = start;
        start += clause.len();
        let items: Vec<&str> = clause.split('、').collect();
        // What stands before the first of them is open.
        for (nth, item) in items.iter().enumerate() {
            let place = at;
            at += item.len() + '、'.len_utf8();
            let is_last = nth + 1 == items.len();
            let is_same = |seen: &&&str| match is_last {
                true => item.strip_prefix(**seen).is_some_and(|rest| rest.is_empty() || rest.starts_with(BEHIND_LISTS)),
                false => *seen == item,
            };
            if let Some(seen) = seen.iter().find(is_same) {
                found.push(place..place + seen.len());
            }
            // 8宗、8宗 are the figures of a row.
            let is_figure = item.trim_start().starts_with(|c: char| c.is_ascii_digit());
            if nth > 0 && item.chars().count() > 1 && item.contains(is_han) && !is_figure {
                seen.push(item);
            }
        }
    }
    found
}

/// Tells words that stand twice before a figure, in what the source edition prints.
pub fn check(document: &Document, checks: &Checks, sources: &Sources, sink: &mut Sink) {
    let Some(severity) = checks.severity(Code::DoubledWord) else { return };
    if document.edition.script().is_ideographic() {
        let mut lines = Lines { sources, found: Vec::new() };
        document.chapters.iter().for_each(|chapter| lines.chapter(chapter));
        for mut told in lines.found {
            told.severity = severity;
            sink.push(told);
        }
    }
}

struct Lines<'s> {
    sources: &'s Sources,
    found: Vec<Diagnostic>,
}

impl<'a> Visit<'a, Printed> for Lines<'_> {
    fn line(&mut self, line: &'a [Inline]) {
        for pair in line.windows(2) {
            if let Some(unit) = self.unit_again(&pair[0], &pair[1]) {
                let message = format!("`{unit}` prints twice: what stands before it brings its own");
                let hint = match pair[0].kind {
                    InlineKind::Link { .. } => "take the typed one away",
                    _ => "take the typed one away, or show the bare figure with `| number`",
                };
                self.found.push(Diagnostic::warning(Code::DoubledWord, pair[0].span, message).hint(hint));
            }
            let (InlineKind::Text(before), InlineKind::Link { .. }) = (&pair[0].kind, &pair[1].kind) else { continue };
            if before.ends_with('第') && self.sources.text(pair[1].span).starts_with("[](") {
                let message = "`第` stands before a reference, which brings its own words";
                let hint = "write `[](#name)` alone, or {{ ref(\"name\", format=\"page\") }} alone for the page: both print 第…";
                self.found.push(Diagnostic::warning(Code::DoubledWord, pair[1].span, message).hint(hint));
            }
        }
        let mut text = Text::default();
        text.read(line, self.sources);
        for (words, is_same) in text.doubled() {
            let Some(place) = text.place(words.clone()) else { continue };
            let words = &text.text[words];
            let message = match is_same {
                true => format!("`{words}` prints here: one word too many"),
                false => format!("`{words}` prints here: the two words contradict each other"),
            };
            let hint =
                "the figure brings its own word: take the typed one away, or show the bare figure with `| number`";
            self.found.push(Diagnostic::warning(Code::DoubledWord, place, message).hint(hint));
        }
    }
}

impl Lines<'_> {
    /// The unit that a figure or a reference brings and that is typed behind it once more: {{ … }}噸, [](#a)節.
    fn unit_again(&self, brought: &Inline, typed: &Inline) -> Option<String> {
        let is = |inline: &Inline, sign: &str| self.sources.text(inline.span).starts_with(sign);
        let behind_digits = |text: String| {
            let end = text.rfind(|c: char| c.is_ascii_digit())?;
            Some(text[end + 1..].to_owned())
        };
        if is(typed, "{{") {
            return None;
        }
        let InlineKind::Text(typed) = &typed.kind else { return None };
        let unit = match &brought.kind {
            InlineKind::Own(figure) => figure.print.behind.clone(),
            InlineKind::Text(text) if is(brought, "{{") => behind_digits(text.clone())?,
            InlineKind::Link { content, .. } if is(brought, "[](") => behind_digits(plain_text(content))?,
            _ => return None,
        };
        again(unit.trim(), typed.trim_start_matches(' ')).map(str::to_owned)
    }
}

/// How much of a unit a text begins with: all of it and then another word (棵|樹, but 人均), or its head and then no word
/// (噸， behind 噸二氧化碳當量).
fn again<'t>(unit: &str, text: &'t str) -> Option<&'t str> {
    let common: usize =
        std::iter::zip(unit.chars(), text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (head, rest) = text.split_at(common);
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric());
    let is_word_of_its_own = || {
        let end = text.find(|c| !is_han(c)).unwrap_or(text.len());
        let starts = words::starts(&words::in_place(&text[..end]), &[]);
        starts.get(head.chars().count()).copied().unwrap_or(true)
    };
    let is_word = head.contains(|c: char| c.is_alphanumeric() || matches!(c, '%' | '％' | '‰'));
    (is_word && if head == unit { !goes_on || is_word_of_its_own() } else { !goes_on }).then_some(head)
}

/// A line as it prints.
#[derive(Default)]
struct Text {
    text: String,
    /// Where each piece begins, where it comes from, and whether an expression brought it.
    pieces: Vec<(usize, Span, bool)>,
}

impl Text {
    fn read(&mut self, line: &[Inline], sources: &Sources) {
        for inline in line {
            let is_brought = sources.text(inline.span).starts_with("{{");
            self.pieces.push((self.text.len(), inline.span, is_brought));
            match &inline.kind {
                InlineKind::Text(text) => self.text.push_str(text),
                InlineKind::Own(figure) => self.text.push_str(&figure.print.to_string()),
                InlineKind::Footnote(_) => {}
                InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Break => self.text.push(GAP),
                _ => self.read(inline.children(), sources),
            }
        }
    }

    fn piece(&self, at: usize) -> Option<&(usize, Span, bool)> {
        self.pieces[..self.pieces.partition_point(|(start, ..)| *start <= at)].last()
    }

    /// The expression that a range reaches into, or else the pieces it stands in.
    fn place(&self, range: Range<usize>) -> Option<Span> {
        let (first, last) = (self.piece(range.start)?, self.piece(range.end - 1)?);
        let brought = [first, last].into_iter().find(|(.., is_brought)| *is_brought);
        match brought {
            Some((_, span, _)) => Some(*span),
            // As typed, from the piece's beginning on.
            None if first.0 == last.0 && first.1.range().len() >= range.end - first.0 => {
                let start = first.1.range().start + range.start - first.0;
                Some(Span::new(first.1.source, start..start + range.len()))
            }
            None => Some(first.1),
        }
    }

    /// Two words before a figure that say the same thing, or the opposite; and whether they say the same.
    fn doubled(&self) -> Vec<(Range<usize>, bool)> {
        let text = self.text.as_str();
        let mut found = Vec::new();
        let mut last = ' ';
        for (at, c) in text.char_indices() {
            let begins = c.is_ascii_digit() && !last.is_ascii_alphanumeric() && !matches!(last, '.' | ',');
            last = c;
            if !begins {
                continue;
            }
            let before = ends_with(&text[..at], &MONEY).map_or(at, |start| start);
            let before = text[..before].trim_end_matches(' ').len();
            let about = ends_with(&text[..before], &ABOUT);
            if let Some(second) = about
                && let Some(first) = ends_with(&text[..second], &ABOUT)
                && is_of_itself(text, first..second)
                && is_of_itself(text, second..before)
            {
                found.push((first..before, true));
            }
            let end = about.unwrap_or(before);
            let Some(second) = ends_with(&text[..end], &WAYS) else { continue };
            let is_brought = self.piece(second).is_some_and(|(start, _, is_brought)| *is_brought && *start == second);
            // 減少了{{ … | change }}, 升幅為{{ … | change }}.
            let (mut stop, mut nouns) = (second, [].as_slice());
            while let Some(start) = is_brought.then(|| ends_with(&text[..stop], &LEADS)).flatten() {
                (stop, nouns) = (start, NOUNS.as_slice());
            }
            let Some(first) = ends_with(&text[..stop], &WAYS).or_else(|| ends_with(&text[..stop], nouns)) else {
                continue;
            };
            let is_same = text[first..stop] == text[second..end];
            if is_same || is_brought {
                found.push((first..end, is_one_way(&text[first..stop], &text[second..end])));
            }
        }
        found
    }
}

/// Whether two words say that something went the same way.
fn is_one_way(first: &str, second: &str) -> bool {
    first.contains(UP) == second.contains(UP)
}

/// Where one of these words begins that a text ends with.
fn ends_with(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find(|word| text.ends_with(**word)).map(|word| text.len() - word.len())
}

/// Whether a word is not the end of a longer one.
fn is_of_itself(text: &str, word: Range<usize>) -> bool {
    text[word.clone()].chars().count() > 1 || !text[..word.start].ends_with(|c| OF_ANOTHER_WORD.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(parts: &[(&str, bool)]) -> Vec<String> {
        let source = Sources::default().add("a.md", "");
        let mut text = Text::default();
        for (part, is_brought) in parts {
            text.pieces.push((text.text.len(), Span::new(source, 0..0), *is_brought));
            text.text.push_str(part);
        }
        text.doubled().into_iter().map(|(range, _)| text.text[range].to_owned()).collect()
    }

    #[test]
    fn a_unit_typed_behind_one_that_is_brought() {
        for (unit, typed, found) in [
            ("棵", "棵樹", "棵"),
            ("%", "%。", "%"),
            ("人", "人，共", "人"),
            ("噸二氧化碳當量", "噸，較去年", "噸"),
            ("兆瓦時", "兆瓦時", "兆瓦時"),
            ("節", "節的披露", "節"),
        ] {
            assert_eq!(again(unit, typed), Some(found), "{unit} {typed}");
        }
        for (unit, typed) in [
            ("年", "年度報告"),
            ("人", "人均培訓"),
            ("次", "次數"),
            ("噸", "的廢棄物"),
            ("小時", "小組"),
            ("", "噸"),
            ("）", "）"),
        ] {
            assert_eq!(again(unit, typed), None, "{unit} {typed}");
        }
    }

    #[test]
    fn words_before_a_figure_that_stand_twice() {
        assert_eq!(found(&[("較去年上升", false), ("上升4.5%", true)]), ["上升上升"]);
        assert_eq!(found(&[("增加", false), ("下降4.5%", true)]), ["增加下降"]);
        assert_eq!(found(&[("共逾", false), ("約1,000", true), ("人", false)]), ["逾約"]);
        assert_eq!(found(&[("約約1,000人，捐款超過約HK$5百萬", false)]), ["約約", "超過約"]);
        assert_eq!(found(&[("減少減少約 5%", false)]), ["減少減少"]);
        for (typed, brought, told) in [
            ("較上年度減少了", "下降20.0%", "減少了下降"),
            ("較上年度下降了", "上升10.0個百分點", "下降了上升"),
            ("較上年度減少約", "上升11.1%", "減少約上升"),
            ("升幅為", "上升5%", "升幅為上升"),
            ("增幅约达", "下降5%", "增幅约达下降"),
        ] {
            assert_eq!(found(&[(typed, false), (brought, true)]), [told]);
        }
        for (typed, brought) in
            [("減少了", "20.0%"), ("升幅為", "5%"), ("用水量為", "下降5%"), ("減排量錄得", "上升5%")]
        {
            assert_eq!(found(&[(typed, false), (brought, true)]), Vec::<String>::new());
        }
    }

    fn passage(text: &str) -> Passage {
        let source = Sources::default().add("a.md", text);
        let mut passage = Passage::new(crate::model::Edition::ZhHantHk);
        passage.push(text, Span::new(source, 0..text.len()));
        passage
    }

    #[test]
    fn words_that_are_typed_twice() {
        for (text, word) in [
            ("我們我們致力減排。", "我們我們"),
            ("我们我们致力减排。", "我们我们"),
            ("集團的的政策", "的的"),
            ("節能以及以及減廢", "以及以及"),
            ("節能及及減廢", "及及"),
            ("節能，並並且減廢", "並並"),
            ("本集團進行進行檢討", "進行進行"),
            ("本公司公司已制定政策", "公司公司"),
            ("為本集團本集團的員工", "本集團本集團"),
            ("減少溫室氣體溫室氣體排放", "溫室氣體溫室氣體"),
            ("the ESG ESG report", "ESG ESG"),
            ("report of the the Group集團", "the the"),
            ("減少5%%", "%%"),
        ] {
            let found: Vec<&str> = twice(&passage(text), &|_| true).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, [word], "{text}");
        }
        let text = "推行節能、節水、減廢、節水等措施";
        assert_eq!(listed(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), ["節水"]);
        let text = "推行節能、節水、減廢、節水、綠化等措施，可再生能源、水電、不可再生能源";
        assert_eq!(listed(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), ["節水"]);
    }

    #[test]
    fn words_about_a_figure_that_stand_twice() {
        for (text, told) in [
            ("約有1,000人左右參與", "約有1,000人左右"),
            ("至少三名以上董事", "至少三名以上"),
            ("超過50%以上", "超過50%以上"),
            ("不足百分之50%", "百分之50%"),
            ("港幣100萬港元", "港幣100萬港元"),
            ("HK$100萬美元", "HK$100萬美元"),
            ("用電減少-5%", "減少-5"),
            ("人民幣100萬元人民幣", "人民幣100萬元人民幣"),
            ("投資1,850萬港元港元", "港元港元"),
            ("排放1,200噸噸，回收5公斤", "噸噸"),
            ("共有5名名員工", "名名"),
        ] {
            let found: Vec<&str> = figures(text).into_iter().map(|(range, _)| &text[range]).collect();
            assert_eq!(found, [told], "{text}");
        }
        for text in [
            "約1,000人，1,000人左右，節約5人以上",
            "逾100多元化項目，約30名以上海為家的員工",
            "港幣100萬元，人民幣100萬元（約110萬港元），下降3-5%",
            "逾5,000餘人，近十多年來，約200多人",
            "近五年以上，百分之五十，超過30名60歲以上長者",
            "至少三名獨立董事",
            "5名名譽顧問，2024年年報，一個個小組，10人人均一台，比率為50%",
            "共5，6，7",
        ] {
            assert_eq!(figures(text), [], "{text}");
        }
    }

    #[test]
    fn words_that_grammar_doubles() {
        for text in [
            "天天向上，人人有責，常常、慢慢、漸漸、種種、一一、點點滴滴",
            "的的確確，他乘的是的士，是的的士，目的的確立",
            "大家一起研究研究，討論討論",
            "示例實業有限公司公司秘書及有限公司公司章程",
            "對對方負責，及時及及時，普及及推廣，為為期三年的計劃，所以以往",
            "為了了解，在在顯示，和和美美，是是非非",
            "非常非常重要，一個一個，一次又一次又一次",
            "二零二六年年報及2026年年末，董事會會議，委員會會面",
            "管理管理人員的培訓，Yo-Yo Ma，Duran Duran",
            "投訴按季為10宗、9宗、8宗、8宗，會議次數分別為2次、1次、2次、1次",
        ] {
            let found: Vec<&str> = twice(&passage(text), &|_| true).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, [""; 0], "{text}");
            assert!(listed(text).is_empty());
        }
    }

    #[test]
    fn words_that_belong_to_others() {
        for text in [
            "節約約1,000度電",
            "預約逾1,000人次",
            "最近約10年",
            "收入增長下降2%",
            "約1,000至約2,000人",
            "增加減少浪費的措施",
        ] {
            assert_eq!(found(&[(text, false)]), Vec::<String>::new(), "{text}");
        }
    }
}
