//! What follows from figures that stand elsewhere: averages over both of two groups, changes from the year before, rates.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::adds::outside;
use super::claims::headcount;
use super::kind::Kind;
use super::lines::Line;
use super::sentence::points;
use super::statement::{Origin, Said};
use super::subject::Subject;
use super::twice::MOST_TIMES;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::Claim;
use crate::kpi::ways;

/// Averages of both genders and one over all that lies outside.
pub(super) fn averages(all: &[Said], found: &mut Vec<Diagnostic>) {
    let mut by_key: BTreeMap<(&str, i32, &str, String), Vec<&Said>> = BTreeMap::new();
    let is_mean = |said: &Said| {
        said.subject.words.iter().any(|word| word == "平均" || word == "人均" || word == "每名" || word == "每位")
            || said.class == "share"
                && said.subject.words.iter().any(|word| word.ends_with("流失率") || word.ends_with("离职率"))
    };
    let key = |said: &Said, without: &str| {
        let words = said.subject.words.iter().filter(|word| {
            *word != without && !["人均", "平均", "员工", "参与", "每名", "每位"].contains(&word.as_str())
        });
        Subject { words: words.cloned().collect() }.key()
    };
    for said in all.iter().filter(|said| said.kind == Kind::Level && said.claim == Claim::Exactly && is_mean(said)) {
        let has = |gender: &str| said.subject.words.iter().any(|word| word == gender);
        let side = if has("女") {
            "女"
        } else if has("男") {
            "男"
        } else {
            ""
        };
        by_key.entry((&said.class, said.year, side, key(said, side))).or_default().push(said);
    }
    for ((class, year, side, name), means) in &by_key {
        if !side.is_empty() || name.is_empty() {
            continue;
        }
        let of = |side| by_key.get(&(*class, *year, side, name.clone())).map(|all| all[0]);
        let (Some(women), Some(men)) = (of("女"), of("男")) else { continue };
        let mean = means[0];
        let same_table = matches!((mean.origin, women.origin), (Origin::Grid(a, _), Origin::Grid(b, _)) if a == b);
        let all_data = mean.metric.is_some() && women.metric.is_some() && men.metric.is_some();
        if !same_table && !all_data {
            let group = |said: &Said| (said.value, said.slack, said.span);
            outside(mean.span, &mean.shown, mean.value, mean.slack, [group(women), group(men)], found);
        }
    }
}

/// Whether it is a quantity that the whole company has one of, if general: 用水量.
fn is_measured(said: &Said) -> bool {
    ["energy", "volume", "mass", "CO2e"].contains(&said.class.as_str()) && !said.subject.is_empty()
}

/// 較上年下降C%, and the figures of both years elsewhere.
pub(super) fn changes(lines: &[Line], all: &[Said], found: &mut Vec<Diagnostic>) {
    let mut levels: BTreeMap<(&str, String, i32), Vec<&Said>> = BTreeMap::new();
    for said in all
        .iter()
        .filter(|said| said.claim == Claim::Exactly && said.scope.is_empty() && said.kind == Kind::Level)
        .filter(|said| super::twice::is_telling(said) || is_measured(said))
    {
        levels.entry((&said.class, said.subject.key(), said.year)).or_default().push(said);
    }
    let only = |class: &str, key: &str, year: i32| {
        let found = levels.get(&(class, key.to_owned(), year))?;
        found.iter().all(|said| said.value == found[0].value).then(|| found[0])
    };
    let mut read = (usize::MAX, String::new());
    for (at, said) in all.iter().enumerate() {
        let Origin::Line(line) = said.origin else { continue };
        if read.0 != line {
            read = (line, words::in_place(&lines[line].passage.text));
        }
        let text = read.1.as_str();
        more_or_less(said, all.get(at + 1), text, &only, found);
        // A level, and behind it how it changed.
        let Some(next) = all.get(at + 1).filter(|next| next.origin == said.origin && next.sentence == said.sentence)
        else {
            continue;
        };
        if next.class != "share" || said.kind != Kind::Level || !said.scope.is_empty() || next.metric.is_some() {
            continue;
        }
        let between = &text[said.at.end..next.at.start];
        let years_back = if ["较上年", "较去年", "比上年", "比去年", "同比", "按年", "较前一年", "较上一年"]
            .iter()
            .any(|word| between.contains(word))
            || between.contains(&format!("较{}年", said.year - 1))
            || between.contains(&format!("比{}年", said.year - 1))
        {
            1
        } else {
            continue;
        };
        if between.chars().count() > 20 || between.contains(['；', '、']) {
            continue;
        }
        let (rises, falls) = ways::said(between);
        let key = said.subject.key();
        let Some(before) = only(&said.class, &key, said.year - years_back).filter(|before| !before.value.is_zero())
        else {
            continue;
        };
        if falls == rises {
            continue;
        }
        // 合格率為85%，較上年上升5%, of 80%.
        if said.class == "share" {
            points(next, before, said, found);
            continue;
        }
        let change = (said.value - before.value) * Decimal::ONE_HUNDRED / before.value;
        let stated = if falls { -next.value } else { next.value } * Decimal::ONE_HUNDRED;
        let slack = next.slack * Decimal::ONE_HUNDRED
            + (said.slack + before.slack * (said.value / before.value).abs()) * Decimal::ONE_HUNDRED
                / before.value.abs();
        if (change - stated).abs() > slack && next.claim == Claim::Exactly {
            let places =
                next.shown.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
            let change = figure::number(change, u32::try_from(places.max(1)).ok());
            let way = if falls { "fell" } else { "rose" };
            let message = format!(
                "the text says that it {way} by {}, but from {} to {} is {change}%",
                next.shown, before.shown, said.shown
            );
            found.push(
                Diagnostic::warning(Code::FigureChange, next.span, message)
                    .label(said.span, "the figure")
                    .label(before.span, "the one of the year before")
                    .hint("mend the change, or one of the two"),
            );
        }
    }
}

/// 送出5,800件，較上年多1,560件, and the figure of the year before elsewhere.
fn more_or_less<'a>(
    said: &Said,
    next: Option<&Said>,
    text: &str,
    only: &dyn Fn(&str, &str, i32) -> Option<&'a Said>,
    found: &mut Vec<Diagnostic>,
) {
    let is_own = |next: &&Said| next.origin == said.origin && next.sentence == said.sentence;
    let Some(next) = next.filter(is_own).filter(|next| next.class == said.class && said.class != "share") else {
        return;
    };
    let Kind::Change(Some(rises)) = next.kind else { return };
    let between = &text[said.at.end..next.at.start];
    let is_of_years =
        ["较上年", "较去年", "比上年", "比去年", "较上一年", "按年"].iter().any(|word| between.contains(word));
    let exact = [said, next].iter().all(|said| said.claim == Claim::Exactly && said.metric.is_none());
    let short = between.chars().count() <= 12 && !between.contains(['；', '、']);
    if said.kind != Kind::Level || !said.scope.is_empty() || !is_of_years || !exact || !short {
        return;
    }
    let Some(before) = only(&said.class, &said.subject.key(), said.year - 1) else { return };
    let change = if rises { said.value - before.value } else { before.value - said.value };
    if (change - next.value).abs() > said.slack + before.slack + next.slack {
        let message = format!(
            "the text says that it is {} {}, but from {} to {} is another change",
            next.shown,
            if rises { "more" } else { "less" },
            before.shown,
            said.shown
        );
        found.push(
            Diagnostic::warning(Code::FigureChange, next.span, message)
                .label(before.span, "the one of the year before")
                .hint("mend the change, or one of the two"),
        );
    }
}

/// 女性員工佔25.2%, and the numbers of women and of all elsewhere.
pub(super) fn genders(all: &[Said], year: i32, found: &mut Vec<Diagnostic>) {
    let plain = |said: &&Said| {
        said.year == year && said.scope.is_empty() && said.kind == Kind::Level && said.claim == Claim::Exactly
    };
    let made_of = |said: &Said, words: &[&str]| said.subject.words.iter().all(|word| words.contains(&word.as_str()));
    let has = |said: &Said, word: &str| said.subject.words.iter().any(|own| own == word);
    let one = |words: &[&str], wanted: &str| {
        let mut known = all
            .iter()
            .filter(plain)
            .filter(|said| said.class == "persons" && made_of(said, words) && has(said, wanted));
        let first = known.next()?;
        known.all(|other| other.value == first.value).then_some(first)
    };
    for (gender, other) in [("女", "男"), ("男", "女")] {
        let (Some(own), Some(rest)) =
            (one(&[gender, "员工"], gender), one(&[other, "员工"], other).map(Some).or(Some(None)))
        else {
            continue;
        };
        let staff = one(&["员工"], "员工").filter(|staff| staff.value >= own.value);
        let whole = match (rest, staff) {
            (Some(rest), _) => own.value + rest.value,
            (None, Some(staff)) if staff.is_all || staff.metric.is_some() || staff.value > own.value => staff.value,
            _ => continue,
        };
        let Some(expected) = own.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole))
        else {
            continue;
        };
        let is_share = |said: &&Said| {
            said.class == "share" && has(said, gender) && has(said, "比") && made_of(said, &[gender, "员工", "比"])
        };
        for stated in all.iter().filter(plain).filter(is_share) {
            let is_data = stated.metric.is_some() && own.metric.is_some();
            if is_data || (stated.value * Decimal::ONE_HUNDRED - expected).abs() <= stated.fine * Decimal::ONE_HUNDRED {
                continue;
            }
            let expected = figure::number(expected, Some(2));
            let message = format!("{} here, but {expected}% follows from {} of the staff", stated.shown, own.shown);
            found.push(
                Diagnostic::warning(Code::FigureShare, stated.span, message)
                    .label(own.span, "so many")
                    .hint("mend one of them, or say of which staff the share is"),
            );
        }
    }
}

/// Words that part the staff of a company by what everybody is: all of it goes without saying as what a share is of.
const DIVIDES: &str = "女 男 员工 岁 以下 以上 全职 兼职 比 至";

/// 50歲以上僱員2,040人，佔8.4%, and how many employees there are elsewhere.
pub(super) fn of_staff(all: &[Said], year: i32, found: &mut Vec<Diagnostic>) {
    let Some(staff) = headcount(all, year) else { return };
    let is_divided = |said: &Said| {
        let known =
            |word: &String| DIVIDES.split(' ').any(|own| own == word) || word.chars().all(|c| c.is_ascii_digit());
        said.subject.words.len() > 1 && said.subject.words.iter().all(known) && said.subject.is_of_staff()
    };
    for pair in all.windows(2) {
        let [part, stated] = pair else { continue };
        let is_pair = part.origin == stated.origin
            && part.sentence == stated.sentence
            && part.class == "persons"
            && stated.class == "share"
            && is_divided(part)
            && is_divided(stated)
            && pair.iter().all(|said| {
                said.year == year && said.scope.is_empty() && said.kind == Kind::Level && said.claim == Claim::Exactly
            });
        if !is_pair || part.value >= staff.value {
            continue;
        }
        let expected = part.value * Decimal::ONE_HUNDRED / staff.value;
        if (stated.value * Decimal::ONE_HUNDRED - expected).abs() <= stated.fine * Decimal::ONE_HUNDRED {
            continue;
        }
        let expected = figure::number(expected, Some(2));
        let message = format!("{} here, but {expected}% follows from {} of {}", stated.shown, part.shown, staff.shown);
        let finding = Diagnostic::warning(Code::FigureShare, stated.span, message);
        let finding = finding.label(part.span, "so many").label(staff.span, "of so many");
        found.push(finding.hint("mend one of them, or say of which staff the share is"));
    }
}

/// Rates of both genders, and a rate over all or a count that is not the one that follows with the numbers of women and
/// men.
pub(super) fn rates(all: &[Said], year: i32, found: &mut Vec<Diagnostic>) {
    let this = |said: &&Said| {
        said.year == year && said.scope.is_empty() && said.kind == Kind::Level && said.claim == Claim::Exactly
    };
    let is = |said: &Said, word: &str| said.subject.words.iter().any(|own| own == word);
    let people = |gender: &str| {
        let mut heads = all.iter().filter(this).filter(|said| {
            said.class == "persons"
                && is(said, gender)
                && said.subject.words.iter().all(|word| [gender, "员工", "全职", "在职"].contains(&word.as_str()))
                && said.subject.words.len() > 1
        });
        let first = heads.next()?;
        heads.all(|other| other.value == first.value).then_some(first)
    };
    let (Some(women), Some(men)) = (people("女"), people("男")) else { return };
    let staff = women.value + men.value;
    let topic = |said: &Said| {
        let without = ["女", "男", "员工", "总", "率", "比"];
        let words = said.subject.words.iter().filter(|word| !without.contains(&word.as_str()));
        Subject { words: words.cloned().collect() }.key()
    };
    let rates: Vec<(&Said, String)> =
        all.iter().filter(this).filter(|said| said.class == "share").map(|said| (said, topic(said))).collect();
    let mut by_topic: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
    for (said, key) in &rates {
        by_topic.entry(key).or_default().push(said);
    }
    let mut heads: BTreeMap<String, Vec<&Said>> = BTreeMap::new();
    for said in all.iter().filter(this).filter(|said| said.class == "persons" && !is(said, "女") && !is(said, "男")) {
        heads.entry(topic(said)).or_default().push(said);
    }
    for (of_women, key) in rates.iter().filter(|(said, key)| is(said, "女") && !key.is_empty()) {
        let Some(same) = by_topic.get(key.as_str()).filter(|same| same.len() <= MOST_TIMES) else { continue };
        let Some(of_men) = same.iter().find(|said| is(said, "男")) else { continue };
        // Two shares that make all are no rates.
        if (of_women.value + of_men.value - Decimal::ONE).abs() <= of_women.slack + of_men.slack {
            continue;
        }
        let counted = of_women.value * women.value + of_men.value * men.value;
        let slack = of_women.slack * women.value + of_men.slack * men.value;
        let from = [of_women.span, of_men.span, women.span, men.span];
        // What stands in several places is told at the first.
        let mut told = Vec::new();
        let mut tell = |stated: &Said, expected: String| {
            if told.contains(&(stated.class.clone(), stated.value)) {
                return;
            }
            told.push((stated.class.clone(), stated.value));
            if stated.metric.is_some() && of_women.metric.is_some() && women.metric.is_some() {
                return;
            }
            let message =
                format!("{} here, but {expected} follows from the rates and numbers of women and men", stated.shown);
            let mut finding = Diagnostic::warning(Code::FigureAverage, stated.span, message);
            finding.labels = from.iter().map(|span| (*span, "it follows from this".to_owned())).collect();
            found.push(finding.hint("mend one of them, or say of which numbers the rates are"));
        };
        for whole in same.iter().filter(|said| !is(said, "女") && !is(said, "男")) {
            let expected = counted / staff;
            let low = of_women.value.min(of_men.value);
            let high = of_women.value.max(of_men.value);
            // One that lies outside of both is told as such.
            if (whole.value - expected).abs() > slack / staff + whole.slack && (low..=high).contains(&whole.value) {
                tell(whole, format!("{}%", figure::number(expected * Decimal::ONE_HUNDRED, Some(2))));
            }
        }
        for count in heads.get(key).into_iter().flatten().take(MOST_TIMES) {
            let near = (count.value - counted).abs() <= counted * Decimal::new(5, 2);
            if (count.value - counted).abs() > slack && near && count.value < staff {
                tell(count, figure::number(counted, Some(0)));
            }
        }
    }
}
