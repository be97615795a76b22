//! What a line says of figures: so many of what, in which year, how surely.

use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::lines::Line;
use super::place::{clause, clause_end, has_month, models, sentence, years};
use super::subject::Subject;
use crate::chinese::words;
use crate::kpi::typed::read::{Typed, UnitWords, figures, spelled};
use crate::kpi::units::is_measured;
use crate::model::{GAP, Measure, Unit};
use crate::source::Span;

/// How a figure says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Exactly,
    Above,
    Below,
    Roughly,
}

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// How much or many there is.
    Level,
    /// By how much something changed: up or down where the words tell.
    Change(Option<bool>),
    /// A target, a limit, what others have, how often: nothing to be held against the year's figures.
    Other,
}

/// Where a statement comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A line of text.
    Line(usize),
    /// A table, and its row.
    Grid(usize, usize),
    /// The data.
    Data,
}

/// One figure with what is said of it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub subject: Subject,
    /// What is counted or measured: `persons`, `energy`.
    pub class: String,
    /// In the first unit of what is measured.
    pub value: Decimal,
    /// How far rounding may have moved it, round thousands too.
    pub slack: Decimal,
    /// The same, if every digit counts.
    pub fine: Decimal,
    pub claim: Claim,
    pub kind: Kind,
    pub year: i32,
    /// Whose figure it is, where it is not the whole company's or not the whole year's.
    pub scope: String,
    /// Whether the words say that it is all there is of a kind.
    pub is_all: bool,
    pub origin: Origin,
    pub span: Span,
    /// As printed.
    pub shown: String,
    /// The metric of the data that it is, if it is one.
    pub metric: Option<String>,
    /// Where it stands in its line.
    pub at: Range<usize>,
    /// The sentence it stands in.
    pub sentence: Range<usize>,
}

/// What stands in a row of figures and the words that say what they are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Words,
    Figure,
    Neither,
}

/// How lines are read.
pub(super) struct Reading<'a> {
    pub units: &'a IndexMap<String, Unit>,
    pub words: UnitWords<'a>,
    /// The reporting year.
    pub year: i32,
}

const ABOVE: &str = "超过 逾 多于 高于 不少于 不低于 突破 超";
const BELOW: &str = "不足 少于 低于 不超过 不高于 不到 不多于";
const ROUGHLY: &str = "大约 约 将近 接近 近 约为 约有";

/// What says that a figure is none of the year's.
const ELSE: &str = "目标 预计 预期 力争 争取 拟 将于 将在 将会 计划于 计划在 规划 预算 有望 行业平均 行业均值 同业 同行 国家标准 标准值 限值 \
    平均水平 上限 下限 至少 最低 最高 最多 最长 最大 最少 最小 须 应当 必须 不得 每年 每月 每周 每季 每日 每天 每人 每名 每台 每辆 每次 每场 \
    每吨 每件 每位 每半年 每小时 单次 单场 相当于 等同 等于 可供 可满足 额定 设计 约占 其余 余下 剩余 得分 评分 分别";

/// What says that a sentence speaks of a part of the year, or of one event.
const PARTLY: &str =
    "季度 上半年 下半年 当天 当日 首批 首期 首场 本次 此次 该次 其间 活动中 活动期间 期间共 为例 当月 本月 同期";

/// Places and companies of a group: what is said of one is not said of all.
const PLACES: &str = "基地 工厂 厂区 园区 分公司 子公司 附属公司 事业部 分部 板块 电厂 电站 矿山 码头 酒店 商场 大厦 校区 医院 产业园 生产线 产线 车间 分厂 总部";

/// Bodies that meet and decide, each by itself.
const BODIES: &str = "董事会 监事会 委员会 股东大会 股东会 工会 工作组";

/// What says that a figure is how far something has moved.
const UP: &str = "增加 上升 增长 提升 提高 增幅 升幅 增多 新增了 扩大 涨幅 上涨 多 高 增";
const DOWN: &str = "减少 下降 降低 降幅 减幅 跌幅 缩短 节约 节省 节电 节水 节能 减排 减碳 下跌 缩减 少 低 降 减 削减 节约用电 节约用水 节约电量 节电量 节水量 避免";

/// Words that stand before a figure and only lead to it.
const LEADS: &str = "为 是 达 达到 共 共计 合计 合共 总计 有 仅 了 的 ： : 等 已 均 率先";

impl Reading<'_> {
    /// What a line says.
    pub(super) fn line(&self, line: &Line, at: usize) -> Vec<Said> {
        let text = words::in_place(&line.passage.text);
        let mut typed = figures(&text, &self.words);
        typed.extend(spelled(&text, &self.words));
        if typed.is_empty() {
            return Vec::new();
        }
        typed.sort_by_key(|typed| typed.number.start);
        let mut said: Vec<Said> = Vec::new();
        let mut before_end = 0;
        for (nth, figure) in typed.iter().enumerate() {
            let next = typed.get(nth + 1).map_or(text.len(), |next| next.number.start);
            let sentence = sentence(&text, figure.number.start);
            let start = clause(&text, figure.number.start).max(before_end);
            before_end = figure.whole.end;
            let Some((class, size)) = self.class(figure) else { continue };
            let Some(value) = figure.value.checked_mul(size) else { continue };
            let (phrase, claim) = bound(&text[start..figure.number.start]);
            let claim = match text[figure.whole.end..].trim_start() {
                _ if figure.and_more => Claim::Above,
                rest if rest.starts_with("以上") || rest.starts_with('+') => Claim::Above,
                rest if rest.starts_with("以下") || rest.starts_with("以内") => Claim::Below,
                rest if rest.starts_with("左右") => Claim::Roughly,
                _ => claim,
            };
            let behind = behind(&text[figure.whole.end..next]);
            let mut own = Subject::of(phrase);
            if own.is_empty() || joins(behind) {
                own = own.and(&Subject::of(behind));
            }
            let last = said.last().filter(|last| last.sentence == sentence);
            let own = if own.is_empty() || own.is_attribute() {
                match (last, &line.label) {
                    (_, Some(label)) => own.and(&Subject::of(&words::in_place(label))),
                    (Some(last), None) => own.and(&last.subject),
                    (None, None) => own.and(&earlier(&text, &sentence, start)),
                }
            } else if let Some(label) = &line.label {
                own.and(&Subject::of(&words::in_place(label)))
            } else if phrase.contains("其中") || text[sentence.start..start].ends_with("其中，") {
                last.map_or(own.clone(), |last| own.and(&last.subject))
            } else {
                own
            };
            let Some((span, _)) = line.passage.place(figure.whole.clone()) else { continue };
            let measured = is_measured(self.units, figure.units[0]);
            let (year, mut scope) = self.when(&text, &sentence, figure.number.start, line);
            scope.push_str(&Self::whose(&text, &sentence, &class, line));
            let kind = kind(&text, &sentence, start, phrase, behind, figure, year > self.year);
            said.push(Said {
                class,
                value,
                slack: slack(figure, measured) * size,
                fine: if figure.places == 0 && !measured { Decimal::ZERO } else { figure.slack * size },
                claim,
                kind,
                year,
                scope,
                is_all: ["总", "共有", "全体", "合计", "公司有", "集团有", "我们有", "拥有", "现有"]
                    .iter()
                    .any(|all| phrase.contains(all)),
                origin: Origin::Line(at),
                span,
                shown: line.passage.text[figure.whole.clone()].to_owned(),
                metric: line.metric(&figure.number).map(str::to_owned),
                at: figure.whole.clone(),
                sentence,
                subject: own,
            });
        }
        said
    }

    /// Gives figures that stand by themselves, as large ones on a page do, the words beside them: those before where the
    /// row of both begins with words, else those behind.
    pub(super) fn pair(&self, lines: &mut [Line]) {
        let kinds: Vec<Beside> = lines.iter().map(|line| self.beside(line)).collect();
        let mut start = 0;
        while start < lines.len() {
            let goes_on = |at: usize| {
                kinds[at] != Beside::Neither
                    && kinds[at - 1] != Beside::Neither
                    && kinds[at] != kinds[at - 1]
                    && lines[at].headings == lines[at - 1].headings
            };
            let end = start + 1 + (start + 1..lines.len()).take_while(|at| goes_on(*at)).count();
            let words_first = kinds[start] == Beside::Words;
            for at in start..end {
                let other = if words_first { at.checked_sub(1) } else { Some(at + 1) };
                if kinds[at] == Beside::Figure
                    && lines[at].label.is_none()
                    && let Some(other) = other.filter(|other| (start..end).contains(other))
                {
                    lines[at].label = Some(lines[other].passage.text.clone());
                }
            }
            start = end;
        }
    }

    /// What a line is in a row of figures and words.
    fn beside(&self, line: &Line) -> Beside {
        /// Characters of the longest words beside a figure.
        const LONGEST: usize = 24;
        let text = line.passage.text.trim();
        if line.is_heading || text.chars().count() > LONGEST {
            return Beside::Neither;
        }
        let simple = words::in_place(text);
        let all = figures(&simple, &self.words);
        if all.is_empty() {
            let is_words = text.chars().count() > 1 && !text.contains(['。', '：', '；', '，', GAP]);
            return if is_words { Beside::Words } else { Beside::Neither };
        }
        let whole = all.into_iter().next().is_some_and(|typed| {
            let (before, _) = bound(&simple[..typed.whole.start]);
            before.trim().is_empty() && ["", "+", "以上", "左右"].contains(&simple[typed.whole.end..].trim())
        });
        if whole { Beside::Figure } else { Beside::Neither }
    }

    /// What is counted or measured, and the size of the unit.
    pub(super) fn class(&self, figure: &Typed) -> Option<(String, Decimal)> {
        if figure.number.len() == 4
            && figure.places == 0
            && (1900..2101).contains(&i64::try_from(figure.value).unwrap_or(0))
            && figure.units.contains(&"case")
        {
            return None;
        }
        figure.units.iter().find_map(|unit| self.class_of(unit))
    }

    /// The same of a unit.
    pub(super) fn class_of(&self, id: &str) -> Option<(String, Decimal)> {
        let simple = |id: &str| match self.units.get(id)?.measure.as_ref()? {
            Measure::Size { quantity, size } => Some((quantity.clone(), *size)),
            Measure::Ratio { .. } => None,
        };
        match self.units.get(id)?.measure.as_ref() {
            Some(Measure::Size { quantity, size }) => Some((
                match quantity.as_str() {
                    "times" => "events",
                    "count" | "vehicles" => "things",
                    quantity => quantity,
                }
                .to_owned(),
                *size,
            )),
            Some(Measure::Ratio { of, per }) => {
                let ((above, size), (below, by)) = (simple(of)?, simple(per)?);
                Some((format!("{above}/{below}"), size.checked_div(by)?))
            }
            None => Some(match id {
                "session" | "round" => ("events".to_owned(), Decimal::ONE),
                "year" | "month" | "point" | "fold" | "step" => return None,
                "pp" => ("points".to_owned(), Decimal::ONE),
                "dB" | "MPa" | "N·m/deg" => (id.to_owned(), Decimal::ONE),
                _ => ("things".to_owned(), Decimal::ONE),
            }),
        }
    }

    /// The year that a figure is of, and what says that it is only a part of it.
    fn when(&self, text: &str, sentence: &Range<usize>, at: usize, line: &Line) -> (i32, String) {
        let own = years(&text[sentence.start..at], self.year);
        let carried = years(&text[..sentence.start], self.year).last().copied();
        // 於2022年實現了…：behind it as well, where nothing stands before.
        let year = own.last().copied().or(carried);
        let by_heading = || {
            let mut headings = line.headings.iter().rev().map(|heading| words::in_place(heading));
            headings.find_map(|heading| years(&heading, self.year).last().copied())
        };
        let year = year.or_else(by_heading).unwrap_or(self.year);
        let whole = &text[sentence.clone()];
        let mut scope = String::new();
        if PARTLY.split_ascii_whitespace().any(|word| whole.contains(word)) || has_month(whole) {
            scope = format!("{}:{}", line.passage.start().map_or(0, |span| span.range().start), sentence.start);
        }
        // Whether a sentence goes on with the year of the one before is open, unless it is the year of the report.
        if own.is_empty() && carried.is_some_and(|carried| carried != self.year) {
            scope.push('?');
        }
        // What stands behind 其中 speaks of a part; which part its first figure says.
        let told = &text[sentence.start..at];
        if let Some(part) = told.rfind("其中")
            && told[part..].chars().any(|c| c.is_ascii_digit())
        {
            scope.push_str("其中");
        } else if told.contains("其中") && !told[..told.rfind("其中").unwrap_or(0)].chars().any(|c| c.is_ascii_digit())
        {
            scope.push_str(&format!("其中{}", line.passage.start().map_or(0, |span| span.range().start)));
        }
        let so_far = ["累计", "历年", "以来", "迄今", "至今"];
        if so_far.iter().any(|word| text[sentence.start..at].contains(word)) {
            scope.push_str("累计");
        }
        (year, scope)
    }

    /// Whose figure it is, where a sentence or the headings above name a part of the company.
    fn whose(text: &str, sentence: &Range<usize>, class: &str, line: &Line) -> String {
        let mut scope = String::new();
        let whole = &text[sentence.clone()];
        let headings: String = line.headings.iter().skip(1).map(|heading| words::in_place(heading)).collect();
        for place in PLACES.split_ascii_whitespace() {
            for part in [whole, headings.as_str()] {
                for (at, _) in part.match_indices(place) {
                    let before: String = part[..at].chars().rev().take(2).collect();
                    if !["及其", "其及", "及本"].iter().any(|group| before.starts_with(group))
                        && !before.starts_with('及')
                    {
                        scope.extend([&before, place]);
                    }
                }
            }
        }
        if class != "persons" {
            for body in BODIES.split(' ') {
                for (at, _) in whole.match_indices(body) {
                    scope.extend(whole[..at].chars().rev().take(2));
                    scope.push_str(body);
                }
            }
        }
        for model in models(whole) {
            scope.push_str(model);
        }
        if line.case > 0 {
            scope.push_str(&format!("#{}", line.case));
        }
        scope
    }
}

/// What the clauses before, speak of.
fn earlier(text: &str, sentence: &Range<usize>, start: usize) -> Subject {
    let mut end = start;
    while end > sentence.start {
        let mark = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        let from = clause(text, mark).max(sentence.start);
        let subject = Subject::of(&text[from..mark]);
        if !subject.is_empty() {
            return subject;
        }
        end = from;
    }
    Subject::default()
}

fn slack(figure: &Typed, measured: bool) -> Decimal {
    let whole = figure.places == 0;
    let number = figure.value.normalize();
    // A round thousand may be rounded to it.
    let zeros = if whole { number.to_string().chars().rev().take_while(|c| *c == '0').count() } else { 0 };
    if zeros >= 2 {
        return Decimal::new(5, 1) * Decimal::from(10u64.pow(u32::try_from(zeros).unwrap_or(0)));
    }
    if whole && !measured && figure.slack < Decimal::ONE { Decimal::ZERO } else { figure.slack }
}

/// The words before a figure without those that make it a bound, and the bound.
fn bound(words: &str) -> (&str, Claim) {
    let words = words.trim_end();
    for (list, claim) in [(BELOW, Claim::Below), (ABOVE, Claim::Above), (ROUGHLY, Claim::Roughly)] {
        if let Some(rest) = list.split(' ').find_map(|word| words.strip_suffix(word)) {
            return (rest, claim);
        }
    }
    (words, Claim::Exactly)
}

/// Words before a figure without those that only lead to it.
fn lead(mut words: &str) -> &str {
    loop {
        let trimmed = words.trim_end();
        match LEADS.split_ascii_whitespace().find_map(|word| trimmed.strip_suffix(word)) {
            Some(rest) => words = rest,
            None => return trimmed,
        }
    }
}

fn kind(
    text: &str,
    sentence: &Range<usize>,
    start: usize,
    phrase: &str,
    behind: &str,
    figure: &Typed,
    is_later: bool,
) -> Kind {
    let lead_words = bound(lead(phrase)).0;
    let ends = |list: &str| list.split_ascii_whitespace().any(|word| lead_words.trim_end().ends_with(word));
    let (up, down) = (ends(UP), ends(DOWN));
    if up || down {
        return Kind::Change(Some(up));
    }
    let clause_start = clause(text, figure.number.start);
    let clause_text = &text[clause_start..figure.number.start];
    if ["同比", "较", "环比", "相比"].iter().any(|word| clause_text.contains(word))
        && !["至", "为", "达"].iter().any(|word| phrase.contains(word))
    {
        return Kind::Change(None);
    }
    let before = &text[sentence.start..start];
    let is_else = ELSE.split_ascii_whitespace().any(|word| clause_text.contains(word))
        || ["目标", "力争", "计划", "分别", "预计", "标准", "到20"].iter().any(|word| before.contains(word))
        || behind.starts_with("目标")
        || behind.starts_with("的目标")
        || behind.starts_with("标准");
    if is_else || is_later { Kind::Other } else { Kind::Level }
}

/// What stands behind a figure and may say what it counts.
fn behind(text: &str) -> &str {
    let end = clause_end(text);
    let end = ["以上", "以下", "以内", "左右", "并", "及", "和", "与", "以及", "其中", "，"]
        .iter()
        .filter_map(|mark| text[..end].find(mark))
        .min()
        .unwrap_or(end);
    text[..end].trim()
}

/// Whether words behind a figure say more of what it counts: 员工参加了活动.
fn joins(behind: &str) -> bool {
    !behind.is_empty() && behind.chars().next().is_some_and(|c| c.is_alphanumeric())
}
