//! Shares in words as numbers: 四成, 四成八, 三分之一, 百分之二十, 過半.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::figure;
use crate::kpi::bound::Claim;
use crate::kpi::typed::read::{Typed, UnitWords, figures, numeral, spelled};

/// A share in words: where, how much of a hundred, how far rounding goes, and the bound that it says itself.
pub(in crate::kpi) type Share = (Range<usize>, Decimal, Decimal, Option<Claim>);

/// What a share in tenths stands before: 成 begins many words.
const BEHIND: &str = "的以左，、。；：！？（）」』”,.;:!?() 半";

/// The shares in words of a text, in Simplified characters.
pub(in crate::kpi) fn shares(text: &str) -> Vec<Share> {
    let mut found: Vec<Share> = Vec::new();
    if !text.contains(['成', '半']) && !text.contains("分之") {
        return found;
    }
    let five = Decimal::from(5);
    for (at, c) in text.char_indices() {
        if found.last().is_some_and(|(range, ..)| at < range.end) {
            continue;
        }
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let is_part =
            before.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万亿〇零两第点.另前后每".contains(c));
        if let Some((length, of)) = denominator(rest)
            && !is_part
        {
            let below = &rest[length..];
            let part = numeral(below).map(|(part, length)| (Decimal::from(part), length)).or_else(|| {
                let whole = below.starts_with('百').then_some((Decimal::ONE_HUNDRED, '百'.len_utf8()));
                whole.or_else(|| {
                    let digits = below.len() - below.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
                    Some((below[..digits].parse().ok()?, digits))
                })
            });
            let Some((part, width)) = part.filter(|(part, _)| *part <= of) else { continue };
            // 百分之二十點五
            if below[width..].starts_with('点') {
                continue;
            }
            let half = if of == Decimal::ONE_HUNDRED { figure::half(part.scale()) } else { Decimal::from(3) };
            let Some(share) = (part * Decimal::ONE_HUNDRED).checked_div(of) else { continue };
            found.push((at..at + length + width, share, half, None));
        } else if let Some((number, length)) = numeral(rest).filter(|(number, _)| *number <= 10 && !is_part)
            && let Some(behind) = rest[length..].strip_prefix('成')
        {
            let (half, behind) = behind.strip_prefix('半').map_or((false, behind), |behind| (true, behind));
            // 四成八.
            let ones = || numeral(behind).filter(|(ones, length)| *ones < 10 && !starts_a_count(&behind[*length..]));
            let (ones, behind) = match (half, ones()) {
                (false, Some((ones, length))) => (Some(ones), &behind[length..]),
                _ => (None, behind),
            };
            let ends = behind.chars().next().is_none_or(|c| BEHIND.contains(c))
                || ["员工", "雇员", "受访"].iter().any(|word| behind.starts_with(word));
            if ends {
                let share = Decimal::from(number * 10 + ones.unwrap_or(0)) + if half { five } else { Decimal::ZERO };
                let slack = match (half, ones) {
                    (_, Some(_)) => figure::half(0),
                    (true, None) => Decimal::from(3),
                    (false, None) => five,
                };
                found.push((at..text.len() - behind.len(), share, slack, None));
            }
        } else if c == '半' && before.is_some_and(|c| "过逾超".contains(c)) {
            let behind = rest["半".len()..].strip_prefix('数').unwrap_or(&rest["半".len()..]);
            if !behind.starts_with(['年', '天', '月', '小', '日', '个', '程', '百']) {
                let start = at - before.map_or(0, char::len_utf8);
                found.push((start..text.len() - behind.len(), Decimal::from(50), Decimal::ZERO, Some(Claim::Above)));
            }
        } else if (rest.starts_with("一半") || rest.starts_with("半数")) && !is_part {
            found.push((at..at + "一半".len(), Decimal::from(50), five, None));
        }
    }
    found
}

/// Whether a text goes on with what a numeral counts: 三成|五個.
fn starts_a_count(text: &str) -> bool {
    text.starts_with(|c: char| !BEHIND.contains(c))
}

/// Of how many parts a fraction is, with 分之: 三分之一, 百分之二十.
fn denominator(text: &str) -> Option<(usize, Decimal)> {
    let (of, length) = match text.chars().next()? {
        '百' => (100, '百'.len_utf8()),
        '千' => (1000, '千'.len_utf8()),
        _ => numeral(text).filter(|(of, _)| *of > 1)?,
    };
    text[length..].starts_with("分之").then(|| (length + "分之".len(), Decimal::from(of)))
}

/// All figures of a text in order: in digits, in Chinese numerals, and shares in words.
pub(super) fn all<'u>(text: &str, words: &UnitWords<'u>) -> Vec<Typed<'u>> {
    let mut all = figures(text, words);
    all.extend(spelled(text, words));
    all.extend(typed(text));
    all.sort_by_key(|typed| typed.number.start);
    // 百分之50% says it twice.
    all.dedup_by(|later, first| later.number.start < first.whole.end);
    all
}

/// The shares in words as figures in per cent.
fn typed<'u>(text: &str) -> impl Iterator<Item = Typed<'u>> + use<'u> {
    shares(text).into_iter().map(|(range, value, slack, claim)| Typed {
        number: range.clone(),
        whole: range,
        value,
        places: 0,
        slack,
        and_more: claim == Some(Claim::Above),
        units: vec!["%"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_in_words() {
        let read = |text: &str| -> Vec<String> {
            let all = shares(text).into_iter();
            all.map(|(range, share, ..)| format!("{} {}", &text[range], crate::figure::round(share, 1).normalize()))
                .collect()
        };
        assert_eq!(read("女性占四成，近五成半的员工"), ["四成 40", "五成半 55"]);
        assert_eq!(
            read("三分之一为女性，五分之三，百分之二十，百分之百"),
            ["三分之一 33.3", "五分之三 60", "百分之二十 20", "百分之百 100"]
        );
        assert_eq!(read("过半员工、逾半数、一半"), ["过半 50", "逾半数 50", "一半 50"]);
        assert_eq!(read("三成员，一成不变，十成功，过半年，第三分之一，另一半，五成立，二十成"), [""; 0]);
    }
}
