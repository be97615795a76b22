//! Parts and wholes of one sentence: 9名董事，包括…; 甲12宗、乙8宗，合共20宗; 男性佔62%，女性佔38%.

use rust_decimal::Decimal;

use super::kind::{Kind, TOTALS};
use super::statement::Said;
use super::subject::Subject;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::typed::read::numeral;

/// Two that make all where both are told. The second may have the first in it.
const PAIRS: [(&str, &str); 10] = [
    ("男", "女"),
    ("范围一", "范围二"),
    ("直接", "间接"),
    ("境内", "境外"),
    ("执行", "非执行"),
    ("全职", "兼职"),
    ("有害", "无害"),
    ("可再生", "不可再生"),
    ("可回收", "不可回收"),
    ("长期", "短期"),
];

/// How far two parts may be from the whole to be meant as all of it.
const NEARLY_ALL: Decimal = Decimal::from_parts(15, 0, 0, false, 2);

/// The same of what is counted in ones: a board of five.
const FEW: Decimal = Decimal::from_parts(2, 0, 0, false, 0);

/// Characters between two parts of an enumeration.
const BETWEEN: usize = 24;

/// What is left when the others are told: behind it all are.
const REST: [&str; 5] = ["其他", "其它", "其余", "余下", "剩余"];

/// Tells parts that do not make their whole. `sentence`: what one sentence says, in order.
pub(super) fn check(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    announced(text, sentence, found);
    among(text, sentence, found);
    more_than_all(text, sentence, found);
    totals(text, sentence, found);
    hundreds(text, sentence, found);
}

/// What a figure is of, in one piece.
fn of(said: &Said) -> String {
    said.subject.words.concat()
}

/// Whether two parts are all there is.
fn is_pair(one: &str, other: &str) -> bool {
    let is = |one: &str, other: &str| {
        PAIRS.iter().any(|(first, second)| one.contains(first) && !one.contains(second) && other.contains(second))
    };
    is(one, other) || is(other, one)
}

/// Whether an average: no sum.
fn is_mean(said: &Said) -> bool {
    said.class.contains('/')
        || said.subject.words.iter().any(|word| ["平均", "人均", "每名", "每位"].contains(&word.as_str()))
}

/// Whether nothing but an enumeration stands between two figures.
fn is_list(text: &str, one: &Said, other: &Said) -> bool {
    let between = &text[one.at.end..other.at.start];
    between.chars().count() <= BETWEEN
        && !between.contains(['（', '('])
        && !between.contains("其中")
        && between.contains(['、', '，', '及', '和', '与'])
}

fn sum(parts: &[&Said]) -> (Decimal, Decimal) {
    (parts.iter().map(|part| part.value).sum(), parts.iter().map(|part| part.fine).sum())
}

/// A number in the unit, and in the words, of a figure that is told in digits.
fn as_shown(of: &Said, number: Decimal) -> String {
    let end = of.shown.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(of.shown.len());
    let digits = of.shown[..end].replace(',', "").parse::<Decimal>().ok();
    let size = digits.and_then(|digits| of.value.checked_div(digits)).filter(|size| !size.is_zero());
    let (number, unit) = match size {
        Some(size) => (number.checked_div(size).unwrap_or(number), of.shown[end..].trim_start()),
        None => (number, ""),
    };
    format!("{}{unit}", figure::number(number.normalize(), None))
}

/// What has a share that is never more than all of it.
const RATES: [&str; 7] = ["合格率", "覆盖率", "参与率", "培训率", "回收率", "占比", "占"];

/// 合格率達102%; 女性僱員佔110%. Of a goal or of last year there may be more than all.
fn more_than_all(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for said in sentence.iter().filter(|said| said.class == "share" && said.value > Decimal::ONE) {
        let lead = bound(&text[said.sentence.start..said.at.start]).0;
        let lead = lead.trim_end_matches(['为', '达', '到', '是', '高', '：', ':', ' ']);
        let goes_on = text[said.at.end..].starts_with(['的', '之']);
        if said.kind == Kind::Level
            && said.metric.is_none()
            && !goes_on
            && RATES.iter().any(|word| lead.ends_with(word))
        {
            let message = format!("{} is more than all", said.shown);
            let finding = Diagnostic::warning(Code::FigureShare, said.span, message);
            found.push(finding.hint("mend the figure, or say of what it is so much"));
        }
    }
}

/// 產生100噸廚餘，其中200噸已回收: a part above its whole.
fn among(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for pair in sentence.windows(2) {
        let [whole, part] = pair else { continue };
        let between = &text[whole.at.end..part.at.start];
        let is_part = ["其中", "当中"].iter().any(|word| between.contains(word)) && between.chars().count() <= BETWEEN;
        let is_sure = pair.iter().all(|said| said.kind == Kind::Level && said.claim == Claim::Exactly)
            && whole.class == part.class
            && whole.class != "share"
            && !is_mean(part)
            && !between.contains(['；', '、'])
            // What is left of more and less may be below a part.
            && !text[whole.sentence.start..whole.at.start].contains('净');
        if is_part && is_sure && part.value - part.fine > whole.value + whole.fine {
            let message = format!("{} are among {}: a part is more than the whole", part.shown, whole.shown);
            let finding = Diagnostic::warning(Code::FigureSum, part.span, message).label(whole.span, "the whole");
            found.push(finding.hint("mend one of the two, or name what the part is of"));
        }
    }
}

/// 9名董事，包括3名執行董事、3名非執行董事及3名獨立非執行董事.
fn announced(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for (at, whole) in sentence.iter().enumerate() {
        if whole.claim != Claim::Exactly || whole.kind != Kind::Level || whole.class == "share" || is_mean(whole) {
            continue;
        }
        let parts: Vec<&Said> = sentence[at + 1..].iter().take_while(|part| part.class == whole.class).collect();
        let Some(first) = parts.first() else { continue };
        let lead = &text[whole.at.end..first.at.start];
        let opens = ["包括", "其中", "分别为", "组成", "即", "分为", "当中"].iter().any(|word| lead.contains(word));
        // 九名成員中，三名為執行董事: of others than two that make all, some may be both.
        let is_among = !opens && lead.ends_with("中，");
        if parts.len() < 2
            || !(opens || is_among)
            || lead.chars().count() > BETWEEN
            || parts.iter().any(|part| part.claim != Claim::Exactly)
            || !parts.windows(2).all(|pair| is_list(text, pair[0], pair[1]))
        {
            continue;
        }
        // 兩名執行董事、三名非執行董事及四名獨立非執行董事，女性三名: what follows divides them in another way.
        let fits = |count: usize| {
            let (sum, slack) = sum(&parts[..count]);
            (sum - whole.value).abs() <= slack + whole.fine
        };
        if (2..parts.len()).any(fits) {
            continue;
        }
        let (sum, slack) = sum(&parts);
        let slack = slack + whole.fine;
        let off = (sum - whole.value).abs();
        let is_counted = slack.is_zero() && off <= FEW;
        let is_near = off <= whole.value * NEARLY_ALL || is_counted;
        // 其中 names some of them, which may be the same: only more than all of one kind is wrong.
        let is_some = lead.contains("其中") || lead.contains("当中");
        let is_of_one_kind =
            of(first).chars().last().is_some_and(|kind| parts.iter().all(|part| of(part).ends_with(kind)));
        let counts = counts_as_many(&text[whole.sentence.start..whole.at.start], parts.len());
        let is_all = ["组成", "分别为", "分为", "即"].iter().any(|word| lead.contains(word));
        let is_row = parts.len() > 2;
        let is_whole = counts && is_row || !is_some && (is_all || lead.contains("包括") && is_near && is_row);
        let is_pair = parts.len() == 2 && (is_pair(&of(first), &of(parts[1])) || counts);
        // What is measured lies in one of them, what is counted may be of several kinds.
        let is_measured = ["mass", "volume", "energy", "CO2e", "area", "RMB", "HKD"].contains(&whole.class.as_str());
        let is_over = is_measured && is_row && is_near && sum > whole.value;
        let is_wrong = if is_whole || is_over {
            off > slack
        } else if is_pair {
            off > slack && is_near
        } else {
            opens
                && is_of_one_kind
                && parts.len() < 4
                && sum > whole.value + slack
                && parts.iter().all(|part| part.value < whole.value)
        };
        if is_wrong && sum < whole.value * Decimal::TWO {
            let message = format!("{} are announced, the parts come to {}", whole.shown, as_shown(whole, sum));
            tell(Code::FigureSum, whole, message, &parts, "mend a part, or the whole", found);
        }
    }
}

/// 分別為甲12宗、乙8宗，合共20宗.
fn totals(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for at in 2..sentence.len() {
        let total = &sentence[at];
        let lead = bound(&text[sentence[at - 1].at.end..total.at.start]).0;
        let Some((before, behind)) = TOTALS.iter().find_map(|word| lead.split_once(word)) else { continue };
        // ，共; ，兩廠合計.
        let clause = before.rfind(['，', '；', '、']).map_or(before, |mark| &before[mark..]);
        let clause = clause.trim_start_matches(['，', '；', '、']).trim();
        let is_led = clause.is_empty() || clause.chars().count() <= 4 && numeral(clause).is_some();
        let is_total = is_led
            && (before.trim().is_empty() || before.contains(['，', '；', '、']))
            && Subject::of(behind).is_empty()
            && lead.chars().count() <= BETWEEN / 2;
        if !is_total || total.claim != Claim::Exactly || total.class == "share" || is_mean(total) {
            continue;
        }
        let is_part = |part: &&Said| {
            part.class == total.class && part.claim == Claim::Exactly && !matches!(part.kind, Kind::Change(_))
        };
        let mut first = at;
        while first > 0
            && is_part(&&sentence[first - 1])
            && (first == at || is_list(text, &sentence[first - 1], &sentence[first]))
        {
            first -= 1;
        }
        let parts: Vec<&Said> = sentence[first..at].iter().collect();
        let fits = |parts: &[&Said]| {
            let (sum, slack) = sum(parts);
            (sum - total.value).abs() <= slack + total.fine
        };
        // The first of them may be what the others are parts of, or of something else.
        if parts.len() < 2 || (0..parts.len() - 1).any(|from| fits(&parts[from..])) {
            continue;
        }
        let (sum, _) = sum(&parts);
        let is_above = parts.iter().all(|part| part.value < total.value);
        if is_above && sum < total.value * Decimal::TWO && total.value < sum * Decimal::TWO {
            let message = format!("the parts come to {}, their total is {}", as_shown(total, sum), total.shown);
            tell(Code::FigureSum, total, message, &parts, "mend a part, or the total", found);
        }
    }
}

/// How far shares that do not make all may be from it to be meant as all.
const NEAR_ALL: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// 男性佔62%，女性佔40%; 紙佔50%、塑膠佔30%，其他佔30%.
fn hundreds(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while at < sentence.len() {
        let from = at;
        let is_share = |said: &Said| {
            said.class == "share"
                && said.claim == Claim::Exactly
                && !matches!(said.kind, Kind::Change(_))
                && said.value < Decimal::ONE
        };
        while at < sentence.len()
            && is_share(&sentence[at])
            && (at == from || is_list(text, &sentence[at - 1], &sentence[at]))
        {
            at += 1;
        }
        let parts: Vec<&Said> = sentence[from..at].iter().collect();
        at = at.max(from + 1);
        let [first, .., last] = parts[..] else { continue };
        let lead = match from.checked_sub(1) {
            Some(before) => &text[sentence[before].at.end..first.at.start],
            None => &text[first.sentence.start..first.at.start],
        };
        let says =
            |words: &str| ["占", "比例", "百分比"].iter().any(|word| words.contains(word)) && !words.contains('率');
        let (sum, slack) = sum(&parts);
        let off = (sum - Decimal::ONE).abs();
        let between = &text[first.at.end..last.at.start];
        // Of two, one is rounded down where the other is rounded up.
        let is_off = if parts.len() == 2 { off >= slack } else { off > slack };
        if !says(lead) || between.contains('率') || !is_off || off > NEAR_ALL || off.is_zero() {
            continue;
        }
        let bare = |said: &Said| of(said).replace(['男', '女'], "");
        let both = parts.len() == 2 && is_pair(&of(first), &of(last)) && {
            let (one, other) = (bare(first), bare(last));
            one == other || !of(first).contains(['男', '女'])
        };
        let tail = parts.windows(2).next_back().map_or("", |pair| &text[pair[0].at.end..pair[1].at.start]);
        let is_all = both || REST.iter().any(|word| tail.contains(word));
        // Shares that are told together are of one whole, of which there may be more.
        let whole = &text[first.sentence.start..first.at.start];
        let parted = ["按", "结构", "构成", "组成", "分布", "划分"].iter().any(|word| whole.contains(word));
        let is_over = (lead.contains("分别占") || parted && parts.len() > 2)
            && sum > Decimal::ONE
            && off <= NEAR_ALL / Decimal::TWO;
        if is_all || is_over {
            let sum = figure::number((sum * Decimal::ONE_HUNDRED).normalize(), None);
            let message = format!("the shares come to {sum}%, not to 100%");
            tell(Code::FigureShare, first, message, &parts[1..], "mend a share, or say what else there is", found);
        }
    }
}

fn tell(code: Code, place: &Said, message: String, parts: &[&Said], hint: &str, found: &mut Vec<Diagnostic>) {
    let mut finding = Diagnostic::warning(code, place.span, message);
    let label = if code == Code::FigureShare { "another share" } else { "a part" };
    finding.labels = parts.iter().map(|part| (part.span, label.to_owned())).collect();
    found.push(finding.hint(hint));
}

/// Whether the words before a whole say that it has so many parts: 三年累計, 三個廠房合計.
fn counts_as_many(text: &str, parts: usize) -> bool {
    text.char_indices().any(|(at, _)| {
        let Some((number, length)) = numeral(&text[at..]) else { return false };
        let behind = &text[at + length..];
        number as usize == parts
            && !text[..at].ends_with(['第', '十', '百', '千'])
            && ["年", "个", "家", "间", "座", "地", "类", "厂"].iter().any(|unit| behind.starts_with(unit))
    })
}
