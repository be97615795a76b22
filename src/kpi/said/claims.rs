//! Claims of all and of none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use rust_decimal::Decimal;

use super::kind::Kind;
use super::lines::Line;
use super::place::{clause, clause_end, sentence};
use super::statement::{Origin, Reading, Said};
use super::subject::Subject;
use super::twice::MOST_TIMES;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::kpi::bound::Claim;
use crate::kpi::when::{self, Named};
use crate::model::Period;
use crate::model::calendar::below_hundred;
use crate::source::Span;

/// Words that deny, the longest of those that begin alike first, and whether they need a verb to deny that something was.
const DENIES: [(&str, bool); 12] = [
    ("并没有", false),
    ("从没有", false),
    ("没有", false),
    ("未有", false),
    ("并未", true),
    ("从未", true),
    ("未曾", true),
    ("不曾", true),
    ("并无", false),
    ("概无", false),
    ("未", true),
    ("无", true),
];

/// What happens, or does not.
const HAPPENS: [&str; 15] = [
    "发生",
    "出现",
    "发现",
    "接获",
    "接到",
    "收到",
    "录得",
    "曾有",
    "出现过",
    "发生过",
    "涉及",
    "有过",
    "导致",
    "引致",
    "造成",
];

/// What there is none of in one word with 零: 零事故.
const ZERO: [&str; 12] =
    ["事故", "工伤", "死亡", "亡故", "身故", "工亡", "伤亡", "投诉", "泄露", "违规", "罚款", "处罚"];

/// What people come to harm by, each in all its words; what has harmed one has been an accident.
const HARMS: [&str; 3] = ["死亡 亡故 身故 工亡 致死 致命 丧生 殉职 身亡 罹难 离世", "工伤 受伤 负伤 伤害", "事故 意外"];

/// Places of injuries and of accidents among them.
const INJURIES: usize = 1;
const ACCIDENTS: usize = 2;

/// What of such words says no more of it.
const OF_HARM: &str = "安全生产 因工作 因工 因公 工伤 工作 员工 雇员 人员 职业 事故 事件 个案 案件 意外 相关 有关 关系 情况 导致 引致 造成 \
                       安全 生产 记录 纪录 人数 宗数 任何 过 而 的 人 名 宗 起";

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
    /// In which years; all up to the report's where that is left open.
    pub years: Years,
}

/// Years of a claim.
pub(super) type Years = RangeInclusive<i32>;

/// Which harm of [`HARMS`] words tell of, if of nothing else.
fn harm(subject: &Subject) -> Option<usize> {
    let mut said = subject.words.concat();
    let harm = HARMS.iter().position(|words| words.split(' ').any(|word| said.contains(word)))?;
    for word in HARMS[harm].split(' ').chain(OF_HARM.split_ascii_whitespace()) {
        said = said.replace(word, "");
    }
    said.is_empty().then_some(harm)
}

/// The years that a sentence speaks of before a place; none where it is open which.
fn years_of(text: &str, years: &[Named], at: usize, period: &Period) -> Option<Years> {
    /// More than anybody goes back.
    const ALL: i32 = 1000;
    let this = period.year();
    let own = sentence(text, at);
    let said = &text[own.start..at];
    if ["以来", "从未", "从没", "一直", "历年", "历来"].iter().any(|word| said.contains(word)) {
        let since = when::inside(years, &(own.start..at)).find_map(Named::sure);
        return Some(since.unwrap_or(this - ALL)..=this);
    }
    let back = |count: u32| Some(this + 1 - i32::try_from(count).ok()?..=this);
    // 連續三年沒有.
    if let Some((_, rest)) = said.split_once("连续")
        && let Some((count, length)) = below_hundred(rest)
        && rest[length..].trim_start_matches('个').starts_with(['年', '财'])
    {
        return back(count);
    }
    let mut named = when::inside(years, &(own.start..at)).filter(|named| !named.is_compared);
    match (named.next(), named.next()) {
        (None, _) => Some(this..=this),
        (Some(one), None) if one.is_part => None,
        (Some(one), None) => match one.span {
            Some(count) => back(count),
            None if one.year.is_some() => one.sure().map(|year| year..=year),
            None => Some(this..=this),
        },
        // 2022年及2023年.
        (Some(one), Some(other)) => {
            let last = named.next_back().unwrap_or(other);
            let (first, last) = (one.sure()?, last.sure()?);
            (first <= last).then_some(first..=last)
        }
    }
}

/// What a line says did not happen.
pub(super) fn nones(line: &Line, period: &Period) -> Vec<None_> {
    let text = words::in_place(&line.passage.text);
    let all_years = when::named(&text, period);
    let mut found = Vec::new();
    let mut add = |object: &str, range: Range<usize>, at: usize| {
        let Some((span, _)) = line.passage.place(range.clone()) else { return };
        let after = text[at..].starts_with("从").then_some(at + "从未".len());
        let Some(years) = years_of(&text, &all_years, after.unwrap_or(at), period) else { return };
        found.push(None_ {
            subject: Subject::of(object),
            span,
            shown: line.passage.text[range].to_owned(),
            is_whole: is_whole(line, &text, at),
            years,
        });
    };
    let mut done = 0;
    for (at, _) in text.char_indices() {
        let rest = &text[at..];
        let Some((word, needs_verb)) = DENIES.iter().find(|(word, _)| at >= done && rest.starts_with(word)) else {
            continue;
        };
        let rest = &rest[word.len()..];
        let verb = HAPPENS.iter().filter(|verb| rest.starts_with(**verb)).max_by_key(|verb| verb.len());
        let rest = &rest[verb.map_or(0, |verb| verb.len())..];
        // 公司無因工死亡事故.
        let is_of_people = ["因工", "员工", "雇员", "死亡", "工伤", "工亡"].iter().any(|word| rest.starts_with(word));
        if *needs_verb && verb.is_none() && !(*word == "无" && is_of_people) {
            continue;
        }
        let start = text.len() - rest.len();
        done = start;
        let end = start + clause_end(rest);
        let object = ["过", "任何", "一起", "一宗", "有关", "关于", "重大的"]
            .iter()
            .fold(&text[start..end], |object, word| object.trim_start_matches(word));
        // 沒有工傷或死亡 says both; of other things it is open how far each goes.
        if object.contains('或') {
            for object in object.split('或').filter(|object| harm(&Subject::of(object)).is_some()) {
                add(object, at..end, at);
            }
            continue;
        }
        // 因…導致的損失 is another thing than its cause.
        let bare = object.replace("因工", "").replace("因公", "");
        let is_cause = bare.contains("导致") || bare.contains("造成") || bare.contains("引致") || bare.contains('因');
        if !is_cause || harm(&Subject::of(object)).is_some() {
            add(object, at..end, at);
        }
    }
    // 因工死亡人數為零；實現零工傷.
    let (mut around, mut is_wished) = (0..0, false);
    for (at, zero) in text.match_indices(['零', '0']) {
        // Each sentence is read once, however many zeros it has.
        if !around.contains(&at) {
            around = sentence(&text, at);
            is_wished = WISHED.iter().any(|word| text[around.clone()].contains(word));
        }
        if is_wished {
            continue;
        }
        let rest = &text[at + zero.len()..];
        let own = ["因工", "因公", "员工", "雇员"].iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
        if let Some(word) = ZERO.iter().find(|word| own.starts_with(**word)) {
            let end = text.len() - own.len() + word.len();
            add(&text[at + zero.len()..end], at..end, at);
        } else if text[..at].ends_with('为') && is_all(rest) {
            let start = clause(&text, at);
            let before = text[start..at].trim_end_matches(['为', '是', '均', '持', '保', '到', '达', '至', '于', '维']);
            if !text[start..at].contains("分别") {
                add(&when::without(&text, &(start..start + before.len()), &all_years), start..at + zero.len(), at);
            }
        }
    }
    found
}

/// Whether nothing but a unit stands behind a number, to the end of its clause: 0人。
fn is_all(rest: &str) -> bool {
    let rest = rest.trim_start().trim_start_matches(['人', '宗', '起', '名', '件']);
    rest.is_empty() || rest.starts_with(['。', '，', '；', '！', '）', '\n'])
}

/// Whether what a line says is of the whole company and the whole year.
fn is_whole(line: &Line, text: &str, at: usize) -> bool {
    /// Parts of a year, of the group and of its work.
    const PARTS: [&str; 7] = ["月", "季", "半年", "天", "项目", "活动", "部门"];
    let own = sentence(text, at);
    !PARTS.iter().any(|part| text[..at].contains(part)) && Reading::whose(text, &own, "", line).is_empty()
}

/// What the data says did not happen: harm to people that a metric has none of in a year.
pub(super) fn nones_of_data(all: &[Said]) -> Vec<None_> {
    let is_none = |said: &&Said| said.origin == Origin::Data && said.value.is_zero() && harm(&said.subject).is_some();
    let none = |said: &Said| None_ {
        subject: said.subject.clone(),
        span: said.span,
        shown: said.name.clone(),
        is_whole: true,
        years: said.year..=said.year,
    };
    all.iter().filter(is_none).map(none).collect()
}

/// One that came to harm, in words, which no other check reads as a count: 全年有一宗因工死亡個案; 一名僱員因工身故.
pub(super) struct One {
    harm: usize,
    pub year: i32,
    span: Span,
    shown: String,
}

/// What a line says of one that came to harm.
pub(super) fn ones(line: &Line, period: &Period) -> Vec<One> {
    /// What makes it none, one of several, one more or less, or one that might be.
    const ELSE: &str = "无 未 没 不 零 每 任 另 如 若 倘 一旦 假 增 减 较 比 降 升 少 多 第 案例 模拟 演 目标";
    /// What may stand before it, beside who reports and when.
    const LEAD: &str = "不幸 仅有 只有 惟有 唯有 惟 唯 但 曾有 曾 出现 发生 接获 录得 仅 只 有 共";
    let text = words::in_place(&line.passage.text);
    let mut years = None;
    let mut found = Vec::new();
    for (at, one) in text.match_indices('一') {
        let Some(rest) = text[at + one.len()..].strip_prefix(['宗', '起', '名', '位', '人', '件']) else {
            continue;
        };
        let object = &rest[..clause_end(rest)];
        let start = clause(&text, at);
        let years = years.get_or_insert_with(|| when::named(&text, period));
        let mut lead = when::without(&text, &(start..at), years).replace("不幸", "");
        if ELSE.split(' ').any(|word| lead.contains(word)) {
            continue;
        }
        for word in LEAD.split(' ') {
            lead = lead.replace(word, "");
        }
        let end = text.len() - rest.len() + object.len();
        let said = harm(&Subject::of(object)).filter(|_| Subject::of(&lead).is_empty() && is_whole(line, &text, at));
        if let (Some(harm), Some((span, _)), Some(of)) =
            (said, line.passage.place(at..end), years_of(&text, years, at, period))
            && of.start() == of.end()
        {
            found.push(One { harm, year: *of.end(), span, shown: line.passage.text[at..end].to_owned() });
        }
    }
    found
}

/// Something that did not happen by the data, or in a text, and of which a text tells all the same.
pub(super) fn none_and_one<'n>(
    nones: &'n [None_],
    data: &'n [None_],
    all: &[Said],
    ones: &[One],
    found: &mut Vec<Diagnostic>,
) {
    let counted = all.iter().filter(|said| {
        ["events", "persons", "things"].contains(&said.class.as_str())
            && said.kind == Kind::Level
            && said.scope.is_empty()
            && said.metric.is_none()
            && said.value > Decimal::ZERO
    });
    let counted: Vec<One> = counted
        .filter_map(|said| {
            let (harm, shown) = (harm(&said.subject)?, said.shown.clone());
            Some(One { harm, year: said.year, span: said.span, shown })
        })
        .collect();
    let told: BTreeSet<_> = found.iter().filter_map(|known| known.place).collect();
    // The first of each kind and time.
    let first = |nones: &mut dyn Iterator<Item = &'n None_>| {
        let mut first: BTreeMap<(usize, i32, i32), &None_> = BTreeMap::new();
        for none in nones {
            if let Some(harm) = harm(&none.subject) {
                first.entry((harm, *none.years.start(), *none.years.end())).or_insert(none);
            }
        }
        first
    };
    let (by_data, by_text) = (first(&mut data.iter()), first(&mut nones.iter().filter(|none| none.is_whole)));
    let known = ones.iter().map(|one| (one, true)).chain(counted.iter().map(|one| (one, false)));
    for (one, is_word) in known.filter(|(one, _)| !told.contains(&one.span)) {
        let mut all = by_data.iter().chain(by_text.iter().filter(|_| is_word));
        let is_of = |(harm, from, to): &(usize, i32, i32)| *harm == one.harm && (*from..=*to).contains(&one.year);
        let Some((_, none)) = all.find(|(of, _)| is_of(of)) else { continue };
        let message = format!("{} here, none elsewhere: {}", one.shown, none.shown);
        let finding = Diagnostic::warning(Code::FigureClaim, one.span, message).label(none.span, "none here");
        found.push(finding.hint("mend one of the two, or say which of them did not happen"));
    }
}

/// Something that did not happen, and yet is counted.
pub(super) fn none_and_some(nones: &[None_], all: &[Said], period: &Period, found: &mut Vec<Diagnostic>) {
    let stripped = |subject: &Subject| {
        let words = subject.words.iter().filter(|word| !matches!(word.as_str(), "事故" | "事件" | "个案" | "案件"));
        words.cloned().collect::<Vec<_>>()
    };
    let counted: Vec<&Said> = all
        .iter()
        .filter(|said| ["events", "persons", "things"].contains(&said.class.as_str()) && said.kind == Kind::Level)
        .filter(|said| said.scope.is_empty() && said.value > Decimal::ZERO)
        .collect();
    // The first of each.
    let mut by_key: BTreeMap<(String, i32), usize> = BTreeMap::new();
    let mut by_words: BTreeMap<(Vec<String>, i32), usize> = BTreeMap::new();
    let mut by_harm: BTreeMap<(usize, i32), usize> = BTreeMap::new();
    for (at, said) in counted.iter().enumerate() {
        by_key.entry((said.subject.key(), said.year)).or_insert(at);
        by_words.entry((stripped(&said.subject), said.year)).or_insert(at);
        if let Some(harm) = harm(&said.subject) {
            by_harm.entry((harm, said.year)).or_insert(at);
            // 零事故 speaks of 工傷事故 as well.
            if said.subject.words.iter().any(|word| word.contains("事故")) {
                by_harm.entry((ACCIDENTS, said.year)).or_insert(at);
            }
        }
        // What is lost by accidents needs accidents.
        let has = |part: &str| said.subject.words.iter().any(|word| word.contains(part));
        if has("工伤") && (has("损失") || has("误工")) {
            by_harm.entry((INJURIES, said.year)).or_insert(at);
        }
    }
    let in_years = |none: &None_, year: i32| -> Option<usize> {
        let bare = stripped(&none.subject);
        let same = by_key.get(&(none.subject.key(), year)).copied();
        let alike = by_words.get(&(bare.clone(), year)).copied().filter(|_| !bare.is_empty());
        let harmed = harm(&none.subject).and_then(|harm| by_harm.get(&(harm, year)).copied());
        same.into_iter().chain(alike).chain(harmed).min()
    };
    let known: BTreeSet<i32> = counted.iter().map(|said| said.year).collect();
    for none in nones.iter().filter(|none| none.is_whole && !none.subject.is_empty()) {
        let mut years = known.range(none.years.clone()).rev();
        let Some(some) = years.find_map(|year| in_years(none, *year)).map(|at| counted[at]) else { continue };
        let year = match some.year == period.year() {
            true => String::new(),
            false => format!(" in {}", period.year_name(some.year)),
        };
        let message = format!("{}, but {} are counted{year}", none.shown, some.shown);
        found.push(
            Diagnostic::warning(Code::FigureClaim, none.span, message)
                .label(some.span, "counted here")
                .hint("mend the figure, or say which of them did not happen"),
        );
    }
}

/// How many employees there are, where all that say so agree.
pub(super) fn headcount(all: &[Said], year: i32) -> Option<&Said> {
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
    let first: BTreeMap<&str, &Said> = trained.iter().rev().map(|(said, key)| (key.as_str(), *said)).collect();
    let tell = |span: Span, shown: &str, words: &Subject, found: &mut Vec<Diagnostic>| {
        let key = topic(words).key();
        let count = first.get(key.as_str()).filter(|_| !key.is_empty());
        let Some((count, whole)) = count.zip(whole) else { return };
        let message = format!("{shown} of all, but {} of {} are told", count.shown, whole.shown);
        found.push(
            Diagnostic::warning(Code::FigureClaim, span, message)
                .label(count.span, "so many")
                .label(whole.span, "of so many")
                .hint("mend one of them, or say what each is counted of: those planned for, those who came"),
        );
    };
    // The first share of each topic that is not all.
    let mut parts: BTreeMap<String, &Said> = BTreeMap::new();
    for part in all.iter().filter(|part| {
        part.class == "share"
            && part.value < NEARLY
            && part.year == year
            && part.scope.is_empty()
            && part.claim == Claim::Exactly
            && ["比", "员工"].iter().all(|wanted| part.subject.words.iter().any(|word| word == wanted))
            && part.subject.words.iter().any(|word| word == "培训" || word == "参与" || is_reached(word))
    }) {
        parts.entry(topic(&part.subject).key()).or_insert(part);
    }
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
        let part = parts.get(&key);
        if let Some(part) = part.filter(|part| !key.is_empty() && !part.metric.as_deref().is_some_and(noted)) {
            let message = format!("{} of all, but {} of the staff are told", said.shown, part.shown);
            found.push(
                Diagnostic::warning(Code::FigureClaim, said.span, message)
                    .label(part.span, "so many")
                    .hint("mend one of them, or say what each is counted of: those planned for, those who came"),
            );
        }
    }
    let mut of_lines: BTreeMap<usize, Vec<&Said>> = BTreeMap::new();
    for said in all.iter().filter(|said| said.class == "share" && said.kind == Kind::Level && said.value < NEARLY) {
        if let Origin::Line(nth) = said.origin
            && said.subject.words.iter().any(|word| word == "培训")
        {
            of_lines.entry(nth).or_default().push(said);
        }
    }
    for (nth, line) in lines.iter().enumerate().filter(|(_, line)| line.case == 0 && !line.is_heading) {
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
                // 全體僱員均已受訓，受訓百分比為95%.
                let is_trained = ["均已", "均", "已全部", "全部", "已", "都已", "都"]
                    .iter()
                    .any(|lead| clause.strip_prefix(lead).is_some_and(|did| did == "受训" || did == "接受培训"));
                let own = sentence(&text, at);
                let shares = of_lines.get(&nth).into_iter().flatten();
                let part = shares.take(MOST_TIMES).find(|said| said.sentence == own && said.at.start > at);
                if let (true, Some(part), Some((span, _))) = (is_trained, part, line.passage.place(at..at + word.len()))
                {
                    let message =
                        format!("{} are trained, but {} are told", &line.passage.text[at..at + word.len()], part.shown);
                    found.push(
                        Diagnostic::warning(Code::FigureClaim, span, message)
                            .label(part.span, "so many")
                            .hint("mend one of them, or say what each is counted of"),
                    );
                }
                let took = ["接受", "参加", "参与", "完成"].iter().find_map(|word| {
                    ["", "均", "均已", "已", "都", "都已", "已全部"]
                        .iter()
                        .find_map(|lead| clause.strip_prefix(lead)?.strip_prefix(word))
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
