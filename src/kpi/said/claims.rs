//! Claims of all and of none, averages over both of two groups, shares and changes of what stands elsewhere.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::adds::outside;
use super::kind::Kind;
use super::lines::Line;
use super::place::{clause, clause_end, sentence};
use super::statement::{Origin, Said};
use super::subject::Subject;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::Claim;
use crate::source::Span;

/// Words that say that something did not happen at all.
const NONE: [&str; 24] = [
    "未发生",
    "没有发生",
    "并无发生",
    "无发生",
    "未出现",
    "概无发生",
    "未有发生",
    "没有出现",
    "未发现",
    "没有发现",
    "并未发生",
    "从未发生",
    "未接获",
    "无接获",
    "没有接获",
    "未收到",
    "没有收到",
    "并无收到",
    "未接到",
    "没有接到",
    "未录得",
    "并无录得",
    "没有录得",
    "无录得",
];

/// What there is none of in one word with 零: 零事故.
const ZERO: [&str; 9] = ["事故", "工伤", "死亡", "伤亡", "投诉", "泄露", "违规", "罚款", "处罚"];

/// What says that none is wished for.
const WISHED: [&str; 10] = ["目标", "力争", "追求", "致力", "努力", "理念", "愿景", "争取", "确保", "承诺"];

/// Words that speak of everybody.
const EVERYBODY: [&str; 9] =
    ["全体员工", "全员", "所有员工", "每名员工", "每位员工", "全部员工", "全体雇员", "所有雇员", "每名雇员"];

/// How far a count may stay behind its whole and still be all of it: those who joined last, who are on leave.
const NEARLY: Decimal = Decimal::from_parts(97, 0, 0, false, 2);

/// Something that a line says did not happen.
pub(super) struct None_ {
    subject: Subject,
    span: Span,
    shown: String,
    is_whole: bool,
}

/// What a line says did not happen.
pub(super) fn nones(line: &Line) -> Vec<None_> {
    let text = words::in_place(&line.passage.text);
    let mut found = Vec::new();
    for word in NONE {
        for (at, _) in text.match_indices(word) {
            let rest = &text[at + word.len()..];
            let end = clause_end(rest);
            let object = ["过", "任何", "一起", "有关", "关于", "重大的"]
                .iter()
                .fold(&rest[..end], |object, word| object.trim_start_matches(word));
            // 因…導致的損失 is another thing than its cause.
            if object.contains("导致") || object.contains("造成") || object.contains('因') || object.contains('或')
            {
                continue;
            }
            let range = at..at + word.len() + end;
            let Some((span, _)) = line.passage.place(range.clone()) else { continue };
            found.push(None_ {
                subject: Subject::of(object),
                span,
                shown: line.passage.text[range].to_owned(),
                is_whole: is_whole(line, &text[..at]),
            });
        }
    }
    // 因工死亡人數為零；實現零工傷.
    for (at, zero) in text.match_indices('零') {
        let sentence = sentence(&text, at);
        if WISHED.iter().any(|word| text[sentence.clone()].contains(word)) {
            continue;
        }
        let rest = &text[at + zero.len()..];
        let start = clause(&text, at);
        let before = text[start..at].trim_end_matches(['为', '是', '均', '持', '保', '到', '达', '至', '于']);
        let (object, range) = match ZERO.iter().find(|word| rest.starts_with(**word)) {
            Some(word) => (*word, at..at + zero.len() + word.len()),
            None if rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
                && text[start..at].ends_with('为') =>
            {
                (before, start..at + zero.len())
            }
            None => continue,
        };
        let Some((span, _)) = line.passage.place(range.clone()) else { continue };
        let is_whole = is_whole(line, &text[..at]);
        found.push(None_ { subject: Subject::of(object), span, shown: line.passage.text[range].to_owned(), is_whole });
    }
    found
}

/// Whether what a line says is of the whole company and the whole year.
fn is_whole(line: &Line, before: &str) -> bool {
    line.case == 0 && !["月", "项目", "基地", "工厂", "活动"].iter().any(|part| before.contains(part))
}

/// Something that did not happen, and yet is counted.
pub(super) fn none_and_some(nones: &[None_], all: &[Said], year: i32, found: &mut Vec<Diagnostic>) {
    for none in nones.iter().filter(|none| none.is_whole && !none.subject.is_empty()) {
        let key = none.subject.key();
        let stripped = |subject: &Subject| {
            let words = subject.words.iter().filter(|word| !matches!(word.as_str(), "事故" | "事件" | "个案" | "案件"));
            Subject { words: words.cloned().collect() }
        };
        let bare = stripped(&none.subject);
        let some = all.iter().find(|said| {
            let counted = ["events", "persons", "things"].contains(&said.class.as_str());
            let same =
                counted && said.subject.key() == key || !bare.is_empty() && counted && stripped(&said.subject) == bare;
            // What is lost by accidents needs accidents.
            let lost = bare.words.iter().any(|word| word.contains("工伤"))
                && said.subject.words.iter().any(|word| word.contains("工伤"))
                && said.subject.words.iter().any(|word| word.contains("损失") || word.contains("误工"));
            (same || lost)
                && said.kind == Kind::Level
                && said.year == year
                && said.scope.is_empty()
                && said.value > Decimal::ZERO
        });
        if let Some(some) = some {
            let message = format!("{}, but {} are counted", none.shown, some.shown);
            found.push(
                Diagnostic::warning(Code::FigureClaim, none.span, message)
                    .label(some.span, "counted here")
                    .hint("mend the figure, or say which of them did not happen"),
            );
        }
    }
}

/// How many employees there are, where all that say so agree.
fn headcount(all: &[Said], year: i32) -> Option<&Said> {
    let plain = |said: &&Said| {
        said.class == "persons"
            && said.year == year
            && said.scope.is_empty()
            && said.kind == Kind::Level
            && said.claim == Claim::Exactly
            && said.subject.words.iter().any(|word| word == "员工")
            && said.subject.words.iter().all(|word| ["员工", "全职", "在职", "在册", "正式"].contains(&word.as_str()))
            && (said.is_all || said.origin != Origin::Line(usize::MAX) && said.metric.is_some())
    };
    let most = all.iter().filter(plain).max_by_key(|said| said.value)?;
    (most.value > Decimal::ONE_HUNDRED).then_some(most)
}

/// 培訓覆蓋率100%, and a count of those trained that is not all: 全員 and 7,666 of 9,314.
pub(super) fn coverage(
    lines: &[Line],
    all: &[Said],
    year: i32,
    noted: &dyn Fn(&str) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let whole = headcount(all, year);
    let topic = |subject: &Subject| {
        let words = subject.words.iter().filter(|word| {
            !["参与", "员工", "计划", "率", "比", "全员", "接受", "人员", "课程", "项目"].contains(&word.as_str())
                && !word.contains("覆盖")
                && !is_reached(word)
        });
        let words: Vec<String> = words.cloned().collect();
        // 技能培訓 and 技能提升培訓計劃 are of skills; 培訓 alone is of all.
        let without: Vec<String> = words.iter().filter(|word| *word != "培训").cloned().collect();
        Subject { words: if without.is_empty() { words } else { without } }
    };
    let trained: Vec<(&Said, String)> = all
        .iter()
        .filter(|said| {
            said.class == "persons" && said.year == year && said.scope.is_empty() && said.kind == Kind::Level
        })
        .filter(|said| said.claim == Claim::Exactly && said.value > Decimal::ONE)
        .filter(|said| whole.is_some_and(|whole| said.value < whole.value * NEARLY))
        .filter(|said| said.subject.words.iter().any(|word| word == "培训"))
        .filter(|said| !said.metric.as_deref().is_some_and(noted))
        .map(|said| (said, topic(&said.subject).key()))
        .collect();
    let tell = |span: Span, shown: &str, words: &Subject, found: &mut Vec<Diagnostic>| {
        let key = topic(words).key();
        let count = trained.iter().find(|(_, other)| *other == key && !key.is_empty());
        let Some(((count, _), whole)) = count.zip(whole) else { return };
        let message = format!("{shown} of all, but {} of {} are told", count.shown, whole.shown);
        found.push(
            Diagnostic::warning(Code::FigureClaim, span, message)
                .label(count.span, "so many")
                .label(whole.span, "of so many")
                .hint("mend one of them, or say what each is counted of: those planned for, those who came"),
        );
    };
    for said in all.iter().filter(|said| {
        said.class == "share"
            && said.value == Decimal::ONE
            && said.year == year
            && said.scope.is_empty()
            && said.kind == Kind::Level
    }) {
        let is_coverage = said
            .subject
            .words
            .iter()
            .any(|word| word.contains("覆盖") || word == "参与" || word == "参与率" || is_reached(word));
        if !is_coverage || said.metric.as_deref().is_some_and(noted) {
            continue;
        }
        if said.subject.words.iter().any(|word| word == "培训") {
            tell(said.span, &said.shown, &said.subject, found);
        }
        let key = topic(&said.subject).key();
        let part = all.iter().find(|part| {
            part.class == "share"
                && part.value < NEARLY
                && part.year == year
                && part.scope.is_empty()
                && part.claim == Claim::Exactly
                && ["比", "员工"].iter().all(|wanted| part.subject.words.iter().any(|word| word == wanted))
                && topic(&part.subject).key() == key
        });
        if let Some(part) = part.filter(|part| !key.is_empty() && !part.metric.as_deref().is_some_and(noted)) {
            let message = format!("{} of all, but {} of the staff are told", said.shown, part.shown);
            found.push(
                Diagnostic::warning(Code::FigureClaim, said.span, message)
                    .label(part.span, "so many")
                    .hint("mend one of them, or say what each is counted of: those planned for, those who came"),
            );
        }
    }
    for line in lines.iter().filter(|line| line.case == 0 && !line.is_heading) {
        let text = words::in_place(&line.passage.text);
        for word in EVERYBODY {
            for (at, _) in text.match_indices(word) {
                let rest = &text[at + word.len()..];
                // 廉潔培訓已覆蓋全體員工.
                let told = &text[super::place::clause(&text, at)..at];
                let told = told.trim_end_matches('了');
                if let Some(course) = told.strip_suffix("覆盖").filter(|course| course.contains("培训"))
                    && let Some((span, _)) = line.passage.place(at..at + word.len())
                {
                    tell(span, &line.passage.text[at..at + word.len()], &Subject::of(course), found);
                    continue;
                }
                let clause = &rest[..clause_end(rest)];
                let took = ["接受", "参加", "参与", "完成"].iter().find_map(|word| {
                    clause.strip_prefix(word).or_else(|| clause.strip_prefix('均')?.strip_prefix(word))
                });
                if let (Some(took), Some((span, _))) = (took, line.passage.place(at..at + word.len()))
                    && took.contains("培训")
                {
                    tell(
                        span,
                        &line.passage.text[at..at + word.len()],
                        &Subject::of(took.trim_start_matches('了')),
                        found,
                    );
                }
            }
        }
    }
}

/// Whether a word says how much of a plan is done.
fn is_reached(word: &str) -> bool {
    ["执行率", "完成率", "实施率", "普及率", "参训率", "达成率", "执行", "实施", "普及", "提升率"].contains(&word)
}

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
    for (at, said) in all.iter().enumerate() {
        let Origin::Line(line) = said.origin else { continue };
        let text = words::in_place(&lines[line].passage.text);
        // A level, and behind it how it changed.
        let Some(next) = all.get(at + 1).filter(|next| next.origin == said.origin && next.sentence == said.sentence)
        else {
            continue;
        };
        if next.class != "share"
            || said.class == "share"
            || said.kind != Kind::Level
            || !said.scope.is_empty()
            || next.metric.is_some()
        {
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
        let falls = ["下降", "减少", "降低", "降幅", "减幅", "下跌"].iter().any(|word| between.contains(word));
        let rises = ["上升", "增加", "增长", "提升", "提高", "增幅", "升幅"].iter().any(|word| between.contains(word));
        let key = said.subject.key();
        let Some(before) = only(&said.class, &key, said.year - years_back).filter(|before| !before.value.is_zero())
        else {
            continue;
        };
        if falls == rises {
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
    for (of_women, key) in rates.iter().filter(|(said, key)| is(said, "女") && !key.is_empty()) {
        let Some((of_men, _)) = rates.iter().find(|(said, other)| is(said, "男") && other == key) else { continue };
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
        for (whole, _) in rates.iter().filter(|(said, other)| other == key && !is(said, "女") && !is(said, "男")) {
            let expected = counted / staff;
            let low = of_women.value.min(of_men.value);
            let high = of_women.value.max(of_men.value);
            // One that lies outside of both is told as such.
            if (whole.value - expected).abs() > slack / staff + whole.slack && (low..=high).contains(&whole.value) {
                tell(whole, format!("{}%", figure::number(expected * Decimal::ONE_HUNDRED, Some(2))));
            }
        }
        let with_people =
            |said: &&Said| said.class == "persons" && topic(said) == *key && !is(said, "女") && !is(said, "男");
        for count in all.iter().filter(this).filter(with_people) {
            let near = (count.value - counted).abs() <= counted * Decimal::new(5, 2);
            if (count.value - counted).abs() > slack && near && count.value < staff {
                tell(count, figure::number(counted, Some(0)));
            }
        }
    }
}
