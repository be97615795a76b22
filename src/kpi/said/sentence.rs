//! Figures of one sentence that follow from each other: changes, shares, sums.

use rust_decimal::Decimal;

use super::kind::Kind;
use super::multiples;
use super::parts;
use super::place::clause_end;
use super::statement::Said;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::Claim;
use crate::kpi::said::lines::Line;
use crate::kpi::ways;

/// Tells what does not follow. `all`: what one line says, in order.
pub(super) fn check(line: &Line, all: &[Said], found: &mut Vec<Diagnostic>) {
    let text = words::in_place(&line.passage.text);
    let mut at = 0;
    while at < all.len() {
        let end = at + all[at..].iter().take_while(|said| said.sentence == all[at].sentence).count();
        let sentence = &all[at..end];
        restated(&text, sentence, found);
        change(&text, sentence, found);
        by_the_way(&text, sentence, found);
        since(&text, sentence, found);
        share(&text, sentence, found);
        of_whole(&text, sentence, found);
        rate(&text, sentence, found);
        parts::check(&text, sentence, found);
        let place = |range| line.passage.place(range).map(|(span, _)| span);
        multiples::times(&text, sentence, &place, found);
        multiples::means(&text, sentence, found);
        multiples::ranks(&text, sentence, found);
        at = end;
    }
}

/// What leads to the same figure in another unit.
const AGAIN: [&str; 6] = ["即", "，即", "（即", "亦即", "，亦即", "（"];

/// 91,730公噸，即9.173萬噸: one quantity in two units.
fn restated(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for pair in sentence.windows(2) {
        let [own, other] = pair else { continue };
        let between = text[own.at.end..other.at.start].trim();
        let measured = ["mass", "CO2e", "energy", "volume", "area", "length", "RMB", "HKD"];
        let unit =
            |said: &Said| text[said.at.clone()].trim_start_matches(|c: char| c.is_ascii_digit() || ",. ".contains(c));
        let is_again = AGAIN.contains(&between)
            && (!between.starts_with('（') || text[other.at.end..].starts_with('）'))
            && own.class == other.class
            && measured.contains(&own.class.as_str())
            && unit(own) != unit(other)
            // How much coal so much power is worth is a matter of method.
            && unit(own).contains('煤') == unit(other).contains('煤')
            && pair.iter().all(|said| said.claim == Claim::Exactly);
        if is_again && (own.value - other.value).abs() > own.slack + other.slack {
            let message = format!("{} and {} are not the same", own.shown, other.shown);
            let finding = Diagnostic::warning(Code::FigureDiffers, other.span, message);
            found.push(finding.label(own.span, "it is said to be this").hint("mend one of the two, or its unit"));
        }
    }
}

/// Tells shares of one sentence that do not follow from what they are of.
pub(super) fn shares(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    share(text, sentence, found);
    of_whole(text, sentence, found);
}

/// Characters within which words say of what stands right before them how it changed: ，上升.
const NEAR: usize = 5;

/// 由A增至B，增幅C%.
fn change(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for (at, pair) in sentence.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        if from.class != to.class || from.claim != Claim::Exactly || to.claim != Claim::Exactly {
            continue;
        }
        let before: String = text[from.sentence.start..from.at.start].chars().rev().take(16).collect();
        let before: String = before.chars().rev().collect();
        let between = &text[from.at.end..to.at.start];
        let starts = before.rfind(['由', '从', '自']);
        if starts.is_none()
            || between.contains(['；', '、'])
            || between.chars().count() > 16
            || !between.contains(['至', '到', '为', '达'])
        {
            continue;
        }
        if !between.contains(['增', '升', '降', '减', '提', '跌', '缩', '涨', '扩']) {
            continue;
        }
        // 由A升至B，增幅為C; 增長達C: by how much, and not to what.
        let is_second = at > 0
            && starts.is_some_and(|lead| sentence[at - 1].at.end + before.len() > from.at.start + lead)
            && !between.contains(['至', '到']);
        if is_second || between.contains('幅') || between.contains("增长率") {
            continue;
        }
        let rises = between.contains(['增', '升', '提', '扩', '涨']);
        let falls = between.contains(['降', '减', '跌', '缩']);
        let goes_up = to.value > from.value;
        if rises != falls && to.value == from.value && to.shown == from.shown {
            let message = format!("from {} to {} is no change", from.shown, to.shown);
            let finding =
                Diagnostic::warning(Code::FigureChange, to.span, message).label(from.span, "it comes from this");
            found.push(finding.hint("mend one of the figures, or say that it stayed as it was"));
            continue;
        }
        if rises != falls && to.value != from.value && rises != goes_up {
            let way = if goes_up { "more" } else { "less" };
            let message = format!(
                "the words say that it {}, but {} is {way} than {}",
                if rises { "rose" } else { "fell" },
                to.shown,
                from.shown
            );
            let finding =
                Diagnostic::warning(Code::FigureChange, to.span, message).label(from.span, "it comes from this");
            found.push(finding.hint("mend the word, or one of the figures"));
            continue;
        }
        if let Some(stated) = sentence.get(at + 2).filter(|said| said.class == from.class && said.class != "share") {
            difference(text, from, to, stated, found);
        }
        let Some(stated) = sentence.get(at + 2).filter(|said| said.class == "share" || said.class == "points") else {
            continue;
        };
        let words = &text[to.at.end..stated.at.start];
        let is_change = ways::said(words) != (false, false) || words.contains("幅度");
        if !is_change
            || words.chars().count() > 14
            || stated.claim != Claim::Exactly
            || words.contains("年均")
            || words.contains("复合")
        {
            continue;
        }
        // 由120噸減至100噸，上升16.7%.
        let (up, down) = ways::said(words);
        if up != down && to.value != from.value && up != goes_up && words.chars().count() <= NEAR {
            let (said, way) = if up { ("rose", "less") } else { ("fell", "more") };
            let message = format!(
                "the words say that it {said} by {}, but {} is {way} than {}",
                stated.shown, to.shown, from.shown
            );
            let finding = Diagnostic::warning(Code::FigureChange, stated.span, message);
            let finding = finding.label(from.span, "it comes from this").label(to.span, "to this");
            found.push(finding.hint("mend the word, or one of the figures"));
            continue;
        }
        if from.class == "share" && stated.class == "share" && words.chars().count() <= NEAR {
            points(stated, from, to, found);
            continue;
        }
        let expected = if from.class == "share" && stated.class == "points" {
            Some((to.value - from.value).abs() * Decimal::ONE_HUNDRED)
        } else if from.class == "share" {
            None
        } else {
            percent((to.value - from.value).abs(), from.value)
        };
        let Some(expected) = expected else { continue };
        let unit = if stated.class == "share" { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        // By how much rounding of the two may move the third.
        let moved =
            if from.class == "share" { (from.fine + to.fine) * Decimal::ONE_HUNDRED } else { rounding(from, to) };
        let slack = stated.fine * unit + moved;
        if (stated.value * unit - expected).abs() > slack {
            follows(Code::FigureChange, stated, expected, &[from, to], "it follows from this", found);
        }
    }
}

/// 由1,392宗減至1,284宗，減少108宗.
fn difference(text: &str, from: &Said, to: &Said, stated: &Said, found: &mut Vec<Diagnostic>) {
    let words = &text[to.at.end..stated.at.start];
    // 再減至90噸, 兩年減少10噸 are others.
    let is_change = ways::is_only(words) && !words.contains(['至', '到']);
    // 減少5噸至95噸 goes on from there.
    let goes_on = text[stated.at.end..].trim_start().starts_with(['至', '到']);
    let off = ((to.value - from.value).abs() - stated.value).abs();
    if !is_change || goes_on || stated.claim != Claim::Exactly || off <= from.fine + to.fine + stated.fine {
        return;
    }
    let message = format!("from {} to {} is another change than {}", from.shown, to.shown, stated.shown);
    let finding = Diagnostic::warning(Code::FigureChange, stated.span, message);
    let finding = finding.label(from.span, "it comes from this").label(to.span, "to this");
    found.push(finding.hint("mend one of the three"));
}

/// 由80%升至85%，上升5%: points are meant.
pub(super) fn points(stated: &Said, from: &Said, to: &Said, found: &mut Vec<Diagnostic>) {
    let points = (to.value - from.value).abs();
    let relative = percent(points, from.value).unwrap_or_default();
    let slack = stated.fine * Decimal::ONE_HUNDRED;
    let is_points = (stated.value - points).abs() <= stated.fine + from.fine + to.fine;
    if points.is_zero() || !is_points || (stated.value * Decimal::ONE_HUNDRED - relative).abs() <= slack {
        return;
    }
    let points = figure::number((points * Decimal::ONE_HUNDRED).normalize(), None);
    let message = format!("from {} to {} are {points} percentage points, not {}", from.shown, to.shown, stated.shown);
    let finding = Diagnostic::warning(Code::FigureChange, stated.span, message);
    found.push(finding.label(from.span, "it comes from this").hint(format!("write {points}個百分點")));
}

/// 由20噸減少50%至15噸.
fn by_the_way(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for three in sentence.windows(3) {
        let [from, stated, to] = three else { continue };
        let (words, leads) = (&text[from.at.end..stated.at.start], text[stated.at.end..to.at.start].trim());
        let before: Vec<char> = text[from.sentence.start..from.at.start].chars().rev().take(NEAR * 3).collect();
        let (rises, falls) = ways::said(words);
        if from.class != to.class
            || from.class == "share"
            || stated.class != "share"
            || three.iter().any(|said| said.claim != Claim::Exactly)
            || rises == falls
            || words.chars().count() > NEAR
            || !["至", "到", "达", "为", "，至", "，达", "，为"].contains(&leads)
            || !before.iter().any(|c| ['由', '从', '自', '较', '比'].contains(c))
        {
            continue;
        }
        let Some(expected) = percent(to.value - from.value, from.value) else { continue };
        let said = if falls { -stated.value } else { stated.value } * Decimal::ONE_HUNDRED;
        let slack = stated.fine * Decimal::ONE_HUNDRED + rounding(from, to);
        if (said - expected).abs() <= slack {
            continue;
        }
        if said.is_sign_negative() == expected.is_sign_negative() {
            follows(Code::FigureChange, stated, expected.abs(), &[from, to], "it follows from this", found);
        } else {
            let (went, way) = if falls { ("fell", "more") } else { ("rose", "less") };
            let message = format!("the words say that it {went}, but {} is {way} than {}", to.shown, from.shown);
            let finding = Diagnostic::warning(Code::FigureChange, to.span, message);
            found.push(finding.label(from.span, "it comes from this").hint("mend the word, or one of the figures"));
        }
    }
}

/// 用水A，較去年的B上升C%；用紙A（2022年：B），較上年減少C%.
fn since(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for three in sentence.windows(3) {
        let [now, before, stated] = three else { continue };
        let between = &text[now.at.end..before.at.start];
        let words = &text[before.at.end..stated.at.start];
        // 與去年的A相比，今年B，減少C% has the earlier one first.
        let is_earlier = ["相比", "比较"].iter().any(|word| between.starts_with(word));
        let compares = ["较", "比", "对比"].iter().any(|word| between.contains(word)) && !between.contains('占')
            || between.starts_with(['（', '(']) && between.contains('年') && between.ends_with(['：', ':', '为', '年']);
        if now.class != before.class
            || stated.class != "share"
            || [now, before, stated].iter().any(|said| said.claim != Claim::Exactly)
            || !compares
            || is_earlier
            // 淨增63人（2024年：2,961人） is a difference beside a level.
            || matches!(now.kind, Kind::Change(_))
            || matches!(before.kind, Kind::Change(Some(_))) && !between.starts_with(['（', '('])
            || ways::said(between) != (false, false)
            || !(between.contains('年') || between.contains('期'))
            || between.contains(['；', '、'])
            || between.chars().count() > 14
            || words.chars().count() > 14
            // 較上年的100噸減少20%至80噸 says itself what it came to.
            || text[stated.at.end..].trim_start().starts_with(['至', '到'])
            || ["累计", "年均", "复合", "基准"].iter().any(|word| words.contains(word) || between.contains(word))
        {
            continue;
        }
        let (rises, falls) = ways::said(words);
        // 合格率為85%，較去年的80%上升5%.
        if now.class == "share" {
            if rises != falls && words.chars().count() <= NEAR {
                points(stated, before, now, found);
            }
            continue;
        }
        let Some(expected) = percent(now.value - before.value, before.value).filter(|_| rises != falls) else {
            continue;
        };
        let said = if falls { -stated.value } else { stated.value } * Decimal::ONE_HUNDRED;
        let slack = stated.fine * Decimal::ONE_HUNDRED + rounding(before, now);
        if (said - expected).abs() > slack {
            follows(Code::FigureChange, stated, expected, &[before, now], "it follows from this", found);
        }
    }
}

/// By how much the rounding of two figures may move the change from one to the other, in per cent.
fn rounding(from: &Said, to: &Said) -> Decimal {
    let by_from = percent(from.fine, from.value).and_then(|share| share.checked_mul(to.value)?.checked_div(from.value));
    let by_to = percent(to.fine, from.value);
    by_from.unwrap_or_default().abs() + by_to.unwrap_or_default().abs()
}

/// 女性2,310名，佔僱員總數9,314名的24.8%.
fn of_whole(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for three in sentence.windows(3) {
        let [part, whole, stated] = three else { continue };
        let between = &text[part.at.end..whole.at.start];
        let is_share = part.class == whole.class && part.class != "share" && stated.class == "share";
        if !is_share
            || !between.contains('占')
            || between.chars().count() > 16
            || !is_of(&text[whole.at.end..stated.at.start])
            || three.iter().any(|said| said.claim != Claim::Exactly)
        {
            continue;
        }
        let Some(expected) = percent(part.value, whole.value) else { continue };
        let slack =
            stated.fine * Decimal::ONE_HUNDRED + percent(part.fine + whole.fine, whole.value).unwrap_or_default();
        if (stated.value * Decimal::ONE_HUNDRED - expected).abs() > slack {
            follows(Code::FigureShare, stated, expected, &[part, whole], "it follows from this", found);
        }
    }
}

/// Whether words lead from a whole to a share of it: 的, 董事的.
fn is_of(words: &str) -> bool {
    let words = words.trim();
    words.ends_with(['的', '之']) && words.chars().count() <= NEAR && !words.contains(['，', '、'])
}

/// What a rate counts, in other words than its own.
const COUNTED: [(&str, &str); 4] = [("流失", "离职"), ("离职", "流失"), ("处理", "办结"), ("解决", "办结")];

/// How far a turnover rate may be from the leavers and the staff at the year's end: it is of the average.
const OF_AVERAGE: Decimal = Decimal::from_parts(20, 0, 0, false, 2);

/// 抽檢X件，合格Y件，合格率Z%.
fn rate(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for (at, stated) in sentence.iter().enumerate() {
        let lead = text[stated.sentence.start..stated.at.start]
            .trim_end_matches(['为', '达', '到', '是', '仅', '：', ':', ' ', '有']);
        if stated.class != "share" || stated.claim != Claim::Exactly || !lead.ends_with('率') {
            continue;
        }
        let stem: String = lead.chars().rev().skip(1).take(2).collect::<Vec<_>>().into_iter().rev().collect();
        let other = COUNTED.iter().find(|(one, _)| *one == stem).map_or(stem.as_str(), |(_, other)| *other);
        let before = &sentence[..at];
        let part = before.iter().enumerate().skip(1).rev().find(|(nth, part)| {
            let words = &text[before[nth - 1].at.end..part.at.start];
            // 其中18宗已解決 has it behind.
            let behind = &text[part.at.end..stated.at.start];
            let behind = &behind[..clause_end(behind)];
            // 4家須整改，整改率100%: what is still to be done is the whole.
            if behind.contains(['须', '需', '待', '应']) {
                return false;
            }
            part.class != "share"
                && [words, behind]
                    .iter()
                    .any(|words| (words.contains(&stem) || words.contains(other)) && words.chars().count() <= 16)
        });
        let Some((nth, part)) = part else { continue };
        let whole = before[..nth].iter().rev().find(|whole| whole.class == part.class && whole.value >= part.value);
        let Some(whole) = whole.filter(|whole| whole.claim == Claim::Exactly && part.claim == Claim::Exactly) else {
            continue;
        };
        // 新入職421人，離職292人，流失率9.86%: no rate of those who came.
        let newcomers = ["入职", "新聘", "招聘", "新增"];
        if stem == "流失" && newcomers.iter().any(|word| text[whole.sentence.start..whole.at.start].contains(word)) {
            continue;
        }
        let Some(expected) = percent(part.value, whole.value) else { continue };
        let of_average = if stem == "流失" || stem == "离职" { expected * OF_AVERAGE } else { Decimal::ZERO };
        let slack = stated.fine * Decimal::ONE_HUNDRED
            + percent(part.fine + whole.fine, whole.value).unwrap_or_default()
            + of_average;
        if (stated.value * Decimal::ONE_HUNDRED - expected).abs() > slack {
            follows(Code::FigureShare, stated, expected, &[part, whole], "it follows from this", found);
        }
    }
}

/// 共X名，其中女性Y名，佔Z%.
fn share(text: &str, sentence: &[Said], found: &mut Vec<Diagnostic>) {
    for at in 1..sentence.len() {
        let stated = &sentence[at];
        let part = &sentence[at - 1];
        let words = &text[part.at.end..stated.at.start];
        let is_share = stated.class == "share" && part.class != "share" && stated.claim == Claim::Exactly;
        let says = ["占", "比例为", "占比", "比例"].iter().any(|word| words.contains(word));
        if !is_share
            || !says
            || words.chars().count() > 18
            || words.contains(['；', '、'])
            || part.claim != Claim::Exactly
        {
            continue;
        }
        let is_whole =
            |whole: &&Said| whole.class == part.class && whole.value >= part.value && whole.kind == Kind::Level;
        let wholes: Vec<&Said> = sentence[..at - 1].iter().filter(is_whole).collect();
        let slack = |whole: &Said| {
            stated.fine * Decimal::ONE_HUNDRED + percent(part.fine + whole.fine, whole.value).unwrap_or_default()
        };
        let away = |whole: &Said| {
            let expected = percent(part.value, whole.value)?;
            Some(((stated.value * Decimal::ONE_HUNDRED - expected).abs(), expected))
        };
        // Of a round one nothing follows; where one of several fits, that one is meant.
        let fits = |whole: &&Said| away(whole).is_none_or(|(away, _)| away <= slack(whole));
        if wholes.iter().any(|whole| whole.claim != Claim::Exactly || fits(whole)) {
            continue;
        }
        let Some(last) = wholes.last() else { continue };
        // Which whole is meant is only sure where there is one, or behind 其中.
        let behind = &text[last.at.end..part.at.start];
        let is_part = behind.contains("其中")
            || behind.starts_with('中')
            || behind.starts_with("当中")
            // 268家受審核供應商中，12家.
            || behind.trim_end().ends_with("中，");
        if wholes.len() > 1 && !is_part {
            continue;
        }
        let nearest = wholes.iter().filter_map(|whole| Some((away(whole)?, *whole))).min_by_key(|((away, _), _)| *away);
        let Some(((_, expected), whole)) = nearest else { continue };
        if whole.is_all || is_part || text[whole.sentence.start..whole.at.start].contains('共') {
            follows(Code::FigureShare, stated, expected, &[part, whole], "it follows from this", found);
        }
    }
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

fn follows(code: Code, stated: &Said, expected: Decimal, from: &[&Said], label: &str, found: &mut Vec<Diagnostic>) {
    let places =
        stated.shown.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    let expected = figure::number(expected, u32::try_from(places.max(1)).ok());
    let message = format!("the text has {}, but {expected}% follows from the figures beside it", stated.shown);
    let mut finding = Diagnostic::warning(code, stated.span, message);
    finding.labels = from.iter().map(|said| (said.span, label.to_owned())).collect();
    found.push(finding.hint(format!("write {expected}%, or mend what it follows from")));
}
