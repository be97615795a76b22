//! What the words of one sentence work out: 翻一番, 減少一半, 每月平均, 最高…其次.

use rust_decimal::Decimal;

use super::place::clause;
use super::statement::Said;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::Claim;
use crate::kpi::typed::read::numeral;

/// Words for how many times as much as before it is.
const TIMES: [(&str, Decimal); 18] = [
    ("翻一番", Decimal::TWO),
    ("翻了一番", Decimal::TWO),
    ("翻番", Decimal::TWO),
    ("翻倍", Decimal::TWO),
    ("翻了一倍", Decimal::TWO),
    ("倍增至", Decimal::TWO),
    ("增加一倍", Decimal::TWO),
    ("增加了一倍", Decimal::TWO),
    ("增长一倍", Decimal::TWO),
    ("增长了一倍", Decimal::TWO),
    ("上升一倍", Decimal::TWO),
    ("减半", HALF),
    ("减少一半", HALF),
    ("减少了一半", HALF),
    ("下降一半", HALF),
    ("下降了一半", HALF),
    ("降低一半", HALF),
    ("减少五成", HALF),
];

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// How far from the truth such a word may be.
const LOOSE: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// What makes a multiple one of something else, or no more than a rough one.
const ELSE: [&str; 12] = ["目标", "年均", "复合", "行业", "同业", "计划", "约", "近", "逾", "超", "接近", "不到"];

/// By how much the rates of growth start: 增長2倍.
const GROWS: [&str; 12] =
    ["增加", "增加了", "增长", "增长了", "上升", "上升了", "提高", "提高了", "提升", "提升了", "增幅达", "增幅为"];

/// How many times as much a sentence says that it is: the factor, how exact it is, and where that stands.
fn factors(text: &str) -> Vec<(Decimal, Decimal, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    for (word, factor) in TIMES {
        found.extend(text.match_indices(word).map(|(at, _)| (factor, factor * LOOSE, at..at + word.len())));
    }
    for (at, mark) in text.match_indices('倍') {
        let lead = text[..at].trim_end();
        let is_digit = |c: char| c.is_ascii_digit() || c == '.';
        let digits = lead.trim_end_matches(is_digit);
        let (number, start) = match lead[digits.len()..].parse::<Decimal>() {
            Ok(number) => (number, digits.len()),
            Err(_) => {
                let Some((start, _)) = lead.char_indices().next_back() else { continue };
                match numeral(&lead[start..]) {
                    Some((number, length)) if start + length == lead.len() => (Decimal::from(number), start),
                    _ => continue,
                }
            }
        };
        let before = text[..start].trim_end();
        let half = figure::half(number.scale());
        let range = start..at + mark.len();
        if number > Decimal::ONE && GROWS.iter().any(|word| before.ends_with(word)) {
            found.push((number + Decimal::ONE, half, range));
        } else if ["原来的", "原先的", "上年的", "去年的"].iter().any(|word| before.ends_with(word)) {
            found.push((number, half, range));
        }
    }
    found
}

/// 由50噸翻一番至120噸; 由10個增至30個，增加三倍.
pub(super) fn times(
    text: &str,
    sentence: &[Said],
    place: &dyn Fn(std::ops::Range<usize>) -> Option<crate::source::Span>,
    found: &mut Vec<Diagnostic>,
) {
    let [from, to] = sentence else { return };
    let whole = &text[from.sentence.clone()];
    let before = &text[from.sentence.start..from.at.start];
    let between = &text[from.at.end..to.at.start];
    let is_pair = from.class == to.class
        && from.class != "share"
        && [from, to].iter().all(|said| said.claim == Claim::Exactly)
        && before.chars().rev().take(16).any(|c| "由从自".contains(c))
        && between.contains(['至', '到'])
        && between.chars().count() <= 12
        && !between.contains(['；', '、', '，']);
    if !is_pair || from.value <= Decimal::ZERO || ELSE.iter().any(|word| whole.contains(word)) {
        return;
    }
    let (Some(ratio), Some(slack)) = (
        to.value.checked_div(from.value),
        (from.fine + to.fine).checked_mul(Decimal::TWO).and_then(|slack| slack.checked_div(from.value)),
    ) else {
        return;
    };
    for (factor, exact, at) in factors(whole) {
        if (ratio - factor).abs() <= exact + slack {
            continue;
        }
        let at = from.sentence.start + at.start..from.sentence.start + at.end;
        let Some(span) = place(at) else { continue };
        let times = figure::number(figure::round(ratio, 2).normalize(), None);
        let message = format!(
            "{} to {} is {times} times as much, the words say {}",
            from.shown,
            to.shown,
            figure::number(factor.normalize(), None)
        );
        let finding = Diagnostic::warning(Code::FigureChange, span, message);
        let finding = finding.label(from.span, "it comes from this").label(to.span, "to this");
        found.push(
            finding.hint("mend the words, or one of the figures: 增加一倍 is twice as much, 增加兩倍 three times"),
        );
    }
}

/// Months of a year, of which 每月 is one.
const MONTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// How far from what follows a mean may be: means are of averages over the year.
const NEARLY: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// 12場，每場30人，共500人次; 平均每月用電100兆瓦時，全年1,500兆瓦時; 培訓6,000小時，500人，人均15小時.
pub(super) fn means(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    if !(2..=3).contains(&sentence.len()) || sentence.iter().any(|said| said.claim != Claim::Exactly) {
        return;
    }
    let Some(mean) = sentence.iter().find(|said| mean_of(text, said, sentence).is_some()) else { return };
    let Some(per) = mean_of(text, mean, sentence) else { return };
    let others: Vec<&Said> = sentence.iter().filter(|said| said.at != mean.at).collect();
    let alike = |said: &Said| {
        let class = |said: &Said| if said.class == "person-times" { "persons".to_owned() } else { said.class.clone() };
        class(said) == class(mean)
    };
    let is_counted = |said: &Said| match per {
        Per::Person => said.class == "persons",
        Per::Unit(unit) => text[said.at.clone()].ends_with(unit),
        Per::Month => false,
    };
    let whole = &text[mean.sentence.clone()];
    let (count, total) = match (per, &others[..]) {
        (Per::Month, [total]) if ["全年", "年度", "年内"].iter().any(|word| whole.contains(word)) => {
            (None, *total)
        }
        (Per::Person | Per::Unit(_), [one, other]) if is_counted(one) && alike(other) && !is_counted(other) => {
            (Some(*one), *other)
        }
        (Per::Person | Per::Unit(_), [one, other]) if is_counted(other) && alike(one) && !is_counted(one) => {
            (Some(*other), *one)
        }
        _ => return,
    };
    if !alike(total) || ["其中", "另", "同比", "较", "首", "最"].iter().any(|word| whole.contains(word)) {
        return;
    }
    let number = count.map_or(MONTHS, |count| count.value);
    let Some(product) = mean.value.checked_mul(number) else { return };
    let slack = mean.fine * number + total.fine + count.map_or(Decimal::ZERO, |count| count.fine * mean.value);
    if (product - total.value).abs() <= slack + total.value.abs() * NEARLY {
        return;
    }
    let message = format!(
        "{} for each of {} do not come to {}",
        mean.shown,
        count.map_or("12", |count| count.shown.as_str()),
        total.shown
    );
    let mut finding = Diagnostic::warning(Code::FigureAverage, mean.span, message).label(total.span, "in all");
    if let Some(count) = count {
        finding = finding.label(count.span, "so many");
    }
    found.push(finding.hint("mend one of them, or say of what each is counted"));
}

/// What a mean is for each of.
#[derive(Clone, Copy)]
enum Per {
    Person,
    Month,
    /// A unit that something beside it is counted in.
    Unit(char),
}

fn mean_of(text: &str, said: &Said, sentence: &[Said]) -> Option<Per> {
    let start = clause(text, said.at.start);
    let phrase = &text[start..said.at.start];
    // Limits are no means.
    let is_limit = ["上限", "下限", "最", "至少", "不得", "标准", "预算", "限额", "可", "须", "不超过"];
    if is_limit.iter().any(|word| phrase.contains(word)) {
        return None;
    }
    // Of those only who took part.
    if ["受训", "参训", "参加", "参与", "学员", "合资格"].iter().any(|word| phrase.contains(word)) {
        return None;
    }
    if phrase.contains("人均") || ["每人", "每名员工", "每名雇员", "每位员工"].iter().any(|word| phrase.contains(word))
    {
        return (said.class != "persons").then_some(Per::Person);
    }
    // 義工1,860人，平均每名義工24.8小時.
    let of_each = ["每名", "每位"].iter().find_map(|word| Some(phrase.split_once(word)?.1));
    if let Some(rest) = of_each
        && said.class != "persons"
        && sentence.iter().any(|other| {
            other.class == "persons" && other.subject.words.iter().any(|word| rest.starts_with(word.as_str()))
        })
    {
        return Some(Per::Person);
    }
    if ["平均每月", "每月平均", "月均"].iter().any(|word| phrase.contains(word)) {
        return Some(Per::Month);
    }
    let (_, rest) = phrase.split_once('每')?;
    let unit = rest.chars().next().filter(|unit| "场期班次批家间个所台辆艘户".contains(*unit))?;
    sentence
        .iter()
        .any(|other| other.at != said.at && text[other.at.clone()].ends_with(unit))
        .then_some(Per::Unit(unit))
}

/// 最高為乙廠的30噸，其次是甲廠的40噸.
pub(super) fn ranks(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for pair in sentence.windows(2) {
        let [first, second] = pair else { continue };
        let lead = &text[clause(text, first.at.start)..first.at.start];
        let next = &text[first.at.end..second.at.start];
        let (most, least) = (
            ["最高", "最多", "最大"].iter().any(|word| lead.contains(word)),
            ["最低", "最少", "最小"].iter().any(|word| lead.contains(word)),
        );
        let follows = ["其次", "次之", "第二"].iter().any(|word| next.contains(word));
        if most == least || !follows || first.class != second.class || next.chars().count() > 20 {
            continue;
        }
        let [one, other] = [first, second].map(|said| said.value);
        if (most && other > one) || (least && other < one) {
            let message = format!(
                "{} is said to be the {}, and {} comes behind it",
                first.shown,
                if most { "most" } else { "least" },
                second.shown
            );
            let finding = Diagnostic::warning(Code::FigureClaim, first.span, message);
            found.push(finding.label(second.span, "the next").hint("mend the order, or one of the figures"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_how_many_times_as_much() {
        let read =
            |text| factors(text).into_iter().map(|(factor, ..)| factor.normalize().to_string()).collect::<Vec<_>>();
        assert_eq!(read("由50吨翻一番至120吨"), ["2"]);
        assert_eq!(read("增长2倍，即为原来的四倍"), ["3", "4"]);
        assert_eq!(read("增加1.5倍"), ["2.5"]);
        assert_eq!(read("减少一半"), ["0.5"]);
        assert_eq!(read("是国家标准的三倍，倍受关注，加倍努力"), [""; 0]);
    }
}
