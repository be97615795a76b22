//! Shares and ratios in words: 四成, 三分之一, 百分之二十, 過半, 男女比例二比一. They are held against the figures of their own
//! sentence, and say no more than their tenths do.

use rust_decimal::Decimal;

use super::kind::Kind;
use super::lines::Line;
use super::place::{clause, sentence};
use super::statement::Said;
use super::tenths::shares;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::typed::read::numeral;

/// What may stand between two figures of one share.
const LINKS: &str = "相当于 也就是 占比 比例 比率 整体 全体 全部 总人数 总数 员工 雇员 人数 约为 超过 接近 不足 不到 大约 将近 达到 高于 低于 少于 多于 \
                     即 占 为 达 超 逾 近 约 的 已 只 仅 （ ( ， ,";

/// What makes a figure one of something else, or of another time.
const ELSE: [&str; 12] =
    ["目标", "计划", "力争", "预计", "预期", "行业", "同业", "全国", "全球", "标准", "不少于", "至少"];

/// Tells shares and ratios in words that the figures of their sentence contradict. `said`: what the line says in digits.
pub(super) fn check(line: &Line, said: &[Said], found: &mut Vec<Diagnostic>) {
    if said.is_empty() {
        return;
    }
    let text = words::in_place(&line.passage.text);
    ratio(line, &text, said, found);
    for (range, hundredths, slack, own) in shares(&text) {
        let whole = sentence(&text, range.start);
        let Some(beside) = said.iter().find(|said| said.sentence == whole) else { continue };
        // 百分之50% says it twice; 佔四成 is read as a figure as well.
        let is_same = |said: &Said| said.at.start < range.end && range.start < said.at.end;
        if said.iter().any(|said| is_same(said) && said.at != range) {
            continue;
        }
        if ELSE.iter().any(|word| text[whole.clone()].contains(word)) {
            continue;
        }
        let (phrase, claim) = bound(&text[clause(&text, range.start)..range.start]);
        let moves = |c: char| "增升减降跌缩提涨扩多少高低差".contains(c);
        // How far something moved is no share.
        const NEAR: usize = 6;
        if phrase.chars().rev().take(NEAR).any(moves) {
            continue;
        }
        let claim = own.unwrap_or(match &text[range.end..] {
            rest if rest.starts_with("以上") => Claim::Above,
            rest if rest.starts_with("以下") || rest.starts_with("以内") => Claim::Below,
            rest if rest.starts_with("左右") => Claim::Roughly,
            _ => claim,
        });
        let Some((span, _)) = line.passage.place(range.clone()) else { continue };
        let share = Said {
            class: "share".to_owned(),
            value: hundredths / Decimal::ONE_HUNDRED,
            slack: slack / Decimal::ONE_HUNDRED,
            fine: slack / Decimal::ONE_HUNDRED,
            claim,
            kind: Kind::Level,
            span,
            shown: line.passage.text[range.clone()].to_owned(),
            metric: None,
            at: range,
            ..beside.clone()
        };
        let mut all: Vec<Said> =
            said.iter().filter(|said| said.sentence == whole && said.at != share.at).cloned().collect();
        beside_digits(&text, &share, &all, found);
        all.push(share);
        all.sort_by_key(|said| said.at.start);
        super::sentence::shares(&text, &all, found);
    }
}

/// 35.2%，逾四成; 近五成（35.2%）.
fn beside_digits(text: &str, share: &Said, said: &[Said], found: &mut Vec<Diagnostic>) {
    for figure in said.iter().filter(|said| said.sentence == share.sentence && said.class == "share") {
        let (first, second) = if figure.at.start < share.at.start { (figure, share) } else { (share, figure) };
        let Some(between) = text.get(first.at.end..second.at.start) else { continue };
        let is_one = between.contains(['（', '(', '，', ',', '即']) || between.contains("相当于");
        if !is_one || matches!(figure.kind, Kind::Change(_)) || !is_links(between) || goes_on(&text[second.at.end..]) {
            continue;
        }
        let (value, stated) = (figure.value, share.value);
        let holds = match share.claim {
            _ if figure.claim != Claim::Exactly => true,
            Claim::Exactly | Claim::Roughly => (value - stated).abs() <= share.fine + figure.fine,
            Claim::Above => value + figure.fine >= stated,
            Claim::Below => value - figure.fine <= stated,
        };
        if holds {
            continue;
        }
        let code =
            if matches!(share.claim, Claim::Above | Claim::Below) { Code::FigureClaim } else { Code::FigureDiffers };
        let message = format!("the words have {}, the figure beside them {}", share.shown, figure.shown);
        let finding = Diagnostic::warning(code, share.span, message).label(figure.span, "the figure");
        found.push(finding.hint("mend the words or the figure; where two things are meant, say of what each is"));
    }
}

/// Whether nothing but links stands between two figures.
fn is_links(mut between: &str) -> bool {
    loop {
        between = between.trim_start();
        match LINKS.split_ascii_whitespace().find_map(|word| between.strip_prefix(word)) {
            Some(rest) => between = rest,
            None => return between.is_empty(),
        }
    }
}

/// Whether the words behind a share go on to say of what it is.
fn goes_on(rest: &str) -> bool {
    let rest = ["以上", "以下", "以内", "左右"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    rest.chars().next().is_some_and(char::is_alphanumeric)
}

/// 男女比例為2:1, beside how many men and women there are.
fn ratio(line: &Line, text: &str, said: &[Said], found: &mut Vec<Diagnostic>) {
    for (at, word) in text.match_indices("男女").chain(text.match_indices("女男")) {
        let rest = &text[at + word.len()..];
        let rest = ["员工", "雇员"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let Some(rest) = ["比例", "比率", "比"].iter().find_map(|word| rest.strip_prefix(word)) else { continue };
        let rest = rest.trim_start_matches(['约', '为', '是', '达', '：', ':', ' ']);
        let start = text.len() - rest.len();
        let Some((one, length)) = term(rest) else { continue };
        let Some(behind) = ["：", ":", "比", "∶"].iter().find_map(|mark| rest[length..].strip_prefix(mark)) else {
            continue;
        };
        let Some((other, width)) = term(behind) else { continue };
        let range = start..text.len() - behind.len() + width;
        let whole = sentence(text, at);
        let count = |gender: &str| {
            let mut counts = said.iter().filter(|said| {
                said.sentence == whole
                    && said.class == "persons"
                    && said.claim == Claim::Exactly
                    && said.subject.words.iter().any(|word| word.contains(gender))
            });
            counts.next().filter(|_| counts.next().is_none())
        };
        let (Some(men), Some(women)) = (count("男"), count("女")) else { continue };
        let (first, second) = if word == "男女" { (men, women) } else { (women, men) };
        let (Some(stated), Some(real), Some(slack)) = (
            one.checked_div(other),
            first.value.checked_div(second.value),
            figure::half(one.scale().max(other.scale())).checked_div(other),
        ) else {
            continue;
        };
        let Some((span, _)) = line.passage.place(range.clone()).filter(|_| (stated - real).abs() > slack) else {
            continue;
        };
        let message = format!(
            "{} and {} are {} to 1, the words have {}",
            first.shown,
            second.shown,
            crate::figure::number(crate::figure::round(real, 2).normalize(), None),
            &line.passage.text[range]
        );
        let finding = Diagnostic::warning(Code::FigureDiffers, span, message);
        let finding = finding.label(first.span, "the first").label(second.span, "the second");
        found.push(finding.hint("mend the ratio, or one of the figures"));
    }
}

/// A term of a ratio: digits, or a numeral, and its length.
fn term(text: &str) -> Option<(Decimal, usize)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    match text[..digits].parse() {
        Ok(number) => Some((number, digits)),
        // Followed by the other term, a numeral ends where it does.
        Err(_) => {
            let c = text.chars().next()?;
            numeral(&text[..c.len_utf8()]).map(|(number, length)| (Decimal::from(number), length))
        }
    }
    .filter(|(number, _)| !number.is_zero())
}
