//! What the words around a figure make of it: how much there is, by how much it changed, or something else.

use std::ops::Range;

use super::place::{clause, clause_end};
use crate::kpi::bound::bound;
use crate::kpi::typed::read::Typed;
use crate::kpi::ways;

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

/// What says that a figure is none of the year's.
const ELSE: &str = "目标 预计 预期 力争 争取 拟 将于 将在 将会 计划于 计划在 规划 预算 有望 行业平均 行业均值 同业 同行 国家标准 标准值 限值 \
    平均水平 上限 下限 至少 最低 最高 最多 最长 最大 最少 最小 须 应当 必须 不得 每年 每月 每周 每季 每日 每天 每人 每名 每台 每辆 每次 每场 \
    每吨 每件 每位 每半年 每小时 单次 单场 相当于 等同 等于 可供 可满足 额定 设计 约占 其余 余下 剩余 得分 评分 分别";

/// What says that a figure is how far something has moved, beside the words for which way it went.
const UP: &str = "新增了 扩大 多 高 增";
const DOWN: &str = "节约 节省 节电 节水 节能 减排 减碳 少 低 降 减 削减 节约用电 节约用水 节约电量 节电量 节水量 避免";

/// What leads to the total of the parts before it.
pub(super) const TOTALS: [&str; 8] = ["合共", "合计", "共计", "总计", "总共", "一共", "共", "总数"];

/// Words that stand before a figure and only lead to it.
const LEADS: &str = "为 是 达 达到 共 共计 合计 合共 总计 有 仅 了 的 ： : 等 已 均 率先";

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

pub(super) fn kind(
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
    let any = |lists: [&str; 3]| lists.into_iter().any(ends);
    let (up, down) = (any([UP, ways::RISES, ways::MORE]), any([DOWN, ways::FALLS, ways::LESS]));
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
    // 每名員工平均 is an average over the year.
    let is_mean = clause_text.contains("平均") || clause_text.contains("人均");
    let is_else = ELSE
        .split_ascii_whitespace()
        .any(|word| clause_text.contains(word) && !(is_mean && ["每人", "每名", "每位"].contains(&word)))
        || ["目标", "力争", "分别", "预计", "标准", "到20"].iter().any(|word| before.contains(word))
        || plans(before)
        || behind.starts_with("目标")
        || behind.starts_with("的目标")
        || behind.starts_with("标准");
    if is_else || is_later { Kind::Other } else { Kind::Level }
}

/// What says that something is to be reached.
pub(super) const GOAL: &str = "目标";

/// Whether what stands right behind a figure says that it is a goal: 18輛（目標）.
pub(in crate::kpi) fn goal_behind(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix(['（', '(']).and_then(|rest| rest.split(['）', ')']).next());
    inner.is_some_and(|inner| inner.contains(GOAL) || inner.contains("目標"))
}

/// What says that what follows is yet to come.
const AHEAD: &str = "力争 争取 预计 预期 拟 将于 将在 将会 将把 明年 下年 下一 目标是 目标为";

/// Whether words before a figure say that it is yet to come.
pub(in crate::kpi) fn is_ahead(text: &str) -> bool {
    AHEAD.split_ascii_whitespace().any(|word| text.contains(word)) || plans(text)
}

/// Whether 計劃 is what somebody does, and not what something is called.
fn plans(text: &str) -> bool {
    let goes_on = |next: char| "于在到将至投新建用今明未2购增".contains(next);
    text.match_indices("计划").any(|(at, word)| text[at + word.len()..].starts_with(goes_on))
}

/// What stands behind a figure and may say what it counts.
pub(super) fn behind(text: &str) -> &str {
    let end = clause_end(text);
    let end = ["以上", "以下", "以内", "左右", "来自", "分布", "遍布", "并", "及", "和", "与", "以及", "其中", "，"]
        .iter()
        .filter_map(|mark| text[..end].find(mark))
        .min()
        .unwrap_or(end);
    text[..end].trim()
}

/// Whether words behind a figure say more of what it counts: 员工参加了活动.
pub(super) fn joins(behind: &str) -> bool {
    !behind.is_empty() && behind.chars().next().is_some_and(|c| c.is_alphanumeric())
}
