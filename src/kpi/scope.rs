//! Of what the words before a figure make it one: of a part of the company (附屬公司, 香港：, 該廠), or of all of it counted in
//! another way (撇除收購, 按市場基準計算).
//!
//! Texts are read in Simplified, character by character.

use super::said::names_something;
use super::when::{self, Named};

/// Places and companies of a group: what is said of one is not said of all.
pub(super) const PLACES: &str = "基地 工厂 厂房 厂区 园区 分公司 子公司 附属公司 事业部 分部 板块 电厂 电站 矿山 码头 酒店 商场 大厦 校区 医院 产业园 生产线 产线 车间 分厂 总部";

/// Who reports: what a clause says of it goes on in the next.
const REPORTER: [&str; 4] = ["集团", "本公司", "我们", "公司"];

/// What a clause begins with that says under which condition the figures behind it are so.
const CONDITIONS: &str =
    "若 如果 如以 如按 倘 假设 假如 假定 撇除 剔除 扣除 除去 不计 不包括 不含 未计 不考虑 连同 计入 计及 加上";

/// What begins and ends one that says how they are counted: 按…計算.
const METHODS: &str = "根据 按 以 采用 依据 参照 包括";
const COUNTED: &str = "计算 计量 估算 核算 折算 口径 基准 标准计 在内";

/// What may stand before a condition.
const LEADS: [&str; 3] = ["在", "于", "而"];

/// What 該 may stand before that is no part of the company.
const NO_PART: &str = "年等数指报期比项";

/// Characters of the longest words before a colon that say of what the figures behind it are: 香港：.
const LABEL: usize = 8;

/// The words of the sentence before a place that make what is said there one of something else than the whole company as
/// it counts itself; none where there are none. `sentence`: where it starts.
pub(super) fn frame<'t>(text: &'t str, sentence: usize, at: usize, years: &[Named]) -> Option<&'t str> {
    let mut start = sentence;
    let mut is_first = true;
    while start < at {
        let end = text[start..at].find(['，', '：', ',', ':']).map_or(at, |mark| start + mark);
        let plain = when::without(text, &(start..end), years);
        let clause = plain.trim();
        let is_whole = end < at;
        let is_label = text[end..].starts_with(['：', ':']) && clause.chars().count() <= LABEL;
        if is_condition(clause) && is_whole
            || is_anaphor(clause)
            || is_first && is_whole && (is_of_a_part(clause) || is_label && names_a_part(clause))
            || is_whole && is_elsewhere(clause)
        {
            return Some(&text[start..end]);
        }
        // 其中, 此外 and the year say nothing of who is spoken of.
        is_first &= clause.is_empty() || !names_something(clause);
        start = end + text[end..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// 若不計新廠, 按市場基準計算. 以2024年為基準 says what is compared with.
fn is_condition(clause: &str) -> bool {
    let bare = LEADS.iter().find_map(|lead| clause.strip_prefix(lead)).unwrap_or(clause);
    let starts = |list: &str| list.split_ascii_whitespace().any(|word| bare.starts_with(word));
    let ends = || COUNTED.split_ascii_whitespace().any(|word| bare.ends_with(word)) && !bare.ends_with("为基准");
    starts(CONDITIONS) || starts(METHODS) && ends()
}

/// 該公司, 當地.
fn is_anaphor(clause: &str) -> bool {
    let that = |(at, word): (usize, &str)| !clause[at + word.len()..].starts_with(|c| NO_PART.contains(c));
    clause.contains("当地") || clause.match_indices('该').any(that)
}

/// 附屬公司禾光塑料於年內投產.
fn is_of_a_part(clause: &str) -> bool {
    let is_one = |(at, _): (usize, &str)| {
        let before = &clause[..at];
        let all = ["各", "个", "家", "间", "及其", "其", "全部", "所有", "生产", "旗下", "本"];
        !all.iter().any(|word| before.ends_with(word)) && !REPORTER.iter().any(|word| before.contains(word))
    };
    PLACES.split_ascii_whitespace().any(|place| clause.match_indices(place).any(is_one))
}

/// Whether words before a colon name something, and no topic: 香港, not 環境績效.
fn names_a_part(clause: &str) -> bool {
    names_something(clause)
        && !["方面", "绩效", "数据", "表现", "如下", "情况", "指标"].iter().any(|end| clause.ends_with(end))
}

/// Whether a clause says of which part the next ones speak: 在惠州，; 酒店方面，.
pub(super) fn is_elsewhere(clause: &str) -> bool {
    let is_circumstance = clause.ends_with(['下', '后', '时']);
    (clause.starts_with(['在', '于', '就', '以']) && !is_circumstance
        || ["方面", "而言", "地区", "项目", "业务", "厂", "店"].iter().any(|end| clause.ends_with(end)))
        && names_something(clause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Period};

    #[test]
    fn words_that_make_figures_those_of_something_else() {
        let day = |month, day| Date { year: 2025, month, day };
        let period = Period { from: day(1, 1), to: day(12, 31) };
        let is_framed = |text: &str| frame(text, 0, text.len(), &when::named(text, &period)).is_some();
        for text in [
            "附属公司甲于年内投产，员工总数",
            "香港：员工总数",
            "该公司的员工总数",
            "当地员工总数",
            "若不计新厂，用水量",
            "撇除收购的影响，用水量",
            "在扣除绿电后，用水量",
            "按市场基准计算，排放量",
            "以2024年的产量计算，用水量",
            "连同合营公司，员工总数",
            "包括承包商在内，员工总数",
            "在惠州，员工总数",
            "2025年，惠州基地投产，用水量",
        ] {
            assert!(is_framed(text), "{text}");
        }
        for text in [
            "集团在五个基地推行节水，用水量",
            "2025年，用水量",
            "截至年底，我们的员工总数",
            "由于产量增加，用水量",
            "按年减少，用水量",
            "环境绩效：用水量",
            "惠州基地的用水量",
            "五个生产基地继续节水，用水量",
            "在各部门的努力下，用水量",
            "本集团及其附属公司的员工总数",
            "该年度的用水量",
        ] {
            assert!(!is_framed(text), "{text}");
        }
    }
}
